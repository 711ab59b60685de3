/* preferences.c -- a person's own page: what is held, what for and in which words, their lists, and how to end it all. */
#include "web/web_priv.h"

#include "base/message.h"
#include "base/text.h"
#include "people/preference.h"

#include <stdio.h>
#include <string.h>

struct own_page {
    struct request *r;
    struct link link;
    struct form form;
    enum preference_deed deed;
    struct preferences p;
    struct buf out;
    bool chosen;
};

/* --- what was done, said once after the redirection */

static const struct {
    const char *what, *key;
    enum preference_deed deed;
} deeds[] = {
    {"save", "web.done_save", PREFERENCE_SAVE},
    {"withdraw", "web.done_withdraw", PREFERENCE_WITHDRAW_ALL},
    {"object", "web.done_object", PREFERENCE_OBJECT},
    {"copy", "web.done_copy", PREFERENCE_COPY},
    {"carry", "web.done_carry", PREFERENCE_PORTABILITY},
    {"correct", "web.done_correct", PREFERENCE_CORRECT},
    {"erase", "web.done_erase", PREFERENCE_ERASE},
};

static void put_done(struct own_page *o)
{
    const char *done = request_query(o->r, "done");

    for (size_t i = 0; done && i < COUNT_OF(deeds); i++)
        if (text_equal(deeds[i].what, done)) {
            html(&o->out, "<p class=\"note good\" role=\"status\">");
            html_say(o->r->cx, &o->out, deeds[i].key, NULL);
            html(&o->out, "</p>");
        }
}

/* --- sections */

static void put_held(struct own_page *o)
{
    struct buf *out = &o->out;

    html(out, "<section class=\"card\">");
    html_tag_say(o->r->cx, out, "h2", "web.held_title");
    html(out, "<dl>");
    for (size_t i = 0; i < o->p.held_count; i++) {
        html(out, "<div><dt>");
        html_text(out, o->p.held[i].label);
        html(out, "</dt><dd>");
        html_text(out, o->p.held[i].value);
        html(out, "</dd></div>");
    }
    html(out, "</dl><p class=\"small\">");
    html_say(o->r->cx, out, "web.held_more", NULL);
    html(out, "</p></section>");
}

static bool is_yes(const struct consent_state *s)
{
    return text_equal(s->state, "given") || (!s->state && !text_equal(s->purpose_basis, "consent"));
}

/* "You said yes on 3 March 2026 (Feira do Mel)." */
static void put_standing(struct own_page *o, const struct consent_state *s)
{
    struct ctx *cx = o->r->cx;
    struct buf *out = &o->out;
    const char *key = arena_print(cx->arena, "web.stand_%s", s->state ? s->state : "never");
    const char *day = s->state ? html_day(cx, s->at) : NULL;

    if (!s->state && !text_equal(s->purpose_basis, "consent"))
        key = "web.stand_basis";
    if (!key)
        return;
    html(out, "<p class=\"small\">");
    if (day && !text_empty(s->source))
        day = arena_print(cx->arena, "%s (%s)", day, s->source);
    html_say(cx, out, key, "day", day ? day : "", NULL);
    html(out, "</p>");
}

/* What they once agreed to, where the words have changed since. */
static void put_former(struct own_page *o, const struct consent_state *s,
                       const struct consent_text *now)
{
    struct buf *out = &o->out;

    if (s->text == NIL || !text_equal(s->state, "given") || (now && now->record.id == s->text) ||
        (now && !text_equal(now->lang, s->text_lang)))
        return;
    html(out, "<details><summary>");
    html_say(o->r->cx, out, "web.former_words", NULL);
    html(out, "</summary><blockquote><strong>");
    html_text(out, s->text_title);
    html(out, "</strong><p class=\"words\">");
    html_text(out, s->text_body);
    html(out, "</p></blockquote></details>");
}

