/* verb.c -- see verb.h: from a row and what was typed to a question, and from its answer to what is printed. */
#include "app/verb.h"

#include "app/sheet.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "people/contact.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PARAMS_MAX = 16,
    FILE_MAX_BYTES = 256 * 1024,
    BODY_MAX_BYTES = 16 * 1024 * 1024,
    PAGE = 500
};

/* --- a row's words ------------------------------------------------------------------------------- */

struct piece {
    const char *text; /* in the row, not ended */
    size_t n;
};

/* The next of what stands with spaces between; false at the end. */
static bool next_piece(const char **at, struct piece *ret)
{
    const char *p = *at ? *at + strspn(*at, " ") : "";
    size_t n = strcspn(p, " ");

    *ret = (struct piece){p, n};
    *at = p + n;
    return n > 0;
}

static bool has_end(struct piece p, char c)
{
    return p.text[p.n - 1] == c;
}

static bool count_fits(const struct verb *v, size_t given)
{
    const char *at = v->words;
    size_t least = 0, most = 0;
    struct piece p;

    while (next_piece(&at, &p)) {
        least += !has_end(p, '?');
        most = has_end(p, '+') ? SIZE_MAX : most + 1;
    }
    return given >= least && given <= most;
}

static size_t verb_words(const struct verb *v)
{
    return v->verb[0] ? 1 : 0;
}

const struct verb *verb_find(const struct args *a)
{
    for (const struct verb *v = verbs; v->command; v++)
        if (text_equal(v->command, a->command) &&
            (!v->verb[0] || (a->word_count && text_equal(v->verb, a->words[0]))) &&
            count_fits(v, a->word_count - verb_words(v)))
            return v;
    return NULL;
}

/* --- what was typed, by its name in the row --------------------------------------------------------- */

struct typed {
    const struct args *a;
    const struct verb *v;
    char **words; /* as asked of the API: addresses have become numbers */
};

/* Where the words of that name begin. False: the row has no such word, or it was not given. */
static bool find_word(const struct typed *t, const char *name, size_t n, size_t *ret_at,
                      size_t *ret_count)
{
    const char *at = t->v->words;
    size_t i = verb_words(t->v);
    struct piece p;

    for (; next_piece(&at, &p); i++) {
        bool many = has_end(p, '+');
        if (strchr("#@", *p.text))
            p.text++, p.n--;
        if (strchr("?+", p.text[p.n - 1]))
            p.n--;
        if (p.n == n && !memcmp(p.text, name, n)) {
            *ret_at = i;
            *ret_count = many ? t->a->word_count - i : 1;
            return i < t->a->word_count;
        }
    }
    return false;
}

/* A word or an option ("--source"); NULL when it was not given. */
static const char *value_of(struct ctx *cx, const struct typed *t, const char *name, size_t n)
{
    size_t at = 0, count = 0;
    char *option;

    if (find_word(t, name, n, &at, &count))
        return t->words[at];
    option = n > 2 && !memcmp(name, "--", 2) ? arena_dup_n(cx->arena, name + 2, n - 2) : NULL;
    return option ? args_option(t->a, option) : NULL;
}

static enum err read_words(struct ctx *cx, struct ask *k, struct typed *t)
{
    const char *at = t->v->words;
    size_t i = verb_words(t->v);
    struct piece p;
    enum err e = OK;

    t->words = arena_alloc(cx->arena, (t->a->word_count + 1) * sizeof(*t->words));
    if (!t->words)
        return fail_memory(cx);
    while (!e && next_piece(&at, &p)) {
        bool many = has_end(p, '+');
        do {
            int64_t id = 0;
            if (i == t->a->word_count)
                break;
            if (*p.text == '#' || *p.text == '@')
                e = ask_id(cx, k, *p.text == '@' ? &contact_model : NULL, t->a->words[i], &id);
            t->words[i] =
                id ? arena_print(cx->arena, "%" PRId64, id) : arena_dup(cx->arena, t->a->words[i]);
            if (!e && !t->words[i])
                e = fail_memory(cx);
            i++;
        } while (many && !e);
    }
    return e;
}

/* --- the question ---------------------------------------------------------------------------------- */

static const char *braced(struct ctx *cx, const struct typed *t, const char **at)
{
    const char *end = strchr(*at, '}');
    const char *value = value_of(cx, t, *at + 1, (size_t)(end - *at - 1));

    *at = end + 1;
    return value;
}

