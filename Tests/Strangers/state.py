"""The authenticated state in plain Python: roots, buckets and single proofs, with hashlib alone.

A path has 264 steps: the 8 bits of the kind, then the 256 of the key's hash. The first eight levels are always inner
nodes. Below them a node without entries hashes to zeroes, one with a single entry is that entry, any other is inner.
"""

import dataclasses
import hashlib

EMPTY = bytes(32)
KIND_STEPS = 8
STEPS = 264
KINDS = {"governance": 1, "member": 2, "type": 3, "accreditation": 4, "scene": 5, "status": 6, "grant": 7, "replay": 8,
         "epoch": 9, "coming": 10, "offence": 11, "correction": 12, "trace": 13, "disclosure": 14, "open": 15,
         "sealed": 16, "opened": 17, "passing": 18}


class NotProven(Exception):
    """What does not hold together."""


def demand(condition, reason):
    if not condition:
        raise NotProven(reason)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def key_hash(kind, key):
    return sha256(bytes([kind]), key)


def prefixed(text):
    """A text behind its length in two bytes."""
    return len(text.encode()).to_bytes(2, "big") + text.encode()


def status_key(origin, issuer, commitment):
    return sha256(b"deedbox/status/v1", prefixed(origin), prefixed(issuer), commitment)


def grant_id(origin, public_key):
    return sha256(b"deedbox/grant/v1", prefixed(origin), public_key)


def leaf_node(hashed_key, hashed_value):
    return sha256(b"\x00", hashed_key, hashed_value)


def inner_node(left, right):
    return EMPTY if left == EMPTY == right else sha256(b"\x01", left, right)


