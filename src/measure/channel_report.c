/* channel_report.c -- see channel_report.h. Three passes: over the leads, over their won deals, over the spend; each
 * adds to the groups and to the totals at once.
 *
 * Surprising: months are grouped here and not in SQL, because the engines disagree on time zones; the month of the
 * row before is kept, so that a zone is asked once a month and not once a lead.
 */
#include "measure/channel_report.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"

#include "channel_report_sql.h"

#include <stdlib.h>
#include <string.h>

enum { CHANGE_DAYS_MAX = 1830 };

static const char *const by_names[] = {"channel", "landing_page", "industry",
                                       "month",   "campaign",     "segment"};

const char *report_by_name(enum report_by by)
{
    return by_names[by];
}

enum err report_by_read(struct ctx *cx, const char *name, enum report_by *ret)
{
    if (!name) {
        *ret = BY_CHANNEL;
        return OK;
    }
    for (int i = 0; i < REPORT_BYS; i++) {
        if (!strcmp(by_names[i], name)) {
            *ret = (enum report_by)i;
            return OK;
        }
    }
    return fail_field(cx, "by", "field.choice", "choices",
                      "channel, landing_page, industry, month, campaign, segment", NULL);
}

enum err report_site(struct ctx *cx, struct db *db, const struct zone **ret_zone,
                     const char **ret_currency)
{
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        e = zone_find(cx, site.time_zone, ret_zone);
    if (!e)
        *ret_currency = site.currency;
    return e;
}

/* A lead, for its wins to be found by. */
struct seen {
    int64_t contact, first_contact_at;
    struct tally *group;
    bool won, within; /* within COHORT_DAYS */
};

/* What one run carries from pass to pass. */
struct run {
    struct channel_report *r;
    struct tallies groups;
    struct tally all;
    struct tally nowhere; /* spend of no group */
    struct oddities odd;
    struct buf leads;                /* struct seen, by contact once all are read */
    int64_t old_at;                  /* leads of then or before are old enough */
    int64_t unheard_at;              /* leads before then are older than recorded wins */
    int64_t month_from, month_until; /* of the month met last */
    char month[8];
    int64_t last_contact; /* of the lead met last */
};

/* "2018-03" */
static const char *month_at(struct run *run, int64_t at)
{
    if (!run->month[0] || at < run->month_from || at >= run->month_until) {
        int64_t day = day_of(run->r->zone, at);
        char text[DATE_TEXT_MAX];
        run->month_from = day_at(run->r->zone, month_start(day, 0));
        run->month_until = day_at(run->r->zone, month_start(day, 1));
        date_text(NULL, day * DAYS_MS(1), text);
        memcpy(run->month, text, 7);
        run->month[7] = 0;
    }
    return run->month;
}

/* The group of a row whose first columns are id, label and first contact. */
static struct tally *group_of(struct run *run, const struct db_stmt *st)
{
    const char *id, *label;

    if (run->r->by == BY_MONTH) {
        id = month_at(run, db_int(st, 2));
        return tallies_at(&run->groups, id, id, NULL);
    }
    id = db_text(st, 0);
    label = db_text(st, 1);
    if (is_none(id))
        return tallies_at(&run->groups, "", NULL, NULL);
    if (run->r->by == BY_CAMPAIGN || run->r->by == BY_SEGMENT)
        return tallies_at(&run->groups, id, id, label);
    return tallies_at(&run->groups, id, label, NULL);
}

static int by_contact(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;

    return (x->contact > y->contact) - (x->contact < y->contact);
}

static void count_lead(struct run *run, struct tally *t, int64_t contact, int64_t at)
{
    struct seen seen = {contact, at, t, false, false};

    buf_add(&run->leads, &seen, sizeof(seen));
    t->leads++;
    t->old_leads += at <= run->old_at;
    if (contact == run->last_contact) /* of one more segment */
        return;
    run->last_contact = contact;
    run->all.leads++;
    run->all.old_leads += at <= run->old_at;
    run->odd.before_wins += run->unheard_at != NIL && at < run->unheard_at;
}

static enum err count_leads(struct ctx *cx, struct db *db, struct run *run)
{
    struct db_stmt *st = NULL;
    bool row = false;
    bool segments = run->r->by == BY_SEGMENT;
    enum err e = db_begin(cx, db, segments ? &SQL_report_segment_leads : &SQL_report_leads, &st);

