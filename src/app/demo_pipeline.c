/* demo_pipeline.c -- how deals went through the stages, which leads sales was passed and what it said, and a rule or two.
 *
 * Drawn here and not with the rest, each record from dice of its own number, so that the other draws stay what they were. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_stage.h"
#include "people/handoff.h"
#include "people/lifecycle_rule.h"

#include "demo_sql.h"

#include <string.h>

static const char *const returned_notes[] = {
    "Só volta a comprar depois do fechamento do ano.",
    "Quem assina é a matriz, em Joinville.",
    "Compra só reposição, em quantidade pequena.",
    "Pediu para falar de novo em março.",
};
static const char *const passed_words[] = {
    "Pediu visita técnica pelo formulário.",
    "Baixou a tabela de preços e perguntou do prazo.",
    "Veio da feira com um projeto em mãos.",
    "Abriu os três últimos e-mails e pediu amostra.",
};

/* --- deals ---------------------------------------------------------------------------------------- */

static int stage_of(const struct demo_deal *x)
{
    for (int i = 0; i < demo_stages.n; i++)
        if (text_equal(demo_stages.all[i], x->stage))
            return i;
    return 0;
}

/* From the first stage to the one it came to, spread over the time it had. */
enum err demo_write_stays(struct ctx *cx, struct db *db, struct demo *d, const struct demo_deal *x,
                          struct deal *r)
{
    struct dice dice = dice_of(d->seed + (uint64_t)x->number, "stays");
    int64_t end = x->closed_at != NIL ? x->closed_at : d->today, at = x->opened_at;
    int last = stage_of(x);
    enum err e = OK;

    if (x->closed_at == NIL && end - at > DAYS_MS(12) && dice_chance(&dice, 700))
        end -= DAYS_MS(dice_between(&dice, 0, 11)); /* it moved not long ago */
    for (int s = 1; s <= last && !e; s++) {
        int64_t room = (end - at) / (last - s + 2 - (x->closed_at == NIL));
        if (x->closed_at == NIL && s == last)
            at = end - HOURS_MS(dice_between(&dice, 1, 30));
        else
            at += room * dice_between(&dice, 55, 135) / 100;
        if (at <= x->opened_at || at >= end)
            at = x->opened_at + (end - x->opened_at) * s / (last + 1);
        d->now = at;
        r->stage = demo_stages.all[s];
        e = model_change_quietly(cx, db, &deal_model, r);
    }
    return e;
}

/* What is asked before a proposal: for deals that came so far. */
void demo_fill_wishes(struct ctx *cx, struct demo *d, const struct demo_deal *x, struct deal *r)
{
    static const char *const wishes[] = {
        "Entrega em até 48 horas nas duas plantas.\nAmostras antes do pedido.",
        "Estoque consignado com reposição semanal.",
        "Certificado de calibração por lote e treinamento do turno da noite.",
        "Cobrir também a filial a partir do segundo semestre.",
    };
    struct dice dice = dice_of(d->seed + (uint64_t)x->number, "wishes");

    if (stage_of(x) >= 2 && dice_chance(&dice, 600)) {
        r->requirements = wishes[dice_below(&dice, (int)COUNT_OF(wishes))];
        r->budget_min_minor = x->amount_minor / 1000 * dice_between(&dice, 7, 9) / 10 * 1000;
        r->budget_max_minor = x->amount_minor / 1000 * dice_between(&dice, 10, 13) / 10 * 1000;
    }
    if (x->closed_at == NIL && x->next_step)
        r->next_step_on = demo_date(cx, d, d->today + DAYS_MS(dice_between(&dice, -1, 16)));
}

static enum err read_rivals(struct ctx *cx, struct db *db, int64_t *rivals, int most, int *ret_n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_demo_rivals, &st);

    *ret_n = 0;
    while (!e && !(e = db_step(cx, st, &row)) && row && *ret_n < most)
        rivals[(*ret_n)++] = db_int(st, 0);
    db_done(st);
    return e;
}

/* Who else is after it, where it is known. */
enum err demo_write_rivals(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum { MOST = 4 };
    struct demo *d = b->demo;
    int64_t rivals[MOST];
    int n = 0;
    enum err e = read_rivals(cx, db, rivals, MOST, &n);

    for (int i = b->from; i < b->to && !e && n; i++) {
        const struct demo_deal *x = &d->deals[i];
        struct dice dice = dice_of(d->seed + (uint64_t)x->number, "rivals");
        struct deal_competitor *c;
        if (stage_of(x) < 2 || !dice_chance(&dice, 350))
            continue;
        c = model_new(cx, &deal_competitor_model);
        if (!c)
            return fail_memory(cx);
        c->deal = x->id;
        c->competitor = rivals[dice_below(&dice, n)];
        d->now = x->opened_at + DAYS_MS(1) < d->today ? x->opened_at + DAYS_MS(1) : x->opened_at;
        e = model_add_quietly(cx, db, &deal_competitor_model, c);
    }
    return e;
}

