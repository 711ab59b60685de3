/* history_import.c -- the record of an import: what was sent, what is asked of it, what came of it. */
#include "measure/history_import.h"

#include "base/csv.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "base/unpack.h"
#include "measure/history_priv.h"
#include "measure/period.h"

#include "history_import_sql.h"

#include <stdio.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024, HOST_MAX = 100 };

static const char *const formats[] = {"plausible", "matomo", "log", "search"};
static const char *const report_names[HISTORY_REPORTS] = {
    [HISTORY_TOTALS] = "totals",   [HISTORY_SOURCES] = "sources",   [HISTORY_PAGES] = "pages",
    [HISTORY_ENTRIES] = "entries", [HISTORY_EXITS] = "exits",       [HISTORY_PLACES] = "places",
    [HISTORY_DEVICES] = "devices", [HISTORY_BROWSERS] = "browsers", [HISTORY_SYSTEMS] = "systems",
    [HISTORY_EVENTS] = "events",
};

int history_report_named(const char *name)
{
    for (int i = HISTORY_TOTALS; i < HISTORY_REPORTS; i++)
        if (text_equal(report_names[i], name))
            return i;
    return 0;
}

static bool format_ok(const char *format)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (text_equal(formats[i], format))
            return true;
    return false;
}

/* --- the file */

static enum err digest(struct ctx *cx, const char *path, struct history_import *ret)
{
    unsigned char sum[SHA256_BYTES];
    char hex[SHA256_HEX], *chunk = arena_alloc(cx->arena, CHUNK_BYTES);
    FILE *f = chunk ? fopen(path, "rb") : NULL;
    struct sha256_run run;
    size_t got;
    bool broken;

    if (!chunk)
        return fail_memory(cx);
    if (!f)
        return fail(cx, ERR_BROKEN, "unpack.read", NULL);
    sha256_start(&run);
    ret->bytes = 0;
    while ((got = fread(chunk, 1, CHUNK_BYTES, f)) > 0) {
        sha256_add(&run, chunk, got);
        ret->bytes += (int64_t)got;
    }
    broken = ferror(f) != 0;
    (void)fclose(f);
    if (broken)
        return fail(cx, ERR_BROKEN, "unpack.read", NULL);
    if (!ret->bytes)
        return fail(cx, ERR_INVALID, "csv.empty", NULL);
    sha256_end(&run, sum);
    hex_text(sum, sizeof(sum), hex);
    ret->sha256 = arena_dup(cx->arena, hex);
    return ret->sha256 ? OK : fail_memory(cx);
}

/* By what the first file inside that tells says. */
static enum err guess_format(struct ctx *cx, const char *path, const char **ret)
{
    struct unpack *u = NULL;
    const char *name = "", *head;
    bool more = true;
    size_t n = 0;
    enum err e = unpack_open(cx, path, &u);

    *ret = NULL;
    while (!e && !*ret) {
        e = unpack_next(cx, u, &name, &more);
        if (e || !more)
            break;
        e = unpack_peek(cx, u, &head, &n);
        if (!e)
            *ret = history_guess(cx, name, head, n);
    }
    unpack_close(u);
    return e || *ret ? e : fail_field(cx, "format", "history.format", NULL);
}

enum err history_probe(struct ctx *cx, const char *path, const char *format,
                       struct history_import *ret)
{
    enum err e = digest(cx, path, ret);

    if (e)
        return e;
    ret->format = format;
    if (text_empty(format))
        return guess_format(cx, path, &ret->format);
    return format_ok(format) ? OK : fail_field(cx, "format", "history.format", NULL);
}

/* --- what is asked */

static enum err read_day(struct ctx *cx, const struct json *in, const char *name, const char **ret)
{
    const char *text = json_text(json_get(in, name), "");
    const char *field = arena_print(cx->arena, "options.%s", name);

    *ret = text;
    return !*text || date_ok(text) ? OK : fail_field(cx, field, "field.date", NULL);
}

enum err history_options_read(struct ctx *cx, const struct json *in, struct history_options *ret)
{
    struct history_options o = {.host = json_text(json_get(in, "host"), ""),
                                .zone = json_text(json_get(in, "zone"), ""),
                                .report = json_text(json_get(in, "report"), ""),
                                .overlap = json_bool(json_get(in, "overlap"), false)};
    const struct zone *zone;
    enum err e = OK, d;

