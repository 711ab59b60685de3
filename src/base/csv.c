/* csv.c -- the reader: find where a row ends, then cut it into cells.
 *
 * A row without a quote is found by memchr and its cells by memchr, which is nearly all rows of real files. A
 * row with one goes through a state machine a byte at a time.
 *
 * Surprising: the buffer is on the heap and given back with the arena, because it may grow after the caller's
 * mark. Of a row over row_max_bytes only the end is looked for, so the buffer stays near twice that.
 * A cell is a pointer into one copy of its row; pointers, lengths and copy are one allocation.
 */
#include "base/csv.h"
#include "base/csv_priv.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, ROW_MAX = 1024 * 1024 };

struct csv_reader {
    csv_source *source;
    void *self;
    struct csv_shape shape;
    char *buf; /* heap */
    size_t room, start, have;
    bool ended;
    int64_t offset, line, number; /* of the row at start */
    const char **names;
    size_t count;
};

/* A row as found in the buffer: without its line break, and how many bytes to pass over. */
struct found {
    size_t n, whole;
    int64_t lines;
    bool quoted, too_long;
    enum csv_state state; /* at its end */
};

static void give_back(void *thing)
{
    free(((struct csv_reader *)thing)->buf);
}

static enum err refuse(struct ctx *cx, const char *key, int64_t row, int64_t line)
{
    char r[24], l[24];

    (void)snprintf(r, sizeof(r), "%" PRId64, row);
    (void)snprintf(l, sizeof(l), "%" PRId64, line);
    return fail(cx, ERR_INVALID, key, "row", r, "line", l, NULL);
}

/* More bytes behind those we have; moves the row in hand to the front, and grows when it fills all. */
static enum err refill(struct ctx *cx, struct csv_reader *r)
{
    size_t got = 0;
    enum err e;

    if (r->start) {
        memmove(r->buf, r->buf + r->start, r->have - r->start);
        r->have -= r->start;
        r->start = 0;
    }
    if (r->room - r->have < CHUNK / 2) {
        char *p = realloc(r->buf, r->room * 2);
        if (!p)
            return fail_memory(cx);
        r->buf = p;
        r->room *= 2;
    }
    e = r->source(r->self, cx, r->buf + r->have, r->room - r->have, &got);
    if (e)
        return e;
    r->have += got;
    r->ended = got == 0;
    return OK;
}

/* Run the state machine from where it stopped, over what is in the buffer. */
static bool scan(const struct csv_reader *r, size_t *at, struct found *f)
{
    bool end = false;

    for (; *at < r->have && !end; (*at)++) {
        char c = r->buf[*at];
        f->state = csv_step(f->state, c, r->shape.separator, &end);
        f->quoted |= c == '"';
        f->lines += c == '\n';
    }
    return end;
}

static void set_end(const struct csv_reader *r, size_t break_at, struct found *f)
{
    f->n = break_at - r->start;
    f->whole = f->n + (break_at < r->have);
    if (f->n && r->buf[r->start + f->n - 1] == '\r')
        f->n--;
}

/* A row whose end is not in sight: read on, dropping the bytes of one that is too long already. */
static enum err find_far(struct ctx *cx, struct csv_reader *r, struct found *f)
{
    size_t at = r->start;
    enum err e;

    while (!scan(r, &at, f)) {
        if (r->ended) {
            f->lines += r->have > r->start;
            set_end(r, r->have, f);
            return OK;
        }
        if (r->have - r->start > r->shape.row_max_bytes) {
            f->too_long = true;
            r->offset += (int64_t)(r->have - r->start);
            r->start = r->have;
        }
        at -= r->start;
        e = refill(cx, r);
        if (e)
            return e;
    }
    set_end(r, at - 1, f);
    return OK;
}

static enum err find(struct ctx *cx, struct csv_reader *r, struct found *f)
{
    const char *from = r->buf + r->start;
    const char *nl = memchr(from, '\n', r->have - r->start);

    *f = (struct found){.state = CSV_CELL_START};
    if (!nl || memchr(from, '"', (size_t)(nl - from)))
        return find_far(cx, r, f);
    f->lines = 1;
    set_end(r, (size_t)(nl - r->buf), f);
    return OK;
}

