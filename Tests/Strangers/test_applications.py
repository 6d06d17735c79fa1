"""A wallet in Python applies at a live desk without any offer, from docs/protocol/openid4vci.md alone."""

import json
import os
import time

import pytest

import statements
from contract import Contract
from desk import TYPE, LiveDesk
from registrar import PEOPLE, Registrar, Wallet, b64url, from_b64url
from statements import ES256, Key
from wallet import Wallet as Claiming
from wallet import call

NUMBER, NAME, _ = PEOPLE[0]


@pytest.fixture(scope="module")
def registrar(live, tmp_path_factory):
    registrar = Registrar(live, tmp_path_factory.mktemp("registrar"))
    yield registrar
    registrar.stop()


@pytest.fixture(scope="module")
def desk(live, registrar, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("desk"), registrar.url)
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def account(live, registrar):
    """A wallet whose keys are bound to the first person, and the signed binding."""
    wallet = Wallet(json.loads(live.get("/status"))["origin"])
    status, answer = registrar.ask("/accounts", wallet.wish(PEOPLE[0]))
    assert status == 200, answer
    return wallet, from_b64url(json.loads(answer)["binding"])


def application(desk, account, key=None, number=NUMBER, url=None, not_after=None, words=None):
    wallet, _ = account
    payload = [url or desk.url, TYPE, number, NAME, words, os.urandom(16)]
    return statements.signed(
        key or wallet.holder, "application", payload, wallet.origin, not_after or int(time.time()) + 300)


def send(desk, signed, binding):
    metadata = call("GET", f"{desk.url}/.well-known/openid-credential-issuer").json
    body = {"application": b64url(signed), "binding": b64url(binding)}
    answer = call("POST", metadata["deedbox_application_endpoint"], json.dumps(body), **{"Content-Type": "application/json"})
    contract = Contract(call("GET", f"{desk.url}/openapi.json").json)
    contract.check("/applications", "post", answer.status, answer.headers["content-type"], answer.body)
    return answer


def refused(desk, account, binding=None, **changes):
    answer = send(desk, application(desk, account, **changes), binding or account[1])
    assert answer.headers["content-type"] == "application/problem+json" and answer.status >= 400, answer.body
    assert all(answer.json[name] for name in ("detail", "detailZh", "next", "nextZh"))
    return answer.json["code"]


def test_whoever_does_not_have_the_bound_key_gets_nothing(desk, account, registrar):
    wallet, binding = account
    assert refused(desk, account, key=Key(ES256)) == "application-unproven"
    assert refused(desk, account, url="https://other.example") == "application-unproven"
    assert refused(desk, account, not_after=int(time.time()) - 1) == "application-unproven"
    assert refused(desk, account, not_after=int(time.time()) + 3_600) == "application-unproven"
    # A binding that nobody signed but a stranger, of a key that he has.
    own = Key(ES256)
    payload = statements.read(binding).payload
    payload[2] = own.public.pair
    forged = statements.signed(Key(), "binding", payload, wallet.origin, 1 << 40, "registrar")
    assert refused(desk, account, key=own, binding=forged) == "application-unproven"
    # The number of somebody else, and one of nobody: the same answer.
    assert {refused(desk, account, number=number) for number in (PEOPLE[1][0], "110101209001011030")} == {"not-the-holder"}
    assert desk.run("applications").get("applications", []) == []


def test_an_application_becomes_a_claim_that_a_clerk_answers(desk, account):
    signed = application(desk, account, words="for the school")
    answer = send(desk, signed, account[1])
    assert answer.status == 201 and answer.headers["cache-control"] == "no-store", answer.body
    assert send(desk, signed, account[1]).json["code"] == "application-unproven"
    wallet = Claiming(answer.json["credential_offer"])
    assert wallet.issuer == desk.url and wallet.kind == TYPE and "tx_code" not in wallet.grant
    assert wallet.redeem().status == 200
    deferred = wallet.request()
    assert deferred.status == 202
    listed, = desk.run("applications")["applications"]
    assert (listed["by"], listed["words"], listed["due"]) == ("wallet", "for the school", answer.json["due"])
    assert NUMBER not in json.dumps(listed) and NAME not in json.dumps(listed, ensure_ascii=False)
    assert desk.run("applications", "show", listed["application"])["number"] == NUMBER
    assert refused(desk, account) == "application-open"
    transaction = deferred.json["transaction_id"]
    assert wallet.ask(transaction).status == 202
    desk.run("applications", "answer", listed["application"], "--refuse-zh", "材料不符", "--refuse-en", "papers differ")
    told = wallet.ask(transaction)
    assert told.error == "credential_request_denied" and told.json["error_description"] == "papers differ"
    assert told.json["deedbox"]["reason"] == {"zh": "材料不符", "en": "papers differ"}
    assert abs(told.json["deedbox"]["answered"] - time.time()) < 60


def test_a_wallet_has_its_tries_of_a_day(desk, account):
    codes = {refused(desk, account, number=PEOPLE[1][0]) for _ in range(10)}
    assert codes == {"not-the-holder", "too-many-applications"}
    assert refused(desk, account) == "too-many-applications"
