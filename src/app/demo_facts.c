/* demo_facts.c -- two years of visits: what each known person read, and crowds whom nobody knows.
 *
 * They are told as the tracker tells them, with browser, page that led here and what the address said; visits, channels, devices and
 * robots are then concluded by the same stages as anybody's.
 *
 * Known people are read from the database, so this can be done again after a kill: it gives the same events the same keys,
 * and the loader keeps each once. Who buys reads more than who does not, prices above all.
 *
 * Who is known by their visits has the row that says so (people/visitor_link.h); one in three who open the mailing come by it with
 * another browser. */
#include "app/demo_priv.h"

#include "facts/fact.h"
#include "people/lifecycle.h"

#include "demo_sql.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    EVENTS_MAX = 110000,
    VISITORS_A_DAY = 21,
    WAIT_MS = 20,
    RECEIVED_AFTER_MS = 350,
    RECEIVED_DAYS = 6,
    ROBOTS_PERMILLE = 35,
    TIES_MAX = 2 * DEMO_CONTACTS,
    TIES_AT_ONCE = 200
};

#define QUOTE_PAGE "/orcamento"

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

enum event_kind { EVENT_VIEW, EVENT_FORM, EVENT_DOWNLOAD, EVENT_ENGAGE };
static const char *const kind_names[] = {"view", "form", "download", "engage"};

struct event {
    int64_t at;
    int64_t subject, account, visitor;
    const char *path;
    int channel; /* of the visit */
    int number;  /* in which order it was drawn: its key */
    int64_t campaign;
    enum event_kind kind;
    bool robot, first; /* first: of its visit */
    int engaged_ms, scroll;
};

/* A visitor who is somebody known. */
struct tie {
    int64_t visitor, contact, at;
    const char *how;
};

struct drawing {
    struct demo *demo;
    struct event *events;
    int count;
    struct tie *ties;
    int tie_count;
    struct dice dice, reading; /* reading: of what tells buyers from others */
    const char *currency;
};

/* What the first page of a visit says of where it came from. */
static const struct coming {
    const char *referrer, *source, *medium, *campaign, *click;
    const char *contents[3]; /* of the pieces that lead here */
} comings[CHANNELS] = {
    [CHANNEL_SEARCH] = {"www.google.com.br/", NULL, NULL, NULL, NULL, {NULL}},
    [CHANNEL_PAID] = {"www.google.com.br/",
                      "google",
                      "cpc",
                      "ferramentas-de-corte",
                      "gclid",
                      {"anuncio-vida-util", "anuncio-48h", "anuncio-teste-de-corte"}},
    [CHANNEL_SOCIAL] = {"www.linkedin.com/feed", NULL, NULL, NULL, NULL, {NULL}},
    [CHANNEL_EMAIL] =
        {NULL, "boletim", "email", "boletim-mensal", NULL, {"topo", "artigo-tecnico", "rodape"}},
    [CHANNEL_REFERRAL] = {"www.cimm.com.br/portal/noticias", NULL, NULL, NULL, NULL, {NULL}},
    [CHANNEL_WEBINAR] =
        {NULL, "webinar", "webinar", "webinar-usinagem", NULL, {"convite", "gravacao", "convite"}},
    [CHANNEL_FAIRS] = {NULL, "feira", "qr", "estande", NULL, {NULL}},
};

/* By the visitor's number: most of a company's readers sit at a desk. */
static const struct reader {
    const char *agent, *language, *country;
    int screen, weight;
} readers[] = {
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36",
     "pt-BR", "BR", 1920, 34},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
     "pt-BR", "BR", 1366, 17},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "pt-BR",
     "BR", 1536, 6},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/18.1 Safari/605.1.15",
     "pt-BR", "BR", 1440, 6},
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Mobile Safari/537.36",
     "pt-BR", "BR", 412, 21},
    {"Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) "
     "SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
     "pt-BR", "BR", 384, 4},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
     "pt-BR", "BR", 393, 7},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/130.0.0.0 Safari/537.36",
     "es-AR", "AR", 1920, 2},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36",
     "pt-PT", "PT", 1920, 2},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36",
     "en-US", "US", 1512, 1},
};
static const char *const machines[] = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
     "+https://openai.com/gptbot)"),
};

/* By the visitor's number: most say what they are, the others are found out. */
static const struct machine {
    const char *reason; /* of robot.h */
    int64_t signs;
    const char *network;
    int weight;
} machine_kinds[] = {
    {"agent", 0, NULL, 62},
    {"datacentre", 0, "datacentre", 19},
    {"headless", SIGN_NO_WINDOW, NULL, 12},
    {"webdriver", SIGN_WEBDRIVER, NULL, 7},
};

static const struct machine *machine_of(int64_t visitor)
{
    int at = (int)(visitor % 100);
    const struct machine *m = machine_kinds;

    while (at >= m->weight)
        at -= m++->weight;
    return m;
}

static const struct reader *reader_of(int64_t visitor)
{
    int at = (int)(visitor % 100);
    const struct reader *r = readers;

    while (at >= r->weight)
        at -= r++->weight;
    return r;
}

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

