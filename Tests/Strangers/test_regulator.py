"""What a regulator reports: counted again from the leaves in Python, and its signature checked without the program."""

import collections
import datetime
import hashlib
import json

import pytest

import statements
from replay import blocks, merkle_root, leaf_hash
from state import grant_id
from statements import Key
from verify_receipt import read_note

CHINA = datetime.timezone(datetime.timedelta(hours=8))
GROUNDS = {1: "statutoryDuty", 2: "emergency", 3: "courtOrder", 4: "criminalInvestigation", 5: "supervision",
           6: "complaint", 7: "securityIncident"}
STATES = {1: "reinstated", 2: "suspended", 3: "revoked", 4: "superseded"}
OUTCOMES = {1: "correctionsCorrected", 2: "correctionsUpheld", 3: "correctionsRemoved"}


class Count:
    """Every act of a log once, with what it is about: its day, issuer, type, scene and party."""

    def __init__(self, leaves, origin, term):
        self.origin, self.events, self.grants, self.term = origin, [], {}, term
        self.types, self.index, self.open = {}, 0, {}
        for block in blocks(leaves):
            seal = statements.decode(block[-1])
            self.height, self.time = seal[1], seal[5]
            self.take(block[:-1])
            self.index += 1
        for due, about in self.open.values():
            self.events.append(("correctionsOpen", about))
            if self.time > due:
                self.events.append(("correctionsOverdue", about))

    def take(self, leaves):
        self.many = None
        for leaf in leaves:
            kind = statements.kind(leaf)
            if kind == "record":
                self.record(statements.decode(leaf))
            elif kind == "closed":
                # Of a grant that has left the state nobody can say any more below which scene it was.
                self.grants.pop(statements.decode(leaf)[0], None)
            else:
                self.statement = statements.read(leaf)
                self.many = self.statement if self.statement.act == "use.many" else None
                self.manifest = self.statement if self.statement.act == "documents.issue" else None
                do = getattr(self, "do_" + self.statement.act.replace(".", "_"), None)
                if do:
                    do(*self.statement.payload)
            self.index += 1

    def record(self, record):
        if self.manifest:
            self.types[self.index] = self.manifest.payload[0]
        if self.many:
            self.add("uses", **self.asked(record[0]) | {"party": self.many.issuer})
            self.add("usesOfMany", **self.asked(record[0]) | {"party": self.many.issuer})

    def add(self, what, **about):
        day = datetime.datetime.fromtimestamp(self.time / 1000, CHINA).date()
        self.events.append((what, {"day": day, **about}))
        return self.events[-1][1]

    def request(self, data):
        asked = statements.read(data)
        scene, *_ = asked.payload
        return asked.payload[4], {"scene": f"{asked.issuer}/{scene}", "party": asked.issuer}

    def asked(self, grant):
        return self.grants.get(grant, {})

    def own(self, key):
        return self.asked(grant_id(self.origin, key))

    def document(self, record, issuer):
        return {"issuer": issuer, "type": self.types.get(record)}

    def do_documents_issue(self, kind, _version, count, _root):
        for _ in range(count):
            self.add("issued", issuer=self.statement.issuer, type=kind)

    def do_document_status(self, record, _commitment, code, _reason):
        self.add(STATES[code], **self.document(record, self.statement.issuer))

    def do_correction_open(self, record, issuer, *_):
        about = self.add("correctionsOpened", **self.document(record, issuer))
        self.open[record] = (self.time + self.term, about)

    def do_correction_answer(self, record, _commitment, outcome, _answer):
        due, _ = self.open.pop(record)
        about = self.document(record, self.statement.issuer)
        self.add(OUTCOMES[outcome], **about)
        if self.time > due:
            self.add("correctionsLate", **about)

    def do_grant(self, request, *_):
        key, about = self.request(request)
        self.grants[grant_id(self.origin, key)] = about
        self.add("granted", **about)

    def do_refuse(self, request):
        self.add("refused", **self.request(request)[1])

    def do_grant_limit(self, key, *_):
        self.add("limited", **self.own(key))

    def do_withdraw(self, key):
        self.add("withdrawn", **self.own(key))

    def do_use(self, grant, *_):
        self.add("uses", **self.asked(grant) | {"party": self.statement.issuer})

    def do_use_fault(self, grant, _index, kind, *_):
        self.add({1: "faultsOfShares", 2: "faultsOfWallets"}[kind],
                 **self.asked(grant) | {"party": self.statement.issuer})

    def do_evidence_pass(self, grant, _number, _index, _use, _to, basis):
        about = self.asked(grant) | {"party": self.statement.issuer}
        if len(basis) == 2:
            about["ground"] = GROUNDS[basis[0]]
        self.add("passings", **about)
        if len(basis) == 3:
            self.add("passingsByLeave", **about)

    def do_disclosure(self, ground, _details, mark):
        about = {"party": self.statement.issuer, "ground": GROUNDS[ground]}
        self.add("disclosures", **about)
        if isinstance(mark, list):
            self.add("disclosuresSealed", **about)

    def do_trace(self, grant, ground, *_):
        self.add("traces", **self.asked(grant) | {"party": self.statement.issuer, "ground": GROUNDS[ground]})

    def rows(self, key):
        """Counts by what `key` makes of an event."""
        found = collections.defaultdict(collections.Counter)
        for what, about in self.events:
            found[key(about)][what] += 1
        return found


