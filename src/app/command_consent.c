/* command_consent.c -- praca consent verify: walks both ledgers of consent, of people and of visitors, on one site or all.
 *
 * What it prints last, the chain's end, may be noted elsewhere and compared later.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "app/verb.h"
#include "base/message.h"
#include "base/text.h"
#include "people/consent.h"
#include "people/cookie_consent.h"

#include <inttypes.h>

static const char *number(struct ctx *cx, int64_t n)
{
    const char *text = arena_print(cx->arena, "%" PRId64, n);

    return text ? text : "";
}

static const char *reason(struct ctx *cx, const char *key)
{
    return message(cx->arena, cx->lang, key, NULL, 0);
}

static enum err people_of(struct ctx *cx, struct db *db, const struct site *s, bool *well)
{
    struct consent_verdict v = {0};
    enum err e = consent_verify(cx, db, &v);

    if (e)
        return e;
    if (v.why)
        say(cx, "cookies.people_broken", "site", s->slug, "n", number(cx, v.broken_at), "why",
            reason(cx, v.why), NULL);
    else if (!v.entries)
        say(cx, "cookies.people_none", "site", s->slug, NULL);
    else
        say(cx, "cookies.people_ok", "site", s->slug, "entries", number(cx, v.entries), "head",
            v.head, NULL);
    *well = *well && !v.why;
    return OK;
}

static enum err visitors_of(struct ctx *cx, struct db *db, const struct site *s, bool *well)
{
    struct cookie_verdict v = {0};
    enum err e = cookie_verify(cx, db, &v);

    if (e)
        return e;
    if (v.why)
        say(cx, "cookies.verify_broken", "site", s->slug, "n", number(cx, v.broken_at), "why",
            reason(cx, v.why), NULL);
    else if (!v.receipts && !v.gone)
        say(cx, "cookies.verify_none", "site", s->slug, NULL);
    else
        say(cx, "cookies.verify_ok", "site", s->slug, "receipts", number(cx, v.receipts), "gone",
            number(cx, v.gone), "head", v.head, NULL);
    *well = *well && !v.why;
    return OK;
}

static enum err verify(struct ctx *cx, const struct instance *in, const struct site *s, bool *well)
{
    struct db *db = NULL;
    enum err e = db_read(cx, in->pool, &db);

    if (!e)
        e = db_snapshot(cx, db);
    cx->site = s->id;
    if (!e)
        e = people_of(cx, db, s, well);
    if (!e)
        e = visitors_of(cx, db, s, well);
    db_return(db);
    return e;
}

static enum err sites_of(struct ctx *cx, const struct instance *in, const struct args *a,
                         struct site **ret, size_t *ret_n)
{
    struct db *db = NULL;
    enum err e;

    if (args_option(a, "site")) {
        *ret = arena_alloc(cx->arena, sizeof(**ret));
        *ret_n = 1;
        return *ret ? instance_site(cx, in, a, *ret) : fail_memory(cx);
    }
    e = db_read(cx, in->pool, &db);
    if (!e)
        e = site_list(cx, db, 0, ret, ret_n);
    db_return(db);
    return e;
}

enum err command_consent(struct ctx *cx, const struct args *a)
{
    const struct verb *v = verb_find(a);
    struct instance in = {0};
    struct site *sites = NULL;
    size_t n = 0;
    bool well = true;
    enum err e;

    if (v)
        return verb_run(cx, a, v);
    if (args_option(a, "as"))
        return args_alone(cx, a, "as");
    if (a->word_count != 1 || !text_equal(a->words[0], "verify"))
        return fail(cx, ERR_INVALID, "cli.consent_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (!e)
        e = sites_of(cx, &in, a, &sites, &n);
    for (size_t i = 0; i < n && !e; i++)
        e = verify(cx, &in, &sites[i], &well);
    if (!e && !well)
        e = fail(cx, ERR_CONFLICT, "cookies.verify_failed", NULL);
    instance_close(cx, &in);
    return e;
}
