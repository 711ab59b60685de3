/* segment_follow.c -- which records a change concerns, and by which rules.
 *
 * A change of a contact concerns the contact, the account it was and is of; of an account, the account and its people; of a
 * deal, whose it was and is. Only rules that read what differs are asked, unless a condition of another folder stands
 * in them. Where more is concerned than a transaction has time for (the people of a large account, an import), records are
 * put down as stale and the job looks at them; their segments are "building" until then.
 */
#include "people/segment_priv.h"

#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/segment_work_priv.h"

#include "segment_sql.h"

#include <string.h>

enum { PEOPLE_AT_ONCE = 40, COMMITTEES_AT_ONCE = 200, BUDGET_US = 9000 };

static const char *cause_of(const struct ctx *cx)
{
    return cx->cause ? cx->cause : text_equal(cx->origin, "import") ? "import" : "change";
}

/* --- which rules ------------------------------------------------------------------------------- */

static bool same_value(const struct field *f, const void *a, const void *b)
{
    if (model_field_is_text(f))
        return text_equal(field_text(f, a) ? field_text(f, a) : "",
                          field_text(f, b) ? field_text(f, b) : "");
    return field_int(f, a) == field_int(f, b);
}

/* What differs between the two states of a record, worked out once for all rules. */
struct difference {
    const struct model *m;
    bool *fields; /* by place */
    bool custom;
};

static enum err differ(struct ctx *cx, const struct model *m, const struct change *c,
                       struct difference *ret)
{
    const struct record *x = c->before, *y = c->after;

    *ret = (struct difference){m, NULL, false};
    if (!x || !y)
        return OK;
    ret->fields = arena_array(cx->arena, m->field_count + 1, sizeof(bool));
    if (!ret->fields)
        return fail_memory(cx);
    for (size_t i = 0; i < m->field_count; i++)
        ret->fields[i] = !same_value(&m->fields[i], x, y);
    ret->custom = !text_equal(x->custom ? x->custom : "", y->custom ? y->custom : "");
    return OK;
}

static bool reads_difference(const struct rule *r, const char *of, const struct difference *d)
{
    for (size_t i = 0; i < d->m->field_count; i++)
        if (d->fields[i] && rule_reads(r, of, d->m->fields[i].name))
            return true;
    return (d->custom && rule_reads(r, of, "custom")) || rule_reads(r, of, "changed_at");
}

/* of: what the changed record is to those asked; NULL: themselves. link: whose people it is has changed, so what they did
 * counts elsewhere. */
static enum err mark(struct segment_looks *l, bool account, const char *of, const struct model *m,
                     const struct change *c, bool link)
{
    struct difference d;
    enum err e = differ(l->cx, m, c, &d);

    for (size_t i = 0; i < l->world->n && !e; i++) {
        const struct segment_rule *s = &l->world->all[i];
        if (s->account != account || !s->rule)
            continue;
        if (s->asks_others || (link && s->rule->behaviour_count))
            l->dirty[i] = true;
        else if (d.fields)
            l->dirty[i] = reads_difference(s->rule, of, &d);
        else
            l->dirty[i] = !of || rule_reads(s->rule, of, NULL);
    }
    return e;
}

static bool any_dirty(const struct segment_looks *l)
{
    return memchr(l->dirty, true, l->world->n * sizeof(*l->dirty)) != NULL;
}

/* --- whom else --------------------------------------------------------------------------------- */

static enum err two_ids(struct ctx *cx, struct db *db, const struct db_query *q, int64_t record,
                        int64_t ret[2])
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    ret[0] = ret[1] = NIL;
    if (e)
        goto out;
    db_bind_int(st, "record", record);
    e = db_step(cx, st, &row);
    for (int i = 0; !e && row && i < db_columns(st) && i < 2; i++)
        ret[i] = db_int(st, i);
out:
    db_done(st);
    return e;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err people_of(struct segment_looks *l, int64_t account, int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_people_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", account);
    db_bind_int(st, "most", PEOPLE_AT_ONCE + 1);
    e = db_collect(l->cx, st, sizeof(**ret), read_id, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err catch_up(struct segment_looks *l, bool account)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segments_set_catching_up, &st);

    if (e)
        goto out;
    db_bind_text(st, "subject", account ? "account" : "contact");
    e = db_run(l->cx, st);
out:
    db_done(st);
    return e ? e : segment_work_soon(l->cx, l->db);
}

