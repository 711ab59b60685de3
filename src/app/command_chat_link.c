/* command_chat_link.c -- praca chat-link: links that open a WhatsApp chat, made and switched without the browser.
 *
 *     praca chat-link list
 *     praca chat-link add NAME PHONE --words "Olá" --campaign UTM
 *     praca chat-link on|off CODE
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "people/chat_link.h"
#include "strategy/campaign.h"

#include <inttypes.h>
#include <string.h>

enum { AT_ONCE = 200 };

/* What the command line says of a new one, or of one that is there by its code. */
struct linking {
    const struct args *a;
    const char *code;
    bool on;
    struct chat_link *link;
};

static const char *address_of(struct ctx *cx, const struct args *a, const struct chat_link *l)
{
    const char *url = args_option(a, "url");

    return arena_print(cx->arena, "%s/w/%s", url ? url : "", l->code);
}

static enum err print_page(struct ctx *cx, const struct args *a, const struct model_page *page)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < page->n; i++) {
        const struct chat_link *l = page->records[i];
        buf_print(&out, "%s\t%s\t%" PRId64 "\t%s\t%s\t%s\n", l->code, l->active ? "on" : "off",
                  l->started == NIL ? 0 : l->started, l->name, l->phone, address_of(cx, a, l));
    }
    return print_all(cx, &out);
}

static enum err list(struct ctx *cx, const struct instance *in, const struct args *a)
{
    struct model_query q = {.limit = AT_ONCE};
    struct model_page page = {0};
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    do {
        if (!e)
            e = model_list(cx, db, &chat_link_model, &q, &page);
        if (!e)
            e = print_page(cx, a, &page);
        q.after = page.next;
    } while (!e && q.after);
    db_return(db);
    return e;
}

static enum err set(struct ctx *cx, struct chat_link *l, const char *field, const char *text)
{
    return text ? model_set_text(cx, model_field(&chat_link_model, field), text, l) : OK;
}

/* By the word that its addresses carry. */
static enum err set_campaign(struct ctx *cx, struct db *db, struct chat_link *l, const char *utm)
{
    void *found = NULL;
    enum err e = utm ? model_find(cx, db, &campaign_model,
                                  model_field(&campaign_model, "utm_campaign"), utm, &found)
                     : OK;

    if (!e && utm && !found)
        e = fail(cx, ERR_NOTFOUND, "cli.chat_link_campaign", "campaign", utm, NULL);
    if (!e && found)
        l->campaign = ((const struct campaign *)found)->record.id;
    return e;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char *const options[] = {"words", "source", "medium", NULL};
    struct linking *k = arg;
    struct chat_link *l = model_new(cx, &chat_link_model);
    enum err e = l ? set(cx, l, "name", k->a->words[1]) : fail_memory(cx);

    if (!e)
        e = set(cx, l, "phone", k->a->words[2]);
    for (size_t i = 0; options[i] && !e; i++)
        e = set(cx, l, options[i], args_option(k->a, options[i]));
    if (!e)
        e = set_campaign(cx, db, l, args_option(k->a, "campaign"));
    if (!e)
        e = model_add(cx, db, &chat_link_model, l);
    k->link = l;
    return e;
}

static enum err switch_in(struct ctx *cx, struct db *db, void *arg)
{
    struct linking *k = arg;
    void *found = NULL;
    enum err e = model_find(cx, db, &chat_link_model, model_field(&chat_link_model, "code"),
                            k->code, &found);

    if (!e && !found)
        e = fail(cx, ERR_NOTFOUND, "cli.chat_link_code", "code", k->code, NULL);
    if (e)
        return e;
    k->link = found;
    k->link->active = k->on;
    return model_change(cx, db, &chat_link_model, k->link);
}

static enum err add(struct ctx *cx, const struct instance *in, struct linking *k)
{
    const char *url = NULL;
    enum err e = db_write(cx, in->pool, add_in, k);

    if (!e)
        e = chat_link_url(cx, k->link, &url);
    if (!e)
        say(cx, "cli.chat_link_added", "address", address_of(cx, k->a, k->link), "chat", url, NULL);
    return e;
}

static enum err turn(struct ctx *cx, const struct instance *in, struct linking *k)
{
    enum err e = db_write(cx, in->pool, switch_in, k);

    if (!e)
        say(cx, k->on ? "cli.chat_link_on" : "cli.chat_link_off", "name", k->link->name, "address",
            address_of(cx, k->a, k->link), NULL);
    return e;
}

enum err command_chat_link(struct ctx *cx, const struct args *a)
{
    const char *verb = a->word_count ? a->words[0] : "";
    bool is_list = a->word_count == 1 && text_equal(verb, "list");
    bool is_add = a->word_count == 3 && text_equal(verb, "add");
    bool is_on = text_equal(verb, "on");
    bool is_turn = a->word_count == 2 && (is_on || text_equal(verb, "off"));
    struct linking k = {.a = a, .code = is_turn ? a->words[1] : NULL, .on = is_on};
    struct instance in = {0};
    struct site site;
    enum err e;

    if (!is_list && !is_add && !is_turn)
        return fail(cx, ERR_INVALID, "cli.chat_link_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = is_list ? list(cx, &in, a) : is_add ? add(cx, &in, &k) : turn(cx, &in, &k);
    instance_close(cx, &in);
    return e;
}
