/* timeline.c -- see timeline.h. One statement gathers what the database knows; its rows become sentences here. */
#include "measure/timeline.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/merge.h"

#include "timeline_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, FIELDS_SHOWN = 8, ORDER_AUDIT = 1, ORDER_IMPORT = 2, ORDER_ACTIVITY = 20 };

static const struct model *model_of(enum timeline_of of)
{
    return of == TIMELINE_CONTACT   ? &contact_model
           : of == TIMELINE_ACCOUNT ? &account_model
                                    : &deal_model;
}

static const struct db_query *query_of(enum timeline_of of)
{
    return of == TIMELINE_CONTACT   ? &SQL_timeline_contact
           : of == TIMELINE_ACCOUNT ? &SQL_timeline_account
                                    : &SQL_timeline_deal;
}

/* A row as the database gives it. */
struct event {
    struct timeline_mark mark;
    const char *kind, *name, *detail;
    int64_t actor, subject;
};

/* "Fields: Channel, Landing page", of a change's diff. */
static const char *fields_of(struct ctx *cx, const struct model *m, const char *diff)
{
    const struct json *j = NULL;
    struct buf b = buf_in(cx->arena);
    struct fault_param p = {"fields", NULL};
    int n = 0;

    if (text_empty(diff) || json_parse(cx, diff, strlen(diff), &j) != OK) {
        if (!arena_full(cx->arena))
            fault_clear(cx);
        return NULL;
    }
    for (const struct json *f = j->first; f && n < FIELDS_SHOWN; f = f->next, n++) {
        const char *key = arena_print(cx->arena, "model.%s.%s", m->name, f->name);
        const char *label = message_find(cx->lang, key);
        if (n)
            buf_add_text(&b, ", ");
        buf_add_text(&b, label ? label : f->name);
    }
    p.value = buf_text(&b);
    return n ? message(cx->arena, cx->lang, "timeline.fields", &p, 1) : NULL;
}

/* The label of a choice of a field: "Customer". */
static const char *choice(struct ctx *cx, const char *field, const char *value)
{
    const char *text =
        value ? message_find(cx->lang, arena_print(cx->arena, "model.%s.%s", field, value)) : NULL;

    return text ? text : value;
}

/* The word for what the audit or an import calls its action. */
static const char *word_of(const struct event *e)
{
    static const struct {
        const char *from, *audit, *import;
    } words[] = {{"add", "added", "imported"},
                 {"change", "changed", "import_changed"},
                 {"delete", "deleted", "deleted"}};

    for (size_t i = 0; i < COUNT_OF(words) && e->mark.order <= ORDER_IMPORT; i++)
        if (!strcmp(words[i].from, e->kind))
            return e->mark.order == ORDER_AUDIT ? words[i].audit : words[i].import;
    return e->kind;
}

static bool is_merge(const char *action)
{
    return !strcmp(action, "merge") || !strcmp(action, "merged") || !strcmp(action, "unmerge");
}

/* The other record by its name, which stands in the entry: {"merge": [null, "Ana"]}. */
static void set_merge(struct ctx *cx, const struct event *e, struct timeline_item *to)
{
    const struct json *j = NULL, *both;
    struct fault_param p = {"name", message(cx->arena, cx->lang, "timeline.nameless", NULL, 0)};

    if (text_empty(e->detail) || json_parse(cx, e->detail, strlen(e->detail), &j) != OK) {
        if (!arena_full(cx->arena))
            fault_clear(cx);
        j = NULL;
    }
    both = json_get(j, "merge");
    if (both && both->first && both->first->next)
        p.value = json_text(both->first->next, p.value);
    to->title = message(cx->arena, cx->lang, arena_print(cx->arena, "timeline.%s", e->kind), &p, 1);
}

/* "Call · no answer", and below it what was said: the subject, then the body. */
static void set_activity(struct ctx *cx, const struct event *e, struct timeline_item *to)
{
    const char *detail = e->detail ? e->detail : "";
    size_t n;

    if (e->name)
        to->title =
            arena_print(cx->arena, "%s · %s", to->title, choice(cx, "activity.outcome", e->name));
    detail += strspn(detail, "\n");
    n = strlen(detail);
    while (n && detail[n - 1] == '\n')
        n--;
    to->detail = n ? arena_dup_n(cx->arena, detail, n) : NULL;
}

/* "No budget: only in March". */
static void set_returned(struct ctx *cx, const struct event *e, struct timeline_item *to)
{
    const char *reason = choice(cx, "contact.return_reason", e->name);

    to->detail = text_empty(e->detail)
                     ? reason
                     : arena_print(cx->arena, "%s: %s", reason ? reason : "", e->detail);
}

static void set_words(struct ctx *cx, enum timeline_of of, const struct event *e,
                      struct timeline_item *to)
{
    const char *none = message(cx->arena, cx->lang, "timeline.nameless", NULL, 0);
    struct fault_param p[] = {{"name", text_empty(e->name) ? none : e->name},
                              {"stage", choice(cx, "contact.lifecycle", e->detail)},
                              {"action", e->kind}};
    const char *key;

