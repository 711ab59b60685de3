/* consent_purpose.c -- see consent_purpose.h. */
#include "people/consent_purpose.h"

#include "access/may.h"
#include "access/site.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "people/legal_basis.h"

#include "consent_sql.h"

#include <string.h>

enum { CODE_MAX = 40 };

static const char *const channel_choices[] = {"email", "phone", "whatsapp", "sms",
                                              "post",  "none",  NULL};
static const char *const lang_choices[] = {"pt-BR", "en", NULL};

static const struct field consent_purpose_fields[] = {
    FIELD_TEXT(struct consent_purpose, code, REQUIRED | UNIQUE, .max = CODE_MAX),
    FIELD_TEXT(struct consent_purpose, name, REQUIRED | SEARCH | SORT, .max = 120),
    FIELD_ENUM(struct consent_purpose, channel, REQUIRED, .choices = channel_choices,
               .initial = "email"),
    FIELD_ENUM(struct consent_purpose, legal_basis, REQUIRED, .choices = legal_basis_choices,
               .initial = "consent"),
    FIELD_BOOL(struct consent_purpose, public, 0, .initial = "1"),
    FIELD_BOOL(struct consent_purpose, active, 0, .initial = "1"),
};

static const struct field consent_text_fields[] = {
    FIELD_REF(struct consent_text, purpose, REQUIRED | FILTER, .refers = &consent_purpose_model),
    FIELD_ENUM(struct consent_text, lang, REQUIRED | FILTER, .choices = lang_choices),
    FIELD_INT(struct consent_text, number, READONLY),
    FIELD_TEXT(struct consent_text, title, REQUIRED, .max = 200),
    FIELD_PROSE(struct consent_text, body, REQUIRED, .max = 4000),
    FIELD_TEXT(struct consent_text, digest, READONLY, .max = SHA256_HEX),
    FIELD_TIME(struct consent_text, first_used_at, READONLY),
};

static enum err number_of(struct ctx *cx, struct db *db, const struct db_query *q, const char *name,
                          int64_t id, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, name, id);
    e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? db_int(st, 0) : 0;
out:
    db_done(st);
    return e;
}

/* --- purposes */

static enum err purpose_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct consent_purpose *was = before, *is = record;
    int64_t used = 0;
    enum err e;

    if (text_empty(is->code))
        return OK;
    if (strspn(is->code, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(is->code) ||
        strspn(is->code, "0123456789_"))
        return fail_field(cx, "code", "consent.code", NULL);
    if (!was || text_equal(was->code, is->code))
        return OK;
    e = number_of(cx, db, &SQL_consents_of_purpose, "purpose", is->record.id, &used);
    return !e && used ? fail_field(cx, "code", "consent.code_used", NULL) : e;
}

const struct model consent_purpose_model =
    MODEL(consent_purpose, "consent_purposes", consent_purpose_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PEOPLE, .sort = "name", .before_save = purpose_before_save);

enum err consent_purpose_find(struct ctx *cx, struct db *db, const char *code,
                              struct consent_purpose **ret)
{
    const struct model *m = &consent_purpose_model;
    int64_t id = 0;
    void *found = NULL;
    enum err e;

    if (id_read(code ? code : "", &id)) {
        e = model_get(cx, db, m, id, &found);
        if (e == ERR_NOTFOUND) {
            fault_clear(cx);
            return fail(cx, ERR_NOTFOUND, "consent.no_purpose", NULL);
        }
    } else
        e = model_find(cx, db, m, model_field(m, "code"), code ? code : "", &found);
    if (!e && !found)
        e = fail(cx, ERR_NOTFOUND, "consent.no_purpose", NULL);
    if (!e)
        *ret = found;
    return e;
}

/* --- texts */

static enum err text_digest(struct ctx *cx, const char *title, const char *body, const char **ret)
{
    unsigned char raw[SHA256_BYTES];
    char *hex = arena_alloc(cx->arena, SHA256_HEX);
    struct sha256_run run;

    if (!hex)
        return fail_memory(cx);
    sha256_start(&run);
    sha256_add(&run, title, strlen(title));
    sha256_add(&run, "\n", 1);
    sha256_add(&run, body, strlen(body));
    sha256_end(&run, raw);
    hex_text(raw, sizeof(raw), hex);
    *ret = hex;
    return OK;
}

