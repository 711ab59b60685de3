/* history.c -- see history.h. */
#include "history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES = 600, CAMPAIGNS = 60, RETURNING = 40000, ROWS_MAX = 400000, BATCH = 60000 };

struct maker {
    struct history_options o;
    uint64_t dice;
    struct fact *facts;
    struct visit *visits;
    size_t fact_count, visit_count;
    int64_t last_id_ms, sequence;
    char pages[PAGES][48], campaigns[CAMPAIGNS][32];
    int64_t returning[RETURNING];
    struct history_made made;
    char (*click_ids)[64];
    size_t click_count;
};

static uint64_t dice_next(struct maker *m)
{
    m->dice ^= m->dice << 13;
    m->dice ^= m->dice >> 7;
    m->dice ^= m->dice << 17;
    return m->dice;
}

static int64_t below(struct maker *m, int64_t n)
{
    return (int64_t)(dice_next(m) >> 11) % n;
}

static bool chance(struct maker *m, int permille)
{
    return below(m, 1000) < permille;
}

/* Small numbers more often: the square of an even throw. */
static int64_t skewed(struct maker *m, int64_t n)
{
    int64_t x = below(m, 10000);

    return x * x / 10000 * n / 10000;
}

struct weighted {
    const char *a, *b, *c, *d;
    int weight;
};

/* channel, source, medium, referrer */
static const struct weighted comings[] = {
    {"organic_search", "google", "organic", "www.google.com.br/", 330},
    {"direct_traffic", "", "", "", 210},
    {"paid_search", "google", "cpc", "www.google.com/", 130},
    {"social", "linkedin", "social", "www.linkedin.com/feed", 60},
    {"social", "instagram", "social", "l.instagram.com/", 45},
    {"paid_social", "linkedin", "cpc", "www.linkedin.com/", 45},
    {"email", "boletim", "email", "", 70},
    {"organic_search", "bing", "organic", "www.bing.com/", 30},
    {"messaging", "whatsapp", "messaging", "web.whatsapp.com/", 20},
    {"ai_assistant", "chatgpt", "ai", "chatgpt.com/", 18},
    {"referral", "cimm", "referral", "www.cimm.com.br/portal", 20},
    {"shopping", "mercado livre", "shopping", "www.mercadolivre.com.br/", 10},
    {"display", "uol", "banner", "www.uol.com.br/", 12},
};

/* device, browser, system, agent */
static const struct weighted agents[] = {
    {"desktop", "Chrome", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/%d.0.0.0 Safari/537.36",
     420},
    {"desktop", "Edge", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/%d.0.0.0 Safari/537.36 Edg/121.0.0.0",
     140},
    {"desktop", "Firefox", "Windows",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%d.0) Gecko/20100101 Firefox/121.0", 40},
    {"desktop", "Safari", "macOS",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/%d.2 Safari/605.1.15",
     60},
    {"mobile", "Chrome", "Android",
     "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 "
     "Mobile Safari/537.36",
     230},
    {"mobile", "Safari", "iOS",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/%d.2 Mobile/15E148 Safari/604.1",
     90},
    {"tablet", "Safari", "iPadOS",
     "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/%d.6 Mobile/15E148 Safari/604.1",
     20},
};
enum { AGENT_VERSIONS = 24 };

static const struct weighted *pick(struct maker *m, const struct weighted *list, size_t n)
{
    int64_t all = 0, at;

    for (size_t i = 0; i < n; i++)
        all += list[i].weight;
    at = below(m, all);
    while (at >= list->weight)
        at -= list++->weight;
    return list;
}

/* As id_next() makes them: a moment, node 1, a number within the moment. */
static int64_t id_at(struct maker *m, int64_t ms)
{
    int64_t since = ms - INT64_C(1577836800000);

    m->sequence = since == m->last_id_ms ? m->sequence + 1 : 0;
    m->last_id_ms = since;
    return since << 22 | INT64_C(1) << 12 | (m->sequence & 4095);
}

static struct fact *fact_add(struct maker *m, const struct visit *v, const char *kind,
                             int64_t at_ms, const char *path)
{
    struct fact *f;

    must(m->fact_count < ROWS_MAX);
    f = &m->facts[m->fact_count++];
    *f = fact_nothing();
    f->site = v->site;
    f->at_ms = at_ms;
    f->received_ms = at_ms + below(m, 3);
    f->kind = kind;
    f->visitor = v->visitor;
    f->path = path;
    f->host = v->host;
    f->robot = v->robot;
    f->subject = v->subject;
    f->account = v->account;
    f->linked = v->linked;
    /* Until ids are given: which visit of the day. */
    f->visit = (int64_t)m->visit_count;
    return f;
}

