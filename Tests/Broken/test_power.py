"""The power goes: unsynced writes are lost in any part, the last is torn, entries of folders vanish. Nothing promised is."""

import contextlib

import pytest
from load import Load
from machine import Refused
from network import Network
from oracle import Oracle
from pen import Pen
from powercut import Disk, compile_library
from witness import Witness


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("powercut"))


def on_disk(machine, library, dice):
    """The node's disk; from its next start on, what it writes can be lost."""
    machine.disk = Disk(library, machine.data, machine.folder / "side")
    machine.environment = machine.disk.environment(slow=dice.choice((0, 300, 3_000)))
    machine.oracle = Oracle()
    return machine


def cut(machine, dice, ends):
    """The power is gone, whatever the process was doing."""
    machine.kill()
    machine.oracle.read(machine.disk)
    end = machine.disk.cut(dice)
    ends[end] = ends.get(end, 0) + 1
    machine.environment = machine.disk.environment(slow=dice.choice((0, 300, 3_000)))


def power_on(nodes):
    """Starts nodes at once; one that asks for a step of its operator gets it."""
    for node in nodes:
        node.launch()
    for node in nodes:
        try:
            node.answers()
        except Refused as refused:
            assert "--rebuild-index" in refused.said, refused
            node.verify("--rebuild-index")
            node.disk.mended += 1
            node.start()


def at_a_change(machine, dice, ends):
    """Begins to start, and loses power before one of the first changes that the start makes."""
    machine.launch(POWERCUT_AT=str(dice.randrange(1, 25))).run_for(dice.uniform(0.2, 1))
    cut(machine, dice, ends)


def test_one_node_keeps_its_promises(machine, pen, witness, dice, rounds, library):
    load, ends = Load(machine, pen), {}
    on_disk(machine.stop(), library, dice).start()
    for _ in range(max(2, rounds * 3 // 4)):
        with load.running():
            machine.run_for(dice.uniform(0.05, 0.6))
            cut(machine, dice, ends)
        if dice.random() < 0.3:
            at_a_change(machine, dice, ends)
        power_on([machine])
        load.check(witness.look(machine.settle()))
        load.ask_again(dice, 2)
        witness.look(machine)
        for receipt in dice.sample(load.receipts, min(5, len(load.receipts))):
            witness.check_receipt(receipt)
    machine.stop().verify()
    disk = machine.disk
    print(f"\n{sum(ends.values())} times without power ({ends}): {load.count('final')} final, {load.count('pending')}"
          f" accepted; {disk.lost} sectors of {disk.writes} writes and {disk.entries} names lost;"
          f" {disk.mended} times a step of the operator was asked for")
    assert load.count("final") > 0 and load.count("pending") > 0 and disk.lost > 0


@pytest.mark.parametrize("deaf, lost", [("intake", "was answered, and the log lacks|leaves, and had"),
                                        ("log/", "leaves|does not follow|signed|ends too early")])
def test_a_sync_that_does_nothing_is_found_out(machine, pen, dice, library, deaf, lost):
    """The test of the test: with a disk that lies about one store, a promise is broken or the node sees it."""
    on_disk(machine.stop(), library, dice)
    witness, load = Witness(machine.genesis), Load(machine, pen)
    machine.environment = machine.disk.environment(deaf=deaf, slow=20_000)
    machine.start()
    with pytest.raises((AssertionError, Refused), match=lost):
        for _ in range(10):
            with load.running():
                machine.run_for(0.3).kill()
                machine.disk.cut(dice, "none")
            load.check(witness.look(machine.start().settle()))
    machine.kill()


# Several nodes.

@pytest.fixture
def network(tmp_path, library, dice):
    """Three nodes, registered members, and from then on disks that can lose power."""
    network = Network(tmp_path, keptTimeoutSeconds=2).start()
    network.pen = Pen(network.nodes[0].genesis).register(network.nodes[0])
    network.settle()
    network.kill()
    for node in network.nodes:
        on_disk(node, library, dice)
    yield network.start()
    network.kill()


def test_three_nodes_keep_one_ledger(network, dice, rounds):
    """One of them, two, or all at once, under load on all; now and then one loses power again while it starts."""
    witness, loads, ends, counts = Witness(network.nodes[0].genesis), [], {}, {1: 0, 2: 0, 3: 0}
    for number in range(max(3, rounds * 2 // 5)):
        gone = dice.sample(network.nodes, 3 if number % 3 == 0 else dice.choice((1, 1, 2)))
        with contextlib.ExitStack() as stack:
            loads += [stack.enter_context(Load(node, network.pen, batch=20).running()) for node in network.nodes]
            network.run_for(dice.uniform(0.1, 0.7))
            kill(gone)
            if len(gone) == 1 and dice.random() < 0.5:
                network.grows()
        for node in gone:
            cut(node, dice, ends)
            if dice.random() < 0.2:
                at_a_change(node, dice, ends)
        counts[len(gone)] += 1
        power_on(gone)
        network.settle()
        for node in network.nodes:
            load_is_kept(loads, witness.look(node))
        network.linked()
    for node in network.nodes:
        node.stop().verify()
    final = sum(load.count("final") for load in loads)
    print(f"\n{sum(ends.values())} times without power in {sum(counts.values())} rounds, {counts[3]} of all nodes at once"
          f" ({ends}): {final} final, {sum(load.count('pending') for load in loads)} accepted;"
          f" {sum(node.oracle.votes for node in network.nodes)} votes and"
          f" {sum(node.oracle.cosignatures for node in network.nodes)} cosignatures, none signed twice;"
          f" {sum(node.disk.mended for node in network.nodes)} times a step of the operator was asked for")
    assert final > 0 and all(node.oracle.cosignatures > 0 for node in network.nodes)


def kill(nodes):
    """At one moment, as near as it gets."""
    for node in nodes:
        node.process.kill()
    for node in nodes:
        node.kill()
    return nodes


def load_is_kept(loads, witness):
    for load in loads:
        load.check(witness)
