/* cookie_chain.c -- the chain of receipts: how it is made, checked, and shortened at its old end.
 *
 * Shortening keeps the last link that went, under a seal made with a key of the installation: whoever holds the database
 * file alone cannot take receipts away and move the beginning.
 */
#include "people/cookie_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "people/ledger_priv.h"
#include "work/secret.h"

#include "cookie_sql.h"

#include <stdio.h>
#include <string.h>

enum { SALT_BYTES = 16, VERIFY_PAGE = 500, PRUNE_MOST = 5000 };

/* --- making */

enum err cookie_head_read(struct ctx *cx, struct db *db, struct cookie_head *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_cookie_head, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? (struct cookie_head){.n = db_int(st, 0),
                                          .chain = db_text_dup(cx, st, 1),
                                          .from_n = db_int(st, 2),
                                          .from_chain = db_text_dup(cx, st, 3),
                                          .from_at = db_int(st, 4),
                                          .from_seal = db_text_dup(cx, st, 5)}
                   : (struct cookie_head){.from_at = NIL};
    db_done(st);
    return e;
}

static void digest_of(const struct cookie_receipt *r, const char *salt, char ret[SHA256_HEX])
{
    struct sha256_run run;

    sha256_start(&run);
    ledger_text(&run, "praca-cookie", "1");
    ledger_text(&run, "salt", salt);
    ledger_int(&run, "n", r->n);
    ledger_text(&run, "id", r->id);
    ledger_text(&run, "previous", r->previous);
    ledger_int(&run, "number", r->number);
    ledger_text(&run, "lang", r->lang);
    ledger_text(&run, "text", r->text_digest);
    ledger_int(&run, "choices", r->choices);
    ledger_text(&run, "how", r->how);
    ledger_int(&run, "at", r->at);
    ledger_text(&run, "ip", r->ip_digest);
    ledger_text(&run, "agent", r->agent_digest);
    ledger_end(&run, ret);
}

static void chain_of(const char *before, int64_t site, const struct cookie_receipt *r,
                     char ret[SHA256_HEX])
{
    struct sha256_run run;

    sha256_start(&run);
    ledger_text(&run, "praca-cookie-chain", "1");
    ledger_int(&run, "site", site);
    ledger_text(&run, "before", before);
    ledger_int(&run, "n", r->n);
    ledger_text(&run, "id", r->id);
    ledger_text(&run, "digest", r->digest);
    ledger_end(&run, ret);
}

/* A digest of run under the installation's key. */
static enum err keyed(struct ctx *cx, struct db *db, struct sha256_run *run, char ret[SHA256_HEX])
{
    unsigned char key[SECRET_BYTES], raw[SHA256_BYTES];
    enum err e = secret_read(cx, db, SECRET_LEDGER, key);

    if (e)
        return e;
    sha256_end(run, raw);
    hmac_sha256(key, sizeof(key), raw, sizeof(raw), raw);
    forget_bytes(key, sizeof(key));
    hex_text(raw, sizeof(raw), ret);
    return OK;
}

/* There are few addresses: without the key, a salt that lies beside the digest would hide none of them. */
static enum err trace(struct ctx *cx, struct db *db, const char *salt, const char *of,
                      const char *what, const char **ret)
{
    struct sha256_run run;
    char *hex;

    *ret = NULL;
    if (text_empty(what))
        return OK;
    hex = arena_alloc(cx->arena, SHA256_HEX);
    if (!hex)
        return fail_memory(cx);
    sha256_start(&run);
    ledger_text(&run, "salt", salt);
    ledger_text(&run, of, what);
    *ret = hex;
    return keyed(cx, db, &run, hex);
}

