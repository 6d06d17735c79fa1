"""What can befall a file, and the question whether the node noticed."""

import os
import pathlib
import shutil

def files(data):
    """Every stored file, by its path below the data folder."""
    return sorted(str(path.relative_to(data)) for path in pathlib.Path(data).rglob("*") if path.is_file())


def flip(path, dice):
    """One bit."""
    with path.open("r+b") as file:
        offset = dice.randrange(path.stat().st_size)
        file.seek(offset)
        byte = file.read(1)[0] ^ 1 << dice.randrange(8)
        file.seek(offset)
        file.write(bytes([byte]))
    return f"a bit at {offset} of {path.stat().st_size}"


def zero(path, dice):
    """A page that the disk lost."""
    offset = dice.randrange(0, path.stat().st_size, 512)
    with path.open("r+b") as file:
        file.seek(offset)
        lost = file.read(512)
        file.seek(offset)
        file.write(bytes(len(lost)))
    return f"a page at {offset}" if any(lost) else None


def cut(path, dice):
    size = dice.randrange(path.stat().st_size)
    os.truncate(path, size)
    return f"cut to {size}"


def empty(path, dice):
    os.truncate(path, 0)
    return "emptied"


def lengthen(path, dice):
    """Rubbish behind the end."""
    with path.open("ab") as file:
        file.write(dice.randbytes(dice.randrange(1, 5_000)))
    return "made longer"


def remove(path, dice):
    path.unlink()
    return "removed"


def swap(one, other):
    kept = one.with_name(one.name + ".kept")
    one.rename(kept)
    shutil.move(other, one)
    kept.rename(other)
