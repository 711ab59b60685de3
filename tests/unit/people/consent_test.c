/* consent_test.c -- the ledger only grows, tells when it was meddled with, and says where each person stands. */
#include "unit/world.h"

#include "base/time.h"
#include "people/change.h"
#include "people/consent.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/list.h"
#include "people/merge.h"
#include "people/preference.h"
#include "people/rights_request.h"
#include "people/suppression.h"
#include "unit/model/schema_check.h"
#include "work/link.h"

#include <pthread.h>

struct people {
    int64_t ana, beto, mail, phone, words;
};

static enum err usual_in(struct ctx *cx, struct db *db, void *arg)
{
    return consent_purposes_usual(cx, db, arg);
}

static int64_t purpose_id(struct engine_world *w, const char *code)
{
    struct consent_purpose *p = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(consent_purpose_find(w->cx, db, code, &p), OK);
    db_return(db);
    return p->record.id;
}

static const struct consent_text *words_now(struct engine_world *w, int64_t purpose, enum lang lang)
{
    struct consent_text *t = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(consent_text_now(w->cx, db, purpose, lang, &t), OK);
    db_return(db);
    assert_non_null(t);
    return t;
}

static void prepare(struct engine_world *w)
{
    struct people *p;
    int added = 0;

    world_prepare(w);
    p = arena_alloc(w->cx->arena, sizeof(*p));
    p->ana = ((struct contact *)world_record(w, &contact_model,
                                             "{'name':'Ana','email':'Ana@acme.example'}"))
                 ->record.id;
    p->beto = ((struct contact *)world_record(
                   w, &contact_model,
                   "{'name':'Beto','email':'beto@acme.example','phone':'+55 11 90000-0000'}"))
                  ->record.id;
    assert_int_equal(db_write(w->cx, w->pool, usual_in, &added), OK);
    assert_int_equal(added, 4);
    p->mail = purpose_id(w, "marketing_email");
    p->phone = purpose_id(w, "marketing_phone");
    p->words = words_now(w, p->mail, LANG_PT_BR)->record.id;
    w->more = p;
}

static enum err record_in(struct ctx *cx, struct db *db, void *arg)
{
    struct consent c = *(struct consent *)arg;
    enum err e = consent_record(cx, db, &c);

    if (!e)
        ((struct consent *)arg)->n = c.n;
    return e;
}

static enum err tried(struct engine_world *w, struct consent c)
{
    fault_clear(w->cx);
    return db_write(w->cx, w->pool, record_in, &c);
}

static void said(struct engine_world *w, int64_t contact, int64_t purpose, const char *state,
                 int64_t at)
{
    const struct people *p = w->more;
    bool yes = !strcmp(state, "given");
    enum err e =
        tried(w, (struct consent){.contact = contact,
                                  .purpose = purpose,
                                  .state = state,
                                  .text = yes ? words_now(w, purpose, LANG_PT_BR)->record.id : NIL,
                                  .at = at,
                                  .channel = "paper",
                                  .source = "Feira do Mel",
                                  .ip = "203.0.113.7",
                                  .agent = "Netscape",
                                  .proof = "{\"page\":7}"});
    (void)p;
    if (e)
        fail_msg("%s: %s", w->cx->fault.key,
                 w->cx->fault.fields ? w->cx->fault.fields->key : "no field");
}

static enum consent_answer may(struct engine_world *w, int64_t contact, const char *purpose)
{
    enum consent_answer a = CONSENT_NO_PURPOSE;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(consent_may(w->cx, db, contact, purpose, &a), OK);
    db_return(db);
    return a;
}

static struct consent_verdict verdict(struct engine_world *w)
{
    struct consent_verdict v = {0};
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(consent_verify(w->cx, db, &v), OK);
    db_return(db);
    return v;
}

static void meddle(struct engine_world *w, const char *sql)
{
    if (engine_sql(w->cx, w->pool, sql))
        fail_msg("%s", w->cx->fault.detail ? w->cx->fault.detail : w->cx->fault.key);
}

static void the_tables_fit_their_models(void **state)
{
    struct engine_world *w = *state;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    model_matches_schema(w->cx, db, &consent_purpose_model);
    model_matches_schema(w->cx, db, &consent_text_model);
    model_matches_schema(w->cx, db, &list_model);
    db_return(db);
}

