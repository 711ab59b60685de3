/* awareness.c -- see awareness.h. */
#include "measure/awareness.h"

#include "base/csv.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_text.h"
#include "measure/metric_visits.h"
#include "people/home.h"

#include "awareness_sql.h"

#include <stdio.h>
#include <string.h>

enum { FILES_SHOWN = 20 };
enum { TERMS_MAX = 40, QUERIES_SHOWN = 20, ACCOUNTS_SHOWN = 100, DAYS_BACK = 800, DAYS_AGAIN = 2 };

const struct setting awareness_settings[] = {
    {"measure.brand_terms", SETTING_TEXT, 0, 1000, "", NULL},
    {0},
};

static const char *const keys[] = {
    "branded_search", "branded_clicks", "branded_position", "direct_return",
    "reach",          "known_visitors", "downloads",        "target_accounts_seen"};

/* --- words of the brand */

struct brand {
    const char *terms[TERMS_MAX]; /* folded */
    const char *shown[TERMS_MAX];
    size_t n;
};

/* "Acme, acme log": what stands between commas. */
static enum err brand_read(struct ctx *cx, struct db *db, struct brand *ret)
{
    static const struct setting *const tables[] = {awareness_settings, NULL};
    struct settings *set = NULL;
    char *copy;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    *ret = (struct brand){0};
    copy = e ? NULL : arena_dup(cx->arena, setting_text(set, "measure.brand_terms"));
    if (!e && !copy)
        e = fail_memory(cx);
    while (!e && *copy && ret->n < TERMS_MAX) {
        char *end = copy + strcspn(copy, ",\n");
        bool last = !*end;
        const char *clean = NULL;
        *end = 0;
        e = text_clean(cx, copy, strlen(copy), false, &clean);
        if (!e && *clean) {
            ret->shown[ret->n] = clean;
            ret->terms[ret->n++] = text_fold(cx->arena, clean);
        }
        copy = last ? end : end + 1;
    }
    return e;
}

static bool is_branded(const struct brand *b, const char *query_key)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->terms[i] && *b->terms[i] && strstr(query_key, b->terms[i]))
            return true;
    return false;
}

/* --- searches */

struct query {
    const char *key, *text;
    int64_t clicks, impressions, weighted;
    bool branded;
};

struct searches {
    struct brand brand;
    struct query *all;
    size_t n;
    int64_t clicks, impressions, branded_clicks, branded_impressions, weighted;
    int64_t exports, cut, first_day, last_day;
};

static void read_query(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *key = db_text_dup(cx, st, 0), *text = db_text_dup(cx, st, 1);

    *(struct query *)row = (struct query){.key = key ? key : "",
                                          .text = text ? text : "",
                                          .clicks = db_int(st, 2),
                                          .impressions = db_int(st, 3),
                                          .weighted = db_int(st, 4)};
}

static enum err exports_read(struct ctx *cx, struct db *db, const struct period *p,
                             struct searches *s)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_awareness_exports, &st);

    if (e)
        goto out;
    db_bind_int(st, "first", p->first);
    db_bind_int(st, "last", p->last);
    e = db_step(cx, st, &row);
    if (!e && row) {
        s->exports = db_int(st, 0);
        s->cut = db_int(st, 1);
        s->first_day = db_int(st, 2);
        s->last_day = db_int(st, 3);
    }
out:
    db_done(st);
    return e;
}

static enum err searches_read(struct ctx *cx, struct db *db, const struct period *p,
                              struct searches *ret)
{
    struct searches s = {.first_day = NIL, .last_day = NIL};
    struct db_stmt *st = NULL;
    enum err e = brand_read(cx, db, &s.brand);

    if (!e)
        e = exports_read(cx, db, p, &s);
    if (!e)
        e = db_begin(cx, db, &SQL_awareness_terms, &st);
    if (e)
        goto out;
    db_bind_int(st, "first", p->first);
    db_bind_int(st, "last", p->last);
    e = db_collect(cx, st, sizeof(*s.all), read_query, &s.all, &s.n);
    for (size_t i = 0; i < s.n && !e; i++) {
        struct query *q = &s.all[i];
        q->branded = is_branded(&s.brand, q->key);
        s.clicks += q->clicks;
        s.impressions += q->impressions;
        if (!q->branded)
            continue;
        s.branded_clicks += q->clicks;
        s.branded_impressions += q->impressions;
        s.weighted += q->weighted;
    }
    if (!e)
        *ret = s;
out:
    db_done(st);
    return e;
}

