/* score_model.c -- see score_model.h: what a definition says, and how it is read and written.
 *
 * A definition that is kept was checked when it was written. What it rests on may have gone since (a field that the site had
 * added): such a row is kept, gives nothing, and says so, because a score with a hole is better than none.
 */
#include "people/score_priv.h"

#include "base/text.h"
#include "strategy/buying_role.h"

#include <stdio.h>
#include <string.h>

const char *const score_kind_names[SCORE_KINDS] = {"fit", "engagement"};
const char *const score_roles[SCORE_ROLES] = {"user",       "initiator", "influencer", "champion",
                                              "gatekeeper", "decider",   "approver",   "buyer",
                                              "payer",      "blocker",   "none"};
static const int64_t usual_weights[SCORE_ROLES] = {50, 60, 60, 100, 30, 100, 80, 60, 100, 0, 30};
static const int64_t usual_bands[SCORE_KINDS][SCORE_BANDS] = {{70, 50, 30}, {60, 30, 10}};

enum { LABEL_MAX = 120 };

bool score_kind_of(const char *name, enum score_kind *ret)
{
    for (int i = 0; i < SCORE_KINDS; i++)
        if (text_equal(name, score_kind_names[i])) {
            *ret = (enum score_kind)i;
            return true;
        }
    return false;
}

int64_t score_weight(const struct score_model *m, const char *role)
{
    for (int i = 0; i < SCORE_ROLES - 1; i++)
        if (text_equal(role, score_roles[i]))
            return m->weights[i];
    return m->weights[SCORE_ROLES - 1];
}

int score_band(const struct score_model *m, int64_t score)
{
    int band = 0;

    while (band < SCORE_BANDS && score < m->bands[band])
        band++;
    return band;
}

/* --- reading ----------------------------------------------------------------------------------- */

struct definition {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    struct score_model *m;
    bool kept; /* was checked when it was written */
    int wrong;
};

static const char *path_of(struct definition *d, size_t row, const char *member)
{
    const char *p = arena_print(d->cx->arena, "rows.%zu.%s", row, member);

    return p ? p : "rows";
}

static void wrong_range(struct definition *d, const char *path, int64_t least, int64_t most)
{
    const char *min = arena_print(d->cx->arena, "%lld", (long long)least);
    const char *max = arena_print(d->cx->arena, "%lld", (long long)most);

    d->wrong++;
    (void)fail_field(d->cx, path, "field.range", "min", min ? min : "", "max", max ? max : "",
                     NULL);
}

static void wrong(struct definition *d, const char *path, const char *key)
{
    d->wrong++;
    (void)fail_field(d->cx, path, key, NULL);
}

/* v NULL leaves what stands there. */
static void read_int(struct definition *d, const struct json *v, const char *path, int64_t least,
                     int64_t most, int64_t *ret)
{
    if (!v || v->kind == JSON_NULL)
        return;
    if (v->kind != JSON_INT || v->integer < least || v->integer > most)
        wrong_range(d, path, least, most);
    else
        *ret = v->integer;
}

static void read_bands(struct definition *d, const struct json *v)
{
    int64_t bands[SCORE_BANDS] = {0};
    size_t n = 0;

    if (!v || v->kind == JSON_NULL)
        return;
    for (const struct json *b = v->kind == JSON_LIST ? v->first : NULL; b && n < SCORE_BANDS;
         b = b->next, n++)
        bands[n] = b->kind == JSON_INT ? b->integer : 0;
    if (n != SCORE_BANDS || v->count != SCORE_BANDS || bands[0] > SCORE_FULL ||
        bands[0] <= bands[1] || bands[1] <= bands[2] || bands[2] < 1)
        wrong(d, "bands", "score.bands");
    else
        memcpy(d->m->bands, bands, sizeof(bands));
}

static void read_weights(struct definition *d, const struct json *v)
{
    if (!v || v->kind == JSON_NULL)
        return;
    for (const struct json *one = v->first; one; one = one->next) {
        const char *path = one->name ? arena_print(d->cx->arena, "weights.%s", one->name) : NULL;
        int i = 0;
        while (i < SCORE_ROLES && !text_equal(score_roles[i], one->name))
            i++;
        if (i == SCORE_ROLES)
            wrong(d, path ? path : "weights", "score.role");
        else
            read_int(d, one, path ? path : "weights", 0, SCORE_FULL, &d->m->weights[i]);
    }
}

