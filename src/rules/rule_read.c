/* rule_read.c -- JSON into a rule, every mistake named by its path.
 *
 * Reading goes on after a mistake, so that the builder can mark all of them; what was wrong is then no part of the
 * tree, which nobody sees, since the whole reading fails. Values are read by the code that reads a record's own
 * (model.h), under a copy of the field named by the path, so that "Software" is cleaned here as it was in the record.
 */
#include "base/text.h"
#include "rules/rule_priv.h"

#include <stdio.h>
#include <string.h>

#define K(kind) (1u << FIELD_KIND_##kind)
enum {
    WORDS = K(TEXT) | K(EMAIL) | K(URL),
    NUMBERS = K(INT) | K(MONEY) | K(RATE),
    ORDERED = NUMBERS | K(TIME) | K(DATE),
    EVERY = WORDS | ORDERED | K(PROSE) | K(ENUM) | K(REF) | K(TAGS),
};

const struct rule_operator rule_operators[RULE_OPERATORS] = {
    {"is", OP_IS, TAKES_VALUE, WORDS | ORDERED | K(ENUM) | K(REF) | K(BOOL)},
    {"is_not", OP_IS_NOT, TAKES_VALUE, WORDS | NUMBERS | K(DATE) | K(ENUM) | K(REF)},
    {"in", OP_IN, TAKES_LIST, WORDS | NUMBERS | K(ENUM) | K(REF)},
    {"not_in", OP_NOT_IN, TAKES_LIST, WORDS | NUMBERS | K(ENUM) | K(REF)},
    {"contains", OP_CONTAINS, TAKES_WORDS, WORDS | K(PROSE)},
    {"starts", OP_STARTS, TAKES_WORDS, WORDS},
    {"at_least", OP_AT_LEAST, TAKES_VALUE, ORDERED},
    {"at_most", OP_AT_MOST, TAKES_VALUE, ORDERED},
    {"more", OP_MORE, TAKES_VALUE, ORDERED},
    {"less", OP_LESS, TAKES_VALUE, ORDERED},
    {"given", OP_GIVEN, TAKES_BOOL, EVERY},
    {"within_days", OP_WITHIN_DAYS, TAKES_DAYS, K(TIME) | K(DATE)},
    {"within_next_days", OP_WITHIN_NEXT_DAYS, TAKES_DAYS, K(TIME) | K(DATE)},
    {"older_than_days", OP_OLDER_THAN_DAYS, TAKES_DAYS, K(TIME) | K(DATE)},
    {"has", OP_HAS, TAKES_WORDS, K(TAGS)},
};

const struct field rule_stamps[3] = {
    {.name = "id",
     .kind = FIELD_KIND_REF,
     .flags = REQUIRED,
     .offset = offsetof(struct record, id)},
    {.name = "created_at",
     .kind = FIELD_KIND_TIME,
     .flags = REQUIRED,
     .offset = offsetof(struct record, created_at)},
    {.name = "changed_at",
     .kind = FIELD_KIND_TIME,
     .flags = REQUIRED,
     .offset = offsetof(struct record, changed_at)},
};

struct reader {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    struct rule *rule;
    struct rule_behaviour *behaviours;
    struct rule_use *uses;
    int binds, wrong;
    bool too_many;
    /* The fields that sites added, by model, read once. */
    struct {
        const struct model *model;
        struct custom_fields all;
    } customs[4];
    size_t custom_count;
};

/* Where in the tree we are. */
struct place {
    const struct rule_subject *of; /* whose fields stand here */
    const char *path;
    int depth;
    bool inside; /* a where: groups and own fields alone */
};

bool rule_field_asked(const struct field *f)
{
    return !(f->flags & SECRET) && f->kind != FIELD_KIND_JSON;
}

const struct field *rule_field_find(const struct model *m, const char *name)
{
    const struct field *f;

    for (size_t i = 0; i < COUNT_OF(rule_stamps); i++)
        if (!strcmp(rule_stamps[i].name, name))
            return &rule_stamps[i];
    f = model_field(m, name);
    return f && rule_field_asked(f) ? f : NULL;
}

