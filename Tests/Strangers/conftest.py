"""What the outside checkers look at: a ledger on paper, and a live node that the program under test runs."""

import os
import pathlib
import subprocess
import sys

import pytest

from network import LiveNetwork
from paper import PaperLedger
from served import ServedLog

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="session")
def paper():
    """Four nodes, three of which must cosign."""
    return PaperLedger(nodes=4, byzantine=True, cosigners=[1, 3, 4])


@pytest.fixture(scope="session")
def paper_log(paper):
    with paper.served() as url:
        yield ServedLog(url, paper.genesis, paper.checkpoints)


@pytest.fixture(scope="session", params=["paper", "live"])
def log(request):
    """The checks are checked on paper, then done on what the node serves."""
    return request.getfixturevalue(f"{request.param}_log")


@pytest.fixture
def run_script(tmp_path):
    """Runs a Python script of this folder; arguments that are bytes go through files."""

    def run(name, *arguments):
        words = []
        for number, argument in enumerate(arguments):
            if isinstance(argument, bytes):
                path = tmp_path / f"{number}"
                path.write_bytes(argument)
                argument = str(path)
            words.append(argument)
        return subprocess.run([sys.executable, HERE / name, *words], capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    """A node that runs until the last test is done."""
    if "DEEDBOX" not in os.environ:
        pytest.fail("DEEDBOX must name the program under test; scripts/test sets it")
    network = LiveNetwork(tmp_path_factory.mktemp("network"))
    try:
        network.start()
        network.tell()
        yield network
    finally:
        network.stop()


@pytest.fixture(scope="session")
def live_log(live):
    return live.newest_log()
