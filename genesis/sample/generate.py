#!/usr/bin/env python3
"""Writes the 1,000 sample certificates; the same bytes at every run. With --check it only compares.

Every person is born in 2090, every organisation has a code of the range PDY00001 to PDY99999, and every name says
示例 (sample): no number here can be that of a real person or firm.
"""

import csv
import datetime
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {t["code"]: t for t in (json.loads(p.read_text("utf-8")) for p in sorted(HERE.glob("../catalogue/*.json")))}
CODE = {t["name"]["zh"]: code for code, t in TYPES.items()}
MEMBERS = {m["id"]: m for m in json.loads((HERE / "members.json").read_text("utf-8"))["members"]}

BASE = ["type", "ZZBS", "ZZBH", "ZZMC", "CZZT", "CZZTDM", "CZZTDMLX", "CZZTDMLXDM", "ZZBFJG", "ZZBFJGDM", "ZZBFRQ",
        "ZZYXQQSRQ", "ZZYXQJZRQ"]
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NATIONAL_TITLES = ("居民身份证", "机动车驾驶证", "居住证", "不动产权证")
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIVISIONS = ["370402", "370403", "370404", "370405", "370406", "370481"]


# Check characters.

def identifier_check(text):
    """GB/T 36904: ISO 7064 MOD 37,36 over the fields without the root and the dots."""
    p = 36
    for character in text:
        p = (p + ALPHANUMERIC.index(character)) % 36 or 36
        p = p * 2 % 37
    return ALPHANUMERIC[(37 - p) % 36]


def citizen_check(digits):
    """GB 11643: ISO 7064 MOD 11-2 over the first 17 digits."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def credit_code(head, number):
    """GB 32100: an inner check for the organisation (GB 11714), an outer one for the whole."""
    body = f"PDY{number:05d}"
    inner = 11 - sum(ALPHANUMERIC.index(c) * w for c, w in zip(body, [3, 7, 9, 10, 5, 8, 4, 2])) % 11
    text = head + body + {10: "X", 11: "0"}.get(inner, str(inner))
    return text + CREDIT_ALPHABET[-sum(CREDIT_ALPHABET.index(c) * 3 ** i for i, c in enumerate(text)) % 31]


# Who holds the certificates.

def stem_and_branch(index):
    return "甲乙丙丁戊己庚辛壬癸"[index % 10] + "子丑寅卯辰巳午未申酉戌亥"[index % 12]


class Person:
    """Even numbers are men, odd ones women; 2k and 2k + 1 are a couple."""

    kind = ("公民身份号码", "111")

    def __init__(self, index):
        self.name = "示例" + stem_and_branch(index) + "一二三四五"[index // 60]
        self.sex = "男" if index % 2 == 0 else "女"
        self.birth = datetime.date(2090, 1, 1) + datetime.timedelta(days=index * 7 % 365)
        digits = DIVISIONS[index % 6] + self.birth.strftime("%Y%m%d") + f"{index + 1:03d}"
        self.code = digits + citizen_check(digits)
        self.address = f"示例市示例区示例路{index + 1}号"


class Firm:
    kind = ("统一社会信用代码", "001")

    def __init__(self, index):
        self.name = f"示例{stem_and_branch(index)}贸易有限公司"
        self.code = credit_code("91370406", 1001 + index)
        self.address = f"示例市示例区示例大道{index + 1}号"


PEOPLE = [Person(index) for index in range(300)]
FIRMS = [Firm(index) for index in range(40)]


class Bank:
    kind = Firm.kind
    name = MEMBERS["bank"]["name"]["zh"]
    code = MEMBERS["bank"]["creditCode"]


# The certificates, type by type.

def day(index, first=datetime.date(2025, 1, 6)):
    return first + datetime.timedelta(days=index % 200)


def certificate(issuer, kind, serial, number, holder, issued, years=None, **extension):
    code = CODE[kind]
    authority = MEMBERS[issuer]
    fields = [code, authority["creditCode"], f"{issued.year}{serial:07d}", "001"]
    row = {
        "type": code,
        "ZZBS": ".".join(["1.2.156.3005.2", *fields, identifier_check("".join(fields))]),
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
                          CCLZRQ=day(i).isoformat(), DABH=f"SL{i + 1:010d}")
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
    scene = json.loads((HERE / "scene.json").read_text("utf-8"))
    assert all(set(f["paths"]) <= paths[f["type"]] for profile in scene["profiles"] for f in profile["fields"]), scene
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


def main():
    tables = {"police": list(police()), "civil-affairs": list(civil_affairs()), "real-estate": list(real_estate())}
    check([row for rows in tables.values() for row in rows])
    for name, rows in tables.items():
        path = HERE / "certificates" / f"{name}.csv"
        if sys.argv[1:] != ["--check"]:
            path.write_bytes(csv_bytes(rows))
        elif not path.exists() or path.read_bytes() != csv_bytes(rows):
            sys.exit(f"{path} is not what generate.py writes; run {pathlib.Path(__file__).name} without --check")


if __name__ == "__main__":
    main()
