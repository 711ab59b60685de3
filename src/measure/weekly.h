/* weekly.h -- the summary of the week: what changed, what waits for somebody, how the goals stand.
 *
 * A week is the seven days that ended yesterday; it is held against the mean of the four weeks before. A change is told only where
 * those four weeks hold enough; otherwise the reader learns how much is there and how much is needed. What is to be done is what
 * Home says to that reader. Each reads it in their own language.
 *
 * It goes on the weekday and at the hour of the site's settings, to who asked for it; a week that was missed is made up for once.
 *
 * Ownership: the ctx's arena.
 * Errors:    those of report_kind.h and dashboard.h.
 */
#ifndef PRACA_MEASURE_WEEKLY_H
#define PRACA_MEASURE_WEEKLY_H

#include "measure/mail_choice.h"
#include "measure/report_kind.h"
#include "work/setting.h"

enum { WEEKLY_WEEKS = 4 };

extern const struct setting weekly_settings[]; /* "weekly.weekday", "weekly.hour" */

/* For the ctx's actor and in the ctx's language; nothing is written. */
MUST_USE enum err weekly_compose(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                 const char *home, const char *stop_url, struct mail *ret);
/* To one user, now. */
MUST_USE enum err weekly_send_to(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                                 const char *home, int64_t user);
/* What is due, of all sites. */
MUST_USE enum err weekly_due(struct ctx *cx, struct db_pool *pool, struct fact_store *facts,
                             const char *home);

#endif
