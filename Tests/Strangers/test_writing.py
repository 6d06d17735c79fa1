"""A node takes what another pen writes, and refuses what is not quite it with its rule; its refusals are signed."""

import base64
import hashlib
import json
import os

import pytest
import scitt_cose

import statements
from replay import leaf_hash, leave, merkle_root
from state import grant_id
from statements import ES256, Key, PublicKey, encode, signed, signed_bytes
from story import BANK, ISSUER, LIFETIME, REGULATOR, TYPE
from verify_receipt import verify


@pytest.fixture
def story(live):
    return live.story


@pytest.fixture
def refused(live, live_log):
    """Submits leaves that must be refused by this rule; gives the outcome, whose signed note was checked."""

    def run(code, *leaves):
        status, answer = live.post(leaves)
        outcome, = answer["outcomes"]
        assert (status, outcome["state"], outcome["code"]) == (422, "refused", code), answer
        if "id" in outcome:
            check_note(live_log, outcome)
        return outcome

    return run


def check_note(live_log, outcome):
    """A refusal is a COSE_Sign1 by the node's release key, which stands in the genesis."""
    release = PublicKey(statements.EDDSA, statements.decode(live_log.genesis)[5][0][2][3])
    parsed = scitt_cose.parse_signed_statement(base64.b64decode(outcome["refusal"]), public_key_pem=release.pem)
    assert parsed["signature_verified"] is True and parsed["subject"] == live_log.network.origin
    assert parsed["content_type"] == "application/vnd.deedbox.refusal.v1+cbor"
    note = statements.decode(parsed["payload"])
    assert (note[0].hex(), note[1]) == (outcome["id"], outcome["code"])
    return note


def anchor(story, **changes):
    """A statement that would be accepted but for what is changed."""
    given = {"key": story.issuer, "act": "note.anchor", "payload": [4, os.urandom(32)], "origin": story.origin,
             "not_after": story.clock() + LIFETIME, "issuer": ISSUER} | changes
    return signed(**given)


# What is accepted.

def test_what_another_pen_writes_is_accepted(live, live_log, story):
    status, answer = live.post([anchor(story)])
    assert status == 200 and answer["outcomes"][0]["state"] == "final"
    verify(answer["outcomes"][0]["receipt"].encode(), live_log.network)


def test_the_same_statement_is_one_entry_however_often_it_is_sent(live, story):
    leaf = anchor(story)
    answers = [live.post([leaf, leaf]), live.post([leaf]), live.post([leaf])]
    found = [outcome for _, answer in answers for outcome in answer["outcomes"]]
    assert [status for status, _ in answers] == [200] * 3 and len(found) == 4
    assert len({(outcome["id"], outcome["index"]) for outcome in found}) == 1
    assert sum(leaf == other for other in live.newest_log().leaves) == 1


# What is refused: the envelope.

@pytest.mark.parametrize("changes, code", [
    ({"low": False}, "wrong-signature"), ({"key": Key(ES256)}, "unknown-key"), ({"issuer": BANK}, "unknown-key"),
    ({"issuer": "nobody"}, "unknown-member"), ({"issuer": "node-1"}, "unknown-key"),
    ({"issuer": None}, "wrong-envelope"),
    ({"act": "note.anchors"}, "unknown-act"), ({"act": "refusal"}, "unknown-act"), ({"act": "request"}, "unknown-act"),
    ({"payload": [9, bytes(32)]}, "bad-payload"), ({"payload": [4, bytes(31)]}, "bad-payload"),
    ({"payload": [4, bytes(32), None]}, "bad-payload"), ({"payload": {4: bytes(32)}}, "bad-payload"),
    ({"not_after": 1_700_000_000}, "expired"), ({"not_after": 4_000_000_000}, "not-after-too-far"),
])
def test_an_envelope_that_is_not_quite_it(story, refused, changes, code):
    refused(code, anchor(story, **changes))


