/* list.c -- pages of records: filter, search, order, and where the next page begins.
 *
 * The order is (sort column, id), and the next page begins after the last pair seen, so a page
 * costs the same however deep it is and every record comes once. Records without a value in the
 * sort column come last in either direction: they are a second statement, run when the first gave
 * less than a page. Both run along the index (site, column, id), which engines that place NULLs
 * differently share that way.
 */
#include "model/list_priv.h"

#include "base/text.h"

#include <string.h>

static const struct field id_field = {
    .name = "id",
    .kind = FIELD_KIND_REF,
    .flags = SORT | REQUIRED,
    .offset = offsetof(struct record, id),
};

static const struct field created_at_field = {
    .name = "created_at",
    .kind = FIELD_KIND_TIME,
    .flags = SORT | REQUIRED,
    .offset = offsetof(struct record, created_at),
};

const struct field *list_field(const struct model *m, const char *name)
{
    return !strcmp(name, "id")           ? &id_field
           : !strcmp(name, "created_at") ? &created_at_field
                                         : model_field(m, name);
}

/* --- order --------------------------------------------------------------------------------- */

static enum err read_order(struct ctx *cx, const struct model *m, const char *text,
                           struct order *ret)
{
    struct order o = {.text = text ? text : m->sort ? m->sort : "-id"};
    const char *name = o.text;

    if (*name == '-') {
        o.down = true;
        name++;
    }
    o.f = list_field(m, name);
    if (!o.f || !(o.f->flags & SORT))
        return fail(cx, ERR_INVALID, "model.sort", "field", name, NULL);
    o.by_id = o.f == &id_field;
    o.is_text = field_is_text(o.f);
    o.column = field_has_key(o.f) ? arena_print(cx->arena, "%s_key", o.f->name) : o.f->name;
    if (!o.column)
        return fail_memory(cx);
    *ret = o;
    return OK;
}

/* The place of a record that a page ends with. */
static const char *place_of(struct ctx *cx, const struct order *o, const void *record)
{
    struct cursor c = {.id = record_of(record)->id};

    c.in_nulls = field_is_nil(o->f, record);
    if (c.in_nulls)
        return cursor_write(cx->arena, o->text, &c);
    if (o->is_text) {
        c.text = field_text(o->f, record);
        if (field_has_key(o->f))
            c.text = text_fold(cx->arena, c.text);
        if (!c.text)
            return NULL;
    } else {
        c.number = field_int(o->f, record);
    }
    return cursor_write(cx->arena, o->text, &c);
}

/* --- one statement ------------------------------------------------------------------------- */

static void add_place(const struct lister *l, struct where *w, bool nulls, const struct cursor *c)
{
    const struct order *o = &l->order;
    const char *beyond = o->down ? "<" : ">", *plus = where_plus(l, NULL);

    const struct model_filter *on = nulls || o->by_id ? NULL : where_on_order(l);

    /* All have the same value: the id alone says what comes next. */
    if (o->by_id || nulls || (on && on->how == IS)) {
        if (nulls)
            buf_print(&w->b, " and %s%s is null", plus, o->column);
        if (c) {
            buf_print(&w->b, " and %sid %s ", plus, beyond);
            where_int(w, c->id);
        }
        return;
    }
    if (!c && on)
        return; /* it says "not null" itself, and closer */
    if (!c) {
        /* Says "not null" in a form that both engines find in an index. */
        buf_print(&w->b, " and %s%s >= ", plus, o->column);
        if (o->is_text)
            where_text(w, "");
        else
            where_int(w, INT64_MIN + 1);
        return;
    }
    buf_print(&w->b, " and (%s%s, %sid) %s (", plus, o->column, plus, beyond);
    if (o->is_text)
        where_text(w, c->text ? c->text : "");
    else
        where_int(w, c->number);
    buf_add_text(&w->b, ", ");
    where_int(w, c->id);
    buf_add_char(&w->b, ')');
}

static const char *list_text(const struct lister *l, struct where *w, size_t limit)
{
    struct buf b = buf_in(l->cx->arena);
    const struct order *o = &l->order;
    const char *down = o->down ? " desc" : "", *plus = where_plus(l, NULL);

    buf_add_text(&b, "select ");
    sql_columns(&b, l->m);
    buf_print(&b, " from %s where %s order by ", l->m->table, buf_text(&w->b));
    if (!o->by_id)
        buf_print(&b, "%s%s%s, ", plus, o->column, down);
    buf_print(&b, "%sid%s limit %zu", plus, down, limit);
    return buf_text(&b);
}

/* Appends to page what the part of the list with values, or that without, still has after c. */
static enum err run_part(struct lister *l, bool nulls, const struct cursor *c, size_t room)
{
    struct ctx *cx = l->cx;
    struct db_stmt *st = NULL;
    struct where w;
    bool row = false;
    enum err e;

    l->placed = c && !nulls;
    e = where_build(l, &w);
    if (e)
        return e;
    add_place(l, &w, nulls, c);
    e = where_begin(cx, l->db, list_text(l, &w, room), &w, &st);
    if (e)
        return e;
    while (!(e = db_step(cx, st, &row)) && row) {
        e = sql_read(cx, st, l->m, &l->records[l->n]);
        if (e)
            break;
        l->n++;
    }
    db_done(st);
    return e;
}

static enum err run_parts(struct lister *l, const struct cursor *c, size_t want)
{
    bool nullable = !l->order.by_id && !(l->order.f->flags & REQUIRED) && !where_on_order(l);
    enum err e = OK;

    if (!c || !c->in_nulls)
        e = run_part(l, false, c, want);
    if (!e && nullable && l->n < want)
        e = run_part(l, true, c && c->in_nulls ? c : NULL, want - l->n);
    return e;
}

enum err model_list(struct ctx *cx, struct db *db, const struct model *m,
                    const struct model_query *q, struct model_page *ret)
{
    struct lister l = {.cx = cx, .db = db, .m = m, .q = q};
    struct model_page page = {.count = -1};
    size_t limit = q->limit ? (size_t)q->limit : LIST_PAGE;
    struct cursor c = {0};
    enum err e;

    if (q->limit < 0 || q->limit > MODEL_PAGE_MAX)
        return fail(cx, ERR_INVALID, "model.limit", "max", int_as_text(cx->arena, MODEL_PAGE_MAX),
                    NULL);
    e = read_order(cx, m, q->sort, &l.order);
    if (!e && q->after && !cursor_read(cx->arena, q->after, l.order.text, l.order.is_text, &c))
        e = fail(cx, ERR_INVALID, "model.page", NULL);
    if (!e)
        e = where_ask(&l);
    if (!e)
        e = where_choose(&l);
    if (e)
        return e;
    l.records = arena_array(cx->arena, limit + 1, sizeof(*l.records));
    if (!l.records)
        return fail_memory(cx);
    e = run_parts(&l, q->after ? &c : NULL, limit + 1);
    if (!e && q->count)
        e = list_count(&l, &page);
    if (e)
        return e;
    page.records = l.records;
    page.n = l.n > limit ? limit : l.n;
    if (l.n > limit)
        page.next = place_of(cx, &l.order, page.records[limit - 1]);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    *ret = page;
    return OK;
}
