"""SPIN searches the agreement's rules for runs in which somebody never decides although the network has become stable."""

import pathlib
import re
import subprocess

import pytest

MODEL = pathlib.Path(__file__).resolve().parent / "liveness/agreement.pml"


def search(folder, **defines):
    """SPIN's verdict over all fair runs: the number of errors (it ends at the first), and of states."""
    flags = [f"-D{name}" if value is True else f"-D{name}={value}" for name, value in defines.items()]

    def run(*command):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1_200, check=True).stdout

    run("spin", *flags, "-a", str(MODEL))
    run("gcc", "-w", "-O2", "-DNFAIR=3", "-DMEMLIM=12000", "-o", "pan", "pan.c")
    said = run("./pan", "-a", "-f", "-m1000000")
    assert "out of memory" not in said and "max search depth too small" not in said, said
    errors, states = re.search(r"errors: (\d+)", said), re.search(r"(\d+) states, stored", said)
    assert "fairness enabled" in said and errors and states, said
    print(f"{flags}: {states[1]} states, {errors[1]} errors")
    return int(errors[1]), int(states[1])


def test_all_decide_when_the_network_is_stable_from_the_second_round_on(tmp_path):
    errors, states = search(tmp_path, UNSTABLE=0, ROUNDS=4)
    assert errors == 0 and states > 1_000


@pytest.mark.parametrize("stops", [0, 1, 2])
def test_the_others_decide_though_one_stops_at_any_moment(tmp_path, stops):
    errors, states = search(tmp_path, STOPS=stops, UNSTABLE=1, ROUNDS=6)
    assert errors == 0 and states > 1_000_000


@pytest.mark.parametrize("stops", [0, 1, 2])
def test_locks_that_are_never_given_up_are_found(tmp_path, stops):
    """Two validators locked on different blocks: with the third gone neither gives way."""
    assert search(tmp_path, STOPS=stops, UNSTABLE=1, ROUNDS=6, MUTANT_NEVER_UNLOCKS=True)[0] == 1


def test_too_short_a_wait_for_the_proposal_is_found(tmp_path):
    """Why the wait for a proposal outlasts the wait of the round before by three delays."""
    assert search(tmp_path, STOPS=1, UNSTABLE=1, ROUNDS=6, MUTANT_SHORT_PROPOSAL_WAIT=True)[0] == 1
