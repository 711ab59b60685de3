/* proposal_json.c -- see proposal.h: proposals as the API shows them. */
#include "access/user.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/proposal.h"

#include "proposal_sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 100 };

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static void put_raw(struct json_writer *w, const char *name, const char *json)
{
    json_name(w, name);
    if (json)
        json_put_raw(w, json);
    else
        json_put_null(w);
}

static enum err put_proposal(struct ctx *cx, struct db *db, const struct proposal *p,
                             const char *currency, struct json_writer *w)
{
    const struct proposal_dimension *d = proposal_dimension_find(p->dimension);
    const char *name = d ? asset_row_name(cx, d->assets, p->subject) : NULL, *by = NULL;
    struct evidence was, found = evidence_empty();
    enum err e = evidence_read(cx, p->evidence, &was);

    if (!e && p->findings)
        e = evidence_read(cx, p->findings, &found);
    if (!e)
        e = user_name(cx, db, p->decided_by, &by);
    if (e)
        return e;
    json_open_object(w);
    json_id_member(w, "id", p->record.id);
    json_text_member(w, "kind", p->kind);
    json_text_member(w, "dimension", p->dimension);
    json_text_member(w, "subject", p->subject);
    json_text_member(w, "name", name ? name : p->name);
    json_id_member(w, "goal", p->goal);
    json_text_member(w, "state", p->state);
    json_text_member(w, "why", proposal_why(cx, p, &was, currency));
    json_text_member(w, "effect", proposal_effect(cx, p, &was, currency));
    json_text_member(w, "todo", proposal_todo(cx, p, &was));
    json_name(w, "confidence");
    if (p->confidence == NIL)
        json_put_null(w);
    else
        json_put_real(w, (double)p->confidence / 1e6);
    put_raw(w, "evidence", p->evidence);
    put_time(w, "made_at", p->record.created_at);
    put_time(w, "decided_at", p->decided_at);
    json_text_member(w, "decided_by", by);
    json_text_member(w, "reason", p->reason);
    json_text_member(w, "review_on", p->review_on);
    put_raw(w, "shift", p->shift);
    json_text_member(w, "outcome", p->outcome);
    json_text_member(w, "found", p->findings ? proposal_found(cx, p, &found, currency) : NULL);
    put_raw(w, "findings", p->findings);
    put_time(w, "reviewed_at", p->reviewed_at);
    json_close_object(w);
    return OK;
}

enum err proposal_json(struct ctx *cx, struct db *db, const struct proposal *p,
                       struct json_writer *w)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    return e ? e : put_proposal(cx, db, p, currency, w);
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

enum err proposal_hits_json(struct ctx *cx, struct db *db, struct json_writer *w)
{
    static const char *const names[] = {"came_true", "did_not", "cannot_tell", "waiting", "open"};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_proposal_hits, &st);

    if (!e)
        e = db_step(cx, st, &row);
    json_name(w, "hits");
    json_open_object(w);
    for (int i = 0; i < 5 && !e; i++)
        json_int_member(w, names[i], row ? db_int(st, i) : 0);
    json_close_object(w);
    db_done(st);
    return e;
}

enum err proposals_read(struct ctx *cx, struct db *db, const char *state, int limit,
                        struct proposal ***ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    int64_t *ids = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_proposals_of_state, &st);

    *ret_n = 0;
    if (e)
        return e;
    db_bind_text(st, "state", state);
    db_bind_int(st, "limit", limit);
    e = db_collect(cx, st, sizeof(*ids), read_id, &ids, &n);
    db_done(st);
    *ret = arena_array(cx->arena, n + 1, sizeof(**ret));
    if (!e && !*ret)
        e = fail_memory(cx);
    for (size_t i = 0; i < n && !e; i++) {
        void *p = NULL;
        e = model_get(cx, db, &proposal_model, ids[i], &p);
        (*ret)[(*ret_n)++] = p;
    }
    return e;
}

enum err proposals_json(struct ctx *cx, struct db *db, const struct proposals_ask *ask,
                        struct buf *out)
{
    static const char *const states[] = {"open", "accepted", "dismissed", "replaced"};
    const char *state = ask->state ? ask->state : "open", *currency = NULL;
    struct json_writer w = json_to(out);
    const struct zone *zone = NULL;
    struct proposal **all = NULL;
    size_t n = 0;
    bool known = false;
    enum err e;

    for (size_t i = 0; i < COUNT_OF(states); i++)
        known = known || !strcmp(states[i], state);
    if (!known)
        return fail_field(cx, "state", "field.choice", "choices",
                          "open, accepted, dismissed, replaced", NULL);
    e = report_site(cx, db, &zone, &currency);
    if (!e)
        e = proposals_read(cx, db, state, ask->limit ? ask->limit : SHOWN, &all, &n);
    if (e)
        return e;
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < n && !e; i++)
        e = put_proposal(cx, db, all[i], currency, &w);
    json_close_list(&w);
    if (!e)
        e = proposal_hits_json(cx, db, &w);
    json_text_member(&w, "currency", currency);
    json_close_object(&w);
    return e;
}