/* Why nothing can be said of branded searches; known: something can. */
static struct figure search_figure(const struct searches *s, struct figure known)
{
    if (!s->brand.n)
        return figure_unknown("metric.no_brand_terms");
    if (!s->exports)
        return figure_unknown(s->cut ? "metric.search_cut" : "metric.no_search");
    if (s->branded_impressions < SEARCHES_NEEDED)
        return figure_few("metric.few_searches", s->branded_impressions, SEARCHES_NEEDED);
    known.have = s->branded_impressions;
    known.need = SEARCHES_NEEDED;
    return known;
}

static enum err search_metric(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct searches *ret)
{
    return searches_read(cx, db, &ask->period, ret);
}

enum err metric_branded_search(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    struct searches s;
    enum err e = search_metric(cx, db, ask, &s);

    if (!e)
        *ret = search_figure(&s, figure_whole(s.branded_impressions));
    return e;
}

enum err metric_branded_clicks(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                               struct figure *ret)
{
    struct searches s;
    enum err e = search_metric(cx, db, ask, &s);

    if (!e)
        *ret = search_figure(&s, figure_whole(s.branded_clicks));
    return e;
}

enum err metric_branded_position(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                 struct figure *ret)
{
    struct searches s;
    enum err e = search_metric(cx, db, ask, &s);
    double mean = 0;

    if (!e && s.branded_impressions)
        mean = (double)s.weighted / (double)s.branded_impressions / 1000;
    if (!e)
        *ret = search_figure(&s, figure_real(mean));
    return e;
}

/* --- direct visits */

struct direct {
    int64_t visits, known, returned;
};

static enum err direct_read(struct ctx *cx, struct db *db, const struct period *p,
                            struct direct *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_awareness_direct, &st);

    if (e)
        goto out;
    db_bind_int(st, "first", p->first);
    db_bind_int(st, "last", p->last);
    e = db_step(cx, st, &row);
    if (!e)
        *ret =
            row ? (struct direct){db_int(st, 0), db_int(st, 1), db_int(st, 2)} : (struct direct){0};
out:
    db_done(st);
    return e;
}

enum err metric_direct_return(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                              struct figure *ret)
{
    struct direct d;
    enum err e = direct_read(cx, db, &ask->period, &d);

    if (e)
        return e;
    *ret = d.known < DIRECT_NEEDED ? figure_few("metric.few_direct", d.known, DIRECT_NEEDED)
                                   : figure_whole(d.returned);
    if (ret->known) {
        ret->have = d.known;
        ret->need = DIRECT_NEEDED;
    }
    return OK;
}

struct counting {
    int64_t day;
    struct store_returns n;
};

static enum err direct_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct counting *c = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_direct_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "day", c->day);
    db_bind_int(st, "visits", c->n.visits);
    db_bind_int(st, "known", c->n.known);
    db_bind_int(st, "returned", c->n.returned);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err last_counted(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_direct_last, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : NIL;
    db_done(st);
    return e;
}

static enum err where_from(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                           const struct zone **ret_zone, int64_t *ret_day)
{
    struct store_imported measured = {0};
    const char *currency;
    struct db *db = NULL;
    int64_t last = NIL, today;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = report_site(cx, db, ret_zone, &currency);
    if (!e)
        e = last_counted(cx, db, &last);
    db_return(db);
    if (e)
        return e;
    today = day_of(*ret_zone, ctx_now(cx));
    *ret_day = last - DAYS_AGAIN + 1;
    if (last != NIL)
        return OK;
    e = store_imported(cx, store, cx->site, 0, &measured);
    *ret_day = measured.first_ms == NIL ? today : day_of(*ret_zone, measured.first_ms);
    if (*ret_day < today - DAYS_BACK)
        *ret_day = today - DAYS_BACK;
    return e;
}

enum err direct_count(struct ctx *cx, struct db_pool *pool, struct fact_store *store)
{
    const struct zone *zone = NULL;
    struct counting c = {0};
    enum err e = where_from(cx, pool, store, &zone, &c.day);
    int64_t today = e ? 0 : day_of(zone, ctx_now(cx));

    for (; !e && c.day <= today; c.day++) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = store_returns(cx, store, cx->site, "direct_traffic", day_at(zone, c.day),
                          day_at(zone, c.day + 1), &c.n);
        if (!e)
            e = db_write(cx, pool, direct_in, &c);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err direct_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e;

    if (!home || !home->store)
        return OK;
    e = db_read(cx, run->pool, &db);
    if (!e)
        e = db_begin(cx, db, &SQL_awareness_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*sites), read_id, &sites, &n);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = sites[i];
        e = direct_count(cx, run->pool, home->store);
        if (!e)
            e = job_progress(cx, run, NULL);
    }
    return e;
}

const struct job_kind awareness_job_kinds[] = {
    {"measure.direct", direct_run, MINUTES_MS(5), 3},
    {0},
};

