/* segment_build.c -- the members of a rule worked out from nothing, while people go on changing.
 *
 * A build is a row of segment_builds and goes through three phases, each of which may be begun again.
 *
 *   new      All whom the rule means are asked at once (rule_members), compared with the members that are there, and the
 *            difference is written in short transactions.
 *   members  What changed meanwhile is looked at again. Then the segment is live.
 *   due      Those whose answer time alone may change are looked at, so that the moment is noted; where time only takes people out,
 *            they are those who are in. Members are right already.
 *
 * Why nothing is lost. From the commit of the row on, each change that the rule reads puts its record down as stale instead of
 * judging it (segment_look.c), and so does each event. rule_members() begins after that commit, so a change is either seen by
 * it or stale. It may be both, or be seen half: a stale record is looked at again after the difference was written, by the row
 * as it is then. The last look at what is stale and the end of the phase are one transaction. On PostgreSQL a transaction
 * that began before the row was committed holds the revision shared and ends before it (segment_world.c); and one that put a
 * record down while the second phase ended held the row shared and has ended too, so the third phase begins with what is stale.
 *
 * Events: the store is ahead of the counters, never behind (counters.h). What it had counted when the build began is in the
 * store; what comes later is counted after the row was there, and so makes its contact stale. The second phase looks at records
 * by what is counted. So it waits until all behaviours of the rule are counted, and until the counters stand where the store
 * stood when it had answered (the row's position): before that a look would take somebody out for an event that is not counted
 * yet, and in again when it is.
 */
#include "people/segment_work_priv.h"

#include "base/text.h"
#include "facts/loader.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/counters.h"
#include "work/job.h"

#include "segment_sql.h"

#include <stdlib.h>
#include <string.h>

enum { SLICE = 64, BUDGET_US = 12000, PAGE = 20000 };

struct build {
    int64_t segment, revision;
    const char *phase, *cause;
};

static void read_build(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct build *)row = (struct build){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2),
                                          db_text_dup(cx, st, 3)};
}

/* Sorted ids that grow; malloc'd. */
struct id_list {
    int64_t *ids;
    size_t n, cap;
};

static enum err id_add(struct ctx *cx, struct id_list *l, int64_t id)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 1024;
        int64_t *more = realloc(l->ids, cap * sizeof(*more));
        if (!more)
            return fail_memory(cx);
        l->ids = more;
        l->cap = cap;
    }
    l->ids[l->n++] = id;
    return OK;
}

/* --- the difference ---------------------------------------------------------------------------- */

struct working {
    struct db_pool *pool;
    const struct segment_pulse *pulse;
    struct build b;
    const struct segment *segment;
    struct rule_world world;
    struct rule *rule;
    struct rule_ids wanted;  /* by the rule, then by hand too */
    struct id_list included; /* of these, by hand */
    struct id_list in, out;  /* to be written */
    bool first;              /* it has no members yet: their coming is no history */
    bool stopped;            /* the rule was changed meanwhile */
    bool more;
    int64_t position; /* at least how far the store had come when it was asked; 0: it was not */
    size_t at, wrote; /* of what is being written: from where, and how far it came */
    const struct id_list *to;
};

static bool has(const int64_t *ids, size_t n, int64_t id)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && ids[low] == id;
}

/* By hand: some are in and some are out whatever the rule says. */
static enum err apply_manual(struct ctx *cx, struct db *db, struct working *k)
{
    struct id_list all = {0}, out = {0};
    struct db_stmt *st = NULL;
    bool row = false;
    size_t at = 0;
    enum err e = db_begin(cx, db, &SQL_segment_manual_ids, &st);

    if (!e)
        db_bind_int(st, "segment", k->b.segment);
    while (!e && !(e = db_step(cx, st, &row)) && row)
        e = id_add(cx, text_equal(db_text(st, 1), "include") ? &k->included : &out, db_int(st, 0));
    db_done(st);
    for (size_t i = 0; !e && (i < k->wanted.n || at < k->included.n);) {
        int64_t id = i < k->wanted.n ? k->wanted.ids[i] : INT64_MAX;
        if (at < k->included.n && k->included.ids[at] <= id) {
            i += k->included.ids[at] == id;
            id = k->included.ids[at++];
        } else {
            i++;
        }
        if (!has(out.ids, out.n, id))
            e = id_add(cx, &all, id);
    }
    free(out.ids);
    rule_ids_done(&k->wanted);
    k->wanted = (struct rule_ids){all.ids, all.n};
    return e;
}

