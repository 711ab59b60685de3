/* rules.c -- the grammar of rules over the wire: what may be asked, how many are meant, the same in words; and a rule as a
 * filter of a list, {table}?rule=JSON.
 */
#include "api/api_priv.h"

#include "people/rule_list.h"
#include "people/rules.h"

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

enum err api_list_rule(struct request *r, struct db *db, const struct model *m, const char *json,
                       struct model_query *q)
{
    return rule_list(r->cx, db, api_of(r)->facts, m, json, q);
}

const struct route rule_routes[] = {
    {"GET", "/rules/{subject}/schema", MAY_READ, 0, schema_get, ROUTE_POOL, 0},
    {"GET", "/rules/{subject}/values", MAY_READ, 0, values_get, ROUTE_POOL, 0},
    {"POST", "/rules/{subject}/count", MAY_READ, KIB(64), count_post, ROUTE_POOL, 0},
    {"POST", "/rules/{subject}/sentence", MAY_READ, KIB(64), sentence_post, ROUTE_POOL, 0},
    {0},
};
