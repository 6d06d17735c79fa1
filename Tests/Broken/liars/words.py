"""The agreement's messages, signed and checked in Python (docs/protocol/agreement.md)."""

import base64
import hashlib

import statements
from statements import EDDSA, Key, PublicKey, encode

PROPOSAL, PREVOTE, PRECOMMIT = 1, 2, 3
IS_PROPOSAL, IS_VOTE, IS_POLKA, IS_ROUND, IS_COMMIT = 1, 2, 3, 4, 5


class Setup:
    """What follows from a genesis: who votes, how many are a quorum, what a signature covers."""

    def __init__(self, genesis):
        _, name, _, _, model, validators, _, parameters = statements.decode(genesis)
        self.origin = f"{name}/{hashlib.sha256(genesis).hexdigest()[:32]}"
        self.members = [validator[0] for validator in validators]
        self.keys = [PublicKey(EDDSA, validator[2][2]) for validator in validators]
        self.cosigners = [PublicKey(EDDSA, validator[2][1]) for validator in validators]
        self.count = len(validators)
        self.liars = (self.count - 1) // 3 if model == 1 else 0
        self.quorum = (self.count + self.liars) // 2 + 1
        self.digests = tagged("deedbox/validators/v1", validators) + tagged(
            "deedbox/parameters/v1", [self.count, self.liars, model, parameters])

    def proposer(self, height, round):
        return (height + round) % self.count

    def signed_bytes(self, content):
        kind, height, round, block, valid_round = content
        origin = self.origin.encode()
        return b"".join([
            b"deedbox/vote/v1", bytes([kind]), len(origin).to_bytes(2, "big"), origin, height.to_bytes(8, "big"),
            round.to_bytes(4, "big"), bytes([block is not None]), block or bytes(32),
            (0 if valid_round is None else valid_round + 1).to_bytes(4, "big"), self.digests])

    def is_true(self, content, validator, signature):
        return self.keys[validator].verifies(signature, self.signed_bytes(content))

    # Evidence.

    def accused(self, evidence):
        """Who is proven to have lied, by member; nothing of it is believed that a signature does not show."""
        # A stored proof says first what it is of: 1 stands for votes, 2 for cosigned heads.
        if len(evidence) == 2:
            of, evidence = evidence
            if of == 2:
                return {self.by_heads(*evidence)}
            assert of == 1, of
        kind, first, second = evidence
        assert encode(first) < encode(second) or kind == 3, "the parts are out of order"
        lists = {1: self.by_votes, 2: self.by_polkas, 3: self.by_amnesia}[kind](first, second)
        assert lists, "it proves nothing"
        return {self.members[validator] for validator in lists}

    def by_heads(self, _, validator, size, *sides):
        """Two logs of one size; the height is where it was seen, and nothing that was signed."""
        (root, one), (other_root, other) = sides[:2], sides[2:]
        assert root < other_root, "one log, or out of order"
        for root, cosignature in ((root, one), (other_root, other)):
            time, signature = int.from_bytes(cosignature[:8], "big"), cosignature[8:]
            assert self.cosigners[validator].verifies(
                signature, cosigned_bytes(self.origin, size, root, time)), "a false signature"
        return self.members[validator]

    def by_votes(self, first, second):
        for content, validator, signature in (first, second):
            assert self.is_true(content, validator, signature), "a false signature"
        one, other = first[0], second[0]
        assert one[0] in (PREVOTE, PRECOMMIT) and one[:3] == other[:3] and one != other and first[1] == second[1]
        return [first[1]]

    def by_polkas(self, first, second):
        assert first[:2] == second[:2] and first[2:4] != second[2:4]
        return self.signers(PREVOTE, first) & self.signers(PREVOTE, second)

    def by_amnesia(self, commit, polka):
        height, round, block, signatures = commit
        assert height == polka[0] and round < polka[1] and block != polka[2]
        assert polka[3] is None or polka[3] < round
        return self.signers(PRECOMMIT, [height, round, block, None, signatures]) & self.signers(PREVOTE, polka)

    def signers(self, kind, certificate):
        height, round, block, valid_round, signatures = certificate
        found = [validator for validator, _ in signatures]
        assert found == sorted(set(found)) and len(found) >= self.quorum, "not a quorum"
        for validator, signature in signatures:
            assert self.is_true([kind, height, round, block, valid_round], validator, signature), "a false signature"
        return set(found)


def tagged(tag, value):
    return hashlib.sha256(tag.encode() + encode(value)).digest()


def cosigned_bytes(origin, size, root, time):
    """What a cosignature covers (C2SP cosignature/v1)."""
    return f"cosignature/v1\ntime {time}\n{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


class Voter:
    """A validator's keys, which sign whatever they are given."""

    def __init__(self, setup, member):
        self.setup, self.member, self.index = setup, member, setup.members.index(member)
        self.votes, self.cosigner = Key(name=f"{member}/vote"), Key(name=f"{member}/cosigner")

    def vote(self, kind, height, round, block, valid_round=None):
        content = [kind, height, round, block, valid_round]
        return [content, self.index, self.votes.sign(self.setup.signed_bytes(content))]

    def cosignature(self, height, block, size, root, time):
        """As it travels: over size and root, with the sender's word for height and block."""
        signature = self.cosigner.sign(cosigned_bytes(self.setup.origin, size, root, time))
        return [height, block, size, root, time.to_bytes(8, "big") + signature]
