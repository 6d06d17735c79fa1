"""A log as anyone finds it: an address, and the genesis that is trusted."""

import functools
import json
import urllib.error
import urllib.request

import statements
from replay import Replay, blocks
from verify_receipt import Network, read_note


class ServedLog:
    """Everything is read as of the newest of the checkpoints that were fetched before."""

    def __init__(self, url, genesis, checkpoints):
        self.url, self.genesis, self.checkpoints = url, genesis, checkpoints
        self.network = Network.read(genesis)

    def get(self, path, accept=None):
        return get_bytes(self.url + path, accept)

    def get_json(self, path):
        return json.loads(self.get(path))

    @functools.cached_property
    def heads(self):
        """Size and root of each checkpoint."""
        return [read_note(note).checkpoint[1:] for note in self.checkpoints]

    @functools.cached_property
    def leaves(self):
        """All entries, from the bundles."""
        size = self.heads[-1][0]
        leaves = []
        for number in range((size + 255) // 256):
            leaves += statements.unframed(self.get(tile_path("entries", number, min(256, size - 256 * number))))
        assert len(leaves) == size
        return leaves

    @functools.cached_property
    def replay(self):
        """The log replayed in Python."""
        replay = Replay(self.genesis)
        for block in blocks(self.leaves):
            replay.take(block)
        return replay

    @property
    def documents(self):
        """Where the records of documents stand; uses have records too."""
        return sorted(self.replay.records)

    def places(self, kind):
        return [at for at, leaf in enumerate(self.leaves) if statements.kind(leaf) == kind]


def get_bytes(url, accept=None):
    """The body of a good answer, in the media type that is asked for."""
    request = urllib.request.Request(url, headers={"accept": accept} if accept else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def tile_path(level, number, width):
    """C2SP tlog-tiles: groups of three digits, all but the last behind an x."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03d}")
    return f"/tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


def status_of(url, method="GET", body=None, headers=None):
    """The status of an answer, whatever it is."""
    try:
        request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
