/* Stands before the C library and writes down what a disk would still lack if the power went now.
 *
 * Every change of a file below POWERCUT_ROOT is preceded by a record in POWERCUT_LOG/journal that tells how to take it
 * back: the bytes that a write covers, the entry that a rename replaces. A sync is two records, one before and one
 * behind it; what stands before the first is durable once the second is there. The process is then ended by SIGKILL,
 * from outside or by itself, and `powercut.py` makes the folder what a disk could hold after such an end.
 *
 *   POWERCUT_ROOT  the folder, as an absolute path without links
 *   POWERCUT_LOG   a folder on the same file system, for the journal and for files that have lost their names
 *   POWERCUT_AT    the process ends itself before this change, counted from 1
 *   POWERCUT_SLOW  microseconds that a sync takes
 *   POWERCUT_DEAF  syncs of files with this in their path do nothing: a disk that lies, for tests of the tests
 *
 * Nothing is synced in truth: the machine keeps its power. Writes into shared mappings are not seen; a record tells
 * that there was one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536

enum { NEW = 'N', UNLINK = 'U', RENAME = 'R', WRITE = 'W', CUT = 'T', BEGIN = 'B', END = 'E', MAPPED = 'M' };

struct record {
    uint64_t kind, inode, offset, length, size, first, second;
};

struct file {
    uint64_t inode;
    int is_tracked, is_deaf;
};

static struct file files[MOST_FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static const char *root, *side, *deaf;
static size_t root_length;
static long slow, last, count;
static uint64_t number;

__attribute__((constructor)) static void start(void) {
    root = getenv("POWERCUT_ROOT");
    side = getenv("POWERCUT_LOG");
    deaf = getenv("POWERCUT_DEAF");
    if (!root || !side) return;
    root_length = strlen(root);
    if (getenv("POWERCUT_SLOW")) slow = atol(getenv("POWERCUT_SLOW"));
    if (getenv("POWERCUT_AT")) last = atol(getenv("POWERCUT_AT"));
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/journal", side);
    journal = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void fail(const char *what) {
    fprintf(stderr, "powercut: %s: %s\n", what, strerror(errno));
    abort();
}

/* Writes a record. Whoever calls it holds the lock, but for the end of a sync. */
static void tell(struct record head, const void *first, const void *second) {
    if (head.kind != END && last && ++count >= last) syscall(SYS_kill, getpid(), SIGKILL);
    struct iovec parts[] = {{&head, sizeof head}, {(void *)first, head.first}, {(void *)second, head.second}};
    ssize_t whole = sizeof head + head.first + head.second;
    if (syscall(SYS_writev, journal, parts, 3) != whole) fail("the journal");
}

static int is_below(const char *path) {
    return journal >= 0 && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The absolute path of a name, which need not exist; false when it is not below the root. */
static int place(int folder, const char *name, char *path) {
    if (journal < 0 || !name) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else {
        char link[64], base[PATH_MAX];
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) return 0;
        base[length] = 0;
        if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return 0;
    }
    return is_below(path);
}

static int exists(const char *path) { return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0; }

static void note(int file) {
    if (journal < 0 || file < 0 || file >= MOST_FILES) return;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    struct stat status;
    files[file].is_tracked = 0;
    if (length < 0) return;
    path[length] = 0;
    if (!is_below(path) || fstat(file, &status)) return;
    files[file] = (struct file){status.st_ino, 1, deaf && strstr(path, deaf)};
}

static struct file *tracked(int file) {
    return journal >= 0 && file >= 0 && file < MOST_FILES && files[file].is_tracked ? &files[file] : NULL;
}

/* Tells of a range that is about to change: of its old bytes, as far as there are any. */
static void cover(int kind, int file, uint64_t offset, uint64_t length) {
    struct stat status;
    if (fstat(file, &status)) fail("fstat");
    uint64_t size = status.st_size, end = offset + length < size ? offset + length : size;
    uint64_t old = offset < end ? end - offset : 0;
    char *bytes = malloc(old + 1);
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    int reader = old ? syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0) : -1;
    for (uint64_t done = 0; done < old;) {
        ssize_t part = syscall(SYS_pread64, reader, bytes + done, old - done, offset + done);
        if (part <= 0) fail("the old bytes");
        done += part;
    }
    if (reader >= 0) syscall(SYS_close, reader);
    tell((struct record){kind, status.st_ino, offset, length, size, old, 0}, bytes, NULL);
    free(bytes);
}

/* Opening and closing. */

