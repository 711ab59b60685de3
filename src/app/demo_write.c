/* demo_write.c -- writes companies, people and deals as if each had been entered on its day.
 *
 * Records are stamped by the ctx's clock, so the clock is set to the day that is written; ids still come from the running
 * source, which never goes back. A deal is added open and then closed, so that the lifecycle follows it as it would have. */
#include "app/demo_priv.h"

#include "model/custom.h"
#include "people/account.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/cookie_banner.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/deal_stage.h"
#include "people/lifecycle.h"
#include "people/list.h"

#include "demo_sql.h"

#include <string.h>

/* --- the team ----------------------------------------------------------------------------------- */

static const struct {
    const char *name, *email, *role;
} team[DEMO_TEAM] = {
    {"Marina Duarte", "marina@" DEMO_MAIL_DOMAIN, "marketer"},
    {"Rafael Nogueira", "rafael@" DEMO_MAIL_DOMAIN, "sales"},
    {"Bianca Prado", "bianca@" DEMO_MAIL_DOMAIN, "sales"},
    {"Caio Menezes", "caio@" DEMO_MAIL_DOMAIN, "analyst"},
};

/* What people may be written to about, and the lists that they may be on. */
static enum err write_lists(struct ctx *cx, struct db *db)
{
    static const char *const names[][2] = {
        {"Novidades da Aurora", "Lançamentos e promoções, uma vez por mês."},
        {"Boletim técnico", "Manutenção e segurança de ferramentas, a cada quinze dias."},
    };
    int64_t edition = 0;
    int added = 0;
    bool fresh = false;
    enum err e = consent_purposes_usual(cx, db, &added);

    if (!e)
        e = cookie_publish(cx, db, &edition, &fresh);
    for (size_t i = 0; !e && i < COUNT_OF(names); i++) {
        struct list *l = model_new(cx, &list_model);
        if (!l)
            return fail_memory(cx);
        l->name = names[i][0];
        l->description = names[i][1];
        l->public = 1;
        l->double_opt_in = 1;
        e = model_add(cx, db, &list_model, l);
    }
    return e;
}

/* The usual pipeline, and the stage that a company which sells under contract adds to it. */
static enum err write_stages(struct ctx *cx, struct db *db)
{
    struct deal_stage *s = model_new(cx, &deal_stage_model);
    enum err e = s ? deal_stages_usual(cx, db) : fail_memory(cx);

    if (e)
        return e;
    s->name = demo_stages.all[demo_stages.n - 1];
    s->probability = 900000;
    s->stall_days = 10;
    s->requires = "[\"amount_minor\"]";
    return model_add(cx, db, &deal_stage_model, s);
}

static enum err write_beginnings(struct ctx *cx, struct db *db)
{
    enum err e = write_stages(cx, db);

    return e ? e : write_lists(cx, db);
}

enum err demo_write_team(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;

    for (int i = b->from; i < b->to; i++) {
        struct user u = {.email = team[i].email, .name = team[i].name, .locale = "pt-BR"}, found;
        enum err e = user_find(cx, db, u.email, &found);
        if (e && e != ERR_NOTFOUND)
            return e;
        if (e) {
            fault_clear(cx);
            e = user_add(cx, db, &u, d->password_hash, &d->team[i]);
        } else {
            d->team[i] = found.id;
        }
        if (!e)
            e = member_set(cx, db, cx->site, d->team[i], team[i].role);
        if (e)
            return e;
    }
    return b->from == 0 ? write_beginnings(cx, db) : OK;
}

/* --- fields of the site's own ---------------------------------------------------------------------- */

enum err demo_write_fields(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    static const struct {
        const struct model *model;
        const char *json;
    } fields[] = {
        {&account_model, "{\"name\":\"erp\",\"label\":\"ERP\",\"kind\":\"enum\",\"choices\":"
                         "[\"totvs\",\"sap\",\"senior\",\"sankhya\",\"outro\"]}"},
        {&account_model, "{\"name\":\"turnos\",\"label\":\"Turnos de produção\",\"kind\":\"int\"}"},
        {&contact_model,
         "{\"name\":\"aceita_visita\",\"label\":\"Aceita visita técnica\",\"kind\":\"bool\"}"},
        {&deal_model, "{\"name\":\"prazo_pagamento\",\"label\":\"Prazo de pagamento (dias)\","
                      "\"kind\":\"enum\",\"choices\":[\"30\",\"60\",\"90\"]}"},
    };

    (void)b;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct json *in = NULL;
        int64_t id;
        enum err e = json_parse(cx, fields[i].json, strlen(fields[i].json), &in);
        if (!e)
            e = custom_field_add(cx, db, fields[i].model, in, &id);
        if (e)
            return e;
    }
    return OK;
}

/* --- companies ------------------------------------------------------------------------------------- */

static int64_t user_of(const struct demo *d, int owner)
{
    return owner > 0 ? d->team[owner] : NIL;
}

enum err demo_write_accounts(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    struct model_writer *w = NULL;
    enum err e = model_writer_open(cx, db, &account_model, &w);

    for (int i = b->from; i < b->to && !e; i++) {
        struct demo_account *x = &d->accounts[i];
        const struct demo_city *city = &demo_cities[x->city];
        struct account *a = model_new(cx, &account_model);
        if (!a)
            e = fail_memory(cx);
        if (e)
            break;
        d->now = x->seen_at;
        a->name = x->name;
        a->domain = x->domain;
        a->tax_number = x->tax_number;
        a->industry = demo_industries[x->industry].name;
        a->employees = x->employees;
        a->revenue_minor = x->revenue_minor;
        a->currency = d->currency;
        a->country = "BR";
        a->state = city->state;
        a->city = city->city;
        a->owner = user_of(d, x->owner);
        a->tags = x->tags;
        a->notes = x->notes;
        a->first_seen_at = x->seen_at;
        a->record.custom = x->custom;
        e = model_writer_add(cx, w, a);
        x->id = a->record.id;
    }
    model_writer_done(w);
    return e;
}

