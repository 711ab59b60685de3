/* consent_chain.c -- what makes the ledger tell when it was meddled with.
 *
 * The digest of an entry (ledger_priv.h) covers a random salt: without it nobody can try which person or address an entry
 * was about.
 */
#include "people/consent_priv.h"

#include "base/text.h"
#include "people/ledger_priv.h"
#include "work/secret.h"

#include "consent_sql.h"

#include <stdio.h>
#include <string.h>

enum { VERIFY_PAGE = 500 };

/* What stays after an erasure. */
static void add_kept(struct sha256_run *r, const struct consent *c)
{
    ledger_int(r, "id", c->id);
    ledger_int(r, "n", c->n);
    ledger_int(r, "subject", c->subject);
    ledger_int(r, "purpose", c->purpose);
    ledger_text(r, "legal_basis", c->legal_basis);
    ledger_text(r, "state", c->state);
    ledger_int(r, "text", c->text);
    ledger_text(r, "text_digest", c->text_digest);
    ledger_int(r, "at", c->at);
    ledger_int(r, "recorded_at", c->recorded_at);
    ledger_text(r, "channel", c->channel);
    ledger_int(r, "actor", c->actor);
}

void consent_digest(const struct consent *c, const char *salt, char ret[SHA256_HEX])
{
    struct sha256_run r;

    sha256_start(&r);
    ledger_text(&r, "praca-consent", "1");
    ledger_text(&r, "salt", salt);
    add_kept(&r, c);
    ledger_text(&r, "source", c->source);
    ledger_text(&r, "ip", c->ip_digest);
    ledger_text(&r, "agent", c->agent_digest);
    ledger_text(&r, "proof", c->proof);
    ledger_end(&r, ret);
}

void consent_chain(const char *before, int64_t site, const struct consent *c, char ret[SHA256_HEX])
{
    struct sha256_run r;

    sha256_start(&r);
    ledger_text(&r, "praca-consent-chain", "1");
    ledger_int(&r, "site", site);
    ledger_text(&r, "before", before);
    ledger_int(&r, "n", c->n);
    ledger_int(&r, "id", c->id);
    ledger_text(&r, "digest", c->digest);
    ledger_end(&r, ret);
}

enum err consent_seal(struct ctx *cx, struct db *db, const struct consent *c, char ret[SHA256_HEX])
{
    unsigned char key[SECRET_BYTES], raw[SHA256_BYTES];
    struct sha256_run r;
    enum err e = secret_read(cx, db, SECRET_LEDGER, key);

    if (e)
        return e;
    sha256_start(&r);
    ledger_text(&r, "praca-consent-seal", "1");
    ledger_int(&r, "site", cx->site);
    add_kept(&r, c);
    ledger_text(&r, "digest", c->digest);
    sha256_end(&r, raw);
    hmac_sha256(key, sizeof(key), raw, sizeof(raw), raw);
    forget_bytes(key, sizeof(key));
    hex_text(raw, sizeof(raw), ret);
    return OK;
}

const char *consent_trace(struct ctx *cx, const char *salt, const char *of, const char *what)
{
    struct sha256_run r;
    char *hex = arena_alloc(cx->arena, SHA256_HEX);

    if (text_empty(what) || !hex)
        return NULL;
    sha256_start(&r);
    ledger_text(&r, "salt", salt);
    ledger_text(&r, of, what);
    ledger_end(&r, hex);
    return hex;
}

/* --- verification */

static void read_entry(struct ctx *cx, const struct db_stmt *st, struct consent *c)
{
    *c = (struct consent){.n = db_int(st, 0),
                          .id = db_int(st, 1),
                          .contact = db_int(st, 2),
                          .subject = db_int(st, 3),
                          .purpose = db_int(st, 4),
                          .legal_basis = db_text_dup(cx, st, 5),
                          .state = db_text_dup(cx, st, 6),
                          .text = db_int(st, 7),
                          .text_digest = db_text_dup(cx, st, 8),
                          .at = db_int(st, 9),
                          .recorded_at = db_int(st, 10),
                          .source = db_text_dup(cx, st, 11),
                          .channel = db_text_dup(cx, st, 12),
                          .ip_digest = db_text_dup(cx, st, 13),
                          .agent_digest = db_text_dup(cx, st, 14),
                          .proof = db_text_dup(cx, st, 15),
                          .actor = db_int(st, 16),
                          .digest = db_text_dup(cx, st, 18),
                          .chain = db_text_dup(cx, st, 19)};
}

