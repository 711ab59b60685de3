/* demo_care.c -- what the team did with people, deal by deal, and what came after the sale: check-ins, a problem now and then,
 * answers to the survey, colleagues named, customers who left. Drawn while it is written, from dice of the deal alone. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "people/activity.h"
#include "people/change.h"
#include "people/churn.h"
#include "people/nps.h"
#include "people/referral.h"

#include <string.h>

enum { CHANGES = 400, TERM_DAYS = 365 };

struct care {
    struct ctx *cx;
    struct db *db;
    struct demo *d;
    const struct demo_deal *x;
    struct dice dice;
};

static const char *const call_notes[] = {"Pediu a tabela de parâmetros para aço inox.",
                                         "Vai levar a proposta ao diretor na quinta.",
                                         "Quer comparar com o fornecedor atual antes de decidir.",
                                         "Confirmou 40 insertos por mês, se o teste der certo.",
                                         "Perguntou sobre prazo de entrega em Joinville.",
                                         NULL,
                                         NULL};
static const char *const meeting_notes[] = {
    "Visita à usinagem: três tornos CNC, troca de ferramenta a cada 90 peças. Teste de corte "
    "marcado.",
    "Apresentamos o consignado. O financeiro quer ver o contrato.",
    "Reunião com compras e produção: preço passa, prazo preocupa.", NULL};
static const char *const mail_subjects[] = {"Proposta revista", "Resultado do teste de corte",
                                            "Condições de pagamento", "Catálogo de brocas"};
static const char *const check_notes[] = {
    "Tudo certo com as entregas. Elogiou o suporte.", "Consumo caiu por causa de férias coletivas.",
    "Quer treinar dois operadores novos.", "Satisfeitos; perguntou do consignado.", NULL};
static const char *const issue_subjects[] = {
    "Entrega atrasou quatro dias", "Inserto lascando em ferro fundido",
    "Nota fiscal com CFOP errado", "Lote com embalagem trocada"};
static const char *const task_subjects[] = {
    "Mandar proposta revista", "Confirmar teste de corte", "Ligar para saber do contrato",
    "Enviar referências de clientes", "Marcar visita técnica"};
static const char *const good_words[] = {"Entrega rápida e gente que entende de usinagem.",
                                         "O teste de corte resolveu nossa dúvida em um dia.",
                                         "Suporte atende na hora.", NULL, NULL};
static const char *const fair_words[] = {"Bom produto, preço um pouco alto.",
                                         "O prazo podia ser menor.", NULL, NULL};
static const char *const bad_words[] = {"A entrega atrasou duas vezes.",
                                        "Demoraram a responder sobre a garantia.", NULL};

#define WORD(c, list) ((list)[dice_below(&(c)->dice, (int)COUNT_OF(list))])

static int64_t user_of(const struct demo *d, int number)
{
    return number >= 0 && number < DEMO_TEAM && d->team[number] ? d->team[number] : d->owner;
}

static int64_t at_work(const struct care *c, int64_t at)
{
    struct civil t = time_civil(c->d->zone, at);

    t.hour = 9 + (int)(at / 60000 % 8);
    return time_from_civil(c->d->zone, &t);
}

/* Activities are written now and tell when they were, so that their events are one job's. */
static enum err add(struct care *c, struct activity *a)
{
    struct clock past = c->cx->clock;
    enum err e;

    a->account = c->d->accounts[c->x->account].id;
    a->deal = c->x->id;
    if (a->contact == NIL)
        a->contact = c->d->contacts[c->x->contact].id;
    a->owner = user_of(c->d, c->x->owner);
    c->cx->clock = c->d->present;
    e = model_add_quietly(c->cx, c->db, &activity_model, a);
    c->cx->clock = past;
    return e;
}

static struct activity *begin(struct care *c, const char *kind, int64_t at)
{
    struct activity *a = model_new(c->cx, &activity_model);

