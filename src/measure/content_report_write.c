/* content_report_write.c -- the report of content as JSON and CSV, and the companies behind one of its numbers. */
#include "measure/content_report_priv.h"

#include "base/csv.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/metric_text.h"

#include "content_report_sql.h"

#include <math.h>
#include <string.h>

static const struct content_column {
    const char *name, *metric;
    enum unit unit;
} columns[] = {
    {"views", "page_views", UNIT_COUNT},
    {"visits", "page_visits", UNIT_COUNT},
    {"entries", "page_entries", UNIT_COUNT},
    {"engaged_seconds", "page_engaged", UNIT_RATIO},
    {"leads", "content_leads", UNIT_COUNT},
    {"mqls", "content_mqls", UNIT_COUNT},
    {"opportunities", "content_opportunities", UNIT_COUNT},
    {"won", "content_won", UNIT_COUNT},
    {"revenue_minor", "content_revenue", UNIT_MONEY},
};

static void put_reached(struct json_writer *w, const int64_t *reached, int64_t revenue,
                        const struct other_monies *others)
{
    for (int s = 0; s < CONTENT_STAGES; s++)
        json_int_member(w, content_stage_names[s], reached[s]);
    json_int_member(w, "revenue_minor", revenue);
    other_money_json(w, others);
}

static void put_engaged(struct json_writer *w, double seconds)
{
    json_name(w, "engaged_seconds");
    if (isnan(seconds))
        json_put_null(w);
    else
        json_put_real(w, seconds);
}

static void put_page(struct json_writer *w, const struct content_page *p)
{
    json_open_object(w);
    json_text_member(w, "page", p->path);
    json_text_member(w, "section", p->section);
    json_text_member(w, "language", p->language);
    json_int_member(w, "views", p->views);
    json_int_member(w, "visits", p->visits);
    json_int_member(w, "entries", p->entries);
    put_engaged(w, p->engaged_s);
    put_reached(w, p->reached, p->revenue_minor, &p->others);
    json_close_object(w);
}

static void put_columns(struct ctx *cx, struct json_writer *w)
{
    json_open_object(w);
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        json_name(w, columns[i].name);
        json_open_object(w);
        json_text_member(w, "label", metric_label(cx, columns[i].metric));
        json_text_member(w, "definition", metric_definition(cx, columns[i].metric));
        json_text_member(w, "sample_rule", metric_sample_rule(cx, columns[i].metric));
        json_text_member(w, "unit", unit_name(columns[i].unit));
        json_close_object(w);
    }
    json_close_object(w);
}

/* Sums over the pages of a quarter. */
static void put_quarter(struct json_writer *w, const char *name,
                        const struct content_page *const *pages, size_t n, const char *rank)
{
    int64_t visits = 0, reached = 0;
    size_t stage = 0;

    while (rank && stage < CONTENT_STAGES - 1 && strcmp(content_stage_names[stage], rank) != 0)
        stage++;
    json_name(w, name);
    json_open_object(w);
    json_name(w, "pages");
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(w);
        json_text_member(w, "page", pages[i]->path);
        json_int_member(w, "visits", pages[i]->visits);
        json_int_member(w, "reached", pages[i]->reached[stage]);
        json_close_object(w);
        visits += pages[i]->visits;
        reached += pages[i]->reached[stage];
    }
    json_close_list(w);
    json_int_member(w, "visits", visits);
    json_int_member(w, "reached", reached);
    json_close_object(w);
}

