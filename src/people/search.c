/* search.c -- see search.h. */
#include "people/search.h"

#include "base/text.h"
#include "model/words.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"

#include "search_sql.h"

#include <inttypes.h>
#include <string.h>

enum { LATEST = 1500, SHORT_WORDS = 2, LATEST_WORDS = 4 };

/* One kind of record, and what is asked about it. exact NULL: it has no key that people know. */
static const struct kind {
    const char *name;
    const struct db_query *among, *named, *exact, *after;
    const char *address, *more_address; /* what the address of a hit is called */
} kinds[] = {
    [CHANGE_CONTACT] = {"contact", &SQL_search_contacts_among, &SQL_search_contacts_named,
                        &SQL_search_contacts_exact, &SQL_search_contacts_after, "email", "email"},
    [CHANGE_ACCOUNT] = {"account", &SQL_search_accounts_among, &SQL_search_accounts_named,
                        &SQL_search_accounts_exact, &SQL_search_accounts_after, "domain", "domain"},
    [CHANGE_DEAL] = {"deal", &SQL_search_deals_among, &SQL_search_deals_named, NULL,
                     &SQL_search_deals_after, NULL, NULL},
};

/* A row of the queries search_…_among: whatever a record is called. */
struct called {
    int64_t id;
    const char *name, *address, *phone, *code, *title, *addresses, *codes;
    int64_t account;
    const char *account_name;
};

static void called_read(struct ctx *cx, const struct db_stmt *st, void *row)
{
    struct called *c = row;

    *c = (struct called){.id = db_int(st, 0),
                         .name = db_text_dup(cx, st, 1),
                         .address = db_text_dup(cx, st, 2),
                         .phone = db_text_dup(cx, st, 3),
                         .code = db_text_dup(cx, st, 4),
                         .title = db_text_dup(cx, st, 5),
                         .addresses = db_text_dup(cx, st, 6),
                         .codes = db_text_dup(cx, st, 7),
                         .account = db_int(st, 8),
                         .account_name = db_text_dup(cx, st, 9)};
}

