/* command_economics.c -- praca economics: what it cost and what came of it, without a browser.
 *
 * Models that look at touches, and how early a company was in touch, need the event store, which a running server keeps for
 * itself: they are asked of its API.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "measure/economics_report.h"

static enum err write_report(struct ctx *cx, const struct economics_report *r, const char *format)
{
    struct buf out = buf_in(cx->arena);

    if (text_equal(format, "json"))
        economics_report_json(cx, r, &out);
    else if (text_equal(format, "csv"))
        economics_report_csv(cx, r, &out);
    else
        economics_report_table(cx, r, &out);
    return print_all(cx, &out);
}

enum err command_economics(struct ctx *cx, const struct args *a)
{
    struct economics_ask ask = {.from = args_option(a, "from"),
                                .to = args_option(a, "to"),
                                .compare = args_option(a, "compare")};
    const char *format = args_option(a, "format");
    struct economics_report report;
    struct instance in = {0};
    struct db *db = NULL;
    struct site site;
    enum err e = OK;

    if (format && !text_equal(format, "table") && !text_equal(format, "json") &&
        !text_equal(format, "csv"))
        e = fail(cx, ERR_INVALID, "cli.format", "format", format, NULL);
    if (!e)
        e = economics_by_read(cx, args_option(a, "by"), &ask.by);
    if (!e)
        e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_read(cx, in.pool, &db);
    if (!e)
        e = economics_report_run(cx, db, NULL, &ask, &report);
    db_return(db);
    if (!e)
        e = write_report(cx, &report, format);
    instance_close(cx, &in);
    return e;
}
