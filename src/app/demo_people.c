/* demo_people.c -- draws companies and the people in them, by the days on which they were first heard of.
 *
 * A company comes into sight with one person; colleagues follow over the next weeks, mostly by the same channel. People
 * without a company left an address and nothing else. */
#include "app/demo_priv.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEN_PERMILLE = 560 };

/* What a weekday, a month and two years of growth leave of a full day, permille each. */
static const int weekday_permille[7] = {140, 960, 1000, 990, 940, 780, 220};
static const int month_permille[12] = {790, 860,  1000, 960,  1040, 980,
                                       900, 1040, 1050, 1080, 1000, 680};

int64_t demo_moment(struct demo *d, struct dice *dice, int day)
{
    int64_t noon = d->today - DAYS_MS(DEMO_DAYS - day) + HOURS_MS(12);
    struct civil c = time_civil(d->zone, noon);
    int permille = weekday_permille[c.weekday] * month_permille[c.month - 1] / 1000;

    c.hour = dice_chance(dice, 880) ? dice_between(dice, 8, 18) : dice_between(dice, 19, 22);
    c.minute = dice_below(dice, 60);
    c.second = dice_below(dice, 60);
    c.ms = 0;
    if (!dice_chance(dice, permille))
        return -1;
    return time_from_civil(d->zone, &c);
}

/* The growth: at the end there come almost twice as many as at the start. */
static int64_t draw_first(struct demo *d, struct dice *dice)
{
    for (;;) {
        int day = dice_below(dice, DEMO_DAYS);
        int64_t at;
        if (!dice_chance(dice, 540 + 460 * day / DEMO_DAYS))
            continue;
        at = demo_moment(d, dice, day);
        if (at >= 0)
            return at;
    }
}

/* The first working moment some days after another; -1 when that is not past yet. */
static int64_t draw_after(struct demo *d, struct dice *dice, int64_t from, int days)
{
    int day = (int)((from - (d->today - DAYS_MS(DEMO_DAYS))) / DAYS_MS(1)) + days;

    for (; day < DEMO_DAYS; day++) {
        int64_t at = demo_moment(d, dice, day);
        if (at > from)
            return at;
    }
    return -1;
}

/* Fairs and webinars happen on some days only: the last one before. */
static int64_t to_event(struct demo *d, struct dice *dice, int channel, int64_t at)
{
    static const int fairs[] = {58, 240, 436, 622};
    int64_t oldest = d->today - DAYS_MS(DEMO_DAYS);
    int day = (int)((at - oldest) / DAYS_MS(1)), event = -1;
    int64_t moment;

    if (channel == CHANNEL_FAIRS) {
        for (size_t i = 0; i < COUNT_OF(fairs); i++)
            if (fairs[i] <= day)
                event = fairs[i] + dice_below(dice, 4);
    } else if (channel == CHANNEL_WEBINAR && day >= 20) {
        event = day / 30 * 30 - 10 + dice_below(dice, 2);
    }
    if (event < 0 || event >= DEMO_DAYS)
        return at;
    moment = draw_after(d, dice, oldest + DAYS_MS(event), 0);
    return moment < 0 ? at : moment;
}

static int draw_channel(struct dice *dice)
{
    int weights[CHANNELS];

    for (int i = 0; i < CHANNELS; i++)
        weights[i] = demo_channels[i].weight;
    return dice_weighted(dice, weights, CHANNELS);
}

static const char *word(struct dice *dice, const struct demo_words *w)
{
    return w->all[dice_below(dice, w->n)];
}

static const char *word_now_and_then(struct dice *dice, int permille, const struct demo_words *w)
{
    return dice_chance(dice, permille) ? word(dice, w) : NULL;
}

/* --- companies -------------------------------------------------------------------------------- */

static bool name_is_new(const struct demo *d, int n, const char *domain)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(d->accounts[i].domain, domain))
            return false;
    return true;
}

static void draw_name(struct ctx *cx, struct demo *d, struct dice *dice, int n)
{
    static const char *const endings[] = {"Ltda.", "Ltda.", "Ltda.", "S.A.", "Indústria e Comércio",
                                          "ME"};
    struct demo_account *a = &d->accounts[n];
    const struct demo_industry *in = &demo_industries[a->industry];

    for (;;) {
        const char *kind = in->kinds[dice_below(dice, 3)], *core = word(dice, &demo_cores);
        const char *slug = text_slug(cx->arena, arena_print(cx->arena, "%s %s", kind, core), 50);
        if (!slug)
            return;
        a->domain = arena_print(cx->arena, "%s.example", slug);
        a->name = arena_print(cx->arena, "%s %s %s", kind, core,
                              endings[dice_below(dice, (int)COUNT_OF(endings))]);
        if (!a->domain || name_is_new(d, n, a->domain))
            return;
    }
}

