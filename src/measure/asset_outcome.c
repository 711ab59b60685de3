/* asset_outcome.c -- see asset_outcome.h. Assets are sorted twice, by page and by mark, so each text that touches speak of is looked up once;
 * then one pass over the touches sets a bit for each asset that a lead met.
 */
#include "measure/asset_outcome.h"

#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/measured_site.h"
#include "measure/touch.h"
#include "net/page_url.h"

#include "asset_outcome_sql.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };

/* --- assets ------------------------------------------------------------------------------------------ */

static const char *folded(struct ctx *cx, const char *text)
{
    return text_empty(text) ? NULL : text_fold(cx->arena, text);
}

/* Without a slash at its end, so that both ways of writing an address are one page. */
static const char *page_key(struct ctx *cx, const char *path)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    return arena_dup_n(cx->arena, path, n);
}

/* The path of an address on one of the hosts; with no hosts known, on any. NULL: it lies elsewhere. */
static const char *page_of(struct ctx *cx, const struct measured_site *site, const char *url)
{
    struct page_url at;

    if (text_empty(url) || !page_url_read(cx, url, strstr(url, "#/") != NULL, &at) ||
        text_empty(at.path) || (site->host_count && !measured_host_ok(site, at.host)))
        return NULL;
    return page_key(cx, at.path);
}

static void read_asset(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct outcome_asset *a = row;
    const char *kind = db_text(st, 2);

    *a = (struct outcome_asset){.id = db_int(st, 0),
                                .name = db_text_dup(cx, st, 1),
                                .path = db_text_dup(cx, st, 3),
                                .topic = db_text_dup(cx, st, 4),
                                .format = db_text_dup(cx, st, 5),
                                .mark = folded(cx, db_text(st, 6))};
    a->topic_key = text_empty(a->topic) ? "" : text_fold(cx->arena, a->topic);
    a->format_key = text_empty(a->format) ? arena_print(cx->arena, FORMAT_OF_KIND "%s", kind)
                                          : text_fold(cx->arena, a->format);
}

static enum err read_assets(struct ctx *cx, struct db *db, struct asset_book *b)
{
    struct measured_site site = {0};
    struct db_stmt *st = NULL;
    enum err e = measured_hosts(cx, db, &site.hosts, &site.host_count);

    if (!e)
        e = db_begin(cx, db, &SQL_outcome_assets, &st);
    if (!e) {
        db_bind_int(st, "most", ASSETS_MAX + 1);
        e = db_collect(cx, st, sizeof(*b->assets), read_asset, &b->assets, &b->asset_count);
    }
    db_done(st);
    if (!e && b->asset_count > ASSETS_MAX)
        e = fail(cx, ERR_LIMIT, "asset.many", "max", "2000", NULL);
    for (size_t i = 0; i < b->asset_count && !e; i++)
        b->assets[i].path = page_of(cx, &site, b->assets[i].path);
    return e;
}

/* --- campaigns --------------------------------------------------------------------------------------- */

struct use {
    int64_t campaign, asset;
    const char *utm_campaign, *utm_content;
};

static void read_use(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct use *)row = (struct use){db_int(st, 0), db_int(st, 1), folded(cx, db_text(st, 2)),
                                      folded(cx, db_text(st, 3))};
}

/* The ids of all that are looked for here come first in their structs. */
static int by_id(const void *key, const void *row)
{
    int64_t id = *(const int64_t *)key, at = *(const int64_t *)row;

    return (id > at) - (id < at);
}

static void *found(const void *rows, size_t n, size_t bytes, int64_t id)
{
    return n ? bsearch(&id, rows, n, bytes, by_id) : NULL;
}

/* The only asset of a campaign is what its links carry, unless the asset has a mark of its own. */
static void lend_mark(struct asset_book *b, const struct outcome_campaign *c, const struct use *u)
{
    struct outcome_asset *a = &b->assets[b->uses[c->use_from]];

    if (c->use_n != 1 || a->mark || !u->utm_campaign || !u->utm_content)
        return;
    a->mark = u->utm_content;
    a->mark_campaign = u->utm_campaign;
}

static enum err read_uses(struct ctx *cx, struct db *db, struct asset_book *b)
{
    struct db_stmt *st = NULL;
    struct use *all = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_outcome_asset_uses, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*all), read_use, &all, &n);
    db_done(st);
    if (e)
        return e;
    b->uses = arena_array(cx->arena, n + 1, sizeof(*b->uses));
    b->campaigns = arena_array(cx->arena, n + 1, sizeof(*b->campaigns));
    if (!b->uses || !b->campaigns)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        const struct outcome_asset *a =
            found(b->assets, b->asset_count, sizeof(*b->assets), all[i].asset);
        struct outcome_campaign *c =
            b->campaign_count ? &b->campaigns[b->campaign_count - 1] : NULL;
        if (!c || c->id != all[i].campaign) {
            c = &b->campaigns[b->campaign_count++];
            *c = (struct outcome_campaign){.id = all[i].campaign, .use_from = i};
        }
        must(a != NULL);
        b->uses[i] = (size_t)(a - b->assets);
        c->use_n++;
    }
    for (size_t i = 0; i < b->campaign_count; i++)
        lend_mark(b, &b->campaigns[i], &all[b->campaigns[i].use_from]);
    return OK;
}