def goes_right(kind, hashed, step):
    byte = kind if step < KIND_STEPS else hashed[(step - KIND_STEPS) // 8]
    return byte >> (7 - step % 8) & 1 == 1


def share(one, other, bits):
    """True when the first bits of two hashes are the same."""
    return int.from_bytes(one, "big") >> (256 - bits) == int.from_bytes(other, "big") >> (256 - bits)


def root(entries):
    """The root over entries, a dictionary from (kind, key) to value."""
    leaves = [(kind, key_hash(kind, key), sha256(value)) for (kind, key), value in entries.items()]
    return subtree(leaves, 0)


def subtree(leaves, step):
    if not leaves:
        return EMPTY
    if len(leaves) == 1 and step >= KIND_STEPS:
        return leaf_node(*leaves[0][1:])
    left = [leaf for leaf in leaves if not goes_right(leaf[0], leaf[1], step)]
    right = [leaf for leaf in leaves if goes_right(leaf[0], leaf[1], step)]
    return inner_node(subtree(left, step + 1), subtree(right, step + 1))


def climb(kind, hashed, node, siblings):
    """The root above a node at the depth of its siblings, which are given from the bottom."""
    for height, sibling in enumerate(siblings):
        right = goes_right(kind, hashed, len(siblings) - 1 - height)
        node = inner_node(sibling, node) if right else inner_node(node, sibling)
    return node


@dataclasses.dataclass(frozen=True)
class Proof:
    """One path: the entry's value at its end, nothing (None), or another entry's two hashes (a pair)."""
    kind: int
    siblings: tuple
    end: object

    def value(self, key, state_root):
        """The value that is proven for a key, or None for an absence; raises when nothing is proven."""
        hashed, depth = key_hash(self.kind, key), len(self.siblings)
        demand(depth <= STEPS and (self.end is None or depth >= KIND_STEPS), "a path of a wrong length")
        if isinstance(self.end, bytes):
            node = leaf_node(hashed, sha256(self.end))
        elif self.end is None:
            node = EMPTY
        else:
            demand(self.end[0] != hashed and share(self.end[0], hashed, depth - KIND_STEPS), "another place")
            node = leaf_node(*self.end)
        demand(climb(self.kind, hashed, node, self.siblings) == state_root, "the path leads to another root")
        return self.end if isinstance(self.end, bytes) else None


@dataclasses.dataclass(frozen=True)
class Bucket:
    """All entries of a kind whose hashes begin with a prefix, with one path to the root."""
    kind: int
    bits: int
    prefix: int
    siblings: tuple
    entries: tuple
    other: tuple = None

    @property
    def start(self):
        return (self.prefix << (256 - self.bits)).to_bytes(32, "big")

    def verify(self, state_root):
        """Raises unless these are all the entries of the bucket under that root."""
        depth = len(self.siblings)
        demand(depth <= KIND_STEPS + self.bits, "the path is too long")
        hashes = [hashed for hashed, _ in self.entries]
        demand(hashes == sorted(set(hashes)), "the entries are not in order")
        demand(all(share(hashed, self.start, self.bits) for hashed in hashes), "an entry of another bucket")
        demand(depth >= KIND_STEPS or not hashes and self.other is None, "an entry above its kind")
        if self.other is None:
            demand(depth == KIND_STEPS + self.bits or len(hashes) <= 1, "the path is too short")
            node = subtree(self.leaves, depth)
        else:
            bits = depth - KIND_STEPS
            demand(not hashes and share(self.other[0], self.start, bits), "another entry in another place")
            demand(not share(self.other[0], self.start, self.bits), "the other entry is of this bucket")
            node = leaf_node(*self.other)
        demand(climb(self.kind, self.start, node, self.siblings) == state_root, "the path leads to another root")

    @property
    def leaves(self):
        return [(self.kind, hashed, sha256(value)) for hashed, value in self.entries]

    def proof(self, key):
        """The single proof of a key of this bucket, which was verified."""
        hashed = key_hash(self.kind, key)
        demand(share(hashed, self.start, self.bits), "a key of another bucket")
        if self.other is not None:
            return Proof(self.kind, self.siblings, self.other)
        leaves, below = self.leaves, []
        while len(leaves) > 1:
            step = len(self.siblings) + len(below)
            right = goes_right(self.kind, hashed, step)
            parts = ([], [])
            for leaf in leaves:
                parts[goes_right(self.kind, leaf[1], step)].append(leaf)
            below.insert(0, subtree(parts[not right], step + 1))
            leaves = parts[right]
        if not leaves:
            end = None
        elif leaves[0][1] == hashed:
            end = dict(self.entries)[hashed]
        else:
            end = leaves[0][1:]
        return Proof(self.kind, tuple(below) + self.siblings, end)


# The CBOR forms, as parts that were already decoded.

def is_number(value, largest):
    return type(value) is int and 0 <= value <= largest


def are_hashes(value):
    return isinstance(value, (list, tuple)) and all(isinstance(item, bytes) and len(item) == 32 for item in value)


def read_siblings(count, bitmap, hashes):
    demand(is_number(count, STEPS), "too many siblings")
    demand(isinstance(bitmap, bytes) and len(bitmap) == (count + 7) // 8, "a bitmap of another length")
    demand(isinstance(hashes, bytes), "siblings that are no bytes")
    flags = [bool(bitmap[step // 8] & 0x80 >> step % 8) for step in range(8 * len(bitmap))]
    demand(not any(flags[count:]) and len(hashes) == 32 * sum(flags), "the bitmap does not fit the siblings")
    rest = [hashes[at:at + 32] for at in range(0, len(hashes), 32)]
    demand(EMPTY not in rest, "an empty sibling is written out")
    return tuple(rest.pop(0) if flag else EMPTY for flag in flags[:count])


def read_proof(parts):
    demand(isinstance(parts, (list, tuple)) and len(parts) == 5, "a proof has five parts")
    kind, count, bitmap, hashes, end = parts
    demand(is_number(kind, 255), "not a kind")
    if end is not None and not isinstance(end, bytes):
        demand(are_hashes(end) and len(end) == 2, "not the end of a path")
        end = tuple(end)
    return Proof(kind, read_siblings(count, bitmap, hashes), end)


def read_bucket(parts):
    demand(isinstance(parts, (list, tuple)) and len(parts) == 9, "a bucket has nine parts")
    kind, bits, prefix, count, bitmap, hashes, keys, values, other = parts
    demand(is_number(kind, 255) and is_number(bits, 56), "not a kind, or too many bits")
    demand(is_number(prefix, (1 << bits) - 1), "not the prefix of a bucket")
    demand(isinstance(keys, bytes) and isinstance(values, (list, tuple)), "not the entries of a bucket")
    demand(all(isinstance(value, bytes) for value in values), "a value that is no bytes")
    demand(len(keys) == 32 * len(values), "keys and values differ in number")
    demand(other is None or are_hashes(other) and len(other) == 2, "not another entry")
    entries = tuple((keys[32 * at:32 * at + 32], value) for at, value in enumerate(values))
    return Bucket(kind, bits, prefix, read_siblings(count, bitmap, hashes), entries, other and tuple(other))
