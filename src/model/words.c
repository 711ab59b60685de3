/* words.c -- see words.h. */
#include "model/words.h"

#include "base/text.h"

#include <string.h>

enum {
    CODE_DIGITS = 6,
    PIECE_BYTES = 4,
    NATIONAL = 11,
    WITH_COUNTRY_MIN = 12,
    WITH_COUNTRY_MAX = 13
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Cut at a character. */
static size_t cut(const char *word, size_t n)
{
    if (n <= WORD_BYTES_MAX)
        return n;
    n = WORD_BYTES_MAX;
    while (n && ((unsigned char)word[n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* --- of a record --------------------------------------------------------------------------- */

struct words words_begin(struct ctx *cx)
{
    return (struct words){.arena = cx->arena, .b = buf_in(cx->arena)};
}

static bool has(const char *words, const char *word, size_t n)
{
    for (const char *p = words; p && *p == ' '; p = strchr(p + 1, ' '))
        if (!strncmp(p + 1, word, n) && (!p[1 + n] || p[1 + n] == ' '))
            return true;
    return false;
}

static void add(struct words *w, const char *word, size_t n)
{
    n = cut(word, n);
    if (!n || has(w->b.len ? w->b.bytes : NULL, word, n))
        return;
    buf_add_char(&w->b, ' ');
    buf_add(&w->b, word, n);
}

/* A run without spaces, without its signs; NULL unless it is mostly digits. */
static const char *code_of(struct arena *a, const char *run, size_t n)
{
    struct buf b = buf_in(a);
    size_t digits = 0;

    if (memchr(run, '@', n))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        digits += is_digit(run[i]);
        if (is_word(run[i]))
            buf_add_char(&b, run[i]);
    }
    return digits >= CODE_DIGITS && digits * 2 >= b.len ? buf_text(&b) : NULL;
}

static void add_run(struct words *w, const char *run, size_t n, bool asked)
{
    bool joined = memchr(run, '.', n) || memchr(run, '@', n), first = true;
    const char *code = code_of(w->arena, run, n);

    if (code)
        add(w, code, strlen(code));
    if (code && asked)
        return;
    for (size_t i = 0; i < n;) {
        size_t k = i;
        while (k < n && is_word(run[k]))
            k++;
        if (k > i && (first || !joined || k - i >= PIECE_BYTES)) {
            add(w, run + i, k - i);
            first = false;
        }
        first = first || (k < n && run[k] == '@');
        i = k + 1;
    }
}

static void add_text(struct words *w, const char *text, bool asked)
{
    const char *at = text ? text_fold(w->arena, text) : NULL;

    if (text && !at)
        w->b.failed = true;
    while (at && *at) {
        size_t n = strcspn(at, " \t\n");
        add_run(w, at, n, asked);
        at += n;
        at += strspn(at, " \t\n");
    }
}

void words_text(struct words *w, const char *text)
{
    add_text(w, text, false);
}

static const char *bare(struct arena *a, const char *text, bool digits)
{
    struct buf b = buf_in(a);
    const char *fold = text_fold(a, text);

    for (const char *p = fold; p && *p; p++)
        if (digits ? is_digit(*p) : is_word(*p))
            buf_add_char(&b, *p);
    return fold ? buf_text(&b) : NULL;
}

void words_code(struct words *w, const char *text)
{
    const char *code = text ? bare(w->arena, text, false) : NULL;

    if (code)
        add(w, code, strlen(code));
}

/* Brazil's country code may or may not be written. */
static const char *national(const char *digits)
{
    size_t n = strlen(digits);

    return n >= WITH_COUNTRY_MIN && n <= WITH_COUNTRY_MAX && text_starts(digits, "55") ? digits + 2
                                                                                       : digits;
}

/* As it is, without the country, and without the place. */
void words_phone(struct words *w, const char *text)
{
    const char *all = text ? bare(w->arena, text, true) : NULL, *near;

    if (!all || !*all)
        return;
    near = national(all);
    add(w, all, strlen(all));
    add(w, near, strlen(near));
    if (strlen(near) >= NATIONAL - 1 && strlen(near) <= NATIONAL)
        add(w, near + 2, strlen(near) - 2);
}

const char *words_end(struct words *w)
{
    return buf_text(&w->b);
}

/* --- of a question ------------------------------------------------------------------------- */

/* The digits, when there is nothing but digits and the signs that part them. */
static const char *number_of(struct arena *a, const char *q)
{
    const char *digits;

    if (strspn(q, "0123456789 ()+-./") != strlen(q))
        return NULL;
    digits = bare(a, q, true);
    return digits && strlen(digits) >= CODE_DIGITS ? national(digits) : NULL;
}

enum err words_ask(struct ctx *cx, const char *q, struct words_asked *ret)
{
    struct words w = words_begin(cx);
    const char *clean = NULL, *number;
    enum err e = text_clean(cx, q, strlen(q), false, &clean);
    char *at;

    *ret = (struct words_asked){0};
    if (e)
        return e;
    number = number_of(cx->arena, clean);
    if (number)
        add(&w, number, strlen(number));
    else
        add_text(&w, clean, true);
    at = arena_dup(cx->arena, words_end(&w));
    if (!at || arena_full(cx->arena))
        return fail_memory(cx);
    while (*at == ' ' && ret->n < WORDS_ASKED_MAX) {
        size_t n = strcspn(at + 1, " ");
        ret->all[ret->n++] = arena_dup_n(cx->arena, at + 1, n);
        at += n + 1;
    }
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

bool word_is_long(const char *word)
{
    return strlen(word) >= WORD_LONG;
}

const char *words_match(struct ctx *cx, enum db_engine engine, const char *kind,
                        const struct words_asked *a)
{
    struct buf b = buf_in(cx->arena);
    bool lite = engine == DB_SQLITE;

    for (size_t i = 0; i < a->n; i++) {
        if (!word_is_long(a->all[i]))
            continue;
        buf_add_text(&b, !b.len ? "" : lite ? " AND " : " & ");
        buf_print(&b, lite ? "\"%016llxz%c%s\"*" : "'%016llxz%c%s':*", (unsigned long long)cx->site,
                  *kind, a->all[i]);
    }
    return b.len ? buf_text(&b) : NULL;
}

const char *words_like(struct ctx *cx, const char *word)
{
    return arena_print(cx->arena, "%% %s%%", word);
}

bool words_hold(struct ctx *cx, const char *text, const char *word)
{
    struct words w = words_begin(cx);
    const char *all;

    words_text(&w, text);
    words_code(&w, text);
    words_phone(&w, text);
    all = words_end(&w);
    for (const char *p = all; p && *p == ' '; p = strchr(p + 1, ' '))
        if (text_starts(p + 1, word))
            return true;
    return false;
}
