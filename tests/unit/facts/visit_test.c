/* visit_test.c -- which facts are one visit, on every engine, and however the journal is cut into batches. */
#include "facts/visit.h"

#include "facts/loader.h"
#include "unit/facts/facts_make.h"

static const int64_t noon = INT64_C(1763899200000); /* 2025-11-23T12:00:00Z */

static struct fact seen(int64_t id, int64_t at_ms, int64_t visitor, const char *kind,
                        const char *path)
{
    struct fact f = fact_nothing();

    f.id = f.key_lo = id;
    f.site = 7;
    f.at_ms = f.received_ms = at_ms;
    f.visitor = visitor;
    f.kind = kind;
    f.path = path;
    return f;
}

struct scene {
    struct here *h;
    struct journal *journal;
    struct fact_store *store;
    struct loader *loader;
    const char *dir;
};

static void scene_open(struct scene *s, struct here *h, const char *name, bool duckdb, size_t batch,
                       const struct visit_stage *stages)
{
    static const char *const followers[] = {"store", NULL};
    const char *store = arena_print(h->cx->arena, "%s/%s.facts", h->dir, name);
    struct journal_options jo = {.dir = arena_print(h->cx->arena, "%s/%s.journal", h->dir, name),
                                 .followers = followers};

    s->h = h;
    assert_int_equal(journal_open(h->cx, &jo, &s->journal), OK);
    s->store = duckdb ? store_duckdb_new(&(struct store_duckdb_options){.dir = store})
                      : store_memory_new();
    s->loader = loader_new(&(struct loader_options){.journal = s->journal,
                                                    .store = s->store,
                                                    .follower = "store",
                                                    .visit_stages = stages,
                                                    .batch_records = batch,
                                                    .clock = h->cx->clock});
}

static void scene_close(struct scene *s)
{
    loader_free(s->loader);
    journal_close(s->journal);
    store_close(s->store);
}

static void load_all(struct scene *s)
{
    int64_t records = 1;

    while (records)
        assert_int_equal(loader_step(s->h->cx, s->loader, &records), OK);
}

static size_t visits(struct scene *s, struct visit **ret)
{
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_visit_page page = {.limit = 1000};
    size_t n = 0;

    assert_int_equal(store_visits(s->h->cx, s->store, &all, &page, ret, &n), OK);
    return n;
}

static size_t load(struct scene *s, struct here *h, const struct fact *facts, size_t n,
                   struct visit **ret)
{
    scene_open(s, h, "a", true, 3, NULL);
    for (size_t i = 0; i < n; i++)
        journal_put(h, s->journal, &facts[i]);
    load_all(s);
    return visits(s, ret);
}

static void what_follows_within_half_an_hour_is_one_visit(void **state)
{
    struct fact f[] = {
        seen(1, noon, 5, "view", "/"),
        seen(2, noon + MINUTES_MS(30), 5, "view", "/precos"),
        seen(3, noon + MINUTES_MS(60), 5, "download", "/precos"),
        seen(4, noon + MINUTES_MS(90) + 1, 5, "view", "/contato"),
        seen(5, noon, 6, "view", "/sobre"),
        seen(6, noon, 0, "call", ""), /* told by a program: no visitor, no visit */
    };
    struct visit *v = NULL;
    struct scene s;

    f[0].host = "www.norte.example";
    f[0].referrer = "www.google.com.br/";
    assert_int_equal(load(&s, *state, f, COUNT_OF(f), &v), 3);
    assert_int_equal(v[0].id, 1);
    assert_int_equal(v[0].visitor, 5);
    assert_int_equal(v[0].started_ms, noon);
    assert_int_equal(v[0].ended_ms, noon + MINUTES_MS(60));
    assert_int_equal(v[0].views, 2);
    assert_int_equal(v[0].events, 1);
    assert_string_equal(v[0].entry, "/");
    assert_string_equal(v[0].exit, "/precos");
    assert_string_equal(v[0].host, "www.norte.example");
    assert_string_equal(v[0].referrer, "www.google.com.br/");
    assert_false(visit_is_bounce(&v[0]));
    assert_int_equal(v[1].id, 5);
    assert_true(visit_is_bounce(&v[1]));
    assert_int_equal(v[2].id, 4);
    assert_string_equal(v[2].entry, "/contato");
    scene_close(&s);
}

