/* cookie_consent.c -- see cookie_consent.h. The order of a receipt is that of its site's head row, as in consent.c. */
#include "people/cookie_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "people/cookie_banner.h"

#include "cookie_sql.h"

#include <string.h>

const char *const cookie_hows[] = {"accept", "reject", "choose", "content", NULL};

/* Who floods the ledger reaches the first, and whoever keeps it up the last: it never takes more of the disk. */
const struct setting cookie_settings[] = {
    {"cookies.keep_days", SETTING_INT, 30, 3650, "1825", "days"},
    {"cookies.a_day", SETTING_INT, 100, 1000000, "50000", ""},
    {"cookies.most", SETTING_INT, 1000, 50000000, "5000000", ""},
    {0},
};

enum { PAGE = 50 };

enum err cookie_site_settings(struct ctx *cx, struct db *db, struct settings **ret)
{
    static const struct setting *const tables[] = {cookie_settings, NULL};

    return settings_load(cx, db, tables, cx->site, ret);
}

/* --- checks */

static bool is_id(const char *text)
{
    return text && strlen(text) == COOKIE_ID_CHARS &&
           strspn(text, "0123456789abcdef") == COOKIE_ID_CHARS;
}

static bool is_how(const char *text)
{
    for (int i = 0; cookie_hows[i]; i++)
        if (text_equal(cookie_hows[i], text))
            return true;
    return false;
}

/* Everything that this browser lets be chosen. */
static bool takes_all(int64_t choices)
{
    int64_t all = choices & COOKIE_GPC ? COOKIE_ALL & ~COOKIE_TARGETING : COOKIE_ALL;

    return (choices & COOKIE_ALL) == all;
}

static bool takes_none(int64_t choices)
{
    return (choices & COOKIE_ALL) == COOKIE_NECESSARY;
}

static bool contradicts(const struct cookie_receipt *r)
{
    return (text_equal(r->how, "reject") && !takes_none(r->choices)) ||
           (text_equal(r->how, "accept") && !takes_all(r->choices));
}

static enum err check(struct ctx *cx, const struct cookie_receipt *r)
{
    if (!is_id(r->id))
        (void)fail_field(cx, "id", "cookies.id", NULL);
    if (r->previous && !is_id(r->previous))
        (void)fail_field(cx, "previous", "cookies.id", NULL);
    if (r->choices & ~(int64_t)(COOKIE_ALL | COOKIE_GPC) || !(r->choices & COOKIE_NECESSARY))
        (void)fail_field(cx, "choices", "cookies.choices", NULL);
    else if (r->choices & COOKIE_GPC && r->choices & COOKIE_TARGETING)
        (void)fail_field(cx, "choices", "cookies.gpc_refused", NULL);
    if (!is_how(r->how))
        (void)fail_field(cx, "how", "field.choice", "choices", "accept, reject, choose, content",
                         NULL);
    else if (!cx->fault.kind && contradicts(r))
        (void)fail_field(cx, "how", "cookies.contradicts", NULL);
    return cx->fault.kind;
}

enum err cookie_try(struct ctx *cx, struct db *db, struct cookie_receipt *r)
{
    struct cookie_text t = {0};
    enum err e = cookie_text_get(cx, db, r->number, r->lang ? r->lang : "", &t);

    if (e == ERR_NOTFOUND || (!e && !r->number)) {
        fault_clear(cx);
        (void)fail_field(cx, "text", "cookies.no_text", NULL);
    } else if (e)
        return e;
    e = check(cx, r);
    r->text_digest = t.digest;
    return e;
}

/* --- reading */

static void read_receipt(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct cookie_receipt *)row = (struct cookie_receipt){.n = db_int(st, 0),
                                                            .id = db_text_dup(cx, st, 1),
                                                            .previous = db_text_dup(cx, st, 2),
                                                            .number = db_int(st, 3),
                                                            .lang = db_text_dup(cx, st, 4),
                                                            .text_digest = db_text_dup(cx, st, 5),
                                                            .choices = db_int(st, 6),
                                                            .how = db_text_dup(cx, st, 7),
                                                            .at = db_int(st, 8),
                                                            .ip_digest = db_text_dup(cx, st, 9),
                                                            .agent_digest = db_text_dup(cx, st, 10),
                                                            .digest = db_text_dup(cx, st, 11),
                                                            .chain = db_text_dup(cx, st, 12)};
}

static enum err find(struct ctx *cx, struct db *db, const char *id, struct cookie_receipt *ret,
                     bool *ret_found)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_receipt, &st);

    if (e)
        goto out;
    db_bind_text(st, "id", id);
    e = db_step(cx, st, ret_found);
    if (!e && *ret_found)
        read_receipt(cx, st, ret);
out:
    db_done(st);
    return e;
}

enum err cookie_receipt_get(struct ctx *cx, struct db *db, const char *id,
                            struct cookie_receipt *ret)
{
    bool found = false;
    enum err e = is_id(id) ? find(cx, db, id, ret, &found) : OK;

    return e || found ? e : fail(cx, ERR_NOTFOUND, "cookies.no_receipt", NULL);
}

