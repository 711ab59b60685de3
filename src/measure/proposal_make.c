/* proposal_make.c -- see proposal.h. From cohorts to proposals, dimension by dimension; goals that fall behind come first. */
#include "base/text.h"
#include "measure/proposal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MADE_MAX = 80, MADE_OF_GOALS = 20 };

enum err proposal_put_evidence(struct ctx *cx, struct proposal *p, const struct evidence *e)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    evidence_json(&w, e);
    p->evidence = buf_text(&out);
    return buf_ok(&out) ? OK : fail_memory(cx);
}

static struct evidence evidence_of(const struct cohorts *c, const struct judged *j, int64_t leads)
{
    struct evidence e = evidence_empty();

    e.from = c->from;
    e.to = c->to;
    e.margin = !isnan(c->margin);
    e.n[EV_LEADS] = (double)j->leads;
    e.n[EV_WON] = (double)j->won;
    e.n[EV_RATE] = j->rate;
    e.n[EV_LOW] = j->low;
    e.n[EV_HIGH] = j->high;
    e.n[EV_REST] = j->rest;
    e.n[EV_CHANCE] = j->chance;
    e.n[EV_SPEND] = j->spend;
    e.n[EV_REVENUE] = j->revenue;
    e.n[EV_RETURN_LOW] = j->return_low;
    e.n[EV_RETURN_MIDDLE] = j->return_middle;
    e.n[EV_RETURN_HIGH] = j->return_high;
    e.n[EV_CHANCE_PAYS] = j->chance_pays;
    e.n[EV_ELASTICITY] = j->elasticity;
    e.n[EV_LOOKS] = j->looks;
    e.n[EV_BAR] = j->bar;
    e.n[EV_SHARE] = leads ? (double)j->leads / (double)leads : NAN;
    return e;
}

static enum err to_proposal(struct ctx *cx, const struct cohorts *c, const char *dimension,
                            const struct judged *j, int64_t leads, double months,
                            struct proposal *p)
{
    struct evidence e = evidence_of(c, j, leads);

    e.n[EV_MONTHS] = months;
    *p = (struct proposal){.kind = proposal_kind_name(j->kind),
                           .dimension = dimension,
                           .subject = j->key,
                           .name = j->name,
                           .goal = NIL,
                           .state = "open",
                           .weight = judged_weight(j),
                           .confidence = isnan(j->confidence) ? NIL : llround(j->confidence * 1e6),
                           .decided_at = NIL,
                           .decided_by = NIL,
                           .reviewed_at = NIL};
    return proposal_put_evidence(cx, p, &e);
}

static int by_weight(const void *a, const void *b)
{
    const struct judged *x = a, *y = b;
    int64_t n = judged_weight(x), m = judged_weight(y);

    if (n != m)
        return n > m ? -1 : 1;
    return strcmp(x->key, y->key);
}

static double months_of(struct ctx *cx, const struct channel_powers *powers, const char *key)
{
    const struct channel_power *p = channel_power_find(cx, powers, key);

    return p && p->by_money.told ? (double)p->by_money.months : NAN;
}

enum err proposal_rows_read(struct ctx *cx, struct db *db, const struct proposal_dimension *d,
                            const struct channel_powers *powers,
                            const struct asset_verdicts *verdicts, struct proposal_rows *ret)
{
    const struct asset_verdict *v = &verdicts->by[d->assets];

    *ret = (struct proposal_rows){.rows = v->rows, .n = v->n, .leads = verdicts->leads};
    if (d->assets == BY_NO_ASSET)
        return powers_judge(cx, db, powers, d->by, &ret->rows, &ret->n, &ret->leads);
    ret->base = v->rows ? &v->rows[v->n] : NULL;
    return OK;
}

/* A topic or a format whose leads are those of a single asset says nothing that was not said of it. */
static bool said_already(const struct asset_verdicts *v, enum asset_by by, const struct judged *j)
{
    for (int b = BY_ASSET; b < (int)by; b++)
        for (size_t i = 0; i < v->by[b].n; i++) {
            const struct judged *x = &v->by[b].rows[i];
            if (x->leads == j->leads && x->won == j->won && x->kind == j->kind &&
                llround(x->revenue) == llround(j->revenue))
                return true;
        }
    return false;
}

static enum err make_of(struct ctx *cx, struct db *db, const struct channel_powers *powers,
                        const struct asset_verdicts *verdicts, const struct proposal_dimension *d,
                        struct proposal *to, size_t *n)
{
    size_t kinds[PROPOSAL_KINDS] = {0};
    struct proposal_rows rows;
    enum err e = proposal_rows_read(cx, db, d, powers, verdicts, &rows);

    if (e)
        return e;
    if (rows.n)
        qsort(rows.rows, rows.n, sizeof(*rows.rows), by_weight);
    for (size_t i = 0; i < rows.n && *n < MADE_MAX && !e; i++) {
        const struct judged *j = &rows.rows[i];
        double months = !d->assets && d->by == BY_CHANNEL ? months_of(cx, powers, j->key) : NAN;
        if (j->kind == PROPOSAL_FEW || said_already(verdicts, d->assets, j) ||
            (j->kind == PROPOSAL_KEEP && !d->keeps) || kinds[j->kind]++ >= d->most)
            continue;
        e = to_proposal(cx, &powers->cohorts, d->key, j, rows.leads, months, &to[(*n)++]);
    }
    return e;
}

static int by_stake(const void *a, const void *b)
{
    const struct proposal *x = a, *y = b;
    int order;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    order = strcmp(x->dimension, y->dimension);
    return order != 0 ? order : strcmp(x->subject, y->subject);
}

/* Where assets or touches are too many to be measured, the rest is said all the same; who asks for their evidence is told why. */
static enum err judge_assets(struct ctx *cx, struct db *db, const struct cohorts *c,
                             struct asset_verdicts *ret)
{
    enum err e = assets_judge(cx, db, cx->facts, c, ret);

    if (e != ERR_LIMIT || arena_full(cx->arena))
        return e;
    fault_clear(cx);
    *ret = (struct asset_verdicts){0};
    return OK;
}

enum err proposals_make(struct ctx *cx, struct db *db, struct proposal **ret, size_t *ret_n)
{
    struct proposal *all = arena_array(cx->arena, MADE_MAX, sizeof(*all));
    struct asset_verdicts verdicts;
    struct channel_powers powers;
    size_t n = 0;
    enum err e = all ? channel_powers_read(cx, db, &powers) : fail_memory(cx);

    if (!e)
        e = judge_assets(cx, db, &powers.cohorts, &verdicts);
    if (!e)
        e = proposals_of_goals(cx, db, &powers, all, MADE_OF_GOALS, &n);
    for (const struct proposal_dimension *d = proposal_dimensions; d->key && !e; d++)
        e = make_of(cx, db, &powers, &verdicts, d, all, &n);
    if (e)
        return e;
    if (n)
        qsort(all, n, sizeof(*all), by_stake);
    *ret = all;
    *ret_n = n;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
