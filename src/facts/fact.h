/* fact.h -- one thing that happened.
 *
 * A page was seen, a form sent, a call made, a mail opened. Facts are added and never changed; who a subject is, what a campaign
 * id means, is known to floors above. One table, fact_fields, says which parts a fact has and how long each may be; the
 * journal's records, the event store's columns and the checks all walk it. A new part is a new row at the table's end.
 *
 * Exactly once: two facts of one site with the same key are one fact, when the second comes within FACT_KEY_DAYS of the first.
 * The key is 128 bits of the client's choosing (its event id), or the fact's own id when it gave none.
 *
 * Record: 'F', version, mask of the parts that are there (4 bytes), then each in table order: a number as 8 bytes, a text as
 * 2 bytes of length and its bytes, a flag by its bit alone. Little-endian. A part that is absent costs nothing.
 *
 * Ownership: texts of a decoded fact live in the ctx's arena. A text is never NULL after decoding; "" is "not given".
 * Errors:    fact_encode: ERR_INVALID with a fault field for each wrong part. fact_decode: ERR_INVALID "facts.record".
 * Units:     _ms unix ms UTC; value_minor in minor units of currency, NIL for none; ids 0 for none.
 */
#ifndef PRACA_FACTS_FACT_H
#define PRACA_FACTS_FACT_H

#include "base/ctx.h"
#include "base/id.h"

enum { FACT_KEY_DAYS = 7, FACT_RECORD_MAX = 8 * 1024 };

struct fact {
    int64_t id;             /* 63-bit, ours */
    int64_t key_hi, key_lo; /* the client's event id; both 0: the id */
    int64_t site;
    int64_t at_ms;       /* when it happened */
    int64_t received_ms; /* when we took it */
    const char *kind;    /* "view", "click", "form", "call", "mail_open": a-z, 0-9, _ */
    int64_t subject;     /* a contact, to those who know */
    int64_t account;
    int64_t visitor; /* a hash, any 64 bits */
    int64_t visit;   /* given by a loader stage */
    const char *path;
    const char *channel, *source, *medium, *campaign;
    int64_t value_minor;
    const char *currency;                                 /* ISO 4217 */
    int64_t campaign_id, journey_id, step_id, message_id; /* what caused it */
    bool robot;
    const char *props;   /* a JSON object */
    const char *refusal; /* why it was refused at the door: counted, never stored */
};

enum fact_part { FACT_NUMBER, FACT_TEXT, FACT_FLAG };

struct fact_field {
    const char *name; /* column of the event store */
    size_t offset;    /* in struct fact */
    size_t max;       /* bytes of a text */
    int64_t nothing;  /* the number that means "not given" */
    enum fact_part part;
    bool required; /* not 0, not "" */
};
enum { FACT_FIELDS = 25 };
extern const struct fact_field fact_fields[FACT_FIELDS];

int64_t fact_number(const struct fact *f, const struct fact_field *field);
const char *fact_text(const struct fact *f, const struct fact_field *field); /* never NULL */
bool fact_flag(const struct fact *f, const struct fact_field *field);
/* Whether the fact has this part. */
bool fact_has(const struct fact *f, const struct fact_field *field);
void fact_set_number(struct fact *f, const struct fact_field *field, int64_t v);
void fact_set_text(struct fact *f, const struct fact_field *field, const char *v);
void fact_set_flag(struct fact *f, const struct fact_field *field, bool v);

/* All parts absent. */
struct fact fact_nothing(void);
/* A NULL text is one that is not given. */
MUST_USE enum err fact_check(struct ctx *cx, const struct fact *f);
/* Checks, then writes the record. ret has room for FACT_RECORD_MAX. */
MUST_USE enum err fact_encode(struct ctx *cx, const struct fact *f, unsigned char *ret,
                              size_t *ret_n);
/* Any bytes. What is decoded passes fact_check(). */
MUST_USE enum err fact_decode(struct ctx *cx, const unsigned char *bytes, size_t n,
                              struct fact *ret);

#endif
