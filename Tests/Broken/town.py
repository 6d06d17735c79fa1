"""A town on three real nodes: members, a registrar, an employer's desk, and a citizen with a wallet."""

import csv
import json
import os
import subprocess
import urllib.request

from machine import ROOT, Machine, wait
from network import Network, free_ports

PAYSLIP = "11370406PDY000036P908"


class Town:
    """Everything that a document passes on its way to its holder. `folder` is its own.

    `rebinding_delay`: how long the registrar lets a re-binding wait, in seconds."""

    def __init__(self, folder, rebinding_delay=None, **settings):
        self.folder = folder
        self.network = Network(folder, strongroomReserveBytes=0, **settings).start()
        self.nodes = [word for node in self.network.nodes for word in ("--node", node.url)]
        self.genesis, self.keys = self.network.nodes[0].genesis_file, self.network.nodes[0].keys
        governors = [word for number in (1, 2, 3) for word in ("--governance-key", self.keys / f"governance-{number}.key")]
        self.run("member", "register", ROOT / "genesis/sample/members.json", "--keys", self.keys, *governors, *self.nodes)
        self.run("type", "register", ROOT / "genesis/catalogue/payslip.json", *governors, *self.nodes)
        self.run("type", "accredit", PAYSLIP, "--issuer", "payroll", "--key", self.keys / "regulator.key", *self.nodes)
        self.servers = []
        self.registrar = self.start_registrar(rebinding_delay)
        self.desk = folder / "desk"
        port, = free_ports(1)
        self.desk_url = f"http://127.0.0.1:{port}"
        self.run("issuer", "init", "--data", self.desk, "--member", "payroll", "--key", self.keys / "payroll.key",
                 "--credential-key", self.keys / "payroll-credential.key", "--url", self.desk_url, "--port", port, "--social",
                 "--registrar", self.registrar, *self.nodes)
        lists = sorted((ROOT / "genesis/catalogue/lists").glob("*.json"))
        self.run("issuer", "catalogue", "load", ROOT / "genesis/catalogue/payslip.json", *lists, "--data", self.desk)

    def run(self, *words, code=0):
        return self.network.nodes[0].deedbox(*words, code=code)

    def start_registrar(self, delay):
        port, = free_ports(1)
        place = ["--data", self.folder / "registrar", "--genesis", self.genesis, "--key", self.keys / "registrar.key"]
        self.registrar_place = place
        self.run("registrar", "init", *place)
        waits = [] if delay is None else ["--rebinding-delay", str(delay)]
        self.serve("registrar", "registrar", "serve", *place, "--port", port, *waits, "--population",
                   ROOT / "genesis/sample/population.csv", *self.nodes)
        url = f"http://127.0.0.1:{port}"
        wait("the registrar does not answer", lambda: answers(url + "/registrar"))
        return url

    def serve_desk(self):
        """The desk answers wallets and does its work; it asks the registrar every second."""
        settings = json.loads((self.desk / "desk.json").read_text())
        (self.desk / "desk.json").write_text(json.dumps(settings | {"pendingSeconds": 1}))
        self.serve("desk", "issuer", "serve", "--data", self.desk)
        wait("the desk does not answer", lambda: answers(self.desk_url + "/health"))
        return self

    def serve(self, name, *words):
        """A program that serves until the town is gone."""
        log = (self.folder / f"{name}.log").open("w")
        process = subprocess.Popen([os.environ["DEEDBOX"], *map(str, words)], stdout=log, stderr=log)
        Machine.launched.append(process)
        self.servers.append(process)

    def issuer(self, *words, code=0):
        """What a command of the desk says."""
        done = self.run("issuer", *words, "--data", self.desk, "--json", code=code)
        return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]

    def open_wallet(self, number=2):
        """A wallet for a person of the sample population, in a folder of its own."""
        self.person = people()[number]
        identity = {"format": "deedbox-identity/1"} | {name: self.person[name] for name in ("name", "number", "face")}
        (self.folder / "me.json").write_text(json.dumps(identity))
        (self.folder / "pass").write_text("a passphrase\n")
        return json.loads(self.run(
            "wallet", "init", "--data", self.folder / "wallet", "--trust", self.genesis, "--registrar", self.registrar,
            "--identity", self.folder / "me.json", "--passphrase-file", self.folder / "pass", *self.nodes,
            "--json").stdout)

    def wallet_words(self, *words):
        return ["wallet", *words, "--data", self.folder / "wallet", "--passphrase-file", self.folder / "pass", "--json"]

    def wallet(self, *words, code=0):
        """What a command of the wallet says."""
        done = self.run(*self.wallet_words(*words), code=code)
        return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]

    def pay(self, months):
        """A payslip a month for the wallet's owner: imported, issued, pushed."""
        report = self.import_payslips(self.person, months)
        assert report["accepted"] == months, report
        return json.loads(self.run("issuer", "mint", "--data", self.desk, "--json").stdout)

    def import_payslips(self, person, months):
        """A payslip a month for somebody, through the gate."""
        with (ROOT / "genesis/sample/import/payslips.csv").open(encoding="utf-8-sig", newline="") as file:
            template = next(row for row in csv.DictReader(file) if row["身份证号"] == person["number"])
        table = self.folder / "payslips.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = [template | {"月份": f"20{24 + month // 12}-{month % 12 + 1:02d}"} for month in range(months)]
            writer = csv.DictWriter(file, template)
            writer.writeheader()
            writer.writerows(rows)
        mapping = ROOT / "genesis/sample/import/payslips.mapping.json"
        return self.issuer("import", table, "--mapping", mapping)

    def remove(self):
        for process in self.servers:
            process.kill()
            process.wait()
        self.network.remove()


def people():
    """The sample population; nobody in it is real."""
    with (ROOT / "genesis/sample/population.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False
