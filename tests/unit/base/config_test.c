/* config_test.c -- file, environment, flags, in rising order; a wrong key is answered with the right one. */
#include "base/config.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct config_row db_rows[] = {
    {"db.url", CONFIG_TEXT, "sqlite://", 0, 0, "base.memory"},
    {"db.password", CONFIG_SECRET, "", 0, 0, NULL},
    {0},
};
static const struct config_row mail_rows[] = {
    {"mail.rate_max", CONFIG_INT, "600", 1, 60000, NULL},
    {"mail.on", CONFIG_BOOL, "false", 0, 0, NULL},
    {0},
};
static const struct config_row *const tables[] = {db_rows, mail_rows, NULL};

/* Loads with this text as the file. */
static enum err load(struct ctx *cx, const char *text, char *const *environment,
                     const char *const *flags, struct config **ret)
{
    char name[] = "/tmp/praca-config-XXXXXX";
    int fd = mkstemp(name);
    enum err e;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
    e = config_load(cx, tables, name, environment, flags, ret);
    (void)unlink(name);
    return e;
}

static int setup(void **state)
{
    *state = ctx_new(KIB(64), clock_system(), NULL);
    return 0;
}

static int teardown(void **state)
{
    ctx_free(*state);
    return 0;
}

static void later_sources_win(void **state)
{
    char url[] = "PRACA_DB_URL=from env", rate[] = "PRACA_MAIL_RATE_MAX=7",
         other[] = "PRACA_OTHER=1";
    char *const environment[] = {other, url, rate, NULL};
    const char *const flags[] = {"mail.rate_max=9", "mail.on", NULL};
    struct config *c = NULL;
    const char *text = "# a comment\r\n[db]\r\n url = from file \npassword=\"s3 = "
                       "cret\"\n\n[mail]\nrate_max = 8\n";
    assert_int_equal(load(*state, text, environment, flags, &c), OK);
    assert_string_equal(config_text(c, "db.url"), "from env");
    assert_string_equal(config_text(c, "db.password"), "s3 = cret");
    assert_int_equal(config_int(c, "mail.rate_max"), 9);
    assert_true(config_bool(c, "mail.on"));
    config_free(c);
    assert_int_equal(config_load(*state, tables, "/nowhere/praca.conf", NULL, NULL, &c), OK);
    assert_string_equal(config_text(c, "db.url"), "sqlite://");
    config_free(c);
    config_free(NULL);
}

static void refused(struct ctx *cx, const char *text, const char *key, const char *last)
{
    struct config *c = NULL;
    const char *value = NULL;
    fault_clear(cx);
    assert_int_equal(load(cx, text, NULL, NULL, &c), ERR_INVALID);
    assert_string_equal(cx->fault.key, key);
    for (int i = 0; i < FAULT_PARAMS_MAX && cx->fault.params[i].name; i++)
        value = cx->fault.params[i].value;
    assert_string_equal(value, last);
    assert_null(c);
}

static void what_is_wrong_is_named(void **state)
{
    struct ctx *cx = *state;
    const char *const flags[] = {"db.ulr=x", NULL}, *const bare[] = {"db.url", NULL};
    struct config *c = NULL;
    refused(cx, "[db]\nulr = x\n", "config.unknown", "db.url");
    refused(cx, "[mail]\nrate-max = 5\n", "config.unknown", "mail.rate_max");
    refused(cx, "[mail]\nrate_max = many\n", "config.number", "mail.rate_max");
    refused(cx, "[mail]\nrate_max = 0\n", "config.range", "60000");
    refused(cx, "[mail]\non = maybe\n", "config.bool", "mail.on");
    refused(cx, "[db]\nurl\n", "config.syntax", "2");
    refused(cx, "\n\n[", "config.syntax", "3");
    fault_clear(cx);
    assert_int_equal(config_load(cx, tables, NULL, NULL, flags, &c), ERR_INVALID);
    assert_string_equal(cx->fault.params[1].value, "db.url");
    fault_clear(cx);
    assert_int_equal(config_load(cx, tables, NULL, NULL, bare, &c), ERR_INVALID);
    assert_string_equal(cx->fault.key, "config.value");
}

static void secrets_are_masked_when_shown(void **state)
{
    struct ctx *cx = *state;
    struct config *c = NULL;
    struct buf b = buf_in(cx->arena);
    assert_int_equal(load(cx, "[db]\npassword = hush\n", NULL, NULL, &c), OK);
    config_describe(c, LANG_EN, &b);
    assert_non_null(strstr(buf_text(&b), "db.password = ********  (file)"));
    assert_non_null(strstr(buf_text(&b), "mail.rate_max = 600  (default)\n    1..60000\n"));
    assert_null(strstr(buf_text(&b), "hush"));
    config_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(later_sources_win, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(secrets_are_masked_when_shown, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
