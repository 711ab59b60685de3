/* store_memory.c -- the event store as plain arrays, for tests and as the yardstick of the port.
 *
 * Every question walks every fact and says in a few lines of C what the other engine says in SQL; where the two differ, one of
 * them is wrong. Nothing is written to disk, so it keeps the promises of store.h only until the process ends. It grows
 * without bound and is not offered by the program's configuration.
 */
#include "facts/store.h"

#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct memory_position {
    struct memory_position *next;
    const char *follower;
    int64_t position;
};

struct memory_store {
    struct fact_store face; /* first */
    pthread_mutex_t lock;
    struct arena *arena;
    struct fact *facts;
    size_t count, cap;
    struct store_outcome *outcomes;
    size_t outcome_count, outcome_cap;
    struct memory_position *positions;
};

static struct memory_store *memory_take(struct fact_store *st)
{
    struct memory_store *m = (struct memory_store *)st;

    (void)pthread_mutex_lock(&m->lock);
    return m;
}

static void memory_give(struct memory_store *m)
{
    (void)pthread_mutex_unlock(&m->lock);
}

static struct memory_position *position_find(struct memory_store *m, const char *follower)
{
    struct memory_position *p = m->positions;

    while (p && strcmp(p->follower, follower) != 0)
        p = p->next;
    if (!p) {
        p = arena_alloc(m->arena, sizeof(*p));
        must(p != NULL);
        p->follower = arena_dup(m->arena, follower);
        p->next = m->positions;
        m->positions = p;
    }
    return p;
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

static struct fact fact_copy(struct arena *a, const struct fact *f)
{
    struct fact copy = *f;

    for (size_t i = 0; i < FACT_FIELDS; i++)
        if (fact_fields[i].part == FACT_TEXT)
            fact_set_text(&copy, &fact_fields[i], arena_dup(a, fact_text(f, &fact_fields[i])));
    return copy;
}

static void outcome_add(struct memory_store *m, const struct store_outcome *o)
{
    for (size_t i = 0; i < m->outcome_count; i++) {
        struct store_outcome *there = &m->outcomes[i];
        if (there->site == o->site && there->day == o->day && there->fate == o->fate &&
            strcmp(there->reason, o->reason) == 0) {
            there->count += o->count;
            return;
        }
    }
    m->outcomes = grown(m->outcomes, m->outcome_count, &m->outcome_cap, sizeof(*m->outcomes));
    m->outcomes[m->outcome_count] = *o;
    m->outcomes[m->outcome_count++].reason = arena_dup(m->arena, o->reason);
}

static enum err memory_append(struct ctx *cx, struct fact_store *st, const struct store_batch *b)
{
    struct memory_store *m = memory_take(st);
    struct memory_position *p = position_find(m, b->follower);
    enum err e = OK;

    if (p->position != b->from) {
        e = fail(cx, ERR_CONFLICT, "facts.moved", NULL);
        goto out;
    }
    for (size_t i = 0; i < b->count; i++) {
        m->facts = grown(m->facts, m->count, &m->cap, sizeof(*m->facts));
        m->facts[m->count++] = fact_copy(m->arena, &b->facts[i]);
    }
    for (size_t i = 0; i < b->outcome_count; i++)
        outcome_add(m, &b->outcomes[i]);
    p->position = b->to;
    must(!arena_full(m->arena));
out:
    memory_give(m);
    return e;
}

static enum err memory_position(struct ctx *cx, struct fact_store *st, const char *follower,
                                int64_t *ret)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    *ret = position_find(m, follower)->position;
    memory_give(m);
    return OK;
}

static enum err memory_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                             size_t n, int64_t since_ms, bool *ret)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t k = 0; k < n; k++) {
        ret[k] = false;
        for (size_t i = 0; i < m->count && !ret[k]; i++) {
            const struct fact *f = &m->facts[i];
            ret[k] = f->site == keys[k].site && f->key_hi == keys[k].hi &&
                     f->key_lo == keys[k].lo && f->received_ms >= since_ms;
        }
    }
    memory_give(m);
    return OK;
}

static int by_day_fate_reason(const void *a, const void *b)
{
    const struct store_outcome *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->fate != y->fate)
        return x->fate < y->fate ? -1 : 1;
    return strcmp(x->reason, y->reason);
}