/* What a rule of fit may not ask, see score_model.h. */
static const char *unfit(const struct rule *r)
{
    if (r->behaviour_count)
        return "score.no_behaviour";
    if (r->use_count)
        return "score.no_condition";
    if (rule_reads(r, "deals", NULL))
        return "score.no_deals";
    return r->by_time ? "score.no_window" : NULL;
}

static bool only_behaviour(const struct json *v)
{
    static const char *const names[] = {"event", "path", "path_starts", "channel"};

    for (const struct json *c = v->first; c; c = c->next) {
        size_t i = 0;
        while (i < COUNT_OF(names) && !text_equal(names[i], c->name))
            i++;
        if (i == COUNT_OF(names))
            return false;
    }
    return true;
}

static enum err read_rule(struct definition *d, const struct json *v, size_t n,
                          struct score_row *row)
{
    bool fit = d->m->kind == SCORE_FIT;
    const char *path = path_of(d, n, fit ? "rule" : "behaviour"), *key = NULL;
    struct fault before = d->cx->fault;
    struct rule *r = NULL;
    enum err e;

    if (!v || v->kind != JSON_OBJECT) {
        wrong(d, path, "field.required");
        return OK;
    }
    if (!fit && !only_behaviour(v)) {
        wrong(d, path, "score.behaviour");
        return OK;
    }
    e = rule_read(d->cx, d->db, d->world, &rule_contacts, v, path, &r);
    if (e == ERR_INVALID && d->kept) {
        d->cx->fault = before;
        return OK;
    }
    d->wrong += e == ERR_INVALID;
    if (e)
        return e == ERR_INVALID ? OK : e;
    if (fit)
        key = unfit(r);
    else if (r->behaviour_count != 1)
        key = "score.behaviour";
    if (key)
        wrong(d, path, key);
    row->rule = r;
    return OK;
}

static void read_label(struct definition *d, const struct json *v, size_t n, struct score_row *row)
{
    const char *clean = NULL;

    if (!v || v->kind == JSON_NULL)
        return;
    if (v->kind != JSON_TEXT || text_clean(d->cx, v->text, v->count, false, &clean) != OK ||
        text_chars(clean) > LABEL_MAX)
        wrong(d, path_of(d, n, "label"), "score.label");
    else
        row->label = *clean ? clean : NULL;
}

static enum err read_row(struct definition *d, const struct json *v, size_t n,
                         struct score_row *row)
{
    bool fit = d->m->kind == SCORE_FIT;
    enum err e;

    *row = (struct score_row){.half_life_days = fit ? 0 : 30, .at_most = fit ? 0 : SCORE_FULL};
    if (v->kind != JSON_OBJECT) {
        wrong(d, path_of(d, n, "points"), "field.required");
        return OK;
    }
    read_label(d, json_get(v, "label"), n, row);
    read_int(d, json_get(v, "points"), path_of(d, n, "points"), -SCORE_FULL, SCORE_FULL,
             &row->points);
    if (!row->points && !fault_has_field(d->cx, path_of(d, n, "points")))
        wrong(d, path_of(d, n, "points"), "score.points");
    if (!fit) {
        read_int(d, json_get(v, "half_life_days"), path_of(d, n, "half_life_days"), 1,
                 SCORE_HALF_LIFE_MAX, &row->half_life_days);
        read_int(d, json_get(v, "at_most"), path_of(d, n, "at_most"), 1, SCORE_FULL, &row->at_most);
    }
    e = read_rule(d, json_get(v, fit ? "rule" : "behaviour"), n, row);
    return e;
}

static enum err read_rows(struct definition *d, const struct json *v)
{
    size_t n = 0;
    enum err e = OK;

    if (!v || v->kind != JSON_LIST || v->count > SCORE_ROWS_MAX) {
        wrong(d, "rows", "score.rows");
        return OK;
    }
    d->m->rows = arena_array(d->cx->arena, v->count + 1, sizeof(*d->m->rows));
    if (!d->m->rows)
        return fail_memory(d->cx);
    for (const struct json *c = v->first; c && !e; c = c->next, n++)
        e = read_row(d, c, n, &d->m->rows[n]);
    d->m->row_count = n;
    return e;
}

static enum err read_definition(struct definition *d, const struct json *in)
{
    struct score_model *m = d->m;
    enum err e;

