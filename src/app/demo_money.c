/* demo_money.c -- draws what was spent, month by month, and writes it and the budget.
 *
 * Media grows as the company does; fairs cost where they happen; referrals cost a commission; people and tools are not
 * media and stand on lines of their own. Organic search has no media at all, so its media CAC says "not given". */
#include "app/demo_priv.h"

#include "strategy/budget_line.h"
#include "strategy/spend_line.h"

#include <string.h>

struct cost {
    int channel; /* -1: none */
    const char *kind, *note;
    int reais;  /* in the first month */
    int growth; /* permille a month */
    int spread; /* per cent up or down */
};

static const struct cost costs[] = {
    {CHANNEL_PAID, "media", "Google Ads", 2750, 22, 14},
    {CHANNEL_SOCIAL, "media", "LinkedIn Ads", 1700, 18, 16},
    {CHANNEL_SOCIAL, "media", "Meta Ads", 820, 5, 22},
    {CHANNEL_WEBINAR, "media", "Divulgação do webinar do mês", 640, 12, 18},
    {CHANNEL_EMAIL, "tools", "Plataforma de e-mail", 390, 10, 2},
    {CHANNEL_SEARCH, "people", "Redação técnica", 4200, 8, 6},
    {CHANNEL_SEARCH, "tools", "Ferramenta de SEO", 560, 0, 1},
    {CHANNEL_REFERRAL, "commission", "Prêmio por indicação", 1350, 24, 38},
    {-1, "people", "Equipe de marketing", 23800, 6, 1},
    {-1, "tools", "CRM e automação", 1480, 4, 1},
};

static const struct {
    const char *name;
    int day, reais; /* days after the first; as in demo_people.c */
} fairs[] = {
    {"Feira da Mecânica do Sul: estande e montagem", 58, 12400},
    {"Expo Ferramentas: estande e brindes", 240, 15900},
    {"Feira da Mecânica do Sul: estande e montagem", 436, 13700},
    {"Expo Ferramentas: estande, brindes e viagens", 622, 17200},
};

/* The campaign of the channel that ran in the middle of the days; -1: none did. */
static int campaign_then(const struct demo *d, int channel, int64_t from, int64_t until)
{
    int64_t middle = from + (until - from) / 2;

    for (int i = 0; channel >= 0 && i < d->campaign_count; i++)
        if (d->campaign_times[i].channel == channel && d->campaign_times[i].from <= middle &&
            d->campaign_times[i].to >= middle)
            return i;
    return -1;
}

static void draw_month(struct ctx *cx, struct demo *d, struct dice *dice, int age)
{
    /* Months of the two years, the current one up to yesterday; counted from the plan's first. */
    struct civil today = time_civil(d->zone, d->today);
    int months = (today.year - d->year) * 12 + today.month - d->month - (24 - age);
    int64_t from = demo_month_start(d, months), next = demo_month_start(d, months + 1);
    int64_t until = next > d->today ? d->today : next;

    if (until <= from)
        return;
    for (size_t i = 0; i < COUNT_OF(costs); i++) {
        const struct cost *c = &costs[i];
        int64_t full = (int64_t)c->reais * (1000 + c->growth * age) / 10;
        struct demo_spend *s = &d->spend[d->spend_count++];
        full = full * (100 + dice_between(dice, -c->spread, c->spread)) / 100;
        if (until < next)
            full = full / 1000 * ((until - from) * 1000 / (next - from));
        *s = (struct demo_spend){.spent_on = demo_date(cx, d, from),
                                 .until_on = demo_date(cx, d, until - 1),
                                 .note = c->note,
                                 .kind = c->kind,
                                 .channel = c->channel,
                                 .campaign = campaign_then(d, c->channel, from, until),
                                 .amount_minor = full,
                                 .at = until};
    }
}

enum err demo_draw_spend(struct ctx *cx, struct demo *d)
{
    struct dice dice = dice_of(d->seed, "spend");
    int64_t oldest = d->today - DAYS_MS(DEMO_DAYS);

    d->spend = arena_array(cx->arena, DEMO_SPEND_MAX, sizeof(d->spend[0]));
    if (!d->spend)
        return fail_memory(cx);
    for (int age = 0; age <= 24; age++)
        draw_month(cx, d, &dice, age);
    for (size_t i = 0; i < COUNT_OF(fairs); i++) {
        int64_t day = oldest + DAYS_MS(fairs[i].day) + HOURS_MS(12);
        d->spend[d->spend_count++] = (struct demo_spend){
            .spent_on = demo_date(cx, d, day),
            .until_on = demo_date(cx, d, day + DAYS_MS(3)),
            .note = fairs[i].name,
            .kind = "media",
            .channel = CHANNEL_FAIRS,
            .campaign = campaign_then(d, CHANNEL_FAIRS, day, day + DAYS_MS(3)),
            .amount_minor = (int64_t)fairs[i].reais * 100 + dice_below(&dice, 90000),
            .at = day + DAYS_MS(4)};
    }
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

enum err demo_write_spend(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    struct model_writer *w = NULL;
    enum err e = model_writer_open(cx, db, &spend_line_model, &w);

    for (int i = b->from; i < b->to && !e; i++) {
        const struct demo_spend *x = &d->spend[i];
        struct spend_line *s = model_new(cx, &spend_line_model);
        if (!s)
            e = fail_memory(cx);
        if (e)
            break;
        d->now = x->at;
        s->external_id = arena_print(cx->arena, "demo-gasto-%d", i + 1);
        s->spent_on = x->spent_on;
        s->until_on = x->until_on;
        s->channel = x->channel < 0 ? NULL : demo_channels[x->channel].key;
        s->campaign = x->campaign < 0 ? NIL : d->campaigns[x->campaign];
        s->kind = x->kind;
        s->amount_minor = x->amount_minor;
        s->currency = d->currency;
        s->note = x->note;
        e = model_writer_add(cx, w, s);
    }
    model_writer_done(w);
    return e;
}

/* --- budget ------------------------------------------------------------------------------------ */

/* A month's money in reais and hours of each channel of the plan, in the order of demo_plan_words.c. */
static const int budget[][2] = {{5600, 60}, {4100, 20}, {3400, 30}, {560, 16}, {2100, 8},
                                {1100, 26}, {0, 34},    {700, 18},  {0, 40},   {450, 22}};
enum { FAIRS_OF_PLAN = 6, FAIR_HOURS = 30 };

static bool is_fair(int channel, int month)
{
    return channel == FAIRS_OF_PLAN && (month == 3 || month == 9);
}

int demo_budget_hours(int channel, int month)
{
    return budget[channel][1] + (is_fair(channel, month) ? FAIR_HOURS : 0);
}

enum err demo_write_budget(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    int channel = row / DEMO_MONTHS, month = row % DEMO_MONTHS;
    int64_t reais = (int64_t)budget[channel][0] * (100 + month + plan * 15) / 100;
    struct budget_line *x = model_new(cx, &budget_line_model);

    if (!x)
        return fail_memory(cx);
    x->plan = d->plans[plan];
    x->channel = d->channels[plan][channel];
    x->month = demo_month_date(cx, d, plan * DEMO_MONTHS + month, 1);
    x->planned_minor = (reais + 25) / 50 * 50 * 100;
    x->planned_hours = demo_budget_hours(channel, month);
    if (is_fair(channel, month)) {
        x->planned_minor = 1500000;
        x->note = "Mês de feira: estande, montagem e viagem.";
    }
    return model_add_quietly(cx, db, &budget_line_model, x);
}
