"""A node in a folder of its own, which can be started, killed, filled up and damaged."""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 30


class Refused(Exception):
    """The program ended instead of answering: its exit code, and what it said."""

    def __init__(self, code, said):
        super().__init__(f"exit code {code}: {said}")
        self.code, self.said = code, said


class Machine:
    """`deedbox node run` with keys and a genesis of its own."""

    #: Every process ever started, so that none outlives the tests.
    launched = []

    def __init__(self, folder, data=None):
        self.folder = pathlib.Path(folder)
        self.data = pathlib.Path(data) if data else self.folder / "data"
        self.genesis_file, self.keys = self.folder / "genesis.cbor", self.folder / "keys"
        self.log_file = self.folder / "node.log"
        self.process, self.url = None, None

    # Commands.

    def deedbox(self, *words, code=0, timeout=120):
        """Runs a command to its end; its exit code must be this one, or with None any."""
        done = subprocess.run(
            [os.environ["DEEDBOX"], *map(str, words)], capture_output=True, text=True, timeout=timeout,
            cwd=self.folder, env=os.environ | {"LANG": "C.UTF-8"})
        said = f"deedbox {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert code is None or done.returncode == code, said
        return done

    def found(self, name="broken.deedbox.example", **parameters):
        """Keys and a genesis with these parameters, and an empty data folder."""
        readable = json.loads((ROOT / "genesis/sample/genesis.json").read_text())
        readable |= {"name": name, "created": "2026-01-01T00:00:00Z"}
        readable["parameters"] |= {"heartbeat": 5_000} | parameters
        (self.folder / "genesis.json").write_text(json.dumps(readable))
        self.deedbox("genesis", "create", self.folder / "genesis.json", "--out", self.genesis_file)
        self.deedbox("key", "sample", "--all", "--nodes", 1, "--out", self.keys)
        self.deedbox("node", "init", *self.place)
        return self

    @property
    def place(self):
        return ["--genesis", self.genesis_file, "--data", self.data]

    @property
    def genesis(self):
        return self.genesis_file.read_bytes()

    def verify(self, *words, code=0):
        """`deedbox ledger verify` on the stopped node's folder."""
        return self.deedbox("ledger", "verify", *self.place, "--json", *words, code=code)

    # The process.

    @property
    def command(self):
        return [os.environ["DEEDBOX"], "node", "run", *map(str, self.place), "--keys", str(self.keys / "node-1"),
                "--port", "0", "--json", *self.settings]

    settings = ()
    #: What every start finds in its environment.
    environment = {}

    def configure(self, **settings):
        """Settings for the next start."""
        path = self.folder / "node.json"
        path.write_text(json.dumps(settings))
        self.settings = ("--config", str(path))
        return self

    def launch(self, **environment):
        """Starts the process, and does not wait for it."""
        self.said = self.folder / "said.json"
        self.log_start = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.said.open("w") as out, self.log_file.open("a") as log:
            self.process = subprocess.Popen(
                self.command, stdout=out, stderr=log,
                env=os.environ | {"LANG": "C.UTF-8"} | self.environment | environment)
        self.launched.append(self.process)
        return self

    def start(self, **environment):
        """Starts the node and waits until it answers; `Refused` when it ends instead."""
        return self.launch(**environment).answers()

    def answers(self):
        """Waits until a launched node answers; `Refused` when it ends instead."""
        wait("the node neither answers nor ends", lambda: self.address or self.process.poll() is not None)
        if not self.address:
            raise Refused(self.process.wait(), self.log)
        self.url = self.address
        return self

    @property
    def address(self):
        try:
            return json.loads(self.said.read_text())["address"]
        except ValueError:
            return None

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def log(self):
        """What the node logged since it was started."""
        with self.log_file.open("rb") as file:
            file.seek(self.log_start)
            return file.read().decode(errors="replace")

    def run_for(self, seconds):
        """Lets time pass; less of it when the process ends."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=seconds)
        return self

    def kill(self):
        """The end without warning."""
        if self.is_running:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()
        return self

    def stop(self):
        """The end by agreement; within the limit, and with exit code 0."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=LIMIT) == 0, self.log
        return self

    # HTTP.

    def door(self):
        """A connection of its own; a thread needs one."""
        return Door(self.url)

    def get(self, path, accept=None):
        """Status and body."""
        with contextlib.closing(self.door()) as door:
            return door.get(path, accept)

    def get_json(self, path):
        status, body = self.get(path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def post(self, leaves, waits=True):
        """Status and answer to statements with their records."""
        with contextlib.closing(self.door()) as door:
            return door.post(leaves, waits)

    def send(self, leaves):
        """Submits what must be accepted; the outcomes, all final."""
        status, answer = self.post(leaves)
        assert status == 200 and {o["state"] for o in answer["outcomes"]} == {"final"}, answer
        return answer["outcomes"]

    def is_healthy(self):
        return self.is_running and self.get("/health")[0] == 200

    def settle(self):
        """Waits until nothing waits for a block."""
        wait("statements still wait", lambda: self.get_json("/status")["waiting"]["statements"] == 0)
        return self


class Door:
    """An HTTP connection that is kept."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=LIMIT)

    def close(self):
        self.connection.close()

    def get(self, path, accept=None):
        return self.ask("GET", path, headers={"accept": accept} if accept else {})

    def post(self, leaves, waits=True):
        body = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
        status, answer = self.ask("POST", "/statements" + ("?wait=final" if waits else ""), body,
                                  {"content-type": "application/octet-stream"})
        return status, json.loads(answer)

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def wait(failure, is_so, limit=LIMIT):
    """Until something is so; its value."""
    end = time.monotonic() + limit
    while True:
        value = is_so()
        if value:
            return value
        assert time.monotonic() < end, f"{failure} after {limit} s"
        time.sleep(0.01)
