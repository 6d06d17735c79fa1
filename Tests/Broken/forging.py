"""Bodies that somebody else puts in the place of an issuer's own, under the tags that anybody can see."""

import hashlib
import os
import time
import types

from machine import wait
from sealed import Batch, ask, bodies, listed, put
from statements import Key, signed


class Forger:
    """A member of the ledger that sees tags and puts something under them; and the issuer's own word to delete."""

    def __init__(self, network, member="police"):
        self.network, self.member, self.key = network, member, Key(name=member)
        self.origin = network.nodes[0].status()["origin"]

    def found(self, sizes):
        """Tag and body of what lies in the strongroom with these sizes, in their order."""
        node = self.network.nodes[0]

        def kept():
            by_size = {len(body): (tag, body) for tag, body in bodies(node, list(listed(node))).items()}
            return all(size in by_size for size in sizes) and [by_size[size] for size in sizes]
        return wait("the strongroom has not all of them", kept)

    def put(self, *pairs, code=None):
        """Puts bodies under tags that others have used; `code`: how the node refuses that."""
        batch = Batch(count=0)
        batch.tags, batch.bodies = [tag for tag, _ in pairs], [body for _, body in pairs]
        batch.secrets = [os.urandom(32) for _ in pairs]
        batch.entries = [[tag, hashlib.sha256(body).digest(), len(body), hashlib.sha256(secret).digest()]
                         for tag, body, secret in zip(batch.tags, batch.bodies, batch.secrets)]
        pen = types.SimpleNamespace(origin=self.origin)
        status, answer = put(self.network.nodes[0], batch, pen, key=self.key, member=self.member)
        assert (status == 200) if code is None else (answer["code"] == code), answer

    def delete(self, member, tag, body):
        """A body goes on every node, by the word of the member that put it."""
        word = signed(Key(name=member), "strongroom.delete", [[tag, hashlib.sha256(body).digest()]], self.origin,
                      int(time.time()) + 300, member)
        status, answer = ask(self.network.nodes[0], "/strongroom/delete", word)
        assert status == 200, answer
        wait("a body is still there", lambda: all(
            body not in bodies(node, [tag]).values() for node in self.network.nodes))
