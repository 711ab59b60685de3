/* property_test.c -- random rules over random people: all at once and one by one say the same, now and later. */
#include "unit/rules/rules_world.h"

#include "model/custom.h"

enum { ROUNDS = 260, PEOPLE = 48, COMPANIES = 12, DEALS = 40, VISITS = 500 };

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *d, unsigned n)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(d->state >> 33) % n;
}

static const char *const industries[] = {"Software", "software", "Saúde", "AGRO 100%",
                                         "O\\\"B, [x"};
static const char *const titles[] = {"Diretora de TI", "DIRETOR", "Analista Sênior", "Ção_%",
                                     "Gerente"};
static const char *const tags[] = {"vip", "evento 2026", "a\\\"b", "não", "vip2"};
static const char *const paths[] = {"/precos", "/precos/anual", "/blog", "/Precos"};
static const char *const channels[] = {"google", "linkedin", ""};

#define ONE_FROM(d, list) list[roll((d), COUNT_OF(list))]

/* --- a world ----------------------------------------------------------------------------------- */

static void put_date(struct engine_world *w, struct dice *d, char ret[DATE_TEXT_MAX])
{
    date_text(NULL, w->clock.now_ms + ((int64_t)roll(d, 60) - 45) * DAYS_MS(1), ret);
}

static enum err define_in(struct ctx *cx, struct db *db, void *arg)
{
    const struct json *in = NULL;
    int64_t id;
    enum err e = json_parse(cx, arg, strlen(arg), &in);

    return e ? e : custom_field_add(cx, db, &contact_model, in, &id);
}

static void define(struct engine_world *w, const char *json)
{
    char *text = arena_dup(w->cx->arena, rules_quoted(w, json));

    assert_int_equal(db_write(w->cx, w->pool, define_in, text), OK);
}

static void add_member(struct buf *b, const char *json)
{
    buf_print(b, "%s%s", b->len > 1 ? ", " : "", json);
}

#define MAYBE(d, b, ...)                                                                           \
    do {                                                                                           \
        if (roll((d), 4))                                                                          \
            add_member((b), arena_print((b)->arena, __VA_ARGS__));                                 \
    } while (0)

static int64_t a_company(struct engine_world *w, struct dice *d, int i)
{
    struct buf b = buf_in(w->cx->arena);

    buf_add_char(&b, '{');
    add_member(&b, arena_print(w->cx->arena, "\"name\": \"Empresa %d\"", i));
    MAYBE(d, &b, "\"industry\": \"%s\"", ONE_FROM(d, industries));
    MAYBE(d, &b, "\"employees\": %u", roll(d, 6) * 10);
    MAYBE(d, &b, "\"state\": \"%s\"", roll(d, 2) ? "SP" : "MG");
    MAYBE(d, &b, "\"tags\": [\"%s\", \"%s\"]", ONE_FROM(d, tags), ONE_FROM(d, tags));
    buf_add_char(&b, '}');
    return ((struct record *)world_record(w, &account_model, buf_text(&b)))->id;
}

static void put_custom(struct engine_world *w, struct dice *d, struct buf *b)
{
    struct buf c = buf_in(b->arena);
    char date[DATE_TEXT_MAX];

    put_date(w, d, date);
    buf_add_char(&c, '{');
    MAYBE(d, &c, "\"size\": %u", roll(d, 5));
    MAYBE(d, &c, "\"nick\": \"%s\"", ONE_FROM(d, titles));
    MAYBE(d, &c, "\"vip\": %s", roll(d, 2) ? "true" : "false");
    MAYBE(d, &c, "\"since\": \"%s\"", date);
    buf_add_char(&c, '}');
    MAYBE(d, b, "\"custom\": %s", buf_text(&c));
}

