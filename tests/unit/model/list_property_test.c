/* list_property_test.c -- pages and counts of a list are what a look at every record says, whatever way the list takes to them.
 *
 * There are enough people for each way: filters that find a handful and most, values that lie together at one end of an order, so
 * that a walk along it turns out long, and common conditions that are never both true. A failure prints the seed, the round and the question.
 */
#include "unit/world.h"

#include "base/text.h"
#include "base/time.h"
#include "people/contact.h"

enum { PEOPLE = 45000, ROUNDS = 200, PAGES = 3, ASKED_MAX = 3 };

struct person {
    int64_t id, created_at, first_contact_at; /* NIL: none */
    const char *name_key, *lifecycle, *channel, *channel_key, *landing_page, *tag;
};

static const char *const sorts[] = {
    "name",       "-name",       "first_contact_at", "-first_contact_at",
    "created_at", "-created_at", "channel",          "-channel",
    "id",         "-id"};

struct dice {
    uint64_t state;
};

struct town {
    struct engine_world *w;
    struct dice d;
    struct person *people;
    struct person **by_sort[COUNT_OF(sorts)]; /* all, in each order */
    int64_t *wanted;                          /* ids of an answer */
    size_t n;
};

static unsigned roll(struct dice *d, unsigned n)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(d->state >> 33) % n;
}

/* --- people ------------------------------------------------------------------------------------ */

/* place: where x stands among names, two by two. What depends on it lies together there. */
static const char people_sql[] =
    "insert into contacts (site, id, version, created_at, changed_at, name, name_key, lifecycle,"
    " channel, channel_key, landing_page, first_contact_at, tags)"
    " select %lld, 1000 + x * 7, 1, 1600000000000 + x %% 5000, 1, name, lower(name),"
    " case when x %% 10 < 7 then 'lead' when x %% 10 = 7 then 'mql' when x %% 200 = 8 then "
    "'advocate' else 'customer' end,"
    " case when place >= 44000 then 'Late' when place >= 22400 then 'Half' when x %% 3 > 0 then "
    "'Any' end,"
    " case when place >= 44000 then 'late' when place >= 22400 then 'half' when x %% 3 > 0 then "
    "'any' end,"
    " case when place < 22500 and place > 150 then '/first' when x %% 2500 = 1 then '/rare' when "
    "x %% 3 = 2 then '/some' when x %% 13 = 3 then '/few' end,"
    " case when x %% 11 = 3 then null else 1600000000000 + (x * 31) %% 3000 * 86400000 end,"
    " case when x %% 5 = 0 then '[\"common\"]' when x %% 400 = 7 then '[\"few\"]' end"
    " from (select x, (x * 7919) %% %d as place, 'N' || substr(cast(1000000 + (x * 7919) %% %d / 2"
    " as text), 2) as name from (%s) t) p";

static void make_people(struct engine_world *w)
{
    static const char *const tables[] = {"contacts", "record_tags", NULL};
    struct arena *a = w->cx->arena;
    const char *numbers = arena_print(
        a,
        w->engine == DB_SQLITE
            ? "with recursive n (x) as (select 0 union all select x + 1 from n where x < %d)"
              " select x from n"
            : "select cast(x as bigint) as x from generate_series(0, %d) x",
        PEOPLE - 1);

    assert_int_equal(
        engine_sql(w->cx, w->pool,
                   arena_print(a, people_sql, (long long)w->cx->site, PEOPLE, PEOPLE, numbers)),
        OK);
    for (size_t i = 0; i < 2; i++) {
        const char *tag = i ? "few" : "common";
        const char *text = arena_print(
            a,
            "insert into record_tags (site, model, tag, record) select site, 'contact', '%s', id "
            "from contacts where tags like '%%%s%%'",
            tag, tag);
        assert_int_equal(engine_sql(w->cx, w->pool, text), OK);
    }
    assert_int_equal(db_count_anew(w->cx, w->pool, tables), OK);
}

