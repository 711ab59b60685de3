/* verb_test.c -- the rows of commands name words, options, routes and sentences that there are. */
#include "unit/unit.h"

#include "api/api.h"
#include "app/verb.h"
#include "base/message.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const struct command *command_of(const struct verb *v)
{
    for (const struct command *c = commands; c->name; c++)
        if (text_equal(c->name, v->command))
            return c;
    return NULL;
}

static void every_command_and_row_has_its_words_in_both_languages(void **state)
{
    char key[80];

    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        for (const struct command *c = commands; c->name; c++) {
            (void)snprintf(key, sizeof(key), "cli.help_%s", c->name);
            assert_non_null(message_find((enum lang)lang, key));
            (void)snprintf(key, sizeof(key), "cli.usage_%s", c->name);
            assert_non_null(message_find((enum lang)lang, key));
        }
        for (const struct verb *v = verbs; v->command; v++)
            assert_true(!v->said || message_find((enum lang)lang, v->said));
    }
}

static bool takes(const struct command *c, const char *name, size_t n)
{
    for (const struct arg_option *o = c->options; o->name; o++)
        if (strlen(o->name) == n && !memcmp(o->name, name, n))
            return true;
    return false;
}

static void every_option_that_a_row_names_is_one_of_its_command(void **state)
{
    (void)state;
    for (const struct verb *v = verbs; v->command; v++) {
        const char *texts[] = {v->target, v->body ? v->body : ""};
        const struct command *c = command_of(v);
        assert_non_null(c);
        for (size_t i = 0; i < COUNT_OF(texts); i++)
            for (const char *p = texts[i]; (p = strstr(p, "--")) != NULL;) {
                size_t n = strcspn(p += 2, "} !");
                if (!takes(c, p, n))
                    fail_msg("praca %s %s has no --%.*s", v->command, v->verb, (int)n, p);
            }
        assert_true(!(v->flags & VERB_PAGES) || takes(c, "limit", 5));
        assert_true(!(v->flags & VERB_CSV) || takes(c, "out", 3));
    }
}

/* "{list}" of the row is "{id}" of the route, or "contacts" of "{table}". */
static bool same_path(const char *row, const char *route)
{
    while (*row && *row != '?' && *route) {
        size_t a = strcspn(row + 1, "/?"), b = strcspn(route + 1, "/");
        bool open = row[1] == '{' || route[1] == '{';
        if (!open && (a != b || memcmp(row, route, a + 1) != 0))
            return false;
        row += a + 1;
        route += b + 1;
    }
    return (!*row || *row == '?') && !*route;
}

static bool has_route(const struct verb *v)
{
    for (const struct route_group *g = api_groups; g->routes; g++)
        for (const struct route *r = g->routes; r->method; r++)
            if (text_equal(r->method, v->method) && same_path(v->target, r->path))
                return true;
    return false;
}

static void every_row_asks_a_route_and_says_something(void **state)
{
    (void)state;
    for (const struct verb *v = verbs; v->command; v++) {
        if (!has_route(v))
            fail_msg("praca %s %s asks no route", v->command, v->verb);
        assert_true(v->columns || v->said || v->flags & VERB_CSV);
        assert_true(!(v->flags & VERB_JOB) || v->flags & VERB_EVENTS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_and_row_has_its_words_in_both_languages),
        cmocka_unit_test(every_option_that_a_row_names_is_one_of_its_command),
        cmocka_unit_test(every_row_asks_a_route_and_says_something),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
