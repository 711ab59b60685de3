/* visit.c -- see visit.h. */
#include "facts/visit.h"

#include "base/text.h"

#include <string.h>

#define NUMBER(name, required, nothing)                                                            \
    {                                                                                              \
#name, offsetof(struct visit, name), 0, nothing, PART_NUMBER, required, true               \
    }
#define TEXT(name, max)                                                                            \
    {                                                                                              \
#name, offsetof(struct visit, name), max, 0, PART_TEXT, false, true                        \
    }
#define FLAG(name)                                                                                 \
    {                                                                                              \
#name, offsetof(struct visit, name), 0, 0, PART_FLAG, false, true                          \
    }

/* The order is that of the event store's columns: rows are added at the end and never moved. */
const struct fact_part visit_fields[VISIT_FIELDS] = {
    NUMBER(site, true, 0),
    NUMBER(id, true, 0),
    NUMBER(visitor, true, 0),
    FLAG(stable),
    NUMBER(started_ms, true, 0),
    NUMBER(ended_ms, true, 0),
    NUMBER(views, false, NIL),
    NUMBER(events, false, NIL),
    NUMBER(engaged_ms, false, NIL),
    NUMBER(scroll, false, NIL),
    TEXT(host, 100),
    TEXT(entry, 1000),
    TEXT(exit, 1000),
    TEXT(referrer, 300),
    TEXT(channel, 60),
    TEXT(source, 200),
    TEXT(medium, 100),
    TEXT(campaign, 200),
    TEXT(content, 200),
    TEXT(term, 200),
    TEXT(click, 20),
    TEXT(click_id, 200),
    TEXT(country, 2),
    TEXT(device, 10),
    TEXT(browser, 40),
    TEXT(browser_version, 20),
    TEXT(os, 40),
    TEXT(os_version, 20),
    TEXT(language, 12),
    TEXT(agent, 400),
    TEXT(network, 20),
    NUMBER(screen, false, 0),
    NUMBER(signs, false, 0),
    NUMBER(consent, false, 0),
    NUMBER(subject, false, 0),
    NUMBER(account, false, 0),
    FLAG(linked),
    FLAG(robot),
    TEXT(robot_reason, 40),
    NUMBER(imported, false, 0),
    NUMBER(value_minor, false, NIL),
    TEXT(currency, 3),
    NUMBER(campaign_id, false, 0),
    FLAG(tagged),
};

bool visit_part_is_judged(const struct fact_part *p)
{
    static const char *const judged[] = {"channel", "source",     "medium",          "campaign_id",
                                         "device",  "browser",    "browser_version", "os",
                                         "robot",   "os_version", "robot_reason"};

    for (size_t i = 0; i < COUNT_OF(judged); i++)
        if (strcmp(p->name, judged[i]) == 0)
            return true;
    return false;
}

static bool is_view(const struct fact *f)
{
    return strcmp(f->kind, "view") == 0;
}

static bool is_engage(const struct fact *f)
{
    return strcmp(f->kind, "engage") == 0;
}

bool visit_is_bounce(const struct visit *v)
{
    return v->views <= 1 && v->events == 0 && v->engaged_ms < VISIT_BOUNCE_MS;
}

/* Whether the fact names another than the visit has. A fact that names none differs from none. */
static bool other(const char *of_fact, const char *of_visit)
{
    return of_fact[0] && !text_small_equal(of_fact, of_visit);
}

static bool is_tagged(const struct fact *f)
{
    return f->source[0] || f->medium[0] || f->campaign[0] || f->content[0] || f->term[0];
}

static bool other_campaign(const struct visit *v, const struct fact *f)
{
    if (is_tagged(f) && !v->tagged)
        return true;
    return other(f->source, v->source) || other(f->medium, v->medium) ||
           other(f->campaign, v->campaign) || other(f->content, v->content) ||
           other(f->term, v->term) || other(f->click_id, v->click_id);
}

