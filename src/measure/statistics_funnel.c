/* statistics_funnel.c -- how many went through ordered steps, within a visit or by one visitor in a number of days.
 *
 * Steps that were saved once may say what no step says any more. They are counted by what is known of them, and the answer names
 * the rest; a step of which nothing is left stands in it without a count.
 */
#include "base/text.h"
#include "measure/figure.h"
#include "measure/statistics_priv.h"

#include <string.h>

enum { WINDOW_DAYS_MAX = 365, LABEL_MAX = 120 };

/* As the question has it. */
struct step {
    const char *label;
    const struct json *given;
    size_t at; /* of the steps that are counted; NOWHERE: it cannot be */
};
enum { NOWHERE = STATS_STEPS_MAX };

struct steps {
    struct step all[STATS_STEPS_MAX];
    size_t n;
    bool kept; /* saved once: what is unknown is told, not refused */
};

/* {"page": pattern} or {"event": kind}, both when a kind must happen on a page. */
static const struct stats_filter *read_step(struct ctx *cx, const struct json *v,
                                            const char **ret_label)
{
    const char *page = json_text(json_get(v, "page"), ""),
               *event = json_text(json_get(v, "event"), ""),
               *label = json_text(json_get(v, "label"), "");
    const struct stats_filter *at = NULL, *is = NULL;

    if ((!*page && !*event) || strlen(page) > STATS_TEXT_MAX || strlen(event) > STATS_PROP_MAX ||
        text_chars(label) > LABEL_MAX)
        return NULL;
    if (*page)
        at = statistics_is(cx, "page", STATS_MATCHES, page);
    if (*event || *page)
        is = statistics_is(cx, "event", STATS_IS, *event ? event : "view");
    *ret_label = *label ? label : *page ? page : event;
    return statistics_both(cx, at, is);
}

static bool is_known(const struct json *member)
{
    static const char *const known[] = {"page", "event", "label"};

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (text_equal(member->name, known[i]))
            return true;
    return false;
}

static const struct json *unknown_of(const struct json *member)
{
    while (member && is_known(member))
        member = member->next;
    return member;
}

/* With what is known of it, or nowhere when that is nothing. */
static enum err add_step(struct ctx *cx, const struct json *given, struct steps *steps,
                         struct stats_funnel *f)
{
    struct step *s = &steps->all[steps->n];
    const char *prefix = arena_print(cx->arena, "steps.%zu.", steps->n++);
    const struct stats_filter *filter;

    s->given = given;
    s->label = json_text(json_get(given, "label"), "");
    if (!steps->kept)
        statistics_only(cx, prefix ? prefix : "steps.", given, " page event label ");
    filter = read_step(cx, given, &s->label);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    s->at = filter ? f->step_count : NOWHERE;
    if (filter)
        f->steps[f->step_count++] = filter;
    else if (!steps->kept || given->kind != JSON_OBJECT || !unknown_of(given->first))
        return fail_field(cx, "steps", "stats.step", NULL);
    return OK;
}

static enum err read_steps(struct ctx *cx, const struct json *v, struct stats_funnel *f,
                           struct steps *steps)
{
    char max[16] = "8";
    enum err e = OK;

    _Static_assert(STATS_STEPS_MAX == 8, "max says so");
    if (!v || v->kind != JSON_LIST || v->count < STATS_STEPS_MIN || v->count > STATS_STEPS_MAX)
        return fail_field(cx, "steps", "stats.steps", "max", max, NULL);
    for (const struct json *s = v->first; s && !e; s = s->next)
        e = add_step(cx, s, steps, f);
    return e ? e : cx->fault.kind;
}

enum err statistics_steps_check(struct ctx *cx, const struct json *list)
{
    struct stats_funnel f = {.of = stats_question_of(1, 0, 1)};
    struct steps steps = {0};

    return read_steps(cx, list, &f, &steps);
}

static enum err read_funnel(struct ctx *cx, const struct statistics_site *site,
                            const struct json *in, struct statistics_span *span,
                            struct stats_funnel *f, struct steps *steps)
{
    int64_t days = json_int(json_get(in, "window_days"), 0);
    const char *scope = json_text(json_get(in, "scope"), "visit");
    const char *word;
    enum err e = statistics_range(cx, site, "date_range", json_get(in, "date_range"), span, &word);

