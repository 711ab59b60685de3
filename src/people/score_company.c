/* score_company.c -- which companies have a score, for rules: one, or all at once.
 *
 * All at once is a walk over everybody who counts for a company, in its order, with what they did in one table beside; it says the
 * same as score_account() does of each. Nothing of it is kept: a company's engagement fades with its people's.
 */
#include "people/score_priv.h"

#include "base/text.h"

#include "score_sql.h"

#include <stdlib.h>
#include <string.h>

static bool is_asked(const struct score_asked *a, const int64_t *value, const bool *known)
{
    for (int k = 0; k < SCORE_KINDS; k++)
        if (!a->any[k] &&
            (!known[k] || value[k] < a->spans[k].least || value[k] > a->spans[k].most))
            return false;
    return true;
}

enum err score_company_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    struct account_score s;
    struct score_asked a;
    enum err e = score_asked_by(cx, db, u, &a);

    *ret_next_at = 0;
    if (!e)
        e = score_account_now(cx, db, id, &s);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        *ret = false;
        return OK;
    }
    if (e)
        return e;
    *ret = is_asked(&a, s.value, s.known);
    if (!a.any[SCORE_ENGAGEMENT])
        *ret_next_at = rule_day_start(w->zone, s.today + 1);
    return OK;
}

/* --- all --------------------------------------------------------------------------------------- */

struct did {
    int64_t contact, units;
};

struct seat {
    int64_t account;
    struct score_member member;
};

struct walk {
    struct score_model models[SCORE_KINDS];
    const struct score_model *by; /* whose weights count */
    struct score_asked asked;
    struct did *did; /* by contact; malloc'd */
    size_t did_count, did_cap;
    struct seat *seats; /* by company */
    size_t seat_count, seat_at;
    struct score_member *roles; /* of the company that is walked over; room for all */
    size_t role_count;

    int64_t account, weights, sums[SCORE_KINDS];
    int people;
    struct rule_ids *out;
    size_t out_cap;
};

/* Room for one more in an array of malloc(). */
static void *grown(void *all, size_t n, size_t *cap, size_t each)
{
    size_t more = *cap ? *cap * 2 : 256;
    void *to;

    if (n < *cap)
        return all;
    to = realloc(all, more * each);
    if (to)
        *cap = more;
    return to;
}

static enum err read_did(struct ctx *cx, struct db *db, struct walk *k, int64_t today)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_units_of_all, &st);

    if (!e) {
        db_bind_int(st, "model", k->models[SCORE_ENGAGEMENT].id);
        db_bind_int(st, "today", today);
    }
    while (!e && !(e = db_step(cx, st, &row)) && row) {
        struct did *all = grown(k->did, k->did_count, &k->did_cap, sizeof(*all));
        if (!all) {
            e = fail_memory(cx);
            break;
        }
        k->did = all;
        all[k->did_count++] = (struct did){db_int(st, 0), db_int(st, 1)};
    }
    db_done(st);
    return e;
}

static void read_seat(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct seat *)row =
        (struct seat){db_int(st, 0), {db_int(st, 1), db_text_dup(cx, st, 2), db_int(st, 3)}};
}

static enum err read_seats(struct ctx *cx, struct db *db, struct walk *k)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_companies_roles, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(*k->seats), read_seat, &k->seats, &k->seat_count);
    db_done(st);
    if (!e)
        k->roles = arena_array(cx->arena, k->seat_count + 1, sizeof(*k->roles));
    return !e && !k->roles ? fail_memory(cx) : e;
}

static int64_t units_of(const struct walk *k, int64_t contact)
{
    size_t low = 0, high = k->did_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (k->did[middle].contact < contact)
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->did_count && k->did[low].contact == contact ? k->did[low].units : 0;
}

static int64_t half_up(int64_t sum, int64_t of)
{
    return score_clamp((2 * sum + of) / (2 * of));
}

static enum err end_company(struct ctx *cx, struct walk *k)
{
    bool some = k->weights > 0;
    bool known[SCORE_KINDS] = {some && k->models[SCORE_FIT].id,
                               some && k->models[SCORE_ENGAGEMENT].id};
    int64_t value[SCORE_KINDS] = {some ? half_up(k->sums[SCORE_FIT], k->weights) : 0,
                                  half_up(k->sums[SCORE_ENGAGEMENT], SCORE_FULL)};
    int64_t *all;

    if (!k->account || !is_asked(&k->asked, value, known))
        return OK;
    all = grown(k->out->ids, k->out->n, &k->out_cap, sizeof(*all));
    if (!all)
        return fail_memory(cx);
    k->out->ids = all;
    all[k->out->n++] = k->account;
    return OK;
}

static void begin_company(struct walk *k, int64_t account)
{
    k->account = account;
    k->weights = 0;
    k->people = 0;
    k->role_count = 0;
    memset(k->sums, 0, sizeof(k->sums));
    while (k->seat_at < k->seat_count && k->seats[k->seat_at].account < account)
        k->seat_at++;
    for (; k->seat_at < k->seat_count && k->seats[k->seat_at].account == account; k->seat_at++)
        k->roles[k->role_count++] = k->seats[k->seat_at].member;
}

static void take(struct walk *k, struct score_person *p, int64_t fit)
{
    int64_t base = k->models[SCORE_ENGAGEMENT].base;

    if (k->people++ >= SCORE_PEOPLE_MAX || !score_role_take(k->by, p, k->roles, k->role_count))
        return;
    k->weights += p->weight;
    k->sums[SCORE_FIT] += p->weight * (fit == NIL ? 0 : fit);
    k->sums[SCORE_ENGAGEMENT] +=
        p->weight * score_of_units(base * SCORE_ONE + units_of(k, p->contact));
}

static enum err walk_all(struct ctx *cx, struct db *db, struct walk *k)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_companies_people, &st);

    if (!e)
        db_bind_int(st, "model", k->models[SCORE_FIT].id);
    while (!e && !(e = db_step(cx, st, &row)) && row) {
        struct score_person p = {.contact = db_int(st, 1), .role = db_text(st, 2)};
        if (db_int(st, 0) != k->account) {
            e = end_company(cx, k);
            begin_company(k, db_int(st, 0));
        }
        take(k, &p, db_int(st, 3));
    }
    db_done(st);
    return e ? e : end_company(cx, k);
}

enum err score_company_ids(struct ctx *cx, struct db *db, const struct rule_world *w,
                           const struct rule_use *u, struct rule_ids *ret)
{
    struct walk k = {.out = ret};
    struct rule_world own;
    enum err e = score_asked_by(cx, db, u, &k.asked);

    if (!e)
        e = score_models_load(cx, db, &own, k.models);
    k.by = k.models[SCORE_FIT].id ? &k.models[SCORE_FIT] : &k.models[SCORE_ENGAGEMENT];
    if (!e && k.models[SCORE_ENGAGEMENT].id)
        e = read_did(cx, db, &k, rule_day(w->zone, ctx_now(cx)));
    if (!e)
        e = read_seats(cx, db, &k);
    if (!e)
        e = walk_all(cx, db, &k);
    free(k.did);
    return e;
}
