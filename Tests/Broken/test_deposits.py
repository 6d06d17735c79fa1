"""Deposits of grants on three nodes: who was away fetches them, who dealt badly silences nobody, and what was
acknowledged is kept."""

import http.client
import threading
import time

import pytest

from dealing import Dealer, ask
from machine import wait
from network import Network
from pen import Pen
from statements import encode


@pytest.fixture
def network(tmp_path):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.kill()


@pytest.fixture
def pen(network):
    return Pen(network.nodes[0].genesis).register(network.nodes[0])


@pytest.fixture
def dealer(network, pen):
    return Dealer(pen, network.nodes[0])


def held(node):
    return node.status()["deposits"]["deposits"]


def final(node, leaf):
    """Submits what must become final, also when its block takes more than one round."""
    def is_final():
        status, answer = node.post([leaf])
        return status == 200 and answer["outcomes"][0]["state"] == "final"
    wait("a statement is not final", is_final)


def test_a_grant_made_with_two_nodes_is_used_with_another_two(network, dealer):
    first, second, third = network.nodes
    third.kill()
    dealt = dealer.deal()
    status, answer = dealt.hand(first)
    assert status == 200 and dealt.signers(answer) == {first.member, second.member}
    assert answer["validators"] == 3 and answer["quorum"] == 2
    final(first, dealt.grant())
    first.kill()
    network.start([third])
    wait("the third has not fetched the deposit", lambda: held(third) == 1 and dealt.is_held(third))
    leaf, secret = dealt.use(1)
    final(third, leaf)
    opened = dealt.open([second, third], leaf, secret, 1)
    assert opened["keyBindings"] == ["示例绑定 1"] and opened["token"] == b"token"
    wait("a deposit is missing", lambda: third.status()["deposits"]["lacking"] == 0)


def test_a_deposit_of_many_messages_comes_to_all_and_is_found_by_its_tags_alone(network, dealer):
    first, second, third = network.nodes
    dealt = dealer.deal(size=200_000)
    status, answer = dealt.hand(first)
    assert status == 200 and len(dealt.signers(answer)) >= 2
    for node in network.nodes:
        wait("a node lacks the deposit", lambda: dealt.is_held(node))
        assert node.get(f"/strongroom/{dealt.digest.hex()}")[0] == 404
        bits = node.get_json("/strongroom")["bits"]
        assert bits == 0 and node.get("/strongroom/buckets/0?bits=0")[1] == b"\x82\xf4\x80"
    again, answer = dealt.hand(third)
    assert again == 200 and dealt.signers(answer) == {first.member, second.member, third.member}
    final(second, dealt.grant())


def test_what_is_held_travels_with_the_leave_that_was_judged(network, dealer):
    first, second, third = network.nodes
    third.kill()
    dealt = dealer.deal()
    assert dealt.hand(first)[0] == 200
    network.start([third])
    junk = encode([1, b"junk", dealt.deposit.data])

    def is_acknowledged():
        status, answer = dealt.hand(first, junk)
        assert status == 200 and "bad-request" not in [each["code"] for each in answer["refusals"]]
        return len(dealt.signers(answer)) == 3
    wait("the third has not fetched what is held", is_acknowledged)
    assert dealt.is_held(third)
    assert dealt.hand(third, junk)[0] == 200
    other = dealer.deal()
    status, answer = other.hand(first, encode([1, b"junk", other.deposit.data]))
    assert (status, answer["code"]) == (422, "bad-request")


def test_a_bad_share_for_one_validator_neither_stops_the_grant_nor_that_validator(network, dealer):
    first, second, third = network.nodes
    dealt = dealer.deal().spoil(third.member)
    status, answer = dealt.hand(first)
    assert status == 200 and dealt.signers(answer) == {first.member, second.member}
    assert [(each["member"], each["code"]) for each in answer["refusals"]] == [(third.member, "deposit-share-false")]
    assert all(answer["refusals"][0]["detail"].values())
    wait("the third does not hold it", lambda: dealt.is_held(third))
    # The third votes for the block with the grant, though it was dealt nothing good: the first has told it the others'
    # words.
    network.run_for(1)
    first.kill()
    final(third, dealt.grant())
    network.start([first])
    leaf, secret = dealt.use(1)
    final(first, leaf)
    assert dealt.open([first, second], leaf, secret, 1)["case"] == b"case"


