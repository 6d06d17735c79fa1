"""The power cut itself: what must survive one does, what must not count on surviving is seen to be lost."""

import os
import random
import signal
import subprocess
import sys

import pytest
from powercut import ENDS, Disk, compile_library, sectors

SEED = int(os.environ.get("DEEDBOX_SEED") or random.SystemRandom().randrange(1 << 32))
PRELUDE = """
import os, sys
os.chdir(sys.argv[1])
def sync(path):
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.close(file)
def put(path, data, at=0):
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.pwrite(file, data, at)
    return file
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return compile_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def disk(library, tmp_path):
    (tmp_path / "data").mkdir()
    return Disk(library, tmp_path / "data", tmp_path / "side")


@pytest.fixture
def dice(request):
    return random.Random(f"{SEED}/{request.node.name}")


def run(disk, program, **environment):
    """Runs a program on the disk; it ends by itself, or by the cut that it was started with."""
    done = subprocess.run([sys.executable, "-c", PRELUDE + program, disk.root], capture_output=True, text=True,
                          env=os.environ | disk.environment(**environment))
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done


@pytest.mark.parametrize("end", ENDS)
def test_what_was_synced_stays(disk, dice, end):
    run(disk, "sync_me = put('a', b'x' * 5000); os.fsync(sync_me); sync('.')")
    disk.cut(dice, end)
    assert (disk.root / "a").read_bytes() == b"x" * 5_000
    assert os.listdir(disk.side) == []


def test_what_nobody_synced_may_be_lost_or_not(disk, dice):
    (disk.root / "a").write_bytes(b"old" * 1_000)
    run(disk, "put('a', b'new' * 2000)")
    disk.cut(dice, "none")
    assert (disk.root / "a").read_bytes() == b"old" * 1_000
    run(disk, "put('a', b'new' * 2000)")
    disk.cut(dice, "all")
    assert (disk.root / "a").read_bytes() == b"new" * 2_000


def test_every_sector_is_one_of_those_that_were_written(disk, dice):
    """Three writes over one sync: each sector is of one of the four, and all four are seen."""
    seen = set()
    for _ in range(20):
        (disk.root / "a").write_bytes(bytes([0]) * 8_192)
        run(disk, "[put('a', bytes([value]) * 8000, 100) for value in (1, 2, 3)]")
        disk.cut(dice, "sectors")
        data = (disk.root / "a").read_bytes()
        assert len(data) == 8_192 and not any(data[:100]) and not any(data[8_100:])
        for _, part in sectors(100, data[100:8_100]):
            assert len(set(part)) == 1, "a sector of two writes"
            seen.add(part[0])
    assert seen == {0, 1, 2, 3}


def test_only_the_last_write_is_torn(disk, dice):
    torn = 0
    for _ in range(20):
        (disk.root / "a").write_bytes(bytes(4_096))
        run(disk, "[put('a', bytes([value]) * 2048, 2048 * (value - 1)) for value in (1, 2)]")
        disk.cut(dice, "torn")
        first, second = (disk.root / "a").read_bytes()[:2_048], (disk.root / "a").read_bytes()[2_048:]
        assert not any(second) or set(first) == {1}, "the second is there, and the first is not"
        torn += len(set(first)) > 1 or len(set(second)) > 1
    assert torn > 0


def test_a_file_may_have_its_length_and_not_its_content(disk, dice):
    kinds = set()
    for _ in range(30):
        (disk.root / "a").write_bytes(b"")
        run(disk, "put('a', b'x' * 1024)")
        disk.cut(dice, "sectors")
        data = (disk.root / "a").read_bytes()
        assert len(data) in (0, 1_024)
        kinds.add((len(data), data.count(b"x")))
    assert {(0, 0), (1_024, 0), (1_024, 512), (1_024, 1_024)} <= kinds


def test_a_length_is_cut_and_brought_back(disk, dice):
    (disk.root / "a").write_bytes(b"x" * 3_000)
    run(disk, "file = put('a', b''); os.ftruncate(file, 100); os.pwrite(file, b'y', 4000)")
    disk.cut(dice, "none")
    assert (disk.root / "a").read_bytes() == b"x" * 3_000
    run(disk, "file = put('a', b''); os.ftruncate(file, 100); os.pwrite(file, b'y', 4000)")
    disk.cut(dice, "all")
    assert (disk.root / "a").read_bytes() == b"x" * 100 + bytes(3_900) + b"y"
    run(disk, "os.open('a', os.O_WRONLY | os.O_TRUNC)")
    disk.cut(dice, "none")
    assert (disk.root / "a").stat().st_size == 4_001


@pytest.mark.parametrize("syncs, is_there", [("sync('.')", True), ("", False)])
def test_a_new_name_is_there_only_with_its_folder(disk, dice, syncs, is_there):
    run(disk, "os.fsync(put('a', b'x')); " + syncs)
    disk.cut(dice, "none")
    assert (disk.root / "a").exists() == is_there


@pytest.mark.parametrize("syncs, content", [("sync('.')", b"new"), ("", b"old")])
def test_a_file_that_was_replaced_comes_back(disk, dice, syncs, content):
    (disk.root / "a").write_bytes(b"old")
    (disk.root / "b").write_bytes(b"new")
    run(disk, "os.rename('b', 'a'); " + syncs)
    disk.cut(dice, "none")
    assert (disk.root / "a").read_bytes() == content
    assert (disk.root / "b").exists() == (content == b"old")


@pytest.mark.parametrize("syncs, is_there", [("sync('.')", False), ("", True)])
def test_a_file_that_was_removed_comes_back(disk, dice, syncs, is_there):
    (disk.root / "a").write_bytes(b"old")
    run(disk, "os.unlink('a'); os.close(put('a', b'other')); os.unlink('a'); " + syncs)
    disk.cut(dice, "none")
    assert (disk.root / "a").exists() == is_there
    assert not is_there or (disk.root / "a").read_bytes() == b"old"


def test_entries_of_a_folder_stand_in_the_order_of_their_making(disk, dice):
    counts = set()
    for _ in range(20):
        run(disk, "[put(f'{number}', b'') for number in range(5)]")
        disk.cut(dice, "sectors")
        names = sorted(os.listdir(disk.root))
        assert names == [str(number) for number in range(len(names))]
        counts.add(len(names))
        run(disk, "[os.unlink(name) for name in os.listdir('.')]; sync('.')")
        disk.cut(dice, "none")
    assert len(counts) > 2


def test_the_process_ends_before_a_chosen_change(disk, dice):
    """Whole files through a temporary name: at whichever change the power goes, the old one stands there or the new."""
    program = """
