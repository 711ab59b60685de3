/* erasure_job.c -- the steps of an erasure, in order. See erasure.h.
 *
 * From its beginning on nobody changes the contact (contact.c); what was under way just then is found by taking rows once more.
 *
 * The order is not free: who the person is must be known before anything goes; the ledger is sealed while their addresses are still
 * there; the event store comes after the row, so that no event finds the person any more; files come last, when nothing
 * writes the person's name again.
 */
#include "people/erasure_priv.h"

#include "access/site.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/text.h"
#include "base/time.h"
#include "model/audit.h"
#include "people/change.h"
#include "people/consent.h"
#include "people/contact.h"
#include "people/import_store_priv.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/visitor_link.h"
#include "work/secret.h"
#include "work/webhook.h"

#include "erasure_sql.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOADER_WAIT_MS = 200, LOADER_WAITS = 50 };

struct erasing {
    struct job_run *run;
    const struct people_home *home;
    struct erasure x;
    struct erased_person who;
    const char *person_digest;
    struct files_read files;
    /* of one transaction */
    struct erase_target target;
    const char *places;
    struct said_row *said;
    size_t said_n;
    enum lang lang; /* of the site: what stands in place of the person's words */
    int64_t number, n;
    const char *step;
};

/* --- who */

static enum err digest_of(struct ctx *cx, struct db *db, const struct erased_person *who,
                          const char **ret)
{
    unsigned char key[SECRET_BYTES], mac[SHA256_BYTES];
    const char *first = who->needle_count ? who->needles[0] : "";
    char *hex = arena_alloc(cx->arena, SHA256_HEX);
    enum err e = hex ? secret_read(cx, db, SECRET_LEDGER, key) : fail_memory(cx);

    if (e)
        return e;
    hmac_sha256(key, sizeof(key), first, strlen(first), mac);
    hex_text(mac, sizeof(mac), hex);
    forget_bytes(key, sizeof(key));
    *ret = hex;
    return OK;
}

static enum err put_who(struct ctx *cx, struct db *db, const struct erasing *x,
                        const struct erased_person *who, const char *digest)
{
    const char *ids = erased_ids_json(cx, who), *needles = erased_needles_json(cx, who);
    struct db_stmt *st = NULL;
    enum err e = ids && needles ? db_begin(cx, db, &SQL_erasure_who_put, &st) : fail_memory(cx);

    if (e)
        goto out;
    db_bind_int(st, "id", x->x.id);
    db_bind_text(st, "ids", ids);
    db_bind_text(st, "needles", needles);
    db_bind_text(st, "person_digest", digest);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err who_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    struct erased_person who;
    const char *digest = NULL;
    enum err e = erased_person_find(cx, db, x->x.contact, &who);

    if (!e)
        e = digest_of(cx, db, &who, &digest);
    return e ? e : put_who(cx, db, x, &who, digest);
}

static enum err step_who(struct ctx *cx, struct erasing *x)
{
    return db_write(cx, x->run->pool, who_in, x);
}

static enum err read_who_in(struct ctx *cx, struct db *db, struct erasing *x)
{
    struct db_stmt *st = NULL;
    const char *ids = NULL, *needles = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_erasure_who, &st);

    if (e)
        goto out;
    db_bind_int(st, "id", x->x.id);
    e = db_step(cx, st, &row);
    if (!e && row) {
        ids = db_text_dup(cx, st, 0);
        needles = db_text_dup(cx, st, 1);
        x->person_digest = db_text_dup(cx, st, 2);
    }
out:
    db_done(st);
    return e ? e : erased_person_read(cx, x->x.contact, ids, needles, &x->who);
}

/* --- uploads */

struct upload {
    int64_t id;
    const char *state;
    bool touched;
};

static void read_upload(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct upload *)row = (struct upload){db_int(st, 0), db_text_dup(cx, st, 1), false};
    ((struct upload *)row)->touched = db_int(st, 2) == 1;
}

