/* where.c -- filters and search of a list as a condition, and the parameters of a URL that ask for
 * them.
 *
 * Which index SQLite takes is decided in list_plan.c and said here: "+" before a column hides it from the planner. A filter whose
 * records are counted may stand as a set of ids, read from its index alone, in front of what needs the record.
 */
#include "model/list_priv.h"

#include "base/message.h"
#include "base/text.h"

#include "words_sql.h"

#include <string.h>

/* --- values -------------------------------------------------------------------------------- */

/* The parameter of the next value. */
static int next_param(const struct where *w)
{
    return w->n + MODEL_EXTRA_FIRST + (w->extra ? w->extra->binds : 0);
}

static void where_value(struct where *w, const char *text, int64_t number)
{
    int param = next_param(w);

    if (w->n == WHERE_VALUES_MAX || param > DB_PARAMS_MAX) {
        w->full = true;
        return;
    }
    w->values[w->n].text = text;
    w->values[w->n].number = number;
    w->n++;
    sql_param(&w->b, w->engine, param);
}

void where_text(struct where *w, const char *text)
{
    where_value(w, text ? text : "", 0);
}

void where_int(struct where *w, int64_t v)
{
    where_value(w, NULL, v);
}

void where_bind(const struct where *w, struct db_stmt *st)
{
    int first = next_param(w) - w->n;

    if (w->extra)
        w->extra->bind(w->extra->self, st);
    for (int i = 0; i < w->n; i++) {
        if (w->values[i].text)
            db_bind_text_at(st, first + i, w->values[i].text);
        else
            db_bind_int_at(st, first + i, w->values[i].number);
    }
}

enum err where_begin(struct ctx *cx, struct db *db, const char *text, const struct where *w,
                     struct db_stmt **ret)
{
    struct db_stmt *st = NULL;
    enum err e;

    if (w->full)
        return fail(cx, ERR_INVALID, "model.filters_many", NULL);
    e = sql_begin(cx, db, text, &st);
    if (e)
        return e;
    where_bind(w, st);
    *ret = st;
    return OK;
}

/* --- filters ------------------------------------------------------------------------------- */

static enum err bad_filter(struct ctx *cx, const char *field, const char *text)
{
    return fail(cx, ERR_INVALID, "model.filter", "field", field, "value", text ? text : "", NULL);
}

/* What the field says of a value it does not take: the choices, or the form of a date. */
static enum err bad_value(struct ctx *cx, const struct field *f, const char *text,
                          const struct fault *before)
{
    const struct fault_field *w = cx->fault.fields;
    const char *why = w ? message(cx->arena, cx->lang, w->key, w->params, FAULT_PARAMS_MAX) : NULL;

    cx->fault = *before;
    return why ? fail(cx, ERR_INVALID, "model.filter_value", "field", f->name, "value", text, "why",
                      why, NULL)
               : bad_filter(cx, f->name, text);
}

static bool may_filter(const struct field *f, const struct model_filter *by)
{
    if (f->flags & (SORT))
        return true;
    if (!(f->flags & (FILTER | UNIQUE)))
        return false;
    if (f->kind == FIELD_KIND_TAGS)
        return by->how == IS || by->how == NOT;
    return by->how != LESS && by->how != AT_MOST && by->how != MORE && by->how != AT_LEAST;
}

/* The text of a filter as a value of its field, in scratch. */
static enum err read_value(struct lister *l, const struct field *f, const char *text, void *scratch)
{
    struct fault before = l->cx->fault;
    enum err e = field_read_url(l->cx, f, text, scratch);

    if (!e && field_is_nil(f, scratch))
        e = ERR_INVALID;
    if (e == ERR_INVALID)
        return bad_value(l->cx, f, text, &before);
    return e;
}

static void add_value(struct where *w, const struct field *f, const void *scratch)
{
    if (field_is_text(f))
        where_text(w, field_text(f, scratch));
    else
        where_int(w, field_int(f, scratch));
}

static void add_fold(struct lister *l, struct where *w, const struct field *f, const void *scratch)
{
    where_text(w, text_fold(l->cx->arena, field_text(f, scratch)));
}

