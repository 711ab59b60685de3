/* asset_rows.c -- see asset_outcome.h: the book by asset, topic or format. */
#include "measure/asset_outcome.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report.h"
#include "measure/figure.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };

/* A row while it is gathered: which assets are its own. */
struct group {
    struct asset_row row;
    uint64_t *own; /* a bit for each asset, as leads have them */
    bool can;      /* one of them can be met */
};

struct groups {
    struct group *all;
    size_t n;
    size_t *of_asset; /* plus one; 0: the asset is in none */
};

static const char *key_of(struct ctx *cx, const struct outcome_asset *a, enum asset_by by)
{
    return by == BY_TOPIC    ? a->topic_key
           : by == BY_FORMAT ? a->format_key
                             : arena_print(cx->arena, "%lld", (long long)a->id);
}

static const char *kind_name(struct ctx *cx, const char *key)
{
    return message(
        cx->arena, cx->lang,
        arena_print(cx->arena, "model.marketing_asset.kind.%s", key + strlen(FORMAT_OF_KIND)), NULL,
        0);
}

const char *asset_row_name(struct ctx *cx, enum asset_by by, const char *key)
{
    return by == BY_FORMAT && text_starts(key, FORMAT_OF_KIND) ? kind_name(cx, key) : NULL;
}

static const char *name_of(struct ctx *cx, const struct outcome_asset *a, enum asset_by by)
{
    const char *made = asset_row_name(cx, by, by == BY_FORMAT ? a->format_key : "");

    return by == BY_TOPIC ? a->topic : by == BY_FORMAT ? (made ? made : a->format) : a->name;
}

/* Few: they are looked through. NULL: the arena is full. */
static struct group *group_at(struct ctx *cx, const struct asset_book *b, struct groups *g,
                              const char *key, const char *name)
{
    for (size_t i = 0; i < g->n; i++) {
        struct asset_row *row = &g->all[i].row;
        if (strcmp(row->key, key) != 0)
            continue;
        if (strcmp(name, row->name) < 0)
            row->name = name;
        return &g->all[i];
    }
    g->all[g->n] = (struct group){.row = {.key = key, .name = name, .cost = COST_NONE},
                                  .own = arena_array(cx->arena, b->words + 1, sizeof(uint64_t))};
    return g->all[g->n].own ? &g->all[g->n++] : NULL;
}

static enum err groups_of(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                          struct groups *ret)
{
    struct groups g = {.all = arena_array(cx->arena, b->asset_count + 1, sizeof(*g.all)),
                       .of_asset = arena_array(cx->arena, b->asset_count + 1, sizeof(size_t))};

    if (!g.all || !g.of_asset)
        return fail_memory(cx);
    for (size_t i = 0; i < b->asset_count; i++) {
        const struct outcome_asset *a = &b->assets[i];
        const char *key = key_of(cx, a, by), *name = name_of(cx, a, by);
        struct group *at;
        if (key && !*key)
            continue; /* without a topic */
        if (!key || !name)
            return fail_memory(cx);
        at = group_at(cx, b, &g, key, name);
        if (!at)
            return fail_memory(cx);
        at->own[i / BITS] |= UINT64_C(1) << i % BITS;
        at->row.assets++;
        at->can = at->can || a->path || a->mark;
        g.of_asset[i] = (size_t)(at - g.all) + 1;
    }
    *ret = g;
    return OK;
}

/* --- who met it -------------------------------------------------------------------------------------- */

/* Whether the lead met one of the group's; group NULL: whether it met nothing at all. */
static bool stands_in(const struct asset_book *b, const struct group *group, size_t lead)
{
    const uint64_t *bits = b->bits + lead * b->words;
    uint64_t any = 0;

    for (size_t i = 0; i < b->words; i++)
        any |= group ? bits[i] & group->own[i] : bits[i];
    return group ? any != 0 : any == 0;
}

static enum err count_leads(struct ctx *cx, const struct asset_book *b, const struct group *group,
                            struct asset_row *row)
{
    size_t room = 0, n = 0;
    double *amounts;

    for (size_t i = 0; i < b->lead_count; i++) {
        const struct outcome_lead *l = &b->leads[i];
        if (!stands_in(b, group, i))
            continue;
        row->leads++;
        row->mqls += l->mql;
        row->won += l->won_at != NIL;
        row->revenue_minor = money_add(row->revenue_minor, l->revenue_minor);
        row->pipeline_minor = money_add(row->pipeline_minor, l->pipeline_minor);
        room += l->amount_n;
    }
    amounts = arena_array(cx->arena, room + 1, sizeof(*amounts));
    if (!amounts)
        return fail_memory(cx);
    for (size_t i = 0; i < b->lead_count; i++)
        if (b->leads[i].amount_n && stands_in(b, group, i)) {
            memcpy(amounts + n, b->amounts + b->leads[i].amount_from,
                   b->leads[i].amount_n * sizeof(*amounts));
            n += b->leads[i].amount_n;
        }
    row->amounts = amounts;
    row->amount_count = n;
    return OK;
}

/* --- what it cost ------------------------------------------------------------------------------------ */

enum share { SHARE_NONE, SHARE_SOME, SHARE_ALL };