static enum err uploads_of(struct ctx *cx, struct erasing *x, struct upload **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    enum err e = db_read(cx, x->run->pool, &db);

    if (!e)
        e = db_begin(cx, db, &SQL_erasure_imports, &st);
    if (!e) {
        db_bind_int(st, "contact", x->x.contact);
        e = db_collect(cx, st, sizeof(**ret), read_upload, ret, ret_n);
    }
    db_done(st);
    db_return(db);
    return e;
}

static bool is_under_way(const char *state)
{
    return text_equal(state, "running") || text_equal(state, "simulating") ||
           text_equal(state, "undoing");
}

static enum err forget_import_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_import_forget, &st);

    if (!e) {
        db_bind_int(st, "id", x->number);
        e = db_run(cx, st);
    }
    db_done(st);
    if (!e && x->n) /* it was not run yet, and has no file any more */
        e = import_state_put(cx, db, x->number, "failed", "import.file_erased", true);
    return e ? e : erasure_count_add(cx, db, x->x.id, "went", "uploads", 1);
}

/* A file with the person's line in it goes whole: what it said is in the records. */
static enum err forget_upload(struct ctx *cx, struct erasing *x, const struct upload *u)
{
    const char *path = import_file(cx, x->home->imports.uploads_dir, u->id);
    bool theirs = u->touched;
    enum err e = path ? OK : fail_memory(cx);

    if (!e && access(path, F_OK) != 0)
        return OK;
    if (!e && !theirs)
        e = file_has(cx, path, &x->who, &theirs);
    if (e || !theirs)
        return e;
    if (is_under_way(u->state))
        return fail(cx, ERR_BUSY, "erasure.import_busy", NULL);
    x->number = u->id;
    x->n = text_equal(u->state, "draft") || text_equal(u->state, "simulated");
    e = db_write(cx, x->run->pool, forget_import_in, x);
    if (!e && unlink(path) != 0 && errno != ENOENT)
        e = fail_detail(cx, ERR_BUSY, "erasure.file", strerror(errno));
    return e;
}

/* A mail that went into the folder (net/mailer.h) and speaks of the person, or to them, goes whole. */
static enum err forget_mails(struct ctx *cx, struct erasing *x)
{
    const char *path = arena_print(cx->arena, "%s/mail", x->home->dir);
    DIR *dir = path ? opendir(path) : NULL;
    struct dirent *entry;
    enum err e = path ? OK : fail_memory(cx);

    while (dir && !e && (entry = readdir(dir)) != NULL) {
        const char *file = arena_print(cx->arena, "%s/%s", path, entry->d_name);
        bool theirs = false;
        if (entry->d_name[0] == '.' && strlen(entry->d_name) <= 2)
            continue;
        e = file ? file_has(cx, file, &x->who, &theirs) : fail_memory(cx);
        if (!e && theirs && unlink(file) != 0 && errno != ENOENT)
            e = fail_detail(cx, ERR_BUSY, "erasure.file", strerror(errno));
    }
    if (dir)
        (void)closedir(dir);
    return e;
}

static enum err step_uploads(struct ctx *cx, struct erasing *x)
{
    struct upload *all = NULL;
    size_t n = 0;
    enum err e;

    if (!x->home || !x->home->imports.uploads_dir)
        return OK;
    e = uploads_of(cx, x, &all, &n);
    for (size_t i = 0; i < n && !e; i++)
        e = forget_upload(cx, x, &all[i]);
    return e || !x->home->dir ? e : forget_mails(cx, x);
}

/* --- rows, a batch at a time */

static const char *target_table(const struct erase_target *t)
{
    return t->ref ? t->ref->table : t->text->table;
}

static void read_id(struct ctx *cx, const struct db_stmt *st, void *row)
{
    (void)cx;
    *(int64_t *)row = db_int(st, 0);
}