static enum err memory_outcomes(struct ctx *cx, struct fact_store *st, int64_t site,
                                int64_t from_day, int64_t to_day, struct store_outcome **ret,
                                size_t *ret_n)
{
    struct memory_store *m = memory_take(st);
    struct store_outcome *rows = arena_array(cx->arena, m->outcome_count + 1, sizeof(*rows));
    size_t n = 0;

    for (size_t i = 0; rows && i < m->outcome_count; i++) {
        const struct store_outcome *o = &m->outcomes[i];
        if (o->site == site && o->day >= from_day && o->day < to_day) {
            rows[n] = *o;
            rows[n++].reason = arena_dup(cx->arena, o->reason);
        }
    }
    memory_give(m);
    if (!rows || arena_full(cx->arena))
        return fail_memory(cx);
    qsort(rows, n, sizeof(*rows), by_day_fate_reason);
    *ret = rows;
    *ret_n = n;
    return OK;
}

/* 0 is "nobody", and nobody is in no list. */
static bool among(const int64_t *list, size_t n, int64_t v)
{
    for (size_t i = 0; i < n && v != 0; i++)
        if (list[i] == v)
            return true;
    return false;
}

static bool kind_among(const struct store_filter *q, const char *kind)
{
    for (size_t i = 0; i < q->kind_count; i++)
        if (strcmp(q->kinds[i], kind) == 0)
            return true;
    return false;
}

static bool passes(const struct store_filter *q, const struct fact *f)
{
    if (f->site != q->site || (q->from_ms && f->at_ms < q->from_ms) ||
        (q->to_ms && f->at_ms >= q->to_ms))
        return false;
    if ((q->robots == STORE_HUMANS && f->robot) || (q->robots == STORE_ROBOTS && !f->robot))
        return false;
    if ((q->kinds && !kind_among(q, f->kind)) ||
        (q->subjects && !among(q->subjects, q->subject_count, f->subject)) ||
        (q->accounts && !among(q->accounts, q->account_count, f->account)))
        return false;
    if ((q->channel && strcmp(q->channel, f->channel) != 0) ||
        (q->path && strcmp(q->path, f->path) != 0) ||
        (q->path_starts && strncmp(q->path_starts, f->path, strlen(q->path_starts)) != 0))
        return false;
    return (!q->visitor || q->visitor == f->visitor) &&
           (!q->campaign_id || q->campaign_id == f->campaign_id);
}

/* The facts that pass, copied, so that the lock need not be held while they are looked at. */
static enum err found(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                      struct fact **ret, size_t *ret_n)
{
    struct memory_store *m = memory_take(st);
    struct fact *rows;
    size_t n = 0;

    for (size_t i = 0; i < m->count; i++)
        n += passes(q, &m->facts[i]);
    rows = arena_array(cx->arena, n + 1, sizeof(*rows));
    n = 0;
    for (size_t i = 0; rows && i < m->count; i++)
        if (passes(q, &m->facts[i]))
            rows[n++] = fact_copy(cx->arena, &m->facts[i]);
    memory_give(m);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    *ret = rows;
    *ret_n = n;
    return OK;
}

static int64_t day_of(const struct store_filter *q, const struct fact *f)
{
    int64_t t = f->at_ms + q->zone_offset_ms;
    int64_t day = t / DAYS_MS(1);

    return t < 0 && t % DAYS_MS(1) != 0 ? day - 1 : day;
}

static const char *group_text(enum store_group by, const struct fact *f)
{
    switch (by) {
    case STORE_BY_KIND:
        return f->kind;
    case STORE_BY_CHANNEL:
        return f->channel;
    case STORE_BY_PATH:
        return f->path;
    case STORE_BY_SOURCE:
        return f->source;
    case STORE_BY_MEDIUM:
        return f->medium;
    case STORE_BY_CAMPAIGN:
        return f->campaign;
    case STORE_ALL:
    case STORE_BY_DAY:
        break;
    }
    return "";
}

/* Whether no earlier fact of the same group has the same visitor (or subject). */
static bool is_new(const struct store_filter *q, enum store_group by, const struct fact *facts,
                   size_t i, bool of_subject)
{
    int64_t v = of_subject ? facts[i].subject : facts[i].visitor;

    if (v == 0)
        return false;
    for (size_t k = 0; k < i; k++) {
        if ((of_subject ? facts[k].subject : facts[k].visitor) != v ||
            strcmp(group_text(by, &facts[k]), group_text(by, &facts[i])) != 0)
            continue;
        if (by != STORE_BY_DAY || day_of(q, &facts[k]) == day_of(q, &facts[i]))
            return false;
    }
    return true;
}

