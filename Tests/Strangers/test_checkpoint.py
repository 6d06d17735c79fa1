"""`openssl` and coreutils alone verify a checkpoint and count its cosignatures."""

import base64
import json
import pathlib
import shutil
import subprocess

import pytest

from paper import PaperLedger

HERE = pathlib.Path(__file__).resolve().parent


TOOLS = "base64 basenc cat cp head mktemp od rm sha256sum tail tr openssl"


@pytest.fixture(scope="session")
def tools(tmp_path_factory):
    """A folder with `openssl` and tools of coreutils, for a PATH that has nothing else."""
    folder = tmp_path_factory.mktemp("tools")
    for name in TOOLS.split():
        (folder / name).symlink_to(shutil.which(name))
    return folder


@pytest.fixture
def check(tools, tmp_path):
    """The exit code of the script, with the right word before its reason."""

    def run(policy, note):
        files = [tmp_path / "policy", tmp_path / "checkpoint"]
        files[0].write_text(policy)
        files[1].write_bytes(note)
        done = subprocess.run([shutil.which("bash"), HERE / "verify_checkpoint.sh", *files], capture_output=True,
                              text=True, timeout=60, env={"PATH": str(tools)})
        assert done.stdout.startswith({0: "yes: ", 1: "no: "}.get(done.returncode, "")), done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def lines(note):
    return note.decode().splitlines(keepends=True)


def joined(lines):
    return "".join(lines).encode()


def with_payload(line, change):
    """A signature line with other bytes."""
    name, _, payload = line.rstrip("\n").rpartition(" ")
    return f"{name} {base64.b64encode(change(base64.b64decode(payload))).decode()}\n"


def test_the_quorum_is_reached(log, check):
    for note in (log.checkpoints[0], log.checkpoints[-1]):
        code, said = check(log.network.policy, note)
        assert code == 0 and "quorum reached" in said
    size, root = log.heads[-1]
    assert f"size {size}, root {root.hex()}" in said


def test_a_flipped_byte_of_the_text_or_a_signature_is_refused(log, check):
    note = lines(log.checkpoints[-1])
    for at, line in enumerate(note):
        if not line.strip():
            continue
        if at < 3:
            data = bytearray(line.encode())
            data[len(data) // 2] ^= 1
            altered = bytes(data).decode()
        else:
            altered = with_payload(line, lambda payload: payload[:30] + bytes([payload[30] ^ 1]) + payload[31:])
        code, said = check(log.network.policy, joined([*note[:at], altered, *note[at + 1:]]))
        assert code == 1, said


def test_the_time_of_a_cosignature_is_signed(log, check):
    note = lines(log.checkpoints[-1])
    note[-1] = with_payload(note[-1], lambda payload: payload[:11] + bytes([payload[11] ^ 1]) + payload[12:])
    assert "false signature" in check(log.network.policy, joined(note))[1]


def test_without_the_log_nothing_is_final(log, check):
    note = lines(log.checkpoints[-1])
    assert check(log.network.policy, joined(note[:4] + note[5:])) == (1, "no: no signature of the log\n")


def test_too_few_cosignatures_are_told(log, check):
    note = lines(log.checkpoints[-1])
    code, said = check(log.network.policy, joined(note[:-1]))
    assert code == 1 and "quorum not reached" in said


def test_a_cosignature_counts_once(paper, check):
    assert "quorum not reached: 1 of 4" in check(paper.network.policy, paper.note([1, 1, 1]))[1]
    assert "quorum not reached: 2 of 4" in check(paper.network.policy, paper.note([1, 2, 2, 1]))[1]
    assert "quorum reached: 3 of 4" in check(paper.network.policy, paper.note([1, 2, 2, 3]))[1]


def test_the_same_key_under_another_time_counts_once(paper, check):
    earlier = lines(paper.note([2]))[-1]
    paper.replay.time += 60_000
    later = paper.note([1, 2])
    paper.replay.time -= 60_000
    assert "quorum not reached: 2 of 4" in check(paper.network.policy, later + earlier.encode())[1]


def test_the_key_id_of_another_is_a_false_signature(paper, check):
    note = lines(paper.note([1, 2, 3]))
    stolen = with_payload(note[5], lambda payload: paper.network.cosigners[3].id + payload[4:])
    stolen = stolen.replace(paper.network.cosigners[0].name, paper.network.cosigners[3].name)
    code, said = check(paper.network.policy, joined(note) + stolen.encode())
    assert code == 1 and "false signature of node-4" in said


def test_a_key_id_that_nobody_has_counts_for_nothing(paper, check):
    note = lines(paper.note([1, 2, 3]))
    note[5] = with_payload(note[5], lambda payload: bytes(4) + payload[4:])
    assert "quorum not reached: 2 of 4" in check(paper.network.policy, joined(note))[1]
    assert "quorum reached: 3 of 4" in check(paper.network.policy, paper.note([1, 2, 3]) + note[5].encode())[1]


def test_a_checkpoint_of_another_ledger_is_refused(paper, check):
    other = PaperLedger(nodes=3)
    code, said = check(paper.network.policy, other.checkpoints[-1])
    assert code == 1 and "another ledger" in said
    assert check(other.network.policy, other.checkpoints[-1])[0] == 0


def test_a_policy_that_does_not_hold_together_is_not_used(paper, check):
    policy = paper.network.policy
    key_id = paper.network.log_keys[0].id.hex()
    for altered in [policy.replace(key_id, "00000000"), policy.replace("quorum consensus", "quorum other"),
                    policy.replace("consensus 3", "consensus 0"), "quorum none\n", policy + "more\n"]:
        assert check(altered, paper.checkpoints[-1])[0] == 3


def test_the_command_derives_the_same_policy(live, live_log):
    told = json.loads(live.deedbox("genesis", "check", live.genesis_file, "--json"))
    assert (told["origin"], told["policy"]) == (live_log.network.origin, live_log.network.policy)


def test_the_node_publishes_the_policy_that_follows_from_the_genesis(log):
    assert log.get("/genesis") == log.genesis
    assert log.get("/policy").decode() == log.network.policy
