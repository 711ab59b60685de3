/* finder.c -- records found by a unique field; many of them with one prepared statement.
 *
 * An address is looked for in lower case, as it is kept. Further values are asked for only where the site has any.
 */
#include "model/model_priv.h"

struct model_finder {
    struct db *db;
    const struct model *m;
    const struct field *unique;
    struct db_stmt *st;
};

static enum err begin(struct ctx *cx, struct db *db, const struct model *m,
                      const struct field *unique, struct model_finder *ret)
{
    bool further = false;

    must((unique->flags & UNIQUE) && field_is_text(unique));
    *ret = (struct model_finder){.db = db, .m = m, .unique = unique};
    if (unique->further) {
        enum err e = further_any(cx, db, unique, &further);
        if (e)
            return e;
    }
    return sql_begin(cx, db,
                     further ? sql_find_further(cx->arena, m, unique, db_engine_of(db))
                             : sql_find(cx->arena, m, unique, db_engine_of(db)),
                     &ret->st);
}

static const char *in_lower_case(struct ctx *cx, const char *text)
{
    char *small = arena_dup(cx->arena, text);

    for (char *p = small; p && *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return small;
}

enum err model_finder_open(struct ctx *cx, struct db *db, const struct model *m,
                           const struct field *unique, struct model_finder **ret)
{
    struct model_finder *f = arena_alloc(cx->arena, sizeof(*f));
    enum err e = f ? begin(cx, db, m, unique, f) : fail_memory(cx);

    if (!e)
        *ret = f;
    return e;
}

enum err model_finder_get(struct ctx *cx, struct model_finder *f, const char *text, void **ret)
{
    void *found = NULL;
    bool row = false;
    enum err e;

    db_again(f->st);
    db_bind_int_at(f->st, 1, cx->site);
    db_bind_text_at(f->st, 2, f->unique->kind == FIELD_KIND_EMAIL ? in_lower_case(cx, text) : text);
    e = db_step(cx, f->st, &row);
    if (!e && row)
        e = sql_read(cx, f->st, f->m, &found);
    db_again(f->st);
    if (!e)
        *ret = found;
    return e;
}

void model_finder_done(struct model_finder *f)
{
    if (f)
        db_done(f->st);
}

enum err model_find(struct ctx *cx, struct db *db, const struct model *m,
                    const struct field *unique, const char *text, void **ret)
{
    struct model_finder f;
    enum err e = begin(cx, db, m, unique, &f);

    if (e)
        return e;
    e = model_finder_get(cx, &f, text, ret);
    db_done(f.st);
    return e;
}
