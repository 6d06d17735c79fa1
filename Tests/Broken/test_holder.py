"""What a holder does at a desk, on real processes: applies, claims copies, gets files, and has a wrong value corrected."""

import base64
import json
import os
import urllib.error
import urllib.request
import zlib

import pytest

from forging import Forger
from holder import Holder
from machine import wait
from town import PAYSLIP, Town, people

#: What sealing adds to a file.
OVERHEAD = 40


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town")).serve_desk()
    yield town
    town.remove()


def values(person, **changes):
    """What a clerk types for a payslip."""
    return {
        "CZZT": person["name"], "CZZTDM": person["number"], "CZZTDMLX": "公民身份号码", "CZZTDMLXDM": "111",
        "KZ_DWMC": "示例人力资源有限公司", "KZ_DWDM": "91370406PDY000028L", "KZ_GZYF": "2026-08", "KZ_YFGZ": "6000.00",
        "KZ_SFGZ": "6000.00", "KZ_FFRQ": "2026-09-10", "KZ_FFFS": "专户代发"} | changes


# 申请返还: without any offer.

def apply(device, *words, identity=None, code=0):
    return device.run("apply", "--issuer", device.town.desk_url, "--type", PAYSLIP, "--identity",
                      identity or device.holder.identity, *words, code=code)


def application(device, number):
    return next(one for one in device.run("applications")["applications"] if one["application"] == number)


def waiting(town):
    return town.issuer("applications").get("applications", [])


def test_an_application_is_granted_and_the_document_comes(town):
    holder = Holder(town, 2)
    device = holder.device("phone").open()
    applied = apply(device, "--text", "for the loan")
    assert applied["state"] == "waiting" and applied["due"]
    listed, = waiting(town)
    number = holder.person["number"]
    assert (listed["by"], listed["words"], listed["type"]) == ("wallet", "for the loan", PAYSLIP)
    assert listed["holder"] != number and listed["holder"].startswith(number[:4]) and "name" not in listed
    shown = town.issuer("applications", "show", listed["application"])
    assert (shown["number"], shown["name"]) == (number, holder.person["name"])
    assert application(device, applied["application"])["state"] == "waiting"
    assert device.run("list")["applications"][0]["state"] == "waiting"
    # One of a kind at a time.
    assert apply(device, code=1)["code"] == "application-open"
    town.issuer("applications", "answer", listed["application"], "--values",
                holder.write("values.json", values(holder.person)))
    document, = device.gets(1)
    granted = application(device, applied["application"])
    assert (granted["state"], granted["documents"]) == ("granted", [document["document"]]) and granted["answered"]
    assert document["answer"] == "yes" and waiting(town) == []
    kept = town.issuer("applications", "--all")["applications"][-1]
    assert kept["answered"] and kept["staff"] and kept["reason"] is None


def test_an_application_is_refused_with_a_reason(town):
    device = Holder(town, 3).device("phone").open()
    applied = apply(device)
    listed, = waiting(town)
    town.issuer("applications", "answer", listed["application"], "--refuse-zh", "材料不符", "--refuse-en", "papers differ")
    refused = application(device, applied["application"])
    assert (refused["state"], refused["reason"], refused["documents"]) == ("refused", "papers differ", [])
    assert refused["answered"] and device.documents() == []
    kept = town.issuer("applications", "--all")["applications"][0]
    assert kept["reason"] == {"zh": "材料不符", "en": "papers differ"} and kept["answered"]
    # Both languages reach the wallet.
    chinese = town.run("wallet", "applications", "--offline", "--data", device.data, "--passphrase-file",
                       device.passphrase, "--lang", "zh")
    assert "材料不符" in chinese.stdout


def test_a_number_alone_opens_nothing(town):
    holder = Holder(town, 4)
    device = holder.device("phone").open()
    other = holder.write("other.json", {"format": "deedbox-identity/1"} | people()[2])
    assert apply(device, identity=other, code=1)["code"] == "not-the-holder"
    nobody = holder.write("nobody.json", {"format": "deedbox-identity/1"} | people()[60])
    assert apply(device, identity=nobody, code=1)["code"] == "not-the-holder"
    for _ in range(8):
        apply(device, identity=other, code=1)
    # The wallet's day is used up: nobody tries numbers here.
    assert apply(device, code=3)["code"] == "unreachable"
    assert waiting(town) == []


# Several copies of one document.

