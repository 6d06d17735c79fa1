"""Members of the broken ledger and what they submit, written and signed in Python."""

import hashlib
import os
import time

import statements
from replay import leaf_hash, merkle_root
from state import grant_id
from statements import ES256, Key, encode, governed, signed
from verify_receipt import Network

TYPE = "BROKEN001"
AGENCY, BANK = "broken-agency", "broken-bank"
#: Seconds until a statement is too old.
LIFETIME = 300


class Pen:
    """An issuing agency (ES256) and a bank (Ed25519); every statement is new."""

    def __init__(self, genesis):
        self.origin = Network.read(genesis).origin
        self.governors = [Key(name=f"governance-{number}") for number in (1, 2, 3)]
        self.agency, self.bank = Key(ES256), Key()
        self.sequence = 1

    def register(self, machine):
        """Both members, a type that the agency is accredited for, and a scene of the bank that asks for public facts."""
        self.member(machine, AGENCY, 1, self.agency)
        self.member(machine, BANK, 2, self.bank)
        self.type(machine, TYPE, AGENCY)
        machine.send([self.by_agency("accredit", [TYPE, AGENCY, [0, None]])])
        return self.scene(machine, "counter")

    def scene(self, machine, code, assurance=0):
        """One more scene of the bank; `assurance`: lying validators that are withstood before its data is free."""
        scene = [code, ["示例用途", "Sample purpose"], ["示例依据", "Sample basis"],
                 [["basic", [[TYPE, [["ZZBH", 1, True]]]]]], 400, 86_400, 0, 30, assurance, False]
        machine.send([self.by_bank("scene.declare", [scene])])
        return self

    def member(self, machine, member, role, key):
        details = [["示例机构", "Sample " + member], [role], "", [[key.public.pair, 0, None]]]
        machine.send([self.govern("member.register", [member, details])])
        return key

    def type(self, machine, code, owner):
        fields = [["ZZBH", ["证照编号", "number"], 1, True]]
        machine.send([self.govern("type.register", [[code, owner, ["示例证照", "Sample"], 1, None, fields]])])

    # Statements.

    def govern(self, act, payload, keys=3):
        """Takes the next number of governance."""
        self.sequence += 1
        return governed(self.governors[:keys], act, [self.sequence - 1, *payload], self.origin,
                        int(time.time()) + 86_400)

    def sign(self, key, act, payload, issuer=None, **changes):
        given = {"origin": self.origin, "not_after": int(time.time()) + LIFETIME, "issuer": issuer} | changes
        return signed(key, act, payload, **given)

    def by_agency(self, act, payload, **changes):
        return self.sign(self.agency, act, payload, AGENCY, **changes)

    def by_bank(self, act, payload, **changes):
        return self.sign(self.bank, act, payload, BANK, **changes)

    def anchor(self):
        return self.by_bank("note.anchor", [4, os.urandom(32)])

    def records(self, count):
        return [encode([os.urandom(32), None]) for _ in range(count)]

    def issue(self, count, **changes):
        """A manifest and its records."""
        records = self.records(count)
        return [self.manifest(records, **changes), *records]

    def manifest(self, records, count=None, root=None, type=TYPE, **changes):
        root = root or merkle_root([leaf_hash(record) for record in records])
        return self.by_agency("documents.issue", [type, 1, len(records) if count is None else count, root], **changes)

    def status(self, index, record, code, **changes):
        """Speaks of a record that stands in the log."""
        payload = [index, statements.decode(record)[0], code, os.urandom(32)]
        return self.by_agency("document.status", payload, **changes)

    def grant(self, holder, uses):
        """A grant under a request of the bank."""
        payload = ["counter", "basic", uses, 3_600, holder.public.data, os.urandom(16), os.urandom(32)]
        request = self.by_bank("request", payload)
        return self.sign(holder, "grant", [request, uses, int(time.time()) + 1_800, None])

    def use(self, holder, index):
        grant = grant_id(self.origin, holder.public.data)
        return self.by_bank("use", [grant, index, *(os.urandom(32) for _ in range(3))])

    def withdraw(self, holder):
        return self.sign(holder, "withdraw", [holder.public.data])


def statement_id(leaf):
    """As `statements.read` has it, without the checks: a load has many."""
    tagged = statements.decode(leaf)
    protected, _, payload, _ = tagged.value
    structure = (["Signature1", protected, b"", payload] if tagged.tag == 18
                 else ["Signature", protected, b"", b"", payload])
    return hashlib.sha256(b"deedbox/statement/v1" + encode(structure)).hexdigest()
