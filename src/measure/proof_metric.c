/* proof_metric.c -- see proof_metric.h. */
#include "measure/proof_metric.h"

#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/metric.h"
#include "people/home.h"

#include "proof_metric_sql.h"

#include <math.h>

enum { PROOF_DAYS = 365 };

/* *ret is left alone where this process cannot ask what happened. */
static enum err measure(struct ctx *cx, struct db *db, const struct metric *m, const char *key,
                        int64_t *ret, bool *ret_asked)
{
    const struct zone *zone = NULL;
    const char *currency;
    struct figure f = {0};
    int64_t today;
    double v;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    today = day_of(zone, ctx_now(cx));
    e = metric_value(cx, db, key, day_text(cx, today - PROOF_DAYS + 1), day_text(cx, today), NULL,
                     &f);
    if (e)
        return e;
    *ret_asked = f.known || !text_equal(f.reason, "metric.no_facts");
    v = figure_number(m->unit, &f) * 1e6;
    if (*ret_asked)
        *ret = isnan(v) || fabs(v) > 9e18 ? NIL : llround(v);
    return OK;
}

enum err proof_prepare(struct ctx *cx, struct db *db, struct claim_proof *proof)
{
    const struct metric *m = metric_find(proof->metric);
    int64_t now = NIL;
    bool asked = false;
    enum err e;

    if (text_empty(proof->metric))
        return OK; /* the model says where it is needed */
    if (!m)
        return fail_field(cx, "metric", "metric.no_such", NULL);
    if (!text_equal(proof->kind, "metric"))
        return OK;
    if (text_empty(proof->comparison))
        proof->comparison = m->less_is_better ? "at_most" : "at_least";
    e = metric_check_value(cx, m, "value_micro",
                           proof->value_micro == NIL ? NAN : (double)proof->value_micro / 1e6);
    if (!e)
        e = measure(cx, db, m, proof->metric, &now, &asked);
    /* A figure that is as it was is no change of the record. */
    if (!asked)
        proof->measured_at = NIL;
    else if (proof->measured_at == NIL || now != proof->measured_micro)
        proof->measured_at = ctx_now(cx);
    proof->measured_micro = now;
    return e;
}

/* --- every day */

struct proved {
    int64_t id;
    const char *metric;
    int64_t measured;
    bool asked;
};

struct proofs {
    struct proved *all;
    size_t n;
};

static void read_proved(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct proved *)row = (struct proved){.id = db_int(st, 0), .metric = db_text_dup(cx, st, 1)};
}

static enum err read_figures(struct ctx *cx, struct db *db, struct proofs *p)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_proofs_by_metric, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*p->all), read_proved, &p->all, &p->n);
    db_done(st);
    for (size_t i = 0; i < p->n && !e; i++) {
        const struct metric *m = metric_find(p->all[i].metric);
        if (m)
            e = measure(cx, db, m, p->all[i].metric, &p->all[i].measured, &p->all[i].asked);
    }
    return e;
}

static enum err keep_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct proofs *p = arg;
    enum err e = OK;

    for (size_t i = 0; i < p->n && !e; i++) {
        struct db_stmt *st = NULL;
        if (!p->all[i].asked)
            continue;
        e = db_begin(cx, db, &SQL_proof_measured, &st);
        if (!e) {
            db_bind_int(st, "id", p->all[i].id);
            db_bind_int(st, "measured", p->all[i].measured);
            db_bind_text(st, "metric", p->all[i].metric);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e;
}

enum err proofs_measure(struct ctx *cx, struct db_pool *pool)
{
    struct proofs p = {0};
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = read_figures(cx, db, &p);
    db_return(db);
    return !e && p.n ? db_write(cx, pool, keep_in, &p) : e;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err measure_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e = db_read(cx, run->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_proof_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*sites), read_id, &sites, &n);
    db_done(st);
    db_return(db);
    cx->facts = home ? home->store : NULL;
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->site = sites[i];
        e = proofs_measure(cx, run->pool);
        if (!e)
            e = job_progress(cx, run, NULL);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

const struct job_kind proof_job_kinds[] = {
    {"measure.proofs", measure_run, MINUTES_MS(5), 3},
    {0},
};
