/* attribution_rows_write.c -- the touches behind a cell as JSON and CSV, with the names of those they are about. */
#include "measure/attribution_report.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/attribution_report_priv.h"

#include "attribution_report_sql.h"

#include <stdio.h>

/* The last name that was asked for: rows of one company stand together. */
struct name {
    int64_t id;
    const char *text;
};

struct names {
    struct db *db;
    struct name account, contact;
};

static enum err name_of(struct ctx *cx, struct db *db, const struct db_query *q, int64_t id,
                        struct name *n)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    if (n->id == id)
        return OK;
    *n = (struct name){.id = id};
    e = db_begin(cx, db, q, &st);
    if (!e) {
        db_bind_int(st, "id", id);
        e = db_step(cx, st, &row);
    }
    if (!e && row)
        n->text = db_text_dup(cx, st, 0);
    db_done(st);
    return e;
}

/* One line, as both formats write it. */
struct line {
    int64_t account, contact, deal, id, views;
    const char *account_name, *contact_name, *deal_name, *texts[TOUCH_TEXTS];
    char at[TIME_TEXT_MAX], converted_at[TIME_TEXT_MAX];
    bool linked;
    int64_t more, value_minor;
    double conversions;
};

static enum err line_of(struct ctx *cx, struct names *names, const struct attribution_report *r,
                        const struct attribution_cell_row *row, struct line *l)
{
    const struct touch *t = row->touch;
    const struct conversion *c = row->conversion;
    int64_t unit = t ? t->unit : c->unit;
    const struct touch_unit *u = touch_unit_find(&r->book, unit);
    enum err e = OK;

    *l = (struct line){.value_minor = row->value_minor,
                       .conversions = row->conversions,
                       .more = (int64_t)row->more,
                       .account = u && u->company ? unit : 0,
                       .contact = t                  ? t->contact
                                  : c->contact       ? c->contact
                                  : u && !u->company ? unit
                                                     : 0,
                       .deal = c ? c->deal : 0,
                       .deal_name = c ? c->name : NULL};
    if (c)
        time_text(c->at, l->converted_at);
    if (t) {
        time_text(t->at_ms, l->at);
        l->id = t->id;
        l->views = t->views;
        l->linked = t->linked;
        for (size_t i = 0; i < TOUCH_TEXTS; i++)
            l->texts[i] = r->book.texts[t->text[i]];
    }
    if (l->account) {
        e = name_of(cx, names->db, &SQL_attribution_name_account, l->account, &names->account);
        l->account_name = names->account.text;
    }
    if (!e && l->contact) {
        e = name_of(cx, names->db, &SQL_attribution_name_contact, l->contact, &names->contact);
        l->contact_name = names->contact.text;
    }
    return e;
}

static const char *const text_names[TOUCH_TEXTS] = {
    [TOUCH_KIND] = "kind",     [TOUCH_CHANNEL] = "channel",   [TOUCH_SOURCE] = "source",
    [TOUCH_MEDIUM] = "medium", [TOUCH_CAMPAIGN] = "campaign", [TOUCH_CONTENT] = "content",
    [TOUCH_PATH] = "path"};

static const char *or_null(const char *text)
{
    return text_empty(text) ? NULL : text;
}

static void line_json(struct json_writer *w, const struct line *l)
{
    json_open_object(w);
    json_id_member(w, "id", l->id);
    json_text_member(w, "at", or_null(l->at));
    for (size_t i = 0; i < TOUCH_TEXTS; i++)
        json_text_member(w, text_names[i], or_null(l->texts[i]));
    json_int_member(w, "views", l->views);
    json_bool_member(w, "linked", l->linked);
    json_id_member(w, "account", l->account);
    json_text_member(w, "account_name", or_null(l->account_name));
    json_id_member(w, "contact", l->contact);
    json_text_member(w, "contact_name", or_null(l->contact_name));
    json_id_member(w, "deal", l->deal);
    json_text_member(w, "deal_name", or_null(l->deal_name));
    json_text_member(w, "converted_at", or_null(l->converted_at));
    json_int_member(w, "more", l->more);
    json_real_member(w, "conversions", l->conversions);
    json_int_member(w, "value_minor", l->value_minor);
    json_close_object(w);
}

enum err attribution_rows_json(struct ctx *cx, struct db *db, const struct attribution_report *r,
                               const struct attribution_rows *rows, struct buf *out)
{
    struct json_writer w = json_to(out);
    struct names names = {.db = db};
    struct line line;
    enum err e = OK;

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < rows->n && !e; i++) {
        e = line_of(cx, &names, r, &rows->rows[i], &line);
        if (!e)
            line_json(&w, &line);
    }
    json_close_list(&w);
    json_int_member(&w, "count", (int64_t)rows->total);
    json_real_member(&w, "conversions", rows->conversions);
    json_int_member(&w, "value_minor", rows->value_minor);
    json_text_member(&w, "currency", r->currency);
    json_name(&w, "next");
    json_put_id(&w, rows->next);
    json_close_object(&w);
    return e;
}

static void whole(struct buf *out, int64_t v, bool none_at_0)
{
    char text[24] = "";

    if (v || !none_at_0)
        (void)snprintf(text, sizeof(text), "%lld", (long long)v);
    csv_put(out, text, false);
}

static void line_csv(struct buf *out, const struct line *l, const char *currency)
{
    char text[48];

    csv_put(out, l->at, true);
    for (size_t i = 0; i < TOUCH_TEXTS; i++)
        csv_put(out, l->texts[i] ? l->texts[i] : "", false);
    whole(out, l->account, true);
    csv_put(out, l->account_name ? l->account_name : "", false);
    whole(out, l->contact, true);
    csv_put(out, l->contact_name ? l->contact_name : "", false);
    whole(out, l->deal, true);
    csv_put(out, l->deal_name ? l->deal_name : "", false);
    csv_put(out, l->converted_at, false);
    (void)snprintf(text, sizeof(text), "%.9f", l->conversions);
    csv_put(out, text, false);
    whole(out, l->value_minor, false);
    csv_put(out, currency, false);
    csv_end_row(out);
}

static void head_csv(struct buf *out)
{
    static const char *const more[] = {
        "account",   "account_name", "contact",     "contact_name", "deal",
        "deal_name", "converted_at", "conversions", "value_minor",  "currency"};

    csv_put(out, "at", true);
    for (size_t i = 0; i < TOUCH_TEXTS; i++)
        csv_put(out, text_names[i], false);
    for (size_t i = 0; i < COUNT_OF(more); i++)
        csv_put(out, more[i], false);
    csv_end_row(out);
}

enum err attribution_rows_csv(struct ctx *cx, struct db *db, const struct attribution_report *r,
                              const struct attribution_rows_ask *ask, struct buf *out)
{
    struct attribution_rows rows = {0};
    struct names names = {.db = db};
    struct line line;
    enum err e = OK;

    head_csv(out);
    e = attribution_rows_all(cx, r, ask, &rows);
    for (size_t i = 0; i < rows.n && !e; i++) {
        e = line_of(cx, &names, r, &rows.rows[i], &line);
        if (!e)
            line_csv(out, &line, r->currency);
    }
    return e ? e : buf_ok(out) ? OK : fail_memory(cx);
}
