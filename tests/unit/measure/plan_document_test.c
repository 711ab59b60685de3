/* plan_document_test.c -- a plan as a document: whole, in both languages, and an edition the same for ever. */
#include "unit/strategy/plan_world.h"

#include "measure/plan_chart.h"
#include "measure/plan_document.h"
#include "measure/proposal.h"
#include "people/deal.h"
#include "strategy/claim.h"
#include "strategy/milestone.h"
#include "strategy/persona.h"
#include "strategy/positioning_rival.h"

#include <stdio.h>

static const char *document(struct engine_world *w, int64_t plan, int64_t edition)
{
    struct plan_document d;
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;
    const char *text;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_document_read(w->cx, db, app_models, plan, edition, &d), OK);
    db_return(db);
    assert_int_equal(plan_document_html(w->cx, &d, &out), OK);
    text = buf_text(&out);
    assert_non_null(text);
    return text;
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;

    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        n++;
    return n;
}

static void it_has_nine_steps_and_what_they_hold_in_both_languages(void **state)
{
    static const char *const held[] = {"Fermento.", "Setenta mil padarias.", "Padarias",
                                       "Planilha",  "Pão todo dia",          "Vinte leads"};
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);

    for (int lang = LANG_PT_BR; lang <= LANG_EN; lang++) {
        const char *text;
        w->cx->lang = (enum lang)lang;
        text = document(w, p.plan, DOCUMENT_NOW);
        assert_int_equal(count(text, "<section class=\"doc-step\"><h2><span>"), 9);
        for (size_t i = 0; i < COUNT_OF(held); i++)
            assert_non_null(strstr(text, held[i]));
        assert_null(strstr(text, "document.")); /* a key without its sentence */
        assert_null(strstr(text, "style=\""));
        assert_null(strstr(text, "<script"));
        assert_non_null(strstr(text, lang == LANG_EN ? "Target audience" : "Público-alvo"));
    }
    /* 200 × 10 % × (12.000,00 − 2.000,00) */
    w->cx->lang = LANG_PT_BR;
    assert_non_null(strstr(document(w, p.plan, DOCUMENT_NOW), "R$\u00a0200.000,00"));
}

static void an_edition_reads_the_same_whatever_the_plan_has_become(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing one = {.plan = p.plan, .note = "Aprovada"};
    const char *before;

    assert_int_equal(publish(w, &one), OK);
    before = document(w, p.plan, 1);
    assert_non_null(strstr(before, "Aprovada"));
    change_field(w, &goal_model, p.goal, "name", "Trinta leads");
    assert_string_equal(document(w, p.plan, 1), before);
    assert_string_equal(document(w, p.plan, NIL), before); /* the newest that was published */
    assert_non_null(strstr(document(w, p.plan, DOCUMENT_NOW), "Trinta leads"));
}

/* In a line each, and never what step four says of them. */
static void step_nine_says_how_goals_stand_and_what_was_decided(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_publishing one = {.plan = p.plan};
    const char *review;

    (void)world_record(w, &proposal_model,
                       "{'kind':'keep','dimension':'channel','subject':'email','name':'email',"
                       "'state':'accepted','weight':1,'evidence':{},'outcome':'came_true',"
                       "'decided_at':'2026-01-02T12:00:00Z'}");
    w->cx->lang = LANG_EN;
    assert_non_null(strstr(document(w, p.plan, DOCUMENT_NOW), "to be measured by 31 Dec 2027"));
    change_field(w, &goal_model, p.goal, "starts_on", "2020-01-01");
    review = strstr(document(w, p.plan, DOCUMENT_NOW), "<span>9</span>");
    assert_non_null(review);
    assert_int_equal(count(review, "Vinte leads"), 1);
    assert_non_null(strstr(review, "reached so far"));
    assert_null(strstr(review, "Baseline"));
    assert_non_null(strstr(review, "1 of 1 came true"));
    assert_non_null(
        strstr(review, "Keep: Email</th><td>Accepted on 2 Jan 2026.</td><td>Came true."));
    assert_int_equal(publish(w, &one), OK); /* without figures */
    review = strstr(document(w, p.plan, 1), "<span>9</span>");
    assert_non_null(strstr(review, "to be measured by"));
    assert_null(strstr(review, "Accepted on"));
}

