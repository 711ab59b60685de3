/* mail.c -- see mail.h. Mails go one at a time, each in three steps: read, hand over, note down. No connection is held while the
 * mailer works. */
#include "work/mail.h"

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "net/mail_write.h"
#include "net/mailer.h"

#include "mail_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct setting mail_settings[] = {
    {"mail.sender", SETTING_EMAIL, 0, 254, "", NULL},
    {"mail.sender_name", SETTING_TEXT, 0, 100, "", NULL},
    {"mail.home", SETTING_URL, 0, 200, "", NULL},
    {"mail.keep_days", SETTING_INT, 7, 3650, "180", "days"},
    {0},
};

static enum err read_settings(struct ctx *cx, struct db *db, struct settings **ret)
{
    static const struct setting *const tables[] = {mail_settings, NULL};

    return settings_load(cx, db, tables, cx->site, ret);
}

/* --- writing it down */

static void bind_new(struct ctx *cx, struct db_stmt *st, const struct mail *m, int64_t id)
{
    bool skipped = text_equal(m->state, "skipped");

    db_bind_int(st, "id", id);
    db_bind_text(st, "key", m->key);
    db_bind_text(st, "purpose", m->purpose);
    db_bind_int(st, "about", m->about ? m->about : NIL);
    db_bind_int(st, "user_id", m->user ? m->user : NIL);
    db_bind_text(st, "address", m->address);
    db_bind_text(st, "name", m->name);
    db_bind_text(st, "lang", lang_tag(m->lang));
    db_bind_text(st, "subject", m->subject);
    db_bind_text(st, "body_text", skipped ? NULL : m->text);
    db_bind_text(st, "body_html", skipped ? NULL : m->html);
    db_bind_text(st, "file_name", skipped ? NULL : m->file_name);
    db_bind_text(st, "file_type", skipped ? NULL : m->file_type);
    db_bind_text(st, "file", skipped ? NULL : m->file);
    db_bind_text(st, "stop_url", m->stop_url);
    db_bind_text(st, "state", skipped ? "skipped" : "waiting");
    db_bind_text(st, "reason", skipped ? m->reason : NULL);
    db_bind_int(st, "ended_at", skipped ? ctx_now(cx) : NIL);
}

enum err mail_add(struct ctx *cx, struct db *db, const struct mail *m, bool *ret_new)
{
    const struct job_new job = {.kind = "mail.send", .only_one = "mail.send"};
    struct db_stmt *st = NULL;
    int64_t job_id = 0;
    enum err e = db_begin(cx, db, &SQL_mail_insert, &st);

    if (!e) {
        bind_new(cx, st, m, id_next(cx));
        e = db_step(cx, st, ret_new);
    }
    db_done(st);
    return e || !*ret_new || text_equal(m->state, "skipped") ? e : job_add(cx, db, &job, &job_id);
}

/* --- reading it */

static void read_mail(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct mail *m = row;

    *m = (struct mail){.id = db_int(st, 0),
                       .key = db_text_dup(cx, st, 1),
                       .purpose = db_text_dup(cx, st, 2),
                       .about = db_int(st, 3),
                       .user = db_int(st, 4),
                       .address = db_text_dup(cx, st, 5),
                       .name = db_text_dup(cx, st, 6),
                       .lang = lang_choose(db_text(st, 7)),
                       .subject = db_text_dup(cx, st, 8),
                       .stop_url = db_text_dup(cx, st, 9),
                       .state = db_text_dup(cx, st, 10),
                       .reason = db_text_dup(cx, st, 11),
                       .attempts = db_int(st, 12),
                       .created_at = db_int(st, 13),
                       .ended_at = db_int(st, 14)};
    if (db_columns(st) <= 15)
        return;
    m->text = db_text_dup(cx, st, 15);
    m->html = db_text_dup(cx, st, 16);
    m->file_name = db_text_dup(cx, st, 17);
    m->file_type = db_text_dup(cx, st, 18);
    m->file = db_text_dup(cx, st, 19);
}

enum err mail_list(struct ctx *cx, struct db *db, const struct mail_query *q, struct mail **ret,
                   size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_mails_newest, &st);

    if (!e) {
        db_bind_int(st, "before", q->before ? q->before : INT64_MAX);
        db_bind_text(st, "purpose", q->purpose);
        db_bind_int(st, "about", q->about ? q->about : NIL);
        db_bind_int(st, "limit", q->limit > 0 && q->limit <= MAIL_LIST_MAX ? q->limit : 50);
        e = db_collect(cx, st, sizeof(**ret), read_mail, ret, ret_n);
    }
    db_done(st);
    return e;
}

