/* rule_match.c -- one subject, in memory: whether it is meant, and until when that holds.
 *
 * Each node says its answer and the next moment at which time alone may change it. A group needs less than all of
 * them: "all" that is false stays so at least until the last of its false members may turn, and for ever when one never
 * does. So a subject is looked at again when something may have happened, not at every midnight of its windows.
 */
#include "base/text.h"
#include "rules/rule_priv.h"

#include <string.h>

struct matcher {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    const struct rule *rule;
    const struct rule_face *face;
    int64_t today;
};

/* next: INT64_MAX for never. */
struct answer {
    bool is;
    int64_t next;
};

static const int64_t never = INT64_MAX;

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- fields ------------------------------------------------------------------------------------ */

/* The value of a field the site added; *ret_given false when the record has none of that kind. */
static enum err custom_value_of(struct ctx *cx, const struct rule_node *n, const struct record *rec,
                                union custom_value *ret, bool *ret_given)
{
    const struct json *all = NULL, *v;
    enum err e;

    *ret_given = false;
    if (text_empty(rec->custom))
        return OK;
    e = json_parse(cx, rec->custom, strlen(rec->custom), &all);
    if (e)
        return e;
    v = json_get(all, n->custom);
    if (!v)
        return OK;
    if (model_field_is_text(n->field)) {
        *ret_given = v->kind == JSON_TEXT && *v->text;
        ret->text = *ret_given ? v->text : NULL;
    } else if (n->field->kind == FIELD_KIND_BOOL) {
        *ret_given = v->kind == JSON_BOOL;
        ret->number = *ret_given && v->boolean;
    } else {
        *ret_given = v->kind == JSON_INT;
        ret->number = *ret_given ? v->integer : 0;
    }
    return OK;
}

static enum err value_of(struct ctx *cx, const struct rule_node *n, const void *record,
                         union custom_value *ret, bool *ret_given)
{
    if (n->custom)
        return custom_value_of(cx, n, record, ret, ret_given);
    *ret_given = !model_field_is_nil(n->field, record);
    if (model_field_is_text(n->field))
        ret->text = field_text(n->field, record);
    else
        ret->number = field_int(n->field, record);
    return OK;
}

static bool among(const struct rule_node *n, const union custom_value *v)
{
    bool text = model_field_is_text(n->field);

    for (size_t i = 0; i < n->value_count; i++)
        if (text ? !strcmp(n->values[i].text, v->text) : n->values[i].number == v->number)
            return true;
    return false;
}

static int compared(const struct rule_node *n, const union custom_value *v)
{
    const struct rule_value *with = &n->values[0];

    if (!model_field_is_text(n->field))
        return v->number < with->number ? -1 : v->number > with->number;
    return strcmp(v->text, with->text);
}

/* As in the stored list of tags: opened by a bracket or a comma, which no tag can hold before a bare quote. */
static enum err has_tag(struct ctx *cx, const char *tags, const char *tag, bool *ret)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    const char *needle;

    json_put_text(&w, tag);
    needle = buf_text(&b);
    if (!needle)
        return fail_memory(cx);
    *ret = false;
    for (const char *at = tags; !*ret && (at = strstr(at, needle)); at++)
        *ret = at > tags && (at[-1] == '[' || at[-1] == ',');
    return OK;
}

static enum err has_words(struct ctx *cx, const struct rule_node *n, const char *text, bool *ret)
{
    const char *in = rule_by_fold(n) ? text_fold(cx->arena, text) : text_plain(cx->arena, text);

    if (!in)
        return fail_memory(cx);
    *ret = n->op == OP_STARTS ? text_starts(in, n->values[0].fold)
                              : strstr(in, n->values[0].fold) != NULL;
    return OK;
}

/* A value's day against a window of days around today. */
static struct answer by_days(const struct matcher *m, const struct rule_node *n,
                             const union custom_value *v)
{
    const struct zone *z = m->world->zone;
    bool date = n->field->kind == FIELD_KIND_DATE;
    int64_t day = date ? rule_date_day(v->text) : rule_day(z, v->number);
    int64_t first = day, after = day + n->days; /* true while first <= today < after */

    if (n->op == OP_WITHIN_NEXT_DAYS) {
        first = day - n->days + 1;
        after = day + 1;
    } else if (n->op == OP_OLDER_THAN_DAYS) {
        first = day + n->days;
        after = never;
    }
    if (m->today < first)
        return (struct answer){false, rule_day_start(z, first)};
    if (m->today < after)
        return (struct answer){true, after == never ? never : rule_day_start(z, after)};
    return (struct answer){false, never};
}

static enum err match_given(const struct matcher *m, const struct rule_node *n,
                            const union custom_value *v, struct answer *ret)
{
    bool is = false;
    enum err e = OK;

    switch (n->op) {
    case OP_CONTAINS:
    case OP_STARTS:
        e = has_words(m->cx, n, v->text, &is);
        break;
    case OP_HAS:
        e = has_tag(m->cx, v->text, n->values[0].text, &is);
        break;
    case OP_WITHIN_DAYS:
    case OP_WITHIN_NEXT_DAYS:
    case OP_OLDER_THAN_DAYS:
        *ret = by_days(m, n, v);
        return OK;
    case OP_GIVEN:
        is = n->yes;
        break;
    case OP_NOT_IN:
    case OP_IS_NOT:
        is = !among(n, v);
        break;
    default:
        if (n->field->kind == FIELD_KIND_TIME)
            is = n->from <= v->number && v->number < n->to;
        else if (n->op == OP_IS || n->op == OP_IN)
            is = among(n, v);
        else if (n->op == OP_AT_LEAST || n->op == OP_MORE)
            is = compared(n, v) >= (n->op == OP_MORE);
        else
            is = compared(n, v) <= -(n->op == OP_LESS);
    }
    *ret = (struct answer){is, never};
    return e;
}