static void a_person(struct engine_world *w, struct dice *d, const int64_t *companies, int i)
{
    struct rules_world *r = rules_of(w);
    struct buf b = buf_in(w->cx->arena);
    int64_t company = roll(d, 5) ? companies[roll(d, COMPANIES)] : 0;
    char text[TIME_TEXT_MAX];

    time_text(w->clock.now_ms - (int64_t)roll(d, 40) * HOURS_MS(17), text);
    buf_add_char(&b, '{');
    add_member(&b, arena_print(w->cx->arena, "\"name\": \"Pessoa %d\"", i));
    MAYBE(d, &b, "\"email\": \"p%d@exemplo%u.com.br\"", i, roll(d, 3));
    MAYBE(d, &b, "\"job_title\": \"%s\"", ONE_FROM(d, titles));
    MAYBE(d, &b, "\"seniority\": \"%s\"", roll(d, 2) ? "manager" : "director");
    MAYBE(d, &b, "\"channel\": \"%s\"", ONE_FROM(d, industries));
    MAYBE(d, &b, "\"first_contact_at\": \"%s\"", text);
    MAYBE(d, &b, "\"tags\": [\"%s\", \"%s\"]", ONE_FROM(d, tags), ONE_FROM(d, tags));
    MAYBE(d, &b, "\"notes\": \"nota %s\"", ONE_FROM(d, titles));
    put_custom(w, d, &b);
    if (company)
        add_member(&b, arena_print(w->cx->arena, "\"account\": \"%lld\"", (long long)company));
    buf_add_char(&b, '}');
    r->contacts[r->contact_count] =
        ((struct record *)world_record(w, &contact_model, buf_text(&b)))->id;
    r->accounts_of[r->contact_count++] = company;
}

static void a_sale(struct engine_world *w, struct dice *d, const int64_t *companies, int i)
{
    struct rules_world *r = rules_of(w);
    struct buf b = buf_in(w->cx->arena);
    char text[TIME_TEXT_MAX];

    time_text(w->clock.now_ms - (int64_t)roll(d, 40) * HOURS_MS(17), text);
    buf_add_char(&b, '{');
    add_member(&b, arena_print(w->cx->arena, "\"name\": \"Venda %d\"", i));
    MAYBE(d, &b, "\"account\": \"%lld\"", (long long)companies[roll(d, COMPANIES)]);
    MAYBE(d, &b, "\"contact\": \"%lld\"", (long long)r->contacts[roll(d, PEOPLE)]);
    MAYBE(d, &b, "\"outcome\": \"%s\"", roll(d, 2) ? "won" : "open");
    MAYBE(d, &b, "\"amount_minor\": %u", roll(d, 5) * 1000);
    MAYBE(d, &b, "\"opened_at\": \"%s\"", text);
    buf_add_char(&b, '}');
    (void)world_record(w, &deal_model, buf_text(&b));
}

static void a_visit(struct engine_world *w, struct dice *d)
{
    struct rules_world *r = rules_of(w);
    /* of people who are there, of one who never was, of nobody, of one who was merged */
    int64_t subject = roll(d, 20) ? r->contacts[roll(d, PEOPLE)] : roll(d, 2) ? 4711 : 0;

    if (r->alias_count && !roll(d, 8))
        subject = r->aliases[roll(d, (unsigned)r->alias_count)].was;
    rules_add_fact(w, subject, roll(d, 3) ? "view" : "form", ONE_FROM(d, paths),
                   ONE_FROM(d, channels),
                   w->clock.now_ms - (int64_t)roll(d, 30 * 24 * 60) * MINUTES_MS(1), !roll(d, 9));
}

static struct rules_world *merged_world;

static enum err test_aliases(struct ctx *cx, struct db *db, struct rule_alias **ret, size_t *ret_n)
{
    (void)cx;
    (void)db;
    *ret = merged_world->aliases;
    *ret_n = merged_world->alias_count;
    return OK;
}

static void populate(struct engine_world *w, struct dice *d)
{
    struct rules_world *r = rules_of(w);
    int64_t companies[COMPANIES];

    define(w, "{'name': 'size', 'label': 'Tamanho', 'kind': 'int'}");
    define(w, "{'name': 'nick', 'label': 'Apelido', 'kind': 'text'}");
    define(w, "{'name': 'vip', 'label': 'VIP', 'kind': 'bool'}");
    define(w, "{'name': 'since', 'label': 'Desde', 'kind': 'date'}");
    for (int i = 0; i < COMPANIES; i++)
        companies[i] = a_company(w, d, i);
    for (int i = 0; i < PEOPLE; i++)
        a_person(w, d, companies, i);
    for (int i = 0; i < DEALS; i++)
        a_sale(w, d, companies, i);
    for (int i = 0; i < 3; i++)
        r->aliases[r->alias_count++] = (struct rule_alias){100 + i, r->contacts[i * 3]};
    for (int i = 0; i < VISITS; i++)
        a_visit(w, d);
    rules_store(w, 0);
    merged_world = r;
}

/* --- conditions of another folder --------------------------------------------------------------- */

static enum err parity_where(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule_use *u, struct rule_sql *out)
{
    (void)cx;
    (void)db;
    (void)w;
    rule_sql_add(out, rule_sql_row(out));
    rule_sql_add(out, ".id % 2 = ");
    rule_sql_int(out, u->values[0].number);
    return OK;
}

