#!/usr/bin/env python3
"""Checks a receipt against a genesis, without network and without Deedbox: verify_receipt.py FILE --trust GENESIS

For a ledger whose validators have changed, --epochs FILE names the steps from the genesis to today's set (epochs.py).

Written from the protocol pages (receipt, checkpoint, leaves, log) with Python's standard library and `cryptography` for
Ed25519, nothing else. Exit codes: 0 the receipt holds, 1 it does not, 2 wrong usage, 3 it could not be checked.
"""

import argparse
import base64
import binascii
import contextlib
import dataclasses
import hashlib
import pathlib
import re
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LAST = 1 << 53
LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
TYPE_CODE = re.compile(r"[A-Z0-9]{1,32}")
MANIFEST = "application/vnd.deedbox.documents.issue.v1+cbor"
USES = "application/vnd.deedbox.use.many.v1+cbor"


class No(Exception):
    """What is wrong, in words."""


class Elsewhere(No):
    """A proof of another ledger than the one that is trusted: it says nothing here, for or against."""


class Unreadable(No):
    """Bytes in no form of a proof: it says nothing, for or against."""


@contextlib.contextmanager
def reading(*also):
    """What is wrong here is wrong with the form."""
    try:
        yield
    except (No, *also) as error:
        raise Unreadable(str(error)) from error


def demand(condition, reason):
    if not condition:
        raise No(reason)


# Deterministic CBOR (RFC 8949 section 4.2.1): one encoding for each value, no other is read.

@dataclasses.dataclass(frozen=True)
class Tag:
    number: int
    value: object


def cbor(data):
    """The one value that these bytes encode."""
    value, end = cbor_item(data, 0, 16)
    demand(end == len(data), f"CBOR: bytes behind the value at {end}")
    return value


def cbor_head(data, at):
    demand(at < len(data), f"CBOR: cut off at {at}")
    major, info = data[at] >> 5, data[at] & 31
    if info < 24:
        return major, info, info, at + 1
    demand(info < 28, f"CBOR: indefinite or reserved length at {at}")
    width = 1 << (info - 24)
    demand(at + width < len(data), f"CBOR: cut off at {at}")
    number = int.from_bytes(data[at + 1:at + 1 + width], "big")
    demand(number >= (24 if width == 1 else 1 << (width * 4)), f"CBOR: not the shortest form at {at}")
    return major, info, number, at + 1 + width


def cbor_item(data, at, depth):
    demand(depth > 0, f"CBOR: nested too deeply at {at}")
    major, info, number, start = cbor_head(data, at)
    if major == 0:
        return number, start
    if major == 1:
        return -1 - number, start
    if major in (2, 3):
        demand(number <= len(data) - start, f"CBOR: cut off at {at}")
        content = data[start:start + number]
        return (content if major == 2 else utf8(content)), start + number
    if major == 4:
        demand(number <= len(data) - start, f"CBOR: cut off at {at}")
        items = []
        for _ in range(number):
            item, start = cbor_item(data, start, depth - 1)
            items.append(item)
        return items, start
    if major == 5:
        return cbor_map(data, start, number, depth)
    if major == 6:
        value, end = cbor_item(data, start, depth - 1)
        return Tag(number, value), end
    simple = {20: False, 21: True, 22: None}
    demand(info in simple, f"CBOR: a value that is not used here at {at}")
    return simple[info], start


def cbor_map(data, at, count, depth):
    demand(count <= len(data) - at, f"CBOR: cut off at {at}")
    pairs, before = {}, b""
    for _ in range(count):
        key, end = cbor_item(data, at, depth - 1)
        demand(data[at:end] > before, f"CBOR: map keys out of order at {at}")
        demand(isinstance(key, (int, str)), f"CBOR: a key that is not used here at {at}")
        before = data[at:end]
        pairs[key], at = cbor_item(data, end, depth - 1)
    return pairs, at


