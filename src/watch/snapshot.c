/* snapshot.c -- see snapshot.h.
 *
 * Comparing: what is the same on both sides, however often it stands there, falls out first. What is left is brought together by
 * kind and key in the order of the page: a pair is one thing that changed, the rest came or went.
 */
#include "watch/snapshot.h"

#include "base/message.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    size_t max;
} kinds[ITEM_KINDS] = {
    [ITEM_TITLE] = {"title", 1}, [ITEM_PRICE] = {"price", 120}, [ITEM_HEADING] = {"heading", 150},
    [ITEM_DATA] = {"data", 200}, [ITEM_NEWS] = {"news", 300},   [ITEM_URL] = {"url", 20000},
};

const char *item_kind_name(enum item_kind kind)
{
    return kinds[kind].name;
}

struct snapshot snapshot_new(struct ctx *cx)
{
    return (struct snapshot){.cx = cx};
}

/* Every run of blanks, the ones of HTML too, is one space. */
static const char *squeeze(struct ctx *cx, const char *text)
{
    struct buf out = buf_in(cx->arena);
    const char *clean = NULL;
    bool gap = false;

    for (const char *p = text; *p; p++) {
        bool wide = (unsigned char)p[0] == 0xc2 && (unsigned char)p[1] == 0xa0;
        if (wide || *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || *p == '\f') {
            gap = out.len > 0;
            p += wide;
            continue;
        }
        if (gap)
            buf_add_char(&out, ' ');
        gap = false;
        buf_add_char(&out, *p);
    }
    if (!buf_ok(&out) || text_clean(cx, buf_text(&out), out.len, false, &clean) != OK) {
        fault_clear(cx);
        return "";
    }
    return text_cut(cx->arena, clean, ITEM_TEXT_MAX);
}

static bool make_room(struct snapshot *s)
{
    size_t room = s->room ? s->room * 2 : 64;
    struct item *more;

    if (s->n < s->room)
        return true;
    more = arena_array(s->cx->arena, room, sizeof(*more));
    if (!more)
        return false;
    if (s->n)
        memcpy(more, s->items, s->n * sizeof(*more));
    s->items = more;
    s->room = room;
    return true;
}

void snapshot_add(struct snapshot *s, enum item_kind kind, const char *key, const char *value,
                  const char *more)
{
    struct item it = {.kind = kind, .at = s->n};

    if (s->of[kind] >= kinds[kind].max) {
        s->full = s->full || kind != ITEM_TITLE;
        return;
    }
    /* An address stays as it is: cut, it would be another. */
    it.key = kind == ITEM_URL ? arena_dup(s->cx->arena, key) : squeeze(s->cx, key ? key : "");
    it.value = squeeze(s->cx, value ? value : "");
    it.more = more ? arena_dup(s->cx->arena, more) : NULL;
    if (!it.key || !it.value || text_empty(kind == ITEM_URL ? it.key : it.value) || !make_room(s))
        return;
    s->items[s->n++] = it;
    s->of[kind]++;
}

enum err snapshot_write(const struct snapshot *s, const char **ret_json)
{
    struct buf out = buf_in(s->cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    json_int_member(&w, "edition", SNAPSHOT_EDITION);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < s->n; i++) {
        const struct item *it = &s->items[i];
        json_open_list(&w);
        json_put_text(&w, kinds[it->kind].name);
        json_put_text(&w, it->key);
        json_put_text(&w, it->value);
        if (it->more)
            json_put_text(&w, it->more);
        json_close_list(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    if (!buf_ok(&out) || arena_full(s->cx->arena))
        return fail_memory(s->cx);
    *ret_json = buf_text(&out);
    return OK;
}

static bool kind_named(const char *name, enum item_kind *ret)
{
    for (int k = 0; k < ITEM_KINDS; k++)
        if (!strcmp(kinds[k].name, name)) {
            *ret = (enum item_kind)k;
            return true;
        }
    return false;
}

enum err snapshot_read(struct ctx *cx, const char *json, struct snapshot *ret, bool *ret_known)
{
    const struct json *in = NULL;
    enum err e = json_parse(cx, json, strlen(json), &in);

