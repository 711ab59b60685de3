/* command_campaign.c -- praca campaign: campaigns listed, started and ended without the browser.
 *
 *     praca campaign list
 *     praca campaign show CAMPAIGN
 *     praca campaign start CAMPAIGN [--confirm] [--reason TEXT]
 *     praca campaign stop|finish CAMPAIGN [--reason TEXT]
 *
 * CAMPAIGN is its id or its utm_campaign. What the gate refuses, it refuses here with the same sentences.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "strategy/launch.h"
#include "strategy/plan_common.h"

#include <inttypes.h>

enum { AT_ONCE = 200 };

typedef enum err change_fn(struct ctx *cx, struct db *db, const struct launch_ask *ask,
                           struct launch *ret);

struct launching {
    const struct args *a;
    change_fn *change; /* NULL: only look */
    struct launch launch;
};

static const char *or_dash(const char *text)
{
    return text ? text : "-";
}

static enum err print_page(struct ctx *cx, const struct model_page *page)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < page->n; i++) {
        const struct campaign *c = page->records[i];
        buf_print(&out, "%" PRId64 "\t%s\t%s\t%s\t%s\t%s\n", c->record.id, c->state,
                  or_dash(c->starts_on), or_dash(c->ends_on), or_dash(c->utm_campaign), c->name);
    }
    return print_all(cx, &out);
}

static enum err list(struct ctx *cx, const struct instance *in)
{
    struct model_query q = {.limit = AT_ONCE};
    struct model_page page = {0};
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    do {
        if (!e)
            e = plan_common(cx, db, &campaign_model, &q);
        if (!e)
            e = model_list(cx, db, &campaign_model, &q, &page);
        if (!e)
            e = print_page(cx, &page);
        q.after = page.next;
    } while (!e && q.after);
    db_return(db);
    return e;
}

/* By its id, else by the word that its addresses carry. */
static enum err find(struct ctx *cx, struct db *db, const char *word, int64_t *ret)
{
    void *found = NULL;
    enum err e;

    if (text_to_int(word, ret) && *ret > 0)
        return OK; /* whether it is there is said by who reads it */
    e = model_find(cx, db, &campaign_model, model_field(&campaign_model, "utm_campaign"), word,
                   &found);
    if (!e && !found)
        e = fail(cx, ERR_NOTFOUND, "cli.campaign_none", "campaign", word, NULL);
    if (!e)
        *ret = ((const struct campaign *)found)->record.id;
    return e;
}

static enum err launch_in(struct ctx *cx, struct db *db, void *arg)
{
    struct launching *k = arg;
    struct launch_ask ask = {.reason = args_option(k->a, "reason"),
                             .confirmed = args_flag(k->a, "confirm")};
    enum err e = find(cx, db, k->a->words[1], &ask.campaign);

    if (e)
        return e;
    return k->change ? k->change(cx, db, &ask, &k->launch)
                     : launch_look(cx, db, ask.campaign, &k->launch);
}

static enum err show(struct ctx *cx, const struct launch *l)
{
    static const char *const marks[] = {"ok", "open", "missing"};
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < l->n; i++) {
        const struct launch_item *x = &l->items[i];
        buf_print(&out, "%s\t%s\t%s\t%s\n", marks[x->state], x->field, or_dash(x->channel_name),
                  x->words);
    }
    return print_all(cx, &out);
}

static enum err run(struct ctx *cx, const struct instance *in, struct launching *k)
{
    struct db *db = NULL;
    enum err e;

    if (k->change) {
        e = db_write(cx, in->pool, launch_in, k);
        if (!e)
            say(cx, "cli.campaign_now", "name", k->launch.campaign->name, "state",
                model_label(cx, &campaign_model, model_field(&campaign_model, "state"),
                            k->launch.campaign->state),
                NULL);
        return e;
    }
    e = db_read(cx, in->pool, &db);
    if (!e)
        e = launch_in(cx, db, k);
    if (!e)
        e = show(cx, &k->launch);
    db_return(db);
    return e;
}

enum err command_campaign(struct ctx *cx, const struct args *a)
{
    const char *verb = a->word_count ? a->words[0] : "";
    bool is_list = a->word_count == 1 && text_equal(verb, "list"), two = a->word_count == 2;
    bool is_show = two && text_equal(verb, "show");
    struct launching k = {.a = a};
    struct instance in = {0};
    struct site site;
    enum err e;

    if (two && text_equal(verb, "start"))
        k.change = launch_start;
    else if (two && text_equal(verb, "stop"))
        k.change = launch_stop;
    else if (two && text_equal(verb, "finish"))
        k.change = launch_finish;
    if (!is_list && !is_show && !k.change)
        return fail(cx, ERR_INVALID, "cli.campaign_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = is_list ? list(cx, &in) : run(cx, &in, &k);
    instance_close(cx, &in);
    return e;
}
