/* demo_promote.c -- what the company's channels cost and whom they suit, the links and codes on its stands and cards, and those who sell for it. */
#include "app/demo_plan_words.h"
#include "app/demo_priv.h"

#include "base/text.h"
#include "people/deal.h"
#include "people/deal_registration.h"
#include "people/partner.h"
#include "people/promo_code.h"
#include "people/short_link.h"
#include "strategy/channel.h"
#include "strategy/channel_fit.h"

#include "demo_sql.h"

/* --- what channels cost ----------------------------------------------------------------------------- */

/* Numbers of a cost model that come to what a lead was expected to cost. */
void demo_fill_cost(struct channel *c)
{
    static const struct {
        const char *model, *period;
        int64_t volume, leads;
    } usual[] = {{"per_click", "month", 500, 12},
                 {"per_month", "month", 1, 18},
                 {"per_lead", "month", 8, 8},
                 {"per_event", "year", 4, 120}};
    int64_t lead = c->expected_cost_per_lead_minor;

    for (size_t i = 0; i < COUNT_OF(usual) && lead > 0; i++) {
        if (!text_equal(usual[i].model, c->cost_model))
            continue;
        c->cost_period = usual[i].period;
        c->volume = usual[i].volume;
        c->expected_leads = usual[i].leads;
        c->price_minor = i == 2 ? lead : lead * usual[i].leads / usual[i].volume;
    }
    if (text_equal(c->kind, "telephone"))
        c->phone = "(11) 3090-4410";
}

static const struct {
    int channel, audience;
    const char *why;
} fits[DEMO_FITS] = {
    {0, 0, "Programador de CNC pesquisa o defeito antes de falar com vendedor."},
    {0, 1, "Engenharia compara geometrias e procura tabelas de corte."},
    {1, 0, "Quem digita o código da pastilha quer cotação no mesmo dia."},
    {2, 1, "Diretoria industrial está no LinkedIn e não em feira pequena."},
    {4, 2, "Dono de fábrica confia em dono de fábrica."},
    {5, 0, "O teste de corte ao vivo convence quem está longe da visita."},
    {6, 1, "É onde engenharia, compras e diretoria param no mesmo estande."},
    {6, 0, "Estandes de máquinas trazem quem opera no dia a dia."},
};

enum err demo_write_fit(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    struct channel_fit *f = model_new(cx, &channel_fit_model);

    if (!f)
        return fail_memory(cx);
    f->plan = d->plans[plan];
    f->channel = d->channels[plan][fits[row].channel];
    f->audience = d->audiences[plan][fits[row].audience];
    f->why = fits[row].why;
    return model_add(cx, db, &channel_fit_model, f);
}

/* --- partners ----------------------------------------------------------------------------------------- */

enum err demo_write_partners(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    static const struct {
        const char *name, *kind, *notes;
        int64_t commission, days;
        int owner;
    } all[DEMO_PARTNERS] = {
        {"Nortécnica Revendas", "distributor", "Atende Pará e Amazonas com estoque próprio.", 90000,
         90, 1},
        {"Máquinas Ipê", "partner", "Vende o ferramental de partida com cada torno novo.", 60000,
         120, 2},
        {"Corte & Cia Consultoria", "partner", "Consultor de processos que indica a marca.", 40000,
         60, 1},
    };
    struct demo *d = b->demo;
    enum err e = OK;

    d->now = demo_month_start(d, -12);
    for (int i = 0; i < DEMO_PARTNERS && !e; i++) {
        struct partner *p = model_new(cx, &partner_model);
        if (!p)
            return fail_memory(cx);
        p->name = all[i].name;
        p->kind = all[i].kind;
        p->commission = all[i].commission;
        p->protection_days = all[i].days;
        p->agreement_ends_on = demo_month_date(cx, d, 15, 0);
        p->owner = d->team[all[i].owner];
        p->notes = all[i].notes;
        e = model_add(cx, db, &partner_model, p);
        d->partners[i] = p->record.id;
    }
    return e;
}

int64_t demo_partner_of(const struct demo *d, const struct demo_deal *x)
{
    struct dice dice = dice_of(d->seed + (uint64_t)x->number, "sold by");

    return dice_chance(&dice, 160)
               ? d->partners[dice_weighted(&dice, (const int[]){50, 35, 15}, DEMO_PARTNERS)]
               : NIL;
}

/* --- codes ---------------------------------------------------------------------------------------------- */

