"""Sealed disclosures outlive the validators to whom they were dealt: who was let go gives its share when their time comes, who
has come since fetches the deal, and all find them open."""

import hashlib
import json
import os
import urllib.error
import urllib.request

import pytest

import dealing
import release
import statements
from dealing import Dealer, ask
from growing import Growing
from machine import wait
from pen import AGENCY, Pen
from statements import encode
from test_release import final
from test_set_change import replaced


@pytest.fixture
def growing(tmp_path):
    network = Growing(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.remove()


class Sealed:
    """A reading by the agency, sealed until a height to a dealer's validators, and entered."""

    def __init__(self, dealer, node, until):
        pen, latest = dealer.pen, dealer.expiry
        self.tag, self.salt, key, hidden = (os.urandom(32) for _ in range(4))
        details = ["X-2090-7", ["ZZBH"], "示例"]
        self.deal = release.deal_sealed(pen.origin, AGENCY, until, latest, dealer.set, dealer.quorum, dealer.weekly,
                                        self.tag, self.salt, key, encode([hidden, details]))
        mark = hashlib.sha256(b"deedbox/sealedtag/v1" + self.salt + self.tag).digest()
        commitment = hashlib.sha256(b"deedbox/disclosed/v1" + hidden + encode(details)).digest()
        leaf = pen.by_agency("disclosure", [3, commitment, [until, latest, self.deal.digest, mark]])
        self.id = statements.read(leaf).id

        def is_acknowledged():
            status, answer = ask(node, "/deposits", encode([1, leaf, self.deal.data]), "application/cbor")
            return status == 200 and len(json.loads(answer)["acknowledgements"]) == len(dealer.members)
        wait("a validator has not acknowledged a deal", is_acknowledged)
        final(node, leaf)

    def share(self, node):
        """Position and share that a node gives, or the code of its refusal."""
        try:
            with urllib.request.urlopen(f"{node.url}/release/disclosure/{self.id.hex()}", timeout=10) as answer:
                read = statements.read(answer.read())
        except urllib.error.HTTPError as error:
            return json.loads(error.read())["code"]
        assert read.act == "disclosure.share" and read.issuer == node.member
        assert read.signers[0].is_by(dealing.RELEASE[node.member])
        statement, deposit, position, share = read.payload
        assert (statement, deposit) == (self.id, self.deal.digest) and self.deal.is_share(position, share)
        return position, share


def counts(node):
    return node.status()["disclosures"]


def test_it_opens_though_of_those_it_was_dealt_to_fewer_than_a_quorum_are_in_office(growing):
    first, second, third = growing.nodes
    dealer = Dealer(Pen(first.genesis).register(first), first)
    sealed = Sealed(dealer, first, growing.height() + 250)
    fourth = replaced(growing, third, "node-4")
    fifth = replaced(growing, second, "node-5")
    everybody = [first, second, third, fourth, fifth]
    until = sealed.deal.until
    assert growing.height() < until - 1, "the changes took longer than the seal lasts"
    for node in everybody:
        assert sealed.share(node) == "release-not-final" and counts(node) == {"sealed": 1, "overdue": 0}
    while growing.height() < until:
        final(first, dealer.pen.anchor())
    for node in everybody:
        wait("it is not open at a node", lambda: counts(node) == {"sealed": 0, "overdue": 0})
    # Those who were dealt a share give it, in office or not; the newcomers have the deal, and no share of it.
    given = [wait("a node does not give its share", lambda: given_by(sealed, node)) for node in (first, second, third)]
    assert sorted(position for position, _ in given) == [1, 2, 3]
    for node in (fourth, fifth):
        assert sealed.share(node) == "release-nothing-held"
        with urllib.request.urlopen(f"{node.url}/release/disclosure/{sealed.id.hex()}/deal", timeout=10) as answer:
            assert answer.read() == sealed.deal.data
    # Two who have left open it alone.
    assert sealed.deal.open(dict(given[1:]))[:2] == (sealed.tag, sealed.salt)


def given_by(sealed, node):
    given = sealed.share(node)
    return given if isinstance(given, tuple) else None
