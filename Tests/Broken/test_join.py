"""A network of three under load takes a fourth validator, gives one of them new keys, and lets one go; nobody is restarted."""

import json

import pytest
from growing import Growing
from load import Load
from machine import wait
from pen import Pen
from verify_receipt import verify


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
