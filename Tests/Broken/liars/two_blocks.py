"""Offers two blocks in its turn, each to a half, and votes for both: what forks a network that bears no liar."""

from .links import COSIGNATURE
from .liar import Liar
from .words import PRECOMMIT, PREVOTE


class TwoBlocks(Liar):
    equivocates = True

    def on_turn(self, height):
        self.lies += 1
        for later, half in enumerate(self.halves):
            block = self.ledger.block(self.index, self.offered, later)
            identity = self.propose(block, half)
            self.say(self.voter.vote(PREVOTE, height, 0, identity), half)
            self.say(self.voter.vote(PRECOMMIT, height, 0, identity), half)
            # Two others see it by their polkas. More may each have too few votes to see it: one of them is told.
            if len(self.others) > 2:
                self.say(self.voter.vote(PREVOTE, height, 0, identity), self.others[:1])

    def on_cosignature(self, height, block, size, root):
        """Cosigns every history that is shown to it."""
        if self.is_new("cosigned", height, root):
            self.send(COSIGNATURE, self.voter.cosignature(height, block, size, root, 1_800_000_000))
