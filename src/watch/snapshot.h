/* snapshot.h -- how a page, a feed or a list of addresses looked: a plain list of items, and what differs between two of them.
 *
 * An item has a kind, a key that says which one it is, and a value that may change:
 *     title              key ""                     value the title
 *     heading            key "h1"                   value its text
 *     price              key "Plano Pro · /mês"     value "R$ 199,00"
 *     data               key "Product Broca · sku"  value what the structured data (JSON-LD) says
 *     news               key what makes an entry of a feed this one, value its title, more its address
 *     url                key an address of a sitemap; in an index, value the date of a list, more the list that an address is of
 * Of entries of a feed only new ones are told: they leave it because it is short. Items are kept in the order of the page, each
 * kind up to a limit that ITEM_LIMITS states.
 *
 * Ownership: the ctx's arena.
 * Errors:    ERR_LIMIT "base.memory"; snapshot_read(): those of json.h.
 * Threads:   any; pure.
 */
#ifndef PRACA_WATCH_SNAPSHOT_H
#define PRACA_WATCH_SNAPSHOT_H

#include "base/json.h"

enum item_kind { ITEM_TITLE, ITEM_PRICE, ITEM_HEADING, ITEM_DATA, ITEM_NEWS, ITEM_URL, ITEM_KINDS };

struct item {
    enum item_kind kind;
    size_t at; /* its place in the whole */
    const char *key, *value, *more;
};

struct snapshot {
    struct ctx *cx;
    struct item *items;
    size_t n, room;
    size_t of[ITEM_KINDS];
    bool full;     /* something was left out */
    bool is_index; /* its addresses are those of further lists */
};

enum { ITEM_TEXT_MAX = 240, SNAPSHOT_EDITION = 1, CHANGES_MAX = 40, EXAMPLES_MAX = 5 };

const char *item_kind_name(enum item_kind kind);
struct snapshot snapshot_new(struct ctx *cx);
/* Texts are copied: blanks become one, ends are trimmed, long ones are cut. Nothing is added without a value (key for ITEM_URL),
 * past the limit of its kind, or to a full arena. */
void snapshot_add(struct snapshot *s, enum item_kind kind, const char *key, const char *value,
                  const char *more);
MUST_USE enum err snapshot_write(const struct snapshot *s, const char **ret_json);
/* *ret_known is false for one that an older edition of this program wrote: it compares with nothing. */
MUST_USE enum err snapshot_read(struct ctx *cx, const char *json, struct snapshot *ret,
                                bool *ret_known);

/* before NULL: it came; after NULL: it went. Of ITEM_URL there is one change at most, with counts and examples. */
struct difference {
    enum item_kind what;
    size_t at;
    const char *key, *before, *after, *more;
    size_t added, removed; /* ITEM_URL */
    const char *examples[EXAMPLES_MAX];
};

/* In the order title, prices, headings, ...; at most CHANGES_MAX, *ret_more is how many there are besides. */
MUST_USE enum err snapshot_compare(struct ctx *cx, const struct snapshot *before,
                                   const struct snapshot *after, struct difference **ret,
                                   size_t *ret_n, size_t *ret_more);
void difference_json(struct json_writer *w, const struct difference *c);
/* One line in the ctx's language: "Price, Plano Pro: R$ 199,00 → R$ 249,00". */
const char *difference_line(struct ctx *cx, const struct difference *c);

#endif
