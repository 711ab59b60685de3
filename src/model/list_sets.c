/* list_sets.c -- a page by sets of ids, on SQLite: what the filters' indexes find is brought together in memory, and a record is
 * read only when it is, or may well be, on the page.
 *
 * An entry of an index costs a tenth of a microsecond when only its id is taken; a record that lies anywhere costs fifty times
 * that. So the scarcest filter's ids are read whole. Then there are three ways on, and the cheapest is taken, by what a short look
 * along the order says of how common each filter is:
 *
 *   walk   the order's index, and read a record when its id is in the set; the other filters are asked of the record.
 *   join   read the next filter's ids, and keep those that are in the set.
 *   sort   read what is in the set, all of it.
 *
 * A walk that turns out longer than thought stops, the set is made smaller, and it goes on where it stood. What is on the page was
 * asked every filter of, whatever the sets said: they may hold too much, never too little.
 *
 * Surprising: two filters that are true together seldom, or lie at the far end of the order, need no second plan: the set gets
 * small, and then it is sorted.
 */
#include "model/list_priv.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>

/* Costs are in hundredths of a microsecond. */
enum {
    LOOK = 256,          /* records looked at to know how common a filter is */
    ROUND = 4096,        /* ids read of each filter in turn while none is known to be scarcest */
    READ_MAX = 1000000,  /* ids in memory */
    READ_ALONE = 100000, /* of a filter that is alone: beyond, a walk along records is short */
    COST_ENTRY = 10,
    COST_JOIN = 13,
    COST_RECORD = 600,
    FEW = 300,  /* sorted without asking further */
    COMMON = 6, /* of LOOK hold for all filters: a walk that reads each record is short */
    SORT_MAX = 40000,
    COUNT_READ = 200000, /* ids read before a count says "more" */
    COUNT_LOOK = 600
};

struct source {
    const struct model_filter *by;
    struct db_stmt *st; /* NULL: read to its end, or not begun */
    int64_t seen;       /* of LOOK records */
    int64_t *ids;
    size_t n, room;
    bool whole, joined;
};

struct walk {
    struct db_stmt *st, *record; /* the order's index; one record, its id being the last value */
    struct where where;          /* of record */
    bool begun, nulls, over;
};

struct list_sets {
    struct lister *l;
    struct source all[MODEL_FILTERS_MAX];
    size_t n, read;
    int64_t looked, all_hold;
    int64_t *left; /* what is in all sets joined so far */
    size_t left_n;
    int64_t *table; /* the same, to look them up; 0: free */
    size_t mask;
    struct walk walk;
};

/* --- sources --------------------------------------------------------------------------------- */

/* Whether the set of another filter is only of those in this range. */
static bool is_covered(const struct lister *l, const struct model_filter *by)
{
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (where_goes_with(l, &l->q->filters[i], by) && &l->q->filters[i] != by &&
            plan_is_path(l, &l->q->filters[i]))
            return true;
    return false;
}

static void find_sources(struct list_sets *s)
{
    const struct lister *l = s->l;

    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct model_filter *by = &l->q->filters[i];
        if (plan_is_path(l, by) && !is_covered(l, by))
            s->all[s->n++].by = by;
    }
}

static struct lister probe_of(const struct lister *l)
{
    return (struct lister){
        .cx = l->cx, .db = l->db, .m = l->m, .q = l->q, .order = l->order, .is_probe = true};
}

static enum err open_source(struct list_sets *s, struct source *from)
{
    struct lister probe = probe_of(s->l);
    struct where w = where_begun(&probe);
    struct buf b = buf_in(probe.cx->arena);
    enum err e = OK;

    if (list_field(probe.m, from->by->field)->kind == FIELD_KIND_TAGS) {
        where_tagged(&probe, &w, from->by);
        buf_print(&b, "select record from record_tags where %s", buf_text(&w.b));
    } else {
        e = where_path(&probe, &w, from->by);
        buf_print(&b, "select id from %s where %s", probe.m->table, buf_text(&w.b));
    }
    return e ? e : where_begin(probe.cx, probe.db, buf_text(&b), &w, &from->st);
}