enum err mail_get(struct ctx *cx, struct db *db, int64_t id, struct mail *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_mail_by_id, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", id);
    e = db_step(cx, st, &row);
    if (!e && !row)
        e = fail(cx, ERR_NOTFOUND, "mail.none", NULL);
    if (!e)
        read_mail(cx, st, ret);
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
out:
    db_done(st);
    return e;
}

static void time_member(struct json_writer *w, const char *name, int64_t at)
{
    char text[TIME_TEXT_MAX];

    if (at != NIL)
        time_text(at, text);
    json_text_member(w, name, at == NIL ? NULL : text);
}

void mail_json_open(struct ctx *cx, struct json_writer *w, const struct mail *m, bool with_body)
{
    json_open_object(w);
    json_id_member(w, "id", m->id);
    json_text_member(w, "purpose", m->purpose);
    json_id_member(w, "about", m->about);
    json_text_member(w, "to", m->address);
    json_text_member(w, "name", m->name);
    json_text_member(w, "lang", lang_tag(m->lang));
    json_text_member(w, "subject", m->subject);
    json_text_member(w, "state", m->state);
    json_text_member(w, "reason",
                     m->reason ? message(cx->arena, cx->lang, m->reason, NULL, 0) : NULL);
    json_int_member(w, "attempts", m->attempts);
    time_member(w, "created_at", m->created_at);
    time_member(w, "ended_at", m->ended_at);
    if (!with_body)
        return;
    json_text_member(w, "text", m->text);
    json_text_member(w, "html", m->html);
    json_text_member(w, "file_name", m->file_name);
}

/* --- handing it over */

const char *mail_home(const struct settings *s, const char *otherwise)
{
    const char *home = setting_text(s, "mail.home");

    return text_starts(home, "https://") || text_starts(home, "http://") ? home : otherwise;
}

/* "praca.acme.example" of "https://praca.acme.example:8443/x". */
static const char *host_of(struct ctx *cx, const char *url)
{
    const char *at = url ? strstr(url, "://") : NULL;
    size_t n = at ? strcspn(at + 3, ":/") : 0;
    const char *host = n ? arena_dup_n(cx->arena, at + 3, n) : NULL;

    return host && strspn(host, "0123456789.") != n && *host != '[' ? host : "localhost";
}

struct sending {
    struct mail mail;
    const char *from, *from_name, *host;
    const char *state, *reason;
};

static enum err read_sending(struct ctx *cx, struct db_pool *pool, const char *home_url, int64_t id,
                             struct sending *s)
{
    struct settings *set = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, pool, &db);

    if (!e)
        e = read_settings(cx, db, &set);
    if (!e)
        e = mail_get(cx, db, id, &s->mail);
    db_return(db);
    if (e)
        return e;
    s->host = host_of(cx, mail_home(set, home_url));
    s->from = setting_text(set, "mail.sender");
    s->from_name = setting_text(set, "mail.sender_name");
    if (!strchr(s->from, '@'))
        s->from = arena_print(cx->arena, "praca@%s", s->host);
    if (text_empty(s->from_name))
        s->from_name = "Praça";
    return s->from ? OK : fail_memory(cx);
}

static enum err hand_over(struct ctx *cx, struct mailer *mailer, const struct sending *s)
{
    const struct mail *m = &s->mail;
    const char *name = arena_print(cx->arena, "%" PRId64, m->id);
    const char *message_id = arena_print(cx->arena, "%" PRId64 ".mail@%s", m->id, s->host);
    struct buf bytes = buf_in(cx->arena);
    enum err e;

    if (!name || !message_id)
        return fail_memory(cx);
    e = mail_write(cx,
                   &(struct mail_words){
                       .message_id = message_id,
                       .from = s->from,
                       .from_name = s->from_name,
                       .to = m->address,
                       .to_name = m->name,
                       .subject = m->subject,
                       .text = m->text ? m->text : "",
                       .html = m->html,
                       .lang = lang_tag(m->lang),
                       .stop_url = m->stop_url,
                       .file = {m->file_name, m->file_type, m->file, m->file ? strlen(m->file) : 0},
                       .at = m->created_at},
                   &bytes);
    if (e)
        return e;
    return mailer_send(cx, mailer,
                       &(struct mail_parcel){.name = name,
                                             .from = s->from,
                                             .to = m->address,
                                             .bytes = buf_text(&bytes),
                                             .n = bytes.len});
}