/* --- companies */

struct seen {
    int64_t id, at;
    const char *name, *industry, *industry_key, *audience;
};

struct wanted {
    const char *name, *industry_key;
};

struct companies {
    struct wanted *wanted; /* industries of audiences */
    size_t wanted_n;
    struct seen *all; /* only those of an audience */
    size_t n;
};

static void read_seen(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct seen *)row = (struct seen){.id = db_int(st, 0),
                                        .name = db_text_dup(cx, st, 1),
                                        .industry = db_text_dup(cx, st, 2),
                                        .industry_key = db_text_dup(cx, st, 3),
                                        .at = db_int(st, 4)};
}

static void read_wanted(struct ctx *cx, const struct db_stmt *st, void *row)
{
    const char *industry = db_text(st, 1);

    *(struct wanted *)row =
        (struct wanted){db_text_dup(cx, st, 0), text_fold(cx->arena, industry ? industry : "")};
}

static const char *audience_of(const struct companies *c, const char *industry_key)
{
    for (size_t i = 0; i < c->wanted_n; i++)
        if (text_equal(c->wanted[i].industry_key, industry_key))
            return c->wanted[i].name;
    return NULL;
}

static enum err seen_read(struct ctx *cx, struct db *db, const struct period *p,
                          struct companies *c)
{
    struct db_stmt *st = NULL;
    size_t kept = 0;
    enum err e = db_begin(cx, db, &SQL_awareness_accounts, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", p->from_at);
    db_bind_int(st, "until_at", p->until_at);
    e = db_collect(cx, st, sizeof(*c->all), read_seen, &c->all, &c->n);
    for (size_t i = 0; i < c->n && !e; i++) {
        c->all[i].audience = audience_of(c, c->all[i].industry_key);
        if (c->all[i].audience)
            c->all[kept++] = c->all[i];
    }
    c->n = kept;
out:
    db_done(st);
    return e;
}

static enum err companies_read(struct ctx *cx, struct db *db, const struct period *p,
                               struct companies *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_awareness_audiences, &st);

    *ret = (struct companies){0};
    if (!e)
        e = db_collect(cx, st, sizeof(*ret->wanted), read_wanted, &ret->wanted, &ret->wanted_n);
    db_done(st);
    return e || !ret->wanted_n ? e : seen_read(cx, db, p, ret);
}

enum err metric_target_accounts(struct ctx *cx, struct db *db, const struct metric_ask *ask,
                                struct figure *ret)
{
    struct companies c;
    enum err e = companies_read(cx, db, &ask->period, &c);

    if (e)
        return e;
    if (!c.wanted_n)
        *ret = figure_unknown("metric.no_audience_industry");
    else if (c.n < ACCOUNTS_NEEDED)
        *ret = figure_few("metric.few_accounts_seen", (int64_t)c.n, ACCOUNTS_NEEDED);
    else
        *ret = figure_whole((int64_t)c.n);
    return OK;
}

/* --- the screen */

