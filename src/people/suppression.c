/* suppression.c -- see suppression.h. */
#include "people/suppression.h"

#include "base/csv.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

#include "suppression_sql.h"

#include <string.h>

const char *const suppression_reasons[] = {"unsubscribed", "bounced", "complaint", "objection",
                                           "manual",       "erased",  NULL};
enum { PAGE = 50, EXPORT_PAGE = 500, EMAIL_BYTES_MAX = 320 };

static bool is_reason(const char *text)
{
    for (size_t i = 0; suppression_reasons[i]; i++)
        if (text_equal(suppression_reasons[i], text))
            return true;
    return false;
}

/* Only the person can lift these. */
static bool stays(const char *reason)
{
    return text_equal(reason, "complaint") || text_equal(reason, "objection") ||
           text_equal(reason, "erased");
}

static void lower(const char *text, char ret[EMAIL_BYTES_MAX + 1])
{
    size_t n = 0;

    for (; text[n] && n < EMAIL_BYTES_MAX; n++)
        ret[n] = text[n] >= 'A' && text[n] <= 'Z' ? (char)(text[n] + 32) : text[n];
    ret[n] = 0;
}

static void hash_of(const char *email, char ret[SHA256_HEX])
{
    char small[EMAIL_BYTES_MAX + 1];
    unsigned char raw[SHA256_BYTES];

    lower(email, small);
    sha256(small, strlen(small), raw);
    hex_text(raw, sizeof(raw), ret);
}

/* An address or a hash as a hash; *ret_email NULL for a hash. */
static enum err read_either(struct ctx *cx, const char *text, char ret_hash[SHA256_HEX],
                            const char **ret_email)
{
    unsigned char raw[SHA256_BYTES];
    char small[EMAIL_BYTES_MAX + 1];

    *ret_email = NULL;
    if (hex_read(text, raw, sizeof(raw))) {
        hex_text(raw, sizeof(raw), ret_hash);
        return OK;
    }
    if (!text || strlen(text) > EMAIL_BYTES_MAX || text_email(cx, text, ret_email)) {
        fault_clear(cx);
        return fail_field(cx, "email", "field.email", NULL);
    }
    lower(*ret_email, small);
    *ret_email = arena_dup(cx->arena, small);
    if (!*ret_email)
        return fail_memory(cx);
    hash_of(*ret_email, ret_hash);
    return OK;
}

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct suppression *)row = (struct suppression){.id = db_int(st, 0),
                                                      .hash = db_text_dup(cx, st, 1),
                                                      .email = db_text_dup(cx, st, 2),
                                                      .reason = db_text_dup(cx, st, 3),
                                                      .source = db_text_dup(cx, st, 4),
                                                      .created_at = db_int(st, 5),
                                                      .actor = db_int(st, 6)};
}

static enum err by_hash(struct ctx *cx, struct db *db, const char *hash, struct suppression *ret,
                        bool *ret_there)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_suppression_by_hash, &st);

    if (e)
        goto out;
    db_bind_text(st, "hash", hash);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_row(cx, st, ret);
    if (!e)
        *ret_there = row;
out:
    db_done(st);
    return e;
}

enum err suppression_of(struct ctx *cx, struct db *db, const char *email, struct suppression *ret,
                        bool *ret_there)
{
    char hash[SHA256_HEX];

    *ret_there = false;
    if (text_empty(email))
        return OK;
    hash_of(email, hash);
    return by_hash(cx, db, hash, ret, ret_there);
}

enum err suppression_has(struct ctx *cx, struct db *db, const char *email, bool *ret)
{
    struct suppression s;

    return suppression_of(cx, db, email, &s, ret);
}

/* --- changing */

static enum err put(struct ctx *cx, struct db *db, const struct suppression *s, bool *ret_new)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_suppression_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_text(st, "hash", s->hash);
    db_bind_text(st, "email", s->email);
    db_bind_text(st, "reason", s->reason);
    db_bind_text(st, "source", s->source);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_step(cx, st, ret_new);
out:
    db_done(st);
    return e;
}