static void a_yes_counts_until_it_is_taken_back(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;

    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_NOT_GIVEN);
    assert_int_equal(may(w, p->ana, "no_such"), CONSENT_NO_PURPOSE);
    assert_int_equal(may(w, 7, "marketing_email"), CONSENT_NO_CONTACT);
    said(w, p->ana, p->mail, "given", NIL);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    assert_int_equal(may(w, p->beto, "marketing_email"), CONSENT_NOT_GIVEN);
    w->clock.now_ms += 1000;
    said(w, p->ana, p->mail, "withdrawn", NIL);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_WITHDRAWN);
    w->clock.now_ms += 1000;
    said(w, p->ana, p->mail, "given", NIL);
    said(w, p->ana, p->mail, "objected", NIL); /* in the same moment: the later entry decides */
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_OBJECTED);
    said(w, p->ana, p->phone, "given", NIL);
    assert_int_equal(may(w, p->ana, "marketing_phone"), CONSENT_NO_ADDRESS);
    said(w, p->beto, p->phone, "given", NIL);
    assert_int_equal(may(w, p->beto, "marketing_phone"), CONSENT_MAY);
}

static void an_old_paper_typed_in_late_brings_nothing_back(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;

    said(w, p->ana, p->mail, "withdrawn", w->clock.now_ms - 1000);
    said(w, p->ana, p->mail, "given", w->clock.now_ms - DAYS_MS(30));
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_WITHDRAWN);
    said(w, p->ana, p->mail, "given", w->clock.now_ms);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
}

static void what_is_not_consent_holds_until_objected_to(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    const struct consent_purpose *q = world_record(
        w, &consent_purpose_model,
        "{'code':'service_news','name':'Avisos','legal_basis':'pre_existent_contract'}");

    assert_int_equal(may(w, p->ana, "service_news"), CONSENT_MAY);
    assert_int_equal(tried(w, (struct consent){.contact = p->ana,
                                               .purpose = q->record.id,
                                               .state = "objected",
                                               .text = NIL,
                                               .at = NIL}),
                     OK);
    assert_int_equal(may(w, p->ana, "service_news"), CONSENT_OBJECTED);
    meddle(w, "update consent_purposes set active = 0 where code = 'service_news'");
    assert_int_equal(may(w, p->beto, "service_news"), CONSENT_NO_PURPOSE);
}

static void wrong_entries_are_refused_with_each_field_named(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct consent c = {.contact = p->ana,
                        .purpose = p->mail,
                        .state = "perhaps",
                        .legal_basis = "whim",
                        .channel = "dream",
                        .text = NIL,
                        .at = w->clock.now_ms + 1,
                        .proof = "[1]"};

    assert_int_equal(tried(w, c), ERR_INVALID);
    assert_int_equal(w->cx->fault.field_count, 5);
    c = (struct consent){
        .contact = p->ana, .purpose = p->mail, .state = "given", .text = NIL, .at = NIL};
    assert_int_equal(tried(w, c), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "consent.text_needed");
    c.text = words_now(w, p->phone, LANG_EN)->record.id;
    assert_int_equal(tried(w, c), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->key, "consent.text_other");
    c.text = p->words;
    c.contact = 99;
    assert_int_equal(tried(w, c), ERR_NOTFOUND);
    c.contact = p->ana;
    c.purpose = 99;
    assert_int_equal(tried(w, c), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_int_equal(verdict(w).entries, 0);
}

static enum err change_text_in(struct ctx *cx, struct db *db, void *arg)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &consent_text_model, *(int64_t *)arg, &found);

    if (e)
        return e;
    ((struct consent_text *)found)->body = "Outra coisa.";
    return model_change(cx, db, &consent_text_model, found);
}

static enum err delete_text_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &consent_text_model, *(int64_t *)arg, 0);
}

static enum err delete_purpose_in(struct ctx *cx, struct db *db, void *arg)
{
    return model_delete(cx, db, &consent_purpose_model, *(int64_t *)arg, 0);
}

static void words_that_were_shown_never_change(void **state)
{
    struct engine_world *w = *state;
    struct people *p = w->more;

    assert_int_equal(db_write(w->cx, w->pool, change_text_in, &p->words), OK);
    said(w, p->ana, p->mail, "given", NIL);
    assert_string_equal(words_now(w, p->mail, LANG_PT_BR)->body, "Outra coisa.");
    assert_int_equal(db_write(w->cx, w->pool, delete_text_in, &p->words), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "model.referred");
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, delete_purpose_in, &p->mail), ERR_CONFLICT);
    fault_clear(w->cx);
    {
        char json[256];
        const struct consent_text *t;
        void *record = NULL;
        (void)snprintf(json, sizeof(json),
                       "{'purpose':'%lld','lang':'pt-BR','title':'Novo','body':'Novas palavras.'}",
                       (long long)p->mail);
        t = world_record(w, &consent_text_model, json);
        assert_int_equal(t->number, 2);
        assert_int_equal(words_now(w, p->mail, LANG_PT_BR)->number, 2);
        (void)snprintf(json, sizeof(json), "{'code':'Ação','name':'x'}");
        assert_int_equal(world_try_add(w, &consent_purpose_model, json, &record), ERR_INVALID);
        fault_clear(w->cx);
    }
}

