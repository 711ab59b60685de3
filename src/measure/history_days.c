/* history_days.c -- totals of days out of CSV files: Plausible's export, and Matomo's reports by day.
 *
 * What a file holds is told by its header, not by its name, so that renamed and single files are read too; a Matomo report that does not
 * tell is named by whoever sends it.
 *
 * Source: https://plausible.io/docs/csv-import ("CSV structure"); Matomo, Reporting API (names of columns), and the words of its
 * screens in English and Portuguese.
 */
#include "measure/history_priv.h"

#include "base/text.h"
#include "measure/period.h"
#include "net/page_url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Columns of a table of totals; after LABEL those of texts. */
enum column {
    DATE,
    VISITORS,
    VISITS,
    VIEWS,
    BOUNCES,
    SECONDS,
    EVENTS,
    SCROLL,
    SCROLLED,
    LABEL,
    CODE,
    KIND_OF_SOURCE,
    HOST,
    PAGE,
    ENTRY,
    EXIT,
    SOURCE,
    REFERRER,
    UTM_SOURCE,
    UTM_MEDIUM,
    UTM_CAMPAIGN,
    UTM_CONTENT,
    UTM_TERM,
    COUNTRY,
    DEVICE,
    BROWSER,
    BROWSER_VERSION,
    SYSTEM,
    SYSTEM_VERSION,
    NAME,
    COLUMNS,
};
_Static_assert(COLUMNS <= 32, "history_table has room for them");

struct named {
    const char *name;
    enum column column;
};

static const struct named plausible_names[] = {
    {"date", DATE},
    {"visitors", VISITORS},
    {"visits", VISITS},
    {"entrances", VISITS},
    {"exits", VISITS},
    {"pageviews", VIEWS},
    {"bounces", BOUNCES},
    {"visit_duration", SECONDS},
    {"total_time_on_page", SECONDS},
    {"time_on_page", SECONDS},
    {"events", EVENTS},
    {"total_scroll_depth", SCROLL},
    {"total_scroll_depth_visits", SCROLLED},
    {"hostname", HOST},
    {"page", PAGE},
    {"entry_page", ENTRY},
    {"exit_page", EXIT},
    {"source", SOURCE},
    {"referrer", REFERRER},
    {"utm_source", UTM_SOURCE},
    {"utm_medium", UTM_MEDIUM},
    {"utm_campaign", UTM_CAMPAIGN},
    {"utm_content", UTM_CONTENT},
    {"utm_term", UTM_TERM},
    {"country", COUNTRY},
    {"device", DEVICE},
    {"browser", BROWSER},
    {"browser_version", BROWSER_VERSION},
    {"operating_system", SYSTEM},
    {"operating_system_version", SYSTEM_VERSION},
    {"name", NAME},
    {NULL, 0},
};

static const struct named matomo_names[] = {
    {"date", DATE},
    {"data", DATE},
    {"label", LABEL},
    {"rotulo", LABEL},
    {"etiqueta", LABEL},
    {"nb_uniq_visitors", VISITORS},
    {"sum_daily_nb_uniq_visitors", VISITORS},
    {"entry_nb_uniq_visitors", VISITORS},
    {"exit_nb_uniq_visitors", VISITORS},
    {"unique_visitors", VISITORS},
    {"visitantes_unicos", VISITORS},
    {"nb_visits", VISITS},
    {"visits", VISITS},
    {"visitas", VISITS},
    {"nb_pageviews", VIEWS},
    {"pageviews", VIEWS},
    {"visualizacoes_de_pagina", VIEWS},
    {"nb_hits", VIEWS},
    {"nb_actions", VIEWS},
    {"actions", VIEWS},
    {"acoes", VIEWS},
    {"bounce_count", BOUNCES},
    {"bounces", BOUNCES},
    {"rejeicoes", BOUNCES},
    {"sum_visit_length", SECONDS},
    {"sum_time_spent", SECONDS},
    {"nb_events", EVENTS},
    {"events", EVENTS},
    {"eventos", EVENTS},
    {"metadata_code", CODE},
    {"code", CODE},
    {"metadata_url", PAGE},
    {"url", PAGE},
    {"referer_type", KIND_OF_SOURCE},
    {"referrer_type", KIND_OF_SOURCE},
    {NULL, 0},
};

