"""Evidence over changes of epoch: of validators who move, come and go, of parameters; good files and broken ones."""

import copy

from cases import NO, REFUSED, UNKNOWN, YES, bytes_of, under, weighing
from changing import ChangingLedger
from epochs import tagged
from paper import cbor_receipt, note_line, proof_parts
from presented import PaperUse, b64url, places, shared
from replay import leaf_hash, merkle_root
from state import EMPTY, KINDS, Proof, root
from statements import Key, decode, encode
from story import BANK, REGULATOR
from verify_receipt import cbor, cbor_bytes, read_receipt

#: The check that a value touches first.
CHECKS = {"receipt": "final", "grant": "granted", "use": "counted", "proof of grant": "counted",
          "proof of scene": "complete", "proof of issuer": "signature", "proof of status": "status",
          "proof of correction": "undisputed"}


class SpreadUse(PaperUse):
    """Minted in the first epoch, granted in the second, used in the third; with the receipts of then."""

    def ask(self):
        self.minted = self.receipt(self.record)
        self.ledger.change_validators({2: 5})
        super().ask()
        self.granted = self.receipt(self.grant_leaf)

    def use(self):
        parameters = self.ledger.replay.parameters
        self.ledger.change_parameters([*parameters[:9], parameters[9] - 1_000])
        super().use()
        self.used = self.receipt(self.use_leaf)


