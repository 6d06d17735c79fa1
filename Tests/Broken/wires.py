"""What stands between the nodes: links through a proxy, or real network namespaces. Each direction can be cut alone.

The proxy works everywhere and can do more (slow links, resets, half-open connections); what is written into a cut
direction is kept and arrives when it heals, as TCP would send it again. Between namespaces the system's own TCP does
all that; it takes root.
"""

import asyncio
import contextlib
import itertools
import json
import os
import random
import subprocess
import sys


class Wires:
    """A network's directions, and the shapes in which they break."""

    def __init__(self, members):
        self.members = list(members)

    @property
    def directions(self):
        return set(itertools.permutations(self.members, 2))

    def between(self, some):
        """Both directions between these and all others."""
        return {(one, other) for one, other in self.directions if (one in some) != (other in some)}

    def heal(self):
        self.cut(set())


class Proxy(Wires):
    """A process through which all links run. Of two members the first one dials."""

    def __init__(self, members, links, ports):
        super().__init__(members)
        self.ports = {pair: next(ports) for pair in itertools.combinations(self.members, 2)}
        plan = [[one, other, port, links[other]] for (one, other), port in self.ports.items()]
        self.process = subprocess.Popen([sys.executable, __file__, json.dumps(plan)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def seen_by(self, member, links):
        """Where this member finds the others."""
        return links | {other: f"127.0.0.1:{port}" for (one, other), port in self.ports.items() if one == member}

    def prefix(self, member):
        return []

    def cut(self, directions):
        """Nothing goes in these directions from now on; everything in all others."""
        self.tell(cut=sorted(directions))

    def slow(self, milliseconds):
        """How long everything is under way, each piece up to twice as long."""
        self.tell(slow=milliseconds)

    def reset(self):
        """Every connection is broken; each may be made again."""
        self.tell(reset=True)

    def half_open(self, dialler):
        """Every connection breaks for one side; the other hears nothing of it, and nothing any more."""
        self.tell(half=dialler)

    def tell(self, **words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def remove(self):
        self.process.kill()
        self.process.wait()


class Namespaces(Wires):
    """A network namespace for each node, on one bridge. A direction is cut by a neighbour's address that nobody has."""

    count = itertools.count()

    def __init__(self, members):
        super().__init__(members)
        number = os.getpid() * 8 + next(self.count)
        self.name = f"db{number % 100_000}"
        self.net = f"10.{64 + number // 256 % 128}.{number % 256}"
        self.spaces = {member: f"{self.name}-{member}" for member in self.members}
        self.cut_now = set()
        self.ip("link", "add", self.name, "type", "bridge")
        self.ip("addr", "add", f"{self.net}.254/24", "dev", self.name)
        self.ip("link", "set", self.name, "up")
        for index, member in enumerate(self.members):
            self.join(member, f"{self.name}.{index}")
        for one, other in self.directions:
            self.point(one, other, True)

    @staticmethod
    def are_possible():
        """True where namespaces and bridges can be made."""
        name = f"dbtry{os.getpid()}"
        try:
            made = subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode == 0
            made = made and subprocess.run(["ip", "link", "add", name[:15], "type", "bridge"],
                                           capture_output=True).returncode == 0
        except FileNotFoundError:
            return False
        subprocess.run(["ip", "link", "del", name[:15]], capture_output=True)
        subprocess.run(["ip", "netns", "del", name], capture_output=True)
        return made

    def join(self, member, port):
        space = self.spaces[member]
        self.ip("netns", "add", space)
        self.ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space)
        self.ip("link", "set", port, "master", self.name, "up")
        self.ip("-n", space, "link", "set", "lo", "up")
        self.ip("-n", space, "link", "set", "eth0", "address", self.hardware(member), "up")
        self.ip("-n", space, "addr", "add", self.address(member) + "/24", "dev", "eth0")

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True, capture_output=True)

    def address(self, member):
        return f"{self.net}.{self.members.index(member) + 1}"

    def hardware(self, member):
        return f"02:db:00:00:00:{self.members.index(member) + 1:02x}"

    def point(self, one, other, is_right):
        """Where one sends what is for the other: to it, or to nobody."""
        hardware = self.hardware(other) if is_right else "02:db:00:00:00:ff"
        self.ip("-n", self.spaces[one], "neigh", "replace", self.address(other), "lladdr", hardware, "nud", "permanent",
                "dev", "eth0")

    def seen_by(self, member, links):
        return links

    def prefix(self, member):
        return ["ip", "netns", "exec", self.spaces[member]]

    def cut(self, directions):
        for one, other in set(directions) ^ self.cut_now:
            self.point(one, other, (one, other) not in directions)
        self.cut_now = set(directions)

    def remove(self):
        for index, space in enumerate(self.spaces.values()):
            subprocess.run(["ip", "link", "del", f"{self.name}.{index}"], capture_output=True)
            subprocess.run(["ip", "netns", "del", space], capture_output=True)
        subprocess.run(["ip", "link", "del", self.name], capture_output=True)


# The process of the proxy.

class Pipe:
    """One direction of one connection."""

    def __init__(self, hub, direction, reader, writer, connection):
        self.hub, self.direction, self.connection = hub, direction, connection
        self.reader, self.writer, self.queue = reader, writer, asyncio.Queue(64)

    async def run(self):
        await asyncio.gather(self.take(), self.give())

    async def take(self):
        data = b"."
        while data:
            data = await self.reader.read(1 << 16)
            slow = self.hub.slow / 1_000
            await self.queue.put((asyncio.get_running_loop().time() + slow * random.uniform(1, 2), data))

    async def give(self):
        while True:
            due, data = await self.queue.get()
            await asyncio.sleep(max(0, due - asyncio.get_running_loop().time()))
            await self.hub.until_open(self.direction)
            if self.connection.is_half_open:
                continue
            if not data:
                return self.writer.write_eof()
            self.writer.write(data)
            await self.writer.drain()


class Connection:
    """Two sockets, and whether one of them is gone without the other's knowing."""

    def __init__(self, near, far):
        self.near, self.far, self.is_half_open = near, far, False

    def end(self):
        self.near.transport.abort()
        self.far.transport.abort()


class Hub:
    """All connections, and what is cut."""

    def __init__(self):
        self.cut, self.slow, self.changed, self.open = set(), 0, asyncio.Event(), set()

    async def until_open(self, *directions):
        while self.cut & set(directions):
            await self.changed.wait()

    async def listen(self, one, other, port, address):
        host, _, there = address.rpartition(":")

        async def serve(reader, writer):
            await self.until_open((one, other), (other, one))
            try:
                far_reader, far_writer = await asyncio.open_connection(host, int(there))
            except OSError:
                return writer.transport.abort()
            connection = Connection(writer, far_writer)
            self.open.add(connection)
            pipes = [Pipe(self, (one, other), reader, far_writer, connection),
                     Pipe(self, (other, one), far_reader, writer, connection)]
            with contextlib.suppress(OSError, RuntimeError):
                await asyncio.gather(*(pipe.run() for pipe in pipes))
            if not connection.is_half_open:
                self.open.discard(connection)
                connection.end()

        await asyncio.start_server(serve, "127.0.0.1", port)

    def obey(self, words):
        if "cut" in words:
            self.cut = {tuple(direction) for direction in words["cut"]}
            self.changed.set()
            self.changed = asyncio.Event()
        self.slow = words.get("slow", self.slow)
        for connection in list(self.open):
            if "reset" in words:
                connection.end()
            if "half" in words:
                connection.is_half_open = True
                (connection.near if words["half"] else connection.far).transport.abort()


async def main(plan):
    hub = Hub()
    for one, other, port, address in plan:
        await hub.listen(one, other, port, address)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print("ready", flush=True)
    while line := await reader.readline():
        hub.obey(json.loads(line))
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
