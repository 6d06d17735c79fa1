"""Python makes the vectors of sealing by RFC 9180; `test_registrar.py` opens what the program sealed."""

import pathlib
import subprocess
import sys

import sealing

VECTORS = pathlib.Path(__file__).resolve().parents[1] / "SealingTests" / "Vectors"


def vectors(name):
    lines = (VECTORS / name).read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


def test_the_vectors_are_what_python_makes():
    done = subprocess.run([sys.executable, VECTORS / "make.py", "--check"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rfc_9180():
    """Appendix A.2.1, sequence number 0."""
    sealed = bytes.fromhex(
        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
    secret = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    info = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
    assert sealing.hpke_open(secret, sealed, info, b"Count-0") == b"Beauty is truth, truth beauty"


def test_the_code_holds_and_its_neighbours_do_not():
    code = vectors("codes.txt")["code"]
    assert sealing.code_holds(code)
    for at, letter in enumerate(code):
        for other in sealing.ALPHABET if letter != "-" else "":
            assert (other == letter) == sealing.code_holds(code[:at] + other + code[at + 1:])
