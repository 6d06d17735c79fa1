"""Looks for texts in bytes, in every writing that they may have there: in other encodings, reversed, as digests of them."""

import array
import base64
import hashlib
import hmac
import sys

from cryptography.hazmat.primitives import hashes

#: Fewest bytes of a writing: shorter ones stand everywhere by chance.
FEWEST = 8
CHUNK = 1 << 20
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


class Seeker:
    """Texts and bytes that are not to be found; `salts` are what a digest may have been made with."""

    def __init__(self, salts=()):
        self.salts = list(salts)
        #: What each writing says, by its first bytes.
        self.writings = {}

    def text(self, label, text):
        """In all spellings, as a number if it is one, and as digests."""
        for spelling in SPELLINGS:
            self.bytes(f"{label}, {spelling}", text.encode(spelling))
            self.digests(f"{label}, {spelling}", text.encode(spelling), self.salts)
        self.bytes(f"{label}, read backwards", text[::-1].encode())
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) == len(text.rstrip("X")) >= 16:
            self.number(label, digits)
        return self

    def bytes(self, label, raw):
        for name, written in writings(raw):
            self.add(f"{label}, {name}", written)
        return self

    def number(self, label, digits):
        """As a binary number of eight bytes, and two digits a byte."""
        for name, order in (("big", "big"), ("little", "little")):
            self.add(f"{label}, a number, {name} end first", int(digits).to_bytes(8, order))
        self.bytes(f"{label}, two digits a byte", bytes.fromhex(digits + "0" * (len(digits) % 2)))

    def part(self, label, text):
        """A part of a document, long and random enough that no salt is worth trying."""
        self.bytes(label, text.encode())
        self.digests(label, text.encode(), [])

    def digests(self, label, raw, salts):
        """The first sixteen bytes of each, so that shortened ones are found too."""
        for name, digest in digests(raw, salts):
            for way, written in writings(digest[:16]):
                if "reversed" not in way:
                    self.add(f"{name} of {label}, {way}", written)

    def add(self, label, written):
        if len(written) >= FEWEST:
            first = int.from_bytes(written[:FEWEST], sys.byteorder)
            self.writings.setdefault(first, set()).add((written, label))

    def found(self, data):
        """What the bytes hold of it: the labels."""
        labels, firsts = set(), self.writings.keys()
        for start in range(0, len(data), CHUNK):
            chunk = data[start:start + CHUNK + FEWEST]
            for shift in range(FEWEST):
                part = chunk[shift:]
                words = array.array("Q", part[:len(part) // FEWEST * FEWEST])
                for first in firsts & set(words):
                    labels |= {label for written, label in self.writings[first] if written in data}
        return labels


def writings(raw):
    """The ways in which bytes are written down."""
    yield "as it is", raw
    yield "reversed", raw[::-1]
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    yield "hex reversed", raw.hex()[::-1].encode()
    for offset in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            # Only those letters that follow from these bytes alone.
            text = encode(bytes(offset) + raw)[(8 * offset + 5) // 6:8 * (offset + len(raw)) // 6]
            yield f"{name} at {offset}", text


def digests(raw, salts):
    """Digests by the usual functions; by two of them also behind and before each salt, and keyed by it."""
    for name in ("sha256", "sm3", "sha512", "sha1", "md5"):
        yield name, digest(name, raw)
    for salt in salts:
        for name in ("sha256", "sm3"):
            yield f"{name} with {salt!r} before it", digest(name, salt + raw)
            yield f"{name} with {salt!r} behind it", digest(name, raw + salt)
        yield f"HMAC under {salt!r}", hmac.digest(salt, raw, "sha256")


def digest(name, data):
    if name != "sm3":
        return hashlib.new(name, data, usedforsecurity=False).digest()
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(data)
    return sm3.finalize()