static void a_source_in_capitals_is_the_same_campaign(void **state)
{
    struct fact f = seen(1, noon, 9, "view", "/");
    struct visit v;

    (void)state;
    f.source = "NOTÍCIAS";
    f.medium = "Email";
    v = visit_new(&f);
    v.source = "notícias"; /* as it is judged */
    v.medium = "email";
    assert_true(visit_takes(&v, &f));
    f.source = "notícia";
    assert_false(visit_takes(&v, &f));
}

static void midnight_does_not_end_a_visit_and_a_new_campaign_does(void **state)
{
    int64_t late = noon + HOURS_MS(14) + MINUTES_MS(55); /* 23:55 in São Paulo */
    struct fact f[] = {
        seen(1, late, 5, "view", "/"),
        seen(2, late + MINUTES_MS(10), 5, "view", "/precos"),
        seen(3, late + MINUTES_MS(11), 5, "view", "/oferta"),
        seen(4, late + MINUTES_MS(12), 5, "view", "/oferta"),
        seen(5, late + MINUTES_MS(13), 5, "view", "/contato"),
        seen(6, late + MINUTES_MS(14), 5, "engage", "/"),
        seen(7, late + MINUTES_MS(15), 5, "view", "/clique"),
    };
    struct visit *v = NULL;
    struct scene s;

    f[2].source = f[3].source = "Google"; /* the fourth is the same page again */
    f[2].medium = f[3].medium = "cpc";
    f[5].source = "boletim"; /* of the tab of before: no reason to begin one */
    f[6].click = "gclid";
    f[6].click_id = "abc";
    assert_int_equal(load(&s, *state, f, COUNT_OF(f), &v), 3);
    assert_int_equal(v[0].views, 2);
    assert_int_equal(v[1].views, 3);
    assert_string_equal(v[1].source, "Google");
    assert_string_equal(v[2].click_id, "abc");
    scene_close(&s);
}

static void engagement_joins_its_visit_hours_later_and_never_begins_one(void **state)
{
    struct fact f[] = {
        seen(1, noon, 5, "view", "/"),
        seen(2, noon + HOURS_MS(2), 5, "engage", "/"),
        seen(3, noon + HOURS_MS(2) + 1, 5, "engage", "/"),
        seen(4, noon, 6, "engage", "/"),
        seen(5, noon + HOURS_MS(15), 5, "engage", "/"),
    };
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct visit *v = NULL;
    struct scene s;

    f[1].engaged_ms = 9000;
    f[1].scroll = 80;
    f[1].signs = SIGN_NO_INTERACTION;
    f[2].engaged_ms = 2000;
    f[2].scroll = 40;
    f[4].engaged_ms = 500;
    assert_int_equal(load(&s, *state, f, COUNT_OF(f), &v), 1);
    assert_int_equal(v[0].engaged_ms, 11000);
    assert_int_equal(v[0].scroll, 80);
    assert_int_equal(v[0].signs, SIGN_INTERACTED);
    assert_int_equal(v[0].events, 0);
    assert_false(visit_is_bounce(&v[0]));
    assert_int_equal(count_all(*state, s.store, &all), 5); /* what has no visit is kept too */
    scene_close(&s);
}

static void what_comes_late_joins_the_visit_it_happened_in(void **state)
{
    struct fact f[] = {
        seen(1, noon, 5, "view", "/b"),
        seen(2, noon + HOURS_MS(3), 5, "view", "/c"),
        seen(3, noon - MINUTES_MS(5), 5, "view", "/a"), /* from a queue of when it was offline */
        seen(4, noon + MINUTES_MS(1), 5, "view", "/d"),
    };
    struct visit *v = NULL;
    struct scene s;

    assert_int_equal(load(&s, *state, f, COUNT_OF(f), &v), 2);
    assert_int_equal(v[0].id, 1);
    assert_int_equal(v[0].started_ms, noon - MINUTES_MS(5));
    assert_int_equal(v[0].views, 3);
    assert_string_equal(v[0].entry, "/a");
    assert_string_equal(v[0].exit, "/d");
    assert_int_equal(v[1].views, 1);
    scene_close(&s);
}

