/* demo_rivals.c -- step 2 of the demonstration: whom the competitors go after, how they compare, how to win against them, and what was
 * noticed. Each plan has its own; the notes and the watched page belong to those of the published one. Nothing is fetched: the page
 * is paused. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "strategy/competitor.h"
#include "strategy/competitor_note.h"
#include "watch/watch_source.h"

#include "demo_sql.h"

#include <string.h>

enum { RIVALS = 4, ATTRIBUTES = 5, OURS = RIVALS };

/* In the order in which demo_plan.c writes them. */
static const struct {
    const char *strengths, *weaknesses, *how_we_win, *proof;
    int audiences; /* bits */
} cards[RIVALS] = {
    {"Marca conhecida e catálogo completo; estoque grande em São Paulo.",
     "Só vende a própria marca; visita técnica depende do representante; preço de tabela alto.",
     "Propor um teste de corte na máquina do cliente, com a peça dele, antes de falar de preço. "
     "Comparar custo por peça, não por pastilha.",
     "Metalúrgica de Joinville: 18 % a menos de custo por peça em 60 dias, com relatório assinado "
     "pela engenharia do cliente.",
     3},
    {"Preço à vista sempre visível; compra em cinco minutos.",
     "Não atende por telefone; troca de pastilha errada leva semanas.",
     "Aceitar que o item avulso é deles e ganhar o conjunto: escolha da ferramenta, teste e "
     "reposição.",
     "Três clientes voltaram depois de errar a geometria pela internet; as notas estão nos "
     "negócios.",
     4},
    {"Vendedor na porta toda semana; tudo em um pedido só.",
     "Sem engenheiro de aplicação; não mede resultado.",
     "Levar o indicador que o comprador não tem: custo por peça e horas paradas, todo mês.",
     "Painel mensal da autopeças de Caxias do Sul, que a auditoria do cliente final aceitou.", 3},
    {"Projeto próprio e reafiação na fábrica.",
     "Só atende contas muito grandes; prazo de oito semanas.",
     "Entrar onde eles não atendem: contas médias e urgências.", NULL, 2},
};

static const char *const attributes[ATTRIBUTES][2] = {
    {"Prazo de entrega", "5: em 48 horas, com estoque local"},
    {"Apoio técnico na planta", "5: engenheiro na máquina, sem cobrar"},
    {"Preço do item avulso", "5: o menor do mercado"},
    {"Prova de resultado", "5: relatório aceito pela auditoria do cliente"},
    {"Variedade de marcas", "5: várias marcas por aplicação"},
};

/* Rows as above; the last column is ourselves. */
static const int marks[ATTRIBUTES][RIVALS + 1] = {
    {4, 3, 4, 1, 5}, {3, 0, 1, 4, 5}, {1, 5, 3, 2, 3}, {2, 0, 1, 3, 5}, {0, 3, 4, 0, 4}};

static const struct {
    int rival;
    const char *objection, *answer;
} objections[] = {
    {0, "A marca deles é a que o operador conhece.",
     "Testamos a deles e a nossa na mesma máquina, no mesmo turno. O operador escolhe com o número "
     "na mão."},
    {0, "Eles têm contrato nacional com a matriz.",
     "O contrato cobre itens de linha. Comecem conosco pelas peças críticas, que ele não cobre."},
    {1, "Pela internet sai 20 % mais barato.",
     "No item, sai. Somando a troca errada e a máquina parada, o ano passado saiu 11 % mais caro."},
    {2, "O vendedor deles passa aqui toda semana.",
     "O nosso engenheiro passa todo mês e deixa um número: quanto a peça custou a menos."},
};