enum err cookie_receipts(struct ctx *cx, struct db *db, int64_t after, int limit,
                         struct cookie_receipt **ret, size_t *ret_n, int64_t *ret_next)
{
    size_t page = limit > 0 ? (size_t)limit : PAGE, n = 0;
    struct cookie_receipt *rows = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_receipts, &st);

    if (e)
        goto out;
    db_bind_int(st, "after", after);
    db_bind_int(st, "most", (int64_t)page + 1);
    e = db_collect(cx, st, sizeof(*rows), read_receipt, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    *ret_next = n > page ? rows[page - 1].n : 0;
    *ret_n = n > page ? page : n;
    *ret = rows;
    return OK;
}

/* --- appending */

static enum err head_put(struct ctx *cx, struct db *db, const struct cookie_receipt *r)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_head_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "n", r->n);
    db_bind_text(st, "chain", r->chain);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err insert(struct ctx *cx, struct db *db, const struct cookie_receipt *r,
                       const char *salt)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_receipt_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "n", r->n);
    db_bind_text(st, "id", r->id);
    db_bind_text(st, "previous", r->previous);
    db_bind_int(st, "number", r->number);
    db_bind_text(st, "lang", r->lang);
    db_bind_text(st, "text_digest", r->text_digest);
    db_bind_int(st, "choices", r->choices);
    db_bind_text(st, "how", r->how);
    db_bind_int(st, "at", r->at);
    db_bind_text(st, "ip_digest", r->ip_digest);
    db_bind_text(st, "agent_digest", r->agent_digest);
    db_bind_text(st, "salt", salt);
    db_bind_text(st, "digest", r->digest);
    db_bind_text(st, "chain", r->chain);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- days */

static enum err day_add(struct ctx *cx, struct db *db, const char *day, int64_t choices)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_day_add, &st);

    if (e)
        goto out;
    db_bind_text(st, "day", day);
    db_bind_int(st, "accepted", takes_all(choices));
    db_bind_int(st, "rejected", takes_none(choices));
    db_bind_int(st, "performance", (choices & COOKIE_PERFORMANCE) != 0);
    db_bind_int(st, "functional", (choices & COOKIE_FUNCTIONAL) != 0);
    db_bind_int(st, "targeting", (choices & COOKIE_TARGETING) != 0);
    db_bind_int(st, "named", (choices & COOKIE_NAMED) != 0);
    db_bind_int(st, "gpc", (choices & COOKIE_GPC) != 0);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* The site's day, with room for one more receipt. */
static enum err room_today(struct ctx *cx, struct db *db, char day[DATE_TEXT_MAX])
{
    struct settings *set = NULL;
    const struct zone *zone = NULL;
    struct db_stmt *st = NULL;
    struct site site;
    bool row = false;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e)
        e = zone_find(cx, site.time_zone, &zone);
    if (!e)
        e = cookie_site_settings(cx, db, &set);
    if (!e)
        e = db_begin(cx, db, &SQL_cookie_day, &st);
    if (e)
        goto out;
    date_text(zone, ctx_now(cx), day);
    db_bind_text(st, "day", day);
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) >= setting_int(set, "cookies.a_day"))
        e = fail(cx, ERR_LIMIT, "cookies.many_today", NULL);
out:
    db_done(st);
    return e;
}

static enum err append(struct ctx *cx, struct db *db, struct cookie_receipt *r)
{
    struct cookie_head head = {0};
    const char *salt = NULL;
    char day[DATE_TEXT_MAX];
    enum err e = room_today(cx, db, day);

    if (!e)
        e = cookie_head_read(cx, db, &head);
    if (e)
        return e;
    r->n = head.n + 1;
    r->at = ctx_now(cx);
    e = cookie_seal(cx, db, head.chain, r, &salt);
    if (!e)
        e = head_put(cx, db, r);
    if (!e)
        e = insert(cx, db, r, salt);
    return e ? e : day_add(cx, db, day, r->choices);
}

enum err cookie_record(struct ctx *cx, struct db *db, struct cookie_receipt *r, bool *ret_again)
{
    struct cookie_receipt was = {0}, earlier = {0};
    bool found = false, known = true;
    enum err e = cookie_try(cx, db, r);

    if (!e)
        e = find(cx, db, r->id, &was, &found);
    if (!e && !found && r->previous)
        e = find(cx, db, r->previous, &earlier, &known);
    if (e)
        return e;
    *ret_again = found;
    if (!known)
        r->previous = NULL;
    if (!found)
        return append(cx, db, r);
    /* A later page that sends it again may be in another language, and does not know how it came about. */
    if (was.choices != r->choices || was.number != r->number)
        return fail(cx, ERR_CONFLICT, "cookies.other", NULL);
    *r = was;
    return OK;
}

static void read_day(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct cookie_day *)row = (struct cookie_day){.day = db_text_dup(cx, st, 0),
                                                    .receipts = db_int(st, 1),
                                                    .accepted = db_int(st, 2),
                                                    .rejected = db_int(st, 3),
                                                    .performance = db_int(st, 4),
                                                    .functional = db_int(st, 5),
                                                    .targeting = db_int(st, 6),
                                                    .named = db_int(st, 7),
                                                    .gpc = db_int(st, 8)};
}

enum err cookie_days(struct ctx *cx, struct db *db, const char *from, const char *to,
                     struct cookie_day **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_days, &st);

    if (e)
        goto out;
    db_bind_text(st, "from_day", from);
    db_bind_text(st, "to_day", to);
    e = db_collect(cx, st, sizeof(**ret), read_day, ret, ret_n);
out:
    db_done(st);
    return e;
}
