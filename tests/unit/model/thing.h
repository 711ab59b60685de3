/* thing.h -- a model with a field of every kind, its table on both engines, and short ways to use
 * them in claims. */
#ifndef PRACA_TESTS_THING_H
#define PRACA_TESTS_THING_H

#include "unit/engines.h"
#include "unit/model/golden.h"

#include "base/text.h"
#include "model/audit.h"
#include "model/custom.h"
#include "model/model.h"

struct box {
    struct record record;
    const char *name;
};

struct thing {
    struct record record;
    const char *code, *name, *notes, *mail, *page;
    int64_t level, price_minor, share, is_big, seen_at;
    const char *day, *colour;
    int64_t box, owner;
    const char *tags, *extra, *pin, *state;
};

static const struct field box_fields[] = {
    FIELD_TEXT(struct box, name, REQUIRED | SEARCH | SORT),
};
static const struct model box_model = MODEL(box, "boxes", box_fields, .sort = "name");

static const char *const colours[] = {"red", "green", "dark_blue", NULL};

static const struct field thing_fields[] = {
    FIELD_TEXT(struct thing, code, UNIQUE),
    FIELD_TEXT(struct thing, name, REQUIRED | SEARCH | SORT, .max = 20),
    FIELD_PROSE(struct thing, notes, SEARCH),
    FIELD_EMAIL(struct thing, mail, UNIQUE),
    FIELD_URL(struct thing, page, 0),
    FIELD_INT(struct thing, level, SORT, .min = 0, .max = 5),
    FIELD_MONEY(struct thing, price_minor, SORT, .min = 100, .max = 1000000),
    FIELD_RATE(struct thing, share, 0),
    FIELD_BOOL(struct thing, is_big, FILTER),
    FIELD_TIME(struct thing, seen_at, SORT),
    FIELD_DATE(struct thing, day, SORT),
    FIELD_ENUM(struct thing, colour, FILTER, .choices = colours, .initial = "red"),
    FIELD_REF(struct thing, box, FILTER, .refers = &box_model),
    FIELD_REF(struct thing, owner, 0),
    FIELD_TAGS(struct thing, tags, 0),
    FIELD_JSON(struct thing, extra, 0),
    FIELD_TEXT(struct thing, pin, SECRET),
    FIELD_TEXT(struct thing, state, READONLY),
};

static inline enum err thing_before_save(struct ctx *cx, struct db *db, const void *before,
                                         void *record)
{
    struct thing *t = record;

    (void)db;
    if (t->name && !strcmp(t->name, "forbidden"))
        return fail_field(cx, "name", "field.choice", "choices", "any other", NULL);
    t->state = before ? "changed" : "new";
    return OK;
}

static const struct model thing_model =
    MODEL(thing, "things", thing_fields, .flags = MODEL_CUSTOM, .before_save = thing_before_save);

/* One statement a row, each of several lines: NOLINTBEGIN(bugprone-suspicious-missing-comma) */
static const char *const thing_tables[] = {
    "create table boxes (site bigint not null, id bigint not null, version bigint not null,"
    " created_at bigint not null, changed_at bigint not null, name text not null,"
    " name_key key_text, primary key (site, id))",
    "create index boxes_name on boxes (site, name_key, id)",
    "create index boxes_created_at on boxes (site, created_at, id)",
    "create table things (site bigint not null, id bigint not null, version bigint not null,"
    " created_at bigint not null, changed_at bigint not null, custom text, code text, name text,"
    " name_key key_text, notes text, notes_key key_text, mail text, page text, level bigint,"
    " price_minor bigint, share bigint, is_big bigint, seen_at bigint, day text, colour text,"
    " box bigint, owner bigint, tags text, extra text, pin text, state text,"
    " primary key (site, id))",
    "create unique index things_code on things (site, code)",
    "create unique index things_mail on things (site, mail)",
    "create index things_created_at on things (site, created_at, id)",
    "create index things_name on things (site, name_key, id)",
    "create index things_level on things (site, level, id)",
    "create index things_price on things (site, price_minor, id)",
    "create index things_seen on things (site, seen_at, id)",
    "create index things_day on things (site, day, id)",
    "create index things_big on things (site, is_big, id)",
    "create index things_colour on things (site, colour, id)",
    "create index things_box on things (site, box, id)",
};
/* NOLINTEND(bugprone-suspicious-missing-comma) */

