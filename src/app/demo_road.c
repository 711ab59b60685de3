/* demo_road.c -- what shows that some answers of the plan in force are right. The drifts need no writing: the company's own figures
 * speak against its plan. */
#include "app/demo_priv.h"

#include "strategy/answer_evidence.h"

enum { ABOUT_AUDIENCE, ABOUT_GOAL, ABOUT_CHANNEL, ABOUT_ALL };

static const struct {
    const char *question;
    int about, row;
    const char *link, *note;
} proofs[] = {
    {"audience_scores", ABOUT_AUDIENCE, 0, NULL,
     "Doze visitas a metalúrgicas em março: dez medem o custo por peça, oito já trocaram de marca "
     "por causa de um ferramenteiro."},
    {"audience_economics", ABOUT_AUDIENCE, 1,
     "https://www.ferramentasaurora.example/intranet/autopecas-margens",
     "Margem das seis plantas atendidas no último ano, conferida com o financeiro."},
    {"competitor", ABOUT_ALL, 0, NULL,
     "Os quatro nomes que apareceram em negócios perdidos com motivo anotado."},
    {"goal", ABOUT_GOAL, 1, "https://www.ferramentasaurora.example/intranet/ata-conselho",
     "Ata do conselho que aprovou o terceiro engenheiro com esta meta."},
    {"channel_cost", ABOUT_CHANNEL, 1, NULL,
     "Média dos anúncios de busca nos doze meses antes do plano."},
    {"positioning", ABOUT_ALL, 0, NULL,
     "Frase lida em voz alta a sete clientes; cinco a repetiram com as mesmas palavras."},
};

static int64_t about(const struct demo *d, int kind, int row)
{
    return kind == ABOUT_AUDIENCE  ? d->audiences[0][row]
           : kind == ABOUT_GOAL    ? d->goals[0][row]
           : kind == ABOUT_CHANNEL ? d->channels[0][row]
                                   : NIL;
}

enum err demo_write_road(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    enum err e = OK;

    cx->actor = d->team[0];
    for (size_t i = 0; i < COUNT_OF(proofs) && !e; i++) {
        struct answer_evidence *x = model_new(cx, &answer_evidence_model);
        if (!x)
            return fail_memory(cx);
        d->now = demo_month_start(d, 0) - DAYS_MS(20) + HOURS_MS(10) + MINUTES_MS(31) * (int64_t)i;
        x->plan = d->plans[0];
        x->question = proofs[i].question;
        x->about = about(d, proofs[i].about, proofs[i].row);
        x->link = proofs[i].link;
        x->note = proofs[i].note;
        e = model_add(cx, db, &answer_evidence_model, x);
    }
    cx->actor = d->owner;
    return e;
}