/* The rest of a word that a space ended: "search acme brazil" is one question. */
static const char *joined(struct ctx *cx, const struct typed *t)
{
    struct buf out = buf_in(cx->arena);

    for (size_t i = verb_words(t->v); i < t->a->word_count; i++)
        buf_print(&out, "%s%s", i > verb_words(t->v) ? " " : "", t->words[i]);
    return buf_text(&out);
}

static void put_target(struct ctx *cx, const struct typed *t, struct buf *out)
{
    const char *p = t->v->target;

    while (*p && *p != '?') {
        if (*p == '{')
            buf_add_text(out, braced(cx, t, &p));
        else
            buf_add_char(out, *p++);
    }
    while (*p) { /* at "?" or "&" */
        size_t n = strcspn(p + 1, "=");
        const char *name = arena_dup_n(cx->arena, p + 1, n), *value;
        p += n + 2;
        if (text_starts(p, "{*}")) {
            value = joined(cx, t);
            p += 3;
        } else if (*p == '{') {
            value = braced(cx, t, &p);
        } else {
            value = arena_dup_n(cx->arena, p, strcspn(p, "&"));
            p += strcspn(p, "&");
        }
        if (name)
            ask_parameter(out, name, value);
    }
}

static enum err put_file(struct ctx *cx, struct json_writer *w, const char *path)
{
    const struct json *v = NULL;
    const char *text = NULL;
    enum err e = ask_file(cx, path, FILE_MAX_BYTES, &text);

    if (!e)
        e = json_parse(cx, text, strlen(text), &v);
    if (!e)
        json_put(w, v);
    return e;
}

/* What stands in the row itself, or follows from it without a value: true when that was all. */
static bool put_fixed(struct ctx *cx, const struct typed *t, const char *from, size_t n,
                      struct json_writer *w)
{
    char now[TIME_TEXT_MAX];
    size_t at = 0, count = 0;

    switch (*from) {
    case '\'':
        json_put_text_n(w, from + 1, n - 2);
        return true;
    case ':':
        time_text(ctx_now(cx), now);
        json_put_text(w, now);
        return true;
    case '?':
        json_put_bool(w, value_of(cx, t, from + 1, n - 1) != NULL);
        return true;
    case '[':
        json_open_list(w);
        if (find_word(t, from + 1, n - 2, &at, &count))
            for (size_t i = 0; i < count; i++)
                json_put_text(w, t->words[at + i]);
        json_close_list(w);
        return true;
    default:
        return false;
    }
}

static enum err put_user(struct ctx *cx, struct ask *k, const char *typed, struct json_writer *w)
{
    int64_t id = 0;
    enum err e = ask_user(cx, k, typed, &id);

    if (!e)
        json_put_id(w, id);
    return e;
}

static enum err put_member(struct ctx *cx, struct ask *k, const struct typed *t, struct piece p,
                           struct json_writer *w)
{
    const char *equals = memchr(p.text, '=', p.n), *from = equals + 1;
    const char *name = arena_dup_n(cx->arena, p.text, (size_t)(equals - p.text));
    size_t n = (size_t)(p.text + p.n - from);
    bool fixed = strchr("':?[", *from) != NULL, marked = strchr("@&", *from) != NULL;
    bool must_be = from[n - 1] == '!';
    const char *value;

    if (!name)
        return fail_memory(cx);
    value = fixed ? NULL : value_of(cx, t, from + marked, n - marked - must_be);
    if (must_be && text_empty(value))
        return fail(cx, ERR_INVALID, "cli.missing", "what",
                    arena_dup_n(cx->arena, from, n - must_be), NULL);
    if (!fixed && !value)
        return OK;
    json_name(w, name);
    if (put_fixed(cx, t, from, n, w))
        return OK;
    if (*from == '@')
        return put_file(cx, w, value);
    if (*from == '&')
        return put_user(cx, k, value, w);
    json_put_text(w, value);
    return OK;
}

static enum err put_body(struct ctx *cx, struct ask *k, const struct typed *t, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const char *at = t->v->body;
    struct piece p;
    enum err e = OK;

    *ret = NULL;
    if (text_equal(t->v->method, "GET") || text_equal(t->v->method, "DELETE"))
        return OK;
    if (at && *at == '<')
        return ask_file(cx, value_of(cx, t, at + 1, strlen(at + 1)), BODY_MAX_BYTES, ret);
    json_open_object(&w);
    while (!e && next_piece(&at, &p))
        e = put_member(cx, k, t, p, &w);
    if (e) /* a name may wait for its value */
        return e;
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret ? OK : fail_memory(cx);
}

