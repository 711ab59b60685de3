/* segment_property_test.c -- random changes, events, clock moves, merges and moves by hand over a small world: what is kept
 * step by step is what a full evaluation says.
 *
 * A failure prints the seed and the step. 100,000 steps: PRACA_SEGMENT_STEPS=100000 build/test_people_segment_property_test.
 * On PostgreSQL each step is a round trip and more, so it takes a tenth of them.
 */
#include "unit/people/segment_world.h"

#include "people/change.h"

enum { STEPS = 4000, PEOPLE = 60, COMPANIES = 20, DEALS = 30, CHECK_EACH = 50, MERGES = 64 };

#define LL(n) ((long long)(n))

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *d, unsigned n)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(d->state >> 33) % n;
}

#define ONE_FROM(d, list) list[roll((d), COUNT_OF(list))]

/* # and a number: the segment of that place. */
static const char *const rules[] = {
    "{'field':'seniority','is':'director'}",
    "{'any':[{'field':'seniority','in':['owner','executive']},{'field':'name','contains':'2'}]}",
    "{'event':'view','path':'/precos','at_least':2,'within_days':7}",
    "{'event':'view','path_starts':'/blog','at_least':3}",
    "{'not':{'event':'view','within_days':5}}",
    "{'has':'deals','where':{'field':'outcome','is':'open'}}",
    "{'has':'deals','at_least':2}",
    "{'field':'account.industry','is':'Software'}",
    "{'all':[{'field':'account.employees','at_least':50},{'event':'form','within_days':30}]}",
    "{'field':'first_contact_at','within_days':10}",
    "{'field':'first_contact_at','older_than_days':20}",
    ("{'all':[{'event':'view','within_days':3,'channel':'google'},"
     "{'not':{'field':'tags','has':'vip'}}]}"),
    "{'event':'view','at_least':1,'at_most':2,'within_days':4}",
    "{'segment':'#00'}",
    "{'all':[{'segment':'#02'},{'not':{'segment':'#07'}}]}",
    "{'any':[{'segment':'#14'},{'field':'seniority','given':false}]}",
    "{'not':{'segment':'#15'}}",
    "@{'event':'view','path':'/precos','at_least':3,'within_days':7}",
    "@{'has':'contacts','at_least':2}",
    "@{'has':'contacts','where':{'field':'seniority','is':'director'}}",
    "@{'has':'deals','where':{'field':'outcome','is':'won'}}",
    "@{'field':'industry','is':'Software'}",
    "@{'all':[{'segment':'#21'},{'event':'view','within_days':10}]}",
    "@{'not':{'segment':'#18'}}",
    "@{'has':'contacts','where':{'field':'first_contact_at','within_days':6}}",
};
enum { SEGMENTS = COUNT_OF(rules) };

static const char *const seniorities[] = {"director", "owner", "junior", "manager"};
static const char *const industries[] = {"Software", "Saúde", "Agro"};
static const char *const paths[] = {"/precos", "/precos", "/blog/a", "/blog/b", "/sobre"};
static const char *const kinds[] = {"view", "view", "view", "form"};
static const char *const outcomes[] = {"open", "won", "lost"};

struct town {
    struct engine_world *w;
    struct dice d;
    int64_t people[PEOPLE], companies[COMPANIES], deals[DEALS], segments[SEGMENTS];
    int64_t merges[MERGES]; /* that may be undone, the last first */
    size_t merge_count;
    int64_t keys;
};

static const char *rule_at(struct town *t, size_t i, bool *ret_account)
{
    struct buf b = buf_in(t->w->cx->arena);
    const char *p = rules[i];

    *ret_account = *p == '@';
    for (p += *p == '@'; *p; p++) {
        if (*p != '#') {
            buf_add_char(&b, *p);
            continue;
        }
        buf_print(&b, "%lld", LL(t->segments[(p[1] - '0') * 10 + p[2] - '0']));
        p += 2;
    }
    return buf_text(&b);
}

/* --- changes ----------------------------------------------------------------------------------- */

