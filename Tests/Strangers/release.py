"""The release of data as docs/protocol/release.md says it, in Python: GF(2^8), dealing, opening, answers and faults, over
`cryptography` and `cbor2`, without code of this project."""

import base64
import dataclasses
import hashlib
import hmac
import os

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import sealing
import statements

WEEK = 604_800


# The field: polynomials over GF(2) modulo x^8 + x^4 + x^3 + x + 1, by tables of logarithms to the base 3.

EXP, LOG = [0] * 510, [0] * 256


def fill_tables():
    value = 1
    for power in range(255):
        EXP[power] = EXP[power + 255] = value
        LOG[value] = power
        value ^= value << 1 ^ (0x11B if value & 0x80 else 0)


fill_tables()


def times(a, b):
    return EXP[LOG[a] + LOG[b]] if a and b else 0


def divided(a, b):
    return EXP[LOG[a] - LOG[b] + 255] if a else 0


def evaluated(coefficients, x):
    """The values at x of 32 polynomials; coefficients[0] are their constant terms."""
    out = []
    for place in range(32):
        value, power = 0, 1
        for coefficient in coefficients:
            value ^= times(coefficient[place], power)
            power = times(power, x)
        out.append(value)
    return bytes(out)


def interpolated(points):
    """The values at 0 of the polynomials through {x: 32 values}."""
    out = bytearray(32)
    for x, share in points.items():
        weight = 1
        for other in points:
            if other != x:
                weight = times(weight, divided(other, other ^ x))
        for place in range(32):
            out[place] ^= times(share[place], weight)
    return bytes(out)


# What is bound to what.

def u16(number):
    return number.to_bytes(2, "big")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def expand(secret, info):
    """HKDF-Expand (RFC 5869) to 32 bytes."""
    return hmac.new(secret, info + b"\x01", "sha256").digest()


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def encode(value):
    return cbor2.dumps(value, canonical=True)


def decode(data):
    """One item and nothing behind it, in the deterministic encoding."""
    value = statements.plain(cbor2.loads(data))
    assert encode(value) == data, "not the deterministic encoding"
    return value


def padded(data, step):
    return data + bytes(-len(data) % step)


def unpadded(data, step):
    item = statements.plain(cbor2.loads(data))
    whole = encode(item)
    assert data == padded(whole, step), "wrong encoding or padding"
    return item


def seal_once(key, plaintext, aad):
    return ChaCha20Poly1305(key).encrypt(bytes(12), plaintext, aad)


def open_once(key, sealed, aad):
    return ChaCha20Poly1305(key).decrypt(bytes(12), sealed, aad)


def x25519_public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


@dataclasses.dataclass(frozen=True)
class Context:
    origin: str
    grant: bytes
    set: bytes
    party: str

    @property
    def data(self):
        parts = [self.origin.encode(), self.grant, self.set, self.party.encode()]
        return b"".join(u16(len(part)) + part for part in parts)

    def share_commitment(self, k, i, share):
        return sha256(b"deedbox/sharec/v1", self.data, u16(k), bytes([i]), share)

    def secret_check(self, k, secret):
        return sha256(b"deedbox/keycheck/v1", self.data, u16(k), secret)

    def part(self, k, party_secret):
        return expand(party_secret, b"deedbox/part/v1" + self.data + u16(k))

    def part_check(self, k, part):
        return sha256(b"deedbox/partcheck/v1", self.data, u16(k), part)

    def nonce(self, k):
        return b64url(sha256(b"deedbox/nonce/v1", self.data, u16(k)))

    def shares(self, k, secret, q, n):
        """Every validator's share of a secret, by position."""
        info = b"deedbox/share/v1" + self.data + u16(k)
        coefficients = [secret] + [expand(secret, info + bytes([j])) for j in range(1, q)]
        return {i: evaluated(coefficients, i) for i in range(1, n + 1)}

    def ticket_key(self, k, secret, part):
        return sealing.derive(secret + part, b"", b"deedbox/ticket/v1" + self.data + u16(k))

    def trace(self, seed, number):
        return expand(seed, b"deedbox/trace/v1" + self.data + bytes([number]))

    def trace_packet(self, token, seed, regulator):
        plaintext = padded(encode(token), 128)
        inner = sealing.hpke_seal(regulator, self.trace(seed, 1), plaintext, b"deedbox/trace/v1", self.data)
        return seal_once(self.packet_key(self.trace(seed, 0)), inner, self.data)

    def packet_key(self, secret):
        return sealing.derive(secret, b"", b"deedbox/trace/v1" + self.data + b"\x02")

    def commitments(self, k, secret, shares):
        return [self.secret_check(k, secret), b"".join(self.share_commitment(k, i, shares[i]) for i in sorted(shares))]


