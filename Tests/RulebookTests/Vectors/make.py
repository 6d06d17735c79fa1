#!/usr/bin/env python3
"""Makes the vectors of the protocol pages (docs/protocol/genesis.md, statements.md, acts.md) without any code of this
project: Python's standard library, and `cryptography` for keys and signatures. With --check it compares only."""

import base64
import hashlib
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

FOLDER = pathlib.Path(__file__).parent
START = 1_793_491_200  # 2026-11-01
NAME = "vectors.deedbox.example"


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# Deterministic CBOR: the few kinds that statements and payloads use. A map is a list of pairs in the order written.


class Map(list):
    pass


class Tag:
    def __init__(self, number, value):
        self.number, self.value = number, value


def head(major: int, value: int) -> bytes:
    if value < 24:
        return bytes([major << 5 | value])
    for step, form in enumerate((">B", ">H", ">I", ">Q")):
        if value < 1 << (8 << step):
            return bytes([major << 5 | 24 + step]) + struct.pack(form, value)
    raise ValueError(value)


def cbor(value) -> bytes:
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, Map):
        return head(5, len(value)) + b"".join(cbor(key) + cbor(item) for key, item in value)
    if isinstance(value, Tag):
        return head(6, value.number) + cbor(value.value)
    return head(4, len(value)) + b"".join(map(cbor, value))


# Keys: the sample keys, and keys that only tests know.


class Key:
    def __init__(self, kind: str, name: str):
        seed = sha(f"deedbox/{kind}-key/{name}".encode())
        self.is_curve = name.endswith(("/link", "/es256"))
        if self.is_curve:
            numbers = ec.derive_private_key(int.from_bytes(seed, "big"), ec.SECP256R1()).public_key().public_numbers()
            x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
            self.public, cose = x + y, Map([(1, 2), (-1, 1), (-2, x), (-3, y)])
        else:
            self.private = Ed25519PrivateKey.from_private_bytes(seed)
            self.public = self.private.public_key().public_bytes_raw()
            cose = Map([(1, 1), (-1, 6), (-2, self.public)])
        self.kid = sha(cbor(cose))[:8]
        self.algorithm = -7 if self.is_curve else -8

    @property
    def entry(self):
        return [self.algorithm, self.public]


POLICE, BANK = Key("sample", "police"), Key("sample", "bank")
BANK_CURVE, HOLDER = Key("test", "bank/es256"), Key("test", "示例持有人")
NODE = [Key("sample", "node-1/" + purpose) for purpose in ("log", "cosigner", "vote", "release", "link")]
NODE_2 = [Key("sample", "node-2/" + purpose) for purpose in ("log", "cosigner", "vote", "release", "link")]
BANK_SEALING = X25519PrivateKey.from_private_bytes(
    sha(b"deedbox/sample-key/bank-sealing")).public_key().public_bytes_raw()
GOVERNORS = [Key("sample", f"governance-{number}") for number in (1, 2, 3)]

# The genesis.

NODE_NAME = ["示例节点1", "Sample node 1"]
VALIDATORS = [["node-1", NODE_NAME, [key.public for key in NODE]]]
GOVERNANCE = [2, [key.entry for key in GOVERNORS]]
PARAMETERS = [131_072, 16 << 20, 16_384, 600, 14 * 86_400, 7 * 86_400, 86_400_000, 3_600_000, 4_096, 60_000]
GENESIS = cbor([1, NAME, START, True, 0, VALIDATORS, GOVERNANCE, PARAMETERS])
ORIGIN = NAME + "/" + sha(GENESIS).hex()[:32]


def vkey(name: str, role: int, key: Key) -> str:
    typed = bytes([role]) + key.public
    return f"{name}+{sha(name.encode() + bytes([10]) + typed)[:4].hex()}+{base64.b64encode(typed).decode()}"


def genesis_facts():
    cosigner = "node-1." + NAME
    log_line, witness = vkey(ORIGIN, 1, NODE[0]), vkey(cosigner, 4, NODE[1])
    policy = f"log {log_line}\nwitness {cosigner} {witness}\ngroup consensus 1 {cosigner}\nquorum consensus\n"
    yield "genesis", GENESIS
    yield "genesis-digest", sha(GENESIS)
    yield "origin", ORIGIN
    yield "validators-digest", sha(b"deedbox/validators/v1" + cbor(VALIDATORS))
    yield "parameters-digest", sha(b"deedbox/parameters/v1" + cbor([1, 0, 0, PARAMETERS]))
    yield "log-vkey", log_line
    yield "cosigner-vkey", witness
    yield "policy", policy.encode()


