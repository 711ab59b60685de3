/* bulk_action.c -- one action on one record: tried, done, taken back.
 *
 * What a record does not take is an outcome with the sentence that says why, not an error. Whatever may leave half a write behind runs
 * in a savepoint; a deletion is tried by deleting and rolling back, since only the database knows who refers to the record.
 */
#include "people/bulk_priv.h"

#include "base/text.h"
#include "people/contact.h"
#include "people/list.h"
#include "people/match.h"
#include "people/segment.h"

#include <string.h>

/* --- read */

static enum err wrong(struct ctx *cx, const char *name, const char *key)
{
    return fail_field(cx, arena_print(cx->arena, "action%s%s", *name ? "." : "", name), key, NULL);
}

/* What tells one record from all others is not set in all of them. */
static enum err check_set(struct ctx *cx, const struct model *m, const struct json *set)
{
    void *scratch = model_new(cx, m);
    field_set given = 0;

    if (set->kind != JSON_OBJECT || !set->first)
        return wrong(cx, "set", "field.required");
    for (const struct json *v = set->first; v; v = v->next) {
        const struct field *f = model_field(m, v->name);
        if (f && (f->flags & UNIQUE))
            return wrong(cx, arena_print(cx->arena, "set.%s", v->name), "bulk.unique");
    }
    if (!scratch)
        return fail_memory(cx);
    return model_from_json(cx, m, set, scratch, &given);
}

static enum err check_tags(struct ctx *cx, const struct model *m, const struct json *tags)
{
    const struct field *f = model_field(m, "tags");
    void *scratch = model_new(cx, m);

    if (!f || tags->kind != JSON_LIST || !tags->first)
        return wrong(cx, "tags_add", "field.required");
    return scratch ? model_field_read(cx, f, tags, scratch) : fail_memory(cx);
}

static enum err check_list(struct ctx *cx, struct db *db, struct bulk_action *a,
                           const struct json *in)
{
    void *list = NULL;
    enum err e;

    a->status = json_text(json_get(in, "status"), "");
    if (a->m != &contact_model || !id_read(json_text(json_get(in, "list"), ""), &a->list))
        return wrong(cx, "list", "field.id");
    if (!text_equal(a->status, "subscribed") && !text_equal(a->status, "unsubscribed"))
        return wrong(cx, "status", "bulk.status");
    e = model_get(cx, db, &list_model, a->list, &list);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return wrong(cx, "list", "bulk.no_list");
    }
    return e;
}

static bool is_how(const char *how)
{
    return text_equal(how, "include") || text_equal(how, "exclude") || text_equal(how, "none");
}

static enum err check_segment(struct ctx *cx, struct db *db, struct bulk_action *a,
                              const struct json *in)
{
    void *found = NULL;
    enum err e;

    a->how = json_text(json_get(in, "how"), "");
    if (!id_read(json_text(json_get(in, "segment"), ""), &a->segment))
        return wrong(cx, "segment", "field.id");
    if (!is_how(a->how))
        return wrong(cx, "how", "bulk.how");
    e = model_get(cx, db, &segment_model, a->segment, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return wrong(cx, "segment", "bulk.no_segment");
    }
    if (!e && !text_equal(((const struct segment *)found)->subject, a->m->name))
        return wrong(cx, "segment", "bulk.segment_subject");
    return e;
}

enum err bulk_action_read(struct ctx *cx, struct db *db, const struct model *m,
                          const struct json *in, struct bulk_action *ret)
{
    const struct json *add = json_get(in, "tags_add"), *remove = json_get(in, "tags_remove");
    const struct json *list = json_get(in, "list"), *segment = json_get(in, "segment");
    int kinds;

    *ret = (struct bulk_action){.m = m,
                                .set = json_get(in, "set"),
                                .tags = add ? add : remove,
                                .tags_off = remove != NULL,
                                .by_domain = json_bool(json_get(in, "account_by_domain"), false),
                                .erase = json_bool(json_get(in, "delete"), false)};
    kinds = (ret->set != NULL) + (add != NULL) + (remove != NULL) + (list != NULL) +
            (segment != NULL) + ret->by_domain + ret->erase;
    if (kinds != 1)
        return wrong(cx, "", "bulk.one_action");
    if (ret->set)
        return check_set(cx, m, ret->set);
    if (ret->tags)
        return check_tags(cx, m, ret->tags);
    if (segment)
        return check_segment(cx, db, ret, in);
    if (ret->by_domain && m != &contact_model)
        return wrong(cx, "account_by_domain", "bulk.only_people");
    return list ? check_list(cx, db, ret, in) : OK;
}

