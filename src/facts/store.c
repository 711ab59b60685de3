/* store.c -- the port's face: what every engine may rely on is checked here, once. */
#include "facts/store_age.h"
#include "facts/store_turns.h"
#include "facts/store_visitors.h"

#include <stdlib.h>

static void filter_must(const struct store_filter *f)
{
    must(f->site > 0);
    must(f->kinds != NULL || f->kind_count == 0);
    must(f->subjects != NULL || f->subject_count == 0);
    must(f->accounts != NULL || f->account_count == 0);
}

void store_close(struct fact_store *st)
{
    if (st)
        st->port->close(st);
}

enum err store_append(struct ctx *cx, struct fact_store *st, const struct store_batch *b)
{
    enum err e;

    must(b->to >= b->from);
    e = st->port->append(cx, st, b);
    if (!e && b->turned_count)
        (void)atomic_fetch_add(&st->turned, 1);
    return e;
}

enum err store_position(struct ctx *cx, struct fact_store *st, const char *follower, int64_t *ret)
{
    return st->port->position(cx, st, follower, ret);
}

enum err store_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys, size_t n,
                     int64_t since_ms, bool *ret)
{
    return st->port->known(cx, st, keys, n, since_ms, ret);
}

enum err store_visits_of(struct ctx *cx, struct fact_store *st,
                         const struct store_visitor *visitors, size_t n, int64_t from_ms,
                         int64_t to_ms, struct visit **ret, size_t *ret_n)
{
    *ret = NULL;
    *ret_n = 0;
    return n ? st->port->visits_of(cx, st, visitors, n, from_ms, to_ms, ret, ret_n) : OK;
}

enum err store_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                      const struct store_visit_page *page, struct visit **ret, size_t *ret_n)
{
    filter_must(f);
    must(!f->kinds && !f->path && !f->path_starts);
    must(page->limit >= 1 && page->limit <= 1000);
    return st->port->visits(cx, st, f, page, ret, ret_n);
}

enum err store_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits, size_t n,
                      int64_t *ret_n)
{
    enum err e;

    *ret_n = 0;
    e = n ? st->port->judged(cx, st, visits, n, ret_n) : OK;
    if (!e && *ret_n)
        (void)atomic_fetch_add(&st->turned, 1);
    return e;
}

enum err store_outcomes(struct ctx *cx, struct fact_store *st, int64_t site, int64_t from_day,
                        int64_t to_day, struct store_outcome **ret, size_t *ret_n)
{
    return st->port->outcomes(cx, st, site, from_day, to_day, ret, ret_n);
}

enum err store_counts(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                      enum store_group by, int64_t limit, struct store_count **ret, size_t *ret_n)
{
    filter_must(f);
    must(limit >= 1 && limit <= 10000);
    return st->port->counts(cx, st, f, by, limit, ret, ret_n);
}

enum err store_timeline(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                        const struct store_page *page, struct fact **ret, size_t *ret_n)
{
    filter_must(f);
    must(page->limit >= 1 && page->limit <= 1000);
    return st->port->timeline(cx, st, f, page, ret, ret_n);
}

enum err store_seen(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                    struct store_seen **ret, size_t *ret_n)
{
    filter_must(f);
    return st->port->seen(cx, st, f, ret, ret_n);
}

enum err store_tally(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                     int64_t least, struct store_tallies *ret)
{
    filter_must(f);
    must(least >= 1);
    return st->port->tally(cx, st, f, least, ret);
}

void store_tallies_done(struct store_tallies *t)
{
    free(t->rows);
    *t = (struct store_tallies){0};
}

enum err store_forget(struct ctx *cx, struct fact_store *st, int64_t site, const int64_t *subjects,
                      size_t n, int64_t mask, int64_t *ret_n)
{
    must(site > 0);
    *ret_n = 0;
    return n ? st->port->forget(cx, st, site, subjects, n, mask, ret_n) : OK;
}

enum err store_compact(struct ctx *cx, struct fact_store *st)
{
    return st->port->compact(cx, st);
}

