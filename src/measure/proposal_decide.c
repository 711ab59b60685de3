/* proposal_decide.c -- see proposal.h: what people decide, and the budget that moves with it.
 *
 * The shift is kept with what each budget line was and became, so that undoing it can tell whether somebody changed a line since:
 * {"plan", "from", "to", "hours", "amount", "months", "lines": [{"id", "made", "was_minor", "now_minor", "was_hours", "now_hours"}]}.
 */
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/proposal.h"
#include "strategy/budget_line.h"
#include "strategy/channel.h"
#include "strategy/plan.h"

#include "proposal_sql.h"

#include <string.h>

static enum err find_open(struct ctx *cx, struct db *db, int64_t id, struct proposal **ret)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &proposal_model, id, &found);

    *ret = found;
    if (!e && !text_equal((*ret)->state, "open"))
        e = fail(cx, ERR_CONFLICT, "proposal.decided", NULL);
    return e;
}

static enum err today_of(struct ctx *cx, struct db *db, int64_t *ret)
{
    const struct zone *zone = NULL;
    const char *currency = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        *ret = day_of(zone, ctx_now(cx));
    return e;
}

/* --- the budget */

struct moving {
    const struct proposal_shift *shift;
    int64_t today;
    int64_t from, to; /* channels of the plan */
    struct json_writer *w;
};

static enum err channel_of_plan(struct ctx *cx, struct db *db, int64_t plan, const char *field,
                                const char *key, int64_t *ret)
{
    struct db_stmt *st = NULL;
    const char *id = text_fold(cx->arena, key);
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_shift_channel, &st);

    *ret = NIL;
    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    while (*ret == NIL && !(e = db_step(cx, st, &row)) && row) {
        int64_t channel = db_int(st, 0);
        void *found = NULL;
        e = model_get(cx, db, &channel_model, channel, &found);
        if (e)
            break;
        if (text_equal(text_fold(cx->arena, ((const struct channel *)found)->matches), id))
            *ret = channel;
    }
    db_done(st);
    return e || *ret != NIL ? e : fail_field(cx, field, "shift.not_in_plan", "name", key, NULL);
}

/* The channel's line of the month; *ret NULL: none. */
static enum err line_of(struct ctx *cx, struct db *db, int64_t plan, int64_t channel,
                        const char *month, struct budget_line **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    void *found = NULL;
    int64_t id = NIL;
    enum err e = db_begin(cx, db, &SQL_shift_line, &st);

    *ret = NULL;
    if (e)
        return e;
    db_bind_int(st, "plan", plan);
    db_bind_int(st, "channel", channel);
    db_bind_text(st, "month", month);
    e = db_step(cx, st, &row);
    if (!e && row)
        id = db_int(st, 0);
    db_done(st);
    if (!e && id != NIL)
        e = model_get(cx, db, &budget_line_model, id, &found);
    *ret = found;
    return e;
}

static void note_line(struct json_writer *w, const struct budget_line *is, bool made,
                      int64_t was_minor, int64_t was_hours)
{
    json_open_object(w);
    json_id_member(w, "id", is->record.id);
    json_bool_member(w, "made", made);
    json_int_member(w, "was_minor", was_minor);
    json_int_member(w, "now_minor", is->planned_minor);
    json_int_member(w, "was_hours", was_hours);
    json_int_member(w, "now_hours", is->planned_hours == NIL ? 0 : is->planned_hours);
    json_close_object(w);
}

static enum err less(struct ctx *cx, struct db *db, const struct moving *m, const char *month,
                     const struct budget_line *line)
{
    bool hours = m->shift->ask.hours;
    int64_t most = !line ? 0 : hours ? line->planned_hours : line->planned_minor;
    const struct zone *zone = NULL;
    const char *currency = NULL;
    enum err e = report_site(cx, db, &zone, &currency);

    if (e)
        return e;
    return fail_field(
        cx, "amount", hours ? "shift.month_hours" : "shift.month_less", "month",
        message_month(cx->arena, cx->lang, month), "max",
        figure_said(cx, currency, hours ? UNIT_COUNT : UNIT_MONEY, most == NIL ? 0 : (double)most),
        "name", shift_channel_said(cx, m->shift->ask.from), NULL);
}

