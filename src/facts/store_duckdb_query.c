/* store_duckdb_query.c -- the port's questions in SQL. Column names come from fact_fields and the tables here, values are bound. */
#include "facts/store_duckdb_priv.h"

#include <stdlib.h>
#include <string.h>

/* A column with exactly this text; "" is what has none. Plain where it can be, since only then is it asked while the column is read. */
static void add_text(struct ask *a, const char *column, const char *text)
{
    if (*text) {
        buf_print(&a->text, " and %s", column);
        ask_text(a, " = ?", text);
    } else {
        buf_print(&a->text, " and coalesce(%s, '') = ''", column);
    }
}

/* Behind "from facts f"; by channel, visits are asked as well. */
static void add_filter(struct ask *a, const struct store_filter *f)
{
    if (f->channel)
        ask_add(a, " left join visits v on v.id = f.visit");
    ask_number(a, " where f.site = ?", f->site);
    if (f->from_ms)
        ask_number(a, " and f.at_ms >= ?", f->from_ms);
    if (f->to_ms)
        ask_number(a, " and f.at_ms < ?", f->to_ms);
    if (f->robots == STORE_HUMANS)
        ask_add(a, " and not f.robot");
    else if (f->robots == STORE_ROBOTS)
        ask_add(a, " and f.robot");
    if (f->kinds && f->kind_count == 1)
        ask_text(a, " and f.kind = ?", f->kinds[0]);
    else if (f->kinds)
        ask_texts(a, " and f.kind in (select unnest(?::varchar[]))", f->kinds, f->kind_count);
    ask_people(a, "f.", f);
    if (f->channel)
        add_text(a, "coalesce(f.channel, v.channel)", f->channel);
    if (f->path)
        add_text(a, "f.path", f->path);
    if (f->path_starts)
        ask_text(a, " and starts_with(f.path, ?)", f->path_starts);
    if (f->visitor)
        ask_number(a, " and f.visitor = ?", f->visitor);
    if (f->campaign_id)
        ask_number(a, " and f.campaign_id = ?", f->campaign_id);
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

/* The text of a group; NULL: none. */
static const char *group_text(enum store_group by)
{
    switch (by) {
    case STORE_BY_KIND:
        return "f.kind";
    case STORE_BY_PATH:
        return "f.path";
    case STORE_BY_CHANNEL:
        return STORE_LENT("channel");
    case STORE_BY_SOURCE:
        return STORE_LENT("source");
    case STORE_BY_MEDIUM:
        return STORE_LENT("medium");
    case STORE_BY_CAMPAIGN:
        return STORE_LENT("campaign");
    case STORE_ALL:
    case STORE_BY_DAY:
        break;
    }
    return NULL;
}

static void add_counts_sql(struct ask *a, const struct store_filter *f, enum store_group by,
                           int64_t limit)
{
    const char *text = group_text(by);

    ask_add(a, "select ");
    if (by == STORE_BY_DAY)
        ask_number(a, "(f.at_ms + ?) // 86400000 as day, ", f->zone_offset_ms);
    else
        ask_add(a, "0::bigint as day, ");
    buf_print(&a->text, "coalesce(%s, '') as grp, ", text ? text : "null");
    ask_add(a, "count(*) as n, count(distinct f.visitor), count(distinct f.subject), "
               "coalesce(sum(f.value_minor), 0)::bigint from facts f");
    if (text && strchr(text, '(') && !f->channel)
        ask_add(a, " left join visits v on v.id = f.visit");
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

/* What an answer has of a fact: its stored parts, those that its visit lends it taken from there. */
static void ask_facts(struct ask *a, const char *from)
{
    static const char *const lent[] = {"channel", "source", "medium", "campaign", "content"};

    for (size_t i = 0, n = 0; i < FACT_FIELDS; i++) {
        const char *name = fact_fields[i].name;
        bool lends = false;
        if (!fact_fields[i].stored)
            continue;
        for (size_t k = 0; k < COUNT_OF(lent); k++)
            lends = lends || strcmp(name, lent[k]) == 0;
        buf_print(&a->text,
                  lends ? "%s coalesce(f.%s, case when " STORE_LENDS " then v.%s end)" : "%s f.%s",
                  n++ ? "," : "select", name, name);
    }
    ask_add(a, from);
}

static struct fact fact_get(const struct ask *a)
{
    struct fact f = fact_nothing();

    ask_get_parts(a, fact_fields, FACT_FIELDS, &f);
    if (!f.received_ms)
        f.received_ms = id_time_ms(f.id);
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
    ask_facts(&a, " from (select f.* from facts f");
    add_filter(&a, f);
    if (page->before_ms) {
        ask_number(&a, " and (f.at_ms < ?", page->before_ms);
        ask_number(&a, " or (f.at_ms = ?", page->before_ms);
        ask_number(&a, " and f.id < ?))", page->before_id);
    }
    ask_number(&a, " order by f.at_ms desc, f.id desc limit ?", page->limit);
    ask_add(&a, ") f left join visits v on v.id = f.visit order by f.at_ms desc, f.id desc");
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
    ask_add(&a, "select f.subject, min(f.at_ms), max(f.at_ms), count(*) from facts f");
    add_filter(&a, f);
    ask_add(&a, " and f.subject is not null group by f.subject order by f.subject");
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
    ask_add(&a, "select f.subject, count(*) from facts f");
    add_filter(&a, f);
    ask_number(&a,
               " and f.subject is not null group by f.subject having count(*) >= ? "
               "order by f.subject",
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
    ask_add(&a, " union all select 1, f.subject, f.at_ms // 900000, count(*) from facts f");
    add_filter(&a, f);
    ask_add(&a,
            " and f.subject is not null group by f.subject, f.at_ms // 900000 order by 1, 2, 3");
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
    int64_t least = INT64_MAX, most = 0;
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    for (size_t i = 0; i < n; i++) { /* so that only row groups of their time are read */
        least = ids[i] < least ? ids[i] : least;
        most = ids[i] > most ? ids[i] : most;
    }
    ask_facts(&a, " from facts f left join visits v on v.id = f.visit");
    ask_number(&a, " where " STORE_RECEIVED " >= ?", since_ms);
    ask_number(&a, " and f.id between ?", least);
    ask_number(&a, " and ?", most);
    ask_numbers(&a, " and f.id in (select unnest(?::bigint[])) order by f.id", ids, n);
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
