"""The golden numbers of the Swift tests, computed again by code that is not ours."""

import base64
import hashlib
import pathlib
import re

import cbor2
import pymerkle
import pytest
import scitt_cose
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import statements
from paper import checkpoint_text, note_line
from statements import EDDSA, ES256, Key, PublicKey
from verify_receipt import COSIGNER, LOG, NoteKey

TESTS = pathlib.Path(__file__).resolve().parents[1]
#: The Swift tests without white space and without the joints of long literals.
SWIFT = re.sub(r"\s|\"\s*\+\s*\"", "", "".join(
    path.read_text("utf-8") for module in ("LedgerTests", "SigningTests")
    for path in sorted((TESTS / module).glob("*.swift"))))
ENTRIES = [f"entry {number}".encode() for number in range(300)]


def b64(data):
    return base64.b64encode(data).decode()


def seeded(first):
    """The key whose secret counts up from a byte."""
    key = Key()
    key.private = Ed25519PrivateKey.from_private_bytes(bytes(first + step for step in range(32)))
    key.public = PublicKey(EDDSA, key.private.public_key().public_bytes_raw())
    return key


@pytest.fixture(scope="module")
def tree():
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    tree.append_entries(ENTRIES)
    return tree


def in_swift(text):
    assert re.sub(r"\s", "", text) in SWIFT, f"no Swift test knows {text}"


def test_hashes_and_roots_of_the_published_entries(tree):
    in_swift(tree.hash_buff(b"").hex())
    in_swift(tree.get_leaf(1).hex())
    in_swift(hashlib.sha256(b"").hexdigest())
    for size in (5, 7, 300):
        in_swift(b64(tree.get_root(size)))
    in_swift(hashlib.sha256(b"".join(tree.get_leaf(1 + index) for index in range(256))).hexdigest())


def test_paths_and_consistency_proofs_of_the_published_entries():
    entries = [entry.hex() for entry in ENTRIES]
    for step in scitt_cose.inclusion_proof(entries[:5], 2):
        in_swift(b64(bytes.fromhex(step)))
    for old in (3, 5):
        proof = scitt_cose.consistency_proof(entries, old, 7)
        roots = [scitt_cose.merkle_root(entries[:size]) for size in (old, 7)]
        assert scitt_cose.verify_consistency(*roots, old, 7, proof)
        for step in proof:
            in_swift(b64(bytes.fromhex(step)))


def test_keys_and_the_note_of_315_bytes(tree):
    log = NoteKey("ledger.example/test", LOG, seeded(0).public.data)
    node = NoteKey("node1.ledger.example", COSIGNER, seeded(32).public.data)
    assert log.vkey == "ledger.example/test+7a864099+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    assert node.vkey == "node1.ledger.example+e5fb162b+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    for key in (log, node):
        in_swift(key.vkey)
    text = checkpoint_text(log.name, 5, tree.get_root(5))
    lines = [note_line(seeded(0), log, text), note_line(seeded(32), node, text, 1_767_225_600)]
    assert len((text + "\n" + "".join(lines)).encode()) == 315
    for line in lines:
        in_swift(line.split(" ")[-1])


def test_statements_made_here_have_the_bytes_and_ids_of_the_swift_tests():
    origin, not_after = "sample.example/00112233445566778899aabbccddeeff", 1_767_225_600
    payload = [1, bytes(32)]
    single = statements.signed(seeded(0), "note", payload, origin, not_after, "sample-agency")
    several = statements.governed([seeded(32), seeded(0)], "member.register", payload, origin, not_after)
    for leaf in (single, several):
        in_swift(leaf.hex())
        in_swift(statements.read(leaf).id.hex())
    assert scitt_cose.verify_sign1(
        single, public_key_pem=seeded(0).public.pem, understood_labels={1, 2, 3, 4, 15}).payload == cbor2.dumps(payload)


def test_key_thumbprints():
    example = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
    example += "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
    in_swift(example)
    for public in (PublicKey(ES256, bytes.fromhex(example)), seeded(0).public):
        in_swift(public.thumbprint.hex())


def test_the_seal_of_the_swift_tests():
    def digest(byte):
        return bytes([byte]) * 32

    seal = [1, 300, digest(1), 70_000, digest(2), 1_767_225_600_123, 2, digest(3), digest(4), digest(5), digest(6), 1,
            digest(7), 24]
    written = cbor2.dumps(seal).hex()
    for byte in range(1, 8):
        written = written.replace("5820" + f"{byte:02x}" * 32, f'"+item("{byte:02x}")+"')
    in_swift('"' + written.replace('+""+', "+"))


def test_the_receipt_of_the_published_vectors_is_accepted_by_others(tree):
    receipt = bytes.fromhex(
        "d284582ea4012719018b0104456e6f6465310fa2017668747470733a2f2f6c65646765722e6578616d706c65026474657374a119018ca1"
        "2081586a83050283582061ca1139f6815841d5baf2d0d2d9bd9dfee97c898dd6f7ba0c0aa941ee6c01eb58205a47662fd8a317d96049a3"
        "f9f47c55dc67ca66051baa3683dbb19b2fe09a07b05820485335db7cfec965f15ff745fc625c41d5ea2646936930165828f73dd4b68854"
        "f65840e31202ee9149568123216068d4dd9413b223d52df95a904022b3b2387591c44ccece353e0b342fd8ab91c1b7da9a8c56ef1fc0c9"
        "241cc25f46790322d01f2c08")
    in_swift(receipt[-64:].hex())
    arguments = {"log_public_key_pem": seeded(0).public.pem}
    assert scitt_cose.verify_receipt(receipt, leaf_entry_hex=ENTRIES[2].hex(), **arguments).ok
    assert not scitt_cose.verify_receipt(receipt, leaf_entry_hex=ENTRIES[3].hex(), **arguments).ok




def test_the_examples_of_rfc_8949_are_the_same_to_cbor2():
    text = (TESTS / "SigningTests" / "CBORVectorTests.swift").read_text("utf-8")
    examples = re.findall(r'"((?:[0-9a-f]{2})+)"', text[:text.index("@Test")])
    assert len(examples) > 40
    for example in examples:
        value = cbor2.loads(bytes.fromhex(example))
        stamps = (False, True) if example.startswith("c1") else (False,)
        assert example in [cbor2.dumps(value, canonical=True, datetime_as_timestamp=stamp).hex() for stamp in stamps]
    for example, value in [("1864", 100), ("3903e7", -1000), ("83010203", [1, 2, 3])]:
        assert example in examples and cbor2.loads(bytes.fromhex(example)) == value


def test_the_vectors_of_rfc_8032_are_the_same_to_openssl():
    text = re.sub(r"\s", "", (TESTS / "SigningTests" / "Ed25519Vector.swift").read_text("utf-8"))
    vectors = re.findall(r'seed:"(\w+)",publicKey:"(\w+)",message:"+(\w*)"+,signature:"+(\w+)"+\)', text)
    assert len(vectors) == 5
    for seed, public, message, signature in vectors:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        assert private.public_key().public_bytes_raw().hex() == public
        assert private.sign(bytes.fromhex(message)).hex() == signature
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), bytes.fromhex(message))
