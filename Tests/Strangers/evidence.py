#!/usr/bin/env python3
"""Checks the evidence of a use against a genesis, without network and without Deedbox: evidence.py FILE --trust GENESIS

`--as NAME` asks for another than the member that wrote it, `--policy FILE` asks for more than the rules do, and
with `--now` the exit code follows what is known of today as well.

Written from the protocol pages (evidence, credential, release, acts, receipt, state, epochs) with Python's standard
library and `cryptography` for Ed25519 and P-256, nothing else. With it go `verify_receipt.py`, `state.py` and
`epochs.py`. Exit codes: 0 every check says yes, 1 one says no, 2 wrong usage, 3 one could not be made.
"""

import argparse
import base64
import dataclasses
import datetime
import json
import pathlib
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import state
from epochs import Walk
from verify_receipt import (
    LABEL, MANIFEST, TYPE_CODE, USES, Elsewhere, No, Tag, cbor, cbor_bytes, demand, fields,
    inclusion_root, is_bytes, is_number, leaf_hash, read_base64, read_receipt, sha256)

DAY = 86_400
#: How long before its use a holder may have signed: a grant's longest life, and a day.
OLDEST_BINDING = 401 * DAY
STATES = {1: None, 2: "suspended", 3: "revoked", 4: "superseded"}
#: From the lightest to the heaviest.
STANDINGS = ["valid", "inDispute", "superseded", "suspended", "revoked"]
VERDICT_STATES = ["valid", "inDispute", "couldNotCheck", "belowPolicy", "stale", "expired", "superseded", "suspended",
                  "revoked", "incomplete", "overScene", "notAddressedToMe", "unknown", "invalid"]
#: What a no makes of the verdict; all others make it invalid.
REASON_STATES = {
    "not-addressed-to-me": "notAddressedToMe", "passing-false": "notAddressedToMe", "signed-for-another": "notAddressedToMe",
    "not-in-log": "unknown", "not-counted": "unknown", "scene-unknown": "unknown",
    "document-of-other-ledger": "unknown", "issuer-unknown": "unknown", "not-an-issue": "unknown",
    "record-of-another": "unknown", "field-missing": "incomplete", "revoked": "revoked", "suspended": "suspended",
    "superseded": "superseded", "in-dispute": "inDispute", "expired": "expired", "not-yet-valid": "expired",
    "stale": "stale", "older-than-accepted": "stale", "assurance-too-low": "belowPolicy",
    "label-not-accepted": "belowPolicy", "beyond-scene": "overScene", "type-beyond-scene": "overScene"}
LABELS = ("government", "social")
#: The legal grounds on which evidence may be passed on.
GROUNDS = (1, 3, 4, 5, 6)
ABOUT_DOCUMENTS = ("issuer", "status", "correction", "statusNow", "correctionNow")
MAX_FILE, MAX_RECEIPT, MAX_PROOF = 32 << 20, 262_144, 65_536
#: Claims about a document that no disclosure may bring, and those that are no fields of it.
ALWAYS_OPEN = {"iss", "aud", "exp", "nbf", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "deedbox"}
NO_FIELDS = {"iss", "sub", "iat", "exp", "nbf", "cnf", "vct", "vct#integrity", "status", "deedbox", "attachments"}


class Objection(Exception):
    """What stands against a yes."""

    def __init__(self, answer, reason):
        super().__init__(reason)
        self.answer, self.reason = answer, reason


def no(reason):
    return Objection("no", reason)


def unknown(reason):
    return Objection("unknown", reason)


def follows():
    return unknown("not-reached")


class Fact:
    """Something that is proven once, or the objection to it."""

    def __init__(self, make):
        self.value, self.objection = None, None
        try:
            self.value = make()
        except Objection as objection:
            self.objection = objection

    @property
    def stands(self):
        return self.objection is None

    def get(self):
        if self.objection:
            raise self.objection
        return self.value

    def rest(self):
        """For a check that rests on it."""
        if self.objection:
            raise follows()
        return self.value


# The file.

