/* import_source.c -- see import_source.h. */
#include "people/import_source.h"

#include "access/may.h"
#include "access/site.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/import_delivery_priv.h"
#include "people/import_priv.h"

#include "import_source_sql.h"

#include <stdio.h>
#include <string.h>

static const char *const origin_choices[] = {"folder", "url", "webhook", NULL};
static const char *const missing_choices[] = {"ignore", "fail", NULL};
static const char *const state_choices[] = {"done", "partly", "failed", "nothing", NULL};

static const struct field import_source_fields[] = {
    FIELD_TEXT(struct import_source, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct import_source, origin, REQUIRED | FILTER, .choices = origin_choices),
    FIELD_ENUM(struct import_source, kind, REQUIRED, .choices = import_kind_names,
               .initial = "leads"),
    FIELD_JSON(struct import_source, map, 0),
    FIELD_TEXT(struct import_source, path, 0, .max = 500),
    FIELD_URL(struct import_source, url, 0, .max = 2000),
    FIELD_INT(struct import_source, every_minutes, 0, .min = SOURCE_MINUTES_MIN,
              .max = SOURCE_MINUTES_MAX),
    FIELD_TEXT(struct import_source, at_time, 0, .max = 5),
    FIELD_ENUM(struct import_source, missing, 0, .choices = missing_choices, .initial = "ignore"),
    FIELD_BOOL(struct import_source, skip_errors, 0, .initial = "0"),
    FIELD_BOOL(struct import_source, active, 0, .initial = "1"),
    FIELD_TEXT(struct import_source, items_path, 0, .max = 200),
    FIELD_TEXT(struct import_source, id_path, 0, .max = 200),
    FIELD_INT(struct import_source, keep_days, 0, .min = 1, .max = 365, .initial = "30"),
    FIELD_TIME(struct import_source, next_at, READONLY),
    FIELD_TIME(struct import_source, last_at, READONLY),
    FIELD_ENUM(struct import_source, last_state, READONLY | FILTER, .choices = state_choices),
    FIELD_INT(struct import_source, failures, READONLY),
};

/* --- what may stand in it */

/* Below the folder, written plainly: no way up, no hidden file, no empty part. */
static bool path_is_plain(const char *path)
{
    for (const char *p = path; *p;) {
        size_t n = strcspn(p, "/");
        if (!n || *p == '.' || memchr(p, '\\', n))
            return false;
        p += n;
        if (*p == '/' && !p[1])
            return false;
        p += *p == '/';
    }
    return *path != 0;
}

