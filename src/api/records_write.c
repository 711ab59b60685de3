/* records_write.c -- adding, changing and deleting records of any model.
 *
 * A record is built inside db_write(), which may run its function again. An Idempotency-Key makes a repeated
 * POST give the first answer: it is kept in the same transaction as the record.
 */
#include "api/api_priv.h"

#include "base/hash.h"
#include "work/once.h"

#include <inttypes.h>
#include <string.h>

struct write_run {
    struct request *r;
    const struct model *m;
    const struct json *in;
    int64_t id, version;
    struct once once;
    bool known;
    const void *record;
    struct answer_json answer;
};

void api_etag(struct request *r, struct response *ret, const void *record)
{
    const struct record *head = record;

    ret->etag = arena_print(r->cx->arena, "\"%" PRId64 "\"", head->version);
    ret->failed = ret->failed || !ret->etag;
}

static enum err prepare(struct write_run *w, struct db *db, void *record)
{
    w->r->cx->facts = api_of(w->r)->facts;
    for (const struct api_prepare *p = api_of(w->r)->prepares; p && p->model; p++)
        if (p->model == w->m)
            return p->prepare(w->r->cx, db, api_of(w->r), record);
    return OK;
}

/* All mistakes at once: what could not be read, and what was read but breaks a rule. */
static enum err read_input(struct write_run *w, struct db *db, void *record)
{
    struct ctx *cx = w->r->cx;
    void *before = NULL;
    field_set given = 0;
    enum err e = model_from_json(cx, w->m, w->in, record, &given);

    if (!e || (e == ERR_INVALID && cx->fault.fields))
        e = prepare(w, db, record);
    if ((e && e != ERR_INVALID) || !cx->fault.fields)
        return e;
    e = w->id ? model_get(cx, db, w->m, w->id, &before) : OK;
    return e ? e : model_try(cx, db, w->m, before, record);
}

static const char *request_hash(struct request *r)
{
    unsigned char digest[SHA256_BYTES];
    char hex[SHA256_HEX];
    struct sha256_run run;

    sha256_start(&run);
    sha256_add(&run, r->method, strlen(r->method) + 1);
    sha256_add(&run, r->path, strlen(r->path) + 1);
    sha256_add(&run, r->body, r->body_bytes);
    sha256_end(&run, digest);
    hex_text(digest, sizeof(digest), hex);
    return arena_dup(r->cx->arena, hex);
}

static enum err keep_answer(struct ctx *cx, struct db *db, struct write_run *w)
{
    w->once.status = 201;
    w->once.answer = buf_text(&w->answer.out);
    return w->once.answer ? once_keep(cx, db, &w->once) : fail_memory(cx);
}

/* What follows a change may have changed the record once more, as a rule that moves a person on. */
static enum err as_followed(struct ctx *cx, struct db *db, const struct model *m, void **record)
{
    return m->after_save ? model_get(cx, db, m, ((const struct record *)*record)->id, record) : OK;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    struct write_run *w = arg;
    void *record;
    enum err e = OK;

    w->known = false;
    if (w->once.key)
        e = once_find(cx, db, &w->once, &w->known);
    if (e || w->known)
        return e;
    record = model_new(cx, w->m);
    if (!record)
        return fail_memory(cx);
    e = read_input(w, db, record);
    if (!e)
        e = model_add(cx, db, w->m, record);
    if (!e)
        e = as_followed(cx, db, w->m, &record);
    if (e)
        return e;
    api_json(w->r, &w->answer);
    model_to_json(&w->answer.w, w->m, record);
    w->record = record;
    return w->once.key ? keep_answer(cx, db, w) : OK;
}

/* The answer of the first time; its version is in it. */
static enum err repeat_answer(struct request *r, struct response *ret, const struct once *once)
{
    response_text(ret, (int)once->status, "application/json", once->answer);
    response_header(r, ret, "Idempotency-Replayed", "true");
    return OK;
}

enum err api_record_post(struct request *r, struct response *ret)
{
    struct write_run w = {.r = r, .m = api_model(r)};
    enum err e = api_body(r, ret, &w.in);

