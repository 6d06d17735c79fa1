"""Speaks of rounds and heights that are far away, and claims to be there."""

from .liar import Liar
from .links import AGREEMENT, BLOCKS, COSIGNATURE, STATUS
from .words import IS_PROPOSAL, PRECOMMIT, PREVOTE, PROPOSAL

HEIGHTS = (1, 2, 3, 1_000, 1 << 40, (1 << 53) - 1)
ROUNDS = (0, 1, 2, 5, 1_000, (1 << 20) - 1, 1 << 20)


class FarFuture(Liar):
    def tick(self, height):
        self.lies += 1
        for _ in range(5):
            there = min(height + self.dice.choice(HEIGHTS) - self.dice.choice((0, 1)), 1 << 53)
            round = self.dice.choice(ROUNDS)
            if (there, round) == (height, 0):
                continue
            for kind in (PREVOTE, PRECOMMIT):
                if self.is_new(kind, there, round):
                    self.say(self.voter.vote(kind, there, round, self.random()))
            if self.setup.proposer(there, round) == self.index and self.is_new(PROPOSAL, there, round):
                vote = self.voter.vote(PROPOSAL, there, round, self.random())
                self.send(AGREEMENT, [IS_PROPOSAL, [vote, None]])
        self.send(STATUS, [min(height + self.dice.choice(HEIGHTS), 1 << 53), self.dice.randrange(1 << 53)])
        if self.lies % 10 == 0:
            far = self.voter.cosignature(height + 1_000, self.random(), self.dice.randrange(1 << 53), self.random(), 1)
            self.send(COSIGNATURE, far)
            self.send(BLOCKS, [len(self.ledger.witness.leaves), self.random(400), "no checkpoint\n", [], None])

    def on_proposal(self, height, round, block, valid_round):
        self.once(PREVOTE, height, round, block, valid_round)
