"""Several real nodes of one ledger, each of which can be killed and started again."""

import json
import os
import socket
import time

from machine import LIMIT, ROOT, Machine, wait
from wires import Namespaces, Proxy


class Peer(Machine):
    """A node of a network: its folder, its keys, its place in the genesis."""

    def __init__(self, folder, member, genesis_file):
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self.member, self.genesis_file = member, genesis_file
        #: What stands before the program, so that it runs elsewhere.
        self.prefix = []

    @property
    def command(self):
        return [*self.prefix, os.environ["DEEDBOX"], "node", "run", *map(str, self.place),
                "--keys", str(self.keys / self.member), "--member", self.member, "--json", *self.settings]

    def status(self):
        return self.get_json("/status")

    def checkpoint(self):
        """Origin, size and root; the signatures below them may be those of another quorum."""
        return self.get("/checkpoint")[1].split(b"\n\n")[0]

    def is_linked(self):
        status = self.status()
        return status["height"] > 0 and all(peer["isConnected"] for peer in status["peers"])


class Network:
    """All nodes of a network from network/, on free ports."""

    def __init__(self, folder, name="three", heartbeat=2_000, wires=None, **settings):
        readable = json.loads((ROOT / f"network/{name}/genesis.json").read_text())
        readable["created"] = "2026-01-01T00:00:00Z"
        readable["parameters"] |= {"heartbeat": heartbeat}
        (folder / "genesis.json").write_text(json.dumps(readable))
        members = [validator["member"] for validator in readable["validators"]]
        self.nodes = [Peer(folder / member, member, folder / "genesis.cbor") for member in members]
        first = self.nodes[0]
        first.deedbox("genesis", "create", folder / "genesis.json", "--out", first.genesis_file)
        for node in self.nodes:
            node.deedbox("key", "sample", "--all", "--nodes", len(members), "--out", node.keys)
            node.deedbox("node", "init", *node.place)
        self.connect(wires, settings)

    def connect(self, wires, settings):
        """Gives all nodes addresses: of the loopback, or of what `wires` puts between them."""
        members = [node.member for node in self.nodes]
        ports = iter(free_ports(2 * len(members) + len(members) ** 2))
        self.wires = None
        if wires is Namespaces:
            self.wires = Namespaces(members)
        hosts = {member: self.wires.address(member) if self.wires else "127.0.0.1" for member in members}
        self.links = {member: f"{hosts[member]}:{next(ports)}" for member in members}
        if wires is Proxy:
            self.wires = Proxy(members, self.links, ports)
        for node in self.nodes:
            peers = self.wires.seen_by(node.member, self.links) if self.wires else self.links
            node.prefix = self.wires.prefix(node.member) if self.wires else []
            node.configure(host=hosts[node.member], port=next(ports), listen=self.links[node.member], peers=peers,
                           **settings)

    def start(self, nodes=None):
        """Starts nodes, and waits until every node that runs is linked with all others that do."""
        for node in nodes or self.nodes:
            node.launch()
        for node in nodes or self.nodes:
            node.answers()
        return self.linked()

    def linked(self):
        """Waits until all nodes are linked, if all run."""
        if len(self.running) == len(self.nodes):
            wait("the nodes are not linked", lambda: all(node.is_linked() for node in self.nodes))
        return self

    @property
    def running(self):
        return [node for node in self.nodes if node.is_running]

    def kill(self):
        for node in self.nodes:
            if node.is_running:
                node.process.kill()
        for node in self.nodes:
            node.kill()
        return self

    def remove(self):
        """The end: no process and no wire is left."""
        self.kill()
        if self.wires:
            self.wires.remove()

    def proposer(self):
        """The node whose turn it is, as another one sees it."""
        member = self.running[0].status()["round"]["proposer"]
        return next(node for node in self.nodes if node.member == member)

    def height(self):
        return max(node.status()["height"] for node in self.running)

    def settle(self):
        """Waits until nothing waits for a block and all that run have one checkpoint; gives it."""
        def agreed():
            states = [node.status() for node in self.running]
            checkpoints = {node.checkpoint() for node in self.running}
            idle = all(state["waiting"]["statements"] == 0 for state in states)
            return len(checkpoints) == 1 and idle and checkpoints
        checkpoint, = wait("the nodes have not one checkpoint", agreed, limit=2 * LIMIT)
        return checkpoint

    def grows(self):
        """Waits until a new block is final."""
        height = self.height()
        wait("no block", lambda: self.height() > height)
        return self

    def run_for(self, seconds):
        time.sleep(seconds)
        return self


def free_ports(count):
    """Ports of the loopback that nobody has now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