static bool has_indexed_key(const struct field *f)
{
    return field_has_key(f) && (f->flags & SORT);
}

bool where_is_told_by_index(const struct field *f, const struct model_filter *by)
{
    return !f->further && by->how != NOT &&
           !(has_indexed_key(f) && (by->how == IS || by->how == ONE_OF));
}

const char *where_plus(const struct lister *l, const struct model_filter *by)
{
    bool is_order = !by || !strcmp(by->field, l->order.f->name);

    if (l->plan == PLAN_ALONG)
        return is_order || by == l->rare ? "" : "+";
    if (l->plan == PLAN_SCAN || l->plan == PLAN_CONDITION || l->plan == PLAN_SET)
        return "+";
    if (l->plan == PLAN_FILTER) /* the search's own has none */
        return by && (by == l->rare || where_goes_with(l, l->rare, by)) ? "" : "+";
    return l->plan == PLAN_ORDER && !is_order ? "+" : "";
}

const struct model_filter *where_on_order(const struct lister *l)
{
    const struct model_filter *found = NULL;

    for (size_t i = 0; i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++) {
        const struct model_filter *by = &l->q->filters[i];
        if (strcmp(by->field, l->order.f->name) != 0 || by->how == NOT || by->how == IS_NULL)
            continue;
        if (!found || by->how == IS)
            found = by;
    }
    return found;
}

/* The place where the page begins is a closer bound than this one. */
static bool is_outdone(const struct lister *l, const struct model_filter *by)
{
    bool from_below = by->how == MORE || by->how == AT_LEAST;

    return l->placed && !strcmp(by->field, l->order.f->name) && from_below != l->order.down;
}

bool where_has_along(const struct lister *l, const struct model_filter *by)
{
    const struct field *f = by ? list_field(l->m, by->field) : NULL;

    return f && l->m->along && by->how == IS && (f->flags & FILTER) && !(f->flags & SORT) &&
           f->kind != FIELD_KIND_TAGS && !f->further;
}

static bool is_range(const struct model_filter *by)
{
    return by->how == LESS || by->how == AT_MOST || by->how == MORE || by->how == AT_LEAST;
}

bool where_goes_with(const struct lister *l, const struct model_filter *by,
                     const struct model_filter *range)
{
    if (!by || by == range || !is_range(range))
        return false;
    if (is_range(by))
        return !strcmp(range->field, by->field);
    return where_has_along(l, by) && !strcmp(range->field, l->m->along);
}

/* A UNIQUE field by its first value or a further one: one record at most, found by its id. */
static enum err add_is_further(struct lister *l, struct where *w, const struct field *f,
                               const struct model_filter *by, const void *scratch)
{
    int number = next_param(w);

    buf_print(&w->b, " and %sid in (select id from %s where site = ", where_plus(l, by),
              l->m->table);
    sql_param(&w->b, w->engine, 1);
    buf_print(&w->b, " and %s = ", f->name);
    add_value(w, f, scratch);
    buf_print(&w->b, " union all select %s from %s where site = ", l->m->name, f->further);
    sql_param(&w->b, w->engine, 1);
    buf_print(&w->b, " and %s = ", f->name);
    sql_param(&w->b, w->engine, number);
    buf_add_char(&w->b, ')');
    return OK;
}

void where_tagged(const struct lister *l, struct where *w, const struct model_filter *by)
{
    buf_print(&w->b, " and model = '%s' and tag = ", l->m->name);
    where_text(w, by->text);
}

