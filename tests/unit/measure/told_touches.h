/* told_touches.h -- a market with an event store: who was touched when, in one line each. */
#ifndef PRACA_TESTS_TOLD_TOUCHES_H
#define PRACA_TESTS_TOLD_TOUCHES_H

#include "unit/measure/market.h"

#include "measure/attribution_report.h"

struct told_store {
    struct fact_store *store;
    int64_t position, serial;
};

static inline void told_close(void *store)
{
    store_close(store);
}

static inline struct told_store *told_of(struct engine_world *w)
{
    struct told_store *t = arena_alloc(w->cx->arena, sizeof(*t));

    assert_non_null(t);
    t->store = store_memory_new();
    t->serial = 1000;
    assert_true(arena_defer(w->cx->arena, told_close, t->store));
    return t;
}

static inline void told_append(struct engine_world *w, struct told_store *t, struct fact *f)
{
    struct store_batch b = {.follower = "loader", .from = t->position, .facts = f, .count = 1};

    f->id = f->key_lo = ++t->serial;
    f->site = w->cx->site;
    f->received_ms = f->at_ms;
    b.to = t->position += 1;
    assert_int_equal(store_append(w->cx, t->store, &b), OK);
}

/* A form that a program told of: a touch without a visit. */
static inline void touched_by(struct engine_world *w, struct told_store *t, int64_t contact,
                              const char *channel, const char *campaign, int64_t at_ms)
{
    struct fact f = fact_nothing();

    f.kind = "form";
    f.subject = contact;
    f.channel = channel;
    f.campaign = campaign;
    f.at_ms = at_ms;
    told_append(w, t, &f);
}

static inline void touched(struct engine_world *w, struct told_store *t, int64_t contact,
                           const char *channel, const char *when)
{
    touched_by(w, t, contact, channel, "", at(w, when));
}

static inline int64_t a_company(struct engine_world *w, const char *name)
{
    struct account *a = model_new(w->cx, &account_model);

    a->name = name;
    return market_save(w, &account_model, a);
}

/* A person of a company (NIL: of none), without a recorded first contact. */
static inline int64_t somebody(struct engine_world *w, int64_t company, const char *heard)
{
    struct contact *c = new_lead(w, NULL, NULL);

    c->account = company;
    c->heard_of_us = heard;
    return market_save(w, &contact_model, c);
}

static inline int64_t sold(struct engine_world *w, int64_t company, int64_t contact,
                           const char *opened, const char *closed, int64_t amount)
{
    struct deal *d = new_deal(w, contact, "won", closed, amount);

    d->account = company;
    d->opened_at = at(w, opened);
    return market_save(w, &deal_model, d);
}

static inline struct attribution_report attributed(struct engine_world *w, struct told_store *t,
                                                   struct attribution_ask ask)
{
    struct attribution_report r = {0};
    struct db *db = market_read(w);
    enum err e = attribution_report_run(w->cx, db, t->store, &ask, &r);

    db_return(db);
    if (e)
        print_error("%s\n", w->cx->fault.key);
    assert_int_equal(e, OK);
    return r;
}

static const struct attribution_ask ask_won = {.credit = CREDIT_WON};

/* -1: no such key. */
static inline int key_at(const struct attribution_report *r, const char *key)
{
    for (size_t i = 0; i < r->key_count; i++)
        if (strcmp(r->keys[i], key) == 0)
            return (int)i;
    return -1;
}

static inline int64_t value_of(const struct attribution_report *r, enum attribution_model m,
                               const char *key)
{
    int i = key_at(r, key);

    return i < 0 ? 0 : r->credits[m].value[i];
}

static inline double conversions_of(const struct attribution_report *r, enum attribution_model m,
                                    const char *key)
{
    int i = key_at(r, key);

    return i < 0 ? 0 : r->credits[m].conversions[i];
}

#endif
