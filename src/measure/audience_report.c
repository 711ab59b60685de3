/* audience_report.c -- see audience_report.h. */
#include "measure/audience_report.h"

#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "strategy/plan.h"

#include "audience_sql.h"

#include <math.h>
#include <string.h>

void audience_expected(const struct audience *a, struct rank_case *ret)
{
    *ret = (struct rank_case){.id = a->record.id,
                              .v = {[ASSUME_REACH] = a->reachable_accounts,
                                    [ASSUME_WIN_RATE] = a->win_rate,
                                    [ASSUME_MARGIN] = a->margin_minor,
                                    [ASSUME_COST] = a->cost_to_win_minor,
                                    [ASSUME_HOURS] = a->team_hours,
                                    [ASSUME_FIT] = a->fit,
                                    [ASSUME_VALUE] = a->value,
                                    [ASSUME_RESOURCES] = a->resources,
                                    [ASSUME_INFLUENCE] = a->influence}};
}

/* Lays what happened over what was expected. */
static void use(struct audience_standing *s, enum rank_basis basis)
{
    const struct audience_actual *a = &s->actual;

    s->used = s->expected;
    memset(s->taken, 0, sizeof(s->taken));
    if (basis != RANK_BY_ACTUAL)
        return;
    s->taken[ASSUME_WIN_RATE] = a->won_share.known;
    if (s->taken[ASSUME_WIN_RATE])
        s->used.v[ASSUME_WIN_RATE] = llround(a->won_share.value * 1e6);
    s->taken[ASSUME_MARGIN] = a->margin.known;
    if (s->taken[ASSUME_MARGIN])
        s->used.v[ASSUME_MARGIN] = a->margin.whole;
    s->taken[ASSUME_COST] = a->cost.known;
    if (s->taken[ASSUME_COST])
        s->used.v[ASSUME_COST] = a->cost.whole;
}

static enum err read_roles(struct ctx *cx, struct db *db, struct audience_standing *s)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_audience_roles, &st);

    if (e)
        goto out;
    db_bind_int(st, "audience", s->audience->record.id);
    while (s->role_count < COUNT_OF(s->roles) && !(e = db_step(cx, st, &row)) && row)
        s->roles[s->role_count++] = db_text_dup(cx, st, 0);
out:
    db_done(st);
    return e;
}

/* The ranked ones first, by worth; then the others, as they were written. */
static enum err put_in_order(struct ctx *cx, struct audience_report *r)
{
    struct rank_case *cases = arena_array(cx->arena, r->count + 1, sizeof(*cases));
    struct audience_standing *sorted = arena_array(cx->arena, r->count + 1, sizeof(*sorted));
    size_t n = 0, at;

    if (!cases || !sorted)
        return fail_memory(cx);
    for (size_t i = 0; i < r->count; i++)
        cases[i] = r->all[i].used;
    r->unit = rank_unit_of(cases, r->count);
    for (size_t i = 0; i < r->count; i++)
        if (rank_ready(&r->all[i].used, r->unit))
            cases[n++] = r->all[i].used;
    rank_sort(cases, n, r->unit);
    at = n;
    for (size_t i = 0; i < r->count; i++) {
        size_t place = 0;
        while (place < n && cases[place].id != r->all[i].used.id)
            place++;
        r->all[i].rank = place < n ? (int)place + 1 : 0;
        sorted[place < n ? place : at++] = r->all[i];
    }
    r->all = sorted;
    r->cases = cases;
    r->ranked = n;
    return OK;
}

/* --- what changed the order ------------------------------------------------------------------------ */

struct trail_entry {
    int64_t record, at;
    const char *diff;
};

static void read_entry(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct trail_entry *)row =
        (struct trail_entry){db_int(st, 0), db_int(st, 1), db_text_dup(cx, st, 2)};
}

/* As the trail has it: a rate is a fraction there. */
static int64_t told(const struct json *v, enum assumption a)
{
    if (!v || v->kind == JSON_NULL)
        return NIL;
    return a == ASSUME_WIN_RATE ? llround(json_real(v, 0) * 1e6) : json_int(v, NIL);
}

