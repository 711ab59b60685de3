/* channel_rule_say.c -- see channel_rule_say.h. */
#include "measure/channel_rule_say.h"

#include "measure/judge.h"

#include <string.h>

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

/* One word and the step that knows it; a group is the words of one step that lead to one channel. */
struct usual {
    enum source_step step;
    const char *channel, *word, *medium; /* word "": the group has none */
};

struct usuals {
    struct usual *all;
    size_t n;
};

static void count_word(void *arg, enum source_step step, const char *channel, const char *word,
                       const char *medium)
{
    struct usuals *u = arg;

    (void)step;
    (void)channel;
    (void)word;
    (void)medium;
    u->n++;
}

static void keep_word(void *arg, enum source_step step, const char *channel, const char *word,
                      const char *medium)
{
    struct usuals *u = arg;

    u->all[u->n++] =
        (struct usual){.step = step, .channel = channel, .word = word, .medium = medium};
}

/* Whether the same group, or with the word the same word of it, stands among the first n. */
static bool stands_before(const struct usuals *u, size_t n, const struct usual *x, bool with_word)
{
    for (size_t i = 0; i < n; i++)
        if (u->all[i].step == x->step && !strcmp(u->all[i].channel, x->channel) &&
            (!with_word || !strcmp(u->all[i].word, x->word)))
            return true;
    return false;
}

static void put_group(struct json_writer *w, const struct usuals *u, size_t first)
{
    const struct usual *g = &u->all[first];

    json_open_object(w);
    json_text_member(w, "step", source_step_name(g->step));
    json_text_member(w, "channel", g->channel);
    json_text_member(w, "condition", condition_of(g->step));
    json_text_member(w, "medium", *g->medium ? g->medium : NULL);
    json_name(w, "words");
    json_open_list(w);
    for (size_t i = first; i < u->n; i++) {
        const struct usual *x = &u->all[i];
        if (x->step == g->step && !strcmp(x->channel, g->channel) && *x->word &&
            !stands_before(u, i, x, true))
            json_put_text(w, x->word);
    }
    json_close_list(w);
    json_close_object(w);
}

enum err channel_usual_json(struct ctx *cx, struct buf *out)
{
    struct usuals u = {0};
    struct json_writer w = json_to(out);

    source_usual(count_word, &u);
    u.all = arena_array(cx->arena, u.n, sizeof(*u.all));
    if (!u.all)
        return fail_memory(cx);
    u.n = 0;
    source_usual(keep_word, &u);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < u.n; i++)
        if (!stands_before(&u, i, &u.all[i], false))
            put_group(&w, &u, i);
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
