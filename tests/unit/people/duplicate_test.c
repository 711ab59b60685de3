/* duplicate_test.c -- pairs that may be one are found by what they share, and what somebody said of them stays said. */
#include "unit/world.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/duplicate.h"
#include "people/identity.h"

#include <string.h>

static int64_t id_of(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static struct duplicate_page pairs(struct engine_world *w, enum merge_of of, bool dismissed)
{
    struct duplicate_query q = {.of = of, .dismissed = dismissed};
    struct duplicate_page page = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(duplicates_list(w->cx, db, &q, &page), OK);
    db_return(db);
    return page;
}

static struct duplicate_page search(struct engine_world *w, enum merge_of of)
{
    assert_int_equal(duplicates_search(w->cx, w->pool, of, NULL, NULL), OK);
    return pairs(w, of, false);
}

static void keys_are_what_two_records_share(void **state)
{
    struct engine_world *w = *state;
    struct arena *a = w->cx->arena;

    assert_string_equal(duplicate_email_key(a, "a.na+feira@gmail.com"), "ana@gmail.com");
    assert_string_equal(duplicate_email_key(a, "ana@googlemail.com"), "ana@gmail.com");
    assert_string_equal(duplicate_email_key(a, "a.na+x@acme.com.br"), "a.na@acme.com.br");
    assert_null(duplicate_email_key(a, "ana"));
    assert_string_equal(duplicate_phone_key(a, "+55 (11) 98888-7777"), "1988887777");
    assert_string_equal(duplicate_phone_key(a, "011 98888 7777"), "1988887777");
    assert_null(duplicate_phone_key(a, "8888-7777"));
    assert_string_equal(duplicate_company_key(a, "Padaria São João Ltda. - ME"),
                        "padaria sao joao");
    assert_string_equal(duplicate_company_key(a, "PADARIA SAO JOAO S.A."), "padaria sao joao");
    assert_string_equal(duplicate_company_key(a, "Padaria São João S/A"), "padaria sao joao");
    assert_string_equal(duplicate_company_key(a, "Ltda"), "ltda");
    assert_null(duplicate_company_key(a, "X"));
    assert_string_equal(duplicate_name_key(a, "joao da silva e zab"), "joao silva zab");
    assert_string_equal(duplicate_name_key(a, "van dyck"), "van dyck");
    assert_null(duplicate_name_key(a, ""));
    assert_string_equal(duplicate_brand_key(a, "mail.acme.com.br"), "acme");
    assert_null(duplicate_brand_key(a, "com.br"));
}

static void people_are_paired_by_address_name_and_phone(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme'}");
    int64_t one = id_of(w, &contact_model, "{'name':'Ana','email':'ana.lima@gmail.com'}");
    int64_t two = id_of(w, &contact_model, "{'name':'A. Lima','email':'analima+x@gmail.com'}");
    struct duplicate_page page;

    for (int i = 0; i < 2; i++)
        (void)id_of(w, &contact_model,
                    arena_print(w->cx->arena, "{'name':'%s','account':'%lld','phone':'%s'}",
                                i ? "JOÃO  Souza" : "João Souza", (long long)acme,
                                i ? "+55 11 97777-0000" : "(11) 97777-0000"));
    (void)id_of(w, &contact_model, "{'name':'João Souza'}"); /* of no company */
    page = search(w, MERGE_CONTACTS);
    assert_int_equal(page.n, 3);
    assert_string_equal(page.all[2].reasons, "namesake");
    assert_int_equal(page.all[0].score, 95);
    assert_string_equal(page.all[0].reasons, "email");
    assert_int_equal(page.all[0].one, one);
    assert_int_equal(page.all[0].other, two);
    assert_string_equal(page.all[1].reasons, "phone,name");
    assert_int_equal(page.all[1].score, 93); /* what 75 and 70 leave open is 7.5 */
}

/* A pair of people who share nothing else. */
struct two {
    const char *first, *second, *reasons;
};

static void the_likelier_a_pair_the_higher_it_stands(void **state)
{
    struct engine_world *w = *state;
    static const struct two twos[] = {
        {"'email':'rui.dias@gmail.com'", "'email':'ruidias+x@gmail.com'", "email"},
        {"'email':'eva.paz@sul.example','account':'%lld'",
         "'email':'evapaz@sul.com.br','account':'%lld'", "mailbox"},
        {"'phone':'+55 11 96666-0001'", "'phone':'011 96666 0001'", "phone"},
        {"'name':'Lia Reis','account':'%lld'", "'name':'LIA DOS REIS','account':'%lld'", "name"},
        {"'name':'A1','phone':'11 3333-0001'", "'name':'A2','phone':'+55 11 3333 0001'",
         "landline"},
        {"'name':'Davi Melo','account':'%lld'", "'name':'Davi Melo'", "namesake"},
        {"'email':'contato+a@norte.example'", "'email':'contato@norte.example'", NULL},
        {"'email':'vendas@leste.example','account':'%lld'",
         "'email':'vendas@leste.com.br','account':'%lld'", NULL},
        {"'name':'Davi'", "'name':'Davi','account':'%lld'", NULL},
        {"'email':'info@oeste.example'", "'email':'info@oeste.com.br'", NULL},
        {"'name':'B1','phone':'11 3333-0002'", "'name':'B2','phone':'21 3333-0002'", NULL},
        {"'name':'C1','email':'nina@um.example'", "'name':'C2','email':'nina@dois.example'", NULL},
    };
    int64_t sul = id_of(w, &account_model, "{'name':'Sul'}");
    struct duplicate_page page;
    size_t found = 0;

    for (size_t i = 0; i < COUNT_OF(twos); i++)
        for (int k = 0; k < 2; k++) {
            const char *in = arena_print(w->cx->arena, "{%s}", k ? twos[i].second : twos[i].first);
            const char *at = strstr(in, "%lld");
            if (at)
                in = arena_print(w->cx->arena, "%.*s%lld%s", (int)(at - in), in, (long long)sul,
                                 at + 4);
            (void)id_of(w, &contact_model, in);
        }
    page = search(w, MERGE_CONTACTS);
    for (size_t i = 0; i < COUNT_OF(twos); i++)
        if (twos[i].reasons) {
            assert_true(found < page.n);
            assert_string_equal(page.all[found++].reasons, twos[i].reasons);
        }
    assert_int_equal(page.n, found);
    for (size_t i = 1; i < page.n; i++)
        assert_true(page.all[i].score < page.all[i - 1].score);
}

static void a_switchboard_only_stands_beside_another_reason(void **state)
{
    struct engine_world *w = *state;
    int64_t acme = id_of(w, &account_model, "{'name':'Acme'}");
    struct duplicate_page page;

    for (int i = 0; i < 4; i++)
        (void)id_of(
            w, &contact_model,
            arena_print(w->cx->arena, "{'name':'%s','phone':'11 3333-4444','account':'%lld'}",
                        i % 3 ? arena_print(w->cx->arena, "P%d", i) : "Ana Lima", (long long)acme));
    for (int i = 0; i < 3; i++) /* three are the fewest that make one */
        (void)id_of(w, &contact_model,
                    arena_print(w->cx->arena, "{'name':'Q%d','phone':'11 3555-6666'}", i));
    page = search(w, MERGE_CONTACTS);
    assert_int_equal(page.n, 1);
    assert_string_equal(page.all[0].reasons, "name,switchboard");
}

static void a_key_that_many_share_pairs_nobody(void **state)
{
    struct engine_world *w = *state;

    for (int i = 0; i <= DUPLICATE_GROUP_MAX; i++)
        (void)id_of(w, &contact_model,
                    arena_print(w->cx->arena, "{'name':'P%d','phone':'11 3333-4444'}", i));
    assert_int_equal(search(w, MERGE_CONTACTS).n, 0);
}

static void companies_are_paired_by_number_name_and_domain(void **state)
{
    struct engine_world *w = *state;
    struct duplicate_page page;

    (void)id_of(w, &account_model, "{'name':'Padaria Sul Ltda','tax_number':'00.000.000/0001-91'}");
    (void)id_of(w, &account_model, "{'name':'Padaria Sul','domain':'sul.com.br'}");
    (void)id_of(w, &account_model, "{'name':'Outra','domain':'loja.sul.com.br'}");
    (void)id_of(w, &account_model, "{'name':'Forno','domain':'sul.example'}");
    (void)id_of(w, &account_model, "{'name':'Filial','tax_number':'00.000.000/0002-72'}");
    page = search(w, MERGE_ACCOUNTS);
    assert_int_equal(page.n, 4);
    assert_string_equal(page.all[0].reasons, "domain");
    assert_string_equal(page.all[1].reasons, "tax_root");
    assert_string_equal(page.all[2].reasons, "name");
    assert_string_equal(page.all[3].reasons, "brand");
}

struct said {
    int64_t id;
    bool dismissed;
};

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct said *s = arg;

    return duplicate_dismiss(cx, db, s->id, s->dismissed);
}