static int by_count_then_text(const void *a, const void *b)
{
    const struct store_count *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->text, y->text);
}

static int by_day(const void *a, const void *b)
{
    const struct store_count *x = a, *y = b;

    return x->day < y->day ? -1 : x->day > y->day;
}

static enum err memory_counts(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                              enum store_group by, int64_t limit, struct store_count **ret,
                              size_t *ret_n)
{
    struct fact *facts = NULL;
    struct store_count *rows;
    size_t count = 0, n = by == STORE_ALL ? 1 : 0;
    enum err e = found(cx, st, q, &facts, &count);

    if (e)
        return e;
    rows = arena_array(cx->arena, count + 1, sizeof(*rows));
    if (!rows)
        return fail_memory(cx);
    rows[0].text = "";
    for (size_t i = 0; i < count; i++) {
        int64_t day = by == STORE_BY_DAY ? day_of(q, &facts[i]) : 0;
        size_t g = 0;
        while (g < n &&
               (rows[g].day != day || strcmp(rows[g].text, group_text(by, &facts[i])) != 0))
            g++;
        if (g == n)
            rows[n++] = (struct store_count){.day = day, .text = group_text(by, &facts[i])};
        rows[g].count++;
        rows[g].visitors += is_new(q, by, facts, i, false);
        rows[g].subjects += is_new(q, by, facts, i, true);
        rows[g].value_minor += facts[i].value_minor == NIL ? 0 : facts[i].value_minor;
    }
    qsort(rows, n, sizeof(*rows), by == STORE_BY_DAY ? by_day : by_count_then_text);
    *ret = rows;
    *ret_n = n < (size_t)limit ? n : (size_t)limit;
    return OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;

    if (x->at_ms != y->at_ms)
        return x->at_ms > y->at_ms ? -1 : 1;
    return x->id > y->id ? -1 : x->id < y->id;
}

static enum err memory_timeline(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                                const struct store_page *page, struct fact **ret, size_t *ret_n)
{
    struct fact *facts = NULL;
    size_t count = 0, skip = 0;
    enum err e = found(cx, st, q, &facts, &count);

    if (e || !facts)
        return e;
    qsort(facts, count, sizeof(*facts), newest_first);
    while (page->before_ms && skip < count &&
           (facts[skip].at_ms > page->before_ms ||
            (facts[skip].at_ms == page->before_ms && facts[skip].id >= page->before_id)))
        skip++;
    *ret = facts + skip;
    *ret_n = count - skip < (size_t)page->limit ? count - skip : (size_t)page->limit;
    return OK;
}

static int by_subject(const void *a, const void *b)
{
    const struct store_seen *x = a, *y = b;

    return x->subject < y->subject ? -1 : x->subject > y->subject;
}

static enum err memory_seen(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                            struct store_seen **ret, size_t *ret_n)
{
    struct fact *facts = NULL;
    struct store_seen *rows;
    size_t count = 0, n = 0;
    enum err e = found(cx, st, q, &facts, &count);

    if (e)
        return e;
    rows = arena_array(cx->arena, count + 1, sizeof(*rows));
    if (!rows)
        return fail_memory(cx);
    for (size_t i = 0; i < count; i++) {
        const struct fact *f = &facts[i];
        size_t g = 0;
        if (f->subject == 0)
            continue;
        while (g < n && rows[g].subject != f->subject)
            g++;
        if (g == n)
            rows[n++] = (struct store_seen){f->subject, f->at_ms, f->at_ms, 0};
        rows[g].count++;
        rows[g].first_ms = f->at_ms < rows[g].first_ms ? f->at_ms : rows[g].first_ms;
        rows[g].last_ms = f->at_ms > rows[g].last_ms ? f->at_ms : rows[g].last_ms;
    }
    qsort(rows, n, sizeof(*rows), by_subject);
    *ret = rows;
    *ret_n = n;
    return OK;
}

static int by_tally_subject(const void *a, const void *b)
{
    const struct store_tally *x = a, *y = b;

    return x->subject < y->subject ? -1 : x->subject > y->subject;
}

/* One row per fact first, then those of one subject added up. */
static enum err memory_tally(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                             int64_t least, struct store_tallies *ret)
{
    struct memory_store *m = memory_take(st);
    struct store_tally *rows = calloc(m->count + 1, sizeof(*rows));
    size_t n = 0, kept = 0;