    if (e)
        return e;
    w.once =
        (struct once){.key = request_header(r, "Idempotency-Key"), .request_hash = request_hash(r)};
    if (!w.once.request_hash)
        return fail_memory(r->cx);
    e = db_write(r->cx, api_of(r)->pool, add_in, &w);
    if (e)
        return e;
    if (w.known)
        return repeat_answer(r, ret, &w.once);
    api_etag(r, ret, w.record);
    return api_send(r, ret, 201, &w.answer);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct write_run *w = arg;
    void *record = NULL;
    enum err e = api_survivor(w->r, db, w->m, &w->id);

    if (!e)
        e = model_get(cx, db, w->m, w->id, &record);
    if (!e)
        e = read_input(w, db, record);
    if (e)
        return e;
    ((struct record *)record)->version = w->version;
    e = model_change(cx, db, w->m, record);
    if (!e)
        e = as_followed(cx, db, w->m, &record);
    w->record = record;
    return e;
}

enum err api_record_patch(struct request *r, struct response *ret)
{
    struct write_run w = {.r = r, .m = api_model(r)};
    enum err e = api_id(r, &w.id);

    if (!e)
        e = api_if_match(r, ret, &w.version);
    if (!e)
        e = api_body(r, ret, &w.in);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, &w);
    if (e)
        return e;
    api_json(r, &w.answer);
    model_to_json(&w.answer.w, w.m, w.record);
    api_etag(r, ret, w.record);
    return api_send(r, ret, 200, &w.answer);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct write_run *w = arg;

    return model_delete(cx, db, w->m, w->id, w->version);
}

struct referrers {
    const struct model *to;
    int64_t id;
    struct buf out;
};

static enum err count_referrers(struct request *r, struct db *db, const struct model *m,
                                const struct field *f, struct referrers *x)
{
    struct model_query q = {.limit = 1, .count = true, .filter_count = 1};
    struct model_page page = {0};
    enum err e;

    q.filters[0] = (struct model_filter){f->name, IS, arena_print(r->cx->arena, "%" PRId64, x->id)};
    e = model_list(r->cx, db, m, &q, &page);
    if (!e && page.count > 0)
        buf_print(&x->out, "%s%s (%s: %" PRId64 ")", x->out.len ? ", " : "",
                  model_label(r->cx, m, NULL, NULL), model_label(r->cx, m, f, NULL), page.count);
    return e;
}

static enum err referrers_in(struct request *r, struct db *db, void *arg)
{
    struct referrers *x = arg;
    enum err e = OK;

    for (const struct model *const *m = api_of(r)->models; *m && !e; m++)
        for (size_t i = 0; i < (*m)->field_count && !e; i++)
            if ((*m)->fields[i].refers == x->to && ((*m)->fields[i].flags & (FILTER | SORT)) &&
                (caller_of(r)->may & (*m)->may_read) == (*m)->may_read)
                e = count_referrers(r, db, *m, &(*m)->fields[i], x);
    return e;
}

/* Asked after the refusal, outside of its transaction, which is over by then. */
static enum err name_referrers(struct request *r, const struct write_run *w)
{
    struct referrers x = {.to = w->m, .id = w->id, .out = buf_in(r->cx->arena)};
    enum err e;

    fault_clear(r->cx);
    e = api_read(r, referrers_in, &x);
    if (e)
        return e;
    return x.out.len && buf_text(&x.out)
               ? fail(r->cx, ERR_CONFLICT, "model.referred_by", "who", buf_text(&x.out), NULL)
               : fail(r->cx, ERR_CONFLICT, "model.referred", NULL);
}

enum err api_record_delete(struct request *r, struct response *ret)
{
    struct write_run w = {.r = r, .m = api_model(r)};
    enum err e = api_id(r, &w.id);

    if (!e)
        e = api_if_match(r, ret, &w.version);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, delete_in, &w);
    if (e == ERR_CONFLICT && text_equal(r->cx->fault.key, "model.referred"))
        e = name_referrers(r, &w);
    return e;
}
