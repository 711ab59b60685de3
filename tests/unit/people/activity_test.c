/* activity_test.c -- what was done with people is kept with whom it was done, stays open while it is to be done, and becomes
 * an event once. */
#include "unit/world.h"

#include "base/time.h"
#include "facts/fact.h"
#include "people/account.h"
#include "people/activity.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/outbox.h"
#include "people/whatsapp.h"

#include <stdio.h>

/* members: of the JSON, but for the last one, which names who (a field) and the id. */
static struct activity *activity(struct engine_world *w, const char *members, const char *of,
                                 int64_t id)
{
    return world_record(w, &activity_model,
                        arena_print(w->cx->arena, "{%s,'%s':'%lld'}", members, of, (long long)id));
}

static int64_t person(struct engine_world *w)
{
    struct account *a = world_record(w, &account_model, "{'name':'Acme'}");
    struct contact *c = world_record(
        w, &contact_model,
        arena_print(w->cx->arena, "{'name':'Ana','account':'%lld'}", (long long)a->record.id));

    return c->record.id;
}

static void refused(struct engine_world *w, const char *json, const char *field, const char *key)
{
    void *record = NULL;

    assert_int_equal(world_try_add(w, &activity_model, json, &record), ERR_INVALID);
    assert_non_null(w->cx->fault.fields);
    assert_string_equal(w->cx->fault.fields->field, field);
    assert_string_equal(w->cx->fault.fields->key, key);
    fault_clear(w->cx);
}

static void two_clicks_are_enough(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w);
    struct activity *a = activity(w, "'kind':'call','outcome':'no_answer'", "contact", ana);

    assert_int_equal(a->at, ctx_now(w->cx));
    assert_string_equal(a->direction, "out");
    assert_true(a->account != NIL);
    assert_int_equal(a->is_open, 0);
}

static void a_deal_says_who_and_which_company(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w);
    struct contact *c = NULL;
    struct deal *d = world_record(
        w, &deal_model,
        arena_print(w->cx->arena, "{'name':'Fornos','contact':'%lld'}", (long long)ana));
    struct activity *a = activity(w, "'kind':'meeting'", "deal", d->record.id);
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_get(w->cx, db, &contact_model, ana, (void **)&c), OK);
    db_return(db);
    assert_int_equal(a->contact, ana);
    assert_int_equal(a->account, c->account);
}

static void what_cannot_be_is_refused(void **state)
{
    struct engine_world *w = *state;
    char text[200], soon[TIME_TEXT_MAX];
    int64_t ana = person(w);

    refused(w, "{'kind':'call'}", "contact", "activity.of_nobody");
    (void)snprintf(text, sizeof(text), "{'kind':'call','outcome':'held','contact':'%lld'}",
                   (long long)ana);
    refused(w, text, "outcome", "activity.outcome");
    (void)snprintf(text, sizeof(text), "{'kind':'task','contact':'%lld'}", (long long)ana);
    refused(w, text, "subject", "field.required");
    (void)snprintf(text, sizeof(text), "{'kind':'note','contact':'%lld'}", (long long)ana);
    refused(w, text, "body", "field.required");
    time_text(ctx_now(w->cx) + HOURS_MS(1), soon);
    (void)snprintf(text, sizeof(text), "{'kind':'meeting','at':'%s','contact':'%lld'}", soon,
                   (long long)ana);
    refused(w, text, "at", "activity.future");
}

static void a_task_is_open_until_it_is_done(void **state)
{
    struct engine_world *w = *state;
    int64_t ana = person(w);
    struct activity *task = activity(w, "'kind':'task','subject':'Proposta'", "contact", ana);
    struct activity *call =
        activity(w, "'kind':'call','follow_up_at':'2023-12-01T12:00:00Z'", "contact", ana);
    struct activity *done =
        activity(w, "'kind':'task','subject':'x','done_at':'2023-11-01T12:00:00Z'", "contact", ana);

    assert_int_equal(task->is_open, 1);
    assert_int_equal(call->is_open, 1);
    assert_int_equal(done->is_open, 0);
}

/* --- events */

struct sending {
    char dir[64];
    struct journal *j;
};

