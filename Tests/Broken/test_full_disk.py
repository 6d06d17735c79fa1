"""A disk that is full at any write: the node says so and ends, and a start on a disk with space has lost nothing."""

import http.client

import pytest

from full import SmallDisk, compile_shim
from load import Load
from machine import LIMIT, Machine, Refused
from pen import Pen
from statements import Key
from witness import Witness

#: What a node writes to while it takes statements, and how many writes of each the acts below come to, at least.
STORES = {"intake/": 24, "log/segment-": 8, "bundles.index": 2, "index.sqlite": 40, "guard": 16}


@pytest.fixture
def small_disk(tmp_path):
    disk = SmallDisk(tmp_path / "disk", "64m")
    if not disk.is_mounted:
        pytest.skip("a tmpfs takes root to mount")
    yield disk
    disk.remove()


@pytest.fixture
def small(small_disk, tmp_path):
    """A node with its data on a small disk."""
    machine = Machine(tmp_path, data=small_disk.path / "data").found().start()
    machine.pen = Pen(machine.genesis).register(machine)
    yield machine
    machine.kill()


def check_end(machine, store=None):
    """The node ended by itself, and told the file and what to do."""
    assert machine.process.wait(timeout=2 * LIMIT) == 3, machine.log
    said = machine.log
    assert "No space left" in said and "Free space" in said, said
    assert str(machine.data / (store or "")) in said or store and store in said, said


def check_nothing_lost(machine, load, witness, dice):
    load.check(witness.look(machine.start().settle()))
    load.ask_again(dice, 3)
    witness.look(machine)
    for receipt in dice.sample(load.receipts, min(5, len(load.receipts))):
        witness.check_receipt(receipt)


def test_a_full_disk_ends_the_node_and_loses_nothing(small, small_disk, dice, rounds):
    """Under load, with any number of pages left; a start that finds the disk still full refuses, or works on."""
    load, witness = Load(small, small.pen), Witness(small.genesis)
    for number in range(max(4, rounds // 2)):
        small_disk.fill(dice.randrange(48))
        with load.running():
            small.process.wait(timeout=2 * LIMIT)
        check_end(small)
        if number % 4 == 0:
            try:
                small.start().kill()
            except Refused as refusal:
                assert refusal.code == 3 and "Free space" in refusal.said, refusal
        small_disk.release()
        check_nothing_lost(small, load, witness, dice)
    small.stop().verify()
    print(f"\n{number + 1} times full: {load.count('final')} final, {load.count('pending')} accepted, nothing lost")
    assert load.count("final") > 0 and load.count("pending") > 0


@pytest.mark.parametrize("store", STORES)
def test_the_disk_is_full_at_one_write_of_a_store(machine, pen, witness, dice, rounds, store, tmp_path):
    """That write is cut in half and nothing more fits; which one is drawn, the first and the second always are."""
    library = compile_shim(tmp_path)
    if not library:
        pytest.skip("no C compiler for the full disk")
    plan = tmp_path / "full-at"
    load = Load(machine, pen)
    later = range(3, STORES[store] + 1)
    drawn = [1, 2, *dice.sample(later, min(len(later), rounds // 5))]
    machine.stop()
    for at in drawn:
        machine.start(LD_PRELOAD=str(library), FULL_AT=str(plan))
        plan.write_text(f"{at} {store}")
        fill(machine, load)
        check_end(machine, store)
        plan.unlink()
        check_nothing_lost(machine, load, witness, dice)
        machine.stop().verify()
    print(f"\n{len(drawn)} times full in {store}: at the writes {drawn}, nothing lost")


def fill(machine, load):
    """Submits, waiting for a block and not, until the node is gone."""
    try:
        door = machine.door()
        for _ in range(40):
            load.submit(door, [[load.pen.anchor()], load.pen.issue(200)], True)
            load.submit(door, [[load.pen.anchor()]], False)
            load.submit(door, [[load.pen.grant(Key(), 2)]], True)
    except (OSError, http.client.HTTPException):
        pass
