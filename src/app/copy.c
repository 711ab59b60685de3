/* copy.c -- see copy.h. Two levels at most: a data directory has folders, and these have files. */
#include "app/copy.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 256 * 1024,
    LIST_MAX_BYTES = 16 * 1024 * 1024,
    NAMES_MAX = 100000,
    STILL_TRIES = 50
};

static enum err cannot_write(struct ctx *cx, const char *file)
{
    return fail(cx, ERR_BROKEN, "copy.write", "file", file, "reason", strerror(errno), NULL);
}

static enum err cannot_read(struct ctx *cx, const char *file)
{
    return fail(cx, ERR_BROKEN, "copy.read", "file", file, "reason", strerror(errno), NULL);
}

static const char *path_of(struct ctx *cx, const char *dir, const char *name)
{
    return arena_print(cx->arena, "%s/%s", dir, name);
}

bool copy_is_there(const char *path)
{
    struct stat st;

    return path && stat(path, &st) == 0;
}

/* --- names in a folder ------------------------------------------------------------------------------ */

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In order of their bytes; none when the folder is not there. */
static enum err names_in(struct ctx *cx, const char *dir, const char ***ret, size_t *ret_n)
{
    const char **names = arena_array(cx->arena, NAMES_MAX, sizeof(names[0]));
    DIR *d = names ? opendir(dir) : NULL;
    struct dirent *entry;
    size_t n = 0;

