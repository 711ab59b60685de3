/* intake_priv.h -- between the door (intake.c), what it remembers (intake_table.c) and the reading of a body (intake_read.c). */
#ifndef PRACA_WEB_INTAKE_PRIV_H
#define PRACA_WEB_INTAKE_PRIV_H

#include "facts/fact.h"
#include "measure/measured_site.h"
#include "web/intake.h"
#include "web/web.h"

/* Why an event is not taken: counted by these words, and told to who debugs. */
#define REFUSALS(X)                                                                                \
    X(ORIGIN, "origin")                                                                            \
    X(LOCALHOST, "localhost")                                                                      \
    X(PRERENDER, "prerender")                                                                      \
    X(OPTED_OUT, "opted_out")                                                                      \
    X(NO_CONSENT, "no_consent")                                                                    \
    X(MALFORMED, "malformed")                                                                      \
    X(SIZE, "size")                                                                                \
    X(RATE, "rate")                                                                                \
    X(UNKNOWN, "unknown_site")

enum refusal {
    REFUSED_NOT = 0,
#define REFUSAL_ENUM(name, text) REFUSED_##name,
    REFUSALS(REFUSAL_ENUM)
#undef REFUSAL_ENUM
};
const char *refusal_name(enum refusal why);

/* --- what the door remembers */

struct intake_site {
    int64_t site;
    bool count_refusing;
    unsigned char salt[VISITOR_SALT_BYTES]; /* of now */
    const struct measured_site *whole;      /* while the lock is held */
};

/* The site of a key, with the table locked until intake_leave(); false: there is none, and nothing is locked. */
bool intake_enter(struct intake *in, const char *key, int64_t now_ms, struct intake_site *ret);
/* The first that lets the host speak for it. */
bool intake_enter_host(struct intake *in, const char *host, int64_t now_ms,
                       struct intake_site *ret);
bool intake_enter_site(struct intake *in, int64_t site, int64_t now_ms, struct intake_site *ret);
void intake_leave(struct intake *in);
const struct intake_options *intake_options_of(const struct intake *in);
struct limits *intake_limits(struct intake *in);

void intake_count_taken(struct intake *in, int64_t n);
/* site 0: of none. n: events. */
void intake_count_refused(struct intake *in, int64_t site, enum refusal why, int64_t n);
void intake_note_stranger(struct intake *in, int64_t site, const char *host, int64_t now_ms);

/* --- reading */

/* What is known of the sender before a word of the body is read. */
struct intake_sender {
    const char *remote, *agent, *language, *network;
    char country[3];
    bool gpc, prerender, opted_out;
};

struct intake_batch {
    struct fact *facts;
    size_t count, refused;
    enum refusal why; /* of the first that was refused */
};

/* What the request says of its sender. */
void intake_find_sender(struct request *r, const struct intake_options *o,
                        struct intake_sender *ret);
/* One event of a body into a fact, or why not; of a host that is not the site's the fact has the host. envelope_ms: "t" of the body, 0: none. */
enum refusal intake_read_event(struct ctx *cx, const struct intake_site *site,
                               const struct intake_sender *who, const unsigned char *secret,
                               const struct json *in, int64_t envelope_ms, struct fact *ret);
/* A page seen without a script. */
enum refusal intake_read_view(struct ctx *cx, const struct intake_site *site,
                              const struct intake_sender *who, const char *page, struct fact *ret);
/* Whether anything of this sender is counted, or why not. */
enum refusal intake_judge_sender(const struct intake_site *site, const struct intake_sender *who,
                                 int64_t consent);
/* What the page says of consent, as far as it may, with what the request says. */
int64_t intake_consent(int64_t bits, const struct intake_sender *who);
/* The number of who sent it, by what was agreed to; adds CONSENT_STABLE to *consent. */
int64_t intake_number(const struct intake_site *site, const struct intake_sender *who,
                      const unsigned char *secret, const char *id, int64_t *consent);

#endif
