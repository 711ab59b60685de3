/* rules.c -- the grammar of rules over the wire: what may be asked, how many are meant, the same in words; and a rule as a
 * filter of a list, {table}?rule=JSON.
 *
 * A rule that is all SQL becomes a part of the list's statement. One with a behaviour in it is asked first, and the ids it
 * gives stand in the statement as one parameter; that is done for LIST_IDS_MAX of them and refused beyond, with the way
 * out: a segment keeps its members, so the condition {"segment": ID} costs nothing of the kind.
 */
#include "api/api_priv.h"

#include "people/rules.h"

enum { LIST_IDS_MAX = 50000 };

/* --- /rules/{subject} */

struct rules_run {
    const struct json *rule;
    struct answer_json a;
};

static enum err open_world(struct request *r, struct db *db, struct rule_world *ret_world,
                           const struct rule_subject **ret_subject)
{
    const char *name = request_param(r, "subject");
    enum err e = people_rules(r->cx, db, api_of(r)->facts, ret_world);

    if (!e)
        *ret_subject = rule_subject_find(ret_world, name);
    return e || *ret_subject ? e : fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
}

static enum err schema_in(struct request *r, struct db *db, void *arg)
{
    struct rules_run *run = arg;
    const struct rule_subject *s = NULL;
    struct rule_world w;
    enum err e = open_world(r, db, &w, &s);

    return e ? e : rule_schema(r->cx, db, &w, s, &run->a.w);
}

static enum err schema_get(struct request *r, struct response *ret)
{
    struct rules_run run = {0};
    enum err e;

    api_json(r, &run.a);
    e = api_read(r, schema_in, &run);
    return e ? e : api_send(r, ret, 200, &run.a);
}

static enum err read_rule(struct request *r, struct db *db, const struct rules_run *run,
                          struct rule_world *w, struct rule **ret)
{
    const struct rule_subject *s = NULL;
    enum err e = open_world(r, db, w, &s);

    if (!e && !run->rule)
        e = fail_field(r->cx, "rule", "field.required", NULL);
    return e ? e : rule_read(r->cx, db, w, s, run->rule, "rule", ret);
}

static enum err count_in(struct request *r, struct db *db, void *arg)
{
    struct rules_run *run = arg;
    struct rule_counted n = {0};
    struct rule *rule = NULL;
    struct rule_world w;
    enum err e = read_rule(r, db, run, &w, &rule);

    if (!e)
        e = rule_count(r->cx, db, &w, rule, &n);
    json_open_object(&run->a.w);
    json_int_member(&run->a.w, "count", n.count);
    json_int_member(&run->a.w, "of", n.of);
    json_bool_member(&run->a.w, "exact", n.exact);
    json_close_object(&run->a.w);
    return e;
}

static enum err sentence_in(struct request *r, struct db *db, void *arg)
{
    struct rules_run *run = arg;
    const char *words = NULL;
    struct rule *rule = NULL;
    struct rule_world w;
    enum err e = read_rule(r, db, run, &w, &rule);

    if (!e)
        e = rule_sentence(r->cx, db, &w, rule, r->cx->lang, &words);
    json_open_object(&run->a.w);
    json_text_member(&run->a.w, "sentence", words);
    json_close_object(&run->a.w);
    return e;
}

static enum err answer(struct request *r, struct response *ret, api_read_fn *fn)
{
    struct rules_run run = {0};
    const struct json *in = NULL;
    enum err e = api_body(r, ret, &in);

    run.rule = json_get(in, "rule");
    api_json(r, &run.a);
    if (!e)
        e = api_read(r, fn, &run);
    return e ? e : api_send(r, ret, 200, &run.a);
}

static enum err count_post(struct request *r, struct response *ret)
{
    return answer(r, ret, count_in);
}

static enum err sentence_post(struct request *r, struct response *ret)
{
    return answer(r, ret, sentence_in);
}

static enum err values_in(struct request *r, struct db *db, void *arg)
{
    struct rules_run *run = arg;
    const struct rule_subject *s = NULL;
    const char *field = request_query(r, "field");
    struct rule_values found = {0};
    struct rule_world w;
    enum err e = open_world(r, db, &w, &s);

