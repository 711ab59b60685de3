/* channel_report.h -- which channel brings customers, how fast and at what cost.
 *
 * The report is about cohorts: the leads whose first contact falls in the period, and what became of them until now,
 * whenever that was. A lead is a contact that is more than a subscriber; it is won when it has at least one won deal
 * that began with it, and a second deal does not make it two. A win that is dated before the first contact counts as won, but
 * its days mean nothing and are left out.
 *
 * Spend is what the channel cost in the period: a line that covers more days than the period counts with the
 * part of it that falls inside. cost_per_lead takes every kind of spend on the channel, media_cac media alone.
 * Spend tied to no channel stands in the totals and among the anomalies, not in a row.
 *
 * The totals are computed over all leads by the same rules; a percentile of all is no sum of percentiles.
 * A person may belong to several segments, now: each of them has the lead, and the totals have it once.
 * A dimension that is known for customers alone (their industry, say) has no rates: 100 % would be an artefact.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of period.h; fault fields "by", "column", "anomaly", "after", "limit"; ERR_NOTFOUND "access.no_site".
 * Units:     see figure.h; acquisition days are first contact to won on the site's wall clock (days_between).
 */
#ifndef PRACA_MEASURE_CHANNEL_REPORT_H
#define PRACA_MEASURE_CHANNEL_REPORT_H

#include "db/db.h"
#include "measure/figure.h"
#include "measure/other_money.h"
#include "measure/period.h"
#include "measure/rate_change.h"

enum report_by { BY_CHANNEL, BY_LANDING_PAGE, BY_INDUSTRY, BY_MONTH, BY_CAMPAIGN, BY_SEGMENT };
enum { REPORT_BYS = 6 };

enum report_column {
    COLUMN_LEADS,
    COLUMN_WON,
    COLUMN_LEAD_TO_CUSTOMER,
    COLUMN_STILL_OPEN,
    COLUMN_DAYS_P25,
    COLUMN_DAYS_P50,
    COLUMN_DAYS_P75,
    COLUMN_DAYS_P90,
    COLUMN_WITHIN_90,
    COLUMN_REVENUE,
    COLUMN_SPEND,
    COLUMN_COST_PER_LEAD,
    COLUMN_MEDIA_CAC,
};
enum { REPORT_COLUMNS = 13 };

enum spend_kind { SPEND_MEDIA, SPEND_PEOPLE, SPEND_TOOLS, SPEND_COMMISSION, SPEND_OTHER };
enum { SPEND_KINDS = 5 };

/* In files, the row of spend that has no channel, or no campaign: it is in the totals and in no other row. */
#define REPORT_UNASSIGNED "(unassigned)"

/* The key of leads with nothing in the dimension. Not the same as a channel called "unknown". */
#define REPORT_NONE "(none)"

struct report_ask {
    enum report_by by;
    const char *from, *to; /* YYYY-MM-DD, included; NULL: open */
};

struct report_row {
    const char *key;  /* REPORT_NONE; a month is "2018-03"; a campaign or segment its id */
    const char *name; /* as people call it: of a campaign or segment its name, else the key */
    struct figure figures[REPORT_COLUMNS];
    struct figure media;           /* the part of spend that is media */
    int64_t spend_of[SPEND_KINDS]; /* the parts of spend, by kind */
    struct other_monies others;    /* in neither revenue nor spend; media apart */
};

/* Spend that stands in no row but in the totals. */
struct report_unassigned {
    int64_t spend;
    int64_t spend_of[SPEND_KINDS];
    struct other_monies others;
};

struct report_anomaly {
    const char *code; /* "won_before_contact"; its sentence is message "report.anomaly." code */
    int64_t count;
    const char *detail; /* {detail} of the sentence: amounts, a date; NULL: none */
    bool has_rows;
};

struct channel_report {
    enum report_by by;
    struct period period;
    const struct zone *zone;
    const char *currency;
    struct report_row *rows; /* most leads first, then by key */
    size_t count;
    struct report_row totals;
    struct report_unassigned unassigned;
    struct report_anomaly *anomalies;
    size_t anomaly_count;
    struct rate_change change; /* in the conversion of the leads, see rate_change.h */
};

MUST_USE enum err channel_report_run(struct ctx *cx, struct db *db, const struct report_ask *ask,
                                     struct channel_report *ret);

/* "channel", "landing_page", "industry", "month", "campaign", "segment"; NULL reads as channel. Fault field "by". */
MUST_USE enum err report_by_read(struct ctx *cx, const char *name, enum report_by *ret);
const char *report_by_name(enum report_by by);
/* As in the API: "leads", "acquisition_days_p50", "revenue_minor". */
const char *report_column_name(enum report_column c);
/* The key of its row in the metric messages: "revenue". */
const char *report_column_metric(enum report_column c);
enum unit report_column_unit(enum report_column c);

/* {"rows", "totals", "anomalies", "columns", "by", "from", "to", "currency", "time_zone"}. Each row has the key both as
 * "key" and under the dimension's own name (a campaign's name there), the columns, and "reasons" of those that are null. */
void channel_report_json(struct ctx *cx, const struct channel_report *r, struct buf *out);
/* The members as columns, money in minor units and, in the last columns, in whole units with the currency. */
void channel_report_csv(struct ctx *cx, const struct channel_report *r, struct buf *out);
/* For a terminal: aligned, totals last, then what is odd about the data. */
void channel_report_table(struct ctx *cx, const struct channel_report *r, struct buf *out);

/* --- the rows behind a number ----------------------------------------------------------------- */

/* Ids, rising: of the leads that are meant, or of the campaigns that spend is of. */
struct rows_only {
    const int64_t *ids;
    size_t n;
};

struct rows_ask {
    struct report_ask report;
    const struct rows_only *only; /* NULL: all of them */
    const char *key;              /* NULL: the totals */
    const char *column;           /* as in the API; or */
    const char *anomaly;          /* the code of an anomaly that has rows */
    int limit;                    /* 0: 50; at most 500 */
    int64_t after;                /* the last id of the page before; 0: from the start */
};

enum rows_kind { ROWS_CONTACTS, ROWS_DEALS, ROWS_SPEND };

/* What adds up to the number: leads by contact (with won_at); won by the first won deal of each lead, so there
 * are as many as won says; revenue by every won deal with an amount in the site's currency; spend by line. Those that
 * do not apply are NIL or NULL. */
struct rows_item {
    int64_t id;
    const char *external_id, *name, *email, *channel, *landing_page, *kind, *currency, *note;
    int64_t contact, account; /* of a deal */
    int64_t campaign;         /* of spend */
    int64_t first_contact_at, won_at;
    double days;           /* first contact to won; NaN */
    int64_t amount_minor;  /* as recorded */
    int64_t counted_minor; /* of spend: what falls in the period */
    const char *spent_on, *until_on;
};

struct report_rows {
    enum rows_kind kind;
    struct rows_item *items; /* by id, rising */
    size_t count;
    int64_t next; /* 0 on the last page */
};

MUST_USE enum err report_rows_read(struct ctx *cx, struct db *db, const struct rows_ask *ask,
                                   struct report_rows *ret);
/* {"kind": "contacts" | "deals" | "spend_lines", "items": [...], "next"}. */
void report_rows_json(struct ctx *cx, const struct report_rows *r, struct buf *out);
/* All pages. */
MUST_USE enum err report_rows_csv(struct ctx *cx, struct db *db, const struct rows_ask *ask,
                                  struct buf *out);

#endif
