/* merge_test.c -- two records become one and two again; the old id keeps answering; nothing that refers to them is forgotten. */
#include "unit/world.h"

#include "measure/timeline.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/identity.h"
#include "people/list.h"
#include "people/merge.h"
#include "people/refs.h"

#include <stdio.h>

struct run {
    struct merge_ask ask;
    const char *fields;
    int64_t merge;
    void *record;
    struct merge_undone undone;
};

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct run *r = arg;
    enum err e = OK;

    if (r->fields)
        e = json_parse(cx, r->fields, strlen(r->fields), &r->ask.fields);
    return e ? e : merge_records(cx, db, &r->ask, &r->merge, &r->record);
}

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct run *r = arg;

    return merge_undo(cx, db, r->merge, &r->undone);
}

static struct run merge(struct engine_world *w, enum merge_of of, int64_t kept, int64_t gone,
                        const char *fields)
{
    struct run r = {.ask = {.of = of, .kept = kept, .gone = gone}, .fields = fields};
    enum err e = db_write(w->cx, w->pool, merge_in, &r);

    if (e)
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    return r;
}

static int64_t undo(struct engine_world *w, struct run *r)
{
    enum err e = db_write(w->cx, w->pool, undo_in, r);

    if (e)
        fail_msg("%s %s", w->cx->fault.key, w->cx->fault.detail ? w->cx->fault.detail : "");
    return r->undone.stayed;
}

static void *get(struct engine_world *w, const struct model *m, int64_t id)
{
    struct db *db = NULL;
    void *record = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    if (model_get(w->cx, db, m, id, &record) != OK) {
        record = NULL;
        fault_clear(w->cx);
    }
    db_return(db);
    return record;
}

static int64_t id_of(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static PRINTF_LIKE(2, 3) const char *with(const struct engine_world *w, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = arena_vprint(w->cx->arena, format, args);
    va_end(args);
    return text;
}

#define LL(id) ((long long)(id))

static int64_t survivor(struct engine_world *w, enum merge_of of, int64_t id)
{
    struct db *db = NULL;
    int64_t now = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(merge_survivor(w->cx, db, of, id, &now), OK);
    db_return(db);
    return now;
}

static size_t ids(struct engine_world *w, enum merge_of of, int64_t id)
{
    struct db *db = NULL;
    int64_t *all = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(merge_ids_of(w->cx, db, of, id, &all, &n), OK);
    assert_int_equal(all[0], id);
    db_return(db);
    return n;
}

static int64_t found_by_mail(struct engine_world *w, const char *mail)
{
    struct db *db = NULL;
    void *record = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(
        model_find(w->cx, db, &contact_model, model_field(&contact_model, "email"), mail, &record),
        OK);
    db_return(db);
    return record ? ((struct record *)record)->id : 0;
}

static const char *json_of(struct engine_world *w, const struct model *m, int64_t id)
{
    struct buf out = buf_in(w->cx->arena);
    struct json_writer j = json_to(&out);

    model_to_json(&j, m, get(w, m, id));
    return buf_text(&out);
}

/* All but the version and when it was changed. */
static void same_but_version(struct engine_world *w, const struct model *m, const char *was,
                             int64_t id)
{
    const struct json *a = NULL, *b = NULL;
    const char *is = json_of(w, m, id);

    assert_int_equal(json_parse(w->cx, was, strlen(was), &a), OK);
    assert_int_equal(json_parse(w->cx, is, strlen(is), &b), OK);
    for (const struct json *x = a->first; x; x = x->next) {
        struct buf one = buf_in(w->cx->arena), two = buf_in(w->cx->arena);
        struct json_writer j1 = json_to(&one), j2 = json_to(&two);
        if (!strcmp(x->name, "version") || !strcmp(x->name, "changed_at"))
            continue;
        json_put(&j1, x);
        json_put(&j2, json_get(b, x->name));
        assert_string_equal(buf_text(&one), buf_text(&two));
    }
}

static void what_one_lacks_comes_from_the_other(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model,
                         "{'name':'Ana','email':'ana@a.example','tags':['a','b'],'lifecycle':'mql',"
                         "'channel':'busca','first_contact_at':'2023-05-01T00:00:00Z'}");
    int64_t gone = id_of(w, &contact_model,
                         "{'name':'Ana Lima','email':'lima@b.example','external_id':'x1','phone':"
                         "'11 9555','tags':['b','c'],'lifecycle':'customer','channel':'evento',"
                         "'first_contact_at':'2022-05-01T00:00:00Z'}");
    struct run r = merge(w, MERGE_CONTACTS, kept, gone, NULL);
    const struct contact *c = r.record;

    assert_string_equal(c->name, "Ana");
    assert_string_equal(c->email, "ana@a.example");
    assert_string_equal(c->phone, "11 9555");
    assert_string_equal(c->external_id, "x1");
    assert_string_equal(c->tags, "[\"a\",\"b\",\"c\"]");
    assert_string_equal(c->lifecycle, "customer");
    assert_string_equal(c->channel, "evento");
    assert_int_equal(c->first_contact_at, INT64_C(1651363200000));
    assert_null(get(w, &contact_model, gone));
    assert_int_equal(found_by_mail(w, "lima@b.example"), kept);
    assert_int_equal(survivor(w, MERGE_CONTACTS, gone), kept);
    assert_int_equal(survivor(w, MERGE_CONTACTS, kept), kept);
    assert_int_equal(ids(w, MERGE_CONTACTS, kept), 2);
    assert_int_equal(
        world_number(w, "select count(*) from audit where action in ('merge','merged')"), 2);
}