/* One block for pointers, lengths and text. */
static char *row_room(struct arena *a, size_t cells, size_t bytes, struct csv_row *ret)
{
    size_t each = sizeof(*ret->cells) + sizeof(*ret->lengths);
    char *p = arena_alloc(a, cells * each + bytes + 2);

    if (!p)
        return NULL;
    ret->cells = (const char **)(void *)p;
    ret->lengths = (size_t *)(void *)(p + cells * sizeof(*ret->cells));
    return p + cells * each;
}

static void put_cell(struct csv_row *row, size_t room, const char *from, char *to)
{
    if (row->count < room) {
        row->cells[row->count] = from;
        row->lengths[row->count] = (size_t)(to - from);
        *to = 0;
    }
    row->count++;
}

/* The count of cells may pass room; those past it are only counted. */
static void split_bare(const char *row, size_t n, char separator, char *to, size_t room,
                       struct csv_row *ret)
{
    char *end = to + n, *next;

    memcpy(to, row, n);
    while ((next = memchr(to, separator, (size_t)(end - to))) != NULL) {
        put_cell(ret, room, to, next);
        to = next + 1;
    }
    put_cell(ret, room, to, end);
}

static void split_quoted(const char *row, size_t n, char separator, char *to, size_t room,
                         struct csv_row *ret)
{
    const char *from = to;
    enum csv_state s = CSV_CELL_START;

    for (size_t i = 0; i < n; i++) {
        enum csv_state before = s;
        bool end = false;
        s = csv_step(s, row[i], separator, &end);
        if (s == CSV_CELL_START) {
            put_cell(ret, room, from, to);
            from = ++to;
        } else if (s == CSV_BARE || (s == CSV_QUOTED && before == CSV_QUOTED) ||
                   (s == CSV_QUOTED && before == CSV_AFTER_QUOTE)) {
            *to++ = row[i];
        }
    }
    put_cell(ret, room, from, to);
}

/* Bytes to checked UTF-8 without NUL; *n follows. */
static enum err decode(struct ctx *cx, const struct csv_reader *r, const char **row, size_t *n)
{
    bool utf8 = r->shape.encoding == CSV_UTF8;

    if (memchr(*row, 0, *n) || (utf8 && !text_is_utf8(*row, *n)))
        return refuse(cx, "csv.encoding", r->number, r->line);
    if (utf8)
        return OK;
    *row = text_from_1252(cx->arena, *row, *n);
    if (!*row)
        return fail_memory(cx);
    *n = strlen(*row);
    return OK;
}

/* Cells of a found row. room: how many there should be; 0: as many as there are. */
static enum err cut(struct ctx *cx, const struct csv_reader *r, const struct found *f, size_t room,
                    struct csv_row *ret)
{
    const char *row = r->buf + r->start;
    size_t n = f->n;
    char *to;
    enum err e;

    if (f->too_long || n > r->shape.row_max_bytes)
        return refuse(cx, "csv.long_row", r->number, r->line);
    if (f->state == CSV_WRONG || f->state == CSV_QUOTED)
        return refuse(cx, "csv.quote", r->number, r->line);
    e = decode(cx, r, &row, &n);
    if (e)
        return e;
    if (room == 0) {
        room = 1;
        for (size_t i = 0; i < n; i++)
            room += row[i] == r->shape.separator;
    }
    to = row_room(cx->arena, room, n, ret);
    if (!to)
        return fail_memory(cx);
    (f->quoted ? split_quoted : split_bare)(row, n, r->shape.separator, to, room, ret);
    return OK;
}