static bool make_room(struct source *from)
{
    size_t room = from->room ? from->room * 2 : ROUND;
    int64_t *ids = realloc(from->ids, room * sizeof(*ids));

    if (!ids)
        return false;
    from->ids = ids;
    from->room = room;
    return true;
}

/* Up to most more of its ids. */
static enum err read_source(struct list_sets *s, struct source *from, size_t most)
{
    bool row = true;
    enum err e = from->st || from->whole ? OK : open_source(s, from);

    for (; !e && most && !from->whole; most--) {
        e = db_step(s->l->cx, from->st, &row);
        from->whole = !e && !row;
        if (e || !row)
            break;
        if (from->n == from->room && !make_room(from))
            return fail_memory(s->l->cx);
        from->ids[from->n++] = db_int(from->st, 0);
        s->read++;
    }
    if (from->whole) {
        db_done(from->st);
        from->st = NULL;
    }
    return e;
}

/* --- a short look along the order -------------------------------------------------------------- */

static const char *look_text(struct list_sets *s, struct where *w, const struct cursor *c)
{
    struct lister *l = s->l;
    struct buf b = buf_in(l->cx->arena);
    enum err e = OK;

    *w = where_begun(l);
    w->b = buf_in(l->cx->arena);
    for (size_t i = 0; i < s->n && !e; i++) {
        buf_add_text(&w->b, i ? ", case when 1" : "case when 1");
        e = where_path(l, w, s->all[i].by);
        buf_add_text(&w->b, " then 1 else 0 end");
    }
    if (e)
        return NULL;
    buf_print(&b, "select %s from %s where ", buf_text(&w->b), l->m->table);
    w->b = buf_in(l->cx->arena);
    if (list_order_where(l, w, c && c->in_nulls, c))
        return NULL;
    buf_print(&b, "%s order by ", buf_text(&w->b));
    list_order_by(l, &b);
    buf_print(&b, " limit %d", LOOK);
    return buf_text(&b);
}

static enum err look(struct list_sets *s, const struct cursor *c)
{
    struct lister *l = s->l;
    struct db_stmt *st = NULL;
    struct where w;
    const char *text;
    bool row = false;
    enum err e;

    l->plan = PLAN_ORDER;
    l->placed = c && !c->in_nulls;
    text = look_text(s, &w, c);
    e = text ? where_begin(l->cx, l->db, text, &w, &st) : l->cx->fault.kind;
    if (!text && !e)
        e = fail_memory(l->cx);
    while (!e && !(e = db_step(l->cx, st, &row)) && row) {
        bool all = true;
        for (size_t i = 0; i < s->n; i++) {
            s->all[i].seen += db_int(st, (int)i);
            all = all && db_int(st, (int)i);
        }
        s->looked++;
        s->all_hold += all;
    }
    db_done(st);
    return e;
}

/* Of a thousand records, how many; never none, since none of so few means little. */
static double share_of(const struct list_sets *s, const struct source *from)
{
    return ((double)from->seen + 0.3) / ((double)s->looked + 0.3);
}

/* --- the set ----------------------------------------------------------------------------------- */

static size_t place_of(const struct list_sets *s, int64_t id)
{
    uint64_t h = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);

    return (size_t)(h >> 32) & s->mask;
}

static bool has(const struct list_sets *s, int64_t id)
{
    size_t at = place_of(s, id);

    while (s->table[at] && s->table[at] != id)
        at = (at + 1) & s->mask;
    return s->table[at] == id;
}

static enum err make_table(struct list_sets *s)
{
    size_t room = 64;

    while (room < s->left_n * 2)
        room *= 2;
    free(s->table);
    s->table = calloc(room, sizeof(*s->table));
    s->mask = room - 1;
    if (!s->table)
        return fail_memory(s->l->cx);
    for (size_t i = 0; i < s->left_n; i++) {
        size_t at = place_of(s, s->left[i]);
        while (s->table[at])
            at = (at + 1) & s->mask;
        s->table[at] = s->left[i];
    }
    return OK;
}