static void put_check(struct buf *out, const char *kind, int64_t id, bool on, bool can)
{
    char name[40];

    (void)snprintf(name, sizeof(name), "%s.%lld", kind, (long long)id);
    html(out, "<input type=\"hidden\" value=\"1\"");
    buf_print(out, " name=\"has.%s\"", name);
    html(out, "><input type=\"checkbox\" value=\"1\"");
    html_attr(out, "name", name);
    html_attr(out, "id", name);
    html(out, on ? " checked" : "");
    html(out, can ? ">" : " disabled>");
}

static void put_purpose(struct own_page *o, const struct consent_state *s,
                        const struct consent_text *text)
{
    struct buf *out = &o->out;
    bool yes = is_yes(s);

    html(out, "<div class=\"choice\">");
    put_check(out, "p", s->purpose, yes, yes || text);
    html(out, "<div><label");
    html_attr_id(out, "for", "p.", s->purpose);
    html(out, ">");
    html_text(out, text ? text->title : s->name);
    html(out, "</label>");
    if (text) {
        buf_print(out, "<input type=\"hidden\" name=\"text.%lld\"", (long long)s->purpose);
        html_attr_id(out, "value", "", text->record.id);
        html(out, "><p class=\"words\"");
        html_attr(out, "lang", text->lang);
        html(out, ">");
        html_text(out, text->body);
        html(out, "</p>");
    }
    put_standing(o, s);
    put_former(o, s, text);
    html(out, "</div></div>");
}

static const char *title_of(const struct preferences *p, int64_t purpose)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (p->purposes[i].purpose == purpose)
            return p->texts[i] ? p->texts[i]->title : p->purposes[i].name;
    return NULL;
}

static void put_list(struct own_page *o, const struct list_member *m)
{
    struct ctx *cx = o->r->cx;
    struct buf *out = &o->out;
    const char *title = title_of(&o->p, m->purpose);

    html(out, "<div class=\"choice\">");
    put_check(out, "l", m->list, text_equal(m->status, "subscribed"), true);
    html(out, "<div><label");
    html_attr_id(out, "for", "l.", m->list);
    html(out, ">");
    html_text(out, m->list_name);
    html(out, "</label>");
    if (!text_empty(m->list_description)) {
        html(out, "<p class=\"words\">");
        html_text(out, m->list_description);
        html(out, "</p>");
    }
    if (title) {
        html(out, "<p class=\"small\">");
        html_say(cx, out, "web.list_needs", "purpose", title, NULL);
        html(out, "</p>");
    }
    if (text_equal(m->status, "pending")) {
        html(out, "<p class=\"small\">");
        html_say(cx, out, "web.list_pending", NULL);
        html(out, "</p>");
    }
    html(out, "</div></div>");
}

static enum err put_choices(struct own_page *o, struct db *db)
{
    struct ctx *cx = o->r->cx;
    struct buf *out = &o->out;
    enum err e;

    if (!o->p.purpose_count && !o->p.list_count)
        return OK;
    e = form_open(o->r, db, out, "card", &o->link);
    if (o->p.purpose_count) {
        html(out, "<fieldset><legend>");
        html_say(cx, out, "web.purposes_title", NULL);
        html(out, "</legend>");
        for (size_t i = 0; i < o->p.purpose_count; i++)
            put_purpose(o, &o->p.purposes[i], o->p.texts[i]);
        html(out, "</fieldset>");
    }
    if (o->p.list_count) {
        html(out, "<fieldset><legend>");
        html_say(cx, out, "web.lists_title", NULL);
        html(out, "</legend>");
        for (size_t i = 0; i < o->p.list_count; i++)
            put_list(o, &o->p.lists[i]);
        html(out, "</fieldset>");
    }
    form_button(cx, out, "do", "save", "main", "web.save");
    form_close(out);
    return e;
}