def b64url(text):
    demand(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    demand(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "not the one base64url form")
    return data


def strict_json(data):
    """JSON in UTF-8 without a member twice, without fractions, of at most 32 levels, its numbers within 64 bits."""

    def members(pairs):
        demand(len({name for name, _ in pairs}) == len(pairs), "a member stands twice")
        return dict(pairs)

    def refuse(text):
        raise No(f"a number that is not used here: {text}")

    def integer(text):
        demand(text != "-0" and len(text) < 21 and -1 << 63 <= int(text) < 1 << 63, "a number beyond 64 bits")
        return int(text)

    try:
        value = json.loads(data.decode(), object_pairs_hook=members, parse_int=integer, parse_float=refuse,
                           parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise No(f"not JSON: {error}") from error
    demand(depth(value) <= 32, "nested too deeply")
    return value


def depth(value):
    items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if items is None else 1 + max(map(depth, items), default=0)


def members(value, required, optional=()):
    demand(isinstance(value, dict) and set(required) <= set(value) <= {*required, *optional},
           f"not exactly the members {', '.join(required)}")
    return value


class Shared:
    """Pieces that stand in several values; each is referred to, first in its order."""

    def __init__(self, items):
        demand(isinstance(items, list) and len(items) <= 1_024, "not a list of shared pieces")
        self.items, self.named, self.total = [b64url(item) for item in items], 0, 0
        demand(all(self.items), "an empty piece")

    def bytes(self, value, limit):
        """The bytes of a value: base64url, or pieces put together."""
        if isinstance(value, list):
            demand(1 <= len(value) <= 16, "not the number of pieces of a value")
            data = b"".join(self.piece(item) for item in value)
        else:
            data = b64url(value)
        self.total += len(data)
        demand(len(data) <= limit and self.total <= MAX_FILE, "longer than allowed")
        return data

    def piece(self, item):
        if not is_number(item):
            demand(item != "", "an empty piece")
            return b64url(item)
        demand(item < len(self.items) and item <= self.named, "not a shared piece, or before its turn")
        self.named = max(self.named, item + 1)
        return self.items[item]

    def finish(self):
        demand(self.named == len(self.items), "a piece to which nothing refers")


class Policy:
    """What a verifier asks for beyond the rules."""

    def __init__(self, data=None):
        asked = members(strict_json(data), ("format",), ("leastAssurance", "maxDataAgeSeconds", "trustLabels",
                                                         "leewaySeconds")) if data is not None else {}
        demand(asked.get("format", "deedbox-policy/1") == "deedbox-policy/1", "not a policy of version 1")
        limits = [("leastAssurance", 64), ("maxDataAgeSeconds", 1 << 32), ("leewaySeconds", 86_400)]
        demand(all(is_number(asked.get(name, 0), limit) for name, limit in limits), "not a number of a policy")
        self.assurance = asked.get("leastAssurance", 0)
        self.age, self.leeway = asked.get("maxDataAgeSeconds"), asked.get("leewaySeconds", 300)
        self.labels = asked.get("trustLabels")
        if "trustLabels" in asked:
            demand(isinstance(self.labels, list) and self.labels and all(label in LABELS for label in self.labels)
                   and len(set(self.labels)) == len(self.labels), "not a list of labels")


class Evidence:
    """An evidence file, read strictly; nothing in it is believed."""

    def __init__(self, data):
        demand(len(data) <= MAX_FILE, "longer than any evidence")
        file = members(strict_json(data), ("format", "origin", "party", "set", "shared", "documents", "grant", "use",
                                           "proofs", "epochs"), ("case", "passing"))
        demand(next(iter(file)) == "format", "its format does not stand first")
        demand(file["format"] == "deedbox/use-evidence/v2", "not evidence of version 2")
        demand(isinstance(file["party"], str) and LABEL.fullmatch(file["party"]), "not a member id")
        demand(isinstance(file["set"], str) and re.fullmatch(r"[0-9a-f]{64}", file["set"]), "not a digest")
        self.origin, self.party, self.set = file["origin"], file["party"], bytes.fromhex(file["set"])
        demand(isinstance(file["documents"], list) and len(file["documents"]) <= 64, "not a list of documents")
        self.shared = Shared(file["shared"])
        self.documents = [self.document(item) for item in file["documents"]]
        self.grant, self.use = (self.shared.bytes(file[name], MAX_RECEIPT) for name in ("grant", "use"))
        self.proofs = self.read_proofs(file["proofs"])
        self.passing = self.read_passing(file["passing"]) if "passing" in file else None
        self.shared.finish()
        self.epochs = b64url(file["epochs"])
        self.case = self.read_case(file["case"]) if "case" in file else None

    def document(self, value):
        document = members(value, ("presentation",), ("receipt", "seal"))
        text = document["presentation"]
        demand(isinstance(text, str) and len(text.encode()) <= 1 << 20, "a presentation that is no text, or too long")
        return text, *(self.shared.bytes(document[name], MAX_RECEIPT) if name in document else None
                       for name in ("receipt", "seal"))

    def read_proofs(self, items):
        order = [("grant", None), ("scene", None)]
        order += [(word, place) for place in range(len(self.documents)) for word in ABOUT_DOCUMENTS]
        demand(isinstance(items, list), "not a list of proofs")
        proofs, last = {}, -1
        for item in items:
            question = members(item, ("question", "proof"), ("document",))
            asked = question["question"], question.get("document")
            demand("document" not in question or is_number(asked[1]), "not the number of a document")
            demand(asked in order and order.index(asked) > last, "a proof twice, out of order, or of no document")
            last = order.index(asked)
            proofs[asked] = self.shared.bytes(question["proof"], MAX_PROOF)
        return proofs

    def read_passing(self, value):
        """The receipt, and the commitment to whom it names outside the ledger with that name."""
        passing = members(value, ("receipt",), ("name", "salt"))
        receipt = self.shared.bytes(passing["receipt"], MAX_RECEIPT)
        demand(("name" in passing) == ("salt" in passing), "a name without a salt, or a salt without a name")
        if "name" not in passing:
            return receipt, None, None
        name, salt = passing["name"], b64url(passing["salt"])
        demand(isinstance(name, str) and 1 <= len(name.encode()) <= 256 and name == name.strip(" ")
               and all(char >= " " and char != "\x7f" for char in name) and not LABEL.fullmatch(name)
               and len(salt) == 32, "not the name of somebody outside the ledger")
        return receipt, name, sha256(b"deedbox/recipient/v1", salt, name.encode())

    @staticmethod
    def read_case(value):
        case = members(value, ("number", "requestSalt"), ("useSalt",))
        demand(isinstance(case["number"], str) and len(case["number"].encode()) <= 256, "not a case number")
        salts = [b64url(case[name]) if name in case else None for name in ("requestSalt", "useSalt")]
        demand(all(salt is None or 16 <= len(salt) <= 64 for salt in salts), "not the length of a salt")
        return case["number"], *salts


# Documents (SD-JWT).

def digest(text):
    return base64.urlsafe_b64encode(sha256(text.encode())).rstrip(b"=").decode()


class JWS:
    """A compact JWS of one type, ES256 alone."""

    def __init__(self, text, kind):
        parts = text.split(".")
        demand(len(parts) == 3, "not three parts")
        header, self.claims = (strict_json(b64url(part)) for part in parts[:2])
        demand(isinstance(header, dict) and isinstance(self.claims, dict), "not objects")
        demand(header.get("typ") == kind and header.get("alg") == "ES256", "another type or algorithm")
        demand("crit" not in header and "b64" not in header, "an extension")
        demand(is_text(header.get("kid", ""), 512, 0), "not the name of a key")
        if "jwk" in header:
            check_jwk(header["jwk"])
        if "x5c" in header:
            chain = header["x5c"]
            demand(isinstance(chain, list) and 1 <= len(chain) <= 6, "no certificates")
            demand(all(is_text(item, 32_768, 0) and read_base64(item) is not None for item in chain), "no certificate")
        self.signed, self.signature = ".".join(parts[:2]).encode(), b64url(parts[2])

    def is_by(self, point):
        if len(self.signature) != 64:
            return False
        number = [int.from_bytes(self.signature[at:at + 32], "big") for at in (0, 32)]
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + point)
            key.verify(encode_dss_signature(*number), self.signed, ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


def is_text(value, most, least=1):
    return isinstance(value, str) and least <= len(value.encode()) <= most


def check_standard_claims(claims):
    """The form of the claims that every SD-JWT VC may have."""
    demand(all(is_text(claims.get(name), 2_048) for name in ("iss", "vct")), "a claim is missing")
    demand(isinstance(claims.get("vct#integrity", ""), str), "not a digest")
    demand(all(is_number(claims[name], 1 << 48) for name in ("iat", "nbf", "exp") if name in claims), "not a time")
    confirmation, status = claims.get("cnf", {}), claims.get("status", {})
    demand(isinstance(confirmation, dict) and isinstance(status, dict), "not a confirmation, or not a status")
    if "jwk" in confirmation:
        check_jwk(confirmation["jwk"])
    if "status_list" in status:
        entry = status["status_list"]
        demand(isinstance(entry, dict) and is_number(entry.get("idx"), (1 << 24) - 1), "no place in a status list")
        demand(is_text(entry.get("uri"), 2_048), "no status list")


def check_jwk(key):
    """A public key of a known curve, as a point of it."""
    demand(isinstance(key, dict) and not {"d", "k", "p", "q", "dp", "dq", "qi", "oth"} & set(key), "no public key")
    kinds = {"P-256": "EC", "Ed25519": "OKP", "X25519": "OKP"}
    demand(isinstance(key.get("crv"), str) and kinds.get(key["crv"]) == key.get("kty", ""), "an unknown kind of key")
    parts = [b64url(key.get(name)) for name in (("x", "y") if key["crv"] == "P-256" else ("x",))]
    demand(all(len(part) == 32 for part in parts), "not a point")
    demand(all(is_text(key[name], most, 0) for name, most in (("kid", 256), ("alg", 64)) if name in key), "not a name")
    if key["crv"] == "P-256":
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + b"".join(parts))
        except ValueError as error:
            raise No("not a point") from error


class Presentation:
    """A document with what was disclosed of it, and the holder's signature."""

    def __init__(self, text):
        parts = text.split("~")
        try:
            demand(len(text.encode()) <= 1 << 20 and 2 <= len(parts) <= 2_050, "not the form of a presentation")
            demand(all(not part or part.count(".") == 2 and all(part.split(".")) for part in (parts[0], parts[-1])),
                   "not the form of a presentation")
        except No as error:
            raise no("document-unreadable") from error
        self.jwt, self.binding, self.presented = parts[0], parts[-1], text[:text.rindex("~") + 1]
        try:
            disclosures = [self.disclosure(part) for part in parts[1:-1]]
        except No as error:
            raise no("disclosure-false") from error
        try:
            self.jws = JWS(parts[0], "dc+sd-jwt")
        except No as error:
            raise no("document-unreadable") from error
        try:
            self.resolve(disclosures)
        except No as error:
            raise no("disclosure-false") from error

    @staticmethod
    def disclosure(text):
        items = strict_json(b64url(text)) if text else None
        demand(isinstance(items, list) and len(items) in (2, 3) and isinstance(items[0], str), "no disclosure")
        demand(len(items) == 2 or isinstance(items[1], str), "a disclosure without name")
        return digest(text), items

    def resolve(self, disclosures):
        """RFC 9901 section 7.1."""
        payload = dict(self.jws.claims)
        demand(payload.pop("_sd_alg", "sha-256") == "sha-256", "another digest")
        self.open, self.seen = dict(disclosures), set()
        demand(len(self.open) == len(disclosures), "a disclosure twice")
        self.used = set()
        self.claims = self.resolved(payload, top=True)
        demand(self.used == set(self.open), "a disclosure to which no digest refers")

    def resolved(self, value, top=False):
        if isinstance(value, list):
            return [item for element in value for item in self.element(element)]
        if not isinstance(value, dict):
            return value
        result = {name: self.resolved(item) for name, item in value.items() if name != "_sd"}
        demand("..." not in result, "a misplaced digest")
        digests = value.get("_sd", [])
        demand(isinstance(digests, list), "a misplaced digest")
        for one in digests:
            items = self.take(one, 3)
            if items is None:
                continue
            name = items[1]
            demand(isinstance(name, str) and name not in ("_sd", "...") and name not in result, "a reserved name")
            demand(not (top and name in ALWAYS_OPEN), "a claim that must be open")
            result[name] = self.resolved(items[2])
        return result

    def element(self, element):
        if not (isinstance(element, dict) and "..." in element):
            return [self.resolved(element)]
        demand(len(element) == 1, "a misplaced digest")
        items = self.take(element["..."], 2)
        return [] if items is None else [self.resolved(items[1])]

    def take(self, one, count):
        demand(isinstance(one, str) and one not in self.seen, "a digest that is no text, or stands twice")
        self.seen.add(one)
        if one not in self.open:
            return None
        demand(len(self.open[one]) == count, "a disclosure of another arity")
        self.used.add(one)
        return self.open[one]

    def read(self):
        """What it says openly."""
        try:
            self.read_claims()
        except (No, KeyError, TypeError) as error:
            raise no("document-unreadable") from error
        return self

    def read_claims(self):
        said = members(self.claims["deedbox"], ("origin", "type", "version", "as_of", "correction", "provenance",
                                                "label"), ("update_days",))
        self.origin, self.type, self.version = said["origin"], said["type"], said["version"]
        self.correction = b64url(said["correction"])
        self.update_days, self.label = said.get("update_days"), said["label"]
        demand(self.label in LABELS and said["provenance"] in ("digital", "digitised"), "not a label or provenance")
        demand(is_number(self.version) and is_text(self.origin, 256) and "iat" in self.claims, "a claim is missing")
        check_standard_claims(self.claims)
        self.issued, self.expiry, self.start = (self.claims.get(name) for name in ("iat", "exp", "nbf"))
        demand(TYPE_CODE.fullmatch(self.type) and len(self.correction) == 32, "not the claims of a document")
        demand("update_days" not in said or is_number(self.update_days, 36_500), "not a number")
        form = "%Y-%m-%dT%H:%M:%SZ"
        try:
            moment = datetime.datetime.strptime(said["as_of"], form)
        except ValueError as error:
            raise No("not a time") from error
        demand(moment.strftime(form) == said["as_of"], "not a time")
        self.as_of = int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())

    @property
    def fields(self):
        """The names of what is shown, those in groups one by one."""
        for name, value in self.claims.items():
            if name not in NO_FIELDS:
                yield from value if isinstance(value, dict) else [name]

    def check_holder(self, audience, nonce, second, leeway):
        holder = self.claims.get("cnf")
        key = holder.get("jwk") if isinstance(holder, dict) else None
        if not self.binding:
            raise no("binding-missing")
        try:
            jws = JWS(self.binding, "kb+jwt")
            demand(isinstance(key, dict) and key.get("kty") == "EC" and key.get("crv") == "P-256", "no key of a holder")
            demand(jws.is_by(b64url(key["x"]) + b64url(key["y"])), "a false signature")
            issued, found, to, over = (jws.claims[name] for name in ("iat", "nonce", "aud", "sd_hash"))
            demand(is_number(issued) and isinstance(found, str) and isinstance(to, str), "not the claims of a binding")
        except (No, KeyError) as error:
            raise no("binding-false") from error
        if found != nonce:
            raise no("binding-of-another-use")
        if to != audience:
            raise no("signed-for-another")
        if over != digest(self.presented):
            raise no("binding-false")
        if not issued <= second + leeway or not second < issued + OLDEST_BINDING:
            raise no("binding-out-of-time")


