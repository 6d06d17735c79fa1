"""Questions at the counter of a live desk, asked over HTTP by another office's machine."""

import base64
import http.client
import json
import time
import urllib.parse

import pytest

from contract import Contract, ask
from desk import TYPE, LiveDesk
from wallet import Wallet

KEY = "ZZBS"
PDF = b"%PDF-1.7\nscan of one certificate\ntrailer <</ID [<00112233445566778899aabbccddeeff> <00>]>>\n%%EOF\n"


class Window:
    """A relying party's counter: it has a token, its clerks' marks, and a new key for each question."""

    def __init__(self, desk, name, roles="inquirer"):
        self.desk, self.count = desk, 0
        told = desk.run("staff", "machine", name, "--roles", roles)
        self.headers = {"authorization": f"Bearer {told['token']}", "content-type": "application/json"}
        self.name = name

    def question(self, value, identity, clerk="7", key=None):
        self.count += 1
        return {"key": key or f"{self.name}-question-{self.count:08}", "type": TYPE, "path": KEY, "value": value,
                "identity": identity, "case": "2090-17", "ground": "statutoryDuty", "clerk": clerk}

    def raw(self, method, path, body=None):
        """Status, headers without the date, and the bytes of an answer."""
        place = urllib.parse.urlsplit(self.desk.url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        try:
            connection.request(method, path, body=body and json.dumps(body), headers=self.headers)
            answer = connection.getresponse()
            headers = sorted((name.lower(), value) for name, value in answer.getheaders() if name.lower() != "date")
            return answer.status, headers, answer.read()
        finally:
            connection.close()

    def ask(self, *words, **options):
        status, _, answer = self.raw("POST", "/look-ups", self.question(*words, **options))
        return status, json.loads(answer)


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("desk"))
    desk.run("look-up", "set", TYPE, "--by", KEY)
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def claimed(desk):
    """A document on the ledger with a page image: its number at the desk, its certificate's number, its holder's."""
    link, code = desk.offer()
    number = desk.documents[-desk.used]
    image = desk.folder.parent / "scan.pdf"
    image.write_bytes(PDF)
    desk.run("attach", image, "--document", number)
    wallet = Wallet(link)
    assert wallet.redeem(tx_code=code).status == 200
    answer = wallet.finish(wallet.request())
    assert answer.status == 200
    (desk.folder.parent / "claimed.sd-jwt").write_text(answer.json["credentials"][0]["credential"])
    token = desk.run("staff", "machine", "looker", "--roles", "clerk")["token"]
    _, _, answer = ask(desk.url, f"/documents/{number}", headers={"authorization": f"Bearer {token}"})
    fields = {field["path"]: field["value"] for field in json.loads(answer)["fields"]}
    return number, fields[KEY], fields["CZZTDM"]


def test_the_right_number_and_holder_are_genuine_after_the_holder_can_see_it(desk, claimed):
    _, value, identity = claimed
    window = Window(desk, "right-window")
    asked = window.question(value, identity)
    status, _, answer = window.raw("POST", "/look-ups", asked)
    told = json.loads(answer)
    assert status == 200 and told["match"] and told["inForce"] and told["rightsHolders"] == 1
    again = window.raw("POST", "/look-ups", asked)
    assert again[2] == answer, "the same question has the same answer"
    # A claim mints copies that nothing links: the question stands under the tags of one of them.
    (entry,) = [each for each in desk.run("look-up", "list")["lookUps"] if each["lookUp"] == told["lookUp"]]
    tag = json.loads(desk.live.deedbox("disclosure", "tag", entry["document"], "--data", desk.folder, "--node",
                                       desk.live.url, "--json"))
    assert tag["number"] == 1, "one entry stands under the document's tags"
    listed = desk.run("look-up", "list", "--document", entry["document"])["lookUps"]
    assert [each["lookUp"] for each in listed] == [told["lookUp"]]
    shown = desk.run("look-up", "show", told["lookUp"])
    assert shown["case"] == "2090-17" and shown["height"] == told["height"]
    assert identity not in json.dumps(shown) and identity not in answer.decode()


