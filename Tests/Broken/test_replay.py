"""The requests of twenty banks replayed through three nodes, two of which are killed meanwhile: every answer is as the rules say, and
the log counts each grant as often as it allowed."""

import os
import re
import subprocess

from conftest import SEED
from machine import Machine, wait
from network import Network

REQUESTS = 4_000


def test_a_replay_counts_each_use(tmp_path, dice):
    network = Network(tmp_path, keptTimeoutSeconds=2, finalTimeoutSeconds=5)
    try:
        network.start()
        process = replay(network)
        wait("the banks have not declared their scenes", lambda: is_ready(network) or process.poll() is not None, limit=60)
        # The banks have worked for some blocks; then nodes go, one after the other.
        for node in dice.sample(network.nodes, 2):
            before = network.height()
            wait("the replay does not go on", lambda: process.poll() is not None or network.height() > before + 4)
            assert process.poll() is None, "the replay ended before anything was broken"
            node.kill()
            network.run_for(dice.uniform(0, 1))
            network.start([node])
        said, errors = process.communicate(timeout=300)
        assert process.returncode == 0, said + errors
        print("\n" + said)
        count = {name: int(re.search(rf"{name} +(\d+)", said)[1]) for name in (
            "replay:", "granted", "refused", "withdrawn", "uses counted", "uses beyond", "sent again")}
        assert count["replay:"] == count["granted"] + count["refused"] == count["uses beyond"] == REQUESTS
        assert min(count.values()) > 0 and count["uses counted"] > count["granted"] - count["withdrawn"]
        # All nodes hold that log.
        network.linked()
        network.settle()
    finally:
        network.remove()


def is_ready(network):
    """All scenes are there, at every node: what follows are grants and uses."""
    return all(len(node.get_json("/scenes")["scenes"]) == 31 for node in network.nodes)


def replay(network):
    nodes = [word for node in network.nodes for word in ("--node", node.url)]
    process = subprocess.Popen(
        [os.environ["DEEDBOX"], "bench", "replay", "--requests", str(REQUESTS), "--seed", str(SEED), *nodes],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"LANG": "C.UTF-8"})
    Machine.launched.append(process)
    return process
