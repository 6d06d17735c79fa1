"""No person on the ledger, nor anywhere else at a node: documents, corrections, grants and uses of two persons of the sample
population, and then everything that a node keeps is searched for what they could be recognised by."""

import base64
import os

import pytest

from kept import stopped
from persons import Person, check_log, check_unlinked, declare, search
from seeking import Seeker, digest, writings
from town import Town


# The search finds what is there.

SECRET = "37040220900101001X"


@pytest.mark.parametrize("planted", [
    "示例甲子一".encode(), "示例甲子一".encode("gb18030"), "示例甲子一".encode("utf-16-le"), SECRET.encode(),
    SECRET[::-1].encode(), SECRET.encode().hex().encode(), int(SECRET[:-1]).to_bytes(8, "big"),
    base64.b64encode(b"a" + SECRET.encode()), base64.urlsafe_b64encode(b"ab" + SECRET.encode()),
    digest("sha256", SECRET.encode()), digest("sm3", SECRET.encode()).hex().encode(),
    digest("sha256", b"pepper" + SECRET.encode())[:16], base64.b64encode(digest("sm3", SECRET.encode() + b"pepper")),
])
def test_the_search_finds(planted):
    seeker = Seeker([b"pepper"]).text("name", "示例甲子一").text("number", SECRET)
    for before in range(9):
        # At every place, and across the border of two chunks.
        for length in (before, (1 << 20) - before):
            assert seeker.found(bytes(length) + planted + bytes(20)), planted
    assert not seeker.found(bytes(100) + planted[:7] + bytes(100))


def test_the_search_finds_nothing_by_chance():
    seeker = Seeker([b"pepper"]).text("name", "示例甲子一").text("number", SECRET)
    assert not seeker.found(os.urandom(4 << 20))
    assert all(len(set(written)) > 1 for _, written in writings(SECRET.encode()))


# The story.

@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Two persons who do the same things; the nodes have stopped."""
    town = Town(tmp_path_factory.mktemp("town")).serve_desk()
    try:
        declare(town)
        town.people = [Person(town, number) for number in (10, 11)]
        for person in town.people:
            person.correct()
            first = person.answer(1)
            person.answer(2)
            person.answer(3, "refuse")
            person.withdraw(first)
        town.kept = stopped(town)
        yield town
    finally:
        town.remove()


# What is kept.

def test_a_node_keeps_nothing_by_which_a_person_is_recognised(town):
    seeker = search(town, town.people, ["data/log/", "data/index.sqlite"])
    for person in town.people:
        assert person.bodies
        for body in person.bodies:
            assert not seeker.found(body), "a sealed body tells something"


def test_the_log_holds_no_ciphertext(town):
    """Outside of governed texts there are codes, numbers, and byte strings of the lengths of keys, digests and nonces."""
    check_log(town)
    log = b"".join(town.witness.leaves)
    for person in town.people:
        for body in person.bodies:
            assert not any(body[place:place + 16] in log for place in range(0, len(body) - 16, 16))


# What can be linked.

def test_nothing_is_equal_between_two_grants_of_one_holder(town):
    check_unlinked(town)


def test_nothing_is_equal_between_two_deliveries_to_one_holder(town):
    for person in town.people:
        one, other = (windows(body) for body in person.bodies[:2])
        assert not one & other


def windows(data, size=12):
    return {data[place:place + size] for place in range(len(data) - size)}