/* --- what the rates are told by */

static void put_side(struct json_writer *w, const char *name, const struct rate_side *s)
{
    json_name(w, name);
    json_open_object(w);
    json_int_member(w, "leads", s->leads);
    json_int_member(w, "won", s->won);
    json_real_member(w, "rate", s->leads ? (double)s->won / (double)s->leads : NAN);
    json_close_object(w);
}

static void put_change(struct ctx *cx, struct json_writer *w, const struct rate_change *c)
{
    json_name(w, "change");
    if (!c->found) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_text_member(w, "from", day_text(cx, c->from));
    json_text_member(w, "until", day_text(cx, c->until));
    put_side(w, "before", &c->before);
    put_side(w, "after", &c->after);
    json_close_object(w);
}

static void put_money(struct json_writer *w, const char *name, double v)
{
    json_name(w, name);
    if (isnan(v))
        json_put_null(w);
    else
        json_put_int(w, llround(v));
}

static void put_judged(struct json_writer *w, const struct judged *j)
{
    bool few = j->kind == PROPOSAL_FEW;

    json_open_object(w);
    json_text_member(w, "key", j->key);
    json_text_member(w, "name", j->name);
    json_int_member(w, "mqls", j->mqls);
    put_money(w, "pipeline_minor", j->pipeline);
    put_money(w, "revenue_minor", j->revenue);
    put_money(w, "spend_minor", j->spend);
    json_text_member(w, "spend_why", j->spend_why);
    json_text_member(w, "kind", proposal_kind_name(j->kind));
    json_int_member(w, "leads", j->leads);
    json_int_member(w, "won", j->won);
    json_real_member(w, "rate", few ? NAN : j->rate);
    json_real_member(w, "low", few ? NAN : j->low);
    json_real_member(w, "high", few ? NAN : j->high);
    json_real_member(w, "rest", j->rest);
    json_real_member(w, "chance", few ? NAN : j->chance);
    json_real_member(w, "return_low", few ? NAN : j->return_low);
    json_real_member(w, "return_middle", few ? NAN : j->return_middle);
    json_real_member(w, "return_high", few ? NAN : j->return_high);
    json_real_member(w, "chance_pays", few ? NAN : j->chance_pays);
    json_real_member(w, "elasticity", j->elasticity);
    json_real_member(w, "bar", j->bar);
    json_name(w, "reason");
    if (few) {
        json_open_object(w);
        json_int_member(w, "have", j->have);
        json_int_member(w, "need", j->need);
        json_text_member(w, "of", j->few_base ? "base" : j->few_won ? "won" : "leads");
        json_close_object(w);
    } else {
        json_put_null(w);
    }
    json_close_object(w);
}

static void put_assets(struct json_writer *w, const struct asset_verdicts *v)
{
    json_int_member(w, "assets", (int64_t)v->assets);
    json_int_member(w, "unmet", (int64_t)v->unmet);
}

static int by_leads(const void *a, const void *b)
{
    const struct judged *x = a, *y = b;

    if (x->leads != y->leads)
        return x->leads > y->leads ? -1 : 1;
    return strcmp(x->key, y->key);
}

enum err proposal_evidence_json(struct ctx *cx, struct db *db, const char *dimension,
                                struct buf *out)
{
    const struct proposal_dimension *d = proposal_dimension_find(dimension ? dimension : "channel");
    struct json_writer w = json_to(out);
    struct asset_verdicts verdicts = {0};
    struct channel_powers powers;
    struct proposal_rows rows;
    enum err e;

    if (!d)
        return fail_field(cx, "dimension", "field.choice", "choices", PROPOSAL_DIMENSIONS, NULL);
    e = channel_powers_read(cx, db, &powers);
    if (!e && d->assets)
        e = assets_judge(cx, db, cx->facts, &powers.cohorts, &verdicts);
    if (!e)
        e = proposal_rows_read(cx, db, d, &powers, &verdicts, &rows);
    if (e)
        return e;
    if (rows.n)
        qsort(rows.rows, rows.n, sizeof(*rows.rows), by_leads);
    json_open_object(&w);
    json_text_member(&w, "dimension", d->key);
    json_text_member(&w, "from", powers.cohorts.from);
    json_text_member(&w, "to", powers.cohorts.to);
    json_text_member(&w, "currency", powers.cohorts.currency);
    json_bool_member(&w, "margin", !isnan(powers.cohorts.margin));
    put_change(cx, &w, &powers.cohorts.change);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < rows.n && i < SHOWN; i++)
        put_judged(&w, &rows.rows[i]);
    if (rows.base)
        put_judged(&w, rows.base);
    json_close_list(&w);
    put_assets(&w, &verdicts);
    json_close_object(&w);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
