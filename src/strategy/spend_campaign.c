/* spend_campaign.c -- see spend_campaign.h. */
#include "strategy/spend_campaign.h"

#include "base/message.h"
#include "base/text.h"
#include "strategy/campaign.h"

#include "spend_campaign_sql.h"

enum { NAMES_MAX = 200 };

enum err spend_campaign_find(struct ctx *cx, struct db *db, const char *name, int64_t *ret)
{
    int64_t found = NIL, exact = 0;
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_spend_campaign_find, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", text_fold(cx->arena, name));
    while (!(e = db_step(cx, st, &row)) && row && n < 2) {
        if (n && exact) /* what is written in links decides over a name */
            continue;
        found = n++ ? NIL : db_int(st, 0);
        exact = db_int(st, 1);
    }
    if (!e && found != NIL)
        *ret = found;
out:
    db_done(st);
    return e;
}

enum err spend_campaigns_list(struct ctx *cx, struct db *db, const char *currency,
                              struct spend_campaign **ret, size_t *ret_n)
{
    struct spend_campaign *all = arena_array(cx->arena, NAMES_MAX, sizeof(*all));
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = all ? db_begin(cx, db, &SQL_spend_campaign_names, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_text(st, "currency", currency);
    while (!(e = db_step(cx, st, &row)) && row && n < NAMES_MAX)
        all[n++] = (struct spend_campaign){.name = db_text_dup(cx, st, 0),
                                           .channel = db_text_dup(cx, st, 1),
                                           .lines = db_int(st, 2),
                                           .amount_minor = db_int(st, 3),
                                           .first = db_text_dup(cx, st, 4),
                                           .last = db_text_dup(cx, st, 5)};
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e) {
        *ret = all;
        *ret_n = n;
    }
out:
    db_done(st);
    return e;
}

static enum err plan_of(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (*ret)
        return OK;
    e = db_begin(cx, db, &SQL_spend_campaign_plan, &st);
    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    return e || row ? e : fail_field(cx, "plan", "spend_campaign.no_plan", NULL);
}

/* Since when money was spent on it, and how the lines write it; *ret_name NULL: no line has that name. */
static enum err lines_of(struct ctx *cx, struct db *db, const char *key, const char **ret_first,
                         const char **ret_name)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_spend_campaign_first, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", key);
    e = db_step(cx, st, &row);
    if (!e && row) {
        *ret_first = db_text_dup(cx, st, 0);
        *ret_name = db_text_dup(cx, st, 1);
    }
out:
    db_done(st);
    return e;
}

static enum err tie(struct ctx *cx, struct db *db, const char *key, int64_t campaign, int64_t *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_spend_campaign_tie, &st);

    if (e)
        goto out;
    db_bind_int(st, "campaign", campaign);
    db_bind_text(st, "key", key);
    e = db_run(cx, st);
    if (!e)
        *ret += db_changes(st);
out:
    db_done(st);
    return e;
}

static enum err campaign_make(struct ctx *cx, struct db *db, int64_t plan, const char *name,
                              const char *first, int64_t *ret)
{
    struct campaign *c = model_new(cx, &campaign_model);
    enum err e;

    if (!c)
        return fail_memory(cx);
    c->plan = plan;
    c->name = name;
    c->utm_campaign = text_chars(name) <= 120 ? name : NULL;
    c->starts_on = first;
    c->state = "running";
    c->override_reason = message(cx->arena, cx->lang, "spend_campaign.from_spend", NULL, 0);
    e = model_add(cx, db, &campaign_model, c);
    if (!e)
        *ret = c->record.id;
    return e;
}

static enum err add_one(struct ctx *cx, struct db *db, int64_t *plan, const char *asked,
                        int64_t *ret_added, int64_t *ret_lines)
{
    const char *key = text_fold(cx->arena, asked), *first = NULL, *name = NULL;
    int64_t campaign = NIL;
    enum err e = key ? lines_of(cx, db, key, &first, &name) : fail_memory(cx);

    if (!e && !name)
        e = fail_field(cx, "names", "spend_campaign.none", "name", asked, NULL);
    if (!e)
        e = spend_campaign_find(cx, db, name, &campaign);
    if (!e && campaign == NIL) {
        e = plan_of(cx, db, plan);
        if (!e)
            e = campaign_make(cx, db, *plan, name, first, &campaign);
        *ret_added += !e;
    }
    return e ? e : tie(cx, db, key, campaign, ret_lines);
}

enum err spend_campaigns_add(struct ctx *cx, struct db *db, int64_t plan, const char *const *names,
                             size_t n, int64_t *ret_added, int64_t *ret_lines)
{
    enum err e = n ? OK : fail_field(cx, "names", "field.required", NULL);

    *ret_added = *ret_lines = 0;
    for (size_t i = 0; i < n && !e; i++)
        e = add_one(cx, db, &plan, names[i], ret_added, ret_lines);
    return e;
}
