"""Everything that a node keeps and tells: its files, the rows of its databases, its log, its counters."""

import re
import sqlite3

from witness import Witness

#: What a node tells without being asked for anything in particular.
PATHS = ("/checkpoint", "/epochs", "/genesis", "/governance", "/members", "/metrics", "/policy", "/scenes", "/status",
         "/types?fields=true")


def stopped(town):
    """Stops all nodes of a town; what each of them has, by its member. The witness has read the log."""
    town.network.settle()
    town.witness = Witness(town.genesis.read_bytes())
    answers = {}
    for node in town.network.nodes:
        town.witness.look(node)
        answers[node.member] = told(node)
    for node in town.network.nodes:
        node.stop()
    return {node.member: kept(node) | answers[node.member] for node in town.network.nodes}


def told(node):
    """What a running node answers, by path."""
    answers = {path: node.get(path) for path in PATHS}
    assert {status for status, _ in answers.values()} == {200}, answers
    return {path: body for path, (_, body) in answers.items()}


def kept(node):
    """What a stopped node has on disk, by file, and by table of each database: values lie there across pages."""
    found = {}
    for path in sorted(node.folder.rglob("*")):
        if path.is_file() and node.keys not in path.parents:
            name = str(path.relative_to(node.folder))
            found[name] = re.sub(rb"\0{64,}", bytes(64), path.read_bytes())
            if path.suffix == ".sqlite":
                found |= {f"{name}: {table}": rows for table, rows in tables(path)}
    return found


def tables(path):
    """The values of each table, one behind the other."""
    with sqlite3.connect(path) as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            yield name, b"\0".join(value if isinstance(value, bytes) else str(value).encode()
                                   for row in database.execute(f'SELECT * FROM "{name}"') for value in row)
    database.close()
