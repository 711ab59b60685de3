/* plan_common.c -- see plan_common.h.
 *
 * The condition is made of names that the models' tables give, one step up for each reference, and binds nothing: its site is
 * the statement's first parameter.
 */
#include "strategy/plan_common.h"

#include "base/text.h"
#include "strategy/plan_tree.h"

static bool names_records(const struct model *m, const struct model_filter *by)
{
    const struct field *f;

    if (by->how != IS && by->how != ONE_OF)
        return false;
    if (text_equal(by->field, "id"))
        return true;
    f = model_field(m, by->field);
    return f && f->kind == FIELD_KIND_REF && f->refers &&
           (plan_branch_up(m) == f || plan_branch_up(f->refers));
}

static void put_condition(struct buf *b, const struct model *m, const char *site)
{
    const struct field *up = plan_branch_up(m);
    const char *over = up->refers->table;

    buf_print(b, "(%s.%s is null or %s.%s not in (select %s.id from %s where %s.site = %s and ",
              m->table, up->name, m->table, up->name, over, over, over, site);
    if (plan_branch_up(up->refers)) {
        buf_add_text(b, "not ");
        put_condition(b, up->refers, site);
    } else {
        buf_print(b, "%s.scenario_of is not null", over);
    }
    buf_add_text(b, "))");
}

static void bind_nothing(const void *self, struct db_stmt *st)
{
    (void)self;
    (void)st;
}

enum err plan_common(struct ctx *cx, struct db *db, const struct model *m, struct model_query *q)
{
    struct buf b = buf_in(cx->arena);
    struct model_extra *extra;

    if (q->extra || !plan_branch_up(m))
        return OK;
    for (size_t i = 0; i < q->filter_count; i++)
        if (names_records(m, &q->filters[i]))
            return OK;
    extra = arena_alloc(cx->arena, sizeof(*extra));
    put_condition(&b, m, db_engine_of(db) == DB_POSTGRES ? "$1" : "?1");
    if (!extra || !buf_ok(&b))
        return fail_memory(cx);
    *extra = (struct model_extra){.condition = buf_text(&b), .bind = bind_nothing};
    q->extra = extra;
    return OK;
}
