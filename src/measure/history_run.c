/* history_run.c -- a file of the past, row by row, into the store it belongs to.
 *
 * Surprising: a run always reads from the first byte, also one that goes on. Reading is what makes the counts, and packed files cannot be
 * entered in the middle; rows up to where the store stands are read and not applied again. So nothing but the rows themselves and their
 * place has to be kept in step.
 */
#include "measure/history_priv.h"

#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/channel_report_priv.h"
#include "measure/measured_site.h"
#include "measure/period.h"

#include "history_import_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_ROWS = 8000,
    BATCH_BYTES = 16 * 1024 * 1024,
    LINE_BYTES = 64 * 1024,
    TELL_ROWS = 500,
    TELL_MS = 2000,
    FIRST_YEAR_DAY = 7305, /* 1990-01-01 */
};

struct reading {
    struct history_run r;
    const struct history_work *w;
    struct unpack *u;
    struct arena_mark mark; /* of the file */
    size_t used;            /* at the mark */
    int64_t told_ms;
    int files; /* that were understood */
    bool only_span;
};

/* --- what became of a row */

void run_refuse(struct history_run *r, const char *code)
{
    struct history_refusal *x;

    r->told = true;
    r->im->refused++;
    if (r->refusal_count == HISTORY_REFUSALS_MAX)
        return;
    if (r->refusal_count == r->refusal_cap) {
        r->refusal_cap = r->refusal_cap ? r->refusal_cap * 2 : 64;
        r->refusals = realloc(r->refusals, r->refusal_cap * sizeof(*r->refusals));
        must(r->refusals != NULL);
    }
    x = &r->refusals[r->refusal_count++];
    *x = (struct history_refusal){strdup(r->file), r->line, code};
    must(x->file != NULL);
}

static bool is_held(const struct history_run *r, int report, int64_t day)
{
    bool search = text_equal(r->im->format, "search");

    for (size_t i = 0; i < r->other_count; i++) {
        const struct history_period *p = &r->others[i];
        bool theirs = text_equal(p->format, "search");
        bool same =
            search || !report || p->reports & HISTORY_VISITS_BIT || p->reports >> report & 1;
        if (search == theirs && same && day >= p->first_day && day <= p->last_day)
            return true;
    }
    return false;
}

static bool wants(struct history_run *r, bool within, int report, int64_t day)
{
    r->told = true;
    if (!within) {
        r->im->covered++;
        return false;
    }
    if (!r->options.overlap && is_held(r, report, day)) {
        r->im->outside++;
        return false;
    }
    r->told = false;
    return true;
}

bool run_wants_moment(struct history_run *r, int64_t at_ms)
{
    return wants(r, at_ms >= r->from_ms && at_ms < r->to_ms, 0, day_of(r->site_zone, at_ms));
}

bool run_wants_day(struct history_run *r, int report, int64_t day)
{
    return wants(r, day >= r->from_day && day <= r->to_day, report, day);
}

void run_taken(struct history_run *r, int report, int64_t first_day, int64_t last_day)
{
    struct history_import *im = r->im;

    r->told = true;
    im->taken++;
    im->reports |= INT64_C(1) << report;
    if (im->first_day == NIL || first_day < im->first_day)
        im->first_day = first_day;
    if (im->last_day == NIL || last_day > im->last_day)
        im->last_day = last_day;
}

static void *room(void *rows, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return rows;
    *cap = *cap ? *cap * 2 : 256;
    rows = realloc(rows, *cap * size);
    must(rows != NULL);
    return rows;
}

/* Whether what this row says is still to be written. */
static bool is_new(const struct history_run *r)
{
    return r->writing && r->im->rows > r->applied;
}

bool run_fact(struct history_run *r, struct fact *f, const struct history_extra *extra)
{
    static const struct history_extra nothing = {"", "", "", "", ""};
    size_t cap = r->fact_cap;

    f->id = id_next(r->cx);
    f->site = r->cx->site;
    f->received_ms = id_time_ms(f->id);
    f->imported = r->im->id;
    if (fact_check(r->cx, f) != OK) {
        if (!arena_full(r->cx->arena))
            fault_clear(r->cx);
        run_refuse(r, "history.why_text");
        return false;
    }
    if (!is_new(r))
        return true;
    r->facts = room(r->facts, r->fact_count, &r->fact_cap, sizeof(*r->facts));
    r->extras = room(r->extras, r->fact_count, &cap, sizeof(*r->extras));
    r->extras[r->fact_count] = extra ? *extra : nothing;
    r->facts[r->fact_count++] = *f;
    return true;
}

