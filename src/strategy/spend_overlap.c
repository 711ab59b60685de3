/* spend_overlap.c -- see spend_overlap.h. */
#include "strategy/spend_overlap.h"

#include "base/text.h"

#include "spend_overlap_sql.h"

#include <stdlib.h>
#include <string.h>

static int64_t capped_add(int64_t a, int64_t b)
{
    int64_t sum;

    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static int compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* Of one campaign, kind and currency. */
static int by_what(const struct spend_span *x, const struct spend_span *y)
{
    int d = strcmp(x->key, y->key);

    d = d ? d : compare(x->kind, y->kind);
    return d ? d : compare(x->currency, y->currency);
}

static int in_order(const void *a, const void *b)
{
    const struct spend_span *x = a, *y = b;
    int d = by_what(x, y);

    d = d ? d : strcmp(x->from, y->from);
    d = d ? d : strcmp(y->until, x->until);
    if (d || x->line == y->line)
        return d ? d : (x->row > y->row) - (x->row < y->row);
    return x->line < y->line ? -1 : 1;
}

static int most_money(const void *a, const void *b)
{
    const struct spend_overlap *x = a, *y = b;

    if (x->span->amount_minor != y->span->amount_minor)
        return x->span->amount_minor < y->span->amount_minor ? 1 : -1;
    return in_order(x->span, y->span);
}

/* Which rows of the sorted spans begin inside the first; those of its own days are bills beside it. */
static struct spend_overlap inside(const struct spend_span *first, const struct spend_span *end)
{
    struct spend_overlap o = {.span = first};

    for (const struct spend_span *s = first + 1; s < end && !by_what(first, s); s++) {
        if (strcmp(s->from, first->until) > 0)
            break;
        if ((!strcmp(s->from, first->from) && !strcmp(s->until, first->until)) ||
            (!text_empty(s->channel) && !text_empty(first->channel) &&
             strcmp(s->channel, first->channel) != 0))
            continue;
        o.from = o.others ? o.from : s->from;
        o.until = o.others && strcmp(o.until, s->until) > 0 ? o.until : s->until;
        o.others++;
        o.others_minor = capped_add(o.others_minor, s->amount_minor);
        if (!o.other || s->row || (!o.other->row && s->line > o.other->line))
            o.other = s;
    }
    return o;
}

enum err spend_overlaps_find(struct ctx *cx, struct spend_span *spans, size_t n,
                             struct spend_overlap **ret, size_t *ret_n)
{
    struct buf found = buf_in(cx->arena);
    size_t count;

    if (n)
        qsort(spans, n, sizeof(*spans), in_order);
    for (size_t i = 0; i < n; i++) {
        struct spend_overlap o = {0};
        if (strcmp(spans[i].until, spans[i].from) > 0)
            o = inside(&spans[i], spans + n);
        if (o.others)
            buf_add(&found, &o, sizeof(o));
    }
    if (!buf_ok(&found))
        return fail_memory(cx);
    count = found.len / sizeof(**ret);
    *ret = (struct spend_overlap *)(void *)found.bytes;
    if (count)
        qsort(*ret, count, sizeof(**ret), most_money);
    *ret_n = count;
    return OK;
}

static enum err read_spans(struct ctx *cx, struct db_stmt *st, struct buf *out)
{
    bool row = false;
    enum err e;

    while (!(e = db_step(cx, st, &row)) && row) {
        struct spend_span s = {.line = db_int(st, 0),
                               .key = db_text_dup(cx, st, 1),
                               .name = db_text_dup(cx, st, 2),
                               .channel = db_text_dup(cx, st, 3),
                               .kind = db_text_dup(cx, st, 4),
                               .currency = db_text_dup(cx, st, 5),
                               .external_id = db_text_dup(cx, st, 6),
                               .from = db_text_dup(cx, st, 7),
                               .until = db_text_dup(cx, st, 8),
                               .amount_minor = db_int(st, 9)};
        if (arena_full(cx->arena))
            return fail_memory(cx);
        buf_add(out, &s, sizeof(s));
    }
    return !e && !buf_ok(out) ? fail_memory(cx) : e;
}

enum err spend_overlaps_list(struct ctx *cx, struct db *db, struct spend_overlap **ret,
                             size_t *ret_n)
{
    struct buf spans = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_spend_spans, &st);

    if (!e)
        e = read_spans(cx, st, &spans);
    db_done(st);
    return e ? e
             : spend_overlaps_find(cx, (struct spend_span *)(void *)spans.bytes,
                                   spans.len / sizeof(struct spend_span), ret, ret_n);
}

enum err spend_spans_of(struct ctx *cx, struct db *db, const char *key, struct buf *out)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_spend_spans_of, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", key);
    e = read_spans(cx, st, out);
out:
    db_done(st);
    return e;
}

void spend_overlap_json(struct json_writer *w, const struct spend_overlap *o)
{
    json_open_object(w);
    json_text_member(w, "name", o->span->name);
    json_text_member(w, "channel", o->span->channel);
    json_text_member(w, "kind", o->span->kind);
    json_text_member(w, "currency", o->span->currency);
    json_text_member(w, "first", o->span->from);
    json_text_member(w, "last", o->span->until);
    json_int_member(w, "amount_minor", o->span->amount_minor);
    json_id_member(w, "import", o->import);
    json_int_member(w, "others", o->others);
    json_text_member(w, "others_first", o->from);
    json_text_member(w, "others_last", o->until);
    json_int_member(w, "others_minor", o->others_minor);
    json_id_member(w, "others_import", o->other_import);
    json_close_object(w);
}
