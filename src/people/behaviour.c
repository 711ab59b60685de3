/* behaviour.c -- see behaviour.h. What is kept with the connection is told out of date by a revision in the database, a new
 * id for each change, so that one of a transaction that was undone never comes again. */
#include "people/behaviour.h"

#include "access/site.h"

#include "behaviour_sql.h"

#include <stdlib.h>
#include <string.h>

enum { WORLD_BYTES = 4 * 1024 * 1024 };

static const char *const states[] = {
    [BEHAVIOUR_NEW] = "new", [BEHAVIOUR_FILLING] = "filling", [BEHAVIOUR_LIVE] = "live"};

/* --- what is kept with the connection ---------------------------------------------------------- */

struct world {
    int64_t revision;
    struct ctx *cx; /* owns the rest */
    struct behaviour_keys keys;
};

static const char world_key = 0; /* its address */

static void world_free(void *thing)
{
    struct world *w = thing;

    ctx_free(w->cx);
    free(w);
}

static enum behaviour_state state_of(const char *text)
{
    return !strcmp(text, "live")      ? BEHAVIOUR_LIVE
           : !strcmp(text, "filling") ? BEHAVIOUR_FILLING
                                      : BEHAVIOUR_NEW;
}

/* A key is the behaviour as rules write it. */
static enum err read_key(struct ctx *cx, const char *key, struct rule_behaviour *ret)
{
    const struct json *in = NULL;
    enum err e = key ? json_parse(cx, key, strlen(key), &in) : fail_memory(cx);

    if (e)
        return e;
    *ret = (struct rule_behaviour){.key = key,
                                   .event = json_text(json_get(in, "event"), ""),
                                   .path = json_text(json_get(in, "path"), NULL),
                                   .path_starts = json_text(json_get(in, "path_starts"), NULL),
                                   .channel = json_text(json_get(in, "channel"), NULL)};
    return OK;
}

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct behaviour_key *k = row;

    *k = (struct behaviour_key){.id = db_int(st, 0),
                                .counted = db_int(st, 1),
                                .state = state_of(db_text(st, 2)),
                                .from_position = db_int(st, 3)};
    k->is.key = db_text_dup(cx, st, 4);
}

static enum err world_read(struct ctx *cx, struct db *db, struct world *w)
{
    struct behaviour_key *all = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = site_zone(cx, db, &w->keys.zone);

    if (!e)
        e = db_begin(cx, db, &SQL_behaviour_keys, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_row, &all, &n);
    db_done(st);
    for (size_t i = 0; i < n && !e; i++)
        e = read_key(cx, all[i].is.key, &all[i].is);
    w->keys.all = all;
    w->keys.n = n;
    return e;
}

