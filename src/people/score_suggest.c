/* score_suggest.c -- see score_suggest.h. */
#include "people/score_suggest.h"

#include "base/message.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/score_priv.h"

#include "score_replay_sql.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS_OF_ONE = 12, LEVEL_LEAST = 5 };

/* In the order of the columns of score_learn_rows, after the outcome. */
static const struct category {
    const char *field; /* as rules name it */
    const char *name;
    const struct model *model;
} categories[] = {
    {"seniority", "seniority", &contact_model},
    {"department", "department", &contact_model},
    {"buying_role", "buying_role", &contact_model},
    {"channel", "channel", &contact_model},
    {"account.industry", "industry", &account_model},
    {"account.state", "state", &account_model},
    {"account.employees", "employees", &account_model},
};
enum { CATEGORIES = COUNT_OF(categories), EMPLOYEES = CATEGORIES - 1 };

static const struct band {
    const char *name;
    int64_t from, to;
} bands[] = {{"1-9", 0, 9},
             {"10-49", 10, 49},
             {"50-199", 50, 199},
             {"200-999", 200, 999},
             {"1000+", 1000, 10000000}};

struct example {
    bool won;
    const char *values[CATEGORIES]; /* NULL: not given */
};

/* value NULL and not other: not given. */
struct level {
    size_t category;
    const char *value;
    bool other; /* all that are too rare to be told apart */
    int64_t n, won;
};

struct suggestion {
    struct ctx *cx;
    struct db *db;
    struct example *all;
    size_t n;
    struct level levels[CATEGORIES * (LEVELS_OF_ONE + 2)];
    size_t level_n;
    uint16_t *level;
    bool *won;
    int64_t won_n;
    struct learned learned;
    double low, high; /* of what the examples add up to */
};

static const char *band_of(int64_t employees)
{
    for (size_t i = 0; i < COUNT_OF(bands); i++)
        if (employees >= bands[i].from && employees <= bands[i].to)
            return bands[i].name;
    return NULL;
}

static void read_example(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct example *x = row;

    *x = (struct example){.won = text_equal(db_text(st, 0), "won")};
    for (int i = 0; i < EMPLOYEES; i++)
        if (!text_empty(db_text(st, i + 1)))
            x->values[i] = db_text_dup(cx, st, i + 1);
    if (!db_is_null(st, EMPLOYEES + 1))
        x->values[EMPLOYEES] = band_of(db_int(st, EMPLOYEES + 1));
}

static enum err read_examples(struct suggestion *s)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(s->cx, s->db, &SQL_score_learn_rows, &st);

    if (!e) {
        db_bind_int(st, "most", SUGGEST_DEALS_MAX);
        e = db_collect(s->cx, st, sizeof(*s->all), read_example, &s->all, &s->n);
    }
    db_done(st);
    for (size_t i = 0; i < s->n; i++)
        s->won_n += s->all[i].won;
    return e;
}

/* --- levels ------------------------------------------------------------------------------------ */

