/* site_form.c -- see site_form.h. */
#include "people/site_form.h"

#include "access/may.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/consent.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/match.h"
#include "people/merge.h"
#include "people/promo_code.h"
#include "people/visitor_link.h"
#include "work/webhook.h"

#include "site_form_sql.h"

#include <stdio.h>
#include <string.h>

enum { TYPED_MAX = 200 };

static const struct field site_form_fields[] = {
    FIELD_TEXT(struct site_form, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_TEXT(struct site_form, key, READONLY, .max = SITE_FORM_KEY_CHARS),
    FIELD_TEXT(struct site_form, title_pt, REQUIRED, .max = 200),
    FIELD_TEXT(struct site_form, title_en, 0, .max = 200),
    FIELD_PROSE(struct site_form, intro_pt, 0, .max = 2000),
    FIELD_PROSE(struct site_form, intro_en, 0, .max = 2000),
    FIELD_BOOL(struct site_form, ask_name, 0, .initial = "1"),
    FIELD_BOOL(struct site_form, ask_company, 0, .initial = "1"),
    FIELD_BOOL(struct site_form, ask_heard, 0, .initial = "1"),
    FIELD_BOOL(struct site_form, ask_code, 0, .initial = "0"),
    FIELD_REF(struct site_form, purpose, 0, .refers = &consent_purpose_model),
    FIELD_PROSE(struct site_form, thanks_pt, 0, .max = 2000),
    FIELD_PROSE(struct site_form, thanks_en, 0, .max = 2000),
    FIELD_URL(struct site_form, redirect, 0, .max = 1000),
    FIELD_BOOL(struct site_form, active, 0, .initial = "1"),
    FIELD_INT(struct site_form, answers, READONLY),
    FIELD_TIME(struct site_form, last_answer_at, READONLY),
};

static enum err site_form_before_save(struct ctx *cx, struct db *db, const void *before,
                                      void *record)
{
    struct site_form *is = record;
    unsigned char raw[SITE_FORM_KEY_CHARS / 2];
    char *key;

    (void)db, (void)before;
    if (!text_empty(is->key))
        return OK;
    key = arena_alloc(cx->arena, SITE_FORM_KEY_CHARS + 1);
    if (!key)
        return fail_memory(cx);
    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), key);
    is->key = key;
    return OK;
}

const struct model site_form_model =
    MODEL(site_form, "site_forms", site_form_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PEOPLE, .sort = "name", .before_save = site_form_before_save);

