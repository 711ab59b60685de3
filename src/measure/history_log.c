/* history_log.c -- an access log in the combined format, line by line; also with the virtual host in front.
 *
 *     203.0.113.9 - - [10/Oct/2025:13:55:36 -0300] "GET /precos?utm_source=x HTTP/1.1" 200 2326 "https://www.google.com/" "Mozilla/5.0 ..."
 *
 * Anything may stand in a log, written by whoever asked: quotes and control characters come escaped (\" \xHH), or do not. A line that is
 * not just this is refused.
 *
 * Source: Apache HTTP Server 2.4, mod_log_config ("combined", "vhost_combined"); nginx, ngx_http_log_module.
 */
#include "measure/history_priv.h"

#include "base/text.h"
#include "measure/period.h"
#include "net/page_url.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { AGENT_MAX = 400, REFERRER_MAX = 300, STAMP_BYTES = 26 };

/* --- the line */

/* The next piece up to a space, ended by a NUL; NULL when there is none. */
static char *word(char **at)
{
    char *start = *at, *end = strchr(start, ' ');

    if (!end || end == start)
        return NULL;
    *end = 0;
    *at = end + 1;
    return start;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* What stands behind a backslash, at p; *ret is how many bytes of it were used. */
static char unescaped(const char *p, size_t *ret)
{
    int high = p[0] == 'x' ? hex_digit(p[1]) : -1, low = high >= 0 ? hex_digit(p[2]) : -1;

    *ret = low >= 0 ? 3 : 1;
    if (low >= 0)
        return high * 16 + low < 32 ? ' ' : (char)(high * 16 + low);
    return p[0] == 't' || p[0] == 'n' || p[0] == 'r' || p[0] == 'v' ? ' ' : p[0];
}

/* "..." at the place, without quotes and escapes, in place; NULL when it is none. */
static char *quoted(char **at)
{
    char *from = *at, *to, *start;

    if (*from != '"')
        return NULL;
    start = to = ++from;
    while (*from && *from != '"') {
        size_t used;
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        if (!from[1])
            return NULL;
        *to++ = unescaped(from + 1, &used);
        from += 1 + used;
    }
    if (*from != '"')
        return NULL;
    *at = from + 1;
    *to = 0;
    return start;
}

static bool digits(const char *p, int n, int *ret)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        v = v * 10 + p[i] - '0';
    }
    *ret = v;
    return true;
}

/* Not the 31st of February. */
static bool is_day(const struct civil *c)
{
    struct civil day = {.year = c->year, .month = c->month, .day = c->day};

    return c->day >= 1 && c->day <= 31 &&
           time_civil(NULL, time_from_civil(NULL, &day)).day == c->day;
}

/* "10/Oct/2025:13:55:36 -0300" */
static bool stamp(const char *p, int64_t *ret)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct civil c = {0};
    int hours, minutes;
    const char *m;
    char name[4];

    if (strlen(p) < STAMP_BYTES || !digits(p, 2, &c.day) || p[2] != '/' || p[6] != '/' ||
        !digits(p + 7, 4, &c.year) || p[11] != ':' || !digits(p + 12, 2, &c.hour) || p[14] != ':' ||
        !digits(p + 15, 2, &c.minute) || p[17] != ':' || !digits(p + 18, 2, &c.second) ||
        p[20] != ' ' || (p[21] != '+' && p[21] != '-') || !digits(p + 22, 2, &hours) ||
        !digits(p + 24, 2, &minutes))
        return false;
    memcpy(name, p + 3, 3);
    name[3] = 0;
    m = strstr(months, name);
    if (!m || (m - months) % 3 || !isupper((unsigned char)name[0]))
        return false;
    c.month = (int)((m - months) / 3) + 1;
    if (c.hour > 23 || c.minute > 59 || c.second > 60 || c.year < 1990 || c.year > 2200 ||
        hours > 14 || minutes > 59 || !is_day(&c))
        return false;
    *ret = time_from_civil(NULL, &c) -
           (p[21] == '-' ? -1 : 1) * (HOURS_MS(hours) + MINUTES_MS(minutes));
    return true;
}

/* "GET /x HTTP/1.1": method and target. */
static bool request(char *text, struct log_line *ret)
{
    char *space = strchr(text, ' '), *last = strrchr(text, ' ');

    if (!space || space == text)
        return false;
    *space = 0;
    for (const char *p = text; *p; p++)
        if (*p < 'A' || *p > 'Z')
            return false;
    ret->method = text;
    ret->target = space + 1;
    if (last != space) {
        if (strncmp(last + 1, "HTTP/", 5) != 0)
            return false;
        *last = 0;
    }
    return *ret->target != 0;
}

/* Of "acme.example:443". A log may begin with it. */
static void take_host(char *text, struct log_line *ret)
{
    text[strcspn(text, ":")] = 0;
    ret->host = text;
}