static void put_search(struct ctx *cx, struct json_writer *w, const struct searches *s)
{
    size_t shown = 0;

    json_name(w, "search");
    json_open_object(w);
    json_int_member(w, "exports", s->exports);
    json_int_member(w, "cut", s->cut);
    json_text_member(w, "from", s->first_day == NIL ? NULL : day_text(cx, s->first_day));
    json_text_member(w, "to", s->last_day == NIL ? NULL : day_text(cx, s->last_day));
    json_int_member(w, "impressions", s->impressions);
    json_int_member(w, "clicks", s->clicks);
    json_int_member(w, "branded_impressions", s->branded_impressions);
    json_int_member(w, "branded_clicks", s->branded_clicks);
    json_name(w, "queries");
    json_open_list(w);
    for (size_t i = 0; i < s->n && shown < QUERIES_SHOWN; i++) {
        const struct query *q = &s->all[i];
        if (!q->branded)
            continue;
        shown++;
        json_open_object(w);
        json_text_member(w, "query", q->text);
        json_int_member(w, "impressions", q->impressions);
        json_int_member(w, "clicks", q->clicks);
        json_name(w, "position");
        if (q->impressions)
            json_put_real(w, (double)q->weighted / (double)q->impressions / 1000);
        else
            json_put_null(w);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

static void put_seen(struct json_writer *w, const struct seen *all, size_t n)
{
    json_name(w, "accounts");
    json_open_list(w);
    for (size_t i = 0; i < n && i < ACCOUNTS_SHOWN; i++) {
        char at[TIME_TEXT_MAX];
        time_text(all[i].at, at);
        json_open_object(w);
        json_id_member(w, "id", all[i].id);
        json_text_member(w, "name", all[i].name);
        json_text_member(w, "industry", all[i].industry);
        json_text_member(w, "audience", all[i].audience);
        json_text_member(w, "first_seen_at", at);
        json_close_object(w);
    }
    json_close_list(w);
}

/* The files that were taken most. */
static enum err put_files(struct ctx *cx, const struct metric_ask *ask, struct json_writer *w)
{
    struct metric_count *files = NULL;
    size_t n = 0;
    enum err e = metric_downloads_by_file(cx, ask, FILES_SHOWN, &files, &n);

    json_name(w, "files");
    json_open_list(w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(w);
        json_text_member(w, "file", files[i].name);
        json_int_member(w, "downloads", files[i].n);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

static enum err put_metrics(struct ctx *cx, struct db *db, const char *from, const char *to,
                            struct json_writer *w)
{
    enum err e = OK;

    json_name(w, "metrics");
    json_open_list(w);
    for (size_t i = 0; i < COUNT_OF(keys) && !e; i++) {
        struct buf one = buf_in(cx->arena);
        e = metric_json(cx, db, keys[i], from, to, NULL, &one);
        if (!e)
            json_put_raw(w, buf_text(&one));
    }
    json_close_list(w);
    return e;
}

enum err awareness_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                        struct buf *out)
{
    struct json_writer w = json_to(out);
    const struct zone *zone = NULL;
    const char *currency;
    struct searches s;
    struct direct d = {0};
    struct companies c = {0};
    struct period p;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = period_read(cx, zone, from, to, &p);
    if (!e)
        e = searches_read(cx, db, &p, &s);
    if (!e)
        e = direct_read(cx, db, &p, &d);
    if (!e)
        e = companies_read(cx, db, &p, &c);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "from", p.from);
    json_text_member(&w, "to", p.to);
    json_name(&w, "brand_terms");
    json_open_list(&w);
    for (size_t i = 0; i < s.brand.n; i++)
        json_put_text(&w, s.brand.shown[i]);
    json_close_list(&w);
    e = put_metrics(cx, db, from, to, &w);
    put_search(cx, &w, &s);
    json_name(&w, "direct");
    json_open_object(&w);
    json_int_member(&w, "visits", d.visits);
    json_int_member(&w, "known", d.known);
    json_int_member(&w, "returned", d.returned);
    json_close_object(&w);
    json_int_member(&w, "audiences", (int64_t)c.wanted_n);
    json_int_member(&w, "accounts_seen", (int64_t)c.n);
    put_seen(&w, c.all, c.n);
    if (!e)
        e = put_files(cx, &(struct metric_ask){.period = p, .zone = zone}, &w);
    json_close_object(&w);
    return e || buf_ok(out) ? e : fail_memory(cx);
}

static const char *value_text(struct ctx *cx, const struct metric *m, const struct figure *f)
{
    const char *text = "";

    if (f->known)
        text = m->unit == UNIT_COUNT ? arena_print(cx->arena, "%lld", (long long)f->whole)
                                     : arena_print(cx->arena, "%.10g", f->value);
    return text ? text : "";
}

static void put_int(struct ctx *cx, struct buf *out, int64_t n)
{
    const char *text = n == NIL ? "" : arena_print(cx->arena, "%lld", (long long)n);

    csv_put(out, text ? text : "", false);
}

enum err awareness_csv(struct ctx *cx, struct db *db, const char *from, const char *to,
                       struct buf *out)
{
    static const char *const names[] = {"metric", "label", "value", "have", "need", "reason"};
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(keys) && !e; i++) {
        const struct metric *m = metric_find(keys[i]);
        struct metric_point *points = NULL;
        const char *why;
        size_t n = 0;
        struct figure f;
        e = metric_series(cx, db, keys[i], from, to, NULL, &f, &points, &n);
        if (e)
            break;
        for (size_t k = 0; i == 0 && k < COUNT_OF(names); k++)
            csv_put(out, names[k], k == 0);
        for (size_t k = 0; i == 0 && k < n; k++)
            csv_put(out, points[k].month, false);
        if (i == 0)
            csv_end_row(out);
        csv_put(out, keys[i], true);
        csv_put(out, metric_label(cx, keys[i]), false);
        csv_put(out, value_text(cx, m, &f), false);
        put_int(cx, out, f.have);
        put_int(cx, out, f.need);
        why = figure_sentence(cx, &f);
        csv_put(out, why ? why : "", false);
        for (size_t k = 0; k < n; k++)
            csv_put(out, value_text(cx, m, &points[k].value), false);
        csv_end_row(out);
    }
    return e || buf_ok(out) ? e : fail_memory(cx);
}
