"""Grants with deposits, dealt, handed in and opened in Python from docs/protocol/release.md alone."""

import base64
import contextlib
import copy
import hashlib
import json
import os
import time

import release
import sealing
import statements
from machine import ROOT, wait
from pen import BANK
from state import grant_id
from statements import EDDSA, Key, PublicKey, encode

REGULATOR = "broken-regulator"
RELEASE = {validator["member"]: PublicKey(EDDSA, bytes.fromhex(validator["keys"]["release"]))
           for validator in json.loads((ROOT / "network/three/genesis.json").read_text())["validators"]}


class Dealer:
    """A regulator with a sealing key, registered; the party's sealing key; and the validators' keys of one week."""

    scene = "counter"

    def __init__(self, pen, node, life=1_800):
        self.pen, self.party, self.regulator = pen, os.urandom(32), os.urandom(32)
        details = [["示例机构", "Sample " + REGULATOR], [4], "", [[Key().public.pair, 0, None]],
                   release.x25519_public(self.regulator)]
        node.send([pen.govern("member.register", [REGULATOR, details])])
        self.expiry = int(time.time()) + life
        self.learn(node)

    def learn(self, node):
        """Who the validators are now, and their keys of the week."""
        path = f"/deposits/keys?week={self.expiry // release.WEEK}"
        known = wait("a validator's key of the week is not known", lambda: self.complete(node.get_json(path)))
        self.set, self.quorum = bytes.fromhex(known["set"]), known["quorum"]
        self.members = [validator["member"] for validator in known["validators"]]
        self.weekly = [self.key(validator) for validator in known["validators"]]

    def anew(self, node):
        """The same institutions, and the validators of now."""
        dealer = copy.copy(self)
        dealer.learn(node)
        return dealer

    @staticmethod
    def complete(known):
        return all(validator.get("key") for validator in known["validators"]) and known

    def key(self, validator):
        read = statements.read(base64.b64decode(validator["key"]))
        assert read.act == "weeklykey" and read.issuer == validator["member"] and read.origin == self.pen.origin
        assert read.signers[0].is_by(RELEASE[validator["member"]])
        assert read.payload[0] == self.expiry // release.WEEK
        return read.payload[1]

    def deal(self, uses=2, size=40, token=lambda grant: b"token"):
        """`token` makes what the trace packet holds, for the grant's id."""
        return Dealt(self, uses, size, token)


