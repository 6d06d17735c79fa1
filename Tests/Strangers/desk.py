"""An issuing desk beside the live node, run by the program under test."""

import json
import signal
import socket
import subprocess
import time

from network import ROOT
from wallet import call

IMPORT = ROOT / "genesis" / "sample" / "import"
TYPE = "11100000000013127D001"


class LiveDesk:
    """The police's desk beside the live node, with a table of people whose wallets nobody knows."""

    def __init__(self, live, folder, registrar=None):
        self.live, self.folder, self.used = live, folder / "desk", 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.root, root_key, chain = folder / "root.pem", folder / "root.key", folder / "chain.pem"
        credential_key = live.keys / "police-credential.key"
        live.deedbox("key", "new", "--purpose", "credential", "--out", root_key)
        live.deedbox("credential", "root", "--key", root_key, "--organization", "示例根机构", "--out", self.root)
        live.deedbox("credential", "certify", "--root", self.root, "--root-key", root_key, "--issuer", self.url,
                     "--key", credential_key, "--organization", "示例公安局", "--out", chain)
        live.deedbox("issuer", "init", "--data", self.folder, "--member", "police", "--key", live.keys / "police.key",
                     "--credential-key", credential_key, "--certificates", chain, "--url", self.url, "--port",
                     self.port, "--node", live.url, *(["--registrar", registrar] if registrar else []))
        self.run("catalogue", "load", ROOT / "genesis" / "catalogue" / "identity-card.json")
        self.run("import", IMPORT / "police.csv", "--mapping", IMPORT / "police.mapping.json", check=False)
        self.documents = [each["document"] for each in self.run("documents", "--stage", "pending")["documents"]]
        assert len(self.documents) > 20
        self.process = subprocess.Popen([live.program, "issuer", "serve", "--data", self.folder, "--json"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.wait()

    def wait(self):
        end = time.monotonic() + 30
        while True:
            try:
                assert call("GET", f"{self.url}/health").status == 200
                return
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None
                time.sleep(0.1)

    def run(self, *words, check=True):
        done = subprocess.run([self.live.program, "issuer", *map(str, words), "--data", self.folder, "--json"],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 or not check, (words, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def offer(self):
        """A link to an offer that nobody used, and its transaction code."""
        self.used += 1
        made = self.run("offers", "create", "--document", self.documents[-self.used])
        return made["offer"], made["txCode"]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
