#!/usr/bin/env python3
"""Writes the sample networks: who the nodes are, and where they answer. With --check it only compares.

Their keys are the sample keys, whose secrets follow from their names: they protect nothing.
"""

import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {3: "three", 4: "four", 7: "seven", 20: "twenty"}


def public_key(name):
    secret = hashlib.sha256(b"deedbox/sample-key/" + name.encode()).digest()
    if name.endswith("/link"):
        key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1()).public_key()
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:].hex()
    key = ed25519.Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def validator(member):
    number = member.removeprefix("node-")
    return {
        "member": member,
        "name": {"zh": f"示例节点{number}", "en": f"Sample node {number}"},
        "keys": {role: public_key(f"{member}/{role}") for role in ("log", "cosigner", "vote", "release", "link")},
    }


def genesis(count):
    """The sample ledger's, with more nodes; validators stand in ascending order of their ids."""
    sample = json.loads((HERE.parent / "genesis/sample/genesis.json").read_text("utf-8"))
    members = sorted(f"node-{number}" for number in range(1, count + 1))
    return sample | {
        "name": f"{NAMES[count]}.sandbox.deedbox.example",
        "faultModel": "crash" if count < 4 else "byzantine",
        "validators": [validator(member) for member in members],
    }


def network(count):
    nodes = [
        {"member": f"node-{number}", "http": f"127.0.0.1:{7100 + number}", "link": f"127.0.0.1:{7200 + number}"}
        for number in range(1, count + 1)
    ]
    return {"format": "deedbox-network/1", "genesis": "genesis.json", "nodes": nodes}


def readable(value):
    """Two spaces, and a node of a network on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if "nodes" in value:
        lines = ",\n".join("    " + json.dumps(node, ensure_ascii=False) for node in value["nodes"])
        head = {name: part for name, part in value.items() if name != "nodes"}
        text = json.dumps(head, ensure_ascii=False, indent=2)[:-2] + f',\n  "nodes": [\n{lines}\n  ]\n}}'
    return text + "\n"


def main():
    same = True
    for count, name in NAMES.items():
        for file, value in (("genesis.json", genesis(count)), ("network.json", network(count))):
            path = HERE / name / file
            text = readable(value)
            if "--check" in sys.argv[1:]:
                if not path.exists() or path.read_text("utf-8") != text:
                    print(f"{path} differs")
                    same = False
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