/* --- the record as it would be */

static bool holds(const struct json *list, const char *tag)
{
    for (const struct json *t = list ? list->first : NULL; t; t = t->next)
        if (text_equal(json_text(t, NULL), tag))
            return true;
    return false;
}

static enum err build_tags(struct ctx *cx, const struct bulk_action *a, void *record)
{
    const struct field *f = model_field(a->m, "tags");
    const char *now = field_text(f, record);
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    const struct json *had = NULL, *all = NULL;
    enum err e = text_empty(now) ? OK : json_parse(cx, now, strlen(now), &had);

    if (e)
        return e;
    json_open_list(&w);
    for (const struct json *t = had ? had->first : NULL; t; t = t->next)
        if (!a->tags_off || !holds(a->tags, json_text(t, "")))
            json_put_text(&w, json_text(t, ""));
    for (const struct json *t = a->tags_off ? NULL : a->tags->first; t; t = t->next)
        if (!holds(had, json_text(t, "")))
            json_put(&w, t);
    json_close_list(&w);
    if (!buf_ok(&b))
        return fail_memory(cx);
    e = json_parse(cx, buf_text(&b), b.len, &all);
    return e ? e : model_field_read(cx, f, all, record);
}

static void *copy_of(struct ctx *cx, const struct model *m, const void *record)
{
    void *copy = arena_alloc(cx->arena, m->size);

    if (copy)
        memcpy(copy, record, m->size);
    return copy;
}

/* Who is of a company already stays there. */
static enum err build_account(struct ctx *cx, struct db *db, struct contact *c)
{
    enum err e = OK;

    if (c->account != NIL)
        return OK;
    if (text_empty(c->email))
        return fail(cx, ERR_CONFLICT, "bulk.no_address", NULL);
    e = account_for_address(cx, db, c->email, &c->account);
    return !e && c->account == NIL ? fail(cx, ERR_CONFLICT, "bulk.no_company", NULL) : e;
}

enum err bulk_built(struct ctx *cx, struct db *db, const struct bulk_action *a, const void *now,
                    void **ret)
{
    void *then = copy_of(cx, a->m, now);
    field_set given = 0;
    enum err e;

    if (!then)
        return fail_memory(cx);
    if (a->by_domain)
        e = build_account(cx, db, then);
    else
        e = a->set ? model_from_json(cx, a->m, a->set, then, &given) : build_tags(cx, a, then);
    if (!e)
        *ret = then;
    return e;
}

/* --- outcomes */

static const char *params_text(struct ctx *cx, const struct fault_param *params)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    bool any = false;

    json_open_object(&w);
    for (size_t i = 0; i < FAULT_PARAMS_MAX && params[i].name; i++) {
        any = true;
        json_text_member(&w, params[i].name, params[i].value);
    }
    json_close_object(&w);
    return any ? buf_text(&b) : NULL;
}

/* What the record does not take, told by its first wrong field or by what was wrong with all of it. */
static enum err judge(struct ctx *cx, enum err e, const char *state, struct bulk_outcome *ret)
{
    const struct fault_field *f = cx->fault.fields;

    if (e != ERR_INVALID && e != ERR_CONFLICT && e != ERR_NOTFOUND && e != ERR_DENIED)
        return e;
    *ret = (struct bulk_outcome){
        .state = state,
        .reason = f ? f->key : cx->fault.key,
        .field = f ? f->field : NULL,
        .params = params_text(cx, f ? f->params : cx->fault.params),
    };
    fault_clear(cx);
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

struct one {
    const struct bulk_action *a;
    int64_t record;
    const struct bulk_item *item;
    bool only_try;
    struct bulk_outcome out;
};

static const char *list_was(struct ctx *cx, const char *status)
{
    return arena_print(cx->arena, status ? "{\"status\":\"%s\"}" : "{}", status);
}

static enum err may_join(struct ctx *cx, struct db *db, const struct one *o)
{
    enum consent_answer may = CONSENT_MAY;
    enum err e = list_may_join(cx, db, o->a->list, o->record, &may);
    const char *key;

    if (e || may == CONSENT_MAY)
        return e;
    key = arena_print(cx->arena, "consent.why_%s", consent_answer_name(may));
    return key ? fail(cx, ERR_CONFLICT, key, NULL) : fail_memory(cx);
}

static enum err list_in(struct ctx *cx, struct db *db, struct one *o)
{
    struct list_member was = {0};
    enum err e = list_member_get(cx, db, o->a->list, o->record, &was);
    bool off = text_equal(o->a->status, "unsubscribed");
    bool same = text_equal(was.status, o->a->status) || (off && !was.status) ||
                (!off && text_equal(was.status, "pending"));

