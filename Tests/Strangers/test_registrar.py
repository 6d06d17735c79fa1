"""A wallet and an issuer in Python: an account at the registrar, look-ups, re-bindings, and a notice in the strongroom."""

import hashlib
import json
import os
import time
import urllib.error

import cbor2
import pytest

import sealing
import statements
from registrar import PEOPLE, Registrar, Wallet, b64url, from_b64url
from statements import EDDSA, Key


@pytest.fixture(scope="module")
def registrar(live, tmp_path_factory):
    registrar = Registrar(live, tmp_path_factory.mktemp("registrar"))
    yield registrar
    registrar.stop()


@pytest.fixture(scope="module")
def origin(live):
    return json.loads(live.get("/status"))["origin"]


@pytest.fixture(scope="module")
def opened(registrar, origin):
    """A wallet of the first person, and its signed binding."""
    wallet = Wallet(origin)
    status, answer = registrar.ask("/accounts", wallet.wish(PEOPLE[0]))
    assert status == 200, answer
    return wallet, from_b64url(json.loads(answer)["binding"])


def test_the_binding_is_the_registrars_and_names_nobody(opened, origin):
    wallet, binding = opened
    read = statements.read(binding)
    assert (read.issuer, read.origin) == ("registrar", origin)
    assert read.signers[0].is_by(Key(EDDSA, "registrar").public)
    account, serial, holder, mailbox, recovery, level, _, previous = read.payload
    assert (len(account), serial, level, previous) == (16, 1, 2, None)
    assert (holder, mailbox, recovery) == (wallet.holder.public.pair, wallet.mailbox_key, wallet.recovery.public.pair)
    assert all(part.encode() not in binding for person in PEOPLE for part in person)


def test_a_failed_check_opens_nothing(registrar, origin):
    number, name, _ = PEOPLE[1]
    status, answer = registrar.ask("/accounts", Wallet(origin).wish((number, name, "another face")))
    assert (status, json.loads(answer)["code"]) == (403, "identity-not-confirmed")


def test_an_issuer_finds_binding_and_pair_secret(registrar, opened, origin):
    wallet, binding = opened
    numbers = [PEOPLE[1][0], PEOPLE[0][0]]
    question = statements.signed(
        Key(EDDSA, "police"), "lookup", [os.urandom(16), numbers], origin, int(time.time()) + 300, issuer="police")
    status, answer = registrar.ask("/directory", question)
    assert status == 200, answer
    assert cbor2.loads(answer) == [None, [binding, wallet.pair_secret("police")]]
    again, problem = registrar.ask("/directory", question)
    assert (again, json.loads(problem)["code"]) == (409, "question-repeated")


def test_a_rebinding_is_told_in_the_old_mailbox(live, registrar, opened, origin):
    """The notice was sealed by the program; RFC 9180 in Python opens it."""
    wallet, binding = opened
    status, answer = registrar.ask("/accounts/rebind", Wallet(origin).wish(PEOPLE[0]))
    assert status == 202, answer
    tag = wallet.tag("registrar", 0)
    bodies = []

    def arrived():
        try:
            bodies.append(live.get(f"/strongroom/{tag.hex()}"))
        except urllib.error.HTTPError:
            return False
        return True

    live.wait("no notice", arrived)
    plaintext = sealing.open_delivery(wallet.mailbox, bodies[0], origin, tag)
    kind, told, effective, _ = cbor2.loads(plaintext)
    assert (kind, effective) == (6, json.loads(answer)["effective"])
    coming = statements.read(told)
    assert coming.payload[1] == 2 and coming.payload[7] == hashlib.sha256(binding).digest()
    with pytest.raises(Exception):
        sealing.open_delivery(wallet.mailbox, bodies[0], origin, wallet.tag("registrar", 1))


def test_the_root_over_all_bindings_stands_on_the_ledger(live, registrar, opened):
    _, binding = opened
    digest, proofs = hashlib.sha256(binding).digest(), []

    def anchored():
        status, answer = registrar.ask(f"/directory/proofs/{digest.hex()}")
        proofs.append(json.loads(answer))
        return status == 200

    live.wait("no anchor", anchored)
    proof = proofs[-1]
    root = hashlib.sha256(b"\x00deedbox/leaf/v1" + from_b64url(proof["salt"]) + digest).digest()
    assert (proof["index"], proof["count"], proof["path"]) == (0, 1, [])
    commitment = hashlib.sha256(b"deedbox/directory/v1" + statements.encode(
        [from_b64url(proof["anchorSalt"]), proof["count"], root, bytes.fromhex(proof["log"])])).digest()
    live.wait("the anchor is not in the log", lambda: any(
        read.act == "note.anchor" and read.payload == [2, commitment]
        for read in map(statements.read, anchors(live.newest_log()))))