/* How long the page was looked at, as told when it was left, which some browsers never tell. */
static void engage(struct drawing *w, struct event e, int stay)
{
    if (dice_chance(&w->dice, 150))
        return;
    e.kind = EVENT_ENGAGE;
    if (dice_chance(&w->dice, e.subject ? 150 : 480)) {
        e.engaged_ms = dice_between(&w->dice, 800, 9000); /* a glance */
        e.scroll = 5 * dice_below(&w->dice, 7);
    } else {
        e.engaged_ms = stay / 4 + dice_below(&w->dice, stay / 2);
        e.scroll = 10 + 5 * dice_below(&w->dice, 19);
    }
    add(w, e);
}

/* A visit: a few pages, minutes apart. */
static void visit(struct drawing *w, struct event e, int pages)
{
    for (int i = 0; i < pages; i++) {
        int stay = (int)SECONDS_MS(dice_between(&w->dice, 12, 210));
        if (i)
            e.path = some_page(w);
        e.kind = EVENT_VIEW;
        e.first = i == 0;
        add(w, e);
        e.first = false;
        e.at += stay;
        if (!e.robot)
            engage(w, e, stay);
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

/* From the prices to the page of quotes, and the form of it, or not. */
static void asks_for_quote(struct drawing *w, struct event e)
{
    static const char *const way[] = {"/precos", QUOTE_PAGE};

    for (size_t i = 0; i < COUNT_OF(way); i++) {
        int stay = (int)SECONDS_MS(dice_between(&w->dice, 20, 150));
        e.path = way[i];
        e.kind = EVENT_VIEW;
        e.first = i == 0;
        add(w, e);
        e.first = false;
        e.at += stay;
        engage(w, e, stay);
    }
    e.kind = EVENT_FORM;
    if (dice_chance(&w->dice, 640))
        add(w, e);
}

/* Before they ask for the first time, those who will buy read the cases, and those who will not the article that everybody shares. */
static void reads_before(struct drawing *w, struct event e, bool buys)
{
    static const struct {
        const char *path;
        int buyer, other; /* permille */
    } all[] = {{"/estudos-de-caso", 430, 80}, {"/blog/5s-na-ferramentaria", 30, 300}};

    e.kind = EVENT_VIEW;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        bool reads = dice_chance(&w->reading, buys ? all[i].buyer : all[i].other);
        e.path = all[i].path;
        if (reads)
            add(w, e);
        e.at += SECONDS_MS(9);
    }
}

/* The first time a visitor says who they are. */
static void tie(struct drawing *w, const struct event *e, const char *how)
{
    for (int i = w->tie_count; i > 0 && w->ties[i - 1].contact == e->subject; i--)
        if (w->ties[i - 1].visitor == e->visitor)
            return;
    if (w->ties && e->at < w->demo->today && w->tie_count < TIES_MAX)
        w->ties[w->tie_count++] = (struct tie){e->visitor, e->subject, e->at, how};
}

/* Of somebody who has come before: in another browser, when it is their mail that brings some of them. */
static struct event next_visit(const struct event *e)
{
    struct event next = *e;

    if (e->channel == CHANNEL_EMAIL && e->visitor % 3 == 0)
        next.visitor = (int64_t)(((uint64_t)e->visitor * UINT64_C(0x9E3779B97F4A7C15)) >> 1);
    return next;
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
                      .at = at},
                 next;

    e.path = demo_pages.all[0];
    for (int i = 0; db_text(st, 3) && i < demo_pages.n; i++)
        if (!strcmp(demo_pages.all[i], db_text(st, 3)))
            e.path = demo_pages.all[i];
    if (first != CHANNEL_FAIRS && first != CHANNEL_BLANK) {
        e.at = at - SECONDS_MS(dice_between(&w->dice, 40, 600));
        visit(w, e, dice_between(&w->dice, 1, 3));
        e.at = at - SECONDS_MS(20);
        reads_before(w, e, stage >= lifecycle_rank("customer"));
        e.at = at;
        e.kind = EVENT_FORM;
        add(w, e);
        tie(w, &e, "form");
    }
    again = dice_below(&w->dice, often[stage < 0 ? 0 : stage] + 1);
    e.campaign = 0;
    for (int i = 0; i < again; i++) {
        e.at += HOURS_MS(dice_skewed(&w->dice, 5, stage > 3 ? 500 : 900));
        e.channel = later[dice_below(&w->dice, (int)COUNT_OF(later))];
        e.path = stage > 3 && dice_chance(&w->dice, 300) ? "/precos" : some_page(w);
        next = next_visit(&e);
        tie(w, &next, "mail");
        visit(w, next, dice_between(&w->dice, 1, 5));
    }
    if (stage > 3 && dice_chance(&w->dice, 550)) {
        e.at += HOURS_MS(dice_between(&w->dice, 3, 60));
        tie(w, &e, "form");
        asks_for_quote(w, e);
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

struct tying {
    const struct drawing *of;
    int from;
};

static enum err write_ties_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct tying *t = arg;
    struct db_stmt *st = NULL;
    enum err e = OK;

    for (int i = t->from; i < t->of->tie_count && i < t->from + TIES_AT_ONCE && !e; i++) {
        const struct tie *x = &t->of->ties[i];
        e = db_begin(cx, db, &SQL_demo_visitor_link, &st);
        if (e)
            break;
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "visitor", x->visitor);
        db_bind_int(st, "contact", x->contact);
        db_bind_text(st, "how", x->how);
        db_bind_int(st, "linked_at", x->at);
        e = db_run(cx, st);
        db_done(st);
        st = NULL;
    }
    db_done(st);
    return e;
}

