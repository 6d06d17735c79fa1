"""Clients that submit without a pause and remember every promise that they were given."""

import contextlib
import http.client
import threading
import time

from pen import statement_id
from statements import Key


class Promise:
    """A statement with its records, and the best answer that it got."""

    def __init__(self, leaves):
        self.leaves, self.id = leaves, statement_id(leaves[0])
        self.until = time.time() + 280
        self.answer, self.index, self.receipt = None, None, None

    def hear(self, outcome):
        assert outcome["id"] == self.id
        if self.answer != "final":
            self.answer = outcome["state"]
        if outcome["state"] == "final":
            assert self.index in (None, outcome["index"]), f"{self.id} stands at two places"
            self.index, self.receipt = outcome["index"], outcome["receipt"].encode()


class Load:
    """Four clients: some wait for blocks, some only for durability; batches, single acts, grants and uses."""

    def __init__(self, machine, pen, batch=300, pause=0):
        self.machine, self.pen, self.batch, self.pause = machine, pen, batch, pause
        self.promises, self.surprises = [], []
        self.lock, self.stopping = threading.Lock(), threading.Event()

    @contextlib.contextmanager
    def running(self):
        """Submits while the body runs; then no thread is left."""
        self.stopping.clear()
        work = [self.singles, self.accepted, self.batches, self.grants]
        threads = [threading.Thread(target=self.repeat, args=(task,)) for task in work]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join()
        assert not self.surprises, self.surprises

    def repeat(self, task):
        """Until told to stop, or until the node is gone."""
        try:
            with contextlib.closing(self.machine.door()) as door:
                while not self.stopping.wait(self.pause):
                    task(door)
        except (OSError, http.client.HTTPException):
            pass
        except Exception as error:  # A thread's failure is the test's.
            self.surprises.append(repr(error))

    def submit(self, door, statements, waits):
        """Each is a list of leaves; unknown until an answer has come."""
        promises = [Promise(leaves) for leaves in statements]
        with self.lock:
            self.promises += promises
        status, answer = door.post([leaf for leaves in statements for leaf in leaves], waits)
        assert status in (200, 202) or answer.get("code") in (
            "overloaded", "stopping", "storage-failed", "not-kept"), answer
        for promise, outcome in zip(promises, answer.get("outcomes", [])):
            assert outcome["state"] in ("final", "pending"), outcome
            promise.hear(outcome)
        return promises

    def singles(self, door):
        self.submit(door, [[self.pen.anchor()] for _ in range(16)], True)

    def accepted(self, door):
        self.submit(door, [[self.pen.anchor()], self.pen.issue(3)], False)

    def batches(self, door):
        self.submit(door, [self.pen.issue(self.batch), self.pen.issue(1)], False)

    def grants(self, door):
        holder = Key()
        for leaf in [self.pen.grant(holder, 4), *(self.pen.use(holder, index) for index in (1, 2, 3))]:
            promise, = self.submit(door, [[leaf]], True)
            if promise.answer != "final":
                return
        self.submit(door, [[self.pen.withdraw(holder)]], True)

    # After a restart.

    def check(self, witness):
        """Whatever got an answer of success stands in the log; what was told of its place is still so."""
        for promise in self.promises:
            if promise.answer in ("final", "pending"):
                assert promise.id in witness.places, f"{promise.answer} was answered, and the log lacks {promise.id}"
            if promise.index is not None:
                assert witness.places[promise.id] == promise.index

    def ask_again(self, dice, count):
        """What had no answer and is not too old is sent again as the very same bytes: it counts once."""
        unknown = [promise for promise in self.promises if promise.answer is None and time.time() < promise.until]
        for promise in dice.sample(unknown, min(count, len(unknown))):
            status, answer = self.machine.post(promise.leaves)
            outcome, = answer["outcomes"]
            # A use whose grant was lost before it was accepted has nothing to be a use of.
            if (outcome["state"], outcome.get("code")) != ("refused", "unknown-grant"):
                assert (status, outcome["state"]) == (200, "final"), answer
                promise.hear(outcome)

    @property
    def receipts(self):
        return [promise.receipt for promise in self.promises if promise.receipt]

    def count(self, answer):
        return sum(promise.answer == answer for promise in self.promises)
