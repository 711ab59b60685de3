/* audience_report_write.c -- the ranking as JSON, and in sentences: what the unit is, why one stands before the next, what
 * changed the order last, and what would change it. */
#include "measure/audience_report.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "strategy/buying_role.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- words ----------------------------------------------------------------------------------------- */

static const char *money(struct ctx *cx, const char *currency, double minor)
{
    return money_said(cx, currency, llround(minor));
}

static const char *value_text(struct ctx *cx, const char *currency, enum assumption a, int64_t v)
{
    struct figure f;

    if (v == NIL)
        return "–";
    if (a == ASSUME_MARGIN || a == ASSUME_COST)
        return money(cx, currency, (double)v);
    f = a == ASSUME_WIN_RATE ? figure_real((double)v / 1e6) : figure_whole(v);
    return arena_print(cx->arena, a == ASSUME_HOURS ? "%s\u00a0h" : "%s",
                       figure_text(cx, NULL, a == ASSUME_WIN_RATE ? UNIT_RATE : UNIT_COUNT, &f));
}

static const char *worth_text(struct ctx *cx, const struct audience_report *r, double worth)
{
    struct fault_param p[] = {
        {"worth", money(cx, r->currency, r->unit == RANK_PER_HOUR ? worth : worth * 100)},
        {"one", money(cx, r->currency, 100)}};

    return message(cx->arena, cx->lang,
                   r->unit == RANK_PER_HOUR ? "audience.per_hour" : "audience.per_cost", p,
                   COUNT_OF(p));
}

/* "a margem", as a sentence has it. */
static const char *what_text(struct ctx *cx, enum assumption a)
{
    static const char *const keys[ASSUMPTIONS] = {
        [ASSUME_REACH] = "audience.what_reach",
        [ASSUME_WIN_RATE] = "audience.what_win_rate",
        [ASSUME_MARGIN] = "audience.what_margin",
        [ASSUME_COST] = "audience.what_cost",
        [ASSUME_HOURS] = "audience.what_hours",
        [ASSUME_FIT] = "audience.what_fit",
        [ASSUME_VALUE] = "audience.what_value",
        [ASSUME_RESOURCES] = "audience.what_resources",
        [ASSUME_INFLUENCE] = "audience.what_influence",
    };

    return message(cx->arena, cx->lang, keys[a], NULL, 0);
}

static const char *label_of(struct ctx *cx, enum assumption a)
{
    return model_label(cx, &audience_model, model_field(&audience_model, assumption_field(a)),
                       NULL);
}

static const struct audience_standing *standing_of(const struct audience_report *r, int64_t id)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->all[i].audience->record.id == id)
            return &r->all[i];
    return NULL;
}

/* Why the one at this place stands before the next. */
static const char *why_before(struct ctx *cx, const struct audience_report *r, size_t at)
{
    const struct rank_case *a = &r->cases[at], *b = &r->cases[at + 1];
    double x = rank_worth(a, r->unit), y = rank_worth(b, r->unit);
    enum assumption most = rank_driver(a, b, r->unit);
    struct fault_param p[] = {{"first", r->all[at].audience->name},
                              {"second", r->all[at + 1].audience->name},
                              {"worth", worth_text(cx, r, x)},
                              {"other", worth_text(cx, r, y)},
                              {"what", NULL},
                              {"values", NULL}};

    if (!(x > y))
        return message(cx->arena, cx->lang, "audience.tie", p, 4);
    if (most == ASSUMPTIONS)
        return message(cx->arena, cx->lang, "audience.before", p, 4);
    p[4].value = what_text(cx, most);
    p[5].value = arena_print(cx->arena, cx->lang == LANG_PT_BR ? "%s contra %s" : "%s against %s",
                             value_text(cx, r->currency, most, a->v[most]),
                             value_text(cx, r->currency, most, b->v[most]));
    return message(cx->arena, cx->lang, "audience.before_most", p, COUNT_OF(p));
}

static const char *change_text(struct ctx *cx, const struct audience_report *r)
{
    const struct order_change *c = &r->change;
    struct fault_param p[] = {{"what", what_text(cx, c->what)},
                              {"audience", c->audience->name},
                              {"from", value_text(cx, r->currency, c->what, c->from)},
                              {"to", value_text(cx, r->currency, c->what, c->to)},
                              {"winner", c->winner->name},
                              {"loser", c->loser->name}};

    return message(cx->arena, cx->lang, "audience.changed", p, COUNT_OF(p));
}

/* --- what would change the order --------------------------------------------------------------- */

struct flip_row {
    size_t at; /* whose */
    enum assumption what;
    struct rank_flip flip;
    double change; /* of the present value; infinite from 0 */
};

