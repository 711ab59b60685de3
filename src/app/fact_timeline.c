/* fact_timeline.c -- see fact_timeline.h. A robot's visit is no line of anyone's story, and what was made of an activity
 * stands there already, with its words. Pages seen in one visit are one line: that of the visit. */
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

/* "google / cpc", or what is known; NULL: nothing is. */
static const char *came_from(struct ctx *cx, const struct visit *v)
{
    if (*v->source && *v->medium)
        return arena_print(cx->arena, "%s / %s", v->source, v->medium);
    if (*v->source)
        return v->source;
    return *v->channel && strcmp(v->channel, "direct_traffic") != 0 ? v->channel : NULL;
}

static const char *visit_title(struct ctx *cx, const struct visit *v)
{
    const char *from = came_from(cx, v);
    const char *pages = arena_print(cx->arena, "%lld", (long long)v->views);
    const struct fault_param params[] = {{"pages", pages}, {"from", from ? from : ""}};
    const char *key = v->views == 0   ? "timeline.visit"
                      : v->views == 1 ? "timeline.visit_one"
                                      : "timeline.visit_many";

    if (!pages)
        return NULL;
    if (from)
        key = arena_print(cx->arena, "%s_from", key);
    return key ? message(cx->arena, cx->lang, key, params, COUNT_OF(params)) : NULL;
}

static const char *visit_detail(struct ctx *cx, const struct visit *v)
{
    if (*v->campaign)
        return arena_print(cx->arena, "%s%s%s", v->entry, *v->entry ? " · " : "", v->campaign);
    return *v->entry ? v->entry : NULL;
}

/* Where a kind of line begins that has this order, seen as (time, id). */
static void begin_after(const struct timeline_mark *mark, int order, int64_t *ret_ms,
                        int64_t *ret_id)
{
    *ret_ms = mark->at;
    *ret_id = mark->order > order ? INT64_MAX : mark->order < order ? 1 : mark->id;
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

/* Whether the fact has a line of its own. */
static bool has_line(const struct fact *f)
{
    bool page = strcmp(f->kind, "view") == 0;

    return strcmp(f->source, "activity") != 0 && strcmp(f->kind, "engage") != 0 &&
           !(page && f->linked);
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
        if (has_line(&facts[i]))
            items[(*n)++] =
                (struct timeline_item){.at = facts[i].at_ms,
                                       .id = facts[i].id,
                                       .order = TIMELINE_FACT,
                                       .kind = arena_print(cx->arena, "fact_%s", facts[i].kind),
                                       .subject = facts[i].subject,
                                       .title = title_of(cx, &facts[i]),
                                       .detail = detail_of(cx, &facts[i])};
    }
    return e;
}

static enum err read_facts(struct ctx *cx, struct fact_store *store,
                           const struct store_filter *filter, const struct timeline_mark *mark,
                           int limit, struct timeline_item *items, size_t *ret_n)
{
    struct store_page page = {.limit = limit};
    bool more = true;
    enum err e = OK;

    begin_after(mark, TIMELINE_FACT, &page.before_ms, &page.before_id);
    while (!e && more && *ret_n < (size_t)limit)
        e = add_page(cx, store, filter, &page, items, ret_n, &more);
    return e;
}

static enum err read_visits(struct ctx *cx, struct fact_store *store,
                            const struct store_filter *filter, const struct timeline_mark *mark,
                            int limit, struct timeline_item *items, size_t *ret_n)
{
    struct store_visit_page page = {.newest = true, .limit = limit};
    struct visit *visits = NULL;
    size_t n = 0;
    enum err e;

    begin_after(mark, TIMELINE_VISIT, &page.after_ms, &page.after_id);
    e = store_visits(cx, store, filter, &page, &visits, &n);
    for (size_t i = 0; i < n && !e; i++)
        items[(*ret_n)++] = (struct timeline_item){.at = visits[i].started_ms,
                                                   .id = visits[i].id,
                                                   .order = TIMELINE_VISIT,
                                                   .kind = "visit",
                                                   .subject = visits[i].subject,
                                                   .title = visit_title(cx, &visits[i]),
                                                   .detail = visit_detail(cx, &visits[i])};
    return e;
}

static bool comes_first(const struct timeline_item *a, const struct timeline_item *b)
{
    if (a->at != b->at)
        return a->at > b->at;
    return a->order != b->order ? a->order > b->order : a->id > b->id;
}

/* Two lists, each newest first, into one of at most limit. */
static size_t join(const struct timeline_item *a, size_t a_n, const struct timeline_item *b,
                   size_t b_n, size_t limit, struct timeline_item *to)
{
    size_t i = 0, j = 0, n = 0;

    while (n < limit && (i < a_n || j < b_n))
        to[n++] = j == b_n || (i < a_n && comes_first(&a[i], &b[j])) ? a[i++] : b[j++];
    return n;
}

/* Of a company: what its people did, and what of it names nobody. */
static enum err set_who(struct ctx *cx, enum timeline_of of, const struct timeline_who *who,
                        struct store_filter *f)
{
    int64_t *people;

    if (of == TIMELINE_CONTACT) {
        f->subjects = who->ids;
        f->subject_count = who->id_count;
        return OK;
    }
    people = arena_array(cx->arena, who->person_count + 1, sizeof(*people));
    if (!people)
        return fail_memory(cx);
    for (size_t i = 0; i < who->person_count; i++)
        people[i] = who->people[i].id;
    f->subjects = people;
    f->subject_count = who->person_count;
    f->accounts = who->ids;
    f->account_count = who->id_count;
    f->nameless = true;
    return OK;
}

enum err fact_timeline(struct ctx *cx, struct fact_store *store, enum timeline_of of,
                       const struct timeline_who *who, const struct timeline_mark *mark, int limit,
                       struct timeline_item *items, size_t *ret_n)
{
    struct store_filter filter = {.site = cx->site, .robots = STORE_HUMANS};
    struct timeline_item *facts = arena_array(cx->arena, (size_t)limit, sizeof(*facts));
    struct timeline_item *visits = arena_array(cx->arena, (size_t)limit, sizeof(*visits));
    size_t fact_n = 0, visit_n = 0;
    enum err e = OK;

    *ret_n = 0;
    if (of == TIMELINE_DEAL)
        return OK;
    if (!facts || !visits)
        return fail_memory(cx);
    e = set_who(cx, of, who, &filter);
    if (!e)
        e = read_facts(cx, store, &filter, mark, limit, facts, &fact_n);
    if (!e)
        e = read_visits(cx, store, &filter, mark, limit, visits, &visit_n);
    if (e == ERR_BUSY || e == ERR_BROKEN)
        return away(cx, mark, items, ret_n);
    if (e)
        return e;
    *ret_n = join(facts, fact_n, visits, visit_n, (size_t)limit, items);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
