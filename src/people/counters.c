/* counters.c -- see counters.h for why it counts right; how: one transaction moves the position from where this follower
 * believes it to be, so that of two followers of one database one is refused and reads again.
 */
#include "people/counters.h"

#include "base/time.h"
#include "facts/loader.h"
#include "facts/store_turns.h"
#include "people/behaviour.h"
#include "people/counters_recount.h"
#include "people/merge.h"
#include "people/segment_priv.h"
#include "people/visitor_link.h"

#include "behaviour_sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_RECORDS = 1000,
    TOUCHED_MAX = 64,
    BUDGET_US = 6000,
    FILL_BUDGET_US = 10000,
    ERRAND_MAX = 96, /* MiB */
    BEHIND_MS = 40,  /* how soon to look again when the loader is not there yet */
    IDLE_MS = 1000,
    RETRY_FIRST_MS = 500,
    RETRY_MAX_MS = 30000,
    TURNS_EACH = 64,
};

/* Where this follower stands among the facts that turned (store_turns.h). */
#define TURNS_FOLLOWER "counters_turns"

/* A record of the journal as far as the store need be asked: which fact, and where it ends. */
struct entry {
    int64_t id, site, end;
    int64_t stranger;        /* the visitor of a fact that named nobody; 0 */
    const struct fact *fact; /* as the store has it; NULL: it has not, or nobody can be meant */
};

struct filling {
    int64_t site, id, counted;
    struct store_quarters all;
    size_t at, wrote;
    bool on, ends;
};

struct counters {
    struct counters_options options;
    struct journal_reader *reader; /* NULL: to be opened */
    int64_t position;              /* stored; -1: not known */
    int64_t turn;        /* stored: up to which the turned facts of the store are counted */
    uint64_t turns_seen; /* of store_turn_count(), one more; 0: not asked yet */
    uint64_t wakes;
    struct filling filling;

    pthread_mutex_t lock; /* stats and stopping */
    struct counters_stats stats;
    bool stopping, running;
    pthread_t thread;
};

/* --- where it stands --------------------------------------------------------------------------- */

/* Where the follower of this name stands; 0 when it never stored. */
static enum err begin_at(struct ctx *cx, struct db *db, const char *name, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_journal_position_begin, &st);

    if (!e) {
        db_bind_text(st, "name", name);
        e = db_run(cx, st);
    }
    db_done(st);
    st = NULL;
    if (!e)
        e = db_begin(cx, db, &SQL_journal_position, &st);
    if (!e) {
        db_bind_text(st, "name", name);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct counters *c = arg;
    enum err e = begin_at(cx, db, TURNS_FOLLOWER, &c->turn);

    return e ? e : begin_at(cx, db, COUNTERS_FOLLOWER, &c->position);
}

static enum err ready(struct ctx *cx, struct counters *c)
{
    enum err e = c->position >= 0 ? OK : db_write(cx, c->options.pool, begin_in, c);

    if (!e && !c->reader)
        e = journal_reader_open(cx, c->options.journal, c->position, &c->reader);
    return e;
}

static void lose_reader(struct counters *c)
{
    journal_reader_free(c->reader);
    c->reader = NULL;
    c->position = -1;
    c->turns_seen = 0;
}

static enum err put_position(struct ctx *cx, struct db *db, const char *name, int64_t from,
                             int64_t to)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_journal_position_put, &st);

    if (e)
        goto out;
    db_bind_text(st, "name", name);
    db_bind_int(st, "from", from);
    db_bind_int(st, "to", to);
    e = db_run(cx, st);
    if (!e && db_changes(st) != 1)
        e = fail(cx, ERR_CONFLICT, "facts.moved", NULL);
out:
    db_done(st);
    return e;
}

/* --- a batch of the journal -------------------------------------------------------------------- */

struct batch {
    struct counters *c;
    struct entry *all;
    size_t n, at, wrote; /* entries; the next to be counted; how far a transaction came */
    int64_t to;          /* where the batch ends, be its last record damaged or not */
    int64_t first_received_ms, counted;
    /* A control that ended it: whose counts are made anew, and where it ends. */
    int64_t tied, tied_site, tied_end;
    bool waits; /* it ended before a control that has to wait for a filling */
};

