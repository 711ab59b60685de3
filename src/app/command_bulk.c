/* command_bulk.c -- praca bulk: one change of many records, first only counted.
 *
 *     praca bulk contacts|accounts|deals [FIELD=VALUE ...] --set FIELD=VALUE ... [--do]
 *     praca bulk run|undo NUMBER
 *
 * Its list, and one of them, are rows of verbs.c. What is counted is kept under a number, and what is done then is that list.
 */
#include "app/command.h"

#include "app/sheet.h"
#include "app/typed.h"
#include "app/verb.h"
#include "base/text.h"
#include "people/bulk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct bulking {
    struct ask *k;
    const struct args *a;
    const struct model *m;
    int64_t id;
};

static const char *number(struct ctx *cx, int64_t n)
{
    return arena_print(cx->arena, "%" PRId64, n);
}

/* --- the action ------------------------------------------------------------------------------------- */

static void put_tags(const struct args *a, struct json_writer *w, const char *member,
                     const char *option)
{
    json_name(w, member);
    json_open_list(w);
    for (size_t i = 0; i < a->option_count; i++)
        if (text_equal(a->options[i].name, option))
            json_put_text(w, a->options[i].value);
    json_close_list(w);
}

static enum err put_set(struct ctx *cx, struct bulking *b, struct json_writer *w)
{
    const char *words[ARGS_OPTIONS_MAX];
    size_t n = 0;
    enum err e;

    for (size_t i = 0; i < b->a->option_count; i++)
        if (text_equal(b->a->options[i].name, "set"))
            words[n++] = b->a->options[i].value;
    json_name(w, "set");
    json_open_object(w);
    e = typed_fields(cx, b->k, b->m, words, n, w);
    json_close_object(w);
    return e;
}

/* Members of the API's action, by the option that asks for them. */
static const struct action {
    const char *option, *member, *second, *value;
} actions[] = {
    {"set", NULL, NULL, NULL},
    {"tag", "tags_add", NULL, NULL},
    {"untag", "tags_remove", NULL, NULL},
    {"put", "list", "status", "subscribed"},
    {"take", "list", "status", "unsubscribed"},
    {"include", "segment", "how", "include"},
    {"exclude", "segment", "how", "exclude"},
    {"release", "segment", "how", "none"},
    {"by-domain", NULL, NULL, NULL},
    {"delete", NULL, NULL, NULL},
};

/* Exactly one kind of change at a time. */
static enum err find_action(struct ctx *cx, const struct args *a, const struct action **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (!args_option(a, actions[i].option))
            continue;
        if (*ret)
            return fail(cx, ERR_INVALID, "cli.bulk_action", NULL);
        *ret = &actions[i];
    }
    return *ret ? OK : fail(cx, ERR_INVALID, "cli.bulk_action", NULL);
}

static enum err put_action(struct ctx *cx, struct bulking *b, struct json_writer *w)
{
    const struct action *x = NULL;
    enum err e = find_action(cx, b->a, &x);

    if (e)
        return e;
    json_name(w, "action");
    json_open_object(w);
    if (text_equal(x->option, "set")) {
        e = put_set(cx, b, w);
    } else if (text_equal(x->option, "by-domain")) {
        json_bool_member(w, "account_by_domain", true);
    } else if (text_equal(x->option, "delete")) {
        json_bool_member(w, "delete", true);
    } else if (x->second) {
        json_text_member(w, x->member, args_option(b->a, x->option));
        json_text_member(w, x->second, x->value);
    } else {
        put_tags(b->a, w, x->member, x->option);
    }
    json_close_object(w);
    return e;
}

/* --- of whom ---------------------------------------------------------------------------------------- */

static void put_ids(const char *list, struct json_writer *w)
{
    json_name(w, "ids");
    json_open_list(w);
    while (*list) {
        size_t n = strcspn(list, ", ");
        if (n)
            json_put_text_n(w, list, n);
        list += n + (list[n] != 0);
    }
    json_close_list(w);
}

/* Everybody is meant only by who says so. */
static enum err put_chosen(struct ctx *cx, struct bulking *b, struct json_writer *w)
{
    const char *ids = args_option(b->a, "ids");
    struct typed_question q = {.n = 0};
    enum err e = typed_question(cx, b->k, b->m, b->a->words + 1, b->a->word_count - 1, &q);

    if (e)
        return e;
    if (ids && !q.n) {
        put_ids(ids, w);
        return OK;
    }
    if (ids || (!q.n && !args_flag(b->a, "all")))
        return fail(cx, ERR_INVALID, "cli.bulk_chosen", NULL);
    json_name(w, "query");
    json_open_object(w);
    for (size_t i = 0; i < q.n; i++)
        if (!text_equal(q.pairs[i].name, "sort"))
            json_text_member(w, q.pairs[i].name, q.pairs[i].value);
    json_close_object(w);
    return OK;
}