def test_copies_are_claimed_for_keys_of_their_own(town):
    holder = Holder(town, 5)
    document, = holder.pay(1)
    offer = town.issuer("offers", "create", "--document", document["document"])
    code = holder.folder / "code"
    code.write_text(offer["txCode"] + "\n")
    device = holder.device("phone").open()
    assert device.run("claim", offer["offer"], "--tx-code-file", code, "--copies", 9, code=1)["code"] == "too-many-copies"
    device.run("claim", offer["offer"], "--tx-code-file", code, "--copies", 3)
    documents = device.gets(3)
    texts = []
    for number, kept in enumerate(documents):
        device.run("export", kept["document"], "--out", holder.folder / f"copy-{number}")
        texts.append((holder.folder / f"copy-{number}.sd-jwt").read_text())
    keys = {json.dumps(claims(text)["cnf"], sort_keys=True) for text in texts}
    places = {claims(text)["status"]["status_list"]["idx"] for text in texts}
    salts = [set(text.split("~")[1:-1]) for text in texts]
    assert len(keys) == len(places) == 3 and not salts[0] & salts[1] | salts[1] & salts[2] | salts[0] & salts[2]
    # The same offer gives no fourth.
    assert device.run("claim", offer["offer"], "--tx-code-file", code, code=1)["code"] in ("no-such-offer", "invalid_grant")


def claims(text):
    part = text.split("~")[0].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


# Files: page images, sealed beside the document.

def attached(town, number, files):
    """A holder without a wallet yet, and a document at the desk with these files."""
    holder = Holder(town, number)
    document, = holder.pay(1)
    for name, content in files.items():
        path = holder.folder / name
        path.write_bytes(content)
        town.issuer("attach", path, "--document", document["document"])
    return holder


def image(kind, size):
    start = {"pdf": b"%PDF-1.7\n", "ofd": b"PK\x03\x04", "jpg": b"\xff\xd8\xff\xe0", "png": b"\x89PNG\r\n\x1a\n"}[kind]
    return start + os.urandom(size - len(start))


def saved(device, document, name):
    out = device.holder.folder / f"saved-{name}"
    device.run("save", document, name, "--out", out)
    return out.read_bytes()


def test_files_come_whole_and_nobody_puts_another_in_their_place(town):
    files = {"scan.pdf": image("pdf", 70_001), "page.ofd": image("ofd", 50_003), "face.jpg": image("jpg", 30_007)}
    holder = attached(town, 6, files)
    device = holder.device("phone").open()
    holder.delivered(1)
    forger = Forger(town.network)
    kept = forger.found([len(content) + OVERHEAD for content in files.values()])
    assert all(content not in body for content, (_, body) in zip(files.values(), kept))
    for (tag, body), (_, other) in zip(kept, kept[1:]):
        for changed in (other, body[:-1], body[:1_000] + b"x" + body[1_001:]):
            forger.put((tag, changed), code="strongroom-tag-taken")
    told = device.run("receive")
    assert (told["new"], told["files"], told["filesAway"]) == (1, 3, 0)
    document, = device.documents()
    shown = {file["name"]: file for file in device.run("show", document["document"])["files"]}
    assert set(shown) == set(files) and all(file["isHere"] for file in shown.values())
    for name, content in files.items():
        assert saved(device, document["document"], name) == content and shown[name]["size"] == len(content)
    assert device.run("save", document["document"], "other.pdf", "--out", holder.folder / "x", code=1)["code"] == "no-such-file"


def test_a_file_of_which_only_an_altered_body_lies_there_is_not_taken(town):
    files = {"scan.pdf": image("pdf", 20_011), "face.png": image("png", 10_009)}
    holder = attached(town, 7, files)
    device = holder.device("phone").open()
    holder.delivered(1)
    forger = Forger(town.network)
    (tag, body), (_, picture) = forger.found([len(content) + OVERHEAD for content in files.values()])
    forger.delete("payroll", tag, body)
    flipped = body[:500] + bytes([body[500] ^ 1]) + body[501:]
    # Cut, another file of the same document, a bit that fell over, nothing of a seal: none opens.
    for round, altered in enumerate((body[:-200], picture, flipped, b"\0")):
        forger.put((tag, altered))
        told = device.run("receive")
        assert (told["new"], told["files"], told["filesAway"]) == (int(round == 0), int(round == 0), 1)
        forger.delete("police", tag, altered)
    number = device.documents()[0]["document"]
    shown = {file["name"]: file["isHere"] for file in device.run("show", number)["files"]}
    assert shown == {"scan.pdf": False, "face.png": True}
    assert device.run("save", number, "scan.pdf", "--out", holder.folder / "nothing", code=3)["code"] == "file-away"
    assert not (holder.folder / "nothing").exists()
    assert saved(device, number, "face.png") == files["face.png"]
    # The true one is taken from anybody's hand: what it must be stands in the credential. Its erasing secret is another,
    # and that hinders nothing.
    forger.put((tag, body))
    told = device.run("receive")
    assert (told["files"], told["filesAway"]) == (1, 0)
    assert saved(device, number, "scan.pdf") == files["scan.pdf"]
    town.import_payslips(holder.person, 2)
    device.gets(2)
    assert device.run("receive")["erased"] == 0


