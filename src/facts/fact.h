/* fact.h -- one thing that happened.
 *
 * A page was seen, a form sent, a call made, a mail opened. Facts are added and never changed; who a subject is, what a campaign
 * id means, is known to floors above. One table, fact_fields, says which parts a fact has and how long each may be; the
 * journal's records, the event store's columns and the checks all walk it. A new part is a new row at the table's end.
 *
 * Exactly once: two facts of one site with the same key are one fact, when the second comes within FACT_KEY_DAYS of the first.
 * The key is 128 bits of the client's choosing (its event id), or the fact's own id when it gave none.
 *
 * Record: 'F', version, mask of the parts that are there (8 bytes; 4 in version 1, which is still read), then each in table
 * order: a number as 8 bytes, a text as 2 bytes of length and its bytes, a flag by its bit alone. Little-endian. A part that is
 * absent costs nothing. What only the making of a visit needs (agent, referrer, screen ...) is in the record and not in the event
 * store's row of the fact.
 *
 * A kind that begins with "_" is a control: it changes what is stored and is no event itself (loader.h).
 *
 * Ownership: texts of a decoded fact live in the ctx's arena. A text is never NULL after decoding; "" is "not given".
 * Errors:    fact_encode: ERR_INVALID with a fault field for each wrong part. fact_decode: ERR_INVALID "facts.record".
 * Units:     _ms unix ms UTC; value_minor in minor units of currency, NIL for none; ids 0 for none.
 */
#ifndef PRACA_FACTS_FACT_H
#define PRACA_FACTS_FACT_H

#include "base/ctx.h"
#include "base/id.h"
#include "facts/part.h"

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
    const char *props; /* a JSON object */
    const char *
        refusal; /* why it was refused at the door: counted, never stored; value_minor: how many were */
    const char *host;
    const char *referrer;       /* host and path of the page that led here, no query */
    const char *content, *term; /* utm */
    const char *click;          /* the kind of click id: "gclid", "fbclid" ... */
    const char *click_id;
    const char *agent;    /* user agent, as sent */
    const char *language; /* "pt-BR" */
    const char *country;  /* two letters, "" unknown */
    const char *network;  /* what the door knew of the address: "", "datacentre" */
    const char *robot_reason;
    int64_t screen;     /* width of the window, px */
    int64_t engaged_ms; /* of an "engage": how long the page was looked at since the last one */
    int64_t scroll;     /* percent */
    int64_t consent;    /* enum fact_consent */
    int64_t signs;      /* enum fact_sign */
    int64_t imported;   /* of which import of history; 0: measured */
    bool linked;        /* the subject was found through the visitor, not named by the fact */
};

/* What the visitor had agreed to when it happened. */
enum fact_consent {
    CONSENT_NECESSARY = 1,
    CONSENT_PERFORMANCE = 2,
    CONSENT_FUNCTIONAL = 4,
    CONSENT_TARGETING = 8,
    CONSENT_NAMED = 16,    /* visits may be tied to the visitor's name */
    CONSENT_ANSWERED = 32, /* the question was answered at all */
    CONSENT_STABLE = 64,   /* the visitor has an id that lasts beyond the day */
    CONSENT_GPC = 128,     /* Sec-GPC was sent */
};

/* Hints of a machine that the tracker saw. */
enum fact_sign {
    SIGN_WEBDRIVER = 1,
    SIGN_NO_LANGUAGES = 2,
    SIGN_NO_WINDOW = 4,
    SIGN_HEADLESS_AGENT = 8,
    SIGN_NO_INTERACTION = 16, /* of an "engage" */
    SIGN_NO_PLUGINS = 32,
    SIGN_TOLD =
        64, /* no sign of one: a form or a program told it, which sends no agent of a reader */
};

enum { FACT_FIELDS = 43 };
extern const struct fact_part fact_fields[FACT_FIELDS];

/* All parts absent. */
struct fact fact_nothing(void);
/* A NULL text is one that is not given. */
MUST_USE enum err fact_check(struct ctx *cx, const struct fact *f);
/* Checks, then writes the record. ret has room for FACT_RECORD_MAX. */
MUST_USE enum err fact_encode(struct ctx *cx, const struct fact *f, unsigned char *ret,
                              size_t *ret_n);
/* Any bytes. What is decoded passes fact_check(). A time of receipt within a second of the time in the id is that one, so that a
 * store need not keep both. */
MUST_USE enum err fact_decode(struct ctx *cx, const unsigned char *bytes, size_t n,
                              struct fact *ret);

#endif
