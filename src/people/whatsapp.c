/* whatsapp.c -- see whatsapp.h. */
#include "people/whatsapp.h"

#include "access/site.h"
#include "access/user.h"
#include "base/hash.h"
#include "base/text.h"
#include "people/activity.h"
#include "people/chat_link.h"

#include <stdio.h>
#include <string.h>

enum { BODY_CHARS = 20000, AUTHOR_BYTES = 80, PHONE_DIGITS_LEAST = 6 };

const struct setting care_settings[] = {
    {"care.whatsapp_text", SETTING_TEXT, 0, 500, "Olá, {name}! Aqui é {user}, da {company}.", NULL},
    {"care.mail_domain", SETTING_DOMAIN, 0, 253, "", NULL},
    {"care.research_people", SETTING_INT, 2, 20, "2", "people"},
    {"care.research_days", SETTING_INT, 1, 60, "7", "days"},
    {"care.term_months", SETTING_INT, 1, 60, "12", "months"},
    {"care.nps_days", SETTING_INT, 1, 180, "30", "days"},
    {0},
};

/* --- the number */

/* Digits of a national number without zero and carrier: area and 8 or 9 digits. */
static const char *brazilian(const char *digits, size_t n)
{
    if (n && digits[0] == '0') { /* 0 11 9..., or with a carrier: 0 15 11 9... */
        digits++;
        n--;
        if (n == 12 || n == 13)
            digits += 2;
    }
    n = strlen(digits);
    return (n == 10 || n == 11) && digits[0] != '0' && digits[1] != '0' ? digits : NULL;
}

const char *phone_e164(struct arena *a, const char *phone)
{
    char digits[24] = {0};
    size_t n = 0;
    bool abroad = false;
    const char *p = phone ? phone : "", *local;

    while (*p == ' ' || *p == '(')
        p++;
    abroad = *p == '+';
    for (; *p; p++) {
        if (*p >= '0' && *p <= '9') {
            if (n == sizeof(digits) - 1)
                return NULL;
            digits[n++] = *p;
        } else if (!strchr("+-.()/ ", *p)) {
            break; /* an extension, or words */
        }
    }
    digits[n] = 0;
    if (!abroad && n > 4 && digits[0] == '0' && digits[1] == '0') {
        abroad = true;
        memmove(digits, digits + 2, n - 1);
        n -= 2;
    }
    if (!abroad && (n == 12 || n == 13) && digits[0] == '5' && digits[1] == '5')
        abroad = true;
    if (abroad)
        return n >= 8 && n <= 15 && digits[0] != '0' ? arena_print(a, "+%s", digits) : NULL;
    local = brazilian(digits, n);
    return local ? arena_print(a, "+55%s", local) : NULL;
}

enum err phone_check(struct ctx *cx, const char *was, const char *is)
{
    int digits = 0;

    for (const char *p = is ? is : ""; *p; p++)
        digits += *p >= '0' && *p <= '9';
    if (text_empty(is) || digits >= PHONE_DIGITS_LEAST || text_equal(was, is) ||
        fault_has_field(cx, "phone"))
        return OK;
    return fail_field(cx, "phone", "field.phone", "least",
                      arena_print(cx->arena, "%d", (int)PHONE_DIGITS_LEAST), NULL);
}

/* --- the link */

void whatsapp_escape(struct buf *out, const char *text)
{
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~", c))
            buf_add_char(out, (char)c);
        else
            buf_print(out, "%%%02X", c);
    }
}

static const char *first_name(struct ctx *cx, const char *name)
{
    return name ? arena_dup_n(cx->arena, name, strcspn(name, " ")) : "";
}

static void add_words(struct ctx *cx, struct buf *out, const char *words, const char *name,
                      const char *user, const char *company)
{
    const struct {
        const char *mark, *value;
    } marks[] = {
        {"{name}", first_name(cx, name)}, {"{user}", first_name(cx, user)}, {"{company}", company}};

    while (words && *words) {
        size_t n = 1;
        const char *value = NULL;
        for (size_t i = 0; i < COUNT_OF(marks); i++)
            if (text_starts(words, marks[i].mark)) {
                n = strlen(marks[i].mark);
                value = marks[i].value ? marks[i].value : "";
            }
        whatsapp_escape(out, value ? value : arena_dup_n(cx->arena, words, n));
        words += n;
    }
}

enum err whatsapp_link(struct ctx *cx, struct db *db, const struct contact *c, const char **ret_url)
{
    static const struct setting *const tables[] = {care_settings, NULL};
    const char *phone = phone_e164(cx->arena, c->phone);
    struct settings *set = NULL;
    struct buf out = buf_in(cx->arena);
    struct user user = {0};
    struct site site = {0};
    enum err e;

