/* nps.c -- "would you recommend us?": one question, answered by a button. Whoever would is asked, after the answer, for words
 * that may be shown or for a colleague; both are leave-able. */
#include "web/web_priv.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "people/contact.h"
#include "people/merge.h"
#include "people/nps.h"
#include "people/referral.h"

#include <stdio.h>
#include <string.h>

enum { SCORES = 11 };

struct nps_page {
    struct request *r;
    struct link link;
    struct form form;
    struct site site;
    struct contact *who;
    struct nps_answer answer;
    const char *deed;
    struct buf out;
    bool chosen;
};

static bool is_promoter(const struct nps_page *p)
{
    return p->answer.id && p->answer.score >= NPS_PROMOTER;
}

/* --- the page */

static void put_note(struct nps_page *p, const char *key)
{
    html(&p->out, "<p class=\"note good\" role=\"status\">");
    html_say(p->r->cx, &p->out, key, NULL);
    html(&p->out, "</p>");
}

static void put_done(struct nps_page *p)
{
    const char *done = request_query(p->r, "done");

    if (text_equal(done, "answer"))
        put_note(p, "web.nps_done");
    else if (text_equal(done, "testimonial"))
        put_note(p, "web.nps_testimonial_done");
    else if (text_equal(done, "referral"))
        put_note(p, "web.nps_referral_done");
}

static void put_scale(struct nps_page *p)
{
    struct buf *out = &p->out;

    html(out, "<fieldset><legend>");
    html_say(p->r->cx, out, "web.nps_question", "site", p->site.name, NULL);
    html(out, "</legend><div class=\"scale\">");
    for (int i = 0; i < SCORES; i++) {
        buf_print(out,
                  "<label><input type=\"radio\" name=\"score\" value=\"%d\" required%s>"
                  "<span>%d</span></label>",
                  i, p->answer.id && p->answer.score == i ? " checked" : "", i);
    }
    html(out, "</div><p class=\"ends small\"><span>");
    html_say(p->r->cx, out, "web.nps_low", NULL);
    html(out, "</span><span>");
    html_say(p->r->cx, out, "web.nps_high", NULL);
    html(out, "</span></p></fieldset>");
}

static void put_input(struct nps_page *p, const char *name, const char *type, const char *label,
                      bool needed)
{
    struct buf *out = &p->out;

    html(out, "<p class=\"field\"><label");
    html_attr(out, "for", name);
    html(out, ">");
    html_say(p->r->cx, out, label, NULL);
    html(out, "</label><input maxlength=\"200\" autocomplete=\"off\"");
    html_attr(out, "type", type);
    html_attr(out, "id", name);
    html_attr(out, "name", name);
    html(out, needed ? " required></p>" : "></p>");
}

static enum err put_question(struct nps_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e = form_open(p->r, db, &p->out, "card", &p->link);

    put_scale(p);
    form_area(p->r->cx, &p->out, "comment", "web.nps_comment", p->answer.comment, false);
    form_button(cx, &p->out, "do", "answer", "main",
                p->answer.id ? "web.nps_change" : "web.nps_answer");
    form_close(&p->out);
    return e;
}

static enum err put_testimonial(struct nps_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e;

    html(&p->out, "<section class=\"card\">");
    html_tag_say(cx, &p->out, "h2", "web.nps_testimonial_title");
    html(&p->out, "<p>");
    html_say(cx, &p->out, "web.nps_testimonial_words", "site", p->site.name, NULL);
    html(&p->out, "</p>");
    e = form_open(p->r, db, &p->out, "one", &p->link);
    form_area(p->r->cx, &p->out, "words", "web.nps_testimonial_label", p->answer.testimonial,
              false);
    form_button(cx, &p->out, "do", "testimonial", "plain", "web.nps_testimonial_send");
    form_close(&p->out);
    html(&p->out, "</section>");
    return e;
}

static enum err put_referral(struct nps_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e;

    html(&p->out, "<section class=\"card\">");
    html_tag_say(cx, &p->out, "h2", "web.nps_referral_title");
    html(&p->out, "<p>");
    html_say(cx, &p->out, "web.nps_referral_words", "site", p->site.name, NULL);
    html(&p->out, "</p>");
    e = form_open(p->r, db, &p->out, "one", &p->link);
    put_input(p, "name", "text", "web.nps_referral_name", true);
    put_input(p, "employer", "text", "web.nps_referral_company", false);
    put_input(p, "email", "email", "web.nps_referral_email", true);
    html(&p->out, "<p class=\"small\">");
    html_say(cx, &p->out, "web.nps_referral_consent", "site", p->site.name, NULL);
    html(&p->out, "</p>");
    form_button(cx, &p->out, "do", "referral", "main", "web.nps_referral_send");
    form_close(&p->out);
    html(&p->out, "</section>");
    return e;
}

