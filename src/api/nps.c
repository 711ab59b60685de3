/* nps.c -- the survey over HTTP: its figure, its answers, its links; and what a referral becomes. */
#include "api/api_priv.h"

#include "measure/nps_report.h"
#include "people/merge.h"
#include "people/nps.h"
#include "people/referral.h"

enum { LINKS_MAX = 500 };

/* --- the figure */

struct report_run {
    const char *from, *to;
    struct buf out;
};

static enum err report_in(struct request *r, struct db *db, void *arg)
{
    struct report_run *n = arg;

    return nps_report_json(r->cx, db, n->from, n->to, &n->out);
}

static const char *query(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

static enum err nps_get(struct request *r, struct response *ret)
{
    struct report_run n = {
        .from = query(r, "from"), .to = query(r, "to"), .out = buf_in(r->cx->arena)};
    enum err e = api_read(r, report_in, &n);

    return e ? e : api_send_text(r, ret, "application/json", &n.out);
}

/* --- answers */

struct answers_run {
    struct nps_query q;
    struct answer_json a;
};

static void put_answer(struct json_writer *w, const struct nps_answer *x)
{
    json_open_object(w);
    json_id_member(w, "id", x->id);
    json_id_member(w, "contact", x->contact);
    json_text_member(w, "contact_name", x->contact_name);
    json_id_member(w, "account", x->account);
    json_text_member(w, "account_name", x->account_name);
    json_text_member(w, "period", x->period);
    json_int_member(w, "score", x->score);
    json_text_member(w, "comment", x->comment);
    api_time_member(w, "answered_at", x->answered_at);
    json_text_member(w, "testimonial", x->testimonial);
    api_time_member(w, "testimonial_at", x->testimonial_at);
    json_close_object(w);
}

static enum err answers_in(struct request *r, struct db *db, void *arg)
{
    struct answers_run *n = arg;
    struct nps_answer *rows = NULL;
    int64_t next = 0;
    size_t count = 0;
    enum err e = nps_answers(r->cx, db, &n->q, &rows, &count, &next);

    json_open_object(&n->a.w);
    json_name(&n->a.w, "items");
    json_open_list(&n->a.w);
    for (size_t i = 0; i < count && !e; i++)
        put_answer(&n->a.w, &rows[i]);
    json_close_list(&n->a.w);
    json_id_member(&n->a.w, "next", next);
    json_close_object(&n->a.w);
    return e;
}

static enum err read_group(struct request *r, struct nps_query *q)
{
    static const struct {
        const char *name;
        int low, high;
    } groups[] = {
        {"promoters", NPS_PROMOTER, 10}, {"passives", NPS_PASSIVE, 8}, {"detractors", 0, 6}};
    const char *wanted = query(r, "group");

    q->high = 10;
    if (!wanted)
        return OK;
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (text_equal(groups[i].name, wanted)) {
            q->low = groups[i].low;
            q->high = groups[i].high;
            return OK;
        }
    return fail_field(r->cx, "group", "field.choice", "choices", "promoters, passives, detractors",
                      NULL);
}

static enum err answers_get(struct request *r, struct response *ret)
{
    struct answers_run n = {0};
    enum err e = read_group(r, &n.q);

    if (!e)
        e = api_query_id(r, "contact", &n.q.contact);
    if (!e)
        e = api_query_id(r, "after", &n.q.after);
    if (!e)
        e = api_query_limit(r, &n.q.limit);
    api_json(r, &n.a);
    if (!e)
        e = api_read(r, answers_in, &n);
    return e ? e : api_send(r, ret, 200, &n.a);
}

/* --- links */

struct links_run {
    int64_t contacts[LINKS_MAX];
    struct nps_link links[LINKS_MAX];
    size_t count, made, skipped;
    enum nps_whom whom;
    int64_t id, after, next;
    bool many;
};

static enum err invite_in(struct ctx *cx, struct db *db, void *arg)
{
    struct links_run *n = arg;
    const char *diff;
    enum err e = OK;

    n->made = n->skipped = 0;
    n->next = 0;
    if (n->many)
        e = nps_audience(cx, db, n->whom, n->id, n->after, LINKS_MAX, n->contacts, &n->count);
    for (size_t i = 0; i < n->count && !e; i++) {
        e = nps_invite(cx, db, n->contacts[i], &n->links[n->made]);
        n->made += !e;
        if (e == ERR_NOTFOUND || e == ERR_CONFLICT) { /* gone, or erased */
            fault_clear(cx);
            n->skipped++;
            e = OK;
        }
    }
    if (n->many && n->count == LINKS_MAX)
        n->next = n->contacts[LINKS_MAX - 1];
    diff = arena_print(cx->arena, "{\"links\":[null,%zu]}", n->made);
    return e ? e : audit_add(cx, db, "nps_answer", NIL, "links", diff);
}

static enum err read_whom(struct request *r, const struct json *in, struct links_run *n)
{
    static const struct {
        const char *name;
        enum nps_whom whom;
    } wholes[] = {{"list", NPS_LIST}, {"segment", NPS_SEGMENT}};
    const struct json *v = json_get(in, "contacts");

    n->many = json_bool(json_get(in, "customers"), false);
    n->whom = NPS_CUSTOMERS;
    for (size_t i = 0; i < COUNT_OF(wholes); i++) {
        const char *given = json_text(json_get(in, wholes[i].name), NULL);
        if (!given)
            continue;
        if (!id_read(given, &n->id))
            return fail_field(r->cx, wholes[i].name, "field.id", NULL);
        n->many = true;
        n->whom = wholes[i].whom;
    }
    if (json_text(json_get(in, "after"), NULL) &&
        !id_read(json_text(json_get(in, "after"), ""), &n->after))
        return fail_field(r->cx, "after", "field.id", NULL);
    if (!v && !n->many)
        return fail_field(r->cx, "contacts", "nps.whom", NULL);
    if (v && v->kind != JSON_LIST)
        return fail_field(r->cx, "contacts", "field.id", NULL);
    if (v && v->count > LINKS_MAX)
        return fail_field(r->cx, "contacts", "nps.many", "max", "500", NULL);
    for (v = v ? v->first : NULL; v; v = v->next)
        if (!id_read(json_text(v, ""), &n->contacts[n->count++]))
            return fail_field(r->cx, "contacts", "field.id", NULL);
    return OK;
}

static void put_link(struct request *r, struct json_writer *w, const struct nps_link *l)
{
    json_text_member(w, "path", arena_print(r->cx->arena, "/p/nps/%s", l->token));
    api_time_member(w, "expires_at", l->expires_at);
}

static enum err links_post(struct request *r, struct response *ret)
{
    struct links_run *n = arena_alloc(r->cx->arena, sizeof(*n));
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = n ? api_body(r, ret, &in) : fail_memory(r->cx);

    if (!e)
        e = read_whom(r, in, n);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, invite_in, n);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < n->made; i++) {
        json_open_object(&a.w);
        json_id_member(&a.w, "contact", n->links[i].contact);
        json_text_member(&a.w, "name", n->links[i].name);
        json_text_member(&a.w, "email", n->links[i].email);
        put_link(r, &a.w, &n->links[i]);
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_int_member(&a.w, "skipped", (int64_t)n->skipped);
    json_id_member(&a.w, "next", n->next);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

struct link_run {
    int64_t contact;
    struct nps_link link;
};

static enum err link_in(struct ctx *cx, struct db *db, void *arg)
{
    struct link_run *l = arg;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, l->contact, &l->contact);

    if (!e)
        e = nps_invite(cx, db, l->contact, &l->link);
    return e ? e : audit_add(cx, db, "contact", l->contact, "nps_link", NULL);
}

