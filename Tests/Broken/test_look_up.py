"""Questions at the counter while the desk is killed and its node is away, and a window that guesses a thousand times."""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time

import pytest

from issuing import TYPE, Desk, Directory, FixedNode
from machine import Machine, wait
from pen import Pen
from witness import Witness


class ServedDesk(Desk):
    """`deedbox issuer serve` over the folder, on a port that was free."""

    def __init__(self, *words):
        super().__init__(*words)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        path = self.folder / "desk.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"port": self.port}))
        self.issuer("import", self.table(3, faulty_every=1_000), "--mapping", self.mapping)
        assert self.issuer("mint")["stages"]["delivered"] == 3
        self.issuer("look-up", "set", TYPE, "--by", "ZZBH")
        self.token = self.issuer("staff", "machine", "window", "--roles", "inquirer")["token"]

    def serve(self):
        process = subprocess.Popen(self.words("serve"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=os.environ | {"LANG": "C.UTF-8"})
        Machine.launched.append(process)
        wait("the desk does not serve", lambda: self.get("/health")[0] == 200)
        return process

    def get(self, path, body=None):
        """Status and answer; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        try:
            connection.request("POST" if body else "GET", path, body=body and json.dumps(body), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def ask(self, value, identity, key):
        return self.get("/look-ups", {
            "key": f"question-of-a-window-{key}", "type": TYPE, "path": "ZZBH", "value": value, "identity": identity,
            "case": "2090-17", "ground": "statutoryDuty", "clerk": "7"})


@pytest.fixture
def desk(tmp_path):
    machine = FixedNode(tmp_path).found()
    machine.start()
    pen = Pen(machine.genesis)
    directory = Directory(pen)
    yield ServedDesk(machine, pen, directory)
    directory.close()
    machine.kill()


def disclosures(desk):
    """How many entries of a reading stand on the ledger."""
    witness = Witness(desk.machine.genesis)
    witness.look(desk.machine)
    return sum(leaf[0] == 0xd2 and b"vnd.deedbox.disclosure.v1" in leaf for leaf in witness.leaves)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_desk_killed_between_entry_and_answer_enters_the_question_once(desk, dice):
    for _ in range(8):
        process = desk.serve()
        asking = threading.Thread(target=desk.ask, args=("N0", "N0", 1))
        asking.start()
        time.sleep(dice.uniform(0.0, 0.7))
        kill(process)
        asking.join()
    process = desk.serve()
    status, answer = desk.ask("N0", "N0", 1)
    assert status == 200 and json.loads(answer)["match"] is True, answer
    assert desk.ask("N0", "N0", 1) == (status, answer)
    assert disclosures(desk) == 1
    kill(process)


def test_while_the_node_is_away_a_match_and_a_miss_are_told_alike(desk):
    process = desk.serve()
    assert desk.ask("N0", "N0", 1)[0] == 200
    desk.machine.kill()
    told = {desk.ask(value, identity, key) for key, (value, identity) in
            enumerate([("N0", "N0"), ("N1", "N0"), ("N99", "N0")], 2)}
    assert len(told) == 1, told
    status, answer = told.pop()
    assert status == 503 and json.loads(answer)["code"] == "could-not-check"
    desk.machine.start()
    wait("the question is not answered", lambda: desk.ask("N0", "N0", 2)[0] == 200)
    assert json.loads(desk.ask("N1", "N0", 3)[1]) == {"match": False}
    assert disclosures(desk) == 3, "a question that matched nothing is entered too"
    kill(process)


def test_a_thousand_guesses_are_five_looks_and_are_reported_after_a_restart_too(desk):
    process = desk.serve()
    told = [desk.ask("N0", f"guess-{number}", 10_000 + number)[0] for number in range(500)]
    kill(process)
    process = desk.serve()
    told += [desk.ask("N0", f"guess-{number}", 10_000 + number)[0] for number in range(500, 1_000)]
    assert told == [200] * 5 + [429] * 995
    assert desk.ask("N0", "N0", 1)[0] == 429
    kill(process)
    alerts = {each["kind"]: each["count"] for each in desk.issuer("look-up", "alerts")["alerts"]}
    assert alerts == {"misses": 1, "guessing": 996}
    assert disclosures(desk) == 5
