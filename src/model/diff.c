/* diff.c -- what differs between two states of a record, as the audit keeps it.
 *
 * Long text is cut in the entry: the audit says that and by whom it was changed, it is no second
 * copy of it.
 */
#include "model/model_priv.h"

#include "base/text.h"

#include <string.h>

enum { DIFF_CHARS = 1000 };

bool field_same(const struct field *f, const void *a, const void *b)
{
    bool nil_a = !a || field_is_nil(f, a), nil_b = !b || field_is_nil(f, b);

    if (nil_a || nil_b)
        return nil_a == nil_b;
    if (field_is_text(f))
        return text_equal(field_text(f, a), field_text(f, b));
    return field_int(f, a) == field_int(f, b);
}

static void put_side(struct ctx *cx, struct json_writer *w, const struct field *f, const void *r)
{
    if (!r)
        json_put_null(w);
    else if (f->kind == FIELD_KIND_PROSE && field_text(f, r))
        json_put_text(w, text_cut(cx->arena, field_text(f, r), DIFF_CHARS));
    else
        field_to_json(w, f, r);
}

static void put_custom(struct json_writer *w, const void *r)
{
    if (r && !text_empty(record_of(r)->custom))
        json_put_raw(w, record_of(r)->custom);
    else
        json_put_null(w);
}

bool custom_same(const void *a, const void *b)
{
    const char *x = a ? record_of(a)->custom : NULL, *y = b ? record_of(b)->custom : NULL;

    if (!x || !y || !*x || !*y)
        return text_empty(x) == text_empty(y);
    return strcmp(x, y) == 0;
}

bool model_same(const struct model *m, const void *a, const void *b)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (!field_same(&m->fields[i], a, b))
            return false;
    return !(m->flags & MODEL_CUSTOM) || custom_same(a, b);
}

const char *model_diff(struct ctx *cx, const struct model *m, const void *before, const void *after)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    bool any = false;

    json_open_object(&w);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if ((f->flags & SECRET) || field_same(f, before, after))
            continue;
        any = true;
        json_name(&w, f->name);
        json_open_list(&w);
        put_side(cx, &w, f, before);
        put_side(cx, &w, f, after);
        json_close_list(&w);
    }
    if ((m->flags & MODEL_CUSTOM) && !custom_same(before, after)) {
        any = true;
        json_name(&w, "custom");
        json_open_list(&w);
        put_custom(&w, before);
        put_custom(&w, after);
        json_close_list(&w);
    }
    json_close_object(&w);
    return any ? buf_text(&b) : NULL;
}