static enum err member_page(struct ctx *cx, struct db *db, int64_t segment, int64_t after,
                            struct id_list *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_member_ids, &st);

    if (!e) {
        db_bind_int(st, "segment", segment);
        db_bind_int(st, "after", after);
        db_bind_int(st, "most", PAGE);
    }
    ret->n = 0;
    while (!e && !(e = db_step(cx, st, &row)) && row)
        e = id_add(cx, ret, db_int(st, 0));
    db_done(st);
    return e;
}

static enum err compare(struct ctx *cx, struct db *db, struct working *k)
{
    struct id_list page = {0};
    int64_t after = 0;
    size_t i = 0;
    enum err e;

    k->first = true;
    do {
        e = member_page(cx, db, k->b.segment, after, &page);
        for (size_t m = 0; m < page.n && !e; m++) {
            k->first = false;
            after = page.ids[m];
            while (!e && i < k->wanted.n && k->wanted.ids[i] < after)
                e = id_add(cx, &k->in, k->wanted.ids[i++]);
            if (!e && i < k->wanted.n && k->wanted.ids[i] == after)
                i++;
            else if (!e)
                e = id_add(cx, &k->out, after);
        }
    } while (!e && page.n == PAGE);
    for (; i < k->wanted.n && !e; i++)
        e = id_add(cx, &k->in, k->wanted.ids[i]);
    free(page.ids);
    return e;
}

/* The segment and its rule, as they are now. */
static enum err read_rule(struct ctx *cx, struct db *db, struct fact_store *facts,
                          struct working *k)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &segment_model, k->b.segment, &record);

    k->segment = record;
    return e ? e
             : segment_read_rule(cx, db, facts, k->segment->subject, k->segment->rule, &k->world,
                                 &k->rule);
}

static enum err work_out(struct ctx *cx, struct fact_store *facts, struct working *k)
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->pool, &db);

    if (!e)
        e = read_rule(cx, db, facts, k);
    if (!e)
        e = rule_members(cx, db, &k->world, k->rule, &k->wanted);
    if (!e && facts && k->rule->behaviour_count)
        e = store_position(cx, facts, LOADER_FOLLOWER, &k->position);
    if (!e)
        e = apply_manual(cx, db, k);
    if (!e)
        e = compare(cx, db, k);
    db_return(db);
    return e;
}

/* --- writing it -------------------------------------------------------------------------------- */

static enum err still_this(struct ctx *cx, struct db *db, struct working *k)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_build_get, &st);

    if (!e) {
        db_bind_int(st, "segment", k->b.segment);
        db_bind_int(st, "revision", k->b.revision);
        e = db_step(cx, st, &row);
    }
    db_done(st);
    k->stopped = !e && !row;
    return e;
}

/* Those that name this one move with it. */
static enum err look_by_namers(struct segment_looks *l, size_t place, int64_t record)
{
    bool any = false;

    for (size_t i = place + 1; i < l->world->n; i++)
        for (size_t n = 0; n < l->world->all[i].name_count; n++)
            if (l->world->all[i].names[n] == place)
                l->dirty[i] = any = true;
    return any ? segment_look(l, l->world->all[place].account, record) : OK;
}

