/* loader.c -- one batch after the other. See loader.h for what it promises; how: the store refuses a batch that does not
 * begin where the follower stands, and after any failure the reader is thrown away and opened again where the store says.
 */
#include "facts/loader_priv.h"

#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_RECORDS = 20000,
    BATCH_BYTES = 8 * 1024 * 1024, /* of records, so that a batch of large ones stays in memory */
    BATCH_WAIT_MS = 1000,
    IDLE_MS = 1000,
    RETRY_FIRST_MS = 500,
    RETRY_MAX_MS = 30000,
    ERRAND_MAX = 96, /* MiB */
};

struct loader {
    struct loader_options options;
    struct journal_reader *reader; /* NULL: to be opened at the store's position */
    int64_t stored;                /* the follower's position in the store */
    int64_t damaged;               /* of this reader, counted so far */
    uint64_t wakes;

    pthread_mutex_t lock; /* stats and stopping */
    struct loader_stats stats;
    bool stopping;
    bool running; /* of the thread that starts and stops */
    pthread_t thread;
};

static void batch_free(struct batch *b)
{
    free(b->facts);
    free(b->outcomes);
}

static void *grown(void *array, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return array;
    *cap = *cap ? *cap * 2 : 64;
    array = realloc(array, *cap * size);
    must(array != NULL);
    return array;
}

static void count_fates(struct batch *b, int64_t site, int64_t received_ms, enum store_fate fate,
                        const char *reason, int64_t n)
{
    int64_t day = received_ms / DAYS_MS(1);

    for (size_t i = 0; i < b->outcome_count; i++) {
        struct store_outcome *o = &b->outcomes[i];
        if (o->site == site && o->day == day && o->fate == fate && strcmp(o->reason, reason) == 0) {
            o->count += n;
            return;
        }
    }
    b->outcomes = grown(b->outcomes, b->outcome_count, &b->outcome_cap, sizeof(*b->outcomes));
    b->outcomes[b->outcome_count++] = (struct store_outcome){site, day, fate, reason, n};
}

static void count_fate(struct batch *b, int64_t site, int64_t received_ms, enum store_fate fate,
                       const char *reason)
{
    count_fates(b, site, received_ms, fate, reason, 1);
}

/* One record may stand for many that were refused alike. What could not be read at the door is counted as what cannot be read here. */
static void count_refusal(struct batch *b, const struct fact *f)
{
    enum store_fate fate = strcmp(f->refusal, "malformed") ? FATE_REFUSED : FATE_INVALID;

    count_fates(b, f->site, f->received_ms, fate, f->refusal,
                f->value_minor > 1 ? f->value_minor : 1);
}

/* Open the reader where the store says the follower stands. */
static enum err reader_ready(struct ctx *cx, struct loader *l)
{
    const struct loader_options *o = &l->options;
    enum err e;

    if (l->reader)
        return OK;
    e = store_position(cx, o->store, o->follower, &l->stored);
    if (!e)
        e = journal_reader_open(cx, o->journal, l->stored, &l->reader);
    if (!e) /* what was stored before the last start needs no new record to be known as passed */
        journal_passed(o->journal, o->follower, l->stored);
    l->damaged = 0;
    return e;
}

/* Ends the batch, so that what it does to what is stored comes after the facts before it and before those behind it. */
static void take_control(struct batch *b, const struct fact *f)
{
    bool undo = strcmp(f->kind, LOADER_UNLINK) == 0;

    if (!f->visitor || (!undo && (!f->subject || strcmp(f->kind, LOADER_LINK) != 0)))
        return;
    b->link = (struct store_link){f->site, f->visitor, f->subject, f->account, undo};
    b->linked = true;
}

static enum err take_record(struct ctx *cx, struct batch *b, const void *bytes, size_t n)
{
    struct fact f;
    enum err e = fact_decode(cx, bytes, n, &f);

    b->records++;
    if (e == ERR_INVALID) {
        fault_clear(cx);
        count_fate(b, 0, ctx_now(cx), FATE_INVALID, "record");
        return OK;
    }
    if (e)
        return e;
    if (f.refusal[0]) {
        count_refusal(b, &f);
        return OK;
    }
    if (f.kind[0] == '_') {
        take_control(b, &f);
        return OK;
    }
    if (b->count == 0 || f.received_ms < b->first_received_ms)
        b->first_received_ms = f.received_ms;
    b->facts = grown(b->facts, b->count, &b->cap, sizeof(*b->facts));
    b->facts[b->count++] = f;
    return OK;
}

static enum err read_batch(struct ctx *cx, struct loader *l, struct batch *b)
{
    size_t taken = 0;
    enum err e = OK;

    while (!e && !b->linked && (size_t)b->records < l->options.batch_records &&
           taken < BATCH_BYTES) {
        const void *bytes;
        size_t n;
        e = journal_read(cx, l->reader, &bytes, &n);
        if (e || !bytes)
            break;
        taken += n;
        e = take_record(cx, b, bytes, n);
    }
    if (!e && journal_reader_damaged(l->reader) > l->damaged)
        count_fate(b, 0, ctx_now(cx), FATE_INVALID, "damage");
    return e;
}

