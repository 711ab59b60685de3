/* activities.c -- activities beyond their records: the link into WhatsApp, conversations pasted in, copies
 * of mail. */
#include "api/api_priv.h"

#include "people/activity.h"
#include "people/mail_log.h"
#include "people/merge.h"
#include "people/whatsapp.h"

struct chat_run {
    int64_t contact, activity;
    const char *text, *phone, *url;
    struct whatsapp_chat chat;
    bool again;
};

/* --- the link */

static enum err link_of(struct ctx *cx, struct db *db, struct chat_run *c)
{
    void *who = NULL;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, c->contact, &c->contact);

    if (!e)
        e = model_get(cx, db, &contact_model, c->contact, &who);
    if (e)
        return e;
    c->phone = phone_e164(cx->arena, ((struct contact *)who)->phone);
    return whatsapp_link(cx, db, who, &c->url);
}

static enum err link_in(struct request *r, struct db *db, void *arg)
{
    return link_of(r->cx, db, arg);
}

static enum err send_link(struct request *r, struct response *ret, int status,
                          const struct chat_run *c)
{
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "phone", c->phone);
    json_text_member(&a.w, "url", c->url);
    json_id_member(&a.w, "activity", c->activity);
    json_close_object(&a.w);
    return api_send(r, ret, status, &a);
}

static enum err link_get(struct request *r, struct response *ret)
{
    struct chat_run c = {0};
    enum err e = api_id(r, &c.contact);

    if (!e)
        e = api_read(r, link_in, &c);
    return e ? e : send_link(r, ret, 200, &c);
}

static enum err click_in(struct ctx *cx, struct db *db, void *arg)
{
    struct chat_run *c = arg;
    struct activity *a = model_new(cx, &activity_model);
    enum err e = a ? link_of(cx, db, c) : fail_memory(cx);

    if (e)
        return e;
    a->kind = "whatsapp";
    a->outcome = "sent";
    a->source = "click";
    a->contact = c->contact;
    e = model_add(cx, db, &activity_model, a);
    c->activity = a->record.id;
    return e;
}

/* Whoever opens the chat from here has touched the person: the click is the record of it. */
static enum err link_post(struct request *r, struct response *ret)
{
    struct chat_run c = {0};
    enum err e = api_id(r, &c.contact);

    if (!e)
        e = db_write(r->cx, api_of(r)->pool, click_in, &c);
    return e ? e : send_link(r, ret, 201, &c);
}

/* --- a conversation */

static enum err paste_in(struct ctx *cx, struct db *db, void *arg)
{
    struct chat_run *c = arg;

    return whatsapp_log(cx, db, c->contact, c->text, &c->chat, &c->activity, &c->again);
}

static enum err paste_post(struct request *r, struct response *ret)
{
    struct chat_run c = {0};
    const struct json *in = NULL;
    struct answer_json a;
    enum err e = api_body(r, ret, &in);

    if (e)
        return e;
    c.text = api_need_text(r, in, "text");
    if (!id_read(json_text(json_get(in, "contact"), ""), &c.contact))
        (void)fail_field(r->cx, "contact", "field.id", NULL);
    if (r->cx->fault.kind)
        return r->cx->fault.kind;
    e = db_write(r->cx, api_of(r)->pool, paste_in, &c);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_id_member(&a.w, "activity", c.activity);
    json_bool_member(&a.w, "again", c.again);
    json_int_member(&a.w, "messages", c.chat.messages);
    api_time_member(&a.w, "first_at", c.chat.first_at);
    api_time_member(&a.w, "last_at", c.chat.last_at);
    json_name(&a.w, "authors");
    json_open_list(&a.w);
    for (int i = 0; i < c.chat.author_count; i++)
        json_put_text(&a.w, c.chat.authors[i]);
    json_close_list(&a.w);
    json_id_member(&a.w, "chat_link", c.chat.link);
    json_text_member(&a.w, "chat_link_name", c.chat.link_name);
    json_close_object(&a.w);
    return api_send(r, ret, c.again ? 200 : 201, &a);
}

