"""Certificates that nobody signed: too few, one signer many times, others' names over its own or no signature."""

from .liar import Liar
from .links import AGREEMENT, EVIDENCE
from .words import IS_COMMIT, IS_POLKA, IS_PROPOSAL, IS_ROUND, PRECOMMIT, PREVOTE, PROPOSAL


class Forged(Liar):
    def tick(self, height):
        self.lies += 1
        round, block = self.dice.choice((0, 0, 1, 2, 1_000)), self.random()
        kind = self.dice.choice((IS_POLKA, IS_ROUND, IS_COMMIT))
        signatures = self.signers(kind, height, round, block)
        self.send(AGREEMENT, [kind, {
            IS_POLKA: [height, round, block, None, signatures],
            IS_COMMIT: [height, round, block, signatures],
            IS_ROUND: [height, round, [[validator, block, signature] for validator, signature in signatures]],
        }[kind]])
        later = next(r for r in range(1, 100) if self.setup.proposer(height, r) == self.index)
        polka = [height, 0, block, None, self.signers(IS_POLKA, height, 0, block)]
        vote = self.voter.vote(PROPOSAL, height, later, block, 0)
        self.send(AGREEMENT, [IS_PROPOSAL, [vote, polka]])
        # An honest one is accused, of a vote that it has cast and of one that it has not.
        honest = self.dice.choice(self.others or [0])
        votes = sorted(([PREVOTE, height, 0, some, None], honest, self.random(64)) for some in (block, self.random()))
        self.send(EVIDENCE, [1, *map(list, votes)])
        self.send(AGREEMENT, [2, [[PREVOTE, height, 0, block, None], honest, self.random(64)]])

    def signers(self, kind, height, round, block):
        own = self.voter.vote(PRECOMMIT if kind != IS_POLKA else PREVOTE, height, round, block)[2]
        return self.dice.choice((
            [[self.index, own]],
            [[self.index, own]] * self.setup.quorum,
            [[validator, own] for validator in range(self.setup.quorum)],
            [[validator, self.random(64)] for validator in range(self.setup.count)],
            [[validator, own] for validator in reversed(range(self.setup.count))],
            [[self.index, own], [60, own], [61, own]],
        ))