/* Minutes since midnight of "06:30"; -1: it is no time. */
static int minutes_of(const char *text)
{
    int hour, minute;

    if (!text || strlen(text) != 5 || text[2] != ':' || strspn(text, "0123456789:") != 5)
        return -1;
    hour = (text[0] - '0') * 10 + text[1] - '0';
    minute = (text[3] - '0') * 10 + text[4] - '0';
    return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

static enum err check_map(struct ctx *cx, struct db *db, const struct import_source *is)
{
    struct import_defaults otherwise;
    const struct json *in = NULL;
    struct import_map read;
    enum err e;

    if (text_empty(is->map) || fault_has_field(cx, "map") || fault_has_field(cx, "kind") ||
        text_empty(is->kind))
        return OK;
    e = import_defaults_read(cx, db, NULL, &otherwise);
    if (!e)
        e = json_parse(cx, is->map, strlen(is->map), &in);
    return e ? e : import_map_read(cx, in, is->kind, &otherwise, &read);
}

static enum err check_place(struct ctx *cx, const struct import_source *is)
{
    enum err e = OK;

    if (text_equal(is->origin, "folder") && text_empty(is->path))
        e = fail_field(cx, "path", "field.required", NULL);
    else if (!text_empty(is->path) && !path_is_plain(is->path))
        e = fail_field(cx, "path", "import_source.path", NULL);
    if (text_equal(is->origin, "url") && text_empty(is->url) && !fault_has_field(cx, "url"))
        e = fail_field(cx, "url", "field.required", NULL);
    if (!text_empty(is->at_time) && minutes_of(is->at_time) < 0)
        e = fail_field(cx, "at_time", "import_source.at_time", NULL);
    else if (!text_empty(is->at_time) && is->every_minutes != NIL)
        e = fail_field(cx, "at_time", "import_source.one_schedule", NULL);
    return e;
}

/* The due time is planned anew when the schedule is another. */
static enum err import_source_before_save(struct ctx *cx, struct db *db, const void *before,
                                          void *record)
{
    const struct import_source *was = before;
    struct import_source *is = record;
    enum err e = check_place(cx, is), map = check_map(cx, db, is);

    if (map && map != ERR_INVALID)
        return map;
    e = e ? e : map;
    if (was && !text_equal(was->origin, is->origin))
        e = fail_field(cx, "origin", "import_source.fixed", NULL);
    if (was && !text_equal(was->kind, is->kind))
        e = fail_field(cx, "kind", "import_source.fixed", NULL);
    if (e)
        return e;
    if (was && was->active == is->active && was->every_minutes == is->every_minutes &&
        text_equal(was->at_time ? was->at_time : "", is->at_time ? is->at_time : ""))
        return OK;
    return import_source_next(cx, db, is, ctx_now(cx), &is->next_at);
}

/* What was sent before there was a map is applied by the first one. */
static enum err import_source_after_save(struct ctx *cx, struct db *db, const void *before,
                                         const void *record)
{
    const struct import_source *was = before, *is = record;

    if (!is || !text_equal(is->origin, "webhook") || text_empty(is->map) ||
        (was && text_equal(was->map, is->map)))
        return OK;
    return inbound_queue(cx, db, is->record.id);
}

const struct model import_source_model =
    MODEL(import_source, "import_sources", import_source_fields, .may_read = MAY_READ,
          .may_write = MAY_IMPORT, .sort = "name", .before_save = import_source_before_save,
          .after_save = import_source_after_save);

/* --- when */

static enum err next_day_at(struct ctx *cx, struct db *db, const char *text, int64_t after,
                            int64_t *ret)
{
    const struct zone *zone = NULL;
    struct civil c;
    struct site site;
    int minutes = minutes_of(text);
    enum err e = site_get(cx, db, cx->site, &site);

    must(minutes >= 0);
    if (!e)
        e = zone_find(cx, site.time_zone, &zone);
    for (int day = 0; !e && day < 3; day++) {
        c = time_civil(zone, after + DAYS_MS(day));
        c.hour = minutes / 60;
        c.minute = minutes % 60;
        c.second = c.ms = 0;
        *ret = time_from_civil(zone, &c);
        if (*ret > after)
            break;
    }
    return e;
}

enum err import_source_next(struct ctx *cx, struct db *db, const struct import_source *s,
                            int64_t after, int64_t *ret)
{
    *ret = NIL;
    if (!s->active || text_equal(s->origin, "webhook"))
        return OK;
    if (!text_empty(s->at_time))
        return next_day_at(cx, db, s->at_time, after, ret);
    if (s->every_minutes != NIL)
        *ret = after + MINUTES_MS(s->every_minutes);
    return OK;
}

enum err import_source_ended(struct ctx *cx, struct db *db, const struct import_source *s,
                             const char *state)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_source_ended, &st);
    bool failed = !strcmp(state, "failed");

    if (e)
        goto out;
    db_bind_int(st, "id", s->record.id);
    db_bind_text(st, "state", state);
    db_bind_int(st, "failures", !failed ? 0 : s->failures > 0 ? s->failures + 1 : 1);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- keys */

struct keys {
    const char *token_hash, *secret;
    struct import_source_seen seen;
};

