/* import_test.c -- a file becomes records once, wrong rows change nothing, and all of it can be taken back. */
#include "unit/world.h"

#include "people/account.h"
#include "people/contact.h"
#include "people/deal.h"
#include "people/import.h"
#include "people/merge.h"
#include "people/search.h"

#include <stdio.h>

static const char leads_map[] =
    "{\"columns\":{\"id\":{\"to\":\"external_id\"},"
    "\"data\":{\"to\":\"first_contact_at\",\"pattern\":\"DD-MM-YYYY\"},"
    "\"canal\":{\"to\":\"channel\"},\"empresa\":{\"to\":\"account.name\"},"
    "\"site\":{\"to\":\"account.domain\"},\"perfil\":{\"to\":\"custom.perfil\"}}}";
static const char leads_csv[] = "id,data,canal,empresa,site,perfil\r\n"
                                "a1,01-02-2018,social,Alfa,alfa.example,gato\r\n"
                                "a2,02-02-2018,,\"Alfa, filial\",www.alfa.example,\r\n"
                                "a3,03-02-2018,busca,Beta,beta.example,lobo\r\n";
static const char deals_map[] =
    "{\"columns\":{\"lead\":{\"to\":\"contact.external_id\"},"
    "\"ganho\":{\"to\":\"closed_at\",\"pattern\":\"DD-MM-YYYY hh:mm\"},"
    "\"loja\":{\"to\":\"account.external_id\"},\"valor\":{\"to\":\"amount_minor\"}},"
    "\"constants\":{\"outcome\":\"won\",\"external_id\":\"n-{lead}\"}}";
static const char deals_csv[] = "lead,ganho,loja,valor\n"
                                "a1,01-01-2018 10:00,l1,\"1.234,56\"\n"
                                "a3,10-03-2018 09:30,l2,\n";

static const char *file_of(struct engine_world *w, const char *name, const char *text, size_t n)
{
    const char *path = arena_print(w->cx->arena, "%s/%s", w->dir, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
}

/* The import of this text, added but not run; its path in *ret_path. */
static enum err begin(struct engine_world *w, const char *kind, const char *map, const char *csv,
                      struct import *ret, const char **ret_path)
{
    const struct json *json = NULL;
    enum err e;

    *ret_path = file_of(w, kind, csv, strlen(csv));
    assert_int_equal(json_parse(w->cx, map, strlen(map), &json), OK);
    *ret = (struct import){.name = kind};
    e = import_probe(w->cx, *ret_path, kind, json, ret);
    return e ? e : db_write(w->cx, w->pool, add_in, ret);
}

static struct import state_of(struct engine_world *w, int64_t id)
{
    struct db *db = NULL;
    struct import now;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_get(w->cx, db, id, &now), OK);
    db_return(db);
    return now;
}

static struct import run(struct engine_world *w, const char *kind, const char *map, const char *csv)
{
    struct import i;
    const char *path;

