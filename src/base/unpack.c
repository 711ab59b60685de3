/* unpack.c -- see unpack.h. zlib's own memory comes from malloc and is given back by unpack_close().
 *
 * Surprising: a ZIP archive is read by the list at its end, as only that says where each file begins; what stands between is not
 * looked at.
 */
#include "base/unpack.h"

#include "base/text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define ZLIB_CONST
#include <zlib.h>

enum {
    IN_BYTES = 64 * 1024,
    HEAD_BYTES = 64 * 1024,
    RAW_BYTES = 16 * 1024,
    END_BYTES = 22, /* of a ZIP archive's end, without its remark */
    ENTRY_BYTES = 46,
    LOCAL_BYTES = 30,
};

enum kind { PLAIN, GZIP, ZIP };

struct entry {
    char *name;
    int64_t at, packed, size;
    uint32_t sum;
    int method;
};

struct unpack {
    FILE *f;
    enum kind kind;
    int64_t bytes, taken;

    struct entry *entries;
    size_t entry_count, next;
    const struct entry *now;
    int64_t left; /* packed bytes of the entry that were not read yet */
    int64_t size; /* of the entry, unpacked so far */
    uint32_t sum;

    z_stream z;
    bool inflating, ended, began;
    int64_t given; /* since the beginning, of all files */
    unsigned char in[IN_BYTES];

    char head[HEAD_BYTES];
    size_t head_n, head_at;
    bool peeked;

    bool wide; /* UTF-16, the lower byte first */
    unsigned char raw[RAW_BYTES];
    size_t raw_n, raw_at;
};

static enum err damaged(struct ctx *cx)
{
    return fail(cx, ERR_INVALID, "unpack.damaged", NULL);
}

