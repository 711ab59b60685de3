/* plan_document.h -- a whole plan as a document that a board is handed: cover, company and market, nine steps, charts.
 *
 * It is written from the snapshot of a plan (strategy/plan_version.h), so that a version that was published reads the same for
 * ever, whatever the working copy has become. The markup has classes of the public pages' style sheet and no script and no style of
 * its own; charts are drawn as SVG and stay sharp in print. Printed by a browser, each step keeps its heading with its first lines.
 *
 * Ownership: everything lives in the ctx's arena.
 * Errors:    ERR_INVALID: a snapshot that no model can read; ERR_LIMIT "base.memory".
 * Threads:   pure.
 */
#ifndef PRACA_MEASURE_PLAN_DOCUMENT_H
#define PRACA_MEASURE_PLAN_DOCUMENT_H

#include "base/time.h"
#include "model/model.h"

enum { DOCUMENT_NOW = 0 }; /* the working copy */

struct plan_document {
    const struct json *snapshot;
    const char *site, *currency;
    const struct zone *zone; /* NULL: UTC */
    int64_t edition;         /* DOCUMENT_NOW, or the number of what was published */
    int64_t at;              /* when it was published, or made; unix ms, UTC */
    const char *by;          /* who published it; NULL */
    const char *note;
};

/* A plan as it is in an edition; NIL: the newest that was published, or the working copy when none was. models: all there are, for
 * the snapshot. ERR_NOTFOUND "model.missing", "plan_version.missing". */
MUST_USE enum err plan_document_read(struct ctx *cx, struct db *db,
                                     const struct model *const *models, int64_t plan,
                                     int64_t edition, struct plan_document *ret);
/* What stands between <main> and </main>, the title included. */
MUST_USE enum err plan_document_html(struct ctx *cx, const struct plan_document *in,
                                     struct buf *out);
/* The same of one positioning alone: its canvas and what is claimed. */
MUST_USE enum err plan_document_positioning_html(struct ctx *cx, const struct plan_document *in,
                                                 int64_t positioning, struct buf *out);
/* The name of the plan, as a title. */
const char *plan_document_title(const struct plan_document *in);

#endif
