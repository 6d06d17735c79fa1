#!/usr/bin/env python3
"""Writes a catalogue of 1,333 types with 22,390 classified fields into a folder, for `deedbox bench catalogue`.

The numbers are those of the largest catalogues that are known in use; names and codes are invented.
"""

import json
import pathlib
import sys

TYPES, FIELDS = 1333, 22390
SHARED = pathlib.Path(__file__).resolve().parents[2] / "genesis" / "catalogue" / "lists"


def definition(number, count):
    fields = [{
        "path": f"KZ_F{place:03d}", "name": {"zh": f"示例字段{place}", "en": f"Sample field {place}"},
        "level": 1 + (number + place) % 4, "required": place < 4,
        "class": f"P{1 + place % 4}.{1 + (number + place) % 7:02d}",
        "form": ["text", "date", "number", "text"][place % 4], "group": "JB" if place % 2 else "SB", "maxLength": 200,
    } for place in range(count)]
    return {
        "format": "deedbox-type/2", "code": f"11370406PDY000036P{number:04d}", "version": 1,
        "name": {"zh": f"示例证照{number}", "en": f"Sample certificate {number}"}, "owner": "regulator",
        "level": max(field["level"] for field in fields), "nationalCode": False, "updateFrequencyDays": 30,
        "holders": ["person"], "retentionDays": 3650, "display": {"face": ["KZ_F000"], "colour": "#1f4e79"},
        "groups": [{"code": "JB", "name": {"zh": "基本", "en": "Basic"}}, {"code": "SB", "name": {"zh": "社保", "en": "Social"}}],
        "sums": [], "fields": fields,
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "lists").mkdir(parents=True)
    for path in SHARED.glob("*.json"):
        (folder / "lists" / path.name).write_bytes(path.read_bytes())
    written = 0
    for number in range(TYPES):
        count = FIELDS * (number + 1) // TYPES - written
        written += count
        text = json.dumps(definition(number, count), ensure_ascii=False)
        (folder / f"{number:04d}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
