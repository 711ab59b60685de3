/* erasure_test.c -- a person is gone from every table and every file, sums are as they were, and it says so on paper. */
#include "unit/world.h"

#include "base/time.h"
#include "facts/loader.h"
#include "measure/channel_report.h"
#include "people/account.h"
#include "people/consent.h"
#include "people/consent_purpose.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/deal_member.h"
#include "people/deal_registration.h"
#include "people/erasure_priv.h"
#include "people/home.h"
#include "people/identity.h"
#include "people/import.h"
#include "people/list.h"
#include "people/merge.h"
#include "people/partner.h"
#include "people/person_export.h"
#include "people/preference.h"
#include "people/refs.h"
#include "people/rights_request.h"
#include "people/saved_view.h"
#include "people/search.h"
#include "people/segment.h"
#include "people/suppression.h"
#include "work/once.h"
#include "work/webhook.h"

#include <ctype.h>
#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What must be nowhere, in any case of ASCII letters; the accented ones as they are and folded. */
static const char *const traces[] = {"ana.tavares", "tavares",        "t\xc3\xa1vares",
                                     "anab@outra",  "98888-4321",     "39053344705",
                                     "beatriz",     "segredo da ana", NULL};

struct corner {
    struct engine_world *w;
    struct people_home home;
    struct loader *loader;
    size_t batch_records; /* of the loader; 0: as it likes */
    int64_t ana, beto, gone, deal, account, hook;
};

/* --- a site with a person in every corner */

static const char *in_dir(struct engine_world *w, const char *name)
{
    return arena_print(w->cx->arena, "%s/%s", w->dir, name);
}

static void open_floors(struct corner *s)
{
    static const char *const followers[] = {"loader", NULL};
    struct engine_world *w = s->w;
    struct journal_options j = {.dir = in_dir(w, "journal"), .followers = followers};
    struct store_duckdb_options d = {.dir = in_dir(w, "facts")};

    s->home = (struct people_home){.dir = w->dir, .loader = "loader"};
    s->home.imports.uploads_dir = in_dir(w, "uploads");
    assert_int_equal(mkdir(s->home.imports.uploads_dir, 0700), 0);
    assert_int_equal(journal_open(w->cx, &j, &s->home.journal), OK);
    s->home.store = store_duckdb_new(&d);
    s->loader = loader_new(&(struct loader_options){.journal = s->home.journal,
                                                    .store = s->home.store,
                                                    .follower = "loader",
                                                    .batch_wait_ms = 1,
                                                    .batch_records = s->batch_records,
                                                    .clock = test_clock(&w->clock)});
    assert_int_equal(loader_start(w->cx, s->loader), OK);
}

static void remove_tree(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *f;

    while (d && (f = readdir(d))) {
        char at[600];
        if (!strcmp(f->d_name, ".") || !strcmp(f->d_name, ".."))
            continue;
        (void)snprintf(at, sizeof(at), "%s/%s", path, f->d_name);
        if (unlink(at) != 0)
            remove_tree(at);
    }
    if (d)
        (void)closedir(d);
    (void)rmdir(path);
}

static void close_floors(struct corner *s)
{
    loader_free(s->loader);
    journal_close(s->home.journal);
    store_close(s->home.store);
    remove_tree(in_dir(s->w, "journal"));
    remove_tree(in_dir(s->w, "facts"));
    remove_tree(in_dir(s->w, "uploads"));
}

static int64_t id_of(struct engine_world *w, const struct model *m, const char *json)
{
    return ((struct record *)world_record(w, m, json))->id;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static const char leads_csv[] =
    "email,nome,fone,canal\n"
    "Ana.Tavares@norte.example,Ana Beatriz T\xc3\xa1vares,+55 11 98888-4321,busca\n"
    "rui@norte.example,Rui Costa,,busca\n";
static const char leads_map[] =
    "{\"kind\":\"leads\",\"columns\":{\"email\":{\"to\":\"email\"},\"nome\":{\"to\":\"name\"},"
    "\"fone\":{\"to\":\"phone\"},\"canal\":{\"to\":\"channel\"}}}";

static enum err import_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

static int64_t import_leads(struct corner *s, const char *csv, bool run)
{
    struct engine_world *w = s->w;
    const struct json *map = NULL;
    struct import i = {.name = "leads.csv"};
    const char *draft = in_dir(w, "draft.csv"), *path;

    write_file(draft, csv);
    assert_int_equal(json_parse(w->cx, leads_map, strlen(leads_map), &map), OK);
    assert_int_equal(import_probe(w->cx, draft, "leads", map, &i), OK);
    assert_int_equal(db_write(w->cx, w->pool, import_in, &i), OK);
    path = import_file(w->cx, s->home.imports.uploads_dir, i.id);
    assert_int_equal(rename(draft, path), 0);
    if (run)
        assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    return i.id;
}

static enum err email_in(struct ctx *cx, struct db *db, void *arg)
{
    return identity_add(cx, db, IDENTITY_EMAILS, *(int64_t *)arg, "anab@outra.example");
}

struct merging {
    struct merge_ask ask;
    int64_t merge;
    void *record;
};

static enum err merge_in(struct ctx *cx, struct db *db, void *arg)
{
    struct merging *m = arg;

    return merge_records(cx, db, &m->ask, &m->merge, &m->record);
}

static enum err change_in(struct ctx *cx, struct db *db, void *arg)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, *(int64_t *)arg, &record);
    struct contact *c = record;

    if (e)
        return e;
    c->notes = "Segredo da Ana";
    c->tax_number = "39053344705";
    c->job_title = "Diretora";
    return model_change(cx, db, &contact_model, c);
}