static enum err reword_in(struct ctx *cx, struct db *db, void *arg)
{
    void *found = NULL;
    enum err e = model_get(cx, db, &consent_text_model, *(int64_t *)arg, &found);

    if (e)
        return e;
    ((struct consent_text *)found)->body = "Palavras trocadas depois.";
    return model_change(cx, db, &consent_text_model, found);
}

static void a_text_in_use_is_not_reworded(void **state)
{
    struct engine_world *w = *state;
    struct people *p = w->more;

    said(w, p->ana, p->mail, "given", NIL);
    assert_int_equal(db_write(w->cx, w->pool, reword_in, &p->words), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "consent.text_used");
    fault_clear(w->cx);
    assert_null(verdict(w).why);
}

/* Each kind of meddling is found, and where. */
static void a_ledger_that_was_meddled_with_says_so(void **state)
{
    static const struct {
        const char *sql, *back, *why;
        int64_t at;
    } cases[] = {
        {"update consents set state = 'given' where n = 2",
         "update consents set state = 'withdrawn' where n = 2", "consent.verify_changed", 2},
        {"update consents set at = at - 1 where n = 3",
         "update consents set at = at + 1 where n = 3", "consent.verify_changed", 3},
        {"update consents set proof = '{}' where n = 1",
         "update consents set proof = '{\"page\":7}' where n = 1", "consent.verify_changed", 1},
        {"update consents set salt = null where n = 3", NULL, "consent.verify_changed", 3},
    };
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct consent_verdict v;

    assert_null(verdict(w).why);
    said(w, p->ana, p->mail, "given", NIL);
    w->clock.now_ms += 1;
    said(w, p->ana, p->mail, "withdrawn", NIL);
    said(w, p->beto, p->mail, "given", NIL);
    said(w, p->beto, p->phone, "given", NIL);
    v = verdict(w);
    assert_null(v.why);
    assert_int_equal(v.entries, 4);
    assert_int_equal(strlen(v.head), 64);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        meddle(w, cases[i].sql);
        v = verdict(w);
        assert_string_equal(v.why, cases[i].why);
        assert_int_equal(v.broken_at, cases[i].at);
        if (cases[i].back) {
            meddle(w, cases[i].back);
            assert_null(verdict(w).why);
        }
    }
}

static void entries_taken_away_are_missed(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct consent_verdict v;

    for (int i = 0; i < 4; i++)
        said(w, p->ana, p->mail, i % 2 ? "withdrawn" : "given", NIL);
    meddle(w, "delete from consents where n = 4");
    v = verdict(w);
    assert_string_equal(v.why, "consent.verify_end");
    meddle(w, "delete from consents where n = 2");
    v = verdict(w);
    assert_string_equal(v.why, "consent.verify_gap");
    assert_int_equal(v.broken_at, 2);
    meddle(w, "update consents set n = 2 where n = 3");
    assert_non_null(verdict(w).why);
}

static void words_changed_behind_the_ledger_are_noticed(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct consent_verdict v;

    said(w, p->ana, p->mail, "given", NIL);
    meddle(w, "update consent_texts set body = 'Aceito tudo.'");
    v = verdict(w);
    assert_string_equal(v.why, "consent.verify_words");
    assert_int_equal(v.broken_at, 1);
}

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    return consent_forget(cx, db, *(int64_t *)arg);
}

static void an_erasure_leaves_a_chain_that_holds_and_nothing_of_the_person(void **state)
{
    struct engine_world *w = *state;
    struct people *p = w->more;
    struct consent_verdict v;
    struct db *db = NULL;
    bool has = false;

    said(w, p->ana, p->mail, "given", NIL);
    said(w, p->beto, p->mail, "given", NIL);
    w->clock.now_ms += 1;
    said(w, p->ana, p->mail, "withdrawn", NIL);
    assert_int_equal(db_write(w->cx, w->pool, forget_in, &p->ana), OK);
    meddle(w, "delete from contacts where name = 'Ana'");
    v = verdict(w);
    assert_null(v.why);
    assert_int_equal(v.entries, 3);
    assert_int_equal(v.erased, 2);
    assert_int_equal(world_number(w, "select count(*) from consents where proof is null and "
                                     "source is null and salt is null and ip_digest is null"),
                     2);
    assert_int_equal(world_number(w, "select count(*) from consent_states"), 1);
    assert_int_equal(world_number(w, "select count(*) from suppressions where email is null and "
                                     "reason = 'erased'"),
                     1);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(suppression_has(w->cx, db, "ANA@acme.example", &has), OK);
    db_return(db);
    assert_true(has);
    /* What is left of an emptied entry is sealed. */
    meddle(w, "update consents set state = 'given' where n = 3");
    assert_string_equal(verdict(w).why, "consent.verify_changed");
}

