/* channel_kind.c -- see channel_kind.h. One row each; the list of keys is made of the same rows. */
#include "strategy/channel_kind.h"

#include "base/message.h"

#include <string.h>

#define A STAGE_AWARENESS
#define C STAGE_CONSIDERATION
#define D STAGE_DECISION
#define R STAGE_RETENTION
#define LOW TICKET_LOW
#define MID TICKET_MEDIUM
#define HIGH TICKET_HIGH

/* clang-format off */
#define KINDS(X)                                                                                                  \
    /* key               group     usual cost   others                matches           stages     tickets     offline */ \
    X(search,           "search", "per_month", "",                   "organic_search", A | C,     LOW | MID | HIGH, false) \
    X(paid,             "ads",    "per_click", "per_month,per_lead", "paid_search",    C | D,     MID | HIGH, false) \
    X(display,          "ads",    "per_click", "per_month",          "display",        A,         MID | HIGH, false) \
    X(marketplaces,     "ads",    "per_lead",  "per_month",          "shopping",       C | D,     LOW | MID,  false) \
    X(site,             "own",    "per_month", "",                   "direct_traffic", C | D,     LOW | MID | HIGH, false) \
    X(mail,             "own",    "per_month", "",                   "email",          C | D | R, LOW | MID | HIGH, false) \
    X(whatsapp,         "own",    "per_month", "per_lead",           "messaging",      D | R,     LOW | MID,  false) \
    X(content,          "own",    "per_month", "",                   "organic_search", A | C,     MID | HIGH, false) \
    X(documents,        "own",    "per_month", "per_lead",           "content",        C,         MID | HIGH, false) \
    X(customer_stories, "own",    "per_month", "",                   "customer_stories", C | D,   MID | HIGH, false) \
    X(podcast,          "social", "per_month", "per_event",          "podcast",        A | C,     MID | HIGH, false) \
    X(video,            "social", "per_month", "per_click",          "video",          A | C,     LOW | MID | HIGH, false) \
    X(social,           "social", "per_month", "",                   "social",         A | C,     LOW | MID | HIGH, false) \
    X(influencers,      "social", "per_event", "per_month",          "influencers",    A,         LOW | MID,  false) \
    X(webinars,         "events", "per_event", "per_month",          "webinar",        C | D,     MID | HIGH, false) \
    X(live_events,      "events", "per_event", "",                   "events",         C | D,     HIGH,       true)  \
    X(fairs,            "events", "per_event", "",                   "fairs",          A | C | D, MID | HIGH, true)  \
    X(print,            "print",  "per_month", "per_event",          "print",          A,         MID | HIGH, true)  \
    X(outdoor,          "print",  "per_month", "",                   "outdoor",        A,         LOW | MID,  true)  \
    X(direct_mail,      "print",  "per_event", "per_lead",           "direct_mail",    C | R,     HIGH,       true)  \
    X(press,            "print",  "per_month", "per_event",          "press",          A,         MID | HIGH, false) \
    X(telephone,        "people", "per_lead",  "per_month",          "telephone",      C | D,     MID | HIGH, true)  \
    X(referral,         "people", "per_lead",  "",                   "referral",       C | D,     LOW | MID | HIGH, true) \
    X(associations,     "people", "per_month", "per_event",          "associations",   A | C,     HIGH,       true)  \
    X(other,            "people", "other",     "per_click,per_month,per_lead,per_event", "",  A | C | D | R, LOW | MID | HIGH, false)
/* clang-format on */

#define ROW(key, group, cost, costs, matches, stages, tickets, offline)                            \
    {#key, group, cost, costs, matches, stages, tickets, offline},
#define KEY(key, group, cost, costs, matches, stages, tickets, offline) #key,

const struct channel_kind channel_kinds[] = {KINDS(ROW){NULL, NULL, NULL, NULL, NULL, 0, 0, false}};
const char *const channel_kind_keys[] = {KINDS(KEY) NULL};

static const struct bit {
    unsigned bit;
    const char *word;
} stage_bits[] = {{A, "awareness"},
                  {C, "consideration"},
                  {D, "decision"},
                  {R, "retention"},
                  {0, NULL}},
  ticket_bits[] = {{LOW, "low"}, {MID, "medium"}, {HIGH, "high"}, {0, NULL}};

const struct channel_kind *channel_kind_find(const char *key)
{
    for (const struct channel_kind *k = channel_kinds; key && k->key; k++)
        if (strcmp(k->key, key) == 0)
            return k;
    return NULL;
}

static void put_bits(struct json_writer *w, const char *name, const struct bit *bits, unsigned set)
{
    json_name(w, name);
    json_open_list(w);
    for (; bits->word; bits++)
        if (set & bits->bit)
            json_put_text(w, bits->word);
    json_close_list(w);
}

static void put_costs(struct ctx *cx, struct json_writer *w, const struct channel_kind *k)
{
    const char *at = k->costs;

    json_name(w, "cost_models");
    json_open_list(w);
    json_put_text(w, k->cost);
    while (*at) {
        size_t n = strcspn(at, ",");
        json_put_text(w, arena_dup_n(cx->arena, at, n));
        at += n + (at[n] == ',');
    }
    json_close_list(w);
}

static const char *word(struct ctx *cx, const char *area, const char *key, const char *of)
{
    const char *name = arena_print(cx->arena, "%s.%s%s", area, key, of);

    return name ? message(cx->arena, cx->lang, name, NULL, 0) : NULL;
}

void channel_kinds_json(struct ctx *cx, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (const struct channel_kind *k = channel_kinds; k->key; k++) {
        json_open_object(&w);
        json_text_member(&w, "key", k->key);
        json_text_member(&w, "group", k->group);
        json_text_member(&w, "name", word(cx, "model.channel.kind", k->key, ""));
        json_text_member(&w, "what", word(cx, "channel_kind", k->key, ".what"));
        json_text_member(&w, "prepare", word(cx, "channel_kind", k->key, ".prepare"));
        json_bool_member(&w, "offline", k->offline);
        put_costs(cx, &w, k);
        put_bits(&w, "stages", stage_bits, k->stages);
        put_bits(&w, "tickets", ticket_bits, k->tickets);
        json_text_member(&w, "matches", *k->matches ? k->matches : NULL);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_text_member(&w, "next", NULL);
    json_close_object(&w);
}