    if (a) {
        a->kind = kind;
        a->at = at;
    }
    return a;
}

/* --- while it was sold */

static enum err touch(struct care *c, int64_t at)
{
    int which = dice_below(&c->dice, 10);
    struct activity *a = begin(c,
                               which < 5   ? "call"
                               : which < 7 ? "meeting"
                               : which < 9 ? "whatsapp"
                                           : "mail",
                               at);

    if (!a)
        return fail_memory(c->cx);
    if (c->x->member_count > 1)
        a->contact =
            c->d->contacts[c->x->members[dice_below(&c->dice, c->x->member_count)].contact].id;
    if (which < 5) {
        a->outcome = dice_chance(&c->dice, 300)   ? "no_answer"
                     : dice_chance(&c->dice, 400) ? "interested"
                                                  : "reached";
        a->body = strcmp(a->outcome, "no_answer") != 0 ? WORD(c, call_notes) : NULL;
        a->minutes = a->body ? dice_between(&c->dice, 4, 25) : NIL;
    } else if (which < 7) {
        a->outcome = dice_chance(&c->dice, 80) ? "no_show" : "held";
        a->body = WORD(c, meeting_notes);
        a->minutes = 60;
    } else if (which == 9) {
        a->subject = WORD(c, mail_subjects);
        a->outcome = "sent";
    } else {
        a->outcome = dice_chance(&c->dice, 500) ? "sent" : "received";
    }
    return add(c, a);
}

static enum err sold_with(struct care *c)
{
    int64_t end = c->x->closed_at == NIL ? c->d->today : c->x->closed_at,
            span = end - c->x->opened_at;
    int n = dice_between(&c->dice, 2, 5);
    enum err e = OK;

    for (int i = 0; i < n && !e; i++) {
        int64_t at = at_work(c, c->x->opened_at + span / n * i + HOURS_MS(2));
        if (at > c->x->opened_at && at < end && at < c->d->today)
            e = touch(c, at);
    }
    return e;
}

/* What is to be done next, about today. */
static enum err to_do(struct care *c)
{
    struct activity *a = begin(c, "task", c->d->today - HOURS_MS(30));

    if (!a)
        return fail_memory(c->cx);
    a->subject = WORD(c, task_subjects);
    a->follow_up_at = c->d->today + DAYS_MS(dice_between(&c->dice, -6, 16)) + HOURS_MS(9);
    return add(c, a);
}

/* --- after it was won */

static enum err problem(struct care *c, int64_t at)
{
    struct activity *a = begin(c, "issue", at);

    if (!a)
        return fail_memory(c->cx);
    a->subject = WORD(c, issue_subjects);
    if (at + DAYS_MS(45) < c->d->today)
        a->done_at = at + DAYS_MS(dice_between(&c->dice, 2, 12));
    return add(c, a);
}

static enum err refer(struct care *c, int64_t contact)
{
    struct referral *r = model_new(c->cx, &referral_model);
    bool woman = dice_chance(&c->dice, 500);
    const struct demo_words *names = woman ? &demo_women : &demo_men;
    const char *first, *last;

    if (!r)
        return fail_memory(c->cx);
    first = names->all[dice_below(&c->dice, names->n)];
    last = demo_surnames.all[dice_below(&c->dice, demo_surnames.n)];
    r->name = arena_print(c->cx->arena, "%s %s", first, last);
    r->employer = arena_print(c->cx->arena, "Usinagem %s", last);
    r->email = arena_print(c->cx->arena, "contato%d@indicados.example", c->x->number);
    r->referrer = contact;
    r->source = "page";
    r->state = dice_chance(&c->dice, 450)   ? "contacted"
               : dice_chance(&c->dice, 150) ? "declined"
                                            : "new";
    return model_add_quietly(c->cx, c->db, &referral_model, r);
}