    if (!e)
        e = read_steps(cx, json_get(in, "steps"), f, steps);
    if (e)
        return e;
    f->of = stats_question_of(cx->site, span->from_ms, span->to_ms);
    statistics_only(cx, "", in, " steps date_range scope window_days filters include ");
    f->by_visitor = text_equal(scope, "visitor");
    if (!f->by_visitor && !text_equal(scope, "visit"))
        (void)fail_field(cx, "scope", "field.choice", "choices", "visit, visitor", NULL);
    if (days < 0 || days > WINDOW_DAYS_MAX)
        return fail_field(cx, "window_days", "field.range", "min", "1", "max", "365", NULL);
    f->window_ms = f->by_visitor ? DAYS_MS(days) : 0;
    statistics_include(cx, "include", json_get(in, "include"), &f->of);
    e = statistics_filters(cx, "filters", json_get(in, "filters"), &f->of.filter);
    if (!e)
        e = cx->fault.kind;
    return e || f->step_count < STATS_STEPS_MIN ? e : stats_funnel_check(cx, f);
}

static void put_share(struct json_writer *w, const char *name, int64_t part, int64_t all,
                      int64_t first)
{
    json_name(w, name);
    if (first < STATISTICS_VISITORS_NEEDED || all == 0)
        json_put_null(w);
    else
        json_put_real(w, (double)part / (double)all);
}

/* What the step says that no step says any more. */
static void put_unknown(struct json_writer *w, const struct step *s)
{
    const struct json *member = unknown_of(s->given->first);

    if (!member)
        return;
    json_name(w, "unknown");
    json_open_list(w);
    for (; member; member = unknown_of(member->next))
        json_put_text(w, member->name);
    json_close_list(w);
    json_bool_member(w, "left_out", s->at == NOWHERE);
}

static void put_step(struct json_writer *w, const struct step *s, const int64_t *reached)
{
    json_open_object(w);
    json_text_member(w, "label", s->label);
    if (reached && s->at != NOWHERE) {
        json_int_member(w, "count", reached[s->at]);
        put_share(w, "of_first", reached[s->at], reached[0], reached[0]);
        put_share(w, "of_before", reached[s->at], reached[s->at ? s->at - 1 : 0], reached[0]);
    } else {
        json_text_member(w, "count", NULL);
        json_text_member(w, "of_first", NULL);
        json_text_member(w, "of_before", NULL);
    }
    put_unknown(w, s);
    json_close_object(w);
}

static enum err answer(struct ctx *cx, const struct statistics_site *site, const struct json *in,
                       bool kept, struct buf *out)
{
    struct stats_funnel f = {0};
    struct steps steps = {.kept = kept};
    struct statistics_span span;
    struct stats_steps s = {0};
    struct json_writer w = json_to(out);
    enum err e = read_funnel(cx, site, in, &span, &f, &steps);
    bool enough = f.step_count >= STATS_STEPS_MIN;

    if (!e && enough)
        e = store_funnel(cx, site->facts, &f, &s);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "from", span.days.from);
    json_text_member(&w, "to", span.days.to);
    json_text_member(&w, "scope", f.by_visitor ? "visitor" : "visit");
    json_int_member(&w, "need", STATISTICS_VISITORS_NEEDED);
    json_name(&w, "steps");
    json_open_list(&w);
    for (size_t i = 0; i < steps.n; i++)
        put_step(&w, &steps.all[i], enough ? s.reached : NULL);
    json_close_list(&w);
    json_close_object(&w);
    return OK;
}

enum err statistics_funnel_json(struct ctx *cx, const struct statistics_site *site,
                                const struct json *in, struct buf *out)
{
    return answer(cx, site, in, false, out);
}

enum err statistics_kept_funnel_json(struct ctx *cx, const struct statistics_site *site,
                                     const struct json *in, struct buf *out)
{
    return answer(cx, site, in, true, out);
}