    assert_int_equal(begin(w, kind, map, csv, &i, &path), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    return state_of(w, i.id);
}

static int64_t count(struct engine_world *w, const char *table)
{
    return world_number(w, arena_print(w->cx->arena, "select count(*) from %s", table));
}

static void rows_become_records_and_find_their_company(void **state)
{
    struct engine_world *w = *state;
    struct import i = run(w, "leads", leads_map, leads_csv);

    assert_string_equal(i.state, "done");
    assert_int_equal(i.rows, 3);
    assert_int_equal(i.added, 3);
    assert_int_equal(count(w, "contacts"), 3);
    assert_int_equal(count(w, "accounts"), 2);
    assert_int_equal(world_number(w, "select count(*) from contacts where channel is null"), 1);
    assert_int_equal(
        world_number(w, "select first_contact_at from contacts where external_id = 'a1'"),
        INT64_C(1517450400000)); /* 2018-02-01 00:00 in São Paulo, which was at -02:00 */
    assert_int_equal(world_number(w, "select count(*) from contacts where custom like '%gato%'"),
                     1);
    assert_int_equal(world_number(w, "select count(*) from audit where action = 'import'"), 1);
}

static void a_simulation_changes_nothing_and_says_what_would_happen(void **state)
{
    struct engine_world *w = *state;
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", leads_map, leads_csv, &i, &path), OK);
    assert_int_equal(import_simulate(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    i = state_of(w, i.id);
    assert_string_equal(i.state, "simulated");
    assert_int_equal(i.added, 3);
    assert_int_equal(i.failed, 0);
    assert_non_null(strstr(i.warnings, "\"import.no_channel\",\"count\":1,\"rows\":[2]"));
    assert_int_equal(count(w, "contacts"), 0);
    assert_int_equal(count(w, "accounts"), 0);
    assert_int_equal(count(w, "custom_fields"), 0);
}

static void the_same_file_again_changes_nothing(void **state)
{
    struct engine_world *w = *state;
    struct import i;

    (void)run(w, "leads", leads_map, leads_csv);
    i = run(w, "leads", leads_map, leads_csv);
    assert_int_equal(i.added, 0);
    assert_int_equal(i.same, 3);
    assert_int_equal(count(w, "contacts"), 3);
    assert_int_equal(world_number(w, "select max(version) from contacts"), 1);
}

static void a_deal_lifts_its_lead_and_ties_it_to_the_company(void **state)
{
    struct engine_world *w = *state;
    struct import i;

    (void)run(w, "leads", leads_map, leads_csv);
    i = run(w, "deals", deals_map, deals_csv);
    assert_int_equal(i.added, 2);
    assert_non_null(strstr(i.warnings, "\"import.won_before_contact\",\"count\":1"));
    assert_int_equal(count(w, "deals"), 2);
    assert_int_equal(world_number(w, "select amount_minor from deals where external_id = 'n-a1'"),
                     123456);
    assert_int_equal(world_number(w, "select amount_minor from deals where external_id = 'n-a3'"),
                     NIL);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'customer'"),
                     2);
}

static void undo_takes_back_just_what_the_import_did(void **state)
{
    struct engine_world *w = *state;
    struct import leads = run(w, "leads", leads_map, leads_csv);
    struct import deals = run(w, "deals", deals_map, deals_csv);

    assert_int_equal(import_undo(w->cx, w->pool, deals.id, NULL, NULL), OK);
    deals = state_of(w, deals.id);
    assert_string_equal(deals.state, "undone");
    assert_int_equal(deals.kept, 0);
    assert_int_equal(count(w, "deals"), 0);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'customer'"),
                     0);
    assert_int_equal(count(w, "lifecycle_stamps"), 0);
    assert_int_equal(import_undo(w->cx, w->pool, leads.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, leads.id).kept, 0);
    assert_int_equal(count(w, "contacts"), 0);
    assert_int_equal(count(w, "accounts"), 0);
    leads = run(w, "leads", leads_map, leads_csv);
    assert_int_equal(leads.added, 3);
}

static void an_undone_import_can_run_again(void **state)
{
    struct engine_world *w = *state;
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", leads_map, leads_csv, &i, &path), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    assert_int_equal(count(w, "contacts"), 3);
}

struct rename {
    int64_t id;
};

static enum err rename_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct rename *r = arg;
    void *found = NULL;
    struct contact *c;
    enum err e = model_get(cx, db, &contact_model, r->id, &found);

    if (e)
        return e;
    c = found;
    c->name = "Ana";
    return model_change(cx, db, &contact_model, c);
}

static void undo_keeps_what_somebody_changed_since(void **state)
{
    struct engine_world *w = *state;
    struct import i = run(w, "leads", leads_map, leads_csv);
    struct rename r = {world_number(w, "select id from contacts where external_id = 'a1'")};

    assert_int_equal(db_write(w->cx, w->pool, rename_in, &r), OK);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    i = state_of(w, i.id);
    assert_int_equal(i.kept, 2); /* the contact, and the company it belongs to */
    assert_int_equal(count(w, "contacts"), 1);
}

