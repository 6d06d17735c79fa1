"""Three nodes of one ledger: any takes any statement, one may be gone, and all may lose power at once."""

import contextlib
import json
import os
import shutil
import signal
import time

import pytest

from load import Load
from machine import ROOT, wait
from network import Network, Peer, free_ports
from pen import Pen, statement_id
from witness import Witness


@pytest.fixture
def network(tmp_path):
    """Three nodes that run and are linked; whatever becomes of them, they are gone after the test."""
    network = Network(tmp_path, keptTimeoutSeconds=2).start()
    yield network
    network.kill()


@pytest.fixture
def pen(network):
    return Pen(network.nodes[0].genesis).register(network.nodes[0])


@contextlib.contextmanager
def load_on_all(network, pen):
    """Clients at every node, until the body ends."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Load(node, pen).running()) for node in network.nodes]


def check_all(network, loads):
    """One history on all nodes, and every promise in it."""
    network.settle()
    witness = Witness(network.nodes[0].genesis)
    for node in network.nodes:
        network.settle()
        witness.look(node)
    for load in loads:
        load.check(witness)
    return witness


def test_a_statement_sent_to_any_node_is_final_on_all(network, pen):
    sent = []
    for node in network.nodes:
        outcome, = node.send([pen.anchor()])
        sent.append(outcome)
        status, answer = node.post([pen.anchor(), *pen.issue(5)], waits=False)
        assert status == 202, answer
        sent += answer["outcomes"]
    network.settle()
    for outcome in sent:
        places = set()
        for node in network.nodes:
            known = node.get_json("/statements/" + outcome["id"])
            assert known["state"] == "final"
            places.add(known["index"])
        assert len(places) == 1, f"{outcome['id']} stands at {places}"
    check_all(network, [])


def test_the_same_bytes_sent_to_all_nodes_count_once(network, pen):
    leaves = [pen.anchor() for _ in range(5)]
    for node in network.nodes:
        status, answer = node.post(leaves, waits=False)
        assert status in (200, 202), answer
    witness = check_all(network, [])
    assert all(statement_id(leaf) in witness.places for leaf in leaves)


def test_the_proposer_is_killed_under_load_and_comes_back(network, pen, dice, rounds):
    loads = []
    for _ in range(max(2, rounds // 5)):
        with load_on_all(network, pen) as running:
            loads += running
            network.run_for(dice.uniform(0.2, 1))
            gone = network.proposer().kill()
            network.grows().run_for(dice.uniform(0.5, 1.5))
            network.grows()
        network.start([gone])
        check_all(network, loads)
    assert sum(load.count("final") for load in loads) > 0
    print(f"\n{sum(load.count('final') for load in loads)} final, {sum(load.count('pending') for load in loads)} accepted")


def test_a_node_that_was_away_fetches_what_it_lacks_and_needs_nothing_but_its_log_and_guard(network, pen):
    *others, gone = network.nodes
    gone.kill()
    # More than one answer holds.
    for _ in range(15):
        others[0].send(pen.issue(8_000))
    for name in ("checkpoint", "candidates", "index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
        (gone.data / name).unlink(missing_ok=True)
    network.start([gone])
    check_all(network, [])
    assert gone.status()["height"] == others[0].status()["height"]
    gone.stop().verify()


def test_four_nodes_go_on_without_any_one(tmp_path, dice):
    network = Network(tmp_path, "four", keptTimeoutSeconds=2).start()
    try:
        pen = Pen(network.nodes[0].genesis).register(network.nodes[0])
        loads = []
        for gone in network.nodes:
            with load_on_all(network, pen) as running:
                loads += running
                network.run_for(dice.uniform(0.1, 0.5))
                gone.kill()
                network.grows()
            network.start([gone])
        check_all(network, loads)
    finally:
        network.kill()


def test_all_nodes_lose_power_at_once(network, pen, dice, rounds):
    loads = []
    for _ in range(max(2, rounds // 5)):
        with load_on_all(network, pen) as running:
            loads += running
            network.run_for(dice.uniform(0.2, 1.5)).kill()
        network.start()
        check_all(network, loads)
    network.kill()
    for node in network.nodes:
        node.verify()


def doubt(node):
    """Why a node signs nothing; nothing for one that is sure."""
    return (node.status()["round"] or {}).get("doubt")


def cosigns(network, node):
    """Whether the newest final checkpoint has a line of this node."""
    note = network.nodes[0].get("/checkpoint")[1].decode()
    return any(f"\u2014 {node.member}" in line for line in note.splitlines())


@pytest.mark.parametrize("fault", ["missing", "unreadable"])
def test_one_of_three_loses_its_guard_is_allowed_back_and_signs_again_later(network, pen, dice, fault):
    *others, lost = network.nodes
    loads = []
    with load_on_all(network, pen) as running:
        loads += running
        network.run_for(dice.uniform(0.3, 1))
        lost.kill()
        guard = lost.data / "guard"
        guard.unlink() if fault == "missing" else guard.write_bytes(dice.randbytes(guard.stat().st_size))
        signed = network.grows().height()
    network.start([lost])
    # It follows, serves and signs nothing, until somebody says otherwise.
    assert doubt(lost)["code"] == "guard-" + fault and not doubt(lost)["isAllowed"], doubt(lost)
    lost.send([pen.anchor()])
    network.grows().grows()
    assert not cosigns(network, lost)
    assert lost.get("/health")[0] == 503
    assert "in doubt" in lost.log or "signs nothing" in lost.log
    lost.stop().start()
    assert not doubt(lost)["isAllowed"]
    lost.stop()
    allowed = json.loads(lost.deedbox("node", "resume", *lost.place, "--json").stdout)
    assert allowed["cause"] == "guard-" + fault
    network.start([lost])
    resume = wait("no height to sign from", lambda: (doubt(lost) or {}).get("resume"))
    assert resume >= signed + 3
    # Statements bring the blocks, and then its cosignature.
    while network.height() < resume:
        others[0].send([pen.anchor()])
    wait("it is still in doubt", lambda: doubt(lost) is None)
    wait("it does not cosign", lambda: lost.send([pen.anchor()]) and cosigns(network, lost))
    assert lost.get("/health")[0] == 200
    # Now the ledger needs it.
    others[1].kill()
    network.grows()
    network.start([others[1]])
    check_all(network, loads)
    assert not any((node.data / "evidence").exists() for node in network.nodes), "somebody signed twice"
    assert (lost.data / "guard.damaged").exists() == (fault == "unreadable")


def test_while_one_comes_back_and_another_is_away_the_status_says_whose_answer_is_missing(network, pen):
    first, away, lost = network.nodes
    lost.kill()
    (lost.data / "guard").unlink()
    lost.deedbox("node", "resume", *lost.place)
    away.kill()
    network.start([lost])
    wait("nobody's answer is missing", lambda: doubt(lost)["missing"] == [away.member])
    height = network.height()
    assert doubt(lost)["needed"] == 2 and "resume" not in doubt(lost)
    status, answer = first.post([pen.anchor()], waits=False)
    network.run_for(3)
    assert network.height() == height, "one node alone decided a block"
    network.start([away])
    wait("it is not told", lambda: (doubt(lost) or {}).get("resume"))
    network.settle()


def test_a_sound_guard_is_not_in_doubt_and_a_restored_folder_is_when_its_operator_says_so(network, pen, tmp_path):
    *others, node = network.nodes
    node.stop()
    assert "not-in-doubt" in node.deedbox("node", "resume", *node.place, "--json", code=3).stderr
    shutil.copytree(node.data, tmp_path / "kept")
    network.start([node])
    for _ in range(3):
        node.send([pen.anchor()])
    node.stop()
    shutil.rmtree(node.data)
    (tmp_path / "kept").rename(node.data)
    node.deedbox("node", "resume", "--restored", *node.place)
    network.start([node])
    while doubt(node):
        others[0].send([pen.anchor()])
    check_all(network, [])
    assert not any((each.data / "evidence").exists() for each in network.nodes), "somebody signed twice"


def test_a_restored_folder_is_found_out_by_what_the_others_have_of_it(network, pen, tmp_path):
    *others, node = network.nodes
    node.stop()
    shutil.copytree(node.data, tmp_path / "kept")
    network.start([node])
    for _ in range(8):
        node.send([pen.anchor()])
    node.stop()
    shutil.rmtree(node.data)
    (tmp_path / "kept").rename(node.data)
    network.start([node])
    wait("it feels sure", lambda: doubt(node))
    assert doubt(node)["code"] == "signature-forgotten", doubt(node)
    network.grows()


def test_a_second_process_elsewhere_is_told_so_and_signs_nothing(network, pen, tmp_path):
    """As on another machine: another folder, other ports, the same keys."""
    first, *others = network.nodes
    first.stop()
    shutil.copytree(first.folder, tmp_path / "twin")
    network.start([first])
    twin = Peer(tmp_path / "twin", first.member, first.genesis_file)
    settings = json.loads((tmp_path / "twin/node.json").read_text())
    port, link = free_ports(2)
    twin.configure(**(settings | {"port": port, "listen": f"127.0.0.1:{link}"}))
    twin.start()
    try:
        wait("the twin feels sure", lambda: doubt(twin))
        assert doubt(twin)["code"] == "second-process", doubt(twin)
        peer = next(peer for peer in others[0].status()["peers"] if peer["member"] == first.member)
        assert peer["isConnected"] and peer["secondProcesses"] > 0
        assert any("runs twice" in problem for problem in others[0].status()["problems"])
        # The first goes on as before.
        assert doubt(first) is None
        first.send([pen.anchor()])
        network.grows()
    finally:
        twin.kill()
    check_all(network, [])
    assert not any((node.data / "evidence").exists() for node in network.nodes), "somebody signed twice"


def test_without_a_quorum_nothing_is_promised_and_the_status_says_why(network, pen):
    left, *others = network.nodes
    for node in others:
        node.kill()
    leaf = pen.anchor()
    status, answer = left.post([leaf], waits=False)
    assert (status, answer["code"]) == (503, "not-kept"), answer
    wait("nobody is missed", lambda: {
        member for missing in left.status()["round"]["missing"] for member in missing["from"]
    } >= {node.member for node in others})
    network.start(others)
    network.settle()
    for node in network.nodes:
        assert node.get_json("/statements/" + statement_id(leaf))["state"] == "final"


def test_twenty_nodes_decide_and_go_on_without_six(tmp_path):
    """As many institutions as a city may bring: what one takes is final at all, and fourteen are a quorum."""
    twenty = Network(tmp_path, "twenty", finalTimeoutSeconds=20)
    try:
        twenty.start()
        pen = Pen(twenty.nodes[0].genesis).register(twenty.nodes[0])
        witness = Witness(twenty.nodes[0].genesis)
        twenty.nodes[7].send([pen.anchor()])
        twenty.settle()
        for node in twenty.nodes:
            witness.look(node)
            assert node.status()["quorum"] == {"validators": 20, "liars": 6, "count": 14}
        for node in twenty.nodes[14:]:
            node.process.kill()
        for node in twenty.nodes[14:]:
            node.kill()
        twenty.nodes[3].send([pen.anchor()])
        twenty.settle()
        for node in twenty.running:
            witness.look(node)
        assert len(twenty.running) == 14
    finally:
        twenty.remove()


def test_the_network_command_starts_asks_and_stops_all_nodes(tmp_path):
    network = Network(tmp_path)
    folder, node = tmp_path / "up", network.nodes[0]
    addresses = [(json.loads(path.read_text())) for path in sorted(tmp_path.glob("node-*/node.json"))]
    (tmp_path / "network.json").write_text(json.dumps({
        "format": "deedbox-network/1", "genesis": "genesis.json",
        "nodes": [{"member": each.member, "http": f"127.0.0.1:{settings['port']}", "link": settings["listen"]}
                  for each, settings in zip(network.nodes, addresses)]}))
    place = ["--data", folder, "--json"]
    try:
        node.deedbox("network", "up", "--network", tmp_path, *place)
        answer = json.loads(node.deedbox("network", "status", *place).stdout)
        states = answer["nodes"]
        assert answer["offences"] == []
        assert [state["connected"] for state in states] == [2, 2, 2]
        # They are in sessions of their own: what ends with a shell or a terminal does not end them.
        for each in network.nodes:
            process = int((folder / each.member / "node.pid").read_text())
            assert os.getsid(process) == process
            os.kill(process, signal.SIGHUP)
        # Started again, it finds them running.
        node.deedbox("network", "up", *place)
        assert [state["process"] for state in json.loads(node.deedbox("network", "status", *place).stdout)["nodes"]] \
            == [state["process"] for state in states]
        logs = json.loads(node.deedbox("network", "logs", "node-2", *place).stdout)["nodes"]
        assert [log["member"] for log in logs] == ["node-2"] and logs[0]["lines"]
        # One node is stopped and started alone; of the two that are left one is killed by its number.
        assert json.loads(node.deedbox("network", "down", "node-3", *place).stdout)["stopped"] == 1
        state = json.loads(node.deedbox("network", "status", *place).stdout)
        assert [each["answers"] for each in state["nodes"]] == [True, True, False] and not state["standsStill"]
        os.kill(int((folder / "node-2" / "node.pid").read_text()), signal.SIGKILL)
        wait("the ledger does not stand still",
             lambda: json.loads(node.deedbox("network", "status", *place, code=None).stdout)["standsStill"])
        said = node.deedbox("network", "status", "--data", folder, code=1).stdout
        assert "2 of 3 must vote, 1 answers, missing: node-2, node-3" in said
        assert f"deedbox network up --data {folder}" in said
        node.deedbox("network", "up", "node-3", *place)
        state = json.loads(node.deedbox("network", "status", *place).stdout)
        assert [each["answers"] for each in state["nodes"]] == [True, False, True] and not state["standsStill"]
    finally:
        node.deedbox("network", "down", *place, code=None)
    answer = json.loads(node.deedbox("network", "status", *place, code=3).stdout)
    assert [state["answers"] for state in answer["nodes"]] == [False, False, False]


def test_a_registration_in_a_stall_names_who_is_missing_and_is_finished_by_the_same_command(tmp_path):
    """Two of three nodes are gone: the first member waits, nothing is lost, and the same file registers all."""
    network = Network(tmp_path, keptTimeoutSeconds=2, finalTimeoutSeconds=2).start()
    try:
        node, *others = network.nodes
        file = ROOT / "genesis/sample/members.json"
        members = [member["id"] for member in json.loads(file.read_text())["members"]]
        governors = [word for number in (1, 2)
                     for word in ("--governance-key", node.keys / f"governance-{number}.key")]
        register = ["member", "register", file, "--keys", node.keys, *governors, "--node", node.url, "--json"]
        for other in others:
            other.kill()
        wait("the links stand", lambda: not any(peer["isConnected"] for peer in node.status()["peers"]))
        error = json.loads(node.deedbox(*register, code=3).stderr)["error"]
        assert error["code"] == "no-quorum"
        assert "1 of 3 nodes answers, 2 are needed; missing: node-2, node-3" in error["fact"]
        wait("the log tells nothing of a stall",
             lambda: "stands still: 1 of 3 are linked, 2 must vote; missing node-2, node-3" in node.log)
        network.start(others)
        told = json.loads(node.deedbox(*register).stdout)
        assert sorted(told.get("known", []) + [member["id"] for member in told.get("members", [])]) == sorted(members)
        assert json.loads(node.deedbox(*register).stdout)["known"] == members
        wait("the log tells nothing of going on", lambda: "goes on after" in node.log)
        assert node.log.count("stands still") == node.log.count("goes on after")
    finally:
        network.kill()


def test_what_is_final_and_sent_again_is_told_at_once_and_waits_nowhere(network, pen):
    """The same bytes, through the node that took them and through the others, while the block is one of the last."""
    leaf = pen.anchor()
    outcome, = network.nodes[0].send([leaf])
    network.settle()
    for node in network.nodes:
        for _ in range(2):
            start = time.monotonic()
            again, = node.send([leaf])
            assert again["index"] == outcome["index"]
            assert time.monotonic() - start < 10, "a retry waits for a block that is there"
    network.settle()