    if (!e && text_empty(field))
        e = fail_field(r->cx, "field", "field.required", NULL);
    if (!e)
        e = rule_values(r->cx, db, s, field, request_query(r, "q"), &found);
    json_open_object(&run->a.w);
    json_name(&run->a.w, "items");
    json_open_list(&run->a.w);
    for (size_t i = 0; i < found.n; i++)
        json_put_text(&run->a.w, found.all[i]);
    json_close_list(&run->a.w);
    json_close_object(&run->a.w);
    return e;
}

static enum err values_get(struct request *r, struct response *ret)
{
    struct rules_run run = {0};
    enum err e;

    api_json(r, &run.a);
    e = api_read(r, values_in, &run);
    return e ? e : api_send(r, ret, 200, &run.a);
}

/* --- a rule as a filter */

bool api_has_rules(const struct model *m)
{
    return m == rule_contacts.model || m == rule_accounts.model || m == rule_deals.model;
}

static void bind_sql(const void *self, struct db_stmt *st)
{
    rule_sql_bind(self, st);
}

static void bind_ids(const void *self, struct db_stmt *st)
{
    db_bind_text_at(st, MODEL_EXTRA_FIRST, self);
}

static enum err by_sql(struct request *r, struct db *db, const struct rule_world *w,
                       const struct rule *rule, struct model_extra *ret)
{
    struct rule_sql *sql = NULL;
    enum err e =
        rule_sql_of(r->cx, db, w, rule, rule->subject->model->table, MODEL_EXTRA_FIRST, &sql);

    if (e)
        return e;
    *ret = (struct model_extra){rule_sql_condition(sql), rule_sql_binds(sql), bind_sql, sql};
    return ret->condition ? OK : fail_memory(r->cx);
}

/* The ids as one text, which each engine takes apart in its own way. */
static enum err by_ids(struct request *r, struct db *db, const struct rule_world *w,
                       const struct rule *rule, struct model_extra *ret)
{
    bool pg = db_engine_of(db) == DB_POSTGRES;
    struct buf b = buf_in(r->cx->arena);
    struct rule_ids found = {0};
    enum err e = rule_members(r->cx, db, w, rule, &found);

    if (!e && found.n > LIST_IDS_MAX)
        e = fail_field(r->cx, "rule", "rule.list_many", "max",
                       arena_print(r->cx->arena, "%d", LIST_IDS_MAX), NULL);
    if (e) {
        rule_ids_done(&found);
        return e;
    }
    buf_add_char(&b, pg ? '{' : '[');
    for (size_t i = 0; i < found.n; i++)
        buf_print(&b, "%s%lld", i ? "," : "", (long long)found.ids[i]);
    buf_add_char(&b, pg ? '}' : ']');
    rule_ids_done(&found);
    *ret = (struct model_extra){arena_print(r->cx->arena,
                                            pg ? "%s.id = any(cast($%d as bigint[]))"
                                               : "%s.id in (select value from json_each(?%d))",
                                            rule->subject->model->table, MODEL_EXTRA_FIRST),
                                1, bind_ids, buf_text(&b)};
    return ret->condition && ret->self ? OK : fail_memory(r->cx);
}

enum err api_list_rule(struct request *r, struct db *db, const struct model *m, const char *json,
                       struct model_query *q)
{
    struct model_extra *extra = arena_alloc(r->cx->arena, sizeof(*extra));
    const struct rule_subject *s;
    struct rule *rule = NULL;
    struct rule_world w;
    enum err e = extra ? people_rules(r->cx, db, api_of(r)->facts, &w) : fail_memory(r->cx);

    if (e)
        return e;
    s = rule_subject_find(&w, m->name);
    if (!s)
        return fail(r->cx, ERR_INVALID, "model.filter", "field", "rule", "value", json, NULL);
    e = rule_parse(r->cx, db, &w, s, json, "rule", &rule);
    if (!e)
        e = rule_is_sql(rule) ? by_sql(r, db, &w, rule, extra) : by_ids(r, db, &w, rule, extra);
    if (!e)
        q->extra = extra;
    return e;
}

const struct route rule_routes[] = {
    {"GET", "/rules/{subject}/schema", MAY_READ, 0, schema_get, ROUTE_POOL, 0},
    {"GET", "/rules/{subject}/values", MAY_READ, 0, values_get, ROUTE_POOL, 0},
    {"POST", "/rules/{subject}/count", MAY_READ, KIB(64), count_post, ROUTE_POOL, 0},
    {"POST", "/rules/{subject}/sentence", MAY_READ, KIB(64), sentence_post, ROUTE_POOL, 0},
    {0},
};