static enum err committees_of(struct ctx *cx, struct db *db, int64_t contact, int64_t **ret,
                              size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_committees, &st);

    if (!e) {
        db_bind_int(st, "contact", contact);
        e = db_collect(cx, st, sizeof(**ret), read_id, ret, ret_n);
    }
    db_done(st);
    return e;
}

/* Companies are scored by who sits in the committees of their deals: theirs are looked at once the seats are empty. */
static enum err take(struct ctx *cx, struct db *db, const struct erasing *x, int64_t *ret_n)
{
    const struct people_ref *r = x->target.ref;
    int64_t *deals = NULL;
    size_t n = 0;
    enum err e = OK;

    if (r && text_equal(r->table, "deal_members"))
        e = committees_of(cx, db, x->target.id, &deals, &n);
    if (!e)
        e = erase_take(cx, db, &x->target, x->places, ret_n);
    for (size_t i = 0; i < n && !e; i++)
        e = segment_committee_changed(cx, db, deals[i]);
    return e;
}

static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct erasing *x = arg;
    bool goes =
        x->target.ref ? x->target.ref->erase == REF_ROW_GOES : x->target.text->erase == TEXT_ROW;
    int64_t n = 0;
    enum err e = take(cx, db, x, &n);

    return e ? e
             : erasure_count_add(cx, db, x->x.id, goes ? "went" : "emptied",
                                 target_table(&x->target), n);
}

static enum err find_some(struct ctx *cx, struct erasing *x)
{
    struct db *db = NULL;
    enum err e = db_read(cx, x->run->pool, &db);

    if (!e)
        e = erase_find(cx, db, &x->target, &x->places, &x->n);
    db_return(db);
    return e;
}

/* Until there are none left. */
static enum err take_all(struct ctx *cx, struct erasing *x)
{
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e = find_some(cx, x);

    while (!e && x->n) {
        e = db_write(cx, x->run->pool, take_in, x);
        if (e)
            break;
        arena_reset(cx->arena, mark);
        e = find_some(cx, x);
    }
    return e;
}

/* --- words in texts that stay */

/* Who keeps an answer about the row works it out again. */
static enum err follow_words(struct ctx *cx, struct db *db, const struct person_text *t, int64_t id)
{
    return text_equal(t->table, "deals") ? change_touch(cx, db, CHANGE_DEAL, id) : OK;
}

static enum err rewrite_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    const struct person_text *t = x->target.text;
    int64_t all = 0;
    enum err e = OK;

    for (size_t i = 0; i < x->said_n && !e; i++) {
        const char *text = NULL;
        int64_t n = 0;
        e = erased_words(cx, &x->who, x->lang, t->json, x->said[i].text, &text);
        if (!e && text)
            e = erase_say(cx, db, &x->target, &x->said[i], text, &n);
        if (!e && n)
            e = follow_words(cx, db, t, x->said[i].id);
        all += n;
    }
    if (!e && all && text_equal(t->column, "rule"))
        e = segments_revise(cx, db);
    return e ? e : erasure_count_add(cx, db, x->x.id, "rewritten", t->table, all);
}

static enum err said_some(struct ctx *cx, struct erasing *x, int64_t after)
{
    struct db *db = NULL;
    struct site site = {0};
    enum err e = db_read(cx, x->run->pool, &db);

    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e) {
        x->lang = lang_choose(site.locale);
        e = erase_said(cx, db, &x->target, after, &x->said, &x->said_n);
    }
    db_return(db);
    return e;
}

static enum err rewrite_all(struct ctx *cx, struct erasing *x)
{
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e = said_some(cx, x, 0);

    while (!e && x->said_n) {
        int64_t last = x->said[x->said_n - 1].id;
        e = db_write(cx, x->run->pool, rewrite_in, x);
        if (e)
            break;
        arena_reset(cx->arena, mark);
        e = said_some(cx, x, last);
    }
    return e;
}