def test_what_is_wrong_is_not_told(desk, claimed):
    """A wrong holder of a right number, an unknown number, both: the same bytes and headers, in about the same time."""
    _, value, identity = claimed
    window = Window(desk, "wrong-window")
    shapes, times = set(), []
    for clerk, (asked, holder) in enumerate([(value, "370402209001019999"), (value + "0", identity), ("x", "y")] * 4):
        begin = time.monotonic()
        status, headers, body = window.raw("POST", "/look-ups", window.question(asked, holder, clerk=str(clerk)))
        times.append(time.monotonic() - begin)
        shapes.add((status, tuple(headers), body))
    assert shapes == {(200, tuple(headers), b'{"match":false}')}
    assert max(times) < 5


def test_a_window_that_guesses_rests_and_is_reported(desk, claimed):
    _, value, identity = claimed
    window = Window(desk, "guessing-window")
    told = [window.ask(value, f"guess-{number}") for number in range(40)]
    assert [status for status, _ in told] == [200] * 5 + [429] * 35
    assert all(answer["code"] == "look-up-resting" for _, answer in told[5:])
    status, answer = window.ask(value, identity)
    assert status == 429 and answer["code"] == "look-up-resting", "the right one is not answered either"
    alerts = {each["kind"]: each for each in desk.run("look-up", "alerts")["alerts"]
              if each["subject"] == "machine:guessing-window/7"}
    assert alerts["misses"]["count"] == 1 and alerts["guessing"]["count"] == 36
    assert desk.run("work")["alerts"] >= 2
    assert window.ask(value, identity, clerk="8")[0] == 200, "the clerk beside is not the one who guessed"


def test_an_answer_keeps_to_the_contract_and_a_bad_question_has_its_own_problem(desk, claimed):
    _, value, identity = claimed
    window = Window(desk, "contract-window")
    contract = Contract(json.loads(ask(desk.url, "/openapi.json")[2]))

    def checked(body):
        status, headers, answer = window.raw("POST", "/look-ups", body)
        contract.check("/look-ups", "post", status, dict(headers)["content-type"], answer)
        return status, json.loads(answer)

    good = window.question(value, identity)
    assert checked(good)[0] == 200
    assert checked(good | {"identity": "another"})[1]["code"] == "look-up-key-taken"
    for change in ({"ground": "supervision"}, {"key": "short"}, {"case": ""}, {"more": 1}, {"type": 7}):
        assert checked(window.question(value, identity) | change)[1]["code"] == "bad-body", change
    assert checked(window.question(value, identity) | {"path": "CZZT"})[1]["code"] == "look-up-not-offered"
    assert checked(window.question(value, identity) | {"type": "NOBODYS"})[1]["code"] == "look-up-not-offered"
    status, _, answer = window.raw("GET", "/documents")
    assert status == 403 and json.loads(answer)["code"] == "role-needed"


def test_a_file_is_the_same_altered_or_unknown(desk, claimed):
    number, value, _ = claimed
    window = Window(desk, "copy-window")

    def result(file, clerk="7", **reference):
        body = {"content": base64.b64encode(file).decode(), "clerk": clerk, **reference}
        status, _, answer = window.raw("POST", "/copy-checks", body)
        return json.loads(answer).get("result") if status == 200 else json.loads(answer)["code"]

    named = {"type": TYPE, "path": KEY, "value": value}
    changed = PDF.replace(b"one", b"two")
    stripped = changed.replace(b"/ID", b"/XX")
    assert result(PDF) == result(PDF, **named) == "same"
    assert result(changed) == "altered" and result(stripped) == "unknown"
    assert result(stripped, **named) == "altered"
    assert result(PDF, document=number) == "role-needed"
    for _ in range(2):
        result(stripped)
    assert result(PDF) == "look-up-resting" and result(PDF, clerk="8") == "same"
    copy = desk.folder.parent / "copy.pdf"
    copy.write_bytes(stripped)
    assert desk.run("copy-check", copy, "--document", number)["result"] == "altered"


def test_anyone_compares_a_file_with_the_credential_alone(desk, claimed):
    folder = desk.folder.parent
    words = ("--credential", folder / "claimed.sd-jwt", "--root", desk.root, "--json")
    told = json.loads(desk.live.deedbox("credential", "copy", folder / "scan.pdf", *words))
    assert told["result"] == "same" and told["name"] == "scan.pdf"
    other = folder / "other.pdf"
    other.write_bytes(PDF + b" ")
    assert desk.live.deedbox("credential", "copy", other, *words, code=1) == ""
