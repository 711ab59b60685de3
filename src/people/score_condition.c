/* score_condition.c -- see score_condition.h. */
#include "people/score_condition.h"

#include "base/message.h"
#include "base/text.h"
#include "people/score_priv.h"

#include "score_model_sql.h"
#include "score_sql.h"

enum { FIT_BINDS = 3, ENGAGEMENT_BINDS = 4 };
#define FAR ((int64_t)1 << 60)

static const char *const kinds[] = {"fit", "engagement", NULL};
static const char *const grades[] = {"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1",
                                     "C2", "C3", "C4", "D1", "D2", "D3", "D4", "A",  "B",
                                     "C",  "D",  "1",  "2",  "3",  "4",  NULL};

static const struct rule_param score_params[] = {
    {.field = {.name = "score", .kind = FIELD_KIND_ENUM, .flags = REQUIRED, .choices = kinds}},
    {.field = {.name = "at_least", .kind = FIELD_KIND_INT, .min = 0, .max = SCORE_FULL}},
    {.field = {.name = "at_most", .kind = FIELD_KIND_INT, .min = 0, .max = SCORE_FULL}},
};
static const struct rule_param grade_params[] = {
    {.field = {.name = "grade", .kind = FIELD_KIND_ENUM, .flags = REQUIRED, .choices = grades}},
};

/* The model that counts, without its rows. */
struct cuts {
    int64_t id, base, bands[SCORE_BANDS];
};

static enum err cuts_of(struct ctx *cx, struct db *db, enum score_kind kind, struct cuts *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_model_cuts, &st);

    *ret = (struct cuts){0};
    if (!e) {
        db_bind_text(st, "kind", score_kind_names[kind]);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        *ret = (struct cuts){
            db_int(st, 0), db_int(st, 1), {db_int(st, 2), db_int(st, 3), db_int(st, 4)}};
    db_done(st);
    return e;
}

static struct score_span band_span(const struct cuts *c, int band)
{
    return (struct score_span){band < SCORE_BANDS ? c->bands[band] : 0,
                               band ? c->bands[band - 1] - 1 : SCORE_FULL};
}

static enum score_kind kind_of(const struct rule_use *u)
{
    enum score_kind kind = SCORE_FIT;

    (void)score_kind_of(u->values[0].text, &kind);
    return kind;
}

static struct score_span span_of(const struct rule_use *u)
{
    return (struct score_span){u->given[1] ? u->values[1].number : 0,
                               u->given[2] ? u->values[2].number : SCORE_FULL};
}

/* --- as SQL ------------------------------------------------------------------------------------ */

static void add_fit(struct rule_sql *out, const struct cuts *c, struct score_span s)
{
    rule_sql_add(out, rule_sql_row(out));
    rule_sql_add(out, ".id in (select f.contact from contact_fits f where f.site = ");
    rule_sql_site(out);
    rule_sql_add(out, " and f.model = ");
    rule_sql_int(out, c->id);
    rule_sql_add(out, " and f.fit >= ");
    rule_sql_int(out, s.least);
    rule_sql_add(out, " and f.fit <= ");
    rule_sql_int(out, s.most);
    rule_sql_add(out, ")");
}

static struct score_span units_of(const struct cuts *c, struct score_span s)
{
    return (struct score_span){s.least <= 0 ? -FAR : score_units_for(c->base, s.least),
                               s.most >= SCORE_FULL ? FAR
                                                    : score_units_for(c->base, s.most + 1) - 1};
}

/* Whoever did nothing has no units: those are taken in, or left out, together. */
static void add_engagement(struct rule_sql *out, const struct cuts *c, struct score_span s,
                           int64_t today)
{
    struct score_span units = units_of(c, s);
    bool idle = units.least <= 0 && units.most >= 0;

    rule_sql_add(out, rule_sql_row(out));
    rule_sql_add(out, idle ? ".id not in (" : ".id in (");
    rule_sql_add(
        out,
        "select y.contact from (select coalesce(g.kept, d.contact) as contact, r.n, "
        "case when abs(r.points) * sum(d.n * w.weight) <= r.at_most * 1048576 then r.points * "
        "sum(d.n * w.weight) "
        "when r.points > 0 then r.at_most * 1048576 else - r.at_most * 1048576 end as units "
        "from behaviour_days d cross join behaviour_keys k cross join score_rows r "
        "cross join score_decay w left join merged_ids g on g.site = d.site and g.kind = 'contact' "
        "and g.gone = d.contact where k.site = d.site and k.counted = d.counted and r.site = "
        "d.site "
        "and r.behaviour = k.key and w.half_life = r.half_life and w.age = ");
    rule_sql_int(out, today);
    rule_sql_add(out, " - d.day and d.site = ");
    rule_sql_site(out);
    rule_sql_add(out, " and r.model = ");
    rule_sql_int(out, c->id);
    rule_sql_add(out, " group by coalesce(g.kept, d.contact), r.n, r.points, r.at_most) y "
                      "group by y.contact having ");
    rule_sql_add(out, idle ? "sum(y.units) < " : "sum(y.units) >= ");
    rule_sql_int(out, units.least);
    rule_sql_add(out, idle ? " or sum(y.units) > " : " and sum(y.units) <= ");
    rule_sql_int(out, units.most);
    rule_sql_add(out, ")");
}