bool visit_takes(const struct visit *v, const struct fact *f)
{
    int64_t idle = is_engage(f) ? VISIT_ENGAGE_MS : VISIT_IDLE_MS;

    if (f->site != v->site || f->visitor != v->visitor || f->imported != v->imported)
        return false;
    if (f->at_ms > v->ended_ms + idle || f->at_ms < v->started_ms - VISIT_IDLE_MS)
        return false;
    return !is_view(f) || !other_campaign(v, f);
}

bool visit_begins(const struct fact *f)
{
    return f->visitor != 0 && !is_engage(f);
}

struct visit visit_new(const struct fact *f)
{
    struct visit v = {0};

    parts_clear(&v, visit_fields, VISIT_FIELDS);
    v.id = f->id;
    v.site = f->site;
    v.visitor = f->visitor;
    v.stable = (f->consent & CONSENT_STABLE) != 0;
    v.started_ms = v.ended_ms = f->at_ms;
    v.views = v.events = v.engaged_ms = v.scroll = 0;
    v.host = f->host;
    v.referrer = f->referrer;
    v.tagged = is_tagged(f);
    v.channel = f->channel;
    v.source = f->source;
    v.medium = f->medium;
    v.campaign = f->campaign;
    v.content = f->content;
    v.term = f->term;
    v.click = f->click;
    v.click_id = f->click_id;
    v.country = f->country;
    v.language = f->language;
    v.agent = f->agent;
    v.network = f->network;
    v.screen = f->screen;
    v.imported = f->imported;
    return v;
}

static void add_view(struct visit *v, const struct fact *f)
{
    if (!v->views || f->at_ms < v->started_ms)
        v->entry = f->path;
    if (!v->views || f->at_ms >= v->ended_ms)
        v->exit = f->path;
    v->views++;
}

static void add_engage(struct visit *v, const struct fact *f)
{
    v->engaged_ms += f->engaged_ms;
    if (!(f->signs & SIGN_NO_INTERACTION))
        v->signs |= SIGN_INTERACTED;
}

/* Of one currency: the first that came, until a stage of the loader says which is the site's (measure/judge.h). */
static void add_value(struct visit *v, const struct fact *f)
{
    if (f->value_minor == NIL)
        return;
    if (v->value_minor == NIL) {
        v->value_minor = f->value_minor;
        v->currency = f->currency;
    } else if (strcmp(v->currency, f->currency) == 0) {
        v->value_minor += f->value_minor;
    }
}

/* Who it was, what was agreed to, and what made it suspicious. */
static void add_who(struct visit *v, const struct fact *f)
{
    v->signs |= f->signs;
    if (v->signs & SIGN_INTERACTED)
        v->signs &= ~(int64_t)SIGN_NO_INTERACTION;
    if (f->consent)
        v->consent = f->consent;
    if (f->linked && f->subject) {
        v->subject = f->subject;
        v->account = f->account;
        v->linked = true;
    }
    if (f->robot && !v->robot) {
        v->robot = true;
        v->robot_reason = f->robot_reason;
    }
    if (!v->campaign_id)
        v->campaign_id = f->campaign_id;
}

void visit_add(struct visit *v, const struct fact *f)
{
    if (is_view(f))
        add_view(v, f);
    else if (is_engage(f))
        add_engage(v, f);
    else
        v->events++;
    if (f->scroll > v->scroll)
        v->scroll = f->scroll;
    if (!v->screen)
        v->screen = f->screen;
    add_value(v, f);
    add_who(v, f);
    if (f->at_ms < v->started_ms)
        v->started_ms = f->at_ms;
    if (f->at_ms > v->ended_ms)
        v->ended_ms = f->at_ms;
}

void visit_slim(const struct visit *v, struct fact *f)
{
    f->visit = v->id;
    if (!f->channel[0])
        f->source = f->medium = f->campaign = f->content = "";
}

bool visit_lends(const struct visit *v, const struct fact *f)
{
    if (f->channel[0])
        return false;
    return !f->subject || f->linked || v->subject == f->subject || (v->consent & CONSENT_NAMED);
}