/* One line, by so much more or less. */
static enum err move_line(struct ctx *cx, struct db *db, const struct moving *m, int64_t channel,
                          const char *month, int64_t change)
{
    struct budget_line *line = NULL;
    int64_t was_minor = 0, was_hours = 0;
    bool made;
    enum err e = line_of(cx, db, m->shift->plan, channel, month, &line);

    if (e)
        return e;
    made = !line;
    if (made)
        line = model_new(cx, &budget_line_model);
    if (!line)
        return fail_memory(cx);
    if (made) {
        line->plan = m->shift->plan;
        line->channel = channel;
        line->month = month;
        line->planned_minor = 0;
    }
    was_minor = line->planned_minor;
    was_hours = line->planned_hours == NIL ? 0 : line->planned_hours;
    if ((m->shift->ask.hours ? was_hours : was_minor) + change < 0)
        return less(cx, db, m, month, made ? NULL : line);
    if (m->shift->ask.hours)
        line->planned_hours = was_hours + change;
    else
        line->planned_minor = was_minor + change;
    line->record.version = 0;
    e = made ? model_add(cx, db, &budget_line_model, line)
             : model_change(cx, db, &budget_line_model, line);
    if (!e)
        note_line(m->w, line, made, was_minor, was_hours);
    return e;
}

static enum err move_months(struct ctx *cx, struct db *db, struct moving *m)
{
    const struct shift_ask *ask = &m->shift->ask;
    enum err e = OK;

    json_name(m->w, "lines");
    json_open_list(m->w);
    for (int i = 1; i <= ask->months && !e; i++) {
        const char *month = day_text(cx, month_start(m->today, i));
        e = month ? move_line(cx, db, m, m->from, month, -ask->amount) : fail_memory(cx);
        if (!e)
            e = move_line(cx, db, m, m->to, month, ask->amount);
    }
    json_close_list(m->w);
    return e;
}

