/* consent.c -- see consent.h. The order of an entry is that of its site's head row: whoever appends changes it, so two
 * that come at once are made one after another, on PostgreSQL by running the later one again. */
#include "people/consent_priv.h"

#include "base/text.h"
#include "base/time.h"
#include "people/change.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/legal_basis.h"
#include "people/list.h"
#include "people/merge.h"
#include "people/suppression.h"
#include "people/visitor_link.h"
#include "people/webhook_follow.h"

#include "consent_sql.h"

#include <stdio.h>
#include <string.h>

const char *const consent_state_choices[] = {"given", "withdrawn", "objected", NULL};
const char *const consent_channel_choices[] = {"web",    "email",  "phone", "whatsapp", "paper",
                                               "person", "import", "api",   NULL};

enum { SALT_BYTES = 16, SOURCE_CHARS = 200, PROOF_BYTES = 8192, PAGE = 50 };

/* --- checks */

static bool one_of(const char *const *choices, const char *text)
{
    for (; *choices; choices++)
        if (text_equal(*choices, text))
            return true;
    return false;
}

static enum err clean_source(struct ctx *cx, struct consent *c)
{
    const char *source = c->source ? c->source : "";
    enum err e = text_clean(cx, source, strlen(source), false, &c->source);

    if (e)
        return fail_field(cx, "source", "text.not_utf8", NULL);
    if (text_chars(c->source) > SOURCE_CHARS)
        return fail_too_long(cx, "source", SOURCE_CHARS, text_chars(c->source));
    if (text_empty(c->source))
        c->source = NULL;
    return OK;
}

static enum err check_proof(struct ctx *cx, const struct consent *c)
{
    const struct json *v = NULL;

    if (!c->proof)
        return OK;
    if (strlen(c->proof) > PROOF_BYTES)
        return fail_too_long(cx, "proof", PROOF_BYTES, strlen(c->proof));
    if (json_parse(cx, c->proof, strlen(c->proof), &v) || v->kind != JSON_OBJECT)
        return fail_field(cx, "proof", "field.object", NULL);
    return OK;
}

/* What stands in the entry by itself. All that is wrong is gathered. */
static enum err check_entry(struct ctx *cx, struct consent *c, const struct consent_purpose *p)
{
    if (!one_of(consent_state_choices, c->state))
        (void)fail_choice(cx, "state", consent_state_choices);
    if (!legal_basis_find(c->legal_basis))
        (void)fail_choice(cx, "legal_basis", legal_basis_choices);
    if (!one_of(consent_channel_choices, c->channel))
        (void)fail_choice(cx, "channel", consent_channel_choices);
    if (c->at > ctx_now(cx))
        (void)fail_field(cx, "at", "field.future", NULL);
    if (text_equal(c->state, "given") && !p->active)
        (void)fail_field(cx, "purpose", "consent.purpose_off", NULL);
    if (text_equal(c->state, "given") && text_equal(c->legal_basis, "consent") && c->text == NIL)
        (void)fail_field(cx, "text", "consent.text_needed", NULL);
    (void)clean_source(cx, c);
    (void)check_proof(cx, c);
    return cx->fault.kind;
}

/* The words named must be this purpose's; from now on they stay as they are. */
static enum err take_text(struct ctx *cx, struct db *db, struct consent *c)
{
    void *found = NULL;
    const struct consent_text *t;
    enum err e;

    c->text_digest = NULL;
    if (c->text == NIL)
        return OK;
    e = model_get(cx, db, &consent_text_model, c->text, &found);
    if (e == ERR_NOTFOUND)
        fault_clear(cx);
    t = found;
    if (e == ERR_NOTFOUND || (!e && t->purpose != c->purpose))
        return fail_field(cx, "text", "consent.text_other", NULL);
    if (e)
        return e;
    c->text_digest = t->digest;
    c->text_title = t->title;
    c->text_lang = t->lang;
    c->text_number = t->number;
    return t->first_used_at == NIL ? consent_text_used(cx, db, c->text) : OK;
}