static void draw_account(struct ctx *cx, struct demo *d, struct dice *dice, int n)
{
    static const char *const tags[] = {"[\"estratégica\"]", "[\"contrato anual\"]",
                                       "[\"exportadora\"]", "[\"grupo\",\"estratégica\"]"};
    struct demo_account *a = &d->accounts[n];
    int weights[64];

    for (int i = 0; i < demo_industry_count; i++)
        weights[i] = demo_industries[i].weight;
    a->industry = dice_weighted(dice, weights, demo_industry_count);
    for (int i = 0; i < demo_city_count; i++)
        weights[i] = demo_cities[i].weight;
    a->city = dice_weighted(dice, weights, demo_city_count);
    draw_name(cx, d, dice, n);
    dice_cnpj(dice, dice_chance(dice, 60), a->tax_number);
    a->employees = dice_skewed(dice, 12, 2600);
    a->revenue_minor =
        dice_chance(dice, 780) ? a->employees * dice_between(dice, 18, 42) * 1000000 : NIL;
    a->owner = dice_below(dice, 2) + 1;
    a->tags = dice_chance(dice, 170) ? tags[dice_below(dice, (int)COUNT_OF(tags))] : NULL;
    a->notes = word_now_and_then(dice, 180, &demo_account_notes);
    if (dice_chance(dice, 540))
        a->custom = arena_print(cx->arena, "{\"erp\":\"%s\",\"turnos\":%d}", word(dice, &demo_erps),
                                dice_between(dice, 1, 3));
}

static int by_seen(const void *x, const void *y)
{
    const struct demo_account *a = x, *b = y;

    if (a->seen_at != b->seen_at)
        return a->seen_at < b->seen_at ? -1 : 1;
    return strcmp(a->domain, b->domain);
}

/* --- people ----------------------------------------------------------------------------------- */

static const char *address(struct ctx *cx, const struct demo *d, const struct demo_contact *c,
                           const char *first, const char *last)
{
    const char *a = text_slug(cx->arena, first, 30), *b = text_slug(cx->arena, last, 30);

    if (c->account < 0)
        return arena_print(cx->arena, "%s.%s%d@gmail.example", a ? a : "", b ? b : "", c->number);
    for (int same = 0;; same++) {
        const char *domain = d->accounts[c->account].domain;
        const char *email =
            same ? arena_print(cx->arena, "%s.%s%d@%s", a ? a : "", b ? b : "", same + 1, domain)
                 : arena_print(cx->arena, "%s.%s@%s", a ? a : "", b ? b : "", domain);
        bool taken = false;
        for (int i = d->contact_count; email && i-- > 0 && d->contacts[i].account == c->account;)
            taken = taken || !strcmp(d->contacts[i].email, email);
        if (!taken)
            return email;
    }
}

static void draw_person(struct ctx *cx, struct demo *d, struct dice *dice, struct demo_contact *c)
{
    int weights[64];
    const char *first, *last;

    c->woman = !dice_chance(dice, MEN_PERMILLE);
    first = word(dice, c->woman ? &demo_women : &demo_men);
    last = word(dice, &demo_surnames);
    c->name = dice_chance(dice, 300)
                  ? arena_print(cx->arena, "%s %s %s", first, word(dice, &demo_surnames), last)
                  : arena_print(cx->arena, "%s %s", first, last);
    c->email = address(cx, d, c, first, last);
    c->job = -1;
    if (c->account >= 0) {
        for (int i = 0; i < demo_job_count; i++)
            weights[i] = demo_jobs[i].weight;
        c->job = dice_weighted(dice, weights, demo_job_count);
        /* No subscriber's number starts with 0, so nobody is rung up. */
        if (dice_chance(dice, 720))
            c->phone = arena_print(cx->arena, "+55 %s 0%03d-%04d",
                                   demo_cities[d->accounts[c->account].city].area,
                                   dice_below(dice, 1000), dice_below(dice, 10000));
    }
    c->heard = word_now_and_then(dice, 160, &demo_heard);
    c->notes = word_now_and_then(dice, 90, &demo_contact_notes);
    if (dice_chance(dice, 130))
        c->custom = arena_print(cx->arena, "{\"aceita_visita\":%s}",
                                dice_chance(dice, 700) ? "true" : "false");
}

