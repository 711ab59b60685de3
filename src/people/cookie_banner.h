/* cookie_banner.h -- the banner of a site's pages: how it looks, what its owner adds, and its editions.
 *
 * The draft may change as often as its owner likes; nobody sees it. Publishing makes an edition: the whole text in both
 * languages under one number, so that a page in another language asks nobody again. An edition never changes. Publishing
 * what is in force already makes no new one.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "accent" with "cookies.accent", "corner" with "field.choice", "words" with "field.object",
 *            "words.pt-BR.own" and so on with "field.too_long", "text.not_utf8", "field.url", "cookies.word_unknown";
 *            ERR_CONFLICT "model.version" (somebody else changed it meanwhile); ERR_NOTFOUND "cookies.no_text";
 *            ERR_LIMIT "cookies.editions".
 * Units:     _at unix ms UTC.
 */
#ifndef PRACA_PEOPLE_COOKIE_BANNER_H
#define PRACA_PEOPLE_COOKIE_BANNER_H

#include "base/json.h"
#include "db/db.h"
#include "work/setting.h"

/* The row of the setting whether visits without permission are counted: the banner says it, measure/ declares and obeys it. */
#define SETTING_COUNT_REFUSING                                                                     \
    {                                                                                              \
        "measure.count_refusing", SETTING_BOOL, 0, 1, "1", NULL                                    \
    }

/* Of a link that shows the draft (work/link.h); its subject is the site. */
#define LINK_BANNER "banner"

enum { COOKIE_EDITIONS_MAX = 1000 };

struct cookie_banner {
    int64_t version;    /* 1: never saved */
    const char *accent; /* "#1F4E8C": of the buttons */
    const char *corner; /* left, right: where the button that opens it again stands */
    bool onetrust;      /* also write the choice the way OneTrust does */
    const char *words;  /* JSON {"pt-BR": {title, own, policy_url, C0001 ... P0001}, "en": {...}} */
    int64_t changed_at, changed_by; /* NIL: never */
    bool
        counted; /* visits without permission are counted: the text says so (measure.count_refusing) */
};

MUST_USE enum err cookie_banner_get(struct ctx *cx, struct db *db, struct cookie_banner *ret);
/* What in holds of {accent, corner, onetrust, words} is changed. version: the one that was read. Inside db_write(). */
MUST_USE enum err cookie_banner_change(struct ctx *cx, struct db *db, const struct json *in,
                                       int64_t version, struct cookie_banner *ret);
/* The text that the draft would publish. */
MUST_USE enum err cookie_banner_text(struct ctx *cx, const struct cookie_banner *b, enum lang lang,
                                     const char **ret);
/* "#000" or "#fff": what is read best on a colour "#rrggbb". */
const char *cookie_ink(const char *accent);

struct cookie_text {
    int64_t number;
    const char *lang, *body, *digest; /* digest: SHA-256 of body, hex */
    int64_t published_at, published_by;
    const char *words; /* of the draft that it was */
    bool counted;
};
/* number 0: the one in force. */
MUST_USE enum err cookie_text_get(struct ctx *cx, struct db *db, int64_t number, const char *lang,
                                  struct cookie_text *ret);
/* Newest first, each language a row; before 0: from the newest. */
MUST_USE enum err cookie_texts(struct ctx *cx, struct db *db, int64_t before, int limit,
                               struct cookie_text **ret, size_t *ret_n);
/* Number of the edition in force; 0: nothing was published yet. */
MUST_USE enum err cookie_edition(struct ctx *cx, struct db *db, int64_t *ret);
/* Whether the draft says anything else than the edition in force. */
MUST_USE enum err cookie_banner_differs(struct ctx *cx, struct db *db,
                                        const struct cookie_banner *b, bool *ret);
/* Inside db_write(). *ret_new: there was something to publish. */
MUST_USE enum err cookie_publish(struct ctx *cx, struct db *db, int64_t *ret_number, bool *ret_new);
/* When visits without permission are counted from now on, or no longer, the text in force says so in a new edition of the
 * same words; called once a minute. Inside db_write(). */
MUST_USE enum err cookie_follow(struct ctx *cx, struct db *db, bool *ret_new);
MUST_USE enum err cookie_follow_due(struct ctx *cx, struct db *db,
                                    bool *ret); /* whether it would */
/* Everything that the script needs, as JSON. ERR_NOTFOUND "cookies.no_text". draft: of the draft instead, marked so. */
MUST_USE enum err cookie_script_config(struct ctx *cx, struct db *db, const char *key, bool draft,
                                       const char **ret);
/* The script with that in it: the built one (ended by NUL) says where. ERR_NOTFOUND "app.no_page": it was not built. */
MUST_USE enum err cookie_script_text(struct ctx *cx, const char *script, const char *config,
                                     struct buf *ret);

#endif