/* A visitor is somebody, or no longer: the batch ends before it. A filling that is on may have been read before it was so, and
 * ends first. */
static bool take_control(struct counters *c, struct batch *b, const struct fact *f, int64_t before)
{
    if (!f->subject || (strcmp(f->kind, LOADER_LINK) != 0 && strcmp(f->kind, LOADER_UNLINK) != 0))
        return false;
    b->to = before;
    b->waits = c->filling.on;
    b->tied = f->subject;
    b->tied_site = f->site;
    b->tied_end = journal_reader_position(c->reader);
    return true;
}

static enum err read_batch(struct ctx *cx, struct counters *c, int64_t until, struct batch *b)
{
    enum err e = OK;

    b->all = arena_array(cx->arena, BATCH_RECORDS, sizeof(*b->all));
    if (!b->all)
        return fail_memory(cx);
    b->first_received_ms = INT64_MAX;
    while (!e && b->n < BATCH_RECORDS && journal_reader_position(c->reader) < until) {
        int64_t before = journal_reader_position(c->reader);
        const void *bytes = NULL;
        size_t n = 0;
        struct fact f;
        e = journal_read(cx, c->reader, &bytes, &n);
        if (e || !bytes)
            break;
        e = fact_decode(cx, bytes, n, &f);
        if (e == ERR_INVALID) {
            fault_clear(cx);
            e = OK;
            continue;
        }
        if (!e && take_control(c, b, &f, before))
            return OK;
        if (e || (!f.subject && !f.visitor) || f.refusal[0] || f.robot || f.kind[0] == '_')
            continue;
        if (f.received_ms < b->first_received_ms)
            b->first_received_ms = f.received_ms;
        b->all[b->n++] = (struct entry){.id = f.id,
                                        .site = f.site,
                                        .end = journal_reader_position(c->reader),
                                        .stranger = f.subject ? 0 : f.visitor};
    }
    b->to = journal_reader_position(c->reader);
    return e;
}

/* Of facts that named nobody only those of visitors who were ever tied to somebody need be asked for. */
static enum err leave_strangers(struct ctx *cx, struct counters *c, struct batch *b)
{
    const int64_t site = cx->site;
    struct db *db = NULL;
    size_t kept = 0;
    enum err e = db_read(cx, c->options.pool, &db);

    for (size_t i = 0; i < b->n && !e; i++) {
        bool tied = true;
        cx->site = b->all[i].site;
        if (b->all[i].stranger)
            e = visitor_is_tied(cx, db, b->all[i].stranger, &tied);
        if (!e && tied)
            b->all[kept++] = b->all[i];
    }
    cx->site = site;
    db_return(db);
    b->n = kept;
    return e;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static const struct fact *fact_of(const struct fact *facts, size_t n, int64_t id)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (facts[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && facts[low].id == id ? &facts[low] : NULL;
}

/* What became of them. */
static enum err ask_store(struct ctx *cx, struct counters *c, struct batch *b)
{
    int64_t *ids = arena_array(cx->arena, b->n + 1, sizeof(*ids));
    struct fact *facts = NULL;
    size_t n = 0;
    enum err e = OK;

    if (!ids)
        return fail_memory(cx);
    for (size_t i = 0; i < b->n; i++)
        ids[i] = b->all[i].id;
    qsort(ids, b->n, sizeof(*ids), by_id);
    e = store_by_ids(cx, c->options.store, ids, b->n, b->first_received_ms, &facts, &n);
    for (size_t i = 0; i < b->n && !e; i++)
        b->all[i].fact = fact_of(facts, n, b->all[i].id);
    return e;
}

/* Adds what behaviours take of one fact; *ret_who is 0 when none does. */
static enum err count_one(struct ctx *cx, struct db *db, const struct entry *x, int64_t *ret_who)
{
    struct behaviour_keys keys;
    bool has = true;
    enum err e = behaviour_keys_of(cx, db, &keys);

    *ret_who = 0;
    if (!e && x->fact->subject)
        e = recount_has(cx, db, x->fact->subject, x->end, &has);
    for (size_t i = 0; i < keys.n && !e && !has; i++) {
        const struct behaviour_key *k = &keys.all[i];
        if (k->state == BEHAVIOUR_NEW || x->end <= k->from_position ||
            !rule_behaviour_takes(&k->is, x->fact))
            continue;
        e = behaviour_add(cx, db, x->fact->subject, k->counted, rule_day(keys.zone, x->fact->at_ms),
                          1);
        *ret_who = x->fact->subject;
    }
    if (!e && *ret_who)
        e = merge_survivor(cx, db, MERGE_CONTACTS, *ret_who, ret_who);
    return e;
}

struct touched {
    int64_t who[TOUCHED_MAX];
    size_t n;
    int64_t site;
};

static enum err let_look(struct ctx *cx, struct db *db, struct touched *t)
{
    enum err e = t->n ? segment_events_came(cx, db, t->who, t->n) : OK;

    t->n = 0;
    return e;
}

static void touch(struct touched *t, int64_t who)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->who[i] == who)
            return;
    t->who[t->n++] = who;
}