/* Whether the words an entry names are still those that were shown. */
static bool words_stand(const struct db_stmt *st, const struct consent *c)
{
    const char *title = db_text(st, 21), *body = db_text(st, 22);
    struct sha256_run r;
    char hex[SHA256_HEX];
    unsigned char raw[SHA256_BYTES];

    if (c->text == NIL)
        return true;
    if (!title || !body)
        return false;
    sha256_start(&r);
    sha256_add(&r, title, strlen(title));
    sha256_add(&r, "\n", 1);
    sha256_add(&r, body, strlen(body));
    sha256_end(&r, raw);
    hex_text(raw, sizeof(raw), hex);
    return text_equal(hex, c->text_digest) && text_equal(hex, db_text(st, 20));
}

static enum err check_entry(struct ctx *cx, struct db *db, const struct db_stmt *st,
                            const char *before, struct consent_verdict *v)
{
    const char *salt = db_text_dup(cx, st, 17);
    char digest[SHA256_HEX], chain[SHA256_HEX];
    struct consent c;
    enum err e = OK;

    read_entry(cx, st, &c);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (salt)
        consent_digest(&c, salt, digest);
    else
        e = consent_seal(cx, db, &c, digest);
    if (e)
        return e;
    consent_chain(before, cx->site, &c, chain);
    if (c.n != v->entries + 1)
        v->why = "consent.verify_gap";
    else if (!text_equal(digest, salt ? c.digest : db_text(st, 23)))
        v->why = "consent.verify_changed";
    else if (!text_equal(chain, c.chain))
        v->why = "consent.verify_chain";
    else if (!words_stand(st, &c))
        v->why = "consent.verify_words";
    if (v->why)
        v->broken_at = v->entries + 1;
    v->entries++;
    v->erased += !salt;
    return OK;
}

/* One page; the chain so far is in head. */
static enum err verify_page(struct ctx *cx, struct db *db, char head[SHA256_HEX],
                            struct consent_verdict *v, size_t *ret_n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_consents_chain, &st);

    if (e)
        goto out;
    db_bind_int(st, "after", v->entries);
    db_bind_int(st, "most", VERIFY_PAGE);
    while (!v->why && !(e = db_step(cx, st, &row)) && row) {
        e = check_entry(cx, db, st, v->entries ? head : NULL, v);
        if (e)
            break;
        (void)snprintf(head, SHA256_HEX, "%s", db_text(st, 19));
        arena_reset(cx->arena, mark);
        n++;
    }
out:
    db_done(st);
    *ret_n = n;
    return e;
}

static enum err check_head(struct ctx *cx, struct db *db, const char *head,
                           struct consent_verdict *v)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_head, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e &&
        (row ? db_int(st, 0) != v->entries || !text_equal(db_text(st, 1), head) : v->entries > 0)) {
        v->why = "consent.verify_end";
        v->broken_at = v->entries + 1;
    }
    db_done(st);
    return e;
}

enum err consent_verify(struct ctx *cx, struct db *db, struct consent_verdict *ret)
{
    struct consent_verdict v = {0};
    char head[SHA256_HEX] = "";
    size_t n = VERIFY_PAGE;
    enum err e = OK;

    while (!e && !v.why && n == VERIFY_PAGE)
        e = verify_page(cx, db, head, &v, &n);
    if (!e && !v.why)
        e = check_head(cx, db, head, &v);
    v.head = arena_dup(cx->arena, head);
    if (!e && !v.head)
        e = fail_memory(cx);
    if (!e)
        *ret = v;
    return e;
}
