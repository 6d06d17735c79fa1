"""docs/commands.md, done as it is written: the walk in an empty folder, in both languages, and the readable files."""

import json
import os
import pathlib
import re
import signal
import socket
import stat
import subprocess
import time

import pytest

PAGE = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text("utf-8")
WITH_NODE = {"member", "governance", "type", "mint", "status", "scene", "grant"}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.S | re.M)


class Walker:
    """A folder, a node on a port of its own, and `deedbox` on the path that goes to that port."""

    def __init__(self, folder, language):
        self.folder, self.language, self.node = folder, language, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        bin_folder = folder.parent / f"{folder.name}-bin"
        bin_folder.mkdir()
        wrapper = bin_folder / "deedbox"
        nouns = "|".join(sorted(WITH_NODE))
        wrapper.write_text(
            f'#!/bin/sh\ncase "$1" in {nouns}) exec "$DEEDBOX" "$@" --node {self.url};; esac\n'
            f'[ "$1 $2" = "node run" ] && exec "$DEEDBOX" "$@" --port {self.port}\nexec "$DEEDBOX" "$@"\n')
        wrapper.chmod(0o755)
        self.environment = os.environ | {"LANG": language, "PATH": f"{bin_folder}:{os.environ['PATH']}"}
        for name in ("LC_ALL", "LC_MESSAGES"):
            self.environment.pop(name, None)

    def sh(self, text, code=0):
        """Runs lines of a shell, and stops at the first that fails."""
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == code, f"{text}\n{done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout, done.stderr

    def run_node(self, line):
        self.node = subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=self.folder, env=self.environment,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while subprocess.run(["bash", "-c", f"deedbox ledger show --node {self.url}"], cwd=self.folder,
                             env=self.environment, capture_output=True, check=False).returncode:
            assert self.node.poll() is None and time.monotonic() < end, "the node did not start"
            time.sleep(0.1)

    def stop(self):
        if self.node and self.node.poll() is None:
            self.node.send_signal(signal.SIGTERM)
            assert self.node.wait(timeout=30) == 0


@pytest.fixture(scope="module", params=["en_US.UTF-8", "zh_CN.UTF-8"])
def walked(request, tmp_path_factory):
    """The walk, done."""
    walker = Walker(tmp_path_factory.mktemp("walk"), request.param)
    try:
        first, second, *_ = blocks("sh")
        *before, run = first.strip().splitlines()
        assert run.startswith("deedbox node run ")
        walker.sh("\n".join(before))
        walker.run_node(run)
        walker.said, _ = walker.sh(second)
        yield walker
    finally:
        walker.stop()


def error(walker, text, code):
    """What a command that fails says to programs."""
    _, said = walker.sh(f"{text} --json", code)
    told = json.loads(said)["error"]
    assert set(told) <= {"exit", "code", "fact", "next", "winner"} and told["exit"] == code and told["next"], told
    assert not re.search(r"Error\(|Optional\(|NSCocoa|\bCBORError|\w+\(offset:", told["fact"]), told
    return told


def test_the_walk_ends_with_a_proven_revocation(walked):
    assert ("Revoked" if walked.language.startswith("en") else "已吊销") in walked.said
    proof = json.loads(walked.sh("deedbox verify 3.status --trust genesis.cbor --json")[0])
    assert proof["answer"] == "yes" and proof["state"] == "revoked"


def test_the_reason_can_be_opened_later(walked):
    path = walked.folder / "births.csv.receipts.jsonl.status.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before, after = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert (before["row"], before["state"], before["reason"]) == (3, "revoked", "entered twice")
    assert len(bytes.fromhex(before["reasonSalt"])) == 32
    assert before["statement"] == after["statement"] and after["height"] > 0 and after["leaf"] > 0