static enum err put_page(struct nps_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    enum err e = OK;

    page_open(p->r, &p->out, p->answer.id ? "web.nps_thanks_title" : "web.nps_title", p->site.name);
    put_done(p);
    if (is_promoter(p)) {
        e = put_referral(p, db);
        if (!e)
            e = put_testimonial(p, db);
    }
    if (!e)
        e = put_question(p, db);
    html(&p->out, "<p class=\"small\">");
    html_say(cx, &p->out, "web.nps_until", "day", html_day(cx, p->link.expires_at), "site",
             p->site.name, NULL);
    html(&p->out, "</p>");
    page_close(p->r, &p->out);
    return e;
}

/* --- the handlers */

/* A page in the language that the person is known to read, unless another was chosen. */
static void set_lang(struct nps_page *p)
{
    if (!p->chosen && !text_empty(p->who->locale))
        p->r->cx->lang = lang_choose(p->who->locale);
}

static enum err read_in(struct nps_page *p, struct db *db)
{
    struct ctx *cx = p->r->cx;
    int64_t who = 0;
    enum err e = page_link(p->r, db, LINK_NPS, &p->link);

    if (!e)
        e = merge_survivor(cx, db, MERGE_CONTACTS, p->link.subject, &who);
    if (!e)
        e = model_get(cx, db, &contact_model, who, (void **)&p->who);
    if (e == ERR_NOTFOUND && text_equal(cx->fault.key, "model.missing")) {
        fault_clear(cx);
        return fail(cx, ERR_NOTFOUND, "web.gone", NULL);
    }
    if (!e)
        e = site_get(cx, db, cx->site, &p->site);
    if (!e)
        e = nps_read(cx, db, who, p->link.about, &p->answer);
    if (!e)
        set_lang(p);
    return e;
}

enum err nps_get(struct request *r, struct response *ret)
{
    struct nps_page p = {.r = r, .out = buf_in(r->cx->arena)};
    struct db *db = NULL;
    enum err e = page_enter(r, false, &p.chosen);

    if (!e)
        e = db_read(r->cx, web_of(r)->pool, &db);
    if (!e)
        e = read_in(&p, db);
    if (!e)
        e = put_page(&p, db);
    db_return(db);
    return e ? page_fault(r, ret, e) : page_send(r, ret, 200, &p.out);
}

static enum err refer(struct ctx *cx, struct db *db, struct nps_page *p)
{
    static const char *const wanted[] = {"name", "employer", "email"};
    struct referral *in = model_new(cx, &referral_model);

    if (!in)
        return fail_memory(cx);
    if (!is_promoter(p))
        return fail(cx, ERR_INVALID, "web.form", NULL);
    in->referrer = p->who->record.id;
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const char *given = form_field(&p->form, wanted[i]);
        enum err e = text_empty(given)
                         ? OK
                         : model_set_text(cx, model_field(&referral_model, wanted[i]), given, in);
        if (e)
            return e;
    }
    return referral_by_page(cx, db, in);
}

static enum err act_in(struct ctx *cx, struct db *db, void *arg)
{
    struct nps_page *p = arg;
    int64_t score = -1;
    enum err e = read_in(p, db);

    if (!e)
        e = form_check(p->r, db, &p->form, &p->link);
    if (e)
        return e;
    if (text_equal(p->deed, "referral"))
        return refer(cx, db, p);
    if (text_equal(p->deed, "testimonial"))
        return is_promoter(p) ? nps_testimonial(cx, db, p->who->record.id, p->link.about,
                                                form_field(&p->form, "words"))
                              : fail(cx, ERR_INVALID, "web.form", NULL);
    if (!form_field(&p->form, "score") || !text_to_int(form_field(&p->form, "score"), &score))
        return fail(cx, ERR_INVALID, "web.nps_choose", NULL);
    return nps_say(cx, db, p->who->record.id, p->link.about, score,
                   form_field(&p->form, "comment"));
}

enum err nps_post(struct request *r, struct response *ret)
{
    static const char *const deeds[] = {"answer", "testimonial", "referral"};
    struct nps_page p = {.r = r};
    const char *wanted;
    enum err e = page_enter(r, true, &p.chosen);

    if (!e)
        e = form_read(r, &p.form);
    if (!e) {
        wanted = form_field(&p.form, "do");
        for (size_t i = 0; i < COUNT_OF(deeds); i++)
            if (text_equal(wanted, deeds[i]))
                p.deed = deeds[i];
        e = p.deed ? db_write(r->cx, web_of(r)->pool, act_in, &p)
                   : fail(r->cx, ERR_INVALID, "web.form", NULL);
    }
    if (e)
        return page_fault(r, ret, e);
    form_done(r, ret, p.deed);
    return OK;
}