def anchors(log):
    return [leaf for leaf in log.leaves if statements.kind(leaf) == "statement"]


def signed_tokens(registrar, wallet, account, keys, until=300):
    wish = statements.signed(wallet.holder, "tracetokens", [account, [key.public.data for key in keys]], wallet.origin,
                             int(time.time()) + until)
    return registrar.ask("/accounts/tokens", {"request": b64url(wish)})


def test_trace_tokens_are_signed_keys_and_nothing_else(registrar, opened, origin):
    wallet, binding = opened
    account, keys = statements.read(binding).payload[0], [Key(EDDSA) for _ in range(3)]
    status, answer = signed_tokens(registrar, wallet, account, keys)
    assert status == 200, answer
    tokens = [statements.read(from_b64url(token)) for token in json.loads(answer)["tokens"]]
    assert [token.payload for token in tokens] == [[key.public.data] for key in keys]
    assert {(token.issuer, token.origin, token.not_after) for token in tokens} == {("registrar", origin, 2**40)}
    assert all(token.signers[0].is_by(Key(EDDSA, "registrar").public) for token in tokens)
    # The same keys again, and nobody else's.
    assert signed_tokens(registrar, wallet, account, keys)[0] == 200
    stranger = Wallet(origin)
    status, problem = signed_tokens(registrar, stranger, account, keys)
    assert (status, json.loads(problem)["code"]) == (400, "bad-proof")


def test_whose_a_grant_is_needs_a_final_trace(registrar, opened, origin):
    question = statements.signed(
        Key(EDDSA, "regulator"), "resolve", [os.urandom(16), b"", b""], origin, int(time.time()) + 300,
        issuer="regulator")
    status, problem = registrar.ask("/traces", question)
    assert (status, json.loads(problem)["code"]) == (403, "trace-not-proven")
    bank = statements.signed(
        Key(EDDSA, "bank"), "resolve", [os.urandom(16), b"", b""], origin, int(time.time()) + 300, issuer="bank")
    status, problem = registrar.ask("/traces", bank)
    assert (status, json.loads(problem)["code"]) == (403, "not-a-regulator")


def test_the_registrars_log_holds(live, registrar):
    told = json.loads(live.deedbox("registrar", "log", *registrar.place, "--json"))
    kinds = {"opened", "denied", "looked-up", "rebinding-waits", "tokens-issued", "trace-refused"}
    assert kinds <= {entry["kind"] for entry in told["entries"]}


def asked_for_rebindings(registrar, origin, after, member="police"):
    question = statements.signed(
        Key(EDDSA, member), "rebindings", [os.urandom(16), after], origin, int(time.time()) + 300, issuer=member)
    status, answer = registrar.ask("/directory/rebindings", question)
    assert status == 200, answer
    return cbor2.loads(answer)


def test_an_issuer_learns_which_accounts_that_it_knows_were_bound_anew(registrar, origin):
    wallet = Wallet(origin)
    assert registrar.ask("/accounts", wallet.wish(PEOPLE[1]))[0] == 200
    assert asked_for_rebindings(registrar, origin, 0) == [0, []]
    question = statements.signed(Key(EDDSA, "police"), "lookup", [os.urandom(16), [PEOPLE[1][0]]], origin,
                                 int(time.time()) + 300, issuer="police")
    assert registrar.ask("/directory", question)[0] == 200
    device = Wallet(origin, wallet.seed)
    status, answer = registrar.ask("/accounts/rebind", device.wish(PEOPLE[1]))
    assert status == 200, answer
    binding = from_b64url(json.loads(answer)["binding"])
    following, entries = asked_for_rebindings(registrar, origin, 0)
    assert entries == [[binding, device.pair_secret("police")]] and following > 0
    assert statements.read(binding).payload[1:3] == [2, device.holder.public.pair]
    assert asked_for_rebindings(registrar, origin, following) == [following, []]
    # Who never asked for this person learns nothing.
    assert asked_for_rebindings(registrar, origin, 0, member="real-estate") == [0, []]
