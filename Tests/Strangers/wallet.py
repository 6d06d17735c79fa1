"""A wallet written from OpenID4VCI 1.0, RFC 9449 and RFC 6749 alone: `http.client`, `PyJWT`, `jwcrypto`."""

import hashlib
import http.client
import json
import time
import urllib.parse
import uuid

import jwt
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from credentials import b64, new_key

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


def pem(key):
    return key.export_to_pem(private_key=True, password=None)


def encode(key, payload, typ, **header):
    public = key.export_public(as_dict=True)
    public.pop("kid", None)
    return jwt.encode(payload, pem(key), "ES256", headers={"typ": typ, "jwk": public, **header})


class Answer:
    def __init__(self, answer):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        return self.json["error"] if self.status in (400, 401) else f"status {self.status}"


def call(method, url, body=b"", **headers):
    place = urllib.parse.urlsplit(url)
    link = http.client.HTTPConnection(place.netloc, timeout=30)
    try:
        link.request(method, place.path + (f"?{place.query}" if place.query else ""), body, headers)
        return Answer(link.getresponse())
    finally:
        link.close()


def well_known(identifier, name):
    place = urllib.parse.urlsplit(identifier)
    return f"{place.scheme}://{place.netloc}/.well-known/{name}{place.path.rstrip('/')}"


class Wallet:
    """One claim; each step can be done wrongly on purpose."""

    def __init__(self, link):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
        whole = query.get("credential_offer")
        self.offer = json.loads(whole[0]) if whole else call("GET", query["credential_offer_uri"][0]).json
        self.issuer = self.offer["credential_issuer"]
        self.metadata = call("GET", well_known(self.issuer, "openid-credential-issuer")).json
        assert self.metadata["credential_issuer"] == self.issuer
        self.server = call("GET", well_known(self.issuer, "oauth-authorization-server")).json
        assert self.server["issuer"] == self.issuer and GRANT in self.server["grant_types_supported"]
        self.grant = self.offer["grants"][GRANT]
        self.kind = self.offer["credential_configuration_ids"][0]
        self.key, self.holders, self.token = new_key(), [new_key(), new_key()], None
        #: The server's nonce for proofs at the token endpoint (RFC 9449, section 8).
        self.server_nonce = None

    def proof(self, url, key=None, **claims):
        payload = {"jti": str(uuid.uuid4()), "htm": "POST", "htu": url, "iat": int(time.time())}
        if self.token:
            payload["ath"] = b64(hashlib.sha256(self.token.encode()).digest())
        return encode(key or self.key, {**payload, **claims}, "dpop+jwt")

    def redeem(self, bound=True, **changes):
        form = {"grant_type": GRANT, "pre-authorized_code": self.grant["pre-authorized_code"], **changes}
        body = urllib.parse.urlencode({k: v for k, v in form.items() if v is not None})
        answer = self.redeem_once(body, bound)
        if answer.status == 400 and answer.error == "use_dpop_nonce":
            self.server_nonce = answer.headers["dpop-nonce"]
            answer = self.redeem_once(body, bound)
        if answer.status == 200:
            self.token, self.type = answer.json["access_token"], answer.json["token_type"]
        return answer

    def redeem_once(self, body, bound, **claims):
        url = self.server["token_endpoint"]
        nonce = {"nonce": self.server_nonce} if self.server_nonce else {}
        headers = {"DPoP": self.proof(url, **{**nonce, **claims})} if bound else {}
        return call("POST", url, body, **{"Content-Type": "application/x-www-form-urlencoded"}, **headers)

    def nonce(self):
        answer = call("POST", self.metadata["nonce_endpoint"])
        assert answer.headers["cache-control"] == "no-store"
        return answer.json["c_nonce"]

    def key_proof(self, key, nonce, typ="openid4vci-proof+jwt", **changes):
        payload = {"aud": self.issuer, "iat": int(time.time()), "nonce": nonce, **changes}
        return encode(key, {k: v for k, v in payload.items() if v is not None}, typ)

    def post(self, endpoint, body, proof=None, **headers):
        url = self.metadata[endpoint]
        usual = {"Content-Type": "application/json", "Authorization": f"{self.type} {self.token}"}
        if self.type == "DPoP":
            usual["DPoP"] = proof or self.proof(url)
        return call("POST", url, json.dumps(body) if isinstance(body, dict) else body, **{**usual, **headers})

    def request(self, proofs=None, **changes):
        if proofs is None:
            nonce = self.nonce()
            proofs = [self.key_proof(key, nonce) for key in self.holders]
        body = {"credential_configuration_id": self.kind, "proofs": {"jwt": proofs}, **changes}
        return self.post("credential_endpoint", {k: v for k, v in body.items() if v is not None})

    def ask(self, transaction, **changes):
        return self.post("deferred_credential_endpoint", {"transaction_id": transaction, **changes})

    def finish(self, answer, **changes):
        """Asks until the issuer has answered."""
        end = time.monotonic() + 30
        while answer.status == 202 and time.monotonic() < end:
            time.sleep(min(answer.json["interval"], 1))
            answer = self.ask(answer.json["transaction_id"], **changes)
        return answer


def encryption(name):
    """A key and the request for an answer sealed to it."""
    key = JWK.generate(kty="EC", crv="P-256")
    return key, {"jwk": {**key.export_public(as_dict=True), "alg": "ECDH-ES", "kid": "one"}, "enc": name}


def unsealed(answer, key):
    assert answer.headers["content-type"] == "application/jwt"
    sealed = JWE()
    sealed.allowed_algs = ["ECDH-ES", "A128GCM", "A256GCM"]
    sealed.deserialize(answer.body.decode(), key)
    return json.loads(sealed.payload)
