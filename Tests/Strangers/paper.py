"""A ledger on paper: written in Python alone and served on loopback like a node's.

It checks the checkers, and shows what one node cannot, such as a quorum of three of four.
"""

import base64
import contextlib
import hashlib
import http.server
import json
import threading
import urllib.parse

import release
import state
import statements
from replay import Replay, leaf_hash, merkle_root
from state import KINDS
from statements import ES256, Key
from story import Story
from verify_receipt import Network, read_note, read_receipt

START = 1_793_491_200
PARAMETERS = [131_072, 16 << 20, 16_384, 10, 1_209_600, 604_800, 1_000, 10_000, 4_096, 10_000]


def genesis(nodes, byzantine):
    """A genesis with the sample keys."""
    roles = ["log", "cosigner", "vote", "release", "link"]
    validators = [
        [f"node-{node}", ["示例节点", f"Sample node {node}"],
         [Key(ES256 if role == "link" else statements.EDDSA, f"node-{node}/{role}").public.data for role in roles]]
        for node in range(1, nodes + 1)]
    governors = [Key(name=f"governance-{number}").public.pair for number in (1, 2, 3)]
    return statements.encode([1, "paper.deedbox.example", START, True, int(byzantine), validators, [2, governors],
                              PARAMETERS])


def note_line(key, note_key, text, time=None):
    """A signature line of a note."""
    message = text.encode()
    stamp = b""
    if time is not None:
        stamp = time.to_bytes(8, "big")
        message = f"cosignature/v1\ntime {time}\n".encode() + message
    payload = base64.b64encode(note_key.id + stamp + key.sign(message)).decode()
    return f"\u2014 {note_key.name} {payload}\n"


def checkpoint_text(origin, size, root):
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def inclusion_path(hashes, index):
    """RFC 6962 section 2.1.1, from the leaf upward."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return inclusion_path(hashes[:split], index) + [merkle_root(hashes[split:])]
    return inclusion_path(hashes[split:], index - split) + [merkle_root(hashes[:split])]


class PaperLedger:
    """Blocks of statements, each under a checkpoint that enough of the nodes cosigned."""

    def __init__(self, nodes=1, byzantine=False, cosigners=None):
        self.genesis = genesis(nodes, byzantine)
        self.network = Network.read(self.genesis)
        self.replay = Replay(self.genesis)
        self.cosigners = range(1, nodes + 1) if cosigners is None else cosigners
        self.leaves, self.checkpoints, self.steps = [], [], []
        self.story = Story(self.send, self.network.origin, lambda: self.replay.time // 1000, 1, self.wait,
                           lambda batch: None, self).tell()
        while not any(statements.kind(leaf) == "closed" for leaf in self.leaves):
            self.send([])

    # Nobody holds what is sealed on paper, and the one who sealed it opens it.

    def weekly_keys(self, latest):
        secret = hashlib.sha256(b"paper %d" % (latest // release.WEEK)).digest()
        return self.replay.set_digest, 1, [release.x25519_public(secret)]

    def hand(self, leaf, deal):
        assert release.SealedDeal(deal).digest in leaf

    def open(self, opening):
        self.send(opening())

    def wait(self, seconds):
        """Blocks without statements, a second each."""
        for _ in range(seconds):
            self.send([])

    def pass_time(self, seconds):
        """As long without a block."""
        self.replay.time += 1_000 * seconds
        self.send([])

    def govern(self, act, *payload):
        """An act that all who govern sign: it holds at once."""
        self.send([[statements.governed(self.story.governors, act, [self.replay.sequence, *payload], self.replay.origin,
                                        self.replay.time // 1000 + 5)]])

    def send(self, batches):
        """One block; returns where each statement stands."""
        self.replay.begin(self.replay.time + 1_000)
        places = []
        for leaves in batches:
            places.append(len(self.leaves))
            for leaf in leaves:
                self.replay.add(leaf)
            self.leaves += leaves
        self.close_block()
        return places

    def slip(self, *leaves):
        """A block of leaves that no honest node would have taken, and the state does not know; gives the first place."""
        self.replay.begin(self.replay.time + 1_000)
        place = len(self.leaves)
        self.leaves += leaves
        self.replay.hashes += [leaf_hash(leaf) for leaf in leaves]
        self.close_block()
        return place

    def close_block(self):
        """What the rules write at its end, and its checkpoint."""
        for grant in self.replay.due:
            self.leaves.append(statements.encode(self.replay.closed_record(grant)))
            self.replay.add(self.leaves[-1])
        seal = statements.encode(self.replay.seal(0))
        self.replay.end(seal)
        self.leaves.append(seal)
        self.checkpoints.append(self.note(self.cosigners))

    def note(self, cosigners, size=None, root=None):
        """The checkpoint of all leaves, by the log key of the first node and these cosigners."""
        size = len(self.leaves) if size is None else size
        text = checkpoint_text(self.network.origin, size, root or merkle_root(self.replay.hashes[:size]))
        places = {key.name.split(".")[0]: key for key in self.network.cosigners}
        lines = [note_line(self.key(next(iter(places)), "log"), self.network.log_keys[0], text)]
        for node in cosigners:
            member = f"node-{node}"
            lines.append(note_line(self.key(member, "cosigner"), places[member], text, self.replay.time // 1000 + 1))
        return (text + "\n" + "".join(lines)).encode()

    def key(self, member, role):
        """The private key of a node."""
        return Key(name=f"{member}/{role}")

    # What a node serves.

    def answer(self, path, accept=None):
        """The bytes at a path, or None."""
        if path == "/checkpoint":
            return self.checkpoints[-1]
        if path == "/policy":
            return self.network.policy.encode()
        if path == "/genesis":
            return self.genesis
        if path == "/epochs":
            return statements.encode([1, self.network.origin, self.steps])
        parts = urllib.parse.urlsplit(path)
        words = parts.path.strip("/").split("/")
        if words[0] == "tile":
            return self.tile(words[1], words[2:])
        if words[0] == "receipts":
            text = self.receipt(int(words[1]))
            return cbor_receipt(text, self.network.origin) if accept == "application/cbor" else text
        if words[0] == "state" and len(words) == 2:
            count = sum(kind == KINDS[words[1]] for kind, _ in self.replay.entries)
            return json.dumps({"kind": words[1], "bits": 0, "entries": count, "height": self.replay.height}).encode()
        if words[0] == "state":
            bits = int(urllib.parse.parse_qs(parts.query)["bits"][0])
            return self.sealed_bucket(words[1], int(words[3], 16) >> -bits % 4 if bits else 0, bits)
        return None

    def tile(self, level, words):
        width = 256
        if words[-2:-1] and words[-2].endswith(".p"):
            words, width = [*words[:-2], words[-2].removesuffix(".p")], int(words[-1])
        number = int("".join(word.removeprefix("x") for word in words))
        if level == "entries":
            return statements.framed(self.leaves[256 * number:256 * number + width])
        span = 256 ** int(level)
        starts = range(256 * number * span, (256 * number + width) * span, span)
        return b"".join(merkle_root(self.replay.hashes[at:at + span]) for at in starts)

    def receipt(self, index, note=None):
        """The text form, under the newest checkpoint or another; a record's has its manifest as the leaf."""
        note = note or self.checkpoints[-1]
        lines, leaf = ["deedbox/receipt/v1"], index
        if statements.kind(self.leaves[index]) == "record":
            while statements.kind(self.leaves[leaf]) == "record":
                leaf -= 1
            position = index - leaf - 1
            count = statements.read(self.leaves[leaf]).payload[2]
            lines += ["record " + base64.b64encode(self.leaves[index]).decode(), f"position {position}"]
            lines += self.path_lines(self.replay.hashes[leaf + 1:leaf + 1 + count], position)
        lines += ["", "leaf " + base64.b64encode(self.leaves[leaf]).decode(), "c2sp.org/tlog-proof@v1", f"index {leaf}"]
        lines += self.path_lines(self.replay.hashes[:read_note(note).checkpoint[1]], leaf)
        return "\n".join([*lines, "", ""]).encode() + note

    @staticmethod
    def path_lines(hashes, index):
        return [base64.b64encode(hashed).decode() for hashed in inclusion_path(hashes, index)]

    @property
    def entries(self):
        return {key: value if isinstance(value, bytes) else statements.encode(value)
                for key, value in self.replay.entries.items()}

    def sealed_bucket(self, word, prefix, bits):
        """`[1, receipt of the seal, bucket]`."""
        receipt = cbor_receipt(self.receipt(len(self.leaves) - 1), self.network.origin)
        return statements.encode([1, receipt, bucket_parts(self.entries, KINDS[word], prefix, bits)])

    @contextlib.contextmanager
    def served(self):
        """Serves the ledger on loopback; gives its URL."""
        ledger = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = ledger.answer(self.path, self.headers["accept"])
                self.send_response(200 if body is not None else 404)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}"
            finally:
                server.shutdown()