def test_a_package_that_was_swapped_is_taken_for_nothing(network, dealer):
    first, second, _ = network.nodes
    dealt, other = dealer.deal(), dealer.deal()
    shares = dealt.deposit.sealed_shares[0]
    assert len(shares) == len(other.deposit.sealed_shares[0])
    mixed = dealt.deposit.data.replace(shares, other.deposit.sealed_shares[0])
    status, answer = dealt.hand(first, dealt.handed(mixed))
    assert (status, answer["code"]) == (422, "deposit-part-differs")
    status, answer = dealt.hand(first, dealt.handed(other.deposit.data))
    assert (status, answer["code"]) == (422, "deposit-other-context")
    status, answer = dealt.hand(first)
    assert status == 200
    # A grant that names a package that is nowhere waits, and nothing else does.
    waiting = dealt.grant(other.digest)
    assert first.post([waiting], waits=False)[0] == 202
    final(first, dealer.pen.anchor())
    final(first, dealt.grant())
    assert other.hand(second)[0] == 200
    final(second, other.grant())


def test_a_quota_that_is_filled_refuses_deposits_and_nothing_else(tmp_path):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0, depositMemberEntries=20)
    try:
        first = network.start().nodes[0]
        dealer = Dealer(Pen(first.genesis).register(first), first)
        kept = dealer.deal()
        assert kept.hand(first)[0] == 200
        final(first, kept.grant())
        status, answer = dealer.deal(uses=20).hand(first)
        assert (status, answer["code"]) == (403, "deposit-quota")
        assert all(answer[name] for name in ("detail", "detailZh", "next", "nextZh"))
        assert kept.hand(network.nodes[1])[0] == 200
        leaf, secret = kept.use(1)
        final(first, leaf)
        assert kept.open(network.nodes[:2], leaf, secret, 1)["token"] == b"token"
    finally:
        network.kill()


def test_a_node_killed_while_it_takes_deposits_loses_none_that_it_acknowledged(network, dealer, dice):
    taken, stop = [], threading.Event()

    def fill(node):
        while not stop.is_set():
            dealt = dealer.deal(uses=1)
            try:
                status, answer = dealt.hand(node)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status in (200, 202):
                taken.append((dealt, dealt.signers(answer)))

    first, second, third = network.nodes
    threads = [threading.Thread(target=fill, args=[node]) for node in (first, second)]
    for thread in threads:
        thread.start()
    for victim in (third, second, first):
        network.run_for(dice.uniform(0.3, 1.5))
        victim.kill()
        network.run_for(0.3)
        network.start([victim])
    stop.set()
    for thread in threads:
        thread.join()
    assert len(taken) > 10
    for dealt, members in taken:
        for node in network.nodes:
            assert node.member not in members or dealt.is_held(node)
    for dealt, _ in taken[:20]:
        wait("a deposit is not acknowledged again", lambda: dealt.hand(first)[0] == 200)


def test_rubbish_among_deposits_stops_nothing(network, dealer):
    first = network.nodes[0]
    dealt = dealer.deal()
    whole = dealt.handed()
    for body in (b"", b"\x00", whole[:-1], whole + b"\x00", whole[:3], b"\x83\x01\x40\x40", b"\x83\x02" + whole[2:]):
        status, _ = ask(first, "/deposits", body, "application/cbor")
        assert status == 400, body[:8]
    assert ask(first, "/deposits", whole, "text/plain")[0] == 415
    assert dealt.hand(first)[0] == 200
