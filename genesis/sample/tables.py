"""Tables as agencies and a firm would export them, with planted errors, their mappings, and what the gate must say.

Each plant changes one row and names the faults that follow, in the order of the gate; the expected totals are counted
from the plants alone.
"""

import csv
import datetime
import io
import json

from population import CODE, FIRMS, MEMBERS, PEOPLE, Person, citizen_check, credit_code, day, identifier

TODAY = "2026-11-29"
POLICE, CIVIL, ESTATE, PAYROLL = (MEMBERS[name] for name in ("police", "civil-affairs", "real-estate", "payroll"))


class Table:
    """Rows as mappings from column to value, the plants on them, and how many rows hold nothing."""

    def __init__(self, rows, first_row):
        self.rows = list(rows)
        self.first_row = first_row
        self.faults = {}

    def plant(self, index, *faults, **changes):
        """Changes a row; every change is of a column by its place in the file, given as a mapping."""
        self.rows[index].update(changes.pop("to", {}))
        self.faults[index] = list(faults)

    def expected(self, source, mapping, encoding, blank=()):
        """What the gate must say; `blank` are the places, by row, of rows that hold nothing."""
        numbers = [number for number in range(self.first_row, self.first_row + len(self.rows) + len(blank))
                   if number not in blank]
        refused_by = {}
        for faults in self.faults.values():
            refused_by[faults[0][1]] = refused_by.get(faults[0][1], 0) + 1
        return {
            "source": source, "mapping": mapping, "encoding": encoding, "read": len(self.rows) + len(blank),
            "accepted": len(self.rows) - len(self.faults), "refused": len(self.faults), "blank": len(blank),
            "refusedBy": dict(sorted(refused_by.items())),
            "faults": [[numbers[index], field, rule] for index in sorted(self.faults)
                       for field, rule in self.faults[index]],
        }


