/* command_report.c -- praca report channels: the numbers, without a browser. What was saved: command_saved_report.c. */
#include "app/command_report.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/awareness.h"
#include "measure/channel_report.h"
#include "measure/metric_text.h"

#include <stdio.h>

enum report_format { REPORT_TABLE, REPORT_JSON, REPORT_CSV };

static enum err read_format(struct ctx *cx, const struct args *a, enum report_format *ret)
{
    static const char *const names[] = {"table", "json", "csv"};
    const char *given = args_option(a, "format");

    *ret = REPORT_TABLE;
    for (size_t i = 0; given && i < COUNT_OF(names); i++) {
        if (text_equal(names[i], given)) {
            *ret = (enum report_format)i;
            return OK;
        }
    }
    return given ? fail(cx, ERR_INVALID, "cli.format", "format", given, NULL) : OK;
}

static enum err write_report(struct ctx *cx, const struct channel_report *r,
                             enum report_format format, struct buf *out)
{
    if (format == REPORT_JSON)
        channel_report_json(cx, r, out);
    else if (format == REPORT_CSV)
        channel_report_csv(cx, r, out);
    else
        channel_report_table(cx, r, out);
    return print_all(cx, out);
}

/* Label and value of each, or why there is none. */
static enum err awareness_table(struct ctx *cx, struct db *db, const struct args *a)
{
    static const char *const keys[] = {"branded_search", "branded_clicks", "branded_position",
                                       "direct_return", "target_accounts_seen"};
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(keys) && !e; i++) {
        struct figure f;
        e = metric_value(cx, db, keys[i], args_option(a, "from"), args_option(a, "to"), NULL, &f);
        if (!e)
            (void)printf("%s: %s\n", metric_label(cx, keys[i]),
                         f.known ? figure_text(cx, NULL, metric_find(keys[i])->unit, &f)
                                 : figure_sentence(cx, &f));
    }
    return e;
}

static enum err awareness(struct ctx *cx, const struct args *a, enum report_format format)
{
    const char *from = args_option(a, "from"), *to = args_option(a, "to");
    struct buf out = buf_in(cx->arena);
    struct instance in = {0};
    struct db *db = NULL;
    struct site site;
    enum err e = instance_open(cx, a, 0, &in);

    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_read(cx, in.pool, &db);
    if (!e)
        e = format == REPORT_TABLE  ? awareness_table(cx, db, a)
            : format == REPORT_JSON ? awareness_json(cx, db, from, to, &out)
                                    : awareness_csv(cx, db, from, to, &out);
    db_return(db);
    if (!e && format != REPORT_TABLE)
        e = print_all(cx, &out);
    instance_close(cx, &in);
    return e;
}

enum err command_report(struct ctx *cx, const struct args *a)
{
    struct report_ask ask = {.from = args_option(a, "from"), .to = args_option(a, "to")};
    struct buf out = buf_in(cx->arena);
    enum report_format format;
    struct channel_report report;
    struct instance in = {0};
    struct db *db = NULL;
    struct site site;
    bool brand = a->word_count && text_equal(a->words[0], "awareness");
    enum err e;

    if (a->word_count != 1 || (!brand && !text_equal(a->words[0], "channels")))
        return command_saved_report(cx, a);
    e = read_format(cx, a, &format);
    if (!e && brand)
        return awareness(cx, a, format);
    if (!e)
        e = report_by_read(cx, args_option(a, "by"), &ask.by);
    if (!e)
        e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_read(cx, in.pool, &db);
    if (!e)
        e = channel_report_run(cx, db, &ask, &report);
    db_return(db);
    if (!e)
        e = write_report(cx, &report, format, &out);
    instance_close(cx, &in);
    return e;
}