@pytest.fixture
def term(live_log):
    """How long an issuer has for an answer, in ms."""
    parameters = live_log.replay.parameters
    return (parameters[10] if len(parameters) > 10 else 15 * 86_400) * 1000


@pytest.fixture
def reported(live, tmp_path):
    """A signed report of a command, its signature and the log that it was made from."""

    def run(*words):
        path = tmp_path / f"report-{len(list(tmp_path.iterdir()))}.json"
        printed = json.loads(live.deedbox(
            "regulator", *words, "--out", path, "--key", live.keys / "regulator.key", "--node", live.url, "--json"))
        report = json.loads(path.read_text("utf-8"))
        check_signature(path, report)
        log = live.newest_log()
        leaves = log.leaves[:report["size"]]
        assert merkle_root([leaf_hash(leaf) for leaf in leaves]).hex() == report["root"]
        size, root, _ = log.network.final(read_note(report["checkpoint"].encode()))
        assert (size, root.hex()) == (report["size"], report["root"])
        assert report["totals"] == printed["totals"]
        return report, leaves

    return run


def check_signature(path, report):
    """The COSE message beside the report is the regulator's, over this very file and this log."""
    seal = statements.read(path.with_name(path.name + ".cose").read_bytes())
    assert (seal.act, seal.issuer, seal.origin) == ("report", "regulator", report["origin"])
    digest, size, root = seal.payload
    assert digest == hashlib.sha256(path.read_bytes()).digest()
    assert (size, root.hex()) == (report["size"], report["root"])
    signer, = seal.signers
    assert signer.is_by(Key(name="regulator").public)


def told(report, *names):
    """The rows of a report by their key, without what is merged."""
    return {tuple(row["key"][name] for name in names): row["counts"] for row in report["rows"]}


def half_month(day):
    return f"{day:%Y-%m}-{1 if day.day < 16 else 2}"


def week(day):
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


GROUPS = [
    (["issuer"], lambda about: (about.get("issuer"),)),
    (["type"], lambda about: (about.get("type"),)),
    (["scene"], lambda about: (about.get("scene"),)),
    (["party", "ground"], lambda about: (about.get("party"), about.get("ground"))),
    (["day"], lambda about: (f"{about['day']}",)),
    (["week", "issuer"], lambda about: (week(about["day"]), about.get("issuer"))),
    (["half-month"], lambda about: (half_month(about["day"]),)),
    (["quarter", "month"], lambda about: (f"{about['day']:%Y}-Q{(about['day'].month + 2) // 3}",
                                          f"{about['day']:%Y-%m}")),
]


