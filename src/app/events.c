/* events.c -- see events.h. */
#include "app/events.h"

#include "people/counters.h"

enum err events_open(struct ctx *cx, const struct instance *in, struct events *ret)
{
    static const char *const followers[] = {"loader", COUNTERS_FOLLOWER, NULL};
    struct events ev = {0};
    struct journal_options journal = {.dir = instance_path(cx, in, "journal"),
                                      .followers = followers};
    struct store_duckdb_options store = {.dir = instance_path(cx, in, "facts")};
    enum err e =
        journal.dir && store.dir ? journal_open(cx, &journal, &ev.journal) : fail_memory(cx);

    if (e)
        return e;
    ev.store = store_duckdb_new(&store);
    if (ev.store)
        ev.loader = loader_new(&(struct loader_options){.journal = ev.journal,
                                                        .store = ev.store,
                                                        .follower = followers[0],
                                                        .clock = cx->clock,
                                                        .log = in->log});
    if (!ev.loader) {
        events_close(&ev);
        return fail_memory(cx);
    }
    *ret = ev;
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
    if (ev->journal)
        journal_close(ev->journal);
    store_close(ev->store);
    *ev = (struct events){0};
}
