/* preference.c -- see preference.h. */
#include "people/preference.h"

#include "access/site.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "people/account.h"
#include "people/change.h"
#include "people/identity.h"
#include "people/merge.h"
#include "work/link.h"

#include "consent_sql.h"

#include <string.h>

const struct setting consent_settings[] = {
    {"consent.link_days", SETTING_INT, 1, 1825, "365", "days"},
    {"consent.confirm_days", SETTING_INT, 1, 60, "7", "days"},
    {"consent.ask_at", SETTING_TEXT, 0, 200, "", NULL},
    {0},
};
static const struct setting *const tables[] = {consent_settings, NULL};

/* --- reading */

static void hold(struct ctx *cx, struct preferences *p, const char *field, const char *value)
{
    const char *key = arena_print(cx->arena, "model.contact.%s", field);

    if (!text_empty(value) && key)
        p->held[p->held_count++] =
            (struct preference_held){message(cx->arena, cx->lang, key, NULL, 0), value};
}

/* A key in words, where there are some; else as it stands. */
static const char *said(struct ctx *cx, const char *key, const char *otherwise)
{
    const char *words = key && !text_empty(otherwise) ? message_find(cx->lang, key) : NULL;

    return words ? words : otherwise;
}

static const char *language_of(struct ctx *cx, const char *locale)
{
    return said(cx, arena_print(cx->arena, "web.language_%.2s", locale ? locale : ""), locale);
}

static const char *channel_of(struct ctx *cx, const char *channel)
{
    return said(cx, arena_print(cx->arena, "paper.channel.%s", channel ? channel : ""), channel);
}

static const char *day_of(struct ctx *cx, int64_t at)
{
    char text[DATE_TEXT_MAX];

    if (at == NIL)
        return NULL;
    date_text(NULL, at, text);
    return message_day(cx->arena, cx->lang, text);
}

static enum err company_of(struct ctx *cx, struct db *db, int64_t account, const char **ret)
{
    void *found = NULL;
    enum err e;

    *ret = NULL;
    if (account == NIL)
        return OK;
    e = model_get(cx, db, &account_model, account, &found);
    if (!e)
        *ret = ((const struct account *)found)->name;
    return e;
}

/* A list of texts, or the members of an object, in words. */
static const char *in_words(struct ctx *cx, const char *json)
{
    struct buf out = buf_in(cx->arena);
    const struct json *v = NULL;

    if (text_empty(json) || json_parse(cx, json, strlen(json), &v)) {
        fault_clear(cx);
        return NULL;
    }
    for (v = v->first; v; v = v->next) {
        if (v->kind != JSON_TEXT && v->kind != JSON_INT && v->kind != JSON_REAL)
            continue;
        buf_add_text(&out, out.len ? ", " : "");
        if (v->name)
            buf_print(&out, "%s: ", v->name);
        if (v->kind == JSON_TEXT)
            buf_add_text(&out, v->text);
        else if (v->kind == JSON_INT)
            buf_print(&out, "%lld", (long long)v->integer);
        else
            buf_print(&out, "%g", v->real);
    }
    return buf_text(&out);
}

static enum err read_held(struct ctx *cx, struct db *db, const struct contact *c,
                          struct preferences *p)
{
    const char *company = NULL;
    enum err e = company_of(cx, db, c->account, &company);

    if (e)
        return e;
    p->held = arena_array(cx->arena, 16, sizeof(*p->held));
    if (!p->held)
        return fail_memory(cx);
    hold(cx, p, "name", c->name);
    hold(cx, p, "email", c->email);
    hold(cx, p, "phone", c->phone);
    hold(cx, p, "job_title", c->job_title);
    hold(cx, p, "department", c->department);
    hold(cx, p, "pains", c->pains);
    hold(cx, p, "account", company);
    hold(cx, p, "locale", language_of(cx, c->locale));
    hold(cx, p, "first_contact_at", day_of(cx, c->first_contact_at));
    hold(cx, p, "channel", channel_of(cx, c->channel));
    hold(cx, p, "heard_of_us", c->heard_of_us);
    hold(cx, p, "landing_page", c->landing_page);
    hold(cx, p, "tags", in_words(cx, c->tags));
    hold(cx, p, "notes", c->notes);
    hold(cx, p, "custom", in_words(cx, c->record.custom));
    return OK;
}

