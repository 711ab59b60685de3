/* search_test.c -- whatever a company, a person or a deal is called finds it, at once and for as long as it is called so. */
#include "unit/world.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/identity.h"
#include "people/merge.h"
#include "people/search.h"

static struct search_group groups[CHANGE_KINDS];

static size_t ask(struct engine_world *w, const char *q)
{
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(search_all(w->cx, db, q, 5, groups), OK);
    db_return(db);
    for (size_t g = 0; g < CHANGE_KINDS; g++)
        n += groups[g].n;
    return n;
}

/* The only one that answers, or 0. */
static int64_t only(struct engine_world *w, const char *q)
{
    size_t n = ask(w, q);

    for (size_t g = 0; n == 1 && g < CHANGE_KINDS; g++)
        if (groups[g].n)
            return groups[g].hits[0].id;
    return 0;
}

static int64_t added(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static size_t listed(struct engine_world *w, const struct model *m, const char *q, const char *sort)
{
    struct model_query query = {.q = q, .sort = sort, .count = true};
    struct model_page page;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_list(w->cx, db, m, &query, &page), OK);
    db_return(db);
    assert_int_equal((size_t)page.count, page.n);
    return page.n;
}

static void accents_case_and_order_of_words_do_not_matter(void **state)
{
    struct engine_world *w = *state;
    int64_t jose = added(w, &contact_model,
                         "{'name':'José Conceição Araújo','email':'j.araujo@acme.example'}");

    assert_true(only(w, "jose") == jose);
    assert_true(only(w, "CONCEIÇÃO") == jose);
    assert_true(only(w, "ara jos") == jose);
    assert_true(only(w, "jose s") == 0);
    assert_true(only(w, "jose c") == jose);
    assert_int_equal(listed(w, &contact_model, "conceicao", NULL), 1);
    assert_int_equal(listed(w, &contact_model, "araú jos", "name"), 1);
    assert_int_equal(listed(w, &contact_model, "silva", NULL), 0);
}

static void numbers_are_found_however_they_are_punctuated(void **state)
{
    struct engine_world *w = *state;
    int64_t firm = added(w, &account_model,
                         "{'name':'Metal Forte','domain':'metalforte.com.br','tax_number':"
                         "'11.222.333/0001-81'}");
    int64_t ana = added(w, &contact_model,
                        "{'name':'Ana','phone':'+55 (11) 98765-4321',"
                        "'tax_number':'529.982.247-25'}");

    assert_true(only(w, "11.222.333/0001-81") == firm);
    assert_true(only(w, "11222333000181") == firm);
    assert_true(only(w, "11.222.333") == firm);
    assert_true(only(w, "529.982.247-25") == ana);
    assert_true(only(w, "52998224725") == ana);
    assert_true(only(w, "(11) 98765-4321") == ana);
    assert_true(only(w, "+55 11 98765 4321") == ana);
    assert_true(only(w, "98765-4321") == ana);
    assert_true(only(w, "5511987654321") == ana);
    assert_string_equal(groups[1].hits[0].field, "phone");
}

static void every_address_and_domain_finds_its_owner(void **state)
{
    struct engine_world *w = *state;
    int64_t firm = added(w, &account_model, "{'name':'Metal Forte','domain':'metalforte.com.br'}");
    int64_t bia = added(w, &contact_model, "{'name':'Bia','email':'bia@um.example'}");

    assert_true(only(w, "metalforte.com.br") == firm);
    assert_true(only(w, "metalf") == firm);
    assert_true(only(w, "bia@um.example") == bia);
    assert_string_equal(groups[1].hits[0].field, "email");
}

struct more {
    enum identity_of of;
    int64_t id;
    const char *value;
};

static enum err more_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct more *m = arg;

    return identity_add(cx, db, m->of, m->id, m->value);
}

static void a_second_address_finds_as_well_as_the_first(void **state)
{
    struct engine_world *w = *state;
    int64_t bia = added(w, &contact_model, "{'name':'Bia','email':'bia@um.example'}");
    struct more m = {IDENTITY_EMAILS, bia, "beatriz.lopes@outra.example"};

    assert_int_equal(db_write(w->cx, w->pool, more_in, &m), OK);
    assert_true(only(w, "beatriz.lopes@outra.example") == bia);
    assert_true(only(w, "lopes") == bia);
    assert_string_equal(groups[1].hits[0].text, "beatriz.lopes@outra.example");
    assert_int_equal(listed(w, &contact_model, "lopes", NULL), 1);
}

struct renaming {
    int64_t id;
    const char *name; /* NULL: delete */
};

static enum err rename_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct renaming *r = arg;
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, r->id, &record);

    if (e)
        return e;
    if (!r->name)
        return model_delete(cx, db, &contact_model, r->id, 0);
    ((struct contact *)record)->name = r->name;
    return model_change(cx, db, &contact_model, record);
}

