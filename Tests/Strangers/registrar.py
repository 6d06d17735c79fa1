"""A registrar beside the live node, and a wallet in Python that asks it for an account."""

import base64
import hashlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import sealing
import statements
from statements import EDDSA, ES256, Key, PublicKey

PEOPLE = [("110101209001011014", "示例甲", "face-1"), ("110101209001011022", "示例乙", "face-2")]


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Registrar:
    """`deedbox registrar`, run beside the live node."""

    def __init__(self, live, folder):
        self.live, self.process = live, None
        (folder / "people.csv").write_text("\n".join(["number,name,face", *map(",".join, PEOPLE)]) + "\n")
        place = ["--data", folder / "registrar", "--genesis", live.genesis_file, "--key", live.keys / "registrar.key"]
        live.deedbox("registrar", "init", *place)
        words = ["registrar", "serve", *place, "--population", folder / "people.csv", "--node", live.url, "--port", 0,
                 "--rebinding-delay", 600, "--anchor-interval", 1, "--json"]
        self.place, self.log = place, (folder / "registrar.log").open("w")
        self.process = subprocess.Popen(
            [live.program, *map(str, words)], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.address()

    def address(self):
        text = ""
        for line in self.process.stdout:
            text += line
            try:
                return json.loads(text)["address"]
            except ValueError:
                continue
        raise AssertionError(f"the registrar did not start: {text}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0
        self.log.close()

    def ask(self, path, body=None):
        """Status and bytes of an answer."""
        request = urllib.request.Request(
            self.url + path, data=body if body is None or isinstance(body, bytes) else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


class Wallet(sealing.Wallet):
    """A wallet that asks for an account; with a seed, another device of one."""

    def __init__(self, origin, seed=None):
        super().__init__(seed or os.urandom(32), origin)
        self.holder, self.recovery = Key(ES256), Key(EDDSA)
        self.recovery.private = Ed25519PrivateKey.from_private_bytes(self.secret("recovery"))
        self.recovery.public = PublicKey(EDDSA, self.recovery.private.public_key().public_bytes_raw())

    def wish(self, person):
        root = self.secret("mailbox-root")
        request = [self.holder.public.pair, self.mailbox_key, hashlib.sha256(root).digest(), self.recovery.public.pair]
        proofs = [statements.signed(key, "account", request, self.origin, int(time.time()) + 300)
                  for key in (self.holder, self.recovery)]
        number, name, face = person
        return {"name": name, "number": number, "face": face, "holderProof": b64url(proofs[0]),
                "recoveryProof": b64url(proofs[1]), "mailboxRoot": b64url(root)}
