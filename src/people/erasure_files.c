/* erasure_files.c -- reading files for what must not be in them: byte by byte, ASCII letters in either case.
 *
 * A file is read in pieces that overlap by the longest needle, so that one that lies across a border is found too.
 *
 * Surprising:
 * - A folder is read by a child process. POSIX takes all locks of a process off a file when the process closes any descriptor of
 *   it, and the databases of this process are among the files: once read here, they would stand open to others.
 * - The child is a copy of one thread of many. What another held at that moment, the heap's lock among it, is held for ever there:
 *   the child asks for no memory, opens no DIR, and tells what failed by its number. */
#define _GNU_SOURCE /* getdents64() */
#include "people/erasure_priv.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PIECE_BYTES = 1 << 18,
    OVERLAP_BYTES = 1024,
    ENTRIES_BYTES = 8192,
    DEPTH_MAX = 8,
    OPEN_MAX_SEEN = 8192
};

/* One reading, with all the memory it needs. */
struct reading {
    const struct erased_person *who;
    char *piece; /* PIECE_BYTES + OVERLAP_BYTES */
    struct files_read read;
    int failed;    /* errno; 0: nothing failed */
    char what[64]; /* what failed: a name, or the start of one */
};

static bool fails(struct reading *r, const char *what)
{
    size_t n = strnlen(what, sizeof(r->what) - 1);

    r->failed = errno;
    memcpy(r->what, what, n);
    r->what[n] = 0;
    return false;
}

static enum err told(struct ctx *cx, const char *what, int failed)
{
    return fail_detail(cx, ERR_BUSY, "erasure.file",
                       arena_print(cx->arena, "%s: %s", what, strerror(failed)));
}

static bool piece_has(const char *bytes, size_t n, const char *needle)
{
    size_t k = strlen(needle);

    for (size_t i = 0; i + k <= n; i++) {
        const char *at = memchr(bytes + i, needle[0], n - k - i + 1);
        if (!at)
            return false;
        i = (size_t)(at - bytes);
        if (!memcmp(at, needle, k))
            return true;
    }
    return false;
}

static bool any_in(const struct erased_person *p, const char *bytes, size_t n)
{
    for (size_t i = 0; i < p->needle_count; i++)
        if (strlen(p->needles[i]) <= OVERLAP_BYTES && piece_has(bytes, n, p->needles[i]))
            return true;
    return false;
}

static bool search(struct reading *r, int fd, bool *ret_found)
{
    size_t kept = 0;
    ssize_t got;

    *ret_found = false;
    while (!*ret_found && (got = read(fd, r->piece + kept, PIECE_BYTES)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fails(r, "read");
        for (ssize_t i = 0; i < got; i++)
            r->piece[kept + (size_t)i] = (char)tolower((unsigned char)r->piece[kept + (size_t)i]);
        r->read.bytes += got;
        kept += (size_t)got;
        *ret_found = any_in(r->who, r->piece, kept);
        if (kept > OVERLAP_BYTES) {
            memmove(r->piece, r->piece + kept - OVERLAP_BYTES, OVERLAP_BYTES);
            kept = OVERLAP_BYTES;
        }
    }
    return true;
}

static bool search_at(struct reading *r, int dir, const char *name)
{
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool found = false, ok;

    if (fd < 0)
        return errno == ENOENT || fails(r, name);
    ok = search(r, fd, &found);
    (void)close(fd);
    r->read.files++;
    r->read.hits += found;
    return ok;
}

static bool search_dir(struct reading *r, int parent, const char *name, int depth);

static bool search_entry(struct reading *r, int dir, const char *name, int depth)
{
    struct stat st;

    if (!strcmp(name, ".") || !strcmp(name, "..") ||
        fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return true;
    if (S_ISREG(st.st_mode))
        return search_at(r, dir, name);
    return !S_ISDIR(st.st_mode) || depth >= DEPTH_MAX || search_dir(r, dir, name, depth + 1);
}

static bool search_dir(struct reading *r, int parent, const char *name, int depth)
{
    _Alignas(struct dirent64) char entries[ENTRIES_BYTES];
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t got = 0;
    bool ok = true;

    if (fd < 0)
        return fails(r, name);
    while (ok && (got = getdents64(fd, entries, sizeof(entries))) > 0)
        for (ssize_t at = 0; at < got && ok;) {
            const struct dirent64 *entry = (const void *)(entries + at);
            ok = search_entry(r, fd, entry->d_name, depth);
            at += entry->d_reclen;
        }
    ok = ok && (got == 0 || fails(r, name));
    (void)close(fd);
    return ok;
}

enum err file_has(struct ctx *cx, const char *path, const struct erased_person *p, bool *ret)
{
    struct reading r = {.who = p, .piece = malloc(PIECE_BYTES + OVERLAP_BYTES)};
    bool ok;

    must(r.piece != NULL);
    ok = search_at(&r, AT_FDCWD, path);
    free(r.piece);
    *ret = r.read.hits > 0;
    return ok ? OK : told(cx, r.what, r.failed);
}

/* What the child found. */
struct found {
    struct files_read read;
    int failed;
    char what[sizeof(((struct reading *)0)->what)];
};

static _Noreturn void read_as_child(struct reading *r, const char *dir, int to)
{
    struct found f = {0};

    /* Nobody waits for the end of a connection because of us. */
    for (int fd = 3; fd < OPEN_MAX_SEEN; fd++)
        if (fd != to)
            (void)close(fd);
    (void)search_dir(r, AT_FDCWD, dir, 0);
    f.read = r->read;
    f.failed = r->failed;
    memcpy(f.what, r->what, sizeof(f.what));
    _exit(write(to, &f, sizeof(f)) == (ssize_t)sizeof(f) ? 0 : 1);
}

static enum err hear_child(struct ctx *cx, pid_t child, int from, struct files_read *ret)
{
    struct found f;
    size_t have = 0;
    ssize_t got;
    int status = 0;

    while (have < sizeof(f) && ((got = read(from, (char *)&f + have, sizeof(f) - have)) > 0 ||
                                (got < 0 && errno == EINTR)))
        have += got > 0 ? (size_t)got : 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (have < sizeof(f))
        return fail_detail(cx, ERR_BUSY, "erasure.file", "the reading process ended early");
    f.what[sizeof(f.what) - 1] = 0;
    if (f.failed)
        return told(cx, f.what, f.failed);
    *ret = f.read;
    return OK;
}

enum err files_search(struct ctx *cx, const char *dir, const struct erased_person *p,
                      struct files_read *ret)
{
    struct reading r = {.who = p, .piece = malloc(PIECE_BYTES + OVERLAP_BYTES)};
    int ends[2];
    pid_t child = -1;
    enum err e;

    must(r.piece != NULL);
    *ret = (struct files_read){0};
    if (pipe(ends) != 0) {
        e = told(cx, "pipe", errno);
        free(r.piece);
        return e;
    }
    child = fork();
    if (!child)
        read_as_child(&r, dir, ends[1]);
    e = child < 0 ? told(cx, "fork", errno) : OK;
    free(r.piece);
    (void)close(ends[1]);
    if (!e)
        e = hear_child(cx, child, ends[0], ret);
    (void)close(ends[0]);
    return e;
}
