/* import_overlap.c -- what a file of spend and the records have twice, told before the file is taken.
 *
 * The trying pass keeps what its rows say in an arena of their own, since each batch gives its memory back. A record that the file
 * replaces is not held against it. Of a file with more rows than SPANS_MAX the page of spend tells it afterwards.
 */
#include "base/text.h"
#include "people/import_priv.h"
#include "people/import_store_priv.h"
#include "strategy/spend_line.h"
#include "strategy/spend_overlap.h"

#include "import_sql.h"

#include <stdlib.h>
#include <string.h>

enum { SPANS_MAX = 100000, SPANS_MIB = 96 };

struct import_spans {
    struct arena *arena;
    struct buf all; /* struct spend_span */
    bool over;
};

static void spans_free(void *p)
{
    struct import_spans *s = p;

    arena_free(s->arena);
}

enum err import_spans_new(struct ctx *cx, struct import_spans **ret)
{
    struct import_spans *s = arena_alloc(cx->arena, sizeof(*s));

    if (!s || !(s->arena = arena_new(MIB(SPANS_MIB))))
        return fail_memory(cx);
    if (!arena_defer(cx->arena, spans_free, s))
        return fail_memory(cx);
    s->all = buf_in(s->arena);
    *ret = s;
    return OK;
}

void import_spans_add(struct import_spans *s, const struct spend_line *l, int64_t row)
{
    struct spend_span one = {.row = row, .amount_minor = l->amount_minor};

    if (text_empty(l->campaign_name) || text_empty(l->spent_on))
        return;
    s->over = s->over || s->all.len / sizeof(one) >= SPANS_MAX || arena_full(s->arena);
    if (s->over)
        return;
    one.key = text_fold(s->arena, l->campaign_name);
    one.name = arena_dup(s->arena, l->campaign_name);
    one.channel = arena_dup(s->arena, l->channel);
    one.kind = arena_dup(s->arena, l->kind);
    one.currency = arena_dup(s->arena, l->currency);
    one.external_id = arena_dup(s->arena, l->external_id);
    one.from = arena_dup(s->arena, l->spent_on);
    one.until = text_empty(l->until_on) ? one.from : arena_dup(s->arena, l->until_on);
    buf_add(&s->all, &one, sizeof(one));
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct spend_span *)a)->key, ((const struct spend_span *)b)->key);
}

static int by_id(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static const char **ids_of(struct ctx *cx, const struct spend_span *rows, size_t n, size_t *ret_n)
{
    const char **ids = arena_array(cx->arena, n + 1, sizeof(*ids));

    *ret_n = 0;
    for (size_t i = 0; i < n && ids; i++)
        if (rows[i].external_id)
            ids[(*ret_n)++] = rows[i].external_id;
    if (ids && *ret_n)
        qsort(ids, *ret_n, sizeof(*ids), by_id);
    return ids;
}

/* The rows of the file, and of their campaigns the records that it does not replace. */
static enum err with_records(struct ctx *cx, struct db *db, struct import_spans *s, struct buf *out)
{
    struct spend_span *rows = (struct spend_span *)(void *)s->all.bytes;
    size_t n = s->all.len / sizeof(*rows), id_n = 0, kept = 0, before = 0;
    const char **ids = ids_of(cx, rows, n, &id_n);
    struct buf records = buf_in(cx->arena);
    enum err e = ids ? OK : fail_memory(cx);
    struct spend_span *all;

    if (n)
        qsort(rows, n, sizeof(*rows), by_key);
    for (size_t i = 0; i < n && !e; i++)
        if (!i || strcmp(rows[i].key, rows[i - 1].key) != 0)
            e = spend_spans_of(cx, db, rows[i].key, &records);
    if (e)
        return e;
    all = (struct spend_span *)(void *)records.bytes;
    before = records.len / sizeof(*all);
    for (size_t i = 0; i < before; i++)
        if (!all[i].external_id || !bsearch(&all[i].external_id, ids, id_n, sizeof(*ids), by_id))
            all[kept++] = all[i];
    if (n)
        buf_add(out, rows, n * sizeof(*rows));
    if (kept)
        buf_add(out, all, kept * sizeof(*all));
    return buf_ok(out) ? OK : fail_memory(cx);
}

static enum err import_of_line(struct ctx *cx, struct db *db, int64_t line, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    *ret = 0;
    if (!line)
        return OK;
    e = db_begin(cx, db, &SQL_import_of_line, &st);
    if (e)
        goto out;
    db_bind_int(st, "line", line);
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) != NIL)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

static enum err name_imports(struct ctx *cx, struct db *db, struct spend_overlap *o)
{
    enum err e = import_of_line(cx, db, o->span->line, &o->import);

    return e ? e : import_of_line(cx, db, o->other->line, &o->other_import);
}

enum err import_overlaps(struct ctx *cx, struct db *db, struct spend_overlap **ret, size_t *ret_n)
{
    enum err e = spend_overlaps_list(cx, db, ret, ret_n);

    for (size_t i = 0; !e && i < *ret_n && i < SPEND_OVERLAPS_MAX; i++)
        e = name_imports(cx, db, &(*ret)[i]);
    return e;
}

enum err import_spans_judge(struct ctx *cx, struct db *db, struct import_spans *s,
                            struct json_writer *w)
{
    struct buf spans = buf_in(cx->arena);
    struct spend_overlap *all = NULL;
    size_t n = 0, told = 0;
    enum err e = s->over || !buf_ok(&s->all) ? OK : with_records(cx, db, s, &spans);

    if (!e)
        e = spend_overlaps_find(cx, (struct spend_span *)(void *)spans.bytes,
                                spans.len / sizeof(struct spend_span), &all, &n);
    for (size_t i = 0; i < n && !e;
         i++) /* what the records have among themselves is not the file's */
        if (all[i].span->row || all[i].other->row)
            all[told++] = all[i];
    if (e || !told)
        return e;
    json_open_object(w);
    json_text_member(w, "code", "import.spend_overlap");
    json_int_member(w, "count", (int64_t)told);
    json_name(w, "rows");
    json_open_list(w);
    json_close_list(w);
    json_name(w, "overlaps");
    json_open_list(w);
    for (size_t i = 0; i < told && i < SPEND_OVERLAPS_MAX && !e; i++) {
        e = name_imports(cx, db, &all[i]);
        if (!e)
            spend_overlap_json(w, &all[i]);
    }
    json_close_list(w);
    json_close_object(w);
    return e;
}
