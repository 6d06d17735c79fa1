#!/usr/bin/env python3
"""Makes the vectors of docs/protocol/sealing.md without any code of this project: the standard library and
`cryptography`. With --check it compares only."""

import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent / "Strangers"))

import sealing  # noqa: E402

ORIGIN = "vectors.deedbox.example/990a6bc5c2d07e3d3c224aa2546c8ee0"


def run(first):
    return bytes(range(first, first + 32))


ERASE = run(0x20)
WALLET = sealing.Wallet(run(0), ORIGIN)
ATTACHMENT_KEY = run(0x40)


def deliveries():
    attachment = [run(0x30), ATTACHMENT_KEY, run(0x50)]
    return {
        "document": [1, "示例凭证~", run(0), b"\x01\x02\x03", 41, b"\x04\x05", ERASE, [attachment], "示例通知"],
        "document-plain": [1, "a~", run(0), None, 7, b"", ERASE, [], None],
        "status": [2, 41, 3, b"\x06", None, ERASE],
        "correction": [3, 41, b"\x07", b"\x08", ERASE],
        "expiry": [4, 41, 1_793_491_200, ERASE],
        "offer": [5, "openid-credential-offer://", None, ERASE],
        "rebinding": [6, b"\x09", 1_793_491_200, ERASE],
    }


def keys():
    yield "mailbox", WALLET.mailbox_key
    yield "recovery", WALLET.signing_key("recovery")
    yield "grant-0", WALLET.signing_key("grant")
    yield "grant-300", WALLET.signing_key("grant", 300)
    yield "pair-secret", WALLET.pair_secret("police")
    yield "tag-0", WALLET.tag("police", 0)
    yield "tag-300", WALLET.tag("police", 300)
    yield "attachment-eraser", sealing.eraser(sealing.derive(ATTACHMENT_KEY, b"deedbox/erase/v1", b""))


def sealed():
    tag = WALLET.tag("police", 0)
    for name, body in deliveries().items():
        yield name, sealing.seal_delivery(WALLET.mailbox_key, run(0x60), sealing.encode(body), ORIGIN, tag)


def code():
    symbols = [number * 7 % 32 for number in range(26)]
    for first in range(32):
        for second in range(32):
            text = "".join(sealing.ALPHABET[symbol] for symbol in symbols + [first, second])
            if sealing.code_holds(text):
                return "-".join(text[at:at + 4] for at in range(0, 28, 4))
    raise ValueError


def text(comment, facts):
    lines = [f"{name} {value if isinstance(value, str) else value.hex()}" for name, value in facts]
    return "\n".join([f"# {comment}"] + lines) + "\n"


def main():
    encoded = ((name, sealing.encode(body)) for name, body in deliveries().items())
    files = {
        "deliveries.txt": text("One delivery of each kind: its name, and the bytes in hexadecimal.", encoded),
        "sealed.txt": text("The same, sealed to the wallet of keys.txt under tag-0, with the ephemeral secret 60 … 7f.",
                           sealed()),
        "keys.txt": text("What follows from the seed 00 … 1f, and from the attachment key 40 … 5f.", keys()),
        "codes.txt": text("A recovery code.", [("code", code())]),
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
