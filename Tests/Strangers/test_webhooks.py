"""What a desk tells an address, as the reference library of Standard Webhooks takes it."""

import json

import jsonschema
import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from asking import Desk
from contract import Contract, ask
from receiving import Receiver


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
    contract = Contract(json.loads(ask(desk.made["url"].replace("localhost", "127.0.0.1"), "/openapi.json")[2]))
    assert contract.check_told(headers, body)["type"] == "webhook.test"
    with pytest.raises(AssertionError, match="webhook-signature"):
        contract.check_told({name: text for name, text in headers.items() if name.lower() != "webhook-signature"}, body)
    with pytest.raises(jsonschema.ValidationError):
        contract.check_told(headers, json.dumps(json.loads(body) | {"more": 1}).encode())
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
