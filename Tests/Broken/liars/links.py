"""A validator's links in Python: TLS 1.3 with a pinned key, hello, frames (docs/protocol/peering.md)."""

import asyncio
import contextlib
import datetime
import os
import ssl
import time

import statements
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from statements import ES256, Key, encode

HELLO, REFUSAL, PING, PONG, BEGIN, PART = range(6)
AGREEMENT, COSIGNATURE, STATUS, RECIPE, BODY_WANTED, BODY, STATEMENTS, KEPT, BLOCKS_WANTED, BLOCKS, EVIDENCE = range(
    16, 27)
BULK = {RECIPE, BODY, STATEMENTS, BLOCKS}
PART_BYTES = 65_536


def contexts(member, folder):
    """For dialling and for listening, with a certificate of the member's link key that was made a moment ago."""
    key = Key(ES256, f"{member}/link").private
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, member)])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                   .not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256()))
    path = folder / f"{member}.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                     + certificate.public_bytes(Encoding.PEM))
    made = []
    for side in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER):
        context = ssl.SSLContext(side)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.load_cert_chain(path)
        made.append(context)
    return made


class Link:
    """One open connection: frames out at once, messages in."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.begun = reader, writer, None

    def send(self, kind, payload):
        if kind not in BULK:
            return self.frame(kind, payload)
        self.frame(BEGIN, bytes([kind]) + len(payload).to_bytes(4, "big"))
        for at in range(0, len(payload), PART_BYTES):
            self.frame(PART, payload[at:at + PART_BYTES])

    def frame(self, kind, payload):
        self.raw((1 + len(payload)).to_bytes(4, "big") + bytes([kind]) + payload)

    def raw(self, data):
        if not self.writer.is_closing():
            self.writer.write(data)

    async def read_frame(self):
        length = int.from_bytes(await self.reader.readexactly(4), "big")
        data = await self.reader.readexactly(length)
        return data[0], data[1:]

    async def read(self):
        """The next message; pings are answered, parts put together."""
        while True:
            kind, payload = await self.read_frame()
            if kind == PING:
                self.frame(PONG, payload)
            elif kind == BEGIN:
                self.begun = [payload[0], int.from_bytes(payload[1:], "big"), b""]
            elif kind == PART:
                self.begun[2] += payload
            elif kind not in (PONG, HELLO):
                return kind, payload
            if self.begun and len(self.begun[2]) == self.begun[1]:
                kind, _, payload = self.begun
                self.begun = None
                return kind, payload


class Links:
    """The links of one validator to all others: of two, the one with the lower index dials."""

    def __init__(self, setup, member, addresses, folder, heard):
        self.setup, self.member, self.addresses, self.heard = setup, member, addresses, heard
        self.index, self.open = setup.members.index(member), {}
        #: Who has ever said hello.
        self.met = set()
        self.dialling, self.listening = contexts(member, folder)
        self.instance = os.urandom(8)
        #: Refusals that came, by peer.
        self.refused = []

    async def run(self):
        host, _, port = self.addresses[self.member].rpartition(":")
        server = await asyncio.start_server(self.serve, host, int(port), ssl=self.listening)
        async with server, asyncio.TaskGroup() as tasks:
            for other in range(self.index + 1, self.setup.count):
                tasks.create_task(self.dial(other))
            await server.serve_forever()

    async def dial(self, other):
        host, _, port = self.addresses[self.setup.members[other]].rpartition(":")
        while True:
            with contextlib.suppress(OSError, EOFError, ssl.SSLError):
                reader, writer = await asyncio.open_connection(host, int(port), ssl=self.dialling)
                link = Link(reader, writer)
                link.frame(HELLO, self.hello())
                await self.talk(link, other)
            await asyncio.sleep(0.1)

    async def serve(self, reader, writer):
        with contextlib.suppress(OSError, EOFError, ssl.SSLError, asyncio.CancelledError):
            await self.talk(Link(reader, writer), None)

    def hello(self):
        return encode([2, self.setup.origin, self.member, int(time.time() * 1_000), self.instance, "liar"])

    async def talk(self, link, other):
        try:
            kind, payload = await link.read_frame()
            if kind == REFUSAL:
                return self.refused.append((other, statements.decode(payload)))
            assert kind == HELLO, kind
            version, origin, name, *_ = statements.decode(payload)
            assert (version, origin) == (2, self.setup.origin)
            index = self.setup.members.index(name)
            if other is None:
                link.frame(HELLO, self.hello())
            self.open[index] = link
            self.met.add(index)
            while True:
                kind, payload = await link.read()
                if kind == REFUSAL:
                    return self.refused.append((index, statements.decode(payload)))
                self.heard(index, kind, payload)
        finally:
            self.open = {index: known for index, known in self.open.items() if known is not link}
            link.writer.transport.abort()