/* Records that have a tag, or (NOT) do not. A rare tag is looked up; a common one is looked for record by record. */
static enum err add_tag(struct lister *l, struct where *w, const struct field *f,
                        const struct model_filter *by)
{
    bool one_by_one = by->how == NOT || l->plan == PLAN_SET ||
                      (l->plan == PLAN_ORDER && !l->is_probe && !where_is_set(l, by));

    if (by->how != IS && by->how != NOT)
        return bad_filter(l->cx, f->name, by->text);
    if (one_by_one)
        buf_print(&w->b, " and %sexists (select 1 from record_tags t where t.record = %s.id and",
                  by->how == NOT ? "not " : "", l->m->table);
    else
        buf_print(&w->b, " and %sid in (select t.record from record_tags t where",
                  where_plus(l, by));
    buf_add_text(&w->b, " t.site = ");
    sql_param(&w->b, w->engine, 1);
    buf_print(&w->b, " and t.model = '%s' and t.tag = ", l->m->name);
    where_text(w, by->text);
    buf_add_char(&w->b, ')');
    return OK;
}

/* "is": the exact text, found by its fold, which has the index. */
static enum err add_is(struct lister *l, struct where *w, const struct field *f,
                       const struct model_filter *by, void *scratch)
{
    enum err e = read_value(l, f, by->text, scratch);

    if (e)
        return e;
    if (f->further)
        return add_is_further(l, w, f, by, scratch);
    if (has_indexed_key(f)) {
        buf_print(&w->b, " and %s%s_key = ", where_plus(l, by), f->name);
        add_fold(l, w, f, scratch);
        if (l->is_probe)
            return OK;
        buf_print(&w->b, " and %s = ", f->name);
    } else {
        buf_print(&w->b, " and %s%s = ", where_plus(l, by), f->name);
    }
    add_value(w, f, scratch);
    return OK;
}

static enum err add_not(struct lister *l, struct where *w, const struct field *f, const char *text,
                        void *scratch)
{
    enum err e = read_value(l, f, text, scratch);

    if (e)
        return e;
    buf_print(&w->b, " and (%s is null or %s <> ", f->name, f->name);
    add_value(w, f, scratch);
    buf_add_char(&w->b, ')');
    return OK;
}

/* The values of a list, each as add says, between brackets. */
static enum err add_values(struct lister *l, struct where *w, const struct field *f,
                           const struct model_filter *by, bool fold, void *scratch)
{
    const char *at = by->text;

    for (int i = 0; i == 0 || *at; i++) {
        size_t n = strcspn(at, ",");
        char *part = arena_dup_n(l->cx->arena, at, n);
        enum err e = part ? read_value(l, f, part, scratch) : fail_memory(l->cx);
        if (e)
            return e;
        if (i == ONE_OF_MAX)
            return bad_filter(l->cx, f->name, by->text);
        buf_add_text(&w->b, i ? ", " : "(");
        if (fold)
            add_fold(l, w, f, scratch);
        else
            add_value(w, f, scratch);
        at += n;
        if (*at && !*++at)
            return bad_filter(l->cx, f->name, by->text);
    }
    buf_add_char(&w->b, ')');
    return OK;
}

static enum err add_one_of(struct lister *l, struct where *w, const struct field *f,
                           const struct model_filter *by, void *scratch)
{
    const char *plus = where_plus(l, by);

    if (has_indexed_key(f)) {
        enum err e;
        buf_print(&w->b, " and %s%s_key in ", plus, f->name);
        e = add_values(l, w, f, by, true, scratch);
        if (e || l->is_probe)
            return e;
        plus = "";
    }
    buf_print(&w->b, " and %s%s in ", plus, f->name);
    return add_values(l, w, f, by, false, scratch);
}

static enum err add_range(struct lister *l, struct where *w, const struct field *f,
                          const struct model_filter *by, void *scratch)
{
    const char *sign = by->how == LESS      ? "<"
                       : by->how == AT_MOST ? "<="
                       : by->how == MORE    ? ">"
                                            : ">=";
    enum err e = read_value(l, f, by->text, scratch);

    if (e)
        return e;
    buf_print(&w->b, " and %s%s%s %s ",
              w->engine == DB_SQLITE && is_outdone(l, by) ? "+" : where_plus(l, by), f->name,
              field_has_key(f) ? "_key" : "", sign);
    if (field_has_key(f))
        add_fold(l, w, f, scratch);
    else
        add_value(w, f, scratch);
    return OK;
}

