/* command_pipeline.c -- praca stages and praca handoff: the pipeline of a site, and what waits for sales.
 *
 *     praca stages
 *     praca handoff list
 *     praca handoff accept ID
 *     praca handoff return ID --reason no_budget [--note TEXT]
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/text.h"
#include "base/time.h"
#include "model/model.h"
#include "people/deal_stage.h"
#include "people/handoff.h"

#include <inttypes.h>

enum { LISTED = 200 };

typedef enum err shown(struct ctx *cx, struct db *db, struct buf *out);

/* Read in the site that was named, and printed. */
static enum err show(struct ctx *cx, const struct args *a, shown *fn)
{
    struct buf out = buf_in(cx->arena);
    struct instance in = {0};
    struct site site;
    struct db *db = NULL;
    enum err e = instance_open(cx, a, 0, &in);

    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_read(cx, in.pool, &db);
    if (!e)
        e = fn(cx, db, &out);
    db_return(db);
    instance_close(cx, &in);
    return e ? e : print_all(cx, &out);
}

static enum err put_stages(struct ctx *cx, struct db *db, struct buf *out)
{
    struct deal_stage *all = NULL;
    size_t n = 0;
    enum err e = deal_stages_all(cx, db, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        const char *kind =
            model_label(cx, &deal_stage_model, model_field(&deal_stage_model, "kind"), all[i].kind);
        buf_print(out, "%-24s %-28s %-14s", all[i].key, all[i].name, kind);
        if (all[i].probability != NIL)
            buf_print(out, " %3" PRId64 " %%", all[i].probability / 10000);
        buf_add_char(out, '\n');
    }
    return e;
}

enum err command_stages(struct ctx *cx, const struct args *a)
{
    return show(cx, a, put_stages);
}

/* Due times as the site's clock has them. */
static enum err put_waiting(struct ctx *cx, struct db *db, struct buf *out)
{
    struct handoff_query q = {.state = "waiting", .limit = LISTED};
    struct handoff_page page = {0};
    const struct zone *zone = NULL;
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e)
        e = zone_find(cx, site.time_zone, &zone);
    if (!e)
        e = handoffs_list(cx, db, &q, &page);
    for (size_t i = 0; i < page.n && !e; i++) {
        const struct handoff *h = &page.all[i];
        struct civil c = time_civil(zone, h->due_at);
        buf_print(out, "%" PRId64 "  %04d-%02d-%02d %02d:%02d%s  %s  →  %s\n", h->id, c.year,
                  c.month, c.day, c.hour, c.minute, h->due_at < ctx_now(cx) ? " !" : "",
                  h->name ? h->name : h->email, h->seller_name ? h->seller_name : "–");
    }
    return e;
}

struct answering {
    int64_t id;
    bool accept;
    const char *reason, *note;
};

static enum err answer_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct answering *x = arg;

    return x->accept ? handoff_accept(cx, db, x->id)
                     : handoff_return(cx, db, x->id, x->reason, x->note);
}

static enum err answer(struct ctx *cx, const struct args *a, struct answering *x)
{
    struct instance in = {0};
    struct site site;
    enum err e = instance_open(cx, a, 0, &in);

    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e)
        e = db_write(cx, in.pool, answer_in, x);
    if (!e)
        say(cx, x->accept ? "cli.handoff_accepted" : "cli.handoff_returned", "id",
            arena_print(cx->arena, "%" PRId64, x->id), NULL);
    instance_close(cx, &in);
    return e;
}

enum err command_handoff(struct ctx *cx, const struct args *a)
{
    struct answering x = {.reason = args_option(a, "reason"), .note = args_option(a, "note")};

    if (a->word_count == 1 && text_equal(a->words[0], "list"))
        return show(cx, a, put_waiting);
    x.accept = a->word_count == 2 && text_equal(a->words[0], "accept");
    if (a->word_count != 2 || (!x.accept && !text_equal(a->words[0], "return")) ||
        !id_read(a->words[1], &x.id))
        return fail(cx, ERR_INVALID, "cli.handoff_words", NULL);
    return answer(cx, a, &x);
}