/* Who went into another is answered for by them, and the entry still tells of whom it was said. */
static enum err find_person(struct ctx *cx, struct db *db, struct consent *c, void **ret)
{
    enum err e = model_get(cx, db, &contact_model, c->contact, ret);

    c->subject = c->contact;
    if (e != ERR_NOTFOUND)
        return e;
    e = merge_survivor(cx, db, MERGE_CONTACTS, c->subject, &c->contact);
    if (e || c->contact == c->subject)
        return e ? e : ERR_NOTFOUND;
    fault_clear(cx);
    return model_get(cx, db, &contact_model, c->contact, ret);
}

static enum err fill(struct ctx *cx, struct db *db, struct consent *c)
{
    void *contact = NULL, *purpose = NULL;
    const struct consent_purpose *p;
    enum err e = find_person(cx, db, c, &contact);

    if (!e)
        e = model_get(cx, db, &consent_purpose_model, c->purpose, &purpose);
    if (e)
        return e;
    if (((struct contact *)contact)->erased_at != NIL)
        return fail(cx, ERR_CONFLICT, "contact.erased", NULL);
    p = purpose;
    c->purpose_code = p->code;
    c->purpose_name = p->name;
    if (text_empty(c->legal_basis))
        c->legal_basis = p->legal_basis;
    if (text_empty(c->channel))
        c->channel = "api";
    if (c->at == NIL)
        c->at = ctx_now(cx);
    c->recorded_at = ctx_now(cx);
    e = check_entry(cx, c, p);
    return e ? e : take_text(cx, db, c);
}

/* --- appending */

static enum err head_read(struct ctx *cx, struct db *db, int64_t *ret_n, const char **ret_chain)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_head, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e) {
        *ret_n = row ? db_int(st, 0) : 0;
        *ret_chain = row ? db_text_dup(cx, st, 1) : NULL;
    }
    db_done(st);
    return e;
}

static enum err head_put(struct ctx *cx, struct db *db, const struct consent *c)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consent_head_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "n", c->n);
    db_bind_text(st, "chain", c->chain);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err insert(struct ctx *cx, struct db *db, const struct consent *c, const char *salt)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consent_add, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", c->id);
    db_bind_int(st, "n", c->n);
    db_bind_int(st, "contact", c->contact);
    db_bind_int(st, "subject", c->subject);
    db_bind_int(st, "purpose", c->purpose);
    db_bind_text(st, "legal_basis", c->legal_basis);
    db_bind_text(st, "state", c->state);
    db_bind_int(st, "text", c->text);
    db_bind_text(st, "text_digest", c->text_digest);
    db_bind_int(st, "at", c->at);
    db_bind_int(st, "recorded_at", c->recorded_at);
    db_bind_text(st, "source", c->source);
    db_bind_text(st, "channel", c->channel);
    db_bind_text(st, "ip_digest", c->ip_digest);
    db_bind_text(st, "agent_digest", c->agent_digest);
    db_bind_text(st, "proof", c->proof);
    db_bind_int(st, "actor", c->actor);
    db_bind_text(st, "salt", salt);
    db_bind_text(st, "digest", c->digest);
    db_bind_text(st, "chain", c->chain);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err append(struct ctx *cx, struct db *db, struct consent *c)
{
    unsigned char raw[SALT_BYTES];
    char *salt = arena_alloc(cx->arena, 2 * SALT_BYTES + 1);
    char *digest = arena_alloc(cx->arena, SHA256_HEX), *chain = arena_alloc(cx->arena, SHA256_HEX);
    const char *before = NULL;
    enum err e = salt && digest && chain ? head_read(cx, db, &c->n, &before) : fail_memory(cx);

    if (e)
        return e;
    random_bytes(raw, sizeof(raw));
    hex_text(raw, sizeof(raw), salt);
    c->id = id_next(cx);
    c->n++;
    c->actor = cx->actor ? cx->actor : NIL;
    c->ip_digest = consent_trace(cx, salt, "ip", c->ip);
    c->agent_digest = consent_trace(cx, salt, "agent", c->agent);
    consent_digest(c, salt, digest);
    c->digest = digest;
    consent_chain(before, cx->site, c, chain);
    c->chain = chain;
    if (arena_full(cx->arena))
        return fail_memory(cx);
    e = head_put(cx, db, c);
    return e ? e : insert(cx, db, c, salt);
}

