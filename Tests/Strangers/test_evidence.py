"""Evidence of a use: written by Python, judged by Python's `evidence.py` and by `deedbox verify`, with one verdict."""

import base64
import json
import os
import pathlib
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from changing import ChangingLedger
from corpus import Corpus, recipient
from evidence import Evidence, Policy, verdict
from presented import PaperUse, b64url, shared, written
from statements import ES256, Key
from story import ISSUER
from verify_receipt import No, cbor, read_note, read_receipt

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources"


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
    """What the program says of a file: its exit code, and what it prints as JSON."""

    def run(data, *options, made=made):
        path, trust = tmp_path / "evidence.json", tmp_path / "genesis.cbor"
        path.write_bytes(data)
        trust.write_bytes(made.ledger.genesis)
        words = [os.environ["DEEDBOX"], "verify", path, "--trust", trust, "--json", *options]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60)
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    return run


CODES = {"yes": 0, "no": 1, "unknown": 3}


def agree(program, python, name=None):
    """What the program prints says what Python found."""
    exit_code, said = program
    found = (CODES[python.answer], python.answer, python.state)
    assert (exit_code, said["answer"], said["state"]) == found, name
    assert said.get("passedOn", {}).get("to") == python.passed_on, name
    parts = [said, *said["documents"]]
    assert [{item["check"]: (item["answer"], item.get("reason")) for item in part["checks"]}
            for part in parts] == python.checks, name
    for part, standing in zip(parts, [python.now, *python.standings], strict=True):
        assert now_of(part) == (standing and (standing.state, standing.as_of, standing.since)), name


def now_of(part):
    if "now" not in part:
        return None
    now, since = part["now"], part["now"].get("since")
    return now["state"], (now["height"], now["time"]), since and (since["height"], since["time"])


@pytest.mark.parametrize("write", [written, lambda file: written(shared(file))])
@pytest.mark.parametrize("name", CHANGES)
def test_python_and_the_program_give_one_verdict(made, deedbox_says, run_script, name, write):
    change, check, expected, reason = CHANGES[name]
    file = made.evidence()
    change(made, file)
    data = write(file)
    said = verdict(data, made.ledger.genesis)
    assert (said.use | said.documents[0])[check] == (expected, reason)
    assert run_script("evidence.py", data, "--trust", made.ledger.genesis).returncode == CODES[said.answer]
    agree(deedbox_says(data), said)


@pytest.mark.parametrize("change", [
    {"format": "deedbox/use-evidence/v1"}, {"more": 1}, {"party": "Bank"}, {"set": "00"}, {"origin": "other/0"},
    {"grant": "=="}, {"documents": [{"receipt": ""}]}, {"proofs": [{"question": "grant", "proof": ""}] * 2},
    {"case": {"number": "1"}}, {"epochs": ""}, {"shared": ["AAAA"]}, {"grant": [0]}, {"grant": []}])
def test_what_is_no_evidence_is_no_verdict(made, deedbox_says, change):
    data = written(made.evidence() | change)
    with pytest.raises((No, ValueError)):
        verdict(data, made.ledger.genesis)
    assert deedbox_says(data)[0] == 3


def revoked(made):
    made.set_status(3)


def test_a_document_that_was_revoked_before_its_use_is_revoked_for_both(deedbox_says):
    made = PaperUse(before_use=revoked)
    data = written(made.evidence())
    said = verdict(data, made.ledger.genesis)
    assert said.documents[0]["status"] == ("no", "revoked") and said.answer == "no" and said.state == "revoked"
    assert said.use["granted"] == ("yes", None)
    agree(deedbox_says(data, made=made), said)


def test_a_later_revocation_takes_nothing_from_the_use_and_is_told(deedbox_says, run_script):
    made = PaperUse()
    before = made.evidence()
    revoked(made)
    late = made.evidence()
    said = verdict(written(late), made.ledger.genesis)
    assert said.documents[0]["status"] == ("unknown", "changed-since") and said.now.state == "revoked"
    agree(deedbox_says(written(late), made=made), said)
    both = made.renewed(before)
    data = written(both)
    said = verdict(data, made.ledger.genesis)
    assert (said.answer, said.state, said.now.state, said.answer_now) == ("yes", "valid", "revoked", "no")
    agree(deedbox_says(data, made=made), said)
    for options, code in [((), 0), (("--now",), 1)]:
        assert deedbox_says(data, *options, made=made)[0] == code
        assert run_script("evidence.py", data, "--trust", made.ledger.genesis, *options).returncode == code


