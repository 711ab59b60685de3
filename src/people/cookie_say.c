/* cookie_say.c -- see cookie_say.h. */
#include "people/cookie_say.h"

#include "base/message.h"
#include "base/text.h"

const char *const cookie_categories[] = {"C0001", "C0002", "C0003", "C0004", "P0001", NULL};

const struct cookie_say cookie_says[] = {
    {"nothing_before", "layer", SAY_ALWAYS, JUDGE_BROWSER, "nothing_before_choice"},
    {"accept_means", "layer", SAY_ALWAYS, JUDGE_BROWSER, "accept_gives_all"},
    {"reject_means", "layer", SAY_ALWAYS, JUDGE_BROWSER, "reject_keeps_one_cookie"},
    {"change_mind", "layer", SAY_ALWAYS, JUDGE_BROWSER, "reopens_on_every_page"},
    {"one_cookie", "C0001", SAY_ALWAYS, JUDGE_BROWSER, "reject_keeps_one_cookie"},
    {"counted", "C0001", SAY_COUNTED, JUDGE_SERVER, "daily_salt"},
    {"uncounted", "C0001", SAY_UNCOUNTED, JUDGE_SERVER, "refusing_not_counted"},
    {"random_number", "C0002", SAY_ALWAYS, JUDGE_BROWSER, "number_only_with_yes"},
    {"taken_back", "C0002", SAY_ALWAYS, JUDGE_BROWSER, "withdrawal_erases"},
    {"embeds_wait", "C0003", SAY_ALWAYS, JUDGE_BROWSER, "embeds_wait"},
    {"tags_wait", "C0004", SAY_ALWAYS, JUDGE_BROWSER, "tags_wait"},
    {"gpc", "C0004", SAY_ALWAYS, JUDGE_SERVER, "gpc_refuses_targeting"},
    {"own_yes", "P0001", SAY_ALWAYS, JUDGE_SERVER, "named_only_with_yes"},
    {"receipt", "centre", SAY_ALWAYS, JUDGE_SERVER, "receipt_keeps_text"},
    {"asked_again", "centre", SAY_ALWAYS, JUDGE_BROWSER, "new_text_asks_again"},
    {0},
};

static const char *say_of(struct ctx *cx, enum lang lang, const char *before, const char *key)
{
    const char *whole = arena_print(cx->arena, "cookies.%s%s", before, key);

    return whole ? message(cx->arena, lang, whole, NULL, 0) : NULL;
}

static void put_says(struct ctx *cx, struct json_writer *w, enum lang lang, const char *where,
                     bool counted)
{
    json_name(w, "says");
    json_open_list(w);
    for (const struct cookie_say *s = cookie_says; s->key; s++)
        if (text_equal(s->where, where) && s->when != (counted ? SAY_UNCOUNTED : SAY_COUNTED))
            json_put_text(w, say_of(cx, lang, "say_", s->key));
    json_close_list(w);
}

static void put_own(struct json_writer *w, const char *name, const char *text)
{
    if (!text_empty(text))
        json_text_member(w, name, text);
}

static void put_categories(struct ctx *cx, struct json_writer *w, enum lang lang,
                           const struct cookie_words *words, bool counted)
{
    json_name(w, "categories");
    json_open_list(w);
    for (int i = 0; cookie_categories[i]; i++) {
        json_open_object(w);
        json_text_member(w, "id", cookie_categories[i]);
        json_text_member(w, "name", say_of(cx, lang, "name_", cookie_categories[i]));
        put_says(cx, w, lang, cookie_categories[i], counted);
        put_own(w, "own", words->more[i]);
        json_close_object(w);
    }
    json_close_list(w);
}

/* The centre's own sentences stand at its head. */
static void put_centre(struct ctx *cx, struct json_writer *w, enum lang lang, bool counted)
{
    json_name(w, "centre");
    json_open_object(w);
    json_text_member(w, "title", say_of(cx, lang, "", "centre"));
    put_says(cx, w, lang, "centre", counted);
    json_close_object(w);
}

enum err cookie_compose(struct ctx *cx, enum lang lang, const struct cookie_words *words,
                        bool counted, const char **ret)
{
    static const char *const labels[] = {"accept",  "reject", "choose", "save",  "close",
                                         "reopen",  "always", "again",  "third", "show",
                                         "receipt", "policy", "saved",  "gpc"};
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_text_member(&w, "title",
                     text_empty(words->title) ? say_of(cx, lang, "", "title") : words->title);
    put_own(&w, "own", words->own);
    put_says(cx, &w, lang, "layer", counted);
    put_centre(cx, &w, lang, counted);
    put_categories(cx, &w, lang, words, counted);
    put_own(&w, "policy_url", words->policy_url);
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        json_text_member(&w, labels[i], say_of(cx, lang, "", labels[i]));
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret && !arena_full(cx->arena) ? OK : fail_memory(cx);
}
