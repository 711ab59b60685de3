/* demo_site.c -- what the site asks and what is looked at: the form of the page of quotes, and the way to it in three steps. */
#include "app/demo_priv.h"

#include "measure/funnel.h"
#include "measure/report.h"
#include "people/consent_purpose.h"
#include "people/site_form.h"

static enum err write_form(struct ctx *cx, struct db *db)
{
    struct site_form *f = model_new(cx, &site_form_model);
    struct consent_purpose *news = NULL;
    enum err e = f ? consent_purpose_find(cx, db, "marketing_email", &news) : fail_memory(cx);

    if (e)
        return e;
    f->name = "Peça um orçamento";
    f->title_pt = "Peça um orçamento";
    f->title_en = "Ask for a quote";
    f->intro_pt = "Conte qual peça precisa ser cortada. Respondemos em um dia útil.";
    f->intro_en = "Tell us which part is to be cut. We answer within one working day.";
    f->thanks_pt = "Recebemos seu pedido. Um técnico fala com você em até um dia útil.";
    f->thanks_en = "We have your request. A technician will be in touch within one working day.";
    f->ask_code = 1;
    f->purpose = news->record.id;
    return model_add(cx, db, &site_form_model, f);
}

static enum err write_funnel(struct ctx *cx, struct db *db)
{
    struct funnel *f = model_new(cx, &funnel_model);

    if (!f)
        return fail_memory(cx);
    f->name = "Do preço ao pedido";
    f->steps = "[{\"page\":\"/precos\"},{\"page\":\"/orcamento\"},{\"event\":\"form\"}]";
    f->scope = "visitor";
    f->window_days = 30;
    return model_add(cx, db, &funnel_model, f);
}

/* What its people look at again and again. */
static const struct demo_report {
    const char *name, *kind, *question, *view;
} demo_reports[] = {
    {"Visitas do mês", "visits",
     "{\"date_range\":\"30d\",\"filters\":[],\"include\":{\"comparisons\":{\"mode\":\"previous_"
     "period\"}},"
     "\"queries\":[{\"metrics\":[\"visitors\",\"visits\",\"views\",\"views_per_visit\",\"bounce_"
     "rate\","
     "\"engaged\"]},{\"metrics\":[\"visits\"],\"dimensions\":[\"channel\"],\"pagination\":{"
     "\"limit\":20}},"
     "{\"metrics\":[\"views\"],\"dimensions\":[\"page\"],\"pagination\":{\"limit\":20}}]}",
     "{\"period\":\"30d\"}"},
    {"Canais do ano", "channels", "{\"by\":\"channel\",\"date_range\":\"year\"}",
     "{\"preset\":\"year\"}"},
    {"Quem traz contrato", "attribution",
     "{\"by\":\"channel\",\"credit\":\"won\",\"date_range\":\"365d\"}", "{\"preset\":\"m12\"}"},
    {"Números do trimestre", "metrics",
     "{\"metrics\":[\"leads\",\"mqls\",\"opportunities\",\"won\",\"revenue\",\"spend\",\"win_"
     "rate\","
     "\"cycle_days\"],\"date_range\":\"91d\",\"include\":{\"comparisons\":{\"mode\":\"previous_"
     "period\"}}}",
     NULL},
};

static enum err write_reports(struct ctx *cx, struct db *db)
{
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(demo_reports) && !e; i++) {
        struct report *r = model_new(cx, &report_model);
        if (!r)
            return fail_memory(cx);
        r->name = demo_reports[i].name;
        r->kind = demo_reports[i].kind;
        r->question = demo_reports[i].question;
        r->view = demo_reports[i].view;
        e = model_add(cx, db, &report_model, r);
    }
    return e;
}

enum err demo_write_site(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum err e;

    b->demo->now = b->demo->today;
    e = write_form(cx, db);
    if (!e)
        e = write_funnel(cx, db);
    return e ? e : write_reports(cx, db);
}