# The ledger.

def key_id(algorithm, data):
    """The first bytes of the COSE key thumbprint (RFC 9679)."""
    key = {1: 1, -1: 6, -2: data} if algorithm == -8 else {1: 2, -1: 1, -2: data[:32], -3: data[32:]}
    return sha256(cbor_bytes(key))[:8]


class Signed:
    """A COSE_Sign1: who signed what, and its id."""

    def __init__(self, leaf, reason):
        try:
            tagged = cbor(leaf)
            demand(isinstance(tagged, Tag) and tagged.number == 18, "not a COSE_Sign1")
            protected, unprotected, payload, signature = fields(tagged.value, 4, "COSE_Sign1")
            demand(unprotected == {} and is_bytes(payload) and is_bytes(signature, 64, 64), "not a statement")
            header = cbor(protected)
            demand(isinstance(header, dict) and set(header) == {1, 3, 4, 15}, "not a statement's header")
            claims = header[15]
            demand(isinstance(claims, dict) and {2, 4} <= set(claims) <= {1, 2, 4}, "not a statement's claims")
            self.issuer, self.origin, self.type = claims.get(1), claims[2], header[3]
            self.payload, self.signature = cbor(payload), signature
        except (No, TypeError) as error:
            raise no(reason) from error
        self.algorithm, self.key_id = header[1], header[4]
        self.message = cbor_bytes(["Signature1", protected, b"", payload])
        self.id = sha256(b"deedbox/statement/v1", self.message)

    def is_by(self, public):
        """True when this Ed25519 key signed it."""
        if (self.algorithm, self.key_id) != (-8, key_id(-8, public)):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, self.message)
        except InvalidSignature:
            return False
        return True


