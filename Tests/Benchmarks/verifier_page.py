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
from presented import shared, written  # noqa: E402
from several import evidence_of  # noqa: E402

OPENED, REPEATED = 20, 300


def main():
    page = pathlib.Path(sys.argv[1]).resolve()
    for documents in (1, 3):
        file, genesis = evidence_of(documents)
        data = written(shared(file))
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
