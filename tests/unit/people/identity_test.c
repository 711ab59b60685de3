/* identity_test.c -- a record has several addresses or domains and is found by each; nobody shares one. */
#include "unit/world.h"

#include "model/tags.h"
#include "people/account.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/identity.h"
#include "people/import.h"
#include "people/match.h"
#include "people/refs.h"

#include <stdio.h>

struct errand {
    enum identity_of of;
    int64_t record, id;
    const char *text;
};

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct errand *e = arg;

    return identity_add(cx, db, e->of, e->record, e->text);
}

static enum err remove_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct errand *e = arg;

    return identity_remove(cx, db, e->of, e->record, e->id);
}

static enum err first_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct errand *e = arg;

    return identity_make_first(cx, db, e->of, e->record, e->id);
}

static enum err try_add(struct engine_world *w, enum identity_of of, int64_t record,
                        const char *text)
{
    struct errand e = {.of = of, .record = record, .text = text};

    return db_write(w->cx, w->pool, add_in, &e);
}

static struct identity all_of(struct engine_world *w, enum identity_of of, int64_t record)
{
    struct identity all = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(identity_read(w->cx, db, of, record, &all), OK);
    db_return(db);
    return all;
}

static int64_t found_by(struct engine_world *w, const struct model *m, const char *field,
                        const char *text)
{
    struct db *db = NULL;
    void *record = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_find(w->cx, db, m, model_field(m, field), text, &record), OK);
    db_return(db);
    return record ? ((struct record *)record)->id : 0;
}

static size_t listed(struct engine_world *w, const struct model *m, const char *name,
                     const char *value)
{
    struct model_query q = {0};
    struct model_page page = {0};
    struct db *db = NULL;

    assert_int_equal(model_query_add(w->cx, m, name, value, &q), OK);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_list(w->cx, db, m, &q, &page), OK);
    db_return(db);
    return page.n;
}

static const char *wrong(struct engine_world *w)
{
    const struct fault_field *f = w->cx->fault.fields;

    return f ? arena_print(w->cx->arena, "%s:%s:%s", f->field, f->key,
                           f->params[0].value ? f->params[0].value : "")
             : "";
}

static void a_person_is_found_by_each_address(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana','email':'ana@a.example'}");
    int64_t id = ana->record.id;

    assert_int_equal(try_add(w, IDENTITY_EMAILS, id, " Ana.Lima@B.example "), OK);
    assert_int_equal(found_by(w, &contact_model, "email", "ana@a.example"), id);
    assert_int_equal(found_by(w, &contact_model, "email", "Ana.Lima@b.example"), id);
    assert_int_equal(listed(w, &contact_model, "email", "ana.lima@b.example"), 1);
    assert_int_equal(listed(w, &contact_model, "q", "lima@b"), 1);
    assert_int_equal(all_of(w, IDENTITY_EMAILS, id).n, 2);
    assert_int_equal(world_number(w, "select count(*) from audit where action = 'change'"), 1);
}

static void nobody_shares_an_address_and_the_holder_is_named(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana','email':'ana@a.example'}");
    struct contact *bia = world_record(w, &contact_model, "{'name':'Bia','email':'bia@a.example'}");
    void *record = NULL;

    assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id, "lima@b.example"), OK);
    assert_int_equal(try_add(w, IDENTITY_EMAILS, bia->record.id, "lima@b.example"), ERR_CONFLICT);
    assert_string_equal(wrong(w), "email:field.taken_by:Ana");
    fault_clear(w->cx);
    assert_int_equal(try_add(w, IDENTITY_EMAILS, bia->record.id, "ana@a.example"), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id, "ana@a.example"), ERR_CONFLICT);
    assert_string_equal(wrong(w), "email:identity.has_it:");
    fault_clear(w->cx);
    assert_int_equal(
        world_try_add(w, &contact_model, "{'name':'C','email':'lima@b.example'}", &record),
        ERR_CONFLICT);
    assert_string_equal(wrong(w), "email:field.taken_by:Ana");
    fault_clear(w->cx);
    assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id, "no address"), ERR_INVALID);
}