static int open_file(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    int file;
    if (!place(folder, name, path)) {
        file = syscall(SYS_openat, folder, name, flags, mode);
        if (file >= 0 && file < MOST_FILES) files[file].is_tracked = 0;
        return file;
    }
    pthread_mutex_lock(&lock);
    if (flags & O_CREAT && !exists(path))
        tell((struct record){NEW, 0, 0, 0, 0, strlen(path), 0}, path, NULL);
    file = syscall(SYS_openat, folder, name, flags & ~O_TRUNC, mode);
    if (file >= 0) note(file);
    if (file >= 0 && flags & O_TRUNC) {
        cover(CUT, file, 0, LONG_MAX);
        syscall(SYS_ftruncate, file, 0);
    }
    pthread_mutex_unlock(&lock);
    return file;
}

static int takes_mode(int flags) { return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE; }

#define OPEN(name) int name(const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = takes_mode(flags) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    return open_file(AT_FDCWD, path, flags, mode); \
}
#define OPEN_AT(name) int name(int folder, const char *path, int flags, ...) { \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = takes_mode(flags) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    return open_file(folder, path, flags, mode); \
}
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)
int creat(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int file) {
    if (file >= 0 && file < MOST_FILES) files[file].is_tracked = 0;
    return syscall(SYS_close, file);
}

/* Two descriptors of one file: both are followed. */
#define COPY(name, parameters, call) int name parameters { \
    int file = call; \
    note(file); \
    return file; \
}
COPY(dup, (int old), syscall(SYS_dup, old))
COPY(dup3, (int old, int new, int flags), syscall(SYS_dup3, old, new, flags))
int dup2(int old, int new) { return old == new ? new : dup3(old, new, 0); }

/* Writing. */

static uint64_t position(int file) {
    struct stat status;
    if (fcntl(file, F_GETFL) & O_APPEND && !fstat(file, &status)) return status.st_size;
    return syscall(SYS_lseek, file, 0, SEEK_CUR);
}

static uint64_t total(const struct iovec *parts, int count) {
    uint64_t sum = 0;
    for (int part = 0; part < count; part++) sum += parts[part].iov_len;
    return sum;
}

#define CHANGE(type, name, parameters, kind, offset, length, call) type name parameters { \
    if (!tracked(file)) return call; \
    pthread_mutex_lock(&lock); \
    cover(kind, file, offset, length); \
    type result = call; \
    int number = errno; \
    pthread_mutex_unlock(&lock); \
    errno = number; \
    return result; \
}
CHANGE(ssize_t, write, (int file, const void *bytes, size_t size), WRITE, position(file), size,
       syscall(SYS_write, file, bytes, size))
CHANGE(ssize_t, writev, (int file, const struct iovec *parts, int count), WRITE, position(file), total(parts, count),
       syscall(SYS_writev, file, parts, count))
CHANGE(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), WRITE, at, size,
       syscall(SYS_pwrite64, file, bytes, size, at))
CHANGE(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off64_t at), WRITE, at, size,
       syscall(SYS_pwrite64, file, bytes, size, at))
CHANGE(ssize_t, pwritev, (int file, const struct iovec *parts, int count, off_t at), WRITE, at, total(parts, count),
       syscall(SYS_pwritev, file, parts, count, at, 0))
CHANGE(ssize_t, pwritev64, (int file, const struct iovec *parts, int count, off64_t at), WRITE, at,
       total(parts, count), syscall(SYS_pwritev, file, parts, count, at, 0))
CHANGE(int, ftruncate, (int file, off_t size), CUT, size, LONG_MAX, syscall(SYS_ftruncate, file, size))
CHANGE(int, ftruncate64, (int file, off64_t size), CUT, size, LONG_MAX, syscall(SYS_ftruncate, file, size))
CHANGE(int, fallocate, (int file, int mode, off_t at, off_t size), WRITE, at, size,
       syscall(SYS_fallocate, file, mode, at, size))
CHANGE(int, fallocate64, (int file, int mode, off64_t at, off64_t size), WRITE, at, size,
       syscall(SYS_fallocate, file, mode, at, size))

/* What nothing here needs ends the process, so that it does not go by unseen. */
static int refuse(const char *path, const char *what) {
    char found[PATH_MAX];
    errno = ENOSYS;
    if (place(AT_FDCWD, path, found)) fail(what);
    return -1;
}
int truncate(const char *path, off_t size) { return (void)size, refuse(path, "truncate"); }
int truncate64(const char *path, off64_t size) { return (void)size, refuse(path, "truncate64"); }

