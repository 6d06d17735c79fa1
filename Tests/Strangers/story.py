"""Everything that a ledger of today can hold, as statements written in Python: for a paper ledger, and for a node."""

import hashlib
import os

import release
import statements
from replay import leaf_hash, leave, merkle_root, opening_key
from state import grant_id
from statements import ES256, Key, encode, signed

TYPE = "STRANGERS001"
ISSUER, BANK, REGULATOR = "foreign-issuer", "foreign-bank", "foreign-regulator"
RECORDS, STATUSES = 300, 140
#: Seconds until a statement is too old; the networks here allow ten.
LIFETIME = 9


def commitment(salt, document):
    return hashlib.sha256(b"deedbox/record/v1" + salt + hashlib.sha256(document).digest()).digest()


class Story:
    """`send` takes lists of leaves, a statement first, and returns the leaf index of each statement.

    The clock tells POSIX seconds, and `wait` lets so many of them go by; `keep` puts a batch in the strongroom. Of
    `deals` are the validators to whom disclosures are sealed: `keys` tells their set, quorum and keys of a week,
    `hand` gives them a deal, `open` has it opened when its time is over."""

    def __init__(self, send, origin, clock, sequence, wait, keep, deals):
        self.send, self.origin, self.clock, self.sequence = send, origin, clock, sequence
        self.wait, self.keep, self.deals = wait, keep, deals
        self.now = clock()
        self.governors = [Key(name=f"governance-{number}") for number in (1, 2, 3)]
        self.issuer, self.bank, self.regulator = Key(ES256), Key(), Key()
        self.holders = [Key() for _ in range(4)]
        self.limited, self.refusing = Key(), Key()
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
        self.limit()
        self.read_without_consent()
        self.pass_on()
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

    def by_regulator(self, act, *payload):
        return [self.member(REGULATOR, self.regulator, act, list(payload))]

    def by_holder(self, holder, act, payload):
        return signed(holder, act, payload, self.origin, self.clock() + LIFETIME)

    def found(self):
        """Three members, with keys of both algorithms; a type, a scene that the regulator approves, and one for all."""
        for member, role, key in [(ISSUER, 1, self.issuer), (BANK, 2, self.bank), (REGULATOR, 4, self.regulator)]:
            details = [["示例机构", "Sample " + member], [role], "", [[key.public.pair, 0, None]]]
            self.send([self.govern("member.register", member, details)])
        fields = [["ZZBH", ["证照编号", "number"], 2, True], ["ZT", ["状态", "state"], 1, False]]
        self.send([self.govern("type.register", [TYPE, ISSUER, ["示例证照", "Sample"], 2, None, fields])])
        self.send([self.by_issuer("accredit", TYPE, ISSUER, [0, None])])
        scene = self.scene("counter", [["ZZBH", 2, True], ["ZT", 1, False]])
        self.send([self.by_bank("scene.declare", scene)])
        self.send([self.by_regulator("scene.approve", BANK, "counter", hashlib.sha256(encode(scene)).digest())])
        self.send([self.by_bank("scene.declare", self.scene("facts", [["ZT", 1, True]]))])

    @staticmethod
    def scene(code, fields):
        return [code, ["示例用途", "Sample purpose"], ["示例依据", "Sample basis"],
                [["basic", [[TYPE, fields]]]], 3, 86_400, 0, 30, 0, False]

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

    def request(self, holder, uses, lifetime, scene="counter"):
        payload = [scene, "basic", uses, 3_600, holder.public.data, os.urandom(16), os.urandom(32)]
        return self.member(BANK, self.bank, "request", payload, lifetime)

    def grant(self):
        """Four grants: used up, withdrawn after one use, untouched; and one that is soon over and leaves the state."""
        for holder, uses, lifetime in zip(self.holders, [2, 3, 1, 2], [500, 500, 500, 3]):
            payload = [self.request(holder, uses, lifetime), uses, self.clock() + 1_800, None]
            self.send([[self.by_holder(holder, "grant", payload)]])
        self.grants = [grant_id(self.origin, holder.public.data) for holder in self.holders]
        self.uses = [self.use(grant, index) for grant, index in [(0, 1), (3, 1), (0, 2), (1, 1)]]
        for use in self.uses:
            self.send([use])
        for holder in (self.holders[1], self.holders[3]):
            self.send([[self.by_holder(holder, "withdraw", [holder.public.data])]])

    def use(self, grant, index):
        return self.by_bank("use", self.grants[grant], index, *(os.urandom(32) for _ in range(3)))

    def limit(self):
        """A grant below the scene for all: tightened, used twice by one statement, with a fault; and a refused request."""
        payload = [self.request(self.limited, 3, 500, "facts"), 3, self.clock() + 1_800, self.deposit()]
        self.send([[self.by_holder(self.limited, "grant", payload)]])
        key, end = self.limited.public.data, self.clock() + 1_700
        self.send([[self.by_holder(self.limited, "grant.limit", [key, 1, 2, end, None, None])]])
        self.send([[self.by_holder(self.limited, "grant.limit", [key, 2, None, None, self.clock() + 2, self.deposit()])]])
        self.wait(3)
        grant = grant_id(self.origin, key)
        self.send([self.many([[grant, [index, os.urandom(32)]] for index in (1, 2)])])
        self.send([self.by_bank("use.fault", grant, 1, 1, "node-1", os.urandom(32)),
                   self.by_bank("use.fault", grant, 2, 2, None, os.urandom(32))])
        refusal = [self.request(self.refusing, 1, 500)]
        self.send([[self.by_holder(self.refusing, "refuse", refusal)]])

    def deposit(self):
        """The digest of a body that the bank has put in the strongroom; its deposits hold nothing here."""
        body = os.urandom(100)
        digest = hashlib.sha256(body).digest()
        entry = encode([os.urandom(32), digest, len(body), os.urandom(32)])
        put = self.member(BANK, self.bank, "strongroom.put", [self.clock() + 3_600, 1, leaf_hash(entry)])
        entries = b"\x81" + entry
        self.keep(b"".join(len(part).to_bytes(4, "big") + part for part in (put, entries)) + body)
        return digest

    def many(self, records, **changes):
        """A manifest of uses with its records."""
        leaves = [encode(record) for record in records]
        given = {"key": os.urandom(32), "clerk": os.urandom(32), "count": len(leaves),
                 "root": merkle_root([leaf_hash(leaf) for leaf in leaves])}
        return [*self.by_bank("use.many", *(given | changes).values()), *leaves]

    def read_without_consent(self):
        """An open disclosure, one that stays sealed, one that is opened at its latest time; and two traces of one grant."""
        self.tag = os.urandom(32)
        closed, *_ = self.seal(1_000_000, self.clock() + 86_400)
        soon, self.opened_tag, salt = self.seal(1_000_000, self.clock() + 6)
        self.send([self.by_issuer("disclosure", 1, os.urandom(32), self.tag), [closed], [soon]])
        self.closed, self.opened = (statements.read(leaf).id for leaf in (closed, soon))
        self.wait(7)
        self.deals.open(lambda: [[self.opening(self.opened, self.opened_tag, salt)]])
        for ground in (6, 3):
            self.send([self.by_regulator("trace", self.grants[0], ground, os.urandom(32), os.urandom(32))])

    def seal(self, until, latest):
        """A regulator's disclosure, sealed to the validators, and handed to them; with its tag and salt."""
        tag, salt, key, hidden = (os.urandom(32) for _ in range(4))
        validators, quorum, weekly = self.deals.weekly_keys(latest)
        details = ["X-2090-7", ["ZZBH"], "示例"]
        deal = release.deal_sealed(self.origin, REGULATOR, until, latest, validators, quorum, weekly, tag, salt, key,
                                   encode([hidden, details]))
        mark = hashlib.sha256(b"deedbox/sealedtag/v1" + salt + tag).digest()
        commitment = hashlib.sha256(b"deedbox/disclosed/v1" + hidden + encode(details)).digest()
        leaf, = self.by_regulator("disclosure", 3, commitment, [until, latest, deal.digest, mark])
        self.deals.hand(leaf, deal.data)
        return leaf, tag, salt

    def opening(self, sealed, tag, salt):
        """By anybody: the key follows from what is opened."""
        return signed(opening_key(sealed, tag, salt), "disclosure.open", [sealed, tag, salt], self.origin,
                      self.clock() + LIFETIME)

    def pass_on(self):
        """The first use goes to a court outside on a ground, then to a member with its holder's leave; and one of a
        grant that is over, or has left the state."""
        counted = [statements.read(use[0]).id for use in self.uses]
        court = hashlib.sha256(b"deedbox/recipient/v1" + bytes(32) + "示例法院".encode()).digest()
        self.send([self.by_bank("evidence.pass", self.grants[0], 0, 1, counted[0], court, [3, os.urandom(32)])])
        given = leave(self.holders[0], self.origin, 1, REGULATOR, self.clock() + 600)
        self.send([self.by_bank("evidence.pass", self.grants[0], 1, 1, counted[0], REGULATOR, given)])
        self.send([self.by_bank("evidence.pass", self.grants[3], 0, 1, counted[1], court, [1, os.urandom(32)])])
