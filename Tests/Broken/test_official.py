"""What authorities do about a holder's documents: entered, found by the holder alone, and kept with its proof."""

import base64
import json

import pytest

from holder import Holder
from town import Town


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town"))
    town.open_wallet()
    town.pay(1)
    yield town
    town.remove()


def says(town, *words, code=0):
    done = town.run(*words, *town.nodes, "--json", code=code)
    return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]


def next_tag(town):
    document, = town.issuer("documents")["documents"]
    return says(town, "disclosure", "tag", document["document"], "--data", town.desk)


def record(town, tag, member, code=0, ground="courtOrder"):
    return says(
        town, "disclosure", "record", "--tag", tag, "--ground", ground, "--case", "X-2090-7", "--field", "KZ_YFGZ",
        "--text", "为执行裁判", "--key", town.keys / f"{member}.key", "--case-file", town.folder / f"{member}.jsonl",
        code=code)


def registrar_log(town):
    return json.loads(town.run("registrar", "log", *town.registrar_place, "--json").stdout)["entries"]


def test_a_wallet_takes_a_stock_of_tokens_once(town):
    first = town.wallet("receive")
    assert (first["new"], first["traceTokens"], first["officialNotices"]) == (1, 32, 0)
    assert town.wallet("receive")["traceTokens"] == 0
    issued = [entry["detail"] for entry in registrar_log(town) if entry["kind"] == "tokens-issued"]
    assert [entry["count"] for entry in issued] == [32]


def test_a_reading_on_a_legal_ground_is_found_by_the_holder_alone(town):
    told = next_tag(town)
    assert told["number"] == 0
    assert says(town, "disclosure", "show", "--tag", told["tag"])["present"] is False
    entered = record(town, told["tag"], "regulator")
    kept = json.loads((town.folder / "regulator.jsonl").read_text().splitlines()[0])
    assert (kept["case"], kept["fields"], kept["tag"]) == ("X-2090-7", ["KZ_YFGZ"], told["tag"])
    assert oct((town.folder / "regulator.jsonl").stat().st_mode & 0o777) == "0o600"
    assert says(town, "disclosure", "show", "--tag", told["tag"])["member"] == "regulator"
    stranger = Holder(town, 3).device("phone").open()
    assert stranger.run("receive")["officialNotices"] == 0
    assert town.wallet("receive")["officialNotices"] == 1
    assert town.wallet("receive")["officialNotices"] == 0
    notice, = town.wallet("notices")["official"]
    assert (notice["kind"], notice["document"], notice["number"]) == ("disclosure", 1, 0)
    assert (notice["member"], notice["ground"], notice["height"]) == ("regulator", "courtOrder", entered["height"])
    # The proof holds the entry that the state has under the tag.
    assert b"regulator" in base64.b64decode(notice["proof"])
    assert "official" not in town.wallet("notices")
    assert len(town.wallet("notices", "--all")["official"]) == 1
    assert "Sample City Big Data Bureau has looked up document 1, or has asked who was shown it" in told_to_people(town)


def told_to_people(town):
    """All notices as the holder reads them."""
    return town.run(*(word for word in town.wallet_words("notices", "--all") if word != "--json")).stdout


def test_each_tag_serves_once_and_the_next_is_found_too(town):
    told = next_tag(town)
    assert told["number"] == 1
    record(town, told["tag"], "payroll")
    assert record(town, told["tag"], "regulator", code=1)["code"] == "tag-exists"
    assert town.wallet("receive")["officialNotices"] == 1
    assert [notice["number"] for notice in town.wallet("notices")["official"]] == [1]
    assert "Sample Payroll Ltd, its issuer, has looked up document 1, or has told another" in told_to_people(town)


def test_who_may_not_read_and_grounds_that_are_none_are_refused(town):
    told = next_tag(town)
    assert told["number"] == 2
    assert record(town, told["tag"], "bank", code=1)["code"] == "missing-role"
    assert record(town, told["tag"], "regulator", code=2, ground="supervision")["code"] == "usage"
    assert record(town, "00", "regulator", code=2)["code"] == "usage"
    assert town.wallet("receive")["officialNotices"] == 0


def test_a_notice_is_anchored_and_whoever_has_its_salt_checks_it(town):
    notice = town.folder / "notice.txt"
    notice.write_text("示例公告")
    told = says(town, "note", "anchor", notice, "--key", town.keys / "regulator.key")
    kept = json.loads((town.folder / "notice.txt.note.jsonl").read_text().splitlines()[0])
    assert (kept["statement"], kept["salt"], kept["kind"]) == (told["statement"], told["salt"], "publicNotice")
    check = ["note", "check", notice, "--statement", told["statement"], "--salt", told["salt"]]
    found = says(town, *check)
    assert (found["member"], found["kind"], found["index"]) == ("regulator", "publicNotice", told["index"])
    notice.write_text("另一公告")
    assert says(town, *check, code=1)["code"] == "other-file"
    assert says(town, *check[:3], "--statement", "00" * 32, "--salt", told["salt"], code=3)["code"] == "no-note"
    assert says(town, "note", "anchor", notice, "--kind", "statusList", "--key", town.keys / "regulator.key", code=2)
