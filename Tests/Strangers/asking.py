"""A relying desk beside the live node, and a wallet in Python that fetches its requests, from `docs/protocol/requests.md`."""

import base64
import hashlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import cbor2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import sealing
import statements
from statements import EDDSA, Key


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Desk:
    """`deedbox relying` of the bank, run beside the live node."""

    def __init__(self, live, folder):
        self.live, self.folder = live, folder / "bank"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.made = json.loads(live.deedbox(
            "relying", "init", "--data", self.folder, "--key", live.keys / "bank.key", "--sealing-key",
            live.keys / "bank-sealing.key", "--port", port, "--node", live.url, "--trust", live.genesis_file, "--json"))
        self.log = (folder / "relying.log").open("w")
        self.process = subprocess.Popen(
            [live.program, "relying", "serve", "--data", str(self.folder), "--json"], stdout=subprocess.PIPE,
            stderr=self.log, text=True)
        self.wait()

    def wait(self):
        text = ""
        for line in self.process.stdout:
            text += line
            try:
                json.loads(text)
            except ValueError:
                continue
            return
        raise AssertionError(f"the desk did not start: {text}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0
        self.log.close()

    def command(self, *words, code=0):
        """What a command on the folder prints, beside the server."""
        said = self.live.deedbox("relying", *words, "--data", self.folder, "--json", code=code)
        return json.loads(said) if said else None

    def declare(self, scene):
        """Declares a scene that the regulator approves."""
        file = self.folder.parent / f"{scene['code']}.json"
        file.write_text(json.dumps(scene))
        self.command("scene", "declare", file)
        self.live.command("scene", "approve", file, "--party", "bank", key="regulator")

    def ask_plainly(self, issuer):
        """A key and certificate for plain requests, and the issuer whose word is read; what the desk says of each."""
        key, chain = self.folder.parent / "asking.key", self.folder.parent / "asking.pem"
        self.live.deedbox("key", "new", "--purpose", "presentation", "--out", key)
        self.live.deedbox(
            "credential", "certify", "--root", issuer.root, "--root-key", issuer.folder.parent / "root.key", "--issuer",
            "https://bank.example", "--key", key, "--organization", "示例银行", "--out", chain)
        listed = self.command("presentation", "issuers", "--add", issuer.url, "--private")["issuers"]
        assert listed == [{"address": issuer.url, "private": True}]
        return self.command("presentation", "key", "--key", key, "--certificates", chain)["clientID"]

    def request(self, *words):
        return self.command("request", "--scene", "loan", "--profile", "basic", "--case", "示例案 17", *words)


def post(url, body, media_type):
    """Status and bytes of an answer."""
    request = urllib.request.Request(url, data=body, headers={"content-type": media_type})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class ShownCode:
    """A code for a clerk to scan, from `docs/protocol/codes.md`, shown at a node."""

    def __init__(self, node):
        self.node, self.secret = node, os.urandom(32)
        point = X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        self.text = "deedbox://code?key=" + b64url(point)
        self.handle = hashlib.sha256(b"deedbox/showncode/v1" + point).digest()

    def show(self):
        """How many seconds it lives."""
        status, answer = post(f"{self.node}/codes", self.handle, "application/octet-stream")
        assert status == 201, answer
        return json.loads(answer)["seconds"]

    def called(self):
        """The signed call, and the link that it brings; nothing while nobody has called."""
        with urllib.request.urlopen(f"{self.node}/codes/{self.handle.hex()}", timeout=60) as answer:
            if answer.status == 204:
                return None
            call = statements.read(answer.read())
        handle, sealed = call.payload
        assert handle == self.handle
        return call, sealing.hpke_open(self.secret, sealed, b"deedbox/calledlink/v1", handle).decode()


class Wallet:
    """One grant key, and what is done with it."""

    def __init__(self, origin):
        self.origin, self.key = origin, Key(EDDSA)
        self.sealing, self.nonce = os.urandom(32), os.urandom(16)

    def fetch(self, link):
        """What the desk answers to a link: a status, and the claims or a problem."""
        scheme, _, query = link.partition("?")
        assert scheme == "deedbox://request"
        fields = dict(urllib.parse.parse_qsl(query, strict_parsing=True))
        point = X25519PrivateKey.from_private_bytes(self.sealing).public_key().public_bytes_raw()
        form = {"grant_key": self.key.public.data, "wallet_nonce": self.nonce, "sealing_key": point}
        body = urllib.parse.urlencode({name: b64url(value) for name, value in form.items()}).encode()
        status, answer = post(fields["request_uri"], body, "application/x-www-form-urlencoded")
        if status != 200:
            return status, json.loads(answer)
        context = self.nonce + self.key.public.data + fields["client_id"].encode()
        return status, sealing.hpke_open(self.sealing, answer, b"deedbox/requestobject/v1", context).decode()

    def signed(self, act, payload):
        return statements.signed(self.key, act, payload, self.origin, int(time.time()) + 8)

    def refuse(self, claims):
        """What the desk answers to a refusal of its request: a status and JSON."""
        answer = cbor2.dumps([2, self.signed("refuse", [from_b64url(claims["deedbox"]["request"])])])
        status, body = post(claims["response_uri"], answer, "application/cbor")
        return status, json.loads(body)
