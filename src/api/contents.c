/* contents.c -- what each page was read and what companies that read it reached, as JSON and CSV. */
#include "api/api_priv.h"

#include "measure/content_report.h"

struct content_request {
    struct content_ask ask;
    const char *page, *column;
    enum { CONTENT_JSON, CONTENT_CSV, CONTENT_ROWS } as;
    struct buf out;
};

/* NULL for what is not there or empty. */
static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err content_in(struct request *r, struct db *db, void *arg)
{
    struct content_request *q = arg;
    struct content_report report;
    enum err e;

    if (q->as == CONTENT_ROWS)
        return content_rows_json(r->cx, db, &q->ask, q->page, q->column, &q->out);
    e = content_report_run(r->cx, db, &q->ask, &report);
    if (!e)
        (q->as == CONTENT_CSV ? content_report_csv : content_report_json)(r->cx, &report, &q->out);
    return e;
}

static enum err answer(struct request *r, struct response *ret, struct content_request *q)
{
    enum err e;

    q->ask = (struct content_ask){
        .from = given(r, "from"), .to = given(r, "to"), .rank = given(r, "rank")};
    q->page = given(r, "page");
    q->column = given(r, "column");
    q->out = buf_in(r->cx->arena);
    e = api_read(r, content_in, q);
    if (e)
        return e;
    if (q->as != CONTENT_CSV)
        return api_send_text(r, ret, "application/json", &q->out);
    api_file_name(r, ret, "content.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &q->out);
}

static enum err content_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct content_request){.as = CONTENT_JSON});
}

static enum err content_csv_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct content_request){.as = CONTENT_CSV});
}

static enum err content_rows_get(struct request *r, struct response *ret)
{
    return answer(r, ret, &(struct content_request){.as = CONTENT_ROWS});
}

const struct route content_report_routes[] = {
    {"GET", "/reports/content", MAY_READ, 0, content_get, ROUTE_POOL, MIB(128)},
    {"GET", "/reports/content.csv", MAY_READ | MAY_EXPORT, 0, content_csv_get, ROUTE_POOL,
     MIB(128)},
    {"GET", "/reports/content/rows", MAY_READ, 0, content_rows_get, ROUTE_POOL, MIB(128)},
    {0},
};