const struct rule_subject *rule_subject_find(const struct rule_world *w, const char *name)
{
    for (size_t i = 0; w->subjects[i]; i++)
        if (text_equal(w->subjects[i]->name, name))
            return w->subjects[i];
    return NULL;
}

static const char *number_text(struct ctx *cx, int64_t v)
{
    return arena_print(cx->arena, "%lld", (long long)v);
}

static const char *sub(struct reader *r, const char *path, const char *member)
{
    const char *p = arena_print(r->cx->arena, "%s.%s", path, member);

    return p ? p : path;
}

#define WRONG_AT(r, path, ...) ((r)->wrong++, fail_field((r)->cx, (path), __VA_ARGS__))

enum err rule_wrong(struct ctx *cx, const struct rule_use *u, const char *param, const char *key)
{
    const char *path = arena_print(cx->arena, "%s.%s", u->path, param);

    return path ? fail_field(cx, path, key, NULL) : fail_memory(cx);
}

/* Members of a node other than these names are mistakes. names is ended by NULL. */
static bool only(struct reader *r, const struct place *at, const struct json *v,
                 const char *const *names)
{
    bool ok = true;

    for (const struct json *m = v->first; m; m = m->next) {
        size_t i = 0;
        while (names[i] && strcmp(names[i], m->name) != 0)
            i++;
        if (!names[i]) {
            (void)WRONG_AT(r, sub(r, at->path, m->name), "rule.member", NULL);
            ok = false;
        }
    }
    return ok;
}

static enum err read_node(struct reader *r, const struct place *at, const struct json *v,
                          struct rule_node **ret);

/* --- groups ------------------------------------------------------------------------------------ */

static enum err read_members(struct reader *r, const struct place *at, const struct json *list,
                             struct rule_node *node)
{
    const struct rule_node **tail = &node->first;
    int i = 0;

    for (const struct json *c = list->first; c && !r->too_many; c = c->next, i++) {
        struct place below = {at->of, sub(r, at->path, number_text(r->cx, i)), at->depth + 1,
                              at->inside};
        struct rule_node *n = NULL;
        enum err e = read_node(r, &below, c, &n);
        if (e)
            return e;
        if (n) {
            *tail = n;
            tail = &n->next;
            node->count++;
        }
    }
    return OK;
}

static enum err read_group(struct reader *r, const struct place *at, const struct json *v,
                           struct rule_node *node)
{
    const char *name = node->kind == NODE_ALL ? "all" : "any";
    const char *const names[] = {name, NULL};
    const struct json *list = json_get(v, name);
    struct place below = *at;

    (void)only(r, at, v, names);
    below.path = sub(r, at->path, name);
    if (list->kind != JSON_LIST) {
        (void)WRONG_AT(r, below.path, "rule.group", NULL);
        return OK;
    }
    if (!list->first && (node->kind != NODE_ALL || at->depth > 1 || at->inside))
        (void)WRONG_AT(r, below.path, "rule.empty_group", NULL);
    return read_members(r, &below, list, node);
}

static enum err read_not(struct reader *r, const struct place *at, const struct json *v,
                         struct rule_node *node)
{
    static const char *const names[] = {"not", NULL};
    struct place below = {at->of, sub(r, at->path, "not"), at->depth + 1, at->inside};
    struct rule_node *n = NULL;
    enum err e;

    (void)only(r, at, v, names);
    e = read_node(r, &below, json_get(v, "not"), &n);
    node->first = n;
    node->count = n != NULL;
    return e;
}

/* --- fields ------------------------------------------------------------------------------------ */

static enum err customs_of(struct reader *r, const struct model *m,
                           const struct custom_fields **ret)
{
    enum err e;

    for (size_t i = 0; i < r->custom_count; i++) {
        if (r->customs[i].model == m) {
            *ret = &r->customs[i].all;
            return OK;
        }
    }
    must(r->custom_count < COUNT_OF(r->customs));
    e = custom_fields_of(r->cx, r->db, m, &r->customs[r->custom_count].all);
    if (e)
        return e;
    r->customs[r->custom_count].model = m;
    *ret = &r->customs[r->custom_count++].all;
    return OK;
}