    if (!phone)
        return arena_full(cx->arena) ? fail_memory(cx)
                                     : fail_field(cx, "phone", "whatsapp.no_phone", NULL);
    e = settings_load(cx, db, tables, cx->site, &set);
    if (!e)
        e = site_get(cx, db, cx->site, &site);
    if (!e && cx->actor > 0)
        e = user_get(cx, db, cx->actor, &user);
    if (e)
        return e;
    buf_print(&out, "https://wa.me/%s?text=", phone + 1);
    add_words(cx, &out, setting_text(set, "care.whatsapp_text"), c->name, user.name, site.name);
    *ret_url = buf_text(&out);
    return *ret_url ? OK : fail_memory(cx);
}

/* --- a conversation */

/* The head of a line: its time and who speaks. */
struct head {
    int a, b, year, hour, minute; /* a and b: day and month, in either order */
    const char *author, *rest;
    size_t author_len;
};

static bool number(const char **p, int digits_max, int *ret)
{
    int n = 0, v = 0;

    while (n < digits_max && **p >= '0' && **p <= '9') {
        v = v * 10 + *(*p)++ - '0';
        n++;
    }
    *ret = v;
    return n > 0;
}

static bool skip(const char **p, const char *any)
{
    if (!**p || !strchr(any, **p))
        return false;
    (*p)++;
    return true;
}

/* Spaces, and the marks of direction and narrow spaces that telephones put between. */
static void blanks(const char **p)
{
    for (;;) {
        if (**p == ' ')
            (*p)++;
        else if (!strncmp(*p, "\xe2\x80\x8e", 3) || !strncmp(*p, "\xe2\x80\xaf", 3))
            *p += 3;
        else if (!strncmp(*p, "\xc2\xa0", 2))
            *p += 2;
        else
            return;
    }
}

static void read_half(const char **p, struct head *h)
{
    bool pm;

    blanks(p);
    if ((**p != 'A' && **p != 'P' && **p != 'a' && **p != 'p') ||
        ((*p)[1] != 'M' && (*p)[1] != 'm'))
        return;
    pm = **p == 'P' || **p == 'p';
    *p += 2;
    if (h->hour == 12)
        h->hour = pm ? 12 : 0;
    else if (pm)
        h->hour += 12;
}

/* "31/12/2026 10:04 - Ana: ", "[31/12/26, 10:04:05] Ana: ". */
static bool read_head(const char *p, struct head *h)
{
    int second = 0;
    bool bracket;
    const char *colon;

    blanks(&p);
    bracket = skip(&p, "[");
    if (!number(&p, 2, &h->a) || !skip(&p, "/.-") || !number(&p, 2, &h->b) || !skip(&p, "/.-") ||
        !number(&p, 4, &h->year))
        return false;
    (void)skip(&p, ",");
    blanks(&p);
    if (!number(&p, 2, &h->hour) || !skip(&p, ":") || !number(&p, 2, &h->minute))
        return false;
    if (skip(&p, ":"))
        (void)number(&p, 2, &second);
    read_half(&p, h);
    blanks(&p);
    if (!skip(&p, bracket ? "]" : "-"))
        return false;
    blanks(&p);
    colon = strstr(p, ": ");
    if (!colon || colon == p || (size_t)(colon - p) > AUTHOR_BYTES)
        return false; /* WhatsApp's own notices have no author */
    h->author = p;
    h->author_len = (size_t)(colon - p);
    h->rest = colon + 2;
    h->year += h->year < 100 ? 2000 : 0;
    return h->a >= 1 && h->b >= 1 && (h->a <= 12 || h->b <= 12) && h->a <= 31 && h->b <= 31 &&
           h->year >= 2009 && h->year <= 2200 && h->hour < 24 && h->minute < 60;
}

static void add_author(struct ctx *cx, struct whatsapp_chat *chat, const struct head *h)
{
    for (int i = 0; i < chat->author_count; i++)
        if (strlen(chat->authors[i]) == h->author_len &&
            !memcmp(chat->authors[i], h->author, h->author_len))
            return;
    if (chat->author_count < WHATSAPP_AUTHORS)
        chat->authors[chat->author_count++] = arena_dup_n(cx->arena, h->author, h->author_len);
}

struct reading {
    struct whatsapp_chat chat;
    struct buf out;
    const struct zone *zone;
    bool month_first;
};

static void add_line(struct ctx *cx, struct reading *r, const char *line)
{
    struct head h = {0};
    struct civil c;
    int64_t at;

    if (!read_head(line, &h)) {
        if (r->chat.messages)
            buf_print(&r->out, "%s\n", line);
        return;
    }
    c = (struct civil){.year = h.year,
                       .month = r->month_first ? h.a : h.b,
                       .day = r->month_first ? h.b : h.a,
                       .hour = h.hour,
                       .minute = h.minute};
    if (c.month > 12) {
        int day = c.month;
        c.month = c.day;
        c.day = day;
    }
    at = time_from_civil(r->zone, &c);
    if (!r->chat.messages || at < r->chat.first_at)
        r->chat.first_at = at;
    if (!r->chat.messages || at > r->chat.last_at)
        r->chat.last_at = at;
    r->chat.messages++;
    add_author(cx, &r->chat, &h);
    buf_print(&r->out, "%02d/%02d/%04d %02d:%02d %.*s: %s\n", c.day, c.month, c.year, c.hour,
              c.minute, (int)h.author_len, h.author, h.rest);
}

