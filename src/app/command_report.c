/* command_report.c -- praca report channels and praca attribute: the numbers, without a browser. */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/attribute.h"
#include "measure/channel_report.h"

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

enum err command_report(struct ctx *cx, const struct args *a)
{
    struct report_ask ask = {.from = args_option(a, "from"), .to = args_option(a, "to")};
    struct buf out = buf_in(cx->arena);
    enum report_format format;
    struct channel_report report;
    struct instance in = {0};
    struct db *db = NULL;
    struct site site;
    enum err e = OK;

    if (!a->word_count || !text_equal(a->words[0], "channels"))
        return fail(cx, ERR_INVALID, "cli.report_usage", NULL);
    e = read_format(cx, a, &format);
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

/* Its options are its own; what args.h took apart is put together again. */
enum err command_attribute(struct ctx *cx, const struct args *a)
{
    const char *words[2 * ARGS_OPTIONS_MAX];
    struct buf out = buf_in(cx->arena);
    struct attribute_options o = {0};
    int n = 0;
    enum err e;

    for (size_t i = 0; i < a->option_count; i++) {
        if (text_equal(a->options[i].name, "data") || text_equal(a->options[i].name, "lang"))
            continue;
        words[n++] = arena_print(cx->arena, "--%s=%s", a->options[i].name, a->options[i].value);
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    e = attribute_options_read(cx, n, (char *const *)(const void *)words, &o);
    if (!e)
        e = attribute_command(cx, &o, &out);
    return e ? e : print_all(cx, &out);
}