    if (e)
        return e;
    if (!segments)
        db_bind_text(st, "by", by_names[run->r->by]);
    db_bind_int(st, "from_at", run->r->period.from_at);
    db_bind_int(st, "until_at", run->r->period.until_at);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct tally *t = group_of(run, st);
        if (!t) {
            e = fail_memory(cx);
            break;
        }
        count_lead(run, t, db_int(st, 3), db_int(st, 2));
    }
    db_done(st);
    if (!e && !buf_ok(&run->leads))
        e = fail_memory(cx);
    if (!e && run->leads.len)
        qsort(run->leads.bytes, run->leads.len / sizeof(struct seen), sizeof(struct seen),
              by_contact);
    return e;
}

static bool in_time(double days)
{
    return days >= 0 && days <= COHORT_DAYS;
}

/* The first win of a lead. */
static void add_win(const struct run *run, struct tally *t, int64_t first_contact_at,
                    int64_t won_at)
{
    double days;

    t->won++;
    if (won_at == NIL)
        return;
    days = days_between(run->r->zone, first_contact_at, won_at);
    if (days < 0) {
        t->early++;
        return;
    }
    t->within += first_contact_at <= run->old_at && in_time(days);
    buf_add(&t->days, &days, sizeof(days));
}

static void add_amount(const struct run *run, struct tally *t, int64_t amount, const char *currency)
{
    if (amount == NIL) {
        t->unpriced++;
    } else if (is_foreign(currency, run->r->currency)) {
        other_money_add(run->groups.arena, &t->others, OTHER_DEALS, currency, amount, 1);
    } else {
        t->priced++;
        t->revenue = money_add(t->revenue, amount);
    }
}

/* The first place of the lead; there are as many as groups it is in. */
static struct seen *find_lead(const struct run *run, int64_t contact)
{
    struct seen key = {.contact = contact};
    struct seen *all = (struct seen *)(void *)run->leads.bytes, *at;

    if (!run->leads.len)
        return NULL;
    at = bsearch(&key, all, run->leads.len / sizeof(key), sizeof(key), by_contact);
    while (at && at > all && at[-1].contact == contact)
        at--;
    return at;
}

/* A won deal of the lead that stands there, in each of its groups and in the totals. */
static void count_win(struct run *run, struct seen *lead, const struct db_stmt *st, bool first)
{
    const struct seen *end = (const struct seen *)(const void *)(run->leads.bytes + run->leads.len);
    int64_t at = db_int(st, 1), amount = db_int(st, 2);
    const char *currency = db_text(st, 3);

    if (first) {
        add_win(run, &run->all, lead->first_contact_at, at);
        lead->won = true;
        lead->within = at != NIL && in_time(days_between(run->r->zone, lead->first_contact_at, at));
    }
    add_amount(run, &run->all, amount, currency);
    for (const struct seen *s = lead; s < end && s->contact == lead->contact; s++) {
        if (first)
            add_win(run, s->group, s->first_contact_at, at);
        add_amount(run, s->group, amount, currency);
    }
}

static enum err count_wins(struct ctx *cx, struct db *db, struct run *run)
{
    struct db_stmt *st = NULL;
    int64_t last = NIL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_report_wins, &st);

    while (!e && !(e = db_step(cx, st, &row)) && row) {
        struct seen *lead = find_lead(run, db_int(st, 0));
        if (!lead)
            continue;
        count_win(run, lead, st, lead->contact != last);
        last = lead->contact;
    }
    db_done(st);
    return e;
}

static enum err count_given_up(struct ctx *cx, struct db *db, struct run *run)
{
    const struct seen *end = (const struct seen *)(const void *)(run->leads.bytes + run->leads.len);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_report_given_up, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", run->r->period.from_at);
    db_bind_int(st, "until_at", run->r->period.until_at);
    while (!(e = db_step(cx, st, &row)) && row) {
        const struct seen *lead = find_lead(run, db_int(st, 0));
        run->all.given_up += lead != NULL;
        for (const struct seen *s = lead; s && s < end && s->contact == lead->contact; s++)
            s->group->given_up++;
    }
    db_done(st);
    return e;
}