static void read_people(struct town *t)
{
    static const char text[] = "select id, created_at, first_contact_at, name_key, lifecycle, "
                               "channel, channel_key, landing_page, tags from contacts order by id";
    struct ctx *cx = t->w->cx;
    struct db_stmt *st = NULL;
    struct db *db = NULL;
    bool row = false;

    assert_int_equal(db_read(cx, t->w->pool, &db), OK);
    assert_int_equal(db_begin_text(cx, db, text, &st), OK);
    while (db_step(cx, st, &row) == OK && row) {
        const char *tags = db_text(st, 8);
        assert_true(t->n < PEOPLE);
        t->people[t->n++] = (struct person){db_int(st, 0),
                                            db_int(st, 1),
                                            db_int(st, 2),
                                            db_text_dup(cx, st, 3),
                                            db_text_dup(cx, st, 4),
                                            db_text_dup(cx, st, 5),
                                            db_text_dup(cx, st, 6),
                                            db_text_dup(cx, st, 7),
                                            !tags                 ? NULL
                                            : strstr(tags, "few") ? "few"
                                                                  : "common"};
    }
    db_done(st);
    db_return(db);
    assert_int_equal(t->n, PEOPLE);
}

/* --- orders ------------------------------------------------------------------------------------ */

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Without a value last, whatever the direction. */
static int by_sort(const struct person *a, const struct person *b, const char *sort)
{
    bool down = *sort == '-';
    int by = 0;

    sort += down;
    if (!strcmp(sort, "name"))
        by = strcmp(a->name_key, b->name_key);
    else if (!strcmp(sort, "created_at"))
        by = by_number(a->created_at, b->created_at);
    else if (!strcmp(sort, "first_contact_at")) {
        if ((a->first_contact_at == NIL) != (b->first_contact_at == NIL))
            return a->first_contact_at == NIL ? 1 : -1;
        by = by_number(a->first_contact_at, b->first_contact_at);
    } else if (!strcmp(sort, "channel")) {
        if (!a->channel_key != !b->channel_key)
            return a->channel_key ? -1 : 1;
        by = a->channel_key ? strcmp(a->channel_key, b->channel_key) : 0;
    }
    by = by ? by : by_number(a->id, b->id);
    return down ? -by : by;
}

/* qsort() hands no order on: one comparison for each. */
#define COMPARE(i)                                                                                 \
    static int compare_##i(const void *a, const void *b)                                           \
    {                                                                                              \
        return by_sort(*(struct person *const *)a, *(struct person *const *)b, sorts[i]);          \
    }
COMPARE(0)
COMPARE(1)
COMPARE(2)
COMPARE(3)
COMPARE(4)
COMPARE(5)
COMPARE(6)
COMPARE(7)
COMPARE(8)
COMPARE(9)

static void put_in_orders(struct town *t)
{
    static int (*const compares[])(const void *, const void *) = {
        compare_0, compare_1, compare_2, compare_3, compare_4,
        compare_5, compare_6, compare_7, compare_8, compare_9};

    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        t->by_sort[i] = calloc(t->n + 1, sizeof(*t->by_sort[i]));
        assert_non_null(t->by_sort[i]);
        for (size_t k = 0; k < t->n; k++)
            t->by_sort[i][k] = &t->people[k];
        qsort(t->by_sort[i], t->n, sizeof(*t->by_sort[i]), compares[i]);
    }
}

/* --- questions --------------------------------------------------------------------------------- */

struct asked {
    const char *name, *value;
    int64_t moment; /* of a range of times */
};

#define ONE_FROM(d, list) list[roll((d), COUNT_OF(list))]

static struct asked a_question(struct town *t)
{
    static const char *const stages[] = {"lead", "mql", "customer", "advocate", "subscriber"};
    static const char *const channels[] = {"Late", "Half", "Any", "late"};
    static const char *const pages[] = {"/first", "/rare", "/some", "/few", "/none"};
    static const char *const ends[] = {"gte", "lt", "gt", "lte"};
    static const char *const lists[] = {"mql,customer", "lead,mql", "advocate"};
    char text[TIME_TEXT_MAX];
    struct arena *a = t->w->cx->arena;
    struct asked q = {0};

