/* store_duckdb_touches.c -- touches in SQL: see store_touches.h. */
#include "facts/store_duckdb_priv.h"
#include "facts/store_touches.h"

#define LENT_PARTS                                                                                 \
    STORE_LENT("channel")                                                                          \
    ", " STORE_LENT("source") ", " STORE_LENT("medium") ", " STORE_LENT(                           \
        "campaign") ", " STORE_LENT("content")

/* until: " and STARTED < ?"; subject: " and SUBJECT in (select unnest(?::bigint[]))". */
static void add_who(struct ask *a, const struct store_touches_ask *q, const char *until,
                    const char *subject)
{
    if (q->until_ms)
        ask_number(a, until, q->until_ms);
    if (q->subjects)
        ask_numbers(a, subject, q->subjects, q->subject_count);
}

/* Facts that are touches of their own: one of a visit that is the same person's is part of that visit's. That is found before the
 * visits are asked what they lend: it reads only whose they are, and few facts are left. */
static void add_facts(struct ask *a, const struct store_touches_ask *q)
{
    ask_number(a,
               "(select * from facts f where f.site = ? and not f.robot and f.subject is not null "
               "and not exists (select 1 from visits o where o.site = f.site and o.id = f.visit "
               "and o.subject = f.subject)",
               q->site);
    ask_texts(a, " and list_contains(?::varchar[], f.kind)", q->kinds, q->kind_count);
    add_who(a, q, " and f.at_ms < ?", " and f.subject in (select unnest(?::bigint[]))");
    ask_add(a, ") f");
}

static void add_sql(struct ask *a, const struct store_touches_ask *q)
{
    if (q->pages) {
        ask_number(a,
                   "select v.subject, min(f.at_ms), min(f.id), count(*), bool_or(v.linked), "
                   "'view', any_value(v.channel), any_value(v.source), any_value(v.medium), "
                   "any_value(v.campaign), any_value(v.content), f.path from facts f join visits v "
                   "on v.site = f.site and v.id = f.visit where f.site = ? and f.kind = 'view' "
                   "and not f.robot and not v.robot and v.subject is not null",
                   q->site);
        add_who(a, q, " and f.at_ms < ?", " and v.subject in (select unnest(?::bigint[]))");
        ask_add(a, " group by v.subject, v.id, f.path");
    } else {
        ask_number(a,
                   "select subject, started_ms, id, views, linked, 'visit', channel, source, "
                   "medium, campaign, content, entry from visits where site = ? and not robot and "
                   "subject is not null",
                   q->site);
        add_who(a, q, " and started_ms < ?", " and subject in (select unnest(?::bigint[]))");
    }
    ask_add(a, " union all select f.subject, f.at_ms, f.id, 0::bigint, coalesce(f.linked, false), "
               "f.kind, " LENT_PARTS ", f.path from ");
    add_facts(a, q);
    ask_add(a, " left join visits v on v.site = f.site and v.id = f.visit order by 1, 2, 3");
}

/* The same touches, of each subject the earliest: a row a person and not a row a visit. */
static void add_first_sql(struct ask *a, const struct store_touches_ask *q)
{
    ask_number(
        a,
        "select subject, min(at_ms), 0::bigint, 0::bigint, false, '', '', '', '', '', '', '' "
        "from (select subject, started_ms as at_ms from visits where site = ? and not robot "
        "and subject is not null",
        q->site);
    add_who(a, q, " and started_ms < ?", " and subject in (select unnest(?::bigint[]))");
    ask_add(a, " union all select f.subject, f.at_ms from ");
    add_facts(a, q);
    ask_add(a, ") group by subject order by 1");
}

enum err duckdb_touches(struct ctx *cx, struct fact_store *st, const struct store_touches_ask *q,
                        struct store_touches *ret)
{
    struct ask a;
    enum err e = ask_begin(cx, (struct duckdb_store *)st, NULL, &a);

    if (e)
        goto out;
    if (q->first)
        add_first_sql(&a, q);
    else
        add_sql(&a, q);
    e = ask_run(&a);
    while (!e && ask_next(&a)) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct store_touch t = {.subject = ask_get_number(&a, 0, 0),
                                .at_ms = ask_get_number(&a, 1, 0),
                                .id = ask_get_number(&a, 2, 0),
                                .views = ask_get_number(&a, 3, 0),
                                .linked = ask_get_flag(&a, 4)};
        const char *texts[TOUCH_TEXTS];
        for (size_t i = 0; i < TOUCH_TEXTS; i++)
            texts[i] = ask_get_text(&a, 5 + (idx_t)i);
        e = arena_full(cx->arena) ? fail_memory(cx) : store_touches_add(cx, ret, &t, texts);
        if (!e)
            arena_reset(cx->arena, mark);
    }
out:
    ask_done(&a);
    return e;
}
