"""Clients that know nothing of manners: whatever they send, the node stays up and serves everybody else."""

import contextlib
import http.client
import json
import pathlib
import socket
import threading
import time
import urllib.parse

import pytest

import statements
from machine import Machine, wait
from pen import Pen

POST = b"POST /statements HTTP/1.1\r\nhost: node\r\ncontent-type: application/octet-stream\r\n"
LIMIT = 1 << 20


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """A node with small limits, watched by someone with good manners."""
    node = Machine(tmp_path_factory.mktemp("node")).found()
    node.configure(maxBodyBytes=LIMIT, maxWaitingBytes=8 << 20).start()
    node.pen = Pen(node.genesis).register(node)
    yield node
    node.kill()


@pytest.fixture(autouse=True)
def others(node):
    """After each test the same process answers and takes a statement at once, and has not grown without end."""
    pid = node.process.pid
    yield
    assert node.process.pid == pid and node.is_healthy()
    start = time.monotonic()
    node.send([node.pen.anchor()])
    assert time.monotonic() - start < 5
    assert memory(pid) < 500 << 20, f"{memory(pid) >> 20} MB"


def memory(pid):
    """Bytes that the process holds now."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) << 10


def connect(node, timeout=10):
    parts = urllib.parse.urlsplit(node.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=timeout)


def say(node, data, timeout=10):
    """What the node answers to these bytes; nothing when it hangs up."""
    with contextlib.closing(connect(node, timeout)) as wire:
        answer = b""
        with contextlib.suppress(ConnectionError):
            wire.sendall(data)
            wire.shutdown(socket.SHUT_WR)
            while more := wire.recv(65_536):
                answer += more
        return answer


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def check_problem(status, body, code):
    problem = json.loads(body)
    assert (problem["status"], problem["code"]) == (status, code), problem
    assert problem["detail"] and problem["detailZh"] and problem["next"] and problem["nextZh"]


# Too much.

def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes(node):
    with contextlib.closing(node.door()) as door:
        door.connection.putrequest("POST", "/statements")
        door.connection.putheader("content-type", "application/octet-stream")
        door.connection.putheader("content-length", str(LIMIT + 1))
        door.connection.endheaders()
        answer = door.connection.getresponse()
        check_problem(answer.status, answer.read(), "body-too-large")
    assert answer.status == 413


def test_a_body_without_end_is_cut_off(node):
    """In chunks, so that it says nothing of its length."""
    with contextlib.closing(connect(node)) as wire:
        wire.sendall(POST + b"transfer-encoding: chunked\r\n\r\n")
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 64 * LIMIT:
                wire.sendall(b"10000\r\n" + bytes(65_536) + b"\r\n")
                sent += 65_536
        assert sent < 64 * LIMIT
    assert memory(node.process.pid) < 500 << 20


def test_more_statements_than_a_request_may_hold(node):
    status, problem = node.post([node.pen.anchor() for _ in range(257)])
    check_problem(status, json.dumps(problem), "too-many-statements")
    assert status == 400


def test_a_sender_faster_than_the_disk_is_told_to_wait_and_nothing_is_dropped(node):
    """Refused as a whole, or accepted and then final."""
    accepted, refused = [], []

    def pour():
        with contextlib.closing(node.door()) as door:
            for _ in range(12):
                leaves = [leaf for _ in range(2) for leaf in node.pen.issue(10_000)]
                status, answer = door.post(leaves, waits=False)
                (accepted if status == 202 else refused).append((status, answer))

    threads = [threading.Thread(target=pour) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert accepted and all((status, answer["code"]) == (503, "overloaded") for status, answer in refused)
    node.settle()
    for _, answer in accepted:
        for outcome in answer["outcomes"]:
            status, body = node.get(f"/statements/{outcome['id']}")
            assert status == 200 and json.loads(body)["state"] == "final", body


def test_headers_and_paths_have_a_limit(node):
    assert status_of(say(node, b"GET /health HTTP/1.1\r\nhost: node\r\nx: " + b"a" * 100_000 + b"\r\n\r\n")) in (
        431, 400, None)
    lines = b"".join(b"x-%d: a\r\n" % number for number in range(10_000))
    assert status_of(say(node, b"GET /health HTTP/1.1\r\nhost: node\r\n" + lines + b"\r\n")) in (431, 400, None)
    assert status_of(say(node, b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nhost: node\r\n\r\n")) in (414, 431, 400, None)
    status, body = node.get("/statements/" + "a" * 3_000)
    check_problem(status, body, "url-too-long")


# Too slow, too many.

def test_many_who_never_finish_do_not_stand_in_the_way(node):
    """A hundred connections that send a byte now and then, in the headers or in the body."""
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(contextlib.closing(connect(node))) for _ in range(100)]
        for number, wire in enumerate(wires):
            wire.sendall(POST[:40] if number % 2 else POST + b"content-length: 1000\r\n\r\n")
        for round in range(5):
            for number, wire in enumerate(wires):
                with contextlib.suppress(OSError):
                    wire.sendall(POST[40 + round:41 + round] if number % 2 else b"\x00")
            node.send([node.pen.anchor()])
            assert node.is_healthy()


def test_a_thousand_connections(node):
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(contextlib.closing(connect(node))) for _ in range(1_000)]
        assert node.is_healthy()
        for wire in wires[::50]:
            wire.sendall(b"GET /health HTTP/1.1\r\nhost: node\r\n\r\n")
            assert status_of(wire.recv(4_096)) == 200
        node.send([node.pen.anchor()])


def test_more_connections_than_there_may_be_wait_and_then_are_served(node):
    with contextlib.ExitStack() as stack:
        for _ in range(1_200):
            with contextlib.suppress(OSError):
                stack.enter_context(contextlib.closing(connect(node, timeout=1)))
    wait("the node does not answer again", lambda: answers(node))


def answers(node):
    try:
        return node.is_healthy()
    except (OSError, http.client.HTTPException):
        return False


def test_streams_that_nobody_reads_do_not_fill_the_memory(node):
    """Two hundred event streams whose readers sleep, while blocks go by."""
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            wire = stack.enter_context(contextlib.closing(connect(node)))
            wire.sendall(b"GET /events?after=0 HTTP/1.1\r\nhost: node\r\n\r\n")
        for _ in range(30):
            node.send([node.pen.anchor()])
        assert node.is_healthy()


def test_answers_that_nobody_reads_do_not_fill_the_memory(node):
    """One connection asks for the same answer again and again, and reads nothing."""
    with contextlib.closing(connect(node, timeout=2)) as wire:
        with contextlib.suppress(OSError):
            for _ in range(20_000):
                wire.sendall(b"GET /openapi.json HTTP/1.1\r\nhost: node\r\n\r\n" * 10)
    assert memory(node.process.pid) < 500 << 20


# Rubbish.

def test_rubbish_instead_of_http(node, dice):
    for _ in range(100):
        answer = say(node, dice.randbytes(dice.randrange(1, 2_000)))
        assert status_of(answer) in (400, None), answer


def test_rubbish_instead_of_statements(node, dice):
    good = node.pen.issue(5)
    for _ in range(100):
        body = bytearray(statements.framed(good))
        for _ in range(dice.randrange(1, 6)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        body = bytes(body[:dice.randrange(1, len(body) + 1)])
        answer = say(node, POST + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        assert status_of(answer) in (202, 400, 422), answer
    assert status_of(say(node, POST + b"connection: close\r\ncontent-length: 0\r\n\r\n")) == 400


@pytest.mark.parametrize("lines", [
    b"content-length: -1\r\n", b"content-length: 1\r\ncontent-length: 2\r\n", b"content-length: 99999999999999999999\r\n",
    b"content-length: 5\r\ntransfer-encoding: chunked\r\n", b"transfer-encoding: gzip\r\n", b"content-length: x\r\n",
    b" folded: line\r\n", b"no colon\r\n", b"\x00: \x00\r\n", b"expect: 100-continue\r\ncontent-length: 3\r\n",
    b"upgrade: h2c\r\nconnection: upgrade\r\ncontent-length: 0\r\n", b"content-type: text/html\r\ncontent-length: 1\r\n",
])
def test_headers_that_contradict_or_mean_nothing(node, lines):
    answer = say(node, POST + lines + b"\r\nabc", timeout=10)
    assert status_of(answer) in (None, 100, 400, 413, 415, 501), answer


@pytest.mark.parametrize("path", [
    "/tile/0/-1", "/tile/99/000", "/tile/0/000.p/0", "/tile/0/000.p/257", "/tile/entries/x999/x999/x999/x999/x999/999",
    "/tile/0/%30%30%30", "/tile/0/0", "/tile//000", "/statements/zz", "/statements/" + "0" * 64, "/receipts/-1",
    "/receipts/99999999999999999999", "/receipts/9007199254740992", "/blocks/18446744073709551616", "/blocks/0",
    "/state/status/buckets/ff?bits=99", "/state/status/buckets/zz?bits=8", "/state/status/buckets/00?bits=-1",
    "/state/nothing", "/members/..%2f..%2fetc", "/types/%ff", "/events?after=-1", "/..", "/%00", "//", "/a" * 500,
    "/tile/0/x\u05c14", "/state/status/buckets/ffffffffffffffff?bits=64",
])
def test_paths_that_lead_nowhere(node, path):
    answer = say(node, f"GET {path} HTTP/1.1\r\nhost: node\r\nconnection: close\r\n\r\n".encode())
    assert status_of(answer) in (400, 404, 414), answer
    if status_of(answer) != 400:
        assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH", "CONNECT", "BREW"])
def test_methods_that_are_not_taken(node, method):
    answer = say(node, f"{method} /statements HTTP/1.1\r\nhost: node\r\nconnection: close\r\n\r\n".encode())
    assert status_of(answer) in (400, 405, 501, None), answer


def test_requests_behind_each_other_on_one_wire(node):
    """Pipelined; each has its own answer, in order."""
    ask = b"".join(f"GET {path} HTTP/1.1\r\nhost: node\r\n\r\n".encode() for path in
                   ["/health", "/blocks/1", "/nowhere", "/health"] * 5)
    answer = say(node, ask)
    assert [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]] == [200, 200, 404, 200] * 5
