/* cookie_banner.c -- see cookie_banner.h. Publishing takes the next number; two at once are made one after another by the
 * key of the editions, on PostgreSQL by running the later one again. */
#include "people/cookie_banner.h"

#include "base/message.h"
#include "base/text.h"
#include "people/cookie_say.h"
#include "people/ledger_priv.h"
#include "work/setting.h"

#include "cookie_sql.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_MAX = 120, OWN_MAX = 1000, MORE_MAX = 600, URL_MAX = 300, TEXTS_PAGE = 100 };

static const char *const corner_choices[] = {"left", "right", NULL};

/* --- the draft */

static const struct setting counting[] = {SETTING_COUNT_REFUSING, {0}};

static enum err read_banner(struct ctx *cx, struct db *db, struct cookie_banner *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_cookie_banner, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row ? (struct cookie_banner){.version = db_int(st, 0),
                                            .accent = db_text_dup(cx, st, 1),
                                            .corner = db_text_dup(cx, st, 2),
                                            .onetrust = db_int(st, 3) == 1,
                                            .words = db_text_dup(cx, st, 4),
                                            .changed_at = db_int(st, 5),
                                            .changed_by = db_int(st, 6)}
                   : (struct cookie_banner){.version = 1,
                                            .accent = "#1F4E8C",
                                            .corner = "left",
                                            .words = "{}",
                                            .changed_at = NIL,
                                            .changed_by = NIL};
    db_done(st);
    return e;
}

enum err cookie_banner_get(struct ctx *cx, struct db *db, struct cookie_banner *ret)
{
    static const struct setting *const tables[] = {counting, NULL};
    struct settings *set = NULL;
    enum err e = read_banner(cx, db, ret);

    if (!e)
        e = settings_load(cx, db, tables, cx->site, &set);
    if (!e)
        ret->counted = setting_int(set, counting[0].key) == 1;
    return e;
}

static bool is_color(const char *text)
{
    return text && text[0] == '#' && strlen(text) == 7 &&
           strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

/* Most characters of a word's name; 0: there is no such word. */
static size_t word_max(const char *name)
{
    if (text_equal(name, "title"))
        return TITLE_MAX;
    if (text_equal(name, "own"))
        return OWN_MAX;
    if (text_equal(name, "policy_url"))
        return URL_MAX;
    for (int i = 0; cookie_categories[i]; i++)
        if (text_equal(name, cookie_categories[i]))
            return MORE_MAX;
    return 0;
}

/* An address that is written into a page: a path of the site, or of the web. */
static bool is_address(const char *text)
{
    return !strpbrk(text, " \"'<>\\") &&
           ((text[0] == '/' && text[1] != '/') || text_starts(text, "https://") ||
            text_starts(text, "http://"));
}

static enum err put_word(struct ctx *cx, struct json_writer *w, const char *lang,
                         const struct json *v)
{
    const char *field = arena_print(cx->arena, "words.%s.%s", lang, v->name);
    const char *text = json_text(v, "");
    size_t most = word_max(v->name);
    char max[16], have[24];

    if (!field)
        return fail_memory(cx);
    if (!most)
        return fail_field(cx, field, "cookies.word_unknown", NULL);
    if (text_clean(cx, text, strlen(text), text_equal(v->name, "own"), &text)) {
        fault_clear(cx);
        return fail_field(cx, field, "text.not_utf8", NULL);
    }
    (void)snprintf(max, sizeof(max), "%zu", most);
    (void)snprintf(have, sizeof(have), "%zu", text_chars(text));
    if (text_chars(text) > most)
        return fail_field(cx, field, "field.too_long", "max", max, "have", have, NULL);
    if (text_empty(text))
        return OK;
    if (text_equal(v->name, "policy_url") && !is_address(text))
        return fail_field(cx, field, "field.url", NULL);
    json_text_member(w, v->name, text);
    return OK;
}

/* The words as they are stored: known names in known languages, cleaned. */
static enum err read_words(struct ctx *cx, const struct json *in, const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);

    if (in->kind != JSON_OBJECT)
        return fail_field(cx, "words", "field.object", NULL);
    json_open_object(&w);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *tag = lang_tag((enum lang)lang);
        const struct json *words = json_get(in, tag);
        if (!words || words->kind != JSON_OBJECT)
            continue;
        json_name(&w, tag);
        json_open_object(&w);
        for (const struct json *v = words->first; v; v = v->next)
            (void)put_word(cx, &w, tag, v);
        json_close_object(&w);
    }
    json_close_object(&w);
    *ret = buf_text(&out);
    return *ret ? cx->fault.kind : fail_memory(cx);
}

