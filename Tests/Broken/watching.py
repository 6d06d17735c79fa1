"""Somebody who relies on documents and watches them, and a wire to a node on which all that he asks can be read."""

import json
import os
import signal
import socket
import subprocess
import threading

from machine import Machine


class Watch:
    """`deedbox status watch` in a folder of its own; what it tells goes to one file, whoever runs."""

    def __init__(self, town, receipts, name="watch", nodes=None):
        self.folder = town.folder / name
        self.folder.mkdir()
        self.state, self.told_file = self.folder / "state.json", self.folder / "told.jsonl"
        nodes = town.nodes if nodes is None else nodes
        self.words = ["status", "watch", *receipts, "--state", self.state, "--trust", town.genesis, *nodes, "--json"]
        self.town, self.process = town, None

    def start(self, *words):
        with self.told_file.open("a") as told, (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen([os.environ["DEEDBOX"], *map(str, [*self.words, *words])], stdout=told,
                                            stderr=log)
        Machine.launched.append(self.process)
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def once(self, *words, code=0):
        """Tells what is new, and ends."""
        self.start("--once", *words)
        assert self.process.wait(120) == code, (self.folder / "log").read_text()
        return self.told()

    def told(self):
        """All that was ever told; a last line that a kill cut off is not there."""
        if not self.told_file.exists():
            return []
        return [json.loads(line) for line in self.told_file.read_text().splitlines(True) if line.endswith("\n")]


class Tap:
    """A wire to one node that keeps every request's first line."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self.target = (host, int(port))
        self.asked = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.server.accept()
                node = socket.create_connection(self.target)
            except OSError:
                return
            threading.Thread(target=self.pump, args=(client, node, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(node, client, False), daemon=True).start()

    def pump(self, source, target, is_request):
        try:
            while data := source.recv(65_536):
                if is_request:
                    self.asked += [line for line in data.decode("latin-1").splitlines() if line.endswith(" HTTP/1.1")]
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.server.close()
