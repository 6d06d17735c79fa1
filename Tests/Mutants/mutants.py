"""Applies known mistakes, one at a time, to a copy of the tree, and lets the tests find each.

    scripts/mutants [--together] [--all-suites] [--through 'COMMAND'] [NAME…]

A mutant is a patch beside this file. Its first lines say of which class of historical bugs it is, which bug, and what
it breaks. Without names all run. The copy holds the core, what stores, and their tests alone, so that a mutant takes a
minute or two. `--together` builds once for all (together.py): a mutant then takes what its tests take.
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

import together
from catalogue import ROOT, DoesNotApply, heading, mutated, patches, target

# Who looks for a mistake, by the folder in which it is: in the order of running; the first that fails is enough.
STORAGE = [("StorageTests",)]
CORE = [("LedgerTests", "ConsensusTests"), ("RulebookTests", "ReplicationTests"), ("SimulationTests",)]
SUITES = CORE + STORAGE
# Slower than this a mutant hangs: it is caught. The seeds are so few that a sound tree is far from it.
SECONDS = 600
SEEDS = "200"
BUILD_SECONDS = 3_600
REQUIRED = 95
UNCOUNTED = ("does not apply", "does not build")


def suites(path):
    """The groups of suites that look for a mutant."""
    return STORAGE if target(path).startswith("Sources/Storage/") else CORE


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
    """The manifest with nothing but the suites above and what they need; a mutant may leave a value unused."""
    manifest = re.sub(r"^\s*\.treatAllWarnings\(as: \.error\),\n", "", manifest, flags=re.MULTILINE)
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

    def run(self, *command, mistake=0, seconds=SECONDS):
        """Status and output; status None when the time was up."""
        environment = {"DEEDBOX_SEED": "1"} | os.environ | {"DEEDBOX_RUNS": SEEDS, together.VARIABLE: str(mistake)}
        try:
            done = subprocess.run(
                [*self.through, *command], cwd=self.tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, errors="replace", env=environment, timeout=seconds * (10 if self.through else 1))
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return None, ""

    def build(self):
        """What the compiler says first against the copy as it stands; nothing when it builds."""
        status, output = self.run("swift", "build", "-c", "release", "--build-tests", seconds=BUILD_SECONDS)
        errors = [line for line in output.splitlines() if "error:" in line]
        return None if status == 0 else (errors or [output[-2000:] or f"no end within {BUILD_SECONDS} s"])[0]

    def test(self, groups=SUITES, mistake=0):
        """What each group of suites says, up to the first that fails: nothing, or the names of failed tests."""
        found = []
        for group in groups:
            names = [name for name in group if name in self.suites]
            if not names:
                continue
            status, output = self.run(
                "timeout", str(SECONDS), "swift", "test", "-c", "release", "--skip-build", "--filter",
                f"^({'|'.join(names)})\\.", mistake=mistake)
            if status != 0:
                found.append("/".join(names) + ": " + failures(status, output))
                if not self.all_suites:
                    break
        return found

    def ask(self, path, mistake=0):
        """What becomes of a mutant that is in the build, and by which tests."""
        found = self.test(suites(path), mistake)
        return ("caught", "; ".join(found)) if found else ("SURVIVED", heading(path)["Breaks"])

    def judge(self, path):
        """One mutant in a build of its own."""
        file, source = self.tree / target(path), ROOT / target(path)
        if not source.exists():
            return "does not apply", f"there is no {target(path)}"
        before = file.read_text()
        try:
            file.write_text(mutated(path, source.read_text()))
        except DoesNotApply as reason:
            return "does not apply", str(reason)
        try:
            error = self.build()
            return ("does not build", error) if error else self.ask(path)
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
    parser.add_argument("--together", action="store_true", help="one build for all, each chosen at run time")
    parser.add_argument("--all-suites", action="store_true", help="go on after the first suites that fail")
    parser.add_argument("--through", default="", metavar="COMMAND", help="run every build and test by this command")
    arguments = parser.parse_args()
    start = time.monotonic()
    chosen = patches(arguments.names)
    with tempfile.TemporaryDirectory(prefix="deedbox-mutants.") as folder:
        tree = Path(folder)
        copy = Copy(tree, copy_tree(tree), shlex.split(arguments.through), arguments.all_suites)
        numbers, alone = together.combine(tree, chosen) if arguments.together else ({}, chosen)
        error = copy.build()
        if error:
            sys.exit(f"the tree itself does not build: {error}")
        broken = copy.test()
        if broken:
            sys.exit(f"the tree itself fails: {'; '.join(broken)}")
        print(f"the tree without mutants: built and passed in {time.monotonic() - start:.0f} s, "
              f"{len(numbers)} mutants in it", flush=True)
        results = {}
        for path in [*numbers, *alone]:
            results[path] = copy.ask(path, numbers[path]) if path in numbers else copy.judge(path)
            print(f"{path.stem:36} {results[path][0]:14} {results[path][1]}", flush=True)
    sys.exit(0 if report(results, time.monotonic() - start) else 1)


if __name__ == "__main__":
    main()