static void the_ledger_of_one_site_is_not_anothers(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t first = w->cx->site;

    said(w, p->ana, p->mail, "given", NIL);
    w->cx->site = world_site(w, "Outra");
    assert_int_equal(verdict(w).entries, 0);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_NO_PURPOSE);
    assert_int_equal(tried(w, (struct consent){.contact = p->ana,
                                               .purpose = p->mail,
                                               .state = "withdrawn",
                                               .text = NIL,
                                               .at = NIL}),
                     ERR_NOTFOUND);
    fault_clear(w->cx);
    w->cx->site = first;
    assert_int_equal(verdict(w).entries, 1);
}

/* --- two at once */

struct writer {
    struct engine_world *w;
    int64_t contact;
    bool ok;
};

static void *write_many(void *arg)
{
    struct writer *x = arg;
    const struct people *p = x->w->more;
    struct ctx *cx = ctx_new(MIB(8), x->w->cx->clock, x->w->cx->ids);

    cx->site = x->w->cx->site;
    x->ok = true;
    for (int i = 0; i < 20 && x->ok; i++) {
        struct consent c = {.contact = x->contact,
                            .purpose = p->mail,
                            .state = i % 2 ? "withdrawn" : "given",
                            .text = p->words,
                            .at = NIL};
        x->ok = db_write(cx, x->w->pool, record_in, &c) == OK;
    }
    ctx_free(cx);
    return NULL;
}

static void writers_at_once_make_one_chain(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct writer x[3] = {{w, p->ana, false}, {w, p->beto, false}, {w, p->ana, false}};
    pthread_t t[3];
    struct consent_verdict v;

    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&t[i], NULL, write_many, &x[i]), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_join(t[i], NULL), 0);
    for (int i = 0; i < 3; i++)
        assert_true(x[i].ok);
    v = verdict(w);
    assert_null(v.why);
    assert_int_equal(v.entries, 60);
    assert_int_equal(may(w, p->beto, "marketing_email"), CONSENT_WITHDRAWN);
}

/* --- merges */

static enum err touch_in(struct ctx *cx, struct db *db, void *arg)
{
    return change_touch(cx, db, CHANGE_CONTACT, *(int64_t *)arg);
}

static enum err touch_many_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct people *p = arg;
    enum err e = changes_gather(cx, 10);

    if (!e)
        e = change_touch(cx, db, CHANGE_CONTACT, p->beto);
    if (!e)
        e = change_touch(cx, db, CHANGE_CONTACT, p->ana);
    return e ? e : changes_flush(cx, db);
}

