/* economics_report.h -- what every channel, campaign, segment or month cost, and what came of it.
 *
 * A row is that of the channel report over the same days (leads by first contact, their wins and revenue until now,
 * spend by its days) with what was reached in those days beside it (MQL stamps, deals opened) and the costs of each. A cell is
 * the number that the metric of the same name gives for that channel or month: they are made by the same functions.
 *
 * Each column says what it goes by (economics_basis()): the days of the spend, the first contact of the lead, or a model. ROI and
 * ROAS share revenue out by a model, and what they share stands beside them (credited_won, credited_revenue). "first_contact" is the
 * recorded channel of the lead, and the metrics' own; any model of attribution.h may be asked for instead, by channel and by campaign:
 * then it is what that model credits of the deals won in the period. Whatever has credit has a row, also what only touches know (sellers'
 * own work), and "(unknown)" holds deals without a known touch, so that the credited columns add up to their totals.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of channel_report.h and attribution_report.h; fault fields "model", "compare", "of".
 * Units:     see figure.h.
 */
#ifndef PRACA_MEASURE_ECONOMICS_REPORT_H
#define PRACA_MEASURE_ECONOMICS_REPORT_H

#include "facts/store.h"
#include "measure/attribution.h"
#include "measure/channel_report.h"

enum economics_column {
    ECON_SPEND,
    ECON_MEDIA,
    ECON_PEOPLE,
    ECON_TOOLS,
    ECON_COMMISSION,
    ECON_OTHER,
    ECON_LEADS,
    ECON_MQLS,
    ECON_OPPORTUNITIES,
    ECON_WON,
    ECON_REVENUE,
    ECON_COST_PER_LEAD,
    ECON_COST_PER_MQL,
    ECON_COST_PER_OPPORTUNITY,
    ECON_CAC,
    ECON_MEDIA_CAC,
    ECON_PAYBACK,
    ECON_LTV_CAC,
    ECON_CREDITED_WON,
    ECON_CREDITED_REVENUE,
    ECON_ROI,
    ECON_ROAS,
};
enum { ECONOMICS_COLUMNS = 22 };

struct economics_ask {
    enum report_by by; /* channel, campaign, segment, month */
    const char *from, *to;
    const char
        *compare;      /* "previous_period", "year_over_year"; NULL: none. Both need from and to */
    const char *model; /* a model's key; NULL: "first_contact" */
};

struct economics_row {
    const char *key, *name; /* as in channel_report.h */
    struct figure figures[ECONOMICS_COLUMNS];
};

/* What new customers of the period cost, when the spend is that of the days in which they first heard of us: as many days before as
 * half of all won leads took at most. */
struct lagged_cac {
    struct figure cac, days;
    const char *from, *to; /* of the spend; NULL: not known */
};

struct economics_report {
    struct economics_ask ask;
    struct channel_report base;
    struct economics_row *rows;
    size_t count;
    struct economics_row totals;
    const char *model;
    bool has_margin, recurring;
    /* Of all channels: */
    struct figure cycle[4]; /* p25, p50, p75, p90 */
    int64_t cycle_have;
    struct figure velocity, open_deals, win_rate, average_deal, cycle_days;
    struct lagged_cac lagged;
    struct figure early[4]; /* first touch of anyone of a company → opportunity */
    int64_t early_have;
    struct economics_report *before; /* of the period compared with; NULL */
};

/* "channel", "campaign", "segment", "month"; NULL reads as channel. Fault field "by". */
MUST_USE enum err economics_by_read(struct ctx *cx, const char *name, enum report_by *ret);
#define ECONOMICS_UNKNOWN "(unknown)"
enum economics_basis { BASIS_SPEND, BASIS_FIRST, BASIS_REACHED, BASIS_MODEL, BASIS_WHOLE };
enum economics_basis economics_basis(enum economics_column c);
/* The sentence of it, for the report's model. */
const char *economics_basis_text(struct ctx *cx, const struct economics_report *r,
                                 enum economics_column c);
const char *economics_column_name(enum economics_column c);
const char *economics_column_metric(enum economics_column c);
enum unit economics_column_unit(enum economics_column c);

/* facts NULL: touches are only what people's records say. */
MUST_USE enum err economics_report_run(struct ctx *cx, struct db *db, struct fact_store *facts,
                                       const struct economics_ask *ask,
                                       struct economics_report *ret);
/* {"by", "from", "to", "currency", "model", "model_label", "rows", "totals", "columns", "anomalies", "cycle", "velocity",
 * "lagged_cac", "early_engagement", "settings", "before": {"from", "to", "rows", "totals", ...} | null} */
void economics_report_json(struct ctx *cx, const struct economics_report *r, struct buf *out);
void economics_report_csv(struct ctx *cx, const struct economics_report *r, struct buf *out);
/* For a terminal: one line a row, what it cost and what came of it. */
void economics_report_table(struct ctx *cx, const struct economics_report *r, struct buf *out);

/* Months of first contact against months since, up to the month of now: how many leads were won by then, or what they had
 * brought. {"of", "currency", "need", "cohorts": [{"month", "leads", "cells": [{"since", "value", "won", "reason"}]}]}; the last
 * eighteen months up to `to`, the newest last. of: "won" (NULL) or "revenue". */
MUST_USE enum err economics_cohorts_json(struct ctx *cx, struct db *db, const char *of,
                                         const char *to, struct buf *out);

#endif
