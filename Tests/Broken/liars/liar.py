"""The part that all liars share: they hear everything, know the ledger, and without a strategy they vote like honest ones."""

import asyncio
import copy
import hashlib
import os
import threading
import time

import statements
from machine import wait
from pen import statement_id
from replay import Replay, leaf_hash, merkle_root
from statements import encode, framed
from witness import Witness

from .links import AGREEMENT, BODY, BODY_WANTED, COSIGNATURE, KEPT, RECIPE, STATEMENTS, STATUS, Links
from .words import IS_POLKA, IS_PROPOSAL, IS_VOTE, PRECOMMIT, PREVOTE, PROPOSAL, Setup, Voter


#: Seconds; a busy machine lets a liar written in Python wait long for its turn.
PATIENCE = 120


class Liar:
    """A member of a network whose place it takes while `running`."""

    #: Set by a strategy that signs two votes of one step: then there must be evidence.
    equivocates = False
    #: Set by a strategy that offers blocks in anybody's turn.
    takes_every_turn = False

    def __init__(self, network, member, dice):
        self.network, self.member, self.dice = network, member, dice
        self.setup = Setup(network.nodes[0].genesis)
        self.voter = Voter(self.setup, member)
        self.index = self.voter.index
        self.links = Links(self.setup, member, network.links, network.nodes[0].folder.parent, self.hear)
        self.ledger = Ledger(network)
        self.bodies, self.offered, self.voted, self.turn = {}, [], set(), 0
        self.lies, self.failure = 0, None

    # Life.

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.live)
        self.thread.start()
        others = sum(node.is_running for node in self.network.nodes)
        try:
            wait(f"{self.member} is not linked", lambda: self.failure or len(self.links.met) >= others, limit=PATIENCE)
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if not self.failure:
            self.loop.call_soon_threadsafe(self.work.cancel)
        self.thread.join()
        if self.failure:
            raise self.failure

    def live(self):
        asyncio.set_event_loop(self.loop)
        self.work = self.loop.create_task(self.run())
        try:
            self.loop.run_until_complete(self.work)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # It is the test's.
            self.failure = error
        rest = asyncio.all_tasks(self.loop)
        for task in rest:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        self.loop.close()

    async def run(self):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.links.run())
            tasks.create_task(self.act())

    async def act(self):
        while True:
            await asyncio.sleep(0.03)
            await asyncio.to_thread(self.ledger.catch_up)
            height = self.ledger.height + 1
            mine = self.takes_every_turn or self.setup.proposer(height, 0) == self.index
            if height > self.turn and mine:
                self.turn = height
                self.on_turn(height)
            self.tick(height)

    # Hearing.

    def hear(self, peer, kind, payload):
        if kind == STATEMENTS:
            number, data = statements.decode(payload)
            self.send(KEPT, number, to=[peer])
            self.offered = [leaf for leaf in statements.unframed(data) if b"note.anchor" in leaf][-1:] or self.offered
        elif kind == BODY_WANTED:
            body = self.bodies.get(statements.decode(payload))
            if body:
                self.send(BODY, body, to=[peer])
        elif kind == COSIGNATURE:
            self.on_cosignature(*statements.decode(payload)[:4])
        elif kind == AGREEMENT:
            self.on_message(peer, *statements.decode(payload))

    def on_message(self, peer, kind, value):
        if kind == IS_PROPOSAL:
            (content, *_), _ = value
            self.on_proposal(*content[1:])
        elif kind == IS_POLKA:
            self.on_polka(*value[:3])

    # What an honest one would do; strategies do something else.

    def on_turn(self, height):
        """This validator may propose."""

    def on_proposal(self, height, round, block, valid_round):
        self.once(PREVOTE, height, round, block, valid_round)

    def on_polka(self, height, round, block):
        self.once(PRECOMMIT, height, round, block)

    def on_cosignature(self, height, block, size, root):
        if self.is_new("cosigned", height):
            self.send(COSIGNATURE, self.voter.cosignature(height, block, size, root, int(time.time())))

    def tick(self, height):
        """Some thirty times a second; `height` is being decided."""

    # Speaking.

    @property
    def others(self):
        """The indices of those who are linked, in order."""
        return sorted(self.links.open)

    @property
    def halves(self):
        others = self.others
        return others[::2], others[1::2]

    def send(self, kind, value, to=None):
        payload = encode(value)
        for peer in self.others if to is None else to:
            if peer in self.links.open:
                self.links.open[peer].send(kind, payload)

    def say(self, vote, to=None):
        self.send(AGREEMENT, [IS_VOTE, vote], to)

    def is_new(self, *what):
        if what in self.voted:
            return False
        self.voted.add(what)
        return True

    def once(self, kind, height, round, block, valid_round=None):
        """A vote, and no other of this step."""
        if self.is_new(kind, height, round):
            self.say(self.voter.vote(kind, height, round, block, valid_round))

    def propose(self, block, to=None, round=0, valid_round=None, polka=None):
        """Seal and statements to look up, then the proposal."""
        seal, leaves = block
        identity = leaf_hash(encode(seal))
        self.bodies[identity] = framed([*leaves, encode(seal)])
        self.send(RECIPE, [seal, [bytes.fromhex(statement_id(leaf)) for leaf in leaves]], to)
        vote = self.voter.vote(PROPOSAL, seal[1], round, identity, valid_round)
        self.send(AGREEMENT, [IS_PROPOSAL, [vote, polka]], to)
        return identity

    def random(self, count=32):
        return bytes(self.dice.randrange(256) for _ in range(count))


class Ledger:
    """The final log as one of the honest nodes serves it, executed anew."""

    def __init__(self, network):
        self.network, self.genesis = network, network.nodes[0].genesis
        self.witness, self.replay, self.taken = Witness(self.genesis), Replay(self.genesis), 0

    @property
    def height(self):
        return self.replay.height

    def catch_up(self):
        node = next((node for node in self.network.nodes if node.is_running), None)
        if node is None:
            return
        try:
            if node.get("/checkpoint")[0] == 200:
                self.witness.look(node)
        except (OSError, AssertionError):
            return
        block = []
        for leaf in self.witness.leaves[self.taken:]:
            block.append(leaf)
            if statements.kind(leaf) == "seal":
                self.replay.take(block)
                self.taken += len(block)
                block = []

    def block(self, proposer, leaves=(), later=0):
        """A block behind the last one, by the rules: its seal and its statements."""
        after = copy.copy(self.replay)
        after.hashes, after.entries = list(self.replay.hashes), copy.deepcopy(self.replay.entries)
        after.places, after.records, after.signers = {}, dict(self.replay.records), {}
        after.begin(max(int(time.time() * 1_000), self.replay.time + 1) + later)
        leaves = [leaf for leaf in leaves if statement_id(leaf) not in self.witness.places]
        for leaf in leaves:
            after.add(leaf)
        return after.seal(proposer), leaves
