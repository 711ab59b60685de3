/* segments.c -- who belongs to a segment, since when and why; in and out by hand. */
#include "api/api_priv.h"

#include "base/csv.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/segment.h"

#include <stdio.h>
#include <string.h>

/* --- pages ------------------------------------------------------------------------------------- */

struct page_run {
    struct segment_page p;
    bool manual;
    struct answer_json a;
};

static void open_items(struct json_writer *w)
{
    json_open_object(w);
    json_name(w, "items");
    json_open_list(w);
}

static void close_items(struct json_writer *w, int64_t next)
{
    json_close_list(w);
    json_id_member(w, "next", next);
    json_close_object(w);
}

static enum err read_page(struct request *r, struct page_run *p)
{
    enum err e = api_id(r, &p->p.segment);

    if (!e)
        e = api_query_limit(r, &p->p.limit);
    if (!e)
        e = api_query_id(r, "after", &p->p.after);
    api_json(r, &p->a);
    return e;
}

static enum err members_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct segment_member *rows = NULL;
    int64_t next = 0;
    bool account = false;
    size_t n = 0;
    enum err e = segment_members(r->cx, db, &p->p, &rows, &n, &next, &account);

    open_items(&p->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&p->a.w);
        json_id_member(&p->a.w, "id", rows[i].id);
        json_text_member(&p->a.w, "name", rows[i].name);
        json_text_member(&p->a.w, account ? "domain" : "email", rows[i].address);
        api_time_member(&p->a.w, "entered_at", rows[i].entered_at);
        json_text_member(&p->a.w, "manual", rows[i].manual);
        json_close_object(&p->a.w);
    }
    close_items(&p->a.w, next);
    return e;
}

static enum err members_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = read_page(r, &p);

    if (!e)
        e = api_read(r, members_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

static enum err manual_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct segment_member *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = segment_manual(r->cx, db, &p->p, &rows, &n, &next);

    open_items(&p->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&p->a.w);
        json_id_member(&p->a.w, "id", rows[i].id);
        json_text_member(&p->a.w, "name", rows[i].name ? rows[i].name : rows[i].address);
        json_text_member(&p->a.w, "how", rows[i].manual);
        json_close_object(&p->a.w);
    }
    close_items(&p->a.w, next);
    return e;
}

static enum err manual_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = read_page(r, &p);

    if (!e)
        e = api_read(r, manual_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

static enum err moves_in(struct request *r, struct db *db, void *arg)
{
    struct page_run *p = arg;
    struct segment_move *rows = NULL;
    int64_t next = 0;
    size_t n = 0;
    enum err e = segment_history(r->cx, db, &p->p, &rows, &n, &next);

    open_items(&p->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&p->a.w);
        api_time_member(&p->a.w, "at", rows[i].at);
        json_name(&p->a.w, "record");
        json_open_object(&p->a.w);
        json_id_member(&p->a.w, "id", rows[i].record);
        json_text_member(&p->a.w, "name", rows[i].name);
        json_close_object(&p->a.w);
        json_text_member(&p->a.w, "move", rows[i].entered ? "entered" : "left");
        json_text_member(&p->a.w, "cause", rows[i].cause);
        json_close_object(&p->a.w);
    }
    close_items(&p->a.w, next);
    return e;
}

static enum err moves_get(struct request *r, struct response *ret)
{
    struct page_run p = {0};
    enum err e = read_page(r, &p);

    if (!e)
        e = api_read(r, moves_in, &p);
    return e ? e : api_send(r, ret, 200, &p.a);
}

/* --- all of them, as CSV ----------------------------------------------------------------------- */

enum { CSV_PAGE = 500 };

struct csv_run {
    struct segment_page p;
    struct segment_member *rows;
    size_t n;
    int64_t next;
    bool account, begun;
};

static enum err csv_in(struct request *r, struct db *db, void *arg)
{
    struct csv_run *c = arg;

    return segment_members(r->cx, db, &c->p, &c->rows, &c->n, &c->next, &c->account);
}

static void put_row(struct buf *out, const char *const cells[5])
{
    for (size_t i = 0; i < 5; i++)
        csv_put(out, cells[i] ? cells[i] : "", i == 0);
    csv_end_row(out);
}

static enum err csv_more(struct request *r, void *self, struct buf *out, bool *ret_end)
{
    struct csv_run *c = self;
    enum err e = OK;

