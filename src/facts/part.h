/* part.h -- the parts of a record of this floor: where each lies in its struct, and how long it may be.
 *
 * A fact (fact.h) and a visit (visit.h) are each a struct and one table of parts. Records of the journal, columns of the event
 * store and checks walk the table, so a new part is one row.
 *
 * Ownership: part_copy: texts of the copy live in the arena.
 */
#ifndef PRACA_FACTS_PART_H
#define PRACA_FACTS_PART_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum part_kind { PART_NUMBER, PART_TEXT, PART_FLAG };

struct fact_part {
    const char *name; /* column of the event store */
    size_t offset;    /* in the struct */
    size_t max;       /* bytes of a text */
    int64_t nothing;  /* the number that means "not given" */
    enum part_kind kind;
    bool required; /* not 0, not "" */
    bool stored;   /* has a column; otherwise only the journal carries it */
};

/* One part. Inline: every event walks its forty parts several times on its way. Values are moved by memcpy, as the table knows
 * only their places. */
static inline int64_t part_number(const void *record, const struct fact_part *p)
{
    int64_t v;

    memcpy(&v, (const char *)record + p->offset, sizeof(v));
    return v;
}

/* Never NULL. */
static inline const char *part_text(const void *record, const struct fact_part *p)
{
    const char *v;

    memcpy(&v, (const char *)record + p->offset, sizeof(v));
    return v ? v : "";
}

static inline bool part_flag(const void *record, const struct fact_part *p)
{
    bool v;

    memcpy(&v, (const char *)record + p->offset, sizeof(v));
    return v;
}

static inline void part_set_number(void *record, const struct fact_part *p, int64_t v)
{
    memcpy((char *)record + p->offset, &v, sizeof(v));
}

static inline void part_set_text(void *record, const struct fact_part *p, const char *v)
{
    memcpy((char *)record + p->offset, &v, sizeof(v));
}

static inline void part_set_flag(void *record, const struct fact_part *p, bool v)
{
    memcpy((char *)record + p->offset, &v, sizeof(v));
}

/* Whether the record has this part. */
static inline bool part_has(const void *record, const struct fact_part *p)
{
    switch (p->kind) {
    case PART_NUMBER:
        return part_number(record, p) != p->nothing;
    case PART_TEXT:
        return part_text(record, p)[0] != '\0';
    case PART_FLAG:
        return part_flag(record, p);
    }
    return false;
}

/* Numbers to what means "not given", texts to "". */
void parts_clear(void *record, const struct fact_part *parts, size_t n);
/* Every text of the record becomes its copy in the arena. */
void parts_keep(void *record, const struct fact_part *parts, size_t n, struct arena *a);

#endif