static int64_t some(struct town *t, const int64_t *list, size_t n)
{
    size_t at = roll(&t->d, (unsigned)n);

    for (size_t i = 0; i < n; i++)
        if (list[(at + i) % n])
            return list[(at + i) % n];
    return 0;
}

static const char *ref_or_null(struct town *t, const int64_t *list, size_t n)
{
    int64_t id = roll(&t->d, 5) ? some(t, list, n) : 0;

    return id ? arena_print(t->w->cx->arena, "'%lld'", LL(id)) : "null";
}

static const char *person_json(struct town *t, int i)
{
    char at[TIME_TEXT_MAX];

    time_text(t->w->clock.now_ms - (int64_t)roll(&t->d, 40) * HOURS_MS(17), at);
    return arena_print(
        t->w->cx->arena,
        "{'name':'P%d','seniority':%s,'account':%s,'first_contact_at':%s,'tags':[%s]}", i,
        roll(&t->d, 4) ? arena_print(t->w->cx->arena, "'%s'", ONE_FROM(&t->d, seniorities))
                       : "null",
        ref_or_null(t, t->companies, COMPANIES),
        roll(&t->d, 4) ? arena_print(t->w->cx->arena, "'%s'", at) : "null",
        roll(&t->d, 2) ? "'vip'" : "");
}

static const char *company_json(struct town *t, int i)
{
    return arena_print(t->w->cx->arena, "{'name':'C%d','industry':'%s','employees':%u}", i,
                       ONE_FROM(&t->d, industries), roll(&t->d, 4) * 25);
}

static const char *deal_json(struct town *t, int i)
{
    return arena_print(t->w->cx->arena, "{'name':'D%d','outcome':'%s','contact':%s,'account':%s}",
                       i, ONE_FROM(&t->d, outcomes), ref_or_null(t, t->people, PEOPLE),
                       ref_or_null(t, t->companies, COMPANIES));
}

/* There now, changed, or (a record that others do not refer to) gone. */
static void change_one(struct town *t, const struct model *m, int64_t *at, const char *json,
                       bool may_go)
{
    enum err e;

    if (!*at) {
        *at = a_record(t->w, m, json);
        return;
    }
    e = try_edit(t->w, m, *at, may_go && !roll(&t->d, 12) ? NULL : json);
    if (e == ERR_INVALID || e == ERR_CONFLICT) /* referred to, or such a value may not be */
        fault_clear(t->w->cx);
    else
        segment_must(t->w, e);
    if (world_number(t->w, arena_print(t->w->cx->arena, "select count(*) from %s where id = %lld",
                                       m->table, LL(*at))) == 0)
        *at = 0;
}

struct bulk {
    struct town *t;
    int64_t ids[8], account;
    size_t n;
};

static enum err bulk_in(struct ctx *cx, struct db *db, void *arg)
{
    struct bulk *b = arg;
    enum err e = changes_gather(cx, COUNT_OF(b->ids));

    for (size_t i = 0; i < b->n && !e; i++) {
        void *record = NULL;
        e = model_get(cx, db, &contact_model, b->ids[i], &record);
        if (e)
            break;
        ((struct contact *)record)->account = b->account;
        ((struct contact *)record)->seniority = "owner";
        e = model_change(cx, db, &contact_model, record);
    }
    return e ? e : changes_flush(cx, db);
}

static void change_many(struct town *t)
{
    struct bulk b = {.t = t, .account = NIL};
    unsigned n = 1 + roll(&t->d, 7);

    for (unsigned i = 0; i < n; i++) {
        int64_t id = some(t, t->people, PEOPLE);
        if (id)
            b.ids[b.n++] = id;
    }
    if (roll(&t->d, 3) && some(t, t->companies, COMPANIES))
        b.account = some(t, t->companies, COMPANIES);
    segment_must(t->w, db_write(t->w->cx, t->w->pool, bulk_in, &b));
}

/* --- events ------------------------------------------------------------------------------------ */