static enum err write_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    int64_t until_us = segment_micros() + BUDGET_US;
    bool in = k->to == &k->in, named;
    struct segment_looks l;
    size_t at = k->at, place;
    enum err e = segment_looks_begin(cx, db, k->b.cause, &l);

    if (!e)
        e = still_this(cx, db, k);
    place = e || !l.world ? 0 : segment_place(l.world, k->b.segment);
    k->stopped = k->stopped || (!e && (!l.world || place == l.world->n));
    if (e || k->stopped)
        return e;
    l.many = true;
    named = l.world->all[place].named;
    for (; at < k->to->n && !e; at++) {
        int64_t record = k->to->ids[at];
        if (at % SLICE == 0 && at > k->at && segment_micros() > until_us)
            break;
        e = segment_member_put(cx, db, k->b.segment, record, in,
                               in && has(k->included.ids, k->included.n, record) ? "include" : NULL,
                               k->b.cause, k->first);
        l.deltas[place] += in ? 1 : -1;
        if (!e && !k->first)
            e = segment_tell(&l, place, record, in);
        if (!e && named)
            e = look_by_namers(&l, place, record);
    }
    if (!e)
        e = segment_looks_end(&l);
    k->wrote = at;
    return e;
}

static enum err write_all(struct ctx *cx, struct working *k, const struct id_list *to)
{
    enum err e = OK;

    k->to = to;
    k->at = 0;
    while (!e && k->at < to->n && !k->stopped) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, k->pool, write_in, k);
        if (e)
            break;
        k->at = k->wrote;
        arena_reset(cx->arena, mark);
        e = segment_beat(cx, k->pulse);
    }
    return e;
}

static enum err set_phase(struct ctx *cx, struct db *db, const struct build *b, const char *phase)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_build_phase, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", b->segment);
    db_bind_int(st, "revision", b->revision);
    db_bind_text(st, "phase", phase);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err members_done_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_build_members, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", k->b.segment);
    db_bind_int(st, "revision", k->b.revision);
    db_bind_int(st, "position", k->position);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- the three phases -------------------------------------------------------------------------- */

struct trouble {
    int64_t segment;
    const char *key;
};

static enum err trouble_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct trouble *t = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_segment_set_trouble, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", t->segment);
    db_bind_text(st, "trouble", t->key);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err phase_new(struct ctx *cx, struct working *k, struct fact_store *facts,
                          bool *ret_waits)
{
    enum err e = work_out(cx, facts, k);

    if (e == ERR_BUSY || e == ERR_INVALID) {
        /* The event store is away, or the rule names what is gone: said on the segment, and tried again later. */
        struct trouble t = {k->b.segment,
                            e == ERR_BUSY ? cx->fault.key : "segment.rule_unreadable"};
        fault_clear(cx);
        *ret_waits = true;
        return db_write(cx, k->pool, trouble_in, &t);
    }
    if (!e)
        e = write_all(cx, k, &k->out);
    if (!e)
        e = write_all(cx, k, &k->in);
    return e || k->stopped ? e : db_write(cx, k->pool, members_done_in, k);
}

static enum err put_live(struct ctx *cx, struct db *db, const struct build *b)
{
    struct db_stmt *st = NULL;
    enum err e = set_phase(cx, db, b, "due");

    if (!e)
        e = db_begin(cx, db, &SQL_segment_set_live, &st);
    if (!e) {
        db_bind_int(st, "segment", b->segment);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* One slice of what became stale; when none is left, live, in the same transaction. */
static enum err settle_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    struct segment_looks l;
    bool left = false;
    size_t place;
    enum err e = segment_looks_begin(cx, db, k->b.cause, &l);

    k->more = false;
    if (!e)
        e = still_this(cx, db, k);
    place = e || !l.world ? 0 : segment_place(l.world, k->b.segment);
    k->stopped = k->stopped || (!e && (!l.world || place == l.world->n));
    if (e || k->stopped)
        return e;
    l.building[place] = false;
    e = segment_stale_some(&l, k->b.segment, segment_micros() + BUDGET_US, &left);
    if (!e)
        e = segment_looks_end(&l);
    k->more = left;
    return e || left ? e : put_live(cx, db, &k->b);
}

/* Whether what the store showed is counted. */
static enum err is_counted(struct ctx *cx, struct db *db, int64_t segment, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_segment_build_counted, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_text(st, "follower", COUNTERS_FOLLOWER);
    e = db_step(cx, st, &row);
    *ret = !e && row && db_int(st, 0);
out:
    db_done(st);
    return e;
}

/* Whether the second phase has all that it looks at records by. */
static enum err may_settle(struct ctx *cx, struct working *k, bool *ret)
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->pool, &db);

    if (!e)
        e = read_rule(cx, db, NULL, k);
    if (!e)
        e = behaviours_live(cx, db, k->rule->behaviours, k->rule->behaviour_count, ret);
    if (!e && *ret && k->rule->behaviour_count)
        e = is_counted(cx, db, k->b.segment, ret);
    db_return(db);
    return e;
}

