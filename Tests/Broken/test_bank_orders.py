"""The bank's desk killed while it works an order of many items, and while it tells another system: nothing is counted twice, and
nothing is left untold."""

import json
import os
import sqlite3
import subprocess

import pytest
from bank import Bank
from machine import Machine, wait
from persons import Person, declare
from receiver import Receiver
from town import Town, answers

GRANTS, USES = 4, 2


class Customer(Person):
    """Somebody who grants what the bank asks."""

    def grant(self, bank, number):
        session, link = bank.ask(self.case(number), USES)
        self.device.run("grant", self.device.run("requests", link)["request"])
        return bank.granted(session)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("orders")).serve_desk()
    try:
        declare(town)
        town.bank = Bank(town)
        town.bank.process = town.servers[-1]
        town.receiver = Receiver()
        added = town.bank.run("webhook", "add", town.receiver.url)
        town.receiver.secret = added["secret"]
        person = Customer(town, 12)
        town.grants = [person.grant(town.bank, number) for number in range(GRANTS)]
        yield town
    finally:
        town.remove()
        town.receiver.remove()


def counted(town, grant):
    return town.bank.run("status", grant)["counted"]


def test_an_order_that_was_cut_off_counts_every_item_once(town, dice):
    order = town.folder / "order.jsonl"
    items = [{"reference": f"{place}-{grant[:8]}", "grant": grant} for place in range(USES) for grant in town.grants]
    order.write_text("\n".join(json.dumps(item) for item in items))
    words = [os.environ["DEEDBOX"], "relying", "bulk", str(order), "--data", str(town.bank.folder), "--json"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    Machine.launched.append(process)
    least = dice.randrange(1, GRANTS)
    wait("no use is counted", lambda: process.poll() is not None or sum(
        counted(town, grant) for grant in town.grants) >= least, limit=120)
    process.kill()
    process.wait()

    def done():
        said = town.run("relying", "bulk", order, "--data", town.bank.folder, "--json", code=None)
        # Who was killed holds the order for half a minute.
        return said.returncode == 0 and json.loads(said.stdout)
    answer = wait("the order is not gone on with", done, limit=120)
    assert answer["failed"] == 0 and answer["done"] == len(items), answer
    numbers = {}
    for item, result in zip(items, answer["items"], strict=True):
        assert result["reference"] == item["reference"]
        numbers.setdefault(item["grant"], []).append(result["result"]["number"])
    assert all(sorted(found) == list(range(1, USES + 1)) for found in numbers.values()), numbers
    assert [counted(town, grant) for grant in town.grants] == [USES] * GRANTS
    again = json.loads(town.run("relying", "bulk", order, "--data", town.bank.folder, "--json").stdout)
    assert again["items"] == answer["items"]


def test_a_desk_killed_while_it_tells_leaves_nothing_untold(town):
    """It dies with a request under way that nobody has answered; the next one tells it again, under the same id."""
    receiver, bank = town.receiver, town.bank
    wait("the grants are not told", lambda: len(receiver.events("grant.final")) == GRANTS, limit=120)
    wait("the uses are not told", lambda: len(receiver.events("use.opened")) == GRANTS * USES, limit=120)
    wait("something waits", lambda: "waiting" not in states(bank), limit=120)
    receiver.open.clear()
    with receiver.lock:
        receiver.waiting = 0
    session, _ = bank.ask("L-2090-0001", 1)
    assert session
    refused = bank.run("webhook", "redeliver", first(bank))
    assert refused["count"] == 1
    wait("nothing is under way", lambda: receiver.waiting > 0)
    bank.process.kill()
    bank.process.wait()
    receiver.open.set()
    town.serve("bank", "relying", "serve", "--data", bank.folder)
    wait("the bank does not answer", lambda: answers(bank.url + "/health"))
    wait("it is not told again", lambda: "waiting" not in states(bank), limit=180)
    assert receiver.faults == []
    assert len(receiver.events("grant.final")) == GRANTS and len(receiver.events("use.opened")) == GRANTS * USES
    told = {(event["grant"], event["number"]) for event in receiver.events("use.opened")}
    assert len(told) == GRANTS * USES
    assert receiver.told[first(bank)][0] >= 2


def test_what_is_told_names_nobody(town):
    with town.receiver.lock:
        bodies = b"".join(body for _, body in town.receiver.told.values())
    assert b"L-2090" not in bodies


def test_what_was_sealed_is_gone_from_the_files_once_it_is_deleted(town):
    """The scene of the sample keeps for years: so the days are set to none in the desk's own note of them."""
    path = town.bank.folder / "relying.sqlite"
    with sqlite3.connect(path) as database:
        sealed = [value for row in database.execute("SELECT content, verdict, matter, clerk FROM uses") for value in row]
        database.execute("UPDATE sessions SET retention_days = 0")
    database.close()
    assert len(sealed) == 4 * GRANTS * USES and all(sealed)
    pieces = [value[:48] for value in sealed]
    assert any(piece in stored(town.bank.folder) for piece in pieces)
    # The desk deletes when it next keeps house thoroughly, which it does when it starts.
    town.servers[-1].terminate()
    town.servers[-1].wait()
    town.serve("bank", "relying", "serve", "--data", town.bank.folder)
    wait("nothing is deleted", lambda: len(town.bank.run("retention", "--deleted").get("deleted", [])) == GRANTS * USES,
         limit=60)
    wait("something is left", lambda: not any(piece in stored(town.bank.folder) for piece in pieces), limit=60)


def stored(folder):
    """The database with its log."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("relying.sqlite*")))


def states(bank):
    return [each["state"] for each in bank.run("webhook", "list").get("deliveries", [])]


def first(bank):
    return min(each["id"] for each in bank.run("webhook", "list")["deliveries"])
