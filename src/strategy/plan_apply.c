/* plan_apply.c -- see plan_apply.h.
 *
 * First what is added, so that what is changed can refer to it; last what is removed, so that nothing refers to it any more. */
#include "strategy/plan_apply.h"

#include "base/text.h"
#include "model/audit.h"

/* --- what is meant --------------------------------------------------------------------------- */

static enum err check_fields(struct ctx *cx, const struct plan_choice *c)
{
    if (!c->fields)
        return OK;
    if (c->fields->kind != JSON_LIST)
        return fail_field(cx, "fields", "plan_version.fields", NULL);
    for (const struct json *f = c->fields->first; f; f = f->next)
        if (!model_field(c->model, json_text(f, "")))
            return fail_field(cx, "fields", "plan_version.field", "field", json_text(f, ""), NULL);
    return OK;
}

enum err plan_choice_read(struct ctx *cx, const struct model *const *models, const struct json *in,
                          struct plan_choice *ret)
{
    const char *table = json_text(json_get(in, "table"), NULL);
    struct plan_choice c = {.id = json_int(json_get(in, "id"), 0),
                            .fields = json_get(in, "fields")};

    for (size_t i = 0; table && models[i] && !c.model; i++)
        if (text_equal(models[i]->table, table))
            c.model = models[i];
    if (table && !c.model)
        return fail_field(cx, "table", "plan_version.table", NULL);
    if (!table && (c.id || c.fields))
        return fail_field(cx, "table", "field.required", NULL);
    if (c.fields && !c.id)
        return fail_field(cx, "id", "field.required", NULL);
    *ret = c;
    return check_fields(cx, ret);
}

static bool is_meant(const struct plan_choice *choice, const struct plan_change *c)
{
    return !choice->model || (choice->model == c->model && (!choice->id || choice->id == c->id));
}

static bool field_is_meant(const struct plan_choice *choice, const struct field *f)
{
    if (!choice->fields)
        return true;
    for (const struct json *v = choice->fields->first; v; v = v->next)
        if (text_equal(json_text(v, NULL), f->name))
            return true;
    return false;
}

/* --- writing ----------------------------------------------------------------------------------- */

struct applying {
    const struct plan_change *change;
    const struct plan_choice *choice;
};

/* As new, but under the id it had. */
static enum err add_back(struct ctx *cx, struct db *db, const struct plan_item *item)
{
    struct record *r = item->record;
    const char *diff;
    enum err e;

    r->site = cx->site;
    r->version += 1;
    r->changed_at = ctx_now(cx);
    e = model_try(cx, db, item->model, NULL, item->record);
    if (!e)
        e = model_put_back(cx, db, item->model, item->record);
    if (e)
        return e;
    diff = model_diff(cx, item->model, NULL, item->record);
    return arena_full(cx->arena) ? fail_memory(cx)
                                 : audit_add(cx, db, item->model->name, r->id, "add", diff);
}

static enum err change(struct ctx *cx, struct db *db, const struct applying *a)
{
    const struct model *m = a->change->model;
    void *now = NULL;
    enum err e = model_get(cx, db, m, a->change->id, &now);

    if (e)
        return e;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (!plan_field_differs(f, now, a->change->after) || !field_is_meant(a->choice, f))
            continue;
        if (field_is_text(f))
            field_set_text(f, now, field_text(f, a->change->after));
        else
            field_set_int(f, now, field_int(f, a->change->after));
    }
    return model_change(cx, db, m, now);
}

static enum err remove_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct plan_item *item = arg;

    return model_delete(cx, db, item->model, ((const struct record *)item->record)->id, 0);
}

/* What is still referred to stays. */
static enum err remove_one(struct ctx *cx, struct db *db, struct plan_item *item,
                           struct plan_applied *ret)
{
    enum err e = db_try(cx, db, remove_in, item);

    if (e == ERR_CONFLICT && (text_equal(cx->fault.key, "model.referred") ||
                              text_equal(cx->fault.key, "campaign.holds"))) {
        fault_clear(cx);
        ret->left++;
        return OK;
    }
    ret->removed += !e;
    return e;
}

struct sorted {
    struct plan_item *added, *removed;
    size_t added_n, removed_n;
};

static enum err sort_out(struct ctx *cx, const struct plan_diff *d,
                         const struct plan_choice *choice, struct sorted *ret)
{
    struct sorted s = {.added = arena_array(cx->arena, d->n + 1, sizeof(*s.added)),
                       .removed = arena_array(cx->arena, d->n + 1, sizeof(*s.removed))};

    if (!s.added || !s.removed)
        return fail_memory(cx);
    for (size_t i = 0; i < d->n; i++) {
        const struct plan_change *c = &d->changes[i];
        if (!is_meant(choice, c))
            continue;
        if (!c->before)
            s.added[s.added_n++] = (struct plan_item){c->model, c->after};
        else if (!c->after)
            s.removed[s.removed_n++] = (struct plan_item){c->model, c->before};
    }
    plan_items_order(s.added, s.added_n);
    plan_items_order(s.removed, s.removed_n);
    *ret = s;
    return OK;
}

enum err plan_apply(struct ctx *cx, struct db *db, const struct plan_diff *d,
                    const struct plan_choice *choice, struct plan_applied *ret)
{
    struct sorted s = {0};
    enum err e = sort_out(cx, d, choice, &s);

    *ret = (struct plan_applied){0};
    for (size_t i = 0; !e && i < s.added_n; i++) {
        e = add_back(cx, db, &s.added[i]);
        ret->added += !e;
    }
    for (size_t i = 0; !e && i < d->n; i++) {
        struct applying a = {&d->changes[i], choice};
        if (!is_meant(choice, a.change) || !a.change->before || !a.change->after)
            continue;
        e = change(cx, db, &a);
        ret->changed += !e;
    }
    for (size_t i = s.removed_n; !e && i > 0; i--)
        e = remove_one(cx, db, &s.removed[i - 1], ret);
    if (!e && choice->model && !ret->added && !ret->changed && !ret->removed && !ret->left)
        e = fail(cx, ERR_CONFLICT, "plan_version.nothing", NULL);
    return e;
}

enum err plan_version_restore(struct ctx *cx, struct db *db, const struct model *const *models,
                              const struct plan_version *v, const struct plan_choice *choice,
                              struct plan_version *ret_kept, struct plan_applied *ret)
{
    struct plan_diff d;
    struct plan_tree was, now;
    enum err e = plan_version_tree(cx, models, v, &was);

    *ret_kept = (struct plan_version){0};
    if (!e)
        e = plan_tree_read(cx, db, models, v->plan, &now);
    if (!e)
        e = plan_diff(cx, &now, &was, &d);
    if (!e && !choice->id)
        e = plan_version_keep(
            cx, db, models, v->plan,
            plan_kept_note(cx, "plan_version.before_restore", plan_version_name(cx, v)), ret_kept);
    if (!e)
        e = plan_apply(cx, db, &d, choice, ret);
    return e;
}

void plan_applied_json(struct ctx *cx, struct json_writer *w, const struct plan_applied *a,
                       const struct plan_version *kept)
{
    json_open_object(w);
    json_int_member(w, "added", a->added);
    json_int_member(w, "changed", a->changed);
    json_int_member(w, "removed", a->removed);
    json_int_member(w, "left", a->left);
    json_text_member(w, "kept", kept->id ? plan_version_name(cx, kept) : NULL);
    json_close_object(w);
}
