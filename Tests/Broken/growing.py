"""A network of three whose validators change while it runs."""

import json

from epochs import Walk
from machine import wait
from network import Network, Peer, free_ports
from statements import EDDSA, PublicKey
from verify_receipt import read_note


class Growing(Network):
    """A network whose governance seats and removes validators, by the commands that institutions use."""

    def __init__(self, folder, **settings):
        super().__init__(folder, "three", heartbeat=1_000, **settings)
        self.folder, self.first, self.given = folder, self.nodes[0], settings

    @property
    def trust(self):
        return ["--trust", self.first.genesis_file]

    def governors(self, *numbers):
        return [word for n in numbers for word in ("--governance-key", self.first.keys / f"governance-{n}.key")]

    def newcomer(self, member, folder):
        """A node with keys of its own, and an empty folder; its peers need to know nothing of it."""
        node = Peer(self.folder / folder, member, self.first.genesis_file)
        made = json.loads(node.deedbox("key", "node", "--out", node.keys / member, "--json").stdout)
        node.link_key = "ES256:" + made["keys"]["link"]
        node.release_key = PublicKey(EDDSA, bytes.fromhex(made["keys"]["release"]))
        node.deedbox("node", "init", *node.place)
        http, link = free_ports(2)
        node.configure(port=http, listen=f"127.0.0.1:{link}", peers=self.links, **self.given)
        self.links = self.links | {member: f"127.0.0.1:{link}"}
        return node

    def let_in(self, verb, node):
        """The member's entry names the newcomer's link key: it may follow."""
        path = self.folder / f"{node.folder.name}.members.json"
        path.write_text(json.dumps({"format": "deedbox-members/1", "members": [{
            "id": node.member, "name": {"zh": "示例节点", "en": "Sample node"}, "roles": ["operator"], "creditCode": "",
            "keys": [{"key": node.link_key, "from": "2026-01-01T00:00:00Z", "until": None}]}]}))
        self.first.deedbox("member", verb, path, "--node", self.first.url, *self.trust, *self.governors(1, 2, 3))

    def follow(self, node):
        """Starts a newcomer, and waits until it is as far as the others were; `node run` says that it only observes."""
        target = self.first.status()["height"]
        node.settings = (*node.settings, "--observe")
        node.start()
        wait("the newcomer does not catch up", lambda: node.status()["height"] >= target)
        assert node.status()["round"]["step"] == "following" or node.status()["round"]["step"].startswith("catching up")
        return node

    def change(self, *words):
        """One governor drafts and signs, another signs on its own machine, anybody sends it."""
        draft, signed = (self.folder / f"{len(list(self.folder.glob('*.acts')))}-{kind}.acts" for kind in ("1", "2"))
        node, epoch = ["--node", self.first.url, *self.trust], self.first.status()["epoch"]
        self.first.deedbox("validators", "change", *words, *self.governors(1), "--out", draft, *node)
        self.first.deedbox("governance", "sign", draft, *self.trust, *self.governors(2), "--out", signed)
        self.first.deedbox("governance", "submit", signed, *node)
        coming = self.first.get_json("/governance").get("coming")
        wait("the change does not come into force", lambda: self.first.status()["epoch"] == epoch + 1)
        return coming

    def ready(self, node):
        """What the newcomer hands over, by its own node's word."""
        path = node.folder / "ready.json"
        node.deedbox("validators", "ready", "--keys", node.keys / node.member, "--member", node.member, "--name-zh",
                     "示例节点", "--name-en", "Sample node", "--node", node.url, *self.trust, "--out", path)
        return path

    def walk(self, node=None):
        return Walk.read((node or self.first).get("/epochs")[1], self.first.genesis)

    def cosigned_by(self, member):
        """True once that validator's signature stands below the newest checkpoint, in the set of its time."""
        note, walk = read_note(self.first.get("/checkpoint")[1]), self.walk()
        size, _, cosigners = walk.final(note)
        return size > walk.past[-1][0] and any(name.startswith(member + ".") for name in cosigners)