static void the_first_address_and_another_change_places(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana','email':'ana@a.example'}");
    struct errand e = {.of = IDENTITY_EMAILS, .record = ana->record.id};
    struct identity all;

    assert_int_equal(try_add(w, IDENTITY_EMAILS, e.record, "lima@b.example"), OK);
    e.id = all_of(w, IDENTITY_EMAILS, e.record).all[1].id;
    assert_int_equal(db_write(w->cx, w->pool, first_in, &e), OK);
    all = all_of(w, IDENTITY_EMAILS, e.record);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.all[0].value, "lima@b.example");
    assert_string_equal(all.all[1].value, "ana@a.example");
    e.id = all.all[1].id;
    assert_int_equal(db_write(w->cx, w->pool, remove_in, &e), OK);
    assert_int_equal(found_by(w, &contact_model, "email", "ana@a.example"), 0);
    assert_int_equal(db_write(w->cx, w->pool, remove_in, &e), ERR_NOTFOUND);
}

static void an_address_has_a_limit_of_neighbours(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana'}");

    for (int i = 0; i < IDENTITY_MAX; i++)
        assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id,
                                 arena_print(w->cx->arena, "a%d@a.example", i)),
                         OK);
    assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id, "b@a.example"), ERR_LIMIT);
}

static void a_person_belongs_to_the_company_of_the_address(void **state)
{
    struct engine_world *w = *state;
    struct account *acme =
        world_record(w, &account_model, "{'name':'Acme','domain':'acme.com.br'}");
    struct contact *c;

    assert_int_equal(try_add(w, IDENTITY_DOMAINS, acme->record.id, "https://www.acme.example/"),
                     OK);
    c = world_record(w, &contact_model, "{'email':'a@acme.com.br'}");
    assert_int_equal(c->account, acme->record.id);
    c = world_record(w, &contact_model, "{'email':'a@acme.example'}");
    assert_int_equal(c->account, acme->record.id);
    c = world_record(w, &contact_model, "{'email':'a@mail.acme.com.br'}");
    assert_int_equal(c->account, acme->record.id);
    c = world_record(w, &contact_model, "{'email':'a@xacme.com.br'}");
    assert_int_equal(c->account, NIL);
    c = world_record(w, &contact_model, "{'email':'a@mail.uol.com.br'}");
    assert_int_equal(c->account, NIL);
    assert_int_equal(try_add(w, IDENTITY_DOMAINS, acme->record.id, "smtp.gmail.com"), ERR_INVALID);
    assert_string_equal(wrong(w), "domain:account.free_mail:");
}

static void the_nearest_company_above_an_address_wins(void **state)
{
    struct engine_world *w = *state;
    struct account *sul = world_record(w, &account_model, "{'domain':'sul.acme.com.br'}");
    struct contact *c = world_record(w, &contact_model, "{'email':'a@acme.com.br'}");

    assert_int_equal(c->account, NIL);
    (void)world_record(w, &account_model, "{'domain':'acme.com.br'}");
    c = world_record(w, &contact_model, "{'email':'b@loja.sul.acme.com.br'}");
    assert_int_equal(c->account, sul->record.id);
}

static void a_cpf_is_checked_kept_bare_and_one_persons(void **state)
{
    struct engine_world *w = *state;
    struct contact *c =
        world_record(w, &contact_model, "{'name':'Ana','tax_number':'529.982.247-25'}");
    void *record = NULL;

    assert_string_equal(c->tax_number, "52998224725");
    assert_int_equal(
        world_try_add(w, &contact_model, "{'name':'B','tax_number':'52998224726'}", &record),
        ERR_INVALID);
    assert_string_equal(wrong(w), "tax_number:field.cpf:");
    fault_clear(w->cx);
    assert_int_equal(
        world_try_add(w, &contact_model, "{'name':'B','tax_number':'000.000.000-00'}", &record),
        ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(
        world_try_add(w, &contact_model, "{'name':'B','tax_number':'52998224725'}", &record),
        ERR_CONFLICT);
}

static void a_list_is_asked_for_a_tag(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana','tags':['VIP','São']}");
    struct tag_names tags = {0};
    struct db *db = NULL;

    (void)world_record(w, &contact_model, "{'name':'Bia','tags':['VIP']}");
    (void)world_record(w, &account_model, "{'name':'Acme','tags':['outra']}");
    assert_int_equal(listed(w, &contact_model, "tags", "VIP"), 2);
    assert_int_equal(listed(w, &contact_model, "tags", "São"), 1);
    assert_int_equal(listed(w, &contact_model, "tags.not", "São"), 1);
    assert_int_equal(listed(w, &contact_model, "tags", "outra"), 0);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(tags_of(w->cx, db, &contact_model, "sao", &tags), OK);
    assert_int_equal(tags.n, 1);
    assert_string_equal(tags.names[0], "São");
    assert_int_equal(tags_of(w->cx, db, &contact_model, NULL, &tags), OK);
    assert_int_equal(tags.n, 2);
    db_return(db);
    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena, "update contacts set tags = tags where id = %lld",
                               (long long)ana->record.id)),
        OK);
}

