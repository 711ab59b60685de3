/* rule_values.c -- values that records have, to be offered while somebody writes a rule.
 *
 * Of the newest VALUES_OF records, the commonest first: what it costs is bounded, and what is only in older records can
 * still be typed. Text fields alone; others have their choices, or are found by name. */
#include "base/text.h"
#include "rules/rule_priv.h"

#include <string.h>

enum { VALUES_OF = 5000, VALUES_SEEN = 300 };

/* "industry", "account.industry": the model and the field; NULL for what has no values to offer. */
static const struct field *find(const struct rule_subject *s, const char *name,
                                const struct model **ret)
{
    size_t n = strcspn(name, ".");
    const struct field *f;

    *ret = s->model;
    for (const struct rule_one *o = s->ones; name[n] && o && o->name; o++)
        if (strlen(o->name) == n && !strncmp(o->name, name, n)) {
            *ret = o->to->model;
            name += n + 1;
            break;
        }
    f = rule_field_find(*ret, name);
    return f && f->kind == FIELD_KIND_TEXT ? f : NULL;
}

static const char *values_text(struct ctx *cx, const struct model *m, const struct field *f,
                               enum db_engine engine)
{
    return arena_print(cx->arena,
                       "select v, count(*) as n from (select %s as v from %s where site = %s order "
                       "by id desc limit %d) s where v is not null and v <> '' group by v order by "
                       "n desc, v limit %d",
                       f->name, m->table, engine == DB_POSTGRES ? "$1" : "?1", VALUES_OF,
                       VALUES_SEEN);
}

enum err rule_values(struct ctx *cx, struct db *db, const struct rule_subject *subject,
                     const char *name, const char *q, struct rule_values *ret)
{
    const struct model *m = NULL;
    const struct field *f = find(subject, name, &m);
    const char *sql, *looked = text_plain(cx->arena, q ? q : "");
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    ret->n = 0;
    if (!f)
        return fail_field(cx, "field", "rule.field", "name", name, NULL);
    sql = values_text(cx, m, f, db_engine_of(db));
    if (!sql || !looked)
        return fail_memory(cx);
    e = db_begin_text(cx, db, sql, &st);
    if (e)
        return e;
    db_bind_int_at(st, 1, cx->site);
    while (!(e = db_step(cx, st, &row)) && row && ret->n < RULE_VALUES_OFFERED) {
        const char *v = db_text(st, 0), *plain = v ? text_plain(cx->arena, v) : NULL;
        if (!plain) {
            e = fail_memory(cx);
            break;
        }
        if (strstr(plain, looked))
            ret->all[ret->n++] = db_text_dup(cx, st, 0);
    }
    db_done(st);
    return e || !arena_full(cx->arena) ? e : fail_memory(cx);
}