static enum err move_budget(struct ctx *cx, struct db *db, const struct proposal_shift *shift,
                            int64_t today, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct moving m = {.shift = shift, .today = today, .w = &w};
    void *plan = NULL;
    enum err e = model_get(cx, db, &plan_model, shift->plan, &plan);

    must(shift->ask.months >= 1 && shift->ask.months <= SHIFT_MONTHS_MAX && shift->ask.amount >= 1);
    if (e == ERR_NOTFOUND)
        e = fail_field(cx, "plan", "field.ref", "id",
                       arena_print(cx->arena, "%lld", (long long)shift->plan), NULL);
    if (!e)
        e = channel_of_plan(cx, db, shift->plan, "from", shift->ask.from, &m.from);
    if (!e)
        e = channel_of_plan(cx, db, shift->plan, "to", shift->ask.to, &m.to);
    if (e)
        return e;
    json_open_object(&w);
    json_id_member(&w, "plan", shift->plan);
    json_text_member(&w, "from", shift->ask.from);
    json_text_member(&w, "to", shift->ask.to);
    json_bool_member(&w, "hours", shift->ask.hours);
    json_int_member(&w, "amount", shift->ask.amount);
    json_int_member(&w, "months", shift->ask.months);
    e = move_months(cx, db, &m);
    json_close_object(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    *ret = buf_text(&out);
    return e;
}

static enum err line_back(struct ctx *cx, struct db *db, const struct json *l)
{
    struct budget_line *line;
    void *found = NULL;
    int64_t id = json_int(json_get(l, "id"), 0);
    enum err e = model_get(cx, db, &budget_line_model, id, &found);

    if (e == ERR_NOTFOUND)
        return fail(cx, ERR_CONFLICT, "proposal.line_changed", NULL);
    if (e)
        return e;
    line = found;
    if (line->planned_minor != json_int(json_get(l, "now_minor"), 0) ||
        (line->planned_hours == NIL ? 0 : line->planned_hours) !=
            json_int(json_get(l, "now_hours"), 0))
        return fail(cx, ERR_CONFLICT, "proposal.line_changed", NULL);
    if (json_bool(json_get(l, "made"), false))
        return model_delete(cx, db, &budget_line_model, id, 0);
    line->planned_minor = json_int(json_get(l, "was_minor"), 0);
    if (line->planned_hours != NIL)
        line->planned_hours = json_int(json_get(l, "was_hours"), 0);
    line->record.version = 0;
    return model_change(cx, db, &budget_line_model, line);
}

static enum err budget_back(struct ctx *cx, struct db *db, const char *shift)
{
    const struct json *v = NULL, *lines;
    enum err e = json_parse(cx, shift, strlen(shift), &v);

    lines = e ? NULL : json_get(v, "lines");
    for (const struct json *l = lines ? lines->first : NULL; l && !e; l = l->next)
        e = line_back(cx, db, l);
    return e;
}

/* --- decisions */

static enum err check_review(struct ctx *cx, int64_t today, const char *given, const char **ret)
{
    const char *first = day_text(cx, today + 1), *last = day_text(cx, today + PROPOSAL_REVIEW_MAX);

    if (!first || !last)
        return fail_memory(cx);
    *ret = given ? given : day_text(cx, today + PROPOSAL_REVIEW_DAYS);
    if (!date_ok(*ret))
        return fail_field(cx, "review_on", "field.date", NULL);
    if (strcmp(*ret, first) < 0 || strcmp(*ret, last) > 0)
        return fail_field(cx, "review_on", "proposal.review_range", "first",
                          day_shown(cx, today + 1), "last",
                          day_shown(cx, today + PROPOSAL_REVIEW_MAX), NULL);
    return OK;
}

static void decide(struct ctx *cx, struct proposal *p, const char *state)
{
    p->state = state;
    p->decided_at = ctx_now(cx);
    p->decided_by = cx->actor ? cx->actor : NIL;
    p->record.version = 0;
}

enum err proposal_shift_check(struct ctx *cx, struct db *db, const struct proposal_shift *shift)
{
    struct shift_effect effect;

    return budget_shift(cx, db, &shift->ask, &effect);
}

enum err proposal_accept(struct ctx *cx, struct db *db, int64_t id, const char *review_on,
                         const struct proposal_shift *shift, struct proposal **ret)
{
    const char *moved = NULL;
    int64_t today = 0;
    enum err e = find_open(cx, db, id, ret);

    if (!e)
        e = today_of(cx, db, &today);
    if (!e)
        e = check_review(cx, today, review_on, &review_on);
    if (!e && shift)
        e = move_budget(cx, db, shift, today, &moved);
    if (e)
        return e;
    decide(cx, *ret, "accepted");
    (*ret)->review_on = review_on;
    (*ret)->shift = moved;
    return model_change(cx, db, &proposal_model, *ret);
}

enum err proposal_dismiss(struct ctx *cx, struct db *db, int64_t id, const char *reason,
                          struct proposal **ret)
{
    enum err e = find_open(cx, db, id, ret);

    if (e)
        return e;
    if (text_empty(reason))
        return fail_field(cx, "reason", "proposal.reason", NULL);
    decide(cx, *ret, "dismissed");
    (*ret)->reason = reason;
    return model_change(cx, db, &proposal_model, *ret);
}

enum err proposal_undo(struct ctx *cx, struct db *db, int64_t id, struct proposal **ret)
{
    void *found = NULL;
    struct proposal *p;
    enum err e = model_get(cx, db, &proposal_model, id, &found);

    if (e)
        return e;
    p = found;
    if (!text_equal(p->state, "accepted") && !text_equal(p->state, "dismissed"))
        return fail(cx, ERR_CONFLICT, "proposal.not_decided", NULL);
    if (p->outcome)
        return fail(cx, ERR_CONFLICT, "proposal.reviewed", NULL);
    if (p->shift)
        e = budget_back(cx, db, p->shift);
    if (e)
        return e;
    p->state = "open";
    p->decided_at = p->decided_by = NIL;
    p->review_on = p->shift = p->reason = NULL;
    p->record.version = 0;
    *ret = p;
    return model_change(cx, db, &proposal_model, p);
}
