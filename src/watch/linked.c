/* linked.c -- JSON-LD as items: of each thing with a type, the few properties that matter to a competitor's observer.
 *
 * "offers": {"price": "199.00", "priceCurrency": "BRL"} inside {"@type": "Product", "name": "Broca"} becomes the price
 * "Product Broca · Offer" of "BRL 199.00". The order of members does not matter to JSON and does not to the keys.
 */
#include "watch/page.h"

#include "base/text.h"

#include <string.h>

enum { DEEP_MAX = 12 };

static const char *const told[] = {
    "availability", "description", "sku",           "brand",           "telephone",    "slogan",
    "ratingValue",  "reviewCount", "numberOfItems", "priceValidUntil", "itemCondition"};
static const char *const prices[] = {"price", "lowPrice", "highPrice"};

/* A value as text: of a list or an object its name or the first of it. NULL: none. */
static const char *value_text(struct ctx *cx, const struct json *v)
{
    if (!v)
        return NULL;
    switch (v->kind) {
    case JSON_TEXT:
        return v->text;
    case JSON_INT:
        return arena_print(cx->arena, "%lld", (long long)v->integer);
    case JSON_REAL:
        return arena_print(cx->arena, "%.10g", v->real);
    case JSON_LIST:
        return v->first && v->first->kind != JSON_LIST ? value_text(cx, v->first) : NULL;
    case JSON_OBJECT:
        return json_text(json_get(v, "name"), NULL);
    default:
        return NULL;
    }
}

/* "https://schema.org/InStock" is "InStock". */
static const char *bare(const char *text)
{
    const char *slash = text && strstr(text, "schema.org/") ? strrchr(text, '/') : NULL;

    return slash && slash[1] ? slash + 1 : text;
}

static void take_prices(struct ctx *cx, const struct json *v, const char *where, struct snapshot *s)
{
    const char *currency = value_text(cx, json_get(v, "priceCurrency"));

    for (size_t i = 0; i < COUNT_OF(prices); i++) {
        const char *amount = value_text(cx, json_get(v, prices[i]));
        const char *key = i ? arena_print(cx->arena, "%s · %s", where, prices[i]) : where;
        if (!text_empty(amount) && key)
            snapshot_add(s, ITEM_PRICE, key,
                         currency ? arena_print(cx->arena, "%s %s", currency, amount) : amount,
                         NULL);
    }
}

static void take_thing(struct ctx *cx, const struct json *v, const char *where, struct snapshot *s)
{
    const char *name = value_text(cx, json_get(v, "name"));

    if (!text_empty(name))
        snapshot_add(s, ITEM_DATA, arena_print(cx->arena, "%s · name", where), name, NULL);
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        const char *value = bare(value_text(cx, json_get(v, told[i])));
        const char *key = arena_print(cx->arena, "%s · %s", where, told[i]);
        if (!text_empty(value) && key)
            snapshot_add(s, ITEM_DATA, key, value, NULL);
    }
    take_prices(cx, v, where, s);
}

static void walk(struct ctx *cx, const struct json *v, const char *above, int depth,
                 struct snapshot *s)
{
    const char *type, *name, *where = above;

    if (!v || depth > DEEP_MAX || arena_full(cx->arena))
        return;
    if (v->kind == JSON_OBJECT) {
        type = bare(value_text(cx, json_get(v, "@type")));
        name = value_text(cx, json_get(v, "name"));
        if (!text_empty(type)) {
            const char *own = text_empty(name) ? type : arena_print(cx->arena, "%s %s", type, name);
            where = text_empty(above) ? own : arena_print(cx->arena, "%s · %s", above, own);
            if (where)
                take_thing(cx, v, where, s);
        }
    }
    if (v->kind == JSON_OBJECT || v->kind == JSON_LIST)
        for (const struct json *m = v->first; m && where; m = m->next)
            walk(cx, m, where, depth + 1, s);
}

void linked_read(struct ctx *cx, const char *json, size_t n, struct snapshot *s)
{
    const struct json *in = NULL;
    struct fault first = cx->fault;

    if (json_parse_quick(cx, json, n, &in) != OK) {
        cx->fault = first;
        return;
    }
    walk(cx, in, "", 0, s);
}