static void after_a_merge_the_later_word_of_both_holds(void **state)
{
    struct engine_world *w = *state;
    struct people *p = w->more;
    char sql[200];

    said(w, p->ana, p->mail, "given", NIL);
    w->clock.now_ms += 1000;
    said(w, p->beto, p->mail, "withdrawn", NIL);
    /* What a merge does: entries move, kept states of the one that goes go. */
    (void)snprintf(sql, sizeof(sql), "update consents set contact = %lld where contact = %lld",
                   (long long)p->ana, (long long)p->beto);
    meddle(w, sql);
    (void)snprintf(sql, sizeof(sql), "delete from consent_states where contact = %lld",
                   (long long)p->beto);
    meddle(w, sql);
    assert_int_equal(db_write(w->cx, w->pool, touch_in, &p->ana), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_WITHDRAWN);
    assert_null(verdict(w).why);
    /* And back. */
    (void)snprintf(sql, sizeof(sql), "update consents set contact = subject");
    meddle(w, sql);
    assert_int_equal(db_write(w->cx, w->pool, touch_many_in, p), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    assert_int_equal(may(w, p->beto, "marketing_email"), CONSENT_WITHDRAWN);
}

/* --- suppression */

struct add {
    const char *text, *reason;
    bool fresh;
};

static enum err suppress_in(struct ctx *cx, struct db *db, void *arg)
{
    struct add *a = arg;

    return suppression_add(cx, db, a->text, a->reason, "teste", &a->fresh);
}

static bool suppress(struct engine_world *w, const char *text, const char *reason)
{
    struct add a = {text, reason, false};

    assert_int_equal(db_write(w->cx, w->pool, suppress_in, &a), OK);
    return a.fresh;
}

static enum err unsuppress_in(struct ctx *cx, struct db *db, void *arg)
{
    return suppression_remove(cx, db, *(int64_t *)arg);
}

static void a_suppressed_address_gets_nothing_whatever_was_said(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct add wrong = {"not an address", "manual", false};
    int64_t id;

    said(w, p->ana, p->mail, "given", NIL);
    assert_true(suppress(w, "ANA@ACME.example", "bounced"));
    assert_false(suppress(w, "ana@acme.example", "manual"));
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_SUPPRESSED);
    id = world_number(w, "select id from suppressions");
    assert_int_equal(world_number(w, "select count(*) from suppressions where reason = 'bounced'"),
                     1);
    assert_int_equal(db_write(w->cx, w->pool, unsuppress_in, &id), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    assert_true(suppress(w, "ana@acme.example", "manual"));
    assert_false(suppress(w, "ana@acme.example", "complaint"));
    id = world_number(w, "select id from suppressions where reason = 'complaint'");
    assert_int_equal(db_write(w->cx, w->pool, unsuppress_in, &id), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(db_write(w->cx, w->pool, suppress_in, &wrong), ERR_INVALID);
    fault_clear(w->cx);
}

static void a_list_of_hashes_goes_out_and_comes_in(void **state)
{
    static const char file[] =
        "\xef\xbb\xbf"
        "email;motivo\r\n"
        "Caio@uol.com.br;bounced\r\n"
        "\"dora@acme.example\"\r\n"
        "\r\n"
        "nada disso\r\n"
        /* sha256 of beto@acme.example */
        "58f1fc6bf2d54c2df3d0b3a5cbb6ed66c2d5a5e0a5f3ee0f2b2a1d1c5a7c9d00,unknown reason\r\n"
        "caio@uol.com.br";
    struct engine_world *w = *state;
    struct suppression_import got = {0};
    struct buf out = buf_in(w->cx->arena);
    int64_t after = 0;
    struct db *db = NULL;

    assert_int_equal(
        suppression_import(w->cx, w->pool, file, sizeof(file) - 1, "manual", "lista", &got), OK);
    assert_int_equal(got.added, 3);
    assert_int_equal(got.known, 1);
    assert_int_equal(got.wrong, 1);
    assert_int_equal(got.wrong_lines[0], 5);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(suppression_export(w->cx, db, &after, &out), OK);
    db_return(db);
    assert_int_equal(after, 0);
    assert_non_null(strstr(buf_text(&out), "58f1fc6bf2d54c2d"));
    assert_non_null(strstr(buf_text(&out), "bounced"));
    assert_null(strstr(buf_text(&out), "uol.com"));
    assert_int_equal(
        suppression_import(w->cx, w->pool, buf_text(&out), out.len, "manual", "volta", &got), OK);
    assert_int_equal(got.added, 0);
    assert_int_equal(got.known, 3);
    assert_int_equal(got.wrong, 0);
}

static void a_long_list_comes_in_by_many_transactions(void **state)
{
    enum { LINES = 1234 };
    struct engine_world *w = *state;
    struct suppression_import got = {0};
    struct buf in = buf_in(w->cx->arena);

    for (int i = 0; i < LINES; i++)
        buf_print(&in, "p%d@acme.example\n", i);
    assert_int_equal(
        suppression_import(w->cx, w->pool, buf_text(&in), in.len, "unsubscribed", NULL, &got), OK);
    assert_int_equal(got.added, LINES);
    assert_int_equal(world_number(w, "select count(*) from suppressions"), LINES);
}

/* --- lists */

struct set {
    int64_t list, contact;
    const char *status;
    bool confirmed;
    struct list_member now;
};

static enum err set_in(struct ctx *cx, struct db *db, void *arg)
{
    struct set *s = arg;

    return list_set(cx, db, s->list, s->contact, s->status, "teste", s->confirmed, &s->now);
}

static const char *set(struct engine_world *w, int64_t list, int64_t contact, const char *status)
{
    struct set s = {list, contact, status, false, {0}};

    assert_int_equal(db_write(w->cx, w->pool, set_in, &s), OK);
    return s.now.status;
}

static int64_t a_list(struct engine_world *w, bool double_opt_in)
{
    const struct people *p = w->more;
    char json[200];

    (void)snprintf(json, sizeof(json),
                   "{'name':'Carta','public':true,'double_opt_in':%s,'purpose':'%lld'}",
                   double_opt_in ? "true" : "false", (long long)p->mail);
    return ((struct list *)world_record(w, &list_model, json))->record.id;
}

static const char *confirm_token(struct engine_world *w, int64_t list, int64_t contact)
{
    const char *token = NULL;
    int64_t until = 0;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(list_confirm_link(w->cx, db, list, contact, 7, &token, &until), OK);
    db_return(db);
    assert_int_equal(until, w->clock.now_ms + DAYS_MS(7));
    return token;
}

static enum err confirm(struct engine_world *w, const char *token, struct confirmation *ret)
{
    struct link l = {0};
    struct db *db = NULL;
    enum err e;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = link_check(w->cx, db, token, LINK_CONFIRM, &l);
    if (!e)
        e = confirmation_read(w->cx, db, l.about, l.subject, l.version, false, ret);
    db_return(db);
    return e;
}

static enum err confirm_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct confirmation *c = arg;

    return confirmation_act(cx, db, c, c->text->record.id, "203.0.113.9", "Lynx");
}

static void a_list_with_double_opt_in_waits_for_the_button(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t list = a_list(w, true);
    const char *old, *token;
    struct confirmation c = {0};

    assert_string_equal(set(w, list, p->ana, "subscribed"), "pending");
    old = confirm_token(w, list, p->ana);
    assert_string_equal(set(w, list, p->ana, "subscribed"), "pending");
    token = confirm_token(w, list, p->ana);
    assert_int_equal(confirm(w, old, &c), ERR_NOTFOUND);
    assert_int_equal(confirm(w, token, &c), OK);
    assert_string_equal(c.status, "pending");
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_NOT_GIVEN);
    assert_int_equal(db_write(w->cx, w->pool, confirm_in, &c), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'subscribed'"), 1);
    assert_int_equal(world_number(w, "select count(*) from consents where proof like "
                                     "'%double_opt_in%' and text is not null"),
                     1);
    /* Twice is once. */
    assert_int_equal(confirm(w, token, &c), OK);
    assert_int_equal(db_write(w->cx, w->pool, confirm_in, &c), OK);
    assert_int_equal(verdict(w).entries, 1);
    assert_string_equal(set(w, list, p->ana, "unsubscribed"), "unsubscribed");
    assert_int_equal(confirm(w, token, &c), ERR_NOTFOUND);
    fault_clear(w->cx);
    assert_string_equal(set(w, list, p->ana, "subscribed"), "pending");
    w->clock.now_ms += DAYS_MS(7);
    {
        struct db *db = NULL;
        const char *late = NULL;
        int64_t until = 0;
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        assert_int_equal(list_confirm_link(w->cx, db, list, p->ana, 7, &late, &until), OK);
        db_return(db);
        assert_int_equal(confirm(w, late, &c), ERR_DENIED);
        fault_clear(w->cx);
    }
}

static void taking_back_a_yes_leaves_its_lists(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t list = a_list(w, false);

    said(w, p->ana, p->mail, "given", NIL);
    assert_string_equal(set(w, list, p->ana, "subscribed"), "subscribed");
    said(w, p->ana, p->phone, "withdrawn", NIL);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'subscribed'"), 1);
    w->clock.now_ms += 1;
    said(w, p->ana, p->mail, "withdrawn", NIL);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 1);
}