/* As many as a short transaction holds. */
static enum err count_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t until_us = segment_micros() + BUDGET_US, site = cx->site;
    struct batch *b = arg;
    struct touched t = {.n = 0};
    size_t at = b->at;
    int64_t counted = 0, to;
    enum err e = OK;

    while (at < b->n && !e && t.n < TOUCHED_MAX && (at == b->at || segment_micros() < until_us)) {
        const struct entry *x = &b->all[at];
        int64_t who = 0;
        if (x->fact && x->site != t.site) {
            e = let_look(cx, db, &t);
            t.site = cx->site = x->site;
        }
        if (!e && x->fact)
            e = count_one(cx, db, x, &who);
        if (!e && who) {
            touch(&t, who);
            counted++;
        }
        at += !e;
    }
    if (!e)
        e = let_look(cx, db, &t);
    cx->site = site;
    to = at == b->n ? b->to : b->all[at - 1].end;
    if (!e)
        e = put_position(cx, db, COUNTERS_FOLLOWER, b->c->position, to);
    if (!e)
        e = segments_counted(cx, db, b->c->position, to);
    b->wrote = at;
    b->counted = counted;
    return e;
}

static void note_counted(struct counters *c, int64_t counted)
{
    (void)pthread_mutex_lock(&c->lock);
    c->stats.position = c->position;
    c->stats.counted += counted;
    (void)pthread_mutex_unlock(&c->lock);
}

static enum err write_batch(struct ctx *cx, struct counters *c, struct batch *b)
{
    enum err e = OK;

    do {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, c->options.pool, count_in, b);
        if (e)
            break;
        arena_reset(cx->arena, mark);
        b->at = b->wrote;
        c->position = b->at == b->n ? b->to : b->all[b->at - 1].end;
        note_counted(c, b->counted);
        journal_passed(c->options.journal, COUNTERS_FOLLOWER, c->position);
    } while (b->at < b->n);
    return e;
}

/* One person's counts made anew, and a follower that moves with that. */
struct recounting {
    const struct counters *c;
    int64_t site, subject;
    struct recount anew;
    const char *follower;
    int64_t from, to;
};

static enum err recount_in(struct ctx *cx, struct db *db, void *arg)
{
    const int64_t site = cx->site;
    struct recounting *r = arg;
    int64_t who = r->subject;
    enum err e;

    cx->site = r->site;
    e = recount_write(cx, db, &r->anew, r->c->position);
    if (!e)
        e = merge_survivor(cx, db, MERGE_CONTACTS, who, &who);
    if (!e)
        e = segment_events_came(cx, db, &who, 1);
    cx->site = site;
    return e ? e : put_position(cx, db, r->follower, r->from, r->to);
}

static enum err recount(struct ctx *cx, struct counters *c, struct recounting *r)
{
    const int64_t site = cx->site;
    enum err e;

