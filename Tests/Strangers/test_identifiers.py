"""`python-stdnum` agrees with the identifiers of the sample certificates and of the Swift tests."""

import csv
import json
import pathlib
import re

import pytest
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_2, mod_37_36

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "genesis" / "sample"
SWIFT = ROOT / "Tests" / "IdentifiersTests"
OID = "1.2.156.3005.2."


def rows():
    for path in sorted((SAMPLE / "certificates").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


ROWS = list(rows())
VALUES = {value for row in ROWS for value in row.values()}
CITIZENS = {value for value in VALUES if re.fullmatch(r"\d{6}2090\d{7}[\dX]", value)}
FIRMS = {value for value in VALUES if re.fullmatch(r"[159]\d{7}PDY\w{7}", value)}


def certificate_characters(identifier):
    """What the check character is made of: all fields but the root, without dots."""
    assert identifier.startswith(OID)
    return identifier.removeprefix(OID).replace(".", "")


def test_there_is_much_to_check():
    assert len(ROWS) == 1000 and len(CITIZENS) > 250 and len(FIRMS) > 30


def test_certificate_identifiers_have_the_check_character_of_iso_7064():
    for row in ROWS:
        text = certificate_characters(row["ZZBS"])
        assert mod_37_36.is_valid(text), row["ZZBS"]
        assert not mod_37_36.is_valid(text[:-1] + ("0" if text[-1] != "0" else "1"))


def test_citizen_numbers_have_the_check_character_of_gb_11643():
    """Only the check character: the library's table of regions ends before 2090."""
    for number in CITIZENS:
        assert mod_11_2.is_valid(number) and number[-1] == ric.calc_check_digit(number)
        assert ric.get_birth_date(number).year == 2090


def test_credit_codes_are_valid():
    members = json.loads((SAMPLE / "members.json").read_text("utf-8"))["members"]
    types = [json.loads(path.read_text("utf-8")) for path in (ROOT / "genesis" / "catalogue").glob("*.json")]
    for code in FIRMS | {member["creditCode"] for member in members} | {row["ZZBFJGDM"] for row in ROWS}:
        assert uscc.validate(code) == code
    for definition in types:
        assert uscc.is_valid(definition["code"][:18]), definition["code"]


@pytest.mark.parametrize("name, pattern, check, least", [
    ("CreditCodeTests.swift", r"(?:invented|published) = \[(.*?)\]", uscc.is_valid, 20),
    ("CitizenNumberTests.swift", r"(?:invented|published|valid|samples?)\w* = \[(.*?)\]", mod_11_2.is_valid, 5),
])
def test_the_good_numbers_of_the_swift_tests_are_good(name, pattern, check, least):
    text = (SWIFT / name).read_text("utf-8")
    numbers = [number for block in re.findall(pattern, text, re.DOTALL) for number in re.findall(r'"(\w{18})"', block)]
    assert len(numbers) >= least
    assert [number for number in numbers if not check(number)] == []


def test_the_good_identifiers_of_the_swift_tests_are_good():
    text = (SWIFT / "CertificateIdentifierTests.swift").read_text("utf-8")
    blocks = "".join(re.findall(r"(?:invented|published)[^=]* = \[(.*?)\n    \]", text, re.DOTALL))
    identifiers = re.findall(r'"([0-9A-Z]{21}\.[0-9A-Z.]+)"', blocks)
    assert len(identifiers) >= 12
    assert [text for text in identifiers if not mod_37_36.is_valid(text.replace(".", ""))] == []
