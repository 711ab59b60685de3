/* demo_deals.c -- draws deals with their committees, and what was spent.
 *
 * A deal begins with a lead; what follows in the same company is an expansion, and a year after a sale its contract comes
 * up for renewal. Who knows nobody who pays wins less often, so the committee is worth looking at. */
#include "app/demo_priv.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char *word(struct dice *dice, const struct demo_words *w)
{
    return w->all[dice_below(dice, w->n)];
}

/* --- committees ------------------------------------------------------------------------------- */

static bool has_role(const struct demo_deal *x, const char *role)
{
    for (int i = 0; i < x->member_count; i++)
        if (!strcmp(x->members[i].role, role))
            return true;
    return false;
}

static void add_member(struct demo *d, struct dice *dice, struct demo_deal *x, int contact)
{
    static const char *const spare[] = {"influencer", "user", "initiator", "gatekeeper"};
    const struct demo_contact *c = &d->contacts[contact];
    const char *role = demo_jobs[c->job].role;
    int64_t since = c->at > x->opened_at ? c->at : x->opened_at;

    for (size_t i = 0; has_role(x, role) && i < COUNT_OF(spare); i++)
        role = spare[i];
    x->members[x->member_count].contact = contact;
    x->members[x->member_count].role = role;
    x->members[x->member_count].since_at = since;
    x->members[x->member_count].left_at = NIL;
    if (x->member_count > 1 && dice_chance(dice, 50) && since + DAYS_MS(9) < d->today)
        x->members[x->member_count].left_at = since + DAYS_MS(9);
    x->member_count++;
}

/* The lead and colleagues known before the deal ended. */
static void draw_committee(struct demo *d, struct dice *dice, struct demo_deal *x)
{
    const struct demo_account *a = &d->accounts[x->account];
    int64_t end = x->closed_at == NIL ? d->today : x->closed_at;
    int most = dice_between(dice, 2, DEMO_MEMBERS);

    add_member(d, dice, x, x->contact);
    for (int i = 0; i < a->contact_count && x->member_count < most; i++) {
        int contact = d->of_account[a->first_contact + i];
        if (contact != x->contact && d->contacts[contact].at < end)
            add_member(d, dice, x, contact);
    }
}

/* Someone besides the lead must be known while the deal is open. */
static bool has_colleague(const struct demo *d, int account, int contact, int64_t until)
{
    const struct demo_account *a = &d->accounts[account];

    for (int i = 0; i < a->contact_count; i++) {
        int other = d->of_account[a->first_contact + i];
        if (other != contact && d->contacts[other].at < until)
            return true;
    }
    return false;
}

/* Deals are opened and closed at work: not on Sunday, not at night, never later than asked. */
static int64_t at_work(const struct demo *d, int64_t at)
{
    struct civil c = time_civil(d->zone, at);
    int back = c.weekday == 0 ? 2 : c.weekday == 6 ? 1 : 0;

    c = time_civil(d->zone, at - DAYS_MS(c.hour < 8 && !back ? 1 : back));
    c.hour = 8 + c.hour % 10;
    return time_from_civil(d->zone, &c);
}

/* --- deals ------------------------------------------------------------------------------------ */

static int64_t draw_amount(const struct demo *d, struct dice *dice, int account)
{
    const struct demo_account *a = &d->accounts[account];
    int64_t reais = dice_skewed(dice, 3200, 78000) + a->employees * dice_between(dice, 2, 9);

    return reais * demo_industries[a->industry].ticket / 500 * 500;
}

static void draw_words(struct ctx *cx, const struct demo *d, struct dice *dice, struct demo_deal *x)
{
    static const char *const tags[] = {"[\"consignado\"]", "[\"urgente\"]", "[\"licitação\"]",
                                       "[\"teste de corte\"]"};
    struct civil c = time_civil(d->zone, x->opened_at);
    bool renewal = !strcmp(x->type, "renewal");

    x->name = arena_print(cx->arena, "%s · %s · %02d/%d", d->accounts[x->account].name,
                          renewal ? "Renovação do contrato" : word(dice, &demo_products), c.month,
                          c.year);
    x->tags = dice_chance(dice, 160) ? tags[dice_below(dice, (int)COUNT_OF(tags))] : NULL;
    x->notes = dice_chance(dice, 200) ? word(dice, &demo_deal_notes) : NULL;
    if (dice_chance(dice, 450))
        x->custom =
            arena_print(cx->arena, "{\"prazo_pagamento\":\"%d\"}", dice_between(dice, 1, 3) * 30);
}

