/* erasure.c -- beginning, looking at and counting erasures. See erasure.h; erasure_job.c does them. */
#include "people/erasure_priv.h"

#include "base/text.h"
#include "model/audit.h"
#include "people/contact.h"

#include "erasure_sql.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 50 };

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct erasure *)row = (struct erasure){
        .id = db_int(st, 0),
        .contact = db_int(st, 1),
        .request = db_int(st, 2),
        .state = db_text_dup(cx, st, 3),
        .step = db_text_dup(cx, st, 4),
        .asked_by = db_text_dup(cx, st, 5),
        .actor = db_int(st, 6),
        .created_at = db_int(st, 7),
        .done_at = db_int(st, 8),
        .error = db_text_dup(cx, st, 9),
        .proof = db_text_dup(cx, st, 10),
    };
}

enum err erasure_get(struct ctx *cx, struct db *db, int64_t id, struct erasure *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_erasure_get, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_row(cx, st, ret);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "erasure.missing", NULL);
out:
    db_done(st);
    return e;
}

enum err erasure_list(struct ctx *cx, struct db *db, int64_t after, int limit, struct erasure **ret,
                      size_t *ret_n, int64_t *ret_next)
{
    int most = limit > 0 ? limit : PAGE;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasures_page, &st);

    if (e)
        goto out;
    db_bind_int(st, "before", after ? after : INT64_MAX);
    db_bind_int(st, "limit", most);
    e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
    if (!e)
        *ret_next = *ret_n == (size_t)most ? (*ret)[*ret_n - 1].id : 0;
out:
    db_done(st);
    return e;
}

/* --- beginning */

static enum err refuse_twice(struct ctx *cx, struct db *db, int64_t contact)
{
    struct db_stmt *st = NULL;
    void *record = NULL;
    bool row = false;
    enum err e = model_get(cx, db, &contact_model, contact, &record);

    if (!e && ((struct contact *)record)->erased_at != NIL)
        e = fail(cx, ERR_CONFLICT, "erasure.twice", NULL);
    if (!e)
        e = db_begin(cx, db, &SQL_erasure_open_of, &st);
    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_step(cx, st, &row);
    if (!e && row)
        e = fail(cx, ERR_CONFLICT, "erasure.twice", NULL);
out:
    db_done(st);
    return e;
}

