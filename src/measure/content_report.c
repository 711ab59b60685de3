/* content_report.c -- see content_report.h. Statistics give the pages; then unit by unit, what it reached is held against what it had
 * seen. A page's mark is the stamp, or the unit, that was counted for it last, so nothing is counted twice and nothing is searched.
 */
#include "measure/content_report.h"

#include "base/text.h"
#include "facts/stats.h"
#include "facts/store.h"
#include "measure/channel_report_priv.h"
#include "measure/content_report_priv.h"
#include "measure/touch.h"

#include "content_report_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGE_MAX = 5 };

const char *const content_stage_names[CONTENT_STAGES] = {"leads", "mqls", "opportunities", "won"};

/* --- pages ------------------------------------------------------------------------------------------- */

/* "/blog/a" → "/blog"; "/en/blog/a" → "/blog", "en". */
static void path_read(struct ctx *cx, struct content_page *p)
{
    static const char *const languages[] = {"pt", "pt-br", "en", "en-us", "es", "fr", "de", "it"};
    const char *rest = p->path[0] == '/' ? p->path + 1 : p->path;
    size_t n = strcspn(rest, "/");

    if (n && n <= LANGUAGE_MAX) {
        const char *first = text_fold(cx->arena, arena_dup_n(cx->arena, rest, n));
        for (size_t i = 0; i < COUNT_OF(languages); i++)
            if (text_equal(first, languages[i]))
                p->language = arena_dup_n(cx->arena, first, 2);
    }
    if (p->language) {
        rest += n + (rest[n] == '/');
        n = strcspn(rest, "/");
    }
    p->section = rest[n] == '/' && n ? arena_print(cx->arena, "/%.*s", (int)n, rest) : "/";
}

static int by_path(const void *a, const void *b)
{
    const struct content_page *x = a, *y = b;

    return strcmp(x->path, y->path);
}

/* Pages while they are gathered: those of the statistics by path, then what only companies saw. */
struct gather {
    struct content_report *r;
    size_t room, sorted;
};

static struct content_page *page_find(const struct gather *g, const char *path)
{
    struct content_page key = {.path = path};

    return g->sorted ? bsearch(&key, g->r->pages, g->sorted, sizeof(key), by_path) : NULL;
}

static struct content_page *page_add(struct ctx *cx, struct gather *g, const char *path)
{
    struct content_page *p;

    if (g->r->count == g->room)
        return NULL;
    p = &g->r->pages[g->r->count++];
    *p = (struct content_page){
        .path = arena_dup(cx->arena, path), .engaged_s = (double)NAN, .mark = -1};
    for (int s = 0; s < CONTENT_STAGES; s++)
        p->units[s] = NIL;
    if (p->path)
        path_read(cx, p);
    return p;
}

static enum err stats_of(struct ctx *cx, const struct content_report *r, const char *by,
                         const char *then, struct stats_answer *ret)
{
    int64_t from = r->period.from ? r->period.from_at : 0;
    int64_t until =
        r->period.to && r->period.until_at < ctx_now(cx) ? r->period.until_at : ctx_now(cx) + 1;
    struct stats_question q = stats_question_of(cx->site, from, until > from ? until : from + 1);

    q.metrics[0] = STATS_VISITS;
    q.metrics[1] = STATS_VIEWS;
    q.metrics[2] = STATS_ENGAGED;
    q.metric_count = text_equal(by, "page") && !then ? 3 : 1;
    must(stats_dimension_find(cx, by, &q.dimensions[q.dimension_count++]));
    if (then)
        must(stats_dimension_find(cx, then, &q.dimensions[q.dimension_count++]));
    q.limit = then ? STATS_LIMIT_MAX : CONTENT_PAGES_MAX;
    q.zone = stats_zone_of(NULL, q.from_ms, q.to_ms);
    return store_stats(cx, cx->facts, &q, ret);
}

static enum err pages_read(struct ctx *cx, struct gather *g)
{
    struct content_report *r = g->r;
    struct stats_answer a = {0};
    enum err e = stats_of(cx, r, "page", NULL, &a);