static enum err harden(struct ctx *cx, struct db *db, const struct suppression *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_suppression_harden, &st);

    if (e)
        goto out;
    db_bind_text(st, "hash", s->hash);
    db_bind_text(st, "reason", s->reason);
    db_bind_text(st, "source", s->source);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err clean_source(struct ctx *cx, const char **source)
{
    const char *text = *source ? *source : "";
    enum err e = text_clean(cx, text, strlen(text), false, source);

    if (!e)
        *source = text_empty(*source) ? NULL : text_cut(cx->arena, *source, 200);
    return e;
}

enum err suppression_add(struct ctx *cx, struct db *db, const char *text, const char *reason,
                         const char *source, bool *ret_new)
{
    char hash[SHA256_HEX];
    struct suppression s = {.hash = hash, .reason = reason, .source = source}, was;
    bool there = false, fresh = false;
    enum err e;

    if (!is_reason(reason))
        return fail_choice(cx, "reason", suppression_reasons);
    e = read_either(cx, text, hash, &s.email);
    if (!e)
        e = clean_source(cx, &s.source);
    if (!e)
        e = put(cx, db, &s, &fresh);
    if (!e && !fresh)
        e = by_hash(cx, db, hash, &was, &there);
    if (!e && there && stays(reason) && !stays(was.reason))
        e = harden(cx, db, &s);
    if (!e)
        *ret_new = fresh;
    return e;
}

static enum err drop(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_suppression_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err suppression_remove(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    struct suppression s = {0};
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_suppression_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_row(cx, st, &s);
out:
    db_done(st);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "suppression.missing", NULL);
    if (!e && stays(s.reason))
        e = fail(cx, ERR_CONFLICT, "suppression.stays", NULL);
    return e ? e : drop(cx, db, id);
}

enum err suppression_lift(struct ctx *cx, struct db *db, const char *email)
{
    struct suppression s = {0};
    bool there = false;
    enum err e = suppression_of(cx, db, email, &s, &there);

    if (e || !there ||
        !(text_equal(s.reason, "unsubscribed") || text_equal(s.reason, "objection") ||
          text_equal(s.reason, "manual")))
        return e;
    return drop(cx, db, s.id);
}

enum err suppression_forget(struct ctx *cx, struct db *db, const char *email)
{
    char hash[SHA256_HEX];
    struct db_stmt *st = NULL;
    bool fresh = false;
    enum err e;

    if (text_empty(email))
        return OK;
    hash_of(email, hash);
    e = suppression_add(cx, db, hash, "erased", NULL, &fresh);
    if (!e)
        e = db_begin(cx, db, &SQL_suppression_blank, &st);
    if (e)
        goto out;
    db_bind_text(st, "hash", hash);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- reading */

static enum err page(struct ctx *cx, struct db *db, const char *reason, int64_t after, size_t most,
                     struct suppression **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_suppressions_page, &st);

    if (e)
        goto out;
    db_bind_text(st, "reason", reason ? reason : "");
    db_bind_int(st, "after", after);
    db_bind_int(st, "most", (int64_t)most);
    e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err just_one(struct ctx *cx, struct db *db, const char *email, struct suppression **ret,
                         size_t *ret_n)
{
    struct suppression *s = arena_alloc(cx->arena, sizeof(*s));
    char hash[SHA256_HEX];
    const char *plain;
    bool there = false;
    enum err e = s ? read_either(cx, email, hash, &plain) : fail_memory(cx);

    if (!e)
        e = by_hash(cx, db, hash, s, &there);
    if (!e) {
        *ret = s;
        *ret_n = there;
    }
    return e;
}

enum err suppression_list(struct ctx *cx, struct db *db, const struct suppression_query *q,
                          struct suppression **ret, size_t *ret_n, int64_t *ret_next)
{
    size_t limit = q->limit ? (size_t)q->limit : PAGE, n = 0;
    struct suppression *rows = NULL;
    enum err e;