/* Entry and exit pages count their own visits, and have those of the page beside them. */
static const struct named matomo_entry_names[] = {
    {"entry_nb_visits", VISITS},
    {"entrances", VISITS},
    {"entradas", VISITS},
    {"entry_bounce_count", BOUNCES},
    {"entry_nb_actions", VIEWS},
    {"entry_sum_visit_length", SECONDS},
    {NULL, 0},
};
static const struct named matomo_exit_names[] = {
    {"exit_nb_visits", VISITS},
    {"exits", VISITS},
    {"saidas", VISITS},
    {NULL, 0},
};

const char *history_plain_name(struct ctx *cx, const char *name)
{
    char *to, *out = arena_dup(cx->arena, text_fold(cx->arena, name));

    if (!out)
        return "";
    to = out;
    for (const char *p = out; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
        if (plain)
            *to++ = *p;
        else if (to > out && to[-1] != '_')
            *to++ = '_';
    }
    while (to > out && to[-1] == '_')
        to--;
    *to = 0;
    return out;
}

/* The first of two columns of one meaning stands. */
static void find_columns(struct ctx *cx, const struct named *names, const char *const *header,
                         size_t n, struct history_table *t)
{
    for (size_t i = 0; i < n; i++) {
        const char *plain = history_plain_name(cx, header[i]);
        for (const struct named *k = names; k->name; k++)
            if (strcmp(k->name, plain) == 0 && t->columns[k->column] < 0)
                t->columns[k->column] = (int)i;
    }
}

static struct history_table no_table(void)
{
    struct history_table t = {0};

    for (size_t i = 0; i < COUNT_OF(t.columns); i++)
        t.columns[i] = -1;
    return t;
}

bool history_plausible_header(struct history_run *r, const char *name, const char *const *header,
                              size_t n, struct history_table *ret)
{
    static const struct {
        enum column column;
        enum history_report report;
    } told[] = {{ENTRY, HISTORY_ENTRIES},    {EXIT, HISTORY_EXITS},     {PAGE, HISTORY_PAGES},
                {SOURCE, HISTORY_SOURCES},   {COUNTRY, HISTORY_PLACES}, {DEVICE, HISTORY_DEVICES},
                {BROWSER, HISTORY_BROWSERS}, {SYSTEM, HISTORY_SYSTEMS}, {NAME, HISTORY_EVENTS}};
    struct history_table t = no_table();

    (void)name;
    find_columns(r->cx, plausible_names, header, n, &t);
    for (size_t i = 0; i < COUNT_OF(told) && !t.report; i++)
        if (t.columns[told[i].column] >= 0)
            t.report = (int)told[i].report;
    if (!t.report && t.columns[VISITORS] >= 0)
        t.report = HISTORY_TOTALS;
    *ret = t;
    return t.report && t.columns[DATE] >= 0 && t.columns[VISITORS] >= 0;
}

/* What the name of a file says of a report. */
static int report_in_name(const char *plain)
{
    static const struct {
        const char *word;
        enum history_report report;
    } words[] = {
        {"entry", HISTORY_ENTRIES},      {"entrada", HISTORY_ENTRIES},
        {"exit", HISTORY_EXITS},         {"saida", HISTORY_EXITS},
        {"pageurls", HISTORY_PAGES},     {"pages", HISTORY_PAGES},
        {"paginas", HISTORY_PAGES},      {"referrers", HISTORY_SOURCES},
        {"referer", HISTORY_SOURCES},    {"websites", HISTORY_SOURCES},
        {"channel", HISTORY_SOURCES},    {"canais", HISTORY_SOURCES},
        {"origem", HISTORY_SOURCES},     {"origens", HISTORY_SOURCES},
        {"country", HISTORY_PLACES},     {"countries", HISTORY_PLACES},
        {"pais", HISTORY_PLACES},        {"browser", HISTORY_BROWSERS},
        {"navegador", HISTORY_BROWSERS}, {"osversions", HISTORY_SYSTEMS},
        {"osfamilies", HISTORY_SYSTEMS}, {"operating_system", HISTORY_SYSTEMS},
        {"sistema", HISTORY_SYSTEMS},    {"device", HISTORY_DEVICES},
        {"gettype", HISTORY_DEVICES},    {"dispositivo", HISTORY_DEVICES},
        {"events", HISTORY_EVENTS},      {"eventos", HISTORY_EVENTS},
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strstr(plain, words[i].word))
            return (int)words[i].report;
    return 0;
}

