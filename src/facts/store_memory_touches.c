/* store_memory_touches.c -- touches out of plain arrays; see store_memory.c. */
#include "facts/store_memory_priv.h"

#include "facts/store_touches.h"

#include <stdlib.h>
#include <string.h>

static int by_subject_time_id(const void *a, const void *b)
{
    const struct store_touch *x = a, *y = b;

    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static bool is_asked(const struct store_touches_ask *q, int64_t site, int64_t subject,
                     int64_t at_ms)
{
    return site == q->site && subject && (!q->until_ms || at_ms < q->until_ms) &&
           (!q->subjects || memory_among(q->subjects, q->subject_count, subject));
}

static bool has_kind(const struct store_touches_ask *q, const char *kind)
{
    for (size_t i = 0; i < q->kind_count; i++)
        if (strcmp(q->kinds[i], kind) == 0)
            return true;
    return false;
}

static enum err add_visits(struct ctx *cx, const struct memory_store *m,
                           const struct store_touches_ask *q, struct store_touches *ret)
{
    enum err e = OK;

    for (size_t i = 0; i < m->visit_count && !e; i++) {
        const struct visit *v = &m->visits[i];
        const char *texts[TOUCH_TEXTS] = {"visit",     v->channel, v->source, v->medium,
                                          v->campaign, v->content, v->entry};
        if (!v->robot && is_asked(q, v->site, v->subject, v->started_ms))
            e = store_touches_add(cx, ret,
                                  &(struct store_touch){.subject = v->subject,
                                                        .at_ms = v->started_ms,
                                                        .id = v->id,
                                                        .views = v->views,
                                                        .linked = v->linked},
                                  texts);
    }
    return e;
}

static int by_visit_path_time(const void *a, const void *b)
{
    const struct fact *x = *(const struct fact *const *)a, *y = *(const struct fact *const *)b;
    int paths = strcmp(x->path, y->path);

    if (x->visit != y->visit)
        return x->visit < y->visit ? -1 : 1;
    if (paths)
        return paths;
    return x->at_ms < y->at_ms ? -1 : x->at_ms > y->at_ms;
}

/* Pages seen in visits of somebody known: of the same page in the same visit, the first. */
static enum err add_pages(struct ctx *cx, const struct memory_store *m,
                          const struct store_touches_ask *q, struct store_touches *ret)
{
    const struct fact **seen = arena_array(cx->arena, m->count + 1, sizeof(*seen));
    size_t n = 0;
    enum err e = OK;

    if (!seen)
        return fail_memory(cx);
    for (size_t i = 0; i < m->count; i++) {
        const struct fact *f = &m->facts[i];
        const struct visit *v = memory_visit_find(m, f->visit);
        if (v && !v->robot && !f->robot && f->path && !strcmp(f->kind, "view") &&
            is_asked(q, v->site, v->subject, f->at_ms))
            seen[n++] = f;
    }
    if (n)
        qsort(seen, n, sizeof(*seen), by_visit_path_time);
    for (size_t i = 0, first = 0; i < n && !e; i = first) {
        const struct visit *v = memory_visit_find(m, seen[i]->visit);
        const char *texts[TOUCH_TEXTS] = {"view",      v->channel, v->source,    v->medium,
                                          v->campaign, v->content, seen[i]->path};
        while (first < n && seen[first]->visit == v->id &&
               !strcmp(seen[first]->path, seen[i]->path))
            first++;
        e = store_touches_add(cx, ret,
                              &(struct store_touch){.subject = v->subject,
                                                    .at_ms = seen[i]->at_ms,
                                                    .id = seen[i]->id,
                                                    .views = (int64_t)(first - i),
                                                    .linked = v->linked},
                              texts);
    }
    return e;
}

static enum err add_facts(struct ctx *cx, const struct memory_store *m,
                          const struct store_touches_ask *q, struct store_touches *ret)
{
    enum err e = OK;

    for (size_t i = 0; i < m->count && !e; i++) {
        struct fact f = m->facts[i];
        const struct visit *v = memory_visit_find(m, f.visit);
        const char *texts[TOUCH_TEXTS];
        if (f.robot || !is_asked(q, f.site, f.subject, f.at_ms) || !has_kind(q, f.kind) ||
            (v && v->subject == f.subject))
            continue;
        memory_visit_lends(m, &f);
        memcpy(
            texts,
            (const char *[]){f.kind, f.channel, f.source, f.medium, f.campaign, f.content, f.path},
            sizeof(texts));
        e = store_touches_add(
            cx, ret,
            &(struct store_touch){
                .subject = f.subject, .at_ms = f.at_ms, .id = f.id, .linked = f.linked},
            texts);
    }
    return e;
}

/* Rows are by subject, then time. */
static void keep_first(struct store_touches *t)
{
    size_t kept = 0;

    for (size_t i = 0; i < t->n; i++)
        if (!kept || t->rows[kept - 1].subject != t->rows[i].subject)
            t->rows[kept++] =
                (struct store_touch){.subject = t->rows[i].subject, .at_ms = t->rows[i].at_ms};
    t->n = kept;
}

enum err memory_touches(struct ctx *cx, struct fact_store *st, const struct store_touches_ask *ask,
                        struct store_touches *ret)
{
    struct memory_store *m = memory_take(st);
    enum err e = (ask->pages ? add_pages : add_visits)(cx, m, ask, ret);

    if (!e)
        e = add_facts(cx, m, ask, ret);
    memory_give(m);
    if (!e && ret->n)
        qsort(ret->rows, ret->n, sizeof(*ret->rows), by_subject_time_id);
    if (!e && ask->first)
        keep_first(ret);
    return e;
}
