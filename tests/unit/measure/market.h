/* market.h -- a small company with leads, deals and spend, for claims about its figures: one line each. */
#ifndef PRACA_TESTS_MARKET_H
#define PRACA_TESTS_MARKET_H

#include "unit/engines.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "db/migrations.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "strategy/campaign.h"
#include "strategy/goal.h"
#include "strategy/plan.h"
#include "strategy/spend_line.h"

#include <math.h>
#include <stdio.h>

struct market {
    int64_t site, other; /* two companies */
    const struct zone *zone;
    int serial;
};

static inline struct market *market_of(struct engine_world *w)
{
    return w->more;
}

static inline enum err market_site(struct ctx *cx, struct db *db, void *arg)
{
    return site_add(cx, db, arg);
}

static inline int64_t market_add_site(struct engine_world *w, const char *name)
{
    struct site s = {
        .name = name, .locale = "pt-BR", .time_zone = "America/Sao_Paulo", .currency = "BRL"};

    assert_int_equal(db_write(w->cx, w->pool, market_site, &s), OK);
    return s.id;
}

static inline void market_ids_free(void *ids)
{
    id_source_free(ids);
}

static inline void market_prepare(struct engine_world *w)
{
    struct market *m = arena_alloc(w->cx->arena, sizeof(*m));
    int applied = 0;

    assert_non_null(m);
    w->more = m;
    w->cx->ids = id_source_new(1);
    assert_true(arena_defer(w->cx->arena, market_ids_free, w->cx->ids));
    w->cx->lang = LANG_EN;
    w->cx->origin = "test";
    w->cx->site = 0;
    assert_int_equal(db_migrate(w->cx, w->pool, praca_migrations, praca_migration_count, &applied),
                     OK);
    m->site = market_add_site(w, "Praça");
    m->other = market_add_site(w, "Another");
    w->cx->site = m->site;
    assert_int_equal(zone_find(w->cx, "America/Sao_Paulo", &m->zone), OK);
}

struct market_add {
    const struct model *m;
    void *record;
};

static inline enum err market_work(struct ctx *cx, struct db *db, void *arg)
{
    struct market_add *a = arg;

    return model_add(cx, db, a->m, a->record);
}

static inline int64_t market_save(struct engine_world *w, const struct model *m, void *record)
{
    struct market_add a = {m, record};
    enum err e = db_write(w->cx, w->pool, market_work, &a);

    if (e)
        print_error("%s %s: %s %s\n", m->name, err_name(e), w->cx->fault.key,
                    w->cx->fault.fields ? w->cx->fault.fields->field : "");
    assert_int_equal(e, OK);
    return ((struct record *)record)->id;
}

/* "2018-03-01" or "2018-03-01T10:00" in the site's zone. */
static inline int64_t at(struct engine_world *w, const char *text)
{
    int64_t ms = NIL;

    if (text)
        assert_int_equal(time_read(w->cx, text, market_of(w)->zone, &ms), OK);
    return ms;
}

static inline struct contact *new_lead(struct engine_world *w, const char *channel,
                                       const char *first)
{
    struct contact *c = model_new(w->cx, &contact_model);

    c->external_id = arena_print(w->cx->arena, "lead-%d", ++market_of(w)->serial);
    c->channel = channel;
    c->first_contact_at = at(w, first);
    return c;
}

static inline int64_t lead(struct engine_world *w, const char *channel, const char *first)
{
    return market_save(w, &contact_model, new_lead(w, channel, first));
}

static inline void leads(struct engine_world *w, int n, const char *channel, const char *first)
{
    while (n--)
        (void)lead(w, channel, first);
}

static inline struct deal *new_deal(struct engine_world *w, int64_t contact, const char *outcome,
                                    const char *closed, int64_t amount)
{
    struct deal *d = model_new(w->cx, &deal_model);

    d->name = arena_print(w->cx->arena, "deal %d", ++market_of(w)->serial);
    d->contact = contact;
    d->outcome = outcome;
    d->closed_at = at(w, closed);
    d->amount_minor = amount;
    return d;
}

static inline int64_t won(struct engine_world *w, int64_t contact, const char *closed,
                          int64_t amount)
{
    return market_save(w, &deal_model, new_deal(w, contact, "won", closed, amount));
}

static inline struct spend_line *new_spend(struct engine_world *w, const char *channel,
                                           const char *kind, const char *from, const char *until,
                                           int64_t amount)
{
    struct spend_line *s = model_new(w->cx, &spend_line_model);

    s->channel = channel;
    s->kind = kind;
    s->spent_on = from;
    s->until_on = until;
    s->amount_minor = amount;
    return s;
}

static inline int64_t spend(struct engine_world *w, const char *channel, const char *kind,
                            const char *from, const char *until, int64_t amount)
{
    return market_save(w, &spend_line_model, new_spend(w, channel, kind, from, until, amount));
}

static inline struct db *market_read(struct engine_world *w)
{
    struct db *db = NULL;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    return db;
}

#endif