/* How much of what the campaign shows is the group's. */
static enum share share_of(const struct asset_book *b, const struct groups *g, size_t place,
                           const struct outcome_campaign *c)
{
    size_t own = 0;

    for (size_t i = c->use_from; i < c->use_from + c->use_n; i++)
        own += g->of_asset[b->uses[i]] == place;
    return !own ? SHARE_NONE : own == c->use_n ? SHARE_ALL : SHARE_SOME;
}

static void count_cost(const struct asset_book *b, const struct groups *g, struct group *group)
{
    struct asset_row *row = &group->row;
    bool spent = false, shared = false, foreign = false;

    for (size_t i = 0; i < b->campaign_count; i++) {
        const struct outcome_campaign *c = &b->campaigns[i];
        enum share share = share_of(b, g, (size_t)(group - g->all) + 1, c);
        if (share == SHARE_NONE || !c->spent)
            continue;
        spent = true;
        shared = shared || share == SHARE_SOME;
        foreign = foreign || c->foreign;
        row->cost_minor = money_add(row->cost_minor, c->spend_minor);
    }
    row->cost = shared ? COST_SHARED : foreign ? COST_FOREIGN : spent ? COST_KNOWN : COST_NONE;
    if (row->cost != COST_KNOWN)
        row->cost_minor = 0;
}

/* --- rows -------------------------------------------------------------------------------------------- */

static int by_leads(const void *a, const void *b)
{
    const struct asset_row *x = a, *y = b;

    if (x->leads != y->leads)
        return x->leads > y->leads ? -1 : 1;
    return strcmp(x->key, y->key);
}

enum err asset_rows_of(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                       struct asset_row **ret, size_t *ret_n)
{
    struct asset_row none = {.key = REPORT_NONE, .name = REPORT_NONE};
    struct groups g;
    struct asset_row *rows;
    size_t n = 0;
    enum err e = groups_of(cx, b, by, &g);

    if (e)
        return e;
    rows = arena_array(cx->arena, g.n + 1, sizeof(*rows));
    if (!rows)
        return fail_memory(cx);
    for (size_t i = 0; i < g.n && !e; i++) {
        if (!g.all[i].can)
            continue;
        e = count_leads(cx, b, &g.all[i], &g.all[i].row);
        count_cost(b, &g, &g.all[i]);
        rows[n++] = g.all[i].row;
    }
    if (!e)
        e = count_leads(cx, b, NULL, &none);
    if (e)
        return e;
    if (n)
        qsort(rows, n, sizeof(*rows), by_leads);
    rows[n++] = none;
    *ret = rows;
    *ret_n = n;
    return OK;
}

/* --- behind a figure --------------------------------------------------------------------------------- */

static struct group *find(const struct groups *g, const char *key)
{
    for (size_t i = 0; i < g->n; i++)
        if (text_equal(g->all[i].row.key, key))
            return &g->all[i];
    return NULL;
}

enum err asset_row_leads(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                         const char *key, int64_t **ret, size_t *ret_n)
{
    const struct group *group = NULL;
    bool none = text_equal(key, REPORT_NONE);
    struct groups g;
    enum err e = groups_of(cx, b, by, &g);

    *ret_n = 0;
    *ret = e ? NULL : arena_array(cx->arena, b->lead_count + 1, sizeof(**ret));
    if (e || !*ret)
        return e ? e : fail_memory(cx);
    group = none ? NULL : find(&g, key);
    if (!none && !group)
        return OK;
    for (size_t i = 0; i < b->lead_count; i++)
        if (stands_in(b, group, i))
            (*ret)[(*ret_n)++] = b->leads[i].id;
    return OK;
}

enum err asset_row_campaigns(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                             const char *key, int64_t **ret, size_t *ret_n)
{
    struct group *group;
    struct groups g;
    enum err e = groups_of(cx, b, by, &g);

    *ret_n = 0;
    *ret = e ? NULL : arena_array(cx->arena, b->campaign_count + 1, sizeof(**ret));
    if (e || !*ret)
        return e ? e : fail_memory(cx);
    group = find(&g, key);
    if (group)
        count_cost(b, &g, group);
    if (!group || group->row.cost != COST_KNOWN)
        return OK;
    for (size_t i = 0; i < b->campaign_count; i++)
        if (b->campaigns[i].spent &&
            share_of(b, &g, (size_t)(group - g.all) + 1, &b->campaigns[i]) != SHARE_NONE)
            (*ret)[(*ret_n)++] = b->campaigns[i].id;
    return OK;
}

enum err asset_row_cohort(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                          const char *key, int64_t until_at, struct asset_cohort *ret)
{
    struct group *group;
    struct groups g;
    enum err e = groups_of(cx, b, by, &g);

    *ret = (struct asset_cohort){.cost_minor = NIL};
    group = e ? NULL : find(&g, key);
    if (!group)
        return e;
    count_cost(b, &g, group);
    if (group->row.cost == COST_KNOWN || group->row.cost == COST_NONE)
        ret->cost_minor = group->row.cost_minor;
    for (size_t i = 0; i < b->lead_count; i++) {
        if (!stands_in(b, group, i))
            continue;
        ret->leads++;
        ret->won += b->leads[i].won_at != NIL && b->leads[i].won_at < until_at;
    }
    return OK;
}
