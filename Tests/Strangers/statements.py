"""Statements written and read with `cbor2` and `cryptography`: the formats of the leaves, without our own code."""

import dataclasses
import hashlib

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

EDDSA, ES256 = -8, -7
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def encode(value):
    """The deterministic encoding."""
    return cbor2.dumps(value, canonical=True)


def decode(data):
    return plain(cbor2.loads(data))


def plain(value):
    """Lists and dictionaries in place of the frozen ones that cbor2 gives."""
    if isinstance(value, cbor2.CBORTag):
        return cbor2.CBORTag(value.tag, plain(value.value))
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    return value


def content_type(act):
    return f"application/vnd.deedbox.{act}.v1+cbor"


# Keys.

@dataclasses.dataclass(frozen=True)
class PublicKey:
    algorithm: int
    data: bytes

    @property
    def pair(self):
        """As payloads carry it."""
        return [self.algorithm, self.data]

    @property
    def thumbprint(self):
        """The COSE key thumbprint (RFC 9679)."""
        key = ({1: 1, -1: 6, -2: self.data} if self.algorithm == EDDSA
               else {1: 2, -1: 1, -2: self.data[:32], -3: self.data[32:]})
        return hashlib.sha256(encode(key)).digest()

    @property
    def id(self):
        """What statements name the key by."""
        return self.thumbprint[:8]

    @property
    def loaded(self):
        if self.algorithm == EDDSA:
            return ed25519.Ed25519PublicKey.from_public_bytes(self.data)
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + self.data)

    @property
    def pem(self):
        return self.loaded.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, signature, message):
        try:
            if self.algorithm == EDDSA:
                self.loaded.verify(signature, message)
                return True
            r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
            self.loaded.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
            return s <= P256_ORDER // 2
        except InvalidSignature:
            return False


class Key:
    """A private key; without a name a fresh one, with a name the sample key of that name; or one of 32 secret bytes."""

    def __init__(self, algorithm=EDDSA, name=None, secret=None):
        secret = secret or name and hashlib.sha256(b"deedbox/sample-key/" + name.encode()).digest()
        if algorithm == EDDSA:
            kind = ed25519.Ed25519PrivateKey
            self.private = kind.from_private_bytes(secret) if secret else kind.generate()
            data = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        else:
            number = secret and int.from_bytes(secret, "big")
            curve = ec.SECP256R1()
            self.private = ec.derive_private_key(number, curve) if secret else ec.generate_private_key(curve)
            point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            data = point[1:]
        self.public = PublicKey(algorithm, data)

    def sign(self, message, low=True):
        if self.public.algorithm == EDDSA:
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
        if (s <= P256_ORDER // 2) != low:
            s = P256_ORDER - s
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


# Statements.

def claims(origin, not_after, issuer):
    return ({1: issuer} if issuer else {}) | {2: origin, 4: not_after}


def signed(key, act, payload, origin, not_after, issuer=None, low=True):
    """A COSE_Sign1 by a member, or without an issuer by a holder's once-only key."""
    header = {1: key.public.algorithm, 3: content_type(act), 4: key.public.id, 15: claims(origin, not_after, issuer)}
    return signed_bytes(key, encode(header), encode(payload), low)


def signed_bytes(key, protected, payload, low=True):
    """A COSE_Sign1 over a header and a payload that are bytes already, whatever they say."""
    signature = key.sign(encode(["Signature1", protected, b"", payload]), low)
    return encode(cbor2.CBORTag(18, [protected, {}, payload, signature]))


def governed(keys, act, payload, origin, not_after):
    """A COSE_Sign by keys of governance, in ascending order of their ids."""
    body, payload = encode({3: content_type(act), 15: claims(origin, not_after, None)}), encode(payload)
    signers = []
    for key in sorted(keys, key=lambda key: key.public.id):
        header = encode({1: key.public.algorithm, 4: key.public.id})
        signers.append([header, {}, key.sign(encode(["Signature", body, header, b"", payload]))])
    return encode(cbor2.CBORTag(98, [body, {}, payload, signers]))


@dataclasses.dataclass(frozen=True)
class Signer:
    algorithm: int
    key_id: bytes
    signature: bytes
    message: bytes

    def is_by(self, public):
        return (self.algorithm, self.key_id) == (public.algorithm, public.id) and public.verifies(
            self.signature, self.message)


@dataclasses.dataclass(frozen=True)
class Statement:
    act: str
    issuer: str
    origin: str
    not_after: int
    payload: object
    signers: tuple
    id: bytes

    @property
    def is_governance(self):
        return len(self.signers) > 0 and self.signers[0].message[1:11] == b"\x69Signature"


def kind(leaf):
    """What a leaf is, told by its first bytes."""
    if leaf[:2] == b"\xd8\x62":
        return "governance"
    return {0xD2: "statement", 0x82: "record", 0x84: "closed", 0x8E: "seal"}[leaf[0]]


def read(leaf):
    """A statement's parts; nothing is verified yet but the encoding."""
    tagged = decode(leaf)
    assert encode(tagged) == leaf, "not the deterministic encoding"
    protected, unprotected, payload, last = tagged.value
    assert unprotected == {}, "an unprotected header"
    header = decode(protected)
    assert encode(header) == protected and encode(decode(payload)) == payload
    if tagged.tag == 18:
        message = encode(["Signature1", protected, b"", payload])
        signers = (Signer(header[1], header[4], last, message),)
        signed_part = message
    else:
        signers = tuple(read_signer(protected, payload, *signer) for signer in last)
        assert [s.key_id for s in signers] == sorted({s.key_id for s in signers}), "signers are out of order"
        signed_part = encode(["Signature", protected, b"", b"", payload])
    said = header[15]
    name = header[3].removeprefix("application/vnd.deedbox.").removesuffix(".v1+cbor")
    assert content_type(name) == header[3]
    return Statement(name, said.get(1), said[2], said[4], decode(payload), signers,
                     hashlib.sha256(b"deedbox/statement/v1" + signed_part).digest())


def read_signer(body, payload, protected, unprotected, signature):
    header = decode(protected)
    assert unprotected == {} and set(header) == {1, 4} and encode(header) == protected
    return Signer(header[1], header[4], signature, encode(["Signature", body, protected, b"", payload]))


def framed(leaves):
    """Leaves back to back, each behind its length: an entry bundle, and the body of a submission."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def unframed(data):
    leaves = []
    while data:
        length = int.from_bytes(data[:2], "big")
        assert len(data) >= 2 + length, "a leaf is cut off"
        leaves.append(data[2:2 + length])
        data = data[2 + length:]
    return leaves
