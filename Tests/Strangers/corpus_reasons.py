"""Reasons that no altered byte brings about: what time, governance, policies and liars make of evidence."""

import contextlib
import copy

from cases import NO, UNKNOWN, YES, bytes_of, under, weighing
from corpus_epochs import CHECKS
from paper import PaperLedger
from presented import PaperUse, b64url, places, shared
from state import KINDS, prefixed
from statements import ES256, Key
from story import BANK, ISSUER, REGULATOR

OTHER_TYPE = "STRANGERS002"
DAY = 86_400
#: When the data of the documents here was true.
DATA_AS_OF = 1_793_491_200


class OtherTypeUse(PaperUse):
    """A document of a type that the scene does not ask for."""

    type = OTHER_TYPE


class OldKeyUse(PaperUse):
    """A document signed by another key of its issuer."""

    def __init__(self, ledger, signer):
        self.key = signer
        super().__init__(ledger)

    @property
    def signer(self):
        return self.key


def members_key(key, start=0, end=None):
    """A key of a member, and from when to when it is good."""
    return [key.public.pair, start, end]


class ReasonCases:
    """Each on ledgers of its own, of the one genesis."""

    def __init__(self, corpus):
        self.corpus = corpus

    def add(self):
        for add in (self.add_leaves, self.add_entries, self.add_times, self.add_types, self.add_keys, self.add_policies,
                    self.add_assurance):
            self.ledger = PaperLedger(nodes=4, byzantine=True, cosigners=[1, 3, 4])
            assert self.ledger.genesis == self.corpus.genesis
            add()

    def case(self, name, file, *said, **asked):
        self.corpus.add(f"reasons: {name}", file, *said, **asked)

    # Leaves of another kind, and by another key.

    def add_leaves(self):
        made = PaperUse(self.ledger)
        file = made.evidence()
        leaves = {"grant": made.grant_leaf, "use": made.use_leaf, "manifest": made.record - 1, "seal": made.seal}
        receipts = {word: b64url(made.receipt(index)) for word, index in leaves.items()}
        receipts["record"] = b64url(made.receipt(made.record))
        for word in ("use", "manifest", "seal", "record"):
            self.case(f"a {word} for the grant", file | {"grant": receipts[word]}, NO, "granted", "not-a-grant")
        for word in ("grant", "manifest", "seal", "record"):
            self.case(f"a {word} for the use", file | {"use": receipts[word]}, NO, "counted", "not-a-use")
        for word in ("grant", "use", "manifest", "seal"):
            other = copy.deepcopy(file)
            other["documents"][0]["receipt"] = receipts[word]
            self.case(f"a {word} for the record", other, NO, "recorded", "not-an-issue")
        other = copy.deepcopy(file)
        other["documents"][0]["presentation"] = "示例"
        self.case("no document to look at", other, NO, "signature", "not-reached")
        signed = made.story.by_holder(made.grant_key, "grant", made.granting)
        for word, leaf in [
            ("another key", made.story.by_holder(Key(), "grant", made.granting)),
            ("nobody", signed[:-1] + bytes([signed[-1] ^ 1])),
        ]:
            place = self.ledger.slip(leaf)
            self.case(f"a grant signed by {word}", made.evidence() | {"grant": b64url(made.receipt(place))}, NO,
                      "granted", "grant-signature-false")
        again, = made.story.by_bank("use", made.grant, 1, bytes(32), made.case(made.salts[1]), bytes(32))
        place = self.ledger.slip(again)
        self.case("a use that was never counted", made.evidence() | {"use": b64url(made.receipt(place))}, NO, "counted",
                  "not-counted")

    # Entries that a quorum of liars could sign.

    @contextlib.contextmanager
    def lie(self, kind, key, alter):
        """The state has another entry under a key, or none, for a while."""
        entries, place = self.ledger.replay.entries, (KINDS[kind], key)
        kept = entries[place]
        changed = alter(copy.deepcopy(kept))
        if changed is None:
            del entries[place]
        else:
            entries[place] = changed
        self.ledger.send([])
        yield
        entries[place] = kept
        self.ledger.send([])

    def add_entries(self):
        made = PaperUse(self.ledger)
        used = made.used_at

        def put(place, value):
            return lambda entry: [*entry[:place], value, *entry[place + 1:]]

        def counting(place, value):
            return lambda entry: put(8, [put(place, value)(entry[8][0]), *entry[8][1:]])(entry)

        ended, grant = (NO, "granted", "grant-ended"), made.grant
        for name, kind, key, alter, said in [
            ("withdrawn before the use", "grant", grant, put(9, used * 1_000 - 1), ended),
            ("withdrawn at the use", "grant", grant, put(9, used * 1_000), ended),
            ("withdrawn after the use", "grant", grant, put(9, used * 1_000 + 1), (YES,)),
            ("refused before the use", "grant", grant, put(10, used * 1_000 - 1), ended),
            ("over before the use", "grant", grant, put(6, used - 1), ended),
            ("over at the use", "grant", grant, put(6, used), (YES,)),
            ("used more often than granted", "grant", grant, put(5, 0), ended),
            ("another statement counted", "grant", grant, counting(0, bytes(32)), (NO, "counted", "not-counted")),
            ("a record of many counted", "grant", grant, counting(3, 0), (NO, "counted", "not-counted")),
            ("nothing counted yet", "grant", grant, put(8, []), (UNKNOWN, "counted", "proof-too-old")),
            ("no grant", "grant", grant, lambda _: None, (UNKNOWN, "granted", "grant-closed")),
            ("no scene", "scene", prefixed(BANK) + b"counter", lambda _: None, (NO, "complete", "scene-unknown")),
            ("another profile", "scene", prefixed(BANK) + b"counter", renamed, (NO, "complete", "scene-unknown")),
            ("no issuer", "member", ISSUER.encode(), lambda _: None, (NO, "signature", "issuer-unknown")),
        ]:
            with self.lie(kind, key, alter):
                self.case(f"the state lies: {name}", made.evidence(), *said)
        self.case("the state no longer lies", made.evidence(), YES)

    # What time takes away.

    def add_times(self):
        made = PaperUse(self.ledger)
        then = made.evidence()
        self.ledger.pass_time(20_000)
        late = made.evidence() | {"documents": then["documents"]}
        self.case("closed since", late, UNKNOWN, "granted", "grant-closed")
        self.case("closed since, nothing counted", late, UNKNOWN, "counted", "grant-closed")
        late["proofs"][0] = then["proofs"][0]
        self.case("closed since, with the proof of then", late, YES)
        self.ledger.pass_time(2 * DAY)
        new = copy.deepcopy(then)
        new["documents"][0]["receipt"] = b64url(made.receipt(made.record))
        self.case("a newer receipt, and the seal", new, YES)
        del new["documents"][0]["seal"]
        self.case("a newer receipt, and no seal", new, UNKNOWN, "form", "record-time-unknown")

    # Other types.

    def add_types(self):
        fields = [["ZZBH", ["证照编号", "number"], 2, True], ["ZT", ["状态", "state"], 1, False]]
        self.ledger.govern("type.register", [OTHER_TYPE, ISSUER, ["示例证照", "Sample"], 2, None, fields])
        self.ledger.send([self.ledger.story.by_issuer("accredit", OTHER_TYPE, ISSUER, [0, None])])
        file = OtherTypeUse(self.ledger).evidence()
        self.case("a type beyond the scene", file, NO, "fields", "type-beyond-scene")
        self.case("a type beyond the scene, and the one asked for is missing", file, NO, "complete", "field-missing")

    # Keys of an issuer, then and now.

    def update(self, *keys):
        self.ledger.govern("member.update", ISSUER, [["示例机构", "Sample " + ISSUER], [1], "", list(keys)], False)

    def add_keys(self):
        made, issuer = PaperUse(self.ledger), self.ledger.story.issuer
        then = made.evidence()
        for count, said in [("once", (YES,)), ("twice", (UNKNOWN, "signature", "issuer-keys-changed"))]:
            self.update(members_key(Key(ES256)))
            self.case(f"the keys changed {count} since", made.evidence(), *said)
        late = made.evidence()
        late["proofs"][2] = then["proofs"][2]
        self.case("the keys changed twice since, with the proof of then", late, YES)
        other = Key(ES256)
        now = made.now
        for name, start, end, said in [
            ("has ended", 0, now + 1, (NO, "signature", "signature-false")),
            ("begins later", now + 900, None, (NO, "signature", "signature-false")),
            ("is good for a while", 0, now + 1_000, (YES,)),
        ]:
            self.update(members_key(issuer), members_key(other, start, end))
            old = OldKeyUse(self.ledger, other)
            file = old.evidence()
            self.case(f"a key that {name}", file, *said)
        self.ledger.pass_time(2_000)
        file["documents"][0]["receipt"] = b64url(old.receipt(old.record))
        self.case("a key that ended since, and the seal", file, YES)
        del file["documents"][0]["seal"]
        self.case("a key that ended since, and no seal", file, UNKNOWN, "signature", "record-time-unknown")

    # What a verifier asks for beyond the rules.

    def add_policies(self):
        made = PaperUse(self.ledger)
        file, age = made.evidence(), made.used_at - DATA_AS_OF
        for name, policy, said in [
            ("nothing", {}, (YES,)),
            ("data as old", {"maxDataAgeSeconds": age}, (NO, "freshness", "older-than-accepted")),
            ("data no older", {"maxDataAgeSeconds": age + 1}, (YES,)),
            ("other issuers", {"trustLabels": ["social"]}, (NO, "accredited", "label-not-accepted")),
            ("any issuers", {"trustLabels": ["social", "government"]}, (YES,)),
            ("this kind of issuers", {"trustLabels": ["government"]}, (YES,)),
        ]:
            self.case(f"the verifier accepts {name}", file, *said, policy={"leewaySeconds": 300} | policy)
        for leeway, later, said in [(0, 0, (YES,)), (0, 1, (NO, "holder", "binding-out-of-time")), (DAY, DAY, (YES,))]:
            other = copy.deepcopy(file)
            other["documents"][0]["presentation"] = made.presentation(iat=made.used_at + later)
            self.case(f"a leeway of {leeway}, and signed {later} later", other, *said, policy={"leewaySeconds": leeway})

    def add_assurance(self):
        made = PaperUse(self.ledger)
        passing = made.pass_on(REGULATOR)
        few = made.evidence() | {"passing": {"receipt": b64url(made.receipt(passing))}}
        note = self.ledger.note([1, 2, 3, 4])
        values = list(enumerate(places(few)))

        def signed_by_all(but=None):
            file = copy.deepcopy(few)
            for number, (holder, name) in enumerate(places(file)):
                if number != but:
                    holder[name] = b64url(under(bytes_of(holder[name]), note, made.origin))
            return file

        for least, of_three, of_four in [(0, YES, YES), (1, YES, YES), (2, NO, YES), (3, NO, NO)]:
            for name, file, answer in [("three", few, of_three), ("four", signed_by_all(), of_four)]:
                said = (answer,) if answer == YES else (answer, "final", "assurance-too-low")
                self.case(f"{least} liars, {name} signed", file, *said, policy={"leastAssurance": least})
        for number, (holder, name) in values[:-1]:
            word = f"proof of {holder['question']}" if name == "proof" else name
            said = (weighing(word.removeprefix("proof of ")) if name == "proof" else NO, CHECKS.get(word),
                    "assurance-too-low") if word != "seal" else (YES,)
            self.case(f"2 liars, three signed the {word}", signed_by_all(number), *said, policy={"leastAssurance": 2})
        for asked, said in [(REGULATOR, (NO, "addressed", "assurance-too-low")), (None, (YES, "addressed", None))]:
            for file in (signed_by_all(values[-1][0]), shared(signed_by_all(values[-1][0]))):
                self.case(f"2 liars, three signed the passing, {asked or 'its own party'} asks", file, *said,
                          asked=asked, policy={"leastAssurance": 2})
        self.case("2 liars, four signed the passing", signed_by_all(), YES, asked=REGULATOR,
                  policy={"leastAssurance": 2})


def renamed(entry):
    """A scene whose profile has another name."""
    scene = entry[0]
    return [[*scene[:3], [["other", types] for _, types in scene[3]], *scene[4:]], *entry[1:]]
