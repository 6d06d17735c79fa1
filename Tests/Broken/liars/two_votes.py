"""Signs two different votes in one step, and shows each to some."""

from .liar import Liar
from .words import PRECOMMIT, PREVOTE


class TwoVotes(Liar):
    equivocates = True

    def on_proposal(self, height, round, block, valid_round):
        if self.is_new(PREVOTE, height, round):
            self.both(PREVOTE, height, round, block, valid_round)

    def on_polka(self, height, round, block):
        if self.is_new(PRECOMMIT, height, round):
            self.both(PRECOMMIT, height, round, block)

    def both(self, kind, height, round, block, valid_round=None):
        """Half hear yes, half hear no; every second time all hear both."""
        first, second = self.halves
        self.lies += 1
        yes = self.voter.vote(kind, height, round, block, valid_round)
        no = self.voter.vote(kind, height, round, self.dice.choice((None, self.random())))
        self.say(yes, first)
        self.say(no, second)
        if self.lies % 2:
            self.say(no, first)
            self.say(yes, second)
