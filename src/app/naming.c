/* naming.c -- see naming.h. Each record that is referred to is read once. */
#include "app/naming.h"

#include "access/user.h"
#include "base/text.h"

struct known {
    const struct field *of;
    int64_t id;
    const char *name;
};

struct naming {
    struct ask *k;
    const struct model *m;
    struct db *db;
    struct buf known; /* struct known */
};

static const char *name_in(const struct model *m, const void *record)
{
    static const char *const names[] = {"name", "email", "domain"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct field *f = model_field(m, names[i]);
        if (f && model_field_is_text(f) && !text_empty(field_text(f, record)))
            return field_text(f, record);
    }
    return NULL;
}

/* A reference to nothing that is modelled is one to a person who works here. */
static enum err look_up(struct ctx *cx, struct naming *x, const struct field *f, int64_t id,
                        const char **ret)
{
    const struct model *to = f->refers;
    void *record = NULL;
    enum err e;

    if (to && (x->k->may & to->may_read) != to->may_read)
        return OK;
    e = to ? model_get(cx, x->db, to, id, &record) : user_name(cx, x->db, id, ret);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e && to)
        *ret = name_in(to, record);
    return e;
}

static enum err name_of(struct ctx *cx, struct naming *x, const struct field *f, int64_t id,
                        const char **ret)
{
    const struct known *all = (const void *)x->known.bytes;
    struct known one = {f, id, NULL};
    enum err e;

    for (size_t i = 0; i < x->known.len / sizeof(one); i++)
        if (all[i].of == f && all[i].id == id) {
            *ret = all[i].name;
            return OK;
        }
    e = look_up(cx, x, f, id, &one.name);
    buf_add(&x->known, (const void *)&one, sizeof(one));
    *ret = one.name;
    return e;
}

static enum err named(struct ctx *cx, struct naming *x, const struct json **item)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = OK;

    json_open_object(&w);
    for (const struct json *v = (*item)->first; v && !e; v = v->next) {
        const struct field *f = model_field(x->m, v->name);
        const char *name = NULL;
        int64_t id;
        if (f && f->kind == FIELD_KIND_REF && id_read(json_text(v, ""), &id))
            e = name_of(cx, x, f, id, &name);
        json_name(&w, v->name);
        if (name)
            json_put_text(&w, name);
        else
            json_put(&w, v);
    }
    json_close_object(&w);
    if (!e && !buf_ok(&out))
        e = fail_memory(cx);
    return e ? e : json_parse(cx, out.bytes, out.len, item);
}

enum err naming_apply(struct ctx *cx, struct ask *k, const struct model *m,
                      const struct json **items, size_t n)
{
    struct naming x = {.k = k, .m = m, .known = buf_in(cx->arena)};
    enum err e = db_read(cx, k->in.pool, &x.db);

    for (size_t i = 0; i < n && !e; i++)
        e = named(cx, &x, &items[i]);
    db_return(x.db);
    return e ? e : buf_ok(&x.known) ? OK : fail_memory(cx);
}