bool where_is_set(const struct lister *l, const struct model_filter *by)
{
    size_t i = (size_t)(by - l->q->filters);

    return l->sets && by != l->rare && i < l->q->filter_count && l->found[i] != NIL &&
           l->found[i] <= l->sets;
}

/* Whether the set of another filter is only of those in this range. */
static bool is_in_set(const struct lister *l, const struct model_filter *range)
{
    for (size_t i = 0; l->sets && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (where_is_set(l, &l->q->filters[i]) && where_goes_with(l, &l->q->filters[i], range))
            return true;
    return false;
}

enum err where_path(struct lister *l, struct where *w, const struct model_filter *by)
{
    enum err e = where_filter(l, w, by);

    for (size_t i = 0; !e && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        if (where_goes_with(l, by, &l->q->filters[i]))
            e = where_filter(l, w, &l->q->filters[i]);
    return e;
}

/* The ids that the index of a filter gives: looked at before the record is. */
static enum err add_set(struct lister *l, struct where *w, const struct model_filter *by)
{
    struct lister of = {
        .cx = l->cx, .db = l->db, .m = l->m, .q = l->q, .order = l->order, .is_probe = true};
    enum err e;

    buf_print(&w->b, " and +id in (select id from %s where site = ", l->m->table);
    sql_param(&w->b, w->engine, 1);
    e = where_path(&of, w, by);
    buf_add_char(&w->b, ')');
    return e;
}

enum err where_filter(struct lister *l, struct where *w, const struct model_filter *by)
{
    const struct field *f = list_field(l->m, by->field);
    void *scratch;

    if (!f || !may_filter(f, by))
        return bad_filter(l->cx, by->field, by->text);
    if (f->kind == FIELD_KIND_TAGS)
        return add_tag(l, w, f, by);
    if (is_in_set(l, by) && strcmp(by->field, l->order.f->name) != 0)
        return OK;
    if (where_is_set(l, by)) {
        enum err e = add_set(l, w, by);
        if (e || where_is_told_by_index(f, by))
            return e;
    }
    if (by->how == IS_NULL || by->how == NOT_NULL) {
        buf_print(&w->b, " and %s%s%s is %snull", where_plus(l, by), f->name,
                  has_indexed_key(f) ? "_key" : "", by->how == NOT_NULL ? "not " : "");
        return OK;
    }
    scratch = model_new(l->cx, l->m);
    if (!scratch)
        return fail_memory(l->cx);
    switch (by->how) {
    case IS:
        return add_is(l, w, f, by, scratch);
    case NOT:
        return add_not(l, w, f, by->text, scratch);
    case ONE_OF:
        return add_one_of(l, w, f, by, scratch);
    default:
        return add_range(l, w, f, by, scratch);
    }
}

/* --- search -------------------------------------------------------------------------------- */

static const char *like_pattern(struct arena *a, const char *word, size_t n)
{
    struct buf b = buf_in(a);

    buf_add_char(&b, '%');
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '%' || word[i] == '_' || word[i] == '\\')
            buf_add_char(&b, '\\');
        buf_add_char(&b, word[i]);
    }
    buf_add_char(&b, '%');
    return buf_text(&b);
}

/* Further values are few and kept in lower case without accents, so they need no fold beside them. */
static void add_further_word(struct lister *l, struct where *w, const struct field *f, int number)
{
    buf_print(&w->b, " or id in (select %s from %s where site = ", l->m->name, f->further);
    sql_param(&w->b, w->engine, 1);
    buf_print(&w->b, " and %s like ", f->name);
    sql_param(&w->b, w->engine, number);
    buf_add_text(&w->b, " escape '\\')");
}

static void add_word(struct lister *l, struct where *w, const char *word, size_t n)
{
    bool first = true;
    int number = next_param(w);

    for (size_t i = 0; i < l->m->field_count; i++) {
        const struct field *f = &l->m->fields[i];
        if (!(f->flags & SEARCH) || !field_has_key(f))
            continue;
        buf_print(&w->b, "%s%s_key like ", first ? " and (" : " or ", f->name);
        if (first)
            where_text(w, like_pattern(l->cx->arena, word, n));
        else if (!w->full)
            sql_param(&w->b, w->engine, number);
        buf_add_text(&w->b, " escape '\\'");
        if (f->further)
            add_further_word(l, w, f, number);
        first = false;
    }
    buf_add_text(&w->b, first ? "" : ")");
}

