"""Python's `csv`, `json`, `xml` and `sqlite3`, the programs `iconv` and `psql` read the sample tables too: the gate of
`deedbox import check` must accept the rows that they find good, with the same values, and no other."""

import collections
import csv
import datetime
import decimal
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as xml_tree

import pytest
from stdnum.iso7064 import mod_11_2, mod_37_36

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "genesis" / "sample" / "import"
EXPECTED = json.loads((TABLES / "expected.json").read_text("utf-8"))
CATALOGUE = ROOT / "genesis" / "catalogue"
TYPES = {t["code"]: t for t in (json.loads(p.read_text("utf-8")) for p in CATALOGUE.glob("*.json"))}
LISTS = {t["name"]: {e["code"] for e in t["entries"]}
         for t in (json.loads(p.read_text("utf-8")) for p in (CATALOGUE / "lists").glob("*.json"))}


def check(source, mapping, *options, status=None):
    call = [os.environ["DEEDBOX"], "import", "check", str(source), "--mapping", str(mapping), "--catalogue", str(CATALOGUE),
            "--sample", "--today", EXPECTED["today"], *options]
    done = subprocess.run(call, capture_output=True, timeout=120)
    assert status is None or done.returncode == status, done.stderr.decode()
    return done


def accepted(source, mapping):
    """The rows that the gate lets through: number, holder, values."""
    lines = check(source, mapping, "--rows", status=0).stdout.decode().splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["row"]: (row["holder"], dict(row["values"])) for row in rows}


# The gate once more, written from docs/protocol/importing.md.

class Bad(Exception):
    pass


def day(text, formats):
    for form in formats:
        pattern = {"yyyyMMdd": r"(\d{4})(\d\d)(\d\d)", "yyyy年M月d日": r"(\d{4})年(\d{1,2})月(\d{1,2})日",
                   "yyyy-MM-dd": r"(\d{4})-(\d\d)-(\d\d)",
                   "yyyy-MM-dd HH:mm:ss": r"(\d{4})-(\d\d)-(\d\d) \d\d:\d\d:\d\d"}.get(form)
        found = pattern and re.fullmatch(pattern, text, re.ASCII)
        if found:
            try:
                return datetime.date(*map(int, found.groups())).isoformat()
            except ValueError:
                pass
    raise Bad("date")


def conjure(spec, row, mapping, form):
    """The value that a mapping gives a field."""
    if "constant" in spec:
        return spec["constant"]
    if "field" in spec:
        other = next(field for field in mapping["fields"] if field["to"] == spec["field"])
        return conjure(other, row, mapping, form)
    text = row.get(spec["column"]) or ""
    if "values" in spec and text:
        if text not in spec["values"]:
            raise Bad("unmapped")
        text = spec["values"][text]
    text = spec.get("replace", {}).get(text, text)
    if re.fullmatch(r"[0-9]{17}x", text):
        text = text.upper()
    if text and form in ("date", "birthDate"):
        text = day(text, mapping.get("dates", ["yyyy-MM-dd"]))
    return text


def citizen(number):
    if not re.fullmatch(r"[1-8][0-9]{16}[0-9X]", number) or not mod_11_2.is_valid(number):
        raise Bad("citizen")
    day(number[6:14], ["yyyyMMdd"])


def look(path, text, definition, field):
    form = field.get("form") or {"ZZBS": "certificateIdentifier", "KZ_CSRQ": "birthDate", "KZ_XB": "sex"}.get(
        path, "personNumber" if path.endswith("ZJHM") else "date" if path.endswith("RQ") else "text")
    if len(text) > field.get("maxLength", 1000) or text != text.strip() or re.search("[\\x00-\\x1f\\u200b]", text):
        raise Bad("text")
    if re.match("[=@]", text) or re.match("[+-]", text) and not re.fullmatch(r"[+-][0-9 .,()-]*", text):
        raise Bad("formula")
    if form in ("date", "birthDate") and not "1900" <= text[:4]:
        raise Bad("old")
    if path == "ZZBFRQ" and text > EXPECTED["today"]:
        raise Bad("future")
    if form == "month" and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise Bad("month")
    if form == "number" and not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,6})?", text):
        raise Bad("number")
    if form == "personNumber" and len(text) == 18:
        citizen(text)
    if "list" in field and text not in LISTS[field["list"]]:
        raise Bad("list")
    if form == "certificateIdentifier":
        parts = text.removeprefix("1.2.156.3005.2.").split(".")
        if parts[0] != definition["code"] or not mod_37_36.is_valid("".join(parts)):
            raise Bad("identifier")


