"""The page that checks evidence in a browser: a real Chromium, Python's `evidence.py`, and pieces of the page by themselves."""

import hashlib
import json
import os
import pathlib
import subprocess

import cbor2
import pytest

import state
from browser import Browser, judge
from corpus import Corpus
from evidence import Policy, verdict
from paper import bucket_parts, cbor_receipt, inclusion_path
from presented import PaperUse, b64url, disclosure, jws, shared, written
from replay import leaf_hash, merkle_root
from several import evidence_of
from statements import decode, encode
from test_epochs import ChangedLedger
from verify_receipt import No

PIECES = pathlib.Path(__file__).resolve().parents[2] / "Sources/Pages/Verifier"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page as the program writes it."""
    path = tmp_path_factory.mktemp("page") / "verify.html"
    subprocess.run([os.environ["DEEDBOX"], "evidence", "page", "--out", path], check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def browser():
    with Browser() as browser:
        yield browser


@pytest.fixture
def opened(browser, page):
    browser.open(f"file://{page}")
    return browser


@pytest.fixture(scope="module")
def made():
    return PaperUse()


def told(standing):
    """A standing as the page has it for programs."""
    return standing and f"{standing.state} {standing.since[0] if standing.since else ''} {standing.as_of[0]}"


def agree(said, python, name=None):
    """The page says what Python found: no more, and no less."""
    assert (said["answer"], said["state"], said["problem"]) == (python.answer, python.state, None), name
    assert [said["use"], *said["documents"]] == python.checks, name
    assert said["passedOn"] == python.passed_on, name
    assert [said["now"], *said["standings"]] == [told(standing) for standing in (python.now, *python.standings)], name


def test_the_page_says_of_every_file_what_python_says(opened):
    """No mistake of its own, no false yes, and the same answer and reason of every check."""
    corpus = Corpus()
    assert len(corpus.cases) >= 1_000
    for case in corpus.cases:
        asked = case.expected.get("as")
        said = judge(opened, case.data, corpus.genesis, case.policy, asked or "")
        try:
            python = verdict(case.data, corpus.genesis, case.policy and Policy(case.policy), asked)
        except (No, ValueError):
            assert said["answer"] == "none" and said["problem"] in ("badEvidence", "otherLedger", "badEpochs"), case.name
        else:
            agree(said, python, case.name)
        wanted = case.expected["answer"]
        assert said["answer"] != "yes" if wanted == "not yes" else said["answer"] == wanted.replace("refused", "none")
    assert opened.log() == []


def test_a_later_revocation_is_told_beside_the_use(opened):
    made = PaperUse()
    before = made.evidence()
    made.set_status(3)
    data = written(shared(made.renewed(before)))
    said = judge(opened, data, made.ledger.genesis)
    agree(said, verdict(data, made.ledger.genesis))
    assert said["answer"] == "yes" and said["now"].startswith("revoked ")
    assert "valid as of the use" in opened.text("#verdict h2") and "revoked" in opened.text("#verdict .today")


def test_three_documents_are_judged_one_by_one(opened):
    file, genesis = evidence_of(3)
    swapped = json.loads(json.dumps(file))
    for document, other in [(0, 1), (1, 0)]:
        swapped["documents"][document]["presentation"] = file["documents"][other]["presentation"]
    shorter = file | {"proofs": [item for item in file["proofs"] if (item["question"], item.get("document")) != ("status", 2)]}
    for changed, answer in [(file, "yes"), (swapped, "no"), (shorter, "unknown"), (file | {"documents": file["documents"][:2]}, "none")]:
        data = written(shared(changed))
        said = judge(opened, data, genesis)
        assert said["answer"] == answer
        if answer != "none":
            agree(said, verdict(data, genesis))


@pytest.mark.parametrize("change", [
    lambda item: item.update(question="issuer 0") or item.pop("document"), lambda item: item.update(document=None),
    lambda item: item.update(document=True), lambda item: item.pop("document"), lambda item: item.update(question=None)])
def test_a_question_has_one_form(opened, made, change):
    file = made.evidence()
    change(file["proofs"][2])
    data = written(file)
    with pytest.raises((No, ValueError)):
        verdict(data, made.ledger.genesis)
    assert judge(opened, data, made.ledger.genesis)["problem"] == "badEvidence"


@pytest.mark.parametrize("claims", [
    {"exp": None}, {"nbf": "1"}, {"iat": 1 << 49}, {"iss": ""}, {"status": []}, {"status": {"status_list": {"idx": -1, "uri": "x"}}},
    {"cnf": {"jwk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}}}, {"deedbox": {"update_days": None}},
    {"deedbox": {"provenance": "paper"}}, {"deedbox": {"version": "1"}}, {"deedbox": {"as_of": "2026-02-30T00:00:00Z"}}])
def test_a_document_whose_claims_have_another_form_does_not_read(opened, made, claims):
    changed = made.claims()
    for name, value in claims.items():
        changed[name] = changed[name] | value if name == "deedbox" else value
    other = PaperUse.__new__(PaperUse)
    vars(other).update(vars(made), jwt=jws(made.story.issuer, "dc+sd-jwt", changed))
    file = made.evidence()
    file["documents"][0]["presentation"] = other.presentation()
    data = written(file)
    said = judge(opened, data, made.ledger.genesis)
    assert said["documents"][0]["form"] == ("no", "document-unreadable")
    agree(said, verdict(data, made.ledger.genesis))


@pytest.mark.parametrize("policy", [
    {"leastAssurance": 2}, {"leastAssurance": 1}, {"trustLabels": ["social"]}, {"trustLabels": ["government", "social"]},
    {"maxDataAgeSeconds": 10}, {"leewaySeconds": 0}])
def test_a_policy_is_read_alike(opened, made, policy):
    file = made.evidence()
    file["documents"][0]["presentation"] = made.presentation(iat=made.used_at + 5)
    data, asked = written(file), json.dumps({"format": "deedbox-policy/1"} | policy).encode()
    agree(judge(opened, data, made.ledger.genesis, asked), verdict(data, made.ledger.genesis, Policy(asked)))


@pytest.mark.parametrize("policy", [
    {"format": "deedbox-policy/2"}, {"leastAssurance": -1}, {"trustLabels": []}, {"trustLabels": ["church"]},
    {"trustLabels": ["social", "social"]}, {"maxDataAgeSeconds": 0.5}, {"more": 1}])
def test_what_is_no_policy_is_none(opened, made, policy):
    asked = json.dumps({"format": "deedbox-policy/1"} | policy).encode()
    assert judge(opened, written(made.evidence()), made.ledger.genesis, asked)["problem"] == "badPolicy"


def test_another_member_asks_whether_it_is_addressed(opened, made):
    data = written(made.evidence())
    said = judge(opened, data, made.ledger.genesis, party="foreign-notary")
    agree(said, verdict(data, made.ledger.genesis, party="foreign-notary"))
    assert said["state"] == "notAddressedToMe"
    assert judge(opened, data, made.ledger.genesis, party="X" * 257)["problem"] == "badParty"


def test_a_genesis_of_another_ledger_says_nothing(opened, made):
    data = written(made.evidence())
    other = cbor2.loads(made.ledger.genesis)
    other[1] = "other.deedbox.example"
    for genesis, problem in [(cbor2.dumps(other, canonical=True), "otherLedger"), (b"", "badGenesis"),
                             (made.ledger.genesis + b"\0", "badGenesis"), (b"{}", "badGenesis")]:
        assert judge(opened, data, genesis)["problem"] == problem


def test_both_forms_of_a_genesis_name_one_ledger(opened, made, tmp_path):
    path = tmp_path / "genesis.cbor"
    path.write_bytes(made.ledger.genesis)
    shown = subprocess.run(
        [os.environ["DEEDBOX"], "genesis", "show", path, "--json"], capture_output=True, check=True, timeout=60)
    said = judge(opened, written(made.evidence()), shown.stdout)
    assert said["answer"] == "yes"
    assert hashlib.sha256(made.ledger.genesis).hexdigest() in opened.text("#verdict")


def test_nothing_is_asked_of_any_network(opened, made):
    opened.requests()
    opened.open(opened.run("return location.href"))
    judge(opened, written(made.evidence()), made.ledger.genesis)
    asked = [url for url in opened.requests() if not url.startswith(("chrome", "data:"))]
    assert len(asked) == 1 and asked[0].startswith("file://")
    outcome = opened.run("return fetch('http://127.0.0.1:1/').then(() => 'sent', (error) => String(error))")
    assert "sent" not in outcome
    assert any("Content Security Policy" in entry["message"] for entry in opened.log())
    stored = opened.run("return [document.cookie, Object.keys(localStorage).length, Object.keys(sessionStorage).length]")
    assert stored == ["", 0, 0]


def test_a_person_chooses_files_and_reads_either_language(opened, made, tmp_path):
    evidence, trust = tmp_path / "evidence.json", tmp_path / "genesis.cbor"
    evidence.write_bytes(written(made.evidence()))
    trust.write_bytes(made.ledger.genesis)
    opened.type("#evidence", evidence)
    assert opened.text("#verdict") == ""
    opened.type("#trust", trust)
    opened.run("""return new Promise((resolve) => {
        const seen = () => document.querySelector("#verdict h2") ? resolve() : requestAnimationFrame(seen);
        seen();
    })""")
    assert "valid as of the use" in opened.text("#verdict h2") and "2026-001" in opened.text("#verdict")
    assert "示例 1" in opened.text("#details .fields")
    opened.click("#language")
    assert opened.run("return document.documentElement.lang") == "zh-CN"
    assert "有效" in opened.text("#verdict h2") and "授权给本机构" in opened.text("#details")


def test_what_a_document_shows_is_text_and_never_a_page(opened, made):
    other = PaperUse.__new__(PaperUse)
    other.__dict__.update(made.__dict__)
    other.disclosures = [disclosure("ZZBH", "<img src=x onerror=alert(1)>\u202e\u0000"), disclosure("ZT", {"a": [1, True]})]
    other.jwt = jws(made.story.issuer, "dc+sd-jwt", other.claims())
    file = made.evidence()
    file["documents"][0]["presentation"] = other.presentation()
    said = judge(opened, written(file), made.ledger.genesis)
    assert said["documents"][0]["recorded"] == ("no", "record-of-another")
    assert "<img src=x onerror=alert(1)>\\u{202e}\\u{0}" in opened.text("#details .fields")
    assert opened.run("return document.querySelectorAll('img').length") == 0


# Pieces of the page by themselves.

@pytest.fixture
def piece(browser):
    """Runs an expression behind files of the page: `x` is the argument; what is refused gives its message."""
    browser.open("about:blank")

    def run(expression, argument, *files):
        texts = [(PIECES / f"{name}.js").read_text() for name in ("Bytes/bytes", "Bytes/base64", *files)]
        return browser.run(
            "const [x] = arguments;\n" + "\n".join(texts) + "\nconst shown = (value) => JSON.parse(JSON.stringify(value,"
            " (_, item) => item instanceof Map ? Object.fromEntries(item) : typeof item === 'bigint' ? String(item)"
            " : item instanceof Uint8Array ? hexOf(item) : item));\n"
            f"return x.map((x) => {{ try {{ return [shown({expression})]; }}"
            " catch (error) { if (error instanceof Refusal) return error.message; throw error; } });", argument)

    return run


GOOD_JSON = ['{"a":[1,-2,"\\u00e9\\ud83d\\ude00",true,null]}', " [ ] ", "0", "-9223372036854775808", '"\\/\\b"', "[[[1]]]",
             "[" * 32 + "]" * 32]
BAD_JSON = ['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', "1.0", "1e2", "-0", "01", "9223372036854775808", "[1,]", '{"a":1,}', "'a'",
            '"\\ud83d"', '"\\ude00\\ud83d"', '"\\x"', '"\t"', '"a', "nul", "[1] 2", "", "\ufeff1", "NaN", "[" * 33 + "]" * 33,
            '{1:2}', '"\\u00g0"', "[" * 100_000]


def test_json_is_read_strictly(piece):
    found = piece("strictJSON(utf8(x))", [*GOOD_JSON, *BAD_JSON], "Bytes/json")
    for text, value in zip(GOOD_JSON, found, strict=False):
        good = json.loads(text)
        assert value == [str(good) if isinstance(good, int) and abs(good) > 1 << 53 else good]
    assert all(isinstance(value, str) for value in found[len(GOOD_JSON):])
    assert piece('strictJSON(utf8(x)).get("__proto__")', ['{"__proto__":1}'], "Bytes/json") == [[1]]


def test_cbor_has_one_encoding(piece):
    good = [0, 23, 24, 255, 256, 65_536, 1 << 32, (1 << 53) + 1, -1, -25, -(1 << 40), b"", b"\1" * 300, "示例", [1, [b"a"]],
            {1: 2, 3: "a"}, True, None]
    texts = [cbor2.dumps(value, canonical=True).hex() for value in good]
    bad = ["1800", "190017", "1a0000ffff", "1bffff", "5f4101ff", "9fff", "a201020102", "a2020101 02".replace(" ", ""), "f7", "f97e00",
           "fb3ff0000000000000", "61ff", "0000", "", "9bffffffffffffffff", "5bffffffffffffffff", "81" * 17 + "00", "a1410101", "1c", "c0"]
    found = piece("hexOf(cborBytes(cbor(bytesOfHex(x))))", [*texts, *bad], "Bytes/cbor")
    assert found[:len(good)] == [[text] for text in texts]
    assert all(isinstance(value, str) for value in found[len(good):])


def test_base64_has_one_form(piece):
    good, bad = ["", "AA", "AAA", "AAAA", "-_-_", "_w"], ["A", "AB", "AAB", "AA==", "+/+/", "A A", "AAAA=", "é"]
    found = piece("base64url(base64urlBytes(x))", [*good, *bad])
    assert found[:len(good)] == [[text] for text in good] and all(isinstance(value, str) for value in found[len(good):])
    good, bad = ["", "AA==", "AAA=", "AAAA", "+/+/"], ["AA", "AA=", "AB==", "AAB=", "-_-_", "====", "A===", "AAAA="]
    found = piece("base64url(base64Bytes(x))", [*good, *bad])
    assert found[:len(good)] == [[text.rstrip("=").replace("+", "-").replace("/", "_")] for text in good]
    assert all(isinstance(value, str) for value in found[len(good):])


def test_hashes_and_paths_are_those_of_python(piece):
    texts = [bytes(range(256)) * 5 + b"x" * length for length in range(130)]
    found = piece("sha256(bytesOfHex(x))", [text.hex() for text in texts], "Bytes/sha256")
    assert found == [[hashlib.sha256(text).hexdigest()] for text in texts]
    cases = []
    for size in (1, 2, 3, 7, 8, 9, 33):
        hashes = [leaf_hash(bytes([number])) for number in range(size)]
        cases += [[index, size, hashes[index].hex(), [step.hex() for step in inclusion_path(hashes, index)],
                   merkle_root(hashes).hex()] for index in range(size)]
    expression = "hexOf(inclusionRoot(x[0], x[1], bytesOfHex(x[2]), x[3].map(bytesOfHex)))"
    assert piece(expression, cases, "Bytes/sha256", "Ledger/merkle") == [[case[4]] for case in cases]
    wrong = [[case[0], case[1], case[2], [*case[3], "00" * 32]] for case in cases]
    assert all(isinstance(value, str) for value in piece(expression, wrong, "Bytes/sha256", "Ledger/merkle"))


def test_keys_of_small_order_and_points_beside_the_curve_are_none(piece):
    files = ("Bytes/sha256", "Bytes/cbor", "Bytes/signatures")
    small = ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "ff",
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"]
    good = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert piece("isEd25519Key(bytesOfHex(x))", [*small, good], *files) == [[False]] * len(small) + [[True]]
    base = ("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
    points = [base, base[:-1] + "4", "00" * 64, "ff" * 64]
    assert piece("isP256Point(bytesOfHex(x))", points, *files) == [[True], [False], [False], [False]]


def test_state_proofs_are_those_of_python(piece):
    entries = {(2, b"bank"): b"A"} | {(6, b"status %d" % number): bytes([number]) for number in range(40)}
    root = state.root(entries)
    bucket = state.read_bucket(bucket_parts(entries, 6, 0, 0))
    cases = []
    for number in range(0, 60):
        proof = bucket.proof(b"status %d" % number)
        end = proof.end if proof.end is None else proof.end.hex() if isinstance(proof.end, bytes) else [
            part.hex() for part in proof.end]
        cases.append([(b"status %d" % number).hex(), [step.hex() for step in proof.siblings], end, root.hex()])
    expression = """(() => {
        const proof = Object.create(StateProof.prototype);
        const end = x[2] === null ? null : Array.isArray(x[2]) ? x[2].map(bytesOfHex) : bytesOfHex(x[2]);
        Object.assign(proof, {kind: 6, end, siblings: x[1].map(bytesOfHex)});
        return proof.value(6, bytesOfHex(x[0]), bytesOfHex(x[3]));
    })()"""
    files = ("Bytes/sha256", "Bytes/cbor", "Ledger/merkle", "Ledger/state")
    assert piece(expression, cases, *files) == [
        [f"{number:02x}" if number < 40 else None] for number in range(60)]
    moved = [[one[0], other[1], other[2], one[3]] for one, other in zip(cases, cases[1:], strict=False)]
    assert all(isinstance(value, str) for value in piece(expression, moved, *files)[:39])


# The way from the genesis to who signed.

def ways(ledger):
    """Proofs of epochs, good and broken, by name."""
    _, receipt, proof, governance = decode(ledger.steps[0])
    value = bytearray(proof[4])
    value[-1] ^= 1
    late = cbor_receipt(ledger.receipt(len(ledger.leaves) - 1), ledger.network.origin)
    return {
        "good": [ledger.step], "with governors": ledger.steps,
        "none": [], "twice": [ledger.step] * 2, "absent": [encode([1, receipt, [*proof[:4], None]])],
        "altered": [encode([1, receipt, [*proof[:4], bytes(value)]])], "another seal": [encode([1, late, proof])],
        "governors of another state": [encode([2, receipt, proof, [*governance[:4], b"x"]])],
        "no governors": [encode([2, receipt, proof, proof])], "a proof too many": [
            encode([1, receipt, proof, governance])], "no step": [encode([1])], "empty": [b""],
    }


def test_the_page_walks_the_epochs_as_python_does(opened):
    ledger = ChangedLedger()
    made = PaperUse(ledger)
    file, answers = made.evidence(), {}
    for name, chosen in ways(ledger).items():
        data = written(file | {"epochs": b64url(encode([1, made.origin, chosen]))})
        said = judge(opened, data, ledger.genesis)
        answers[name] = said["answer"]
        try:
            python = verdict(data, ledger.genesis)
        except (No, ValueError):
            assert said["problem"] == "badEpochs", name
        else:
            agree(said, python, name)
    assert [name for name, answer in answers.items() if answer == "yes"] == ["good", "with governors", "none"]
