/* demo_segments.c -- segments of the demonstration: who is meant, in the company's words. Their members are worked out like
 * anybody's, by the server's own jobs. */
#include "app/demo_priv.h"

#include "people/segment.h"

#include <inttypes.h>

struct draft {
    const char *name, *subject, *description;
    const char *rule; /* #: the segment before */
};

static const struct draft drafts[] = {
    {"Quem decide", "contact", "Diretoria, donos e quem assina.",
     "{\"any\":[{\"field\":\"seniority\",\"in\":[\"director\",\"executive\",\"owner\"]},"
     "{\"field\":\"buying_role\",\"in\":[\"decider\",\"approver\",\"payer\"]}]}"},
    {"Decide e viu os preços", "contact", "Quem decide e abriu a página de preços no último mês.",
     "{\"all\":[{\"segment\":\"#\"},{\"event\":\"view\",\"path\":\"/"
     "precos\",\"within_days\":30}]}"},
    {"Viram os preços duas vezes", "contact",
     "Ainda não são clientes e voltaram à página de preços.",
     "{\"all\":[{\"event\":\"view\",\"path\":\"/precos\",\"at_least\":2,\"within_days\":60},"
     "{\"field\":\"lifecycle\",\"not_in\":[\"customer\",\"advocate\"]}]}"},
    {"Leads que esfriaram", "contact",
     "Chegaram há mais de três meses e não visitaram mais o site.",
     "{\"all\":[{\"field\":\"lifecycle\",\"in\":[\"lead\",\"mql\"]},"
     "{\"field\":\"first_contact_at\",\"older_than_days\":90},"
     "{\"not\":{\"event\":\"view\",\"within_days\":90}}]}"},
    {"Empresas com negócio aberto", "account", NULL,
     "{\"has\":\"deals\",\"where\":{\"field\":\"outcome\",\"is\":\"open\"}}"},
    {"Empresas pesquisando agora", "account",
     "Cinco visitas ou mais em duas semanas, de quem for da empresa.",
     "{\"event\":\"view\",\"at_least\":5,\"within_days\":14}"},
};

static const char *rule_of(struct ctx *cx, const char *rule, int64_t before)
{
    struct buf b = buf_in(cx->arena);

    for (; *rule; rule++) {
        if (*rule == '#')
            buf_print(&b, "%" PRId64, before);
        else
            buf_add_char(&b, *rule);
    }
    return buf_text(&b);
}

enum err demo_write_segments(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    int64_t before = 0;
    enum err e = OK;

    (void)b;
    for (size_t i = 0; i < COUNT_OF(drafts) && !e; i++) {
        struct segment *s = model_new(cx, &segment_model);
        if (!s)
            return fail_memory(cx);
        s->name = drafts[i].name;
        s->subject = drafts[i].subject;
        s->description = drafts[i].description;
        s->rule = rule_of(cx, drafts[i].rule, before);
        if (!s->rule)
            return fail_memory(cx);
        e = model_add(cx, db, &segment_model, s);
        before = s->record.id;
    }
    return e;
}