/* The next row that is not blank, and its place; *ret_more is false at the end. */
static enum err advance(struct ctx *cx, struct csv_reader *r, size_t room, struct csv_row *row,
                        bool *ret_more)
{
    struct found f = {0};
    enum err e;

    do {
        if (r->start == r->have && !r->ended) {
            e = refill(cx, r);
            if (e)
                return e;
        }
        if (r->start == r->have) {
            *ret_more = false;
            return OK;
        }
        e = find(cx, r, &f);
        if (e)
            return e;
        if (f.whole == 0 && !f.too_long) /* only at the very end */
            continue;
        *row = (struct csv_row){.number = r->number, .line = r->line};
        e = f.n || f.too_long ? cut(cx, r, &f, room, row) : OK;
        r->start += f.whole;
        r->offset += (int64_t)f.whole;
        r->line += f.lines;
        row->end_offset = r->offset;
    } while (!e && f.n == 0 && !f.too_long);
    *ret_more = true;
    return e;
}

static enum err check_header(struct ctx *cx, struct csv_reader *r, const struct csv_row *row)
{
    r->names = row->cells;
    r->count = row->count;
    for (size_t i = 0; i < r->count; i++) {
        enum err e = text_clean(cx, row->cells[i], row->lengths[i], false, &r->names[i]);
        if (e)
            return e;
        for (size_t k = 0; k < i; k++)
            if (*r->names[i] && text_equal(r->names[i], r->names[k]))
                return fail(cx, ERR_INVALID, "csv.twice", "name", r->names[i], NULL);
    }
    return OK;
}

static enum err skip_mark(struct ctx *cx, struct csv_reader *r)
{
    enum err e = OK;

    while (!e && r->have < 3 && !r->ended)
        e = refill(cx, r);
    if (!e && r->have >= 3 && !memcmp(r->buf, "\xef\xbb\xbf", 3)) {
        r->start = 3;
        r->offset = 3;
    }
    return e;
}

enum err csv_open(struct ctx *cx, csv_source *source, void *self, const struct csv_shape *shape,
                  struct csv_reader **ret)
{
    struct csv_reader *r = arena_alloc(cx->arena, sizeof(*r));
    struct csv_row row = {0};
    bool more = false;
    enum err e;

    if (!r)
        return fail_memory(cx);
    *r = (struct csv_reader){
        .source = source, .self = self, .shape = *shape, .room = CHUNK * 2, .line = 1};
    if (r->shape.row_max_bytes == 0)
        r->shape.row_max_bytes = ROW_MAX;
    r->buf = malloc(r->room);
    if (!arena_defer(cx->arena, give_back, r) || !r->buf)
        return fail_memory(cx);
    e = skip_mark(cx, r);
    if (!e)
        e = advance(cx, r, 0, &row, &more);
    if (!e && !more)
        e = fail(cx, ERR_INVALID, "csv.empty", NULL);
    if (!e)
        e = check_header(cx, r, &row);
    if (e)
        return e;
    r->number = 1;
    *ret = r;
    return OK;
}

const char *const *csv_header(const struct csv_reader *r, size_t *ret_count)
{
    *ret_count = r->count;
    return (const char *const *)r->names;
}

void csv_resume(struct csv_reader *r, int64_t offset, int64_t next_number, int64_t next_line)
{
    r->start = r->have = 0;
    r->ended = false;
    r->offset = offset;
    r->number = next_number;
    r->line = next_line;
}

enum err csv_next(struct ctx *cx, struct csv_reader *r, struct csv_row *ret, bool *ret_more)
{
    struct csv_row row = {0};
    bool more = false;
    char have[24], want[24], number[24], line[24];
    enum err e = advance(cx, r, r->count, &row, &more);

    if (!more) {
        if (!e)
            *ret_more = false;
        return e;
    }
    r->number++;
    if (!e && row.count != r->count) {
        (void)snprintf(number, sizeof(number), "%" PRId64, row.number);
        (void)snprintf(line, sizeof(line), "%" PRId64, row.line);
        (void)snprintf(have, sizeof(have), "%zu", row.count);
        (void)snprintf(want, sizeof(want), "%zu", r->count);
        e = fail(cx, ERR_INVALID, "csv.cells", "row", number, "line", line, "cells", have, "want",
                 want, NULL);
    }
    if (e) {
        row.count = 0;
        row.cells = NULL;
        row.lengths = NULL;
    }
    *ret = row;
    *ret_more = true;
    return e;
}
