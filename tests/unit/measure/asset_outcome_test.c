/* asset_outcome_test.c -- who met which asset, counted by hand; what that cost; who stands behind a figure; and a proposal of it to its review. */
#include "unit/measure/report_unit.h"
#include "unit/measure/told_touches.h"

#include "base/message.h"
#include "facts/visit.h"
#include "measure/measured_site.h"
#include "measure/proposal.h"
#include "strategy/asset.h"
#include "strategy/campaign.h"

struct visited {
    int64_t who;
    const char *when, *first, *second;
    const char *campaign, *content;
};

static void visits(struct engine_world *w, struct told_store *t, struct visited c)
{
    const char *pages[] = {c.first, c.second};
    struct fact facts[2];
    size_t n = c.second ? 2 : 1;
    struct visit v = {.id = ++t->serial,
                      .site = w->cx->site,
                      .visitor = t->serial,
                      .started_ms = at(w, c.when),
                      .ended_ms = at(w, c.when) + MINUTES_MS(1),
                      .views = (int64_t)n,
                      .entry = c.first,
                      .exit = pages[n - 1],
                      .channel = "ads",
                      .campaign = c.campaign ? c.campaign : "",
                      .content = c.content ? c.content : "",
                      .subject = c.who};
    struct store_batch b = {.follower = "loader",
                            .from = t->position,
                            .facts = facts,
                            .count = n,
                            .visits = &v,
                            .visit_count = 1};

    for (size_t i = 0; i < n; i++) {
        facts[i] = fact_nothing();
        facts[i].id = facts[i].key_lo = ++t->serial;
        facts[i].site = w->cx->site;
        facts[i].kind = "view";
        facts[i].path = pages[i];
        facts[i].visit = v.id;
        facts[i].visitor = v.visitor;
        facts[i].at_ms = facts[i].received_ms = v.started_ms + (int64_t)i * MINUTES_MS(1);
    }
    b.to = t->position += (int64_t)n;
    assert_int_equal(store_append(w->cx, t->store, &b), OK);
}

static int64_t asset(struct engine_world *w, const char *kind, const char *path, const char *topic,
                     const char *format, const char *mark)
{
    struct marketing_asset *a = model_new(w->cx, &marketing_asset_model);

    a->name = arena_print(w->cx->arena, "%s %d", kind, ++market_of(w)->serial);
    a->kind = kind;
    a->state = "draft";
    a->url = path ? arena_print(w->cx->arena, "https://www.acme.example%s", path) : NULL;
    a->topic = topic;
    a->format = format;
    a->utm_content = mark;
    return market_save(w, &marketing_asset_model, a);
}

/* A campaign of its own plan that shows one asset or two. */
static int64_t shows(struct engine_world *w, const char *utm, const char *content, int64_t first,
                     int64_t second)
{
    struct plan *p = model_new(w->cx, &plan_model);
    struct campaign *c = model_new(w->cx, &campaign_model);
    int64_t of[] = {first, second};

    p->name = "2023";
    c->plan = market_save(w, &plan_model, p);
    c->name = arena_print(w->cx->arena, "campaign %d", ++market_of(w)->serial);
    c->utm_campaign = utm;
    c->utm_content = content;
    (void)market_save(w, &campaign_model, c);
    for (size_t i = 0; i < 2 && of[i]; i++) {
        struct campaign_asset *u = model_new(w->cx, &campaign_asset_model);
        u->campaign = c->record.id;
        u->asset = of[i];
        (void)market_save(w, &campaign_asset_model, u);
    }
    return c->record.id;
}

static void spent_on(struct engine_world *w, int64_t campaign, const char *currency, int64_t amount)
{
    struct spend_line *s = new_spend(w, "ads", "media", "2023-03-10", NULL, amount);

    s->campaign = campaign;
    s->currency = currency;
    (void)market_save(w, &spend_line_model, s);
}

