"""Credentials written by strangers' code, and the program's commands that make and judge them."""

import base64
import hashlib
import json
import os
import subprocess
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from jwcrypto.jwk import JWK

ISSUER = "https://issuer.example/police"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest(disclosure):
    return b64(hashlib.sha256(disclosure.encode()).digest())


def disclosure(*parts):
    return b64(json.dumps(list(parts), ensure_ascii=False).encode())


def new_key():
    key = JWK.generate(kty="EC", crv="P-256")
    return JWK(**key.export(as_dict=True), kid=key.thumbprint())


def sign(key, payload, typ="dc+sd-jwt", **header):
    """A compact JWS by `cryptography`, which signs any header; members of the caller replace the usual ones."""
    members = {"alg": "ES256", "typ": typ, "kid": key.thumbprint(), **header}
    head = json.dumps({name: value for name, value in members.items() if value is not None})
    body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    signed = f"{b64(head.encode())}.{b64(body)}"
    r, s = decode_dss_signature(key.get_op_key("sign").sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class Office:
    """An issuer's files: keys, a root, a chain; and the commands on them."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0
        self.root_key, self.key, self.holder = (self.new_key(name) for name in ("root", "issuer", "holder"))
        self.root, self.chain = folder / "root.pem", folder / "chain.pem"
        self.run("credential", "root", "--key", self.root_key, "--organization", "示例根机构", "--out", self.root)
        self.run("credential", "certify", "--root", self.root, "--root-key", self.root_key, "--issuer", ISSUER,
                 "--key", self.key, "--organization", "示例公安局", "--out", self.chain)

    def new_key(self, name):
        path = self.folder / f"{name}.key"
        self.run("key", "new", "--purpose", "credential", "--algorithm", "ES256", "--out", path)
        return path

    def call(self, *words):
        return subprocess.run([os.environ["DEEDBOX"], *map(str, words)], capture_output=True, text=True, timeout=60)

    def run(self, *words):
        done = self.call(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def file(self, content=None):
        self.count += 1
        path = self.folder / f"{self.count}"
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def issue(self, claims, *options):
        path = self.file()
        self.run("credential", "issue", self.file(json.dumps(claims)), "--key", self.key, "--chain", self.chain,
                 "--holder", self.holder, "--out", path, *options)
        return path.read_text()

    def verify(self, text, *options):
        """What the program says of a text: its claims, or the word of its refusal."""
        done = self.call("credential", "verify", self.file(text), "--json", *options)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)["claims"] if done.returncode == 0 else refusal(done)

    def published(self, key, issuer=ISSUER):
        """Options by which the program trusts a stranger's key."""
        public = {**key.export_public(as_dict=True), "kid": key.thumbprint()}
        return "--keys", self.file(json.dumps({"issuer": issuer, "jwks": {"keys": [public]}})), "--issuer", issuer


class Refused(str):
    """Why the program says no."""


def refusal(done):
    return Refused(json.loads(done.stderr)["error"]["fact"])


def claims(**more):
    now = int(time.time())
    return {"iss": ISSUER, "vct": f"{ISSUER}/types/1", "iat": now, "exp": now + 3600, **more}