static void *map(void *at, size_t length, int protection, int flags, int file, off64_t offset) {
    struct file *known = tracked(file);
    if (known && protection & PROT_WRITE && (flags & MAP_TYPE) != MAP_PRIVATE) {
        pthread_mutex_lock(&lock);
        tell((struct record){MAPPED, known->inode, offset, length, 0, 0, 0}, NULL, NULL);
        pthread_mutex_unlock(&lock);
    }
    return (void *)syscall(SYS_mmap, at, length, protection, flags, file, offset);
}
void *mmap(void *at, size_t length, int protection, int flags, int file, off_t offset) {
    return map(at, length, protection, flags, file, offset);
}
void *mmap64(void *at, size_t length, int protection, int flags, int file, off64_t offset) {
    return map(at, length, protection, flags, file, offset);
}

/* Names. A file that loses its last one gets another beside the journal, under the number of the record. */

static void keep(const char *path) {
    char saved[PATH_MAX];
    snprintf(saved, sizeof saved, "%s/%llu", side, (unsigned long long)number);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, saved, 0) && errno != ENOENT && errno != EPERM) fail("linkat");
}

static int remove_name(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!place(folder, name, path) || !exists(path)) return syscall(SYS_unlinkat, folder, name, flags);
    pthread_mutex_lock(&lock);
    number++;
    if (!flags) keep(path);
    tell((struct record){UNLINK, number, 0, 0, 0, strlen(path), 0}, path, NULL);
    int result = syscall(SYS_unlinkat, folder, name, flags);
    pthread_mutex_unlock(&lock);
    return result;
}
int unlink(const char *path) { return remove_name(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return remove_name(folder, path, flags); }
int rmdir(const char *path) { return remove_name(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) { return remove_name(AT_FDCWD, path, 0) ? rmdir(path) : 0; }

static int change_name(int one, const char *old, int other, const char *new, unsigned flags) {
    char from[PATH_MAX], to[PATH_MAX];
    int is_from = place(one, old, from), is_to = place(other, new, to);
    if (!is_from && !is_to) return syscall(SYS_renameat2, one, old, other, new, flags);
    if (is_from != is_to) { errno = EXDEV; return -1; }
    pthread_mutex_lock(&lock);
    number++;
    keep(to);
    tell((struct record){RENAME, number, 0, 0, 0, strlen(from), strlen(to)}, from, to);
    int result = syscall(SYS_renameat2, one, old, other, new, flags);
    pthread_mutex_unlock(&lock);
    return result;
}
int rename(const char *old, const char *new) { return change_name(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int one, const char *old, int other, const char *new) { return change_name(one, old, other, new, 0); }
int renameat2(int one, const char *old, int other, const char *new, unsigned flags) {
    return change_name(one, old, other, new, flags);
}

#define MAKE(name, parameters, folder, path, call) int name parameters { \
    char found[PATH_MAX]; \
    if (!place(folder, path, found) || exists(found)) return call; \
    pthread_mutex_lock(&lock); \
    tell((struct record){NEW, 0, 0, 0, 0, strlen(found), 0}, found, NULL); \
    int result = call; \
    int number = errno; \
    pthread_mutex_unlock(&lock); \
    errno = number; \
    return result; \
}
MAKE(mkdir, (const char *path, mode_t mode), AT_FDCWD, path, syscall(SYS_mkdirat, AT_FDCWD, path, mode))
MAKE(mkdirat, (int folder, const char *path, mode_t mode), folder, path, syscall(SYS_mkdirat, folder, path, mode))
MAKE(link, (const char *old, const char *path), AT_FDCWD, path, syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, path, 0))
MAKE(linkat, (int one, const char *old, int folder, const char *path, int flags), folder, path,
     syscall(SYS_linkat, one, old, folder, path, flags))

/* Syncs. */

static int sync_file(int file) {
    struct file *known = tracked(file);
    if (!known) return 0;
    if (known->is_deaf) return 0;
    pthread_mutex_lock(&lock);
    uint64_t mine = ++number, inode = known->inode;
    tell((struct record){BEGIN, inode, mine, 0, 0, 0, 0}, NULL, NULL);
    pthread_mutex_unlock(&lock);
    if (slow) usleep(slow);
    pthread_mutex_lock(&lock);
    tell((struct record){END, inode, mine, 0, 0, 0, 0}, NULL, NULL);
    pthread_mutex_unlock(&lock);
    return 0;
}
int fsync(int file) { return journal < 0 ? syscall(SYS_fsync, file) : sync_file(file); }
int fdatasync(int file) { return journal < 0 ? syscall(SYS_fdatasync, file) : sync_file(file); }
