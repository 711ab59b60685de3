/* command_pipeline.c -- praca stages and praca handoff list: the pipeline of a site, and what waits for sales. */
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
    enum err e = site_zone(cx, db, &zone);

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

/* Rows of verbs.c; what waits is told by the site's clock unless more is asked. */
enum err command_handoff(struct ctx *cx, const struct args *a)
{
    bool plain = a->word_count == 1 && text_equal(a->words[0], "list") && !args_option(a, "as") &&
                 !args_option(a, "format") && !args_option(a, "state");

    return plain ? show(cx, a, put_waiting) : command_verb(cx, a);
}
