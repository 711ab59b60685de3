/* plan_questions.c -- see plan_questions.h. */
#include "strategy/plan_questions.h"

#include "base/id.h"
#include "base/message.h"
#include "base/text.h"
#include "model/model.h"

#include <string.h>

enum {
    MONTHS = 12,
    TEXT_CHARS = 200,
    CHANNELS_MAX = 6,
    USUAL_ACCOUNTS = 200,
    USUAL_MARGIN = 40, /* percent */
    USUAL_CYCLE = 60,  /* days */
    WIN_PERCENT = 10,
    WIN_RATE = 100000, /* the same, in millionths */
    SCORE = 3,
};

static const char *const selling_kinds[] = {"direct",  "internet",   "distributor",
                                            "partner", "wholesaler", NULL};
static const char *const goals[] = {"leads", "won", "revenue", NULL};

/* What a lead of a channel may cost, in thousandths of a usual sale, and its part of money and hours. */
static const struct channel_kind {
    const char *kind, *matches;
    int64_t cost_milli;
    int money, hours;
    bool offline;
    const char *name, *why; /* messages */
} channels[] = {
    {"search", "organic_search", 8, 2, 3, false, "plan_start.channel_search",
     "plan_start.why_search"},
    {"mail", "email", 4, 1, 2, false, "plan_start.channel_mail", "plan_start.why_mail"},
    {"referral", "referral", 5, 1, 1, false, "plan_start.channel_referral",
     "plan_start.why_referral"},
    {"paid", "paid_search", 20, 4, 1, false, "plan_start.channel_paid", "plan_start.why_paid"},
    {"social", "organic_social", 10, 1, 2, false, "plan_start.channel_social",
     "plan_start.why_social"},
    {"content", "organic_search", 8, 2, 3, false, "plan_start.channel_content",
     "plan_start.why_content"},
    {"fairs", "event", 30, 4, 2, true, "plan_start.channel_fairs", "plan_start.why_fairs"},
    {"telephone", "telephone", 12, 1, 4, true, "plan_start.channel_telephone",
     "plan_start.why_telephone"},
};

/* --- reading ---------------------------------------------------------------------------------------- */

static const char *need_text(struct ctx *cx, const struct json *in, const char *name)
{
    const char *text = json_text(json_get(in, name), NULL), *clean = NULL;

    if (text_empty(text))
        (void)fail_field(cx, name, "field.required", NULL);
    else if (text_chars(text) > TEXT_CHARS)
        (void)fail_too_long(cx, name, TEXT_CHARS, text_chars(text));
    else if (!text_clean(cx, text, strlen(text), false, &clean))
        return clean;
    return "";
}

static int64_t number(struct ctx *cx, const struct json *in, const char *name, int64_t min,
                      int64_t max, bool needed)
{
    const struct json *v = json_get(in, name);
    int64_t n = json_int(v, NIL);

    if (!v || v->kind == JSON_NULL) {
        if (needed)
            (void)fail_field(cx, name, "field.required", NULL);
        return NIL;
    }
    if (n == NIL || n < min || n > max)
        (void)fail_field(cx, name, "field.range", "min",
                         arena_print(cx->arena, "%lld", (long long)min), "max",
                         arena_print(cx->arena, "%lld", (long long)max), NULL);
    return n;
}

static const char *one_of(const char *text, const char *const *all)
{
    for (; *all; all++)
        if (text_equal(text, *all))
            return *all;
    return NULL;
}

static const struct channel_kind *channel_of(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(channels); i++)
        if (text_equal(channels[i].kind, kind))
            return &channels[i];
    return NULL;
}

static void read_selling(struct ctx *cx, const struct json *in, struct plan_answers *a)
{
    const struct json *list = json_get(in, "selling");
    size_t n = 0;

    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        const char *kind = one_of(json_text(v, ""), selling_kinds);
        if (!kind)
            (void)fail_choice(cx, "selling", selling_kinds);
        else if (n < PLAN_ANSWER_LIST_MAX)
            a->selling[n++] = kind;
    }
    if (!n)
        (void)fail_field(cx, "selling", "field.required", NULL);
}

static void read_today(struct ctx *cx, const struct json *in, struct plan_answers *a)
{
    const struct json *list = json_get(in, "today");
    size_t n = 0;

    for (const struct json *v = list ? list->first : NULL; v; v = v->next) {
        const struct channel_kind *c = channel_of(json_text(v, ""));
        if (!c)
            (void)fail_field(cx, "today", "plan_start.channel", NULL);
        else if (n < PLAN_ANSWER_LIST_MAX)
            a->today[n++] = c->kind;
    }
}

