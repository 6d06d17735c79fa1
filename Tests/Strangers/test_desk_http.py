"""The desk's HTTP contract by other readers: an OpenAPI validator, and JSON Schema over the answers of a live desk."""

import base64
import gzip
import json
import time
import zlib

import jwt
import openapi_spec_validator
import pytest
from cryptography import x509

from contract import Contract, ask
from credentials import unb64
from desk import IMPORT, TYPE, LiveDesk
from network import ROOT
from wallet import Wallet, call

#: Answers that only a dispute or a change of status on the ledger brings forth, in the Swift tests; and that only a bound wallet is given, in
#: test_applications.py.
ELSEWHERE = {("post", "/corrections"), ("post", "/corrections/{id}"), ("post", "/applications"),
             ("get", "/records/{record}/reason")}


class Reader:
    """Asks as a machine or as a person, and holds every answer to the contract."""

    def __init__(self, desk):
        self.desk, self.seen = desk, set()
        self.contract = Contract(json.loads(ask(desk.url, "/openapi.json")[2]))
        told = desk.run("staff", "machine", "reader", "--roles", "clerk,admin,auditor")
        self.machine = {"authorization": f"Bearer {told['token']}"}
        self.person = None

    def call(self, method, template, path=None, body=None, headers=None, media_type="application/json"):
        headers = dict(self.machine if headers is None else headers)
        if body is not None:
            headers["content-type"] = media_type
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, found, answer = ask(self.desk.url, path or template, method.upper(), body, headers)
        key = self.contract.check(template, method, status, found, answer)
        if key != "default":
            self.seen.add((method, template))
        return status, json.loads(answer) if found.endswith("json") else answer

    def good(self, *words, **options):
        status, answer = self.call(*words, **options)
        assert status < 300, (words, answer)
        return answer

    def bad(self, code, *words, **options):
        status, answer = self.call(*words, **options)
        assert status >= 400 and answer["code"] == code, (words, status, answer)


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("desk"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def reader(desk):
    return Reader(desk)


@pytest.fixture(scope="module")
def approver(desk, reader):
    """The headers of a person who has signed in, for one session."""
    password = desk.folder / "approver.pass"
    password.write_text("approver of strangers, twelve\n")
    secret = desk.folder / "approver.secret"
    told = desk.run("staff", "add", "chief", "--roles", "approver", "--new-password-file", password)
    secret.write_text(told["secret"])
    code = json.loads(desk.live.deedbox("issuer", "staff", "code", "--secret-file", secret, "--json"))["code"]
    body = {"name": "chief", "password": "approver of strangers, twelve", "code": code}
    status, _, answer, cookie = signed_in(desk, body)
    assert status == 200
    reader.contract.check("/sign-in", "post", status, "application/json", answer)
    reader.seen.add(("post", "/sign-in"))
    return {"cookie": cookie, "x-form-token": json.loads(answer)["formToken"]}


def signed_in(desk, body):
    answer = call("POST", f"{desk.url}/sign-in", json.dumps(body), **{"Content-Type": "application/json"})
    return answer.status, answer.headers["content-type"], answer.body, answer.headers["set-cookie"].split(";")[0]


@pytest.fixture(scope="module")
def claimed(desk):
    """The number of a document that stands on the ledger, because a wallet has claimed it."""
    link, code = desk.offer()
    number = desk.documents[-desk.used]
    wallet = Wallet(link)
    assert wallet.redeem(tx_code=code).status == 200
    assert wallet.finish(wallet.request()).status == 200
    return number


def test_the_contract_of_the_desk_is_valid_openapi(reader):
    openapi_spec_validator.validate(reader.contract.document)


def test_every_answer_that_is_read_has_its_shape(reader, desk):
    for path in ("/health", "/openapi.json", "/.well-known/jwt-vc-issuer", "/runs", "/catalogue", "/documents", "/work",
                 "/approvals", "/corrections", "/offers", "/applications", "/renewals", "/staff", "/audit"):
        reader.good("get", path)
    reader.good("get", "/types/{code}/{version}", f"/types/{TYPE}/1")
    assert reader.good("get", "/catalogue/{code}", f"/catalogue/{TYPE}")["minted"] is True
    report = reader.good("get", "/runs/{id}", "/runs/1")
    assert report["read"] == report["accepted"] + report["faulty"] + report["repeated"] + report["blank"]
    reader.good("get", "/runs/{id}/faults", "/runs/1/faults")
    document = desk.documents[0]
    reader.good("get", "/documents/{id}", f"/documents/{document}")
    reader.good("get", "/documents", "/documents?stage=pending&run=1")
    found = reader.good("post", "/documents/find", body={"kind": "111", "number": "nobody", "stage": "pending"})
    assert found == {"documents": []}


def test_what_clerks_do_has_its_shape(reader, desk):
    mapping = json.loads((IMPORT / "police.mapping.json").read_text())
    content = base64.b64encode((IMPORT / "police.csv").read_bytes()).decode()
    table = {"name": "police.csv", "content": content, "mapping": mapping, "dry": True}
    again = reader.good("post", "/runs", body=table)
    assert again["accepted"] == 0 and again["repeated"] > 0
    document = desk.documents[1]
    image = f"/documents/{document}/attachments/scan.pdf"
    template = "/documents/{id}/attachments/{name}"
    reader.good("put", template, image, body=b"%PDF-1.7 scan", media_type="application/pdf")
    assert reader.good("get", template, image) == b"%PDF-1.7 scan"
    reader.bad("attachment-unknown", "get", template, image + ".old")
    reader.bad("attachment-type", "put", template, image, body=b"GIF89a", media_type="image/gif")
    offered = reader.good("post", "/offers", body={"document": desk.documents[2], "withCode": False})
    assert offered["txCode"] is None
    reader.bad("faulty-values", "post", "/offers", body={
        "type": TYPE, "holder": {"kind": "111", "number": "370402209001010013", "name": "示例"}})


def test_an_application_and_its_answer_have_their_shape(reader):
    holder = {"kind": "111", "number": "370402209001010012", "name": "示例甲子一"}
    made = reader.good("post", "/offers", body={"type": TYPE, "holder": holder})
    wallet = Wallet(made["offer"])
    assert wallet.redeem(tx_code=made["txCode"]).status == 200
    assert wallet.request().status == 202
    waiting = reader.good("get", "/applications")["applications"][-1]["application"]
    place = f"/applications/{waiting}"
    assert reader.good("get", "/applications/{id}", place)["number"] == holder["number"]
    reader.bad("faulty-values", "post", "/applications/{id}", place, body={"values": {"ZZMC": "=1+1", "NONE": "x"}})
    reason = {"zh": "材料不符", "en": "papers differ"}
    reader.good("post", "/applications/{id}", place, body={"reason": reason})
    reader.good("get", "/applications", "/applications?all=1")


def test_proposals_and_decisions_have_their_shape(reader, approver, claimed):
    change = {"documents": [claimed], "state": "suspended", "reason": "under-review", "text": "", "basis": "示例法"}
    assert reader.good("post", "/status-changes", body=change) == {"state": "queued"}
    taken = {"text": "", "basis": "示例法"}
    proposed = [reader.good("post", "/runs/{id}/take-back", "/runs/1/take-back", body=taken)]
    accredit = {"act": "accredit", "code": TYPE, "issuer": "police", "until": int(time.time()) + 10 ** 6}
    proposed.append(reader.good("post", "/type-changes", body={"change": accredit, "text": "示例"}))
    reader.bad("already-proposed", "post", "/type-changes", body={"change": accredit})
    reader.bad("wrong-version", "post", "/type-changes", body={
        "change": {"act": "type.update", "code": TYPE, "version": 1}})
    reader.bad("not-owner", "post", "/type-changes", body={"change": {"act": "type.retire", "code": "STRANGERS001"}})
    unknown = {"act": "type.retire", "code": "NOBODYS"}
    reader.bad("type-not-on-ledger", "post", "/type-changes", body={"change": unknown})
    reader.good("get", "/approvals")
    for number in (each["approval"] for each in proposed):
        place = f"/approvals/{number}"
        reader.bad("role-needed", "post", "/approvals/{id}", place, body={"approve": False})
        reader.good("post", "/approvals/{id}", place, body={"approve": False, "remark": "示例"}, headers=approver)
        whole = reader.good("get", "/approvals/{id}", place)
        assert whole["approved"] is False and whole["acts"] == []
    new = reader.good("post", "/documents/{id}/replace", f"/documents/{claimed}/replace", body={"values": {}})
    assert reader.good("get", "/documents/{id}", f"/documents/{new['document']}")["supersedes"] == claimed
    reader.good("post", "/sign-out", headers=approver)
    reader.bad("not-signed-in", "get", "/work", headers={"cookie": approver["cookie"]})


def test_types_and_rules_have_their_shape(reader):
    definition = json.loads((ROOT / "genesis" / "catalogue" / "identity-card.json").read_text())
    reader.good("post", "/catalogue", body=definition)
    reader.bad("other-definition", "post", "/catalogue", body=definition | {"updateFrequencyDays": 7})
    new = definition | {"code": "STRANGERS002", "nationalCode": False}
    assert reader.good("post", "/catalogue", body=new)["name"] == "STRANGERS002"
    assert reader.good("get", "/catalogue/{code}/registration", "/catalogue/STRANGERS002/registration") == new
    reader.bad("type-on-ledger", "get", "/catalogue/{code}/registration", f"/catalogue/{TYPE}/registration")
    found = reader.good("get", "/catalogue/{code}", "/catalogue/STRANGERS002")
    assert found["minted"] is False and found["refusal"]["code"] == "type-not-on-ledger"
    rule = f"/renewals/{TYPE}"
    reader.good("put", "/renewals/{code}", rule, body={"days": 60, "years": 10, "seenDays": 90})
    reader.bad("bad-body", "put", "/renewals/{code}", rule, body={"days": 0, "years": 10})
    assert reader.good("get", "/renewals")["renewals"][0]["seenDays"] == 90
    reader.good("delete", "/renewals/{code}", rule)
    reader.bad("unknown-renewal", "delete", "/renewals/{code}", rule)


def test_what_is_asked_at_the_counter_has_its_shape(reader, desk, claimed):
    rule = f"/look-up-rules/{TYPE}"
    reader.good("put", "/look-up-rules/{code}", rule, body={"keys": ["ZZBS"], "identity": "number"})
    reader.bad("bad-body", "put", "/look-up-rules/{code}", rule, body={"keys": ["ZZBS", "ZZBS"], "identity": "number"})
    reader.bad("bad-look-up", "put", "/look-up-rules/{code}", rule, body={"keys": ["NONE"], "identity": "name"})
    assert reader.good("get", "/look-up-rules")["rules"] == [{"type": TYPE, "keys": ["ZZBS"], "identity": "number"}]
    fields = {one["path"]: one["value"] for one in reader.good("get", "/documents/{id}", f"/documents/{claimed}")["fields"]}
    question = {"key": "question-of-the-reader", "type": TYPE, "path": "ZZBS", "value": fields["ZZBS"],
                "identity": fields["CZZTDM"], "case": "2090-17", "ground": "statutoryDuty"}
    told = reader.good("post", "/look-ups", body=question)
    assert told["match"] is True
    assert reader.good("get", "/look-ups")["lookUps"][0]["lookUp"] == told["lookUp"]
    whole = reader.good("get", "/look-ups/{id}", f"/look-ups/{told['lookUp']}")
    assert whole["case"] == "2090-17" and whole["fields"] == ["ZZBS"]
    for number in range(5):
        wrong = question | {"key": f"wrong-question-of-the-reader-{number}", "identity": "x", "clerk": "9"}
        assert reader.good("post", "/look-ups", body=wrong) == {"match": False}
    reader.bad("look-up-resting", "post", "/look-ups", body=wrong | {"key": "another-question-of-the-reader"})
    alert = reader.good("get", "/look-up-alerts")["alerts"][0]["alert"]
    place = f"/look-up-alerts/{alert}"
    assert reader.good("post", "/look-up-alerts/{id}", place, body={}) == {"state": "answered"}
    file = base64.b64encode(b"%PDF-1.7 of nobody").decode()
    assert reader.good("post", "/copy-checks", body={"content": file}) == {"result": "unknown"}
    assert reader.good("post", "/copy-checks", body={"content": file, "document": claimed}) == {"result": "unknown"}
    reader.good("delete", "/look-up-rules/{code}", rule)
    reader.bad("look-up-not-offered", "delete", "/look-up-rules/{code}", rule)


@pytest.fixture(scope="module")
def published(reader, desk):
    """The keys that the desk publishes, by `kid`."""
    told = reader.good("get", "/.well-known/jwt-vc-issuer")
    assert told["issuer"] == desk.url
    return {key["kid"]: jwt.PyJWK(key, "ES256").key for key in told["jwks"]["keys"]}


def status_list(text, published, url):
    """The claims and the packed entries of a served list, by `PyJWT` with the published key."""
    header = jwt.get_unverified_header(text)
    assert header["typ"] == "statuslist+jwt"
    key = published[header["kid"]]
    chain = [x509.load_der_x509_certificate(base64.b64decode(one)) for one in header["x5c"]]
    assert chain[0].public_key() == key
    claims = jwt.decode(text, key, algorithms=["ES256"], subject=url, options={"require": ["exp", "iat", "sub"]})
    head, body, signature = text.split(".")
    for other in (f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-4]}AAAA.{signature}"):
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(other, key, algorithms=["ES256"])
    assert claims["status_list"]["bits"] == 2
    return claims, zlib.decompress(unb64(claims["status_list"]["lst"]))


