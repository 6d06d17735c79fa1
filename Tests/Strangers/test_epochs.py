"""The walk from epoch to epoch, over a ledger that Python alone has written: its change, and what must be refused."""

import pytest
import statements
from changing import ChangingLedger
from epochs import Walk
from paper import cbor_receipt
from statements import encode
from verify_receipt import No, read_note, verify


class ChangedLedger(ChangingLedger):
    """Three nodes, of which the third goes on under the keys of another machine."""

    def __init__(self):
        super().__init__(3, byzantine=False, cosigners=[1, 2])
        self.change_validators({3: 5})
        (self.old, _, _), self.end, step = self.offices[0], self.ends[0], self.steps[0]
        #: As an older program wrote it, which did not prove who governs.
        self.step = encode([1, *statements.decode(step)[1:3]])
        self.send([])

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
    with ledger.in_office(0):
        late = read_note(ledger.note([2, 3]))
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