static enum spend_kind kind_of(const char *text)
{
    static const char *const kinds[] = {"media", "people", "tools", "commission"};

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_equal(text, kinds[i]))
            return (enum spend_kind)i;
    return SPEND_OTHER;
}

struct line {
    int64_t amount, start, end;
    enum spend_kind kind;
    const char *foreign; /* its currency; NULL: the site's */
};

/* amount: the part of the line that counts. */
static void add_spend(const struct run *run, struct tally *t, int64_t amount, const struct line *l)
{
    enum spend_kind kind = l->kind;

    if (l->foreign) {
        other_money_add(run->groups.arena, &t->others,
                        kind == SPEND_MEDIA ? OTHER_MEDIA : OTHER_SPEND, l->foreign, amount, 1);
        return;
    }
    t->spend = money_add(t->spend, amount);
    t->spend_of[kind] = money_add(t->spend_of[kind], amount);
    t->spend_lines++;
    if (kind == SPEND_MEDIA) {
        t->media = money_add(t->media, amount);
        t->media_lines++;
    }
}

/* A line by the months it covers. */
static bool spread_by_month(struct run *run, const struct line *l)
{
    const struct period *p = &run->r->period;
    int64_t first = l->start > p->first ? l->start : p->first;
    int64_t last = l->end < p->last ? l->end : p->last;

    while (first <= last) {
        int64_t next = month_start(first, 1);
        int64_t stop = next - 1 < last ? next - 1 : last;
        char text[DATE_TEXT_MAX];
        struct tally *t;
        date_text(NULL, first * DAYS_MS(1), text);
        text[7] = 0;
        t = tallies_at(&run->groups, text, text, NULL);
        if (!t)
            return false;
        add_spend(run, t, money_over_days(l->amount, l->start, l->end, first, stop), l);
        first = next;
    }
    return true;
}

/* The group of a line of spend; *ret NULL when it belongs to none. False: full arena. */
static bool spend_group(struct run *run, const struct db_stmt *st, bool foreign, struct tally **ret)
{
    const char *id = db_text(st, run->r->by == BY_CHANNEL ? 0 : 2);

    *ret = NULL;
    if (run->r->by != BY_CHANNEL && run->r->by != BY_CAMPAIGN)
        return true;
    if (is_none(id)) {
        run->odd.spend_nowhere += !foreign;
        return true;
    }
    if (run->r->by == BY_CHANNEL)
        *ret = tallies_at(&run->groups, id, db_text(st, 1), NULL);
    else
        *ret = tallies_at(&run->groups, id, id, db_text(st, 3));
    return *ret != NULL;
}

static bool count_line(struct run *run, const struct db_stmt *st)
{
    const struct period *p = &run->r->period;
    const char *until = db_text(st, 8), *currency = db_text(st, 6);
    struct line l = {.amount = db_int(st, 5), .kind = kind_of(db_text(st, 4))};
    struct tally *t = NULL;
    int64_t part;

    l.start = day_number(db_text(st, 7));
    l.end = until ? day_number(until) : l.start;
    l.foreign = is_foreign(currency, run->r->currency) ? currency : NULL;
    part = money_over_days(l.amount, l.start, l.end, p->first, p->last);
    add_spend(run, &run->all, part, &l);
    if (run->r->by == BY_MONTH)
        return l.foreign || spread_by_month(run, &l);
    if (!spend_group(run, st, l.foreign != NULL, &t))
        return false;
    add_spend(run, t ? t : &run->nowhere, part, &l);
    return true;
}

static enum err count_spend(struct ctx *cx, struct db *db, struct run *run)
{
    const struct period *p = &run->r->period;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_report_spend, &st);

    if (e)
        return e;
    db_bind_text(st, "from_day", p->from ? p->from : "0000-00-00");
    db_bind_text(st, "to_day", p->to ? p->to : "9999-99-99");
    while (!(e = db_step(cx, st, &row)) && row) {
        if (!count_line(run, st)) {
            e = fail_memory(cx);
            break;
        }
    }
    db_done(st);
    return e;
}

/* Of a dimension that spend is not recorded by, nothing is missing from its rows. */
static void note_unassigned(const struct run *run, struct channel_report *r)
{
    const struct tally *t = &run->nowhere;

    if (r->by != BY_CHANNEL && r->by != BY_CAMPAIGN)
        return;
    r->unassigned.spend = t->spend;
    memcpy(r->unassigned.spend_of, t->spend_of, sizeof(t->spend_of));
    r->unassigned.others = t->others;
}