static enum err revision_of(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_behaviour_revision, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

enum err behaviour_keys_of(struct ctx *cx, struct db *db, struct behaviour_keys *ret)
{
    struct world *w = db_kept(db, &world_key, cx->site);
    int64_t revision = 0;
    enum err e = revision_of(cx, db, &revision);

    *ret = (struct behaviour_keys){0};
    if (e || !revision)
        return e;
    if (!w || w->revision != revision) {
        w = calloc(1, sizeof(*w));
        if (!w)
            return fail_memory(cx);
        w->revision = revision;
        w->cx = ctx_new(WORLD_BYTES, cx->clock, cx->ids);
        w->cx->site = cx->site;
        e = world_read(w->cx, db, w);
        if (e) {
            world_free(w);
            return fail_detail(cx, e, "db.broken", "the list of behaviours");
        }
        e = db_keep(cx, db, &world_key, cx->site, w, world_free);
    }
    if (!e)
        *ret = w->keys;
    return e;
}

const struct behaviour_key *behaviour_key_find(const struct behaviour_keys *k, const char *key)
{
    for (size_t i = 0; i < k->n; i++)
        if (!strcmp(k->all[i].is.key, key))
            return &k->all[i];
    return NULL;
}

/* --- keeping ----------------------------------------------------------------------------------- */

static enum err run_plain(struct ctx *cx, struct db *db, const struct db_query *q)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

static enum err revise(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_behaviour_revision_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "revision", id_next(cx));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err key_id(struct ctx *cx, struct db *db, const char *key, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_behaviour_key_id, &st);

    if (!e) {
        db_bind_text(st, "key", key);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    if (e || row)
        return e;
    *ret = id_next(cx);
    st = NULL;
    e = db_begin(cx, db, &SQL_behaviour_key_add, &st);
    if (!e) {
        db_bind_int(st, "id", *ret);
        db_bind_text(st, "key", key);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err owner_run(struct ctx *cx, struct db *db, const struct db_query *q, const char *kind,
                          int64_t owner, int64_t behaviour)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_text(st, "owner_kind", kind);
    db_bind_int(st, "owner", owner);
    if (behaviour)
        db_bind_int(st, "behaviour", behaviour);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err behaviour_keep(struct ctx *cx, struct db *db, const char *owner_kind, int64_t owner,
                        const struct rule_behaviour *list, size_t n)
{
    enum err e = owner_run(cx, db, &SQL_behaviour_owner_drop, owner_kind, owner, 0);

    for (size_t i = 0; i < n && !e; i++) {
        int64_t id = 0;
        e = key_id(cx, db, list[i].key, &id);
        if (!e)
            e = owner_run(cx, db, &SQL_behaviour_owner_add, owner_kind, owner, id);
    }
    if (!e)
        e = run_plain(cx, db, &SQL_behaviour_keys_forget);
    return e ? e : revise(cx, db);
}

enum err behaviour_key_put(struct ctx *cx, struct db *db, const struct behaviour_key *k)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_behaviour_key_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", k->id);
    db_bind_int(st, "counted", k->counted);
    db_bind_text(st, "state", states[k->state]);
    db_bind_int(st, "from_position", k->from_position);
    e = db_run(cx, st);
out:
    db_done(st);
    return e ? e : revise(cx, db);
}

enum err behaviours_recount(struct ctx *cx, struct db *db)
{
    enum err e = run_plain(cx, db, &SQL_behaviour_keys_restart);

    return e ? e : revise(cx, db);
}

enum err behaviours_live(struct ctx *cx, struct db *db, const struct rule_behaviour *list, size_t n,
                         bool *ret)
{
    struct behaviour_keys keys;
    enum err e = n ? behaviour_keys_of(cx, db, &keys) : OK;

    *ret = !e;
    for (size_t i = 0; i < n && !e; i++) {
        const struct behaviour_key *k = behaviour_key_find(&keys, list[i].key);
        *ret = *ret && k && k->state == BEHAVIOUR_LIVE;
    }
    return e;
}

/* --- counts ------------------------------------------------------------------------------------ */

enum err behaviour_add(struct ctx *cx, struct db *db, int64_t contact, int64_t counted, int64_t day,
                       int64_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_behaviour_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_int(st, "counted", counted);
    db_bind_int(st, "day", day);
    db_bind_int(st, "n", n);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static void read_count(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct behaviour_count *)row =
        (struct behaviour_count){db_int(st, 0), db_int(st, 1), db_int(st, 2)};
}

enum err behaviour_counts_of(struct ctx *cx, struct db *db, bool account, int64_t id,
                             struct behaviour_counts *ret)
{
    struct behaviour_count *rows = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(
        cx, db, account ? &SQL_behaviour_counts_of_account : &SQL_behaviour_counts_of_contact, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", id);
    e = db_collect(cx, st, sizeof(*rows), read_count, &rows, &n);
    if (!e)
        *ret = (struct behaviour_counts){rows, n};
out:
    db_done(st);
    return e;
}

enum err behaviour_days(struct ctx *cx, struct db *db, const struct behaviour_counts *c,
                        const char *key, const struct rule_day_count **ret, size_t *ret_n)
{
    struct behaviour_keys keys;
    const struct behaviour_key *k;
    struct rule_day_count *days;
    size_t from = 0, n = 0;
    enum err e = behaviour_keys_of(cx, db, &keys);

    if (e)
        return e;
    k = behaviour_key_find(&keys, key);
    *ret = NULL;
    *ret_n = 0;
    while (k && from < c->count && c->rows[from].counted < k->counted)
        from++;
    while (k && from + n < c->count && c->rows[from + n].counted == k->counted)
        n++;
    if (!k || !n)
        return OK;
    days = arena_array(cx->arena, n, sizeof(*days));
    if (!days)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++)
        days[i] = (struct rule_day_count){c->rows[from + i].day, c->rows[from + i].n};
    *ret = days;
    *ret_n = n;
    return OK;
}

/* --- what belongs to nothing any more ---------------------------------------------------------- */

enum err behaviours_sweep(struct ctx *cx, struct db *db, int64_t most, int64_t *after)
{
    struct db_stmt *st = NULL;
    int64_t last = 0;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_behaviour_contacts_after, &st);

    if (!e) {
        db_bind_int(st, "after", *after);
        db_bind_int(st, "most", most);
    }
    while (!e && !(e = db_step(cx, st, &row)) && row)
        last = db_int(st, 0);
    db_done(st);
    st = NULL;
    if (!e && last)
        e = db_begin(cx, db, &SQL_behaviour_sweep, &st);
    if (!e && last) {
        db_bind_int(st, "after", *after);
        db_bind_int(st, "last", last);
        e = db_run(cx, st);
    }
    db_done(st);
    if (!e)
        *after = last;
    return e;
}