static const char *flip_text(struct ctx *cx, const struct audience_report *r,
                             const struct flip_row *f)
{
    const struct rank_case *c = &r->cases[f->at];
    const struct audience_standing *other = standing_of(r, f->flip.other);
    bool rises = f->flip.to > c->v[f->what];
    double size = fabs(f->change);
    struct figure share = figure_real(size);
    const char *key = f->flip.gains
                          ? (rises ? "audience.flip_rise_gains" : "audience.flip_fall_gains")
                          : (rises ? "audience.flip_rise_loses" : "audience.flip_fall_loses");
    const char *to = value_text(cx, r->currency, f->what, f->flip.to);
    struct fault_param p[] = {
        {"what", what_text(cx, f->what)},
        {"audience", r->all[f->at].audience->name},
        {"change", isinf(size) ? "–" : figure_text(cx, NULL, UNIT_RATE, &share)},
        {"from", value_text(cx, r->currency, f->what, c->v[f->what])},
        {"to", to},
        {"other", other ? other->audience->name : ""}};

    return message(cx->arena, cx->lang, key, p, COUNT_OF(p));
}

static int by_change(const void *a, const void *b)
{
    const struct flip_row *x = a, *y = b;
    double p = fabs(x->change), q = fabs(y->change);

    if (p < q || p > q)
        return p < q ? -1 : 1;
    return x->at != y->at ? (x->at < y->at ? -1 : 1) : (int)x->what - (int)y->what;
}

static void put_flip(struct ctx *cx, struct json_writer *w, const struct audience_report *r,
                     const struct flip_row *f)
{
    const struct rank_case *c = &r->cases[f->at];

    json_open_object(w);
    json_id_member(w, "audience", c->id);
    json_text_member(w, "audience_name", r->all[f->at].audience->name);
    json_text_member(w, "assumption", assumption_field(f->what));
    json_text_member(w, "label", label_of(cx, f->what));
    json_int_member(w, "from", c->v[f->what]);
    json_int_member(w, "to", f->flip.to);
    json_text_member(w, "from_text", value_text(cx, r->currency, f->what, c->v[f->what]));
    json_text_member(w, "to_text", value_text(cx, r->currency, f->what, f->flip.to));
    json_name(w, "change");
    if (isinf(f->change))
        json_put_null(w);
    else
        json_put_real(w, f->change);
    json_id_member(w, "other", f->flip.other);
    json_bool_member(w, "gains", f->flip.gains);
    json_text_member(w, "sentence", flip_text(cx, r, f));
    json_close_object(w);
}

static void put_flips(struct ctx *cx, struct json_writer *w, const struct audience_report *r)
{
    struct flip_row *rows = arena_array(cx->arena, r->ranked * ASSUMPTIONS + 1, sizeof(*rows));
    size_t n = 0;

    json_name(w, "flips");
    json_open_list(w);
    for (size_t i = 0; rows && i < r->ranked; i++)
        for (int a = 0; a < ASSUMPTIONS; a++) {
            struct flip_row f = {.at = i, .what = (enum assumption)a};
            int64_t from = r->cases[i].v[a];
            if (!rank_flip(r->cases, r->ranked, i, f.what, r->unit, &f.flip))
                continue;
            f.change = from ? ((double)f.flip.to - (double)from) / (double)from : INFINITY;
            rows[n++] = f;
        }
    if (n)
        qsort(rows, n, sizeof(*rows), by_change);
    for (size_t i = 0; i < n; i++)
        put_flip(cx, w, r, &rows[i]);
    json_close_list(w);
}

/* --- each audience ----------------------------------------------------------------------------- */

static void put_figure(struct ctx *cx, struct json_writer *w, const char *name, enum unit unit,
                       const struct figure *f)
{
    json_name(w, name);
    json_open_object(w);
    json_name(w, "value");
    figure_json(w, unit, f);
    json_name(w, "reason");
    figure_reason_json(cx, w, f);
    json_close_object(w);
}

static void put_actual(struct ctx *cx, struct json_writer *w, const struct audience_actual *a)
{
    json_name(w, "segment");
    if (a->bound || a->gone) {
        json_open_object(w);
        json_id_member(w, "id", a->segment);
        json_text_member(w, "name", a->segment_name);
        json_text_member(w, "state", a->segment_state);
        json_bool_member(w, "gone", a->gone);
        json_close_object(w);
    } else {
        json_put_null(w);
    }
    json_name(w, "actual");
    json_open_object(w);
    json_int_member(w, "members", a->members);
    json_int_member(w, "reached", a->reached);
    json_int_member(w, "won_accounts", a->won_accounts);
    json_int_member(w, "open_accounts", a->open_accounts);
    json_int_member(w, "open_deals", a->open_deals);
    json_int_member(w, "won_deals", a->won_deals);
    json_int_member(w, "lost_deals", a->lost_deals);
    json_int_member(w, "unpriced", a->unpriced);
    json_int_member(w, "revenue_minor", a->revenue_minor);
    json_int_member(w, "spend_minor", a->spend_minor);
    json_text_member(w, "spend_since", a->spend_since);
    put_figure(cx, w, "won_share", UNIT_RATE, &a->won_share);
    put_figure(cx, w, "win_rate", UNIT_RATE, &a->win_rate);
    put_figure(cx, w, "average", UNIT_MONEY, &a->average);
    put_figure(cx, w, "margin", UNIT_MONEY, &a->margin);
    put_figure(cx, w, "cost", UNIT_MONEY, &a->cost);
    json_close_object(w);
}

