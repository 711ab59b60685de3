/* demo_test.c -- the demonstration is sound to the last row, nobody's real data, and says something. */
#include "unit/app/demo_make.h"

#include "base/text.h"
#include "people/account.h"
#include "people/contact.h"

/* --- every row --------------------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t n = text ? strlen(text) : 0, k = strlen(end);

    return n > k && !strcmp(text + n - k, end);
}

/* "https://acme.example/page" */
static bool host_is_nobodys(const char *url)
{
    const char *host = strstr(url, "://"), *end = host ? strchr(host + 3, '/') : NULL;
    size_t n = end ? (size_t)(end - url) : strlen(url);

    return n > 8 && !strncmp(url + n - 8, ".example", 8);
}

static void at_most_today(const struct model *m, const struct field *f, const void *record)
{
    if (field_int(f, record) > TODAY)
        fail_msg("%s.%s lies ahead", m->name, f->name);
}

static void check_row(struct engine_world *w, const struct model *m, const void *record, void *arg)
{
    const struct record *r = record;

    (void)arg;
    if (model_check(w->cx, m, record) != OK)
        fail_msg("%s: %s", m->name, w->cx->fault.fields ? w->cx->fault.fields->field : "?");
    assert_true(r->created_at <= TODAY);
    if (r->changed_at < r->created_at)
        fail_msg("%s %lld changed before it was made", m->name, (long long)r->id);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        /* The day to come back to something, and that on which something ends, may lie ahead. */
        if (f->kind == FIELD_KIND_TIME && field_int(f, record) != NIL &&
            strcmp(f->name, "follow_up_at") != 0 && strcmp(f->name, "expires_at") != 0)
            at_most_today(m, f, record);
        if (f->kind == FIELD_KIND_EMAIL && field_text(f, record))
            assert_true(ends_with(field_text(f, record), ".example"));
        if (f->kind == FIELD_KIND_URL && field_text(f, record))
            assert_true(host_is_nobodys(field_text(f, record)));
    }
}

static void check_account(struct engine_world *w, const struct model *m, const void *record,
                          void *arg)
{
    const struct account *a = record;
    const char *bare = NULL;
    int *with_letters = arg;

    (void)m;
    assert_true(ends_with(a->domain, ".example"));
    if (!a->tax_number)
        return; /* a partner who registered it did not say */
    assert_int_equal(text_cnpj(w->cx, a->tax_number, &bare), OK);
    *with_letters += strspn(a->tax_number, "0123456789") != 14;
}

/* A number that begins with 0 after its area code is nobody's. */
static void check_contact(struct engine_world *w, const struct model *m, const void *record,
                          void *arg)
{
    const struct contact *c = record;

    (void)w;
    (void)m;
    (void)arg;
    assert_non_null(c->email);
    assert_int_equal(c->account == NIL, text_is_free_mail(strchr(c->email, '@') + 1));
    if (c->phone)
        assert_int_equal(c->phone[7], '0');
}

static void every_row_is_valid_and_nobodys(void **state)
{
    struct engine_world *w = *state;
    int with_letters = 0;

    (void)open_site(w, "demo", true);
    (void)fill(w, 1);
    for (size_t i = 0; app_models[i]; i++)
        assert_true(each(w, app_models[i], check_row, NULL) > 0);
    /* 350, and one that a partner registered. */
    assert_int_equal(each(w, &account_model, check_account, &with_letters), 350);
    assert_in_range(with_letters, 5, 60);
    assert_int_equal(each(w, &contact_model, check_contact, NULL), 1600);
}

/* --- figures ------------------------------------------------------------------------------------------ */

/* Buyers of a thousand people who came by a channel. */
static int64_t bought(struct engine_world *w, const char *channel)
{
    const char *sql =
        arena_print(w->cx->arena,
                    "select count(distinct case when d.outcome = 'won' then c.id end) * 1000 / "
                    "count(distinct c.id) "
                    "from contacts c left join deals d on d.site = c.site and d.contact = c.id "
                    "where c.channel = '%s'",
                    channel);

    return world_number(w, sql);
}

static void figures_say_something(void **state)
{
    struct engine_world *w = *state;
    struct demo_result r;

    (void)open_site(w, "demo", true);
    r = fill(w, 1);
    assert_in_range(r.deals, 360, 500);
    assert_in_range(r.won, 120, 240);
    assert_true(bought(w, "referral") > bought(w, "organic_search"));
    assert_true(bought(w, "organic_search") > bought(w, "paid_search"));
    assert_true(bought(w, "paid_search") > bought(w, "social"));
    assert_true(world_number(w, "select count(*) from deals where outcome = 'open'") > 25);
    assert_true(world_number(w, "select count(*) from deals where type = 'renewal'") > 20);
    assert_true(world_number(w, "select count(*) from contacts where channel is null") > 5);
    /* Committees have two to five members, and not all of them know who pays. */
    assert_int_equal(world_number(w, "select count(*) from (select deal from deal_members "
                                     "group by deal having count(*) < 2 or count(*) > 5) x"),
                     0);
    assert_int_equal(world_number(w, "select count(*) from deals"), r.deals);
    assert_true(
        world_number(w,
                     "select count(*) from deals d where not exists (select 1 from deal_members m "
                     "where m.site = d.site and m.deal = d.id and m.role = 'payer')") > 20);
    /* Who bought is a customer. */
    assert_int_equal(
        world_number(w, "select count(*) from deals d join contacts c on c.site = d.site and "
                        "c.id = d.contact where d.outcome = 'won' and c.lifecycle not in "
                        "('customer', 'advocate')"),
        0);
    /* What segments had goes up to a week ago. */
    assert_true(world_number(w, "select count(*) from segment_sizes") > 0);
    assert_int_equal(
        world_number(w,
                     "select count(distinct segment) from segment_sizes where day = '2026-11-18'"),
        world_number(w, "select count(distinct segment) from segment_sizes"));
    assert_int_equal(world_number(w, "select count(*) from plans where state = 'published'"), 1);
    assert_int_equal(
        world_number(w, "select count(*) from plans where state = 'draft' and scenario_of is null"),
        1);
    /* The second version keeps where the goals stood. */
    assert_int_equal(world_number(w, "select count(*) from plan_versions where kind = 'published' "
                                     "and snapshot like '%\"improve\":%'"),
                     1);
    assert_int_equal(world_number(w, "select count(distinct state) from campaigns"), 5);
    /* What a figure proves was read. */
    assert_true(world_number(w, "select count(*) from claim_proofs where kind = 'metric'") > 0);
    assert_int_equal(world_number(w, "select count(*) from claim_proofs where kind = 'metric' and "
                                     "(value_micro is null or measured_at is null)"),
                     0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_row_is_valid_and_nobodys),
    cmocka_unit_test(figures_say_something),
};

int main(void)
{
    return engines_run("demo", tests, COUNT_OF(tests), world_prepare);
}
