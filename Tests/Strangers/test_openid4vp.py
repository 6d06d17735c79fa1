"""Presenting: a wallet written from the standard at our desk, and our wallet asked by a verifier written from it."""

import base64
import json
import time
import urllib.parse

import pytest

from asking import Desk
from credentials import digest, disclosure, new_key, sign
from desk import TYPE, LiveDesk
from ours import OurWallet
from registrar import Registrar
from vp_verifier import Verifier, certificate
from vp_wallet import Asked
from wallet import Wallet

SCENE = {
    "format": "deedbox-scene/1", "code": "visit",
    "purpose": {"zh": "到店核验", "en": "A visit at the counter"},
    "basis": {"zh": "取得个人的同意", "en": "Consent of the person"},
    "profiles": [{"id": "basic", "fields": [{"type": TYPE, "fields": [
        {"path": "CZZT", "level": 2, "required": True}, {"path": "CZZTDM", "level": 3, "required": False}]}]}],
    "maxUses": 1, "termSeconds": 86_400, "minimumIntervalSeconds": 0, "retentionDays": 30, "releaseAssurance": 0,
    "allowsUncounted": True,
}


@pytest.fixture(scope="module")
def issuer(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("vp-issuer"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def bank(live, issuer, tmp_path_factory):
    """The bank's desk with a key and certificate for plain requests, and a scene that allows them."""
    desk = Desk(live, tmp_path_factory.mktemp("vp-bank"))
    desk.declare(SCENE)
    desk.client = desk.ask_plainly(issuer)
    yield desk
    desk.stop()


def ask(bank, issuer, *words, scene="visit", code=0):
    return bank.command("presentation", "open", "--scene", scene, "--profile", "basic", "--case", "示例案 20", "--issuer",
                        issuer.url, *words, code=code)


@pytest.fixture(scope="module")
def held(issuer):
    """A credential that our issuing desk issued to a wallet written from the standard, and its key."""
    link, code = issuer.offer()
    wallet = Wallet(link)
    assert wallet.redeem(tx_code=code).status == 200
    items = wallet.finish(wallet.request()).json["credentials"]
    return items[0]["credential"], wallet.holders[0]


def checks(shown):
    found = [*shown["verdict"]["checks"], *(check for each in shown["verdict"]["documents"] for check in each["checks"])]
    return {check["name"]: (check["answer"], check.get("reason")) for check in found}


# A stranger's wallet at our desk.

@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_a_wallet_of_another_maker_completes_an_uncounted_presentation(bank, issuer, held, enc):
    opened = ask(bank, issuer)
    assert opened["haipLink"].startswith("haip-vp://?") and opened["mark"]["en"] == "uncounted presentation"
    asked = Asked(opened["link"])
    assert asked.claims["client_id"] == bank.client
    query, presentation = asked.present(*held)
    answer = asked.send(query, presentation, enc=enc)
    assert (answer.status, answer.json) == (200, {}) and answer.headers["cache-control"] == "no-store"
    shown = bank.command("presentation", "show", opened["id"])
    assert shown["state"] == "shown" and shown["case"] == "示例案 20"
    assert shown["verdict"]["mark"] == {"zh": "未计次出示", "en": "uncounted presentation"}
    found = checks(shown)
    assert found.pop("recorded") == ("unknown", "receipt-missing")
    assert all(answer == "yes" for answer, _ in found.values()), found
    assert shown["verdict"]["state"] == "valid"
    names = {field["name"] for field in shown["verdict"]["documents"][0]["fields"]}
    assert names == {"CZZT", "CZZTDM"}
    # Nothing of it is a use, and the case has no grant.
    assert not bank.command("status").get("requests")


def test_an_issuer_that_the_desk_does_not_list_or_may_not_reach_is_not_read(bank, issuer):
    bank.command("presentation", "open", "--scene", "visit", "--profile", "basic", "--case", "示例案 20", "--issuer",
                 "http://127.0.0.1:1", code=1)
    bank.command("presentation", "issuers", "--remove", issuer.url)
    ask(bank, issuer, code=1)
    bank.command("presentation", "issuers", "--add", issuer.url)
    ask(bank, issuer, code=1)
    bank.command("presentation", "issuers", "--add", issuer.url, "--private")
    ask(bank, issuer)


def test_optional_fields_may_stay_away(bank, issuer, held):
    opened = ask(bank, issuer)
    asked = Asked(opened["link"])
    query, presentation = asked.present(*held, only_needed=True)
    assert asked.send(query, presentation).status == 200
    shown = bank.command("presentation", "show", opened["id"])
    assert shown["verdict"]["state"] == "valid"
    assert [field["name"] for field in shown["verdict"]["documents"][0]["fields"]] == ["CZZT"]


def test_an_answer_counts_once_and_only_sealed(bank, issuer, held):
    asked = Asked(ask(bank, issuer)["link"])
    query, presentation = asked.present(*held)
    token = asked.token(query, presentation)
    assert asked.post(vp_token=json.dumps(token["vp_token"]), state=token["state"]).json["error"] == "invalid_request"
    other = new_key().export_public(as_dict=True)
    assert asked.post(response=asked.seal(token, key=other)).json["error"] == "invalid_request"
    assert asked.post(response=asked.seal(token | {"state": "guess"})).json["error"] == "invalid_request"
    assert asked.send(query, presentation).status == 200
    assert asked.send(query, presentation).status == 410


def test_a_request_is_for_the_wallet_that_fetched_it(bank, issuer):
    asked = Asked(ask(bank, issuer)["link"])
    again = asked.fetch(asked.wallet_nonce)
    assert again.body == asked.answer.body
    assert asked.fetch("another-nonce-of-a-thief").status == 403


def test_what_is_shown_wrongly_has_its_reason(bank, issuer, held):
    credential, key = held
    jwt_part, *disclosures = credential.rstrip("~").split("~")

    def judged(make):
        opened = ask(bank, issuer)
        asked = Asked(opened["link"])
        assert asked.send(TYPE, make(asked)).status == 200
        return bank.command("presentation", "show", opened["id"])

    good = lambda asked: asked.present(credential, key)[1]
    stale = judged(lambda asked: asked.bind(good(asked).rsplit("~", 1)[0] + "~", key, iat=int(time.time()) - 3_600))
    assert checks(stale)["holder"] == ("no", "binding-out-of-time")
    other = judged(lambda asked: asked.bind(good(asked).rsplit("~", 1)[0] + "~", key, aud="https://other.example"))
    assert checks(other)["holder"] == ("no", "signed-for-another")
    thief = judged(lambda asked: asked.bind(good(asked).rsplit("~", 1)[0] + "~", new_key()))
    assert checks(thief)["holder"] == ("no", "binding-false")
    more = judged(lambda asked: asked.bind("~".join([jwt_part, *disclosures]) + "~", key))
    assert checks(more)["fields"] == ("no", "beyond-scene") and more["verdict"]["state"] == "overScene"
    bare = judged(lambda asked: asked.bind(jwt_part + "~", key))
    assert checks(bare)["complete"] == ("no", "field-missing")


def test_an_issuer_that_the_ledger_does_not_know_could_not_be_checked(bank, issuer):
    opened = ask(bank, issuer)
    asked = Asked(opened["link"])
    key, holder = new_key(), new_key()
    one = disclosure("c2FsdHNhbHRzYWx0c2FsdA", "CZZT", "示例")
    credential = asked.claims["dcql_query"]["credentials"][0]
    payload = {"iss": "https://stranger.example", "vct": credential["meta"]["vct_values"][0], "iat": int(time.time()),
               "cnf": {"jwk": {name: holder.export_public(as_dict=True)[name] for name in ("kty", "crv", "x", "y")}},
               "_sd": [digest(one)], "_sd_alg": "sha-256"}
    x5c = [base64.b64encode(certificate(key)).decode()]
    presented = f"{sign(key, payload, x5c=x5c)}~{one}~"
    assert asked.send(TYPE, asked.bind(presented, holder)).status == 200
    shown = bank.command("presentation", "show", opened["id"])
    assert checks(shown)["signature"] == ("unknown", "issuer-unknown")
    assert checks(shown)["status"] == ("unknown", "not-reached") and shown["verdict"]["state"] == "couldNotCheck"
    assert checks(shown)["holder"] == ("yes", None)


def test_a_refusal_is_kept(bank, issuer):
    opened = ask(bank, issuer)
    assert Asked(opened["link"]).refuse().status == 200
    shown = bank.command("presentation", "show", opened["id"])
    assert (shown["state"], shown["error"], shown["verdict"]) == ("refused", "access_denied", None)


def test_on_the_same_device_the_browser_brings_a_code_back_once(bank, issuer, held):
    opened = ask(bank, issuer, "--return-to", "https://bank.example/back")
    asked = Asked(opened["link"])
    query, presentation = asked.present(*held)
    redirect = urllib.parse.urlsplit(asked.send(query, presentation).json["redirect_uri"])
    code = urllib.parse.parse_qs(redirect.query)["response_code"][0]
    assert redirect.netloc == "bank.example" and len(code) >= 22
    assert bank.command("presentation", "show", opened["id"])["verdict"] is None
    bank.command("presentation", "show", opened["id"], "--response-code", "guess", code=1)
    shown = bank.command("presentation", "show", opened["id"], "--response-code", code)
    assert shown["verdict"]["state"] == "valid"


def test_a_counted_scene_is_not_asked_plainly(bank, issuer):
    ask(bank, issuer, scene="loan", code=1)


# Our wallet, asked by a stranger.

@pytest.fixture(scope="module")
def ours(live, issuer, tmp_path_factory):
    registrar = Registrar(live, tmp_path_factory.mktemp("vp-registrar"))
    yield OurWallet(live, issuer, registrar, tmp_path_factory.mktemp("vp-wallet"))
    registrar.stop()


def query(issuer, *names, sets=None, **changes):
    claims = [{"id": name, "path": [name]} for name in names]
    one = {"id": "card", "format": "dc+sd-jwt", "meta": {"vct_values": [f"{issuer.url}/types/{TYPE}/1"]}, "claims": claims}
    return {"credentials": [one | ({"claim_sets": sets} if sets else {}) | changes]}


@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM"])
def test_our_wallet_answers_a_verifier_of_another_maker_under_a_warning(ours, issuer, enc):
    verifier = Verifier(query(issuer, "CZZT", "CZZTDM", sets=[["CZZT", "CZZTDM"], ["CZZT"]]), enc)
    try:
        seen = ours.run("requests", verifier.link)
        assert seen["counted"] is False and seen["warning"] and seen["party"] is None and seen["canAnswer"]
        assert verifier.fetches[0]["wallet_nonce"] and seen["client"] == verifier.client
        done = ours.run("present", seen["presentation"])
        assert done["state"] == "shown" and done["redirect"].startswith("http://localhost:1/done")
        presentation, = verifier.opened()["vp_token"]["card"]
        # The least that answers; the optional number only by choice.
        claims = verifier.verified(presentation)
        assert claims["CZZT"].startswith("示例") and "CZZTDM" not in claims
        # It stays in the history as uncounted, and is no grant.
        kept = ours.run("presentations", "--all")["presentations"][-1]
        assert kept["state"] == "shown" and kept["shown"][0]["fields"] == ["CZZT"] and kept["counted"] is False
        assert not ours.run("grants").get("grants")
        ours.run("present", seen["presentation"], code=1)
    finally:
        verifier.close()


def test_more_is_shown_by_choice(ours, issuer):
    verifier = Verifier(query(issuer, "CZZT", "CZZTDM", sets=[["CZZT", "CZZTDM"], ["CZZT"]]))
    try:
        seen = ours.run("requests", verifier.link)
        ours.run("present", seen["presentation"], "--with", "CZZTDM")
        claims = verifier.verified(verifier.opened()["vp_token"]["card"][0])
        assert {"CZZT", "CZZTDM"} <= set(claims)
    finally:
        verifier.close()


def test_why_nothing_answers_is_told_clause_by_clause(ours, issuer):
    for wish, words in [
            (query(issuer, "NOSUCH"), "NOSUCH"),
            (query(issuer, "CZZT", claims=[{"id": "CZZT", "path": ["CZZT"], "values": ["另一人"]}]), "CZZT")]:
        verifier = Verifier(wish)
        try:
            seen = ours.run("requests", verifier.link)
            part, = seen["parts"]
            assert not seen["canAnswer"] and words in part["documents"][0]["faults"][0]
            ours.run("present", seen["presentation"], code=1)
            # A refusal looks the same whether it is one or not.
            ours.run("present", seen["presentation"], "--refuse")
            assert verifier.opened() == {"error": "access_denied", "state": verifier.state}
        finally:
            verifier.close()
    verifier = Verifier(query(issuer, "CZZT", meta={"vct_values": ["https://other.example/type"]}))
    try:
        part, = ours.run("requests", verifier.link)["parts"]
        assert part["missing"] and part["documents"] == []
    finally:
        verifier.close()


@pytest.mark.parametrize("changes", [
    {"response_mode": "direct_post"}, {"wallet_nonce": "another"}, {"aud": "https://other.example"},
    {"transaction_data": ["e30"]}, {"nonce": "short"}, {"exp": 1}, {"client_id": "x509_hash:" + "A" * 43},
    {"response_uri": "http://other.example/response"}, {"redirect_uri": "https://other.example"},
    {"response_type": "code"}, {"dcql_query": None}])
def test_requests_that_are_not_in_the_strict_form_are_not_answered(ours, issuer, changes):
    ours.refuses(Verifier(query(issuer, "CZZT"), changes=changes))


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"x5c": None}, {"alg": "none"}])
def test_requests_under_another_header_are_not_answered(ours, issuer, header):
    ours.refuses(Verifier(query(issuer, "CZZT"), **header))


def test_a_member_with_a_scene_that_allows_it_is_named(ours, bank, issuer):
    opened = ask(bank, issuer)
    seen = ours.run("requests", opened["link"])
    assert seen["party"] == "bank" and seen["counted"] is False and seen["canAnswer"]
    ours.run("present", seen["presentation"])
    shown = bank.command("presentation", "show", opened["id"])
    assert shown["verdict"]["state"] == "valid" and shown["state"] == "shown"


def test_who_says_to_be_a_member_and_is_not_gets_nothing(ours, bank, issuer):
    asked = Asked(ask(bank, issuer)["link"])
    ours.refuses(Verifier(query(issuer, "CZZT"), changes={"verifier_info": asked.claims["verifier_info"]}))