class Ledger:
    """The ledger as it is trusted."""

    def __init__(self, walk, policy):
        self.walk, self.origin, self.policy = walk, walk.origin, policy

    def check_assurance(self, note):
        """Whether the verifier's policy is content with a final checkpoint: q + k - n - 1 lying validators."""
        network = self.walk.at(note.checkpoint[1])
        _, _, cosigners = network.final(note)
        if max(0, network.quorum + len(cosigners) - len(network.cosigners) - 1) < self.policy.assurance:
            raise no("assurance-too-low")

    def final(self, note):
        """Size, root and cosigners of a final checkpoint."""
        network = self.walk.at(note.checkpoint[1])
        try:
            return network.final(note)
        except Elsewhere as error:
            raise unknown("other-ledger") from error
        except No as error:
            known = {(key.name, key.id) for key in (*network.log_keys, *network.cosigners)}
            strangers = any((name, id) not in known for name, id, _ in note.signatures)
            is_false = str(error).startswith("a false signature")
            later = network == self.walk.network and strangers and not is_false
            raise (unknown("epochs-missing") if later else no("checkpoint-not-final")) from error

    def receipt(self, data):
        if data is None or data == b"":
            raise unknown("receipt-missing")
        try:
            return read_receipt(data)
        except No as error:
            raise no("receipt-unreadable") from error

    def check(self, receipt):
        """The leaf stands in the log; gives POSIX seconds before which it stood there."""
        size, root, cosigners = self.final(receipt.note)
        try:
            found = inclusion_root(receipt.index, size, leaf_hash(receipt.leaf), receipt.path)
        except No as error:
            raise no("not-in-log") from error
        if found != root:
            raise no("not-in-log")
        return min(cosigners.values())

    def statement(self, receipt, reason):
        """The statement of a receipt, with the time before which it stood in the log."""
        time = self.check(receipt)
        signed = Signed(receipt.leaf, reason)
        if signed.origin != self.origin:
            raise unknown("other-ledger")
        return signed, time

    def entry(self, data, kind, key):
        """What the state had under a key, with the height and time (ms) of the seal that says so."""
        if data is None:
            raise unknown("proof-missing")
        try:
            version, receipt, proof = fields(cbor(data), 3, "proof")
            receipt, proof = read_receipt(receipt), state.read_proof(proof)
            demand(version == 1 and proof.kind == state.KINDS[kind], "another proof")
        except (No, state.NotProven, TypeError) as error:
            raise unknown("proof-broken") from error
        try:
            self.check(receipt)
            seal = fields(cbor(receipt.leaf), 14, "seal")
            value = proof.value(key, seal[7])
        except Objection as objection:
            raise objection if objection.answer == "unknown" else unknown("proof-broken") from objection
        except (No, state.NotProven) as error:
            raise unknown("proof-broken") from error
        try:
            self.check_assurance(receipt.note)
        except Objection as objection:
            raise unknown(objection.reason) from objection
        try:
            return None if value is None else cbor(value), seal[1], seal[5]
        except No as error:
            raise unknown("proof-broken") from error

    def block(self, leaf, data):
        """Height and time (ms) of a leaf's block, by the receipt of its seal; None where that does not tell."""
        try:
            receipt = self.receipt(data)
            self.check(receipt)
            seal = fields(cbor(receipt.leaf), 14, "seal")
        except (Objection, No):
            return None
        return (seal[1], seal[5]) if seal[3] <= leaf < receipt.index else None


