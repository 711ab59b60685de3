/* snapshot_test.c -- what differs between two looks is told once, in order, and in words. */
#include "watch/snapshot.h"

#include "unit/unit.h"

static int setup(void **state)
{
    *state = ctx_new(MIB(32), clock_system(), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

struct told {
    struct difference *all;
    size_t n, more;
};

static struct told compare(struct ctx *cx, const struct snapshot *a, const struct snapshot *b)
{
    struct told t = {0};

    assert_int_equal(snapshot_compare(cx, a, b, &t.all, &t.n, &t.more), OK);
    return t;
}

static void the_same_is_no_difference_wherever_it_stands(void **state)
{
    struct snapshot a = snapshot_new(*state), b = snapshot_new(*state);

    snapshot_add(&a, ITEM_TITLE, "", "Planos", NULL);
    snapshot_add(&a, ITEM_HEADING, "h2", "Um", NULL);
    snapshot_add(&a, ITEM_HEADING, "h2", "Dois", NULL);
    snapshot_add(&b, ITEM_HEADING, "h2", "Dois", NULL);
    snapshot_add(&b, ITEM_HEADING, "h2", "  Um\n", NULL);
    snapshot_add(&b, ITEM_TITLE, "", "Planos", NULL);
    assert_int_equal(compare(*state, &a, &b).n, 0);
}

static void a_value_that_changes_is_one_difference(void **state)
{
    struct snapshot a = snapshot_new(*state), b = snapshot_new(*state);
    struct told t;

    snapshot_add(&a, ITEM_PRICE, "Pro", "R$ 199,00", NULL);
    snapshot_add(&a, ITEM_PRICE, "Pro", "R$ 1.990,00", NULL);
    snapshot_add(&a, ITEM_PRICE, "Velho", "R$ 9,00", NULL);
    snapshot_add(&a, ITEM_TITLE, "", "Planos", NULL);
    snapshot_add(&b, ITEM_PRICE, "Pro", "R$ 249,00", NULL);
    snapshot_add(&b, ITEM_PRICE, "Pro", "R$ 1.990,00", NULL);
    snapshot_add(&b, ITEM_TITLE, "", "Planos e preços", NULL);
    snapshot_add(&b, ITEM_HEADING, "h2", "Novo", NULL);
    t = compare(*state, &a, &b);
    assert_int_equal(t.n, 4);
    assert_int_equal(t.all[0].what, ITEM_TITLE);
    assert_string_equal(t.all[0].after, "Planos e preços");
    assert_string_equal(t.all[1].before, "R$ 199,00");
    assert_string_equal(t.all[1].after, "R$ 249,00");
    assert_string_equal(t.all[2].before, "R$ 9,00");
    assert_null(t.all[2].after);
    assert_null(t.all[3].before);
    assert_string_equal(difference_line(*state, &t.all[1]), "Preço, Pro: R$ 199,00 → R$ 249,00");
    ((struct ctx *)*state)->lang = LANG_EN;
    assert_string_equal(difference_line(*state, &t.all[1]), "Price, Pro: R$ 199,00 → R$ 249,00");
    assert_string_equal(difference_line(*state, &t.all[3]), "Heading: + Novo");
}

static void of_a_feed_only_what_is_new_is_told(void **state)
{
    struct snapshot a = snapshot_new(*state), b = snapshot_new(*state);
    struct told t;

    snapshot_add(&a, ITEM_NEWS, "1", "Velha", NULL);
    snapshot_add(&a, ITEM_NEWS, "2", "Nota", NULL);
    snapshot_add(&b, ITEM_NEWS, "2", "Nota corrigida", NULL);
    snapshot_add(&b, ITEM_NEWS, "3", "Nova", "https://x.example/3");
    t = compare(*state, &a, &b);
    assert_int_equal(t.n, 1);
    assert_string_equal(t.all[0].after, "Nova");
    assert_string_equal(t.all[0].more, "https://x.example/3");
}

static void addresses_are_counted_with_examples(void **state)
{
    struct snapshot a = snapshot_new(*state), b = snapshot_new(*state);
    struct ctx *cx = *state;
    struct told t;

    for (int i = 0; i < 300; i++)
        snapshot_add(&a, ITEM_URL, arena_print(cx->arena, "https://x.example/%d", i), NULL, NULL);
    for (int i = 10; i < 340; i++)
        snapshot_add(&b, ITEM_URL, arena_print(cx->arena, "https://x.example/%d", i), NULL, NULL);
    t = compare(cx, &a, &b);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.all[0].added, 40);
    assert_int_equal(t.all[0].removed, 10);
    assert_string_equal(t.all[0].examples[0], "https://x.example/300");
    t = compare(cx, &b, &b);
    assert_int_equal(t.n, 0);
}

static void many_differences_are_cut_and_counted(void **state)
{
    struct snapshot a = snapshot_new(*state), b = snapshot_new(*state);
    struct ctx *cx = *state;
    struct told t;

    for (int i = 0; i < 60; i++)
        snapshot_add(&b, ITEM_HEADING, "h3", arena_print(cx->arena, "T%d", i), NULL);
    t = compare(cx, &a, &b);
    assert_int_equal(t.n, CHANGES_MAX);
    assert_int_equal(t.more, 60 - CHANGES_MAX);
}

static void what_was_written_reads_back_and_an_older_edition_does_not_count(void **state)
{
    struct snapshot a = snapshot_new(*state), b;
    const char *json = NULL;
    bool known = false;

    snapshot_add(&a, ITEM_TITLE, "", "A \"B\" \n\tC", NULL);
    snapshot_add(&a, ITEM_NEWS, "k", "N", "https://x.example/");
    assert_int_equal(snapshot_write(&a, &json), OK);
    assert_int_equal(snapshot_read(*state, json, &b, &known), OK);
    assert_true(known);
    assert_int_equal(b.n, 2);
    assert_string_equal(b.items[0].value, "A \"B\" C");
    assert_string_equal(b.items[1].more, "https://x.example/");
    assert_int_equal(compare(*state, &a, &b).n, 0);
    assert_int_equal(snapshot_read(*state, "{\"edition\":0,\"items\":[]}", &b, &known), OK);
    assert_false(known);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        T(the_same_is_no_difference_wherever_it_stands),
        T(a_value_that_changes_is_one_difference),
        T(of_a_feed_only_what_is_new_is_told),
        T(addresses_are_counted_with_examples),
        T(many_differences_are_cut_and_counted),
        T(what_was_written_reads_back_and_an_older_edition_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
