/* asset_outcome.h -- what assets, their topics and their formats brought.
 *
 * A lead met an asset when, up to the moment of their first contact and at most ASSET_WINDOW_DAYS before it, they
 *   - saw the page of its address (with several pages of one address, each asset has it), or
 *   - came by a link whose utm_content is the asset's; or, when the asset says none and is the only one of a campaign, by a link with
 *     that campaign's utm_campaign and utm_content.
 * A first contact at midnight is a day without a time, and lasts to its end. Where nothing was measured of somebody, the landing page that
 * their record says is what they saw (touch.h). What a lead reads afterwards does not count: whoever is about to buy reads more, and every
 * page would seem to sell.
 *
 * A lead that met two assets stands in the row of each, so rows do not add up to the leads there are. Topic and format are groups of
 * assets, and a lead stands once in a group: topic as the assets say it, format as they say it or else their kind. Leads that met no
 * asset stand under REPORT_NONE in each dimension; they are what the others are compared with.
 *
 * An asset without an address on the measured site and without a link cannot be met: it has no row, and `unmet` counts it.
 *
 * Cost is what was spent in the period on campaigns whose assets all belong to the row. A campaign that shows others too is nobody's alone,
 * and the row's cost is then not known; neither is it when nothing was spent, or in another currency. What making the asset cost
 * stands nowhere, so it is in no figure.
 *
 * Ownership: the book's bits are malloc'd, asset_book_done() gives them back; all else lives in the ctx's arena.
 * Errors:    those of touch.h and of the database; ERR_LIMIT "asset.many" (max); fault field "dimension".
 * Units:     minor units; days are day numbers on the site's clock.
 */
#ifndef PRACA_MEASURE_ASSET_OUTCOME_H
#define PRACA_MEASURE_ASSET_OUTCOME_H

#include "db/db.h"
#include "facts/store.h"
#include "measure/period.h"

enum { ASSET_WINDOW_DAYS = 365, ASSETS_MAX = 2000 };

enum asset_by { BY_NO_ASSET, BY_ASSET, BY_TOPIC, BY_FORMAT };
enum { ASSET_BYS = 4 };

struct outcome_asset {
    int64_t id;
    const char *name;
    const char *topic, *format; /* as typed; NULL */
    const char *topic_key,
        *format_key; /* folded; "" without a topic. A format of no words is FORMAT_OF_KIND and the kind */
    const char *path;                 /* of its page on the site; NULL: none */
    const char *mark, *mark_campaign; /* folded, of links; mark_campaign NULL: any */
};
#define FORMAT_OF_KIND "kind:"

struct outcome_lead {
    int64_t id, first_contact_at;
    int64_t won_at;   /* its first won deal; NIL */
    int64_t until_at; /* what is met before it counts */
    bool mql;         /* came to be one, or further */
    int64_t revenue_minor, pipeline_minor;
    size_t amount_from, amount_n; /* of its won deals, in amounts */
};

struct outcome_campaign {
    int64_t id;
    int64_t spend_minor;
    bool spent, foreign;    /* foreign: also in another currency */
    size_t use_from, use_n; /* its assets, in uses */
};

struct asset_book {
    struct period period;
    const char *currency;
    struct outcome_asset *assets; /* all of the site, by id */
    size_t asset_count, unmet;
    struct outcome_lead *leads; /* of the period, by id */
    size_t lead_count;
    double *amounts;
    struct outcome_campaign *campaigns; /* with assets, by id */
    size_t campaign_count;
    size_t *uses;   /* places in assets */
    uint64_t *bits; /* of each lead, words of it: which assets it met */
    size_t words;
};

/* first, last: days of first contact, included. store NULL: only what people's records say. */
MUST_USE enum err asset_book_read(struct ctx *cx, struct db *db, struct fact_store *store,
                                  int64_t first, int64_t last, struct asset_book *ret);
void asset_book_done(struct asset_book *b);

enum asset_cost { COST_KNOWN, COST_NONE, COST_SHARED, COST_FOREIGN };

struct asset_row {
    const char *key;  /* of an asset its id; REPORT_NONE: leads that met none */
    const char *name; /* of a format that is a kind: the kind's name in the ctx's language */
    size_t assets;    /* how many it is */
    int64_t leads, mqls, won;
    int64_t revenue_minor, pipeline_minor;
    const double *amounts; /* of won deals */
    size_t amount_count;
    enum asset_cost cost;
    int64_t cost_minor; /* when known */
};

/* Those that can be met, most leads first; leads that met none come last. */
MUST_USE enum err asset_rows_of(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                                struct asset_row **ret, size_t *ret_n);

/* Who stands in a row: ids of leads, rising; or, for its cost, of campaigns (none when it is not known). */
MUST_USE enum err asset_row_leads(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                                  const char *key, int64_t **ret, size_t *ret_n);
MUST_USE enum err asset_row_campaigns(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                                      const char *key, int64_t **ret, size_t *ret_n);

/* Of the leads in a row, those won before a time; and its cost: 0 when nothing was spent, NIL when it is not known otherwise. */
struct asset_cohort {
    int64_t leads, won, cost_minor;
};
MUST_USE enum err asset_row_cohort(struct ctx *cx, const struct asset_book *b, enum asset_by by,
                                   const char *key, int64_t until_at, struct asset_cohort *ret);

/* What a row is called now: NULL when it is none of these dimensions' own making. */
const char *asset_row_name(struct ctx *cx, enum asset_by by, const char *key);

#endif