class EpochCases:
    """Five epochs: node-2 moves to another machine, a parameter changes, node-5 comes, node-1 goes."""

    def __init__(self, corpus):
        self.corpus = corpus

    def add(self):
        self.ledger = ledger = ChangingLedger()
        assert ledger.genesis == self.corpus.genesis
        self.made = PaperUse(ledger)
        self.first = self.made.evidence()
        self.spread = SpreadUse(ledger)
        self.third = self.spread.evidence()
        ledger.change_validators({5: 7}, cosigners=(1, 2, 3, 5))
        self.fourth = self.made.evidence()
        ledger.wait(1)
        ledger.change_validators(removed=[1], cosigners=(2, 3, 5))
        ledger.wait(1)
        self.last = self.spread.evidence()
        self.steps, self.ends = list(ledger.steps), list(ledger.ends)
        for add in (self.add_good, self.add_later, self.add_gaps, self.add_orders, self.add_signers, self.add_cuts,
                    self.add_notes, self.add_foreign, self.add_lies, self.add_return):
            add()

    def case(self, name, file, *said, **asked):
        self.corpus.add(f"epochs: {name}", file, *said, **asked)

    def walking(self, file, steps, origin=None):
        """The same file along other steps."""
        return copy.deepcopy(file) | {"epochs": b64url(encode([1, origin or self.made.origin, list(steps)]))}

    # Moving to another checkpoint, as renewing does.

    def receipt(self, data, note):
        """The same leaf, or record, below another checkpoint."""
        old = read_receipt(data)
        leaf = old.index if old.proof is None else old.index + old.proof.position + 1
        return cbor_receipt(self.ledger.receipt(leaf, note), self.made.origin)

    def moved(self, file, note, only=None):
        """All values of a file, or one of a number, below another checkpoint; what the state said stays."""
        file = copy.deepcopy(file)
        for number, (holder, name) in enumerate(places(file)):
            if only in (None, number):
                data = bytes_of(holder[name])
                if data[:1] == b"\x83":
                    version, receipt, proof = cbor(data)
                    moved = cbor_bytes([version, self.receipt(receipt, note), proof])
                else:
                    moved = self.receipt(data, note)
                holder[name] = b64url(moved)
        return file

    def note(self, epoch, cosigners=None, size=None):
        """A checkpoint as the set of an epoch signs it: the last of the epoch, or one of that size."""
        with self.ledger.in_office(epoch):
            return self.ledger.note(cosigners or self.ledger.cosigners, size or self.ends[epoch])

    # Good ones.

    def add_good(self):
        steps = self.steps
        self.case("of the first, without steps", self.walking(self.first, []), YES)
        self.case("of the first, with all steps", self.walking(self.first, steps), YES)
        at_end = self.moved(self.first, self.note(0))
        self.case("under the last checkpoint of the first", self.walking(at_end, steps), YES)
        self.case("under the last checkpoint of the first, no steps", self.walking(at_end, []), YES)
        renewed = self.walking(self.moved(self.first, self.note(1)), steps[:1])
        self.case("one step", renewed, YES)
        self.case("one step, shared", shared(renewed), YES)
        self.case("one step of three", self.third, YES)
        self.case("a checkpoint of each epoch", self.spread_out(self.last), YES)
        self.case("three steps", self.walking(self.fourth, steps[:3]), YES)
        self.case("four steps", self.last, YES)
        self.case("four steps, shared", shared(self.last), YES)
        self.case("four steps, renewed", self.moved(self.walking(self.first, steps), self.ledger.checkpoints[-1]), YES)
        versions = [encode([1, *decode(step)[1:3]]) for step in steps]
        self.case("four steps that do not say who governs", self.walking(self.last, versions), YES)
        self.case("one of four steps does not say who governs",
                  self.walking(self.last, [steps[0], versions[1], *steps[2:]]), YES)
        for number, cosigners in ((0, (1, 2, 3, 4)), (0, (1, 2, 4)), (3, (1, 2, 3, 4, 5)), (3, (2, 3, 4, 5))):
            self.case(f"step {number + 1} signed by {len(cosigners)} others",
                      self.walking(self.last, self.signed(number, self.note(number, cosigners))), YES)

    def spread_out(self, file):
        """With the receipts of document, grant and use as they were when they were new."""
        file = copy.deepcopy(file) | {"grant": b64url(self.spread.granted), "use": b64url(self.spread.used)}
        file["documents"][0]["receipt"] = b64url(self.spread.minted)
        return file

    def add_later(self):
        """A use of the first epoch, and what was said of it in the last."""
        made, newest = self.made, self.ledger.checkpoints[-1]
        both = made.renewed(self.walking(self.first, self.steps))
        self.case("old proofs, and those of today", both, YES)
        self.case("old proofs, and those of today, shared", shared(both), YES)
        self.case("old proofs, and those of today, under one checkpoint", self.moved(both, newest), YES)
        self.case("old proofs, and those of today, the steps missing", self.walking(both, []), YES)
        passed = made.pass_on(REGULATOR)
        handed = self.walking(self.first, self.steps) | {"passing": {"receipt": b64url(made.receipt(passed))}}
        self.case("passed on in the last", handed, YES, "addressed", None, asked=REGULATOR)
        short = self.walking(handed, [])
        self.case("passed on in the last, the steps missing", short, UNKNOWN, "addressed", "epochs-missing",
                  asked=REGULATOR)
        self.case("passed on in the last, the steps missing, its own party asks", short | {"party": BANK}, YES)
        made.set_status(3)
        late = made.renewed(self.walking(self.first, self.steps))
        self.case("revoked in the last", late, YES, "status", None)
        self.case("revoked in the last, under one checkpoint", self.moved(late, self.ledger.checkpoints[-1]), YES)
        without = copy.deepcopy(late)
        without["proofs"] = [item for item in without["proofs"] if item["question"] != "status"]
        self.case("revoked in the last, without the proof of then", without, UNKNOWN, "status", "changed-since")

    # Steps that are missing, or stand elsewhere.

    def add_gaps(self):
        """Who signed the newest is known to the end of the way only."""
        for count in range(3):
            self.case(f"the last {4 - count} of four steps missing", self.walking(self.last, self.steps[:count]),
                      UNKNOWN, "final", "epochs-missing")
        # In the last epoch nobody signs who was not known before, and there are fewer.
        self.case("the last of four steps missing", self.walking(self.last, self.steps[:3]), NO, "final",
                  "checkpoint-not-final")
        for word, put in self.values(self.first):
            reason = (UNKNOWN, CHECKS[word], "epochs-missing") if word != "seal" else (YES,)
            answer = (YES, *reason[1:]) if word == "proof of correction" else reason
            self.case(f"{word} of the fourth, no steps", self.walking(put(self.note(3)), []), *answer)
        for number in range(4):
            if number < 3:
                self.case(f"step {number + 1} missing",
                          self.walking(self.last, self.steps[:number] + self.steps[number + 1:]), REFUSED)
            self.case(f"step {number + 1} alone", self.walking(self.first, [self.steps[number]]),
                      REFUSED if number else YES)

    def values(self, file):
        """Each value of a file, with what puts it alone below another checkpoint."""
        for number, (holder, name) in enumerate(places(file)):
            word = f"proof of {holder['question']}" if name == "proof" else name
            yield word, lambda note, number=number: self.moved(file, note, only=number)

    def add_orders(self):
        one, two, three, four = self.steps
        for name, steps in [
            ("the first two swapped", [two, one, three, four]),
            ("the last two swapped", [one, two, four, three]),
            ("turned round", [four, three, two, one]),
            ("the first twice", [one, one, two, three, four]),
            ("the second twice", [one, two, two, three, four]),
            ("the last twice", [one, two, three, four, four]),
            ("the first again at the end", [one, two, three, four, one]),
        ]:
            self.case(name, self.walking(self.last, steps), REFUSED)
            self.case(f"{name}, and nothing needs them", self.walking(self.first, steps), REFUSED)

    # Who signed a step.

    def signed(self, number, note):
        """All steps, one of them below another checkpoint."""
        steps = list(self.steps)
        steps[number] = under(steps[number], note, self.made.origin)
        return steps

    def add_signers(self):
        for number in range(4):
            quorum = self.ledger.offices[number][2]
            text, lines = self.note(number).decode().split("\n\n", 1)
            lines = lines.splitlines(keepends=True)
            stranger = note_line(Key(name="a stranger"), self.ledger.offices[number][0].cosigners[2], text + "\n", 5)
            size = self.ends[number]
            for name, note in [
                ("one signature short", self.note(number, quorum[:-1])),
                ("one signature short, and one twice", self.note(number, (*quorum[:-1], quorum[0]))),
                ("nobody but the log", self.note(number, quorum[:1])),
                ("without the log", (text + "\n\n" + "".join(lines[1:])).encode()),
                ("a false signature", (text + "\n\n" + "".join(lines) + stranger).encode()),
                ("of another root", self.other_root(number, quorum)),
                ("of a size more", self.note(number, quorum, size + 1)),
                ("of a size less", self.note(number, quorum, size - 1)),
                ("of another ledger", self.corpus.stranger.ledger.note([1, 3, 4])),
            ]:
                self.case(f"step {number + 1}, {name}", self.walking(self.last, self.signed(number, note)), REFUSED)
        for number, epoch, cosigners in [
            (0, 1, (1, 2, 3)), (0, 3, (1, 2, 5, 3)), (1, 0, (1, 2, 4)), (2, 0, (2, 3, 4)), (3, 0, (1, 2, 3, 4)),
            (3, 2, (1, 2, 3)),
        ]:
            note = self.note(epoch, cosigners, self.ends[number])
            self.case(f"step {number + 1} signed by the set of epoch {epoch}",
                      self.walking(self.last, self.signed(number, note)), REFUSED)
        today = self.ledger.note((2, 3, 5), self.ends[3])
        self.case("step 4 signed by the set that it brings", self.walking(self.last, self.signed(3, today)), REFUSED)

    def other_root(self, number, cosigners):
        with self.ledger.in_office(number):
            return self.ledger.note(cosigners, self.ends[number], bytes(32))

    def add_cuts(self):
        for number, step in enumerate(self.steps):
            def put(data, number=number):
                return self.walking(self.last, [*self.steps[:number], data, *self.steps[number + 1:]])

            for part in range(1, 8):
                at = part * len(step) // 8
                self.case(f"step {number + 1}, cut at {part}/8", put(step[:at]), REFUSED)
                self.case(f"step {number + 1}, byte {part}/8 altered",
                          put(step[:at] + bytes([step[at] ^ 0x20]) + step[at + 1:]), REFUSED)
            version, receipt, epoch, governance = cbor(step)
            for name, parts in [
                ("a byte more", step + b"\0"), ("version 2 without who governs", [2, receipt, epoch]),
                ("version 1 with who governs", [1, receipt, epoch, governance]),
                ("version 3", [3, receipt, epoch, governance]),
                ("no epoch", [version, receipt, [*epoch[:4], None], governance]),
                ("who governs for the epoch", [version, receipt, governance, governance]),
                ("the epoch for who governs", [version, receipt, epoch, epoch]),
                ("nobody governs", [version, receipt, epoch, [*governance[:4], None]]),
                ("its receipt in text", [version, self.ledger.receipt(self.ends[number] - 1, self.note(number)), epoch,
                                         governance]),
                ("the epoch of another", [version, receipt, cbor(self.steps[number - 1])[2], governance]),
                ("the seal of another", [version, cbor(self.steps[number - 1])[1], epoch, governance]),
            ]:
                data = parts if isinstance(parts, bytes) else encode(parts)
                self.case(f"step {number + 1}, {name}", put(data), REFUSED)

    # Notes of a set that was not in office at their size.

    def add_notes(self):
        for name, note, answer, reason in [
            ("by the set before", self.note(0, (1, 2, 4), self.ends[1]), NO, "checkpoint-not-final"),
            ("in the first, by the set after", self.note(1, (1, 2, 3), self.ends[0]), NO, "checkpoint-not-final"),
            ("in the first, by the set of today", self.ledger.note((2, 3, 5), self.ends[0]), NO,
             "checkpoint-not-final"),
            ("of the second, one short", self.note(1, (3, 4), self.ends[1]), NO, "checkpoint-not-final"),
            ("of today, by the first set", self.note(0, (1, 2, 3, 4), len(self.ledger.leaves)), UNKNOWN,
             "epochs-missing"),
            ("of today, by the set before, one short", self.note(3, (1, 2, 3), len(self.ledger.leaves)), UNKNOWN,
             "epochs-missing"),
            ("of today, one short", self.ledger.note((2, 3)), NO, "checkpoint-not-final"),
            ("of today", self.ledger.note((2, 3, 5)), YES, None),
        ]:
            for word, put in self.values(self.first):
                said = (answer, CHECKS.get(word), reason)
                if answer == YES or word == "seal":
                    said = (YES,)
                elif word.startswith("proof"):
                    said = (weighing(word.removeprefix("proof of ")), CHECKS[word],
                            reason if answer == UNKNOWN else "proof-broken")
                self.case(f"{word} {name}", self.walking(put(note), self.steps), *said)

    # Other ledgers, and what only a quorum of liars could sign.

    def add_foreign(self):
        other = ChangingLedger(byzantine=False)
        other.change_validators({2: 5})
        for name, steps in [("another ledger's step", other.steps), ("another ledger's step behind the first",
                                                                     [self.steps[0], other.steps[0]])]:
            self.case(name, self.walking(self.first, steps), REFUSED)
            self.case(f"{name}, under its name", self.walking(self.first, steps, other.network.origin), REFUSED)
        self.case("steps of this ledger under another's name",
                  self.walking(self.last, self.steps, other.network.origin), REFUSED)

    def lied(self, number=1, record=None, cosigners=(1, 3, 4), behind=None, **seal):
        """A step from the genesis that a quorum of then could sign, over a log of one leaf, or of two."""
        leaf = decode(self.ledger.leaves[self.ends[0] - 1])
        record = record or self.record(leaf[1] + 1, number=number)
        key, value = number.to_bytes(8, "big"), encode(record)
        places = {"height": 1, "state": 7, "validators": 8, "next": 9, "parameters": 10}
        true = {"state": root({(KINDS["epoch"], key): value}), "next": tagged("validators", encode(record[3]))}
        for name, told in (true | seal).items():
            leaf[places[name]] = told
        hashes = [leaf_hash(encode(leaf)), *([leaf_hash(behind)] if behind else [])]
        with self.ledger.in_office(0):
            note = self.ledger.note(cosigners, len(hashes), merkle_root(hashes))
        empty = under(encode([1, None, encode(leaf), 0, b"".join(hashes[1:]), "", []]), note, self.made.origin)
        return encode([1, empty, proof_parts(Proof(KINDS["epoch"], (EMPTY,) * 8, value))])

    def record(self, first, number=1, model=1, validators=None, more=()):
        """The epoch that follows truly, but for what is told; with these parameters more."""
        true = decode(cbor(self.steps[0])[2][4])
        return [number, first, model, true[3] if validators is None else validators,
                [*true[4], *more]]

    def add_lies(self):
        true = decode(self.ledger.leaves[self.ends[0] - 1])
        height, digest = true[1], bytes(32)
        self.case("a step of one leaf", self.walking(self.first, [self.lied()]), YES)
        for name, more in [
            ("thirteen parameters", [15 * 86_400, 1_000_000, 7]),
            ("fifteen parameters", [15 * 86_400, 1_000_000, 1_000_000, 10_000, 7]),
        ]:
            self.case(f"a step of one leaf, {name}", self.walking(
                self.first, [self.lied(record=self.record(height + 1, more=more))]), YES)
        validators = self.record(0)[3]
        twice = [*validators[:3], [*validators[3][:2], validators[0][2]]]
        for name, step in [
            ("epoch 0", self.lied(number=0)), ("epoch 2", self.lied(number=2)),
            ("a later height", self.lied(record=self.record(height + 2))),
            ("its own height", self.lied(record=self.record(height))),
            ("decided by another set", self.lied(validators=digest)),
            ("decided under other parameters", self.lied(parameters=digest)),
            ("another next set", self.lied(next=digest)), ("another state", self.lied(state=digest)),
            ("not the last leaf", self.lied(behind=b"x")), ("one signature short", self.lied(cosigners=(1, 3))),
            ("before the first height", self.lied(height=0, record=self.record(1))),
            ("a member twice", self.lied(record=self.record(height + 1, validators=[*validators, validators[3]]))),
            ("no label", self.lied(record=self.record(height + 1, validators=[
                *validators[:3], ["Node-5", *validators[3][1:]]]))),
            ("four keys", self.lied(record=self.record(height + 1, validators=[
                *validators[:3], [*validators[3][:2], validators[3][2][:4]]]))),
            ("a fault model of its own", self.lied(record=self.record(height + 1, model=2))),
            ("nobody", self.lied(record=self.record(height + 1, validators=[]))),
            ("a key twice", self.lied(record=self.record(height + 1, validators=twice))),
            ("three of whom one may lie", self.lied(record=self.record(height + 1, validators=validators[:3]))),
            ("a default written out", self.lied(record=self.record(height + 1, more=[15 * 86_400]))),
            ("sixteen parameters", self.lied(record=self.record(height + 1, more=[1] * 6))),
            ("out of order", self.lied(record=self.record(height + 1, validators=validators[::-1]))),
        ]:
            self.case(f"a step of one leaf, {name}", self.walking(self.first, [step]), REFUSED)
            self.case(f"a step of one leaf, {name}, before the others",
                      self.walking(self.last, [step, *self.steps]), REFUSED)

    def add_return(self):
        """A step back to the set of the genesis: good, when those in office signed it."""
        ledger = self.ledger
        ledger.change_validators({1: 1, 2: 2}, removed=[5], cosigners=(1, 3, 4))
        ledger.wait(1)
        back = self.spread.evidence()
        self.case("back to the first set", back, YES)
        for name, note in [
            ("signed by itself", self.note(0, (1, 2, 3, 4), ledger.ends[4])),
            ("one signature short", self.note(4, (2, 3), ledger.ends[4])),
            ("signed by the set before that", self.note(3, (1, 2, 3), ledger.ends[4])),
        ]:
            steps = [*self.steps, under(ledger.steps[4], note, self.made.origin)]
            self.case(f"back to the first set, {name}", self.walking(back, steps), REFUSED)
        self.case("back to the first set, no steps", self.walking(back, []), YES)
        self.case("back to the first set, two steps", self.walking(back, self.steps[:2]), YES)
        self.case("back to the first set, four steps", self.walking(back, self.steps), UNKNOWN, "final",
                  "epochs-missing")