/* The days of the first and the last lead that is old enough; false: there are none. */
static bool old_span(const struct run *run, const struct seen *all, size_t n, int64_t *ret_first,
                     int64_t *ret_last)
{
    int64_t first = INT64_MAX, last = INT64_MIN;

    for (size_t i = 0; i < n; i++) {
        int64_t at = all[i].first_contact_at;
        if (at > run->old_at)
            continue;
        first = at < first ? at : first;
        last = at > last ? at : last;
    }
    if (first > last)
        return false;
    *ret_first = day_of(run->r->zone, first);
    *ret_last = day_of(run->r->zone, last);
    return true;
}

/* By days of first contact, those old enough: since when do they become customers at another rate? */
static enum err look_for_change(struct ctx *cx, struct run *run)
{
    const struct seen *all = (const struct seen *)(const void *)run->leads.bytes;
    size_t n = run->leads.len / sizeof(*all), count = 0;
    int64_t first = 0, last = 0, contact = NIL;
    struct rate_day *days;

    if (n < (size_t)2 * RATE_CHANGE_LEADS || !old_span(run, all, n, &first, &last))
        return OK;
    if (last - first >= CHANGE_DAYS_MAX)
        first = last - CHANGE_DAYS_MAX + 1;
    count = (size_t)(last - first + 1);
    days = arena_array(cx->arena, count, sizeof(*days));
    if (!days)
        return fail_memory(cx);
    for (size_t i = 0; i < count; i++)
        days[i] = (struct rate_day){.day = first + (int64_t)i};
    for (size_t i = 0; i < n; i++) {
        int64_t at = all[i].first_contact_at, day;
        if (at > run->old_at || all[i].contact == contact)
            continue; /* one of several segments */
        contact = all[i].contact;
        day = day_of(run->r->zone, at) - first;
        if (day < 0)
            continue;
        days[day].leads++;
        days[day].within += all[i].within;
        days[day].won += all[i].won;
    }
    return rate_change_find(cx, days, count, &run->r->change);
}

enum err oddities_read(struct ctx *cx, struct db *db, const struct period *p, struct oddities *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_report_oddities, &st);

    if (e)
        return e;
    db_bind_int(st, "from_at", p->from_at);
    db_bind_int(st, "until_at", p->until_at);
    e = db_step(cx, st, &row);
    must(e || row);
    if (!e) {
        *ret = (struct oddities){0};
        ret->no_first_contact = db_int(st, 0);
        ret->won_no_lead = db_int(st, 1);
        ret->first_win_at = db_int(st, 2);
    }
    db_done(st);
    return e;
}

int64_t wins_begin_at(int64_t first_win_at)
{
    return first_win_at == NIL ? NIL : first_win_at - DAYS_MS(COHORT_DAYS);
}

enum err channel_report_run(struct ctx *cx, struct db *db, const struct report_ask *ask,
                            struct channel_report *ret)
{
    struct channel_report r = {.by = ask->by};
    struct run run = {.r = &r, .groups = tallies_in(cx->arena)};
    enum err e = report_site(cx, db, &r.zone, &r.currency);

    if (!e)
        e = period_read(cx, r.zone, ask->from, ask->to, &r.period);
    if (!e)
        e = oddities_read(cx, db, &r.period, &run.odd);
    if (e)
        return e;
    run.all.days = buf_in(cx->arena);
    run.leads = buf_in(cx->arena);
    run.old_at = ctx_now(cx) - DAYS_MS(COHORT_DAYS);
    run.unheard_at = wins_begin_at(run.odd.first_win_at);
    e = count_leads(cx, db, &run);
    if (!e)
        e = count_wins(cx, db, &run);
    if (!e)
        e = look_for_change(cx, &run);
    if (!e)
        e = count_given_up(cx, db, &run);
    if (!e)
        e = count_spend(cx, db, &run);
    note_unassigned(&run, &r);
    if (!e)
        e = report_figures(cx, &run.groups, &run.all, &r);
    if (!e)
        e = report_anomalies(cx, &run.groups, &run.all, &run.odd, &r);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = r;
    return e;
}