# Statements: the bytes, and the id.


def content_type(act: str) -> str:
    return f"application/vnd.deedbox.{act}.v1+cbor"


def single(act: str, payload: bytes, key: Key, issuer, not_after: int):
    claims = Map(([(1, issuer)] if issuer else []) + [(2, ORIGIN), (4, not_after)])
    protected = cbor(Map([(1, key.algorithm), (3, content_type(act)), (4, key.kid), (15, claims)]))
    signed = cbor(["Signature1", protected, b"", payload])
    message = Tag(18, [protected, Map(), payload, key.private.sign(signed)])
    return cbor(message), sha(b"deedbox/statement/v1" + signed)


def joint(act: str, payload: bytes, keys, not_after: int):
    protected = cbor(Map([(3, content_type(act)), (15, Map([(2, ORIGIN), (4, not_after)]))]))
    signers = []
    for key in sorted(keys, key=lambda key: key.kid):
        own = cbor(Map([(1, key.algorithm), (4, key.kid)]))
        signers.append([own, Map(), key.private.sign(cbor(["Signature", protected, own, b"", payload]))])
    signed = cbor(["Signature", protected, b"", b"", payload])
    return cbor(Tag(98, [protected, Map(), payload, signers])), sha(b"deedbox/statement/v1" + signed)


# The payload of every act.


def prefixed(text: str) -> bytes:
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def leaf(data: bytes) -> bytes:
    return sha(b"\x00" + data)


def node(left: bytes, right: bytes) -> bytes:
    return sha(b"\x01" + left + right)


TYPE = "TESTIDENTITY"
SEALED_TAG = sha(b"deedbox/sealedtag/v1" + sha(b"\x12") + sha(b"\x11"))
RECIPIENT = sha(b"deedbox/recipient/v1" + sha(b"\x14") + "示例法院".encode())
COMMITMENT = sha(b"deedbox/record/v1" + bytes(range(32)) + sha("示例证照".encode()))
RECORDS = [cbor([COMMITMENT, None]), cbor([sha(b"\x01"), 2_108_851_200])]
GRANT = sha(b"deedbox/grant/v1" + prefixed(ORIGIN) + HOLDER.public)
REQUEST = single(
    "request",
    cbor(["loan", "basic", 2, 2_592_000, HOLDER.public, bytes(range(0x40, 0x50)), sha(b"\x02")]),
    BANK, "bank", START + 86_400)[0]

RELEASE_KEY = bytes(range(0x60, 0x80))
USES = [cbor([GRANT, [number, sha(bytes([14 + number]))]]) for number in (1, 2)]
SCENE = [
    "loan", ["示例贷款", "Sample loan"], ["示例合同", "Sample contract"],
    [["basic", [[TYPE, [["XM", 2, True], ["ZZBH", 2, False]]]]]], 2, 2_592_000, 60, 30, 0, False]


def leave(index, recipient, not_after):
    """The holder's leave to pass a use on."""
    signed = b"deedbox/passleave/v1" + cbor([GRANT, index, recipient, not_after])
    return [HOLDER.public, not_after, HOLDER.private.sign(signed)]


def type_definition(days):
    fields = [["XM", ["姓名", "Name"], 2, True], ["ZZBH", ["证照编号", "Number"], 3, False]]
    return [TYPE, "police", ["示例身份证", "Sample identity card"], 3, days, fields]