def test_the_readable_files_are_accepted(walked):
    """Each as the page shows it; type and scene find the members of the page on the ledger."""
    names = {"deedbox-genesis/1": "g.json", "deedbox-members/1": "m.json", "deedbox-type/1": "t.json",
             "deedbox-scene/1": "s.json", "deedbox-change/1": "change.json",
             "deedbox-identity/1": "identity.json"}
    for text in blocks("json"):
        value = json.loads(text)
        settings = isinstance(value, dict) and "port" in value
        name = "c.json" if settings else names[value["format"]] if isinstance(value, dict) else "r.json"
        (walked.folder / name).write_text(text.rstrip("\n"), "utf-8")
    assert (walked.folder / "r.json").read_bytes() == (walked.folder / "row.json").read_bytes()
    walked.sh("deedbox genesis create g.json --out g.cbor\n"
              "deedbox node init --genesis g.cbor --data other --config c.json\n"
              "sed 's/\"office\"/\"office-2\"/' m.json > m2.json\n"
              "deedbox key sample bank --out bank.key")
    # Sample keys are for sample networks: the members of the page take keys of their own here.
    members = json.loads((walked.folder / "m2.json").read_text("utf-8"))
    for member in members["members"]:
        walked.sh(f"rm -f {member['id']}.key; deedbox key new --purpose statement --out {member['id']}.key")
        shown = json.loads(walked.sh(f"deedbox key show {member['id']}.key --json")[0])
        member["keys"][0]["key"] = shown["publicKey"]
    (walked.folder / "m2.json").write_text(json.dumps(members))
    told = json.loads(walked.sh("deedbox member register m2.json --governance-key governor.key --json")[0])
    assert [member["id"] for member in told["members"]] == ["office-2", "bank"]
    listed = json.loads(walked.sh("deedbox member list --json")[0])["members"]
    assert all(member["keys"] and member["name"]["zh"] for member in listed if member["id"] != "node-1")
    walked.sh("deedbox type register t.json --governance-key governor.key; deedbox scene declare s.json --key bank.key")
    scene, = json.loads(walked.sh("deedbox scene list --json")[0])["scenes"]
    assert (scene["maxUses"], scene["termSeconds"], scene["retentionDays"]) == (2, 2_592_000, 1_825)
    change = json.loads((walked.folder / "change.json").read_text("utf-8"))
    change["governance"]["keys"][0] = json.loads(walked.sh("deedbox key show governor.key --json")[0])["publicKey"]
    del change["governance"]["keys"][1]
    (walked.folder / "change.json").write_text(json.dumps(change))
    walked.sh("deedbox governance change change.json --governance-key governor.key")
    assert json.loads(walked.sh("deedbox governance show --json")[0])["parameters"]["heartbeat"] == 30_000


def test_the_settings_are_all_there_are(walked):
    settings = next(value for value in map(json.loads, blocks("json")) if "port" in value)
    source = (pathlib.Path(__file__).resolve().parents[2] / "Sources/deedbox/Node/NodeOptions.swift").read_text()
    assert set(settings) == {
        "host", "strongroomMaxExpirySeconds", "depositUnclaimedSeconds",
        *re.findall(r'try take\(\s*"(\w+)"', source)}


def test_a_row_with_several_documents_is_refused(walked):
    walked.sh("printf 'name,born\\nAnna,2020-01-02\\n' > again.csv\n"
              "deedbox mint again.csv --type BIRTH01 --key office.key\n"
              "printf 'name,born\\nAnnika,2020-01-02\\n' > again.csv\n"
              "deedbox mint again.csv --type BIRTH01 --key office.key")
    records = [json.loads(line)["record"] for line in
               (walked.folder / "again.csv.receipts.jsonl").read_text().splitlines()]
    choice = "--receipt again.csv.receipts.jsonl --row 2"
    told = error(walked, f"deedbox status suspend {choice} --reason x --key office.key", 2)
    assert told["code"] == "ambiguous-row" and all(str(record) in told["fact"] for record in records)
    done = walked.sh(f"deedbox status suspend {choice} --record {records[1]} --reason x --key office.key --json")[0]
    assert json.loads(done)["document"]["record"] == records[1]
    other = f"--receipt again.csv.receipts.jsonl --record {records[0]}"
    assert json.loads(walked.sh(f"deedbox status show {other} --json")[0])["absent"]
    _, said = walked.sh(f"deedbox status reinstate {choice} --record {records[1]} --reason x --key office.key")
    assert str(records[1]) in said and "BIRTH01" in said


