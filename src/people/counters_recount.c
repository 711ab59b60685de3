/* counters_recount.c -- see counters_recount.h. The store's position is read before and after its facts: when it is the same, they are
 * of one moment. */
#include "people/counters_recount.h"

#include "people/behaviour.h"

#include "behaviour_sql.h"

#include <string.h>

enum { TRIES = 5, PAGE = 1000 };

static enum err read_facts(struct ctx *cx, struct fact_store *store, struct recount *r)
{
    const struct store_filter filter = {
        .site = cx->site, .subjects = &r->subject, .subject_count = 1};
    struct store_page page = {.limit = PAGE};
    size_t room = PAGE, found = PAGE;
    enum err e = OK;

    r->n = 0;
    r->facts = arena_array(cx->arena, room, sizeof(*r->facts));
    if (!r->facts)
        return fail_memory(cx);
    while (!e && found == PAGE && r->n < RECOUNT_FACTS_MAX) {
        struct fact *rows = NULL;
        e = store_timeline(cx, store, &filter, &page, &rows, &found);
        if (e || !found)
            break;
        if (r->n + found > room) {
            struct fact *wide = arena_array(cx->arena, room * 2, sizeof(*wide));
            if (!wide)
                return fail_memory(cx);
            memcpy(wide, r->facts, r->n * sizeof(*wide));
            r->facts = wide;
            room *= 2;
        }
        memcpy(r->facts + r->n, rows, found * sizeof(*rows));
        r->n += found;
        page.before_ms = rows[found - 1].at_ms;
        page.before_id = rows[found - 1].id;
    }
    return e;
}

enum err recount_read(struct ctx *cx, struct fact_store *store, const char *follower,
                      int64_t subject, struct recount *ret)
{
    struct recount r = {.subject = subject};

    for (int i = 0; i < TRIES; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        int64_t after = 0;
        enum err e = store_position(cx, store, follower, &r.position);
        if (!e)
            e = read_facts(cx, store, &r);
        if (!e)
            e = store_position(cx, store, follower, &after);
        if (e)
            return e;
        if (after == r.position) {
            *ret = r;
            return OK;
        }
        arena_reset(cx->arena, mark);
    }
    return fail(cx, ERR_BUSY, "facts.store_busy", NULL);
}

static enum err run(struct ctx *cx, struct db *db, const struct db_query *q, int64_t contact,
                    const char *name, int64_t value)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (contact)
        db_bind_int(st, "contact", contact);
    db_bind_int(st, name, value);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* The counts of one behaviour; facts of one day stand together. */
static enum err count_key(struct ctx *cx, struct db *db, const struct recount *r,
                          const struct behaviour_key *k, const struct zone *zone)
{
    int64_t day = 0, n = 0;
    enum err e = run(cx, db, &SQL_behaviour_days_drop, r->subject, "counted", k->counted);

    for (size_t i = 0; i < r->n && !e; i++) {
        int64_t at = rule_day(zone, r->facts[i].at_ms);
        if (!rule_behaviour_takes(&k->is, &r->facts[i]))
            continue;
        if (n && at != day) {
            e = behaviour_add(cx, db, r->subject, k->counted, day, n);
            n = 0;
        }
        day = at;
        n++;
    }
    return e || !n ? e : behaviour_add(cx, db, r->subject, k->counted, day, n);
}

enum err recount_write(struct ctx *cx, struct db *db, const struct recount *r, int64_t passed)
{
    struct behaviour_keys keys;
    enum err e = behaviour_keys_of(cx, db, &keys);

    for (size_t i = 0; i < keys.n && !e; i++)
        if (keys.all[i].state == BEHAVIOUR_LIVE)
            e = count_key(cx, db, r, &keys.all[i], keys.zone);
    if (!e)
        e = run(cx, db, &SQL_recounts_drop, 0, "position", passed);
    return e ? e : run(cx, db, &SQL_recount_put, r->subject, "position", r->position);
}

enum err recount_has(struct ctx *cx, struct db *db, int64_t subject, int64_t position, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_recount_of, &st);

    *ret = false;
    if (e)
        goto out;
    db_bind_int(st, "contact", subject);
    e = db_step(cx, st, &row);
    *ret = !e && row && position <= db_int(st, 0);
out:
    db_done(st);
    return e;
}