static enum err read_purposes(struct ctx *cx, struct db *db, struct preferences *p)
{
    struct consent_state *all = NULL;
    size_t n = 0;
    enum err e = consent_states(cx, db, p->contact, &all, &n);

    if (e)
        return e;
    p->purposes = all;
    p->texts = arena_array(cx->arena, n + 1, sizeof(const struct consent_text *));
    if (!p->texts)
        return fail_memory(cx);
    for (size_t i = 0; i < n && !e && p->purpose_count < PREFERENCE_CHOICES_MAX; i++) {
        struct consent_text *text = NULL;
        if (!all[i].active || (!all[i].public && !text_equal(all[i].state, "given")))
            continue;
        e = consent_text_now(cx, db, all[i].purpose, cx->lang, &text);
        p->texts[p->purpose_count] = text;
        p->purposes[p->purpose_count++] = all[i];
    }
    return e;
}

static enum err read_lists(struct ctx *cx, struct db *db, struct preferences *p)
{
    struct list_member *all = NULL;
    size_t n = 0;
    enum err e = lists_of(cx, db, p->contact, false, &all, &n);

    for (size_t i = 0; i < n && !e && p->list_count < PREFERENCE_CHOICES_MAX; i++)
        if (all[i].public || text_equal(all[i].status, "subscribed"))
            all[p->list_count++] = all[i];
    p->lists = all;
    return e;
}

static enum err site_words(struct ctx *cx, struct db *db, const char **ret_name,
                           const char **ret_ask_at)
{
    struct settings *s = NULL;
    struct site site;
    enum err e = site_get(cx, db, cx->site, &site);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &s);
    if (e)
        return e;
    *ret_name = site.name;
    *ret_ask_at = setting_text(s, "consent.ask_at");
    if (text_empty(*ret_ask_at))
        *ret_ask_at = NULL;
    return OK;
}

enum err preferences_read(struct ctx *cx, struct db *db, int64_t contact, bool keep_lang,
                          struct preferences *ret)
{
    struct preferences p = {0};
    struct suppression s;
    void *found = NULL;
    const struct contact *c;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, contact, &p.contact);

    if (!e)
        e = model_get(cx, db, &contact_model, p.contact, &found);
    if (e)
        return e;
    c = found;
    if (!keep_lang && !text_empty(c->locale))
        cx->lang = lang_choose(c->locale);
    p.lang = cx->lang;
    p.email = c->email;
    e = site_words(cx, db, &p.site_name, &p.ask_at);
    if (!e)
        e = read_held(cx, db, c, &p);
    if (!e)
        e = read_purposes(cx, db, &p);
    if (!e)
        e = read_lists(cx, db, &p);
    if (!e)
        e = rights_requests_of(cx, db, p.contact, &p.requests, &p.request_count);
    if (!e)
        e = suppression_of(cx, db, c->email, &s, &p.suppressed);
    if (!e)
        *ret = p;
    return e;
}

/* --- changing */

static enum err not_too_often(struct ctx *cx, struct db *db, int64_t contact)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_consents_said_since, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", contact);
    db_bind_int(st, "since", ctx_now(cx) - DAYS_MS(1));
    e = db_step(cx, st, &row);
    if (!e && row && db_int(st, 0) >= PREFERENCE_CHANGES_A_DAY)
        e = fail(cx, ERR_LIMIT, "preference.too_often", NULL);
out:
    db_done(st);
    return e;
}

/* Only the words that are in force in their language count as shown. */
static enum err text_in_force(struct ctx *cx, struct db *db, int64_t purpose, int64_t text)
{
    void *found = NULL;
    struct consent_text *now = NULL;
    const struct consent_text *was;
    enum err e;

    if (text == NIL)
        return OK;
    e = model_get(cx, db, &consent_text_model, text, &found);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return fail(cx, ERR_CONFLICT, "preference.text_changed", NULL);
    }
    if (e)
        return e;
    was = found;
    e = consent_text_now(cx, db, purpose, lang_choose(was->lang), &now);
    if (!e && (!now || now->record.id != text))
        e = fail(cx, ERR_CONFLICT, "preference.text_changed", NULL);
    return e;
}