enum err cookie_seal(struct ctx *cx, struct db *db, const char *before, struct cookie_receipt *r,
                     const char **ret_salt)
{
    unsigned char raw[SALT_BYTES];
    char *salt = arena_alloc(cx->arena, 2 * SALT_BYTES + 1);
    char *digest = arena_alloc(cx->arena, SHA256_HEX), *chain = arena_alloc(cx->arena, SHA256_HEX);
    enum err e = salt && digest && chain ? OK : fail_memory(cx);

    if (e)
        return e;
    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), salt);
    e = trace(cx, db, salt, "ip", r->ip, &r->ip_digest);
    if (!e)
        e = trace(cx, db, salt, "agent", r->agent, &r->agent_digest);
    if (e)
        return e;
    digest_of(r, salt, digest);
    r->digest = digest;
    chain_of(before, cx->site, r, chain);
    r->chain = chain;
    *ret_salt = salt;
    return OK;
}

static enum err from_seal(struct ctx *cx, struct db *db, int64_t n, const char *chain, int64_t at,
                          char ret[SHA256_HEX])
{
    struct sha256_run run;

    sha256_start(&run);
    ledger_text(&run, "praca-cookie-from", "1");
    ledger_int(&run, "site", cx->site);
    ledger_int(&run, "n", n);
    ledger_text(&run, "chain", chain);
    ledger_int(&run, "at", at);
    return keyed(cx, db, &run, ret);
}

/* --- checking */

struct walk {
    struct cookie_verdict v;
    int64_t at_n; /* the last one looked at */
    char chain[SHA256_HEX];
};

static void read_link(struct ctx *cx, const struct db_stmt *st, struct cookie_receipt *r)
{
    *r = (struct cookie_receipt){.n = db_int(st, 0),
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

/* Whether the words a receipt names are still those that were shown. */
static bool words_stand(const struct db_stmt *st, const struct cookie_receipt *r)
{
    const char *body = db_text(st, 15);
    char digest[SHA256_HEX];

    if (!body)
        return false;
    ledger_digest(body, digest);
    return text_equal(digest, r->text_digest) && text_equal(digest, db_text(st, 14));
}

static enum err check_link(struct ctx *cx, const struct db_stmt *st, struct walk *w)
{
    const char *salt = db_text_dup(cx, st, 13);
    char digest[SHA256_HEX], chain[SHA256_HEX];
    struct cookie_receipt r;

    read_link(cx, st, &r);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    digest_of(&r, salt, digest);
    chain_of(w->at_n ? w->chain : NULL, cx->site, &r, chain);
    if (r.n != w->at_n + 1)
        w->v.why = "consent.verify_gap";
    else if (!text_equal(digest, r.digest))
        w->v.why = "consent.verify_changed";
    else if (!text_equal(chain, r.chain))
        w->v.why = "consent.verify_chain";
    else if (!words_stand(st, &r))
        w->v.why = "consent.verify_words";
    if (w->v.why)
        w->v.broken_at = w->at_n + 1;
    w->at_n++;
    w->v.receipts++;
    (void)snprintf(w->chain, sizeof(w->chain), "%s", r.chain);
    return OK;
}

static enum err verify_page(struct ctx *cx, struct db *db, struct walk *w, size_t *ret_n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_cookie_chain, &st);

    if (e)
        goto out;
    db_bind_int(st, "after", w->at_n);
    db_bind_int(st, "most", VERIFY_PAGE);
    while (!w->v.why && !(e = db_step(cx, st, &row)) && row) {
        e = check_link(cx, st, w);
        if (e)
            break;
        arena_reset(cx->arena, mark);
        n++;
    }
out:
    db_done(st);
    *ret_n = n;
    return e;
}

/* Where the chain begins now, when we are the ones who moved it. */
static enum err begin(struct ctx *cx, struct db *db, const struct cookie_head *head, struct walk *w)
{
    char seal[SHA256_HEX];
    enum err e;

    w->at_n = w->v.gone = head->from_n;
    w->v.gone_at = head->from_at;
    if (!head->from_n)
        return OK;
    e = from_seal(cx, db, head->from_n, head->from_chain, head->from_at, seal);
    if (!e && !text_equal(seal, head->from_seal)) {
        w->v.why = "consent.verify_gap";
        w->v.broken_at = head->from_n;
    }
    if (!e)
        (void)snprintf(w->chain, sizeof(w->chain), "%s", head->from_chain ? head->from_chain : "");
    return e;
}

enum err cookie_verify(struct ctx *cx, struct db *db, struct cookie_verdict *ret)
{
    struct walk w = {0};
    struct cookie_head head;
    size_t n = VERIFY_PAGE;
    enum err e = cookie_head_read(cx, db, &head);

    if (!e)
        e = begin(cx, db, &head, &w);
    while (!e && !w.v.why && n == VERIFY_PAGE)
        e = verify_page(cx, db, &w, &n);
    if (e)
        return e;
    if (!w.v.why && (w.at_n != head.n || !text_equal(w.chain, head.chain ? head.chain : ""))) {
        w.v.why = "consent.verify_end";
        w.v.broken_at = w.at_n + 1;
    }
    w.v.head = arena_dup(cx->arena, w.chain);
    if (!w.v.head)
        return fail_memory(cx);
    *ret = w.v;
    return OK;
}

/* --- shortening */

/* The last n that may go: older than the time kept, or beyond the number kept. */
static enum err last_to_go(struct ctx *cx, struct db *db, const struct cookie_head *head,
                           int64_t *ret)
{
    struct settings *set = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t many, old = head->n;
    enum err e = cookie_site_settings(cx, db, &set);

    if (!e)
        e = db_begin(cx, db, &SQL_cookie_kept_from, &st);
    if (e)
        goto out;
    db_bind_int(st, "from_n", head->from_n);
    db_bind_int(st, "before", ctx_now(cx) - DAYS_MS(setting_int(set, "cookies.keep_days")));
    e = db_step(cx, st, &row);
    if (!e && row)
        old = db_int(st, 0) - 1;
    many = head->n - setting_int(set, "cookies.most");
    *ret = many > old ? many : old;
    if (*ret > head->from_n + PRUNE_MOST)
        *ret = head->from_n + PRUNE_MOST;
out:
    db_done(st);
    return e;
}

static enum err read_end(struct ctx *cx, struct db *db, int64_t n, struct cookie_head *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_cookie_link, &st);

    if (e)
        goto out;
    db_bind_int(st, "n", n);
    e = db_step(cx, st, &row);
    if (!e && !row) /* somebody took it: let the check say so, and keep what there is */
        e = fail(cx, ERR_CONFLICT, "cookies.broken", NULL);
    if (!e) {
        ret->from_n = n;
        ret->from_chain = db_text_dup(cx, st, 0);
        ret->from_at = db_int(st, 1);
    }
out:
    db_done(st);
    return e;
}

