"""Whoever stands between a wallet and a desk: passes everything on, and may put something else in an answer's place."""

import base64
import http.client
import http.server
import json
import os
import threading

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash


class Swapper:
    """A desk's address in the hands of another. `swap(path, request, answer)` gives the answer that goes on, or None:
    the connection breaks. Answers are (status, media type, body)."""

    def __init__(self, port, target):
        self.asked = []
        self.swap = lambda path, request, answer: answer
        swapper = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self):
                request = self.rfile.read(int(self.headers.get("content-length", 0)))
                connection = http.client.HTTPConnection("127.0.0.1", target, timeout=60)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
                connection.request(self.command, self.path, request, headers)
                answer = connection.getresponse()
                swapper.asked.append((self.path, request, self.headers))
                kind, body = answer.headers.get("content-type", ""), answer.read()
                swapped = swapper.swap(self.path, request, (answer.status, kind, body))
                if swapped is None:
                    self.close_connection = True
                    return
                status, kind, body = swapped
                self.send_response(status)
                for name in ("dpop-nonce", "www-authenticate", "cache-control"):
                    if answer.headers.get(name):
                        self.send_header(name, answer.headers[name])
                self.send_header("content-type", kind)
                if status != 204:
                    self.send_header("content-length", str(len(body)))
                self.end_headers()
                if status != 204:
                    self.wfile.write(body)

            do_GET = do_POST = do

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def sealed_for(request, clear):
    """Bytes sealed as the wallet asked in its request, by anybody who saw that: ECDH-ES with AES-GCM (RFC 7518)."""
    asked = json.loads(request)["credential_response_encryption"]
    key, encryption = asked["jwk"], asked["enc"]
    number = lambda text: int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    mine = ec.generate_private_key(ec.SECP256R1())
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicNumbers(number(key["x"]), number(key["y"]),
                                                                    ec.SECP256R1()).public_key())
    own = mine.public_key().public_numbers()
    header = {"alg": "ECDH-ES", "enc": encryption, "epk": {
        "kty": "EC", "crv": "P-256", "x": text_of(own.x.to_bytes(32, "big")), "y": text_of(own.y.to_bytes(32, "big"))}}
    if "kid" in key:
        header["kid"] = key["kid"]
    head = text_of(json.dumps(header).encode())
    length = {"A128GCM": 16, "A256GCM": 32}[encryption]
    name = encryption.encode()
    info = len(name).to_bytes(4, "big") + name + bytes(8) + (8 * length).to_bytes(4, "big")
    content = ConcatKDFHash(SHA256(), length, info).derive(shared)
    nonce = os.urandom(12)
    box = AESGCM(content).encrypt(nonce, clear, head.encode())
    return ".".join([head, "", text_of(nonce), text_of(box[:-16]), text_of(box[-16:])]).encode()


def text_of(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
