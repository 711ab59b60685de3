/* proposals.c -- proposals and what is decided about them, moving budget as a trial, and what belongs to a goal. */
#include "api/api_priv.h"

#include "measure/goal_family.h"
#include "measure/goal_gap.h"
#include "measure/proposal.h"

#include <string.h>

static const char *given(const struct request *r, const char *name)
{
    const char *text = request_query(r, name);

    return text_empty(text) ? NULL : text;
}

struct ask {
    struct rows_ask rows;
    struct proposals_ask list;
    struct shift_ask shift;
    int64_t id;
    struct buf out;
};

static enum err send_read(struct request *r, struct response *ret, api_read_fn *fn, struct ask *a)
{
    enum err e;

    a->out = buf_in(r->cx->arena);
    e = api_read(r, fn, a);
    return e ? e : api_send_text(r, ret, "application/json", &a->out);
}

/* --- reading */

static enum err list_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;

    return proposals_json(r->cx, db, &a->list, &a->out);
}

static enum err proposals_get(struct request *r, struct response *ret)
{
    struct ask a = {.list.state = given(r, "state")};
    enum err e = api_query_limit(r, &a.list.limit);

    return e ? e : send_read(r, ret, list_in, &a);
}

static enum err evidence_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;

    return proposal_evidence_json(r->cx, db, given(r, "dimension"), &a->out);
}

static enum err evidence_get(struct request *r, struct response *ret)
{
    struct ask a = {0};

    return send_read(r, ret, evidence_in, &a);
}

static enum err rows_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;
    struct report_rows rows = {0};
    enum err e = proposal_rows_ask(r->cx, db, given(r, "dimension"), &a->rows, &a->rows);

    if (!e)
        e = report_rows_read(r->cx, db, &a->rows, &rows);
    if (!e)
        report_rows_json(r->cx, &rows, &a->out);
    return e;
}

static enum err rows_csv_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;
    enum err e = proposal_rows_ask(r->cx, db, given(r, "dimension"), &a->rows, &a->rows);

    return e ? e : report_rows_csv(r->cx, db, &a->rows, &a->out);
}

static enum err rows_read(struct request *r, struct ask *a)
{
    enum err e = api_query_limit(r, &a->rows.limit);

    a->rows.report.from = given(r, "from");
    a->rows.report.to = given(r, "to");
    a->rows.key = given(r, "key");
    a->rows.column = given(r, "column");
    return e ? e : api_query_id(r, "after", &a->rows.after);
}

static enum err rows_get(struct request *r, struct response *ret)
{
    struct ask a = {0};
    enum err e = rows_read(r, &a);

    return e ? e : send_read(r, ret, rows_in, &a);
}

static enum err rows_csv_get(struct request *r, struct response *ret)
{
    struct ask a = {.out = buf_in(r->cx->arena)};
    enum err e = rows_read(r, &a);

    if (!e)
        e = api_read(r, rows_csv_in, &a);
    if (e)
        return e;
    api_file_name(r, ret, "rows.csv");
    return api_send_text(r, ret, "text/csv; charset=utf-8", &a.out);
}

/* --- made anew */

static enum err refresh_in(struct ctx *cx, struct db *db, void *arg)
{
    return job_add(
        cx, db,
        &(struct job_new){.site = cx->site, .kind = "measure.proposals", .only_one = "site"}, arg);
}

static enum err refresh_post(struct request *r, struct response *ret)
{
    int64_t job = 0;
    enum err e = db_write(r->cx, api_of(r)->pool, refresh_in, &job);

    return e ? e : api_send_job(r, ret, job);
}

/* --- deciding */

struct decision {
    int64_t id;
    const char *review_on, *reason;
    struct proposal_shift shift;
    bool shifts;
    struct json_writer *w;
};