static enum err usual_in(struct ctx *cx, struct db *db, void *arg)
{
    int added = 0;

    (void)arg;
    return consent_purposes_usual(cx, db, &added);
}

static enum err say_in(struct ctx *cx, struct db *db, void *arg)
{
    struct consent_purpose *p = NULL;
    struct consent_text *t = NULL;
    struct consent c = *(struct consent *)arg;
    enum err e = consent_purpose_find(cx, db, "marketing_email", &p);

    if (!e)
        e = consent_text_now(cx, db, p->record.id, LANG_PT_BR, &t);
    if (e)
        return e;
    c.purpose = p->record.id;
    c.text = t->record.id;
    return consent_record(cx, db, &c);
}

static void agree(struct engine_world *w, int64_t contact, const char *source, const char *proof)
{
    struct consent c = {.contact = contact,
                        .state = "given",
                        .at = NIL,
                        .source = source,
                        .channel = "paper",
                        .proof = proof};

    assert_int_equal(db_write(w->cx, w->pool, say_in, &c), OK);
}

static enum err request_in(struct ctx *cx, struct db *db, void *arg)
{
    struct rights_request q;

    return rights_request_open(cx, db, *(int64_t *)arg, "erase", "Ana Beatriz T\xc3\xa1vares pediu",
                               &q);
}

static enum err once_in(struct ctx *cx, struct db *db, void *arg)
{
    struct once o = {.key = "k", .request_hash = "h", .status = 201};

    (void)arg;
    o.answer = "{\"email\":\"ana.tavares@norte.example\"}";
    return once_keep(cx, db, &o);
}

static void happen_in(struct ctx *cx, struct corner *s, int64_t key, int64_t subject,
                      const char *props)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;

    f.id = f.key_lo = key;
    f.site = cx->site;
    f.at_ms = f.received_ms = s->w->clock.now_ms;
    f.kind = "view";
    f.path = "/precos";
    f.visitor = 900 + subject % 100;
    f.subject = subject;
    f.props = props;
    assert_int_equal(fact_encode(cx, &f, bytes, &n), OK);
    assert_int_equal(journal_append(cx, s->home.journal, bytes, n, NULL), OK);
}

static void happen(struct corner *s, int64_t key, int64_t subject, const char *props)
{
    happen_in(s->w->cx, s, key, subject, props);
}

static void fill(struct corner *s)
{
    struct engine_world *w = s->w;
    struct merging m;

    s->hook = id_of(w, &webhook_model,
                    "{'name':'CRM','url':'https://crm.example/','events':['*'],'bulk':true}");
    assert_int_equal(db_write(w->cx, w->pool, usual_in, NULL), OK);
    (void)import_leads(s, leads_csv, true);
    s->ana = world_number(w, "select id from contacts where email like 'ana.tavares%'");
    s->beto =
        id_of(w, &contact_model,
              "{'name':'Beto Lima','email':'beto@norte.example','notes':'Veio com Ana Beatriz "
              "Tavares'}");
    s->account = id_of(w, &account_model,
                       "{'name':'Norte','domain':'padaria.example','notes':'Falar com Ana Beatriz "
                       "T\xc3\xa1vares'}");
    assert_int_equal(db_write(w->cx, w->pool, change_in, &s->ana), OK);
    assert_int_equal(db_write(w->cx, w->pool, email_in, &s->ana), OK);
    s->gone = id_of(w, &contact_model, "{'name':'Ana Tavares','phone':'+55 11 98888-4321'}");
    m = (struct merging){.ask = {.of = MERGE_CONTACTS, .kept = s->ana, .gone = s->gone}};
    assert_int_equal(db_write(w->cx, w->pool, merge_in, &m), OK);
    s->deal = id_of(w, &deal_model,
                    arena_print(w->cx->arena,
                                "{'name':'Fornos','contact':'%lld','amount_minor':125000,"
                                "'outcome':'won','closed_at':'2023-11-01T10:00:00Z'}",
                                (long long)s->ana));
    (void)id_of(w, &deal_member_model,
                arena_print(w->cx->arena, "{'deal':'%lld','contact':'%lld','role':'payer'}",
                            (long long)s->deal, (long long)s->ana));
    /* A partner named her; nobody has answered yet. */
    (void)id_of(w, &deal_registration_model,
                arena_print(w->cx->arena,
                            "{'partner':'%lld','employer':'Forte','domain':'forte.example',"
                            "'contact_name':'Ana Beatriz T\xc3\xa1vares',"
                            "'email':'ana.tavares@norte.example'}",
                            (long long)id_of(w, &partner_model,
                                             "{'name':'Revenda','kind':'distributor'}")));
    agree(w, s->ana, "ficha da Ana Beatriz T\xc3\xa1vares",
          "{\"email\":\"Ana.Tavares@norte.example\"}");
    agree(w, s->beto, "ficha do Beto", NULL);
    assert_int_equal(db_write(w->cx, w->pool, request_in, &s->ana), OK);
    assert_int_equal(db_write(w->cx, w->pool, once_in, NULL), OK);
    (void)import_leads(s, leads_csv, false);
    happen(s, 1, s->ana, "{\"note\":\"ana.tavares@norte.example\"}");
    happen(s, 2, s->gone, "{\"note\":\"Segredo da Ana\"}");
    happen(s, 3, s->beto, "");
}

