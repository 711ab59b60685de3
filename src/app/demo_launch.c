/* demo_launch.c -- what the campaigns of the demonstration are made of and how they went: assets, channels, checked items, start
 * and end; the hours that were worked, the month that promised too much, and the other dates of the plan.
 *
 * A campaign is written as an idea with its plan (demo_plan.c) and goes its way here, so that the log of its states has the days on
 * which they changed.
 */
#include "app/demo_plan_words.h"
#include "app/demo_priv.h"

#include "base/text.h"
#include "strategy/asset.h"
#include "strategy/budget_month.h"
#include "strategy/campaign.h"
#include "strategy/channel.h"
#include "strategy/checklist.h"
#include "strategy/hours_line.h"
#include "strategy/plan_event.h"

enum { FAIR_MONTH = 3 };

/* --- words */

static const struct {
    const char *page, *source, *medium, *content, *cta, *why_ended;
} makings[PLAN_CAMPAIGNS] = {
    {"/teste-de-corte", "google", "cpc", "torneamento", "Peça um teste de corte", NULL},
    {"/indique", "indicacao", "referral", NULL, "Indique uma fábrica", NULL},
    {"/calculadora", "google", "organic", NULL, "Calcule a vida útil", NULL},
    {"/webinar-parada", "convite", "webinar", NULL, "Garanta seu lugar", NULL},
    {"/autopecas", "linkedin", "social", NULL, "Veja o caso",
     "Em 17 semanas, nenhum comitê completo. A verba foi para o teste de corte."},
    {"/feira", "feira", "offline", NULL, "Visite o estande C14", NULL},
    {"/boletim", "boletim", "email", NULL, NULL, NULL},
    {"/casos-autopecas", NULL, NULL, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL}};

/* Pages that the visits of demo_facts.c see, and words that links by which people come say. */
static const struct {
    const char *name, *kind, *state, *path, *mark, *stage, *topic, *format, *notes;
    int due;      /* days from today */
    int campaign; /* of the plan in force; -1: none yet */
} assets[DEMO_ASSETS] = {
    {"Anúncio: teste de corte em torneamento", "ad", "ready", "/anuncios/torneamento",
     "anuncio-teste-de-corte", "decision", "teste de corte", "anúncio de texto", NULL, -560, 0},
    {"Página do teste de corte", "page", "ready", "/teste-de-corte", NULL, "decision",
     "teste de corte", NULL, NULL, -565, 0},
    {"Página de indicação", "page", "ready", "/indique", NULL, "retention", "indicação", NULL, NULL,
     -215, 1},
    {"E-mail de agradecimento a quem indica", "mail", "draft", NULL, NULL, "retention", "indicação",
     NULL, "Falta o texto do crédito.", 6, 1},
    {"Calculadora de vida útil", "page", "ready", "/calculadora-de-vida-util", NULL,
     "consideration", "custo por peça", "ferramenta de cálculo", NULL, -610, 2},
    {"Artigo: 5S na ferramentaria", "article", "ready", "/blog/5s-na-ferramentaria", NULL,
     "awareness", "organização", NULL, "O mais lido, e o que menos vende.", -590, -1},
    {"Artigo: parada programada", "article", "ready", "/blog/parada-programada", NULL, "awareness",
     "parada programada", NULL, NULL, -575, 3},
    {"Slides do webinar", "deck", "ready", "/webinar-parada/slides", "gravacao", "consideration",
     "parada programada", NULL, NULL, -121, 3},
    {"Vídeo LinkedIn: comitê de autopeças", "video", "retired", "/videos/autopecas", NULL,
     "awareness", "autopeças", "vertical, 45 s", "Muitos cliques, nenhum comitê.", -192, 4},
    {"Painel do estande", "image", "ready", "/feira/painel", NULL, "awareness", "feira",
     "3 × 2,5 m", NULL, -118, 5},
    {"Modelo do boletim", "mail", "ready", "/boletim/modelo", "artigo-tecnico", "consideration",
     "custo por peça", NULL, NULL, -62, 6},
    {"Estudos de caso", "page", "ready", "/estudos-de-caso", NULL, "decision", "autopeças", NULL,
     NULL, -600, -1},
    {"Caso em vídeo: Metalforte", "case", "ready", "/casos/metalforte", NULL, "decision",
     "autopeças", "vídeo de 3 min", NULL, -4, 7},
    {"Caso em vídeo: Serra Azul", "case", "draft", NULL, NULL, "decision", "autopeças",
     "vídeo de 3 min", "Falta a aprovação do cliente.", 8, 7},
    {"Comparativo com a pastilha importada", "document", "wanted", NULL, NULL, "decision",
     "custo por peça", "PDF de duas páginas", "Pedido por vendas em três negócios.", 24, -1},
    {"Guia: como pedir um teste de corte", "document", "wanted", NULL, NULL, "consideration",
     "teste de corte", "PDF", NULL, 41, -1},
    {"Depoimento do comprador da Vale do Aço", "case", "wanted", NULL, NULL, "decision",
     "autopeças", "texto", NULL, 60, -1},
};