    g->room = 2 * CONTENT_PAGES_MAX;
    r->pages = arena_array(cx->arena, g->room, sizeof(*r->pages));
    if (!e && !r->pages)
        e = fail_memory(cx);
    for (size_t i = 0; i < a.n && !e; i++) {
        struct content_page *p;
        double engaged;
        if (text_empty(a.rows[i].keys[0].text) || a.rows[i].sums[SUM_VIEWS] <= 0)
            continue; /* a file that was downloaded was never seen */
        p = page_add(cx, g, a.rows[i].keys[0].text);
        if (!p || !p->path)
            return fail_memory(cx);
        p->visits = a.rows[i].sums[SUM_VISITS];
        p->views = a.rows[i].sums[SUM_VIEWS];
        if (stats_value(&a.rows[i], STATS_ENGAGED, &engaged))
            p->engaged_s = engaged;
    }
    if (e)
        return e;
    g->sorted = r->count;
    if (g->sorted)
        qsort(r->pages, g->sorted, sizeof(*r->pages), by_path);
    e = stats_of(cx, r, "entry", NULL, &a);
    for (size_t i = 0; i < a.n && !e; i++) {
        struct content_page *p = page_find(g, a.rows[i].keys[0].text);
        if (p)
            p->entries = a.rows[i].sums[SUM_VISITS];
    }
    return e;
}

/* --- what was reached ---------------------------------------------------------------------------------- */

static void read_stamp(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct content_stamp *)row =
        (struct content_stamp){.unit = db_int(st, 0),
                               .stage = (enum content_stage)db_int(st, 1),
                               .at = db_int(st, 2),
                               .amount_minor = db_int(st, 3),
                               .foreign = db_text_dup(cx, st, 4),
                               .foreign_minor = db_int(st, 5)};
}

static int by_unit_time(const void *a, const void *b)
{
    const struct content_stamp *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (int)x->stage - (int)y->stage;
}

enum err content_stamps_read(struct ctx *cx, struct db *db, const struct content_report *r,
                             const struct touch_book *book, struct content_stamp **ret,
                             size_t *ret_n)
{
    struct content_stamp *told = NULL, *all;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_content_stamps, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", r->period.from_at);
    db_bind_int(st, "until_at", r->period.until_at);
    db_bind_text(st, "currency", r->currency);
    e = db_collect(cx, st, sizeof(*told), read_stamp, &told, &n);
    if (e)
        goto out;
    all = arena_array(cx->arena, n + book->unit_count + 1, sizeof(*all));
    if (!all) {
        e = fail_memory(cx);
        goto out;
    }
    if (n)
        memcpy(all, told, n * sizeof(*all));
    for (size_t u = 0; u < book->unit_count; u++)
        if (book->units[u].lead_at != NIL && book->units[u].lead_at >= r->period.from_at &&
            book->units[u].lead_at < r->period.until_at)
            all[n++] = (struct content_stamp){.unit = book->units[u].id,
                                              .stage = CONTENT_LEADS,
                                              .at = book->units[u].lead_at,
                                              .amount_minor = NIL};
    if (n)
        qsort(all, n, sizeof(*all), by_unit_time);
    *ret = all;
    *ret_n = n;
out:
    db_done(st);
    return e;
}

bool content_touched(const struct touch *t, const struct content_stamp *s)
{
    return t->at_ms <= s->at && s->at - t->at_ms <= DAYS_MS(CONTENT_WINDOW_DAYS);
}

/* The page of each text that touches speak of; NULL: none. */
static enum err pages_of_texts(struct ctx *cx, struct gather *g, const struct touch_book *b,
                               size_t **ret)
{
    size_t *at = arena_array(cx->arena, b->text_count + 1, sizeof(*at)); /* place + 1 */

    if (!at)
        return fail_memory(cx);
    for (size_t i = 0; i < b->n; i++) {
        uint32_t text = b->touches[i].text[TOUCH_PATH];
        struct content_page *p;
        if (!text || at[text] || strcmp(b->texts[b->touches[i].text[TOUCH_KIND]], "view") != 0)
            continue;
        p = page_find(g, b->texts[text]);
        if (!p)
            p = page_add(cx, g, b->texts[text]);
        if (p && !p->path)
            return fail_memory(cx);
        if (p)
            at[text] = (size_t)(p - g->r->pages) + 1;
    }
    *ret = at;
    return OK;
}

