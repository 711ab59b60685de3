/* visitor_link.c -- see visitor_link.h. */
#include "people/visitor_link.h"

#include "base/text.h"
#include "facts/fact.h"
#include "model/audit.h"
#include "people/consent.h"
#include "people/contact.h"
#include "people/merge.h"
#include "work/job.h"

#include "visitor_link_sql.h"

/* --- rows -------------------------------------------------------------------------------------- */

static void read_link(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct visitor_link *)row = (struct visitor_link){.id = db_int(st, 0),
                                                        .visitor = db_int(st, 1),
                                                        .contact = db_int(st, 2),
                                                        .how = db_text_dup(cx, st, 3),
                                                        .basis = db_text_dup(cx, st, 4),
                                                        .linked_at = db_int(st, 5),
                                                        .linked_by = db_int(st, 6),
                                                        .ended_at = db_int(st, 7),
                                                        .undone_at = db_int(st, 8),
                                                        .undone_by = db_int(st, 9)};
}

enum { BINDS_MAX = 5 };

/* A number of a statement; the name of the last is NULL. */
struct bind {
    const char *name;
    int64_t value;
};

static enum err begin(struct ctx *cx, struct db *db, const struct db_query *q,
                      const struct bind *binds, struct db_stmt **ret)
{
    enum err e = db_begin(cx, db, q, ret);

    for (size_t i = 0; !e && i < BINDS_MAX && binds[i].name; i++)
        db_bind_int(*ret, binds[i].name, binds[i].value);
    return e;
}

static enum err run(struct ctx *cx, struct db *db, const struct db_query *q,
                    const struct bind *binds)
{
    struct db_stmt *st = NULL;
    enum err e = begin(cx, db, q, binds, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

/* The first row's first two numbers; both 0 without one. */
static enum err look(struct ctx *cx, struct db *db, const struct db_query *q,
                     const struct bind *binds, int64_t *ret, int64_t *ret_second)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = begin(cx, db, q, binds, &st);

    *ret = 0;
    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row) {
        *ret = db_int(st, 0);
        if (ret_second)
            *ret_second = db_int(st, 1);
    }
    db_done(st);
    return e;
}

static enum err collect(struct ctx *cx, struct db *db, const struct db_query *q,
                        const struct bind *binds, struct visitor_link **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = begin(cx, db, q, binds, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_link, ret, ret_n);
    db_done(st);
    return e;
}

static int64_t actor_of(const struct ctx *cx)
{
    return cx->actor ? cx->actor : NIL;
}

/* --- what follows a change ----------------------------------------------------------------------- */

static enum err tell_store(struct ctx *cx, struct db *db, int64_t visitor, int64_t contact,
                           bool undo)
{
    struct job_new job = {
        .site = cx->site, .kind = "people.visitors", .args = "{}", .only_one = "all"};
    int64_t made = 0;
    enum err e =
        run(cx, db, &SQL_visitor_send_add,
            (struct bind[BINDS_MAX]){
                {"id", id_next(cx)}, {"visitor", visitor}, {"subject", contact}, {"undo", undo}});

    return e ? e : job_add(cx, db, &job, &made);
}

static enum err note(struct ctx *cx, struct db *db, int64_t contact, int64_t visitor,
                     const char *how, const char *action)
{
    const char *diff = arena_print(cx->arena, "{\"visitor\":[null,\"%lld\"],\"how\":[null,\"%s\"]}",
                                   (long long)visitor, how);

    return diff ? audit_add(cx, db, "contact", contact, action, diff) : fail_memory(cx);
}

static enum err undo(struct ctx *cx, struct db *db, const struct visitor_link *l)
{
    enum err e = run(cx, db, &SQL_visitor_link_undo,
                     (struct bind[BINDS_MAX]){{"id", l->id}, {"actor", actor_of(cx)}});

    if (!e)
        e = tell_store(cx, db, l->visitor, l->contact, true);
    return e ? e : note(cx, db, l->contact, l->visitor, l->how, "visitor_unlink");
}

/* --- linking ------------------------------------------------------------------------------------- */

/* NULL: no. */
static enum err basis_of(struct ctx *cx, struct db *db, int64_t contact, int64_t consent,
                         const char **ret)
{
    enum consent_answer answer;
    enum err e = consent_may(cx, db, contact, VISITOR_LINK_PURPOSE, &answer);

    *ret = NULL;
    if (e || answer == CONSENT_WITHDRAWN || answer == CONSENT_OBJECTED)
        return e;
    if (answer == CONSENT_MAY)
        *ret = "ledger";
    else if (consent & CONSENT_NAMED)
        *ret = "banner";
    return OK;
}

static bool is_by_hand(const char *how)
{
    return text_equal(how, "hand") || text_equal(how, "api");
}

/* The person who answers for the contact; ERR_NOTFOUND also for one who was erased. */
static enum err person_of(struct ctx *cx, struct db *db, int64_t contact, int64_t *ret)
{
    void *record = NULL;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, contact, ret);

    if (!e)
        e = model_get(cx, db, &contact_model, *ret, &record);
    if (!e && ((const struct contact *)record)->erased_at != NIL)
        e = model_missing(cx, &contact_model, contact);
    return e;
}

