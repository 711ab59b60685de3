/* plan_remap.c -- see plan_scenario_priv.h. */
#include "strategy/plan_scenario_priv.h"

#include "base/text.h"

#include <string.h>

int64_t plan_id_mapped(const struct plan_id_map *map, int64_t id)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->from[i] == id)
            return map->to[i];
    return 0;
}

void plan_field_copy(const struct field *f, void *to, const void *from)
{
    if (field_is_text(f))
        field_set_text(f, to, field_text(f, from));
    else
        field_set_int(f, to, field_int(f, from));
}

void *plan_record_dup(struct ctx *cx, const struct model *m, const void *record)
{
    void *dup = arena_alloc(cx->arena, m->size);

    if (dup)
        memcpy(dup, record, m->size);
    return dup;
}

bool plan_branch_is_copied(const struct plan_tree *t, const struct plan_branch *b)
{
    for (size_t i = 0; i < b->model->field_count; i++) {
        const struct field *f = &b->model->fields[i];
        if (!(f->flags & REQUIRED))
            continue;
        if (f->flags & UNIQUE)
            return false;
        if (f->refers != b->model && plan_tree_holds(t, f) &&
            !plan_branch_is_copied(t, plan_tree_branch(t, f->refers)))
            return false;
    }
    return true;
}

/* --- ids in JSON --------------------------------------------------------------------------------- */

static void put_mapped(struct json_writer *w, const struct json *v, const struct plan_id_map *map)
{
    int64_t id = 0, other = 0;

    if (v->kind == JSON_OBJECT)
        json_open_object(w);
    else if (v->kind == JSON_LIST)
        json_open_list(w);
    if (v->kind == JSON_OBJECT || v->kind == JSON_LIST) {
        for (const struct json *c = v->first; c; c = c->next) {
            if (v->kind == JSON_OBJECT)
                json_name(w, c->name);
            put_mapped(w, c, map);
        }
        if (v->kind == JSON_OBJECT)
            json_close_object(w);
        else
            json_close_list(w);
        return;
    }
    if (v->kind == JSON_TEXT && text_to_int(v->text, &id))
        other = plan_id_mapped(map, id);
    if (other)
        json_put_id(w, other);
    else
        json_put(w, v);
}

static enum err remap_json(struct ctx *cx, const struct field *f, void *record,
                           const struct plan_id_map *map)
{
    const char *text = field_text(f, record);
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    const struct json *v = NULL;
    enum err e;

    if (text_empty(text))
        return OK;
    e = json_parse(cx, text, strlen(text), &v);
    if (e == ERR_INVALID) { /* not ours to judge here */
        fault_clear(cx);
        return OK;
    }
    if (e)
        return e;
    put_mapped(&w, v, map);
    if (!buf_ok(&out))
        return fail_memory(cx);
    field_set_text(f, record, buf_text(&out));
    return OK;
}

enum err plan_record_remap(struct ctx *cx, const struct plan_tree *t, const struct model *m,
                           void *record, const struct plan_id_map *map)
{
    enum err e = OK;

    for (size_t i = 0; i < m->field_count && !e; i++) {
        const struct field *f = &m->fields[i];
        int64_t other;
        if (f->kind == FIELD_KIND_JSON)
            e = remap_json(cx, f, record, map);
        if (f->kind != FIELD_KIND_REF || field_is_nil(f, record) ||
            (f->refers != &plan_model && !plan_tree_holds(t, f)))
            continue;
        other = plan_id_mapped(map, field_int(f, record));
        if (other)
            field_set_int(f, record, other);
    }
    return e;
}
