/* attribution_rows.c -- the touches behind one cell, and what each has of it.
 *
 * A cell's money is whole minor units; it is laid on its touches by their weights and the largest remainders, so that what opens adds
 * up to what was clicked. Behind what people said stand the conversions alone, each whole.
 */
#include "measure/attribution_report.h"

#include "base/text.h"
#include "measure/attribution_priv.h"
#include "measure/attribution_report_priv.h"
#include "measure/channel_report.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50 };

struct found {
    struct attribution_cell_row *rows;
    double *weight;
    size_t n, room;
    double conversions, total; /* total: of the weights, for Markov */
};

static void add_row(struct found *f, const struct touch *touch, const struct conversion *conversion,
                    size_t more, double weight)
{
    if (f->n == f->room) {
        f->room = f->room ? f->room * 2 : 256;
        f->rows = realloc(f->rows, f->room * sizeof(*f->rows));
        f->weight = realloc(f->weight, f->room * sizeof(*f->weight));
        must(f->rows && f->weight);
    }
    f->rows[f->n] = (struct attribution_cell_row){
        .touch = touch, .conversion = conversion, .more = more, .conversions = weight};
    f->weight[f->n++] = weight;
    f->total += weight;
}

static void add(struct found *f, const struct attribution_report *r, size_t journey, size_t touch,
                double weight)
{
    const struct attribution_journey *j = &r->journey[journey];

    add_row(f, touch == SIZE_MAX ? NULL : &r->book.touches[j->touch + touch], j->first,
            j->conversions ? j->conversions - 1 : 0, weight);
}

/* Models that weigh each journey by itself. */
static enum err find_weighed(struct ctx *cx, const struct attribution_report *r,
                             const struct attribution_rule *rule, uint32_t key, struct found *f)
{
    const struct journeys *j = &r->journeys;
    struct arena_mark mark = arena_mark(cx->arena);

    for (size_t i = 0; i < j->count; i++) {
        size_t n = j->start[i + 1] - j->start[i];
        double *w = attribution_converted(r, i) ? arena_array(cx->arena, n + 1, sizeof(*w)) : NULL;
        if (!attribution_converted(r, i))
            continue;
        if (!w)
            return fail_memory(cx);
        attribution_weigh(j, i, rule, w);
        for (size_t k = 0; k < n; k++)
            if (w[k] > 0 && j->channel[j->start[i] + k] == key)
                add(f, r, i, k, w[k] * j->conversions[i]);
        arena_reset(cx->arena, mark);
    }
    return OK;
}

/* Markov: the key's touches of journeys that converted, or of all when none did, alike. */
static void find_even(const struct attribution_report *r, const struct attribution_rule *rule,
                      uint32_t key, bool converted, struct found *f)
{
    const struct journeys *j = &r->journeys;

    for (size_t i = 0; i < j->count; i++) {
        struct touches t = touches_of(j, i, rule);
        for (size_t k = 0; k < t.n && (attribution_converted(r, i) || !converted); k++)
            if (t.channel[k] == key)
                add(f, r, i, t.from + k, 1);
    }
}

static void find_unknown(const struct attribution_report *r, const struct attribution_rule *rule,
                         struct found *f)
{
    for (size_t i = 0; i < r->journeys.count; i++)
        if (attribution_converted(r, i) && !touches_of(&r->journeys, i, rule).n)
            add(f, r, i, SIZE_MAX, r->journeys.conversions[i]);
}

static enum err find_heard(struct ctx *cx, const struct attribution_report *r,
                           const struct attribution_rows_ask *ask, struct found *f,
                           struct attribution_rows *ret)
{
    struct keys keys = {0};
    const char **names = NULL;
    uint32_t *map = NULL;
    size_t n = 0;
    enum err e = attribution_answers(cx, r, &keys, &names, &n, &map);

    for (size_t i = 0; i < r->journeys.count && !e; i++)
        for (size_t k = 0; k < r->journey[i].conversions && !e; k++) {
            const struct conversion *c = r->journey[i].first + k;
            uint32_t key = 0;
            e = c->heard ? keys_find(cx, &keys, c->heard, &key) : OK;
            if (e || strcmp(ask->heard, c->heard ? names[map[key]] : REPORT_NONE) != 0)
                continue;
            add_row(f, NULL, c, 0, 1);
            ret->conversions++;
            ret->value_minor = money_add(ret->value_minor, c->amount_minor);
        }
    return e;
}

/* What each row has of the cell's money. */
static enum err lay_money(struct ctx *cx, const struct attribution_rows_ask *ask, int64_t value,
                          struct found *f)
{
    struct sum *sums = arena_array(cx->arena, f->n + 1, sizeof(*sums));
    int64_t *shares = arena_array(cx->arena, f->n + 1, sizeof(*shares));
    double each = 0;
    enum err e;

