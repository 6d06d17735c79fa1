"""A wallet that is killed, cut off from the ledger, or damaged: no document twice, none lost, none called invalid."""

import json
import os
import signal
import subprocess
import time

import pytest

from sealed import listed
from town import Town

MONTHS = 12


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town"))
    yield town
    town.remove()


def command(town, *words):
    return [os.environ["DEEDBOX"], *map(str, town.wallet_words(*words))]


def documents_of(town, *words):
    return town.wallet("list", *words).get("documents", [])


def test_killed_while_it_receives_it_has_every_document_once(town, dice, rounds):
    town.open_wallet()
    assert town.pay(MONTHS)["stages"]["delivered"] == MONTHS
    begin = time.monotonic()
    for _ in range(rounds):
        process = subprocess.Popen(command(town, "receive"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * 0.8)
        process.send_signal(signal.SIGKILL)
        process.wait()
        # What is there already is whole, whenever the process died.
        documents = documents_of(town, "--offline")
        assert len({document["commitment"] for document in documents}) == len(documents) <= MONTHS
    town.wallet("receive")
    documents = documents_of(town)
    assert len(documents) == MONTHS == len({document["record"] for document in documents})
    assert {document["state"] for document in documents} == {"inForce"}
    again = town.wallet("receive")
    assert (again["new"], again["again"]) == (0, 0) and "aside" not in again
    assert all(listed(node) == {} for node in town.network.nodes), "something is left in the strongroom"
    assert time.monotonic() - begin < 300


def test_with_every_node_away_nothing_is_invalid(town):
    before = documents_of(town)
    town.network.kill()
    documents = documents_of(town)
    assert [document["commitment"] for document in documents] == [document["commitment"] for document in before]
    for document in documents:
        status = next(check for check in document["checks"] if check["check"] == "status")
        assert status["answer"] == "unknown" == document["answer"]
        # What was known last stands beside it.
        assert document["state"] == "inForce" and document["height"] is not None
    assert town.wallet("receive", code=3)["code"] == "unreachable"
    town.network.start()
    assert {document["state"] for document in documents_of(town)} == {"inForce"}


def test_a_node_alone_cannot_say_that_nothing_is_there(town):
    first, second, third = town.network.nodes
    second.kill()
    third.kill()
    told = town.wallet("receive", code=3)
    assert told.get("isComplete") is False or told.get("code") == "unreachable"
    town.network.start([second, third])


def test_an_altered_document_does_not_open(town):
    import sqlite3
    path = town.folder / "wallet/wallet.sqlite"
    with sqlite3.connect(path) as database:
        content, = database.execute("SELECT content FROM document ORDER BY id LIMIT 1").fetchone()
        altered = bytearray(content)
        altered[len(altered) // 2] ^= 1
        database.execute("UPDATE document SET content = ? WHERE id = (SELECT min(id) FROM document)", [bytes(altered)])
    told = town.wallet("list", code=3)
    assert told["code"] == "sealed-damaged"
    with sqlite3.connect(path) as database:
        database.execute("UPDATE document SET content = ? WHERE id = (SELECT min(id) FROM document)", [content])
    town.wallet("list")


def test_a_second_process_waits_its_turn(town):
    import fcntl
    with (town.folder / "wallet/lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert town.wallet("list", code=3)["code"] == "locked"


def test_another_face_opens_nothing_and_another_passphrase_neither(town):
    identity = (town.folder / "me.json").read_text().replace("FACE-", "FAKE-")
    (town.folder / "other.json").write_text(identity)
    told = town.run("wallet", "init", "--data", town.folder / "other", "--trust", town.genesis, "--registrar", town.registrar,
                    "--identity", town.folder / "other.json", "--passphrase-file", town.folder / "pass", *town.nodes,
                    "--json", code=1)
    assert "identity-not-confirmed" in told.stderr
    (town.folder / "wrong").write_text("another passphrase\n")
    words = [*town.wallet_words("list")]
    words[words.index("--passphrase-file") + 1] = town.folder / "wrong"
    assert "wrong-passphrase" in town.run(*words, code=1).stderr


def test_a_revocation_is_seen_at_every_node_from_one_block(town):
    document = documents_of(town)[0]
    town.wallet("export", document["document"], "--out", town.folder / "shown")
    desk = ["--data", town.desk, "--json"]
    (town.folder / "chief.pass").write_text("approver of this test, twelve\n")
    secret = json.loads(town.run("issuer", "staff", "add", "chief", "--roles", "approver", "--new-password-file",
                                 town.folder / "chief.pass", *desk).stdout)["secret"]
    (town.folder / "chief.secret").write_text(secret + "\n")
    mine = next(one for one in json.loads(town.run(
        "issuer", "documents", "--holder", town.person["number"], *desk).stdout)["documents"]
        if one["record"] == document["record"])
    approval = json.loads(town.run("issuer", "status", "revoke", "--document", mine["document"], "--reason", "wrong-data",
                                   "--text", "issued in error", "--basis", "article 11", *desk).stdout)["approval"]
    code = town.run("issuer", "staff", "code", "--secret-file", town.folder / "chief.secret").stdout.split()[0]
    before = town.network.height()
    town.run("issuer", "approve", approval, "--staff", "chief", "--password-file", town.folder / "chief.pass", "--code", code, *desk)
    town.run("issuer", "mint", "--patience", "20", *desk)
    final = town.network.height()
    since = set()
    for node in town.network.nodes:
        told = json.loads(node.deedbox("status", "show", "--receipt", town.folder / "shown.receipt", "--node", node.url,
                                       "--trust", town.genesis, "--json").stdout)
        assert told["state"] == "revoked", told
        since.add(told["since"])
    # One block for all, and one that came after the approval.
    block, = since
    assert before < block <= final