struct merging_two {
    struct merge_ask ask;
    void *record;
    int64_t merge;
    struct merge_undone undone;
};

static enum err merge_two_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging_two *m = arg;

    return merge_records(cx, db, &m->ask, &m->merge, &m->record);
}

static enum err undo_two_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging_two *m = arg;

    return merge_undo(cx, db, m->merge, &m->undone);
}

/* The real one: words, lists and the old link. */
static void a_merged_person_keeps_their_word_and_their_link(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t list = a_list(w, false);
    struct merging_two m = {.ask = {.of = MERGE_CONTACTS, .kept = p->ana, .gone = p->beto}};
    struct preferences seen = {0};
    struct db *db = NULL;

    said(w, p->ana, p->mail, "given", NIL);
    (void)set(w, list, p->ana, "subscribed");
    w->clock.now_ms += 1000;
    said(w, p->beto, p->mail, "withdrawn", NIL);
    (void)set(w, list, p->beto, "unsubscribed");
    assert_int_equal(db_write(w->cx, w->pool, merge_two_in, &m), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_WITHDRAWN);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 1);
    assert_int_equal(world_number(w, "select count(*) from list_members"), 1);
    assert_null(verdict(w).why);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(preferences_read(w->cx, db, p->beto, false, &seen), OK);
    db_return(db);
    assert_int_equal(seen.contact, p->ana);
}

