/* identity.c -- the addresses of a person, the domains of a company, the tags that there are, the family of a company.
 *
 * What changes the list answers with the whole list as it is then. A further value has an id, so that no address stands in a path.
 */
#include "api/api_priv.h"

#include "model/tags.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/family.h"
#include "people/identity.h"
#include "people/match.h"
#include "people/vcard.h"

struct identity_run {
    struct request *r;
    enum identity_of of;
    int64_t id, entry;
    const char *value;
    enum err (*change)(struct ctx *cx, struct db *db, const struct identity_run *i);
    struct identity all;
};

static enum err entry_id(struct request *r, int64_t *ret)
{
    return id_read(request_param(r, "entry"), ret)
               ? OK
               : fail(r->cx, ERR_NOTFOUND, "net.no_route", NULL);
}

static enum err read_in(struct request *r, struct db *db, void *arg)
{
    struct identity_run *i = arg;
    enum err e =
        api_survivor(r, db, i->of == IDENTITY_EMAILS ? &contact_model : &account_model, &i->id);

    return e ? e : identity_read(r->cx, db, i->of, i->id, &i->all);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    struct identity_run *i = arg;
    enum err e = i->change(cx, db, i);

    return e ? e : identity_read(cx, db, i->of, i->id, &i->all);
}

static enum err send_all(struct request *r, struct response *ret, const struct identity_run *i)
{
    struct buf out = buf_in(r->cx->arena);

    identity_json(&i->all, &out);
    return api_send_text(r, ret, "application/json", &out);
}

static enum err do_add(struct ctx *cx, struct db *db, const struct identity_run *i)
{
    return identity_add(cx, db, i->of, i->id, i->value);
}

static enum err do_remove(struct ctx *cx, struct db *db, const struct identity_run *i)
{
    return identity_remove(cx, db, i->of, i->id, i->entry);
}

static enum err do_first(struct ctx *cx, struct db *db, const struct identity_run *i)
{
    return identity_make_first(cx, db, i->of, i->id, i->entry);
}

static enum err all_get(struct request *r, struct response *ret, enum identity_of of)
{
    struct identity_run i = {.of = of};
    enum err e = api_id(r, &i.id);

    if (!e)
        e = api_read(r, read_in, &i);
    return e ? e : send_all(r, ret, &i);
}

static enum err one_post(struct request *r, struct response *ret, enum identity_of of)
{
    struct identity_run i = {.r = r, .of = of, .change = do_add};
    const struct json *in = NULL;
    enum err e = api_id(r, &i.id);

    if (!e)
        e = api_body(r, ret, &in);
    if (e)
        return e;
    i.value = json_text(json_get(in, of == IDENTITY_EMAILS ? "email" : "domain"), NULL);
    e = db_write(r->cx, api_of(r)->pool, change_in, &i);
    return e ? e : send_all(r, ret, &i);
}

static enum err entry_change(struct request *r, struct response *ret, struct identity_run *i)
{
    enum err e = api_id(r, &i->id);

    if (!e)
        e = entry_id(r, &i->entry);
    if (!e)
        e = db_write(r->cx, api_of(r)->pool, change_in, i);
    return e ? e : send_all(r, ret, i);
}

static enum err emails_get(struct request *r, struct response *ret)
{
    return all_get(r, ret, IDENTITY_EMAILS);
}

static enum err emails_post(struct request *r, struct response *ret)
{
    return one_post(r, ret, IDENTITY_EMAILS);
}

static enum err emails_delete(struct request *r, struct response *ret)
{
    return entry_change(r, ret, &(struct identity_run){.of = IDENTITY_EMAILS, .change = do_remove});
}

static enum err emails_first(struct request *r, struct response *ret)
{
    return entry_change(r, ret, &(struct identity_run){.of = IDENTITY_EMAILS, .change = do_first});
}

static enum err domains_get(struct request *r, struct response *ret)
{
    return all_get(r, ret, IDENTITY_DOMAINS);
}

static enum err domains_post(struct request *r, struct response *ret)
{
    return one_post(r, ret, IDENTITY_DOMAINS);
}

static enum err domains_delete(struct request *r, struct response *ret)
{
    return entry_change(r, ret,
                        &(struct identity_run){.of = IDENTITY_DOMAINS, .change = do_remove});
}

static enum err domains_first(struct request *r, struct response *ret)
{
    return entry_change(r, ret, &(struct identity_run){.of = IDENTITY_DOMAINS, .change = do_first});
}

/* --- tags */

struct tags_run {
    const struct model *m;
    const char *q;
    struct tag_names tags;
};

static enum err tags_in(struct request *r, struct db *db, void *arg)
{
    struct tags_run *t = arg;

    return tags_of(r->cx, db, t->m, t->q, &t->tags);
}

