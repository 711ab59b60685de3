/* watch_tell.c -- what a look found becomes a note; an alert also becomes an event for other programs and a mail. */
#include "watch/watch_priv.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "measure/mail_choice.h"
#include "measure/mail_frame.h"
#include "strategy/competitor.h"
#include "strategy/competitor_note.h"
#include "work/mail.h"
#include "work/webhook.h"

#include <inttypes.h>

struct telling {
    const struct watch_source *source;
    const struct watch_found *found;
    const struct competitor *competitor;
    struct site site;
    int64_t note;
};

static const char *lines(struct ctx *cx, const struct telling *t)
{
    struct buf out = buf_in(cx->arena);
    struct fault_param p = {"count", arena_print(cx->arena, "%zu", t->found->more)};

    for (size_t i = 0; i < t->found->n; i++)
        buf_print(&out, "%s%s", i ? "\n" : "", difference_line(cx, &t->found->changes[i]));
    if (t->found->more)
        buf_print(&out, "\n%s", message(cx->arena, cx->lang, "watch.line_more", &p, 1));
    return buf_text(&out);
}

static const char *changes_json(struct ctx *cx, const struct watch_found *f)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    json_open_list(&w);
    for (size_t i = 0; i < f->n; i++)
        difference_json(&w, &f->changes[i]);
    json_close_list(&w);
    return buf_text(&out);
}

static bool is_alert(const struct telling *t)
{
    for (size_t i = 0; i < t->found->n; i++)
        if (watch_source_alarms(t->source, &t->found->changes[i]))
            return true;
    return false;
}

static enum err write_note(struct ctx *cx, struct db *db, struct telling *t,
                           struct competitor_note **ret)
{
    struct competitor_note *n = model_new(cx, &competitor_note_model);
    const struct zone *zone = NULL;
    enum lang reader = cx->lang;
    char today[DATE_TEXT_MAX];
    enum err e = n ? zone_find(cx, t->site.time_zone, &zone) : fail_memory(cx);

    if (e)
        return e;
    date_text(zone, ctx_now(cx), today);
    cx->lang = lang_choose(t->site.locale);
    n->body = lines(cx, t);
    n->body = n->body ? text_cut(cx->arena, n->body, 8000) : NULL;
    cx->lang = reader;
    n->competitor = t->source->competitor;
    n->section = text_empty(t->source->section) ? "offers" : t->source->section;
    n->presence = "online";
    n->noted_on = arena_dup(cx->arena, today);
    n->url = t->source->url;
    n->origin = "watch";
    n->watch = t->source->record.id;
    n->changes = changes_json(cx, t->found);
    n->alert = is_alert(t);
    if (!n->body || !n->noted_on || !n->changes)
        return fail_memory(cx);
    e = model_add(cx, db, &competitor_note_model, n);
    t->note = n->record.id;
    *ret = n;
    return e;
}

static enum err emit(struct ctx *cx, struct db *db, const struct telling *t,
                     const struct competitor_note *n)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    bool wanted = false;
    enum err e = webhook_wanted(cx, db, "competitor.changed", WEBHOOK_ONE, &wanted);

    if (e || !wanted)
        return e;
    json_open_object(&w);
    json_id_member(&w, "competitor", t->competitor->record.id);
    json_text_member(&w, "name", t->competitor->name);
    json_id_member(&w, "source", t->source->record.id);
    json_text_member(&w, "url", t->source->url);
    json_id_member(&w, "note", n->record.id);
    json_text_member(&w, "noted_on", n->noted_on);
    json_name(&w, "changes");
    json_put_raw(&w, n->changes);
    json_close_object(&w);
    return buf_ok(&out) ? webhook_emit(cx, db, "competitor.changed", NIL, buf_text(&out))
                        : fail_memory(cx);
}

/* --- by mail */

static const char *words(struct ctx *cx, const struct telling *t, const char *key)
{
    struct fault_param p[] = {{"name", t->competitor->name}, {"url", t->source->url}};

    return message(cx->arena, cx->lang, key, p, COUNT_OF(p));
}