/* --- looking for traces */

static bool trace_in(const char *bytes, size_t n, const char *trace)
{
    size_t k = strlen(trace);

    for (size_t i = 0; i + k <= n; i++) {
        size_t j = 0;
        while (j < k && tolower((unsigned char)bytes[i + j]) == (unsigned char)trace[j])
            j++;
        if (j == k)
            return true;
    }
    return false;
}

static int traces_in_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *bytes = malloc(1 << 24);
    size_t n;
    int found = 0;

    assert_non_null(f);
    assert_non_null(bytes);
    n = fread(bytes, 1, 1 << 24, f);
    assert_true(n < 1 << 24);
    assert_int_equal(fclose(f), 0);
    for (size_t i = 0; traces[i]; i++) {
        if (trace_in(bytes, n, traces[i])) {
            print_message("%s: \"%s\"\n", path, traces[i]);
            found++;
        }
    }
    free(bytes);
    return found;
}

static int traces_below(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *f;
    int found = 0;

    assert_non_null(d);
    while ((f = readdir(d))) {
        char at[600];
        struct stat st;
        if (f->d_name[0] == '.')
            continue;
        (void)snprintf(at, sizeof(at), "%s/%s", path, f->d_name);
        assert_int_equal(stat(at, &st), 0);
        found += S_ISDIR(st.st_mode) ? traces_below(at) : traces_in_file(at);
    }
    (void)closedir(d);
    return found;
}

static const char *report_now(struct engine_world *w)
{
    struct channel_report r = {0};
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(channel_report_run(w->cx, db, &(struct report_ask){.by = BY_CHANNEL}, &r), OK);
    db_return(db);
    channel_report_json(w->cx, &r, &out);
    return buf_text(&out);
}

/* --- the erasure */

struct beginning {
    int64_t contact;
    struct erasure x;
};

static enum err begin_in(struct ctx *cx, struct db *db, void *arg)
{
    struct beginning *b = arg;

    return erasure_begin(cx, db, b->contact, 0, "person", &b->x);
}

static void work(struct corner *s)
{
    static const struct job_kind *const kinds[] = {erasure_job_kinds, NULL};
    struct worker_options o = {.pool = s->w->pool,
                               .kinds = kinds,
                               .clock = test_clock(&s->w->clock),
                               .ids = s->w->cx->ids,
                               .app = &s->home,
                               .threads = 1};
    int ran = 0;

    assert_int_equal(
        engine_sql(s->w->cx, s->w->pool, "delete from jobs where kind = 'webhook.send'"), OK);
    assert_int_equal(worker_run_due(s->w->cx, &o, &ran), OK);
}

static struct erasure now(struct engine_world *w, int64_t id)
{
    struct db *db = NULL;
    struct erasure x;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(erasure_get(w->cx, db, id, &x), OK);
    db_return(db);
    return x;
}

static int64_t facts_of(struct corner *s, const int64_t *subjects, size_t n)
{
    struct store_filter f = {
        .site = s->w->cx->site, .robots = STORE_EVERYONE, .subjects = subjects, .subject_count = n};
    struct store_count *rows = NULL;
    size_t count = 0;

    assert_int_equal(store_counts(s->w->cx, s->home.store, &f, STORE_ALL, 1, &rows, &count), OK);
    return rows[0].count;
}

static struct consent_verdict verdict(struct engine_world *w)
{
    struct consent_verdict v;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(consent_verify(w->cx, db, &v), OK);
    db_return(db);
    return v;
}

static bool is_suppressed(struct engine_world *w, const char *email)
{
    struct db *db = NULL;
    bool yes = false;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(suppression_has(w->cx, db, email, &yes), OK);
    db_return(db);
    return yes;
}

