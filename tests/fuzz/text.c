/* text.c -- cleaning twice is cleaning once, a fold folds to itself, and what comes out is UTF-8. */
#include "base/text.h"
#include "fuzz.h"

static void as_fields(struct ctx *cx, const char *text)
{
    const char *got = NULL, *again;
    int64_t minor;
    bool ok;

    if (text_cnpj(cx, text, &got) == OK)
        must(strlen(got) == 14);
    if (text_cpf(cx, text, &got) == OK)
        must(strlen(got) == 11);
    if (text_email(cx, text, &got) == OK)
        must(text_domain(cx->arena, strchr(got, '@') + 1) != NULL || arena_full(cx->arena));
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        ok = text_money(cx, text, (enum lang)lang, &minor) == OK;
        must(!ok || minor != INT64_MIN);
    }
    got = text_domain(cx->arena, text);
    again = got ? text_domain(cx->arena, got) : NULL;
    must(!got || (again && strlen(again) <= strlen(got)) || arena_full(cx->arena));
}

static void as_text(struct ctx *cx, const char *text)
{
    const char *clean = NULL, *again = NULL, *fold, *twice;

    if (text_clean(cx, text, strlen(text), true, &clean))
        return;
    must(text_is_utf8(clean, strlen(clean)));
    must(text_clean(cx, clean, strlen(clean), true, &again) == OK);
    must(!strcmp(clean, again));
    fold = text_fold(cx->arena, clean);
    must(fold && text_is_utf8(fold, strlen(fold)));
    twice = text_fold(cx->arena, fold);
    must(twice && !strcmp(fold, twice));
    must(strlen(text_slug(cx->arena, clean, 20)) <= 20);
    must(text_chars(text_cut(cx->arena, clean, 10)) <= 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx *cx = ctx_new(MIB(64), clock_system(), NULL);
    const char *text = arena_dup_n(cx->arena, bytes, n);
    const char *latin = text_from_1252(cx->arena, (const char *)bytes, n);

    must(latin && text_is_utf8(latin, strlen(latin)));
    as_text(cx, text);
    as_fields(cx, text);
    ctx_free(cx);
    return 0;
}
