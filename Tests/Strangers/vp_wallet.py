"""A wallet written from OpenID4VP 1.0, HAIP 1.0 and RFC 9901 alone: `http.client`, `PyJWT`, `jwcrypto`, `cryptography`."""

import base64
import hashlib
import json
import secrets
import time
import urllib.parse

import jwt
from cryptography import x509
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from credentials import b64, sign, unb64
from wallet import call

FORM = "application/x-www-form-urlencoded"


def query_of(link):
    return {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(link).query).items()}


class Asked:
    """A request, fetched by POST and checked as the strict profile says."""

    def __init__(self, link, nonce=None):
        self.link = query_of(link)
        assert self.link["request_uri_method"] == "post"
        self.wallet_nonce = nonce or secrets.token_urlsafe(16)
        self.answer = self.fetch(self.wallet_nonce)
        if self.answer.status == 200:
            self.read(self.answer.body.decode())

    def fetch(self, nonce):
        body = urllib.parse.urlencode({"wallet_nonce": nonce, "wallet_metadata": json.dumps(
            {"vp_formats_supported": {"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"]}}})})
        return call("POST", self.link["request_uri"], body, **{"Content-Type": FORM})

    def read(self, text):
        assert self.answer.headers["content-type"] == "application/oauth-authz-req+jwt"
        header = jwt.get_unverified_header(text)
        assert (header["typ"], header["alg"]) == ("oauth-authz-req+jwt", "ES256")
        self.chain = [base64.b64decode(each) for each in header["x5c"]]
        leaf = x509.load_der_x509_certificate(self.chain[0])
        assert leaf.issuer != leaf.subject
        claims = jwt.decode(text, leaf.public_key(), algorithms=["ES256"], audience="https://self-issued.me/v2")
        assert claims["client_id"] == self.link["client_id"] == "x509_hash:" + b64(hashlib.sha256(self.chain[0]).digest())
        assert claims["wallet_nonce"] == self.wallet_nonce and len(unb64(claims["nonce"])) >= 16
        assert (claims["response_type"], claims["response_mode"]) == ("vp_token", "direct_post.jwt")
        assert "redirect_uri" not in claims and "transaction_data" not in claims
        metadata = claims["client_metadata"]
        assert set(metadata["encrypted_response_enc_values_supported"]) == {"A128GCM", "A256GCM"}
        assert metadata["vp_formats_supported"]["dc+sd-jwt"]["kb-jwt_alg_values"] == ["ES256"]
        self.key = next(key for key in metadata["jwks"]["keys"] if key["alg"] == "ECDH-ES" and key["crv"] == "P-256")
        self.claims = claims

    # DCQL, sections 6 and 7.

    def asked(self, names):
        """The claims of each claim set of the one credential that is asked for; the first that can be answered."""
        credential, = self.claims["dcql_query"]["credentials"]
        ids = {claim["id"]: claim["path"] for claim in credential["claims"]}
        for one in credential.get("claim_sets") or [list(ids)]:
            paths = [ids[name] for name in one]
            if all(path[-1] in names for path in paths):
                return credential, paths
        raise AssertionError("nothing answers")

    def present(self, credential, key, show=None, only_needed=False):
        """The presentation of an SD-JWT with the disclosures that the query asks for, signed by the holder."""
        jwt_part, *disclosures = credential.rstrip("~").split("~")
        names = {json.loads(unb64(each))[1]: each for each in disclosures if len(json.loads(unb64(each))) == 3}
        query, paths = self.asked(names)
        if only_needed and query.get("claim_sets"):
            ids = {claim["id"]: claim["path"] for claim in query["claims"]}
            paths = [ids[name] for name in query["claim_sets"][-1]]
        wanted = show if show is not None else [path[-1] for path in paths]
        return query["id"], self.bind("~".join([jwt_part, *(names[name] for name in wanted)]) + "~", key)

    def bind(self, presented, key, **changes):
        claims = {"iat": int(time.time()), "aud": self.claims["client_id"], "nonce": self.claims["nonce"],
                  "sd_hash": b64(hashlib.sha256(presented.encode()).digest())} | changes
        return presented + sign(key, claims, "kb+jwt", kid=None)

    # Answers, section 8.

    def seal(self, payload, enc="A256GCM", key=None):
        sealed = JWE(json.dumps(payload).encode(), json.dumps(
            {"alg": "ECDH-ES", "enc": enc, "kid": self.key["kid"]}))
        sealed.add_recipient(JWK(**(key or self.key)))
        return sealed.serialize(compact=True)

    def post(self, **form):
        return call("POST", self.claims["response_uri"], urllib.parse.urlencode(form), **{"Content-Type": FORM})

    def token(self, query, *presentations):
        return {"vp_token": {query: list(presentations)}, "state": self.claims["state"]}

    def send(self, query, *presentations, enc="A256GCM"):
        return self.post(response=self.seal(self.token(query, *presentations), enc))

    def refuse(self):
        return self.post(error="access_denied", state=self.claims["state"])
