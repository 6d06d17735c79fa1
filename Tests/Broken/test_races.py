"""A thousand uses, each sent to all nodes at the same instant under load while nodes are killed; and uses that meet the
withdrawal of their grant in one block."""

import concurrent.futures
import contextlib
import threading

import pytest
from history import winners
from load import Load
from machine import wait
from network import Network
from pen import Pen, statement_id
from race import Race
from statements import Key
from witness import Witness

#: Races that run beside each other, and how many grants of one use each of them has.
LANES, EACH = 8, 125


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    network = Network(tmp_path_factory.mktemp("races"), keptTimeoutSeconds=2, finalTimeoutSeconds=5)
    try:
        network.start()
        network.pen = Pen(network.nodes[0].genesis).register(network.nodes[0])
        network.witness = Witness(network.nodes[0].genesis)
        yield network
    finally:
        network.remove()


class ToldRace(Race):
    """A race that keeps what each loser was told of its winner."""

    def __init__(self, network, count):
        self.told = []
        super().__init__(network, network.nodes, network.pen, count)

    def understood(self, identity, start, answer):
        self.told += [outcome["winner"] for outcome in answer.get("outcomes", []) if "winner" in outcome]
        return super().understood(identity, start, answer)


def test_of_a_thousand_grants_each_is_used_once(network, dice):
    lanes = [ToldRace(network, EACH) for _ in range(LANES)]
    first, *others = network.nodes
    kills = 0
    load = Load(first, network.pen, batch=5, pause=0.05)
    with load.running(), contextlib.ExitStack() as running:
        for lane in lanes:
            running.enter_context(lane.running())
        while all(lane.progress < EACH * 3 // 4 for lane in lanes):
            step = max(lane.progress for lane in lanes) + EACH // 8
            wait("the race does not go on",
                 lambda: any(lane.surprises or lane.progress >= min(step, EACH * 3 // 4) for lane in lanes))
            if any(lane.surprises for lane in lanes):
                break
            gone = dice.choice(others).kill()
            kills += 1
            network.run_for(dice.uniform(0, 0.5))
            network.start([gone])
    network.linked()
    network.settle()
    for lane in lanes:
        lane.ask_again(dice.choice(network.nodes), dice)
    network.settle()
    for node in network.nodes:
        network.witness.look(node)
    load.check(network.witness)
    for lane in lanes:
        lane.check(network.witness)
    won = {identity for lane in lanes for history in lane.histories for identity in winners(history)}
    sent = {statement_id(leaf) for lane in lanes for leaves in lane.sent for leaf in leaves}
    assert len(won) == len(sent & network.witness.places.keys()) == LANES * EACH
    told = [winner for lane in lanes for winner in lane.told]
    check_blocks(network, told)
    # A loser may be told its winner's block before that is final: then without a receipt.
    receipts = [winner["receipt"] for winner in told if "receipt" in winner]
    for receipt in dice.sample(receipts, min(20, len(receipts))):
        network.witness.check_receipt(receipt.encode())
    print(f"\n{LANES * EACH} uses, {len(sent)} statements, {kills} kills: one winner each, {len(told)} losers told its block")
    assert kills > 0 and len(told) >= LANES * EACH


def check_blocks(network, told):
    """The block that a loser was told of is the one in which the winner stands."""
    blocks = {height: network.nodes[0].get_json(f"/blocks/{height}") for height in {each["height"] for each in told}}
    for winner in told:
        block = blocks[winner["height"]]
        assert block["first"] <= network.witness.places[winner["id"]] < block["seal"], (winner, block)
        assert block["time"] == winner["time"]


# A use and the withdrawal of its grant.

def given(network, count, uses):
    """Grants of so many uses, final."""
    holders = [Key() for _ in range(count)]
    network.nodes[0].send([network.pen.grant(holder, uses) for holder in holders])
    network.settle()
    return holders


def outcomes(answer, leaves):
    """By the order of the leaves; all decided."""
    found = answer["outcomes"]
    assert [each["id"] for each in found] == [statement_id(leaf) for leaf in leaves]
    assert {each["state"] for each in found} <= {"final", "refused"}, found
    return found


def check_pair(use, withdrawal, uses):
    """What one of the two was told follows from the order in which the ledger has them."""
    if withdrawal["state"] == "refused":
        # Only a use that took the last one leaves nothing to withdraw.
        assert uses == 1 and withdrawal["code"] == "used-up" and use["state"] == "final"
        assert withdrawal["winner"]["id"] == use["id"] and withdrawal["winner"]["height"] == use["height"]
    elif use["state"] == "refused":
        assert use["code"] == "grant-withdrawn"
    else:
        # In one block the withdrawal stands before the use: both are there only when the use was in an earlier one.
        assert uses > 1 and use["height"] < withdrawal["height"] and use["index"] < withdrawal["index"]


def check_everywhere(network, leaves, told):
    """All nodes say the same of every statement, also when it is sent to them once more."""
    network.settle()
    for node in network.nodes:
        for leaf, outcome in zip(leaves, outcomes(node.post(leaves)[1], leaves)):
            first = told[statement_id(leaf)]
            for name in ("state", "code", "index"):
                assert outcome.get(name) == first.get(name), (node.member, first, outcome)


@pytest.mark.parametrize("uses", [1, 2])
def test_in_one_block_a_withdrawal_comes_before_a_use(network, dice, uses):
    """Both in one request, in either order."""
    holders = given(network, 60, uses)
    pairs = [(network.pen.use(holder, 1), network.pen.withdraw(holder)) for holder in holders]
    leaves = [leaf for pair in pairs for leaf in dice.sample(pair, 2)]
    told = {each["id"]: each for each in outcomes(dice.choice(network.nodes).post(leaves)[1], leaves)}
    kept = 0
    for use, withdrawal in pairs:
        check_pair(told[statement_id(use)], told[statement_id(withdrawal)], uses)
        kept += told[statement_id(use)]["state"] == "refused"
    # They came together: most stood in one block, where the withdrawal goes first.
    assert kept > len(pairs) // 2
    check_everywhere(network, leaves, told)


@pytest.mark.parametrize("uses", [1, 2])
def test_a_use_at_one_node_and_a_withdrawal_at_another(network, dice, uses):
    """At the same instant: whichever is first, both nodes tell the same story."""
    decided = {"use": 0, "withdrawal": 0}
    for _ in range(6):
        holders = given(network, 40, uses)
        one, other = dice.sample(network.nodes, 2)
        sides = [(one, [network.pen.use(holder, 1) for holder in holders]),
                 (other, [network.pen.withdraw(holder) for holder in holders])]
        line = threading.Barrier(2)

        def post(side):
            node, leaves = side
            line.wait()
            return outcomes(node.post(leaves)[1], leaves)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            used, withdrawn = pool.map(post, sides)
        for use, withdrawal in zip(used, withdrawn):
            check_pair(use, withdrawal, uses)
            decided["use" if use["state"] == "final" else "withdrawal"] += 1
        check_everywhere(network, sides[0][1] + sides[1][1], {each["id"]: each for each in used + withdrawn})
    print(f"\n{uses} uses: {decided}")