static void nothing_of_the_person_is_left_and_sums_are_as_they_were(void **state)
{
    struct corner s = {.w = *state};
    struct engine_world *w = s.w;
    struct beginning b;
    struct erasure x;
    const char *before;
    int64_t her[2];

    open_floors(&s);
    fill(&s);
    if (w->engine == DB_SQLITE)
        assert_true(traces_below(w->dir) > 5);
    before = report_now(w);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &b), OK);
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &b), ERR_CONFLICT);
    fault_clear(w->cx);
    work(&s);
    x = now(w, b.x.id);
    if (x.error)
        print_error("%s: %s\n", x.step, x.error);
    assert_string_equal(x.state, "done");

    assert_string_equal(report_now(w), before);
    her[0] = s.ana, her[1] = s.gone;
    assert_int_equal(facts_of(&s, her, 2), 0);
    assert_int_equal(facts_of(&s, NULL, 0), 3);
    assert_int_equal(facts_of(&s, &s.beto, 1), 1);
    assert_null(verdict(w).why);
    assert_int_equal(verdict(w).erased, 1);
    assert_true(is_suppressed(w, "Ana.Tavares@norte.example"));
    assert_true(is_suppressed(w, "anab@outra.example"));
    assert_int_equal(world_number(w, "select amount_minor from deals"), 125000);
    assert_int_equal(world_number(w, "select count(*) from deal_members"), 0);
    assert_int_equal(world_number(w, "select count(*) from merges"), 0);
    assert_int_equal(world_number(w, "select count(*) from idempotency"), 0);
    assert_int_equal(
        world_number(w,
                     "select count(*) from rights_requests where state = 'done' and note is null"),
        1);
    assert_int_equal(world_number(w, "select count(*) from contacts where name is null"), 1);
    assert_int_equal(world_number(w, "select count(*) from contacts where name = 'Beto Lima'"), 1);
    assert_int_equal(world_number(w, "select count(*) from imports where state = 'failed'"), 1);
    /* What somebody wrote about a company is theirs to mend, and they are told. */
    assert_non_null(strstr(x.proof, "accounts.notes"));
    assert_non_null(strstr(x.proof, "\"mentioned\",\"table\":\"contacts.notes\",\"rows\":1"));
    assert_int_equal(engine_sql(w->cx, w->pool, "update accounts set notes = null"), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, "update contacts set notes = null"), OK);
    if (w->engine == DB_SQLITE)
        assert_int_equal(db_scrub(w->cx, w->pool, NULL, true), OK);
    for (size_t i = 0; traces[i]; i++)
        assert_false(trace_in(x.proof, strlen(x.proof), traces[i]));
    loader_stop(s.loader);
    assert_int_equal(traces_below(w->dir), 0);
    close_floors(&s);
}

/* Without anybody's words about them, the erasure itself leaves no byte. */
static void the_files_are_clean_when_it_says_so(void **state)
{
    struct corner s = {.w = *state};
    struct beginning b;
    struct erasure x;

    open_floors(&s);
    fill(&s);
    assert_int_equal(engine_sql(s.w->cx, s.w->pool, "update accounts set notes = null"), OK);
    assert_int_equal(engine_sql(s.w->cx, s.w->pool, "update contacts set notes = null"), OK);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(s.w->cx, s.w->pool, begin_in, &b), OK);
    work(&s);
    x = now(s.w, b.x.id);
    assert_string_equal(x.state, "done");
    assert_non_null(strstr(x.proof, "\"found_in\":0"));
    assert_int_equal(traces_below(s.w->dir), 0);
    close_floors(&s);
}

/* Visitors who never leave off: whenever the store is about to be level with the journal, one more comes. */
struct traffic {
    struct corner *s;
    int64_t site;
    atomic_bool stop;
    atomic_bool ahead;
};

enum { AHEAD = 5 };

static int64_t loaded_by(struct loader *l)
{
    struct loader_stats stats;
    int64_t n = 0;

    loader_stats(l, &stats);
    for (size_t i = 0; i < FATES; i++)
        n += stats.fates[i];
    return n;
}

static void *visit_on(void *arg)
{
    struct traffic *t = arg;
    uint64_t wakes = 0;

    for (int64_t taken = 3; !atomic_load(&t->stop);) {
        struct ctx *cx;
        if (taken >= loaded_by(t->s->loader) + AHEAD) {
            atomic_store(&t->ahead, true);
            (void)journal_wait(t->s->home.journal, INT64_MAX, 1, &wakes);
            continue;
        }
        cx = ctx_new(MIB(1), test_clock(&t->s->w->clock), NULL);
        cx->site = t->site;
        happen_in(cx, t->s, 1000 + taken++, 0, "");
        ctx_free(cx);
    }
    return NULL;
}

/* The store is never level with the journal, and need not be. */
static void visits_that_go_on_keep_no_erasure_waiting(void **state)
{
    struct corner s = {.w = *state, .batch_records = 1};
    struct traffic t = {.s = &s, .site = s.w->cx->site};
    struct beginning b;
    pthread_t thread;

    open_floors(&s);
    fill(&s);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(s.w->cx, s.w->pool, begin_in, &b), OK);
    assert_int_equal(pthread_create(&thread, NULL, visit_on, &t), 0);
    while (!atomic_load(&t.ahead))
        (void)sched_yield();
    work(&s);
    atomic_store(&t.stop, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_string_equal(now(s.w, b.x.id).state, "done");
    close_floors(&s);
}

/* --- words in texts that stay */

static enum err view_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char text[] =
        "{\"model\":\"contact\",\"name\":\"Ana Beatriz T\xc3\xa1vares\","
        "\"shared\":true,\"view\":{\"search\":\"ana.tavares@norte.example\"}}";
    const struct json *in = NULL;
    struct saved_view v;
    enum err e = json_parse(cx, text, strlen(text), &in);

    (void)arg;
    return e ? e : saved_view_add(cx, db, in, true, &v);
}

