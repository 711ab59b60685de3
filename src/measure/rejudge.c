/* rejudge.c -- see rejudge.h. */
#include "measure/rejudge.h"

#include "base/json.h"
#include "base/text.h"
#include "facts/store_age.h"
#include "measure/channel_report_priv.h"
#include "measure/judge.h"
#include "measure/period.h"
#include "people/home.h"

#include <string.h>

enum { PAGE = 1000 };

static bool same(const struct visit *a, const struct visit *b)
{
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        const struct fact_part *p = &visit_fields[i];
        if (!visit_part_is_judged(p))
            continue;
        if (p->kind == PART_TEXT   ? strcmp(part_text(a, p), part_text(b, p)) != 0
            : p->kind == PART_FLAG ? part_flag(a, p) != part_flag(b, p)
                                   : part_number(a, p) != part_number(b, p))
            return false;
    }
    return true;
}

static enum err rules_now(struct ctx *cx, struct db_pool *pool, struct judge_rules *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = judge_rules_load(cx, db, ret);
    db_return(db);
    return e;
}

/* Of what was aged nobody knows enough to judge it again. */
enum err rejudge_begin(struct ctx *cx, struct fact_store *store, struct rejudge *r)
{
    struct store_aged aged = {0};
    enum err e = store_aged(cx, store, cx->site, &aged);

    if (!e && r->after_ms < aged.before_ms - 1) {
        r->after_ms = aged.before_ms - 1;
        r->after_id = INT64_MAX;
    }
    return e;
}

enum err rejudge_page(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                      struct rejudge *r, bool *ret_more)
{
    struct store_filter all = {.site = cx->site,
                               .from_ms = r->span.from_ms,
                               .to_ms = r->span.to_ms,
                               .robots = STORE_EVERYONE};
    struct store_visit_page page = {
        .after_ms = r->after_ms, .after_id = r->after_id, .limit = PAGE};
    struct judge_rules rules;
    struct visit *visits = NULL;
    size_t n = 0, changed = 0;
    int64_t moved = 0;
    enum err e = rules_now(cx, pool, &rules);

    if (!e)
        e = store_visits(cx, store, &all, &page, &visits, &n);
    *ret_more = n == PAGE;
    if (e || n == 0)
        return e;
    r->after_ms = visits[n - 1].started_ms;
    r->after_id = visits[n - 1].id;
    for (size_t i = 0; i < n; i++) {
        struct visit v = visits[i];
        judge_anew(cx, &rules, &v);
        if (!same(&v, &visits[i]))
            visits[changed++] = v;
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    e = store_judged(cx, store, visits, changed, &moved);
    r->done += (int64_t)n;
    r->changed += (int64_t)changed;
    r->moved += moved;
    return e;
}

static int64_t number(const struct json *in, const char *name)
{
    const struct json *v = json_get(in, name);

    return v && v->kind == JSON_INT ? v->integer : 0;
}

static enum err state_read(struct ctx *cx, const char *text, struct rejudge *ret)
{
    const struct json *in = NULL;
    enum err e = text ? json_parse(cx, text, strlen(text), &in) : OK;

    if (!e && in)
        *ret = (struct rejudge){.after_ms = number(in, "after_ms"),
                                .after_id = number(in, "after_id"),
                                .done = number(in, "done"),
                                .changed = number(in, "changed"),
                                .moved = number(in, "moved"),
                                .span = {number(in, "from_ms"), number(in, "to_ms")}};
    return e;
}

static const char *state_text(struct ctx *cx, const struct rejudge *r)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_open_object(&w);
    json_int_member(&w, "done", r->done);
    json_int_member(&w, "changed", r->changed);
    json_int_member(&w, "moved", r->moved);
    json_int_member(&w, "after_ms", r->after_ms);
    json_int_member(&w, "after_id", r->after_id);
    json_int_member(&w, "from_ms", r->span.from_ms);
    json_int_member(&w, "to_ms", r->span.to_ms);
    json_close_object(&w);
    return buf_ok(&b) ? buf_text(&b) : NULL;
}

static enum err rejudge_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct rejudge r = {0};
    bool more = true;
    const char *text;
    enum err e = state_read(cx, run->job->progress ? run->job->progress : run->job->args, &r);

    if (!e && (!home || !home->store))
        return fail(cx, ERR_BUSY, "facts.stopping", NULL);
    if (!e)
        e = rejudge_begin(cx, home->store, &r);
    while (!e && more) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = rejudge_page(cx, run->pool, home->store, &r, &more);
        text = e ? NULL : state_text(cx, &r);
        if (!e)
            e = text ? job_progress(cx, run, text) : fail_memory(cx);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e)
        run->result = state_text(cx, &r);
    return e;
}

enum err rejudge_span_read(struct ctx *cx, struct db *db, const char *from, const char *to,
                           struct rejudge_span *ret)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct period p;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = period_read(cx, zone, text_empty(from) ? NULL : from, text_empty(to) ? NULL : to, &p);
    if (!e)
        *ret = (struct rejudge_span){p.from ? p.from_at : 0, p.to ? p.until_at : 0};
    return e;
}

enum err rejudge_add(struct ctx *cx, struct db *db, const struct rejudge_span *span,
                     int64_t *ret_job)
{
    struct job_new job = {.site = cx->site,
                          .kind = "measure.rejudge",
                          .args = state_text(cx, &(struct rejudge){.span = *span}),
                          .only_one = "rejudge"};

    return job.args ? job_add(cx, db, &job, ret_job) : fail_memory(cx);
}

const struct job_kind rejudge_job_kinds[] = {
    {"measure.rejudge", rejudge_run, MINUTES_MS(2), 20},
    {0},
};