static enum err mentions_in(struct ctx *cx, struct db *db, void *arg)
{
    struct erasing *x = arg;

    const char *name =
        arena_print(cx->arena, "%s.%s", x->target.text->table, x->target.text->column);

    return name ? erasure_count_set(cx, db, x->x.id, "mentioned", name, x->n) : fail_memory(cx);
}

/* What somebody wrote about something else stays, and is told. */
static enum err count_mentions(struct ctx *cx, struct erasing *x)
{
    struct db *db = NULL;
    enum err e = db_read(cx, x->run->pool, &db);

    if (!e)
        e = erase_count(cx, db, &x->target, &x->n);
    db_return(db);
    return e ? e : db_write(cx, x->run->pool, mentions_in, x);
}

static enum err step_texts(struct ctx *cx, struct erasing *x)
{
    enum err e = OK;

    for (const struct person_text *t = person_texts; t->table && !e; t++) {
        if (t->erase == TEXT_MENTION)
            continue;
        x->target = (struct erase_target){.text = t, .who = &x->who};
        e = t->erase == TEXT_REWRITE ? rewrite_all(cx, x) : take_all(cx, x);
        if (!e)
            e = job_progress(cx, x->run, NULL);
    }
    return e;
}

/* Once the person's own words are gone. */
static enum err step_mentions(struct ctx *cx, struct erasing *x)
{
    enum err e = OK;

    for (const struct person_text *t = person_texts; t->table && !e; t++) {
        if (t->erase != TEXT_MENTION || !x->who.needle_count)
            continue;
        x->target = (struct erase_target){.text = t, .who = &x->who};
        e = count_mentions(cx, x);
    }
    return e;
}

/* --- the ledger, rows, the person */

static enum err ledger_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;

    enum err e = visitor_links_withdraw(cx, db, x->x.contact);

    return e ? e : consent_forget(cx, db, x->x.contact);
}

static enum err step_ledger(struct ctx *cx, struct erasing *x)
{
    return db_write(cx, x->run->pool, ledger_in, x);
}

static enum err step_rows(struct ctx *cx, struct erasing *x)
{
    enum err e = OK;

    for (const struct people_ref *r = people_refs; r->table && !e; r++) {
        if (r->to != REF_CONTACT || !strcmp(r->table, "consents"))
            continue;
        for (size_t i = 0; i < x->who.id_count && !e; i++) {
            x->target = (struct erase_target){.ref = r, .id = x->who.ids[i]};
            e = take_all(cx, x);
        }
        if (!e)
            e = job_progress(cx, x->run, NULL);
    }
    return e;
}

static enum err run_for(struct ctx *cx, struct db *db, const struct db_query *q,
                        const struct erasing *x)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, q, &st);

    if (e)
        goto out;
    db_bind_int(st, "contact", x->x.contact);
    db_bind_int(st, "actor", x->x.actor);
    db_bind_int(st, "erasure", x->x.id);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Followers look at the row and find nobody; other programs hear that the person is gone. */
static enum err person_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    const char *data = arena_print(cx->arena, "{\"id\":\"%" PRId64 "\"}", x->x.contact);
    enum err e = data ? erase_contact(cx, db, x->x.contact) : fail_memory(cx);

    if (!e)
        e = erasure_count_set(cx, db, x->x.id, "emptied", "contacts", 1);
    if (!e)
        e = run_for(cx, db, &SQL_erasure_request_close, x);
    if (!e)
        e = change_touch(cx, db, CHANGE_CONTACT, x->x.contact);
    return e ? e : webhook_emit(cx, db, "contact.deleted", x->x.contact, data);
}

static enum err step_person(struct ctx *cx, struct erasing *x)
{
    return db_write(cx, x->run->pool, person_in, x);
}

/* --- facts */

