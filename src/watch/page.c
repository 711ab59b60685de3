/* page.c -- a page of the web as items. See page.h.
 *
 * The tree is walked by its links, never by calling oneself: how deep a page nests is the sender's choice. Text is gathered until a
 * block ends, because an amount is often cut into pieces ("R$", "199", ",00") that stand in elements of their own; what it belongs to
 * is the last heading and the words of its block.
 */
#define _GNU_SOURCE /* strcasestr() */
#include "watch/page.h"

#include "base/text.h"
#include "watch/price.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>
#include <strings.h>

enum { BLOCK_MAX = 2000, CONTEXT_MAX = 70 };

struct reading {
    struct ctx *cx;
    struct snapshot *s;
    struct buf block;
    const char *heading; /* the last one; "" */
};

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (xmlStrcasecmp(node->name, (const xmlChar *)*names) == 0)
            return true;
    return false;
}

static bool is_silent(const xmlNode *node)
{
    static const char *const names[] = {"script",   "style", "template", "svg",
                                        "noscript", "head",  "select",   NULL};

    return node->type == XML_ELEMENT_NODE && is_one_of(node, names);
}

static bool is_inline(const xmlNode *node)
{
    static const char *const names[] = {"a",   "abbr", "b",     "bdi",  "em",     "font", "i",
                                        "ins", "mark", "small", "span", "strong", "sub",  "sup",
                                        "del", "s",    "data",  "u",    "time",   NULL};

    return is_one_of(node, names);
}

static int heading_level(const xmlNode *node)
{
    const char *name = (const char *)node->name;

    return node->type == XML_ELEMENT_NODE && (name[0] | 32) == 'h' && name[1] >= '1' &&
                   name[1] <= '3' && !name[2]
               ? name[1] - '0'
               : 0;
}

/* The words around an amount, with every amount of the block taken out, so that they stay when the amount changes. */
static const char *words_around(struct reading *r, const char *block)
{
    struct buf out = buf_in(r->cx->arena);
    struct price_found p;
    const char *at = block, *cut;

    while (price_next(at, &p)) {
        buf_add(&out, at, (size_t)(p.from - at));
        buf_add_char(&out, ' ');
        at = p.from + p.n;
    }
    buf_add_text(&out, at);
    cut = buf_ok(&out) ? text_cut(r->cx->arena, buf_text(&out), CONTEXT_MAX) : NULL;
    return cut ? cut : "";
}

static void end_block(struct reading *r)
{
    struct price_found p;
    const char *block, *at, *key = NULL;

    if (!r->block.len || !buf_ok(&r->block))
        return;
    block = at = buf_text(&r->block);
    while (price_next(at, &p)) {
        const char *amount = price_text(r->cx, &p);
        if (!key) {
            const char *around = words_around(r, block);
            key = around[strspn(around, " \n\t\r")]
                      ? arena_print(r->cx->arena, "%s%s%s", r->heading, *r->heading ? " · " : "",
                                    around)
                      : r->heading;
        }
        if (key && amount)
            snapshot_add(r->s, ITEM_PRICE, key, amount, NULL);
        at = p.from + p.n;
    }
    r->block.len = 0;
    if (r->block.bytes)
        r->block.bytes[0] = 0;
}

static void add_heading(struct reading *r, xmlNode *node, int level)
{
    const char key[] = {'h', (char)('0' + level), 0};
    xmlChar *text = xmlNodeGetContent(node);

    if (text && xmlStrlen(text) < BLOCK_MAX) {
        size_t before = r->s->n;
        snapshot_add(r->s, ITEM_HEADING, key, (const char *)text, NULL);
        if (r->s->n > before)
            r->heading = text_cut(r->cx->arena, r->s->items[before].value, CONTEXT_MAX);
    }
    xmlFree(text);
    if (!r->heading)
        r->heading = "";
}

static void add_linked(struct reading *r, xmlNode *node)
{
    xmlChar *type = xmlGetProp(node, (const xmlChar *)"type"), *text;

    if (type && xmlStrcasestr(type, (const xmlChar *)"ld+json") != NULL) {
        text = xmlNodeGetContent(node);
        if (text)
            linked_read(r->cx, (const char *)text, (size_t)xmlStrlen(text), r->s);
        xmlFree(text);
    }
    xmlFree(type);
}

