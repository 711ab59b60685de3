/* demo_make.h -- sites to be filled, and what is in them. */
#ifndef PRACA_TESTS_DEMO_MAKE_H
#define PRACA_TESTS_DEMO_MAKE_H

#include "unit/world.h"

#include "base/message.h"

#include "app/demo.h"
#include "app/tables.h"
#include "base/hash.h"
#include "base/text.h"
#include "people/short_link.h"

#include <stdio.h>

/* Wednesday, 2026-11-25, 15:20 UTC. */
#define TODAY INT64_C(1795620000000)

struct opening {
    const char *slug;
    bool is_demo;
    int64_t site, owner;
};

static inline enum err open_in(struct ctx *cx, struct db *db, void *arg)
{
    struct opening *o = arg;
    struct site site = {.name = "Aurora",
                        .slug = o->slug,
                        .locale = "pt-BR",
                        .time_zone = "America/Sao_Paulo",
                        .currency = "BRL",
                        .is_demo = o->is_demo};
    struct user u = {.name = "Dona", .locale = "pt-BR"};
    enum err e = site_add(cx, db, &site);

    u.email = arena_print(cx->arena, "dona-%s@praca.example", o->slug);
    if (!e)
        e = user_add(cx, db, &u, "*", &o->owner);
    if (!e)
        e = member_set(cx, db, site.id, o->owner, "owner");
    o->site = site.id;
    return e;
}

/* A new and empty site; the ctx is in it afterwards. */
static inline int64_t open_site(struct engine_world *w, const char *slug, bool is_demo)
{
    struct opening o = {.slug = slug, .is_demo = is_demo};

    w->clock.now_ms = TODAY;
    assert_int_equal(db_write(w->cx, w->pool, open_in, &o), OK);
    w->cx->site = o.site;
    w->cx->actor = o.owner;
    return o.site;
}

static inline struct demo_result fill(struct engine_world *w, uint64_t seed)
{
    struct demo_options o = {.seed = seed};
    struct demo_result done;

    if (demo_fill(w->cx, w->pool, &o, &done)) {
        const struct fault_field *f = w->cx->fault.fields;
        fail_msg("%s %s %s", fault_message(w->cx), f ? f->field : "", f ? f->key : "");
    }
    return done;
}

/* Every record of a model, in order of id. */
typedef void look(struct engine_world *w, const struct model *m, const void *record, void *arg);

static inline int64_t each(struct engine_world *w, const struct model *m, look *fn, void *arg)
{
    struct model_query q = {.sort = "id", .limit = MODEL_PAGE_MAX};
    struct db *db = NULL;
    char cursor[512] = "";
    int64_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    do {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct model_page page;
        q.after = cursor[0] ? cursor : NULL;
        assert_int_equal(model_list(w->cx, db, m, &q, &page), OK);
        for (size_t i = 0; i < page.n && fn; i++)
            fn(w, m, page.records[i], arg);
        n += (int64_t)page.n;
        (void)snprintf(cursor, sizeof(cursor), "%s", page.next ? page.next : "");
        arena_reset(w->cx->arena, mark);
    } while (cursor[0]);
    db_return(db);
    return n;
}

/* All but ids, which are new every time. */
static inline void fold_in(struct engine_world *w, const struct model *m, const void *record,
                           void *arg)
{
    const struct record *r = record;
    uint32_t *sum = arg;

    (void)w;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        /* A rule may name a segment. */
        bool is_id =
            f->kind == FIELD_KIND_REF || f->kind == FIELD_KIND_JSON || text_equal(f->name, "owner");
        bool is_text = f->kind <= FIELD_KIND_URL || f->kind == FIELD_KIND_DATE ||
                       f->kind == FIELD_KIND_ENUM || f->kind >= FIELD_KIND_TAGS;
        /* What the program makes by chance, for addresses that nobody guesses. */
        bool is_chance = ((f->flags & READONLY) &&
                          (text_equal(f->name, "code") || text_equal(f->name, "key"))) ||
                         (m == &short_link_model && text_equal(f->name, "code"));
        int64_t v;

        if (is_id || is_chance)
            continue;
        if (is_text) {
            const char *text = field_text(f, record);
            *sum = crc32c(*sum, text ? text : "-", text ? strlen(text) + 1 : 1);
        } else {
            v = field_int(f, record);
            *sum = crc32c(*sum, &v, sizeof(v));
        }
    }
    *sum = crc32c(*sum, &r->created_at, sizeof(r->created_at));
    if (r->custom)
        *sum = crc32c(*sum, r->custom, strlen(r->custom));
}

static inline uint32_t fingerprint(struct engine_world *w, int64_t site)
{
    uint32_t sum = 0;

    w->cx->site = site;
    for (size_t i = 0; app_models[i]; i++)
        (void)each(w, app_models[i], fold_in, &sum);
    return sum;
}

#endif