static bool counts_as_yes(const struct consent_state *s)
{
    return text_equal(s->state, "given") || (!s->state && !text_equal(s->purpose_basis, "consent"));
}

static enum err say(struct ctx *cx, struct db *db, const struct preference_change *c,
                    const struct consent_state *s, const char *state, int64_t text,
                    const char *proof)
{
    /* A yes that a person gives here is consent, whatever the purpose stood on before. */
    struct consent entry = {.contact = c->said_of,
                            .purpose = s->purpose,
                            .legal_basis =
                                text_equal(state, "given") ? "consent" : s->purpose_basis,
                            .state = state,
                            .text = text,
                            .at = NIL,
                            .channel = "web",
                            .source = c->source,
                            .ip = c->ip,
                            .agent = c->agent,
                            .proof = proof};
    enum err e = text_in_force(cx, db, s->purpose, text);

    return e ? e : consent_record(cx, db, &entry);
}

static const char *no_of(const struct consent_state *s)
{
    return text_equal(s->purpose_basis, "consent") ? "withdrawn" : "objected";
}

static const struct consent_state *state_of(const struct preferences *p, int64_t purpose)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (p->purposes[i].purpose == purpose)
            return &p->purposes[i];
    return NULL;
}

static const struct preference_choice *choice_of(const struct preference_choice *all, size_t n,
                                                 int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

static enum err save_purposes(struct ctx *cx, struct db *db, const struct preferences *p,
                              const struct preference_change *c, bool *ret_said_yes)
{
    enum err e = OK;

    for (size_t i = 0; i < c->purpose_count && !e; i++) {
        const struct preference_choice *x = &c->purposes[i];
        const struct consent_state *s = state_of(p, x->id);
        if (!s || x->yes == counts_as_yes(s))
            continue;
        if (x->yes && text_equal(s->channel, "email"))
            *ret_said_yes = true;
        e = say(cx, db, c, s, x->yes ? "given" : no_of(s), x->text, NULL);
    }
    return e;
}

/* Joining a list is a yes to what it stands on, unless that is being taken back by the same form. */
static enum err join(struct ctx *cx, struct db *db, const struct preferences *p,
                     const struct preference_change *c, const struct list_member *m,
                     bool *ret_said_yes)
{
    const struct consent_state *s = m->purpose == NIL ? NULL : state_of(p, m->purpose);
    const struct preference_choice *x =
        s ? choice_of(c->purposes, c->purpose_count, s->purpose) : NULL;
    enum err e = OK;

    if (x && !x->yes && counts_as_yes(s))
        return OK;
    if (s && !counts_as_yes(s) && !(x && x->yes) && x && x->text != NIL) {
        *ret_said_yes = true;
        e = say(cx, db, c, s, "given", x->text, NULL);
    }
    return e ? e : list_set(cx, db, m->list, c->contact, "subscribed", c->source, true, NULL);
}

static enum err save_lists(struct ctx *cx, struct db *db, const struct preferences *p,
                           const struct preference_change *c, bool *ret_said_yes)
{
    enum err e = OK;

    for (size_t i = 0; i < p->list_count && !e; i++) {
        const struct list_member *m = &p->lists[i];
        const struct preference_choice *x = choice_of(c->lists, c->list_count, m->list);
        bool on = text_equal(m->status, "subscribed");
        if (!x || x->yes == on)
            continue;
        if (x->yes)
            e = join(cx, db, p, c, m, ret_said_yes);
        else
            e = list_set(cx, db, m->list, c->contact, "unsubscribed", c->source, false, NULL);
    }
    return e;
}

static enum err lift_all(struct ctx *cx, struct db *db, int64_t contact)
{
    struct identity all = {0};
    enum err e = identity_read(cx, db, IDENTITY_EMAILS, contact, &all);

    for (size_t i = 0; i < all.n && !e; i++)
        e = suppression_lift(cx, db, all.all[i].value);
    return e;
}

static enum err save(struct ctx *cx, struct db *db, const struct preferences *p,
                     const struct preference_change *c)
{
    bool said_yes = false;
    enum err e = save_purposes(cx, db, p, c, &said_yes);

    if (!e)
        e = save_lists(cx, db, p, c, &said_yes);
    if (!e && said_yes)
        e = lift_all(cx, db, c->contact);
    return e;
}

static int64_t shown(const struct preferences *p, size_t i)
{
    return p->texts[i] ? p->texts[i]->record.id : NIL;
}

static enum err suppress_all(struct ctx *cx, struct db *db, const struct preference_change *c,
                             const char *reason)
{
    struct identity all = {0};
    bool fresh;
    enum err e = identity_read(cx, db, IDENTITY_EMAILS, c->contact, &all);

    for (size_t i = 0; i < all.n && !e; i++)
        e = suppression_add(cx, db, all.all[i].value, reason, c->source, &fresh);
    return e;
}

/* Everything ends: by taking back, or (object) by objecting to all. */
static enum err end_all(struct ctx *cx, struct db *db, const struct preferences *p,
                        const struct preference_change *c, bool object)
{
    enum err e = OK;

    for (size_t i = 0; i < p->purpose_count && !e; i++) {
        const struct consent_state *s = &p->purposes[i];
        const char *state = object ? "objected" : no_of(s);
        if (object ? !text_equal(s->state, "objected") : counts_as_yes(s))
            e = say(cx, db, c, s, state, shown(p, i), NULL);
    }
    if (!e)
        e = lists_leave_purpose(cx, db, c->contact, 0, c->source);
    if (!e)
        e = suppress_all(cx, db, c, object ? "objection" : "unsubscribed");
    return e ? e : change_touch(cx, db, CHANGE_CONTACT, c->contact);
}

static enum err ask(struct ctx *cx, struct db *db, const struct preference_change *c,
                    const char *kind, const char *note)
{
    struct rights_request q;

    return rights_request_open(cx, db, c->contact, kind, note, &q);
}

static enum err correct(struct ctx *cx, struct db *db, const struct preference_change *c)
{
    if (text_empty(c->words))
        return fail(cx, ERR_INVALID, "preference.no_words", NULL);
    if (text_chars(c->words) > PREFERENCE_WORDS_MAX)
        return fail(cx, ERR_INVALID, "preference.long", "max", "2000", NULL);
    return ask(cx, db, c, "correction", c->words);
}

static enum err object(struct ctx *cx, struct db *db, const struct preferences *p,
                       const struct preference_change *c)
{
    enum err e = end_all(cx, db, p, c, true);

    return e ? e : ask(cx, db, c, "objection", c->source);
}

static enum err act(struct ctx *cx, struct db *db, const struct preferences *p,
                    const struct preference_change *c)
{
    switch (c->deed) {
    case PREFERENCE_SAVE:
        return save(cx, db, p, c);
    case PREFERENCE_WITHDRAW_ALL:
        return end_all(cx, db, p, c, false);
    case PREFERENCE_OBJECT:
        return object(cx, db, p, c);
    case PREFERENCE_COPY:
        return ask(cx, db, c, "access", c->source);
    case PREFERENCE_PORTABILITY:
        return ask(cx, db, c, "portability", c->source);
    case PREFERENCE_CORRECT:
        return correct(cx, db, c);
    case PREFERENCE_ERASE:
        return ask(cx, db, c, "erase", c->source);
    }
    return OK;
}

enum err preferences_change(struct ctx *cx, struct db *db, const struct preference_change *c)
{
    struct preference_change *now = arena_alloc(cx->arena, sizeof(*now));
    struct preferences p;
    enum err e = now ? preferences_read(cx, db, c->contact, false, &p) : fail_memory(cx);

    if (!e && c->deed == PREFERENCE_SAVE)
        e = not_too_often(cx, db, p.contact);
    if (e)
        return e;
    *now = *c;
    now->said_of = c->contact;
    now->contact = p.contact; /* who was merged into another speaks for both */
    return act(cx, db, &p, now);
}

/* --- links */

static enum err days_of(struct ctx *cx, struct db *db, const char *key, int64_t *ret)
{
    struct settings *s = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &s);

    if (!e)
        *ret = setting_int(s, key);
    return e;
}