def judge(row, mapping, definition):
    """The values of a good row."""
    values = {}
    known = {field["path"]: field for field in definition["fields"]}
    for spec in mapping["fields"]:
        path = spec["to"]
        form = known[path].get("form") or ("date" if path.endswith("RQ") else "text")
        text = conjure(spec, row, mapping, form)
        if text:
            look(path, text, definition, known[path])
            values[path] = text
        elif known[path]["required"]:
            raise Bad("required")
    if "asOf" in mapping and day(row[mapping["asOf"]["column"]], ["yyyy-MM-dd"]) > EXPECTED["today"]:
        raise Bad("as of")
    number = values["CZZTDM"]
    if values["CZZTDMLXDM"] == "111":
        citizen(number)
        born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        if values.get("KZ_CSRQ", born) != born or values.get("KZ_XB", "") == "男女"[int(number[16]) % 2]:
            raise Bad("person")
    else:
        from stdnum.cn import uscc
        inner = "0X987654321"[sum("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(c) * w
                                  for c, w in zip(number[8:16], [3, 7, 9, 10, 5, 8, 4, 2])) % 11]
        if not uscc.is_valid(number) or number[16] != inner:
            raise Bad("credit code")
    if "ZZYXQJZRQ" in values and values["ZZYXQJZRQ"] < values["ZZYXQQSRQ"]:
        raise Bad("period")
    if "ZZBS" in values and values["ZZBS"].split(".")[6] != values["ZZBFJGDM"]:
        raise Bad("issuer")
    for total in definition.get("sums", []):
        def cents(paths):
            return sum(decimal.Decimal(values.get(path, "0")) for path in paths)
        if cents([total["total"]]) != cents(total["plus"]) - cents(total["minus"]):
            raise Bad("sum")
    return values


def good_rows(rows, mapping):
    """What must be accepted, by row number."""
    definition = TYPES[mapping["type"]["code"]]
    found, seen = {}, set()
    for number, row in rows:
        try:
            values = judge(row, mapping, definition)
        except Bad:
            continue
        key = tuple(values[path] for path in mapping["key"])
        if key not in seen:
            seen.add(key)
            found[number] = values
    return found


# Readers.

def table(text):
    rows = list(csv.reader(io.StringIO(text), strict=True))
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells) and len(cells) == len(rows[0]):
            yield number, dict(zip(rows[0], cells))


def police():
    done = subprocess.run(["iconv", "-f", "GB18030", "-t", "UTF-8", TABLES / "police.csv"], capture_output=True, check=True)
    return table(done.stdout.decode())


def payslips():
    return table((TABLES / "payslips.csv").read_text("utf-8-sig"))


def flatten(value, name=""):
    for key, inner in value.items():
        path = f"{name}{key}"
        if isinstance(inner, dict):
            yield from flatten(inner, path + "/")
        elif isinstance(inner, list):
            if path != "history":
                raise ValueError(path)
        elif path != "sealed":
            yield path, "" if inner is None else str(inner)


