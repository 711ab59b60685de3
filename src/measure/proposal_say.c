/* proposal_say.c -- see proposal.h: the numbers of a proposal as sentences, in the reader's language, when they are read. */
#include "base/message.h"
#include "base/text.h"
#include "measure/proposal.h"
#include "measure/report_kind_priv.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_PARAMS = 12 };

struct speech {
    struct ctx *cx;
    const struct evidence *e;
    const char *currency, *name;
    struct buf out;
    struct fault_param params[SENTENCE_PARAMS];
    size_t n;
};

static void with(struct speech *s, const char *name, const char *value)
{
    must(s->n < SENTENCE_PARAMS);
    s->params[s->n++] = (struct fault_param){name, value};
}

static void with_unit(struct speech *s, const char *name, enum unit unit, enum evidence_place at)
{
    with(s, name, figure_said(s->cx, s->currency, unit, s->e->n[at]));
}

static void say(struct speech *s, const char *key)
{
    if (s->out.len)
        buf_add_char(&s->out, ' ');
    buf_add_text(&s->out, message(s->cx->arena, s->cx->lang, key, s->params, s->n));
    s->n = 0;
}

/* "87 %", and nothing is certain. */
static const char *chance_text(struct ctx *cx, double p)
{
    const char *mark = cx->lang == LANG_PT_BR ? " %" : "%";

    if (isnan(p))
        return "–";
    if (p > 0.99)
        return message(cx->arena, cx->lang, "proposal.over99", NULL, 0);
    if (p < 0.01)
        return message(cx->arena, cx->lang, "proposal.under1", NULL, 0);
    return arena_print(cx->arena, "%d%s", (int)lround(p * 100), mark);
}

static void say_rate(struct speech *s, const char *key)
{
    with(s, "name", s->name);
    with_unit(s, "leads", UNIT_COUNT, EV_LEADS);
    with_unit(s, "won", UNIT_COUNT, EV_WON);
    with_unit(s, "rate", UNIT_RATE, EV_RATE);
    with_unit(s, "low", UNIT_RATE, EV_LOW);
    with_unit(s, "high", UNIT_RATE, EV_HIGH);
    with_unit(s, "rest", UNIT_RATE, EV_REST);
    with(s, "chance", chance_text(s->cx, s->e->n[EV_CHANCE]));
    with(s, "worse", chance_text(s->cx, 1 - s->e->n[EV_CHANCE]));
    with_unit(s, "share", UNIT_RATE, EV_SHARE);
    say(s, key);
}

static void say_money(struct speech *s)
{
    double unit = 100; /* one unit in minor ones */
    struct ctx *cx = s->cx;

    if (isnan(s->e->n[EV_RETURN_MIDDLE]))
        return;
    with(s, "one", figure_said(cx, s->currency, UNIT_MONEY, unit));
    with(s, "low", figure_said(cx, s->currency, UNIT_MONEY, unit * s->e->n[EV_RETURN_LOW]));
    with(s, "high", figure_said(cx, s->currency, UNIT_MONEY, unit * s->e->n[EV_RETURN_HIGH]));
    with(s, "middle", figure_said(cx, s->currency, UNIT_MONEY, unit * s->e->n[EV_RETURN_MIDDLE]));
    with(s, "chance", chance_text(cx, s->e->n[EV_CHANCE_PAYS]));
    with_unit(s, "spend", UNIT_MONEY, EV_SPEND);
    say(s, s->e->margin ? "proposal.money_margin" : "proposal.money_revenue");
}

/* Of an asset, a topic or a format: against those that met none, with what was asked for because many were compared. */
static void say_asset(struct speech *s, const char *key)
{
    with_unit(s, "looks", UNIT_COUNT, EV_LOOKS);
    with(s, "bar", figure_said(s->cx, s->currency, UNIT_RATE, s->e->n[EV_BAR]));
    say_rate(s, key);
}

/* What a unit spent brought is said of what is stopped alone: that revenue counts for other assets too. */
static void say_cost(struct speech *s, const struct proposal *p)
{
    if (text_equal(p->kind, "stop")) {
        say_money(s);
        return;
    }
    with_unit(s, "spend", UNIT_MONEY, EV_SPEND);
    with_unit(s, "revenue", UNIT_MONEY, EV_REVENUE);
    say(s, isnan(s->e->n[EV_SPEND]) ? "proposal.asset_no_cost" : "proposal.asset_cost");
}

