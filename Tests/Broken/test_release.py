"""The release of grants' data by real nodes: fewer than a quorum open nothing, a false share is blamed and does not stop the
others, a use is counted once however often it is sent, a scene may ask for more cosignatures than a quorum, what is
withdrawn is deleted everywhere, and keys of weeks are known when their validator is away."""

import base64
import concurrent.futures
import contextlib
import json
import os
import time

import pytest

import dealing
import release
import statements
from dealing import Dealer, ask
from machine import ROOT, wait
from network import Network
from pen import Pen, statement_id
from statements import EDDSA, Key, PublicKey
from witness import Witness

for validator in json.loads((ROOT / "network/four/genesis.json").read_text())["validators"]:
    dealing.RELEASE[validator["member"]] = PublicKey(EDDSA, bytes.fromhex(validator["keys"]["release"]))


@pytest.fixture(params=["three"])
def network(request, tmp_path):
    network = Network(tmp_path, request.param, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.kill()


@pytest.fixture
def dealer(network):
    first = network.nodes[0]
    return Dealer(Pen(first.genesis).register(first), first)


def final(node, leaf):
    def is_final():
        status, answer = node.post([leaf])
        return status == 200 and answer["outcomes"][0]["state"] == "final"
    wait("a statement is not final", is_final)


def granted(dealer, node, uses=2):
    """A grant that is final, whose deposit every validator has acknowledged."""
    dealt = dealer.deal(uses)

    def is_acknowledged():
        status, answer = dealt.hand(node)
        return status == 200 and len(dealt.signers(answer)) == len(dealer.members)
    wait("a validator has not acknowledged a deposit", is_acknowledged)
    final(node, dealt.grant())
    return dealt


def question(node, statement, **more):
    body = json.dumps({"statement": statement.hex(), **more}).encode()
    status, answer = ask(node, "/release", body, "application/json")
    return status, answer if status == 200 else json.loads(answer)["code"]


def deletions(node, dealt):
    """What a node says that it has deleted: event and uses counted."""
    found = []
    for text in node.get_json(f"/deposits/deletions/{dealt.digest.hex()}")["words"]:
        read = statements.read(base64.b64decode(text))
        assert read.act == "deposit.deleted" and read.issuer == node.member and read.origin == dealt.pen.origin
        assert read.signers[0].is_by(dealing.RELEASE[node.member])
        digest, position, event, used, told = read.payload
        assert digest == dealt.digest and dealt.dealer.members[position - 1] == node.member
        assert abs(told - time.time()) < 600
        found.append((event, used))
    return found


def test_fewer_than_a_quorum_open_nothing_and_set_nothing_free(network, dealer):
    first, second, third = network.nodes
    dealt = granted(dealer, first)
    leaf, secret = dealt.use(1)
    final(first, leaf)
    second.kill()
    third.kill()
    # One share, everything that is sealed, and the party's own secret.
    shares = dealt.share(first, leaf, secret, 1)
    party = dealt.deposit.party_secret(dealer.party)
    assert dealt.is_held(first) and not dealt.deposit.manifest.is_dealt(1, release.interpolated(shares))
    with pytest.raises(AssertionError):
        dealt.deposit.open(1, shares, party)
    # The next use is taken by one node alone, and never final: it sets nothing free.
    waiting, _ = dealt.use(2)
    assert first.post([waiting], waits=False)[0] == 503
    statement = statements.read(waiting).id
    network.run_for(1)
    assert question(first, statement) == (503, "release-not-final")
    assert question(first, os.urandom(32)) == (404, "unknown-statement")
    network.start([second, third])
    assert dealt.open([first, third], leaf, secret, 1)["case"] == b"case"


def test_the_same_use_gives_every_node_s_share_as_often_as_it_is_asked(network, dealer):
    first, second, third = network.nodes
    dealt = granted(dealer, second)
    leaf, secret = dealt.use(1)
    final(third, leaf)
    shares = {}
    for node in network.nodes:
        once = dealt.share(node, leaf, secret, 1)
        assert all(dealt.share(node, leaf, secret, 1) == once for _ in range(20))
        shares |= once
    assert sorted(shares) == [1, 2, 3]
    for away in shares:
        some = {position: share for position, share in shares.items() if position != away}
        opened = dealt.deposit.open(1, some, dealt.deposit.party_secret(dealer.party))
        assert opened["keyBindings"] == ["示例绑定 1"]
    # Another key opens none of them, and the next ticket has its own secret.
    with pytest.raises(Exception):
        dealt.share(first, leaf, os.urandom(32), 1)
    with pytest.raises(AssertionError):
        dealt.deposit.open(2, shares, dealt.deposit.party_secret(dealer.party))


#: How often a use is sent, and by how many at once to each node.
SENDINGS, SENDERS = 1_000, 4


def test_a_use_that_is_sent_a_thousand_times_over_all_nodes_is_counted_once(network, dealer, dice):
    """Half of them the very same bytes, each of the others signed anew with keys of its own."""
    dealt = granted(dealer, network.nodes[0])
    uses = [dealt.use(1) for _ in range(SENDINGS // 2)]
    made = {statement_id(leaf): (leaf, secret) for leaf, secret in uses}
    same, *others = [leaf for leaf, _ in uses]
    lanes = [(network.nodes[lane % 3], leaves) for lane, leaves in enumerate(shared_out(same, others, dice))]

    def post(lane):
        node, leaves = lane
        with contextlib.closing(node.door()) as door:
            return [(leaf, *door.post([leaf])) for leaf in leaves]

    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        answers = [answer for told in pool.map(post, lanes) for answer in told]
    assert len(made) == SENDINGS // 2 and len(answers) == SENDINGS
    winner, height = counted(network, dealt)[1]
    for leaf, status, answer in answers:
        check_told(leaf, answer, winner, height)
        assert status == (200 if statement_id(leaf) == winner else 422), (status, answer)
    check_one_release(network, dealt, winner, made, dice)
    # Only one is gone: the second counts, and then nothing is left.
    second, secret = dealt.use(2)
    final(network.nodes[0], second)
    assert counted(network, dealt)[1] == (winner, height)
    assert dealt.open(network.nodes, second, secret, 2)["keyBindings"] == ["示例绑定 2"]
    refused, = network.nodes[1].post([dealt.pen.withdraw(dealt.holder)])[1]["outcomes"]
    assert refused["code"] == "used-up" and refused["winner"]["id"] == statement_id(second)


def shared_out(same, others, dice):
    """What each sender sends; all of them begin with the same bytes."""
    lanes = 3 * SENDERS
    rest = [same] * (SENDINGS - len(others) - lanes) + others
    dice.shuffle(rest)
    return [[same, *rest[lane::lanes]] for lane in range(lanes)]


def counted(network, dealt):
    """The uses of a grant in every node's log, by index: statement and height; each index stands there once."""
    witness = Witness(network.nodes[0].genesis)
    network.settle()
    for node in network.nodes:
        witness.look(node)
    uses = [statement for leaf in witness.leaves if statements.kind(leaf) == "statement"
            for statement in [statements.read(leaf)] if statement.act == "use" and statement.payload[0] == dealt.id]
    assert len({use.payload[1] for use in uses}) == len(uses)
    return {use.payload[1]: (use.id.hex(), network.nodes[0].get_json(f"/statements/{use.id.hex()}")["height"])
            for use in uses}


def check_told(leaf, answer, winner, height):
    """The one that counts is told its height, every other one the rule and who was first."""
    outcome, = answer["outcomes"]
    assert outcome["id"] == statement_id(leaf)
    if outcome["id"] == winner:
        assert (outcome["state"], outcome["height"]) == ("final", height), outcome
    else:
        assert (outcome["state"], outcome["code"]) == ("refused", "already-used"), outcome
        assert (outcome["winner"]["id"], outcome["winner"]["height"]) == (winner, height), outcome


def check_one_release(network, dealt, winner, made, dice):
    """All nodes say the same of the one that counts when it comes once more, and give shares for it and for no other."""
    others = dice.sample(sorted(made.keys() - {winner}), 20)
    leaf, secret = made[winner]
    for node in network.nodes:
        outcome, = node.post([leaf])[1]["outcomes"]
        assert outcome["state"] == "final" and outcome["id"] == winner
        for other in others:
            assert question(node, bytes.fromhex(other)) == (404, "unknown-statement")
    assert dealt.open(network.nodes, leaf, secret, 1)["keyBindings"] == ["示例绑定 1"]


def test_a_scene_may_ask_for_more_cosignatures_than_a_quorum(network, dealer):
    """Two of three withstand no liar, three withstand one."""
    first, second, third = network.nodes
    plain = granted(dealer, first)
    dealer.pen.scene(first, "careful", assurance=1)
    dealer.scene = "careful"
    careful = granted(dealer, first)
    third.kill()
    (leaf, secret), (other, key) = careful.use(1), plain.use(1)
    final(first, leaf)
    final(second, other)
    statement = statements.read(leaf).id
    assert plain.open([first, second], other, key, 1)["token"] == b"token"
    for _ in range(3):
        for node in (first, second):
            assert question(node, statement) == (503, "release-not-final")
        network.grows()
    network.start([third])
    for node in network.nodes:
        wait("a node frees nothing, though all have cosigned", lambda: question(node, statement)[0] == 200)
    assert careful.open([second, third], leaf, secret, 1)["keyBindings"] == ["示例绑定 1"]


def test_what_is_withdrawn_is_deleted_by_all_also_by_who_was_away(network, dealer):
    first, second, third = network.nodes
    dealt = granted(dealer, first)
    leaf, secret = dealt.use(1)
    final(first, leaf)
    wait("a node is behind", lambda: question(third, statements.read(leaf).id)[0] == 200)
    third.kill()
    final(first, dealt.pen.sign(dealt.holder, "withdraw", [dealt.holder.public.data]))
    for node in (first, second):
        wait("a node has deleted nothing", lambda: deletions(node, dealt) == [(1, 1)])
    network.start([third])
    wait("the third has deleted nothing", lambda: deletions(third, dealt) == [(1, 1)])
    for node in network.nodes:
        assert not dealt.is_held(node)
    # What was used before opens still, from any two.
    assert dealt.open([first, third], leaf, secret, 1)["token"] == b"token"
    assert dealt.open([second, third], leaf, secret, 1)["token"] == b"token"


def test_a_validator_that_was_removed_goes_on_answering_for_what_was_dealt_to_it(network, dealer):
    first, _, third = network.nodes
    dealt = granted(dealer, first)
    governors = [word for n in (1, 2, 3) for word in ("--governance-key", first.keys / f"governance-{n}.key")]
    first.deedbox("validators", "change", "--remove", third.member, "--fault-model", "crash", "--accept-downgrade",
                  "--node", first.url, "--trust", first.genesis_file, *governors)
    wait("the change does not come into force", lambda: third.status()["epoch"] == 1)

    def opened(k):
        leaf, secret = dealt.use(k)
        final(first, leaf)
        # An observer hears of a block a little later.
        path = f"/statements/{statements.read(leaf).id.hex()}"
        wait("the removed one does not follow", lambda: third.get(path)[0] == 200)
        return dealt.open([first, third], leaf, secret, k)["case"]
    assert opened(1) == b"case"
    # Also after a start: what it needs is in its folder.
    third.kill()
    network.start([third])
    assert opened(2) == b"case"


def test_a_validator_that_is_away_is_dealt_to_by_what_the_others_know(network, dealer):
    first, second, third = network.nodes
    path = f"/deposits/keys?week={int(time.time() + 30 * 86_400) // release.WEEK}"
    before = wait("a key is not known", lambda: Dealer.complete(first.get_json(path)) and first.get_json(path))
    third.kill()
    first.kill()
    network.start([first])
    assert first.get_json(path) == before and second.get_json(path) == before
    network.start([third])
    wait("the third has other keys", lambda: third.get_json(path) == before)
    over = int(time.time()) // release.WEEK - 1
    assert first.get(f"/deposits/keys?week={over}")[0] == 400


@pytest.mark.parametrize("network", ["four"], indirect=True)
def test_a_validator_that_gives_a_false_share_is_blamed_and_the_others_open(network, dealer):
    *honest, liar = network.nodes
    dealt = granted(dealer, honest[0])
    # Its place is taken by somebody with its keys who lies.
    liar.kill()
    leaf, secret = dealt.use(1)
    final(honest[0], leaf)
    statement = statements.read(leaf).id
    outcome = honest[0].get_json(f"/statements/{statement.hex()}")
    block = bytes.fromhex(honest[0].get_json(f"/blocks/{outcome['height']}")["id"])
    key, manifest = release.x25519_public(secret), dealt.deposit.manifest
    position = dealer.members.index(liar.member) + 1
    false = release.answer(
        Key(EDDSA, f"{liar.member}/release"), liar.member, dealt.pen.origin, statement, outcome["height"], block, key,
        [[dealt.digest, 1, position]], [os.urandom(32)], dealer.expiry)
    read, shares = release.read_answer(false, dealing.RELEASE[liar.member], secret)
    assert read.payload[0] == statement and not manifest.is_share(1, position, shares[0])
    evidence = release.encode([1, release.decode(manifest.data), 1, position, false, secret])
    publics = [dealing.RELEASE[member] for member in dealer.members]
    facts = [dealt.digest, statement, key, publics, 1]
    assert release.blame(evidence, *facts) == ("validator", position)
    # Nobody can blame an honest one by its own answer.
    status, answer = question(honest[0], statement)
    assert status == 200
    with pytest.raises(AssertionError):
        release.blame(release.encode([1, release.decode(manifest.data), 1, 1, answer, secret]), *facts)
    assert dealt.open(honest, leaf, secret, 1)["keyBindings"] == ["示例绑定 1"]