    if (!c->begun)
        put_row(out, (const char *[]){"id", "name", c->account ? "domain" : "email", "entered_at",
                                      "manual"});
    else
        e = api_read(r, csv_in, c);
    c->begun = true;
    for (size_t i = 0; i < c->n && !e; i++) {
        char at[TIME_TEXT_MAX], id[24];
        time_text(c->rows[i].entered_at, at);
        (void)snprintf(id, sizeof(id), "%lld", (long long)c->rows[i].id);
        put_row(out,
                (const char *[]){id, c->rows[i].name, c->rows[i].address, at, c->rows[i].manual});
    }
    c->p.after = c->next;
    *ret_end = !c->next;
    return e;
}

static enum err csv_get(struct request *r, struct response *ret)
{
    struct csv_run *c = arena_alloc(r->cx->arena, sizeof(*c));
    enum err e = c ? api_id(r, &c->p.segment) : fail_memory(r->cx);

    if (e)
        return e;
    c->p.limit = CSV_PAGE;
    e = api_read(r, csv_in, c);
    if (!e)
        e = api_note_export(r, "segment", c->p.segment);
    if (e)
        return e;
    response_stream(ret, "text/csv; charset=utf-8", csv_more, c);
    api_file_name(r, ret, "segment.csv");
    return OK;
}

/* --- by hand ----------------------------------------------------------------------------------- */

struct hand_run {
    int64_t segment, ids[SEGMENT_MANUAL_MAX], changed;
    size_t n;
    const char *how;
};

static enum err read_hand(struct request *r, const struct json *in, struct hand_run *h)
{
    const struct json *v = json_get(in, "ids");
    char max[16];

    (void)snprintf(max, sizeof(max), "%d", SEGMENT_MANUAL_MAX);
    h->how = api_need_text(r, in, "how");
    if (!v || v->kind != JSON_LIST || !v->first)
        return fail_field(r->cx, "ids", "field.required", NULL);
    if (v->count > SEGMENT_MANUAL_MAX)
        return fail_field(r->cx, "ids", "consent.many", "max", max, NULL);
    for (v = v->first; v; v = v->next)
        if (!id_read(json_text(v, ""), &h->ids[h->n++]))
            return fail_field(r->cx, "ids", "field.id", NULL);
    return r->cx->fault.kind;
}

static enum err hand_in(struct ctx *cx, struct db *db, void *arg)
{
    struct hand_run *h = arg;

    return segment_manual_set(cx, db, h->segment, h->ids, h->n, h->how, &h->changed);
}

static enum err manual_post(struct request *r, struct response *ret)
{
    struct hand_run *h = arena_alloc(r->cx->arena, sizeof(*h));
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = h ? api_id_of(r, &segment_model, &h->segment) : fail_memory(r->cx);

    if (!e)
        e = api_body(r, ret, &in);
    if (!e)
        e = read_hand(r, in, h);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, hand_in, h);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "changed", h->changed);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err rebuild_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t segment = *(const int64_t *)arg;
    enum err e = segment_rebuild(cx, db, segment);

    return e ? e : audit_add(cx, db, "segment", segment, "rebuild", NULL);
}

static enum err rebuild_post(struct request *r, struct response *ret)
{
    int64_t segment = 0;
    struct answer_json a;
    enum err e = api_id(r, &segment);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, rebuild_in, &segment);
    if (e)
        return e;
    worker_poke(api_of(r)->worker);
    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "state", "building");
    json_close_object(&a.w);
    return api_send(r, ret, 202, &a);
}

/* --- sizes, overlap, segments of a record ------------------------------------------------------ */

struct sizes_run {
    int64_t segment, with;
    const char *from, *to;
    struct answer_json a;
};

static enum err day_of(struct request *r, const char *name, const char *otherwise, const char **ret)
{
    const char *text = request_query(r, name);

    *ret = text_empty(text) ? otherwise : text;
    if (*ret != otherwise && !date_ok(*ret))
        return fail_field(r->cx, name, "field.date", NULL);
    return OK;
}

static enum err sizes_in(struct request *r, struct db *db, void *arg)
{
    struct sizes_run *s = arg;
    struct segment_size *rows = NULL;
    size_t n = 0;
    enum err e = segment_sizes(r->cx, db, s->segment, s->from, s->to, &rows, &n);

    json_open_object(&s->a.w);
    json_name(&s->a.w, "items");
    json_open_list(&s->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&s->a.w);
        json_text_member(&s->a.w, "day", rows[i].day);
        json_int_member(&s->a.w, "size", rows[i].size);
        json_close_object(&s->a.w);
    }
    json_close_list(&s->a.w);
    json_text_member(&s->a.w, "next", NULL);
    json_close_object(&s->a.w);
    return e;
}

