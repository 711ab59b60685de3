/* store_memory.c -- the event store as plain arrays, for tests and as the yardstick of the port.
 *
 * Every question walks every fact and says in a few lines of C what the other engine says in SQL; where the two differ, one of
 * them is wrong. Nothing is written to disk, so it keeps the promises of store.h only until the process ends. It grows
 * without bound and is not offered by the program's configuration.
 */
#include "facts/store_memory_priv.h"

#include "base/time.h"

#include <stdlib.h>
#include <string.h>

struct memory_store *memory_take(struct fact_store *st)
{
    struct memory_store *m = (struct memory_store *)st;

    (void)pthread_mutex_lock(&m->lock);
    return m;
}

void memory_give(struct memory_store *m)
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

void *memory_grown(void *array, size_t count, size_t *cap, size_t size)
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

    parts_keep(&copy, fact_fields, FACT_FIELDS, a);
    return copy;
}

/* What a row of the other engine would hold of it. */
static struct fact fact_row(struct arena *a, const struct fact *f)
{
    struct fact row = *f;

    for (size_t i = 0; i < FACT_FIELDS; i++)
        if (!fact_fields[i].stored)
            parts_clear(&row, &fact_fields[i], 1);
    parts_keep(&row, fact_fields, FACT_FIELDS, a);
    return row;
}

void memory_outcome_add(struct memory_store *m, const struct store_outcome *o)
{
    for (size_t i = 0; i < m->outcome_count; i++) {
        struct store_outcome *there = &m->outcomes[i];
        if (there->site == o->site && there->day == o->day && there->fate == o->fate &&
            strcmp(there->reason, o->reason) == 0) {
            there->count += o->count;
            return;
        }
    }
    m->outcomes =
        memory_grown(m->outcomes, m->outcome_count, &m->outcome_cap, sizeof(*m->outcomes));
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
        m->facts = memory_grown(m->facts, m->count, &m->cap, sizeof(*m->facts));
        m->facts[m->count++] = fact_row(m->arena, &b->facts[i]);
        if (b->facts[i].imported)
            continue;
        m->keys = memory_grown(m->keys, m->key_count, &m->key_cap, sizeof(*m->keys));
        m->keys[m->key_count++] = (struct memory_key){
            {b->facts[i].site, b->facts[i].key_hi, b->facts[i].key_lo}, b->facts[i].received_ms};
    }
    memory_visits_append(m, b);
    memory_history_append(m, b);
    for (size_t i = 0; i < b->outcome_count; i++)
        memory_outcome_add(m, &b->outcomes[i]);
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

static int by_key(const void *a, const void *b)
{
    const struct store_key *x = &((const struct memory_key *)a)->key;
    const struct store_key *y = &((const struct memory_key *)b)->key;

    if (x->site != y->site)
        return x->site < y->site ? -1 : 1;
    if (x->hi != y->hi)
        return x->hi < y->hi ? -1 : 1;
    return x->lo < y->lo ? -1 : x->lo > y->lo;
}