static uint64_t key_hash(const struct fact *f)
{
    uint64_t h = (uint64_t)f->key_hi * UINT64_C(0x9E3779B97F4A7C15);

    h ^= h >> 29;
    h = (h ^ (uint64_t)f->key_lo ^ (uint64_t)f->site) * UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ h >> 32;
}

static bool same_key(const struct fact *a, const struct fact *b)
{
    return a->key_lo == b->key_lo && a->key_hi == b->key_hi && a->site == b->site;
}

/* known[i] becomes true for a fact that came before in this batch. */
static enum err mark_repeated(struct ctx *cx, const struct batch *b, bool *known)
{
    size_t room = 64, *table;

    while (room < b->count * 2)
        room *= 2;
    table = arena_array(cx->arena, room, sizeof(*table)); /* index + 1; 0: free */
    if (!table)
        return fail_memory(cx);
    for (size_t i = 0; i < b->count; i++) {
        size_t at = (size_t)key_hash(&b->facts[i]) & (room - 1);
        while (table[at] && !same_key(&b->facts[table[at] - 1], &b->facts[i]))
            at = (at + 1) & (room - 1);
        if (table[at])
            known[i] = true;
        else
            table[at] = i + 1;
    }
    return OK;
}

static enum err mark_known(struct ctx *cx, struct loader *l, const struct batch *b, bool **ret)
{
    bool *known = arena_array(cx->arena, b->count + 1, sizeof(*known));
    struct store_key *keys = arena_array(cx->arena, b->count + 1, sizeof(*keys));
    enum err e;

    if (!known || !keys)
        return fail_memory(cx);
    for (size_t i = 0; i < b->count; i++)
        keys[i] = (struct store_key){b->facts[i].site, b->facts[i].key_hi, b->facts[i].key_lo};
    e = store_known(cx, l->options.store, keys, b->count,
                    b->first_received_ms - DAYS_MS(FACT_KEY_DAYS), known);
    if (!e)
        e = mark_repeated(cx, b, known);
    *ret = known;
    return e;
}

static enum err run_stages(struct ctx *cx, const struct loader_stage *stages, struct fact *f,
                           const char **ret_refusal)
{
    enum err e = OK;

    for (const struct loader_stage *s = stages; s && s->look && !*ret_refusal && !e; s++)
        e = s->look(cx, s->arg, f, ret_refusal);
    return e;
}

/* A fact is a robot's when its visit is, as that stands at the batch's end. */
static void count_kept(struct batch *b, const struct visits *v, const size_t *slots)
{
    for (size_t i = 0; i < b->count; i++) {
        struct fact *f = &b->facts[i];
        const char *reason = f->robot_reason;
        if (slots[i] != SIZE_MAX) {
            f->robot = v->slots[slots[i]].visit.robot;
            reason = v->slots[slots[i]].visit.robot_reason;
        }
        count_fate(b, f->site, f->received_ms, f->robot ? FATE_ROBOT : FATE_HUMAN,
                   f->robot ? reason : "");
    }
}

/* Through the stages and into visits; those that stay move up over those that do not. */
static enum err judge(struct ctx *cx, struct loader *l, struct batch *b, const bool *known,
                      struct visits *v)
{
    size_t *slots = arena_array(cx->arena, b->count + 1, sizeof(*slots));
    size_t kept = 0;

    must(known != NULL || b->count == 0);
    if (!slots)
        return fail_memory(cx);
    for (size_t i = 0; i < b->count; i++) {
        struct fact f = b->facts[i];
        const char *refusal = NULL;
        enum err e;
        if (known[i]) {
            count_fate(b, f.site, f.received_ms, FATE_DUPLICATE, "");
            continue;
        }
        e = run_stages(cx, l->options.stages, &f, &refusal);
        if (!e && refusal) {
            count_fate(b, f.site, f.received_ms, FATE_REFUSED, refusal);
            continue;
        }
        if (!e)
            e = visits_take(cx, v, l->options.visit_stages, &f, &slots[kept]);
        if (e)
            return e;
        b->facts[kept++] = f;
    }
    b->count = kept;
    count_kept(b, v, slots);
    return OK;
}

static void count_batch(struct loader *l, const struct batch *b, int64_t damaged)
{
    (void)pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < b->outcome_count; i++)
        l->stats.fates[b->outcomes[i].fate] += b->outcomes[i].count;
    l->stats.batches++;
    l->stats.position = l->stored;
    l->stats.damaged += damaged;
    (void)pthread_mutex_unlock(&l->lock);
}

