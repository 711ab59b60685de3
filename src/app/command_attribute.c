/* command_attribute.c -- praca attribute: who brought whom, of a paths file or of a site.
 *
 * With --paths a file alone is read. With any of the site's options the companies of a site are, for which the events must be at
 * hand. While a server has them, it is asked for the same report through its socket in the data directory.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/events.h"
#include "app/instance.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/attribute.h"
#include "measure/attribution_report.h"
#include "net/client.h"

/* Its options are its own; what args.h took apart is put together again. */
static enum err of_file(struct ctx *cx, const struct args *a)
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

static const char *const site_options[] = {"site", "credit", "by", "from", "to", "window"};

static bool is_of_site(const struct args *a)
{
    for (size_t i = 0; i < COUNT_OF(site_options); i++)
        if (args_option(a, site_options[i]))
            return !args_option(a, "paths");
    return false;
}

enum format { AS_TABLE, AS_JSON, AS_CSV };

static enum err read_format(struct ctx *cx, const struct args *a, enum format *ret)
{
    static const char *const names[] = {"table", "json", "csv"};
    const char *given = args_option(a, "format");

    *ret = AS_TABLE;
    for (size_t i = 0; given && i < COUNT_OF(names); i++) {
        if (text_equal(names[i], given)) {
            *ret = (enum format)i;
            return OK;
        }
    }
    return given ? fail(cx, ERR_INVALID, "cli.format", "format", given, NULL) : OK;
}

static enum err read_days(struct ctx *cx, const struct args *a, const char *option,
                          const char *field, int64_t *ret)
{
    const char *text = args_option(a, option);

    if (text && (!text_to_int(text, ret) || *ret == 0))
        return fail_field(cx, field, "field.int", NULL);
    return OK;
}

static enum err read_ask(struct ctx *cx, const struct args *a, struct attribution_ask *ask)
{
    enum err e = attribution_credit_read(cx, args_option(a, "credit"), &ask->credit);

    ask->from = args_option(a, "from");
    ask->to = args_option(a, "to");
    if (attribution_by_read(cx, args_option(a, "by"), &ask->by) != OK)
        e = ERR_INVALID;
    if (read_days(cx, a, "window", "window", &ask->window_days) != OK)
        e = ERR_INVALID;
    if (read_days(cx, a, "half-life", "half_life", &ask->half_life_days) != OK)
        e = ERR_INVALID;
    return e;
}

static enum err write(struct ctx *cx, const struct attribution_report *r, enum format format)
{
    struct buf out = buf_in(cx->arena);
    enum err e = OK;

    if (format == AS_JSON)
        attribution_report_json(cx, r, &out);
    else if (format == AS_CSV)
        attribution_report_csv(cx, r, &out);
    else
        e = attribution_report_table(cx, r, &out);
    return e ? e : print_all(cx, &out);
}

static enum err run(struct ctx *cx, const struct instance *in, const struct attribution_ask *ask,
                    enum format format)
{
    struct attribution_report report = {0};
    struct events ev = {0};
    struct db *db = NULL;
    enum err e = events_open(cx, in, &ev);

    if (e)
        return e;
    e = events_load(cx, &ev);
    if (!e)
        e = db_read(cx, in->pool, &db);
    if (!e)
        e = attribution_report_run(cx, db, ev.store, ask, &report);
    db_return(db);
    if (!e)
        e = write(cx, &report, format);
    attribution_report_done(&report);
    events_close(&ev);
    return e;
}

/* --- beside a running server */

static void add_option(struct buf *url, const struct args *a, const char *option, const char *name)
{
    const char *text = args_option(a, option);

    if (text)
        buf_print(url, "%s=%s&", name, text);
}

/* What was read has only letters, digits and dashes, but days, which are looked at here. */
static enum err address(struct ctx *cx, const struct args *a, enum format format, const char **ret)
{
    static const char *const files[] = {".txt", "", ".csv"};
    static const char *const days[] = {"from", "to"};
    struct buf url = buf_in(cx->arena);

    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (args_option(a, days[i]) && !date_ok(args_option(a, days[i])))
            return fail_field(cx, days[i], "field.date", NULL);
    buf_print(&url, "http://praca/api/v1/reports/attribution%s?", files[format]);
    add_option(&url, a, "credit", "credit");
    add_option(&url, a, "by", "by");
    add_option(&url, a, "from", "from");
    add_option(&url, a, "to", "to");
    add_option(&url, a, "window", "window");
    add_option(&url, a, "half-life", "half_life");
    *ret = buf_ok(&url) ? buf_text(&url) : NULL;
    return *ret ? OK : fail_memory(cx);
}

static enum err tell_refusal(struct ctx *cx, const struct answer *answer)
{
    const struct json *in = NULL;
    const char *detail = "";

    if (json_parse(cx, answer->body, answer->body_bytes, &in) == OK)
        detail = json_text(json_get(in, "detail"), json_text(json_get(in, "title"), ""));
    fault_clear(cx);
    return fail(cx, answer->status < 500 ? ERR_INVALID : ERR_BUSY, "attribute.server_said", "text",
                detail, NULL);
}

static enum err ask_server(struct ctx *cx, const struct instance *in, const struct args *a,
                           enum format format)
{
    const char *socket = instance_path(cx, in, "praca.sock"), *url = NULL;
    const struct http_pair headers[] = {
        {"Praca-Site", arena_print(cx->arena, "%lld", (long long)cx->site)},
        {"Accept-Language", lang_tag(cx->lang)},
        {NULL, NULL}};
    struct client *client = NULL;
    struct answer answer = {0};
    struct buf out = buf_in(cx->arena);
    enum err e = address(cx, a, format, &url);

    if (!e)
        e = client_new(cx,
                       &(struct client_options){.unix_path = socket,
                                                .total_ms = MINUTES_MS(5),
                                                .size_max_bytes = MIB(64)},
                       &client);
    if (!e)
        e = client_fetch(cx, client, &(struct call){.url = url, .headers = headers}, &answer);
    if (!e && answer.status != 200)
        e = tell_refusal(cx, &answer);
    if (!e)
        buf_add(&out, answer.body, answer.body_bytes);
    client_free(client);
    return e ? e : print_all(cx, &out);
}

static enum err of_site(struct ctx *cx, const struct args *a)
{
    struct attribution_ask ask = {0};
    struct instance in = {0};
    enum format format;
    struct site site;
    enum err e = read_format(cx, a, &format);

    if (!e)
        e = read_ask(cx, a, &ask);
    if (!e)
        e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = run(cx, &in, &ask, format);
    if (e == ERR_CONFLICT && text_equal(cx->fault.key, "facts.locked")) {
        fault_clear(cx);
        e = ask_server(cx, &in, a, format);
    }
    instance_close(cx, &in);
    return e;
}

enum err command_attribute(struct ctx *cx, const struct args *a)
{
    return is_of_site(a) ? of_site(cx, a) : of_file(cx, a);
}