static uint32_t le(const unsigned char *p, int n)
{
    uint32_t v = 0;

    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

static bool bytes_at(struct unpack *u, int64_t at, unsigned char *to, size_t n)
{
    return at >= 0 && at + (int64_t)n <= u->bytes && fseeko(u->f, (off_t)at, SEEK_SET) == 0 &&
           fread(to, 1, n, u->f) == n;
}

/* --- the list of an archive */

static bool passed_over(const char *name, int64_t size)
{
    const char *last = strrchr(name, '/');

    last = last ? last + 1 : name;
    return !*last || *last == '.' || text_starts(name, "__MACOSX/") || size == 0;
}

/* Where the list begins and how many stand in it. */
static enum err find_end(struct ctx *cx, struct unpack *u, int64_t *ret_at, size_t *ret_n)
{
    size_t n = u->bytes < IN_BYTES ? (size_t)u->bytes : IN_BYTES;

    if (n < END_BYTES || !bytes_at(u, u->bytes - (int64_t)n, u->in, n))
        return damaged(cx);
    for (size_t i = n - END_BYTES + 1; i-- > 0;) {
        const unsigned char *p = u->in + i;
        if (memcmp(p, "PK\5\6", 4) != 0)
            continue;
        *ret_n = le(p + 10, 2);
        *ret_at = le(p + 16, 4);
        if (*ret_n == 0xffff || *ret_at == 0xffffffff)
            return fail(cx, ERR_INVALID, "unpack.method", NULL);
        return OK;
    }
    return damaged(cx);
}

static enum err read_entry(struct ctx *cx, struct unpack *u, int64_t *at)
{
    unsigned char e[ENTRY_BYTES], name[512];
    struct entry *to = &u->entries[u->entry_count];
    size_t name_n, skip;

    if (!bytes_at(u, *at, e, sizeof(e)) || memcmp(e, "PK\1\2", 4) != 0)
        return damaged(cx);
    name_n = le(e + 28, 2);
    skip = (size_t)le(e + 30, 2) + le(e + 32, 2);
    if (name_n >= sizeof(name) || !bytes_at(u, *at + ENTRY_BYTES, name, name_n))
        return damaged(cx);
    name[name_n] = 0;
    *at += ENTRY_BYTES + (int64_t)name_n + (int64_t)skip;
    *to = (struct entry){.at = le(e + 42, 4),
                         .packed = le(e + 20, 4),
                         .size = le(e + 24, 4),
                         .sum = le(e + 16, 4),
                         .method = (int)le(e + 10, 2)};
    if (passed_over((const char *)name, to->size))
        return OK;
    if (le(e + 8, 2) & 1)
        return fail(cx, ERR_INVALID, "unpack.locked", NULL);
    if ((to->method != 0 && to->method != Z_DEFLATED) || to->packed == 0xffffffff ||
        to->size == 0xffffffff || to->at == 0xffffffff)
        return fail(cx, ERR_INVALID, "unpack.method", NULL);
    to->name = strdup((const char *)name);
    must(to->name != NULL);
    u->entry_count++;
    return OK;
}

static enum err read_list(struct ctx *cx, struct unpack *u)
{
    int64_t at = 0;
    size_t n = 0;
    enum err e = find_end(cx, u, &at, &n);

    if (!e && n > UNPACK_FILES_MAX)
        return fail(cx, ERR_INVALID, "unpack.many", NULL);
    u->entries = calloc(n + 1, sizeof(*u->entries));
    must(u->entries != NULL);
    for (size_t i = 0; i < n && !e; i++)
        e = read_entry(cx, u, &at);
    return e;
}

/* --- opening */

enum err unpack_open(struct ctx *cx, const char *path, struct unpack **ret)
{
    struct unpack *u = calloc(1, sizeof(*u));
    unsigned char mark[4] = "";
    enum err e = OK;

    must(u != NULL);
    u->f = fopen(path, "rb");
    if (u->f && fseeko(u->f, 0, SEEK_END) == 0)
        u->bytes = (int64_t)ftello(u->f);
    if (!u->f || u->bytes < 0)
        e = fail(cx, ERR_BROKEN, "unpack.read", NULL);
    if (!e && bytes_at(u, 0, mark, 4) && memcmp(mark, "PK\3\4", 4) == 0)
        u->kind = ZIP;
    else if (!e && mark[0] == 0x1f && mark[1] == 0x8b)
        u->kind = GZIP;
    if (!e && u->kind == ZIP)
        e = read_list(cx, u);
    if (e)
        unpack_close(u);
    else
        *ret = u;
    return e;
}

void unpack_close(struct unpack *u)
{
    if (!u)
        return;
    if (u->inflating)
        (void)inflateEnd(&u->z);
    for (size_t i = 0; i < u->entry_count; i++)
        free(u->entries[i].name);
    free(u->entries);
    if (u->f)
        (void)fclose(u->f);
    free(u);
}

static enum err begin_inflate(struct ctx *cx, struct unpack *u, int window)
{
    if (u->inflating)
        (void)inflateEnd(&u->z);
    memset(&u->z, 0, sizeof(u->z));
    u->inflating = inflateInit2(&u->z, window) == Z_OK;
    return u->inflating ? OK : fail_memory(cx);
}

static enum err begin_entry(struct ctx *cx, struct unpack *u, const struct entry *x)
{
    unsigned char local[LOCAL_BYTES];
    int64_t at;

    if (!bytes_at(u, x->at, local, sizeof(local)) || memcmp(local, "PK\3\4", 4) != 0)
        return damaged(cx);
    at = x->at + LOCAL_BYTES + (int64_t)le(local + 26, 2) + (int64_t)le(local + 28, 2);
    if (at + x->packed > u->bytes || fseeko(u->f, (off_t)at, SEEK_SET) != 0)
        return damaged(cx);
    u->now = x;
    u->left = x->packed;
    u->size = 0;
    u->sum = (uint32_t)crc32(0, NULL, 0);
    return x->method ? begin_inflate(cx, u, -MAX_WBITS) : OK;
}

enum err unpack_next(struct ctx *cx, struct unpack *u, const char **ret_name, bool *ret_more)
{
    enum err e = OK;

    u->head_n = u->head_at = u->raw_n = u->raw_at = 0;
    u->peeked = u->wide = u->ended = false;
    *ret_more = u->kind == ZIP ? u->next < u->entry_count : !u->began;
    if (!*ret_more)
        return OK;
    if (u->kind == ZIP) {
        const struct entry *x = &u->entries[u->next++];
        *ret_name = arena_dup(cx->arena, x->name);
        return *ret_name ? begin_entry(cx, u, x) : fail_memory(cx);
    }
    u->began = true;
    *ret_name = "";
    if (fseeko(u->f, 0, SEEK_SET) != 0)
        return fail(cx, ERR_BROKEN, "unpack.read", NULL);
    if (u->kind == GZIP)
        e = begin_inflate(cx, u, MAX_WBITS + 16);
    return e;
}

/* --- bytes as they were packed */

static enum err read_in(struct ctx *cx, struct unpack *u, void *to, size_t room, size_t *ret_n)
{
    if (u->now && u->left < (int64_t)room)
        room = (size_t)u->left;
    *ret_n = room ? fread(to, 1, room, u->f) : 0;
    if (ferror(u->f))
        return fail(cx, ERR_BROKEN, "unpack.read", NULL);
    u->taken += (int64_t)*ret_n;
    if (u->now)
        u->left -= (int64_t)*ret_n;
    return u->now && room && !*ret_n ? damaged(cx) : OK;
}

/* The end of a piece: of a file in an archive, or of a gzip piece behind which another may stand. */
static enum err end_piece(struct ctx *cx, struct unpack *u)
{
    int c;

    if (u->now) {
        u->ended = true;
        return OK;
    }
    if (u->z.avail_in == 0) {
        c = getc(u->f);
        if (c == EOF) {
            u->ended = true;
            return ferror(u->f) ? fail(cx, ERR_BROKEN, "unpack.read", NULL) : OK;
        }
        (void)ungetc(c, u->f);
    }
    return inflateReset(&u->z) == Z_OK ? OK : damaged(cx);
}

static enum err inflate_some(struct ctx *cx, struct unpack *u, void *to, size_t room, size_t *ret_n)
{
    size_t got = 0;
    enum err e = OK;

    u->z.next_out = to;
    u->z.avail_out = (uInt)(room < INT_MAX ? room : INT_MAX);
    while (!e && u->z.avail_out == (uInt)room && !u->ended) {
        int done;
        if (u->z.avail_in == 0) {
            e = read_in(cx, u, u->in, sizeof(u->in), &got);
            u->z.next_in = u->in;
            u->z.avail_in = (uInt)got;
            if (!e && !got)
                e = damaged(cx); /* it ends in the middle */
        }
        if (e)
            break;
        done = inflate(&u->z, Z_NO_FLUSH);
        if (done == Z_STREAM_END)
            e = end_piece(cx, u);
        else if (done != Z_OK && done != Z_BUF_ERROR)
            e = damaged(cx);
    }
    *ret_n = room - u->z.avail_out;
    return e;
}

static enum err check_end(struct ctx *cx, struct unpack *u, size_t n)
{
    if (u->now)
        u->size += (int64_t)n;
    if (u->now &&
        (u->size > u->now->size || (n == 0 && (u->size != u->now->size || u->sum != u->now->sum))))
        return damaged(cx);
    if (u->kind != PLAIN && u->given > UNPACK_FREE && u->given / UNPACK_TIMES > u->taken)
        return fail(cx, ERR_INVALID, "unpack.bomb", NULL);
    return OK;
}

static enum err read_packed(struct ctx *cx, struct unpack *u, void *to, size_t room, size_t *ret_n)
{
    bool whole = u->kind == PLAIN || (u->now && !u->now->method);
    enum err e = OK;

    *ret_n = 0;
    if (whole)
        e = read_in(cx, u, to, room, ret_n);
    else if (!u->ended)
        e = inflate_some(cx, u, to, room, ret_n);
    if (e)
        return e;
    u->given += (int64_t)*ret_n;
    if (u->now && *ret_n)
        u->sum = (uint32_t)crc32(u->sum, to, (uInt)*ret_n);
    return check_end(cx, u, *ret_n);
}

/* --- UTF-16 */

static enum err refill_raw(struct ctx *cx, struct unpack *u, bool *ret_end)
{
    size_t rest = u->raw_n - u->raw_at, got = 0;
    enum err e;

    memmove(u->raw, u->raw + u->raw_at, rest);
    u->raw_at = 0;
    u->raw_n = rest;
    e = read_packed(cx, u, u->raw + rest, sizeof(u->raw) - rest, &got);
    u->raw_n += e ? 0 : got;
    *ret_end = !got;
    return e;
}

/* The next character; half of a pair without the other is U+FFFD. */
static uint32_t next_wide(struct unpack *u)
{
    uint32_t c = le(u->raw + u->raw_at, 2), d;

    u->raw_at += 2;
    if (c < 0xd800 || c >= 0xe000)
        return c;
    d = u->raw_n - u->raw_at >= 2 ? le(u->raw + u->raw_at, 2) : 0;
    if (c >= 0xdc00 || d < 0xdc00 || d >= 0xe000)
        return 0xfffd;
    u->raw_at += 2;
    return 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
}

static enum err read_wide(struct ctx *cx, struct unpack *u, char *to, size_t room, size_t *ret_n)
{
    size_t n = 0;
    bool end = false;
    enum err e = OK;

    while (!e && n + 4 <= room) {
        while (!e && !end && u->raw_n - u->raw_at < 4)
            e = refill_raw(cx, u, &end);
        if (e || u->raw_n - u->raw_at < 2)
            break;
        n += text_put_utf8(next_wide(u), to + n);
    }
    *ret_n = n;
    return e;
}

/* --- what is given */

static enum err read_some(struct ctx *cx, struct unpack *u, char *to, size_t room, size_t *ret_n)
{
    return u->wide ? read_wide(cx, u, to, room, ret_n) : read_packed(cx, u, to, room, ret_n);
}

static enum err see_mark(struct ctx *cx, struct unpack *u)
{
    size_t n = 0, got = 1;
    enum err e = OK;

    while (!e && n < 2 && got) {
        e = read_packed(cx, u, u->raw + n, 2 - n, &got);
        n += got;
    }
    u->wide = n == 2 && u->raw[0] == 0xff && u->raw[1] == 0xfe;
    if (u->wide)
        return e;
    memcpy(u->head, u->raw, n);
    u->head_n = n;
    return e;
}

enum err unpack_peek(struct ctx *cx, struct unpack *u, const char **ret, size_t *ret_n)
{
    size_t got = 1;
    enum err e = OK;

    if (!u->peeked) {
        u->peeked = true;
        e = see_mark(cx, u);
        while (!e && got && HEAD_BYTES - u->head_n >= 4) {
            e = read_some(cx, u, u->head + u->head_n, HEAD_BYTES - u->head_n, &got);
            u->head_n += e ? 0 : got;
        }
    }
    *ret = u->head;
    *ret_n = u->head_n;
    return e;
}

enum err unpack_read(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct unpack *u = self;
    const char *head;
    size_t n;
    enum err e = unpack_peek(cx, u, &head, &n);

    if (e)
        return e;
    n -= u->head_at;
    if (!n)
        return read_some(cx, u, to, room, ret_n);
    n = n < room ? n : room;
    memcpy(to, head + u->head_at, n);
    u->head_at += n;
    *ret_n = n;
    return OK;
}

int64_t unpack_taken(const struct unpack *u)
{
    return u->taken;
}