static enum err match_field(const struct matcher *m, const struct rule_node *n, const void *record,
                            struct answer *ret)
{
    union custom_value v = {0};
    bool given = false;
    enum err e = OK;

    if (n->one)
        e = m->face->one(m->cx, m->face->self, n->one, &record);
    if (!e && record)
        e = value_of(m->cx, n, record, &v, &given);
    if (e)
        return e;
    if (given)
        return match_given(m, n, &v, ret);
    *ret = (struct answer){
        n->op == OP_IS_NOT || n->op == OP_NOT_IN || (n->op == OP_GIVEN && !n->yes), never};
    return OK;
}

/* --- counts ------------------------------------------------------------------------------------ */

static bool enough(const struct rule_node *n, int64_t count)
{
    return (n->at_least == NIL || count >= n->at_least) &&
           (n->at_most == NIL || count <= n->at_most);
}

static enum err match_node(const struct matcher *m, const struct rule_node *n, const void *record,
                           struct answer *ret);

static enum err match_has(const struct matcher *m, const struct rule_node *n, struct answer *ret)
{
    void *const *records = NULL;
    size_t count = 0;
    int64_t found = 0, next = never;
    enum err e = m->face->many(m->cx, m->face->self, n->many, &records, &count);

    for (size_t i = 0; !e && i < count; i++) {
        struct answer one = {true, never};
        if (n->first)
            e = match_node(m, n->first, records[i], &one);
        found += one.is;
        next = sooner(next, one.next);
    }
    *ret = (struct answer){enough(n, found), next};
    return e;
}

/* Counts only fall as days leave the window: the first midnight at which the answer turns. */
static enum err match_event(const struct matcher *m, const struct rule_node *n, struct answer *ret)
{
    const struct rule_day_count *days = NULL;
    size_t count = 0, from = 0;
    int64_t total = 0;
    enum err e =
        m->face->days(m->cx, m->face->self, &m->rule->behaviours[n->behaviour], &days, &count);

    if (e)
        return e;
    while (n->days && from < count && days[from].day <= m->today - n->days)
        from++;
    for (size_t i = from; i < count; i++)
        total += days[i].count;
    *ret = (struct answer){enough(n, total), never};
    for (size_t i = from; n->days && i < count; i++) {
        total -= days[i].count;
        if (enough(n, total) != ret->is) {
            ret->next = rule_day_start(m->world->zone, days[i].day + n->days);
            break;
        }
    }
    return OK;
}

static enum err match_use(const struct matcher *m, const struct rule_node *n, struct answer *ret)
{
    int64_t next = 0;
    bool is = false;
    enum err e = m->face->use ? m->face->use(m->cx, m->face->self, n->use, &is, &next)
                              : n->use->condition->match(m->cx, m->db, m->world, n->use,
                                                         m->face->id, &is, &next);

    *ret = (struct answer){is, next ? next : never};
    return e;
}

/* --- groups ------------------------------------------------------------------------------------ */

/* all: false as soon as one is false. any is the same with true and false exchanged. */
static enum err match_group(const struct matcher *m, const struct rule_node *n, const void *record,
                            struct answer *ret)
{
    bool breaks = n->kind == NODE_ANY, broken = false;
    int64_t held = never, until = 0;

    for (const struct rule_node *c = n->first; c; c = c->next) {
        struct answer a = {false, never};
        enum err e = match_node(m, c, record, &a);
        if (e)
            return e;
        if (a.is != breaks) {
            held = sooner(held, a.next);
            continue;
        }
        broken = true;
        until = a.next > until ? a.next : until;
        if (until == never)
            break;
    }
    *ret = broken ? (struct answer){breaks, until} : (struct answer){!breaks, held};
    return OK;
}

static enum err match_node(const struct matcher *m, const struct rule_node *n, const void *record,
                           struct answer *ret)
{
    enum err e = OK;

    switch (n->kind) {
    case NODE_ALL:
    case NODE_ANY:
        return match_group(m, n, record, ret);
    case NODE_NOT:
        e = match_node(m, n->first, record, ret);
        ret->is = !ret->is;
        return e;
    case NODE_FIELD:
        return match_field(m, n, record, ret);
    case NODE_HAS:
        return match_has(m, n, ret);
    case NODE_EVENT:
        return match_event(m, n, ret);
    case NODE_USE:
        return match_use(m, n, ret);
    }
    return e;
}

enum err rule_match(struct ctx *cx, struct db *db, const struct rule_world *w, const struct rule *r,
                    const struct rule_face *face, bool *ret, int64_t *ret_next_at)
{
    struct matcher m = {cx, db, w, r, face, rule_day(w->zone, ctx_now(cx))};
    struct answer a = {false, never};
    enum err e = match_node(&m, r->root, face->record, &a);

    if (e)
        return e;
    *ret = a.is;
    *ret_next_at = a.next == never ? 0 : a.next;
    return OK;
}