enum err site_form_by_key(struct ctx *cx, struct db *db, const char *key, struct site_form **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    int64_t id = 0;
    void *found = NULL;
    enum err e = db_begin(cx, db, &SQL_site_form_by_key, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", key);
    e = db_step(cx, st, &row);
    if (!e && row) {
        cx->site = db_int(st, 0);
        id = db_int(st, 1);
    }
out:
    db_done(st);
    if (!e && id)
        e = model_get(cx, db, &site_form_model, id, &found);
    if (!e && (!found || ((struct site_form *)found)->active != 1))
        e = fail(cx, ERR_NOTFOUND, "form.missing", NULL);
    if (!e)
        *ret = found;
    return e;
}

static const char *worded(const struct ctx *cx, const char *pt, const char *en)
{
    const char *first = cx->lang == LANG_EN ? en : pt, *second = cx->lang == LANG_EN ? pt : en;

    return !text_empty(first) ? first : text_empty(second) ? NULL : second;
}

const char *site_form_title(const struct ctx *cx, const struct site_form *f)
{
    const char *title = worded(cx, f->title_pt, f->title_en);

    return title ? title : "";
}

const char *site_form_intro(const struct ctx *cx, const struct site_form *f)
{
    return worded(cx, f->intro_pt, f->intro_en);
}

const char *site_form_thanks(const struct ctx *cx, const struct site_form *f)
{
    return worded(cx, f->thanks_pt, f->thanks_en);
}

/* --- an answer */

/* A line as typed, cleaned; NULL when nothing was. */
static const char *typed(struct ctx *cx, const char *field, const char *text)
{
    const char *clean = NULL;

    if (text_empty(text) || text_clean(cx, text, strlen(text), false, &clean) != OK)
        return NULL;
    if (text_chars(clean) > TYPED_MAX)
        (void)fail_too_long(cx, field, TYPED_MAX, text_chars(clean));
    return *clean ? clean : NULL;
}

/* As the field of contacts keeps it: NULL when it is none. */
static const char *typed_address(struct ctx *cx, const char *text)
{
    struct contact *c = model_new(cx, &contact_model);
    const struct fault before = cx->fault;
    enum err e = c && !text_empty(text)
                     ? model_set_text(cx, model_field(&contact_model, "email"), text, c)
                     : ERR_INVALID;

    cx->fault = before;
    return e ? NULL : c->email;
}

static enum err read_typed(struct ctx *cx, struct site_form_answer *a)
{
    a->email = typed_address(cx, a->email);
    if (text_empty(a->email))
        (void)fail_field(cx, "email", "form.email", NULL);
    a->name = typed(cx, "name", a->name);
    a->company = typed(cx, "company", a->company);
    a->heard_of = typed(cx, "heard_of", a->heard_of);
    return cx->fault.kind;
}

/* How many came since the day began, UTC: ids sort by time. */
static enum err check_day(struct ctx *cx, struct db *db, const struct site_form *f)
{
    static const int64_t id_epoch_ms = INT64_C(1577836800000); /* base/id.h */
    int64_t day = ctx_now(cx) / DAYS_MS(1) * DAYS_MS(1), n = 0;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_site_form_today, &st);

    if (e)
        goto out;
    db_bind_int(st, "form", f->record.id);
    db_bind_int(st, "since", (day - id_epoch_ms) << 22);
    e = db_step(cx, st, &row);
    n = !e && row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return !e && n >= SITE_FORM_DAY ? fail(cx, ERR_LIMIT, "form.many_today", NULL) : e;
}

static enum err find_account(struct ctx *cx, struct db *db, const struct site_form_answer *a,
                             int64_t *ret)
{
    const char *domain = account_domain_of(a->email);
    struct account *account;
    bool make = false;
    enum err e = account_for_address(cx, db, a->email, ret);

    if (e || *ret != NIL || !domain)
        return e;
    e = accounts_from_domains(cx, db, &make);
    if (e || !make)
        return e;
    account = model_new(cx, &account_model);
    if (!account)
        return fail_memory(cx);
    account->name = a->company ? a->company : domain;
    account->domain = domain;
    account->first_seen_at = a->at;
    e = model_add(cx, db, &account_model, account);
    *ret = account->record.id;
    return e;
}

/* What was empty is filled in; nothing that stands there is touched. */
static enum err fill_in(struct ctx *cx, struct db *db, const struct site_form_answer *a,
                        struct contact *c)
{
    enum err e = OK;

    if (text_empty(c->name))
        c->name = a->name;
    if (text_empty(c->heard_of_us))
        c->heard_of_us = a->heard_of;
    if (c->account == NIL)
        e = find_account(cx, db, a, &c->account);
    return e ? e : model_change(cx, db, &contact_model, c);
}

static enum err make_contact(struct ctx *cx, struct db *db, const struct site_form_answer *a,
                             struct contact **ret)
{
    struct contact *c = model_new(cx, &contact_model);
    enum err e;

    if (!c)
        return fail_memory(cx);
    c->email = a->email;
    c->name = a->name;
    c->heard_of_us = a->heard_of;
    c->channel = a->channel;
    c->campaign = a->campaign ? a->campaign : NIL;
    c->landing_page = a->path && strlen(a->path) <= 500 ? a->path : NULL;
    c->first_contact_at = a->at;
    c->locale = cx->lang == LANG_EN ? "en" : "pt-BR";
    e = find_account(cx, db, a, &c->account);
    if (!e && c->account == NIL)
        c->notes = a->company;
    if (!e)
        e = model_add(cx, db, &contact_model, c);
    *ret = c;
    return e;
}

