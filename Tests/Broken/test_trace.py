"""A regulator traces a grant to its holder: nodes and registrar are the program, wallet and relying party Python."""

import json
import os
import subprocess
import time
import types
import urllib.request

import pytest

import release
import statements
from dealing import Dealer
from machine import ROOT, Machine, wait
from network import Network, free_ports
from pen import BANK, Pen
from registrar import PEOPLE, Wallet, b64url, from_b64url
from statements import Key
from town import answers

#: The first by name that has a sealing key: wallets seal trace packets to it.
REGULATOR = "a-regulator"


class Registry:
    """A registrar of three nodes, with two people."""

    def __init__(self, network, folder):
        node, (port,) = network.nodes[0], free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        (folder / "people.csv").write_text("\n".join(["number,name,face", *map(",".join, PEOPLE)]) + "\n")
        self.node = node
        self.place = ["--data", folder / "registrar", "--genesis", node.genesis_file, "--key",
                      ROOT / "keys-sample/registrar.key"]
        node.deedbox("registrar", "init", *self.place)
        words = ["registrar", "serve", *self.place, "--population", folder / "people.csv", "--port", port,
                 *network_words(network)]
        with (folder / "registrar.log").open("w") as log:
            self.process = subprocess.Popen([os.environ["DEEDBOX"], *map(str, words)], stdout=log, stderr=log)
        Machine.launched.append(self.process)
        wait("the registrar does not answer", lambda: answers(self.url + "/registrar"))

    def ask(self, path, body):
        """A JSON answer of 200."""
        request = urllib.request.Request(self.url + path, data=json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def issued(self, wallet, person, keys):
        """Tokens of a person's fresh account."""
        bound = self.ask("/accounts", wallet.wish(person))
        account = statements.read(from_b64url(bound["binding"])).payload[0]
        wish = statements.signed(
            wallet.holder, "tracetokens", [account, [key.public.data for key in keys]], wallet.origin,
            int(time.time()) + 300)
        return [from_b64url(token) for token in self.ask("/accounts/tokens", {"request": b64url(wish)})["tokens"]]

    def log(self):
        done = self.node.deedbox("registrar", "log", *self.place, "--json")
        return json.loads(done.stdout)["entries"]


def network_words(network):
    return [word for node in network.nodes for word in ("--node", node.url)]


@pytest.fixture
def network(tmp_path):
    network = Network(tmp_path, keptTimeoutSeconds=3, strongroomReserveBytes=0).start()
    yield network
    network.kill()


@pytest.fixture
def registry(network, tmp_path):
    registry = Registry(network, tmp_path)
    yield registry
    registry.process.kill()
    registry.process.wait()


@pytest.fixture
def dealer(network):
    node, pen = network.nodes[0], Pen(network.nodes[0].genesis)
    pen.register(node)
    file = json.loads((ROOT / "keys-sample/regulator-sealing.key").read_text())
    secret = from_b64url(file["secret"])
    details = [["示例监管方", "Sample regulator"], [4], "", [[Key(name="regulator").public.pair, 0, None]],
               release.x25519_public(secret)]
    node.send([pen.govern("member.register", [REGULATOR, details])])
    dealer = Dealer(pen, node)
    dealer.regulator = secret
    return dealer


def token(issued, key):
    """What a wallet puts into a trace packet, by the id of the grant."""
    return lambda grant: statements.encode([issued, key.sign(b"deedbox/tracetoken/v1" + grant)])


def final(node, leaf):
    def is_final():
        status, answer = node.post([leaf])
        return status == 200 and answer["outcomes"][0]["state"] == "final"
    wait("a statement is not final", is_final)


def given(network, dealt):
    """The deposit is handed in, and the grant is final."""
    assert dealt.hand(network.nodes[0])[0] == 200
    final(network.nodes[0], dealt.grant())
    return dealt


def trace(network, registry, folder, dealt, *words, code=0):
    done = network.nodes[0].deedbox(
        "regulator", "trace", dealt.id.hex(), "--ground", "courtOrder", "--case", "X-2090-7", "--member", REGULATOR,
        "--key", ROOT / "keys-sample/regulator.key", "--sealing-key", ROOT / "keys-sample/regulator-sealing.key",
        "--registrar", registry.url, "--trace-file", folder / "traces.jsonl", *network_words(network), "--json", *words,
        code=code)
    return json.loads(done.stdout) if done.stdout else json.loads(done.stderr)["error"]


def test_a_traced_grant_names_its_holder_and_one_entry_is_made(network, registry, dealer, tmp_path):
    wallet, key = Wallet(dealer.pen.origin), Key()
    issued, = registry.issued(wallet, PEOPLE[0], [key])
    dealt = given(network, dealer.deal(token=token(issued, key)))
    told = trace(network, registry, tmp_path, dealt)
    assert (told["number"], told["name"], told["party"]) == (PEOPLE[0][0], PEOPLE[0][1], BANK)
    # Run again it goes on with the entry that stands, with any two of the nodes.
    network.nodes[2].kill()
    again = trace(network, registry, tmp_path, dealt)
    assert (again["statement"], again["height"], again["name"]) == (told["statement"], told["height"], told["name"])
    other = trace(network, registry, tmp_path, dealt, "--again")
    assert other["statement"] != told["statement"] and other["name"] == told["name"]
    traced = [entry["detail"] for entry in registry.log() if entry["kind"] == "traced"]
    assert [entry["trace"] for entry in traced] == [told["statement"], told["statement"], other["statement"]]
    assert {(entry["grant"], entry["member"]) for entry in traced} == {(dealt.id.hex(), REGULATOR)}
    lines = [json.loads(line) for line in (tmp_path / "traces.jsonl").read_text().splitlines()]
    assert [line["number"] for line in lines if "number" in line] == [PEOPLE[0][0]] * 3
    assert oct((tmp_path / "traces.jsonl").stat().st_mode & 0o777) == "0o600"


def test_a_token_that_another_has_put_into_a_grant_names_nobody(network, registry, dealer, tmp_path):
    wallet, key = Wallet(dealer.pen.origin), Key()
    issued, = registry.issued(wallet, PEOPLE[0], [key])
    mine = given(network, dealer.deal(token=token(issued, key)))
    # Who opened a use of mine has seen my token, and puts it into a grant of his own.
    stolen = given(network, dealer.deal(token=lambda _: token(issued, key)(mine.id)))
    refused = trace(network, registry, tmp_path, stolen, code=1)
    assert refused["code"] == "token-not-for-grant"
    forged = given(network, dealer.deal(token=token(issued, Key())))
    assert trace(network, registry, tmp_path, forged, code=1)["code"] == "token-not-for-grant"
    without = given(network, dealer.deal(token=lambda _: b""))
    assert trace(network, registry, tmp_path, without, code=1)["code"] == "no-trace-token"
    assert [entry["kind"] for entry in registry.log()].count("trace-refused") == 2
    assert trace(network, registry, tmp_path, mine)["name"] == PEOPLE[0][1]


def test_a_grant_that_never_was_is_refused_before_an_entry_is_made(network, registry, dealer, tmp_path):
    wallet, key = Wallet(dealer.pen.origin), Key()
    issued, = registry.issued(wallet, PEOPLE[0], [key])
    dealt = given(network, dealer.deal(token=token(issued, key)))
    mistyped = types.SimpleNamespace(id=bytes([dealt.id[0] ^ 1]) + dealt.id[1:])
    assert trace(network, registry, tmp_path, mistyped, code=1)["code"] == "no-such-grant"
    told = network.nodes[0].deedbox("regulator", "statistics", "--by", "party", *network_words(network), "--json")
    assert json.loads(told.stdout)["totals"].get("traces", 0) == 0
    assert trace(network, registry, tmp_path, dealt)["name"] == PEOPLE[0][1]


def test_the_packet_is_given_to_nobody_else(network, registry, dealer, tmp_path):
    wallet, key = Wallet(dealer.pen.origin), Key()
    issued, = registry.issued(wallet, PEOPLE[0], [key])
    dealt = given(network, dealer.deal(token=token(issued, key)))
    use, secret = dealt.use(1)
    node = network.nodes[0]
    final(node, use)
    status, answer = node.get(f"/release/trace/{statements.read(use).id.hex()}")
    assert (status, json.loads(answer)["code"]) == (422, "release-not-set-free")
    told = trace(network, registry, tmp_path, dealt)
    for each in network.nodes:
        status, sealed = each.get(f"/release/trace/{told['statement']}")
        assert status == 200 and dealt.deposit.manifest.salt not in sealed
    opened = dealt.open(network.nodes, use, secret, 1)
    assert opened["token"] == token(issued, key)(dealt.id)