static enum err read_spend(struct ctx *cx, struct db *db, struct asset_book *b)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_outcome_campaign_spend, &st);

    if (e)
        return e;
    db_bind_text(st, "currency", b->currency);
    db_bind_text(st, "from_day", b->period.from);
    db_bind_text(st, "to_day", b->period.to);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct outcome_campaign *c =
            found(b->campaigns, b->campaign_count, sizeof(*b->campaigns), db_int(st, 0));
        const char *until = db_text(st, 4);
        int64_t start = day_number(db_text(st, 3)), end = until ? day_number(until) : start;
        if (!c)
            continue;
        c->spent = true;
        if (db_int(st, 2))
            c->spend_minor =
                money_add(c->spend_minor, money_over_days(db_int(st, 1), start, end,
                                                          b->period.first, b->period.last));
        else
            c->foreign = true;
    }
    db_done(st);
    return e;
}

/* --- leads ------------------------------------------------------------------------------------------- */

static void read_lead(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct outcome_lead *)row = (struct outcome_lead){.id = db_int(st, 0),
                                                        .first_contact_at = db_int(st, 1),
                                                        .mql = db_int(st, 2) != 0,
                                                        .won_at = NIL};
}

static enum err read_leads(struct ctx *cx, struct db *db, const struct zone *zone,
                           struct asset_book *b)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_outcome_leads, &st);

    if (!e) {
        db_bind_int(st, "from_at", b->period.from_at);
        db_bind_int(st, "until_at", b->period.until_at);
        e = db_collect(cx, st, sizeof(*b->leads), read_lead, &b->leads, &b->lead_count);
    }
    db_done(st);
    for (size_t i = 0; i < b->lead_count && !e; i++) {
        struct outcome_lead *l = &b->leads[i];
        int64_t day = day_of(zone, l->first_contact_at);
        l->until_at = l->first_contact_at == day_at(zone, day) ? day_at(zone, day + 1)
                                                               : l->first_contact_at + 1;
    }
    return e;
}

struct sale {
    int64_t contact, won, closed_at, amount;
};

static void read_sale(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct sale *)row = (struct sale){db_int(st, 0), db_int(st, 1), db_int(st, 2), db_int(st, 3)};
}

static void add_sale(struct asset_book *b, struct outcome_lead *l, const struct sale *s, size_t *n)
{
    int64_t *sum = s->won ? &l->revenue_minor : &l->pipeline_minor;

    if (s->amount != NIL)
        *sum = money_add(*sum, s->amount);
    if (!s->won)
        return;
    if (l->won_at == NIL || s->closed_at < l->won_at)
        l->won_at = s->closed_at;
    if (s->amount == NIL)
        return;
    if (!l->amount_n)
        l->amount_from = *n;
    b->amounts[(*n)++] = (double)s->amount;
    l->amount_n++;
}

static enum err read_sales(struct ctx *cx, struct db *db, struct asset_book *b)
{
    struct db_stmt *st = NULL;
    struct sale *all = NULL;
    size_t n = 0, amounts = 0;
    enum err e = db_begin(cx, db, &SQL_outcome_deals, &st);

    if (!e) {
        db_bind_text(st, "currency", b->currency);
        e = db_collect(cx, st, sizeof(*all), read_sale, &all, &n);
    }
    db_done(st);
    if (e)
        return e;
    b->amounts = arena_array(cx->arena, n + 1, sizeof(*b->amounts));
    if (!b->amounts)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        struct outcome_lead *l = found(b->leads, b->lead_count, sizeof(*b->leads), all[i].contact);
        if (l)
            add_sale(b, l, &all[i], &amounts);
    }
    return OK;
}

/* --- who met what ------------------------------------------------------------------------------------ */

/* Assets by one of their texts, and for each text of the touches where its run begins, plus one; 0: none has it. */
struct runs {
    const struct outcome_asset **list;
    size_t n;
    size_t *of_text;
};

static int by_path(const void *a, const void *b)
{
    return strcmp((*(const struct outcome_asset *const *)a)->path,
                  (*(const struct outcome_asset *const *)b)->path);
}

static int by_mark(const void *a, const void *b)
{
    return strcmp((*(const struct outcome_asset *const *)a)->mark,
                  (*(const struct outcome_asset *const *)b)->mark);
}

static const char *text_of(const struct outcome_asset *a, bool marks)
{
    return marks ? a->mark : a->path;
}

