"""Evidence of a use on a paper ledger, written in Python alone: a document, its grant and use, and what proves them."""

import base64
import copy
import hashlib
import json
import os

import state
import statements
from paper import PaperLedger, bucket_parts, cbor_receipt, proof_parts
from replay import leaf_hash
from state import KINDS
from statements import ES256, Key, encode
from story import BANK, ISSUER, TYPE
from verify_receipt import cbor

SCENE = "counter"
SET = hashlib.sha256(b"sample set").digest()


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jws(key, kind, claims):
    head, body = (b64url(json.dumps(part, ensure_ascii=False).encode())
                  for part in ({"alg": "ES256", "typ": kind}, claims))
    return f"{head}.{body}.{b64url(key.sign(f'{head}.{body}'.encode()))}"


def disclosure(name, value):
    return b64url(json.dumps([b64url(os.urandom(16)), name, value], ensure_ascii=False).encode())


class PaperUse:
    """One document of the paper ledger's issuer, shown once to its bank."""

    type = TYPE

    def __init__(self, ledger=None, before_use=lambda made: None):
        self.ledger = ledger or PaperLedger(nodes=4, byzantine=True, cosigners=[1, 3, 4])
        self.story, self.origin = self.ledger.story, self.ledger.network.origin
        self.holder, self.correction, self.grant_key = Key(ES256), Key(), Key()
        self.salts = [os.urandom(32), os.urandom(32)]
        self.disclosures = [disclosure("ZZBH", "示例 1"), disclosure("ZT", "示例")]
        self.jwt = jws(self.signer, "dc+sd-jwt", self.claims())
        self.mint()
        self.ask()
        before_use(self)
        self.use()

    @property
    def signer(self):
        """The key of the issuer that signs the document."""
        return self.story.issuer

    @property
    def now(self):
        return self.ledger.replay.time // 1000

    def claims(self, **more):
        public = self.holder.public.data
        digests = sorted(b64url(hashlib.sha256(text.encode()).digest()) for text in self.disclosures)
        return {
            "iss": "https://issuer.example", "vct": "https://issuer.example/types/1", "iat": self.now,
            "exp": self.now + 10_000_000,
            "cnf": {"jwk": {"kty": "EC", "crv": "P-256", "x": b64url(public[:32]), "y": b64url(public[32:])}},
            "deedbox": {"origin": self.origin, "type": self.type, "version": 1, "as_of": "2026-11-01T00:00:00Z",
                        "update_days": 30, "correction": b64url(hashlib.sha256(self.correction.public.data).digest()),
                        "provenance": "digital", "label": "government"},
            "_sd": digests, "_sd_alg": "sha-256"} | more

    @property
    def commitment(self):
        salt, document = (hashlib.sha256(part).digest() for part in (self.correction.public.data, self.jwt.encode()))
        return hashlib.sha256(b"deedbox/record/v1" + salt + document).digest()

    def mint(self):
        leaf = encode([self.commitment, None])
        manifest, = self.ledger.send([self.story.by_issuer(
            "documents.issue", self.type, 1, 1, leaf_hash(leaf)) + [leaf]])
        self.record, self.seal = manifest + 1, len(self.ledger.leaves) - 1

    def case(self, salt):
        return hashlib.sha256(b"deedbox/case/v1" + salt + b"2026-001").digest()

    def ask(self):
        payload = [SCENE, "basic", 3, 3_600, self.grant_key.public.data, os.urandom(16), self.case(self.salts[0])]
        request = self.story.member(BANK, self.story.bank, "request", payload, 500)
        self.granting = [request, 2, self.now + 1_800, SET]
        self.grant_leaf, = self.ledger.send([[self.story.by_holder(self.grant_key, "grant", self.granting)]])
        self.grant = state.grant_id(self.origin, self.grant_key.public.data)

    def use(self):
        self.early = self.proof("status", self.status_key)
        self.use_leaf, = self.ledger.send([self.story.by_bank(
            "use", self.grant, 1, os.urandom(32), self.case(self.salts[1]), os.urandom(32))])
        self.used_at = self.now
        self.ledger.send([])

    def pass_on(self, recipient, basis=None):
        """The bank passes the use on, on the ground of a court's order or a given one; gives the leaf."""
        number = sum(1 for kind, key in self.ledger.replay.entries
                     if kind == KINDS["passing"] and key[:32] == self.grant)
        use = statements.read(self.ledger.leaves[self.use_leaf]).id
        leaf, = self.ledger.send([self.story.by_bank(
            "evidence.pass", self.grant, number, 1, use, recipient, basis or [3, os.urandom(32)])])
        self.ledger.send([])
        return leaf

    def lied(self, payload, by=None):
        """An `evidence.pass` that no honest node would have taken; gives the leaf."""
        self.ledger.replay.do_evidence_pass = lambda *_: None
        leaf, = self.ledger.send([by("evidence.pass", *payload) if by else self.story.by_bank("evidence.pass", *payload)])
        del self.ledger.replay.do_evidence_pass
        self.ledger.send([])
        return leaf

    def set_status(self, code):
        """The issuer suspends (2), revokes (3), supersedes (4) or reinstates (1) it."""
        self.ledger.send([self.story.by_issuer("document.status", self.record, self.commitment, code, os.urandom(32))])

    def dispute(self):
        document = hashlib.sha256(self.jwt.encode()).digest()
        payload = [self.record, ISSUER, self.correction.public.pair, document, os.urandom(32)]
        self.ledger.send([[self.story.by_holder(self.correction, "correction.open", payload)]])

    def answer(self):
        self.ledger.send([self.story.by_issuer("correction.answer", self.record, self.commitment, 1, os.urandom(32))])

    @property
    def status_key(self):
        return state.status_key(self.origin, ISSUER, self.commitment)

    def nonce(self, use=1):
        context = b"".join(len(part).to_bytes(2, "big") + part
                           for part in (self.origin.encode(), self.grant, SET, BANK.encode()))
        return b64url(hashlib.sha256(b"deedbox/nonce/v1" + context + use.to_bytes(2, "big")).digest())

    def presentation(self, shown=(0, 1), by=None, **changes):
        """The document with some disclosures and the holder's signature; what the signature says can be changed."""
        text = self.jwt + "~" + "".join(self.disclosures[place] + "~" for place in shown)
        claims = {"iat": self.now, "aud": BANK, "nonce": self.nonce(),
                  "sd_hash": b64url(hashlib.sha256(text.encode()).digest())} | changes
        return text + jws(by or self.holder, "kb+jwt", claims)

    def receipt(self, index):
        return cbor_receipt(self.ledger.receipt(index), self.origin)

    def proof(self, word, key):
        """What the state holds now under a key, up to the newest checkpoint."""
        bucket = state.read_bucket(bucket_parts(self.ledger.entries, KINDS[word], 0, 0))
        return encode([1, self.receipt(len(self.ledger.leaves) - 1), proof_parts(bucket.proof(key))])

    def renewed(self, evidence):
        """Evidence of before, with what the state says of the document now beside it."""
        evidence = copy.deepcopy(evidence)
        evidence["proofs"] += [{"question": question, "document": 0, "proof": b64url(self.proof(word, self.status_key))}
                               for question, word in (("statusNow", "status"), ("correctionNow", "correction"))]
        return evidence

    def evidence(self):
        """The members of the file, for a test to alter."""
        questions = [("grant", "grant", self.grant), ("scene", "scene", state.prefixed(BANK) + SCENE.encode()),
                     ("issuer", "member", ISSUER.encode()), ("status", "status", self.status_key),
                     ("correction", "correction", self.status_key)]
        proofs = [{"question": question} | ({} if place < 2 else {"document": 0})
                  | {"proof": b64url(self.proof(word, key))} for place, (question, word, key) in enumerate(questions)]
        return copy.deepcopy({
            "format": "deedbox/use-evidence/v2", "origin": self.origin, "party": BANK, "set": SET.hex(), "shared": [],
            "documents": [{"presentation": self.presentation(),
                           "receipt": b64url(self.ledger.receipt(self.record)),
                           "seal": b64url(self.receipt(self.seal))}],
            "grant": b64url(self.receipt(self.grant_leaf)), "use": b64url(self.receipt(self.use_leaf)),
            "proofs": proofs,
            "case": {"number": "2026-001", "requestSalt": b64url(self.salts[0]), "useSalt": b64url(self.salts[1])},
            "epochs": b64url(encode([1, self.origin, self.ledger.steps]))})


