/* webhook_follow.c -- see webhook_follow.h.
 *
 * A record that changed alone is one event with the record as the API shows it. Of many that changed together (an import, a
 * bulk action, a merge) each is told only to subscriptions that asked for that; what is not in a record's row (a list,
 * a second address) is no event. One that went is named by its id alone: what it held is nobody's any more.
 */
#include "people/webhook_follow.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "work/webhook.h"

static const struct {
    const struct model *model;
    const char *created, *changed, *deleted, *merged;
} kinds[] = {
    [CHANGE_CONTACT] = {&contact_model, "contact.created", "contact.changed", "contact.deleted",
                        "contact.merged"},
    [CHANGE_ACCOUNT] = {&account_model, "account.created", "account.changed", "account.deleted",
                        "account.merged"},
    [CHANGE_DEAL] = {&deal_model, "deal.created", "deal.changed", "deal.deleted", NULL},
};

static const char *as_json(struct ctx *cx, const struct model *m, const void *record, int64_t id)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    if (record) {
        model_to_json(&w, m, record);
    } else {
        json_open_object(&w);
        json_id_member(&w, "id", id);
        json_close_object(&w);
    }
    return buf_ok(&out) ? buf_text(&out) : NULL;
}

static enum err tell(struct ctx *cx, struct db *db, enum change_kind kind, const char *event,
                     enum webhook_how how, int64_t id, const void *record)
{
    const char *data = as_json(cx, kinds[kind].model, record, id);

    return data ? webhook_emit_as(cx, db, event, how, id, data) : fail_memory(cx);
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    const char *event = !c->before  ? kinds[c->kind].created
                        : !c->after ? kinds[c->kind].deleted
                                    : kinds[c->kind].changed;
    bool wanted = false;
    enum err e;

    if (!c->before && !c->after)
        return OK;
    e = webhook_wanted(cx, db, event, WEBHOOK_ONE, &wanted);
    return e || !wanted ? e : tell(cx, db, c->kind, event, WEBHOOK_ONE, c->id, c->after);
}

static enum err many_wanted(struct ctx *cx, struct db *db, enum change_kind kind, bool *ret)
{
    const char *const events[] = {kinds[kind].created, kinds[kind].changed, kinds[kind].deleted};
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(events) && !e && !*ret; i++)
        e = webhook_wanted(cx, db, events[i], WEBHOOK_MANY, ret);
    return e;
}

/* What was before is not known here: a record of its first version is told as new. */
static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    bool wanted = false;
    enum err e = many_wanted(cx, db, kind, &wanted);

    for (size_t i = 0; i < n && wanted && !e; i++) {
        void *record = NULL;
        const char *event;
        arena_reset(cx->arena, mark);
        e = model_get(cx, db, kinds[kind].model, ids[i], &record);
        if (e == ERR_NOTFOUND) {
            fault_clear(cx);
            e = OK;
        }
        event = !record                                   ? kinds[kind].deleted
                : ((struct record *)record)->version == 1 ? kinds[kind].created
                                                          : kinds[kind].changed;
        if (!e)
            e = tell(cx, db, kind, event, WEBHOOK_MANY, ids[i], record);
    }
    return e;
}

const struct change_follower webhook_follower = {
    .name = "webhooks", .one = follow_one, .many = follow_many};

enum err webhook_merged(struct ctx *cx, struct db *db, enum change_kind kind, int64_t kept,
                        int64_t gone)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    bool wanted = false;
    enum err e = webhook_wanted(cx, db, kinds[kind].merged, WEBHOOK_ONE, &wanted);

    if (e || !wanted)
        return e;
    json_open_object(&w);
    json_id_member(&w, "kept", kept);
    json_id_member(&w, "gone", gone);
    json_close_object(&w);
    return buf_ok(&out) ? webhook_emit(cx, db, kinds[kind].merged, kept, buf_text(&out))
                        : fail_memory(cx);
}

enum err webhook_consent(struct ctx *cx, struct db *db, int64_t contact, const char *code,
                         const char *state, const char *legal_basis)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    bool wanted = false;
    enum err e = webhook_wanted(cx, db, "consent.changed", WEBHOOK_ONE, &wanted);

    if (e || !wanted)
        return e;
    json_open_object(&w);
    json_id_member(&w, "contact", contact);
    json_text_member(&w, "purpose", code);
    json_text_member(&w, "state", state);
    json_text_member(&w, "legal_basis", legal_basis);
    json_close_object(&w);
    return buf_ok(&out) ? webhook_emit(cx, db, "consent.changed", contact, buf_text(&out))
                        : fail_memory(cx);
}

enum err webhook_handoff(struct ctx *cx, struct db *db, const char *event, int64_t handoff,
                         int64_t contact, int64_t seller, const char *reason)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    bool wanted = false;
    enum err e = webhook_wanted(cx, db, event, WEBHOOK_ONE, &wanted);

    if (e || !wanted)
        return e;
    json_open_object(&w);
    json_id_member(&w, "handoff", handoff);
    json_id_member(&w, "contact", contact);
    json_id_member(&w, "seller", seller);
    json_text_member(&w, "reason", reason);
    json_close_object(&w);
    return buf_ok(&out) ? webhook_emit(cx, db, event, contact, buf_text(&out)) : fail_memory(cx);
}