/* --- mail */

struct mail_run {
    const void *bytes;
    size_t n;
    struct mail_logged done;
};

static enum err mail_in(struct ctx *cx, struct db *db, void *arg)
{
    struct mail_run *m = arg;

    return mail_log(cx, db, m->bytes, m->n, &m->done);
}

static enum err mail_post(struct request *r, struct response *ret)
{
    struct mail_run *m = arena_alloc(r->cx->arena, sizeof(*m));
    const char *type = request_header(r, "Content-Type");
    struct answer_json a;
    enum err e = m ? OK : fail_memory(r->cx);

    if (!e && (!type || !text_starts(type, "message/rfc822"))) {
        ret->status = 415;
        e = fail(r->cx, ERR_INVALID, "mail.content_type", NULL);
    }
    if (e)
        return e;
    m->bytes = r->body;
    m->n = r->body_bytes;
    e = db_write(r->cx, api_of(r)->pool, mail_in, m);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < m->done.count; i++) {
        json_open_object(&a.w);
        json_id_member(&a.w, "activity", m->done.items[i].activity);
        json_id_member(&a.w, "contact", m->done.items[i].contact);
        json_bool_member(&a.w, "again", m->done.items[i].again);
        json_close_object(&a.w);
    }
    json_close_list(&a.w);
    json_name(&a.w, "unknown");
    json_open_list(&a.w);
    for (size_t i = 0; i < m->done.unknown_count; i++)
        json_put_text(&a.w, m->done.unknown[i]);
    json_close_list(&a.w);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- the caller's secret address */

struct drop_run {
    const char *token, *domain;
};

static enum err send_drop(struct request *r, struct response *ret, const struct drop_run *d)
{
    const char *local =
        d->token ? arena_print(r->cx->arena, MAIL_DROP_PREFIX "%s", d->token) : NULL;
    struct answer_json a;

    api_json(r, &a);
    json_open_object(&a.w);
    json_text_member(&a.w, "local_part", local);
    json_text_member(&a.w, "address",
                     local && d->domain ? arena_print(r->cx->arena, "%s@%s", local, d->domain)
                                        : NULL);
    json_text_member(&a.w, "path", "/api/v1/activities/mail");
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

static enum err drop_in(struct request *r, struct db *db, void *arg)
{
    struct drop_run *d = arg;
    enum err e = mail_drop_get(r->cx, db, &d->token);

    return e ? e : mail_drop_domain(r->cx, db, &d->domain);
}

static enum err drop_get(struct request *r, struct response *ret)
{
    struct drop_run d = {0};
    enum err e = api_read(r, drop_in, &d);

    return e ? e : send_drop(r, ret, &d);
}

static enum err make_in(struct ctx *cx, struct db *db, void *arg)
{
    struct drop_run *d = arg;
    enum err e = mail_drop_make(cx, db, &d->token);

    return e ? e : mail_drop_domain(cx, db, &d->domain);
}

static enum err drop_post(struct request *r, struct response *ret)
{
    struct drop_run d = {0};
    enum err e = db_write(r->cx, api_of(r)->pool, make_in, &d);

    return e ? e : send_drop(r, ret, &d);
}

const struct route activity_routes[] = {
    {"POST", "/activities/mail", MAY_EDIT_PEOPLE, MAIL_BYTES_MAX, mail_post, ROUTE_POOL, MIB(64)},
    {"GET", "/mail-drop", MAY_EDIT_PEOPLE, 0, drop_get, ROUTE_POOL, 0},
    {"POST", "/mail-drop", MAY_EDIT_PEOPLE, KIB(1), drop_post, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/whatsapp", MAY_READ, 0, link_get, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/whatsapp", MAY_EDIT_PEOPLE, KIB(1), link_post, ROUTE_POOL, 0},
    {"POST", "/activities/whatsapp", MAY_EDIT_PEOPLE, MIB(1), paste_post, ROUTE_POOL, MIB(16)},
    {0},
};
