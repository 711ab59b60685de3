/* events.c -- see events.h. */
#include "app/events.h"

#include "people/counters.h"

void events_stages(struct judge *judge, struct visit_stage ret[2])
{
    ret[0] = (struct visit_stage){"judge", judge_look, judge};
    ret[1] = (struct visit_stage){0};
}

void events_fact_stages(struct visitor_who *who, struct loader_stage ret[2])
{
    ret[0] = (struct loader_stage){"who", visitor_who_look, who};
    ret[1] = (struct loader_stage){0};
}

enum err events_open(struct ctx *cx, const struct instance *in, struct events *ret)
{
    static const char *const followers[] = {LOADER_FOLLOWER, COUNTERS_FOLLOWER, NULL};
    struct events ev = {0};
    struct journal_options journal = {.dir = instance_path(cx, in, "journal"),
                                      .followers = followers};
    struct store_duckdb_options store = {.dir = instance_path(cx, in, "facts")};
    enum err e =
        journal.dir && store.dir ? journal_open(cx, &journal, &ev.journal) : fail_memory(cx);

    if (e)
        return e;
    ev.store = store_duckdb_new(&store);
    ev.judge = judge_new(in->pool);
    events_stages(ev.judge, ret->stages);
    ev.who = visitor_who_new(in->pool);
    events_fact_stages(ev.who, ret->fact_stages);
    if (ev.store && ev.who)
        ev.loader = loader_new(&(struct loader_options){.journal = ev.journal,
                                                        .store = ev.store,
                                                        .follower = followers[0],
                                                        .stages = ret->fact_stages,
                                                        .visit_stages = ret->stages,
                                                        .control = visitor_who_forget,
                                                        .control_arg = ev.who,
                                                        .clock = cx->clock,
                                                        .log = in->log});
    if (!ev.loader) {
        events_close(&ev);
        return fail_memory(cx);
    }
    ret->journal = ev.journal;
    ret->store = ev.store;
    ret->judge = ev.judge;
    ret->who = ev.who;
    ret->loader = ev.loader;
    return OK;
}

enum err events_load(struct ctx *cx, struct events *ev)
{
    int64_t records = 1;
    enum err e = OK;

    while (!e && records)
        e = loader_step(cx, ev->loader, &records);
    return e;
}

void events_close(struct events *ev)
{
    loader_free(ev->loader);
    visitor_who_free(ev->who);
    if (ev->journal)
        journal_close(ev->journal);
    store_close(ev->store);
    judge_free(ev->judge);
    *ev = (struct events){0};
}
