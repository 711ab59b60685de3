/* spend_export_test.c -- what advertising platforms give becomes spend: once, however often, and at the lines of their file. */
#include "unit/world.h"

#include "people/import.h"
#include "people/spend_export.h"
#include "strategy/campaign.h"
#include "strategy/plan.h"
#include "strategy/spend_campaign.h"
#include "strategy/spend_line.h"
#include "strategy/spend_overlap.h"

#include <stdio.h>

static const char google_pt[] =
    "Relatório de campanhas\r\n"
    "\"1 de setembro de 2023 - 30 de setembro de 2023\"\r\n"
    "Dia\tCampanha\tTipo de campanha\tCódigo da moeda\tCusto\tImpr.\r\n"
    "2023-09-01\tMarca\tRede de Pesquisa\tBRL\t1.234,56\t10\r\n"
    "2023-09-01\tMarca\tRede de Pesquisa\tBRL\t0,44\t10\r\n"
    "2023-09-02\t\"-50 % \"\"agora\"\"\"\tRede de Display\tBRL\t100,00\t9\r\n"
    "2023-09-01\tMarca\tRede de Pesquisa\tBRL\t --\t0\r\n"
    "Total: conta\t --\t--\tBRL\t1.335,00\t29\r\n";
static const char meta_pt[] = "Início dos relatórios,Término dos relatórios,Nome da "
                              "campanha,Veiculação da campanha,Valor usado (BRL)\n"
                              "2023-09-01,2023-09-30,,,300.75\n"
                              "2023-09-01,2023-09-30,Topo de funil,active,200.50\n"
                              "2023-09-01,2023-09-30,Marca,inactive,100.25\n";
static const char meta_en[] = "Day,Campaign name,Amount spent (USD)\n"
                              "2023-09-01,Top,12.5\n2023-09-02,Top,\n";
static const char linkedin[] =
    "\"Campaign Performance Report (in UTC)\"\n\"Report Start: September 1, 2023, 12:00 AM\"\n\n"
    "Start Date (in UTC),Campaign Name,Currency,Total Spent\n"
    "9/1/2023,Diretores,BRL,35.125\n9/13/2023,Diretores,BRL,\"1,010.00\"\n";

static const char *file_of(struct engine_world *w, const void *bytes, size_t n)
{
    const char *path = arena_print(w->cx->arena, "%s/export", w->dir);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* As Google Ads saves it. */
static const char *wide_file(struct engine_world *w, const char *text)
{
    struct buf out = buf_in(w->cx->arena);

    buf_add(&out, "\xff\xfe", 2);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        unsigned c = *p;
        if (c >= 0xc0) {
            c = (c & 0x1f) << 6 | (p[1] & 0x3f);
            p++;
        }
        buf_add_char(&out, (char)(c & 0xff));
        buf_add_char(&out, (char)(c >> 8));
    }
    return file_of(w, out.bytes, out.len);
}

static enum err add_in(struct ctx *cx, struct db *db, void *arg)
{
    return import_add(cx, db, arg);
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

static struct import begin(struct engine_world *w, const char *path, struct spend_export *x,
                           const char **ret_plain)
{
    struct import i = {.name = "export"};

    *ret_plain = arena_print(w->cx->arena, "%s/plain", w->dir);
    assert_int_equal(spend_export_read(w->cx, path, NULL, *ret_plain, x), OK);
    assert_non_null(x->preset);
    assert_int_equal(spend_export_probe(w->cx, *ret_plain, x, &i), OK);
    assert_int_equal(db_write(w->cx, w->pool, add_in, &i), OK);
    return i;
}

static struct import run(struct engine_world *w, const char *path, struct spend_export *x)
{
    const char *plain;
    struct import i = begin(w, path, x, &plain);