/* Keeps what is in both. The first is taken as it is. */
static enum err join(struct list_sets *s, struct source *from)
{
    size_t n = 0;

    if (!s->left) {
        s->left = from->ids;
        s->left_n = from->n;
    } else {
        for (size_t i = 0; i < from->n; i++)
            if (has(s, from->ids[i]))
                from->ids[n++] = from->ids[i];
        free(s->left);
        s->left = from->ids;
        s->left_n = n;
    }
    from->ids = NULL;
    from->joined = true;
    if (!s->left) { /* an empty one has no ids */
        s->left = calloc(1, sizeof(*s->left));
        if (!s->left)
            return fail_memory(s->l->cx);
    }
    return make_table(s);
}

static struct source *scarcest_left(struct list_sets *s)
{
    struct source *best = NULL;

    for (size_t i = 0; i < s->n; i++)
        if (!s->all[i].joined && (!best || s->all[i].seen < best->seen))
            best = &s->all[i];
    return best;
}

/* Those that the look says are scarce, in turn, until one is whole. *ret is NULL when none is scarce enough. */
static enum err first_set(struct list_sets *s, struct source **ret)
{
    const struct source *best = scarcest_left(s);
    const size_t most = s->n == 1 ? READ_ALONE : READ_MAX;
    enum err e = OK;

    *ret = NULL;
    while (!e && s->read < most)
        for (size_t i = 0; i < s->n && !e; i++) {
            struct source *from = &s->all[i];
            if (from->seen > best->seen + best->seen / 4 + 2)
                continue;
            e = read_source(s, from, ROUND);
            if (!e && from->whole) {
                *ret = from;
                return join(s, from);
            }
        }
    return e;
}

static enum err next_set(struct list_sets *s, struct source *from, bool *ret)
{
    enum err e = OK;

    while (!e && !from->whole && s->read < READ_MAX)
        e = read_source(s, from, ROUND);
    *ret = !e && from->whole;
    return *ret ? join(s, from) : e;
}

/* --- the walk ---------------------------------------------------------------------------------- */

static enum err walk_begin(struct list_sets *s, bool nulls, const struct cursor *c)
{
    struct lister *l = s->l;
    struct buf b = buf_in(l->cx->arena);
    struct where w = where_begun(l);
    enum err e;

    w.b = buf_in(l->cx->arena);
    l->plan = PLAN_ORDER;
    l->placed = c && !nulls;
    e = list_order_where(l, &w, nulls, c);
    if (e)
        return e;
    buf_print(&b, "select id from %s where %s order by ", l->m->table, buf_text(&w.b));
    list_order_by(l, &b);
    db_done(s->walk.st);
    s->walk.st = NULL;
    s->walk.nulls = nulls;
    s->walk.begun = true;
    return where_begin(l->cx, l->db, buf_text(&b), &w, &s->walk.st);
}

static enum err begin_record(struct list_sets *s)
{
    struct lister *l = s->l;
    struct buf b = buf_in(l->cx->arena);
    struct where *w = &s->walk.where;
    enum err e;

    l->plan = PLAN_SET;
    e = where_build(l, w);
    if (e)
        return e;
    buf_add_text(&w->b, " and id = ");
    where_int(w, 0);
    buf_add_text(&b, "select ");
    sql_columns(&b, l->m);
    buf_print(&b, " from %s where %s", l->m->table, buf_text(&w->b));
    return where_begin(l->cx, l->db, buf_text(&b), w, &s->walk.record);
}

/* One record by its id, when every filter holds for it. */
static enum err take_record(struct list_sets *s, int64_t id)
{
    struct lister *l = s->l;
    bool row = false;
    enum err e = s->walk.record ? OK : begin_record(s);

