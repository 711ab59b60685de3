/* standing_condition.c -- see standing_condition.h. */
#include "people/standing_condition.h"

#include "base/message.h"
#include "base/text.h"
#include "people/consent_purpose.h"
#include "people/list.h"

#include "consent_sql.h"

static const char *const statuses[] = {"subscribed", "pending", "unsubscribed", NULL};
static const char *const states[] = {"given", "withdrawn", "objected", "none", NULL};

static const struct rule_param list_params[] = {
    {.field = {.name = "list", .kind = FIELD_KIND_REF, .flags = REQUIRED},
     .options = "/api/v1/lists"},
    {.field = {.name = "status", .kind = FIELD_KIND_ENUM, .choices = statuses}},
};
static const struct rule_param consent_params[] = {
    {.field = {.name = "consent", .kind = FIELD_KIND_REF, .flags = REQUIRED},
     .options = "/api/v1/consent_purposes"},
    {.field = {.name = "state", .kind = FIELD_KIND_ENUM, .flags = REQUIRED, .choices = states}},
};

static const char *status_of(const struct rule_use *u)
{
    return u->given[1] ? u->values[1].text : "subscribed";
}

/* NULL: there is none. */
static enum err named(struct ctx *cx, struct db *db, const struct model *m, int64_t id, void **ret)
{
    const struct fault before = cx->fault;
    enum err e = model_get(cx, db, m, id, ret);

    if (e != ERR_NOTFOUND)
        return e;
    cx->fault = before;
    *ret = NULL;
    return OK;
}

/* KEY.CHOICE with the name. */
static enum err say(struct ctx *cx, const char *key, const char *name, struct buf *out)
{
    const struct fault_param p = {"name", name ? name : "?"};
    const char *text = key ? message(cx->arena, cx->lang, key, &p, 1) : NULL;

    if (!text)
        return fail_memory(cx);
    buf_add_text(out, text);
    return OK;
}

static void add_row_is(struct rule_sql *out, const char *alias, const char *column, int64_t value)
{
    rule_sql_add(out, alias);
    rule_sql_add(out, ".site = ");
    rule_sql_site(out);
    rule_sql_add(out, " and ");
    rule_sql_add(out, alias);
    rule_sql_add(out, column);
    rule_sql_int(out, value);
    rule_sql_add(out, " and ");
    rule_sql_add(out, alias);
    rule_sql_add(out, ".contact = ");
    rule_sql_add(out, rule_sql_row(out));
    rule_sql_add(out, ".id");
}

/* --- {"list": ...} ------------------------------------------------------------------------------ */

static enum err list_check(struct ctx *cx, struct db *db, const struct rule_use *u)
{
    void *list = NULL;
    enum err e = named(cx, db, &list_model, u->values[0].number, &list);

    return e || list ? e : rule_wrong(cx, u, "list", "list.unknown");
}

static enum err list_say(struct ctx *cx, struct db *db, const struct rule_use *u, struct buf *out)
{
    void *list = NULL;
    enum err e = named(cx, db, &list_model, u->values[0].number, &list);

    return e ? e
             : say(cx, arena_print(cx->arena, "list.say_%s", status_of(u)),
                   list ? ((const struct list *)list)->name : NULL, out);
}

static enum err list_where(struct ctx *cx, struct db *db, const struct rule_world *w,
                           const struct rule_use *u, struct rule_sql *out)
{
    (void)cx;
    (void)db;
    (void)w;
    rule_sql_add(out, "exists (select 1 from list_members lm where ");
    add_row_is(out, "lm", ".list = ", u->values[0].number);
    rule_sql_add(out, " and lm.status = ");
    rule_sql_text(out, status_of(u));
    rule_sql_add(out, ")");
    return OK;
}

static enum err list_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                           const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    struct list_member m;
    enum err e = list_member_get(cx, db, u->values[0].number, id, &m);

    (void)w;
    *ret_next_at = 0;
    *ret = !e && text_equal(m.status, status_of(u));
    return e;
}

const struct rule_condition list_condition = {
    .key = "list",
    .subjects = {"contact"},
    .params = list_params,
    .param_count = COUNT_OF(list_params),
    .binds = 2,
    .steady = true,
    .check = list_check,
    .say = list_say,
    .where = list_where,
    .match = list_match,
};

/* --- {"consent": ...} --------------------------------------------------------------------------- */

static bool is_none(const struct rule_use *u)
{
    return text_equal(u->values[1].text, "none");
}

static enum err consent_check(struct ctx *cx, struct db *db, const struct rule_use *u)
{
    void *purpose = NULL;
    enum err e = named(cx, db, &consent_purpose_model, u->values[0].number, &purpose);

    return e || purpose ? e : rule_wrong(cx, u, "consent", "consent.no_purpose_here");
}

static enum err consent_say(struct ctx *cx, struct db *db, const struct rule_use *u,
                            struct buf *out)
{
    void *purpose = NULL;
    enum err e = named(cx, db, &consent_purpose_model, u->values[0].number, &purpose);

    return e ? e
             : say(cx, arena_print(cx->arena, "consent.say_%s", u->values[1].text),
                   purpose ? ((const struct consent_purpose *)purpose)->name : NULL, out);
}

static enum err consent_where(struct ctx *cx, struct db *db, const struct rule_world *w,
                              const struct rule_use *u, struct rule_sql *out)
{
    (void)cx;
    (void)db;
    (void)w;
    rule_sql_add(out, is_none(u) ? "not exists (" : "exists (");
    rule_sql_add(out, "select 1 from consent_states cs where ");
    add_row_is(out, "cs", ".purpose = ", u->values[0].number);
    if (!is_none(u)) {
        rule_sql_add(out, " and cs.state = ");
        rule_sql_text(out, u->values[1].text);
    }
    rule_sql_add(out, ")");
    return OK;
}

static enum err consent_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                              const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_state_get, &st);

    (void)w;
    *ret_next_at = 0;
    if (e)
        goto out;
    db_bind_int(st, "contact", id);
    db_bind_int(st, "purpose", u->values[0].number);
    e = db_step(cx, st, &row);
    *ret = !e && (row ? text_equal(db_text(st, 0), u->values[1].text) : is_none(u));
out:
    db_done(st);
    return e;
}

const struct rule_condition consent_condition = {
    .key = "consent",
    .subjects = {"contact"},
    .params = consent_params,
    .param_count = COUNT_OF(consent_params),
    .binds = 2,
    .steady = true,
    .check = consent_check,
    .say = consent_say,
    .where = consent_where,
    .match = consent_match,
};
