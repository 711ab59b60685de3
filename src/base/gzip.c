/* gzip.c -- see gzip.h. zlib's own memory comes from malloc and is given back before this returns. */
#include "base/gzip.h"

#include <limits.h>

#define ZLIB_CONST
#include <zlib.h>

/* 15 bits of window, and 16 for gzip's head and tail. */
enum { WINDOW = 15 + 16, MEMORY = 8 };

enum err gzip_text(struct ctx *cx, const char *bytes, size_t n, const char **ret, size_t *ret_n)
{
    z_stream z = {0};
    char *out;
    uLong room;
    int done;

    must(n < INT_MAX);
    if (deflateInit2(&z, 6, Z_DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail_memory(cx);
    room = deflateBound(&z, (uLong)n);
    out = arena_alloc(cx->arena, room);
    if (!out) {
        (void)deflateEnd(&z);
        return fail_memory(cx);
    }
    z.next_in = (const Bytef *)bytes;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    done = deflate(&z, Z_FINISH);
    *ret = out;
    *ret_n = z.total_out;
    (void)deflateEnd(&z);
    must(done == Z_STREAM_END);
    return OK;
}

bool gzip_is(const char *bytes, size_t n)
{
    return n > 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

/* Fills chunk after chunk; *ret_end: Z_STREAM_END after the last piece. */
static enum err inflate_all(struct ctx *cx, z_stream *z, size_t max, struct buf *out, int *ret_end)
{
    char chunk[16384];
    int done = Z_OK;

    while (done == Z_OK) {
        z->next_out = (Bytef *)chunk;
        z->avail_out = sizeof(chunk);
        done = inflate(z, Z_NO_FLUSH);
        if (done != Z_OK && done != Z_STREAM_END)
            break;
        buf_add(out, chunk, sizeof(chunk) - z->avail_out);
        if (out->len > max)
            return fail(cx, ERR_LIMIT, "unpack.large", NULL);
        if (!buf_ok(out))
            return fail_memory(cx);
        if (done == Z_STREAM_END && z->avail_in > 2 && inflateReset(z) == Z_OK)
            done = Z_OK;
    }
    *ret_end = done;
    return OK;
}

enum err gzip_open(struct ctx *cx, const char *bytes, size_t n, size_t max, const char **ret,
                   size_t *ret_n)
{
    struct buf out = buf_in(cx->arena);
    z_stream z = {0};
    int done = Z_OK;
    enum err e;

    must(n < INT_MAX);
    if (inflateInit2(&z, WINDOW) != Z_OK)
        return fail_memory(cx);
    z.next_in = (const Bytef *)bytes;
    z.avail_in = (uInt)n;
    e = inflate_all(cx, &z, max, &out, &done);
    (void)inflateEnd(&z);
    if (!e && done != Z_STREAM_END)
        e = fail(cx, ERR_INVALID, "unpack.damaged", NULL);
    if (e)
        return e;
    *ret = buf_text(&out);
    *ret_n = out.len;
    return OK;
}