enum err preference_link(struct ctx *cx, struct db *db, int64_t contact, const char **ret_token,
                         int64_t *ret_expires_at)
{
    struct link l = {.purpose = LINK_PREFERENCES, .site = cx->site, .subject = contact};
    void *found = NULL;
    int64_t days = 0;
    enum err e = contact_living(cx, db, contact, &found);

    if (!e)
        e = days_of(cx, db, "consent.link_days", &days);
    if (e)
        return e;
    l.expires_at = ctx_now(cx) + DAYS_MS(days);
    *ret_expires_at = l.expires_at;
    return link_sign(cx, db, &l, ret_token);
}

enum err confirm_days(struct ctx *cx, struct db *db, int64_t *ret)
{
    return days_of(cx, db, "consent.confirm_days", ret);
}

/* --- double opt-in */

static enum err read_confirmed(struct ctx *cx, struct db *db, const struct list *l,
                               struct confirmation *c)
{
    struct consent_text *text = NULL;
    void *found = NULL;
    const char *ask_at;
    enum err e = site_words(cx, db, &c->site_name, &ask_at);

    c->list_name = l->name;
    c->list_description = l->description;
    if (e || l->purpose == NIL)
        return e;
    e = model_get(cx, db, &consent_purpose_model, l->purpose, &found);
    if (!e)
        e = consent_text_now(cx, db, l->purpose, cx->lang, &text);
    c->purpose = found;
    c->text = text;
    return e;
}