    to->kind = word_of(e);
    if (of != TIMELINE_DEAL && (!strcmp(e->kind, "won") || !strcmp(e->kind, "lost")))
        to->kind = *e->kind == 'w' ? "deal_won" : "deal_lost";
    key = arena_print(cx->arena, "timeline.%s", to->kind);
    if (!message_find(cx->lang, key))
        key = "timeline.other";
    to->title = message(cx->arena, cx->lang, key, p, COUNT_OF(p));
    if (e->mark.order == ORDER_AUDIT && is_merge(e->kind))
        set_merge(cx, e, to);
    else if (e->mark.order == ORDER_ACTIVITY)
        set_activity(cx, e, to);
    else if (e->mark.order == ORDER_AUDIT)
        to->detail = strcmp(e->kind, "change") == 0 ? fields_of(cx, model_of(of), e->detail) : NULL;
    else if (!strcmp(e->kind, "joined") || !strcmp(e->kind, "left"))
        to->detail = choice(cx, "deal_member.role", e->detail);
    else if (!strcmp(e->kind, "handoff_returned"))
        set_returned(cx, e, to);
    else if (strncmp(e->kind, "stage", 5) != 0)
        to->detail = e->detail;
}

static const char *url_of(struct ctx *cx, const struct event *e)
{
    bool is_deal =
        !strcmp(e->kind, "deal_opened") || !strcmp(e->kind, "won") || !strcmp(e->kind, "lost");

    if (e->mark.order == ORDER_IMPORT)
        return arena_print(cx->arena, "/import/%lld", (long long)e->mark.id);
    if (e->subject == NIL)
        return NULL;
    return arena_print(cx->arena, "/people/%s/%lld", is_deal ? "deals" : "contacts",
                       (long long)e->subject);
}

static enum err actor_name(struct ctx *cx, struct db *db, int64_t id, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    *ret = NULL;
    if (id == NIL || id == 0)
        return OK;
    e = db_begin(cx, db, &SQL_timeline_actor, &st);
    if (e)
        return e;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_text_dup(cx, st, 0);
    db_done(st);
    return e;
}

static enum err to_item(struct ctx *cx, struct db *db, enum timeline_of of, const struct event *e,
                        struct timeline_item *ret)
{
    *ret = (struct timeline_item){
        .at = e->mark.at, .id = e->mark.id, .order = e->mark.order, .url = url_of(cx, e)};
    set_words(cx, of, e, ret);
    return actor_name(cx, db, e->actor, &ret->actor);
}

static void read_person(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct timeline_person *)row =
        (struct timeline_person){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2)};
}

static enum err read_people(struct ctx *cx, struct db *db, int64_t account,
                            struct timeline_who *ret)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_timeline_people, &st);

    if (e)
        goto out;
    db_bind_int(st, "record", account);
    e = db_collect(cx, st, sizeof(*ret->people), read_person, &ret->people, &ret->person_count);
out:
    db_done(st);
    return e;
}

/* Who answers for the id, and all ids that are the same record or its people. */
static enum err read_who(struct ctx *cx, struct db *db, struct timeline_ask *ask,
                         struct timeline_who *ret)
{
    enum merge_of of = MERGE_CONTACTS;
    enum err e;

    if (!merge_of_model(model_of(ask->of), &of)) {
        ret->ids = &ask->id;
        ret->id_count = 1;
        return OK;
    }
    e = merge_survivor(cx, db, of, ask->id, &ask->id);
    if (!e)
        e = merge_ids_of(cx, db, of, ask->id, &ret->ids, &ret->id_count);
    return e || ask->of != TIMELINE_ACCOUNT ? e : read_people(cx, db, ask->id, ret);
}

static int by_id(const void *key, const void *row)
{
    const int64_t *id = key;
    const struct timeline_person *p = row;

    return *id < p->id ? -1 : *id > p->id;
}

/* Who of the company it was, and the way to them. */
static void name_people(struct ctx *cx, const struct timeline_who *who, struct timeline_item *items,
                        size_t n)
{
    for (size_t i = 0; i < n && who->person_count; i++) {
        const struct timeline_person *p =
            bsearch(&items[i].subject, who->people, who->person_count, sizeof(*who->people), by_id);
        if (!p)
            continue;
        items[i].actor = p->name;
        items[i].url = arena_print(cx->arena, "/people/contacts/%lld", (long long)p->contact);
    }
}

static enum err read_events(struct ctx *cx, struct db *db, const struct timeline_ask *ask,
                            const struct timeline_mark *mark, int limit, struct event *events,
                            size_t *ret_n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, query_of(ask->of), &st);

    if (e)
        return e;
    db_bind_int(st, "record", ask->id);
    db_bind_int(st, "at", mark->at);
    db_bind_int(st, "ord", mark->order);
    db_bind_int(st, "id", mark->id);
    db_bind_int(st, "most", limit);
    db_bind_text(st, "line", "\n");
    while (!(e = db_step(cx, st, &row)) && row && n < (size_t)limit)
        events[n++] = (struct event){
            .mark = {.at = db_int(st, 0), .order = (int)db_int(st, 1), .id = db_int(st, 2)},
            .kind = db_text_dup(cx, st, 3),
            .name = db_text_dup(cx, st, 4),
            .detail = db_text_dup(cx, st, 5),
            .actor = db_int(st, 6),
            .subject = db_int(st, 7)};
    db_done(st);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    *ret_n = n;
    return e;
}