static enum err end_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct sending *s = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_mail_end, &st);

    if (!e) {
        db_bind_int(st, "id", s->mail.id);
        db_bind_text(st, "state", s->state);
        db_bind_text(st, "reason", s->reason);
        db_bind_int(st, "ended_at", text_equal(s->state, "waiting") ? NIL : ctx_now(cx));
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* What the mailer has no time for stays waiting, with one attempt more; what it refuses is failed, and the next one goes. */
static enum err send_one(struct ctx *cx, struct db_pool *pool, struct mailer *mailer,
                         const char *home_url, int64_t id, int *sent)
{
    struct sending s = {.state = "sent"};
    struct fault why;
    enum err e = read_sending(cx, pool, home_url, id, &s), noted;

    if (e || !text_equal(s.mail.state, "waiting"))
        return e;
    e = hand_over(cx, mailer, &s);
    if (!e) {
        e = db_write(cx, pool, end_in, &s);
        *sent += !e;
        return e;
    }
    why = cx->fault;
    fault_clear(cx);
    s.reason = why.key;
    s.state = e == ERR_BUSY && s.mail.attempts + 1 < MAIL_ATTEMPTS_MAX ? "waiting" : "failed";
    noted = db_write(cx, pool, end_in, &s);
    if (noted)
        return noted;
    if (text_equal(s.state, "failed"))
        return OK;
    cx->fault = why;
    return e;
}

static enum err next_waiting(struct ctx *cx, struct db_pool *pool, int64_t after, int64_t *ret_site,
                             int64_t *ret_id)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_read(cx, pool, &db);

    *ret_id = 0;
    if (!e)
        e = db_begin(cx, db, &SQL_mail_next_waiting, &st);
    if (!e) {
        db_bind_int(st, "after", after);
        e = db_step(cx, st, &row);
    }
    if (!e && row) {
        *ret_site = db_int(st, 0);
        *ret_id = db_int(st, 1);
    }
    db_done(st);
    db_return(db);
    return e;
}

enum err mail_send_waiting(struct ctx *cx, struct db_pool *pool, struct mailer *mailer,
                           const char *home_url, int *ret_sent)
{
    int64_t id = 0, mine = cx->site;
    enum err e = OK;

    *ret_sent = 0;
    while (!e) {
        struct arena_mark mark = arena_mark(cx->arena);
        e = next_waiting(cx, pool, id, &cx->site, &id);
        if (e || !id)
            break;
        e = send_one(cx, pool, mailer, home_url, id, ret_sent);
        if (!e)
            arena_reset(cx->arena, mark);
    }
    cx->site = mine;
    return e;
}

/* --- the jobs */

static enum err send_run(struct ctx *cx, struct job_run *run)
{
    int sent = 0;
    enum err e;

    if (!run->mailer)
        return OK;
    e = mail_send_waiting(cx, run->pool, run->mailer, run->home_url, &sent);
    if (!e)
        e = job_release(cx, run);
    return e ? e : mail_send_waiting(cx, run->pool, run->mailer, run->home_url, &sent);
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err forget_in(struct ctx *cx, struct db *db, void *arg)
{
    struct settings *set = NULL;
    struct db_stmt *st = NULL;
    enum err e = read_settings(cx, db, &set);

    (void)arg;
    if (!e)
        e = db_begin(cx, db, &SQL_mails_forget, &st);
    if (!e) {
        db_bind_int(st, "before", ctx_now(cx) - DAYS_MS(setting_int(set, "mail.keep_days")));
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err tidy_run(struct ctx *cx, struct job_run *run)
{
    struct db *db = NULL;
    struct db_stmt *st = NULL;
    int64_t *sites = NULL;
    size_t n = 0;
    enum err e = db_read(cx, run->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_mail_sites, &st);
    if (!e)
        e = db_collect(cx, st, sizeof(*sites), read_id, &sites, &n);
    db_done(st);
    db_return(db);
    for (size_t i = 0; i < n && !e; i++) {
        cx->site = sites[i];
        e = db_write(cx, run->pool, forget_in, NULL);
    }
    return e;
}

const struct job_kind mail_job_kinds[] = {
    {"mail.send", send_run, MINUTES_MS(2), 8},
    {"mail.tidy", tidy_run, MINUTES_MS(1), 3},
    {0},
};
