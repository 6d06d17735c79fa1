"""`scitt-cose` verifies the statements of the log; `cbor2` writes every leaf again as the same bytes."""

import hashlib

import cbor2
import pytest
import scitt_cose

import statements
from statements import EDDSA, ES256, P256_ORDER


def test_single_statements_verify_under_the_keys_that_the_log_names(log):
    places = log.places("statement")
    algorithms = set()
    for at in places:
        key, = log.replay.signers[at]
        algorithms.add(key.algorithm)
        parsed = scitt_cose.parse_signed_statement(log.leaves[at], public_key_pem=key.pem)
        assert parsed["signature_verified"] is True
        assert parsed["subject"] == log.network.origin
        assert parsed["content_type"].startswith("application/vnd.deedbox.")
        assert parsed["claims"].keys() <= {1, 2, 4}
    assert len(places) > 50 and algorithms == {EDDSA, ES256}


def test_a_flipped_byte_of_a_statement_does_not_verify(log):
    by_algorithm = {log.replay.signers[at][0].algorithm: at for at in log.places("statement")}
    for at in by_algorithm.values():
        leaf, pem = log.leaves[at], log.replay.signers[at][0].pem
        for position in range(0, len(leaf), 7):
            altered = leaf[:position] + bytes([leaf[position] ^ 1]) + leaf[position + 1:]
            parsed = scitt_cose.parse_signed_statement(altered, public_key_pem=pem)
            assert parsed["signature_verified"] is False


def test_signatures_of_p256_have_the_lower_s(log):
    found = 0
    for at in log.places("statement"):
        if log.replay.signers[at][0].algorithm == ES256:
            s = int.from_bytes(statements.read(log.leaves[at]).signers[0].signature[32:], "big")
            assert s <= P256_ORDER // 2
            found += 1
    assert found > 0


def test_acts_of_governance_verify_by_hand(log):
    """COSE_Sign (RFC 9052 section 4.4), from `cbor2` and `cryptography` alone."""
    places = log.places("governance")
    assert places
    threshold, pairs = cbor2.loads(log.genesis)[6]
    keys = {key.id: key for key in (statements.PublicKey(*pair) for pair in pairs)}
    for at in places:
        tagged = cbor2.loads(log.leaves[at])
        body, unprotected, payload, signers = tagged.value
        assert tagged.tag == 98 and len(unprotected) == 0 and threshold <= len(signers)
        assert cbor2.loads(body)[15][2] == log.network.origin
        for protected, own, signature in signers:
            header = cbor2.loads(protected)
            key = keys[header[4]]
            assert header[1] == key.algorithm and len(own) == 0
            message = cbor2.dumps(["Signature", body, protected, b"", payload])
            assert key.verifies(signature, message)
            assert not key.verifies(signature, message + b"\0")
        assert len({signer[0] for signer in signers}) == len(signers)


def test_every_leaf_is_in_the_deterministic_encoding(log):
    for leaf in log.leaves:
        value = cbor2.loads(leaf)
        assert cbor2.dumps(value, canonical=True) == leaf
        if isinstance(value, cbor2.CBORTag):
            for part in [value.value[0], value.value[2]]:
                assert cbor2.dumps(cbor2.loads(part), canonical=True) == part


def test_all_kinds_of_leaves_are_there_and_tell_themselves_apart(log):
    heads = {"statement": 0xD2, "governance": 0xD8, "record": 0x82, "closed": 0x84, "seal": 0x8E}
    for kind, head in heads.items():
        assert log.places(kind) and all(log.leaves[at][0] == head for at in log.places(kind))
    acts = {statements.read(leaf).act for leaf in log.leaves if statements.kind(leaf) in ("statement", "governance")}
    assert acts >= {"member.register", "type.register", "accredit", "scene.declare", "documents.issue",
                    "document.status", "correction.open", "correction.answer", "note.anchor", "grant", "withdraw", "use",
                    "scene.approve", "grant.limit", "refuse", "use.many", "use.fault", "disclosure", "trace",
                    "disclosure.open", "evidence.pass"}


def test_the_id_of_a_statement_is_the_digest_of_what_was_signed(log):
    at = log.places("statement")[0]
    body, _, payload, _ = cbor2.loads(log.leaves[at]).value
    signed = cbor2.dumps(["Signature1", body, b"", payload])
    assert statements.read(log.leaves[at]).id == hashlib.sha256(b"deedbox/statement/v1" + signed).digest()
    assert log.replay.places[statements.read(log.leaves[at]).id][1] == at


def test_the_node_knows_statements_by_that_id(live_log):
    for at in live_log.places("statement")[::20] + live_log.places("governance")[:2]:
        statement = statements.read(live_log.leaves[at])
        outcome = live_log.get_json(f"/statements/{statement.id.hex()}")
        height, _ = live_log.replay.places[statement.id]
        assert (outcome["state"], outcome["index"], outcome["height"]) == ("final", at, height)


@pytest.mark.parametrize("altered", [
    lambda value: [value[0], {394: [b"receipt"]}, value[2], value[3]],
    lambda value: [value[0], {}, value[2], value[3] + b"\0"],
])
def test_unsigned_bytes_make_no_second_statement(paper, altered):
    leaf = next(leaf for leaf in paper.leaves if statements.kind(leaf) == "statement")
    other = statements.encode(cbor2.CBORTag(18, altered(statements.decode(leaf).value)))
    body, _, payload, _ = cbor2.loads(other).value
    signed = cbor2.dumps(["Signature1", body, b"", payload])
    assert hashlib.sha256(b"deedbox/statement/v1" + signed).digest() == statements.read(leaf).id
