/* fact_test.c -- a fact comes back as it went, and bytes that are no fact are refused. */
#include "unit/facts/facts_make.h"

static void a_fact_comes_back_with_every_part(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = fact_nothing(), back;
    size_t n = 0;
    char text[32];

    for (size_t i = 0; i < FACT_FIELDS; i++) {
        (void)snprintf(text, sizeof(text), "%zu", i);
        if (fact_fields[i].kind == PART_NUMBER)
            part_set_number(&f, &fact_fields[i],
                            i < 36 || i == 41 ? INT64_C(1700000000000) + (int64_t)i
                                              : 10 + (int64_t)i);
        else if (fact_fields[i].kind == PART_TEXT)
            part_set_text(&f, &fact_fields[i], arena_dup(h->cx->arena, text));
        else
            part_set_flag(&f, &fact_fields[i], true);
    }
    f.kind = "view";
    f.value_minor = -1990;
    f.visitor = INT64_MIN + 1;
    f.currency = "BRL";
    f.props = "{\"a\":\"ção\"}";
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), OK);
    assert_int_equal(fact_decode(h->cx, bytes, n, &back), OK);
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        if (fact_fields[i].kind == PART_NUMBER)
            assert_int_equal(part_number(&f, &fact_fields[i]), part_number(&back, &fact_fields[i]));
        else if (fact_fields[i].kind == PART_TEXT)
            assert_string_equal(part_text(&f, &fact_fields[i]), part_text(&back, &fact_fields[i]));
        else
            assert_true(part_flag(&back, &fact_fields[i]));
    }
}

static void what_is_absent_comes_back_absent_and_costs_nothing(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = a_fact(5, 1000), back;
    size_t n = 0;

    f.key_lo = 0;
    f.path = f.channel = NULL;
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), OK);
    assert_int_equal(n, 10 + 4 * 8 + 2 + 4);
    assert_int_equal(fact_decode(h->cx, bytes, n, &back), OK);
    assert_int_equal(back.key_lo, 5); /* without a key of its own, the id is the key */
    assert_int_equal(back.value_minor, NIL);
    assert_string_equal(back.path, "");
    assert_false(back.robot);
}

static void every_wrong_part_is_named(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = a_fact(5, 1000);
    char path[1002];
    size_t n = 0;
    static const char *const wrong[] = {"site", "path", "medium"};
    struct fault_field *ff;

    memset(path, 'a', sizeof(path));
    path[1001] = '\0';
    f.site = 0;
    f.path = path;
    f.medium = "\xff";
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), ERR_INVALID);
    ff = h->cx->fault.fields;
    for (size_t i = 0; i < COUNT_OF(wrong); i++, ff = ff->next)
        assert_string_equal(ff->field, wrong[i]);
    assert_null(ff);
    fault_clear(h->cx);

    f = a_fact(5, 1000);
    f.kind = "View";
    f.currency = "real";
    f.props = "[]";
    f.value_minor = INT64_MAX;
    f.at_ms = INT64_MAX;
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), ERR_INVALID);
    assert_string_equal(h->cx->fault.fields->key, "facts.too_long"); /* currency of four */
    fault_clear(h->cx);
    f.currency = "rea";
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), ERR_INVALID);
    assert_int_equal(h->cx->fault.field_count, 5);
}

static void a_record_cut_anywhere_or_with_more_behind_is_refused(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX + 1] = {0};
    struct fact f = a_fact(5, 1000), back;
    size_t n = 0;

    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), OK);
    for (size_t cut = 0; cut < n; cut++) {
        assert_int_equal(fact_decode(h->cx, bytes, cut, &back), ERR_INVALID);
        fault_clear(h->cx);
    }
    assert_int_equal(fact_decode(h->cx, bytes, n + 1, &back), ERR_INVALID);
}

static void any_flipped_bit_gives_a_sound_fact_or_a_refusal(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX], again[FACT_RECORD_MAX];
    struct fact f = a_fact(5, 1000), back;
    size_t n = 0, m = 0;

    f.props = "{\"x\":1}";
    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), OK);
    for (size_t bit = 0; bit < n * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (fact_decode(h->cx, bytes, n, &back) == OK)
            assert_int_equal(fact_encode(h->cx, &back, again, &m), OK);
        fault_clear(h->cx);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

static void the_longest_fact_fits_its_record_and_a_journal(void **state)
{
    size_t n = 10;

    (void)state;
    for (size_t i = 0; i < FACT_FIELDS; i++)
        n += fact_fields[i].kind == PART_NUMBER ? 8 : 2 + fact_fields[i].max;
    assert_true(n <= FACT_RECORD_MAX);
    assert_true((size_t)FACT_RECORD_MAX <= (size_t)JOURNAL_RECORD_MAX);
}

static void decoding_in_a_full_arena_says_so(void **state)
{
    struct here *h = *state;
    unsigned char bytes[FACT_RECORD_MAX];
    struct fact f = a_fact(5, 1000), back;
    size_t n = 0;

    assert_int_equal(fact_encode(h->cx, &f, bytes, &n), OK);
    for (size_t at = 1; at <= 3; at++) {
        struct arena_mark mark = arena_mark(h->cx->arena);
        arena_fail_at(h->cx->arena, at);
        assert_int_equal(fact_decode(h->cx, bytes, n, &back), ERR_LIMIT);
        fault_clear(h->cx);
        arena_reset(h->cx->arena, mark);
    }
}

#define CLAIM(f) cmocka_unit_test_setup_teardown(f, here_setup, here_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(a_fact_comes_back_with_every_part),
        CLAIM(what_is_absent_comes_back_absent_and_costs_nothing),
        CLAIM(every_wrong_part_is_named),
        CLAIM(a_record_cut_anywhere_or_with_more_behind_is_refused),
        CLAIM(any_flipped_bit_gives_a_sound_fact_or_a_refusal),
        CLAIM(the_longest_fact_fits_its_record_and_a_journal),
        CLAIM(decoding_in_a_full_arena_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
