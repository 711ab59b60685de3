/* demo_audience.c -- how the demonstration's audiences buy, which competitors stand on its canvases, and its claims: one that is
 * proved, one whose proof has expired, one that never had any. Their companies are bound as segments by industry. */
#include "app/demo_priv.h"

#include "base/time.h"
#include "measure/audience_actual.h"
#include "people/segment.h"
#include "strategy/claim.h"
#include "strategy/claim_proof.h"
#include "strategy/claim_use.h"
#include "strategy/competitor.h"
#include "strategy/positioning.h"
#include "strategy/positioning_rival.h"
#include "strategy/purchase_step.h"

enum { AUDIENCES = 3, NEVER = -100000 };

static const int team_hours[AUDIENCES] = {640, 420, 380};

static const struct {
    int audience;
    const char *name, *role, *needs;
} steps[] = {
    {0, "A máquina para e falta ferramenta", "user", "Alguém que atenda na hora e saiba do corte."},
    {0, "Pede um teste na própria peça", "champion", "Um engenheiro na planta em uma semana."},
    {0, "Compara o custo por peça", "decider", "O relatório do teste, com a conta aberta."},
    {0, "Negocia prazo e faz o primeiro pedido", "buyer",
     "Condição de pagamento e entrega escrita."},
    {1, "Recebe a meta anual de redução de custo", "payer",
     "Números de outras plantas do mesmo porte."},
    {1, "Homologa o fornecedor", "influencer", "Certificados, auditoria e um caso parecido."},
    {1, "Fecha o contrato anual", "approver", "Indicadores mensais e estoque consignado."},
    {2, "Projeta a máquina e lista as ferramentas", "user", "Busca por geometria e desenho em 3D."},
    {2, "Pede prazo e preço de três fornecedores", "buyer", "Resposta no mesmo dia."},
};

static const struct {
    int canvas, competitor; /* places of those of the plan */
    const char *notes;
} rivals[] = {
    {0, 0, "É a marca que já está na máquina."},
    {0, 2, "Está na cidade e entrega no mesmo dia."},
    {1, 0, "A montadora já conhece."},
    {2, 1, "Preço menor quando o prazo não aperta."},
};

enum { SCORE_PROVES = 30 }; /* of the claim that is proved by a figure */

struct proof_text {
    const char *kind, *name, *metric, *url, *details;
    int expires; /* days from today; NEVER: no end */
};

static const struct {
    int audience; /* -1: all */
    const char *name;
    struct proof_text proof; /* without a name: none */
    int canvas;              /* where it is said; -1: on no canvas */
    const char *page;
} claims[] = {
    {0,
     "Entregamos no Sul em até 48 horas",
     {"case", "Vale Verde Usinagem: 209 de 212 pedidos em 48 horas", NULL, NULL,
      "Contados pela própria empresa durante um ano.", NEVER},
     0,
     "https://" DEMO_MAIL_DOMAIN "/prazos"},
    {0,
     "O teste de corte mostra o custo por peça antes da compra",
     {"testimonial", "Carta do gerente de manutenção da Forja Itajaí", NULL, NULL,
      "Autorizou o uso por um ano.", -12},
     0,
     "https://" DEMO_MAIL_DOMAIN "/teste-de-corte"},
    {1,
     "O custo por peça cai a cada ano de contrato",
     {NULL, NULL, NULL, NULL, NULL, NEVER},
     1,
     NULL},
    {2,
     "São 11 mil itens em catálogo",
     {"document", "Catálogo técnico do ano", NULL, "https://" DEMO_MAIL_DOMAIN "/catalogo.pdf",
      NULL, 20},
     2,
     NULL},
    {-1,
     "Nossos clientes nos indicam",
     {"metric", "A nota que os clientes dão, perguntada a cada semestre", "nps", NULL, NULL, NEVER},
     -1,
     "https://" DEMO_MAIL_DOMAIN "/clientes"},
};

int demo_team_hours(int audience)
{
    return team_hours[audience];
}

static enum err write_steps(struct ctx *cx, struct db *db, const struct demo *d, int plan)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(steps) && !e; i++) {
        struct purchase_step *s = model_new(cx, &purchase_step_model);
        if (!s)
            return fail_memory(cx);
        s->plan = d->plans[plan];
        s->audience = d->audiences[plan][steps[i].audience];
        s->name = steps[i].name;
        s->buying_role = steps[i].role;
        s->needs = steps[i].needs;
        e = model_add(cx, db, &purchase_step_model, s);
    }
    return e;
}

/* What the plan has of a model, in the order it was written. */
static enum err of_plan(struct ctx *cx, struct db *db, const struct model *m, int64_t plan,
                        void ***ret, size_t *ret_n)
{
    return model_related(cx, db, m, "plan", plan, 20, ret, ret_n);
}

