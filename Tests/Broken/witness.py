"""Someone outside who never forgets: every leaf that a node has served, every checkpoint that it has signed."""

import contextlib
import hashlib
import time

import statements
from pen import statement_id
from replay import leaf_hash
from served import tile_path
from verify_receipt import Network, read_note, read_receipt, verify

#: How long one of several nodes may take to hear of a block that another has served, in seconds.
LATER = 5


class Tree:
    """The right edge of an RFC 6962 tree: the roots of its complete subtrees, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, hashed):
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            hashed = hashlib.sha256(b"\x01" + self.peaks.pop() + hashed).digest()
            rest //= 2
        self.peaks.append(hashed)

    @property
    def root(self):
        if not self.peaks:
            return hashlib.sha256().digest()
        *left, root = self.peaks
        for peak in reversed(left):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root


class Witness:
    """Compares what a node serves now with all that it served before; another history is an assertion."""

    def __init__(self, genesis):
        self.genesis, self.network = genesis, Network.read(genesis)
        self.leaves, self.tree = [], Tree()
        self.places, self.commitments = {}, set()
        #: The root at the end of each block, by size.
        self.heads = {}

    def look(self, machine):
        """Reads on to the newest checkpoint: same ledger, same keys, same leaves, each statement once."""
        with contextlib.closing(machine.door()) as door:
            assert door.get("/genesis") == (200, self.genesis)
            assert door.get("/policy")[1].decode() == self.network.policy
            size, root = self.newest(door)
            assert size >= len(self.leaves), f"the log has {size} leaves, and had {len(self.leaves)}"
            first = len(self.leaves) // 256
            for number in range(first, (size + 255) // 256):
                self.take(number, self.bundle(door, number, min(256, size - 256 * number)))
        assert (self.tree.size, self.tree.root) == (size, root), f"the root of {size} leaves is another"
        return self

    def newest(self, door):
        """Size and root of the newest checkpoint; one of several nodes may hear of a block later than another."""
        deadline = time.monotonic() + LATER
        while True:
            size, root, _ = self.network.final(read_note(self.body(door, "/checkpoint")))
            if size >= len(self.leaves) or time.monotonic() > deadline:
                return size, root
            time.sleep(0.02)

    def body(self, door, path):
        status, body = door.get(path)
        assert status == 200, (path, status, body)
        return body

    def bundle(self, door, number, width):
        leaves = statements.unframed(self.body(door, tile_path("entries", number, width)))
        assert len(leaves) == width
        return leaves

    def take(self, number, leaves):
        known = self.leaves[256 * number:256 * number + len(leaves)]
        assert leaves[:len(known)] == known, f"leaves {256 * number}... are not those served before"
        for leaf in leaves[len(known):]:
            self.note(leaf)
            self.leaves.append(leaf)
            self.tree.append(leaf_hash(leaf))
            if statements.kind(leaf) == "seal":
                self.heads[self.tree.size] = self.tree.root

    def note(self, leaf):
        """No statement and no record stands in the log twice."""
        kind = statements.kind(leaf)
        if kind in ("statement", "governance"):
            known = self.places.setdefault(statement_id(leaf), len(self.leaves))
            assert known == len(self.leaves), f"leaf {len(self.leaves)} is the statement of leaf {known}"
        elif kind == "record":
            assert leaf not in self.commitments, f"the record of leaf {len(self.leaves)} stands in the log twice"
            self.commitments.add(leaf)

    def hashes(self, first, count):
        """A tile of level 0."""
        return b"".join(leaf_hash(leaf) for leaf in self.leaves[first:first + count])

    def check_receipt(self, receipt):
        """A receipt of any age verifies offline, and its checkpoint is one of this history."""
        said = verify(receipt, self.network)
        _, size, root = read_receipt(receipt).note.checkpoint
        assert self.heads[size] == root, f"a receipt tells another root of {size} leaves"
        return said
