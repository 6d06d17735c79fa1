"""What an answer of success means: the statement is on disk, whoever asked first and however slow the disk is."""

import http.client
import shutil
import subprocess
import threading

import pytest

from pen import statement_id

#: Stands before the C library: every sync takes this long. What it would have written stays unwritten when killed.
SLOW = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
#include <stdlib.h>
int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    const char *flag = getenv("SLOW_DISK");
    if (flag && access(flag, F_OK) == 0) usleep(400 * 1000);
    return real(file);
}
"""


@pytest.fixture
def slow_disk(machine, tmp_path):
    """A file; while it exists, syncs of the node started with it are slow."""
    compiler = next((path for name in ("clang", "cc", "gcc") if (path := shutil.which(name))), None)
    if not compiler:
        pytest.skip("no C compiler for the slow disk")
    (tmp_path / "slow.c").write_text(SLOW)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", tmp_path / "slow.so", tmp_path / "slow.c", "-ldl"],
                   check=True)
    flag = tmp_path / "slow-disk"
    machine.environment = {"LD_PRELOAD": str(tmp_path / "slow.so"), "SLOW_DISK": str(flag)}
    return flag


def test_no_success_is_answered_before_the_statement_is_durable(machine, pen, slow_disk):
    """Three clients: one keeps the disk busy, two send the same statement. Whoever is answered, it survives a kill."""
    machine.stop().start(**machine.environment)
    leaf = pen.anchor()
    answered = threading.Event()

    def send(leaves):
        try:
            status, _ = machine.post(leaves, waits=False)
        except (OSError, http.client.HTTPException):
            return
        if status == 202 and leaves == [leaf]:
            answered.set()

    slow_disk.touch()
    threads = [threading.Thread(target=send, args=(leaves,)) for leaves in ([pen.anchor()], [leaf], [leaf], [leaf])]
    for thread in threads:
        thread.start()
    assert answered.wait(30)
    machine.kill()
    for thread in threads:
        thread.join()
    slow_disk.unlink()
    machine.start().settle()
    status, body = machine.get(f"/statements/{statement_id(leaf)}")
    assert status == 200 and b'"final"' in body, f"202 was answered, and after the kill: {status} {body}"
