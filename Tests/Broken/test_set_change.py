"""A grant outlives the validators to whom it was dealt: those of the old set answer, also the one who was let go, until the
holder deals what is left to those of today."""

import dealing
import pytest
import statements
from dealing import Dealer
from growing import Growing
from machine import wait
from pen import Pen
from test_release import deletions, final, granted, question


@pytest.fixture
def growing(tmp_path):
    network = Growing(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.remove()


def test_a_grant_goes_on_when_a_validator_takes_the_place_of_another(growing):
    first, second, third = growing.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    dealt = granted(dealer, first, uses=3)
    fourth = replaced(growing, third, "node-4")
    after = wait("a key of the new set is not known", lambda: renewed(dealer, first, fourth))
    assert after.members == ["node-1", "node-2", "node-4"] and after.set != dealer.set

    # The first use comes after the change: the old set answers for it, and the newcomer was given nothing.
    leaf, secret = dealt.use(1)
    final(fourth, leaf)
    growing.settle()
    assert question(fourth, statements.read(leaf).id) == (404, "release-nothing-held")
    shares = {}
    for node in (first, second, third):
        shares |= dealt.share(node, leaf, secret, 1)
    assert sorted(shares) == [1, 2, 3]
    for left in ((first, third), (second, third), (first, second)):
        assert dealt.open(left, leaf, secret, 1)["keyBindings"] == ["示例绑定 1"]

    # What is left is dealt to the new set; the one who was let go has no part in it.
    again = dealt.again(after, first=2)
    def is_acknowledged():
        status, answer = again.hand(first)
        return status == 200 and again.signers(answer) == {"node-1", "node-2", "node-4"}
    wait("a validator of the new set has not acknowledged", is_acknowledged)
    final(second, again.leave)
    second_leaf, second_secret = dealt.use(2)
    final(first, second_leaf)
    growing.settle()
    for pair in ((first, fourth), (second, fourth), (first, second)):
        assert again.open(pair, second_leaf, second_secret, 2)["keyBindings"] == ["示例绑定 2"]
    assert question(third, statements.read(second_leaf).id) == (404, "release-nothing-held")

    # Shares of the old dealing are gone for what was not used, and answer for what was.
    for node in (first, second, third):
        wait("a node has not deleted what was dealt again", lambda: deletions(node, dealt) == [(2, 1)])
        assert not dealt.is_held(node)
    assert dealt.open([second, third], leaf, secret, 1)["token"] == b"token"


def test_those_who_have_left_answer_alone_also_when_they_have_started_again(growing):
    first, second, third = growing.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    dealt = granted(dealer, first)
    fourth = replaced(growing, third, "node-4")
    fifth = replaced(growing, second, "node-5")
    for node in (second, third):
        node.kill()
        node.settings = (*node.settings, "--observe")
        node.start()
    leaf, secret = dealt.use(1)
    final(fourth, leaf)
    growing.settle()
    first.kill()
    assert dealt.open([second, third], leaf, secret, 1)["keyBindings"] == ["示例绑定 1"]
    for node in (fourth, fifth):
        assert question(node, statements.read(leaf).id) == (404, "release-nothing-held")
    growing.start([first])

    # What is withdrawn is deleted by all of them.
    final(fifth, dealt.pen.withdraw(dealt.holder))
    for node in (first, second, third):
        wait("a node has not deleted what was withdrawn", lambda: deletions(node, dealt) == [(1, 1)])
        assert not dealt.is_held(node)


def replaced(growing, leaver, member):
    """A newcomer that takes the place of a validator in one step; the leaver runs on."""
    newcomer = growing.newcomer(member, member)
    dealing.RELEASE[newcomer.member] = newcomer.release_key
    growing.let_in("register", newcomer)
    growing.nodes.append(growing.follow(newcomer))
    growing.change("--seat", growing.ready(newcomer), "--remove", leaver.member)
    wait("the newcomer does not cosign", lambda: growing.cosigned_by(newcomer.member))
    wait("the leaver does not only follow", lambda: leaver.status()["round"]["step"] == "following")
    return newcomer


def renewed(dealer, *nodes):
    """The dealer with the keys of the validators of now, when all these nodes know them."""
    dealers = [dealer.anew(node) for node in nodes]
    return dealers[0] if all(each.weekly == dealers[0].weekly for each in dealers) else None
