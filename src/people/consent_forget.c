/* consent_forget.c -- what an erasure does to the ledger, and how states follow merges. */
#include "people/consent_priv.h"

#include "base/text.h"
#include "people/consent_follow.h"
#include "people/identity.h"
#include "people/list.h"
#include "people/suppression.h"

#include "consent_sql.h"

static void read_kept(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct consent *c = row;

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
                          .channel = db_text_dup(cx, st, 11),
                          .actor = db_int(st, 12),
                          .digest = db_text_dup(cx, st, 13)};
}

static enum err blank_one(struct ctx *cx, struct db *db, const struct consent *c)
{
    char seal[SHA256_HEX];
    struct db_stmt *st = NULL;
    enum err e = consent_seal(cx, db, c, seal);

    if (!e)
        e = db_begin(cx, db, &SQL_consent_blank, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", c->id);
    db_bind_text(st, "seal", seal);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err blank_all(struct ctx *cx, struct db *db, int64_t contact)
{
    struct consent *rows = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_consents_of_contact, &st);

    if (!e) {
        db_bind_int(st, "contact", contact);
        e = db_collect(cx, st, sizeof(*rows), read_kept, &rows, &n);
    }
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = blank_one(cx, db, &rows[i]);
    return e;
}

static enum err drop_states(struct ctx *cx, struct db *db, int64_t contact)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consent_states_forget, &st);

    if (!e) {
        db_bind_int(st, "contact", contact);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* Every address of theirs, not just the first. */
static enum err forget_addresses(struct ctx *cx, struct db *db, int64_t contact)
{
    struct identity all = {0};
    enum err e = identity_read(cx, db, IDENTITY_EMAILS, contact, &all);

    for (size_t i = 0; i < all.n && !e; i++)
        e = suppression_forget(cx, db, all.all[i].value);
    return e;
}

enum err consent_forget(struct ctx *cx, struct db *db, int64_t contact)
{
    enum err e = forget_addresses(cx, db, contact);

    if (!e)
        e = blank_all(cx, db, contact);
    return e ? e : drop_states(cx, db, contact);
}

/* --- following merges: the ledger's entries have moved to the one that stays */

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    if (c->kind != CHANGE_CONTACT || c->before || c->after)
        return OK;
    return consent_states_refresh(cx, db, c->id);
}

struct no {
    int64_t id;
    struct consent said;
};

static void read_no(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct no *)row = (struct no){.id = db_int(st, 0),
                                    .said = {.contact = db_int(st, 1),
                                             .purpose = db_int(st, 2),
                                             .legal_basis = db_text_dup(cx, st, 3),
                                             .state = db_text_dup(cx, st, 4),
                                             .text = db_int(st, 5),
                                             .at = db_int(st, 6),
                                             .source = db_text_dup(cx, st, 7),
                                             .channel = db_text_dup(cx, st, 8)}};
}

static enum err entries_part(struct ctx *cx, struct db *db, int64_t kept, int64_t gone,
                             int64_t since)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consents_part, &st);

    if (e)
        goto out;
    db_bind_int(st, "kept", kept);
    db_bind_int(st, "gone", gone);
    db_bind_int(st, "since", since);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* The entry says by which one it stands. The one that stayed may have been deleted since. */
static enum err say_too(struct ctx *cx, struct db *db, int64_t other, struct no *no)
{
    enum err e;

    no->said.contact = other;
    no->said.proof = arena_print(cx->arena, "{\"same_as\":\"%lld\"}", (long long)no->id);
    if (!no->said.proof)
        return fail_memory(cx);
    e = consent_record(cx, db, &no->said);
    if (e != ERR_NOTFOUND)
        return e;
    fault_clear(cx);
    return OK;
}

enum err consent_part(struct ctx *cx, struct db *db, int64_t kept, int64_t gone, int64_t since)
{
    struct db_stmt *st = NULL;
    struct no *all = NULL;
    size_t n = 0;
    enum err e = entries_part(cx, db, kept, gone, since);

    if (!e)
        e = db_begin(cx, db, &SQL_consents_no_of_both, &st);
    if (!e) {
        db_bind_int(st, "kept", kept);
        db_bind_int(st, "gone", gone);
        db_bind_int(st, "since", since);
        e = db_collect(cx, st, sizeof(*all), read_no, &all, &n);
    }
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = say_too(cx, db, all[i].said.contact == kept ? gone : kept, &all[i]);
    return e ? e : lists_part(cx, db, kept, gone, since);
}

static enum err newest_contact(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consents_newest_contact, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row && !db_is_null(st, 0) ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err with_entries(struct ctx *cx, struct db *db, const int64_t *ids, size_t n,
                             int64_t **ret, size_t *ret_n)
{
    struct buf list = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e;

    buf_add_char(&list, '[');
    for (size_t i = 0; i < n; i++)
        buf_print(&list, "%s%lld", i ? "," : "", (long long)ids[i]);
    buf_add_char(&list, ']');
    if (!buf_ok(&list))
        return fail_memory(cx);
    e = db_begin(cx, db, &SQL_consents_contacts_among, &st);
    if (!e) {
        db_bind_text(st, "ids", buf_text(&list));
        e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    }
    db_done(st);
    return e;
}

/* People who are newer than the ledger's newest have no entries: the usual case of an import, told by one look. */
static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    int64_t *some = NULL, newest = 0;
    size_t n_some = 0;
    enum err e;

    if (kind != CHANGE_CONTACT || !n)
        return OK;
    e = newest_contact(cx, db, &newest);
    if (e || ids[0] > newest)
        return e;
    e = with_entries(cx, db, ids, n, &some, &n_some);
    for (size_t i = 0; i < n_some && !e; i++)
        e = consent_states_refresh(cx, db, some[i]);
    return e;
}

const struct change_follower consent_follower = {
    .name = "consent", .one = follow_one, .many = follow_many};