/* A pair that stands the other way round in the two orders; only those ranked in both. */
static bool turned(const struct audience_report *r, const struct rank_case *was, size_t n,
                   enum rank_unit unit, struct order_change *ret)
{
    for (size_t i = 0; i < r->ranked; i++)
        for (size_t k = i + 1; k < r->ranked; k++) {
            const struct rank_case *a = NULL, *b = NULL;
            for (size_t j = 0; j < n; j++) {
                a = was[j].id == r->cases[i].id ? &was[j] : a;
                b = was[j].id == r->cases[k].id ? &was[j] : b;
            }
            if (!a || !b || !rank_ready(a, unit) || !rank_ready(b, unit) || rank_before(a, b, unit))
                continue;
            ret->winner = r->all[i].audience;
            ret->loser = r->all[k].audience;
            return true;
        }
    return false;
}

struct undoing {
    const struct audience_report *r;
    struct rank_case *was; /* in the order of r->all */
};

/* Takes one entry back; true when that turned the order. */
static bool take_back(struct ctx *cx, struct undoing *u, const struct trail_entry *entry,
                      struct order_change *ret)
{
    const struct json *diff = NULL;
    size_t at = 0;

    while (at < u->r->count && u->was[at].id != entry->record)
        at++;
    if (at == u->r->count || json_parse(cx, entry->diff, strlen(entry->diff), &diff)) {
        fault_clear(cx);
        return false;
    }
    for (const struct json *f = diff->first; f; f = f->next) {
        int a = assumption_named(f->name);
        const struct json *before = f->kind == JSON_LIST ? f->first : NULL;
        if (a < 0 || !before || u->r->all[at].taken[a])
            continue;
        ret->from = told(before, (enum assumption)a);
        ret->to = told(before->next, (enum assumption)a);
        u->was[at].v[a] = ret->from;
        if (ret->from == NIL || ret->to == NIL ||
            !turned(u->r, u->was, u->r->count, rank_unit_of(u->was, u->r->count), ret))
            continue;
        ret->at = entry->at;
        ret->audience = u->r->all[at].audience;
        ret->what = (enum assumption)a;
        ret->there = true;
        return true;
    }
    return false;
}

static enum err find_change(struct ctx *cx, struct db *db, int64_t plan, struct audience_report *r)
{
    struct undoing u = {r, arena_array(cx->arena, r->count + 1, sizeof(*u.was))};
    struct trail_entry *entries = NULL;
    struct order_change found = {0};
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = u.was ? db_begin(cx, db, &SQL_audience_changes, &st) : fail_memory(cx);

    if (!e)
        db_bind_int(st, "plan", plan);
    if (!e)
        e = db_collect(cx, st, sizeof(*entries), read_entry, &entries, &n);
    db_done(st);
    if (e)
        return e;
    for (size_t i = 0; i < r->count; i++)
        u.was[i] = r->all[i].used;
    for (size_t i = 0; i < n && !found.there; i++)
        if (take_back(cx, &u, &entries[i], &found))
            r->change = found;
    return OK;
}

enum err audience_report(struct ctx *cx, struct db *db, int64_t plan, enum rank_basis basis,
                         struct audience_report *ret)
{
    struct audience_report r = {.basis = basis};
    const struct zone *zone = NULL;
    void *found = NULL, **rows = NULL;
    enum err e = model_get(cx, db, &plan_model, plan, &found);

    if (!e)
        e = report_site(cx, db, &zone, &r.currency);
    if (!e)
        e = model_related(cx, db, &audience_model, "plan", plan, AUDIENCES_RANKED_MAX, &rows,
                          &r.count);
    if (e)
        return e;
    r.all = arena_array(cx->arena, r.count + 1, sizeof(*r.all));
    if (!r.all)
        return fail_memory(cx);
    for (size_t i = 0; i < r.count && !e; i++) {
        struct audience_standing *s = &r.all[i];
        s->audience = rows[i];
        audience_expected(s->audience, &s->expected);
        e = audience_actual(cx, db, s->audience, &s->actual);
        use(s, basis);
        if (!e)
            e = read_roles(cx, db, s);
    }
    if (!e)
        e = put_in_order(cx, &r);
    if (!e)
        e = find_change(cx, db, plan, &r);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    *ret = r;
    return e;
}
