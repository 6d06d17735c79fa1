"""`pymerkle` and `scitt-cose` recompute the tree from the entries that are served."""

import hashlib

import pytest
import scitt_cose
from pymerkle import InmemoryTree

import statements
from served import tile_path
from verify_receipt import read_receipt


@pytest.fixture(scope="module")
def tree(log):
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(log.leaves)
    return tree


def test_every_checkpoint_has_the_root_of_its_entries(log, tree):
    assert len(log.heads) > 10
    for size, root in log.heads:
        assert tree.get_root(size) == root


def test_every_seal_names_the_root_before_it_and_the_seal_before(log, tree):
    previous, next_index = hashlib.sha256(log.genesis).digest(), 0
    for index in log.places("seal"):
        seal = statements.decode(log.leaves[index])
        assert seal[4] == tree.get_root(index)
        assert (seal[2], seal[3]) == (previous, next_index)
        previous, next_index = tree.get_leaf(index + 1), index + 1
    assert next_index == len(log.leaves)


def test_another_entry_makes_another_root(log, tree):
    altered = list(log.leaves)
    altered[3] = altered[3][:-1] + bytes([altered[3][-1] ^ 1])
    other = InmemoryTree(algorithm="sha256")
    other.append_entries(altered)
    assert other.get_root() != log.heads[-1][1]
    assert other.get_root(3) == tree.get_root(3) and other.get_root(4) != tree.get_root(4)


def test_hash_tiles_hold_the_hashes_of_the_tree(log, tree):
    size = len(log.leaves)
    assert size > 256
    whole = log.get(tile_path(0, 0, 256))
    assert whole == b"".join(tree.get_leaf(index) for index in range(1, 257))
    width = (size >> 8) % 256
    upper = log.get(tile_path(1, 0, width))
    assert len(upper) == 32 * width
    assert upper[:32] == tree.get_root(256)
    rest = log.get(tile_path(0, size // 256, size % 256))
    assert rest == b"".join(tree.get_leaf(index) for index in range(size // 256 * 256 + 1, size + 1))


def test_partial_tiles_of_older_checkpoints_are_served(log, tree):
    for size, _ in log.heads:
        if size % 256:
            start = size // 256 * 256
            assert statements.unframed(log.get(tile_path("entries", size // 256, size % 256))) == log.leaves[start:size]
            assert len(log.get(tile_path(0, size // 256, size % 256))) == 32 * (size % 256)


def test_paths_of_receipts_lead_to_the_root(log):
    for index in {0, 1, log.places("record")[0], log.places("seal")[-1]}:
        receipt = read_receipt(log.get(f"/receipts/{index}"))
        _, size, root = receipt.note.checkpoint
        path = [step.hex() for step in receipt.path]
        assert scitt_cose.verify_inclusion(receipt.leaf.hex(), receipt.index, size, path, root.hex())
        assert not scitt_cose.verify_inclusion(receipt.leaf.hex() + "00", receipt.index, size, path, root.hex())


def test_the_path_of_a_record_leads_to_the_root_of_its_manifest(log):
    for index in log.places("record")[::50]:
        receipt = read_receipt(log.get(f"/receipts/{index}"))
        manifest = statements.read(receipt.leaf)
        assert receipt.proof.record == log.leaves[index]
        assert receipt.index + 1 + receipt.proof.position == index
        _, _, count, root = manifest.payload
        path = [step.hex() for step in receipt.proof.path]
        record = receipt.proof.record.hex()
        assert scitt_cose.verify_inclusion(record, receipt.proof.position, count, path, root.hex())