class Use:
    """What the ledger proves of a use."""

    def __init__(self, evidence, ledger):
        self.evidence, self.ledger = evidence, ledger
        self.grant = Fact(self.read_grant)
        self.use = Fact(self.read_use)
        self.entry = Fact(self.read_entry)
        self.counted = Fact(self.read_counted)
        self.profile = Fact(self.read_profile)
        self.passing = Fact(self.read_passing) if evidence.passing else None

    def read_grant(self):
        receipt = self.ledger.receipt(self.evidence.grant)
        signed, _ = self.ledger.statement(receipt, "not-a-grant")
        try:
            demand(signed.type == content_type("grant") and receipt.proof is None, "no grant")
            request, uses, expiry, _ = fields(signed.payload, 4, "grant")
            asked = Signed(request, "not-a-grant")
            demand(asked.type == content_type("request") and LABEL.fullmatch(asked.issuer or ""), "no request")
            scene, profile, _, _, key, _, case = fields(asked.payload, 7, "request")
            demand(is_bytes(key, 32, 32) and is_bytes(case, 32, 32), "no request")
        except No as error:
            raise no("not-a-grant") from error
        return {"id": state.grant_id(self.ledger.origin, key), "party": asked.issuer, "scene": scene,
                "profile": profile, "case": case, "signed": signed.is_by(key), "note": receipt.note}

    def read_use(self):
        receipt = self.ledger.receipt(self.evidence.use)
        signed, time = self.ledger.statement(receipt, "not-a-use")
        try:
            demand(LABEL.fullmatch(signed.issuer or ""), "no member")
            record = None
            if signed.type == content_type("use") and receipt.proof is None:
                grant, index, _, case, _ = fields(signed.payload, 5, "use")
            else:
                demand(signed.type == USES and receipt.proof, "no use")
                _, _, count, root = fields(signed.payload, 4, "manifest")
                record = receipt.proof.position
                found = inclusion_root(record, count, leaf_hash(receipt.proof.record), receipt.proof.path)
                demand(found == root, "no record of the manifest")
                grant, (index, case) = fields(cbor(receipt.proof.record), 2, "record")
            demand(is_bytes(grant, 32, 32) and is_number(index, 401) and is_bytes(case, 32, 32), "no use")
        except (No, TypeError, ValueError) as error:
            raise no("not-a-use") from error
        leaf = receipt.index if record is None else receipt.index + record + 1
        return {"party": signed.issuer, "grant": grant, "index": index, "case": case, "id": signed.id, "leaf": leaf,
                "record": record, "time": 1_000 * time, "note": receipt.note}

    def read_entry(self):
        return self.ledger.entry(self.evidence.proofs.get(("grant", None)), "grant", self.use.rest()["grant"])

    def read_counted(self):
        use, (entry, _, _) = self.use.get(), self.entry.get()
        if entry is None:
            raise unknown("grant-closed")
        counted = entry[8]
        if not 1 <= use["index"] <= len(counted):
            raise unknown("proof-too-old")
        statement, height, time, record, _ = counted[use["index"] - 1]
        if (statement, record) != (use["id"], use["record"]):
            raise no("not-counted")
        return height, time

    def read_profile(self):
        grant = self.grant.rest()
        key = state.prefixed(grant["party"]) + grant["scene"].encode()
        entry, _, _ = self.ledger.entry(self.evidence.proofs.get(("scene", None)), "scene", key)
        grant = self.grant.get()
        for name, asked in entry[0][3] if entry else []:
            if name == grant["profile"]:
                return {type: fields for type, fields in asked}
        raise no("scene-unknown")

    def read_passing(self):
        """To whom the party of this use passed it on, later, and by a right that holds."""
        use = self.use.rest()
        data, name, commitment = self.evidence.passing
        try:
            receipt = self.ledger.receipt(data)
            signed, _ = self.ledger.statement(receipt, "passing-false")
            try:
                demand(signed.type == content_type("evidence.pass") and receipt.proof is None, "no passing")
                demand(LABEL.fullmatch(signed.issuer or ""), "no member")
                grant, number, index, statement, recipient, basis = fields(signed.payload, 6, "passing")
                demand(is_number(number, 1_023) and is_number(index, 401), "no passing")
                demand(is_bytes(recipient, 32, 32) or isinstance(recipient, str) and LABEL.fullmatch(recipient),
                       "no recipient")
                demand(isinstance(basis, list) and len(basis) in (2, 3), "no basis")
            except (No, TypeError) as error:
                raise no("passing-false") from error
        except Objection as objection:
            raise objection if objection.answer == "unknown" else no("passing-false") from objection
        self.ledger.check_assurance(receipt.note)
        if (signed.issuer, grant, index, statement) != (use["party"], use["grant"], use["index"], use["id"]):
            raise no("passing-false")
        if not use["leaf"] < receipt.index or not self.is_right(basis, grant, index, recipient):
            raise no("passing-false")
        if recipient != (commitment or recipient) or (name is None) != isinstance(recipient, str):
            raise no("passing-false")
        return name or recipient

    def is_right(self, basis, grant, index, recipient):
        """On a ground of the list, or with a leave that the grant's own key signed for just this."""
        if len(basis) == 2:
            return basis[0] in GROUNDS and is_bytes(basis[1], 32, 32)
        key, not_after, signature = basis
        if not (is_bytes(key, 32, 32) and is_number(not_after, 1 << 40) and is_bytes(signature, 64, 64)):
            return False
        signed = b"deedbox/passleave/v1" + cbor_bytes([grant, index, recipient, not_after])
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return state.grant_id(self.ledger.origin, key) == grant

    @property
    def time(self):
        """Of the use, in ms; None for one that is not proven."""
        if self.counted.stands:
            return self.counted.value[1]
        return self.use.value["time"] if self.use.stands else None

    def second(self):
        if self.time is None:
            raise follows()
        return self.time // 1_000

    def checks(self, shown):
        checks = {"addressed": self.addressed, "granted": self.granted, "counted": self.is_counted,
                  "complete": lambda: self.complete(shown)}
        if self.evidence.case:
            checks["matter"] = self.matter
        return answers(checks)

    def addressed(self):
        granted, used = self.grant.rest()["party"], self.use.rest()["party"]
        if granted != used:
            raise no("not-addressed-to-me")
        if used == self.evidence.party:
            return
        if self.passing is None or self.passing.get() != self.evidence.party:
            raise no("not-addressed-to-me")

    def granted(self):
        grant = self.grant.get()
        self.ledger.check_assurance(grant["note"])
        if not grant["signed"]:
            raise no("grant-signature-false")
        if self.use.rest()["grant"] != grant["id"]:
            raise no("other-grant")
        entry, _, _ = self.entry.get()
        if entry is None:
            raise unknown("grant-closed")
        _, time = self.counted.rest()
        uses, expiry, counted, withdrawn, refused = entry[5], entry[6], entry[8], entry[9], entry[10]
        ended = any(end is not None and end <= time for end in (withdrawn, refused))
        if ended or expiry * 1_000 < time or len(counted) > uses:
            raise no("grant-ended")

    def is_counted(self):
        self.ledger.check_assurance(self.use.get()["note"])
        self.counted.get()

    def complete(self, shown):
        for type, asked in self.profile.get().items():
            names = {name for one, names in shown if one == type for name in names}
            if any(required and path not in names for path, _, required in asked):
                raise no("field-missing")

    def matter(self):
        number, request_salt, use_salt = self.evidence.case
        opened = [(request_salt, self.grant.rest()["case"]), (use_salt, self.use.rest()["case"])]
        if any(salt is not None and sha256(b"deedbox/case/v1", salt, number.encode()) != case for salt, case in opened):
            raise no("case-differs")