/* A deal, a stage that it moved, a segment and a view that say her. */
static void say_her(struct corner *s)
{
    struct engine_world *w = s->w;

    (void)id_of(w, &list_model,
                "{'name':'De Ana Beatriz Tavares','description':'Quem ana.tavares@norte.example "
                "indica'}");
    assert_int_equal(engine_sql(w->cx, w->pool,
                                "update imports set name = 'ana beatriz tavares.csv' where id = "
                                "(select max(id) from imports)"),
                     OK);
    assert_int_equal(
        engine_sql(
            w->cx, w->pool,
            "insert into bulk_actions (site, id, model, action, state, created_at) select "
            "id, 9, 'contact', '{\"value\":\"Amiga de Ana Beatriz Tavares\"}', 'done', 1 from "
            "sites"),
        OK);
    (void)id_of(w, &segment_model,
                "{'name':'Clientes','subject':'contact','rule':{'any':[{'field':'email','is':"
                "'ana.tavares@norte.example'},{'field':'name','contains':'ana beatriz tavares'},"
                "{'field':'email','is':'beto@norte.example'}]}}");
    assert_int_equal(db_write(w->cx, w->pool, view_in, NULL), OK);
    (void)id_of(
        w, &deal_model,
        arena_print(w->cx->arena,
                    "{'name':'Forno de ANA BEATRIZ T\xc3\x81VARES (ana.tavares@norte.example)'"
                    ",'contact':'%lld','outcome':'won','closed_at':'2023-11-02T10:00:00Z'}",
                    (long long)s->beto));
    assert_true(world_number(w, "select count(*) from lifecycle_stamps where cause_name like "
                                "'Forno de ANA%'") > 0);
}

static size_t found(struct engine_world *w, const char *words)
{
    struct search_group groups[CHANGE_KINDS];
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(search_all(w->cx, db, words, SEARCH_EACH, groups), OK);
    db_return(db);
    for (size_t i = 0; i < CHANGE_KINDS; i++)
        n += groups[i].n;
    return n;
}

static void names_of_deals_rules_and_views_lose_her_words_alone(void **state)
{
    struct corner s = {.w = *state};
    struct engine_world *w = s.w;
    struct beginning b;
    struct erasure x;

    open_floors(&s);
    fill(&s);
    assert_int_equal(engine_sql(w->cx, w->pool, "update accounts set notes = null"), OK);
    assert_int_equal(engine_sql(w->cx, w->pool, "update contacts set notes = null"), OK);
    say_her(&s);
    assert_true(found(w, "beatriz tavares") > 0);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &b), OK);
    work(&s);
    x = now(w, b.x.id);
    assert_string_equal(x.state, "done");

    assert_int_equal(world_number(w, "select count(*) from deals where name = 'Forno de pessoa "
                                     "apagada (pessoa apagada)' and name_key like '%apagada%'"),
                     1);
    assert_true(world_number(w, "select count(*) from lifecycle_stamps where cause_name = "
                                "'Forno de pessoa apagada (pessoa apagada)'") > 0);
    assert_int_equal(world_number(w, "select count(*) from segments where rule like "
                                     "'%\"apagada@pessoa.invalid\"%' and rule like '%\"pessoa "
                                     "apagada\"%' and rule like '%\"beto@norte.example\"%'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from saved_views where name = 'pessoa "
                                     "apagada' and view like '%apagada@pessoa.invalid%'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from lists where name = 'De pessoa apagada' "
                                     "and description = 'Quem pessoa apagada indica'"),
                     1);
    assert_int_equal(
        world_number(w, "select count(*) from imports where name = 'pessoa apagada.csv'"), 1);
    assert_int_equal(world_number(w, "select count(*) from bulk_actions where action like "
                                     "'%\"Amiga de pessoa apagada\"%'"),
                     1);
    assert_int_equal(found(w, "beatriz tavares"), 0);
    assert_int_equal(found(w, "ana.tavares"), 0);
    assert_int_equal(found(w, "forno apagada"), 1);
    assert_non_null(strstr(x.proof, "\"rewritten\",\"table\":\"deals\",\"rows\":1"));
    assert_non_null(strstr(x.proof, "o valor foi retirado. Quantas: 3."));
    assert_null(strstr(x.proof, "\"mentioned\""));
    assert_non_null(strstr(x.proof, "\"found_in\":0"));
    loader_stop(s.loader);
    assert_int_equal(traces_below(w->dir), 0);
    close_floors(&s);
}