    m->base = 0;
    memcpy(m->bands, usual_bands[m->kind], sizeof(m->bands));
    memcpy(m->weights, usual_weights, sizeof(m->weights));
    read_int(d, json_get(in, "base"), "base", 0, SCORE_FULL, &m->base);
    read_bands(d, json_get(in, "bands"));
    read_weights(d, json_get(in, "weights"));
    e = read_rows(d, json_get(in, "rows"));
    if (!e && arena_full(d->cx->arena))
        e = fail_memory(d->cx);
    return !e && d->wrong ? ERR_INVALID : e;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void put_settings(const struct score_model *m, struct json_writer *w)
{
    json_int_member(w, "base", m->base);
    json_name(w, "bands");
    json_open_list(w);
    for (int i = 0; i < SCORE_BANDS; i++)
        json_put_int(w, m->bands[i]);
    json_close_list(w);
    json_name(w, "weights");
    json_open_object(w);
    for (int i = 0; i < SCORE_ROLES; i++)
        json_int_member(w, score_roles[i], m->weights[i]);
    json_close_object(w);
}

static void put_row(const struct score_model *m, const struct score_row *row, const char *rule,
                    struct json_writer *w)
{
    json_text_member(w, "label", row->label);
    json_int_member(w, "points", row->points);
    json_name(w, m->kind == SCORE_FIT ? "rule" : "behaviour");
    json_put_raw(w, rule);
    if (m->kind == SCORE_ENGAGEMENT) {
        json_int_member(w, "half_life_days", row->half_life_days);
        json_int_member(w, "at_most", row->at_most);
    }
}

static enum err write_definition(struct ctx *cx, struct score_model *m)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_object(&w);
    put_settings(m, &w);
    json_name(&w, "rows");
    json_open_list(&w);
    for (size_t i = 0; i < m->row_count; i++) {
        json_open_object(&w);
        put_row(m, &m->rows[i], m->rows[i].rule->json, &w);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_close_object(&w);
    m->definition = buf_text(&out);
    return m->definition ? OK : fail_memory(cx);
}

enum err score_model_read(struct ctx *cx, struct db *db, const struct rule_world *w,
                          enum score_kind kind, const struct json *in, struct score_model *ret)
{
    struct score_model m = {.kind = kind};
    struct definition d = {cx, db, w, &m, false, 0};
    enum err e = read_definition(&d, in);

    if (!e)
        e = write_definition(cx, &m);
    if (!e)
        *ret = m;
    return e;
}

enum err score_model_fill(struct ctx *cx, struct db *db, const struct rule_world *w,
                          struct score_model *m)
{
    struct definition d = {cx, db, w, m, true, 0};
    const struct json *in = NULL;
    enum err e = json_parse(cx, m->definition, strlen(m->definition), &in);

    return e ? e : read_definition(&d, in);
}

/* --- JSON for readers -------------------------------------------------------------------------- */

static void put_time(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

static enum err put_rows(struct ctx *cx, struct db *db, const struct rule_world *w,
                         const struct score_model *m, struct json_writer *out)
{
    const struct json *in = NULL, *row = NULL;
    enum err e = json_parse(cx, m->definition, strlen(m->definition), &in);

    row = e ? NULL : json_get(in, "rows");
    row = row ? row->first : NULL;
    for (size_t i = 0; i < m->row_count && row && !e; i++, row = row->next) {
        const struct json *rule = json_get(row, m->kind == SCORE_FIT ? "rule" : "behaviour");
        struct buf text = buf_in(cx->arena);
        struct json_writer tw = json_to(&text);
        const char *sentence = NULL;
        if (rule)
            json_put(&tw, rule);
        if (m->rows[i].rule)
            e = rule_sentence(cx, db, w, m->rows[i].rule, cx->lang, &sentence);
        if (e || !buf_text(&text))
            return e ? e : fail_memory(cx);
        json_open_object(out);
        put_row(m, &m->rows[i], buf_text(&text), out);
        json_text_member(out, "sentence", sentence);
        json_close_object(out);
    }
    return e;
}

enum err score_model_json(struct ctx *cx, struct db *db, const struct rule_world *w,
                          const struct score_model *m, struct json_writer *out)
{
    enum err e = OK;

    json_open_object(out);
    json_id_member(out, "id", m->id);
    json_text_member(out, "kind", score_kind_names[m->kind]);
    json_int_member(out, "number", m->number);
    json_text_member(out, "state", m->state);
    json_int_member(out, "version", m->version);
    put_time(out, "created_at", m->created_at);
    put_time(out, "changed_at", m->changed_at);
    put_time(out, "published_at", m->published_at);
    put_settings(m, out);
    json_name(out, "rows");
    json_open_list(out);
    e = put_rows(cx, db, w, m, out);
    json_close_list(out);
    json_close_object(out);
    return e;
}
