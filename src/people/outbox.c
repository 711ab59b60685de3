/* outbox.c -- see outbox.h. */
#include "people/outbox.h"

#include "base/text.h"
#include "facts/fact.h"
#include "facts/loader.h"
#include "people/home.h"

#include "activity_sql.h"
#include "promo_code_sql.h"
#include "site_form_sql.h"
#include "visitor_link_sql.h"

#include <string.h>

enum { BATCH = 200, PROPS_MAX = 2048 };

/* Any two numbers that no other maker of keys takes. A form's answers have the form's id there. */
#define KEY_OF_ACTIVITIES ((int64_t)0x4143544956495459)
#define KEY_OF_VISITORS ((int64_t)0x56495349544F5253)

static int64_t number(const struct db_stmt *st, int column)
{
    int64_t n = db_int(st, column);

    return n == NIL ? 0 : n;
}

/* --- rows as facts: key_lo is the row's id ------------------------------------------------------- */

static void read_touch(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct fact *f = row;

    *f = fact_nothing();
    f->key_hi = KEY_OF_ACTIVITIES;
    f->key_lo = db_int(st, 0);
    f->kind = db_text_dup(cx, st, 1);
    f->at_ms = db_int(st, 2);
    f->subject = db_int(st, 3);
    f->account = number(st, 4);
    f->channel = db_text_dup(cx, st, 6);
    if (text_empty(f->channel))
        f->channel = "sales";
    f->source = "activity";
    f->medium = db_text_dup(cx, st, 5);
}

static void read_visitor(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct fact *f = row;

    *f = fact_nothing();
    f->key_hi = KEY_OF_VISITORS;
    f->key_lo = db_int(st, 0);
    f->at_ms = ctx_now(cx);
    f->visitor = db_int(st, 1);
    f->subject = db_int(st, 2);
    f->kind = db_int(st, 3) ? LOADER_UNLINK : LOADER_LINK;
    f->account = number(st, 4);
}

static const char *props_of(struct ctx *cx, const char *form, const char *heard_of)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);

    json_open_object(&w);
    json_text_member(&w, "form", form);
    if (!text_empty(heard_of) && !strchr(heard_of, '@'))
        json_text_member(&w, "heard_of", heard_of);
    json_close_object(&w);
    return b.len <= PROPS_MAX ? buf_text(&b) : "";
}

static void read_answer(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct fact *f = row;

    *f = fact_nothing();
    f->key_lo = db_int(st, 0);
    f->key_hi = db_int(st, 1);
    f->kind = "form";
    f->signs = SIGN_TOLD;
    f->subject = db_int(st, 2);
    f->at_ms = f->received_ms = db_int(st, 3);
    f->props = props_of(cx, db_text_dup(cx, st, 10), db_text_dup(cx, st, 4));
    f->host = db_text_dup(cx, st, 5);
    f->path = db_text_dup(cx, st, 6);
    f->visitor = number(st, 7);
    f->consent = number(st, 8);
    f->account = number(st, 9);
    f->channel = db_text_dup(cx, st, 11);
    if (text_empty(f->channel))
        return;
    f->source = db_text_dup(cx, st, 12);
    f->medium = db_text_dup(cx, st, 13);
    f->campaign_id = number(st, 14);
    f->campaign = db_text_dup(cx, st, 15);
    f->content = db_text_dup(cx, st, 16);
    f->term = db_text_dup(cx, st, 17);
}

/* A code that a deal came with. */
static void read_use(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct fact *f = row;

    *f = fact_nothing();
    f->key_lo = db_int(st, 0);
    f->key_hi = db_int(st, 1);
    f->kind = "promo_code";
    f->subject = db_int(st, 2);
    f->at_ms = db_int(st, 3);
    f->account = number(st, 4);
    f->channel = db_text_dup(cx, st, 5);
    f->source = db_text_dup(cx, st, 6);
    f->medium = "code";
    f->campaign_id = number(st, 7);
    f->campaign = db_text_dup(cx, st, 8);
}

/* --- the table ----------------------------------------------------------------------------------- */

static const struct outbox_row {
    const char *job;
    const struct db_query *ready; /* :most, in order of id */
    db_row_read *read;
    const struct db_query *sent; /* :id */
    const struct db_query
        *sites; /* that have some, for a job of no site; NULL: each site has its own */
} outboxes[] = {
    [OUTBOX_TOUCHES] = {"people.touches", &SQL_touches_ready, read_touch, &SQL_touch_sent, NULL},
    [OUTBOX_VISITORS] = {"people.visitors", &SQL_visitor_sends_waiting, read_visitor,
                         &SQL_visitor_send_drop, NULL},
    [OUTBOX_FORMS] = {"forms.load", &SQL_site_form_unloaded, read_answer, &SQL_site_form_loaded,
                      &SQL_site_forms_unloaded_sites},
    [OUTBOX_CODES] = {"codes.load", &SQL_promo_uses_unloaded, read_use, &SQL_promo_use_loaded,
                      &SQL_promo_uses_unloaded_sites},
};