    assert_int_equal(import_run(w->cx, w->pool, i.id, plain, NULL, NULL), OK);
    return state_of(w, i.id);
}

static int64_t sum(struct engine_world *w, const char *where)
{
    return world_number(
        w, arena_print(w->cx->arena,
                       "select coalesce(sum(amount_minor), 0) from spend_lines where %s", where));
}

static void google_is_read_in_utf_16_with_its_preamble_and_its_sums(void **state)
{
    struct engine_world *w = *state;
    struct spend_export x;
    struct import i = run(w, wide_file(w, google_pt), &x);

    assert_string_equal(x.preset, "google_ads");
    assert_int_equal(x.totals, 1);
    assert_int_equal(x.merged, 2);
    assert_string_equal(x.from, "2023-09-01");
    assert_string_equal(x.to, "2023-09-02");
    assert_int_equal(i.added, 2);
    assert_int_equal(sum(w, "campaign_name = 'Marca' and channel = 'paid_search'"), 123500);
    assert_int_equal(sum(w, "campaign_name = '-50 % \"agora\"' and channel = 'display'"), 10000);
    assert_int_equal(world_number(w, "select count(*) from audit where action = 'import'"), 1);
}

static void the_same_days_again_replace_and_never_double(void **state)
{
    struct engine_world *w = *state;
    struct spend_export x;
    struct import i;
    static const char newer[] =
        "Dia,Campanha,Código da moeda,Custo\n2023-09-01,MARCA,BRL,\"1.300,00\"\n"
        "2023-09-03,Marca,BRL,\"1,00\"\n";

    (void)run(w, wide_file(w, google_pt), &x);
    i = run(w, wide_file(w, google_pt), &x);
    assert_int_equal(i.same, 2);
    i = run(w, file_of(w, newer, strlen(newer)), &x);
    assert_int_equal(i.added, 1);
    assert_int_equal(i.changed, 1);
    assert_int_equal(sum(w, "1 = 1"), 130000 + 10000 + 100);
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(sum(w, "1 = 1"), 123500 + 10000);
}

static void meta_is_read_in_both_languages(void **state)
{
    struct engine_world *w = *state;
    struct spend_export x;

    (void)run(w, file_of(w, meta_pt, strlen(meta_pt)), &x);
    assert_string_equal(x.preset, "meta_ads");
    assert_int_equal(x.totals, 1);
    assert_int_equal(sum(w, "campaign_name = 'Topo de funil' and until_on = '2023-09-30'"), 20050);
    assert_int_equal(sum(w, "channel = 'paid_social' and currency = 'BRL'"), 30075);
    (void)run(w, file_of(w, meta_en, strlen(meta_en)), &x);
    assert_int_equal(sum(w, "currency = 'USD'"), 1250);
    assert_int_equal(world_number(w, "select count(*) from spend_lines where currency = 'USD'"), 2);
}

static void linkedin_has_the_month_first_and_more_digits_than_cents(void **state)
{
    struct engine_world *w = *state;
    struct spend_export x;

    (void)run(w, file_of(w, linkedin, strlen(linkedin)), &x);
    assert_string_equal(x.preset, "linkedin_ads");
    assert_int_equal(sum(w, "spent_on = '2023-09-01'"), 3513);
    assert_int_equal(sum(w, "spent_on = '2023-09-13'"), 101000);
}

static void months_and_a_span_in_the_preamble_are_days(void **state)
{
    struct engine_world *w = *state;
    struct spend_export x;
    static const char months[] = "Month,Campaign,Currency code,Cost\nFebruary 2023,A,BRL,10.00\n"
                                 "out. de 2023,A,BRL,5.00\n";
    static const char span[] = "Campaign report\n\"March 5, 2023 - March 20, 2023\"\n"
                               "Campaign,Clicks,Cost\nA,1,7.00\n";

    (void)run(w, file_of(w, months, strlen(months)), &x);
    assert_int_equal(sum(w, "spent_on = '2023-02-01' and until_on = '2023-02-28'"), 1000);
    assert_int_equal(sum(w, "spent_on = '2023-10-01' and until_on = '2023-10-31'"), 500);
    (void)run(w, file_of(w, span, strlen(span)), &x);
    assert_int_equal(sum(w, "spent_on = '2023-03-05' and until_on = '2023-03-20'"), 700);
}

static void a_wrong_row_is_named_at_the_line_of_the_file(void **state)
{
    struct engine_world *w = *state;
    static const char csv[] = "Campaign report\n\nDay,Campaign,Currency code,Cost\n"
                              "2023-09-01,A,BRL,1.00\n2023-09-01,A,BRL,2.00\n"
                              "ontem,A,BRL,3.00\n2023-09-04,A,BRL,three\nfive,cells\n";
    struct import_error *errors = NULL;
    struct spend_export x;
    const char *plain;
    struct import i = begin(w, file_of(w, csv, strlen(csv)), &x, &plain);
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(import_simulate(w->cx, w->pool, i.id, plain, NULL, NULL), OK);
    i = state_of(w, i.id);
    assert_int_equal(i.added, 1);
    assert_int_equal(i.failed, 3);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_errors(w->cx, db, i.id, 10, &errors, &n), OK);
    assert_int_equal(n, 3);
    assert_int_equal(errors[0].line, 6);
    assert_string_equal(errors[0].field, "spent_on");
    assert_int_equal(errors[1].line, 7);
    assert_string_equal(errors[1].field, "amount_minor");
    assert_int_equal(errors[2].line, 8);
    db_return(db);
}

