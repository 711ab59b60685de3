/* silence_mail.c -- that a site fell silent, and that it is heard again, by mail: once each, in each reader's language. */
#include "measure/silence_priv.h"

#include "access/site.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/channel_report_priv.h"
#include "measure/mail_choice.h"
#include "measure/mail_frame.h"
#include "measure/report_kind_priv.h"

#include <inttypes.h>

struct telling {
    const struct silence *now;
    int64_t noticed_at;
    const char *site, *home;
    const struct zone *zone;
};

static const char *at_words(struct ctx *cx, const struct zone *zone, int64_t at)
{
    struct civil c;

    if (at == NIL)
        return "–";
    c = time_civil(zone, at);
    return arena_print(cx->arena, "%s %02d:%02d", day_shown(cx, day_of(zone, at)), c.hour,
                       c.minute);
}

static const char *words(struct ctx *cx, const struct telling *t, const char *key)
{
    struct fault_param p[] = {
        {"site", t->site},
        {"at", at_words(cx, t->zone, t->now->silent ? t->now->last_at : t->noticed_at)},
        {"expected", arena_print(cx->arena, "%" PRId64, t->now->expected)}};

    return message(cx->arena, cx->lang, key, p, COUNT_OF(p));
}

static void put_line(struct buf *html, struct buf *text, const char *line)
{
    buf_add_text(html, "<p style=\"margin:8px 0\">");
    text_html(html, line);
    buf_add_text(html, "</p>");
    buf_print(text, "%s\n\n", line);
}

static enum err compose(struct ctx *cx, const struct telling *t, struct mail *m)
{
    bool silent = t->now->silent;
    struct buf html = buf_in(cx->arena), text = buf_in(cx->arena);
    struct mail_frame f = {.site = t->site, .stop_url = m->stop_url};

    f.title = words(cx, t, silent ? "silence.mail_title" : "silence.mail_end_title");
    f.why = words(cx, t, "silence.mail_why");
    f.open_label = words(cx, t, "silence.mail_open");
    f.open_url = t->home ? arena_print(cx->arena, "%s/results/health", t->home) : NULL;
    mail_frame_open(cx, &f, &html);
    mail_frame_text_open(&f, &text);
    put_line(&html, &text,
             words(cx, t,
                   !silent                  ? "silence.mail_end"
                   : t->now->last_at == NIL ? "silence.mail_none"
                                            : "silence.mail_since"));
    if (silent)
        put_line(&html, &text, words(cx, t, "silence.mail_do"));
    mail_frame_close(cx, &f, &html);
    mail_frame_text_close(cx, &f, &text);
    if (!buf_ok(&html) || !buf_ok(&text))
        return fail_memory(cx);
    m->subject = arena_print(cx->arena, "%s · %s", f.title, t->site);
    m->html = buf_text(&html);
    m->text = buf_text(&text);
    return m->subject ? OK : fail_memory(cx);
}

static enum err mail_one(struct ctx *cx, struct db *db, const struct telling *t,
                         const struct mail_reader *r)
{
    struct mail m = {.purpose = "silence",
                     .about = NIL,
                     .user = r->user,
                     .address = r->address,
                     .name = r->name,
                     .lang = r->lang,
                     .state = "waiting"};
    enum lang mine = cx->lang;
    bool is_new = false;
    enum err e;

    m.key = arena_print(cx->arena, "%s:%" PRId64 ":%" PRId64,
                        t->now->silent ? "silence" : "silence-end", t->noticed_at, r->user);
    e = mail_stop_url(cx, db, t->home, STOP_SILENCE, r->user, &m.stop_url);
    cx->lang = r->lang;
    if (!e)
        e = m.key ? compose(cx, t, &m) : fail_memory(cx);
    cx->lang = mine;
    return e ? e : mail_add(cx, db, &m, &is_new);
}

enum err silence_mail(struct ctx *cx, struct db *db, const char *home, const struct silence *now,
                      int64_t noticed_at)
{
    struct telling t = {.now = now, .noticed_at = noticed_at};
    struct mail_reader *all = NULL;
    const char *currency = NULL;
    struct site site;
    size_t n = 0;
    enum err e = mail_readers(cx, db, &all, &n);

    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e)
        e = report_site(cx, db, &t.zone, &currency);
    if (!e)
        e = mail_home_of(cx, db, home, &t.home);
    if (e)
        return e;
    t.site = site.name;
    for (size_t i = 0; i < n && !e; i++)
        if (all[i].silence)
            e = mail_one(cx, db, &t, &all[i]);
    return e;
}