static const struct {
    int rival;
    const char *section, *presence, *source, *url, *body;
    int days_ago;
} notes[] = {
    {0, "offers", "offline", "Estande na feira de usinagem", NULL,
     "Lançaram uma linha para aço inox com garantia de vida útil de 30 % a mais. Não mostraram "
     "relatório.",
     74},
    {0, "sales", "offline", "Compradora da Metalúrgica Alfa", NULL,
     "Oferecem 12 % de desconto para contrato de um ano fechado até o fim do trimestre.", 33},
    {0, "content", "online", NULL, "https://blog.ferramentarianacional.example",
     "Começaram a publicar um estudo de caso por mês, sempre com cliente do setor automotivo.", 12},
    {1, "sales", "online", NULL, "https://entrega.cortefacil.example",
     "Frete grátis acima de R$ 500 para Sul e Sudeste.", 51},
    {1, "content", "online", "Anúncio na busca por “pastilha de torneamento”", NULL,
     "O anúncio promete entrega em três dias; antes eram cinco.", 20},
    {2, "sales", "offline", "Rafael, visita à planta da Beta", NULL,
     "Perderam a consignação da Beta porque a reposição atrasou duas vezes.", 27},
    {2, "content", "offline", "Feira regional", NULL,
     "Patrocinaram o jantar do sindicato; nenhum material técnico.", 90},
};

static enum err read_rivals(struct ctx *cx, struct db *db, int64_t plan, int64_t ret[RIVALS])
{
    struct db_stmt *st = NULL;
    bool row = false;
    int n = 0;
    enum err e = db_begin(cx, db, &SQL_demo_rivals_of_plan, &st);

    if (e)
        goto out;
    db_bind_int(st, "plan", plan);
    while (n < RIVALS && !(e = db_step(cx, st, &row)) && row)
        ret[n++] = db_int(st, 0);
    must(e || n == RIVALS);
out:
    db_done(st);
    return e;
}

static enum err write_card(struct ctx *cx, struct db *db, int64_t rival, int row)
{
    void *found = NULL;
    struct competitor *c;
    enum err e = model_get(cx, db, &competitor_model, rival, &found);

    if (e)
        return e;
    c = found;
    c->strengths = cards[row].strengths;
    c->weaknesses = cards[row].weaknesses;
    c->how_we_win = cards[row].how_we_win;
    c->proof = cards[row].proof;
    return model_change_quietly(cx, db, &competitor_model, c);
}

static enum err write_audiences(struct ctx *cx, struct db *db, struct demo *d, int plan,
                                int64_t rival, int row)
{
    enum err e = OK;

    for (int a = 0; a < 3 && !e; a++) {
        struct competitor_audience *x;
        if (!(cards[row].audiences & (1 << a)))
            continue;
        x = model_new(cx, &competitor_audience_model);
        if (!x)
            return fail_memory(cx);
        x->plan = d->plans[plan];
        x->competitor = rival;
        x->audience = d->audiences[plan][a];
        e = model_add_quietly(cx, db, &competitor_audience_model, x);
    }
    return e;
}

static enum err write_marks(struct ctx *cx, struct db *db, struct demo *d, int plan,
                            const int64_t *rivals, int row, int64_t attribute)
{
    enum err e = OK;

    for (int c = 0; c <= RIVALS && !e; c++) {
        struct competitor_mark *x = model_new(cx, &competitor_mark_model);
        if (!x)
            return fail_memory(cx);
        x->plan = d->plans[plan];
        x->attribute = attribute;
        x->competitor = c == OURS ? NIL : rivals[c];
        x->mark = marks[row][c];
        e = model_add_quietly(cx, db, &competitor_mark_model, x);
    }
    return e;
}

static enum err write_matrix(struct ctx *cx, struct db *db, struct demo *d, int plan,
                             const int64_t *rivals)
{
    enum err e = OK;

    for (int row = 0; row < ATTRIBUTES && !e; row++) {
        struct competitor_attribute *a = model_new(cx, &competitor_attribute_model);
        if (!a)
            return fail_memory(cx);
        a->plan = d->plans[plan];
        a->name = attributes[row][0];
        a->notes = attributes[row][1];
        a->position = row + 1;
        e = model_add_quietly(cx, db, &competitor_attribute_model, a);
        if (!e)
            e = write_marks(cx, db, d, plan, rivals, row, a->record.id);
    }
    return e;
}

