/* read_test.c -- what is refused and where it is marked; what two texts of one rule share. */
#include "unit/rules/rules_world.h"

#include "model/custom.h"

static void wrong_at(struct engine_world *w, const char *rule, const char *path, const char *key)
{
    struct rule *r = NULL;

    fault_clear(w->cx);
    if (!rules_try(w, &rule_contacts, rule, &r))
        fail_msg("taken: %s", rule);
    for (const struct fault_field *f = w->cx->fault.fields; f; f = f->next)
        if (!strcmp(f->field, path) && !strcmp(f->key, key))
            return;
    fail_msg("%s: no %s at %s", rule, key, path);
}

static void every_mistake_is_marked_where_it_stands(void **state)
{
    static const struct {
        const char *rule, *path, *key;
    } all[] = {
        {"[]", "rule", "rule.node"},
        {"{}", "rule", "rule.node"},
        {"{'any': []}", "rule.any", "rule.empty_group"},
        {"{'all': [{'all': []}]}", "rule.all.0.all", "rule.empty_group"},
        {"{'all': {}}", "rule.all", "rule.group"},
        {"{'all': [], 'x': 1}", "rule.x", "rule.member"},
        {"{'not': 1}", "rule.not", "rule.node"},
        {"{'all': [{'field': 'nope', 'is': 1}]}", "rule.all.0.field", "rule.field"},
        {"{'field': 'account.nope', 'is': 1}", "rule.field", "rule.field"},
        {"{'field': 'deals.name', 'is': 'x'}", "rule.field", "rule.field"},
        {"{'field': 'custom.nope', 'is': 'x'}", "rule.field", "rule.field"},
        {"{'field': 'name'}", "rule", "rule.operator"},
        {"{'field': 'name', 'at_least': 'x'}", "rule.at_least", "rule.operator"},
        {"{'field': 'name', 'is': 'x', 'starts': 'y'}", "rule.starts", "rule.one_operator"},
        {"{'field': 'name', 'is': 5}", "rule.is", "field.text"},
        {"{'field': 'name', 'is': null}", "rule.is", "field.required"},
        {"{'field': 'name', 'is': ''}", "rule.is", "field.required"},
        {"{'field': 'seniority', 'is': 'boss'}", "rule.is", "field.choice"},
        {"{'field': 'seniority', 'in': ['manager', 'boss']}", "rule.in.1", "field.choice"},
        {"{'field': 'seniority', 'in': []}", "rule.in", "rule.list"},
        {"{'field': 'created_at', 'at_least': '2026-02-30'}", "rule.at_least", "field.date"},
        {"{'field': 'created_at', 'within_days': 0}", "rule.within_days", "field.range"},
        {"{'field': 'account.employees', 'more': 'x'}", "rule.more", "field.int"},
        {"{'field': 'email', 'is': 'no address'}", "rule.is", "field.email"},
        {"{'field': 'name', 'contains': ' '}", "rule.contains", "field.required"},
        {"{'has': 'deals', 'where': {'event': 'view'}}", "rule.where.event", "rule.inside"},
        {"{'has': 'deals', 'where': {'field': 'account.name', 'is': 'x'}}", "rule.where.field",
         "rule.field"},
        {"{'has': 'contacts'}", "rule.has", "rule.related"},
        {"{'has': 'deals', 'at_least': 3, 'at_most': 2}", "rule.at_most", "rule.turned"},
        {"{'has': 'deals', 'at_least': 0}", "rule.at_least", "field.range"},
        {"{'event': 'Big View'}", "rule.event", "rule.event"},
        {"{'event': 'view', 'path': '/a', 'path_starts': '/b'}", "rule.path_starts",
         "rule.one_path"},
        {"{'event': 'view', 'path': 7}", "rule.path", "rule.part"},
        {"{'event': 'view', 'within_days': 4000}", "rule.within_days", "field.range"},
        {"{'event': 'view', 'often': 2}", "rule.often", "rule.member"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++)
        wrong_at(w, all[i].rule, all[i].path, all[i].key);
    fault_clear(w->cx);
}

static const char *repeated(struct engine_world *w, const char *open, const char *middle,
                            const char *close, int n)
{
    struct buf b = buf_in(w->cx->arena);

    for (int i = 0; i < n; i++)
        buf_add_text(&b, open);
    buf_add_text(&b, middle);
    for (int i = 0; i < n; i++)
        buf_add_text(&b, close);
    return buf_text(&b);
}

static void a_rule_has_limits(void **state)
{
    struct engine_world *w = *state;
    const char *leaf = "{'field': 'name', 'given': true}", *many = "{'event': 'e%d'}%s";
    struct buf b = buf_in(w->cx->arena);
    struct rule *r = NULL;

    wrong_at(w, repeated(w, "{'not': ", leaf, "}", 8), "rule.not.not.not.not.not.not.not.not",
             "rule.depth");
    fault_clear(w->cx);
    assert_int_equal(rules_try(w, &rule_contacts, repeated(w, "{'not': ", leaf, "}", 7), &r), OK);
    wrong_at(w, repeated(w, "{'all': [{'field': 'email', 'given': true}, ", leaf, "]}", 20),
             "rule.all.1.all.1.all.1.all.1.all.1.all.1.all.1.all.0", "rule.depth");
    buf_add_text(&b, "{'any': [");
    for (int i = 0; i < 11; i++) {
        buf_print(&b, many[0] == '{' ? "{'event': 'e%d'}" : "%d", i);
        buf_add_text(&b, i < 10 ? ", " : "]}");
    }
    wrong_at(w, buf_text(&b), "rule.any.10", "rule.behaviours");
    b = buf_in(w->cx->arena);
    buf_add_text(&b, "{'any': [");
    for (int i = 0; i < 100; i++)
        buf_print(&b, "%s{'field': 'account', 'given': true}", i ? ", " : "");
    buf_add_text(&b, "]}");
    wrong_at(w, buf_text(&b), "rule.any.99", "rule.nodes");
    b = buf_in(w->cx->arena);
    buf_add_text(&b, "{'any': [");
    for (int i = 0; i < 60; i++)
        buf_print(&b, "%s{'field': 'account.employees', 'is': %d}", i ? ", " : "", i);
    buf_add_text(&b, "]}");
    wrong_at(w, buf_text(&b), "rule", "rule.binds");
    wrong_at(w, repeated(w, "                ", leaf, "", 1100), "rule", "rule.bytes");
    fault_clear(w->cx);
}

static void the_same_rule_is_the_same_text(void **state)
{
    struct engine_world *w = *state;
    struct rule *a =
        rules_read(w, &rule_contacts,
                   "{'within_days': 14, 'path': '/precos', 'at_least': 1, 'event': 'view'}");
    struct rule *b =
        rules_read(w, &rule_contacts, "{'event': 'view', 'path': '/precos', 'within_days': 7}");

    assert_string_equal(a->json,
                        rules_quoted(w, "{'event':'view','path':'/precos','within_days':14}"));
    assert_string_equal(a->behaviours[0].key, b->behaviours[0].key);
    assert_int_equal(a->days_max, 14);
    b = rules_read(w, &rule_contacts, "{'event': 'view', 'path': 'precos'}");
    assert_string_equal(a->behaviours[0].key, b->behaviours[0].key);
    a = rules_read(
        w, &rule_contacts,
        "{'any': [{'event': 'view'}, {'event': 'view', 'within_days': 9},"
        " {'field': 'email', 'is': 'ANA@Acme.example'}, {'field': 'seniority', 'is': 'Manager'}]}");
    assert_int_equal(a->behaviour_count, 1);
    assert_int_equal(a->days_max, 0);
    assert_non_null(strstr(a->json, "ana@acme.example"));
    assert_non_null(strstr(a->json, "\"manager\""));
}

static void a_rule_tells_what_it_looks_at(void **state)
{
    struct engine_world *w = *state;
    struct rule *r = rules_read(w, &rule_contacts,
                                "{'all': [{'field': 'account.industry', 'is': 'X'},"
                                " {'has': 'deals', 'where': {'field': 'outcome', 'is': 'won'}}]}");

    assert_true(rule_reads(r, "account", "industry"));
    assert_false(rule_reads(r, "account", "state"));
    assert_true(rule_reads(r, "deals", "outcome"));
    assert_true(rule_reads(r, "deals", NULL));
    assert_true(rule_reads(r, NULL, "account"));
    assert_false(rule_reads(r, NULL, "name"));
}

static const char *said_of(struct engine_world *w, const struct rule *r, enum lang lang)
{
    const char *sentence = NULL;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(rule_sentence(w->cx, db, &rules_of(w)->world, r, lang, &sentence), OK);
    db_return(db);
    return sentence;
}

static const char *said(struct engine_world *w, const char *json, enum lang lang)
{
    return said_of(w, rules_read(w, &rule_contacts, json), lang);
}

static void a_label_stands_in_a_sentence_as_people_write_it(void **state)
{
    struct engine_world *w = *state;

    assert_string_equal(said(w, "{'field': 'lifecycle', 'is': 'lead'}", LANG_PT_BR),
                        "Contatos com estágio igual a Lead");
    assert_string_equal(said(w, "{'field': 'tax_number', 'given': true}", LANG_PT_BR),
                        "Contatos que têm CPF");
    assert_string_equal(said(w, "{'field': 'department', 'given': false}", LANG_PT_BR),
                        "Contatos sem área");
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);

    return n >= k && !strcmp(text + n - k, end);
}

