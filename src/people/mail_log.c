/* mail_log.c -- see mail_log.h. */
#include "people/mail_log.h"

#include "access/user.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/activity.h"
#include "people/contact.h"
#include "people/whatsapp.h"
#include "work/setting.h"

#include "mail_log_sql.h"

#include <string.h>
#include <strings.h>

/* --- secret addresses */

enum err mail_drop_get(struct ctx *cx, struct db *db, const char **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_mail_drop_of, &st);

    if (e)
        goto out;
    db_bind_int(st, "owner", cx->actor);
    e = db_step(cx, st, &row);
    *ret = !e && row ? db_text_dup(cx, st, 0) : NULL;
out:
    db_done(st);
    return e;
}

/* Small letters and digits that nobody mistakes: a mail's local part may lose its case on the way. */
static char *new_token(struct ctx *cx)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char raw[MAIL_DROP_TOKEN];
    char *token = arena_alloc(cx->arena, MAIL_DROP_TOKEN + 1);

    random_bytes(raw, sizeof(raw));
    for (size_t i = 0; token && i < sizeof(raw); i++)
        token[i] = letters[raw[i] % (sizeof(letters) - 1)];
    return token;
}

enum err mail_drop_make(struct ctx *cx, struct db *db, const char **ret)
{
    struct db_stmt *st = NULL;
    const char *token = new_token(cx);
    enum err e = token ? db_begin(cx, db, &SQL_mail_drop_put, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_int(st, "owner", cx->actor);
    db_bind_text(st, "token", token);
    e = db_run(cx, st);
    if (!e)
        e = audit_add(cx, db, "mail_drop", cx->actor, "make", NULL);
    *ret = token;
out:
    db_done(st);
    return e;
}

enum err mail_drop_domain(struct ctx *cx, struct db *db, const char **ret)
{
    static const struct setting *const tables[] = {care_settings, NULL};
    struct settings *set = NULL;
    const char *text;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    *ret = NULL;
    if (e)
        return e;
    text = setting_text(set, "care.mail_domain");
    text += strspn(text, " @");
    if (strchr(text, '.') && text[0] != '.' &&
        !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")])
        *ret = arena_dup(cx->arena, text);
    return OK;
}

static enum err find_drop(struct ctx *cx, struct db *db, const char *address, int64_t *ret_owner)
{
    size_t prefix = strlen(MAIL_DROP_PREFIX);
    struct db_stmt *st = NULL;
    bool row = false;
    char token[MAIL_DROP_TOKEN + 1];
    enum err e;

    if (strncasecmp(address, MAIL_DROP_PREFIX, prefix) != 0 ||
        strcspn(address + prefix, "@") != MAIL_DROP_TOKEN)
        return OK;
    for (size_t i = 0; i < MAIL_DROP_TOKEN; i++)
        token[i] = (char)(address[prefix + i] >= 'A' && address[prefix + i] <= 'Z'
                              ? address[prefix + i] + 32
                              : address[prefix + i]);
    token[MAIL_DROP_TOKEN] = 0;
    e = db_begin(cx, db, &SQL_mail_drop_find, &st);
    if (e)
        goto out;
    db_bind_text(st, "token", token);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret_owner = db_int(st, 0);
out:
    db_done(st);
    return e;
}

/* --- whose, and with whom */

struct logging {
    const struct mail_read *mail;
    const char *digest; /* of the bytes, where there is no Message-ID */
    int64_t owner;
    struct mail_logged *to;
};

static enum err find_owner(struct ctx *cx, struct db *db, const struct mail_read *m, int64_t *ret)
{
    enum err e = OK;

    *ret = 0;
    for (size_t i = 0; i < m->delivered_count && !e && !*ret; i++)
        e = find_drop(cx, db, m->delivered[i], ret);
    for (size_t i = 0; i < m->to_count && !e && !*ret; i++)
        e = find_drop(cx, db, m->to[i], ret);
    if (!e && !*ret)
        *ret = cx->actor > 0 ? cx->actor : NIL;
    return e;
}

static enum err find_contact(struct ctx *cx, struct db *db, const char *address, int64_t *ret)
{
    const struct model *m = &contact_model;
    const char *email = NULL;
    void *found = NULL;
    enum err e = text_email(cx, address, &email);

