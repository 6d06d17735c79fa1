"""The pages that people copy commands from: each command and option stands in the program, and each command on the page."""

import json
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["README.md", "README.zh.md", "docs/commands.md", "docs/operating.md", "docs/benchmarks.md"]


@pytest.fixture(scope="module")
def commands():
    """Every command with its options, as the program itself lists them."""
    dump = subprocess.run([os.environ["DEEDBOX"], "--experimental-dump-help"], capture_output=True, check=True)
    found = {}

    def walk(command, path):
        path = [*path, command["commandName"]]
        below = [each for each in command.get("subcommands", []) if each["commandName"] != "help"]
        names = [name["name"] for each in command.get("arguments", []) for name in each.get("names") or []]
        found[" ".join(path)] = set(names)
        for each in below:
            walk(each, path)
        if below:
            groups.add(" ".join(path))

    groups = set()
    walk(json.loads(dump.stdout)["command"], [])
    return {"all": found, "verbs": set(found) - groups}


def written(page):
    """Every call of `deedbox` on a page: in a code block a line, in a sentence between backticks."""
    text = (ROOT / page).read_text()
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)
    lines = [line.split("#")[0] for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))
    return [call.strip() for call in [*lines, *spans] if call.strip().startswith("deedbox ")]


@pytest.mark.parametrize("page", PAGES)
def test_each_written_command_exists(page, commands):
    for call in written(page):
        words = call.split()
        path = "deedbox"
        for word in words[1:]:
            if f"{path} {word}" not in commands["all"]:
                break
            path += f" {word}"
        rest = words[len(path.split()):]
        assert path in commands["verbs"] or (path == "deedbox" and rest == ["--help"]), f"{page}: {call}"
        for option in (word for word in rest if word.startswith("--")):
            assert option[2:] in commands["all"][path], f"{page}: {call} has no {option}"


def test_the_map_names_every_command(commands):
    named = set(re.findall(r"^\| `(deedbox [a-z -]+)` \|", (ROOT / "docs/commands.md").read_text(), re.M))
    assert named == commands["verbs"]


def test_a_command_that_is_not_there_is_found(commands):
    with pytest.raises(AssertionError):
        assert "deedbox withdraw" in commands["verbs"]
    assert "deedbox grant withdraw" in commands["verbs"]
