/* family.c -- see family.h. The tree is read as ids and counted company by company along the indexes, so that a huge one costs what
 * its limit allows and no more. */
#include "people/family.h"

#include "base/text.h"
#include "model/model.h"
#include "people/account.h"

#include "family_sql.h"

#include <stdlib.h>

enum { CURRENCIES_MAX = 16 };

static struct family_member read_member(struct ctx *cx, const struct db_stmt *st, bool counts)
{
    struct family_member m = {
        .id = db_int(st, 0), .name = db_text_dup(cx, st, 1), .domain = db_text_dup(cx, st, 2)};

    m.own.accounts = 1;
    if (counts) {
        m.own.contacts = db_int(st, 3);
        m.own.open_deals = db_int(st, 4);
        m.own.won_deals = db_int(st, 5);
    }
    return m;
}

static enum err read_parents(struct ctx *cx, struct db *db, int64_t account, struct family *f)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_family_parents, &st);

    if (e)
        goto out;
    f->parents = arena_array(cx->arena, FAMILY_DEPTH, sizeof(*f->parents));
    db_bind_int(st, "account", account);
    db_bind_int(st, "depth", FAMILY_DEPTH);
    while (f->parents && !(e = db_step(cx, st, &row)) && row && f->parent_count < FAMILY_DEPTH)
        f->parents[f->parent_count++] = read_member(cx, st, false);
out:
    db_done(st);
    return e;
}

static enum err read_children(struct ctx *cx, struct db *db, int64_t account, struct family *f)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_family_children, &st);

    if (e)
        goto out;
    f->children = arena_array(cx->arena, FAMILY_SHOWN, sizeof(*f->children));
    db_bind_int(st, "account", account);
    db_bind_int(st, "most", FAMILY_SHOWN);
    while (f->children && !(e = db_step(cx, st, &row)) && row && f->child_count < FAMILY_SHOWN)
        f->children[f->child_count++] = read_member(cx, st, true);
out:
    db_done(st);
    return e;
}

static enum err read_tree(struct ctx *cx, struct db *db, int64_t account, int64_t **ret,
                          size_t *ret_n)
{
    int64_t *ids = arena_array(cx->arena, (size_t)FAMILY_MAX + 1, sizeof(*ids));
    struct db_stmt *st = NULL;
    bool row = false;
    size_t n = 0;
    enum err e = ids ? db_begin(cx, db, &SQL_family_tree, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_int(st, "account", account);
    db_bind_int(st, "depth", FAMILY_DEPTH);
    db_bind_int(st, "most", FAMILY_MAX + 1);
    while (!(e = db_step(cx, st, &row)) && row && n <= FAMILY_MAX)
        ids[n++] = db_int(st, 0);
    *ret = ids;
    *ret_n = n;
out:
    db_done(st);
    return e;
}

static struct family_money *money_in(struct ctx *cx, struct family *f, const char *currency)
{
    size_t i = 0;

    while (i < f->money_count && !text_equal(f->money[i].currency, currency))
        i++;
    if (i == CURRENCIES_MAX)
        return NULL;
    if (i == f->money_count)
        f->money[f->money_count++] =
            (struct family_money){.currency = arena_dup(cx->arena, currency)};
    return &f->money[i];
}

/* A sum comes as a real: it may be past the end of int64, and minor units up to 2^53 are exact in it. */
static int64_t add_capped(int64_t a, double b)
{
    const double most = (double)MONEY_MAX * 1000;

    return (double)a + b >= most ? (int64_t)most : a + (int64_t)b;
}

static void add_deals(struct ctx *cx, const struct db_stmt *st, struct family *f)
{
    bool won = text_equal(db_text(st, 1), "won");
    struct family_money *m = money_in(cx, f, db_text(st, 0));

    *(won ? &f->totals.won_deals : &f->totals.open_deals) += db_int(st, 2);
    if (!m)
        f->cut = true;
    else if (won)
        m->won_minor = add_capped(m->won_minor, db_real(st, 3));
    else
        m->open_minor = add_capped(m->open_minor, db_real(st, 3));
}

static enum err count_one(struct ctx *cx, struct db *db, int64_t account, struct family *f)
{
    struct db_stmt *contacts = NULL, *deals = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_family_contacts, &contacts);

    if (e)
        goto out;
    db_bind_int(contacts, "account", account);
    e = db_step(cx, contacts, &row);
    if (!e && row)
        f->totals.contacts += db_int(contacts, 0);
    if (!e)
        e = db_begin(cx, db, &SQL_family_deals, &deals);
    if (e)
        goto out;
    db_bind_int(deals, "account", account);
    while (!(e = db_step(cx, deals, &row)) && row)
        add_deals(cx, deals, f);
out:
    db_done(deals);
    db_done(contacts);
    return e;
}