struct told {
    struct asset_book book;
    struct asset_row *rows[ASSET_BYS];
    size_t n[ASSET_BYS];
};

/* The March of 2023. */
static struct told march(struct engine_world *w, struct told_store *t)
{
    struct told told = {0};
    struct db *db = market_read(w);

    if (asset_book_read(w->cx, db, t ? t->store : NULL, day_number("2023-03-01"),
                        day_number("2023-03-31"), &told.book) != OK)
        fail_msg("%s", fault_message(w->cx));
    db_return(db);
    for (int by = BY_ASSET; by < ASSET_BYS; by++)
        assert_int_equal(
            asset_rows_of(w->cx, &told.book, (enum asset_by)by, &told.rows[by], &told.n[by]), OK);
    return told;
}

static const char *key_of_id(struct engine_world *w, int64_t id)
{
    return arena_print(w->cx->arena, "%lld", (long long)id);
}

static const struct asset_row *row_at(const struct told *told, enum asset_by by, const char *key)
{
    for (size_t i = 0; i < told->n[by]; i++)
        if (!strcmp(told->rows[by][i].key, key))
            return &told->rows[by][i];
    fail_msg("no row %s", key);
    return NULL;
}

static void counts_are(const struct asset_row *r, int64_t leads, int64_t mqls, int64_t won,
                       int64_t revenue, int64_t pipeline)
{
    if (r->leads != leads || r->mqls != mqls || r->won != won || r->revenue_minor != revenue ||
        r->pipeline_minor != pipeline)
        fail_msg("%s: %lld %lld %lld %lld %lld", r->key, (long long)r->leads, (long long)r->mqls,
                 (long long)r->won, (long long)r->revenue_minor, (long long)r->pipeline_minor);
}

struct cast {
    int64_t guide, clip, prices, wish;             /* assets */
    int64_t ana, bia, caio, dora, eva, fabio, gil; /* leads */
};

/* Ana saw the guide and the prices and bought; Bia came by the clip's link and is about to; Caio read the guide a minute too late; Dora was never
 * measured, and her record says the guide; Eva saw it too long ago; Fabio came by another word; of Gil only the day is known. */
static struct cast play(struct engine_world *w, struct told_store *t)
{
    struct cast c = {.guide = asset(w, "article", "/guia", "Custo", NULL, NULL),
                     .clip = asset(w, "video", NULL, "custo", "Vídeo curto", "clipe-30"),
                     .prices = asset(w, "page", "/precos/", NULL, NULL, NULL),
                     .wish = asset(w, "deck", NULL, "Futuro", NULL, NULL)};
    struct contact *dora = new_lead(w, "ads", "2023-03-05T10:00");
    struct deal *open;

    dora->landing_page = "/guia";
    c.dora = market_save(w, &contact_model, dora);
    c.ana = lead(w, "ads", "2023-03-02T10:00");
    c.bia = lead(w, "ads", "2023-03-03T10:00");
    c.caio = lead(w, "ads", "2023-03-04T10:00");
    c.eva = lead(w, "ads", "2023-03-06T10:00");
    c.fabio = lead(w, "ads", "2023-03-07T10:00");
    c.gil = lead(w, "ads", "2023-03-08");
    (void)lead(w, "ads", "2023-04-01T10:00"); /* another month */
    visits(w, t, (struct visited){c.ana, "2023-03-01T09:00", "/guia/", "/precos", NULL, NULL});
    visits(w, t, (struct visited){c.bia, "2023-03-03T09:30", "/", NULL, "any", "CLIPE-30"});
    visits(w, t, (struct visited){c.caio, "2023-03-04T10:01", "/guia", NULL, NULL, NULL});
    visits(w, t, (struct visited){c.eva, "2022-03-06T09:59", "/guia", NULL, NULL, NULL});
    visits(w, t, (struct visited){c.fabio, "2023-03-07T09:00", "/", NULL, "any", "clipe"});
    visits(w, t, (struct visited){c.gil, "2023-03-08T18:00", "/precos", NULL, NULL, NULL});
    (void)won(w, c.ana, "2023-04-20", 90000);
    (void)won(w, c.ana, "2023-05-20", 10000);
    open = new_deal(w, c.bia, NULL, NULL, 50000);
    (void)market_save(w, &deal_model, open);
    return c;
}

