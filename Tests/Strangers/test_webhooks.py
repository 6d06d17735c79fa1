"""What a desk tells an address, as the reference library of Standard Webhooks takes it."""

import http.server
import threading

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from asking import Desk


class Receiver(http.server.ThreadingHTTPServer):
    """An address on this machine that keeps what it is told, and answers with `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.told, self.status, self.location = [], 204, None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Taking(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.told.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("location", self.server.location)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = Desk(live, tmp_path_factory.mktemp("webhooks"))
    yield desk
    desk.stop()


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.shutdown()
    receiver.server_close()


def test_the_reference_library_takes_what_is_sent_and_nothing_else(desk, receiver):
    added = desk.command("webhook", "add", receiver.url)
    assert added["secret"].startswith("whsec_")
    desk.command("webhook", "test", added["webhook"])
    (headers, body), = receiver.told
    assert Webhook(added["secret"]).verify(body, headers)["type"] == "webhook.test"
    assert headers["content-type"] == "application/json"
    other = desk.command("webhook", "add", receiver.url)
    with pytest.raises(WebhookVerificationError):
        Webhook(other["secret"]).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(added["secret"]).verify(body + b" ", headers)
    for each in (added, other):
        desk.command("webhook", "remove", each["webhook"])
    assert "webhooks" not in desk.command("webhook", "list")


def test_a_redirection_is_followed_nowhere(desk, receiver):
    elsewhere = Receiver()
    receiver.status, receiver.location = 307, elsewhere.url
    added = desk.command("webhook", "add", receiver.url)
    desk.command("webhook", "test", added["webhook"], code=3)
    assert len(receiver.told) == 1 and elsewhere.told == []
    desk.command("webhook", "remove", added["webhook"])
    elsewhere.shutdown()
    elsewhere.server_close()
