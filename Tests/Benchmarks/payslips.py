#!/usr/bin/env python3
"""How long payslips take from a table to the strongroom of three nodes, and how much memory a large import takes.

    Tests/Benchmarks/payslips.py [payslips]           (10,000 unless it says otherwise; scripts/bench-issuing runs it)
    Tests/Benchmarks/payslips.py import [payslips]    (1,000,000: into the desk's database, and no further)

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


MAPPING = ROOT / "genesis/sample/import/payslips.mapping.json"


class BusyTown(town.Town):
    """A town of which everybody has a wallet already."""

    def start_registrar(self, delay=None):
        issuing.REGISTRAR = "registrar"
        self.directory = issuing.Directory(Pen(self.genesis.read_bytes()))
        self.directory.key = Key(name="registrar")
        return self.directory.url

    def table(self, count):
        path = self.folder / "payslips.csv"
        made = [sys.executable, ROOT / "genesis/sample/generate.py", "--payslips", str(count), path]
        subprocess.run(made, check=True)
        return path


def timed(what, count, body):
    begin = time.monotonic()
    answer = body()
    seconds = time.monotonic() - begin
    print(f"{what:44} {seconds:6.2f} s  {count / seconds:8.0f}/s", flush=True)
    return seconds, answer


def deliver(place, count):
    table = place.table(count)
    # The wallets are there before the clock starts.
    with table.open(encoding="utf-8-sig") as file:
        next(file)
        for line in file:
            place.directory.entry(line.split(",")[1])
    first, report = timed("imported through the quality gate", count,
                          lambda: place.issuer("import", table, "--mapping", MAPPING))
    assert report["accepted"] == count, report
    second, minted = timed("signed, final on three nodes, sealed, pushed", count,
                           lambda: place.issuer("mint", "--patience", "60"))
    assert minted["stages"]["delivered"] == count, minted
    print(f"{'from the table to the strongroom of a quorum':44} {first + second:6.2f} s")


def import_alone(place, count):
    """The table into the desk's SQLite by a process of its own, whose largest resident memory is told."""
    table = place.table(count)

    def body():
        words = ["issuer", "import", table, "--mapping", MAPPING, "--data", place.desk, "--json"]
        process = subprocess.Popen([os.environ["DEEDBOX"], *map(str, words)], stdout=subprocess.PIPE)
        report = json.load(process.stdout)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0 and report["accepted"] == count, report
        return usage

    _, usage = timed("imported into the desk's database", count, body)
    size = sum(path.stat().st_size for path in place.desk.rglob("*") if path.is_file())
    print(f"{'processor time':44} {usage.ru_utime + usage.ru_stime:6.2f} s")
    # Linux counts in KiB.
    print(f"{'peak memory of the import':44} {usage.ru_maxrss / 1024:6.0f} MiB")
    print(f"{'the desk on disk':44} {size / 2 ** 20:6.0f} MiB")


def main(body, count):
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        place = BusyTown(pathlib.Path(folder))
        try:
            body(place, count)
        finally:
            place.directory.close()
            place.remove()


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["import"]:
        main(import_alone, int(words[1]) if len(words) > 1 else 1_000_000)
    else:
        main(deliver, int(words[0]) if words else 10_000)