static enum err phase_members(struct ctx *cx, struct working *k, bool *ret_waits)
{
    struct trouble t = {k->b.segment, "segment.counting"};
    bool may = false;
    enum err e = may_settle(cx, k, &may);

    if (!e && !may) {
        *ret_waits = true;
        return text_equal(k->segment->trouble, t.key) ? OK : db_write(cx, k->pool, trouble_in, &t);
    }
    k->more = true;
    while (!e && k->more && !k->stopped) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, k->pool, settle_in, k);
        if (!e)
            arena_reset(cx->arena, mark);
        if (!e)
            e = segment_beat(cx, k->pulse);
    }
    return e;
}

static enum err late_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    struct segment_looks l;
    enum err e = segment_looks_begin(cx, db, k->b.cause, &l);

    k->more = false;
    if (e || !l.world)
        return e;
    e = segment_stale_some(&l, k->b.segment, segment_micros() + BUDGET_US, &k->more);
    return e ? e : segment_looks_end(&l);
}

static enum err due_slice_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    int64_t until_us = segment_micros() + BUDGET_US;
    struct segment_looks l;
    size_t at = k->at, place;
    enum err e = segment_looks_begin(cx, db, "time", &l);

    if (!e)
        e = still_this(cx, db, k);
    place = e || !l.world ? 0 : segment_place(l.world, k->b.segment);
    k->stopped = k->stopped || (!e && (!l.world || place == l.world->n));
    if (e || k->stopped)
        return e;
    for (; at < k->to->n && !e; at++) {
        if (at > k->at && segment_micros() > until_us)
            break;
        l.dirty[place] = true;
        e = segment_look(&l, l.world->all[place].account, k->to->ids[at]);
    }
    if (!e)
        e = segment_looks_end(&l);
    k->wrote = at;
    return e;
}

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    struct working *k = arg;
    struct db_stmt *st = NULL;
    enum err e = still_this(cx, db, k);

    if (e || k->stopped)
        return e;
    e = db_begin(cx, db, &SQL_segment_build_drop, &st);
    if (!e) {
        db_bind_int(st, "segment", k->b.segment);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* Who is in, or was put in or out by hand: into wanted, in no order. */
static enum err kept_ids(struct ctx *cx, struct db *db, struct working *k)
{
    struct id_list page = {0}, all = {0};
    struct db_stmt *st = NULL;
    int64_t after = 0;
    bool row = false;
    enum err e;

    do {
        e = member_page(cx, db, k->b.segment, after, &page);
        for (size_t i = 0; i < page.n && !e; i++)
            e = id_add(cx, &all, after = page.ids[i]);
    } while (!e && page.n == PAGE);
    free(page.ids);
    if (!e)
        e = db_begin(cx, db, &SQL_segment_manual_ids, &st);
    if (!e)
        db_bind_int(st, "segment", k->b.segment);
    while (!e && !(e = db_step(cx, st, &row)) && row)
        e = id_add(cx, &all, db_int(st, 0));
    db_done(st);
    k->wanted = (struct rule_ids){all.ids, all.n};
    return e;
}

static enum err find_turning(struct ctx *cx, struct working *k, struct fact_store *facts)
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->pool, &db);

    if (!e)
        e = read_rule(cx, db, facts, k);
    if (!e && rule_falls(k->rule))
        e = kept_ids(cx, db, k);
    else if (!e)
        e = rule_turning(cx, db, &k->world, k->rule, &k->wanted);
    db_return(db);
    return e;
}

