"""An address that a desk tells of what happens: it checks who told it, and can be slow, or unwilling."""

import base64
import hashlib
import hmac
import http.server
import json
import threading


class Receiver(http.server.ThreadingHTTPServer):
    """`told` has every event that was taken, by its id: how often, and its body."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.secret, self.told, self.faults = None, {}, []
        self.lock, self.open = threading.Lock(), threading.Event()
        self.open.set()
        self.waiting = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"

    def take(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        with self.lock:
            if headers["webhook-signature"] != f"v1,{code}":
                self.faults.append("a false signature")
            count, before = self.told.get(headers["webhook-id"], (0, body))
            if before != body:
                self.faults.append(f"{headers['webhook-id']} has two bodies")
            self.told[headers["webhook-id"]] = (count + 1, body)

    def events(self, name):
        with self.lock:
            bodies = [json.loads(body) for _, body in self.told.values()]
        return [body["data"] for body in bodies if body["type"] == name]

    def remove(self):
        self.open.set()
        self.shutdown()
        self.server_close()


class Taking(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["content-length"]))
        server.take(self.headers, body)
        with server.lock:
            server.waiting += 1
        server.open.wait(60)
        try:
            self.send_response(204)
            self.end_headers()
        except OSError:
            pass  # Who sent it is dead.

    def log_message(self, *_):
        """Says nothing."""