static void words_are_taken_out_where_they_stand_alone(void **state)
{
    static const char *const needles[] = {"ana lima", "ana@norte.example", "+55 11 98888-4321"};
    static const struct {
        const char *text, *left; /* NULL: as it is */
    } all[] = {
        {"Ana Lima", "pessoa apagada"},
        {"Pedido \xc3\xa1na LIMA-2024", "Pedido pessoa apagada-2024"},
        {"Mariana Lima", NULL},
        {"Ana Limao", NULL},
        {"joana@norte.example", NULL},
        {"x.ana@norte.example", NULL},
        {"ana@norte.example.br", NULL},
        {"Escrever a Ana@Norte.example.", "Escrever a pessoa apagada."},
        {"<ana@norte.example>, +55 11 98888-4321", "<pessoa apagada>, pessoa apagada"},
        {"", NULL},
        {"A\xc3", NULL},
    };
    const struct erased_person who = {.needles = needles, .needle_count = COUNT_OF(needles)};
    struct engine_world *w = *state;
    const char *left = NULL;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        assert_int_equal(erased_words(w->cx, &who, LANG_PT_BR, false, all[i].text, &left), OK);
        if (all[i].left)
            assert_string_equal(left, all[i].left);
        else
            assert_null(left);
    }
    assert_int_equal(erased_words(w->cx, &who, LANG_EN, true,
                                  "{\"ana lima\":[1,true,null,\"ANA LIMA\",\"ana@norte.example\"]}",
                                  &left),
                     OK);
    assert_string_equal(left,
                        "{\"ana lima\":[1,true,null,\"erased person\",\"erased@person.invalid\"]}");
}

/* The first, second, third ... step is as far as it gets; then it goes on. */
static void one_that_was_stopped_at_any_step_goes_on(void **state)
{
    static const char *const steps[] = {"uploads", "texts", "ledger", "rows",
                                        "person",  "facts", "files"};
    struct corner s = {.w = *state};
    struct engine_world *w = s.w;
    struct beginning b;

    open_floors(&s);
    fill(&s);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(w->cx, w->pool, begin_in, &b), OK);
    work(&s);
    for (size_t i = 0; i < COUNT_OF(steps); i++) { /* done, but nobody wrote that down */
        const char *back =
            arena_print(w->cx->arena,
                        "update erasures set state = 'waiting', step = '%s', proof = null,"
                        " ids = '[\"%lld\",\"%lld\"]'",
                        steps[i], (long long)s.ana, (long long)s.gone);
        assert_int_equal(engine_sql(w->cx, w->pool, back), OK);
        assert_int_equal(engine_sql(w->cx, w->pool,
                                    "update jobs set state = 'waiting', run_at = 0, attempts = 0"
                                    " where kind = 'rights.erase'"),
                         OK);
        work(&s);
        if (strcmp(now(w, b.x.id).state, "done") != 0)
            print_error("%s: %s\n", steps[i], now(w, b.x.id).error);
        assert_string_equal(now(w, b.x.id).state, "done");
    }
    assert_int_equal(
        world_number(w,
                     "select n from erasure_counts where what = 'went' and name = 'deal_members'"),
        1);
    close_floors(&s);
}

/* Whoever adds a table of text about a person must say what becomes of it. */
static void every_text_beside_a_person_who_stays_is_named(void **state)
{
    static const char *const columns[] = {
        [DB_SQLITE] = "select name from pragma_table_info(?1) where lower(type) <> 'bigint'",
        [DB_POSTGRES] =
            "select cast(column_name as text) from information_schema.columns where"
            " table_schema = current_schema() and table_name = $1 and data_type <> 'bigint'"};
    struct engine_world *w = *state;
    struct db *db = NULL;
    int missing = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (const struct people_ref *r = people_refs; r->table; r++) {
        struct db_stmt *st = NULL;
        bool row = false;
        if (r->to != REF_CONTACT || r->erase != REF_STAYS_BLIND)
            continue;
        assert_int_equal(db_begin_text(w->cx, db, columns[db_engine_of(db)], &st), OK);
        db_bind_text_at(st, 1, r->table);
        while (db_step(w->cx, st, &row) == OK && row) {
            const char *name = arena_print(w->cx->arena, ",%s,", db_text(st, 0));
            const char *known = arena_print(w->cx->arena, ",%s,%s,", r->blank ? r->blank : "",
                                            r->keeps ? r->keeps : "");
            if (strstr(known, name))
                continue;
            print_error("%s.%s: blank or keeps?\n", r->table, db_text(st, 0));
            missing++;
        }
        db_done(st);
    }
    db_return(db);
    assert_int_equal(missing, 0);
}

struct taking {
    struct erase_target target;
    enum err e;
};

/* A row that says what cannot be done would only be noticed by the first erasure that meets it. */
static enum err take_in(struct ctx *cx, struct db *db, void *arg)
{
    struct taking *t = arg;
    int64_t n = 0;
    const char *places = NULL;
    enum err e = erase_find(cx, db, &t->target, &places, &n);

    if (!e)
        e = erase_take(cx, db, &t->target, places, &n);
    assert_int_equal(n, 0);
    return e;
}

static enum err say_in_place(struct ctx *cx, struct db *db, void *arg)
{
    const struct taking *t = arg;
    struct said_row row = {77, "ana"}, *rows = NULL;
    size_t n = 0;
    int64_t said = 0;
    enum err e = erase_said(cx, db, &t->target, 0, &rows, &n);