static enum err keys_read(struct ctx *cx, struct db *db, int64_t source, struct keys *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_import_source_key_get, &st);

    *ret = (struct keys){0};
    if (e)
        goto out;
    db_bind_int(st, "source", source);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct keys){db_text_dup(cx, st, 0),
                             db_text_dup(cx, st, 1),
                             {db_text_dup(cx, st, 2), db_text_dup(cx, st, 3)}};
out:
    db_done(st);
    return e;
}

/* One or two texts of the row of keys, which is made when there is none. */
static enum err keys_put(struct ctx *cx, struct db *db, int64_t source, const struct db_query *q,
                         const char *const names[2], const char *const values[2])
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_import_source_key_row, &st);

    if (e)
        goto out;
    db_bind_int(st, "source", source);
    e = db_run(cx, st);
    db_done(st);
    st = NULL;
    if (!e)
        e = db_begin(cx, db, q, &st);
    if (e)
        goto out;
    db_bind_int(st, "source", source);
    for (int i = 0; i < 2 && names[i]; i++)
        db_bind_text(st, names[i], values[i]);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err import_source_seen(struct ctx *cx, struct db *db, int64_t source,
                            struct import_source_seen *ret)
{
    struct keys k;
    enum err e = keys_read(cx, db, source, &k);

    if (!e)
        *ret = k.seen;
    return e;
}

enum err import_source_seen_put(struct ctx *cx, struct db *db, int64_t source,
                                const struct import_source_seen *seen)
{
    static const char *const names[2] = {"etag", "modified"};
    const char *const values[2] = {seen->etag, seen->modified};

    return keys_put(cx, db, source, &SQL_import_source_key_seen, names, values);
}

enum err import_source_keys(struct ctx *cx, struct db *db, int64_t source, bool *ret_token,
                            bool *ret_secret)
{
    struct keys k;
    enum err e = keys_read(cx, db, source, &k);

    *ret_token = !e && k.token_hash;
    *ret_secret = !e && k.secret;
    return e;
}

static enum err must_be_webhook(struct ctx *cx, struct db *db, int64_t source)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &import_source_model, source, &found);

    if (!e && !text_equal(((const struct import_source *)found)->origin, "webhook"))
        e = fail(cx, ERR_CONFLICT, "import.not_webhook", NULL);
    return e;
}

static const char *random_text(struct ctx *cx)
{
    unsigned char raw[24];
    char text[40];

    random_bytes(raw, sizeof(raw));
    base64url_text(raw, sizeof(raw), text);
    return arena_dup(cx->arena, text);
}

enum err import_source_token(struct ctx *cx, struct db *db, int64_t source, const char **ret)
{
    static const char *const names[2] = {"token_hash", NULL};
    const char *token = random_text(cx);
    const char *values[2] = {NULL, NULL};
    char digest[SHA256_HEX];
    unsigned char raw[SHA256_BYTES];
    enum err e = token ? must_be_webhook(cx, db, source) : fail_memory(cx);

    if (e)
        return e;
    sha256(token, strlen(token), raw);
    hex_text(raw, sizeof(raw), digest);
    values[0] = digest;
    e = keys_put(cx, db, source, &SQL_import_source_key_token, names, values);
    if (!e)
        e = audit_add(cx, db, "import_source", source, "token", NULL);
    if (!e)
        *ret = token;
    return e;
}

enum err import_source_secret(struct ctx *cx, struct db *db, int64_t source, bool on,
                              const char **ret)
{
    static const char *const names[2] = {"secret", NULL};
    const char *values[2] = {on ? random_text(cx) : NULL, NULL};
    enum err e = on && !values[0] ? fail_memory(cx) : must_be_webhook(cx, db, source);

    if (!e)
        e = keys_put(cx, db, source, &SQL_import_source_key_secret, names, values);
    if (!e)
        e = audit_add(cx, db, "import_source", source, on ? "secret" : "secret_off", NULL);
    if (!e)
        *ret = values[0];
    return e;
}
