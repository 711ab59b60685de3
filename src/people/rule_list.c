/* rule_list.c -- see rule_list.h.
 *
 * A rule that is all SQL becomes a part of the list's statement. One with a behaviour in it is asked first, and the ids it
 * gives stand in the statement as one parameter; that is done for LIST_IDS_MAX of them and refused beyond, with the way
 * out: a segment keeps its members, so the condition {"segment": ID} costs nothing of the kind.
 */
#include "people/rule_list.h"

#include "people/rules.h"

enum { LIST_IDS_MAX = 50000 };

static void bind_sql(const void *self, struct db_stmt *st)
{
    rule_sql_bind(self, st);
}

static void bind_ids(const void *self, struct db_stmt *st)
{
    db_bind_text_at(st, MODEL_EXTRA_FIRST, self);
}

static enum err by_sql(struct ctx *cx, struct db *db, const struct rule_world *w,
                       const struct rule *rule, struct model_extra *ret)
{
    struct rule_sql *sql = NULL;
    enum err e = rule_sql_of(cx, db, w, rule, rule->subject->model->table, MODEL_EXTRA_FIRST, &sql);

    if (e)
        return e;
    *ret = (struct model_extra){rule_sql_condition(sql), rule_sql_binds(sql), bind_sql, sql};
    return ret->condition ? OK : fail_memory(cx);
}

/* The ids as one text, which each engine takes apart in its own way. */
static enum err by_ids(struct ctx *cx, struct db *db, const struct rule_world *w,
                       const struct rule *rule, struct model_extra *ret)
{
    bool pg = db_engine_of(db) == DB_POSTGRES;
    struct buf b = buf_in(cx->arena);
    struct rule_ids found = {0};
    enum err e = rule_members(cx, db, w, rule, &found);

    if (!e && found.n > LIST_IDS_MAX)
        e = fail_field(cx, "rule", "rule.list_many", "max",
                       arena_print(cx->arena, "%d", LIST_IDS_MAX), NULL);
    if (e) {
        rule_ids_done(&found);
        return e;
    }
    buf_add_char(&b, pg ? '{' : '[');
    for (size_t i = 0; i < found.n; i++)
        buf_print(&b, "%s%lld", i ? "," : "", (long long)found.ids[i]);
    buf_add_char(&b, pg ? '}' : ']');
    rule_ids_done(&found);
    *ret = (struct model_extra){arena_print(cx->arena,
                                            pg ? "%s.id = any(cast($%d as bigint[]))"
                                               : "%s.id in (select value from json_each(?%d))",
                                            rule->subject->model->table, MODEL_EXTRA_FIRST),
                                1, bind_ids, buf_text(&b)};
    return ret->condition && ret->self ? OK : fail_memory(cx);
}

enum err rule_list(struct ctx *cx, struct db *db, struct fact_store *facts, const struct model *m,
                   const char *json, struct model_query *q)
{
    struct model_extra *extra = arena_alloc(cx->arena, sizeof(*extra));
    const struct rule_subject *s;
    struct rule *rule = NULL;
    struct rule_world w;
    enum err e = extra ? people_rules(cx, db, facts, &w) : fail_memory(cx);

    if (e)
        return e;
    s = rule_subject_find(&w, m->name);
    if (!s)
        return fail(cx, ERR_INVALID, "model.filter", "field", "rule", "value", json, NULL);
    e = rule_parse(cx, db, &w, s, json, "rule", &rule);
    if (!e)
        e = rule_is_sql(rule) ? by_sql(cx, db, &w, rule, extra) : by_ids(cx, db, &w, rule, extra);
    if (!e)
        q->extra = extra;
    return e;
}