    cx->site = r->site;
    e = recount_read(cx, c->options.store, c->options.store_follower, r->subject, &r->anew);
    cx->site = site;
    return e ? e : db_write(cx, c->options.pool, recount_in, r);
}

/* Past the control that ended the batch, with the counts of its person made anew. */
static enum err pass_control(struct ctx *cx, struct counters *c, const struct batch *b)
{
    struct recounting r = {.c = c,
                           .site = b->tied_site,
                           .subject = b->tied,
                           .follower = COUNTERS_FOLLOWER,
                           .from = c->position,
                           .to = b->tied_end};
    enum err e = recount(cx, c, &r);

    if (e)
        return e;
    c->position = b->tied_end;
    note_counted(c, 0);
    journal_passed(c->options.journal, COUNTERS_FOLLOWER, c->position);
    return OK;
}

/* Up to where the batch ends, and past the control that ended it. */
static enum err take_batch(struct ctx *cx, struct counters *c, struct batch *b, int64_t *ret_n)
{
    enum err e = OK;

    if (b->to > c->position) {
        e = leave_strangers(cx, c, b);
        if (!e)
            e = ask_store(cx, c, b);
        if (!e)
            e = write_batch(cx, c, b);
        *ret_n += (int64_t)b->n + 1;
    }
    if (!e && b->tied && !b->waits) {
        e = pass_control(cx, c, b);
        ++*ret_n;
    }
    if (b->waits) { /* it is read again */
        journal_reader_free(c->reader);
        c->reader = NULL;
    }
    return e;
}

static enum err follow(struct ctx *cx, struct counters *c, int64_t *ret_n)
{
    struct batch b = {.c = c};
    int64_t until = 0;
    enum err e = OK;

    note_counted(c, 0);
    if (journal_end(c->options.journal) <= c->position)
        return e;
    e = store_position(cx, c->options.store, c->options.store_follower, &until);
    if (e || until <= c->position)
        return e;
    e = read_batch(cx, c, until, &b);
    return e ? e : take_batch(cx, c, &b, ret_n);
}

/* --- what turned ------------------------------------------------------------------------------- */

/* Visits that were counted as a person's and are a robot's, or the other way round. A filling that is on may have been read before
 * that, and ends first. */
static enum err follow_turns(struct ctx *cx, struct counters *c, int64_t *ret_n)
{
    const uint64_t seen = store_turn_count(c->options.store) + 1;
    struct store_turn *turns = NULL;
    size_t n = 0;
    enum err e;

    if (c->filling.on || c->turns_seen == seen)
        return OK;
    e = store_turns(cx, c->options.store, c->turn, TURNS_EACH, &turns, &n);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct recounting r = {.c = c,
                               .site = turns[i].site,
                               .subject = turns[i].subject,
                               .follower = TURNS_FOLLOWER,
                               .from = c->turn,
                               .to = turns[i].number};
        e = recount(cx, c, &r);
        if (e)
            break;
        c->turn = turns[i].number;
        arena_reset(cx->arena, mark);
        ++*ret_n;
    }
    if (!e && n)
        e = store_turns_passed(cx, c->options.store, c->turn);
    if (!e && n < TURNS_EACH)
        c->turns_seen = seen;
    return e;
}

/* --- filling ----------------------------------------------------------------------------------- */

static enum err next_site(struct ctx *cx, struct counters *c, int64_t *ret)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, c->options.pool, &db);

    *ret = 0;
    if (!e)
        e = db_begin(cx, db, &SQL_behaviour_sites_waiting, &st);
    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
    db_done(st);
    db_return(db);
    return e;
}

static enum err next_key(struct ctx *cx, struct counters *c, struct behaviour_key *ret,
                         bool *ret_any)
{
    struct behaviour_keys keys;
    struct db *db = NULL;
    enum err e = db_read(cx, c->options.pool, &db);

    *ret_any = false;
    if (!e)
        e = behaviour_keys_of(cx, db, &keys);
    for (size_t i = 0; !e && i < keys.n && !*ret_any; i++) {
        if (keys.all[i].state == BEHAVIOUR_LIVE)
            continue;
        *ret = keys.all[i];
        *ret_any = true;
        ret->is.event = arena_dup(cx->arena, ret->is.event);
        ret->is.path = arena_dup(cx->arena, ret->is.path);
        ret->is.path_starts = arena_dup(cx->arena, ret->is.path_starts);
        ret->is.channel = arena_dup(cx->arena, ret->is.channel);
    }
    db_return(db);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}