def cbor_bytes(value):
    """The one encoding of a value."""
    if value is None or isinstance(value, bool):
        return bytes([{None: 0xF6, False: 0xF4, True: 0xF5}[value]])
    if isinstance(value, int):
        return encoded_head(0, value) if value >= 0 else encoded_head(1, -1 - value)
    if isinstance(value, (bytes, str)):
        data = value.encode() if isinstance(value, str) else value
        return encoded_head(3 if isinstance(value, str) else 2, len(data)) + data
    if isinstance(value, (list, tuple)):
        return encoded_head(4, len(value)) + b"".join(cbor_bytes(item) for item in value)
    pairs = sorted((cbor_bytes(key), cbor_bytes(item)) for key, item in value.items())
    return encoded_head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def encoded_head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    width = next(width for width in (0, 1, 2, 3) if number < 1 << (8 << width))
    return bytes([major << 5 | 24 + width]) + number.to_bytes(1 << width, "big")


def utf8(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise No(f"not UTF-8: {error}") from error


def is_number(value, largest=LAST):
    return type(value) is int and 0 <= value <= largest


def is_bytes(value, least=0, most=1 << 30):
    return isinstance(value, bytes) and least <= len(value) <= most


def fields(value, count, what):
    demand(isinstance(value, list) and len(value) == count, f"{what}: not an array of {count}")
    return value


# The tree of RFC 6962.

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\x00", leaf)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def inclusion_root(index, size, hashed, path):
    """The root that a path leads to (RFC 9162 section 2.1.3.2)."""
    demand(0 <= index < size, f"no leaf {index} stands in a tree of {size}")
    first, last = index, size - 1
    for sibling in path:
        demand(last > 0, "the path is too long")
        if first % 2 == 1 or first == last:
            hashed = node_hash(sibling, hashed)
            while first % 2 == 0 and first != 0:
                first, last = first >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        first, last = first >> 1, last >> 1
    demand(last == 0, "the path is too short")
    return hashed


# Signed notes, checkpoints and cosignatures (C2SP).

LOG, COSIGNER = 1, 4


@dataclasses.dataclass(frozen=True)
class NoteKey:
    name: str
    role: int
    public: bytes

    @property
    def id(self):
        return sha256(self.name.encode(), b"\n", bytes([self.role]), self.public)[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.role]) + self.public).decode()}"

    def verifies(self, payload, text):
        """True when the payload of a signature line, behind its key id, signs the checkpoint."""
        message = text.encode()
        if self.role == COSIGNER:
            if len(payload) != 72 or payload[0] > 127:
                return False
            message = f"cosignature/v1\ntime {cosignature_time(payload)}\n".encode() + message
            payload = payload[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(payload, message)
        except InvalidSignature:
            return False
        return True


def cosignature_time(payload):
    return int.from_bytes(payload[:8], "big")


@dataclasses.dataclass(frozen=True)
class Note:
    text: str
    signatures: tuple

    @property
    def checkpoint(self):
        """Origin, size and root."""
        return read_checkpoint(self.text)


def is_name(text):
    return (0 < len(text.encode()) <= 255 and "+" not in text
            and not any(c.isspace() or c < " " for c in text))


def check_lines(data, limit):
    demand(len(data) <= limit, f"longer than {limit} bytes")
    utf8(data)
    demand(not any(byte < 0x20 and byte != 0x0A for byte in data), "a control character")
    demand(data.endswith(b"\n"), "the last line has no end")


def read_base64(text):
    """Only the one base64 form of some bytes is read."""
    try:
        data = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise No(f"not base64: {text[:60]}") from error
    demand(base64.b64encode(data).decode() == text, f"not the one base64 form: {text[:60]}")
    return data


def read_hash(line):
    data = read_base64(line)
    demand(len(data) == 32, "a hash of another length than 32")
    return data


def read_decimal(text, largest):
    demand(re.fullmatch(r"0|[1-9][0-9]{0,19}", text, re.ASCII), f"not a decimal number: {text[:30]}")
    demand(int(text) <= largest, f"the number {text} is too large")
    return int(text)


def read_note(data):
    check_lines(data, 65_536)
    end = data.rfind(b"\n\n")
    demand(end >= 0, "the note has no empty line")
    text, lines = data[:end + 1], data[end + 2:]
    demand(lines, "the note has no signature")
    lines = utf8(lines)[:-1].split("\n")
    demand(len(lines) <= 64, "the note has too many signatures")
    return Note(utf8(text), tuple(read_signature(line) for line in lines))


def read_signature(line):
    demand(line.startswith("\u2014 "), "a signature line begins with an em dash")
    name, space, payload = line[2:].partition(" ")
    demand(space and is_name(name), "a signature line has no key name")
    payload = read_base64(payload)
    demand(len(payload) > 4, "a signature line without signature")
    return name, payload[:4], payload[4:]


def read_checkpoint(text):
    check_lines(text.encode(), 65_536)
    lines = text[:-1].split("\n")
    demand(len(lines) == 3 and is_name(lines[0]), "a checkpoint has three lines")
    size, root = read_decimal(lines[1], LAST), read_hash(lines[2])
    demand(size > 0 or root == sha256(), "the root of an empty log is another")
    return lines[0], size, root


@dataclasses.dataclass(frozen=True)
class Network:
    """What follows from a genesis file: whose signatures make a checkpoint final."""
    origin: str
    log_keys: tuple
    cosigners: tuple
    quorum: int

    @staticmethod
    def read(genesis):
        version, name, created, sample, model, validators, *_ = fields(cbor(genesis), 8, "genesis")
        demand(version == 1 and validators, "a genesis of an unknown version")
        return Network.of(f"{name}/{hashlib.sha256(genesis).hexdigest()[:32]}", model, validators)

    @staticmethod
    def of(origin, model, validators):
        """The ledger of that name while these validators keep it."""
        name = origin.rpartition("/")[0]
        logs, cosigners = [], []
        for member, _, keys in validators:
            logs.append(NoteKey(origin, LOG, keys[0]))
            cosigners.append(NoteKey(f"{member}.{name}", COSIGNER, keys[1]))
        liars = (len(validators) - 1) // 3 if model == 1 else 0
        return Network(origin, tuple(logs), tuple(cosigners), (len(validators) + liars) // 2 + 1)

    @property
    def policy(self):
        """The C2SP tlog-policy of the network."""
        names = " ".join(key.name for key in self.cosigners)
        return "".join(f"{line}\n" for line in [
            *(f"log {key.vkey}" for key in self.log_keys),
            *(f"witness {key.name} {key.vkey}" for key in self.cosigners),
            f"group consensus {self.quorum} {names}", "quorum consensus"])

    def final(self, note):
        """Size, root and cosigners of a final checkpoint; refuses any other."""
        origin, size, root = note.checkpoint
        if origin != self.origin:
            raise Elsewhere(f"the checkpoint is of another ledger: {origin}")
        demand(any(self.lines(key, note) for key in self.log_keys), "no signature of the log")
        found = {key.name: cosignature_time(lines[0]) for key in self.cosigners if (lines := self.lines(key, note))}
        demand(len(found) >= self.quorum, f"{len(found)} of {self.quorum} cosignatures")
        return size, root, found

    @staticmethod
    def lines(key, note):
        """What the key signed; a false line under its name refuses the note."""
        lines = [payload for name, id, payload in note.signatures if name == key.name and id == key.id]
        demand(all(key.verifies(line, note.text) for line in lines), f"a false signature of {key.name}")
        return lines


# Receipts, in text and in CBOR.

@dataclasses.dataclass(frozen=True)
class RecordProof:
    record: bytes
    position: int
    path: tuple


@dataclasses.dataclass(frozen=True)
class Receipt:
    leaf: bytes
    index: int
    path: tuple
    note: Note
    proof: RecordProof = None


def read_receipt(data):
    """Text begins with its name, CBOR with an array of seven."""
    demand(is_bytes(data, 1, 262_144), "not the length of a receipt")
    receipt = read_cbor_receipt(data) if data[0] == 0x87 else read_text_receipt(data)
    demand(receipt.index < receipt.note.checkpoint[1], "the leaf stands behind the end of the log")
    return receipt


def head_and_rest(data):
    """The lines before the first empty one, and the bytes behind it."""
    end = data.find(b"\n\n")
    demand(end >= 0, "an empty line is missing")
    return utf8(data[:end]).split("\n"), data[end + 2:]


def word(lines, name):
    demand(lines and lines[0].startswith(name + " "), f"a line {name} is missing")
    return lines.pop(0)[len(name) + 1:]


def read_hashes(lines, most):
    demand(len(lines) <= most, "the path is too long")
    return tuple(read_hash(line) for line in lines)


def read_text_receipt(data):
    check_lines(data, 262_144)
    head, rest = head_and_rest(data)
    demand(head.pop(0) == "deedbox/receipt/v1", "not a receipt of version 1")
    proof = None
    if head:
        record, position = read_base64(word(head, "record")), read_decimal(word(head, "position"), 131_071)
        demand(is_bytes(record, 1, 1_024), "not the length of a record")
        proof = RecordProof(record, position, read_hashes(head, 17))
    line, _, rest = rest.partition(b"\n")
    leaf = read_base64(word([utf8(line)], "leaf"))
    demand(is_bytes(leaf, 1, 65_535), "not the length of a leaf")
    head, note = head_and_rest(rest)
    demand(head.pop(0) == "c2sp.org/tlog-proof@v1", "not a tlog-proof of version 1")
    index = read_decimal(word(head, "index"), LAST - 1)
    return Receipt(leaf, index, read_hashes(head, 63), read_note(note), proof)


def read_cbor_receipt(data):
    version, record, leaf, index, path, text, signatures = fields(cbor(data), 7, "receipt")
    demand(version == 1 and is_number(index, LAST - 1), "not a receipt of version 1")
    demand(is_bytes(leaf, 1, 65_535) and isinstance(text, str), "a receipt without leaf or checkpoint")
    proof = None
    if record is not None:
        record, position, steps = fields(record, 3, "record")
        demand(is_bytes(record, 1, 1_024) and is_number(position, 131_071), "not a record")
        proof = RecordProof(record, position, split_hashes(steps, 17))
    origin = read_checkpoint(text)[0]
    demand(isinstance(signatures, list) and 0 < len(signatures) <= 64, "no signatures, or too many")
    lines = tuple(cbor_signature(signature, origin) for signature in signatures)
    return Receipt(leaf, index, split_hashes(path, 63), Note(text, lines), proof)


def cbor_signature(signature, origin):
    name, payload = fields(signature, 2, "signature")
    demand(name is None or isinstance(name, str) and name != origin and is_name(name), "a wrong key name")
    demand(is_bytes(payload, 5), "a signature line without signature")
    return origin if name is None else name, payload[:4], payload[4:]


def split_hashes(data, most):
    demand(is_bytes(data, 0, 32 * most) and len(data) % 32 == 0, "not a path of hashes")
    return tuple(data[at:at + 32] for at in range(0, len(data), 32))


def check_leaf(receipt, network):
    """The leaf stands in the log, under a final checkpoint; returns its cosigners."""
    size, root, cosigners = network.final(receipt.note)
    found = inclusion_root(receipt.index, size, leaf_hash(receipt.leaf), receipt.path)
    demand(found == root, "the path does not lead to the checkpoint's root")
    return cosigners


@dataclasses.dataclass(frozen=True)
class Issue:
    issuer: str
    type: str
    index: int
    commitment: bytes
    expiry: int


def check_issue(receipt, network):
    """The record stands below the manifest that is the receipt's leaf: record, manifest, checkpoint."""
    demand(receipt.proof, "the receipt holds no record")
    issuer, origin, content_type, payload = read_statement(receipt.leaf)
    demand(origin == network.origin, f"the manifest is of another ledger: {origin}")
    demand(content_type == MANIFEST and LABEL.fullmatch(issuer or ""), "the leaf is not a manifest")
    type_code, version, count, root = fields(cbor(payload), 4, "manifest")
    demand(isinstance(type_code, str) and TYPE_CODE.fullmatch(type_code), "not a type code")
    demand(is_number(version) and is_number(count, 65_536) and is_bytes(root, 32, 32), "not a manifest")
    proof = receipt.proof
    check_record(proof, count, root)
    commitment, expiry = fields(cbor(proof.record), 2, "record")
    demand(is_bytes(commitment, 32, 32) and (expiry is None or is_number(expiry, 1 << 40)), "not a record")
    return Issue(issuer, type_code, receipt.index + proof.position + 1, commitment, expiry)


def check_record(proof, count, root):
    found = inclusion_root(proof.position, count, leaf_hash(proof.record), proof.path)
    demand(found == root, "the record's path does not lead to the manifest's root")


@dataclasses.dataclass(frozen=True)
class Use:
    party: str
    index: int
    grant: bytes
    number: int


def check_use(receipt, network):
    """One of many uses stands below the manifest that is the receipt's leaf."""
    party, origin, content_type, payload = read_statement(receipt.leaf)
    demand(origin == network.origin, f"the manifest is of another ledger: {origin}")
    demand(content_type == USES and LABEL.fullmatch(party or ""), "the leaf is not a manifest of uses")
    key, clerk, count, root = fields(cbor(payload), 4, "manifest")
    demand(all(is_bytes(part, 32, 32) for part in (key, clerk, root)) and is_number(count, 65_536), "not a manifest")
    proof = receipt.proof
    check_record(proof, count, root)
    grant, rest = fields(cbor(proof.record), 2, "record")
    number, case = fields(rest, 2, "use")
    demand(is_bytes(grant, 32, 32) and is_bytes(case, 32, 32) and is_number(number, 401), "not a use")
    return Use(party, receipt.index + proof.position + 1, grant, number)


def read_statement(leaf):
    """Issuer, origin, content type and payload of a COSE_Sign1; its signature is checked elsewhere."""
    tagged = cbor(leaf)
    demand(isinstance(tagged, Tag) and tagged.number == 18, "not a COSE_Sign1")
    protected, unprotected, payload, signature = fields(tagged.value, 4, "COSE_Sign1")
    demand(unprotected == {} and is_bytes(payload) and is_bytes(signature, 64, 64), "not a statement")
    header = cbor(protected) if is_bytes(protected) else None
    demand(isinstance(header, dict) and set(header) == {1, 3, 4, 15}, "not a statement's header")
    claims = header[15]
    demand(isinstance(claims, dict) and {2, 4} <= set(claims) <= {1, 2, 4}, "not a statement's claims")
    return claims.get(1), claims[2], header[3], payload


def verify(data, network):
    """What a receipt proves, as words; raises `No` when it proves nothing."""
    with reading():
        receipt = read_receipt(data)
    cosigners = check_leaf(receipt, network)
    said = {"leaf": receipt.index, "size": receipt.note.checkpoint[1], "cosigners": sorted(cosigners)}
    if receipt.proof and read_statement(receipt.leaf)[2] == USES:
        use = check_use(receipt, network)
        said |= {"record": use.index, "issuer": use.party, "grant": use.grant.hex(), "use": use.number}
    elif receipt.proof:
        issue = check_issue(receipt, network)
        demand(issue.expiry is None or time.time() < issue.expiry, "the document's validity has ended")
        said |= {"record": issue.index, "issuer": issue.issuer, "type": issue.type,
                 "commitment": issue.commitment.hex()}
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--trust", type=pathlib.Path, required=True, metavar="GENESIS", help="the genesis file")
    parser.add_argument("--epochs", type=pathlib.Path, metavar="FILE", help="a node's GET /epochs")
    options = parser.parse_args()
    try:
        data, genesis = options.file.read_bytes(), options.trust.read_bytes()
        network = Network.read(genesis)
    except (OSError, No, ValueError, TypeError) as error:
        print(f"could not check: {error}", file=sys.stderr)
        return 3
    try:
        if options.epochs:
            from epochs import Walk  # beside this file; nothing else needs it
            network = Walk.read(options.epochs.read_bytes(), genesis)
        said = verify(data, network)
    except (Elsewhere, Unreadable) as error:
        print(f"could not check: {error}", file=sys.stderr)
        return 3
    except No as error:
        print(f"no: {error}")
        return 1
    print("yes: " + ", ".join(f"{name} {value}" for name, value in said.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
