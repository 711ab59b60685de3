/* command_record.c -- praca record: any table's records, and praca api: any route.
 *
 *     praca record list TABLE [FIELD=VALUE ...]
 *     praca record show TABLE NUMBER
 *     praca record add TABLE FIELD=VALUE ...
 *     praca record set TABLE NUMBER FIELD=VALUE ...
 *     praca record remove TABLE NUMBER
 *     praca record history TABLE NUMBER
 *     praca api METHOD PATH [--body FILE]
 */
#include "app/command.h"

#include "app/naming.h"
#include "app/sheet.h"
#include "app/typed.h"
#include "app/verb.h"
#include "base/message.h"
#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 50, PAGE = 500, COLUMNS_SHOWN = 6, BODY_MAX_BYTES = 512 * 1024 };

struct recording {
    struct ask *k;
    const struct args *a;
    const struct model *m;
    const char *const *words; /* after the table */
    size_t n;
    int64_t id;
};

static const char *path_of(struct ctx *cx, const struct recording *x, const char *after)
{
    return arena_print(cx->arena, "/%s/%" PRId64 "%s", x->m->table, x->id, after);
}

/* --- lists ----------------------------------------------------------------------------------------- */

static const char *columns_of(struct ctx *cx, const struct recording *x)
{
    static const struct {
        const struct model *m;
        const char *columns;
    } known[] = {
        {&contact_model, "id name email lifecycle account owner created_at"},
        {&account_model, "id name domain industry #employees owner created_at"},
        {&deal_model, "id name stage outcome #amount_minor currency account owner created_at"},
    };
    const char *asked = args_option(x->a, "columns");
    struct buf out = buf_in(cx->arena);
    size_t n = 1;

    for (size_t i = 0; i < COUNT_OF(known) && !asked; i++)
        if (known[i].m == x->m)
            return known[i].columns;
    for (const char *p = asked; p && *p; p++)
        buf_add_char(&out, *p == ',' ? ' ' : *p);
    if (asked)
        return buf_text(&out);
    buf_add_text(&out, "id");
    for (size_t i = 0; i < x->m->field_count && n < COLUMNS_SHOWN; i++) {
        const struct field *f = &x->m->fields[i];
        if (f->kind == FIELD_KIND_PROSE || f->kind == FIELD_KIND_JSON || f->flags & SECRET)
            continue;
        buf_print(&out, " %s%s",
                  f->kind == FIELD_KIND_INT || f->kind == FIELD_KIND_MONEY ? "#" : "", f->name);
        n++;
    }
    return buf_text(&out);
}

static enum err read_limit(struct ctx *cx, const struct args *a, int64_t *ret)
{
    const char *text = args_option(a, "limit");

    if (text && (!text_to_int(text, ret) || *ret < 1))
        return fail(cx, ERR_INVALID, "cli.number", "option", "--limit", NULL);
    return OK;
}

static void put_question(struct buf *target, const struct typed_question *q)
{
    for (size_t i = 0; i < q->n; i++)
        ask_parameter(target, q->pairs[i].name, q->pairs[i].value);
}

/* Page after page, as many as are wanted (0: all). */
static enum err gather(struct ctx *cx, const struct recording *x, const struct typed_question *q,
                       int64_t most, struct buf *items, size_t *ret_n, int64_t *ret_all)
{
    const char *after = NULL;
    enum err e = OK;

    do {
        int64_t left = most ? most - (int64_t)*ret_n : PAGE;
        struct buf target = buf_in(cx->arena);
        const struct json *page = NULL, *list;
        buf_print(&target, "/%s", x->m->table);
        put_question(&target, q);
        ask_parameter(&target, "limit",
                      arena_print(cx->arena, "%" PRId64, left < PAGE ? left : (int64_t)PAGE));
        ask_parameter(&target, "after", after);
        if (!after && most)
            ask_parameter(&target, "count", "true");
        e = ask_json(cx, x->k, "GET", buf_text(&target), NULL, &page);
        list = json_get(page, "items");
        for (const struct json *v = list ? list->first : NULL; v && !e; v = v->next, ++*ret_n)
            buf_add(items, (const void *)&v, sizeof(v));
        if (!after)
            *ret_all = json_int(json_get(page, "count"), 0);
        after = json_text(json_get(page, "next"), NULL);
    } while (!e && after && (!most || (int64_t)*ret_n < most));
    return e ? e : buf_ok(items) ? OK : fail_memory(cx);
}