class Document:
    """One document of a use."""

    def __init__(self, place, use):
        self.place, self.use, self.ledger, self.evidence = place, use, use.ledger, use.evidence
        text, receipt, seal = self.evidence.documents[place]
        self.text = Fact(lambda: Presentation(text))
        self.claims = Fact(lambda: self.text.get().read())
        self.receipt = Fact(lambda: self.ledger.receipt(receipt))
        self.issue = Fact(self.read_issue)
        self.statuses = [self.said(word, "status") for word in ("status", "statusNow")]
        self.corrections = [self.said(word, "correction") for word in ("correction", "correctionNow")]
        self.height, self.time = None, None
        if self.issue.stands:
            block = self.ledger.block(self.issue.value["index"], seal)
            self.height, self.time = block or (None, self.issue.value["time"])

    def read_issue(self):
        receipt = self.receipt.get()
        try:
            self.ledger.final(receipt.note)
        except Objection as objection:
            raise follows() from objection
        # What is no receipt of a record is said before the path is looked at.
        if receipt.proof is None:
            raise no("not-an-issue")
        signed, time = self.ledger.statement(receipt, "not-an-issue")
        proof = receipt.proof
        try:
            demand(signed.type == MANIFEST and LABEL.fullmatch(signed.issuer or ""), "no manifest")
            type, version, count, root = fields(signed.payload, 4, "manifest")
            found = inclusion_root(proof.position, count, leaf_hash(proof.record), proof.path)
            demand(found == root, "no record of the manifest")
            commitment, expiry = fields(cbor(proof.record), 2, "record")
            demand(is_bytes(commitment, 32, 32), "no record")
        except (No, TypeError) as error:
            raise no("not-an-issue") from error
        return {"issuer": signed.issuer, "type": type, "version": version, "commitment": commitment,
                "expiry": expiry, "index": receipt.index + proof.position + 1, "time": 1_000 * time}

    @property
    def type(self):
        if self.issue.stands:
            return self.issue.value["type"]
        return self.claims.value.type if self.claims.stands else None

    @property
    def shown(self):
        return self.type, set(self.claims.value.fields) if self.claims.stands else set()

    def checks(self):
        return answers({"form": self.form, "signature": self.signature, "accredited": self.accredited,
                        "recorded": self.recorded, "final": self.final,
                        "status": self.status, "undisputed": self.undisputed, "validity": self.validity,
                        "freshness": self.freshness, "holder": self.holder, "fields": self.within_scene})

    def final(self):
        note = self.receipt.get().note
        self.ledger.final(note)
        self.ledger.check_assurance(note)

    def form(self):
        text = self.claims.get()
        if text.origin != self.ledger.origin:
            raise no("document-of-other-ledger")
        if not self.issue.stands:
            return
        if (text.type, text.version) != (self.issue.value["type"], self.issue.value["version"]):
            raise no("type-differs")
        second = self.time // 1_000
        is_early = text.issued + DAY < second
        if is_early and self.height is None:
            raise unknown("record-time-unknown")
        if is_early or text.issued > second + DAY:
            raise no("date-differs")

    def signature(self):
        text = self.text.rest()
        issue = self.issue.rest()
        data = self.evidence.proofs.get(("issuer", self.place))
        entry, _, _ = self.ledger.entry(data, "member", issue["issuer"].encode())
        if entry is None:
            raise no("issuer-unknown")
        details, effective, coming, _ = entry
        then = coming[0] if coming and coming[1] <= self.time else details
        second = self.time // 1_000
        for (algorithm, public), start, end in then[3]:
            if algorithm == -7 and start <= second and (end is None or second < end) and text.jws.is_by(public):
                return
        known = details[3] + (coming[0][3] if coming else [])
        if self.height is None and any(
                key[0] == -7 and start <= second and text.jws.is_by(key[1]) for key, start, _ in known):
            raise unknown("record-time-unknown")
        if (coming[1] if coming else effective) > self.time:
            raise unknown("issuer-keys-changed")
        raise no("signature-false")

    def recorded(self):
        issue = self.issue.get()
        text = self.claims.rest()
        found = sha256(b"deedbox/record/v1", text.correction, sha256(text.jwt.encode()))
        if found != issue["commitment"]:
            raise no("record-of-another")

    def accredited(self):
        try:
            self.recorded()
        except Objection as objection:
            raise follows() from objection
        labels = self.ledger.policy.labels
        if labels is not None and self.claims.value.label not in labels:
            raise no("label-not-accepted")

    def said(self, question, kind):
        """What a proof about this document says, with height and time (ms) of its seal; None where there is none."""
        data = self.evidence.proofs.get((question, self.place))

        def ask():
            issue = self.issue.get()
            key = state.status_key(self.ledger.origin, issue["issuer"], issue["commitment"])
            return self.ledger.entry(data, kind, key)

        return None if data is None else Fact(ask)

    def told(self, facts, tells):
        """What the first of the proofs tells of the block of the use, and the height of that block."""
        self.issue.rest()
        used, _ = self.use.counted.rest()
        first = None
        for fact in facts:
            if fact is None:
                continue
            try:
                entry, height, _ = fact.get()
                if height < used:
                    raise unknown("proof-too-old")
                if entry is not None and not tells(entry, used):
                    raise unknown("changed-since")
                return entry, used
            except Objection as objection:
                first = first or objection
        raise first or unknown("proof-missing")

    def status(self):
        entry, _ = self.told(self.statuses, lambda entry, used: entry[2] <= used)
        if entry is not None and entry[0] != 1:
            raise no(STATES[entry[0]])

    def undisputed(self):
        entry, used = self.told(self.corrections, lambda entry, used: entry[2] <= used or entry[0] == 1)
        if entry is None or entry[2] > used:
            return
        if entry[4] is None or entry[4][2] > used:
            raise no("in-dispute")

    @property
    def standing(self):
        """How the document stands by the newest proof: state, since when, as of which block; None if nothing tells."""
        try:
            self.recorded()
        except Objection:
            return None
        newest = newest_of(self.statuses)
        if newest is None:
            return None
        entry, height, time = newest
        found = STATES[entry[0]] if entry else None
        dispute = newest_of(self.corrections)
        if found is None and dispute and dispute[0] and dispute[0][4] is None:
            entry, height, time = dispute
            return Standing("inDispute", (entry[2], entry[1]), (height, time))
        return Standing(found or "valid", (entry[2], entry[1]) if entry else None, (height, time))

    def validity(self):
        text, second = self.claims.rest(), self.use.second()
        if is_number(text.start) and second < text.start:
            raise no("not-yet-valid")
        ends = [text.expiry, self.issue.value["expiry"] if self.issue.stands else None]
        if any(end is not None and second >= end for end in ends):
            raise no("expired")

    def freshness(self):
        text, second = self.claims.rest(), self.use.second()
        if text.update_days is not None and second >= text.as_of + text.update_days * DAY:
            raise no("stale")
        age = self.ledger.policy.age
        if age is not None and second >= text.as_of + age:
            raise no("older-than-accepted")

    def holder(self):
        text, use = self.claims.rest(), self.use.use.rest()
        if use["index"] < 1:
            raise follows()
        context = b"".join(len(part).to_bytes(2, "big") + part for part in (
            self.ledger.origin.encode(), use["grant"], self.evidence.set, use["party"].encode()))
        nonce = sha256(b"deedbox/nonce/v1", context, use["index"].to_bytes(2, "big"))
        nonce = base64.urlsafe_b64encode(nonce).rstrip(b"=").decode()
        text.check_holder(use["party"], nonce, self.use.second(), self.ledger.policy.leeway)

    def within_scene(self):
        text = self.text.rest()
        if self.type is None:
            raise follows()
        asked = self.use.profile.rest().get(self.type)
        if asked is None:
            raise no("type-beyond-scene")
        if not set(text.fields) <= {path for path, _, _ in asked} or "attachments" in text.claims:
            raise no("beyond-scene")