static enum err join_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct people *p = arg;

    return lists_join(cx, db, p->beto, p->ana);
}

static void in_a_merge_the_stricter_membership_stays(void **state)
{
    struct engine_world *w = *state;
    struct people *p = w->more;
    int64_t list = a_list(w, false);

    (void)set(w, list, p->ana, "subscribed");
    (void)set(w, list, p->beto, "subscribed");
    (void)set(w, list, p->beto, "unsubscribed");
    assert_int_equal(db_write(w->cx, w->pool, join_in, p), OK);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 2);
}

/* --- the person's own page */

static enum err prefer_in(struct ctx *cx, struct db *db, void *arg)
{
    return preferences_change(cx, db, arg);
}

static void a_person_changes_what_they_see_and_the_words_are_kept(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t list = a_list(w, true);
    struct preference_change c = {.contact = p->ana,
                                  .deed = PREFERENCE_SAVE,
                                  .purposes = {{p->mail, p->words, true}, {p->phone, NIL, false}},
                                  .purpose_count = 2,
                                  .lists = {{list, NIL, true}},
                                  .list_count = 1,
                                  .source = "página"};
    struct preferences seen = {0};
    struct db *db = NULL;

    assert_true(suppress(w, "ana@acme.example", "unsubscribed"));
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    assert_int_equal(verdict(w).entries, 1);
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(verdict(w).entries, 1);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(preferences_read(w->cx, db, p->ana, false, &seen), OK);
    db_return(db);
    assert_int_equal(seen.purpose_count, 4);
    assert_int_equal(seen.list_count, 1);
    assert_string_equal(seen.lists[0].status, "subscribed");
    assert_false(seen.suppressed);
    assert_true(seen.held_count >= 2);

    w->clock.now_ms += 1;
    c.deed = PREFERENCE_WITHDRAW_ALL;
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_WITHDRAWN);
    assert_int_equal(world_number(w, "select count(*) from suppressions"), 1);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 1);
    w->clock.now_ms += 1;
    c.deed = PREFERENCE_OBJECT;
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(may(w, p->ana, "marketing_phone"), CONSENT_OBJECTED);
    assert_int_equal(
        world_number(w, "select count(*) from suppressions where reason = 'objection'"), 1);
    c.deed = PREFERENCE_ERASE;
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(world_number(w, "select count(*) from rights_requests where kind = 'erase'"),
                     1);
    assert_int_equal(
        world_number(w, "select count(*) from rights_requests where kind = 'objection'"), 1);
    assert_null(verdict(w).why);
}

static void what_was_said_while_they_were_one_holds_when_they_are_two(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    int64_t list = a_list(w, false);
    struct merging_two m = {.ask = {.of = MERGE_CONTACTS, .kept = p->ana, .gone = p->beto}};
    struct preference_change c = {.contact = p->beto,
                                  .deed = PREFERENCE_SAVE,
                                  .purposes = {{p->phone, NIL, false}, {p->mail, p->words, true}},
                                  .purpose_count = 2,
                                  .lists = {{list, NIL, false}},
                                  .list_count = 1};

    said(w, p->ana, p->phone, "given", NIL);
    said(w, p->beto, p->phone, "given", NIL);
    (void)set(w, list, p->ana, "subscribed");
    (void)set(w, list, p->beto, "subscribed");
    w->clock.now_ms += 1000;
    assert_int_equal(db_write(w->cx, w->pool, merge_two_in, &m), OK);
    w->clock.now_ms += 1000;
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_MAY);
    w->clock.now_ms += 1000;
    assert_int_equal(db_write(w->cx, w->pool, undo_two_in, &m), OK);
    /* A no is both's, a yes is whose link it was. */
    assert_int_equal(may(w, p->ana, "marketing_phone"), CONSENT_WITHDRAWN);
    assert_int_equal(may(w, p->beto, "marketing_phone"), CONSENT_WITHDRAWN);
    assert_int_equal(may(w, p->ana, "marketing_email"), CONSENT_NOT_GIVEN);
    assert_int_equal(may(w, p->beto, "marketing_email"), CONSENT_MAY);
    assert_int_equal(
        world_number(w, "select count(*) from list_members where status = 'unsubscribed'"), 2);
    assert_null(verdict(w).why);
}

