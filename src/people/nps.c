/* nps.c -- see nps.h. */
#include "people/nps.h"

#include "access/site.h"
#include "base/text.h"
#include "model/audit.h"
#include "people/change.h"
#include "people/contact.h"
#include "people/whatsapp.h"
#include "work/link.h"

#include "nps_sql.h"

#include <stdio.h>
#include <string.h>

enum { PAGE = 50, PAGE_MAX = 500 };

int64_t nps_period(const struct zone *z, int64_t at)
{
    struct civil c = time_civil(z, at);

    return (int64_t)c.year * 10 + (c.month - 1) / 3 + 1;
}

void nps_period_text(int64_t period, char ret[NPS_PERIOD_MAX])
{
    (void)snprintf(ret, NPS_PERIOD_MAX, "%d-Q%d", (int)(period / 10 % 10000), (int)(period % 10));
}

/* --- links */

static enum err put_invite(struct ctx *cx, struct db *db, int64_t contact, const char *period,
                           int64_t expires_at)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_nps_invite_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "period", period);
    db_bind_int(st, "expires_at", expires_at);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err nps_invite(struct ctx *cx, struct db *db, int64_t contact, struct nps_link *ret)
{
    static const struct setting *const tables[] = {care_settings, NULL};
    const struct zone *zone = NULL;
    struct settings *set = NULL;
    struct link l = {.purpose = LINK_NPS, .site = cx->site, .subject = contact};
    char period[NPS_PERIOD_MAX];
    void *who = NULL;
    enum err e = contact_living(cx, db, contact, &who);

    if (!e)
        e = site_zone(cx, db, &zone);
    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (e)
        return e;
    l.about = nps_period(zone, ctx_now(cx));
    l.expires_at = ctx_now(cx) + DAYS_MS(setting_int(set, "care.nps_days"));
    nps_period_text(l.about, period);
    e = put_invite(cx, db, contact, period, l.expires_at);
    *ret = (struct nps_link){.contact = contact,
                             .expires_at = l.expires_at,
                             .name = ((struct contact *)who)->name,
                             .email = ((struct contact *)who)->email};
    return e ? e : link_sign(cx, db, &l, &ret->token);
}

enum err nps_audience(struct ctx *cx, struct db *db, enum nps_whom whom, int64_t id, int64_t after,
                      int most, int64_t *ret, size_t *ret_n)
{
    const struct db_query *q = whom == NPS_LIST      ? &SQL_nps_of_list
                               : whom == NPS_SEGMENT ? &SQL_nps_of_segment
                                                     : &SQL_nps_of_customers;
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    if (whom != NPS_CUSTOMERS)
        db_bind_int(st, "id", id);
    db_bind_int(st, "after", after);
    db_bind_int(st, "most", most);
    while (!(e = db_step(cx, st, &row)) && row && n < (size_t)most)
        ret[n++] = db_int(st, 0);
    *ret_n = n;
out:
    db_done(st);
    return e;
}

/* --- answers */

static void read_answer(struct ctx *cx, const struct db_stmt *st, void *row)
{
    bool named = db_columns(st) > 9;

    *(struct nps_answer *)row =
        (struct nps_answer){.id = db_int(st, 0),
                            .contact = db_int(st, 1),
                            .account = db_int(st, 2),
                            .period = db_text_dup(cx, st, 3),
                            .score = db_int(st, 4),
                            .comment = db_text_dup(cx, st, 5),
                            .answered_at = db_int(st, 6),
                            .testimonial = db_text_dup(cx, st, 7),
                            .testimonial_at = db_int(st, 8),
                            .contact_name = named ? db_text_dup(cx, st, 9) : NULL,
                            .account_name = named ? db_text_dup(cx, st, 10) : NULL};
}

enum err nps_read(struct ctx *cx, struct db *db, int64_t contact, int64_t period,
                  struct nps_answer *ret)
{
    struct db_stmt *st = NULL;
    char text[NPS_PERIOD_MAX];
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_nps_get, &st);

    *ret = (struct nps_answer){.contact = contact};
    if (e)
        goto out;
    nps_period_text(period, text);
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "period", text);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_answer(cx, st, ret);
out:
    db_done(st);
    return e;
}

static enum err clean(struct ctx *cx, const char *text, const char **ret)
{
    enum err e = text_clean(cx, text ? text : "", text ? strlen(text) : 0, true, ret);

    if (!e)
        *ret = text_empty(*ret) ? NULL : text_cut(cx->arena, *ret, NPS_COMMENT_MAX);
    return e;
}