static void add_pages(struct maker *m, struct visit *v)
{
    int64_t pages = 1 + (chance(m, 470) ? skewed(m, 9) : 0), at = v->started_ms;

    for (int64_t i = 0; i < pages; i++) {
        const char *path = m->pages[skewed(m, PAGES) * skewed(m, 1000) / 1000];
        int64_t stay = 2000 + skewed(m, 240000);
        struct fact *f = fact_add(m, v, "view", at, path);
        visit_add(v, f);
        if (!v->robot && chance(m, 880)) {
            f = fact_add(m, v, "engage", at + stay, path);
            f->engaged_ms = stay / 3 + below(m, stay / 2);
            f->scroll = below(m, 21) * 5;
            visit_add(v, f);
        }
        if (!v->robot && chance(m, 25)) {
            f = fact_add(m, v,
                         chance(m, 300)   ? "form"
                         : chance(m, 500) ? "download"
                                          : "outbound",
                         at + stay / 2, path);
            f->props = chance(m, 500) ? "{\"file\":\"catalogo.pdf\"}" : "{\"form\":\"contato\"}";
            visit_add(v, f);
        }
        at += stay;
    }
}

static void add_source(struct maker *m, struct visit *v)
{
    const struct weighted *from = pick(m, comings, COUNT_OF(comings));

    v->channel = from->a;
    v->source = from->b;
    v->medium = from->c;
    v->referrer = from->d;
    if (strcmp(from->c, "cpc") == 0 || strcmp(from->c, "email") == 0) {
        v->campaign = m->campaigns[skewed(m, CAMPAIGNS)];
        v->tagged = true;
    }
    if (strcmp(from->c, "cpc") == 0 && strcmp(from->b, "google") == 0) {
        char *id = m->click_ids[m->click_count++];
        for (size_t i = 0; i < 60; i++)
            id[i] =
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[below(m, 64)];
        id[60] = '\0';
        v->click = "gclid";
        v->click_id = id;
    }
}

static void add_device(struct maker *m, struct visit *v)
{
    static const char *const countries[] = {"BR", "BR", "BR", "BR", "BR", "BR", "BR",
                                            "BR", "BR", "PT", "US", "AR", "DE", "MX"};
    static const int64_t widths[] = {1920, 1366, 1536, 1440, 1280, 2560};
    static const int64_t narrow[] = {360, 384, 390, 393, 412, 414};
    static char text[COUNT_OF(agents)][AGENT_VERSIONS][200];
    const struct weighted *a = pick(m, agents, COUNT_OF(agents));
    int version = (int)skewed(m, AGENT_VERSIONS);
    char *agent = text[a - agents][version];

    if (!agent[0]) {
        const char *at = strchr(a->d, '%');
        (void)snprintf(agent, sizeof(text[0][0]), "%.*s%d%s", (int)(at - a->d), a->d, 121 - version,
                       at + 2);
    }
    v->device = a->a;
    v->browser = a->b;
    v->os = a->c;
    v->agent = agent;
    v->browser_version = version < 12 ? "121.0" : "109.0";
    v->os_version = "10.0";
    v->country = countries[below(m, COUNT_OF(countries))];
    v->language = strcmp(v->country, "BR") == 0 || chance(m, 300) ? "pt-BR" : "en-US";
    v->screen = strcmp(v->device, "desktop") == 0
                    ? widths[below(m, COUNT_OF(widths))] - below(m, 20)
                    : narrow[below(m, COUNT_OF(narrow))];
}

static void add_visit(struct maker *m, int64_t started_ms)
{
    struct fact first = fact_nothing();
    struct visit v;
    int64_t who = skewed(m, RETURNING);

    first.site = m->o.site;
    first.at_ms = started_ms;
    v = visit_new(&first);
    v.stable = chance(m, 350);
    if (!v.stable || !m->returning[who])
        m->made.visitors++;
    if (v.stable && !m->returning[who])
        m->returning[who] = (int64_t)(dice_next(m) >> 1);
    v.visitor = v.stable ? m->returning[who] : (int64_t)(dice_next(m) >> 1);
    v.host = "www.norte.example";
    v.consent =
        v.stable ? CONSENT_ANSWERED | CONSENT_PERFORMANCE | CONSENT_STABLE : CONSENT_NECESSARY;
    if (v.stable && who % 25 == 0) {
        v.subject = 1000 + who;
        v.account = 100 + who % 700;
        v.linked = true;
    }
    v.robot = chance(m, 30);
    v.robot_reason = v.robot ? "agent" : "";
    add_source(m, &v);
    add_device(m, &v);
    if (v.robot)
        v.agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    add_pages(m, &v);
    m->visits[m->visit_count++] = v;
}

static int by_time(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;

    if (x->received_ms != y->received_ms)
        return x->received_ms < y->received_ms ? -1 : 1;
    return x->visit < y->visit ? -1 : x->visit > y->visit;
}

