/* command_export.c -- praca export TABLE|all: records as CSV, a page at a time, so that any number passes through. */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/outfile.h"
#include "app/tables.h"
#include "app/typed.h"
#include "base/text.h"
#include "model/audit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { CURSOR_MAX = 1024 };

struct exporting {
    struct db *db;
    const struct model *model;
    struct outfile to;
    int64_t rows;
};

/* One page; *cursor is where the next begins, "" after the last. */
static enum err write_page(struct ctx *cx, struct exporting *x, char cursor[CURSOR_MAX])
{
    struct model_query q = {
        .sort = "id", .limit = MODEL_PAGE_MAX, .after = cursor[0] ? cursor : NULL};
    struct buf out = buf_in(cx->arena);
    struct model_page page;
    enum err e = model_list(cx, x->db, x->model, &q, &page);

    if (e)
        return e;
    if (!cursor[0])
        model_csv_header(&out, x->model);
    for (size_t i = 0; i < page.n; i++)
        model_csv_row(cx, &out, x->model, page.records[i]);
    if (!buf_ok(&out))
        return fail_memory(cx);
    e = outfile_add(cx, &x->to, out.bytes, out.len);
    if (e)
        return e;
    x->rows += (int64_t)page.n;
    must(!page.next || strlen(page.next) < CURSOR_MAX);
    (void)snprintf(cursor, CURSOR_MAX, "%s", page.next ? page.next : "");
    return OK;
}

static enum err write_table(struct ctx *cx, struct exporting *x)
{
    char cursor[CURSOR_MAX] = "";
    enum err e;

    x->rows = 0;
    do {
        struct arena_mark mark = arena_mark(cx->arena);
        e = write_page(cx, x, cursor);
        if (!e)
            arena_reset(cx->arena, mark);
    } while (!e && cursor[0]);
    return e;
}

/* file NULL: to the output, of which nothing is said. */
static enum err export_to(struct ctx *cx, struct exporting *x, const char *file)
{
    char count[24];
    enum err e = outfile_open(cx, file, &x->to);

    if (!e)
        e = outfile_end(cx, &x->to, write_table(cx, x));
    if (e || !file)
        return e;
    (void)snprintf(count, sizeof(count), "%lld", (long long)x->rows);
    say(cx, "cli.export_done", "count", count, "file", file, NULL);
    return OK;
}

static enum err export_all(struct ctx *cx, struct exporting *x, const char *dir)
{
    enum err e = OK;

    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return fail(cx, ERR_BROKEN, "app.mkdir", "dir", dir, "reason", strerror(errno), NULL);
    for (size_t i = 0; app_models[i] && !e; i++) {
        const char *file = arena_print(cx->arena, "%s/%s.csv", dir, app_models[i]->table);
        x->model = app_models[i];
        e = file ? export_to(cx, x, file) : fail_memory(cx);
    }
    return e;
}

/* Who took people's data out is on record, as it is when the browser does. */
static enum err note_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct exporting *x = arg;

    return audit_add(cx, db, x->model ? x->model->name : "site", NIL, "export", NULL);
}

static enum err run(struct ctx *cx, const struct instance *in, const struct args *a,
                    struct exporting *x)
{
    const char *out = args_option(a, "out");
    struct exporting whole = *x;
    enum err e = db_write(cx, in->pool, note_in, &whole);

    if (!e)
        e = db_read(cx, in->pool, &x->db);
    if (e)
        return e;
    e = x->model ? export_to(cx, x, out) : export_all(cx, x, out);
    db_return(x->db);
    return e;
}

enum err command_export(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct exporting x = {0};
    const char *out = NULL;
    struct site site;
    enum err e = OK;

    if (!a->word_count)
        return fail(cx, ERR_INVALID, "cli.export_usage", NULL);
    if (text_equal(a->words[0], "all"))
        e = args_need(cx, a, "out", &out);
    else
        e = typed_model(cx, a->words[0], &x.model);
    if (!e)
        e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = run(cx, &in, a, &x);
    instance_close(cx, &in);
    return e;
}
