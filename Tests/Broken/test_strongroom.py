"""The strongroom of three nodes: what is acknowledged is kept, whatever falls out, and the ledger does not wait for it."""

import json
import threading
import time

import pytest

from full import SmallDisk
from machine import ROOT, wait
from network import Network
from pen import Pen
from sealed import Batch, ask, bodies, listed, put, signers
from statements import Key

RELEASE = {validator["member"]: bytes.fromhex(validator["keys"]["release"])
           for validator in json.loads((ROOT / "network/three/genesis.json").read_text())["validators"]}
#: One member may have eight bodies, or a hundred: the first network has the small quota.
SMALL = {"strongroomMemberEntries": 8}


def three(tmp_path, **settings):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomCompareSeconds=1, strongroomReserveBytes=0, **settings)
    return network.start()


@pytest.fixture
def network(tmp_path):
    network = three(tmp_path)
    yield network
    network.kill()


@pytest.fixture
def pen(network):
    return Pen(network.nodes[0].genesis).register(network.nodes[0])


def holds(node, batch, gone=()):
    """True when a node gives every body of a batch but those."""
    expected = {tag: body for tag, body in zip(batch.tags, batch.bodies) if tag not in gone}
    return bodies(node, batch.tags) == expected


def settle_rooms(network):
    wait("the strongrooms differ", lambda: len({frozenset(listed(node)) for node in network.running}) == 1)


def check_kept(answer, pen, status, at_least=2):
    assert status == 200, answer
    assert len(signers(answer, pen.origin, RELEASE)) >= at_least


def test_a_put_is_acknowledged_by_two_and_comes_to_the_third_when_it_is_back(network, pen):
    first, second, third = network.nodes
    third.kill()
    batches = [Batch(), Batch(count=50, size=3_000), Batch(count=3, size=1 << 20)]
    for batch, node in zip(batches, [first, second, first]):
        status, answer = put(node, batch, pen)
        check_kept(answer, pen, status)
    for batch in batches:
        assert holds(first, batch) and holds(second, batch)
        assert {entry[0] for entry in batch.entries} <= set(listed(second))
    second.kill()
    lonely = Batch()
    framed = lonely.framed(pen)
    status, answer = put(first, lonely, pen, framed)
    assert (status, answer["code"]) == (503, "strongroom-not-kept"), answer
    network.start([second, third])
    for batch in [*batches, lonely]:
        wait("the third lacks a batch", lambda: holds(third, batch))
    status, answer = put(third, lonely, pen, framed)
    check_kept(answer, pen, status)
    wait("a put still waits", lambda: first.status()["strongroom"]["waiting"] == 0)


def test_what_is_erased_is_gone_on_all_nodes_also_on_one_that_was_away(network, pen):
    first, second, third = network.nodes
    batch, other = Batch(count=6), Batch(count=40)
    for each in [batch, other]:
        check_kept(put(first, each, pen)[1], pen, 200)
    wait("the third lacks a batch", lambda: holds(third, batch) and holds(third, other))
    status, answer = ask(second, "/strongroom/erase", batch.tags[0] + batch.secrets[1])
    assert (status, json.loads(answer)["code"]) == (403, "strongroom-wrong-eraser")
    status, answer = ask(second, "/strongroom/erase", batch.tags[0] + batch.secrets[0])
    assert status == 200 and json.loads(answer) == {"erased": 1, "absent": 0}
    for node in network.nodes:
        wait("a body is still there", lambda: holds(node, batch, gone=batch.tags[:1]))
    third.kill()
    assert ask(first, "/strongroom/erase", batch.erasures)[0] == 200
    deletion = pen.sign(pen.agency, "strongroom.delete", [entry[:2] for entry in other.entries[:30]], "broken-agency")
    status, answer = ask(first, "/strongroom/delete", deletion)
    assert status == 200 and json.loads(answer) == {"erased": 30, "absent": 0}
    second.stop()
    network.start([second, third])
    for node in network.nodes:
        wait("a body is still there", lambda: not bodies(node, batch.tags))
        wait("a body is still there", lambda: holds(node, other, gone=other.tags[:30]))
        assert node.status()["strongroom"]["lacking"] == 0


