/* store.c -- the port's face: what every engine may rely on is checked here, once. */
#include "facts/store.h"

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
    must(b->to >= b->from);
    return st->port->append(cx, st, b);
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

void store_rest(struct fact_store *st)
{
    st->port->rest(st);
}
