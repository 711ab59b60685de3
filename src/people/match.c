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

/* --- who came before their company */

struct lonely {
    int64_t id;
    const char *email;
};

static void lonely_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct lonely *)row = (struct lonely){db_int(st, 0), db_text_dup(cx, st, 1)};
}

static void domain_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(const char **)row = db_text_dup(cx, st, 0);
}

static enum err domains_of(struct ctx *cx, struct db *db, int64_t account, const char ***ret,
                           size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_account_domains_all, &st);

    if (!e) {
        db_bind_int(st, "account", account);
        e = db_collect(cx, st, sizeof(**ret), domain_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err below_domain(struct ctx *cx, struct db *db, const char *domain, struct lonely **ret,
                             size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_contacts_unlinked, &st);

    if (!e) {
        db_bind_text(st, "domain", domain);
        db_bind_int(st, "most", UNLINKED_MAX + 1);
        e = db_collect(cx, st, sizeof(**ret), lonely_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

/* Whoever is below one of its domains is found by that one. */
static bool is_below_another(const char *domain, const char *const *all, size_t n)
{
    size_t len = strlen(domain);

    for (size_t i = 0; i < n; i++) {
        size_t above = strlen(all[i]);
        if (len > above && domain[len - above - 1] == '.' && !strcmp(domain + len - above, all[i]))
            return true;
    }
    return false;
}

/* Some below it may belong to another company, with the domain that is nearer. */
static enum err take_own(struct ctx *cx, struct db *db, int64_t account, const char *domain,
                         int64_t *ids, size_t *n)
{
    struct lonely *all = NULL;
    size_t found = 0;
    enum err e = below_domain(cx, db, domain, &all, &found);

    for (size_t i = 0; i < found && !e && *n <= UNLINKED_MAX; i++) {
        int64_t of = NIL;
        e = account_for_address(cx, db, all[i].email, &of);
        if (!e && of == account)
            ids[(*n)++] = all[i].id;
    }
    return e;
}

enum err account_unlinked(struct ctx *cx, struct db *db, int64_t account, int64_t **ret,
                          size_t *ret_n, bool *ret_more)
{
    int64_t *ids = arena_array(cx->arena, UNLINKED_MAX + 1, sizeof(*ids));
    const char **domains = NULL;
    size_t count = 0, n = 0;
    enum err e = ids ? domains_of(cx, db, account, &domains, &count) : fail_memory(cx);

    for (size_t i = 0; i < count && !e; i++)
        if (!is_below_another(domains[i], domains, count))
            e = take_own(cx, db, account, domains[i], ids, &n);
    if (e)
        return e;
    *ret_more = n > UNLINKED_MAX;
    *ret_n = n > UNLINKED_MAX ? UNLINKED_MAX : n;
    *ret = ids;
    return OK;
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