static enum err fill_begin_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct filling *f = arg;

    return behaviour_key_put(cx, db,
                             &(struct behaviour_key){.id = f->id,
                                                     .counted = f->counted,
                                                     .state = BEHAVIOUR_FILLING,
                                                     .from_position = f->all.position});
}

static enum err fill_begin(struct ctx *cx, struct counters *c)
{
    struct filling *f = &c->filling;
    struct behaviour_key k = {0};
    bool any = false;
    enum err e = next_key(cx, c, &k, &any);
    const char *kinds[] = {k.is.event};
    struct store_filter filter = {.site = cx->site,
                                  .kinds = kinds,
                                  .kind_count = 1,
                                  .channel = k.is.channel,
                                  .path = k.is.path,
                                  .path_starts = k.is.path_starts};

    if (e || !any)
        return e;
    e = store_quarters(cx, c->options.store, &filter, c->options.store_follower, &f->all);
    if (e)
        return e;
    if (f->all.position <
        c->position) { /* a store from before: first the loader brings it up to us */
        store_quarters_done(&f->all);
        return OK;
    }
    f->site = cx->site;
    f->id = k.id;
    f->counted = id_next(cx);
    f->at = 0;
    e = db_write(cx, c->options.pool, fill_begin_in, f);
    f->on = !e;
    if (e)
        store_quarters_done(&f->all);
    return e;
}

static enum err fill_add(struct ctx *cx, struct db *db, struct filling *f,
                         const struct behaviour_keys *keys)
{
    const int64_t until_us = segment_micros() + FILL_BUDGET_US;
    size_t at = f->at;
    enum err e = OK;

    while (at < f->all.n && !e && (at % 16 || segment_micros() < until_us)) {
        const struct store_quarter *q = &f->all.rows[at];
        int64_t day = rule_day(keys->zone, q->at_ms), n = 0;
        for (; at < f->all.n && f->all.rows[at].subject == q->subject &&
               rule_day(keys->zone, f->all.rows[at].at_ms) == day;
             at++)
            n += f->all.rows[at].count;
        e = behaviour_add(cx, db, q->subject, f->counted, day, n);
    }
    f->wrote = at;
    return e;
}

/* A part of it; with the last, the behaviour is counted up to now. */
static enum err fill_in(struct ctx *cx, struct db *db, void *arg)
{
    struct filling *f = arg;
    struct behaviour_keys keys;
    const struct behaviour_key *k = NULL;
    struct behaviour_key done;
    enum err e = behaviour_keys_of(cx, db, &keys);

    for (size_t i = 0; !e && i < keys.n; i++)
        if (keys.all[i].counted == f->counted && keys.all[i].state == BEHAVIOUR_FILLING)
            k = &keys.all[i];
    f->ends = !k;
    f->wrote = f->at;
    if (e || !k)
        return e;
    done = *k;
    e = fill_add(cx, db, f, &keys);
    if (e || f->wrote < f->all.n)
        return e;
    f->ends = true;
    done.state = BEHAVIOUR_LIVE;
    e = behaviour_key_put(cx, db, &done);
    return e ? e : segment_work_soon(cx, db);
}

static enum err fill(struct ctx *cx, struct counters *c, int64_t *ret_n)
{
    const int64_t site = cx->site;
    struct arena_mark mark = arena_mark(cx->arena);
    struct filling *f = &c->filling;
    int64_t next = f->on ? f->site : 0;
    enum err e = f->on ? OK : next_site(cx, c, &next);