static enum err parity_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                             const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next)
{
    (void)cx;
    (void)db;
    (void)w;
    *ret = id % 2 == u->values[0].number;
    *ret_next = 0;
    return OK;
}

/* True of every third contact until a moment, of the others from then on; and of an id that is no record. */
static int64_t turning_at;

static enum err turning_ids(struct ctx *cx, struct db *db, const struct rule_world *w,
                            const struct rule_use *u, struct rule_ids *ret)
{
    struct rules_world *r = merged_world;

    (void)db;
    (void)w;
    (void)u;
    ret->ids = calloc(r->contact_count + 1, sizeof(*ret->ids));
    assert_non_null(ret->ids);
    ret->ids[ret->n++] = 99;
    for (size_t i = 0; i < r->contact_count; i++)
        if ((r->contacts[i] % 3 == 0) == (ctx_now(cx) < turning_at))
            ret->ids[ret->n++] = r->contacts[i];
    return OK;
}

static enum err turning_match(struct ctx *cx, struct db *db, const struct rule_world *w,
                              const struct rule_use *u, int64_t id, bool *ret, int64_t *ret_next)
{
    (void)db;
    (void)w;
    (void)u;
    *ret = (id % 3 == 0) == (ctx_now(cx) < turning_at);
    *ret_next = ctx_now(cx) < turning_at ? turning_at : 0;
    return OK;
}

static const struct rule_param parity_params[] = {
    {.field = {.name = "parity", .kind = FIELD_KIND_INT, .flags = REQUIRED, .min = -1, .max = 1}}};
static const struct rule_param turning_params[] = {
    {.field = {.name = "turning", .kind = FIELD_KIND_BOOL, .flags = REQUIRED}}};
static const struct rule_condition parity = {.key = "parity",
                                             .subjects = {"contact", "account"},
                                             .params = parity_params,
                                             .param_count = 1,
                                             .binds = 1,
                                             .where = parity_where,
                                             .match = parity_match};
static const struct rule_condition turning = {.key = "turning",
                                              .subjects = {"contact"},
                                              .params = turning_params,
                                              .param_count = 1,
                                              .ids = turning_ids,
                                              .match = turning_match};
static const struct rule_condition *const conditions[] = {&parity, &turning, NULL};

/* --- random rules ------------------------------------------------------------------------------ */

struct writer {
    struct engine_world *w;
    struct dice *d;
    struct buf b;
    int events;
};

static void write_field(struct writer *o, const struct rule_subject *s, bool inside)
{
    static const char *const of_contact[] = {"'job_title', 'contains': 'diret'",
                                             "'job_title', 'contains': 'SEN'",
                                             "'job_title', 'starts': 'ção_%'",
                                             "'job_title', 'is': 'DIRETOR'",
                                             "'job_title', 'is_not': 'DIRETOR'",
                                             "'name', 'starts': 'pessoa 1'",
                                             "'name', 'contains': '2'",
                                             "'email', 'contains': 'EXEMPLO1'",
                                             "'email', 'given': false",
                                             "'seniority', 'in': ['manager', 'executive']",
                                             "'seniority', 'is_not': 'manager'",
                                             "'seniority', 'not_in': ['director']",
                                             "'channel', 'is': 'Software'",
                                             "'channel', 'is_not': 'Software'",
                                             "'channel', 'in': ['software', 'Saúde']",
                                             "'first_contact_at', 'within_days': 5",
                                             "'first_contact_at', 'older_than_days': 9",
                                             "'first_contact_at', 'given': true",
                                             "'tags', 'has': 'vip'",
                                             "'tags', 'has': 'não'",
                                             "'tags', 'given': false",
                                             "'notes', 'contains': 'cao'",
                                             "'custom.size', 'at_least': 2",
                                             "'custom.size', 'less': 3",
                                             "'custom.size', 'is_not': 1",
                                             "'custom.size', 'in': [0, 4]",
                                             "'custom.nick', 'contains': 'SÊNIOR'",
                                             "'custom.nick', 'is': 'Gerente'",
                                             "'custom.vip', 'is': true",
                                             "'custom.vip', 'is': false",
                                             "'custom.since', 'within_days': 10",
                                             "'custom.since', 'within_next_days': 8",
                                             "'custom.since', 'at_most': '2023-11-01'",
                                             "'custom.since', 'given': false",
                                             "'account', 'given': true",
                                             "'created_at', 'within_days': 3",
                                             "'custom.since', 'older_than_days': 12"};
    static const char *const of_account[] = {"'industry', 'is': 'Software'",
                                             "'industry', 'is_not': 'Software'",
                                             "'industry', 'in': ['Saúde', 'software']",
                                             "'industry', 'not_in': ['Saúde']",
                                             "'industry', 'starts': 'agro'",
                                             "'industry', 'contains': '%'",
                                             "'employees', 'at_least': 20",
                                             "'employees', 'more': 20",
                                             "'employees', 'at_most': 10",
                                             "'employees', 'is': 30",
                                             "'employees', 'given': false",
                                             "'state', 'is': 'SP'",
                                             "'tags', 'has': 'vip'",
                                             "'name', 'contains': 'EMPRESA 1'",
                                             "'employees', 'not_in': [10, 20]"};
    static const char *const of_deal[] = {
        "'outcome', 'is': 'won'",          "'amount_minor', 'at_least': 2000",
        "'opened_at', 'within_days': 7",   "'opened_at', 'less': '2023-11-05'",
        "'opened_at', 'is': '2023-11-10'", "'amount_minor', 'is_not': 1000",
        "'name', 'contains': 'venda'"};
    const char *one = "";

    if (!inside && s == &rule_deals && roll(o->d, 2)) {
        one = roll(o->d, 2) ? "account." : "contact.";
        s = *one == 'a' ? &rule_accounts : &rule_contacts;
    } else if (!inside && !strcmp(s->name, "contact") && !roll(o->d, 3)) {
        one = "account.";
        s = &rule_accounts;
    }
    buf_print(&o->b, "{'field': '%s%s}", one,
              (!strcmp(s->name, "contact")   ? ONE_FROM(o->d, of_contact)
               : !strcmp(s->name, "account") ? ONE_FROM(o->d, of_account)
                                             : ONE_FROM(o->d, of_deal)) +
                  1);
}