static enum err phase_due(struct ctx *cx, struct working *k, struct fact_store *facts,
                          bool *ret_waits)
{
    struct id_list all = {0};
    enum err e = OK;

    for (k->more = true; k->more && !e;)
        e = db_write(cx, k->pool, late_in, k);
    if (!e)
        e = find_turning(cx, k, facts);
    if (e == ERR_BUSY) {
        fault_clear(cx);
        *ret_waits = true;
        return OK;
    }
    all.ids = k->wanted.ids;
    all.n = k->wanted.n;
    k->to = &all;
    k->at = 0;
    while (!e && k->at < all.n && !k->stopped) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, k->pool, due_slice_in, k);
        if (e)
            break;
        k->at = k->wrote;
        arena_reset(cx->arena, mark);
        e = segment_beat(cx, k->pulse);
    }
    k->to = NULL;
    return e || k->stopped ? e : db_write(cx, k->pool, end_in, k);
}

/* --- all of a site ----------------------------------------------------------------------------- */

static enum err builds_read(struct ctx *cx, struct db_pool *pool, struct build **ret, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_segment_builds, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_build, ret, ret_n);
    db_done(st);
    db_return(db);
    return e;
}

static enum err build_step(struct ctx *cx, struct working *k, struct fact_store *facts,
                           bool *ret_waits)
{
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e;

    if (text_equal(k->b.phase, "gone"))
        return segment_clear(cx, k->pool, k->b.segment);
    if (text_equal(k->b.phase, "new"))
        e = phase_new(cx, k, facts, ret_waits);
    else if (text_equal(k->b.phase, "members"))
        e = phase_members(cx, k, ret_waits);
    else
        e = phase_due(cx, k, facts, ret_waits);
    rule_ids_done(&k->wanted);
    free(k->included.ids);
    free(k->in.ids);
    free(k->out.ids);
    if (e == ERR_NOTFOUND) { /* deleted meanwhile; its row says so when it is read again */
        fault_clear(cx);
        e = OK;
    }
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

/* A pass over all builds, one phase each, until a pass finds nothing but what waits. */
enum err segment_builds_run(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                            const struct segment_pulse *pulse, bool *ret_waits)
{
    struct build *all = NULL;
    size_t n = 0, waiting = 0;
    enum err e = builds_read(cx, pool, &all, &n);

    *ret_waits = false;
    while (!e && n > waiting) {
        waiting = 0;
        for (size_t i = 0; i < n && !e; i++) {
            struct working k = {.pool = pool, .pulse = pulse, .b = all[i]};
            bool waits = false;
            e = build_step(cx, &k, facts, &waits);
            waiting += waits;
        }
        *ret_waits = waiting > 0;
        if (!e)
            e = builds_read(cx, pool, &all, &n);
    }
    return e;
}

enum err segment_builds_ready(struct ctx *cx, struct db_pool *pool, bool *ret)
{
    struct build *all = NULL;
    size_t n = 0;
    enum err e = builds_read(cx, pool, &all, &n);

    *ret = false;
    for (size_t i = 0; i < n && !e && !*ret; i++) {
        struct working k = {.pool = pool, .b = all[i]};
        if (!text_equal(all[i].phase, "members"))
            continue;
        e = may_settle(cx, &k, ret);
        if (e == ERR_NOTFOUND || e == ERR_INVALID) { /* its job will say so */
            fault_clear(cx);
            e = OK;
        }
    }
    return e;
}

/* --- counts that nobody keeps ------------------------------------------------------------------ */

struct sweeping {
    int64_t after, next;
};

static enum err sweep_in(struct ctx *cx, struct db *db, void *arg)
{
    struct sweeping *s = arg;
    int64_t after = s->after;
    enum err e = behaviours_sweep(cx, db, PAGE / 100, &after);

    s->next = e ? s->after : after;
    return e;
}

enum err segment_sweep_counts(struct ctx *cx, struct job_run *run)
{
    struct sweeping s = {0};
    enum err e = OK;

    do {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, run->pool, sweep_in, &s);
        if (e)
            break;
        s.after = s.next;
        arena_reset(cx->arena, mark);
        e = job_progress(cx, run, NULL);
    } while (!e && s.after);
    return e;
}