/* Whether the store has all that the journal held up to `end`. The position alone does not tell: the journal may have begun a new
 * segment since, and then nothing is left to read. */
static enum err is_loaded(struct ctx *cx, const struct erasing *x, int64_t end, int64_t *ret_at,
                          bool *ret)
{
    struct journal_reader *r = NULL;
    const void *bytes = NULL;
    size_t n;
    enum err e = store_position(cx, x->home->store, x->home->loader, ret_at);

    *ret = !e && *ret_at >= end;
    if (e || *ret)
        return e;
    e = journal_reader_open(cx, x->home->journal, *ret_at, &r);
    if (!e)
        e = journal_read(cx, r, &bytes, &n);
    journal_reader_free(r);
    *ret = !e && !bytes;
    return e;
}

/* What was taken before the person was gone is in the store, where it can be forgotten. What comes meanwhile finds no person. A
 * loader that is far behind is waited for as long as it goes on. */
static enum err wait_for_loader(struct ctx *cx, const struct erasing *x)
{
    int64_t end = journal_end(x->home->journal), at = 0, before;
    uint64_t wakes = 0;
    bool loaded = false;
    enum err e = is_loaded(cx, x, end, &at, &loaded);

    for (int still = 0; still < LOADER_WAITS && !e && !loaded; still++) {
        (void)journal_wait(x->home->journal, INT64_MAX, LOADER_WAIT_MS, &wakes);
        before = at;
        e = is_loaded(cx, x, end, &at, &loaded);
        if (!e && at > before) {
            still = 0;
            e = job_progress(cx, x->run, NULL);
        }
    }
    return e || loaded ? e : fail(cx, ERR_BUSY, "erasure.facts_behind", NULL);
}

static enum err facts_counted_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;

    return erasure_count_add(cx, db, x->x.id, "emptied", "facts", x->n);
}

static enum err step_facts(struct ctx *cx, struct erasing *x)
{
    int64_t mask = 0;
    enum err e;

    if (!x->home || !x->home->store || !x->home->journal)
        return OK;
    e = wait_for_loader(cx, x);
    random_bytes(&mask, sizeof(mask));
    if (!e)
        e = store_forget(cx, x->home->store, cx->site, x->who.ids, x->who.id_count, mask, &x->n);
    if (!e)
        e = db_write(cx, x->run->pool, facts_counted_in, x);
    if (!e)
        e = journal_roll(cx, x->home->journal);
    if (!e)
        e = job_progress(cx, x->run, NULL);
    return e ? e : store_compact(cx, x->home->store);
}

/* --- files */