static enum err find_contact(struct ctx *cx, struct db *db, struct site_form_answer *a)
{
    const struct model *m = &contact_model;
    struct contact *c = NULL;
    enum err e = model_find(cx, db, m, model_field(m, "email"), a->email, (void **)&c);

    if (e)
        return e;
    a->fresh = !c;
    e = c ? fill_in(cx, db, a, c) : make_contact(cx, db, a, &c);
    if (e)
        return e;
    a->contact = c->record.id;
    a->account = c->account == NIL ? 0 : c->account;
    return OK;
}

static enum err put_consent(struct ctx *cx, struct db *db, const struct site_form *f,
                            const struct site_form_answer *a)
{
    struct consent c = {.contact = a->contact,
                        .purpose = f->purpose,
                        .state = "given",
                        .text = a->text,
                        .at = NIL,
                        .actor = NIL,
                        .source = f->name,
                        .channel = "web",
                        .ip = a->ip,
                        .agent = a->agent};
    struct buf proof = buf_in(cx->arena);
    struct json_writer w = json_to(&proof);

    if (f->purpose == NIL || !a->text)
        return OK;
    json_open_object(&w);
    json_id_member(&w, "form", f->record.id);
    json_text_member(&w, "page", a->host);
    json_close_object(&w);
    c.proof = buf_text(&proof);
    return consent_record(cx, db, &c);
}

static const char *given(const char *text)
{
    return text_empty(text) ? NULL : text;
}

static enum err put_answer(struct ctx *cx, struct db *db, const struct site_form *f,
                           struct site_form_answer *a)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_site_form_answer_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", a->id);
    db_bind_int(st, "form", f->record.id);
    db_bind_int(st, "contact", a->contact);
    db_bind_int(st, "at", a->at);
    db_bind_int(st, "fresh", a->fresh);
    db_bind_text(st, "company", a->company);
    db_bind_text(st, "heard_of", a->heard_of);
    db_bind_text(st, "host", a->host);
    db_bind_text(st, "path", a->path);
    db_bind_int(st, "visitor", a->visitor ? a->visitor : NIL);
    db_bind_int(st, "consent", a->consent);
    db_bind_int(st, "promo", a->promo);
    db_bind_text(st, "channel", given(a->channel));
    db_bind_text(st, "source", given(a->source));
    db_bind_text(st, "medium", given(a->medium));
    db_bind_int(st, "campaign", a->campaign ? a->campaign : NIL);
    db_bind_text(st, "utm_campaign", given(a->utm_campaign));
    db_bind_text(st, "utm_content", given(a->utm_content));
    db_bind_text(st, "utm_term", given(a->utm_term));
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err count_answer(struct ctx *cx, struct db *db, const struct site_form *f)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_site_form_counted, &st);

    if (e)
        goto out;
    db_bind_int(st, "form", f->record.id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err tell(struct ctx *cx, struct db *db, const struct site_form *f,
                     const struct site_form_answer *a)
{
    struct buf data = buf_in(cx->arena);
    struct json_writer w = json_to(&data);
    bool wanted = false;
    enum err e = webhook_wanted(cx, db, "form.answered", WEBHOOK_ONE, &wanted);

    if (e || !wanted)
        return e;
    json_open_object(&w);
    json_id_member(&w, "form", f->record.id);
    json_text_member(&w, "form_name", f->name);
    json_id_member(&w, "contact", a->contact);
    json_bool_member(&w, "new", a->fresh);
    json_text_member(&w, "company", a->company);
    json_text_member(&w, "heard_of", a->heard_of);
    json_close_object(&w);
    return webhook_emit(cx, db, "form.answered", a->contact, buf_text(&data));
}

static enum err tie_visitor(struct ctx *cx, struct db *db, const struct site_form_answer *a)
{
    struct visitor_link_ask ask = {
        .visitor = a->visitor, .contact = a->contact, .how = "form", .consent = a->consent};
    enum visitor_link_outcome outcome;

    return a->visitor ? visitor_link(cx, db, &ask, &outcome) : OK;
}

static enum err check_again(struct ctx *cx, struct db *db, const struct site_form_answer *a)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_site_form_answer_there, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", a->id);
    e = db_step(cx, st, &row);
    if (!e && row)
        e = fail(cx, ERR_CONFLICT, "form.again", NULL);
out:
    db_done(st);
    return e;
}