static enum err next_number(struct ctx *cx, struct db *db, struct consent_text *is)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_text_last, &st);

    if (e)
        goto out;
    db_bind_int(st, "purpose", is->purpose);
    db_bind_text(st, "lang", is->lang);
    e = db_step(cx, st, &row);
    if (!e)
        is->number = (row && db_int(st, 0) != NIL ? db_int(st, 0) : 0) + 1;
out:
    db_done(st);
    return e;
}

static enum err text_before_save(struct ctx *cx, struct db *db, const void *before, void *record)
{
    const struct consent_text *was = before;
    struct consent_text *is = record;

    if (is->purpose == NIL || text_empty(is->lang) || text_empty(is->title) || text_empty(is->body))
        return OK;
    if (was && was->first_used_at != NIL)
        return fail(cx, ERR_CONFLICT, "consent.text_used", NULL);
    if (!was || was->purpose != is->purpose || !text_equal(was->lang, is->lang)) {
        enum err e = next_number(cx, db, is);
        if (e)
            return e;
    }
    return text_digest(cx, is->title, is->body, &is->digest);
}

const struct model consent_text_model =
    MODEL(consent_text, "consent_texts", consent_text_fields, .may_read = MAY_READ,
          .may_write = MAY_EDIT_PEOPLE, .sort = "-id", .before_save = text_before_save);

enum err consent_text_now(struct ctx *cx, struct db *db, int64_t purpose, enum lang lang,
                          struct consent_text **ret)
{
    int64_t id = 0;
    struct db_stmt *st = NULL;
    void *found = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consent_text_now, &st);

    if (e)
        goto out;
    db_bind_int(st, "purpose", purpose);
    db_bind_text(st, "lang", lang_tag(lang));
    e = db_step(cx, st, &row);
    id = !e && row ? db_int(st, 0) : 0;
out:
    db_done(st);
    if (!e && id)
        e = model_get(cx, db, &consent_text_model, id, &found);
    if (!e)
        *ret = found;
    return e;
}

enum err consent_text_used(struct ctx *cx, struct db *db, int64_t text)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_consent_text_used, &st);

    if (e)
        goto out;
    db_bind_int(st, "text", text);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* --- a beginning */

static const struct usual {
    const char *code, *channel, *basis;
} usuals[] = {
    {"marketing_email", "email", "consent"},
    {"marketing_phone", "phone", "consent"},
    {"marketing_whatsapp", "whatsapp", "consent"},
    {"profiling", "none", "consent"},
};

static const char *usual_words(struct ctx *cx, enum lang lang, const char *code, const char *part,
                               const char *company)
{
    const struct fault_param p = {"company", company};
    const char *key = arena_print(cx->arena, "consent.usual_%s_%s", code, part);

    return key ? message(cx->arena, lang, key, &p, 1) : NULL;
}

static enum err add_usual(struct ctx *cx, struct db *db, const struct usual *u, const char *company)
{
    struct consent_purpose *p = model_new(cx, &consent_purpose_model);
    enum err e;

    if (!p)
        return fail_memory(cx);
    p->code = u->code;
    p->name = usual_words(cx, cx->lang, u->code, "name", company);
    p->channel = u->channel;
    p->legal_basis = u->basis;
    e = model_add(cx, db, &consent_purpose_model, p);
    for (int lang = 0; lang < LANG_COUNT && !e; lang++) {
        struct consent_text *t = model_new(cx, &consent_text_model);
        if (!t)
            return fail_memory(cx);
        t->purpose = p->record.id;
        t->lang = lang_tag((enum lang)lang);
        t->title = usual_words(cx, (enum lang)lang, u->code, "title", company);
        t->body = usual_words(cx, (enum lang)lang, u->code, "body", company);
        e = model_add(cx, db, &consent_text_model, t);
    }
    return e;
}

enum err consent_purposes_usual(struct ctx *cx, struct db *db, int *ret_added)
{
    const struct model *m = &consent_purpose_model;
    struct site site;
    int added = 0;
    enum err e = site_get(cx, db, cx->site, &site);

    for (size_t i = 0; i < COUNT_OF(usuals) && !e; i++) {
        void *found = NULL;
        e = model_find(cx, db, m, model_field(m, "code"), usuals[i].code, &found);
        if (e || found)
            continue;
        e = add_usual(cx, db, &usuals[i], site.name);
        added++;
    }
    if (!e)
        *ret_added = added;
    return e;
}