const char *log_line_read(char *line, size_t n, struct log_line *ret)
{
    struct log_line l = {.host = ""};
    char *at = line, *first, *second, *third, *end, *text;

    if (strlen(line) != n)
        return "history.why_control";
    first = word(&at);
    second = first ? word(&at) : NULL;
    third = second ? word(&at) : NULL;
    if (third && *at != '[') { /* the virtual host stands before the address */
        take_host(first, &l);
        first = second;
        third = word(&at);
    }
    end = third && *at == '[' ? strchr(at, ']') : NULL;
    if (!end || end[1] != ' ' || end[2] != '"')
        return "history.why_shape";
    *end = 0;
    if (!stamp(at + 1, &l.at_ms))
        return "history.why_time";
    at = end + 2;
    text = quoted(&at);
    if (!text || !request(text, &l) || *at != ' ')
        return "history.why_request";
    if (!digits(at + 1, 3, &l.status) || at[4] != ' ' || l.status < 100 || l.status > 599)
        return "history.why_status";
    at += 5;
    at += strcspn(at, " ");
    l.referrer = *at == ' ' && at[1] == '"' ? (at++, quoted(&at)) : NULL;
    l.agent = l.referrer && *at == ' ' && at[1] == '"' ? (at++, quoted(&at)) : NULL;
    if (!l.agent)
        return "history.why_agent";
    l.address = first;
    *ret = l;
    return NULL;
}

/* --- what it means */

/* What a page fetches for itself, and what only programs ask for. */
static bool is_asset(const char *target)
{
    static const char *const ends[] = {
        "css",  "js",   "mjs",  "map", "png",  "jpg",   "jpeg", "gif", "svg",
        "webp", "avif", "ico",  "bmp", "woff", "woff2", "ttf",  "otf", "eot",
        "mp4",  "webm", "mp3",  "ogg", "wav",  "json",  "xml",  "txt", "webmanifest",
        "wasm", "rss",  "atom", "gz",  "zip",  "br"};
    size_t n = strcspn(target, "?#");
    const char *dot = NULL;

    for (size_t i = 0; i < n; i++)
        dot = target[i] == '.' ? target + i + 1 : target[i] == '/' ? NULL : dot;
    for (size_t i = 0; dot && i < COUNT_OF(ends); i++)
        if (strlen(ends[i]) == n - (size_t)(dot - target) &&
            strncasecmp(dot, ends[i], strlen(ends[i])) == 0)
            return true;
    return strncmp(target, "/.well-known/", 13) == 0;
}

static const char *text_of(struct history_run *r, const char *text, size_t max)
{
    return strcmp(text, "-") == 0 ? "" : history_text(r->cx, text, max);
}

static bool page_of(struct history_run *r, const struct log_line *l, struct page_url *ret)
{
    const char *host = *l->host ? l->host : *r->options.host ? r->options.host : "localhost";
    bool whole =
        strncasecmp(l->target, "http://", 7) == 0 || strncasecmp(l->target, "https://", 8) == 0;
    const char *url = whole ? l->target : arena_print(r->cx->arena, "http://%s%s", host, l->target);

    if (!url || (!whole && l->target[0] != '/') || !page_url_read(r->cx, url, false, ret))
        return false;
    if (!*l->host && !*r->options.host && !whole)
        ret->host = "";
    return true;
}

void history_log_line(struct history_run *r, char *line, size_t n)
{
    struct history_import *im = r->im;
    struct fact f = fact_nothing();
    struct page_url page;
    struct log_line l;
    const char *wrong = log_line_read(line, n, &l);

    if (wrong) {
        run_refuse(r, wrong);
        return;
    }
    if (strcmp(l.method, "GET") != 0 || (l.status >= 300 && l.status < 400 && l.status != 304)) {
        im->others++;
        return;
    }
    if (l.status >= 400 || l.status < 200) {
        im->failures++;
        return;
    }
    if (is_asset(l.target)) {
        im->assets++;
        return;
    }
    if (!page_of(r, &l, &page)) {
        run_refuse(r, "history.why_page");
        return;
    }
    if (!run_wants_moment(r, l.at_ms))
        return;
    f.kind = "view";
    f.at_ms = l.at_ms;
    f.host = page.host;
    f.path = page.path;
    f.source = page.source;
    f.medium = page.medium;
    f.campaign = page.campaign;
    f.content = page.content;
    f.term = page.term;
    f.click = page.click;
    f.click_id = page.click_id;
    f.referrer = page_url_bare(r->cx, text_of(r, l.referrer, 2000), REFERRER_MAX);
    f.agent = text_of(r, l.agent, AGENT_MAX);
    f.visitor = run_visitor(r, l.address, l.agent, l.at_ms);
    if (run_fact(r, &f, NULL))
        run_taken(r, 0, day_of(r->site_zone, l.at_ms), day_of(r->site_zone, l.at_ms));
}