static enum err put(struct ctx *cx, struct db *db, const struct visitor_link_ask *ask,
                    int64_t contact, const char *basis)
{
    int64_t id = 0;
    struct db_stmt *st = NULL;
    struct bind who[BINDS_MAX] = {{"visitor", ask->visitor}, {"contact", contact}};
    bool fresh;
    enum err e = look(cx, db, &SQL_visitor_link_again, who, &id, NULL);

    fresh = id == 0;
    if (!e)
        e = begin(cx, db, fresh ? &SQL_visitor_link_add : &SQL_visitor_link_revive,
                  fresh ? who : (struct bind[BINDS_MAX]){{0}}, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", fresh ? id_next(cx) : id);
    db_bind_text(st, "how", ask->how);
    db_bind_text(st, "basis", basis);
    db_bind_int(st, "actor", actor_of(cx));
    e = db_run(cx, st);
    if (!e)
        e = tell_store(cx, db, ask->visitor, contact, false);
    if (!e)
        e = note(cx, db, contact, ask->visitor, ask->how, "visitor_link");
out:
    db_done(st);
    return e;
}

enum err visitor_link(struct ctx *cx, struct db *db, const struct visitor_link_ask *ask,
                      enum visitor_link_outcome *ret)
{
    int64_t contact = 0, open = 0, holder = 0, count = 0;
    const char *basis = NULL;
    enum err e = ask->visitor ? OK : fail_field(cx, "visitor", "field.required", NULL);

    if (!e)
        e = person_of(cx, db, ask->contact, &contact);
    if (!e)
        e = look(cx, db, &SQL_visitor_link_open,
                 (struct bind[BINDS_MAX]){{"visitor", ask->visitor}}, &open, &holder);
    if (e)
        return e;
    if (open && holder == contact) {
        *ret = VISITOR_ALREADY;
        return OK;
    }
    if (open && is_by_hand(ask->how))
        return fail(cx, ERR_CONFLICT, "visitor.taken", NULL);
    e = basis_of(cx, db, contact, ask->consent, &basis);
    if (!e)
        e = look(cx, db, &SQL_visitor_link_count, (struct bind[BINDS_MAX]){{"contact", contact}},
                 &count, NULL);
    if (e)
        return e;
    *ret = !basis ? VISITOR_NO_CONSENT : count >= VISITOR_LINKS_MAX ? VISITOR_FULL : VISITOR_LINKED;
    if (*ret != VISITOR_LINKED)
        return OK;
    if (open)
        e = run(cx, db, &SQL_visitor_link_end, (struct bind[BINDS_MAX]){{"id", open}});
    return e ? e : put(cx, db, ask, contact, basis);
}

static enum err link_get(struct ctx *cx, struct db *db, int64_t *contact, int64_t link,
                         struct visitor_link *ret)
{
    struct visitor_link *found = NULL;
    size_t n = 0;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, *contact, contact);

    if (!e)
        e = collect(cx, db, &SQL_visitor_link_get,
                    (struct bind[BINDS_MAX]){{"id", link}, {"contact", *contact}}, &found, &n);
    if (!e && !n)
        e = fail(cx, ERR_NOTFOUND, "visitor.missing", NULL);
    if (!e)
        *ret = found[0];
    return e;
}

enum err visitor_unlink(struct ctx *cx, struct db *db, int64_t contact, int64_t link)
{
    struct visitor_link l;
    enum err e = link_get(cx, db, &contact, link, &l);

    return e || l.undone_at != NIL ? e : undo(cx, db, &l);
}

enum err visitor_relink(struct ctx *cx, struct db *db, int64_t contact, int64_t link,
                        int64_t consent)
{
    enum visitor_link_outcome outcome = VISITOR_ALREADY;
    struct visitor_link l;
    enum err e = link_get(cx, db, &contact, link, &l);

    if (e || l.undone_at == NIL)
        return e;
    e = visitor_link(
        cx, db,
        &(struct visitor_link_ask){
            .visitor = l.visitor, .contact = contact, .how = "hand", .consent = consent},
        &outcome);
    if (!e && outcome == VISITOR_NO_CONSENT)
        e = fail(cx, ERR_CONFLICT, "visitor.no_consent", NULL);
    return e;
}

static enum err undo_all(struct ctx *cx, struct db *db, const struct db_query *q,
                         const struct bind *binds)
{
    struct visitor_link *all = NULL;
    size_t n = 0;
    enum err e = collect(cx, db, q, binds, &all, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = undo(cx, db, &all[i]);
    return e;
}

enum err visitor_links_withdraw(struct ctx *cx, struct db *db, int64_t contact)
{
    return undo_all(cx, db, &SQL_visitor_links_standing,
                    (struct bind[BINDS_MAX]){{"contact", contact}});
}

enum err visitor_withdraw(struct ctx *cx, struct db *db, int64_t visitor)
{
    return undo_all(cx, db, &SQL_visitor_links_of_visitor,
                    (struct bind[BINDS_MAX]){{"visitor", visitor}});
}

/* --- reading ------------------------------------------------------------------------------------- */

enum err visitor_links_of(struct ctx *cx, struct db *db, int64_t contact, struct visitor_link **ret,
                          size_t *ret_n)
{
    return collect(cx, db, &SQL_visitor_links_of,
                   (struct bind[BINDS_MAX]){{"contact", contact}, {"most", VISITOR_LINKS_MAX}}, ret,
                   ret_n);
}

enum err visitor_person(struct ctx *cx, struct db *db, int64_t visitor, struct visitor_person *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = begin(cx, db, &SQL_visitor_link_person,
                       (struct bind[BINDS_MAX]){{"visitor", visitor}}, &st);

    *ret = (struct visitor_person){0};
    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct visitor_person){.contact = db_int(st, 0),
                                       .account = db_int(st, 1) == NIL ? 0 : db_int(st, 1),
                                       .by_banner = text_equal(db_text(st, 2), "banner")};
    db_done(st);
    return e;
}

enum err visitor_is_tied(struct ctx *cx, struct db *db, int64_t visitor, bool *ret)
{
    int64_t one = 0;
    enum err e = look(cx, db, &SQL_visitor_link_any, (struct bind[BINDS_MAX]){{"visitor", visitor}},
                      &one, NULL);

    *ret = one != 0;
    return e;
}
