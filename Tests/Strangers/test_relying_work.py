"""The work of a relying desk over HTTP, called by a stranger: uses, what is kept, what is told, orders in bulk, plain presentations
and regulators' questions. Every request and answer is held to the contract, and no operation of it is left out."""

import io
import json
import os
import tarfile
import time
import urllib.parse

import pypdf
import pytest
from standardwebhooks import Webhook

import evidence
import statements
from asking import Desk
from asking import Wallet as PythonWallet
from asking import from_b64url
from desk import TYPE, LiveDesk
from ours import OurWallet
from receiving import Receiver
from registrar import Registrar
from relying import Reader, place
from served import get_bytes
from statements import Key
from vp_wallet import FORM, Asked
from wallet import Wallet, call

CASE, COURT = "示例案 41", "示例市人民法院"
QUERY = "?case=" + urllib.parse.quote(CASE)
USE = "/api/uses/{grant}/{number}"
ACCOUNT = {
    "format": "deedbox-scene/1", "code": "account",
    "purpose": {"zh": "开立账户", "en": "Opening an account"}, "basis": {"zh": "取得个人的同意", "en": "Consent of the person"},
    "profiles": [{"id": "basic", "fields": [{"type": TYPE, "fields": [
        {"path": "CZZT", "level": 2, "required": True}, {"path": "CZZTDM", "level": 3, "required": False}]}]}],
    "maxUses": 5, "termSeconds": 86_400, "minimumIntervalSeconds": 0, "retentionDays": 30, "releaseAssurance": 0,
    "allowsUncounted": True,
}


