/* search.c -- see search.h. */
#include "people/search_priv.h"

#include "base/text.h"
#include "model/words.h"
#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"

#include "search_sql.h"

#include <inttypes.h>
#include <string.h>

/* RARE: a word in fewer of the LATEST; one in more than MORE_TIMES as many, and some, is common beside it. */
enum { LATEST = 1500, RARE = 45, MORE_TIMES = 3, SOME = 15, LIKES = 4 };

/* One kind of record, and what is asked about it. exact NULL: it has no key that people know. */
static const struct kind {
    const char *name;
    const struct db_query *among, *named, *exact, *called;
    const char *address, *more_address; /* what the address of a hit is called */
} kinds[] = {
    [CHANGE_CONTACT] = {"contact", &SQL_search_contacts_among, &SQL_search_contacts_named,
                        &SQL_search_contacts_exact, &SQL_search_contacts_called, "email", "email"},
    [CHANGE_ACCOUNT] = {"account", &SQL_search_accounts_among, &SQL_search_accounts_named,
                        &SQL_search_accounts_exact, &SQL_search_accounts_called, "domain",
                        "domain"},
    [CHANGE_DEAL] = {"deal", &SQL_search_deals_among, &SQL_search_deals_named, NULL,
                     &SQL_search_deals_called, NULL, NULL},
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

/* As the JSON list that queries take apart. */
static const char *id_list(struct ctx *cx, const int64_t *ids, size_t n)
{
    struct buf list = buf_in(cx->arena);

    buf_add_char(&list, '[');
    for (size_t i = 0; i < n; i++)
        buf_print(&list, "%s%" PRId64, i ? "," : "", ids[i]);
    buf_add_char(&list, ']');
    return buf_ok(&list) ? buf_text(&list) : NULL;
}

/* In the order of ids; those that are gone are left out. */
static enum err called_among(struct ctx *cx, struct db *db, enum change_kind kind,
                             const int64_t *ids, size_t n, struct called **ret, size_t *ret_n)
{
    const char *list = id_list(cx, ids, n);
    struct db_stmt *st = NULL;
    enum err e = list ? db_begin(cx, db, kinds[kind].among, &st) : fail_memory(cx);

    if (!e) {
        db_bind_text(st, "ids", list);
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
                    const struct called *c, struct search_indexed *ret, bool *ret_changed)
{
    enum err e;

    *ret = (struct search_indexed){c->id, words_of(cx, kind, c)};
    if (!ret->words)
        return fail_memory(cx);
    db_again(st);
    db_bind_int(st, "record", c->id);
    db_bind_text(st, "kind", kinds[kind].name);
    db_bind_text(st, "words", ret->words);
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

/* What a filling takes in: records behind one, as they are called, in the order of their ids. */
static enum err called_after(struct ctx *cx, struct db *db, enum change_kind kind, int64_t after,
                             int64_t most, struct called **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, kinds[kind].called, &st);

    if (!e) {
        db_bind_int(st, "after", after);
        db_bind_int(st, "most", most);
        e = db_collect(cx, st, sizeof(**ret), called_read, ret, ret_n);
    }
    db_done(st);
    return e;
}

enum err search_put_after(struct ctx *cx, struct db *db, enum change_kind kind, int64_t after,
                          int64_t most, size_t *ret_n, int64_t *ret_last)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct search_indexed *changed = arena_array(cx->arena, (size_t)most, sizeof(*changed));
    struct called *all = NULL;
    struct db_stmt *st = NULL;
    bool piped = db_engine_of(db) == DB_POSTGRES;
    size_t n = 0, n_changed = 0;
    enum err e = changed ? called_after(cx, db, kind, after, most, &all, &n) : fail_memory(cx);

    if (!e)
        e = db_begin(cx, db, &SQL_search_put, &st);
    if (!e && piped)
        e = db_pipeline(cx, db);
    for (size_t i = 0; i < n && !e; i++) {
        bool differs = false;
        e = put(cx, st, kind, &all[i], &changed[n_changed], &differs);
        n_changed += differs && !piped;
    }
    if (!e && piped)
        e = db_flush(cx, db);
    db_done(st);
    if (!e)
        e = search_index_again(cx, db, kinds[kind].name, changed, n_changed);
    if (e)
        return e;
    *ret_last = n ? all[n - 1].id : after;
    *ret_n = n;
    arena_reset(cx->arena, mark);
    return OK;
}

static enum err put_each(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                         size_t n, struct search_indexed *changed, size_t *n_changed)
{
    bool piped = n > 1 && db_engine_of(db) == DB_POSTGRES;
    struct called *all = NULL;
    struct db_stmt *st = NULL;
    size_t n_all = 0, at = 0;
    enum err e = called_among(cx, db, kind, ids, n, &all, &n_all);

    if (!e)
        e = db_begin(cx, db, &SQL_search_put, &st);
    if (!e && piped)
        e = db_pipeline(cx, db);
    for (size_t i = 0; i < n && !e; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        bool differs = false;
        if (at < n_all && all[at].id == ids[i])
            e = put(cx, st, kind, &all[at++], &changed[*n_changed], &differs);
        else
            e = drop(cx, db, kind, ids[i]);
        if (differs && !piped)
            ++*n_changed; /* its words are asked for once more */
        else if (!e)
            arena_reset(cx->arena, mark);
    }
    if (!e && piped)
        e = db_flush(cx, db);
    db_done(st);
    return e;
}

enum err search_put_all(struct ctx *cx, struct db *db, enum change_kind kind, const int64_t *ids,
                        size_t n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct search_indexed *changed = arena_array(cx->arena, n, sizeof(*changed));
    size_t n_changed = 0;
    enum err e = changed ? put_each(cx, db, kind, ids, n, changed, &n_changed) : fail_memory(cx);

    if (!e)
        e = search_index_again(cx, db, kinds[kind].name, changed, n_changed);
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

/* --- what an import brings new is left for its end --------------------------------------------- */

static enum err newest(struct ctx *cx, struct db *db, enum change_kind kind, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_search_newest, &st);

    if (!e) {
        db_bind_text(st, "kind", kinds[kind].name);
        e = db_step(cx, st, &row);
    }
    *ret = !e && row && !db_is_null(st, 0) ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

/* Those of them that have words already. An import's are newer than all that have, which one look tells. */
static enum err known_among(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n, int64_t **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    int64_t last = 0;
    const char *list;
    enum err e = newest(cx, db, kind, &last);

    *ret_n = 0;
    if (e || ids[0] > last)
        return e;
    list = id_list(cx, ids, n);
    e = list ? db_begin(cx, db, &SQL_search_known_among, &st) : fail_memory(cx);
    if (!e) {
        db_bind_text(st, "ids", list);
        db_bind_text(st, "kind", kinds[kind].name);
        e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    }
    db_done(st);
    return e;
}

static enum err leave(struct ctx *cx, struct db *db, enum change_kind kind, int64_t first)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_search_leave, &st);

    if (!e) {
        db_bind_text(st, "kind", kinds[kind].name);
        db_bind_int(st, "after", first - 1);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err follow_import(struct ctx *cx, struct db *db, enum change_kind kind,
                              const int64_t *ids, size_t n)
{
    struct arena_mark mark = arena_mark(cx->arena);
    int64_t *known = NULL;
    size_t n_known = 0, i = 0;
    enum err e = known_among(cx, db, kind, ids, n, &known, &n_known);

    while (i < n_known && known[i] == ids[i])
        i++;
    if (!e && i < n)
        e = leave(cx, db, kind, ids[i]);
    if (!e && n_known)
        e = search_put_all(cx, db, kind, known, n_known);
    if (!e)
        arena_reset(cx->arena, mark);
    return e;
}

static enum err follow_many(struct ctx *cx, struct db *db, enum change_kind kind,
                            const int64_t *ids, size_t n)
{
    if (db_engine_of(db) == DB_SQLITE && text_equal(cx->origin, "import"))
        return follow_import(cx, db, kind, ids, n);
    return search_put_all(cx, db, kind, ids, n);
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
    return search_put_all(cx, db, c->kind, &c->id, 1);
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

static const char *const like_names[LIKES] = {"one", "other", "third", "fourth"};

/* The first words as patterns; what is left of them matches anything. */
static void bind_likes(struct ctx *cx, struct db_stmt *st, const struct words_asked *asked)
{
    for (size_t i = 0; i < LIKES; i++)
        db_bind_text(st, like_names[i], i < asked->n ? words_like(cx, asked->all[i]) : "%");
}

/* Those that came last and answer; a fifth word and more are not looked at. */
static enum err add_latest(struct ctx *cx, struct db *db, const struct kind *k,
                           const struct words_asked *asked, struct ranked *r)
{
    struct db_stmt *st = NULL;
    enum err e = asked->n > LIKES ? OK : db_begin(cx, db, &SQL_search_latest, &st);

    if (e || asked->n > LIKES)
        return e;
    bind_likes(cx, st, asked);
    db_bind_text(st, "kind", k->name);
    db_bind_int(st, "among", LATEST);
    db_bind_int(st, "most", (int64_t)r->most);
    e = collect(cx, st, r);
    db_done(st);
    return e;
}

/* In how many of the latest each word is. */
static enum err shares_of(struct ctx *cx, struct db *db, const struct kind *k,
                          const struct words_asked *asked, int64_t ret[LIKES])
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_search_shares, &st);

    if (!e) {
        bind_likes(cx, st, asked);
        db_bind_text(st, "kind", k->name);
        db_bind_int(st, "among", LATEST);
        e = db_step(cx, st, &row);
    }
    for (int i = 0; i < LIKES; i++)
        ret[i] = !e && row && db_int(st, i) != NIL ? db_int(st, i) : 0;
    db_done(st);
    return e;
}

/* The words that the index is asked for, and those looked for in what it finds: short ones, of which it knows nothing, and common
 * ones beside a rare one. SQLite's index lists all that have a word before it says what two words have in common. */
static enum err part_words(struct ctx *cx, struct db *db, const struct kind *k,
                           const struct words_asked *asked, struct words_asked *ret_index,
                           struct words_asked *ret_likes)
{
    bool may = db_engine_of(db) == DB_SQLITE && asked->n > 1 && asked->n <= LIKES;
    int64_t shares[LIKES] = {0}, least = LATEST;
    enum err e = may ? shares_of(cx, db, k, asked, shares) : OK;

    *ret_index = *ret_likes = (struct words_asked){0};
    for (size_t i = 0; may && i < asked->n; i++)
        if (word_is_long(asked->all[i]) && shares[i] < least)
            least = shares[i];
    for (size_t i = 0; !e && i < asked->n; i++) {
        bool common = may && least < RARE && shares[i] > MORE_TIMES * least + SOME;
        if (word_is_long(asked->all[i]) && !common)
            ret_index->all[ret_index->n++] = asked->all[i];
        else if (ret_likes->n < LIKES)
            ret_likes->all[ret_likes->n++] = asked->all[i];
    }
    return e;
}

static enum err add_found(struct ctx *cx, struct db *db, const struct kind *k,
                          const struct words_asked *asked, struct ranked *r)
{
    struct words_asked index, likes;
    const char *match;
    struct db_stmt *st = NULL;
    enum err e = part_words(cx, db, k, asked, &index, &likes);

    match = e ? NULL : words_match(cx, db_engine_of(db), k->name, &index);
    if (!match)
        return e;
    e = db_begin(cx, db, &SQL_search_found, &st);
    if (!e) {
        bind_likes(cx, st, &likes);
        db_bind_text(st, "kind", k->name);
        db_bind_text(st, "match", match);
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
