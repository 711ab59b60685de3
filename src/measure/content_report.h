/* content_report.h -- what each page of the site was read, and which companies had read it before they moved on.
 *
 * Views, visits, entries and engaged time are those of the statistics of visits over the period. Beside them stand the companies
 * (or people who belong to none) that reached a stage in the period and had seen the page at most a year before: a first lead, an
 * MQL, a deal opened that is no renewal, a deal won. Each counts once for a page and a stage, so a page that everybody reads on the way has
 * them all, and rows do not add up to the totals. Revenue is that of the won deals so touched,
 * in the site's currency; what came in others stands beside it. A page is credited with nothing by
 * this: it says what was read before, not what caused it.
 *
 * Best and worst are the quarters of the pages with at least CONTENT_VISITS_NEEDED visits, by companies of a stage for each visit,
 * compared by what is known of a page: its section, its language, and the channels its visits came by.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    those of period.h, touch.h, store.h; ERR_BUSY "facts.stopping"; fault fields "rank", "column".
 * Units:     minor units; seconds.
 */
#ifndef PRACA_MEASURE_CONTENT_REPORT_H
#define PRACA_MEASURE_CONTENT_REPORT_H

#include "db/db.h"
#include "measure/other_money.h"
#include "measure/period.h"

enum content_stage { CONTENT_LEADS, CONTENT_MQLS, CONTENT_OPPORTUNITIES, CONTENT_WON };
enum { CONTENT_STAGES = 4 };

enum {
    CONTENT_PAGES_MAX = 2000,
    CONTENT_WINDOW_DAYS = 365,
    CONTENT_VISITS_NEEDED = 20,
    CONTENT_PAGES_NEEDED = 8, /* to be compared */
    CONTENT_ROWS_MAX = 500,
};

struct content_ask {
    const char *from, *to; /* YYYY-MM-DD, included; NULL: open */
    const char *rank;      /* "leads" (NULL), "mqls", "opportunities", "won" */
};

struct content_page {
    const char *path, *section, *language; /* language NULL: the path does not say */
    int64_t views, visits, entries;
    double engaged_s; /* of a visit, the mean; NaN: none */
    int64_t reached[CONTENT_STAGES];
    int64_t revenue_minor;
    struct other_monies others;
    int64_t mark, units[CONTENT_STAGES]; /* while it is counted */
};

/* How many pages, or visits, of the best and of the worst quarter have a value. */
struct content_trait {
    const char *of, *value; /* "section", "language": pages; "channel": visits */
    int64_t best, worst;
};

struct content_report {
    struct content_ask ask;
    struct period period;
    const char *currency;
    struct content_page *pages; /* most visits first */
    size_t count;
    int64_t reached[CONTENT_STAGES]; /* by companies that saw any page */
    int64_t revenue_minor;
    struct other_monies others; /* of won deals, in no revenue */
    size_t
        compared; /* pages with enough visits; the quarters are empty below CONTENT_PAGES_NEEDED */
    const struct content_page **best, **worst;
    size_t quarter; /* pages in each */
    struct content_trait *traits;
    size_t trait_count;
};

MUST_USE enum err content_report_run(struct ctx *cx, struct db *db, const struct content_ask *ask,
                                     struct content_report *ret);
void content_report_json(struct ctx *cx, const struct content_report *r, struct buf *out);
void content_report_csv(struct ctx *cx, const struct content_report *r, struct buf *out);
/* The companies behind a number: {"items": [{"id", "table": "accounts" | "contacts", "name", "at", "seen_at", "amount_minor"}]}, at most
 * CONTENT_ROWS_MAX. column: "leads", "mqls", "opportunities", "won" or "revenue_minor". */
MUST_USE enum err content_rows_json(struct ctx *cx, struct db *db, const struct content_ask *ask,
                                    const char *page, const char *column, struct buf *out);

#endif
