"""Sources that mean harm, given to `deedbox import check` as whole files: what is too long, what is no text, what
declares entities. Bad sequences of GB18030 are found where the program `iconv` finds them."""

import csv
import json
import os
import random
import re
import subprocess

import pytest

from test_importing import CATALOGUE, EXPECTED, TABLES, check

MAPPING = json.loads((TABLES / "payslips.mapping.json").read_text("utf-8"))
COLUMNS = [field["column"] for field in MAPPING["fields"] if "column" in field]
ROW = {column: "1" for column in COLUMNS}
SOURCES = {"csv": {"kind": "csv"}, "jsonl": {"kind": "jsonl"}, "xml": {"kind": "xml", "record": "t/r"}}
MAX_MEMORY_KIB = 300_000_000 // 1024


def header():
    return ",".join(COLUMNS) + "\n"


def line():
    return ",".join(ROW.values()) + "\n"


def record(row):
    return "<r>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</r>"


def document(*records, encoding="UTF-8", more=""):
    return f'<?xml version="1.0" encoding="{encoding}"?>{more}<t>{"".join(records)}</t>'


def write(folder, kind, content):
    """The file and its mapping."""
    source, mapping = folder / f"source.{kind}", folder / f"{kind}.mapping.json"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    mapping.write_text(json.dumps(MAPPING | {"source": SOURCES[kind]}), "utf-8")
    return source, mapping


def refused(source, mapping):
    """Code and fact of the refusal of a whole source."""
    error = json.loads(check(source, mapping, "--json", status=1).stderr)["error"]
    return error["code"], error["fact"]


def faults(source, mapping):
    """Row, field and rule of what was refused row by row, and how many rows were read."""
    told = json.loads(check(source, mapping, "--json", status=1).stdout)
    return [(fault["row"], fault["field"], fault["rule"]) for fault in told["faults"]], told["summary"]["tally"]["read"]


LONG = {
    "csv": (header() + line() + "1,", ("bad-csv", "row 3, line 3: a row of more than 1048576 bytes")),
    "jsonl": (json.dumps(ROW) + '\n{"x": "', ("row-too-long", "row 2 has more than 1048576 bytes")),
    "xml": (document(record(ROW))[:-4] + "<r><x>", ("row-too-long", "row 2 has more than 1048576 bytes")),
}


@pytest.mark.parametrize("kind", LONG)
def test_a_row_of_100_megabytes_is_named_and_takes_little_memory(kind, tmp_path):
    head, expected = LONG[kind]
    source, mapping = write(tmp_path, kind, head)
    with source.open("ab") as file:
        for _ in range(100):
            file.write(b"a" * 1_000_000)
    words = ["import", "check", source, "--mapping", mapping, "--catalogue", CATALOGUE, "--sample", "--today",
             EXPECTED["today"], "--json"]
    process = subprocess.Popen(
        [os.environ["DEEDBOX"], *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = json.load(process.stderr)["error"]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 1 and (error["code"], error["fact"]) == expected
    assert usage.ru_maxrss < MAX_MEMORY_KIB, usage.ru_maxrss
    source.unlink()


@pytest.mark.parametrize("kind, head, tail", [
    ("csv", header() + line() + "1,1", line()),
    ("jsonl", json.dumps(ROW) + '\n{"x": "1', '"}\n'),
    ("xml", document(record(ROW))[:-4] + "<r><x>1", "</x></r></t>"),
])
def test_a_nul_byte_is_named_with_its_place(kind, head, tail, tmp_path):
    code, fact = refused(*write(tmp_path, kind, f"{head}\0{tail}"))
    line_number = head.count("\n") + 1
    assert code == "nul" and f"byte {len(head.encode())}" in fact and f"row {line_number}" in fact, (code, fact)


def test_an_escaped_nul_refuses_its_row_alone(tmp_path):
    with (TABLES / "payslips.csv").open(encoding="utf-8-sig") as file:
        good = [row for _, row in zip(range(5), csv.DictReader(file))]
    name = COLUMNS[0]
    rows = [good[0], good[1] | {name: good[1][name] + "\0"}, good[2] | {name: "\0"}, {**good[3], "\0": "1"}, good[4]]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    assert text.count("\\u0000") == 3
    found, read = faults(*write(tmp_path, "jsonl", text))
    assert found == [(2, "CZZT", "characters"), (3, "CZZT", "characters"), (4, "\ufffd", "unknown-column")] and read == 5


DOCTYPES = ["<!DOCTYPE t>", '<!DOCTYPE t [<!ENTITY 示例 "x">]>', '<!DOCTYPE t SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE 表 PUBLIC "示例" "http://127.0.0.1:1/x.dtd">']


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_any_doctype_is_refused_in_both_encodings(doctype, encoding, tmp_path):
    text = document(record(ROW | {COLUMNS[0]: "示例甲"}), encoding=encoding, more=doctype)
    code, fact = refused(*write(tmp_path, "xml", text.encode(encoding)))
    assert code == "xml-document-type" and "record 1" in fact, (code, fact)


def iconv(source):
    """The byte at which `iconv` stops; None where it reads all."""
    done = subprocess.run(["iconv", "-f", "GB18030", "-t", "UTF-8", source], capture_output=True,
                          env=os.environ | {"LC_ALL": "C.UTF-8"})
    if done.returncode == 0:
        return None
    place = re.search(rb"position (\d+)", done.stderr)
    return int(place[1]) if place else len(source.read_bytes())


#: Sequences that GB18030 does not have.
BAD = [b"\xff", b"\x80", b"\x81\x7f", b"\x81\xff", b"\x81\x30\x81\x20", b"\x81\x30\x7f\x30", b"\xca\x20",
       b"\xfe\x39\xfe\x39"]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.hex())
def test_iconv_finds_a_bad_sequence_at_the_same_byte(bad, tmp_path):
    dice = random.Random(bad)
    rows = [",".join(["示例甲乙丙丁𠀀é"] + list(ROW.values())[1:]) + "\n" for _ in range(40)]
    at = dice.randrange(1, 40)
    before = (header() + "".join(rows[:at]) + "示例").encode("gb18030")
    source, mapping = write(tmp_path, "csv", before + bad + ("," + rows[at] + "".join(rows[at:])).encode("gb18030"))
    mapping.write_text(json.dumps(MAPPING | {"source": {"kind": "csv", "encoding": "gb18030"}}), "utf-8")
    place = iconv(source)
    code, fact = refused(source, mapping)
    assert place is not None
    row = source.read_bytes()[:place].count(b"\n") + 1
    assert code == "bad-sequence" and f"byte {place}" in fact and f"row {row}" in fact, (place, row, code, fact)