static void sending_open(struct engine_world *w, struct sending *s)
{
    struct journal_options o = {.dir = s->dir};

    (void)snprintf(s->dir, sizeof(s->dir), "/tmp/praca-touch-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    assert_int_equal(journal_open(w->cx, &o, &s->j), OK);
}

static void sending_close(struct sending *s)
{
    journal_close(s->j);
    engine_remove_dir(s->dir);
}

static int send_now(struct engine_world *w, struct sending *s)
{
    int sent = -1;

    assert_int_equal(outbox_send(w->cx, w->pool, s->j, OUTBOX_TOUCHES, &sent), OK);
    return sent;
}

static struct fact first_fact(struct engine_world *w, struct sending *s)
{
    struct journal_reader *r = NULL;
    struct fact f = fact_nothing();
    const void *bytes = NULL;
    size_t n = 0;

    assert_int_equal(journal_reader_open(w->cx, s->j, 0, &r), OK);
    assert_int_equal(journal_read(w->cx, r, &bytes, &n), OK);
    assert_non_null(bytes);
    assert_int_equal(fact_decode(w->cx, bytes, n, &f), OK);
    journal_reader_free(r);
    return f;
}

static void a_call_becomes_one_event_without_its_words(void **state)
{
    struct engine_world *w = *state;
    struct sending s = {0};
    int64_t ana = person(w);
    struct activity *a =
        activity(w, "'kind':'call','outcome':'reached','body':'segredo'", "contact", ana);
    struct fact f;

    sending_open(w, &s);
    assert_int_equal(send_now(w, &s), 0); /* it may still be taken back */
    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS;
    assert_int_equal(send_now(w, &s), 1);
    assert_int_equal(send_now(w, &s), 0);
    f = first_fact(w, &s);
    assert_string_equal(f.kind, "call");
    assert_int_equal(f.subject, ana);
    assert_int_equal(f.account, a->account);
    assert_int_equal(f.at_ms, a->at);
    assert_int_equal(f.key_lo, a->record.id);
    assert_string_equal(f.props, "");
    sending_close(&s);
}

static void a_day_that_no_event_can_have_holds_nothing_back(void **state)
{
    struct engine_world *w = *state;
    struct sending s = {0};
    int64_t ana = person(w);

    (void)activity(w, "'kind':'call','outcome':'reached','subject':'old'", "contact", ana);
    (void)activity(w, "'kind':'call','outcome':'reached'", "contact", ana);
    assert_int_equal(
        engine_sql(w->cx, w->pool, "update activities set at = -1 where subject = 'old'"), OK);
    sending_open(w, &s);
    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS;
    assert_int_equal(send_now(w, &s), 2);
    assert_int_equal(send_now(w, &s), 0);
    assert_true(first_fact(w, &s).at_ms > 0);
    sending_close(&s);
}

static void who_was_not_reached_was_not_touched(void **state)
{
    struct engine_world *w = *state;
    struct sending s = {0};
    int64_t ana = person(w);

    (void)activity(w, "'kind':'call','outcome':'no_answer'", "contact", ana);
    (void)activity(w, "'kind':'note','body':'x'", "contact", ana);
    (void)activity(w, "'kind':'task','subject':'x'", "contact", ana);
    sending_open(w, &s);
    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS;
    assert_int_equal(send_now(w, &s), 0);
    sending_close(&s);
}

static enum err drop_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &activity_model, *(int64_t *)arg, 0);
}

static void what_is_taken_back_in_time_is_no_event(void **state)
{
    struct engine_world *w = *state;
    struct sending s = {0};
    struct activity *a = activity(w, "'kind':'meeting','outcome':'held'", "contact", person(w));

    assert_int_equal(db_write(w->cx, w->pool, drop_in, &a->record.id), OK);
    sending_open(w, &s);
    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS;
    assert_int_equal(send_now(w, &s), 0);
    sending_close(&s);
}

static void what_died_before_it_was_marked_has_the_same_key_again(void **state)
{
    struct engine_world *w = *state;
    struct sending s = {0};
    struct activity *a = activity(w, "'kind':'call','outcome':'reached'", "contact", person(w));
    struct fact once, again;

    w->clock.now_ms += ACTIVITY_TOUCH_WAIT_MS;
    sending_open(w, &s);
    assert_int_equal(send_now(w, &s), 1);
    once = first_fact(w, &s);
    sending_close(&s);
    assert_int_equal(world_number(w, "select count(*) from activity_touches where sent_at > 0"), 1);
    assert_int_equal(a->record.id, once.key_lo);
    assert_int_equal(engine_sql(w->cx, w->pool, "update activity_touches set sent_at = null"), OK);
    sending_open(w, &s);
    assert_int_equal(send_now(w, &s), 1);
    again = first_fact(w, &s);
    sending_close(&s);
    assert_int_equal(once.key_hi, again.key_hi);
    assert_int_equal(once.key_lo, again.key_lo);
}

