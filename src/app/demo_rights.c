/* demo_rights.c -- what people of the demonstration asked for about their own data, and a program that would be told of deals.
 *
 * None is due within three days of the filling, so that Home has no alarm that nobody caused. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "people/rights_request.h"
#include "work/webhook.h"

#include <string.h>

static const struct {
    const char *kind, *note, *origin;
    int days_ago;
    const char *how, *answer; /* how NULL: still open */
} asked[] = {
    {"access", "página de preferências", "web", 4, NULL, NULL},
    {"correction", "Mudou de cargo e pediu para corrigir o cadastro. Ligou para a Bianca.", "api",
     6, NULL, NULL},
    {"objection", "Não quer receber ligações comerciais.", "api", 21, "done",
     "Oposição registrada para telefone e WhatsApp."},
    {"portability", "Pediu os dados para levar a outro fornecedor.", "api", 47, "refused",
     "Não confirmou a identidade em dois contatos; orientamos a pedir pelo link da página."},
};

static const struct demo_contact *whose(const struct demo *d, size_t n)
{
    int at = d->contact_count * 3 / 4 + (int)n * 17;

    while (at > 0 && (at >= d->contact_count || text_empty(d->contacts[at].email)))
        at--;
    return &d->contacts[at];
}

static enum err write_one(struct ctx *cx, struct db *db, struct demo *d, size_t n)
{
    const char *origin = cx->origin;
    struct rights_request q = {0};
    enum err e;

    d->now = d->today - DAYS_MS(asked[n].days_ago);
    cx->origin = asked[n].origin;
    cx->actor = text_equal(asked[n].origin, "web") ? 0 : d->owner;
    e = rights_request_open(cx, db, whose(d, n)->id, asked[n].kind, asked[n].note, &q);
    cx->origin = origin;
    cx->actor = d->owner;
    if (e || !asked[n].how)
        return e;
    d->now += DAYS_MS(3);
    return rights_request_close(cx, db, q.id, asked[n].how, asked[n].answer);
}

/* Switched off: nothing of a demonstration goes anywhere. */
static enum err write_webhook(struct ctx *cx, struct db *db)
{
    struct webhook *h = model_new(cx, &webhook_model);

    if (!h)
        return fail_memory(cx);
    h->name = "CRM da Aurora";
    h->url = "https://crm.aurora.example/praca";
    h->events = "[\"contact.created\",\"deal.*\",\"handoff.passed\"]";
    h->active = 0;
    return model_add(cx, db, &webhook_model, h);
}

enum err demo_write_rights(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(asked) && !e; i++)
        e = write_one(cx, db, b->demo, i);
    return e ? e : write_webhook(cx, db);
}