static void a_stage_goes_on_with_a_file_and_back_with_its_undo(void **state)
{
    struct engine_world *w = *state;
    static const char map[] = "{\"columns\":{\"id\":{\"to\":\"external_id\"},"
                              "\"fase\":{\"to\":\"lifecycle\"}}}";
    struct import on, back;

    (void)run(w, "leads", map, "id,fase\na1,lead\na2,customer\n");
    on = run(w, "leads", map, "id,fase\na1,mql\na2,customer\n");
    back = run(w, "leads", map, "id,fase\na1,lead\na2,lead\n");
    assert_int_equal(back.same, 2);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'mql'"), 1);
    assert_int_equal(count(w, "lifecycle_stamps"), 1);
    assert_int_equal(import_undo(w->cx, w->pool, on.id, NULL, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'lead'"), 1);
    assert_int_equal(world_number(w, "select count(*) from contacts where lifecycle = 'customer'"),
                     1);
    assert_int_equal(count(w, "lifecycle_stamps"), 0);
}

static void a_second_undo_finishes_what_waited_for_other_records(void **state)
{
    struct engine_world *w = *state;
    struct import leads = run(w, "leads", leads_map, leads_csv);
    struct import deals = run(w, "deals", deals_map, deals_csv);
    int64_t people = count(w, "contacts"), kept;
    struct rename r = {world_number(w, "select id from contacts where external_id = 'a2'")};

    assert_int_equal(db_write(w->cx, w->pool, rename_in, &r), OK);
    assert_int_equal(import_undo(w->cx, w->pool, leads.id, NULL, NULL), OK);
    kept = state_of(w, leads.id).kept;
    assert_true(kept > 1);
    assert_true(count(w, "contacts") > 1);
    assert_int_equal(import_undo(w->cx, w->pool, leads.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, leads.id).kept, kept); /* nothing has gone meanwhile */
    assert_int_equal(import_undo(w->cx, w->pool, deals.id, NULL, NULL), OK);
    assert_int_equal(import_undo(w->cx, w->pool, deals.id, NULL, NULL), ERR_CONFLICT);
    fault_clear(w->cx);
    assert_int_equal(import_undo(w->cx, w->pool, leads.id, NULL, NULL), OK);
    leads = state_of(w, leads.id);
    assert_string_equal(leads.state, "undone");
    assert_true(leads.kept >= 1 && leads.kept < kept);
    assert_int_equal(count(w, "contacts"), 1); /* of so many, the one that somebody renamed */
    assert_int_equal(people, 3);
}

struct joining {
    struct merge_ask ask;
    int64_t merge;
    struct merge_undone undone;
};

static enum err join_in(struct ctx *cx, struct db *db, void *arg)
{
    struct joining *j = arg;
    void *record = NULL;

    return merge_records(cx, db, &j->ask, &j->merge, &record);
}

static enum err part_in(struct ctx *cx, struct db *db, void *arg)
{
    struct joining *j = arg;

    return merge_undo(cx, db, j->merge, &j->undone);
}

static void what_was_merged_waits_for_its_merge_to_be_undone(void **state)
{
    struct engine_world *w = *state;
    struct import i = run(w, "leads", "{\"columns\":{\"id\":\"external_id\"}}", "id\na1\na2\n");
    struct joining j = {.ask = {.of = MERGE_CONTACTS}};

    j.ask.kept = world_number(w, "select id from contacts where external_id = 'a1'");
    j.ask.gone = world_number(w, "select id from contacts where external_id = 'a2'");
    assert_int_equal(db_write(w->cx, w->pool, join_in, &j), OK);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, i.id).kept, 1);
    assert_int_equal(count(w, "contacts"), 0);
    assert_int_equal(db_write(w->cx, w->pool, part_in, &j), OK);
    assert_int_equal(count(w, "contacts"), 1);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, i.id).kept, 0);
    assert_int_equal(count(w, "contacts"), 0);
}

struct told {
    int64_t times, last, in_all;
};

static enum err hear(struct ctx *cx, void *self, const struct import *now)
{
    struct told *t = self;

    (void)cx;
    assert_true(now->at_row >= t->last && now->at_row <= now->rows);
    assert_int_equal(now->at_offset, now->at_row);
    assert_int_equal(now->bytes, now->rows);
    *t = (struct told){t->times + 1, now->at_row, now->rows};
    return OK;
}

static void an_undo_tells_how_far_it_is(void **state)
{
    struct engine_world *w = *state;
    struct buf leads = buf_in(w->cx->arena);
    struct told t = {0};
    struct import l;

    buf_print(&leads, "id\n");
    for (int i = 0; i < 250; i++)
        buf_print(&leads, "p%d\n", i);
    l = run(w, "leads", "{\"columns\":{\"id\":\"external_id\"}}", buf_text(&leads));
    assert_int_equal(import_undo(w->cx, w->pool, l.id, hear, &t), OK);
    assert_true(t.times >= 2);
    assert_int_equal(t.last, 250);
    assert_int_equal(t.in_all, 250);
}

static void undo_goes_past_a_whole_batch_that_waits(void **state)
{
    struct engine_world *w = *state;
    struct buf leads = buf_in(w->cx->arena), deals = buf_in(w->cx->arena);
    struct import l, d;

    buf_print(&leads, "id,data,canal,empresa,site,perfil\n");
    buf_print(&deals, "lead,ganho,loja,valor\n");
    for (int i = 0; i < 250; i++) {
        buf_print(&leads, "p%d,01-02-2018,x,,,\n", i);
        if (i >= 20)
            buf_print(&deals, "p%d,01-03-2018 10:00,,\n", i);
    }
    l = run(w, "leads", leads_map, buf_text(&leads));
    d = run(w, "deals", deals_map, buf_text(&deals));
    assert_int_equal(d.added, 230);
    assert_int_equal(import_undo(w->cx, w->pool, l.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, l.id).kept, 230);
    assert_int_equal(count(w, "contacts"), 230);
    assert_int_equal(import_undo(w->cx, w->pool, d.id, NULL, NULL), OK);
    assert_int_equal(import_undo(w->cx, w->pool, l.id, NULL, NULL), OK);
    assert_int_equal(state_of(w, l.id).kept, 0);
    assert_int_equal(count(w, "contacts"), 0);
}

/* --- wrong input: each with its sentence, its row, and no change */

struct wrong {
    const char *csv;
    const char *code, *field;
    int64_t row;
};

