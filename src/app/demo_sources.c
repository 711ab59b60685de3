/* demo_sources.c -- how people come to the demonstration by themselves: a form of the site, a folder that is switched off, so that
 * nothing is fetched, and links to a WhatsApp chat, for each of which some went on. */
#include "app/demo_priv.h"

#include "base/time.h"
#include "people/chat_link.h"
#include "people/import_source.h"

#include "demo_sql.h"

static enum err put_started(struct ctx *cx, struct db *db, int64_t link, int64_t n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_chat_started, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", link);
    db_bind_int(st, "n", n);
    db_bind_int(st, "last_at", ctx_now(cx) - HOURS_MS(3 * n));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err write_chats(struct ctx *cx, struct db *db)
{
    static const struct {
        const char *name, *source, *medium, *words;
        int64_t started;
    } links[] = {
        {"Botão do site", "site", "whatsapp", "Olá, quero saber mais sobre as ferramentas.", 23},
        {"Cartaz da feira", "feira", "cartaz", "Olá, vi vocês na feira.", 9},
    };
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(links) && !e; i++) {
        struct chat_link *l = model_new(cx, &chat_link_model);
        if (!l)
            return fail_memory(cx);
        l->name = links[i].name;
        l->source = links[i].source;
        l->medium = links[i].medium;
        l->words = links[i].words;
        l->phone = "+5511955550100";
        e = model_add(cx, db, &chat_link_model, l);
        if (!e)
            e = put_started(cx, db, l->record.id, links[i].started);
    }
    return e;
}

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
    if (!e)
        e = write_chats(cx, db);
    return e ? e : demo_write_searches(cx, db);
}
