/* rule_turn.c -- whose answer time alone may change, found for all at once.
 *
 * A rule is turned into another: "somebody whose windows hold something". What looks at no clock stays as it is: in "all" its
 * falsehood, in "any" its truth, keeps the answer whatever the windows do. The other rule is then asked like any; it may take
 * in too many, never too few. One that grows past the limits of rules means everybody.
 */
#include "rules/rule_priv.h"

#include <string.h>

static bool turns(const struct rule_node *n)
{
    switch (n->kind) {
    case NODE_FIELD:
        return n->op == OP_WITHIN_DAYS || n->op == OP_WITHIN_NEXT_DAYS ||
               n->op == OP_OLDER_THAN_DAYS;
    case NODE_EVENT:
        return n->days != 0;
    case NODE_USE:
        return !n->use->condition->steady;
    default:
        break;
    }
    for (const struct rule_node *c = n->first; c; c = c->next)
        if (turns(c))
            return true;
    return false;
}

/* Whether time alone may turn it from true to false, and never back. */
static bool falls(const struct rule_node *n)
{
    if (!turns(n))
        return true;
    if (n->kind == NODE_EVENT)
        return n->at_most == NIL;
    if (n->kind != NODE_ALL && n->kind != NODE_ANY)
        return false;
    for (const struct rule_node *c = n->first; c; c = c->next)
        if (!falls(c))
            return false;
    return true;
}

/* A value from which the window has not moved away for good. */
static void put_field(struct json_writer *w, const struct rule_node *n)
{
    json_open_object(w);
    json_name(w, "all");
    json_open_list(w);
    json_open_object(w);
    json_text_member(w, "field", n->name);
    json_bool_member(w, "given", true);
    json_close_object(w);
    json_open_object(w);
    json_name(w, "not");
    json_open_object(w);
    json_text_member(w, "field", n->name);
    json_int_member(w, "older_than_days", n->op == OP_WITHIN_NEXT_DAYS ? 1 : n->days);
    json_close_object(w);
    json_close_object(w);
    json_close_list(w);
    json_close_object(w);
}

/* False: everybody. */
static bool put_turning(struct json_writer *w, const struct rule *r, const struct rule_node *n);

static bool put_children(struct json_writer *w, const struct rule *r, const struct rule_node *n)
{
    bool known = true;

    json_open_object(w);
    json_name(w, "any");
    json_open_list(w);
    for (const struct rule_node *c = n->first; c && known; c = c->next)
        if (turns(c))
            known = put_turning(w, r, c);
    json_close_list(w);
    json_close_object(w);
    return known;
}

static bool put_group(struct json_writer *w, const struct rule *r, const struct rule_node *n)
{
    bool known;

    json_open_object(w);
    json_name(w, "all");
    json_open_list(w);
    for (const struct rule_node *c = n->first; c; c = c->next) {
        if (turns(c))
            continue;
        if (n->kind == NODE_ANY) {
            json_open_object(w);
            json_name(w, "not");
        }
        rule_write(w, r, c);
        if (n->kind == NODE_ANY)
            json_close_object(w);
    }
    known = put_children(w, r, n);
    json_close_list(w);
    json_close_object(w);
    return known;
}

static bool put_turning(struct json_writer *w, const struct rule *r, const struct rule_node *n)
{
    bool known = true;

    switch (n->kind) {
    case NODE_FIELD:
        put_field(w, n);
        return true;
    case NODE_EVENT:
        json_open_object(w);
        rule_write_behaviour(w, &r->behaviours[n->behaviour]);
        json_int_member(w, "within_days", n->days);
        json_close_object(w);
        return true;
    case NODE_HAS:
        json_open_object(w);
        json_text_member(w, "has", n->many->name);
        json_name(w, "where");
        known = put_turning(w, r, n->first);
        json_close_object(w);
        return known;
    case NODE_NOT:
        return put_turning(w, r, n->first);
    case NODE_ALL:
    case NODE_ANY:
        return put_group(w, r, n);
    case NODE_USE:
        break;
    }
    return false;
}

bool rule_falls(const struct rule *r)
{
    return turns(r->root) && falls(r->root);
}

enum err rule_turning(struct ctx *cx, struct db *db, const struct rule_world *w,
                      const struct rule *r, struct rule_ids *ret)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer out = json_to(&b);
    struct rule *other = NULL;
    enum err e = OK;
    const char *json = "{\"all\":[]}";

    *ret = (struct rule_ids){0};
    if (!turns(r->root))
        return OK;
    if (put_turning(&out, r, r->root))
        json = buf_text(&b);
    if (!json)
        return fail_memory(cx);
    e = rule_parse(cx, db, w, r->subject, json, "rule", &other);
    if (e == ERR_INVALID) {
        fault_clear(cx);
        e = rule_parse(cx, db, w, r->subject, "{\"all\":[]}", "rule", &other);
    }
    return e ? e : rule_members(cx, db, w, other, ret);
}
