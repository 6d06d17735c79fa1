"""Readings that are sealed for a while: closed until their time, then opened by the nodes, and found by the holder."""

import datetime
import json
import urllib.error
import urllib.request

import pytest

import release
import statements
from holder import Holder
from machine import wait
from test_official import says
from town import Town


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town"))
    town.open_wallet()
    town.pay(1)
    assert town.wallet("receive")["new"] == 1
    yield town
    town.remove()


def next_sealed(town, *words, code=0):
    document, = town.issuer("documents")["documents"]
    return says(town, "disclosure", "tag", document["document"], "--sealed", *words, "--data", town.desk, code=code)


def seal(town, told, until, *words, member="regulator", code=0):
    return says(
        town, "disclosure", "record", "--tag", told["tag"], "--details-key", told["detailsKey"], "--seal-until", until,
        *words, "--ground", "criminalInvestigation", "--case", "X-2090-9", "--field", "KZ_YFGZ", "--text", "为侦查",
        "--key", town.keys / f"{member}.key", "--case-file", town.folder / f"sealed-{told['number']}.jsonl", code=code)


def standing(town, statement):
    return says(town, "disclosure", "show", "--statement", statement)


def share(node, statement):
    """A node's share, or the code of its refusal."""
    try:
        with urllib.request.urlopen(f"{node.url}/release/disclosure/{statement}", timeout=10) as answer:
            return statements.read(answer.read()).payload
    except urllib.error.HTTPError as error:
        return json.loads(error.read())["code"]


def counts(town):
    return town.network.nodes[0].status()["disclosures"]


def test_nothing_before_the_height_and_all_of_it_then(town):
    told = next_sealed(town)
    assert (told["number"], len(told["tag"]), len(told["detailsKey"])) == (0, 64, 64)
    until = town.network.height() + 8
    entered = seal(town, told, until)
    assert (entered["held"], entered["until"]) == (3, until)
    found = standing(town, entered["statement"])
    assert (found["sealed"], found["overdue"], found["member"]) == (True, False, "regulator")
    assert counts(town) == {"sealed": 1, "overdue": 0}
    assert says(town, "disclosure", "show", "--tag", told["tag"])["present"] is False
    while town.network.height() < until - 1:
        given = [share(node, entered["statement"]) for node in town.network.nodes]
        # A node may have come to the height between the two questions.
        if town.network.height() < until:
            assert set(map(str, given)) <= {"release-not-final", "unknown-statement"}
            assert town.wallet("receive")["officialNotices"] == 0
    wait("it is not opened", lambda: counts(town)["sealed"] == 0)
    opened = says(town, "disclosure", "show", "--tag", told["tag"])
    assert (opened["present"], opened["statement"], opened["until"]) == (True, entered["statement"], until)
    assert Holder(town, 3).device("phone").open().run("receive")["officialNotices"] == 0
    assert town.wallet("receive")["officialNotices"] == 1
    notice, = town.wallet("notices")["official"]
    assert (notice["kind"], notice["number"], notice["member"]) == ("sealed-disclosure", 0, "regulator")
    assert notice["height"] == entered["height"] and notice["sealed"]["until"] == until
    assert notice["sealed"]["details"] == {"case": "X-2090-9", "fields": ["KZ_YFGZ"], "text": "为侦查"}
    # Whoever asks a quorum opens it in Python, too; one share fewer opens nothing.
    deal = release.SealedDeal(urllib.request.urlopen(
        f"{town.network.nodes[0].url}/release/disclosure/{entered['statement']}/deal", timeout=10).read())
    shares = {i: value for _, digest, i, value in (share(node, entered["statement"]) for node in town.network.nodes)
              if digest == deal.digest}
    tag, _, details = deal.open({i: shares[i] for i in (1, 3)})
    assert tag.hex() == told["tag"]
    assert deal.details(details, bytes.fromhex(told["detailsKey"]))
    with pytest.raises(AssertionError):
        deal.open({1: shares[1]})


def test_tags_open_in_any_order_and_a_number_is_given_again(town):
    late, soon = next_sealed(town), next_sealed(town)
    assert (late["number"], soon["number"]) == (1, 2)
    assert next_sealed(town, "--number", 1) == late
    assert next_sealed(town, "--number", 3, code=2)["code"] == "usage"
    height = town.network.height()
    last = seal(town, late, height + 60)
    seal(town, soon, height + 4)
    wait("it is not opened", lambda: counts(town)["sealed"] == 1)
    assert town.wallet("receive")["officialNotices"] == 1
    assert [notice["number"] for notice in town.wallet("notices")["official"]] == [2]
    assert standing(town, last["statement"])["sealed"] is True


def test_a_quiet_ledger_opens_it_at_its_latest_time_though_a_node_is_away(town):
    town.network.nodes[2].kill()
    told = next_sealed(town)
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=15)
    latest = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    entered = seal(town, told, 1_000_000, "--latest", latest)
    assert entered["held"] == 2
    wait("it is not opened", lambda: says(town, "disclosure", "show", "--tag", told["tag"])["present"])
    town.network.start([town.network.nodes[2]])
    # Who was away finds it open, fetches what others hold, and says so.
    wait("the node does not catch up",
         lambda: town.network.nodes[2].status()["height"] >= town.network.nodes[0].status()["height"] - 1)
    assert town.wallet("receive")["officialNotices"] == 1


def test_who_may_not_read_is_refused_before_anything_is_dealt(town):
    told = next_sealed(town)
    assert seal(town, told, town.network.height() + 20, member="bank", code=3)["code"] == "missing-role"
    assert seal(town, told, 1, code=1)["code"] == "seal-out-of-range"
    plain = says(
        town, "disclosure", "record", "--tag", told["tag"], "--seal-until", 9_000, "--ground", "courtOrder", "--case", "X",
        "--key", town.keys / "regulator.key", code=2)
    assert plain["code"] == "usage"


def test_a_node_that_is_away_when_it_opens_says_its_share_when_it_is_back(town):
    third = town.network.nodes[2]
    told = next_sealed(town)
    entered = seal(town, told, town.network.height() + 8)
    assert entered["held"] == 3
    third.kill()
    wait("it is not opened", lambda: says(town, "disclosure", "show", "--tag", told["tag"])["present"])
    town.network.start([third])
    wait("the node does not catch up", lambda: third.status()["height"] >= town.network.nodes[0].status()["height"] - 1)
    wait("it is not open there", lambda: third.status()["disclosures"] == counts(town))
    # What it has opened when the deal came it gives as the others do.
    given = [wait("a node does not give its share", lambda: taken(node, entered)) for node in town.network.nodes]
    assert sorted(i for _, _, i, _ in given) == [1, 2, 3]
    assert town.wallet("receive")["officialNotices"] == 1


def taken(node, entered):
    given = share(node, entered["statement"])
    return given if isinstance(given, list) else None