    switch (roll(&t->d, 12)) {
    case 0:
    case 1:
        return (struct asked){"lifecycle", ONE_FROM(&t->d, stages), 0};
    case 2:
        return (struct asked){"lifecycle.in", ONE_FROM(&t->d, lists), 0};
    case 3:
        return (struct asked){"lifecycle.not", ONE_FROM(&t->d, stages), 0};
    case 4:
    case 5:
        return (struct asked){"channel", ONE_FROM(&t->d, channels), 0};
    case 6:
        return (struct asked){roll(&t->d, 2) ? "channel.null" : "landing_page.null",
                              roll(&t->d, 2) ? "true" : "false", 0};
    case 7:
    case 8:
        return (struct asked){"landing_page", ONE_FROM(&t->d, pages), 0};
    case 9:
        return (struct asked){roll(&t->d, 4) ? "tags" : "tags.not",
                              roll(&t->d, 2) ? "few" : "common", 0};
    case 10:
        q.name = arena_print(a, "name.%s", ONE_FROM(&t->d, ends));
        q.value = arena_print(a, "n0%05u", roll(&t->d, PEOPLE / 2));
        return q;
    default:
        q.name = arena_print(a, "first_contact_at.%s", ONE_FROM(&t->d, ends));
        q.moment = INT64_C(1600000000000) + (int64_t)roll(&t->d, 3000) * DAYS_MS(1);
        time_text(q.moment, text);
        q.value = arena_dup(a, text);
        return q;
    }
}

static bool between(const char *end, int by)
{
    return !strcmp(end, "gte")  ? by >= 0
           : !strcmp(end, "gt") ? by > 0
           : !strcmp(end, "lt") ? by < 0
                                : by <= 0;
}

static bool is_one_of(const char *value, const char *list)
{
    size_t n = value ? strlen(value) : 0;

    for (const char *at = value ? strstr(list, value) : NULL; at; at = strstr(at + 1, value))
        if ((at == list || at[-1] == ',') && (!at[n] || at[n] == ','))
            return true;
    return false;
}

static bool holds(const struct person *p, const struct asked *q)
{
    const char *how = strchr(q->name, '.');
    size_t n = how ? (size_t)(how - q->name) : strlen(q->name);
    const char *field = q->name, *own;

    how = how ? how + 1 : "";
    if (!strncmp(field, "first_contact_at", n))
        return p->first_contact_at != NIL &&
               between(how, by_number(p->first_contact_at, q->moment));
    if (!strncmp(field, "name", n))
        return between(how, strcmp(p->name_key, q->value));
    own = !strncmp(field, "lifecycle", n) ? p->lifecycle
          : !strncmp(field, "channel", n) ? p->channel
          : !strncmp(field, "tags", n)    ? p->tag
                                          : p->landing_page;
    if (!strcmp(how, "null"))
        return !own == !strcmp(q->value, "true");
    if (!strcmp(how, "not"))
        return !own || strcmp(own, q->value) != 0;
    return is_one_of(own, q->value);
}

/* A condition from above, as model_extra: of each modulus people, one. */
struct further {
    struct model_extra extra;
    int64_t modulus, rest; /* modulus 0: none */
};

static void bind_rest(const void *self, struct db_stmt *st)
{
    db_bind_int_at(st, MODEL_EXTRA_FIRST, ((const struct further *)self)->rest);
}

static void add_further(struct town *t, struct further *f, struct model_query *q)
{
    static const int moduli[] = {2, 90, 4000};

    if (roll(&t->d, 4))
        return;
    f->modulus = ONE_FROM(&t->d, moduli);
    f->rest = roll(&t->d, (unsigned)f->modulus);
    f->extra = (struct model_extra){
        arena_print(t->w->cx->arena, "(contacts.created_at - 1600000000000) %% %lld = %c%d",
                    (long long)f->modulus, t->w->engine == DB_SQLITE ? '?' : '$',
                    MODEL_EXTRA_FIRST),
        1, bind_rest, f};
    q->extra = &f->extra;
}

static bool further_holds(const struct person *p, const struct further *f)
{
    return !f->modulus || (p->created_at - INT64_C(1600000000000)) % f->modulus == f->rest;
}

/* --- the claim --------------------------------------------------------------------------------- */