static void a_name_that_was_finds_nobody_any_more(void **state)
{
    struct engine_world *w = *state;
    struct renaming r = {added(w, &contact_model, "{'name':'Carla Prado'}"), "Carla Nunes"};

    assert_int_equal(db_write(w->cx, w->pool, rename_in, &r), OK);
    assert_int_equal(ask(w, "prado"), 0);
    assert_true(only(w, "nunes") == r.id);
    r.name = NULL;
    assert_int_equal(db_write(w->cx, w->pool, rename_in, &r), OK);
    assert_int_equal(ask(w, "carla"), 0);
    assert_int_equal(world_number(w, "select count(*) from search_entries"), 0);
}

static void who_has_the_key_comes_first_then_the_name_then_the_newest(void **state)
{
    struct engine_world *w = *state;
    int64_t key = added(w, &contact_model, "{'name':'Zeca','email':'lima@acme.example'}");
    int64_t name = added(w, &contact_model, "{'name':'Lima Duarte'}");
    int64_t old = added(w, &contact_model, "{'name':'Ana Lima'}");
    int64_t new = added(w, &contact_model, "{'name':'Bruno Lima'}");

    assert_int_equal(ask(w, "lima"), 4);
    assert_true(groups[1].hits[0].id == name);
    assert_true(groups[1].hits[1].id == new);
    assert_true(groups[1].hits[2].id == old);
    assert_true(groups[1].hits[3].id == key);
    assert_int_equal(ask(w, "lima@acme.example"), 1);
    assert_true(groups[1].hits[0].id == key);
}

enum { DIRECTORS = 1600 }; /* more than are looked at without the index */

static enum err add_directors_in(struct ctx *cx, struct db *db, void *arg)
{
    struct contact *c = model_new(cx, &contact_model);
    struct model_writer *writer = NULL;
    enum err e = changes_gather(cx, DIRECTORS);

    (void)arg;
    if (!e)
        e = model_writer_open(cx, db, &contact_model, &writer);
    c->job_title = "Diretora comercial";
    for (int i = 0; i < DIRECTORS && !e; i++) {
        c->name = arena_print(cx->arena, "Pessoa %d", i);
        c->record.id = 0;
        e = model_writer_add(cx, writer, c);
    }
    model_writer_done(writer);
    return e ? e : changes_flush(cx, db);
}

static void a_common_word_beside_a_rare_one_finds_who_has_both(void **state)
{
    struct engine_world *w = *state;
    int64_t both = added(w, &contact_model, "{'name':'Silvana Reis','job_title':'Diretora'}");

    (void)added(w, &contact_model, "{'name':'Silvana Lopes','job_title':'Analista'}");
    assert_int_equal(db_write(w->cx, w->pool, add_directors_in, NULL), OK);
    assert_true(only(w, "diretora silvana") == both);
    assert_true(only(w, "silvana di") == both);
    assert_int_equal(ask(w, "silvana"), 2);
    assert_int_equal(ask(w, "diretora pessoa"), 5);
    assert_int_equal(ask(w, "diretora fulana"), 0);
}

static void another_site_has_words_of_its_own(void **state)
{
    struct engine_world *w = *state;
    int64_t here = w->cx->site;

    (void)added(w, &contact_model, "{'name':'Dora Pires'}");
    w->cx->site = world_site(w, "Outra");
    assert_int_equal(ask(w, "dora"), 0);
    assert_int_equal(ask(w, "dora pires"), 0);
    assert_int_equal(listed(w, &contact_model, "dora", NULL), 0);
    w->cx->site = here;
    assert_int_equal(ask(w, "dora"), 1);
}

static void signs_and_nothing_are_no_question(void **state)
{
    struct engine_world *w = *state;

    (void)added(w, &contact_model, "{'name':'Dora (Dodô) Pires'}");
    assert_int_equal(ask(w, ""), 0);
    assert_int_equal(ask(w, "\"*'\\%_:&|!()"), 0);
    assert_int_equal(ask(w, "dora AND NOT \"pires"), 0);
    assert_int_equal(ask(w, "dodo'\" %"), 1);
}

static void what_was_there_before_is_taken_in(void **state)
{
    struct engine_world *w = *state;
    int64_t dora = added(w, &contact_model, "{'name':'Dora Pires'}");
    char text[200];
    const struct job job = {0};
    struct job_run run = {.job = &job, .pool = w->pool};

    (void)snprintf(text, sizeof(text), "insert into search_unfilled values (%lld, 'contact', 0)",
                   (long long)w->cx->site);
    assert_int_equal(engine_sql(w->cx, w->pool, "delete from search_entries"), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, text), OK);
    assert_int_equal(ask(w, "pires"), 0);
    assert_int_equal(listed(w, &contact_model, "pires", NULL), 1); /* looked for the old way */
    (void)search_job_kinds[0].run(w->cx,
                                  &run); /* loses its lease, as it has none: after one batch */
    fault_clear(w->cx);
    assert_true(only(w, "pires") == dora);
    assert_int_equal(world_number(w, "select count(*) from search_unfilled"), 0);
}

