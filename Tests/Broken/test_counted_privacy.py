"""The same where data flows: two persons grant the bank, through its desk, what it asks for; it takes uses, the nodes free them, it
opens them. Then everything that the nodes keep is searched, deposits and shares included."""

import json
import sqlite3

import pytest

import evidence
import statements
from bank import Bank
from kept import stopped
from persons import Person, belongs, check_log, check_unlinked, declare, material, named_key, search
from town import Town

#: The first byte of a COSE_Sign1.
SIGNED = 0xd2


class Customer(Person):
    """Somebody who answers the bank's requests with the wallet."""

    def __init__(self, town, number, bank):
        super().__init__(town, number)
        self.bank = bank

    def shows(self, number):
        """Fetches a request and grants it; the bank takes one use and opens it."""
        session, request = self.asked(number)
        self.device.run("grant", request)
        grant = self.bank.granted(session)
        self.bank.use(grant, self.clerk)
        self.grants.append(bytes.fromhex(grant))
        # No two deposits expire in the same second: then nothing of them is equal by that. A wallet counts from the newest
        # block.
        self.town.network.run_for(1).grows().settle()
        return request

    def asked(self, number):
        session, link = self.bank.ask(self.case(number))
        return session, self.device.run("requests", link)["request"]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town")).serve_desk()
    try:
        declare(town)
        bank = Bank(town)
        town.people = [Customer(town, number, bank) for number in (10, 11)]
        for person in town.people:
            first = person.shows(1)
            person.shows(2)
            person.device.run("refuse", person.asked(3)[1])
            person.device.run("withdraw", first)
        town.evidence = bank.evidence(town.people[0].grants[0].hex(), 1)
        town.renewed = town.evidence.with_name("renewed.json")
        town.run("evidence", "renew", town.evidence, "--trust", town.genesis, "--out", town.renewed, *town.nodes)
        town.bank = bank
        town.kept = stopped(town)
        yield town
    finally:
        town.remove()


def test_a_node_that_keeps_deposits_knows_no_person(town):
    search(town, town.people, ["data/log/", "data/index.sqlite"])


def test_the_bank_has_what_the_nodes_do_not_know(town):
    """What was searched for did flow: the desk shows the holder's name."""
    for person in town.people:
        shown = town.bank.run("show", person.grants[1].hex())
        assert person.holder.person["name"] in str(shown)


def test_the_evidence_of_a_use_says_what_the_bank_was_told(town):
    """To the program, and to the Python that shares no line with it; when every node is down."""
    person = town.people[0]
    shown, = town.bank.run("show", person.grants[0].hex(), "--index", 1)["requests"]
    kept = shown["uses"][0]["verdict"]
    # Wages of the sample are of one month, and stale some time after it: that, too, all three say alike.
    told = json.loads(town.run("verify", town.evidence, "--trust", town.genesis, "--json", code=None).stdout)
    assert (told["answer"], told["state"], told["grant"]) == (kept["answer"], kept["state"], person.grants[0].hex())
    assert kept["state"] in ("valid", "stale")
    town.run("relying", "show", person.grants[0].hex(), "--index", 1, "--data", town.bank.folder,
             code={"yes": 0, "no": 1, "unknown": 3}[kept["answer"]])
    said = evidence.verdict(town.evidence.read_bytes(), town.genesis.read_bytes())
    assert said.answer == kept["answer"]
    parts = zip(said.checks, (kept, *kept["documents"]), (told, *told["documents"]), strict=True)
    for theirs, desk, program in parts:
        ours = [(check["name"], check["answer"]) for check in desk["checks"]]
        assert [(name, answer) for name, (answer, _) in theirs.items()] == ours
        assert [(check["check"], check["answer"]) for check in program["checks"]] == ours


