/* rejudge_preview.c -- what judging history again would change, before it is done: see rejudge.h. Nothing is written. */
#include "measure/rejudge.h"

#include "base/json.h"
#include "facts/store_age.h"
#include "measure/channel_rule_say.h"
#include "measure/judge.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 1000, MOVES_MAX = 400 };

struct move {
    const char *from, *to;
    int64_t visits;
};

struct preview {
    struct judge_rules rules;
    struct move moves[MOVES_MAX];
    size_t move_count;
    int64_t *of_rule; /* by place in rules.sources */
    int64_t of_step[SOURCE_STEPS];
    int64_t looked, changed, robots, humans;
};

static enum err count_move(struct ctx *cx, struct preview *p, const char *from, const char *to)
{
    size_t i = 0;

    while (i < p->move_count &&
           (strcmp(p->moves[i].from, from) != 0 || strcmp(p->moves[i].to, to) != 0))
        i++;
    if (i == MOVES_MAX)
        return OK; /* of more kinds than anybody reads */
    if (i == p->move_count) {
        const char *f = arena_dup(cx->arena, from), *t = arena_dup(cx->arena, to);
        if (!f || !t)
            return fail_memory(cx);
        p->moves[p->move_count++] = (struct move){f, t, 0};
    }
    p->moves[i].visits++;
    return OK;
}

static enum err look(struct ctx *cx, struct preview *p, const struct visit *was)
{
    struct source_verdict origin = judge_origin(cx, &p->rules, was);
    struct visit now = *was;

    p->looked++;
    p->of_step[origin.step]++;
    for (size_t i = 0; origin.step == SOURCE_BY_RULE && i < p->rules.source_count; i++)
        p->of_rule[i] += p->rules.sources[i].id == origin.rule;
    judge_anew(cx, &p->rules, &now);
    p->robots += now.robot && !was->robot;
    p->humans += !now.robot && was->robot;
    p->changed += now.robot != was->robot || strcmp(now.channel, was->channel) != 0;
    return strcmp(now.channel, was->channel) == 0 ? OK
                                                  : count_move(cx, p, was->channel, now.channel);
}

static int most_first(const void *a, const void *b)
{
    const struct move *x = a, *y = b;

    if (x->visits != y->visits)
        return x->visits < y->visits ? 1 : -1;
    return strcmp(x->from, y->from) != 0 ? strcmp(x->from, y->from) : strcmp(x->to, y->to);
}

static void write(struct preview *p, bool more, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_int_member(&w, "looked", p->looked);
    json_bool_member(&w, "more", more);
    json_int_member(&w, "changed", p->changed);
    json_int_member(&w, "robots", p->robots);
    json_int_member(&w, "humans", p->humans);
    json_name(&w, "moves");
    json_open_list(&w);
    qsort(p->moves, p->move_count, sizeof(p->moves[0]), most_first);
    for (size_t i = 0; i < p->move_count; i++) {
        json_open_object(&w);
        json_text_member(&w, "from", p->moves[i].from);
        json_text_member(&w, "to", p->moves[i].to);
        json_int_member(&w, "visits", p->moves[i].visits);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "rules");
    json_open_list(&w);
    for (size_t i = 0; i < p->rules.source_count; i++) {
        json_open_object(&w);
        json_id_member(&w, "id", p->rules.sources[i].id);
        json_int_member(&w, "visits", p->of_rule[i]);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "steps");
    json_open_list(&w);
    for (enum source_step step = SOURCE_BY_TAG; step < SOURCE_STEPS; step++) {
        json_open_object(&w);
        json_text_member(&w, "step", source_step_name(step));
        json_int_member(&w, "visits", p->of_step[step]);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
}

static enum err load(struct ctx *cx, struct db_pool *pool, struct preview *p)
{
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = judge_rules_load(cx, db, &p->rules);
    db_return(db);
    if (e)
        return e;
    p->of_rule = arena_array(cx->arena, p->rules.source_count + 1, sizeof(*p->of_rule));
    return p->of_rule ? OK : fail_memory(cx);
}

enum err rejudge_preview(struct ctx *cx, struct db_pool *pool, struct fact_store *store,
                         const struct rejudge_span *span, struct buf *out)
{
    struct preview *p = arena_alloc(cx->arena, sizeof(*p));
    struct store_filter f = {
        .site = cx->site, .from_ms = span->from_ms, .to_ms = span->to_ms, .robots = STORE_EVERYONE};
    struct store_visit_page page = {.newest = true, .limit = PAGE};
    struct store_aged aged = {0};
    size_t n = PAGE;
    enum err e;

    if (!p)
        return fail_memory(cx);
    *p = (struct preview){.looked = 0};
    e = load(cx, pool, p);
    if (!e)
        e = store_aged(cx, store, cx->site, &aged);
    if (f.from_ms < aged.before_ms)
        f.from_ms = aged.before_ms; /* of what was before nobody knows enough */
    while (!e && n == PAGE && p->looked < REJUDGE_LOOKED) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t moves = p->move_count;
        struct visit *visits = NULL;
        e = store_visits(cx, store, &f, &page, &visits, &n);
        for (size_t i = 0; i < n && !e; i++)
            e = look(cx, p, &visits[i]);
        if (!e && arena_full(cx->arena))
            e = fail_memory(cx);
        if (e || !n)
            break;
        page.after_ms = visits[n - 1].started_ms;
        page.after_id = visits[n - 1].id;
        if (moves == p->move_count) /* else names of channels lie behind the mark */
            arena_reset(cx->arena, mark);
    }
    if (!e)
        write(p, n == PAGE, out);
    return e;
}