static void money_adds_up_in_the_first_currency(void **state)
{
    struct fact f[] = {
        seen(1, noon, 5, "view", "/"),
        seen(2, noon, 5, "order", "/"),
        seen(3, noon, 5, "order", "/"),
        seen(4, noon, 5, "order", "/"),
    };
    struct visit *v = NULL;
    struct scene s;

    for (int i = 1; i < 4; i++) {
        f[i].value_minor = 100 * i;
        f[i].currency = i == 2 ? "USD" : "BRL";
    }
    assert_int_equal(load(&s, *state, f, COUNT_OF(f), &v), 1);
    assert_int_equal(v[0].value_minor, 400);
    assert_string_equal(v[0].currency, "BRL");
    scene_close(&s);
}

/* --- any batches ------------------------------------------------------------------------------------ */

/* A robot is who asks for /robots.txt; the channel follows from the source. */
static enum err judge(struct ctx *cx, void *arg, struct visit *v, const struct fact *f, bool begins)
{
    (void)cx;
    (void)arg;
    if (begins)
        v->channel = v->source[0] ? "paid" : "direct";
    if (strcmp(f->path, "/robots.txt") == 0) {
        v->robot = true;
        v->robot_reason = "path";
    }
    return OK;
}

static int throw_dice(unsigned *dice, int sides)
{
    *dice = *dice * 1103515245u + 12345u;
    return (int)(*dice >> 16 & 0x7fff) % sides;
}

static struct fact some_fact(unsigned *dice, int64_t i)
{
    static const char *const kinds[] = {"view", "view", "view", "engage", "download", "form"};
    static const char *const paths[] = {"/", "/precos", "/contato", "/sobre", "/robots.txt"};
    static const char *const sources[] = {"", "", "", "", "google", "boletim"};
    struct fact f = seen(1000 + i, noon + SECONDS_MS(i * 90 - throw_dice(dice, 9000)), 0, "", "");

    f.received_ms = noon + SECONDS_MS(i * 90);
    f.visitor = throw_dice(dice, 7);
    f.kind = kinds[throw_dice(dice, 6)];
    f.path = paths[throw_dice(dice, 40) ? throw_dice(dice, 4) : 4];
    f.source = sources[throw_dice(dice, 6)];
    f.consent = throw_dice(dice, 2) ? CONSENT_STABLE : 0;
    if (strcmp(f.kind, "engage") == 0) {
        f.engaged_ms = throw_dice(dice, 30000);
        f.scroll = throw_dice(dice, 100);
    }
    if (f.visitor && throw_dice(dice, 25) == 0) {
        f.kind = throw_dice(dice, 3) ? LOADER_LINK : LOADER_UNLINK;
        f.subject = 100 + f.visitor;
        f.account = 50;
    }
    return f;
}

static void same_visits(const struct visit *a, const struct visit *b)
{
    for (size_t k = 0; k < VISIT_FIELDS; k++) {
        const struct fact_part *p = &visit_fields[k];
        if (p->kind == PART_NUMBER)
            assert_int_equal(part_number(a, p), part_number(b, p));
        else if (p->kind == PART_TEXT)
            assert_string_equal(part_text(a, p), part_text(b, p));
        else
            assert_int_equal(part_flag(a, p), part_flag(b, p));
    }
}

