/* short.c -- /r/CODE: on to the page that a short link names, counted on the way.
 *
 * This is the one address whose GET leaves a trace, a count of nobody: whoever scans a code from a poster cannot press a button first. What a browser
 * fetches ahead, and who asked not to be counted, is not counted; robots are counted apart. Nothing that goes wrong with counting keeps anybody from the
 * page.
 */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "measure/judge.h"
#include "people/short_link.h"
#include "web/intake_priv.h"

#include <string.h>

struct go {
    struct short_link *link;
    struct short_link_words words;
    struct short_link_hit hit;
    struct site site;
    const char *url;
    bool counts;
};

static bool fetched_ahead(struct request *r)
{
    static const char *const names[] = {"Sec-Purpose", "Purpose", "X-Moz"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *said = request_header(r, names[i]);
        if (said && strstr(said, "pre"))
            return true;
    }
    return false;
}

static enum err look(struct request *r, struct db *db, struct go *g)
{
    struct judge_rules rules;
    struct intake_sender who;
    struct visit v = {0};
    const char *why;
    enum err e = judge_rules_load(r->cx, db, &rules);

    if (e)
        return e;
    intake_find_sender(r, intake_options_of(web_of(r)->intake), &who);
    v.agent = who.agent;
    v.network = who.network;
    v.views = 1;
    why = robot_reason(&v, &rules.limits);
    g->hit = (struct short_link_hit){.agent = who.agent,
                                     .network = who.network,
                                     .country = arena_dup(r->cx->arena, who.country),
                                     .language = who.language,
                                     .robot_reason = why ? why : ""};
    g->counts = g->words.in_force && !who.opted_out && !fetched_ahead(r) &&
                strcmp(r->method, "GET") == 0 && g->hit.country;
    return OK;
}

static enum err read_in(struct request *r, struct db *db, struct go *g)
{
    enum err e = short_link_find(r->cx, db, request_param(r, "code"), &g->link);

    if (!e)
        e = short_link_read(r->cx, db, g->link, &g->words);
    if (!e)
        e = site_get(r->cx, db, r->cx->site, &g->site);
    if (!e)
        e = look(r, db, g);
    return e ? e : short_link_url(r->cx, g->link, &g->words, &g->url);
}

static void count(struct request *r, const struct go *g)
{
    const struct web *w = web_of(r);

    if (!g->counts ||
        short_link_followed(r->cx, w->pool, w->journal, g->link, &g->words, &g->hit) == OK)
        return;
    if (w->log)
        log_fault(w->log, LOG_ERROR, "short_link.uncounted", r->cx);
    fault_clear(r->cx);
}

static enum err say_closed(struct request *r, struct response *ret, const struct go *g)
{
    struct buf out = buf_in(r->cx->arena);

    page_open(r, &out, "web.short_title", g->site.name);
    html(&out, "<p class=\"lead\">");
    html_say(r->cx, &out, "web.short_closed", "site", g->site.name, NULL);
    html(&out, "</p>");
    page_close(r, &out);
    return page_send(r, ret, 410, &out);
}

static enum err short_get(struct request *r, struct response *ret)
{
    struct go g = {0};
    struct db *db = NULL;
    bool chosen = false;
    enum err e = page_enter(r, false, &chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(r, db, &g);
    db_return(db);
    if (e)
        return page_fault(r, ret, e);
    if (!g.url)
        return say_closed(r, ret, &g);
    count(r, &g);
    response_redirect(r, ret, 302, g.url);
    response_header(r, ret, "Cache-Control", "no-store");
    response_header(r, ret, "X-Robots-Tag", "noindex");
    return OK;
}

const struct route short_routes[] = {
    {"GET", SHORT_LINK_PREFIX "/{code}", 0, 0, short_get, ROUTE_POOL | ROUTE_PUBLIC, MIB(8)},
    {0},
};