enum err plan_answers_read(struct ctx *cx, const struct json *in, struct plan_answers *ret)
{
    struct plan_answers a = {0};

    a.sells = need_text(cx, in, "sells");
    a.to_whom = need_text(cx, in, "to_whom");
    a.problem = need_text(cx, in, "problem");
    a.accounts = number(cx, in, "accounts", 1, 100000000, false);
    a.ticket_minor = number(cx, in, "ticket_minor", 1, MONEY_MAX / 1000, true);
    a.margin_percent = number(cx, in, "margin_percent", 1, 100, false);
    a.cycle_days = number(cx, in, "cycle_days", 1, 3650, false);
    a.budget_minor = number(cx, in, "budget_minor", 0, MONEY_MAX / 1000, true);
    a.hours = number(cx, in, "hours", 0, 10000, true);
    read_selling(cx, in, &a);
    read_today(cx, in, &a);
    a.goal = one_of(json_text(json_get(in, "goal"), ""), goals);
    if (!a.goal)
        (void)fail_choice(cx, "goal", goals);
    a.target = number(cx, in, "target", 1, MONEY_MAX / 1000, false);
    *ret = a;
    return cx->fault.fields ? ERR_INVALID : OK;
}

/* --- the document ---------------------------------------------------------------------------------------- */

struct drafting {
    struct ctx *cx;
    const struct plan_answers *a;
    struct json_writer *w;
    const struct channel_kind *in_use[CHANNELS_MAX];
    size_t n;
    int64_t leads; /* of twelve months, by money and costs */
};

/* A sentence about what was answered. */
static const char *say(const struct drafting *d, const char *key)
{
    const struct fault_param p[] = {
        {"sells", d->a->sells}, {"to_whom", d->a->to_whom}, {"problem", d->a->problem}};

    return message(d->cx->arena, d->cx->lang, key, p, COUNT_OF(p));
}

static void open_record(struct drafting *d, const char *table, const char *key)
{
    json_open_object(d->w);
    json_text_member(d->w, "table", table);
    if (key)
        json_text_member(d->w, "key", key);
    json_name(d->w, "fields");
    json_open_object(d->w);
}

/* guesses: names apart by blanks. */
static void put_guesses(struct drafting *d, const char *name, const char *guesses)
{
    json_name(d->w, name);
    json_open_list(d->w);
    while (*guesses) {
        size_t n = strcspn(guesses, " ");
        json_put_text_n(d->w, guesses, n);
        guesses += n + (guesses[n] == ' ');
    }
    json_close_list(d->w);
}

static void close_record(struct drafting *d, const char *guesses)
{
    json_close_object(d->w);
    put_guesses(d, "guess", guesses);
    json_close_object(d->w);
}

static void put_plan(struct drafting *d)
{
    json_name(d->w, "plan");
    json_open_object(d->w);
    json_text_member(d->w, "company_profile", say(d, "plan_start.profile"));
    json_text_member(d->w, "market_summary", say(d, "plan_start.market"));
    json_text_member(d->w, "summary", say(d, "plan_start.summary"));
    json_close_object(d->w);
    put_guesses(d, "plan_guess", "company_profile market_summary summary");
}

static int64_t margin_of(const struct plan_answers *a)
{
    return a->ticket_minor * (a->margin_percent == NIL ? USUAL_MARGIN : a->margin_percent) / 100;
}

static void put_audience(struct drafting *d)
{
    static const char *const scores[] = {"fit", "value", "resources", "influence"};
    struct buf guesses = buf_in(d->cx->arena);

    open_record(d, "audiences", "audience");
    json_text_member(d->w, "name", text_cut(d->cx->arena, d->a->to_whom, 110));
    json_text_member(d->w, "description", say(d, "plan_start.audience"));
    for (size_t i = 0; i < COUNT_OF(scores); i++) {
        json_int_member(d->w, scores[i], SCORE);
        buf_print(&guesses, "%s ", scores[i]);
    }
    json_int_member(d->w, "reachable_accounts",
                    d->a->accounts == NIL ? USUAL_ACCOUNTS : d->a->accounts);
    json_int_member(d->w, "margin_minor", margin_of(d->a));
    json_real_member(d->w, "win_rate", (double)WIN_RATE / 1e6);
    json_int_member(d->w, "cost_to_win_minor", margin_of(d->a) / 5);
    buf_print(&guesses, "%s%swin_rate cost_to_win_minor description",
              d->a->accounts == NIL ? "reachable_accounts " : "",
              d->a->margin_percent == NIL ? "margin_minor " : "");
    close_record(d, buf_text(&guesses));
}

