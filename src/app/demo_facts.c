/* demo_facts.c -- two years of visits: what each known person read, and crowds whom nobody knows.
 *
 * Known people are read from the database, so this can be done again after a kill: it gives the same events the same keys,
 * and the loader keeps each once. Who buys reads more than who does not, prices above all. */
#include "app/demo_priv.h"

#include "facts/fact.h"
#include "people/lifecycle.h"

#include "demo_sql.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS_MAX = 100000, VISITORS_A_DAY = 21, WAIT_MS = 20, ROBOTS_PERMILLE = 35 };

static const char *const site_pages[] = {"/",
                                         "/precos",
                                         "/contato",
                                         "/sobre",
                                         "/entrega-em-48-horas",
                                         "/catalogo/insertos",
                                         "/catalogo/brocas",
                                         "/teste-de-corte"};
static const char *const files[] = {"/arquivos/tabela-de-parametros.pdf", "/arquivos/catalogo.pdf",
                                    "/arquivos/guia-parada-programada.pdf"};

enum event_kind { EVENT_VIEW, EVENT_FORM, EVENT_DOWNLOAD };
static const char *const kind_names[] = {"view", "form", "download"};

struct event {
    int64_t at;
    int64_t subject, account, visitor;
    const char *path;
    int channel; /* of the visit */
    int number;  /* in which order it was drawn: its key */
    int64_t campaign;
    enum event_kind kind;
    bool robot;
};

struct drawing {
    struct demo *demo;
    struct event *events;
    int count;
    struct dice dice;
    const char *currency;
};

static const struct {
    const char *source, *medium;
} sources[CHANNELS] = {
    [CHANNEL_SEARCH] = {"google", "organic"},
    [CHANNEL_PAID] = {"google", "cpc"},
    [CHANNEL_SOCIAL] = {"linkedin", "paid_social"},
    [CHANNEL_EMAIL] = {"boletim", "email"},
    [CHANNEL_REFERRAL] = {"parceiro", "referral"},
    [CHANNEL_WEBINAR] = {"webinar", "event"},
    [CHANNEL_FAIRS] = {"feira", "qr"},
};

static void add(struct drawing *w, struct event e)
{
    if (w->count == EVENTS_MAX || e.at >= w->demo->today)
        return;
    e.number = w->count;
    w->events[w->count++] = e;
}

static const char *some_page(struct drawing *w)
{
    return dice_chance(&w->dice, 520) ? demo_pages.all[dice_below(&w->dice, demo_pages.n)]
                                      : site_pages[dice_below(&w->dice, (int)COUNT_OF(site_pages))];
}

/* A visit: a few pages, minutes apart. */
static void visit(struct drawing *w, struct event e, int pages)
{
    for (int i = 0; i < pages; i++) {
        if (i)
            e.path = some_page(w);
        e.kind = EVENT_VIEW;
        add(w, e);
        e.at += SECONDS_MS(dice_between(&w->dice, 12, 210));
    }
    if (!e.robot && dice_chance(&w->dice, e.subject ? 95 : 12)) {
        e.kind = EVENT_DOWNLOAD;
        e.path = files[dice_below(&w->dice, (int)COUNT_OF(files))];
        add(w, e);
    }
}

/* --- people we know ------------------------------------------------------------------------------ */

static int channel_of(const char *key)
{
    for (int i = 0; key && i < CHANNELS; i++)
        if (demo_channels[i].key && !strcmp(demo_channels[i].key, key))
            return i;
    return CHANNEL_BLANK;
}

static void visits_of(struct drawing *w, const struct db_stmt *st)
{
    /* How often someone comes again, by how far they got. */
    static const int often[] = {1, 3, 6, 9, 11, 14, 16, 18};
    static const int later[] = {CHANNEL_DIRECT, CHANNEL_EMAIL, CHANNEL_SEARCH, CHANNEL_DIRECT};
    int stage = lifecycle_rank(db_text(st, 6)), first = channel_of(db_text(st, 2)), again;
    int64_t at = db_int(st, 4), account = db_int(st, 1);
    struct event e = {.subject = db_int(st, 0),
                      .account = account == NIL ? 0 : account,
                      .visitor = (int64_t)(dice_next(&w->dice) >> 1),
                      .channel = first,
                      .campaign = db_int(st, 5) == NIL ? 0 : db_int(st, 5),
                      .at = at};

    e.path = demo_pages.all[0];
    for (int i = 0; db_text(st, 3) && i < demo_pages.n; i++)
        if (!strcmp(demo_pages.all[i], db_text(st, 3)))
            e.path = demo_pages.all[i];
    if (first != CHANNEL_FAIRS && first != CHANNEL_BLANK) {
        e.at = at - SECONDS_MS(dice_between(&w->dice, 40, 600));
        visit(w, e, dice_between(&w->dice, 1, 3));
        e.at = at;
        e.kind = EVENT_FORM;
        add(w, e);
    }
    again = dice_below(&w->dice, often[stage < 0 ? 0 : stage] + 1);
    e.campaign = 0;
    for (int i = 0; i < again; i++) {
        e.at += HOURS_MS(dice_skewed(&w->dice, 5, stage > 3 ? 500 : 900));
        e.channel = later[dice_below(&w->dice, (int)COUNT_OF(later))];
        e.path = stage > 3 && dice_chance(&w->dice, 300) ? "/precos" : some_page(w);
        visit(w, e, dice_between(&w->dice, 1, 5));
    }
}