static void a_lead_stands_with_what_it_met_by_its_first_day(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct cast c = play(w, t);
    struct told told = march(w, t);

    assert_int_equal(told.book.lead_count, 7);
    assert_int_equal(told.book.asset_count, 4);
    assert_int_equal(told.book.unmet, 1); /* the wish */
    assert_int_equal(told.n[BY_ASSET], 4);
    counts_are(row_at(&told, BY_ASSET, key_of_id(w, c.guide)), 2, 1, 1, 100000, 0);
    counts_are(row_at(&told, BY_ASSET, key_of_id(w, c.prices)), 2, 1, 1, 100000, 0);
    counts_are(row_at(&told, BY_ASSET, key_of_id(w, c.clip)), 1, 1, 0, 0, 50000);
    counts_are(row_at(&told, BY_ASSET, REPORT_NONE), 3, 0, 0, 0, 0); /* Caio, Eva, Fabio */
    asset_book_done(&told.book);
}

static void topics_and_formats_have_each_lead_once(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct told told;
    const struct asset_row *topic;

    (void)play(w, t);
    told = march(w, t);
    assert_int_equal(told.n[BY_TOPIC], 2); /* one topic that can be met, and none */
    topic = row_at(&told, BY_TOPIC, "custo");
    counts_are(topic, 3, 2, 1, 100000, 50000);
    assert_int_equal(topic->assets, 2);
    assert_string_equal(topic->name, "Custo");
    assert_int_equal(topic->amount_count, 2);
    counts_are(row_at(&told, BY_FORMAT, "kind:article"), 2, 1, 1, 100000, 0);
    counts_are(row_at(&told, BY_FORMAT, "video curto"), 1, 1, 0, 0, 50000);
    assert_string_equal(row_at(&told, BY_FORMAT, "kind:page")->name, "Page");
    counts_are(row_at(&told, BY_FORMAT, REPORT_NONE), 3, 0, 0, 0, 0);
    asset_book_done(&told.book);
}

static void without_visits_the_records_speak(void **state)
{
    struct engine_world *w = *state;
    struct cast c = play(w, told_of(w));
    struct told told = march(w, NULL);

    counts_are(row_at(&told, BY_ASSET, key_of_id(w, c.guide)), 1, 0, 0, 0, 0); /* Dora */
    assert_int_equal(row_at(&told, BY_ASSET, REPORT_NONE)->leads, 6);
    asset_book_done(&told.book);
}

static void cost_is_known_or_not_and_never_shared_out(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct cast c = play(w, t);
    struct told told;
    int64_t own = shows(w, "own", NULL, c.guide, 0), both, priced;

    spent_on(w, own, NULL, 30000);
    told = march(w, t);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.guide))->cost, COST_KNOWN);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.guide))->cost_minor, 30000);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.clip))->cost, COST_NONE);
    asset_book_done(&told.book);
    both = shows(w, "both", NULL, c.guide, c.clip);
    spent_on(w, both, NULL, 10000);
    priced = shows(w, "priced", NULL, c.prices, 0);
    spent_on(w, priced, "EUR", 10000);
    told = march(w, t);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.guide))->cost, COST_SHARED);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.clip))->cost, COST_SHARED);
    assert_int_equal(row_at(&told, BY_ASSET, key_of_id(w, c.prices))->cost, COST_FOREIGN);
    /* Both assets are of the topic, and so is all that was spent. */
    assert_int_equal(row_at(&told, BY_TOPIC, "custo")->cost, COST_KNOWN);
    assert_int_equal(row_at(&told, BY_TOPIC, "custo")->cost_minor, 40000);
    asset_book_done(&told.book);
}