static int by_won(const void *a, const void *b)
{
    const struct family_money *x = a, *y = b;

    return x->won_minor != y->won_minor
               ? (x->won_minor < y->won_minor) - (x->won_minor > y->won_minor)
               : (x->open_minor < y->open_minor) - (x->open_minor > y->open_minor);
}

enum err family_read(struct ctx *cx, struct db *db, int64_t account, struct family *ret)
{
    struct family f = {.money = arena_array(cx->arena, CURRENCIES_MAX, sizeof(*f.money))};
    int64_t *ids = NULL;
    size_t n = 0;
    void *found = NULL;
    enum err e = f.money ? model_get(cx, db, &account_model, account, &found) : fail_memory(cx);

    if (!e)
        e = read_parents(cx, db, account, &f);
    if (!e)
        e = read_children(cx, db, account, &f);
    if (!e)
        e = read_tree(cx, db, account, &ids, &n);
    f.cut = n > FAMILY_MAX;
    for (size_t i = 0; i < n && i < FAMILY_MAX && !e; i++) {
        e = count_one(cx, db, ids[i], &f);
        f.totals.accounts++;
    }
    if (!e && arena_full(cx->arena))
        e = fail_memory(cx);
    if (e)
        return e;
    qsort(f.money, f.money_count, sizeof(*f.money), by_won);
    *ret = f;
    return OK;
}

static void put_counts(struct json_writer *w, const struct family_counts *c)
{
    json_int_member(w, "contacts", c->contacts);
    json_int_member(w, "open_deals", c->open_deals);
    json_int_member(w, "won_deals", c->won_deals);
}

static void put_members(struct json_writer *w, const char *name, const struct family_member *all,
                        size_t n, bool counts)
{
    json_name(w, name);
    json_open_list(w);
    for (size_t i = 0; i < n; i++) {
        json_open_object(w);
        json_id_member(w, "id", all[i].id);
        json_text_member(w, "name", all[i].name);
        json_text_member(w, "domain", all[i].domain);
        if (counts)
            put_counts(w, &all[i].own);
        json_close_object(w);
    }
    json_close_list(w);
}

void family_json(const struct family *f, struct buf *out)
{
    struct json_writer w = json_to(out);

    json_open_object(&w);
    put_members(&w, "parents", f->parents, f->parent_count, false);
    put_members(&w, "children", f->children, f->child_count, true);
    json_name(&w, "totals");
    json_open_object(&w);
    json_int_member(&w, "accounts", f->totals.accounts);
    put_counts(&w, &f->totals);
    json_close_object(&w);
    json_name(&w, "money");
    json_open_list(&w);
    for (size_t i = 0; i < f->money_count; i++) {
        json_open_object(&w);
        json_text_member(&w, "currency", *f->money[i].currency ? f->money[i].currency : NULL);
        json_int_member(&w, "open_minor", f->money[i].open_minor);
        json_int_member(&w, "won_minor", f->money[i].won_minor);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_bool_member(&w, "cut", f->cut);
    json_close_object(&w);
}
