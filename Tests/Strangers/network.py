"""A network of one node, run by the program under test: started, filled by both pens, stopped."""

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
        self.deedbox("genesis", "create", ROOT / "genesis/sample/genesis.json", "--out", self.genesis_file)
        self.deedbox("key", "sample", "--all", "--nodes", 1, "--out", self.keys)
        place = ["--genesis", self.genesis_file, "--data", self.data]
        self.deedbox("node", "init", *place)
        words = ["node", "run", *place, "--keys", self.keys / "node-1", "--port", 0, "--json"]
        self.log_file = (self.folder / "node.log").open("w")
        self.node = subprocess.Popen(
            [self.program, *map(str, words)], stdout=subprocess.PIPE, stderr=self.log_file, text=True)
        self.url = self.read_address()
        self.genesis = self.genesis_file.read_bytes()
        self.wait_for_block()

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

    def note_checkpoint(self):
        note = self.get("/checkpoint")
        if note not in self.checkpoints:
            self.checkpoints.append(note)

    def wait_for_block(self):
        """Until the first checkpoint; a heartbeat makes one when nothing else does."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                return self.note_checkpoint()
            except urllib.error.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the node has no checkpoint after 30 s")

    # What both pens write.

    @property
    def log(self):
        return ServedLog(self.url, self.genesis, list(self.checkpoints))

    def tell(self):
        """The sample agencies by the commands, then a story in Python."""
        replay = self.log.replay
        self.story = Story(self.send, replay.origin, int(time.time()), replay.sequence).tell()
