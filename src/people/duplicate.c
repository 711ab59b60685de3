/* duplicate.c -- see duplicate.h: the list of pairs, what is said about them, and the jobs that look for them. */
#include "people/duplicate.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"

#include "duplicate_sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 20 };

static const struct db_query *query_of(const struct duplicate_query *q)
{
    return q->record      ? &SQL_duplicates_with
           : q->dismissed ? &SQL_duplicates_dismissed
                          : &SQL_duplicates_open;
}

/* "score.id" */
static enum err read_after(struct ctx *cx, const char *after, int64_t *ret_score, int64_t *ret_id)
{
    const char *dot = after ? strchr(after, '.') : NULL;
    const char *score = dot ? arena_dup_n(cx->arena, after, (size_t)(dot - after)) : NULL;

    *ret_score = *ret_id = INT64_MAX;
    if (text_empty(after))
        return OK;
    if (!score || !text_to_int(score, ret_score) || !text_to_int(dot + 1, ret_id))
        return fail(cx, ERR_INVALID, "model.page", NULL);
    return OK;
}

static struct duplicate read_row(struct ctx *cx, const struct db_stmt *st)
{
    return (struct duplicate){.id = db_int(st, 0),
                              .one = db_int(st, 1),
                              .other = db_int(st, 2),
                              .reasons = db_text_dup(cx, st, 3),
                              .score = db_int(st, 4),
                              .found_at = db_int(st, 5),
                              .dismissed_at = db_int(st, 6)};
}

enum err duplicates_list(struct ctx *cx, struct db *db, const struct duplicate_query *q,
                         struct duplicate_page *ret)
{
    int limit = q->limit ? q->limit : PAGE;
    struct duplicate_page page = {0};
    struct db_stmt *st = NULL;
    int64_t score, id;
    bool row = false;
    enum err e = read_after(cx, q->after, &score, &id);

    if (!e && (limit < 1 || limit > DUPLICATE_PAGE_MAX))
        e = fail(cx, ERR_INVALID, "model.limit", "max", "50", NULL);
    if (e)
        return e;
    page.all = arena_array(cx->arena, (size_t)limit, sizeof(*page.all));
    e = page.all ? db_begin(cx, db, query_of(q), &st) : fail_memory(cx);
    if (e)
        goto out;
    db_bind_text(st, "kind", merge_model(q->of)->name);
    db_bind_int(st, "score", score);
    db_bind_int(st, "id", id);
    db_bind_int(st, "most", limit + 1);
    if (q->record)
        db_bind_int(st, "record", q->record);
    while (!(e = db_step(cx, st, &row)) && row) {
        if (page.n == (size_t)limit) {
            page.next = arena_print(cx->arena, "%" PRId64 ".%" PRId64, page.all[page.n - 1].score,
                                    page.all[page.n - 1].id);
            break;
        }
        page.all[page.n++] = read_row(cx, st);
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = page;
out:
    db_done(st);
    return e;
}

enum err duplicate_dismiss(struct ctx *cx, struct db *db, int64_t id, bool dismissed)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_duplicate_set_dismissed, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    db_bind_int(st, "at", dismissed ? ctx_now(cx) : NIL);
    db_bind_int(st, "by", dismissed && cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
    if (!e && db_changes(st) != 1)
        e = fail(cx, ERR_NOTFOUND, "duplicate.missing", NULL);
out:
    db_done(st);
    return e;
}

/* --- jobs */

enum err duplicates_queue(struct ctx *cx, struct db *db, int64_t *ret_job)
{
    struct job_new job = {
        .site = cx->site, .kind = "people.duplicates", .args = "{}", .only_one = "all"};

    return job_add(cx, db, &job, ret_job);
}

static enum err tick(struct ctx *cx, void *self, int64_t seen)
{
    return job_progress(cx, self, arena_print(cx->arena, "{\"done\":%" PRId64 "}", seen));
}

static enum err search_run(struct ctx *cx, struct job_run *run)
{
    enum err e = duplicates_search(cx, run->pool, MERGE_CONTACTS, tick, run);

    return e ? e : duplicates_search(cx, run->pool, MERGE_ACCOUNTS, tick, run);
}

static enum err queue_all_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return site_jobs_add(cx, db, "people.duplicates", "all");
}

static enum err daily_run(struct ctx *cx, struct job_run *run)
{
    return db_write(cx, run->pool, queue_all_in, NULL);
}

const struct job_kind duplicate_job_kinds[] = {
    {"people.duplicates", search_run, MINUTES_MS(2), 3},
    {"people.duplicates_daily", daily_run, MINUTES_MS(1), 3},
    {0},
};
