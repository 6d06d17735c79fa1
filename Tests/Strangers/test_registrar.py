"""A wallet and an issuer in Python: an account at the registrar, a look-up, a re-binding, and its notice in the strongroom."""

import base64
import hashlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import sealing
import statements
from statements import EDDSA, ES256, Key, PublicKey

PEOPLE = [("110101209001011014", "示例甲", "face-1"), ("110101209001011022", "示例乙", "face-2")]


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Registrar:
    """`deedbox registrar`, run beside the live node."""

    def __init__(self, live, folder):
        self.live, self.process = live, None
        (folder / "people.csv").write_text("\n".join(["number,name,face", *map(",".join, PEOPLE)]) + "\n")
        place = ["--data", folder / "registrar", "--genesis", live.genesis_file, "--key", live.keys / "registrar.key"]
        live.deedbox("registrar", "init", *place)
        words = ["registrar", "serve", *place, "--population", folder / "people.csv", "--node", live.url, "--port", 0,
                 "--rebinding-delay", 600, "--anchor-interval", 1, "--json"]
        self.place, self.log = place, (folder / "registrar.log").open("w")
        self.process = subprocess.Popen(
            [live.program, *map(str, words)], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.address()

    def address(self):
        text = ""
        for line in self.process.stdout:
            text += line
            try:
                return json.loads(text)["address"]
            except ValueError:
                continue
        raise AssertionError(f"the registrar did not start: {text}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0
        self.log.close()

    def ask(self, path, body=None):
        """Status and bytes of an answer."""
        request = urllib.request.Request(
            self.url + path, data=body if body is None or isinstance(body, bytes) else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


class Wallet(sealing.Wallet):
    """A wallet that asks for an account."""

    def __init__(self, origin):
        super().__init__(os.urandom(32), origin)
        self.holder, self.recovery = Key(ES256), Key(EDDSA)
        self.recovery.private = Ed25519PrivateKey.from_private_bytes(self.secret("recovery"))
        self.recovery.public = PublicKey(EDDSA, self.recovery.private.public_key().public_bytes_raw())

    def wish(self, person):
        root = self.secret("mailbox-root")
        request = [self.holder.public.pair, self.mailbox_key, hashlib.sha256(root).digest(), self.recovery.public.pair]
        proofs = [statements.signed(key, "account", request, self.origin, int(time.time()) + 300)
                  for key in (self.holder, self.recovery)]
        number, name, face = person
        return {"name": name, "number": number, "face": face, "holderProof": b64url(proofs[0]),
                "recoveryProof": b64url(proofs[1]), "mailboxRoot": b64url(root)}


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


def test_the_registrars_log_holds(live, registrar):
    told = json.loads(live.deedbox("registrar", "log", *registrar.place, "--json"))
    assert {"opened", "denied", "looked-up", "rebinding-waits"} <= {entry["kind"] for entry in told["entries"]}
