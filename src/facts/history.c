/* history.c -- see history.h. */
#include "facts/history.h"

#include "facts/loader_priv.h"

#include <string.h>

#define NUMBER(name)                                                                               \
    {                                                                                              \
#name, offsetof(struct history_row, name), 0, 0, PART_NUMBER, false, true                  \
    }
#define TEXT(name, max)                                                                            \
    {                                                                                              \
#name, offsetof(struct history_row, name), max, 0, PART_TEXT, false, true                  \
    }

/* The order is that of the event store's columns: rows are added at the end and never moved. */
const struct fact_part history_fields[HISTORY_FIELDS] = {
    NUMBER(site),        NUMBER(imported),     NUMBER(report),    NUMBER(day),
    TEXT(host, 100),     TEXT(path, 1000),     TEXT(kind, 120),   TEXT(entry, 1000),
    TEXT(exit, 1000),    TEXT(channel, 60),    TEXT(source, 200), TEXT(medium, 100),
    TEXT(campaign, 200), TEXT(content, 200),   TEXT(term, 200),   TEXT(referrer, 300),
    TEXT(country, 2),    TEXT(device, 10),     TEXT(browser, 40), TEXT(browser_version, 20),
    TEXT(os, 40),        TEXT(os_version, 20), NUMBER(visitors),  NUMBER(visits),
    NUMBER(views),       NUMBER(events),       NUMBER(bounces),   NUMBER(engaged_ms),
    NUMBER(scroll),      NUMBER(scrolled),
};

const char *const history_columns[HISTORY_REPORTS][9] = {
    [HISTORY_TOTALS] = {NULL},
    [HISTORY_SOURCES] = {"channel", "source", "medium", "campaign", "content", "term", "referrer",
                         NULL},
    [HISTORY_PAGES] = {"path", "host", NULL},
    [HISTORY_ENTRIES] = {"entry", NULL},
    [HISTORY_EXITS] = {"exit", NULL},
    [HISTORY_PLACES] = {"country", NULL},
    [HISTORY_DEVICES] = {"device", NULL},
    [HISTORY_BROWSERS] = {"browser", "browser_version", NULL},
    [HISTORY_SYSTEMS] = {"os", "os_version", NULL},
    [HISTORY_EVENTS] = {"kind", NULL},
};

struct history_row history_nothing(void)
{
    struct history_row r = {0};

    parts_clear(&r, history_fields, HISTORY_FIELDS);
    return r;
}

/* A fact is a robot's when its visit is, as that stands at the batch's end. */
static enum err make_visits(struct ctx *cx, struct fact_store *st, const struct history_batch *b,
                            struct visits *v)
{
    const struct batch of = {.facts = b->facts, .count = b->count};
    size_t *slots = arena_array(cx->arena, b->count + 1, sizeof(*slots));
    enum err e = slots ? visits_begin(cx, st, &of, v) : fail_memory(cx);

    for (size_t i = 0; i < b->count && !e; i++)
        e = visits_take(cx, v, b->stages, &b->facts[i], &slots[i]);
    for (size_t i = 0; i < b->count && !e; i++)
        if (slots[i] != SIZE_MAX)
            b->facts[i].robot = v->slots[slots[i]].visit.robot;
    return e;
}

enum err history_append(struct ctx *cx, struct fact_store *st, const struct history_batch *b)
{
    struct store_batch sb = {.follower = b->follower,
                             .from = b->from,
                             .to = b->to,
                             .facts = b->facts,
                             .count = b->count,
                             .rows = b->rows,
                             .row_count = b->row_count};
    struct visits v = {0};
    enum err e = b->count ? make_visits(cx, st, b, &v) : OK;

    if (!e && b->count)
        e = visits_end(cx, &v, &sb);
    if (!e)
        e = store_append(cx, st, &sb);
    visits_free(&v);
    return e;
}