def test_a_node_killed_while_it_takes_puts_loses_nothing_that_it_acknowledged(network, pen, dice):
    first = network.nodes[0]
    kept, stop = [], threading.Event()

    def fill(node):
        while not stop.is_set():
            batch = Batch(count=20, size=2_000)
            try:
                status, _ = put(node, batch, pen)
            except OSError:
                time.sleep(0.05)
                continue
            if status == 200:
                kept.append(batch)

    threads = [threading.Thread(target=fill, args=[node]) for node in network.nodes]
    for thread in threads:
        thread.start()
    for victim in [first, network.nodes[1]]:
        time.sleep(0.3 + dice.random() / 2)
        victim.kill()
        victim.start()
    time.sleep(0.3)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(kept) > 20
    network.kill().start()
    settle_rooms(network)
    for node in network.nodes:
        for batch in kept:
            assert holds(node, batch)
    print(f"\n{len(kept)} puts acknowledged, nothing lost")


def test_what_may_not_be_put_is_refused_by_name(tmp_path):
    network = three(tmp_path, **SMALL)
    try:
        node = network.nodes[0]
        pen = Pen(node.genesis).register(node)

        def refused(code, status, **changes):
            batch = changes.pop("batch", None) or Batch()
            found, answer = put(node, batch, pen, **changes)
            assert (found, answer["code"]) == (status, code), answer
            assert answer["detail"] and answer["detailZh"] and answer["next"] and answer["nextZh"]

        swapped = Batch()
        refused("strongroom-body-differs", 422, batch=swapped, bodies=swapped.bodies[::-1])
        listing = Batch()
        listing.entries[0][2] += 1
        refused("strongroom-form", 400, batch=listing)
        refused("unknown-member", 403, member="nobody")
        refused("unknown-key", 403, key=Key())
        refused("strongroom-expiry", 422, batch=Batch(lifetime=-1))
        refused("strongroom-expiry", 422, batch=Batch(lifetime=500 * 86_400))
        batch = Batch(count=6)
        check_kept(put(node, batch, pen)[1], pen, 200)
        refused("strongroom-quota", 403)
        assert ask(node, "/strongroom/erase", batch.erasures)[0] == 200
        check_kept(put(node, Batch(), pen)[1], pen, 200)
        short = Batch(count=1, lifetime=3)
        check_kept(put(node, short, pen)[1], pen, 200)
        assert holds(node, short)
        for each in network.nodes:
            wait("what has expired is still there", lambda: not bodies(each, short.tags))
            wait("what has expired is still counted", lambda: each.status()["strongroom"]["entries"] == 4)
    finally:
        network.kill()


def test_a_full_disk_of_the_strongroom_does_not_stop_the_ledger(tmp_path):
    disk = SmallDisk(tmp_path / "disk", "12m")
    if not disk.is_mounted:
        pytest.skip("a tmpfs takes root to mount")
    network = Network(tmp_path, keptTimeoutSeconds=2, strongroomCompareSeconds=1, strongroomReserveBytes=0)
    try:
        node = network.nodes[0]
        settings = json.loads((node.folder / "node.json").read_text())
        node.configure(**settings, strongroomDirectory=str(disk.path / "room"))
        network.start()
        pen = Pen(node.genesis).register(node)
        early = Batch()
        check_kept(put(node, early, pen)[1], pen, 200)
        codes = []
        while not codes:
            status, answer = put(node, Batch(count=4, size=1 << 19), pen)
            if status != 200:
                codes.append((status, answer["code"]))
        assert codes == [(507, "strongroom-full")]
        check_kept(put(network.nodes[1], Batch(count=4, size=1 << 19), pen)[1], pen, 200)
        for each in network.nodes:
            each.send([pen.anchor()])
            assert each.is_healthy()
        assert holds(node, early)
        assert any("strongroom" in problem for problem in node.status()["problems"])
    finally:
        network.kill()
        disk.remove()


def test_a_damaged_strongroom_is_put_aside_and_filled_anew(network, pen):
    first, second, _ = network.nodes
    batches = [Batch(), Batch(count=200, size=3_000)]
    for batch in batches:
        check_kept(put(first, batch, pen)[1], pen, 200)
    first.stop()
    file = first.data / "strongroom/strongroom.sqlite"
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.write(bytes(100))
    network.start([first])
    for batch in batches:
        wait("the first lacks a batch", lambda: holds(first, batch))
    assert file.with_name("strongroom.sqlite.damaged").stat().st_size == size
    assert "put aside" in first.log
    tags = [tag.hex() for batch in batches for tag in batch.tags]
    assert not any(tag in node.log_file.read_text() for node in network.nodes for tag in tags)
    metrics = first.get("/metrics")[1].decode()
    assert "deedbox_strongroom_entries 204" in metrics
    assert not any(tag in metrics for tag in tags)