static enum err put_one(struct own_page *o, struct db *db, const char *title, const char *words,
                        const char *deed, const char *class, const char *button)
{
    struct buf *out = &o->out;
    enum err e;

    html(out, "<div class=\"deed\">");
    html_tag_say(o->r->cx, out, "h3", title);
    html_tag_say(o->r->cx, out, "p", words);
    e = form_open(o->r, db, out, "one", &o->link);
    if (text_equal(deed, "correct"))
        form_area(o->r->cx, out, "words", "web.correct_label", NULL, true);
    form_button(o->r->cx, out, "do", deed, class, button);
    form_close(out);
    html(out, "</div>");
    return e;
}

static const struct rights_request *asked(const struct preferences *p, const char *kind)
{
    for (size_t i = 0; i < p->request_count; i++)
        if (text_equal(p->requests[i].kind, kind))
            return &p->requests[i];
    return NULL;
}

static enum err put_right(struct own_page *o, struct db *db, const char *kind, const char *deed,
                          const char *title, const char *words, const char *button)
{
    const struct rights_request *q = asked(&o->p, kind);
    struct ctx *cx = o->r->cx;

    if (!q)
        return put_one(o, db, title, words, deed, text_equal(deed, "erase") ? "danger" : "plain",
                       button);
    html(&o->out, "<div class=\"deed\">");
    html_tag_say(cx, &o->out, "h3", title);
    html(&o->out, "<p class=\"note\">");
    html_say(cx, &o->out, "web.asked", "day", html_day(cx, q->created_at), "due",
             html_day(cx, q->due_at), NULL);
    html(&o->out, "</p></div>");
    return OK;
}

static enum err put_end(struct own_page *o, struct db *db)
{
    enum err e;

    html(&o->out, "<section class=\"card\">");
    html_tag_say(o->r->cx, &o->out, "h2", "web.end_title");
    if (o->p.suppressed) {
        html(&o->out, "<p class=\"note\">");
        html_say(o->r->cx, &o->out, "web.suppressed", NULL);
        html(&o->out, "</p>");
    }
    e = put_one(o, db, "web.withdraw_title", "web.withdraw_words", "withdraw", "plain",
                "web.withdraw");
    if (!e)
        e = put_right(o, db, "objection", "object", "web.object_title", "web.object_words",
                      "web.object");
    html(&o->out, "</section>");
    return e;
}

static enum err put_rights(struct own_page *o, struct db *db)
{
    struct ctx *cx = o->r->cx;
    enum err e;

    html(&o->out, "<section class=\"card\">");
    html_tag_say(cx, &o->out, "h2", "web.rights_title");
    e = put_right(o, db, "access", "copy", "web.copy_title", "web.copy_words", "web.copy");
    if (!e)
        e = put_right(o, db, "portability", "carry", "web.carry_title", "web.carry_words",
                      "web.carry");
    if (!e)
        e = put_right(o, db, "correction", "correct", "web.correct_title", "web.correct_words",
                      "web.correct");
    if (!e)
        e = put_right(o, db, "erase", "erase", "web.erase_title", "web.erase_words", "web.erase");
    if (o->p.ask_at) {
        html(&o->out, "<p class=\"small\">");
        html_say(cx, &o->out, "web.ask_at", "who", o->p.ask_at, NULL);
        html(&o->out, "</p>");
    }
    html(&o->out, "</section>");
    return e;
}

static enum err put_page(struct own_page *o, struct db *db)
{
    struct ctx *cx = o->r->cx;
    enum err e;

    page_open(o->r, &o->out, "web.own_title", o->p.site_name);
    put_done(o);
    html(&o->out, "<p class=\"lead\">");
    html_say(cx, &o->out, "web.own_lead", "site", o->p.site_name, NULL);
    html(&o->out, "</p>");
    e = put_choices(o, db);
    if (!e)
        e = put_end(o, db);
    put_held(o);
    if (!e)
        e = put_rights(o, db);
    html(&o->out, "<p class=\"small\">");
    html_say(cx, &o->out, "web.link_until", "day", html_day(cx, o->link.expires_at), NULL);
    html(&o->out, "</p>");
    page_close(o->r, &o->out);
    return e;
}