def payloads():
    police = [["示例公安局", "Sample police"], [1], "11370406PDY001012G", [[POLICE.entry, START, None]]]
    bank = [
        ["示例银行", "Sample bank"], [1, 2], "",
        [[BANK.entry, START, START + 86_400], [BANK_CURVE.entry, START + 86_400, None]], BANK_SEALING]
    return {
        "member.register": [1, "police", police],
        "member.update": [2, "bank", bank, True],
        "member.suspend": [3, "bank"],
        "validators.change": [
            5, 1, ["node-1"], [["node-2", ["示例节点2", "Sample node 2"], [key.public for key in NODE_2]]],
            [["示例\n", bytes(range(64))]], True, False],
        "governance.change": [6, [1, [key.entry for key in GOVERNORS[:2]]], PARAMETERS],
        "scene.end": ["bank", "loan"],
        "type.register": [4, type_definition(None)],
        "type.update": [2, type_definition(365)],
        "type.retire": [TYPE],
        "accredit": [TYPE, "police", [START, None]],
        "scene.declare": [SCENE],
        "scene.approve": ["bank", "loan", sha(cbor(SCENE))],
        "documents.issue": [TYPE, 1, 2, node(leaf(RECORDS[0]), leaf(RECORDS[1]))],
        "document.status": [41, COMMITMENT, 3, sha(b"\x03")],
        "correction.open": [41, "police", HOLDER.entry, sha("示例证照".encode()), sha(b"\x08")],
        "correction.answer": [41, COMMITMENT, 2, sha(b"\x09")],
        "note.anchor": [3, sha(b"\x04")],
        "disclosure": [3, sha(b"\x0a"), [9_000, START + 900_000, sha(b"\x0b"), SEALED_TAG]],
        "disclosure.open": [sha(b"\x10"), sha(b"\x11"), sha(b"\x12")],
        "trace": [GRANT, 6, sha(b"\x0c"), RELEASE_KEY],
        "evidence.pass": [GRANT, 0, 1, sha(b"\x13"), RECIPIENT, leave(1, RECIPIENT, START + 86_400)],
        "grant": [REQUEST, 2, START + 600_000, sha(b"\x05")],
        "grant.limit": [HOLDER.public, 1, 1, START + 500_000, None, sha(b"\x0d")],
        "withdraw": [HOLDER.public],
        "refuse": [REQUEST],
        "use": [GRANT, 1, RELEASE_KEY, sha(b"\x06"), sha(b"\x07")],
        "use.many": [RELEASE_KEY, sha(b"\x07"), 2, node(leaf(USES[0]), leaf(USES[1]))],
        "use.fault": [GRANT, 1, 1, "node-1", sha(b"\x0e")],
        "offence.report": [[1, [1, *double_vote()]]],
    }


def double_vote():
    """Two precommits of the second validator at height 9, with signatures of nobody, in the order of their bytes."""
    return sorted(([[3, 9, 0, leaf(bytes([number])), None], 1, bytes([number] * 64)] for number in (1, 2)), key=cbor)


def statement_facts():
    acts = payloads()
    member = single("note.anchor", cbor(acts["note.anchor"]), POLICE, "police", START + 300)
    governance = joint("member.suspend", cbor(acts["member.suspend"]), GOVERNORS[:2], START + 300)
    holder = single("withdraw", cbor(acts["withdraw"]), HOLDER, None, START + 300)
    yield "kid-ed25519", POLICE.kid
    yield "kid-es256", BANK_CURVE.kid
    for name, (data, identity) in (("member", member), ("governance", governance), ("holder", holder)):
        yield "statement-" + name, data
        yield f"statement-{name}-id", identity
    yield "request", REQUEST


# What stands in the state.

USE = [sha(b"\x08"), 9, START * 1_000 + 9, None, 0]