static void add_money(struct arena *arena, const struct content_stamp *s, int64_t *revenue_minor,
                      struct other_monies *others)
{
    if (s->amount_minor != NIL)
        *revenue_minor = money_add(*revenue_minor, s->amount_minor);
    if (s->foreign)
        other_money_add(arena, others, OTHER_DEALS, s->foreign, s->foreign_minor, 1);
}

static void count_stamp(struct arena *arena, struct content_report *r, const struct touch_book *b,
                        const struct touch_unit *u, const size_t *at, const struct content_stamp *s,
                        int64_t serial, int64_t any[CONTENT_STAGES])
{
    bool seen = false;

    for (size_t i = u->from; i < u->from + u->n; i++) {
        const struct touch *t = &b->touches[i];
        size_t place = at[t->text[TOUCH_PATH]];
        struct content_page *p;
        if (!place || !content_touched(t, s))
            continue;
        p = &r->pages[place - 1];
        seen = true;
        if (p->mark == serial)
            continue;
        p->mark = serial;
        if (p->units[s->stage] != s->unit) {
            p->units[s->stage] = s->unit;
            p->reached[s->stage]++;
        }
        add_money(arena, s, &p->revenue_minor, &p->others);
    }
    if (!seen)
        return;
    if (any[s->stage] != s->unit) {
        any[s->stage] = s->unit;
        r->reached[s->stage]++;
    }
    add_money(arena, s, &r->revenue_minor, &r->others);
}

static enum err reached_count(struct ctx *cx, struct db *db, struct gather *g)
{
    const struct touch_ask what = {.until_ms = g->r->period.until_at, .pages = true};
    int64_t any[CONTENT_STAGES] = {NIL, NIL, NIL, NIL};
    struct content_stamp *stamps = NULL;
    struct touch_book book;
    size_t n = 0, *at = NULL;
    enum err e = touch_book_read(cx, db, cx->facts, &what, &book);

    if (e)
        return e;
    e = content_stamps_read(cx, db, g->r, &book, &stamps, &n);
    if (!e)
        e = pages_of_texts(cx, g, &book, &at);
    for (size_t i = 0; i < n && !e; i++) {
        const struct touch_unit *u = touch_unit_find(&book, stamps[i].unit);
        if (u)
            count_stamp(cx->arena, g->r, &book, u, at, &stamps[i], (int64_t)i, any);
    }
    touch_book_done(&book);
    return e;
}

/* --- best and worst -------------------------------------------------------------------------------------- */

static int by_visits(const void *a, const void *b)
{
    const struct content_page *x = a, *y = b;

    if (x->visits != y->visits)
        return x->visits < y->visits ? 1 : -1;
    return strcmp(x->path, y->path);
}

static enum err rank_read(struct ctx *cx, const char *name, enum content_stage *ret)
{
    *ret = CONTENT_LEADS;
    for (int i = 0; name && i < CONTENT_STAGES; i++) {
        if (!strcmp(content_stage_names[i], name)) {
            *ret = (enum content_stage)i;
            return OK;
        }
    }
    return !name ? OK
                 : fail_field(cx, "rank", "field.choice", "choices",
                              "leads, mqls, opportunities, won", NULL);
}

/* A page on its way into a quarter. */
struct ranked {
    const struct content_page *page;
    double rate;
};

static int by_rate(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->rate < y->rate || x->rate > y->rate)
        return x->rate < y->rate ? 1 : -1;
    return by_visits(x->page, y->page);
}

static bool trait_add(struct content_report *r, size_t room, const char *of, const char *value,
                      bool best, int64_t n)
{
    struct content_trait *t = NULL;

    for (size_t i = 0; i < r->trait_count && !t; i++)
        if (!strcmp(r->traits[i].of, of) && !strcmp(r->traits[i].value, value))
            t = &r->traits[i];
    if (!t) {
        if (r->trait_count == room)
            return false;
        t = &r->traits[r->trait_count++];
        *t = (struct content_trait){.of = of, .value = value};
    }
    *(best ? &t->best : &t->worst) += n;
    return true;
}

static bool has_page(const struct content_page *const *list, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i]->path, path))
            return true;
    return false;
}

