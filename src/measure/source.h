/* source.h -- from where a visit came: its channel, and source and medium where no campaign names them.
 *
 * First the owner's rules, in their order, and what the words of their short links mean (people/short_link.h); then what the address said (utm, click ids), then the page that led here, by a table of
 * known sites (source_sites.c: search engines, social networks, video, mail, messengers, assistants, shops; Brazil's among
 * them). A page of an unknown site is a referral. Nothing at all is direct traffic, which means "we do not know".
 *
 * What an address says of source and medium is told in lower case, so that Google and google are one.
 *
 * Channels: organic_search, paid_search, social, paid_social, video, email, messaging, ai_assistant, shopping, display, affiliate,
 * referral, paid_other, other, direct_traffic; an owner's rule may give any other name.
 *
 * Source: Google Analytics 4, "Default channel group", for the order and the words of media; departures: assistants, messengers
 * and shops stand for themselves, and fbclid alone is not advertising, as every link on Facebook carries it.
 * Ownership: results are constants, texts of what was asked with, or in the arena.
 */
#ifndef PRACA_MEASURE_SOURCE_H
#define PRACA_MEASURE_SOURCE_H

#include "base/ctx.h"

/* What is known of a visit's coming. Texts are never NULL. */
struct source_hint {
    const char *host;     /* of the page that was seen */
    const char *referrer; /* host and path */
    const char *source, *medium, *campaign;
    const char *click;
    bool tagged; /* source, medium and campaign are what the address said */
};

/* An owner's rule. Each condition that is not "" must hold; * stands for anything; host: or any name below it. */
struct source_rule {
    const char *host, *source, *medium, *campaign, *click;
    const char *channel;
    int64_t id; /* as the owner's record has it */
};

/* What a channel was concluded from, in the order of asking. */
enum source_step {
    SOURCE_BY_RULE,    /* one of the owner's */
    SOURCE_BY_TAG,     /* utm_source and utm_medium */
    SOURCE_BY_PAID,    /* a utm_medium that says paid, by the kind of site */
    SOURCE_BY_CLICK,   /* a click id */
    SOURCE_BY_SITE,    /* a known site's page led here */
    SOURCE_BY_PAGE,    /* another page did */
    SOURCE_BY_NOTHING, /* and so nobody knows */
    SOURCE_STEPS,
};

struct source_verdict {
    const char *channel, *source, *medium;
    enum source_step step;
    int64_t rule; /* of SOURCE_BY_RULE */
};

/* A full arena leaves a source empty; the caller sees arena_full(). */
struct source_verdict source_decide(struct ctx *cx, const struct source_hint *hint,
                                    const struct source_rule *rules, size_t rule_count);

/* What the usual rules know: a word (of utm_medium, the name of a click id or of a site) and the channel it means; "" for a word that
 * depends on the site, and no word for what is left. medium: what a visit from a known site has for one; "" otherwise. Words of one
 * channel stand together within a step but for sites. */
typedef void source_usual_row(void *arg, enum source_step step, const char *channel,
                              const char *word, const char *medium);
void source_usual(source_usual_row *row, void *arg);

enum source_kind {
    SOURCE_UNKNOWN,
    SOURCE_SEARCH,
    SOURCE_SOCIAL,
    SOURCE_VIDEO,
    SOURCE_MAIL,
    SOURCE_MESSENGER,
    SOURCE_ASSISTANT,
    SOURCE_SHOP,
    SOURCE_PORTAL, /* news and directories: a referral with a name */
};

/* "google.*": the name and whatever top domain; otherwise the domain or any below it. alias: as people write it in utm_source. */
struct source_site {
    const char *domain, *name;
    enum source_kind kind;
    const char *alias;
};
extern const struct source_site source_sites[]; /* ended by one without domain */

/* By the host of a page, or by the name in utm_source; NULL: unknown. */
const struct source_site *source_site_of_host(const char *host);
const struct source_site *source_site_of_name(const char *name);

#endif