/* What those leads saw: the asset, or one of that topic or format. */
static const char *met_text(struct ctx *cx, const struct proposal *p)
{
    struct fault_param name = {"name", proposal_name(cx, p)};

    return message(cx->arena, cx->lang, arena_print(cx->arena, "proposal.met.%s", p->dimension),
                   &name, 1);
}

static void why_asset(struct speech *s, const struct proposal *p)
{
    s->name = met_text(s->cx, p);
    say_asset(s, text_equal(p->kind, "scale") ? "proposal.asset_better"
                 : text_equal(p->kind, "fix") ? "proposal.asset_worse"
                                              : "proposal.asset_same");
    say_cost(s, p);
}

/* A goal that began as good as its target asks for the target all along, before its last day too. */
static bool only_keeps(const struct evidence *e)
{
    return e->n[EV_EXPECTED] == e->n[EV_TARGET] && e->n[EV_DAYS_LEFT] > 0;
}

static void say_goal(struct speech *s)
{
    enum unit unit = unit_named(s->e->unit);
    bool ahead = !isnan(s->e->n[EV_OUTLOOK_MIDDLE]);

    with_unit(s, "current", unit, EV_CURRENT);
    with_unit(s, "expected", unit, EV_EXPECTED);
    with_unit(s, "target", unit, EV_TARGET);
    say(s, !only_keeps(s->e)                          ? "proposal.goal"
           : s->e->n[EV_CURRENT] > s->e->n[EV_TARGET] ? "proposal.goal_ceiling"
                                                      : "proposal.goal_floor");
    if (ahead) {
        with_unit(s, "low", unit, EV_OUTLOOK_LOW);
        with_unit(s, "middle", unit, EV_OUTLOOK_MIDDLE);
        with_unit(s, "high", unit, EV_OUTLOOK_HIGH);
        with(s, "due", day_shown(s->cx, day_number(s->e->to)));
        with(s, "chance", chance_text(s->cx, s->e->n[EV_CHANCE]));
        say(s, "proposal.goal_ahead");
    }
}

static void say_gap(struct speech *s)
{
    enum unit unit = unit_named(s->e->unit);

    if (isnan(s->e->n[EV_GAP]) || s->e->n[EV_GAP] <= 0)
        return;
    with_unit(s, "gap", unit, EV_GAP);
    if (s->e->channel) {
        with(s, "channel", report_word(s->cx, "channel", s->e->channel, s->e->channel));
        with(s, "extra",
             s->e->hours ? figure_said(s->cx, s->currency, UNIT_COUNT, s->e->n[EV_GAP_EXTRA])
                         : figure_said(s->cx, s->currency, UNIT_MONEY, s->e->n[EV_GAP_EXTRA]));
    }
    say(s, !s->e->channel ? "proposal.gap_none"
           : s->e->hours  ? "proposal.gap_hours"
                          : "proposal.gap_money");
}

/* A channel of the data has a key for a name, and words of ours for the common ones. */
const char *proposal_name(struct ctx *cx, const struct proposal *p)
{
    const struct proposal_dimension *d = proposal_dimension_find(p->dimension);
    const char *made = d ? asset_row_name(cx, d->assets, p->subject) : NULL;

    if (made)
        return made;
    return text_equal(p->dimension, "channel") ? report_word(cx, "channel", p->subject, p->name)
                                               : p->name;
}

const char *proposal_why(struct ctx *cx, const struct proposal *p, const struct evidence *e,
                         const char *currency)
{
    struct speech s = {.cx = cx,
                       .e = e,
                       .currency = currency,
                       .name = proposal_name(cx, p),
                       .out = buf_in(cx->arena)};

    if (text_equal(p->dimension, "goal")) {
        say_goal(&s);
        return buf_text(&s.out);
    }
    if (!isnan(e->n[EV_LOOKS])) {
        why_asset(&s, p);
        return buf_text(&s.out);
    }
    if (text_equal(p->kind, "scale"))
        say_rate(&s, e->n[EV_CHANCE] >= 0.5 ? "proposal.why_better" : "proposal.why_same");
    else if (text_equal(p->kind, "fix"))
        say_rate(&s, "proposal.why_worse");
    else if (text_equal(p->kind, "mend"))
        say_rate(&s, "proposal.why_mend");
    else
        say_rate(&s, "proposal.why_same");
    if (text_equal(p->kind, "mend"))
        return buf_text(&s.out);
    say_money(&s);
    if (isnan(e->n[EV_SPEND]))
        say(&s, "proposal.no_spend");
    return buf_text(&s.out);
}

