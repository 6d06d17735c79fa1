"""An issuer written from OpenID4VCI 1.0 alone, which checks every proof with `PyJWT` and seals with `jwcrypto`."""

import hashlib
import http.server
import json
import threading
import time
import urllib.parse

import jwt
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from credentials import b64, claims, digest, disclosure, new_key, sign
from wallet import GRANT

CODE, TRANSACTION_CODE, KIND, OTHER = "code-of-one-offer", "493207", "stranger_card", "stranger_pass"


class No(Exception):
    """A refusal by its code."""


def decode(text, typ, **options):
    """The payload of a proof that names its key in the header."""
    header = jwt.get_unverified_header(text)
    assert header["typ"] == typ and header["alg"] == "ES256" and "d" not in header["jwk"], header
    key = JWK(**header["jwk"])
    return key, jwt.decode(text, jwt.PyJWK(header["jwk"]).key, algorithms=["ES256"], **options)


class Issuer:
    """Demands DPoP nonces, sets the first request aside, and seals where it is asked to. It offers these kinds."""

    def __init__(self, *kinds):
        self.kinds = {f"card-{number}": kind for number, kind in enumerate(kinds or [KIND], 7)}
        self.key, self.tokens, self.nonces, self.seen, self.events = new_key(), {}, set(), set(), []
        self.waiting, self.requests = {}, []
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.answer(200, issuer.get(self.path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                try:
                    self.answer(*issuer.post(self.path, self.headers, body))
                except No as error:
                    extra = {"DPoP-Nonce": "server-nonce"} if str(error) == "use_dpop_nonce" else {}
                    self.answer(400 if self.path == "/issuer/token" else 401 if extra else 400, {"error": str(error)},
                                **extra)

            def answer(self, status, body, **headers):
                sealed = isinstance(body, str)
                data = body.encode() if sealed else b"" if body is None else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/jwt" if sealed else "application/json")
                self.send_header("cache-control", "no-store")
                self.send_header("content-length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.name = f"{self.base}/issuer"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def link(self):
        offer = {"credential_issuer": self.name, "credential_configuration_ids": list(self.kinds.values()), "grants": {
            GRANT: {"pre-authorized_code": CODE, "tx_code": {"length": 6, "input_mode": "numeric"}}}}
        return "openid-credential-offer://?" + urllib.parse.urlencode({"credential_offer": json.dumps(offer)})

    def get(self, path):
        if path == "/.well-known/openid-credential-issuer/issuer":
            return {
                "credential_issuer": self.name, "credential_endpoint": f"{self.name}/credential",
                "nonce_endpoint": f"{self.name}/nonce", "deferred_credential_endpoint": f"{self.name}/deferred",
                "notification_endpoint": f"{self.name}/notification", "batch_credential_issuance": {"batch_size": 4},
                "credential_response_encryption": {
                    "alg_values_supported": ["ECDH-ES"], "enc_values_supported": ["A128GCM"],
                    "encryption_required": True},
                "display": [{"name": "Stranger", "logo": {"uri": "https://a.example/x.png"}}],
                "credential_configurations_supported": {
                    "mdoc": {"format": "mso_mdoc", "doctype": "x"}} | {
                    kind: {"format": "dc+sd-jwt", "vct": "https://stranger.example/card", "scope": kind,
                           "cryptographic_binding_methods_supported": ["jwk"],
                           "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["ES256"]}}}
                    for kind in self.kinds.values()}}
        if path == "/.well-known/oauth-authorization-server/issuer":
            return {"issuer": self.name, "token_endpoint": f"{self.name}/token", "response_types_supported": [],
                    "grant_types_supported": [GRANT], "dpop_signing_alg_values_supported": ["ES256"],
                    "pre-authorized_grant_anonymous_access_supported": True}
        return {}

    def post(self, path, headers, body):
        if path == "/issuer/nonce":
            assert not body and "authorization" not in headers
            self.nonces.add(f"nonce-{len(self.nonces)}")
            return 200, {"c_nonce": sorted(self.nonces)[-1]}
        if path == "/issuer/token":
            return self.token(headers, urllib.parse.parse_qs(body.decode(), strict_parsing=True))
        token = headers["authorization"].removeprefix("DPoP ")
        key = self.proof(path, headers, token)
        assert self.tokens[token] == key.thumbprint()
        asked = json.loads(body)
        if path == "/issuer/notification":
            self.events.append((asked["notification_id"], asked["event"]))
            return 204, None
        return self.credential(asked) if path == "/issuer/credential" else self.deferred(asked)

    def proof(self, path, headers, token=None):
        key, said = decode(headers["DPoP"], "dpop+jwt", options={"verify_iat": True})
        assert said["htm"] == "POST" and said["htu"] == self.base + path, said
        assert said["jti"] not in self.seen and abs(said["iat"] - time.time()) < 60
        self.seen.add(said["jti"])
        assert said.get("ath") == (b64(hashlib.sha256(token.encode()).digest()) if token else None)
        if said.get("nonce") != "server-nonce":
            raise No("use_dpop_nonce")
        return key

    def token(self, headers, form):
        key = self.proof("/issuer/token", headers)
        assert form["grant_type"] == [GRANT]
        if form["pre-authorized_code"] != [CODE] or form.get("tx_code") != [TRANSACTION_CODE]:
            raise No("invalid_grant")
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = key.thumbprint()
        return 200, {"access_token": token, "token_type": "DPoP", "expires_in": 60, "authorization_details": [
            {"type": "openid_credential", "credential_configuration_id": kind, "credential_identifiers": [card]}
            for card, kind in self.kinds.items()]}

    def credential(self, asked):
        kind = self.kinds[asked["credential_identifier"]]
        assert "credential_configuration_id" not in asked
        keys = []
        for text in asked["proofs"]["jwt"]:
            key, said = decode(text, "openid4vci-proof+jwt", audience=self.name, options={"require": ["iat"]})
            assert "iss" not in said
            if said["nonce"] not in self.nonces:
                raise No("invalid_nonce")
            keys.append(key)
        if len(self.requests) == 0:
            # As if the nonce had run out on the way.
            self.requests.append(asked)
            raise No("invalid_nonce")
        transaction = f"t-{len(self.waiting) + 1}"
        self.waiting[transaction] = kind, keys
        return 202, self.sealed({"transaction_id": transaction, "interval": 1}, asked)

    def deferred(self, asked):
        transaction = asked["transaction_id"]
        kind, keys = self.waiting[transaction]
        issued = [{"credential": self.issue(key, kind)} for key in keys]
        return 200, self.sealed({"credentials": issued, "notification_id": "n" + transaction[1:]}, asked)

    def sealed(self, body, asked):
        wish = asked["credential_response_encryption"]
        sealed = JWE(json.dumps(body).encode(), recipient=JWK(**wish["jwk"]), protected=json.dumps(
            {"alg": "ECDH-ES", "enc": wish["enc"], "kid": wish["jwk"]["kid"], "typ": "JWT"}))
        return sealed.serialize(compact=True)

    def issue(self, holder, kind):
        name = disclosure("c2FsdHNhbHRzYWx0c2FsdA", "name", "示例")
        payload = claims(iss=self.name, cnf={"jwk": holder.export_public(as_dict=True)}, kind=kind, _sd=[digest(name)])
        return "~".join([sign(self.key, payload), name, ""])

    def close(self):
        self.server.shutdown()