/* Those that are wanted are sorted, and each that is there is looked for among them. received_ms of a wanted one is its place. */
static enum err memory_known(struct ctx *cx, struct fact_store *st, const struct store_key *keys,
                             size_t n, int64_t since_ms, bool *ret)
{
    struct memory_key *wanted = arena_array(cx->arena, n + 1, sizeof(*wanted));
    struct memory_store *m;

    if (!wanted)
        return fail_memory(cx);
    for (size_t k = 0; k < n; k++)
        wanted[k] = (struct memory_key){keys[k], (int64_t)k};
    qsort(wanted, n, sizeof(*wanted), by_key);
    memset(ret, 0, n * sizeof(*ret));
    m = memory_take(st);
    for (size_t i = 0; i < m->key_count && n; i++) {
        const struct memory_key *at =
            m->keys[i].received_ms < since_ms
                ? NULL
                : bsearch(&m->keys[i], wanted, n, sizeof(*wanted), by_key);
        if (!at)
            continue;
        while (at > wanted && by_key(at - 1, at) == 0)
            at--;
        for (; at < wanted + n && by_key(at, &m->keys[i]) == 0; at++)
            ret[at->received_ms] = true;
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

bool memory_among(const int64_t *list, size_t n, int64_t v)
{
    for (size_t i = 0; i < n && v != 0; i++)
        if (list[i] == v)
            return true;
    return false;
}

bool memory_people(const struct store_filter *q, int64_t subject, int64_t account)
{
    bool of_subjects = !q->subjects || memory_among(q->subjects, q->subject_count, subject);
    bool of_accounts = !q->accounts || memory_among(q->accounts, q->account_count, account);

    if (q->nameless && q->subjects && q->accounts)
        return of_subjects || (!subject && of_accounts);
    return of_subjects && of_accounts;
}

static bool kind_among(const struct store_filter *q, const char *kind)
{
    for (size_t i = 0; i < q->kind_count; i++)
        if (strcmp(q->kinds[i], kind) == 0)
            return true;
    return false;
}

static bool passes(const struct memory_store *m, const struct store_filter *q, const struct fact *f)
{
    if (f->site != q->site || (q->from_ms && f->at_ms < q->from_ms) ||
        (q->to_ms && f->at_ms >= q->to_ms))
        return false;
    if ((q->robots == STORE_HUMANS && f->robot) || (q->robots == STORE_ROBOTS && !f->robot))
        return false;
    if ((q->kinds && !kind_among(q, f->kind)) || !memory_people(q, f->subject, f->account))
        return false;
    if ((q->channel && strcmp(q->channel, memory_channel(m, f)) != 0) ||
        (q->path && strcmp(q->path, f->path) != 0) ||
        (q->path_starts && strncmp(q->path_starts, f->path, strlen(q->path_starts)) != 0))
        return false;
    return (!q->visitor || q->visitor == f->visitor) &&
           (!q->campaign_id || q->campaign_id == f->campaign_id);
}

/* A copy that has what the visit keeps for it. */
static struct fact fact_answer(struct arena *a, const struct memory_store *m, const struct fact *f)
{
    struct fact copy = *f;

    memory_visit_lends(m, &copy);
    return fact_copy(a, &copy);
}

/* The facts that pass, copied, so that the lock need not be held while they are looked at. */
static enum err found(struct ctx *cx, struct fact_store *st, const struct store_filter *q,
                      struct fact **ret, size_t *ret_n)
{
    struct memory_store *m = memory_take(st);
    struct fact *rows;
    size_t n = 0;

    for (size_t i = 0; i < m->count; i++)
        n += passes(m, q, &m->facts[i]);
    rows = arena_array(cx->arena, n + 1, sizeof(*rows));
    n = 0;
    for (size_t i = 0; rows && i < m->count; i++)
        if (passes(m, q, &m->facts[i]))
            rows[n++] = fact_answer(cx->arena, m, &m->facts[i]);
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

/* Who was seen in which group. */
struct seen_in {
    size_t group;
    int64_t who;
};

static int by_group_and_who(const void *a, const void *b)
{
    const struct seen_in *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->who < y->who ? -1 : x->who > y->who;
}

/* How many different ones in each group; 0 is nobody. */
static void count_different(struct seen_in *seen, size_t n, struct store_count *rows, size_t offset)
{
    qsort(seen, n, sizeof(*seen), by_group_and_who);
    for (size_t i = 0; i < n; i++)
        if (seen[i].who && (i == 0 || by_group_and_who(&seen[i - 1], &seen[i]) != 0))
            ++*(int64_t *)((char *)&rows[seen[i].group] + offset);
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
    struct seen_in *visitors, *subjects;
    size_t count = 0, n = by == STORE_ALL ? 1 : 0;
    enum err e = found(cx, st, q, &facts, &count);

    if (e)
        return e;
    rows = arena_array(cx->arena, count + 1, sizeof(*rows));
    visitors = arena_array(cx->arena, count + 1, sizeof(*visitors));
    subjects = arena_array(cx->arena, count + 1, sizeof(*subjects));
    if (!rows || !visitors || !subjects)
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
        visitors[i] = (struct seen_in){g, facts[i].visitor};
        subjects[i] = (struct seen_in){g, facts[i].subject};
        rows[g].value_minor += facts[i].value_minor == NIL ? 0 : facts[i].value_minor;
    }
    count_different(visitors, count, rows, offsetof(struct store_count, visitors));
    count_different(subjects, count, rows, offsetof(struct store_count, subjects));
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
        if (m->facts[i].subject && passes(m, q, &m->facts[i]))
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
        if (f->subject && passes(m, q, f))
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
                rows[found++] = fact_answer(cx->arena, m, &m->facts[i]);
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
    free(m->keys);
    free(m->visits);
    free(m->outcomes);
    free(m->rows);
    free(m->aged);
    free(m->turns);
    free(m);
}

static enum err memory_forget(struct ctx *cx, struct fact_store *st, int64_t site,
                              const int64_t *subjects, size_t n, int64_t mask, int64_t *ret_n)
{
    struct memory_store *m = memory_take(st);

    (void)cx;
    for (size_t i = 0; i < m->count; i++) {
        struct fact *f = &m->facts[i];
        if (f->site != site || !memory_among(subjects, n, f->subject))
            continue;
        f->subject = 0;
        f->linked = false;
        f->props = "";
        f->visitor = f->visitor ? f->visitor ^ mask : 0;
        ++*ret_n;
    }
    memory_visits_forget(m, site, subjects, n, mask);
    memory_give(m);
    return OK;
}

static const struct store_port memory_port = {
    .name = "memory",
    .append = memory_append,
    .position = memory_position,
    .known = memory_known,
    .visits_of = memory_visits_of,
    .visits = memory_visits,
    .judged = memory_judged,
    .outcomes = memory_outcomes,
    .counts = memory_counts,
    .timeline = memory_timeline,
    .seen = memory_seen,
    .tally = memory_tally,
    .forget = memory_forget,
    .compact = memory_compact,
    .quarters = memory_quarters,
    .by_ids = memory_by_ids,
    .touches = memory_touches,
    .stats = memory_stats,
    .other_money = memory_other_money,
    .funnel = memory_funnel,
    .visitors = memory_visitors,
    .imported = memory_imported,
    .drop = memory_drop,
    .returns = memory_returns,
    .age = memory_age,
    .aged = memory_aged,
    .turns = memory_turns,
    .turns_passed = memory_turns_passed,
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
