/* png.c -- see png.h. */
#include "base/png.h"

#include <string.h>
#include <zlib.h>

static void put_u32(unsigned char *to, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(v >> (24 - 8 * i));
}

static void put_chunk(struct buf *out, const char *kind, const unsigned char *bytes, size_t n)
{
    unsigned char head[8], tail[4];
    uLong sum;

    put_u32(head, (uint32_t)n);
    for (int i = 0; i < 4; i++)
        head[4 + i] = (unsigned char)kind[i];
    sum = crc32(0, head + 4, 4);
    if (n)
        sum = crc32(sum, bytes, (uInt)n);
    put_u32(tail, (uint32_t)sum);
    buf_add(out, head, sizeof(head));
    if (n)
        buf_add(out, bytes, n);
    buf_add(out, tail, sizeof(tail));
}

enum err png_black_white(struct ctx *cx, const unsigned char *light, uint32_t width,
                         uint32_t height, struct buf *out)
{
    static const unsigned char mark[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    size_t row = 1 + (width + 7) / 8,
           raw_n = row * height; /* each row begins with its filter: none */
    uLongf packed_n = compressBound((uLong)raw_n);
    unsigned char *raw = arena_alloc(cx->arena, raw_n), *packed = arena_alloc(cx->arena, packed_n);
    unsigned char head[13] = {[8] = 1};

    if (!raw || !packed)
        return fail_memory(cx);
    memset(raw, 0, raw_n);
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++)
            if (light[y * width + x])
                raw[y * row + 1 + x / 8] |= (unsigned char)(0x80 >> (x % 8));
    if (compress(packed, &packed_n, raw, (uLong)raw_n) != Z_OK)
        return fail_memory(cx);
    put_u32(head, width);
    put_u32(head + 4, height);
    buf_add(out, mark, sizeof(mark));
    put_chunk(out, "IHDR", head, sizeof(head));
    put_chunk(out, "IDAT", packed, packed_n);
    put_chunk(out, "IEND", NULL, 0);
    return buf_ok(out) ? OK : fail_memory(cx);
}
