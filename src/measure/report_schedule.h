/* report_schedule.h -- when a report goes by mail, and to whom.
 *
 * Weekly on a weekday or monthly on a day, at an hour of the site's clock. A day that a month does not have is its last one; an
 * hour that a change of clocks skips is the next. Times that were missed, because nothing ran, are made up for once, and not as
 * often as they were missed.
 *
 * A recipient is a user of the site, or an address of somebody else: then whoever adds it confirms, in words that are kept, that
 * the person wants the mails. Either ends them by the link in each mail; a user's mail also ends with the membership.
 *
 * A mail is written down under schedule, moment and recipient, together with the next moment, so that it is there once. A report in
 * which there is nothing is not sent, and stands in the list of mails with that reason.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields "cadence", "weekday", "day", "hour", "paused", "recipients", "recipients.2"; ERR_NOTFOUND
 *            "report.no_schedule"; ERR_CONFLICT "model.version"; ERR_LIMIT "report.schedules_many".
 * Units:     _at unix ms, UTC.
 */
#ifndef PRACA_MEASURE_REPORT_SCHEDULE_H
#define PRACA_MEASURE_REPORT_SCHEDULE_H

#include "measure/report.h"
#include "work/mail.h"

enum { SCHEDULES_MAX = 20, RECIPIENTS_MAX = 50 };

enum cadence { CADENCE_WEEKLY, CADENCE_MONTHLY };

struct report_when {
    enum cadence cadence;
    int weekday; /* 1 Monday to 7 Sunday */
    int day;     /* 1 to 31 */
    int hour;    /* 0 to 23 */
};
/* The first such moment after `after`. */
int64_t report_when_next(const struct report_when *w, const struct zone *zone, int64_t after);

struct recipient {
    int64_t id, schedule;
    int64_t user;        /* NIL: an address */
    const char *address; /* of the user too */
    const char *name;
    enum lang lang;
    int64_t confirmed_by, confirmed_at;
    const char *confirmed_text;
    int64_t stopped_at; /* NIL: gets them */
    bool gone;          /* a user who is no member any more */
};

struct report_schedule {
    int64_t id, version, report;
    struct report_when when;
    bool paused;
    int64_t next_at, last_at;
    struct recipient *recipients;
    size_t recipient_count;
};

/* Inside db_write(). {"cadence", "weekday", "day", "hour", "paused", "recipients": [{"user": id} | {"address", "lang", "confirmed":
 * true}]}: who was a recipient already stays as they were, with "stopped": false they get mails again. */
MUST_USE enum err schedule_add(struct ctx *cx, struct db *db, int64_t report, const struct json *in,
                               struct report_schedule *ret);
/* The members that are given; version 0: whichever. */
MUST_USE enum err schedule_change(struct ctx *cx, struct db *db, int64_t id, int64_t version,
                                  const struct json *in, struct report_schedule *ret);
MUST_USE enum err schedule_drop(struct ctx *cx, struct db *db, int64_t id);
MUST_USE enum err schedule_get(struct ctx *cx, struct db *db, int64_t id,
                               struct report_schedule *ret);
/* Of a report; report 0: all. */
MUST_USE enum err schedules_of(struct ctx *cx, struct db *db, int64_t report,
                               struct report_schedule **ret, size_t *ret_n);
void schedule_json(struct json_writer *w, const struct report_schedule *s);
/* With which words somebody confirms that another wants the mails. */
const char *schedule_confirmation(struct ctx *cx);

/* --- report_send.c */

/* One mail of a report as it would go to a reader of the ctx's language; nothing is written. stop_url NULL: none. */
MUST_USE enum err report_compose(struct ctx *cx, const struct report_source *source,
                                 const struct report *r, const char *site, const char *home,
                                 const char *stop_url, struct mail *ret, bool *ret_something);
/* To all recipients of a schedule now, its next moment left alone. *ret: how many mails wait to go. */
MUST_USE enum err report_send_now(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                  const char *home, int64_t schedule, int64_t *ret);
/* To one user alone. */
MUST_USE enum err report_send_to(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                 const char *home, int64_t report, int64_t user);
/* What is due, of all sites. */
MUST_USE enum err reports_due(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                              const char *home);

#endif
