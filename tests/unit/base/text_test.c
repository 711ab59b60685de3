/* text_test.c -- what enters is clean, what is compared is folded, what is typed is checked. */
#include "base/text.h"
#include "unit/unit.h"

static int setup(void **state)
{
    static struct test_clock tc;
    *state = ctx_new(MIB(4), test_clock(&tc), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

static void only_strict_utf8_is_taken(void **state)
{
    static const char *const good[] = {"",
                                       "plain ascii text",
                                       "São Paulo",
                                       "€",
                                       "\xf0\x9f\x98\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {"\x80",
                                      "\xc0\xaf",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xed\xa0\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xc3",
                                      "abcdefgh\xe2\x82",
                                      "S\xe3o Paulo"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(text_is_utf8(good[i], strlen(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
}

static void cleaned_to(struct ctx *cx, const char *in, bool prose, const char *out)
{
    const char *got = NULL;
    assert_int_equal(text_clean(cx, in, strlen(in), prose, &got), OK);
    assert_string_equal(got, out);
}

static void what_is_not_seen_does_not_make_a_name(void **state)
{
    struct ctx *cx = *state;

    cleaned_to(cx, "\xe2\x80\x8b", false, "");
    cleaned_to(cx,
               "\xe2\x80\xae"
               "gpj.exe\xe2\x80\xac",
               false, "gpj.exe");
    cleaned_to(cx,
               "\xef\xbb\xbf"
               "ana@acme.example\xe2\x80\x8b",
               false, "ana@acme.example");
    cleaned_to(cx,
               "a\xe2\x81\xa6"
               "b\xe2\x81\xa9\xe2\x80\x8f",
               false, "ab");
    cleaned_to(cx, "a\xe2\x80\x8e\xcc\x83", false, "\xc3\xa3");
    cleaned_to(cx, "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", false,
               "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
    cleaned_to(cx, "\xe2\x80\x9cum\xe2\x80\x9d \xe2\x82\xac", false,
               "\xe2\x80\x9cum\xe2\x80\x9d \xe2\x82\xac");
    cleaned_to(cx,
               "a\xe2\x80\x8b"
               "b",
               true,
               "a\xe2\x80\x8b"
               "b");
}

static void text_is_brought_to_nfc_and_trimmed(void **state)
{
    struct ctx *cx = *state;
    const char *got = NULL;
    cleaned_to(cx, "  Acme \t", false, "Acme");
    cleaned_to(cx, "\xc2\xa0 Sa\xcc\x83o\xe2\x80\xaf", false, "São");
    cleaned_to(cx,
               "a\x01"
               "b\x7f"
               "c\xc2\x85",
               false, "abc");
    cleaned_to(cx, "one\r\ntwo\tthree", false, "one two three");
    cleaned_to(cx, "one\r\ntwo\tthree\n", true, "one\ntwo\tthree");
    cleaned_to(cx, "", false, "");
    cleaned_to(cx, " ", false, "");
    assert_int_equal(text_clean(cx, "a\0b", 3, true, &got), ERR_INVALID);
    assert_string_equal(cx->fault.key, "text.has_nul");
    fault_clear(cx);
    assert_int_equal(text_clean(cx, "S\xe3o", 3, true, &got), ERR_INVALID);
    assert_string_equal(cx->fault.key, "text.not_utf8");
    assert_null(got);
}

/* Letters of Western Europe take a way of their own; together with another letter they do not. */
static void letters_fold_the_same_alone_and_among_others(void **state)
{
    struct ctx *cx = *state;
    struct arena *a = cx->arena;

    for (unsigned c = 0xa0; c <= 0xff; c++) {
        char alone[8] = {(char)(c < 0xc0 ? 0xc2 : 0xc3), (char)(0x80 | (c & 0x3f)), 'X'};
        const char *among = arena_print(a, "%s\xc4\x81", alone);
        const char *got = arena_print(a, "%sa", text_fold(a, alone));
        assert_string_equal(text_fold(a, among), got);
    }
    assert_string_equal(text_fold(a, "Jose\xcc\x81 \xc3"), "");
}

static void folds_of_the_same_word_are_equal(void **state)
{
    struct arena *a = ((struct ctx *)*state)->arena;
    assert_string_equal(text_fold(a, "  AÇÃO   e\tReação "), "acao e reacao");
    assert_string_equal(text_fold(a, "PLAIN Text"), "plain text");
    assert_string_equal(text_fold(a, "Sa\xcc\x83o"), "sao");
    assert_string_equal(text_fold(a, "Straße ﬁm Ⅳ"), "strasse fim iv");
    assert_string_equal(text_fold(a, "ÀÉÎÕÜ ñ ç"), "aeiou n c");
    assert_string_equal(text_fold(a, text_fold(a, "Ünï\xc2\xa0 Çödé")), "uni code");
    assert_string_equal(text_fold(a, ""), "");
    assert_null(text_fold(a, NULL));
}

static void slugs_are_plain_and_short(void **state)
{
    struct arena *a = ((struct ctx *)*state)->arena;
    assert_string_equal(text_slug(a, "Ação & Reação", 80), "acao-reacao");
    assert_string_equal(text_slug(a, "  --10% de Desconto!! ", 80), "10-de-desconto");
    assert_string_equal(text_slug(a, "Coração d'água", 9), "coracao-d");
    assert_string_equal(text_slug(a, "Coração d'água", 8), "coracao");
    assert_string_equal(text_slug(a, "Ørsted Łódź", 80), "orsted-lodz");
    assert_string_equal(text_slug(a, "日本 !", 80), "");
}

static void text_is_padded_by_characters(void **state)
{
    struct ctx *cx = *state;
    struct buf out = buf_in(cx->arena);

    text_pad(&out, "ação", 6, false);
    text_pad(&out, "12", 4, true);
    text_pad(&out, "inteiro", 3, true);
    assert_string_equal(buf_text(&out), "ação    12inteiro");
}

static void a_cut_keeps_whole_characters(void **state)
{
    struct arena *a = ((struct ctx *)*state)->arena;
    assert_int_equal(text_chars("coração"), 7);
    assert_string_equal(text_cut(a, "coração", 7), "coração");
    assert_string_equal(text_cut(a, "coração", 6), "coraç…");
    assert_string_equal(text_cut(a, "coração", 1), "…");
    assert_string_equal(text_cut(a, "um dois", 4), "um…");
}

static void windows_1252_becomes_utf8(void **state)
{
    struct arena *a = ((struct ctx *)*state)->arena;
    assert_string_equal(text_from_1252(a, "S\xe3o \x80 \x96 \x81", 9), "São € – \xef\xbf\xbd");
    assert_string_equal(text_from_1252(a, "", 0), "");
}

static void integers_have_nothing_around_them(void **state)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999"};
    int64_t v = 7;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(text_to_int(bad[i], &v));
    assert_false(text_to_int(NULL, &v));
    assert_int_equal(v, 7);
    assert_true(text_to_int("-9223372036854775808", &v) && v == INT64_MIN);
    assert_true(text_to_int("9223372036854775807", &v) && v == INT64_MAX);
    assert_true(text_to_int("0", &v) && v == 0);
}

static void addresses_are_checked_and_domains_lowered(void **state)
{
    static const char *const bad[] = {
        "",        "a",         "@b.co",       "a@",
        "a@b",     "a@@b.co",   "a b@c.co",    ".a@b.co",
        "a.@b.co", "a..b@c.co", "a@-b.co",     "a@b-.co",
        "a@b..co", "a@b.1",     "a@[1.2.3.4]", "ana@acme.example\nbcc:x@y.co",
        "ç@b.co",  "a@1.2.3.4"};
    struct ctx *cx = *state;
    const char *got = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (text_email(cx, bad[i], &got) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
    fault_clear(cx);
    assert_int_equal(text_email(cx, " Ana.Silva+news@ACME.Example ", &got), OK);
    assert_string_equal(got, "Ana.Silva+news@acme.example");
}

static void a_domain_is_found_in_what_people_paste(void **state)
{
    static const char *const same[] = {"acme.example",
                                       "ACME.example.",
                                       "https://www.Acme.example/x?y#z",
                                       "http://acme.example:8080",
                                       " www.acme.example ",
                                       "https://user:pass@acme.example/",
                                       "ana@acme.example",
                                       "acme.example?u=http://other.example"};
    static const char *const none[] = {"",         "acme", "not a domain", "http://",
                                       "10.0.0.1", "a..b", "www.com..",    "http://[::1]/"};
    struct arena *a = ((struct ctx *)*state)->arena;
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_string_equal(text_domain(a, same[i]), "acme.example");
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (text_domain(a, none[i]))
            fail_msg("taken: %s", none[i]);
    assert_null(text_domain(a, NULL));
    assert_string_equal(text_domain(a, "www.com"), "www.com");
    assert_string_equal(text_domain(a, "www.com."), "www.com");
    assert_true(text_is_free_mail("gmail.com") && text_is_free_mail("UOL.com.br"));
    assert_true(text_is_free_mail("aol.com") && text_is_free_mail("zoho.com"));
    assert_false(text_is_free_mail("acme.example") || text_is_free_mail("") ||
                 text_is_free_mail(NULL));
    assert_true(text_is_free_mail("mail.uol.com.br") && text_is_free_mail("zipmail.com.br"));
    assert_true(text_is_free_mail("hotmail.com.br") && text_is_free_mail("yahoo.co.jp"));
    assert_false(text_is_free_mail("xuol.com.br") || text_is_free_mail("com.br"));
    assert_false(text_is_free_mail("gmail.acme.com.br") ||
                 text_is_free_mail("uol.com.br.acme.com"));
}

static void company_and_person_numbers_are_verified(void **state)
{
    static const char *const good[][2] = {{"12.ABC.345/01DE-35", "12ABC34501DE35"},
                                          {"12abc34501de35", "12ABC34501DE35"},
                                          {"00.000.000/0001-91", "00000000000191"},
                                          {" 33.000.167/0001-01 ", "33000167000101"}};
    static const char *const bad[] = {"",
                                      "12.ABC.345/01DE-36",
                                      "00.000.000/0001-92",
                                      "11111111111111",
                                      "00000000000000",
                                      "12ABC34501DE3",
                                      "12ABC34501DE355",
                                      "12.ABC.345/01DE-3A",
                                      "12ÁBC34501DE35",
                                      "12_ABC34501DE35"};
    struct ctx *cx = *state;
    const char *got = NULL;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_int_equal(text_cnpj(cx, good[i][0], &got), OK);
        assert_string_equal(got, good[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (text_cnpj(cx, bad[i], &got) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
    assert_int_equal(text_cnpj(cx, NULL, &got), ERR_INVALID);
    assert_int_equal(text_cpf(cx, "529.982.247-25", &got), OK);
    assert_string_equal(got, "52998224725");
    assert_int_equal(text_cpf(cx, "529.982.247-26", &got), ERR_INVALID);
    assert_int_equal(text_cpf(cx, "111.111.111-11", &got), ERR_INVALID);
    assert_int_equal(text_cpf(cx, "52998224A25", &got), ERR_INVALID);
}

static void money_is_read_as_people_write_it(void **state)
{
    static const struct {
        const char *text;
        enum lang lang;
        int64_t minor;
    } good[] = {
        {"1.234,56", LANG_PT_BR, 123456},
        {"1.234,56", LANG_EN, 123456},
        {"1,234.56", LANG_EN, 123456},
        {"1,234.56", LANG_PT_BR, 123456},
        {"R$ 1.234,56", LANG_PT_BR, 123456},
        {"R$\xc2\xa0"
         "1.234,56",
         LANG_PT_BR, 123456},
        {"-3", LANG_EN, -300},
        {"-R$ 3,5", LANG_PT_BR, -350},
        {"R$ -3,50", LANG_PT_BR, -350},
        {"1.234", LANG_PT_BR, 123400},
        {"1,234", LANG_EN, 123400},
        {"1.234.567", LANG_EN, 123456700},
        {"50.000,00", LANG_PT_BR, 5000000},
        {"0.5", LANG_PT_BR, 50},
        {"1234.5600", LANG_PT_BR, 123456},
        {"1 234,56 €", LANG_PT_BR, 123456},
        {"0", LANG_EN, 0},
        {",5", LANG_PT_BR, 50},
        {"92233720368547758,07", LANG_PT_BR, INT64_MAX},
    };
    static const char *const bad[] = {"",
                                      "R$",
                                      "-",
                                      "abc",
                                      "1.23.456",
                                      "1,2,3",
                                      "1.234,567",
                                      "1,2.345,6",
                                      "1,234",
                                      "12.34.56",
                                      "1.",
                                      "--1",
                                      "1-",
                                      "1e5",
                                      "1 2",
                                      "0.125",
                                      "R$ R$ 1",
                                      "92233720368547758,08",
                                      "99999999999999999999999999999999999"};
    struct ctx *cx = *state;
    int64_t v = 0;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        if (text_money(cx, good[i].text, good[i].lang, &v) != OK || v != good[i].minor)
            fail_msg("%s gives %lld", good[i].text, (long long)v);
    }
    v = 7;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (text_money(cx, bad[i], LANG_PT_BR, &v) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
    assert_int_equal(v, 7);
}

static void every_failing_allocation_is_survived(void **state)
{
    bool done = false;
    (void)state;
    for (size_t n = 1; !done; n++) {
        struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
        const char *got = NULL;
        enum err e;
        arena_fail_at(cx->arena, n);
        e = text_clean(cx, "Sa\xcc\x83o\tPaulo", 11, false, &got);
        e = e ? e : text_email(cx, "ana@acme.example", &got);
        e = e ? e : text_cnpj(cx, "12.ABC.345/01DE-35", &got);
        (void)text_domain(cx->arena, "acme.example");
        (void)text_cut(cx->arena, "coração", 3);
        (void)text_from_1252(cx->arena, "S\xe3o", 3);
        done = !e && text_slug(cx->arena, "Ação & Reação", 80);
        assert_true(done || arena_full(cx->arena));
        assert_true(e == OK || e == ERR_LIMIT);
        assert_true(n < 50);
        ctx_free(cx);
    }
}

static void what_somebody_registered_is_told_from_what_belongs_to_all(void **state)
{
    static const char *const pairs[][2] = {
        {"acme.com", "acme.com"},
        {"mail.acme.com", "acme.com"},
        {"a.b.acme.com.br", "acme.com.br"},
        {"acme.ind.br", "acme.ind.br"},
        {"usp.br", "usp.br"},
        {"ime.usp.br", "usp.br"},
        {"www.campinas.sp.gov.br", "campinas.sp.gov.br"},
        {"www.serpro.gov.br", "serpro.gov.br"},
        {"ana.lima.nom.br", "ana.lima.nom.br"},
        {"mail.acme.co.uk", "acme.co.uk"},
        {"mail.acme.de", "acme.de"},
        {"acme.onmicrosoft.com", "acme.onmicrosoft.com"},
        {"Mail.Acme.Com.Br", "Acme.Com.Br"},
    };
    static const char *const none[] = {"com.br",    "com", "co.uk",
                                       "sp.gov.br", "",    "onmicrosoft.com"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(text_registrable(pairs[i][0]), pairs[i][1]);
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_null(text_registrable(none[i]));
    assert_null(text_registrable(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_strict_utf8_is_taken),
        cmocka_unit_test_setup_teardown(text_is_padded_by_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_seen_does_not_make_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(text_is_brought_to_nfc_and_trimmed, setup, teardown),
        cmocka_unit_test_setup_teardown(letters_fold_the_same_alone_and_among_others, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(folds_of_the_same_word_are_equal, setup, teardown),
        cmocka_unit_test_setup_teardown(slugs_are_plain_and_short, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cut_keeps_whole_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(windows_1252_becomes_utf8, setup, teardown),
        cmocka_unit_test(integers_have_nothing_around_them),
        cmocka_unit_test_setup_teardown(addresses_are_checked_and_domains_lowered, setup, teardown),
        cmocka_unit_test_setup_teardown(a_domain_is_found_in_what_people_paste, setup, teardown),
        cmocka_unit_test_setup_teardown(company_and_person_numbers_are_verified, setup, teardown),
        cmocka_unit_test_setup_teardown(money_is_read_as_people_write_it, setup, teardown),
        cmocka_unit_test(every_failing_allocation_is_survived),
        cmocka_unit_test(what_somebody_registered_is_told_from_what_belongs_to_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