static void a_wrong_row_stops_the_import_before_it_begins(void **state)
{
    static const struct wrong wrongs[] = {
        {"id,data,canal,empresa,site,perfil\na1,2018-02-01,x,,,\n", "import.time_pattern", "data",
         1},
        {"id,data,canal,empresa,site,perfil\na1,31-02-2018,x,,,\n", "import.time_pattern", "data",
         1},
        {"id,data,canal,empresa,site,perfil\na0,01-02-2018,x,,,\na1,01-02-2199,x,,,\n",
         "field.future", "data", 2},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018,x,,,\na1,01-02-2018,y,,,\n",
         "import.twice", "id", 2},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018,x,A,gmail.com,\n", "account.free_mail",
         "site", 1},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018\n", "csv.cells", "", 1},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018,x\"y,,,\n", "csv.quote", "", 1},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018,\"x,,,\n", "csv.quote", "", 1},
        {"id,data,canal,empresa,site,perfil\na1,01-02-2018,a\xe7\xe3o,,,\n", "csv.encoding", "", 1},
        {"id,data,canal,empresa,site,perfil\n,01-02-2018,x,,,\n", "contact.nameless", "name", 1},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct import_error *errors = NULL;
        struct import import;
        struct db *db = NULL;
        const char *path;
        size_t n = 0;
        assert_int_equal(
            begin(w, "leads",
                  "{\"encoding\":\"utf-8\",\"columns\":{\"id\":{\"to\":\"external_id\"},"
                  "\"data\":{\"to\":\"first_contact_at\",\"pattern\":\"DD-MM-YYYY\"},"
                  "\"canal\":{\"to\":\"channel\"},\"empresa\":{\"to\":\"account.name\"},"
                  "\"site\":{\"to\":\"account.domain\"}}}",
                  wrongs[i].csv, &import, &path),
            OK);
        assert_int_equal(import_run(w->cx, w->pool, import.id, path, NULL, NULL), ERR_INVALID);
        assert_string_equal(w->cx->fault.key, "import.has_errors");
        fault_clear(w->cx);
        assert_int_equal(count(w, "contacts"), 0);
        assert_int_equal(count(w, "accounts"), 0);
        assert_int_equal(db_read(w->cx, w->pool, &db), OK);
        assert_int_equal(import_errors(w->cx, db, import.id, 10, &errors, &n), OK);
        db_return(db);
        assert_int_equal(n, 1);
        assert_string_equal(errors[0].code, wrongs[i].code);
        assert_string_equal(errors[0].field, wrongs[i].field);
        assert_int_equal(errors[0].row, wrongs[i].row);
        assert_true(strlen(import_error_text(w->cx, &errors[0])) > 10);
    }
}

static void wrong_rows_can_be_left_out(void **state)
{
    struct engine_world *w = *state;
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", leads_map,
                           "id,data,canal,empresa,site,perfil\n"
                           "a1,01-02-2018,x,,,\nb,amanhã,x,,,\na2,02-02-2018,x,,,\n",
                           &i, &path),
                     OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(engine_sql(w->cx, w->pool, "update imports set skip_errors = 1"), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), OK);
    i = state_of(w, i.id);
    assert_int_equal(i.added, 2);
    assert_int_equal(i.failed, 1);
    assert_int_equal(i.rows, 3);
}

static void a_wrong_map_is_refused_with_the_name_of_what_is_wrong(void **state)
{
    static const struct {
        const char *map, *field, *code;
    } wrongs[] = {
        {"{\"columns\":{}}", "columns", "import.no_columns"},
        {"{\"columns\":{\"id\":{\"to\":\"nonsense\"}}}", "columns.id", "import.no_target"},
        {"{\"columns\":{\"id\":{}}}", "columns.id", "import.no_to"},
        {"{\"columns\":{\"id\":{\"to\":\"external_id\"}},\"colums\":1}", "colums",
         "import.map_member"},
        {"{\"kind\":\"deals\",\"columns\":{\"id\":{\"to\":\"external_id\"}}}", "kind",
         "import.map_kind"},
        {"{\"separator\":\"#\",\"columns\":{\"id\":{\"to\":\"external_id\"}}}", "separator",
         "field.choice"},
        {"{\"time_zone\":\"Nowhere/Land\",\"columns\":{\"id\":{\"to\":\"external_id\"}}}",
         "time_zone", "field.time_zone"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct import import;
        const char *path;
        assert_int_equal(begin(w, "leads", wrongs[i].map, leads_csv, &import, &path), ERR_INVALID);
        assert_string_equal(w->cx->fault.fields->field, wrongs[i].field);
        assert_string_equal(w->cx->fault.fields->key, wrongs[i].code);
        fault_clear(w->cx);
    }
}

static void a_column_that_the_file_lacks_is_named(void **state)
{
    struct engine_world *w = *state;
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", leads_map, "id,data\na1,01-02-2018\n", &i, &path), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "columns.canal");
    assert_string_equal(w->cx->fault.fields->key, "import.column");
    assert_string_equal(state_of(w, i.id).state, "failed");
}

static void a_deal_of_an_unknown_lead_is_a_wrong_row(void **state)
{
    struct engine_world *w = *state;
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "deals", deals_map, deals_csv, &i, &path), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, NULL, NULL), ERR_INVALID);
    assert_int_equal(state_of(w, i.id).failed, 2);
    assert_int_equal(count(w, "deals"), 0);
}