static void the_only_asset_of_a_campaign_is_what_its_links_carry(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    int64_t flyer = asset(w, "image", NULL, NULL, NULL, NULL);
    int64_t ana = lead(w, "ads", "2023-03-02T10:00"), bia = lead(w, "ads", "2023-03-03T10:00");
    struct told told;

    visits(w, t, (struct visited){ana, "2023-03-02T09:00", "/", NULL, "Feira", "painel"});
    visits(w, t, (struct visited){bia, "2023-03-03T09:00", "/", NULL, "outra", "painel"});
    told = march(w, t);
    assert_int_equal(told.n[BY_ASSET], 1); /* nobody can meet it yet */
    asset_book_done(&told.book);
    (void)shows(w, "feira", "painel", flyer, 0);
    told = march(w, t);
    counts_are(row_at(&told, BY_ASSET, key_of_id(w, flyer)), 1, 0, 0, 0, 0);
    asset_book_done(&told.book);
}

static enum err hosts_in(struct ctx *cx, struct db *db, void *arg)
{
    static const char *const hosts[] = {"acme.example"};

    (void)arg;
    return measured_hosts_set(cx, db, hosts, 1);
}

static void a_page_of_another_site_is_no_page_of_ours(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct marketing_asset *a = model_new(w->cx, &marketing_asset_model);
    int64_t here = asset(w, "page", "/guia", NULL, NULL, NULL);
    int64_t ana = lead(w, "ads", "2023-03-02T10:00");
    struct told told;

    a->name = "elsewhere";
    a->kind = "video";
    a->url = "https://videos.example/guia";
    (void)market_save(w, &marketing_asset_model, a);
    visits(w, t, (struct visited){ana, "2023-03-02T09:00", "/guia", NULL, NULL, NULL});
    assert_int_equal(db_write(w->cx, w->pool, hosts_in, NULL), OK);
    told = march(w, t);
    assert_int_equal(told.book.unmet, 1);
    assert_int_equal(told.n[BY_ASSET], 2);
    counts_are(row_at(&told, BY_ASSET, key_of_id(w, here)), 1, 0, 0, 0, 0);
    asset_book_done(&told.book);
}

/* --- behind a figure */

static size_t behind(struct engine_world *w, const char *dimension, const char *key,
                     const char *column, int64_t *ret_first)
{
    struct rows_ask ask = {.report.from = "2023-03-01",
                           .report.to = "2023-03-31",
                           .key = key,
                           .column = column},
                    told;
    struct report_rows r = {0};
    struct db *db = market_read(w);

    assert_int_equal(proposal_rows_ask(w->cx, db, dimension, &ask, &told), OK);
    assert_int_equal(report_rows_read(w->cx, db, &told, &r), OK);
    db_return(db);
    *ret_first = r.count ? r.items[0].id : 0;
    return r.count;
}

static void every_figure_opens_its_rows(void **state)
{
    struct engine_world *w = *state;
    struct told_store *t = told_of(w);
    struct cast c = play(w, t);
    const char *guide = key_of_id(w, c.guide);
    struct rows_ask ask = {.key = guide, .column = "days"}, told;
    struct db *db;
    int64_t first = 0;

    spent_on(w, shows(w, "own", NULL, c.guide, 0), NULL, 30000);
    w->cx->facts = t->store;
    assert_int_equal(behind(w, "asset", guide, "leads", &first), 2);
    assert_int_equal(first, c.dora);
    assert_int_equal(behind(w, "asset", guide, "lead_mqls", &first), 1);
    assert_int_equal(first, c.ana);
    assert_int_equal(behind(w, "asset", guide, "won", &first), 1);
    assert_int_equal(behind(w, "asset", guide, "revenue_minor", &first), 2);
    assert_int_equal(behind(w, "asset", guide, "spend_minor", &first), 1);
    assert_int_equal(behind(w, "topic", "custo", "pipeline_minor", &first), 1);
    assert_int_equal(behind(w, "topic", "custo", "leads", &first), 3);
    assert_int_equal(behind(w, "format", REPORT_NONE, "leads", &first), 3);
    assert_int_equal(behind(w, "asset", REPORT_NONE, "spend_minor", &first), 0);
    assert_int_equal(behind(w, "channel", "ads", "lead_mqls", &first), 2);
    assert_int_equal(behind(w, "channel", "ads", "pipeline_minor", &first), 1);
    db = market_read(w);
    assert_int_equal(proposal_rows_ask(w->cx, db, "asset", &ask, &told), ERR_INVALID);
    assert_string_equal(w->cx->fault.fields->field, "column");
    db_return(db);
    w->cx->facts = NULL;
}