static void add_span(struct ctx *cx, const struct rule_world *w, struct rule_sql *out,
                     enum score_kind kind, const struct cuts *c, struct score_span s)
{
    if (!c->id || s.least > s.most)
        rule_sql_add(out, "1 = 0");
    else if (kind == SCORE_FIT)
        add_fit(out, c, s);
    else
        add_engagement(out, c, s, rule_day(w->zone, ctx_now(cx)));
}

/* --- of one contact ---------------------------------------------------------------------------- */

static enum err fit_within(struct ctx *cx, struct db *db, const struct cuts *c, int64_t contact,
                           struct score_span s, bool *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_fit_get, &st);

    if (!e) {
        db_bind_int(st, "model", c->id);
        db_bind_int(st, "contact", contact);
        e = db_step(cx, st, &row);
    }
    if (!e)
        *ret = row && db_int(st, 0) >= s.least && db_int(st, 0) <= s.most;
    db_done(st);
    return e;
}

static enum err engagement_within(struct ctx *cx, struct db *db, const struct rule_world *w,
                                  const struct cuts *c, int64_t contact, struct score_span s,
                                  bool *ret, int64_t *ret_next_at)
{
    struct score_span units = units_of(c, s);
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t today = rule_day(w->zone, ctx_now(cx));
    enum err e = db_begin(cx, db, &SQL_score_units_of_contact, &st);

    if (!e) {
        db_bind_int(st, "model", c->id);
        db_bind_int(st, "contact", contact);
        db_bind_int(st, "today", today);
        e = db_step(cx, st, &row);
    }
    if (!e) {
        *ret = db_int(st, 1) >= units.least && db_int(st, 1) <= units.most;
        *ret_next_at = rule_day_start(w->zone, today + 1);
    }
    db_done(st);
    return e;
}

static enum err within(struct ctx *cx, struct db *db, const struct rule_world *w,
                       enum score_kind kind, const struct cuts *c, int64_t contact,
                       struct score_span s, bool *ret, int64_t *ret_next_at)
{
    *ret = false;
    *ret_next_at = 0;
    if (!c->id || s.least > s.most)
        return OK;
    if (kind == SCORE_FIT)
        return fit_within(cx, db, c, contact, s, ret);
    return engagement_within(cx, db, w, c, contact, s, ret, ret_next_at);
}

/* --- {"score": ...} ---------------------------------------------------------------------------- */

static enum err score_check(struct ctx *cx, struct db *db, const struct rule_use *u)
{
    struct cuts c;
    enum err e = cuts_of(cx, db, kind_of(u), &c);

    if (e)
        return e;
    if (!c.id)
        return rule_wrong(cx, u, "score", "score.unpublished");
    if (!u->given[1] && !u->given[2])
        return rule_wrong(cx, u, "at_least", "field.required");
    return span_of(u).least > span_of(u).most ? rule_wrong(cx, u, "at_most", "rule.turned") : OK;
}

static enum err score_say(struct ctx *cx, struct db *db, const struct rule_use *u, struct buf *out)
{
    const char *least = arena_print(cx->arena, "%d", (int)span_of(u).least);
    const char *most = arena_print(cx->arena, "%d", (int)span_of(u).most);
    const char *name = arena_print(cx->arena, "rule.score_score.%s", u->values[0].text);
    const char *key = !u->given[2]   ? "score.say_least"
                      : !u->given[1] ? "score.say_most"
                                     : "score.say_between";
    const struct fault_param p[] = {
        {"score", name ? message(cx->arena, cx->lang, name, NULL, 0) : NULL},
        {"least", least ? least : ""},
        {"most", most ? most : ""}};

    (void)db;
    buf_add_text(out, message(cx->arena, cx->lang, key, p, COUNT_OF(p)));
    return OK;
}

static enum err score_where(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_use *u, struct rule_sql *out)
{
    enum score_kind kind = kind_of(u);
    struct cuts c;
    enum err e = cuts_of(cx, db, kind, &c);

    if (!e)
        add_span(cx, w, out, kind, &c, span_of(u));
    return e;
}

static enum err score_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    enum score_kind kind = kind_of(u);
    struct cuts c;
    enum err e = cuts_of(cx, db, kind, &c);

    return e ? e : within(cx, db, w, kind, &c, id, span_of(u), ret, ret_next_at);
}

