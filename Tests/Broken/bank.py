"""The bank's desk in a town: it asks wallets, takes uses, and opens what they free."""

import json

from machine import wait
from network import free_ports
from town import answers


class Bank:
    """A relying desk with a server of its own; commands work beside it."""

    def __init__(self, town):
        self.town, self.folder = town, town.folder / "bank"
        port, = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        told = json.loads(town.run(
            "relying", "init", "--data", self.folder, "--key", town.keys / "bank.key", "--sealing-key",
            town.keys / "bank-sealing.key", "--url", self.url, "--port", port, *town.nodes, "--json").stdout)
        assert told["registered"], "the ledger names another sealing key of the bank"
        town.serve("bank", "relying", "serve", "--data", self.folder)
        wait("the bank does not answer", lambda: answers(self.url + "/health"))

    def run(self, *words, code=0):
        """What a command of the desk says, or its error. A verdict that is no yes is an answer as well."""
        if code == 0 and words[0] in ("use", "show") and "--evidence" not in words:
            code = None
        done = self.town.run("relying", *words, "--data", self.folder, "--json", code=code)
        return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]

    def ask(self, case, uses=2):
        """A session: its id and its link."""
        asked = self.run("request", "--scene", "wages", "--profile", "basic", "--uses", uses, "--days", 30, "--case", case)
        return asked["session"], asked["link"]

    def granted(self, session):
        """The grant that came of a session."""
        matter = self.run("status", session)
        assert matter["state"] == "granted", matter
        return matter["grant"]

    def evidence(self, grant, number):
        """The file that proves a use, readable by its owner alone."""
        path = self.town.folder / f"evidence-{number}.json"
        self.run("show", grant, "--index", number, "--evidence", "--out", path)
        assert path.stat().st_mode & 0o777 == 0o600
        return path

    def use(self, grant, clerk):
        """Takes a use, and opens it."""
        return self.run("use", grant, "--clerk", clerk)["use"]