static void who_merges_chooses_field_by_field(void **state)
{
    struct engine_world *w = *state;
    int64_t kept =
        id_of(w, &contact_model, "{'name':'Ana','email':'ana@a.example','phone':'111111'}");
    int64_t gone =
        id_of(w, &contact_model, "{'name':'Ana Lima','email':'b@b.example','phone':'222222'}");
    struct run r = {.ask = {.of = MERGE_CONTACTS, .kept = kept, .gone = gone},
                    .fields = "{\"nome\":\"gone\"}"};
    const struct contact *c;

    assert_int_equal(db_write(w->cx, w->pool, merge_in, &r), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "merge.choice");
    fault_clear(w->cx);
    r = merge(w, MERGE_CONTACTS, kept, gone,
              "{\"name\":\"gone\",\"email\":\"gone\",\"phone\":\"kept\"}");
    c = r.record;
    assert_string_equal(c->name, "Ana Lima");
    assert_string_equal(c->email, "b@b.example");
    assert_string_equal(c->phone, "111111");
    assert_int_equal(found_by_mail(w, "ana@a.example"), kept);
    assert_int_equal(undo(w, &r), 0);
    c = get(w, &contact_model, kept);
    assert_string_equal(c->email, "ana@a.example");
    assert_int_equal(found_by_mail(w, "b@b.example"), gone);
    assert_int_equal(world_number(w, "select count(*) from contact_emails"), 0);
}

static void the_further_stage_stays_and_its_stamp_goes_with_the_undo(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana'}");
    int64_t gone = id_of(w, &contact_model, "{'name':'Ana Lima','lifecycle':'customer'}");
    struct run r = {.ask = {.of = MERGE_CONTACTS, .kept = gone, .gone = kept},
                    .fields = "{\"lifecycle\":\"gone\"}"};

    assert_int_equal(db_write(w->cx, w->pool, merge_in, &r), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "contact.lifecycle_back");
    fault_clear(w->cx);
    r = merge(w, MERGE_CONTACTS, kept, gone, NULL);
    assert_string_equal(((struct contact *)r.record)->lifecycle, "customer");
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps where cause = 'merge'"),
                     1);
    assert_int_equal(undo(w, &r), 0);
    assert_string_equal(((struct contact *)get(w, &contact_model, kept))->lifecycle, "lead");
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps"), 0);
}

static void who_comes_back_is_not_stamped_anew(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana'}");
    int64_t gone = id_of(w, &contact_model, "{'name':'Ana Lima','lifecycle':'customer'}");
    const char *origin = w->cx->origin;
    struct run r = merge(w, MERGE_CONTACTS, kept, gone, NULL);

    w->cx->origin = "api";
    assert_int_equal(undo(w, &r), 0);
    w->cx->origin = origin;
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps"), 0);
}