static int by_frequency(const void *a, const void *b)
{
    const struct level *x = a, *y = b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return strcmp(x->value, y->value);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Values of one category with how often they are, the most frequent first. */
static enum err tally(struct suggestion *s, size_t category, struct level **ret, size_t *ret_n)
{
    const char **values = arena_array(s->cx->arena, s->n + 1, sizeof(*values));
    struct level *all = arena_array(s->cx->arena, s->n + 1, sizeof(*all));
    size_t given = 0, n = 0;

    if (!values || !all)
        return fail_memory(s->cx);
    for (size_t i = 0; i < s->n; i++)
        if (s->all[i].values[category])
            values[given++] = s->all[i].values[category];
    if (given)
        qsort(values, given, sizeof(*values), by_text);
    for (size_t i = 0; i < given; i++) {
        if (!n || strcmp(all[n - 1].value, values[i]) != 0)
            all[n++] = (struct level){.category = category, .value = values[i]};
        all[n - 1].n++;
    }
    if (n)
        qsort(all, n, sizeof(*all), by_frequency);
    *ret = all;
    *ret_n = n;
    return OK;
}

/* The frequent values, all others as one, and "not given". */
static enum err take_levels(struct suggestion *s, size_t category)
{
    struct level *all = NULL;
    size_t n = 0, first = s->level_n;
    int64_t least = category == EMPLOYEES ? 1 : LEVEL_LEAST; /* bands are few and have no others */
    enum err e = tally(s, category, &all, &n);

    for (size_t i = 0; i < n && i < LEVELS_OF_ONE && !e && all[i].n >= least; i++)
        s->levels[s->level_n++] = (struct level){.category = category, .value = all[i].value};
    if (s->level_n - first < n)
        s->levels[s->level_n++] = (struct level){.category = category, .other = true};
    s->levels[s->level_n++] = (struct level){.category = category};
    return e;
}

static size_t level_of(const struct suggestion *s, size_t category, const char *value)
{
    size_t other = 0;

    for (size_t i = 0; i < s->level_n; i++) {
        const struct level *l = &s->levels[i];
        if (l->category != category)
            continue;
        if (value ? l->value && !strcmp(l->value, value) : !l->value && !l->other)
            return i;
        if (l->other)
            other = i;
    }
    return other;
}

static enum err encode(struct suggestion *s)
{
    enum err e = OK;

    s->level = arena_array(s->cx->arena, (s->n + 1) * CATEGORIES, sizeof(*s->level));
    s->won = arena_array(s->cx->arena, s->n + 1, sizeof(*s->won));
    if (!s->level || !s->won)
        return fail_memory(s->cx);
    for (size_t c = 0; c < CATEGORIES && !e; c++)
        e = take_levels(s, c);
    for (size_t i = 0; i < s->n && !e; i++) {
        s->won[i] = s->all[i].won;
        for (size_t c = 0; c < CATEGORIES; c++) {
            size_t l = level_of(s, c, s->all[i].values[c]);
            s->level[i * CATEGORIES + c] = (uint16_t)l;
            s->levels[l].n++;
            s->levels[l].won += s->all[i].won;
        }
    }
    return e;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Where the sums of most examples lie. */
static enum err spread(struct suggestion *s)
{
    double *sums = arena_array(s->cx->arena, s->n + 1, sizeof(*sums));

    if (!sums)
        return fail_memory(s->cx);
    for (size_t i = 0; i < s->n; i++)
        for (size_t c = 0; c < CATEGORIES; c++)
            sums[i] += s->learned.weights[s->level[i * CATEGORIES + c]];
    qsort(sums, s->n, sizeof(*sums), by_number);
    s->low = sums[s->n * 2 / 100];
    s->high = sums[s->n - 1 - s->n * 2 / 100];
    return OK;
}

static int64_t points_of(const struct suggestion *s, double weight)
{
    double wide = s->high - s->low, points = wide > 1e-6 ? weight * SCORE_FULL / wide : 0;

    return llround(points < -SCORE_FULL ? -SCORE_FULL : points > SCORE_FULL ? SCORE_FULL : points);
}

/* --- as rows ----------------------------------------------------------------------------------- */

static void put_field(struct json_writer *w, const struct level *l, const char *operator)
{
    json_open_object(w);
    json_text_member(w, "field", categories[l->category].field);
    json_name(w, operator);
}

static void put_band(struct json_writer *w, const struct level *l)
{
    const struct band *b = bands;

    while (strcmp(b->name, l->value) != 0)
        b++;
    json_open_object(w);
    json_name(w, "all");
    json_open_list(w);
    put_field(w, l, "at_least");
    json_put_int(w, b->from);
    json_close_object(w);
    put_field(w, l, "at_most");
    json_put_int(w, b->to);
    json_close_object(w);
    json_close_list(w);
    json_close_object(w);
}

static void put_other(const struct suggestion *s, struct json_writer *w, const struct level *l)
{
    json_open_object(w);
    json_name(w, "all");
    json_open_list(w);
    put_field(w, l, "given");
    json_put_bool(w, true);
    json_close_object(w);
    put_field(w, l, "not_in");
    json_open_list(w);
    for (size_t i = 0; i < s->level_n; i++)
        if (s->levels[i].category == l->category && s->levels[i].value)
            json_put_text(w, s->levels[i].value);
    json_close_list(w);
    json_close_object(w);
    json_close_list(w);
    json_close_object(w);
}

/* NULL: it cannot be said (all values are rare). */
static const char *rule_of(const struct suggestion *s, const struct level *l)
{
    struct buf out = buf_in(s->cx->arena);
    struct json_writer w = json_to(&out);
    bool any = false;

    for (size_t i = 0; i < s->level_n; i++)
        any |= s->levels[i].category == l->category && s->levels[i].value;
    if (l->other && any) {
        put_other(s, &w, l);
    } else if (l->other || !l->value) {
        put_field(&w, l, "given");
        json_put_bool(&w, l->other);
        json_close_object(&w);
    } else if (l->category == EMPLOYEES) {
        put_band(&w, l);
    } else {
        put_field(&w, l, "is");
        json_put_text(&w, l->value);
        json_close_object(&w);
    }
    return buf_text(&out);
}

static enum err put_row(struct suggestion *s, const struct rule_world *w, const struct level *l,
                        int64_t points, struct json_writer *out)
{
    const char *rule = rule_of(s, l);
    struct rule *r = NULL;
    enum err e =
        rule ? rule_parse(s->cx, s->db, w, &rule_contacts, rule, "rule", &r) : fail_memory(s->cx);

    if (e)
        return e;
    json_open_object(out);
    json_name(out, "of");
    json_open_object(out);
    json_text_member(out, "field", categories[l->category].field);
    json_text_member(out, "value", l->value);
    json_bool_member(out, "other", l->other);
    json_close_object(out);
    json_int_member(out, "points", points);
    json_name(out, "rule");
    json_put_raw(out, r->json);
    json_int_member(out, "n", l->n);
    json_int_member(out, "won", l->won);
    json_close_object(out);
    return OK;
}

struct ranked {
    size_t level;
    int64_t points;
};

static int by_points(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    return x->level < y->level ? -1 : 1;
}

static int by_size(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int64_t p = llabs(x->points), q = llabs(y->points);

    if (p != q)
        return p > q ? -1 : 1;
    return x->level < y->level ? -1 : 1;
}

static enum err put_rows(struct suggestion *s, struct json_writer *out)
{
    struct ranked rows[COUNT_OF(s->levels)];
    struct rule_world w;
    size_t n = 0;
    enum err e = people_rules(s->cx, s->db, NULL, &w);

    for (size_t i = 0; i < s->level_n; i++) {
        int64_t points =
            s->levels[i].n >= SUGGEST_ROW_LEAST ? points_of(s, s->learned.weights[i]) : 0;
        if (llabs(points) >= SUGGEST_POINTS_LEAST)
            rows[n++] = (struct ranked){i, points};
    }
    if (n)
        qsort(rows, n, sizeof(*rows), by_size);
    n = n < SCORE_ROWS_MAX ? n : SCORE_ROWS_MAX;
    if (n)
        qsort(rows, n, sizeof(*rows), by_points);
    for (size_t i = 0; i < n && !e; i++)
        e = put_row(s, &w, &s->levels[rows[i].level], rows[i].points, out);
    return e;
}

static enum err write_suggestion(struct suggestion *s, bool known, const char **ret)
{
    struct buf out = buf_in(s->cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = OK;

    json_open_object(&w);
    json_bool_member(&w, "known", known);
    json_int_member(&w, "deals", (int64_t)s->n);
    json_int_member(&w, "won", s->won_n);
    json_int_member(&w, "lost", (int64_t)s->n - s->won_n);
    json_int_member(&w, "need", SCORE_SAMPLE);
    json_name(&w, "auc");
    score_auc_json(&s->learned.auc, &w);
    json_int_member(&w, "base", known ? score_clamp(points_of(s, -s->low)) : 0);
    json_name(&w, "rows");
    json_open_list(&w);
    if (known)
        e = put_rows(s, &w);
    json_close_list(&w);
    json_close_object(&w);
    if (e)
        return e;
    *ret = buf_text(&out);
    return *ret && !arena_full(s->cx->arena) ? OK : fail_memory(s->cx);
}

enum err score_suggest(struct ctx *cx, struct db *db, const char **ret)
{
    struct suggestion *s = arena_alloc(cx->arena, sizeof(*s));
    bool known;
    enum err e;

    if (!s)
        return fail_memory(cx);
    s->cx = cx;
    s->db = db;
    e = read_examples(s);
    known = !e && s->won_n >= SCORE_SAMPLE && (int64_t)s->n - s->won_n >= SCORE_SAMPLE;
    if (known) {
        struct learn_examples x;
        e = encode(s);
        x = (struct learn_examples){s->n, CATEGORIES, s->level_n, s->level, s->won};
        if (!e)
            e = score_learn(cx, &x, &s->learned);
        if (!e)
            e = spread(s);
    }
    return e ? e : write_suggestion(s, known, ret);
}

/* --- in the words of whoever reads --------------------------------------------------------------- */

/* As people call it; one of the site's own as it is written. */
static const char *channel_said(struct ctx *cx, const char *channel)
{
    const char *key = arena_print(cx->arena, "paper.channel.%s", channel);
    const char *said = key ? message_find(cx->lang, key) : NULL;

    return said ? said : channel;
}

/* NULL: of a field that is learned from no longer. */
static const char *label_of(struct ctx *cx, const struct json *of)
{
    const char *name = json_text(json_get(of, "field"), "");
    const char *value = json_text(json_get(of, "value"), NULL);
    bool other = json_bool(json_get(of, "other"), false);
    const struct category *c = categories;
    struct fault_param field = {.name = "field"};
    const struct field *f;

    while (c < categories + CATEGORIES && !text_equal(c->field, name))
        c++;
    if (c == categories + CATEGORIES)
        return NULL;
    f = model_field(c->model, c->name);
    field.value = model_label(cx, c->model, f, NULL);
    if (!value)
        return message(cx->arena, cx->lang, other ? "score.learned_other" : "score.learned_none",
                       &field, 1);
    if (f->kind == FIELD_KIND_ENUM)
        value = model_label(cx, c->model, f, value);
    else if (!strcmp(c->name, "channel"))
        value = channel_said(cx, value);
    return text_cut(cx->arena, arena_print(cx->arena, "%s: %s", field.value, value), 118);
}

/* Rows that were kept with words have them still. */
static enum err say_row(struct ctx *cx, struct db *db, const struct rule_world *w,
                        const struct json *row, struct json_writer *out)
{
    const struct json *of = json_get(row, "of"), *rule = json_get(row, "rule");
    const char *sentence = NULL;
    struct buf text = buf_in(cx->arena);
    struct json_writer rw = json_to(&text);
    struct rule *r = NULL;
    enum err e = OK;

    json_open_object(out);
    for (const struct json *v = row->first; v; v = v->next)
        if (v != of) {
            json_name(out, v->name);
            json_put(out, v);
        }
    if (of && rule) {
        json_put(&rw, rule);
        e = buf_text(&text) ? rule_parse(cx, db, w, &rule_contacts, buf_text(&text), "rule", &r)
                            : fail_memory(cx);
        if (!e)
            e = rule_sentence(cx, db, w, r, cx->lang, &sentence);
        json_text_member(out, "label", label_of(cx, of));
        json_text_member(out, "sentence", sentence);
        json_bool_member(out, "other", json_bool(json_get(of, "other"), false));
    }
    json_close_object(out);
    return e;
}

static enum err say_all(struct ctx *cx, struct db *db, const char *kept, const char **ret)
{
    const struct json *in = NULL, *rows;
    struct buf text = buf_in(cx->arena);
    struct json_writer out = json_to(&text);
    struct rule_world w;
    enum err e = json_parse(cx, kept, strlen(kept), &in);

    if (!e)
        e = people_rules(cx, db, NULL, &w);
    if (e)
        return e;
    rows = json_get(in, "rows");
    json_open_object(&out);
    for (const struct json *v = in->first; v; v = v->next)
        if (v != rows) {
            json_name(&out, v->name);
            json_put(&out, v);
        }
    json_name(&out, "rows");
    json_open_list(&out);
    for (const struct json *v = rows ? rows->first : NULL; v && !e; v = v->next)
        e = say_row(cx, db, &w, v, &out);
    json_close_list(&out);
    json_close_object(&out);
    if (e)
        return e;
    *ret = buf_text(&text);
    return *ret ? OK : fail_memory(cx);
}

/* --- kept, accepted, dismissed ----------------------------------------------------------------- */

enum err score_suggestion(struct ctx *cx, struct db *db, const char **ret, int64_t *ret_at)
{
    const char *kept = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_score_suggestion_open, &st);

    *ret = NULL;
    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row) {
        *ret_at = db_int(st, 1);
        kept = db_text_dup(cx, st, 2);
    }
    db_done(st);
    return e || !kept ? e : say_all(cx, db, kept, ret);
}

static enum err close_open(struct ctx *cx, struct db *db, const char *state, bool *ret_any)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_score_suggestion_close, &st);

    if (!e) {
        db_bind_text(st, "state", state);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
        e = db_run(cx, st);
    }
    if (!e)
        *ret_any = db_changes(st) > 0;
    db_done(st);
    return e;
}