static enum err write_objections(struct ctx *cx, struct db *db, struct demo *d, int plan,
                                 const int64_t *rivals)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(objections) && !e; i++) {
        struct competitor_objection *o = model_new(cx, &competitor_objection_model);
        if (!o)
            return fail_memory(cx);
        o->plan = d->plans[plan];
        o->competitor = rivals[objections[i].rival];
        o->objection = objections[i].objection;
        o->answer = objections[i].answer;
        o->position = (int64_t)i + 1;
        e = model_add_quietly(cx, db, &competitor_objection_model, o);
    }
    return e;
}

static enum err write_note(struct ctx *cx, struct db *db, struct demo *d, const int64_t *rivals,
                           size_t i)
{
    struct competitor_note *n = model_new(cx, &competitor_note_model);

    if (!n)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(notes[i].days_ago) + HOURS_MS(15);
    n->competitor = rivals[notes[i].rival];
    n->section = notes[i].section;
    n->presence = notes[i].presence;
    n->source = notes[i].source;
    n->url = notes[i].url;
    n->body = notes[i].body;
    n->noted_on = demo_date(cx, d, d->now);
    return model_add_quietly(cx, db, &competitor_note_model, n);
}

static enum err mark_seen(struct ctx *cx, struct db *db, int64_t source)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_watch_looked, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", source);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* The price list of the shop on the internet, which changed four days ago. */
static enum err write_watch(struct ctx *cx, struct db *db, struct demo *d, int64_t rival)
{
    struct watch_source *s = model_new(cx, &watch_source_model);
    struct competitor_note *n = model_new(cx, &competitor_note_model);
    enum err e;

    if (!s || !n)
        return fail_memory(cx);
    d->now = d->today - DAYS_MS(4) + HOURS_MS(7);
    s->competitor = rival;
    s->kind = "page";
    s->url = "https://precos.cortefacil.example";
    s->active = 0;
    e = model_add_quietly(cx, db, &watch_source_model, s);
    if (!e)
        e = mark_seen(cx, db, s->record.id);
    if (e)
        return e;
    n->competitor = rival;
    n->section = "offers";
    n->presence = "online";
    n->origin = "watch";
    n->url = s->url;
    n->watch = s->record.id;
    n->alert = 1;
    n->noted_on = demo_date(cx, d, d->now);
    n->body = "Preço, Insertos para aço · caixa com 10: R$ 389,00 → R$ 349,00\n"
              "Subtítulo: + Entrega em três dias úteis";
    n->changes = "[{\"what\":\"price\",\"key\":\"Insertos para aço · caixa com 10\",\"before\":"
                 "\"R$ 389,00\",\"after\":\"R$ 349,00\"},{\"what\":\"heading\",\"key\":\"h2\","
                 "\"before\":null,\"after\":\"Entrega em três dias úteis\"}]";
    return model_add_quietly(cx, db, &competitor_note_model, n);
}

static enum err write_notes(struct ctx *cx, struct db *db, struct demo *d, const int64_t *rivals)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(notes) && !e; i++)
        e = write_note(cx, db, d, rivals, i);
    return e ? e : write_watch(cx, db, d, rivals[1]);
}

enum err demo_write_competition(struct ctx *cx, struct db *db, struct demo *d, int plan, int row)
{
    int64_t rivals[RIVALS] = {0};
    enum err e = read_rivals(cx, db, d->plans[plan], rivals);

    (void)row;
    for (int i = 0; i < RIVALS && !e; i++) {
        e = write_card(cx, db, rivals[i], i);
        if (!e)
            e = write_audiences(cx, db, d, plan, rivals[i], i);
    }
    if (!e)
        e = write_matrix(cx, db, d, plan, rivals);
    if (!e)
        e = write_objections(cx, db, d, plan, rivals);
    return e || plan ? e : write_notes(cx, db, d, rivals);
}
