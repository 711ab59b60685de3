/* command_import.c -- praca import accounts|leads|deals|spend FILE --map M: the same import as in the browser.
 *
 * Everything is tried first and wrong rows stop it before anything changed, unless --skip-bad-rows. An import that was
 * killed is found again by its file and map, and goes on.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/verb.h"
#include "base/message.h"
#include "base/text.h"
#include "people/import.h"
#include "people/import_jobs.h"
#include "people/spend_export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAP_MAX_BYTES = 256 * 1024, ERRORS_SHOWN = 20 };

static enum err read_map(struct ctx *cx, const char *path, const struct json **ret)
{
    char *bytes = arena_alloc(cx->arena, MAP_MAX_BYTES);
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f)
        return fail(cx, ERR_NOTFOUND, "cli.file", "file", path, "reason", strerror(errno), NULL);
    n = bytes ? fread(bytes, 1, MAP_MAX_BYTES, f) : 0;
    (void)fclose(f);
    if (!bytes)
        return fail_memory(cx);
    if (n == MAP_MAX_BYTES)
        return fail(cx, ERR_INVALID, "cli.map_size", "file", path, NULL);
    return json_parse(cx, bytes, n, ret);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

/* The one that was begun and killed, or a new one. */
static enum err find_or_add(struct ctx *cx, const struct instance *in, bool dry,
                            struct import *import)
{
    struct import begun;
    struct db *db = NULL;
    bool found = false;
    enum err e = OK;

    if (dry) /* a trial of its own: what was begun goes on another time */
        return db_write(cx, in->pool, add_in, import);
    e = db_read(cx, in->pool, &db);
    if (!e)
        e = import_find_begun(cx, db, import, &begun, &found);
    db_return(db);
    if (!e && found)
        *import = begun;
    else if (!e)
        e = db_write(cx, in->pool, add_in, import);
    return e;
}

static void say_count(struct ctx *cx, const char *key, int64_t n)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)n);
    say(cx, key, "count", text, NULL);
}

static enum err print_errors(struct ctx *cx, struct db *db, int64_t id)
{
    const char *row_word = message(cx->arena, cx->lang, "import.csv_row", NULL, 0);
    const char *line_word = message(cx->arena, cx->lang, "import.csv_line", NULL, 0);
    struct import_error *all = NULL;
    size_t n = 0;
    enum err e = import_errors(cx, db, id, ERRORS_SHOWN, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const char *text = import_error_text(cx, &all[i]);
        if (!all[i].field[0]) /* of the file itself: its sentence names the line */
            (void)fprintf(stderr, "  %s\n", text);
        else
            (void)fprintf(stderr, "  %s %lld (%s %lld), %s: %s\n", row_word, (long long)all[i].row,
                          line_word, (long long)all[i].line, all[i].field, text);
    }
    return e;
}

static void print_overlaps(const struct json *list)
{
    for (const struct json *o = list ? list->first : NULL; o; o = o->next) {
        const char *currency = json_text(json_get(o, "currency"), "");
        (void)printf("    %s: %s/%s %.2f %s, %s/%s %.2f %s\n", json_text(json_get(o, "name"), ""),
                     json_text(json_get(o, "first"), ""), json_text(json_get(o, "last"), ""),
                     (double)json_int(json_get(o, "amount_minor"), 0) / 100, currency,
                     json_text(json_get(o, "others_first"), ""),
                     json_text(json_get(o, "others_last"), ""),
                     (double)json_int(json_get(o, "others_minor"), 0) / 100, currency);
    }
}

static void print_warnings(struct ctx *cx, const struct import *now)
{
    const struct json *list = NULL;

    if (!now->warnings || json_parse(cx, now->warnings, strlen(now->warnings), &list) != OK)
        return;
    for (const struct json *w = list->first; w; w = w->next) {
        const char *count =
            arena_print(cx->arena, "%lld", (long long)json_int(json_get(w, "count"), 0));
        const char *code = json_text(json_get(w, "code"), "");
        struct fault_param p = {"count", count};
        (void)printf("  %s\n", message(cx->arena, cx->lang, code, &p, 1));
        print_overlaps(json_get(w, "overlaps"));
    }
}

static enum err print_outcome(struct ctx *cx, const struct instance *in, int64_t id)
{
    struct import now;
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = import_get(cx, db, id, &now);
    if (!e) {
        say_count(cx, "cli.import_rows", now.rows);
        say_count(cx, "cli.import_added", now.added);
        say_count(cx, "cli.import_changed", now.changed);
        say_count(cx, "cli.import_same", now.same);
        if (now.skipped)
            say_count(cx, "cli.import_skipped", now.skipped);
        if (now.failed)
            say_count(cx, "cli.import_failed", now.failed);
        print_warnings(cx, &now);
        if (now.failed)
            e = print_errors(cx, db, id);
    }
    db_return(db);
    return e;
}

/* Whoever asks from a script learns by the exit code that the import would not go through. */
static enum err end_of_trial(struct ctx *cx, const struct instance *in, int64_t id)
{
    struct import now;
    struct db *db = NULL;
    char count[24];
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = import_get(cx, db, id, &now);
    db_return(db);
    if (e)
        return e;
    say(cx, "cli.import_dry", NULL);
    if (now.failed <= 0 || now.skip_errors)
        return OK;
    (void)snprintf(count, sizeof(count), "%lld", (long long)now.failed);
    return fail(cx, ERR_INVALID, "import.would_fail", "count", count, NULL);
}

/* Rows are counted while they are tried; in the pass that writes them it is known how many there are. */
static enum err tick(struct ctx *cx, void *self, const struct import *now)
{
    (void)self;
    say_progress(cx, now->at_row, now->rows > now->at_row ? now->rows : 0);
    return OK;
}