static int by_trait(const void *a, const void *b)
{
    const struct content_trait *x = a, *y = b;
    int order = strcmp(y->of, x->of);

    if (order)
        return order;
    if (x->best + x->worst != y->best + y->worst)
        return x->best + x->worst < y->best + y->worst ? 1 : -1;
    return strcmp(x->value, y->value);
}

static enum err traits_read(struct ctx *cx, struct content_report *r)
{
    size_t room = 4 * r->quarter + 100;
    struct stats_answer a = {0};
    enum err e = stats_of(cx, r, "page", "channel", &a);

    r->traits = arena_array(cx->arena, room, sizeof(*r->traits));
    if (!e && !r->traits)
        e = fail_memory(cx);
    for (size_t i = 0; i < 2 * r->quarter && !e; i++) {
        bool best = i < r->quarter;
        const struct content_page *p = best ? r->best[i] : r->worst[i - r->quarter];
        (void)trait_add(r, room, "section", p->section, best, 1);
        (void)trait_add(r, room, "language", p->language ? p->language : "", best, 1);
    }
    for (size_t i = 0; i < a.n && !e; i++) {
        const char *path = a.rows[i].keys[0].text;
        if (has_page(r->best, r->quarter, path))
            (void)trait_add(r, room, "channel", a.rows[i].keys[1].text, true,
                            a.rows[i].sums[SUM_VISITS]);
        else if (has_page(r->worst, r->quarter, path))
            (void)trait_add(r, room, "channel", a.rows[i].keys[1].text, false,
                            a.rows[i].sums[SUM_VISITS]);
    }
    if (!e && r->trait_count)
        qsort(r->traits, r->trait_count, sizeof(*r->traits), by_trait);
    return e;
}

static enum err quarters(struct ctx *cx, struct content_report *r, enum content_stage rank)
{
    struct ranked *all = arena_array(cx->arena, r->count + 1, sizeof(*all));
    int64_t reached = 0;

    if (!all)
        return fail_memory(cx);
    for (size_t i = 0; i < r->count; i++) {
        const struct content_page *p = &r->pages[i];
        if (p->visits < CONTENT_VISITS_NEEDED)
            continue;
        reached += p->reached[rank];
        all[r->compared++] = (struct ranked){p, (double)p->reached[rank] / (double)p->visits};
    }
    if (r->compared < CONTENT_PAGES_NEEDED || !reached)
        return OK;
    qsort(all, r->compared, sizeof(*all), by_rate);
    r->quarter = r->compared / 4;
    r->best = arena_array(cx->arena, r->quarter, sizeof(*r->best));
    r->worst = arena_array(cx->arena, r->quarter, sizeof(*r->worst));
    if (!r->best || !r->worst)
        return fail_memory(cx);
    for (size_t i = 0; i < r->quarter; i++) {
        r->best[i] = all[i].page;
        r->worst[i] = all[r->compared - 1 - i].page;
    }
    return traits_read(cx, r);
}

enum err content_report_begin(struct ctx *cx, struct db *db, const struct content_ask *ask,
                              struct content_report *ret)
{
    const struct zone *zone = NULL;
    enum err e = report_site(cx, db, &zone, &ret->currency);

    ret->ask = *ask;
    if (!e && !cx->facts)
        e = fail(cx, ERR_BUSY, "facts.stopping", NULL);
    return e ? e : period_read(cx, zone, ask->from, ask->to, &ret->period);
}

enum err content_report_run(struct ctx *cx, struct db *db, const struct content_ask *ask,
                            struct content_report *ret)
{
    struct gather g = {.r = ret};
    enum content_stage rank;
    enum err e;

    *ret = (struct content_report){0};
    e = rank_read(cx, ask->rank, &rank);
    if (!e)
        e = content_report_begin(cx, db, ask, ret);
    if (!e)
        e = pages_read(cx, &g);
    if (!e)
        e = reached_count(cx, db, &g);
    if (e)
        return e;
    if (ret->count)
        qsort(ret->pages, ret->count, sizeof(*ret->pages), by_visits);
    e = quarters(cx, ret, rank);
    return !e && arena_full(cx->arena) ? fail_memory(cx) : e;
}