static int64_t id_at(void *const *rows, size_t n, int at)
{
    return at >= 0 && (size_t)at < n ? ((const struct record *)rows[at])->id : NIL;
}

static enum err write_rivals(struct ctx *cx, struct db *db, const struct demo *d, int plan,
                             void *const *canvases, size_t n)
{
    void **known = NULL;
    size_t count = 0;
    enum err e = of_plan(cx, db, &competitor_model, d->plans[plan], &known, &count);

    for (size_t i = 0; i < COUNT_OF(rivals) && !e; i++) {
        struct positioning_rival *r = model_new(cx, &positioning_rival_model);
        if (!r)
            return fail_memory(cx);
        r->plan = d->plans[plan];
        r->positioning = id_at(canvases, n, rivals[i].canvas);
        r->competitor = id_at(known, count, rivals[i].competitor);
        r->notes = rivals[i].notes;
        e = model_add(cx, db, &positioning_rival_model, r);
    }
    return e;
}

static enum err write_proof(struct ctx *cx, struct db *db, const struct demo *d, int64_t claim,
                            const struct proof_text *t)
{
    struct claim_proof *p = model_new(cx, &claim_proof_model);

    if (!p)
        return fail_memory(cx);
    p->claim = claim;
    p->kind = t->kind;
    p->name = t->name;
    p->metric = t->metric;
    if (t->metric) {
        p->comparison = "at_least";
        p->value_micro = SCORE_PROVES * INT64_C(1000000);
    }
    p->url = t->url;
    p->details = t->details;
    p->proved_on = demo_date(cx, d, d->now - DAYS_MS(45));
    if (t->expires != NEVER)
        p->expires_on = demo_date(cx, d, d->today + DAYS_MS(t->expires) + HOURS_MS(12));
    return model_add(cx, db, &claim_proof_model, p);
}

static enum err write_use(struct ctx *cx, struct db *db, int64_t claim, int64_t canvas,
                          const char *page)
{
    struct claim_use *u = model_new(cx, &claim_use_model);

    if (!u)
        return fail_memory(cx);
    u->claim = claim;
    u->positioning = canvas;
    u->url = page;
    return model_add(cx, db, &claim_use_model, u);
}

static enum err write_claims(struct ctx *cx, struct db *db, const struct demo *d, int plan,
                             void *const *canvases, size_t n)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(claims) && !e; i++) {
        struct claim *c = model_new(cx, &claim_model);
        int64_t canvas = id_at(canvases, n, claims[i].canvas);
        if (!c)
            return fail_memory(cx);
        c->plan = d->plans[plan];
        c->audience = claims[i].audience < 0 ? NIL : d->audiences[plan][claims[i].audience];
        c->name = claims[i].name;
        c->owner = d->team[0];
        e = model_add(cx, db, &claim_model, c);
        if (!e && claims[i].proof.name)
            e = write_proof(cx, db, d, c->record.id, &claims[i].proof);
        if (!e && canvas != NIL)
            e = write_use(cx, db, c->record.id, canvas, NULL);
        if (!e && claims[i].page)
            e = write_use(cx, db, c->record.id, NIL, claims[i].page);
    }
    return e;
}

enum err demo_write_audience(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    void **canvases = NULL;
    size_t n = 0;
    enum err e = of_plan(cx, db, &positioning_model, d->plans[plan], &canvases, &n);

    (void)row;
    if (!e)
        e = write_steps(cx, db, d, plan);
    if (!e)
        e = write_rivals(cx, db, d, plan, canvases, n);
    return e ? e : write_claims(cx, db, d, plan, canvases, n);
}

/* The same three segments for the audiences of both plans. */
static enum err bind_one(struct ctx *cx, struct db *db, struct demo *d, int at)
{
    void *found = NULL, *bound = NULL;
    const struct audience *a;
    struct segment *s;
    enum err e = model_get(cx, db, &audience_model, d->audiences[0][at], &found);

    if (e)
        return e;
    a = found;
    s = model_new(cx, &segment_model);
    if (!s)
        return fail_memory(cx);
    s->name = a->name;
    s->subject = "account";
    s->rule = arena_print(cx->arena, "{\"field\":\"industry\",\"is\":\"%s\"}", a->industry);
    s->description = "As empresas do público-alvo, pelo setor.";
    e = model_add(cx, db, &segment_model, s);
    for (int plan = 0; plan < 2 && !e; plan++) {
        if (plan == 1 && d->now < d->today - DAYS_MS(40))
            d->now = d->today - DAYS_MS(40); /* the draft is younger */
        e = audience_bind(cx, db, d->audiences[plan][at], s->record.id, &bound);
    }
    return e;
}

enum err demo_write_audience_segments(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum err e = OK;

    cx->actor = b->demo->team[0];
    for (int i = 0; i < AUDIENCES && !e; i++)
        e = bind_one(cx, db, b->demo, i);
    cx->actor = b->demo->owner;
    return e;
}
