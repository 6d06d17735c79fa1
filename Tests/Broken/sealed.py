"""Sealed bodies for the strongroom, signed, framed and read in Python from docs/protocol/strongroom.md alone."""

import base64
import contextlib
import hashlib
import json
import os
import time

import cbor2

import statements
from replay import leaf_hash, merkle_root
from statements import EDDSA, PublicKey, decode, encode, signed


class Batch:
    """Bodies with their tags and erasing secrets, and the put that a member signs over them."""

    def __init__(self, count=4, size=300, lifetime=3_600):
        self.bodies = [os.urandom(size) for _ in range(count)]
        self.tags = [os.urandom(32) for _ in range(count)]
        self.secrets = [os.urandom(32) for _ in range(count)]
        self.expiry = int(time.time()) + lifetime
        self.entries = [[tag, hashlib.sha256(body).digest(), len(body), hashlib.sha256(secret).digest()]
                        for tag, body, secret in zip(self.tags, self.bodies, self.secrets)]

    def framed(self, pen, key=None, member="broken-agency", bodies=None):
        """Length ‖ statement ‖ length ‖ list ‖ bodies."""
        root = merkle_root([leaf_hash(encode(entry)) for entry in self.entries])
        statement = signed(key or pen.agency, "strongroom.put", [self.expiry, len(self.entries), root],
                           origin=pen.origin, not_after=int(time.time()) + 300, issuer=member)
        listing = encode(self.entries)
        return b"".join([len(statement).to_bytes(4), statement, len(listing).to_bytes(4), listing,
                         *(bodies or self.bodies)])

    @property
    def erasures(self):
        return b"".join(tag + secret for tag, secret in zip(self.tags, self.secrets))


def put(machine, batch, pen, framed=None, **changes):
    """Status and answer of one node."""
    status, answer = ask(machine, "/strongroom", framed or batch.framed(pen, **changes))
    return status, json.loads(answer)


def ask(machine, path, body):
    with contextlib.closing(machine.door()) as door:
        return door.ask("POST", path, body, {"content-type": "application/octet-stream"})


def signers(answer, origin, release_keys):
    """The members whose words in a put's answer are good; `release_keys` are those of the genesis."""
    found = set()
    for text in answer["acknowledgements"]:
        tag = cbor2.loads(base64.b64decode(text))
        assert tag.tag == 18
        protected, unprotected, payload, signature = tag.value
        header = cbor2.loads(protected)
        assert header[3] == statements.content_type("strongroom.ack") and unprotected == {}
        assert header[15] == {1: header[15][1], 2: origin, 4: answer["expiry"]}
        identity, expiry, count, root = cbor2.loads(payload)
        assert (identity.hex(), expiry, count) == (answer["put"], answer["expiry"], answer["count"])
        key = PublicKey(EDDSA, release_keys[header[15][1]])
        assert key.verifies(signature, encode(["Signature1", protected, b"", payload]))
        found.add(header[15][1])
    return found


def bodies(machine, tags):
    """What a node gives for these tags, by tag."""
    status, answer = ask(machine, "/strongroom/fetch", b"".join(tags))
    assert status == 200, answer
    complete, found = decode(answer)
    assert complete
    return {tag: body for tag, body in found}


def listed(machine):
    """All that a node lists, by bucket."""
    bits = machine.get_json("/strongroom")["bits"]
    found = {}
    for value in range(1 << bits):
        digits = max(1, (bits + 3) // 4)
        prefix = f"{value << (4 * digits - bits):0{digits}x}"
        after = ""
        while True:
            status, answer = machine.get(f"/strongroom/buckets/{prefix}?bits={bits}{after}")
            assert status == 200, answer
            more, entries = decode(answer)
            found |= {entry[0]: entry for entry in entries}
            if not more:
                break
            after = f"&after={entries[-1][0].hex()}"
    return found
