/* command_segment.c -- praca segment: who belongs, worked out again, and held against a full evaluation.
 *
 *     praca segment list
 *     praca segment members SEGMENT
 *     praca segment rebuild [SEGMENT]
 *     praca segment check [SEGMENT]
 *
 * Rules may ask what people did, and events belong to one process: while a server runs, it does what rebuild asks for, and
 * check is refused.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/events.h"
#include "app/instance.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "people/counters.h"
#include "people/segment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS_MAX = 5, MEMBERS_PAGE = 5000 };

/* --- what is printed --------------------------------------------------------------------------- */

/* A column whose name begins with # holds whole numbers. */
struct sheet {
    const char *const *names; /* ended by NULL */
    size_t columns;
    struct buf cells; /* const char *, row by row */
};

static struct sheet sheet_of(struct ctx *cx, const char *const *names)
{
    struct sheet s = {.names = names, .cells = buf_in(cx->arena)};

    while (names[s.columns])
        s.columns++;
    must(s.columns <= COLUMNS_MAX);
    return s;
}

static void put_row(struct sheet *s, const char *const *cells)
{
    buf_add(&s->cells, cells, s->columns * sizeof(*cells));
}

static const char *name_of(const struct sheet *s, size_t column)
{
    return s->names[column] + (s->names[column][0] == '#');
}

static const char *cell(const struct sheet *s, size_t row, size_t column)
{
    const char *const *all = (const char *const *)(const void *)s->cells.bytes;
    const char *text = all[row * s->columns + column];

    return text ? text : "";
}

static size_t rows_of(const struct sheet *s)
{
    return s->columns ? s->cells.len / (s->columns * sizeof(const char *)) : 0;
}

static void as_csv(const struct sheet *s, struct buf *out)
{
    for (size_t i = 0; i < s->columns; i++)
        csv_put(out, name_of(s, i), i == 0);
    csv_end_row(out);
    for (size_t r = 0; r < rows_of(s); r++) {
        for (size_t i = 0; i < s->columns; i++)
            csv_put(out, cell(s, r, i), i == 0);
        csv_end_row(out);
    }
}