static void put_compared(struct ctx *cx, struct json_writer *w, const struct content_report *r)
{
    struct figure few =
        r->compared < CONTENT_PAGES_NEEDED
            ? figure_few("content.few_pages", (int64_t)r->compared, CONTENT_PAGES_NEEDED)
            : figure_unknown("content.none_reached");

    json_name(w, "compare");
    json_open_object(w);
    json_text_member(w, "rank", r->ask.rank ? r->ask.rank : content_stage_names[0]);
    json_int_member(w, "compared", (int64_t)r->compared);
    json_int_member(w, "visits_needed", CONTENT_VISITS_NEEDED);
    json_name(w, "reason");
    if (r->quarter)
        json_put_null(w);
    else
        figure_reason_json(cx, w, &few);
    put_quarter(w, "best", r->best, r->quarter, r->ask.rank);
    put_quarter(w, "worst", r->worst, r->quarter, r->ask.rank);
    json_name(w, "traits");
    json_open_list(w);
    for (size_t i = 0; i < r->trait_count; i++) {
        json_open_object(w);
        json_text_member(w, "of", r->traits[i].of);
        json_text_member(w, "value", r->traits[i].value);
        json_int_member(w, "best", r->traits[i].best);
        json_int_member(w, "worst", r->traits[i].worst);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}

void content_report_json(struct ctx *cx, const struct content_report *r, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_text_member(&w, "from", r->period.from);
    json_text_member(&w, "to", r->period.to);
    json_text_member(&w, "currency", r->currency);
    json_int_member(&w, "window_days", CONTENT_WINDOW_DAYS);
    json_name(&w, "rows");
    json_open_list(&w);
    for (size_t i = 0; i < r->count; i++)
        put_page(&w, &r->pages[i]);
    json_close_list(&w);
    json_name(&w, "totals");
    json_open_object(&w);
    put_reached(&w, r->reached, r->revenue_minor, &r->others);
    json_close_object(&w);
    json_name(&w, "columns");
    put_columns(cx, &w);
    put_compared(cx, &w, r);
    json_close_object(&w);
}

/* What a page has in another currency: a row with nothing but that. */
static void put_other_row(struct ctx *cx, struct buf *out, const struct content_page *p,
                          const struct other_money *m)
{
    csv_put(out, p->path, true);
    csv_put(out, p->section, false);
    csv_put(out, p->language ? p->language : "", false);
    for (size_t i = 0; i + 1 < COUNT_OF(columns); i++)
        csv_put(out, "", false);
    csv_put(out, arena_print(cx->arena, "%lld", (long long)m->value_minor), false);
    csv_put(out, m->currency, false);
    csv_end_row(out);
}

void content_report_csv(struct ctx *cx, const struct content_report *r, struct buf *out)
{
    csv_put(out, "page", true);
    csv_put(out, "section", false);
    csv_put(out, "language", false);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        csv_put(out, columns[i].name, false);
    csv_put(out, "currency", false);
    csv_end_row(out);
    for (size_t i = 0; i < r->count; i++) {
        const struct content_page *p = &r->pages[i];
        const int64_t before[] = {p->views, p->visits, p->entries};
        csv_put(out, p->path, true);
        csv_put(out, p->section, false);
        csv_put(out, p->language ? p->language : "", false);
        for (size_t k = 0; k < COUNT_OF(before); k++)
            csv_put(out, arena_print(cx->arena, "%lld", (long long)before[k]), false);
        csv_put(out, isnan(p->engaged_s) ? "" : arena_print(cx->arena, "%.1f", p->engaged_s),
                false);
        for (int s = 0; s < CONTENT_STAGES; s++)
            csv_put(out, arena_print(cx->arena, "%lld", (long long)p->reached[s]), false);
        csv_put(out, arena_print(cx->arena, "%lld", (long long)p->revenue_minor), false);
        csv_put(out, r->currency, false);
        csv_end_row(out);
        for (size_t k = 0; k < p->others.n; k++)
            put_other_row(cx, out, p, &p->others.all[k]);
    }
}

/* --- the companies behind a number ------------------------------------------------------------------------ */

struct content_rows {
    enum content_stage stage;
    const char *page; /* NULL: any */
    const struct touch_book *book;
};

/* When the unit first saw the page, of what counts for the stamp; NIL: never. */
static int64_t seen_at(const struct content_rows *q, const struct content_stamp *s)
{
    const struct touch_unit *u = touch_unit_find(q->book, s->unit);

    for (size_t i = u ? u->from : 0; u && i < u->from + u->n; i++) {
        const struct touch *t = &q->book->touches[i];
        if (!strcmp(q->book->texts[t->text[TOUCH_KIND]], "view") && content_touched(t, s) &&
            (!q->page || !strcmp(q->book->texts[t->text[TOUCH_PATH]], q->page)))
            return t->at_ms;
    }
    return NIL;
}

static enum err put_unit(struct ctx *cx, struct db *db, struct json_writer *w,
                         const struct content_stamp *s, int64_t seen)
{
    char at[TIME_TEXT_MAX];
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_content_unit, &st);

    if (e)
        goto out;
    db_bind_int(st, "unit", s->unit);
    e = db_step(cx, st, &row);
    if (e || !row)
        goto out;
    json_open_object(w);
    json_id_member(w, "id", s->unit);
    json_text_member(w, "table", db_int(st, 1) ? "accounts" : "contacts");
    json_text_member(w, "name", db_text(st, 0));
    time_text(s->at, at);
    json_text_member(w, "at", at);
    time_text(seen, at);
    json_text_member(w, "seen_at", at);
    json_name(w, "amount_minor");
    if (s->amount_minor == NIL)
        json_put_null(w);
    else
        json_put_int(w, s->amount_minor);
    json_close_object(w);
out:
    db_done(st);
    return e;
}

static enum err column_read(struct ctx *cx, const char *column, enum content_stage *ret,
                            bool *ret_each)
{
    *ret_each = text_equal(column, "revenue_minor");
    *ret = CONTENT_WON;
    if (*ret_each)
        return OK;
    for (int i = 0; column && i < CONTENT_STAGES; i++) {
        if (!strcmp(content_stage_names[i], column)) {
            *ret = (enum content_stage)i;
            return OK;
        }
    }
    return fail_field(cx, "column", "field.choice", "choices",
                      "leads, mqls, opportunities, won, revenue_minor", NULL);
}

enum err content_rows_json(struct ctx *cx, struct db *db, const struct content_ask *ask,
                           const char *page, const char *column, struct buf *out)
{
    struct content_report r = {0};
    struct content_rows q = {.page = page};
    struct content_stamp *stamps = NULL;
    struct json_writer w = json_to(out);
    struct touch_ask what = {.pages = true};
    struct touch_book book;
    int64_t last = NIL;
    bool each = false;
    size_t n = 0, shown = 0;
    enum err e = column_read(cx, column, &q.stage, &each);

    if (!e)
        e = content_report_begin(cx, db, ask, &r);
    what.until_ms = r.period.until_at;
    if (!e)
        e = touch_book_read(cx, db, cx->facts, &what, &book);
    if (e)
        return e;
    q.book = &book;
    e = content_stamps_read(cx, db, &r, &book, &stamps, &n);
    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t i = 0; i < n && !e && shown < CONTENT_ROWS_MAX; i++) {
        int64_t seen;
        if (stamps[i].stage != q.stage || (!each && stamps[i].unit == last) ||
            (each && stamps[i].amount_minor == NIL))
            continue;
        seen = seen_at(&q, &stamps[i]);
        if (seen == NIL)
            continue;
        last = stamps[i].unit;
        shown++;
        e = put_unit(cx, db, &w, &stamps[i], seen);
    }
    json_close_list(&w);
    json_text_member(&w, "next", NULL);
    json_close_object(&w);
    touch_book_done(&book);
    return e;
}
