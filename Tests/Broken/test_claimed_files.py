"""Page images of claimed documents: fetched with the claim, never another in their place, and no document is lost."""

import hashlib
import json
import os

import pytest

from holder import Holder
from machine import wait
from network import free_ports
from swapping import Swapper, sealed_for
from town import Town, answers

ENDPOINT = "/claims/attachment"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town whose desk is reached through somebody else."""
    town = Town(tmp_path_factory.mktemp("town"))
    settings = json.loads((town.desk / "desk.json").read_text())
    port, = free_ports(1)
    (town.desk / "desk.json").write_text(json.dumps(settings | {"port": port, "pendingSeconds": 1}))
    town.swapper = Swapper(settings["port"], port)
    town.serve("desk", "issuer", "serve", "--data", town.desk)
    wait("the desk does not answer", lambda: answers(f"http://127.0.0.1:{port}/health"))
    yield town
    town.swapper.close()
    town.remove()


@pytest.fixture(autouse=True)
def honest(town):
    """Nothing is swapped unless a test does it."""
    yield
    town.swapper.swap = lambda path, request, answer: answer


class Offer:
    """A document with files, offered to somebody who has a wallet."""

    def __init__(self, town, number, files):
        self.holder = Holder(town, number)
        document, = self.holder.pay(1)
        for name, content in files.items():
            path = self.holder.folder / name
            path.write_bytes(content)
            town.issuer("attach", path, "--document", document["document"])
        offer = town.issuer("offers", "create", "--document", document["document"])
        self.link, self.code = offer["offer"], self.holder.folder / "code"
        self.code.write_text(offer["txCode"] + "\n")
        self.device = self.holder.device("phone").open()

    def claim(self, *words):
        """Claims, and asks again until the document is there; what was told of its files."""
        told = [self.device.run("claim", self.link, "--tx-code-file", self.code, *words)]

        def kept():
            if not any(one.get("documents") for one in told):
                told.append(self.device.run("claim", "--resume"))
            return any(one.get("documents") for one in told)
        wait("the document does not come", kept)
        return told[-1]["claimedFiles"][0]

    def resume(self):
        return self.device.run("claim", "--resume").get("claimedFiles", [])

    def files(self, number=None):
        number = number or self.device.documents()[0]["document"]
        return {file["name"]: file for file in self.device.run("show", number)["files"]}

    def saved(self, name, number=None):
        number = number or self.device.documents()[0]["document"]
        out = self.holder.folder / f"saved-{number}-{name}"
        self.device.run("save", number, name, "--out", out)
        return out.read_bytes()


def pdf(size):
    return b"%PDF-1.7\n" + os.urandom(size)


def is_file(path):
    return path == ENDPOINT


def test_files_come_with_the_claim_and_every_copy_has_them(town):
    files = {"scan.pdf": pdf(900_000), "face.jpg": b"\xff\xd8\xff\xe0" + os.urandom(30_001)}
    offer = Offer(town, 10, files)
    before = len(town.swapper.asked)
    told = offer.claim("--copies", 2)
    assert (told["fetched"], told["away"]) == (4, [])
    for document in offer.device.documents():
        shown = offer.files(document["document"])
        assert {name: file["isHere"] for name, file in shown.items()} == dict.fromkeys(files, True)
        for name, content in files.items():
            assert offer.saved(name, document["document"]) == content
    asked = [(request, headers) for path, request, headers in town.swapper.asked[before:] if is_file(path)]
    # Once a file, whatever the count of copies; sealed, under the token that is bound to the wallet's key.
    assert len(asked) == 2 and all(headers["dpop"] and headers["authorization"].startswith("DPoP ")
                                   for _, headers in asked)
    assert all("credential_response_encryption" in json.loads(request) for request, _ in asked)
    assert offer.resume() == []


def test_a_body_that_was_swapped_on_the_way_is_refused_with_the_reason(town):
    content, other = pdf(20_000), pdf(20_000)
    offer = Offer(town, 11, {"scan.pdf": content})

    def swapped(path, request, answer):
        return (200, "application/jwt", sealed_for(request, other)) if is_file(path) else answer
    town.swapper.swap = swapped
    told = offer.claim()
    assert told["fetched"] == 0
    away, = told["away"]
    assert (away["name"], away["away"]["code"], away["away"]["isFinal"]) == ("scan.pdf", "file-altered", False)
    assert hashlib.sha256(other).hexdigest() in away["away"]["fact"]
    # The document is kept, and says what is missing and why.
    document, = offer.device.documents()
    assert document["answer"] == "yes"
    shown = offer.files()["scan.pdf"]
    assert not shown["isHere"] and shown["away"]["code"] == "file-altered"
    assert offer.device.run("save", document["document"], "scan.pdf", "--out", offer.holder.folder / "no",
                            code=3)["code"] == "file-away"

    # In the clear though it was asked for sealed: not even looked at.
    town.swapper.swap = lambda path, request, answer: (200, "application/pdf", content) if is_file(path) else answer
    again, = offer.resume()
    assert again["fetched"] == 0 and not again["away"][0]["away"]["isFinal"]
    town.swapper.swap = lambda path, request, answer: answer
    assert [one["fetched"] for one in offer.resume()] == [1]
    assert offer.saved("scan.pdf") == content and offer.files()["scan.pdf"]["isHere"]
    assert offer.resume() == []


def test_a_lost_answer_loses_neither_document_nor_file(town):
    files = {"scan.pdf": pdf(10_000), "back.pdf": pdf(11_000)}
    offer = Offer(town, 12, files)
    lost = []

    def losing(path, request, answer):
        if is_file(path) and not lost:
            lost.append(request)
            return None
        return answer
    town.swapper.swap = losing
    told = offer.claim()
    assert told["fetched"] + len(told["away"]) == 2 and len(offer.device.documents()) == 1
    # `receive` asks again for what is missing.
    offer.device.run("receive")
    assert {name: offer.saved(name) for name in files} == files


def test_when_the_claim_is_over_the_holder_is_told_and_nobody_asks_any_more(town):
    offer = Offer(town, 13, {"scan.pdf": pdf(5_000)})
    over = (401, "application/json", b'{"error":"invalid_token","error_description":"the token is unknown or over"}')
    town.swapper.swap = lambda path, request, answer: over if is_file(path) else answer
    away, = offer.claim()["away"]
    assert (away["away"]["code"], away["away"]["isFinal"]) == ("invalid_token", True)
    assert offer.files()["scan.pdf"]["away"]["isFinal"]
    before = len(town.swapper.asked)
    assert offer.resume() == [] and len(town.swapper.asked) == before
    assert offer.device.documents()[0]["answer"] == "yes"