    *ret = 0;
    if (e == ERR_INVALID) {
        fault_clear(cx);
        return OK;
    }
    if (!e)
        e = model_find(cx, db, m, model_field(m, "email"), text_fold(cx->arena, email), &found);
    if (!e && found)
        *ret = ((struct contact *)found)->record.id;
    return e;
}

static enum err is_ours(struct ctx *cx, struct db *db, const char *address, bool *ret)
{
    struct user u = {0};
    const char *email = NULL;
    enum err e = text_email(cx, address, &email);

    if (!e)
        e = user_find(cx, db, email, &u);
    *ret = e == OK || !strncasecmp(address, MAIL_DROP_PREFIX, strlen(MAIL_DROP_PREFIX));
    if (e == ERR_NOTFOUND || e == ERR_INVALID) {
        fault_clear(cx);
        return OK;
    }
    return e;
}

/* --- an activity */

static const char *key_of(struct ctx *cx, const struct logging *l, int64_t contact)
{
    unsigned char raw[SHA256_BYTES];
    char hex[SHA256_HEX];
    const char *id = l->mail->message_id ? l->mail->message_id : l->digest;
    const char *text = arena_print(cx->arena, "mail %lld %s", (long long)contact, id);

    if (!text)
        return NULL;
    sha256(text, strlen(text), raw);
    hex_text(raw, sizeof(raw), hex);
    return arena_dup(cx->arena, hex);
}

static enum err add(struct ctx *cx, struct db *db, struct logging *l, int64_t contact, bool in)
{
    const struct model *m = &activity_model;
    struct activity *a = model_new(cx, m), *before = NULL;
    const char *key = key_of(cx, l, contact);
    int64_t now = ctx_now(cx);
    enum err e = a && key
                     ? model_find(cx, db, m, model_field(m, "source_key"), key, (void **)&before)
                     : fail_memory(cx);

    if (!e && !before) {
        a->kind = "mail";
        a->source = "mail";
        a->direction = in ? "in" : "out";
        a->outcome = in ? "received" : "sent";
        a->contact = contact;
        a->owner = l->owner;
        a->at = l->mail->sent_at >= 0 && l->mail->sent_at < now ? l->mail->sent_at : now;
        a->subject = l->mail->subject;
        a->body = l->mail->text;
        a->source_key = key;
        e = model_check(cx, m, a);
        if (!e)
            e = model_add(cx, db, m, a);
    }
    if (e)
        return e;
    l->to->items[l->to->count].activity = before ? before->record.id : a->record.id;
    l->to->items[l->to->count].contact = contact;
    l->to->items[l->to->count++].again = before != NULL;
    return OK;
}

static bool has_it(const struct mail_logged *l, int64_t contact)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].contact == contact)
            return true;
    return false;
}

static enum err log_one(struct ctx *cx, struct db *db, struct logging *l, const char *address,
                        bool in)
{
    struct mail_logged *to = l->to;
    int64_t contact = 0;
    bool ours = false;
    enum err e = find_contact(cx, db, address, &contact);

    if (!e && contact)
        return has_it(to, contact) || to->count == MAIL_ADDRESSES_MAX ? OK
                                                                      : add(cx, db, l, contact, in);
    if (!e)
        e = is_ours(cx, db, address, &ours);
    if (!e && !ours && to->unknown_count < MAIL_ADDRESSES_MAX)
        to->unknown[to->unknown_count++] = address;
    return e;
}

enum err mail_log(struct ctx *cx, struct db *db, const void *bytes, size_t n,
                  struct mail_logged *ret)
{
    struct mail_read *mail = arena_alloc(cx->arena, sizeof(*mail));
    struct logging l = {.mail = mail, .to = ret};
    unsigned char raw[SHA256_BYTES];
    char hex[SHA256_HEX];
    bool received;
    enum err e = mail ? mail_read(cx, bytes, n, mail) : fail_memory(cx);

    if (e)
        return e;
    memset(ret, 0, sizeof(*ret));
    sha256(bytes, n, raw);
    hex_text(raw, sizeof(raw), hex);
    l.digest = hex;
    e = find_owner(cx, db, mail, &l.owner);
    for (size_t i = 0; i < mail->from_count && !e; i++)
        e = log_one(cx, db, &l, mail->from[i], true);
    received = ret->count > 0; /* theirs, whoever else got it */
    for (size_t i = 0; i < mail->to_count && !e && !received; i++)
        e = log_one(cx, db, &l, mail->to[i], false);
    return e;
}