def state_facts():
    status = sha(b"deedbox/status/v1" + prefixed(ORIGIN) + prefixed("police") + COMMITMENT)
    grant = [
        "bank", "loan", "basic", HOLDER.public, sha(b"\x05"), 2, START + 600_000, START + 86_400, [USE], None, None,
        None, 0]
    yield "record-commitment", COMMITMENT
    yield "record", RECORDS[0]
    yield "record-with-expiry", RECORDS[1]
    yield "status-key", status
    yield "status-path", sha(b"\x06" + status)
    yield "status-entry", cbor([3, START * 1_000, 7])
    yield "correction-commitment", sha(b"deedbox/record/v1" + sha(HOLDER.public) + sha("示例证照".encode()))
    yield "correction-path", sha(b"\x0c" + status)
    yield "correction-entry", cbor([2, START * 1_000, 7, START * 1_000 + 1_296_000_000, None])
    yield "correction-answered", cbor([2, START * 1_000, 7, START * 1_000 + 1_296_000_000, [2, START * 1_000 + 9, 9]])
    yield "grant-id", GRANT
    yield "grant-path", sha(b"\x07" + GRANT)
    yield "grant-entry", cbor(grant)
    yield "use-record", USES[0]
    yield "open-path", sha(b"\x0fbank")
    yield "open-entry", cbor([300, 2])
    yield "trace-path", sha(b"\x0d" + GRANT)
    yield "sealed-path", sha(b"\x10" + sha(b"\x10"))
    yield "opened-path", sha(b"\x11" + sha(b"\x11"))
    seed = sha(b"deedbox/openingkey/v1" + sha(b"\x10") + sha(b"\x11") + sha(b"\x12"))
    yield "opening-key", Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    yield "recipient", RECIPIENT
    yield "passing-path", sha(b"\x12" + GRANT + (3).to_bytes(8, "big") + b"bank")
    yield "passing-entry", cbor(["bank", 1, "notary", 3, START * 1_000 + 9, 9])
    yield "disclosure-path", sha(b"\x0e" + sha(b"\x11"))
    yield "accreditation-path", sha(b"\x04" + prefixed("police") + TYPE.encode())
    yield "scene-path", sha(b"\x05" + prefixed("bank") + b"loan")
    yield "member-path", sha(b"\x02police")
    yield "type-path", sha(b"\x03" + TYPE.encode())
    yield "account-request", cbor([BANK_CURVE.entry, bytes(range(0x20, 0x40)), sha(b"\x0a"), HOLDER.entry])
    yield "binding", cbor([
        bytes(range(16)), 2, BANK_CURVE.entry, bytes(range(0x20, 0x40)), HOLDER.entry, 2, START, sha(b"\x0b")])
    yield "refusal", cbor([sha(b"\x09"), "used-up", 10, START * 1_000 + 10, USE, None])


EMPTY = bytes(32)


def subtree(entries, depth: int) -> bytes:
    if not entries:
        return EMPTY
    if len(entries) == 1 and depth >= 8:
        return entries[0][1]
    left, right = (subtree([entry for entry in entries if entry[0][depth] == bit], depth + 1) for bit in (0, 1))
    return EMPTY if left == right == EMPTY else node(left, right)


def state_root(entries) -> bytes:
    leaves = []
    for kind, key, value in entries:
        path = bytes([kind]) + sha(bytes([kind]) + key)
        bits = [byte >> 7 - position & 1 for byte in path for position in range(8)]
        leaves.append((bits, leaf(path[1:] + sha(value))))
    return subtree(leaves, 0)


def block_facts():
    validators = sha(b"deedbox/validators/v1" + cbor(VALIDATORS))
    parameters = sha(b"deedbox/parameters/v1" + cbor([1, 0, 0, PARAMETERS]))
    root = state_root([
        (1, b"governance", cbor([1, GOVERNANCE])),
        (2, b"node-1", cbor([[NODE_NAME, [5], "", []], 0, None, None])),
    ])
    seal = cbor([
        1, 1, sha(GENESIS), 0, sha(b""), START * 1_000 + 1_000, 0, root, validators, validators, parameters, 1,
        sha(b"deedbox/evidence/v1"), 0])
    yield "first-state-root", root
    yield "first-seal", seal
    yield "first-block-id", leaf(seal)


def text(comment: str, facts) -> str:
    lines = [f"{name} {value if isinstance(value, str) else value.hex()}" for name, value in facts]
    return "\n".join([f"# {comment}"] + lines) + "\n"


def main() -> int:
    derived = [fact for facts in (genesis_facts, statement_facts, state_facts, block_facts) for fact in facts()]
    acts = ((name, cbor(payload)) for name, payload in payloads().items())
    files = {
        "payloads.txt": text("One payload of every act: its name, and the bytes in hexadecimal.", acts),
        "derived.txt": text("What follows from the genesis, keys and payloads: hexadecimal, or text as it is.", derived),
    }
    for name, content in files.items():
        if "--check" not in sys.argv:
            (FOLDER / name).write_text(content)
        elif (FOLDER / name).read_text() != content:
            print(f"{name} is not what this script makes")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