    if (e)
        return e;
    s->walk.where.values[s->walk.where.n - 1].number = id;
    db_again(s->walk.record);
    db_bind_int_at(s->walk.record, 1, l->cx->site);
    where_bind(&s->walk.where, s->walk.record);
    e = db_step(l->cx, s->walk.record, &row);
    if (!e && row) {
        e = sql_read(l->cx, s->walk.record, l->m, &l->records[l->n]);
        l->n += !e;
    }
    return e;
}

/* Goes on until the page is full, the order has ended or so many entries and records were looked at. */
static enum err walk_on(struct list_sets *s, bool nullable, size_t want, double entries,
                        double records)
{
    struct lister *l = s->l;
    bool row = false;
    enum err e = OK;

    if (!s->walk.record)
        e = begin_record(s);
    while (!e && l->n < want && !s->walk.over && entries-- > 0 && records > 0) {
        struct arena_mark mark;
        size_t before = l->n;
        int64_t id;
        e = db_step(l->cx, s->walk.st, &row);
        if (e)
            break;
        if (!row && nullable && !s->walk.nulls) {
            e = walk_begin(s, true, NULL);
            continue;
        }
        s->walk.over = !row;
        id = row ? db_int(s->walk.st, 0) : 0;
        if (!row || !has(s, id))
            continue;
        records--;
        mark = arena_mark(l->cx->arena);
        e = take_record(s, id);
        if (!e && l->n == before)
            arena_reset(l->cx->arena, mark);
    }
    return e;
}

/* --- the sort ---------------------------------------------------------------------------------- */

static const char *json_of(struct ctx *cx, const int64_t *ids, size_t n)
{
    struct buf b = buf_in(cx->arena);

    buf_add_char(&b, '[');
    for (size_t i = 0; i < n; i++)
        buf_print(&b, "%s%" PRId64, i ? "," : "", ids[i]);
    buf_add_char(&b, ']');
    return buf_ok(&b) ? buf_text(&b) : NULL;
}

static enum err sort(struct list_sets *s, const struct cursor *c, size_t want)
{
    struct lister *l = s->l;
    enum err e;

    l->plan = PLAN_SET;
    l->n = 0;
    l->only = json_of(l->cx, s->left, s->left_n);
    e = l->only ? list_run_parts(l, c, want) : fail_memory(l->cx);
    l->only = NULL;
    return e;
}

/* --- choosing ---------------------------------------------------------------------------------- */

struct costs {
    double walk, join, sort, entries, records;
};

static struct costs costs_of(const struct list_sets *s, const struct source *next, size_t want)
{
    double in_set = 1, rest = 1, all;
    struct costs c;

    for (size_t i = 0; i < s->n; i++) {
        if (s->all[i].joined)
            in_set *= share_of(s, &s->all[i]);
        else
            rest *= share_of(s, &s->all[i]);
    }
    all = (double)s->left_n / in_set;
    c.records = (double)(want - s->l->n) / rest;
    c.entries = c.records / in_set;
    c.walk = c.entries * COST_ENTRY + c.records * COST_RECORD;
    c.join = next ? share_of(s, next) * all * COST_JOIN : 1e18;
    c.sort = s->left_n > SORT_MAX ? 1e17 : (double)s->left_n * COST_RECORD;
    return c;
}

/* The page, from a set on. */
static enum err page_of(struct list_sets *s, const struct cursor *c, size_t want)
{
    const bool nullable = list_has_nulls(s->l), from_nulls = c && c->in_nulls;
    enum err e = OK;

    for (;;) {
        struct source *next = scarcest_left(s);
        struct costs cost = costs_of(s, next, want);
        bool joined = false;
        if (s->left_n <= FEW || (cost.sort <= cost.walk && cost.sort <= cost.join))
            return sort(s, c, want);
        if (!s->walk.begun)
            e = walk_begin(s, from_nulls, c);
        if (!e && (cost.walk <= cost.join || !next))
            e = walk_on(s, nullable, want, cost.entries * 2 + 100, cost.records * 2 + 10);
        if (e || s->walk.over || s->l->n >= want)
            return e;
        if (next)
            e = next_set(s, next, &joined);
        if (!e && !joined) /* nothing makes it smaller */
            return s->left_n <= SORT_MAX ? sort(s, c, want)
                                         : walk_on(s, nullable, want, 1e18, 1e18);
        if (e)
            return e;
    }
}