    if (!e)
        e = erase_say(cx, db, &t->target, &row, "-", &said);
    assert_int_equal(n, 0);
    assert_int_equal(said, 0);
    return e;
}

static void every_row_of_the_tables_can_be_carried_out(void **state)
{
    struct engine_world *w = *state;
    const char *const needles[] = {"nobody@nowhere.example", "nobody at all"};
    struct erased_person who = {.needles = needles, .needle_count = 2};

    for (const struct people_ref *r = people_refs; r->table; r++) {
        struct taking t = {.target = {.ref = r, .id = 77}};
        if (r->to == REF_CONTACT && (r->erase != REF_STAYS_BLIND || r->blank))
            assert_int_equal(db_write(w->cx, w->pool, take_in, &t), OK);
    }
    for (const struct person_text *p = person_texts; p->table; p++) {
        struct taking t = {.target = {.text = p, .who = &who}};
        if (p->erase == TEXT_REWRITE)
            assert_int_equal(db_write(w->cx, w->pool, say_in_place, &t), OK);
        else if (p->erase != TEXT_MENTION)
            assert_int_equal(db_write(w->cx, w->pool, take_in, &t), OK);
    }
}

/* What is cut may be nothing. */
static void what_is_cut_or_emptied_may_be_nothing(void **state)
{
    static const char *const needed[] = {
        [DB_SQLITE] = "select name from pragma_table_info(?1) where \"notnull\" = 1",
        [DB_POSTGRES] =
            "select cast(column_name as text) from information_schema.columns where"
            " table_schema = current_schema() and table_name = $1 and is_nullable = 'NO'"};
    struct engine_world *w = *state;
    struct db *db = NULL;
    int wrong = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (const struct people_ref *r = people_refs; r->table; r++) {
        const char *nulled = r->erase == REF_CUT ? r->column : r->blank;
        struct db_stmt *st = NULL;
        bool row = false;
        if (r->to != REF_CONTACT || !nulled)
            continue;
        assert_int_equal(db_begin_text(w->cx, db, needed[db_engine_of(db)], &st), OK);
        db_bind_text_at(st, 1, r->table);
        while (db_step(w->cx, st, &row) == OK && row) {
            if (!strstr(arena_print(w->cx->arena, ",%s,", nulled),
                        arena_print(w->cx->arena, ",%s,", db_text(st, 0))))
                continue;
            print_error("%s.%s is not null\n", r->table, db_text(st, 0));
            wrong++;
        }
        db_done(st);
    }
    db_return(db);
    assert_int_equal(wrong, 0);
}

static const struct json *copy_of(struct corner *s, int64_t contact)
{
    struct engine_world *w = s->w;
    struct buf out = buf_in(w->cx->arena), page = buf_in(w->cx->arena);
    const struct json *doc = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(person_export(w->cx, db, s->home.store, contact, &out), OK);
    db_return(db);
    assert_int_equal(person_export_html(w->cx, buf_text(&out), out.len, &page), OK);
    assert_non_null(strstr(buf_text(&page), "<h1>"));
    assert_int_equal(json_parse(w->cx, buf_text(&out), out.len, &doc), OK);
    return doc;
}

static size_t rows_in(const struct json *doc, const char *table)
{
    const struct json *list = json_get(json_get(doc, "tables"), table);

    assert_non_null(list);
    return list->count;
}

static void a_copy_has_all_that_is_held_and_nothing_of_others(void **state)
{
    struct corner s = {.w = *state};
    const struct json *doc, *entry;
    int64_t records = 0;

    open_floors(&s);
    fill(&s);
    while (facts_of(&s, NULL, 0) < 3 && records++ < 1000) { /* the loader's thread */
        uint64_t wakes = 0;
        (void)journal_wait(s.home.journal, INT64_MAX, 10, &wakes);
    }
    doc = copy_of(&s, s.ana);
    assert_string_equal(json_text(json_get(json_get(doc, "contact"), "tax_number"), ""),
                        "39053344705");
    assert_int_equal(rows_in(doc, "contact_emails"), 1);
    assert_int_equal(rows_in(doc, "deal_members"), 1);
    assert_int_equal(rows_in(doc, "rights_requests"), 1);
    assert_true(rows_in(doc, "audit") > 1);
    assert_true(rows_in(doc, "merges") == 1);
    assert_int_equal(rows_in(doc, "consents"), 1);
    entry = json_get(json_get(doc, "tables"), "consents")->first;
    assert_string_equal(json_text(json_get(entry, "source"), ""),
                        "ficha da Ana Beatriz T\xc3\xa1vares");
    assert_null(json_get(entry, "salt"));
    assert_true(json_get(entry, "recorded_at")->kind == JSON_TEXT);
    assert_true(json_get(entry, "contact")->kind == JSON_TEXT); /* an id is text */
    assert_int_equal(json_get(doc, "facts")->count, 2);
    assert_int_equal(json_get(doc, "texts")->count, 1);
    assert_string_equal(json_text(json_get(json_get(doc, "deals")->first, "name"), ""), "Fornos");
    doc = copy_of(&s, s.beto);
    assert_int_equal(rows_in(doc, "contact_emails"), 0);
    assert_int_equal(json_get(doc, "facts")->count, 1);
    close_floors(&s);
}