static enum err forget_needles_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_who_forget, &st);

    if (!e) {
        db_bind_int(st, "id", x->x.id);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* A file that still has the person somewhere is written anew. When the needles are gone already (this step was
 * interrupted), nobody can look, and it is written anew in any case. */
static enum err step_files(struct ctx *cx, struct erasing *x)
{
    const char *const *tables = NULL;
    bool blind = x->who.needle_count == 0;
    enum err e = db_write(cx, x->run->pool, forget_needles_in, x);

    if (!e)
        e = search_purge(cx, x->run->pool);
    if (!e)
        e = erased_tables(cx, &tables);
    if (!e)
        e = db_scrub(cx, x->run->pool, tables, blind);
    if (e || !x->home || !x->home->dir)
        return e;
    e = files_search(cx, x->home->dir, &x->who, &x->files);
    if (!e && x->files.hits) {
        e = db_scrub(cx, x->run->pool, tables, true);
        if (!e)
            e = job_progress(cx, x->run, NULL);
        if (!e)
            e = files_search(cx, x->home->dir, &x->who, &x->files);
    }
    return e;
}

/* --- the end */

static enum err proof_in(struct ctx *cx, struct db *db, void *arg)
{
    struct erasing *x = arg;
    struct proof_facts f = {.erasure = &x->x,
                            .person_digest = x->person_digest,
                            .files = x->files,
                            .done_at = ctx_now(cx),
                            .postgres = db_engine_of(db) == DB_POSTGRES};
    struct db_stmt *st = NULL;
    const char *proof = NULL;
    enum err e = erasure_proof(cx, db, &f, &proof);

    if (!e)
        e = db_begin(cx, db, &SQL_erasure_end, &st);
    if (!e) {
        db_bind_int(st, "id", x->x.id);
        db_bind_text(st, "proof", proof);
        e = db_run(cx, st);
    }
    db_done(st);
    return e ? e : audit_add(cx, db, "erasure", x->x.id, "done", NULL);
}

/* The files are read once more for it: what they hold now is what the proof says. */
static enum err step_proof(struct ctx *cx, struct erasing *x)
{
    return db_write(cx, x->run->pool, proof_in, x);
}

static const struct {
    const char *name;
    enum err (*run)(struct ctx *cx, struct erasing *x);
} steps[] = {
    {"who", step_who},       {"uploads", step_uploads},   {"texts", step_texts},
    {"ledger", step_ledger}, {"rows", step_rows},         {"person", step_person},
    {"again", step_rows},    {"mentions", step_mentions}, {"facts", step_facts},
    {"files", step_files},   {"proof", step_proof},
};

static enum err read_in(struct ctx *cx, struct erasing *x)
{
    struct db *db = NULL;
    enum err e = db_read(cx, x->run->pool, &db);

    if (!e)
        e = erasure_get(cx, db, x->x.id, &x->x);
    if (!e)
        e = read_who_in(cx, db, x);
    db_return(db);
    return e;
}

static enum err step_put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_step_put, &st);

    if (!e) {
        db_bind_int(st, "id", x->x.id);
        db_bind_text(st, "step", x->step);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

static enum err error_put_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct erasing *x = arg;
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_erasure_error_put, &st);

    if (!e) {
        db_bind_int(st, "id", x->x.id);
        db_bind_text(st, "error", x->step);
        e = db_run(cx, st);
    }
    db_done(st);
    return e;
}

/* Said beside the erasure, so that whoever looks sees what it waits for. */
static void note_trouble(struct ctx *cx, struct erasing *x)
{
    struct fault first = cx->fault;

    fault_clear(cx);
    x->step = first.key;
    if (db_write(cx, x->run->pool, error_put_in, x) != OK)
        fault_clear(cx);
    cx->fault = first;
}

static size_t step_find(const char *name)
{
    size_t i = 0;

    while (i < COUNT_OF(steps) && !text_equal(steps[i].name, name))
        i++;
    return i;
}

/* The steps "files" and "proof" are one when they are not interrupted: what was read is told at once. */
static enum err erase(struct ctx *cx, struct erasing *x)
{
    enum err e = read_in(cx, x);
    size_t at = e ? COUNT_OF(steps) : step_find(x->x.step);

    for (; at < COUNT_OF(steps) && !e; at++) {
        e = steps[at].run(cx, x);
        if (!e && at + 1 < COUNT_OF(steps)) {
            x->step = steps[at + 1].name;
            if (!text_equal(x->step, "proof"))
                e = db_write(cx, x->run->pool, step_put_in, x);
        }
        if (!e && at == 0)
            e = read_in(cx, x);
        if (!e)
            e = job_progress(cx, x->run, NULL);
    }
    if (e)
        note_trouble(cx, x);
    return e;
}

static enum err erase_run(struct ctx *cx, struct job_run *run)
{
    struct erasing x = {.run = run, .home = run->app};
    enum err e = job_told_id(cx, run, "erasure", &x.x.id);

    if (e)
        return e;
    e = erase(cx, &x);
    /* It must be finished, however long that takes. */
    return e ? ERR_BUSY : OK;
}

const struct job_kind erasure_job_kinds[] = {{"rights.erase", erase_run, MINUTES_MS(10), 100}, {0}};
