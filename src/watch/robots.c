/* robots.c -- see robots.h. Surprising: several groups may name the same agent and are then one; lines before the first
 * group that are no "user-agent" belong to nobody. */
#include "watch/robots.h"

#include <string.h>
#include <strings.h>

struct line {
    const char *name, *value;
    size_t name_n, value_n;
};

/* How far the file is read, and what its groups were so far. */
struct reading {
    struct ctx *cx;
    struct robots_rule *ours, *others; /* of "Praca", of "*" */
    size_t our_count, other_count;
    int64_t our_delay, other_delay;
    size_t sitemap_count;
    bool naming;             /* the line before was a user-agent */
    bool in_ours, in_others; /* whom the group is for */
    bool named;              /* some group is ours */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next line, without its comment, in two halves. False at the end. */
static bool next_line(const char **at, const char *end, struct line *ret)
{
    const char *from = *at, *stop = from, *colon, *cut;

    if (from >= end)
        return false;
    while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
    *at = stop + (stop < end);
    cut = memchr(from, '#', (size_t)(stop - from));
    if (cut)
        stop = cut;
    colon = memchr(from, ':', (size_t)(stop - from));
    *ret = (struct line){0};
    if (!colon)
        return true;
    while (from < colon && is_blank(*from))
        from++;
    ret->name = from;
    ret->name_n = (size_t)(colon - from);
    while (ret->name_n && is_blank(from[ret->name_n - 1]))
        ret->name_n--;
    from = colon + 1;
    while (from < stop && is_blank(*from))
        from++;
    while (stop > from && is_blank(stop[-1]))
        stop--;
    ret->value = from;
    ret->value_n = (size_t)(stop - from);
    return true;
}

static bool is(const struct line *l, const char *name)
{
    return l->name_n == strlen(name) && strncasecmp(l->name, name, l->name_n) == 0;
}

/* A product token ends where its letters end: "Praca/1.0" names us too. */
static bool names_us(const struct line *l)
{
    size_t n = strlen(ROBOTS_TOKEN);

    if (l->value_n < n || strncasecmp(l->value, ROBOTS_TOKEN, n) != 0)
        return false;
    return l->value_n == n || !(strchr("-_", l->value[n]) || (l->value[n] | 32) >= 'a');
}

static void take_agent(struct reading *r, const struct line *l)
{
    if (!r->naming)
        r->in_ours = r->in_others = false;
    r->naming = true;
    if (names_us(l))
        r->in_ours = r->named = true;
    else if (l->value_n == 1 && *l->value == '*')
        r->in_others = true;
}

static void take_rule(struct reading *r, const struct line *l, bool allow)
{
    struct robots_rule rule = {l->value, l->value_n, allow};

    if (!l->value_n) /* "Disallow:" forbids nothing */
        return;
    if (r->in_ours && r->our_count < ROBOTS_RULES_MAX)
        r->ours[r->our_count++] = rule;
    if (r->in_others && r->other_count < ROBOTS_RULES_MAX)
        r->others[r->other_count++] = rule;
}

static int64_t seconds_of(const struct line *l)
{
    int64_t s = 0;
    size_t i = 0;

    for (; i < l->value_n && l->value[i] >= '0' && l->value[i] <= '9'; i++)
        s = s > ROBOTS_DELAY_MAX_S ? s : s * 10 + (l->value[i] - '0');
    if (i + 1 < l->value_n && l->value[i] == '.')
        s++;
    return s > ROBOTS_DELAY_MAX_S ? ROBOTS_DELAY_MAX_S : s;
}

static void take_delay(struct reading *r, const struct line *l)
{
    int64_t s = seconds_of(l);

    if (r->in_ours && s > r->our_delay)
        r->our_delay = s;
    if (r->in_others && s > r->other_delay)
        r->other_delay = s;
}

static void take(struct reading *r, const struct line *l, struct robots *ret)
{
    if (is(l, "sitemap")) { /* belongs to no group and ends none */
        if (r->sitemap_count + 1 < COUNT_OF(ret->sitemaps) && l->value_n && l->value_n < 2000)
            ret->sitemaps[r->sitemap_count++] = arena_dup_n(r->cx->arena, l->value, l->value_n);
        return;
    }
    if (is(l, "user-agent")) {
        take_agent(r, l);
        return;
    }
    if (is(l, "allow") || is(l, "disallow"))
        take_rule(r, l, is(l, "allow"));
    else if (is(l, "crawl-delay"))
        take_delay(r, l);
    else
        return;
    r->naming = false;
}

enum err robots_read(struct ctx *cx, const char *text, size_t n, struct robots *ret)
{
    struct reading r = {.cx = cx};
    const char *at = text, *end;
    struct line l;

