/* records.c -- reading records of any model: lists, one, the whole table as CSV, the history of one.
 *
 * One set of routes serves every model that app/ lists; {table} says which, its field table the rest.
 *
 * A CSV of any size leaves page by page: each piece asks for the records after the last one sent, so
 * memory stays that of one page, and rows that change meanwhile are seen as they are when their page comes.
 */
#include "api/api_priv.h"

#include "model/custom.h"
#include "people/merge.h"
#include "strategy/plan_common.h"

#include <inttypes.h>
#include <string.h>

enum { CSV_PAGE = 100, CURSOR_MAX = 16 * 1024 };

const struct model *api_model_named(const struct api *api, const char *name)
{
    for (const struct model *const *m = api->models; *m; m++)
        if (text_equal((*m)->name, name))
            return *m;
    return NULL;
}

static bool ends_with(const char *text, size_t n, const char *end)
{
    size_t k = strlen(end);

    return n > k && !memcmp(text + n - k, end, k);
}

/* "contacts" or "contacts.csv" */
const struct model *api_model(const struct request *r)
{
    const char *table = request_param(r, "table");
    size_t n = table ? strlen(table) : 0;

    if (n && ends_with(table, n, ".csv"))
        n -= 4;
    for (const struct model *const *m = api_of(r)->models; n && *m; m++)
        if (strlen((*m)->table) == n && !memcmp((*m)->table, table, n))
            return *m;
    return NULL;
}

static void put_page(struct json_writer *w, const struct model *m, const struct model_page *page)
{
    json_open_object(w);
    json_name(w, "items");
    json_open_list(w);
    for (size_t i = 0; i < page->n; i++)
        model_to_json(w, m, page->records[i]);
    json_close_list(w);
    json_text_member(w, "next", page->next);
    json_name(w, "count");
    if (page->count < 0)
        json_put_null(w);
    else
        json_put_int(w, page->count > MODEL_COUNT_CAP ? MODEL_COUNT_CAP : page->count);
    json_bool_member(w, "count_capped", page->count > MODEL_COUNT_CAP || page->count_more);
    json_close_object(w);
}

struct list_run {
    const struct model *m;
    struct model_query q;
    const char *rule; /* NULL: none */
    struct model_page page;
};

static enum err read_query(struct request *r, struct list_run *l)
{
    enum err e = OK;

    for (int i = 0; i < r->query_count && !e; i++) {
        if (text_equal(r->query[i].name, "rule"))
            l->rule = text_empty(r->query[i].value) ? NULL : r->query[i].value;
        else
            e = model_query_add(r->cx, l->m, r->query[i].name, r->query[i].value, &l->q);
    }
    return e;
}

/* A filter by a record that went into another asks for that one. */
static enum err follow_merges(struct request *r, struct db *db, const struct model *m,
                              struct model_filter *by)
{
    const struct field *f = model_field(m, by->field);
    struct buf out = buf_in(r->cx->arena);
    enum merge_of of;
    enum err e = OK;

    if (!f || !f->refers || !merge_of_model(f->refers, &of) ||
        (by->how != IS && by->how != NOT && by->how != ONE_OF))
        return OK;
    for (const char *p = by->text; !e; p++) {
        size_t n = strcspn(p, ",");
        const char *one = arena_dup_n(r->cx->arena, p, n);
        int64_t id = 0;

        if (id_read(one ? one : "", &id)) {
            e = merge_survivor(r->cx, db, of, id, &id);
            buf_print(&out, "%" PRId64, id);
        } else {
            buf_add_text(&out, one ? one : "");
        }
        p += n;
        if (!*p)
            break;
        buf_add_char(&out, ',');
    }
    if (!e)
        by->text = buf_text(&out);
    return e || by->text ? e : fail_memory(r->cx);
}

/* The rule is read once, also for a CSV of many pages. */
static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct list_run *l = arg;
    enum err e = OK;

    for (size_t i = 0; !e && i < l->q.filter_count; i++)
        e = follow_merges(r, db, l->m, &l->q.filters[i]);
    if (!e && l->rule && !l->q.extra)
        e = api_list_rule(r, db, l->m, l->rule, &l->q);
    if (!e)
        e = plan_common(r->cx, db, l->m, &l->q);
    return e ? e : model_list(r->cx, db, l->m, &l->q, &l->page);
}

/* --- CSV */

struct csv_run {
    struct list_run list;
    char after[CURSOR_MAX];
    bool begun;
};