    (void)cx;
    must(rows != NULL);
    for (size_t i = 0; i < m->count; i++)
        if (m->facts[i].subject && passes(q, &m->facts[i]))
            rows[n++] = (struct store_tally){m->facts[i].subject, 1};
    memory_give(m);
    qsort(rows, n, sizeof(*rows), by_tally_subject);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && rows[k].subject == rows[i].subject; k++)
            ;
        if ((int64_t)(k - i) >= least)
            rows[kept++] = (struct store_tally){rows[i].subject, (int64_t)(k - i)};
    }
    *ret = (struct store_tallies){rows, kept};
    return OK;
}

static int by_subject_and_time(const void *a, const void *b)
{
    const struct store_quarter *x = a, *y = b;

    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return x->at_ms < y->at_ms ? -1 : x->at_ms > y->at_ms;
}

static enum err memory_quarters(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                                const char *follower, struct store_quarters *ret)
{
    struct memory_store *m = memory_take(st);
    struct store_quarter *rows = calloc(m->count + 1, sizeof(*rows));
    size_t n = 0, kept = 0;

    (void)cx;
    must(rows != NULL);
    for (size_t i = 0; i < m->count; i++) {
        const struct fact *f = &m->facts[i];
        if (f->subject && passes(q, f))
            rows[n++] = (struct store_quarter){f->subject, f->at_ms - f->at_ms % MINUTES_MS(15), 1};
    }
    ret->position = position_find(m, follower)->position;
    memory_give(m);
    qsort(rows, n, sizeof(*rows), by_subject_and_time);
    for (size_t i = 0; i < n; i++) {
        if (kept && !by_subject_and_time(&rows[kept - 1], &rows[i]))
            rows[kept - 1].count++;
        else
            rows[kept++] = rows[i];
    }
    ret->rows = rows;
    ret->n = kept;
    return OK;
}

static int by_fact_id(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static enum err memory_by_ids(struct ctx *cx, struct fact_store *st, const int64_t *ids, size_t n,
                              int64_t since_ms, struct fact **ret, size_t *ret_n)
{
    struct fact *rows = arena_array(cx->arena, n + 1, sizeof(*rows));
    struct memory_store *m = memory_take(st);
    size_t found = 0;

    for (size_t k = 0; rows && k < n; k++)
        for (size_t i = m->count; i-- > 0;)
            if (m->facts[i].id == ids[k] && m->facts[i].received_ms >= since_ms) {
                rows[found++] = fact_copy(cx->arena, &m->facts[i]);
                break;
            }
    memory_give(m);
    if (!rows || arena_full(cx->arena))
        return fail_memory(cx);
    qsort(rows, found, sizeof(*rows), by_fact_id);
    *ret = rows;
    *ret_n = found;
    return OK;
}

static void memory_rest(struct fact_store *st)
{
    (void)st;
}

static void memory_close(struct fact_store *st)
{
    struct memory_store *m = (struct memory_store *)st;

    (void)pthread_mutex_destroy(&m->lock);
    arena_free(m->arena);
    free(m->facts);
    free(m->outcomes);
    free(m);
}

static enum err memory_forget(struct ctx *cx, struct fact_store *st, int64_t site,
                              const int64_t *subjects, size_t n, int64_t mask, int64_t *ret_n)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t i = 0; i < m->count; i++) {
        struct fact *f = &m->facts[i];
        if (f->site != site || !among(subjects, n, f->subject))
            continue;
        f->subject = 0;
        f->props = "";
        f->visitor = f->visitor ? f->visitor ^ mask : 0;
        ++*ret_n;
    }
    memory_give(m);
    return OK;
}

static enum err memory_compact(struct ctx *cx, struct fact_store *st)
{
    (void)cx, (void)st;
    return OK;
}

static const struct store_port memory_port = {
    .name = "memory",
    .append = memory_append,
    .position = memory_position,
    .known = memory_known,
    .outcomes = memory_outcomes,
    .counts = memory_counts,
    .timeline = memory_timeline,
    .seen = memory_seen,
    .tally = memory_tally,
    .forget = memory_forget,
    .compact = memory_compact,
    .quarters = memory_quarters,
    .by_ids = memory_by_ids,
    .rest = memory_rest,
    .close = memory_close,
};

struct fact_store *store_memory_new(void)
{
    struct memory_store *m = calloc(1, sizeof(*m));

    must(m != NULL);
    m->face.port = &memory_port;
    must(pthread_mutex_init(&m->lock, NULL) == 0);
    m->arena = arena_new(MIB(1024));
    must(m->arena != NULL);
    return &m->face;
}