# A wrong value is corrected, and everybody who used it can know.

def listed_status(text):
    """How the document stands in its issuer's status list: two bits of the token's list."""
    place = claims(text)["status"]["status_list"]
    try:
        with urllib.request.urlopen(place["uri"], timeout=30) as answer:
            token = claims(answer.read().decode())
    except urllib.error.HTTPError:
        return None
    packed = token["status_list"]["lst"]
    bits = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert token["status_list"]["bits"] == 2
    return bits[place["idx"] // 4] >> place["idx"] % 4 * 2 & 3


def test_a_corrected_value_takes_the_place_of_the_wrong_one(town):
    holder = Holder(town, 8)
    device = holder.device("phone").open()
    holder.pay(1)
    old, = device.gets(1)
    number = old["document"]
    # A bank got the document while it was wrong, and keeps what proves it.
    bank = holder.folder / "bank"
    told = device.run("export", number, "--out", bank)
    assert "institutions signed; " in told["assurance"]
    receipt, text = f"{bank}.receipt", (holder.folder / "bank.sd-jwt").read_text()

    def asked():
        return json.loads(town.run("status", "show", "--receipt", receipt, *town.nodes, "--json").stdout)

    assert asked()["state"] == "inForce" and asked()["correction"] is None
    wait("there is no status list", lambda: listed_status(text) == 0)
    device.run("correct", number, "--field", "KZ_GS", "--text", "it was 192 hours")
    assert asked()["correction"]["open"] and device.documents()[0]["isDisputed"]

    def shown_to_the_desk():
        device.run("receive")
        return [one for one in town.issuer("corrections", "list").get("corrections", []) if one["claim"]]

    dispute, = wait("the desk does not see what is wrong", shown_to_the_desk)
    assert (dispute["claim"], dispute["paths"]) == ("it was 192 hours", ["KZ_GS"])
    town.issuer("corrections", "answer", dispute["correction"], "--outcome", "corrected", "--text", "the gate's log says so",
                "--values", holder.write("right.json", {"KZ_GS": "192"}))

    def corrected():
        device.run("receive")
        return {document["document"]: document["state"] for document in device.documents()}.get(number) == "superseded"

    wait("the old document is not superseded", corrected)
    new, = device.gets(1)
    value = {field["path"]: field["value"] for field in device.run("show", new["document"])["fields"]}
    assert value["KZ_GS"] == "192" and new["document"] != number
    wrong = device.run("show", number, code=1)
    assert {field["path"]: field["value"] for field in wrong["fields"]}["KZ_GS"] != "192" and not wrong["isDisputed"]

    # The holder is told both things, each proven: the answer, and what took the old one's place.
    def told():
        device.run("receive")
        return {notice["kind"]: notice["text"] for notice in device.run("notices", "--all").get("notices", [])}

    wait("the holder is not told", lambda: {"correction", "status"} <= set(told()))
    assert "corrected" in told()["correction"] and "the gate's log says so" in told()["correction"]
    assert f"leaf {new['record']}" in told()["status"]
    # Whoever kept the old document and asks: superseded, by the ledger with a proof and by the status list.
    now = asked()
    assert now["state"] == "superseded" and now["document"]["record"] == old["record"]
    assert now["correction"]["outcome"] == "corrected"
    wait("the status list is not new", lambda: listed_status(text) == 3)
    proof = holder.folder / "old.status"
    town.run("status", "show", "--receipt", receipt, "--out", proof, *town.nodes)
    assert "superseded" in town.run("verify", proof, "--trust", town.genesis, "--json").stdout
    last = town.issuer("corrections", "list", "--all")["corrections"][0]
    assert (last["outcome"], last["successor"] is not None) == ("corrected", True)
