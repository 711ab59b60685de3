/* intake.h -- events from the pages of others: POST /e, and the pixel of those without scripts.
 *
 * An event is answered 202 when it is on disk, and only then; no worker waits meanwhile (net/http.h, response_later()). What
 * is not taken is answered 202 as well, so that nobody learns what counts; whoever sends "X-Praca-Debug: 1" is told why in
 * "X-Praca-Refused". A body that cannot be read, or is too large, is one refusal of the site of its page, or of the key it
 * begins with. Refusals are counted here and written to the journal once a second, one record for each site and
 * reason, so that a flood of them costs a counter; a crash may lose the last second of those counts, never an event.
 *
 * What the loop thread needs of the sites (keys, hosts, salts) is a table in memory, which a thread of its own reads anew
 * every few seconds: the loop asks no database.
 *
 * What is kept of a visitor's address: nothing. It goes into a keyed hash with the day's salt, and is looked up for its
 * country and among data centres.
 *
 * Body: {"k": site key, "t": now, "b": [event, ...]} or one event with "k"; docs/tracker.md has the members.
 *
 * Ownership: the process's; journal, pool, places and networks are borrowed and outlive it.
 * Errors:    those of measured_site.h at the start.
 * Threads:   any.
 */
#ifndef PRACA_WEB_INTAKE_H
#define PRACA_WEB_INTAKE_H

#include "base/log.h"
#include "db/db.h"
#include "facts/journal.h"
#include "measure/measured_site.h"
#include "net/http.h"

enum { INTAKE_BODY_MAX = 64 * 1024, INTAKE_EVENTS_MAX = 50, INTAKE_AGE_DAYS = 3 };

struct places;
struct address;

struct intake_options {
    struct db_pool *pool;
    struct journal *journal;
    const struct places *places; /* NULL: no countries */
    bool (*is_centre)(void *centres,
                      const struct address *a); /* of a data centre; NULL: none known */
    void *centres;
    int64_t per_minute; /* events of one address; 0: no limit */
    struct clock clock;
    struct id_source *ids;
    struct log *log;
};

struct intake;

MUST_USE enum err intake_new(struct ctx *cx, const struct intake_options *o, struct intake **ret);
/* Writes down what was refused; no request may be running. Accepts NULL. */
void intake_free(struct intake *in);
/* Read the sites anew now: after a change of theirs, and for tests. */
MUST_USE enum err intake_refresh(struct ctx *cx, struct intake *in);

/* The hosts that were refused lately on a site, newest first, for the screen that mends it. */
size_t intake_strangers(struct intake *in, int64_t site,
                        struct measured_stranger ret[MEASURED_STRANGERS]);

/* Which visitor of the site sent this request, by the same rules as for an event: id and consent are what the page says. consent comes
 * back as a fact has it. 0: the site is not known, or does not count this visitor. */
int64_t intake_visitor(struct intake *in, struct request *r, int64_t site, const char *id,
                       int64_t *consent);

/* What the banner's cookie of this host says: bits as of facts/fact.h; 0: no answer that can be seen from here. */
int64_t intake_consent_here(struct request *r);

/* The installation's key for visitors' numbers (measure/visitor_number.h), 32 bytes. */
const unsigned char *intake_key(const struct intake *in);
struct journal *intake_journal_of(const struct intake *in);

struct intake_stats {
    int64_t taken, refused, unknown; /* events since the start; unknown: of no site */
};
void intake_stats(struct intake *in, struct intake_stats *ret);

/* As http_hooks.on_done: a body over INTAKE_BODY_MAX meets no handler, and is counted as one refusal when its 413 has left. */
void intake_done(const struct request *r, int status);

/* "/e" and "/p.gif"; to be served under the neutral path, "/e" also at the root. */
extern const struct route intake_routes[];
extern const struct route intake_root_routes[];

#endif
