/* code_letters.c -- see code_letters.h. No i, l, o, 0 and 1. */
#include "people/code_letters.h"

#include "access/site.h"
#include "base/hash.h"
#include "base/time.h"

#include <string.h>

static const char *const letters[] = {[CODE_LOWER] = "abcdefghjkmnpqrstuvwxyz23456789",
                                      [CODE_UPPER] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"};

const char *code_new(struct ctx *cx, enum code_case how, size_t chars)
{
    char *code = arena_alloc(cx->arena, chars + 1);

    if (!code)
        return NULL;
    random_bytes(code, chars);
    for (size_t i = 0; i < chars; i++)
        code[i] = letters[how][(unsigned char)code[i] % strlen(letters[how])];
    code[chars] = '\0';
    return code;
}

bool code_is(const char *text, enum code_case how, size_t chars)
{
    return strspn(text, letters[how]) >= chars;
}

enum err site_day_within(struct ctx *cx, struct db *db, const char *from, const char *to, bool *ret)
{
    char day[DATE_TEXT_MAX];
    const struct zone *zone = NULL;
    struct site site;
    enum err e = OK;

    *ret = true;
    if (!from && !to)
        return OK;
    e = site_get(cx, db, cx->site, &site);
    if (!e)
        e = zone_find(cx, site.time_zone, &zone);
    if (e)
        return e;
    date_text(zone, ctx_now(cx), day);
    *ret = (!from || strcmp(day, from) >= 0) && (!to || strcmp(day, to) <= 0);
    return OK;
}
