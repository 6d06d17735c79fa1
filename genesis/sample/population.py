"""The people, firms and numbers of the sample city; everything here is invented.

Every person is born in 2090, every organisation has a code of the range PDY00001 to PDY99999, and every name says
示例 (sample): no number here can be that of a real person or firm.
"""

import datetime
import hashlib
import json
import pathlib

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


def numeral(number):
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


class Person:
    """Even numbers are men, odd ones women; 2k and 2k + 1 are a couple. There are people up to 700,000."""

    kind = ("公民身份号码", "111")

    def __init__(self, index):
        self.name = "示例" + stem_and_branch(index) + numeral(index // 60 + 1)
        self.sex = "男" if index % 2 == 0 else "女"
        self.birth = datetime.date(2090, 1, 1) + datetime.timedelta(days=index * 7 % 365)
        # Odd sequences are men's. Beyond the first 300, division and day repeat after 2,190 people.
        sequence = index + 1 if index < 300 else 301 + index // 2190 * 2 + index % 2
        digits = DIVISIONS[index % 6] + self.birth.strftime("%Y%m%d") + f"{sequence:03d}"
        self.code = digits + citizen_check(digits)
        self.address = f"示例市示例区示例路{index + 1}号"

    @property
    def face(self):
        """What the sample registrar compares instead of a face."""
        return "FACE-" + hashlib.sha256(self.code.encode()).hexdigest()[:12].upper()


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


# What certificates have in common.

def day(index, first=datetime.date(2025, 1, 6)):
    return first + datetime.timedelta(days=index % 200)


def identifier(code, authority, serial, version=1):
    fields = [code, authority, serial, f"{version:03d}"]
    return ".".join(["1.2.156.3005.2", *fields, identifier_check("".join(fields))])
