#!/usr/bin/env python3
"""How long the verifier page takes in a headless Chromium: verifier_page.py PAGE (as `deedbox evidence page` writes it).

A line each for evidence of one document and of three, at four nodes: the first verdict after the page was opened
(the median of 20 times), then p50 and p99 of 300 in the open page. The page measures itself, as its footer says it.
"""

import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(1, str(ROOT / "Tests" / "Strangers"))

from browser import Browser, judge  # noqa: E402
from presented import PaperUse, disclosure, jws, shared, written  # noqa: E402
from statements import Key  # noqa: E402

OPENED, REPEATED = 20, 300
PARTS = ("disclosures", "correction", "jwt", "record", "seal")


def further(count):
    """Mints so many more documents for the same holder, before the use."""

    def mint(made):
        made.further = []
        first = {name: getattr(made, name) for name in PARTS}
        for number in range(count):
            made.disclosures = [disclosure("ZZBH", f"示例 {number}"), disclosure("ZT", "示例")]
            made.correction = Key()
            made.jwt = jws(made.story.issuer, "dc+sd-jwt", made.claims())
            made.mint()
            made.further.append({name: getattr(made, name) for name in PARTS})
        vars(made).update(first)

    return mint


def evidence(documents):
    """The file, and the genesis by which it is judged."""
    made = PaperUse(before_use=further(documents - 1))
    file = made.evidence()
    for place, parts in enumerate(made.further, 1):
        vars(made).update(parts)
        more = made.evidence()
        file["documents"] += more["documents"]
        file["proofs"] += [item | {"document": place} for item in more["proofs"] if "document" in item]
    return written(shared(file)), made.ledger.genesis


def main():
    page = pathlib.Path(sys.argv[1]).resolve()
    for documents in (1, 3):
        data, genesis = evidence(documents)
        first, repeated = [], []
        with Browser() as browser:
            for _ in range(OPENED):
                browser.open(f"file://{page}")
                said = judge(browser, data, genesis)
                assert said["answer"] == "yes", said
                first.append(said["milliseconds"])
            repeated = sorted(judge(browser, data, genesis)["milliseconds"] for _ in range(REPEATED))
        print(f"{documents} documents, {len(data)} bytes: first {statistics.median(first):.1f} ms; "
              f"p50 {statistics.median(repeated):.1f} ms, p99 {repeated[REPEATED * 99 // 100]:.1f} ms", flush=True)


if __name__ == "__main__":
    main()
