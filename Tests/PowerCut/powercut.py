"""What a disk may hold after the power went: the journal of `powercut.c` taken back, and a part of it done again.

A sector (512 bytes) of a file holds what one of the writes since the last sync has left in it, or what the sync has
left; each by itself, as a disk writes them in any order. The length is one of those that the file had. Of the entries
of a folder that nobody synced a number stands, in the order of their making, and the rest is as it was before.
"""

import dataclasses
import os
import pathlib
import shutil
import struct
import subprocess

SECTOR, PAGE = 512, 4_096
HEAD = struct.Struct("<7Q")
SOURCE = pathlib.Path(__file__).with_name("powercut.c")
#: How the writes that no sync has covered may have ended.
ENDS = ("none", "all", "torn", "sectors", "pages")


def compile_library(folder):
    """The library; a C compiler is needed."""
    library = pathlib.Path(folder) / "powercut.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True)
    return library


@dataclasses.dataclass
class Record:
    number: int
    kind: str
    inode: int
    offset: int
    length: int
    size: int
    first: bytes
    second: bytes
    #: The bytes that a write has put there, found while it is taken back.
    new: bytes = b""


class Disk:
    """The disk below a data folder: every process on it is started with `environment`, and `cut` when it is gone."""

    def __init__(self, library, root, side):
        self.library, self.root, self.side = library, pathlib.Path(root).resolve(), pathlib.Path(side)
        self.side.mkdir(exist_ok=True)
        #: What the last cuts took: writes, sectors of them that were lost, entries of folders.
        self.writes = self.lost = self.entries = 0
        #: How often a start needed a step of the operator.
        self.mended = 0

    def environment(self, slow=0, at=0, deaf=None):
        given = {"LD_PRELOAD": str(self.library), "POWERCUT_ROOT": str(self.root), "POWERCUT_LOG": str(self.side),
                 "POWERCUT_SLOW": str(slow), "POWERCUT_AT": str(at)}
        return given | ({"POWERCUT_DEAF": deaf} if deaf else {})

    def cut(self, dice, end=None):
        """Makes the folder what the disk may hold; the process has ended. Says how the open writes ended."""
        end = end or dice.choice(ENDS)
        records = read(self.side / "journal")
        syncs = durable(records)
        pending = [r for r in records if r.kind in "WT" and r.number >= syncs.get(r.inode, 0)]
        self.restore_contents(pending, dice, end)
        self.restore_names([r for r in records if r.kind in "NUR"], syncs, dice, end)
        self.drop_shared(records, dice)
        shutil.rmtree(self.side)
        self.side.mkdir()
        return end

    def history(self, name):
        """Every write to a file since the last cut, in order: its place, its bytes, and whether a sync has covered it."""
        path = self.root / name
        records = read(self.side / "journal")
        inode, content = path.stat().st_ino, bytearray(path.read_bytes())
        last, written = durable(records).get(inode, 0), []
        for record in reversed([r for r in records if r.kind in "WT" and r.inode == inode]):
            if record.kind == "W":
                data = bytes(content[record.offset:record.offset + record.length])
                written.insert(0, (record.offset, data, record.number < last))
            content[record.offset:record.offset + len(record.first)] = record.first
            del content[record.size:]
        return written

    # Contents.

    def restore_contents(self, pending, dice, end):
        paths = {path.stat().st_ino: path for folder in (self.root, self.side) for path in folder.rglob("*")
                 if path.is_file()}
        by_file = {}
        for record in pending:
            by_file.setdefault(record.inode, []).append(record)
        for inode, changes in by_file.items():
            if inode in paths:
                self.restore_file(paths[inode], changes, dice, end)

    def restore_file(self, path, changes, dice, end):
        with path.open("r+b") as file:
            for change in reversed(changes):
                self.take_back(file, change)
            self.do_again(file, changes, Ends(end, len(changes), dice))
        self.writes += len(changes)

    def take_back(self, file, change):
        end = os.fstat(file.fileno()).st_size
        if change.kind == "W":
            file.seek(change.offset)
            change.new = file.read(change.length)
        change.length = end
        file.seek(change.offset)
        file.write(change.first)
        file.flush()
        os.ftruncate(file.fileno(), change.size)

    def do_again(self, file, changes, ends):
        """`change.length` is now the length of the file behind that change."""
        size = os.fstat(file.fileno()).st_size
        lengths = [size] + [change.length for change in changes]
        for number, change in enumerate(changes, 1):
            new = change.new if change.kind == "W" else bytes(len(change.first))
            for start, part in sectors(change.offset, new):
                if ends.of(start) >= number:
                    file.seek(start)
                    file.write(part)
                else:
                    self.lost += 1
        file.flush()
        os.ftruncate(file.fileno(), lengths[ends.length])

    # Names.

    def restore_names(self, records, syncs, dice, end):
        folders = {path.stat().st_ino: path for path in [self.root, *self.root.rglob("*")] if path.is_dir()}
        synced = {str(folders[inode]): number for inode, number in syncs.items() if inode in folders}
        by_folder = {}
        for record in records:
            for folder in {os.path.dirname(name) for name in (record.first, record.second) if name}:
                if record.number >= synced.get(folder.decode(), 0):
                    by_folder.setdefault(folder, []).append(record)
        gone = {}
        for changes in by_folder.values():
            kept = {"none": 0, "all": len(changes)}.get(end, dice.randint(0, len(changes)))
            gone |= {record.number: record for record in changes[kept:]}
        for number in sorted(gone, reverse=True):
            self.undo_name(gone[number])
        self.entries += len(gone)

    def undo_name(self, record):
        path, saved = pathlib.Path(record.first.decode()), self.side / str(record.inode)
        if record.kind == "N" and os.path.lexists(path):
            path.rename(self.side / f"lost-{record.number}")
        elif record.kind == "U" and not os.path.lexists(path):
            saved.rename(path) if saved.exists() else path.mkdir()
        elif record.kind == "R" and not os.path.lexists(path):
            other = pathlib.Path(record.second.decode())
            other.rename(path)
            if saved.exists():
                saved.rename(other)

    def drop_shared(self, records, dice):
        """Nobody relies on what stands in a shared mapping."""
        mapped = {record.inode for record in records if record.kind == "M"}
        for path in self.root.rglob("*"):
            if path.is_file() and path.stat().st_ino in mapped:
                assert path.name.endswith("-shm"), f"{path} is written through a mapping, which nothing here follows"
                how = dice.choice(("kept", "emptied", "removed"))
                os.truncate(path, 0) if how == "emptied" else path.unlink() if how == "removed" else None