/* --- stopped in the middle */

struct stop {
    int64_t after_rows;
};

static enum err stop_after(struct ctx *cx, void *self, const struct import *now)
{
    const struct stop *s = self;

    return now->rows >= s->after_rows && strcmp(now->state, "running") == 0
               ? fail(cx, ERR_BUSY, "work.stopping", NULL)
               : OK;
}

static const char *many_leads(struct engine_world *w, int n)
{
    struct buf out = buf_in(w->cx->arena);

    buf_add_text(&out, "id,data,canal,empresa,site,perfil\n");
    for (int i = 0; i < n; i++)
        buf_print(&out, "m%d,%02d-02-2018,c%d,,,\n", i, i % 28 + 1, i % 5);
    return buf_text(&out);
}

static void a_stopped_import_goes_on_and_applies_each_row_once(void **state)
{
    struct engine_world *w = *state;
    const char *csv = many_leads(w, 700), *path;
    struct import i;
    int stops = 0;

    assert_int_equal(begin(w, "leads", leads_map, csv, &i, &path), OK);
    for (;;) {
        struct stop s = {state_of(w, i.id).at_row + 1};
        enum err e;
        assert_int_equal(engine_sql(w->cx, w->pool,
                                    "update imports set state = 'running' "
                                    "where at_row > 0"),
                         OK);
        e = import_run(w->cx, w->pool, i.id, path, stop_after, &s);
        fault_clear(w->cx);
        if (!e)
            break;
        assert_int_equal(e, ERR_BUSY);
        assert_true(++stops < 100);
    }
    assert_true(stops > 2);
    i = state_of(w, i.id);
    assert_string_equal(i.state, "done");
    assert_int_equal(i.rows, 700);
    assert_int_equal(i.added, 700);
    assert_int_equal(count(w, "contacts"), 700);
    assert_int_equal(count(w, "import_changes"), 700);
}

/* --- found afterwards */

static const char people_map[] = "{\"columns\":{\"email\":\"email\",\"nome\":\"name\"}}";

static const char *many_people(struct engine_world *w, int n)
{
    struct buf out = buf_in(w->cx->arena);

    buf_add_text(&out, "email,nome\n");
    for (int i = 0; i < n; i++)
        buf_print(&out, "p%d@empresa%d.example,Ana Sobrenome%d da Silva\n", i, i % 9, i);
    return buf_text(&out);
}

/* How many people the search knows by this. */
static size_t found(struct engine_world *w, const char *q)
{
    struct search_group groups[CHANGE_KINDS];
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(search_all(w->cx, db, q, 20, groups), OK);
    db_return(db);
    assert_string_equal(groups[1].kind, "contact");
    return groups[1].n;
}

static size_t listed(struct engine_world *w, const char *q)
{
    struct model_query query = {.q = q};
    struct model_page page;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(model_list(w->cx, db, &contact_model, &query, &page), OK);
    db_return(db);
    return page.n;
}

static void whom_an_import_brought_is_found_when_it_is_done(void **state)
{
    struct engine_world *w = *state;

    assert_string_equal(run(w, "leads", people_map, many_people(w, 300)).state, "done");
    assert_int_equal(world_number(w, "select count(*) from search_unfilled"), 0);
    assert_int_equal(found(w, "sobrenome217"), 1);
    assert_int_equal(found(w, "sobrenome21"), 11);
    assert_int_equal(listed(w, "silva sobrenome299"), 1);
    assert_string_equal(
        run(w, "leads", people_map, "email,nome\np7@empresa7.example,Outro Nome\n").state, "done");
    assert_int_equal(found(w, "sobrenome7 silva"), 10); /* 70 to 79 */
    assert_int_equal(found(w, "outro"), 1);
}