enum err score_suggestion_put(struct ctx *cx, struct db *db, const char *result)
{
    struct db_stmt *st = NULL;
    bool any = false;
    int64_t id = id_next(cx);
    enum err e = close_open(cx, db, "dismissed", &any);

    if (!e)
        e = db_begin(cx, db, &SQL_score_suggestion_add, &st);
    if (!e) {
        db_bind_int(st, "id", id);
        db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
        db_bind_text(st, "result", result);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : audit_add(cx, db, "score_model", NIL, "suggest", NULL);
}

static bool is_taken(const struct json *rows, int64_t n)
{
    if (!rows)
        return true;
    for (const struct json *v = rows->first; v; v = v->next)
        if (v->kind == JSON_INT && v->integer == n)
            return true;
    return false;
}

/* What a row asks is said by its rule, in everybody's language. A label is kept for the rest of a field alone: its rule is a long list. */
static void put_taken(const struct json *row, struct json_writer *w)
{
    const struct json *other = json_get(row, "other");
    bool labelled = !other || json_bool(other, false);
    const char *const members[] = {"points", "rule", labelled ? "label" : NULL};

    json_open_object(w);
    for (size_t i = 0; i < COUNT_OF(members) && members[i]; i++) {
        const struct json *v = json_get(row, members[i]);
        json_name(w, members[i]);
        if (v)
            json_put(w, v);
        else
            json_put_null(w);
    }
    json_close_object(w);
}

/* Each row that is named is one of the n there are. */
static enum err check_taken(struct ctx *cx, const struct json *rows, int64_t n)
{
    for (const struct json *v = rows ? rows->first : NULL; v; v = v->next)
        if (v->kind != JSON_INT || v->integer < 0 || v->integer >= n)
            return fail_field(cx, "rows", "score.no_row", "last",
                              arena_print(cx->arena, "%" PRId64, n - 1), NULL);
    return OK;
}

static enum err draft_of(struct ctx *cx, const char *result, const struct json *rows,
                         const struct json **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *in = NULL, *list;
    int64_t n = 0;
    enum err e = json_parse(cx, result, strlen(result), &in);

    if (!e && !json_bool(json_get(in, "known"), false))
        e = fail(cx, ERR_CONFLICT, "score.suggestion_small", NULL);
    list = e ? NULL : json_get(in, "rows");
    json_open_object(&w);
    json_int_member(&w, "base", json_int(json_get(in, "base"), 0));
    json_name(&w, "rows");
    json_open_list(&w);
    for (const struct json *v = list ? list->first : NULL; v; v = v->next, n++)
        if (is_taken(rows, n))
            put_taken(v, &w);
    json_close_list(&w);
    json_close_object(&w);
    if (!e)
        e = check_taken(cx, rows, n);
    if (!e && !buf_text(&out))
        e = fail_memory(cx);
    return e ? e : json_parse(cx, buf_text(&out), out.len, ret);
}

enum err score_suggestion_accept(struct ctx *cx, struct db *db, const struct json *rows,
                                 struct score_model *ret)
{
    const char *result = NULL;
    const struct json *draft = NULL;
    struct rule_world w;
    int64_t at = 0;
    bool any = false;
    enum err e = score_suggestion(cx, db, &result, &at);

    if (!e && !result)
        e = fail(cx, ERR_NOTFOUND, "score.no_suggestion", NULL);
    if (!e)
        e = draft_of(cx, result, rows, &draft);
    if (!e)
        e = people_rules(cx, db, NULL, &w);
    if (!e)
        e = score_draft_save(cx, db, &w, SCORE_FIT, draft, 0, ret);
    if (!e)
        e = close_open(cx, db, "accepted", &any);
    return e ? e : audit_add(cx, db, "score_model", ret->id, "accept", NULL);
}

enum err score_suggestion_dismiss(struct ctx *cx, struct db *db)
{
    bool any = false;
    enum err e = close_open(cx, db, "dismissed", &any);

    if (!e && !any)
        e = fail(cx, ERR_NOTFOUND, "score.no_suggestion", NULL);
    return e ? e : audit_add(cx, db, "score_model", NIL, "dismiss", NULL);
}