static void put_people(struct drafting *d)
{
    static const struct {
        const char *role, *name, *pains;
    } people[] = {
        {"user", "plan_start.user", "plan_start.user_pains"},
        {"decider", "plan_start.decider", "plan_start.decider_pains"},
        {"payer", "plan_start.payer", "plan_start.payer_pains"},
    };

    for (size_t i = 0; i < COUNT_OF(people); i++) {
        open_record(d, "personas", NULL);
        json_text_member(d->w, "name", say(d, people[i].name));
        json_text_member(d->w, "audience", "@audience");
        json_text_member(d->w, "buying_role", people[i].role);
        json_text_member(d->w, "pains", say(d, people[i].pains));
        close_record(d, "name pains");
    }
}

static void put_rivals(struct drafting *d)
{
    static const struct {
        const char *name, *offers, *sales, *content;
        int threat;
    } rivals[] = {
        {"plan_start.rival_nothing", "plan_start.rival_nothing_offers",
         "plan_start.rival_nothing_sales", "plan_start.rival_nothing_content", 3},
        {"plan_start.rival_large", "plan_start.rival_large_offers", "plan_start.rival_large_sales",
         "plan_start.rival_large_content", 4},
    };

    for (size_t i = 0; i < COUNT_OF(rivals); i++) {
        open_record(d, "competitors", NULL);
        json_text_member(d->w, "name", say(d, rivals[i].name));
        json_text_member(d->w, "offers", say(d, rivals[i].offers));
        json_text_member(d->w, "sales", say(d, rivals[i].sales));
        json_text_member(d->w, "content", say(d, rivals[i].content));
        json_int_member(d->w, "threat", rivals[i].threat);
        close_record(d, "name offers sales content threat");
    }
    open_record(d, "positionings", NULL);
    json_text_member(d->w, "audience", "@audience");
    json_text_member(d->w, "alternatives", say(d, "plan_start.alternatives"));
    json_text_member(d->w, "value", say(d, "plan_start.value"));
    json_text_member(d->w, "category", text_cut(d->cx->arena, d->a->sells, 190));
    json_text_member(d->w, "statement", say(d, "plan_start.statement"));
    close_record(d, "alternatives value category statement");
}

/* --- where, and with what money ----------------------------------------------------------------------------- */

static void use(struct drafting *d, const char *kind)
{
    const struct channel_kind *c = channel_of(kind);

    for (size_t i = 0; i < d->n; i++)
        if (d->in_use[i] == c)
            return;
    if (c && d->n < CHANNELS_MAX)
        d->in_use[d->n++] = c;
}

/* What is done today, and the three that nearly everybody can begin with. */
static void choose_channels(struct drafting *d)
{
    for (size_t i = 0; d->a->today[i]; i++)
        use(d, d->a->today[i]);
    for (size_t i = 0; d->n < 3 && i < COUNT_OF(channels); i++)
        use(d, channels[i].kind);
}

static int64_t lead_cost(const struct drafting *d, const struct channel_kind *c)
{
    int64_t cost = d->a->ticket_minor / 1000 * c->cost_milli;

    return cost > 100 ? cost : 100;
}

static int64_t part(int64_t all, int weight, int weights)
{
    return weights ? all * weight / weights : 0;
}

static void put_channels(struct drafting *d)
{
    int64_t money_left = d->a->budget_minor, hours_left = d->a->hours;
    int money = 0, hours = 0;

    for (size_t i = 0; i < d->n; i++) {
        money += d->in_use[i]->money;
        hours += d->in_use[i]->hours;
    }
    for (size_t i = 0; i < d->n; i++) {
        const struct channel_kind *c = d->in_use[i];
        bool last = i + 1 == d->n; /* what does not divide goes to the last */
        int64_t monthly = last ? money_left : part(d->a->budget_minor, c->money, money);
        int64_t hourly = last ? hours_left : part(d->a->hours, c->hours, hours);
        const char *at = arena_print(d->cx->arena, "@%s", c->kind);
        open_record(d, "channels", c->kind);
        json_text_member(d->w, "name", say(d, c->name));
        json_text_member(d->w, "kind", c->kind);
        json_text_member(d->w, "matches", c->matches);
        json_text_member(d->w, "why", say(d, c->why));
        json_text_member(d->w, "audience", "@audience");
        json_bool_member(d->w, "offline", c->offline);
        json_int_member(d->w, "expected_cost_per_lead_minor", lead_cost(d, c));
        close_record(d, "why expected_cost_per_lead_minor");
        json_open_object(d->w);
        json_text_member(d->w, "table", "budget_lines");
        json_int_member(d->w, "each_month", MONTHS);
        json_name(d->w, "fields");
        json_open_object(d->w);
        json_text_member(d->w, "channel", at);
        json_int_member(d->w, "planned_minor", monthly);
        json_int_member(d->w, "planned_hours", hourly);
        close_record(d, "planned_minor planned_hours");
        money_left -= monthly;
        hours_left -= hourly;
        d->leads += monthly * MONTHS / lead_cost(d, c);
    }
}

