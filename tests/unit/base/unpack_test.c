/* unpack_test.c -- plain, gzip and ZIP as one stream of text; damage is found, and nothing is believed. */
#include "base/unpack.h"

#include "base/gzip.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

struct here {
    struct ctx *cx;
    char path[64];
};

static int set_up(void **state)
{
    struct here *h = calloc(1, sizeof(*h));
    int fd;

    assert_non_null(h);
    h->cx = ctx_new(MIB(64), clock_system(), NULL);
    (void)snprintf(h->path, sizeof(h->path), "/tmp/praca-unpack-XXXXXX");
    fd = mkstemp(h->path);
    assert_true(fd >= 0);
    (void)close(fd);
    *state = h;
    return 0;
}

static int tear_down(void **state)
{
    struct here *h = *state;

    (void)unlink(h->path);
    ctx_free(h->cx);
    free(h);
    return 0;
}

static void write_file(struct here *h, const void *bytes, size_t n)
{
    FILE *f = fopen(h->path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* All that is inside, each file after its name in brackets. */
static enum err read_file(struct here *h, struct buf *out)
{
    struct unpack *u = NULL;
    const char *name = "";
    bool more = true;
    enum err e = unpack_open(h->cx, h->path, &u);

    *out = buf_in(h->cx->arena);
    while (!e && more) {
        char bytes[7];
        size_t n = 1;
        e = unpack_next(h->cx, u, &name, &more);
        if (!e && more)
            buf_print(out, "[%s]", name);
        while (!e && more && n) {
            e = unpack_read(u, h->cx, bytes, sizeof(bytes), &n);
            if (!e)
                buf_add(out, bytes, n);
        }
    }
    unpack_close(u);
    return e;
}

static void reads(struct here *h, const char *wanted)
{
    struct buf out;

    if (read_file(h, &out) != OK)
        fail_msg("%s", h->cx->fault.key);
    assert_string_equal(buf_text(&out), wanted);
}

/* --- making archives */

static void put(struct buf *to, uint32_t v, int n)
{
    for (; n-- > 0; v >>= 8)
        buf_add_char(to, (char)(v & 255));
}

struct member {
    const char *name, *text;
    bool deflated;
};

static void pack(struct here *h, const struct member *m, struct buf *to)
{
    z_stream z = {0};
    char room[4096];

    if (!m->deflated) {
        buf_add_text(to, m->text);
        return;
    }
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)arena_dup(h->cx->arena, m->text);
    z.avail_in = (uInt)strlen(m->text);
    z.next_out = (Bytef *)room;
    z.avail_out = sizeof(room);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(to, room, z.total_out);
    (void)deflateEnd(&z);
}

static void put_common(struct buf *to, const struct member *m, uint32_t packed)
{
    put(to, 20, 2);
    put(to, 0, 2);
    put(to, m->deflated ? 8 : 0, 2);
    put(to, 0, 4);
    put(to, (uint32_t)crc32(0, (const Bytef *)m->text, (uInt)strlen(m->text)), 4);
    put(to, packed, 4);
    put(to, (uint32_t)strlen(m->text), 4);
    put(to, (uint32_t)strlen(m->name), 2);
    put(to, 0, 2);
}

static struct buf zip_of(struct here *h, const struct member *members, size_t n)
{
    struct buf out = buf_in(h->cx->arena), list = buf_in(h->cx->arena);
    uint32_t at;

    for (size_t i = 0; i < n; i++) {
        struct buf packed = buf_in(h->cx->arena);
        at = (uint32_t)out.len;
        pack(h, &members[i], &packed);
        buf_add_text(&out, "PK\3\4");
        put_common(&out, &members[i], (uint32_t)packed.len);
        buf_add_text(&out, members[i].name);
        if (packed.len)
            buf_add(&out, packed.bytes, packed.len);
        buf_add_text(&list, "PK\1\2");
        put(&list, 20, 2);
        put_common(&list, &members[i], (uint32_t)packed.len);
        put(&list, 0, 2);
        put(&list, 0, 2);
        put(&list, 0, 2);
        put(&list, 0, 4);
        put(&list, at, 4);
        buf_add_text(&list, members[i].name);
    }
    at = (uint32_t)out.len;
    buf_add(&out, list.bytes, list.len);
    buf_add_text(&out, "PK\5\6");
    put(&out, 0, 4);
    put(&out, (uint32_t)n, 2);
    put(&out, (uint32_t)n, 2);
    put(&out, (uint32_t)list.len, 4);
    put(&out, at, 4);
    put(&out, 0, 2);
    return out;
}

static const struct member members[] = {
    {"a.csv", "date,visitors\n2024-01-01,3\n", true},
    {"folder/", "", false},
    {"__MACOSX/a.csv", "junk", false},
    {"b.csv", "x,y\n1,2\n", false},
};

static void plain_text_passes_as_it_is(void **state)
{
    struct here *h = *state;

    write_file(h, "a line\nand another", 18);
    reads(h, "[]a line\nand another");
}

static void gzip_in_pieces_is_one_text(void **state)
{
    struct here *h = *state;
    struct buf both = buf_in(h->cx->arena);
    const char *packed;
    size_t n;

    assert_int_equal(gzip_text(h->cx, "first\n", 6, &packed, &n), OK);
    buf_add(&both, packed, n);
    assert_int_equal(gzip_text(h->cx, "second\n", 7, &packed, &n), OK);
    buf_add(&both, packed, n);
    write_file(h, both.bytes, both.len);
    reads(h, "[]first\nsecond\n");
}

static void a_zip_is_its_files_in_their_order(void **state)
{
    struct here *h = *state;
    struct buf zip = zip_of(h, members, COUNT_OF(members));

    write_file(h, zip.bytes, zip.len);
    reads(h, "[a.csv]date,visitors\n2024-01-01,3\n[b.csv]x,y\n1,2\n");
}

static void wide_letters_become_utf8(void **state)
{
    static const char text[] = "\xff\xfe"
                               "a\0\xe7\0\x3d\xd8\x00\xde\x00\xd8z\0";
    struct here *h = *state;

    write_file(h, text, sizeof(text) - 1);
    reads(h, "[]aç😀\xef\xbf\xbdz");
}

/* Cut anywhere, or with a bit turned anywhere, a packed file gives an error or just what was in it. */
static void damage_is_found(void **state)
{
    struct here *h = *state;
    struct buf zip = zip_of(h, members, COUNT_OF(members)), out;
    size_t refused = 0;

    for (size_t i = 0; i < zip.len; i++) {
        struct arena_mark mark = arena_mark(h->cx->arena);
        char *copy = arena_dup_n(h->cx->arena, zip.bytes, zip.len);
        enum err e;
        copy[i] = (char)(copy[i] ^ (1 << i % 8));
        write_file(h, copy, zip.len);
        e = read_file(h, &out);
        assert_true(e == OK || e == ERR_INVALID);
        refused += e != OK;
        if (!e) /* a name, a time: never another text */
            assert_true((strstr(buf_text(&out), members[0].text) || !strstr(out.bytes, "2024")) &&
                        (strstr(out.bytes, members[3].text) || !strstr(out.bytes, "1,2")));
        fault_clear(h->cx);
        write_file(h, zip.bytes, i);
        if (i > 3) {
            assert_int_equal(read_file(h, &out), ERR_INVALID);
            fault_clear(h->cx);
        }
        arena_reset(h->cx->arena, mark);
    }
    assert_true(refused > zip.len / 5);
}

static void what_grows_without_end_is_refused(void **state)
{
    struct here *h = *state;
    size_t n = MIB(1);
    char *zeros = arena_alloc(h->cx->arena, n);
    struct buf out = buf_in(h->cx->arena);
    struct unpack *u = NULL;
    const char *packed, *name;
    bool more;
    size_t packed_n, got = 1;
    enum err e;

    assert_int_equal(gzip_text(h->cx, zeros, n, &packed, &packed_n), OK);
    for (int i = 0; i < 300; i++)
        buf_add(&out, packed, packed_n);
    write_file(h, out.bytes, out.len);
    assert_int_equal(unpack_open(h->cx, h->path, &u), OK);
    e = unpack_next(h->cx, u, &name, &more);
    while (!e && got)
        e = unpack_read(u, h->cx, zeros, n, &got);
    unpack_close(u);
    assert_int_equal(e, ERR_INVALID);
    assert_string_equal(h->cx->fault.key, "unpack.bomb");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(plain_text_passes_as_it_is),
        TEST(gzip_in_pieces_is_one_text),
        TEST(a_zip_is_its_files_in_their_order),
        TEST(wide_letters_become_utf8),
        TEST(damage_is_found),
        TEST(what_grows_without_end_is_refused),
    };

    return cmocka_run_group_tests_name("unpack", tests, NULL, NULL);
}