static enum err read_number(struct request *r, const struct json *in, const char *name,
                            int64_t otherwise, int64_t *ret)
{
    const struct json *v = json_get(in, name);

    *ret = otherwise;
    if (!v || v->kind == JSON_NULL)
        return OK;
    if (v->kind != JSON_INT)
        return fail_field(r->cx, name, "field.number", NULL);
    *ret = json_int(v, otherwise);
    return OK;
}

static enum err read_shift(struct request *r, const struct json *in, struct decision *d)
{
    struct shift_ask *ask = &d->shift.ask;
    enum err e;

    if (!in || in->kind == JSON_NULL)
        return OK;
    if (in->kind != JSON_OBJECT)
        return fail_field(r->cx, "shift", "field.object", NULL);
    d->shifts = true;
    d->shift.plan = json_int(json_get(in, "plan"), 0);
    ask->from = json_text(json_get(in, "from"), NULL);
    ask->to = json_text(json_get(in, "to"), NULL);
    ask->metric = json_text(json_get(in, "metric"), NULL);
    ask->hours = json_bool(json_get(in, "hours"), false);
    e = read_number(r, in, "amount", 0, &ask->amount);
    if (!e)
        e = read_number(r, in, "months", 1, &ask->months);
    if (!e && !d->shift.plan)
        e = fail_field(r->cx, "plan", "field.required", NULL);
    return e;
}

static enum err decide(struct request *r, struct response *ret, db_work *fn, struct decision *d)
{
    struct answer_json a;
    enum err e;

    api_json(r, &a);
    d->w = &a.w;
    e = db_write(r->cx, api_of(r)->pool, fn, d);
    return e ? e : api_send(r, ret, 200, &a);
}

/* The function may run twice: what it wrote the first time goes. */
static enum err put(struct ctx *cx, struct db *db, const struct decision *d,
                    const struct proposal *p)
{
    struct buf *out = d->w->out;

    *out = buf_in(cx->arena);
    *d->w = json_to(out);
    return proposal_json(cx, db, p, d->w);
}

static enum err accept_in(struct ctx *cx, struct db *db, void *arg)
{
    struct decision *d = arg;
    struct proposal *p = NULL;
    enum err e = proposal_accept(cx, db, d->id, d->review_on, d->shifts ? &d->shift : NULL, &p);

    return e ? e : put(cx, db, d, p);
}

static enum err shift_check_in(struct request *r, struct db *db, void *arg)
{
    return proposal_shift_check(r->cx, db, &((const struct decision *)arg)->shift);
}

static enum err accept_post(struct request *r, struct response *ret)
{
    struct decision d = {0};
    const struct json *in = NULL;
    enum err e = api_id(r, &d.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    d.review_on = json_text(json_get(in, "review_on"), NULL);
    e = read_shift(r, json_get(in, "shift"), &d);
    if (!e && d.shifts)
        e = api_read(r, shift_check_in, &d);
    return e ? e : decide(r, ret, accept_in, &d);
}

static enum err dismiss_in(struct ctx *cx, struct db *db, void *arg)
{
    struct decision *d = arg;
    struct proposal *p = NULL;
    enum err e = proposal_dismiss(cx, db, d->id, d->reason, &p);

    return e ? e : put(cx, db, d, p);
}

static enum err dismiss_post(struct request *r, struct response *ret)
{
    struct decision d = {0};
    const struct json *in = NULL;
    const char *text;
    enum err e = api_id(r, &d.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    text = json_text(json_get(in, "reason"), NULL);
    if (text)
        e = text_clean(r->cx, text, strlen(text), true, &d.reason);
    return e ? e : decide(r, ret, dismiss_in, &d);
}

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct decision *d = arg;
    struct proposal *p = NULL;
    enum err e = proposal_undo(cx, db, d->id, &p);

    return e ? e : put(cx, db, d, p);
}

static enum err undo_post(struct request *r, struct response *ret)
{
    struct decision d = {0};
    enum err e = api_id(r, &d.id);

    return e ? e : decide(r, ret, undo_in, &d);
}

/* --- moving budget, as a trial */

static enum err shift_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;
    struct json_writer w = json_to(&a->out);
    struct shift_effect s;
    enum err e = budget_shift(r->cx, db, &a->shift, &s);