static enum err read_draft(struct ctx *cx, const struct json *in, struct cookie_banner *b)
{
    const struct json *words = json_get(in, "words");

    b->accent = json_text(json_get(in, "accent"), b->accent);
    b->corner = json_text(json_get(in, "corner"), b->corner);
    b->onetrust = json_bool(json_get(in, "onetrust"), b->onetrust);
    if (!is_color(b->accent))
        (void)fail_field(cx, "accent", "cookies.accent", NULL);
    if (!text_equal(b->corner, corner_choices[0]) && !text_equal(b->corner, corner_choices[1]))
        (void)fail_field(cx, "corner", "field.choice", "choices", "left, right", NULL);
    return words ? read_words(cx, words, &b->words) : cx->fault.kind;
}

static enum err put_draft(struct ctx *cx, struct db *db, const struct cookie_banner *b)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_banner_put, &st);

    if (e)
        goto out;
    db_bind_int(st, "version", b->version);
    db_bind_int(st, "actor", b->changed_by);
    db_bind_text(st, "accent", b->accent);
    db_bind_text(st, "corner", b->corner);
    db_bind_int(st, "onetrust", b->onetrust);
    db_bind_text(st, "words", b->words);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

enum err cookie_banner_change(struct ctx *cx, struct db *db, const struct json *in, int64_t version,
                              struct cookie_banner *ret)
{
    struct cookie_banner b;
    enum err e = cookie_banner_get(cx, db, &b);

    if (!e && b.version != version)
        e = fail(cx, ERR_CONFLICT, "model.version", "version",
                 arena_print(cx->arena, "%lld", (long long)b.version), NULL);
    if (!e)
        e = read_draft(cx, in, &b);
    if (e)
        return e;
    b.version++;
    b.changed_at = ctx_now(cx);
    b.changed_by = cx->actor ? cx->actor : NIL;
    e = put_draft(cx, db, &b);
    if (!e)
        *ret = b;
    return e;
}

/* --- its text */