@pytest.mark.parametrize("policy, check, found", [
    ({}, "accredited", ("yes", None)), ({"leastAssurance": 1}, "final", ("yes", None)),
    ({"leastAssurance": 2}, "final", ("no", "assurance-too-low")),
    ({"leastAssurance": 2}, "complete", ("unknown", "assurance-too-low")),
    ({"trustLabels": ["social"]}, "accredited", ("no", "label-not-accepted")),
    ({"trustLabels": ["government", "social"]}, "accredited", ("yes", None)),
    ({"maxDataAgeSeconds": 10}, "freshness", ("no", "older-than-accepted")),
    ({"leewaySeconds": 0}, "holder", ("no", "binding-out-of-time"))])
def test_a_policy_is_read_alike(made, deedbox_says, tmp_path, policy, check, found):
    file = made.evidence()
    file["documents"][0]["presentation"] = made.presentation(iat=made.used_at + 5)
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"format": "deedbox-policy/1"} | policy))
    data = written(file)
    said = verdict(data, made.ledger.genesis, Policy(path.read_bytes()))
    assert (said.use | said.documents[0])[check] == found
    agree(deedbox_says(data, "--policy", path), said)


@pytest.mark.parametrize("policy", [
    {"format": "deedbox-policy/2"}, {"leastAssurance": -1}, {"trustLabels": []}, {"trustLabels": ["church"]},
    {"trustLabels": ["social", "social"]}, {"maxDataAgeSeconds": 0.5}, {"more": 1}])
def test_what_is_no_policy_is_none_for_both(made, deedbox_says, tmp_path, policy):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"format": "deedbox-policy/1"} | policy))
    with pytest.raises(No):
        Policy(path.read_bytes())
    assert deedbox_says(written(made.evidence()), "--policy", path)[0] == 3


def verified(folder, data, genesis, *options):
    """What a person who verifies a file is told: the exit code, the text, and the error."""
    path, trust = folder / "evidence.json", folder / "genesis.cbor"
    path.write_bytes(data)
    trust.write_bytes(genesis)
    words = [os.environ["DEEDBOX"], "verify", path, "--trust", trust, *options, "--lang", "en"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_a_forged_value_is_told_as_that_first_and_nothing_good_beside_it(made, tmp_path):
    file = made.evidence()
    token, disclosure, *rest = file["documents"][0]["presentation"].split("~")
    salt, name, _ = json.loads(base64.urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4)))
    forged = b64url(json.dumps([salt, name, "示例 9"]).encode())
    file["documents"][0]["presentation"] = "~".join([token, forged, *rest])
    code, text, _ = verified(tmp_path, written(file), made.ledger.genesis)
    last = text.rstrip().splitlines()[-1]
    assert code == 1 and "do not rely on it" in last and "grant that shows it" not in last, text
    assert not any(line.strip().startswith("now") for line in text.splitlines()), text
    assert "a sample network" in text
    assert any(line.strip().startswith("now") for line in verified(
        tmp_path, written(made.evidence()), made.ledger.genesis)[1].splitlines())


def test_a_file_that_cannot_be_checked_says_what_it_is_and_what_would_help(made, tmp_path):
    data = written(made.evidence())
    code, _, error = verified(tmp_path, data[:-40], made.ledger.genesis)
    assert code == 3 and "begins as the evidence of a use" in error and "from who gave it to you" in error
    other = made.ledger.genesis.replace(b"paper.deedbox", b"other.deedbox")
    code, _, error = verified(tmp_path, data, other)
    assert code == 3 and made.origin in error and "genesis of that ledger" in error


def test_another_member_asks_whether_it_is_addressed(made, deedbox_says):
    data = written(made.evidence())
    said = verdict(data, made.ledger.genesis, party="foreign-notary")
    assert said.use["addressed"] == ("no", "not-addressed-to-me") and said.state == "notAddressedToMe"
    agree(deedbox_says(data, "--as", "foreign-notary"), said)