bool history_matomo_header(struct history_run *r, const char *name, const char *const *header,
                           size_t n, struct history_table *ret)
{
    struct history_table t = no_table();
    const char *plain = history_plain_name(r->cx, name);

    t.matomo = true;
    t.report = history_report_named(r->options.report);
    if (!t.report)
        t.report = report_in_name(plain);
    if (t.report == HISTORY_ENTRIES)
        find_columns(r->cx, matomo_entry_names, header, n, &t);
    if (t.report == HISTORY_EXITS)
        find_columns(r->cx, matomo_exit_names, header, n, &t);
    find_columns(r->cx, matomo_names, header, n, &t);
    if (t.columns[LABEL] < 0)
        t.report = HISTORY_TOTALS;
    *ret = t;
    if (t.columns[VISITS] < 0 && t.columns[EVENTS] < 0)
        return false;
    if (!t.report)
        (void)fail(r->cx, ERR_INVALID, "history.need_report", "file", *name ? name : r->im->name,
                   NULL);
    else if (t.columns[DATE] < 0 &&
             (!*r->options.from || strcmp(r->options.from, r->options.to) != 0))
        (void)fail(r->cx, ERR_INVALID, "history.need_day", "file", *name ? name : r->im->name,
                   NULL);
    return t.report != 0;
}

/* --- words of others in our words */

const char *history_text(struct ctx *cx, const char *text, size_t max)
{
    const char *clean = NULL;
    size_t n = strlen(text);
    char *copy;

    if (!text_is_utf8(text, n))
        text = text_from_1252(cx->arena, text, n);
    if (!text || text_clean(cx, text, strlen(text), false, &clean) != OK || !clean) {
        if (!arena_full(cx->arena))
            fault_clear(cx);
        return "";
    }
    copy = arena_dup(cx->arena, clean);
    return copy ? text_cut_bytes(copy, max) : "";
}

const char *history_source_host(struct ctx *cx, const char *name)
{
    const struct source_site *site = source_site_of_name(name);
    size_t n;

    if (!site)
        return "";
    n = strlen(site->domain);
    if (n > 2 && strcmp(site->domain + n - 2, ".*") == 0) {
        const char *host = arena_print(cx->arena, "%.*s.com", (int)(n - 2), site->domain);
        return host ? host : "";
    }
    return site->domain;
}

struct pair {
    const char *theirs, *ours;
};

static const char *ours_of(const struct pair *pairs, const char *name, const char *other)
{
    for (; pairs->theirs; pairs++)
        if (strcasecmp(pairs->theirs, name) == 0)
            return pairs->ours;
    return other;
}

const char *history_device(const char *name)
{
    static const struct pair devices[] = {
        {"desktop", "desktop"},
        {"laptop", "desktop"},
        {"ultrawide", "desktop"},
        {"computador", "desktop"},
        {"mobile", "mobile"},
        {"smartphone", "mobile"},
        {"phablet", "mobile"},
        {"feature phone", "mobile"},
        {"celular", "mobile"},
        {"tablet", "tablet"},
        {"tv", "tv"},
        {"television", "tv"},
        {"console", "tv"},
        {"", ""},
        {NULL, NULL},
    };

    return ours_of(devices, name, "other");
}

const char *history_browser(const char *name)
{
    static const struct pair browsers[] = {
        {"Microsoft Edge", "Edge"},
        {"Samsung Browser", "Samsung Internet"},
        {"Mobile Safari", "Safari"},
        {"Chrome Mobile", "Chrome"},
        {"Chrome Mobile iOS", "Chrome"},
        {"Firefox Mobile", "Firefox"},
        {"Opera Mobile", "Opera"},
        {"DuckDuckGo Privacy Browser", "DuckDuckGo"},
        {"Yandex Browser", "Yandex"},
        {"Chrome Webview", "Android WebView"},
        {NULL, NULL},
    };

    return ours_of(browsers, name, name);
}

const char *history_system(const char *name)
{
    static const struct pair systems[] = {
        {"Mac", "macOS"},
        {"GNU/Linux", "Linux"},
        {"Chrome OS", "ChromeOS"},
        {NULL, NULL},
    };

    return ours_of(systems, name, name);
}

/* --- a row */

static const char *cell(const struct history_table *t, const struct csv_row *row, enum column c)
{
    int at = t->columns[c];

    return at >= 0 && (size_t)at < row->count ? row->cells[at] : "";
}