static enum err draw_known(struct ctx *cx, struct drawing *w)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, w->demo->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_demo_people, &st);
    while (!e && !(e = db_step(cx, st, &row)) && row)
        visits_of(w, st);
    db_done(st);
    db_return(db);
    return e;
}

/* --- people nobody knows --------------------------------------------------------------------------- */

static void draw_unknown(struct drawing *w)
{
    static const int shares[CHANNELS] = {390, 170, 190, 40, 35, 140, 10, 5, 20, 0};

    for (int day = 0; day < DEMO_DAYS; day++) {
        int visitors = VISITORS_A_DAY * (540 + 460 * day / DEMO_DAYS) / 1000;
        for (int i = 0; i < visitors * 2; i++) {
            struct event e = {.at = demo_moment(w->demo, &w->dice, day)};
            if (e.at < 0)
                continue;
            e.visitor = (int64_t)(dice_next(&w->dice) >> 1);
            e.robot = dice_chance(&w->dice, ROBOTS_PERMILLE);
            e.channel = dice_weighted(&w->dice, shares, CHANNELS);
            e.path = some_page(w);
            visit(w, e, (int)dice_skewed(&w->dice, 1, 8));
        }
    }
}

/* --- into the journal ------------------------------------------------------------------------------ */

static int by_time(const void *x, const void *y)
{
    const struct event *a = x, *b = y;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->number - b->number;
}

struct answers {
    atomic_llong done, failed;
};

static void answered(void *arg, enum err e, int64_t position)
{
    struct answers *a = arg;

    (void)position;
    if (e)
        atomic_fetch_add(&a->failed, 1);
    atomic_fetch_add(&a->done, 1);
}

static struct fact fact_of(struct ctx *cx, const struct drawing *w, const struct event *e)
{
    struct dice key = dice_of(w->demo->seed, "keys");
    struct fact f = fact_nothing();

    f.id = id_next(cx);
    f.key_hi = (int64_t)(dice_next(&key) >> 1) ^ cx->site;
    f.key_lo = e->number + 1;
    f.site = cx->site;
    f.at_ms = e->at;
    f.received_ms = ctx_now(cx);
    f.kind = kind_names[e->kind];
    f.subject = e->subject;
    f.account = e->account;
    f.visitor = e->visitor;
    f.path = e->path;
    f.channel = demo_channels[e->channel].key;
    f.source = sources[e->channel].source;
    f.medium = sources[e->channel].medium;
    f.campaign_id = e->campaign;
    f.robot = e->robot;
    return f;
}

/* Wait until the journal has written something. */
static void wait(struct journal *j, uint64_t *wakes)
{
    (void)journal_wait(j, journal_end(j) + 1, WAIT_MS, wakes);
}

static enum err append(struct ctx *cx, struct journal *j, const struct fact *f, struct answers *a,
                       int64_t *sent)
{
    unsigned char bytes[FACT_RECORD_MAX];
    uint64_t wakes = 0;
    size_t n = 0;
    enum err e = fact_encode(cx, f, bytes, &n);

    if (e)
        return e;
    while ((e = journal_append_async(j, bytes, n, answered, a)) == ERR_BUSY &&
           atomic_load(&a->done) < *sent)
        wait(j, &wakes);
    if (e)
        return fail(cx, e, "facts.busy", NULL);
    (*sent)++;
    return OK;
}

static enum err append_all(struct ctx *cx, const struct drawing *w)
{
    const struct demo_options *o = w->demo->options;
    struct answers answers = {0};
    uint64_t wakes = 0;
    int64_t sent = 0;
    enum err e = OK;

    for (int i = 0; i < w->count && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct fact f = fact_of(cx, w, &w->events[i]);
        e = append(cx, o->journal, &f, &answers, &sent);
        arena_reset(cx->arena, mark);
        if (!e && o->progress && i % 10000 == 0)
            e = o->progress(cx, o->arg, 72 + 27 * i / w->count);
    }
    while (atomic_load(&answers.done) < sent)
        wait(o->journal, &wakes);
    if (!e && atomic_load(&answers.failed))
        e = fail(cx, ERR_BUSY, "facts.disk", NULL);
    return e;
}

enum err demo_facts(struct ctx *cx, struct demo *d, int64_t *ret_count)
{
    struct drawing w = {.demo = d, .dice = dice_of(d->seed, "facts")};
    enum err e;

    w.events = arena_array(cx->arena, EVENTS_MAX, sizeof(w.events[0]));
    if (!w.events)
        return fail_memory(cx);
    e = draw_known(cx, &w);
    if (e)
        return e;
    draw_unknown(&w);
    qsort(w.events, (size_t)w.count, sizeof(w.events[0]), by_time);
    e = append_all(cx, &w);
    if (!e)
        *ret_count = w.count;
    return e;
}
