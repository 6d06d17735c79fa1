"""A verifier written from OpenID4VP 1.0 and HAIP 1.0 alone, which opens with `jwcrypto` and verifies with `sd-jwt`."""

import base64
import datetime
import hashlib
import http.server
import json
import secrets
import threading
import time
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from credentials import b64, new_key, sign


def certificate(key, host="localhost"):
    """A leaf for a key, under a root that nobody knows."""
    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    root, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.timezone.utc)
    built = (x509.CertificateBuilder().subject_name(name("Sample verifier")).issuer_name(name("Sample root"))
             .public_key(key.get_op_key("verify")).serial_number(x509.random_serial_number())
             .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
             .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
             .add_extension(x509.BasicConstraints(False, None), True)
             .add_extension(x509.KeyUsage(True, *[False] * 8), True).sign(root, hashes.SHA256()))
    return built.public_bytes(serialization.Encoding.DER)


class Verifier:
    """Asks for one credential; `changes` alter the claims of the request, a key of None takes one away."""

    def __init__(self, query, enc="A256GCM", changes=None, key=None, **header):
        self.query, self.enc, self.changes, self.header = query, enc, changes or {}, header
        self.key = key or new_key()
        self.seal_key = JWK.generate(kty="EC", crv="P-256", kid="enc-1", alg="ECDH-ES")
        self.der = certificate(self.key)
        self.client = "x509_hash:" + b64(hashlib.sha256(self.der).digest())
        self.nonce, self.state = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        self.forms, self.fetches = [], []
        verifier = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                form = {name: values[0] for name, values in urllib.parse.parse_qs(body).items()}
                if self.path == "/request":
                    verifier.fetches.append(form)
                    return self.answer(verifier.request(form), "application/oauth-authz-req+jwt")
                verifier.forms.append(form)
                self.answer(json.dumps({"redirect_uri": "http://localhost:1/done?response_code=x"}), "application/json")

            def answer(self, text, media_type):
                data = text.encode()
                self.send_response(200)
                self.send_header("content-type", media_type)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://localhost:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def link(self):
        return "openid4vp://?" + urllib.parse.urlencode(
            {"client_id": self.client, "request_uri": f"{self.base}/request", "request_uri_method": "post"})

    def request(self, form):
        public = self.seal_key.export_public(as_dict=True)
        claims = {
            "client_id": self.client, "response_type": "vp_token", "response_mode": "direct_post.jwt",
            "response_uri": f"{self.base}/response", "nonce": self.nonce, "state": self.state,
            "aud": "https://self-issued.me/v2", "wallet_nonce": form.get("wallet_nonce"), "iat": int(time.time()),
            "exp": int(time.time()) + 300, "dcql_query": self.query,
            "client_metadata": {"jwks": {"keys": [public]}, "encrypted_response_enc_values_supported": [self.enc],
                                "vp_formats_supported": {"dc+sd-jwt": {"sd-jwt_alg_values": ["ES256"],
                                                                       "kb-jwt_alg_values": ["ES256"]}}}}
        claims = {name: value for name, value in (claims | self.changes).items() if value is not None}
        x5c = [base64.b64encode(self.der).decode()]
        header = {"kid": None, "x5c": x5c, **self.header}
        return sign(self.key, claims, header.pop("typ", "oauth-authz-req+jwt"), **header)

    def opened(self):
        """The one answer, opened by `jwcrypto`."""
        form, = self.forms
        sealed = JWE()
        sealed.allowed_algs = ["ECDH-ES", "A128GCM", "A256GCM"]
        sealed.deserialize(form["response"], self.seal_key)
        header = json.loads(sealed.objects["protected"])
        assert (header["alg"], header["enc"], header["kid"]) == ("ECDH-ES", self.enc, "enc-1")
        payload = json.loads(sealed.payload)
        assert payload["state"] == self.state
        return payload

    def verified(self, presentation):
        """The claims by the stranger's verifier: issuer's signature, key binding, digests."""
        def key(_, header):
            leaf = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
            return JWK.from_pyca(leaf.public_key())

        return SDJWTVerifier(presentation, key, self.client, self.nonce).get_verified_payload()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