/* --- sending ------------------------------------------------------------------------------------- */

static enum err read_ready(struct ctx *cx, struct db_pool *pool, const struct outbox_row *o,
                           struct fact **ret, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, o->ready, &st);
    if (e)
        goto out;
    db_bind_int(st, "most", BATCH);
    e = db_collect(cx, st, sizeof(**ret), o->read, ret, ret_n);
out:
    db_done(st);
    db_return(db);
    return e;
}

static enum err append(struct ctx *cx, struct journal *j, struct fact *f)
{
    unsigned char bytes[FACT_RECORD_MAX];
    size_t n = 0;
    enum err e;

    f->id = id_next(cx);
    f->site = cx->site;
    if (!f->received_ms)
        f->received_ms = ctx_now(cx);
    e = fact_encode(cx, f, bytes, &n);
    if (e ==
        ERR_INVALID) { /* a deal won before 1970: no fact says that, and the rest must not wait for it */
        fault_clear(cx);
        return OK;
    }
    return e ? e : journal_append(cx, j, bytes, n, NULL);
}

struct sent {
    const struct outbox_row *of;
    const struct fact *facts;
    size_t n;
};

static enum err mark_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct sent *s = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, s->of->sent, &st);

    for (size_t i = 0; i < s->n && !e; i++) {
        db_bind_int(st, "id", s->facts[i].key_lo);
        e = db_run(cx, st);
        db_again(st);
    }
    db_done(st);
    return e;
}

enum err outbox_send(struct ctx *cx, struct db_pool *pool, struct journal *j, enum outbox which,
                     int *ret_sent)
{
    struct sent s = {.of = &outboxes[which], .n = BATCH};
    int sent = 0;
    enum err e = OK;

    while (!e && j && s.n == BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct fact *facts = NULL;
        e = read_ready(cx, pool, s.of, &facts, &s.n);
        for (size_t i = 0; i < s.n && !e; i++)
            e = append(cx, j, &facts[i]);
        s.facts = facts;
        if (!e && s.n)
            e = db_write(cx, pool, mark_in, &s);
        if (e)
            break;
        sent += (int)s.n;
        arena_reset(cx->arena, mark);
    }
    if (!e)
        *ret_sent = sent;
    return e;
}

/* --- the jobs ------------------------------------------------------------------------------------ */

static void read_site(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err read_sites(struct ctx *cx, struct db_pool *pool, const struct outbox_row *o,
                           int64_t **ret, size_t *ret_n)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = db_begin(cx, db, o->sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_site, ret, ret_n);
    db_done(st);
    db_return(db);
    return e;
}

static enum err send_all_sites(struct ctx *cx, struct job_run *run, struct journal *j,
                               enum outbox which, int *sent)
{
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e = read_sites(cx, run->pool, &outboxes[which], &sites, &n);

    for (size_t i = 0; i < n && !e; i++) {
        int some = 0;
        cx->site = sites[i];
        e = outbox_send(cx, run->pool, j, which, &some);
        *sent += some;
    }
    cx->site = 0;
    return e;
}

static enum err send_run(struct ctx *cx, struct job_run *run)
{
    const struct people_home *home = run->app;
    enum outbox which = OUTBOX_TOUCHES;
    int sent = 0, more = 0;
    enum err e;

    while (strcmp(outboxes[which].job, run->job->kind) != 0)
        which++;
    if (!cx->site && outboxes[which].sites) {
        e = send_all_sites(cx, run, home->journal, which, &sent);
    } else {
        e = outbox_send(cx, run->pool, home->journal, which, &sent);
        if (!e)
            e = job_release(cx, run);
        if (!e) /* what came while the job was still this one */
            e = outbox_send(cx, run->pool, home->journal, which, &more);
    }
    if (!e)
        run->result = arena_print(cx->arena, "{\"sent\":%d}", sent + more);
    return e;
}

const struct job_kind outbox_job_kinds[] = {
    {"people.touches", send_run, MINUTES_MS(2), 20},
    {"people.visitors", send_run, MINUTES_MS(2), 20},
    {"forms.load", send_run, MINUTES_MS(2), 20},
    {"codes.load", send_run, MINUTES_MS(2), 20},
    {0},
};
