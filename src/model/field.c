/* field.c -- members of a record by their row in the field table. The only place that turns an
 * offset into a pointer. */
#include "model/model_priv.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

bool field_is_text(const struct field *f)
{
    switch (f->kind) {
    case FIELD_KIND_TEXT:
    case FIELD_KIND_PROSE:
    case FIELD_KIND_EMAIL:
    case FIELD_KIND_URL:
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
    case FIELD_KIND_TAGS:
    case FIELD_KIND_JSON:
        return true;
    case FIELD_KIND_INT:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_RATE:
    case FIELD_KIND_BOOL:
    case FIELD_KIND_TIME:
    case FIELD_KIND_REF:
        break;
    }
    return false;
}

bool field_has_key(const struct field *f)
{
    bool words = f->kind == FIELD_KIND_TEXT || f->kind == FIELD_KIND_PROSE ||
                 f->kind == FIELD_KIND_EMAIL || f->kind == FIELD_KIND_URL;

    return words && (f->flags & (SEARCH | SORT));
}

int64_t field_int(const struct field *f, const void *record)
{
    int64_t v;

    must(!field_is_text(f));
    memcpy(&v, (const char *)record + f->offset, sizeof(v));
    return v;
}

const char *field_text(const struct field *f, const void *record)
{
    const char *v;

    must(field_is_text(f));
    memcpy(&v, (const char *)record + f->offset, sizeof(v));
    return v;
}

void field_set_int(const struct field *f, void *record, int64_t v)
{
    must(!field_is_text(f));
    memcpy((char *)record + f->offset, &v, sizeof(v));
}

void field_set_text(const struct field *f, void *record, const char *v)
{
    must(field_is_text(f));
    memcpy((char *)record + f->offset, &v, sizeof(v));
}

bool field_is_nil(const struct field *f, const void *record)
{
    int64_t v;

    if (field_is_text(f))
        return text_empty(field_text(f, record));
    v = field_int(f, record);
    return v == NIL || (f->kind == FIELD_KIND_REF && v == 0);
}

void field_clear(const struct field *f, void *record)
{
    if (field_is_text(f))
        field_set_text(f, record, NULL);
    else
        field_set_int(f, record, f->kind == FIELD_KIND_BOOL ? 0 : NIL);
}

int64_t field_max_chars(const struct field *f)
{
    if (f->max)
        return f->max;
    return f->kind == FIELD_KIND_PROSE || f->kind == FIELD_KIND_JSON ? PROSE_CHARS
           : f->kind == FIELD_KIND_URL                               ? 2000
           : f->kind == FIELD_KIND_EMAIL                             ? 254
                                                                     : TEXT_CHARS;
}

const struct field *model_field(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (!strcmp(m->fields[i].name, name))
            return &m->fields[i];
    return NULL;
}

void *model_new(struct ctx *cx, const struct model *m)
{
    struct record *r = arena_alloc(cx->arena, m->size);

    must(m->field_count < 63);
    if (!r)
        return NULL;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        int64_t v;
        field_clear(f, r);
        if (f->initial && field_is_text(f))
            field_set_text(f, r, f->initial);
        else if (f->initial && text_to_int(f->initial, &v))
            field_set_int(f, r, v);
    }
    r->site = cx->site;
    return r;
}

const char *int_as_text(struct arena *a, int64_t v)
{
    return arena_print(a, "%" PRId64, v);
}

const char *field_choices(struct arena *a, const struct field *f)
{
    struct buf b = buf_in(a);

    for (size_t i = 0; f->choices && f->choices[i]; i++)
        buf_print(&b, "%s%s", i ? ", " : "", f->choices[i]);
    return buf_text(&b);
}

/* Edits from a to b; names are short. */
static size_t distance(const char *a, const char *b)
{
    enum { NAME_MAX_CHARS = 48 };
    size_t row[NAME_MAX_CHARS + 1], na = strlen(a), nb = strlen(b);

    if (na > NAME_MAX_CHARS || nb > NAME_MAX_CHARS)
        return SIZE_MAX;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[nb];
}

const char *model_near(const struct model *m, const char *name)
{
    const char *best = "";
    size_t least = strlen(name) / 2 < 4 ? strlen(name) / 2 + 1 : 4;

    for (size_t i = 0; i < m->field_count; i++) {
        size_t d = distance(name, m->fields[i].name);
        if (d < least) {
            least = d;
            best = m->fields[i].name;
        }
    }
    return best;
}