static enum err list(struct ctx *cx, struct recording *x)
{
    bool table = !args_option(x->a, "format") || text_equal(args_option(x->a, "format"), "table");
    bool csv = text_equal(args_option(x->a, "format"), "csv");
    struct buf items = buf_in(cx->arena), target = buf_in(cx->arena);
    struct typed_question q = {.n = 0};
    int64_t most = table ? SHOWN : 0, all = 0;
    size_t n = 0;
    enum err e = read_limit(cx, x->a, &most);

    if (!e)
        e = typed_question(cx, x->k, x->m, x->words, x->n, &q);
    if (!e && csv && !args_option(x->a, "columns")) {
        buf_print(&target, "/%s.csv", x->m->table);
        put_question(&target, &q);
        return ask_csv(cx, x->k, buf_text(&target), args_option(x->a, "out"), most);
    }
    if (!e)
        e = gather(cx, x, &q, most, &items, &n, &all);
    if (!e && table)
        e = naming_apply(cx, x->k, x->m, (const struct json **)(void *)items.bytes, n);
    if (!e)
        e = verb_print(cx, x->a, columns_of(cx, x),
                       (const struct json *const *)(const void *)items.bytes, n);
    if (!e && table && all > (int64_t)n)
        say(cx, "cli.record_more", "n", arena_print(cx->arena, "%zu", n), "all",
            arena_print(cx->arena, "%" PRId64, all), NULL);
    return e;
}

/* --- one ------------------------------------------------------------------------------------------- */

static enum err print_record(struct ctx *cx, const struct recording *x, const struct json *v)
{
    static const char *const names[] = {"field", "value", NULL};
    struct sheet s = sheet_of(cx, names);
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    if (text_equal(args_option(x->a, "format"), "json")) {
        json_put(&w, v);
        buf_add_char(&out, '\n');
        return sheet_out(cx, x->a, &out);
    }
    for (const struct json *f = v->first; f; f = f->next)
        if (f->kind != JSON_NULL)
            sheet_row(&s, (const char *[]){f->name, sheet_cell(cx, f)});
    return sheet_print(cx, x->a, &s);
}

static enum err show(struct ctx *cx, struct recording *x)
{
    const struct json *v = NULL;
    enum err e = ask_json(cx, x->k, "GET", path_of(cx, x, ""), NULL, &v);

    return e ? e : print_record(cx, x, v);
}

static enum err write_one(struct ctx *cx, struct recording *x)
{
    const char *path = x->id ? path_of(cx, x, "") : arena_print(cx->arena, "/%s", x->m->table);
    struct buf body = buf_in(cx->arena);
    struct json_writer w = json_to(&body);
    const struct json *v = NULL;
    enum err e;

    json_open_object(&w);
    e = typed_fields(cx, x->k, x->m, x->words, x->n, &w);
    json_close_object(&w);
    if (!e)
        e = ask_json(cx, x->k, x->id ? "PATCH" : "POST", path, buf_text(&body), &v);
    return e ? e : print_record(cx, x, v);
}

static enum err remove_one(struct ctx *cx, struct recording *x)
{
    const struct json *v = NULL;
    enum err e = ask_json(cx, x->k, "DELETE", path_of(cx, x, ""), NULL, &v);

    if (!e)
        say(cx, "cli.record_removed", "id", arena_print(cx->arena, "%" PRId64, x->id), NULL);
    return e;
}

static enum err history(struct ctx *cx, struct recording *x)
{
    const struct json *v = NULL, *list;
    struct buf items = buf_in(cx->arena);
    size_t n = 0;
    enum err e = ask_json(cx, x->k, "GET", path_of(cx, x, "/history?limit=500"), NULL, &v);

    list = json_get(v, "items");
    for (const struct json *i = list ? list->first : NULL; i && !e; i = i->next, n++)
        buf_add(&items, (const void *)&i, sizeof(i));
    if (!e && !buf_ok(&items))
        e = fail_memory(cx);
    return e ? e
             : verb_print(cx, x->a, "at actor_name action origin diff",
                          (const struct json *const *)(const void *)items.bytes, n);
}

/* --- which ------------------------------------------------------------------------------------------ */

