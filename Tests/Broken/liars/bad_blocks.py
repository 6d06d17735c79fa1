"""Offers blocks that follow from nothing: wrong roots, wrong times, unknown statements, a body that never comes."""

from replay import leaf_hash
from statements import encode, framed

from .liar import Liar
from .links import AGREEMENT, BODY, RECIPE
from .words import IS_PROPOSAL, PREVOTE, PROPOSAL


class BadBlocks(Liar):
    takes_every_turn = True

    def on_turn(self, height):
        self.lies += 1
        lie = self.dice.choice((self.wrong_root, self.wrong_time, self.wrong_parent, self.unknown, self.nothing,
                                self.doubled, self.rubbish_body))
        lie(height)

    def offer(self, seal, leaves):
        """To all, with a vote for it."""
        identity = self.propose((seal, leaves))
        self.say(self.voter.vote(PREVOTE, seal[1], 0, identity))

    def changed(self, place, value):
        seal, leaves = self.ledger.block(self.index, self.offered)
        seal[place] = value
        self.offer(seal, leaves)

    def wrong_root(self, height):
        self.changed(self.dice.choice((4, 7, 8, 10, 12)), self.random())

    def wrong_time(self, height):
        self.changed(5, self.dice.choice((1, 1 << 53, self.ledger.replay.time, self.ledger.replay.time + 3_600_000)))

    def wrong_parent(self, height):
        self.changed(2, self.random())

    def doubled(self, height):
        """A statement that the log has already, or one twice."""
        old = [leaf for leaf in self.ledger.witness.leaves if leaf[0] == 0xD2][-1:]
        seal, leaves = self.ledger.block(self.index)
        self.offer(seal, self.dice.choice((old * 2, old, self.offered * 2)))

    def unknown(self, height):
        seal, _ = self.ledger.block(self.index)
        self.send(RECIPE, [seal, [self.random() for _ in range(50)]])
        self.send(AGREEMENT, [IS_PROPOSAL, [self.voter.vote(PROPOSAL, height, 0, leaf_hash(encode(seal))), None]])

    def nothing(self, height):
        """A block that nobody has."""
        self.send(AGREEMENT, [IS_PROPOSAL, [self.voter.vote(PROPOSAL, height, 0, self.random()), None]])

    def rubbish_body(self, height):
        seal, _ = self.ledger.block(self.index)
        identity = leaf_hash(encode(seal))
        self.bodies[identity] = framed([self.random(500)])
        self.send(AGREEMENT, [IS_PROPOSAL, [self.voter.vote(PROPOSAL, height, 0, identity), None]])
        self.send(BODY, framed([self.random(500), encode(seal)]))