/* --- the answer ------------------------------------------------------------------------------------ */

struct items {
    struct buf all; /* const struct json * */
    size_t n;
};

static void take_items(struct items *x, const struct json *list, size_t most)
{
    for (const struct json *v = list ? list->first : NULL; v && x->n < most; v = v->next, x->n++)
        buf_add(&x->all, (const void *)&v, sizeof(v));
}

static enum err print_table(struct ctx *cx, const struct args *a, const char *columns,
                            const struct json *const *items, size_t n)
{
    const char **names, **cells;
    const char *at = columns;
    struct piece p;
    struct sheet s;
    size_t c = 0;

    while (next_piece(&at, &p))
        c++;
    names = arena_array(cx->arena, c + 1, sizeof(*names));
    cells = arena_array(cx->arena, c, sizeof(*cells));
    if (!names || !cells)
        return fail_memory(cx);
    for (at = columns, c = 0; next_piece(&at, &p);) {
        names[c] = arena_dup_n(cx->arena, p.text, p.n);
        if (!names[c++])
            return fail_memory(cx);
    }
    s = sheet_of(cx, names);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < c; j++)
            cells[j] = sheet_cell(cx, sheet_member(cx, items[i], names[j] + (*names[j] == '#')));
        sheet_row(&s, cells);
    }
    return sheet_print(cx, a, &s);
}

enum err verb_print(struct ctx *cx, const struct args *a, const char *columns,
                    const struct json *const *items, size_t n)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    if (!text_equal(args_option(a, "format"), "json"))
        return print_table(cx, a, columns, items, n);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < n; i++)
        json_put(&w, items[i]);
    json_close_list(&w);
    json_close_object(&w);
    buf_add_char(&out, '\n');
    return sheet_out(cx, a, &out);
}

static enum err print_items(struct ctx *cx, const struct typed *t, struct items *x)
{
    if (!buf_ok(&x->all))
        return fail_memory(cx);
    return verb_print(cx, t->a, t->v->columns,
                      (const struct json *const *)(const void *)x->all.bytes, x->n);
}

static enum err print_answer(struct ctx *cx, const struct args *a, const struct json *v)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_put(&w, v);
    buf_add_char(&out, '\n');
    return sheet_out(cx, a, &out);
}

/* Below what is printed for people. */
static void print_notes(struct ctx *cx, const struct typed *t, const struct json *answer)
{
    const char *format = args_option(t->a, "format");
    const struct json *notes = t->v->notes ? json_get(answer, t->v->notes) : NULL;

    if (format && !text_equal(format, "table"))
        return;
    for (const struct json *v = notes ? notes->first : NULL; v; v = v->next) {
        const char *contact = json_text(json_get(v, "contact"), NULL);
        (void)printf("%s%s%s\n", contact ? contact : "", contact ? ": " : "",
                     sheet_cell(cx, json_get(v, "message")));
    }
}

/* The sentence with what the answer and the words say. */
static void print_said(struct ctx *cx, const struct typed *t, const struct json *answer)
{
    struct fault_param params[PARAMS_MAX];
    const char *at = t->v->words;
    size_t n = 0, i = verb_words(t->v);
    struct piece p;

    for (const struct json *v = answer ? answer->first : NULL; v && n < PARAMS_MAX / 2; v = v->next)
        if (v->kind == JSON_INT || v->kind == JSON_TEXT)
            params[n++] = (struct fault_param){v->name, sheet_cell(cx, v)};
    for (; next_piece(&at, &p) && n < PARAMS_MAX && i < t->a->word_count; i++) {
        size_t skip = strchr("#@", *p.text) != NULL;
        params[n].name = arena_dup_n(cx->arena, p.text + skip,
                                     p.n - skip - (strchr("?+", p.text[p.n - 1]) != NULL));
        params[n++].value = t->a->words[i];
    }
    (void)printf("%s\n", message(cx->arena, cx->lang, t->v->said, params, n));
}

static enum err read_limit(struct ctx *cx, const struct args *a, size_t *ret)
{
    const char *text = args_option(a, "limit");
    int64_t n = 0;

    *ret = SIZE_MAX;
    if (!text)
        return OK;
    if (!text_to_int(text, &n) || n < 1)
        return fail(cx, ERR_INVALID, "cli.number", "option", "--limit", NULL);
    *ret = (size_t)n;
    return OK;
}

