"""Receipts in text and in CBOR, checked in plain Python; `deedbox verify` says the same of good and of broken ones."""

import base64

import pytest

import statements
from paper import PaperLedger
from state import KINDS
from verify_receipt import No, Network, read_receipt, verify

ACCEPT = {"text": "text/plain", "cbor": "application/cbor"}


def refuses(data, network):
    try:
        verify(data, network)
    except No:
        return True
    return False


@pytest.fixture(scope="module", params=ACCEPT)
def form(request):
    return request.param


@pytest.fixture(scope="module")
def receipts(log, form):
    """Receipts of leaves of every kind, by their kind."""
    found = {kind: log.places(kind)[-1] for kind in ("record", "seal", "statement", "governance")}
    found["document"] = log.documents[-1]
    return {kind: log.get(f"/receipts/{index}", ACCEPT[form]) for kind, index in found.items()}


def test_receipts_of_every_kind_of_leaf_hold(log, receipts):
    for kind, data in receipts.items():
        said = verify(data, log.network)
        assert said["cosigners"] and ("record" in said) == (kind in ("record", "document"))
        assert kind == "document" or said["leaf"] <= log.places(kind)[-1]
    assert verify(receipts["record"], log.network)["record"] == log.places("record")[-1]
    assert verify(receipts["document"], log.network)["record"] == log.documents[-1]


def test_one_of_many_uses_is_proven_by_its_record(log, form):
    used = [(grant, number, use) for (kind, grant), entry in log.replay.entries.items() if kind == KINDS["grant"]
            for number, use in enumerate(entry[8], 1) if use[3] is not None]
    assert len(used) == 2
    for grant, number, use in used:
        manifest = log.replay.places[use[0]][1]
        said = verify(log.get(f"/receipts/{manifest + 1 + use[3]}", ACCEPT[form]), log.network)
        assert (said["record"], said["grant"], said["use"]) == (manifest + 1 + use[3], grant.hex(), number)


def test_what_a_receipt_of_issue_says_is_what_the_log_says(log, form):
    for index in log.documents[::70]:
        said = verify(log.get(f"/receipts/{index}", ACCEPT[form]), log.network)
        issuer, commitment = log.replay.records[index]
        assert (said["record"], said["issuer"], said["commitment"]) == (index, issuer, commitment.hex())


def test_both_forms_hold_the_same_facts(log):
    index = log.places("record")[3]
    text, cbor = (read_receipt(log.get(f"/receipts/{index}", accept)) for accept in ACCEPT.values())
    assert (text.leaf, text.index, text.proof) == (cbor.leaf, cbor.index, cbor.proof)
    if text.note == cbor.note:
        assert text == cbor


def test_every_flipped_byte_of_a_receipt_is_refused(log, receipts):
    for data in (receipts["document"], receipts["record"], receipts["seal"]):
        for position in range(len(data)):
            for bit in (0x01, 0x20):
                altered = data[:position] + bytes([data[position] ^ bit]) + data[position + 1:]
                assert refuses(altered, log.network), f"byte {position} of {len(data)}, bit {bit}"


def test_a_receipt_cut_off_or_with_more_behind_is_refused(log, receipts):
    data = receipts["record"]
    for count in range(0, len(data), 3):
        assert refuses(data[:count], log.network), f"cut off at {count}"
    for more in (b"\0", b"\n", b"\xe2\x80\x94 a AAAAAAAA", data):
        assert refuses(data + more, log.network)


def test_a_receipt_of_another_ledger_is_refused(log, receipts):
    other = Network.read(PaperLedger(nodes=2).genesis)
    for data in receipts.values():
        assert refuses(data, other)


def test_sizes_are_those_that_were_promised(log, receipts, form):
    """With one cosignature; a log of ten million leaves has paths some fifteen hashes longer."""
    if len(log.network.cosigners) == 1:
        assert len(receipts["record"]) <= {"text": 3_200, "cbor": 2_100}[form] - 15 * {"text": 45, "cbor": 32}[form]


def test_the_script_tells_yes_no_and_could_not_check(paper, run_script):
    data = paper.receipt(paper.story.manifest + 1)
    done = run_script("verify_receipt.py", data, "--trust", paper.genesis)
    assert done.returncode == 0 and done.stdout.startswith("yes: ")
    done = run_script("verify_receipt.py", data.replace(b"position 0", b"position 1"), "--trust", paper.genesis)
    assert done.returncode == 1 and done.stdout.startswith("no: ")
    done = run_script("verify_receipt.py", data, "--trust", paper.genesis[:-1])
    assert done.returncode == 3 and done.stderr.startswith("could not check: ")
    done = run_script("verify_receipt.py", data, "--trust", PaperLedger(nodes=2).genesis)
    assert done.returncode == 3 and done.stderr.startswith("could not check: the checkpoint is of another ledger")
    assert run_script("verify_receipt.py", data).returncode == 2


# The same reader for text and CBOR: other encodings of the same facts are refused.

def other_texts(data):
    """The same facts in other bytes."""
    text = data.decode()
    yield text.replace("\n", "\r\n")
    yield text.replace("position ", "position 0")
    yield text.replace("index ", "index +")
    yield text.replace("leaf ", "leaf  ")
    yield text.replace("\nleaf ", "\n\nleaf ")
    yield text.replace("tlog-proof@v1\n", "tlog-proof@v1\nextra AAAA\n")
    yield text.replace("\u2014 ", "- ")
    yield text + "\n"
    yield "\n" + text


def test_other_encodings_of_a_receipt_are_refused(paper):
    data = paper.receipt(paper.story.manifest + 1)
    assert not refuses(data, paper.network)
    for text in other_texts(data):
        assert text.encode() != data and refuses(text.encode(), paper.network), text[:80]
    line = next(line for line in data.split(b"\n") if line.endswith(b"=") and b" " not in line)
    loose = line[:-2] + bytes([line[-2] + 1]) + b"="
    assert base64.b64decode(loose) == base64.b64decode(line)
    assert refuses(data.replace(line, loose), paper.network)


def test_other_cbor_of_a_receipt_is_refused(paper):
    data = paper.answer(f"/receipts/{paper.story.manifest + 1}", ACCEPT["cbor"])
    parts = statements.decode(data)
    assert not refuses(data, paper.network)
    assert refuses(b"\x98\x07" + data[1:], paper.network)
    assert refuses(b"\x9f" + data[1:] + b"\xff", paper.network)
    assert refuses(data.replace(statements.encode(parts[3]), b"\x19\x00" + bytes([parts[3]]), 1), paper.network)
    origin = paper.network.origin
    named = [[origin if name is None else name, payload] for name, payload in parts[6]]
    for other in [[2, *parts[1:]], [*parts[:6], named], [*parts[:6], []], parts[:6], [*parts, None]]:
        assert refuses(statements.encode(other), paper.network)
