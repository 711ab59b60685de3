/* proposal_rows.c -- see proposal.h: who stands behind a figure of what proposals come from. Of a channel, a campaign or a page that is the
 * channel report's business; of assets the leads, or the campaigns whose spend it is, are told to it by name. */
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/proposal.h"

#include <string.h>

static const char *const columns[] = {"leads", "lead_mqls",     "pipeline_minor",
                                      "won",   "revenue_minor", "spend_minor"};

static enum err only_of_asset(struct ctx *cx, struct db *db, enum asset_by by,
                              const struct rows_ask *ask, struct rows_only *ret)
{
    bool spend = text_equal(ask->column, "spend_minor");
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct asset_book book;
    struct period p;
    int64_t *ids = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = period_read(cx, zone, ask->report.from, ask->report.to, &p);
    if (!e && !p.from)
        e = fail_field(cx, "from", "field.required", NULL);
    if (!e && !p.to)
        e = fail_field(cx, "to", "field.required", NULL);
    if (!e)
        e = asset_book_read(cx, db, cx->facts, p.first, p.last, &book);
    if (e)
        return e;
    e = spend ? asset_row_campaigns(cx, &book, by, ask->key, &ids, &ret->n)
              : asset_row_leads(cx, &book, by, ask->key, &ids, &ret->n);
    asset_book_done(&book);
    ret->ids = ids;
    return e;
}

enum err proposal_rows_ask(struct ctx *cx, struct db *db, const char *dimension,
                           const struct rows_ask *ask, struct rows_ask *ret)
{
    const struct proposal_dimension *d = proposal_dimension_find(dimension ? dimension : "channel");
    const struct rows_ask in = *ask; /* ret may be it */
    struct rows_only *only = arena_alloc(cx->arena, sizeof(*only));
    bool known = false;

    if (!d)
        return fail_field(cx, "dimension", "field.choice", "choices", PROPOSAL_DIMENSIONS, NULL);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        known = known || text_equal(columns[i], in.column);
    if (!known)
        return fail_field(cx, "column", "report.no_such", NULL);
    if (!only)
        return fail_memory(cx);
    *ret = in;
    ret->report.by = d->by;
    if (!d->assets || !in.key)
        return OK;
    *only = (struct rows_only){0};
    ret->only = only;
    ret->key = NULL;
    return only_of_asset(cx, db, d->assets, &in, only);
}