/* "Fechado em", "Orçamento, de" and "Closed at" are labels of a column, and no words for "com {field} ...". */
static void every_field_has_a_noun_for_its_sentence(void **state)
{
    static const struct rule_subject *const subjects[] = {&rule_contacts, &rule_accounts,
                                                          &rule_deals};
    static const char *const hanging[] = {" em",      " por",  " de",     " até",
                                          " at",      " on",   " up to",  " from",
                                          " through", " with", "Created", "seen"};
    static const char *const stamps[] = {"id", "created_at", "changed_at"};
    struct engine_world *w = *state;

    for (size_t s = 0; s < COUNT_OF(subjects); s++) {
        const struct model *m = subjects[s]->model;
        for (size_t i = 0; i < m->field_count + COUNT_OF(stamps); i++) {
            const struct field *f = i < m->field_count ? &m->fields[i] : NULL;
            const char *name = f ? f->name : stamps[i - m->field_count];
            const char *json =
                arena_print(w->cx->arena, "{'not': {'field': '%s', 'given': true}}", name);
            struct rule *r = NULL;
            if (rules_try(w, subjects[s], json, &r)) { /* asked in another way */
                fault_clear(w->cx);
                continue;
            }
            for (enum lang lang = LANG_PT_BR; lang <= LANG_EN; lang++) {
                const char *sentence = said_of(w, r, lang);
                if (getenv("PRACA_SHOW"))
                    print_message("%s\n", sentence);
                for (size_t h = 0; h < COUNT_OF(hanging); h++)
                    if (ends_with(sentence, hanging[h]))
                        fail_msg("%s.%s: %s", m->name, name, sentence);
            }
        }
    }
}