const struct rule_condition score_condition = {.key = "score",
                                               .subjects = {"contact"},
                                               .params = score_params,
                                               .param_count = COUNT_OF(score_params),
                                               .binds = ENGAGEMENT_BINDS,
                                               .check = score_check,
                                               .say = score_say,
                                               .where = score_where,
                                               .match = score_match};

/* --- {"grade": ...} ---------------------------------------------------------------------------- */

struct asked {
    struct cuts cuts[SCORE_KINDS];
    struct score_span spans[SCORE_KINDS];
    bool any[SCORE_KINDS]; /* this half is not asked for */
};

static enum err asked_of(struct ctx *cx, struct db *db, const struct rule_use *u, struct asked *ret)
{
    const char *g = u->values[0].text;
    bool letter = *g >= 'A' && *g <= 'D';
    char digit = letter ? g[1] : g[0];
    enum err e = OK;

    *ret = (struct asked){.any = {!letter, !digit}};
    for (int k = 0; k < SCORE_KINDS && !e; k++)
        e = cuts_of(cx, db, (enum score_kind)k, &ret->cuts[k]);
    if (letter)
        ret->spans[SCORE_FIT] = band_span(&ret->cuts[SCORE_FIT], *g - 'A');
    if (digit)
        ret->spans[SCORE_ENGAGEMENT] = band_span(&ret->cuts[SCORE_ENGAGEMENT], digit - '1');
    return e;
}

static enum err grade_check(struct ctx *cx, struct db *db, const struct rule_use *u)
{
    struct asked a;
    enum err e = asked_of(cx, db, u, &a);

    if (e)
        return e;
    for (int k = 0; k < SCORE_KINDS; k++)
        if (!a.any[k] && !a.cuts[k].id)
            return rule_wrong(cx, u, "grade", "score.unpublished");
    return OK;
}

static enum err grade_say(struct ctx *cx, struct db *db, const struct rule_use *u, struct buf *out)
{
    const struct fault_param p[] = {{"grade", u->values[0].text}};

    (void)db;
    buf_add_text(out, message(cx->arena, cx->lang, "score.say_grade", p, 1));
    return OK;
}

static enum err grade_where(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_use *u, struct rule_sql *out)
{
    struct asked a;
    bool more = false;
    enum err e = asked_of(cx, db, u, &a);

    for (int k = 0; k < SCORE_KINDS && !e; k++) {
        if (a.any[k])
            continue;
        if (more)
            rule_sql_add(out, " and ");
        add_span(cx, w, out, (enum score_kind)k, &a.cuts[k], a.spans[k]);
        more = true;
    }
    return e;
}

static enum err grade_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next_at)
{
    struct asked a;
    bool is = true;
    enum err e = asked_of(cx, db, u, &a);

    *ret_next_at = 0;
    for (int k = 0; k < SCORE_KINDS && !e && is; k++)
        if (!a.any[k])
            e = within(cx, db, w, (enum score_kind)k, &a.cuts[k], id, a.spans[k], &is, ret_next_at);
    if (!e)
        *ret = is;
    return e;
}

const struct rule_condition grade_condition = {.key = "grade",
                                               .subjects = {"contact"},
                                               .params = grade_params,
                                               .param_count = COUNT_OF(grade_params),
                                               .binds = FIT_BINDS + ENGAGEMENT_BINDS,
                                               .check = grade_check,
                                               .say = grade_say,
                                               .where = grade_where,
                                               .match = grade_match};

/* --- of companies ------------------------------------------------------------------------------ */

enum err score_asked_by(struct ctx *cx, struct db *db, const struct rule_use *u,
                        struct score_asked *ret)
{
    enum score_kind kind = kind_of(u);
    struct asked a;
    enum err e = OK;

    if (text_equal(u->condition->key, score_condition.key)) {
        *ret = (struct score_asked){.any = {true, true}};
        ret->any[kind] = false;
        ret->spans[kind] = span_of(u);
        return OK;
    }
    e = asked_of(cx, db, u, &a);
    for (int k = 0; k < SCORE_KINDS; k++) {
        ret->any[k] = a.any[k];
        ret->spans[k] = a.spans[k];
    }
    return e;
}

const struct rule_condition company_score_condition = {.key = "score",
                                                       .subjects = {"account"},
                                                       .params = score_params,
                                                       .param_count = COUNT_OF(score_params),
                                                       .check = score_check,
                                                       .say = score_say,
                                                       .ids = score_company_ids,
                                                       .match = score_company_match};

const struct rule_condition company_grade_condition = {.key = "grade",
                                                       .subjects = {"account"},
                                                       .params = grade_params,
                                                       .param_count = COUNT_OF(grade_params),
                                                       .check = grade_check,
                                                       .say = grade_say,
                                                       .ids = score_company_ids,
                                                       .match = score_company_match};