static double channel(const char *hex)
{
    char two[3] = {hex[0], hex[1], 0};
    double v = (double)strtol(two, NULL, 16) / 255;

    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

const char *cookie_ink(const char *accent)
{
    double light =
        0.2126 * channel(accent + 1) + 0.7152 * channel(accent + 3) + 0.0722 * channel(accent + 5);

    /* WCAG: (L1 + 0.05) / (L2 + 0.05); white is 1, black 0. */
    return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#fff" : "#000";
}

enum err cookie_banner_text(struct ctx *cx, const struct cookie_banner *b, enum lang lang,
                            const char **ret)
{
    const struct json *all = NULL, *mine;
    struct cookie_words words = {0};
    enum err e = json_parse(cx, b->words, strlen(b->words), &all);

    if (e)
        return e;
    mine = json_get(all, lang_tag(lang));
    words.title = json_text(json_get(mine, "title"), NULL);
    words.own = json_text(json_get(mine, "own"), NULL);
    words.policy_url = json_text(json_get(mine, "policy_url"), NULL);
    for (int i = 0; cookie_categories[i]; i++)
        words.more[i] = json_text(json_get(mine, cookie_categories[i]), NULL);
    return cookie_compose(cx, lang, &words, b->counted, ret);
}

/* --- editions */

static void read_text(struct ctx *cx, const struct db_stmt *st, void *row)
{
    *(struct cookie_text *)row = (struct cookie_text){.number = db_int(st, 0),
                                                      .lang = db_text_dup(cx, st, 1),
                                                      .body = db_text_dup(cx, st, 2),
                                                      .digest = db_text_dup(cx, st, 3),
                                                      .published_at = db_int(st, 4),
                                                      .published_by = db_int(st, 5),
                                                      .words = db_text_dup(cx, st, 6),
                                                      .counted = db_int(st, 7) == 1};
}

enum err cookie_edition(struct ctx *cx, struct db *db, int64_t *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = db_begin(cx, db, &SQL_cookie_edition, &st);

    if (!e)
        e = db_step(cx, st, &row);
    if (!e)
        *ret = row && db_int(st, 0) != NIL ? db_int(st, 0) : 0;
    db_done(st);
    return e;
}

enum err cookie_text_get(struct ctx *cx, struct db *db, int64_t number, const char *lang,
                         struct cookie_text *ret)
{
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = number ? OK : cookie_edition(cx, db, &number);

    if (!e)
        e = db_begin(cx, db, &SQL_cookie_text, &st);
    if (e)
        goto out;
    db_bind_int(st, "number", number);
    db_bind_text(st, "lang", lang);
    e = db_step(cx, st, &row);
    if (!e && row)
        read_text(cx, st, ret);
    else if (!e)
        e = fail(cx, ERR_NOTFOUND, "cookies.no_text", NULL);
out:
    db_done(st);
    return e;
}

enum err cookie_texts(struct ctx *cx, struct db *db, int64_t before, int limit,
                      struct cookie_text **ret, size_t *ret_n)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_cookie_texts, &st);

    if (e)
        goto out;
    db_bind_int(st, "before", before);
    db_bind_int(st, "most", limit > 0 && limit < TEXTS_PAGE ? limit : TEXTS_PAGE);
    e = db_collect(cx, st, sizeof(**ret), read_text, ret, ret_n);
out:
    db_done(st);
    return e;
}

static enum err differs_in(struct ctx *cx, struct db *db, const struct cookie_banner *b,
                           int64_t number, enum lang lang, bool *ret)
{
    struct cookie_text t;
    const char *text = NULL;
    enum err e = cookie_text_get(cx, db, number, lang_tag(lang), &t);

    if (!e)
        e = cookie_banner_text(cx, b, lang, &text);
    if (!e && !text_equal(text, t.body))
        *ret = true;
    return e;
}

enum err cookie_banner_differs(struct ctx *cx, struct db *db, const struct cookie_banner *b,
                               bool *ret)
{
    int64_t number = 0;
    enum err e = cookie_edition(cx, db, &number);

    *ret = !number;
    for (int lang = 0; lang < LANG_COUNT && !e && number; lang++)
        e = differs_in(cx, db, b, number, (enum lang)lang, ret);
    return e;
}