static void undo_restores_both_exactly(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme'}");
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana','email':'ana@a.example'}");
    int64_t gone = id_of(w, &contact_model,
                         with(w,
                              "{'name':'Bia','email':'bia@a.example','account':'%lld','tags':['x'],"
                              "'notes':'n','lifecycle':'mql'}",
                              LL(acme)));
    int64_t one = id_of(w, &deal_model, with(w, "{'name':'d','contact':'%lld'}", LL(gone)));
    int64_t two = id_of(w, &deal_model, "{'name':'e'}");
    const char *kept_was, *gone_was;
    struct run r;

    (void)id_of(w, &deal_member_model,
                with(w, "{'deal':'%lld','contact':'%lld','role':'user'}", LL(two), LL(kept)));
    (void)id_of(w, &deal_member_model,
                with(w, "{'deal':'%lld','contact':'%lld','role':'user'}", LL(two), LL(gone)));
    (void)id_of(w, &deal_member_model,
                with(w, "{'deal':'%lld','contact':'%lld','role':'payer'}", LL(two), LL(gone)));
    kept_was = json_of(w, &contact_model, kept);
    gone_was = json_of(w, &contact_model, gone);
    w->clock.now_ms += 5000;
    r = merge(w, MERGE_CONTACTS, kept, gone, NULL);
    assert_int_equal(((struct deal *)get(w, &deal_model, one))->contact, kept);
    assert_int_equal(world_number(w, "select count(*) from deal_members"), 2);
    assert_int_equal(world_number(w, "select count(distinct contact) from deal_members"), 1);
    assert_int_equal(world_number(w, "select count(*) from record_tags where tag = 'x'"), 1);
    assert_int_equal(undo(w, &r), 0);
    same_but_version(w, &contact_model, kept_was, kept);
    same_but_version(w, &contact_model, gone_was, gone);
    assert_int_equal(((struct deal *)get(w, &deal_model, one))->contact, gone);
    assert_int_equal(world_number(w, "select count(*) from deal_members"), 3);
    assert_int_equal(
        world_number(w,
                     with(w, "select count(*) from deal_members where contact = %lld", LL(gone))),
        2);
    assert_int_equal(world_number(w, "select count(*) from lifecycle_stamps"), 1);
    assert_int_equal(survivor(w, MERGE_CONTACTS, gone), gone);
    assert_int_equal(db_write(w->cx, w->pool, undo_in, &r), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "merge.undone");
}

static enum err rename_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_change(cx, db, &contact_model, arg);
}

static void undo_keeps_what_somebody_changed_since(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana'}");
    int64_t gone =
        id_of(w, &contact_model, "{'name':'Bia','phone':'111111','email':'bia@a.example'}");
    int64_t deal = id_of(w, &deal_model, with(w, "{'name':'d','contact':'%lld'}", LL(gone)));
    struct run r = merge(w, MERGE_CONTACTS, kept, gone, NULL);
    struct contact *now = get(w, &contact_model, kept);

    now->phone = "222222";
    now->email = NULL;
    assert_int_equal(db_write(w->cx, w->pool, rename_in, now), OK);
    (void)id_of(w, &contact_model, "{'name':'Caio','email':'bia@a.example'}");
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   with(w, "update deals set contact = null where id = %lld", LL(deal))),
        OK);
    assert_int_equal(undo(w, &r),
                     4); /* phone, address of the one; address of the other; the deal */
    now = get(w, &contact_model, kept);
    assert_string_equal(now->phone, "222222");
    now = get(w, &contact_model, gone);
    assert_string_equal(now->phone, "111111");
    assert_null(now->email);
}