def test_renewed_evidence_says_the_same_of_the_use_under_one_newer_checkpoint(town):
    old, new = (evidence.Evidence(path.read_bytes()) for path in (town.evidence, town.renewed))
    said = [evidence.verdict(path.read_bytes(), town.genesis.read_bytes()) for path in (town.evidence, town.renewed)]
    assert said[0].checks == said[1].checks and said[1].now.state == "valid"
    assert said[1].now.as_of >= said[0].now.as_of
    read = [[evidence.read_receipt(data) for data in (file.grant, file.use)] for file in (old, new)]
    assert [[receipt.leaf for receipt in pair] for pair in read] == [[receipt.leaf for receipt in read[0]]] * 2
    assert len({receipt.note.text for receipt in read[1]}) == 1
    program = json.loads(town.run("verify", town.renewed, "--trust", town.genesis, "--json", code=None).stdout)
    assert (program["state"], program["now"]["state"]) == (said[1].state, "valid")


def test_the_log_holds_no_ciphertext(town):
    """Its statements have codes, numbers, and byte strings of the lengths of keys, digests and nonces; and no sixteen bytes
    of what is sealed in a deposit stand in the log."""
    check_log(town)
    log = windows(b"".join(town.witness.leaves))
    for node in town.network.nodes:
        values = deposited(node)
        sealed = [value for value in values if not is_manifest(value)]
        assert len(sealed) >= 4
        assert not any(windows(value) & log for value in sealed)
        # The search finds what is there: every manifest names its grant's id, as the use does.
        assert all(windows(value) & log for value in values if is_manifest(value))


def test_nothing_is_equal_between_two_grants_of_one_holder(town):
    """Their keys follow from one seed, and each names a deposit of its own."""
    check_unlinked(town)
    for person in town.people:
        one, other = (granted(town, grant) for grant in person.grants)
        assert one["deposit"] and other["deposit"]
        for grant, named in zip(person.grants, (one, other)):
            assert {named["key"], named["deposit"]} <= material(town, grant)
        assert not set(one.values()) & set(other.values())


def test_nothing_sealed_is_equal_between_two_deposits(town):
    """Of all long values in the databases of deposits no two share sixteen bytes, but for what every manifest begins with."""
    for node in town.network.nodes:
        values = deposited(node)
        assert len(values) >= 4
        # What two deposits share all of them do: the form, the ledger, the party, the regulator's key.
        manifests = [value for value in values if is_manifest(value)]
        assert len(manifests) >= 2
        common = set.intersection(*(windows(value) for value in manifests))
        seen = {}
        for number, value in enumerate(values):
            for window in own_windows(value, common):
                seen.setdefault(window, set()).add(number)
        assert len(seen) > 1_000
        assert not {window for window, numbers in seen.items() if len(numbers) > 1}



def windows(data, size=16):
    return {data[place:place + size] for place in range(len(data) - size)}


def own_windows(data, common, size=16):
    """Those that no common one reaches into: next to what all share, a few bytes more are shared by chance."""
    own = bytearray(b"\1" * len(data))
    for place in range(len(data) - size):
        if data[place:place + size] in common:
            own[place:place + size] = bytes(size)
    return {data[place:place + size] for place in range(len(data) - size) if all(own[place:place + size])}


def is_manifest(value):
    """It names the party; what is sealed names nobody."""
    return b"bank" in value


def granted(town, grant):
    """The key of a grant and the deposit that it names, as the log has them."""
    for leaf in town.witness.leaves:
        if statements.kind(leaf) == "statement":
            statement = statements.read(leaf)
            if statement.act == "grant" and belongs(town, statement, grant):
                return {"key": named_key(statement), "deposit": statement.payload[3]}
    raise AssertionError("the log does not hold the grant")


def deposited(node):
    """All byte strings of more than 200 bytes in a node's database of deposits, each once; what is signed stands on the
    ledger, or says who keeps what."""
    path, = node.data.rglob("*eposit*.sqlite")
    with sqlite3.connect(path) as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [value for name in names for row in database.execute(f'SELECT * FROM "{name}"') for value in row]
    database.close()
    return sorted({value for value in rows if isinstance(value, bytes) and len(value) > 200 and value[0] != SIGNED})
