"""Two processes on one folder, and folders put back from a copy: what a node can notice alone, and what only others can."""

import json
import shutil

import pytest

from machine import ROOT, Machine, Refused
from witness import Witness


def twin(machine):
    """A second process on the same folder."""
    twin = Machine(machine.folder)
    twin.log_file = machine.folder / "twin.log"
    return twin


def keep(machine, name, folder):
    """Copies a stored file or folder to `folder`."""
    source, target = machine.data / name, folder / "kept" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def put_back(machine, name, folder):
    target = machine.data / name
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    source = folder / "kept" / name
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def test_a_second_process_on_the_same_folder_is_refused(machine, pen):
    second = twin(machine)
    with pytest.raises(Refused) as refusal:
        second.start()
    assert refusal.value.code == 3 and f"process {machine.process.pid}" in refusal.value.said, refusal.value
    machine.send([pen.anchor()])
    assert machine.is_healthy()


def test_an_audit_beside_a_running_node_could_not_check(machine, pen):
    """It says neither yes nor no."""
    said = machine.verify(code=3).stderr
    assert f"process {machine.process.pid}" in said
    machine.send([pen.anchor()])


def found_with_own_keys(folder):
    """A network of one whose keys are not sample keys."""
    machine = Machine(folder)
    validator, governance = (
        json.loads(machine.deedbox("key", "node", "--out", folder / "keys" / name, "--json").stdout)["keys"]
        for name in ("node-1", "governance"))
    readable = json.loads((ROOT / "genesis/sample/genesis.json").read_text())
    readable |= {"name": "copies.deedbox.example", "created": "2026-01-01T00:00:00Z", "sample": False}
    readable["validators"][0]["keys"] = validator
    readable["governance"] = {"threshold": 1, "keys": ["Ed25519:" + governance["log"]]}
    (folder / "genesis.json").write_text(json.dumps(readable))
    machine.deedbox("genesis", "create", folder / "genesis.json", "--out", machine.genesis_file)
    machine.deedbox("node", "init", *machine.place)
    return machine


def test_a_copy_of_the_folder_does_not_run_beside_the_first(tmp_path):
    first = found_with_own_keys(tmp_path)
    shutil.copytree(first.data, tmp_path / "copy/data")
    second = Machine(tmp_path, data=tmp_path / "copy/data")
    second.log_file = tmp_path / "copy/node.log"
    first.start()
    try:
        with pytest.raises(Refused) as refusal:
            second.start()
        assert refusal.value.code == 3 and "another process on this machine signs" in refusal.value.said, refusal.value
        # However the first ends, nothing of its right is left.
        first.kill()
        second.start().stop()
    finally:
        first.kill()
        second.kill()


def test_a_killed_process_leaves_no_lock_behind(machine, pen):
    machine.kill().start()
    machine.send([pen.anchor()])


def test_a_data_folder_is_never_made_by_accident_nor_over_another(machine):
    machine.deedbox("node", "init", *machine.place, code=3)
    empty = Machine(machine.folder, data=machine.folder / "elsewhere")
    with pytest.raises(Refused):
        empty.start()
    assert not empty.data.exists()


def test_an_older_log_below_a_newer_guard_is_refused(machine, pen, witness, tmp_path):
    machine.stop()
    keep(machine, "log", tmp_path)
    keep(machine, "index.sqlite", tmp_path)
    machine.start().send([pen.anchor()])
    machine.stop()
    put_back(machine, "log", tmp_path)
    put_back(machine, "index.sqlite", tmp_path)
    with pytest.raises(Refused) as refusal:
        machine.start()
    assert refusal.value.code == 3 and "has signed a log of" in refusal.value.said, refusal.value
    assert "has signed a log of" in machine.verify(code=1).stderr


def test_an_older_guard_beside_a_newer_log_signs_the_same_history(machine, pen, witness, tmp_path):
    """The log still holds all that was signed: the node goes on with it, and nobody sees two histories."""
    machine.stop()
    keep(machine, "guard", tmp_path)
    machine.start().send([pen.anchor()])
    witness.look(machine)
    machine.stop()
    put_back(machine, "guard", tmp_path)
    machine.start().send([pen.anchor()])
    witness.look(machine)
    machine.stop().verify()


def test_a_stored_block_is_not_signed_before_the_journal_is_found_sound(machine, pen, tmp_path):
    """The guard lags behind the log, as after a kill between the two; while the journal is missing it stays so."""
    machine.stop()
    keep(machine, "guard", tmp_path)
    machine.start().send([pen.anchor()])
    machine.stop()
    put_back(machine, "guard", tmp_path)
    journal, = (machine.data / "intake").iterdir()
    journal.unlink()
    before = (machine.data / "guard").read_bytes()
    with pytest.raises(Refused) as refusal:
        machine.start()
    assert "intake" in refusal.value.said and "--salvage-intake" in refusal.value.said, refusal.value
    assert (machine.data / "guard").read_bytes() == before, "something was signed"
    machine.verify("--salvage-intake")
    machine.start().send([pen.anchor()])
    assert (machine.data / "guard").read_bytes() != before


def test_a_whole_folder_put_back_is_noticed_by_others_only(machine, pen, witness, tmp_path):
    """Log and guard of one moment agree with each other. Whoever saw the newer log sees that this one is another."""
    machine.stop()
    shutil.copytree(machine.data, tmp_path / "kept")
    machine.start().send([pen.anchor()])
    witness.look(machine)
    machine.stop()
    shutil.rmtree(machine.data)
    (tmp_path / "kept").rename(machine.data)
    machine.start()
    stranger = Witness(machine.genesis).look(machine)
    assert stranger.tree.size < witness.tree.size
    for _ in range(5):
        machine.send([pen.anchor()])
    stranger.look(machine)
    with pytest.raises(AssertionError, match="not those served before"):
        witness.look(machine)


def test_a_journal_put_back_brings_no_statement_twice(machine, pen, witness, tmp_path):
    leaves = [pen.anchor() for _ in range(50)]
    machine.post(leaves, waits=False)
    machine.settle().kill()
    keep(machine, "intake", tmp_path)
    machine.start()
    for _ in range(3):
        machine.send([pen.anchor()])
    witness.look(machine)
    machine.kill()
    put_back(machine, "intake", tmp_path)
    machine.start().settle()
    machine.send(leaves)
    witness.look(machine)
    machine.stop().verify()


def test_a_last_block_that_was_stored_in_part_is_made_anew(machine, pen, witness, tmp_path):
    """The power went before the block was signed, and a sector with the end of its seal is lost: the form is whole."""
    machine.stop()
    for name in ("guard", "index.sqlite", "intake"):
        keep(machine, name, tmp_path)
    machine.start()
    seal = machine.get_json("/status")["size"]
    machine.send([pen.anchor()])
    machine.stop()
    for name in ("guard", "index.sqlite", "intake"):
        put_back(machine, name, tmp_path)
    segment = max((machine.data / "log").glob("segment-*.leaves"))
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-9] + bytes(9))
    machine.start()
    assert "of a block that is not final here" in machine.log and "evidenceRoot" in machine.log
    assert machine.get_json("/status")["size"] == seal
    machine.send([pen.anchor()])
    witness.look(machine)
    machine.stop().verify()
    # The same damage to a block that was signed stays one.
    segment.write_bytes(segment.read_bytes()[:-9] + bytes(9))
    with pytest.raises(Refused) as refusal:
        machine.start()
    assert refusal.value.code == 3, refusal.value