def test_a_status_list_of_an_earlier_time_is_the_one_that_was_published(reader, desk, claimed, published):
    end = time.monotonic() + 30
    while (answer := reader.call("get", "/status/{number}", "/status/0"))[0] != 200:
        assert time.monotonic() < end, answer
        time.sleep(0.2)
    first, _ = status_list(answer[1].decode(), published, f"{desk.url}/status/0")
    then = reader.good("get", "/status/{number}", f"/status/0?time={first['iat']}")
    claims, _ = status_list(then.decode(), published, f"{desk.url}/status/0")
    assert claims["iat"] <= first["iat"] < claims["exp"]
    for moment in (1, first["iat"] + 10 ** 6):
        reader.bad("no-list-of-that-time", "get", "/status/{number}", f"/status/0?time={moment}")
    for moment in ("x", "-1", "01"):
        reader.bad("bad-body", "get", "/status/{number}", f"/status/0?time={moment}")


def test_a_change_of_status_is_seen_in_the_served_list(reader, desk, published):
    """Exactly the entries of both copies of one document change, and change back."""
    link, code = desk.offer()
    document, wallet = desk.documents[-desk.used], Wallet(link)
    assert wallet.redeem(tx_code=code).status == 200
    copies = [one["credential"] for one in wallet.finish(wallet.request()).json["credentials"]]
    places = [json.loads(unb64(copy.split(".")[1]))["status"]["status_list"] for copy in copies]
    (url,) = {place["uri"] for place in places}
    indices = sorted(place["idx"] for place in places)
    assert len(indices) == 2 and url.startswith(f"{desk.url}/status/")

    def entries():
        answer = reader.call("get", "/status/{number}", url.removeprefix(desk.url))
        if answer[0] != 200:
            return None
        packed = status_list(answer[1].decode(), published, url)[1]
        return [byte >> 2 * place & 3 for byte in packed for place in range(4)]

    def wait(value):
        end = time.monotonic() + 30
        while (found := entries()) is None or any(found[index] != value for index in indices):
            assert time.monotonic() < end, (value, found and [found[index] for index in indices])
            time.sleep(0.2)
        return found

    before = wait(0)
    for state, reason, value in (("suspended", "under-review", 2), ("inForce", "put-right", 0)):
        change = {"documents": [document], "state": state, "reason": reason, "text": "", "basis": "示例法"}
        assert reader.good("post", "/status-changes", body=change) == {"state": "queued"}
        after = wait(value)
        assert [index for index in range(len(before)) if before[index] != after[index]] == (indices if value else [])