@pytest.fixture(scope="module")
def issuer(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("work-issuer"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def desk(live, issuer, tmp_path_factory):
    """The bank's desk with a scene, and a key and certificate for plain requests."""
    desk = Desk(live, tmp_path_factory.mktemp("work-bank"))
    desk.declare(ACCOUNT)
    desk.ask_plainly(issuer)
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def reader(desk):
    return Reader(desk)


@pytest.fixture(scope="module")
def hook(reader):
    """An address that is told of everything from the first grant on."""
    receiver = Receiver()
    reader.bad("bad-webhook", "post", "/api/webhooks", body={"url": "http://core.example/hook"})
    receiver.added = reader.good("post", "/api/webhooks", body={"url": receiver.url})
    yield receiver
    receiver.shutdown()
    receiver.server_close()


@pytest.fixture(scope="module")
def customer(live, issuer, tmp_path_factory):
    """Somebody with an identity card in our wallet; its number at the issuing desk."""
    registrar = Registrar(live, tmp_path_factory.mktemp("work-registrar"))
    customer = OurWallet(live, issuer, registrar, tmp_path_factory.mktemp("work-wallet"))
    customer.document = issuer.documents[-issuer.used]
    yield customer
    registrar.stop()


@pytest.fixture(scope="module")
def used(reader, hook, customer):
    """A grant of five uses, and its first use, taken over HTTP."""
    told = reader.good("post", "/api/requests", body={
        "scene": "account", "profile": "basic", "case": CASE, "uses": 5, "days": 1})
    customer.request = customer.run("requests", told["link"])["request"]
    customer.run("grant", customer.request)
    asked = reader.good("get", "/api/requests/{session}", f"/api/requests/{told['session']}{QUERY}")
    assert asked["state"] == "granted", asked
    grant = asked["grant"]
    use = reader.good("post", "/api/uses", body={"grant": grant, "case": CASE, "number": 1})
    assert (use["state"], use["number"], use["verdict"]["state"]) == ("opened", 1, "valid"), use
    return grant


def until(answer, failure):
    end = time.monotonic() + 30
    while not (found := answer()):
        assert time.monotonic() < end, failure
        time.sleep(0.2)
    return found


def acts(reader):
    """What stands in the audit log."""
    return [line["action"] for line in reader.good("get", "/api/audit")["entries"]]


# Uses, judged again and passed on.

def test_a_use_is_looked_at_and_judged_again(live, reader, used):
    path = f"/api/uses/{used}/1"
    use = reader.good("get", USE, path + QUERY)
    assert {check["answer"] for check in use["verdict"]["checks"]} == {"yes"}
    file = reader.good("get", USE + "/evidence", f"{path}/evidence{QUERY}")
    assert evidence.verdict(json.dumps(file).encode(), live.genesis).answer == "yes"
    pages = pypdf.PdfReader(io.BytesIO(reader.good("get", USE + "/summary", f"{path}/summary{QUERY}"))).pages
    assert len(pages) >= 1
    again = reader.good("post", USE + "/again", path + "/again", body={"case": CASE})
    assert (again["number"], again["height"], again["verdict"]["state"]) == (1, use["height"], "valid")
    assert acts(reader).count("use-again") == 1
    for part in ("", "/evidence", "/summary"):
        reader.bad("case-needed", "get", USE + part, path + part)
        reader.bad("other-case", "get", USE + part, f"{path}{part}?case=A-1")
    reader.bad("other-case", "post", USE + "/again", path + "/again", body={"case": "A-1"})
    reader.bad("bad-body", "post", USE + "/again", path + "/again", body={})
    reader.bad("no-such-use", "get", USE, f"/api/uses/{used}/4{QUERY}")
    reader.bad("no-such-grant", "post", "/api/uses", body={"grant": "0" * 64, "case": CASE})
    reader.bad("case-needed", "post", "/api/uses", body={"grant": used, "case": ""})
    reader.bad("use-done", "post", "/api/uses", body={"grant": used, "case": CASE, "number": 1})


def test_a_use_is_passed_on_by_ground_and_by_leave(live, reader, used, customer):
    template, path = USE + "/passings", f"/api/uses/{used}/1/passings"
    order = {"case": CASE, "ground": "courtOrder", "matter": "2090-17", "to": COURT}
    assert reader.good("get", template, path + QUERY) == {"passings": []}
    reader.bad("other-case", "post", template, path, body=order | {"case": "A-1"})
    for wrong in ({"ground": "emergency"}, {"to": ""}, {"leave": {}}):
        reader.bad("bad-body", "post", template, path, body=order | wrong)
    reader.bad("bad-leave", "post", template, path, body={"case": CASE, "leave": {}})
    reader.bad("passed-to-itself", "post", template, path, body=order | {"to": "bank"})
    first = reader.good("post", template, path, body=order)
    assert (first["to"], first["basis"], first["ground"], first["number"]) == (COURT, "ground", "courtOrder", 0)
    # The same order is the same entry, unless another is asked for.
    assert reader.good("post", template, path, body=order) == first
    other = reader.good("post", template, path, body=order | {"again": True})
    assert (other["to"], other["number"]) == (COURT, 1) and other["height"] > first["height"]
    # What the wallet has seen of its uses, it can give leave for.
    customer.run("receive")
    customer.run("grants")
    leave = customer.data.parent / "leave.json"
    customer.run("pass-leave", customer.request, "--index", 1, "--to", "notary", "--out", leave)
    given = json.loads(leave.read_text())
    reader.bad("other-leave", "post", template, path, body={"case": CASE, "leave": given | {"use": 2}})
    second = reader.good("post", template, path, body={"case": CASE, "leave": given})
    assert (second["to"], second["basis"], second["ground"], second["number"]) == ("notary", "leave", None, 2)
    assert reader.good("get", template, path + QUERY) == {"passings": [first, other, second]}
    for passing, recipient in ((0, COURT), (1, COURT), (2, "notary")):
        file = reader.good("get", template + "/{passing}/evidence", f"{path}/{passing}/evidence{QUERY}")
        for party, answer in ((recipient, "yes"), ("police", "no")):
            python = evidence.verdict(json.dumps(file).encode(), live.genesis, party=party)
            assert python.use["addressed"][0] == answer and python.passed_on == recipient
    reader.bad("no-such-passing", "get", template + "/{passing}/evidence", f"{path}/3/evidence{QUERY}")
    reader.bad("case-needed", "get", template + "/{passing}/evidence", f"{path}/0/evidence")
    log = json.dumps(reader.good("get", "/api/audit")["entries"], ensure_ascii=False)
    assert COURT not in log and CASE not in log
    assert acts(reader).count("use-pass") == 4


# What is kept.

def test_what_is_kept_is_found_by_its_case(reader, used):
    found = reader.good("get", "/api/uses", "/api/uses" + QUERY)["uses"]
    assert [(use["grant"], use["number"], use["state"]) for use in found] == [(used, 1, "opened")]
    for query in (f"?grant={used}", "?scene=account&state=opened&deleted=false&limit=5", "?since=1&until=4000000000"):
        assert reader.good("get", "/api/uses", "/api/uses" + query)["uses"] == found
    assert reader.good("get", "/api/uses", "/api/uses?scene=loan")["uses"] == []
    reader.bad("bad-body", "get", "/api/uses", "/api/uses?state=never")
    reader.bad("bad-body", "get", "/api/uses", "/api/uses?limit=many")
    place = "/api/cases/" + urllib.parse.quote(CASE)
    with tarfile.open(fileobj=io.BytesIO(reader.good("get", "/api/cases/{case}/export", place + "/export"))) as archive:
        names = archive.getnames()
    assert any(name.endswith("manifest.json") for name in names) and any(name.endswith(".pdf") for name in names), names
    reader.bad("no-such-case", "get", "/api/cases/{case}/export", "/api/cases/nobody/export")


def test_a_case_is_held_and_let_go(reader, used):
    kept, = reader.good("get", "/api/retention")["uses"]
    assert (kept["grant"], kept["retentionDays"], kept["hold"]) == (used, 30, None)
    assert reader.good("get", "/api/retention", "/api/retention?deleted=true&limit=10") == {"deleted": []}
    reader.bad("bad-body", "get", "/api/retention", "/api/retention?limit=0")
    hold = reader.good("post", "/api/holds", body={"case": CASE, "ground": "示例裁定"})
    reader.bad("held-already", "post", "/api/holds", body={"case": CASE, "ground": "示例裁定"})
    assert reader.good("get", "/api/holds")["holds"] == [hold]
    assert reader.good("get", "/api/retention", "/api/retention?limit=1")["uses"][0]["hold"] == hold
    reader.bad("bad-body", "get", "/api/holds", "/api/holds?limit=x")
    assert reader.good("post", "/api/holds/release", body={"case": CASE})["released"] is not None
    reader.bad("not-held", "post", "/api/holds/release", body={"case": CASE})
    assert reader.good("get", "/api/holds", "/api/holds?all=true")["holds"][0]["released"] is not None


# Orders of many items.

def test_orders_in_bulk_come_back_item_by_item(reader, used):
    items = {"items": [{"reference": "a", "grant": used, "case": CASE}, {"reference": "b", "grant": "0" * 64}]}
    key = {**reader.machine, "Idempotency-Key": '"monday-1"'}
    first = reader.good("post", "/api/bulk/uses", body=items, headers=key)
    assert (first["done"], first["failed"]) == (1, 1) and first["items"][1]["problem"]["code"] == "no-such-grant"
    assert reader.good("post", "/api/bulk/uses", body=items, headers=key) == first
    reader.bad("idempotency-key-needed", "post", "/api/bulk/uses", body=items)
    reader.bad("idempotency-key-of-another", "post", "/api/bulk/uses", body={"items": []}, headers=key)
    wish = {"reference": "r", "scene": "account", "profile": "basic", "uses": 1, "days": 1, "case": "示例案 42"}
    asked = {"items": [wish, wish | {"reference": "s", "scene": "none-such"}]}
    told = reader.good("post", "/api/bulk/requests", body=asked, headers=key)
    assert (told["done"], told["failed"]) == (1, 1) and told["items"][1]["status"] == 404
    reader.bad("bad-body", "post", "/api/bulk/requests", body={"items": [wish, wish]}, headers=key)


# What became of documents since.

def test_a_change_of_a_document_is_told_and_acknowledged(reader, issuer, used, customer):
    place = f"?grant={used}&number=1&place=0"
    template = "/api/documents/standing"
    before = until(lambda: (found := reader.good("get", template, template + place))["record"] and found, "not followed")
    assert (before["answer"], before["state"]) == ("yes", "valid")
    assert reader.good("get", template, f"{template}?record={before['record']}")["state"] == "valid"
    reader.bad("bad-body", "get", template, template + "?record=x")
    reader.bad("bad-body", "get", template)
    questions = {"questions": [{"grant": used, "number": 1, "place": 0}, {"record": 9_999_999}]}
    both = reader.good("post", "/api/standing", body=questions)["standing"]
    assert [one["answer"] for one in both] == ["yes", "unknown"]
    reader.bad("bad-body", "post", "/api/standing", body={"questions": [{}]})
    watch = {"grant": used, "number": 1, "place": 0, "on": False, "case": CASE}
    assert reader.good("post", "/api/watches", body=watch) == {"on": False}
    assert reader.good("post", "/api/watches", body=watch | {"on": True}) == {"on": True}
    reader.bad("other-case", "post", "/api/watches", body=watch | {"case": "A-1"})
    assert reader.good("get", "/api/notices", "/api/notices" + QUERY)["notices"] == []
    issuer.run("status", "suspend", "--document", customer.document, "--reason", "under-review", "--basis", "示例法")
    notice, = until(lambda: reader.good("get", "/api/notices", "/api/notices" + QUERY)["notices"], "no notice came")
    assert (notice["event"], notice["record"], notice["acknowledged"]) == ("suspended", before["record"], None)
    number = f"/api/notices/{notice['notice']}/acknowledge"
    reader.bad("other-case", "post", "/api/notices/{number}/acknowledge", number, body={"case": "A-1"})
    seen = reader.good("post", "/api/notices/{number}/acknowledge", number, body={"case": CASE})
    assert seen["acknowledged"]["by"] and seen["uses"] == notice["uses"]
    reader.bad("no-such-notice", "post", "/api/notices/{number}/acknowledge", "/api/notices/99/acknowledge", body={"case": CASE})
    assert reader.good("get", "/api/notices", "/api/notices?limit=5")["notices"] == []
    assert reader.good("get", "/api/notices", "/api/notices?all=true&before=99")["notices"] == [seen]
    reader.bad("bad-body", "get", "/api/notices", "/api/notices?before=x")
    assert reader.good("get", template, template + place)["state"] == "suspended"


# Webhooks.

def test_what_was_told_is_in_the_form_of_the_contract(live, reader, hook, used, customer):
    """The first grant, both uses, a refusal and the change of the document; signed, and each in the form that is described."""
    told = reader.good("post", "/api/requests", body={"scene": "account", "profile": "basic", "case": "示例案 43"})
    wallet = PythonWallet(json.loads(live.get("/status"))["origin"])
    _, message = wallet.fetch(told["link"])
    assert wallet.refuse(json.loads(from_b64url(message.split(".")[1])))[0] in (200, 202)
    kinds = {"grant.final", "grant.refused", "use.opened", "document.changed"}
    until(lambda: kinds <= {json.loads(body)["type"] for _, body in hook.told}, "not everything was told")
    for headers, body in hook.told:
        event = reader.contract.check_told(headers, body)
        assert Webhook(hook.added["secret"]).verify(body, headers) == event
        assert used in body.decode() or event["type"] in ("grant.refused", "document.changed")
    # The same event never has two ids, nor two events one.
    ids = {headers["webhook-id"] for headers, _ in hook.told}
    assert len(ids) == len({json.dumps(json.loads(body)["data"]) + json.loads(body)["type"] for _, body in hook.told})


def test_webhooks_are_kept_over_http(reader, hook, used):
    number, listed = hook.added["webhook"], [{name: hook.added[name] for name in ("webhook", "url", "added")}]
    assert reader.good("get", "/api/webhooks") == {"webhooks": listed}
    path, template = f"/api/webhooks/{number}", "/api/webhooks/{webhook}"
    waiting = "/api/deliveries?state=waiting"
    until(lambda: reader.good("get", "/api/deliveries", waiting) == {"deliveries": []}, "not everything was told")
    before = len(hook.told)
    tested = reader.good("post", template + "/test", path + "/test")
    assert tested == {"webhook": number, "taken": True, "note": "status 204"}
    headers, body = hook.told[-1]
    assert len(hook.told) == before + 1 and reader.contract.check_told(headers, body)["type"] == "webhook.test"
    hook.status = 500
    assert reader.good("post", template + "/test", path + "/test") == {"webhook": number, "taken": False, "note": "status 500"}
    hook.status = 204
    reader.bad("no-such-webhook", "post", template + "/test", "/api/webhooks/99/test")
    done = until(lambda: reader.good("get", "/api/deliveries", "/api/deliveries?state=delivered&limit=50")["deliveries"], "none")
    assert reader.good("get", "/api/deliveries", "/api/deliveries?state=dead") == {"deliveries": []}
    assert {one["webhook"] for one in done} == {number}
    reader.bad("bad-body", "get", "/api/deliveries", "/api/deliveries?state=lost")
    sent = len(hook.told)
    assert reader.good("post", "/api/deliveries/redeliver", body={"id": done[0]["id"]}) == {"count": 1}
    until(lambda: len(hook.told) > sent, "it was not sent again")
    assert hook.told[-1][0]["webhook-id"] == done[0]["id"]
    assert reader.good("post", "/api/deliveries/redeliver", body={}) == {"count": 0}
    reader.bad("no-such-delivery", "post", "/api/deliveries/redeliver", body={"id": "msg_none"})
    assert reader.good("delete", template, path) == {"webhook": number, "state": "removed"}
    reader.bad("no-such-webhook", "delete", template, path)
    assert reader.good("get", "/api/webhooks") == {"webhooks": []}
    assert hook.added["secret"] not in json.dumps(reader.good("get", "/api/audit"))
    assert {"webhook-add", "webhook-test", "webhook-redeliver", "webhook-remove"} <= set(acts(reader))


# Plain presentations.

@pytest.fixture(scope="module")
def held(issuer):
    """A credential in a wallet written from the standard, and its key."""
    link, code = issuer.offer()
    wallet = Wallet(link)
    assert wallet.redeem(tx_code=code).status == 200
    return wallet.finish(wallet.request()).json["credentials"][0]["credential"], wallet.holders[0]


def saw(reader, method, template, answer):
    """An answer that another's wallet was given, held to the contract."""
    reader.saw(method, template, answer.status, answer.headers["content-type"], answer.body)


def test_a_plain_presentation_is_asked_and_read(reader, issuer, held):
    order = {"scene": "account", "profile": "basic", "case": "示例案 44", "issuers": [issuer.url]}
    opened = reader.good("post", "/api/presentations", body=order)
    asked = Asked(opened["link"])
    request, response = "/presentations/{id}/request", "/presentations/{id}/response"
    saw(reader, "post", request, asked.answer)
    saw(reader, "post", request, asked.fetch("another-nonce-of-a-thief"))
    saw(reader, "post", response, asked.post(response="no answer"))
    query, presentation = asked.present(*held)
    saw(reader, "post", response, asked.send(query, presentation))
    saw(reader, "post", response, asked.send(query, presentation))
    template, path = "/api/presentations/{id}", f"/api/presentations/{opened['id']}"
    shown = reader.good("get", template, path)
    assert (shown["state"], shown["verdict"]["state"]) == ("shown", "valid")
    again = reader.good("post", template + "/again", path + "/again")
    assert again["verdict"]["state"] == "valid" and again["id"] == opened["id"]
    listed = reader.good("get", "/api/presentations", "/api/presentations?case=" + urllib.parse.quote("示例案 44"))
    assert [one["id"] for one in listed["presentations"]] == [opened["id"]]
    reader.bad("bad-body", "get", "/api/presentations")
    reader.bad("counted-only", "post", "/api/presentations", body=order | {"scene": "loan"})
    reader.bad("issuer-not-listed", "post", "/api/presentations", body=order | {"issuers": ["http://127.0.0.1:1"]})
    reader.bad("bad-body", "post", "/api/presentations", body=order | {"issuers": "x"})
    for method, end in (("get", ""), ("post", "/again")):
        reader.bad("no-such-presentation", method, template + end, place(template + end))
    # Whoever fetches it otherwise is the one that it is for.
    other = reader.good("post", "/api/presentations", body=order)
    url = f"{reader.url}/presentations/{other['id']}/request"
    saw(reader, "get", request, call("GET", url))
    saw(reader, "get", request, call("GET", url.replace(other["id"], "0" * 32)))
    assert call("POST", url, "wallet_nonce=a-wallet-that-comes-late", **{"Content-Type": FORM}).status in (200, 403)


# Regulators.

def test_a_regulator_is_told_where_uses_stand(live, reader, issuer, used, customer, tmp_path):
    file, origin, regulator = tmp_path / "tag.cose", json.loads(live.get("/status"))["origin"], Key(name="regulator")
    live.deedbox("disclosure", "tag", customer.document, "--attestation", file, "--data", issuer.folder, "--node", live.url)
    record, tag = statements.read(file.read_bytes()).payload
    leaf = statements.signed(regulator, "disclosure", [3, os.urandom(32), tag], origin, int(time.time()) + 8, "regulator")
    index, = live.send([[leaf]])
    receipt = get_bytes(f"{live.url}/receipts/{index}", accept="application/cbor")

    def ask(desk, key=regulator, member="regulator"):
        payload = [os.urandom(16), desk, record, file.read_bytes(), receipt, 0]
        question = statements.signed(key, "uses.question", payload, origin, int(time.time()) + 60, member)
        told = reader.call("post", "/regulator/uses", body=question, media_type="application/cbor", headers={},
                           is_good=True)
        return question, *told

    question, status, answer = ask(reader.desk.made["url"])
    assert status == 200, answer
    told = statements.read(answer)
    assert told.payload[:2] == [statements.read(question).id, record] and told.payload[2] == len(told.payload[3]) == 2
    assert told.payload[3][0][:2] == [bytes.fromhex(used), 1]
    assert ask("http://127.0.0.1:1")[2]["code"] == "other-desk"
    assert ask(reader.desk.made["url"], Key(name="bank"), "bank")[2]["code"] == "not-a-regulator"
    reader.bad("bad-request", "post", "/regulator/uses", body=b"no question", media_type="application/cbor", headers={})


# The contract as a whole; last.

ROLES = ("clerk", "admin", "auditor", "inquirer")


@pytest.fixture(scope="module")
def programs(reader):
    """A program for each role that a program may have; approvers are people."""
    return {role: reader.token(f"only-{role}", role) for role in ROLES}


def test_who_may_what_is_as_the_contract_says(reader, programs):
    for method, template, operation in reader.contract.operations():
        if not operation.get("security"):
            continue
        reader.bad("not-signed-in", method, template, place(template), headers={})
        for role, headers in programs.items():
            status, answer = reader.call(method, template, place(template), headers=headers)
            is_refused = status == 403 and answer["code"] == "role-needed"
            assert is_refused != (role in operation.get("x-roles", ROLES)), (method, template, role, status, answer)


def test_another_method_is_told_as_such_and_so_is_another_path(reader):
    known = reader.contract.document["paths"]
    for template, operations in known.items():
        for method in {"get", "post", "put", "patch", "delete"} - operations.keys():
            answer = call(method.upper(), reader.url + place(template))
            assert answer.headers["content-type"] == "application/problem+json", (method, template)
            reader.contract.fits(answer.json, {"$ref": "#/components/schemas/Problem"})
            assert (answer.status, answer.json["code"]) == (405, "wrong-method"), (method, template)
            assert {one.lower() for one in answer.headers["allow"].split(", ")} - {"head"} == operations.keys()
    for path in ("/api", "/api/", "/api/nothing", "/api/uses/x/y/z", "/nothing", "/requests"):
        answer = call("GET", reader.url + path, Accept="text/html", **reader.machine)
        assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json"), path
        assert answer.json["code"] == "no-such-path"
        reader.contract.fits(answer.json, {"$ref": "#/components/schemas/Problem"})


def test_a_parameter_that_an_operation_does_not_know_is_refused(reader):
    for method, template, _ in reader.contract.operations():
        if template.startswith("/api/"):
            reader.bad("bad-body", method, template, place(template) + "?none-such=1")


def test_a_refused_question_to_the_api_is_a_problem_for_a_browser_too(reader):
    for path in ("/api/uses", "/api/scenes", "/api/webhooks"):
        answer = call("GET", reader.url + path, Accept="text/html")
        assert (answer.status, answer.json["code"]) == (401, "not-signed-in")
        assert answer.headers["content-type"] == "application/problem+json"
    page = call("GET", reader.url + "/counter", Accept="text/html")
    assert page.status == 303 and page.headers["location"].startswith("/sign-in")
    for path, status in (("/api/scenes", 200), ("/api/nothing", 404), ("/api/sign-in", 405)):
        answer = call("HEAD", reader.url + path, **reader.machine)
        assert (answer.status, answer.body) == (status, b"")


def test_every_operation_of_these_subjects_was_called_and_refused(reader):
    assert reader.unseen("test_relying_work.py") == (set(), set())
