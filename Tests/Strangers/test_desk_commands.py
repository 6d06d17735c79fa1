"""Commands of a desk that its other tests do not need, each run as an operator runs it."""

import json
import subprocess

import pytest

from desk import IMPORT, LiveDesk
from wallet import call


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("desk"))
    yield desk
    desk.stop()


def refused(desk, code, *words):
    done = subprocess.run([desk.live.program, "issuer", *map(str, words), "--data", desk.folder, "--json"],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode and json.loads(done.stderr)["error"]["code"] == code, (words, done.stdout, done.stderr)


def person(desk, name):
    return next(each for each in desk.run("staff", "list")["staff"] if each["name"] == name)


def code(desk, secret):
    path = desk.folder / "one.secret"
    path.write_text(secret)
    return json.loads(desk.live.deedbox("issuer", "staff", "code", "--secret-file", path, "--json"))["code"]


def signs_in(desk, name, password, secret):
    body = json.dumps({"name": name, "password": password, "code": code(desk, secret)})
    return call("POST", f"{desk.url}/sign-in", body, **{"Content-Type": "application/json"}).status == 200


def test_a_person_is_added_given_other_roles_reset_and_disabled(desk):
    password, other = desk.folder / "one.pass", desk.folder / "two.pass"
    password.write_text("the first password of li.si\n")
    other.write_text("the second password of li.si\n")
    first = desk.run("staff", "add", "li.si", "--roles", "clerk", "--new-password-file", password)["secret"]
    assert signs_in(desk, "li.si", "the first password of li.si", first)
    desk.run("staff", "roles", "li.si", "--roles", "approver,auditor")
    assert set(person(desk, "li.si")["roles"].replace(",", " ").split()) == {"approver", "auditor"}
    second = desk.run("staff", "reset", "li.si", "--new-password-file", other)["secret"]
    assert second != first
    assert not signs_in(desk, "li.si", "the first password of li.si", first)
    assert signs_in(desk, "li.si", "the second password of li.si", second)
    desk.run("staff", "disable", "li.si")
    assert person(desk, "li.si")["disabled"] is True
    assert not signs_in(desk, "li.si", "the second password of li.si", second)
    refused(desk, "unknown-name", "staff", "roles", "nobody", "--roles", "clerk")


def test_a_machine_acts_until_its_token_is_removed(desk):
    token = desk.run("staff", "machine", "hr-system", "--roles", "clerk")["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert call("GET", f"{desk.url}/work", **headers).status == 200
    desk.run("staff", "remove-machine", "hr-system")
    assert call("GET", f"{desk.url}/work", **headers).status == 401


def test_a_dry_run_judges_a_file_and_makes_nothing(desk):
    before = desk.run("work")["stages"]
    report = desk.run("import", IMPORT / "police.csv", "--mapping", IMPORT / "police.mapping.json", "--dry-run")
    # The desk has its good rows already.
    assert report["dry"] is True and report["repeated"] == len(desk.documents) and report["accepted"] == 0
    assert report["faulty"] > 0 and report["faults"][0]["rule"]
    assert desk.run("work")["stages"] == before


def test_documents_are_named_by_a_file_with_a_number_a_line(desk):
    number = desk.documents[0]
    path = desk.folder / "numbers.txt"
    path.write_text(f"{number}\nx\n")
    words = ["status", "suspend", "--documents-file", path, "--reason", "under-review", "--basis", "示例法"]
    refused(desk, "bad-file", *words)
    path.write_text(f"{number}\n{desk.documents[1]}\n")
    # They are read, and the desk knows of each how far it is.
    refused(desk, "not-recorded", *words)
    path.write_text("999999\n")
    refused(desk, "unknown-document", *words)


def test_the_audit_log_is_one_chain_and_names_who_did_what(desk):
    told = desk.run("audit")
    assert told["chain"]["whole"] is True and told["chain"]["lines"] >= len(told["entries"]) > 0
    actions = {entry["action"] for entry in told["entries"]}
    assert {"staff-add", "staff-reset", "staff-roles", "staff-disable", "import", "import-dry"} <= actions, actions
    last = told["entries"][-1]["number"]
    assert desk.run("audit", "--after", last)["entries"] == []