    if (!names)
        return fail_memory(cx);
    while (d && n < NAMES_MAX && (entry = readdir(d)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            names[n++] = arena_dup(cx->arena, entry->d_name);
    if (d)
        (void)closedir(d);
    else if (errno != ENOENT)
        return cannot_read(cx, dir);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    qsort(names, n, sizeof(names[0]), by_name);
    *ret = names;
    *ret_n = n;
    return OK;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static enum err make_folder(struct ctx *cx, const char *dir)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return cannot_write(cx, dir);
    return OK;
}

enum err copy_dir_make(struct ctx *cx, const char *dir)
{
    const char **names = NULL;
    size_t n = 0;
    enum err e = make_folder(cx, dir);

    if (!e)
        e = names_in(cx, dir, &names, &n);
    if (!e && n)
        e = fail(cx, ERR_CONFLICT, "copy.not_empty", "dir", dir, NULL);
    return e;
}

/* --- one file --------------------------------------------------------------------------------------- */

/* The bytes of in; to out unless that is -1. */
static enum err pump(struct ctx *cx, int in, int out, const char *file, char *ret_hex)
{
    unsigned char sum[SHA256_BYTES];
    struct sha256_run run;
    char *block = malloc(BLOCK_BYTES);
    ssize_t n = 0;
    enum err e = block ? OK : fail_memory(cx);

    sha256_start(&run);
    while (!e && (n = read(in, block, BLOCK_BYTES)) > 0) {
        sha256_add(&run, block, (size_t)n);
        if (out >= 0 && write(out, block, (size_t)n) != n)
            e = cannot_write(cx, file);
    }
    if (!e && n < 0)
        e = cannot_read(cx, file);
    sha256_end(&run, sum);
    if (ret_hex)
        hex_text(sum, sizeof(sum), ret_hex);
    free(block);
    return e;
}

enum err copy_file(struct ctx *cx, const char *from, const char *to, const char *name,
                   char *ret_hex)
{
    const char *source = path_of(cx, from, name), *target = path_of(cx, to, name);
    int in = source ? open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1, out;
    enum err e;

    if (!source || !target)
        return fail_memory(cx);
    if (in < 0)
        return errno == ENOENT ? OK : cannot_read(cx, source);
    out = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    e = out < 0 ? cannot_write(cx, target) : pump(cx, in, out, name, ret_hex);
    if (!e && fsync(out) != 0)
        e = cannot_write(cx, target);
    if (out >= 0 && close(out) != 0 && !e)
        e = cannot_write(cx, target);
    (void)close(in);
    return e;
}

static bool is_one_of(const char *name, const char *const *all)
{
    for (; all && *all; all++)
        if (!strcmp(name, *all))
            return true;
    return false;
}

enum err copy_folder(struct ctx *cx, const char *from, const char *to, const char *name,
                     const char *const *skip)
{
    const char *source = path_of(cx, from, name), *target = path_of(cx, to, name);
    const char **names = NULL;
    size_t n = 0;
    enum err e = source && target ? OK : fail_memory(cx);

    if (e || !is_folder(source))
        return e;
    e = names_in(cx, source, &names, &n);
    if (!e)
        e = make_folder(cx, target);
    for (size_t i = 0; i < n && !e; i++)
        if (is_file(path_of(cx, source, names[i])) && !is_one_of(names[i], skip))
            e = copy_file(cx, source, target, names[i], NULL);
    return e;
}

/* What would differ if one of the files had been written to. */
static void stamps(struct ctx *cx, const char *dir, const char *const *names, struct timespec *when,
                   off_t *size)
{
    for (; *names; names++, when++, size++) {
        const char *path = path_of(cx, dir, *names);
        struct stat st;
        bool there = path && stat(path, &st) == 0;
        *size = there ? st.st_size : -1;
        *when = there ? st.st_mtim : (struct timespec){0};
    }
}

enum err copy_still(struct ctx *cx, const char *from, const char *to, const char *const *names)
{
    const struct timespec pause = {.tv_nsec = 60 * 1000 * 1000};
    enum { MOST = 4 };

    for (int t = 0; t < STILL_TRIES; t++) {
        struct timespec before[MOST] = {{0}}, after[MOST] = {{0}};
        off_t size_before[MOST] = {0}, size_after[MOST] = {0};
        enum err e = OK;
        stamps(cx, from, names, before, size_before);
        (void)nanosleep(&pause, NULL); /* longer than a stamp of time is exact */
        for (size_t i = 0; names[i] && !e; i++) {
            must(i < MOST);
            (void)unlink(path_of(cx, to, names[i]));
            e = copy_file(cx, from, to, names[i], NULL);
        }
        if (e)
            return e;
        stamps(cx, from, names, after, size_after);
        if (!memcmp(before, after, sizeof(before)) &&
            !memcmp(size_before, size_after, sizeof(size_before)))
            return OK;
    }
    return fail(cx, ERR_BUSY, "copy.changes", "file", names[0], NULL);
}

/* --- the list ----------------------------------------------------------------------------------------- */

struct listing {
    struct json_writer w;
    int64_t files, bytes;
};

static enum err list_file(struct ctx *cx, struct listing *l, const char *dir, const char *name)
{
    const char *path = path_of(cx, dir, name);
    int in = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    char hex[SHA256_HEX];
    struct stat st;
    enum err e;

    if (in < 0)
        return cannot_read(cx, name);
    e = fstat(in, &st) == 0 ? pump(cx, in, -1, name, hex) : cannot_read(cx, name);
    (void)close(in);
    if (e)
        return e;
    json_open_object(&l->w);
    json_text_member(&l->w, "path", name);
    json_int_member(&l->w, "bytes", st.st_size);
    json_text_member(&l->w, "sha256", hex);
    json_close_object(&l->w);
    l->files++;
    l->bytes += st.st_size;
    return OK;
}

static enum err list_all(struct ctx *cx, struct listing *l, const char *dir, const char *under)
{
    const char **names = NULL;
    size_t n = 0;
    enum err e = names_in(cx, *under ? path_of(cx, dir, under) : dir, &names, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const char *name = *under ? path_of(cx, under, names[i]) : names[i];
        const char *path = name ? path_of(cx, dir, name) : NULL;
        if (!path)
            e = fail_memory(cx);
        else if (is_folder(path) && !*under)
            e = list_all(cx, l, dir, name);
        else if (is_file(path) && strcmp(name, COPY_LIST) != 0)
            e = list_file(cx, l, dir, name);
    }
    return e;
}

static enum err keep(struct ctx *cx, const char *dir, const struct buf *text)
{
    const char *part = path_of(cx, dir, COPY_LIST ".part"), *list = path_of(cx, dir, COPY_LIST);
    FILE *f = part && list ? fopen(part, "wb") : NULL;
    bool ok;

    if (!buf_ok(text) || !part || !list)
        return fail_memory(cx);
    ok = f && fwrite(text->bytes, 1, text->len, f) == text->len && fflush(f) == 0 &&
         fsync(fileno(f)) == 0;
    if (f && fclose(f) != 0)
        ok = false;
    return ok && rename(part, list) == 0 ? OK : cannot_write(cx, list);
}

enum err copy_list_write(struct ctx *cx, const char *dir, const char *version, int64_t *ret_files,
                         int64_t *ret_bytes)
{
    struct buf out = buf_in(cx->arena);
    struct listing l = {.w = json_to(&out)};
    char at[TIME_TEXT_MAX];
    enum err e;

    time_text(ctx_now(cx), at);
    json_open_object(&l.w);
    json_text_member(&l.w, "praca", version);
    json_text_member(&l.w, "made_at", at);
    json_name(&l.w, "files");
    json_open_list(&l.w);
    e = list_all(cx, &l, dir, "");
    json_close_list(&l.w);
    json_close_object(&l.w);
    if (!e)
        e = keep(cx, dir, &out);
    if (!e) {
        *ret_files = l.files;
        *ret_bytes = l.bytes;
    }
    return e;
}

/* A name of one or two parts, none of which leads elsewhere. */
static bool is_safe(const char *path)
{
    const char *slash = strchr(path, '/');

    if (text_empty(path) || path[0] == '/' || path[0] == '.' || strlen(path) > 400)
        return false;
    return !slash || (slash[1] && slash[1] != '.' && !strchr(slash + 1, '/'));
}

enum err copy_list_read(struct ctx *cx, const char *dir, const struct json **ret)
{
    const char *path = path_of(cx, dir, COPY_LIST);
    FILE *f = path ? fopen(path, "rb") : NULL;
    char *text;
    size_t n;

    if (!f)
        return fail(cx, ERR_NOTFOUND, "copy.no_list", "dir", dir, NULL);
    text = arena_alloc(cx->arena, LIST_MAX_BYTES);
    n = text ? fread(text, 1, LIST_MAX_BYTES, f) : 0;
    (void)fclose(f);
    if (!text)
        return fail_memory(cx);
    if (json_parse(cx, text, n, ret) != OK || !json_get(*ret, "files") ||
        json_get(*ret, "files")->kind != JSON_LIST) {
        fault_clear(cx);
        return fail(cx, ERR_INVALID, "copy.list", "dir", dir, NULL);
    }
    for (const struct json *x = json_get(*ret, "files")->first; x; x = x->next)
        if (!is_safe(json_text(json_get(x, "path"), "")))
            return fail(cx, ERR_INVALID, "copy.path", "file", json_text(json_get(x, "path"), ""),
                        NULL);
    return OK;
}

static enum err carry(struct ctx *cx, const char *from, const char *to, const struct json *file)
{
    const char *name = json_text(json_get(file, "path"), "");
    const char *slash = strchr(name, '/');
    char hex[SHA256_HEX] = "";
    enum err e = OK;

    if (!is_file(path_of(cx, from, name)))
        return fail(cx, ERR_INVALID, "copy.missing", "file", name, NULL);
    if (slash) {
        char *folder = arena_dup_n(cx->arena, name, (size_t)(slash - name));
        e = folder ? make_folder(cx, path_of(cx, to, folder)) : fail_memory(cx);
    }
    if (!e)
        e = copy_file(cx, from, to, name, hex);
    if (!e && strcmp(hex, json_text(json_get(file, "sha256"), "")) != 0)
        e = fail(cx, ERR_INVALID, "copy.differs", "file", name, NULL);
    return e;
}

enum err copy_by_list(struct ctx *cx, const char *from, const char *to, const struct json *list)
{
    enum err e = OK;

    for (const struct json *x = json_get(list, "files")->first; x && !e; x = x->next)
        e = carry(cx, from, to, x);
    return e;
}

enum err copy_remove(struct ctx *cx, const char *dir)
{
    const char **names = NULL;
    size_t n = 0;
    enum err e = names_in(cx, dir, &names, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const char *path = path_of(cx, dir, names[i]);
        if (!path)
            return fail_memory(cx);
        if (is_folder(path))
            e = copy_remove(cx, path);
        else if (unlink(path) != 0)
            e = cannot_write(cx, path);
    }
    return !e && rmdir(dir) != 0 && errno != ENOENT ? cannot_write(cx, dir) : e;
}
