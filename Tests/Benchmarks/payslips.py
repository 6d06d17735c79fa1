#!/usr/bin/env python3
"""How long payslips take from a table to the strongroom of three nodes.

    Tests/Benchmarks/payslips.py [payslips]       (10,000 unless it says otherwise; scripts/bench issuing runs it)

Three nodes, a desk, and in place of a registrar a directory that knows a wallet for each person, all on this machine.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("Strangers", "PowerCut", "Broken"):
    sys.path.insert(1, str(ROOT / "Tests" / folder))

import issuing  # noqa: E402
import town  # noqa: E402
from pen import Pen  # noqa: E402
from statements import Key  # noqa: E402


class BusyTown(town.Town):
    """A town of which everybody has a wallet already."""

    def start_registrar(self, delay=None):
        issuing.REGISTRAR = "registrar"
        self.directory = issuing.Directory(Pen(self.genesis.read_bytes()))
        self.directory.key = Key(name="registrar")
        return self.directory.url

    def issuer(self, *words):
        return json.loads(self.run("issuer", *words, "--data", self.desk, "--json").stdout)


def timed(what, count, body):
    begin = time.monotonic()
    answer = body()
    seconds = time.monotonic() - begin
    print(f"{what:44} {seconds:6.2f} s  {count / seconds:8.0f}/s", flush=True)
    return seconds, answer


def main(count):
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        place = BusyTown(pathlib.Path(folder))
        try:
            table = place.folder / "payslips.csv"
            subprocess.run([sys.executable, ROOT / "genesis/sample/generate.py", "--payslips", str(count), table], check=True)
            # The wallets are there before the clock starts.
            with table.open(encoding="utf-8-sig") as file:
                next(file)
                for line in file:
                    place.directory.entry(line.split(",")[1])
            mapping = ROOT / "genesis/sample/import/payslips.mapping.json"
            first, report = timed("imported through the quality gate", count,
                                  lambda: place.issuer("import", table, "--mapping", mapping))
            assert report["accepted"] == count, report
            second, minted = timed("signed, final on three nodes, sealed, pushed", count,
                                   lambda: place.issuer("mint", "--patience", "60"))
            assert minted["stages"]["delivered"] == count, minted
            print(f"{'from the table to the strongroom of a quorum':44} {first + second:6.2f} s")
        finally:
            place.directory.close()
            place.remove()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
