/* site_form_test.c -- what a stranger's answer becomes, and that its event is told once whatever dies between. */
#include "people/site_form.h"

#include "facts/fact.h"
#include "people/contact.h"
#include "people/outbox.h"
#include "unit/world.h"

struct taking {
    const struct site_form *form;
    struct site_form_answer *answer;
};

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct taking *t = arg;

    return site_form_take(cx, db, t->form, t->answer);
}

static enum err take(struct engine_world *w, const struct site_form *form,
                     struct site_form_answer *a)
{
    struct taking t = {form, a};

    if (!a->id)
        a->id = id_next(w->cx);
    return db_write(w->cx, w->pool, take_in, &t);
}

static const struct site_form *a_form(struct engine_world *w)
{
    return world_record(w, &site_form_model, "{'name':'Contato','title_pt':'Fale conosco'}");
}

static int64_t records_of(struct engine_world *w, struct journal *j, struct fact *last)
{
    struct journal_reader *r = NULL;
    int64_t n = 0;

    assert_int_equal(journal_reader_open(w->cx, j, 0, &r), OK);
    for (;;) {
        const void *bytes = NULL;
        size_t len = 0;
        assert_int_equal(journal_read(w->cx, r, &bytes, &len), OK);
        if (!bytes)
            break;
        assert_int_equal(fact_decode(w->cx, bytes, len, last), OK);
        n++;
    }
    journal_reader_free(r);
    return n;
}

static void a_form_is_found_by_its_key_alone_while_it_is_on(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    struct site_form *found = NULL;
    struct db *db = NULL;
    int64_t site = w->cx->site;

    assert_int_equal(strlen(form->key), SITE_FORM_KEY_CHARS);
    w->cx->site = 0; /* a stranger stands on no site */
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(site_form_by_key(w->cx, db, form->key, &found), OK);
    assert_int_equal(w->cx->site, site);
    assert_int_equal(site_form_by_key(w->cx, db, "no", &found), ERR_NOTFOUND);
    assert_string_equal(w->cx->fault.key, "form.missing");
    fault_clear(w->cx);
    db_return(db);
}

static void an_answer_sent_twice_is_one(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    struct site_form_answer a = {.email = "Rui@Norte.example", .name = "Rui"}, again;

    assert_int_equal(take(w, form, &a), OK);
    assert_true(a.fresh);
    assert_true(a.account > 0);
    again = (struct site_form_answer){.id = a.id, .email = "rui@norte.example"};
    assert_int_equal(take(w, form, &again), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "form.again");
    fault_clear(w->cx);
    again.id = 0;
    assert_int_equal(take(w, form, &again), OK);
    assert_false(again.fresh);
    assert_int_equal(again.contact, a.contact);
}

static void all_mistakes_are_told_and_nothing_is_kept(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    char long_name[300] = {0};
    struct site_form_answer a = {.email = "nobody", .name = long_name};

    memset(long_name, 'x', 250);
    assert_int_equal(take(w, form, &a), ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 2);
    assert_string_equal(w->cx->fault.fields->key, "form.email");
    fault_clear(w->cx);
}

/* The process may die after the transaction, and after the append: the event comes all the same, with one key. */
static void the_event_of_an_answer_comes_once(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    struct site_form_answer a = {.email = "rui@norte.example",
                                 .heard_of = "Indicação",
                                 .host = "acme.example",
                                 .path = "/contato",
                                 .visitor = 77,
                                 .consent = CONSENT_ANSWERED};
    struct journal_options o = {.dir = arena_print(w->cx->arena, "%s/journal", w->dir)};
    struct journal *j = NULL;
    struct fact f = fact_nothing();
    int loaded = -1;

    assert_int_equal(journal_open(w->cx, &o, &j), OK);
    assert_int_equal(take(w, form, &a), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_FORMS, &loaded), OK);
    assert_int_equal(loaded, 1);
    assert_int_equal(records_of(w, j, &f), 1);
    assert_string_equal(f.kind, "form");
    assert_int_equal(f.subject, a.contact);
    assert_int_equal(f.account, a.account);
    assert_int_equal(f.visitor, 77);
    assert_int_equal(f.signs, SIGN_TOLD);
    assert_int_equal(f.key_hi, form->record.id);
    assert_int_equal(f.key_lo, a.id);
    assert_string_equal(f.host, "acme.example");
    assert_non_null(strstr(f.props, "Indicação"));
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_FORMS, &loaded), OK);
    assert_int_equal(loaded, 0);
    assert_int_equal(engine_sql(w->cx, w->pool, "update site_form_answers set loaded = 0"), OK);
    assert_int_equal(outbox_send(w->cx, w->pool, j, OUTBOX_FORMS, &loaded), OK);
    assert_int_equal(records_of(w, j, &f),
                     2); /* of one key: the loader counts the second as a duplicate */
    assert_int_equal(f.key_lo, a.id);
    journal_close(j);
    (void)unlink(arena_print(w->cx->arena, "%s/journal/0000000001.log", w->dir));
}

/* Time passes at each look. */
static int64_t passing(void *self)
{
    return ++*(int64_t *)self;
}

static void the_contact_and_the_event_are_of_one_moment(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    struct site_form_answer a = {.email = "rui@norte.example", .channel = "social"};
    const struct clock before = w->cx->clock;
    int64_t now = w->clock.now_ms;

    w->cx->clock = (struct clock){passing, &now};
    assert_int_equal(take(w, form, &a), OK);
    w->cx->clock = before;
    assert_int_equal(world_number(w, "select count(*) from site_form_answers a join contacts c "
                                     "on c.id = a.contact and c.first_contact_at = a.at "
                                     "and c.channel = 'social'"),
                     1);
}

static void a_form_takes_so_many_a_day(void **state)
{
    struct engine_world *w = *state;
    const struct site_form *form = a_form(w);
    struct site_form_answer a = {.email = "rui@norte.example"};
    char sql[400];

    assert_int_equal(take(w, form, &a), OK);
    (void)snprintf(sql, sizeof(sql),
                   "insert into site_form_answers (site, id, form, contact, at, fresh, loaded) "
                   "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) "
                   "select %lld, %lld + i, %lld, %lld, 0, 0, 1 from n",
                   SITE_FORM_DAY - 1, (long long)w->cx->site, (long long)a.id,
                   (long long)form->record.id, (long long)a.contact);
    assert_int_equal(engine_sql(w->cx, w->pool, sql), OK);
    a = (struct site_form_answer){.id = id_next(w->cx) + 10000, .email = "eva@norte.example"};
    assert_int_equal(take(w, form, &a), ERR_LIMIT);
    assert_string_equal(w->cx->fault.key, "form.many_today");
    fault_clear(w->cx);
    w->clock.now_ms += 24 * 3600 * 1000;
    a.id = 0;
    assert_int_equal(take(w, form, &a), OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_found_by_its_key_alone_while_it_is_on),
        cmocka_unit_test(an_answer_sent_twice_is_one),
        cmocka_unit_test(all_mistakes_are_told_and_nothing_is_kept),
        cmocka_unit_test(the_event_of_an_answer_comes_once),
        cmocka_unit_test(the_contact_and_the_event_are_of_one_moment),
        cmocka_unit_test(a_form_takes_so_many_a_day),
    };

    return engines_run("site_form", tests, COUNT_OF(tests), world_prepare);
}
