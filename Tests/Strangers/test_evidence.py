"""Evidence of a use: written by Python, judged by Python's `evidence.py` and by `deedbox verify`, with one verdict."""

import json
import os
import subprocess

import pytest

from evidence import answer, verdict
from presented import PaperUse, b64url, written
from statements import ES256, Key
from story import ISSUER
from verify_receipt import No


@pytest.fixture(scope="module")
def made():
    return PaperUse()


def without(name):
    return lambda made, file: file["documents"][0].pop(name)


def proof(question, data):
    def change(made, file):
        item = next(item for item in file["proofs"] if item["question"] == question)
        item["proof"] = b64url(data(made))
    return change


def dropped(question):
    def change(made, file):
        file["proofs"] = [item for item in file["proofs"] if item["question"] != question]
    return change


def shown(**changes):
    def change(made, file):
        file["documents"][0]["presentation"] = made.presentation(**{
            name: value(made) if callable(value) else value for name, value in changes.items()})
    return change


def moved(to, source):
    return lambda made, file: file.__setitem__(to, file[source])


def set_member(name, value):
    return lambda made, file: file.__setitem__(name, value)


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def unbound(made, file):
    text = file["documents"][0]["presentation"]
    file["documents"][0]["presentation"] = text[:text.rindex("~") + 1]


def other_case(made, file):
    file["case"]["number"] = "2026-002"


def foreign_disclosure(made, file):
    text = file["documents"][0]["presentation"]
    head, tail = text.rsplit("~", 1)
    file["documents"][0]["presentation"] = f"{head}~{b64url(json.dumps([b64url(bytes(16)), 'ZX', 1]).encode())}~{tail}"


def other_receipt(made, file):
    file["documents"][0]["receipt"] = b64url(made.ledger.receipt(made.story.manifest + 1))


def unread(made, file):
    file["documents"][0]["presentation"] = "示例"


#: What is changed, the check that it touches, its answer and reason.
CHANGES = {
    "nothing": (lambda made, file: None, "granted", "yes", None),
    "no seal": (without("seal"), "form", "yes", None),
    "another party": (set_member("party", "foreign-notary"), "addressed", "no", "not-addressed-to-me"),
    "no receipt": (without("receipt"), "recorded", "unknown", "receipt-missing"),
    "grant unreadable": (set_member("grant", b64url(b"\1\2\3")), "granted", "no", "receipt-unreadable"),
    "use for grant": (moved("grant", "use"), "granted", "no", "not-a-grant"),
    "grant for use": (moved("use", "grant"), "counted", "no", "not-a-use"),
    "another document's receipt": (other_receipt, "recorded", "no", "record-of-another"),
    "no status": (dropped("status"), "status", "unknown", "proof-missing"),
    "broken status": (proof("status", lambda made: b"\x83"), "status", "unknown", "proof-broken"),
    "early status": (proof("status", lambda made: made.early), "status", "unknown", "proof-too-old"),
    "no scene": (dropped("scene"), "complete", "unknown", "proof-missing"),
    "no text": (unread, "form", "no", "document-unreadable"),
    "a stranger's disclosure": (foreign_disclosure, "form", "no", "disclosure-false"),
    "no holder": (unbound, "holder", "no", "binding-missing"),
    "another use": (shown(nonce=lambda made: made.nonce(2)), "holder", "no", "binding-of-another-use"),
    "another audience": (shown(aud="foreign-notary"), "holder", "no", "signed-for-another"),
    "a thief": (shown(by=lambda made: Key(ES256)), "holder", "no", "binding-false"),
    "signed tomorrow": (shown(iat=lambda made: made.now + 86_400), "holder", "no", "binding-out-of-time"),
    "a required field withheld": (shown(shown=(1,)), "complete", "no", "field-missing"),
    "an optional field withheld": (shown(shown=(0,)), "complete", "yes", None),
    "another case": (other_case, "matter", "no", "case-differs"),
}


@pytest.fixture
def deedbox_says(made, tmp_path):
    """What the program says of a file: its exit code, and the answers and reasons of its checks."""

    def run(data):
        path, trust = tmp_path / "evidence.json", tmp_path / "genesis.cbor"
        path.write_bytes(data)
        trust.write_bytes(made.ledger.genesis)
        words = [os.environ["DEEDBOX"], "verify", path, "--trust", trust, "--json"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        said = json.loads(done.stdout) if done.stdout else None
        return done.returncode, said and [said["checks"], *(document["checks"] for document in said["documents"])]

    return run


@pytest.mark.parametrize("name", CHANGES)
def test_python_and_the_program_give_one_verdict(made, deedbox_says, run_script, name):
    change, check, expected, reason = CHANGES[name]
    file = made.evidence()
    change(made, file)
    data = written(file)
    use, documents = verdict(data, made.ledger.genesis)
    assert (use | documents[0])[check] == (expected, reason)
    code = {"yes": 0, "no": 1, "unknown": 3}[answer(use, documents)]
    assert run_script("evidence.py", data, "--trust", made.ledger.genesis).returncode == code
    exit_code, said = deedbox_says(data)
    assert exit_code == code
    assert [{item["check"]: (item["answer"], item.get("reason")) for item in checks} for checks in said] == [
        use, *documents]


@pytest.mark.parametrize("change", [
    {"format": "deedbox/use-evidence/v2"}, {"more": 1}, {"party": "Bank"}, {"set": "00"}, {"origin": "other/0"},
    {"grant": "=="}, {"documents": [{"receipt": ""}]}, {"proofs": [{"question": "grant", "proof": ""}] * 2},
    {"case": {"number": "1"}}, {"epochs": ""}])
def test_what_is_no_evidence_is_no_verdict(made, deedbox_says, change):
    data = written(made.evidence() | change)
    with pytest.raises((No, ValueError)):
        verdict(data, made.ledger.genesis)
    assert deedbox_says(data)[0] == 3


def test_a_revoked_document_is_revoked_for_both(deedbox_says):
    made = PaperUse()
    made.ledger.send([made.story.by_issuer("document.status", made.record, made.commitment, 3, os.urandom(32))])
    data = written(made.evidence())
    use, documents = verdict(data, made.ledger.genesis)
    assert documents[0]["status"] == ("no", "revoked") and answer(use, documents) == "no"
    assert use["granted"] == ("yes", None)
    exit_code, said = deedbox_says(data)
    assert exit_code == 1
    assert {item["check"]: item.get("reason") for item in said[1]}["status"] == "revoked"


def test_a_genesis_of_another_ledger_says_nothing(made):
    with pytest.raises(No):
        verdict(written(made.evidence()), PaperUse().ledger.genesis + b"\0")


def test_the_issuer_is_asked_by_its_own_keys(made):
    """Another member's entry proves nothing of this issuer."""
    file = made.evidence()
    item = next(item for item in file["proofs"] if item["question"] == "issuer")
    item["proof"] = b64url(made.proof("member", b"foreign-bank"))
    _, documents = verdict(written(file), made.ledger.genesis)
    assert ISSUER != "foreign-bank" and documents[0]["signature"] == ("unknown", "proof-broken")