static void other_files_are_left_to_the_import(void **state)
{
    struct engine_world *w = *state;
    static const char own[] = "data,campanha,custo\n2023-09-01,marca,10\n";
    const char *path = file_of(w, own, strlen(own)),
               *plain = arena_print(w->cx->arena, "%s/p", w->dir);
    struct spend_export x;

    assert_int_equal(spend_export_read(w->cx, path, NULL, plain, &x), OK);
    assert_null(x.preset);
    assert_int_equal(spend_export_read(w->cx, path, "meta_ads", plain, &x), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "spend_export.unknown");
    fault_clear(w->cx);
    assert_int_equal(spend_export_read(w->cx, path, "bing", plain, &x), ERR_INVALID);
    fault_clear(w->cx);
    assert_int_equal(spend_export_read(w->cx, path, "google_ads", plain, &x), OK);
    assert_int_equal(x.lines, 1);
    path = file_of(w, "Campaign,Clicks,Cost\nA,1,2\n", 27);
    assert_int_equal(spend_export_read(w->cx, path, NULL, plain, &x), ERR_INVALID);
    assert_string_equal(w->cx->fault.key, "spend_export.no_day");
}

struct adding {
    const char *names[2];
    size_t n;
    int64_t added, lines;
};

static enum err adding_in(struct ctx *cx, struct db *db, void *arg)
{
    struct adding *a = arg;

    return spend_campaigns_add(cx, db, 0, a->names, a->n, &a->added, &a->lines);
}

static void a_campaign_is_found_by_its_name_and_made_when_there_is_none(void **state)
{
    struct engine_world *w = *state;
    struct plan *plan = world_record(w, &plan_model, "{'name':'2023'}");
    struct campaign *c = world_record(
        w, &campaign_model,
        arena_print(w->cx->arena, "{'plan':'%lld','name':'Institucional','utm_campaign':'marca'}",
                    (long long)plan->record.id));
    struct adding a = {.names = {"Topo de funil"}, .n = 1};
    struct spend_campaign *open = NULL;
    struct spend_export x;
    struct import i = run(w, file_of(w, meta_pt, strlen(meta_pt)), &x);
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(sum(w, arena_print(w->cx->arena, "campaign = %lld", (long long)c->record.id)),
                     10025);
    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(spend_campaigns_list(w->cx, db, "BRL", &open, &n), OK);
    db_return(db);
    assert_int_equal(n, 1);
    assert_string_equal(open[0].name, "Topo de funil");
    assert_int_equal(open[0].amount_minor, 20050);
    assert_int_equal(db_write(w->cx, w->pool, adding_in, &a), OK);
    assert_int_equal(a.added, 1);
    assert_int_equal(a.lines, 1);
    assert_int_equal(sum(w, "campaign is null"), 0);
    assert_int_equal(db_write(w->cx, w->pool, adding_in, &a), ERR_INVALID);
    fault_clear(w->cx);
    /* What it was tied to is no change of its own: the import goes back whole. */
    assert_int_equal(import_undo(w->cx, w->pool, i.id, NULL, NULL), OK);
    assert_int_equal(world_number(w, "select count(*) from spend_lines"), 0);
}