class Ends:
    """Up to which write each sector of one file has come, by its place; and its length."""

    def __init__(self, end, count, dice):
        self.end, self.count, self.dice, self.known = end, count, dice, {}
        # Torn: all before one write, of that one some sectors.
        self.last = dice.randint(1, count)
        self.length = {"none": 0, "all": count, "torn": self.last - dice.randint(0, 1)}.get(
            end, dice.randint(0, count))

    def of(self, start):
        if self.end in ("none", "all"):
            return 0 if self.end == "none" else self.count
        place = start // (PAGE if self.end == "pages" else SECTOR)
        if place not in self.known:
            lowest, highest = (self.last - 1, self.last) if self.end == "torn" else (0, self.count)
            self.known[place] = self.dice.randint(lowest, highest)
        return self.known[place]


def sectors(offset, data):
    """The parts of a run of bytes, cut at the ends of sectors."""
    at = 0
    while at < len(data):
        width = SECTOR - (offset + at) % SECTOR
        yield offset + at, data[at:at + width]
        at += width


def read(path):
    """All whole records; the last may be cut off, and then its change was never begun."""
    data = path.read_bytes() if path.exists() else b""
    records, at = [], 0
    while at + HEAD.size <= len(data):
        kind, inode, offset, length, size, first, second = HEAD.unpack_from(data, at)
        at += HEAD.size
        if at + first + second > len(data):
            break
        records.append(Record(len(records), chr(kind), inode, offset, length, size, data[at:at + first],
                              data[at + first:at + first + second]))
        at += first + second
    return records


def durable(records):
    """For each file and folder the number of the last sync that ended: what was begun before it is on the disk."""
    begun, done = {}, {}
    for record in records:
        if record.kind == "B":
            begun[record.offset] = record.number
        elif record.kind == "E":
            done[record.inode] = max(done.get(record.inode, 0), begun[record.offset])
    return done