class SeededBytes:
    """SHA-256(seed ‖ counter in eight bytes), block after block: the random bytes of vectors."""

    def __init__(self, seed):
        self.seed, self.counter, self.buffer = seed, 0, b""

    def __call__(self, count):
        while len(self.buffer) < count:
            self.buffer += sha256(self.seed, self.counter.to_bytes(8, "big"))
            self.counter += 1
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken


# The manifest, by name.

NAMES = ["version", "suite", "origin", "grant", "set", "party", "quorum", "expiry", "uses", "salt", "regulator",
         "partyPart", "bodies", "tickets", "sealedShares", "trace", "secrets", "parts"]


class Manifest:
    def __init__(self, data):
        self.data = data
        items = decode(data)
        assert len(items) == len(NAMES) and items[:2] == [1, 1]
        for name, item in zip(NAMES, items):
            setattr(self, name, item)
        self.context = Context(self.origin, self.grant, self.set, self.party)
        self.n, (self.first, self.last) = len(self.sealedShares), self.uses
        self.ks = range(self.first, self.last + 1)
        assert 1 <= self.quorum <= self.n <= 63 and 1 <= self.first <= self.last < self.first + 100
        assert len(self.tickets) == len(self.parts) == len(self.secrets) - 1 == len(self.ks)

    @property
    def digest(self):
        return sha256(b"deedbox/manifest/v1", self.data)

    def place(self, k):
        assert k == 0 or k in self.ks, "no such secret"
        return 0 if k == 0 else k - self.first + 1

    def is_share(self, k, i, share):
        commitments = self.secrets[self.place(k)][1]
        return self.context.share_commitment(k, i, share) == commitments[32 * (i - 1):32 * i]

    def is_dealt(self, k, secret):
        shares = self.context.shares(k, secret, self.quorum, self.n)
        return self.context.commitments(k, secret, shares) == self.secrets[self.place(k)]