static bool is_searched(const struct model *m)
{
    for (size_t i = 0; i < m->field_count; i++)
        if ((m->fields[i].flags & SEARCH) && field_has_key(&m->fields[i]))
            return true;
    return false;
}

static enum err add_search(struct lister *l, struct where *w)
{
    const char *clean = NULL, *at;
    struct fault before = l->cx->fault;
    enum err e = text_clean(l->cx, l->q->q, strlen(l->q->q), false, &clean);
    int words = 0;

    if (e == ERR_INVALID || (!e && !is_searched(l->m))) {
        l->cx->fault = before;
        return bad_filter(l->cx, "q", NULL);
    }
    if (e)
        return e;
    at = text_fold(l->cx->arena, clean);
    if (!at)
        return fail_memory(l->cx);
    while (*at && words < Q_WORDS_MAX) {
        size_t n;
        at += strspn(at, " ");
        n = strcspn(at, " ");
        if (n) {
            add_word(l, w, at, n);
            words++;
        }
        at += n;
    }
    return OK;
}

/* --- search by words (words.h) ------------------------------------------------------------- */

static bool is_filled(struct ctx *cx, struct db *db, const struct model *m, enum err *e)
{
    struct db_stmt *st = NULL;
    bool row = false;

    *e = db_begin(cx, db, &SQL_search_unfilled_has, &st);
    if (!*e) {
        db_bind_text(st, "kind", m->name);
        *e = db_step(cx, st, &row);
    }
    db_done(st);
    return !*e && !row;
}

enum err where_ask(struct lister *l)
{
    struct fault before = l->cx->fault;
    enum err e = OK;

    if (!(l->m->flags & MODEL_WORDS) || text_empty(l->q->q))
        return OK;
    if (!is_filled(l->cx, l->db, l->m, &e))
        return e;
    e = words_ask(l->cx, l->q->q, &l->asked);
    if (e == ERR_INVALID) {
        l->cx->fault = before;
        return bad_filter(l->cx, "q", NULL);
    }
    l->by_words = !e && l->asked.n > 0;
    return e;
}

/* Each word looked for in the record's own: for a page that walks the order. only_short: the index has told the others. */
static void add_likes(struct lister *l, struct where *w, bool only_short)
{
    bool any = false;

    for (size_t i = 0; i < l->asked.n; i++) {
        if (only_short && word_is_long(l->asked.all[i]))
            continue;
        if (!any) {
            buf_add_text(&w->b, " and exists (select 1 from search_entries e where e.site = ");
            sql_param(&w->b, w->engine, 1);
            buf_print(&w->b, " and e.kind = '%s' and e.record = %s.id", l->m->name, l->m->table);
        }
        any = true;
        buf_add_text(&w->b, " and e.words like ");
        where_text(w, words_like(l->cx, l->asked.all[i]));
    }
    if (any)
        buf_add_char(&w->b, ')');
}

static void add_words(struct lister *l, struct where *w)
{
    const char *match = words_match(l->cx, w->engine, l->m->name, &l->asked);

    if (l->matched || !match || l->plan == PLAN_ORDER || l->plan == PLAN_ALONG || l->rare) {
        add_likes(l, w, l->matched);
        return;
    }
    buf_add_text(&w->b, " and id in (");
    if (w->engine == DB_SQLITE) {
        buf_add_text(&w->b, "select rowid from search_index where search_index match ");
        where_text(w, match);
    } else {
        buf_add_text(&w->b, "select record from search_entries where site = ");
        sql_param(&w->b, w->engine, 1);
        buf_add_text(&w->b, " and vector @@ cast(");
        where_text(w, match);
        buf_add_text(&w->b, " as tsquery)");
    }
    buf_add_char(&w->b, ')');
    add_likes(l, w, true);
}

