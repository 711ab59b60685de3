/* duplicate_search.c -- see duplicate.h: one pass over the records, keys as 64-bit digests, sorted, and equal ones put together.
 *
 * It is done here and not in SQL because what two records share (a fold without legal forms, digits, a registrable domain) is
 * made by functions that both engines lack. Two keys with one digest would propose a pair that shares nothing: it shows
 * as such, and is one in 2^64.
 */
#include "people/duplicate.h"

#include "base/hash.h"
#include "base/text.h"

#include "duplicate_sql.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 1000, REASONS_MAX = 7, PUT_BATCH = 100, TAX_NUMBER = 14, TAX_ROOT = 8 };
enum { SCORE_LEAST = 25, SWITCHBOARD_FROM = 3 };

struct key {
    uint64_t digest;
    int64_t id;
};

struct keys {
    struct key *all;
    size_t n, room;
};

struct pair {
    int64_t one, other;
    unsigned reasons;
    int score;
};

struct reason {
    const char *name;
    int weight;
    unsigned implied_by; /* bits of reasons beside which it says nothing new */
};

/* By the place of their keys, the strongest first: what is too much falls off the end. */
enum { EMAIL, MAILBOX, PHONE, NAME, LANDLINE, NAMESAKE, SWITCHBOARD };
static const struct reason contact_reasons[REASONS_MAX] = {
    [EMAIL] = {"email", 95, 0},
    [MAILBOX] = {"mailbox", 85, 1U << EMAIL},
    [PHONE] = {"phone", 75, 0},
    [NAME] = {"name", 70, 0},
    [LANDLINE] = {"landline", 40, 0},
    [NAMESAKE] = {"namesake", 30, 1U << NAME},
    [SWITCHBOARD] = {"switchboard", 20, 0}}; /* only beside another */
enum { DOMAIN, ROOT, COMPANY, BRAND };
static const struct reason account_reasons[REASONS_MAX] = {[DOMAIN] = {"domain", 85, 0},
                                                           [ROOT] = {"tax_root", 80, 0},
                                                           [COMPANY] = {"name", 75, 0},
                                                           [BRAND] = {"brand", 50, 1U << DOMAIN}};

struct search {
    enum merge_of of;
    struct db_pool *pool;
    duplicate_tick *tick;
    void *self;
    int64_t seen, run;
    const struct reason *reasons;
    struct keys keys[REASONS_MAX];
    struct pair *pairs;
    size_t pair_n, put_n;
};

static void search_free(void *p)
{
    struct search *s = p;

    for (size_t i = 0; i < REASONS_MAX; i++)
        free(s->keys[i].all);
    free(s->pairs);
}

static enum err key_add(struct ctx *cx, struct search *s, size_t reason, const char *text,
                        int64_t id)
{
    struct keys *k = &s->keys[reason];
    unsigned char digest[SHA256_BYTES];

    if (text_empty(text))
        return arena_full(cx->arena) ? fail_memory(cx) : OK;
    if (k->n == k->room) {
        size_t room = k->room ? k->room * 2 : 4096;
        struct key *all = realloc(k->all, room * sizeof(*all));
        if (!all)
            return fail_memory(cx);
        k->all = all;
        k->room = room;
    }
    sha256(text, strlen(text), digest);
    memcpy(&k->all[k->n].digest, digest, sizeof(k->all[k->n].digest));
    k->all[k->n++].id = id;
    return OK;
}

/* --- the keys of a record */

/* An address, and its mailbox within the company. */
static enum err address_keys(struct ctx *cx, struct search *s, const char *email, int64_t account,
                             int64_t id)
{
    const char *mailbox = account != NIL ? duplicate_mailbox_key(cx->arena, email) : NULL;
    enum err e = key_add(cx, s, EMAIL, duplicate_email_key(cx->arena, email), id);

    if (!e && mailbox)
        e = key_add(cx, s, MAILBOX, arena_print(cx->arena, "%lld %s", (long long)account, mailbox),
                    id);
    return e;
}

static enum err contact_keys(struct ctx *cx, struct search *s, const struct db_stmt *st)
{
    int64_t id = db_int(st, 0), account = db_int(st, 4);
    const char *name = duplicate_name_key(cx->arena, db_text(st, 1)), *phone = db_text(st, 3);
    enum err e = address_keys(cx, s, db_text(st, 2), account, id);