static enum err move_from(struct ctx *cx, struct db *db, const struct cookie_head *to)
{
    struct db_stmt *st = NULL;
    char seal[SHA256_HEX];
    enum err e = from_seal(cx, db, to->from_n, to->from_chain, to->from_at, seal);

    if (!e)
        e = db_begin(cx, db, &SQL_cookie_head_from, &st);
    if (e)
        goto out;
    db_bind_int(st, "from_n", to->from_n);
    db_bind_text(st, "from_chain", to->from_chain);
    db_bind_int(st, "from_at", to->from_at);
    db_bind_text(st, "from_seal", seal);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err drop(struct ctx *cx, struct db *db, int64_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_receipts_drop, &st);

    if (e)
        goto out;
    db_bind_int(st, "n", n);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err cookie_prune(struct ctx *cx, struct db *db, int64_t *ret_gone)
{
    struct cookie_head head;
    int64_t last = 0, before;
    enum err e = cookie_head_read(cx, db, &head);

    if (!e)
        e = last_to_go(cx, db, &head, &last);
    if (e)
        return e;
    before = head.from_n;
    *ret_gone = last > before ? last - before : 0;
    if (!*ret_gone)
        return OK;
    e = read_end(cx, db, last, &head);
    if (!e)
        e = move_from(cx, db, &head);
    return e ? e : drop(cx, db, last);
}