static enum err delete_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &contact_model, *(int64_t *)arg, 0);
}

static void what_somebody_said_stays_said(void **state)
{
    struct engine_world *w = *state;
    struct said s = {.dismissed = true};
    int64_t other;

    (void)id_of(w, &contact_model, "{'name':'A','phone':'11 3333-4444'}");
    other = id_of(w, &contact_model, "{'name':'B','phone':'11 3333 4444'}");
    s.id = search(w, MERGE_CONTACTS).all[0].id;
    assert_int_equal(db_write(w->cx, w->pool, say_in, &s), OK);
    assert_int_equal(search(w, MERGE_CONTACTS).n, 0);
    assert_int_equal(pairs(w, MERGE_CONTACTS, true).n, 1);
    s.dismissed = false;
    assert_int_equal(db_write(w->cx, w->pool, say_in, &s), OK);
    assert_int_equal(search(w, MERGE_CONTACTS).n, 1);
    assert_int_equal(db_write(w->cx, w->pool, delete_in, &other), OK);
    assert_int_equal(search(w, MERGE_CONTACTS).n, 0); /* not found again: forgotten */
    s.id = 1;
    assert_int_equal(db_write(w->cx, w->pool, say_in, &s), ERR_NOTFOUND);
}

static void pages_follow_each_other(void **state)
{
    struct engine_world *w = *state;
    struct duplicate_query q = {.of = MERGE_CONTACTS, .limit = 1};
    struct duplicate_page page = {0};
    struct db *db = NULL;
    int64_t seen[4] = {0};
    size_t n = 0;

    for (int i = 0; i < 6; i++)
        (void)id_of(w, &contact_model,
                    arena_print(w->cx->arena, "{'name':'P%d','phone':'11 3333-000%d'}", i, i / 2));
    assert_int_equal(search(w, MERGE_CONTACTS).n, 3);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    do {
        assert_int_equal(duplicates_list(w->cx, db, &q, &page), OK);
        assert_int_equal(page.n, 1);
        for (size_t i = 0; i < n; i++)
            assert_true(seen[i] != page.all[0].id);
        seen[n++] = page.all[0].id;
        q.after = page.next;
    } while (page.next && n < 4);
    assert_int_equal(n, 3);
    q.after = "x";
    assert_int_equal(duplicates_list(w->cx, db, &q, &page), ERR_INVALID);
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_what_two_records_share),
        cmocka_unit_test(people_are_paired_by_address_name_and_phone),
        cmocka_unit_test(the_likelier_a_pair_the_higher_it_stands),
        cmocka_unit_test(a_switchboard_only_stands_beside_another_reason),
        cmocka_unit_test(a_key_that_many_share_pairs_nobody),
        cmocka_unit_test(companies_are_paired_by_number_name_and_domain),
        cmocka_unit_test(what_somebody_said_stays_said),
        cmocka_unit_test(pages_follow_each_other),
    };
    return engines_run("duplicate", tests, COUNT_OF(tests), world_prepare);
}
