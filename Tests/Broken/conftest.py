"""A real node and what happens to it. The pens and the checks are those of Tests/Strangers: none of the product's code."""

import os
import pathlib
import random
import sys

import pytest

for folder in ("Strangers", "PowerCut"):
    sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / folder))

from machine import Machine  # noqa: E402
from pen import Pen  # noqa: E402
from witness import Witness  # noqa: E402

SEED = int(os.environ.get("DEEDBOX_SEED") or random.SystemRandom().randrange(1 << 32))
ROUNDS = int(os.environ.get("DEEDBOX_ROUNDS") or 20)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"Tests/Broken: DEEDBOX_SEED={SEED} DEEDBOX_ROUNDS={ROUNDS}")


def pytest_sessionfinish():
    """Nothing is left running, whatever failed."""
    for process in Machine.launched:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def rounds():
    """How often a thing is done that is done at random; damage and full disks in proportion to twenty."""
    return ROUNDS


@pytest.fixture
def dice(request):
    """Random numbers that follow from the seed and the test's name."""
    return random.Random(f"{SEED}/{request.node.name}")


@pytest.fixture(scope="session", autouse=True)
def program():
    if "DEEDBOX" not in os.environ:
        pytest.fail("DEEDBOX must name the program under test; scripts/test sets it")


@pytest.fixture
def machine(tmp_path):
    """A node with an empty ledger, not started; whatever it becomes, it is gone after the test."""
    machine = Machine(tmp_path).found()
    yield machine
    machine.kill()


@pytest.fixture
def pen(machine):
    """The members of that ledger, registered: the node runs."""
    machine.start()
    return Pen(machine.genesis).register(machine)


@pytest.fixture
def witness(machine):
    return Witness(machine.genesis)
