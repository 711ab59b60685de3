/* rule_schema.c -- what the builder offers, from the tables: fields, operators by kind, related records, behaviours and
 * the conditions of other folders; and the same as a JSON schema for programs. */
#include "base/message.h"
#include "base/text.h"
#include "rules/rule_priv.h"

#include <string.h>

static const char *const events[] = {"view",      "click",      "form", "purchase",
                                     "mail_open", "mail_click", "call", "meeting",
                                     "whatsapp",  "download",   NULL};

struct schema {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    const struct rule_subject *subject;
    struct json_writer *w;
};

static void label_member(struct schema *s, const char *area, const char *name)
{
    char *key = arena_print(s->cx->arena, "rule.%s.%s", area, name);
    const char *text = key ? message_find(s->cx->lang, key) : NULL;

    json_text_member(s->w, "label", text ? text : name);
}

/* null when there is no such word. */
static void word_member(struct schema *s, const char *member, const char *area, const char *name)
{
    char *key = arena_print(s->cx->arena, "rule.%s.%s", area, name);

    json_text_member(s->w, member, key ? message_find(s->cx->lang, key) : NULL);
}

static void open_member(struct schema *s, const char *name, bool list)
{
    json_name(s->w, name);
    if (list)
        json_open_list(s->w);
    else
        json_open_object(s->w);
}

static void put_choices(struct schema *s, const struct model *m, const struct field *f)
{
    open_member(s, "choices", true);
    for (size_t i = 0; f->choices && f->choices[i]; i++) {
        json_open_object(s->w);
        json_text_member(s->w, "value", f->choices[i]);
        json_text_member(s->w, "label",
                         m ? model_label(s->cx, m, f, f->choices[i]) : f->choices[i]);
        json_close_object(s->w);
    }
    json_close_list(s->w);
}

static void put_operators(struct schema *s, enum field_kind kind)
{
    open_member(s, "operators", true);
    for (size_t i = 0; i < RULE_OPERATORS; i++)
        if (rule_operators[i].kinds >> kind & 1)
            json_put_text(s->w, rule_operators[i].name);
    json_close_list(s->w);
}

/* m NULL: added by the site. */
static void put_field(struct schema *s, const char *before, const struct model *m,
                      const struct field *f, const char *label)
{
    struct buf name = buf_in(s->cx->arena);

    buf_print(&name, "%s%s", before, f->name);
    json_open_object(s->w);
    json_text_member(s->w, "name", buf_text(&name));
    json_text_member(s->w, "label", label);
    json_text_member(s->w, "kind", model_kind_word(f->kind));
    json_text_member(s->w, "refers", f->refers ? f->refers->table : NULL);
    json_bool_member(s->w, "custom", m == NULL);
    put_operators(s, f->kind);
    put_choices(s, m, f);
    json_close_object(s->w);
}

static enum err put_fields(struct schema *s, const char *before, const struct rule_subject *of)
{
    struct custom_fields all = {0};
    const struct model *m = of->model;
    enum err e = OK;

    if (m->flags & MODEL_CUSTOM)
        e = custom_fields_of(s->cx, s->db, m, &all);
    if (e)
        return e;
    open_member(s, "fields", true);
    for (size_t i = 0; i < m->field_count; i++)
        if (rule_field_asked(&m->fields[i]))
            put_field(s, before, m, &m->fields[i], model_label(s->cx, m, &m->fields[i], NULL));
    for (size_t i = 0; i < all.n; i++)
        put_field(s, before, NULL, &all.all[i].field, all.all[i].label);
    for (size_t i = 1; i < COUNT_OF(rule_stamps); i++) {
        char *key = arena_print(s->cx->arena, "rule.stamp.%s", rule_stamps[i].name);
        const char *label = key ? message_find(s->cx->lang, key) : NULL;
        put_field(s, before, m, &rule_stamps[i], label ? label : rule_stamps[i].name);
    }
    json_close_list(s->w);
    return OK;
}