static void write_times(struct writer *o)
{
    unsigned how = roll(o->d, 4), least = 1 + roll(o->d, 3);

    if (how == 1 || how == 3)
        buf_print(&o->b, ", 'at_least': %u", least);
    if (how == 2)
        buf_print(&o->b, ", 'at_most': %u", roll(o->d, 3));
    if (how == 3)
        buf_print(&o->b, ", 'at_most': %u", least + roll(o->d, 2));
}

static void write_event(struct writer *o)
{
    buf_print(&o->b, "{'event': '%s'", roll(o->d, 3) ? "view" : "form");
    if (roll(o->d, 2))
        buf_print(&o->b, ", '%s': '%s'", roll(o->d, 2) ? "path" : "path_starts",
                  ONE_FROM(o->d, paths));
    if (!roll(o->d, 4))
        buf_add_text(&o->b, ", 'channel': 'google'");
    write_times(o);
    if (roll(o->d, 3))
        buf_print(&o->b, ", 'within_days': %u", 1 + roll(o->d, 14));
    buf_add_char(&o->b, '}');
    o->events++;
}

static void write_node(struct writer *o, const struct rule_subject *s, int depth, bool inside)
{
    unsigned kind = roll(o->d, depth > 3 ? 5 : 10);

    if (kind >= 7) {
        unsigned n = 1 + roll(o->d, 3);
        buf_print(&o->b, "{'%s': [", kind == 9 ? "any" : "all");
        for (unsigned i = 0; i < n; i++) {
            buf_add_text(&o->b, i ? ", " : "");
            write_node(o, s, depth + 1, inside);
        }
        buf_add_text(&o->b, "]}");
    } else if (kind == 6) {
        buf_add_text(&o->b, "{'not': ");
        write_node(o, s, depth + 1, inside);
        buf_add_char(&o->b, '}');
    } else if (kind == 5 && !inside && s != &rule_deals) {
        buf_print(&o->b, "{'has': '%s', 'where': ",
                  !strcmp(s->name, "account") && roll(o->d, 2) ? "contacts" : "deals");
        write_node(o,
                   strstr(buf_text(&o->b) + (o->b.len > 30 ? o->b.len - 30 : 0), "'contacts'")
                       ? &rule_contacts
                       : &rule_deals,
                   depth + 1, true);
        write_times(o);
        buf_add_char(&o->b, '}');
    } else if (kind >= 3 && kind < 5 && !inside && s != &rule_deals && o->events < 6) {
        write_event(o);
    } else if (kind == 2 && !inside && s != &rule_deals && !roll(o->d, 2)) {
        if (!strcmp(s->name, "contact") && roll(o->d, 2))
            buf_add_text(&o->b, "{'turning': true}");
        else
            buf_print(&o->b, "{'parity': %u}", roll(o->d, 2));
    } else {
        write_field(o, s, inside);
    }
}