def real_estate():
    def distinct(pairs):
        if len(dict(pairs)) != len(pairs):
            raise ValueError("twice")
        return dict(pairs)

    columns = None
    lines = (TABLES / "real-estate.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            row = dict(flatten(json.loads(line, object_pairs_hook=distinct, parse_float=str)))
        except (ValueError, AttributeError):
            continue
        columns = columns or set(row)
        if set(row) <= columns:
            yield number, row


def civil_affairs():
    columns = None
    for number, record in enumerate(xml_tree.parse(TABLES / "civil-affairs.xml").getroot().findall("记录"), start=1):
        pairs = [("@" + key, value) for key, value in record.attrib.items()]
        mixed = False
        for element in record:
            if len(element) == 0:
                pairs.append((element.tag, element.text or ""))
            pairs += [(f"{element.tag}/@{key}", value) for key, value in element.attrib.items()]
            pairs += [(f"{element.tag}/{inner.tag}", inner.text or "") for inner in element]
            mixed = mixed or any((inner.tail or "").strip() for inner in element)
        row = dict(pairs)
        row.pop("照片", None)
        columns = columns or set(row)
        if len(dict(pairs)) == len(pairs) and not mixed and set(row) <= columns:
            yield number, row


@pytest.mark.parametrize("name, reader", [
    ("police.csv", police), ("civil-affairs.xml", civil_affairs), ("real-estate.jsonl", real_estate),
    ("payslips.csv", payslips)])
def test_python_accepts_the_same_rows(name, reader):
    mapping_path = TABLES / (name.rsplit(".", 1)[0] + ".mapping.json")
    mapping = json.loads(mapping_path.read_text("utf-8"))
    ours = good_rows(reader(), mapping)
    theirs = accepted(TABLES / name, mapping_path)
    assert set(ours) == set(theirs)
    for number, values in ours.items():
        holder, found = theirs[number]
        assert found == values
        assert holder == {"kind": values["CZZTDMLXDM"], "number": values["CZZTDM"], "name": values["CZZT"]}


@pytest.mark.parametrize("outcome", EXPECTED["tables"], ids=lambda outcome: outcome["source"])
def test_totals_are_those_of_the_plants(outcome, tmp_path):
    done = check(TABLES / outcome["source"], TABLES / outcome["mapping"], "--json", "--report", str(tmp_path), status=1)
    tally = json.loads(done.stdout)["summary"]["tally"]
    assert {key: tally[key] for key in ("read", "accepted", "refused", "blank", "refusedBy")} == {
        key: outcome[key] for key in ("read", "accepted", "refused", "blank", "refusedBy")}
    assert tally["read"] == tally["accepted"] + tally["refused"] + tally["blank"]
    faults = [json.loads(line) for line in (tmp_path / "faults.jsonl").read_text("utf-8").splitlines()]
    assert [[fault["row"], fault["field"], fault["rule"]] for fault in faults] == outcome["faults"]
    back = list(csv.reader(io.StringIO((tmp_path / "report.csv").read_bytes().decode(
        "gb18030" if outcome["encoding"] == "gb18030" else "utf-8-sig"))))
    assert len(back) == outcome["refused"] + 1
    assert all(len(cells) == len(back[0]) for cells in back)
    assert not any(cell[:1] in "=@" for cells in back[1:] for cell in cells if cell)
    rules = collections.Counter(cells[-2].split("; ")[0] for cells in back[1:])
    assert rules == collections.Counter(outcome["refusedBy"])


# SQL.

PAYSLIPS = json.loads((TABLES / "payslips.mapping.json").read_text("utf-8"))


def sql_mapping(tmp_path, kind, query):
    path = tmp_path / f"{kind}.json"
    path.write_text(json.dumps(PAYSLIPS | {"source": {"kind": kind, "query": query}}), "utf-8")
    return path


def whole_table():
    rows = list(csv.reader(io.StringIO((TABLES / "payslips.csv").read_text("utf-8-sig"))))
    return rows[0], rows[1:]


def test_sqlite_rows_are_the_rows_of_the_file(tmp_path):
    columns, rows = whole_table()
    database = sqlite3.connect(tmp_path / "pay.db")
    names = ", ".join(f'"{name}" TEXT' for name in columns)
    database.execute(f"CREATE TABLE pay (nr INTEGER PRIMARY KEY, {names})")
    database.executemany(f"INSERT INTO pay VALUES (NULL{', ?' * len(columns)})", [[c or None for c in r] for r in rows])
    database.commit()
    database.close()
    picked = ", ".join(f'"{name}"' for name in columns)
    mapping = sql_mapping(tmp_path, "sqlite", f"SELECT {picked} FROM pay ORDER BY nr")
    assert accepted(tmp_path / "pay.db", mapping) == accepted(TABLES / "payslips.csv", TABLES / "payslips.mapping.json")


@pytest.fixture
def postgres(tmp_path):
    """A server of its own in a folder, reached through a socket there."""
    programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or not shutil.which("psql"):
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    data, place = tmp_path / "data", tmp_path
    as_server = []
    if os.geteuid() == 0:
        as_server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        for folder in [tmp_path, *tmp_path.parents]:
            if folder == pathlib.Path("/tmp"):
                break
            folder.chmod(0o755)
        shutil.chown(tmp_path, "postgres", "postgres")
    def run(name, *arguments):
        subprocess.run([*as_server, str(programs[-1] / name), *arguments], check=True, capture_output=True, timeout=60)
    run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(place / "log"), "-o", f"-c listen_addresses= -k {place} -F", "start")
    try:
        yield f"host={place} dbname=postgres user=postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def test_postgresql_rows_are_the_rows_of_the_file(postgres, tmp_path):
    columns, _ = whole_table()
    names = ", ".join(f'"{name}" text' for name in columns)
    picked = ", ".join(f'"{name}"' for name in columns)
    script = f"CREATE TABLE pay (nr serial, {names});\n\\copy pay ({picked}) FROM STDIN (FORMAT csv, HEADER)\n"
    content = (TABLES / "payslips.csv").read_text("utf-8-sig")
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", postgres], input=script + content, text=True, check=True,
                   timeout=60)
    own = tmp_path / "own"
    own.mkdir()
    mapping = sql_mapping(own, "postgres", f"SELECT {picked} FROM pay ORDER BY nr")
    assert accepted(postgres, mapping) == accepted(TABLES / "payslips.csv", TABLES / "payslips.mapping.json")
    for query in ["SELECT 1/0", "SELECT * FROM nothing", f"WITH gone AS (DELETE FROM pay RETURNING *) SELECT {picked} FROM gone",
                  "SELECT 1; DROP TABLE pay"]:
        done = check(postgres, sql_mapping(own, "postgres", query), "--json")
        assert done.returncode != 0, query
    count = subprocess.run(["psql", "-X", "-A", "-t", "-c", "SELECT count(*) FROM pay", postgres], capture_output=True,
                           text=True, check=True)
    assert count.stdout.strip() == "300"


def test_a_missing_client_is_told(tmp_path):
    mapping = sql_mapping(tmp_path, "postgres", "SELECT 1")
    done = subprocess.run(
        [os.environ["DEEDBOX"], "import", "check", "service=none", "--mapping", str(mapping), "--catalogue", str(CATALOGUE),
         "--json"], capture_output=True, env={"PATH": str(tmp_path)}, timeout=60)
    assert json.loads(done.stderr)["error"]["code"] == "client-missing"
