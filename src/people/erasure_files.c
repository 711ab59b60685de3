/* erasure_files.c -- reading files for what must not be in them: byte by byte, ASCII letters in either case.
 *
 * A file is read in pieces that overlap by the longest needle, so that one that lies across a border is found too.
 *
 * Surprising: a folder is read by a child process. POSIX takes all locks of a process off a file when the process closes any
 * descriptor of it, and the databases of this process are among the files: once read here, they would stand open to others. */
#include "people/erasure_priv.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 18, OVERLAP_BYTES = 1024, DEPTH_MAX = 8, OPEN_MAX_SEEN = 8192 };

static enum err disk(struct ctx *cx, const char *what)
{
    return fail_detail(cx, ERR_BUSY, "erasure.file",
                       arena_print(cx->arena, "%s: %s", what, strerror(errno)));
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

static enum err search(struct ctx *cx, int fd, const struct erased_person *p, int64_t *ret_bytes,
                       bool *ret_found)
{
    char *piece = malloc(PIECE_BYTES + OVERLAP_BYTES);
    size_t kept = 0;
    ssize_t got;
    enum err e = OK;

    must(piece != NULL);
    *ret_found = false;
    while (!*ret_found && (got = read(fd, piece + kept, PIECE_BYTES)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            e = disk(cx, "read");
            break;
        }
        for (ssize_t i = 0; i < got; i++)
            piece[kept + (size_t)i] = (char)tolower((unsigned char)piece[kept + (size_t)i]);
        *ret_bytes += got;
        kept += (size_t)got;
        *ret_found = any_in(p, piece, kept);
        if (kept > OVERLAP_BYTES) {
            memmove(piece, piece + kept - OVERLAP_BYTES, OVERLAP_BYTES);
            kept = OVERLAP_BYTES;
        }
    }
    free(piece);
    return e;
}

static enum err search_at(struct ctx *cx, int dir, const char *name, const struct erased_person *p,
                          struct files_read *ret)
{
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool found = false;
    enum err e;

    if (fd < 0)
        return errno == ENOENT ? OK : disk(cx, name);
    e = search(cx, fd, p, &ret->bytes, &found);
    (void)close(fd);
    ret->files++;
    ret->hits += found;
    return e;
}

enum err file_has(struct ctx *cx, const char *path, const struct erased_person *p, bool *ret)
{
    struct files_read read = {0};
    enum err e = search_at(cx, AT_FDCWD, path, p, &read);

    *ret = read.hits > 0;
    return e;
}

static enum err search_dir(struct ctx *cx, int parent, const char *name,
                           const struct erased_person *p, int depth, struct files_read *ret)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *entry;
    enum err e = OK;

    if (!d) {
        if (fd >= 0)
            (void)close(fd);
        return disk(cx, name);
    }
    while (!e && (entry = readdir(d)) != NULL) {
        struct stat st;
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
            fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(st.st_mode))
            e = search_at(cx, dirfd(d), entry->d_name, p, ret);
        else if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
            e = search_dir(cx, dirfd(d), entry->d_name, p, depth + 1, ret);
    }
    (void)closedir(d);
    return e;
}

/* What the child found. */
struct told {
    enum err e;
    char detail[256];
    struct files_read read;
};

static _Noreturn void read_as_child(struct ctx *cx, const char *dir, const struct erased_person *p,
                                    int to)
{
    struct told t = {.e = OK};

    /* Nobody waits for the end of a connection because of us. */
    for (int fd = 3; fd < OPEN_MAX_SEEN; fd++)
        if (fd != to)
            (void)close(fd);
    t.e = search_dir(cx, AT_FDCWD, dir, p, 0, &t.read);
    if (t.e && cx->fault.detail)
        (void)snprintf(t.detail, sizeof(t.detail), "%s", cx->fault.detail);
    _exit(write(to, &t, sizeof(t)) == (ssize_t)sizeof(t) ? 0 : 1);
}

static enum err hear_child(struct ctx *cx, pid_t child, int from, struct told *ret)
{
    size_t have = 0;
    ssize_t got;
    int status = 0;

    while (have < sizeof(*ret) &&
           ((got = read(from, (char *)ret + have, sizeof(*ret) - have)) > 0 ||
            (got < 0 && errno == EINTR)))
        have += got > 0 ? (size_t)got : 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (have < sizeof(*ret))
        return fail_detail(cx, ERR_BUSY, "erasure.file", "the reading process ended early");
    ret->detail[sizeof(ret->detail) - 1] = 0;
    return ret->e ? fail_detail(cx, ret->e, "erasure.file", arena_dup(cx->arena, ret->detail)) : OK;
}

enum err files_search(struct ctx *cx, const char *dir, const struct erased_person *p,
                      struct files_read *ret)
{
    struct told t = {.e = OK};
    int ends[2];
    pid_t child;
    enum err e;

    *ret = (struct files_read){0};
    if (pipe(ends) != 0)
        return disk(cx, "pipe");
    child = fork();
    if (child < 0) {
        e = disk(cx, "fork");
        (void)close(ends[0]);
        (void)close(ends[1]);
        return e;
    }
    if (!child)
        read_as_child(cx, dir, p, ends[1]);
    (void)close(ends[1]);
    e = hear_child(cx, child, ends[0], &t);
    (void)close(ends[0]);
    if (!e)
        *ret = t.read;
    return e;
}
