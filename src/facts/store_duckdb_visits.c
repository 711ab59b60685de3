/* store_duckdb_visits.c -- the table of visits: a row each, written anew when it changed.
 *
 * Surprising: a changed row is deleted and appended, as an update of forty columns costs DuckDB more than that, and there is no
 * primary key (store_duckdb.c says why). Statements name a time as well as ids, so that only row groups of that time are read.
 */
#include "facts/store_duckdb_priv.h"

#include <string.h>

/* In the writer's transaction; nothing is read of the answer. */
static enum err run_ask(struct ask *a, enum err e)
{
    if (!e)
        e = ask_run(a);
    ask_done(a);
    return e;
}

static enum err put(struct ctx *cx, struct duckdb_store *d, const struct visit *visits, size_t n)
{
    int64_t *ids = arena_array(cx->arena, n + 1, sizeof(*ids)), since_ms = INT64_MAX;
    struct ask a;
    enum err e;

    if (n == 0)
        return OK;
    if (!ids)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        ids[i] = visits[i].id;
        if (visits[i].started_ms < since_ms)
            since_ms = visits[i].started_ms; /* as stored it began no earlier */
    }
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_number(&a, "delete from visits where started_ms >= ?", since_ms);
        ask_numbers(&a, " and id in (select unnest(?::bigint[]))", ids, n);
    }
    e = run_ask(&a, e);
    return e ? e
             : duckdb_store_add(cx, d, "visits", visit_fields, VISIT_FIELDS, visits,
                                sizeof(*visits), n);
}

/* What was counted under one fate on each day is of another now. Columns: site, day, whether it was a robot's, for what reason, for what
 * reason it is one now (null: a human's), how many. *ret_n grows by those that went from one side to the other. */
static enum err move_outcomes(struct ctx *cx, struct duckdb_store *d, struct ask *a, bool robot,
                              int64_t *ret_n)
{
    enum err e = OK;

    while (!e && ask_next(a)) {
        bool was = ask_get_flag(a, 2);
        int64_t n = ask_get_number(a, 5, 0);
        struct store_outcome o = {ask_get_number(a, 0, 0), ask_get_number(a, 1, 0),
                                  was ? FATE_ROBOT : FATE_HUMAN, was ? ask_get_text(a, 3) : "", -n};
        e = duckdb_outcome_add(cx, d, &o);
        o.fate = robot ? FATE_ROBOT : FATE_HUMAN;
        o.reason = robot ? ask_get_text(a, 4) : "";
        o.count = n;
        if (!e)
            e = duckdb_outcome_add(cx, d, &o);
        if (was != robot)
            *ret_n += n;
    }
    return e;
}

/* Visits that are a robot's for a reason each, or a human's. */
struct turning {
    const int64_t *ids;
    const char *const *reasons; /* NULL: a human's */
    size_t n;
    int64_t since_ms; /* none is older, nor was when it was stored */
};

/* The outcomes of their facts, by what the visits as stored say. Facts that the same batch brought are counted as what they are. */
static enum err turn_outcomes(struct ctx *cx, struct duckdb_store *d, const struct turning *t,
                              int64_t *ret_n)
{
    bool robot = t->reasons != NULL;
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        ask_add(&a, "select f.site, " STORE_RECEIVED " // 86400000 as day, f.robot, "
                    "coalesce(v.robot_reason, '') as was, ");
        ask_add(&a, robot ? "w.reason, " : "null as reason, ");
        ask_numbers(&a, "count(*) from facts f join (select unnest(?::bigint[]) as id", t->ids,
                    t->n);
        if (robot)
            ask_texts(&a, ", unnest(?::varchar[]) as reason", t->reasons, t->n);
        ask_number(
            &a, ") w on w.id = f.visit left join visits v on v.id = f.visit and v.started_ms >= ?",
            t->since_ms);
        ask_number(&a, " where f.imported is null and f.at_ms >= ? and ", t->since_ms);
        ask_add(&a, robot
                        ? "(not f.robot or (v.robot and coalesce(v.robot_reason, '') <> w.reason))"
                        : "f.robot");
        ask_add(&a, " group by all order by all");
        e = ask_run(&a);
    }
    if (!e)
        e = move_outcomes(cx, d, &a, robot, ret_n);
    ask_done(&a);
    return e;
}

/* The facts of these visits become a robot's, or a human's; *ret_n grows by how many did. Before the visits themselves are written. */
static enum err turn(struct ctx *cx, struct duckdb_store *d, const struct turning *t,
                     int64_t *ret_n)
{
    bool robot = t->reasons != NULL;
    struct ask a;
    enum err e;

    if (t->n == 0)
        return OK;
    e = turn_outcomes(cx, d, t, ret_n);
    if (!e)
        e = duckdb_turns_add(cx, d, t->ids, t->n, robot, t->since_ms);
    if (e)
        return e;
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_add(&a, robot ? "update facts set robot = true where not robot"
                          : "update facts set robot = false where robot");
        ask_number(&a, " and at_ms >= ?", t->since_ms);
        ask_numbers(&a, " and visit in (select unnest(?::bigint[]))", t->ids, t->n);
    }
    return run_ask(&a, e);
}