    if (!sums || !shares)
        return fail_memory(cx);
    for (size_t i = 0; i < f->n; i++) {
        const struct conversion *c = f->rows[i].conversion;
        int64_t money = 0;
        for (size_t k = 0; c && k <= f->rows[i].more; k++)
            money += c[k].amount_minor;
        each = (double)(f->rows[i].more + 1);
        if (ask->key && !ask->heard && ask->model == ATTRIBUTION_MARKOV)
            sum_add(&sums[i], (double)value * f->weight[i] / f->total);
        else
            sum_add(&sums[i], (double)money * f->weight[i] / each);
    }
    e = shares_of(cx, sums, f->n, value, shares);
    for (size_t i = 0; i < f->n && !e; i++)
        f->rows[i].value_minor = shares[i];
    return e;
}

static int newest_first(const void *a, const void *b)
{
    const struct attribution_cell_row *x = a, *y = b;
    int64_t xc = x->conversion ? x->conversion->at : INT64_MIN;
    int64_t yc = y->conversion ? y->conversion->at : INT64_MIN;

    if (xc != yc)
        return xc > yc ? -1 : 1;
    if (x->conversion && y->conversion && x->conversion->unit != y->conversion->unit)
        return x->conversion->unit < y->conversion->unit ? -1 : 1;
    return x->touch < y->touch ? -1 : x->touch > y->touch; /* one array: by unit and time */
}

static enum err key_number(struct ctx *cx, const struct attribution_report *r, const char *key,
                           uint32_t *ret)
{
    for (size_t c = 0; c < r->key_count; c++) {
        if (strcmp(r->keys[c], key) == 0) {
            *ret = (uint32_t)c;
            return OK;
        }
    }
    return fail_field(cx, "key", "attribution.no_key", NULL);
}

static enum err find(struct ctx *cx, const struct attribution_report *r,
                     const struct attribution_rows_ask *ask, struct found *f,
                     struct attribution_rows *ret)
{
    struct attribution_rule rule = attribution_rule_of(r, ask->model);
    uint32_t key = 0;
    enum err e;

    if (ask->heard)
        return find_heard(cx, r, ask, f, ret);
    e = ask->key ? key_number(cx, r, ask->key, &key) : OK;
    if (e)
        return e;
    if (!ask->key) {
        find_unknown(r, &rule, f);
        ret->conversions = (double)r->unknown_conversions;
        ret->value_minor = r->unknown_value_minor;
        return OK;
    }
    ret->conversions = r->credits[ask->model].conversions[key];
    ret->value_minor = r->credits[ask->model].value[key];
    if (ask->model != ATTRIBUTION_MARKOV)
        return find_weighed(cx, r, &rule, key, f);
    if (ret->conversions <= 0)
        return OK;
    find_even(r, &rule, key, true, f);
    if (!f->n)
        find_even(r, &rule, key, false, f);
    for (size_t i = 0; i < f->n; i++)
        f->rows[i].conversions = ret->conversions / f->total;
    return OK;
}

/* Every row, in order. */
static enum err find_all(struct ctx *cx, const struct attribution_report *r,
                         const struct attribution_rows_ask *ask, struct found *f,
                         struct attribution_rows *ret)
{
    enum err e = find(cx, r, ask, f, ret);

    if (!e)
        e = lay_money(cx, ask, ret->value_minor, f);
    if (!e && f->n)
        qsort(f->rows, f->n, sizeof(*f->rows), newest_first);
    ret->total = f->n;
    return e;
}

/* At most limit rows from the from-th on. */
static enum err read_page(struct ctx *cx, const struct attribution_report *r,
                          const struct attribution_rows_ask *ask, size_t from, size_t limit,
                          struct attribution_rows *ret)
{
    struct attribution_rows page = {0};
    struct found f = {0};
    enum err e = find_all(cx, r, ask, &f, &page);

    if (!e && from < f.n) {
        page.n = f.n - from < limit ? f.n - from : limit;
        page.rows = arena_array(cx->arena, page.n, sizeof(*page.rows));
        if (!page.rows)
            e = fail_memory(cx);
        else
            memcpy(page.rows, f.rows + from, page.n * sizeof(*page.rows));
        page.next = from + page.n < f.n ? (int64_t)(from + page.n) : 0;
    }
    free(f.rows);
    free(f.weight);
    if (!e)
        *ret = page;
    return e;
}

enum err attribution_rows(struct ctx *cx, const struct attribution_report *r,
                          const struct attribution_rows_ask *ask, struct attribution_rows *ret)
{
    int limit = ask->limit ? ask->limit : PAGE;

    if (limit < 1 || limit > ATTRIBUTION_ROWS_MAX || ask->after < 0)
        return fail_field(cx, "limit", "field.range", "min", "1", "max", "500", NULL);
    return read_page(cx, r, ask, (size_t)ask->after, (size_t)limit, ret);
}

enum err attribution_rows_all(struct ctx *cx, const struct attribution_report *r,
                              const struct attribution_rows_ask *ask, struct attribution_rows *ret)
{
    return read_page(cx, r, ask, 0, SIZE_MAX, ret);
}
