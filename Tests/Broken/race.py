"""Statements for one use of a grant, sent to several nodes at the same instant; what each was answered is a history."""

import contextlib
import http.client
import threading
import time

from history import Operation, is_linearizable, winners
from pen import statement_id
from statements import Key


class Race:
    """Grants with one use each; of each use every node gets a statement of its own at the same instant."""

    def __init__(self, network, nodes, pen, count):
        self.nodes, self.pen = nodes, pen
        self.holders = [Key() for _ in range(count)]
        nodes[0].send([pen.grant(holder, 1) for holder in self.holders])
        network.settle()
        self.histories = [[] for _ in self.holders]
        self.sent = [[] for _ in self.holders]
        self.surprises, self.lock = [], threading.Lock()
        self.start_line = threading.Barrier(len(nodes))
        self.progress = 0

    @contextlib.contextmanager
    def running(self):
        threads = [threading.Thread(target=self.run, args=(node,)) for node in self.nodes]
        for thread in threads:
            thread.start()
        try:
            yield self
        except BaseException:
            self.start_line.abort()
            raise
        finally:
            for thread in threads:
                thread.join()
        assert not self.surprises, self.surprises

    def run(self, node):
        try:
            for number, holder in enumerate(self.holders):
                leaf = self.pen.use(holder, 1)
                self.start_line.wait()
                self.attempt(node, number, leaf)
                self.progress = number
        except threading.BrokenBarrierError:
            pass
        except Exception as error:  # A thread's failure is the test's.
            self.surprises.append(repr(error))
            self.start_line.abort()

    def attempt(self, node, number, leaf):
        """One operation, whatever becomes of it."""
        identity, start = statement_id(leaf), time.monotonic()
        try:
            with contextlib.closing(node.door()) as door:
                _, answer = door.post([leaf])
        except (OSError, http.client.HTTPException, ValueError):
            answer = {}
        operation = self.understood(identity, start, answer)
        with self.lock:
            self.histories[number].append(operation)
            self.sent[number].append(leaf)

    def understood(self, identity, start, answer):
        for outcome in answer.get("outcomes", []):
            assert outcome["id"] == identity
            if outcome["state"] == "final":
                return Operation(identity, start, time.monotonic(), identity)
            if outcome["state"] == "refused":
                assert outcome["code"] == "already-used", outcome
                return Operation(identity, start, time.monotonic(), outcome["winner"]["id"])
        return Operation(identity, start)

    def ask_again(self, node, dice):
        """One statement of each use, now that all is well: what became of it, or the very same bytes once more."""
        for number, leaves in enumerate(self.sent):
            leaf, start = dice.choice(leaves), time.monotonic()
            identity = statement_id(leaf)
            if b'"final"' in node.get("/statements/" + identity)[1]:
                self.histories[number].append(Operation(identity, start, time.monotonic(), identity))
            else:
                self.attempt(node, number, leaf)
            assert self.histories[number][-1].winner, "no answer"

    def check(self, witness):
        for history in self.histories:
            assert is_linearizable(history), history
            winner, = winners(history)
            tried = {each.statement for each in history}
            assert [identity for identity in tried if identity in witness.places] == [winner]
