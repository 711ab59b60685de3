/* watch_source.h -- an address of a competitor that is looked at now and then: a page, a feed or a list of addresses.
 *
 * The first look says how it is and tells nobody. From then on what changed becomes a note (strategy/competitor_note.h); when it
 * is of a kind that the source raises an alarm for, the note is an alert: it stands on Home until somebody saw it, the event
 * "competitor.changed" goes out, and who looks after the competitor (else who added the source) gets a mail.
 *
 * A source that fails says why (error, a message key, with its parameters) and is tried again: soon, then less and less often up to its
 * own interval. What cannot go better by itself (a private address, robots.txt, no such page) is asked again after that interval.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    those of model.h; fault fields "url" with "watch.login" (a name or password in it), "watch.sources_many";
 *            ERR_NOTFOUND "model.missing".
 * Units:     _at unix ms, UTC.
 */
#ifndef PRACA_WATCH_WATCH_SOURCE_H
#define PRACA_WATCH_WATCH_SOURCE_H

#include "model/model.h"
#include "watch/snapshot.h"
#include "work/job.h"

enum { WATCH_SOURCES_MAX = 30, WATCH_HOURS_MAX = 720 };

struct watch_source {
    struct record record;
    int64_t competitor;
    const char *kind; /* page, feed, sitemap */
    const char *url;
    const char *section; /* of the notes it makes */
    int64_t every_hours, active;
    int64_t alert_price, alert_title, alert_heading, alert_data,
        alert_news;   /* alert_news: entries, addresses */
    int64_t added_by; /* user id; NIL: nobody of us */
    int64_t next_at;  /* NIL: not by itself */
    int64_t asked_at; /* NIL: nobody waits for it */
    int64_t checked_at, changed_page_at;
    const char *last_state; /* first, same, changed, failed */
    int64_t failures;       /* in a row */
    const char *error, *error_params;
};

extern const struct model watch_source_model;

/* Whether a change is one that this source raises an alarm for. */
bool watch_source_alarms(const struct watch_source *s, const struct difference *c);

/* A look at it now; inside db_write(). One that is under way already is the answer. */
MUST_USE enum err watch_source_queue(struct ctx *cx, struct db *db, int64_t source,
                                     int64_t *ret_job);
/* [{"source": the record, "notes": n, "message": why it failed}] of a competitor. */
MUST_USE enum err watch_sources_json(struct ctx *cx, struct db *db, int64_t competitor,
                                     struct json_writer *w);

extern const struct job_kind
    watch_job_kinds[]; /* "watch.due" (each minute, all sites), "watch.look", "watch.tidy" */

#endif