/* A code that we do not know is told while it can be mended: it may be a slip. */
static enum err find_code(struct ctx *cx, struct db *db, struct site_form_answer *a,
                          struct promo_code **ret)
{
    enum err e = text_empty(a->code) ? OK : promo_code_typed(cx, db, a->code, ret);

    if (!e && !text_empty(a->code) && !*ret)
        e = fail_field(cx, "code", "form.code", NULL);
    a->promo = *ret ? (*ret)->record.id : NIL;
    return e;
}

static enum err use_code(struct ctx *cx, struct db *db, const struct site_form_answer *a,
                         const struct promo_code *code)
{
    struct promo_use u = {.contact = a->contact,
                          .account = a->account ? a->account : NIL,
                          .deal = NIL,
                          .at = a->at,
                          .how = "form",
                          .told = true};

    return code ? promo_code_use(cx, db, code, &u) : OK;
}

enum err site_form_take(struct ctx *cx, struct db *db, const struct site_form *f,
                        struct site_form_answer *a)
{
    struct promo_code *code = NULL;
    enum err e = read_typed(cx, a), found = find_code(cx, db, a, &code);

    a->at = ctx_now(cx);
    if (!e)
        e = found;
    if (!e)
        e = check_again(cx, db, a);
    if (!e)
        e = check_day(cx, db, f);
    if (!e)
        e = find_contact(cx, db, a);
    if (!e)
        e = put_consent(cx, db, f, a);
    if (!e)
        e = use_code(cx, db, a, code);
    if (!e)
        e = put_answer(cx, db, f, a);
    if (!e)
        e = count_answer(cx, db, f);
    if (!e)
        e = tie_visitor(cx, db, a);
    return e ? e : tell(cx, db, f, a);
}

/* --- the answers of a form */

static void read_row(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct site_form_row *)row = (struct site_form_row){
        .id = db_int(st, 0),
        .contact = db_int(st, 1),
        .at = db_int(st, 2),
        .fresh = db_int(st, 3) == 1,
        .company = db_text_dup(cx, st, 4),
        .heard_of = db_text_dup(cx, st, 5),
        .host = db_text_dup(cx, st, 6),
        .path = db_text_dup(cx, st, 7),
        .contact_name = db_text_dup(cx, st, 8),
        .email = db_text_dup(cx, st, 9),
        .channel = db_text_dup(cx, st, 10),
        .source = db_text_dup(cx, st, 11),
        .medium = db_text_dup(cx, st, 12),
        .utm_campaign = db_text_dup(cx, st, 13),
        .utm_content = db_text_dup(cx, st, 14),
        .utm_term = db_text_dup(cx, st, 15),
    };
}

enum err site_form_answers(struct ctx *cx, struct db *db, int64_t form, int64_t before, int limit,
                           struct site_form_row **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_site_form_answers, &st);

    if (e)
        goto out;
    db_bind_int(st, "form", form);
    db_bind_int(st, "before", before ? before : INT64_MAX);
    db_bind_int(st, "limit", limit);
    e = db_collect(cx, st, sizeof(**ret), read_row, ret, ret_n);
out:
    db_done(st);
    return e;
}