/* --- counting ---------------------------------------------------------------------------------- */

static bool is_told(const struct list_sets *s)
{
    const struct lister *l = s->l;
    size_t told = 0;

    for (size_t i = 0; i < s->n; i++)
        told += s->all[i].joined;
    if (told < s->n)
        return false;
    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct model_filter *by = &l->q->filters[i];
        const struct field *f = list_field(l->m, by->field);
        if (!where_is_told_by_index(f, by) || (!plan_is_path(l, by) && !is_covered(l, by)))
            return false;
    }
    return true;
}

/* How many of the first of them all filters hold for. */
static enum err count_looking(struct list_sets *s, size_t n, int64_t *ret)
{
    struct lister *l = s->l;
    struct buf b = buf_in(l->cx->arena);
    struct db_stmt *st = NULL;
    struct where w;
    bool row = false;
    enum err e;

    l->plan = PLAN_SET;
    l->only = json_of(l->cx, s->left, n);
    e = l->only ? where_build(l, &w) : fail_memory(l->cx);
    l->only = NULL;
    if (e)
        return e;
    buf_print(&b, "select count(*) from %s where %s", l->m->table, buf_text(&w.b));
    e = where_begin(l->cx, l->db, buf_text(&b), &w, &st);
    if (!e)
        e = db_step(l->cx, st, &row);
    *ret = !e && row ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

/* What it takes to read the next filter's ids, when that is little. */
static bool is_near(const struct list_sets *s, const struct source *next)
{
    double join = costs_of(s, next, s->l->n).join / COST_JOIN;

    return join - (double)next->n + (double)s->read < COUNT_READ;
}

enum err list_sets_count(struct list_sets *s, struct model_page *page)
{
    struct source *next = scarcest_left(s);
    bool joined = true;
    enum err e = OK;

    for (; !e && joined && s->left_n > COUNT_LOOK && next && is_near(s, next);
         next = scarcest_left(s))
        e = next_set(s, next, &joined);
    if (e)
        return e;
    if (is_told(s)) {
        page->count = s->left_n > MODEL_COUNT_CAP ? MODEL_COUNT_CAP + 1 : (int64_t)s->left_n;
        return OK;
    }
    page->count_more = s->left_n > COUNT_LOOK;
    return count_looking(s, page->count_more ? COUNT_LOOK : s->left_n, &page->count);
}

/* --- */

void list_sets_done(struct list_sets *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++) {
        db_done(s->all[i].st);
        free(s->all[i].ids);
    }
    db_done(s->walk.st);
    db_done(s->walk.record);
    free(s->left);
    free(s->table);
}

enum err list_by_sets(struct lister *l, const struct cursor *c, size_t want, struct list_sets **ret)
{
    struct list_sets *s = arena_alloc(l->cx->arena, sizeof(*s));
    struct source *first = NULL;
    enum err e;

    *ret = NULL;
    if (db_engine_of(l->db) != DB_SQLITE || l->q->extra || l->by_words || !text_empty(l->q->q) ||
        !l->q->filter_count)
        return OK;
    if (!s)
        return fail_memory(l->cx);
    s->l = l;
    find_sources(s);
    if (s->n == 1 && plan_goes_along(l, s->all[0].by))
        return OK;
    e = s->n ? look(s, c) : OK;
    if (!e && s->n && s->all_hold < COMMON)
        e = first_set(s, &first);
    if (!e && first)
        e = page_of(s, c, want);
    if (!e && first) {
        *ret = s;
        return OK;
    }
    l->n = 0;
    list_sets_done(s);
    return e;
}