static enum err csv_next_page(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    struct csv_run *c = self;
    struct list_run *l = &c->list;
    enum err e;

    l->q.after = c->begun ? c->after : NULL;
    e = api_read(r, list_in, l);
    if (e)
        return e;
    if (!c->begun)
        model_csv_header(out, l->m);
    c->begun = true;
    for (size_t i = 0; i < l->page.n; i++)
        model_csv_row(r->cx, out, l->m, l->page.records[i]);
    *ret_end = !l->page.next;
    if (l->page.next && strlen(l->page.next) >= sizeof(c->after))
        return fail(r->cx, ERR_LIMIT, "base.memory", NULL);
    if (l->page.next)
        memcpy(c->after, l->page.next, strlen(l->page.next) + 1);
    return OK;
}

static enum err records_csv(struct request *r, struct response *ret, const struct model *m)
{
    struct csv_run *c = arena_alloc(r->cx->arena, sizeof(*c));
    const char *name = arena_print(r->cx->arena, "%s.csv", m->table);
    enum err e;

    if (!c || !name)
        return fail_memory(r->cx);
    if (!(caller_of(r)->may & MAY_EXPORT))
        return fail(r->cx, ERR_DENIED, "access.denied", NULL);
    c->list.m = m;
    e = read_query(r, &c->list);
    c->list.q.limit = 1;
    c->list.q.count = false;
    c->list.q.after = NULL;
    if (!e) /* what is wrong with the question is said while an error can still be said */
        e = api_read(r, list_in, &c->list);
    c->list.q.limit = CSV_PAGE;
    if (!e)
        e = api_note_export(r, m->name, NIL);
    if (e)
        return e;
    api_file_name(r, ret, name);
    response_stream(ret, "text/csv; charset=utf-8", csv_next_page, c);
    return OK;
}

/* --- JSON */

static enum err records_list(struct request *r, struct response *ret)
{
    const char *table = request_param(r, "table");
    struct list_run l = {.m = api_model(r)};
    struct answer_json a;
    enum err e;

    if (ends_with(table, strlen(table), ".csv"))
        return records_csv(r, ret, l.m);
    e = read_query(r, &l);
    if (!e)
        e = api_read(r, list_in, &l);
    if (e)
        return e;
    api_json(r, &a);
    put_page(&a.w, l.m, &l.page);
    return api_send(r, ret, 200, &a);
}

struct get_run {
    const struct model *m;
    int64_t id;
    void *record;
};

/* One that went into another is answered for by that one. */
static enum err get_in(struct request *r, struct db *db, void *arg)
{
    struct get_run *g = arg;
    enum err e = api_survivor(r, db, g->m, &g->id);

    return e ? e : model_get(r->cx, db, g->m, g->id, &g->record);
}

static enum err records_get(struct request *r, struct response *ret)
{
    struct get_run g = {.m = api_model(r)};
    struct answer_json a;
    int64_t asked;
    enum err e = api_id(r, &g.id);

    asked = g.id;
    if (!e)
        e = api_read(r, get_in, &g);
    if (e)
        return e;
    if (g.id != asked)
        api_content_location(r, ret, g.m, g.id);
    api_json(r, &a);
    model_to_json(&a.w, g.m, g.record);
    api_etag(r, ret, g.record);
    return api_send(r, ret, 200, &a);
}

struct history_run {
    struct audit_query q;
    struct response *ret;
};

static enum err history_in(struct request *r, struct db *db, void *arg)
{
    struct history_run *h = arg;

    return api_audit_page(r, db, &h->q, h->ret);
}

/* A record that was deleted still has its history. */
static enum err records_history(struct request *r, struct response *ret)
{
    struct history_run h = {.q.model = api_model(r)->name, .ret = ret};
    enum err e = api_id(r, &h.q.record);

    if (!e)
        e = api_query_limit(r, &h.q.limit);
    if (!e)
        e = api_query_id(r, "after", &h.q.after);
    return e ? e : api_read(r, history_in, &h);
}

const struct route record_routes[] = {
    {"GET", "/{table}", 0, 0, records_list, ROUTE_POOL | ROUTE_TABLE, MIB(96)},
    {"POST", "/{table}", 0, KIB(512), api_record_post, ROUTE_POOL | ROUTE_TABLE, 0},
    {"GET", "/{table}/{id}", 0, 0, records_get, ROUTE_POOL | ROUTE_TABLE, 0},
    {"PATCH", "/{table}/{id}", 0, KIB(512), api_record_patch, ROUTE_POOL | ROUTE_TABLE, 0},
    {"DELETE", "/{table}/{id}", 0, 0, api_record_delete, ROUTE_POOL | ROUTE_TABLE, 0},
    {"GET", "/{table}/{id}/history", 0, 0, records_history, ROUTE_POOL | ROUTE_TABLE, 0},
    {0},
};