static enum err put_records(struct schema *s)
{
    enum err e;

    open_member(s, "records", true);
    json_open_object(s->w);
    json_text_member(s->w, "name", "");
    json_text_member(s->w, "label", model_label(s->cx, s->subject->model, NULL, NULL));
    json_text_member(s->w, "model", s->subject->model->name);
    e = put_fields(s, "", s->subject);
    json_close_object(s->w);
    for (const struct rule_one *o = s->subject->ones; !e && o && o->name; o++) {
        char *before = arena_print(s->cx->arena, "%s.", o->name);
        json_open_object(s->w);
        json_text_member(s->w, "name", o->name);
        json_text_member(s->w, "label", model_label(s->cx, o->to->model, NULL, NULL));
        json_text_member(s->w, "model", o->to->model->name);
        e = before ? put_fields(s, before, o->to) : fail_memory(s->cx);
        json_close_object(s->w);
    }
    json_close_list(s->w);
    if (e)
        return e;
    open_member(s, "related", true);
    for (const struct rule_many *m = s->subject->manys; !e && m && m->name; m++) {
        json_open_object(s->w);
        json_text_member(s->w, "name", m->name);
        label_member(s, "many", m->name);
        json_text_member(s->w, "model", m->to->model->name);
        e = put_fields(s, "", m->to);
        json_close_object(s->w);
    }
    json_close_list(s->w);
    return e;
}

static void put_behaviour(struct schema *s)
{
    json_bool_member(s->w, "behaviour", s->subject->facts != RULE_FACTS_NONE);
    open_member(s, "events", true);
    for (size_t i = 0; s->subject->facts != RULE_FACTS_NONE && events[i]; i++) {
        json_open_object(s->w);
        json_text_member(s->w, "value", events[i]);
        label_member(s, "event_name", events[i]);
        json_close_object(s->w);
    }
    json_close_list(s->w);
}

static bool is_for(const struct rule_condition *c, const struct rule_subject *s)
{
    for (size_t i = 0; i < COUNT_OF(c->subjects); i++)
        if (text_equal(c->subjects[i], s->name))
            return true;
    return false;
}

/* The list to choose from, of this subject where the path says so. */
static const char *options_of(struct schema *s, const char *options)
{
    static const char mark[] = "{subject}";
    const char *at = options ? strstr(options, mark) : NULL;

    if (!at)
        return options;
    return arena_print(s->cx->arena, "%.*s%s%s", (int)(at - options), options, s->subject->name,
                       at + sizeof(mark) - 1);
}

static void put_param(struct schema *s, const struct rule_condition *c, const struct rule_param *p)
{
    const struct field *f = &p->field;
    char *area = arena_print(s->cx->arena, "%s_", c->key);
    bool bounded = f->min || f->max;

    json_open_object(s->w);
    json_text_member(s->w, "name", f->name);
    label_member(s, area ? area : c->key, f->name);
    json_text_member(s->w, "kind", model_kind_word(f->kind));
    json_bool_member(s->w, "required", (f->flags & REQUIRED) != 0);
    json_text_member(s->w, "refers", f->refers ? f->refers->table : NULL);
    json_text_member(s->w, "options", options_of(s, p->options));
    json_name(s->w, "min");
    if (bounded && !model_field_is_text(f))
        json_put_int(s->w, f->min);
    else
        json_put_null(s->w);
    json_name(s->w, "max");
    if (bounded && !model_field_is_text(f) && f->max)
        json_put_int(s->w, f->max);
    else
        json_put_null(s->w);
    open_member(s, "choices", true);
    for (size_t i = 0; f->choices && f->choices[i]; i++) {
        char *words = arena_print(s->cx->arena, "%s_%s", c->key, f->name);
        json_open_object(s->w);
        json_text_member(s->w, "value", f->choices[i]);
        label_member(s, words ? words : c->key, f->choices[i]);
        json_close_object(s->w);
    }
    json_close_list(s->w);
    json_close_object(s->w);
}

