#!/usr/bin/env python3
"""Writes the sample certificates, the sample tables with their planted errors, and the population; the same bytes at
every run. With --check it only compares. With --payslips COUNT FILE it writes a table of any size and nothing else.
"""

import csv
import io
import json
import pathlib
import sys

import tables
from portrait import portrait
from population import (BASE, CODE, FIRMS, HERE, MEMBERS, NATIONAL_TITLES, PEOPLE, TYPES, Bank, Person, credit_code, day,
                        identifier)


# The certificates, type by type.

def certificate(issuer, kind, serial, number, holder, issued, years=None, **extension):
    code = CODE[kind]
    authority = MEMBERS[issuer]
    row = {
        "type": code,
        "ZZBS": identifier(code, authority["creditCode"], f"{issued.year}{serial:07d}"),
        "ZZBH": number,
        "ZZMC": ("中华人民共和国" if kind in NATIONAL_TITLES else "") + kind,
        "CZZT": holder.name,
        "CZZTDM": holder.code,
        "CZZTDMLX": holder.kind[0],
        "CZZTDMLXDM": holder.kind[1],
        "ZZBFJG": authority["name"]["zh"],
        "ZZBFJGDM": authority["creditCode"],
        "ZZBFRQ": issued.isoformat(),
        "ZZYXQQSRQ": issued.isoformat() if years else "",
        "ZZYXQJZRQ": issued.replace(year=issued.year + years).isoformat() if years else "",
    }
    row.update({"KZ_" + name: value for name, value in extension.items()})
    return row


def police():
    for i, person in enumerate(PEOPLE):
        yield certificate("police", "居民身份证", i + 1, person.code, person, day(i), years=20, XB=person.sex, MZ="汉族",
                          CSRQ=person.birth.isoformat(), ZZ=person.address)
    for i, person in enumerate(PEOPLE[:80]):
        head = PEOPLE[i - i % 2]
        yield certificate("police", "居民户口簿", i + 1, f"SLHK{i + 1:06d}", person, day(i), HH=f"SL{i // 2 + 1:07d}",
                          HB="家庭户", HZXM=head.name, YHZGX="户主" if person is head else "妻", HJDZ=head.address)
    for i, person in enumerate(PEOPLE[40:120]):
        yield certificate("police", "机动车驾驶证", i + 1, person.code, person, day(i), years=10, ZJCX="C1",
                          CCLZRQ=day(i).isoformat(), DABH=f"SL{i + 1:010d}", ZP=portrait(i))
    for i, person in enumerate(PEOPLE[260:]):
        yield certificate("police", "居住证", i + 1, f"SLJZ{i + 1:06d}", person, day(i), years=10, JZDZ=person.address,
                          HJDZ=f"另一示例市示例村{i + 1}号")


def civil_affairs():
    for kind, letter, couples in [("结婚证", "J", range(0, 75)), ("离婚证", "L", range(75, 100))]:
        for order, couple in enumerate(couples):
            man, woman = PEOPLE[2 * couple], PEOPLE[2 * couple + 1]
            for copy, holder in enumerate([man, woman]):
                yield certificate("civil-affairs", kind, 2 * order + copy + 1, f"{letter}370406-2025-{order + 1:06d}",
                                  holder, day(couple), DJRQ=day(couple).isoformat(), NANFXM=man.name,
                                  NANFZJHM=man.code, NVFXM=woman.name, NVFZJHM=woman.code)


def unit_number(index):
    return f"370406999999GB{index + 1:05d}F00010001"


def real_estate():
    for i, owner in enumerate(PEOPLE[:180] + FIRMS):
        home = isinstance(owner, Person)
        yield certificate("real-estate", "不动产权证", i + 1, f"示（2025）示例市不动产权第{i + 1:07d}号", owner, day(i),
                          QLR=owner.name, GYQK="单独所有", ZL=owner.address, BDCDYH=unit_number(i),
                          QLLX="国有建设用地使用权/房屋所有权", QLXZ="出让/市场化商品房" if home else "出让/自建房",
                          YT="城镇住宅用地/住宅" if home else "商服用地/商业", MJ=f"{80 + i % 60}.{i % 100:02d}",
                          SYQX="至2095年01月01日止")
    for i, owner in enumerate(PEOPLE[:80]):
        yield certificate("real-estate", "不动产登记证明", i + 1, f"示（2025）示例市不动产证明第{i + 1:07d}号", Bank, day(i + 30),
                          ZMQLHSX="抵押权", QLR=Bank.name, YWR=owner.name, ZL=owner.address, BDCDYH=unit_number(i))


# Writing.

def check(rows):
    """Every row and the scene fit the catalogue, every owner is a member, and no identifier stands twice."""
    paths = {code: {field["path"] for field in t["fields"]} for code, t in TYPES.items()}
    levels = {code: {field["path"]: field["level"] for field in t["fields"]} for code, t in TYPES.items()}
    scene = json.loads((HERE / "scene.json").read_text("utf-8"))
    asked = [(of["type"], field) for profile in scene["profiles"] for of in profile["fields"] for field in of["fields"]]
    assert all(levels[code].get(field["path"]) == field["level"] for code, field in asked), scene
    assert all(t["owner"] in MEMBERS for t in TYPES.values())
    codes = [m["creditCode"] for m in MEMBERS.values()]
    assert all(code == credit_code(code[:8], int(code[11:16])) for code in codes), codes
    for row in rows:
        fields = {field["path"]: field["required"] for field in TYPES[row["type"]]["fields"]}
        assert set(row) - {"type"} <= paths[row["type"]], row
        assert all(row.get(path) for path, required in fields.items() if required), row
    assert len(rows) == 1000 == len({row["ZZBS"] for row in rows})


def csv_bytes(rows):
    used = {path for row in rows for path in row}
    extensions = dict.fromkeys(f["path"] for t in TYPES.values() for f in t["fields"] if f["path"] in used - set(BASE))
    text = io.StringIO()
    writer = csv.DictWriter(text, BASE + sorted(extensions), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def files():
    """Every sample file by its path below this folder."""
    certificates = {"police": list(police()), "civil-affairs": list(civil_affairs()), "real-estate": list(real_estate())}
    check([row for rows in certificates.values() for row in rows])
    made = {f"certificates/{name}.csv": csv_bytes(rows) for name, rows in certificates.items()}
    made["population.csv"] = tables.population(PEOPLE)
    return made | tables.files()


def main():
    match sys.argv[1:]:
        case []:
            for path, content in files().items():
                (HERE / path).parent.mkdir(exist_ok=True)
                (HERE / path).write_bytes(content)
        case ["--check"]:
            for path, content in files().items():
                if not (HERE / path).exists() or (HERE / path).read_bytes() != content:
                    sys.exit(f"{HERE / path} is not what generate.py writes; run {pathlib.Path(__file__).name} without --check")
        case ["--payslips", count, path]:
            tables.write_payslips(int(count), path)
        case ["--population", count, path]:
            pathlib.Path(path).write_bytes(tables.population(Person(index) for index in range(int(count))))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
