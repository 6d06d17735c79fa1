"""A regulator follows a document to its uses and a party to what it read, while a desk is away and after a node was."""

import json

import pytest

from bank import Bank
from machine import wait
from network import free_ports
from persons import Person, declare
from town import Town, answers

KEPT = "regulator-case.jsonl"


class Customer(Person):
    """Somebody who grants what the bank asks."""

    def grant(self, bank, number):
        session, link = bank.ask(self.case(number), 2)
        self.device.run("grant", self.device.run("requests", link)["request"])
        return bank.granted(session)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("regulated")).serve_desk()
    try:
        declare(town)
        town.bank = Bank(town)
        town.bank.process = town.servers[-1]
        town.customer = Customer(town, 12)
        town.grant = town.customer.grant(town.bank, 1)
        town.bank.use(town.grant, "clerk")
        town.attested = [attest(town, document, place) for place, document in enumerate(town.customer.holder.documents())]
        yield town
    finally:
        town.remove()


def says(town, *words, code=0):
    done = town.run(*words, *town.nodes, "--json", code=code)
    return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]


def attest(town, document, place):
    """The issuing desk's word for the next tag of a document: the file, and the record that it is about."""
    file = town.folder / f"attestation-{place}.cose"
    told = says(town, "disclosure", "tag", document["document"], "--data", town.desk, "--attestation", file)
    assert file.stat().st_mode & 0o777 == 0o600
    return file, told["record"]


def ask(town, place, *desks, code=0, member="regulator", words=()):
    file, record = town.attested[place]
    return says(
        town, "regulator", "document", record, "--attestation", file, "--ground", "courtOrder", "--case", "X-2090-7",
        "--case-file", town.folder / f"{place}-{KEPT}", "--key", town.keys / f"{member}.key",
        *(word for desk in desks for word in ("--desk", desk)), *words, code=code)


def entries(town):
    """How many disclosures the ledger has."""
    return says(town, "regulator", "statistics", "--by", "ground")["totals"].get("disclosures", 0)


def test_the_uses_of_a_document_are_told_and_proven_and_its_holder_sees_who_asked(town):
    told = [ask(town, place, town.bank.url) for place in range(len(town.attested))]
    uses = [use for answer in told for use in answer["uses"]]
    assert uses and all((use["party"], use["grant"], use["use"], use["standing"])
                        == ("bank", town.grant, 1, "proven") for use in uses)
    assert all(desk["answer"] == "yes" for answer in told for desk in answer["desks"])
    assert entries(town) == len(told)
    # Run again, it goes on with the same disclosure.
    again = ask(town, 0, town.bank.url)
    assert again["disclosure"] == told[0]["disclosure"] and entries(town) == len(told)
    town.customer.device.run("receive")
    notices = town.customer.device.run("notices")["official"]
    assert {(notice["kind"], notice["member"], notice["ground"]) for notice in notices} == {
        ("disclosure", "regulator", "courtOrder")}
    assert len(notices) == len(told)


def test_a_desk_that_is_away_could_not_be_checked(town):
    port, = free_ports(1)
    away = f"http://127.0.0.1:{port}"
    told = ask(town, 0, away, town.bank.url, code=3)
    file, record = town.attested[0]
    shown = town.run(
        "regulator", "document", record, "--attestation", file, "--ground", "courtOrder", "--case", "X-2090-7",
        "--case-file", town.folder / f"0-{KEPT}", "--key", town.keys / "regulator.key", "--desk", away, *town.nodes, code=3)
    assert "no use is known yet; 1 of 1 desks could not be asked" in shown.stdout
    assert {desk["url"]: desk["answer"] for desk in told["desks"]} == {away: "couldNotCheck", town.bank.url: "yes"}
    town.bank.process.kill()
    town.bank.process.wait()
    gone = ask(town, 0, town.bank.url, code=3)
    assert gone["uses"] == [] and gone["desks"][0]["code"] == "unreachable"
    town.serve("bank", "relying", "serve", "--data", town.bank.folder)
    wait("the bank does not answer", lambda: answers(town.bank.url + "/health"))
    assert ask(town, 0, town.bank.url)["desks"][0]["answer"] == "yes"


def test_who_is_no_regulator_gets_no_answer(town):
    before = entries(town)
    # The tag is the regulator's by now: nobody else goes on with its disclosure, and none is made.
    assert ask(town, 0, town.bank.url, member="payroll", code=1)["code"] == "tag-taken"
    # The issuer may read its own documents, under the next tag; the desk answers regulators alone.
    document = town.customer.holder.documents()[0]
    town.attested.append(attest(town, document, len(town.attested)))
    last = len(town.attested) - 1
    refused = ask(town, last, town.bank.url, member="payroll", code=1)
    assert [(desk["answer"], desk["code"]) for desk in refused["desks"]] == [("refused", "not-a-regulator")]
    assert entries(town) == before + 1


def test_an_attestation_of_another_record_opens_nothing(town):
    before = entries(town)
    file, record = town.attested[0]
    refused = says(
        town, "regulator", "document", record + 1, "--attestation", file, "--ground", "courtOrder", "--case", "X-2090-7",
        "--case-file", town.folder / "other.jsonl", "--key", town.keys / "regulator.key", "--desk", town.bank.url, code=1)
    assert refused["code"] == "not-attested" and entries(town) == before


def test_a_party_is_traced_from_what_it_read_to_the_holder(town):
    told = says(
        town, "regulator", "party", "bank", "--scene", "wages", "--trace", town.grant, "--ground", "courtOrder", "--case",
        "X-2090-7", "--key", town.keys / "regulator.key", "--sealing-key", town.keys / "regulator-sealing.key",
        "--registrar", town.registrar, "--trace-file", town.folder / "traces.jsonl")
    assert (told["totals"]["grant"], told["totals"]["use"]) == (1, 1)
    assert {line["grant"] for line in told["lines"]} == {town.grant}
    traced, = told["traced"]
    person = town.customer.holder.person
    assert (traced["name"], traced["number"], traced["grant"]) == (person["name"], person["number"], town.grant)
    town.customer.device.run("receive")
    notices = town.customer.device.run("notices", "--all")["official"]
    assert ("trace", "regulator") in {(notice["kind"], notice["member"]) for notice in notices}


def test_a_party_or_a_scene_that_is_not_there_is_no_clean_slate(town):
    out = town.folder / "nobody.json"
    signed = ["--out", out, "--key", town.keys / "regulator.key"]
    for words, code in ((["nobody"], "no-such-member"), (["bank", "--scene", "wagse"], "no-such-scene")):
        assert says(town, "regulator", "party", *words, *signed, code=1)["code"] == code
        assert not out.exists()
    assert says(town, "regulator", "party", "notary")["lines"] == []


def test_the_totals_are_the_same_at_a_node_that_was_away(town):
    away = town.network.nodes[2]
    away.kill()
    grant = town.customer.grant(town.bank, 2)
    town.bank.use(grant, "clerk")
    away.start()
    town.network.settle()

    def counted(node):
        done = town.run("regulator", "statistics", "--by", "party", "--by", "day", "--node", node.url, "--json")
        return json.loads(done.stdout)

    first, last = counted(town.network.nodes[0]), counted(away)
    assert first["totals"]["uses"] == last["totals"]["uses"] == 2
    assert first["totals"] == last["totals"] and first["rows"] == last["rows"]