/* A random rule that is not too large; NULL when it was. */
static struct rule *a_rule(struct engine_world *w, struct dice *d, const struct rule_subject *s)
{
    struct writer o = {w, d, buf_in(w->cx->arena), 0};
    struct rule *r = NULL;

    write_node(&o, s, 1, false);
    if (!rules_try(w, s, buf_text(&o.b), &r))
        return r;
    for (const struct fault_field *f = w->cx->fault.fields; f; f = f->next)
        if (strcmp(f->key, "rule.binds") != 0 && strcmp(f->key, "rule.depth") != 0)
            fail_msg("%s: %s %s", buf_text(&o.b), f->field, f->key);
    fault_clear(w->cx);
    return NULL;
}

static void say_difference(struct engine_world *w, const struct rule *r, int64_t id, bool at_once)
{
    fail_msg("%s\nof %s %lld at %lld: all at once says %d", r->json, r->subject->name,
             (long long)id, (long long)w->clock.now_ms, at_once);
}

static struct rule_ids everyone(struct engine_world *w, const struct rule_subject *s)
{
    return rules_members(w, rules_read(w, s, "{'all': []}"));
}

/* Members are whom match takes; ret_next of each. */
static void compare_all(struct engine_world *w, const struct rule *r, const struct rule_ids *all,
                        bool *is, int64_t *next)
{
    struct rule_ids ids = rules_members(w, r);
    struct db *db = NULL;
    size_t found = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (size_t i = 0; i < all->n; i++) {
        bool at_once = rules_among(&ids, all->ids[i]);
        if (rules_match_in(w, db, r, all->ids[i], &is[i], &next[i]))
            fail_msg("%s: %s", r->json, w->cx->fault.key);
        if (is[i] != at_once)
            say_difference(w, r, all->ids[i], at_once);
        assert_true(!next[i] || next[i] > w->clock.now_ms);
        found += at_once;
    }
    for (size_t i = 1; i < ids.n; i++)
        assert_true(ids.ids[i - 1] < ids.ids[i]);
    assert_int_equal(found, ids.n);
    db_return(db);
    rule_ids_done(&ids);
}

enum { MOST = 64 };

/* Day by day: what turned had said so. */
static void walk(struct engine_world *w, struct dice *d, const struct rule *r)
{
    struct rule_ids all = everyone(w, r->subject);
    int64_t began = w->clock.now_ms, held[MOST] = {0}, next[MOST] = {0};
    bool was[MOST] = {false}, is[MOST] = {false};

    assert_true(all.n <= MOST);
    compare_all(w, r, &all, was, held);
    for (int step = 0; r->by_time && step < 8; step++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        w->clock.now_ms += (int64_t)(1 + roll(d, 60)) * HOURS_MS(1) + roll(d, 3600) * 1000;
        compare_all(w, r, &all, is, next);
        for (size_t i = 0; i < all.n; i++) {
            if (is[i] != was[i] && (!held[i] || held[i] > w->clock.now_ms))
                fail_msg("%s\nturned at %lld, said %lld", r->json, (long long)w->clock.now_ms,
                         (long long)held[i]);
            if (held[i] && held[i] <= w->clock.now_ms)
                held[i] = next[i];
            was[i] = is[i];
        }
        arena_reset(w->cx->arena, mark);
    }
    w->clock.now_ms = began;
    rule_ids_done(&all);
}

static void all_at_once_and_one_by_one_say_the_same(void **state)
{
    struct engine_world *w = *state;
    struct rule_subject contacts = rule_contacts;
    const struct rule_subject *subjects[] = {&contacts, &contacts, &rule_accounts, &rule_deals};
    struct dice d = {w->engine == DB_SQLITE ? 20261124 : 42};
    int read = 0;

    contacts.aliases = test_aliases;
    w->clock.now_ms += HOURS_MS(9);
    turning_at = w->clock.now_ms + HOURS_MS(100);
    populate(w, &d);
    rules_of(w)->world.conditions = conditions;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct rule *r = a_rule(w, &d, subjects[roll(&d, COUNT_OF(subjects))]);
        if (r) {
            struct rule *again = rules_read(w, r->subject, r->json);
            assert_string_equal(again->json, r->json);
            walk(w, &d, r);
            read++;
        }
        arena_reset(w->cx->arena, mark);
    }
    assert_true(read > ROUNDS * 8 / 10);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_at_once_and_one_by_one_say_the_same),
    };

    return engines_run("rules/property", tests, COUNT_OF(tests), rules_prepare);
}
