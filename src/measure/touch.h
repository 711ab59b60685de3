/* touch.h -- every time somebody of a company was reached, or came, in order.
 *
 * A touch is one visit of a known person, one call, meeting, mail, WhatsApp or clicked mail, one page, form, order, download or webinar that a
 * program told of outside of visits, one code of ours that a deal came with,
 * or a person's recorded first contact ("first_contact": an imported lead has a channel and a day, and no visits). The recorded
 * first contact counts only where nothing was measured up to that moment: otherwise it would stand there twice.
 *
 * Touches are gathered by unit: the company that the person belonged to at that moment (people/past_company.h), or the person
 * alone who belongs to none. What went into another record counts for the one that stays.
 *
 * Ownership: the book is malloc'd but for what people are called, which lives in the ctx's arena; touch_book_done() gives it back.
 * Errors:    those of store_touches.h and of the database.
 * Units:     ms, UTC. NIL: not known.
 */
#ifndef PRACA_MEASURE_TOUCH_H
#define PRACA_MEASURE_TOUCH_H

#include "db/db.h"
#include "facts/store_touches.h"

/* Kinds of facts that reach somebody without a visit; pages first, those of sellers last. */
enum { TOUCH_KINDS = 11, TOUCH_PAGE_KINDS = 1, TOUCH_SALES_KINDS = 4 };
extern const char *const touch_kinds[TOUCH_KINDS];

struct touch {
    int64_t unit; /* a company's or a person's id */
    int64_t at_ms, id;
    int64_t contact; /* who: the record that answers for them */
    int64_t views;
    uint32_t text[TOUCH_TEXTS]; /* in the book's texts; 0: not given */
    bool linked;
};

struct touch_unit {
    int64_t id;
    bool company;
    size_t from, n;    /* its touches */
    int64_t lead_at;   /* when its first lead came to be; NIL: nobody of it is one */
    int64_t heard_at;  /* of heard */
    const char *heard; /* what its first lead who was asked said of how they heard of us; NULL */
};

struct touch_book {
    struct touch *touches; /* by unit, then time, then id */
    size_t n;
    struct touch_unit *units; /* by id, also those without touches */
    size_t unit_count;
    const char **texts;
    size_t text_count;
    struct store_touches own;
};

/* until_ms 0: open. store NULL: only what people's records say. */
struct touch_ask {
    int64_t until_ms;
    bool pages;    /* each page that was seen instead of the visit */
    bool first;    /* when the earliest of each person, or all of one who moved, were: not what */
    bool no_sales; /* without calls, meetings, mail and WhatsApp of sellers */
};

MUST_USE enum err touch_book_read(struct ctx *cx, struct db *db, struct fact_store *store,
                                  const struct touch_ask *ask, struct touch_book *ret);
void touch_book_done(struct touch_book *b);
/* NULL: not in the book. */
const struct touch_unit *touch_unit_find(const struct touch_book *b, int64_t id);

#endif