static const char *told(struct town *t, int round, const char *sort, const struct further *f,
                        const struct asked *all, size_t n)
{
    struct buf b = buf_in(t->w->cx->arena);

    buf_print(&b, "round %d, sort %s, modulus %lld rest %lld", round, sort, (long long)f->modulus,
              (long long)f->rest);
    for (size_t i = 0; i < n; i++)
        buf_print(&b, ", %s=%s", all[i].name, all[i].value);
    return buf_text(&b);
}

static size_t look_at_all(struct town *t, size_t sort, const struct asked *all, size_t n,
                          const struct further *f)
{
    size_t found = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct person *p = t->by_sort[sort][i];
        bool in = further_holds(p, f);
        for (size_t k = 0; k < n && in; k++)
            in = holds(p, &all[k]);
        if (in)
            t->wanted[found++] = p->id;
    }
    return found;
}

static void check_count(const struct model_page *page, size_t found, const char *question)
{
    int64_t true_count = found > MODEL_COUNT_CAP ? (int64_t)MODEL_COUNT_CAP + 1 : (int64_t)found;

    if (page->count_more ? page->count > (int64_t)found : page->count != true_count)
        fail_msg("%s: %lld counted%s, %zu there", question, (long long)page->count,
                 page->count_more ? " and more" : "", found);
}

static void a_round(struct town *t, struct db *db, int round)
{
    size_t asked = roll(&t->d, ASKED_MAX + 1), sort = roll(&t->d, COUNT_OF(sorts)), at = 0, found;
    struct model_query q = {.sort = sorts[sort], .limit = 1 + (int)roll(&t->d, 60), .count = true};
    struct asked all[ASKED_MAX];
    struct further f = {0};
    const char *question;

    for (size_t i = 0; i < asked; i++) {
        all[i] = a_question(t);
        assert_int_equal(model_query_add(t->w->cx, &contact_model, all[i].name, all[i].value, &q),
                         OK);
    }
    add_further(t, &f, &q);
    question = told(t, round, sorts[sort], &f, all, asked);
    found = look_at_all(t, sort, all, asked, &f);
    for (int i = 0; i < PAGES; i++) {
        struct model_page page = {0};
        if (model_list(t->w->cx, db, &contact_model, &q, &page))
            fail_msg("%s: %s", question, t->w->cx->fault.key);
        for (size_t k = 0; k < page.n; k++, at++)
            if (at >= found || ((struct record *)page.records[k])->id != t->wanted[at])
                fail_msg("%s: another record at %zu of %zu", question, at, found);
        if (!page.next != (at == found) || (page.next && page.n != (size_t)q.limit))
            fail_msg("%s: ends at %zu of %zu", question, at, found);
        check_count(&page, found, question);
        if (!page.next)
            break;
        q.after = page.next;
    }
}

static void a_list_is_what_a_look_at_every_record_says(void **state)
{
    const char *seed = getenv("PRACA_LIST_SEED"), *rounds = getenv("PRACA_LIST_ROUNDS");
    struct town t = {.w = *state, .d = {seed ? strtoull(seed, NULL, 10) : 20261129}};
    struct db *db = NULL;

    arena_set_cap(t.w->cx->arena, MIB(512));
    t.people = calloc(PEOPLE, sizeof(*t.people));
    t.wanted = calloc(PEOPLE, sizeof(*t.wanted));
    assert_non_null(t.people);
    assert_non_null(t.wanted);
    make_people(t.w);
    read_people(&t);
    put_in_orders(&t);
    for (int i = 0; i < (rounds ? (int)strtol(rounds, NULL, 10) : ROUNDS); i++) {
        struct arena_mark mark = arena_mark(t.w->cx->arena);
        assert_int_equal(db_read(t.w->cx, t.w->pool, &db), OK);
        a_round(&t, db, i);
        db_return(db);
        arena_reset(t.w->cx->arena, mark);
    }
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        free(t.by_sort[i]);
    free(t.people);
    free(t.wanted);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_what_a_look_at_every_record_says),
    };

    return engines_run("list_property", tests, COUNT_OF(tests), world_prepare);
}