static enum err add_custom_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char text[] =
        "{\"name\":\"visita\",\"label\":\"Aceita visita técnica\",\"kind\":\"bool\"}";
    const struct json *in = NULL;
    int64_t id = 0;
    enum err e = json_parse(cx, text, strlen(text), &in);

    (void)arg;
    return e ? e : custom_field_add(cx, db, &contact_model, in, &id);
}

static void dates_and_answers_are_said_as_people_say_them(void **state)
{
    static const struct {
        const struct rule_subject *of;
        const char *json, *pt, *en;
    } rows[] = {
        {&rule_deals, "{'field': 'closed_at', 'within_days': 7}",
         "Negócios com data de fechamento nos últimos 7 dias",
         "Deals with closing date in the last 7 days"},
        {&rule_contacts, "{'field': 'account.created_at', 'within_days': 7}",
         "Contatos com data de criação da empresa nos últimos 7 dias",
         "Contacts with company creation date in the last 7 days"},
        {&rule_contacts, "{'field': 'custom.visita', 'is': true}",
         "Contatos com “Aceita visita técnica”: sim", "Contacts with “Aceita visita técnica”: yes"},
    };
    struct engine_world *w = *state;

    assert_int_equal(db_write(w->cx, w->pool, add_custom_in, NULL), OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct rule *r = NULL;
        assert_int_equal(rules_try(w, rows[i].of, rows[i].json, &r), OK);
        assert_string_equal(said_of(w, r, LANG_PT_BR), rows[i].pt);
        assert_string_equal(said_of(w, r, LANG_EN), rows[i].en);
    }
}

static void one_day_never_and_a_channel_are_said_as_people_say_them(void **state)
{
    static const struct {
        const char *json, *pt, *en;
    } rows[] = {
        {"{'event': 'mail_open', 'at_most': 0, 'within_days': 30}",
         "Contatos que não abriram nenhum e-mail em 30 dias",
         "Contacts who opened no e-mail in 30 days"},
        {"{'event': 'view', 'at_most': 0}", "Contatos que não visitaram nenhuma página",
         "Contacts who did not visit any page"},
        {"{'event': 'demo', 'at_most': 0}", "Contatos que não fizeram “demo”",
         "Contacts who did not do “demo”"},
        {"{'event': 'view', 'channel': 'email', 'at_least': 2}",
         "Contatos que visitaram qualquer página pelo canal e-mail pelo menos 2 vezes",
         "Contacts who visited any page through email at least 2 times"},
        {"{'event': 'purchase', 'channel': 'feirao'}", "Contatos que compraram pelo canal “feirao”",
         "Contacts who bought through “feirao”"},
        {"{'field': 'channel', 'in': ['organic_search', 'feirao']}",
         "Contatos com canal igual a busca orgânica ou “feirao”",
         "Contacts with channel equal to organic search or “feirao”"},
        {"{'field': 'first_contact_at', 'within_days': 1}",
         "Contatos com data do primeiro contato hoje",
         "Contacts with date of the first contact today"},
        {"{'field': 'first_contact_at', 'older_than_days': 1}",
         "Contatos com data do primeiro contato há 1 dia ou mais",
         "Contacts with date of the first contact 1 day ago or more"},
        {"{'has': 'deals', 'at_most': 1}", "Contatos com no máximo 1 negócio",
         "Contacts with at most 1 deal"},
    };
    struct engine_world *w = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(said(w, rows[i].json, LANG_PT_BR), rows[i].pt);
        assert_string_equal(said(w, rows[i].json, LANG_EN), rows[i].en);
    }
}

