/* demo_figures.c -- what figures and consent need beside people and deals: who agreed to what and is on which list, what visitors of the
 * last weeks chose about cookies, answers to the form, and the gross margin.
 *
 * Of those who left an address some agreed to mail, and of these some took it back later. */
#include "app/demo_priv.h"

#include "base/text.h"
#include "people/consent.h"
#include "people/consent_purpose.h"
#include "people/cookie_banner.h"
#include "people/cookie_consent.h"
#include "people/list.h"
#include "people/site_form.h"

#include "demo_sql.h"

enum { LISTS = 2, COOKIE_DAYS = 60, FORM_ANSWERS = 24 };

static enum err read_lists(struct ctx *cx, struct db *db, int64_t ret[LISTS])
{
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = db_begin(cx, db, &SQL_demo_lists, &st);

    while (!e && n < LISTS && !(e = db_step(cx, st, &row)) && row)
        ret[n++] = db_int(st, 0);
    db_done(st);
    must(e || n == LISTS);
    return e;
}

/* --- mail ------------------------------------------------------------------------------------------- */

struct agreeing {
    const struct consent_purpose *purpose;
    const struct consent_text *text;
    int64_t lists[LISTS];
};

static enum err say(struct ctx *cx, struct db *db, const struct agreeing *a, int64_t contact,
                    bool given, const char *source)
{
    struct consent c = {.contact = contact,
                        .purpose = a->purpose->record.id,
                        .state = given ? "given" : "withdrawn",
                        .text = given ? a->text->record.id : NIL,
                        .at = NIL,
                        .recorded_at = NIL,
                        .source = source,
                        .channel = given ? "web" : "email",
                        .actor = NIL};

    return consent_record(cx, db, &c);
}

/* Three of five agree, most of them to both lists; one of fourteen takes it back. */
static enum err agree(struct ctx *cx, struct db *db, struct demo *d, const struct agreeing *a,
                      const struct demo_contact *x)
{
    struct dice dice = dice_of(d->seed ^ ((uint64_t)x->number * 2654435761u), "consent");
    enum err e;

    if (text_empty(x->email) || x->channel == CHANNEL_BLANK || !dice_chance(&dice, 600))
        return OK;
    d->now = x->at;
    e = say(cx, db, a, x->id, true,
            x->channel == CHANNEL_FAIRS ? "estande da feira" : "formulário /contato");
    for (int i = 0; i < LISTS && !e; i++)
        if (dice_chance(&dice, i ? 620 : 900))
            e = list_set(cx, db, a->lists[i], x->id, "subscribed", "formulário", true, NULL);
    d->now = x->at + DAYS_MS(dice_between(&dice, 20, 200));
    if (e || d->now >= d->today || !dice_chance(&dice, 70))
        return e;
    e = say(cx, db, a, x->id, false, "link de descadastro");
    for (int i = 0; i < LISTS && !e; i++)
        e = list_set(cx, db, a->lists[i], x->id, "unsubscribed", "link de descadastro", true, NULL);
    return e;
}

enum err demo_write_consents(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct consent_purpose *purpose = NULL;
    struct consent_text *text = NULL;
    struct agreeing a = {0};
    enum err e = consent_purpose_find(cx, db, "marketing_email", &purpose);

    if (!e)
        e = consent_text_now(cx, db, purpose->record.id, LANG_PT_BR, &text);
    if (!e)
        e = read_lists(cx, db, a.lists);
    if (e || !text)
        return e;
    a.purpose = purpose;
    a.text = text;
    cx->actor = 0;
    for (int i = b->from; i < b->to && !e; i++)
        e = agree(cx, db, b->demo, &a, &b->demo->contacts[i]);
    cx->actor = b->demo->owner;
    return e;
}

/* --- cookies ---------------------------------------------------------------------------------------- */

static enum err choose(struct ctx *cx, struct db *db, struct demo *d, struct dice *dice,
                       int64_t edition)
{
    static const int shares[] = {520, 330, 150};
    static const char *const hows[] = {"accept", "reject", "choose"};
    static const int64_t choices[] = {COOKIE_ALL, COOKIE_NECESSARY,
                                      COOKIE_NECESSARY | COOKIE_PERFORMANCE};
    int way = dice_weighted(dice, shares, (int)COUNT_OF(shares));
    struct cookie_receipt r = {.number = edition,
                               .lang = "pt-BR",
                               .choices = choices[way],
                               .how = hows[way],
                               .at = d->now};
    bool again = false;

    r.id = arena_print(cx->arena, "%016llx%016llx", (unsigned long long)dice_next(dice),
                       (unsigned long long)dice_next(dice));
    return r.id ? cookie_record(cx, db, &r, &again) : fail_memory(cx);
}

int demo_cookie_days(void)
{
    return COOKIE_DAYS;
}

enum err demo_write_cookies(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    struct demo *d = b->demo;
    int64_t edition = 0;
    enum err e = cookie_edition(cx, db, &edition);

    cx->actor = 0;
    for (int day = b->from; day < b->to && !e; day++) {
        struct dice dice = dice_of(d->seed ^ ((uint64_t)(day + 1) * 2654435761u), "cookies");
        int n = dice_between(&dice, 9, 21);
        d->now = d->today - DAYS_MS(COOKIE_DAYS - day) + HOURS_MS(8);
        for (int i = 0; i < n && !e; i++) {
            d->now += MINUTES_MS(dice_between(&dice, 5, 30));
            e = choose(cx, db, d, &dice, edition);
        }
    }
    cx->actor = d->owner;
    return e;
}

/* --- the form, the margin ---------------------------------------------------------------------------- */

static enum err read_form(struct ctx *cx, struct db *db, struct site_form **ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    void *found = NULL;
    int64_t id = 0;
    enum err e = db_begin(cx, db, &SQL_demo_form, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e && row)
        id = db_int(st, 0);
    db_done(st);
    if (!e)
        e = model_get(cx, db, &site_form_model, id, &found);
    *ret = found;
    return e;
}

/* People we know who asked for a quote lately. */
static enum err write_answers(struct ctx *cx, struct db *db, struct demo *d)
{
    struct dice dice = dice_of(d->seed, "answers");
    struct site_form *form = NULL;
    int at = d->contact_count - 1;
    enum err e = read_form(cx, db, &form);

    for (int i = FORM_ANSWERS; i > 0 && at > 0 && !e; i--) {
        const struct demo_contact *x;
        struct site_form_answer a = {.path = "/orcamento", .host = "www.vertice.example"};
        at -= dice_between(&dice, 1, 9);
        while (at > 0 && text_empty(d->contacts[at].email))
            at--;
        x = &d->contacts[at > 0 ? at : 0];
        d->now = d->today - DAYS_MS(i) - MINUTES_MS(dice_between(&dice, 200, 900));
        if (d->now <= x->at)
            d->now = x->at + HOURS_MS(2);
        if (d->now >= d->today)
            continue;
        a.id = id_next(cx);
        a.email = x->email;
        a.name = x->name;
        a.heard_of = x->heard;
        cx->actor = 0;
        e = site_form_take(cx, db, form, &a);
        cx->actor = d->owner;
    }
    return e;
}

static enum err write_margin(struct ctx *cx, struct db *db)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_setting_set, &st);

    if (e)
        goto out;
    db_bind_text(st, "key", "measure.gross_margin");
    db_bind_text(st, "value", "38");
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err demo_write_answers(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    enum err e = write_answers(cx, db, b->demo);

    b->demo->now = b->demo->today;
    return e ? e : write_margin(cx, db);
}