@dataclasses.dataclass(frozen=True)
class Standing:
    """How a document stands now; `since` and `as_of` are a height and a time in ms."""

    state: str
    since: tuple | None
    as_of: tuple

    @property
    def weight(self):
        return STANDINGS.index(self.state)

    @property
    def is_bad(self):
        return self.weight > STANDINGS.index("inDispute")


def newest_of(facts):
    """Of the proofs that hold the newest, the first of equals."""
    held = [fact.value for fact in facts if fact is not None and fact.stands]
    return max(held, key=lambda said: said[1], default=None)


def content_type(act):
    return f"application/vnd.deedbox.{act}.v1+cbor"


def answers(checks):
    """Each check with its answer and reason."""
    found = {}
    for name, ask in checks.items():
        try:
            ask()
            found[name] = ("yes", None)
        except Objection as objection:
            found[name] = (objection.answer, objection.reason)
    return found


@dataclasses.dataclass(frozen=True)
class Verdict:
    """The checks of the use, those of each document, how each stands now, and to whom the use was passed on."""

    use: dict
    documents: list
    standings: list
    passed_on: str | None

    @property
    def checks(self):
        return [self.use, *self.documents]

    @property
    def answer(self):
        return answer(self.use, self.documents)

    @property
    def state(self):
        return state_of([said for checks in self.checks for said in checks.items()])

    @property
    def now(self):
        """As the worst of them stands, of equals the one whose proof is oldest; None when one is untold."""
        told = [standing for standing in self.standings if standing]
        worst = max(told, key=lambda standing: (standing.weight, -standing.as_of[1]), default=None)
        return worst if worst and (worst.is_bad or len(told) == len(self.standings)) else None

    @property
    def answer_now(self):
        if self.answer == "no" or self.now and self.now.is_bad:
            return "no"
        return self.answer if self.now else "unknown"