    *ret = snapshot_new(cx);
    *ret_known = !e && json_int(json_get(in, "edition"), 0) == SNAPSHOT_EDITION;
    if (e || !*ret_known)
        return e;
    for (const struct json *v = json_get(in, "items")->first; v; v = v->next) {
        const struct json *key = v->first ? v->first->next : NULL, *value = key ? key->next : NULL;
        struct item it = {.at = ret->n};
        if (!value || !kind_named(json_text(v->first, ""), &it.kind))
            continue;
        it.key = json_text(key, "");
        it.value = json_text(value, "");
        it.more = json_text(value->next, NULL);
        if (!make_room(ret))
            return fail_memory(cx);
        ret->items[ret->n++] = it;
    }
    return OK;
}

/* --- what differs */

static int by_kind_and_key(const struct item *a, const struct item *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return strcmp(a->key, b->key);
}

static int by_value(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int first = by_kind_and_key(x, y);

    /* The title of an entry is no part of what makes it this one, nor is the date of an address. */
    if (first || x->kind == ITEM_NEWS || x->kind == ITEM_URL)
        return first;
    return strcmp(x->value, y->value);
}

static int by_place(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int first = by_kind_and_key(x, y);

    return first ? first : x->at < y->at ? -1 : x->at > y->at;
}

static int in_order(const void *a, const void *b)
{
    const struct difference *x = a, *y = b;

    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

struct side {
    struct item *items;
    size_t n, at;
};

static bool side_of(struct ctx *cx, const struct snapshot *s, struct side *ret)
{
    ret->items = arena_array(cx->arena, s->n + 1, sizeof(*ret->items));
    ret->n = s->n;
    ret->at = 0;
    if (!ret->items)
        return false;
    if (s->n)
        memcpy(ret->items, s->items, s->n * sizeof(*ret->items));
    if (s->n)
        qsort(ret->items, s->n, sizeof(*ret->items), by_value);
    return true;
}

/* Takes out what stands on both sides. */
static void drop_same(struct side *a, struct side *b)
{
    size_t i = 0, j = 0, left_a = 0, left_b = 0;

    while (i < a->n || j < b->n) {
        int order = i == a->n ? 1 : j == b->n ? -1 : by_value(&a->items[i], &b->items[j]);
        if (order < 0) {
            a->items[left_a++] = a->items[i++];
        } else if (order > 0) {
            b->items[left_b++] = b->items[j++];
        } else {
            i++;
            j++;
        }
    }
    a->n = left_a;
    b->n = left_b;
    if (a->n)
        qsort(a->items, a->n, sizeof(*a->items), by_place);
    if (b->n)
        qsort(b->items, b->n, sizeof(*b->items), by_place);
}

struct gathering {
    struct difference *all;
    size_t n;
    struct difference urls;
};

static void gather(struct gathering *g, const struct item *was, const struct item *is)
{
    const struct item *it = is ? is : was;

    if (!it)
        return;
    if (it->kind == ITEM_URL) {
        size_t nth = g->urls.added;
        g->urls.added += is != NULL;
        g->urls.removed += is == NULL;
        if (is && nth < EXAMPLES_MAX)
            g->urls.examples[nth] = is->key;
        return;
    }
    if (it->kind == ITEM_NEWS && !is)
        return;
    g->all[g->n++] = (struct difference){.what = it->kind,
                                         .at = it->at,
                                         .key = it->key,
                                         .before = was ? was->value : NULL,
                                         .after = is ? is->value : NULL,
                                         .more = it->more};
}

/* When nothing came, what went serves as examples. */
static void gone_examples(struct gathering *g, const struct side *a)
{
    size_t n = 0;

    for (size_t i = 0; i < a->n && !g->urls.added && n < EXAMPLES_MAX; i++)
        if (a->items[i].kind == ITEM_URL)
            g->urls.examples[n++] = a->items[i].key;
}

enum err snapshot_compare(struct ctx *cx, const struct snapshot *before,
                          const struct snapshot *after, struct difference **ret, size_t *ret_n,
                          size_t *ret_more)
{
    struct gathering g = {.urls = {.what = ITEM_URL, .key = ""}};
    struct side a, b;

    if (!side_of(cx, before, &a) || !side_of(cx, after, &b))
        return fail_memory(cx);
    drop_same(&a, &b);
    g.all = arena_array(cx->arena, a.n + b.n + 2, sizeof(*g.all));
    if (!g.all)
        return fail_memory(cx);
    while (a.at < a.n || b.at < b.n) {
        const struct item *was = a.at < a.n ? &a.items[a.at] : NULL;
        const struct item *is = b.at < b.n ? &b.items[b.at] : NULL;
        int order = !was ? 1 : !is ? -1 : by_kind_and_key(was, is);
        gather(&g, order <= 0 ? was : NULL, order >= 0 ? is : NULL);
        a.at += order <= 0;
        b.at += order >= 0;
    }
    gone_examples(&g, &a);
    if (g.urls.added || g.urls.removed)
        g.all[g.n++] = g.urls;
    if (g.n)
        qsort(g.all, g.n, sizeof(*g.all), in_order);
    *ret = g.all;
    *ret_n = g.n > CHANGES_MAX ? CHANGES_MAX : g.n;
    *ret_more = g.n - *ret_n;
    return OK;
}

/* --- told */

void difference_json(struct json_writer *w, const struct difference *c)
{
    json_open_object(w);
    json_text_member(w, "what", kinds[c->what].name);
    if (c->what == ITEM_URL) {
        json_int_member(w, "added", (int64_t)c->added);
        json_int_member(w, "removed", (int64_t)c->removed);
        json_name(w, "examples");
        json_open_list(w);
        for (size_t i = 0; i < EXAMPLES_MAX && c->examples[i]; i++)
            json_put_text(w, c->examples[i]);
        json_close_list(w);
    } else {
        json_text_member(w, "key", c->key);
        json_text_member(w, "before", c->before);
        json_text_member(w, "after", c->after);
        if (c->more)
            json_text_member(w, "url", c->more);
    }
    json_close_object(w);
}

const char *difference_line(struct ctx *cx, const struct difference *c)
{
    const struct fault_param count[] = {{"added", arena_print(cx->arena, "%zu", c->added)},
                                        {"removed", arena_print(cx->arena, "%zu", c->removed)},
                                        {"example", c->examples[0] ? c->examples[0] : ""}};
    const char *what = arena_print(cx->arena, "watch.what_%s", kinds[c->what].name);
    const char *label;

    if (c->what == ITEM_URL)
        return message(cx->arena, cx->lang, "watch.line_url", count, COUNT_OF(count));
    label = what ? message(cx->arena, cx->lang, what, NULL, 0) : NULL;
    if (c->what == ITEM_PRICE || c->what == ITEM_DATA)
        label = text_empty(c->key) ? label : arena_print(cx->arena, "%s, %s", label, c->key);
    if (c->before && c->after)
        return arena_print(cx->arena, "%s: %s → %s", label, c->before, c->after);
    if (c->what == ITEM_NEWS)
        return arena_print(cx->arena, "%s: %s", label, c->after);
    return arena_print(cx->arena, "%s: %s %s", label, c->after ? "+" : "−",
                       c->after ? c->after : c->before);
}