/* --- WhatsApp */

static void numbers_as_people_write_them_are_numbers_of_the_world(void **state)
{
    static const struct {
        const char *written, *is;
    } all[] = {
        {"(11) 95555-1234", "+5511955551234"},
        {"11 3555 1234", "+551135551234"},
        {"011 95555-1234", "+5511955551234"},
        {"0 15 11 95555-1234", "+5511955551234"},
        {"+55 11 95555-1234", "+5511955551234"},
        {"5511955551234", "+5511955551234"},
        {"+351 912 345 678", "+351912345678"},
        {"00351912345678", "+351912345678"},
        {"95555-1234", NULL},
        {"ramal 12", NULL},
        {"", NULL},
        {NULL, NULL},
        {"+1234", NULL},
        {"11 95555-1234 ramal 5", "+5511955551234"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const char *got = phone_e164(w->cx->arena, all[i].written);
        if (all[i].is)
            assert_string_equal(got, all[i].is);
        else
            assert_null(got);
    }
}

static struct whatsapp_chat chat_of(struct engine_world *w, const char *text)
{
    struct whatsapp_chat chat = {0};

    assert_int_equal(whatsapp_read(w->cx, text, NULL, &chat), OK);
    return chat;
}

static void a_chat_of_either_telephone_is_read(void **state)
{
    struct engine_world *w = *state;
    struct whatsapp_chat android = chat_of(
        w, "31/12/2022 23:58 - As mensagens são protegidas.\n31/12/2022 23:59 - Ana Souza: Oi\n"
           "segunda linha\n01/01/2023 00:01 - Rui: Feliz ano");
    struct whatsapp_chat iphone = chat_of(
        w,
        "\xe2\x80\x8e[12/31/22, 11:59:05\xe2\x80\xafPM] Ana: Oi\n[1/1/23, 12:01:00 AM] Rui: a: b");

    assert_int_equal(android.messages, 2);
    assert_int_equal(android.author_count, 2);
    assert_string_equal(android.authors[0], "Ana Souza");
    assert_string_equal(android.text, "31/12/2022 23:59 Ana Souza: Oi\nsegunda linha\n"
                                      "01/01/2023 00:01 Rui: Feliz ano\n");
    assert_int_equal(iphone.messages, 2);
    assert_int_equal(iphone.first_at, android.first_at);
    assert_int_equal(iphone.last_at, android.last_at);
    assert_string_equal(iphone.authors[1], "Rui");
}

static void words_that_are_no_chat_are_refused(void **state)
{
    struct engine_world *w = *state;
    struct whatsapp_chat chat;

    assert_int_equal(whatsapp_read(w->cx, "Bom dia", NULL, &chat), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "whatsapp.no_lines");
}

struct logging {
    int64_t contact, activity;
    const char *text;
    bool again;
};

static enum err log_in(struct ctx *cx, struct db *db, void *arg)
{
    struct logging *l = arg;
    struct whatsapp_chat chat;

    return whatsapp_log(cx, db, l->contact, l->text, &chat, &l->activity, &l->again);
}

static void a_chat_is_logged_once(void **state)
{
    struct engine_world *w = *state;
    struct logging one = {.contact = person(w), .text = "31/12/2022 23:59 - Ana: Oi"}, two = one;

    assert_int_equal(db_write(w->cx, w->pool, log_in, &one), OK);
    assert_int_equal(db_write(w->cx, w->pool, log_in, &two), OK);
    assert_false(one.again);
    assert_true(two.again);
    assert_int_equal(one.activity, two.activity);
    assert_int_equal(world_number(w, "select count(*) from activities"), 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_clicks_are_enough),
        cmocka_unit_test(a_deal_says_who_and_which_company),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_task_is_open_until_it_is_done),
        cmocka_unit_test(a_call_becomes_one_event_without_its_words),
        cmocka_unit_test(a_day_that_no_event_can_have_holds_nothing_back),
        cmocka_unit_test(who_was_not_reached_was_not_touched),
        cmocka_unit_test(what_is_taken_back_in_time_is_no_event),
        cmocka_unit_test(numbers_as_people_write_them_are_numbers_of_the_world),
        cmocka_unit_test(a_chat_of_either_telephone_is_read),
        cmocka_unit_test(words_that_are_no_chat_are_refused),
        cmocka_unit_test(a_chat_is_logged_once),
        cmocka_unit_test(what_died_before_it_was_marked_has_the_same_key_again),
    };
    return engines_run("activities", tests, COUNT_OF(tests), world_prepare);
}
