"""Whether what clients saw can have happened one thing at a time: Wing and Gong's search, for uses that are there once.

A register is one use of one grant: empty, or taken by a statement. To try a statement takes it when it is empty; every
later try of another one loses, and is told the winner. An operation has its effect at one moment between its call and
its answer; one without an answer has it at any moment after its call, or never.
"""

import dataclasses
import math


@dataclasses.dataclass(frozen=True)
class Operation:
    """One try: which statement, from when to when, and who was told to have won; None when there was no answer."""
    statement: str
    start: float
    end: float = math.inf
    winner: str = None

    def can_follow(self, taken):
        """What the register holds behind this operation, if it holds `taken` before; None when it cannot be so."""
        after = taken or self.statement
        return after if self.winner in (None, after) else None


def is_linearizable(operations):
    """True when there is an order of all answered operations, and some of the others, that gives these answers."""
    answered = frozenset(number for number, each in enumerate(operations) if each.end < math.inf)
    seen, open_ends = set(), [(frozenset(), None)]
    while open_ends:
        place = open_ends.pop()
        if place in seen:
            continue
        seen.add(place)
        done, taken = place
        if answered <= done:
            return True
        # Whoever began when another had been answered comes behind that one.
        first_end = min(operations[number].end for number in answered - done)
        for number, each in enumerate(operations):
            if number not in done and each.start <= first_end:
                after = each.can_follow(taken)
                if after:
                    open_ends.append((done | {number}, after))
    return False


def winners(operations):
    """All that were told to have won; of a good history one."""
    return {each.winner for each in operations if each.winner}
