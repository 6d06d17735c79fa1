"""A ledger founded by three operators: each entry's signatures are checked here, and one altered entry stops it."""

import json
import os
import subprocess

import pytest

from statements import EDDSA, ES256, PublicKey, encode

PURPOSES = ["log", "cosigner", "vote", "release", "link"]
NAME = "founded.example"


def deedbox(*words):
    done = subprocess.run([os.environ["DEEDBOX"], *map(str, words)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """The entries of three operators, and the draft that they agreed on."""
    folder = tmp_path_factory.mktemp("founding")
    for number in (1, 2, 3):
        name = f"office-{number}"
        assert deedbox("key", "node", "--out", folder / name)[0] == 0
        code, said = deedbox(
            "genesis", "entry", "--keys", folder / name, "--ledger", NAME, "--name-zh", f"示例局{number}",
            "--name-en", f"Sample office {number}", "--out", folder / f"{name}.json")
        assert code == 0, said
    code, _ = deedbox("key", "new", "--purpose", "governance", "--out", folder / "governor.key")
    governor = json.loads(deedbox("key", "show", folder / "governor.key", "--json")[1])["publicKey"]
    (folder / "draft.json").write_text(json.dumps({
        "format": "deedbox-genesis/1", "name": NAME, "created": "2026-11-01T00:00:00Z", "sample": False,
        "faultModel": "crash", "governance": {"threshold": 1, "keys": [governor]}}))
    return folder


def entry(folder, number):
    return json.loads((folder / f"office-{number}.json").read_text())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_key_has_signed_the_entry(founded, number):
    found = entry(founded, number)
    validator = found["validator"]
    keys = [bytes.fromhex(validator["keys"][purpose]) for purpose in PURPOSES]
    name = validator["name"]
    signed = [found["ledger"], [validator["member"], [name["zh"], name["en"]], keys]]
    message = b"deedbox/entry/v1" + encode(signed)
    for purpose, key in zip(PURPOSES, keys):
        proof = bytes.fromhex(found["proofs"][purpose])
        public = PublicKey(ES256 if purpose == "link" else EDDSA, key)
        assert public.verifies(proof, message)
        assert not public.verifies(proof, message + b"\0")
    assert "secret" not in json.dumps(found)


def test_the_same_genesis_comes_out_for_everybody_and_names_their_keys(founded):
    entries = [founded / f"office-{number}.json" for number in (1, 2, 3)]
    files = []
    for order in (entries, entries[::-1]):
        readable, file = founded / f"{len(files)}.json", founded / f"{len(files)}.cbor"
        code, said = deedbox("genesis", "assemble", founded / "draft.json", *order, "--out", readable)
        assert code == 0, said
        assert deedbox("genesis", "create", readable, "--out", file)[0] == 0
        files.append(file)
    assert files[0].read_bytes() == files[1].read_bytes()
    for number in (1, 2, 3):
        code, said = deedbox("genesis", "check", files[0], "--keys", founded / f"office-{number}")
        assert code == 0 and f"office-{number}" in said, said
    assert deedbox("key", "node", "--out", founded / "stranger")[0] == 0
    code, said = deedbox("genesis", "check", files[0], "--keys", founded / "stranger")
    assert code == 1 and "stranger" in said


def test_an_entry_with_a_key_of_another_operator_is_refused(founded, tmp_path):
    stolen = entry(founded, 1)
    stolen["validator"]["keys"]["vote"] = entry(founded, 2)["validator"]["keys"]["vote"]
    (tmp_path / "stolen.json").write_text(json.dumps(stolen, ensure_ascii=False))
    code, said = deedbox(
        "genesis", "assemble", founded / "draft.json", tmp_path / "stolen.json", "--out", tmp_path / "out.json")
    assert code == 1 and "proofs.log" in said, said
    assert not (tmp_path / "out.json").exists()
