/* attributions.c -- what brought companies, and the touches behind each number, as JSON and CSV. */
#include "api/api_priv.h"

#include "measure/attribution_report.h"

struct attribution_request {
    struct attribution_ask ask;
    struct attribution_rows_ask rows;
    struct buf out;
    enum { AS_JSON, AS_CSV, AS_TABLE, ROWS_AS_JSON, ROWS_AS_CSV } as;
};

/* NULL for what is not there or empty. */
static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

/* 0 when not given; what is no number is a wrong field. */
static enum err read_days(struct request *r, const char *name, int64_t *ret)
{
    const char *text = given(r, name);

    *ret = 0;
    if (text && (!text_to_int(text, ret) || *ret == 0))
        return fail_field(r->cx, name, "field.int", NULL);
    return OK;
}

static enum err ask_read(struct request *r, struct attribution_request *q)
{
    const char *model = given(r, "model");
    enum err e = attribution_credit_read(r->cx, given(r, "credit"), &q->ask.credit);

    q->ask.from = given(r, "from");
    q->ask.to = given(r, "to");
    q->ask.no_sales = text_equal(given(r, "sales"), "false");
    if (attribution_by_read(r->cx, given(r, "by"), &q->ask.by) != OK)
        e = ERR_INVALID;
    if (read_days(r, "window", &q->ask.window_days) != OK)
        e = ERR_INVALID;
    if (read_days(r, "half_life", &q->ask.half_life_days) != OK)
        e = ERR_INVALID;
    q->rows.model = ATTRIBUTION_FIRST;
    if (model && !attribution_model_find(model, &q->rows.model))
        e = attribution_model_wrong(r->cx, "model");
    return e;
}

/* key "" or none: the conversions without a touch. heard "(none)": of those who said nothing. */
static enum err rows_read(struct request *r, struct attribution_request *q)
{
    enum err e = api_query_limit(r, &q->rows.limit);

    q->rows.key = given(r, "key");
    q->rows.heard = given(r, "heard");
    if (!e)
        e = api_query_id(r, "after", &q->rows.after);
    return e;
}

static enum err attribution_in(struct request *r, struct db *db, void *arg)
{
    struct attribution_request *q = arg;
    struct attribution_report report;
    struct attribution_rows rows = {0};
    enum err e = attribution_report_run(r->cx, db, api_of(r)->facts, &q->ask, &report);

    if (e)
        return e;
    if (q->as == AS_JSON)
        attribution_report_json(r->cx, &report, &q->out);
    else if (q->as == AS_CSV)
        attribution_report_csv(r->cx, &report, &q->out);
    else if (q->as == AS_TABLE)
        e = attribution_report_table(r->cx, &report, &q->out);
    else if (q->as == ROWS_AS_CSV)
        e = attribution_rows_csv(r->cx, db, &report, &q->rows, &q->out);
    else if (!(e = attribution_rows(r->cx, &report, &q->rows, &rows)))
        e = attribution_rows_json(r->cx, db, &report, &rows, &q->out);
    attribution_report_done(&report);
    return e;
}

static enum err answer(struct request *r, struct response *ret, struct attribution_request *q,
                       const char *file)
{
    enum err e = api_query_among(
        r, q->as >= ROWS_AS_JSON
               ? " credit by from to sales window half_life model key heard limit after "
               : " credit by from to sales window half_life model ");

    if (!e)
        e = ask_read(r, q);
    if (!e && q->as >= ROWS_AS_JSON)
        e = rows_read(r, q);
    q->out = buf_in(r->cx->arena);
    if (!e)
        e = api_read(r, attribution_in, q);
    if (e)
        return e;
    if (!file)
        return api_send_text(
            r, ret, q->as == AS_TABLE ? "text/plain; charset=utf-8" : "application/json", &q->out);
    api_file_name(r, ret, file);
    return api_send_text(r, ret, "text/csv; charset=utf-8", &q->out);
}

static enum err report_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct attribution_request){.as = AS_JSON}, NULL);
}

static enum err report_csv_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct attribution_request){.as = AS_CSV}, "attribution.csv");
}

/* As the command line shows it, which asks for it here while the server has the events. */
static enum err report_table_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct attribution_request){.as = AS_TABLE}, NULL);
}

static enum err rows_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct attribution_request){.as = ROWS_AS_JSON}, NULL);
}

static enum err rows_csv_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct attribution_request){.as = ROWS_AS_CSV}, "attribution_rows.csv");
}

const struct route attribution_routes[] = {
    {"GET", "/reports/attribution", MAY_READ, 0, report_get, ROUTE_POOL | ROUTE_OPERATOR, MIB(256)},
    {"GET", "/reports/attribution.csv", MAY_READ | MAY_EXPORT, 0, report_csv_get,
     ROUTE_POOL | ROUTE_OPERATOR, MIB(256)},
    {"GET", "/reports/attribution.txt", MAY_READ | MAY_EXPORT, 0, report_table_get,
     ROUTE_POOL | ROUTE_OPERATOR, MIB(256)},
    {"GET", "/reports/attribution/rows", MAY_READ, 0, rows_get, ROUTE_POOL, MIB(256)},
    {"GET", "/reports/attribution/rows.csv", MAY_READ | MAY_EXPORT, 0, rows_csv_get, ROUTE_POOL,
     MIB(384)},
    {0},
};
