/* committee.c -- see committee.h. */
#include "people/committee.h"

#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/deal.h"

#include "committee_sql.h"

#include <string.h>

const char *const committee_needed[] = {"champion", "decider", "payer", "user", NULL};

static enum err read_members(struct ctx *cx, struct db *db, int64_t deal, struct buf *rows)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_committee_members, &st);

    if (e)
        return e;
    db_bind_int(st, "deal", deal);
    while (!(e = db_step(cx, st, &row)) && row) {
        struct committee_member m = {.id = db_int(st, 0),
                                     .version = db_int(st, 1),
                                     .role = db_text_dup(cx, st, 2),
                                     .since_at = db_int(st, 3),
                                     .left_at = db_int(st, 4),
                                     .contact = db_int(st, 5),
                                     .name = db_text_dup(cx, st, 6),
                                     .email = db_text_dup(cx, st, 7),
                                     .job_title = db_text_dup(cx, st, 8)};
        buf_add(rows, &m, sizeof(m));
    }
    db_done(st);
    return !e && (!buf_ok(rows) || arena_full(cx->arena)) ? fail_memory(cx) : e;
}

static bool holds(const struct committee *c, const char *role)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->members[i].left_at == NIL && text_equal(c->members[i].role, role))
            return true;
    return false;
}

/* What the gaps are said of: the company, or the deal itself. */
static enum err read_company(struct ctx *cx, struct db *db, const struct deal *deal,
                             const char **ret)
{
    void *found = NULL;
    enum err e = OK;

    *ret = deal->name;
    if (deal->account != NIL)
        e = model_get(cx, db, &account_model, deal->account, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = OK;
    }
    if (found && !text_empty(((struct account *)found)->name))
        *ret = ((struct account *)found)->name;
    return e;
}

enum err committee_read(struct ctx *cx, struct db *db, int64_t deal, struct committee *ret)
{
    struct buf rows = buf_in(cx->arena);
    struct committee c = {0};
    void *found = NULL;
    enum err e = model_get(cx, db, &deal_model, deal, &found);

    if (!e)
        e = read_members(cx, db, deal, &rows);
    if (e)
        return e;
    e = read_company(cx, db, found, &c.company);
    if (e)
        return e;
    c.members = (struct committee_member *)(void *)rows.bytes;
    c.count = rows.len / sizeof(*c.members);
    for (int i = 0; committee_needed[i]; i++)
        if (!holds(&c, committee_needed[i]))
            c.missing[c.missing_count++] = committee_needed[i];
    *ret = c;
    return OK;
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static void member_json(struct json_writer *w, const struct committee_member *m)
{
    json_open_object(w);
    json_id_member(w, "id", m->id);
    json_text_member(w, "role", m->role);
    time_member(w, "since_at", m->since_at);
    time_member(w, "left_at", m->left_at);
    json_int_member(w, "version", m->version);
    json_name(w, "contact");
    json_open_object(w);
    json_id_member(w, "id", m->contact);
    json_text_member(w, "name", m->name);
    json_text_member(w, "email", m->email);
    json_text_member(w, "job_title", m->job_title);
    json_close_object(w);
    json_close_object(w);
}

/* "Falta quem decide em Acme Ltda.": a name that ends in a full stop brings that of the sentence. */
static const char *gap_said(struct ctx *cx, const char *role, const struct fault_param *company)
{
    const char *key = arena_print(cx->arena, "committee.no.%s", role);
    const char *text = key ? message(cx->arena, cx->lang, key, company, 1) : NULL;
    size_t n = text ? strlen(text) : 0;

    return n > 2 && !strcmp(text + n - 2, "..") ? arena_dup_n(cx->arena, text, n - 1) : text;
}

void committee_json(struct ctx *cx, const struct committee *c, struct buf *out)
{
    struct json_writer w = json_to(out);
    const struct fault_param company = {"company", text_empty(c->company) ? "–" : c->company};

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < c->count; i++)
        member_json(&w, &c->members[i]);
    json_close_list(&w);
    json_name(&w, "missing");
    json_open_list(&w);
    for (size_t i = 0; i < c->missing_count; i++)
        json_put_text(&w, c->missing[i]);
    json_close_list(&w);
    json_name(&w, "gaps");
    json_open_list(&w);
    for (size_t i = 0; i < c->missing_count; i++) {
        json_open_object(&w);
        json_text_member(&w, "role", c->missing[i]);
        json_text_member(&w, "message", gap_said(cx, c->missing[i], &company));
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
}