static enum err follow(struct ctx *cx, struct db *db, const struct contact *c)
{
    enum err e = change_touch(cx, db, CHANGE_CONTACT, c->record.id);

    return e || c->account == NIL ? e : change_touch(cx, db, CHANGE_ACCOUNT, c->account);
}

enum err nps_say(struct ctx *cx, struct db *db, int64_t contact, int64_t period, int64_t score,
                 const char *comment)
{
    struct nps_answer was;
    struct db_stmt *st = NULL;
    char text[NPS_PERIOD_MAX];
    const char *words = NULL, *diff;
    void *who = NULL;
    int64_t id;
    enum err e;

    if (score < 0 || score > 10)
        return fail_field(cx, "score", "field.range", "min", "0", "max", "10", NULL);
    e = model_get(cx, db, &contact_model, contact, &who);
    if (!e)
        e = clean(cx, comment, &words);
    if (!e)
        e = nps_read(cx, db, contact, period, &was);
    if (!e)
        e = db_begin(cx, db, &SQL_nps_put, &st);
    if (e)
        goto out;
    id = was.id ? was.id : id_next(cx);
    nps_period_text(period, text);
    db_bind_int(st, "id", id);
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "period", text);
    db_bind_int(st, "score", score);
    db_bind_text(st, "comment", words);
    e = db_run(cx, st);
    diff = was.id ? arena_print(cx->arena, "{\"score\":[%d,%d]}", (int)was.score, (int)score)
                  : arena_print(cx->arena, "{\"score\":[null,%d]}", (int)score);
    if (!e)
        e = audit_add(cx, db, "nps_answer", id, was.id ? "change" : "add", diff);
    if (!e)
        e = follow(cx, db, who);
out:
    db_done(st);
    return e;
}

enum err nps_testimonial(struct ctx *cx, struct db *db, int64_t contact, int64_t period,
                         const char *words)
{
    struct nps_answer was;
    struct db_stmt *st = NULL;
    char text[NPS_PERIOD_MAX];
    const char *kept = NULL;
    enum err e = nps_read(cx, db, contact, period, &was);

    if (!e && !was.id)
        e = fail(cx, ERR_NOTFOUND, "nps.no_answer", NULL);
    if (!e)
        e = clean(cx, words, &kept);
    if (!e)
        e = db_begin(cx, db, &SQL_nps_testimonial_put, &st);
    if (e)
        goto out;
    nps_period_text(period, text);
    db_bind_int(st, "contact", contact);
    db_bind_text(st, "period", text);
    db_bind_text(st, "words", kept);
    db_bind_int(st, "at", kept ? ctx_now(cx) : NIL);
    e = db_run(cx, st);
    if (!e)
        e = audit_add(cx, db, "nps_answer", was.id, "testimonial", NULL);
out:
    db_done(st);
    return e;
}

/* --- read back */

enum err nps_answers(struct ctx *cx, struct db *db, const struct nps_query *q,
                     struct nps_answer **ret, size_t *ret_n, int64_t *ret_next)
{
    struct db_stmt *st = NULL;
    int limit = q->limit > 0 && q->limit <= PAGE_MAX ? q->limit : PAGE;
    enum err e = db_begin(cx, db, &SQL_nps_page, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", q->from_at);
    db_bind_int(st, "until_at", q->until_at ? q->until_at : INT64_MAX);
    db_bind_int(st, "low", q->low);
    db_bind_int(st, "high", q->high);
    db_bind_int(st, "contact", q->contact);
    db_bind_int(st, "after", q->after);
    db_bind_int(st, "most", (int64_t)limit + 1);
    e = db_collect(cx, st, sizeof(**ret), read_answer, ret, ret_n);
    *ret_next = 0;
    if (!e && *ret_n > (size_t)limit) {
        *ret_n = (size_t)limit;
        *ret_next = (*ret)[limit - 1].id;
    }
out:
    db_done(st);
    return e;
}

enum err nps_count(struct ctx *cx, struct db *db, int64_t from_at, int64_t until_at,
                   struct nps_counts *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_nps_counts, &st);

    if (e)
        goto out;
    db_bind_int(st, "from_at", from_at);
    db_bind_int(st, "until_at", until_at ? until_at : INT64_MAX);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = (struct nps_counts){db_int(st, 0), db_int(st, 1), db_int(st, 2), db_int(st, 3)};
out:
    db_done(st);
    return e;
}
