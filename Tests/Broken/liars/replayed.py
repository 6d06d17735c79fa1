"""Says again whatever it has ever heard or said, to everybody, in any order."""

from .liar import Liar
from .links import AGREEMENT, COSIGNATURE


class Replayed(Liar):
    def __init__(self, *given):
        super().__init__(*given)
        self.heard = []

    def hear(self, peer, kind, payload):
        super().hear(peer, kind, payload)
        if kind in (AGREEMENT, COSIGNATURE):
            self.heard.append((kind, payload))

    def say(self, vote, to=None):
        super().say(vote, to)
        self.lies += 1

    def tick(self, height):
        for _ in range(min(50, len(self.heard))):
            kind, payload = self.dice.choice(self.heard)
            for link in list(self.links.open.values()):
                link.send(kind, payload)
            self.lies += 1
