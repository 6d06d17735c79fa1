"""Statements that must not count: each is refused with its rule, leaves no leaf, and hurts nobody else."""

import base64
import os
import time

import cbor2
import pytest

import statements
from machine import Machine
from pen import AGENCY, BANK, TYPE, Pen, statement_id
from statements import Key, PublicKey, encode
from witness import Witness


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A running node, its members, and a ledger of the same name that began at another second."""
    machine = Machine(tmp_path_factory.mktemp("world")).found().start()
    pen = Pen(machine.genesis).register(machine)
    machine.pen = pen
    machine.rival = pen.member(machine, "rival-agency", 1, Key())
    machine.suspended = pen.member(machine, "suspended-bank", 2, Key())
    machine.send([pen.govern("member.suspend", ["suspended-bank"])])
    pen.type(machine, "OTHER001", AGENCY)
    batch = pen.issue(3)
    outcome, = machine.send(batch)
    machine.record = (outcome["index"] + 1, batch[1])
    other = Machine(tmp_path_factory.mktemp("other")).found(governanceDelay=2_000)
    machine.other = Pen(other.genesis)
    machine.other.agency, machine.other.bank = pen.agency, pen.bank
    machine.witness = Witness(machine.genesis)
    yield machine
    machine.kill()


@pytest.fixture
def pen(world):
    return world.pen


def check_refused(world, leaves, code):
    """Refused with this code, in words, under the node's signature; asked again, the node says the same."""
    world.witness.look(world)
    status, answer = world.post(leaves)
    assert status == 422, answer
    outcome, = answer["outcomes"]
    assert (outcome["state"], outcome["code"]) == ("refused", code), outcome
    for words in (outcome["detail"], outcome["next"]):
        assert words["zh"] and words["en"]
    if outcome.get("id"):
        check_note(world, outcome)
        status, again = world.get(f"/statements/{outcome['id']}")
        assert status == 200 and code.encode() in again, again
    before = len(world.witness.places)
    world.witness.look(world)
    assert len(world.witness.places) == before
    return outcome


def check_note(world, outcome):
    """The refusal can be shown to others: a COSE_Sign1 by the node's release key."""
    release = PublicKey(statements.EDDSA, statements.decode(world.genesis)[5][0][2][3])
    note = statements.read(base64.b64decode(outcome["refusal"]))
    assert note.act == "refusal" and note.signers[0].is_by(release)
    assert (note.payload[0].hex(), note.payload[1]) == (outcome["id"], outcome["code"])


def parts(leaf):
    return statements.decode(leaf).value


def sealed(protected, payload, signature, unprotected=None):
    return encode(cbor2.CBORTag(18, [protected, unprotected or {}, payload, signature]))


# Who signs.

def test_a_wrong_signature(world, pen):
    leaf = pen.anchor()
    check_refused(world, [leaf[:-1] + bytes([leaf[-1] ^ 1])], "wrong-signature")
    protected, _, payload, signature = parts(leaf)
    other = encode([4, os.urandom(32)])
    check_refused(world, [sealed(protected, other, signature)], "wrong-signature")
    world.send([leaf])


def test_the_key_of_another(world, pen):
    check_refused(world, [pen.sign(Key(), "note.anchor", [4, os.urandom(32)], BANK)], "unknown-key")
    check_refused(world, [pen.sign(pen.agency, "note.anchor", [4, os.urandom(32)], BANK)], "unknown-key")


def test_the_id_of_a_known_key_with_the_signature_of_another(world, pen):
    stolen = Key()
    stolen.public = pen.bank.public
    check_refused(world, [pen.sign(stolen, "note.anchor", [4, os.urandom(32)], BANK)], "wrong-signature")


def test_an_unknown_member(world, pen):
    check_refused(world, [pen.sign(pen.bank, "note.anchor", [4, os.urandom(32)], "nobody")], "unknown-member")
    check_refused(world, [pen.sign(pen.bank, "note.anchor", [4, os.urandom(32)], "Not a member!")], "unknown-member")


def test_a_suspended_member(world, pen):
    leaf = pen.sign(world.suspended, "note.anchor", [4, os.urandom(32)], "suspended-bank")
    check_refused(world, [leaf], "member-suspended")


def test_a_member_without_the_role(world, pen):
    records = pen.records(1)
    root = statements.decode(parts(pen.manifest(records))[2])[3]
    manifest = pen.by_bank("documents.issue", [TYPE, 1, 1, root])
    check_refused(world, [manifest, *records], "missing-role")


def test_the_other_s_of_an_ecdsa_signature(world, pen):
    """Whoever saw a statement can make it; it is no second statement, and no first one either."""
    payload = [4, os.urandom(32)]
    leaf = pen.by_agency("note.anchor", payload, low=False)
    check_refused(world, [leaf], "wrong-signature")


