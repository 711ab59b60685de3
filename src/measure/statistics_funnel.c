/* statistics_funnel.c -- how many went through ordered steps, within a visit or by one visitor in a number of days. */
#include "base/text.h"
#include "measure/figure.h"
#include "measure/statistics_priv.h"

#include <string.h>

enum { WINDOW_DAYS_MAX = 365, LABEL_MAX = 120 };

struct step_words {
    const char *label[STATS_STEPS_MAX];
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

static enum err read_steps(struct ctx *cx, const struct json *v, struct stats_funnel *f,
                           struct step_words *words)
{
    char max[16] = "8";

    _Static_assert(STATS_STEPS_MAX == 8, "max says so");
    if (!v || v->kind != JSON_LIST || v->count < STATS_STEPS_MIN || v->count > STATS_STEPS_MAX)
        return fail_field(cx, "steps", "stats.steps", "max", max, NULL);
    for (const struct json *s = v->first; s; s = s->next) {
        const char *prefix = arena_print(cx->arena, "steps.%zu.", f->step_count);
        statistics_only(cx, prefix ? prefix : "steps.", s, " page event label ");
        f->steps[f->step_count] = read_step(cx, s, &words->label[f->step_count]);
        if (!f->steps[f->step_count] && arena_full(cx->arena))
            return fail_memory(cx);
        if (!f->steps[f->step_count++])
            return fail_field(cx, "steps", "stats.step", NULL);
    }
    return cx->fault.kind;
}

enum err statistics_steps_check(struct ctx *cx, const struct json *steps)
{
    struct stats_funnel f = {.of = stats_question_of(1, 0, 1)};
    struct step_words words;

    return read_steps(cx, steps, &f, &words);
}

static enum err read_funnel(struct ctx *cx, const struct statistics_site *site,
                            const struct json *in, struct statistics_span *span,
                            struct stats_funnel *f, struct step_words *words)
{
    int64_t days = json_int(json_get(in, "window_days"), 0);
    const char *scope = json_text(json_get(in, "scope"), "visit");
    const char *word;
    enum err e = statistics_range(cx, site, "date_range", json_get(in, "date_range"), span, &word);

    if (!e)
        e = read_steps(cx, json_get(in, "steps"), f, words);
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
    return e ? e : stats_funnel_check(cx, f);
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

enum err statistics_funnel_json(struct ctx *cx, const struct statistics_site *site,
                                const struct json *in, struct buf *out)
{
    struct stats_funnel f = {0};
    struct step_words words = {0};
    struct statistics_span span;
    struct stats_steps s = {0};
    struct json_writer w = json_to(out);
    enum err e = read_funnel(cx, site, in, &span, &f, &words);

    if (!e)
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
    for (size_t i = 0; i < f.step_count; i++) {
        json_open_object(&w);
        json_text_member(&w, "label", words.label[i]);
        json_int_member(&w, "count", s.reached[i]);
        put_share(&w, "of_first", s.reached[i], s.reached[0], s.reached[0]);
        put_share(&w, "of_before", s.reached[i], s.reached[i ? i - 1 : 0], s.reached[0]);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return OK;
}
