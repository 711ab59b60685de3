/* write.c -- a record as JSON and as a row of CSV.
 *
 * JSON keeps the units of storage (minor units, fractions); a cell of CSV is for people and
 * spreadsheets, so money stands in whole units and its column drops "_minor". Cells read back with
 * model_set_text().
 */
#include "model/model_priv.h"

#include "base/csv.h"
#include "base/text.h"
#include "base/time.h"

#include <inttypes.h>
#include <string.h>

static void put_time(struct json_writer *w, int64_t ms)
{
    char text[TIME_TEXT_MAX];

    if (ms == NIL) {
        json_put_null(w);
        return;
    }
    time_text(ms, text);
    json_put_text(w, text);
}

static void put_number(struct json_writer *w, const struct field *f, int64_t v)
{
    switch (f->kind) {
    case FIELD_KIND_RATE:
        json_put_real(w, (double)v / RATE_ONE);
        return;
    case FIELD_KIND_BOOL:
        json_put_bool(w, v != 0);
        return;
    case FIELD_KIND_TIME:
        put_time(w, v);
        return;
    case FIELD_KIND_REF:
        json_put_id(w, v);
        return;
    default:
        json_put_int(w, v);
    }
}

void field_to_json(struct json_writer *w, const struct field *f, const void *record)
{
    if (field_is_nil(f, record) && f->kind == FIELD_KIND_TAGS)
        json_put_raw(w, "[]");
    else if (field_is_nil(f, record))
        json_put_null(w);
    else if (f->kind == FIELD_KIND_TAGS || f->kind == FIELD_KIND_JSON)
        json_put_raw(w, field_text(f, record));
    else if (field_is_text(f))
        json_put_text(w, field_text(f, record));
    else
        put_number(w, f, field_int(f, record));
}

void model_to_json(struct json_writer *w, const struct model *m, const void *record)
{
    const struct record *r = record_of(record);

    json_open_object(w);
    json_id_member(w, "id", r->id);
    json_int_member(w, "version", r->version);
    for (size_t i = 0; i < m->field_count; i++) {
        if (m->fields[i].flags & SECRET)
            continue;
        json_name(w, m->fields[i].name);
        field_to_json(w, &m->fields[i], record);
    }
    if (m->flags & MODEL_CUSTOM) {
        json_name(w, "custom");
        json_put_raw(w, text_empty(r->custom) ? "{}" : r->custom);
    }
    json_name(w, "created_at");
    put_time(w, r->created_at);
    json_name(w, "changed_at");
    put_time(w, r->changed_at);
    json_close_object(w);
}

/* --- CSV ----------------------------------------------------------------------------------- */

const char *field_csv_name(struct arena *a, const struct field *f)
{
    size_t n = strlen(f->name);

    if (f->kind == FIELD_KIND_MONEY && n > 6 && !strcmp(f->name + n - 6, "_minor"))
        return arena_dup_n(a, f->name, n - 6);
    return f->name;
}

static const char *tags_cell(struct arena *a, const char *json)
{
    struct buf b = buf_in(a);
    bool inside = false;

    /* Tags were written by our own writer: a list of texts whose only escapes are these. */
    for (const char *p = json; *p; p++) {
        if (*p == '"') {
            inside = !inside;
        } else if (inside && *p == '\\' && p[1]) {
            p++;
            buf_add_char(&b, *p);
        } else if (inside) {
            buf_add_char(&b, *p);
        } else if (*p == ',') {
            buf_add_text(&b, ", ");
        }
    }
    return buf_text(&b);
}

static const char *rate_cell(struct arena *a, int64_t v)
{
    char *text = arena_print(a, "%s%" PRId64 ".%06d", v < 0 ? "-" : "", (v < 0 ? -v : v) / RATE_ONE,
                             (int)((v < 0 ? -v : v) % RATE_ONE));
    size_t n = text ? strlen(text) : 0;

    while (n && text[n - 1] == '0')
        text[--n] = 0;
    if (n && text[n - 1] == '.')
        text[--n] = 0;
    return text;
}

static const char *number_cell(struct arena *a, const struct field *f, int64_t v)
{
    char at[TIME_TEXT_MAX];

    switch (f->kind) {
    case FIELD_KIND_MONEY:
        return arena_print(a, "%s%" PRId64 ".%02d", v < 0 ? "-" : "", (v < 0 ? -v : v) / 100,
                           (int)((v < 0 ? -v : v) % 100));
    case FIELD_KIND_RATE:
        return rate_cell(a, v);
    case FIELD_KIND_BOOL:
        return v ? "true" : "false";
    case FIELD_KIND_TIME:
        time_text(v, at);
        return arena_dup(a, at);
    default:
        return int_as_text(a, v);
    }
}

const char *field_to_csv(struct arena *a, const struct field *f, const void *record)
{
    if (field_is_nil(f, record))
        return "";
    if (f->kind == FIELD_KIND_TAGS)
        return tags_cell(a, field_text(f, record));
    return field_is_text(f) ? field_text(f, record) : number_cell(a, f, field_int(f, record));
}

void model_csv_header(struct buf *out, const struct model *m)
{
    csv_put(out, "id", true);
    for (size_t i = 0; i < m->field_count; i++)
        if (!(m->fields[i].flags & SECRET))
            csv_put(out, field_csv_name(out->arena, &m->fields[i]), false);
    if (m->flags & MODEL_CUSTOM)
        csv_put(out, "custom", false);
    csv_put(out, "created_at", false);
    csv_put(out, "changed_at", false);
    csv_end_row(out);
}

void model_csv_row(struct ctx *cx, struct buf *out, const struct model *m, const void *record)
{
    const struct record *r = record_of(record);
    char at[TIME_TEXT_MAX];

    csv_put(out, int_as_text(cx->arena, r->id), true);
    for (size_t i = 0; i < m->field_count; i++)
        if (!(m->fields[i].flags & SECRET))
            csv_put(out, field_to_csv(cx->arena, &m->fields[i], record), false);
    if (m->flags & MODEL_CUSTOM)
        csv_put(out, text_empty(r->custom) ? "" : r->custom, false);
    time_text(r->created_at, at);
    csv_put(out, at, false);
    time_text(r->changed_at, at);
    csv_put(out, at, false);
    csv_end_row(out);
}
