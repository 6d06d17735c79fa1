"""Whoever relies on documents is told what becomes of them: killed, cut off or lied to by silence, once and with proof."""

import base64
import fcntl
import json
import re
import time

import pytest

from holder import Holder
from machine import wait
from town import Town
from watching import Tap, Watch

DOCUMENTS = 5
VERBS = {"suspend": "suspended", "reinstate": "reinstated", "revoke": "revoked"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town"))
    yield town
    town.remove()


@pytest.fixture(scope="module")
def receipts(town):
    """Receipts of documents that a bank was shown."""
    town.open_wallet()
    town.pay(DOCUMENTS)
    town.wallet("receive")
    folder = town.folder / "shown"
    folder.mkdir()
    for document in town.wallet("list")["documents"]:
        town.wallet("export", document["document"], "--out", folder / str(document["record"]))
    found = sorted(folder.glob("*.receipt"))
    assert len(found) == DOCUMENTS
    return found


def act(town, verb, receipt, nodes=None):
    """The issuer changes a status; final when this returns. What was done, and in which block."""
    done = json.loads(town.run("status", verb, "--receipt", receipt, "--reason", "a test", "--key", town.keys / "payroll.key",
                               *(nodes or town.nodes), "--json").stdout)
    return int(receipt.stem), VERBS[verb], done["height"]


def facts(lines):
    return [(line["document"]["record"], line["event"], line["height"]) for line in lines]


def expect_proven(town, line):
    """What proves a line verifies offline, and says the same."""
    is_act = "asOf" not in line
    proof = town.folder / ("line.receipt" if is_act else "line.status")
    proof.write_bytes(base64.b64decode(line["proof"]))
    told = json.loads(town.run("verify", proof, "--trust", town.genesis, "--json").stdout)
    assert told["answer"] == "yes", told
    if not is_act and line["event"] not in ("disputed", "answered"):
        state = {"reinstated": "inForce"}.get(line["event"], line["event"])
        assert told["state"] == state, (line, told)


def test_killed_at_any_moment_it_misses_nothing_and_tells_nothing_twice(town, receipts, dice, rounds):
    watch = Watch(town, receipts)
    assert watch.once() == []
    done, suspended = [], set()
    for _ in range(rounds):
        watch.start()
        for _ in range(dice.randint(1, 3)):
            receipt = dice.choice(receipts[1:])
            verb = "reinstate" if receipt in suspended else "suspend"
            suspended ^= {receipt}
            done.append(act(town, verb, receipt))
        time.sleep(dice.random() * 0.5)
        watch.kill()
        # What happens while nobody watches: lifted again before anyone looks.
        done += [act(town, "suspend", receipts[0]), act(town, "reinstate", receipts[0])]
    lines = watch.once()
    numbers = [line["number"] for line in lines]
    assert numbers == list(range(1, len(done) + 1)), numbers
    assert sorted(facts(lines)) == sorted(done)
    assert any("asOf" not in line for line in lines), "nothing was lifted before anyone looked"
    for line in lines:
        expect_proven(town, line)
    assert watch.once() == lines


def test_when_its_node_goes_it_follows_another(town, receipts):
    watch = Watch(town, receipts[1:2], "failing-over")
    already = len(watch.once())
    watch.start()
    first, *others = town.network.nodes
    nodes = [word for node in others for word in ("--node", node.url)]
    state = town.run("status", "show", "--receipt", receipts[1], *town.nodes, "--json").stdout
    verbs = ["suspend", "reinstate"] if json.loads(state)["state"] == "inForce" else ["reinstate", "suspend"]
    done = [act(town, verbs[0], receipts[1])]
    wait("the change is not told", lambda: len(watch.told()) == already + 1)
    first.kill()
    try:
        done.append(act(town, verbs[1], receipts[1], nodes))
        wait("the change is not told while a node is gone", lambda: len(watch.told()) == already + 2)
    finally:
        watch.kill()
        town.network.start([first])
    assert facts(watch.told()[already:]) == done


def test_a_node_learns_buckets_and_no_document(town, receipts):
    tap = Tap(town.network.nodes[0].url)
    watch = Watch(town, receipts[2:3], "tapped", ["--node", tap.url])
    watch.once()
    before = len(watch.told())
    for verb in ("suspend", "reinstate"):
        state = json.loads(town.run("status", "show", "--receipt", receipts[2], *town.nodes, "--json").stdout)["state"]
        act(town, "reinstate" if state == "suspended" else "suspend", receipts[2])
    watch.once()
    tap.close()
    assert len(watch.told()) == before + 2
    paths = {line.split()[1] for line in tap.asked}
    allowed = re.compile(r"/(genesis|epochs|checkpoint|state/(status|correction)|events\?after=\d+|tile/[a-z0-9/.]+"
                         r"|state/(status|correction)/buckets/[0-9a-f]+\?bits=\d+)")
    assert paths and all(allowed.fullmatch(path) for path in paths), sorted(paths)


def test_two_watchers_of_one_state_are_refused_and_a_strange_state_is_told(town, receipts):
    watch = Watch(town, receipts[:1], "alone")
    watch.once()
    with watch.state.with_name("state.json.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert json.loads(town.run(*watch.words, "--once", code=3).stderr)["error"]["code"] == "locked"
    kept = watch.state.read_bytes()
    watch.state.write_text('{"format": "deedbox-watch/9"}')
    assert json.loads(town.run(*watch.words, "--once", code=3).stderr)["error"]["code"] == "bad-state"
    watch.state.write_bytes(kept)
    watch.once()


def test_whoever_used_the_old_value_is_told_of_the_correction(town):
    town.serve_desk()
    holder = Holder(town, 8)
    device = holder.device("phone").open()
    holder.pay(1)
    old, = device.gets(1)
    bank = holder.folder / "bank"
    device.run("export", old["document"], "--out", bank)
    watch = Watch(town, [f"{bank}.receipt"], "bank")
    assert watch.once() == []
    watch.start("--proofs", watch.folder / "proofs")
    device.run("correct", old["document"], "--field", "KZ_GS", "--text", "it was 192 hours")
    wait("the bank is not told of the dispute", lambda: [line["event"] for line in watch.told()] == ["disputed"])
    assert watch.told()[0]["due"]

    def shown_to_the_desk():
        device.run("receive")
        return [one for one in town.issuer("corrections", "list").get("corrections", []) if one["claim"]]

    dispute, = wait("the desk does not see what is wrong", shown_to_the_desk)
    town.issuer("corrections", "answer", dispute["correction"], "--outcome", "corrected", "--text", "the gate's log says so",
                "--values", holder.write("right.json", {"KZ_GS": "192"}))
    wait("the bank is not told of the correction",
         lambda: {line["event"] for line in watch.told()} == {"disputed", "superseded", "answered"})
    watch.kill()
    lines = watch.once()
    assert len(lines) == 3 and {line["document"]["record"] for line in lines} == {old["record"]}
    answer, = [line for line in lines if line["event"] == "answered"]
    assert answer["outcome"] == "corrected"
    for line in lines:
        expect_proven(town, line)
        # The same proof stands in a file that anyone can check.
        assert open(line["file"], "rb").read() == base64.b64decode(line["proof"])
