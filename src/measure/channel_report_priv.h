/* channel_report_priv.h -- what the parts of the channel report share. */
#ifndef PRACA_MEASURE_CHANNEL_REPORT_PRIV_H
#define PRACA_MEASURE_CHANNEL_REPORT_PRIV_H

#include "measure/channel_report.h"

enum { COHORT_DAYS = 90 };

/* One group while it is counted. */
struct tally {
    const char *id; /* what is equal is one group: folded text, a month, an id; "" for blank */
    const char *label, *name;
    int64_t leads, old_leads; /* old: first contact at least COHORT_DAYS ago */
    int64_t won, early, within;
    int64_t given_up; /* leads that will not buy any more, as far as is known */
    int64_t revenue, priced, unpriced;
    int64_t spend, media, spend_lines, media_lines;
    int64_t spend_of[SPEND_KINDS];
    struct other_monies others;
    struct buf days; /* doubles */
};

/* Groups by id, in the order they were met. */
struct tallies {
    struct arena *arena;
    struct tally **list; /* room is a power of two */
    size_t count, room;
    size_t *slots; /* twice the room; index + 1 */
};

struct tallies tallies_in(struct arena *arena);
/* The group of that id, made when it is new; NULL with a full arena. id is copied; label and name are remembered, of
 * several spellings the first by bytes. */
struct tally *tallies_at(struct tallies *all, const char *id, const char *label, const char *name);

/* Empty, or the name that stands for it. */
bool is_none(const char *text);

/* What is counted beside the groups. */
struct oddities {
    int64_t no_first_contact, won_no_lead;
    int64_t first_win_at; /* NIL: none */
    int64_t before_wins;  /* leads so old that wins were not recorded yet */
    int64_t spend_nowhere;
};

MUST_USE enum err oddities_read(struct ctx *cx, struct db *db, const struct period *p,
                                struct oddities *ret);
/* Before it, leads may have been won without anyone recording it; NIL when there is no such time. */
int64_t wins_begin_at(int64_t first_win_at);

/* Rows and totals from the groups. */
MUST_USE enum err report_figures(struct ctx *cx, const struct tallies *groups,
                                 const struct tally *all, struct channel_report *r);
/* The row of a channel nobody came by and nothing was spent on. */
MUST_USE enum err report_nothing(struct ctx *cx, const struct channel_report *r,
                                 struct report_row *ret);
MUST_USE enum err report_anomalies(struct ctx *cx, const struct tallies *groups,
                                   const struct tally *all, const struct oddities *odd,
                                   struct channel_report *r);

/* A figure in a file: "" when unknown, money in minor units, anything else with a point. */
const char *report_cell_plain(struct ctx *cx, enum unit unit, const struct figure *f);
/* For a terminal: cells line by line, the first column left, the others right. */
void report_columns_put(struct ctx *cx, struct buf *out, const char *const *cells, size_t lines,
                        size_t columns);
/* What a row is called where people read it: the name, or "not given" for none. */
const char *report_name_shown(struct ctx *cx, const char *name);
/* The list of anomalies as in channel_report_json(). */
void report_anomalies_json(struct ctx *cx, struct json_writer *w, const struct channel_report *r);
/* A row as in channel_report_json(). */
void report_row_json(struct ctx *cx, struct json_writer *w, const struct channel_report *r,
                     const struct report_row *row);

/* The site's zone and currency. */
MUST_USE enum err report_site(struct ctx *cx, struct db *db, const struct zone **ret_zone,
                              const char **ret_currency);
/* The days of a month's key, within the period. Fault field "key". */
MUST_USE enum err report_month(struct ctx *cx, const struct zone *zone, const char *key,
                               struct period *p);

#endif
