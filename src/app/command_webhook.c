/* command_webhook.c -- praca webhook: who is told of what, and a test that says what the receiver answered.
 *
 *     praca webhook list
 *     praca webhook test NUMBER
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/outside.h"
#include "base/text.h"
#include "model/audit.h"
#include "work/webhook.h"

#include <inttypes.h>
#include <string.h>

struct testing {
    int64_t webhook, delivery;
};

static enum err ping_in(struct ctx *cx, struct db *db, void *arg)
{
    struct testing *t = arg;
    enum err e = webhook_ping(cx, db, t->webhook, &t->delivery);

    return e ? e : audit_add(cx, db, webhook_model.name, t->webhook, "ping", NULL);
}

static enum err list(struct ctx *cx, const struct instance *in)
{
    struct model_query q = {.limit = WEBHOOKS_MAX};
    struct model_page page = {0};
    struct buf out = buf_in(cx->arena);
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = model_list(cx, db, &webhook_model, &q, &page);
    db_return(db);
    for (size_t i = 0; i < page.n && !e; i++) {
        const struct webhook *h = page.records[i];
        buf_print(&out, "%" PRId64 "\t%s\t%s\t%s\t%s\n", h->record.id, h->active ? "on" : "off",
                  h->name, h->url, h->events);
    }
    return e ? e : print_all(cx, &out);
}

static enum err say_outcome(struct ctx *cx, const struct instance *in, const struct testing *t)
{
    struct webhook_delivery d = {0};
    void *record = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = model_get(cx, db, &webhook_model, t->webhook, &record);
    if (!e)
        e = webhook_delivery_get(cx, db, t->webhook, t->delivery, &d);
    db_return(db);
    if (e)
        return e;
    if (d.status == NIL)
        return fail(cx, ERR_BUSY, "cli.webhook_failed", "reason",
                    webhook_error_text(cx, ((struct webhook *)record)->url,
                                       d.error ? d.error : "work.stopping"),
                    NULL);
    say(cx, "cli.webhook_sent", "status", arena_print(cx->arena, "%" PRId64, d.status), "ms",
        arena_print(cx->arena, "%" PRId64, d.duration_ms), NULL);
    return OK;
}

static enum err test(struct ctx *cx, const struct instance *in, int64_t id)
{
    struct testing t = {.webhook = id};
    struct client *client = NULL;
    bool more = false;
    enum err e = outside_client(cx, in->config, &client);

    if (!e)
        e = db_write(cx, in->pool, ping_in, &t);
    if (!e)
        e = webhook_send(cx, in->pool, client, id, &more);
    client_free(client);
    return e ? e : say_outcome(cx, in, &t);
}

enum err command_webhook(struct ctx *cx, const struct args *a)
{
    bool is_list = a->word_count == 1 && text_equal(a->words[0], "list");
    bool is_test = a->word_count == 2 && text_equal(a->words[0], "test");
    struct instance in = {0};
    struct site site;
    int64_t id = 0;
    enum err e;

    if (!is_list && (!is_test || !id_read(a->words[1], &id)))
        return fail(cx, ERR_INVALID, "cli.webhook_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = is_list ? list(cx, &in) : test(cx, &in, id);
    instance_close(cx, &in);
    return e;
}
