/* command_export.c -- praca export TABLE|all: records as CSV, a page at a time, so that any number passes through.
 *
 * A file gets its name only when it is whole: who is killed in between leaves NAME.part behind and nothing else. */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/tables.h"
#include "base/text.h"
#include "model/audit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CURSOR_MAX = 1024 };

struct exporting {
    struct db *db;
    const struct model *model;
    FILE *to;
    int64_t rows;
};

static enum err write_failed(struct ctx *cx, const char *file)
{
    return fail(cx, ERR_BROKEN, "cli.file_write", "file", file, "reason", strerror(errno), NULL);
}

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
    if (fwrite(out.bytes, 1, out.len, x->to) != out.len)
        return write_failed(cx, x->model->table);
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

static enum err export_to_file(struct ctx *cx, struct exporting *x, const char *file)
{
    const char *part = arena_print(cx->arena, "%s.part", file);
    char count[24];
    enum err e;

    x->to = part ? fopen(part, "wb") : NULL;
    if (!part)
        return fail_memory(cx);
    if (!x->to)
        return write_failed(cx, part);
    e = write_table(cx, x);
    if (!e && (fflush(x->to) != 0 || fsync(fileno(x->to)) != 0))
        e = write_failed(cx, part);
    if (fclose(x->to) != 0 && !e)
        e = write_failed(cx, part);
    if (!e && rename(part, file) != 0)
        e = write_failed(cx, file);
    if (e) {
        (void)unlink(part);
        return e;
    }
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
        e = file ? export_to_file(cx, x, file) : fail_memory(cx);
    }
    return e;
}

static enum err find_model(struct ctx *cx, const char *table, const struct model **ret)
{
    struct buf all = buf_in(cx->arena);

    for (size_t i = 0; app_models[i]; i++) {
        if (text_equal(app_models[i]->table, table)) {
            *ret = app_models[i];
            return OK;
        }
        buf_print(&all, "%s%s", i ? ", " : "", app_models[i]->table);
    }
    return fail(cx, ERR_INVALID, "cli.export_table", "table", table, "tables", buf_text(&all),
                NULL);
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
    if (!x->model) {
        e = export_all(cx, x, out);
    } else if (out) {
        e = export_to_file(cx, x, out);
    } else {
        x->to = stdout;
        e = write_table(cx, x);
        if (!e && fflush(stdout) != 0)
            e = fail(cx, ERR_BROKEN, "cli.output", "reason", strerror(errno), NULL);
    }
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
        e = find_model(cx, a->words[0], &x.model);
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