static enum err add_text(struct ctx *cx, struct db *db, const struct cookie_banner *b,
                         int64_t number, enum lang lang)
{
    struct db_stmt *st = NULL;
    const char *body = NULL;
    char digest[SHA256_HEX];
    enum err e = cookie_banner_text(cx, b, lang, &body);

    if (!e)
        e = db_begin(cx, db, &SQL_cookie_text_add, &st);
    if (e)
        goto out;
    ledger_digest(body, digest);
    db_bind_int(st, "number", number);
    db_bind_text(st, "lang", lang_tag(lang));
    db_bind_text(st, "body", body);
    db_bind_text(st, "digest", digest);
    db_bind_text(st, "words", b->words);
    db_bind_int(st, "counted", b->counted);
    db_bind_int(st, "actor", cx->actor ? cx->actor : NIL);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

static enum err add_edition(struct ctx *cx, struct db *db, const struct cookie_banner *b,
                            int64_t number)
{
    enum err e = number > COOKIE_EDITIONS_MAX ? fail(cx, ERR_LIMIT, "cookies.editions", NULL) : OK;

    for (int lang = 0; lang < LANG_COUNT && !e; lang++)
        e = add_text(cx, db, b, number, (enum lang)lang);
    return e;
}

enum err cookie_publish(struct ctx *cx, struct db *db, int64_t *ret_number, bool *ret_new)
{
    struct cookie_banner b;
    int64_t number = 0;
    bool differs = false;
    enum err e = cookie_banner_get(cx, db, &b);

    if (!e)
        e = cookie_edition(cx, db, &number);
    if (!e)
        e = cookie_banner_differs(cx, db, &b, &differs);
    number += differs;
    if (!e && differs)
        e = add_edition(cx, db, &b, number);
    if (e)
        return e;
    *ret_number = number;
    *ret_new = differs;
    return OK;
}

/* The text in force, and the draft that would say the same of the settings of now. */
static enum err followed(struct ctx *cx, struct db *db, struct cookie_banner *ret,
                         int64_t *ret_number, bool *ret_due)
{
    struct cookie_text t;
    enum err e = cookie_text_get(cx, db, 0, lang_tag(LANG_PT_BR), &t);

    *ret_due = false;
    if (e == ERR_NOTFOUND) {
        fault_clear(cx);
        return OK;
    }
    if (!e)
        e = cookie_banner_get(cx, db, ret);
    if (e)
        return e;
    ret->words = t.words; /* not the draft's: it may be half written */
    *ret_number = t.number;
    *ret_due = ret->counted != t.counted;
    return OK;
}

enum err cookie_follow_due(struct ctx *cx, struct db *db, bool *ret)
{
    struct cookie_banner b;
    int64_t number = 0;

    return followed(cx, db, &b, &number, ret);
}

enum err cookie_follow(struct ctx *cx, struct db *db, bool *ret_new)
{
    struct cookie_banner b;
    int64_t number = 0;
    enum err e = followed(cx, db, &b, &number, ret_new);

    return e || !*ret_new ? e : add_edition(cx, db, &b, number + 1);
}

/* --- for the script */

static enum err put_text(struct ctx *cx, struct db *db, const struct cookie_banner *b, bool draft,
                         int64_t number, enum lang lang, struct json_writer *w)
{
    struct cookie_text t = {0};
    enum err e = draft ? cookie_banner_text(cx, b, lang, &t.body)
                       : cookie_text_get(cx, db, number, lang_tag(lang), &t);

    if (e)
        return e;
    json_name(w, lang_tag(lang));
    json_put_raw(w, t.body);
    return OK;
}

enum err cookie_script_config(struct ctx *cx, struct db *db, const char *key, bool draft,
                              const char **ret)
{
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    struct cookie_banner b = {0};
    int64_t number = 0;
    enum err e = cookie_banner_get(cx, db, &b);

    if (!e)
        e = cookie_edition(cx, db, &number);
    if (e)
        return e;
    json_open_object(&w);
    json_text_member(&w, "key", key);
    json_int_member(&w, "number", number);
    json_text_member(&w, "accent", b.accent);
    json_text_member(&w, "ink", cookie_ink(b.accent));
    json_text_member(&w, "corner", b.corner);
    json_bool_member(&w, "onetrust", b.onetrust);
    json_bool_member(&w, "draft", draft);
    json_name(&w, "texts");
    json_open_object(&w);
    for (int lang = 0; lang < LANG_COUNT && !e; lang++)
        e = put_text(cx, db, &b, draft, number, (enum lang)lang, &w);
    json_close_object(&w);
    json_close_object(&w);
    *ret = buf_text(&out);
    return e ? e : *ret ? OK : fail_memory(cx);
}

/* Stands in the built script once, where the site's text belongs. */
#define CONFIG_MARK "PRACA_CONFIG"

enum err cookie_script_text(struct ctx *cx, const char *script, const char *config, struct buf *ret)
{
    const char *mark = strstr(script, CONFIG_MARK);

    if (!mark)
        return fail(cx, ERR_NOTFOUND, "app.no_page", NULL);
    buf_add(ret, script, (size_t)(mark - script));
    buf_add_text(ret, config);
    buf_add_text(ret, mark + sizeof(CONFIG_MARK) - 1);
    return buf_ok(ret) ? OK : fail_memory(cx);
}
