/* score_engagement.c -- points that fade: the arithmetic, and the counters that it rests on. See score.h. */
#include "people/behaviour.h"
#include "people/score_priv.h"

#include "score_sql.h"

#include <math.h>
#include <string.h>

int64_t score_decay(int64_t half_life_days, int64_t age_days)
{
    if (age_days < 0 || half_life_days < 1 || age_days > half_life_days * SCORE_FORGOTTEN)
        return 0;
    return llround(exp2(-(double)age_days / (double)half_life_days) * SCORE_ONE);
}

int64_t score_row_units(const struct score_row *row, const struct score_days *d, int64_t today)
{
    int64_t sum = 0, most = row->at_most * SCORE_ONE;

    for (size_t i = 0; i < d->n && d->days[i].day <= today; i++)
        sum += d->days[i].count * score_decay(row->half_life_days, today - d->days[i].day);
    sum *= row->points;
    return sum > most ? most : sum < -most ? -most : sum;
}

static int64_t rounded(int64_t units, int64_t of)
{
    int64_t x = units * 2 + of, by = of * 2;

    return x / by - (x % by < 0);
}

int64_t score_of_units(int64_t units)
{
    return score_clamp(rounded(units, SCORE_ONE));
}

void score_shares(const int64_t *units, size_t n, int64_t of, int64_t *ret)
{
    int64_t sum = 0, left;

    for (size_t i = 0; i < n; i++) {
        sum += units[i];
        ret[i] = units[i] / of - (units[i] % of < 0);
    }
    left = rounded(sum, of);
    for (size_t i = 0; i < n; i++)
        left -= ret[i];
    for (; left > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (units[i] - ret[i] * of > units[best] - ret[best] * of)
                best = i;
        ret[best]++;
    }
}

int64_t score_on(const struct score_model *m, const struct score_days *days, int64_t day)
{
    int64_t sum = m->base * SCORE_ONE;

    for (size_t i = 0; i < m->row_count; i++)
        if (m->rows[i].rule)
            sum += score_row_units(&m->rows[i], &days[i], day);
    return score_of_units(sum);
}

/* --- counters ---------------------------------------------------------------------------------- */

static int64_t longest(const struct score_model *m)
{
    int64_t most = 1;

    for (size_t i = 0; i < m->row_count; i++)
        most = m->rows[i].half_life_days > most ? m->rows[i].half_life_days : most;
    return most;
}

struct counted {
    int64_t row;
    struct score_day day;
};

static void read_counted(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(struct counted *)row = (struct counted){db_int(st, 0), {db_int(st, 1), db_int(st, 2)}};
}

enum err score_days_read(struct ctx *cx, struct db *db, const struct score_model *m,
                         int64_t contact, int64_t today, struct score_days **ret)
{
    struct score_days *all = arena_array(cx->arena, m->row_count + 1, sizeof(*all));
    struct score_day *days;
    struct counted *rows = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = all ? db_begin(cx, db, &SQL_score_days_of_contact, &st) : fail_memory(cx);

    if (!e) {
        db_bind_int(st, "model", m->id);
        db_bind_int(st, "contact", contact);
        db_bind_int(st, "after", today - SCORE_HISTORY_DAYS - longest(m) * SCORE_FORGOTTEN - 1);
        db_bind_int(st, "today", today);
        e = db_collect(cx, st, sizeof(*rows), read_counted, &rows, &n);
    }
    db_done(st);
    if (e)
        return e;
    days = arena_array(cx->arena, n + 1, sizeof(*days));
    if (!days)
        return fail_memory(cx);
    for (size_t i = 0; i < n; i++) {
        struct score_days *of;
        if (rows[i].row < 0 || (size_t)rows[i].row >= m->row_count)
            continue;
        of = &all[rows[i].row];
        days[i] = rows[i].day;
        if (!of->n++)
            of->days = &days[i];
    }
    *ret = all;
    return OK;
}

/* --- rows as tables ---------------------------------------------------------------------------- */

static enum err decay_known(struct ctx *cx, struct db *db, int64_t half_life, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_decay_known, &st);

    if (!e) {
        db_bind_int(st, "half_life", half_life);
        e = db_step(cx, st, &row);
    }
    if (!e)
        *ret = db_int(st, 0) > half_life * SCORE_FORGOTTEN;
    db_done(st);
    return e;
}

static enum err keep_decay(struct ctx *cx, struct db *db, int64_t half_life)
{
    struct db_stmt *st = NULL;
    bool known = false;
    enum err e = decay_known(cx, db, half_life, &known);

    if (e || known)
        return e;
    e = db_begin(cx, db, &SQL_score_decay_add, &st);
    if (!e)
        e = db_pipeline(cx, db);
    for (int64_t age = 0; age <= half_life * SCORE_FORGOTTEN && !e; age++) {
        if (age)
            db_again(st);
        db_bind_int(st, "half_life", half_life);
        db_bind_int(st, "age", age);
        db_bind_int(st, "weight", score_decay(half_life, age));
        e = db_run(cx, st);
    }
    if (!e)
        e = db_flush(cx, db);
    db_done(st);
    return e;
}

static enum err add_row(struct ctx *cx, struct db *db, const struct score_model *m, size_t i)
{
    struct db_stmt *st = NULL;
    const struct score_row *row = &m->rows[i];
    enum err e = db_begin(cx, db, &SQL_score_row_add, &st);

    if (!e) {
        db_bind_int(st, "model", m->id);
        db_bind_int(st, "n", (int64_t)i);
        db_bind_text(st, "behaviour", row->rule->behaviours[0].key);
        db_bind_int(st, "points", row->points);
        db_bind_int(st, "half_life", row->half_life_days);
        db_bind_int(st, "at_most", row->at_most);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : keep_decay(cx, db, row->half_life_days);
}

void score_behaviours(const struct score_model *m, struct rule_behaviour *ret_list, size_t *ret_n)
{
    *ret_n = 0;
    for (size_t i = 0; i < m->row_count; i++)
        if (m->rows[i].rule)
            ret_list[(*ret_n)++] = m->rows[i].rule->behaviours[0];
}

enum err score_rows_keep(struct ctx *cx, struct db *db, const struct score_model *m)
{
    struct rule_behaviour list[SCORE_ROWS_MAX];
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_score_row_drop, &st);

    if (!e) {
        db_bind_int(st, "model", m->id);
        e = db_run(cx, st);
    }
    db_done(st);
    for (size_t i = 0; i < m->row_count && !e; i++)
        if (m->rows[i].rule)
            e = add_row(cx, db, m, i);
    score_behaviours(m, list, &n);
    return e ? e : behaviour_keep(cx, db, "score", m->id, list, n);
}