enum err consent_record(struct ctx *cx, struct db *db, struct consent *c)
{
    enum err e = fill(cx, db, c);

    if (!e)
        e = append(cx, db, c);
    if (!e)
        e = consent_states_refresh(cx, db, c->contact);
    if (!e && !text_equal(c->state, "given"))
        e = lists_leave_purpose(cx, db, c->contact, c->purpose, c->source);
    if (!e && !text_equal(c->state, "given") && text_equal(c->purpose_code, VISITOR_LINK_PURPOSE))
        e = visitor_links_withdraw(cx, db, c->contact);
    if (!e)
        e = webhook_consent(cx, db, c->contact, c->purpose_code, c->state, c->legal_basis);
    return e ? e : change_touch(cx, db, CHANGE_CONTACT, c->contact);
}

/* --- where people stand */

static enum err run_for(struct ctx *cx, struct db *db, const struct db_query *q, int64_t contact)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err consent_states_refresh(struct ctx *cx, struct db *db, int64_t contact)
{
    enum err e = run_for(cx, db, &SQL_consent_states_put, contact);

    return e ? e : run_for(cx, db, &SQL_consent_states_drop, contact);
}

static void read_state(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct consent_state *s = row;

    *s = (struct consent_state){.purpose = db_int(st, 0),
                                .code = db_text_dup(cx, st, 1),
                                .name = db_text_dup(cx, st, 2),
                                .channel = db_text_dup(cx, st, 3),
                                .purpose_basis = db_text_dup(cx, st, 4),
                                .active = db_int(st, 5) == 1,
                                .public = db_int(st, 6) == 1,
                                .state = db_text_dup(cx, st, 7),
                                .legal_basis = db_text_dup(cx, st, 8),
                                .at = db_int(st, 9),
                                .consent = db_int(st, 10),
                                .source = db_text_dup(cx, st, 11),
                                .said_by = db_text_dup(cx, st, 12),
                                .text = db_int(st, 13),
                                .text_number = db_int(st, 14),
                                .text_title = db_text_dup(cx, st, 15),
                                .text_body = db_text_dup(cx, st, 16),
                                .text_lang = db_text_dup(cx, st, 17)};
}

enum err consent_states(struct ctx *cx, struct db *db, int64_t contact, struct consent_state **ret,
                        size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consent_states_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    e = db_collect(cx, st, sizeof(**ret), read_state, ret, ret_n);
out:
    db_done(st);
    return e;
}

static const char *const answer_names[] = {
    [CONSENT_MAY] = "may",
    [CONSENT_NO_PURPOSE] = "no_purpose",
    [CONSENT_NO_CONTACT] = "no_contact",
    [CONSENT_NO_ADDRESS] = "no_address",
    [CONSENT_NOT_GIVEN] = "not_given",
    [CONSENT_WITHDRAWN] = "withdrawn",
    [CONSENT_OBJECTED] = "objected",
    [CONSENT_SUPPRESSED] = "suppressed",
};

const char *consent_answer_name(enum consent_answer a)
{
    return answer_names[a];
}

struct standing {
    bool there, active, person;
    const char *basis, *channel, *state, *email, *phone;
};

static enum err standing_of(struct ctx *cx, struct db *db, int64_t contact, const char *purpose,
                            struct standing *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_state_of, &st);

    *ret = (struct standing){0};
    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "code", purpose);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct standing){.there = true,
                                 .active = db_int(st, 0) == 1,
                                 .basis = db_text_dup(cx, st, 1),
                                 .channel = db_text_dup(cx, st, 2),
                                 .state = db_text_dup(cx, st, 3),
                                 .email = db_text_dup(cx, st, 4),
                                 .phone = db_text_dup(cx, st, 5),
                                 .person = !db_is_null(st, 6)};