    if (!e && !text_empty(name) && account != NIL)
        e = key_add(cx, s, NAME, arena_print(cx->arena, "%lld %s", (long long)account, name), id);
    if (!e && !text_empty(name) && strchr(name, ' '))
        e = key_add(cx, s, NAMESAKE, name, id);
    return e ? e
             : key_add(cx, s, duplicate_is_landline(phone) ? LANDLINE : PHONE,
                       duplicate_phone_key(cx->arena, phone), id);
}

static enum err email_keys(struct ctx *cx, struct search *s, const struct db_stmt *st)
{
    return address_keys(cx, s, db_text(st, 2), db_int(st, 3), db_int(st, 1));
}

static enum err domain_key(struct ctx *cx, struct search *s, const char *domain, int64_t id)
{
    const char *own = text_registrable(domain);
    enum err e = key_add(cx, s, DOMAIN, own, id);

    return e ? e : key_add(cx, s, BRAND, duplicate_brand_key(cx->arena, domain), id);
}

static enum err account_keys(struct ctx *cx, struct search *s, const struct db_stmt *st)
{
    int64_t id = db_int(st, 0);
    const char *tax = db_text(st, 3);
    enum err e = domain_key(cx, s, db_text(st, 2), id);

    if (!e)
        e = key_add(cx, s, COMPANY, duplicate_company_key(cx->arena, db_text(st, 1)), id);
    if (!e && tax && strlen(tax) == TAX_NUMBER)
        e = key_add(cx, s, ROOT, arena_dup_n(cx->arena, tax, TAX_ROOT), id);
    return e;
}

static enum err domain_keys(struct ctx *cx, struct search *s, const struct db_stmt *st)
{
    return domain_key(cx, s, db_text(st, 2), db_int(st, 1));
}

/* --- the pass */

typedef enum err keys_of(struct ctx *cx, struct search *s, const struct db_stmt *st);

static enum err read_page(struct ctx *cx, struct search *s, const struct db_query *q, keys_of *keys,
                          int64_t *after, bool *ret_more)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int n = 0;
    enum err e = db_read(cx, s->pool, &db);

    if (!e)
        e = db_begin(cx, db, q, &st);
    if (e)
        goto out;
    db_bind_int(st, "after", *after);
    db_bind_int(st, "most", PAGE);
    while (!(e = db_step(cx, st, &row)) && row) {
        *after = db_int(st, 0);
        n++;
        e = keys(cx, s, st);
        if (e)
            break;
    }
    *ret_more = n == PAGE;
    s->seen += n;
out:
    db_done(st);
    db_return(db);
    return e;
}

static enum err read_all(struct ctx *cx, struct search *s, const struct db_query *q, keys_of *keys)
{
    int64_t after = 0;
    bool more = true;
    enum err e = OK;

    while (!e && more) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = read_page(cx, s, q, keys, &after, &more);
        if (!e && s->tick)
            e = s->tick(cx, s->self, s->seen);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e;
}

/* --- pairs */

static int by_digest(const void *a, const void *b)
{
    const struct key *x = a, *y = b;

    if (x->digest != y->digest)
        return (x->digest > y->digest) - (x->digest < y->digest);
    return (x->id > y->id) - (x->id < y->id);
}

static int by_pair(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->one != y->one)
        return (x->one > y->one) - (x->one < y->one);
    return (x->other > y->other) - (x->other < y->other);
}

static bool is_phone(const struct search *s, size_t reason)
{
    return s->of == MERGE_CONTACTS && (reason == PHONE || reason == LANDLINE);
}

/* The oldest with each of the others. A record may have one key twice. */
static void pair_group(struct search *s, size_t reason, const struct key *k, size_t n)
{
    int64_t ids[DUPLICATE_GROUP_MAX + 1];
    size_t m = 0;

    for (size_t i = 0; i < n && m <= DUPLICATE_GROUP_MAX; i++)
        if (!m || ids[m - 1] != k[i].id)
            ids[m++] = k[i].id;
    if (m >= SWITCHBOARD_FROM && is_phone(s, reason))
        reason = SWITCHBOARD;
    for (size_t i = 1; m <= DUPLICATE_GROUP_MAX && i < m && s->pair_n < DUPLICATES_MAX * 2; i++)
        s->pairs[s->pair_n++] =
            (struct pair){.one = ids[0], .other = ids[i], .reasons = 1U << reason};
}

static void pair_keys(struct search *s, size_t reason)
{
    struct keys *k = &s->keys[reason];

    if (k->n)
        qsort(k->all, k->n, sizeof(*k->all), by_digest);
    for (size_t i = 0, n; i < k->n; i += n) {
        for (n = 1; i + n < k->n && k->all[i + n].digest == k->all[i].digest; n++)
            ;
        if (n > 1)
            pair_group(s, reason, &k->all[i], n);
    }
    free(k->all);
    *k = (struct keys){0};
}

