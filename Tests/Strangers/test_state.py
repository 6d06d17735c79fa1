"""State roots, buckets and single proofs in plain Python: presence, and absence, up to a final checkpoint."""

import dataclasses
import hashlib
import math

import pytest

import state
import statements
from paper import bucket_parts
from state import KINDS, NotProven
from verify_receipt import No, Network, check_leaf, read_receipt

WORDS = ["status", "correction", "grant", "trace", "disclosure", "opened", "passing", "sealed"]


def sealed_bucket(log, word, prefix, bits):
    """A bucket that was served, checked up to the checkpoint; with its seal."""
    digits = max(1, (bits + 3) // 4)
    path = f"/state/{word}/buckets/{prefix << (4 * digits - bits):0{digits}x}?bits={bits}"
    return read_sealed(log.get(path), log.network)


def read_sealed(data, network):
    value = statements.decode(data)
    assert statements.encode(value) == data and value[0] == 1
    receipt = read_receipt(value[1])
    check_leaf(receipt, network)
    seal = statements.decode(receipt.leaf)
    assert statements.kind(receipt.leaf) == "seal" and len(seal) == 14
    bucket = state.read_bucket(value[2])
    bucket.verify(seal[7])
    return bucket, seal


def buckets(log, word):
    """All buckets of a kind, in the number of bits that suits its size."""
    count = sum(1 for kind, _ in log.replay.entries if kind == KINDS[word])
    bits = int(math.log2(count // 32)) if count >= 32 else 0
    return [(bits, prefix) for prefix in range(1 << bits)]


def test_every_seal_holds_the_state_root_of_a_replay_in_python(log):
    """The replay compares each seal with what follows from the leaves; here it must have reached the last one."""
    replay = log.replay
    assert replay.previous == hashlib.sha256(b"\0" + log.leaves[-1]).digest()
    assert len(replay.seals) == len(log.places("seal")) and replay.seals[-1][1][7] == replay.state_root
    # Nothing here has changed the set of validators, and nobody has lied: test_epochs.py is about those.
    absent = {KINDS[kind] for kind in ("epoch", "coming", "offence")}
    # Replay marks go after some minutes: whether one is left depends on how long the story took.
    assert {kind for kind, _ in replay.entries} | {KINDS["replay"]} == set(KINDS.values()) - absent


@pytest.mark.parametrize("word", WORDS)
def test_buckets_hold_the_entries_of_the_replay_and_nothing_else(log, word):
    found = {}
    for bits, prefix in buckets(log, word):
        bucket, _ = sealed_bucket(log, word, prefix, bits)
        assert (bucket.kind, bucket.bits, bucket.prefix) == (KINDS[word], bits, prefix)
        found |= dict(bucket.entries)
    expected = {state.key_hash(kind, key): statements.encode(value)
                for (kind, key), value in log.replay.entries.items() if kind == KINDS[word]}
    assert found == expected and len(found) > 0


def test_a_status_is_proven_and_so_is_that_there_is_none(log):
    (bits, _), *_ = buckets(log, "status")
    words = {"present": 0, "absent": 0}
    for record, (issuer, commitment) in list(log.replay.records.items())[-300::12]:
        key = state.status_key(log.network.origin, issuer, commitment)
        prefix = int.from_bytes(state.key_hash(KINDS["status"], key), "big") >> (256 - bits)
        bucket, seal = sealed_bucket(log, "status", prefix, bits)
        value = bucket.proof(key).value(key, seal[7])
        entry = log.replay.get("status", key)
        assert value == (statements.encode(entry) if entry else None)
        words["present" if entry else "absent"] += 1
    assert min(words.values()) > 3, words


def test_a_grant_that_left_the_state_is_proven_absent_and_its_count_stands_in_the_log(log):
    for at in log.places("closed"):
        grant, uses, first, last = statements.decode(log.leaves[at])
        bucket, seal = sealed_bucket(log, "grant", 0, 0)
        assert bucket.proof(grant).value(grant, seal[7]) is None
        spent = [log.replay.places[statement.id][0] for statement in map(statements.read, log_statements(log))
                 if statement.act == "use" and statement.payload[0] == grant]
        assert [uses, first, last] == [len(spent), spent[0], spent[-1]]


def log_statements(log):
    return [log.leaves[at] for at in log.places("statement")]


def test_a_bucket_with_anything_altered_proves_nothing(log):
    bits, prefix = buckets(log, "status")[-1]
    bucket, seal = sealed_bucket(log, "status", prefix, bits)
    first, *rest = bucket.entries
    entries = [
        tuple(rest), bucket.entries[::-1], bucket.entries + ((b"\xff" * 32, b"\0"),), (first, *bucket.entries),
        ((first[0], first[1] + b"\0"), *rest), ((bytes(32), first[1]), *rest),
    ]
    altered = [dataclasses.replace(bucket, entries=other) for other in entries]
    altered += [dataclasses.replace(bucket, siblings=other) for other in [
        bucket.siblings[1:], bucket.siblings + (bytes(32),), (b"\1" * 32, *bucket.siblings[1:])]]
    altered += [dataclasses.replace(bucket, kind=bucket.kind ^ 1), dataclasses.replace(bucket, other=first),
                dataclasses.replace(bucket, bits=bits + 1, prefix=2 * prefix)]
    for other in altered:
        with pytest.raises(NotProven):
            other.verify(seal[7])
    with pytest.raises(NotProven):
        bucket.verify(bytes(32))


def test_a_single_proof_with_anything_altered_proves_nothing(log):
    bits, prefix = buckets(log, "status")[0]
    bucket, seal = sealed_bucket(log, "status", prefix, bits)
    (kind, key), value = next(
        item for item in log.replay.entries.items()
        if item[0][0] == KINDS["status"] and state.key_hash(*item[0]) in dict(bucket.entries))
    proof = bucket.proof(key)
    assert proof.value(key, seal[7]) == statements.encode(value)
    other = state.key_hash(kind, key[:-1] + bytes([key[-1] ^ 1]))
    for end in [None, statements.encode([1, 0, 0]), (other, bytes(32)),
                (state.key_hash(kind, key), state.sha256(statements.encode(value)))]:
        with pytest.raises(NotProven):
            dataclasses.replace(proof, end=end).value(key, seal[7])
    with pytest.raises(NotProven):
        proof.value(key + b"\0", seal[7])
    for step in range(len(proof.siblings)):
        siblings = list(proof.siblings)
        siblings[step] = state.sha256(siblings[step])
        with pytest.raises(NotProven):
            dataclasses.replace(proof, siblings=tuple(siblings)).value(key, seal[7])


def test_a_sealed_bucket_under_a_checkpoint_that_is_not_final_is_refused(log):
    data = log.get("/state/grant/buckets/0?bits=0")
    read_sealed(data, log.network)
    stranger = dataclasses.replace(log.network, cosigners=log.network.cosigners[:0])
    for network in [stranger, Network.read(other_genesis(log.genesis))]:
        with pytest.raises(No):
            read_sealed(data, network)


def other_genesis(genesis):
    parts = statements.decode(genesis)
    return statements.encode([*parts[:2], parts[2] + 1, *parts[3:]])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 40, 200])
def test_bucket_and_root_agree_for_any_number_of_entries(count):
    """The root by definition, against what a bucket at every prefix leads to."""
    entries = {(7 if n % 3 else 6, n.to_bytes(4, "big")): n.to_bytes(1 + n % 3, "big") for n in range(count)}
    total = state.root(entries)
    for key in [*entries, (6, b"absent"), (7, b"nothing"), (250, b"")]:
        for bits in range(0, 9, 4):
            prefix = int.from_bytes(state.key_hash(*key), "big") >> (256 - bits)
            bucket = state.read_bucket(bucket_parts(entries, key[0], prefix, bits))
            bucket.verify(total)
            assert bucket.proof(key[1]).value(key[1], total) == entries.get(key)

