"""No person on the ledger, nor anywhere else at a node: documents, corrections, grants and uses of two persons of the sample
population, and then everything that a node keeps is searched for what they could be recognised by."""

import base64
import json
import os
import re

import pytest

import sealed
import statements
from holder import Holder
from kept import kept, told
from machine import ROOT, wait
from seeking import Seeker, digest, writings
from state import grant_id
from town import PAYSLIP, Town
from witness import Witness

#: Acts in which governance, owners and relying parties write texts for people.
GOVERNED = {"member.register", "member.update", "type.register", "type.update", "scene.declare", "governance.change",
            "validators.change"}
#: Lengths of byte strings elsewhere: ids of keys, nonces, digests and keys, signatures and P-256 keys.
LENGTHS = {8, 16, 32, 64}
CODE = re.compile(r"[a-z0-9-]{1,32}|[A-Z0-9]{1,32}")


# The search finds what is there.

SECRET = "37040220900101001X"


@pytest.mark.parametrize("planted", [
    "示例甲子一".encode(), "示例甲子一".encode("gb18030"), "示例甲子一".encode("utf-16-le"), SECRET.encode(),
    SECRET[::-1].encode(), SECRET.encode().hex().encode(), int(SECRET[:-1]).to_bytes(8, "big"),
    base64.b64encode(b"a" + SECRET.encode()), base64.urlsafe_b64encode(b"ab" + SECRET.encode()),
    digest("sha256", SECRET.encode()), digest("sm3", SECRET.encode()).hex().encode(),
    digest("sha256", b"pepper" + SECRET.encode())[:16], base64.b64encode(digest("sm3", SECRET.encode() + b"pepper")),
])
def test_the_search_finds(planted):
    seeker = Seeker([b"pepper"]).text("name", "示例甲子一").text("number", SECRET)
    for before in range(9):
        # At every place, and across the border of two chunks.
        for length in (before, (1 << 20) - before):
            assert seeker.found(bytes(length) + planted + bytes(20)), planted
    assert not seeker.found(bytes(100) + planted[:7] + bytes(100))


def test_the_search_finds_nothing_by_chance():
    seeker = Seeker([b"pepper"]).text("name", "示例甲子一").text("number", SECRET)
    assert not seeker.found(os.urandom(4 << 20))
    assert all(len(set(written)) > 1 for _, written in writings(SECRET.encode()))


# The story.

class Person:
    """Somebody with a wallet, documents, and grants to the bank."""

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
        folder, case = self.holder.folder, f"L-2090-{self.holder.person['number'][-4:]}-{number:04d}"
        key, request = folder / f"grant-{number}.key", folder / f"{number}.request"
        self.town.run("key", "new", "--purpose", "grant", "--out", key)
        bank = ["--key", self.town.keys / "bank.key", "--case", case, *self.town.nodes]
        asked = json.loads(self.town.run(
            "grant", "request", "--scene", "wages", "--profile", "basic", "--uses", 2, "--days", 30, "--grant-key", key,
            "--out", request, *bank, "--json").stdout)
        self.town.run("grant", verb, request, "--key", key, *self.town.nodes)
        self.cases.append(case)
        if verb == "give":
            self.town.run("grant", "use", asked["grant"], "--clerk", self.clerk, "--case-file", folder / "uses.jsonl", *bank)
            self.grants.append(bytes.fromhex(asked["grant"]))
        return key

    @property
    def clerk(self):
        return "clerk Zhang San"

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
            for label, part in (("token", token), ("payload", payload), ("signature", signature),
                                *(("disclosure", part) for part in disclosures)):
                seeker.part(f"{label} of {number}", part)
                seeker.bytes(f"{label} of {number}, decoded", unpadded(part.split(".")[-1]))
            holder_key = json.loads(unpadded(payload))["cnf"]["jwk"]
            for coordinate in ("x", "y"):
                seeker.bytes(f"holder's key of {number}", unpadded(holder_key[coordinate]))


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Two persons who do the same things; the nodes have stopped."""
    town = Town(tmp_path_factory.mktemp("town")).serve_desk()
    try:
        declare(town)
        town.people = [Person(town, number) for number in (10, 11)]
        for person in town.people:
            person.correct()
            first = person.answer(1)
            person.answer(2)
            person.answer(3, "refuse")
            person.withdraw(first)
        town.network.settle()
        town.witness = Witness(town.genesis.read_bytes())
        town.told = {}
        for node in town.network.nodes:
            town.witness.look(node)
            town.told[node.member] = told(node)
        for node in town.network.nodes:
            node.stop()
        yield town
    finally:
        town.remove()


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


# What is kept.

def test_a_node_keeps_nothing_by_which_a_person_is_recognised(town):
    seeker = Seeker(salts(town))
    for person in town.people:
        person.tell(seeker)
    control = Seeker().bytes("grant key", key_of(town, town.people[0].grants[0]))
    for node in town.network.nodes:
        everything = kept(node) | town.told[node.member]
        found = {name: labels for name, data in everything.items() if (labels := seeker.found(data))}
        assert not found, (node.member, found)
        # The same search finds what is meant to be there.
        held = {name for name, data in everything.items() if control.found(data)}
        for place in ("data/log/", "data/index.sqlite"):
            assert any(name.startswith(place) for name in held), held
    for person in town.people:
        assert person.bodies
        for body in person.bodies:
            assert not seeker.found(body), "a sealed body tells something"


def test_the_log_holds_no_ciphertext(town):
    """Outside of governed texts there are codes, numbers, and byte strings of the lengths of keys, digests and nonces."""
    for leaf in town.witness.leaves:
        kind = statements.kind(leaf)
        if kind == "statement":
            statement = statements.read(leaf)
            if statement.act not in GOVERNED:
                check_atoms(statement.payload)
        elif kind in ("record", "closed"):
            check_atoms(statements.decode(leaf))
    log = b"".join(town.witness.leaves)
    for person in town.people:
        for body in person.bodies:
            assert not any(body[place:place + 16] in log for place in range(0, len(body) - 16, 16))


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

def material(town, grant):
    """All byte strings and texts of the statements that belong to a grant."""
    found = set()
    for leaf in town.witness.leaves:
        if statements.kind(leaf) == "statement":
            statement = statements.read(leaf)
            if statement.act in ("grant", "use", "withdraw", "grant.limit") and belongs(town, statement, grant):
                found |= strings(statements.decode(leaf).value)
    return found


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


def test_nothing_is_equal_between_two_grants_of_one_holder(town):
    """But what is equal between the grants of any two holders: the party, the scene, the ledger."""
    first, second = ([material(town, grant) for grant in person.grants] for person in town.people)
    assert all(len(one) > 10 for one in first + second)
    for own, others in ((first, second), (second, first)):
        assert own[0] & own[1] <= others[0] & others[1]


def test_nothing_is_equal_between_two_deliveries_to_one_holder(town):
    for person in town.people:
        one, other = (windows(body) for body in person.bodies[:2])
        assert not one & other


def windows(data, size=12):
    return {data[place:place + size] for place in range(len(data) - size)}