static enum err compose(struct ctx *cx, const struct telling *t, const char *home, struct mail *m)
{
    struct buf html = buf_in(cx->arena), text = buf_in(cx->arena);
    struct mail_frame f = {.site = t->site.name};

    f.title = words(cx, t, "watch.mail_title");
    f.why = words(cx, t, "watch.mail_why");
    f.open_label = words(cx, t, "watch.mail_open");
    f.open_url =
        home ? arena_print(cx->arena, "%s/competitors/%" PRId64, home, t->competitor->record.id)
             : NULL;
    mail_frame_open(cx, &f, &html);
    mail_frame_text_open(&f, &text);
    buf_add_text(&html, "<ul style=\"margin:8px 0;padding-left:18px\">");
    for (size_t i = 0; i < t->found->n; i++) {
        const char *line = difference_line(cx, &t->found->changes[i]);
        buf_add_text(&html, "<li style=\"margin:4px 0\">");
        text_html(&html, line);
        buf_add_text(&html, "</li>");
        buf_print(&text, "- %s\n", line);
    }
    buf_add_text(&html, "</ul>");
    buf_print(&text, "\n%s\n", t->source->url);
    mail_frame_close(cx, &f, &html);
    mail_frame_text_close(cx, &f, &text);
    if (!buf_ok(&html) || !buf_ok(&text))
        return fail_memory(cx);
    m->subject = arena_print(cx->arena, "%s · %s", f.title, t->site.name);
    m->html = buf_text(&html);
    m->text = buf_text(&text);
    return m->subject ? OK : fail_memory(cx);
}

/* Who looks after the competitor, else who added the source, if they still work here. */
static enum err reader_of(struct ctx *cx, struct db *db, const struct telling *t,
                          struct mail_reader *ret, bool *ret_some)
{
    int64_t user = t->competitor->owner != NIL ? t->competitor->owner : t->source->added_by;
    struct fault first = cx->fault;
    enum err e;

    *ret_some = false;
    if (user == NIL || user == 0)
        return OK;
    e = mail_reader_get(cx, db, user, ret);
    *ret_some = !e;
    if (e != ERR_NOTFOUND)
        return e;
    cx->fault = first;
    return OK;
}

static enum err mail_alert(struct ctx *cx, struct db *db, const struct telling *t)
{
    enum lang mine = cx->lang;
    struct mail_reader r;
    struct mail m = {.purpose = "competitor", .about = NIL, .state = "waiting"};
    const char *home = NULL;
    bool some = false, is_new = false;
    enum err e = reader_of(cx, db, t, &r, &some);

    if (e || !some)
        return e;
    m.user = r.user;
    m.address = r.address;
    m.name = r.name;
    m.lang = r.lang;
    m.key = arena_print(cx->arena, "competitor:%" PRId64 ":%" PRId64, t->note, r.user);
    e = mail_home_of(cx, db, t->found->home_url, &home);
    cx->lang = r.lang;
    if (!e)
        e = m.key ? compose(cx, t, home, &m) : fail_memory(cx);
    cx->lang = mine;
    return e ? e : mail_add(cx, db, &m, &is_new);
}

enum err watch_tell(struct ctx *cx, struct db *db, const struct watch_source *s,
                    const struct watch_found *found, int64_t *ret_note)
{
    struct telling t = {.source = s, .found = found};
    struct competitor_note *note = NULL;
    void *competitor = NULL;
    enum err e = model_get(cx, db, &competitor_model, s->competitor, &competitor);

    t.competitor = competitor;
    if (!e)
        e = site_get(cx, db, cx->site, &t.site);
    if (!e)
        e = write_note(cx, db, &t, &note);
    if (e)
        return e;
    *ret_note = note->record.id;
    if (!note->alert)
        return OK;
    e = emit(cx, db, &t, note);
    return e ? e : mail_alert(cx, db, &t);
}