/* --- proposals */

/* A year in which who saw one of two stories bought one time in three, who saw the quiz one in a hundred, and others one in twelve. */
static void a_year(struct engine_world *w, int64_t *ret_story, int64_t *ret_quiz)
{
    static const char *const pages[] = {"/caso", "/quiz", NULL, "/caso-b", "/quiz", NULL};
    static const int one_of[] = {3, 100, 12};
    int64_t first = day_number("2022-06-01");

    w->clock.now_ms = at(w, "2023-08-01T09:00");
    *ret_story = asset(w, "case", "/caso", "Provas", NULL, NULL);
    (void)asset(w, "case", "/caso-b", "Provas", NULL, NULL);
    *ret_quiz = asset(w, "page", "/quiz", "Jogo", "Questionário", NULL);
    for (int i = 0; i < 600; i++) {
        struct contact *c = new_lead(w, "ads", day_text(w->cx, first + i / 2));
        int64_t who;
        c->landing_page = pages[i % 6];
        who = market_save(w, &contact_model, c);
        if (i / 3 % one_of[i % 3] == 0)
            (void)won(w, who, day_text(w->cx, first + i / 2 + 20), 100000);
    }
}

static struct proposal *proposed(struct engine_world *w, const char *dimension, const char *subject,
                                 const char *state)
{
    struct model_query q = {.limit = 100};
    struct model_page page = {0};
    struct db *db = market_read(w);
    struct proposal *found = NULL;

    assert_int_equal(model_list(w->cx, db, &proposal_model, &q, &page), OK);
    db_return(db);
    for (size_t i = 0; i < page.n && !found; i++) {
        struct proposal *p = page.records[i];
        if (text_equal(p->dimension, dimension) && text_equal(p->subject, subject) &&
            text_equal(p->state, state))
            found = p;
    }
    return found;
}

static void refresh(struct engine_world *w, int64_t *ret_reviewed)
{
    int64_t added = 0;

    fault_clear(w->cx);
    assert_int_equal(proposals_refresh(w->cx, w->pool, &added, ret_reviewed), OK);
}

static enum err accept_in(struct ctx *cx, struct db *db, void *arg)
{
    struct proposal *p = NULL;

    return proposal_accept(cx, db, *(const int64_t *)arg, "2023-08-31", NULL, &p);
}

