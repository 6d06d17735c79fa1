"""Good and broken evidence files, and what must be said of each: corpus.py FOLDER writes them there.

Whoever judges evidence is held to them: `evidence.py`, `deedbox verify` and the page for browsers. In the folder each
file stands under its number, with `genesis.cbor` and `expected.json`, the list of `[file, name, expected]`.

What is expected: `answer` is `yes`, `no` or `unknown`, `refused` for what is no evidence at all, and `not yes` where an
alteration may show in more than one way; `check` and `reason` where the alteration has one right reason; `as` where
it is asked in another name than the file's (`--as`); `policy` where the verifier asks for more than the rules do
(`--policy`).
"""

import argparse
import copy
import json
import pathlib

import statements
from cases import (
    NO, NOT_YES, REFUSED, UNKNOWN, YES, Case, bytes_of, expected, put_proof, recipient, under, weighing)
from corpus_epochs import EpochCases
from corpus_reasons import ReasonCases
from paper import PaperLedger, inclusion_path, note_line
from presented import PaperUse, b64url, disclosure, jws, places, shared, written
from replay import leave
from statements import ES256, Key, encode
from story import BANK, REGULATOR
from verify_receipt import cbor, cbor_bytes, read_note


class Corpus:
    """All of it; most over one paper ledger with two uses on it."""

    def __init__(self):
        self.made = PaperUse()
        self.early = self.made.evidence()
        self.other = PaperUse(self.made.ledger, before_use=spoken_of)
        self.stranger = PaperUse(PaperLedger(nodes=4, cosigners=[1, 3, 4]))
        self.stranger.ledger.wait(20)
        self.genesis = self.made.ledger.genesis
        self.good = self.made.evidence()
        self.cases = []
        for add in (
            self.add_good,
            self.add_members,
            self.add_json,
            self.add_values,
            self.add_swaps,
            self.add_notes,
            self.add_paths,
            self.add_presentations,
            self.add_bindings,
            self.add_epochs,
            self.add_pieces,
            self.add_bombs,
            self.add_standings,
            self.add_passings,
            ReasonCases(self).add,
            EpochCases(self).add,
        ):
            add()

    def add(self, name, file, answer, check=None, reason=None, asked=None, policy=None):
        """One file, and what must be said of it."""
        data = file if isinstance(file, bytes) else written(file)
        alike = sum(case.name.startswith(name) for case in self.cases)
        name += f" ({alike + 1})" if any(case.name == name for case in self.cases) else ""
        asking = {"as": asked} if asked else {}
        if policy:
            asking["policy"] = {"format": "deedbox-policy/1"} | policy
        self.cases.append(Case(name, data, expected(answer, check, reason) | asking))

    def file(self):
        return copy.deepcopy(self.good)

    def changed(self, change, *, share=False):
        file = self.file()
        change(file)
        return shared(file) if share else file

    # Good files.

    def add_good(self):
        self.add("good", self.file(), YES)
        self.add("good, shared", shared(self.file()), YES)
        self.add("good, before later blocks", self.early, YES)
        self.add("good, renewed", self.made.renewed(self.early), YES)
        self.add("good, renewed and shared", shared(self.made.renewed(self.early)), YES)
        self.add("good, in one line", json.dumps(self.good, ensure_ascii=False).encode(), YES)
        self.add("good, escaped", json.dumps(self.good).encode(), YES)
        self.add("good, with blanks", written(self.good).replace(b"\n", b"\r\n\t "), YES)
        for order in ("case", "epochs", "proofs", "shared"):
            file = self.file()
            self.add(f"good, {order} last", file | {order: file.pop(order)}, YES)
        for form, name, data in (
            ("CBOR", "receipt", self.made.receipt(self.made.record)),
            ("text", "seal", self.made.ledger.receipt(self.made.seal)),
        ):
            file = self.file()
            file["documents"][0][name] = b64url(data)
            self.add(f"good, {name} in {form}", file, YES)
        for name in ("grant", "use"):
            index = {"grant": self.made.grant_leaf, "use": self.made.use_leaf}[name]
            self.add(f"good, {name} in text", self.file() | {name: b64url(self.made.ledger.receipt(index))}, YES)
        self.add("good, no seal", self.changed(lambda file: file["documents"][0].pop("seal")), YES)
        self.add("good, no case", self.changed(lambda file: file.pop("case")), YES)
        self.add("good, no salt of the use", self.changed(lambda file: file["case"].pop("useSalt")), YES)
        for shown in ((0,), (0, 1)):
            self.add(f"good, {len(shown)} shown", self.presenting(self.made.presentation(shown)), YES)

    # What is not of the form.

    def add_members(self):
        wrong = [("null", None), ("a number", 7), ("a flag", True), ("an object", {"a": 1}), ("no text", "")]
        for name in self.good:
            if name != "case":
                self.add(f"no {name}", self.changed(lambda file, name=name: file.pop(name)), REFUSED)
            for word, value in wrong:
                if (name, value) in (("grant", ""), ("use", "")):
                    self.add(
                        f"{name} is empty",
                        self.file() | {name: ""},
                        UNKNOWN,
                        {"grant": "granted", "use": "counted"}[name],
                        "receipt-missing",
                    )
                else:
                    self.add(f"{name} is {word}", self.file() | {name: value}, REFUSED)
        for name, value in [
            ("format", "deedbox/use-evidence/v1"),
            ("format", "deedbox/use-evidence/v3"),
            ("format", "deedbox/use-evidence/v2 "),
            ("origin", self.made.origin.upper()),
            ("origin", self.stranger.origin + "0"),
            ("party", "Bank"),
            ("party", "-bank"),
            ("party", "a" * 33),
            ("set", self.good["set"].upper()),
            ("set", self.good["set"][:-2]),
            ("set", self.good["set"] + "00"),
            ("documents", self.good["documents"] * 65),
            ("proofs", self.good["proofs"] * 2),
            ("proofs", self.good["proofs"][::-1]),
            ("documents", [[]]),
            ("proofs", ["grant"]),
        ]:
            self.add(f"{name} is {str(value)[:30]}", self.file() | {name: value}, REFUSED)
        self.add("set of another deposit", self.file() | {"set": "00" * 32}, NO, "holder", "binding-of-another-use")
        self.add("another party", self.file() | {"party": "foreign-notary"}, NO, "addressed", "not-addressed-to-me")
        self.add(
            "no documents",
            self.file() | {"documents": [], "proofs": self.good["proofs"][:2]},
            NO,
            "complete",
            "field-missing",
        )
        for place in ([], ["documents", 0], ["proofs", 0], ["proofs", 2], ["case"]):
            file = inner = self.file()
            for step in place:
                inner = inner[step]
            inner["more"] = 1
            self.add(f"a member more in {place}", file, REFUSED)
        for name in ("presentation", "receipt", "seal"):
            for word, value in wrong[:4]:
                self.add(
                    f"{name} is {word}",
                    self.changed(lambda file, name=name, value=value: file["documents"][0].update({name: value})),
                    REFUSED,
                )
        for number, item in enumerate(self.good["proofs"]):
            file = self.file()
            del file["proofs"][number]
            self.add(
                f"no proof of {item['question']}",
                file,
                weighing(item["question"]),
                *{
                    "grant": ("counted", "proof-missing"),
                    "scene": ("complete", "proof-missing"),
                    "issuer": ("signature", "proof-missing"),
                    "status": ("status", "proof-missing"),
                    "correction": ("undisputed", "proof-missing"),
                }[item["question"]],
            )
            for change in (
                {"question": "other"},
                {"question": item["question"].upper()},
                {"document": 1},
                {"document": -1},
                {"document": True},
                {"document": "0"},
                {"proof": None},
            ):
                file = self.file()
                file["proofs"][number].update(change)
                self.add(f"proof of {item['question']} with {change}", file, REFUSED)
        for change in (
            {"number": 1},
            {"number": "x" * 257},
            {"requestSalt": b64url(bytes(15))},
            {"requestSalt": b64url(bytes(65))},
            {"useSalt": ""},
            {"useSalt": None},
        ):
            self.add(
                f"case with {str(change)[:40]}",
                self.changed(lambda file, change=change: file["case"].update(change)),
                REFUSED,
            )
        for name, value in (
            ("number", "2026-002"),
            ("number", ""),
            ("requestSalt", b64url(bytes(32))),
            ("useSalt", b64url(bytes(32))),
        ):
            self.add(
                f"case of another {name} {value[:8]}",
                self.changed(lambda file, name=name, value=value: file["case"].update({name: value})),
                NO,
                "matter",
                "case-differs",
            )

    def add_json(self):
        good = written(self.good).decode()
        once = '"party": "' + self.good["party"] + '",'
        changes = {
            "nothing": "",
            "an array": "[]",
            "a text": '"x"',
            "null": "null",
            "cut in the middle": good[: len(good) // 2],
            "cut before its end": good.rstrip()[:-1],
            "text behind it": good + "x",
            "twice": good + good,
            "a byte order mark": "\ufeff" + good,
            "a comma too many": good.rstrip()[:-1].rstrip() + ",}",
            "a comment": good.replace(once, once + " // yes\n"),
            "a member twice": good.replace(once, once + once),
            "a member twice, escaped": good.replace(once, once + once.replace("party", "part\\u0079")),
            "single quotes": good.replace(once, once.replace('"', "'")),
            "a control character": good.replace(once, once.replace("bank", "ba\x01nk")),
            "a newline in a text": good.replace(once, once.replace("bank", "ba\nnk")),
            "half a surrogate": good.replace('"2026-001"', '"2026-001\\ud800"'),
            "an unknown escape": good.replace('"2026-001"', '"2026-001\\x41"'),
            "not a number": good.replace('"document": 0', '"document": NaN'),
            "a fraction": good.replace('"document": 0', '"document": 0.0'),
            "an exponent": good.replace('"document": 0', '"document": 0e0'),
            "minus zero": good.replace('"document": 0', '"document": -0'),
            "a leading zero": good.replace('"document": 0', '"document": 00'),
            "a number beyond 64 bits": good.replace('"document": 0', '"document": ' + "9" * 30),
            "a number of 5,000 digits": good.replace('"document": 0', '"document": ' + "9" * 5_000),
        }
        for name, text in changes.items():
            self.add(f"JSON: {name}", text.encode(), REFUSED)
        self.add("JSON: UTF-16", good.encode("utf-16"), REFUSED)
        self.add(
            "JSON: not UTF-8", good.replace('"2026-001"', '"2026-\x00"').encode().replace(b"\x00", b"\xff"), REFUSED
        )
        self.add("JSON: an overlong form", good.encode().replace(b'"2026-001"', b'"\xc0\xb2026-001"'), REFUSED)

    # Values: every one altered, cut, made longer, emptied.

    def value_places(self):
        """Each value's name, and how to set it in a file."""
        for number, (holder, name) in enumerate(places(self.good)):
            word = f"proof of {holder['question']}" if name == "proof" else name

            def put(file, text, number=number):
                inner, name = list(places(file))[number]
                inner[name] = text
                return file

            yield word, bytes_of(holder[name]), put

    def add_values(self):
        for word, value, put in self.value_places():
            # The seal only adds to what the record's receipt says: without it all holds as well.
            answer = YES if word in ("seal", "proof of correction") else NOT_YES
            for part in range(1, 8):
                at = part * len(value) // 8
                altered = value[:at] + bytes([value[at] ^ 0x20]) + value[at + 1 :]
                self.add(f"{word}, byte {part}/8 altered", put(self.file(), b64url(altered)), answer)
            for part in (1, 2, 3, 7):
                self.add(f"{word}, cut at {part}/8", put(self.file(), b64url(value[: part * len(value) // 8])), answer)
            self.add(f"{word}, a byte less", put(self.file(), b64url(value[:-1])), answer)
            self.add(f"{word}, a byte more", put(self.file(), b64url(value + b"\0")), answer)
            if word == "receipt":
                self.add("receipt is empty", put(self.file(), ""), UNKNOWN, "recorded", "receipt-missing")
            elif word not in ("grant", "use"):
                self.add(f"{word} is empty", put(self.file(), ""), answer)
            for name, text in (
                ("padded", b64url(value + b"\0\0") + "="),
                ("in base64", "+/+/"),
                ("with a blank", "AA A"),
                ("of one character", "A"),
                ("with loose bits", "AB"),
            ):
                self.add(f"{word} {name}", put(self.file(), text), REFUSED)

    def add_swaps(self):
        """Parts of another use of the same ledger, and of another ledger."""
        theirs, foreign = self.other.evidence(), self.stranger.evidence()
        self.add("another use, whole", theirs, YES)
        self.add("another ledger, whole", foreign, REFUSED)
        reasons = {
            "receipt": (NO, "recorded", "record-of-another"),
            "seal": (YES,),
            "grant": (NO, "granted", "other-grant"),
            "use": (NO, "granted", "other-grant"),
            "proof of grant": (UNKNOWN, "counted", "proof-broken"),
            "proof of scene": (YES,),
            "proof of issuer": (YES,),
            "proof of status": (UNKNOWN, "status", "proof-broken"),
            "proof of correction": (YES, "undisputed", "proof-broken"),
        }
        abroad = {
            "receipt": (UNKNOWN, "final", "other-ledger"),
            "grant": (UNKNOWN, "granted", "other-ledger"),
            "use": (UNKNOWN, "counted", "other-ledger"),
            "seal": (YES,),
            "proof of correction": (YES, "undisputed", "other-ledger"),
        }
        values = [
            (bytes_of(one[a]), bytes_of(two[b]))
            for (one, a), (two, b) in zip(places(theirs), places(foreign), strict=True)
        ]
        for (word, value, put), (one, two) in zip(self.value_places(), values, strict=True):
            self.add(f"{word} of another use", put(self.file(), b64url(one)), *reasons[word])
            self.add(f"{word} of another ledger", put(self.file(), b64url(two)), *abroad.get(word, (NOT_YES,)))
        for one, a, _ in list(self.value_places()):
            for other, b, _ in list(self.value_places()):
                if one < other and one != "seal" and other != "seal":
                    file = self.file()
                    for word, _, put in self.value_places():
                        if word in (one, other):
                            put(file, b64url(b if word == one else a))
                    self.add(f"{one} and {other} changed places", file, NOT_YES)
        self.add(
            "presentation of another use",
            self.presenting(theirs["documents"][0]["presentation"]),
            NO,
            "holder",
            "binding-of-another-use",
        )
        self.add(
            "document of another use",
            self.changed(lambda file: file.update(documents=copy.deepcopy(theirs["documents"]))),
            NO,
            "holder",
            "binding-of-another-use",
        )
        self.add(
            "use and grant of another use", self.file() | {"use": theirs["use"], "grant": theirs["grant"]}, NOT_YES
        )
        self.add("early status", put_proof(self.file(), "status", self.made.early), UNKNOWN, "status", "proof-too-old")

    # Checkpoints.

    def notes(self):
        """Notes below which nothing may be believed, and one that is as good as any."""
        ledger = self.made.ledger
        note = ledger.note([1, 3, 4])
        text = read_note(note).text
        lines = note.decode().split("\n\n", 1)[1].splitlines(keepends=True)

        def of(*kept, text=text):
            return (text + "\n" + "".join(kept)).encode()

        stranger = Key(name="a stranger")
        network = ledger.network
        yield "one signature short", of(*lines[:-1]), "checkpoint-not-final"
        yield "a signer twice", of(*lines[:-1], lines[1]), "checkpoint-not-final"
        yield (
            "a signer twice at two times",
            of(
                *lines[:-1],
                note_line(Key(name="node-1/cosigner"), network.cosigners[0], text, ledger.replay.time // 1000 + 9),
            ),
            "checkpoint-not-final",
        )
        yield "no signature of the log", of(*lines[1:]), "checkpoint-not-final"
        yield "the log's signature alone", of(lines[0]), "checkpoint-not-final"
        yield (
            "a false cosignature",
            of(*lines[:-1], note_line(stranger, network.cosigners[3], text, ledger.replay.time // 1000 + 1)),
            "checkpoint-not-final",
        )
        yield (
            "a false signature of the log",
            of(note_line(stranger, network.log_keys[0], text), *lines[1:]),
            ("checkpoint-not-final"),
        )
        yield (
            "a cosigner of another text",
            of(
                *lines[:-1],
                note_line(
                    Key(name="node-4/cosigner"),
                    network.cosigners[3],
                    text.replace("\n", "0\n", 2),
                    ledger.replay.time // 1000 + 1,
                ),
            ),
            "checkpoint-not-final",
        )
        bigger = text.split("\n")
        bigger[1] = str(int(bigger[1]) + 1)
        yield "another size", of(*lines, text="\n".join(bigger)), "checkpoint-not-final"
        yield "another root", ledger.note([1, 3, 4], root=bytes(32)), "not-in-log"
        abroad = self.stranger.ledger
        yield "the checkpoint of another ledger", abroad.note([1, 3, 4]), "other-ledger"
        yield "all four signed", ledger.note([1, 2, 3, 4]), None
        unknown = note_line(stranger, network.cosigners[0], text, 5).replace("node-1.", "node-9.")
        yield "a stranger signed too", of(*lines, unknown), None

    def add_notes(self):
        for name, note, reason in self.notes():
            for word, value, put in self.value_places():
                text = under(value, note, self.made.origin)
                if reason is None or word == "seal":
                    answer = (YES,)
                elif word.startswith("proof"):
                    broken = "other-ledger" if reason == "other-ledger" else "proof-broken"
                    check = {
                        "proof of grant": "counted",
                        "proof of scene": "complete",
                        "proof of issuer": "signature",
                        "proof of status": "status",
                        "proof of correction": "undisputed",
                    }[word]
                    answer = (weighing(word.removeprefix("proof of ")), check, broken)
                else:
                    check = {
                        "receipt": "final" if reason != "not-in-log" else "recorded",
                        "grant": "granted",
                        "use": "counted",
                    }[word]
                    answer = (UNKNOWN if reason == "other-ledger" else NO, check, reason)
                self.add(f"{word}: {name}", put(self.file(), b64url(text)), *answer)

    def add_paths(self):
        """Receipts whose path or leaf is another."""
        for name, index, put in (("grant", self.made.grant_leaf, "grant"), ("use", self.made.use_leaf, "use")):
            parts = cbor(bytes_of(self.good[name]))
            check = {"grant": "granted", "use": "counted"}[name]
            hashes = [parts[4][at : at + 32] for at in range(0, len(parts[4]), 32)]
            for word, path in (
                ("a step less", hashes[:-1]),
                ("a step more", [*hashes, bytes(32)]),
                ("no path", []),
                ("the path turned round", hashes[::-1]),
                ("one step altered", [bytes(32), *hashes[1:]]),
                ("the path of the leaf before", inclusion_path(self.made.ledger.replay.hashes, index - 1)),
            ):
                altered = [*parts[:4], b"".join(path), *parts[5:]]
                self.add(f"{name}: {word}", self.file() | {put: b64url(cbor_bytes(altered))}, NO, check, "not-in-log")
            for word, number in (("the leaf before", index - 1), ("leaf 0", 0)):
                altered = [*parts[:3], number, *parts[4:]]
                self.add(f"{name}: {word}", self.file() | {put: b64url(cbor_bytes(altered))}, NO, check, "not-in-log")
            altered = [*parts[:2], parts[2][:-1] + bytes([parts[2][-1] ^ 1]), *parts[3:]]
            self.add(
                f"{name}: its signature altered",
                self.file() | {put: b64url(cbor_bytes(altered))},
                NO,
                check,
                "not-in-log",
            )
            for word, change in (
                ("version 2", {0: 2}),
                ("a record that it has not", {1: [b"x", 0, b""]}),
                ("behind the log", {3: 1 << 40}),
            ):
                altered = [change.get(place, part) for place, part in enumerate(parts)]
                self.add(f"{name}: {word}", self.file() | {put: b64url(cbor_bytes(altered))}, NO)

    # Documents.

    def presenting(self, text):
        return self.changed(lambda file: file["documents"][0].update(presentation=text))

    def add_presentations(self):
        made = self.made
        good = self.good["documents"][0]["presentation"]
        jwt, *opened, binding = good.split("~")
        head, body, signature = jwt.split(".")
        for name, text, reason in [
            ("no text", "", "document-unreadable"),
            ("no tilde", jwt, "document-unreadable"),
            ("two parts", f"{head}.{body}~" + "~".join([*opened, binding]), "document-unreadable"),
            ("an empty disclosure", "~".join([jwt, *opened, "", binding]), "disclosure-false"),
            ("a disclosure twice", "~".join([jwt, opened[0], *opened, binding]), "disclosure-false"),
            ("a stranger's disclosure", "~".join([jwt, disclosure("ZX", 1), *opened, binding]), "disclosure-false"),
            ("a value altered", "~".join([jwt, disclosure("ZZBH", "示例 2"), opened[1], binding]), "disclosure-false"),
            ("a disclosure that is no JSON", "~".join([jwt, b64url(b"x"), *opened, binding]), "disclosure-false"),
            ("1 MiB of it", "~".join([jwt, *opened, binding]) + "A" * (1 << 20), None),
        ]:
            self.add(f"presentation: {name}", self.presenting(text), *((NO, "form", reason) if reason else (REFUSED,)))
        self.add(
            "presentation: its payload altered",
            self.presenting(
                ".".join([head, b64url(bytes_of(body) + b" "), signature]) + "~" + "~".join([*opened, binding])
            ),
            NO,
            "signature",
            "signature-false",
        )
        self.add(
            "presentation: another signature",
            self.presenting(".".join([head, body, signature[:-6] + "AAAAAA"]) + "~" + "~".join([*opened, binding])),
            NO,
            "recorded",
            "record-of-another",
        )
        for algorithm in ("none", "HS256", "RS256", "ES384", "es256", None):
            other = b64url(json.dumps({"alg": algorithm, "typ": "dc+sd-jwt"}).encode())
            self.add(
                f"presentation: algorithm {algorithm}",
                self.presenting(f"{other}.{body}.{signature}~" + "~".join([*opened, binding])),
                NO,
                "form",
                "document-unreadable",
            )
        for typ in ("vc+sd-jwt", "jwt", "kb+jwt", "DC+SD-JWT"):
            other = b64url(json.dumps({"alg": "ES256", "typ": typ}).encode())
            self.add(
                f"presentation: type {typ}",
                self.presenting(f"{other}.{body}.{signature}~" + "~".join([*opened, binding])),
                NO,
                "form",
                "document-unreadable",
            )
        for extra in ({"crit": ["b64"], "b64": False}, {"crit": ["exp"]}):
            other = b64url(json.dumps({"alg": "ES256", "typ": "dc+sd-jwt"} | extra).encode())
            self.add(
                f"presentation: header {list(extra)}",
                self.presenting(f"{other}.{body}.{signature}~" + "~".join([*opened, binding])),
                NO,
                "form",
                "document-unreadable",
            )
        claims = made.claims()
        deed = claims["deedbox"]
        changes = [
            ({"deedbox": deed | {"origin": "other/0"}}, NO, "form", "document-of-other-ledger"),
            ({"deedbox": deed | {"type": "OTHERTYPE01"}}, NO, "form", "type-differs"),
            ({"deedbox": deed | {"version": 2}}, NO, "form", "type-differs"),
            ({"deedbox": deed | {"more": 1}}, NO, "form", "document-unreadable"),
            ({"deedbox": deed | {"label": "church"}}, NO, "form", "document-unreadable"),
            ({"deedbox": deed | {"as_of": "2026-11-01"}}, NO, "form", "document-unreadable"),
            ({"deedbox": deed | {"as_of": "2026-13-01T00:00:00Z"}}, NO, "form", "document-unreadable"),
            ({"deedbox": deed | {"correction": "AAAA"}}, NO, "form", "document-unreadable"),
            ({"deedbox": {}}, NO, "form", "document-unreadable"),
            ({"deedbox": None}, NO, "form", "document-unreadable"),
            ({"iat": made.now - 200_000}, NO, "form", "date-differs"),
            ({"iat": made.now + 200_000}, NO, "form", "date-differs"),
            ({"iat": "now"}, NO, "form", "document-unreadable"),
            ({"iat": -1}, NO, "form", "document-unreadable"),
            ({"exp": made.used_at}, NO, "validity", "expired"),
            ({"exp": "never"}, NO, "form", "document-unreadable"),
            ({"nbf": made.used_at + 60}, NO, "validity", "not-yet-valid"),
            ({"deedbox": deed | {"as_of": "2026-09-01T00:00:00Z"}}, NO, "freshness", "stale"),
            ({"deedbox": deed | {"update_days": 0}}, NO, "freshness", "stale"),
            ({"_sd_alg": "sha-512"}, NO, "form", "disclosure-false"),
            ({"_sd": "x"}, NO, "form", "disclosure-false"),
            ({"_sd": claims["_sd"] * 2}, NO, "form", "disclosure-false"),
            ({"...": "x"}, NO, "form", "disclosure-false"),
            ({"iss": None}, NO, "form", "document-unreadable"),
            ({"ZZZZ": "beyond"}, NO, "fields", "beyond-scene"),
            ({"attachments": []}, NO, "fields", "beyond-scene"),
            ({"cnf": {}}, NO),
            ({"cnf": None}, NO),
        ]
        for change, *answer in changes:
            text = self.another(claims | change)
            self.add(f"document: {json.dumps(change, ensure_ascii=False)[:60]}", self.presenting(text), *answer)
        self.add(
            "document: the same by a stranger",
            self.presenting(self.another(claims, by=Key(ES256))),
            NO,
            "signature",
            "signature-false",
        )
        self.add(
            "document: the same, signed anew",
            self.presenting(self.another(claims)),
            NO,
            "recorded",
            "record-of-another",
        )

    def another(self, claims, by=None):
        """Another document than the one on the ledger, bound by the same holder."""
        kept, self.made.jwt = self.made.jwt, jws(by or self.made.story.issuer, "dc+sd-jwt", claims)
        text = self.made.presentation(iat=self.made.used_at)
        self.made.jwt = kept
        return text

    def add_bindings(self):
        made, now = self.made, self.made.used_at
        for name, changes, reason in [
            ("by a thief", {"by": Key(ES256)}, "binding-false"),
            ("another use", {"nonce": made.nonce(2)}, "binding-of-another-use"),
            ("no nonce", {"nonce": ""}, "binding-of-another-use"),
            ("another audience", {"aud": "foreign-notary"}, "signed-for-another"),
            ("other disclosures", {"sd_hash": b64url(bytes(32))}, "binding-false"),
            ("tomorrow", {"iat": now + 86_400}, "binding-out-of-time"),
            ("in six minutes", {"iat": now + 360}, "binding-out-of-time"),
            ("two years before", {"iat": now - 2 * 366 * 86_400}, "binding-out-of-time"),
            ("at no time", {"iat": "now"}, "binding-false"),
            ("below zero", {"iat": -5}, "binding-false"),
            ("an audience that is a list", {"aud": ["foreign-bank"]}, "binding-false"),
            ("a nonce that is a number", {"nonce": 7}, "binding-false"),
        ]:
            self.add(
                f"binding: {name}",
                self.presenting(made.presentation(**changes)),
                NO,
                *(("holder", reason) if reason else ()),
            )
        self.add("binding: in four minutes", self.presenting(made.presentation(iat=now + 240)), YES)
        good = self.good["documents"][0]["presentation"]
        rest, binding = good.rsplit("~", 1)
        head, body, signature = binding.split(".")
        self.add("binding: none", self.presenting(rest + "~"), NO, "holder", "binding-missing")
        self.add("binding: of two parts", self.presenting(f"{rest}~{head}.{body}"), NO)
        self.add(
            "binding: a disclosure withheld after it",
            self.presenting("~".join(part for place, part in enumerate(good.split("~")) if place != 2)),
            NO,
            "holder",
            "binding-false",
        )
        for header in (
            {"alg": "none", "typ": "kb+jwt"},
            {"alg": "ES256", "typ": "jwt"},
            {"alg": "HS256", "typ": "kb+jwt"},
            {"typ": "kb+jwt"},
            {"alg": "ES256", "typ": "kb+jwt", "crit": ["x"]},
        ):
            other = b64url(json.dumps(header).encode())
            self.add(
                f"binding: header {header}",
                self.presenting(f"{rest}~{other}.{body}.{signature}"),
                NO,
                "holder",
                "binding-false",
            )
        for name, altered in (
            ("cut", signature[:-4]),
            ("empty", ""),
            ("zero", b64url(bytes(64))),
            ("DER", b64url(bytes(71))),
        ):
            self.add(f"binding: signature {name}", self.presenting(f"{rest}~{head}.{body}.{altered}"), NO)

    # Epochs and pieces.

    def add_epochs(self):
        origin = self.made.origin
        for name, value in [
            ("cut", encode([1, origin, []])[:-1]),
            ("version 2", encode([2, origin, []])),
            ("another ledger", encode([1, self.stranger.origin + "0", []])),
            ("no list", encode([1, origin, None])),
            ("a step of nothing", encode([1, origin, [b""]])),
            ("a step that is a number", encode([1, origin, [7]])),
            ("a proof for a step", encode([1, origin, [self.made.proof("status", self.made.status_key)]])),
            ("a byte more", encode([1, origin, []]) + b"\0"),
            ("two items", encode([1, origin])),
        ]:
            self.add(f"epochs: {name}", self.file() | {"epochs": b64url(value)}, REFUSED)

    def add_pieces(self):
        good = shared(self.good)
        count = len(good["shared"])
        for name, change in [
            ("one to which nothing refers", {"shared": [*good["shared"], "AAAA"]}),
            ("an empty one", {"shared": [*good["shared"][:-1], ""]}),
            ("one less", {"shared": good["shared"][:-1]}),
            ("too many", {"shared": ["AA"] * 1_025}),
            ("a value of none", {"grant": []}),
            ("a piece of no number", {"grant": [count]}),
            ("a piece below zero", {"grant": [-1]}),
            ("a flag for a piece", {"grant": [True]}),
            ("an empty piece", {"grant": ["", 0]}),
            ("seventeen pieces", {"grant": ["AAAA"] * 17}),
            ("a piece in a piece", {"grant": [[0]]}),
            ("null for a piece", {"grant": [None]}),
        ]:
            self.add(f"pieces: {name}", good | change, REFUSED)
        self.add("pieces: in another order", good | {"shared": good["shared"][::-1]}, NOT_YES)
        cut = copy.deepcopy(good)
        cut["grant"] = [part[:-4] if isinstance(part, str) else part for part in cut["grant"]]
        self.add("pieces: one altered", cut, NOT_YES)
        whole = self.file()
        data = bytes_of(whole["grant"])
        whole["grant"] = [b64url(data[at : at + len(data) // 8]) for at in range(0, len(data), len(data) // 8)]
        self.add("pieces: cut anywhere", whole, YES)

    def add_bombs(self):
        for levels in (33, 1_000, 100_000):
            self.add(
                f"bomb: JSON of {levels} levels",
                written(self.good).replace(b'"2026-001"', b"[" * levels + b"]" * levels),
                REFUSED,
            )
        self.add("bomb: objects of 5,000 levels", b'{"format": ' * 5_000 + b"1" + b"}" * 5_000, REFUSED)
        for name, data in [
            ("arrays", b"\x81" * 5_000 + b"\x00"),
            ("tags", b"\xc1" * 5_000 + b"\x00"),
            ("maps", b"\xa1\x00" * 5_000 + b"\x00"),
            ("an array without end", b"\x9f" + b"\x00" * 50),
            ("a length of 2^63", b"\x5b\x7f" + b"\xff" * 7),
            ("a list of 2^32", b"\x9a\xff\xff\xff\xff"),
            ("a receipt of long parts", b"\x87\x01\xf6\x5a\xff\xff\xff\xff"),
            ("seven receipts in one", b"\x87" * 4_000),
        ]:
            self.add(
                f"bomb: CBOR, {name}, as a receipt",
                self.file() | {"use": b64url(data)},
                NO,
                "counted",
                "receipt-unreadable",
            )
            self.add(
                f"bomb: CBOR, {name}, as a proof",
                put_proof(self.file(), "status", data),
                UNKNOWN,
                "status",
                "proof-broken",
            )
            self.add(f"bomb: CBOR, {name}, as epochs", self.file() | {"epochs": b64url(data)}, REFUSED)
        piece = b64url(bytes(60_000))
        self.add("bomb: a piece many times", self.file() | {"shared": [piece], "grant": [0] * 16}, REFUSED)
        self.add("bomb: a receipt of 262,145 bytes", self.file() | {"grant": b64url(bytes(262_145))}, REFUSED)
        self.add("bomb: a proof of 65,537 bytes", put_proof(self.file(), "grant", bytes(65_537)), REFUSED)
        deep = "x"
        for _ in range(40):
            deep = [deep]
        self.add(
            "bomb: claims of 40 levels",
            self.presenting(self.another(self.made.claims() | {"deep": deep})),
            NO,
            "form",
            "document-unreadable",
        )
        many = "~".join([self.made.jwt, *(disclosure("ZX", number) for number in range(2_100)), ""])
        self.add("bomb: 2,100 disclosures", self.presenting(many), NO, "form", "document-unreadable")
        self.add(
            "bomb: a number beyond 64 bits in the claims",
            self.presenting(self.another(self.made.claims() | {"exp": 1 << 70})),
            NO,
            "form",
            "document-unreadable",
        )

    # How documents stand; it comes last, for it goes on with the ledger.

    def add_standings(self):
        ledger, before = self.made.ledger, {"suspended": 2, "revoked": 3, "superseded": 4}
        for word, code in before.items():
            made = PaperUse(ledger, before_use=lambda made, code=code: made.set_status(code))
            self.add(f"{word} before the use", made.evidence(), NO, "status", word)
            if word == "suspended":
                made.set_status(1)
                self.add(
                    "reinstated after the use, without the proof of then",
                    made.evidence(),
                    UNKNOWN,
                    "status",
                    "changed-since",
                )
        for word, code in before.items():
            made = PaperUse(ledger)
            then = made.evidence()
            made.set_status(code)
            self.add(f"{word} after the use", made.renewed(then), YES)
            self.add(f"{word} after the use, shared", shared(made.renewed(then)), YES)
            self.add(
                f"{word} after the use, without the proof of then", made.evidence(), UNKNOWN, "status", "changed-since"
            )
            late = made.renewed(then)
            late["proofs"] = [item for item in late["proofs"] if item["question"] != "status"]
            self.add(f"{word} after the use, the newest proof alone", late, UNKNOWN, "status", "changed-since")
        for moment in ("before", "after"):
            made = PaperUse(
                ledger, before_use=(lambda made: made.dispute()) if moment == "before" else lambda made: None
            )
            then = made.evidence()
            if moment == "after":
                made.dispute()
                self.add("disputed after the use", made.renewed(then), YES, "undisputed", None)
                self.add("disputed after the use, without the proof of then", made.evidence(), YES, "undisputed", None)
            else:
                self.add("in dispute at the use", then, YES, "undisputed", "in-dispute")
                made.answer()
                self.add("in dispute at the use, answered since", made.renewed(then), YES, "undisputed", "in-dispute")
                self.add("answered since, without the proof of then", made.evidence(), YES, "undisputed", "in-dispute")

    # Evidence that was passed on.

    def add_passings(self):
        made, court, salt = PaperUse(self.made.ledger), "示例市人民法院", bytes(range(32))
        then = made.evidence()
        named = {"name": court, "salt": b64url(salt)}
        outside = recipient(court, salt)
        theirs = PaperUse(self.made.ledger)
        leaves = {
            "a court": made.pass_on(outside),
            "a member": made.pass_on(REGULATOR),
            "a member by leave": made.pass_on(REGULATOR, self.leave(made, REGULATOR)),
            "a court by leave": made.pass_on(outside, self.leave(made, outside)),
            "another use": theirs.pass_on(REGULATOR),
        }

        def passed(word, party=BANK, **more):
            name = named if "court" in word else {}
            receipt = b64url(made.receipt(leaves[word]))
            return copy.deepcopy(then) | {"party": party, "passing": {"receipt": receipt} | name | more}

        for word in list(leaves)[:4]:
            member = "court" not in word
            self.add(f"passed on to {word}", passed(word), YES, "addressed", None)
            self.add(f"passed on to {word}, who asks", passed(word), YES, "addressed", None,
                     REGULATOR if member else court)
            self.add(f"passed on to {word}, shared", shared(passed(word)), YES, asked=REGULATOR if member else court)
            self.add(f"passed on to {word}, another asks", passed(word), NO, "addressed", "not-addressed-to-me",
                     "foreign-notary")
            self.add(f"passed on to {word}, somebody outside asks", passed(word), NO, "addressed",
                     "not-addressed-to-me", "示例仲裁委员会")
        self.add("passed on to a member, whose file it is", passed("a member", REGULATOR), YES, "addressed", None)
        self.add("passed on, and the passing taken out", then, NO, "addressed", "not-addressed-to-me", REGULATOR)
        self.add("passed on, the receipt in text", passed("a member", REGULATOR, receipt=b64url(
            made.ledger.receipt(leaves["a member"]))), YES, "addressed", None)
        use = statements.read(made.ledger.leaves[made.use_leaf]).id
        ground = [3, bytes(32)]
        lies = {
            "by another party": ([made.grant, 0, 1, use, REGULATOR, ground], made.story.by_issuer),
            "of another index": ([made.grant, 0, 2, use, REGULATOR, ground], None),
            "of another grant": ([theirs.grant, 0, 1, use, REGULATOR, ground], None),
            "of another statement": ([made.grant, 0, 1, bytes(32), REGULATOR, ground], None),
            "for an emergency": ([made.grant, 0, 1, use, REGULATOR, [2, bytes(32)]], None),
            "for no ground": ([made.grant, 0, 1, use, REGULATOR, [99, bytes(32)]], None),
            "number 1,024": ([made.grant, 1_024, 1, use, REGULATOR, ground], None),
            "without a basis": ([made.grant, 0, 1, use, REGULATOR, []], None),
            "to a recipient of 31 bytes": ([made.grant, 0, 1, use, bytes(31), ground], None),
            "to no label": ([made.grant, 0, 1, use, "No Member", ground], None),
            "of seven parts": ([made.grant, 0, 1, use, REGULATOR, ground, None], None),
            "by another's leave": ([made.grant, 0, 1, use, REGULATOR, self.leave(theirs, REGULATOR)], None),
            "by a leave for a court": ([made.grant, 0, 1, use, REGULATOR, self.leave(made, outside)], None),
            "by a leave of later": ([made.grant, 0, 1, use, REGULATOR,
                                     [*self.leave(made, REGULATOR)[:1], made.now, self.leave(made, REGULATOR)[2]]], None),
        }
        lied = {word: made.lied(payload, by) for word, (payload, by) in lies.items()}
        receipt = made.receipt(leaves["a member"])
        false = [
            *((word, passed("a member", REGULATOR, receipt=b64url(made.receipt(leaf)))) for word, leaf in lied.items()),
            ("another use", passed("another use", REGULATOR)),
            ("a receipt of the use", passed("a member", REGULATOR, receipt=then["use"])),
            ("a receipt of the record", passed("a member", REGULATOR, receipt=then["documents"][0]["receipt"])),
            ("no receipt", passed("a member", REGULATOR, receipt=b64url(b"\1\2\3"))),
            ("a name for a member", passed("a member", REGULATOR, **named)),
            ("another name", passed("a court", REGULATOR, name="示例仲裁委员会")),
            ("another salt", passed("a court", REGULATOR, salt=b64url(bytes(32)))),
            ("no name", passed("a member", REGULATOR, receipt=b64url(made.receipt(leaves["a court"])))),
        ]
        for part in range(1, 8):
            at = part * len(receipt) // 8
            altered = receipt[:at] + bytes([receipt[at] ^ 0x20]) + receipt[at + 1 :]
            self.add(f"passing, byte {part}/8 altered",
                     passed("a member", REGULATOR, receipt=b64url(altered)), NOT_YES)
            self.add(f"passing, cut at {part}/8",
                     passed("a member", REGULATOR, receipt=b64url(receipt[:at])), NO, "addressed", "passing-false")
        for word, file in false:
            self.add(f"passing: {word}", file, NO, "addressed", "passing-false")
            self.add(f"passing: {word}, and its own party asks", file | {"party": BANK}, YES, "addressed", None)
        self.add("passing: empty", passed("a member", REGULATOR, receipt=""), UNKNOWN, "addressed", "receipt-missing")
        while len(self.stranger.ledger.leaves) <= len(made.ledger.leaves):
            self.stranger.ledger.wait(1)
        for name, note, reason in self.notes():
            said = {None: (YES, "addressed", None), "other-ledger": (UNKNOWN, "addressed", "other-ledger")}.get(
                reason, (NO, "addressed", "passing-false"))
            file = passed("a member", REGULATOR, receipt=b64url(under(receipt, note, made.origin)))
            self.add(f"passing: {name}", file, *said)
        for word, passing in [
            ("null", None),
            ("a list", []),
            ("nothing", {}),
            ("a member more", passed("a court")["passing"] | {"more": 1}),
            ("a name without a salt", {"receipt": then["use"], "name": court}),
            ("a salt without a name", {"receipt": then["use"], "salt": b64url(salt)}),
            ("a salt of 31 bytes", {"receipt": then["use"], "name": court, "salt": b64url(bytes(31))}),
            ("the name of a member", {"receipt": then["use"], "name": "foreign-notary", "salt": b64url(salt)}),
            ("an empty name", {"receipt": then["use"], "name": "", "salt": b64url(salt)}),
            ("a name with a blank before it", {"receipt": then["use"], "name": " " + court, "salt": b64url(salt)}),
            ("a name of two lines", {"receipt": then["use"], "name": court + "\n" + court, "salt": b64url(salt)}),
            ("a name of 257 bytes", {"receipt": then["use"], "name": "X" * 257, "salt": b64url(salt)}),
            ("a receipt of 262,145 bytes", {"receipt": b64url(bytes(262_145))}),
        ]:
            self.add(f"passing is {word}", then | {"passing": passing}, REFUSED)

    @staticmethod
    def leave(made, to):
        return leave(made.grant_key, made.origin, 1, to, made.now + 3_600)


def spoken_of(made):
    """It has entries of its own; a proof that there is none may hold for a neighbour as well."""
    made.set_status(2)
    made.set_status(1)
    made.dispute()
    made.answer()


def corpus():
    """`(name, bytes, expected)` of each file, and the genesis by which they are judged."""
    made = Corpus()
    return made.cases, made.genesis


def write(folder):
    """All files into a folder, for judges that are not Python."""
    cases, genesis = corpus()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "genesis.cbor").write_bytes(genesis)
    listed = []
    for number, case in enumerate(cases):
        (folder / f"{number:04}.json").write_bytes(case.data)
        listed.append([f"{number:04}.json", case.name, case.expected])
    (folder / "expected.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1))
    return len(listed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    print(write(parser.parse_args().folder), "files")


if __name__ == "__main__":
    main()