def test_whom_it_was_passed_on_to_may_rely_on_it_and_nobody_else(deedbox_says, run_script):
    made, court, salt = PaperUse(), "示例市人民法院", os.urandom(32)
    leaf = made.pass_on(recipient(court, salt))
    data = written(made.evidence() | {
        "passing": {"receipt": b64url(made.receipt(leaf)), "name": court, "salt": b64url(salt)}})
    for asked, state, code in [(court, "valid", 0), (None, "valid", 0), ("foreign-notary", "notAddressedToMe", 1)]:
        said = verdict(data, made.ledger.genesis, party=asked)
        assert (said.state, said.passed_on) == (state, court)
        options = ["--as", asked] if asked else []
        agree(deedbox_says(data, *options, made=made), said)
        assert run_script("evidence.py", data, "--trust", made.ledger.genesis, *options).returncode == code
    assert deedbox_says(data, made=made)[1]["passedOn"] == {
        "to": court, "leaf": leaf, "basis": "ground", "ground": "courtOrder"}


def test_the_genesis_is_trusted_in_either_form(made, tmp_path):
    data, cbor_form, json_form = (tmp_path / name for name in ("evidence.json", "genesis.cbor", "genesis.json"))
    data.write_bytes(written(made.evidence()))
    cbor_form.write_bytes(made.ledger.genesis)
    show = [os.environ["DEEDBOX"], "genesis", "show", cbor_form, "--json"]
    json_form.write_bytes(subprocess.run(show, capture_output=True, check=True, timeout=60).stdout)
    said = [subprocess.run([os.environ["DEEDBOX"], "verify", data, "--trust", trust, "--json"], capture_output=True,
                           check=True, timeout=60).stdout for trust in (cbor_form, json_form)]
    assert said[0] == said[1]


def test_a_genesis_of_another_ledger_says_nothing(made):
    with pytest.raises(No):
        verdict(written(made.evidence()), PaperUse().ledger.genesis + b"\0")


def test_the_issuer_is_asked_by_its_own_keys(made):
    """Another member's entry proves nothing of this issuer."""
    file = made.evidence()
    item = next(item for item in file["proofs"] if item["question"] == "issuer")
    item["proof"] = b64url(made.proof("member", b"foreign-bank"))
    said = verdict(written(file), made.ledger.genesis)
    assert ISSUER != "foreign-bank" and said.documents[0]["signature"] == ("unknown", "proof-broken")


class Renewing:
    """Evidence of the first epoch, and a ledger that went on: node-2 moved, the document was revoked, node-3 moved."""

    def __init__(self, folder):
        self.folder, self.ledger = folder, ChangingLedger()
        self.made = PaperUse(self.ledger)
        (folder / "genesis.cbor").write_bytes(self.ledger.genesis)
        (folder / "evidence.json").write_bytes(written(self.made.evidence()))
        self.ledger.change_validators({2: 5})
        self.ledger.wait(1)
        self.made.set_status(3)
        self.ledger.change_validators({3: 6}, cosigners=(2, 3, 4))
        self.ledger.wait(1)

    def renew(self):
        """Asks the ledger, as it is served, for all that the file needs."""
        with self.ledger.served() as url:
            words = [os.environ["DEEDBOX"], "evidence", "renew", self.folder / "evidence.json", "--trust",
                     self.folder / "genesis.cbor", "--node", url, "--out", self.folder / "renewed.json", "--json"]
            return subprocess.run(words, capture_output=True, text=True, timeout=60)

    @property
    def renewed(self):
        return (self.folder / "renewed.json").read_bytes()


@pytest.fixture
def renewing(tmp_path):
    return Renewing(tmp_path)


