/* segment_world.h -- segments for tests: made in one line, worked out in the test's own thread, asked in one word. */
#ifndef PRACA_TESTS_SEGMENT_WORLD_H
#define PRACA_TESTS_SEGMENT_WORLD_H

#include "unit/world.h"

#include "base/time.h"
#include "facts/loader.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/counters.h"
#include "people/deal.h"
#include "people/merge.h"
#include "people/outbox.h"
#include "people/segment.h"
#include "people/visitor_link.h"
#include "people/visitor_who.h"

#include <string.h>

struct segment_test_world {
    struct fact_store *store;
    struct journal *journal;
    struct loader *loader;
    struct counters *counters;
    struct visitor_who *who;
    struct loader_stage stages[2];
    struct visit_stage visit_stages[2];
    char dir[128];
};

static inline struct segment_test_world *segments_of_test(struct engine_world *w)
{
    return w->more;
}

static inline void segment_world_close(void *thing)
{
    struct segment_test_world *s = thing;

    counters_free(s->counters);
    loader_free(s->loader);
    visitor_who_free(s->who);
    journal_close(s->journal);
    store_close(s->store);
    engine_remove_dir(s->dir);
    free(s);
}

/* A visit that says so itself is a robot's, from then on. */
static inline enum err segment_judge(struct ctx *cx, void *arg, struct visit *v,
                                     const struct fact *f, bool begins)
{
    (void)cx, (void)arg, (void)f, (void)begins;
    v->robot = v->robot || (v->signs & SIGN_WEBDRIVER);
    return OK;
}

static inline void segment_world_prepare(struct engine_world *w)
{
    static const char *const followers[] = {"loader", "counters", NULL};
    struct segment_test_world *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    arena_set_cap(w->cx->arena, MIB(512));
    world_prepare(w);
    (void)snprintf(s->dir, sizeof(s->dir), "%s/journal", w->dir);
    assert_int_equal(journal_open(w->cx,
                                  &(struct journal_options){.dir = s->dir, .followers = followers},
                                  &s->journal),
                     OK);
    s->store = store_memory_new();
    s->who = visitor_who_new(w->pool);
    s->stages[0] = (struct loader_stage){.name = "who", .look = visitor_who_look, .arg = s->who};
    s->visit_stages[0] = (struct visit_stage){"judge", segment_judge, NULL};
    s->loader = loader_new(&(struct loader_options){.journal = s->journal,
                                                    .store = s->store,
                                                    .follower = "loader",
                                                    .stages = s->stages,
                                                    .visit_stages = s->visit_stages,
                                                    .control = visitor_who_forget,
                                                    .control_arg = s->who,
                                                    .clock = w->cx->clock});
    s->counters = counters_new(&(struct counters_options){.journal = s->journal,
                                                          .store = s->store,
                                                          .store_follower = "loader",
                                                          .pool = w->pool,
                                                          .clock = w->cx->clock,
                                                          .ids = w->cx->ids});
    assert_non_null(s->counters);
    assert_true(arena_defer(w->cx->arena, segment_world_close, s));
    w->more = s;
}

static inline void segment_must(struct engine_world *w, enum err e)
{
    if (e)
        fail_msg("%s %s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "",
                 w->cx->fault.fields ? w->cx->fault.fields->key : "");
}

/* All that the threads and jobs of a server would do by now. */
static inline void segments_settle(struct engine_world *w)
{
    struct segment_test_world *s = segments_of_test(w);
    struct arena_mark mark = arena_mark(w->cx->arena);
    int64_t n = 1;
    int sent = 0;
    bool left = false;

    segment_must(w, outbox_send(w->cx, w->pool, s->journal, OUTBOX_VISITORS, &sent));
    while (n)
        segment_must(w, loader_step(w->cx, s->loader, &n));
    for (n = 1; n;)
        segment_must(w, counters_step(w->cx, s->counters, &n));
    segment_must(w, segments_work(w->cx, w->pool, s->store, &left));
    assert_false(left);
    arena_reset(w->cx->arena, mark);
}

