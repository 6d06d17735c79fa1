"""The catalogue is whole: every mutant applies to the tree as it stands, and says what it is."""

import re

import pytest
from mutants import PATCHES, ROOT, apply_patch, heading, patches, trimmed

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
    touched = re.findall(r"^\+\+\+ b/(\S+)", path.read_text(), re.MULTILINE)
    assert len(touched) == 1
    assert re.match(r"Sources/(Ledger|Rulebook|Consensus|Replication)/", touched[0])
    checked = apply_patch(path, ROOT, "--check")
    assert checked.returncode == 0, checked.stderr


def test_every_class_has_a_mutant():
    assert {heading(path)["Class"] for path in patches()} == CLASSES


def test_a_patch_of_lines_that_are_not_there_does_not_apply(tmp_path):
    path = tmp_path / "none.patch"
    path.write_text((PATCHES / "quorum-2f-plus-1.patch").read_text().replace("validators + liars", "sheep + liars"))
    assert apply_patch(path, ROOT, "--check").returncode != 0


def test_the_trimmed_manifest_keeps_the_core_and_its_tests_alone():
    manifest, suites = trimmed((ROOT / "Package.swift").read_text())
    assert {"LedgerTests", "ConsensusTests", "RulebookTests", "ReplicationTests"} <= set(suites)
    assert '"Replication"' in manifest
    assert "NodeApp" not in manifest
    assert "hummingbird.git" not in manifest and 'hummingbird-project' not in manifest
