/* rules_world.h -- people, deals and facts for the tests of rules, and a face that answers from them. */
#ifndef PRACA_TESTS_RULES_WORLD_H
#define PRACA_TESTS_RULES_WORLD_H

#include "unit/world.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/rules.h"

enum { FACTS_MAX = 4000, CONTACTS_MAX = 400, ALIASES_MAX = 8 };

struct rules_world {
    struct rule_world world;
    struct fact facts[FACTS_MAX];
    size_t fact_count;
    int64_t contacts[CONTACTS_MAX], accounts_of[CONTACTS_MAX];
    size_t contact_count;
    struct rule_alias aliases[ALIASES_MAX];
    size_t alias_count;
    int64_t position;
};

static inline struct rules_world *rules_of(struct engine_world *w)
{
    return w->more;
}

static inline void rules_free(void *more)
{
    struct rules_world *r = more;

    store_close(r->world.facts);
    free(r);
}

static inline void rules_prepare(struct engine_world *w)
{
    struct rules_world *r = calloc(1, sizeof(*r));
    struct db *db = NULL;

    assert_non_null(r);
    arena_set_cap(w->cx->arena, MIB(512));
    world_prepare(w);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(people_rules(w->cx, db, store_memory_new(), &r->world), OK);
    db_return(db);
    assert_true(arena_defer(w->cx->arena, rules_free, r));
    w->more = r;
}

/* JSON written with ' for ". */
static inline const char *rules_quoted(struct engine_world *w, const char *json)
{
    char *text = arena_dup(w->cx->arena, json);

    for (char *p = text; *p; p++)
        if (*p == '\'')
            *p = '"';
    return text;
}

static inline enum err rules_try(struct engine_world *w, const struct rule_subject *s,
                                 const char *json, struct rule **ret)
{
    struct db *db = NULL;
    enum err e;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = rule_parse(w->cx, db, &rules_of(w)->world, s, rules_quoted(w, json), "rule", ret);
    db_return(db);
    return e;
}

static inline struct rule *rules_read(struct engine_world *w, const struct rule_subject *s,
                                      const char *json)
{
    struct rule *r = NULL;

    if (rules_try(w, s, json, &r))
        fail_msg("%s: %s: %s %s", json, w->cx->fault.key,
                 w->cx->fault.fields ? w->cx->fault.fields->field : "",
                 w->cx->fault.fields ? w->cx->fault.fields->key : "");
    return r;
}

static inline void rules_add_fact(struct engine_world *w, int64_t subject, const char *kind,
                                  const char *path, const char *channel, int64_t at_ms, bool robot)
{
    struct rules_world *r = rules_of(w);
    struct fact f = fact_nothing();

    assert_true(r->fact_count < FACTS_MAX);
    f.id = id_next(w->cx);
    f.key_lo = f.id;
    f.site = w->cx->site;
    f.at_ms = at_ms;
    f.received_ms = at_ms;
    f.kind = arena_dup(w->cx->arena, kind);
    f.subject = subject;
    f.path = arena_dup(w->cx->arena, path);
    f.channel = arena_dup(w->cx->arena, channel);
    f.robot = robot;
    r->facts[r->fact_count++] = f;
}

/* What was added since the last time goes to the store. */
static inline void rules_store(struct engine_world *w, size_t from)
{
    struct rules_world *r = rules_of(w);
    struct store_batch b = {.follower = "test",
                            .from = r->position,
                            .to = r->position + 1,
                            .facts = r->facts + from,
                            .count = r->fact_count - from};

    assert_int_equal(store_append(w->cx, r->world.facts, &b), OK);
    r->position++;
}

struct rules_face {
    struct engine_world *w;
    const struct rule_subject *subject;
    struct rule_face *loaded;
};

static inline int64_t rules_owner(const struct rules_world *r, const struct rule_subject *s,
                                  int64_t subject)
{
    if (s->facts == RULE_FACTS_OWN) {
        for (size_t i = 0; s->aliases && i < r->alias_count; i++)
            if (r->aliases[i].was == subject)
                return r->aliases[i].is;
        return subject;
    }
    for (size_t i = 0; i < r->contact_count; i++)
        if (r->contacts[i] == subject)
            return r->accounts_of[i];
    return 0;
}

/* The slow truth: every fact looked at. */
static inline enum err rules_days(struct ctx *cx, void *self, const struct rule_behaviour *b,
                                  const struct rule_day_count **ret, size_t *ret_n)
{
    struct rules_face *f = self;
    struct rules_world *r = rules_of(f->w);
    struct rule_day_count *days = arena_array(cx->arena, r->fact_count + 1, sizeof(*days));
    size_t n = 0;

    if (!days)
        return fail_memory(cx);
    for (size_t i = 0; i < r->fact_count; i++) {
        int64_t day;
        size_t at = 0;
        if (!rule_behaviour_takes(b, &r->facts[i]) ||
            rules_owner(r, f->subject, r->facts[i].subject) != f->loaded->id)
            continue;
        day = rule_day(r->world.zone, r->facts[i].at_ms);
        while (at < n && days[at].day < day)
            at++;
        if (at == n || days[at].day != day) {
            memmove(days + at + 1, days + at, (n - at) * sizeof(*days));
            days[at] = (struct rule_day_count){day, 0};
            n++;
        }
        days[at].count++;
    }
    *ret = days;
    *ret_n = n;
    return OK;
}

static inline enum err rules_one(struct ctx *cx, void *self, const struct rule_one *one,
                                 const void **ret)
{
    struct rules_face *f = self;

    return f->loaded->one(cx, f->loaded->self, one, ret);
}

static inline enum err rules_many(struct ctx *cx, void *self, const struct rule_many *many,
                                  void *const **ret, size_t *ret_n)
{
    struct rules_face *f = self;

    return f->loaded->many(cx, f->loaded->self, many, ret, ret_n);
}

/* False in *ret_there when the record is gone. */
static inline enum err rules_match_in(struct engine_world *w, struct db *db, const struct rule *r,
                                      int64_t id, bool *ret, int64_t *ret_next)
{
    struct rules_face f = {w, r->subject, NULL};
    struct rule_face face;
    enum err e = rule_face_load(w->cx, db, r->subject, id, &f.loaded);

    if (e)
        return e;
    assert_non_null(f.loaded);
    face = (struct rule_face){&f, id, f.loaded->record, rules_one, rules_many, rules_days, NULL};
    return rule_match(w->cx, db, &rules_of(w)->world, r, &face, ret, ret_next);
}

static inline bool rules_match(struct engine_world *w, const struct rule *r, int64_t id,
                               int64_t *ret_next)
{
    struct db *db = NULL;
    bool is = false;
    enum err e;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = rules_match_in(w, db, r, id, &is, ret_next);
    db_return(db);
    if (e)
        fail_msg("%s: %s", r->json, w->cx->fault.key);
    return is;
}

static inline struct rule_ids rules_members(struct engine_world *w, const struct rule *r)
{
    struct rule_ids ids = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (rule_members(w->cx, db, &rules_of(w)->world, r, &ids))
        fail_msg("%s: %s %s", r->json, w->cx->fault.key,
                 w->cx->fault.detail ? w->cx->fault.detail : "");
    db_return(db);
    return ids;
}

static inline bool rules_among(const struct rule_ids *ids, int64_t id)
{
    for (size_t i = 0; i < ids->n; i++)
        if (ids->ids[i] == id)
            return true;
    return false;
}

#endif