/* --- hand-offs -------------------------------------------------------------------------------------- */

static enum err add_handoff(struct ctx *cx, struct db *db, struct demo *d,
                            const struct demo_contact *x, int64_t asked_at, int64_t answered_at,
                            const char *state, const char *reason)
{
    struct dice dice = dice_of(d->seed + (uint64_t)x->number, "handoff");
    int64_t seller = d->team[x->owner > 0 && x->owner < 3 ? x->owner : 1 + x->number % 2];
    const char *channel = demo_channels[x->channel].key;
    bool answered = answered_at != NIL;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_handoff_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "contact", x->id);
    db_bind_int(st, "seller", seller);
    db_bind_int(st, "asked_by", d->team[0]);
    db_bind_int(st, "asked_at", asked_at);
    db_bind_int(st, "due_at", handoff_due(d->zone, asked_at, 2));
    db_bind_text(st, "message",
                 dice_chance(&dice, 550)
                     ? passed_words[dice_below(&dice, (int)COUNT_OF(passed_words))]
                     : NULL);
    db_bind_text(st, "channel", channel);
    db_bind_text(st, "channel_key", channel ? text_fold(cx->arena, channel) : NULL);
    db_bind_text(st, "state", state);
    db_bind_int(st, "answered_at", answered_at);
    db_bind_int(st, "answered_by", answered ? seller : NIL);
    db_bind_text(st, "reason", reason);
    db_bind_text(st, "note",
                 reason && dice_chance(&dice, 500)
                     ? returned_notes[dice_below(&dice, (int)COUNT_OF(returned_notes))]
                     : NULL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err set_reason(struct ctx *cx, struct db *db, int64_t contact, const char *reason)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_return_reason, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "reason", reason);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Who is further than MQL was accepted; of the others some were returned, and those of the last days wait. */
static enum err hand_off(struct ctx *cx, struct db *db, struct demo *d,
                         const struct demo_contact *x)
{
    struct dice dice = dice_of(d->seed + (uint64_t)x->number, "passed");
    int64_t asked_at = x->stage_at[2] + HOURS_MS(dice_between(&dice, 1, 20));
    const char *reason = handoff_reasons[dice_weighted(&dice, (const int[]){20, 34, 26, 30}, 4)];
    enum err e;

    if (x->stage < 2 || asked_at >= d->today)
        return OK;
    if (x->stage > 2)
        return add_handoff(cx, db, d, x, asked_at < x->stage_at[3] ? asked_at : x->stage_at[2],
                           x->stage_at[3], "accepted", NULL);
    if (asked_at > d->today - DAYS_MS(12))
        return add_handoff(cx, db, d, x, asked_at, NIL, "waiting", NULL);
    if (!text_equal(x->status, "returned") && !dice_chance(&dice, 420))
        return OK;
    e = add_handoff(cx, db, d, x, asked_at, asked_at + HOURS_MS(dice_between(&dice, 3, 90)),
                    "returned", reason);
    return e ? e : set_reason(cx, db, x->id, reason);
}

enum err demo_write_handoffs(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum err e = OK;

    for (int i = b->from; i < b->to && !e; i++)
        e = hand_off(cx, db, b->demo, &b->demo->contacts[i]);
    return e;
}

/* --- rules -------------------------------------------------------------------------------------------- */

enum err demo_write_rules(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    static const struct {
        const char *name, *stage, *rule;
        int64_t active;
    } rules[] = {
        {"Decide em empresa de 50 pessoas ou mais", "mql",
         "{\"all\":[{\"field\":\"seniority\",\"in\":[\"director\",\"executive\",\"owner\"]},"
         "{\"field\":\"account.employees\",\"at_least\":50}]}",
         1},
        {"Comprou duas vezes ou mais", "advocate",
         "{\"has\":\"deals\",\"where\":{\"field\":\"outcome\",\"is\":\"won\"},\"at_least\":2}", 0},
    };
    enum err e = OK;

    b->demo->now = b->demo->today;
    for (size_t i = 0; i < COUNT_OF(rules) && !e; i++) {
        struct lifecycle_rule *r = model_new(cx, &lifecycle_rule_model);
        if (!r)
            return fail_memory(cx);
        r->name = rules[i].name;
        r->stage = rules[i].stage;
        r->rule = rules[i].rule;
        r->active = rules[i].active;
        r->position = (int64_t)i;
        e = model_add(cx, db, &lifecycle_rule_model, r);
    }
    return e;
}