static void what_many_changes_wrote_is_joined_and_found(void **state)
{
    enum { MANY = 40, FEW = 8 };
    static const char parts[] = "select count(distinct segid) from search_index_idx";
    struct engine_world *w = *state;

    for (int i = 0; i < MANY; i++)
        (void)added(w, &contact_model, arena_print(w->cx->arena, "{'name':'Ana Sobrenome%d'}", i));
    if (w->engine == DB_SQLITE)
        assert_int_equal(world_number(w, parts), MANY);
    assert_int_equal(search_join(w->cx, w->pool, NULL, NULL), OK);
    if (w->engine == DB_SQLITE)
        assert_true(world_number(w, parts) < FEW);
    assert_int_equal(ask(w, "sobrenome17"), 1);
    assert_int_equal(listed(w, &contact_model, "sobrenome3 ana", NULL), 11);
}

static enum err processor_told(struct ctx *cx, void *self, struct thread_time held)
{
    (void)cx;
    assert_true(held.clock_ns > 0 && held.used_ns > 0);
    ++*(int *)self;
    return OK;
}

static void each_step_of_joining_tells_how_long_it_held_the_writer(void **state)
{
    struct engine_world *w = *state;
    int steps = 0;

    for (int i = 0; i < 20; i++)
        (void)added(w, &contact_model, arena_print(w->cx->arena, "{'name':'Ana Sobrenome%d'}", i));
    assert_int_equal(search_join(w->cx, w->pool, processor_told, &steps), OK);
    assert_true(w->engine == DB_SQLITE ? steps >= 2 : steps == 0);
}

static void a_purge_leaves_no_byte_of_what_was_erased(void **state)
{
    struct engine_world *w = *state;
    struct renaming r = {added(w, &contact_model, "{'name':'Xerxes Quixada'}"), NULL};

    for (int i = 0; i < 20; i++)
        (void)added(w, &contact_model, "{'name':'Ana Souza'}");
    assert_int_equal(db_write(w->cx, w->pool, rename_in, &r), OK);
    assert_int_equal(search_purge(w->cx, w->pool), OK);
    assert_int_equal(ask(w, "ana"), 5);
    if (w->engine == DB_SQLITE)
        assert_int_equal(world_number(w, "select count(*) from search_index_data where "
                                         "instr(cast(block as text), 'quixada') > 0 or "
                                         "instr(hex(block), hex('quixada')) > 0"),
                         0);
}

static void memory_that_runs_out_leaves_record_and_words_together(void **state)
{
    struct engine_world *w = *state;
    struct search_group found[CHANGE_KINDS];
    struct db *db = NULL;
    enum err e = ERR_LIMIT;

    (void)added(w, &contact_model, "{'name':'Ana Lima','email':'ana@acme.example'}");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (size_t nth = 1; e && nth < 5000; nth++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        arena_fail_at(w->cx->arena, nth);
        e = search_all(w->cx, db, "ana li acme", 5, found);
        arena_fail_at(w->cx->arena, 0);
        if (e)
            assert_int_equal(e, ERR_LIMIT);
        if (!e)
            assert_int_equal(found[1].n, 1);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
    }
    db_return(db);
    assert_int_equal(e, OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(accents_case_and_order_of_words_do_not_matter),
        cmocka_unit_test(numbers_are_found_however_they_are_punctuated),
        cmocka_unit_test(every_address_and_domain_finds_its_owner),
        cmocka_unit_test(a_second_address_finds_as_well_as_the_first),
        cmocka_unit_test(a_name_that_was_finds_nobody_any_more),
        cmocka_unit_test(who_has_the_key_comes_first_then_the_name_then_the_newest),
        cmocka_unit_test(a_common_word_beside_a_rare_one_finds_who_has_both),
        cmocka_unit_test(another_site_has_words_of_its_own),
        cmocka_unit_test(signs_and_nothing_are_no_question),
        cmocka_unit_test(what_was_there_before_is_taken_in),
        cmocka_unit_test(what_many_changes_wrote_is_joined_and_found),
        cmocka_unit_test(each_step_of_joining_tells_how_long_it_held_the_writer),
        cmocka_unit_test(a_purge_leaves_no_byte_of_what_was_erased),
        cmocka_unit_test(memory_that_runs_out_leaves_record_and_words_together),
    };

    return engines_run("search", tests, COUNT_OF(tests), world_prepare);
}