static enum err people_later(struct segment_looks *l, int64_t account)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(l->cx, l->db, &SQL_segment_stale_people_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", account);
    db_bind_text(st, "cause", l->cause);
    e = db_run(l->cx, st);
out:
    db_done(st);
    return e ? e : catch_up(l, false);
}

/* Companies that a person of another counts for, by the committees of their deals: scores of companies are asked of those too. */
static bool asks_companies(const struct segment_looks *l)
{
    for (size_t i = 0; i < l->world->n; i++)
        if (l->world->all[i].account && l->world->all[i].rule && l->world->all[i].asks_others)
            return true;
    return false;
}

static enum err committees_of(struct segment_looks *l, int64_t contact, int64_t **ret,
                              size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = OK;

    *ret_n = 0;
    if (!asks_companies(l))
        return OK;
    e = db_begin(l->cx, l->db, &SQL_segment_committees_of, &st);
    if (e)
        goto out;
    db_bind_int(st, "record", contact);
    db_bind_int(st, "most", COMMITTEES_AT_ONCE);
    e = db_collect(l->cx, st, sizeof(**ret), read_id, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err look_by_others(struct segment_looks *l, int64_t account)
{
    for (size_t i = 0; i < l->world->n; i++) {
        const struct segment_rule *s = &l->world->all[i];
        l->dirty[i] = s->account && s->rule && s->asks_others;
    }
    return any_dirty(l) ? segment_look(l, true, account) : OK;
}

static enum err look_by_committees(struct segment_looks *l, int64_t contact)
{
    int64_t *accounts = NULL;
    size_t n = 0;
    enum err e = committees_of(l, contact, &accounts, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = look_by_others(l, accounts[i]);
    return e;
}

/* --- one change -------------------------------------------------------------------------------- */

/* Looks at a record by the rules that mark() finds; none for NIL. */
static enum err look_at(struct segment_looks *l, bool account, int64_t record, const char *of,
                        const struct model *m, const struct change *c, bool link)
{
    enum err e;

    if (record == NIL || !(account ? l->world->any_accounts : l->world->any_contacts))
        return OK;
    e = mark(l, account, of, m, c, link);
    if (e)
        return e;
    return any_dirty(l) || (!of && !c->after && c->before) ? segment_look(l, account, record) : OK;
}

static enum err follow_contact(struct segment_looks *l, const struct change *c)
{
    const struct contact *was = c->before, *is = c->after;
    int64_t accounts[2] = {was ? was->account : NIL, is ? is->account : NIL};
    bool link = !was || !is || was->account != is->account;
    enum err e = look_at(l, false, c->id, NULL, &contact_model, c, false);

    if (!e && !was && !is)
        e = two_ids(l->cx, l->db, &SQL_segment_account_of, c->id, accounts);
    for (size_t i = 0; i < COUNT_OF(accounts) && !e; i++)
        if (!i || accounts[i] != accounts[0])
            e = look_at(l, true, accounts[i], "contacts", &contact_model, c, link);
    return e ? e : look_by_committees(l, c->id);
}

static enum err follow_account(struct segment_looks *l, const struct change *c)
{
    int64_t *people = NULL;
    size_t n = 0;
    enum err e = look_at(l, true, c->id, NULL, &account_model, c, false);

    if (e || !l->world->any_contacts || (!c->before && c->after))
        return e;
    e = mark(l, false, "account", &account_model, c, false);
    if (e || !any_dirty(l))
        return e;
    e = people_of(l, c->id, &people, &n);
    if (!e && n > PEOPLE_AT_ONCE) {
        memset(l->dirty, 0, l->world->n * sizeof(*l->dirty));
        return people_later(l, c->id);
    }
    for (size_t i = 0; i < n && !e; i++) {
        e = mark(l, false, "account", &account_model, c, false);
        if (!e)
            e = segment_look(l, false, people[i]);
    }
    memset(l->dirty, 0, l->world->n * sizeof(*l->dirty));
    return e;
}

static enum err follow_deal(struct segment_looks *l, const struct change *c)
{
    const struct deal *was = c->before, *is = c->after;
    int64_t ends[2][2] = {{was ? was->contact : NIL, was ? was->account : NIL},
                          {is ? is->contact : NIL, is ? is->account : NIL}};
    enum err e = OK;

    if (!was && !is)
        e = two_ids(l->cx, l->db, &SQL_segment_ends_of, c->id, ends[0]);
    for (size_t i = 0; i < 2 && !e; i++) {
        if (!i || ends[1][0] != ends[0][0])
            e = look_at(l, false, ends[i][0], "deals", &deal_model, c, false);
        if (!e && (!i || ends[1][1] != ends[0][1]))
            e = look_at(l, true, ends[i][1], "deals", &deal_model, c, false);
    }
    return e;
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    struct segment_looks l;
    enum err e = segment_looks_begin(cx, db, cause_of(cx), &l);

    if (e || !l.world)
        return e;
    if (c->kind == CHANGE_CONTACT)
        e = follow_contact(&l, c);
    else if (c->kind == CHANGE_ACCOUNT)
        e = follow_account(&l, c);
    else
        e = follow_deal(&l, c);
    return e ? e : segment_looks_end(&l);
}

/* --- gathered changes -------------------------------------------------------------------------- */

/* Whom it no longer belongs to is not known when all is looked at. */
static enum err follow_gathered(struct ctx *cx, struct db *db, const struct change *c)
{
    const struct segment_world *w = NULL;
    int64_t was[2] = {NIL, NIL}, is[2] = {NIL, NIL};
    enum err e = OK;

    if (!c->before || c->kind == CHANGE_ACCOUNT)
        return OK;
    if (c->kind == CHANGE_CONTACT) {
        was[0] = ((const struct contact *)c->before)->account;
        is[0] = c->after ? ((const struct contact *)c->after)->account : NIL;
    } else {
        was[0] = ((const struct deal *)c->before)->contact;
        was[1] = ((const struct deal *)c->before)->account;
        is[0] = c->after ? ((const struct deal *)c->after)->contact : NIL;
        is[1] = c->after ? ((const struct deal *)c->after)->account : NIL;
    }
    if (was[0] == is[0] && was[1] == is[1])
        return OK;
    e = segment_world_of(cx, db, &w);
    for (size_t i = 0; i < 2 && !e && w; i++)
        if (was[i] != NIL && was[i] != is[i])
            e = segment_stale_add(cx, db, was[i], 0, cause_of(cx));
    return e;
}

struct crowd {
    struct segment_looks l;
    int64_t until_us;
    int64_t
        last[2];  /* looked at just before, by kind: neighbours of an import share their account */
    bool late[2]; /* some of that kind are left for later */
};

static enum err crowd_look(struct crowd *w, bool account, int64_t record)
{
    if (record == NIL || w->last[account] == record ||
        !(account ? w->l.world->any_accounts : w->l.world->any_contacts))
        return OK;
    w->last[account] = record;
    if (segment_micros() > w->until_us) {
        w->late[account] = true;
        return segment_stale_add(w->l.cx, w->l.db, record, 0, w->l.cause);
    }
    segment_all_dirty(&w->l, account);
    return segment_look(&w->l, account, record);
}

/* The companies of a contact: its own, and those whose committees it is in. */
static enum err crowd_companies(struct crowd *w, int64_t contact)
{
    int64_t ends[2], *accounts = NULL;
    size_t n = 0;
    enum err e;

    if (!w->l.world->any_accounts)
        return OK;
    e = two_ids(w->l.cx, w->l.db, &SQL_segment_account_of, contact, ends);
    if (!e)
        e = crowd_look(w, true, ends[0]);
    if (!e)
        e = committees_of(&w->l, contact, &accounts, &n);
    for (size_t i = 0; i < n && !e; i++)
        e = crowd_look(w, true, accounts[i]);
    return e;
}

static enum err crowd_ends(struct crowd *w, enum change_kind kind, int64_t id)
{
    int64_t ends[2];
    enum err e;

    if (kind == CHANGE_CONTACT)
        return crowd_companies(w, id);
    e = two_ids(w->l.cx, w->l.db, &SQL_segment_ends_of, id, ends);
    if (!e)
        e = crowd_look(w, false, ends[0]);
    return e ? e : crowd_look(w, true, ends[1]);
}

static enum err crowd_people(struct crowd *w, int64_t account)
{
    int64_t *people = NULL;
    size_t n = 0;
    enum err e = w->l.world->any_contacts ? people_of(&w->l, account, &people, &n) : OK;

    if (!e && n > PEOPLE_AT_ONCE)
        return people_later(&w->l, account);
    for (size_t i = 0; i < n && !e; i++)
        e = crowd_look(w, false, people[i]);
    return e;
}

static enum err crowd_one(struct crowd *w, enum change_kind kind, int64_t id)
{
    enum err e = OK;

    if (kind != CHANGE_DEAL)
        e = crowd_look(w, kind == CHANGE_ACCOUNT, id);
    if (e)
        return e;
    return kind == CHANGE_ACCOUNT ? crowd_people(w, id) : crowd_ends(w, kind, id);
}

static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    struct crowd w = {.last = {NIL, NIL}};
    enum err e = segment_looks_begin(cx, db, cause_of(cx), &w.l);
    bool left = false;

    if (e || !w.l.world)
        return e;
    w.until_us = segment_micros() + BUDGET_US;
    w.l.many = true;
    for (size_t i = 0; i < n && !e; i++)
        e = crowd_one(&w, kind, ids[i]);
    if (!e)
        e = segment_stale_some(&w.l, 0, w.until_us, &left);
    if (!e)
        e = segment_looks_end(&w.l);
    for (int account = 0; account < 2 && !e; account++)
        if (w.late[account])
            e = catch_up(&w.l, account);
    return !e && left ? segment_work_soon(cx, db) : e;
}

const struct change_follower segment_follower = {
    .name = "segments", .gathered = follow_gathered, .one = follow_one, .many = follow_many};

/* --- events ------------------------------------------------------------------------------------ */

static void mark_behaviour(struct segment_looks *l, bool account)
{
    for (size_t i = 0; i < l->world->n; i++) {
        const struct segment_rule *s = &l->world->all[i];
        l->dirty[i] =
            s->account == account && s->rule && (s->asks_others || s->rule->behaviour_count);
    }
}

static enum err event_look(struct segment_looks *l, int64_t contact, int64_t *last_account)
{
    int64_t ends[2] = {NIL, NIL};
    enum err e = OK;

    mark_behaviour(l, false);
    if (any_dirty(l))
        e = segment_look(l, false, contact);
    if (e || !l->world->any_accounts)
        return e;
    mark_behaviour(l, true);
    if (any_dirty(l))
        e = two_ids(l->cx, l->db, &SQL_segment_account_of, contact, ends);
    if (!e && ends[0] != NIL && ends[0] != *last_account)
        e = segment_look(l, true, ends[0]);
    *last_account = ends[0];
    if (!e)
        e = look_by_committees(l, contact);
    memset(l->dirty, 0, l->world->n * sizeof(*l->dirty));
    return e;
}

enum err segment_events_came(struct ctx *cx, struct db *db, const int64_t *contacts, size_t n)
{
    struct segment_looks l;
    int64_t last_account = NIL;
    enum err e = segment_looks_begin(cx, db, "event", &l);

    if (e || !l.world)
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = event_look(&l, contacts[i], &last_account);
    return e ? e : segment_looks_end(&l);
}

/* --- committees -------------------------------------------------------------------------------- */

enum err segment_committee_changed(struct ctx *cx, struct db *db, int64_t deal)
{
    int64_t ends[2] = {NIL, NIL};
    struct segment_looks l;
    enum err e = segment_looks_begin(cx, db, cause_of(cx), &l);

    if (e || !l.world || !asks_companies(&l))
        return e;
    e = two_ids(cx, db, &SQL_segment_ends_of, deal, ends);
    if (!e && ends[1] != NIL)
        e = look_by_others(&l, ends[1]);
    return e ? e : segment_looks_end(&l);
}
