/* judge.c -- see judge.h.
 *
 * A loader judges thousands of visits a second, so rules are read once in a while and kept by site, each in an arena of its own.
 */
#include "measure/judge.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/agent.h"

#include "judge_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FRESH_MS = 10000, RULES_BYTES = 4 * 1024 * 1024, WORDS_MAX = 50 };

const struct setting judge_settings[] = {
    {"measure.robot_views", SETTING_INT, 5, 1000, "40", "views_per_minute"},
    {"measure.robot_silent_views", SETTING_INT, 5, 10000, "25", "views"},
    {"measure.robot_datacentres", SETTING_BOOL, 0, 1, "1", NULL},
    {"measure.robot_words", SETTING_TEXT, 0, 1000, "", NULL},
    {0},
};

struct site_rules {
    struct site_rules *next;
    int64_t site, loaded_ms;
    struct arena *arena;
    struct judge_rules rules;
};

struct judge {
    struct db_pool *pool;
    struct site_rules *sites;
};

/* --- rules ---------------------------------------------------------------------------------------------- */

static const char *text_of(struct ctx *cx, const struct db_stmt *st, int column)
{
    const char *text = db_text_dup(cx, st, column);

    return text ? text : "";
}

static void read_rule(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct source_rule *)row = (struct source_rule){.channel = text_of(cx, st, 0),
                                                      .host = text_of(cx, st, 1),
                                                      .source = text_of(cx, st, 2),
                                                      .medium = text_of(cx, st, 3),
                                                      .campaign = text_of(cx, st, 4),
                                                      .click = text_of(cx, st, 5),
                                                      .id = db_int(st, 6)};
}

static void read_campaign(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct judge_campaign *)row = (struct judge_campaign){text_of(cx, st, 0), db_int(st, 1)};
}

static int by_utm(const void *a, const void *b)
{
    const struct judge_campaign *x = a, *y = b;

    return strcasecmp(x->utm, y->utm);
}

/* "bot da casa, monitor": the words between the commas, in small letters. */
static enum err read_words(struct ctx *cx, const char *text, const char *const **ret)
{
    const char **words = arena_array(cx->arena, WORDS_MAX + 1, sizeof(*words));
    char *copy = arena_dup(cx->arena, text);
    size_t n = 0;

    if (!words || !copy)
        return fail_memory(cx);
    while (*copy && n < WORDS_MAX) {
        char *end = copy + strcspn(copy, ",\n");
        bool last = !*end;
        copy += strspn(copy, " \t");
        *end = '\0';
        if (*copy && copy < end)
            words[n++] = copy;
        copy = last ? end : end + 1;
    }
    *ret = words;
    return OK;
}

static enum err rows_load(struct ctx *cx, struct db *db, struct judge_rules *r)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_judge_channel_rules, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*r->sources), read_rule, &r->sources, &r->source_count);
    db_done(st);
    if (e)
        return e;
    e = db_begin(cx, db, &SQL_judge_campaigns, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*r->campaigns), read_campaign, &r->campaigns,
                       &r->campaign_count);
    db_done(st);
    return e;
}

enum err judge_rules_load(struct ctx *cx, struct db *db, struct judge_rules *ret)
{
    static const struct setting *const tables[] = {judge_settings, NULL};
    struct judge_rules r = {0};
    struct settings *set = NULL;
    struct site site = {0};
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e)
        e = read_words(cx, setting_text(set, "measure.robot_words"), &r.limits.words);
    if (!e)
        e = rows_load(cx, db, &r);
    if (e)
        return e;
    r.currency = site.currency;
    r.limits.views_a_minute = setting_int(set, "measure.robot_views");
    r.limits.silent_views = setting_int(set, "measure.robot_silent_views");
    r.limits.datacentres = setting_int(set, "measure.robot_datacentres") != 0;
    if (r.campaign_count)
        qsort(r.campaigns, r.campaign_count, sizeof(*r.campaigns), by_utm);
    *ret = r;
    return OK;
}

/* --- one visit -------------------------------------------------------------------------------------------- */

static void judge_agent(struct ctx *cx, struct visit *v)
{
    struct agent a = agent_read(v->agent);
    bool told =
        v->imported && !v->agent[0]; /* by whoever counted the visit, as far as it is known */
    const char *browser = arena_dup(cx->arena, a.browser_version);
    const char *os = arena_dup(cx->arena, a.os_version);

    if (told)
        return;
    v->device = a.device;
    v->browser = a.browser;
    v->os = a.os;
    v->browser_version = browser ? browser : "";
    v->os_version = os ? os : "";
}

struct source_verdict judge_origin(struct ctx *cx, const struct judge_rules *r,
                                   const struct visit *v)
{
    struct source_hint hint = {.host = v->host,
                               .referrer = v->referrer,
                               .source = v->tagged ? v->source : "",
                               .medium = v->tagged ? v->medium : "",
                               .campaign = v->campaign,
                               .click = v->click,
                               .tagged = v->tagged};

    return source_decide(cx, &hint, r->sources, r->source_count);
}