static enum err link_rows(struct ctx *cx, struct duckdb_store *d, const char *table,
                          const struct store_link *l)
{
    struct ask a;
    enum err e = ask_begin(cx, d, d->writer, &a);

    if (!e) {
        buf_print(&a.text, "update %s set linked = %s", table, l->undo ? "false" : "true");
        ask_number(&a, ", subject = ?", l->subject && !l->undo ? l->subject : NIL);
        ask_number(&a, ", account = ?", l->account && !l->undo ? l->account : NIL);
        ask_number(&a, " where site = ?", l->site);
        ask_number(&a, " and visitor = ?", l->visitor);
        ask_add(&a, l->undo ? " and linked" : " and subject is null");
        if (l->undo && l->subject)
            ask_number(&a, " and subject = ?", l->subject);
    }
    return run_ask(&a, e);
}

enum err duckdb_visits_append(struct ctx *cx, struct duckdb_store *d, const struct store_batch *b)
{
    int64_t *ids = arena_array(cx->arena, b->turned_count + 1, sizeof(*ids)), moved = 0;
    const char **reasons = arena_array(cx->arena, b->turned_count + 1, sizeof(*reasons));
    struct turning t = {
        .ids = ids, .reasons = reasons, .n = b->turned_count, .since_ms = INT64_MAX};
    enum err e;

    if (!ids || !reasons)
        return fail_memory(cx);
    for (size_t i = 0; i < b->visit_count; i++)
        if (b->visits[i].started_ms < t.since_ms)
            t.since_ms = b->visits[i].started_ms;
    for (size_t i = 0; i < b->turned_count; i++) {
        ids[i] = b->turned[i].visit;
        reasons[i] = b->turned[i].reason;
    }
    e = turn(cx, d, &t, &moved);
    if (!e)
        e = put(cx, d, b->visits, b->visit_count);
    for (size_t i = 0; i < b->link_count && !e; i++) {
        e = link_rows(cx, d, "facts", &b->links[i]);
        if (!e)
            e = link_rows(cx, d, "visits", &b->links[i]);
    }
    return e;
}

static enum err read_visits(struct ask *a, enum err e, struct visit **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct visit)};

    while (!e && ask_next(a)) {
        struct visit *v = row_add(&rows);
        *v = (struct visit){0};
        parts_clear(v, visit_fields, VISIT_FIELDS);
        ask_get_parts(a, visit_fields, VISIT_FIELDS, v);
    }
    e = rows_keep(a->cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
    return e;
}

static enum err visits_of_locked(struct ctx *cx, struct duckdb_store *d,
                                 const struct store_visitor *visitors, size_t n, int64_t from_ms,
                                 int64_t to_ms, struct visit **ret, size_t *ret_n)
{
    int64_t *numbers = arena_array(cx->arena, n * 2, sizeof(*numbers));
    struct ask a;
    enum err e;

    if (!numbers)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        numbers[i] = visitors[i].site;
        numbers[n + i] = visitors[i].visitor;
    }
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        ask_parts(&a, "v.", visit_fields, VISIT_FIELDS);
        ask_numbers(&a, " from visits v join (select unnest(?::bigint[]) as site", numbers, n);
        ask_numbers(&a,
                    ", unnest(?::bigint[]) as visitor) w on v.site = w.site and "
                    "v.visitor = w.visitor",
                    numbers + n, n);
        ask_number(&a, " where v.ended_ms >= ?", from_ms);
        ask_number(&a, " and v.started_ms <= ? order by v.id", to_ms);
        e = ask_run(&a);
    }
    e = read_visits(&a, e, ret, ret_n);
    ask_done(&a);
    return e;
}

enum err duckdb_visits_of(struct ctx *cx, struct fact_store *st,
                          const struct store_visitor *visitors, size_t n, int64_t from_ms,
                          int64_t to_ms, struct visit **ret, size_t *ret_n)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_used(d);
        e = visits_of_locked(cx, d, visitors, n, from_ms, to_ms, ret, ret_n);
    }
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