def test_a_member_without_a_key_is_refused(walked):
    (walked.folder / "new.json").write_text(json.dumps({
        "format": "deedbox-members/1", "members": [
            {"id": "new", "name": {"zh": "新", "en": "New"}, "roles": ["issuer"], "creditCode": ""}]}))
    for verb in ("register", "update"):
        for keys in ("", "--keys keys"):
            told = error(walked, f"deedbox member {verb} new.json {keys} --governance-key governor.key", 1)
            assert told["code"] == "no-key" and "--without-keys" in told["next"]
    meant = "deedbox member register new.json --without-keys --governance-key governor.key --json"
    told = json.loads(walked.sh(meant)[0])
    assert told["members"][0]["id"] == "new"


def test_sealed_keys_open_wherever_a_key_is_taken(walked):
    walked.sh("echo one > one; echo two > two\n"
              "deedbox key new --purpose grant --out holder.key --passphrase-file two\n"
              "deedbox key node --out sealed --name node-1 --passphrase-file one")
    assert error(walked, "deedbox grant withdraw --key holder.key", 2)["code"] == "passphrase-needed"
    wrong = "deedbox grant withdraw --key holder.key --passphrase-file one"
    assert error(walked, wrong, 1)["code"] == "wrong-passphrase"
    assert error(walked, f"{wrong} --passphrase-file two", 1)["code"] == "unknown-grant"
    place = "--genesis genesis.cbor --data data --keys sealed"
    assert error(walked, f"deedbox node run {place}", 2)["code"] == "passphrase-needed"
    assert error(walked, f"deedbox node run {place} --passphrase-file two", 3)["code"] == "wrong-passphrase"
    # The keys open, and are another node's.
    opened = f"deedbox node run {place} --passphrase-file two --passphrase-file one"
    assert error(walked, opened, 3)["code"] == "other-key"


@pytest.mark.parametrize("command, code", [
    ("deedbox verify 3.status --trust births.csv", 3),
    ("deedbox verify births.csv --trust genesis.cbor", 3),
    ("head -c 200 3.status > cut.status; deedbox verify cut.status --trust genesis.cbor", 3),
    ("head -c -9 births.csv.receipts.jsonl > cut.jsonl; deedbox verify cut.jsonl --trust genesis.cbor", 3),
    ("deedbox node init --genesis births.csv --data more", 3),
    ("deedbox node run --genesis genesis.cbor --data data --keys nowhere", 3),
    ("deedbox node run --genesis genesis.cbor --data nowhere --keys keys", 3),
    ("deedbox key show keys", 3),
    (": > empty.csv; deedbox mint empty.csv --type BIRTH01 --key office.key", 1),
    ("deedbox grant give 3.status --key holder.key --passphrase-file two", 1),
    ("deedbox ledger show --node nonsense", 2),
    ("deedbox ledger show --nonsense", 2),
    ("sed 's/\"governance\"/\"parameters\": {\"heartbeat\": 3}, \"governance\"/' genesis.json > h.json; "
     "deedbox genesis create h.json --out h.cbor", 1),
])
def test_failures_are_sentences_with_a_next_step(walked, command, code):
    told = error(walked, command, code)
    if "h.json" in command:
        assert "100" in told["fact"] and "86400000" in told["fact"]


def test_a_ledger_that_could_not_be_checked_is_not_called_wrong(walked):
    walked.stop()
    walked.sh("deedbox ledger verify --data data --genesis genesis.cbor\n"
              "sed 's/walk.example/other.example/' genesis.json > o.json\n"
              "deedbox genesis create o.json --out o.cbor; cp -r data unguarded; rm unguarded/guard")
    error(walked, "deedbox ledger verify --data data --genesis o.cbor", 3)
    error(walked, "deedbox ledger verify --data unguarded --genesis genesis.cbor", 3)