static const struct rule_one *find_one(const struct rule_subject *s, const char *name, size_t n)
{
    for (const struct rule_one *o = s->ones; o && o->name; o++)
        if (strlen(o->name) == n && !strncmp(o->name, name, n))
            return o;
    return NULL;
}

/* "industry", "custom.size", "account.industry", "account.custom.size". False when there is no such field. */
static enum err find_field(struct reader *r, const struct place *at, const char *name,
                           struct rule_node *node, bool *ret)
{
    size_t n = strcspn(name, ".");
    const struct custom_fields *all = NULL;
    const struct custom_field *cf;
    enum err e;

    node->of = at->of;
    if (name[n] && !at->inside && (node->one = find_one(at->of, name, n))) {
        node->of = node->one->to;
        name += n + 1;
    }
    *ret = false;
    if (!text_starts(name, "custom.")) {
        node->field = rule_field_find(node->of->model, name);
        *ret = node->field != NULL;
        return OK;
    }
    if (!(node->of->model->flags & MODEL_CUSTOM))
        return OK;
    e = customs_of(r, node->of->model, &all);
    if (e)
        return e;
    cf = custom_find(all, name + strlen("custom."));
    if (cf) {
        node->field = &cf->field;
        node->custom = cf->name;
        node->label = cf->label;
        *ret = true;
    }
    return OK;
}

static bool is_date(const struct json *v)
{
    return v->kind == JSON_TEXT && strlen(v->text) == DATE_TEXT_MAX - 1;
}

/* A moment becomes the span of moments that the comparison takes; a bare date means its whole day. */
static void take_span(struct reader *r, struct rule_node *node, const struct json *v, int64_t at)
{
    int64_t first = at, after = at + 1;

    if (is_date(v)) {
        int64_t day = rule_date_day(v->text);
        first = rule_day_start(r->world->zone, day);
        after = rule_day_start(r->world->zone, day + 1);
    }
    node->from = INT64_MIN + 1;
    node->to = INT64_MAX;
    if (node->op == OP_IS || node->op == OP_AT_LEAST)
        node->from = first;
    if (node->op == OP_MORE)
        node->from = after;
    if (node->op == OP_IS || node->op == OP_AT_MOST)
        node->to = after;
    if (node->op == OP_LESS)
        node->to = first;
}

/* One value of the node's field; one that is wrong, or none, is a mistake at path. */
static enum err read_value(struct reader *r, struct rule_node *node, const struct json *v,
                           const char *path, struct rule_value *ret)
{
    union custom_value scratch = {0};
    struct field f = *node->field;
    int before = r->cx->fault.field_count;
    enum err e;

    f.name = path;
    f.offset = 0;
    f.flags = REQUIRED;
    f.refers = NULL;
    if (f.kind == FIELD_KIND_TIME && is_date(v) && !date_ok(v->text)) {
        (void)WRONG_AT(r, path, "field.date", NULL);
        return OK;
    }
    scratch.number = model_field_is_text(&f) ? 0 : NIL;
    e = v->kind == JSON_NULL ? ERR_INVALID : model_field_read(r->cx, &f, v, &scratch);
    if (!e)
        e = model_field_check(r->cx, &f, &scratch);
    if (e == ERR_INVALID) {
        if (r->cx->fault.field_count == before)
            (void)fail_field(r->cx, path, "field.required", NULL);
        r->wrong++;
        return OK;
    }
    if (e)
        return e;
    if (!model_field_is_text(&f)) {
        ret->number = scratch.number;
        if (f.kind == FIELD_KIND_TIME) {
            take_span(r, node, v, scratch.number);
            ret->text = is_date(v) ? arena_dup(r->cx->arena, v->text) : NULL;
        }
        return OK;
    }
    ret->text = scratch.text;
    if (rule_by_fold(node))
        ret->fold = text_fold(r->cx->arena, ret->text);
    return arena_full(r->cx->arena) ? fail_memory(r->cx) : OK;
}