/* Whether the first number must be the month: some line has a second number that is no month. */
static bool month_is_first(const char *text)
{
    bool first = false;

    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        struct head h = {0};
        if (!read_head(p, &h))
            continue;
        if (h.a > 12)
            return false;
        first = first || h.b > 12;
    }
    return first;
}

/* The newest part that has room, from the start of a line. */
static const char *newest(const char *text)
{
    size_t chars = text_chars(text);

    for (; chars > BODY_CHARS && *text; chars--)
        do
            text++;
        while (((unsigned char)*text & 0xc0) == 0x80);
    return text;
}

enum err whatsapp_read(struct ctx *cx, const char *text, const struct zone *z,
                       struct whatsapp_chat *ret)
{
    struct reading r = {.out = buf_in(cx->arena), .zone = z};
    const char *clean = NULL;
    enum err e;

    if (strlen(text) > WHATSAPP_TEXT_MAX)
        return fail_field(cx, "text", "whatsapp.too_long", "max", "256", NULL);
    e = text_clean(cx, text, strlen(text), true, &clean);
    if (e)
        return e;
    r.month_first = month_is_first(clean);
    for (const char *p = clean; *p;) {
        size_t n = strcspn(p, "\n");
        char *line = arena_dup_n(cx->arena, p, n);
        if (!line)
            return fail_memory(cx);
        add_line(cx, &r, line);
        p += n + (p[n] == '\n');
    }
    if (!buf_ok(&r.out) || arena_full(cx->arena))
        return fail_memory(cx);
    if (!r.chat.messages)
        return fail_field(cx, "text", "whatsapp.no_lines", NULL);
    r.chat.text = newest(buf_text(&r.out));
    *ret = r.chat;
    return OK;
}

/* --- logged */

static const char *key_of(struct ctx *cx, int64_t contact, const struct whatsapp_chat *chat)
{
    unsigned char raw[SHA256_BYTES];
    char hex[SHA256_HEX];
    const char *text = arena_print(cx->arena, "whatsapp %lld %s", (long long)contact, chat->text);

    if (!text)
        return NULL;
    sha256(text, strlen(text), raw);
    hex_text(raw, sizeof(raw), hex);
    return arena_dup(cx->arena, hex);
}

static const char *subject_of(struct ctx *cx, const struct whatsapp_chat *chat)
{
    struct buf out = buf_in(cx->arena);

    for (int i = 0; i < chat->author_count; i++) {
        buf_add_text(&out, i ? ", " : "");
        buf_add_text(&out, chat->authors[i]);
    }
    return buf_ok(&out) ? text_cut(cx->arena, buf_text(&out), 200) : NULL;
}

/* Who has no channel yet came by the link that the conversation names. */
static enum err learn_origin(struct ctx *cx, struct db *db, struct contact *who,
                             struct whatsapp_chat *chat)
{
    struct chat_link *l = NULL;
    enum err e = chat_link_in(cx, db, chat->text, &l);

    if (e || !l)
        return e;
    chat->link = l->record.id;
    chat->link_name = l->name;
    if (!text_empty(who->channel))
        return OK;
    who->channel = CHAT_CHANNEL;
    if (who->campaign == NIL)
        who->campaign = l->campaign;
    return model_change(cx, db, &contact_model, who);
}

enum err whatsapp_log(struct ctx *cx, struct db *db, int64_t contact, const char *text,
                      struct whatsapp_chat *ret, int64_t *ret_activity, bool *ret_again)
{
    const struct model *m = &activity_model;
    const struct zone *zone = NULL;
    struct activity *a = model_new(cx, m), *before = NULL;
    void *who = NULL;
    enum err e = a ? model_get(cx, db, &contact_model, contact, &who) : fail_memory(cx);

    if (!e)
        e = site_zone(cx, db, &zone);
    if (!e)
        e = whatsapp_read(cx, text, zone, ret);
    if (e)
        return e;
    a->kind = "whatsapp";
    a->source = "pasted";
    a->contact = contact;
    a->at = ret->last_at < ctx_now(cx) ? ret->last_at : ctx_now(cx);
    a->subject = subject_of(cx, ret);
    a->body = ret->text;
    a->source_key = key_of(cx, contact, ret);
    if (!a->subject || !a->source_key)
        return fail_memory(cx);
    e = model_find(cx, db, m, model_field(m, "source_key"), a->source_key, (void **)&before);
    if (e)
        return e;
    *ret_again = before != NULL;
    e = learn_origin(cx, db, who, ret);
    if (!e && !before) {
        e = model_check(cx, m, a);
        if (!e)
            e = model_add(cx, db, m, a);
    }
    if (!e)
        *ret_activity = before ? before->record.id : a->record.id;
    return e;
}
