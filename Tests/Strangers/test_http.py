"""The node's HTTP contract by other readers: an OpenAPI validator, JSON Schema, and Prometheus' own parser."""

import json
import os
import time

import openapi_spec_validator
import pytest
from prometheus_client.parser import text_string_to_metric_families

import statements
from contract import Contract, ask
from statements import EDDSA, Key


@pytest.fixture(scope="module")
def contract(live):
    return json.loads(ask(live.url, "/openapi.json")[2])


@pytest.fixture(scope="module")
def check(contract):
    """Raises unless an answer is one that the contract foresees for the operation."""
    return Contract(contract).check


def test_the_contract_is_valid_openapi(contract):
    assert contract["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(contract)
    with pytest.raises(Exception, match="responses|required"):
        openapi_spec_validator.validate(contract | {"paths": {"/a": {"get": {"responses": {"200": {}}}}}})


def questions(log):
    """For each path of the contract what to ask: a good question, and mostly a bad one."""
    statement = statements.read(log.leaves[log.places("statement")[-1]]).id.hex()
    return {
        "/checkpoint": ["/checkpoint"], "/policy": ["/policy"], "/genesis": ["/genesis"], "/health": ["/health"],
        "/tile/{path}": ["/tile/0/000", "/tile/entries/000", "/tile/9/000", "/tile/0/999", "/tile/00/000"],
        "/blocks/{height}": ["/blocks/1", "/blocks/3", "/blocks/1000000", "/blocks/x", "/blocks/-1"],
        "/statements/{id}": [f"/statements/{statement}", f"/statements/{'0' * 64}", "/statements/no"],
        "/receipts/{index}": ["/receipts/0", "/receipts/100000000", "/receipts/01", "/receipts/x"],
        "/state/{kind}": ["/state/status", "/state/grant", "/state/member", "/state/type"],
        "/state/{kind}/buckets/{prefix}": [
            "/state/grant/buckets/0?bits=0", "/state/status/buckets/8?bits=2", "/state/status/buckets/f?bits=2",
            "/state/member/buckets/0?bits=0", "/state/status/buckets/0?bits=99"],
        "/members": ["/members"], "/members/{id}": ["/members/foreign-bank", "/members/nobody", "/members/NO"],
        "/governance": ["/governance"], "/epochs": ["/epochs"],
        "/types": ["/types", "/types?fields=true", "/types?fields=maybe"],
        "/types/{code}": ["/types/STRANGERS001", "/types/NONE", "/types/-"],
        "/scenes": ["/scenes"], "/events": ["/events?after=0", "/events?after=x"],
        "/strongroom": ["/strongroom"],
        "/strongroom/buckets/{prefix}": ["/strongroom/buckets/0?bits=0", "/strongroom/buckets/0?bits=99"],
        "/deposits/keys": [f"/deposits/keys?week={int(time.time()) // 604_800}", "/deposits/keys?week=1"],
        "/deposits/deletions/{manifest}": [f"/deposits/deletions/{'0' * 64}", "/deposits/deletions/no"],
        "/release/trace/{statement}": [f"/release/trace/{'0' * 64}", "/release/trace/no"],
        "/release/disclosure/{statement}": [f"/release/disclosure/{'0' * 64}", "/release/disclosure/no"],
        "/release/disclosure/{statement}/deal": [
            f"/release/disclosure/{'0' * 64}/deal", "/release/disclosure/no/deal"],
        "/strongroom/{tag}": [f"/strongroom/{'0' * 64}", "/strongroom/no"],
        "/status": ["/status"], "/metrics": ["/metrics"], "/openapi.json": ["/openapi.json"],
        "/verify": ["/verify"], "/codes/{handle}": [f"/codes/{'0' * 64}", "/codes/no"],
    }


def test_live_answers_are_what_the_contract_says(live_log, contract, check):
    asked = questions(live_log)
    assert asked.keys() == {path for path, operations in contract["paths"].items() if "get" in operations}
    for path, urls in asked.items():
        found = [check(path, "get", *ask(live_log.url, url)) for url in urls]
        # Nothing lies in the strongroom of the sample ledger, nobody was traced, and no wallet shows a code.
        empty = path in ("/strongroom/{tag}", "/codes/{handle}") or path.startswith("/release/")
        assert found[0] == ("404" if empty else "200"), urls[0]
        foreseen = contract["paths"][path]["get"]["responses"].keys() & {"400", "404"}
        if path != "/checkpoint":
            assert set(found) & foreseen or not foreseen, f"no bad question to {path}"


def test_a_code_is_shown_and_called_as_the_contract_says(live, check):
    origin, handle = json.loads(live.get("/status"))["origin"], os.urandom(32)
    place, octets, cose = f"/codes/{handle.hex()}", "application/octet-stream", "application/cose"

    def told(template, path, method, body=None, kind=None):
        return check(template, method, *ask(live.url, path, method.upper(), body, {"content-type": kind} if kind else {}))

    def call(name, payload=(handle, b"sealed")):
        return statements.signed(Key(EDDSA, name), "codecall", list(payload), origin, int(time.time()) + 60, name)

    one = "/codes/{handle}"
    assert told("/codes", "/codes", "post", handle[:31], octets) == "400"
    assert told("/codes", "/codes", "post", handle, octets) == "201" and told(one, place, "get") == "204"
    assert told(one, place, "post", call("police"), cose) == "403"
    assert told(one, place, "post", call("bank", (os.urandom(32), b"")), cose) == "400"
    first = call("bank")
    assert [told(one, place, "post", first, cose) for _ in range(2)] == ["204", "204"]
    assert told(one, place, "post", call("bank", (handle, b"another")), cose) == "409"
    assert told(one, place, "get") == "200" and told(one, place, "post", first, octets) == "415"


def test_answers_to_bad_submissions_are_what_the_contract_says(live, live_log, check):
    leaf = live_log.leaves[live_log.places("statement")[-1]]
    kind = {"content-type": "application/octet-stream"}
    framed = statements.framed([leaf[:-67] + bytes([leaf[-67] ^ 1]) + leaf[-66:]])
    for body, headers, status in [(b"", kind, 400), (framed[:-1], kind, 400), (b"\0\1\0", kind, 400),
                                  (framed, {"content-type": "text/plain"}, 415), (framed, kind, 422)]:
        answer = ask(live.url, "/statements?wait=final", "POST", body, headers)
        assert answer[0] == status, answer
        check("/statements", "post", *answer)
    answer = ask(live.url, "/statements?wait=perhaps", "POST", framed, kind)
    assert check("/statements", "post", *answer) == "400"


def test_other_paths_and_methods_are_problems(live, contract):
    for method, path, status in [("GET", "/nothing", 404), ("DELETE", "/checkpoint", 405), ("GET", "/statements", 405)]:
        found, media_type, body = ask(live.url, path, method)
        assert (found, media_type) == (status, "application/problem+json")
        assert set(json.loads(body)) == set(contract["components"]["schemas"]["Problem"]["required"])


def read_metrics(live):
    status, media_type, body = ask(live.url, "/metrics")
    assert status == 200 and media_type.startswith("text/plain; version=0.0.4")
    return {family.name: family for family in text_string_to_metric_families(body.decode())}


@pytest.fixture(scope="module")
def metrics(live, live_log):
    return read_metrics(live)


def test_metrics_are_read_by_the_parser_of_prometheus(metrics):
    assert len(metrics) > 10
    for family in metrics.values():
        assert family.name.startswith("deedbox_") and family.documentation
        assert family.type in ("counter", "gauge", "histogram")
        for sample in family.samples:
            assert sample.value >= 0


def test_histograms_add_up(metrics):
    found = 0
    for family in metrics.values():
        if family.type != "histogram":
            continue
        counts, buckets = {}, {}
        for sample in family.samples:
            labels = frozenset((name, value) for name, value in sample.labels.items() if name != "le")
            if sample.name.endswith("_bucket"):
                buckets.setdefault(labels, []).append((float(sample.labels["le"]), sample.value))
            elif sample.name.endswith("_count"):
                counts[labels] = sample.value
        assert buckets.keys() == counts.keys() and counts
        for labels, steps in buckets.items():
            assert steps == sorted(steps) and [value for _, value in steps] == sorted(value for _, value in steps)
            assert steps[-1] == (float("inf"), counts[labels])
            found += counts[labels] > 0
    assert found > 3


def test_counters_agree_with_the_log(live):
    log, metrics = live.newest_log(), read_metrics(live)

    def value(name):
        return metrics[f"deedbox_{name}"].samples[0].value

    acts = len(log.places("statement")) + len(log.places("governance"))
    assert value("statements") == acts and value("records") == len(log.places("record"))
    assert value("log_leaves") >= len(log.leaves) and value("height") >= len(log.places("seal"))
    assert value("problems") == 0
