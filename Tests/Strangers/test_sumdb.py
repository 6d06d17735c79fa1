"""Go's `sumdb/note` and `sumdb/tlog` open the checkpoints and check tiles, proofs and receipts."""

import base64
import json
import os
import subprocess

import pytest

from paper import PaperLedger
from served import ServedLog
from verify_receipt import read_note, read_receipt


@pytest.fixture(scope="session")
def sumdb(tmp_path_factory):
    """Builds the Go program with Debian's copy of golang.org/x/mod; gives a function that runs a task."""
    folder = tmp_path_factory.mktemp("sumdb")
    source = os.path.join(os.path.dirname(__file__), "sumdb")
    files = sorted(os.path.join(source, name) for name in os.listdir(source) if name.endswith(".go"))
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}
    program = str(folder / "sumdb")
    subprocess.run(["go", "build", "-o", program, *files], env=environment, check=True, timeout=120)

    def run(task):
        done = subprocess.run([program], input=json.dumps(task), capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout) if done.returncode == 0 else done.stdout

    return run


def size(note):
    return read_note(note).checkpoint[1]


def task(log, indices=()):
    """Checks the checkpoints that were fetched, and receipts under those that they carry."""
    texts = [log.get(f"/receipts/{index}") for index in indices]
    notes = [text[text.index(b"\n\n", text.index(b"c2sp.org/tlog-proof@v1")) + 2:] for text in texts]
    checkpoints = sorted({*log.checkpoints, *notes}, key=size)
    receipts = []
    for text, note in zip(texts, notes):
        receipt = read_receipt(text)
        path = [base64.b64encode(step).decode() for step in receipt.path]
        receipts.append({"Checkpoint": checkpoints.index(note), "Index": receipt.index, "Path": path,
                         "Leaf": base64.b64encode(receipt.leaf).decode()})
    return {"URL": log.url, "Logs": [key.vkey for key in log.network.log_keys],
            "Cosigners": [key.vkey for key in log.network.cosigners],
            "Checkpoints": [note.decode() for note in checkpoints], "Receipts": receipts}


def test_go_opens_the_checkpoints_and_agrees_on_roots_tiles_and_proofs(log, sumdb):
    indices = sorted({0, log.places("record")[-1], *log.places("seal")[::5]})
    given = task(log, indices)
    answer = sumdb(given)
    assert isinstance(answer, dict), answer
    count = len(given["Checkpoints"])
    assert answer["Cosigners"] == [len(log.network.final(read_note(n.encode()))[2]) for n in given["Checkpoints"]]
    assert all(cosigners >= log.network.quorum for cosigners in answer["Cosigners"])
    assert answer["Roots"] == answer["Trees"] == count > 10
    assert answer["Records"] == size(given["Checkpoints"][-1].encode())
    assert answer["Receipts"] == len(indices) and answer["Tiles"] >= 3


def test_go_refuses_what_is_altered(log, sumdb):
    good = task(log, [0, 1])
    assert isinstance(sumdb(good), dict)

    def altered(**changes):
        return sumdb(good | changes)

    flipped = good["Logs"][0][:-8] + ("AAAA" if good["Logs"][0][-8:-4] != "AAAA" else "BBBB") + good["Logs"][0][-4:]
    assert "invalid verifier hash" in altered(Logs=[flipped])
    assert "no checkpoint of this log" in altered(Logs=[PaperLedger().network.log_keys[0].vkey])
    text = good["Checkpoints"][-1]
    assert "invalid signature" in altered(Checkpoints=[text.replace("\n", "\n1", 1)])
    receipt = good["Receipts"][1]
    for change in [{"Index": receipt["Index"] + 1}, {"Leaf": "AAAA"}, {"Path": receipt["Path"][1:]},
                   {"Path": receipt["Path"][::-1]}, {"Path": receipt["Path"] + receipt["Path"][:1]}]:
        assert "receipt of leaf" in altered(Receipts=[receipt | change])


def test_go_finds_a_log_that_serves_other_entries_or_tiles(sumdb):
    ledger = PaperLedger()

    def answer():
        with ledger.served() as url:
            return sumdb(task(ServedLog(url, ledger.genesis, ledger.checkpoints)))

    assert isinstance(answer(), dict)
    leaf = ledger.leaves[200]
    ledger.leaves[200] = leaf[:-1] + bytes([leaf[-1] ^ 1])
    assert answer().startswith("entry 200: ")
    ledger.leaves[200] = leaf
    ledger.replay.hashes[300] = bytes(32)
    assert "downloaded inconsistent tile" in answer()


def test_go_finds_a_fork(sumdb):
    ledger, other = PaperLedger(), PaperLedger()
    with ledger.served() as url:
        log = ServedLog(url, ledger.genesis, [other.checkpoints[3], *ledger.checkpoints[4:]])
        assert "the tiles give the root" in sumdb(task(log))
