"""Validators that lie, among real nodes: up to f of them change nothing; one where none is borne is found out, with proof."""

import contextlib
import hashlib
import http.client
import json
import random

import pytest
import statements
from conftest import SEED
from liars.bad_blocks import BadBlocks
from liars.far_future import FarFuture
from liars.forged import Forged
from liars.liar import PATIENCE, Liar
from liars.replayed import Replayed
from liars.rubbish import Rubbish
from liars.silent import NoCosignatures, NoPrecommits, Silent
from liars.two_blocks import TwoBlocks
from liars.two_heads import TwoHeads
from liars.two_votes import TwoVotes
from liars.words import Setup
from load import Load
from machine import wait
from network import Network
from pen import Pen
from race import Race
from witness import Witness

STRATEGIES = [Liar, TwoVotes, TwoBlocks, TwoHeads, BadBlocks, FarFuture, Silent, NoCosignatures, NoPrecommits, Rubbish,
              Replayed, Forged]


class Company:
    """A network some of whose validators never run: liars take their places."""

    def __init__(self, folder, name, liars, dice):
        self.network = Network(folder, name, keptTimeoutSeconds=5, finalTimeoutSeconds=10)
        self.setup = Setup(self.network.nodes[0].genesis)
        self.liars = dice.sample(self.setup.members, liars)
        self.honest = [node for node in self.network.nodes if node.member not in self.liars]
        self.network.start(self.honest)
        self.pen = Pen(self.network.nodes[0].genesis).register(self.honest[0])
        self.witness, self.loads = Witness(self.network.nodes[0].genesis), []

    @contextlib.contextmanager
    def joined_by(self, strategies, dice):
        """The liars lie while clients ask every honest node."""
        with contextlib.ExitStack() as stack:
            lying = [stack.enter_context(strategy(self.network, member, dice))
                     for strategy, member in zip(strategies, self.liars)]
            loads = [stack.enter_context(Load(node, self.pen, batch=5, pause=0.05).running()) for node in self.honest]
            self.loads += loads
            yield lying
        assert sum(load.count("final") for load in loads) > 0

    def check(self):
        """One history on all honest nodes, every promise in it, and nobody honest accused."""
        self.network.settle()
        for node in self.honest:
            self.witness.look(node)
        for load in self.loads:
            load.check(self.witness)
        for node in self.honest:
            assert self.accused(node) <= set(self.liars)

    def accused(self, node):
        """By the proofs that a node has kept, checked with nothing but the genesis."""
        found = set()
        for path in node.data.glob("evidence/*.cbor"):
            proof = path.read_bytes()
            assert path.stem == hashlib.sha256(proof).hexdigest()
            assert statements.encode(statements.decode(proof)) == proof
            found |= self.setup.accused(statements.decode(proof))
        return found


    def named(self, node):
        """Of whom the ledger says that they lied, as the command shows it."""
        told = node.deedbox("validators", "show", "--node", node.url, "--trust", node.genesis_file, "--json").stdout
        return {offence["member"] for offence in json.loads(told)["offences"]}


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    company = Company(tmp_path_factory.mktemp("four"), "four", 1, random.Random(f"{SEED}/four"))
    yield company
    company.network.remove()


@pytest.fixture(scope="module")
def seven(tmp_path_factory):
    company = Company(tmp_path_factory.mktemp("seven"), "seven", 2, random.Random(f"{SEED}/seven"))
    yield company
    company.network.remove()


def lie(company, strategies, dice):
    network = company.network
    with company.joined_by(strategies, dice) as lying:
        for _ in range(3):
            network.grows()
        for liar in lying:
            wait(f"{liar.member} told no lie", lambda: liar.lies > 2 or type(liar) is Liar or liar.failure,
                 limit=PATIENCE)
        network.grows()
        for liar in lying:
            if liar.equivocates:
                wait(f"nobody has a proof against {liar.member}", lambda: any(
                    liar.member in company.accused(node) for node in company.honest), limit=PATIENCE)
                wait(f"the ledger does not name {liar.member}", lambda: any(
                    liar.member in company.named(node) for node in company.honest), limit=PATIENCE)
    company.check()
    print(f"\n{', '.join(f'{type(liar).__name__} as {liar.member}: {liar.lies} lies' for liar in lying)};"
          f" height {network.height()}, {len(company.loads)} loads")


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda strategy: strategy.__name__)
def test_one_liar_of_four_changes_nothing(four, strategy, dice):
    lie(four, [strategy], dice)
    if strategy is TwoHeads:
        assert "heads" in {offence["kind"] for offence in four.honest[0].status()["offences"]}


def test_two_liars_of_seven_change_nothing(seven, dice):
    lie(seven, [TwoVotes, TwoBlocks], dice)


def test_any_two_liars_of_seven_change_nothing(seven, dice, rounds):
    for _ in range(max(1, rounds // 20)):
        lie(seven, dice.sample([each for each in STRATEGIES if each not in (Liar, TwoBlocks)], 2), dice)


def race(company, strategies, dice, count):
    """Of statements for one use, sent to all honest nodes at once while others lie, one wins, and all are told so."""
    race = Race(company.network, company.honest, company.pen, count)
    with company.joined_by(strategies, dice) as lying, race.running():
        for liar in lying:
            wait(f"{liar.member} told no lie", lambda: liar.lies > 2 or liar.failure or race.surprises, limit=PATIENCE)
    company.network.settle()
    race.ask_again(dice.choice(company.honest), dice)
    company.check()
    race.check(company.witness)
    operations = [each for history in race.histories for each in history]
    print(f"\n{' and '.join(type(liar).__name__ for liar in lying)} of {company.setup.count}: {len(race.histories)} uses,"
          f" {len(operations)} tries, {sum(each.winner is None for each in operations)} without answer; one winner each")


def test_of_statements_for_one_use_one_wins_beside_a_liar_of_four(four, dice, rounds):
    for strategy in dice.sample(STRATEGIES[1:], max(2, rounds // 10)):
        race(four, [strategy], dice, max(5, rounds // 2))


def test_of_statements_for_one_use_one_wins_beside_two_liars_of_seven(seven, dice, rounds):
    for _ in range(max(1, rounds // 40)):
        strategies = dice.sample([each for each in STRATEGIES if each not in (Liar, TwoBlocks)], 2)
        race(seven, strategies, dice, max(5, rounds // 2))


def test_of_three_one_that_signs_twice_is_found_out_and_left_out(tmp_path, dice):
    company = Company(tmp_path, "three", 1, dice)
    try:
        lie(company, [TwoVotes], dice)
        wait("not every honest node has the proof", lambda: all(
            company.accused(node) == set(company.liars) for node in company.honest), limit=PATIENCE)
    finally:
        company.network.remove()


def test_of_three_one_can_split_the_ledger_and_is_then_proven_to_have_done_it(tmp_path, dice):
    """What three nodes do not bear (docs/reliability.md): each of the others is shown another block, with a quorum."""
    company = Company(tmp_path, "three", 1, dice)
    one, other = company.honest
    try:
        with TwoBlocks(company.network, company.liars[0], dice) as liar:
            while not company.accused(one) | company.accused(other):
                with contextlib.suppress(OSError, http.client.HTTPException):
                    one.post([company.pen.anchor()], waits=False)
                assert liar.lies < 50, "it was never found out"
            assert company.accused(one) | company.accused(other) == {liar.member}
        print(f"\nfound out after {liar.lies} turns; {sum(node.is_running for node in company.honest)} of 2 still run")
    finally:
        company.network.remove()
