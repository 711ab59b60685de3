/* merge_fields.c -- which value stays when two records become one.
 *
 * A choice of the person who merges goes before everything. Otherwise the one that stays keeps what it says and takes what it lacks; but
 * tags are joined, the lifecycle is the further one (it never goes back), first contact is the earlier one, and
 * where that came from goes with it. A company is never put below itself.
 */
#include "people/merge_priv.h"

#include "base/text.h"
#include "model/custom.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/lifecycle.h"

#include <string.h>

enum { CHAIN_MAX = 64, TAGS_KEPT_MAX = 50 };

static bool is_same(const struct field *f, const void *a, const void *b)
{
    if (field_is_nil(f, a) || field_is_nil(f, b))
        return field_is_nil(f, a) == field_is_nil(f, b);
    return field_is_text(f) ? text_equal(field_text(f, a), field_text(f, b))
                            : field_int(f, a) == field_int(f, b);
}

static void take(const struct field *f, const void *from, void *to)
{
    if (field_is_text(f))
        field_set_text(f, to, field_text(f, from));
    else
        field_set_int(f, to, field_int(f, from));
}

/* 1: of the one that goes; 0: of the one that stays; -1: nothing was said. */
static int choice(const struct merge_ask *ask, const char *name)
{
    const char *who = json_text(json_get(ask->fields, name), NULL);

    return text_equal(who, "gone") ? 1 : text_equal(who, "kept") ? 0 : -1;
}

static bool is_choosable(const struct model *m, const char *name)
{
    return model_field(m, name) || text_starts(name, "custom.");
}

static enum err check_choices(struct ctx *cx, const struct model *m, const struct merge_ask *ask)
{
    if (ask->fields && ask->fields->kind != JSON_OBJECT)
        return fail_field(cx, "fields", "merge.choice", NULL);
    for (const struct json *c = ask->fields ? ask->fields->first : NULL; c; c = c->next)
        if (!is_choosable(m, c->name) || choice(ask, c->name) < 0)
            (void)fail_field(cx, c->name, "merge.choice", NULL);
    return cx->fault.field_count ? ERR_INVALID : OK;
}

static enum err read_list(struct ctx *cx, const char *text, const struct json **ret)
{
    *ret = NULL;
    return text_empty(text) ? OK : json_parse(cx, text, strlen(text), ret);
}

static enum err join_tags(struct ctx *cx, const struct field *f, const void *gone, void *to)
{
    const struct json *lists[2];
    const char *seen[TAGS_KEPT_MAX];
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    size_t n = 0;
    enum err e = read_list(cx, field_text(f, to), &lists[0]);

    if (!e)
        e = read_list(cx, field_text(f, gone), &lists[1]);
    if (e)
        return e;
    json_open_list(&w);
    for (size_t i = 0; i < 2; i++)
        for (const struct json *t = lists[i] ? lists[i]->first : NULL; t && n < TAGS_KEPT_MAX;
             t = t->next) {
            size_t at = 0;
            while (at < n && strcmp(seen[at], t->text) != 0)
                at++;
            if (at < n)
                continue;
            seen[n++] = t->text;
            json_put_text(&w, t->text);
        }
    json_close_list(&w);
    if (n)
        field_set_text(f, to, buf_text(&out));
    return buf_ok(&out) ? OK : fail_memory(cx);
}

/* Members of the other that this one lacks, or that were chosen. */
static enum err join_customs(struct ctx *cx, const struct merge_ask *ask, const struct record *gone,
                             struct record *to)
{
    const struct json *mine = NULL, *theirs = NULL, *in = NULL;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = read_list(cx, to->custom, &mine);

    if (!e)
        e = read_list(cx, gone->custom, &theirs);
    if (e || !theirs)
        return e;
    json_open_object(&w);
    for (const struct json *v = theirs->first; v; v = v->next) {
        const char *name = arena_print(cx->arena, "custom.%s", v->name);
        int said = name ? choice(ask, name) : 0;
        if (said == 1 || (said < 0 && !json_get(mine, v->name))) {
            json_name(&w, v->name);
            json_put(&w, v);
        }
    }
    json_close_object(&w);
    if (!buf_ok(&out))
        return fail_memory(cx);
    e = json_parse(cx, buf_text(&out), out.len, &in);
    return e ? e : custom_merge(cx, to->custom, in, &to->custom);
}

/* --- what has a rule of its own */

