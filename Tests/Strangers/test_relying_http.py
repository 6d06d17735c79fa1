"""The HTTP contract of a live relying desk by other readers, and the number of a counter computed from the protocol page alone."""

import hashlib
import json
import re
import urllib.parse
import urllib.request

import openapi_spec_validator
import pytest

from asking import Desk, ShownCode, Wallet, from_b64url
from desk import TYPE
from relying import SUBJECTS, Reader
from statements import EDDSA, Key

@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = Desk(live, tmp_path_factory.mktemp("relying-http"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def reader(desk):
    return Reader(desk)


@pytest.fixture(scope="module")
def origin(live):
    return json.loads(live.get("/status"))["origin"]


@pytest.fixture(scope="module")
def clerk(desk, reader):
    """The headers of a person who has signed in."""
    folder = desk.folder.parent
    password, secret = folder / "clerk.pass", folder / "clerk.secret"
    password.write_text("clerk of strangers, twelve\n")
    secret.write_text(desk.command("staff", "add", "li.si", "--roles", "clerk", "--new-password-file", password)["secret"])
    code = json.loads(desk.live.deedbox("relying", "staff", "code", "--secret-file", secret, "--json"))["code"]
    body = {"name": "li.si", "password": "clerk of strangers, twelve", "code": code}
    request = urllib.request.Request(
        f"{reader.url}/api/sign-in", json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        bytes_, cookie = answer.read(), answer.headers["set-cookie"]
    reader.contract.check("/api/sign-in", "post", 200, "application/json", bytes_)
    reader.seen.add(("post", "/api/sign-in"))
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    return {"cookie": cookie.split(";")[0], "x-form-token": json.loads(bytes_)["formToken"]}


COUNTER = {"scene": "loan", "profile": "basic", "case": "示例案 99", "counter": {"name": "3 号窗口", "place": "示例支行"}}


def opened(reader, origin, **more):
    """A request at a counter, the wallet that fetched it, and its claims."""
    told = reader.good("post", "/api/requests", body=COUNTER | more)
    wallet = Wallet(origin)
    status, message = wallet.fetch(told["link"])
    assert status == 200, message
    return told, wallet, json.loads(from_b64url(message.split(".")[1]))


def number_of(claims):
    digest = hashlib.sha256(b"deedbox/counternumber/v1" + from_b64url(claims["deedbox"]["request"])).digest()
    return int.from_bytes(digest[:8], "big") % 100


def test_the_contract_is_valid_openapi(reader):
    openapi_spec_validator.validate(reader.contract.document)


def test_what_is_read_has_its_shape(reader):
    assert b"<html" in reader.good("get", "/verify")
    for path in ("/health", "/openapi.json", "/api/scenes", "/api/staff", "/api/audit", "/api/reads"):
        reader.good("get", path)
    for path in ("/api/scenes", "/api/staff", "/api/audit", "/api/reads", "/api/requests"):
        reader.bad("not-signed-in", "get", path, headers={})
    reader.bad("case-needed", "get", "/api/requests")
    reader.bad("no-such-case", "get", "/api/requests", "/api/requests?case=nobody")
    reads = reader.good("get", "/api/reads", "/api/reads?unusual=1")["reads"]
    assert {read["warning"] for read in reads} == {"case-needed", "no-such-case"}
    assert reader.good("get", "/api/audit")["chain"]["whole"] is True


def test_an_agreement_that_ended_stops_requests(reader):
    place, template = "/api/scenes/loan/agreement", "/api/scenes/{code}/agreement"
    reader.good("put", template, place, body={"until": "2020-01-31"})
    states = {scene["code"]: scene["agreementState"] for scene in reader.good("get", "/api/scenes")["scenes"]}
    assert states["loan"] == "over"
    reader.bad("agreement-ended", "post", "/api/requests", body=COUNTER)
    reader.bad("bad-body", "put", template, place, body={"until": "31.1.2020"})
    assert reader.good("put", template, place, body={"until": None})["agreementUntil"] is None


SCENE = {
    "format": "deedbox-scene/1", "code": "stranger", "purpose": {"zh": "示例用途", "en": "Sample purpose"},
    "basis": {"zh": "取得个人的同意", "en": "Consent of the person"},
    "profiles": [{"id": "basic", "fields": [{"type": TYPE, "fields": [{"path": "CZZT", "level": 2, "required": True}]}]}],
    "maxUses": 1, "termSeconds": 86_400, "minimumIntervalSeconds": 0, "retentionDays": 30, "releaseAssurance": 0,
    "allowsUncounted": False,
}


def test_a_scene_is_declared_judged_by_a_policy_and_ended(reader):
    assert reader.good("post", "/api/scenes", body=SCENE)["scene"] == "stranger"
    reader.bad("bad-body", "post", "/api/scenes", body=SCENE | {"maxUses": 0.5})
    listed = {scene["code"]: scene for scene in reader.good("get", "/api/scenes")["scenes"]}["stranger"]
    assert (listed["approved"], listed["ended"], listed["retentionDays"]) == (False, None, 30)
    template, path = "/api/scenes/{code}/policy", "/api/scenes/stranger/policy"
    assert reader.good("get", template, path) == {"policy": None}
    policy = {"format": "deedbox-policy/1", "leastAssurance": 1, "maxDataAgeSeconds": 86_400, "trustLabels": ["government"],
              "leewaySeconds": 60}
    assert reader.good("put", template, path, body=policy) == {"policy": policy}
    assert reader.good("get", template, path) == {"policy": policy}
    reader.bad("bad-body", "put", template, path, body=policy | {"trustLabels": []})
    reader.bad("no-such-scene", "put", template, "/api/scenes/none-such/policy", body=policy)
    reader.bad("no-such-scene", "delete", template, "/api/scenes/none-such/policy")
    reader.bad("not-signed-in", "get", template, path, headers={})
    assert reader.good("delete", template, path) == {"policy": None}
    template, path = "/api/scenes/{code}/end", "/api/scenes/stranger/end"
    assert reader.good("post", template, path)["height"] > 1
    assert reader.call("post", template, "/api/scenes/none-such/end")[0] in (404, 409)


def test_a_request_is_found_by_its_case_alone(reader, clerk):
    told = reader.good("post", "/api/requests", body={"scene": "loan", "profile": "basic", "case": "示例案 98"})
    assert told["counter"] is None and told["state"] == "open"
    where, template = f"/api/requests/{told['session']}", "/api/requests/{session}"
    query = "?case=" + urllib.parse.quote("示例案 98")
    reader.bad("case-needed", "get", template, where, headers=clerk)
    reader.bad("other-case", "get", template, where + "?case=A-1", headers=clerk)
    assert reader.good("get", template, where + query, headers=clerk) == told
    assert reader.good("get", "/api/requests", "/api/requests" + query)["requests"] == [told]
    picture = reader.good("get", "/api/requests/{session}/qr.svg", where + "/qr.svg" + query)
    assert re.match(rb"<(\?xml|svg)", picture)
    reader.bad("not-signed-in", "get", "/api/requests/{session}/qr.svg", where + "/qr.svg" + query, headers={})
    reader.bad("role-needed", "get", "/api/reads", headers=clerk)
    reader.bad("bad-body", "post", "/api/requests", body={"scene": "loan", "case": "A"})


def test_the_number_follows_from_the_page_and_is_typed_once(reader, origin):
    told, wallet, claims = opened(reader, origin)
    counter = claims["deedbox"]["counter"]
    assert (counter["name"], counter["place"]) == ("3 号窗口", "示例支行")
    assert 0 <= counter["number_until"] - claims["iat"] <= 60
    assert wallet.refuse(claims)[1]["code"] == "number-not-matched"
    where, template = f"/api/requests/{told['session']}/number", "/api/requests/{session}/number"
    assert reader.good("post", template, where, body={"number": f"{number_of(claims):02}"}) == {"state": "matched"}
    reader.bad("number-settled", "post", template, where, body={"number": f"{number_of(claims):02}"})
    status, answer = wallet.refuse(claims)
    assert status in (200, 202) and answer["state"] in ("refused", "pending"), answer


def test_a_wrong_number_ends_the_session(reader, origin):
    told, wallet, claims = opened(reader, origin)
    where, template = f"/api/requests/{told['session']}/number", "/api/requests/{session}/number"
    reader.bad("wrong-number", "post", template, where, body={"number": f"{(number_of(claims) + 1) % 100:02}"})
    reader.bad("number-settled", "post", template, where, body={"number": f"{number_of(claims):02}"})
    status, answer = wallet.refuse(claims)
    assert (status, answer["code"]) == (410, "number-failed")


def test_a_code_that_a_python_wallet_shows_brings_it_to_the_request(reader, live, origin):
    template = "/api/requests/{session}/code"
    told, other = [reader.good("post", "/api/requests", body=COUNTER) for _ in range(2)]
    where, elsewhere = [f"/api/requests/{each['session']}/code" for each in (told, other)]
    code = ShownCode(live.url)
    reader.bad("no-such-code", "post", template, where, body={"code": code.text})
    assert 0 < code.show() <= 60 and code.called() is None
    assert reader.good("post", template, where, body={"code": code.text}) == {"state": "called"}
    call, link = code.called()
    assert (call.act, call.issuer, call.origin, link) == ("codecall", "bank", origin, told["link"])
    assert call.signers[0].is_by(Key(EDDSA, "bank").public)
    reader.bad("code-taken", "post", template, elsewhere, body={"code": code.text})
    reader.bad("bad-body", "post", template, elsewhere, body={"code": told["link"]})
    assert Wallet(origin).fetch(link)[0] == 200
    late = ShownCode(live.url)
    late.show()
    reader.bad("request-fetched", "post", template, where, body={"code": late.text})
    assert late.called() is None


def test_a_clerk_does_the_same_by_commands(desk, live, origin):
    told = desk.request("--counter", "3 号窗口", "--place", "示例支行")
    code, wallet = ShownCode(live.url), Wallet(origin)
    code.show()
    assert desk.command("status", told["session"])["numberState"] == "waiting"
    assert desk.command("scan", told["session"], code.text)["state"] == "called"
    desk.command("scan", told["session"], code.text, code=1)
    desk.command("scan", told["session"], told["link"], code=2)
    status, message = wallet.fetch(code.called()[1])
    claims = json.loads(from_b64url(message.split(".")[1]))
    assert status == 200 and claims["deedbox"]["counter"]["name"] == "3 号窗口"
    assert desk.command("status", told["session"])["numberState"] == "shown"
    desk.command("number", told["session"], "7", code=2)
    assert desk.command("number", told["session"], f"{number_of(claims):02}")["state"] == "matched"
    desk.command("number", told["session"], f"{number_of(claims):02}", code=1)
    assert wallet.refuse(claims)[0] in (200, 202)


def test_a_session_that_ended_opens_nothing(reader, clerk):
    wrong = {"name": "li.si", "password": "another password, twelve", "code": "000000"}
    reader.bad("wrong-credentials", "post", "/api/sign-in", body=wrong, headers={})
    reader.bad("no-form-token", "post", "/api/sign-out", headers={"cookie": clerk["cookie"]})
    reader.good("post", "/api/sign-out", headers=clerk)
    reader.bad("not-signed-in", "get", "/api/scenes", headers={"cookie": clerk["cookie"]})


def test_every_operation_of_these_subjects_was_called_and_refused(reader):
    assert reader.unseen("test_relying_http.py") == (set(), set())


def test_every_subject_of_the_contract_has_its_file(reader):
    """No operation can be added that no file has to call."""
    subjects = [subject for subjects in SUBJECTS.values() for subject in subjects]
    told = {tag for _, _, operation in reader.contract.operations() for tag in operation["tags"]}
    assert sorted(subjects) == sorted(told) == sorted(tag["name"] for tag in reader.contract.document["tags"])
    assert {operation["tags"][0] for one in reader.contract.document["webhooks"].values() for operation in one.values()} <= told