def test_a_ledger_of_the_same_name_is_another_one(story, refused):
    name, _, digest = story.origin.partition("/")
    for origin in (f"{name}/{digest[::-1]}", name, story.origin + "0", story.origin.upper()):
        refused("wrong-origin", anchor(story, origin=origin))


ZEROES = "00" * 32


@pytest.mark.parametrize("payload", [
    f"8218045820{ZEROES}", f"82045820{ZEROES}00", f"9f045820{ZEROES}ff", f"8204590020{ZEROES}", f"82045f5820{ZEROES}ff",
    f"82fb40100000000000005820{ZEROES}", f"9802045820{ZEROES}", "",
])
def test_another_encoding_of_a_signed_payload(story, refused, payload):
    protected = statements.decode(anchor(story)).value[0]
    refused("bad-payload", signed_bytes(story.issuer, protected, bytes.fromhex(payload)))


def headers(header):
    """Protected headers that say more, less, or the same in other bytes."""
    good = statements.decode(header)
    yield header[:1] + b"\x18\x01" + header[2:]
    yield b"\xb8\x04" + header[1:]
    yield encode(good | {5: bytes(8)})
    yield encode(good | {2: [1]})
    yield encode({key: good[key] for key in (1, 3, 4)})
    yield encode(good | {1: statements.EDDSA})
    yield encode(good | {1: -35})
    yield encode(good | {4: good[4][:7]})
    yield encode(good | {15: good[15] | {6: 0}})
    yield b"".join([b"\xa4", *(encode(key) + encode(good[key]) for key in (3, 1, 4, 15))])
    yield b""


def test_another_header_that_is_signed_all_the_same(live, story):
    payload = [4, os.urandom(32)]
    header = statements.decode(anchor(story, payload=payload)).value[0]
    for other in headers(header):
        status, answer = live.post([signed_bytes(story.issuer, other, encode(payload))])
        outcome, = answer["outcomes"]
        assert (status, outcome["state"]) == (422, "refused"), other.hex()
        assert outcome["code"] in ("not-a-statement", "wrong-signature"), outcome
    assert live.post([signed_bytes(story.issuer, header, encode(payload))])[0] == 200


def test_unsigned_bytes_and_a_flipped_signature(live, story):
    leaf = anchor(story)
    value = statements.decode(leaf)
    protected, _, payload, signature = value.value
    with_receipt = encode(type(value)(18, [protected, {394: [b"receipt"]}, payload, signature]))
    for other in (with_receipt, leaf[:1] + b"\x98\x04" + leaf[2:], leaf + b"\0", leaf[:-1] + bytes([leaf[-1] ^ 1])):
        status, answer = live.post([other])
        outcome, = answer["outcomes"]
        assert (status, outcome["state"]) == (422, "refused")
        assert outcome["code"] in ("not-a-statement", "wrong-signature")
    assert live.post([leaf])[0] == 200, "a refused twin must not stand in the way"


# What is refused: manifests, statuses, grants, governance.

def manifest(story, records, **changes):
    """A manifest with its records."""
    leaves = [record if isinstance(record, bytes) else encode(record) for record in records]
    given = {"type": TYPE, "version": 1, "count": len(leaves), "root": merkle_root([leaf_hash(x) for x in leaves])}
    return [*story.by_issuer("documents.issue", *(given | changes).values()), *leaves]


def test_manifests(story, refused):
    records = [[os.urandom(32), None] for _ in range(3)]
    refused("record-count-differs", *manifest(story, records, count=4))
    refused("record-count-differs", *manifest(story, records)[:-1])
    refused("record-root-differs", *manifest(story, records, root=bytes(32)))
    refused("record-root-differs", *[(leaves := manifest(story, records))[0], *leaves[:0:-1]])
    refused("unknown-type", *manifest(story, records, type="UNKNOWN"))
    refused("not-accredited", *manifest(story, records, type="11100000000013127D001"))
    refused("wrong-type-version", *manifest(story, records, version=2))
    for record in (b"\x82\x58\x20" + bytes(32) + b"\x1a\0\0\0\1", encode([bytes(31), None]), encode([bytes(32), "a"])):
        refused("bad-record", *manifest(story, [records[0], record]))
    refused("records-unexpected", anchor(story), encode(records[0]))
    refused("missing-role", *story.by_bank("documents.issue", TYPE, 1, 1, leaf_hash(encode(records[0]))),
            encode(records[0]))