static bool counts(const struct search *s, unsigned reasons, size_t i)
{
    return (reasons & 1U << i) && !(reasons & s->reasons[i].implied_by);
}

/* What the reasons leave open, multiplied. */
static int score_of(const struct search *s, unsigned reasons)
{
    double open = 1;

    for (size_t i = 0; i < REASONS_MAX; i++)
        if (counts(s, reasons, i))
            open *= (100 - s->reasons[i].weight) / 100.0;
    return open < 0.01 ? 99 : (int)(100 - open * 100 + 0.5);
}

static int by_score(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : by_pair(a, b);
}

/* Reasons of one pair become one row; the likeliest stay. */
static void join_pairs(struct search *s)
{
    size_t kept = 0, likely = 0;

    if (s->pair_n)
        qsort(s->pairs, s->pair_n, sizeof(*s->pairs), by_pair);
    for (size_t i = 0; i < s->pair_n; i++) {
        if (kept && !by_pair(&s->pairs[kept - 1], &s->pairs[i]))
            s->pairs[kept - 1].reasons |= s->pairs[i].reasons;
        else
            s->pairs[kept++] = s->pairs[i];
    }
    for (size_t i = 0; i < kept; i++) {
        s->pairs[i].score = score_of(s, s->pairs[i].reasons);
        if (s->pairs[i].score >= SCORE_LEAST)
            s->pairs[likely++] = s->pairs[i];
    }
    if (likely)
        qsort(s->pairs, likely, sizeof(*s->pairs), by_score);
    s->pair_n = likely < DUPLICATES_MAX ? likely : DUPLICATES_MAX;
}

static const char *names_of(struct ctx *cx, const struct search *s, unsigned reasons)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < REASONS_MAX; i++)
        if (counts(s, reasons, i))
            buf_print(&out, "%s%s", out.len ? "," : "", s->reasons[i].name);
    return buf_text(&out);
}

static enum err put_pair(struct ctx *cx, struct db *db, const struct search *s,
                         const struct pair *p)
{
    struct db_stmt *st = NULL;
    const char *names = names_of(cx, s, p->reasons);
    enum err e = names ? db_begin(cx, db, &SQL_duplicate_put, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_text(st, "kind", merge_model(s->of)->name);
    db_bind_int(st, "one", p->one);
    db_bind_int(st, "other", p->other);
    db_bind_text(st, "reasons", names);
    db_bind_int(st, "score", p->score);
    db_bind_int(st, "run", s->run);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct search *s = arg;
    enum err e = OK;

    for (size_t i = s->put_n; i < s->pair_n && i < s->put_n + PUT_BATCH && !e; i++)
        e = put_pair(cx, db, s, &s->pairs[i]);
    return e;
}

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct search *s = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_duplicates_forget, &st);

    if (e)
        goto out;
    db_bind_text(st, "kind", merge_model(s->of)->name);
    db_bind_int(st, "run", s->run);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_all(struct ctx *cx, struct search *s)
{
    enum err e = OK;

    for (; s->put_n < s->pair_n && !e; s->put_n += PUT_BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, s->pool, put_in, s);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    return e ? e : db_write(cx, s->pool, forget_in, s);
}

enum err duplicates_search(struct ctx *cx, struct db_pool *pool, enum merge_of of,
                           duplicate_tick *tick, void *self)
{
    struct search *s = arena_alloc(cx->arena, sizeof(*s));
    bool people = of == MERGE_CONTACTS;
    enum err e;

    if (!s || !arena_defer(cx->arena, search_free, s))
        return fail_memory(cx);
    *s = (struct search){.of = of,
                         .pool = pool,
                         .tick = tick,
                         .self = self,
                         .run = id_next(cx),
                         .reasons = people ? contact_reasons : account_reasons,
                         .pairs = calloc((size_t)DUPLICATES_MAX * 2, sizeof(*s->pairs))};
    if (!s->pairs)
        return fail_memory(cx);
    e = people ? read_all(cx, s, &SQL_duplicate_contacts_page, contact_keys)
               : read_all(cx, s, &SQL_duplicate_accounts_page, account_keys);
    if (!e)
        e = people ? read_all(cx, s, &SQL_duplicate_emails_page, email_keys)
                   : read_all(cx, s, &SQL_duplicate_domains_page, domain_keys);
    for (size_t i = 0; i < REASONS_MAX && !e; i++)
        pair_keys(s, i);
    join_pairs(s);
    return e ? e : put_all(cx, s);
}