def written(evidence):
    """The file as it stands."""
    return (json.dumps(evidence, ensure_ascii=False, indent=2) + "\n").encode()


def places(evidence):
    """Where the values that may share pieces stand, in the order of the file: what holds them, and their names."""
    for document in evidence["documents"]:
        yield from ((document, name) for name in ("receipt", "seal") if name in document)
    yield from ((evidence, name) for name in ("grant", "use"))
    yield from ((item, "proof") for item in evidence["proofs"])
    if "passing" in evidence:
        yield evidence["passing"], "receipt"


def shared(evidence):
    """The same file with each checkpoint, and whatever else stands twice, written once."""
    evidence = copy.deepcopy(evidence)
    values = [(holder, name, base64.urlsafe_b64decode(holder[name] + "==")) for holder, name in places(evidence)]
    texts = {checkpoint_tail(value) for _, _, value in values} - {None}
    values = [(holder, name, cut(value, texts)) for holder, name, value in values]
    every = [piece for _, _, pieces in values for piece in pieces]
    table = []
    for holder, name, pieces in values:
        parts = []
        for piece in pieces:
            if every.count(piece) > 1 and len(piece) >= 48:
                if piece not in table:
                    table.append(piece)
                parts.append(table.index(piece))
            else:
                parts.append(b64url(piece))
        holder[name] = parts if len(parts) > 1 or isinstance(parts[0], int) else parts[0]
    return evidence | {"shared": [b64url(piece) for piece in table]}


def checkpoint_tail(value):
    """The end of a CBOR receipt, from its checkpoint on; None in other bytes."""
    parts = cbor(value) if value[:1] == b"\x87" else None
    return parts and b"".join(encode(part) for part in parts[5:])


def cut(value, texts):
    """A value in pieces, so that each of these texts is one of them."""
    for text in texts:
        before, found, after = value.partition(text)
        if found:
            return [piece for piece in (before, found, after) if piece]
    return [value]
