/* bulk.h -- one change of many records: first what it would do, then doing it, then undoing it.
 *
 * What was chosen (ids, or a question that a list can ask) becomes a list of items. The preview tries the change on each and says how many
 * would change and why others would not; what is then run is that list, no matter what the question would answer by
 * now. Each pass is a job that works in transactions of a few milliseconds and goes on where it was when it is killed. One
 * audit entry stands for a run and one for its undo.
 *
 * Undo takes back field by field what is still as the run left it; what somebody changed since is kept and counted. A deleted record comes
 * back under its id with what belonged to it. Leaving a list again is said to the ledger of consent like any other leaving.
 *
 * Actions, as JSON: {"set": {"owner": "12", "custom": {"size": "P"}}}, {"tags_add": ["vip"]}, {"tags_remove": ["vip"]},
 * {"list": "ID", "status": "subscribed"} (or "unsubscribed"), {"segment": "ID", "how": "include"} (or "exclude", "none"),
 * {"account_by_domain": true} (people of no company, to that of their address), {"delete": true}.
 *
 * Ownership: the ctx's arena.
 * Errors:    wrong fields "action", "action.set.owner", "ids", "query.lifecycle", "model"; ERR_NOTFOUND "bulk.none";
 *            ERR_CONFLICT "bulk.state" (state).
 */
#ifndef PRACA_PEOPLE_BULK_H
#define PRACA_PEOPLE_BULK_H

#include "base/json.h"
#include "model/model.h"
#include "work/job.h"

enum { BULK_IDS_MAX = 5000, BULK_SAMPLE = 10 };

struct bulk {
    int64_t id;
    const char *model, *action, *selection;
    const char *state; /* gathering, counting, counted, running, done, undoing, undone, failed */
    int64_t all, changes, same, refused, done, kept, undone;
    int64_t at; /* the item that the pass has come to */
    const char *cursor, *error;
    int64_t job, actor, created_at, started_at, ended_at;
};

/* NULL: nothing of that name is changed in bulk. */
const struct model *bulk_model(const char *name);

/* Everything that changes runs inside db_write(). */

/* {"model", "ids" or "query", "action"}: checked, kept, and its preview asked for. */
struct fact_store;
/* facts: for a rule that asks what people did; may be NULL. */
MUST_USE enum err bulk_add(struct ctx *cx, struct db *db, struct fact_store *facts,
                           const struct json *in, int64_t *ret_id);
MUST_USE enum err bulk_get(struct ctx *cx, struct db *db, int64_t id, struct bulk *ret);
/* What was run lately, the newest first. */
MUST_USE enum err bulk_recent(struct ctx *cx, struct db *db, struct bulk **ret, size_t *ret_n);
MUST_USE enum err bulk_start(struct ctx *cx, struct db *db, int64_t id);
MUST_USE enum err bulk_undo(struct ctx *cx, struct db *db, int64_t id);

/* Why some would not change, or did not, with how many; and ten of those that would, before and after. */
MUST_USE enum err bulk_json(struct ctx *cx, struct db *db, const struct bulk *b, bool whole,
                            struct json_writer *w);
/* The next piece of those that were refused or kept, as CSV; *after: the last item of the piece before, 0 at first. */
MUST_USE enum err bulk_refused_csv(struct ctx *cx, struct db *db, const struct bulk *b,
                                   int64_t *after, struct buf *out, bool *ret_end);

extern const struct job_kind bulk_job_kinds[]; /* ended by {0} */

#endif
