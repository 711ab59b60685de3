/* match.c -- see match.h. */
#include "people/match.h"

#include "base/text.h"

#include "match_sql.h"

#include <string.h>

const struct setting people_settings[] = {
    {"people.accounts_from_domains", SETTING_BOOL, 0, 1, "1", NULL},
    {0},
};

static const char *domain_of(const char *address)
{
    const char *at = address ? strrchr(address, '@') : NULL;

    return at && at[1] && !text_is_free_mail(at + 1) ? at + 1 : NULL;
}

const char *account_domain_of(const char *address)
{
    const char *domain = domain_of(address);

    return domain ? text_registrable(domain) : NULL;
}

static enum err of_domain(struct ctx *cx, struct db *db, const char *domain, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_account_of_domain, &st);

    if (e)
        goto out;
    db_bind_text(st, "domain", domain);
    e = db_step(cx, st, &row);
    if (!e && row)
        *ret = db_int(st, 0);
out:
    db_done(st);
    return e;
}

enum err account_for_address(struct ctx *cx, struct db *db, const char *address, int64_t *ret)
{
    const char *domain = domain_of(address);
    const char *end = domain ? text_registrable(domain) : NULL;
    int64_t found = NIL;
    enum err e = OK;

    while (!e && end && domain <= end && found == NIL) {
        e = of_domain(cx, db, domain, &found);
        domain = strchr(domain, '.') + 1;
    }
    if (!e)
        *ret = found;
    return e;
}

enum err accounts_from_domains(struct ctx *cx, struct db *db, bool *ret)
{
    static const struct setting *const tables[] = {people_settings, NULL};
    struct settings *s = NULL;
    enum err e = settings_load(cx, db, tables, cx->site, &s);

    if (!e)
        *ret = setting_int(s, "people.accounts_from_domains") != 0;
    return e;
}