static void what_a_stopped_import_left_is_taken_in_by_the_job(void **state)
{
    struct engine_world *w = *state;
    struct stop s = {20};
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", people_map, many_people(w, 300), &i, &path), OK);
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, stop_after, &s), ERR_BUSY);
    fault_clear(w->cx);
    if (w->engine == DB_SQLITE)
        assert_true(world_number(w, "select count(*) from search_unfilled") > 0);
    assert_true(found(w, "p5@empresa5.example") >= 1);
    assert_int_equal(listed(w, "sobrenome5"), 1 + (state_of(w, i.id).rows > 50 ? 10 : 0));
    assert_int_equal(search_catch_up(w->cx, w->pool, NULL, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from search_unfilled"), 0);
    assert_int_equal(found(w, "sobrenome5 silva"), 1 + (state_of(w, i.id).rows > 50 ? 10 : 0));
}

struct meddler {
    struct engine_world *w;
    int64_t id;
    bool done;
};

/* Somebody presses "undo" while the rows are still coming in. */
static enum err undo_meanwhile(struct ctx *cx, void *self, const struct import *now)
{
    struct meddler *m = self;

    (void)cx;
    if (m->done || now->rows < 64 || strcmp(now->state, "running") != 0)
        return OK;
    m->done = true;
    return import_undo(m->w->cx, m->w->pool, m->id, NULL, NULL);
}

static void an_import_undone_while_it_runs_stops_and_stays_undone(void **state)
{
    struct engine_world *w = *state;
    struct meddler m = {.w = w};
    struct import i;
    const char *path;

    assert_int_equal(begin(w, "leads", leads_map, many_leads(w, 700), &i, &path), OK);
    m.id = i.id;
    assert_int_equal(import_run(w->cx, w->pool, i.id, path, undo_meanwhile, &m), ERR_CONFLICT);
    assert_string_equal(w->cx->fault.key, "import.taken");
    assert_true(m.done);
    i = state_of(w, i.id);
    assert_string_equal(i.state, "undone");
    assert_int_equal(count(w, "contacts"), 0);
}

static void undo_leaves_a_company_that_somebody_gave_by_hand(void **state)
{
    static const char one_lead[] = "id,data,canal,empresa,site,perfil\na1,01-02-2018,x,,,\n";
    static const char one_deal[] = "lead,ganho,loja,valor\na1,01-03-2018 10:00,l1,\n";
    struct engine_world *w = *state;
    struct import deals;
    struct account *own;

    (void)run(w, "leads", leads_map, one_lead);
    deals = run(w, "deals", deals_map, one_deal);
    assert_int_equal(world_number(w, "select count(*) from contacts where account is not null"), 1);
    own = world_record(w, &account_model, "{'name':'Outra'}");
    assert_int_equal(engine_sql(w->cx, w->pool,
                                arena_print(w->cx->arena, "update contacts set account = %lld",
                                            (long long)own->record.id)),
                     OK);
    assert_int_equal(import_undo(w->cx, w->pool, deals.id, NULL, NULL), OK);
    assert_int_equal(world_number(w, "select account from contacts"), own->record.id);
}

static void another_site_sees_nothing_of_it(void **state)
{
    struct engine_world *w = *state;
    struct import i = run(w, "leads", leads_map, leads_csv);
    struct import found;
    struct db *db = NULL;

    w->cx->site = world_site(w, "Outra");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_get(w->cx, db, i.id, &found), ERR_NOTFOUND);
    db_return(db);
    fault_clear(w->cx);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), ERR_NOTFOUND);
    assert_int_equal(count(w, "contacts"), 3);
}

/* --- companies of a leads file */

static const char company_map[] =
    "{\"columns\":{\"email\":\"email\",\"empresa\":\"account.name\",\"site\":\"account.domain\","
    "\"cnpj\":\"account.tax_number\",\"setor\":\"account.industry\",\"porte\":\"account."
    "employees\"}}";

static void company_columns_make_one_company_and_fill_it(void **state)
{
    struct engine_world *w = *state;
    static const char csv[] =
        "email,empresa,site,cnpj,setor,porte\n"
        "ana@acme.example,Acme,acme.example,11.222.333/0001-81,Alimentos,120\n"
        "beto@gmail.com,Acme S.A.,,11222333000181,,\n"
        "caio@acme.example,,www.acme.example,,,150\n";
    struct import i = run(w, "leads", company_map, csv);

    assert_int_equal(i.added, 3);
    assert_int_equal(count(w, "accounts"), 1);
    assert_int_equal(world_number(w, "select count(*) from contacts c join accounts a on a.id = "
                                     "c.account where a.name = 'Acme' and a.employees = 150"
                                     " and a.industry = 'Alimentos' and a.domain = 'acme.example'"),
                     3);
}