/* In the order of receipt; a visit's id is that of its first fact. */
static void give_ids(struct maker *m)
{
    qsort(m->facts, m->fact_count, sizeof(*m->facts), by_time);
    for (size_t i = 0; i < m->fact_count; i++) {
        struct fact *f = &m->facts[i];
        struct visit *v = &m->visits[f->visit];
        f->id = id_at(m, f->received_ms);
        f->key_hi = (int64_t)(dice_next(m) >> 1);
        f->key_lo = (int64_t)(dice_next(m) >> 1);
        if (!v->id)
            v->id = f->id;
        f->visit = v->id;
    }
}

/* Of each day, in order of receipt as they are. */
static size_t count_fates(const struct maker *m, struct store_outcome *to)
{
    size_t n = 0;

    for (size_t i = 0; i < m->fact_count; i++) {
        int64_t day = m->facts[i].received_ms / DAYS_MS(1);
        if (n == 0 || to[n - 1].day != day) {
            to[n++] = (struct store_outcome){m->o.site, day, FATE_HUMAN, "", 0};
            to[n++] = (struct store_outcome){m->o.site, day, FATE_ROBOT, "", 0};
        }
        to[n - 2 + m->facts[i].robot].count++;
    }
    return n;
}

static void append(struct ctx *cx, struct maker *m, struct fact_store *store)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct store_outcome *outcomes =
        arena_array(cx->arena, (size_t)m->o.days * 4, sizeof(*outcomes));
    struct store_batch b = {.follower = "loader",
                            .facts = m->facts,
                            .count = m->fact_count,
                            .visits = m->visits,
                            .visit_count = m->visit_count,
                            .outcomes = outcomes};

    must(outcomes != NULL);
    give_ids(m);
    b.outcome_count = count_fates(m, outcomes);
    must(store_position(cx, store, "loader", &b.from) == OK);
    b.to = b.from + (int64_t)m->fact_count;
    must(store_append(cx, store, &b) == OK);
    m->made.events += (int64_t)m->fact_count;
    m->made.visits += (int64_t)m->visit_count;
    m->fact_count = m->visit_count = m->click_count = 0;
    arena_reset(cx->arena, mark);
}

static void name_pages(struct maker *m)
{
    static const char *const parts[] = {"blog", "catalogo", "casos", "ferramentas", "suporte"};

    for (int i = 0; i < PAGES; i++)
        (void)snprintf(m->pages[i], sizeof(m->pages[i]), i ? "/%s/artigo-%03d-do-site" : "/",
                       parts[i % 5], i);
    for (int i = 0; i < CAMPAIGNS; i++)
        (void)snprintf(m->campaigns[i], sizeof(m->campaigns[i]), "2025-%02d-campanha-%d",
                       i % 12 + 1, i);
}

struct history_made history_fill(struct ctx *cx, struct fact_store *store,
                                 const struct history_options *o)
{
    /* Parts of a hundred of a day's visits in each hour, and of a week's on each day. */
    static const int hours[24] = {5,  3,  2,  2,  2,  4,  10, 25, 60, 75, 80, 70,
                                  50, 65, 80, 78, 70, 55, 35, 25, 22, 20, 15, 10};
    static const int week[7] = {100, 60, 35, 120, 130, 130, 125}; /* 1970-01-01 was a Thursday */
    struct maker *m = calloc(1, sizeof(*m));
    double events_a_visit = 4.0, all = 0;
    struct history_made made;

    must(m != NULL);
    m->o = *o;
    m->dice = o->seed | 1;
    m->facts = calloc(ROWS_MAX, sizeof(*m->facts));
    m->visits = calloc(ROWS_MAX, sizeof(*m->visits));
    m->click_ids = calloc(ROWS_MAX, sizeof(*m->click_ids));
    must(m->facts && m->visits && m->click_ids);
    name_pages(m);
    for (int day = 0; day < o->days; day++)
        all += (double)week[(o->end_ms / DAYS_MS(1) - o->days + day) % 7] *
               (1 + (double)day / o->days);
    for (int day = 0; day < o->days; day++) {
        int64_t start = o->end_ms - DAYS_MS(o->days - day);
        double share = (double)week[start / DAYS_MS(1) % 7] * (1 + (double)day / o->days) / all;
        int64_t visits = (int64_t)((double)o->events / events_a_visit * share);
        for (int64_t i = 0; i < visits;) {
            int64_t ms = below(m, DAYS_MS(1));
            if (below(m, 80) < hours[(ms / HOURS_MS(1) + 21) % 24]) {
                add_visit(m, start + ms);
                i++;
            }
        }
        if (m->fact_count >= BATCH || day == o->days - 1)
            append(cx, m, store);
        if (m->made.events) /* hold to the number asked for */
            events_a_visit = (double)m->made.events / (double)m->made.visits;
    }
    made = m->made;
    free(m->facts);
    free(m->visits);
    free(m->click_ids);
    free(m);
    return made;
}