static enum err work(struct ctx *cx, const struct instance *in, const struct args *a,
                     const struct import *import, const char *path)
{
    bool dry = args_flag(a, "dry-run");
    struct fault first;
    enum err e = dry ? import_simulate(cx, in->pool, import->id, path, tick, NULL)
                     : import_run(cx, in->pool, import->id, path, tick, NULL);

    say_progress_end();
    first = cx->fault;
    fault_clear(cx);
    if (!e || text_equal(first.key, "import.has_errors")) {
        enum err shown = print_outcome(cx, in, import->id);
        e = e ? e : shown;
    }
    if (!e && !dry)
        say(cx, "cli.import_number", "kind", a->words[0], "id",
            arena_print(cx->arena, "%lld", (long long)import->id), NULL);
    if (!e && dry)
        e = end_of_trial(cx, in, import->id);
    if (first.kind)
        cx->fault = first;
    return e;
}

static enum err check_kind(struct ctx *cx, const struct args *a)
{
    if (a->word_count < 2)
        return fail(cx, ERR_INVALID, "cli.import_usage", NULL);
    for (size_t i = 0; import_kind_names[i]; i++)
        if (!strcmp(import_kind_names[i], a->words[0]))
            return OK;
    return fail(cx, ERR_INVALID, "cli.import_kind", "kind", a->words[0], NULL);
}

/* A workbook is told by its first bytes, whatever it is called: it is a ZIP archive. */
static enum err check_file(struct ctx *cx, const char *path)
{
    char head[4] = "";
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(head, 1, sizeof(head), f) : 0;

    if (f)
        (void)fclose(f);
    if (n == sizeof(head) && !memcmp(head, "PK\x03\x04", sizeof(head)))
        return fail(cx, ERR_INVALID, "import.spreadsheet", "file", path, NULL);
    return OK;
}

/* What an advertising platform gave is written anew beside the other uploads; *path becomes that file. */
static enum err spend_probe(struct ctx *cx, const struct instance *in, const struct args *a,
                            const char **path, struct import *ret)
{
    const char *dir = instance_path(cx, in, "uploads");
    const char *plain = arena_print(cx->arena, "%s/spend.%ld", dir ? dir : "", (long)getpid());
    struct spend_export x;
    enum err e = dir && plain ? OK : fail_memory(cx);

    if (!e && mkdir(dir, 0700) != 0 && errno != EEXIST)
        e = fail(cx, ERR_BROKEN, "app.mkdir", "dir", dir, "reason", strerror(errno), NULL);
    if (!e)
        e = spend_export_read(cx, *path, args_option(a, "preset"), plain, &x);
    if (e || !x.preset)
        return e ? e : import_probe(cx, *path, "spend", NULL, ret);
    say(cx, "cli.import_preset", "preset",
        message(cx->arena, cx->lang, arena_print(cx->arena, "spend_export.name.%s", x.preset), NULL,
                0),
        NULL);
    *path = plain;
    return spend_export_probe(cx, plain, &x, ret);
}

/* The file that was written stays under the import's id, for one that is killed to go on with. */
static enum err keep_file(struct ctx *cx, const struct instance *in, int64_t id, const char **path)
{
    const char *kept = import_file(cx, instance_path(cx, in, "uploads"), id);

    if (!kept)
        return fail_memory(cx);
    if (rename(*path, kept) != 0)
        return fail_detail(cx, ERR_BROKEN, "net.upload", "rename");
    *path = kept;
    return OK;
}

static void say_undone(struct ctx *cx, const struct import *now)
{
    char count[24];

    (void)snprintf(count, sizeof(count), "%lld", (long long)now->kept);
    say(cx, "cli.import_undone", "count", count, NULL);
}

static enum err take_back(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct import now = {0};
    struct db *db = NULL;
    struct site site;
    int64_t id = 0;
    enum err e;

    if (!id_read(a->words[1], &id))
        return fail(cx, ERR_INVALID, "cli.import_undo_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = import_undo(cx, in.pool, id, tick, NULL);
    say_progress_end();
    if (!e)
        e = db_read(cx, in.pool, &db);
    if (!e)
        e = import_get(cx, db, id, &now);
    db_return(db);
    if (!e)
        say_undone(cx, &now);
    instance_close(cx, &in);
    return e;
}

enum err command_import(struct ctx *cx, const struct args *a)
{
    const char *path = a->words[1], *map_path = args_option(a, "map");
    const struct json *map = NULL;
    struct import import = {0};
    struct instance in = {0};
    const struct verb *v = verb_find(a);
    struct site site;
    enum err e;

    if (v)
        return verb_run(cx, a, v);
    if (text_equal(a->words[0], "visits") || text_equal(a->words[0], "searches"))
        return command_history(cx, a);
    e = check_kind(cx, a);
    if (!e && args_flag(a, "undo"))
        return take_back(cx, a);
    if (!e)
        e = check_file(cx, path);
    if (!e && map_path)
        e = read_map(cx, map_path, &map);
    if (e)
        return e;
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e && !map && text_equal(a->words[0], "spend"))
        e = spend_probe(cx, &in, a, &path, &import);
    else if (!e)
        e = import_probe(cx, path, a->words[0], map, &import);
    if (!e) {
        const char *slash = strrchr(a->words[1], '/');
        import.name = slash ? slash + 1 : a->words[1];
        import.skip_errors = args_flag(a, "skip-bad-rows");
        e = find_or_add(cx, &in, args_flag(a, "dry-run"), &import);
    }
    if (!e && path != a->words[1])
        e = keep_file(cx, &in, import.id, &path);
    if (!e)
        e = work(cx, &in, a, &import, path);
    instance_close(cx, &in);
    return e;
}
