"""The release of data, both ways: Python makes the vectors; what the program deals and answers opens in Python, what Python
deals and answers opens in the program, and each finds the other's faults."""

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest
from cryptography.exceptions import InvalidTag

import release

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "ReleasingTests" / "Vectors"
SIZES = [(1, 1, 1), (3, 2, 2), (4, 3, 3), (7, 5, 2), (20, 14, 1)]


def vectors(name):
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return {key: bytes.fromhex(value) for key, value in (line.split(" ") for line in lines if line[0] != "#")}


def deedbox(*words, code=0):
    if "DEEDBOX" not in os.environ:
        pytest.fail("DEEDBOX must name the program under test; scripts/test sets it")
    done = subprocess.run([os.environ["DEEDBOX"], "deposit", *map(str, words), "--json"], capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout if code == 0 else done.stderr)


class Parties:
    """Everybody with a key, in Python."""

    def __init__(self, n, q, party="bank"):
        self.n, self.q = n, q
        self.context = release.Context("sample.deedbox.example/" + 32 * "0", os.urandom(32), os.urandom(32), party)
        self.weekly = [os.urandom(32) for _ in range(n)]
        self.seeds = [os.urandom(32) for _ in range(n)]
        self.party, self.regulator, self.use = os.urandom(32), os.urandom(32), os.urandom(32)
        self.statement, self.block, self.height = os.urandom(32), os.urandom(32), 9

    def deal(self, m, **more):
        return release.deal(
            self.context, self.q, list(map(release.x25519_public, self.weekly)), release.x25519_public(self.party),
            release.x25519_public(self.regulator), 1_900_000_000, [(["甲~", "乙~"], [b"receipt", b""])],
            [(0, [f"签.{k}.1", f"签.{k}.2"], b"case") for k in range(1, m + 1)], b"token", **more)

    def answer(self, deposit, i, k, share):
        return release.answer(
            release.ReleaseKey(self.seeds[i - 1]), f"node-{i}", self.context.origin, self.statement, self.height,
            self.block, release.x25519_public(self.use), [[deposit.manifest.digest, k, i]], [share], 1_900_000_000)

    def answers(self, deposit):
        return [self.answer(deposit, i, k, deposit.own_shares(i, self.weekly[i - 1])[k])
                for i in range(1, self.n + 1) for k in deposit.manifest.ks]

    def write(self, path, deposit, answers):
        context = self.context
        path.write_text(json.dumps({
            "origin": context.origin, "grant": context.grant.hex(), "set": context.set.hex(), "party": context.party,
            "quorum": self.q, "validators": [
                {"member": f"node-{i}", "weekly": weekly.hex(), "release": seed.hex()}
                for i, (weekly, seed) in enumerate(zip(self.weekly, self.seeds), 1)],
            "partySecret": self.party.hex(), "regulatorSecret": self.regulator.hex(),
            "releaseSecret": self.use.hex(), "statement": self.statement.hex(), "height": self.height,
            "block": self.block.hex(), "deposit": deposit.data.hex(), "answers": [item.hex() for item in answers]}))
        return path


def judged(parties, deposit, fault):
    """What a stranger makes of the program's evidence."""
    evidence = bytes.fromhex(fault["evidence"])
    assert release.fault_digest(evidence).hex() == fault["digest"]
    return release.blame(
        evidence, deposit.manifest.digest, parties.statement, release.x25519_public(parties.use),
        [release.ReleaseKey(seed).public for seed in parties.seeds], fault["use"])


