"""A wallet in Python at a relying desk: what it is asked, who signed it, and what becomes of its refusal."""

import base64
import hashlib
import json
import time

import cbor2
import pytest

import statements
from asking import Desk, Wallet, from_b64url, post
from statements import EDDSA, Key


@pytest.fixture(scope="module")
def origin(live):
    return json.loads(live.get("/status"))["origin"]


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = Desk(live, tmp_path_factory.mktemp("relying"))
    yield desk
    desk.stop()


def read(message):
    """Header, claims, and whether the bank's key signed them."""
    header, payload, signature = message.split(".")
    signed = Key(EDDSA, "bank").public.verifies(from_b64url(signature), f"{header}.{payload}".encode())
    return json.loads(from_b64url(header)), json.loads(from_b64url(payload)), signed


@pytest.fixture(scope="module")
def asked(desk, origin):
    """A wallet, the link that it followed, and what it read there."""
    printed = desk.request("--uses", 2, "--days", 1, "--text", "示例说明", "--text-en", "Sample words")
    wallet = Wallet(origin)
    status, message = wallet.fetch(printed["link"])
    assert status == 200, message
    return wallet, printed, message


def test_the_ledger_has_the_desks_sealing_key(desk):
    assert desk.made["registered"] is True


def test_the_request_is_the_banks_and_says_what_the_page_says(asked, origin, live):
    wallet, printed, message = asked
    header, claims, signed = read(message)
    assert signed and header == {"alg": "EdDSA", "typ": "oauth-authz-req+jwt", "kid": Key(EDDSA, "bank").public.id.hex()}
    own = claims["deedbox"]
    assert (claims["client_id"], claims["response_type"]) == ("bank", "deedbox_grant")
    assert claims["aud"] == "https://self-issued.me/v2" and from_b64url(claims["wallet_nonce"]) == wallet.nonce
    assert abs(claims["iat"] - time.time()) < 60 and 0 < claims["exp"] - claims["iat"] <= 600
    assert (own["origin"], own["scene"], own["profile"]) == (origin, "loan", "basic")
    assert own["text"] == {"zh": "示例说明", "en": "Sample words"}
    member = json.loads(live.get("/members/bank"))
    assert base64.b64encode(from_b64url(own["sealing_key"])).decode() == member["sealingKey"]
    assert printed["address"].split("?")[0] + "/answer" == claims["response_uri"]


def test_the_signed_request_names_the_wallets_key_and_opens_its_case(asked, origin):
    wallet, _, message = asked
    _, claims, _ = read(message)
    request = statements.read(from_b64url(claims["deedbox"]["request"]))
    assert (request.issuer, request.origin) == ("bank", origin)
    assert request.signers[0].is_by(Key(EDDSA, "bank").public)
    scene, profile, uses, term, key, nonce, commitment = request.payload
    assert (scene, profile, uses, term, key) == ("loan", "basic", 2, 86_400, wallet.key.public.data)
    assert nonce == from_b64url(claims["nonce"])
    case = claims["deedbox"]["case"]
    assert case["number"] == "示例案 17"
    opened = b"deedbox/case/v1" + from_b64url(case["salt"]) + case["number"].encode()
    assert hashlib.sha256(opened).digest() == commitment


def test_the_query_follows_from_the_scene_on_the_ledger(asked, live):
    _, claims, _ = read(asked[2])
    scenes = json.loads(live.get("/scenes"))["scenes"]
    profile = next(profile for scene in scenes if (scene["party"], scene["code"]) == ("bank", "loan")
                   for profile in scene["profiles"] if profile["id"] == "basic")
    wanted = []
    for each in profile["fields"]:
        paths = [field["path"] for field in each["fields"]]
        required = [field["path"] for field in each["fields"] if field["required"]]
        query = {"id": each["type"], "format": "dc+sd-jwt", "meta": {"vct_values": [f"urn:deedbox:type:{each['type']}"]},
                 "claims": [{"id": path, "path": [path]} for path in paths]}
        if required and required != paths:
            query["claim_sets"] = [paths, required]
        wanted.append(query)
    assert claims["dcql_query"] == {"credentials": wanted}


def test_another_wallet_gets_nothing(asked, origin):
    status, problem = Wallet(origin).fetch(asked[1]["link"])
    assert (status, problem["code"]) == (403, "other-wallet")


def test_an_answer_of_another_key_is_refused(asked, origin):
    _, claims, _ = read(asked[2])
    thief = Wallet(origin)
    refusal = thief.signed("refuse", [from_b64url(claims["deedbox"]["request"])])
    status, answer = post(claims["response_uri"], cbor2.dumps([2, refusal]), "application/cbor")
    assert (status, json.loads(answer)["code"]) == (422, "bad-grant")


def test_a_refusal_becomes_final_once(desk, asked):
    wallet, printed, message = asked
    _, claims, _ = read(message)
    refusal = wallet.signed("refuse", [from_b64url(claims["deedbox"]["request"])])
    answers = [post(claims["response_uri"], cbor2.dumps([2, refusal]), "application/cbor") for _ in range(2)]
    assert [status for status, _ in answers] == [200, 200], answers
    bodies = [json.loads(answer) for _, answer in answers]
    assert bodies[0] == bodies[1] and bodies[0]["state"] == "refused" and bodies[0]["height"] > 0
    told = desk.command("status", printed["session"])
    assert told["state"] == "refused" and told["grant"] == bodies[0]["grant"]
    status, problem = wallet.fetch(printed["link"])
    assert (status, problem["code"]) == (410, "session-over")


def test_the_desk_refuses_what_its_scene_does_not_allow(desk):
    desk.command("request", "--scene", "loan", "--profile", "none", "--case", "1", code=1)
    desk.command("request", "--scene", "loan", "--profile", "basic", "--case", "1", "--uses", 400, code=1)
    desk.command("use", "00" * 32, code=1)
