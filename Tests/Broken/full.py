"""Disks that are full: a real one of some megabytes, and one that is full at a chosen write to a chosen file."""

import os
import shutil
import subprocess

#: Stands before the C library. While the file FULL_AT exists ("<write> <part of a path>"), the writes to such files
#: are counted from there on; that one is cut in half, and all behind it find no space. A new file finds none either.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long count;

/* 0: as ever; 1: half of it; 2: no space. */
static int verdict(int file) {
    char part[128], link[64], path[4096];
    long at;
    FILE *plan = fopen(getenv("FULL_AT"), "re");
    if (!plan) return 0;
    int read = fscanf(plan, "%ld %127s", &at, part);
    fclose(plan);
    if (read != 2) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    if (!strstr(path, part)) return 0;
    long now = __sync_add_and_fetch(&count, 1);
    return now < at ? 0 : now == at ? 1 : 2;
}

#define WRITE(name, offset_type) \
ssize_t name(int file, const void *bytes, size_t size, offset_type offset) { \
    static ssize_t (*real)(int, const void *, size_t, offset_type); \
    if (!real) real = (ssize_t (*)(int, const void *, size_t, offset_type))dlsym(RTLD_NEXT, #name); \
    int told = verdict(file); \
    if (told == 2 || (told == 1 && size < 2)) { errno = ENOSPC; return -1; } \
    return real(file, bytes, told == 1 ? size / 2 : size, offset); \
}

WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)
"""


def compile_shim(folder):
    """The library, or nothing where there is no compiler."""
    compiler = next((path for name in ("clang", "cc", "gcc") if (path := shutil.which(name))), None)
    if not compiler:
        return None
    source, library = folder / "full.c", folder / "full.so"
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


class SmallDisk:
    """A tmpfs; mounting takes root."""

    def __init__(self, path, size):
        self.path = path
        path.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], capture_output=True)
        self.is_mounted = done.returncode == 0

    def fill(self, pages):
        """Leaves so many pages free."""
        self.release()
        free = os.statvfs(self.path)
        left = (free.f_bfree - pages) * free.f_bsize
        if left > 0:
            (self.path / "filler").write_bytes(bytes(left))

    def release(self):
        (self.path / "filler").unlink(missing_ok=True)

    def remove(self):
        if self.is_mounted:
            subprocess.run(["umount", "-l", self.path], check=True)
