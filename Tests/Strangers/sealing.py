"""What Sealing promises, in Python: RFC 9180 base mode, derived keys, tags, recovery codes, over `cryptography` alone."""

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

KEM, SUITE = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    size = next(size for size in (1, 2, 4, 8) if value < 1 << 8 * size)
    return bytes([major << 5 | 24 + size.bit_length() - 1]) + value.to_bytes(size, "big")


def encode(value):
    """Deterministic CBOR of what deliveries hold."""
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(4, len(value)) + b"".join(map(encode, value))


def extract(salt, secret):
    return hmac.new(salt or bytes(32), secret, "sha256").digest()


def labeled_extract(suite, salt, label, secret):
    return extract(salt, b"HPKE-v1" + suite + label + secret)


def labeled_expand(suite, secret, label, info, length):
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)


def schedule(shared, enc, recipient, info):
    """Key and base nonce of base mode (RFC 9180 sections 4.1 and 5.1)."""
    secret = labeled_expand(KEM, labeled_extract(KEM, b"", b"eae_prk", shared), b"shared_secret", enc + recipient, 32)
    context = b"\x00" + labeled_extract(SUITE, b"", b"psk_id_hash", b"") + labeled_extract(SUITE, b"", b"info_hash", info)
    secret = labeled_extract(SUITE, secret, b"secret", b"")
    return labeled_expand(SUITE, secret, b"key", context, 32), labeled_expand(SUITE, secret, b"base_nonce", context, 12)


def hpke_open(secret, sealed, info, aad):
    key = X25519PrivateKey.from_private_bytes(secret)
    enc, ciphertext = sealed[:32], sealed[32:]
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    key, nonce = schedule(shared, enc, key.public_key().public_bytes_raw(), info)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)


def hpke_seal(recipient, ephemeral, plaintext, info, aad):
    key = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = key.public_key().public_bytes_raw()
    shared = key.exchange(X25519PublicKey.from_public_bytes(recipient))
    key, nonce = schedule(shared, enc, recipient, info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plaintext, aad)


def derive(secret, salt, info):
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


class Wallet:
    """The keys that follow from a seed on one ledger."""

    def __init__(self, seed, origin):
        self.seed, self.origin = seed, origin
        self.mailbox = self.secret("mailbox")

    def secret(self, what, number=0):
        return derive(self.seed, b"deedbox/wallet/v1", encode([what, self.origin, number]))

    @property
    def mailbox_key(self):
        return X25519PrivateKey.from_private_bytes(self.mailbox).public_key().public_bytes_raw()

    def signing_key(self, what, number=0):
        return Ed25519PrivateKey.from_private_bytes(self.secret(what, number)).public_key().public_bytes_raw()

    def pair_secret(self, member):
        return derive(self.secret("mailbox-root"), b"deedbox/mailbox/v1", member.encode())

    def tag(self, member, number):
        return hmac.new(self.pair_secret(member), number.to_bytes(8, "big"), "sha256").digest()


def seal_delivery(recipient, ephemeral, encoded, origin, tag):
    padded = encoded + bytes(-len(encoded) % 512)
    return hpke_seal(recipient, ephemeral, padded, b"deedbox/delivery/v1", origin.encode() + tag)


def open_delivery(secret, sealed, origin, tag):
    plaintext = hpke_open(secret, sealed, b"deedbox/delivery/v1", origin.encode() + tag)
    assert len(plaintext) % 512 == 0
    return plaintext


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0b100101 if a & 16 else 0), b >> 1
    return product


def code_holds(text):
    """A recovery code is a word of a Reed-Solomon code: a polynomial over GF(32) with the zeros 2 and 4."""
    symbols = [ALPHABET.index(letter) for letter in text.replace("-", "")]
    for zero in (2, 4):
        value = 0
        for symbol in symbols:
            value = times(value, zero) ^ symbol
        if value:
            return False
    return len(symbols) == 28


def eraser(secret):
    return hashlib.sha256(secret).digest()