out:
    db_done(st);
    return e;
}

static bool has_address(const struct standing *s)
{
    if (text_equal(s->channel, "email"))
        return !text_empty(s->email);
    if (text_equal(s->channel, "phone") || text_equal(s->channel, "whatsapp") ||
        text_equal(s->channel, "sms"))
        return !text_empty(s->phone);
    return true;
}

static enum consent_answer judge(const struct standing *s)
{
    if (!s->there || !s->active)
        return CONSENT_NO_PURPOSE;
    if (!s->person)
        return CONSENT_NO_CONTACT;
    if (text_equal(s->state, "withdrawn"))
        return CONSENT_WITHDRAWN;
    if (text_equal(s->state, "objected"))
        return CONSENT_OBJECTED;
    if (!s->state && text_equal(s->basis, "consent"))
        return CONSENT_NOT_GIVEN;
    return has_address(s) ? CONSENT_MAY : CONSENT_NO_ADDRESS;
}

enum err consent_may(struct ctx *cx, struct db *db, int64_t contact, const char *purpose,
                     enum consent_answer *ret)
{
    struct standing s;
    bool suppressed = false;
    enum consent_answer a;
    enum err e = standing_of(cx, db, contact, purpose, &s);

    if (e)
        return e;
    a = judge(&s);
    if (a == CONSENT_MAY && text_equal(s.channel, "email"))
        e = suppression_has(cx, db, s.email, &suppressed);
    if (!e)
        *ret = suppressed ? CONSENT_SUPPRESSED : a;
    return e;
}

/* --- reading */

static void read_consent(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct consent *c = row;

    *c = (struct consent){.id = db_int(st, 0),
                          .n = db_int(st, 1),
                          .contact = db_int(st, 2),
                          .subject = db_int(st, 3),
                          .purpose = db_int(st, 4),
                          .purpose_code = db_text_dup(cx, st, 5),
                          .purpose_name = db_text_dup(cx, st, 6),
                          .legal_basis = db_text_dup(cx, st, 7),
                          .state = db_text_dup(cx, st, 8),
                          .text = db_int(st, 9),
                          .text_digest = db_text_dup(cx, st, 10),
                          .text_title = db_text_dup(cx, st, 11),
                          .text_lang = db_text_dup(cx, st, 12),
                          .text_number = db_int(st, 13),
                          .at = db_int(st, 14),
                          .recorded_at = db_int(st, 15),
                          .source = db_text_dup(cx, st, 16),
                          .channel = db_text_dup(cx, st, 17),
                          .ip_digest = db_text_dup(cx, st, 18),
                          .agent_digest = db_text_dup(cx, st, 19),
                          .proof = db_text_dup(cx, st, 20),
                          .actor = db_int(st, 21),
                          .digest = db_text_dup(cx, st, 22),
                          .chain = db_text_dup(cx, st, 23),
                          .erased = db_is_null(st, 24)};
}

enum err consent_list(struct ctx *cx, struct db *db, const struct consent_query *q,
                      struct consent **ret, size_t *ret_n, int64_t *ret_next)
{
    const struct db_query *sql = q->contact ? &SQL_consents_page_of_contact : &SQL_consents_page;
    size_t limit = q->limit ? (size_t)q->limit : PAGE;
    struct consent *rows = NULL;
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e = db_begin(cx, db, sql, &st);

    if (e)
        goto out;
    if (q->contact)
        db_bind_int(st, "contact", q->contact);
    db_bind_int(st, "purpose", q->purpose);
    db_bind_text(st, "state", q->state ? q->state : "");
    db_bind_int(st, "from_at", q->from);
    db_bind_int(st, "to_at", q->to);
    db_bind_int(st, "after", q->after);
    db_bind_int(st, "most", (int64_t)limit + 1);
    e = db_collect(cx, st, sizeof(*rows), read_consent, &rows, &n);
out:
    db_done(st);
    if (e)
        return e;
    *ret_next = n > limit ? rows[limit - 1].n : 0;
    *ret_n = n > limit ? limit : n;
    *ret = rows;
    return OK;
}