@dataclasses.dataclass(frozen=True)
class Deposit:
    data: bytes

    def __post_init__(self):
        version, manifest, party_part, bodies, tickets, shares, trace = decode(self.data)
        assert version == 1
        found = Manifest(manifest)
        for name, value in [("manifest", found), ("party_part", party_part), ("bodies", bodies),
                            ("tickets", tickets), ("sealed_shares", shares), ("trace", trace)]:
            object.__setattr__(self, name, value)
        assert sha256(party_part) == found.partyPart and sha256(trace) == found.trace
        assert [sha256(item) for item in bodies] == found.bodies
        assert [sha256(item) for item in tickets] == found.tickets
        assert [sha256(item) for item in shares] == found.sealedShares

    def own_shares(self, i, secret):
        """What the validator at position i finds by its key of the week."""
        context = self.manifest.context.data + bytes([i])
        opened = decode(sealing.hpke_open(secret, self.sealed_shares[i - 1], b"deedbox/sealedshares/v1", context))
        shares = {k: share for k, share in opened}
        assert [k for k, _ in opened] == [0, *self.manifest.ks]
        assert all(self.manifest.is_share(k, i, share) for k, share in shares.items())
        return shares

    def party_secret(self, secret):
        context = self.manifest.context
        part = sealing.hpke_open(secret, self.party_part, b"deedbox/sealedpart/v1", context.data)
        assert [context.part_check(k, context.part(k, part)) for k in self.manifest.ks] == self.manifest.parts
        return part

    def open(self, k, shares, party_secret):
        """Presentations, receipts and key bindings of use k, from a quorum of shares by position."""
        manifest, context = self.manifest, self.manifest.context
        assert len(shares) >= manifest.quorum and all(manifest.is_share(k, i, s) for i, s in shares.items())
        secret = interpolated(shares)
        assert manifest.is_dealt(k, secret), "badly dealt"
        key = context.ticket_key(k, secret, context.part(k, party_secret))
        ticket = unpadded(open_once(key, self.tickets[k - manifest.first], context.data + u16(k)), 128)
        version, number, body_key, bindings, case, token, seed = ticket
        assert version == 1
        assert context.trace_packet(token, seed, manifest.regulator) == self.trace
        assert manifest.is_dealt(0, context.trace(seed, 0))
        body = unpadded(open_once(body_key, self.bodies[number], b"deedbox/dealtbody/v1" + context.data), 512)
        assert body[0] == 1 and len(body) == 3 and len(body[1]) == len(bindings) and len(body[2]) in (0, len(body[1]))
        return {"presentations": body[1], "receipts": body[2], "keyBindings": bindings, "case": case, "token": token}

    def open_trace(self, shares, regulator_secret):
        manifest, context = self.manifest, self.manifest.context
        secret = interpolated(shares)
        assert manifest.is_dealt(0, secret)
        inner = open_once(context.packet_key(secret), self.trace, context.data)
        return unpadded(sealing.hpke_open(regulator_secret, inner, b"deedbox/trace/v1", context.data), 128)


def deal(context, quorum, weekly, party, regulator, expiry, bodies, uses, token, draw=os.urandom, first=1, spoil=None):
    """A wallet deals. Bodies are (presentations, receipts), uses (number of the body, key bindings, case opening);
    `spoil` may alter what is dealt."""
    n, ks = len(weekly), range(first, first + len(uses))
    salt, party_secret = draw(16), draw(32)
    keys = [draw(32) for _ in bodies]
    seed = draw(32)
    secrets = {0: context.trace(seed, 0)} | {k: draw(32) for k in ks}
    shares = {k: context.shares(k, secret, quorum, n) for k, secret in secrets.items()}
    if spoil:
        spoil(secrets, shares)
    tickets = []
    for k, (body, bindings, case) in zip(ks, uses):
        content = [1, body, keys[body], bindings, case, token, seed]
        key = context.ticket_key(k, secrets[k], context.part(k, party_secret))
        tickets.append(seal_once(key, padded(encode(content), 128), context.data + u16(k)))
    sealed_bodies = [seal_once(key, padded(encode([1, *body]), 512), b"deedbox/dealtbody/v1" + context.data)
                     for key, body in zip(keys, bodies)]
    packet = context.trace_packet(token, seed, regulator)
    party_part = sealing.hpke_seal(party, draw(32), party_secret, b"deedbox/sealedpart/v1", context.data)
    sealed_shares = []
    for i, key in enumerate(weekly, 1):
        own = encode([[k, shares[k][i]] for k in [0, *ks]])
        sealed_shares.append(
            sealing.hpke_seal(key, draw(32), own, b"deedbox/sealedshares/v1", context.data + bytes([i])))
    manifest = encode([
        1, 1, context.origin, context.grant, context.set, context.party, quorum, expiry, [ks[0], ks[-1]], salt,
        regulator, sha256(party_part), [sha256(item) for item in sealed_bodies], [sha256(item) for item in tickets],
        [sha256(item) for item in sealed_shares], sha256(packet),
        [context.commitments(k, secrets[k], shares[k]) for k in [0, *ks]],
        [context.part_check(k, context.part(k, party_secret)) for k in ks]])
    return Deposit(encode([1, manifest, party_part, sealed_bodies, tickets, sealed_shares, packet]))


# Sealed disclosures.

def disclosure_key(seed, origin):
    """By which issuer and wallet know the tags of a document's sealed disclosures."""
    return sealing.derive(seed, b"deedbox/sealeddisclosure/v1", origin.encode())