/* --- people ---------------------------------------------------------------------------------------- */

static enum err write_stamps(struct ctx *cx, struct db *db, const struct demo *d,
                             const struct demo_contact *x)
{
    struct db_stmt *st = NULL;
    enum err e = x->stage > 1 ? db_begin(cx, db, &SQL_demo_stamp_add, &st) : OK;

    for (int s = 2; s <= x->stage && !e; s++) {
        if (s > 2)
            db_again(st);
        db_bind_int(st, "id", id_next(cx));
        db_bind_int(st, "contact", x->id);
        db_bind_text(st, "stage", lifecycle_stages[s]);
        db_bind_text(st, "before_stage", lifecycle_stages[s - 1]);
        db_bind_int(st, "at", x->stage_at[s]);
        db_bind_text(st, "cause", strcmp(lifecycle_stages[s], "sal") ? "person" : "handoff");
        db_bind_int(st, "actor", d->team[s > 2 && x->owner ? x->owner : 0]);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static void fill_contact(struct demo *d, const struct demo_contact *x, struct contact *c)
{
    const struct demo_job *job = x->job < 0 ? NULL : &demo_jobs[x->job];

    c->name = x->name;
    c->email = x->email;
    c->phone = x->phone;
    c->lifecycle = lifecycle_stages[x->stage];
    c->lead_status = x->status;
    c->channel = demo_channels[x->channel].key;
    c->landing_page = demo_pages.all[x->page];
    c->campaign = x->campaign < 0 ? NIL : d->campaigns[x->campaign];
    c->first_contact_at = x->at;
    c->heard_of_us = x->heard;
    c->owner = user_of(d, x->stage > 1 ? x->owner : 0);
    c->locale = "pt-BR";
    c->time_zone = "America/Sao_Paulo";
    c->tags = x->tags;
    c->notes = x->notes;
    c->record.custom = x->custom;
    if (job) {
        c->account = d->accounts[x->account].id;
        c->job_title = job->title[x->woman];
        c->department = job->department;
        c->seniority = job->seniority;
        c->buying_role = job->role;
    }
}

enum err demo_write_contacts(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    struct model_writer *w = NULL;
    enum err e = model_writer_open(cx, db, &contact_model, &w);

    for (int i = b->from; i < b->to && !e; i++) {
        struct demo_contact *x = &d->contacts[i];
        struct contact *c = model_new(cx, &contact_model);
        if (!c)
            e = fail_memory(cx);
        if (e)
            break;
        d->now = x->at;
        fill_contact(d, x, c);
        e = model_writer_add(cx, w, c);
        x->id = c->record.id;
    }
    model_writer_done(w);
    for (int i = b->from; i < b->to && !e; i++)
        e = write_stamps(cx, db, d, &d->contacts[i]);
    return e;
}

/* --- deals ----------------------------------------------------------------------------------------- */

static void fill_deal(struct demo *d, const struct demo_deal *x, struct deal *r)
{
    r->name = x->name;
    r->account = d->accounts[x->account].id;
    r->contact = d->contacts[x->contact].id;
    r->amount_minor = x->amount_minor;
    r->currency = d->currency;
    r->type = x->type;
    r->stage = demo_stages.all[0];
    r->opened_at = x->opened_at;
    r->campaign = x->campaign < 0 ? NIL : d->campaigns[x->campaign];
    r->partner = demo_partner_of(d, x);
    r->owner = user_of(d, x->owner);
    r->next_step = x->next_step;
    r->tags = x->tags;
    r->notes = x->notes;
    r->record.custom = x->custom;
}

static enum err write_members(struct ctx *cx, struct db *db, struct demo *d,
                              const struct demo_deal *x)
{
    enum err e = OK;

    for (int i = 0; i < x->member_count && !e; i++) {
        struct deal_member *m = model_new(cx, &deal_member_model);
        if (!m)
            return fail_memory(cx);
        m->deal = x->id;
        m->contact = d->contacts[x->members[i].contact].id;
        m->role = x->members[i].role;
        m->since_at = x->members[i].since_at;
        m->left_at = x->members[i].left_at;
        d->now = m->since_at;
        e = model_add_quietly(cx, db, &deal_member_model, m);
    }
    return e;
}

enum err demo_write_deals(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = OK;

    for (int i = b->from; i < b->to && !e; i++) {
        struct demo_deal *x = &d->deals[i];
        struct deal *r = model_new(cx, &deal_model);
        if (!r)
            return fail_memory(cx);
        d->now = x->opened_at;
        cx->actor = user_of(d, x->owner);
        fill_deal(d, x, r);
        demo_fill_wishes(cx, d, x, r);
        e = model_add_quietly(cx, db, &deal_model, r);
        x->id = r->record.id;
        if (!e)
            e = write_members(cx, db, d, x);
        if (!e)
            e = demo_write_stays(cx, db, d, x, r);
        if (e || x->closed_at == NIL)
            continue;
        d->now = x->closed_at;
        r->outcome = x->outcome;
        r->reason = x->reason;
        r->closed_at = x->closed_at;
        if (!strcmp(x->outcome, "won"))
            r->contract_ends_on = demo_date(cx, d, x->closed_at + DAYS_MS(365));
        e = model_change_quietly(cx, db, &deal_model, r);
    }
    cx->actor = d->owner;
    return e;
}
