"""Sends bytes that are no frames, frames that are no words, and words that are too long; and comes back each time."""

from .liar import Liar
from .links import AGREEMENT, BEGIN, BODY, HELLO, PART, STATUS


class Rubbish(Liar):
    def tick(self, height):
        if not self.links.open or self.dice.random() < 0.5:
            return
        self.lies += 1
        link = self.links.open[self.dice.choice(self.others)]
        self.dice.choice((self.bytes, self.too_long, self.unknown, self.no_word, self.parts, self.hello_again,
                          self.flood))(link)

    def bytes(self, link):
        link.raw(self.random(self.dice.randrange(1, 2_000)))

    def too_long(self, link):
        link.raw((0xFFFFFFFF).to_bytes(4, "big") + bytes([AGREEMENT]) + self.random(100))

    def unknown(self, link):
        link.frame(self.dice.choice((6, 15, 27, 200, 255)), self.random())

    def no_word(self, link):
        """In a frame of a good kind, what is no CBOR, not the deterministic one, or of another form."""
        link.send(self.dice.randrange(16, 27), self.dice.choice((
            b"", self.random(64), b"\x82\x18\x05\x00", b"\x9f" * 200, b"\x9b" + b"\xff" * 8, b"\x82\x02\x83\x80\x00\x40")))

    def parts(self, link):
        """A part of nothing, or a message that says it will be huge and is not."""
        if self.dice.random() < 0.5:
            return link.frame(PART, self.random())
        link.frame(BEGIN, bytes([BODY]) + (1 << 26).to_bytes(4, "big"))
        link.frame(PART, bytes(65_536))
        link.frame(BEGIN, bytes([STATUS]) + (5).to_bytes(4, "big"))

    def hello_again(self, link):
        link.frame(HELLO, self.links.hello())

    def flood(self, link):
        for _ in range(5_000):
            link.frame(STATUS, b"\x82\x00\x00")