def test_statuses(live_log, story, refused):
    def status(record, commitment, code=3):
        return story.by_issuer("document.status", record, commitment, code, bytes(32))[0]

    place, commitment = story.manifest + 1, story.records[0][0]
    other = next(at for at, (issuer, _) in live_log.replay.records.items() if issuer != ISSUER)
    refused("record-of-another-issuer", status(other, live_log.replay.records[other][1]))
    refused("commitment-differs", status(place, story.records[1][0]))
    refused("no-such-record", status(story.manifest, commitment))
    refused("no-such-record", status(10 ** 9, commitment))
    refused("status-final", status(place + 1, story.records[1][0], 1))
    refused("status-unchanged", status(place + 299, story.records[299][0], 1))
    refused("bad-payload", status(place, commitment, 9))


def test_grants(story, refused):
    holder, other = Key(), Key()

    def grant(request, uses=1, life=60, key=holder):
        return story.by_holder(key, "grant", [request, uses, story.clock() + life, None])

    request = story.request(holder, 1, 60)
    refused("not-the-requested-key", grant(request, key=other))
    refused("uses-beyond-request", grant(request, uses=2))
    refused("term-beyond-request", grant(request, life=4_000))
    refused("grant-expired", grant(request, life=-10))
    refused("uses-beyond-scene", grant(story.request(holder, 4, 60)))
    refused("request-expired", grant(story.request(holder, 1, -60)))
    refused("wrong-request-signature", grant(request[:-1] + bytes([request[-1] ^ 1])))
    refused("bad-request", grant(request + b"\0"))
    refused("unknown-act", grant(anchor(story)))
    refused("unknown-grant", *story.by_bank("use", bytes(32), 1, bytes(32), bytes(32), bytes(32)))
    refused("missing-role", *story.by_issuer("use", story.grants[2], 1, bytes(32), bytes(32), bytes(32)))
    refused("wrong-use-index", *story.use(2, 2))
    refused("wrong-use-index", *story.use(2, 0))


def test_scenes(story, refused):
    def declare(code, fields):
        return story.by_bank("scene.declare", story.scene(code, fields))[0]

    scene = story.scene("waiting", [["ZZBH", 2, True]])
    story.send([story.by_bank("scene.declare", scene)])
    digest = hashlib.sha256(encode(scene)).digest()
    refused("level-differs", declare("other", [["ZZBH", 1, True]]))
    refused("unknown-field", declare("other", [["XM", 2, True]]))
    refused("bad-payload", declare("other", []))
    refused("missing-role", *story.by_bank("scene.approve", BANK, "waiting", digest))
    refused("scene-differs", *story.by_regulator("scene.approve", BANK, "waiting", bytes(32)))
    refused("unknown-scene", *story.by_regulator("scene.approve", BANK, "nothing", digest))
    facts = hashlib.sha256(encode(story.scene("facts", [["ZT", 1, True]]))).digest()
    refused("approval-not-needed", *story.by_regulator("scene.approve", BANK, "facts", facts))
    holder = Key()
    asked = [story.request(holder, 1, 60, "waiting"), 1, story.clock() + 60, None]
    refused("scene-not-approved", story.by_holder(holder, "grant", asked))
    refused("missing-role", *story.by_issuer("scene.end", BANK, "waiting"))