static const char map[] = "{\"columns\":{\"nome\":{\"to\":\"name\"},\"email\":{\"to\":\"email\"}}}";
static const char leads[] = "nome,email\n"
                            "Ana,ana@acme.com.br\n"
                            "Beto,beto@acme.com.br\n"
                            "Caio,caio@mail.acme.com.br\n"
                            "Davi,davi@gmail.com\n";

static enum err import_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

static void import(struct engine_world *w, const char *csv)
{
    const char *path = arena_print(w->cx->arena, "%s/leads", w->dir);
    const struct json *json = NULL;
    struct import i = {.name = "leads"};
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(csv, 1, strlen(csv), f), strlen(csv));
    assert_int_equal(fclose(f), 0);
    assert_int_equal(json_parse(w->cx, map, strlen(map), &json), OK);
    assert_int_equal(import_probe(w->cx, path, "leads", json, &i), OK);
    assert_int_equal(db_write(w->cx, w->pool, import_in, &i), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
}

static void imported_people_of_one_domain_make_one_company(void **state)
{
    struct engine_world *w = *state;

    import(w, leads);
    assert_int_equal(world_number(w, "select count(*) from accounts"), 1);
    assert_int_equal(world_number(w, "select count(*) from accounts where domain = 'acme.com.br'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from contacts"), 4);
    assert_int_equal(world_number(w, "select count(*) from contacts where account is not null"), 3);
    import(w, leads);
    assert_int_equal(world_number(w, "select count(*) from contacts"), 4);
    assert_int_equal(world_number(w, "select count(*) from import_changes"), 5);
}

static void a_site_may_not_want_companies_made(void **state)
{
    struct engine_world *w = *state;
    struct account *acme;

    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(w->cx->arena,
                               "insert into settings (site, key, value, changed_at)"
                               " values (%lld, 'people.accounts_from_domains', '0', 0)",
                               (long long)w->cx->site)),
        OK);
    import(w, leads);
    assert_int_equal(world_number(w, "select count(*) from accounts"), 0);
    acme = world_record(w, &account_model, "{'domain':'acme.com.br'}");
    import(w, "nome,email\nEva,eva@acme.com.br\n");
    assert_int_equal(world_number(w, "select account from contacts where name = 'Eva'"),
                     acme->record.id);
}

static void an_import_finds_people_by_further_addresses_and_keeps_the_first(void **state)
{
    struct engine_world *w = *state;
    struct contact *ana = world_record(w, &contact_model, "{'name':'Ana','email':'ana@a.example'}");

    assert_int_equal(try_add(w, IDENTITY_EMAILS, ana->record.id, "ana@acme.com.br"), OK);
    import(w, "nome,email\nAna Lima,Ana@Acme.com.br\n");
    assert_int_equal(world_number(w, "select count(*) from contacts"), 1);
    assert_int_equal(world_number(w, "select count(*) from contacts where email = 'ana@a.example'"
                                     " and name = 'Ana Lima'"),
                     1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_found_by_each_address),
        cmocka_unit_test(nobody_shares_an_address_and_the_holder_is_named),
        cmocka_unit_test(the_first_address_and_another_change_places),
        cmocka_unit_test(an_address_has_a_limit_of_neighbours),
        cmocka_unit_test(a_person_belongs_to_the_company_of_the_address),
        cmocka_unit_test(the_nearest_company_above_an_address_wins),
        cmocka_unit_test(a_cpf_is_checked_kept_bare_and_one_persons),
        cmocka_unit_test(a_list_is_asked_for_a_tag),
        cmocka_unit_test(imported_people_of_one_domain_make_one_company),
        cmocka_unit_test(a_site_may_not_want_companies_made),
        cmocka_unit_test(an_import_finds_people_by_further_addresses_and_keeps_the_first),
    };
    return engines_run("identity", tests, COUNT_OF(tests), world_prepare);
}