static void a_story_that_sells_is_scaled_and_looked_at_again(void **state)
{
    struct engine_world *w = *state;
    int64_t story, quiz, id, reviewed = 0;
    const struct proposal *p;
    struct evidence e;
    const char *why;

    a_year(w, &story, &quiz);
    refresh(w, &reviewed);
    p = proposed(w, "asset", key_of_id(w, story), "open");
    assert_non_null(p);
    assert_string_equal(p->kind, "scale");
    assert_int_equal(evidence_read(w->cx, p->evidence, &e), OK);
    assert_true(fabs(e.n[EV_LEADS] - 100) < 1e-9 && fabs(e.n[EV_WON] - 34) < 1e-9);
    assert_true(fabs(e.n[EV_REST] - 17.0 / 200) < 1e-9);
    /* Three assets, two topics, two formats. */
    assert_true(fabs(e.n[EV_LOOKS] - 7) < 1e-9);
    assert_true(fabs(e.n[EV_BAR] - (1 - 0.05 / 7)) < 1e-9);
    why = proposal_why(w->cx, p, &e, "BRL");
    assert_non_null(strstr(why, "saw no asset"));
    assert_non_null(strstr(why, "with 7 comparisons at once"));
    assert_non_null(strstr(why, "The cost is not known"));
    assert_string_equal(proposed(w, "asset", key_of_id(w, quiz), "open")->kind, "fix");
    assert_string_equal(proposed(w, "topic", "provas", "open")->kind, "scale");
    assert_null(proposed(w, "format", "kind:case", "open")); /* the leads of the topic again */
    assert_null(proposed(w, "topic", "jogo", "open"));       /* those of the quiz */
    assert_null(proposed(w, "asset", REPORT_NONE, "open"));
    assert_null(proposed(w, "topic", REPORT_NONE, "open"));
    id = p->record.id;
    assert_int_equal(db_write(w->cx, w->pool, accept_in, &id), OK);
    w->clock.now_ms = at(w, "2023-08-31T09:00");
    for (int i = 0; i < 60; i++) {
        struct contact *c = new_lead(w, "ads", day_text(w->cx, day_number("2023-08-01") + i % 29));
        c->landing_page = i < 50 ? "/caso" : "/quiz";
        (void)market_save(w, &contact_model, c);
    }
    refresh(w, &reviewed);
    assert_int_equal(reviewed, 1);
    p = proposed(w, "asset", key_of_id(w, story), "accepted");
    assert_string_equal(p->outcome, "came_true"); /* none in the July before, 50 since */
    assert_int_equal(evidence_read(w->cx, p->findings, &e), OK);
    assert_true(fabs(e.n[EV_AFTER] - 50) < 1e-9);
}

static void what_it_cost_is_told_beside_what_counts_for_others_too(void **state)
{
    struct engine_world *w = *state;
    struct proposal p = {
        .kind = "scale", .dimension = "topic", .subject = "provas", .name = "Provas"};
    struct evidence e = evidence_empty();
    const char *why;

    e.n[EV_LOOKS] = 4;
    e.n[EV_BAR] = 0.9875;
    e.n[EV_SPEND] = 100000;
    e.n[EV_REVENUE] = 500000;
    e.n[EV_RETURN_LOW] = e.n[EV_RETURN_MIDDLE] = e.n[EV_RETURN_HIGH] = 5;
    why = proposal_why(w->cx, &p, &e, "BRL");
    assert_non_null(strstr(why, "an asset on “Provas”"));
    assert_non_null(strstr(why, "counts for the other assets"));
    assert_null(strstr(why, "spent brought"));
    p.kind = "stop";
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "spent brought"));
    p.dimension = "format";
    p.subject = "kind:video";
    p.name = "Vídeo"; /* as the reader of another language was told */
    assert_non_null(strstr(proposal_why(w->cx, &p, &e, "BRL"), "of the format “Video”"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lead_stands_with_what_it_met_by_its_first_day),
        cmocka_unit_test(topics_and_formats_have_each_lead_once),
        cmocka_unit_test(without_visits_the_records_speak),
        cmocka_unit_test(cost_is_known_or_not_and_never_shared_out),
        cmocka_unit_test(the_only_asset_of_a_campaign_is_what_its_links_carry),
        cmocka_unit_test(a_page_of_another_site_is_no_page_of_ours),
        cmocka_unit_test(every_figure_opens_its_rows),
        cmocka_unit_test(a_story_that_sells_is_scaled_and_looked_at_again),
        cmocka_unit_test(what_it_cost_is_told_beside_what_counts_for_others_too),
    };

    return engines_run("assets", tests, COUNT_OF(tests), market_prepare);
}