/* --- what it would change */

static void say_marginal(struct speech *s)
{
    if (isnan(s->e->n[EV_ELASTICITY])) {
        say(s, "proposal.marginal_unknown");
        return;
    }
    with_unit(s, "months", UNIT_COUNT, EV_MONTHS);
    with(s, "more", figure_said(s->cx, s->currency, UNIT_RATE, 0.1 * s->e->n[EV_ELASTICITY]));
    say(s, "proposal.marginal");
}

/* As many customers as its leads would make at the rate of the rest, if that is more. */
static void say_mended(struct speech *s)
{
    double would = round(s->e->n[EV_LEADS] * s->e->n[EV_REST]);

    if (!(would > s->e->n[EV_WON]))
        return;
    with_unit(s, "leads", UNIT_COUNT, EV_LEADS);
    with_unit(s, "won", UNIT_COUNT, EV_WON);
    with_unit(s, "rest", UNIT_RATE, EV_REST);
    with(s, "would", figure_said(s->cx, s->currency, UNIT_COUNT, would));
    say(s, "proposal.mended");
}

const char *proposal_effect(struct ctx *cx, const struct proposal *p, const struct evidence *e,
                            const char *currency)
{
    struct speech s = {.cx = cx, .e = e, .currency = currency, .out = buf_in(cx->arena)};
    bool spent = !isnan(e->n[EV_SPEND]);

    if (text_equal(p->dimension, "goal")) {
        say_gap(&s);
    } else if (text_equal(p->kind, "mend")) {
        with_unit(&s, "leads", UNIT_COUNT, EV_LEADS);
        say(&s, "proposal.traced");
    } else if (text_equal(p->kind, "fix")) {
        say_mended(&s);
    } else if (text_equal(p->kind, "stop") && spent) {
        with_unit(&s, "spend", UNIT_MONEY, EV_SPEND);
        say(&s, "proposal.freed");
    } else if (text_equal(p->kind, "scale") && spent && isnan(e->n[EV_LOOKS])) {
        say_marginal(&s);
    }
    return s.out.len ? buf_text(&s.out) : NULL;
}

/* --- what to do */

const char *proposal_todo(struct ctx *cx, const struct proposal *p, const struct evidence *e)
{
    const struct proposal_dimension *d = proposal_dimension_find(p->dimension);
    const char *of = d && d->assets ? "asset" : p->dimension, *key;
    struct fault_param channel = {
        "channel", e->channel ? report_word(cx, "channel", e->channel, e->channel) : NULL};

    if (text_equal(of, "goal"))
        key = only_keeps(e) ? "proposal.todo.goal_kept"
              : e->channel  ? "proposal.todo.goal_channel"
                            : "proposal.todo.goal";
    else if (text_equal(p->kind, "scale") || text_equal(p->kind, "fix"))
        key = arena_print(cx->arena, "proposal.todo.%s_%s", p->kind, of);
    else
        key = arena_print(cx->arena, "proposal.todo.%s", p->kind);
    return message(cx->arena, cx->lang, key, &channel, e->channel ? 1 : 0);
}

const char *proposal_found(struct ctx *cx, const struct proposal *p, const struct evidence *found,
                           const char *currency)
{
    struct speech s = {.cx = cx,
                       .e = found,
                       .currency = currency,
                       .name = proposal_name(cx, p),
                       .out = buf_in(cx->arena)};
    enum unit unit = unit_named(found->unit);

    if (text_equal(found->measure, "spend"))
        unit = UNIT_MONEY;
    else if (!text_equal(found->measure, "gain") && !text_equal(found->measure, "level"))
        unit = UNIT_COUNT;
    if (!found->measure || !found->from || !found->to)
        return message(cx->arena, cx->lang, "proposal.found.gone", NULL, 0);
    with(&s, "from", day_shown(cx, day_number(found->from)));
    with(&s, "to", day_shown(cx, day_number(found->to)));
    with_unit(&s, "days", UNIT_COUNT, EV_DAYS);
    with_unit(&s, "before", unit, EV_BEFORE);
    with_unit(&s, "before_of", UNIT_COUNT, EV_BEFORE_OF);
    with_unit(&s, "after", unit, EV_AFTER);
    with_unit(&s, "after_of", UNIT_COUNT, EV_AFTER_OF);
    with_unit(&s, "needed", unit, EV_NEEDED);
    say(&s, arena_print(cx->arena, "proposal.found.%s", found->measure));
    return buf_text(&s.out);
}