def test_too_few_of_governance(world, pen):
    details = [["示例", "Sample"], [1], "", [[Key().public.pair, 0, None]]]
    leaf = pen.govern("member.register", ["late-member", details], keys=1)
    pen.sequence -= 1
    check_refused(world, [leaf], "not-enough-governors")


def test_a_number_of_governance_that_was_used(world, pen):
    pen.sequence -= 1
    check_refused(world, [pen.govern("member.suspend", ["rival-agency"])], "wrong-sequence")


def test_an_act_in_the_wrong_envelope(world, pen):
    check_refused(world, [pen.sign(pen.bank, "note.anchor", [4, os.urandom(32)])], "wrong-envelope")
    check_refused(world, [pen.by_bank("member.suspend", [99, "rival-agency"])], "wrong-envelope")


# For whom, and when.

def test_another_origin(world, pen):
    check_refused(world, [pen.by_bank("note.anchor", [4, os.urandom(32)], origin="elsewhere.example/" + "0" * 32)],
                  "wrong-origin")


def test_a_ledger_of_the_same_name(world, pen):
    """Its origin differs by the digest of its genesis alone; the members and their keys are the same."""
    here, there = pen.origin, world.other.origin
    assert here != there and here.split("/")[0] == there.split("/")[0]
    check_refused(world, [world.other.anchor()], "wrong-origin")
    check_refused(world, world.other.issue(2), "wrong-origin")


def test_too_late_and_too_early(world, pen):
    now = int(time.time())
    check_refused(world, [pen.by_bank("note.anchor", [4, os.urandom(32)], not_after=now - 1)], "expired")
    check_refused(world, [pen.by_bank("note.anchor", [4, os.urandom(32)], not_after=now + 3_600)],
                  "not-after-too-far")


def test_a_statement_sent_again_is_the_same_statement(world, pen):
    leaf = pen.anchor()
    first, = world.send([leaf])
    for _ in range(3):
        again, = world.send([leaf])
        assert (again["id"], again["index"]) == (first["id"], first["index"])
    world.witness.look(world)


def test_a_statement_twice_in_one_request_counts_once(world, pen):
    leaf = pen.anchor()
    first, second = world.send([leaf, leaf])
    assert first["index"] == second["index"]
    world.witness.look(world)