/* A count; 0 where the file has none. False for what is no count. */
static bool count(const struct history_table *t, const struct csv_row *row, enum column c,
                  int64_t *ret)
{
    static const int64_t most = INT64_C(1000000000000);
    const char *text = cell(t, row, c);

    *ret = 0;
    return !*text || (text_to_int(text, ret) && *ret >= 0 && *ret <= most);
}

static bool read_counts(const struct history_table *t, const struct csv_row *row,
                        struct history_row *to)
{
    int64_t seconds = 0;
    bool ok = count(t, row, VISITORS, &to->visitors) && count(t, row, VISITS, &to->visits) &&
              count(t, row, VIEWS, &to->views) && count(t, row, BOUNCES, &to->bounces) &&
              count(t, row, SECONDS, &seconds) && count(t, row, EVENTS, &to->events) &&
              count(t, row, SCROLL, &to->scroll) && count(t, row, SCROLLED, &to->scrolled);

    to->engaged_ms = seconds * 1000;
    return ok;
}

/* A page as we keep it; Matomo's address of one is a whole URL. */
static const char *page_text(struct history_run *r, const char *text, const char **ret_host)
{
    struct page_url page;
    const char *clean = history_text(r->cx, text, 1000), *url;

    if (strstr(clean, "://")) {
        url = clean;
    } else {
        url = arena_print(r->cx->arena, "http://localhost%s%s", *clean == '/' ? "" : "/", clean);
    }
    if (!url || !page_url_read(r->cx, url, false, &page))
        return clean;
    if (ret_host && url == clean)
        *ret_host = page.host;
    return page.path;
}

static bool is_direct(const char *source)
{
    static const char *const words[] = {"Direct / None", "Direct Entry", "Entrada direta",
                                        "(direct)",      "Direct",       "Direto"};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcasecmp(words[i], source) == 0)
            return true;
    return !*source;
}

/* A kind of source, where a report says no more than that. */
static const char *kind_of_source(const char *source)
{
    static const struct pair kinds[] = {
        {"Search Engines", "organic_search"},
        {"Motores de busca", "organic_search"},
        {"Websites", "referral"},
        {"Sites", "referral"},
        {"Social Networks", "social"},
        {"Redes sociais", "social"},
        {"Campaigns", "other"},
        {"Campanhas", "other"},
        {"AI Assistants", "ai_assistant"},
        {NULL, NULL},
    };

    return ours_of(kinds, source, NULL);
}

static const char *text_cell(struct history_run *r, const struct history_table *t,
                             const struct csv_row *row, enum column c, size_t max)
{
    return history_text(r->cx, cell(t, row, c), max);
}

/* Where visits came from, decided as for those that are measured. */
static void read_source(struct history_run *r, const struct history_table *t,
                        const struct csv_row *row, struct history_row *to)
{
    const char *source = text_cell(r, t, row, t->matomo ? LABEL : SOURCE, 200);
    const char *kind = t->matomo ? kind_of_source(source) : NULL;
    const char *known = is_direct(source) ? "" : history_source_host(r->cx, source);
    struct source_hint hint = {.host = r->options.host, .click = ""};
    struct source_verdict v;

    to->referrer = text_cell(r, t, row, REFERRER, 300);
    hint.source = text_cell(r, t, row, UTM_SOURCE, 200);
    hint.medium = text_cell(r, t, row, UTM_MEDIUM, 100);
    to->campaign = hint.campaign = text_cell(r, t, row, UTM_CAMPAIGN, 200);
    to->content = text_cell(r, t, row, UTM_CONTENT, 200);
    to->term = text_cell(r, t, row, UTM_TERM, 200);
    hint.tagged = *hint.source || *hint.medium || *to->campaign || *to->content || *to->term;
    hint.referrer = *to->referrer                                 ? to->referrer
                    : *known                                      ? known
                    : strchr(source, '.') && !strchr(source, ' ') ? source
                                                                  : "";
    if (!*hint.referrer && !hint.tagged && !is_direct(source) && !kind) {
        hint.source = source; /* as the address named it: ?ref= */
        hint.tagged = true;
    }
    v = source_decide(r->cx, &hint, r->rules.sources, r->rules.source_count);
    to->channel = kind ? kind : v.channel;
    to->source = kind ? "" : v.source;
    to->medium = kind ? "" : v.medium;
}