static struct import try_file(struct engine_world *w, const char *text)
{
    struct spend_export x;
    const char *plain;
    struct import i = begin(w, file_of(w, text, strlen(text)), &x, &plain);

    assert_int_equal(import_simulate(w->cx, w->pool, i.id, plain, NULL, NULL), OK);
    return state_of(w, i.id);
}

static size_t overlaps(struct engine_world *w, struct spend_overlap **ret)
{
    struct db *db = NULL;
    size_t n = 0;

    assert_int_equal(db_read(w->cx, w->pool, &db), OK);
    assert_int_equal(import_overlaps(w->cx, db, ret, &n), OK);
    db_return(db);
    return n;
}

static void a_month_and_its_days_are_told_before_and_after(void **state)
{
    static const char days[] =
        "Day,Campaign name,Amount spent (BRL)\n"
        "2023-09-01,marca,40.00\n2023-09-30,Marca,60.00\n2023-10-01,Marca,5\n"
        "2023-09-05,Outra,7\n";
    static const char both[] =
        "Reporting starts,Reporting ends,Campaign name,Amount spent (BRL)\n"
        "2023-11-01,2023-11-30,Topo,30.00\n2023-11-02,2023-11-02,Topo,1.00\n";
    struct engine_world *w = *state;
    struct spend_overlap *all = NULL;
    struct spend_export x;
    struct import month = run(w, file_of(w, meta_pt, strlen(meta_pt)), &x), i;

    assert_null(strstr(month.warnings, "spend_overlap"));
    assert_int_equal(overlaps(w, &all), 0);
    assert_null(strstr(try_file(w, meta_pt).warnings, "spend_overlap")); /* it would replace */
    i = try_file(w, days);
    assert_non_null(strstr(i.warnings, "\"import.spend_overlap\",\"count\":1"));
    assert_non_null(strstr(i.warnings, "\"name\":\"Marca\""));
    assert_non_null(strstr(i.warnings, "\"amount_minor\":10025"));
    assert_non_null(strstr(i.warnings, "\"others_minor\":10000"));
    assert_int_equal(overlaps(w, &all), 0); /* nothing was taken yet */
    i = run(w, file_of(w, days, strlen(days)), &x);
    assert_non_null(strstr(i.warnings, "spend_overlap"));
    assert_int_equal(overlaps(w, &all), 1);
    assert_string_equal(all[0].span->from, "2023-09-01");
    assert_string_equal(all[0].span->until, "2023-09-30");
    assert_string_equal(all[0].until, "2023-09-30");
    assert_int_equal(all[0].others, 2);
    assert_int_equal(all[0].others_minor, 10000);
    assert_int_equal(all[0].import, month.id);
    assert_int_equal(all[0].other_import, i.id);
    assert_int_equal(import_undo(w->cx, w->pool, month.id, NULL, NULL), OK);
    assert_int_equal(overlaps(w, &all), 0);
    assert_non_null(strstr(try_file(w, both).warnings, "\"others_minor\":100"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(google_is_read_in_utf_16_with_its_preamble_and_its_sums),
        cmocka_unit_test(the_same_days_again_replace_and_never_double),
        cmocka_unit_test(meta_is_read_in_both_languages),
        cmocka_unit_test(linkedin_has_the_month_first_and_more_digits_than_cents),
        cmocka_unit_test(months_and_a_span_in_the_preamble_are_days),
        cmocka_unit_test(a_wrong_row_is_named_at_the_line_of_the_file),
        cmocka_unit_test(other_files_are_left_to_the_import),
        cmocka_unit_test(a_month_and_its_days_are_told_before_and_after),
        cmocka_unit_test(a_campaign_is_found_by_its_name_and_made_when_there_is_none),
    };
    return engines_run("spend_export", tests, COUNT_OF(tests), world_prepare);
}