/* A survey each quarter, answered by not quite half. Who did not renew liked it less. */
static enum err survey(struct care *c, int64_t at, bool unhappy)
{
    static const int happy[] = {1, 0, 1, 0, 1, 1, 3, 8, 16, 22, 17},
                     sad[] = {2, 2, 3, 5, 6, 7, 8, 6, 3, 1, 0};
    int64_t contact = c->d->contacts[c->x->contact].id;
    int score = dice_weighted(&c->dice, unhappy ? sad : happy, 11);
    const char *words = score >= NPS_PROMOTER  ? WORD(c, good_words)
                        : score >= NPS_PASSIVE ? WORD(c, fair_words)
                                               : WORD(c, bad_words);
    enum err e;

    c->d->now = at;
    e = nps_say(c->cx, c->db, contact, nps_period(c->d->zone, at), score, words);
    if (!e && score >= NPS_PROMOTER && dice_chance(&c->dice, 280))
        e = refer(c, contact);
    return e;
}

static enum err check_in(struct care *c, int64_t at)
{
    struct activity *a = begin(c, dice_chance(&c->dice, 700) ? "call" : "whatsapp", at);

    if (!a)
        return fail_memory(c->cx);
    a->outcome = text_equal(a->kind, "call") ? "reached" : "received";
    a->body = WORD(c, check_notes);
    return add(c, a);
}

static enum err looked_after(struct care *c)
{
    bool unhappy = dice_chance(&c->dice, 180);
    int64_t at = c->x->closed_at + DAYS_MS(dice_between(&c->dice, 20, 50));
    enum err e = OK;

    for (; at < c->d->today && at < c->x->closed_at + DAYS_MS(TERM_DAYS + 60) && !e;
         at += DAYS_MS(dice_between(&c->dice, 55, 100))) {
        if (dice_chance(&c->dice, unhappy ? 350 : 720))
            e = check_in(c, at_work(c, at));
        if (!e && dice_chance(&c->dice, unhappy ? 220 : 60))
            e = problem(c, at_work(c, at + DAYS_MS(3)) < c->d->today ? at_work(c, at + DAYS_MS(3))
                                                                     : at_work(c, at));
        if (!e && dice_chance(&c->dice, 460))
            e = survey(c, at_work(c, at), unhappy);
    }
    return e;
}

/* A renewal that was lost is mostly a customer who left. */
static enum err left(struct care *c)
{
    static const char *const reasons[] = {"price", "competitor", "service", "no_need", "price"};
    struct churn *h = model_new(c->cx, &churn_model);

    if (!h)
        return fail_memory(c->cx);
    h->account = c->d->accounts[c->x->account].id;
    h->churned_on = demo_date(c->cx, c->d, c->x->closed_at);
    h->reason = WORD(c, reasons);
    c->d->now = c->x->closed_at;
    return model_add_quietly(c->cx, c->db, &churn_model, h);
}

static enum err write_one(struct care *c)
{
    enum err e = sold_with(c);

    if (!e && text_equal(c->x->outcome, "open") && dice_chance(&c->dice, 420))
        e = to_do(c);
    if (!e && text_equal(c->x->outcome, "won"))
        e = looked_after(c);
    if (!e && text_equal(c->x->outcome, "lost") && text_equal(c->x->type, "renewal") &&
        dice_chance(&c->dice, 800))
        e = left(c);
    return e;
}

enum err demo_write_care(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = changes_gather(cx, CHANGES);

    for (int i = b->from; i < b->to && !e; i++) {
        struct care c = {.cx = cx, .db = db, .d = d, .x = &d->deals[i]};
        c.dice = dice_of(d->seed + (uint64_t)c.x->number * 7919, "care");
        cx->actor = user_of(d, c.x->owner);
        d->now = c.x->opened_at;
        e = write_one(&c);
    }
    if (!e)
        e = changes_flush(cx, db);
    cx->changes = NULL;
    cx->actor = d->owner;
    return e;
}