static void enter(struct reading *r, xmlNode *node)
{
    int level = heading_level(node);

    if (node->type == XML_TEXT_NODE && node->content && r->block.len < BLOCK_MAX) {
        size_t n = strlen((const char *)node->content);
        buf_add(&r->block, node->content, n < BLOCK_MAX ? n : BLOCK_MAX);
    }
    if (node->type != XML_ELEMENT_NODE)
        return;
    if (xmlStrcasecmp(node->name, (const xmlChar *)"script") == 0)
        add_linked(r, node);
    if (!is_inline(node))
        end_block(r);
    if (level)
        add_heading(r, node, level);
}

static void leave(struct reading *r, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && !is_inline(node))
        end_block(r);
}

/* visit every node below root once, in the order of the page; what is silent is not gone into. */
static void walk(struct reading *r, xmlNode *root)
{
    xmlNode *node = root;

    while (node && !arena_full(r->cx->arena)) {
        enter(r, node);
        if (node->children && !is_silent(node) && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        leave(r, node);
        while (node != root && !node->next) {
            node = node->parent;
            leave(r, node);
        }
        node = node == root ? NULL : node->next;
    }
}

/* What stands in the head: the title, and structured data. */
static void read_head(struct reading *r, xmlNode *root)
{
    xmlNode *node = root;

    while (node && !arena_full(r->cx->arena)) {
        if (node->type == XML_ELEMENT_NODE &&
            xmlStrcasecmp(node->name, (const xmlChar *)"title") == 0 && node->parent &&
            xmlStrcasecmp(node->parent->name, (const xmlChar *)"head") == 0) {
            xmlChar *text = xmlNodeGetContent(node);
            if (text)
                snapshot_add(r->s, ITEM_TITLE, "", (const char *)text, NULL);
            xmlFree(text);
        }
        if (node->type == XML_ELEMENT_NODE && node->parent &&
            xmlStrcasecmp(node->name, (const xmlChar *)"script") == 0 &&
            xmlStrcasecmp(node->parent->name, (const xmlChar *)"head") == 0)
            add_linked(r, node);
        if (node->children && node->type == XML_ELEMENT_NODE &&
            xmlStrcasecmp(node->name, (const xmlChar *)"body") != 0) {
            node = node->children;
            continue;
        }
        while (node && node != root && !node->next)
            node = node->parent;
        node = !node || node == root ? NULL : node->next;
    }
}

/* --- bytes and their writing */

static bool is_page_type(const char *type)
{
    return !type || strncasecmp(type, "text/html", 9) == 0 ||
           strncasecmp(type, "application/xhtml+xml", 21) == 0;
}

/* The name after "charset="; NULL: none, or one that libxml2 does not know. */
static const char *charset_of(struct ctx *cx, const char *type)
{
    const char *from = type ? strcasestr(type, "charset=") : NULL;
    char *name;

    if (!from)
        return NULL;
    from += 8;
    from += *from == '"' || *from == '\'';
    name = arena_dup_n(cx->arena, from, strcspn(from, "\"'; \t"));
    return name && xmlFindCharEncodingHandler(name) ? name : NULL;
}

static htmlDocPtr parse(struct ctx *cx, const char *body, size_t n, const char *type)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    char *own = arena_dup_n(cx->arena, body, n);
    const char *text = own, *charset = charset_of(cx, type);

    if (!own)
        return NULL;
    for (size_t i = 0; i < n; i++) /* a NUL would end the page for libxml2 */
        if (!own[i])
            own[i] = ' ';
    if (text_is_utf8(own, n)) {
        charset = "UTF-8";
    } else if (!charset) {
        text = text_from_1252(cx->arena, own, n);
        charset = "UTF-8";
    }
    if (!text || strlen(text) > INT32_MAX)
        return NULL;
    return htmlReadMemory(text, (int)strlen(text), NULL, charset, options);
}

enum err page_read(struct ctx *cx, const char *body, size_t n, const char *type,
                   struct snapshot *ret)
{
    struct reading r = {.cx = cx, .s = ret, .block = buf_in(cx->arena), .heading = ""};
    htmlDocPtr doc;
    xmlNode *root;

    *ret = snapshot_new(cx);
    if (!is_page_type(type))
        return fail(cx, ERR_INVALID, "watch.not_page", "type", text_cut(cx->arena, type, 60), NULL);
    xmlInitParser();
    doc = parse(cx, body, n, type);
    root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root) {
        read_head(&r, root);
        walk(&r, root);
        end_block(&r);
    }
    xmlFreeDoc(doc);
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return ret->n ? OK : fail(cx, ERR_INVALID, "watch.nothing", NULL);
}