static const struct {
    const char *name, *kind, *notes;
    int from, to;          /* days from today; to 0: one day */
    int channel, audience; /* -1: none */
} events[] = {
    {"Webinar: vida útil sem susto", "webinar", NULL, 17, 0, 5, 0},
    {"Expo Ferramentas", "fair", "Estande C14; montagem na véspera.", 33, 36, 6, 1},
    {"Lançamento da linha Aurora 7", "release", NULL, 52, 0, -1, 0},
    {"Reunião de revisão do plano", "meeting", "Marketing e vendas.", 9, 0, -1, -1},
    {"Férias coletivas dos clientes", "holiday", "Poucas respostas; nada de lançar.", 24, 31, -1,
     1},
    {"Boletim: custo por peça", "publication", NULL, 5, 0, 3, -1},
    {"Feira da Mecânica", "fair", NULL, -115, -112, 6, 1},
};

/* Items that somebody ticked. */
static const struct {
    int campaign, channel;
    const char *item;
    int days_ago;
} ticks[] = {
    {0, 1, "paid_promise", 153},    {0, 1, "paid_cap", 152},     {1, 4, "referral_terms", 213},
    {1, 4, "referral_ask", 213},    {2, 0, "search_answer", 96}, {2, 0, "phone_screen", 96},
    {3, 5, "event_rehearsal", 121}, {3, 5, "follow_up", 121},    {7, 8, "story_number", 3},
};

void demo_campaign_makings(struct ctx *cx, int plan, int row, struct campaign *c)
{
    if (plan || !makings[row].page)
        return;
    c->landing_url = arena_print(cx->arena, "https://%s%s", DEMO_MAIL_DOMAIN, makings[row].page);
    c->utm_source = makings[row].source;
    c->utm_medium = makings[row].medium;
    c->utm_content = makings[row].content;
    c->cta = makings[row].cta;
}

/* --- rows */

typedef enum err write_row(struct ctx *cx, struct db *db, struct demo *d, int row);

static const char *day_from(struct ctx *cx, const struct demo *d, int days)
{
    return demo_date(cx, d, d->today + DAYS_MS(days) + HOURS_MS(12));
}

static int64_t reference(const int64_t *ids, int row)
{
    return row < 0 ? NIL : ids[row];
}

static enum err write_event(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    struct plan_event *x = model_new(cx, &plan_event_model);

    if (!x)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(130) + MINUTES_MS(row * 31);
    x->plan = d->plans[0];
    x->name = events[row].name;
    x->kind = events[row].kind;
    x->notes = events[row].notes;
    x->starts_on = day_from(cx, d, events[row].from);
    x->ends_on = events[row].to ? day_from(cx, d, events[row].to) : NULL;
    x->channel = reference(d->channels[0], events[row].channel);
    x->audience = reference(d->audiences[0], events[row].audience);
    return model_add(cx, db, &plan_event_model, x);
}

static enum err write_asset(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    struct marketing_asset *x = model_new(cx, &marketing_asset_model);
    enum err e;

    if (!x)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(assets[row].due < -7 ? -assets[row].due : 7) + MINUTES_MS(row);
    x->name = assets[row].name;
    x->kind = assets[row].kind;
    x->state = assets[row].state;
    x->owner = d->team[row % 3];
    if (assets[row].path)
        x->url = arena_print(cx->arena, "https://%s%s", DEMO_MAIL_DOMAIN, assets[row].path);
    x->utm_content = assets[row].mark;
    x->due_on = day_from(cx, d, assets[row].due);
    x->funnel_stage = assets[row].stage;
    x->topic = assets[row].topic;
    x->format = assets[row].format;
    x->notes = assets[row].notes;
    e = model_add(cx, db, &marketing_asset_model, x);
    d->assets[row] = x->record.id;
    return e;
}

static enum err write_use(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    struct campaign_asset *x;

    if (assets[row].campaign < 0)
        return OK;
    x = model_new(cx, &campaign_asset_model);
    if (!x)
        return fail_memory(cx);
    x->campaign = d->campaigns[assets[row].campaign];
    x->asset = d->assets[row];
    return model_add(cx, db, &campaign_asset_model, x);
}