static enum err read_list(struct reader *r, struct rule_node *node, const struct json *v,
                          const char *path)
{
    struct rule_value *values;
    size_t n = 0;

    if (v->kind != JSON_LIST || !v->first || v->count > RULE_VALUES_MAX) {
        (void)WRONG_AT(r, path, "rule.list", "max", number_text(r->cx, RULE_VALUES_MAX), NULL);
        return OK;
    }
    values = arena_array(r->cx->arena, v->count, sizeof(*values));
    if (!values)
        return fail_memory(r->cx);
    for (const struct json *c = v->first; c; c = c->next, n++) {
        enum err e =
            read_value(r, node, c, sub(r, path, number_text(r->cx, (int64_t)n)), &values[n]);
        if (e)
            return e;
    }
    node->values = values;
    node->value_count = n;
    return OK;
}

/* Words to look for: kept as written, compared by their fold. */
static enum err read_words(struct reader *r, struct rule_node *node, const struct json *v,
                           const char *path)
{
    struct field f = {.name = path, .kind = FIELD_KIND_TEXT, .flags = REQUIRED, .max = 200};
    struct rule_node plain = {.field = &f, .custom = ""};
    struct rule_value *value = arena_alloc(r->cx->arena, sizeof(*value));
    enum err e = value ? read_value(r, &plain, v, path, value) : fail_memory(r->cx);

    if (e)
        return e;
    node->values = value;
    node->value_count = 1;
    if (node->op == OP_HAS || !value->text)
        return OK;
    value->fold = rule_by_fold(node) ? text_fold(r->cx->arena, value->text)
                                     : text_plain(r->cx->arena, value->text);
    if (!value->fold)
        return fail_memory(r->cx);
    if (!*value->fold)
        (void)WRONG_AT(r, path, "field.required", NULL);
    return OK;
}

static bool read_number(struct reader *r, const struct json *v, const char *path, int64_t least,
                        int64_t most, int64_t *ret)
{
    if (v->kind == JSON_INT && v->integer >= least && v->integer <= most) {
        *ret = v->integer;
        return true;
    }
    (void)WRONG_AT(r, path, "field.range", "min", number_text(r->cx, least), "max",
                   number_text(r->cx, most), NULL);
    return false;
}

static enum err read_operand(struct reader *r, struct rule_node *node, const struct json *v,
                             const char *path)
{
    struct rule_value *value;
    int64_t days = 1;

    switch (rule_operator_of(node)->takes) {
    case TAKES_LIST:
        return read_list(r, node, v, path);
    case TAKES_WORDS:
        return read_words(r, node, v, path);
    case TAKES_DAYS:
        (void)read_number(r, v, path, 1, RULE_DAYS_MAX, &days);
        node->days = (int)days;
        r->rule->by_time = true;
        return OK;
    case TAKES_BOOL:
        if (v->kind != JSON_BOOL)
            (void)WRONG_AT(r, path, "field.bool", NULL);
        node->yes = json_bool(v, true);
        return OK;
    case TAKES_VALUE:
        break;
    }
    value = arena_alloc(r->cx->arena, sizeof(*value));
    if (!value)
        return fail_memory(r->cx);
    node->values = value;
    node->value_count = 1;
    return read_value(r, node, v, path, value);
}

/* "is, in, given": what may be asked of a field. */
static const char *operators_of(struct reader *r, const struct field *f)
{
    struct buf b = buf_in(r->cx->arena);

    for (size_t i = 0; i < RULE_OPERATORS; i++)
        if (rule_operators[i].kinds >> f->kind & 1)
            buf_print(&b, "%s%s", b.len ? ", " : "", rule_operators[i].name);
    return buf_text(&b);
}

