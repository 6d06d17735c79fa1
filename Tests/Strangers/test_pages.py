"""The examples of the protocol pages, read by code that was written from those pages."""

import base64
import hashlib
import pathlib
import re

import cbor2
import scitt_cose

import state
from paper import bucket_parts, cbor_receipt, inclusion_path
from replay import leaf_hash, merkle_root
from state import Proof, read_proof
from verify_receipt import Network, NoteKey, check_leaf, inclusion_root, read_note, read_receipt

PAGES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "protocol"
ENTRIES = [f"entry {number}".encode() for number in range(5)]


def page(name):
    return (PAGES / name).read_text("utf-8")


def block(name, start):
    """The code block of a page that begins so."""
    return next(found for found in re.findall(r"```\w*\n(.*?)```", page(name), re.DOTALL) if found.startswith(start))


def shows(name, value):
    """True when a page shows the first and the last digits of a value."""
    digits = value.hex()
    ends = re.findall(digits[:8] + "…([0-9a-f]{6,})", page(name))
    return bool(ends) and all(digits.endswith(end) for end in ends)


def network():
    """The policy of the page on checkpoints."""
    keys = []
    for vkey in re.findall(r"^(?:log|witness \S+) (\S+)$", block("checkpoint.md", "log "), re.MULTILINE):
        name, _, data = vkey.split("+", 2)
        data = base64.b64decode(data)
        keys.append(NoteKey(name, data[0], data[1:]))
        assert keys[-1].vkey == vkey
    return Network(keys[0].name, tuple(keys[:1]), tuple(keys[1:]), 1)


def test_the_log():
    text = page("log.md")
    assert leaf_hash(ENTRIES[0]).hex() in text and merkle_root([leaf_hash(entry) for entry in ENTRIES]).hex() in text
    for step in scitt_cose.inclusion_proof([entry.hex() for entry in ENTRIES], 2):
        assert step in text
    assert f"0007 {ENTRIES[0].hex()}" in text


def test_the_checkpoint():
    note = block("checkpoint.md", "ledger.example/test").encode()
    assert len(note) == 315
    assert network().final(read_note(note))[:2] == (5, merkle_root([leaf_hash(entry) for entry in ENTRIES]))
    assert network().policy == block("checkpoint.md", "log ")


def test_the_receipt():
    text = block("receipt.md", "deedbox/receipt/v1").encode()
    receipt = read_receipt(text)
    assert len(text) == 632 and receipt.leaf == ENTRIES[2] and check_leaf(receipt, network())
    proof = receipt.proof
    assert inclusion_root(proof.position, 3, leaf_hash(proof.record), proof.path).hex() in page("receipt.md")
    cbor = cbor_receipt(text, "ledger.example/test")
    assert len(cbor) == 425 and read_receipt(cbor) == receipt
    parts = cbor2.loads(cbor)
    for value in (parts[1][2], parts[6][0][1], parts[6][1][1]):
        assert shows("receipt.md", value)


def test_the_state():
    text = page("state.md")
    entries = {(2, b"bank"): b"A"} | {(6, b"status %d" % number): bytes([number]) for number in range(3)}
    root = state.root(entries)
    assert root.hex() in text and state.key_hash(6, b"status 1").hex() in text
    bucket = state.read_bucket(bucket_parts(entries, 6, 0, 0))
    bucket.verify(root)
    present, absent = bucket.proof(b"status 1"), bucket.proof(b"status 3")
    assert present.value(b"status 1", root) == b"\1" and absent.value(b"status 3", root) is None
    assert [step != state.EMPTY for step in present.siblings] == [n in (0, 3) for n in range(9)]
    assert absent.siblings == present.siblings
    for value in (present.siblings[0], present.siblings[3], *absent.end):
        assert shows("state.md", value)
    read = Proof(6, present.siblings, b"\1")
    assert read_proof([6, 9, b"\x90\0", present.siblings[0] + present.siblings[3], b"\1"]) == read


def test_leaves():
    example = block("leaves.md", "8e ")
    digits = "".join(line[:39].replace(" ", "") for line in example.splitlines())
    for byte in range(1, 8):
        digits = digits.replace(f"{byte:02x}{byte:02x}…{byte:02x}", f"{byte:02x}" * 32)
    seal = cbor2.loads(bytes.fromhex(digits))
    assert len(digits) == 2 * 261 and cbor2.dumps(seal, canonical=True).hex() == digits
    assert seal[:4] == [1, 300, b"\1" * 32, 70_000] and seal[5:7] == [1_767_225_600_123, 2] and seal[13] == 24
    assert "deedbox/evidence/v1" in page("leaves.md")
    for record, size in [([b"\3" * 32, None], 36), ([b"\x09" * 32, 3, 256, 299], 42)]:
        assert len(cbor2.dumps(record)) == size
    assert hashlib.sha256(b"\0" + ENTRIES[0]).digest() == leaf_hash(ENTRIES[0])
    assert len(inclusion_path([leaf_hash(entry) for entry in ENTRIES], 2)) == 3