static enum err write_tick(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    struct checklist_tick *x = model_new(cx, &checklist_tick_model);

    if (!x)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(ticks[row].days_ago) + HOURS_MS(10) + MINUTES_MS(row * 7);
    cx->actor = d->team[row % 3];
    x->campaign = d->campaigns[ticks[row].campaign];
    x->channel = d->channels[0][ticks[row].channel];
    x->item = ticks[row].item;
    return model_add(cx, db, &checklist_tick_model, x);
}

static enum err change_state(struct ctx *cx, struct db *db, int64_t id, const char *state,
                             const char *reason)
{
    void *found = NULL;
    struct campaign *c;
    enum err e = model_get(cx, db, &campaign_model, id, &found);

    if (e)
        return e;
    c = found;
    c->state = state;
    c->stop_reason = reason;
    return model_change(cx, db, &campaign_model, c);
}

/* The course of a campaign of the plan in force: it started, and some have ended. */
static enum err write_course(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    const struct campaign_text *t = &demo_campaigns[0][row];
    bool ended = text_equal(t->state, "done") || text_equal(t->state, "stopped");
    enum err e = OK;

    cx->actor = d->team[row % 2];
    d->now = d->today + DAYS_MS(t->from_day) + HOURS_MS(9);
    if (ended || text_equal(t->state, "running"))
        e = change_state(cx, db, d->campaigns[row], "running", NULL);
    if (text_equal(t->state, "ready")) {
        d->now = d->today - DAYS_MS(2);
        e = change_state(cx, db, d->campaigns[row], "ready", NULL);
    }
    if (!e && ended) {
        d->now = d->today + DAYS_MS(t->to_day) + HOURS_MS(18);
        e = change_state(cx, db, d->campaigns[row], t->state, makings[row].why_ended);
    }
    return e;
}

/* The test of cuts runs in searches too, and the referral by mail. */
static enum err write_further(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    static const int of[2][2] = {{0, 0}, {1, 3}};
    struct campaign_channel *x = model_new(cx, &campaign_channel_model);

    if (!x)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(140 - row);
    x->campaign = d->campaigns[of[row][0]];
    x->channel = d->channels[0][of[row][1]];
    return model_add(cx, db, &campaign_channel_model, x);
}

/* A month of a channel, when it is not still to come. */
static enum err write_hours(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    int channel = row / DEMO_MONTHS, month = row % DEMO_MONTHS;
    int64_t begins = demo_month_start(d, month), ends = demo_month_start(d, month + 1);
    struct dice dice = dice_of(d->seed + (uint64_t)row, "hours");
    int hours = demo_budget_hours(channel, month);
    struct hours_line *x;

    if (begins >= d->today || !hours)
        return OK;
    x = model_new(cx, &hours_line_model);
    if (!x)
        return fail_memory(cx);
    d->now = ends < d->today ? ends : d->today;
    x->channel = d->channels[0][channel];
    x->month = demo_month_date(cx, d, month, 1);
    x->owner = d->team[channel % 3];
    x->hours = hours * dice_between(&dice, 78, 112) / 100;
    if (ends > d->today)
        x->hours = x->hours * ((d->today - begins) / DAYS_MS(1)) / 31;
    return model_add_quietly(cx, db, &hours_line_model, x);
}

static enum err write_reason(struct ctx *cx, struct db *db, struct demo *d, int row)
{
    struct budget_month *x = model_new(cx, &budget_month_model);

    (void)row;
    if (!x)
        return fail_memory(cx);
    d->now = demo_month_start(d, 0) - DAYS_MS(20);
    cx->actor = d->team[0];
    x->plan = d->plans[0];
    x->month = demo_month_date(cx, d, FAIR_MONTH, 1);
    x->reason = "Mês de feira: a diretoria liberou a verba do estande, e vendas cede uma pessoa.";
    return model_add(cx, db, &budget_month_model, x);
}

static const struct {
    write_row *write;
    int rows;
} steps[] = {
    {write_event, COUNT_OF(events)},
    {write_asset, DEMO_ASSETS},
    {write_use, DEMO_ASSETS},
    {write_tick, COUNT_OF(ticks)},
    {write_further, 2},
    {write_course, PLAN_CAMPAIGNS},
    {write_hours, PLAN_CHANNELS *DEMO_MONTHS},
    {write_reason, 1},
};

int demo_launch_parts(void)
{
    int sum = 0;

    for (size_t i = 0; i < COUNT_OF(steps); i++)
        sum += steps[i].rows;
    return sum;
}

enum err demo_write_launch(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = OK;

    for (int i = b->from; i < b->to && !e; i++) {
        int row = i;
        size_t step = 0;
        for (; row >= steps[step].rows; step++)
            row -= steps[step].rows;
        e = steps[step].write(cx, db, d, row);
    }
    cx->actor = d->owner;
    return e;
}