static enum err ask_pages(struct ctx *cx, struct ask *k, const struct typed *t, const char *target,
                          const char *body)
{
    struct items x = {.all = buf_in(cx->arena)};
    const struct json *page = NULL;
    const char *after = NULL;
    size_t most = 0;
    enum err e = read_limit(cx, t->a, &most);

    do {
        struct buf asked = buf_in(cx->arena);
        buf_add_text(&asked, target);
        ask_parameter(&asked, "after", after);
        if (!e)
            e = ask_json(cx, k, t->v->method, buf_text(&asked), body, &page);
        if (!e)
            take_items(&x, json_get(page, t->v->list ? t->v->list : "items"), most);
        after = json_text(json_get(page, "next"), NULL);
    } while (!e && after && x.n < most && t->v->flags & VERB_PAGES);
    if (!e && !(t->v->flags & VERB_PAGES) && text_equal(args_option(t->a, "format"), "json"))
        return print_answer(cx, t->a, page);
    if (!e)
        e = print_items(cx, t, &x);
    if (!e)
        print_notes(cx, t, page);
    return e;
}

static enum err ask_groups(struct ctx *cx, struct ask *k, const struct typed *t, const char *target)
{
    struct items x = {.all = buf_in(cx->arena)};
    const struct json *answer = NULL;
    enum err e = ask_json(cx, k, "GET", target, NULL, &answer);
    const struct json *groups = json_get(answer, "groups");

    for (const struct json *g = groups ? groups->first : NULL; g && !e; g = g->next) {
        const struct json *items = json_get(g, "items");
        for (const struct json *v = items ? items->first : NULL; v && !e; v = v->next) {
            struct json *with = arena_alloc(cx->arena, sizeof(*with));
            struct json *kind = arena_alloc(cx->arena, sizeof(*kind));
            if (!with || !kind)
                return fail_memory(cx);
            *kind = *json_get(g, "kind");
            kind->next = v->first;
            *with = *v;
            with->first = kind;
            buf_add(&x.all, (const void *)&with, sizeof(with));
            x.n++;
        }
    }
    return e ? e : print_items(cx, t, &x);
}

static enum err ask_once(struct ctx *cx, struct ask *k, const struct typed *t, const char *target,
                         const char *body)
{
    const struct json *answer = NULL;
    int64_t job = 0;
    enum err e = ask_json(cx, k, t->v->method, target, body, &answer);

    if (!e && t->v->flags & VERB_JOB && id_read(json_text(json_get(answer, "job"), ""), &job))
        e = ask_wait(cx, k, job);
    if (e)
        return e;
    if (answer && text_equal(args_option(t->a, "format"), "json"))
        return print_answer(cx, t->a, answer);
    print_said(cx, t, answer);
    print_notes(cx, t, answer);
    return OK;
}

enum err verb_run(struct ctx *cx, const struct args *a, const struct verb *v)
{
    struct typed t = {.a = a, .v = v};
    struct buf target = buf_in(cx->arena);
    const char *format = NULL, *body = NULL;
    struct ask *k = arena_alloc(cx->arena, sizeof(*k));
    enum err e = k ? sheet_format(cx, a, &format) : fail_memory(cx);

    if (!e)
        e = ask_open(cx, a, v->flags & VERB_EVENTS, k);
    if (e)
        return e;
    k->may &= ~v->without;
    e = read_words(cx, k, &t);
    if (!e)
        e = put_body(cx, k, &t, &body);
    if (!e) {
        put_target(cx, &t, &target);
        if (!buf_ok(&target))
            e = fail_memory(cx);
    }
    if (!e && v->flags & VERB_CSV)
        e = ask_csv(cx, k, buf_text(&target), args_option(a, "out"), 0);
    else if (!e && v->flags & VERB_GROUPS)
        e = ask_groups(cx, k, &t, buf_text(&target));
    else if (!e && v->columns)
        e = ask_pages(cx, k, &t, buf_text(&target), body);
    else if (!e)
        e = ask_once(cx, k, &t, buf_text(&target), body);
    ask_close(cx, k);
    return e;
}

enum err command_verb(struct ctx *cx, const struct args *a)
{
    const struct verb *v = verb_find(a);

    return v ? verb_run(cx, a, v) : fail(cx, ERR_INVALID, "cli.verbs", "command", a->command, NULL);
}