def sealed_tag(key, number):
    return hmac.new(key, number.to_bytes(8, "big"), "sha256").digest()


def details_key(key, number):
    return sealing.derive(key, b"deedbox/sealeddetails/v1", number.to_bytes(8, "big"))


@dataclasses.dataclass(frozen=True)
class SealedDeal:
    """The deal of a sealed disclosure: `[1, origin, discloser, until, latest, set, q, salt, shares, c, v, sealed]`."""

    data: bytes

    def __post_init__(self):
        items = decode(self.data)
        assert len(items) == 12 and items[0] == 1 and len(self.data) <= 32 << 10 and len(items[7]) == 16
        for name, item in zip(["origin", "discloser", "until", "latest", "set", "quorum", "salt", "shares", "c", "v",
                               "sealed"], items[1:]):
            object.__setattr__(self, name, item)
        context = Context(self.origin, sha256(b"deedbox/sealedterms/v1", encode(items[:8])), self.set, self.discloser)
        object.__setattr__(self, "context", context)
        assert 1 <= self.quorum <= len(self.shares) <= 63 and len(self.c) == 32 * len(self.shares)
        assert all(len(share) == 80 for share in self.shares)

    @property
    def digest(self):
        return sha256(b"deedbox/sealeddeal/v1", self.data)

    def is_share(self, i, share):
        return self.context.share_commitment(0, i, share) == self.c[32 * (i - 1):32 * i]

    def own_share(self, i, secret):
        """What the validator at position i finds by its key of the week of `latest`."""
        share = sealing.hpke_open(
            secret, self.shares[i - 1], b"deedbox/sealedshares/v1", self.context.data + bytes([i]))
        assert self.is_share(i, share), "a bad share"
        return share

    def open(self, shares):
        """Tag, salt and sealed details, from a quorum of shares by position."""
        assert len(shares) >= self.quorum and all(self.is_share(i, share) for i, share in shares.items())
        secret = interpolated(dict(list(shares.items())[:self.quorum]))
        dealt = self.context.shares(0, secret, self.quorum, len(self.shares))
        assert self.context.commitments(0, secret, dealt) == [self.v, self.c], "badly dealt"
        version, tag, salt, details = decode(open_once(sealed_key(self.context, secret), self.sealed, self.context.data))
        assert version == 1 and len(salt) == 32
        return tag, salt, details

    def details(self, sealed, key):
        """The opened details, for whoever has the key of the tag."""
        plaintext = open_once(reading_key(self.context, key), sealed, self.context.data)
        return unpadded(plaintext, 8_192)


def sealed_key(context, secret):
    return sealing.derive(secret, b"", b"deedbox/sealeddeal/v1" + context.data)


def reading_key(context, key):
    return sealing.derive(key, b"", b"deedbox/sealeddetails/v1" + context.data)


def deal_sealed(origin, discloser, until, latest, validators, quorum, weekly, tag, salt, key, details, draw=os.urandom):
    """Deals tag, salt and details; `validators` is the digest of their set, `weekly` their keys."""
    head = [1, origin, discloser, until, latest, validators, quorum, draw(16)]
    context = Context(origin, sha256(b"deedbox/sealedterms/v1", encode(head)), validators, discloser)
    inner = seal_once(reading_key(context, key), padded(encode(details), 8_192), context.data)
    secret = draw(32)
    shares = context.shares(0, secret, quorum, len(weekly))
    sealed_shares = [
        sealing.hpke_seal(own, draw(32), shares[i], b"deedbox/sealedshares/v1", context.data + bytes([i]))
        for i, own in enumerate(weekly, 1)]
    check, commitments = context.commitments(0, secret, shares)
    content = seal_once(sealed_key(context, secret), encode([1, tag, salt, inner]), context.data)
    return SealedDeal(encode([*head, sealed_shares, commitments, check, content]))


def disclosure_share(key, member, origin, statement, deposit, i, share, latest):
    """A validator's signed share in the clear."""
    return statements.signed(
        key, "disclosure.share", [statement, deposit, i, share], origin, latest, member)


