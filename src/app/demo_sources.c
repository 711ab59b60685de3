/* demo_sources.c -- imports of the demonstration that come by themselves: a form of the site, and a folder that is switched off, so
 * that nothing is fetched. */
#include "app/demo_priv.h"

#include "people/import_source.h"

enum err demo_write_sources(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    static const char *const names[] = {"Formulário do site", "Planilhas das feiras"};
    enum err e = OK;

    (void)b;
    for (size_t i = 0; i < COUNT_OF(names) && !e; i++) {
        struct import_source *s = model_new(cx, &import_source_model);
        if (!s)
            return fail_memory(cx);
        s->name = names[i];
        s->kind = "leads";
        s->origin = i ? "folder" : "webhook";
        s->path = i ? "feiras" : NULL;
        s->at_time = i ? "06:30" : NULL;
        s->active = i == 0;
        s->id_path = i ? NULL : "envio";
        s->map = i ? NULL
                   : "{\"columns\":{\"contato.email\":\"email\",\"contato.nome\":\"name\","
                     "\"contato.cargo\":\"job_title\",\"empresa.nome\":\"account.name\","
                     "\"empresa.cnpj\":\"account.tax_number\"},"
                     "\"constants\":{\"channel\":\"organic_search\"}}";
        e = model_add(cx, db, &import_source_model, s);
    }
    return e;
}
