"""All that a node has ever signed, read from the writes to its guard: it must never have said two things.

A signature leaves a node only when it is durable in the guard. So what a sync has covered may be known to anybody, and
whatever is signed later must agree with it, whether anybody saw the first or not.
"""

import statements

MARK = b"deedgrd1"


class Oracle:
    """One key's words: votes by height, round and kind, cosignatures by height and by size."""

    def __init__(self):
        self.said = {}
        self.votes = self.cosignatures = 0

    def read(self, disk):
        """The guard's entries since the disk's last cut; call it before the next."""
        for _, data, is_durable in disk.history("guard"):
            if is_durable and data.startswith(MARK):
                length = int.from_bytes(data[16:20], "big")
                if length:
                    self.hear(statements.decode(data[20:20 + length]))

    def hear(self, entry):
        """A guard's record: of several validators three parts, of one its attestation alone."""
        memory, attestation = (None, entry) if isinstance(entry[0], int) else entry[:2]
        if memory:
            for content, *_ in memory[2]:
                kind, height, round, *_ = content
                self.votes += self.agrees(("vote", height, round, kind), content)
        if attestation:
            height, block, size, root, *signed = attestation
            self.cosignatures += self.agrees(("cosigned", height), [block, size, root, *signed])
            self.agrees(("size", size), root)

    def agrees(self, key, value):
        """True when it is new."""
        known = self.said.setdefault(key, value)
        assert known == value, f"signed twice: {key} was {known}, and is {value}"
        return known is value
