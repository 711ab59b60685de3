/* asset_judge.c -- see asset_judge.h. */
#include "measure/asset_judge.h"

#include <math.h>

static const uint64_t asset_seed = 20200311;

static const char *const cost_reasons[] = {[COST_KNOWN] = NULL,
                                           [COST_NONE] = "none",
                                           [COST_SHARED] = "shared",
                                           [COST_FOREIGN] = "foreign"};

static struct judged to_judge(const struct asset_row *r)
{
    return (struct judged){.key = r->key,
                           .name = r->name,
                           .leads = r->leads,
                           .won = r->won,
                           .spend = r->cost == COST_KNOWN ? (double)r->cost_minor : NAN,
                           .spend_why = cost_reasons[r->cost],
                           .revenue = (double)r->revenue_minor,
                           .amounts = r->amounts,
                           .amount_count = r->amount_count,
                           .mqls = r->mqls,
                           .pipeline = (double)r->pipeline_minor,
                           .elasticity = NAN};
}

static enum err take(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                     struct asset_verdict *ret)
{
    struct asset_row *rows = NULL;
    size_t n = 0;
    enum err e = asset_rows_of(cx, b, by, &rows, &n);

    if (e)
        return e;
    ret->rows = arena_array(cx->arena, n, sizeof(*ret->rows));
    if (!ret->rows)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        ret->rows[i] = to_judge(&rows[i]);
    ret->n = n - 1;
    ret->rows[ret->n].spend = NAN; /* of what is no asset there is no campaign */
    ret->rows[ret->n].spend_why = cost_reasons[COST_NONE];
    return OK;
}

enum err assets_judge(struct ctx *cx, struct db *db, struct fact_store *store,
                      const struct cohorts *c, struct asset_verdicts *ret)
{
    struct judge_whole whole = {0};
    struct asset_book book;
    enum err e;

    *ret = (struct asset_verdicts){0};
    if (!c->from)
        return OK;
    e = asset_book_read(cx, db, store, c->first, c->last, &book);
    if (e)
        return e;
    for (int by = BY_ASSET; by < ASSET_BYS && !e; by++)
        e = take(cx, &book, (enum asset_by)by, &ret->by[by]);
    ret->leads = whole.leads = (int64_t)book.lead_count;
    ret->assets = book.asset_count;
    ret->unmet = book.unmet;
    for (size_t i = 0; i < book.lead_count; i++)
        whole.won += book.leads[i].won_at != NIL;
    asset_book_done(&book);
    if (e)
        return e;
    for (int by = BY_ASSET; by < ASSET_BYS; by++)
        whole.looks += judge_comparable(ret->by[by].rows, ret->by[by].n, &whole);
    for (int by = BY_ASSET; by < ASSET_BYS; by++) {
        struct asset_verdict *v = &ret->by[by];
        proposal_judge_against(v->rows, v->n, &v->rows[v->n], &whole, c->margin,
                               asset_seed + (uint64_t)by);
    }
    return OK;
}