def test_the_vectors_are_what_python_makes():
    done = subprocess.run([sys.executable, FOLDER / "make.py", "--check"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_shows_what_python_derives():
    page = (FOLDER.parents[2] / "docs" / "protocol" / "release.md").read_text("utf-8")
    block = next(found for found in re.findall(r"```\n(.*?)```", page, re.DOTALL) if found.startswith("context"))
    derived = vectors("derived.txt")
    shown = dict(line.split(None, 1) for line in block.replace("share 1", "share").splitlines())
    for name, vector in [("share", "share-7-1"), ("commits", "commitment-7-1"), ("check", "check-7")]:
        assert bytes.fromhex(shown[name]) == derived[vector]
    parts = [re.escape(part).replace("…", "[0-9a-f]*") for part in shown["context"].split()]
    assert re.fullmatch("".join(parts), derived["context"].hex())


def test_the_field_is_that_of_aes():
    """FIPS 197 section 4.2, and what a field must do."""
    assert release.times(0x57, 0x83) == 0xC1 and release.times(0x57, 0x13) == 0xFE
    for a in range(1, 256):
        assert release.times(a, release.divided(1, a)) == 1
        assert all(release.times(a, b ^ 7) == release.times(a, b) ^ release.times(a, 7) for b in range(0, 256, 5))


@pytest.mark.parametrize("n,q,m", SIZES)
def test_python_opens_what_python_deals(n, q, m):
    parties = Parties(n, q)
    deposit = parties.deal(m)
    party = deposit.party_secret(parties.party)
    own = {i: deposit.own_shares(i, parties.weekly[i - 1]) for i in range(1, n + 1)}
    for k in deposit.manifest.ks:
        opened = deposit.open(k, {i: own[i][k] for i in list(own)[n - q:]}, party)
        assert opened["presentations"] == ["甲~", "乙~"] and opened["token"] == b"token"
        assert opened["receipts"] == [b"receipt", b""]
        if q > 1:
            few = {i: own[i][k] for i in list(own)[:q - 1]}
            assert not deposit.manifest.is_dealt(k, release.interpolated(few))
    assert deposit.open_trace({i: own[i][0] for i in list(own)[:q]}, parties.regulator) == b"token"


def test_evidence_of_the_vectors_blames_whom_it_must():
    faults = vectors("faults.txt")
    secret = release.sha256(b"deedbox vectors use 0")
    publics = [release.ReleaseKey(release.sha256(f"deedbox vectors release {i}".encode())).public for i in (1, 2, 3)]
    expected = {"false-share": ("validator", 2), "dealing": ("wallet", "dealing"),
                "ticket": ("wallet", "ticket does not open")}
    for name, evidence in faults.items():
        manifest = release.split(evidence)[1]
        facts = [manifest.digest, bytes([0x51]) * 32, release.x25519_public(secret), publics, 1]
        assert release.blame(evidence, *facts) == expected[name]
        for at in range(0, len(evidence), 3):
            altered = bytearray(evidence)
            altered[at] ^= 0x40
            try:
                found = release.blame(bytes(altered), *facts)
            except Exception:
                continue
            # Some bits of an X25519 secret mean nothing.
            assert found == expected[name], at


@pytest.mark.parametrize("n,q,m", SIZES)
def test_what_the_program_deals_opens_in_python(n, q, m, tmp_path):
    path = tmp_path / "deposit.json"
    deedbox("sample", "--validators", n, "--quorum", q, "--uses", m, "--out", path)
    file = json.loads(path.read_text())
    taken = {key: bytes.fromhex(file[key]) for key in
             ("partySecret", "regulatorSecret", "releaseSecret", "statement", "block", "deposit")}
    deposit = release.Deposit(taken["deposit"])
    manifest = deposit.manifest
    assert (manifest.n, manifest.quorum, manifest.uses) == (n, q, [1, m]) and manifest.party == file["party"]
    own = {i: deposit.own_shares(i, bytes.fromhex(each["weekly"])) for i, each in enumerate(file["validators"], 1)}
    shares = {}
    for data in map(bytes.fromhex, file["answers"]):
        position = statement_position(data, file)
        public = release.ReleaseKey(bytes.fromhex(file["validators"][position - 1]["release"])).public
        read, found = release.read_answer(data, public, taken["releaseSecret"])
        statement, height, block, entries, _ = read.payload
        assert (statement, height, block) == (taken["statement"], file["height"], taken["block"])
        for (digest, k, i), share in zip(entries, found):
            assert digest == manifest.digest and i == position and share == own[i][k]
            shares.setdefault(k, {})[i] = share
    party = deposit.party_secret(taken["partySecret"])
    for k in manifest.ks:
        chosen = dict(list(shares[k].items())[:q])
        opened = deposit.open(k, chosen, party)
        assert opened["presentations"] == ["示例凭证甲~", "示例凭证乙~"] and opened["case"] == b"case %d" % k
        assert opened["receipts"] == ["示例回执甲".encode(), b""]
        with pytest.raises(InvalidTag):
            deposit.open(k, chosen, bytes(32))
    assert len(deposit.open_trace({i: own[i][0] for i in range(1, q + 1)}, taken["regulatorSecret"])) == 60
    assert [fact["use"] for fact in deedbox("open", path)["uses"]] == list(manifest.ks)


def statement_position(data, file):
    issuer = release.statements.read(data).issuer
    return 1 + [each["member"] for each in file["validators"]].index(issuer)


@pytest.mark.parametrize("n,q,m", SIZES)
def test_what_python_deals_opens_in_the_program(n, q, m, tmp_path):
    parties = Parties(n, q)
    deposit = parties.deal(m)
    said = deedbox("open", parties.write(tmp_path / "deposit.json", deposit, parties.answers(deposit)))
    assert said["manifest"] == deposit.manifest.digest.hex()
    assert said["acknowledging"] == list(range(1, n + 1)) and "faults" not in said
    for k, use in zip(deposit.manifest.ks, said["uses"], strict=True):
        assert use["presentations"] == ["甲~", "乙~"] and use["keyBindings"] == [f"签.{k}.1", f"签.{k}.2"]
        assert use["receipts"] == [b"receipt".hex(), ""]
        assert use["nonce"] == parties.context.nonce(k)
        assert (use["case"], use["token"]) == (b"case".hex(), b"token".hex())


def test_the_program_drops_a_false_share_and_python_believes_its_evidence(tmp_path):
    parties = Parties(4, 3)
    deposit = parties.deal(1)
    answers = parties.answers(deposit)
    answers[1] = parties.answer(deposit, 2, 1, os.urandom(32))
    said = deedbox("open", parties.write(tmp_path / "deposit.json", deposit, answers))
    assert len(said["uses"]) == 1
    [fault] = said["faults"]
    assert (fault["kind"], fault["position"]) == (1, 2)
    assert judged(parties, deposit, fault) == ("validator", 2)


def test_the_program_finds_bad_dealing_and_python_believes_its_evidence(tmp_path):
    parties = Parties(3, 2)

    def spoil(secrets, shares):
        shares[1][3] = os.urandom(32)

    deposit = parties.deal(2, spoil=spoil)
    said = deedbox("open", parties.write(tmp_path / "deposit.json", deposit, parties.answers(deposit)))
    assert [use["use"] for use in said["uses"]] == [2]
    [fault] = said["faults"]
    assert (fault["kind"], fault["use"], fault["position"]) == (2, 1, None)
    assert judged(parties, deposit, fault) == ("wallet", "dealing")


def test_the_program_finds_a_bad_ticket_and_python_believes_its_evidence(tmp_path):
    parties = Parties(3, 2)
    items = release.decode(parties.deal(1).data)
    items[4][0] = os.urandom(len(items[4][0]))
    manifest = release.decode(items[1])
    manifest[release.NAMES.index("tickets")][0] = release.sha256(items[4][0])
    items[1] = release.encode(manifest)
    deposit = release.Deposit(release.encode(items))
    said = deedbox("open", parties.write(tmp_path / "deposit.json", deposit, parties.answers(deposit)))
    [fault] = said["faults"]
    assert fault["kind"] == 3 and "uses" not in said
    assert judged(parties, deposit, fault) == ("wallet", "ticket does not open")


@pytest.mark.parametrize("part", range(1, 7))
def test_the_program_refuses_an_altered_part(part, tmp_path):
    parties = Parties(3, 2)
    deposit = parties.deal(1)
    items = release.decode(deposit.data)
    data = bytearray(items[part][0] if isinstance(items[part], list) else items[part])
    data[-1] ^= 1
    if isinstance(items[part], list):
        items[part][0] = bytes(data)
    else:
        items[part] = bytes(data)
    broken = parties.write(tmp_path / "deposit.json", deposit, [])
    file = json.loads(broken.read_text())
    file["deposit"] = release.encode(items).hex()
    broken.write_text(json.dumps(file))
    error = deedbox("open", broken, code=1)["error"]
    assert error["code"] in ("deposit-part-differs", "deposit-part-false") and error["next"]
