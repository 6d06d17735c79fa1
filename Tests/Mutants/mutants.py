"""Applies known mistakes, one at a time, to a copy of the tree, and lets the tests of the core find each.

    scripts/mutants [--all-suites] [--through 'COMMAND'] [NAME…]

A mutant is a patch beside this file. Its first lines say of which class of historical bugs it is, which bug, and what
it breaks. Without names all run. The copy holds the core and its tests alone, so that a mutant takes a minute or two.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = Path(__file__).resolve().parent
# In the order of running; the first that fails is enough.
SUITES = [("LedgerTests", "ConsensusTests"), ("RulebookTests", "ReplicationTests"), ("SimulationTests",)]
# Slower than this a mutant hangs: it is caught.
SECONDS = 600
REQUIRED = 95
UNCOUNTED = ("does not apply", "does not build")


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


def elements(text, start):
    """The comma-separated parts of a list that begins at an opening bracket, and where the list ends."""
    parts, depth, begin = [], 0, start + 1
    for position in range(start, len(text)):
        character = text[position]
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 or (depth == 1 and character == ","):
            parts.append(text[begin:position].strip())
            begin = position + 1
        if depth == 0:
            return [part for part in parts if part], position + 1
    sys.exit("Package.swift: a list without an end")


def trimmed(manifest):
    """The manifest with nothing but the suites above and what they need."""
    manifest = re.sub(r"^\s*//(?! swift-tools-version).*\n", "", manifest, flags=re.MULTILINE)
    start = manifest.index("[", manifest.index("    targets:"))
    blocks, end = elements(manifest, start)
    targets = {re.search(r'name: "(\w+)"', block)[1]: block for block in blocks}
    wanted = [name for suites in SUITES for name in suites if name in targets]
    for name in wanted:
        wanted += [other for other in re.findall(r'"(\w+)"', targets[name]) if other in targets and other not in wanted]
    kept = [block for name, block in targets.items() if name in wanted]
    manifest = manifest[:start] + "[\n" + ",\n".join(kept) + "\n]" + manifest[end:]
    for list_name, word in (("    products:", None), ("    dependencies:", "url")):
        if list_name not in manifest:
            continue
        start = manifest.index("[", manifest.index(list_name))
        parts, end = elements(manifest, start)
        if word is None:
            manifest = manifest[: manifest.index(list_name)] + manifest[end:].lstrip(",\n")
        else:
            needed = [part for part in parts if is_needed(part, manifest, kept)]
            manifest = manifest[:start] + "[" + ", ".join(needed) + "]" + manifest[end:]
    return manifest, [name for suites in SUITES for name in suites if name in targets]


def is_needed(package, manifest, kept):
    """True when a product of this package stands in a target that is kept."""
    name = re.search(r'/([\w.-]+)"', package)[1]
    products = re.findall(rf'let (\w+) = Target\.Dependency\.product\(name: "\w+", package: "{name}"\)', manifest)
    return any(re.search(rf"\b{product}\b", block) for product in products for block in kept)


def copy_tree(tree):
    """Copies what git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    manifest, suites = trimmed((tree / "Package.swift").read_text())
    (tree / "Package.swift").write_text(manifest)
    return suites


class Copy:
    """The copy of the tree, and how it is built and tested."""

    def __init__(self, tree, suites, through, all_suites):
        self.tree, self.suites, self.through, self.all_suites = tree, suites, through, all_suites

    def run(self, *command):
        """Status and output; status None when the time was up."""
        try:
            done = subprocess.run(
                [*self.through, *command], cwd=self.tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, errors="replace", timeout=SECONDS * (10 if self.through else 1),
                # Every mistake meets the same simulated runs.
                env={"DEEDBOX_SEED": "1"} | os.environ)
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return None, ""

    def builds(self):
        return self.run("swift", "build", "-c", "release", "--build-tests")

    def test(self):
        """What each group of suites says, up to the first that fails: nothing, or the names of failed tests."""
        found = []
        for group in SUITES:
            names = [name for name in group if name in self.suites]
            if not names:
                continue
            status, output = self.run(
                "timeout", str(SECONDS), "swift", "test", "-c", "release", "--skip-build", "--filter",
                f"^({'|'.join(names)})\\.")
            if status != 0:
                found.append("/".join(names) + ": " + failures(status, output))
                if not self.all_suites:
                    break
        return found

    def judge(self, path):
        """One mutant: what became of it, and by which tests."""
        file = self.tree / target(path)
        before = file.read_text() if file.exists() else ""
        try:
            file.write_text(mutated(path, before))
        except DoesNotApply as reason:
            return "does not apply", str(reason)
        try:
            status, output = self.builds()
            if status != 0:
                errors = [line for line in output.splitlines() if "error:" in line]
                return "does not build", (errors or ["?"])[0]
            found = self.test()
            return ("caught", "; ".join(found)) if found else ("SURVIVED", heading(path)["Breaks"])
        finally:
            file.write_text(before)


def failures(status, output):
    """The first few tests that failed, or how the run ended."""
    failed = re.findall(r'✘ Test "?(.+?)"? (?:recorded|failed|with)', output)
    names = list(dict.fromkeys(name for name in failed if not name.startswith("run ")))
    if names:
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if status is None or status == 124:
        return f"no end within {SECONDS} s"
    ends = [line.strip() for line in output.splitlines() if "Fatal error" in line or "signal" in line]
    return "the process ends: " + (ends or ["without a word"])[0][:120]


def report(results, seconds):
    """Prints what is to be known at the end; true when it is enough."""
    count = {}
    for path, (end, _) in results.items():
        row = count.setdefault(heading(path)["Class"], [0, 0])
        row[0] += 1
        row[1] += end == "caught"
    print("\n| class | mutants | caught |\n|---|--:|--:|")
    for name, (total, caught) in sorted(count.items()):
        print(f"| {name} | {total} | {caught} |")
    caught = sum(end == "caught" for end, _ in results.values())
    wrong = sum(end in UNCOUNTED for end, _ in results.values())
    share = 100 * caught / max(1, len(results))
    print(f"\nscripts/mutants: {caught} of {len(results)} caught ({share:.1f} %), "
          f"{len(results) - caught - wrong} survived, {wrong} do not apply or build, {seconds:.0f} s")
    return share >= REQUIRED and wrong == 0


def main():
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a mutant; without any, all")
    parser.add_argument("--all-suites", action="store_true", help="go on after the first suites that fail")
    parser.add_argument("--through", default="", metavar="COMMAND", help="run every build and test by this command")
    arguments = parser.parse_args()
    start = time.monotonic()
    chosen = patches(arguments.names)
    with tempfile.TemporaryDirectory(prefix="deedbox-mutants.") as folder:
        tree = Path(folder)
        copy = Copy(tree, copy_tree(tree), shlex.split(arguments.through), arguments.all_suites)
        status, output = copy.builds()
        if status != 0:
            sys.exit(f"the tree itself does not build:\n{output[-2000:]}")
        broken = copy.test()
        if broken:
            sys.exit(f"the tree itself fails: {'; '.join(broken)}")
        print(f"the tree without mutants: built and passed in {time.monotonic() - start:.0f} s", flush=True)
        results = {}
        for path in chosen:
            results[path] = copy.judge(path)
            print(f"{path.stem:36} {results[path][0]:14} {results[path][1]}", flush=True)
    sys.exit(0 if report(results, time.monotonic() - start) else 1)


if __name__ == "__main__":
    main()
