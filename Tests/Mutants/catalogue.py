"""The known mistakes: where they stand, what they say of themselves, and the text with one of them in it."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = Path(__file__).resolve().parent


def patches(names=()):
    """The paths of the named mutants, or of all."""
    found = {path.stem: path for path in sorted(PATCHES.glob("*.patch"))}
    unknown = [name for name in names if name not in found]
    if unknown:
        sys.exit(f"no such mutant: {', '.join(unknown)}")
    return [found[name] for name in names or found]


def heading(path):
    """Class, bug and damage, as the patch says them."""
    lines = path.read_text().split("\n\n", 1)[0].splitlines()
    return dict(line.split(": ", 1) for line in lines)


class DoesNotApply(Exception):
    """The lines that a patch replaces do not stand in the tree."""


def target(path):
    """The one file that a patch changes."""
    return re.search(r"^\+\+\+ b/(\S+)$", path.read_text(), re.MULTILINE)[1]


def mutated(path, text):
    """The text with every hunk of the patch in it; the lines around a hunk may move and change."""
    for hunk in re.split(r"^@@ .*@@.*\n", path.read_text(), flags=re.MULTILINE)[1:]:
        lines = hunk.splitlines(keepends=True)
        whole = "".join(line[1:] for line in lines if line[0] in " -")
        changed = "".join(line[1:] for line in lines if line[0] in " +")
        inner = [number for number, line in enumerate(lines) if line[0] in "-+"]
        core = lines[inner[0] : inner[-1] + 1]
        removed = "".join(line[1:] for line in core if line[0] in " -")
        added = "".join(line[1:] for line in core if line[0] in " +")
        if text.count(whole) == 1:
            text = text.replace(whole, changed)
        elif removed and text.count(removed) == 1:
            text = text.replace(removed, added)
        else:
            raise DoesNotApply(f"{target(path)} has not exactly once: {whole.strip()}")
    return text
