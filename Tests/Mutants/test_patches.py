"""The catalogue is whole: every mutant applies to the tree as it stands, and says what it is."""

import re

import pytest
from mutants import PATCHES, ROOT, DoesNotApply, heading, mutated, patches, target, trimmed

# Section by section, the kinds of bugs that other systems of agreement have had.
CLASSES = {
    "wrong quorum", "lock and unlock", "proof of lock lost", "round jump by one liar", "unbound fields",
    "certificate shortcuts", "double sign and amnesia", "cannot sign after restart", "damaged records",
    "catching up beside agreement", "height poisoning", "crashes by hostile input", "timers", "view change",
    "evidence", "parameters on the ledger", "non-determinism", "flaws of published protocols", "storage races",
    "light client",
}


@pytest.mark.parametrize("path", patches(), ids=lambda path: path.stem)
def test_a_mutant_applies_to_the_core_and_says_what_it_breaks(path):
    says = heading(path)
    assert list(says) == ["Class", "Bug", "Breaks"]
    assert says["Class"] in CLASSES
    assert len(re.findall(r"^\+\+\+ ", path.read_text(), re.MULTILINE)) == 1
    assert re.match(r"Sources/(Ledger|Rulebook|Consensus|Replication)/", target(path))
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


def test_the_trimmed_manifest_keeps_the_core_and_its_tests_alone():
    manifest, suites = trimmed((ROOT / "Package.swift").read_text())
    assert {"LedgerTests", "ConsensusTests", "RulebookTests", "ReplicationTests"} <= set(suites)
    assert '"Replication"' in manifest
    assert "NodeApp" not in manifest
    assert "hummingbird.git" not in manifest and 'hummingbird-project' not in manifest
