/* fact_timeline.c -- see fact_timeline.h. A robot's visit is no line of anyone's story, and what was made of an activity
 * stands there already, with its words. */
#include "app/fact_timeline.h"

#include "base/message.h"

#include <string.h>

/* The sentence of a kind of fact: message "timeline.fact_KIND"; kinds without one are named as they are. */
static const char *title_of(struct ctx *cx, const struct fact *f)
{
    const char *where = f->path && *f->path ? f->path : "/";
    struct fault_param params[] = {{"path", where}, {"kind", f->kind}};
    const char *key = arena_print(cx->arena, "timeline.fact_%s", f->kind);

    if (!key)
        return NULL;
    if (!message_find(cx->lang, key))
        key = "timeline.fact";
    return message(cx->arena, cx->lang, key, params, COUNT_OF(params));
}

static const char *detail_of(struct ctx *cx, const struct fact *f)
{
    if (f->campaign && *f->campaign)
        return arena_print(cx->arena, "%s · %s", f->channel, f->campaign);
    return f->channel && *f->channel ? f->channel : NULL;
}

/* The first fact that may follow the mark, seen as (time, id). */
static struct store_page page_after(const struct timeline_mark *mark, int limit)
{
    struct store_page page = {.before_ms = mark->at, .before_id = mark->id, .limit = limit};

    if (mark->order > TIMELINE_FACT)
        page.before_id = INT64_MAX;
    else if (mark->order < TIMELINE_FACT)
        page.before_id = 1;
    return page;
}

static enum err away(struct ctx *cx, const struct timeline_mark *mark, struct timeline_item *items,
                     size_t *ret_n)
{
    fault_clear(cx);
    *ret_n = 0;
    if (mark->at != INT64_MAX)
        return OK;
    items[(*ret_n)++] = (struct timeline_item){
        .at = ctx_now(cx),
        .id = 1,
        .order = TIMELINE_FACT,
        .kind = "facts_away",
        .title = message(cx->arena, cx->lang, "timeline.facts_away", NULL, 0)};
    return OK;
}

/* One page of facts; page moves on behind it. */
static enum err add_page(struct ctx *cx, struct fact_store *store,
                         const struct store_filter *filter, struct store_page *page,
                         struct timeline_item *items, size_t *n, bool *ret_more)
{
    struct fact *facts = NULL;
    size_t found = 0;
    enum err e;

    page->limit -= (int64_t)*n;
    e = store_timeline(cx, store, filter, page, &facts, &found);
    *ret_more = found == (size_t)page->limit;
    page->limit += (int64_t)*n;
    for (size_t i = 0; i < found && !e; i++) {
        page->before_ms = facts[i].at_ms;
        page->before_id = facts[i].id;
        if (strcmp(facts[i].source, "activity") != 0)
            items[(*n)++] =
                (struct timeline_item){.at = facts[i].at_ms,
                                       .id = facts[i].id,
                                       .order = TIMELINE_FACT,
                                       .kind = arena_print(cx->arena, "fact_%s", facts[i].kind),
                                       .title = title_of(cx, &facts[i]),
                                       .detail = detail_of(cx, &facts[i])};
    }
    return e;
}

enum err fact_timeline(struct ctx *cx, struct fact_store *store, enum timeline_of of,
                       const int64_t *ids, size_t id_count, const struct timeline_mark *mark,
                       int limit, struct timeline_item *items, size_t *ret_n)
{
    struct store_filter filter = {.site = cx->site, .robots = STORE_HUMANS};
    struct store_page page = page_after(mark, limit);
    enum err e = OK;
    bool more = true;

    *ret_n = 0;
    if (of == TIMELINE_DEAL)
        return OK;
    if (of == TIMELINE_CONTACT) {
        filter.subjects = ids;
        filter.subject_count = id_count;
    } else {
        filter.accounts = ids;
        filter.account_count = id_count;
    }
    while (!e && more && *ret_n < (size_t)limit)
        e = add_page(cx, store, &filter, &page, items, ret_n, &more);
    if (e == ERR_BUSY || e == ERR_BROKEN)
        return away(cx, mark, items, ret_n);
    if (e)
        return e;
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return OK;
}
