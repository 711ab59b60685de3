/* feed.c -- feeds and lists of addresses as items. See page.h.
 *
 * Names are compared without their prefix, so RSS 1.0, 2.0 and Atom are one walk: whoever declares a feed with names of his own means
 * the same by them.
 */
#include "watch/page.h"

#include "base/gzip.h"
#include "base/text.h"

#include <libxml/parser.h>
#include <string.h>

static bool named(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE &&
           xmlStrcasecmp(node->name, (const xmlChar *)name) == 0;
}

static const char *content(struct ctx *cx, xmlNode *node)
{
    xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
    const char *mine = text ? arena_dup(cx->arena, (const char *)text) : NULL;

    xmlFree(text);
    return mine;
}

static const char *attribute(struct ctx *cx, xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
    const char *mine = text ? arena_dup(cx->arena, (const char *)text) : NULL;

    xmlFree(text);
    return mine;
}

static xmlNode *child(xmlNode *of, const char *name)
{
    xmlNode *node = of->children;

    while (node && !named(node, name))
        node = node->next;
    return node;
}

static bool declares_entities(const xmlDoc *doc)
{
    for (const xmlNode *n = doc->intSubset ? doc->intSubset->children : NULL; n; n = n->next)
        if (n->type == XML_ENTITY_DECL)
            return true;
    return false;
}

/* NULL in *ret: it is no XML. */
static enum err parse(struct ctx *cx, const char *body, size_t n, xmlDoc **ret)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;

    xmlInitParser();
    *ret = n < INT32_MAX ? xmlReadMemory(body, (int)n, NULL, NULL, options) : NULL;
    if (!*ret || !declares_entities(*ret))
        return OK;
    xmlFreeDoc(*ret);
    *ret = NULL;
    return fail(cx, ERR_INVALID, "watch.entities", NULL);
}

/* --- feeds */

/* The address of an entry: text in RSS, an attribute in Atom, where "alternate" is the page itself. */
static const char *link_of(struct ctx *cx, xmlNode *entry)
{
    const char *found = NULL;

    for (xmlNode *node = entry->children; node; node = node->next) {
        const char *rel, *href;
        if (!named(node, "link"))
            continue;
        href = attribute(cx, node, "href");
        rel = attribute(cx, node, "rel");
        if (!href)
            href = content(cx, node);
        if (!found || !rel || text_equal(rel, "alternate"))
            found = href;
    }
    return found;
}

static void add_entry(struct ctx *cx, xmlNode *entry, struct snapshot *s)
{
    const char *title = content(cx, child(entry, "title"));
    const char *link = link_of(cx, entry), *id;

    id = content(cx, child(entry, "guid"));
    if (!id)
        id = content(cx, child(entry, "id"));
    if (text_empty(id))
        id = text_empty(link) ? title : link;
    snapshot_add(s, ITEM_NEWS, id, text_empty(title) ? link : title, link);
}

static bool read_entries(struct ctx *cx, xmlNode *root, struct snapshot *s)
{
    bool atom = named(root, "feed"), rdf = named(root, "rdf");
    xmlNode *in = atom || rdf ? root : named(root, "rss") ? child(root, "channel") : NULL;
    xmlNode *about = rdf ? child(root, "channel") : in;

    if (!in)
        return false;
    if (about && child(about, "title"))
        snapshot_add(s, ITEM_TITLE, "", content(cx, child(about, "title")), NULL);
    for (xmlNode *node = in->children; node && !arena_full(cx->arena); node = node->next)
        if (named(node, atom ? "entry" : "item"))
            add_entry(cx, node, s);
    return true;
}

