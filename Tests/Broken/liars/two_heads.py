"""Cosigns two logs of one size: the true one, and at once or a little later one that nobody has."""

import time

from .liar import Liar
from .links import COSIGNATURE


class TwoHeads(Liar):
    equivocates = True

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.kept_back = []

    def on_cosignature(self, height, block, size, root):
        if self.is_new("cosigned", height):
            self.lies += 1
            for side in (root, self.random()):
                self.kept_back.append(self.voter.cosignature(height, block, size, side, int(time.time())))
            self.send(COSIGNATURE, self.kept_back.pop(0))
            if self.lies % 2:
                self.tick(height)

    def tick(self, height):
        """By now the block may be final."""
        while self.kept_back:
            self.send(COSIGNATURE, self.kept_back.pop(0))
