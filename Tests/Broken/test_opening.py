"""A counted release from end to end on three nodes: dealt, kept, granted, used, freed, opened, and every check of it says yes; and the
same while a node is away, and while one is killed."""

import os
import re
import subprocess

import pytest
from machine import Machine, wait
from network import Network


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    network = Network(tmp_path_factory.mktemp("opening"), strongroomReserveBytes=0)
    try:
        yield network.start()
    finally:
        network.remove()


def words(network, count, in_flight):
    nodes = [word for node in network.nodes for word in ("--node", node.url)]
    return ["bench", "opening", "--count", str(count), "--in-flight", str(in_flight), *nodes]


def check(said, count):
    """The command fails at the first verdict that is not yes: what it prints at the end was all verified."""
    assert re.search(rf"opening: {count} grants", said), said
    print("\n" + said)


def test_all_nodes_there(network):
    check(network.nodes[0].deedbox(*words(network, 20, 4)).stdout, 20)


def test_a_node_away_is_dealt_to_and_not_needed(network, dice):
    """Its key of the week is known to the others since the first grants."""
    gone = dice.choice(network.nodes).kill()
    other = next(node for node in network.nodes if node is not gone)
    check(other.deedbox(*words(network, 10, 2)).stdout, 10)
    network.start([gone])


def test_a_node_killed_on_the_way(network, dice):
    process = subprocess.Popen(
        [os.environ["DEEDBOX"], *words(network, 150, 4)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"LANG": "C.UTF-8"})
    Machine.launched.append(process)
    before = network.height()
    wait("no grants come", lambda: process.poll() is not None or network.height() > before + 10)
    assert process.poll() is None, "it ended before anything was broken"
    # Commands ask the first node first: it is one of the others that goes.
    gone = dice.choice(network.nodes[1:]).kill()
    said, errors = process.communicate(timeout=300)
    assert process.returncode == 0, said + errors
    check(said, 150)
    network.start([gone]).settle()