static enum err clear_ties_in(struct ctx *cx, struct db *db, void *arg)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_clear_visitor_links, &st);

    (void)arg;
    if (!e)
        e = db_run(cx, st);
    db_done(st);
    return e;
}

/* The events say it of themselves; these are the rows that they would follow. */
static enum err write_ties(struct ctx *cx, const struct drawing *w)
{
    struct tying t = {w, 0};
    enum err e = db_write(cx, w->demo->pool, clear_ties_in, NULL);

    for (; t.from < w->tie_count && !e; t.from += TIES_AT_ONCE) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = db_write(cx, w->demo->pool, write_ties_in, &t);
        if (!e)
            arena_reset(cx->arena, mark);
    }
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

/* Where it came from is said by its first page. */
static void tell_coming(struct ctx *cx, const struct event *e, struct fact *f)
{
    const struct coming *c = &comings[e->channel];

    f->referrer = c->referrer;
    f->source = c->source;
    f->medium = c->medium;
    f->campaign = c->campaign;
    f->content = c->contents[(uint64_t)(e->visitor ^ e->at) % COUNT_OF(c->contents)];
    if (!c->click)
        return;
    f->click = c->click;
    f->click_id = arena_print(cx->arena, "demo%016llx", (unsigned long long)(e->visitor ^ e->at));
}

static void tell_machine(const struct event *e, struct fact *f)
{
    const struct machine *m = machine_of(e->visitor);

    f->country = "US";
    f->robot = true;
    f->robot_reason = m->reason;
    f->signs = m->signs;
    if (m->network)
        f->network = m->network;
    if (strcmp(m->reason, "agent") == 0)
        f->agent = machines[e->visitor % (int)COUNT_OF(machines)];
}

/* Who is known was asked, and agreed to be. */
static void tell_reader(const struct event *e, struct fact *f)
{
    const struct reader *r = reader_of(e->visitor);

    f->agent = r->agent;
    f->language = r->language;
    f->country = r->country;
    f->screen = r->screen;
    f->consent = CONSENT_NECESSARY;
    if (e->subject)
        f->consent |= CONSENT_ANSWERED | CONSENT_PERFORMANCE | CONSENT_NAMED | CONSENT_STABLE;
    else if (e->visitor % 3 == 0)
        f->consent |= CONSENT_ANSWERED | CONSENT_PERFORMANCE | CONSENT_STABLE;
    if (e->robot)
        tell_machine(e, f);
}

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

/* On the day it happened, as far back as the loader knows keys again (FACT_KEY_DAYS); what is older came on the first of these days. Were
 * it received in its own year, a filling that is begun again would be taken for new. */
static int64_t received_at(const struct demo *d, const struct event *e)
{
    int64_t first = d->today - DAYS_MS(RECEIVED_DAYS);

    return e->at > first ? e->at : first;
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
    f.received_ms = received_at(w->demo, e) + RECEIVED_AFTER_MS;
    f.kind = kind_names[e->kind];
    f.subject = e->subject;
    f.account = e->account;
    f.visitor = e->visitor;
    f.path = e->path;
    f.host = "www.vertice.example";
    f.campaign_id = e->campaign;
    f.linked = e->subject && e->kind != EVENT_FORM;
    f.engaged_ms = e->engaged_ms;
    f.scroll = e->scroll;
    if (e->kind == EVENT_DOWNLOAD)
        f.props = arena_print(cx->arena, "{\"file\":\"%s\"}", strrchr(e->path, '/') + 1);
    if (e->kind == EVENT_FORM)
        f.props = strcmp(e->path, QUOTE_PAGE) == 0 ? "{\"form\":\"orcamento\"}"
                                                   : "{\"form\":\"contato\"}";
    if (e->first)
        tell_coming(cx, e, &f);
    tell_reader(e, &f);
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
    struct drawing w = {
        .demo = d, .dice = dice_of(d->seed, "facts"), .reading = dice_of(d->seed, "reading")};
    enum err e;

    w.events = arena_array(cx->arena, EVENTS_MAX, sizeof(w.events[0]));
    w.ties = arena_array(cx->arena, TIES_MAX, sizeof(w.ties[0]));
    if (!w.events || !w.ties)
        return fail_memory(cx);
    e = draw_known(cx, &w);
    if (!e)
        e = write_ties(cx, &w);
    if (e)
        return e;
    draw_unknown(&w);
    qsort(w.events, (size_t)w.count, sizeof(w.events[0]), by_time);
    e = append_all(cx, &w);
    if (!e)
        *ret_count = w.count;
    return e;
}
