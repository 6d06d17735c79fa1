"""What we print, read back by others: codes by `zxing-cpp`, pages by `pypdf` and by poppler's rasteriser."""

import base64
import datetime
import hashlib
import json
import os
import re
import subprocess

import pypdf
import pytest
import zxingcpp
from PIL import Image

from asking import Desk
from presented import PaperUse, written

BLANK = 255


def read(image):
    """The texts of the codes on a picture."""
    return [code.text for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def halved(image):
    return image.resize((image.width // 2, image.height // 2))


def turned(image):
    return image.rotate(17, expand=True, fillcolor=BLANK, resample=Image.Resampling.BICUBIC)


def pale(image):
    """15 % of the contrast is left."""
    return image.point(lambda value: round(128 + (value - 128) * 0.15))


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = Desk(live, tmp_path_factory.mktemp("relying"))
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def code(desk, tmp_path_factory):
    """A link and the picture of its code."""
    path = tmp_path_factory.mktemp("code") / "link.png"
    printed = desk.request("--qr", path)
    assert printed["qr"] == str(path)
    return printed["link"], Image.open(path)


@pytest.mark.parametrize("change", [lambda image: image, halved, turned, pale, lambda image: pale(turned(halved(image)))])
def test_a_link_is_read_from_its_code(code, change):
    link, image = code
    assert image.mode == "L" and read(change(image)) == [link]


def test_the_svg_draws_the_same_code(desk, tmp_path):
    path = tmp_path / "link.svg"
    printed = desk.request("--qr", path)
    text = path.read_text()
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', text)[1])
    image = Image.new("L", (side, side), BLANK)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", text):
        image.paste(0, (int(x), int(y), int(x) + int(width), int(y) + 1))
    assert read(image.resize((side * 4, side * 4), Image.Resampling.NEAREST)) == [printed["link"]]
    assert printed["link"].replace("&", "&amp;") in text


BLOCKS = {" ": (BLANK, BLANK), "▀": (0, BLANK), "▄": (BLANK, 0), "█": (0, 0)}


def test_the_terminal_shows_the_same_code(desk):
    words = [desk.live.program, "relying", "request", "--scene", "loan", "--profile", "basic", "--case", "示例案 18",
             "--data", desk.folder, "--qr", "-"]
    shown = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=60, check=True).stdout
    lines = re.findall("^\x1b\\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\\[0m$", shown, re.M)
    image = Image.new("L", (len(lines[0]), 2 * len(lines)), BLANK)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for half, value in enumerate(BLOCKS[character]):
                image.putpixel((column, 2 * row + half), value)
    text, = read(image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST))
    assert text.startswith("deedbox://request?") and text in shown


@pytest.fixture(scope="module")
def made():
    return PaperUse()


@pytest.fixture(scope="module")
def printed(made, tmp_path_factory):
    """Prints evidence: the process as it ended, the bytes of the evidence, the path of the PDF."""
    folder = tmp_path_factory.mktemp("pages")

    def run(name, data, *options, made=made):
        (folder / "genesis.cbor").write_bytes(made.ledger.genesis)
        (folder / f"{name}.json").write_bytes(data)
        words = [os.environ["DEEDBOX"], "evidence", "print", folder / f"{name}.json", "--trust", folder / "genesis.cbor",
                 "--out", folder / f"{name}.pdf", "--json", *options]
        return subprocess.run(words, capture_output=True, text=True, timeout=60), folder / f"{name}.pdf"

    return run


@pytest.fixture(scope="module")
def page(made, printed):
    """Good evidence and its PDF."""
    data = written(made.evidence())
    done, path = printed("good", data)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "valid"
    return data, path


def text(path):
    """The words of all pages without the blanks between them: lines break where the paper ends."""
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_the_text_of_a_page_is_text(made, page):
    data, path = page
    words = text(path)
    for expected in ["证据摘要", "Evidencesummary", "有效", "valid", "2026-001", "示例1", "foreign-bank",
                     made.grant.hex(), made.origin, hashlib.sha256(data).hexdigest(), "未被吊销或暂停", "(UTC+8)", "profilebasic"]:
        assert expected in words, expected


def test_the_metadata_are_of_the_verdict_and_not_of_the_clock(made, page, printed):
    data, path = page
    about = pypdf.PdfReader(path).metadata
    assert about.title.startswith("证据摘要") and about.author == "foreign-bank" and about.subject == "有效 valid"
    created = about.creation_date.replace(tzinfo=datetime.timezone.utc).timestamp()
    assert abs(created - made.now) < 60
    again = printed("again", data)[1]
    assert again.read_bytes() == path.read_bytes()


def rasterised(path, folder):
    """The codes on the pages of a PDF, as a printer would lay them down at 150 dpi."""
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", path, folder / "page"], check=True, timeout=60)
    return [text for page in sorted(folder.glob("page*.png")) for text in read(Image.open(page))]


def test_the_codes_of_a_page_lead_to_the_file_and_to_its_checkpoint(made, page, tmp_path):
    data, path = page
    codes = rasterised(path, tmp_path)
    receipt, = [code for code in codes if code.startswith("deedbox/paper/v1\n")]
    note, = [code for code in codes if code != receipt]
    names = dict(line.split(" ", 1) for line in receipt.splitlines()[1:])
    assert list(names) == ["origin", "evidence", "use", "leaf", "size", "root"] and receipt.endswith("\n")
    assert names["evidence"] == hashlib.sha256(data).hexdigest()
    assert (names["origin"], int(names["leaf"])) == (made.origin, made.use_leaf)
    origin, size, root = note.split("\n\n")[0].splitlines()
    assert (origin, size, root) == (names["origin"], names["size"], names["root"])
    assert len(base64.b64decode(root)) == 32
    # A quorum of three cosigned, beside the key of the log.
    assert note.count("\n— ") == 4


def test_a_character_without_a_font_is_named_or_shown_as_its_code_point(made, printed):
    file = made.evidence()
    file["case"]["number"] = "示例\U0010fffd"
    done, path = printed("rare", written(file))
    assert done.returncode == 1 and not path.exists()
    error = json.loads(done.stderr)["error"]
    assert error["code"] == "missing-glyphs" and "U+10FFFD (case number)" in error["fact"]
    done, path = printed("rare", written(file), "--accept-missing")
    assert done.returncode == 0, done.stderr
    missing = json.loads(done.stdout)["missing"]
    assert {"character": "U+10FFFD", "place": "case number"} in missing
    assert "示例[U+10FFFD]" in text(path)


def test_a_mark_that_turns_a_line_is_written_out(made, printed):
    file = made.evidence()
    file["case"]["number"] = "\u202e100-6202"
    done, path = printed("turned", written(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["answer"] == "no" and "[U+202E]100-6202" in text(path)


def test_a_document_that_was_revoked_later_stands_so_beside_the_answer(printed):
    made = PaperUse()
    before = made.evidence()
    made.set_status(3)
    done, path = printed("revoked", written(made.renewed(before)), made=made)
    assert done.returncode == 0 and json.loads(done.stdout)["state"] == "valid", done.stderr
    words = text(path)
    for expected in ["使用时Asoftheuse有效valid", "现时Now已吊销revoked", "不得再据此办理新的事项"]:
        assert expected in words, expected


def test_a_broken_file_makes_no_page(printed):
    done, path = printed("broken", b'{"format": "deedbox/use-evidence/v2"')
    assert done.returncode == 3 and json.loads(done.stderr)["error"]["code"] == "unreadable-proof" and not path.exists()
