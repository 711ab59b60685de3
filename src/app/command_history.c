/* command_history.c -- praca import visits|searches FILE: visits and searches from before.
 *
 * The event store belongs to one process. When a server has it, the file is handed to that server, and this waits and tells how far it
 * is; otherwise it is read here. An import that was killed is found again by its file, and goes on.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/events.h"
#include "app/instance.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/history_import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { COPY_BYTES = 256 * 1024, LOOK_MS = 300, REFUSALS_SHOWN = 20 };

struct asked {
    const struct instance *in;
    const struct args *a;
    const char *path;
    const struct json *options;
    struct history_import import;
    enum history_errand what;
};

static const char *number(struct ctx *cx, int64_t n)
{
    const char *text = arena_print(cx->arena, "%" PRId64, n);

    return text ? text : "";
}

static enum err read_options(struct ctx *cx, const struct args *a, const struct json **ret)
{
    static const char *const names[] = {"host", "zone", "from", "to", "report"};
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (args_option(a, names[i]))
            json_text_member(&w, names[i], args_option(a, names[i]));
    json_bool_member(&w, "overlap", args_flag(a, "overlap"));
    json_close_object(&w);
    return buf_ok(&out) ? json_parse(cx, out.bytes, out.len, ret) : fail_memory(cx);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct asked *k = arg;
    enum err e = OK;

    if (k->what == HISTORY_RUN)
        e = history_check_file(cx, db, &k->import);
    return e ? e : history_add(cx, db, k->options, &k->import);
}

/* The one that was begun and killed, or a new one. */
static enum err find_or_add(struct ctx *cx, struct asked *k)
{
    struct history_import begun;
    struct db *db = NULL;
    bool found = false;
    enum err e = db_read(cx, k->in->pool, &db);

    if (!e && k->what == HISTORY_RUN)
        e = history_find_begun(cx, db, &k->import, &begun, &found);
    db_return(db);
    if (!e && found)
        k->import = begun;
    else if (!e)
        e = db_write(cx, k->in->pool, add_in, k);
    return e;
}

static enum err look(struct ctx *cx, struct asked *k)
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->in->pool, &db);

    if (!e)
        e = history_get(cx, db, k->import.id, &k->import);
    db_return(db);
    return e;
}

/* --- here */

static enum err work(struct ctx *cx, struct asked *k, struct fact_store *store)
{
    struct history_work w = {.pool = k->in->pool, .store = store, .path = k->path};

    if (k->what == HISTORY_UNDO)
        return history_undo(cx, &w, k->import.id);
    return k->what == HISTORY_TRY ? history_simulate(cx, &w, k->import.id)
                                  : history_run(cx, &w, k->import.id);
}

/* --- by the server */

static enum err copy_file(struct ctx *cx, const char *from, const char *to)
{
    char *block = arena_alloc(cx->arena, COPY_BYTES);
    FILE *in = block ? fopen(from, "rb") : NULL, *out = in ? fopen(to, "wb") : NULL;
    bool ok = out != NULL;
    size_t n;

    while (ok && (n = fread(block, 1, COPY_BYTES, in)) > 0)
        ok = fwrite(block, 1, n, out) == n;
    ok = ok && !ferror(in);
    if (in)
        (void)fclose(in);
    if (out && fclose(out) != 0)
        ok = false;
    return ok ? OK : fail(cx, ERR_BROKEN, "cli.file", "file", to, "reason", strerror(errno), NULL);
}

static enum err queue_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct asked *k = arg;

    return history_queue(cx, db, k->import.id, k->what);
}

static bool is_under_way(const char *state)
{
    return text_equal(state, "simulating") || text_equal(state, "running") ||
           text_equal(state, "undoing");
}

static enum err wait_for(struct ctx *cx, struct asked *k)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    enum err e = OK;

    do {
        struct arena_mark mark = arena_mark(cx->arena);
        int64_t id = k->import.id;
        (void)nanosleep(&pause, NULL);
        e = look(cx, k);
        if (!e && is_under_way(k->import.state)) {
            arena_reset(cx->arena, mark);
            k->import = (struct history_import){.id = id, .state = "running"};
        }
    } while (!e && is_under_way(k->import.state));
    if (!e && text_equal(k->import.state, "failed"))
        e = fail(cx, ERR_INVALID, k->import.error ? k->import.error : "history.failed", NULL);
    return e;
}

