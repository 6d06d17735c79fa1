"""Flipped bits, lost pages, files cut, removed and swapped, on a stopped node and on one that runs.

Whatever was damaged: the node refuses to start and names the file and what to do, or it answers, and every answer is
right or an honest failure. What nothing else can give back is found by `deedbox ledger verify`."""

import contextlib
import random
import re
import shutil

import pytest

import damage
import statements
from conftest import ROUNDS, SEED
from machine import Machine, Refused
from pen import Pen
from witness import Witness

#: Records in the sound ledger: two segments and a bit.
BATCHES, BATCH = 9, 16_000


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A stopped node whose log has three segments, and someone who has read it all."""
    machine = Machine(tmp_path_factory.mktemp("sound")).found().start()
    pen = Pen(machine.genesis).register(machine)
    for _ in range(BATCHES):
        outcome, = machine.send(records := pen.issue(BATCH))
    machine.send([pen.status(outcome["index"] + place, records[place], 3) for place in range(1, 100)])
    for _ in range(20):
        machine.send([pen.anchor() for _ in range(16)])
    witness = Witness(machine.genesis).look(machine)
    machine.stop().verify()
    machine.pen, machine.witness = pen, witness
    return machine


@pytest.fixture
def copy(sound, tmp_path):
    """The same ledger in a folder that may be damaged."""
    copy = Machine(tmp_path, data=tmp_path / "data")
    copy.genesis_file, copy.keys = sound.genesis_file, sound.keys
    shutil.copytree(sound.data, copy.data)
    yield copy
    copy.kill()


def trials():
    """Kinds of damage, each to a file drawn anew."""
    dice = random.Random(f"{SEED}/damage")
    kinds = {damage.flip: 16, damage.zero: 6, damage.cut: 6, damage.lengthen: 4}
    for kind, count in kinds.items():
        for number in range(count * ROUNDS // 20):
            yield pytest.param(kind, None, dice.random(), id=f"{kind.__name__}-{number}")
    for kind in (damage.empty, damage.remove):
        for name in NAMES:
            yield pytest.param(kind, name, dice.random(), id=f"{kind.__name__}-{name}")


NAMES = ["guard", "index.sqlite", "genesis.cbor", "log/bundles.index", "log/segment-00000000.leaves",
         "log/segment-00000001.leaves", "log/segment-00000002.leaves", "intake"]


def find(data, name):
    """A stored file; of the journal there is one, whatever its number."""
    if name == "intake":
        return next((data / "intake").iterdir())
    return data / name


def check_refusal(said, name):
    """Names the file (of a journal that is gone, its folder), and says what to do."""
    named = "intake" if name.startswith("intake/") else name.split("/")[-1]
    assert named in said and re.search("Run|Put|Give|Restore|Check|have the other members", said, re.I), (
        f"{name} was damaged; this was said: {said}")


def check_answers(machine, witness):
    """Everything that can be read is what was there before, or an honest failure; how many failures there were."""
    failures = 0
    with contextlib.closing(machine.door()) as door:
        for number in range(len(witness.leaves) // 256):
            expected = statements.framed(witness.leaves[256 * number:256 * number + 256])
            for path, body in [(f"/tile/entries/{number:03d}", expected),
                               (f"/tile/0/{number:03d}", witness.hashes(256 * number, 256))]:
                status, answer = door.get(path)
                if status != 200:
                    assert status in (500, 503) and b"storage-failed" in answer, (path, status, answer)
                    failures += 1
                else:
                    assert answer == body, f"{path} is not what it was"
    return failures


@pytest.mark.parametrize("kind, name, chance", trials())
def test_damage_is_noticed(sound, copy, kind, name, chance):
    dice = random.Random(chance)
    name = name or dice.choice([n for n in damage.files(copy.data) if n != "lock" and (copy.data / n).stat().st_size])
    path = find(copy.data, name)
    name = str(path.relative_to(copy.data))
    what = kind(path, dice)
    print(f"\n{name}: {what}", end=" ")
    audit = copy.verify(code=None)
    if name.startswith("log/segment-") and what:
        assert audit.returncode == 1, f"{name}: {what}, and the audit says {audit.stdout}"
        check_refusal(audit.stderr, name)
    try:
        copy.start()
    except Refused as refusal:
        print("refused", end=" ")
        assert refusal.code == 3, refusal
        check_refusal(refusal.said, name)
        if not damage.is_truth(name):
            check_rebuilding(copy, sound, name)
        return
    failures = check_answers(copy, sound.witness)
    print(f"answers, {failures} failures", end=" ")
    if failures:
        assert name.split("/")[-1] in copy.log
        copy.stop()
    else:
        copy.send([sound.pen.anchor()])
        copy.stop()
    if not damage.is_truth(name):
        check_rebuilding(copy, sound, name)


def check_rebuilding(copy, sound, name):
    """An index is cured without anybody's help but that of the command; then all is as it was."""
    audit = copy.verify(code=None)
    if audit.returncode:
        check_refusal(audit.stderr, name)
        copy.verify("--rebuild-index")
    copy.verify()
    copy.start()
    assert check_answers(copy, sound.witness) == 0
