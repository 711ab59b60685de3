/* csv_test.c -- what real exports contain is read; what cannot be read safely is refused by row and line. */
#include "base/csv.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

static const struct csv_shape plain = {.separator = ',', .encoding = CSV_UTF8};

static int setup(void **state)
{
    *state = ctx_new(MIB(8), clock_system(), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

/* A source that gives few bytes at a time. */
struct drip {
    const char *bytes;
    size_t left, step;
};

static enum err drip(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct drip *d = self;
    size_t n = d->left < d->step ? d->left : d->step;
    (void)cx;
    n = n < room ? n : room;
    memcpy(to, d->bytes, n);
    d->bytes += n;
    d->left -= n;
    *ret_n = n;
    return OK;
}

/* The whole file as text: cells in [], rows by their number and line; errors by their key. */
static const char *all(struct ctx *cx, const char *bytes, size_t n, const struct csv_shape *shape,
                       size_t step)
{
    struct drip d = {bytes, n, step};
    struct csv_reader *r = NULL;
    struct csv_row row;
    struct buf b = buf_in(cx->arena);
    bool more = true;
    enum err e;

    fault_clear(cx);
    if (csv_open(cx, drip, &d, shape, &r))
        return cx->fault.key;
    while ((e = csv_next(cx, r, &row, &more)) != OK || more) {
        buf_print(&b, "%d@%d", (int)row.number, (int)row.line);
        if (e)
            buf_print(&b, "!%s", cx->fault.key);
        for (size_t i = 0; i < row.count; i++) {
            assert_int_equal(strlen(row.cells[i]), row.lengths[i]);
            buf_print(&b, "[%s]", row.cells[i]);
        }
        fault_clear(cx);
        buf_add_char(&b, ' ');
        if (e == ERR_LIMIT)
            break;
    }
    return buf_text(&b);
}

static void read_as(struct ctx *cx, const char *bytes, const char *want)
{
    for (size_t step = 1; step < 12; step += 3)
        assert_string_equal(all(cx, bytes, strlen(bytes), &plain, step), want);
    assert_string_equal(all(cx, bytes, strlen(bytes), &plain, 1 << 16), want);
}

static void rows_of_every_line_ending_are_read(void **state)
{
    read_as(*state, "a,b\n1,2\n3,4\n", "1@2[1][2] 2@3[3][4] ");
    read_as(*state, "a,b\r\n1,2\r\n3,4", "1@2[1][2] 2@3[3][4] ");
    read_as(*state,
            "\xef\xbb\xbf"
            "a,b\n,\n",
            "1@2[][] ");
    read_as(*state, "a\n\n\r\n1\n\n", "1@4[1] ");
    read_as(*state, "a,b\n", "");
    read_as(*state, "a,b", "");
}

static void quotes_may_hold_anything(void **state)
{
    read_as(*state, "a,b\n\"x,\"\"y\"\"\n z\",2\r\n3,\"\"\r\n", "1@2[x,\"y\"\n z][2] 2@4[3][] ");
    read_as(*state, "a,b\n1,\"2\"", "1@2[1][2] ");
    read_as(*state, "\"a\",\"b\"\n\"1\",\"2\"\r\n", "1@2[1][2] ");
}

static void a_bad_row_is_named_and_the_next_one_read(void **state)
{
    read_as(*state, "a,b\n1,2\"\n3,4\n", "1@2!csv.quote 2@3[3][4] ");
    read_as(*state, "a,b\n\"1\" ,2\n3,4\n", "1@2!csv.quote 2@3[3][4] ");
    read_as(*state, "a,b\n1\n1,2,3\n4,5\n", "1@2!csv.cells 2@3!csv.cells 3@4[4][5] ");
    read_as(*state, "a,b\n1,S\xe3o\n4,5\n", "1@2!csv.encoding 2@3[4][5] ");
    read_as(*state, "a,b\n1,2\n\"3,4\n5,6\n", "1@2[1][2] 2@3!csv.quote ");
}

static void a_null_byte_is_refused(void **state)
{
    assert_string_equal(all(*state, "a,b\n1,\0\n3,4\n", 12, &plain, 5),
                        "1@2!csv.encoding 2@3[3][4] ");
}

static void a_row_too_long_is_passed_over_in_little_memory(void **state)
{
    struct ctx *cx = *state;
    struct csv_shape shape = {.separator = ',', .row_max_bytes = 1000};
    static const char head[] = {'a', ',', 'b', '\n'}, tail[] = {'\n', '1', ',', '2', '\n'};
    size_t n = 4 + MIB(10);
    char *bytes = malloc(n + 8);
    memset(bytes, 'x', n);
    memcpy(bytes, head, sizeof(head));
    memcpy(bytes + n, tail, sizeof(tail));
    assert_string_equal(all(cx, bytes, n + 5, &shape, 60000), "1@2!csv.long_row 2@3[1][2] ");
    bytes[4] = '"'; /* now an open quote: to the end of the file */
    assert_string_equal(all(cx, bytes, n + 5, &shape, 60000), "1@2!csv.long_row ");
    free(bytes);
}

static void a_header_is_there_and_has_no_name_twice(void **state)
{
    struct ctx *cx = *state;
    struct drip d = {" a ,B,,\n", 8, 3};
    struct csv_reader *r = NULL;
    size_t n = 0;
    assert_string_equal(all(cx, "", 0, &plain, 1), "csv.empty");
    assert_string_equal(all(cx, "\n\n", 2, &plain, 1), "csv.empty");
    assert_string_equal(all(cx, "a,b,a \n", 7, &plain, 1), "csv.twice");
    fault_clear(cx);
    assert_int_equal(csv_open(cx, drip, &d, &plain, &r), OK);
    assert_string_equal(csv_header(r, &n)[0], "a");
    assert_string_equal(csv_header(r, &n)[1], "B");
    assert_int_equal(n, 4);
}

static void windows_1252_is_read_as_utf8(void **state)
{
    struct csv_shape shape = {.separator = ';', .encoding = CSV_1252};
    assert_string_equal(all(*state, "a;b\nS\xe3o;\x80 5\n", 12, &shape, 3), "1@2[São][€ 5] ");
}

static void a_reader_goes_on_from_any_row(void **state)
{
    struct ctx *cx = *state;
    const char *text = "a,b\r\n1,\"x\ny\"\r\n2,z\r\n\r\n3,w\n4,v";
    struct csv_memory m = {.bytes = text, .len = strlen(text)};
    struct csv_reader *r = NULL;
    struct csv_row rows[8], row;
    bool more = true;
    int n = 0;
    assert_int_equal(csv_open(cx, csv_from_memory, &m, &plain, &r), OK);
    while (csv_next(cx, r, &rows[n], &more) == OK && more)
        n++;
    assert_int_equal(n, 4);
    assert_int_equal(rows[3].end_offset, (int64_t)m.len);
    for (int i = 0; i + 1 < n; i++) {
        m.at = 0;
        assert_int_equal(csv_open(cx, csv_from_memory, &m, &plain, &r), OK);
        m.at = (size_t)rows[i].end_offset;
        csv_resume(r, rows[i].end_offset, rows[i].number + 1, rows[i + 1].line);
        assert_int_equal(csv_next(cx, r, &row, &more), OK);
        assert_int_equal(row.number, rows[i + 1].number);
        assert_int_equal(row.end_offset, rows[i + 1].end_offset);
        assert_string_equal(row.cells[1], rows[i + 1].cells[1]);
    }
}

static void shape_of(struct ctx *cx, const char *bytes, char separator, enum csv_encoding encoding)
{
    struct csv_shape s = {0};
    assert_int_equal(csv_guess(cx, bytes, strlen(bytes), &s), OK);
    assert_int_equal(s.separator, separator);
    assert_int_equal(s.encoding, encoding);
}

static void the_shape_of_a_file_is_guessed(void **state)
{
    struct ctx *cx = *state;
    struct csv_shape s = {0};
    shape_of(cx, "a,b,c\n1,2,3\n", ',', CSV_UTF8);
    shape_of(cx, "nome;valor\nAna, Lda;1,50\nRui;2,75\n", ';', CSV_UTF8);
    shape_of(cx, "a\tb\n1,2\t3\n", '\t', CSV_UTF8);
    shape_of(cx, "a|b\n1|\"x;y;z\"\n", '|', CSV_UTF8);
    shape_of(cx, "a,b\n\"x;y;z;\n;;\",2\n", ',', CSV_UTF8);
    shape_of(cx, "nome;cidade\nAna;S\xe3o Paulo\n", ';', CSV_1252);
    shape_of(cx, "nome;cidade\nAna;São Paulo\xc3", ';', CSV_UTF8);
    shape_of(cx, "one column\n1\n", ',', CSV_UTF8);
    assert_int_equal(csv_guess(cx, "", 0, &s), ERR_INVALID);
}

static void what_is_no_table_of_text_says_how_to_mend_it(void **state)
{
    struct ctx *cx = *state;
    static const struct {
        const char *bytes, *key;
        size_t n;
    } rows[] = {
        {"PK\x03\x04 cut off", "csv.workbook", 11},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "csv.workbook", 8},
        {"%PDF-1.7\n", "csv.pdf", 9},
        {"\xff\xfe"
         "a\0",
         "csv.utf16", 4},
        {"\xfe\xff\0a", "csv.utf16", 4},
        {"a\0b\0", "csv.no_text", 4},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct csv_shape s = {0};
        assert_int_equal(csv_guess(cx, rows[i].bytes, rows[i].n, &s), ERR_INVALID);
        assert_string_equal(cx->fault.key, rows[i].key);
        fault_clear(cx);
    }
}

static void what_is_written_reads_back_and_runs_no_formula(void **state)
{
    static const char *const cells[] = {"plain", "a,b",   "say \"x\"", "two\r\nlines",
                                        "",      "-3,50", "+55 11"};
    struct ctx *cx = *state;
    struct buf b = buf_in(cx->arena);
    csv_put(&b, "=1+1", true);
    csv_put(&b, "-3.50", false);
    csv_put(&b, "+5511999", false);
    csv_put(&b, "@x", false);
    csv_put(&b, "-", false);
    csv_put(&b, NULL, false);
    csv_end_row(&b);
    assert_string_equal(buf_text(&b), "'=1+1,-3.50,+5511999,'@x,'-,\r\n");
    b = buf_in(cx->arena);
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        buf_print(&b, "%sc%zu", i ? "," : "", i);
    csv_end_row(&b);
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        csv_put(&b, cells[i], i == 0);
    csv_end_row(&b);
    assert_string_equal(all(cx, b.bytes, b.len, &plain, 4),
                        "1@2[plain][a,b][say \"x\"][two\r\nlines][][-3,50]['+55 11] ");
}

static void every_failing_allocation_is_survived(void **state)
{
    const char *text = "a,b\n1,2\n\"x\"\"y\",S\xe3o\n";
    struct csv_shape shape = {.separator = ',', .encoding = CSV_1252};
    bool done = false;
    (void)state;
    for (size_t n = 1; !done; n++) {
        struct ctx *cx = ctx_new(MIB(1), clock_system(), NULL);
        const char *got;
        arena_fail_at(cx->arena, n);
        got = all(cx, text, strlen(text), &shape, 5);
        done = !arena_full(cx->arena);
        if (done)
            assert_string_equal(got, "1@2[1][2] 2@3[x\"y][São] ");
        else if (got && !strstr(got, "["))
            assert_true(strstr(got, "base.memory") != NULL);
        assert_true(n < 100);
        ctx_free(cx);
    }
}

static void count_rows(struct ctx *cx, const char *folder, const char *name, size_t columns,
                       int64_t want)
{
    const char *path = arena_print(cx->arena, "%s/data/olist/%s", folder, name);
    FILE *f = fopen(path, "rb");
    struct csv_reader *r = NULL;
    struct csv_row row = {0};
    bool more = true;
    size_t n = 0;
    struct arena_mark mark;
    if (!f) {
        print_message("skipped: no %s\n", path);
        return;
    }
    assert_int_equal(csv_open(cx, csv_from_file, f, &plain, &r), OK);
    (void)csv_header(r, &n);
    assert_int_equal(n, columns);
    mark = arena_mark(cx->arena);
    for (;;) {
        arena_reset(cx->arena, mark);
        assert_int_equal(csv_next(cx, r, &row, &more), OK);
        if (!more)
            break;
    }
    assert_int_equal(row.number, want);
    (void)fclose(f);
}

static void the_olist_files_have_all_their_rows(void **state)
{
    const char *folder = getenv("PRACA_SHARED");
    if (!folder) {
        print_message("skipped: PRACA_SHARED does not name a folder with data/olist\n");
        return;
    }
    count_rows(*state, folder, "olist_marketing_qualified_leads_dataset.csv", 4, 8000);
    count_rows(*state, folder, "olist_closed_deals_dataset.csv", 14, 842);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_of_every_line_ending_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(quotes_may_hold_anything, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bad_row_is_named_and_the_next_one_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_null_byte_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_row_too_long_is_passed_over_in_little_memory, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_header_is_there_and_has_no_name_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(windows_1252_is_read_as_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reader_goes_on_from_any_row, setup, teardown),
        cmocka_unit_test_setup_teardown(the_shape_of_a_file_is_guessed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_table_of_text_says_how_to_mend_it, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_written_reads_back_and_runs_no_formula, setup,
                                        teardown),
        cmocka_unit_test(every_failing_allocation_is_survived),
        cmocka_unit_test_setup_teardown(the_olist_files_have_all_their_rows, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
