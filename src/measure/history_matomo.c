/* history_matomo.c -- a log of visits out of Matomo: a row is a visit, its actions stand side by side in columns.
 *
 * Live.getLastVisitsDetails as CSV names them actionDetails_0_url, actionDetails_0_timestamp and so on, as many as the longest visit
 * has. Times in seconds since 1970 are taken where there are any. Visitors are told apart by Matomo's id within a day and no longer:
 * what they agreed to is not in the file.
 *
 * Source: Matomo, Reporting API, Live.getLastVisitsDetails.
 */
#include "measure/history_priv.h"

#include "base/text.h"
#include "measure/period.h"
#include "net/page_url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column {
    ID,
    VISITOR,
    STARTED, /* seconds */
    DAY,
    CLOCK,
    REFERRER_TYPE,
    REFERRER_NAME,
    REFERRER_URL,
    REFERRER_KEYWORD,
    DEVICE,
    BROWSER,
    BROWSER_VERSION,
    SYSTEM,
    SYSTEM_VERSION,
    COUNTRY,
    LANGUAGE,
    CAMPAIGN_SOURCE,
    CAMPAIGN_MEDIUM,
    COLUMNS,
};
_Static_assert(COLUMNS <= 32, "history_table has room for them");

enum action { TYPE, URL, TIME, SPENT, EVENT };

static const struct {
    const char *name;
    enum column column;
} names[] = {
    {"idvisit", ID},
    {"visitorid", VISITOR},
    {"firstactiontimestamp", STARTED},
    {"servertimestamp", STARTED},
    {"serverdate", DAY},
    {"servertimepretty", CLOCK},
    {"servertime", CLOCK},
    {"referrertype", REFERRER_TYPE},
    {"referrername", REFERRER_NAME},
    {"referrerurl", REFERRER_URL},
    {"referrerkeyword", REFERRER_KEYWORD},
    {"devicetype", DEVICE},
    {"browsername", BROWSER},
    {"browserversion", BROWSER_VERSION},
    {"operatingsystemname", SYSTEM},
    {"operatingsystemversion", SYSTEM_VERSION},
    {"countrycode", COUNTRY},
    {"languagecode", LANGUAGE},
    {"campaignsource", CAMPAIGN_SOURCE},
    {"campaignmedium", CAMPAIGN_MEDIUM},
};

static const struct {
    const char *name;
    enum action part;
} parts[] = {{"type", TYPE},       {"url", URL},           {"timestamp", TIME},
             {"timespent", SPENT}, {"eventaction", EVENT}, {"eventcategory", EVENT}};

/* "actiondetails_12_url" */
static void find_action(const char *plain, size_t at, struct history_table *t)
{
    static const char prefix[] = "actiondetails_";
    char *end = NULL;
    long n;

    if (!text_starts(plain, prefix))
        return;
    n = strtol(plain + strlen(prefix), &end, 10);
    if (n < 0 || n >= HISTORY_ACTIONS_MAX || !end || *end != '_')
        return;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(end + 1, parts[i].name) == 0 && t->actions[n][parts[i].part] < 0)
            t->actions[n][parts[i].part] = (int)at;
    if ((size_t)n >= t->action_count)
        t->action_count = (size_t)n + 1;
}

bool history_visits_header(struct ctx *cx, const char *const *header, size_t n,
                           struct history_table *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; i < COUNT_OF(ret->columns); i++)
        ret->columns[i] = -1;
    for (size_t i = 0; i < HISTORY_ACTIONS_MAX; i++)
        for (size_t k = 0; k < COUNT_OF(ret->actions[i]); k++)
            ret->actions[i][k] = -1;
    for (size_t i = 0; i < n; i++) {
        const char *plain = history_plain_name(cx, header[i]);
        for (size_t k = 0; k < COUNT_OF(names); k++)
            if (strcmp(names[k].name, plain) == 0 && ret->columns[names[k].column] < 0)
                ret->columns[names[k].column] = (int)i;
        find_action(plain, i, ret);
    }
    return ret->columns[ID] >= 0 && ret->action_count > 0 &&
           (ret->columns[STARTED] >= 0 || ret->columns[DAY] >= 0);
}