enum err confirmation_read(struct ctx *cx, struct db *db, int64_t list, int64_t contact,
                           int64_t version, bool keep_lang, struct confirmation *ret)
{
    struct confirmation c = {.list = list, .version = version, .said_of = contact};
    struct list_member m;
    void *of = NULL, *who = NULL;
    enum err e = merge_survivor(cx, db, MERGE_CONTACTS, contact, &c.contact);

    if (!e)
        e = model_get(cx, db, &list_model, list, &of);
    if (!e)
        e = model_get(cx, db, &contact_model, c.contact, &who);
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        e = fail(cx, ERR_NOTFOUND, "link.wrong", NULL);
    }
    if (!e)
        e = list_member_get(cx, db, list, c.contact, &m);
    if (!e && (m.asked != version || !m.status || text_equal(m.status, "unsubscribed")))
        e = fail(cx, ERR_NOTFOUND, "link.wrong", NULL);
    if (e)
        return e;
    if (!keep_lang && !text_empty(((const struct contact *)who)->locale))
        cx->lang = lang_choose(((const struct contact *)who)->locale);
    c.status = m.status;
    e = read_confirmed(cx, db, of, &c);
    if (!e)
        *ret = c;
    return e;
}

static enum err confirm_yes(struct ctx *cx, struct db *db, const struct confirmation *c,
                            int64_t text, const char *ip, const char *agent)
{
    struct preference_change by = {.contact = c->contact,
                                   .said_of = c->said_of,
                                   .source = arena_print(cx->arena, "%s", c->list_name),
                                   .ip = ip,
                                   .agent = agent};
    struct consent_state s = {.purpose = c->purpose->record.id,
                              .purpose_basis = c->purpose->legal_basis};
    const char *proof =
        arena_print(cx->arena, "{\"double_opt_in\":true,\"list\":\"%lld\",\"asked\":%lld}",
                    (long long)c->list, (long long)c->version);
    enum err e = by.source && proof ? say(cx, db, &by, &s, "given", text, proof) : fail_memory(cx);

    return e ? e : lift_all(cx, db, c->contact);
}

enum err confirmation_act(struct ctx *cx, struct db *db, const struct confirmation *c, int64_t text,
                          const char *ip, const char *agent)
{
    enum err e;

    if (text_equal(c->status, "subscribed"))
        return OK;
    e = not_too_often(cx, db, c->contact);
    if (!e && c->purpose && c->purpose->active && text != NIL)
        e = confirm_yes(cx, db, c, text, ip, agent);
    return e ? e : list_set(cx, db, c->list, c->contact, "subscribed", "double opt-in", true, NULL);
}