/* --- the handlers */

static enum err gone(struct ctx *cx, enum err e)
{
    if (e != ERR_NOTFOUND || !text_equal(cx->fault.key, "model.missing"))
        return e;
    fault_clear(cx);
    return fail(cx, ERR_NOTFOUND, "web.gone", NULL);
}

enum err preferences_get(struct request *r, struct response *ret)
{
    struct own_page o = {.r = r, .out = buf_in(r->cx->arena)};
    struct db *db = NULL;
    enum err e = page_enter(r, false, &o.chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = page_link(r, db, LINK_PREFERENCES, &o.link);
    if (!e)
        e = gone(r->cx, preferences_read(r->cx, db, o.link.subject, o.chosen, &o.p));
    if (!e)
        e = put_page(&o, db);
    db_return(db);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &o.out);
}

/* "has.p.ID" says that the choice stood on the page; "p.ID" that it was ticked; "text.ID" which words stood there. */
static void read_choices(struct ctx *cx, const struct form *f, const char *kind,
                         struct preference_choice *to, size_t *ret_n)
{
    char prefix[16];
    size_t len = (size_t)snprintf(prefix, sizeof(prefix), "has.%s.", kind);

    for (int i = 0; i < f->count && *ret_n < PREFERENCE_CHOICES_MAX; i++) {
        struct preference_choice *c = &to[*ret_n];
        const char *id, *text;
        if (!text_starts(f->fields[i].name, prefix))
            continue;
        id = f->fields[i].name + len;
        if (!id_read(id, &c->id))
            continue;
        text = arena_print(cx->arena, "text.%s", id);
        c->text = NIL;
        if (text && form_field(f, text))
            (void)id_read(form_field(f, text), &c->text);
        text = arena_print(cx->arena, "%s.%s", kind, id);
        c->yes = text && form_field(f, text) != NULL;
        (*ret_n)++;
    }
}

static enum err act_in(struct ctx *cx, struct db *db, void *arg)
{
    struct own_page *o = arg;
    struct preference_change *c = arena_alloc(cx->arena, sizeof(*c));
    enum err e = c ? page_link(o->r, db, LINK_PREFERENCES, &o->link) : fail_memory(cx);

    if (!e)
        e = form_check(o->r, db, &o->form, &o->link);
    if (e)
        return e;
    c->contact = o->link.subject;
    c->deed = o->deed;
    c->source = message(cx->arena, cx->lang, "web.source", NULL, 0);
    c->words = form_field(&o->form, "words");
    c->ip = o->r->remote;
    c->agent = request_header(o->r, "User-Agent");
    read_choices(cx, &o->form, "p", c->purposes, &c->purpose_count);
    read_choices(cx, &o->form, "l", c->lists, &c->list_count);
    return gone(cx, preferences_change(cx, db, c));
}

static const char *deed_of(struct own_page *o)
{
    const char *wanted = form_field(&o->form, "do");

    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        if (text_equal(deeds[i].what, wanted)) {
            o->deed = deeds[i].deed;
            return deeds[i].what;
        }
    return NULL;
}

enum err preferences_post(struct request *r, struct response *ret)
{
    struct own_page o = {.r = r};
    const char *what = NULL;
    enum err e = page_enter(r, true, &o.chosen);

    if (!e)
        e = form_read(r, &o.form);
    if (!e) {
        what = deed_of(&o);
        e = what ? OK : fail(r->cx, ERR_INVALID, "web.form", NULL);
    }
    if (!e)
        e = db_write(r->cx, web_of(r)->pool, act_in, &o);
    if (e)
        return page_fault(r, ret, e);
    form_done(r, ret, what);
    return OK;
}
