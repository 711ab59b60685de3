/* store_touches.h -- when somebody known was there: the raw material of attribution.
 *
 * A touch is a visit of somebody known, or a fact of one of the kinds asked for that belongs to no visit (a call, a form that a
 * program told of). Robots make none. Texts repeat a million times, so each stands once and a touch holds its number.
 *
 * Ownership: what store_touches() gives is malloc'd, because a million touches are no errand's; store_touches_done() gives it
 *            back.
 * Errors:    those of store.h; ERR_LIMIT "facts.touches_many" (max) past STORE_TOUCHES_MAX.
 * Units:     ms.
 */
#ifndef PRACA_FACTS_STORE_TOUCHES_H
#define PRACA_FACTS_STORE_TOUCHES_H

#include "facts/store.h"

enum { STORE_TOUCHES_MAX = 5000000 };

enum store_touch_text {
    TOUCH_KIND, /* "visit", or the kind of a fact */
    TOUCH_CHANNEL,
    TOUCH_SOURCE,
    TOUCH_MEDIUM,
    TOUCH_CAMPAIGN,
    TOUCH_CONTENT,
    TOUCH_PATH, /* of a visit: where it began; of a page ("view"): its own */
};
enum { TOUCH_TEXTS = 7 };

struct store_touch {
    int64_t subject, at_ms, id; /* at_ms: of a visit its beginning; id: of the visit or fact */
    int64_t views;
    uint32_t text[TOUCH_TEXTS]; /* in texts; 0: not given */
    bool linked;                /* known only because its visitor was tied to a person */
};

struct store_touches {
    struct store_touch *rows; /* by subject, then time, then id */
    size_t n;
    const char **texts; /* texts[0] is "" */
    size_t text_count;
    struct touch_texts *own;
};

struct store_touches_ask {
    int64_t site;
    int64_t until_ms;        /* at_ms < until_ms; 0: open */
    const int64_t *subjects; /* NULL: everybody known */
    size_t subject_count;
    const char *const *kinds; /* of facts outside of visits */
    size_t kind_count;
    bool pages; /* instead of a visit, each page that was seen in it: once, when first seen */
    bool first; /* of each subject when the earliest was, and nothing else of it. Not with pages */
};

MUST_USE enum err store_touches(struct ctx *cx, struct fact_store *st,
                                const struct store_touches_ask *ask, struct store_touches *ret);
void store_touches_done(struct store_touches *t); /* leaves it empty */

/* For engines: one more touch. ERR_LIMIT as above, or "base.memory". */
MUST_USE enum err store_touches_add(struct ctx *cx, struct store_touches *t,
                                    const struct store_touch *touch,
                                    const char *const texts[TOUCH_TEXTS]);

#endif
