/* rule_write.c -- a rule as canonical JSON: members in one order, defaults left out, values as they were understood. */
#include "rules/rule_priv.h"

static void put_value(struct json_writer *w, const struct rule_node *n, const struct rule_value *v)
{
    char text[TIME_TEXT_MAX];

    if (v->text) {
        json_put_text(w, v->text);
        return;
    }
    switch (n->field->kind) {
    case FIELD_KIND_BOOL:
        json_put_bool(w, v->number != 0);
        break;
    case FIELD_KIND_REF:
        json_put_id(w, v->number);
        break;
    case FIELD_KIND_RATE:
        json_put_real(w, (double)v->number / 1e6);
        break;
    case FIELD_KIND_TIME:
        time_text(v->number, text);
        json_put_text(w, text);
        break;
    default:
        json_put_int(w, v->number);
    }
}

static void put_field(struct json_writer *w, const struct rule_node *n)
{
    const struct rule_operator *o = rule_operator_of(n);

    json_text_member(w, "field", n->name);
    json_name(w, o->name);
    if (o->takes == TAKES_BOOL) {
        json_put_bool(w, n->yes);
    } else if (o->takes == TAKES_DAYS) {
        json_put_int(w, n->days);
    } else if (o->takes == TAKES_LIST) {
        json_open_list(w);
        for (size_t i = 0; i < n->value_count; i++)
            put_value(w, n, &n->values[i]);
        json_close_list(w);
    } else {
        put_value(w, n, &n->values[0]);
    }
}

static void put_times(struct json_writer *w, const struct rule_node *n)
{
    if (n->at_least != NIL && (n->at_least != 1 || n->at_most != NIL))
        json_int_member(w, "at_least", n->at_least);
    if (n->at_most != NIL)
        json_int_member(w, "at_most", n->at_most);
}

void rule_write_behaviour(struct json_writer *w, const struct rule_behaviour *b)
{
    json_text_member(w, "event", b->event);
    if (b->path)
        json_text_member(w, "path", b->path);
    if (b->path_starts)
        json_text_member(w, "path_starts", b->path_starts);
    if (b->channel)
        json_text_member(w, "channel", b->channel);
}

static void put_use(struct json_writer *w, const struct rule_use *u)
{
    for (size_t i = 0; i < u->condition->param_count; i++) {
        struct field f = u->condition->params[i].field;
        if (!u->given[i])
            continue;
        f.offset = 0;
        json_name(w, f.name);
        put_value(w, &(struct rule_node){.field = &f},
                  &(struct rule_value){.text = model_field_is_text(&f) ? u->values[i].text : NULL,
                                       .number = u->values[i].number});
    }
}

void rule_write(struct json_writer *w, const struct rule *r, const struct rule_node *n)
{
    static const char *const groups[] = {
        [NODE_ALL] = "all", [NODE_ANY] = "any", [NODE_NOT] = "not"};

    json_open_object(w);
    switch (n->kind) {
    case NODE_ALL:
    case NODE_ANY:
        json_name(w, groups[n->kind]);
        json_open_list(w);
        for (const struct rule_node *c = n->first; c; c = c->next)
            rule_write(w, r, c);
        json_close_list(w);
        break;
    case NODE_NOT:
        json_name(w, groups[n->kind]);
        rule_write(w, r, n->first);
        break;
    case NODE_FIELD:
        put_field(w, n);
        break;
    case NODE_HAS:
        json_text_member(w, "has", n->many->name);
        if (n->first) {
            json_name(w, "where");
            rule_write(w, r, n->first);
        }
        put_times(w, n);
        break;
    case NODE_EVENT:
        rule_write_behaviour(w, &r->behaviours[n->behaviour]);
        put_times(w, n);
        if (n->days)
            json_int_member(w, "within_days", n->days);
        break;
    case NODE_USE:
        put_use(w, n->use);
        break;
    }
    json_close_object(w);
}
