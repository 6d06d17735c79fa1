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


def fault(call, commands):
    """What is wrong with a call, or nothing."""
    words = call.split()
    path = "deedbox"
    for word in words[1:]:
        if f"{path} {word}" not in commands["all"]:
            break
        path += f" {word}"
    rest = words[len(path.split()):]
    if path not in commands["verbs"] and (path, rest) != ("deedbox", ["--help"]):
        return f"{call}: there is no such command"
    unknown = [word for word in rest if word.startswith("--") and word[2:] not in commands["all"][path]]
    return f"{call}: there is no {unknown[0]}" if unknown else None


@pytest.mark.parametrize("page", PAGES)
def test_each_written_command_exists(page, commands):
    calls = written(page)
    assert calls and [fault(call, commands) for call in calls if fault(call, commands)] == []


def test_the_map_names_every_command(commands):
    named = set(re.findall(r"^\| `(deedbox [a-z -]+)` \|", (ROOT / "docs/commands.md").read_text(), re.M))
    assert named == commands["verbs"]


@pytest.mark.parametrize("call", ["deedbox withdraw", "deedbox grant", "deedbox grant withdraw --again", "deedbox mnit a.csv"])
def test_a_command_or_option_that_is_not_there_is_found(call, commands):
    assert fault(call, commands)
    assert fault("deedbox grant withdraw --key grant.key", commands) is None
