"""A network of one node, run by the program under test: started, filled by both pens, stopped."""

import base64
import csv
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.error
import urllib.request

import statements
from served import ServedLog
from story import Story

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "genesis" / "sample"
ISSUERS = ["civil-affairs", "police", "real-estate"]


class LiveNetwork:
    """`deedbox` in a folder of its own. Every command's output is kept, for the message of a failed test."""

    def __init__(self, folder):
        self.folder, self.checkpoints, self.node = folder, [], None
        self.program = os.environ["DEEDBOX"]
        self.genesis_file = folder / "genesis.cbor"
        self.data, self.keys = folder / "data", folder / "keys"

    def deedbox(self, *words, code=0):
        """Runs a command; its exit code must be this one."""
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=60,
                              cwd=self.folder, env=os.environ | {"LANG": "C.UTF-8"})
        said = f"deedbox {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert done.returncode == code, said
        return done.stdout

    def start(self):
        self.write_genesis()
        self.deedbox("key", "sample", "--all", "--nodes", 1, "--out", self.keys)
        place = ["--genesis", self.genesis_file, "--data", self.data]
        self.deedbox("node", "init", *place)
        words = ["node", "run", *place, "--keys", self.keys / "node-1", "--port", 0, "--json"]
        self.log_file = (self.folder / "node.log").open("w")
        self.node = subprocess.Popen(
            [self.program, *map(str, words)], stdout=subprocess.PIPE, stderr=self.log_file, text=True)
        self.url = self.read_address()
        self.genesis = self.genesis_file.read_bytes()
        self.wait("no checkpoint", self.has_block)

    def write_genesis(self):
        """The sample genesis, but that grants which are over leave the state soon, and heartbeats come often."""
        readable = read_json(SAMPLE / "genesis.json")
        readable["parameters"] |= {"statementLifetime": 10, "grantRetention": 10_000, "heartbeat": 1_000}
        (self.folder / "genesis.json").write_text(json.dumps(readable))
        self.deedbox("genesis", "create", "genesis.json", "--out", self.genesis_file)

    def read_address(self):
        """The first JSON object that the node prints."""
        text = ""
        for line in self.node.stdout:
            text += line
            try:
                return json.loads(text)["address"]
            except ValueError:
                continue
        raise AssertionError(f"the node did not start: {text}\n{(self.folder / 'node.log').read_text()}")

    def stop(self):
        if self.node:
            self.node.send_signal(signal.SIGTERM)
            assert self.node.wait(timeout=30) == 0, (self.folder / "node.log").read_text()
            self.log_file.close()

    # HTTP.

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read()

    def post(self, leaves):
        """Submits leaves and waits for their block; status and answer."""
        request = urllib.request.Request(
            self.url + "/statements?wait=final", data=statements.framed(leaves), method="POST",
            headers={"content-type": "application/octet-stream"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def send(self, batches):
        """Submits what must be accepted; where each statement stands."""
        status, answer = self.post([leaf for leaves in batches for leaf in leaves])
        states = [outcome["state"] for outcome in answer.get("outcomes", [])]
        assert status == 200 and states == ["final"] * len(batches), answer
        self.note_checkpoint()
        return [outcome["index"] for outcome in answer["outcomes"]]

    def keep(self, batch):
        """Puts a batch in the strongroom."""
        request = urllib.request.Request(
            self.url + "/strongroom", data=batch, method="POST", headers={"content-type": "application/octet-stream"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200

    # The validators to whom disclosures are sealed.

    def weekly_keys(self, latest):
        said = json.loads(self.get(f"/deposits/keys?week={latest // 604_800}"))
        words = [statements.read(base64.b64decode(validator["key"])) for validator in said["validators"]]
        return bytes.fromhex(said["set"]), said["quorum"], [word.payload[1] for word in words]

    def hand(self, leaf, deal):
        """Hands a deal over with its signed disclosure: every validator must acknowledge it."""
        request = urllib.request.Request(
            self.url + "/deposits", data=statements.encode([1, leaf, deal]), method="POST",
            headers={"content-type": "application/cbor"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            said = json.loads(answer.read())
            assert answer.status == 200 and len(said["acknowledgements"]) == said["validators"], said

    def open(self, opening):
        """The validators do it, without being asked."""
        self.wait("a sealed disclosure is not opened", lambda: json.loads(self.get("/status"))["disclosures"] == {
            "sealed": 1, "overdue": 0})

    def note_checkpoint(self):
        note = self.get("/checkpoint")
        if note not in self.checkpoints:
            self.checkpoints.append(note)

    def has_block(self):
        try:
            self.note_checkpoint()
        except urllib.error.HTTPError:
            return False
        return True

    def wait(self, failure, is_so):
        """Until something is so; heartbeats make blocks when nothing else does."""
        end = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < end, f"{failure} after 30 s"
            time.sleep(0.1)

    # What both pens write.

    def newest_log(self):
        """The log as of now."""
        self.note_checkpoint()
        return ServedLog(self.url, self.genesis, list(self.checkpoints))

    def tell(self):
        """The sample agencies by the commands, then a story in Python."""
        self.found()
        self.mint()
        self.grant()
        replay = self.newest_log().replay
        self.story = Story(self.send, replay.origin, lambda: int(time.time()), replay.sequence,
                           time.sleep, self.keep, self).tell()
        self.wait("no grant left the state", lambda: self.newest_log().places("closed"))

    def command(self, *words, key=None, code=0):
        """A command to the node, by a sample key."""
        signer = ["--key", self.keys / f"{key}.key"] if key else []
        answer = json.loads(self.deedbox(*words, *signer, "--node", self.url, "--json", code=code))
        self.note_checkpoint()
        return answer

    def found(self):
        """The sample members, the catalogue, who may mint what, and the bank's scene."""
        keys = [self.keys / f"governance-{number}.key" for number in (1, 2, 3)]
        governors = [word for key in keys for word in ("--governance-key", key)]
        self.command("member", "register", SAMPLE / "members.json", "--keys", self.keys, *governors)
        files = sorted((ROOT / "genesis" / "catalogue").glob("*.json"))
        self.command("type", "register", *files, *governors)
        owners = {definition["code"]: definition["owner"] for definition in map(read_json, files)}
        for issuer in ISSUERS:
            for code in sorted({row["type"] for row in sample_rows(issuer)}):
                self.command("type", "accredit", code, "--issuer", issuer, key=owners[code])
        self.command("scene", "declare", SAMPLE / "scene.json", key="bank")
        self.command("scene", "approve", SAMPLE / "scene.json", "--party", "bank", key="regulator")

    def mint(self):
        """Every third sample certificate; one is revoked, one suspended."""
        self.tables = {issuer: self.folder / f"{issuer}.csv" for issuer in ISSUERS}
        for issuer, table in self.tables.items():
            lines = (SAMPLE / "certificates" / f"{issuer}.csv").read_bytes().splitlines(keepends=True)
            table.write_bytes(b"".join(lines[:1] + lines[1::3]))
            answer = self.command("mint", table, key=issuer)
            assert answer["minted"] == len(lines[1::3]), answer
        for row, verb in [(2, "revoke"), (3, "suspend")]:
            self.command("status", verb, *self.receipt("police", row), "--reason", "sample", key="police")

    def receipt(self, issuer, row):
        """How commands name a document."""
        return ["--receipt", f"{self.tables[issuer]}.receipts.jsonl", "--row", row]

    def grant(self):
        """A holder grants two uses; the bank takes one, and the rest is withdrawn."""
        holder, request = self.folder / "holder.key", self.folder / "request.cbor"
        self.deedbox("key", "new", "--purpose", "grant", "--out", holder)
        self.command("grant", "request", "--scene", "loan", "--profile", "basic", "--uses", 2, "--grant-key", holder,
                     "--case", "sample case", "--out", request, key="bank")
        grant = self.command("grant", "give", request, "--key", holder)["grant"]
        self.command("grant", "use", grant, "--case", "sample case", key="bank")
        self.command("grant", "withdraw", "--key", holder)


def read_json(path):
    return json.loads(path.read_text("utf-8"))


def sample_rows(issuer):
    with (SAMPLE / "certificates" / f"{issuer}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