def test_what_is_published_comes_with_gzip_for_who_takes_it_and_for_scripts_of_any_origin(reader, claimed):
    end = time.monotonic() + 30
    while call("GET", f"{reader.desk.url}/status/0").status != 200:
        assert time.monotonic() < end
        time.sleep(0.2)
    for path in (f"/types/{TYPE}/1", "/status/0", "/.well-known/jwt-vc-issuer"):
        plain = call("GET", reader.desk.url + path)
        packed = call("GET", reader.desk.url + path, **{"Accept-Encoding": "gzip"})
        assert plain.headers["content-encoding"] is None and packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert packed.headers["access-control-allow-origin"] == "*"


def test_every_json_answer_of_the_contract_was_seen(reader):
    described = {
        (method, path)
        for path, operations in reader.contract.document["paths"].items() for method, operation in operations.items()
        if any("application/json" in response.get("content", {}) for response in operation["responses"].values())}
    assert described - reader.seen == ELSEWHERE


def test_the_commands_tell_the_same_from_afar(reader, desk, claimed):
    """`--desk` and a token in place of the folder."""
    token = desk.folder / "reader.token"
    token.write_text(reader.machine["authorization"].split()[1] + "\n")
    for words in (("documents", "--stage", "pending"), ("offers",), ("approvals", "--all"), ("batches", "show", "1"),
                  ("catalogue", "list"), ("catalogue", "show", TYPE), ("applications", "--all"), ("corrections",),
                  ("renewals",), ("look-up", "list"), ("look-up", "alerts"), ("look-up", "rules"), ("staff", "list"), ("documents", "--holder", "370402209001010012")):
        afar = desk.live.deedbox("issuer", *words, "--desk", desk.url, "--token-file", token, "--json")
        assert json.loads(afar) == desk.run(*words), words
    work = json.loads(desk.live.deedbox("issuer", "work", "--desk", desk.url, "--token-file", token, "--json"))
    assert work.keys() == desk.run("work").keys()
    refused = desk.live.deedbox("issuer", "approve", 1, "--desk", desk.url, "--token-file", token, code=1)
    assert refused == ""
    desk.live.deedbox("issuer", "work", "--desk", desk.url, code=2)
    desk.live.deedbox("issuer", "work", "--desk", desk.url, "--data", desk.folder, code=2)
    desk.live.deedbox("issuer", "work", "--desk", "http://desk.example", "--token-file", token, code=1)
