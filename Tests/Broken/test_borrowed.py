"""A grant that names the deposit of another one. A party can sign the request and the grant alike; if nodes answered its uses,
it would open, uncounted, what a holder dealt for a grant of its own, and its withdrawal would delete that."""

import pytest

import statements
from dealing import Dealer
from network import Network
from pen import Pen
from test_release import deletions, final, granted, question


@pytest.fixture
def network(tmp_path):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.kill()


def test_a_grant_that_names_what_was_dealt_for_another_frees_and_ends_nothing_of_it(network):
    first, second, third = network.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    dealt, borrower = granted(dealer, first), dealer.deal()
    assert dealt.id != borrower.id
    final(first, borrower.grant(dealt.digest))
    leaf, _ = borrower.use(1)
    final(second, leaf)
    network.settle()
    for node in network.nodes:
        assert question(node, statements.read(leaf).id) == (404, "release-nothing-held")

    final(third, dealer.pen.withdraw(borrower.holder))
    network.settle()
    # What blocks end is deleted within a second.
    network.run_for(1.5)
    for node in network.nodes:
        assert deletions(node, dealt) == [] and dealt.is_held(node)
    # Both uses are there still, for whom they were granted.
    for k in (1, 2):
        leaf, secret = dealt.use(k)
        final(first, leaf)
        assert dealt.open([second, third], leaf, secret, k)["keyBindings"] == [f"示例绑定 {k}"]
