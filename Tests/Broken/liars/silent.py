"""Is linked and answers pings, and says nothing else; or votes and keeps back its cosignatures."""

from .liar import Liar


class Silent(Liar):
    def hear(self, peer, kind, payload):
        self.lies += 1


class NoCosignatures(Liar):
    def on_cosignature(self, height, block, size, root):
        self.lies += 1


class NoPrecommits(Liar):
    def on_polka(self, height, round, block):
        self.lies += 1