static void put_conditions(struct schema *s)
{
    open_member(s, "conditions", true);
    for (size_t i = 0; s->world->conditions && s->world->conditions[i]; i++) {
        const struct rule_condition *c = s->world->conditions[i];
        if (!is_for(c, s->subject))
            continue;
        json_open_object(s->w);
        json_text_member(s->w, "key", c->key);
        label_member(s, "condition", c->key);
        open_member(s, "params", true);
        for (size_t k = 0; k < c->param_count; k++)
            put_param(s, c, &c->params[k]);
        json_close_list(s->w);
        json_close_object(s->w);
    }
    json_close_list(s->w);
}

static void put_operator_words(struct schema *s)
{
    static const char *const takes[] = {[TAKES_VALUE] = "value",
                                        [TAKES_LIST] = "list",
                                        [TAKES_WORDS] = "words",
                                        [TAKES_DAYS] = "days",
                                        [TAKES_BOOL] = "bool"};

    open_member(s, "operators", true);
    for (size_t i = 0; i < RULE_OPERATORS; i++) {
        json_open_object(s->w);
        json_text_member(s->w, "name", rule_operators[i].name);
        label_member(s, "op", rule_operators[i].name);
        word_member(s, "label_date", "op_date", rule_operators[i].name);
        word_member(s, "label_false", "op_false", rule_operators[i].name);
        json_text_member(s->w, "takes", takes[rule_operators[i].takes]);
        json_close_object(s->w);
    }
    json_close_list(s->w);
    open_member(s, "limits", false);
    json_int_member(s->w, "depth", RULE_DEPTH_MAX);
    json_int_member(s->w, "nodes", RULE_NODES_MAX);
    json_int_member(s->w, "bytes", RULE_BYTES_MAX);
    json_int_member(s->w, "behaviours", RULE_BEHAVIOURS_MAX);
    json_int_member(s->w, "list", RULE_VALUES_MAX);
    json_int_member(s->w, "times", RULE_TIMES_MAX);
    json_int_member(s->w, "days", RULE_DAYS_MAX);
    json_close_object(s->w);
}

/* --- the JSON schema --------------------------------------------------------------------------- */

static void open_node(struct schema *s, const char *first, const char *second)
{
    json_open_object(s->w);
    json_text_member(s->w, "type", "object");
    json_bool_member(s->w, "additionalProperties", false);
    open_member(s, "required", true);
    json_put_text(s->w, first);
    if (second)
        json_put_text(s->w, second);
    json_close_list(s->w);
    open_member(s, "properties", false);
}

static void close_node(struct schema *s)
{
    json_close_object(s->w);
    json_close_object(s->w);
}

static void put_range(struct schema *s, const char *name, int64_t min, int64_t max)
{
    open_member(s, name, false);
    json_text_member(s->w, "type", "integer");
    json_int_member(s->w, "minimum", min);
    json_int_member(s->w, "maximum", max);
    json_close_object(s->w);
}

static void put_text_of(struct schema *s, const char *name, const char *pattern, int64_t max)
{
    open_member(s, name, false);
    json_text_member(s->w, "type", "string");
    if (pattern)
        json_text_member(s->w, "pattern", pattern);
    if (max)
        json_int_member(s->w, "maxLength", max);
    json_close_object(s->w);
}

static void put_ref(struct schema *s, const char *name)
{
    open_member(s, name, false);
    json_text_member(s->w, "$ref", "#/$defs/node");
    json_close_object(s->w);
}

static void put_group_schema(struct schema *s, const char *name)
{
    open_node(s, name, NULL);
    open_member(s, name, false);
    json_text_member(s->w, "type", "array");
    json_int_member(s->w, "maxItems", RULE_NODES_MAX);
    put_ref(s, "items");
    json_close_object(s->w);
    close_node(s);
}