/* In the order of ids; those that are gone are left out. */
static enum err called_among(struct ctx *cx, struct db *db, enum change_kind kind,
                             const int64_t *ids, size_t n, struct called **ret, size_t *ret_n)
{
    struct buf list = buf_in(cx->arena);
    struct db_stmt *st = NULL;
    enum err e;

    buf_add_char(&list, '[');
    for (size_t i = 0; i < n; i++)
        buf_print(&list, "%s%" PRId64, i ? "," : "", ids[i]);
    buf_add_char(&list, ']');
    if (!buf_ok(&list))
        return fail_memory(cx);
    e = db_begin(cx, db, kinds[kind].among, &st);
    if (!e) {
        db_bind_text(st, "ids", buf_text(&list));
        e = db_collect(cx, st, sizeof(**ret), called_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

/* --- kept with every change ------------------------------------------------------------------ */

static const char *words_of(struct ctx *cx, enum change_kind kind, const struct called *c)
{
    struct words w = words_begin(cx);

    words_text(&w, c->name);
    if (kind != CHANGE_DEAL)
        words_text(&w, c->address);
    words_text(&w, c->addresses);
    words_code(&w, c->code);
    words_text(&w, c->codes);
    words_phone(&w, c->phone);
    words_text(&w, c->title);
    return words_end(&w);
}

static enum err put(struct ctx *cx, struct db_stmt *st, enum change_kind kind,
                    const struct called *c, bool *ret_changed)
{
    const char *words = words_of(cx, kind, c);
    enum err e;

    if (!words)
        return fail_memory(cx);
    db_again(st);
    db_bind_int(st, "record", c->id);
    db_bind_text(st, "kind", kinds[kind].name);
    db_bind_text(st, "words", words);
    e = db_run(cx, st);
    *ret_changed = !e && db_changes(st) > 0;
    return e;
}

static enum err drop(struct ctx *cx, struct db *db, enum change_kind kind, int64_t id)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_drop, &st);

    if (!e) {
        db_bind_text(st, "kind", kinds[kind].name);
        db_bind_int(st, "record", id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err run(struct ctx *cx, struct db *db, const struct db_query *q, bool *ret_row)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, q, &st);

    if (!e)
        e = db_step(cx, st, &row);
    db_done(st);
    if (ret_row)
        *ret_row = row;
    return e;
}

enum err search_take_out(struct ctx *cx, struct db *db)
{
    bool any = false;
    enum err e;

    if (db_engine_of(db) != DB_SQLITE)
        return OK;
    e = run(cx, db, &SQL_search_gone_any, &any);
    if (!e && any)
        e = run(cx, db, &SQL_search_index_drop, NULL);
    return e || !any ? e : run(cx, db, &SQL_search_gone_clear, NULL);
}

/* What was comes out before what is goes in: a word that both have would be lost otherwise. */
static enum err index_again(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    struct db_stmt *st = NULL;
    enum err e = search_take_out(cx, db);

    if (e || !n || db_engine_of(db) != DB_SQLITE)
        return e;
    e = db_begin(cx, db, &SQL_search_index_add, &st);
    for (size_t i = 0; i < n && !e; i++) {
        db_again(st);
        db_bind_text(st, "kind", kinds[kind].name);
        db_bind_int(st, "record", ids[i]);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err put_all(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                        size_t n, int64_t *changed, size_t *n_changed)
{
    struct called *all = NULL;
    struct db_stmt *st = NULL;
    size_t n_all = 0, at = 0;
    enum err e = called_among(cx, db, kind, ids, n, &all, &n_all);

    if (!e)
        e = db_begin(cx, db, &SQL_search_put, &st);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        bool is_new = false;
        if (at < n_all && all[at].id == ids[i])
            e = put(cx, st, kind, &all[at++], &is_new);
        else
            e = drop(cx, db, kind, ids[i]);
        if (is_new)
            changed[(*n_changed)++] = ids[i];
        if (!e)
            arena_reset(cx->arena, mark);
    }
    db_done(st);
    return e;
}

static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t *changed = arena_array(cx->arena, n, sizeof(*changed));
    size_t n_changed = 0;
    enum err e = changed ? put_all(cx, db, kind, ids, n, changed, &n_changed) : fail_memory(cx);

    if (!e)
        e = index_again(cx, db, kind, changed, n_changed);
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

static bool same_contact(const struct contact *a, const struct contact *b)
{
    return text_equal(a->name, b->name) && text_equal(a->email, b->email) &&
           text_equal(a->phone, b->phone) && text_equal(a->tax_number, b->tax_number) &&
           text_equal(a->job_title, b->job_title);
}

static bool same_account(const struct account *a, const struct account *b)
{
    return text_equal(a->name, b->name) && text_equal(a->domain, b->domain) &&
           text_equal(a->tax_number, b->tax_number);
}

/* Whether nothing that is searched differs. */
static bool same(const struct change *c)
{
    if (!c->before || !c->after)
        return false;
    if (c->kind == CHANGE_CONTACT)
        return same_contact(c->before, c->after);
    if (c->kind == CHANGE_ACCOUNT)
        return same_account(c->before, c->after);
    return text_equal(((const struct deal *)c->before)->name,
                      ((const struct deal *)c->after)->name);
}

static enum err follow_one(struct ctx *cx, struct db *db, const struct change *c)
{
    if (same(c))
        return OK;
    return follow_many(cx, db, c->kind, &c->id, 1);
}

const struct change_follower search_follower = {
    .name = "search", .one = follow_one, .many = follow_many};

/* --- asked ----------------------------------------------------------------------------------- */

/* Ids in the order of their rank, each once. */
struct ranked {
    int64_t ids[SEARCH_EACH_MAX + 1];
    size_t n, most;
};

static enum err collect(struct ctx *cx, struct db_stmt *st, struct ranked *r)
{
    bool row = false;
    enum err e = OK;

    while (r->n < r->most && !(e = db_step(cx, st, &row)) && row) {
        int64_t id = db_int(st, 0);
        size_t i = 0;
        while (i < r->n && r->ids[i] != id)
            i++;
        if (i == r->n)
            r->ids[r->n++] = id;
    }
    return e;
}

/* A number as it is kept: without signs, in capitals. */
static const char *code_of(struct ctx *cx, const char *q)
{
    struct buf b = buf_in(cx->arena);

    for (; *q; q++)
        if ((*q >= '0' && *q <= '9') || (*q >= 'A' && *q <= 'Z') || (*q >= 'a' && *q <= 'z'))
            buf_add_char(&b, *q >= 'a' ? (char)(*q - 'a' + 'A') : *q);
    return buf_text(&b);
}

static enum err add_exact(struct ctx *cx, struct db *db, const struct kind *k, const char *q,
                          struct ranked *r)
{
    const char *domain = text_domain(cx->arena, q), *code = code_of(cx, q);
    struct db_stmt *st = NULL;
    enum err e;

    if (!k->exact)
        return OK;
    e = db_begin(cx, db, k->exact, &st);
    if (e)
        goto out;
    if (k == &kinds[CHANGE_CONTACT])
        db_bind_text(st, "email", text_fold(cx->arena, q));
    else
        db_bind_text(st, "domain", domain ? domain : "");
    db_bind_text(st, "code", code);
    db_bind_int(st, "most", (int64_t)r->most);
    e = collect(cx, st, r);
out:
    db_done(st);
    return e;
}

/* Whose name begins with the whole question. */
static enum err add_named(struct ctx *cx, struct db *db, const struct kind *k, const char *q,
                          struct ranked *r)
{
    const char *low = text_fold(cx->arena, q);
    const char *high = low ? arena_print(cx->arena, "%s\xF4\x8F\xBF\xBF", low) : NULL;
    struct db_stmt *st = NULL;
    enum err e;

    if (!high)
        return fail_memory(cx);
    e = db_begin(cx, db, k->named, &st);
    if (!e) {
        db_bind_text(st, "low", low);
        db_bind_text(st, "high", high);
        db_bind_int(st, "most", (int64_t)r->most);
        e = collect(cx, st, r);
    }
    db_done(st);
    return e;
}

/* Those that came last and answer; a fifth word and more are not looked at. */
static enum err add_latest(struct ctx *cx, struct db *db, const struct kind *k,
                           const struct words_asked *asked, struct ranked *r)
{
    static const char *const names[LATEST_WORDS] = {"one", "other", "third", "fourth"};
    struct db_stmt *st = NULL;
    enum err e = asked->n > LATEST_WORDS ? OK : db_begin(cx, db, &SQL_search_latest, &st);

    if (e || asked->n > LATEST_WORDS)
        return e;
    for (size_t i = 0; i < LATEST_WORDS; i++)
        db_bind_text(st, names[i], i < asked->n ? words_like(cx, asked->all[i]) : "%");
    db_bind_text(st, "kind", k->name);
    db_bind_int(st, "among", LATEST);
    db_bind_int(st, "most", (int64_t)r->most);
    e = collect(cx, st, r);
    db_done(st);
    return e;
}

static enum err add_found(struct ctx *cx, struct db *db, const struct kind *k,
                          const struct words_asked *asked, struct ranked *r)
{
    const char *match = words_match(cx, db_engine_of(db), k->name, asked);
    const char *likes[SHORT_WORDS] = {"%", "%"};
    struct db_stmt *st = NULL;
    size_t n = 0;
    enum err e;

    for (size_t i = 0; i < asked->n && n < SHORT_WORDS; i++)
        if (!word_is_long(asked->all[i]))
            likes[n++] = words_like(cx, asked->all[i]);
    if (!match)
        return OK;
    e = db_begin(cx, db, &SQL_search_found, &st);
    if (!e) {
        db_bind_text(st, "kind", k->name);
        db_bind_text(st, "match", match);
        db_bind_text(st, "one", likes[0]);
        db_bind_text(st, "other", likes[1]);
        db_bind_int(st, "most", (int64_t)r->most);
        e = collect(cx, st, r);
    }
    db_done(st);
    return e;
}

/* One of several values apart by spaces, the one that holds the word. */
static const char *part_with(struct ctx *cx, const char *values, const char *word)
{
    while (values && *values) {
        size_t n = strcspn(values, " ");
        const char *one = arena_dup_n(cx->arena, values, n);
        if (one && words_hold(cx, one, word))
            return one;
        values += n;
        values += *values == ' ';
    }
    return NULL;
}

/* Where the first word stands that is not in the name. */
static void tell_where(struct ctx *cx, const struct kind *k, const struct called *c,
                       const struct words_asked *asked, struct search_hit *h)
{
    const char *word = NULL;

    for (size_t i = 0; i < asked->n && !word; i++)
        if (!c->name || !words_hold(cx, c->name, asked->all[i]))
            word = asked->all[i];
    h->field = "name";
    h->text = c->name;
    if (!word)
        return;
    h->field = k->address;
    h->text = c->address && words_hold(cx, c->address, word) ? c->address
                                                             : part_with(cx, c->addresses, word);
    if (h->text)
        return;
    h->field = "phone";
    h->text = c->phone && words_hold(cx, c->phone, word) ? c->phone : NULL;
    if (h->text)
        return;
    h->field = "tax_number";
    h->text = c->code && words_hold(cx, c->code, word) ? c->code : part_with(cx, c->codes, word);
    if (h->text)
        return;
    h->field = c->title && words_hold(cx, c->title, word) ? "job_title" : NULL;
    h->text = h->field ? c->title : NULL;
}

static enum err read_hits(struct ctx *cx, struct db *db, enum change_kind kind,
                          const struct words_asked *asked, const struct ranked *r,
                          struct search_group *g)
{
    struct called *all = NULL;
    size_t n = 0;
    enum err e = called_among(cx, db, kind, r->ids, r->n, &all, &n);

    if (e)
        return e;
    g->hits = arena_array(cx->arena, n + 1, sizeof(*g->hits));
    if (!g->hits)
        return fail_memory(cx);
    g->more = r->n == r->most;
    for (size_t i = 0; i < n && g->n + 1 < r->most; i++) {
        const struct called *c = &all[i];
        struct search_hit *h = &g->hits[g->n++];
        *h = (struct search_hit){.id = c->id,
                                 .name = c->name      ? c->name
                                         : c->address ? c->address
                                         : c->phone   ? c->phone
                                                      : "",
                                 .detail = c->address,
                                 .account = c->account,
                                 .account_name = c->account_name};
        tell_where(cx, &kinds[kind], c, asked, h);
    }
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

static enum err search_kind(struct ctx *cx, struct db *db, enum change_kind kind, const char *q,
                            const struct words_asked *asked, size_t each, struct search_group *ret)
{
    const struct kind *k = &kinds[kind];
    struct ranked r = {.most = each + 1};
    enum err e = add_exact(cx, db, k, q, &r);

    if (!e)
        e = add_named(cx, db, k, q, &r);
    if (!e)
        e = add_latest(cx, db, k, asked, &r);
    if (!e && r.n < r.most)
        e = add_found(cx, db, k, asked, &r);
    *ret = (struct search_group){.kind = k->name};
    return e || !r.n ? e : read_hits(cx, db, kind, asked, &r, ret);
}

enum err search_all(struct ctx *cx, struct db *db, const char *q, size_t each,
                    struct search_group ret[CHANGE_KINDS])
{
    static const enum change_kind order[] = {CHANGE_ACCOUNT, CHANGE_CONTACT, CHANGE_DEAL};
    struct fault before = cx->fault;
    struct words_asked asked;
    const char *clean = NULL;
    enum err e = text_clean(cx, q, strlen(q), false, &clean);

    if (!e)
        e = words_ask(cx, clean, &asked);
    if (e == ERR_INVALID) {
        cx->fault = before;
        return fail_field(cx, "q", "field.not_text", NULL);
    }
    each = each && each < SEARCH_EACH_MAX ? each : each ? SEARCH_EACH_MAX : SEARCH_EACH;
    for (size_t i = 0; i < COUNT_OF(order) && !e; i++) {
        ret[i] = (struct search_group){.kind = kinds[order[i]].name};
        if (asked.n)
            e = search_kind(cx, db, order[i], clean, &asked, each, &ret[i]);
    }
    return e;
}

static void put_hit(struct json_writer *w, const struct search_hit *h)
{
    json_open_object(w);
    json_id_member(w, "id", h->id);
    json_text_member(w, "name", h->name);
    json_text_member(w, "detail", h->detail);
    json_text_member(w, "field", h->field);
    json_text_member(w, "text", h->text);
    json_name(w, "account");
    if (h->account == NIL || !h->account_name) {
        json_put_null(w);
    } else {
        json_open_object(w);
        json_id_member(w, "id", h->account);
        json_text_member(w, "name", h->account_name);
        json_close_object(w);
    }
    json_close_object(w);
}

void search_json(struct json_writer *w, const struct search_group groups[CHANGE_KINDS])
{
    json_open_object(w);
    json_name(w, "groups");
    json_open_list(w);
    for (size_t g = 0; g < CHANGE_KINDS; g++) {
        json_open_object(w);
        json_text_member(w, "kind", groups[g].kind);
        json_name(w, "items");
        json_open_list(w);
        for (size_t i = 0; i < groups[g].n; i++)
            put_hit(w, &groups[g].hits[i]);
        json_close_list(w);
        json_bool_member(w, "more", groups[g].more);
        json_close_object(w);
    }
    json_close_list(w);
    json_close_object(w);
}
