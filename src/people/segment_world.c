/* segment_world.c -- all segments of a site as rules that are read already, kept with the connection.
 *
 * A hundred rules take milliseconds to read and microseconds to ask, so they are read once and again only when the
 * revision in the database is another one. It is an id, never used twice, so that one from a transaction that was undone does
 * not come again with other rules behind it.
 *
 * On PostgreSQL the row of the revision is locked for sharing: who changes a rule waits for those who look at records by the
 * old one, and a build that begins afterwards sees all that they wrote.
 */
#include "people/segment_priv.h"

#include "segment_sql.h"

#include <stdlib.h>
#include <string.h>

enum { WORLD_BYTES = 64 * 1024 * 1024 };

static const char kept_key = 0; /* its address */

struct row {
    int64_t id;
    const char *name, *subject, *rule;
};

static void world_free(void *thing)
{
    struct segment_world *w = thing;

    ctx_free(w->cx);
    free(w);
}

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct row *)row = (struct row){db_int(st, 0), db_text_dup(cx, st, 1), db_text_dup(cx, st, 2),
                                      db_text_dup(cx, st, 3)};
}

/* A rule that cannot be read any more (a field of the site is gone) asks nobody; its members stay as they are. */
static enum err read_rule(struct ctx *cx, struct db *db, struct segment_world *w,
                          const struct row *from, struct segment_rule *ret)
{
    struct rule *r = NULL;
    enum err e;

    *ret = (struct segment_rule){
        .id = from->id, .name = from->name, .account = !strcmp(from->subject, "account")};
    e = rule_parse(cx, db, &w->rules, ret->account ? &rule_accounts : &rule_contacts, from->rule,
                   "rule", &r);
    if (e == ERR_INVALID) {
        fault_clear(cx);
        return OK;
    }
    if (e)
        return e;
    ret->rule = r;
    for (size_t i = 0; i < r->use_count; i++)
        if (r->uses[i].condition != &segment_condition)
            ret->asks_others = true;
    return OK;
}

size_t segment_place(const struct segment_world *w, int64_t id)
{
    size_t i = 0;

    while (i < w->n && w->all[i].id != id)
        i++;
    return i;
}

static bool names(const struct segment_rule *s, int64_t id)
{
    for (size_t i = 0; s->rule && i < s->rule->use_count; i++)
        if (s->rule->uses[i].condition == &segment_condition &&
            s->rule->uses[i].values[0].number == id)
            return true;
    return false;
}

/* Each behind those that it names: taken one by one when all of its own are there. There is no circle. */
static enum err put_in_order(struct ctx *cx, struct segment_world *w)
{
    struct segment_rule *in = w->all, *out = arena_array(cx->arena, w->n + 1, sizeof(*out));
    bool *taken = arena_array(cx->arena, w->n + 1, sizeof(*taken));
    size_t n = 0;
    bool more = true;

    if (!out || !taken)
        return fail_memory(cx);
    while (more) {
        more = false;
        for (size_t i = 0; i < w->n; i++) {
            bool ready = !taken[i];
            for (size_t k = 0; k < w->n && ready; k++)
                ready = taken[k] || k == i || !names(&in[i], in[k].id);
            if (!ready)
                continue;
            taken[i] = more = true;
            out[n++] = in[i];
        }
    }
    must(n == w->n);
    w->all = out;
    return OK;
}

static enum err link_names(struct ctx *cx, struct segment_world *w)
{
    for (size_t i = 0; i < w->n; i++) {
        struct segment_rule *s = &w->all[i];
        size_t *places = arena_array(cx->arena, w->n + 1, sizeof(*places));
        if (!places)
            return fail_memory(cx);
        s->names = places;
        for (size_t k = 0; k < i; k++)
            if (names(s, w->all[k].id)) {
                places[s->name_count++] = k;
                w->all[k].named = true;
            }
        w->any_accounts = w->any_accounts || s->account;
        w->any_contacts = w->any_contacts || !s->account;
    }
    return OK;
}

static enum err world_read(struct ctx *cx, struct db *db, struct segment_world *w)
{
    struct row *rows = NULL;
    struct db_stmt *st = NULL;
    enum err e = people_rules(cx, db, NULL, &w->rules);

    if (!e)
        e = db_begin(cx, db, &SQL_segments_all, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*rows), read_row, &rows, &w->n);
    db_done(st);
    if (!e) {
        w->all = arena_array(cx->arena, w->n + 1, sizeof(*w->all));
        e = w->all ? OK : fail_memory(cx);
    }
    for (size_t i = 0; i < w->n && !e; i++)
        e = read_rule(cx, db, w, &rows[i], &w->all[i]);
    if (!e)
        e = put_in_order(cx, w);
    return e ? e : link_names(cx, w);
}

static enum err revision_of(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(
        cx, db, db_is_writing(db) ? &SQL_segment_revision_hold : &SQL_segment_revision, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

enum err segment_world_of(struct ctx *cx, struct db *db, const struct segment_world **ret)
{
    struct segment_world *w = db_kept(db, &kept_key, cx->site);
    int64_t revision = 0;
    enum err e = revision_of(cx, db, &revision);

    *ret = NULL;
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
            return fail_detail(cx, e, "db.broken", "the list of segments");
        }
        e = db_keep(cx, db, &kept_key, cx->site, w, world_free);
    }
    if (!e && w->n)
        *ret = w;
    return e;
}
