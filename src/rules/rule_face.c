/* rule_face.c -- one subject read from the database as rules ask for it, each thing once. */
#include "rules/rule_priv.h"

struct related {
    struct related *next;
    const void *relation; /* struct rule_one or rule_many */
    void **records;
    size_t n;
};

struct loaded {
    struct rule_face face; /* first */
    struct db *db;
    const struct rule_subject *subject;
    struct related *related;
};

static struct related *find(struct loaded *l, const void *relation)
{
    struct related *r = l->related;

    while (r && r->relation != relation)
        r = r->next;
    return r;
}

static enum err keep(struct ctx *cx, struct loaded *l, const void *relation, const struct model *m,
                     const char *column, int64_t id, struct related **ret)
{
    struct related *r = arena_alloc(cx->arena, sizeof(*r));
    enum err e = r ? OK : fail_memory(cx);

    if (!e && id != NIL)
        e = model_related(cx, l->db, m, column, id, RULE_RELATED_MAX, &r->records, &r->n);
    if (e)
        return e;
    r->relation = relation;
    r->next = l->related;
    l->related = r;
    *ret = r;
    return OK;
}

static enum err load_one(struct ctx *cx, void *self, const struct rule_one *one, const void **ret)
{
    struct loaded *l = self;
    struct related *r = find(l, one);
    const struct field *f = model_field(l->subject->model, one->column);
    enum err e = OK;

    must(f != NULL);
    if (!r)
        e = keep(cx, l, one, one->to->model, "id", field_int(f, l->face.record), &r);
    if (!e)
        *ret = r->n ? r->records[0] : NULL;
    return e;
}

static enum err load_many(struct ctx *cx, void *self, const struct rule_many *many,
                          void *const **ret, size_t *ret_n)
{
    struct loaded *l = self;
    struct related *r = find(l, many);
    enum err e = OK;

    if (!r)
        e = keep(cx, l, many, many->to->model, many->column, l->face.id, &r);
    if (e)
        return e;
    *ret = r->records;
    *ret_n = r->n;
    return OK;
}

static bool is_gone(const struct rule_subject *s, const void *record)
{
    return s->gone && field_int(model_field(s->model, s->gone), record) != NIL;
}

enum err rule_face_load(struct ctx *cx, struct db *db, const struct rule_subject *subject,
                        int64_t id, struct rule_face **ret)
{
    struct loaded *l = arena_alloc(cx->arena, sizeof(*l));
    struct related *own = NULL;
    enum err e;

    if (!l)
        return fail_memory(cx);
    l->face = (struct rule_face){.self = l, .id = id, .one = load_one, .many = load_many};
    l->db = db;
    l->subject = subject;
    e = keep(cx, l, subject, subject->model, "id", id, &own);
    if (e)
        return e;
    l->face.record = own->n && !is_gone(subject, own->records[0]) ? own->records[0] : NULL;
    *ret = l->face.record ? &l->face : NULL;
    return OK;
}