def mapping(name, source, code, fields, holder, **more):
    head = {"format": "deedbox-mapping/1", "name": name, "source": source, "type": {"code": code, "version": 1},
            "provenance": more.pop("provenance", "digital")}
    lines = ["  " + json.dumps(key, ensure_ascii=False) + ": " + json.dumps(value, ensure_ascii=False)
             for key, value in (head | {key: more[key] for key in ("trim", "dates") if key in more}).items()]
    listed = ",\n".join("    " + json.dumps(field, ensure_ascii=False) for field in fields)
    lines.append(f'  "fields": [\n{listed}\n  ]')
    rest = {"holder": holder} | {key: value for key, value in more.items() if key not in ("trim", "dates")}
    lines += ["  " + json.dumps(key) + ": " + json.dumps(value, ensure_ascii=False) for key, value in rest.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def column(to, name, **more):
    return {"to": to, "column": name, **more}


def constant(to, value):
    return {"to": to, "constant": value}


def csv_bytes(rows, encoding, ending, after=None, mark=""):
    """The table; `after` puts lines behind the row of that index."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ending)
    writer.writerow(column for column in rows[0] if column != "extra")
    for index, row in enumerate(rows):
        writer.writerow(row.values())
        text.write((after or {}).get(index, ""))
    return (mark + text.getvalue()).encode(encoding)


def other_check(number):
    """The same number with a check character that is wrong."""
    return number[:-1] + ("0" if number[-1] != "0" else "1")


HOLDER = {"kind": {"field": "CZZTDMLXDM"}, "number": {"field": "CZZTDM"}, "name": {"field": "CZZT"}}
KINDS = {"111": "公民身份号码", "001": "统一社会信用代码"}


# Public security: identity cards, CSV in GB18030 with CR LF, as an old system writes it.

def police():
    def row(index, person):
        issued = day(index, datetime.date(2026, 1, 5))
        return {
            "公民身份号码": person.code, "姓名": person.name, "性别": "1" if person.sex == "男" else "2", "民族": "汉族",
            "出生日期": person.birth.strftime("%Y%m%d"), "住址": person.address, "签发机关": POLICE["name"]["zh"],
            "签发机关代码": POLICE["creditCode"], "签发日期": issued.strftime("%Y%m%d"),
            "有效期起": issued.strftime("%Y%m%d"), "有效期止": issued.replace(year=issued.year + 20).strftime("%Y%m%d"),
            "证照标识": identifier(CODE["居民身份证"], POLICE["creditCode"], f"2026{index + 1:07d}"), "备注": "",
        }

    table = Table((row(index, person) for index, person in enumerate(PEOPLE[:200])), first_row=2)
    rows, plant = table.rows, table.plant
    number = rows[10]["公民身份号码"]
    plant(10, ("CZZTDM", "citizen-number"), to={"公民身份号码": other_check(number)})
    plant(17, ("CZZTDM", "citizen-number"), to={"公民身份号码": rows[17]["公民身份号码"][:17]})
    impossible = "37040220900230001"
    plant(23, ("CZZTDM", "citizen-number"), to={"公民身份号码": impossible + citizen_check(impossible)})
    plant(31, ("KZ_CSRQ", "birth-differs"), to={"出生日期": "20900101" if rows[31]["出生日期"] != "20900101" else "20900102"})
    plant(38, ("KZ_XB", "sex-differs"), to={"性别": "2"})
    plant(44, ("KZ_XB", "unmapped-value"), to={"性别": "9"})
    plant(52, ("CZZT", "required"), to={"姓名": ""})
    plant(59, ("KZ_ZZ", "formula"), to={"住址": "=HYPERLINK(\"http://example.invalid/\",\"示例路\")"})
    plant(66, ("ZZYXQJZRQ", "date-order"), to={"有效期止": "20200101"})
    plant(71, ("ZZBFRQ", "date"), to={"签发日期": "20260230"})
    plant(78, ("ZZBFRQ", "date-in-future"), to={"签发日期": "20401201"})
    plant(85, ("ZZBFRQ", "date-too-old"), to={"签发日期": "18991231"})
    plant(92, ("ZZBS", "certificate-identifier"), to={"证照标识": other_check(rows[92]["证照标识"])})
    plant(99, ("ZZBS", "identifier-type"),
          to={"证照标识": identifier(CODE["居住证"], POLICE["creditCode"], "20260000100")})
    plant(106, ("ZZBS", "identifier-issuer"),
          to={"证照标识": identifier(CODE["居民身份证"], CIVIL["creditCode"], "20260000107")})
    plant(113, ("ZZBS", "duplicate"), to=dict(rows[3]))
    plant(120, ("", "field-count"), to={"extra": "多出的一格"})
    plant(127, ("CZZT", "characters"), to={"姓名": "示例\u200b" + rows[127]["姓名"][2:]})
    plant(134, ("KZ_ZZ", "length"), to={"住址": "示例路" * 400})
    plant(141, ("CZZTDM", "citizen-number"), ("ZZBFJGDM", "credit-code"),
          to={"公民身份号码": "１" + rows[141]["公民身份号码"][1:], "签发机关代码": other_check(POLICE["creditCode"])})
    # The faults of one row come field by field, the issuer's code before the holder's.
    table.faults[141].reverse()
    plant(148, ("KZ_MZ", "characters"), to={"民族": " 汉族"})
    # A small x is taken for a capital one, and an address with quotes, commas and a newline is one value.
    with_x = next(index for index, row in enumerate(rows) if row["公民身份号码"].endswith("X") and index not in table.faults)
    rows[with_x]["公民身份号码"] = rows[with_x]["公民身份号码"].lower()
    rows[5]["住址"] = "示例市\"示例区\",示例路6号\n二单元"
    table.faults[5] = [("KZ_ZZ", "characters")]
    rows[6]["住址"] = "示例市“示例区”，示例路7号,\"二单元\""
    rows[150]["有效期止"] = "长期"
    # A newline within a value is one row for a spreadsheet.
    blank = (2 + 160 + 1, 2 + 170 + 2)
    content = csv_bytes(rows, "gb18030", "\r\n", after={160: "\r\n", 170: "," * 12 + "\r\n"})
    fields = [
        column("ZZBS", "证照标识"), constant("ZZMC", "中华人民共和国居民身份证"), {"to": "ZZBH", "field": "CZZTDM"},
        column("ZZBFJG", "签发机关"), column("ZZBFJGDM", "签发机关代码"), column("ZZBFRQ", "签发日期"),
        column("ZZYXQQSRQ", "有效期起"), column("ZZYXQJZRQ", "有效期止", replace={"长期": ""}), column("CZZT", "姓名"),
        column("CZZTDM", "公民身份号码"), constant("CZZTDMLX", "公民身份号码"), constant("CZZTDMLXDM", "111"),
        column("KZ_XB", "性别", values={"1": "男", "2": "女"}), column("KZ_MZ", "民族"), column("KZ_CSRQ", "出生日期"),
        column("KZ_ZZ", "住址"),
    ]
    form = mapping({"zh": "居民身份证", "en": "Identity cards"}, {"kind": "csv"}, CODE["居民身份证"], fields, HOLDER,
                   dates=["yyyyMMdd"], identifier="ZZBS", validFrom="ZZYXQQSRQ", validUntil="ZZYXQJZRQ", key=["ZZBS"],
                   ignore=["备注"])
    return content, form, table.expected("police.csv", "police.mapping.json", "gb18030", blank)


# Civil affairs: marriage certificates, XML.

def civil_affairs():
    def row(index):
        man, woman = PEOPLE[index - index % 2], PEOPLE[index - index % 2 + 1]
        holder = (man, woman)[index % 2]
        registered = day(index // 2, datetime.date(2026, 2, 3))
        return {
            "@编号": f"J370406-2026-{index // 2 + 1:06d}",
            "证照标识": identifier(CODE["结婚证"], CIVIL["creditCode"], f"2026{index + 1:07d}"),
            "持证人/@类型": "111", "持证人/姓名": holder.name, "持证人/证件号码": holder.code,
            "登记日期": f"{registered.year}年{registered.month}月{registered.day}日",
            "男方/姓名": man.name, "男方/身份证号": man.code, "女方/姓名": woman.name, "女方/身份证号": woman.code,
        }

    table = Table((row(index) for index in range(100)), first_row=1)
    rows, plant = table.rows, table.plant
    plant(8, ("KZ_NVFZJHM", "citizen-number"), to={"女方/身份证号": other_check(rows[8]["女方/身份证号"])})
    plant(15, ("KZ_DJRQ", "date"), to={"登记日期": "2026年2月30日"})
    table.faults[15].insert(0, ("ZZBFRQ", "date"))
    plant(22, ("CZZTDMLX", "unmapped-value"), ("CZZTDMLXDM", "code-list"), to={"持证人/@类型": "112"})
    plant(29, ("ZZBS", "duplicate"), to=dict(rows[12]))
    plant(36, ("ZZBFRQ", "required"), ("KZ_DJRQ", "required"), to={"登记日期": ""})
    plant(43, ("经办人", "unknown-column"), to={"经办人": "示例经办"})
    plant(50, ("证照标识", "column-twice"), to={"twice": "证照标识"})
    plant(57, ("持证人", "unreadable"), to={"mixed": "持证人"})
    plant(64, ("CZZTDM", "citizen-number"), to={"持证人/证件号码": "91" + rows[64]["持证人/证件号码"][2:]})
    plant(71, ("KZ_NANFXM", "formula"), to={"男方/姓名": "@SUM(1+1)"})
    text = ['<?xml version="1.0" encoding="UTF-8"?>', '<婚姻登记 批次="2026-07">', "  <说明>样例 &amp; 测试</说明>"]
    text += [xml_record(row) for row in rows] + ["</婚姻登记>", ""]
    fields = [
        column("ZZBS", "证照标识"), constant("ZZMC", "结婚证"), column("ZZBH", "@编号"),
        constant("ZZBFJG", CIVIL["name"]["zh"]), constant("ZZBFJGDM", CIVIL["creditCode"]), column("ZZBFRQ", "登记日期"),
        column("CZZT", "持证人/姓名"), column("CZZTDM", "持证人/证件号码"),
        column("CZZTDMLX", "持证人/@类型", values=KINDS), column("CZZTDMLXDM", "持证人/@类型"),
        column("KZ_DJRQ", "登记日期"), column("KZ_NANFXM", "男方/姓名"), column("KZ_NANFZJHM", "男方/身份证号"),
        column("KZ_NVFXM", "女方/姓名"), column("KZ_NVFZJHM", "女方/身份证号"),
    ]
    form = mapping({"zh": "结婚证", "en": "Marriage certificates"}, {"kind": "xml", "record": "婚姻登记/记录"},
                   CODE["结婚证"], fields, HOLDER, dates=["yyyy年M月d日"], identifier="ZZBS", key=["ZZBS"], ignore=["照片"],
                   provenance="digitised")
    return "\n".join(text).encode(), form, table.expected("civil-affairs.xml", "civil-affairs.mapping.json", "utf-8")


def xml_record(row):
    """One record; names with slashes are elements within elements, those with @ attributes."""
    def escape(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    def element(name):
        inner = [f"<{key[len(name) + 1:]}>{escape(value)}</{key[len(name) + 1:]}>" for key, value in row.items()
                 if key.startswith(name + "/") and "@" not in key]
        marks = [f' {key.split("@")[1]}="{escape(value)}"' for key, value in row.items() if key.startswith(name + "/@")]
        note = "（夹注）" if row.get("mixed") == name else ""
        return f"    <{name}{''.join(marks)}>{''.join(inner)}{note}</{name}>"

    lines = [f'  <记录 编号="{escape(row["@编号"])}">']
    for name in dict.fromkeys(key.split("/")[0] for key in row if key not in ("@编号", "mixed", "twice")):
        simple = f"    <{name}>{escape(row.get(name, ''))}</{name}>"
        lines.append(simple if name in row else element(name))
        if row.get("twice") == name:
            lines.append(simple)
    return "\n".join(lines + ["    <照片><![CDATA[<示例>]]></照片>", "  </记录>"])


# Real estate: titles, JSON lines.

def real_estate():
    def row(index, owner):
        registered = day(index, datetime.date(2026, 1, 12))
        return {
            "bdcqzh": f"示（2026）示例市不动产权第{index + 1:07d}号",
            "zzbs": identifier(CODE["不动产权证"], ESTATE["creditCode"], f"2026{index + 1:07d}"),
            "owner": {"name": owner.name, "idType": owner.kind[1], "idNumber": owner.code},
            "gyqk": "0", "zl": owner.address, "bdcdyh": f"370406999999GB{index + 1:05d}F00010002",
            "qllx": "国有建设用地使用权/房屋所有权", "qlxz": "出让/市场化商品房", "yt": "城镇住宅用地/住宅",
            "mj": round(80 + index % 60 + index % 100 / 100, 2), "djsj": f"{registered.isoformat()} 09:{index % 60:02d}:00",
            "syqx": "至2096年01月01日止", "sealed": False, "history": [1, 2],
        }

    owners = PEOPLE[:90] + FIRMS[:30]
    table = Table((row(index, owner) for index, owner in enumerate(owners)), first_row=1)
    rows, plant = table.rows, table.plant
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]

    def replant(index, *faults, to=None, text=None):
        plant(index, *faults, to=to or {})
        lines[index] = text(lines[index]) if text else json.dumps(rows[index], ensure_ascii=False)

    replant(7, ("", "unreadable"), text=lambda line: line[:-1])
    replant(14, ("", "unreadable"), text=lambda line: line[:-1] + ', "zl": "另一处"}')
    replant(21, ("", "unreadable"), text=lambda line: line.replace('"mj": 1', '"mj": 01').replace('"mj": 8', '"mj": 08'))
    replant(28, ("qllx", "unreadable"), to={"qllx": ["一", "二"]})
    replant(35, ("remark", "unknown-column"), to={"remark": "未列出"})
    replant(42, ("KZ_MJ", "number"), to={"mj": "1,234.50"})
    replant(49, ("KZ_GYQK", "unmapped-value"), to={"gyqk": "7"})
    replant(56, ("KZ_ZL", "required"), to={"zl": None})
    replant(63, ("ZZBFRQ", "date"), to={"djsj": "2026-03-15"})
    replant(70, ("ZZBS", "duplicate"), to=dict(rows[2]))
    firm = rows[100]["owner"]
    replant(100, ("CZZTDM", "credit-code"), to={"owner": firm | {"idNumber": other_check(firm["idNumber"])}})
    inner = inner_check_wrong()
    replant(107, ("CZZTDM", "credit-code"), to={"owner": rows[107]["owner"] | {"idNumber": inner}})
    replant(114, ("", "unreadable"), text=lambda line: "[" + line + "]")
    lines[30] += "\n"  # an empty line behind it
    fields = [
        column("ZZBS", "zzbs"), constant("ZZMC", "中华人民共和国不动产权证"), column("ZZBH", "bdcqzh"),
        constant("ZZBFJG", ESTATE["name"]["zh"]), constant("ZZBFJGDM", ESTATE["creditCode"]), column("ZZBFRQ", "djsj"),
        column("CZZT", "owner/name"), column("CZZTDM", "owner/idNumber"),
        column("CZZTDMLX", "owner/idType", values=KINDS), column("CZZTDMLXDM", "owner/idType"),
        {"to": "KZ_QLR", "field": "CZZT"}, column("KZ_GYQK", "gyqk", values={"0": "单独所有", "1": "共同共有", "2": "按份共有"}),
        column("KZ_ZL", "zl"), column("KZ_BDCDYH", "bdcdyh"), column("KZ_QLLX", "qllx"), column("KZ_QLXZ", "qlxz"),
        column("KZ_YT", "yt"), column("KZ_MJ", "mj"), column("KZ_SYQX", "syqx"),
    ]
    form = mapping({"zh": "不动产权证", "en": "Real estate titles"}, {"kind": "jsonl"}, CODE["不动产权证"], fields, HOLDER,
                   dates=["yyyy-MM-dd HH:mm:ss"], identifier="ZZBS", key=["ZZBS"], ignore=["sealed", "history"])
    content = ("\n".join(lines) + "\n").encode()
    return content, form, table.expected("real-estate.jsonl", "real-estate.mapping.json", "utf-8", blank=(32,))


def inner_check_wrong():
    """A credit code whose outer check holds and whose organisation code has a wrong one of its own."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    good = credit_code("91370406", 1050)
    body = good[:16] + ("1" if good[16] != "1" else "2")
    return body + alphabet[-sum(alphabet.index(c) * 3 ** i for i, c in enumerate(body)) % 31]


# A firm: payslips, CSV in UTF-8 with a byte order mark.

PAYSLIP_COLUMNS = ["姓名", "身份证号", "工程项目", "月份", "工时", "应发", "社保", "公积金", "个税", "实发", "发放日期", "发放方式", "流水号"]


def payslip(person, index, month):
    gross = 6000_00 + index % 4000 * 100 + index % 100
    social, fund, tax = gross * 105 // 1000, gross * 7 // 100, max(0, gross - 5000_00) * 3 // 100
    amounts = [f"{cents // 100}.{cents % 100:02d}" for cents in (gross, social, fund, tax, gross - social - fund - tax)]
    paid = f"2026-{month + 1:02d}-10"
    return [person.name, person.code, "示例在建工程", f"2026-{month:02d}", str(176 + index % 24), *amounts, paid, "专户代发",
            f"SL{month:02d}{index:09d}"]


def payslips():
    table = Table((dict(zip(PAYSLIP_COLUMNS, payslip(person, index, 9))) for index, person in enumerate(PEOPLE)), 2)
    rows, plant = table.rows, table.plant
    plant(9, ("KZ_SFGZ", "sum-differs"), to={"实发": "9999.99"})
    plant(33, ("KZ_GZYF", "month"), to={"月份": "2026-13"})
    plant(57, ("KZ_YFGZ", "number"), to={"应发": "壹万"})
    plant(81, ("KZ_XMMC", "formula"), to={"工程项目": "=1+1"})
    plant(105, ("KZ_FFFS", "code-list"), to={"发放方式": "微信红包"})
    plant(129, ("CZZTDM", "citizen-number"), to={"身份证号": other_check(rows[129]["身份证号"])})
    plant(153, ("CZZTDM+KZ_GZYF", "duplicate"), to={"姓名": rows[40]["姓名"], "身份证号": rows[40]["身份证号"]})
    plant(177, ("KZ_SFGZ", "number"), to={"实发": "６０００"})
    plant(201, ("CZZT", "required"), ("CZZTDM", "required"), to={"姓名": "", "身份证号": ""})
    plant(225, ("KZ_FFRQ", "date"), ("as-of", "date"), to={"发放日期": "10月10日"})
    plant(249, ("as-of", "date-in-future"), to={"发放日期": "2040-01-10"})
    rows[12]["工程项目"] = "+86 0632-1234567"  # no formula: a telephone number
    rows[13]["工时"] = ""
    fields = [
        column("CZZT", "姓名"), column("CZZTDM", "身份证号"), constant("CZZTDMLX", "公民身份号码"),
        constant("CZZTDMLXDM", "111"), constant("KZ_DWMC", PAYROLL["name"]["zh"]),
        constant("KZ_DWDM", PAYROLL["creditCode"]), column("KZ_XMMC", "工程项目"), column("KZ_GZYF", "月份"),
        column("KZ_GS", "工时"), column("KZ_YFGZ", "应发"), column("KZ_SBKK", "社保"), column("KZ_GJJKK", "公积金"),
        column("KZ_GSKK", "个税"), column("KZ_SFGZ", "实发"), column("KZ_FFRQ", "发放日期"), column("KZ_FFFS", "发放方式"),
        column("KZ_YHLSH", "流水号"),
    ]
    form = mapping({"zh": "工资条", "en": "Payslips"}, {"kind": "csv"}, CODE["工资条"], fields, HOLDER,
                   asOf={"column": "发放日期"}, key=["CZZTDM", "KZ_GZYF"])
    content = csv_bytes(rows, "utf-8", "\n", mark="\ufeff")
    return content, form, table.expected("payslips.csv", "payslips.mapping.json", "utf-8")


def write_payslips(count, path):
    """A table of any size, without faults; half a million people, a month each in turn."""
    people = min(count, 500_000)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(PAYSLIP_COLUMNS)
        for index in range(count):
            writer.writerow(payslip(Person(index % people), index, index // people % 10 + 1))


# All of it.

def population(people):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["number", "name", "face"])
    writer.writerows([person.code, person.name, person.face] for person in people)
    return text.getvalue().encode()


def files():
    made, expected = {}, []
    for table in (police, civil_affairs, real_estate, payslips):
        content, form, outcome = table()
        made["import/" + outcome["source"]] = content
        made["import/" + outcome["mapping"]] = form
        expected.append(outcome)
    lines = ",\n".join("    " + json.dumps(outcome, ensure_ascii=False) for outcome in expected)
    made["import/expected.json"] = f'{{\n  "today": "{TODAY}",\n  "tables": [\n{lines}\n  ]\n}}\n'.encode()
    return made