enum { CODES = 3, LINKS = 4, REGISTRATIONS = 6, USES = 9 };

static const struct {
    const char *name, *code, *channel, *offer;
    int from; /* demo_channels whose people used it; -1: nobody yet */
} codes[CODES] = {
    {"Estande da Feira da Mecânica", "MECANICA10", "fairs", "10 % no primeiro pedido",
     CHANNEL_FAIRS},
    {"Gravação do webinar", "CORTE-AO-VIVO", "webinar", "Teste de corte sem custo",
     CHANNEL_WEBINAR},
    {"Clientes da Máquinas Ipê", "IPE2027", NULL, "Kit de partida com a máquina", -1},
};

static enum err use_code(struct ctx *cx, struct db *db, struct demo *d, const struct promo_code *c,
                         int channel)
{
    int used = 0;
    enum err e = OK;

    for (int i = d->contact_count - 1; i >= 0 && used < USES && !e; i--) {
        const struct demo_contact *x = &d->contacts[i];
        struct promo_use u = {.contact = x->id,
                              .account = x->account < 0 ? NIL : d->accounts[x->account].id,
                              .deal = NIL,
                              .at = x->at,
                              .how = "form",
                              .told = true};
        if (x->channel != channel)
            continue;
        used++;
        d->now = x->at;
        e = promo_code_use(cx, db, c, &u);
    }
    return e;
}

static enum err write_codes(struct ctx *cx, struct db *db, struct demo *d, int64_t ids[CODES])
{
    enum err e = OK;

    for (int i = 0; i < CODES && !e; i++) {
        struct promo_code *c = model_new(cx, &promo_code_model);
        if (!c)
            return fail_memory(cx);
        d->now = demo_month_start(d, 1 + i);
        c->name = codes[i].name;
        c->code = codes[i].code;
        c->channel = codes[i].channel;
        c->partner = codes[i].channel ? NIL : d->partners[1];
        c->offer = codes[i].offer;
        c->ends_on = demo_month_date(cx, d, 14, 0);
        e = model_add(cx, db, &promo_code_model, c);
        ids[i] = c->record.id;
        if (!e && codes[i].from >= 0)
            e = use_code(cx, db, d, c, codes[i].from);
    }
    return e;
}

/* --- links ---------------------------------------------------------------------------------------------- */

