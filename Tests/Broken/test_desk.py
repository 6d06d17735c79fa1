"""An issuing desk that is killed, and loses its node: nothing doubled, nothing missing, and every total adds up."""

import json
import shutil

import pytest

from issuing import Desk, Directory, FixedNode
from machine import wait
from pen import Pen


@pytest.fixture
def desk(tmp_path):
    machine = FixedNode(tmp_path).found()
    machine.start()
    pen = Pen(machine.genesis)
    directory = Directory(pen)
    yield Desk(machine, pen, directory)
    directory.close()
    machine.kill()


def records(desk, witness_of):
    """Records of the desk's manifests on the ledger."""
    witness = witness_of(desk.machine.genesis)
    witness.look(desk.machine)
    return [leaf for leaf in witness.leaves if leaf[0] == 0x82]


@pytest.fixture
def witness_of():
    from witness import Witness

    return Witness


def test_an_import_killed_at_any_moment_goes_on(desk, dice):
    count = 30_000
    table = desk.table(count)
    kills, report = desk.until_done(dice, "import", table, "--mapping", desk.mapping, longest=0.4)
    assert kills > 0
    assert report["read"] == count
    assert report["faulty"] == count // 100
    assert report["accepted"] + report["faulty"] + report["repeated"] + report["blank"] == count
    good = count - count // 100
    # A kill may fall behind the end of a run and before its report: then the next run repeats all.
    assert (report["accepted"], report["repeated"]) in [(good, 0), (0, good)]
    assert sum(run["accepted"] for run in desk.issuer("batches")["runs"]) == good
    again = desk.issuer("import", table, "--mapping", desk.mapping)
    assert again["accepted"] == 0 and again["repeated"] == good


def test_two_imports_of_one_file_at_once_count_each_row_once(desk):
    count = 20_000
    table = desk.table(count)
    words = ("import", table, "--mapping", desk.mapping)
    both = [desk.launch(*words), desk.launch(*words)]
    told = [process.communicate(timeout=120) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes[0] == 0 and codes[1] in (0, 1), told
    for process, (_, err) in zip(both, told):
        if process.returncode:
            assert json.loads(err)["error"]["code"] == "run-goes-on", err
    runs = desk.issuer("batches")["runs"]
    assert all(run["finished"] and run["read"] == count for run in runs), runs
    assert sum(run["accepted"] for run in runs) == count - count // 100
    stages = desk.issuer("work")["stages"]
    assert sum(stages.values()) == count - count // 100


def test_minting_killed_at_any_moment_goes_on(desk, dice, witness_of):
    count = 500
    desk.issuer("import", desk.table(count), "--mapping", desk.mapping)
    accepted = count - count // 100
    kills, report = desk.until_done(dice, "mint", "--patience", 20, longest=0.5)
    assert kills > 0
    assert report["stages"]["delivered"] == accepted, report
    assert len(set(records(desk, witness_of))) == len(records(desk, witness_of)) == accepted
    room = desk.machine.get_json("/strongroom")
    assert room["entries"] == accepted, room


def test_a_lost_node_queues_and_resumes(desk, dice, witness_of):
    count = 600
    desk.issuer("import", desk.table(count), "--mapping", desk.mapping)
    minting = desk.launch("mint", "--patience", "30")
    desk.machine.run_for(dice.uniform(0.05, 0.4)).kill()
    desk.issuer("documents", "--stage", "pending")
    assert minting.poll() is None, minting.communicate()
    desk.machine.start()
    out, err = minting.communicate(timeout=60)
    assert minting.returncode == 0, (out, err)
    accepted = count - count // 100
    wait("not everything is delivered", lambda: desk.issuer("mint")["stages"]["delivered"] == accepted)
    assert len(records(desk, witness_of)) == accepted


def approver(desk):
    """Words by which a person decides; a code works once, so each decision asks for its own."""
    password, secret = desk.machine.folder / "chief.pass", desk.machine.folder / "chief.secret"
    password.write_text("a password of thirty-two letters\n")
    secret.write_text(desk.issuer("staff", "add", "chief", "--roles", "approver", "--new-password-file", password)["secret"])

    def words():
        told = desk.machine.deedbox("issuer", "staff", "code", "--secret-file", secret, "--json")
        return ["--staff", "chief", "--password-file", password, "--code", json.loads(told.stdout)["code"]]

    return words


def test_a_desk_that_was_lost_comes_back_from_its_backup_and_the_ledger(desk, dice, witness_of):
    folder = desk.machine.folder
    as_approver = approver(desk)
    desk.issuer("import", desk.table(20, faulty_every=1_000), "--mapping", desk.mapping)
    assert desk.issuer("mint")["stages"]["delivered"] == 20
    # A backup that is cut off is none; one that came to its end is whole.
    cut = desk.launch("backup", "--out", folder / "cut")
    desk.machine.run_for(dice.uniform(0.0, 0.05))
    cut.kill()
    cut.communicate()
    if cut.returncode:
        done = desk.machine.deedbox("issuer", "restore", "--from", folder / "cut", "--data", folder / "none", code=None)
        assert done.returncode or (folder / "cut" / "desk.json").exists(), done.stdout
    desk.issuer("backup", "--out", folder / "backup")
    # What comes after it: thirty rows to the end, then many, in the middle of which the machine is lost.
    desk.issuer("import", desk.table(50, faulty_every=1_000), "--mapping", desk.mapping)
    assert desk.issuer("mint")["stages"]["delivered"] == 50
    table = desk.table(400, faulty_every=1_000)
    desk.issuer("import", table, "--mapping", desk.mapping)
    minting = desk.launch("mint", "--patience", "30")
    desk.machine.run_for(dice.uniform(0.0, 0.6))
    minting.kill()
    minting.communicate()
    # What it had sent last is in a block, or never will be.
    desk.machine.run_for(1)
    shutil.rmtree(desk.folder)

    desk.folder = folder / "restored"
    told = desk.issuer("restore", "--from", folder / "backup")
    before = records(desk, witness_of)
    assert told["lost"] == len(before) - 20 >= 30, told
    desk.issuer("import", table, "--mapping", desk.mapping)
    desk.issuer("mint", "--patience", "2")
    assert records(desk, witness_of) == before, "minting is held until two persons have decided"
    approval = desk.issuer("restore", "--resolve", "revoke")["approval"]
    desk.issuer("mint", "--patience", "2")
    assert records(desk, witness_of) == before, "one person decides nothing"
    desk.issuer("approve", approval, *as_approver())
    wait("not everything is delivered", lambda: desk.issuer("mint", "--patience", "10")["stages"]["delivered"] == 400)
    after = records(desk, witness_of)
    assert after[:len(before)] == before and len(after) == len(before) + 400 - 20
    # Every lost record is revoked, and the desk can say why.
    witness = witness_of(desk.machine.genesis)
    witness.look(desk.machine)
    places = [place for place, leaf in enumerate(witness.leaves) if leaf[0] == 0x82]
    for place in places[20:len(before)]:
        reason = desk.issuer("reason", place)
        assert reason["state"] == "revoked" and "restored" in reason["text"], reason
    for place in places[:20] + places[len(before):]:
        done = desk.machine.deedbox("issuer", "reason", place, "--data", desk.folder, "--json", code=None)
        assert json.loads(done.stderr)["error"]["code"] == "not-found"
    assert desk.issuer("audit")["chain"]["whole"] is True