static bool comes_first(const struct timeline_item *a, const struct timeline_item *b)
{
    if (a->at != b->at)
        return a->at > b->at;
    if (a->order != b->order)
        return a->order > b->order;
    return a->id > b->id;
}

/* "at.order.id" */
static enum err read_mark(struct ctx *cx, const char *after, struct timeline_mark *ret)
{
    char copy[64];
    char *first, *second;
    int64_t order = 0;

    *ret = (struct timeline_mark){.at = INT64_MAX, .id = INT64_MAX, .order = 100};
    if (text_empty(after))
        return OK;
    if (strlen(after) >= sizeof(copy))
        return fail(cx, ERR_INVALID, "model.page", NULL);
    memcpy(copy, after, strlen(after) + 1);
    first = strchr(copy, '.');
    second = first ? strchr(first + 1, '.') : NULL;
    if (!second)
        return fail(cx, ERR_INVALID, "model.page", NULL);
    *first = *second = 0;
    if (!text_to_int(copy, &ret->at) || !text_to_int(first + 1, &order) ||
        !text_to_int(second + 1, &ret->id) || order < 0 || order > 100 || ret->at == NIL ||
        ret->id == NIL)
        return fail(cx, ERR_INVALID, "model.page", NULL);
    ret->order = (int)order;
    return OK;
}

/* The two lists, each newest first, into one of at most limit. */
static enum err merge(struct ctx *cx, struct db *db, const struct timeline_ask *ask,
                      const struct event *events, size_t event_n, const struct timeline_item *more,
                      size_t more_n, size_t limit, struct timeline *t)
{
    size_t i = 0, j = 0;
    enum err e = OK;

    while (!e && t->count < limit && (i < event_n || j < more_n)) {
        struct timeline_item item = {0};
        if (i < event_n)
            item = (struct timeline_item){
                .at = events[i].mark.at, .order = events[i].mark.order, .id = events[i].mark.id};
        if (i == event_n || (j < more_n && comes_first(&more[j], &item)))
            item = more[j++];
        else
            e = to_item(cx, db, ask->of, &events[i++], &item);
        t->items[t->count++] = item;
    }
    if (t->count && (i < event_n || j < more_n)) {
        const struct timeline_item *last = &t->items[t->count - 1];
        t->next = arena_print(cx->arena, "%lld.%d.%lld", (long long)last->at, last->order,
                              (long long)last->id);
    }
    return e;
}

enum err timeline_read(struct ctx *cx, struct db *db, const struct timeline_ask *asked,
                       struct timeline *ret)
{
    struct timeline_ask now = *asked, *ask = &now;
    struct timeline_who who = {0};
    int limit = ask->limit ? ask->limit : PAGE;
    struct timeline t = {0};
    struct timeline_mark mark;
    struct timeline_item *more = NULL;
    struct event *events = NULL;
    size_t event_n = 0, more_n = 0;
    void *record = NULL;
    enum err e;

    if (limit < 1 || limit > TIMELINE_MAX)
        return fail(cx, ERR_INVALID, "model.limit", "max", "200", NULL);
    e = read_mark(cx, ask->after, &mark);
    if (!e)
        e = read_who(cx, db, ask, &who);
    if (!e)
        e = model_get(cx, db, model_of(ask->of), ask->id, &record);
    if (e)
        return e;
    events = arena_array(cx->arena, (size_t)limit + 1, sizeof(*events));
    more = arena_array(cx->arena, (size_t)limit + 1, sizeof(*more));
    t.items = arena_array(cx->arena, (size_t)limit, sizeof(*t.items));
    if (!events || !more || !t.items)
        return fail_memory(cx);
    e = read_events(cx, db, ask, &mark, limit + 1, events, &event_n);
    if (!e && ask->more)
        e = ask->more(cx, ask->self, ask->of, &who, &mark, limit + 1, more, &more_n);
    if (!e)
        name_people(cx, &who, more, more_n);
    if (!e)
        e = merge(cx, db, ask, events, event_n, more, more_n, (size_t)limit, &t);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = t;
    return e;
}

void timeline_json(struct ctx *cx, const struct timeline *t, struct buf *out)
{
    struct json_writer w = json_to(out);
    char at[TIME_TEXT_MAX];

    (void)cx;
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < t->count; i++) {
        time_text(t->items[i].at, at);
        json_open_object(&w);
        json_text_member(&w, "at", at);
        json_text_member(&w, "kind", t->items[i].kind);
        json_text_member(&w, "title", t->items[i].title);
        json_text_member(&w, "detail", t->items[i].detail);
        json_text_member(&w, "actor", t->items[i].actor);
        json_text_member(&w, "url", t->items[i].url);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_text_member(&w, "next", t->next);
    json_close_object(&w);
}