static void what_both_had_is_joined_and_parted_again(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana'}");
    int64_t gone = id_of(w, &contact_model, "{'name':'Bia'}");
    int64_t list = id_of(w, &list_model, "{'name':'Carta'}");
    const int64_t who[] = {kept, gone};
    struct run r;

    for (size_t i = 0; i < COUNT_OF(who); i++)
        assert_int_equal(
            engine_sql(w->cx, w->pool,
                       with(w,
                            "insert into list_members (site, list, contact, status, changed_at)"
                            " values (%lld, %lld, %lld, '%s', 5)",
                            LL(w->cx->site), LL(list), LL(who[i]),
                            i ? "unsubscribed" : "subscribed")),
            OK);
    r = merge(w, MERGE_CONTACTS, kept, gone, NULL);
    assert_int_equal(world_number(w, "select count(*) from list_members"), 1);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 1);
    assert_int_equal(undo(w, &r), 0);
    assert_int_equal(world_number(w, with(w,
                                          "select count(*) from list_members where contact = %lld"
                                          " and status = 'subscribed' and changed_at = 5",
                                          LL(kept))),
                     1);
    assert_int_equal(world_number(w, with(w,
                                          "select count(*) from list_members where contact = %lld"
                                          " and status = 'unsubscribed' and changed_at = 5",
                                          LL(gone))),
                     1);
}

static void a_chain_is_answered_for_by_its_end_and_undone_from_there(void **state)
{
    struct engine_world *w = *state;
    int64_t a = id_of(w, &contact_model, "{'name':'A'}");
    int64_t b = id_of(w, &contact_model, "{'name':'B'}");
    int64_t c = id_of(w, &contact_model, "{'name':'C'}");
    struct run first = merge(w, MERGE_CONTACTS, b, a, NULL);
    struct run second = merge(w, MERGE_CONTACTS, c, b, NULL);

    assert_int_equal(survivor(w, MERGE_CONTACTS, a), c);
    assert_int_equal(survivor(w, MERGE_CONTACTS, b), c);
    assert_int_equal(ids(w, MERGE_CONTACTS, c), 3);
    assert_int_equal(db_write(w->cx, w->pool, undo_in, &first), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "merge.later_first");
    fault_clear(w->cx);
    assert_int_equal(undo(w, &second), 0);
    assert_int_equal(survivor(w, MERGE_CONTACTS, a), b);
    assert_int_equal(ids(w, MERGE_CONTACTS, b), 2);
    assert_int_equal(ids(w, MERGE_CONTACTS, c), 1);
    assert_int_equal(undo(w, &first), 0);
    assert_int_equal(survivor(w, MERGE_CONTACTS, a), a);
}

static void companies_take_their_people_deals_and_domains_along(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &account_model, "{'name':'Acme','domain':'acme.example'}");
    int64_t gone = id_of(w, &account_model,
                         "{'name':'Acme Ltda','domain':'acme.com.br','tax_number':"
                         "'12.ABC.345/01DE-35','revenue_minor':100}");
    int64_t child = id_of(w, &account_model, with(w, "{'name':'Filha','parent':'%lld'}", LL(gone)));
    int64_t ana = id_of(w, &contact_model, "{'email':'ana@acme.com.br'}");
    struct run r = merge(w, MERGE_ACCOUNTS, kept, gone, NULL);
    const struct account *a = r.record;

    assert_string_equal(a->tax_number, "12ABC34501DE35");
    assert_string_equal(a->currency, "BRL");
    assert_int_equal(((struct contact *)get(w, &contact_model, ana))->account, kept);
    assert_int_equal(((struct account *)get(w, &account_model, child))->parent, kept);
    assert_int_equal(
        ((struct contact *)world_record(w, &contact_model, "{'email':'b@acme.com.br'}"))->account,
        kept);
    assert_int_equal(undo(w, &r), 0);
    assert_int_equal(((struct contact *)get(w, &contact_model, ana))->account, gone);
    assert_int_equal(((struct account *)get(w, &account_model, child))->parent, gone);
    a = get(w, &account_model, kept);
    assert_null(a->tax_number);
    assert_int_equal(world_number(w, "select count(*) from account_domains"), 0);
}

static void a_company_never_ends_below_itself(void **state)
{
    struct engine_world *w = *state;
    int64_t top = id_of(w, &account_model, "{'name':'top'}");
    int64_t gone = id_of(w, &account_model, with(w, "{'name':'gone','parent':'%lld'}", LL(top)));
    int64_t middle =
        id_of(w, &account_model, with(w, "{'name':'middle','parent':'%lld'}", LL(gone)));
    int64_t kept = id_of(w, &account_model, with(w, "{'name':'kept','parent':'%lld'}", LL(middle)));
    struct run r = merge(w, MERGE_ACCOUNTS, kept, gone, NULL);

    assert_int_equal(((struct account *)r.record)->parent, top);
    assert_int_equal(((struct account *)get(w, &account_model, middle))->parent, kept);
    assert_int_equal(undo(w, &r), 0);
    assert_int_equal(((struct account *)get(w, &account_model, kept))->parent, middle);
    assert_int_equal(((struct account *)get(w, &account_model, middle))->parent, gone);
    r = merge(w, MERGE_ACCOUNTS, top, kept, NULL);
    assert_int_equal(((struct account *)r.record)->parent, NIL);
}