int64_t judge_campaign(const struct judge_rules *r, const char *utm)
{
    struct judge_campaign wanted = {utm, 0};
    const struct judge_campaign *found =
        utm[0] && r->campaign_count
            ? bsearch(&wanted, r->campaigns, r->campaign_count, sizeof(*r->campaigns), by_utm)
            : NULL;

    return found ? found->id : 0;
}

static void judge_source(struct ctx *cx, const struct judge_rules *r, struct visit *v)
{
    struct source_verdict verdict = judge_origin(cx, r, v);
    int64_t campaign = judge_campaign(r, v->campaign);

    v->channel = verdict.channel;
    v->source = verdict.source;
    v->medium = verdict.medium;
    if (campaign)
        v->campaign_id = campaign;
}

static void judge_robot(const struct judge_rules *r, struct visit *v)
{
    const char *reason = v->robot ? NULL : robot_reason(v, &r->limits);

    if (!reason)
        return;
    v->robot = true;
    v->robot_reason = reason;
}

/* Reasons that this floor gives, and may take back. */
static bool is_ours(const char *reason)
{
    static const char *const ours[] = {"agent",      "no_agent", "webdriver", "headless",
                                       "datacentre", "pace",     "silent"};

    for (size_t i = 0; i < COUNT_OF(ours); i++)
        if (strcmp(reason, ours[i]) == 0)
            return true;
    return false;
}

void judge_anew(struct ctx *cx, const struct judge_rules *rules, struct visit *v)
{
    judge_agent(cx, v);
    judge_source(cx, rules, v);
    if (is_ours(v->robot_reason)) {
        v->robot = false;
        v->robot_reason = "";
    }
    judge_robot(rules, v);
}

/* --- in the loader ---------------------------------------------------------------------------------------- */

struct judge *judge_new(struct db_pool *pool)
{
    struct judge *j = calloc(1, sizeof(*j));

    must(j != NULL);
    j->pool = pool;
    return j;
}

void judge_free(struct judge *j)
{
    struct site_rules *s = j ? j->sites : NULL;

    while (s) {
        struct site_rules *next = s->next;
        arena_free(s->arena);
        free(s);
        s = next;
    }
    free(j);
}

/* Into an arena of their own, in an errand of their own: a fault of it is not the loader's when older rules do. */
static enum err rules_read(struct ctx *cx, struct judge *j, int64_t site, struct arena **ret_arena,
                           struct judge_rules *ret)
{
    struct arena *arena = arena_new(RULES_BYTES);
    struct ctx own = *cx;
    struct db *db = NULL;
    enum err e;

    if (!arena)
        return fail_memory(cx);
    own.arena = arena;
    own.site = site;
    e = db_read(&own, j->pool, &db);
    if (!e)
        e = judge_rules_load(&own, db, ret);
    db_return(db);
    if (e) {
        arena_free(arena);
        return fail(cx, e, own.fault.key ? own.fault.key : "db.broken", NULL);
    }
    *ret_arena = arena;
    return OK;
}

static enum err rules_of(struct ctx *cx, struct judge *j, int64_t site,
                         const struct judge_rules **ret)
{
    struct site_rules *s = j->sites;
    struct judge_rules fresh;
    struct arena *arena = NULL;
    int64_t now = ctx_now(cx);
    enum err e;

    while (s && s->site != site)
        s = s->next;
    if (s && now - s->loaded_ms < FRESH_MS && now >= s->loaded_ms) {
        *ret = &s->rules;
        return OK;
    }
    e = rules_read(cx, j, site, &arena, &fresh);
    if (e && !s)
        return e;
    if (e) {
        fault_clear(cx);
        s->loaded_ms = now;
        *ret = &s->rules;
        return OK;
    }
    if (!s) {
        s = calloc(1, sizeof(*s));
        must(s != NULL);
        s->site = site;
        s->next = j->sites;
        j->sites = s;
    }
    arena_free(s->arena);
    s->arena = arena;
    s->rules = fresh;
    s->loaded_ms = now;
    *ret = &s->rules;
    return OK;
}

/* The first value that is in the site's currency takes the place of whatever the visit had in another; from then on visit_add()
 * adds up those of the site's alone. */
static void judge_value(const struct judge_rules *r, struct visit *v, const struct fact *f)
{
    if (f->value_minor == NIL || !text_equal(f->currency, r->currency) ||
        text_equal(v->currency, r->currency))
        return;
    v->value_minor = f->value_minor;
    v->currency = f->currency;
}

/* What lies in the rules' arena (a channel that the owner named) must outlast a reading of the rules anew. */
static enum err keep(struct ctx *cx, struct visit *v)
{
    const char *channel = arena_dup(cx->arena, v->channel);

    if (!channel)
        return fail_memory(cx);
    v->channel = channel;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

enum err judge_look(struct ctx *cx, void *arg, struct visit *v, const struct fact *f, bool begins)
{
    const struct judge_rules *rules = NULL;
    enum err e = rules_of(cx, arg, v->site, &rules);

    if (e)
        return e;
    judge_value(rules, v, f);
    if (begins) {
        judge_agent(cx, v);
        judge_source(cx, rules, v);
        e = keep(cx, v);
    }
    judge_robot(rules, v);
    return e;
}
