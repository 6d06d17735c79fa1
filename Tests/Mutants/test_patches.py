"""The catalogue is whole: every mutant applies to the tree as it stands, and says what it is."""

import re

import pytest
import together
from catalogue import PATCHES, ROOT, DoesNotApply, heading, mutated, patches, target
from mutants import trimmed

# Section by section, the kinds of bugs that other systems of agreement have had.
CLASSES = {
    "wrong quorum", "lock and unlock", "proof of lock lost", "round jump by one liar", "unbound fields",
    "certificate shortcuts", "double sign and amnesia", "cannot sign after restart", "damaged records",
    "catching up beside agreement", "height poisoning", "crashes by hostile input", "timers", "view change",
    "evidence", "parameters on the ledger", "non-determinism", "flaws of published protocols", "storage races",
    "light client",
}


@pytest.mark.parametrize("path", patches(), ids=lambda path: path.stem)
def test_a_mutant_applies_and_says_what_it_breaks(path):
    says = heading(path)
    assert list(says) == ["Class", "Bug", "Breaks"]
    assert says["Class"] in CLASSES
    assert len(re.findall(r"^\+\+\+ ", path.read_text(), re.MULTILINE)) == 1
    assert re.match(r"Sources/(Ledger|Rulebook|Consensus|Replication|Storage)/", target(path))
    before = (ROOT / target(path)).read_text()
    assert mutated(path, before) != before


def test_every_class_has_a_mutant():
    assert {heading(path)["Class"] for path in patches()} == CLASSES


def test_a_patch_of_lines_that_are_not_there_does_not_apply():
    path = PATCHES / "quorum-2f-plus-1.patch"
    text = (ROOT / target(path)).read_text()
    assert mutated(path, "\n" + text.replace("/// How many", "/// So many")) != text
    for other in (text.replace("validators + liars", "sheep + liars"), text + text):
        with pytest.raises(DoesNotApply):
            mutated(path, other)


@pytest.mark.parametrize("path", patches(), ids=lambda path: path.stem)
def test_a_mutant_that_is_chosen_at_run_time_is_the_patched_tree(path):
    text = (ROOT / target(path)).read_text()
    try:
        changes = together.changed_bodies(text, path)
    except together.CannotBeChosen:
        return
    assert changes
    for number, (start, end) in reversed(list(enumerate(together.bodies(text)))):
        text = text[:start] + changes.get(number, text[start:end]) + text[end:]
    assert text == mutated(path, (ROOT / target(path)).read_text())


def test_nearly_all_mutants_stand_in_one_build_and_none_in_the_tree(tmp_path):
    for path in patches():
        (tmp_path / target(path)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / target(path)).write_text((ROOT / target(path)).read_text())
    numbers, alone = together.combine(tmp_path, patches())
    assert len(numbers) + len(alone) == len(patches())
    assert len(alone) <= len(patches()) // 20
    changed = "".join(path.read_text() for path in tmp_path.rglob("*.swift"))
    assert {int(number) for number in re.findall(r"chosenMistake == (\d+)", changed)} == set(numbers.values())
    assert not any("chosenMistake" in path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))


def test_a_constant_or_a_signature_is_changed_in_a_build_of_its_own(tmp_path):
    path = tmp_path / "odd.patch"
    path.write_text("--- a/A.swift\n+++ b/A.swift\n@@ -1,1 +1,1 @@\n-let most = 3\n+let most = 4\n")
    with pytest.raises(together.CannotBeChosen):
        together.changed_bodies("let most = 3\nfunc f() -> Int { most }\n", path)


@pytest.mark.parametrize("text, found", [
    ("func f() -> Int { 1 }", [" 1 "]),
    ("struct A {\n    var b: Int { c { $0 } }\n    let d = { 1 }()\n}", [" c { $0 } "]),
    ("var a: Int {\n    get { 1 }\n    set { b = newValue }\n}", [" 1 ", " b = newValue "]),
    ('func f() { g("}") } // }\ninit?(a: [Int] = []) throws { h() }', [' g("}") ', " h() "]),
])
def test_bodies_are_found(text, found):
    assert [text[start:end] for start, end in together.bodies(text)] == found


@pytest.mark.parametrize("body, is_expression", [
    (" 1 ", True), (" return 1 ", False), (" if a { 1 } else { 2 } ", True), (" if a { return 1 }\n return 2 ", False),
    (" a.map { b in\n return b } ", True), (" guard a else { return 1 }\n return 2 ", False),
])
def test_a_value_without_the_word_return_is_known(body, is_expression):
    assert together.is_expression(body) == is_expression


def test_the_trimmed_manifest_keeps_the_core_and_storage_and_their_tests_alone():
    manifest, suites = trimmed((ROOT / "Package.swift").read_text())
    assert {"LedgerTests", "ConsensusTests", "RulebookTests", "ReplicationTests", "StorageTests"} <= set(suites)
    assert '"Replication"' in manifest and "GRDB.swift" in manifest
    assert ".treatAllWarnings" not in manifest
    assert "NodeApp" not in manifest
    assert "hummingbird.git" not in manifest and 'hummingbird-project' not in manifest