static void put_field_schema(struct schema *s)
{
    open_node(s, "field", NULL);
    put_text_of(s, "field", NULL, 120);
    for (size_t i = 0; i < RULE_OPERATORS; i++) {
        const struct rule_operator *o = &rule_operators[i];
        if (o->takes == TAKES_DAYS) {
            put_range(s, o->name, 1, RULE_DAYS_MAX);
        } else if (o->takes == TAKES_WORDS) {
            put_text_of(s, o->name, NULL, 200);
        } else {
            open_member(s, o->name, false);
            if (o->takes == TAKES_BOOL)
                json_text_member(s->w, "type", "boolean");
            if (o->takes == TAKES_LIST) {
                json_text_member(s->w, "type", "array");
                json_int_member(s->w, "minItems", 1);
                json_int_member(s->w, "maxItems", RULE_VALUES_MAX);
            }
            json_close_object(s->w);
        }
    }
    json_close_object(s->w);
    json_int_member(s->w, "minProperties", 2);
    json_int_member(s->w, "maxProperties", 2);
    json_close_object(s->w);
}

static void put_times_schema(struct schema *s)
{
    put_range(s, "at_least", 1, RULE_TIMES_MAX);
    put_range(s, "at_most", 0, RULE_TIMES_MAX);
}

static void put_other_schemas(struct schema *s)
{
    if (s->subject->manys) {
        open_node(s, "has", NULL);
        open_member(s, "has", false);
        open_member(s, "enum", true);
        for (const struct rule_many *m = s->subject->manys; m->name; m++)
            json_put_text(s->w, m->name);
        json_close_list(s->w);
        json_close_object(s->w);
        put_ref(s, "where");
        put_times_schema(s);
        close_node(s);
    }
    if (s->subject->facts != RULE_FACTS_NONE) {
        open_node(s, "event", NULL);
        put_text_of(s, "event", "^[a-z][a-z0-9_]{0,31}$", 0);
        put_text_of(s, "path", NULL, 300);
        put_text_of(s, "path_starts", NULL, 300);
        put_text_of(s, "channel", NULL, 60);
        put_times_schema(s);
        put_range(s, "within_days", 1, RULE_DAYS_MAX);
        close_node(s);
    }
    for (size_t i = 0; s->world->conditions && s->world->conditions[i]; i++) {
        const struct rule_condition *c = s->world->conditions[i];
        if (!is_for(c, s->subject))
            continue;
        open_node(s, c->key, NULL);
        for (size_t k = 0; k < c->param_count; k++) {
            open_member(s, c->params[k].field.name, false);
            json_close_object(s->w);
        }
        close_node(s);
    }
}

static void put_json_schema(struct schema *s)
{
    open_member(s, "json_schema", false);
    json_text_member(s->w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_text_member(s->w, "$ref", "#/$defs/node");
    open_member(s, "$defs", false);
    open_member(s, "node", false);
    open_member(s, "oneOf", true);
    put_group_schema(s, "all");
    put_group_schema(s, "any");
    open_node(s, "not", NULL);
    put_ref(s, "not");
    close_node(s);
    put_field_schema(s);
    put_other_schemas(s);
    json_close_list(s->w);
    json_close_object(s->w);
    json_close_object(s->w);
    json_close_object(s->w);
}

enum err rule_schema(struct ctx *cx, struct db *db, const struct rule_world *w,
                     const struct rule_subject *subject, struct json_writer *out)
{
    struct schema s = {cx, db, w, subject, out};
    enum err e;

    json_open_object(out);
    json_text_member(out, "subject", subject->name);
    label_member(&s, "of", subject->name);
    e = put_records(&s);
    if (e)
        return e;
    put_behaviour(&s);
    put_conditions(&s);
    put_operator_words(&s);
    put_json_schema(&s);
    json_close_object(out);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}