enum err store_quarters(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                        const char *follower, struct store_quarters *ret)
{
    filter_must(f);
    return st->port->quarters(cx, st, f, follower, ret);
}

void store_quarters_done(struct store_quarters *q)
{
    free(q->rows);
    *q = (struct store_quarters){0};
}

enum err store_by_ids(struct ctx *cx, struct fact_store *st, const int64_t *ids, size_t n,
                      int64_t since_ms, struct fact **ret, size_t *ret_n)
{
    must(n <= 10000);
    *ret = NULL;
    *ret_n = 0;
    return n ? st->port->by_ids(cx, st, ids, n, since_ms, ret, ret_n) : OK;
}

enum err store_stats(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                     struct stats_answer *ret)
{
    must(q->site > 0);
    must(q->metric_count > 0 && q->limit >= 1 && q->limit <= STATS_LIMIT_MAX);
    return st->port->stats(cx, st, q, ret);
}

enum err store_other_money(struct ctx *cx, struct fact_store *st, const struct stats_question *q,
                           struct stats_money **ret, size_t *ret_n)
{
    must(q->site > 0 && q->currency);
    return st->port->other_money(cx, st, q, ret, ret_n);
}

enum err store_funnel(struct ctx *cx, struct fact_store *st, const struct stats_funnel *f,
                      struct stats_steps *ret)
{
    must(f->of.site > 0);
    must(f->step_count >= 1 && f->step_count <= STATS_STEPS_MAX);
    return st->port->funnel(cx, st, f, ret);
}

enum err store_visitors(struct ctx *cx, struct fact_store *st, int64_t site,
                        const int64_t *visitors, size_t n, struct store_visitor_sum **ret,
                        size_t *ret_n)
{
    enum err e = OK;

    must(site > 0 && n <= STORE_VISITORS_MAX);
    *ret = arena_array(cx->arena, n + 1, sizeof(**ret));
    *ret_n = 0;
    if (!*ret)
        return fail_memory(cx);
    if (n)
        e = st->port->visitors(cx, st, site, visitors, n, *ret, ret_n);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

enum err store_imported(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                        struct store_imported *ret)
{
    must(site > 0);
    return st->port->imported(cx, st, site, imported, ret);
}

enum err store_drop(struct ctx *cx, struct fact_store *st, int64_t site, int64_t imported,
                    const char *follower)
{
    must(site > 0 && imported != 0);
    return st->port->drop(cx, st, site, imported, follower);
}

enum err store_returns(struct ctx *cx, struct fact_store *st, int64_t site, const char *channel,
                       int64_t from_ms, int64_t to_ms, struct store_returns *ret)
{
    must(site > 0);
    return st->port->returns(cx, st, site, channel, from_ms, to_ms, ret);
}

enum err store_age(struct ctx *cx, struct fact_store *st, const struct store_age_ask *ask,
                   struct store_aged *ret)
{
    must(ask->site > 0 && ask->before_ms > 0 && (ask->kept || !ask->kept_count));
    return st->port->age(cx, st, ask, ret);
}

enum err store_aged(struct ctx *cx, struct fact_store *st, int64_t site, struct store_aged *ret)
{
    must(site > 0);
    return st->port->aged(cx, st, site, ret);
}

uint64_t store_turn_count(struct fact_store *st)
{
    return atomic_load(&st->turned);
}

enum err store_turns(struct ctx *cx, struct fact_store *st, int64_t after, int64_t limit,
                     struct store_turn **ret, size_t *ret_n)
{
    must(limit >= 1 && limit <= STORE_TURNS_MAX);
    *ret = arena_array(cx->arena, (size_t)limit, sizeof(**ret));
    *ret_n = 0;
    return *ret ? st->port->turns(cx, st, after, limit, *ret, ret_n) : fail_memory(cx);
}

enum err store_turns_passed(struct ctx *cx, struct fact_store *st, int64_t number)
{
    return st->port->turns_passed(cx, st, number);
}

void store_rest(struct fact_store *st)
{
    st->port->rest(st);
}