/* What migrations/0001_ground.sql makes. Its statements end with ";" at the end of a line. */
static inline void make_ground(struct engine_world *w)
{
    FILE *f = tree_open("migrations/0001_ground.sql", "r");
    struct buf b = buf_in(w->cx->arena);
    char line[1024];
    bool mine = true;

    assert_non_null(f);
    while (fgets(line, sizeof(line), f)) {
        if (!strncmp(line, "-- @", 4))
            mine = !strncmp(line, "-- @both", 8) ||
                   !strncmp(line, w->engine == DB_SQLITE ? "-- @sqlite" : "-- @postgres", 10);
        else if (mine && strncmp(line, "--", 2) != 0)
            buf_add_text(&b, line);
        if (mine && strstr(line, ";\n")) {
            assert_int_equal(engine_sql(w->cx, w->pool, buf_text(&b)), OK);
            b = buf_in(w->cx->arena);
        }
    }
    (void)fclose(f);
}

static inline void free_ids(void *ids)
{
    id_source_free(ids);
}

static inline void make_things(struct engine_world *w)
{
    w->cx->ids = id_source_new(1);
    assert_true(arena_defer(w->cx->arena, free_ids, w->cx->ids));
    w->cx->lang = LANG_EN;
    w->cx->actor = 77;
    w->cx->origin = "test";
    make_ground(w);
    for (size_t i = 0; i < COUNT_OF(thing_tables); i++)
        assert_int_equal(engine_sql(w->cx, w->pool, thing_tables[i]), OK);
}

/* --- errands in one line ------------------------------------------------------------------- */

struct errand {
    const struct model *m;
    void *record;
    int64_t id, version;
    int what;
};

enum { DO_ADD, DO_ADD_QUIETLY, DO_CHANGE, DO_DELETE };

static inline enum err errand_work(struct ctx *cx, struct db *db, void *arg)
{
    struct errand *a = arg;

    switch (a->what) {
    case DO_ADD:
        return model_add(cx, db, a->m, a->record);
    case DO_ADD_QUIETLY:
        return model_add_quietly(cx, db, a->m, a->record);
    case DO_CHANGE:
        return model_change(cx, db, a->m, a->record);
    default:
        return model_delete(cx, db, a->m, a->id, a->version);
    }
}

static inline enum err do_it(struct engine_world *w, int what, const struct model *m, void *record)
{
    struct errand a = {.m = m, .record = record, .what = what};

    fault_clear(w->cx);
    return db_write(w->cx, w->pool, errand_work, &a);
}

static inline enum err from_json(struct engine_world *w, const struct model *m, const char *json,
                                 void *record)
{
    const struct json *in = NULL;
    field_set given = 0;

    fault_clear(w->cx);
    assert_int_equal(json_parse(w->cx, json, strlen(json), &in), OK);
    return model_from_json(w->cx, m, in, record, &given);
}

/* The id of a new record that must be right. */
static inline int64_t added(struct engine_world *w, const struct model *m, const char *json)
{
    void *r = model_new(w->cx, m);

    assert_int_equal(from_json(w, m, json, r), OK);
    assert_int_equal(do_it(w, DO_ADD, m, r), OK);
    return ((struct record *)r)->id;
}

static inline enum err get(struct engine_world *w, const struct model *m, int64_t id, void **ret)
{
    struct db *db = NULL;
    enum err e;

    fault_clear(w->cx);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    e = model_get(w->cx, db, m, id, ret);
    db_return(db);
    return e;
}

static inline const char *as_json(struct engine_world *w, const struct model *m, const void *record)
{
    struct buf b = buf_in(w->cx->arena);
    struct json_writer jw = json_to(&b);

    model_to_json(&jw, m, record);
    return buf_text(&b);
}

/* "field:key" of the nth wrong field; "" past the last. */
static inline const char *wrong(struct engine_world *w, int n)
{
    const struct fault_field *f = w->cx->fault.fields;

    while (f && n--)
        f = f->next;
    return f ? arena_print(w->cx->arena, "%s:%s", f->field, f->key) : "";
}

#endif