/* Whoever merges a parent into its daughter has the daughter stand where the parent stood. */
static void a_parent_goes_into_its_daughter_and_back(void **state)
{
    struct engine_world *w = *state;
    int64_t top = id_of(w, &account_model, "{'name':'top'}");
    int64_t gone = id_of(w, &account_model, with(w, "{'name':'gone','parent':'%lld'}", LL(top)));
    int64_t kept = id_of(w, &account_model, with(w, "{'name':'kept','parent':'%lld'}", LL(gone)));
    int64_t other = id_of(w, &account_model, with(w, "{'name':'other','parent':'%lld'}", LL(gone)));
    struct run r = merge(w, MERGE_ACCOUNTS, kept, gone, NULL);

    assert_int_equal(((struct account *)get(w, &account_model, kept))->parent, top);
    assert_int_equal(((struct account *)get(w, &account_model, other))->parent, kept);
    assert_int_equal(undo(w, &r), 0);
    assert_int_equal(((struct account *)get(w, &account_model, kept))->parent, gone);
    assert_int_equal(((struct account *)get(w, &account_model, other))->parent, gone);
    assert_int_equal(((struct account *)get(w, &account_model, gone))->parent, top);
    /* A parent that somebody gave it since is not taken from it. */
    r = merge(w, MERGE_ACCOUNTS, kept, gone, NULL);
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   with(w, "update accounts set parent = null where id = %lld", LL(kept))),
        OK);
    assert_true(undo(w, &r) > 0);
    assert_int_equal(((struct account *)get(w, &account_model, kept))->parent, NIL);
}

static void an_old_view_of_a_record_is_refused(void **state)
{
    struct engine_world *w = *state;
    int64_t a = id_of(w, &contact_model, "{'name':'A'}"),
            b = id_of(w, &contact_model, "{'name':'B'}");
    struct run r = {.ask = {.of = MERGE_CONTACTS, .kept = a, .gone = b, .gone_version = 7}};

    assert_int_equal(db_write(w->cx, w->pool, merge_in, &r), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "model.version");
    fault_clear(w->cx);
    r.ask.gone = a;
    assert_int_equal(db_write(w->cx, w->pool, merge_in, &r), ERR_INVALID);
    fault_clear(w->cx);
    r.ask = (struct merge_ask){.of = MERGE_CONTACTS, .kept = a, .gone = 99};
    assert_int_equal(db_write(w->cx, w->pool, merge_in, &r), ERR_NOTFOUND);
}

struct asked {
    int64_t ids[4];
    size_t n;
    struct timeline_person people[4];
    size_t person_n;
};

static enum err remember_ids(struct ctx *cx, void *self, enum timeline_of of,
                             const struct timeline_who *who, const struct timeline_mark *mark,
                             int limit, struct timeline_item *items, size_t *ret_n)
{
    struct asked *asked = self;

    (void)cx;
    (void)of;
    (void)mark;
    (void)limit;
    (void)items;
    asked->n = who->id_count;
    for (size_t i = 0; i < who->id_count && i < COUNT_OF(asked->ids); i++)
        asked->ids[i] = who->ids[i];
    asked->person_n = who->person_count;
    for (size_t i = 0; i < who->person_count && i < COUNT_OF(asked->people); i++)
        asked->people[i] = who->people[i];
    *ret_n = 0;
    return OK;
}

