/* visitor_who.c -- see visitor_who.h. A place of the table holds whoever was asked for last of those that fall on it. */
#include "people/visitor_who.h"

#include "people/visitor_link.h"

#include <stdlib.h>

struct known {
    int64_t site, visitor; /* 0: nothing */
    int64_t asked_at;
    struct visitor_person person;
};

struct visitor_who {
    struct db_pool *pool;
    struct known all[VISITOR_WHO_ROOM];
};

struct visitor_who *visitor_who_new(struct db_pool *pool)
{
    struct visitor_who *w = calloc(1, sizeof(*w));

    if (w)
        w->pool = pool;
    return w;
}

void visitor_who_free(struct visitor_who *w)
{
    free(w);
}

static struct known *place_of(struct visitor_who *w, int64_t site, int64_t visitor)
{
    uint64_t h = ((uint64_t)visitor ^ (uint64_t)site * UINT64_C(0x9E3779B97F4A7C15)) *
                 UINT64_C(0xBF58476D1CE4E5B9);

    return &w->all[(h >> 40) % VISITOR_WHO_ROOM];
}

void visitor_who_forget(void *arg, int64_t site, int64_t visitor)
{
    struct known *k = place_of(arg, site, visitor);

    if (k->site == site && k->visitor == visitor)
        *k = (struct known){0};
}

static enum err ask(struct ctx *cx, struct visitor_who *w, const struct fact *f, struct known *k)
{
    const int64_t site = cx->site;
    struct db *db = NULL;
    struct known new = {.site = f->site, .visitor = f->visitor, .asked_at = ctx_now(cx)};
    enum err e = db_read(cx, w->pool, &db);

    cx->site = f->site;
    if (!e)
        e = visitor_person(cx, db, f->visitor, &new.person);
    cx->site = site;
    db_return(db);
    if (!e)
        *k = new;
    return e;
}

/* The visitor was asked, and did not say yes to being known by name. */
static bool said_no(const struct fact *f)
{
    return (f->consent & CONSENT_ANSWERED) && !(f->consent & CONSENT_NAMED);
}

enum err visitor_who_look(struct ctx *cx, void *arg, struct fact *f, const char **ret_refusal)
{
    struct known *k;
    enum err e = OK;

    (void)ret_refusal;
    if (f->subject || !f->visitor)
        return OK;
    k = place_of(arg, f->site, f->visitor);
    if (k->site != f->site || k->visitor != f->visitor ||
        ctx_now(cx) - k->asked_at > VISITOR_WHO_MS || ctx_now(cx) < k->asked_at)
        e = ask(cx, arg, f, k);
    if (e || !k->person.contact || (k->person.by_banner && said_no(f)))
        return e;
    f->subject = k->person.contact;
    f->account = k->person.account;
    f->linked = true;
    return OK;
}
