"""Two persons who live the same story, and all by which they, or what is said of them, could be recognised."""

import base64
import json
import re

import sealed
import statements
from holder import Holder
from machine import ROOT, wait
from seeking import Seeker
from state import grant_id
from town import PAYSLIP

#: Fields of a payslip that are long enough to be looked for, and nobody else's.
OWN_VALUES = {"KZ_YHLSH"}
#: Acts in which governance, owners and relying parties write texts for people.
GOVERNED = {"member.register", "member.update", "type.register", "type.update", "scene.declare", "governance.change",
            "validators.change"}
#: Lengths of byte strings elsewhere: ids of keys, nonces, digests and keys, signatures and P-256 keys.
LENGTHS = {8, 16, 32, 64}
CODE = re.compile(r"[a-z0-9-]{1,32}|[A-Z0-9]{1,32}")


class Person:
    """Somebody with a wallet, documents, and grants to the bank."""

    clerk = "clerk Zhang San"

    def __init__(self, town, number):
        self.town, self.holder = town, Holder(town, number)
        self.device = self.holder.device("phone").open()
        self.holder.pay(2)
        self.holder.delivered(2)
        #: Sealed deliveries, as they lie at a node before the wallet fetches them.
        node = town.network.nodes[0]
        tags = wait("the node does not hold both deliveries", lambda: len(sealed.listed(node)) >= 2 and sealed.listed(node))
        self.bodies = list(sealed.bodies(node, tags).values())
        self.documents = self.device.gets(2)
        self.texts = [self.exported(document) for document in self.documents]
        self.cases, self.grants = [], []

    def exported(self, document):
        out = self.holder.folder / f"shown-{document['record']}"
        self.device.run("export", document["document"], "--out", out)
        return out.with_suffix(".sd-jwt").read_text().strip()

    def correct(self):
        self.device.run("correct", self.documents[0]["document"], "--field", "KZ_GS", "--text", self.words)

    @property
    def words(self):
        return f"it was another number of hours, says {self.holder.person['name']}"

    def answer(self, number, verb="give"):
        """A request of the bank for a fresh key, and the answer to it; what a use needs."""
        folder, case = self.holder.folder, self.case(number)
        key, request = folder / f"grant-{number}.key", folder / f"{number}.request"
        self.town.run("key", "new", "--purpose", "grant", "--out", key)
        bank = ["--key", self.town.keys / "bank.key", "--case", case, *self.town.nodes]
        asked = json.loads(self.town.run(
            "grant", "request", "--scene", "wages", "--profile", "basic", "--uses", 2, "--days", 30, "--grant-key", key,
            "--out", request, *bank, "--json").stdout)
        self.town.run("grant", verb, request, "--key", key, *self.town.nodes)
        if verb == "give":
            self.town.run("grant", "use", asked["grant"], "--clerk", self.clerk, "--case-file", folder / "uses.jsonl", *bank)
            self.grants.append(bytes.fromhex(asked["grant"]))
        return key

    def case(self, number):
        """A case number of the bank."""
        self.cases.append(f"L-2090-{self.holder.person['number'][-4:]}-{number:04d}")
        return self.cases[-1]

    def withdraw(self, key):
        self.town.run("grant", "withdraw", "--key", key, *self.town.nodes)

    def tell(self, seeker):
        """All by which this person, or what is said of it, could be recognised."""
        person, account = self.holder.person, self.device.account
        name, number, face = person["name"], person["number"], person["face"]
        texts = {"number": number, "first 17 digits": number[:17], "name": name, "face": face, "both": name + number,
                 "both the other way": number + name, "both with a bar": f"{number}|{name}", "account": account["account"],
                 "recovery code": account["recoveryCode"], "clerk": self.clerk, "words": self.words}
        texts |= {f"case {place}": case for place, case in enumerate(self.cases)}
        for label, text in texts.items():
            seeker.text(f"{label} of {number}", text)
        for text in self.texts:
            token, *disclosures = [part for part in text.split("~") if part]
            header, payload, signature = token.split(".")
            # Its digest stands on the ledger once its holder objects: only who has the document can make it.
            seeker.bytes(f"token of {number}", token.encode())
            for label, part in (("payload", payload), ("signature", signature),
                                *(("disclosure", part) for part in disclosures)):
                seeker.part(f"{label} of {number}", part)
                seeker.bytes(f"{label} of {number}, decoded", unpadded(part.split(".")[-1]))
            for disclosure in disclosures:
                _, name, value = json.loads(unpadded(disclosure))
                if name in OWN_VALUES:
                    seeker.text(f"{name} of {number}", value)
            holder_key = json.loads(unpadded(payload))["cnf"]["jwk"]
            for coordinate in ("x", "y"):
                seeker.bytes(f"holder's key of {number}", unpadded(holder_key[coordinate]))


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def declare(town):
    """A scene of the bank that asks for wages, approved."""
    scene = json.loads((ROOT / "genesis/sample/scene.json").read_text())
    fields = [{"path": "CZZT", "level": 2, "required": True}, {"path": "KZ_SFGZ", "level": 3, "required": True}]
    scene |= {"code": "wages", "profiles": [{"id": "basic", "fields": [{"type": PAYSLIP, "fields": fields}]}]}
    path = town.folder / "scene.json"
    path.write_text(json.dumps(scene))
    town.run("scene", "declare", path, "--key", town.keys / "bank.key", *town.nodes)
    town.run("scene", "approve", path, "--party", "bank", "--key", town.keys / "regulator.key", *town.nodes)