static bool read_json_feed(struct ctx *cx, const char *body, size_t n, struct snapshot *s)
{
    const struct json *in = NULL, *items;
    struct fault first = cx->fault;

    if (json_parse(cx, body, n, &in) != OK) {
        cx->fault = first;
        return false;
    }
    items = json_get(in, "items");
    if (!items || items->kind != JSON_LIST)
        return false;
    snapshot_add(s, ITEM_TITLE, "", json_text(json_get(in, "title"), ""), NULL);
    for (const struct json *v = items->first; v; v = v->next) {
        const char *url = json_text(json_get(v, "url"), NULL);
        const char *title = json_text(json_get(v, "title"), NULL);
        const char *id = json_text(json_get(v, "id"), url);
        if (!title)
            title = json_text(json_get(v, "summary"), json_text(json_get(v, "content_text"), url));
        snapshot_add(s, ITEM_NEWS, id ? id : title, title, url);
    }
    return true;
}

enum err feed_read(struct ctx *cx, const char *body, size_t n, struct snapshot *ret)
{
    xmlDoc *doc = NULL;
    xmlNode *root;
    bool ok;
    enum err e;

    *ret = snapshot_new(cx);
    if (body[strspn(body, " \t\r\n")] == '{') {
        ok = read_json_feed(cx, body, n, ret);
    } else {
        e = parse(cx, body, n, &doc);
        if (e)
            return e;
        root = doc ? xmlDocGetRootElement(doc) : NULL;
        ok = root && read_entries(cx, root, ret);
        xmlFreeDoc(doc);
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return ok ? OK : fail(cx, ERR_INVALID, "watch.not_feed", NULL);
}

/* --- lists of addresses */

static bool is_address(const char *text)
{
    return text && (text_starts(text, "http://") || text_starts(text, "https://"));
}

static bool read_addresses(struct ctx *cx, xmlNode *root, struct snapshot *s)
{
    bool index = named(root, "sitemapindex");

    if (!index && !named(root, "urlset"))
        return false;
    s->is_index = index;
    for (xmlNode *node = root->children; node && !arena_full(cx->arena); node = node->next) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *loc = NULL, *date = NULL;
        if (named(node, index ? "sitemap" : "url"))
            loc = content(cx, child(node, "loc"));
        if (loc && index)
            date = content(cx, child(node, "lastmod"));
        if (loc) {
            const char *from = loc + strspn(loc, " \t\r\n");
            loc = arena_dup_n(cx->arena, from, strcspn(from, " \t\r\n"));
        }
        if (is_address(loc))
            snapshot_add(s, ITEM_URL, loc, date, NULL);
        else
            arena_reset(cx->arena, mark);
    }
    return true;
}

/* Plain text: an address a line, and nothing else. */
static bool read_lines(struct ctx *cx, const char *body, struct snapshot *s)
{
    for (const char *at = body; *at;) {
        size_t n = strcspn(at, "\r\n");
        const char *line = arena_dup_n(cx->arena, at, n);
        if (n && !is_address(line))
            return false;
        if (n)
            snapshot_add(s, ITEM_URL, line, NULL, NULL);
        at += n + strspn(at + n, "\r\n");
    }
    return s->n > 0;
}

enum err sitemap_read(struct ctx *cx, const char *body, size_t n, struct snapshot *ret)
{
    xmlDoc *doc = NULL;
    xmlNode *root;
    bool ok;
    enum err e = OK;

    *ret = snapshot_new(cx);
    if (gzip_is(body, n))
        e = gzip_open(cx, body, n, SITEMAP_BYTES_MAX, &body, &n);
    if (e)
        return e;
    if (text_starts(body, "http")) {
        ok = read_lines(cx, body, ret);
    } else {
        e = parse(cx, body, n, &doc);
        if (e)
            return e;
        root = doc ? xmlDocGetRootElement(doc) : NULL;
        ok = root && read_addresses(cx, root, ret);
        xmlFreeDoc(doc);
    }
    if (arena_full(cx->arena))
        return fail_memory(cx);
    return ok ? OK : fail(cx, ERR_INVALID, "watch.not_sitemap", NULL);
}