    o->out.state = same ? "same" : o->only_try ? "changes" : "done";
    if (!e && !same && !off)
        e = may_join(cx, db, o);
    if (e || same || o->only_try)
        return e;
    o->out.before = list_was(cx, was.status);
    if (!o->out.before)
        return fail_memory(cx);
    return list_set(cx, db, o->a->list, o->record, o->a->status, "bulk", false, NULL);
}

static enum err segment_in(struct ctx *cx, struct db *db, struct one *o)
{
    const char *was = NULL;
    enum err e = segment_manual_get(cx, db, o->a->segment, o->record, &was);
    bool same = text_equal(was, o->a->how);

    o->out.state = same ? "same" : o->only_try ? "changes" : "done";
    if (e || same || o->only_try)
        return e;
    o->out.before = arena_print(cx->arena, "{\"how\":\"%s\"}", was);
    if (!o->out.before)
        return fail_memory(cx);
    return segment_manual_put(cx, db, o->a->segment, o->record, o->a->how);
}

/* The record and what goes with it, to be put back. */
static enum err keep_all(struct ctx *cx, struct db *db, struct one *o, void *now)
{
    struct buf b = buf_in(cx->arena);
    struct json_writer w = json_to(&b);
    enum err e;

    json_open_object(&w);
    json_int_member(&w, "created_at", ((const struct record *)now)->created_at);
    json_name(&w, "record");
    model_to_json(&w, o->a->m, now);
    json_name(&w, "rows");
    e = bulk_rows_save(cx, db, o->a->m, o->record, &w);
    json_close_object(&w);
    o->out.before = buf_text(&b);
    return !e && !o->out.before ? fail_memory(cx) : e;
}

static enum err delete_in(struct ctx *cx, struct db *db, struct one *o, void *now)
{
    enum err e = o->only_try ? OK : keep_all(cx, db, o, now);

    if (!e)
        e = model_delete_quietly(cx, db, o->a->m, o->record);
    o->out.state = o->only_try ? "changes" : "done";
    if (e)
        return e;
    return o->only_try ? fail(cx, ERR_CONFLICT, "bulk.only_tried", NULL) : OK;
}

static enum err one_in(struct ctx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    const struct model *m = o->a->m;
    void *now = NULL, *then = NULL;
    const char *diff;
    enum err e = model_get(cx, db, m, o->record, &now);

    o->out = (struct bulk_outcome){0};
    if (e)
        return e;
    if (o->a->list)
        return list_in(cx, db, o);
    if (o->a->segment)
        return segment_in(cx, db, o);
    if (o->a->erase)
        return delete_in(cx, db, o, now);
    e = bulk_built(cx, db, o->a, now, &then);
    if (e)
        return e;
    if (model_same(m, now, then)) {
        o->out.state = "same";
        return OK;
    }
    if (o->only_try) {
        o->out.state = "changes";
        return model_try(cx, db, m, now, then);
    }
    diff = model_diff(cx, m, now, then);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    ((struct record *)then)->version = 0;
    e = model_change_quietly(cx, db, m, then);
    o->out = (struct bulk_outcome){
        .state = "done", .before = diff, .version_after = ((struct record *)then)->version};
    return e;
}

static enum err run_one(struct ctx *cx, struct db *db, struct one *o, struct bulk_outcome *ret)
{
    enum err e = db_try(cx, db, one_in, o);

