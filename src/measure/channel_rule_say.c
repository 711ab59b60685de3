/* channel_rule_say.c -- see channel_rule_say.h. */
#include "measure/channel_rule_say.h"

#include "measure/judge.h"

#include <string.h>

enum { GROUPS_MAX = 80, WORDS_MAX = 120 };

const char *source_step_name(enum source_step step)
{
    static const char *const names[SOURCE_STEPS] = {
        [SOURCE_BY_RULE] = "rule",      [SOURCE_BY_TAG] = "tag",   [SOURCE_BY_PAID] = "paid",
        [SOURCE_BY_CLICK] = "click",    [SOURCE_BY_SITE] = "site", [SOURCE_BY_PAGE] = "page",
        [SOURCE_BY_NOTHING] = "nothing"};

    return names[step];
}

/* Which condition of a rule of the owner's a word of that step is; NULL: none. */
static const char *condition_of(enum source_step step)
{
    static const char *const conditions[SOURCE_STEPS] = {[SOURCE_BY_TAG] = "medium",
                                                         [SOURCE_BY_PAID] = "medium",
                                                         [SOURCE_BY_CLICK] = "click",
                                                         [SOURCE_BY_SITE] = "source"};

    return conditions[step];
}

struct group {
    enum source_step step;
    const char *channel, *medium;
    const char *words[WORDS_MAX];
    size_t n;
};

struct groups {
    struct group *all;
    size_t n;
};

static void add_word(void *arg, enum source_step step, const char *channel, const char *word,
                     const char *medium)
{
    struct groups *g = arg;
    struct group *at = g->all;

    while (at < g->all + g->n && (at->step != step || strcmp(at->channel, channel) != 0))
        at++;
    if (at == g->all + g->n) {
        must(g->n < GROUPS_MAX);
        *at = (struct group){.step = step, .channel = channel, .medium = medium};
        g->n++;
    }
    for (size_t i = 0; i < at->n; i++)
        if (strcmp(at->words[i], word) == 0)
            return;
    must(at->n < WORDS_MAX);
    if (*word)
        at->words[at->n++] = word;
}

enum err channel_usual_json(struct ctx *cx, struct buf *out)
{
    struct groups g = {.all = arena_array(cx->arena, GROUPS_MAX, sizeof(*g.all))};
    struct json_writer w = json_to(out);

    if (!g.all)
        return fail_memory(cx);
    source_usual(add_word, &g);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < g.n; i++) {
        json_open_object(&w);
        json_text_member(&w, "step", source_step_name(g.all[i].step));
        json_text_member(&w, "channel", g.all[i].channel);
        json_text_member(&w, "condition", condition_of(g.all[i].step));
        json_text_member(&w, "medium", *g.all[i].medium ? g.all[i].medium : NULL);
        json_name(&w, "words");
        json_open_list(&w);
        for (size_t k = 0; k < g.all[i].n; k++)
            json_put_text(&w, g.all[i].words[k]);
        json_close_list(&w);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    return OK;
}

enum err channel_try_json(struct ctx *cx, struct db *db, const struct source_hint *hint,
                          struct buf *out)
{
    struct json_writer w = json_to(out);
    struct source_verdict v;
    struct judge_rules rules;
    enum err e = judge_rules_load(cx, db, &rules);

    if (e)
        return e;
    v = source_decide(cx, hint, rules.sources, rules.source_count);
    json_open_object(&w);
    json_text_member(&w, "channel", v.channel);
    json_text_member(&w, "source", v.source);
    json_text_member(&w, "medium", v.medium);
    json_text_member(&w, "campaign", hint->campaign);
    json_text_member(&w, "click", hint->click);
    json_text_member(&w, "step", source_step_name(v.step));
    json_name(&w, "rule");
    if (v.rule)
        json_put_id(&w, v.rule);
    else
        json_put_null(&w);
    json_close_object(&w);
    return OK;
}
