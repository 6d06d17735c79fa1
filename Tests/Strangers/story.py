"""Everything that a ledger of today can hold, as statements written in Python: for a paper ledger, and for a node."""

import hashlib
import os

import statements
from replay import leaf_hash, merkle_root
from state import grant_id
from statements import ES256, Key, signed

TYPE = "STRANGERS001"
ISSUER, BANK = "foreign-issuer", "foreign-bank"
RECORDS, STATUSES = 300, 140
#: Seconds until a statement is too old; the networks here allow ten.
LIFETIME = 9


def commitment(salt, document):
    return hashlib.sha256(b"deedbox/record/v1" + salt + hashlib.sha256(document).digest()).digest()


class Story:
    """`send` takes lists of leaves, a statement first, and returns the leaf index of each statement.

    The clock tells POSIX seconds."""

    def __init__(self, send, origin, clock, sequence):
        self.send, self.origin, self.clock, self.sequence = send, origin, clock, sequence
        self.now = clock()
        self.governors = [Key(name=f"governance-{number}") for number in (1, 2, 3)]
        self.issuer, self.bank = Key(ES256), Key()
        self.holders = [Key() for _ in range(4)]
        #: The correction keys of the last documents; their records commit to them.
        self.correctors = [Key(), Key(), Key(ES256)]
        self.salts = [os.urandom(32) for _ in range(RECORDS - len(self.correctors))]
        self.salts += [hashlib.sha256(key.public.data).digest() for key in self.correctors]
        self.records = [[commitment(salt, b"sample document %d" % number), None if number % 2 else self.now + 10 ** 8]
                        for number, salt in enumerate(self.salts)]

    def tell(self):
        self.found()
        self.issue()
        self.set_statuses()
        self.correct()
        self.grant()
        return self

    def govern(self, act, *payload, keys=3):
        self.sequence += 1
        return [statements.governed(
            self.governors[:keys], act, [self.sequence - 1, *payload], self.origin, self.now + 86_400)]

    def member(self, member, key, act, payload, lifetime=LIFETIME):
        return signed(key, act, payload, self.origin, self.clock() + lifetime, member)

    def by_issuer(self, act, *payload):
        return [self.member(ISSUER, self.issuer, act, list(payload))]

    def by_bank(self, act, *payload):
        return [self.member(BANK, self.bank, act, list(payload))]

    def by_holder(self, holder, act, payload):
        return signed(holder, act, payload, self.origin, self.clock() + LIFETIME)

    def found(self):
        """Two members, with keys of both algorithms; a type and a scene of theirs."""
        for member, role, key in [(ISSUER, 1, self.issuer), (BANK, 2, self.bank)]:
            details = [["示例机构", "Sample " + member], [role], "", [[key.public.pair, 0, None]]]
            self.send([self.govern("member.register", member, details)])
        fields = [["ZZBH", ["证照编号", "number"], 2, True]]
        self.send([self.govern("type.register", [TYPE, ISSUER, ["示例证照", "Sample"], 2, None, fields])])
        self.send([self.by_issuer("accredit", TYPE, ISSUER, [0, None])])
        scene = ["counter", ["示例用途", "Sample purpose"], ["示例依据", "Sample basis"],
                 [["basic", [[TYPE, ["ZZBH"]]]]], 3, 86_400, 0, 30]
        self.send([self.by_bank("scene.declare", scene)])

    def issue(self):
        leaves = [statements.encode(record) for record in self.records]
        root = merkle_root([leaf_hash(leaf) for leaf in leaves])
        manifest = self.by_issuer("documents.issue", TYPE, 1, len(leaves), root)
        self.manifest, = self.send([manifest + leaves])

    def status(self, number, code):
        record = self.records[number]
        return self.by_issuer("document.status", self.manifest + 1 + number, record[0], code, os.urandom(32))

    def set_statuses(self):
        """The first records are revoked, suspended or superseded; every tenth suspended one is reinstated."""
        self.send([self.status(number, 2 + number % 3) for number in range(STATUSES)])
        self.send([self.status(number, 1) for number in range(0, STATUSES, 30)])
        self.send([self.by_issuer("note.anchor", 4, os.urandom(32))])

    def correct(self):
        """Three documents in dispute; two are answered, and one of those is in dispute again."""
        first = RECORDS - len(self.correctors)
        self.send([self.correction(first + number) for number in range(3)])
        self.send([self.by_issuer(
            "correction.answer", self.manifest + 1 + number, self.records[number][0], outcome, os.urandom(32))
            for number, outcome in [(first, 1), (first + 2, 2)]])
        self.send([self.correction(first)])

    def correction(self, number):
        key = self.correctors[number - RECORDS]
        document = hashlib.sha256(b"sample document %d" % number).digest()
        payload = [self.manifest + 1 + number, ISSUER, key.public.pair, document, os.urandom(32)]
        return [self.by_holder(key, "correction.open", payload)]

    def request(self, holder, uses, lifetime):
        payload = ["counter", "basic", uses, 3_600, holder.public.data, os.urandom(16), os.urandom(32)]
        return self.member(BANK, self.bank, "request", payload, lifetime)

    def grant(self):
        """Four grants: used up, withdrawn after one use, untouched; and one that is soon over and leaves the state."""
        for holder, uses, lifetime in zip(self.holders, [2, 3, 1, 2], [500, 500, 500, 3]):
            payload = [self.request(holder, uses, lifetime), uses, self.clock() + 1_800, None]
            self.send([[self.by_holder(holder, "grant", payload)]])
        self.grants = [grant_id(self.origin, holder.public.data) for holder in self.holders]
        for grant, index in [(0, 1), (3, 1), (0, 2), (1, 1)]:
            self.send([self.use(grant, index)])
        for holder in (self.holders[1], self.holders[3]):
            self.send([[self.by_holder(holder, "withdraw", [holder.public.data])]])

    def use(self, grant, index):
        return self.by_bank("use", self.grants[grant], index, os.urandom(32), os.urandom(32))
