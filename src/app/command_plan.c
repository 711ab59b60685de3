/* command_plan.c -- praca plan show|check|export: the road of a plan and all that it holds, without a browser.
 *
 * Everything is read from the relational store, which a running server shares, so nothing has to be asked of it. The check ends
 * with 1 when a required answer is missing or the data speak against one, so that a script can tell. */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/tables.h"
#include "base/text.h"
#include "measure/road.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct planning {
    const char *format, *table, *out;
    int64_t plan; /* 0: the one in force */
    struct db *db;
};

static enum err show(struct ctx *cx, struct planning *x)
{
    struct buf out = buf_in(cx->arena);
    struct road r;
    enum err e = road_read(cx, x->db, x->plan, &r);

    if (e)
        return e;
    if (text_equal(x->format, "json"))
        road_json(cx, &r, &out);
    else if (text_equal(x->format, "csv"))
        road_csv(cx, &r, &out);
    else
        road_table(cx, &r, &out);
    return print_all(cx, &out);
}

static enum err check(struct ctx *cx, struct planning *x)
{
    struct buf out = buf_in(cx->arena);
    struct road r;
    size_t n = 0;
    enum err e = road_read(cx, x->db, x->plan, &r);

    if (e)
        return e;
    n = road_check(cx, &r, &out);
    e = print_all(cx, &out);
    if (e)
        return e;
    if (n)
        return fail(cx, ERR_CONFLICT, "road.check_failed", "count",
                    arena_print(cx->arena, "%zu", n), NULL);
    say(cx, "road.check_passed", NULL);
    return OK;
}

/* --- export ------------------------------------------------------------------------------------ */

static enum err csv_of(struct ctx *cx, const struct planning *x, const struct model *m,
                       struct buf *out)
{
    bool is_plan = m == &plan_model;
    struct model_query q = {.sort = "id", .limit = MODEL_PAGE_MAX};
    struct model_page page = {0};
    void *plan = NULL;
    enum err e = OK;

    model_csv_header(out, m);
    if (is_plan) {
        e = model_get(cx, x->db, m, x->plan, &plan);
        if (!e)
            model_csv_row(cx, out, m, plan);
        return e;
    }
    e = model_query_add(cx, m, "plan", arena_print(cx->arena, "%" PRId64, x->plan), &q);
    do {
        if (!e)
            e = model_list(cx, x->db, m, &q, &page);
        for (size_t i = 0; i < page.n && !e; i++)
            model_csv_row(cx, out, m, page.records[i]);
        q.after = page.next;
    } while (!e && page.next);
    return e;
}

static enum err write_file(struct ctx *cx, const char *file, const struct buf *out)
{
    FILE *f;
    bool ok;

    if (!buf_ok(out) || !file)
        return fail_memory(cx);
    f = fopen(file, "wb");
    ok = f && fwrite(out->bytes, 1, out->len, f) == out->len;
    if ((f && fclose(f) != 0) || !ok)
        return fail(cx, ERR_BROKEN, "cli.file_write", "file", file, "reason", strerror(errno),
                    NULL);
    return OK;
}

static bool is_exported(const struct model *m)
{
    return m == &plan_model || road_of_plan(m);
}

static enum err export_table(struct ctx *cx, const struct planning *x)
{
    struct buf out = buf_in(cx->arena), known = buf_in(cx->arena);

    for (size_t i = 0; app_models[i]; i++) {
        enum err e;
        if (!is_exported(app_models[i]))
            continue;
        if (!text_equal(app_models[i]->table, x->table)) {
            buf_print(&known, "%s%s", known.len ? ", " : "", app_models[i]->table);
            continue;
        }
        e = csv_of(cx, x, app_models[i], &out);
        if (e)
            return e;
        return x->out ? write_file(cx, x->out, &out) : print_all(cx, &out);
    }
    return fail(cx, ERR_INVALID, "cli.export_table", "table", x->table, "tables", buf_text(&known),
                NULL);
}

/* A file for each table. */
static enum err export_tables(struct ctx *cx, const struct planning *x)
{
    enum err e = OK;

    if (!x->out)
        return fail(cx, ERR_INVALID, "cli.plan_csv", NULL);
    if (mkdir(x->out, 0700) != 0 && errno != EEXIST)
        return fail(cx, ERR_BROKEN, "app.mkdir", "dir", x->out, "reason", strerror(errno), NULL);
    for (size_t i = 0; app_models[i] && !e; i++) {
        struct buf out = buf_in(cx->arena);
        if (!is_exported(app_models[i]))
            continue;
        e = csv_of(cx, x, app_models[i], &out);
        if (!e)
            e = write_file(cx, arena_print(cx->arena, "%s/%s.csv", x->out, app_models[i]->table),
                           &out);
    }
    return e;
}

static enum err export_plan(struct ctx *cx, struct planning *x)
{
    struct buf out = buf_in(cx->arena);
    enum err e;

    if (x->table)
        return export_table(cx, x);
    if (text_equal(x->format, "csv"))
        return export_tables(cx, x);
    e = road_export(cx, x->db, x->plan, app_models, &out);
    if (e)
        return e;
    return x->out ? write_file(cx, x->out, &out) : print_all(cx, &out);
}

/* --- the command ------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum err (*run)(struct ctx *cx, struct planning *x);
    const char *formats; /* apart by spaces */
} verbs[] = {
    {"show", show, " table json csv "},
    {"check", check, " table "},
    {"export", export_plan, " json csv "},
};

static enum err format_check(struct ctx *cx, const char *format, const char *formats)
{
    const char *wanted = format ? arena_print(cx->arena, " %s ", format) : NULL;

    return !wanted || strstr(formats, wanted)
               ? OK
               : fail(cx, ERR_INVALID, "cli.format", "format", format, NULL);
}

static enum err run(struct ctx *cx, const struct args *a, size_t verb, struct planning *x)
{
    struct instance in = {0};
    struct site site;
    enum err e = instance_open(cx, a, 0, &in);

    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_read(cx, in.pool, &x->db);
    if (!e && !x->plan)
        e = road_plan_now(cx, x->db, &x->plan);
    if (!e)
        e = verbs[verb].run(cx, x);
    db_return(x->db);
    instance_close(cx, &in);
    return e;
}

enum err command_plan(struct ctx *cx, const struct args *a)
{
    struct planning x = {.format = args_option(a, "format"),
                         .table = args_option(a, "table"),
                         .out = args_option(a, "out")};
    const char *plan = args_option(a, "plan");
    size_t verb = 0;
    enum err e;

    while (verb < COUNT_OF(verbs) && (!a->word_count || !text_equal(a->words[0], verbs[verb].word)))
        verb++;
    if (verb == COUNT_OF(verbs) || (plan && !id_read(plan, &x.plan)))
        return fail(cx, ERR_INVALID, "cli.plan_words", NULL);
    e = format_check(cx, x.format, verbs[verb].formats);
    return e ? e : run(cx, a, verb, &x);
}