    d = read_day(cx, in, "from", &o.from);
    e = d ? d : e;
    d = read_day(cx, in, "to", &o.to);
    e = d ? d : e;
    if (!e && *o.from && *o.to && strcmp(o.from, o.to) > 0)
        e = fail_field(cx, "options.to", "report.period", NULL);
    if (*o.report && !history_report_named(o.report))
        e = fail_field(cx, "options.report", "history.report", NULL);
    if (*o.zone && zone_find(cx, o.zone, &zone) != OK) {
        fault_clear(cx);
        e = fail_field(cx, "options.zone", "time.zone", "zone", o.zone, NULL);
    }
    if (*o.host) {
        o.host = text_domain(cx->arena, o.host);
        if (!o.host || strlen(o.host) > HOST_MAX)
            e = fail_field(cx, "options.host", "field.domain", NULL);
    }
    if (!e)
        *ret = o;
    return e;
}

static enum err options_text(struct ctx *cx, const struct json *in, const char **ret)
{
    struct history_options o;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = history_options_read(cx, in, &o);

    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "host", o.host);
    json_text_member(&w, "zone", o.zone);
    json_text_member(&w, "from", o.from);
    json_text_member(&w, "to", o.to);
    json_text_member(&w, "report", o.report);
    json_bool_member(&w, "overlap", o.overlap);
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret ? OK : fail_memory(cx);
}

/* --- the record */

enum err history_add(struct ctx *cx, struct db *db, const struct json *options,
                     struct history_import *in)
{
    struct db_stmt *st = NULL;
    const char *text = NULL;
    enum err e = options_text(cx, options, &text);