static inline int64_t a_record(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

/* rule: JSON with ' for ". */
static inline int64_t a_segment_of(struct engine_world *w, const char *subject, const char *rule)
{
    int64_t id = a_record(w, &segment_model,
                          arena_print(w->cx->arena, "{'name':'S%lld','subject':'%s','rule':%s}",
                                      (long long)world_number(w, "select count(*) from segments"),
                                      subject, rule));

    segments_settle(w);
    return id;
}

static inline int64_t a_segment(struct engine_world *w, const char *rule)
{
    return a_segment_of(w, "contact", rule);
}

static inline bool is_member(struct engine_world *w, int64_t segment, int64_t record)
{
    return world_number(w, arena_print(w->cx->arena,
                                       "select count(*) from segment_members where segment = %lld "
                                       "and record = %lld",
                                       (long long)segment, (long long)record)) == 1;
}

struct record_edit {
    const struct model *m;
    int64_t id;
    const char *json; /* NULL: delete */
};

static inline enum err record_edit_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct record_edit *x = arg;
    const struct json *in = NULL;
    void *record = NULL;
    field_set given;
    enum err e;

    if (!x->json)
        return model_delete(cx, db, x->m, x->id, 0);
    e = model_get(cx, db, x->m, x->id, &record);
    if (!e)
        e = json_parse(cx, x->json, strlen(x->json), &in);
    if (!e)
        e = model_from_json(cx, x->m, in, record, &given);
    return e ? e : model_change(cx, db, x->m, record);
}

static inline enum err try_edit(struct engine_world *w, const struct model *m, int64_t id,
                                const char *json)
{
    char *text = json ? arena_dup(w->cx->arena, json) : NULL;
    struct record_edit x = {m, id, text};

    for (char *p = text; p && *p; p++)
        if (*p == '\'')
            *p = '"';
    return db_write(w->cx, w->pool, record_edit_in, &x);
}

static inline void edit(struct engine_world *w, const struct model *m, int64_t id, const char *json)
{
    segment_must(w, try_edit(w, m, id, json));
}

static inline void happened(struct engine_world *w, int64_t contact, const char *kind,
                            const char *path, int64_t key)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;

    f.id = id_next(w->cx);
    f.key_hi = key ? 77 : 0;
    f.key_lo = key;
    f.site = w->cx->site;
    f.at_ms = f.received_ms = ctx_now(w->cx);
    f.kind = kind;
    f.path = path;
    f.subject = contact;
    segment_must(w, fact_encode(w->cx, &f, bytes, &n));
    segment_must(w, journal_append(w->cx, segments_of_test(w)->journal, bytes, n, NULL));
}

static inline void seen(struct engine_world *w, int64_t contact, const char *path)
{
    happened(w, contact, "view", path, 0);
    segments_settle(w);
}

static inline void clock_move(struct engine_world *w, int64_t ms)
{
    w->clock.now_ms += ms;
    segments_settle(w);
}

/* How many members lack or are too many against a full evaluation, over all segments. */
static inline int64_t differences(struct engine_world *w)
{
    struct arena_mark mark = arena_mark(w->cx->arena);
    struct segment_difference *all = NULL;
    struct db *db = NULL;
    size_t n = 0;
    int64_t sum = 0;

    segment_must(w, db_read(w->cx, w->pool, &db));
    segment_must(w, segments_check(w->cx, db, segments_of_test(w)->store, 0, &all, &n));
    db_return(db);
    for (size_t i = 0; i < n; i++)
        sum += all[i].missing + all[i].surplus;
    arena_reset(w->cx->arena, mark);
    return sum;
}

struct manual_set {
    int64_t segment, ids[2], changed;
    const char *how;
};

static inline enum err manual_set_in(struct ctx *cx, struct db *db, void *arg)
{
    struct manual_set *m = arg;

    return segment_manual_set(cx, db, m->segment, m->ids, 1, m->how, &m->changed);
}

static inline void by_hand(struct engine_world *w, int64_t segment, int64_t record, const char *how)
{
    struct manual_set m = {.segment = segment, .ids = {record}, .how = how};

    segment_must(w, db_write(w->cx, w->pool, manual_set_in, &m));
}

struct merging_two {
    struct merge_ask ask;
    int64_t merge;
};

static inline enum err merging_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging_two *m = arg;
    void *record = NULL;

    return merge_records(cx, db, &m->ask, &m->merge, &record);
}

static inline enum err unmerging_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merge_undone done;

    return merge_undo(cx, db, *(int64_t *)arg, &done);
}

static inline int64_t merged(struct engine_world *w, enum merge_of of, int64_t kept, int64_t gone)
{
    struct merging_two m = {.ask = {.of = of, .kept = kept, .gone = gone}};

    segment_must(w, db_write(w->cx, w->pool, merging_in, &m));
    return m.merge;
}

#endif