static enum err write_day(struct ctx *cx, struct db *db, struct demo *d, int64_t link, int days_ago,
                          int hits, int robots)
{
    static const struct db_query *const both[] = {&SQL_demo_link_day, &SQL_demo_link_hits};
    int64_t at = d->today - DAYS_MS(days_ago) + HOURS_MS(15);
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(both) && !e; i++) {
        struct db_stmt *st = NULL;
        e = db_begin(cx, db, both[i], &st);
        if (!e) {
            db_bind_int(st, "link", link);
            db_bind_int(st, "hits", hits);
            db_bind_int(st, "robots", robots);
            if (i == 0)
                db_bind_text(st, "day", demo_date(cx, d, at));
            else
                db_bind_int(st, "last_at", at);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e;
}

static enum err write_days(struct ctx *cx, struct db *db, struct demo *d, int64_t link, int usual)
{
    struct dice dice = dice_of(d->seed + (uint64_t)usual, "followed");
    enum err e = OK;

    for (int ago = 60; ago > 0 && !e; ago--) {
        int hits = dice_below(&dice, 2 * usual + 1), robots = dice_below(&dice, 3) == 0;
        if (hits)
            e = write_day(cx, db, d, link, ago, hits, robots);
    }
    return e;
}

/* Codes are one namespace of the whole installation: where another site has this one, the link gets one drawn for it. */
static enum err add_link(struct ctx *cx, struct db *db, struct short_link *l)
{
    enum err e = model_add(cx, db, &short_link_model, l);

    if (e != ERR_INVALID || !fault_has_field(cx, "code"))
        return e;
    fault_clear(cx);
    l->code = NULL;
    return model_add(cx, db, &short_link_model, l);
}

static enum err write_links(struct ctx *cx, struct db *db, struct demo *d,
                            const int64_t code_ids[CODES])
{
    static const struct {
        const char *name, *code, *path, *channel, *medium;
        int usual, promo;
        bool partner, ended;
    } all[LINKS] = {
        {"Painel do estande", "feira-painel", "/orcamento", "fairs", "qr", 7, 0, false, false},
        {"Cartão de visita da equipe", "aurora", "/", "telephone", "cartao", 2, -1, false, false},
        {"Adesivo das máquinas Ipê", "ipe", "/orcamento", NULL, "adesivo", 3, 2, true, false},
        {"Anúncio na revista Corte", "revista-corte", "/precos", "print", "anuncio", 1, -1, false,
         true},
    };
    enum err e = OK;

    for (int i = 0; i < LINKS && !e; i++) {
        struct short_link *l = model_new(cx, &short_link_model);
        if (!l)
            return fail_memory(cx);
        d->now = demo_month_start(d, 2 + i);
        l->name = all[i].name;
        l->code = all[i].code;
        l->target = arena_print(cx->arena, "https://" DEMO_MAIL_DOMAIN "%s", all[i].path);
        l->channel = all[i].channel;
        l->medium = all[i].medium;
        l->promo = all[i].promo < 0 ? NIL : code_ids[all[i].promo];
        l->partner = all[i].partner ? d->partners[1] : NIL;
        l->ends_on = all[i].ended ? demo_date(cx, d, d->today - DAYS_MS(12)) : NULL;
        e = add_link(cx, db, l);
        if (!e)
            e = write_days(cx, db, d, l->record.id, all[i].usual);
    }
    return e;
}

/* --- registrations ---------------------------------------------------------------------------------------- */

static void settle(struct demo *d, struct deal_registration *r, const char *state,
                   const char *reason)
{
    r->state = state;
    r->reason = reason;
    if (text_equal(state, "new"))
        return;
    if (text_equal(state, "expired")) {
        r->expires_at = d->today - DAYS_MS(3);
        return;
    }
    r->decided_at = d->now + DAYS_MS(2);
    r->decided_by = d->team[1];
    for (int i = 0; i < d->deal_count && text_equal(state, "accepted"); i++) {
        const struct demo_deal *x = &d->deals[i];
        if (x->closed_at != NIL || demo_partner_of(d, x) != r->partner)
            continue;
        r->deal = x->id;
        r->account = d->accounts[x->account].id;
        return;
    }
}

static enum err write_registrations(struct ctx *cx, struct db *db, struct demo *d)
{
    static const struct {
        const char *company, *domain, *person, *state, *reason;
        int partner, days_ago;
        int64_t reais;
    } all[REGISTRATIONS] = {
        {"Fundição Serra Azul", "serraazul.example", "Cleide Matos", "new", NULL, 0, 2, 84000},
        {"Usinagem Três Rios", "tresrios.example", "Ivan Prado", "new", NULL, 2, 5, 31000},
        {"Metalúrgica Cedro", "cedro.example", "Paulo Tavares", "accepted", NULL, 1, 34, 126000},
        {"Autopeças Lagoa", "lagoa.example", "Sônia Braga Lima", "accepted",
         "Já falávamos com eles, mas o parceiro trouxe o novo projeto.", 0, 51, 58000},
        {"Caldeiraria Pontal", "pontal.example", "Hélio Duarte", "declined",
         "A empresa já está em proposta conosco desde o mês passado.", 2, 40, 45000},
        {"Torneados Ribeira", "ribeira.example", "Marta Nunes", "expired", NULL, 2, 64, 22000},
    };
    enum err e = OK;

    for (int i = 0; i < REGISTRATIONS && !e; i++) {
        struct deal_registration *r = model_new(cx, &deal_registration_model);
        if (!r)
            return fail_memory(cx);
        d->now = d->today - DAYS_MS(all[i].days_ago) + HOURS_MS(11);
        r->partner = d->partners[all[i].partner];
        r->employer = all[i].company;
        r->domain = all[i].domain;
        r->contact_name = all[i].person;
        r->email = arena_print(cx->arena, "contato@%s", all[i].domain);
        r->amount_minor = all[i].reais * 100;
        r->closes_on = demo_date(cx, d, d->today + DAYS_MS(20 + 9 * i));
        r->source = "page";
        e = model_add_quietly(cx, db, &deal_registration_model, r);
        settle(d, r, all[i].state, all[i].reason);
        if (!e)
            e = model_change_quietly(cx, db, &deal_registration_model, r);
    }
    return e;
}

enum err demo_write_promotion(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    int64_t ids[CODES];
    struct demo *d = b->demo;
    enum err e = write_codes(cx, db, d, ids);

    if (!e)
        e = write_links(cx, db, d, ids);
    return e ? e : write_registrations(cx, db, d);
}
