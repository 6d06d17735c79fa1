"""A network of three under load takes a fourth validator, gives one of them new keys, and lets one go; nobody is restarted."""

import json

import pytest
from epochs import Walk
from load import Load
from machine import wait
from network import Network, Peer, free_ports
from pen import Pen
from verify_receipt import read_note, verify


class Growing(Network):
    """A network whose governance seats and removes validators, by the commands that institutions use."""

    def __init__(self, folder):
        super().__init__(folder, "three", heartbeat=1_000)
        self.folder, self.first = folder, self.nodes[0]

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
        node.deedbox("node", "init", *node.place)
        http, link = free_ports(2)
        node.configure(port=http, listen=f"127.0.0.1:{link}", peers=self.links)
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


@pytest.fixture
def growing(tmp_path):
    network = Growing(tmp_path)
    yield network
    network.remove()


def test_a_running_network_grows_replaces_and_shrinks(growing):
    growing.start()
    first, second, third = growing.nodes
    pen = Pen(first.genesis).register(first)
    load = Load(first, pen, batch=10, pause=0.1)
    with load.running():
        fourth = growing.newcomer("node-4", "node-4")
        growing.let_in("register", fourth)
        growing.nodes.append(growing.follow(fourth))
        coming = growing.change("--seat", growing.ready(fourth), "--fault-model", "byzantine")
        assert coming is None or coming["validators"] == ["node-1", "node-2", "node-3", "node-4"]
        wait("node-4 does not cosign", lambda: growing.cosigned_by("node-4"))
        assert all(node.status()["quorum"] == {"validators": 4, "liars": 1, "count": 3} for node in growing.nodes)

        # node-2 goes on with the keys of another machine: the new process follows beside the old one, and takes over.
        other = growing.newcomer("node-2", "node-2-new")
        growing.let_in("update", other)
        growing.follow(other)
        growing.change("--seat", growing.ready(other))
        growing.nodes[1] = other
        wait("the new keys do not cosign", lambda: growing.cosigned_by("node-2"))
        wait("the old keys are not let go", lambda: {"link-released", "link-certificate-refused"} & {
            peer["lastEnd"]["code"] for peer in second.status()["peers"] if "lastEnd" in peer})
        second.kill()

        # One step that would be unsafe is explained before anybody signs it.
        refused = first.deedbox("validators", "change", "--remove", "node-3", "--fault-model", "crash", "--node", first.url,
                                *growing.trust, *growing.governors(1, 2), code=1)
        assert "--accept-downgrade" in refused.stderr
        growing.change("--remove", "node-3", "--fault-model", "crash", "--accept-downgrade")
        height = first.status()["height"]
        wait("node-3 does not follow", lambda: third.status()["height"] > height)
        wait("node-3 does not only follow", lambda: third.status()["round"]["step"] == "following")
        assert not growing.cosigned_by("node-3")
        assert {peer["member"]: peer["standing"] for peer in first.status()["peers"]} == {
            "node-2": "validator", "node-4": "validator", "node-3": "observer"}
    govern_anew(growing, pen)
    growing.settle()
    check(growing, load, [first, other, third, fourth])


def govern_anew(growing, pen):
    """Other governors; their act is proven to be theirs by the step, and that of the old ones to be the old ones'."""
    first, keys = growing.first, [f"Ed25519:{key.public.data.hex()}" for key in pen.governors[1:]]
    path = growing.folder / "change.json"
    path.write_text(json.dumps({"format": "deedbox-change/1", "governance": {"threshold": 1, "keys": keys}}))
    first.deedbox("governance", "change", path, "--node", first.url, *growing.trust, *growing.governors(1, 2, 3))
    wait("the governors stay", lambda: first.get_json("/governance")["threshold"] == 1)
    path.write_text(json.dumps({"format": "deedbox-members/1", "members": [{
        "id": "late", "name": {"zh": "示例机构", "en": "Sample"}, "roles": ["regulator"], "creditCode": "", "keys": []}]}))
    done = first.deedbox("member", "register", path, "--without-keys", "--node", first.url, *growing.trust,
                         *growing.governors(2), "--json")
    growing.governed = [0, json.loads(done.stdout)["members"][0]["index"]]


def check(growing, load, nodes):
    """One log on all; every answer of success stands in it, and every receipt proves it by the set of its time."""
    walks = [growing.walk(node) for node in nodes]
    assert {walk.number for walk in walks} == {4} and walks[0].governance[0] == 1
    assert load.count("final") > 20
    for promise in load.promises:
        if promise.answer == "pending":
            assert nodes[-1].get_json(f"/statements/{promise.id}")["state"] == "final"
    epochs = {}
    for receipt in load.receipts:
        verdict = verify(receipt, walks[0])
        epochs.setdefault(sum(verdict["size"] > end for end, _ in walks[0].past), []).append(receipt)
    assert set(epochs) == {0, 1, 2, 3}, f"receipts of the epochs {sorted(epochs)}"
    path, proof = growing.folder / "one.receipt", growing.folder / "epochs.cbor"
    proof.write_bytes(growing.first.get("/epochs")[1])
    governed = [growing.first.get(f"/receipts/{index}")[1] for index in growing.governed]
    for receipt in [*governed, *(receipt for receipts in epochs.values() for receipt in (receipts[0], receipts[-1]))]:
        path.write_bytes(receipt)
        growing.first.deedbox("verify", path, *growing.trust, "--epochs", proof)
