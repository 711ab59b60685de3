/* economics.c -- what each channel, campaign, segment and month cost and brought, and what became of each month's leads. */
#include "api/api_priv.h"

#include "measure/economics_report.h"

struct economics_request {
    struct economics_ask ask;
    const char *of;
    bool csv;
    struct buf out;
};

/* NULL for what is not there or empty. */
static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err report_in(struct request *r, struct db *db, void *arg)
{
    struct economics_request *q = arg;
    struct economics_report report;
    enum err e = economics_report_run(r->cx, db, r->cx->facts, &q->ask, &report);

    if (!e && q->csv)
        economics_report_csv(r->cx, &report, &q->out);
    else if (!e)
        economics_report_json(r->cx, &report, &q->out);
    return e;
}

static enum err answer(struct request *r, struct response *ret, bool csv)
{
    struct economics_request q = {.ask = {.from = given(r, "from"),
                                          .to = given(r, "to"),
                                          .compare = given(r, "compare"),
                                          .model = given(r, "model")},
                                  .csv = csv,
                                  .out = buf_in(r->cx->arena)};
    enum err e = api_query_among(r, " by from to compare model ");

    if (!e)
        e = economics_by_read(r->cx, given(r, "by"), &q.ask.by);
    if (!e)
        e = api_read(r, report_in, &q);
    if (e)
        return e;
    if (!csv)
        return api_send_text(r, ret, "application/json", &q.out);
    api_file_name(r, ret, "economics.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &q.out);
}

static enum err economics_get(struct request *r, struct response *ret)
{
    return answer(r, ret, false);
}

static enum err economics_csv_get(struct request *r, struct response *ret)
{
    return answer(r, ret, true);
}

static enum err cohorts_in(struct request *r, struct db *db, void *arg)
{
    struct economics_request *q = arg;

    return economics_cohorts_json(r->cx, db, q->of, q->ask.to, &q->out);
}

static enum err cohorts_get(struct request *r, struct response *ret)
{
    struct economics_request q = {
        .ask.to = given(r, "to"), .of = given(r, "of"), .out = buf_in(r->cx->arena)};
    enum err e = api_query_among(r, " of to ");

    if (!e)
        e = api_read(r, cohorts_in, &q);
    return e ? e : api_send_text(r, ret, "application/json", &q.out);
}

const struct route economics_routes[] = {
    {"GET", "/economics", MAY_READ, 0, economics_get, ROUTE_POOL, MIB(128)},
    {"GET", "/economics.csv", MAY_READ | MAY_EXPORT, 0, economics_csv_get, ROUTE_POOL, MIB(128)},
    {"GET", "/economics/cohorts", MAY_READ, 0, cohorts_get, ROUTE_POOL, MIB(64)},
    {0},
};