static void step_nine_says_what_money_is_in_no_figure(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    const char *review;

    (void)world_record(w, &deal_model,
                       "{'name':'Filial','amount_minor':120000,'currency':'USD','outcome':'won',"
                       "'closed_at':'2021-05-05T12:00:00Z'}");
    (void)planned(w, &goal_model, p.plan,
                  "'name':'Receita','metric':'revenue','target_micro':1000000000000,"
                  "'starts_on':'2020-01-01','due_on':'2027-12-31'");
    w->cx->lang = LANG_EN;
    review = strstr(document(w, p.plan, DOCUMENT_NOW), "<span>9</span>");
    assert_non_null(review);
    assert_non_null(
        strstr(review, ". Not in the value: $1,200.00 in another currency, in 1 deal.</li>"));
    assert_int_equal(count(review, "Not in the value"), 1);
}

static void words_of_others_are_escaped(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    const char *text;

    (void)planned(w, &competitor_model, p.plan, "'name':'<b>Rival & Filhos</b>','offers':'<i>'");
    text = document(w, p.plan, DOCUMENT_NOW);
    assert_non_null(strstr(text, "&#60;b&#62;Rival &#38; Filhos&#60;/b&#62;"));
    assert_null(strstr(text, "<b>Rival"));
}

static void a_positioning_alone_shows_itself_and_no_other(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_document d;
    struct buf out = buf_in(w->cx->arena);
    struct db *db = NULL;
    int64_t other = planned(w, &positioning_model, p.plan,
                            with_id(w, "'audience':'#','statement':'Só para cafés'", p.audience));
    int64_t rival = planned(w, &competitor_model, p.plan, "'name':'Fornos Sul'");
    int64_t others = planned(w, &audience_model, p.plan, "'name':'Hotéis'");

    (void)planned(
        w, &positioning_rival_model, p.plan,
        with_id(w, with_id(w, "'positioning':'#','competitor':'#','notes':'Está perto'", other),
                rival));
    (void)planned(w, &claim_model, p.plan, "'name':'Entregamos em um dia'");
    (void)planned(w, &claim_model, p.plan,
                  with_id(w, "'name':'Só para outros','audience':'#'", others));
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_document_read(w->cx, db, app_models, p.plan, DOCUMENT_NOW, &d), OK);
    db_return(db);
    assert_int_equal(plan_document_positioning_html(w->cx, &d, other, &out), OK);
    assert_non_null(strstr(buf_text(&out), "Só para cafés"));
    assert_null(strstr(buf_text(&out), "Pão todo dia"));
    assert_non_null(strstr(buf_text(&out), "Fornos Sul</th><td>Está perto"));
    assert_non_null(strstr(buf_text(&out), "Entregamos em um dia"));
    assert_null(strstr(buf_text(&out), "Só para outros"));
}

static void steps_without_an_answer_are_one_line_at_the_end(void **state)
{
    struct engine_world *w = *state;
    const struct plan *plan = world_record(w, &plan_model, "{'name':'2028'}");
    const char *text;

    (void)planned(w, &competitor_model, plan->record.id, "'name':'Planilha'");
    w->cx->lang = LANG_PT_BR;
    text = document(w, plan->record.id, DOCUMENT_NOW);
    assert_int_equal(count(text, "<section class=\"doc-step\">"), 1);
    assert_non_null(strstr(text, "sem resposta: 1 Público-alvo; 3 Posicionamento; 4 Metas;"));
}

static void people_stand_beneath_their_audience(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    int64_t hotels = planned(w, &audience_model, p.plan, "'name':'Hotéis'");
    const char *text, *bakeries, *rita, *leo, *nobody, *bia;

    (void)planned(w, &persona_model, p.plan, with_id(w, "'audience':'#','name':'Leo'", hotels));
    (void)planned(w, &persona_model, p.plan,
                  with_id(w, "'audience':'#','name':'Rita'", p.audience));
    (void)planned(w, &persona_model, p.plan, "'name':'Bia'");
    w->cx->lang = LANG_PT_BR;
    text = document(w, p.plan, DOCUMENT_NOW);
    bakeries = strstr(text, "<h3>Padarias</h3>");
    rita = strstr(text, "<h4>Rita</h4>");
    leo = strstr(text, "<h4>Leo</h4>");
    nobody = strstr(text, "<h3>Sem público definido</h3>");
    bia = strstr(text, "<h4>Bia</h4>");
    assert_true(bakeries && rita && leo && nobody && bia);
    assert_true((bakeries < rita && rita < nobody && nobody < bia) && leo < nobody);
    assert_true((strstr(text, "<h3>Hotéis</h3>") < leo) &&
                (leo < rita) == (strstr(text, "<h3>Hotéis</h3>") < bakeries));
}