/* Whoever is of the company now, under every id they had; after the undo each company has its own again. */
static void the_timeline_of_a_company_asks_facts_for_its_people_of_now(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme'}");
    int64_t other = id_of(w, &account_model, "{'name':'Other'}");
    int64_t ana =
        id_of(w, &contact_model,
              arena_print(w->cx->arena, "{'name':'Ana','account':'%lld'}", (long long)acme));
    int64_t bia =
        id_of(w, &contact_model,
              arena_print(w->cx->arena, "{'name':'Bia','account':'%lld'}", (long long)other));
    int64_t twin = id_of(w, &contact_model, "{'name':'Ana Lima'}");
    struct run companies;
    struct asked asked = {.n = 0};
    struct timeline_ask ask = {
        .of = TIMELINE_ACCOUNT, .id = acme, .more = remember_ids, .self = &asked};
    struct timeline t = {0};
    struct db *db = NULL;

    (void)merge(w, MERGE_CONTACTS, ana, twin, NULL);
    companies = merge(w, MERGE_ACCOUNTS, acme, other, NULL);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(timeline_read(w->cx, db, &ask, &t), OK);
    db_return(db);
    assert_int_equal(asked.n, 2);
    assert_int_equal(asked.person_n, 3);
    assert_int_equal(asked.people[0].id, ana);
    assert_int_equal(asked.people[1].id, bia);
    assert_int_equal(asked.people[2].id, twin);
    assert_int_equal(asked.people[2].contact, ana);
    assert_string_equal(asked.people[2].name, "Ana");
    (void)undo(w, &companies);
    ask.id = other;
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(timeline_read(w->cx, db, &ask, &t), OK);
    db_return(db);
    assert_int_equal(asked.n, 1);
    assert_int_equal(asked.person_n, 1);
    assert_int_equal(asked.people[0].id, bia);
}

static void the_timeline_of_an_old_id_is_the_survivors_and_asks_facts_with_all_ids(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana'}");
    int64_t gone = id_of(w, &contact_model, "{'name':'Bia'}");
    struct asked asked = {.n = 0};
    struct timeline_ask ask = {
        .of = TIMELINE_CONTACT, .id = gone, .more = remember_ids, .self = &asked};
    struct timeline t = {0};
    struct db *db = NULL;
    int merged = 0, added = 0;

    w->clock.now_ms += 1000;
    (void)merge(w, MERGE_CONTACTS, kept, gone, NULL);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(timeline_read(w->cx, db, &ask, &t), OK);
    db_return(db);
    assert_int_equal(asked.n, 2);
    assert_int_equal(asked.ids[0], kept);
    assert_int_equal(asked.ids[1], gone);
    for (size_t i = 0; i < t.count; i++) {
        added += !strcmp(t.items[i].kind, "added");
        merged += !strcmp(t.items[i].title, "Bia foi mesclado aqui");
    }
    assert_int_equal(added, 2);
    assert_int_equal(merged, 1);
}

/* Until one attempt has all the memory it wants, each fails whole: the two are two, or one, never between. */
static void sweep(struct engine_world *w, db_work *fn, struct run *r, int64_t people_before,
                  int64_t people_after)
{
    struct arena_mark mark = arena_mark(w->cx->arena);
    const struct run fresh = *r;
    enum err e = ERR_LIMIT;

    for (size_t n = 1; e; n++) {
        struct run now = fresh;
        assert_true(n < 5000);
        fault_clear(w->cx);
        arena_fail_at(w->cx->arena, n);
        e = db_write(w->cx, w->pool, fn, &now);
        assert_true(e == OK || e == ERR_LIMIT || e == ERR_INVALID);
        assert_null(w->cx->changes);
        arena_fail_at(w->cx->arena, 0);
        r->merge = now.merge;
        arena_reset(w->cx->arena, mark);
        if (n % 25 && e)
            continue;
        fault_clear(w->cx);
        assert_int_equal(world_number(w, "select count(*) from contacts"),
                         e ? people_before : people_after);
        assert_int_equal(world_number(w, "select count(*) from contact_emails"),
                         e                   ? people_after == 1 ? 0 : 1
                         : people_after == 1 ? 1
                                             : 0);
    }
}