static void a_company_is_found_by_its_further_domains(void **state)
{
    struct engine_world *w = *state;
    const struct account *acme =
        world_record(w, &account_model, "{'name':'Acme','domain':'acme.example'}");
    char text[200];

    (void)snprintf(text, sizeof(text),
                   "insert into account_domains (site, id, account, domain, added_at) values "
                   "(%lld, 5, %lld, 'acme.net.example', 1)",
                   (long long)w->cx->site, (long long)acme->record.id);
    assert_int_equal(engine_sql(w->cx, w->pool, text), OK);
    (void)run(
        w, "leads", company_map,
        "email,empresa,site,cnpj,setor,porte\nana@acme.net.example,,,,,\n"
        "bia@acme.net.example,Acme do Brasil,,,,\ncaio@x.example,,acme.net.example,,Papel,\n");
    assert_int_equal(count(w, "accounts"), 1);
    assert_int_equal(world_number(w, "select count(*) from contacts where account is not null"), 3);
    assert_int_equal(world_number(w,
                                  "select count(*) from accounts where domain = 'acme.example' and "
                                  "name = 'Acme' and industry = 'Papel'"),
                     1);
}

static void a_row_of_a_lead_names_a_company_only_where_it_has_no_name(void **state)
{
    struct engine_world *w = *state;
    static const char head[] = "email,empresa,site,cnpj,setor,porte\n";
    struct import i;

    (void)world_record(w, &account_model, "{'domain':'acme.example'}");
    (void)world_record(w, &contact_model, "{'email':'ana@acme.example'}");
    i = run(w, "leads", company_map,
            arena_print(w->cx->arena, "%sana@acme.example,Acme,acme.example,,,\n", head));
    assert_int_equal(i.changed, 1);
    i = run(w, "leads", company_map,
            arena_print(w->cx->arena, "%sana@acme.example,Outra,acme.example,,,\n", head));
    assert_int_equal(i.same, 1);
    i = run(w, "leads", company_map,
            arena_print(w->cx->arena, "%sana@acme.example,Outra,acme.example,,Papel,\n", head));
    assert_int_equal(i.changed, 1);
    assert_int_equal(world_number(w, "select count(*) from accounts where name = 'Acme' and "
                                     "industry = 'Papel'"),
                     1);
}

static void a_company_is_never_found_by_its_name_alone(void **state)
{
    struct engine_world *w = *state;

    (void)world_record(w, &account_model, "{'name':'Padaria Central'}");
    (void)run(w, "leads", company_map,
              "email,empresa,site,cnpj,setor,porte\nana@gmail.com,Padaria Central,,,,\n"
              "bia@central.example,Padaria Central,,,,\nrui@central.example,Padaria Central,,,,\n");
    /* Ana's is another one of that name; Bia's and Rui's is that of their domain. */
    assert_int_equal(count(w, "accounts"), 3);
    assert_int_equal(world_number(w, "select count(*) from contacts c join accounts a on a.id = "
                                     "c.account where a.domain = 'central.example'"),
                     2);
}

static const char numbered_map[] = "{\"columns\":{\"email\":\"email\",\"empresa\":\"account.name\","
                                   "\"cnpj\":\"account.tax_number\"}}";

/* A row with the company's tax number and one with its domain alone speak of one company, whichever comes first. */
static void a_tax_number_and_a_domain_of_one_company_meet(void **state)
{
    static const char *const orders[] = {"email,empresa,cnpj\nana@caso.example,Caso Um,"
                                         "11.444.777/0001-61\nbeto@caso.example,,\n",
                                         "email,empresa,cnpj\nbeto@caso.example,,\n"
                                         "ana@caso.example,Caso Um,11.444.777/0001-61\n"};
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct import in = run(w, "leads", numbered_map, orders[i]);
        assert_int_equal(in.added, 2);
        assert_int_equal(count(w, "accounts"), 1);
        assert_int_equal(
            world_number(w, "select count(*) from contacts c join accounts a on a.id = c.account "
                            "where a.name = 'Caso Um' and a.tax_number = '11444777000161' and "
                            "a.domain = 'caso.example'"),
            2);
        assert_int_equal(import_undo(w->cx, w->pool, in.id, NULL, NULL), OK);
        assert_int_equal(state_of(w, in.id).kept, 0);
        assert_int_equal(count(w, "contacts"), 0);
        assert_int_equal(count(w, "accounts"), 0);
    }
}

/* What was there before the file is as it was when the file is taken back. */
static void a_known_company_gets_what_it_lacks_and_gives_it_back(void **state)
{
    struct engine_world *w = *state;
    struct import i;

    (void)world_record(w, &account_model, "{'name':'Norte','tax_number':'11444777000161'}");
    (void)world_record(w, &account_model, "{'name':'Sul','domain':'sul.example'}");
    i = run(w, "leads", numbered_map,
            "email,empresa,cnpj\nana@norte.example,Norte,11.444.777/0001-61\n"
            "beto@norte.example,,\ncaio@sul.example,Sul,11.222.333/0001-81\n"
            "davi@gmail.com,Norte,11444777000161\n");
    assert_int_equal(i.added, 4);
    assert_int_equal(count(w, "accounts"), 2);
    assert_int_equal(
        world_number(w, "select count(*) from contacts c join accounts a on a.id = c.account where "
                        "a.name = 'Norte' and a.domain = 'norte.example'"),
        3);
    assert_int_equal(world_number(w, "select count(*) from accounts where name = 'Sul' and "
                                     "tax_number = '11222333000181'"),
                     1);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(count(w, "accounts"), 2);
    assert_int_equal(world_number(w,
                                  "select count(*) from accounts where (name = 'Norte' and domain "
                                  "is null) or (name = 'Sul' and tax_number is null)"),
                     2);
}

