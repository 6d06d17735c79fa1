"""An issuing desk beside a broken node, and a registrar's directory written in Python."""

import http.server
import json
import os
import signal
import socket
import subprocess
import threading
import time

from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from machine import Machine
from statements import ES256, Key, encode, read

AGENCY, REGISTRAR, TYPE = "desk-agency", "desk-registrar", "DESK00001"


class FixedNode(Machine):
    """A node that comes back at the same address, as a desk expects it."""

    port = None

    @property
    def command(self):
        if self.port is None:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        words = super().command
        words[words.index("--port") + 1] = str(self.port)
        return words


class Directory:
    """`POST /directory`: a wallet for every number, made when it is first asked for; none is ever bound anew."""

    def __init__(self, pen):
        self.pen, self.key = pen, Key()
        self.wallets = {}
        directory = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                question = self.rfile.read(int(self.headers["content-length"]))
                _, asked = read(question).payload
                is_look_up = self.path == "/directory"
                answer = encode([directory.entry(number) for number in asked] if is_look_up else [asked, []])
                self.send_response(200)
                self.send_header("content-type", "application/cbor")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def entry(self, number):
        if number not in self.wallets:
            mailbox = x25519.X25519PrivateKey.generate().public_key()
            raw = mailbox.public_bytes(Encoding.Raw, PublicFormat.Raw)
            binding = [os.urandom(16), 1, Key(ES256).public.pair, raw, Key().public.pair, 2, int(time.time()), None]
            signed = self.pen.sign(self.key, "binding", binding, REGISTRAR, not_after=253_402_300_799)
            self.wallets[number] = [signed, os.urandom(32)]
        return self.wallets[number]

    def close(self):
        self.server.shutdown()


class Desk:
    """`deedbox issuer` over a folder; each command is a process that can be killed."""

    def __init__(self, machine, pen, directory):
        self.machine, self.folder = machine, machine.folder / "desk"
        keys = []
        for purpose, algorithm in (("statement", "Ed25519"), ("credential", "ES256")):
            path = machine.folder / f"{purpose}.key"
            told = machine.deedbox("key", "new", "--purpose", purpose, "--algorithm", algorithm, "--name", AGENCY,
                                   "--out", path, "--json")
            name, value = json.loads(told.stdout)["publicKey"].split(":")
            keys.append([[-8 if name == "Ed25519" else -7, bytes.fromhex(value)], 0, None])
        details = [["示例机构", "Sample agency"], [1], "", keys]
        machine.send([pen.govern("member.register", [AGENCY, details])])
        pen.member(machine, REGISTRAR, 3, directory.key)
        pen.type(machine, TYPE, AGENCY)
        self.statement_key = machine.folder / "statement.key"
        machine.deedbox("type", "accredit", TYPE, "--issuer", AGENCY, "--key", self.statement_key, "--member", AGENCY,
                        "--node", machine.url)
        machine.deedbox(
            "issuer", "init", "--data", self.folder, "--member", AGENCY, "--key", self.statement_key,
            "--credential-key", machine.folder / "credential.key", "--url", "http://127.0.0.1:7499",
            "--node", machine.url, "--registrar", directory.url)
        self.load()

    def load(self):
        definition = {
            "format": "deedbox-type/1", "code": TYPE, "version": 1, "name": {"zh": "示例证照", "en": "Sample"},
            "owner": AGENCY, "level": 1, "nationalCode": False, "updateFrequencyDays": None,
            "fields": [{"path": "ZZBH", "name": {"zh": "证照编号", "en": "number"}, "level": 1, "required": True}]}
        self.write("type.json", definition)
        self.issuer("catalogue", "load", self.machine.folder / "type.json")
        self.mapping = self.write("mapping.json", {
            "format": "deedbox-mapping/1", "name": {"zh": "示例", "en": "sample"}, "source": {"kind": "csv"},
            "type": {"code": TYPE, "version": 1}, "provenance": "digital",
            "fields": [{"to": "ZZBH", "column": "number"}],
            "holder": {"kind": {"constant": "999"}, "number": {"field": "ZZBH"}, "name": {"constant": "示例"}},
            "key": ["ZZBH"], "ignore": ["note"]})

    def write(self, name, value):
        path = self.machine.folder / name
        path.write_text(json.dumps(value))
        return path

    def table(self, count, faulty_every=100):
        """Rows, some of which lack what the type requires."""
        path = self.machine.folder / "table.csv"
        rows = ["number,note"]
        rows += ["," + str(n) if n % faulty_every == faulty_every - 1 else f"N{n}," for n in range(count)]
        path.write_text("\n".join(rows) + "\n")
        return path

    # Commands.

    def words(self, *words):
        return [os.environ["DEEDBOX"], "issuer", *map(str, words), "--data", str(self.folder), "--json"]

    def issuer(self, *words):
        """A command run to its end; what it told."""
        done = subprocess.run(self.words(*words), capture_output=True, text=True, timeout=60,
                              env=os.environ | {"LANG": "C.UTF-8"})
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def launch(self, *words):
        process = subprocess.Popen(self.words(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=os.environ | {"LANG": "C.UTF-8"})
        Machine.launched.append(process)
        return process

    def until_done(self, dice, *words, longest=1.0):
        """Runs a command again and again, killed at random moments, until it comes to its end; how often it was
        killed, and what it told."""
        kills = 0
        while True:
            process = self.launch(*words)
            try:
                out, err = process.communicate(timeout=dice.uniform(0.05, longest))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                longest *= 1.15
                continue
            assert process.returncode == 0, (words, out, err)
            return kills, json.loads(out)