void run_row(struct history_run *r, const struct history_row *row)
{
    if (!is_new(r))
        return;
    r->rows = room(r->rows, r->row_count, &r->row_cap, sizeof(*r->rows));
    r->rows[r->row_count] = *row;
    r->rows[r->row_count].site = r->cx->site;
    r->rows[r->row_count++].imported = r->im->id;
}

void run_term(struct history_run *r, const struct history_term *term)
{
    if (!is_new(r))
        return;
    r->terms = room(r->terms, r->term_count, &r->term_cap, sizeof(*r->terms));
    r->terms[r->term_count++] = *term;
}

int64_t run_visitor(const struct history_run *r, const char *who, const char *agent, int64_t at_ms)
{
    char text[1200];
    int n = snprintf(text, sizeof(text), "%" PRId64 "\n%.200s\n%.900s", day_of(r->site_zone, at_ms),
                     who, agent);
    uint64_t hash;

    must(n > 0);
    hash = short_hash(r->salt, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
    forget_bytes(text, sizeof(text));
    return hash ? (int64_t)hash : 1;
}

/* --- into the store */

static const char *follower_of(struct ctx *cx, int64_t id)
{
    return arena_print(cx->arena, "history:%" PRId64, id);
}

/* What the file tells of a visit takes the place of what an agent would. */
static enum err look_extra(struct ctx *cx, void *arg, struct visit *v, const struct fact *f,
                           bool begins)
{
    const struct history_run *r = arg;
    const struct history_extra *x = &r->extras[f - r->facts];

    (void)cx;
    if (!begins || !*x->device)
        return OK;
    v->device = x->device;
    v->browser = x->browser;
    v->browser_version = x->browser_version;
    v->os = x->os;
    v->os_version = x->os_version;
    return OK;
}

static enum err append(struct history_run *r, const struct history_work *w)
{
    struct judge *judge = judge_new(w->pool);
    const struct visit_stage stages[] = {
        {"judge", judge_look, judge}, {"extra", look_extra, r}, {0}};
    struct history_batch b = {.follower = follower_of(r->cx, r->im->id),
                              .from = r->applied,
                              .to = r->im->rows,
                              .facts = r->facts,
                              .count = r->fact_count,
                              .rows = r->rows,
                              .row_count = r->row_count,
                              .stages = stages};
    enum err e = b.follower ? history_append(r->cx, w->store, &b) : fail_memory(r->cx);

    judge_free(judge);
    return e;
}

static enum err put_term(struct ctx *cx, struct db *db, const struct history_run *r, size_t i)
{
    const struct history_term *t = &r->terms[i];
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_term_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "import", r->im->id);
    db_bind_int(st, "n", r->applied * 4 + (int64_t)i);
    db_bind_int(st, "first_day", t->first_day);
    db_bind_int(st, "last_day", t->last_day);
    db_bind_text(st, "query", t->query);
    db_bind_text(st, "query_key", text_fold(cx->arena, t->query));
    db_bind_int(st, "clicks", t->clicks);
    db_bind_int(st, "impressions", t->impressions);
    db_bind_int(st, "position_milli", t->position_milli);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err terms_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct history_run *r = arg;
    struct db_stmt *st = NULL;
    enum err e = OK;

    for (size_t i = 0; i < r->term_count && !e; i++)
        e = put_term(cx, db, r, i);
    if (!e)
        e = db_begin(cx, db, &SQL_history_at_row, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", r->im->id);
    db_bind_int(st, "at_row", r->im->rows);
    db_bind_int(st, "from_row", r->applied);
    e = db_run(cx, st);
    if (!e && !db_changes(st))
        e = fail(cx, ERR_CONFLICT, "import.taken", NULL);
out:
    db_done(st);
    return e;
}

static enum err flush(struct history_run *r, const struct history_work *w)
{
    enum err e = OK;

    if (r->term_count)
        e = db_write(r->cx, w->pool, terms_in, r);
    else if (r->fact_count || r->row_count)
        e = append(r, w);
    else
        return OK;
    if (e)
        return e;
    r->applied = r->im->rows;
    r->fact_count = r->row_count = r->term_count = 0;
    return OK;
}

/* --- how far it is */

static enum err progress_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct history_import *h = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_progress, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", h->id);
    db_bind_int(st, "n_rows", h->rows);
    db_bind_int(st, "n_taken", h->taken);
    db_bind_int(st, "n_refused", h->refused);
    db_bind_int(st, "n_covered", h->covered);
    db_bind_int(st, "n_outside", h->outside);
    db_bind_int(st, "n_assets", h->assets);
    db_bind_int(st, "n_failures", h->failures);
    db_bind_int(st, "n_others", h->others);
    db_bind_int(st, "reports", h->reports);
    db_bind_int(st, "first_day", h->first_day);
    db_bind_int(st, "last_day", h->last_day);
    db_bind_int(st, "bytes_done", h->bytes_done);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* A trial holds nothing, so it has no days that others would have to leave out. */
static enum err tell(struct reading *x, bool now)
{
    struct history_run *r = &x->r;
    struct history_import copy = *r->im;
    int64_t at = ctx_now(r->cx);
    enum err e = OK;

    r->im->bytes_done = copy.bytes_done = unpack_taken(x->u);
    if (x->w->tick)
        e = x->w->tick(r->cx, x->w->self, r->im);
    if (e || (!now && at - x->told_ms < TELL_MS && at >= x->told_ms))
        return e;
    x->told_ms = at;
    if (!r->writing) {
        copy.reports = 0;
        copy.first_day = copy.last_day = NIL;
    }
    return db_write(r->cx, x->w->pool, progress_in, &copy);
}

/* --- reading */

static size_t pending(const struct history_run *r)
{
    return r->fact_count + r->row_count + r->term_count;
}

/* Between two rows: what is full is written, and what the last one left in the arena goes. */
static enum err after_row(struct reading *x, struct arena_mark before, size_t had)
{
    struct history_run *r = &x->r;
    enum err e = OK;

    if (arena_full(r->cx->arena))
        return fail_memory(r->cx);
    if (pending(r) == had)
        arena_reset(r->cx->arena, before);
    if (pending(r) >= BATCH_ROWS || arena_used(r->cx->arena) - x->used > BATCH_BYTES) {
        e = flush(r, x->w);
        if (!e)
            arena_reset(r->cx->arena, x->mark);
    }
    if (!e && r->im->rows % TELL_ROWS == 0 && !x->only_span)
        e = tell(x, false);
    return e;
}

static const char *code_of(const char *key)
{
    static const char *const pairs[][2] = {{"csv.quote", "history.why_quote"},
                                           {"csv.long_row", "history.why_long"},
                                           {"csv.cells", "history.why_cells"},
                                           {"csv.encoding", "history.why_encoding"}};

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (text_equal(pairs[i][0], key))
            return pairs[i][1];
    return NULL;
}

static void take_row(struct reading *x, const struct history_table *t, const struct csv_row *row)
{
    struct history_run *r = &x->r;

    if (text_equal(r->im->format, "search"))
        history_search_row(r, t, row);
    else if (t->report)
        history_days_row(r, t, row);
    else
        history_matomo_row(r, t, row);
}

static enum err next_row(struct reading *x, struct csv_reader *csv, const struct history_table *t,
                         bool *ret_more)
{
    struct history_run *r = &x->r;
    struct arena_mark before = arena_mark(r->cx->arena);
    size_t had = pending(r);
    struct csv_row row = {0};
    enum err e = csv_next(r->cx, csv, &row, ret_more);
    const char *code = e == ERR_INVALID ? code_of(r->cx->fault.key) : NULL;

    if ((e && !code) || (!e && !*ret_more))
        return e;
    *ret_more = true;
    if (x->only_span) {
        if (!e)
            history_search_span(r, t, &row);
        fault_clear(r->cx);
        arena_reset(r->cx->arena, before);
        return OK;
    }
    r->im->rows++;
    r->line = row.line;
    r->told = false;
    if (code) {
        fault_clear(r->cx);
        run_refuse(r, code);
    } else {
        take_row(x, t, &row);
    }
    return after_row(x, before, had);
}

/* Whether the table is one of the format, and what stands in it. */
static bool understood(struct reading *x, const char *name, const char *const *header, size_t n,
                       struct history_table *t)
{
    struct history_run *r = &x->r;

    if (text_equal(r->im->format, "search"))
        return history_search_header(r->cx, header, n, t);
    if (text_equal(r->im->format, "plausible"))
        return history_plausible_header(r, name, header, n, t);
    if (history_visits_header(r->cx, header, n, t))
        return true;
    return history_matomo_header(r, name, header, n, t);
}

/* Searches without a day need to know of which days they are. */
static enum err check_span(struct reading *x, const struct history_table *t)
{
    struct history_run *r = &x->r;
    const struct history_options *o = &r->options;

    if (!text_equal(r->im->format, "search") || t->columns[0] >= 0)
        return OK;
    if (*o->from && *o->to) {
        r->span_first = r->from_day;
        r->span_last = r->to_day;
    }
    return r->span_first == NIL ? fail(r->cx, ERR_INVALID, "history.need_period", NULL) : OK;
}

static enum err read_table(struct reading *x, const char *name)
{
    struct history_run *r = &x->r;
    struct history_table *t = arena_alloc(r->cx->arena, sizeof(*t));
    struct csv_reader *csv = NULL;
    const char *const *header;
    const char *head;
    struct csv_shape shape;
    size_t n = 0;
    bool more = true;
    enum err e = t ? unpack_peek(r->cx, x->u, &head, &n) : fail_memory(r->cx);

    if (!e)
        e = csv_guess(r->cx, head, n, &shape);
    if (!e)
        e = csv_open(r->cx, unpack_read, x->u, &shape, &csv);
    if (e == ERR_INVALID && *name) { /* some other file of the archive */
        fault_clear(r->cx);
        return OK;
    }
    if (e)
        return e;
    header = csv_header(csv, &n);
    if (!understood(x, name, header, n, t))
        return OK;
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    if (x->only_span && (t->columns[0] < 0 || t->columns[1] >= 0))
        return OK;
    e = x->only_span ? OK : check_span(x, t);
    x->files += !x->only_span;
    x->mark = arena_mark(r->cx->arena);
    x->used = arena_used(r->cx->arena);
    while (!e && more)
        e = next_row(x, csv, t, &more);
    if (!e && !x->only_span)
        e = flush(r, x->w);
    return e;
}

/* --- lines */

struct lines {
    char bytes[LINE_BYTES];
    size_t n, at;
    bool end;
    bool skipping; /* the rest of a line that is too long */
};

/* The next line, without its end; *ret NULL at the end of the file. A line that fills the buffer is told as too long, once. */
static enum err next_line(struct reading *x, struct lines *l, char **ret, size_t *ret_n,
                          bool *ret_long)
{
    enum err e = OK;

    *ret = NULL;
    *ret_long = false;
    while (!e) {
        char *start = l->bytes + l->at, *found = memchr(start, '\n', l->n - l->at);
        size_t got = 0;
        if (found || (l->end && l->at < l->n)) {
            size_t length = found ? (size_t)(found - start) : l->n - l->at;
            bool rest = l->skipping;
            l->at += length + (found != NULL);
            l->skipping = false;
            if (rest)
                continue;
            if (length && start[length - 1] == '\r')
                length--;
            start[length] = 0;
            *ret = start;
            *ret_n = length;
            return OK;
        }
        if (l->end)
            return OK;
        memmove(l->bytes, start, l->n - l->at);
        l->n -= l->at;
        l->at = 0;
        if (l->n >= LINE_BYTES - 1) {
            bool first = !l->skipping;
            l->skipping = true;
            l->n = 0;
            if (first) {
                *ret = l->bytes;
                *ret_n = 0;
                *ret_long = true;
                return OK;
            }
        }
        e = unpack_read(x->u, x->r.cx, l->bytes + l->n, LINE_BYTES - 1 - l->n, &got);
        l->n += e ? 0 : got;
        l->end = !got;
    }
    return e;
}

static enum err read_lines(struct reading *x, struct lines *l)
{
    struct history_run *r = &x->r;
    enum err e = OK;

    x->files++;
    x->mark = arena_mark(r->cx->arena);
    x->used = arena_used(r->cx->arena);
    while (!e) {
        struct arena_mark before = arena_mark(r->cx->arena);
        size_t had = pending(r), n = 0;
        bool too_long;
        char *line;
        e = next_line(x, l, &line, &n, &too_long);
        if (e || !line)
            break;
        r->line++;
        if (!n && !too_long)
            continue;
        r->im->rows++;
        r->told = false;
        if (too_long)
            run_refuse(r, "history.why_long");
        else
            history_log_line(r, line, n);
        e = after_row(x, before, had);
    }
    return e ? e : flush(r, x->w);
}

static enum err read_log(struct reading *x)
{
    struct lines *l = calloc(1, sizeof(*l));
    enum err e;

    must(l != NULL);
    e = read_lines(x, l);
    forget_bytes(l, sizeof(*l));
    free(l);
    return e;
}

static enum err read_files(struct reading *x)
{
    struct history_run *r = &x->r;
    const char *name = "";
    bool more = true;
    enum err e = unpack_open(r->cx, x->w->path, &x->u);

    while (!e) {
        struct arena_mark file = arena_mark(r->cx->arena);
        e = unpack_next(r->cx, x->u, &name, &more);
        if (e || !more)
            break;
        r->file = name;
        r->line = 0;
        e = text_equal(r->im->format, "log") ? read_log(x) : read_table(x, name);
        if (!e)
            arena_reset(r->cx->arena, file);
    }
    return e;
}

static enum err read_all(struct reading *x)
{
    enum err e = OK;

    if (text_equal(x->r.im->format, "search")) {
        x->only_span = true;
        e = read_files(x);
        unpack_close(x->u);
        x->u = NULL;
        x->only_span = false;
    }
    if (!e)
        e = read_files(x);
    if (!e && !x->files)
        e = fail(x->r.cx, ERR_INVALID, "history.nothing", NULL);
    if (!e && !x->r.im->rows)
        e = fail(x->r.cx, ERR_INVALID, "history.no_rows", NULL);
    return e;
}

/* --- before and after */

static void clear_counts(struct history_import *im)
{
    im->rows = im->taken = im->refused = im->covered = im->outside = 0;
    im->assets = im->failures = im->others = 0;
    im->reports = 0;
    im->first_day = im->last_day = NIL;
}

/* From the first measured visit on there is nothing to take, unless somebody says so. */
static void find_range(struct history_run *r)
{
    const struct history_options *o = &r->options;
    bool until = r->im->until_ms != NIL && !text_equal(r->im->format, "search");

    r->from_day = *o->from ? day_number(o->from) : FIRST_YEAR_DAY;
    r->from_ms = day_at(r->site_zone, r->from_day);
    r->to_day = day_of(r->site_zone, ctx_now(r->cx)) + 1;
    if (*o->to)
        r->to_day = day_number(o->to);
    else if (until)
        r->to_day = day_of(r->site_zone, r->im->until_ms) - 1;
    r->to_ms = day_at(r->site_zone, r->to_day + 1);
    if (!*o->to && until)
        r->to_ms = r->im->until_ms;
}

static enum err read_site(struct ctx *cx, struct db *db, struct history_run *r)
{
    const char *const *hosts = NULL;
    const char *currency;
    const struct json *in = NULL;
    struct history_period *others = NULL;
    size_t n = 0;
    enum err e = report_site(cx, db, &r->site_zone, &currency);

    if (!e)
        e = json_parse(cx, r->im->options, strlen(r->im->options), &in);
    if (!e)
        e = history_options_read(cx, in, &r->options);
    if (!e)
        e = measured_hosts(cx, db, &hosts, &n);
    if (!e && !*r->options.host && n)
        r->options.host = text_starts(hosts[0], "*.") ? hosts[0] + 2 : hosts[0];
    r->zone = r->site_zone;
    if (!e && *r->options.zone)
        e = zone_find(cx, r->options.zone, &r->zone);
    if (!e)
        e = judge_rules_load(cx, db, &r->rules);
    if (!e)
        e = history_others(cx, db, r->im->id, &others, &r->other_count);
    r->others = others;
    return e;
}

static enum err prepare(struct ctx *cx, const struct history_work *w, int64_t id,
                        struct reading *ret)
{
    struct history_import *im = arena_alloc(cx->arena, sizeof(*im));
    struct store_imported measured = {.first_ms = NIL};
    struct db *db = NULL;
    enum err e = im ? db_read(cx, w->pool, &db) : fail_memory(cx);

    *ret = (struct reading){
        .w = w, .r = {.cx = cx, .im = im, .file = "", .span_first = NIL, .span_last = NIL}};
    if (!e)
        e = history_get(cx, db, id, im);
    if (!e)
        e = read_site(cx, db, &ret->r);
    db_return(db);
    if (e)
        return e;
    if (!text_equal(im->format, "search") && !w->store)
        return fail(cx, ERR_BUSY, "facts.stopping", NULL);
    if (im->salt == NULL && !text_equal(im->format, "search")) { /* not begun before */
        e = store_imported(cx, w->store, cx->site, 0, &measured);
        im->until_ms = measured.first_ms;
    }
    if (im->salt == NULL || !hex_read(im->salt, ret->r.salt, sizeof(ret->r.salt)))
        random_bytes(ret->r.salt, sizeof(ret->r.salt));
    clear_counts(im);
    find_range(&ret->r);
    return e;
}

static void release(struct reading *x)
{
    struct history_run *r = &x->r;

    for (size_t i = 0; i < r->refusal_count; i++)
        free(r->refusals[i].file);
    free(r->refusals);
    free(r->facts);
    free(r->extras);
    free(r->rows);
    free(r->terms);
    forget_bytes(r->salt, sizeof(r->salt));
    unpack_close(x->u);
}

static enum err drop_by(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                        int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, name, id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err put_refusals(struct ctx *cx, struct db *db, const struct history_run *r)
{
    enum err e = drop_by(cx, db, &SQL_history_refusals_drop, "import", r->im->id);

    for (size_t i = 0; i < r->refusal_count && !e; i++) {
        struct db_stmt *st = NULL;
        e = db_begin(cx, db, &SQL_history_refusal_add, &st);
        if (!e) {
            db_bind_int(st, "import", r->im->id);
            db_bind_int(st, "n", (int64_t)i);
            db_bind_text(st, "file", r->refusals[i].file);
            db_bind_int(st, "line", r->refusals[i].line);
            db_bind_text(st, "code", r->refusals[i].code);
            e = db_run(cx, st);
        }
        db_done(st);
    }
    return e;
}

struct ending {
    const struct history_run *r;
    const char *state;
    struct store_imported have;
};

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct ending *x = arg;
    struct history_import copy = *x->r->im;
    struct db_stmt *st = NULL;
    enum err e;

    if (!x->r->writing) {
        copy.reports = 0;
        copy.first_day = copy.last_day = NIL;
    }
    e = progress_in(cx, db, &copy);
    if (!e)
        e = put_refusals(cx, db, x->r);
    if (!e)
        e = db_begin(cx, db, &SQL_history_end, &st);
    if (e)
        goto out;
    db_bind_int(st, "id", x->r->im->id);
    db_bind_text(st, "state", x->state);
    db_bind_int(st, "n_visits", x->have.visits);
    db_bind_int(st, "n_views", x->have.views);
    db_bind_int(st, "n_robots", x->have.robots);
    db_bind_int(st, "n_totals", x->have.rows);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

struct state_put {
    int64_t id;
    const char *state, *error;
};

static enum err state_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct state_put *p = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_history_update_state, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", p->id);
    db_bind_text(st, "state", p->state);
    db_bind_text(st, "error", p->error);
    db_bind_int(st, "ended_at", p->error ? ctx_now(cx) : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err history_state_put(struct ctx *cx, struct db_pool *pool, int64_t id, const char *state,
                           const char *error)
{
    struct state_put p = {id, state, error};

    return db_write(cx, pool, state_in, &p);
}

/* What is wrong with the file is told; an outage leaves the state, so that the next try goes on. */
static enum err mark_failed(struct ctx *cx, const struct history_work *w, int64_t id, enum err e)
{
    struct fault first = cx->fault;

    if (e != ERR_INVALID && e != ERR_NOTFOUND)
        return e;
    fault_clear(cx);
    if (history_state_put(cx, w->pool, id, "failed", first.key) != OK)
        fault_clear(cx);
    cx->fault = first;
    return e;
}

enum err history_simulate(struct ctx *cx, const struct history_work *w, int64_t id)
{
    struct reading x;
    struct ending end = {.r = &x.r, .state = "simulated"};
    enum err e = prepare(cx, w, id, &x);

    if (!e)
        e = read_all(&x);
    if (!e)
        e = db_write(cx, w->pool, end_in, &end);
    release(&x);
    return e ? mark_failed(cx, w, id, e) : OK;
}

static enum err same_file(struct ctx *cx, struct db *db, const struct history_import *im)
{
    struct db_stmt *st = NULL;
    bool row = false;
    char date[DATE_TEXT_MAX];
    enum err e = db_begin(cx, db, &SQL_history_same_file, &st);

    if (e)
        goto out;
    db_bind_text(st, "sha256", im->sha256);
    db_bind_int(st, "id", im->id);
    e = db_step(cx, st, &row);
    if (!e && row) {
        date_text(NULL, db_int(st, 1), date);
        e = fail(cx, ERR_CONFLICT, "history.same_file", "name", db_text_dup(cx, st, 0), "date",
                 message_day(cx->arena, cx->lang, date), NULL);
    }
out:
    db_done(st);
    return e;
}

enum err history_check_file(struct ctx *cx, struct db *db, const struct history_import *im)
{
    return same_file(cx, db, im);
}

static enum err start_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct history_run *r = arg;
    char salt[2 * sizeof(r->salt) + 1];
    struct db_stmt *st = NULL;
    enum err e = same_file(cx, db, r->im);

    if (!e)
        e = db_begin(cx, db, &SQL_history_start, &st);
    if (e)
        goto out;
    hex_text(r->salt, sizeof(r->salt), salt);
    db_bind_int(st, "id", r->im->id);
    db_bind_text(st, "state", "running");
    db_bind_int(st, "until_ms", r->im->until_ms);
    db_bind_text(st, "salt", salt);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Where the store stands: rows up to there are in it. */
static enum err find_place(struct reading *x)
{
    struct history_run *r = &x->r;
    const char *follower = follower_of(r->cx, r->im->id);

    r->writing = true;
    r->applied = r->im->at_row;
    if (text_equal(r->im->format, "search"))
        return OK;
    return follower ? store_position(r->cx, x->w->store, follower, &r->applied)
                    : fail_memory(r->cx);
}

enum err history_run(struct ctx *cx, const struct history_work *w, int64_t id)
{
    struct reading x;
    struct ending end = {.r = &x.r, .state = "done"};
    enum err e = prepare(cx, w, id, &x);

    if (!e)
        e = db_write(cx, w->pool, start_in, &x.r);
    if (!e)
        e = find_place(&x);
    if (!e)
        e = read_all(&x);
    if (!e && !text_equal(x.r.im->format, "search"))
        e = store_imported(cx, w->store, cx->site, id, &end.have);
    if (!e)
        e = db_write(cx, w->pool, end_in, &end);
    release(&x);
    return e ? mark_failed(cx, w, id, e) : OK;
}

static enum err undone_in(struct ctx *cx, struct db *db, void *arg)
{
    int64_t id = *(const int64_t *)arg;
    enum err e = drop_by(cx, db, &SQL_search_terms_drop, "import", id);

    if (!e)
        e = drop_by(cx, db, &SQL_history_refusals_drop, "import", id);
    return e ? e : drop_by(cx, db, &SQL_history_undone, "id", id);
}

enum err history_undo(struct ctx *cx, const struct history_work *w, int64_t id)
{
    struct history_import im;
    const char *follower = follower_of(cx, id);
    struct db *db = NULL;
    enum err e = follower ? db_read(cx, w->pool, &db) : fail_memory(cx);

    if (!e)
        e = history_get(cx, db, id, &im);
    db_return(db);
    if (!e)
        e = history_state_put(cx, w->pool, id, "undoing", NULL);
    if (!e && !text_equal(im.format, "search"))
        e = w->store ? store_drop(cx, w->store, cx->site, id, follower)
                     : fail(cx, ERR_BUSY, "facts.stopping", NULL);
    return e ? e : db_write(cx, w->pool, undone_in, &id);
}
