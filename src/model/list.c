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

static const char *orders_of(struct ctx *cx, const struct model *m)
{
    struct buf b = buf_in(cx->arena);

    buf_add_text(&b, "id, created_at");
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].flags & SORT)
            buf_print(&b, ", %s", m->fields[i].name);
    return buf_text(&b);
}

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
        return fail(cx, ERR_INVALID, "model.sort", "field", name, "choices", orders_of(cx, m),
                    NULL);
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

void list_order_by(const struct lister *l, struct buf *b)
{
    const struct order *o = &l->order;
    const char *down = o->down ? " desc" : "", *plus = where_plus(l, NULL);

    if (!o->by_id)
        buf_print(b, "%s%s%s, ", plus, o->column, down);
    buf_print(b, "%sid%s", plus, down);
}

enum err list_order_where(const struct lister *l, struct where *w, bool nulls,
                          const struct cursor *c)
{
    struct lister probe = {.cx = l->cx,
                           .db = l->db,
                           .m = l->m,
                           .q = l->q,
                           .order = l->order,
                           .placed = l->placed,
                           .is_probe = true};
    enum err e = OK;

    buf_add_text(&w->b, "site = ");
    sql_param(&w->b, w->engine, 1);
    for (size_t i = 0; !e && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct model_filter *by = &l->q->filters[i];
        if (!strcmp(by->field, l->order.f->name) && by->how != NOT)
            e = where_filter(&probe, w, by);
    }
    add_place(l, w, nulls, c);
    return e;
}

static const char *list_text(const struct lister *l, struct where *w, size_t limit)
{
    struct buf b = buf_in(l->cx->arena);

    buf_add_text(&b, "select ");
    sql_columns(&b, l->m);
    buf_print(&b, " from %s where %s order by ", l->m->table, buf_text(&w->b));
    list_order_by(l, &b);
    buf_print(&b, " limit %zu", limit);
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
    if (l->effort)
        db_effort(st, l->effort);
    while (!(e = db_step(cx, st, &row)) && row) {
        e = sql_read(cx, st, l->m, &l->records[l->n]);
        if (e)
            break;
        l->n++;
    }
    l->tired = db_tired(st);
    db_done(st);
    return e;
}

bool list_has_nulls(const struct lister *l)
{
    return !l->order.by_id && !(l->order.f->flags & REQUIRED) && !where_on_order(l);
}

enum err list_run_parts(struct lister *l, const struct cursor *c, size_t want)
{
    bool nullable = list_has_nulls(l);
    enum err e = OK;

    if (!c || !c->in_nulls)
        e = run_part(l, false, c, want);
    if (!e && nullable && l->n < want && !l->tired)
        e = run_part(l, true, c && c->in_nulls ? c : NULL, want - l->n);
    return e;
}

static enum err run_page(struct lister *l, const struct cursor *c, size_t want)
{
    enum err e = list_run_parts(l, c, want);

    while (!e && l->tired) {
        l->n = 0;
        e = plan_again(l);
        if (!e)
            e = list_run_parts(l, c, want);
    }
    return e;
}

static enum err find_page(struct lister *l, const struct cursor *c, size_t want,
                          struct model_page *page)
{
    struct list_sets *sets = NULL;
    enum err e = list_by_sets(l, c, want, &sets);

    if (!e && sets) {
        if (l->q->count)
            e = list_sets_count(sets, page);
        list_sets_done(sets);
        return e;
    }
    if (!e)
        e = plan_choose(l);
    if (!e)
        e = run_page(l, c, want);
    return !e && l->q->count ? list_count(l, page) : e;
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
    if (e)
        return e;
    l.records = arena_array(cx->arena, limit + 1, sizeof(*l.records));
    if (!l.records)
        return fail_memory(cx);
    e = find_page(&l, q->after ? &c : NULL, limit + 1, &page);
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
