/* renewal.c -- see renewal.h. */
#include "people/renewal.h"

#include "base/message.h"
#include "base/text.h"

#include "renewal_sql.h"

#include <stdio.h>

static void read_due(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct renewal_due *)row = (struct renewal_due){.deal = db_int(st, 0),
                                                      .account = db_int(st, 1),
                                                      .owner = db_int(st, 2),
                                                      .amount_minor = db_int(st, 3),
                                                      .name = db_text_dup(cx, st, 4),
                                                      .account_name = db_text_dup(cx, st, 5),
                                                      .currency = db_text_dup(cx, st, 6),
                                                      .ends_on = db_text_dup(cx, st, 7),
                                                      .renewal = db_int(st, 8),
                                                      .renewal_outcome = db_text_dup(cx, st, 9)};
}

enum err renewals_due(struct ctx *cx, struct db *db, const char *from, const char *to,
                      int64_t owner, struct renewal_due **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_renewals_due, &st);

    if (e)
        goto out;
    db_bind_text(st, "from_day", from);
    db_bind_text(st, "to_day", to);
    db_bind_int(st, "owner", owner);
    db_bind_int(st, "most", RENEWALS_MAX);
    e = db_collect(cx, st, sizeof(**ret), read_due, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err begun(struct ctx *cx, struct db *db, int64_t deal)
{
    struct db_stmt *st = NULL;
    bool row = false;
    char id[24];
    enum err e = db_begin(cx, db, &SQL_renewal_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "renews", deal);
    e = db_step(cx, st, &row);
    if (!e && row) {
        (void)snprintf(id, sizeof(id), "%lld", (long long)db_int(st, 0));
        e = fail(cx, ERR_CONFLICT, "renewal.exists", "id", arena_dup(cx->arena, id), NULL);
    }
out:
    db_done(st);
    return e;
}

static enum err tie(struct ctx *cx, struct db *db, int64_t deal, int64_t renews)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_renewal_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "deal", deal);
    db_bind_int(st, "renews", renews);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err renewal_begin(struct ctx *cx, struct db *db, int64_t deal, struct deal **ret)
{
    const struct model *m = &deal_model;
    struct deal *was = NULL, *is = model_new(cx, m);
    struct fault_param p = {"name", ""};
    enum err e = is ? model_get(cx, db, m, deal, (void **)&was) : fail_memory(cx);

    if (!e && !text_equal(was->outcome, "won"))
        e = fail(cx, ERR_INVALID, "renewal.not_won", NULL);
    if (!e)
        e = begun(cx, db, deal);
    if (e)
        return e;
    p.value = was->name ? was->name : "";
    is->name = text_cut(cx->arena, message(cx->arena, cx->lang, "renewal.name", &p, 1), 200);
    is->type = "renewal";
    is->account = was->account;
    is->contact = was->contact;
    is->amount_minor = was->amount_minor;
    is->currency = was->currency;
    is->owner = was->owner;
    is->opened_at = ctx_now(cx);
    e = model_check(cx, m, is);
    if (!e)
        e = model_add(cx, db, m, is);
    if (!e)
        e = tie(cx, db, is->record.id, deal);
    if (!e)
        *ret = is;
    return e;
}