/* How far marketing and sales brought someone without a deal, and when. */
static void draw_stage(struct demo *d, struct dice *dice, struct demo_contact *c)
{
    static const int known[5] = {90, 400, 290, 110, 110}, alone[5] = {520, 400, 80, 0, 0};
    static const char *const tags[] = {"[\"newsletter\"]", "[\"amostra\"]", "[\"webinar\"]",
                                       "[\"visita técnica\"]"};
    int target = dice_weighted(dice, c->account < 0 ? alone : known, 5);

    c->stage_at[0] = c->at;
    c->stage_at[1] = c->at;
    c->stage = target ? 1 : 0;
    for (int s = 2; s <= target; s++) {
        c->stage_at[s] = c->stage_at[s - 1] + HOURS_MS(dice_between(dice, 7, s == 2 ? 340 : 120));
        if (c->stage_at[s] >= d->today)
            break;
        c->stage = s;
    }
    if (c->stage >= 1)
        c->status = dice_chance(dice, 90)    ? "unreachable"
                    : dice_chance(dice, 60)  ? "unfit"
                    : c->stage >= 3          ? "in_work"
                    : dice_chance(dice, 120) ? "returned"
                                             : "new";
    c->tags = dice_chance(dice, 140) ? tags[dice_below(dice, (int)COUNT_OF(tags))] : NULL;
}

static void draw_contact(struct ctx *cx, struct demo *d, struct dice *dice, int account,
                         int channel, int64_t at)
{
    struct demo_contact *c = &d->contacts[d->contact_count];

    *c = (struct demo_contact){.account = account, .number = d->contact_count, .campaign = -1};
    c->channel = channel;
    c->at = to_event(d, dice, channel, at);
    c->page = dice_below(dice, demo_channels[channel].pages);
    c->owner = account >= 0 ? d->accounts[account].owner : 0;
    draw_person(cx, d, dice, c);
    draw_stage(d, dice, c);
    for (int i = 0; i < d->campaign_count && c->campaign < 0; i++)
        if (d->campaign_times[i].channel == channel && d->campaign_times[i].from <= c->at &&
            c->at < d->campaign_times[i].to && dice_chance(dice, 620))
            c->campaign = i;
    d->contact_count++;
}

static void draw_company(struct ctx *cx, struct demo *d, struct dice *dice, int n)
{
    struct demo_account *a = &d->accounts[n];
    int people = 2 + (int)dice_skewed(dice, 0, 7) + dice_below(dice, 2), usual = draw_channel(dice);
    int64_t at = a->seen_at;

    for (int i = 0; i < people && d->contact_count < DEMO_CONTACTS; i++) {
        int channel = !i || dice_chance(dice, 620) ? usual : draw_channel(dice);
        draw_contact(cx, d, dice, n, channel, at);
        at = draw_after(d, dice, at, (int)dice_skewed(dice, 1, 90));
        if (at < 0)
            break;
    }
}

static int by_time(const void *x, const void *y)
{
    const struct demo_contact *a = x, *b = y;

    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->number - b->number;
}

/* Who works where, and when each company was first heard of. */
static void index_people(struct demo *d)
{
    int at = 0;

    for (int n = 0; n < DEMO_ACCOUNTS; n++) {
        struct demo_account *a = &d->accounts[n];
        a->first_contact = at;
        for (int i = 0; i < d->contact_count; i++)
            if (d->contacts[i].account == n)
                d->of_account[at++] = i;
        a->contact_count = at - a->first_contact;
        if (a->contact_count)
            a->seen_at = d->contacts[d->of_account[a->first_contact]].at;
    }
}

enum err demo_draw_people(struct ctx *cx, struct demo *d)
{
    struct dice companies = dice_of(d->seed, "companies"), people = dice_of(d->seed, "people");

    d->accounts = arena_array(cx->arena, DEMO_ACCOUNTS, sizeof(d->accounts[0]));
    d->contacts = arena_array(cx->arena, DEMO_CONTACTS, sizeof(d->contacts[0]));
    d->of_account = arena_array(cx->arena, DEMO_CONTACTS, sizeof(d->of_account[0]));
    if (!d->accounts || !d->contacts || !d->of_account)
        return fail_memory(cx);
    for (int n = 0; n < DEMO_ACCOUNTS && !arena_full(cx->arena); n++) {
        draw_account(cx, d, &companies, n);
        d->accounts[n].seen_at = draw_first(d, &companies);
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    qsort(d->accounts, DEMO_ACCOUNTS, sizeof(d->accounts[0]), by_seen);
    for (int n = 0; n < DEMO_ACCOUNTS && !arena_full(cx->arena); n++)
        draw_company(cx, d, &people, n);
    while (d->contact_count < DEMO_CONTACTS && !arena_full(cx->arena))
        draw_contact(cx, d, &people, -1, draw_channel(&people), draw_first(d, &people));
    if (arena_full(cx->arena))
        return fail_memory(cx);
    qsort(d->contacts, (size_t)d->contact_count, sizeof(d->contacts[0]), by_time);
    index_people(d);
    return OK;
}
