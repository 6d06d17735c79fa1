"""A person of the sample population with devices: each a wallet in a folder of its own."""

import json

from machine import wait
from town import people


class Holder:
    """Somebody whose payslips the town's desk issues."""

    def __init__(self, town, number):
        self.town, self.person = town, people()[number]
        self.folder = town.folder / f"holder-{number}"
        self.folder.mkdir()
        self.identity = self.write("me.json", {"format": "deedbox-identity/1"} | self.person)
        (self.folder / "pass").write_text("a passphrase\n")

    def write(self, name, value):
        path = self.folder / name
        path.write_text(json.dumps(value))
        return path

    def device(self, name):
        return Device(self, name)

    def pay(self, months):
        """Payslips of so many months wait at the desk, or are on their way."""
        report = self.town.import_payslips(self.person, months)
        assert report["accepted"] == months, report
        return self.documents()[-months:]

    def documents(self):
        """What the desk has for this person."""
        return self.town.issuer("documents", "--holder", self.person["number"])["documents"]

    def delivered(self, count):
        """Waits until the desk has delivered so many documents of this person."""
        wait("the desk has not delivered them", lambda: count == sum(
            document["stage"] == "delivered" for document in self.documents()))


class Device:
    """One wallet of a holder."""

    def __init__(self, holder, name):
        self.holder, self.town, self.name = holder, holder.town, name
        self.data, self.passphrase = holder.folder / name, holder.folder / "pass"

    def new(self, verb, *words, code=0):
        """A command that makes a wallet."""
        return self.read(self.town.run(
            "wallet", verb, "--data", self.data, "--trust", self.town.genesis, "--registrar", self.town.registrar,
            "--identity", self.holder.identity, "--passphrase-file", self.passphrase, *words, *self.town.nodes, "--json",
            code=code))

    def open(self):
        self.account = self.new("init")
        return self

    def recover(self, other):
        """This device with the recovery code of another."""
        code = self.holder.folder / f"{self.name}.code"
        code.write_text(other.account["recoveryCode"] + "\n")
        self.account = self.new("recover", "--recovery-file", code)
        return self

    def run(self, *words, code=0):
        """What a command of this wallet says, or its error."""
        return self.read(self.town.run(
            "wallet", *words, "--data", self.data, "--passphrase-file", self.passphrase, "--json", code=code))

    @staticmethod
    def read(done):
        return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]

    def documents(self):
        return self.run("list").get("documents", [])

    def states(self):
        return [document["state"] for document in self.documents()]

    def gets(self, count):
        """Receives until so many documents are in force; those."""
        def have():
            self.run("receive")
            documents = [document for document in self.documents() if document["state"] == "inForce"]
            return len(documents) == count and documents
        return wait(f"{self.name} has not {count} documents in force", have)