    *ret_next = 0;
    if (!text_empty(q->email))
        return just_one(cx, db, q->email, ret, ret_n);
    e = page(cx, db, q->reason, q->after, limit + 1, &rows, &n);
    if (e)
        return e;
    *ret_next = n > limit ? rows[limit - 1].id : 0;
    *ret_n = n > limit ? limit : n;
    *ret = rows;
    return OK;
}

enum err suppression_export(struct ctx *cx, struct db *db, int64_t *after, struct buf *out)
{
    struct suppression *rows = NULL;
    char at[TIME_TEXT_MAX];
    size_t n = 0;
    enum err e = page(cx, db, NULL, *after, EXPORT_PAGE, &rows, &n);

    if (e)
        return e;
    if (!*after) {
        csv_put(out, "sha256", true);
        csv_put(out, "reason", false);
        csv_put(out, "created_at", false);
        csv_end_row(out);
    }
    for (size_t i = 0; i < n; i++) {
        time_text(rows[i].created_at, at);
        csv_put(out, rows[i].hash, true);
        csv_put(out, rows[i].reason, false);
        csv_put(out, at, false);
        csv_end_row(out);
    }
    *after = n == EXPORT_PAGE ? rows[n - 1].id : 0;
    return OK;
}

/* --- a file in */

struct batch {
    const char *at, *end; /* what is still to be read */
    int64_t line;
    const char *reason, *source;
    struct suppression_import so_far;
};

/* The next cell of a line: up to a separator, without blanks and quotes. */
static const char *cell(struct ctx *cx, const char **at, const char *end)
{
    const char *from = *at, *to;

    while (from < end && strchr(" \t\"'", *from))
        from++;
    for (to = from; to < end && !strchr(",;\t", *to); to++)
        ;
    *at = to < end ? to + 1 : end;
    while (to > from && strchr(" \t\"'\r", to[-1]))
        to--;
    return arena_dup_n(cx->arena, from, (size_t)(to - from));
}

static bool is_head(int64_t line, const char *text)
{
    return line == 1 && !strchr(text, '@') && strlen(text) != 2 * (size_t)SHA256_BYTES;
}

static enum err take_line(struct ctx *cx, struct db *db, struct batch *b, const char *line,
                          const char *end)
{
    const char *text = cell(cx, &line, end), *reason = cell(cx, &line, end);
    bool fresh = false;
    enum err e;

    if (!text || !reason)
        return fail_memory(cx);
    if (text_empty(text) || is_head(b->line, text))
        return OK;
    e = suppression_add(cx, db, text, is_reason(reason) ? reason : b->reason, b->source, &fresh);
    if (e == ERR_INVALID && !arena_full(cx->arena)) {
        fault_clear(cx);
        if (b->so_far.wrong_count < SUPPRESSION_WRONG_MAX)
            b->so_far.wrong_lines[b->so_far.wrong_count++] = b->line;
        b->so_far.wrong++;
        return OK;
    }
    if (!e && !text_empty(reason) && !is_reason(reason))
        b->so_far.other_reason++;
    if (!e && fresh)
        b->so_far.added++;
    else if (!e)
        b->so_far.known++;
    return e;
}

/* One transaction's worth. Starts from what *arg says and leaves in it where to go on, so it may run again. */
static enum err import_in(struct ctx *cx, struct db *db, void *arg)
{
    struct batch *start = arg, b = *start;
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e = OK;

    for (int i = 0; i < SUPPRESSION_BATCH && b.at < b.end && !e; i++) {
        const char *nl = memchr(b.at, '\n', (size_t)(b.end - b.at)), *stop = nl ? nl : b.end;
        b.line++;
        e = take_line(cx, db, &b, b.at, stop);
        b.at = nl ? nl + 1 : b.end;
        if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e)
        start[1] = b;
    return e;
}

enum err suppression_import(struct ctx *cx, struct db_pool *pool, const char *bytes, size_t n,
                            const char *reason, const char *source, struct suppression_import *ret)
{
    struct batch b[2] = {{.at = bytes, .end = bytes + n, .reason = reason, .source = source}};
    enum err e = is_reason(reason) ? OK : fail_choice(cx, "reason", suppression_reasons);

    if (n >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3))
        b[0].at += 3;
    while (!e && b[0].at < b[0].end) {
        e = db_write(cx, pool, import_in, b);
        if (!e)
            b[0] = b[1];
    }
    if (!e)
        *ret = b[0].so_far;
    return e;
}