static enum err by_server(struct ctx *cx, struct asked *k)
{
    const char *dir = instance_path(cx, k->in, "uploads");
    const char *to = dir ? history_file(cx, dir, k->import.id) : NULL;
    enum err e = to ? OK : fail_memory(cx);

    if (!e && k->what != HISTORY_UNDO)
        e = copy_file(cx, k->path, to);
    if (!e)
        e = db_write(cx, k->in->pool, queue_in, k);
    if (e)
        return e;
    say(cx, "cli.history_asked", "id", number(cx, k->import.id), NULL);
    (void)fflush(stdout);
    return wait_for(cx, k);
}

static enum err carry_out(struct ctx *cx, struct asked *k)
{
    struct events ev = {0};
    enum err e = events_open(cx, k->in, &ev);

    if (e == ERR_CONFLICT) { /* a server has the store */
        fault_clear(cx);
        return by_server(cx, k);
    }
    if (!e)
        e = events_load(cx, &ev); /* where measuring begins is asked of the store */
    if (!e)
        e = work(cx, k, ev.store);
    events_close(&ev);
    return e;
}

/* --- what came of it */

static enum err print_refusals(struct ctx *cx, const struct asked *k)
{
    struct buf out = buf_in(cx->arena);
    struct db *db = NULL;
    int lines = 0;
    enum err e = db_read(cx, k->in->pool, &db);

    if (!e)
        e = history_refusals_csv(cx, db, k->import.id, &out);
    db_return(db);
    for (const char *p = e ? "" : out.bytes; *p && lines <= REFUSALS_SHOWN; lines++) {
        size_t n = strcspn(p, "\n");
        (void)fprintf(stderr, "  %.*s\n", (int)(n && p[n - 1] == '\r' ? n - 1 : n), p);
        p += n + (p[n] == '\n');
    }
    return e;
}

static enum err tell(struct ctx *cx, struct asked *k)
{
    const struct history_import *h = &k->import;
    const struct {
        const char *key;
        int64_t n;
    } counts[] = {{"cli.history_rows", h->rows},         {"cli.history_taken", h->taken},
                  {"cli.history_visits", h->visits},     {"cli.history_robots", h->robots},
                  {"cli.history_totals", h->totals},     {"cli.history_covered", h->covered},
                  {"cli.history_outside", h->outside},   {"cli.history_assets", h->assets},
                  {"cli.history_failures", h->failures}, {"cli.history_others", h->others},
                  {"cli.history_refused", h->refused}};

    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (counts[i].n || i < 2)
            say(cx, counts[i].key, "count", number(cx, counts[i].n), NULL);
    if (k->what == HISTORY_TRY)
        say(cx, "cli.import_dry", NULL);
    else
        say(cx, "cli.history_done", "id", number(cx, h->id), NULL);
    return h->refused ? print_refusals(cx, k) : OK;
}

static enum err take_in(struct ctx *cx, struct asked *k)
{
    const char *slash = strrchr(k->path, '/');
    const char *format =
        text_equal(k->a->words[0], "searches") ? "search" : args_option(k->a, "format");
    FILE *f = fopen(k->path, "rb");
    enum err e;

    if (!f)
        return fail(cx, ERR_NOTFOUND, "cli.file", "file", k->path, "reason", strerror(errno), NULL);
    (void)fclose(f);
    e = history_probe(cx, k->path, format, &k->import);
    k->import.name = slash ? slash + 1 : k->path;
    k->what = args_flag(k->a, "dry-run") ? HISTORY_TRY : HISTORY_RUN;
    if (!e)
        e = read_options(cx, k->a, &k->options);
    if (!e)
        e = find_or_add(cx, k);
    if (!e)
        e = carry_out(cx, k);
    if (!e)
        e = look(cx, k);
    return e ? e : tell(cx, k);
}

static enum err take_back(struct ctx *cx, struct asked *k)
{
    enum err e = OK;

    k->what = HISTORY_UNDO;
    if (!id_read(k->path, &k->import.id))
        return fail(cx, ERR_INVALID, "cli.history_undo_usage", NULL);
    e = look(cx, k);
    if (!e)
        e = carry_out(cx, k);
    if (!e)
        say(cx, "cli.history_undone", NULL);
    return e;
}

enum err command_history(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct asked k = {.in = &in, .a = a};
    struct site site;
    enum err e;

    if (a->word_count < 2)
        return fail(cx, ERR_INVALID, "cli.history_usage", NULL);
    k.path = a->words[1];
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = args_flag(a, "undo") ? take_back(cx, &k) : take_in(cx, &k);
    instance_close(cx, &in);
    return e;
}