def test_evidence_is_renewed_over_changes_of_epoch(renewing, deedbox_says):
    assert renewing.renew().returncode == 0
    genesis, old = renewing.ledger.genesis, renewing.folder / "evidence.json"
    one, two = Evidence(old.read_bytes()), Evidence(renewing.renewed)
    before, after = verdict(old.read_bytes(), genesis), verdict(renewing.renewed, genesis)
    assert (before.answer, after.answer, after.now.state) == ("yes", "yes", "revoked")
    assert before.checks == after.checks
    agree(deedbox_says(renewing.renewed, made=renewing.made), after)
    steps = cbor(two.epochs)[2]
    assert steps == renewing.ledger.steps and len(steps) == 2
    assert set(one.proofs) < set(two.proofs)
    for question, data in one.proofs.items():
        assert cbor(data)[2] == cbor(two.proofs[question])[2]
        assert cbor(cbor(data)[1])[2] == cbor(cbor(two.proofs[question])[1])[2]
    newest = read_note(renewing.ledger.checkpoints[-1]).text
    for data in (two.grant, two.use, *two.documents[0][1:], *(cbor(data)[1] for data in two.proofs.values())):
        assert read_receipt(data).note.text == newest


@pytest.mark.parametrize("change", [
    lambda steps: steps[:1], lambda steps: [], lambda steps: steps[1:], lambda steps: steps[::-1],
    lambda steps: [*steps, steps[0]], lambda steps: [steps[0][:-1], steps[1]]])
def test_evidence_is_not_renewed_along_steps_that_do_not_lead_to_the_checkpoint(renewing, change):
    renewing.ledger.steps = change(renewing.ledger.steps)
    done = renewing.renew()
    assert done.returncode == 3 and not (renewing.folder / "renewed.json").exists()


@pytest.fixture(scope="module")
def corpus():
    return Corpus()


def judged(case, genesis):
    """What Python says; None for what is no evidence."""
    try:
        return verdict(case.data, genesis, case.policy and Policy(case.policy), case.expected.get("as"))
    except (No, ValueError):
        return None


def test_every_reason_of_the_catalogue_is_reached_by_a_file_and_told_on_the_page(corpus):
    """The catalogue is the program's; a reason that no file reaches would be held to by nobody."""
    source = (SOURCES / "Evidence/Verdict/Reason.swift").read_text()
    cases = re.findall(r"^    case (\w+)$", source, re.MULTILINE)
    catalogue = {re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), case) for case in cases}
    assert len(cases) == len(catalogue) >= 51
    reached = {case.expected.get("reason") for case in corpus.cases} - {None}
    assert reached == catalogue
    page = (SOURCES.parent / "docs/protocol/evidence.md").read_text()
    assert [reason for reason in sorted(catalogue) if f"`{reason}`" not in page] == []


def test_python_says_of_every_file_what_must_be_said(corpus):
    assert len(corpus.cases) >= 1_000 and len({case.name for case in corpus.cases}) == len(corpus.cases)
    for case in corpus.cases:
        said = judged(case, corpus.genesis)
        found = said.answer if said else "refused"
        wanted = case.expected["answer"]
        assert found != "yes" if wanted == "not yes" else found == wanted, (case.name, found)
        if "check" in case.expected:
            checks = said.use | (said.documents[0] if said.documents else {})
            assert checks[case.expected["check"]][1] == case.expected["reason"], case.name


def test_the_program_says_of_every_file_what_python_says(corpus, tmp_path):
    """No crash, no false yes, and the same answer and reason of every check."""
    trust = tmp_path / "genesis.cbor"
    trust.write_bytes(corpus.genesis)

    def run(number):
        path = tmp_path / f"{number}.json"
        path.write_bytes(corpus.cases[number].data)
        words = [os.environ["DEEDBOX"], "verify", path, "--trust", trust, "--json"]
        asked, policy = corpus.cases[number].expected.get("as"), path.with_suffix(".policy")
        words += ["--as", asked] if asked else []
        if corpus.cases[number].policy:
            policy.write_bytes(corpus.cases[number].policy)
            words += ["--policy", policy]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        path.unlink()
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, range(len(corpus.cases))))
    for case, (exit_code, said) in zip(corpus.cases, answers, strict=True):
        python = judged(case, corpus.genesis)
        if python is None:
            assert exit_code == 3 and "checks" not in (said or {}), (case.name, exit_code, said)
        else:
            assert said and "checks" in said, (case.name, exit_code, said)
            agree((exit_code, said), python, case.name)