def bucket_parts(entries, kind, prefix, bits):
    """A bucket's CBOR parts: from the root down, one sibling a step."""
    leaves = sorted((k, state.key_hash(k, key), value) for (k, key), value in entries.items())
    start = (prefix << (256 - bits)).to_bytes(32, "big")
    siblings = []
    while len(siblings) < 8 + bits and (len(leaves) > 1 or leaves and len(siblings) < 8):
        parts = ([], [])
        for leaf in leaves:
            parts[state.goes_right(leaf[0], leaf[1], len(siblings))].append(leaf)
        right = state.goes_right(kind, start, len(siblings))
        hashed = [(k, h, state.sha256(v)) for k, h, v in parts[not right]]
        siblings.insert(0, state.subtree(hashed, len(siblings) + 1))
        leaves = parts[right]
    bitmap = bytearray((len(siblings) + 7) // 8)
    for step, sibling in enumerate(siblings):
        if sibling != state.EMPTY:
            bitmap[step // 8] |= 0x80 >> step % 8
    inside = all(state.share(hashed, start, bits) for _, hashed, _ in leaves)
    other = None if inside else [leaves[0][1], state.sha256(leaves[0][2])]
    shown = leaves if inside else []
    return [kind, bits, prefix, len(siblings), bytes(bitmap), b"".join(s for s in siblings if s != state.EMPTY),
            b"".join(hashed for _, hashed, _ in shown), [value for _, _, value in shown], other]


def proof_parts(proof):
    """A single proof's CBOR parts."""
    bitmap = bytearray((len(proof.siblings) + 7) // 8)
    for step, sibling in enumerate(proof.siblings):
        if sibling != state.EMPTY:
            bitmap[step // 8] |= 0x80 >> step % 8
    return [proof.kind, len(proof.siblings), bytes(bitmap),
            b"".join(sibling for sibling in proof.siblings if sibling != state.EMPTY), proof.end]


def cbor_receipt(text, origin):
    """The CBOR form of a text receipt."""
    receipt = read_receipt(text)
    record = receipt.proof and [receipt.proof.record, receipt.proof.position, b"".join(receipt.proof.path)]
    lines = [[None if name == origin else name, id + payload] for name, id, payload in receipt.note.signatures]
    return statements.encode(
        [1, record, receipt.leaf, receipt.index, b"".join(receipt.path), receipt.note.text, lines])