static void put_selling(struct drafting *d)
{
    for (size_t i = 0; d->a->selling[i]; i++) {
        const char *key =
            arena_print(d->cx->arena, "model.selling_channel.kind.%s", d->a->selling[i]);
        const char *name = message_find(d->cx->lang, key);
        int64_t percent = margin_of(d->a) * 100 / d->a->ticket_minor;
        open_record(d, "selling_channels", NULL);
        json_text_member(d->w, "name", name ? name : d->a->selling[i]);
        json_text_member(d->w, "kind", d->a->selling[i]);
        json_real_member(d->w, "margin", (double)percent / 100);
        close_record(d, "margin");
    }
}

/* --- what for ------------------------------------------------------------------------------------------------- */

static int64_t target_of(const struct drafting *d)
{
    int64_t leads = d->leads > 0 ? d->leads : MONTHS, won = leads * WIN_PERCENT / 100;

    if (d->a->target != NIL)
        return d->a->target;
    won = won > 0 ? won : 1;
    if (text_equal(d->a->goal, "leads"))
        return leads;
    return text_equal(d->a->goal, "won") ? won : won * d->a->ticket_minor;
}

static void put_goal(struct drafting *d)
{
    static const char *const texts[][2] = {
        {"who", "plan_start.goal_who"},        {"what", "plan_start.goal_what"},
        {"when_text", "plan_start.goal_when"}, {"where_text", "plan_start.goal_where"},
        {"how", "plan_start.goal_how"},        {"why", "plan_start.goal_why"},
        {"reason", "plan_start.goal_reason"}};
    const char *name = text_equal(d->a->goal, "leads") ? say(d, "plan_start.goal_leads")
                       : text_equal(d->a->goal, "won") ? say(d, "plan_start.goal_won")
                                                       : say(d, "plan_start.goal_revenue");

    open_record(d, "goals", "goal");
    json_text_member(d->w, "name", name);
    json_text_member(d->w, "audience", "@audience");
    json_text_member(d->w, "metric", d->a->goal);
    json_int_member(d->w, "target_micro", target_of(d) * 1000000);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        json_text_member(d->w, texts[i][0], say(d, texts[i][1]));
    json_name(d->w, "starts_on");
    json_open_object(d->w);
    json_int_member(d->w, "month", 0);
    json_close_object(d->w);
    json_name(d->w, "due_on");
    json_open_object(d->w);
    json_int_member(d->w, "month_end", MONTHS - 1);
    json_close_object(d->w);
    close_record(d, d->a->target == NIL ? "target_micro who what when_text where_text how why"
                                        : "who what when_text where_text how why");
    open_record(d, "campaigns", NULL);
    json_text_member(d->w, "name", say(d, "plan_start.campaign"));
    json_text_member(d->w, "audience", "@audience");
    json_text_member(d->w, "goal", "@goal");
    json_text_member(d->w, "channel", arena_print(d->cx->arena, "@%s", d->in_use[0]->kind));
    json_text_member(d->w, "metric", "leads");
    json_text_member(d->w, "notes", say(d, "plan_start.campaign_notes"));
    close_record(d, "name notes");
}

enum err plan_answers_seed(struct ctx *cx, const struct plan_answers *a, const struct json **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct drafting d = {.cx = cx, .a = a, .w = &w};

    choose_channels(&d);
    json_open_object(&w);
    put_plan(&d);
    json_name(&w, "records");
    json_open_list(&w);
    put_audience(&d);
    put_people(&d);
    put_rivals(&d);
    put_selling(&d);
    put_channels(&d);
    put_goal(&d);
    json_close_list(&w);
    json_close_object(&w);
    return buf_ok(&out) ? json_parse(cx, out.bytes, out.len, ret) : fail_memory(cx);
}