static void settle_contact(const struct merge_ask *ask, const struct contact *kept,
                           const struct contact *gone, struct contact *to)
{
    bool earlier =
        gone->first_contact_at != NIL &&
        (kept->first_contact_at == NIL || gone->first_contact_at < kept->first_contact_at);

    if (choice(ask, "lifecycle") < 0 &&
        lifecycle_rank(gone->lifecycle) > lifecycle_rank(kept->lifecycle))
        to->lifecycle = gone->lifecycle;
    if (!earlier)
        return;
    if (choice(ask, "first_contact_at") < 0)
        to->first_contact_at = gone->first_contact_at;
    if (choice(ask, "channel") < 0 && !text_empty(gone->channel))
        to->channel = gone->channel;
    if (choice(ask, "landing_page") < 0 && !text_empty(gone->landing_page))
        to->landing_page = gone->landing_page;
    if (choice(ask, "campaign") < 0 && gone->campaign != NIL)
        to->campaign = gone->campaign;
}

/* Whether the chain of companies above id, itself included, holds one of the two. */
static enum err stands_below(struct ctx *cx, struct db *db, int64_t id, const struct merge_ask *ask,
                             bool *ret)
{
    enum err e = OK;

    *ret = false;
    for (int i = 0; !e && id != NIL && !*ret && i < CHAIN_MAX; i++) {
        void *found = NULL;
        *ret = id == ask->kept || id == ask->gone;
        if (*ret)
            break;
        e = model_get(cx, db, &account_model, id, &found);
        if (!e)
            id = ((const struct account *)found)->parent;
    }
    return e;
}

/* The first of these that makes no circle; none otherwise. */
static enum err settle_parent(struct ctx *cx, struct db *db, const struct merge_ask *ask,
                              const struct account *kept, const struct account *gone,
                              struct account *to)
{
    const int64_t wanted[] = {to->parent, kept->parent, gone->parent};
    enum err e = OK;

    to->parent = NIL;
    for (size_t i = 0; !e && i < COUNT_OF(wanted); i++) {
        bool below = true;
        e = stands_below(cx, db, wanted[i], ask, &below);
        if (!e && !below) {
            to->parent = wanted[i];
            break;
        }
    }
    return e;
}

static enum err settle_account(struct ctx *cx, struct db *db, const struct merge_ask *ask,
                               const struct account *kept, const struct account *gone,
                               struct account *to)
{
    if (choice(ask, "first_seen_at") < 0 && gone->first_seen_at != NIL &&
        (kept->first_seen_at == NIL || gone->first_seen_at < kept->first_seen_at))
        to->first_seen_at = gone->first_seen_at;
    /* An amount is nothing without its currency. */
    if (to->revenue_minor == gone->revenue_minor && to->revenue_minor != kept->revenue_minor)
        to->currency = gone->currency;
    return settle_parent(cx, db, ask, kept, gone, to);
}

enum err merge_build(struct ctx *cx, struct db *db, const struct merge_ask *ask, const void *kept,
                     const void *gone, void **ret)
{
    const struct model *m = merge_model(ask->of);
    void *to = arena_alloc(cx->arena, m->size);
    enum err e = to ? check_choices(cx, m, ask) : fail_memory(cx);

    if (e)
        return e;
    memcpy(to, kept, m->size);
    for (size_t i = 0; !e && i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        int said = choice(ask, f->name);
        if (said == 1 || (said < 0 && field_is_nil(f, kept)))
            take(f, gone, to);
        else if (said < 0 && f->kind == FIELD_KIND_TAGS)
            e = join_tags(cx, f, gone, to);
    }
    if (!e)
        e = join_customs(cx, ask, gone, to);
    if (!e && ask->of == MERGE_CONTACTS)
        settle_contact(ask, kept, gone, to);
    if (!e && ask->of == MERGE_ACCOUNTS)
        e = settle_account(cx, db, ask, kept, gone, to);
    if (!e)
        *ret = to;
    return e;
}

enum err merge_unbuild(struct ctx *cx, const struct model *m, const void *before, const void *after,
                       void *now, int64_t *stayed)
{
    const struct record *was = before, *became = after;
    struct record *is = now;

    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (is_same(f, before, after))
            continue;
        if (is_same(f, after, now))
            take(f, before, now);
        else
            ++*stayed;
    }
    if (text_equal(was->custom, became->custom))
        return OK;
    if (text_equal(became->custom, is->custom))
        is->custom = was->custom;
    else
        ++*stayed;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
