/* paths.c -- reads journeys from a CSV file.
 *
 * Surprising: the rows pass through an arena of their own that is emptied at each row, while names
 * and journeys grow in the caller's; a file of any length needs only what its journeys need. A
 * failure found while the row's errand runs is carried over to the caller's with its parameters.
 */
#include "base/text.h"
#include "measure/paths_priv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH, CONVERSIONS, VALUE, NULLS, COLUMNS };
static const char *const column_names[COLUMNS] = {"path", "total_conversions",
                                                  "total_conversion_value", "total_null"};
enum { ROW_ARENA = 8 * 1024 * 1024, HEAD = 64 * 1024 };

struct reading {
    struct ctx *cx; /* the caller's: what stays */
    struct ctx row; /* the row's: emptied each time */
    struct csv_row csv;
    int column[COLUMNS]; /* -1: not in the file */
    size_t touches, touches_room, rows, rows_room;
    uint32_t *channel;
    size_t *start;
    double *conversions, *nulls;
    int64_t *value; /* millionths until the end */
    struct names names;
    struct decimal_marks marks;
};

/* A failure of this row, with its place. */
static enum err bad(struct reading *r, const char *key, int column, const char *text)
{
    char row[24], line[24];

    (void)snprintf(row, sizeof(row), "%lld", (long long)r->csv.number);
    (void)snprintf(line, sizeof(line), "%lld", (long long)r->csv.line);
    return fail(r->cx, ERR_INVALID, key, "row", row, "line", line, "column", column_names[column],
                "text", text ? text_cut(r->row.arena, text, 60) : "", NULL);
}

static enum err carry(struct ctx *cx, const struct ctx *from, enum err e)
{
    if (e && !cx->fault.kind) {
        cx->fault.kind = from->fault.kind;
        cx->fault.key = from->fault.key;
        cx->fault.detail = arena_dup(cx->arena, from->fault.detail);
        for (int i = 0; i < FAULT_PARAMS_MAX; i++) {
            cx->fault.params[i].name = from->fault.params[i].name;
            cx->fault.params[i].value = arena_dup(cx->arena, from->fault.params[i].value);
        }
    }
    return e;
}

static void *grown(struct arena *a, const void *old, size_t count, size_t room, size_t size)
{
    void *bigger = arena_array(a, room, size);

    if (bigger && count)
        memcpy(bigger, old, count * size);
    return bigger;
}

static enum err row_room(struct reading *r)
{
    size_t room = r->rows_room ? r->rows_room * 2 : 256;
    struct arena *a = r->cx->arena;

    if (r->rows + 1 < r->rows_room)
        return OK;
    r->start = grown(a, r->start, r->rows, room, sizeof(*r->start));
    r->conversions = grown(a, r->conversions, r->rows, room, sizeof(*r->conversions));
    r->nulls = grown(a, r->nulls, r->rows, room, sizeof(*r->nulls));
    r->value = grown(a, r->value, r->rows, room, sizeof(*r->value));
    r->rows_room = room;
    return r->start && r->conversions && r->nulls && r->value ? OK : fail_memory(r->cx);
}

static enum err touch_add(struct reading *r, uint32_t channel)
{
    if (r->touches == r->touches_room) {
        r->touches_room = r->touches_room ? r->touches_room * 2 : 1024;
        r->channel =
            grown(r->cx->arena, r->channel, r->touches, r->touches_room, sizeof(*r->channel));
        if (!r->channel)
            return fail_memory(r->cx);
    }
    r->channel[r->touches++] = channel;
    return OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Trims [*from, *to) in place. */
static void trim(const char **from, const char **to)
{
    while (*from < *to && is_blank(**from))
        ++*from;
    while (*to > *from && is_blank((*to)[-1]))
        --*to;
}

static enum err read_path(struct reading *r, const char *cell, size_t n)
{
    const char *at = cell, *end = cell + n;

    trim(&at, &end);
    if (at == end)
        return bad(r, "attribute.path_empty", PATH, NULL);
    for (;;) {
        const char *stop = memchr(at, '>', (size_t)(end - at));
        const char *from = at, *to = stop ? stop : end;
        uint32_t channel = 0;
        enum err e;

        trim(&from, &to);
        if (from == to)
            return bad(r, "attribute.channel_empty", PATH, cell);
        e = names_find(r->cx, &r->names, from, (size_t)(to - from), &channel);
        if (e == ERR_INVALID)
            return bad(r, "attribute.channel_text", PATH, cell);
        if (!e)
            e = touch_add(r, channel);
        if (e || !stop)
            return e;
        at = stop + 1;
    }
}

/* A cell in millionths; 0 when the column or the cell is empty and may be. */
static enum err read_number(struct reading *r, int column, int64_t *ret, int *ret_decimals)
{
    const char *cell = r->column[column] < 0 ? "0" : r->csv.cells[r->column[column]];

    switch (decimal_read(cell, column != CONVERSIONS, &r->marks, ret, ret_decimals)) {
    case DECIMAL_OK:
        return OK;
    case DECIMAL_RANGE:
        return bad(r, "attribute.number_range", column, cell);
    case DECIMAL_MARKS:
        return bad(r, "attribute.decimal_marks", column, cell);
    case DECIMAL_BAD:
    default:
        return bad(r, "attribute.number", column, cell);
    }
}

static enum err read_row(struct reading *r, int *decimals)
{
    int64_t conversions = 0, nulls = 0;
    int unused, finer = 0;
    enum err e = row_room(r);

