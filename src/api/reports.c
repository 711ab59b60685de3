/* reports.c -- the channel report and the rows behind each of its numbers, as JSON and CSV. */
#include "api/api_priv.h"

#include "measure/channel_report.h"
#include "measure/funnel_report.h"

struct report_run {
    struct rows_ask ask;
    struct channel_report report;
    struct report_rows rows;
    struct buf out;
};

/* NULL for what is not there or empty. */
static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err report_read(struct request *r, struct report_run *run)
{
    *run = (struct report_run){.ask.report.from = given(r, "from"),
                               .ask.report.to = given(r, "to"),
                               .out = buf_in(r->cx->arena)};
    return report_by_read(r->cx, given(r, "by"), &run->ask.report.by);
}

static enum err rows_read(struct request *r, struct report_run *run)
{
    enum err e = report_read(r, run);

    run->ask.key = given(r, "key");
    run->ask.column = given(r, "column");
    run->ask.anomaly = given(r, "anomaly");
    if (!e)
        e = api_query_limit(r, &run->ask.limit);
    return e ? e : api_query_id(r, "after", &run->ask.after);
}

static enum err report_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *run = arg;

    return channel_report_run(r->cx, db, &run->ask.report, &run->report);
}

static enum err rows_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *run = arg;

    return report_rows_read(r->cx, db, &run->ask, &run->rows);
}

static enum err rows_csv_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *run = arg;

    return report_rows_csv(r->cx, db, &run->ask, &run->out);
}

static enum err send_csv(struct request *r, struct response *ret, struct report_run *run,
                         const char *name)
{
    api_file_name(r, ret, name);
    return api_send_text(r, ret, "text/csv; charset=utf-8", &run->out);
}

static enum err channels_get(struct request *r, struct response *ret)
{
    struct report_run run;
    enum err e = report_read(r, &run);

    if (!e)
        e = api_read(r, report_in, &run);
    if (e)
        return e;
    channel_report_json(r->cx, &run.report, &run.out);
    return api_send_text(r, ret, "application/json", &run.out);
}

static enum err channels_csv_get(struct request *r, struct response *ret)
{
    struct report_run run;
    enum err e = report_read(r, &run);

    if (!e)
        e = api_read(r, report_in, &run);
    if (e)
        return e;
    channel_report_csv(r->cx, &run.report, &run.out);
    return send_csv(r, ret, &run, "channels.csv");
}

static enum err rows_get(struct request *r, struct response *ret)
{
    struct report_run run;
    enum err e = rows_read(r, &run);

    if (!e)
        e = api_read(r, rows_in, &run);
    if (e)
        return e;
    report_rows_json(r->cx, &run.rows, &run.out);
    return api_send_text(r, ret, "application/json", &run.out);
}

static enum err rows_csv_get(struct request *r, struct response *ret)
{
    struct report_run run;
    enum err e = rows_read(r, &run);

    if (!e)
        e = api_read(r, rows_csv_in, &run);
    return e ? e : send_csv(r, ret, &run, "rows.csv");
}

/* --- between the stages */

typedef enum err report_writer(struct ctx *cx, struct db *db, const char *from, const char *to,
                               struct buf *out);

struct funnel_run {
    report_writer *write;
    const char *from, *to;
    struct buf out;
};

static enum err funnel_in(struct request *r, struct db *db, void *arg)
{
    struct funnel_run *f = arg;

    return f->write(r->cx, db, f->from, f->to, &f->out);
}

static enum err funnel_send(struct request *r, struct response *ret, report_writer *write)
{
    struct funnel_run f = {.write = write,
                           .from = given(r, "from"),
                           .to = given(r, "to"),
                           .out = buf_in(r->cx->arena)};
    enum err e = api_read(r, funnel_in, &f);

    return e ? e : api_send_text(r, ret, "application/json", &f.out);
}

static enum err funnel_get(struct request *r, struct response *ret)
{
    return funnel_send(r, ret, funnel_report_json);
}

static enum err handoffs_get(struct request *r, struct response *ret)
{
    return funnel_send(r, ret, handoff_report_json);
}

const struct route report_routes[] = {
    {"GET", "/reports/funnel", MAY_READ, 0, funnel_get, ROUTE_POOL, MIB(64)},
    {"GET", "/reports/handoffs", MAY_READ, 0, handoffs_get, ROUTE_POOL, MIB(64)},
    {"GET", "/reports/channels", MAY_READ, 0, channels_get, ROUTE_POOL, MIB(64)},
    {"GET", "/reports/channels.csv", MAY_READ | MAY_EXPORT, 0, channels_csv_get, ROUTE_POOL,
     MIB(64)},
    {"GET", "/reports/channels/rows", MAY_READ, 0, rows_get, ROUTE_POOL, 0},
    {"GET", "/reports/channels/rows.csv", MAY_READ | MAY_EXPORT, 0, rows_csv_get, ROUTE_POOL,
     MIB(128)},
    {0},
};