/* Until one attempt has all the memory it wants, nothing has begun. */
static void every_failing_allocation_begins_nothing_or_all(void **state)
{
    struct corner s = {.w = *state};
    struct engine_world *w = s.w;
    struct beginning b = {0};
    struct arena_mark mark;
    enum err e = ERR_LIMIT;

    open_floors(&s);
    fill(&s);
    b.contact = s.ana;
    mark = arena_mark(w->cx->arena);
    for (size_t n = 1; e; n++) {
        assert_true(n < 5000);
        fault_clear(w->cx);
        arena_fail_at(w->cx->arena, n);
        e = db_write(w->cx, w->pool, begin_in, &b);
        assert_true(e == OK || e == ERR_LIMIT);
        arena_fail_at(w->cx->arena, 0);
        arena_reset(w->cx->arena, mark);
        fault_clear(w->cx);
        assert_int_equal(world_number(w, "select count(*) from erasures"), e ? 0 : 1);
        assert_int_equal(world_number(w, "select count(*) from jobs where kind = 'rights.erase'"),
                         e ? 0 : 1);
    }
    close_floors(&s);
}

static enum err rename_in(struct ctx *cx, struct db *db, void *arg)
{
    void *record = NULL;
    enum err e = model_get(cx, db, &contact_model, *(int64_t *)arg, &record);

    if (e)
        return e;
    ((struct contact *)record)->name = "Ana de novo";
    return model_change(cx, db, &contact_model, record);
}

static void who_was_erased_is_not_written_about_again(void **state)
{
    struct corner s = {.w = *state};
    struct beginning b;

    open_floors(&s);
    fill(&s);
    b = (struct beginning){.contact = s.ana};
    assert_int_equal(db_write(s.w->cx, s.w->pool, begin_in, &b), OK);
    work(&s);
    assert_int_equal(db_write(s.w->cx, s.w->pool, rename_in, &s.ana), ERR_CONFLICT);
    assert_string_equal(s.w->cx->fault.key, "contact.erased");
    fault_clear(s.w->cx);
    assert_int_equal(db_write(s.w->cx, s.w->pool, begin_in, &b), ERR_CONFLICT);
    assert_string_equal(s.w->cx->fault.key, "erasure.twice");
    close_floors(&s);
}

/* --- the reader of files */

/* Where the sanitizer tells of it, memory that a child asks for ends the child. */
static pid_t whole_process;

#ifdef __SANITIZE_ADDRESS__
/* Of the sanitizer, whose header gcc does not bring. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));

static void end_child(void)
{
    if (getpid() != whole_process)
        _exit(9);
}

static void on_malloc(const volatile void *at, size_t bytes)
{
    (void)at, (void)bytes;
    end_child();
}

static void on_free(const volatile void *at)
{
    (void)at;
    end_child();
}

static bool watch_memory(void)
{
    return __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) > 0;
}
#else
static bool watch_memory(void)
{
    return getpid() == whole_process;
}
#endif

/* It would wait for ever on the heap's lock, had another thread held it when the child was made. */
static void the_child_that_reads_files_asks_for_no_memory(void **state)
{
    struct engine_world *w = *state;
    const char *needles[] = {"otavia.prestes"};
    const struct erased_person who = {.needles = needles, .needle_count = 1};
    char path[128];
    struct files_read read;
    FILE *f;

    whole_process = getpid();
    assert_true(watch_memory());
    (void)snprintf(path, sizeof(path), "%s/words", w->dir);
    f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("to Otavia.Prestes@sul.example", f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(files_search(w->cx, w->dir, &who, &read), OK);
    assert_int_equal(read.hits, 1);
    assert_true(read.files >= 1 && read.bytes > 0);
    fault_clear(w->cx);
    assert_int_equal(files_search(w->cx, "/nowhere", &who, &read), ERR_BUSY);
    assert_non_null(strstr(w->cx->fault.detail, "/nowhere: "));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_person_is_left_and_sums_are_as_they_were),
        cmocka_unit_test(the_files_are_clean_when_it_says_so),
        cmocka_unit_test(visits_that_go_on_keep_no_erasure_waiting),
        cmocka_unit_test(names_of_deals_rules_and_views_lose_her_words_alone),
        cmocka_unit_test(words_are_taken_out_where_they_stand_alone),
        cmocka_unit_test(one_that_was_stopped_at_any_step_goes_on),
        cmocka_unit_test(every_text_beside_a_person_who_stays_is_named),
        cmocka_unit_test(every_row_of_the_tables_can_be_carried_out),
        cmocka_unit_test(what_is_cut_or_emptied_may_be_nothing),
        cmocka_unit_test(a_copy_has_all_that_is_held_and_nothing_of_others),
        cmocka_unit_test(every_failing_allocation_begins_nothing_or_all),
        cmocka_unit_test(who_was_erased_is_not_written_about_again),
        cmocka_unit_test(the_child_that_reads_files_asks_for_no_memory),
    };
    return engines_run("erasure", tests, COUNT_OF(tests), world_prepare);
}