static enum err read_field(struct reader *r, const struct place *at, const struct json *v,
                           struct rule_node *node)
{
    const struct json *named = json_get(v, "field"), *operand = NULL;
    const char *name = json_text(named, NULL);
    bool found = false;
    enum err e = OK;

    if (name && strlen(name) <= 120)
        e = find_field(r, at, name, node, &found);
    if (e)
        return e;
    if (!found) {
        (void)WRONG_AT(r, sub(r, at->path, "field"), "rule.field", "name", name ? name : "", NULL);
        return OK;
    }
    node->name = name;
    for (const struct json *m = v->first; m; m = m->next) {
        size_t i = 0;
        if (m == named)
            continue;
        while (i < RULE_OPERATORS && strcmp(rule_operators[i].name, m->name) != 0)
            i++;
        if (operand || i == RULE_OPERATORS || !(rule_operators[i].kinds >> node->field->kind & 1)) {
            (void)WRONG_AT(r, sub(r, at->path, m->name),
                           operand ? "rule.one_operator" : "rule.operator", "choices",
                           operators_of(r, node->field), NULL);
            return OK;
        }
        node->op = rule_operators[i].op;
        operand = m;
    }
    if (!operand) {
        (void)WRONG_AT(r, at->path, "rule.operator", "choices", operators_of(r, node->field), NULL);
        return OK;
    }
    /* at most: the path of a custom value twice, a fold, a value */
    r->binds += (node->custom ? 2 : 0) + 2;
    return read_operand(r, node, operand, sub(r, at->path, operand->name));
}

/* --- how often --------------------------------------------------------------------------------- */

static void read_times(struct reader *r, const struct place *at, const struct json *v,
                       struct rule_node *node)
{
    const struct json *least = json_get(v, "at_least"), *most = json_get(v, "at_most");

    node->at_least = node->at_most = NIL;
    if (least)
        (void)read_number(r, least, sub(r, at->path, "at_least"), 1, RULE_TIMES_MAX,
                          &node->at_least);
    if (most)
        (void)read_number(r, most, sub(r, at->path, "at_most"), 0, RULE_TIMES_MAX, &node->at_most);
    if (!least && !most)
        node->at_least = 1;
    if (node->at_least != NIL && node->at_most != NIL && node->at_least > node->at_most)
        (void)WRONG_AT(r, sub(r, at->path, "at_most"), "rule.turned", NULL);
}

static enum err read_has(struct reader *r, const struct place *at, const struct json *v,
                         struct rule_node *node)
{
    static const char *const names[] = {"has", "where", "at_least", "at_most", NULL};
    const char *name = json_text(json_get(v, "has"), NULL);
    const struct json *where = json_get(v, "where");
    struct place below = {
        .path = sub(r, at->path, "where"), .depth = at->depth + 1, .inside = true};
    struct rule_node *n = NULL;
    int binds;
    enum err e;

    (void)only(r, at, v, names);
    for (const struct rule_many *m = at->of->manys; m && m->name; m++)
        if (text_equal(m->name, name))
            node->many = m;
    if (!node->many || at->inside) {
        (void)WRONG_AT(r, sub(r, at->path, "has"), at->inside ? "rule.inside" : "rule.related",
                       NULL);
        return OK;
    }
    read_times(r, at, v, node);
    r->binds += 2;
    if (!where)
        return OK;
    below.of = node->many->to;
    binds = r->binds;
    e = read_node(r, &below, where, &n);
    node->first = n;
    if (node->at_least != NIL && node->at_most != NIL) /* written twice */
        r->binds += r->binds - binds;
    return e;
}

/* --- behaviour --------------------------------------------------------------------------------- */