/* "update visits set channel = w.channel ... from (select unnest(?) as id, unnest(?) as channel ...) w": the parts of one kind. */
static enum err put_judged(struct ctx *cx, struct duckdb_store *d, const struct visit *visits,
                           size_t n, const struct fact_part *p, const int64_t *ids,
                           int64_t since_ms)
{
    int64_t *numbers = arena_array(cx->arena, n, sizeof(*numbers));
    const char **texts = arena_array(cx->arena, n, sizeof(*texts));
    struct ask a;
    enum err e;

    if (!numbers || !texts)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        if (p->kind == PART_TEXT)
            texts[i] = part_text(&visits[i], p);
        else
            numbers[i] =
                p->kind == PART_FLAG ? part_flag(&visits[i], p) : part_number(&visits[i], p);
    }
    e = ask_begin(cx, d, d->writer, &a);
    if (!e) {
        if (p->kind == PART_TEXT)
            buf_print(&a.text, "update visits set %s = nullif(w.v, '')", p->name);
        else if (p->kind == PART_FLAG)
            buf_print(&a.text, "update visits set %s = (w.v = 1)", p->name);
        else
            buf_print(&a.text, "update visits set %s = nullif(w.v, %lld)", p->name,
                      (long long)p->nothing);
        ask_numbers(&a, " from (select unnest(?::bigint[]) as id", ids, n);
        if (p->kind == PART_TEXT)
            ask_texts(&a, ", unnest(?::varchar[]) as v) w", texts, n);
        else
            ask_numbers(&a, ", unnest(?::bigint[]) as v) w", numbers, n);
        ask_number(&a, " where visits.id = w.id and visits.started_ms >= ?", since_ms);
        buf_print(&a.text, " and visits.%s is distinct from ", p->name);
        ask_add(&a, p->kind == PART_TEXT   ? "nullif(w.v, '')"
                    : p->kind == PART_FLAG ? "(w.v = 1)"
                                           : "w.v");
    }
    return run_ask(&a, e);
}

static enum err judged_locked(struct ctx *cx, struct duckdb_store *d, const struct visit *visits,
                              size_t n, int64_t *ret_n)
{
    int64_t *ids = arena_array(cx->arena, n, sizeof(*ids)), since_ms = INT64_MAX;
    int64_t *some = arena_array(cx->arena, n, sizeof(*some));
    const char **reasons = arena_array(cx->arena, n, sizeof(*reasons));
    enum err e = OK;

    if (!ids || !some || !reasons)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        ids[i] = visits[i].id;
        if (visits[i].started_ms < since_ms)
            since_ms = visits[i].started_ms;
    }
    since_ms -= VISIT_IDLE_MS; /* what came late since the visits were read */
    for (int robot = 0; robot < 2 && !e; robot++) {
        struct turning t = {some, robot ? reasons : NULL, 0, since_ms};
        for (size_t i = 0; i < n; i++) {
            if (visits[i].robot != (robot == 1))
                continue;
            some[t.n] = visits[i].id;
            reasons[t.n++] = visits[i].robot_reason;
        }
        e = turn(cx, d, &t, ret_n);
    }
    for (size_t i = 0; i < VISIT_FIELDS && !e; i++)
        if (visit_part_is_judged(&visit_fields[i]))
            e = put_judged(cx, d, visits, n, &visit_fields[i], ids, since_ms);
    return e;
}

enum err duckdb_judged(struct ctx *cx, struct fact_store *st, const struct visit *visits, size_t n,
                       int64_t *ret_n)
{
    struct duckdb_store *d = (struct duckdb_store *)st;
    enum err e;

    (void)pthread_mutex_lock(&d->append_lock);
    e = duckdb_store_open(cx, d);
    if (!e) {
        duckdb_store_raise(d, d->writer);
        e = duckdb_store_run(cx, d->writer, "begin");
    }
    if (!e)
        e = duckdb_store_end(cx, d, judged_locked(cx, d, visits, n, ret_n));
    (void)pthread_mutex_unlock(&d->append_lock);
    return e;
}

static void add_filter(struct ask *a, const struct store_filter *f)
{
    ask_number(a, " where site = ?", f->site);
    if (f->from_ms)
        ask_number(a, " and started_ms >= ?", f->from_ms);
    if (f->to_ms)
        ask_number(a, " and started_ms < ?", f->to_ms);
    if (f->robots == STORE_HUMANS)
        ask_add(a, " and not robot");
    else if (f->robots == STORE_ROBOTS)
        ask_add(a, " and robot");
    ask_people(a, "", f);
    if (f->channel)
        ask_text(a, " and coalesce(channel, '') = ?", f->channel);
    if (f->visitor)
        ask_number(a, " and visitor = ?", f->visitor);
    if (f->campaign_id)
        ask_number(a, " and campaign_id = ?", f->campaign_id);
}

static void add_page(struct ask *a, const struct store_visit_page *page)
{
    bool newest = page->newest;

    if (newest && !page->after_ms)
        return;
    ask_number(a, newest ? " and (started_ms < ?" : " and (started_ms > ?", page->after_ms);
    ask_number(a, " or (started_ms = ?", page->after_ms);
    ask_number(a, newest ? " and id < ?))" : " and id > ?))", page->after_id);
}

enum err duckdb_visits(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                       const struct store_visit_page *page, struct visit **ret, size_t *ret_n)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (!e) {
        ask_parts(&a, "", visit_fields, VISIT_FIELDS);
        ask_add(&a, " from visits");
        add_filter(&a, f);
        add_page(&a, page);
        ask_number(&a,
                   page->newest ? " order by started_ms desc, id desc limit ?"
                                : " order by started_ms, id limit ?",
                   page->limit);
        e = ask_run(&a);
        e = read_visits(&a, e, ret, ret_n);
    }
    ask_done(&a);
    return e;
}