static void milestones_stand_in_their_goal_with_value_and_day(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);

    (void)planned(
        w, &milestone_model, p.plan,
        with_id(w, "'goal':'#','name':'Meio','value_micro':9000000,'due_on':'2027-06-30'", p.goal));
    w->cx->lang = LANG_PT_BR;
    assert_non_null(strstr(document(w, p.plan, DOCUMENT_NOW),
                           "<dt>Marcos</dt><dd><span class=\"doc-line\">Meio: 9, 30/06/2027"));
}

static void what_explains_a_row_stands_beneath_it(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);

    change_field(w, &channel_model, p.channel, "why", "Padeiros procuram à noite");
    assert_non_null(strstr(document(w, p.plan, DOCUMENT_NOW),
                           "<tr class=\"doc-more\"><td colspan=\"6\">Padeiros procuram à noite"));
}

static void an_edition_that_is_not_there_is_not_found(void **state)
{
    struct engine_world *w = *state;
    struct small_plan p = a_plan(w);
    struct plan_document d;
    struct db *db = NULL;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(plan_document_read(w->cx, db, app_models, p.plan, 7, &d), ERR_NOTFOUND);
    db_return(db);
}

/* Every number of a rect or a text of the chart. */
static void stands_inside(const char *svg, const char *attr, double max)
{
    char mark[8];

    (void)snprintf(mark, sizeof(mark), " %s=\"", attr);
    for (const char *at = strstr(svg, mark); at; at = strstr(at + 1, mark)) {
        double v = strtod(at + strlen(mark), NULL);
        assert_true(v >= 0 && v <= max);
    }
}

static void a_chart_keeps_within_its_frame(void **state)
{
    struct engine_world *w = *state;
    struct buf out = buf_in(w->cx->arena);
    const struct chart_bar bars[] = {
        {"Perde", "−R$ 10", -10}, {"Ganha", "R$ 30", 30}, {"Nada", "R$ 0", 0}};
    const struct chart_span spans[] = {{"Antes", "x", 100, 130, 0}, {"Tudo", "y", 100, 465, 1}};

    chart_bars(w->cx, &out, "Lucro", bars, COUNT_OF(bars));
    chart_spans(w->cx, &out, "Quando", 100, 465, spans, COUNT_OF(spans));
    stands_inside(buf_text(&out), "x", 720);
    stands_inside(buf_text(&out), "width", 720);
    assert_int_equal(count(buf_text(&out), "<rect"), COUNT_OF(bars) + COUNT_OF(spans));
    /* A long name takes two lines. */
    out = buf_in(w->cx->arena);
    chart_bars(w->cx, &out, "Lucro",
               (const struct chart_bar[]){{"Autopeças com fornecimento contínuo", "R$ 1", 1}}, 1);
    assert_non_null(strstr(buf_text(&out), ">Autopeças com fornecimento</text>"));
    assert_non_null(strstr(buf_text(&out), ">contínuo</text>"));
    /* Nothing to draw draws nothing. */
    out = buf_in(w->cx->arena);
    chart_bars(w->cx, &out, "Lucro", bars, 0);
    assert_int_equal(out.len, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_has_nine_steps_and_what_they_hold_in_both_languages),
        cmocka_unit_test(an_edition_reads_the_same_whatever_the_plan_has_become),
        cmocka_unit_test(step_nine_says_how_goals_stand_and_what_was_decided),
        cmocka_unit_test(step_nine_says_what_money_is_in_no_figure),
        cmocka_unit_test(words_of_others_are_escaped),
        cmocka_unit_test(a_positioning_alone_shows_itself_and_no_other),
        cmocka_unit_test(steps_without_an_answer_are_one_line_at_the_end),
        cmocka_unit_test(people_stand_beneath_their_audience),
        cmocka_unit_test(milestones_stand_in_their_goal_with_value_and_day),
        cmocka_unit_test(what_explains_a_row_stands_beneath_it),
        cmocka_unit_test(an_edition_that_is_not_there_is_not_found),
        cmocka_unit_test(a_chart_keeps_within_its_frame),
    };

    return engines_run("plan_document", tests, COUNT_OF(tests), world_prepare);
}