static size_t run_at(const struct runs *r, bool marks, const char *text)
{
    size_t low = 0, high = r->n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (strcmp(text_of(r->list[mid], marks), text) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->n && !strcmp(text_of(r->list[low], marks), text) ? low + 1 : 0;
}

static enum err runs_make(struct ctx *cx, const struct asset_book *b, const struct touch_book *t,
                          bool marks, struct runs *ret)
{
    struct runs r = {.list = arena_array(cx->arena, b->asset_count + 1, sizeof(*r.list)),
                     .of_text = arena_array(cx->arena, t->text_count + 1, sizeof(*r.of_text))};

    if (!r.list || !r.of_text)
        return fail_memory(cx);
    for (size_t i = 0; i < b->asset_count; i++)
        if (text_of(&b->assets[i], marks))
            r.list[r.n++] = &b->assets[i];
    if (r.n)
        qsort(r.list, r.n, sizeof(*r.list), marks ? by_mark : by_path);
    for (size_t i = 1; i < t->text_count && r.n; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *text = marks ? text_fold(cx->arena, t->texts[i]) : page_key(cx, t->texts[i]);
        if (!text)
            return fail_memory(cx);
        r.of_text[i] = run_at(&r, marks, text);
        arena_reset(cx->arena, mark);
    }
    *ret = r;
    return OK;
}

static void meet(struct asset_book *b, const struct outcome_lead *l, const struct outcome_asset *a)
{
    size_t place = (size_t)(a - b->assets);
    uint64_t *bits = b->bits + (size_t)(l - b->leads) * b->words;

    bits[place / BITS] |= UINT64_C(1) << place % BITS;
}

static bool has_page(const struct touch_book *t, const struct touch *x)
{
    const char *kind = t->texts[x->text[TOUCH_KIND]];

    return !strcmp(kind, "view") || !strcmp(kind, "first_contact");
}

static void met_by(struct ctx *cx, struct asset_book *b, const struct touch_book *t,
                   const struct touch *x, const struct runs *pages, const struct runs *marks)
{
    const struct outcome_lead *l = found(b->leads, b->lead_count, sizeof(*b->leads), x->contact);
    size_t page = pages->of_text[x->text[TOUCH_PATH]];
    size_t mark = marks->of_text[x->text[TOUCH_CONTENT]];

    if (!l || x->at_ms >= l->until_at || l->until_at - x->at_ms > DAYS_MS(ASSET_WINDOW_DAYS))
        return;
    for (size_t i = page; page && has_page(t, x) && i <= pages->n &&
                          !strcmp(pages->list[i - 1]->path, pages->list[page - 1]->path);
         i++)
        meet(b, l, pages->list[i - 1]);
    for (size_t i = mark;
         mark && i <= marks->n && !strcmp(marks->list[i - 1]->mark, marks->list[mark - 1]->mark);
         i++) {
        const char *campaign = marks->list[i - 1]->mark_campaign;
        struct arena_mark room = arena_mark(cx->arena);
        if (!campaign ||
            text_equal(campaign, text_fold(cx->arena, t->texts[x->text[TOUCH_CAMPAIGN]])))
            meet(b, l, marks->list[i - 1]);
        arena_reset(cx->arena, room);
    }
}

static enum err read_met(struct ctx *cx, struct db *db, struct fact_store *store,
                         struct asset_book *b)
{
    const struct touch_ask ask = {.until_ms = b->period.until_at, .pages = true};
    struct arena_mark mark = arena_mark(cx->arena); /* the bits are not in it */
    struct runs pages = {0}, marks = {0};
    struct touch_book t;
    enum err e;

    b->words = (b->asset_count + BITS - 1) / BITS;
    b->bits = calloc(b->lead_count * b->words + 1, sizeof(*b->bits));
    if (!b->bits)
        return fail_memory(cx);
    if (!b->asset_count || !b->lead_count)
        return OK;
    e = touch_book_read(cx, db, store, &ask, &t);
    if (e)
        return e;
    e = runs_make(cx, b, &t, false, &pages);
    if (!e)
        e = runs_make(cx, b, &t, true, &marks);
    for (size_t i = 0; i < t.n && !e; i++)
        met_by(cx, b, &t, &t.touches[i], &pages, &marks);
    touch_book_done(&t);
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

enum err asset_book_read(struct ctx *cx, struct db *db, struct fact_store *store, int64_t first,
                         int64_t last, struct asset_book *ret)
{
    const struct zone *zone = NULL;
    struct asset_book b = {0};
    enum err e = report_site(cx, db, &zone, &b.currency);

    *ret = b;
    if (e)
        return e;
    b.period = period_of_days(cx, zone, first, last);
    e = read_assets(cx, db, &b);
    if (!e)
        e = read_uses(cx, db, &b);
    if (!e)
        e = read_spend(cx, db, &b);
    if (!e)
        e = read_leads(cx, db, zone, &b);
    if (!e)
        e = read_sales(cx, db, &b);
    if (!e)
        e = read_met(cx, db, store, &b);
    for (size_t i = 0; i < b.asset_count && !e; i++)
        b.unmet += !b.assets[i].path && !b.assets[i].mark;
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e)
        asset_book_done(&b);
    *ret = b;
    return e;
}

void asset_book_done(struct asset_book *b)
{
    free(b->bits);
    b->bits = NULL;
}
