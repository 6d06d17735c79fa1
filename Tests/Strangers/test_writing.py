"""A node takes what another pen writes, and refuses what is not quite it; its refusals are signed."""

import base64
import os

import pytest
import scitt_cose

import statements
from state import grant_id
from statements import ES256, Key, PublicKey, signed
from story import BANK, ISSUER, LIFETIME
from verify_receipt import verify


def refusal(live, leaf, code):
    """The node's answer to a statement that it must refuse for this reason."""
    status, answer = live.post([leaf])
    outcome, = answer["outcomes"]
    assert (status, outcome["state"], outcome["code"]) == (422, "refused", code), answer
    return outcome


def check_note(live_log, outcome):
    """A refusal is a COSE_Sign1 by the node's release key, which stands in the genesis."""
    release = PublicKey(statements.EDDSA, statements.decode(live_log.genesis)[5][0][2][3])
    parsed = scitt_cose.parse_signed_statement(base64.b64decode(outcome["refusal"]), public_key_pem=release.pem)
    assert parsed["signature_verified"] is True and parsed["subject"] == live_log.network.origin
    assert parsed["content_type"] == "application/vnd.deedbox.refusal.v1+cbor"
    note = statements.decode(parsed["payload"])
    assert (note[0].hex(), note[1]) == (outcome["id"], outcome["code"])
    return note


@pytest.fixture
def story(live):
    return live.story


def anchor(story, **changes):
    """A statement that would be accepted but for what is changed."""
    given = {"key": story.issuer, "act": "note.anchor", "payload": [4, os.urandom(32)], "origin": story.origin,
             "not_after": story.clock() + LIFETIME, "issuer": ISSUER} | changes
    return signed(**given)


def test_what_another_pen_writes_is_accepted(live, live_log, story):
    status, answer = live.post([anchor(story)])
    assert status == 200 and answer["outcomes"][0]["state"] == "final"
    verify(answer["outcomes"][0]["receipt"].encode(), live_log.network)


def test_the_same_statement_is_one_entry_however_often_it_is_sent(live, story):
    leaf = anchor(story)
    outcomes = [live.post([leaf]) for _ in range(3)]
    assert [status for status, _ in outcomes] == [200] * 3
    places = {(outcome["id"], outcome["state"], outcome["index"])
              for _, answer in outcomes for outcome in answer["outcomes"]}
    assert len(places) == 1 and {state for _, state, _ in places} == {"final"}
    assert sum(leaf == other for other in live.newest_log().leaves) == 1


def test_the_other_s_of_a_signature_is_refused(live, live_log, story):
    check_note(live_log, refusal(live, anchor(story, low=False), "wrong-signature"))


@pytest.mark.parametrize("changes, code", [
    ({"key": Key(ES256)}, "unknown-key"), ({"issuer": "nobody"}, "unknown-member"), ({"issuer": BANK}, "unknown-key"),
    ({"origin": "paper.deedbox.example/00000000000000000000000000000000"}, "wrong-origin"),
    ({"act": "note.anchors"}, "unknown-act"), ({"payload": [9, bytes(32)]}, "bad-payload"),
    ({"not_after": 1_700_000_000}, "expired"), ({"not_after": 4_000_000_000}, "not-after-too-far"),
    ({"issuer": None}, "wrong-envelope"),
])
def test_what_is_not_quite_it_is_refused_with_its_rule(live, live_log, story, changes, code):
    check_note(live_log, refusal(live, anchor(story, **changes), code))


def test_other_encodings_are_refused(live, story):
    leaf = anchor(story)
    value = statements.decode(leaf)
    protected, _, payload, signature = value.value
    with_receipt = statements.encode(type(value)(18, [protected, {394: [b"receipt"]}, payload, signature]))
    longer = leaf[:2] + b"\x59\x00" + leaf[3:] if leaf[2] == 0x58 else leaf[:1] + b"\x98\x04" + leaf[2:]
    for other in (with_receipt, longer, leaf + b"\0", leaf[:-1] + bytes([leaf[-1] ^ 1])):
        status, answer = live.post([other])
        outcome, = answer["outcomes"]
        assert (status, outcome["state"]) == (422, "refused")
        assert outcome["code"] in ("not-a-statement", "wrong-signature")
    assert live.post([leaf])[0] == 200


def test_a_second_use_of_one_index_names_the_winner(live, live_log, story):
    winner = live_log.replay.get("grant", story.grants[0])[8][1]
    outcome = refusal(live, story.use(0, 2)[0], "already-used")
    assert outcome["winner"]["id"] == winner[0].hex() and outcome["winner"]["height"] == winner[1]
    assert check_note(live_log, outcome)[4] == winner
    receipt = outcome["winner"]["receipt"].encode()
    assert verify(receipt, live_log.network)["leaf"] == live_log.replay.places[winner[0]][1]
    refusal(live, story.use(1, 2)[0], "grant-withdrawn")


def test_a_grant_whose_id_nobody_knows_has_no_use(live, story):
    unknown = grant_id(story.origin, bytes(32))
    leaf, = story.by_bank("use", unknown, 1, os.urandom(32), os.urandom(32))
    refusal(live, leaf, "unknown-grant")


def test_too_few_of_governance_are_refused(live, story):
    details = [["示例", "Sample"], [1], "", [[Key().public.pair, 0, None]]]
    leaf, = story.govern("member.register", "late-member", details, keys=1)
    story.sequence -= 1
    refusal(live, leaf, "not-enough-governors")