static enum err sizes_get(struct request *r, struct response *ret)
{
    struct sizes_run s = {0};
    enum err e = api_id_of(r, &segment_model, &s.segment);

    if (!e)
        e = day_of(r, "from", "1970-01-01", &s.from);
    if (!e)
        e = day_of(r, "to", "9999-12-31", &s.to);
    api_json(r, &s.a);
    if (!e)
        e = api_read(r, sizes_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

static enum err overlap_in(struct request *r, struct db *db, void *arg)
{
    struct sizes_run *s = arg;
    struct segment_overlap o = {0};
    enum err e = segment_overlap(r->cx, db, s->segment, s->with, &o);

    json_open_object(&s->a.w);
    json_int_member(&s->a.w, "this", o.this);
    json_int_member(&s->a.w, "other", o.other);
    json_int_member(&s->a.w, "both", o.both);
    json_close_object(&s->a.w);
    return e;
}

static enum err overlap_get(struct request *r, struct response *ret)
{
    struct sizes_run s = {0};
    enum err e = api_id_of(r, &segment_model, &s.segment);

    if (!e)
        e = api_query_id(r, "with", &s.with);
    if (!e && !s.with)
        e = fail_field(r->cx, "with", "field.required", NULL);
    api_json(r, &s.a);
    if (!e)
        e = api_read(r, overlap_in, &s);
    return e ? e : api_send(r, ret, 200, &s.a);
}

struct of_run {
    const struct model *m;
    int64_t record;
    struct answer_json a;
};

static enum err of_in(struct request *r, struct db *db, void *arg)
{
    struct of_run *o = arg;
    struct segment_of *rows = NULL;
    void *record = NULL;
    size_t n = 0;
    enum err e = api_survivor(r, db, o->m, &o->record);

    if (!e)
        e = model_get(r->cx, db, o->m, o->record, &record);
    if (!e)
        e = segments_of(r->cx, db, o->record, &rows, &n);
    json_open_object(&o->a.w);
    json_name(&o->a.w, "items");
    json_open_list(&o->a.w);
    for (size_t i = 0; i < n && !e; i++) {
        json_open_object(&o->a.w);
        json_id_member(&o->a.w, "id", rows[i].id);
        json_text_member(&o->a.w, "name", rows[i].name);
        api_time_member(&o->a.w, "entered_at", rows[i].entered_at);
        json_text_member(&o->a.w, "manual", rows[i].manual);
        json_close_object(&o->a.w);
    }
    json_close_list(&o->a.w);
    json_text_member(&o->a.w, "next", NULL);
    json_close_object(&o->a.w);
    return e;
}

static enum err of_get(struct request *r, struct response *ret, const struct model *m)
{
    struct of_run o = {.m = m};
    enum err e = api_id(r, &o.record);

    api_json(r, &o.a);
    if (!e)
        e = api_read(r, of_in, &o);
    return e ? e : api_send(r, ret, 200, &o.a);
}

static enum err of_contact_get(struct request *r, struct response *ret)
{
    return of_get(r, ret, &contact_model);
}

static enum err of_account_get(struct request *r, struct response *ret)
{
    return of_get(r, ret, &account_model);
}

const struct route segment_routes[] = {
    {"GET", "/segments/{id}/members", MAY_READ, 0, members_get, ROUTE_POOL, 0},
    {"GET", "/segments/{id}/members.csv", MAY_EXPORT, 0, csv_get, ROUTE_POOL, 0},
    {"GET", "/segments/{id}/manual", MAY_READ, 0, manual_get, ROUTE_POOL, 0},
    {"POST", "/segments/{id}/manual", MAY_EDIT_PEOPLE, KIB(64), manual_post, ROUTE_POOL, MIB(64)},
    {"POST", "/segments/{id}/rebuild", MAY_EDIT_PEOPLE, KIB(1), rebuild_post, ROUTE_POOL, 0},
    {"GET", "/segments/{id}/moves", MAY_READ, 0, moves_get, ROUTE_POOL, 0},
    {"GET", "/segments/{id}/sizes", MAY_READ, 0, sizes_get, ROUTE_POOL, 0},
    {"GET", "/segments/{id}/overlap", MAY_READ, 0, overlap_get, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/segments", MAY_READ, 0, of_contact_get, ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/segments", MAY_READ, 0, of_account_get, ROUTE_POOL, 0},
    {0},
};