/* Who decides buys more often, and a company of the middle size: so that a fit that is learned finds something. */
static int fit_permille(const struct demo *d, const struct demo_deal *x)
{
    const struct demo_contact *c = &d->contacts[x->contact];
    const char *level = c->job < 0 ? NULL : demo_jobs[c->job].seniority;
    int64_t employees = d->accounts[x->account].employees;
    int more = 0;

    if (text_equal(level, "director") || text_equal(level, "executive") ||
        text_equal(level, "owner"))
        more += 150;
    else if (!text_equal(level, "manager"))
        more -= 110;
    return more + (employees >= 50 && employees < 1000 ? 90 : employees < 20 ? -190 : -50);
}

/* Open, won or lost, by when it would have ended. */
static void draw_end(struct demo *d, struct dice *dice, struct demo_deal *x, int64_t end,
                     int won_permille)
{
    bool stuck = dice_chance(dice, 60), won;
    int part = (int)((d->today - x->opened_at) * 4 / (end - x->opened_at + 1));

    x->closed_at = NIL;
    if (end >= d->today || stuck) {
        x->outcome = "open";
        x->stage = demo_stages.all[part < 0            ? 0
                                   : part > 4 || stuck ? dice_between(dice, 2, 4)
                                                       : part];
        x->next_step = dice_chance(dice, 720) ? word(dice, &demo_next_steps) : NULL;
        draw_committee(d, dice, x);
        return;
    }
    end = at_work(d, end);
    x->closed_at = end > x->opened_at ? end : x->opened_at + HOURS_MS(2);
    draw_committee(d, dice, x);
    won_permille += has_role(x, "payer") || has_role(x, "approver") ? 90 : -30;
    won_permille += fit_permille(d, x);
    won = dice_chance(dice, won_permille);
    x->outcome = won ? "won" : "lost";
    x->reason = word(dice, won ? &demo_won_reasons : &demo_lost_reasons);
    x->stage = demo_stages.all[won ? 4 : dice_between(dice, 1, 3)];
}

static struct demo_deal *new_deal(struct demo *d, int account, int contact)
{
    struct demo_deal *x = &d->deals[d->deal_count];

    *x = (struct demo_deal){.account = account,
                            .contact = contact,
                            .number = d->deal_count,
                            .owner = d->accounts[account].owner,
                            .campaign = d->contacts[contact].campaign};
    return x;
}

/* A year after it was won, the contract is there to be renewed. */
static void draw_renewal(struct ctx *cx, struct demo *d, struct dice *dice, int of)
{
    const struct demo_deal was = d->deals[of];
    int64_t opened =
        was.closed_at + DAYS_MS(dice_between(dice, 318, 336)) + HOURS_MS(dice_below(dice, 5));
    struct demo_deal *x;

    if (opened >= d->today || d->deal_count == DEMO_DEALS_MAX)
        return;
    x = new_deal(d, was.account, was.contact);
    x->type = "renewal";
    x->campaign = -1;
    x->opened_at = at_work(d, opened);
    x->amount_minor = was.amount_minor / 100 * dice_between(dice, 92, 124);
    draw_end(d, dice, x, opened + DAYS_MS(dice_between(dice, 12, 44)), 760);
    draw_words(cx, d, dice, x);
    d->deal_count++;
}

static bool has_bought(const struct demo *d, int account, int64_t before)
{
    for (int i = 0; i < d->deal_count; i++)
        if (d->deals[i].account == account && !strcmp(d->deals[i].outcome, "won") &&
            d->deals[i].closed_at < before)
            return true;
    return false;
}