static enum err link_post(struct request *r, struct response *ret)
{
    struct link_run l = {0};
    struct answer_json a;
    enum err e = api_id(r, &l.contact);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, link_in, &l);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    put_link(r, &a.w, &l.link);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- a referral */

struct referral_run {
    int64_t id;
    struct referral *made;
};

static enum err referral_in(struct ctx *cx, struct db *db, void *arg)
{
    struct referral_run *f = arg;

    return referral_to_contact(cx, db, f->id, &f->made);
}

static enum err referral_post(struct request *r, struct response *ret)
{
    struct referral_run f = {0};
    struct answer_json a;
    enum err e = api_id(r, &f.id);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, referral_in, &f);
    if (e)
        return e;
    api_json(r, &a);
    model_to_json(&a.w, &referral_model, f.made);
    api_etag(r, ret, f.made);
    return api_send(r, ret, 200, &a);
}

const struct route nps_routes[] = {
    {"GET", "/nps", MAY_READ, 0, nps_get, ROUTE_POOL, 0},
    {"GET", "/nps/answers", MAY_READ, 0, answers_get, ROUTE_POOL, 0},
    {"POST", "/nps/links", MAY_EDIT_PEOPLE, KIB(64), links_post, ROUTE_POOL, MIB(32)},
    {"POST", "/contacts/{id}/nps-link", MAY_EDIT_PEOPLE, KIB(1), link_post, ROUTE_POOL, 0},
    {"POST", "/referrals/{id}/contact", MAY_EDIT_PEOPLE, KIB(1), referral_post, ROUTE_POOL, 0},
    {0},
};