static void two_tax_numbers_of_one_domain_stay_two_companies(void **state)
{
    struct engine_world *w = *state;

    (void)run(w, "leads", numbered_map,
              "email,empresa,cnpj\nana@grupo.example,Matriz,11.444.777/0001-61\n"
              "beto@grupo.example,Filial,11.222.333/0001-81\ncaio@grupo.example,,\n");
    assert_int_equal(count(w, "accounts"), 2);
    assert_int_equal(world_number(w, "select count(*) from contacts c join accounts a on a.id = "
                                     "c.account where a.name = 'Matriz' and "
                                     "a.domain = 'grupo.example'"),
                     2);
    assert_int_equal(world_number(w, "select count(*) from accounts where name = 'Filial' and "
                                     "domain is null"),
                     1);
}

static void columns_are_recognised_by_their_names(void **state)
{
    struct engine_world *w = *state;
    static const char csv[] = "E-mail;Nome;Primeiro contato;Origem;Outra\n"
                              "ana@acme.example;Ana;25/12/2023;Busca;x\n"
                              "rui@acme.example;Rui;01/02/2023;Social;y\n";
    const char *path = file_of(w, "x.csv", csv, strlen(csv));
    struct import i = {0};

    assert_int_equal(import_probe(w->cx, path, "leads", NULL, &i), OK);
    assert_non_null(strstr(i.map, "\"separator\":\";\""));
    assert_non_null(strstr(i.map, "\"E-mail\":{\"to\":\"email\"}"));
    assert_non_null(strstr(
        i.map, "\"Primeiro contato\":{\"to\":\"first_contact_at\",\"pattern\":\"DD/MM/YYYY\"}"));
    assert_non_null(strstr(i.map, "\"Outra\":null"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records_and_find_their_company),
        cmocka_unit_test(a_simulation_changes_nothing_and_says_what_would_happen),
        cmocka_unit_test(the_same_file_again_changes_nothing),
        cmocka_unit_test(a_deal_lifts_its_lead_and_ties_it_to_the_company),
        cmocka_unit_test(undo_takes_back_just_what_the_import_did),
        cmocka_unit_test(an_undone_import_can_run_again),
        cmocka_unit_test(a_stage_goes_on_with_a_file_and_back_with_its_undo),
        cmocka_unit_test(a_second_undo_finishes_what_waited_for_other_records),
        cmocka_unit_test(what_was_merged_waits_for_its_merge_to_be_undone),
        cmocka_unit_test(an_undo_tells_how_far_it_is),
        cmocka_unit_test(undo_goes_past_a_whole_batch_that_waits),
        cmocka_unit_test(undo_keeps_what_somebody_changed_since),
        cmocka_unit_test(a_wrong_row_stops_the_import_before_it_begins),
        cmocka_unit_test(wrong_rows_can_be_left_out),
        cmocka_unit_test(a_wrong_map_is_refused_with_the_name_of_what_is_wrong),
        cmocka_unit_test(a_column_that_the_file_lacks_is_named),
        cmocka_unit_test(a_deal_of_an_unknown_lead_is_a_wrong_row),
        cmocka_unit_test(a_stopped_import_goes_on_and_applies_each_row_once),
        cmocka_unit_test(whom_an_import_brought_is_found_when_it_is_done),
        cmocka_unit_test(what_a_stopped_import_left_is_taken_in_by_the_job),
        cmocka_unit_test(an_import_undone_while_it_runs_stops_and_stays_undone),
        cmocka_unit_test(undo_leaves_a_company_that_somebody_gave_by_hand),
        cmocka_unit_test(another_site_sees_nothing_of_it),
        cmocka_unit_test(company_columns_make_one_company_and_fill_it),
        cmocka_unit_test(a_company_is_found_by_its_further_domains),
        cmocka_unit_test(a_row_of_a_lead_names_a_company_only_where_it_has_no_name),
        cmocka_unit_test(a_company_is_never_found_by_its_name_alone),
        cmocka_unit_test(a_tax_number_and_a_domain_of_one_company_meet),
        cmocka_unit_test(a_known_company_gets_what_it_lacks_and_gives_it_back),
        cmocka_unit_test(two_tax_numbers_of_one_domain_stay_two_companies),
        cmocka_unit_test(columns_are_recognised_by_their_names),
    };
    return engines_run("import", tests, COUNT_OF(tests), world_prepare);
}