def test_an_accepted_statement_with_unsigned_bytes_changed_is_no_second_one(world, pen):
    """Another signature, an unprotected header, a longer encoding: no leaf, whatever is answered."""
    leaf = pen.by_agency("note.anchor", [4, os.urandom(32)])
    accepted, = world.send([leaf])
    protected, _, payload, signature = parts(leaf)
    order = statements.P256_ORDER
    flipped = signature[:32] + (order - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    for forged in (sealed(protected, payload, flipped), sealed(protected, payload, bytes(64)),
                   sealed(protected, payload, signature, {394: b"more"}), leaf + b"\x00"):
        before = len(world.witness.look(world).places)
        status, answer = world.post([forged])
        outcome, = answer["outcomes"]
        # The id says only what was signed; that this is in the log may be answered, a second place may not.
        assert status == 422 or (outcome["state"], outcome["index"]) == ("final", accepted["index"]), answer
        assert len(world.witness.look(world).places) == before
    assert statement_id(sealed(protected, payload, flipped)) == accepted["id"]


# What it says.

@pytest.mark.parametrize("code, change", [
    ("not-a-statement", lambda leaf: leaf + b"\x00"),
    ("not-a-statement", lambda leaf: leaf[:-1]),
    ("not-a-statement", lambda leaf: b"\xd2\x98\x04" + leaf[2:]),
    ("not-a-statement", lambda leaf: b"\xd2\x9f" + leaf[2:] + b"\xff"),
    ("not-a-statement", lambda leaf: sealed(*[parts(leaf)[at] for at in (0, 2, 3)], {1: 2})),
    ("not-a-statement", lambda leaf: sealed(parts(leaf)[0], parts(leaf)[2], parts(leaf)[3][:63])),
    ("not-a-statement", lambda leaf: sealed(cbor2.dumps({4: b"12345678", 1: -8}), *parts(leaf)[2:])),
    ("not-a-statement", lambda leaf: b"\xd2\xff"),
])
def test_an_encoding_that_is_not_the_one(world, pen, code, change):
    check_refused(world, [change(pen.anchor())], code)


def test_a_payload_that_is_not_the_one_encoding(world, pen):
    """Signed as it stands, and still refused: the number 4 in two bytes."""
    payload = b"\x82\x18\x04\x58\x20" + os.urandom(32)
    protected = parts(pen.anchor())[0]
    signature = pen.bank.sign(encode(["Signature1", protected, b"", payload]))
    check_refused(world, [sealed(protected, payload, signature)], "bad-payload")


def test_an_unknown_act(world, pen):
    check_refused(world, [pen.by_bank("note.anchors", [4, os.urandom(32)])], "unknown-act")


def test_a_statement_that_is_too_large_for_a_leaf(world, pen):
    """65,535 bytes are the most that a length can tell; a payload has a limit of its own."""
    leaf = pen.by_bank("note.anchor", [4, os.urandom(65_000)])
    assert len(leaf) <= 65_535
    check_refused(world, [leaf], "bad-payload")


# Documents.

def test_a_type_that_the_issuer_is_not_accredited_for(world, pen):
    records = pen.records(2)
    check_refused(world, [pen.manifest(records, type="OTHER001"), *records], "not-accredited")
    check_refused(world, [pen.manifest(records, type="UNKNOWN001"), *records], "unknown-type")


def test_a_manifest_of_another_count(world, pen):
    records = pen.records(3)
    check_refused(world, [pen.manifest(records), *records[:2]], "record-count-differs")
    check_refused(world, [pen.manifest(records[:2]), *records], "record-count-differs")
    check_refused(world, [pen.manifest(records, count=2), *records[:2]], "record-root-differs")
    check_refused(world, [pen.manifest([], count=0, root=os.urandom(32))], "too-many-records")


def test_a_manifest_of_another_root(world, pen):
    records = pen.records(3)
    check_refused(world, [pen.manifest(records, root=os.urandom(32)), *records], "record-root-differs")
    check_refused(world, [pen.manifest(records), records[1], records[0], records[2]], "record-root-differs")


def test_more_records_than_a_manifest_may_have(world, pen):
    records = pen.records(16_385)
    check_refused(world, [pen.manifest(records), *records], "too-many-records")


def test_a_record_that_is_not_the_one_encoding(world, pen):
    good, = pen.records(1)
    for bad in (good[:-1] + b"\x18\x05", good[:-1] + b"\xf7", good + b"\x00", good[:-1] + b"\x1b" + b"\xff" * 8):
        check_refused(world, [pen.manifest([good, bad]), good, bad], "bad-record")


def test_records_behind_another_act(world, pen):
    check_refused(world, [pen.anchor(), *pen.records(2)], "records-unexpected")


def test_the_record_of_another_issuer(world, pen):
    index, record = world.record
    payload = [index, statements.decode(record)[0], 3, os.urandom(32)]
    leaf = pen.sign(world.rival, "document.status", payload, "rival-agency")
    check_refused(world, [leaf], "record-of-another-issuer")


def test_a_status_of_what_is_no_record(world, pen):
    index, record = world.record
    check_refused(world, [pen.status(index - 1, record, 3)], "no-such-record")
    check_refused(world, [pen.status(1 << 40, record, 3)], "no-such-record")
    check_refused(world, [pen.status(index + 1, record, 3)], "commitment-differs")


# Grants.

def test_a_use_that_has_no_grant_or_no_turn(world, pen):
    holder = Key()
    check_refused(world, [pen.use(holder, 1)], "unknown-grant")
    world.send([pen.grant(holder, 2)])
    check_refused(world, [pen.use(holder, 2)], "wrong-use-index")
    first, = world.send([pen.use(holder, 1)])
    outcome = check_refused(world, [pen.use(holder, 1)], "already-used")
    assert outcome["winner"]["id"] == first["id"] and outcome["winner"]["height"] == first["height"]
    world.send([pen.withdraw(holder)])
    check_refused(world, [pen.use(holder, 2)], "grant-withdrawn")


def test_a_withdrawal_by_another_key(world, pen):
    holder = Key()
    world.send([pen.grant(holder, 2)])
    forged = pen.sign(Key(), "withdraw", [holder.public.data])
    check_refused(world, [forged], "wrong-signature")
    world.send([pen.use(holder, 1)])


# In company.

def test_one_bad_statement_in_a_request_does_not_hurt_the_others(world, pen):
    good = [pen.anchor() for _ in range(4)]
    bad = good[1][:-1] + bytes([good[1][-1] ^ 1])
    status, answer = world.post([good[0], bad, *good[2:]])
    assert status == 200
    assert [outcome["state"] for outcome in answer["outcomes"]] == ["final", "refused", "final", "final"]
    world.witness.look(world)


def test_two_uses_of_one_index_at_once_are_one_use(world, pen):
    holder = Key()
    world.send([pen.grant(holder, 2)])
    status, answer = world.post([pen.use(holder, 1), pen.use(holder, 1)])
    states = sorted((outcome["state"], outcome.get("code")) for outcome in answer["outcomes"])
    assert states == [("final", None), ("refused", "already-used")], answer


def test_a_forged_signature_over_a_statement_on_its_way_gains_nothing(world, pen):
    """The same id with a false signature, sent first: the true one is still accepted."""
    leaf = pen.by_agency("note.anchor", [4, os.urandom(32)])
    protected, _, payload, _ = parts(leaf)
    check_refused(world, [sealed(protected, payload, bytes(64))], "wrong-signature")
    outcome, = world.send([leaf])
    status, answer = world.get(f"/statements/{outcome['id']}")
    assert status == 200 and b'"final"' in answer
