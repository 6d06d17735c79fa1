#!/usr/bin/env python3
"""How long a desk takes to make a status list anew when it has issued a million documents, of which 1 % are revoked.

    Tests/Benchmarks/status_list.py [documents]       (1,000,000 unless it says otherwise; scripts/bench issuing runs it)

The documents are written into the database of a desk that was just made, as minting leaves them; their sealed columns are as long as
those of a real certificate. Then `deedbox bench status-list` makes the list anew.
"""

import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

from payslips import BusyTown

# Entries of a list, and the share of a document's row that no figure needs to be true.
PER_LIST, SEALED = 1 << 20, 1_500


def rows(count):
    dice = random.Random(5)
    places = dice.sample(range(PER_LIST), count)
    revoked = set(dice.sample(range(count), count // 100))
    filler = os.urandom(SEALED)
    for number in range(count):
        yield (number + 1, number, number.to_bytes(32), "TESTIDENTITY", os.urandom(32), filler, places[number], filler,
               os.urandom(32), number, 3 if number in revoked else 1)


def fill(path, count):
    database = sqlite3.connect(path)
    with database:
        database.executemany(
            "INSERT INTO documents (id, row, row_key, type, type_version, holder, content_sealed, stage, since, status_index,"
            " issued_sealed, commitment, record, state) VALUES (?, ?, ?, ?, 1, ?, ?, 5, 0, ?, ?, ?, ?, ?)", rows(count))
        database.execute("INSERT OR REPLACE INTO meta VALUES ('status-next', ?)", (str(count).encode(),))
    database.close()


def main(count):
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        place = BusyTown(pathlib.Path(folder))
        try:
            fill(pathlib.Path(place.desk) / "desk.sqlite", count)
            subprocess.run([os.environ["DEEDBOX"], "bench", "status-list", "--data", place.desk], check=True)
        finally:
            place.directory.close()
            place.remove()


if __name__ == "__main__":
    main(min(PER_LIST, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
