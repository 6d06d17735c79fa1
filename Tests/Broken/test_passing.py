"""Evidence passed on over real nodes: to a court on a legal ground, to a notary by the holder's leave, and to nobody else."""

import json
import os
import subprocess
import time

import pytest

import statements
from bank import Bank
from evidence import verdict
from persons import Person, declare
from replay import leave
from statements import Key
from town import Town
from verify_receipt import Network

COURT = "示例市人民法院"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("passing")).serve_desk()
    try:
        declare(town)
        town.bank = Bank(town)
        town.customer = Person(town, 12)
        session, link = town.bank.ask(town.customer.case(1))
        town.request = town.customer.device.run("requests", link)["request"]
        town.customer.device.run("grant", town.request)
        town.grant = town.bank.granted(session)
        town.bank.use(town.grant, "clerk")
        yield town
    finally:
        town.remove()


def judged(town, path, asked):
    """Whether it is addressed to that one, as the program and Python say alike, and to whom it was passed on."""
    words = [os.environ["DEEDBOX"], "verify", path, "--trust", town.genesis, "--json", "--as", asked]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    said = json.loads(done.stdout)
    python = verdict(path.read_bytes(), town.genesis.read_bytes(), party=asked)
    assert (said["answer"], said["state"]) == (python.answer, python.state)
    assert said.get("passedOn", {}).get("to") == python.passed_on
    assert done.returncode == {"yes": 0, "no": 1, "unknown": 3}[python.answer]
    # Wages of the sample are stale some time after their month; that weighs less than a wrong addressee.
    addressed = python.use["addressed"]
    assert addressed in (("yes", None), ("no", "not-addressed-to-me")) and python.state in ("valid", "stale", "notAddressedToMe")
    assert (python.state == "notAddressedToMe") == (addressed[0] == "no")
    return addressed[0], python.passed_on


def use_of(town):
    """The statement of the first use, as the wallet proves it."""
    view, = town.customer.device.run("grants")["grants"]
    return bytes.fromhex(view["counted"][0]["statement"])


def test_a_plain_file_says_nothing_to_a_court(town):
    path = town.bank.evidence(town.grant, 1)
    assert judged(town, path, "bank") == ("yes", None)
    assert judged(town, path, COURT) == ("no", None)


def test_a_false_leave_is_refused_by_every_node(town):
    origin = Network.read(town.genesis.read_bytes()).origin
    grant, now = bytes.fromhex(town.grant), int(time.time())
    given = leave(Key(), origin, 1, "notary", now + 600)
    for node in town.network.nodes:
        leaf = statements.signed(
            Key(name="bank"), "evidence.pass", [grant, 0, 1, use_of(town), "notary", given], origin, now + 60, "bank")
        status, answer = node.post([leaf])
        assert (status, answer["outcomes"][0]["code"]) == (422, "wrong-leave")
    assert town.customer.device.run("grants")["grants"][0]["passings"] == []


def test_a_court_may_rely_on_what_was_passed_on_to_it(town):
    path = town.folder / "for-court.json"
    words = ["pass", town.grant, "--index", 1, "--to", COURT, "--case", "2090-17", "--out", path]
    assert town.bank.run(*words, "--ground", "emergency", code=2)["code"] == "usage"
    passed = town.bank.run(*words, "--ground", "courtOrder")["passing"]
    assert (passed["to"], passed["ground"], passed["number"], passed["use"]) == (COURT, "courtOrder", 0, 1)
    assert path.stat().st_mode & 0o777 == 0o600
    assert judged(town, path, COURT) == ("yes", COURT)
    assert judged(town, path, "bank") == ("yes", COURT)
    assert judged(town, path, "notary") == ("no", COURT)
    # No node knows the name.
    for node in town.network.nodes:
        assert COURT.encode() not in b"".join(
            part.read_bytes() for part in node.data.rglob("*") if part.is_file())


def test_the_holder_sees_it_without_being_told(town):
    assert town.customer.device.run("receive")["officialNotices"] == 1
    notice, = town.customer.device.run("notices")["official"]
    assert (notice["kind"], notice["member"], notice["ground"], notice["use"]) == ("passing", "bank", "courtOrder", 1)
    passing, = town.customer.device.run("grants")["grants"][0]["passings"]
    assert (passing["use"], passing["ground"], passing["height"]) == (1, "courtOrder", notice["height"])
    assert "commitment" in passing["to"]


def test_a_leave_goes_to_whom_the_holder_named(town):
    device, given, path = town.customer.device, town.folder / "leave.json", town.folder / "for-notary.json"
    assert device.run("pass-leave", town.request, "--index", 2, "--to", "notary", code=1)["code"] == "use-not-seen"
    device.run("pass-leave", town.request, "--index", 1, "--to", "notary", "--out", given)
    words = ["pass", town.grant, "--index", 1, "--leave", given, "--out", path]
    assert town.bank.run(*words, "--to", COURT, code=2)["code"] == "usage"
    assert town.bank.run(*words)["passing"]["basis"] == "leave"
    assert judged(town, path, "notary") == ("yes", "notary")
    assert judged(town, path, COURT) == ("no", "notary")
    # By leave it is the holder's own doing, and no notice.
    assert device.run("receive")["officialNotices"] == 0
    assert [passing["ground"] for passing in device.run("grants")["grants"][0]["passings"]] == ["courtOrder", None]


def test_a_grant_that_was_withdrawn_is_passed_on_all_the_same(town):
    town.customer.device.run("withdraw", town.request)
    path = town.folder / "for-regulator.json"
    town.bank.run("pass", town.grant, "--index", 1, "--to", "regulator", "--ground", "supervision", "--case", "S-1",
                  "--out", path)
    assert judged(town, path, "regulator") == ("yes", "regulator")
    assert len(town.bank.run("show", town.grant)["passings"]) == 3