    if (e)
        return e;
    r->start[r->rows] = r->touches;
    e = read_path(r, r->csv.cells[r->column[PATH]], r->csv.lengths[r->column[PATH]]);
    if (!e)
        e = read_number(r, CONVERSIONS, &conversions, &unused);
    if (!e)
        e = read_number(r, VALUE, &r->value[r->rows], &finer);
    if (!e)
        e = read_number(r, NULLS, &nulls, &unused);
    if (!e && r->value[r->rows] && !conversions)
        e = bad(r, "attribute.value_alone", VALUE, r->csv.cells[r->column[VALUE]]);
    if (e)
        return e;
    *decimals = finer > *decimals ? finer : *decimals;
    r->conversions[r->rows] = (double)conversions / DECIMAL_PARTS;
    r->nulls[r->rows] = (double)nulls / DECIMAL_PARTS;
    r->start[++r->rows] = r->touches;
    return OK;
}

static enum err find_columns(struct reading *r, const struct csv_reader *csv)
{
    size_t count = 0;
    const char *const *header = csv_header(csv, &count);

    for (int c = 0; c < COLUMNS; c++) {
        r->column[c] = -1;
        for (size_t k = 0; k < count; k++) {
            if (strcmp(header[k], column_names[c]) == 0)
                r->column[c] = (int)k;
        }
        if (r->column[c] < 0 && (c == PATH || c == CONVERSIONS))
            return fail(r->cx, ERR_INVALID, "attribute.column", "column", column_names[c], NULL);
    }
    return OK;
}

static enum err read_all(struct reading *r, csv_source *source, void *self,
                         const struct csv_shape *shape, int *decimals)
{
    struct csv_reader *csv = NULL;
    struct arena_mark mark;
    enum err e = carry(r->cx, &r->row, csv_open(&r->row, source, self, shape, &csv));

    if (!e)
        e = find_columns(r, csv);
    if (!e)
        e = row_room(r);
    mark = arena_mark(r->row.arena);
    while (!e) {
        bool more = false;
        e = carry(r->cx, &r->row, csv_next(&r->row, csv, &r->csv, &more));
        if (e || !more)
            break;
        e = read_row(r, decimals);
        arena_reset(r->row.arena, mark);
    }
    return e;
}

/* Money from millionths to the file's own decimals; checks that it can be summed. */
static enum err settle_values(struct reading *r, int decimals)
{
    int64_t by = 1, total = 0;

    for (int d = decimals; d < PATHS_DECIMALS_MAX; d++)
        by *= 10;
    for (size_t i = 0; i < r->rows; i++) {
        r->value[i] /= by;
        total += r->value[i];
        if (total > ATTRIBUTION_VALUE_MAX)
            return fail(r->cx, ERR_LIMIT, "attribute.sum", NULL);
    }
    return OK;
}

enum err paths_read(struct ctx *cx, csv_source *source, void *self, const struct csv_shape *shape,
                    struct paths *ret)
{
    struct reading r = {.cx = cx, .row = *cx, .marks.comma = shape->separator != ','};
    int decimals = PATHS_DECIMALS_MIN;
    enum err e;

    r.row.fault = (struct fault){0};
    r.row.arena = arena_new(ROW_ARENA + 4 * (shape->row_max_bytes));
    if (!r.row.arena)
        return fail_memory(cx);
    e = read_all(&r, source, self, shape, &decimals);
    if (!e)
        e = names_sort(cx, &r.names, r.channel, r.touches);
    if (!e)
        e = settle_values(&r, decimals);
    arena_free(r.row.arena);
    if (e)
        return e;
    *ret = (struct paths){.names = r.names.name, .decimals = decimals};
    ret->journeys = (struct journeys){.count = r.rows,
                                      .channels = r.names.count,
                                      .start = r.start,
                                      .channel = r.channel,
                                      .conversions = r.conversions,
                                      .value = r.value,
                                      .nulls = r.nulls};
    return OK;
}

/* What was looked at to guess the shape, then the rest of the file. */
struct headed {
    FILE *file;
    const char *head;
    size_t n, at;
};

static enum err from_headed(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct headed *h = self;
    size_t n = h->n - h->at < room ? h->n - h->at : room;

    if (!n)
        return csv_from_file(h->file, cx, to, room, ret_n);
    memcpy(to, h->head + h->at, n);
    h->at += n;
    *ret_n = n;
    return OK;
}

enum err paths_open(struct ctx *cx, const char *file, struct paths *ret)
{
    struct csv_shape shape = {0};
    struct headed h = {.file = fopen(file, "rb")};
    char *head = NULL;
    enum err e = OK;

    if (!h.file)
        return fail(cx, ERR_NOTFOUND, "attribute.file", "file", file, "reason", strerror(errno),
                    NULL);
    head = arena_alloc(cx->arena, HEAD);
    if (!head) {
        e = fail_memory(cx);
        goto out;
    }
    h.head = head;
    h.n = fread(head, 1, HEAD, h.file);
    if (ferror(h.file)) {
        e = fail(cx, ERR_BROKEN, "attribute.read", "file", file, "reason", strerror(errno), NULL);
        goto out;
    }
    e = csv_guess(cx, head, h.n, &shape);
    if (!e)
        e = paths_read(cx, from_headed, &h, &shape, ret);
out:
    (void)fclose(h.file);
    return e;
}