static void event(struct town *t)
{
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing();
    size_t n = 0;

    f.id = id_next(t->w->cx);
    f.key_hi = 1;
    f.key_lo = t->keys && !roll(&t->d, 6) ? 1 + (int64_t)roll(&t->d, (unsigned)t->keys) : ++t->keys;
    f.site = t->w->cx->site;
    f.received_ms = t->w->clock.now_ms;
    f.at_ms = f.received_ms - (int64_t)roll(&t->d, 10) * HOURS_MS(9);
    f.kind = ONE_FROM(&t->d, kinds);
    f.path = ONE_FROM(&t->d, paths);
    f.channel = roll(&t->d, 2) ? "google" : "";
    f.subject = some(t, t->people, PEOPLE);
    f.robot = !roll(&t->d, 15);
    f.refusal = roll(&t->d, 20) ? "" : "rate";
    segment_must(t->w, fact_encode(t->w->cx, &f, bytes, &n));
    segment_must(t->w, journal_append(t->w->cx, segments_of_test(t->w)->journal, bytes, n, NULL));
}

/* --- merges ------------------------------------------------------------------------------------ */

static int64_t *place_of(int64_t *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == id)
            return &list[i];
    return NULL;
}

static void merge(struct town *t)
{
    bool people = roll(&t->d, 2) != 0;
    int64_t *list = people ? t->people : t->companies;
    size_t n = people ? PEOPLE : COMPANIES;
    int64_t kept = some(t, list, n), gone = some(t, list, n);

    if (!kept || !gone || kept == gone || t->merge_count == MERGES)
        return;
    t->merges[t->merge_count++] =
        merged(t->w, people ? MERGE_CONTACTS : MERGE_ACCOUNTS, kept, gone);
    *place_of(list, n, gone) = 0;
}

struct undo_run {
    int64_t merge;
    struct merge_undone done;
};

static enum err undo_in(struct ctx *cx, struct db *db, void *arg)
{
    struct undo_run *u = arg;

    return merge_undo(cx, db, u->merge, &u->done);
}

static void unmerge(struct town *t)
{
    struct undo_run u = {0};
    int64_t *list, *free_place;
    enum err e;

    if (!t->merge_count)
        return;
    u.merge = t->merges[--t->merge_count];
    e = db_write(t->w->cx, t->w->pool, undo_in, &u);
    if (e) { /* what stayed has gone meanwhile */
        assert_true(e == ERR_CONFLICT || e == ERR_NOTFOUND || e == ERR_INVALID);
        fault_clear(t->w->cx);
        return;
    }
    list = u.done.of == MERGE_CONTACTS ? t->people : t->companies;
    free_place = place_of(list, u.done.of == MERGE_CONTACTS ? PEOPLE : COMPANIES, 0);
    if (free_place)
        *free_place = u.done.gone;
}

/* --- the walk ---------------------------------------------------------------------------------- */

static void hand(struct town *t)
{
    static const char *const hows[] = {"include", "exclude", "none", "none"};
    size_t i = roll(&t->d, SEGMENTS);
    bool account = rules[i][0] == '@';
    int64_t id = account ? some(t, t->companies, COMPANIES) : some(t, t->people, PEOPLE);

    if (id)
        by_hand(t->w, t->segments[i], id, ONE_FROM(&t->d, hows));
}

/* The rule of another, for a while. */
static void change_rule(struct town *t)
{
    size_t i = roll(&t->d, 13), from = roll(&t->d, 13);
    bool account;

    edit(t->w, &segment_model, t->segments[i],
         arena_print(t->w->cx->arena, "{'rule':%s}", rule_at(t, from, &account)));
}