static const char *at_column(const struct csv_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

static const char *cell(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row, enum column c, size_t max)
{
    return history_text(r->cx, at_column(row, t->columns[c]), max);
}

static bool seconds_ms(const char *text, int64_t *ret)
{
    int64_t s;

    if (!text_to_int(text, &s) || s < 0 || s > INT64_C(7258118400))
        return false;
    *ret = s * 1000;
    return true;
}

/* When the visit began: in seconds, or a day and a time on the file's clock. */
static bool started(struct history_run *r, const struct history_table *t, const struct csv_row *row,
                    int64_t *ret)
{
    const char *day = at_column(row, t->columns[DAY]), *clock = at_column(row, t->columns[CLOCK]);
    const char *text;
    bool ok;

    if (seconds_ms(at_column(row, t->columns[STARTED]), ret))
        return true;
    text = arena_print(r->cx->arena, "%s%s%s", day, *clock ? "T" : "", clock);
    ok = text && time_read(r->cx, text, r->zone, ret) == OK;
    if (!ok && !arena_full(r->cx->arena))
        fault_clear(r->cx);
    return ok;
}

static void read_source(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row, struct fact *f)
{
    const char *type = cell(r, t, row, REFERRER_TYPE, 40),
               *name = cell(r, t, row, REFERRER_NAME, 200);

    f->referrer = page_url_bare(r->cx, at_column(row, t->columns[REFERRER_URL]), 300);
    if (strcasecmp(type, "campaign") == 0) {
        f->campaign = name;
        f->source = cell(r, t, row, CAMPAIGN_SOURCE, 200);
        f->medium = cell(r, t, row, CAMPAIGN_MEDIUM, 100);
        f->term = cell(r, t, row, REFERRER_KEYWORD, 200);
    } else if (!*f->referrer && *name && strcasecmp(type, "direct") != 0) {
        f->referrer =
            strchr(name, '.') && !strchr(name, ' ') ? name : history_source_host(r->cx, name);
    }
}

static const char *country_of(struct history_run *r, const char *text)
{
    char *code = arena_dup(r->cx->arena, text);

    if (!code || strlen(code) != 2 || strcasecmp(code, "xx") == 0)
        return "";
    for (char *p = code; *p; p++) {
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
        if (*p < 'A' || *p > 'Z')
            return "";
    }
    return code;
}

/* An event's name as ours: a-z, 0-9 and _. */
static const char *kind_of(struct history_run *r, const char *type, const char *event)
{
    const char *name = history_plain_name(r->cx, *event ? event : type);

    while (*name && (*name < 'a' || *name > 'z'))
        name++;
    if (!*name)
        return "event";
    if (strcmp(name, "view") == 0 || strcmp(name, "engage") == 0)
        return "event";
    return strlen(name) > 32 ? arena_dup_n(r->cx->arena, name, 32) : name;
}

struct visit_row {
    struct fact base;
    struct history_extra extra;
    int64_t started_ms, at_ms;
    int64_t taken;
};

/* What one action means: a page, an event, and for how long it was looked at. */
static void take_action(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row, size_t n, struct visit_row *v)
{
    const int *at = t->actions[n];
    const char *type = at_column(row, at[TYPE]), *url = at_column(row, at[URL]);
    struct page_url page = {0};
    struct fact f = v->base;
    int64_t spent_ms = 0;
    bool view = !*type || strcmp(type, "action") == 0 || strcmp(type, "0") == 0;

    if (!*type && !*url)
        return;
    if (!seconds_ms(at_column(row, at[TIME]), &v->at_ms) && n == 0)
        v->at_ms = v->started_ms;
    f.at_ms = v->at_ms;
    if (*url && page_url_read(r->cx, url, false, &page)) {
        f.host = page.host;
        f.path = page.path;
        if (*page.source || *page.medium || *page.campaign) {
            f.source = page.source;
            f.medium = page.medium;
            f.campaign = page.campaign;
        }
    } else if (view) {
        return;
    }
    f.kind = view ? "view" : kind_of(r, type, at_column(row, at[EVENT]));
    if (v->taken) { /* only what begins a visit says where it came from */
        f.referrer = f.source = f.medium = f.campaign = f.term = "";
    }
    if (f.kind && run_fact(r, &f, &v->extra))
        v->taken++;
    if (!r->told && view && seconds_ms(at_column(row, at[SPENT]), &spent_ms) && spent_ms > 0) {
        f.kind = "engage";
        f.engaged_ms = spent_ms < HOURS_MS(1) ? spent_ms : HOURS_MS(1);
        f.at_ms += f.engaged_ms;
        f.referrer = f.source = f.medium = f.campaign = f.term = "";
        (void)run_fact(r, &f, &v->extra);
    }
}

void history_matomo_row(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row)
{
    const char *who = at_column(row, t->columns[VISITOR]);
    struct visit_row v = {.base = fact_nothing()};
    int64_t day;

    if (!started(r, t, row, &v.started_ms)) {
        run_refuse(r, "history.why_time");
        return;
    }
    if (!run_wants_moment(r, v.started_ms))
        return;
    if (!*who)
        who = at_column(row, t->columns[ID]);
    v.at_ms = v.started_ms;
    v.base.visitor = run_visitor(r, who, "", v.started_ms);
    v.base.country = country_of(r, at_column(row, t->columns[COUNTRY]));
    v.base.language = cell(r, t, row, LANGUAGE, 12);
    read_source(r, t, row, &v.base);
    v.extra = (struct history_extra){
        .device = history_device(cell(r, t, row, DEVICE, 40)),
        .browser = history_browser(cell(r, t, row, BROWSER, 40)),
        .browser_version = cell(r, t, row, BROWSER_VERSION, 20),
        .os = history_system(cell(r, t, row, SYSTEM, 40)),
        .os_version = cell(r, t, row, SYSTEM_VERSION, 20),
    };
    for (size_t i = 0; i < t->action_count && !r->told; i++)
        take_action(r, t, row, i, &v);
    if (r->told)
        return;
    if (!v.taken) {
        run_refuse(r, "history.why_empty");
        return;
    }
    day = day_of(r->site_zone, v.started_ms);
    run_taken(r, 0, day, day);
}