/* --- asked, waited for, told -------------------------------------------------------------------------- */

static enum err wait_for(struct ctx *cx, struct bulking *b)
{
    struct bulk now = {0};
    struct db *db = NULL;
    enum err e = db_read(cx, b->k->in.pool, &db);

    if (!e)
        e = bulk_get(cx, db, b->id, &now);
    db_return(db);
    return e ? e : ask_wait(cx, b->k, now.job);
}

static enum err tell(struct ctx *cx, struct bulking *b)
{
    const char *target = arena_print(cx->arena, "/bulk/%" PRId64, b->id);
    static const char *const counts[] = {"all",  "changes", "same", "refused",
                                         "done", "undone",  "kept"};
    const struct json *v = NULL, *reasons;
    const char *state;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = ask_json(cx, b->k, "GET", target, NULL, &v);

    if (e)
        return e;
    state = json_text(json_get(v, "state"), "");
    if (text_equal(args_option(b->a, "format"), "json")) {
        json_put(&w, v);
        buf_add_char(&out, '\n');
        return sheet_out(cx, b->a, &out);
    }
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int64_t n = json_int(json_get(v, counts[i]), 0);
        if (n || i < 2)
            say(cx, arena_print(cx->arena, "cli.bulk_%s", counts[i]), "count", number(cx, n), NULL);
    }
    reasons = json_get(v, "reasons");
    for (const struct json *r = reasons ? reasons->first : NULL; r; r = r->next)
        (void)printf("  %" PRId64 ": %s\n", json_int(json_get(r, "count"), 0),
                     json_text(json_get(r, "message"), ""));
    if (text_equal(state, "failed"))
        return fail(cx, ERR_INVALID, "bulk.state", "state", state, NULL);
    if (text_equal(state, "counted"))
        say(cx, "cli.bulk_counted", "id", number(cx, b->id), NULL);
    if (text_equal(state, "done"))
        say(cx, "cli.bulk_undo", "id", number(cx, b->id), NULL);
    return OK;
}

static enum err post(struct ctx *cx, struct bulking *b, const char *what)
{
    const char *target = arena_print(cx->arena, "/bulk/%" PRId64 "/%s", b->id, what);
    const struct json *v = NULL;
    enum err e = ask_json(cx, b->k, "POST", target, "{}", &v);

    return e ? e : wait_for(cx, b);
}

static enum err count(struct ctx *cx, struct bulking *b)
{
    struct buf body = buf_in(cx->arena);
    struct json_writer w = json_to(&body);
    const struct json *v = NULL;
    enum err e;

    json_open_object(&w);
    json_text_member(&w, "model", b->m->name);
    e = put_action(cx, b, &w);
    if (!e)
        e = put_chosen(cx, b, &w);
    json_close_object(&w);
    if (!e)
        e = ask_json(cx, b->k, "POST", "/bulk", buf_text(&body), &v);
    if (!e && !id_read(json_text(json_get(v, "id"), ""), &b->id))
        e = fail_detail(cx, ERR_BROKEN, "net.response", "bulk");
    return e ? e : wait_for(cx, b);
}

static enum err begin(struct ctx *cx, struct bulking *b)
{
    enum err e = typed_model(cx, b->a->words[0], &b->m);

    if (!e && !bulk_model(b->m->name))
        e = fail(cx, ERR_INVALID, "cli.verbs", "command", b->a->command, NULL);
    if (!e)
        e = count(cx, b);
    if (!e && args_flag(b->a, "do"))
        e = post(cx, b, "run");
    return e;
}

enum err command_bulk(struct ctx *cx, const struct args *a)
{
    const struct verb *v = verb_find(a);
    bool again =
        a->word_count == 2 && (text_equal(a->words[0], "run") || text_equal(a->words[0], "undo"));
    struct bulking b = {.a = a};
    const char *format = NULL;
    enum err e = sheet_format(cx, a, &format);

    if (v)
        return verb_run(cx, a, v);
    if (args_flag(a, "dry-run") && (again || args_flag(a, "do")))
        return args_alone(cx, a, "dry-run");
    if (!a->word_count || (again && !id_read(a->words[1], &b.id)))
        return fail(cx, ERR_INVALID, "cli.verbs", "command", a->command, NULL);
    b.k = arena_alloc(cx->arena, sizeof(*b.k));
    if (!e)
        e = b.k ? ask_open(cx, a, true, b.k) : fail_memory(cx);
    if (e)
        return e;
    e = again ? post(cx, &b, a->words[0]) : begin(cx, &b);
    if (!e)
        e = tell(cx, &b);
    ask_close(cx, b.k);
    return e;
}