class Dealt:
    """One request of the bank, what a holder's wallet deals for it, and the grant."""

    def __init__(self, dealer, uses, size, token):
        self.dealer, self.pen, self.uses, self.holder = dealer, dealer.pen, uses, Key()
        self.id = grant_id(self.pen.origin, self.holder.public.data)
        asked = [dealer.scene, "basic", uses, 3_600, self.holder.public.data, os.urandom(16), os.urandom(32)]
        self.request = self.pen.by_bank("request", asked)
        self.leave = self.request
        self.deposit = self.dealt(1, size, token)

    def dealt(self, first, size=40, token=lambda grant: b"token"):
        """The uses from this one on, for the dealer's validators."""
        dealer = self.dealer
        return release.deal(
            release.Context(self.pen.origin, self.id, dealer.set, BANK), dealer.quorum, dealer.weekly,
            release.x25519_public(dealer.party), release.x25519_public(dealer.regulator), dealer.expiry,
            [([os.urandom(size).hex()], [])], [(0, [f"示例绑定 {k}"], b"case") for k in range(first, self.uses + 1)],
            token(self.id), first=first)

    def again(self, dealer, first, number=1):
        """The uses from this one on for other validators; the holder's limit of this number is the leave, and says so on the
        ledger."""
        dealt = copy.copy(self)
        dealt.dealer = dealer
        dealt.deposit = dealt.dealt(first)
        limit = [self.holder.public.data, number, None, None, None, dealt.digest]
        dealt.leave = self.pen.sign(self.holder, "grant.limit", limit)
        return dealt

    def spoil(self, member):
        """What is sealed to one validator is no share any more, and the manifest says so."""
        position = self.dealer.members.index(member) + 1
        context = self.deposit.manifest.context.data + bytes([position])
        bad = encode([[k, os.urandom(32)] for k in [0, *self.deposit.manifest.ks]])
        sealed = sealing.hpke_seal(
            self.dealer.weekly[position - 1], os.urandom(32), bad, b"deedbox/sealedshares/v1", context)
        items = release.decode(self.deposit.data)
        manifest = release.decode(items[1])
        manifest[release.NAMES.index("sealedShares")][position - 1] = hashlib.sha256(sealed).digest()
        items[1], items[5][position - 1] = release.encode(manifest), sealed
        self.deposit = release.Deposit(release.encode(items))
        return self

    @property
    def digest(self):
        return self.deposit.manifest.digest

    def handed(self, deposit=None):
        return encode([1, self.leave, deposit or self.deposit.data])

    def hand(self, node, body=None):
        """Status and answer of one node."""
        status, answer = ask(node, "/deposits", body or self.handed(), "application/cbor")
        return status, json.loads(answer)

    def grant(self, manifest=None):
        payload = [self.request, self.uses, int(time.time()) + 1_700, manifest or self.digest]
        return self.pen.sign(self.holder, "grant", payload)

    def signers(self, answer):
        """The members whose words in a node's answer are good."""
        found = set()
        assert answer["manifest"] == self.digest.hex()
        for text in answer["acknowledgements"]:
            read = statements.read(base64.b64decode(text))
            assert read.act == "deposit.ack" and read.origin == self.pen.origin
            assert read.not_after == answer["expiry"] == self.dealer.expiry
            digest, position, expiry = read.payload
            assert (digest, expiry) == (self.digest, self.dealer.expiry)
            assert self.dealer.members[position - 1] == read.issuer
            assert read.signers[0].is_by(RELEASE[read.issuer])
            found.add(read.issuer)
        return found

    # Parts.

    @property
    def tags(self):
        """The tag of each part, with its bytes."""
        manifest, deposit = self.deposit.manifest, self.deposit
        parts = [(0, 0, manifest.data), (1, 0, deposit.party_part), (5, 0, deposit.trace)]
        parts += [(2, number, body) for number, body in enumerate(deposit.bodies)]
        parts += [(3, k, ticket) for k, ticket in zip(manifest.ks, deposit.tickets)]
        parts += [(4, i, shares) for i, shares in enumerate(deposit.sealed_shares, 1)]
        head = b"deedbox/deposit/v1" + manifest.salt
        return {hashlib.sha256(head + bytes([kind]) + release.u16(number)).digest(): part
                for kind, number, part in parts}

    def is_held(self, node):
        """True when a node gives every part by its tag."""
        status, answer = ask(node, "/strongroom/fetch", b"".join(self.tags), "application/octet-stream")
        assert status == 200, answer
        return {tag: body for tag, body in statements.decode(answer)[1]} == self.tags

    # Uses.

    def use(self, k):
        """A use with its release key's secret."""
        secret = os.urandom(32)
        payload = [self.id, k, release.x25519_public(secret), os.urandom(32), os.urandom(32)]
        return self.pen.by_bank("use", payload), secret

    def share(self, node, leaf, secret, k):
        """The share that a node gives for a final use, by its position."""
        question = json.dumps({"statement": statements.read(leaf).id.hex(), "from": 0}).encode()

        def answered():
            status, answer = ask(node, "/release", question, "application/json")
            assert status in (200, 503), (status, answer)
            return status == 200 and answer
        signed = wait("a node does not answer for a final use", answered)
        read, shares = release.read_answer(signed, RELEASE[node.member], secret)
        assert read.issuer == node.member and shares is not None
        entries = read.payload[3]
        assert [entry[:2] for entry in entries] == [[self.digest, k]]
        return {entries[0][2]: shares[0]}

    def open(self, nodes, leaf, secret, k):
        """What a use shows, from the shares of these nodes."""
        shares = {}
        for node in nodes:
            shares |= self.share(node, leaf, secret, k)
        return self.deposit.open(k, shares, self.deposit.party_secret(self.dealer.party))


def ask(machine, path, body, media_type):
    with contextlib.closing(machine.door()) as door:
        return door.ask("POST", path, body, {"content-type": media_type})