def test_what_holders_tighten_and_refuse(story, refused):
    key = story.limited.public.data

    def limit(*terms, by=story.limited):
        return story.by_holder(by, "grant.limit", [key, *terms])

    # Both of its uses are counted: nothing is left to tighten.
    refused("used-up", limit(3, 1, None, None, None))
    refused("wrong-signature", limit(3, 1, None, None, None, by=Key()))
    refused("bad-payload", limit(3, None, None, None, None))
    holder = Key()
    story.send([[story.by_holder(holder, "grant", [story.request(holder, 2, 60), 2, story.clock() + 600, None])]])
    key = holder.public.data
    refused("limit-not-tighter", limit(1, 2, None, None, None, by=holder))
    refused("limit-not-tighter", limit(1, None, story.clock() + 700, None, None, by=holder))
    refused("wrong-limit-number", limit(2, 1, None, None, None, by=holder))
    refused("grant-exists", story.by_holder(holder, "refuse", [story.request(holder, 1, 60)]))
    story.send([[limit(1, None, None, story.clock() + 300, None, by=holder)]])
    grant = grant_id(story.origin, key)
    refused("grant-paused", *story.by_bank("use", grant, 1, bytes(32), bytes(32), bytes(32)))
    again = [story.request(story.refusing, 1, 60), 1, story.clock() + 60, None]
    refused("request-refused", story.by_holder(story.refusing, "grant", again))
    refused("request-refused", *story.by_bank("use", grant_id(story.origin, story.refusing.public.data), 1, bytes(32),
                                              bytes(32), bytes(32)))


def test_many_uses_are_counted_all_or_none(live_log, story, refused):
    holders = [Key() for _ in range(3)]
    story.send([[story.by_holder(holder, "grant", [story.request(holder, 2, 60), 2, story.clock() + 600, None])]
                for holder in holders])
    grants = [grant_id(story.origin, holder.public.data) for holder in holders]
    records = [[grant, [1, os.urandom(32)]] for grant in grants]
    bad = records[:2] + [[grants[2], [2, os.urandom(32)]]]
    outcome = refused("bad-use", *story.many(bad))
    assert outcome["badUse"] == {"position": 2, "code": "wrong-use-index"}
    assert check_note(live_log, outcome)[5] == [2, "wrong-use-index"]
    refused("record-count-differs", *story.many(records, count=2))
    refused("record-root-differs", *story.many(records, root=bytes(32)))
    refused("bad-record", *story.many([records[0], [grants[1], None]]))
    refused("records-unexpected", *story.by_bank("use", grants[0], 1, *(bytes(32) for _ in range(3))),
            encode(records[0]))
    at, = story.send([story.many(records)])
    outcome = refused("bad-use", *story.many(records))
    assert outcome["badUse"] == {"position": 0, "code": "already-used"} and outcome["winner"]["record"] == 0
    said = verify(outcome["winner"]["receipt"].encode(), live_log.network)
    assert outcome["winner"]["assurance"]["words"]["en"].startswith("1 of 1 institutions signed; ")
    assert (said["leaf"], said["record"], said["use"]) == (at, at + 1, 1)
    refused("use-not-counted", *story.by_bank("use.fault", grants[0], 2, 2, None, bytes(32)))
    refused("unknown-member", *story.by_bank("use.fault", grants[0], 1, 1, "nobody", bytes(32)))
    refused("bad-payload", *story.by_bank("use.fault", grants[0], 1, 2, "node-1", bytes(32)))


def test_reading_without_consent(story, refused):
    refused("ground-not-listed", *story.by_issuer("disclosure", 5, bytes(32), os.urandom(32)))
    refused("tag-exists", *story.by_issuer("disclosure", 1, bytes(32), story.tag))
    refused("missing-role", *story.by_bank("disclosure", 1, bytes(32), os.urandom(32)))
    # A body of the strongroom is no deal: it waits until its end.
    refused("expired", *story.by_issuer("disclosure", 1, bytes(32), [1_000_000, story.clock() + 86_400, story.deposit(), bytes(32)]))
    salt = os.urandom(32)
    refused("still-sealed", story.opening(story.closed, os.urandom(32), salt))
    refused("not-sealed", story.opening(story.opened, story.opened_tag, salt))
    refused("wrong-signature", statements.signed(
        statements.Key(), "disclosure.open", [story.closed, bytes(32), salt], story.origin, story.clock() + 9))
    refused("ground-not-listed", *story.by_regulator("trace", story.grants[0], 1, bytes(32), bytes(32)))
    refused("missing-role", *story.by_bank("trace", story.grants[0], 3, bytes(32), bytes(32)))