static enum err commit_batch(struct ctx *cx, struct loader *l, const struct batch *b,
                             const struct visits *v)
{
    const struct loader_options *o = &l->options;
    int64_t damaged = journal_reader_damaged(l->reader);
    struct store_batch sb = {.follower = o->follower,
                             .from = l->stored,
                             .to = journal_reader_position(l->reader),
                             .facts = b->facts,
                             .count = b->count,
                             .outcomes = b->outcomes,
                             .outcome_count = b->outcome_count,
                             .links = &b->link,
                             .link_count = b->linked};
    enum err e = visits_end(cx, v, &sb);

    if (!e)
        e = store_append(cx, o->store, &sb);
    if (e)
        return e;
    l->stored = sb.to;
    if (b->linked && o->control)
        o->control(o->control_arg, b->link.site, b->link.visitor);
    count_batch(l, b, damaged - l->damaged);
    l->damaged = damaged;
    journal_passed(o->journal, o->follower, l->stored);
    return OK;
}

enum err loader_step(struct ctx *cx, struct loader *l, int64_t *ret_records)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct batch b = {0};
    struct visits v = {0};
    bool *known = NULL;
    enum err e = reader_ready(cx, l);

    if (!e)
        e = read_batch(cx, l, &b);
    if (!e && (b.records > 0 || b.outcome_count > 0)) {
        e = mark_known(cx, l, &b, &known);
        if (!e)
            e = visits_begin(cx, l->options.store, &b, &v);
        if (!e)
            e = judge(cx, l, &b, known, &v);
        if (!e)
            e = commit_batch(cx, l, &b, &v);
    }
    visits_free(&v);
    if (e) {
        journal_reader_free(l->reader);
        l->reader = NULL;
    } else {
        *ret_records = b.records;
        arena_reset(cx->arena, mark); /* not after a failure: the fault may lie there */
    }
    batch_free(&b);
    return e;
}

static bool stopping(struct loader *l)
{
    bool yes;

    (void)pthread_mutex_lock(&l->lock);
    yes = l->stopping;
    (void)pthread_mutex_unlock(&l->lock);
    return yes;
}

/* How long to wait before the next try; 0 after success. */
static int64_t note_result(struct loader *l, struct ctx *cx, enum err e)
{
    int64_t wait_ms = RETRY_FIRST_MS, failures;

    (void)pthread_mutex_lock(&l->lock);
    l->stats.failures = e ? l->stats.failures + 1 : 0;
    l->stats.reason = e ? cx->fault.key : "";
    failures = l->stats.failures;
    (void)pthread_mutex_unlock(&l->lock);
    if (!e)
        return 0;
    log_fault(l->options.log, LOG_ERROR, "facts.load", cx);
    for (int64_t i = 1; i < failures && wait_ms < RETRY_MAX_MS; i++)
        wait_ms *= 2;
    return wait_ms < RETRY_MAX_MS ? wait_ms : RETRY_MAX_MS;
}

/* One errand: a batch, and the wait that follows from how it went. */
static void load_once(struct loader *l)
{
    struct ctx *cx = ctx_new(MIB(ERRAND_MAX), l->options.clock, NULL);
    struct journal *j = l->options.journal;
    int64_t records = 0, at, retry_ms;
    enum err e = loader_step(cx, l, &records);

    retry_ms = note_result(l, cx, e);
    ctx_free(cx);
    if (retry_ms) {
        (void)journal_wait(j, INT64_MAX, retry_ms, &l->wakes);
        return;
    }
    if ((size_t)records >= l->options.batch_records)
        return;
    store_rest(l->options.store);
    at = journal_reader_position(l->reader);
    if (journal_wait(j, at + 1, IDLE_MS, &l->wakes) > at && !stopping(l))
        (void)journal_wait(j, at + BATCH_BYTES, l->options.batch_wait_ms, &l->wakes);
}

static void *loader_loop(void *arg)
{
    struct loader *l = arg;

    while (!stopping(l))
        load_once(l);
    return NULL;
}

struct loader *loader_new(const struct loader_options *o)
{
    struct loader *l = calloc(1, sizeof(*l));

    must(l != NULL);
    l->options = *o;
    if (!l->options.batch_records)
        l->options.batch_records = BATCH_RECORDS;
    if (!l->options.batch_wait_ms)
        l->options.batch_wait_ms = BATCH_WAIT_MS;
    l->stats.reason = "";
    must(pthread_mutex_init(&l->lock, NULL) == 0);
    return l;
}

void loader_free(struct loader *l)
{
    if (!l)
        return;
    loader_stop(l);
    journal_reader_free(l->reader);
    (void)pthread_mutex_destroy(&l->lock);
    free(l);
}

enum err loader_start(struct ctx *cx, struct loader *l)
{
    must(!l->running);
    l->stopping = false;
    if (pthread_create(&l->thread, NULL, loader_loop, l) != 0)
        return fail_detail(cx, ERR_BROKEN, "facts.journal", "no thread");
    l->running = true;
    return OK;
}

void loader_stop(struct loader *l)
{
    if (!l->running)
        return;
    (void)pthread_mutex_lock(&l->lock);
    l->stopping = true;
    (void)pthread_mutex_unlock(&l->lock);
    journal_wake(l->options.journal);
    (void)pthread_join(l->thread, NULL);
    l->running = false;
}

void loader_stats(struct loader *l, struct loader_stats *ret)
{
    (void)pthread_mutex_lock(&l->lock);
    *ret = l->stats;
    (void)pthread_mutex_unlock(&l->lock);
}