static void draw_deal(struct ctx *cx, struct demo *d, struct dice *dice, int contact)
{
    struct demo_contact *c = &d->contacts[contact];
    const struct demo_channel *channel = &demo_channels[c->channel];
    int days = channel->days * dice_between(dice, 45, 175) / 100;
    int64_t end = c->at + DAYS_MS(days) + HOURS_MS(dice_between(dice, -3, 4));
    int64_t opened = c->at + (end - c->at) / 100 * dice_between(dice, 15, 45);
    struct demo_deal *x;

    if (opened >= d->today || !has_colleague(d, c->account, contact, at_work(d, end)) ||
        d->deal_count == DEMO_DEALS_MAX)
        return;
    x = new_deal(d, c->account, contact);
    opened = at_work(d, opened);
    x->opened_at = opened > c->at ? opened : c->at + HOURS_MS(1);
    x->type = has_bought(d, c->account, opened) ? "expansion" : "new";
    x->amount_minor = draw_amount(d, dice, c->account);
    draw_end(d, dice, x, end, channel->won);
    draw_words(cx, d, dice, x);
    c->stage = 4;
    for (int s = 2; s <= 4; s++)
        c->stage_at[s] = c->at + (opened - c->at) * (s - 1) / 4;
    if (c->status && strcmp(c->status, "in_work") != 0)
        c->status = "in_work";
    d->deal_count++;
}

static int by_opening(const void *x, const void *y)
{
    const struct demo_deal *a = x, *b = y;

    if (a->opened_at != b->opened_at)
        return a->opened_at < b->opened_at ? -1 : 1;
    return a->number - b->number;
}

enum err demo_draw_deals(struct ctx *cx, struct demo *d)
{
    struct dice dice = dice_of(d->seed, "deals");
    int first_deals;

    d->deals = arena_array(cx->arena, DEMO_DEALS_MAX, sizeof(d->deals[0]));
    if (!d->deals)
        return fail_memory(cx);
    for (int i = 0; i < d->contact_count && !arena_full(cx->arena); i++) {
        const struct demo_contact *c = &d->contacts[i];
        if (c->account >= 0 && dice_chance(&dice, demo_channels[c->channel].opportunity))
            draw_deal(cx, d, &dice, i);
    }
    first_deals = d->deal_count;
    for (int i = 0; i < first_deals && !arena_full(cx->arena); i++)
        if (!strcmp(d->deals[i].outcome, "won") && dice_chance(&dice, 820))
            draw_renewal(cx, d, &dice, i);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    for (int i = 0; i < d->deal_count; i++)
        if (!strcmp(d->deals[i].outcome, "won"))
            d->contacts[d->deals[i].contact].bought = true;
    qsort(d->deals, (size_t)d->deal_count, sizeof(d->deals[0]), by_opening);
    return OK;
}

/* --- figures ------------------------------------------------------------------------------------- */

static bool is_of(int channel, const char *wanted)
{
    const char *key = channel < 0 ? NULL : demo_channels[channel].key;

    return !wanted || (key && !strcmp(key, wanted));
}

struct demo_tally demo_count(const struct demo *d, const char *channel, int64_t from, int64_t to)
{
    struct demo_tally n = {0};

    for (int i = 0; i < d->contact_count; i++) {
        const struct demo_contact *c = &d->contacts[i];
        if (c->stage > 0 && c->at >= from && c->at < to && is_of(c->channel, channel)) {
            n.leads++;
            n.bought += c->bought;
        }
    }
    for (int i = 0; i < d->deal_count; i++) {
        const struct demo_deal *x = &d->deals[i];
        if (!strcmp(x->outcome, "won") && x->closed_at >= from && x->closed_at < to &&
            is_of(d->contacts[x->contact].channel, channel)) {
            n.won++;
            n.revenue_minor += x->amount_minor;
        }
    }
    for (int i = 0; i < d->spend_count; i++) {
        const struct demo_spend *s = &d->spend[i];
        if (s->at > from && s->at <= to && is_of(s->channel, channel)) {
            n.spend_minor += s->amount_minor;
            n.media_minor += strcmp(s->kind, "media") ? 0 : s->amount_minor;
        }
    }
    return n;
}