    if (!e)
        budget_shift_json(&w, &a->shift, &s);
    return e;
}

static enum err shift_get(struct request *r, struct response *ret)
{
    struct ask a = {.shift = {.from = given(r, "from"),
                              .to = given(r, "to"),
                              .metric = given(r, "metric"),
                              .months = 1,
                              .hours = text_equal(given(r, "hours"), "true")}};
    const char *amount = given(r, "amount"), *months = given(r, "months");
    enum err e = OK;

    if (amount && !text_to_int(amount, &a.shift.amount))
        e = fail_field(r->cx, "amount", "field.number", NULL);
    if (months && !text_to_int(months, &a.shift.months))
        e = fail_field(r->cx, "months", "field.number", NULL);
    return e ? e : send_read(r, ret, shift_in, &a);
}

/* --- goals */

static enum err gap_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;
    struct json_writer w = json_to(&a->out);
    struct channel_powers powers;
    struct goal_outlook o;
    struct goal_gap gap;
    void *goal = NULL;
    enum err e = model_get(r->cx, db, &goal_model, a->id, &goal);

    if (!e)
        e = goal_outlook(r->cx, db, goal, &o);
    if (!e)
        e = channel_powers_read(r->cx, db, &powers);
    if (!e)
        e = goal_gap(r->cx, goal, &o, &powers, &gap);
    if (!e)
        goal_gap_json(r->cx, &gap, &w);
    return e;
}

static enum err gap_get(struct request *r, struct response *ret)
{
    struct ask a = {0};
    enum err e = api_id(r, &a.id);

    return e ? e : send_read(r, ret, gap_in, &a);
}

static enum err family_in(struct request *r, struct db *db, void *arg)
{
    struct ask *a = arg;
    struct json_writer w = json_to(&a->out);
    struct goal_family f;
    void *goal = NULL;
    enum err e = model_get(r->cx, db, &goal_model, a->id, &goal);

    if (!e)
        e = goal_family(r->cx, db, goal, &f);
    if (!e)
        goal_family_json(&f, &w);
    return e;
}

static enum err family_get(struct request *r, struct response *ret)
{
    struct ask a = {0};
    enum err e = api_id(r, &a.id);

    return e ? e : send_read(r, ret, family_in, &a);
}

const struct route proposal_routes[] = {
    {"GET", "/proposals", MAY_READ, 0, proposals_get, ROUTE_POOL, 0},
    {"GET", "/proposals/evidence", MAY_READ, 0, evidence_get, ROUTE_POOL, MIB(96)},
    {"GET", "/proposals/evidence/rows", MAY_READ, 0, rows_get, ROUTE_POOL, MIB(96)},
    {"GET", "/proposals/evidence/rows.csv", MAY_READ | MAY_EXPORT, 0, rows_csv_get, ROUTE_POOL,
     MIB(128)},
    {"POST", "/proposals/refresh", MAY_EDIT_PLAN, KIB(1), refresh_post, ROUTE_POOL, 0},
    {"POST", "/proposals/{id}/accept", MAY_EDIT_PLAN, KIB(8), accept_post, ROUTE_POOL, MIB(96)},
    {"POST", "/proposals/{id}/dismiss", MAY_EDIT_PLAN, KIB(16), dismiss_post, ROUTE_POOL, 0},
    {"POST", "/proposals/{id}/undo", MAY_EDIT_PLAN, KIB(1), undo_post, ROUTE_POOL, 0},
    {"GET", "/budget-shift", MAY_READ, 0, shift_get, ROUTE_POOL, MIB(96)},
    {"GET", "/goals/{id}/gap", MAY_READ, 0, gap_get, ROUTE_POOL, MIB(96)},
    {"GET", "/goals/{id}/family", MAY_READ, 0, family_get, ROUTE_POOL, MIB(64)},
    {0},
};