static const struct act {
    const char *verb;
    bool of_one;
    size_t least, most; /* words after the table and the number */
    enum err (*run)(struct ctx *cx, struct recording *x);
} acts[] = {
    {"list", false, 0, TYPED_PAIRS_MAX, list},    {"show", true, 0, 0, show},
    {"add", false, 1, ARGS_WORDS_MAX, write_one}, {"set", true, 1, ARGS_WORDS_MAX, write_one},
    {"remove", true, 0, 0, remove_one},           {"history", true, 0, 0, history},
};

static const struct act *act_find(const struct args *a)
{
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        size_t before = acts[i].of_one ? 3 : 2;
        if (a->word_count >= before && text_equal(acts[i].verb, a->words[0]) &&
            a->word_count - before >= acts[i].least && a->word_count - before <= acts[i].most)
            return &acts[i];
    }
    return NULL;
}

enum err command_record(struct ctx *cx, const struct args *a)
{
    const struct act *act = act_find(a);
    struct recording x = {.a = a};
    const char *format = NULL;
    enum err e;

    if (!act)
        return fail(cx, ERR_INVALID, "cli.verbs", "command", a->command, NULL);
    x.words = a->words + (act->of_one ? 3 : 2);
    x.n = a->word_count - (act->of_one ? 3 : 2);
    x.k = arena_alloc(cx->arena, sizeof(*x.k));
    e = x.k ? typed_model(cx, a->words[1], &x.m) : fail_memory(cx);
    if (!e)
        e = sheet_format(cx, a, &format);
    if (!e)
        e = ask_open(cx, a, false, x.k);
    if (e)
        return e;
    if (act->of_one)
        e = ask_id(cx, x.k, x.m, a->words[2], &x.id);
    if (!e)
        e = act->run(cx, &x);
    ask_close(cx, x.k);
    return e;
}

/* --- any route -------------------------------------------------------------------------------------- */

/* Where a thing that has a state is asked for: up to its id in what was asked, or below it. NULL: it is another thing's. */
static const char *place_of(struct ctx *cx, const char *target, const char *id)
{
    const char *part = arena_print(cx->arena, "/%s/", id), *at = part ? strstr(target, part) : NULL;

    if (at)
        return arena_dup_n(cx->arena, target, (size_t)(at - target) + strlen(id) + 1);
    return strchr(target + 1, '/') ? NULL : arena_print(cx->arena, "%s/%s", target, id);
}

/* What goes on behind the answer, told beside it: by its job where that is named, else by the thing that has a state. */
static void say_begun(struct ctx *cx, const struct ask *k, const char *target,
                      const struct buf *out)
{
    const struct json *v = NULL;
    const char *job, *id, *follow = NULL;

    if (json_parse(cx, out->bytes, out->len, &v) != OK) {
        fault_clear(cx);
        return;
    }
    job = json_text(json_get(v, "job"), NULL);
    id = json_text(json_get(v, "id"), NULL);
    if (job)
        follow = arena_print(cx->arena, "/jobs/%s", job);
    else if (id && json_get(v, "state"))
        follow = place_of(cx, target, id);
    if (follow)
        (void)fprintf(stderr, "%s\n",
                      message(cx->arena, cx->lang,
                              k->has_events ? "cli.api_waits" : "cli.api_begun",
                              &(struct fault_param){"follow", follow}, 1));
}

enum err command_api(struct ctx *cx, const struct args *a)
{
    struct ask *k = arena_alloc(cx->arena, sizeof(*k));
    const char *file = args_option(a, "body"), *body = NULL;
    struct buf out = buf_in(cx->arena);
    bool get = a->word_count && text_equal(a->words[0], "GET");
    int status = 0;
    enum err e = k ? OK : fail_memory(cx);

    if (!e && (a->word_count != 2 || *a->words[1] != '/' || (get && file)))
        e = fail(cx, ERR_INVALID, "cli.verbs", "command", a->command, NULL);
    if (!e && file)
        e = ask_file(cx, file, BODY_MAX_BYTES, &body);
    if (!e)
        e = ask_open(cx, a, true, k);
    if (e)
        return e;
    if (get)
        e = ask_csv(cx, k, a->words[1], args_option(a, "out"), 0);
    else
        e = ask_status(cx, k, a->words[0], a->words[1], body, &out, &status);
    if (!e && status == 202 && out.len)
        say_begun(cx, k, a->words[1], &out);
    if (!e && out.len) {
        buf_add_char(&out, '\n');
        e = sheet_out(cx, a, &out);
    }
    ask_close(cx, k);
    return e;
}
