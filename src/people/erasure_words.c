/* erasure_words.c -- a person's words in a text that stays, replaced by the words for an erased person.
 *
 * Letters are compared as everywhere in an erasure: without case and accents (text_plain). What is found must stand alone: "Ana Lima"
 * is nobody in "Mariana Lima", nor is ana@norte.example in joana@norte.example or ana@norte.example.br. In JSON an
 * address becomes an address of nobody, since a rule may demand one.
 */
#include "people/erasure_priv.h"

#include "base/json.h"
#include "base/message.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

struct taking_out {
    struct ctx *cx;
    const char *needles[ERASURE_NEEDLES_MAX]; /* plain */
    size_t n;
    const char *word, *address;
    bool found;
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A letter of the text as it is compared, and how many bytes it takes. */
static char plain_at(const char *text, size_t *ret_bytes)
{
    char pair[2] = {text[0], text[0] ? text[1] : 0};
    size_t n = text_plain_bytes(pair, text[0] && text[1] ? 2 : 1);

    *ret_bytes = (unsigned char)text[0] == 0xc3 && n == 1 ? 2 : 1;
    return pair[0];
}

/* How many bytes of the text are this needle; 0: it does not begin with it. */
static size_t needle_at(const char *text, const char *needle)
{
    size_t at = 0;

    for (; *needle; needle++) {
        size_t bytes = 0;
        if (!text[at] || plain_at(text + at, &bytes) != *needle)
            return 0;
        at += bytes;
    }
    return at;
}

static bool joins_address(char c)
{
    return c && strchr("._+-", c) != NULL;
}

static bool stands_alone(const char *text, size_t from, size_t to, bool address)
{
    char before = from ? text[from - 1] : 0, after = text[to];

    if (is_letter(before) || is_letter(after))
        return false;
    if (!address)
        return true;
    if (from > 1 && joins_address(before) && is_letter(text[from - 2]))
        return false;
    return !(joins_address(after) && is_letter(text[to + 1]));
}

/* The longest of the needles that stands here; 0: none. */
static size_t longest_at(const struct taking_out *t, const char *text, size_t from,
                         bool *ret_address)
{
    size_t most = 0;

    for (size_t i = 0; i < t->n; i++) {
        bool address = strchr(t->needles[i], '@') != NULL;
        size_t bytes = needle_at(text + from, t->needles[i]);
        if (bytes <= most || !stands_alone(text, from, from + bytes, address))
            continue;
        most = bytes;
        *ret_address = address;
    }
    return most;
}

static const char *taken_out(struct taking_out *t, const char *text)
{
    struct buf out = buf_in(t->cx->arena);

    for (size_t i = 0; text[i];) {
        bool address = false;
        size_t n = longest_at(t, text, i, &address);
        t->found = t->found || n;
        if (n)
            buf_add_text(&out, address ? t->address : t->word);
        else
            buf_add_char(&out, text[i]);
        i += n ? n : 1;
    }
    return buf_text(&out);
}

/* As deep as json_parse() lets it be. */
static void put_taken_out(struct taking_out *t, struct json_writer *w, const struct json *v)
{
    if (v->kind == JSON_TEXT) {
        json_put_text(w, taken_out(t, v->text));
        return;
    }
    if (v->kind != JSON_LIST && v->kind != JSON_OBJECT) {
        json_put(w, v);
        return;
    }
    if (v->kind == JSON_LIST)
        json_open_list(w);
    else
        json_open_object(w);
    for (const struct json *c = v->first; c; c = c->next) {
        if (v->kind == JSON_OBJECT)
            json_name(w, c->name);
        put_taken_out(t, w, c);
    }
    if (v->kind == JSON_LIST)
        json_close_list(w);
    else
        json_close_object(w);
}

static enum err json_taken_out(struct taking_out *t, const char *text, const char **ret)
{
    struct buf out = buf_in(t->cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *v = NULL;
    enum err e = json_parse(t->cx, text, strlen(text), &v);

    if (e)
        return e;
    put_taken_out(t, &w, v);
    *ret = buf_text(&out);
    return OK;
}

enum err erased_words(struct ctx *cx, const struct erased_person *p, enum lang lang, bool is_json,
                      const char *text, const char **ret)
{
    struct taking_out t = {.cx = cx, .word = message(cx->arena, lang, "erasure.word", NULL, 0)};
    const char *left = NULL;
    enum err e = OK;

    t.address = is_json ? message(cx->arena, lang, "erasure.word_address", NULL, 0) : t.word;
    for (size_t i = 0; i < p->needle_count && i < ERASURE_NEEDLES_MAX; i++)
        t.needles[t.n++] = text_plain(cx->arena, p->needles[i]);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    if (is_json)
        e = json_taken_out(&t, text, &left);
    else
        left = taken_out(&t, text);
    if (!e && !left)
        e = fail_memory(cx);
    if (!e)
        *ret = t.found ? left : NULL;
    return e;
}