/* False for a country that has no code. */
static bool read_place(struct history_run *r, const struct history_table *t,
                       const struct csv_row *row, struct history_row *to)
{
    const char *text = cell(t, row, t->matomo ? CODE : COUNTRY);
    char *code;

    if (t->matomo && t->columns[CODE] < 0)
        text = cell(t, row, LABEL);
    if (!*text || strcasecmp(text, "xx") == 0)
        return true;
    code = arena_dup(r->cx->arena, text);
    if (!code || strlen(code) != 2)
        return false;
    for (char *p = code; *p; p++) {
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
        if (*p < 'A' || *p > 'Z')
            return false;
    }
    to->country = code;
    return true;
}

/* "Chrome 120.0" in a report of versions. */
static void split_version(struct history_run *r, const char *text, const char **ret_name,
                          const char **ret_version)
{
    const char *space = strrchr(text, ' ');

    *ret_name = text;
    if (!space || space[1] < '0' || space[1] > '9' || strlen(space + 1) > 20)
        return;
    *ret_name = arena_dup_n(r->cx->arena, text, (size_t)(space - text));
    *ret_version = space + 1;
    if (!*ret_name)
        *ret_name = "";
}

static bool read_words(struct history_run *r, const struct history_table *t,
                       const struct csv_row *row, struct history_row *to)
{
    const char *label = t->matomo ? text_cell(r, t, row, LABEL, 1000) : "";
    const char *page = t->matomo && *cell(t, row, PAGE) ? cell(t, row, PAGE) : label;

    switch (t->report) {
    case HISTORY_SOURCES:
        read_source(r, t, row, to);
        return true;
    case HISTORY_PAGES:
        to->host = text_cell(r, t, row, HOST, 100);
        to->path = page_text(r, t->matomo ? page : cell(t, row, PAGE), &to->host);
        return true;
    case HISTORY_ENTRIES:
        to->entry = page_text(r, t->matomo ? page : cell(t, row, ENTRY), NULL);
        return true;
    case HISTORY_EXITS:
        to->exit = page_text(r, t->matomo ? page : cell(t, row, EXIT), NULL);
        return true;
    case HISTORY_PLACES:
        return read_place(r, t, row, to);
    case HISTORY_DEVICES:
        to->device = history_device(t->matomo ? label : text_cell(r, t, row, DEVICE, 40));
        return true;
    case HISTORY_BROWSERS:
        to->browser = text_cell(r, t, row, BROWSER, 40);
        to->browser_version = text_cell(r, t, row, BROWSER_VERSION, 20);
        if (t->matomo)
            split_version(r, text_cell(r, t, row, LABEL, 40), &to->browser, &to->browser_version);
        to->browser = history_browser(to->browser);
        return true;
    case HISTORY_SYSTEMS:
        to->os = text_cell(r, t, row, SYSTEM, 40);
        to->os_version = text_cell(r, t, row, SYSTEM_VERSION, 20);
        if (t->matomo)
            split_version(r, text_cell(r, t, row, LABEL, 40), &to->os, &to->os_version);
        to->os = history_system(to->os);
        return true;
    case HISTORY_EVENTS:
        to->kind = t->matomo ? text_cell(r, t, row, LABEL, 120) : text_cell(r, t, row, NAME, 120);
        return *to->kind != 0;
    default:
        return true;
    }
}

void history_days_row(struct history_run *r, const struct history_table *t,
                      const struct csv_row *row)
{
    const char *date = t->columns[DATE] < 0 ? r->options.from : cell(t, row, DATE);
    struct history_row to = history_nothing();

    if (!date_ok(date)) {
        run_refuse(r, "history.why_date");
        return;
    }
    to.report = t->report;
    to.day = day_number(date);
    if (!read_counts(t, row, &to)) {
        run_refuse(r, "history.why_number");
        return;
    }
    if (!read_words(r, t, row, &to)) {
        run_refuse(r, t->report == HISTORY_PLACES ? "history.why_country" : "history.why_name");
        return;
    }
    if (!run_wants_day(r, t->report, to.day))
        return;
    run_row(r, &to);
    if (t->report ==
        HISTORY_EVENTS) { /* they are a part of the day's totals, which no other file tells */
        struct history_row all = history_nothing();
        all.report = HISTORY_TOTALS;
        all.day = to.day;
        all.events = to.events;
        run_row(r, &all);
    }
    run_taken(r, t->report, to.day, to.day);
}