static void as_json(const struct sheet *s, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    json_name(&w, "items");
    json_open_list(&w);
    for (size_t r = 0; r < rows_of(s); r++) {
        json_open_object(&w);
        for (size_t i = 0; i < s->columns; i++) {
            int64_t n = 0;
            if (s->names[i][0] == '#' && text_to_int(cell(s, r, i), &n))
                json_int_member(&w, name_of(s, i), n);
            else
                json_text_member(&w, name_of(s, i), *cell(s, r, i) ? cell(s, r, i) : NULL);
        }
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    buf_add_char(out, '\n');
}

static void pad(struct buf *out, const char *text, size_t width, bool right)
{
    size_t n = text_chars(text);

    for (size_t i = n; right && i < width; i++)
        buf_add_char(out, ' ');
    buf_add_text(out, text);
    for (size_t i = n; !right && i < width; i++)
        buf_add_char(out, ' ');
}

static void as_table(const struct sheet *s, struct buf *out)
{
    size_t width[COLUMNS_MAX] = {0};

    for (size_t i = 0; i < s->columns; i++) {
        width[i] = text_chars(name_of(s, i));
        for (size_t r = 0; r < rows_of(s); r++)
            if (text_chars(cell(s, r, i)) > width[i])
                width[i] = text_chars(cell(s, r, i));
    }
    for (size_t r = 0; r <= rows_of(s); r++) {
        for (size_t i = 0; i < s->columns; i++) {
            pad(out, r ? cell(s, r - 1, i) : name_of(s, i), i + 1 < s->columns ? width[i] : 0,
                s->names[i][0] == '#');
            buf_add_text(out, i + 1 < s->columns ? "  " : "\n");
        }
    }
}

static enum err print_sheet(struct ctx *cx, const struct args *a, const struct sheet *s)
{
    const char *format = args_option(a, "format");
    struct buf out = buf_in(cx->arena);

    if (!buf_ok(&s->cells))
        return fail_memory(cx);
    if (text_equal(format, "csv"))
        as_csv(s, &out);
    else if (text_equal(format, "json"))
        as_json(s, &out);
    else
        as_table(s, &out);
    return print_all(cx, &out);
}

static const char *number(struct ctx *cx, int64_t n)
{
    return n == NIL ? "" : arena_print(cx->arena, "%" PRId64, n);
}

/* --- the four ---------------------------------------------------------------------------------- */

struct asking {
    struct instance *in;
    const struct args *a;
    int64_t segment; /* 0: all */
};

static enum err list_all(struct ctx *cx, struct db *db, struct asking *k)
{
    static const char *const names[] = {"id", "name", "subject", "#members", "state", NULL};
    struct sheet s = sheet_of(cx, names);
    struct model_query q = {.limit = MODEL_PAGE_MAX};
    struct model_page page;
    enum err e = model_list(cx, db, &segment_model, &q, &page);

    for (size_t i = 0; !e && i < page.n; i++) {
        const struct segment *x = page.records[i];
        put_row(&s, (const char *[]){number(cx, x->record.id), x->name, x->subject,
                                     number(cx, x->member_count), x->state});
    }
    return e ? e : print_sheet(cx, k->a, &s);
}

static enum err list_members(struct ctx *cx, struct db *db, struct asking *k)
{
    static const char *const contacts[] = {"id", "name", "email", "entered_at", "manual", NULL};
    static const char *const accounts[] = {"id", "name", "domain", "entered_at", "manual", NULL};
    struct segment_page p = {.segment = k->segment, .limit = MEMBERS_PAGE};
    struct sheet s = sheet_of(cx, contacts);
    bool account = false;
    int64_t next = 1;
    enum err e = OK;

    while (!e && next) {
        struct segment_member *rows = NULL;
        size_t n = 0;
        e = segment_members(cx, db, &p, &rows, &n, &next, &account);
        for (size_t i = 0; i < n && !e; i++) {
            char at[TIME_TEXT_MAX];
            time_text(rows[i].entered_at, at);
            put_row(&s, (const char *[]){number(cx, rows[i].id), rows[i].name, rows[i].address,
                                         arena_dup(cx->arena, at), rows[i].manual});
        }
        p.after = next;
    }
    s.names = account ? accounts : contacts;
    return e ? e : print_sheet(cx, k->a, &s);
}

static enum err rebuild_in(struct ctx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;

    return segment_rebuild(cx, db, k->segment);
}

/* All that a server's threads and jobs would do. */
static enum err do_all(struct ctx *cx, struct asking *k, struct events *ev)
{
    struct counters *c = counters_new(&(struct counters_options){.journal = ev->journal,
                                                                 .store = ev->store,
                                                                 .store_follower = "loader",
                                                                 .pool = k->in->pool,
                                                                 .clock = cx->clock,
                                                                 .ids = k->in->ids,
                                                                 .log = k->in->log});
    int64_t n = 1;
    bool left = true;
    enum err e = c ? events_load(cx, ev) : fail_memory(cx);

    while (!e && n)
        e = counters_step(cx, c, &n);
    if (!e)
        e = segments_work(cx, k->in->pool, ev->store, &left);
    counters_free(c);
    return e;
}

static enum err rebuild(struct ctx *cx, struct asking *k)
{
    struct events ev = {0};
    enum err e = db_write(cx, k->in->pool, rebuild_in, k);

    if (e)
        return e;
    e = events_open(cx, k->in, &ev);
    if (e == ERR_CONFLICT) { /* a server has them, and will do it */
        fault_clear(cx);
        say(cx, "cli.segment_asked", NULL);
        return OK;
    }
    if (!e)
        e = do_all(cx, k, &ev);
    events_close(&ev);
    if (!e)
        say(cx, "cli.segment_rebuilt", NULL);
    return e;
}

static enum err check_in(struct ctx *cx, struct db *db, struct asking *k, struct events *ev)
{
    static const char *const names[] = {"id", "name", "#members", "#missing", "#surplus", NULL};
    struct sheet s = sheet_of(cx, names);
    struct segment_difference *all = NULL;
    int64_t sum = 0;
    size_t n = 0;
    enum err e = segments_check(cx, db, ev->store, k->segment, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        sum += all[i].missing + all[i].surplus;
        put_row(&s, (const char *[]){number(cx, all[i].segment), all[i].name,
                                     number(cx, all[i].members), number(cx, all[i].missing),
                                     number(cx, all[i].surplus)});
    }
    if (!e)
        e = print_sheet(cx, k->a, &s);
    if (!e && sum)
        e = fail(cx, ERR_CONFLICT, "segment.differences", "count", number(cx, sum), NULL);
    return e;
}

static enum err check(struct ctx *cx, struct asking *k)
{
    struct events ev = {0};
    struct db *db = NULL;
    enum err e = events_open(cx, k->in, &ev);

    if (!e)
        e = do_all(cx, k, &ev);
    if (!e)
        e = db_read(cx, k->in->pool, &db);
    if (!e)
        e = check_in(cx, db, k, &ev);
    db_return(db);
    events_close(&ev);
    return e;
}

static enum err read_only(struct ctx *cx, struct asking *k,
                          enum err (*fn)(struct ctx *cx, struct db *db, struct asking *k))
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->in->pool, &db);

    if (!e)
        e = fn(cx, db, k);
    db_return(db);
    return e;
}

static bool read_words(const struct args *a, const char **ret_verb, int64_t *ret_segment)
{
    const char *format = args_option(a, "format");

    if (format && !text_equal(format, "table") && !text_equal(format, "json") &&
        !text_equal(format, "csv"))
        return false;
    *ret_verb = a->word_count ? a->words[0] : "";
    if (a->word_count == 2 && !id_read(a->words[1], ret_segment))
        return false;
    if (text_equal(*ret_verb, "list"))
        return a->word_count == 1;
    if (text_equal(*ret_verb, "members"))
        return a->word_count == 2;
    return text_equal(*ret_verb, "rebuild") || text_equal(*ret_verb, "check");
}

enum err command_segment(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct asking k = {&in, a, 0};
    const char *verb = "";
    struct site site;
    enum err e;

    if (!read_words(a, &verb, &k.segment))
        return fail(cx, ERR_INVALID, "cli.segment_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e && text_equal(verb, "list"))
        e = read_only(cx, &k, list_all);
    else if (!e && text_equal(verb, "members"))
        e = read_only(cx, &k, list_members);
    else if (!e && text_equal(verb, "rebuild"))
        e = rebuild(cx, &k);
    else if (!e)
        e = check(cx, &k);
    instance_close(cx, &in);
    return e;
}