def verdict(data, genesis, policy=None, party=None):
    """What can be said of the use; raises `No` for what is no evidence of this ledger."""
    evidence = Evidence(data)
    evidence.party = party or evidence.party
    walk = Walk.read(evidence.epochs, genesis)
    demand(evidence.origin == walk.origin, "evidence of another ledger")
    use = Use(evidence, Ledger(walk, policy or Policy()))
    documents = [Document(place, use) for place in range(len(evidence.documents))]
    return Verdict(use.checks([document.shown for document in documents]),
                   [document.checks() for document in documents], [document.standing for document in documents],
                   use.passing.value if use.passing else None)


def state_of(checks):
    """The verdict in a word: of the reasons for a no the heaviest."""
    states = [REASON_STATES.get(reason, "invalid") for _, (said, reason) in checks if said == "no"]
    heaviest = max(states, key=VERDICT_STATES.index, default="valid")
    is_open = any(said == "unknown" for name, (said, _) in checks if name != "undisputed")
    return "couldNotCheck" if is_open and heaviest in ("valid", "inDispute") else heaviest


def answer(use, documents):
    """No as soon as one check says no; a dispute alone takes nothing away."""
    found = {said[0] for checks in (use, *documents) for name, said in checks.items() if name != "undisputed"}
    return "no" if "no" in found else "unknown" if "unknown" in found else "yes"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--trust", type=pathlib.Path, required=True, metavar="GENESIS", help="the genesis file")
    parser.add_argument("--as", dest="party", metavar="NAME",
                        help="who asks, if not the member that wrote the file: a member, or whom it was passed on to")
    parser.add_argument("--policy", type=pathlib.Path, metavar="FILE", help="what you ask for beyond the rules")
    parser.add_argument("--now", action="store_true", help="the exit code follows what is known of today too")
    options = parser.parse_args()
    try:
        policy = Policy(options.policy.read_bytes()) if options.policy else None
        said = verdict(options.file.read_bytes(), options.trust.read_bytes(), policy, options.party)
    except (OSError, No, ValueError, TypeError) as error:
        print(f"could not check: {error}", file=sys.stderr)
        return 3
    for number, checks in enumerate(said.checks):
        print(f"document {number}" if number else "the use")
        for name, (answered, reason) in checks.items():
            word = "could not check" if answered == "unknown" else answered
            print(f"  {word}: {name}" + (f" ({reason})" if reason else ""))
    if said.passed_on:
        print(f"passed on to {said.passed_on}")
    print(f"as of the use: {said.state}")
    if said.now:
        since = f" since block {said.now.since[0]}" if said.now.since else ""
        print(f"now: {said.now.state}{since}, as of block {said.now.as_of[0]}")
    found = said.answer_now if options.now else said.answer
    print({"yes": "yes: every check holds", "no": "no: at least one check says no",
           "unknown": "could not check in full"}[found])
    return {"yes": 0, "no": 1, "unknown": 3}[found]


if __name__ == "__main__":
    sys.exit(main())