def test_passing_evidence_on(story, refused):
    grant, court = story.grants[0], os.urandom(32)
    use = statements.read(story.uses[0][0]).id

    def passing(number=2, index=1, use=use, recipient=court, basis=None, grant=grant):
        return story.by_bank("evidence.pass", grant, number, index, use, recipient, basis or [3, bytes(32)])

    refused("ground-not-listed", *passing(basis=[2, bytes(32)]))
    refused("unknown-member", *passing(recipient="nobody"))
    refused("passed-to-itself", *passing(recipient=BANK))
    refused("use-not-counted", *passing(index=3))
    refused("other-use", *passing(index=2))
    refused("other-use", *passing(use=bytes(32)))
    for number in (0, 1, 3):
        refused("wrong-passing-number", *passing(number=number))
    refused("bad-payload", *passing(number=1_024))
    holder, now = story.holders[0], story.clock()
    for wrong in (leave(Key(), story.origin, 1, court, now + 600), leave(holder, story.origin, 2, court, now + 600),
                  leave(holder, story.origin, 1, REGULATOR, now + 600), leave(holder, "another/" + "0" * 32, 1, court, now)):
        refused("wrong-leave", *passing(basis=wrong))
    refused("leave-expired", *passing(basis=leave(holder, story.origin, 1, court, now - 60)))
    refused("missing-role", *story.by_issuer("evidence.pass", grant, 0, 1, use, court, [3, bytes(32)]))


def test_a_second_use_of_one_index_names_the_winner(live_log, story, refused):
    winner = live_log.replay.get("grant", story.grants[0])[8][1]
    outcome = refused("already-used", *story.use(0, 2))
    assert outcome["winner"]["id"] == winner[0].hex() and outcome["winner"]["height"] == winner[1]
    assert check_note(live_log, outcome)[4] == winner
    receipt = outcome["winner"]["receipt"].encode()
    assert verify(receipt, live_log.network)["leaf"] == live_log.replay.places[winner[0]][1]
    assert refused("used-up", *story.use(0, 3))["winner"]["id"] == winner[0].hex()
    refused("grant-withdrawn", *story.use(1, 2))
    refused("unknown-grant", *story.use(3, 2))


def test_governance(live, story, refused):
    details = [["示例", "Sample"], [1], "", [[Key().public.pair, 0, None]]]

    def register(member="late-member", keys=3, by=0, sealing=()):
        story.sequence += by
        leaf, = story.govern("member.register", member, details + list(sealing), keys=keys)
        story.sequence -= 1 + by
        return leaf

    refused("not-enough-governors", register(keys=1))
    refused("wrong-sequence", register(by=1))
    refused("member-exists", register(member=ISSUER))
    twice = statements.decode(register())
    twice.value[3].append(twice.value[3][-1])
    refused("not-a-statement", encode(twice))
    refused("wrong-envelope", anchor(story, act="member.register", payload=[story.sequence, "late-member", details]))
    # A sealing key is 32 bytes behind the keys, or is not written.
    for wrong in ([None], [bytes(31)], [bytes(32), None]):
        refused("bad-payload", register(sealing=wrong))
    assert live.post([register(sealing=[bytes(range(32))])])[0] == 200
    assert base64.b64decode(json.loads(live.get("/members/late-member"))["sealingKey"]) == bytes(range(32))
    story.sequence += 1


def test_statements_of_one_request_have_outcomes_of_their_own(live, story):
    good, bad = anchor(story), anchor(story, issuer="nobody")
    status, answer = live.post([good, bad, *manifest(story, [[os.urandom(32), None]]), anchor(story, low=False)])
    assert status == 200
    assert [outcome["state"] for outcome in answer["outcomes"]] == ["final", "refused", "final", "refused"]
    assert [outcome.get("code") for outcome in answer["outcomes"]] == [None, "unknown-member", None, "wrong-signature"]
