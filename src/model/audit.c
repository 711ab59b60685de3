/* audit.c -- see audit.h. Entries are found newest first by their ids, which rise with time. */
#include "model/audit.h"

#include "audit_sql.h"
#include "model/model_priv.h"

#include "base/text.h"
#include "base/time.h"

enum { AUDIT_PAGE = 50 };

enum err audit_add(struct ctx *cx, struct db *db, const char *model, int64_t record,
                   const char *action, const char *diff)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_audit_add, &st);

    if (e)
        return e;
    db_bind_int(st, "id", id_next(cx));
    db_bind_int(st, "actor", cx->actor);
    db_bind_text(st, "origin", cx->origin);
    db_bind_text(st, "model", model);
    db_bind_int(st, "record", record);
    db_bind_text(st, "action", action);
    db_bind_text(st, "diff", diff);
    e = db_run(cx, st);
    db_done(st);
    return e;
}

/* The text and, in the same order, what is bound; text values first are NULL for numbers. */
struct audit_sql {
    struct buf b;
    enum db_engine engine;
    int n;
    const char *texts[8];
    int64_t numbers[8];
};

static void add_term(struct audit_sql *s, const char *term, const char *text, int64_t number)
{
    s->texts[s->n] = text;
    s->numbers[s->n] = number;
    buf_print(&s->b, " and %s ", term);
    sql_param(&s->b, s->engine, ++s->n + 1);
}

static struct audit_sql audit_text(struct ctx *cx, enum db_engine engine,
                                   const struct audit_query *q, int limit)
{
    struct audit_sql s = {.b = buf_in(cx->arena), .engine = engine};

    buf_add_text(&s.b, "select id, at, actor, record, origin, model, action, diff from audit"
                       " where site = ");
    sql_param(&s.b, engine, 1);
    if (q->model)
        add_term(&s, "model =", q->model, 0);
    if (q->record)
        add_term(&s, "record =", NULL, q->record);
    if (q->actor)
        add_term(&s, "actor =", NULL, q->actor);
    if (q->from)
        add_term(&s, "at >=", NULL, q->from);
    if (q->to)
        add_term(&s, "at <", NULL, q->to);
    if (q->after)
        add_term(&s, "id <", NULL, q->after);
    buf_print(&s.b, " order by id desc limit %d", limit + 1);
    return s;
}

static struct audit_entry read_entry(struct ctx *cx, const struct db_stmt *st)
{
    return (struct audit_entry){
        .id = db_int(st, 0),
        .at = db_int(st, 1),
        .actor = db_int(st, 2),
        .record = db_int(st, 3),
        .origin = db_text_dup(cx, st, 4),
        .model = db_text_dup(cx, st, 5),
        .action = db_text_dup(cx, st, 6),
        .diff = db_text_dup(cx, st, 7),
    };
}

enum err audit_list(struct ctx *cx, struct db *db, const struct audit_query *q,
                    struct audit_page *ret)
{
    int limit = q->limit ? q->limit : AUDIT_PAGE;
    struct audit_page page = {0};
    struct audit_sql s;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (limit < 1 || limit > MODEL_PAGE_MAX)
        return fail(cx, ERR_INVALID, "model.limit", "max", int_as_text(cx->arena, MODEL_PAGE_MAX),
                    NULL);
    s = audit_text(cx, db_engine_of(db), q, limit);
    page.entries = arena_array(cx->arena, (size_t)limit, sizeof(*page.entries));
    e = sql_begin(cx, db, buf_text(&s.b), &st);
    if (e)
        return e;
    for (int i = 0; i < s.n; i++) {
        if (s.texts[i])
            db_bind_text_at(st, i + 2, s.texts[i]);
        else
            db_bind_int_at(st, i + 2, s.numbers[i]);
    }
    while (!(e = db_step(cx, st, &row)) && row) {
        if (page.n == (size_t)limit) {
            page.next = page.entries[page.n - 1].id;
            break;
        }
        page.entries[page.n++] = read_entry(cx, st);
    }
    db_done(st);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (!e)
        *ret = page;
    return e;
}

void audit_to_json(struct json_writer *w, const struct audit_entry *e, const char *actor_name)
{
    char at[TIME_TEXT_MAX];

    time_text(e->at, at);
    json_open_object(w);
    json_id_member(w, "id", e->id);
    json_text_member(w, "at", at);
    json_id_member(w, "actor", e->actor);
    json_text_member(w, "actor_name", actor_name);
    json_text_member(w, "origin", e->origin);
    json_text_member(w, "model", e->model);
    json_id_member(w, "record", e->record);
    json_text_member(w, "action", e->action);
    json_name(w, "diff");
    if (text_empty(e->diff))
        json_put_null(w);
    else
        json_put_raw(w, e->diff);
    json_close_object(w);
}

static void put_text_or_null(struct json_writer *w, const char *text)
{
    if (text)
        json_put_text(w, text);
    else
        json_put_null(w);
}

void audit_put_change(struct json_writer *w, const char *name, const char *was, const char *now)
{
    if ((!was && !now) || text_equal(was, now))
        return;
    json_name(w, name);
    json_open_list(w);
    put_text_or_null(w, was);
    put_text_or_null(w, now);
    json_close_list(w);
}