static void same_facts(struct scene *a, struct scene *b)
{
    struct store_filter all = {.site = 7, .robots = STORE_EVERYONE};
    struct store_page page = {.limit = 1000};
    struct fact *x = NULL, *y = NULL;
    size_t n = 0, m = 0;

    assert_int_equal(store_timeline(a->h->cx, a->store, &all, &page, &x, &n), OK);
    assert_int_equal(store_timeline(b->h->cx, b->store, &all, &page, &y, &m), OK);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(x[i].id, y[i].id);
        assert_int_equal(x[i].visit, y[i].visit);
        assert_int_equal(x[i].subject, y[i].subject);
        assert_int_equal(x[i].account, y[i].account);
        assert_int_equal(x[i].linked, y[i].linked);
        assert_int_equal(x[i].robot, y[i].robot);
        assert_string_equal(x[i].channel, y[i].channel);
        assert_string_equal(x[i].source, y[i].source);
    }
}

static int64_t fated(struct scene *s, enum store_fate fate)
{
    struct store_outcome *rows = NULL;
    int64_t sum = 0;
    size_t n = 0;

    assert_int_equal(store_outcomes(s->h->cx, s->store, 7, 0, 100000, &rows, &n), OK);
    for (size_t i = 0; i < n; i++)
        sum += rows[i].fate == fate ? rows[i].count : 0;
    return sum;
}

static void adds_up(struct scene *s, const struct visit *v, size_t n)
{
    static const char *const view[] = {"view"};
    struct store_filter q = {.site = 7, .robots = STORE_EVERYONE};
    int64_t views = 0, robots = 0;

    for (size_t i = 0; i < n; i++) {
        struct store_filter of = {.site = 7, .robots = STORE_EVERYONE, .visitor = v[i].visitor};
        views += v[i].views;
        robots += v[i].robot;
        if (v[i].robot) { /* a robot's visit has facts of robots alone */
            of.robots = STORE_ROBOTS;
            assert_true(count_all(s->h, s->store, &of) > 0);
        }
    }
    assert_true(robots > 0);
    q.kinds = view;
    q.kind_count = 1;
    assert_true(count_all(s->h, s->store, &q) >= views);
    q = (struct store_filter){.site = 7, .robots = STORE_ROBOTS};
    assert_int_equal(count_all(s->h, s->store, &q), fated(s, FATE_ROBOT));
    q.robots = STORE_HUMANS;
    assert_int_equal(count_all(s->h, s->store, &q), fated(s, FATE_HUMAN));
}

static void any_batches_give_the_same_visits(void **state)
{
    static const struct visit_stage stages[] = {{"judge", judge, NULL}, {0}};
    static const struct {
        const char *name;
        bool duckdb;
        size_t batch;
    } ways[] = {{"whole", false, 10000}, {"one", false, 1},       {"seven", false, 7},
                {"some", true, 40},      {"whole_duck", true, 0}, {"five_duck", true, 5}};
    enum { FACTS = 400 };
    struct here *h = *state;
    struct scene s[COUNT_OF(ways)];
    struct visit *first = NULL, *v = NULL;
    size_t n = 0;

    for (size_t w = 0; w < COUNT_OF(ways); w++) {
        unsigned dice = 4711;
        scene_open(&s[w], h, ways[w].name, ways[w].duckdb, ways[w].batch, stages);
        for (int64_t i = 0; i < FACTS; i++) {
            struct fact f = some_fact(&dice, i);
            journal_put(h, s[w].journal, &f);
        }
        load_all(&s[w]);
        n = visits(&s[w], w ? &v : &first);
        assert_true(n > 20);
        adds_up(&s[w], w ? v : first, n);
        if (w == 0)
            continue;
        assert_int_equal(n, visits(&s[0], &first));
        for (size_t i = 0; i < n; i++)
            same_visits(&first[i], &v[i]);
        same_facts(&s[0], &s[w]);
    }
    for (size_t w = 0; w < COUNT_OF(ways); w++)
        scene_close(&s[w]);
}

/* --- links ------------------------------------------------------------------------------------------ */

static int64_t of_subject(struct scene *s, int64_t subject)
{
    struct store_filter q = {.site = 7, .subjects = &subject, .subject_count = 1};

    return count_all(s->h, s->store, &q);
}