static enum err tags_get(struct request *r, struct response *ret)
{
    const char *model = request_query(r, "model");
    struct tags_run t = {.m = model ? api_model_named(api_of(r), model) : NULL,
                         .q = request_query(r, "q")};
    struct answer_json a;
    enum err e =
        t.m ? api_read(r, tags_in, &t) : fail_field(r->cx, "model", "field.required", NULL);

    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_name(&a.w, "items");
    json_open_list(&a.w);
    for (size_t i = 0; i < t.tags.n; i++)
        json_put_text(&a.w, t.tags.names[i]);
    json_close_list(&a.w);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- the family of a company */

struct family_run {
    int64_t id;
    struct buf out;
};

static enum err family_in(struct request *r, struct db *db, void *arg)
{
    struct family_run *f = arg;
    struct family family = {0};
    enum err e = api_survivor(r, db, &account_model, &f->id);

    if (!e)
        e = family_read(r->cx, db, f->id, &family);
    if (!e)
        family_json(&family, &f->out);
    return e;
}

static enum err family_get(struct request *r, struct response *ret)
{
    struct family_run f = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &f.id);

    if (!e)
        e = api_read(r, family_in, &f);
    return e ? e : api_send_text(r, ret, "application/json", &f.out);
}

/* --- the people who came before their company */

struct unlinked_run {
    int64_t id, *contacts;
    size_t n;
    bool more;
};

static enum err unlinked_in(struct request *r, struct db *db, void *arg)
{
    struct unlinked_run *u = arg;
    void *there = NULL;
    enum err e = api_survivor(r, db, &account_model, &u->id);

    if (!e)
        e = model_get(r->cx, db, &account_model, u->id, &there);
    return e ? e : account_unlinked(r->cx, db, u->id, &u->contacts, &u->n, &u->more);
}

static enum err unlinked_get(struct request *r, struct response *ret)
{
    struct unlinked_run u = {.n = 0};
    struct answer_json a;
    enum err e = api_id(r, &u.id);

    if (!e)
        e = api_read(r, unlinked_in, &u);
    if (e)
        return e;
    api_json(r, &a);
    json_open_object(&a.w);
    json_int_member(&a.w, "count", (int64_t)u.n);
    json_bool_member(&a.w, "more", u.more);
    json_name(&a.w, "ids");
    json_open_list(&a.w);
    for (size_t i = 0; i < u.n; i++)
        json_put_id(&a.w, u.contacts[i]);
    json_close_list(&a.w);
    json_close_object(&a.w);
    return api_send(r, ret, 200, &a);
}

/* --- a person as a card for a telephone */

struct card_run {
    int64_t id;
    struct buf out;
    const char *name;
};

static enum err card_in(struct request *r, struct db *db, void *arg)
{
    struct card_run *c = arg;
    enum err e = api_survivor(r, db, &contact_model, &c->id);

    return e ? e : vcard_of(r->cx, db, c->id, &c->out, &c->name);
}

static enum err card_get(struct request *r, struct response *ret)
{
    struct card_run c = {.out = buf_in(r->cx->arena)};
    enum err e = api_id(r, &c.id);

    if (!e)
        e = api_read(r, card_in, &c);
    if (e)
        return e;
    api_file_name(r, ret, arena_print(r->cx->arena, "%s.vcf", c.name));
    return api_send_text(r, ret, "text/vcard; charset=utf-8", &c.out);
}

const struct route identity_routes[] = {
    {"GET", "/contacts/{id}/card.vcf", MAY_READ, 0, card_get, ROUTE_POOL, 0},
    {"GET", "/contacts/{id}/emails", MAY_READ, 0, emails_get, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/emails", MAY_EDIT_PEOPLE, KIB(4), emails_post, ROUTE_POOL, 0},
    {"DELETE", "/contacts/{id}/emails/{entry}", MAY_EDIT_PEOPLE, 0, emails_delete, ROUTE_POOL, 0},
    {"POST", "/contacts/{id}/emails/{entry}/first", MAY_EDIT_PEOPLE, KIB(1), emails_first,
     ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/domains", MAY_READ, 0, domains_get, ROUTE_POOL, 0},
    {"POST", "/accounts/{id}/domains", MAY_EDIT_PEOPLE, KIB(4), domains_post, ROUTE_POOL, 0},
    {"DELETE", "/accounts/{id}/domains/{entry}", MAY_EDIT_PEOPLE, 0, domains_delete, ROUTE_POOL, 0},
    {"POST", "/accounts/{id}/domains/{entry}/first", MAY_EDIT_PEOPLE, KIB(1), domains_first,
     ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/family", MAY_READ, 0, family_get, ROUTE_POOL, 0},
    {"GET", "/accounts/{id}/unlinked", MAY_READ, 0, unlinked_get, ROUTE_POOL, 0},
    {"GET", "/tags", MAY_READ, 0, tags_get, ROUTE_POOL, 0},
    {0},
};
