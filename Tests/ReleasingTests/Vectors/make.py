#!/usr/bin/env python3
"""Makes the vectors of docs/protocol/release.md without any code of this project, in the environment of the strangers
(scripts/strangers.txt): .venv/bin/python Tests/ReleasingTests/Vectors/make.py. With --check it compares only."""

import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent / "Strangers"))

import release  # noqa: E402

ORIGIN = "vectors.deedbox.example/990a6bc5c2d07e3d3c224aa2546c8ee0"
EXPIRY = 1_800_000_000
TOKEN = bytes(range(100, 160))
STATEMENT, BLOCK, HEIGHT = bytes([0x51]) * 32, bytes([0xB1]) * 32, 4711
# Validators and quorum; the first with two uses, to be written out whole.
SETS = [(3, 2, 2), (1, 1, 1), (4, 3, 1), (7, 5, 3), (20, 14, 2)]


def secret(name, number=0):
    """The secret keys of the vectors: SHA-256 of a name and a number."""
    return release.sha256(f"deedbox vectors {name} {number}".encode())


def context(n):
    return release.Context(ORIGIN, secret("grant", n), secret("set", n), "bank")


def uses(m):
    return [(0, [f"示例密钥绑定.{k}.a", f"示例密钥绑定.{k}.b"], b"case %d" % k) for k in range(1, m + 1)]


def deposit(n, q, m, draw=None, spoil=None, first=1):
    weekly = [release.x25519_public(secret("weekly", i)) for i in range(1, n + 1)]
    return release.deal(
        context(n), q, weekly, release.x25519_public(secret("party")), release.x25519_public(secret("regulator")),
        EXPIRY, [(["示例凭证甲~", "示例凭证乙~"], ["示例回执甲".encode(), b""])], uses(m), TOKEN, draw or release.SeededBytes(secret("draw", n)), first,
        spoil)


def field():
    for a, b in [(0x57, 0x83), (0x57, 0x13), (2, 0x80), (0xFF, 0xFF), (1, 0xC3), (0, 9), (20, 63)]:
        yield f"product-{a:02x}-{b:02x}", bytes([release.times(a, b)])
    for a in (1, 2, 3, 20, 63, 0x53, 0xFF):
        yield f"inverse-{a:02x}", bytes([release.divided(1, a)])


def derived():
    """What follows from secrets, each alone."""
    it, key = context(3), secret("secret")
    yield "context", it.data
    yield "nonce-1", it.nonce(1).encode()
    yield "nonce-300", it.nonce(300).encode()
    for i, share in it.shares(7, key, 3, 5).items():
        yield f"share-7-{i}", share
        yield f"commitment-7-{i}", it.share_commitment(7, i, share)
    yield "check-7", it.secret_check(7, key)
    part = it.part(7, secret("party-secret"))
    yield "part-7", part
    yield "part-check-7", it.part_check(7, part)
    yield "ticket-key-7", it.ticket_key(7, key, part)
    yield "trace-packet", it.trace_packet(TOKEN, secret("seed"), release.x25519_public(secret("regulator")))


def deposits():
    for n, q, m in SETS:
        made = deposit(n, q, m)
        yield f"manifest-{n}-{q}-{m}", made.manifest.digest
        yield f"deposit-{n}-{q}-{m}", made.data if n == 3 else release.sha256(made.data)


def answer(position, made, share, k=1):
    return release.answer(
        release.ReleaseKey(secret("release", position)), f"node-{position}", ORIGIN, STATEMENT, HEIGHT, BLOCK,
        release.x25519_public(secret("use")), [[made.manifest.digest, k, position]], [share], EXPIRY,
        release.SeededBytes(secret("answer", position))(32))


def answers():
    made = deposit(*SETS[0])
    for position in (1, 2, 3):
        yield f"answer-1-{position}", answer(position, made, made.own_shares(position, secret("weekly", position))[1])


def evidence(kind, made, k, *rest):
    return release.encode([kind, release.decode(made.manifest.data), k, *rest])


def faults():
    made = deposit(*SETS[0])
    yield "false-share", evidence(1, made, 1, 2, answer(2, made, secret("false share")), secret("use"))

    def spoiled(secrets, shares):
        shares[1][3] = secret("not the share")

    bad = deposit(*SETS[0], spoil=spoiled)
    shares = {i: bad.own_shares(i, secret("weekly", i))[1] for i in (1, 2, 3)}
    yield "dealing", evidence(2, bad, 1, [[i, shares[i]] for i in (1, 3)])
    secret_1, party = release.interpolated({i: shares[i] for i in (1, 2)}), bad.party_secret(secret("party"))
    items = release.decode(made.data)
    items[4][0] = bytes(len(items[4][0]))
    manifest = release.decode(items[1])
    manifest[13][0] = release.sha256(items[4][0])
    items[1] = release.encode(manifest)
    garbled = release.Deposit(release.encode(items))
    part = garbled.manifest.context.part(1, party)
    yield "ticket", evidence(3, garbled, 1, secret_1, part, items[4][0], None)


def sealed():
    """A sealed disclosure dealt to three, its parts, and what the second validator gives."""
    key = release.disclosure_key(secret("correction"), ORIGIN)
    yield "tag-7", release.sealed_tag(key, 7)
    yield "details-key-7", release.details_key(key, 7)
    weekly = [release.x25519_public(secret("weekly", i)) for i in (1, 2, 3)]
    made = release.deal_sealed(
        ORIGIN, "police", 9_000, EXPIRY, secret("set", 3), 2, weekly, release.sealed_tag(key, 7), secret("salt"),
        release.details_key(key, 7), "示例详情".encode(), release.SeededBytes(secret("sealed")))
    yield "terms", made.context.grant
    yield "digest", made.digest
    yield "deal", made.data
    shares = {i: made.own_share(i, secret("weekly", i)) for i in (1, 2, 3)}
    tag, salt, details = made.open({i: shares[i] for i in (1, 3)})
    assert (tag, salt) == (release.sealed_tag(key, 7), secret("salt"))
    assert made.details(details, release.details_key(key, 7)) == "示例详情".encode()
    yield "share-2", release.disclosure_share(
        release.ReleaseKey(secret("release", 2)), "node-2", ORIGIN, STATEMENT, made.digest, 2, shares[2], EXPIRY)


def text(comment, facts):
    return "\n".join([f"# {comment}"] + [f"{name} {value.hex()}" for name, value in facts]) + "\n"


def main():
    files = {
        "field.txt": text("Products and inverses in the field of AES.", field()),
        "derived.txt": text("What follows from the secrets of make.py.", derived()),
        "deposits.txt": text("By validators, quorum and uses: the manifest's digest, and the deposit or its SHA-256.",
                             deposits()),
        "answers.txt": text("What the three validators answer to use 1 of the first deposit.", answers()),
        "sealed.txt": text("A sealed disclosure, and a share of it.", sealed()),
        "faults.txt": text("Evidence of each kind of fault, about variants of the first deposit.", faults()),
    }
    for name, content in files.items():
        if "--check" not in sys.argv:
            (FOLDER / name).write_text(content)
        elif (FOLDER / name).read_text() != content:
            print(f"{name} is not what this script makes")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