static void values_are_offered_the_commonest_first_and_found_without_accents(void **state)
{
    struct engine_world *w = *state;
    struct rule_values v = {0};
    struct db *db = NULL;

    for (int i = 0; i < 3; i++)
        (void)world_record(w, &contact_model,
                           i ? "{'name': 'A', 'department': 'Produção'}"
                             : "{'name': 'B', 'department': 'Compras'}");
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(rule_values(w->cx, db, &rule_contacts, "department", NULL, &v), OK);
    assert_int_equal(v.n, 2);
    assert_string_equal(v.all[0], "Produção");
    assert_int_equal(rule_values(w->cx, db, &rule_contacts, "department", "PRODUCAO", &v), OK);
    assert_int_equal(v.n, 1);
    assert_int_equal(rule_values(w->cx, db, &rule_contacts, "account.industry", "", &v), OK);
    assert_int_equal(v.n, 0);
    assert_int_equal(rule_values(w->cx, db, &rule_contacts, "lifecycle", "", &v), ERR_INVALID);
    fault_clear(w->cx);
    db_return(db);
}

static void every_failing_allocation_is_survived(void **state)
{
    struct engine_world *w = *state;
    const char *json = rules_quoted(
        w, "{'all': [{'field': 'account.name', 'contains': 'a'}, {'field': 'tags', 'has': 'vip'},"
           " {'any': [{'event': 'view', 'at_least': 2, 'within_days': 9}, {'has': 'deals', 'where':"
           " {'field': 'outcome', 'in': ['won', 'lost']}}]}, {'field': 'created_at', 'at_least': "
           "'2023-01-01'}]}");
    int64_t id =
        ((struct record *)world_record(w, &contact_model, "{'name': 'Ana', 'tags': ['vip']}"))->id;
    enum err e = ERR_LIMIT;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    for (size_t n = 1; e == ERR_LIMIT; n++) {
        struct arena_mark mark = arena_mark(w->cx->arena);
        struct rule *r = NULL;
        struct rule_ids ids = {0};
        struct rule_values values = {0};
        struct buf schema;
        struct json_writer out;
        const char *sentence = NULL;
        bool is = false;
        int64_t next = 0;
        arena_fail_at(w->cx->arena, n);
        e = rule_parse(w->cx, db, &rules_of(w)->world, &rule_contacts, json, "rule", &r);
        if (!e)
            e = rule_sentence(w->cx, db, &rules_of(w)->world, r, LANG_EN, &sentence);
        if (!e)
            e = rule_members(w->cx, db, &rules_of(w)->world, r, &ids);
        if (!e)
            e = rules_match_in(w, db, r, id, &is, &next);
        schema = buf_in(w->cx->arena);
        out = json_to(&schema);
        if (!e)
            e = rule_schema(w->cx, db, &rules_of(w)->world, &rule_contacts, &out);
        if (!e)
            e = rule_values(w->cx, db, &rule_contacts, "name", "a", &values);
        arena_fail_at(w->cx->arena, 0);
        if (e && e != ERR_LIMIT)
            fail_msg("allocation %zu: %s", n, w->cx->fault.key);
        rule_ids_done(&ids);
        fault_clear(w->cx);
        arena_reset(w->cx->arena, mark);
        assert_true(n < 5000);
    }
    db_return(db);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_marked_where_it_stands),
        cmocka_unit_test(a_rule_has_limits),
        cmocka_unit_test(the_same_rule_is_the_same_text),
        cmocka_unit_test(a_rule_tells_what_it_looks_at),
        cmocka_unit_test(a_label_stands_in_a_sentence_as_people_write_it),
        cmocka_unit_test(every_field_has_a_noun_for_its_sentence),
        cmocka_unit_test(dates_and_answers_are_said_as_people_say_them),
        cmocka_unit_test(one_day_never_and_a_channel_are_said_as_people_say_them),
        cmocka_unit_test(values_are_offered_the_commonest_first_and_found_without_accents),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };

    return engines_run("rules/read", tests, COUNT_OF(tests), rules_prepare);
}
