/* nps.h -- how likely a person is to recommend us, 0 to 10, asked by a signed link.
 *
 * One answer a person and quarter, which stands until the link ends and can be changed so long. Being opened changes
 * nothing; the page's button does. A link says whom it is about and of which quarter; that it was given out is written down,
 * so that a share of answers can be told. What was said is shown on timelines and counts for the company's health.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    ERR_INVALID fault field "score" "field.range"; those of link.h.
 * Units:     _at unix ms UTC; a period is year * 10 + quarter in links and "2026-Q4" in the table.
 * Source:    Reichheld, "The One Number You Need to Grow" (2003): promoters 9 and 10, detractors up to 6.
 */
#ifndef PRACA_PEOPLE_NPS_H
#define PRACA_PEOPLE_NPS_H

#include "base/time.h"
#include "db/db.h"

#define LINK_NPS "nps"
enum { NPS_PROMOTER = 9, NPS_PASSIVE = 7, NPS_COMMENT_MAX = 4000, NPS_PERIOD_MAX = 16 };

/* The quarter of a moment on that clock, 20264 for the fourth of 2026, and how it is written: "2026-Q4". */
int64_t nps_period(const struct zone *z, int64_t at);
void nps_period_text(int64_t period, char ret[NPS_PERIOD_MAX]);

struct nps_link {
    int64_t contact, expires_at;
    const char *token, *name, *email;
};
/* Writes down that it was given out. Inside db_write(). */
MUST_USE enum err nps_invite(struct ctx *cx, struct db *db, int64_t contact, struct nps_link *ret);
/* Whom a list, a segment (of companies: their people) or all customers would be asked: ids of contacts above after, rising, at most
 * `most`, for which ret has room. id: of the list or segment. */
enum nps_whom { NPS_LIST, NPS_SEGMENT, NPS_CUSTOMERS };
MUST_USE enum err nps_audience(struct ctx *cx, struct db *db, enum nps_whom whom, int64_t id,
                               int64_t after, int most, int64_t *ret, size_t *ret_n);

struct nps_answer {
    int64_t id, contact, account, score; /* id 0: none yet */
    int64_t answered_at, testimonial_at;
    const char *period, *comment, *testimonial;
    const char *contact_name, *account_name; /* in lists */
};
/* What the person said of that quarter; id 0 in what comes back: nothing yet. */
MUST_USE enum err nps_read(struct ctx *cx, struct db *db, int64_t contact, int64_t period,
                           struct nps_answer *ret);
/* Inside db_write(). */
MUST_USE enum err nps_say(struct ctx *cx, struct db *db, int64_t contact, int64_t period,
                          int64_t score, const char *comment);
/* Words that may be shown, of somebody who has answered; empty takes them back. Inside db_write(). */
MUST_USE enum err nps_testimonial(struct ctx *cx, struct db *db, int64_t contact, int64_t period,
                                  const char *words);

struct nps_query {
    int64_t from_at, until_at; /* 0: open */
    int64_t low, high;         /* scores */
    int64_t contact, after;    /* 0: all, from the newest */
    int limit;                 /* 0: 50 */
};
/* Newest first. */
MUST_USE enum err nps_answers(struct ctx *cx, struct db *db, const struct nps_query *q,
                              struct nps_answer **ret, size_t *ret_n, int64_t *ret_next);

/* How many of each, the last answer of each person counting; invited: of the same days. */
struct nps_counts {
    int64_t promoters, passives, detractors, invited;
};
MUST_USE enum err nps_count(struct ctx *cx, struct db *db, int64_t from_at, int64_t until_at,
                            struct nps_counts *ret);

#endif
