/* visit.h -- what one visitor did in one go.
 *
 * Facts of one visitor that follow each other within VISIT_IDLE_MS are one visit. What is true of all of them (where the visitor
 * came from, device, country, robot or not) is kept once, here; the event store's row of a fact has what is its own.
 *
 *  - A view with a campaign or click id other than the visit's begins a new one; midnight does not.
 *  - An "engage" tells of a view before it, perhaps long before: it joins the visit within VISIT_ENGAGE_MS and never begins one.
 *  - A fact that comes late joins the visit within whose time it happened. Of two that would take it, the one with the larger id does.
 *  - The id is that of the fact that began it. So the same journal gives the same visits, however it is cut into batches.
 *  - A visit has a person only when its facts were linked to one through the visitor; a form that names somebody does not give
 *    that person the visits before it.
 *
 * A bounce is a visit with at most one view, no other event, and less than VISIT_BOUNCE_MS of engaged time.
 *
 * Ownership: texts of a visit live where its maker says, most often in a ctx's arena; never NULL, "" is "not known".
 * Units:     _ms unix ms UTC or a duration; value_minor in minor units of currency, NIL for none; ids 0 for none.
 */
#ifndef PRACA_FACTS_VISIT_H
#define PRACA_FACTS_VISIT_H

#include "base/time.h"
#include "facts/fact.h"

enum {
    VISIT_IDLE_MS = 30 * 60 * 1000,
    VISIT_ENGAGE_MS = 12 * 60 * 60 * 1000,
    VISIT_BOUNCE_MS = 10 * 1000,
};

/* Beside those of enum fact_sign: somebody scrolled, clicked or typed, so a later SIGN_NO_INTERACTION says nothing. */
enum { SIGN_INTERACTED = 1024 };

struct visit {
    int64_t id, site, visitor;
    bool stable; /* the visitor has an id that lasts beyond the day */
    int64_t started_ms, ended_ms;
    int64_t views;
    int64_t events; /* neither view nor engage */
    int64_t engaged_ms;
    int64_t scroll; /* the largest, percent */
    const char *host;
    const char *entry, *exit; /* paths of the first and last view */
    const char *referrer;
    const char *channel, *source, *medium, *campaign, *content, *term;
    const char *click, *click_id;
    const char *country;
    const char *device; /* desktop, mobile, tablet, tv, other */
    const char *browser, *browser_version, *os, *os_version;
    const char *language, *agent, *network;
    int64_t screen, signs, consent;
    int64_t subject, account;
    bool linked;
    bool robot;
    const char *robot_reason;
    int64_t imported;
    int64_t value_minor;
    const char *currency;
    int64_t campaign_id;
    bool
        tagged; /* source, medium, campaign, content and term are what the address said, not what was concluded */
};

enum { VISIT_FIELDS = 44 };
extern const struct fact_part visit_fields[VISIT_FIELDS];

/* Whether this part is a judgement, which may be made anew over history: channel, source, medium, campaign_id, device, browser,
 * system, robot and its reason. */
bool visit_part_is_judged(const struct fact_part *p);

bool visit_is_bounce(const struct visit *v);
/* Whether the fact belongs to this visit of the same site and visitor. */
bool visit_takes(const struct visit *v, const struct fact *f);
/* Whether a fact that no visit takes begins one. */
bool visit_begins(const struct fact *f);
/* A visit that holds nothing yet but where the fact came from. Texts are the fact's. */
struct visit visit_new(const struct fact *f);
/* Count the fact in. Texts are the fact's. The first one of a visit too. */
void visit_add(struct visit *v, const struct fact *f);
/* What the visit keeps for all its facts leaves the fact, and what the fact needs of the visit comes to it. */
void visit_slim(const struct visit *v, struct fact *f);
/* Whether where the visit came from may be told of the fact: not of one that says itself what led to it, whose words are no mixture of
 * two; of one that names somebody only when the visit is theirs, or the visitor let visits be tied to their name. */
bool visit_lends(const struct visit *v, const struct fact *f);

#endif