static bool event_ok(const char *event)
{
    size_t n = event ? strlen(event) : 0;

    return n && n <= 32 && *event >= 'a' && *event <= 'z' &&
           strspn(event, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static void read_part(struct reader *r, const struct place *at, const struct json *v,
                      const char *member, size_t max, const char **ret)
{
    const struct json *m = json_get(v, member);
    const char *clean = NULL;

    if (!m)
        return;
    if (m->kind != JSON_TEXT || !m->count || m->count > max ||
        text_clean(r->cx, m->text, m->count, false, &clean) || strcmp(clean, m->text) != 0)
        (void)WRONG_AT(r, sub(r, at->path, member), "rule.part", "max",
                       number_text(r->cx, (int64_t)max), NULL);
    else
        *ret = m->text;
}

/* The address of a page begins with "/", as what is kept of visits does. */
static void read_page(struct reader *r, const struct place *at, const struct json *v,
                      const char *member, const char **ret)
{
    read_part(r, at, v, member, 300, ret);
    if (*ret && **ret != '/')
        *ret = arena_print(r->cx->arena, "/%s", *ret);
}

static enum err keep_behaviour(struct reader *r, const struct place *at, struct rule_behaviour *b,
                               size_t *ret)
{
    struct buf key = buf_in(r->cx->arena);
    struct json_writer w = json_to(&key);
    size_t i = 0;

    json_open_object(&w);
    rule_write_behaviour(&w, b);
    json_close_object(&w);
    b->key = buf_text(&key);
    if (!b->key)
        return fail_memory(r->cx);
    if (key.len > 700) {
        (void)WRONG_AT(r, at->path, "rule.part", "max", "300", NULL);
        return OK;
    }
    while (i < r->rule->behaviour_count && strcmp(r->behaviours[i].key, b->key) != 0)
        i++;
    *ret = i;
    if (i < r->rule->behaviour_count)
        return OK;
    if (i == RULE_BEHAVIOURS_MAX) {
        *ret = 0;
        (void)WRONG_AT(r, at->path, "rule.behaviours", "max",
                       number_text(r->cx, RULE_BEHAVIOURS_MAX), NULL);
        return OK;
    }
    r->behaviours[r->rule->behaviour_count++] = *b;
    return OK;
}

static enum err read_event(struct reader *r, const struct place *at, const struct json *v,
                           struct rule_node *node)
{
    static const char *const names[] = {"event",    "path",    "path_starts", "channel",
                                        "at_least", "at_most", "within_days", NULL};
    struct rule_behaviour b = {.event = json_text(json_get(v, "event"), NULL)};
    const struct json *window = json_get(v, "within_days");
    int64_t days = 0;

    (void)only(r, at, v, names);
    if (at->inside || at->of->facts == RULE_FACTS_NONE) {
        (void)WRONG_AT(r, sub(r, at->path, "event"), at->inside ? "rule.inside" : "rule.no_facts",
                       NULL);
        return OK;
    }
    if (!event_ok(b.event)) {
        (void)WRONG_AT(r, sub(r, at->path, "event"), "rule.event", NULL);
        return OK;
    }
    read_page(r, at, v, "path", &b.path);
    read_page(r, at, v, "path_starts", &b.path_starts);
    read_part(r, at, v, "channel", 60, &b.channel);
    if (b.path && b.path_starts)
        (void)WRONG_AT(r, sub(r, at->path, "path_starts"), "rule.one_path", NULL);
    read_times(r, at, v, node);
    if (window)
        (void)read_number(r, window, sub(r, at->path, "within_days"), 1, RULE_DAYS_MAX, &days);
    node->days = (int)days;
    if (days)
        r->rule->by_time = true;
    if (!days || !r->rule->days_max)
        r->rule->days_max = 0;
    else if (node->days > r->rule->days_max)
        r->rule->days_max = node->days;
    return keep_behaviour(r, at, &b, &node->behaviour);
}

/* --- conditions of other folders --------------------------------------------------------------- */

static const struct rule_condition *find_condition(struct reader *r, const struct place *at,
                                                   const struct json *v)
{
    for (size_t i = 0; r->world->conditions && r->world->conditions[i]; i++) {
        const struct rule_condition *c = r->world->conditions[i];
        if (!json_get(v, c->key))
            continue;
        for (size_t k = 0; k < COUNT_OF(c->subjects); k++)
            if (text_equal(c->subjects[k], at->of->name))
                return c;
    }
    return NULL;
}

static enum err read_param(struct reader *r, const struct place *at, const struct json *v,
                           struct rule_use *u, size_t i)
{
    const struct field *f = &u->condition->params[i].field;
    const struct json *m = json_get(v, f->name);
    struct field named = *f;
    struct rule_node node = {.field = &named, .custom = ""};
    struct rule_value value = {0};
    enum err e;

    if (!m && !(f->flags & REQUIRED) && i)
        return OK;
    if (!m) {
        (void)WRONG_AT(r, sub(r, at->path, f->name), "field.required", NULL);
        return OK;
    }
    e = read_value(r, &node, m, sub(r, at->path, f->name), &value);
    if (e)
        return e;
    u->given[i] = true;
    if (model_field_is_text(f))
        u->values[i].text = value.text;
    else
        u->values[i].number = value.number;
    return OK;
}

static enum err read_use(struct reader *r, const struct place *at, const struct json *v,
                         const struct rule_condition *c, struct rule_node *node)
{
    struct rule_use *u = &r->uses[r->rule->use_count++];
    const char *names[RULE_PARAMS_MAX + 1] = {0};
    int before = r->wrong;
    enum err e = OK;

    *u = (struct rule_use){.condition = c, .subject = at->of, .path = at->path};
    node->use = u;
    must(c->param_count && c->param_count <= RULE_PARAMS_MAX);
    for (size_t i = 0; i < c->param_count; i++)
        names[i] = c->params[i].field.name;
    (void)only(r, at, v, names);
    for (size_t i = 0; !e && i < c->param_count; i++)
        e = read_param(r, at, v, u, i);
    r->binds += c->binds;
    r->rule->by_time = r->rule->by_time || !c->steady;
    if (e || r->wrong != before || !c->check)
        return e;
    e = c->check(r->cx, r->db, u);
    if (e == ERR_INVALID) {
        r->wrong++;
        e = OK;
    }
    return e;
}

/* --- nodes ------------------------------------------------------------------------------------- */

static enum err read_kind(struct reader *r, const struct place *at, const struct json *v,
                          struct rule_node *node)
{
    const struct rule_condition *c;

    if (json_get(v, "all") || json_get(v, "any")) {
        node->kind = json_get(v, "all") ? NODE_ALL : NODE_ANY;
        return read_group(r, at, v, node);
    }
    if (json_get(v, "not")) {
        node->kind = NODE_NOT;
        return read_not(r, at, v, node);
    }
    if (json_get(v, "field")) {
        node->kind = NODE_FIELD;
        return read_field(r, at, v, node);
    }
    if (json_get(v, "has")) {
        node->kind = NODE_HAS;
        return read_has(r, at, v, node);
    }
    if (json_get(v, "event")) {
        node->kind = NODE_EVENT;
        return read_event(r, at, v, node);
    }
    c = at->inside ? NULL : find_condition(r, at, v);
    if (c) {
        node->kind = NODE_USE;
        return read_use(r, at, v, c, node);
    }
    (void)WRONG_AT(r, at->path, "rule.node", NULL);
    return OK;
}

/* *ret stays NULL when nothing can be made of it; the mistake is noted. */
static enum err read_node(struct reader *r, const struct place *at, const struct json *v,
                          struct rule_node **ret)
{
    struct rule_node *node;
    enum err e;

    if (v->kind != JSON_OBJECT) {
        (void)WRONG_AT(r, at->path, "rule.node", NULL);
        return OK;
    }
    if (at->depth > RULE_DEPTH_MAX) {
        (void)WRONG_AT(r, at->path, "rule.depth", "max", number_text(r->cx, RULE_DEPTH_MAX), NULL);
        return OK;
    }
    if (++r->rule->node_count > RULE_NODES_MAX) {
        if (!r->too_many)
            (void)WRONG_AT(r, at->path, "rule.nodes", "max", number_text(r->cx, RULE_NODES_MAX),
                           NULL);
        r->too_many = true;
        return OK;
    }
    node = arena_alloc(r->cx->arena, sizeof(*node));
    if (!node)
        return fail_memory(r->cx);
    e = read_kind(r, at, v, node);
    if (e)
        return e;
    if (arena_full(r->cx->arena))
        return fail_memory(r->cx);
    *ret = node;
    return OK;
}

static enum err finish(struct reader *r, const char *at)
{
    struct buf b = buf_in(r->cx->arena);
    struct json_writer w = json_to(&b);

    if (!r->wrong && r->binds > RULE_BINDS_MAX)
        (void)WRONG_AT(r, at, "rule.binds", NULL);
    if (r->wrong || !r->rule->root)
        return arena_full(r->cx->arena) ? fail_memory(r->cx) : ERR_INVALID;
    rule_write(&w, r->rule, r->rule->root);
    r->rule->json = buf_text(&b);
    if (!r->rule->json)
        return fail_memory(r->cx);
    if (b.len > RULE_BYTES_MAX)
        return fail_field(r->cx, at, "rule.bytes", "max", number_text(r->cx, RULE_BYTES_MAX / 1024),
                          NULL);
    return OK;
}

enum err rule_read(struct ctx *cx, struct db *db, const struct rule_world *w,
                   const struct rule_subject *subject, const struct json *in, const char *at,
                   struct rule **ret)
{
    struct reader *r = arena_alloc(cx->arena, sizeof(*r));
    struct place top = {subject, at, 1, false};
    struct rule_node *root = NULL;
    enum err e;

    if (!r)
        return fail_memory(cx);
    *r = (struct reader){.cx = cx, .db = db, .world = w};
    r->rule = arena_alloc(cx->arena, sizeof(*r->rule));
    r->behaviours = arena_array(cx->arena, RULE_BEHAVIOURS_MAX, sizeof(*r->behaviours));
    r->uses = arena_array(cx->arena, RULE_NODES_MAX, sizeof(*r->uses));
    if (!r->rule || !r->behaviours || !r->uses)
        return fail_memory(cx);
    r->rule->subject = subject;
    r->rule->behaviours = r->behaviours;
    r->rule->uses = r->uses;
    r->rule->days_max = 1;
    e = read_node(r, &top, in, &root);
    if (e)
        return e;
    r->rule->root = root;
    e = finish(r, at);
    if (!e)
        *ret = r->rule;
    return e;
}

enum err rule_parse(struct ctx *cx, struct db *db, const struct rule_world *w,
                    const struct rule_subject *subject, const char *json, const char *at,
                    struct rule **ret)
{
    const struct json *in = NULL;
    enum err e;

    if (strlen(json) > RULE_BYTES_MAX)
        return fail_field(cx, at, "rule.bytes", "max", number_text(cx, RULE_BYTES_MAX / 1024),
                          NULL);
    e = json_parse(cx, json, strlen(json), &in);
    return e ? e : rule_read(cx, db, w, subject, in, at, ret);
}

/* --- what a rule looks at ---------------------------------------------------------------------- */

static bool node_reads(const struct rule_node *n, const struct rule_many *inside, const char *of,
                       const char *field)
{
    if (n->kind == NODE_FIELD) {
        const char *name = inside ? inside->name : n->one ? n->one->name : NULL;
        bool own = text_equal(name, of) || (!name && !of);
        if (own && (!field || !strcmp(field, n->custom ? "custom" : n->field->name)))
            return true;
        /* which account it is, is a field of its own */
        return n->one && !of && (!field || !strcmp(field, n->one->column));
    }
    if (n->kind == NODE_HAS && text_equal(n->many->name, of) &&
        (!field || !strcmp(field, n->many->column)))
        return true;
    for (const struct rule_node *c = n->first; c; c = c->next)
        if (node_reads(c, n->kind == NODE_HAS ? n->many : inside, of, field))
            return true;
    return false;
}

bool rule_reads(const struct rule *r, const char *of, const char *field)
{
    return node_reads(r->root, NULL, of, field);
}
