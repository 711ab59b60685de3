/* demo_trail.c -- what the team did in the last four weeks, one change at a time, so that the trail has something to show.
 *
 * Each row goes round the newest open deals, people or companies; the records are picked by number, so the same seed makes
 * the same changes. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"

#include <string.h>

enum { TRAIL_DAYS = 28, TRAIL_CHANGES = 44 };

int demo_trail_parts(void)
{
    return TRAIL_CHANGES;
}

/* The nth newest deal that was there and is open; NULL when there are fewer. */
static const struct demo_deal *open_deal(const struct demo *d, int n)
{
    for (int i = d->deal_count; i-- > 0;)
        if (d->deals[i].closed_at == NIL && d->deals[i].opened_at < d->now && n-- == 0)
            return &d->deals[i];
    return NULL;
}

/* The nth newest person of a company who left the first stages. */
static const struct demo_contact *busy_contact(const struct demo *d, int n)
{
    for (int i = d->contact_count; i-- > 0;)
        if (d->contacts[i].account >= 0 && d->contacts[i].stage >= 2 &&
            d->contacts[i].at < d->now && n-- == 0)
            return &d->contacts[i];
    return NULL;
}

static enum err change_deal(struct ctx *cx, struct db *db, const struct demo *d, int n)
{
    const struct demo_deal *x = open_deal(d, n / 2);
    void *found = NULL;
    struct deal *r;
    enum err e = x ? model_get(cx, db, &deal_model, x->id, &found) : OK;

    if (e || !x)
        return e;
    r = found;
    if (n % 2) {
        r->amount_minor = r->amount_minor / 100 * (n % 3 ? 95 : 108);
        r->notes = "Valor revisto depois da visita técnica.";
    } else {
        r->next_step = demo_next_steps.all[n / 2 % demo_next_steps.n];
        r->owner = d->team[1 + n / 2 % 2];
    }
    return model_change(cx, db, &deal_model, r);
}

static enum err change_contact(struct ctx *cx, struct db *db, const struct demo *d, int n)
{
    const struct demo_contact *x = busy_contact(d, n * 2);
    void *found = NULL;
    struct contact *c;
    enum err e = x ? model_get(cx, db, &contact_model, x->id, &found) : OK;

    if (e || !x)
        return e;
    c = found;
    if (n % 3 == 0)
        c->lead_status = text_equal(c->lead_status, "in_work") ? "unreachable" : "in_work";
    else if (n % 3 == 1)
        c->phone = arena_print(cx->arena, "+55 47 0%03d-%04d", 100 + n, 2000 + n * 7);
    else
        c->notes = demo_contact_notes.all[n % demo_contact_notes.n];
    return model_change(cx, db, &contact_model, c);
}

static enum err change_account(struct ctx *cx, struct db *db, const struct demo *d, int n)
{
    int newest = DEMO_ACCOUNTS - 1;
    void *found = NULL;
    struct account *a;
    enum err e;

    while (newest > 0 && d->accounts[newest].seen_at >= d->now)
        newest--;
    newest -= n * 3;
    if (newest < 0)
        return OK;
    e = model_get(cx, db, &account_model, d->accounts[newest].id, &found);

    if (e)
        return e;
    a = found;
    a->employees = a->employees * 11 / 10 + 1;
    a->notes = "Número de pessoas confirmado por telefone.";
    return model_change(cx, db, &account_model, a);
}

/* A customer who speaks for us. */
static enum err make_advocate(struct ctx *cx, struct db *db, const struct demo *d, int n)
{
    void *found = NULL;
    struct contact *c;
    int wins = n * 7;
    enum err e = OK;

    for (int i = 0; i < d->deal_count && !found && !e; i++)
        if (text_equal(d->deals[i].outcome, "won") && wins-- == 0)
            e = model_get(cx, db, &contact_model, d->contacts[d->deals[i].contact].id, &found);
    if (e || !found)
        return e;
    c = found;
    c->lifecycle = "advocate";
    c->notes = "Topou gravar um caso em vídeo.";
    return model_change(cx, db, &contact_model, c);
}

enum err demo_write_trail(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = OK;

    for (int i = b->from; i < b->to && !e; i++) {
        int kind = i % 11, n = i / 11 * 5 + kind / 2;
        d->now = d->today - DAYS_MS(TRAIL_DAYS - i * TRAIL_DAYS / TRAIL_CHANGES) +
                 MINUTES_MS(29 * kind) + HOURS_MS(8);
        if (d->now >= d->today)
            d->now = d->today - MINUTES_MS(TRAIL_CHANGES - i);
        cx->actor = d->team[kind == 10 ? 0 : 1 + kind % 2];
        if (kind == 10)
            e = make_advocate(cx, db, d, i / 11);
        else if (kind == 9)
            e = change_account(cx, db, d, i / 11);
        else
            e = kind % 2 ? change_contact(cx, db, d, n) : change_deal(cx, db, d, n);
    }
    cx->actor = d->owner;
    return e;
}