# Answers.

class ReleaseKey(statements.Key):
    """An Ed25519 key from its seed."""

    def __init__(self, seed):
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = statements.PublicKey(statements.EDDSA, self.private.public_key().public_bytes_raw())


def answer_context(statement, entries):
    return statement + encode(entries)


def answer(key, member, origin, statement, height, block, release_key, entries, shares, expiry, ephemeral=None):
    """A validator's signed answer; entries are [manifest digest, k, position]."""
    sealed = sealing.hpke_seal(
        release_key, ephemeral or os.urandom(32), b"".join(shares), b"deedbox/release/v1",
        answer_context(statement, entries))
    return statements.signed(key, "release", [statement, height, block, entries, sealed], origin, expiry, member)


def read_answer(data, public, release_secret):
    """The statement's payload, and the shares in the order of the entries; None when they do not open."""
    read = statements.read(data)
    assert read.act == "release" and read.signers[0].is_by(public)
    statement, _, _, entries, sealed = read.payload
    try:
        opened = sealing.hpke_open(release_secret, sealed, b"deedbox/release/v1", answer_context(statement, entries))
    except InvalidTag:
        return read, None
    assert len(opened) == 32 * len(entries)
    return read, [opened[at:at + 32] for at in range(0, len(opened), 32)]


# Faults: what a stranger makes of evidence, with what the ledger says of the use.

def split(evidence):
    """Kind, the manifest, k, and what follows."""
    items = decode(evidence)
    return items[0], Manifest(encode(items[1])), items[2], items[3:]


def fault_digest(evidence):
    return sha256(b"deedbox/fault/v1", evidence)


def blame(evidence, manifest_digest, statement=None, release_key=None, publics=None, k=None):
    """Who is to blame: ("validator", position) or ("wallet", what); raises when the evidence proves nothing."""
    kind, manifest, index, rest = split(evidence)
    assert manifest.digest == manifest_digest and index == k
    context = manifest.context
    if kind == 1:
        position, signed, secret = rest
        assert x25519_public(secret) == release_key
        read, shares = read_answer(signed, publics[position - 1], secret)
        assert read.payload[0] == statement and read.origin == context.origin
        place = read.payload[3].index([manifest_digest, k, position])
        assert shares is None or not manifest.is_share(k, position, shares[place]), "the share is good"
        return "validator", position
    if kind == 2:
        shares = {i: share for i, share in rest[0]}
        assert len(shares) == len(rest[0]) == manifest.quorum
        assert all(manifest.is_share(k, i, share) for i, share in shares.items())
        assert not manifest.is_dealt(k, interpolated(shares)), "the dealing is good"
        return "wallet", "dealing"
    assert kind == 3
    secret, part, ticket, body = rest
    assert context.secret_check(k, secret) == manifest.secrets[manifest.place(k)][0]
    assert context.part_check(k, part) == manifest.parts[k - manifest.first]
    assert sha256(ticket) == manifest.tickets[k - manifest.first]
    try:
        plaintext = open_once(context.ticket_key(k, secret, part), ticket, context.data + u16(k))
        version, number, body_key, bindings, _, token, seed = unpadded(plaintext, 128)
        assert version == 1
    except (InvalidTag, AssertionError, ValueError, TypeError):
        return "wallet", "ticket does not open"
    if number >= len(manifest.bodies):
        return "wallet", "no such body"
    if sha256(context.trace_packet(token, seed, manifest.regulator)) != manifest.trace:
        return "wallet", "trace differs"
    if not manifest.is_dealt(0, context.trace(seed, 0)):
        return "wallet", "trace differs"
    assert body is not None and sha256(body) == manifest.bodies[number]
    try:
        opened = unpadded(open_once(body_key, body, b"deedbox/dealtbody/v1" + context.data), 512)
        assert opened[0] == 1
    except (InvalidTag, AssertionError, ValueError, TypeError):
        return "wallet", "body does not open"
    assert len(opened[1]) != len(bindings), "the ticket is good, as far as this looks"
    return "wallet", "bindings"