static void an_entry_for_an_old_number_is_of_who_answers_for_it(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct merging_two m = {.ask = {.of = MERGE_CONTACTS, .kept = p->ana, .gone = p->beto}};

    said(w, p->ana, p->phone, "given", NIL);
    w->clock.now_ms += 1000;
    assert_int_equal(db_write(w->cx, w->pool, merge_two_in, &m), OK);
    w->clock.now_ms += 1000;
    said(w, p->beto, p->phone, "withdrawn", NIL);
    assert_int_equal(
        world_number(w, "select count(*) from consent_states where state = 'withdrawn'"), 1);
    assert_int_equal(db_write(w->cx, w->pool, undo_two_in, &m), OK);
    assert_int_equal(may(w, p->ana, "marketing_phone"), CONSENT_WITHDRAWN);
    assert_int_equal(may(w, p->beto, "marketing_phone"), CONSENT_WITHDRAWN);
}

static void words_that_changed_meanwhile_are_shown_again(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct preference_change c = {.contact = p->ana,
                                  .deed = PREFERENCE_SAVE,
                                  .purposes = {{p->mail, p->words, true}},
                                  .purpose_count = 1};
    char json[200];

    (void)snprintf(json, sizeof(json), "{'purpose':'%lld','lang':'pt-BR','title':'N','body':'N.'}",
                   (long long)p->mail);
    (void)world_record(w, &consent_text_model, json);
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "preference.text_changed");
    fault_clear(w->cx);
    assert_int_equal(verdict(w).entries, 0);
}

static void a_stranger_with_a_link_cannot_grow_the_ledger_without_end(void **state)
{
    struct engine_world *w = *state;
    const struct people *p = w->more;
    struct preference_change c = {.contact = p->ana,
                                  .deed = PREFERENCE_SAVE,
                                  .purposes = {{p->mail, p->words, true}},
                                  .purpose_count = 1};
    enum err e = OK;
    int n = 0;

    for (; n < PREFERENCE_CHANGES_A_DAY + 5 && !e; n++) {
        w->clock.now_ms += 1;
        c.purposes[0].yes = n % 2 == 0;
        e = db_write(w->cx, w->pool, prefer_in, &c);
    }
    assert_int_equal(e, ERR_LIMIT);
    assert_int_equal(n, PREFERENCE_CHANGES_A_DAY + 1);
    fault_clear(w->cx);
    c.deed = PREFERENCE_WITHDRAW_ALL;
    assert_int_equal(db_write(w->cx, w->pool, prefer_in, &c), OK);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_fit_their_models),
        cmocka_unit_test(a_yes_counts_until_it_is_taken_back),
        cmocka_unit_test(an_old_paper_typed_in_late_brings_nothing_back),
        cmocka_unit_test(what_is_not_consent_holds_until_objected_to),
        cmocka_unit_test(wrong_entries_are_refused_with_each_field_named),
        cmocka_unit_test(words_that_were_shown_never_change),
        cmocka_unit_test(a_text_in_use_is_not_reworded),
        cmocka_unit_test(a_ledger_that_was_meddled_with_says_so),
        cmocka_unit_test(entries_taken_away_are_missed),
        cmocka_unit_test(words_changed_behind_the_ledger_are_noticed),
        cmocka_unit_test(an_erasure_leaves_a_chain_that_holds_and_nothing_of_the_person),
        cmocka_unit_test(the_ledger_of_one_site_is_not_anothers),
        cmocka_unit_test(writers_at_once_make_one_chain),
        cmocka_unit_test(after_a_merge_the_later_word_of_both_holds),
        cmocka_unit_test(a_suppressed_address_gets_nothing_whatever_was_said),
        cmocka_unit_test(a_list_of_hashes_goes_out_and_comes_in),
        cmocka_unit_test(a_long_list_comes_in_by_many_transactions),
        cmocka_unit_test(a_list_with_double_opt_in_waits_for_the_button),
        cmocka_unit_test(taking_back_a_yes_leaves_its_lists),
        cmocka_unit_test(a_merged_person_keeps_their_word_and_their_link),
        cmocka_unit_test(in_a_merge_the_stricter_membership_stays),
        cmocka_unit_test(what_was_said_while_they_were_one_holds_when_they_are_two),
        cmocka_unit_test(an_entry_for_an_old_number_is_of_who_answers_for_it),
        cmocka_unit_test(a_person_changes_what_they_see_and_the_words_are_kept),
        cmocka_unit_test(words_that_changed_meanwhile_are_shown_again),
        cmocka_unit_test(a_stranger_with_a_link_cannot_grow_the_ledger_without_end),
    };

    return engines_run("consent", tests, COUNT_OF(tests), prepare);
}