def salts(town):
    """What a digest could have been made with by somebody who means well: all that is known to everybody."""
    tags = re.findall(r'"(deedbox/[^"]+)"', (ROOT / "Sources/Signing/Statements/Purpose.swift").read_text())
    assert len(tags) > 10
    origin = town.witness.network.origin
    return [*(tag.encode() for tag in tags), origin.encode(), b"deedbox", PAYSLIP.encode(), b"payroll", b"registrar",
            b"bank", bytes(16), bytes(32)]


def search(town, people, places):
    """Asserts that no node has anything of these persons, and that the same search finds a grant's key at these places."""
    seeker = Seeker(salts(town))
    for person in people:
        person.tell(seeker)
    control = Seeker().bytes("grant key", key_of(town, people[0].grants[0]))
    for member, everything in town.kept.items():
        found = {name: labels for name, data in everything.items() if (labels := seeker.found(data))}
        assert not found, (member, found)
        held = {name for name, data in everything.items() if control.found(data)}
        for place in places:
            assert any(name.startswith(place) for name in held), (place, held)
    return seeker


# The grants in the log.

def belongs(town, statement, grant):
    if statement.act == "use":
        return statement.payload[0] == grant
    return grant_id(town.witness.network.origin, named_key(statement)) == grant


def named_key(statement):
    """The holder's once-only key in a grant, or in what changes it."""
    return statements.read(statement.payload[0]).payload[4] if statement.act == "grant" else statement.payload[0]


def key_of(town, grant):
    """The once-only key of a grant, as the log has it."""
    for leaf in town.witness.leaves:
        if statements.kind(leaf) == "statement":
            statement = statements.read(leaf)
            if statement.act == "grant" and belongs(town, statement, grant):
                return named_key(statement)
    raise AssertionError("the log does not hold the grant")


# What the log holds.

def check_log(town):
    """Outside of governed texts the log has codes, numbers, and byte strings of the lengths of keys, digests and nonces."""
    acts = set()
    for leaf in town.witness.leaves:
        kind = statements.kind(leaf)
        if kind == "statement":
            statement = statements.read(leaf)
            acts.add(statement.act)
            if statement.act not in GOVERNED:
                check_atoms(statement.payload)
        elif kind in ("record", "closed"):
            check_atoms(statements.decode(leaf))
    assert {"grant", "use", "withdraw", "refuse"} <= acts


def check_atoms(value):
    for atom in atoms(value):
        if isinstance(atom, str):
            assert CODE.fullmatch(atom), atom
        elif isinstance(atom, bytes):
            if len(atom) not in LENGTHS:
                # The one thing of another length: the party's request inside an answer to it.
                inner = statements.read(atom)
                assert inner.act == "request"
                check_atoms(inner.payload)
        else:
            assert atom is None or isinstance(atom, (bool, int)), atom


def atoms(value):
    """Everything in a payload that is no list."""
    if isinstance(value, dict):
        value = [each for pair in value.items() for each in pair]
    if isinstance(value, list):
        return [atom for each in value for atom in atoms(each)]
    return [value]


# What can be linked.

def check_unlinked(town):
    """Nothing is equal between two grants of one holder but what is equal between those of any two holders: the party, the
    scene, the ledger."""
    first, second = ([material(town, grant) for grant in person.grants] for person in town.people)
    assert all(len(one) > 10 for one in first + second)
    for own, others in ((first, second), (second, first)):
        assert own[0] & own[1] <= others[0] & others[1]


def material(town, grant):
    """All byte strings and texts of the statements that belong to a grant."""
    found = set()
    for leaf in town.witness.leaves:
        if statements.kind(leaf) == "statement":
            statement = statements.read(leaf)
            if statement.act in ("grant", "use", "withdraw", "grant.limit") and belongs(town, statement, grant):
                found |= strings(statements.decode(leaf).value)
    return found


def strings(value):
    """Byte strings and texts; of those that hold others, as headers and requests do, what is inside."""
    found = set()
    for atom in atoms(value):
        inside = holds(atom)
        if inside is not None:
            found |= strings(inside)
        elif isinstance(atom, (bytes, str)) and len(atom) >= 8:
            found.add(atom)
    return found


def holds(atom):
    """The list or map that a byte string encodes; nothing when it is one by itself."""
    if not isinstance(atom, bytes) or len(atom) in LENGTHS:
        return None
    try:
        inner = statements.decode(atom)
    except Exception:  # Not CBOR: a string like any other.
        return None
    inner = getattr(inner, "value", inner)
    return inner if isinstance(inner, (list, dict)) else None
