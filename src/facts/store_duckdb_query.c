/* store_duckdb_query.c -- the port's questions in SQL. Column names come from fact_fields and the tables here, values are bound. */
#include "facts/store_duckdb_priv.h"

#include <stdlib.h>
#include <string.h>

/* Rows of an answer, growing; not in the arena, where growing would leave every step behind. */
struct row_list {
    void *rows;
    size_t count, cap, size;
};

static void *row_add(struct row_list *l)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->rows = realloc(l->rows, l->cap * l->size);
        must(l->rows != NULL);
    }
    return (char *)l->rows + l->size * l->count++;
}

/* Moves the rows into the arena, which may be full by now; they are gone when something failed before. */
static enum err rows_keep(struct ctx *cx, struct row_list *l, enum err before)
{
    void *rows = before ? NULL : arena_array(cx->arena, l->count + 1, l->size);

    if (rows && l->count)
        memcpy(rows, l->rows, l->count * l->size);
    free(l->rows);
    l->rows = rows;
    if (before)
        return before;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

static void add_filter(struct ask *a, const struct store_filter *f)
{
    ask_number(a, " where site = ?", f->site);
    if (f->from_ms)
        ask_number(a, " and at_ms >= ?", f->from_ms);
    if (f->to_ms)
        ask_number(a, " and at_ms < ?", f->to_ms);
    if (f->robots == STORE_HUMANS)
        ask_add(a, " and not robot");
    else if (f->robots == STORE_ROBOTS)
        ask_add(a, " and robot");
    if (f->kinds)
        ask_texts(a, " and kind in (select unnest(?::varchar[]))", f->kinds, f->kind_count);
    if (f->subjects)
        ask_numbers(a, " and subject in (select unnest(?::bigint[]))", f->subjects,
                    f->subject_count);
    if (f->accounts)
        ask_numbers(a, " and account in (select unnest(?::bigint[]))", f->accounts,
                    f->account_count);
    if (f->channel)
        ask_text(a, " and coalesce(channel, '') = ?", f->channel);
    if (f->path)
        ask_text(a, " and coalesce(path, '') = ?", f->path);
    if (f->path_starts)
        ask_text(a, " and starts_with(path, ?)", f->path_starts);
    if (f->visitor)
        ask_number(a, " and visitor = ?", f->visitor);
    if (f->campaign_id)
        ask_number(a, " and campaign_id = ?", f->campaign_id);
}

enum err duckdb_outcomes(struct ctx *cx, struct fact_store *st, int64_t site, int64_t from_day,
                         int64_t to_day, struct store_outcome **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct store_outcome)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    ask_number(&a, "select day, fate, reason, n from outcomes where site = ?", site);
    ask_number(&a, " and day >= ?", from_day);
    ask_number(&a, " and day < ?", to_day);
    ask_add(&a, " order by day, fate, reason");
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        struct store_outcome *o = row_add(&rows);
        *o = (struct store_outcome){.site = site,
                                    .day = ask_get_number(&a, 0, 0),
                                    .fate = (enum store_fate)ask_get_number(&a, 1, 0),
                                    .reason = ask_get_text(&a, 2),
                                    .count = ask_get_number(&a, 3, 0)};
    }
    e = rows_keep(cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
out:
    ask_done(&a);
    return e;
}

static const char *group_column(enum store_group by)
{
    switch (by) {
    case STORE_BY_KIND:
        return "kind";
    case STORE_BY_CHANNEL:
        return "channel";
    case STORE_BY_PATH:
        return "path";
    case STORE_BY_SOURCE:
        return "source";
    case STORE_BY_MEDIUM:
        return "medium";
    case STORE_BY_CAMPAIGN:
        return "campaign";
    case STORE_ALL:
    case STORE_BY_DAY:
        break;
    }
    return NULL;
}

static void add_counts_sql(struct ask *a, const struct store_filter *f, enum store_group by,
                           int64_t limit)
{
    const char *column = group_column(by);

    ask_add(a, "select ");
    if (by == STORE_BY_DAY)
        ask_number(a, "(at_ms + ?) // 86400000 as day, ", f->zone_offset_ms);
    else
        ask_add(a, "0::bigint as day, ");
    if (column)
        buf_print(&a->text, "coalesce(%s, '') as grp, ", column);
    else
        ask_add(a, "'' as grp, ");
    ask_add(a, "count(*) as n, count(distinct visitor), count(distinct subject), "
               "coalesce(sum(value_minor), 0)::bigint from facts");
    add_filter(a, f);
    if (by == STORE_BY_DAY)
        ask_add(a, " group by day order by day");
    else if (by != STORE_ALL)
        ask_add(a, " group by grp order by n desc, grp");
    ask_number(a, " limit ?", limit);
}

enum err duckdb_counts(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                       enum store_group by, int64_t limit, struct store_count **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct store_count)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    add_counts_sql(&a, f, by, limit);
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        struct store_count *c = row_add(&rows);
        *c = (struct store_count){.day = ask_get_number(&a, 0, 0),
                                  .text = ask_get_text(&a, 1),
                                  .count = ask_get_number(&a, 2, 0),
                                  .visitors = ask_get_number(&a, 3, 0),
                                  .subjects = ask_get_number(&a, 4, 0),
                                  .value_minor = ask_get_number(&a, 5, 0)};
    }
    e = rows_keep(cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
out:
    ask_done(&a);
    return e;
}

