"""What the commands leave behind, read by Python: receipts files, proofs, and verdicts that must be the same."""

import base64
import csv
import hashlib
import json
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import state
from network import ISSUERS, ROOT, SAMPLE
from state import KINDS, NotProven
from verify_receipt import (
    Elsewhere, No, Unreadable, cbor, check_leaf, demand, fields, is_bytes, read_receipt, reading, verify)

REVOKED, SUSPENDED, UNTOUCHED = 2, 3, 4


@pytest.fixture(scope="module", params=ISSUERS)
def minted(request, live):
    """An issuer, the rows of its table by their numbers, and the lines of its receipts file."""
    table = live.tables[request.param]
    with table.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    with open(f"{table}.receipts.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return request.param, {number: dict(zip(columns, row)) for number, row in enumerate(rows, 2)}, lines


def canonical(row):
    """The bytes that stand for a row: pairs of column and value, as compact JSON."""
    return json.dumps([list(pair) for pair in row.items()], ensure_ascii=False, separators=(",", ":")).encode()


def test_every_row_has_its_receipt_and_its_commitment_opens(live_log, minted):
    issuer, rows, lines = minted
    assert len(rows) > 50 and sorted(line["row"] for line in lines) == list(rows)
    for line in lines:
        row = rows[line["row"]]
        document, salt = hashlib.sha256(canonical(row)).digest(), base64.b64decode(line["salt"])
        assert document.hex() == line["document"] and len(salt) == 32
        commitment = hashlib.sha256(b"deedbox/record/v1" + salt + document).digest()
        said = verify(base64.b64decode(line["receipt"]), live_log.network)
        assert (said["record"], said["commitment"]) == (line["record"], line["commitment"])
        assert (said["issuer"], said["type"]) == (issuer, row["type"])
        assert live_log.replay.records[line["record"]] == (issuer, commitment)
    assert len({line["salt"] for line in lines}) == len({line["record"] for line in lines}) == len(lines)


def test_a_document_that_differs_by_one_character_does_not_open(minted):
    _, rows, lines = minted
    row = dict(rows[lines[0]["row"]])
    row["ZZBH"] += "0"
    assert hashlib.sha256(canonical(row)).hexdigest() != lines[0]["document"]


# Verdicts.

@pytest.fixture
def deedbox_says(live, tmp_path):
    """The exit code of `deedbox verify` for a file of these bytes."""

    def run(data, genesis=None):
        path, trust = tmp_path / "proof", tmp_path / "trust"
        path.write_bytes(data)
        trust.write_bytes(genesis or live.genesis)
        words = [live.program, "verify", path, "--trust", trust]
        done = subprocess.run(words, capture_output=True, timeout=30)
        assert done.returncode in (0, 1, 3), done.stderr
        return done.returncode

    return run


def python_says(check, data, network):
    """The same code by what is written here."""
    try:
        check(data, network)
    except (Elsewhere, Unreadable):
        return 3
    except (No, NotProven):
        return 1
    return 0


def flips(data, step):
    """The bytes with one of them altered: every so many, and the first and the last."""
    for position in sorted({*range(0, len(data), step), len(data) - 1}):
        yield data[:position] + bytes([data[position] ^ 1 << position % 7]) + data[position + 1:]


def line_flips(data):
    """One altered character in the middle, and one at the end, of each line of a text."""
    start = 0
    for line in data.splitlines(keepends=True):
        for position in {start + len(line) // 2, start + max(0, len(line) - 2)}:
            yield data[:position] + bytes([data[position] ^ 1]) + data[position + 1:]
        start += len(line)


def test_verdicts_on_receipts_are_the_same(live_log, deedbox_says):
    record = live_log.documents[-1]
    for index in (record, live_log.places("record")[-1], live_log.places("seal")[-1], live_log.places("governance")[0]):
        text, cbor = (live_log.get(f"/receipts/{index}", form) for form in ("text/plain", "application/cbor"))
        assert deedbox_says(text) == deedbox_says(cbor) == 0
        assert python_says(verify, text, live_log.network) == python_says(verify, cbor, live_log.network) == 0
    text, cbor = (live_log.get(f"/receipts/{record}", form) for form in ("text/plain", "application/cbor"))
    broken = [*line_flips(text), *flips(cbor, 37), text[:-1], text + b"\n", cbor[:-1], cbor + b"\0",
              text.replace(b"\n", b"\r\n"), text.replace(b"leaf ", b"leaf  "), text.replace(b"index ", b"index 0")]
    for data in broken:
        said = deedbox_says(data)
        assert said == python_says(verify, data, live_log.network) != 0, data[:2000]


def test_verdicts_on_lines_of_unknown_keys_are_the_same(live_log, deedbox_says):
    """They count for nothing, and yet must read."""
    text = live_log.get("/receipts/0")
    for line, code in [(b"\xe2\x80\x94 another AAAAAAAA\n", 0), (b"\xe2\x80\x94 an+other AAAAAAAA\n", 3),
                       (b"\xe2\x80\x94 another AAAA\n", 3), (b"\xe2\x80\x94 other\xff AAAAAAAA\n", 3),
                       (b"\xe2\x80\x94 another AAAAAAB=\n", 3)]:
        assert python_says(verify, text + line, live_log.network) == code, line
        assert deedbox_says(text + line) == code, line


def test_verdicts_on_a_receipt_of_another_ledger_are_the_same(paper_log, live_log, deedbox_says):
    for form in ("text/plain", "application/cbor"):
        data = paper_log.get(f"/receipts/{paper_log.places('record')[0]}", form)
        assert deedbox_says(data) == python_says(verify, data, live_log.network) == 3


def test_verdicts_are_the_same_for_a_network_of_four(paper, live, deedbox_says, tmp_path):
    """Three of four must cosign; the program has never seen this ledger."""
    genesis = tmp_path / "paper.cbor"
    genesis.write_bytes(paper.genesis)
    told = json.loads(live.deedbox("genesis", "check", genesis, "--json"))
    assert (told["origin"], told["policy"]) == (paper.network.origin, paper.network.policy)
    index = paper.story.manifest + 7
    for form in ("text/plain", "application/cbor"):
        data = paper.answer(f"/receipts/{index}", form)
        assert deedbox_says(data, paper.genesis) == python_says(verify, data, paper.network) == 0
    text = paper.receipt(index)
    for cosigners in ([1, 2, 3, 4], [2, 3, 4], [1, 1, 2, 2, 3], [1, 2], [1, 1, 1], [4, 4, 3, 3], []):
        data = text.replace(paper.checkpoints[-1], paper.note(cosigners))
        said = deedbox_says(data, paper.genesis)
        assert said == python_says(verify, data, paper.network) == (0 if len(set(cosigners)) > 2 else 1), cosigners


def test_the_receipts_files_hold_by_the_command_too(live):
    for table in live.tables.values():
        live.deedbox("verify", f"{table}.receipts.jsonl", "--trust", live.genesis_file)


# Status proofs.

def status_says(data, network):
    """What a status proof proves, and as of which block: `[1, issuer, commitment, [1, receipt of the seal, proof]]`."""
    with reading(NotProven):
        version, issuer, commitment, sealed = fields(cbor(data), 4, "status proof")
        demand(version == 1 and isinstance(issuer, str) and is_bytes(commitment, 32, 32), "not a status proof")
        version, receipt, parts = fields(cbor(sealed) if is_bytes(sealed) else None, 3, "sealed proof")
        demand(version == 1 and is_bytes(receipt), "not a sealed proof")
        receipt, proof = read_receipt(receipt), state.read_proof(parts)
    check_leaf(receipt, network)
    seal = fields(cbor(receipt.leaf), 14, "seal")
    demand(proof.kind == KINDS["status"], "a proof of another kind")
    value = proof.value(state.status_key(network.origin, issuer, commitment), seal[7])
    return (cbor(value)[0] if value else None), seal[1]


@pytest.fixture(scope="module")
def status_proofs(live, tmp_path_factory):
    """Proofs that the command wrote, by row of the police table."""
    folder, proofs = tmp_path_factory.mktemp("status"), {}
    for row in (REVOKED, SUSPENDED, UNTOUCHED):
        path = folder / f"{row}.status"
        live.command("status", "show", *live.receipt("police", row), "--out", path)
        proofs[row] = path.read_bytes()
    return proofs


def test_status_proofs_hold(live_log, status_proofs, deedbox_says):
    said = {row: status_says(data, live_log.network)[0] for row, data in status_proofs.items()}
    assert said == {REVOKED: 3, SUSPENDED: 2, UNTOUCHED: None}
    for data in status_proofs.values():
        assert deedbox_says(data) == 0 and len(data) <= 3_000


def test_verdicts_on_broken_status_proofs_are_the_same(live_log, status_proofs, deedbox_says):
    for data in status_proofs.values():
        for altered in [*flips(data, 41), data[:-1], data + b"\0"]:
            said = deedbox_says(altered)
            assert said == python_says(status_says, altered, live_log.network) != 0, altered.hex()


# What the commands take from a node.

def test_a_proof_that_the_command_wrote_is_a_tlog_proof(live, live_log, tmp_path):
    path = tmp_path / "leaf.tlog-proof"
    told = live.command("ledger", "proof", 5, "--tlog-proof", "--out", path)
    assert (told["assurance"], told["mayBeDown"]) == (0, 0)
    text = live.deedbox("ledger", "proof", 5, "--node", live.url, "--out", tmp_path / "leaf.receipt")
    assert "1 of 1 institutions signed; holds as long as none of them lies" in text
    leaf = base64.b64encode(live_log.leaves[5]).decode()
    receipt = f"deedbox/receipt/v1\n\nleaf {leaf}\n".encode() + path.read_bytes()
    assert verify(receipt, live_log.network)["leaf"] == 5
    assert len(path.read_bytes()) <= 1_800


def test_an_exported_log_is_what_the_node_serves(live, live_log, tmp_path):
    live.command("ledger", "export", "--out", tmp_path / "web")
    files = {path.relative_to(tmp_path / "web"): path.read_bytes()
             for path in (tmp_path / "web").rglob("*") if path.is_file()}
    assert len(files) > 5
    for path, data in files.items():
        if str(path).startswith("tile/"):
            assert live_log.get(f"/{path}") == data


def test_a_registration_that_stopped_is_finished_by_the_same_files(live, tmp_path):
    """What stands on the ledger already, the same, is passed over; another entry of that name is refused."""
    governors = [word for number in (1, 2, 3)
                 for word in ("--governance-key", live.keys / f"governance-{number}.key")]
    members = json.loads((SAMPLE / "members.json").read_text("utf-8"))
    following = json.loads(live.get("/governance"))["next"]
    again = live.command("member", "register", SAMPLE / "members.json", "--keys", live.keys, *governors)
    assert again["known"] == [member["id"] for member in members["members"]] and "members" not in again
    types = sorted((ROOT / "genesis" / "catalogue").glob("*.json"))
    again = live.command("type", "register", *types, *governors)
    assert len(again["known"]) == len(types) and "types" not in again

    other = tmp_path / "members.json"
    members["members"][1]["name"]["en"] += " of another name"
    other.write_text(json.dumps(members), "utf-8")
    words = ["member", "register", other, "--keys", live.keys, *governors, "--node", live.url, "--json"]
    done = subprocess.run([live.program, *map(str, words)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and json.loads(done.stderr)["error"]["code"] == "member-exists"
    assert json.loads(done.stdout)["known"] == [members["members"][0]["id"]]
    assert json.loads(live.get("/governance"))["next"] == following


# Keys to which others seal.

def x25519(file):
    """The name and the keys of a plain file of such a key, the secret as it makes the public part."""
    content = json.loads(file.read_text("utf-8"))
    assert (content["format"], content["purpose"], content["algorithm"]) == ("deedbox-key/1", "sealing", "X25519")
    secret, public = (base64.urlsafe_b64decode(content[part] + "=") for part in ("secret", "public"))
    assert X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw() == public
    return content["name"], secret, public


def test_a_sealing_key_is_an_x25519_key_in_a_file_like_others(live, tmp_path):
    file = tmp_path / "office-sealing.key"
    live.deedbox("key", "sealing", "--out", file)
    name, _, public = x25519(file)
    assert name == "office-sealing"
    shown = json.loads(live.deedbox("key", "show", file, "--json"))
    assert shown["publicKey"] == "X25519:" + public.hex() and shown["isSample"] is False
    live.deedbox("key", "sealing", "--out", file, code=3)
    for member in ("bank", "notary", "regulator"):
        sample = live.keys / f"{member}-sealing.key"
        assert sample.read_bytes() == (ROOT / "keys-sample" / sample.name).read_bytes()
        assert x25519(sample)[1] == hashlib.sha256(f"deedbox/sample-key/{member}-sealing".encode()).digest()
        assert json.loads(live.deedbox("key", "show", sample, "--json"))["isSample"] is True
        told = json.loads(live.get(f"/members/{member}"))["sealingKey"]
        assert base64.b64decode(told) == x25519(sample)[2]


def test_an_update_takes_no_sealing_key_away_by_mistake(live, tmp_path):
    governors = [word for number in (1, 2, 3)
                 for word in ("--governance-key", live.keys / f"governance-{number}.key")]
    members = json.loads((SAMPLE / "members.json").read_text("utf-8"))
    members["members"] = [member for member in members["members"] if member["id"] == "bank"]
    following = json.loads(live.get("/governance"))["next"]
    file = tmp_path / "members.json"

    def refused(code):
        file.write_text(json.dumps(members), "utf-8")
        words = ["member", "update", file, "--without-keys", *governors, "--node", live.url, "--json"]
        done = subprocess.run([live.program, *map(str, words)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and json.loads(done.stderr)["error"]["code"] == code, done.stderr

    refused("sealing-key-missing")
    members["members"][0]["sealingKey"] = "X25519:" + bytes(32).hex()
    refused("bad-sealing-key")
    assert json.loads(live.get("/governance"))["next"] == following