static enum err add(struct ctx *cx, struct db *db, const struct erasure *x)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", x->id);
    db_bind_int(st, "contact", x->contact);
    db_bind_int(st, "request", x->request);
    db_bind_text(st, "step", x->step);
    db_bind_text(st, "asked_by", x->asked_by);
    db_bind_int(st, "actor", x->actor);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err close_contact(struct ctx *cx, struct db *db, int64_t contact)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_close_contact, &st);

    if (!e) {
        db_bind_int(st, "contact", contact);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err mark_request(struct ctx *cx, struct db *db, const struct erasure *x)
{
    struct db_stmt *st = NULL;
    enum err e;

    if (x->request == NIL)
        return OK;
    e = db_begin(cx, db, &SQL_erasure_request_begun, &st);
    if (e)
        goto out;
    db_bind_int(st, "request", x->request);
    db_bind_int(st, "erasure", x->id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err erasure_begin(struct ctx *cx, struct db *db, int64_t contact, int64_t request,
                       const char *asked_by, struct erasure *ret)
{
    struct erasure x = {.id = id_next(cx),
                        .contact = contact,
                        .request = request ? request : NIL,
                        .state = "waiting",
                        .step = "who",
                        .asked_by = asked_by,
                        .actor = cx->actor ? cx->actor : NIL,
                        .created_at = ctx_now(cx),
                        .done_at = NIL};
    const char *args = arena_print(cx->arena, "{\"erasure\":\"%" PRId64 "\"}", x.id);
    const char *one = arena_print(cx->arena, "%" PRId64, x.id);
    int64_t job = 0;
    enum err e = args && one ? refuse_twice(cx, db, contact) : fail_memory(cx);

    if (!e)
        e = add(cx, db, &x);
    if (!e)
        e = close_contact(cx, db, contact);
    if (!e)
        e = mark_request(cx, db, &x);
    if (!e)
        e = job_add(cx, db,
                    &(struct job_new){
                        .site = cx->site, .kind = "rights.erase", .args = args, .only_one = one},
                    &job);
    if (!e)
        e = audit_add(cx, db, "contact", contact, "erase", NULL);
    if (!e)
        *ret = x;
    return e;
}

/* --- counting */

static enum err put_count(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id,
                          const struct erasure_count *c)
{
    struct db_stmt *st = NULL;
    enum err e;

    if (!c->n)
        return OK;
    e = db_begin(cx, db, q, &st);
    if (e)
        goto out;
    db_bind_int(st, "erasure", id);
    db_bind_text(st, "what", c->what);
    db_bind_text(st, "name", c->name);
    db_bind_int(st, "n", c->n);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err erasure_count_add(struct ctx *cx, struct db *db, int64_t id, const char *what,
                           const char *name, int64_t n)
{
    return put_count(cx, db, &SQL_erasure_count_add, id, &(struct erasure_count){what, name, n});
}

enum err erasure_count_set(struct ctx *cx, struct db *db, int64_t id, const char *what,
                           const char *name, int64_t n)
{
    return put_count(cx, db, &SQL_erasure_count_set, id, &(struct erasure_count){what, name, n});
}

static void read_count(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct erasure_count *)row = (struct erasure_count){
        .what = db_text_dup(cx, st, 0), .name = db_text_dup(cx, st, 1), .n = db_int(st, 2)};
}

enum err erasure_counts(struct ctx *cx, struct db *db, int64_t id, struct erasure_count **ret,
                        size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_counts_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "erasure", id);
    e = db_collect(cx, st, sizeof(**ret), read_count, ret, ret_n);
out:
    db_done(st);
    return e;
}

/* --- what would happen */

struct preview {
    struct erasure_count *all;
    size_t n, max;
};

static void note(struct preview *p, const char *what, const char *name, int64_t n)
{
    if (!n)
        return;
    for (size_t i = 0; i < p->n; i++)
        if (!strcmp(p->all[i].what, what) && !strcmp(p->all[i].name, name)) {
            p->all[i].n += n;
            return;
        }
    must(p->n < p->max);
    p->all[p->n++] = (struct erasure_count){what, name, n};
}

static const char *what_of(const struct people_ref *r)
{
    return r->erase == REF_ROW_GOES                  ? "went"
           : r->erase == REF_CUT || r->blank != NULL ? "emptied"
                                                     : "stayed";
}

static enum err preview_refs(struct ctx *cx, struct db *db, const struct erased_person *who,
                             struct preview *p)
{
    enum err e = OK;
    int64_t n = 0;

    for (const struct people_ref *r = people_refs; r->table && !e; r++) {
        for (size_t i = 0; r->to == REF_CONTACT && i < who->id_count && !e; i++) {
            e = erase_count(cx, db, &(struct erase_target){.ref = r, .id = who->ids[i]}, &n);
            if (!e)
                note(p, what_of(r), r->table, n);
        }
    }
    return e;
}

static enum err preview_mentions(struct ctx *cx, struct db *db, const struct erased_person *who,
                                 struct preview *p)
{
    enum err e = OK;
    int64_t n = 0;

    for (const struct person_text *t = person_texts; t->table && !e; t++) {
        if ((t->erase != TEXT_MENTION && t->erase != TEXT_REWRITE) || !strcmp(t->table, "consents"))
            continue; /* their own entries are no mention by somebody else */
        e = erase_count(cx, db, &(struct erase_target){.text = t, .who = who}, &n);
        if (!e)
            note(p, t->erase == TEXT_MENTION ? "mentioned" : "rewritten", t->table, n);
    }
    return e;
}

enum err erasure_preview(struct ctx *cx, struct db *db, int64_t contact, struct erasure_count **ret,
                         size_t *ret_n)
{
    struct erased_person who;
    struct preview p = {.max = 200};
    enum err e = refuse_twice(cx, db, contact);

    if (!e)
        e = erased_person_find(cx, db, contact, &who);
    p.all = arena_array(cx->arena, p.max, sizeof(*p.all));
    if (!e && !p.all)
        e = fail_memory(cx);
    if (e)
        return e;
    note(&p, "emptied", "contacts", 1);
    e = preview_refs(cx, db, &who, &p);
    if (!e)
        e = preview_mentions(cx, db, &who, &p);
    *ret = p.all;
    *ret_n = p.n;
    return e;
}
