"""The walk from epoch to epoch, over a ledger that Python alone has written: its change, and what must be refused."""

import pytest
import statements
from epochs import Walk
from paper import PaperLedger, bucket_parts, cbor_receipt
from state import KINDS
from statements import ES256, Key, encode
from verify_receipt import Network, No, read_note, verify

ROLES = ["log", "cosigner", "vote", "release", "link"]
GOVERNORS = [Key(name=f"governance-{number}") for number in (1, 2, 3)]


class ChangedLedger(PaperLedger):
    """Three nodes, of which the third goes on under the keys of another machine."""

    def __init__(self):
        super().__init__(3)
        self.old = self.network
        keys = [Key(ES256 if role == "link" else statements.EDDSA, f"node-5/{role}").public.data for role in ROLES]
        seat = ["node-3", ["示例节点", "Sample node 3"], keys]
        payload = [self.replay.sequence, 0, [], [seat], [["x", bytes(64)]], False, False]
        self.send([[statements.governed(
            GOVERNORS, "validators.change", payload, self.network.origin, self.replay.time // 1000 + 5)]])
        self.end = len(self.leaves)
        self.step = self.made_step([1, 2])
        self.network = Network.of(self.network.origin, 0, self.replay.validators)
        self.cosigners = [1, 2]
        self.send([])

    def made_step(self, cosigners):
        """The step that the last block takes, as these nodes sign it: a receipt of the seal, a proof of the entry."""
        kept, self.checkpoints[-1] = self.checkpoints[-1], self.note(cosigners)
        kind, _, _, count, bitmap, siblings, _, values, _ = bucket_parts(self.entries, KINDS["epoch"], 0, 0)
        receipt = cbor_receipt(self.receipt(len(self.leaves) - 1), self.network.origin)
        self.checkpoints[-1] = kept
        return encode([1, receipt, [kind, count, bitmap, siblings, values[0]]])

    def file(self, *steps):
        return encode([1, self.network.origin, list(steps)])


@pytest.fixture(scope="module")
def ledger():
    return ChangedLedger()


def test_a_verifier_walks_to_the_set_of_today(ledger):
    walk = Walk.read(ledger.file(ledger.step), ledger.genesis)
    assert walk.number == 1 and walk.network == ledger.network != ledger.old
    assert walk.final(read_note(ledger.checkpoints[-1])) == ledger.network.final(read_note(ledger.checkpoints[-1]))
    assert walk.at(ledger.end) == ledger.old and walk.at(ledger.end + 1) == ledger.network
    assert verify(ledger.receipt(0), walk)["size"] == len(ledger.leaves)


def test_a_set_that_is_gone_cannot_sign_what_came_later(ledger):
    walk = Walk.read(ledger.file(ledger.step), ledger.genesis)
    network, ledger.network = ledger.network, ledger.old
    late = read_note(ledger.note([2, 3]))
    ledger.network = network
    assert ledger.old.final(late)
    with pytest.raises(No):
        walk.final(late)


def test_steps_that_prove_nothing_are_refused(ledger):
    version, receipt, proof = statements.decode(ledger.step)
    first = Walk(ledger.genesis)
    first.take(ledger.step)
    with pytest.raises(No, match="missing"):
        first.take(ledger.step)
    with pytest.raises(No, match="another ledger"):
        Walk.read(encode([1, "other/0", []]), ledger.genesis)
    with pytest.raises(No, match="fewer liars"):
        Walk(ledger.genesis).take(ledger.step, least_liars=1)
    value = bytearray(proof[4])
    value[-1] ^= 1
    absent = [version, receipt, proof[:4] + [None]]
    altered = [version, receipt, proof[:4] + [bytes(value)]]
    other = [version, cbor_receipt(ledger.receipt(len(ledger.leaves) - 1), ledger.network.origin), proof]
    for step in (absent, altered, other):
        with pytest.raises(No):
            Walk(ledger.genesis).take(encode(step))


def test_the_script_takes_the_file(ledger, run_script):
    def run(file):
        return run_script("verify_receipt.py", ledger.receipt(0), "--trust", ledger.genesis, "--epochs", file)

    assert run(ledger.file(ledger.step)).returncode == 0
    assert run(ledger.file(ledger.step)[:-1]).returncode != 0
    assert run(encode([1, "other/0", []])).returncode == 1