    if (e)
        return e;
    in->id = id_next(cx);
    in->options = text;
    e = db_begin(cx, db, &SQL_history_insert, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", in->id);
    db_bind_text(st, "format", in->format);
    db_bind_text(st, "name", in->name);
    db_bind_int(st, "bytes", in->bytes);
    db_bind_text(st, "sha256", in->sha256);
    db_bind_text(st, "options", text);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err history_refuse_state(struct ctx *cx, const char *state)
{
    return fail(cx, ERR_CONFLICT, "history.state", "state", state, NULL);
}

enum err history_set_options(struct ctx *cx, struct db *db, int64_t id, const struct json *options)
{
    struct history_import now;
    struct db_stmt *st = NULL;
    const char *text = NULL;
    enum err e = history_get(cx, db, id, &now);

    if (!e)
        e = options_text(cx, options, &text);
    if (!e)
        e = db_begin(cx, db, &SQL_history_update_options, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_text(st, "options", text);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = history_refuse_state(cx, now.state);
out:
    db_done(st);
    return e;
}

static const char *text_at(struct ctx *cx, const struct db_stmt *st, int column)
{
    const char *text = db_text_dup(cx, st, column);

    return text ? text : "";
}

static void read_import(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct history_import *h = row;
    int64_t *const counts[] = {
        &h->rows,     &h->taken,     &h->refused,  &h->covered,    &h->outside, &h->assets,
        &h->failures, &h->others,    &h->visits,   &h->views,      &h->robots,  &h->totals,
        &h->reports,  &h->first_day, &h->last_day, &h->bytes_done, &h->at_row};

    *h = (struct history_import){.id = db_int(st, 0),
                                 .format = text_at(cx, st, 1),
                                 .state = text_at(cx, st, 2),
                                 .name = text_at(cx, st, 3),
                                 .bytes = db_int(st, 4),
                                 .sha256 = text_at(cx, st, 5),
                                 .options = text_at(cx, st, 6),
                                 .until_ms = db_int(st, 7),
                                 .salt = db_text_dup(cx, st, 8)};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        *counts[i] = db_int(st, 9 + (int)i);
    h->error = db_text_dup(cx, st, 26);
    h->job = db_int(st, 27);
    h->actor = db_int(st, 28);
    h->created_at = db_int(st, 29);
    h->started_at = db_int(st, 30);
    h->ended_at = db_int(st, 31);
}

enum err history_get(struct ctx *cx, struct db *db, int64_t id, struct history_import *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_history_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "history.none", NULL);
    if (!e)
        read_import(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err history_list(struct ctx *cx, struct db *db, struct history_import **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_recent, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_import, ret, ret_n);
    db_done(st);
    return e;
}

enum err history_find_begun(struct ctx *cx, struct db *db, const struct history_import *like,
                            struct history_import *ret, bool *ret_found)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_begun, &st);

    if (e)
        goto out;
    db_bind_text(st, "sha256", like->sha256);
    db_bind_text(st, "format", like->format);
    e = db_step(cx, st, ret_found);
    if (!e && *ret_found)
        read_import(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err history_remove(struct ctx *cx, struct db *db, int64_t id)
{
    struct history_import now;
    struct db_stmt *st = NULL;
    enum err e = history_get(cx, db, id, &now);

    if (!e)
        e = db_begin(cx, db, &SQL_history_delete, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = history_refuse_state(cx, now.state);
out:
    db_done(st);
    return e;
}

static void read_period(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct history_period *)row =
        (struct history_period){text_at(cx, st, 0), db_int(st, 1), db_int(st, 2), db_int(st, 3)};
}

enum err history_periods(struct ctx *cx, struct db *db, struct history_period **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_periods, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_period, ret, ret_n);
    db_done(st);
    return e;
}

enum err history_others(struct ctx *cx, struct db *db, int64_t id, struct history_period **ret,
                        size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_others, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_collect(cx, st, sizeof(**ret), read_period, ret, ret_n);
out:
    db_done(st);
    return e;
}

/* --- as JSON */

static void day_member(struct ctx *cx, struct json_writer *w, const char *name, int64_t day)
{
    json_text_member(w, name, day == NIL ? NULL : day_text(cx, day));
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at == NIL) {
        json_text_member(w, name, NULL);
        return;
    }
    time_text(at, text);
    json_text_member(w, name, text);
}

static void put_counts(struct json_writer *w, const struct history_import *h)
{
    const struct {
        const char *name;
        int64_t n;
    } counts[] = {{"rows", h->rows},         {"taken", h->taken},     {"refused", h->refused},
                  {"covered", h->covered},   {"outside", h->outside}, {"assets", h->assets},
                  {"failures", h->failures}, {"others", h->others},   {"visits", h->visits},
                  {"views", h->views},       {"robots", h->robots},   {"totals", h->totals}};

    for (size_t i = 0; i < COUNT_OF(counts); i++)
        json_int_member(w, counts[i].name, counts[i].n);
}

void history_to_json(struct ctx *cx, struct json_writer *w, const struct history_import *h)
{
    json_open_object(w);
    json_id_member(w, "id", h->id);
    json_text_member(w, "format", h->format);
    json_text_member(w, "state", h->state);
    json_text_member(w, "name", h->name);
    json_int_member(w, "bytes", h->bytes);
    json_int_member(w, "bytes_done", h->bytes_done);
    json_name(w, "options");
    json_put_raw(w, h->options);
    put_counts(w, h);
    json_name(w, "reports");
    json_open_list(w);
    if (h->reports & HISTORY_VISITS_BIT)
        json_put_text(w, "visits");
    for (int i = HISTORY_TOTALS; i < HISTORY_REPORTS; i++)
        if (h->reports >> i & 1)
            json_put_text(w, report_names[i]);
    json_close_list(w);
    day_member(cx, w, "first_day", h->first_day);
    day_member(cx, w, "last_day", h->last_day);
    time_member(w, "until", h->until_ms);
    json_text_member(w, "code", h->error);
    json_text_member(w, "message",
                     h->error ? message(cx->arena, cx->lang, h->error, NULL, 0) : NULL);
    json_id_member(w, "job", h->job);
    json_id_member(w, "actor", h->actor);
    time_member(w, "created_at", h->created_at);
    time_member(w, "started_at", h->started_at);
    time_member(w, "ended_at", h->ended_at);
    json_close_object(w);
}

enum err history_refusals_csv(struct ctx *cx, struct db *db, int64_t id, struct buf *out)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_history_refusals_list, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", id);
    db_bind_int(st, "most", HISTORY_REFUSALS_MAX);
    csv_put(out, message(cx->arena, cx->lang, "history.csv_file", NULL, 0), true);
    csv_put(out, message(cx->arena, cx->lang, "history.csv_line", NULL, 0), false);
    csv_put(out, message(cx->arena, cx->lang, "history.csv_why", NULL, 0), false);
    csv_end_row(out);
    for (e = db_step(cx, st, &row); !e && row; e = db_step(cx, st, &row)) {
        char line[24];
        (void)snprintf(line, sizeof(line), "%lld", (long long)db_int(st, 1));
        csv_put(out, db_text(st, 0), true);
        csv_put(out, line, false);
        csv_put(out, message(cx->arena, cx->lang, db_text(st, 2), NULL, 0), false);
        csv_end_row(out);
    }
    if (!e && !buf_ok(out))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}