    *ret = (struct robots){0};
    r.ours = arena_array(cx->arena, ROBOTS_RULES_MAX, sizeof(*r.ours));
    r.others = arena_array(cx->arena, ROBOTS_RULES_MAX, sizeof(*r.others));
    if (!r.ours || !r.others)
        return fail_memory(cx);
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    end = text + (n > ROBOTS_BYTES_MAX ? ROBOTS_BYTES_MAX : n);
    while (next_line(&at, end, &l))
        if (l.name_n)
            take(&r, &l, ret);
    ret->rules = r.named ? r.ours : r.others;
    ret->rule_count = r.named ? r.our_count : r.other_count;
    ret->delay_s = r.named ? r.our_delay : r.other_delay;
    return arena_full(cx->arena) ? fail_memory(cx) : OK;
}

/* --- whether a path may be read */

static int hex_of(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static bool is_unreserved(int c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
           (c && strchr("-._~", c));
}

/* Two ways to write the same path compare as one: %41 is "A", %c3 is %C3, and what is not ASCII is written by its bytes. */
static const char *even(struct ctx *cx, const char *path, size_t n)
{
    static const char digits[] = "0123456789ABCDEF";
    struct buf out = buf_in(cx->arena);

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)path[i];
        int high = c == '%' && i + 2 < n ? hex_of(path[i + 1]) : -1;
        int low = high >= 0 ? hex_of(path[i + 2]) : -1;
        if (low >= 0 && is_unreserved(high * 16 + low)) {
            buf_add_char(&out, (char)(high * 16 + low));
            i += 2;
        } else if (low >= 0) {
            buf_add_char(&out, '%');
            buf_add_char(&out, digits[high]);
            buf_add_char(&out, digits[low]);
            i += 2;
        } else if (c >= 0x80 || c <= ' ') {
            buf_add_char(&out, '%');
            buf_add_char(&out, digits[c >> 4]);
            buf_add_char(&out, digits[c & 15]);
        } else {
            buf_add_char(&out, (char)c);
        }
    }
    return buf_text(&out);
}

/* Like a shell's pattern with "*" alone; goes back only to the last star, so it takes pattern times path steps at most. */
static bool matches(const char *pattern, const char *path)
{
    const char *star = NULL, *from = NULL;

    while (*path) {
        if (*pattern == '*') {
            star = pattern++;
            from = path;
        } else if (*pattern == '$' && !pattern[1]) {
            if (!star)
                return false;
            pattern = star + 1;
            path = ++from;
        } else if (!*pattern) {
            return true; /* what goes on after the pattern matches */
        } else if (*pattern == *path) {
            pattern++;
            path++;
        } else if (star) {
            pattern = star + 1;
            path = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern || (*pattern == '$' && !pattern[1]);
}

bool robots_allow(struct ctx *cx, const struct robots *r, const char *path)
{
    struct arena_mark mark = arena_mark(cx->arena);
    const char *wanted = even(cx, path, strlen(path));
    size_t best = 0;
    bool allow = wanted != NULL;

    if (strcmp(path, "/robots.txt") == 0)
        return true;
    for (size_t i = 0; i < r->rule_count && wanted; i++) {
        struct arena_mark each = arena_mark(cx->arena);
        const struct robots_rule *rule = &r->rules[i];
        const char *pattern = even(cx, rule->path, rule->n);
        size_t n = pattern ? strlen(pattern) : 0;
        if (!pattern)
            allow = false;
        else if (matches(pattern, wanted) && (n > best || (n == best && rule->allow))) {
            best = n;
            allow = rule->allow;
        }
        arena_reset(cx->arena, each);
    }
    arena_reset(cx->arena, mark);
    return allow;
}