static void every_failing_allocation_leaves_two_or_one(void **state)
{
    struct engine_world *w = *state;
    int64_t kept = id_of(w, &contact_model, "{'name':'Ana','email':'a@a.example','tags':['x']}");
    int64_t gone = id_of(w, &contact_model, "{'name':'Bia','email':'b@a.example','tags':['y']}");
    struct run r = {.ask = {.of = MERGE_CONTACTS, .kept = kept, .gone = gone}};

    (void)id_of(w, &deal_model, with(w, "{'name':'d','contact':'%lld'}", LL(gone)));
    sweep(w, merge_in, &r, 2, 1);
    sweep(w, undo_in, &r, 1, 2);
}

/* Columns of the schema that by their names hold a person's or a company's id. */
static const char *const columns_text[] = {
    [DB_SQLITE] =
        "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c"
        " where m.type = 'table' and c.name in ('contact', 'account', 'person', 'company',"
        " 'contact_id', 'account_id', 'kept', 'gone', 'other_contact', 'referrer',"
        " 'parent') and m.name not like 'sqlite_%' order by 1, 2",
    [DB_POSTGRES] =
        "select cast(table_name as text), cast(column_name as text)"
        " from information_schema.columns where table_schema = current_schema() and column_name in"
        " ('contact', 'account', 'person', 'company', 'contact_id', 'account_id', 'kept', 'gone',"
        " 'other_contact', 'referrer', 'parent') order by 1, 2",
};

static bool is_ref(const char *table, const char *column)
{
    if (!strcmp(table, "goals")) /* a goal's parent is a goal */
        return true;
    for (const struct people_ref *r = people_refs; r->table; r++)
        if (!strcmp(r->table, table) && !strcmp(r->column, column))
            return true;
    return false;
}

static void every_column_that_names_a_person_or_company_is_a_row_of_refs(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    int seen = 0, missing = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(db_begin_text(w->cx, db, columns_text[db_engine_of(db)], &st), OK);
    while (db_step(w->cx, st, &row) == OK && row) {
        seen++;
        if (is_ref(db_text(st, 0), db_text(st, 1)))
            continue;
        print_error("%s.%s is no row of people_refs\n", db_text(st, 0), db_text(st, 1));
        missing++;
    }
    db_done(st);
    db_return(db);
    assert_true(seen > 10);
    assert_int_equal(missing, 0);
}

/* Every row names columns that there are; a walk over all of them in both directions works on this engine. */
static void every_row_of_refs_names_what_there_is(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (const struct people_ref *r = people_refs; r->table; r++) {
        struct db_stmt *st = NULL;
        const char *text = arena_print(w->cx->arena, "select %s%s%s%s%s%s%s from %s where site = 0",
                                       r->column, r->when ? ", " : "", r->when ? r->when : "",
                                       r->key ? ", " : "", r->key ? r->key : "",
                                       r->same ? ", " : "", r->same ? r->same : "", r->table);
        assert_int_equal(db_begin_text(w->cx, db, text, &st), OK);
        db_done(st);
    }
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_lacks_comes_from_the_other),
        cmocka_unit_test(who_merges_chooses_field_by_field),
        cmocka_unit_test(the_further_stage_stays_and_its_stamp_goes_with_the_undo),
        cmocka_unit_test(who_comes_back_is_not_stamped_anew),
        cmocka_unit_test(undo_restores_both_exactly),
        cmocka_unit_test(undo_keeps_what_somebody_changed_since),
        cmocka_unit_test(what_both_had_is_joined_and_parted_again),
        cmocka_unit_test(a_chain_is_answered_for_by_its_end_and_undone_from_there),
        cmocka_unit_test(companies_take_their_people_deals_and_domains_along),
        cmocka_unit_test(a_company_never_ends_below_itself),
        cmocka_unit_test(a_parent_goes_into_its_daughter_and_back),
        cmocka_unit_test(an_old_view_of_a_record_is_refused),
        cmocka_unit_test(the_timeline_of_a_company_asks_facts_for_its_people_of_now),
        cmocka_unit_test(the_timeline_of_an_old_id_is_the_survivors_and_asks_facts_with_all_ids),
        cmocka_unit_test(every_failing_allocation_leaves_two_or_one),
        cmocka_unit_test(every_column_that_names_a_person_or_company_is_a_row_of_refs),
        cmocka_unit_test(every_row_of_refs_names_what_there_is),
    };
    return engines_run("merge", tests, COUNT_OF(tests), world_prepare);
}
