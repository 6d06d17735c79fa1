"""What a file of the corpus is, and what the makers of its files share."""

import base64
import hashlib
import json
import typing

from presented import b64url
from verify_receipt import cbor, cbor_bytes, read_note

YES, NO, UNKNOWN, REFUSED, NOT_YES = "yes", "no", "unknown", "refused", "not yes"


class Case(typing.NamedTuple):
    name: str
    data: bytes
    expected: dict

    @property
    def policy(self):
        """What the verifier asks for beyond the rules, as a file; None where there is nothing."""
        return json.dumps(self.expected["policy"]).encode() if "policy" in self.expected else None


def expected(answer, check=None, reason=None):
    return {"answer": answer} | ({"check": check, "reason": reason} if check else {})


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def weighing(question):
    """The answer when this proof says nothing: a dispute takes nothing away, nor does not knowing of one."""
    return YES if question == "correction" else UNKNOWN


def recipient(name, salt):
    """The commitment to somebody outside the ledger."""
    return hashlib.sha256(b"deedbox/recipient/v1" + salt + name.encode()).digest()


def put_proof(file, question, data):
    next(item for item in file["proofs"] if item["question"] == question)["proof"] = b64url(data)
    return file


def under(value, note, origin):
    """A receipt, a proof or a step under another checkpoint."""
    if value[:1] not in (b"\x87", b"\x83", b"\x84"):
        return value[: value.index(b"\n\n", value.index(b"c2sp.org/")) + 2] + note
    parts = cbor(value)
    if value[:1] != b"\x87":
        return cbor_bytes([parts[0], under(parts[1], note, origin), *parts[2:]])
    read = read_note(note)
    mine = read.text.split("\n", 1)[0]
    lines = [[None if name == mine else name, id + payload] for name, id, payload in read.signatures]
    return cbor_bytes([*parts[:5], read.text, lines])