    if (e == ERR_CONFLICT && text_equal(cx->fault.key, "bulk.only_tried")) {
        fault_clear(cx);
        e = OK;
    }
    *ret = o->out;
    return e ? judge(cx, e, "refused", ret) : OK;
}

enum err bulk_try(struct ctx *cx, struct db *db, const struct bulk_action *a, int64_t record,
                  struct bulk_outcome *ret)
{
    return run_one(cx, db, &(struct one){.a = a, .record = record, .only_try = true}, ret);
}

enum err bulk_apply(struct ctx *cx, struct db *db, const struct bulk_action *a,
                    const struct bulk_item *item, struct bulk_outcome *ret)
{
    return run_one(cx, db, &(struct one){.a = a, .record = item->record}, ret);
}

/* --- back */

static enum err list_back(struct ctx *cx, struct db *db, const struct one *o,
                          const struct json *before)
{
    const char *was = json_text(json_get(before, "status"), "unsubscribed");
    struct list_member now = {0};
    enum err e = list_member_get(cx, db, o->a->list, o->record, &now);
    bool is_ours = text_equal(now.status, o->a->status) ||
                   (text_equal(o->a->status, "subscribed") && text_equal(now.status, "pending"));

    if (!e && !is_ours)
        e = fail(cx, ERR_CONFLICT, "bulk.changed_since", NULL);
    if (!e && text_equal(was, "subscribed")) /* they may have objected since */
        e = may_join(cx, db, o);
    return e ? e
             : list_set(cx, db, o->a->list, o->record,
                        text_equal(was, "subscribed") ? "subscribed" : "unsubscribed", "bulk",
                        text_equal(was, "subscribed"), NULL);
}

static enum err segment_back(struct ctx *cx, struct db *db, const struct one *o,
                             const struct json *before)
{
    const char *now = NULL;
    enum err e = segment_manual_get(cx, db, o->a->segment, o->record, &now);

    if (!e && !text_equal(now, o->a->how))
        e = fail(cx, ERR_CONFLICT, "bulk.changed_since", NULL);
    return e ? e
             : segment_manual_put(cx, db, o->a->segment, o->record,
                                  json_text(json_get(before, "how"), "none"));
}

static enum err delete_back(struct ctx *cx, struct db *db, const struct one *o,
                            const struct json *before)
{
    const struct json *was = json_get(before, "record");
    struct record *r = model_new(cx, o->a->m);
    enum err e;

    if (!r)
        return fail_memory(cx);
    e = model_restore(cx, o->a->m, was, r);
    r->id = o->record;
    r->site = cx->site;
    r->version = json_int(json_get(was, "version"), 1) + 1;
    r->created_at = json_int(json_get(before, "created_at"), ctx_now(cx));
    r->changed_at = ctx_now(cx);
    if (!e)
        e = model_put_back(cx, db, o->a->m, r);
    return e ? e : bulk_rows_return(cx, db, o->a->m, json_get(before, "rows"));
}

/* A record with one field as it was on one side of the diff; custom fields are one field here. */
static enum err with_side(struct ctx *cx, const struct model *m, const struct json *pair,
                          const struct json *side, void *record)
{
    const struct field *f = model_field(m, pair->name);
    struct record *r = record;

    if (f)
        return model_field_read(cx, f, side, record);
    r->custom = NULL;
    if (side->kind == JSON_OBJECT && side->count) {
        struct buf b = buf_in(cx->arena);
        struct json_writer w = json_to(&b);
        json_put(&w, side);
        r->custom = buf_text(&b);
    }
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* Every field that still is as the run left it. */
static enum err fields_back(struct ctx *cx, struct db *db, const struct one *o,
                            const struct json *diff, void *now)
{
    void *then = copy_of(cx, o->a->m, now);
    bool any = false;
    enum err e = then ? OK : fail_memory(cx);

    for (const struct json *p = diff->first; p && !e; p = p->next) {
        void *probe = copy_of(cx, o->a->m, now);
        if (!probe || !p->first || !p->first->next)
            return fail_memory(cx);
        e = with_side(cx, o->a->m, p, p->first->next, probe);
        if (e || !model_same(o->a->m, probe, now))
            continue;
        any = true;
        e = with_side(cx, o->a->m, p, p->first, then);
    }
    if (!e && !any)
        e = fail(cx, ERR_CONFLICT, "bulk.changed_since", NULL);
    if (e)
        return e;
    ((struct record *)then)->version = 0;
    return model_change_quietly(cx, db, o->a->m, then);
}

static enum err back_in(struct ctx *cx, struct db *db, void *arg)
{
    struct one *o = arg;
    const struct json *before = NULL;
    void *now = NULL;
    const char *text = o->item->before ? o->item->before : "{}";
    enum err e = json_parse(cx, text, strlen(text), &before);

    o->out = (struct bulk_outcome){.state = "undone"};
    if (e)
        return e;
    if (o->a->erase)
        return delete_back(cx, db, o, before);
    e = model_get(cx, db, o->a->m, o->record, &now);
    if (e)
        return e;
    if (o->a->segment)
        return segment_back(cx, db, o, before);
    return o->a->list ? list_back(cx, db, o, before) : fields_back(cx, db, o, before, now);
}

enum err bulk_take_back(struct ctx *cx, struct db *db, const struct bulk_action *a,
                        const struct bulk_item *item, struct bulk_outcome *ret)
{
    struct one o = {.a = a, .record = item->record, .item = item};
    enum err e = db_try(cx, db, back_in, &o);

    *ret = o.out;
    return e ? judge(cx, e, "kept", ret) : OK;
}