static void a_link_gives_earlier_visits_a_person_and_undoing_it_takes_only_those(void **state)
{
    for (int duckdb = 0; duckdb < 2; duckdb++) {
        struct fact link = seen(3, noon + HOURS_MS(1), 5, LOADER_LINK, "");
        struct fact f[] = {seen(1, noon, 5, "view", "/"), seen(2, noon, 5, "form", "/contato"),
                           seen(6, noon, 6, "view", "/")};
        struct visit *v = NULL;
        struct scene s;

        scene_open(&s, *state, duckdb ? "d" : "m", duckdb, 0, NULL);
        f[1].subject = 42; /* named by the form itself */
        f[1].account = 50;
        for (size_t i = 0; i < COUNT_OF(f); i++)
            journal_put(*state, s.journal, &f[i]);
        load_all(&s);
        assert_int_equal(of_subject(&s, 42), 1);
        assert_int_equal(visits(&s, &v), 2);
        assert_int_equal(v[0].subject, 0);
        link.subject = 42;
        link.account = 50;
        journal_put(*state, s.journal, &link);
        load_all(&s);
        assert_int_equal(of_subject(&s, 42), 2);
        assert_int_equal(visits(&s, &v), 2);
        assert_int_equal(v[0].subject, 42);
        assert_int_equal(v[0].account, 50);
        assert_true(v[0].linked);
        assert_int_equal(v[1].subject, 0);
        assert_int_equal(fated(&s, FATE_HUMAN), 3); /* a control is under no fate */
        link = seen(4, noon + HOURS_MS(2), 5, LOADER_UNLINK, "");
        journal_put(*state, s.journal, &link);
        load_all(&s);
        assert_int_equal(of_subject(&s, 42), 1);
        assert_int_equal(visits(&s, &v), 2);
        assert_int_equal(v[0].subject, 0);
        assert_false(v[0].linked);
        scene_close(&s);
    }
}

static void forgetting_reaches_visits_and_leaves_their_counts(void **state)
{
    for (int duckdb = 0; duckdb < 2; duckdb++) {
        static const int64_t who[] = {42};
        struct fact f[] = {seen(1, noon, 5, "view", "/"), seen(2, noon, 6, "view", "/")};
        struct store_filter of5 = {.site = 7, .visitor = 5};
        struct visit *v = NULL;
        struct scene s;
        int64_t n = 0;

        scene_open(&s, *state, duckdb ? "d" : "m", duckdb, 0, NULL);
        f[0].subject = 42;
        f[0].linked = true;
        f[0].click_id = "personal";
        for (size_t i = 0; i < COUNT_OF(f); i++)
            journal_put(*state, s.journal, &f[i]);
        load_all(&s);
        assert_int_equal(store_forget(s.h->cx, s.store, 7, who, 1, 99, &n), OK);
        assert_int_equal(n, 1);
        assert_int_equal(store_compact(s.h->cx, s.store), OK);
        assert_int_equal(visits(&s, &v), 2);
        assert_int_equal(v[0].subject, 0);
        assert_int_equal(v[0].visitor, 5 ^ 99);
        assert_string_equal(v[0].click_id, "");
        assert_int_equal(v[1].visitor, 6);
        assert_int_equal(count_all(*state, s.store, &of5), 0);
        of5.visitor = 5 ^ 99;
        assert_int_equal(count_all(*state, s.store, &of5), 1);
        scene_close(&s);
    }
}

#define CLAIM(f) cmocka_unit_test_setup_teardown(f, here_setup, here_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(what_follows_within_half_an_hour_is_one_visit),
        CLAIM(midnight_does_not_end_a_visit_and_a_new_campaign_does),
        CLAIM(engagement_joins_its_visit_hours_later_and_never_begins_one),
        CLAIM(what_comes_late_joins_the_visit_it_happened_in),
        CLAIM(money_adds_up_in_the_first_currency),
        CLAIM(any_batches_give_the_same_visits),
        cmocka_unit_test(a_source_in_capitals_is_the_same_campaign),
        CLAIM(a_link_gives_earlier_visits_a_person_and_undoing_it_takes_only_those),
        CLAIM(forgetting_reaches_visits_and_leaves_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
