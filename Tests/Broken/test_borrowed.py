"""A grant that names the deposit of another one. A party can sign the request and the grant alike; if nodes answered its uses,
it would open, uncounted, what a holder dealt for a grant of its own, and its withdrawal would delete that. So no node votes
for it, and no proposer takes it up."""

import time

import pytest

import statements
from dealing import Dealer
from machine import wait
from network import Network
from pen import Pen
from test_release import deletions, final, granted


@pytest.fixture
def network(tmp_path):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.kill()


def outcome(node, leaf):
    return node.get_json(f"/statements/{statements.read(leaf).id.hex()}")


def test_a_grant_that_names_what_was_dealt_for_another_is_never_final_and_holds_up_nothing(network):
    first, second, third = network.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    dealt, borrower = granted(dealer, first), dealer.deal()
    assert dealt.id != borrower.id
    payload = [borrower.request, borrower.uses, int(time.time()) + 1_700, dealt.digest]
    leaf = dealer.pen.sign(borrower.holder, "grant", payload, not_after=int(time.time()) + 6)
    for node in network.nodes:
        assert node.post([leaf], waits=False)[0] == 202
    # Blocks come and go without it, whoever proposes.
    for node in network.nodes:
        for _ in range(2):
            final(node, dealer.pen.anchor())
        assert outcome(node, leaf)["state"] != "final"
    wait("it is not refused when its time is over", lambda: outcome(first, leaf)["state"] == "refused")
    assert outcome(first, leaf)["code"] == "expired"
    network.settle()

    # There is no such grant: what says that it ends is refused, and deletes nothing of the other.
    status, answer = third.post([dealer.pen.withdraw(borrower.holder)])
    assert (status, answer["outcomes"][0]["code"]) == (422, "unknown-grant")
    network.run_for(1.5)
    for node in network.nodes:
        assert deletions(node, dealt) == [] and dealt.is_held(node)
    # Both uses are there still, for whom they were granted.
    for k in (1, 2):
        use, secret = dealt.use(k)
        final(first, use)
        assert dealt.open([second, third], use, secret, k)["keyBindings"] == [f"示例绑定 {k}"]


def test_with_a_deposit_of_its_own_the_same_request_is_granted(network):
    first, second, _ = network.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    dealt, borrower = granted(dealer, first), dealer.deal()
    assert first.post([borrower.grant(dealt.digest)], waits=False)[0] == 202
    assert borrower.hand(second)[0] == 200
    final(second, borrower.grant())
    use, secret = borrower.use(1)
    final(first, use)
    assert borrower.open([first, second], use, secret, 1)["keyBindings"] == ["示例绑定 1"]