    if (e || !next)
        return e;
    cx->site = next;
    if (!f->on)
        e = fill_begin(cx, c);
    if (!e && f->on) {
        e = db_write(cx, c->options.pool, fill_in, f);
        f->at = e ? f->at : f->wrote;
        if (e || f->ends) {
            store_quarters_done(&f->all);
            f->on = false;
        }
        ++*ret_n;
    }
    cx->site = site;
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

enum err counters_step(struct ctx *cx, struct counters *c, int64_t *ret_n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e;

    *ret_n = 0;
    e = ready(cx, c);
    if (!e)
        e = fill(cx, c, ret_n);
    if (!e)
        e = follow(cx, c, ret_n);
    if (!e)
        e = follow_turns(cx, c, ret_n);
    if (e)
        lose_reader(c);
    else
        arena_reset(cx->arena, mark);
    return e;
}

/* --- its thread -------------------------------------------------------------------------------- */

static bool stopping(struct counters *c)
{
    bool yes;

    (void)pthread_mutex_lock(&c->lock);
    yes = c->stopping;
    (void)pthread_mutex_unlock(&c->lock);
    return yes;
}

static int64_t note_result(struct counters *c, struct ctx *cx, enum err e)
{
    int64_t wait_ms = RETRY_FIRST_MS, failures;

    (void)pthread_mutex_lock(&c->lock);
    c->stats.failures = e ? c->stats.failures + 1 : 0;
    c->stats.reason = e ? cx->fault.key : "";
    failures = c->stats.failures;
    (void)pthread_mutex_unlock(&c->lock);
    if (!e)
        return 0;
    log_fault(c->options.log, LOG_ERROR, "facts.count", cx);
    for (int64_t i = 1; i < failures && wait_ms < RETRY_MAX_MS; i++)
        wait_ms *= 2;
    return wait_ms < RETRY_MAX_MS ? wait_ms : RETRY_MAX_MS;
}

static void count_once(struct counters *c)
{
    struct ctx *cx = ctx_new(MIB(ERRAND_MAX), c->options.clock, c->options.ids);
    struct journal *j = c->options.journal;
    int64_t n = 0, retry_ms;
    enum err e;

    cx->origin = "event";
    e = counters_step(cx, c, &n);
    retry_ms = note_result(c, cx, e);
    ctx_free(cx);
    if (retry_ms)
        (void)journal_wait(j, INT64_MAX, retry_ms, &c->wakes);
    else if (!n && journal_end(j) > c->position)
        (void)journal_wait(j, INT64_MAX, BEHIND_MS, &c->wakes);
    else if (!n)
        (void)journal_wait(j, c->position + 1, IDLE_MS, &c->wakes);
}

static void *count_loop(void *arg)
{
    struct counters *c = arg;

    while (!stopping(c))
        count_once(c);
    return NULL;
}

struct counters *counters_new(const struct counters_options *o)
{
    struct counters *c = calloc(1, sizeof(*c));

    if (!c)
        return NULL;
    c->options = *o;
    c->position = -1;
    c->stats.reason = "";
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    return c;
}

void counters_free(struct counters *c)
{
    if (!c)
        return;
    counters_stop(c);
    journal_reader_free(c->reader);
    store_quarters_done(&c->filling.all);
    (void)pthread_mutex_destroy(&c->lock);
    free(c);
}

enum err counters_start(struct ctx *cx, struct counters *c)
{
    must(!c->running);
    c->stopping = false;
    if (pthread_create(&c->thread, NULL, count_loop, c) != 0)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", "no thread");
    c->running = true;
    return OK;
}

void counters_stop(struct counters *c)
{
    if (!c->running)
        return;
    (void)pthread_mutex_lock(&c->lock);
    c->stopping = true;
    (void)pthread_mutex_unlock(&c->lock);
    journal_wake(c->options.journal);
    (void)pthread_join(c->thread, NULL);
    c->running = false;
}

void counters_stats(struct counters *c, struct counters_stats *ret)
{
    int64_t end = journal_end(c->options.journal);

    (void)pthread_mutex_lock(&c->lock);
    *ret = c->stats;
    (void)pthread_mutex_unlock(&c->lock);
    ret->behind = end > ret->position ? end - ret->position : 0;
}