static struct fact fact_get(const struct ask *a)
{
    struct fact f = fact_nothing();

    for (idx_t i = 0; i < FACT_FIELDS; i++) {
        const struct fact_field *field = &fact_fields[i];
        if (field->part == FACT_NUMBER)
            fact_set_number(&f, field, ask_get_number(a, i, field->nothing));
        else if (field->part == FACT_TEXT)
            fact_set_text(&f, field, ask_get_text(a, i));
        else
            fact_set_flag(&f, field, ask_get_flag(a, i));
    }
    return f;
}

enum err duckdb_timeline(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                         const struct store_page *page, struct fact **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct fact)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    for (size_t i = 0; i < FACT_FIELDS; i++)
        buf_print(&a.text, "%s %s", i ? "," : "select", fact_fields[i].name);
    ask_add(&a, " from facts");
    add_filter(&a, f);
    if (page->before_ms) {
        ask_number(&a, " and (at_ms < ?", page->before_ms);
        ask_number(&a, " or (at_ms = ?", page->before_ms);
        ask_number(&a, " and id < ?))", page->before_id);
    }
    ask_number(&a, " order by at_ms desc, id desc limit ?", page->limit);
    e = ask_run(&a);
    while (!e && ask_next(&a))
        *(struct fact *)row_add(&rows) = fact_get(&a);
    e = rows_keep(cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
out:
    ask_done(&a);
    return e;
}

enum err duckdb_seen(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                     struct store_seen **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct store_seen)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    ask_add(&a, "select subject, min(at_ms), max(at_ms), count(*) from facts");
    add_filter(&a, f);
    ask_add(&a, " and subject is not null group by subject order by subject");
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        struct store_seen *s = row_add(&rows);
        *s = (struct store_seen){ask_get_number(&a, 0, 0), ask_get_number(&a, 1, 0),
                                 ask_get_number(&a, 2, 0), ask_get_number(&a, 3, 0)};
    }
    e = rows_keep(cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
out:
    ask_done(&a);
    return e;
}

enum err duckdb_tally(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                      int64_t least, struct store_tallies *ret)
{
    struct row_list rows = {.size = sizeof(struct store_tally)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    ask_add(&a, "select subject, count(*) from facts");
    add_filter(&a, f);
    ask_number(&a,
               " and subject is not null group by subject having count(*) >= ? order by subject",
               least);
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        struct store_tally *t = row_add(&rows);
        *t = (struct store_tally){ask_get_number(&a, 0, 0), ask_get_number(&a, 1, 0)};
    }
    if (e)
        free(rows.rows);
    else
        *ret = (struct store_tallies){rows.rows, rows.count};
out:
    ask_done(&a);
    return e;
}

/* One statement, so that position and facts are of one moment; the position stands in front of the rows. */
enum err duckdb_quarters(struct ctx *cx, struct fact_store *st, const struct store_filter *f,
                         const char *follower, struct store_quarters *ret)
{
    struct row_list rows = {.size = sizeof(struct store_quarter)};
    int64_t position = 0;
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    ask_text(&a,
             "select 0::bigint as what, 0::bigint as subject, 0::bigint as q, position as n "
             "from followers where name = ?",
             follower);
    ask_add(&a, " union all select 1, subject, at_ms // 900000, count(*) from facts");
    add_filter(&a, f);
    ask_add(&a, " and subject is not null group by subject, at_ms // 900000 order by 1, 2, 3");
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        if (ask_get_number(&a, 0, 0))
            *(struct store_quarter *)row_add(&rows) =
                (struct store_quarter){ask_get_number(&a, 1, 0), ask_get_number(&a, 2, 0) * 900000,
                                       ask_get_number(&a, 3, 0)};
        else
            position = ask_get_number(&a, 3, 0);
    }
    if (e)
        free(rows.rows);
    else
        *ret = (struct store_quarters){rows.rows, rows.count, position};
out:
    ask_done(&a);
    return e;
}

enum err duckdb_by_ids(struct ctx *cx, struct fact_store *st, const int64_t *ids, size_t n,
                       int64_t since_ms, struct fact **ret, size_t *ret_n)
{
    struct row_list rows = {.size = sizeof(struct fact)};
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    for (size_t i = 0; i < FACT_FIELDS; i++)
        buf_print(&a.text, "%s %s", i ? "," : "select", fact_fields[i].name);
    ask_number(&a, " from facts where received_ms >= ?", since_ms);
    ask_numbers(&a, " and id in (select unnest(?::bigint[])) order by id", ids, n);
    e = ask_run(&a);
    while (!e && ask_next(&a))
        *(struct fact *)row_add(&rows) = fact_get(&a);
    e = rows_keep(cx, &rows, e);
    if (!e) {
        *ret = rows.rows;
        *ret_n = rows.count;
    }
out:
    ask_done(&a);
    return e;
}
