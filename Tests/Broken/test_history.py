"""One use of a grant, sent to all nodes at the same instant while they are killed, cut off and without power: one wins."""

import itertools
import random
import signal

import pytest
from conftest import SEED
from history import Operation, is_linearizable
from load import Load
from machine import wait
from network import Network
from pen import Pen
from powercut import Disk, compile_library
from race import Race
from wires import Proxy
from witness import Witness


# The checker, on histories made by hand.

def won(statement, start, end):
    return Operation(statement, start, end, statement)


def lost(statement, start, end, winner):
    return Operation(statement, start, end, winner)


def unknown(statement, start):
    return Operation(statement, start)


@pytest.mark.parametrize("history", [
    [],
    [won("a", 0, 1)],
    [won("a", 0, 1), lost("b", 2, 3, "a")],
    [lost("b", 0, 3, "a"), won("a", 1, 2)],
    [won("a", 0, 9), lost("b", 1, 2, "a"), lost("c", 3, 4, "a")],
    [unknown("a", 0), lost("b", 1, 2, "a")],
    [unknown("a", 0), won("b", 1, 2), lost("c", 3, 4, "b")],
    [unknown("a", 0), unknown("b", 0)],
    [won("a", 0, 1), won("a", 2, 3), lost("b", 0, 3, "a")],
    [unknown("a", 5), lost("b", 0, 9, "a")],
])
def test_the_checker_accepts(history):
    for order in itertools.permutations(history):
        assert is_linearizable(list(order))


@pytest.mark.parametrize("history", [
    [won("a", 0, 1), won("b", 2, 3)],
    [won("a", 0, 9), won("b", 0, 9)],
    [won("a", 0, 1), lost("b", 2, 3, "c")],
    [won("a", 0, 1), lost("b", 2, 3, "a"), lost("c", 2, 3, "b"), unknown("d", 0)],
    # The winner that a loser names had not been tried yet, or never was.
    [lost("b", 0, 1, "a"), won("a", 2, 3)],
    [lost("b", 0, 1, "a")],
    [lost("b", 0, 1, "a"), unknown("a", 2)],
    # The first answer gives it to one, a later one to another.
    [unknown("a", 0), lost("b", 1, 2, "a"), won("c", 3, 4)],
    [unknown("a", 0), unknown("b", 0), lost("c", 0, 5, "a"), lost("d", 0, 5, "b")],
    # Who had it all for himself lost.
    [lost("a", 0, 1, "b"), won("b", 0.5, 2), won("c", 0, 3)],
])
def test_the_checker_refuses(history):
    for order in itertools.permutations(history):
        assert not is_linearizable(list(order))


def test_the_checker_agrees_with_the_definition(dice):
    """Small histories at random, against all orders tried one by one."""
    def by_definition(history):
        answered = [each for each in history if each.winner]
        rest = [each for each in history if not each.winner]
        for count in range(len(rest) + 1):
            for some in itertools.combinations(rest, count):
                for order in itertools.permutations([*answered, *some]):
                    in_time = all(one.start <= other.end for one, other in itertools.combinations(order, 2))
                    first = order[0].statement if order else None
                    if in_time and all(each.winner in (None, first) for each in order):
                        return True
        return False

    counts = {True: 0, False: 0}
    for _ in range(1_000):
        history = []
        for statement in "abcd"[:dice.randrange(1, 5)]:
            start = dice.randrange(6)
            history.append(dice.choice((unknown(statement, start), Operation(
                statement, start, start + dice.randrange(1, 6), dice.choice((statement, "a", "b"))))))
        expected = by_definition(history)
        assert is_linearizable(history) == expected, history
        counts[expected] += 1
    assert min(counts.values()) > 100


# Real nodes.

@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("powercut"))


@pytest.fixture(scope="module")
def network(tmp_path_factory, library):
    """Three nodes with disks that can lose power and links that can be cut."""
    dice = random.Random(f"{SEED}/history")
    network = Network(tmp_path_factory.mktemp("history"), wires=Proxy, keptTimeoutSeconds=2, finalTimeoutSeconds=3)
    try:
        for node in network.nodes:
            node.disk = Disk(library, node.data, node.folder / "side")
            node.environment = node.disk.environment(slow=dice.choice((0, 1_000)))
        network.start()
        network.pen = Pen(network.nodes[0].genesis).register(network.nodes[0])
        network.witness = Witness(network.nodes[0].genesis)
        yield network
    finally:
        network.remove()


def nothing(network, dice):
    network.run_for(0.3)


def killed(network, dice):
    gone = dice.choice((network.proposer(), dice.choice(network.nodes))).kill()
    network.run_for(dice.uniform(0, 1))
    network.start([gone])


def without_power(network, dice):
    gone = dice.sample(network.nodes, dice.choice((1, 3)))
    for node in gone:
        node.process.kill()
    for node in gone:
        node.kill().disk.cut(dice)
    network.start(gone)


def cut_off(network, dice):
    directions = dice.choice((network.wires.between({network.proposer().member}), network.wires.directions,
                              {dice.choice(sorted(network.wires.directions))}))
    network.wires.cut(directions)
    network.run_for(dice.uniform(0.5, 2))
    network.wires.heal()


def frozen(network, dice):
    """The process stands still and goes on as if nothing had been."""
    node = dice.choice((network.proposer(), dice.choice(network.nodes)))
    node.process.send_signal(signal.SIGSTOP)
    network.run_for(dice.uniform(0.2, 2))
    node.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("fault", [nothing, killed, without_power, cut_off, frozen], ids=lambda fault: fault.__name__)
def test_of_statements_for_one_use_one_wins(network, dice, fault, rounds):
    race = Race(network, network.nodes, network.pen, max(10, 2 * rounds))
    with Load(network.nodes[1], network.pen, batch=5, pause=0.05).running(), race.running():
        for number in range(max(1, rounds // 20)):
            wait("the race does not go on", lambda: race.progress > 2 * number or race.surprises)
            fault(network, dice)
    network.linked()
    network.settle()
    race.ask_again(dice.choice(network.nodes), dice)
    network.settle()
    for node in network.nodes:
        network.witness.look(node)
    race.check(network.witness)
    operations = [each for history in race.histories for each in history]
    print(f"\n{fault.__name__}: {len(race.histories)} uses, {len(operations)} tries,"
          f" {sum(each.winner is None for each in operations)} without answer; one winner each")