static void put_assumptions(struct ctx *cx, struct json_writer *w, const struct audience_report *r,
                            const struct audience_standing *s)
{
    json_name(w, "assumptions");
    json_open_list(w);
    for (int a = 0; a < ASSUMPTIONS; a++) {
        json_open_object(w);
        json_text_member(w, "field", assumption_field((enum assumption)a));
        json_text_member(w, "label", label_of(cx, (enum assumption)a));
        json_text_member(w, "expected",
                         value_text(cx, r->currency, (enum assumption)a, s->expected.v[a]));
        json_text_member(w, "used", value_text(cx, r->currency, (enum assumption)a, s->used.v[a]));
        json_bool_member(w, "actual", s->taken[a]);
        json_bool_member(w, "missing", rank_needs(&s->used, (enum assumption)a, r->unit));
        json_close_object(w);
    }
    json_close_list(w);
}

static void put_roles(struct json_writer *w, const struct audience_standing *s)
{
    json_name(w, "roles_without_persona");
    json_open_list(w);
    for (const char *const *role = buying_roles; *role; role++) {
        bool has = false;
        for (size_t i = 0; i < s->role_count; i++)
            has |= text_equal(s->roles[i], *role);
        if (!has)
            json_put_text(w, *role);
    }
    json_close_list(w);
}

static void put_number(struct json_writer *w, const char *name, bool known, double v)
{
    json_name(w, name);
    if (known)
        json_put_real(w, v);
    else
        json_put_null(w);
}

static void put_audience(struct ctx *cx, struct json_writer *w, const struct audience_report *r,
                         size_t at)
{
    const struct audience_standing *s = &r->all[at];
    bool money_known = rank_profitable(&s->used);
    double worth = s->rank ? rank_worth(&s->used, r->unit) : 0;

    json_open_object(w);
    json_id_member(w, "id", s->audience->record.id);
    json_text_member(w, "name", s->audience->name);
    json_name(w, "rank");
    if (s->rank)
        json_put_int(w, s->rank);
    else
        json_put_null(w);
    put_number(w, "won_accounts", money_known, money_known ? rank_won(&s->used) : 0);
    put_number(w, "profit_minor", money_known, money_known ? round(rank_profit(&s->used)) : 0);
    put_number(w, "worth", s->rank > 0, worth);
    json_text_member(w, "worth_text", s->rank ? worth_text(cx, r, worth) : NULL);
    json_text_member(w, "per_unit_text",
                     s->rank ? worth_text(cx, r, rank_per_unit(&s->used, r->unit)) : NULL);
    json_name(w, "points");
    if (s->rank)
        json_put_int(w, rank_points(&s->used));
    else
        json_put_null(w);
    json_text_member(w, "why", s->rank && at + 1 < r->ranked ? why_before(cx, r, at) : NULL);
    put_assumptions(cx, w, r, s);
    put_roles(w, s);
    put_actual(cx, w, &s->actual);
    json_close_object(w);
}

static void put_change(struct ctx *cx, struct json_writer *w, const struct audience_report *r)
{
    char at[TIME_TEXT_MAX];

    json_name(w, "change");
    if (!r->change.there) {
        json_put_null(w);
        return;
    }
    time_text(r->change.at, at);
    json_open_object(w);
    json_text_member(w, "at", at);
    json_id_member(w, "audience", r->change.audience->record.id);
    json_text_member(w, "assumption", assumption_field(r->change.what));
    json_text_member(w, "sentence", change_text(cx, r));
    json_close_object(w);
}

void audience_report_json(struct ctx *cx, const struct audience_report *r, struct json_writer *w)
{
    bool hours = r->unit == RANK_PER_HOUR;

    json_open_object(w);
    json_text_member(w, "basis", r->basis == RANK_BY_ACTUAL ? "actual" : "expected");
    json_text_member(w, "unit", hours ? "hour" : "money");
    json_text_member(w, "unit_text",
                     message(cx->arena, cx->lang,
                             hours ? "audience.unit_hour" : "audience.unit_money", NULL, 0));
    json_text_member(w, "currency", r->currency);
    json_int_member(w, "ranked", (int64_t)r->ranked);
    json_text_member(w, "why", r->ranked > 1 ? why_before(cx, r, 0) : NULL);
    put_change(cx, w, r);
    json_name(w, "audiences");
    json_open_list(w);
    for (size_t i = 0; i < r->count; i++)
        put_audience(cx, w, r, i);
    json_close_list(w);
    put_flips(cx, w, r);
    json_close_object(w);
}