@pytest.mark.parametrize("names, key", GROUPS, ids=["-".join(names) for names, _ in GROUPS])
def test_statistics_are_what_python_counts(live, reported, term, names, key):
    words = [word for name in names for word in ("--by", name)]
    report, leaves = reported("statistics", *words)
    count = Count(leaves, report["origin"], term)
    wanted = count.rows(key)
    found = told(report, *names)
    for counts in found.values():
        # The story's sealed disclosure waits for its height; Python here counts it as sealed alone.
        counts.pop("disclosuresWaiting", None)
        counts.pop("disclosuresOverdue", None)
    assert {at: dict(counts) for at, counts in found.items()} == {at: dict(counts) for at, counts in wanted.items()}
    totals = collections.Counter(what for what, _ in count.events)
    assert {what: number for what, number in report["totals"].items()
            if what not in ("disclosuresWaiting", "disclosuresOverdue")} == totals
    for what in ("issued", "revoked", "correctionsOpened", "granted", "refused", "uses", "usesOfMany", "traces"):
        assert totals[what], f"the story has none of {what}"


def test_small_counts_are_merged_and_the_sum_stays(reported):
    plain, _ = reported("statistics", "--by", "issuer", "--by", "type")
    merged, _ = reported("statistics", "--by", "issuer", "--by", "type", "--at-least", 5)
    assert merged["atLeast"] == 5
    if merged["size"] == plain["size"]:
        # A column that is small as a whole shows nothing at all.
        assert merged["totals"] == {what: None if total < 5 else total for what, total in plain["totals"].items()}
    assert None in merged["totals"].values() and any(merged["totals"].values())
    for what, total in merged["totals"].items():
        shown = [row["counts"].get(what, 0) for row in merged["rows"]]
        assert all(number is None or number == 0 or number >= 5 for number in shown), what
        if total is None:
            assert merged["others"][what] is None and not any(shown)
        else:
            assert sum(number or 0 for number in shown) + merged["others"].get(what, 0) == total


def test_a_partys_lines_are_all_that_the_ledger_has_of_it(live, reported, term, tmp_path):
    report, leaves = reported("party", "foreign-bank", "--log", tmp_path / "log")
    count = Count(leaves, report["origin"], term)
    of_bank = collections.Counter(what for what, about in count.events if about.get("party") == "foreign-bank")
    totals = report["totals"]
    assert totals["use"] == of_bank["uses"] and totals["grant"] == of_bank["granted"]
    assert totals["refusal"] == of_bank["refused"] and totals["withdrawal"] == of_bank["withdrawn"]
    assert totals["limit"] == of_bank["limited"]
    assert totals["fault"] == of_bank["faultsOfShares"] + of_bank["faultsOfWallets"]
    assert totals["passing"] == of_bank["passings"]
    assert collections.Counter(line["kind"] for line in report["lines"]) == {
        kind: number for kind, number in totals.items() if number}
    for line in report["lines"]:
        statement = statements.read(leaves[line["index"]])
        assert statement.id.hex() == line["statement"]
    # The folder holds what was fetched, and the next report reads it from there.
    bundle = tmp_path / "log" / "tile" / "entries" / "000"
    assert bundle.read_bytes() == statements.framed(leaves[:256])
    again, _ = reported("party", "foreign-bank", "--scene", "facts", "--log", tmp_path / "log")
    assert {line["scene"] for line in again["lines"]} == {"facts"}
    assert again["totals"]["use"] == 2 and again["totals"]["fault"] == 2


def test_leaves_that_a_folder_was_given_falsely_are_found(live, tmp_path):
    words = ["regulator", "party", "foreign-bank", "--node", live.url, "--log", tmp_path / "log", "--json"]
    live.deedbox(*words)
    bundle = tmp_path / "log" / "tile" / "entries" / "000"
    leaves = statements.unframed(bundle.read_bytes())
    place = next(at for at, leaf in enumerate(leaves) if statements.kind(leaf) == "record")
    record = bytearray(leaves[place])
    record[10] ^= 1
    leaves[place] = bytes(record)
    bundle.write_bytes(statements.framed(leaves))
    # With the checkpoint that the folder knows, and without it.
    live.deedbox(*words, code=3)
    (tmp_path / "log" / "checkpoint").unlink()
    live.deedbox(*words, code=3)


def test_a_period_holds_its_days_alone(live, reported):
    today = datetime.datetime.now(CHINA).date()
    report, _ = reported("statistics", "--until", str(today - datetime.timedelta(days=2)))
    assert report["rows"] == [] and report["totals"] == {}
    live.deedbox("regulator", "statistics", "--since", "2026-02-30", "--node", live.url, code=2)
    live.deedbox("regulator", "statistics", "--by", "person", "--node", live.url, code=2)