static void step(struct town *t)
{
    unsigned what = roll(&t->d, 100);
    int i = (int)roll(&t->d, PEOPLE);

    if (what < 30)
        change_one(t, &contact_model, &t->people[i], person_json(t, i), true);
    else if (what < 40)
        change_one(t, &account_model, &t->companies[i % COMPANIES], company_json(t, i % COMPANIES),
                   true);
    else if (what < 52)
        change_one(t, &deal_model, &t->deals[i % DEALS], deal_json(t, i % DEALS), true);
    else if (what < 80)
        event(t);
    else if (what < 86)
        t->w->clock.now_ms += (int64_t)roll(&t->d, 30) * HOURS_MS(1);
    else if (what < 90)
        change_many(t);
    else if (what < 93)
        merge(t);
    else if (what < 95)
        unmerge(t);
    else if (what < 98)
        hand(t);
    else if (what < 99)
        segments_settle(t->w);
    else if (!roll(&t->d, 4))
        change_rule(t);
}

static void print_differences(struct town *t)
{
    struct segment_difference *all = NULL;
    struct db *db = NULL;
    size_t n = 0;

    segment_must(t->w, db_read(t->w->cx, t->w->pool, &db));
    segment_must(t->w, segments_check(t->w->cx, db, segments_of_test(t->w)->store, 0, &all, &n));
    db_return(db);
    for (size_t i = 0; i < n; i++)
        if (all[i].missing || all[i].surplus)
            print_error("%s: %lld missing, %lld surplus\n", all[i].name, LL(all[i].missing),
                        LL(all[i].surplus));
}

static int64_t wrong_counts(struct town *t)
{
    return world_number(t->w, "select count(*) from segments s where s.member_count <> (select "
                              "count(*) from segment_members m where m.segment = s.id)");
}

static void found(struct town *t)
{
    t->keys = 0;
    for (int i = 0; i < COMPANIES; i++)
        t->companies[i] = a_record(t->w, &account_model, company_json(t, i));
    for (int i = 0; i < PEOPLE; i++)
        t->people[i] = a_record(t->w, &contact_model, person_json(t, i));
    for (int i = 0; i < DEALS; i++)
        t->deals[i] = a_record(t->w, &deal_model, deal_json(t, i));
    for (int i = 0; i < 100; i++)
        event(t);
    for (size_t i = 0; i < SEGMENTS; i++) {
        bool account = false;
        const char *rule = rule_at(t, i, &account);
        t->segments[i] = a_segment_of(t->w, account ? "account" : "contact", rule);
    }
}

static int64_t steps_wanted(const struct engine_world *w)
{
    const char *given = getenv("PRACA_SEGMENT_STEPS");
    int64_t n = STEPS;

    if (given)
        n = strtoll(given, NULL, 10);
    return w->engine == DB_POSTGRES ? n / 10 : n;
}

static const char *const causes[] = {"change", "event", "time",   "rule",
                                     "manual", "merge", "import", NULL};

static void what_is_kept_is_what_a_full_evaluation_says(void **state)
{
    struct engine_world *w = *state;
    struct town *t = calloc(1, sizeof(*t));
    const char *seed = getenv("PRACA_SEGMENT_SEED");
    int64_t steps = steps_wanted(w);

    assert_non_null(t);
    t->w = w;
    t->d.state = seed ? strtoull(seed, NULL, 10) : 20261129;
    found(t);
    assert_int_equal(differences(w), 0);
    for (int64_t i = 1; i <= steps; i++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        step(t);
        if (i % CHECK_EACH == 0) {
            segments_settle(w);
            if (differences(w) || wrong_counts(t)) {
                print_differences(t);
                fail_msg("at step %lld: %lld counts are wrong", LL(i), LL(wrong_counts(t)));
            }
        }
        arena_reset(w->cx->arena, mark);
    }
    if (getenv("PRACA_SEGMENT_TELL"))
        for (const char *const *c = causes; *c; c++)
            print_message(
                "%s: %lld\n", *c,
                LL(world_number(
                    w, arena_print(w->cx->arena,
                                   "select count(*) from segment_moves where cause = '%s'", *c))));
    assert_true(world_number(w, "select count(*) from segment_moves") > steps / 10);
    free(t);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_what_a_full_evaluation_says),
    };

    return engines_run("segment_property", tests, COUNT_OF(tests), segment_world_prepare);
}
