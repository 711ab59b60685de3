/* mail_choice.c -- see mail_choice.h. */
#include "measure/mail_choice.h"

#include "access/may.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/report.h"
#include "model/audit.h"

#include "report_sql.h"

enum { STOP_DAYS = 400 };

static void read_reader(struct ctx *cx, const struct db_stmt *st, void *row)
{
    bool admin = may_of_role(db_text(st, 4)) & MAY_ADMIN;

    *(struct mail_reader *)row =
        (struct mail_reader){.user = db_int(st, 0),
                             .address = db_text_dup(cx, st, 1),
                             .name = db_text_dup(cx, st, 2),
                             .lang = lang_choose(db_text(st, 3)),
                             .weekly = db_is_null(st, 5) ? false : db_int(st, 5) == 1,
                             .silence = db_is_null(st, 6) ? admin : db_int(st, 6) == 1};
}

enum err mail_readers(struct ctx *cx, struct db *db, struct mail_reader **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_mail_readers, &st);

    if (!e)
        e = db_collect(cx, st, sizeof(**ret), read_reader, ret, ret_n);
    db_done(st);
    return e;
}

enum err mail_reader_get(struct ctx *cx, struct db *db, int64_t user, struct mail_reader *ret)
{
    struct mail_reader *all = NULL;
    size_t n = 0;
    enum err e = mail_readers(cx, db, &all, &n);

    for (size_t i = 0; i < n && !e; i++)
        if (all[i].user == user) {
            *ret = all[i];
            return OK;
        }
    return e ? e : fail(cx, ERR_NOTFOUND, "mail.no_reader", NULL);
}

static enum err put(struct ctx *cx, struct db *db, const struct mail_reader *r)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_mail_choice_put, &st);

    if (!e) {
        db_bind_int(st, "user_id", r->user);
        db_bind_int(st, "weekly", r->weekly);
        db_bind_int(st, "silence", r->silence);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err read_choice(struct ctx *cx, const struct json *in, const char *name, bool *ret)
{
    const struct json *v = json_get(in, name);

    if (!v)
        return OK;
    if (v->kind != JSON_BOOL)
        return fail_field(cx, name, "field.bool", NULL);
    *ret = v->boolean;
    return OK;
}

enum err mail_choice_change(struct ctx *cx, struct db *db, int64_t user, const struct json *in)
{
    struct mail_reader r;
    enum err e = mail_reader_get(cx, db, user, &r);

    if (!e)
        e = read_choice(cx, in, "weekly", &r.weekly);
    if (!e)
        e = read_choice(cx, in, "silence", &r.silence);
    return e ? e : put(cx, db, &r);
}

/* --- links that end mails */

enum err mail_stop_url(struct ctx *cx, struct db *db, const char *home, enum mail_stop what,
                       int64_t subject, const char **ret)
{
    const struct link l = {.purpose = LINK_STOP,
                           .site = cx->site,
                           .subject = subject,
                           .about = what,
                           .expires_at = ctx_now(cx) + DAYS_MS(STOP_DAYS)};
    const char *token = NULL;
    enum err e = link_sign(cx, db, &l, &token);

    if (!e)
        *ret = home ? arena_print(cx->arena, "%s/p/stop/%s", home, token) : NULL;
    return e;
}

static enum err read_recipient(struct ctx *cx, struct db *db, int64_t id, struct mail_stopping *ret)
{
    struct db_stmt *st = NULL;
    void *report = NULL;
    bool row = false;
    int64_t number = 0;
    enum err e = db_begin(cx, db, &SQL_recipient_report, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_step(cx, st, &row);
    }
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "mail.no_reader", NULL);
    if (!e) {
        number = db_int(st, 0);
        ret->address = db_text_dup(cx, st, 1);
    }
    db_done(st);
    if (!e)
        e = model_get(cx, db, &report_model, number, &report);
    if (!e)
        ret->report = ((struct report *)report)->name;
    return e;
}

enum err mail_stop_read(struct ctx *cx, struct db *db, const struct link *l,
                        struct mail_stopping *ret)
{
    struct mail_reader r;
    enum err e;

    *ret = (struct mail_stopping){.what = (enum mail_stop)l->about};
    if (l->about == STOP_RECIPIENT)
        return read_recipient(cx, db, l->subject, ret);
    e = mail_reader_get(cx, db, l->subject, &r);
    if (!e)
        ret->address = r.address;
    return e;
}

static enum err stop_recipient(struct ctx *cx, struct db *db, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_recipient_stop, &st);

    if (!e) {
        db_bind_int(st, "id", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : audit_add(cx, db, "report_recipient", id, "stop", NULL);
}

enum err mail_stop_do(struct ctx *cx, struct db *db, const struct link *l)
{
    struct mail_stopping what;
    struct mail_reader r;
    enum err e = mail_stop_read(cx, db, l, &what);

    if (e || what.what == STOP_RECIPIENT)
        return e ? e : stop_recipient(cx, db, l->subject);
    e = mail_reader_get(cx, db, l->subject, &r);
    if (e)
        return e;
    r.weekly = r.weekly && what.what != STOP_WEEKLY;
    r.silence = r.silence && what.what != STOP_SILENCE;
    return put(cx, db, &r);
}

enum err mail_home_of(struct ctx *cx, struct db *db, const char *otherwise, const char **ret)
{
    static const struct setting *const tables[] = {mail_settings, NULL};
    struct settings *set = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &set);

    if (!e)
        *ret = mail_home(set, otherwise);
    return e;
}