struct where where_begun(const struct lister *l)
{
    struct where w = {.b = buf_in(l->cx->arena), .engine = db_engine_of(l->db)};

    buf_add_text(&w.b, "site = ");
    sql_param(&w.b, w.engine, 1);
    return w;
}

enum err where_build(struct lister *l, struct where *ret)
{
    enum err e = OK;

    *ret = where_begun(l);
    ret->extra = l->q->extra;
    if (ret->extra)
        buf_print(&ret->b, " and %s(%s)",
                  l->plan == PLAN_ANY || l->plan == PLAN_CONDITION ? "" : "+",
                  ret->extra->condition);
    if (l->plan == PLAN_SCAN) {
        buf_add_text(&ret->b, " and id >= ");
        where_int(ret, INT64_MIN + 1);
    }
    if (l->only) {
        buf_add_text(&ret->b, " and id in (select value from json_each(");
        where_text(ret, l->only);
        buf_add_text(&ret->b, "))");
    }
    for (size_t i = 0; !e && i < l->q->filter_count && i < MODEL_FILTERS_MAX; i++)
        e = where_filter(l, ret, &l->q->filters[i]);
    if (!e && l->by_words)
        add_words(l, ret);
    else if (!e && l->q->q && *l->q->q)
        e = add_search(l, ret);
    if (!e && !buf_ok(&ret->b))
        e = fail_memory(l->cx);
    return e;
}

/* --- from a URL ---------------------------------------------------------------------------- */

static enum err add_how(struct ctx *cx, const struct model *m, const char *name, const char *op,
                        const char *value, struct model_query *q)
{
    static const struct {
        const char *op;
        enum model_how how;
    } hows[] = {{"", IS},     {"not", NOT},      {"lt", LESS},   {"lte", AT_MOST},
                {"gt", MORE}, {"gte", AT_LEAST}, {"in", ONE_OF}, {"null", IS_NULL}};
    const struct field *f = list_field(m, name);
    struct model_filter by = {.field = f ? f->name : name, .text = value};
    size_t i = 0;

    while (i < COUNT_OF(hows) && strcmp(hows[i].op, op) != 0)
        i++;
    if (i == COUNT_OF(hows) || !f || text_empty(value))
        return bad_filter(cx, name, value);
    by.how = hows[i].how;
    if (by.how == IS_NULL && !strcmp(value, "false"))
        by.how = NOT_NULL;
    else if (by.how == IS_NULL && strcmp(value, "true") != 0)
        return bad_filter(cx, name, value);
    if (!may_filter(f, &by))
        return bad_filter(cx, name, value);
    if (q->filter_count == MODEL_FILTERS_MAX)
        return fail(cx, ERR_INVALID, "model.filters_many", NULL);
    q->filters[q->filter_count++] = by;
    return OK;
}

static enum err add_limit(struct ctx *cx, const char *value, struct model_query *q)
{
    int64_t limit = 0;

    if (!text_to_int(value, &limit) || limit < 1 || limit > MODEL_PAGE_MAX)
        return fail(cx, ERR_INVALID, "model.limit", "max", int_as_text(cx->arena, MODEL_PAGE_MAX),
                    NULL);
    q->limit = (int)limit;
    return OK;
}

enum err model_query_add(struct ctx *cx, const struct model *m, const char *name, const char *value,
                         struct model_query *q)
{
    size_t n = strcspn(name, ".");
    const char *field = name;

    if (!strcmp(name, "limit"))
        return add_limit(cx, value, q);
    if (!strcmp(name, "q"))
        q->q = value;
    else if (!strcmp(name, "sort"))
        q->sort = text_empty(value) ? NULL : value;
    else if (!strcmp(name, "after"))
        q->after = text_empty(value) ? NULL : value;
    else if (!strcmp(name, "count"))
        q->count = !strcmp(value, "1") || !strcmp(value, "true");
    else {
        field = arena_dup_n(cx->arena, name, n);
        if (!field)
            return fail_memory(cx);
        return add_how(cx, m, field, name[n] ? name + n + 1 : "", value, q);
    }
    return OK;
}