file = put('a.new', b'new' * 1000)
os.fsync(file)
os.rename('a.new', 'a')
sync('.')
print('done', flush=True)
"""
    ended = []
    for at in range(1, 20):
        (disk.root / "a").write_bytes(b"old" * 1_000)
        said = run(disk, program, at=at).stdout
        end = disk.cut(dice)
        content = (disk.root / "a").read_bytes()
        assert content == b"new" * 1_000 or (not said and content == b"old" * 1_000), (at, end)
        (disk.root / "a.new").unlink(missing_ok=True)
        ended.append(not said)
    assert True in ended and ended[-1] is False


#: Four threads append records of 700 bytes, sync, and say so; whatever was said must be there.
APPENDER = """
import threading
lock = threading.Lock()
def work(name):
    file = put(name, b'')
    for number in range(1000000):
        os.pwrite(file, bytes([number % 256]) * 700, 700 * number)
        os.fdatasync(file)
        with lock:
            os.write(1, f'{name} {number}\\n'.encode())
for name in 'abcd':
    put(name, b'')
sync('.')
for name in 'abcd':
    threading.Thread(target=work, args=(name,)).start()
"""


def appended(disk, dice, **environment):
    """What was said before the process was killed, and whether it is there."""
    for name in os.listdir(disk.root):
        (disk.root / name).unlink()
    with subprocess.Popen([sys.executable, "-c", PRELUDE + APPENDER, disk.root], stdout=subprocess.PIPE, text=True,
                          env=os.environ | disk.environment(slow=dice.randrange(500), **environment)) as process:
        heard = [process.stdout.readline() for _ in range(dice.randrange(1, 200))]
        process.kill()
        heard += process.stdout.readlines()
    disk.cut(dice)
    heard = [line.split() for line in heard if line.endswith("\n")]
    assert heard
    return all((disk.root / name).read_bytes()[700 * int(number):][:700] == bytes([int(number) % 256]) * 700
               for name, number in heard)


def test_what_threads_were_told_is_durable_is_there(disk, dice):
    assert all(appended(disk, dice) for _ in range(20))


def test_a_disk_that_lies_is_found_out(disk, dice):
    assert not all(appended(disk, dice, deaf="data/") for _ in range(5))
