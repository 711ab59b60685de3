/* spend_export.c -- see spend_export.h. Four steps: find the row of names, read every row, judge the whole column (is the
 * day or the month first, which sign is the decimal one), and write.
 *
 * Surprising: blank lines are written between rows, so that a wrong row is reported at the line where people find it in
 * their own file.
 */
#include "people/spend_export.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_BYTES = 64 * 1024,
    HEAD_LINES = 40,
    COLUMNS_MAX = 200,
    ENTRIES_MAX = 200000,
    KEY_BYTES = 8,
};

enum role {
    ROLE_DAY,
    ROLE_WEEK,
    ROLE_MONTH,
    ROLE_FROM,
    ROLE_TO,
    ROLE_CAMPAIGN,
    ROLE_AMOUNT,
    ROLE_CURRENCY,
    ROLE_TYPE,
    ROLE_MARK, /* tells the platform's file from any other with the same names */
};
enum { ROLES = 10 };

static const struct preset {
    const char *key, *channel;
    bool needs_mark;
    bool plain_numbers; /* whatever the language: 1234.56 */
} presets[] = {
    {"google_ads", "paid_search", true, false},
    {"meta_ads", "paid_social", false, true},
    {"linkedin_ads", "paid_social", false, true},
    {0},
};

/* Names of columns, folded and without what stands in parentheses, with | between; the first that is there wins. */
static const struct name {
    const char *preset;
    enum role role;
    const char *texts;
} names[] = {
    {"google_ads", ROLE_DAY, "day|dia|date|data"},
    {"google_ads", ROLE_WEEK, "week|semana"},
    {"google_ads", ROLE_MONTH, "month|mes"},
    {"google_ads", ROLE_CAMPAIGN, "campaign|campanha"},
    {"google_ads", ROLE_AMOUNT, "cost|custo"},
    {"google_ads", ROLE_CURRENCY, "currency code|codigo da moeda|currency|moeda"},
    {"google_ads", ROLE_TYPE, "campaign type|tipo de campanha"},
    {"google_ads", ROLE_MARK,
     ("currency code|codigo da moeda|campaign type|tipo de campanha|campaign status|status da "
      "campanha|campaign state|"
      "estado da campanha|ad group|grupo de anuncios|impr|impressions|impressoes|clicks|cliques")},
    {"meta_ads", ROLE_DAY, "day|dia"},
    {"meta_ads", ROLE_WEEK, "week|semana"},
    {"meta_ads", ROLE_MONTH, "month|mes"},
    {"meta_ads", ROLE_FROM, "reporting starts|inicio dos relatorios"},
    {"meta_ads", ROLE_TO,
     ("reporting ends|"
      "termino dos relatorios|encerramento dos relatorios")},
    {"meta_ads", ROLE_CAMPAIGN, "campaign name|nome da campanha"},
    {"meta_ads", ROLE_AMOUNT, "amount spent|valor usado|valor gasto|quantia gasta"},
    {"meta_ads", ROLE_CURRENCY, "currency|moeda"},
    {"linkedin_ads", ROLE_FROM, "start date|data de inicio"},
    {"linkedin_ads", ROLE_TO, "end date|data de termino"},
    {"linkedin_ads", ROLE_DAY, "day|dia"},
    {"linkedin_ads", ROLE_CAMPAIGN,
     ("campaign name|nome da campanha|"
      "campaign group name|nome do grupo de campanhas")},
    {"linkedin_ads", ROLE_AMOUNT, "total spent|total gasto|valor total gasto|gasto total"},
    {"linkedin_ads", ROLE_CURRENCY, "currency|moeda"},
};

/* --- bytes ------------------------------------------------------------------------------------------- */

enum width { NARROW, WIDE_LITTLE, WIDE_BIG };

/* A file as UTF-8, or as it is when it is not UTF-16; the first bytes left out. */
struct reading {
    FILE *f;
    enum width width;
    size_t leave_out;
};

static enum width width_of(const unsigned char *b, size_t n)
{
    if (n >= 2 && b[0] == 0xff && b[1] == 0xfe)
        return WIDE_LITTLE;
    if (n >= 2 && b[0] == 0xfe && b[1] == 0xff)
        return WIDE_BIG;
    if (n >= 4 && b[0] && !b[1] && b[2] && !b[3])
        return WIDE_LITTLE;
    return n >= 4 && !b[0] && b[1] && !b[2] && b[3] ? WIDE_BIG : NARROW;
}

static uint32_t unit_read(const struct reading *r, int *ret_ok)
{
    int a = getc(r->f), b = a == EOF ? EOF : getc(r->f);

    *ret_ok = b != EOF;
    if (b == EOF)
        return 0;
    return r->width == WIDE_LITTLE ? (uint32_t)a | (uint32_t)b << 8
                                   : (uint32_t)b | (uint32_t)a << 8;
}

/* One character as UTF-8 at `to`, which has room for four bytes; 0 at the end. Half a pair becomes U+FFFD. */
static size_t character(const struct reading *r, char *to)
{
    int ok;
    uint32_t c = unit_read(r, &ok), low;

    if (!ok)
        return 0;
    if (c >= 0xd800 && c < 0xdc00) {
        low = unit_read(r, &ok);
        c = ok && low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
                                                : 0xfffd;
    } else if ((c >= 0xdc00 && c < 0xe000) || !c) {
        c = 0xfffd;
    }
    return text_put_utf8(c, to);
}

static size_t pull(const struct reading *r, char *to, size_t room)
{
    size_t n = 0, one = 1;

    if (r->width == NARROW)
        return fread(to, 1, room, r->f);
    while (one && n + 4 <= room) {
        one = character(r, to + n);
        n += one;
    }
    return n;
}

static enum err source(void *self, struct ctx *cx, char *to, size_t room, size_t *ret_n)
{
    struct reading *r = self;
    size_t n = pull(r, to, room);

    while (n && r->leave_out) {
        size_t less = r->leave_out < n ? r->leave_out : n;
        memmove(to, to + less, n - less);
        r->leave_out -= less;
        n -= less;
        if (!n)
            n = pull(r, to, room);
    }
    *ret_n = n;
    return ferror(r->f) ? fail(cx, ERR_BROKEN, "import.unreadable", NULL) : OK;
}

static void file_close(void *f)
{
    (void)fclose(f);
}

static enum err file_open(struct ctx *cx, const char *path, struct reading *ret)
{
    unsigned char head[4];
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f)
        return fail(cx, ERR_NOTFOUND, "import.unreadable", NULL);
    if (!arena_defer(cx->arena, file_close, f))
        return fail_memory(cx);
    n = fread(head, 1, sizeof(head), f);
    *ret = (struct reading){.f = f, .width = width_of(head, n)};
    return fseek(f, ret->width != NARROW && head[0] + head[1] == 0xff + 0xfe ? 2 : 0, SEEK_SET)
               ? fail(cx, ERR_BROKEN, "import.unreadable", NULL)
               : OK;
}

/* --- the row of names --------------------------------------------------------------------------------- */

/* What the start of the file tells. */
struct layout {
    const struct preset *preset;
    struct csv_shape shape;
    size_t offset;    /* of the row of names */
    int64_t line;     /* its own, from 1 */
    size_t at[ROLES]; /* cell; COLUMNS_MAX: not there */
    bool portuguese;
    const char *currency;  /* of the column of amounts: "Valor usado (BRL)" */
    const char *from, *to; /* days the preamble speaks of */
};

/* "Amount spent (BRL)" → "amount spent", and "BRL". */
static const char *name_fold(struct ctx *cx, const char *name, const char **ret_inside)
{
    char *folded = arena_dup(cx->arena, text_fold(cx->arena, name));
    const char *open = strchr(name, '(');
    char *cut = folded ? strchr(folded, '(') : NULL;

    *ret_inside = open ? arena_dup_n(cx->arena, open + 1, strcspn(open + 1, ")")) : NULL;
    if (cut)
        *cut = 0;
    for (char *p = folded; p && *p; p++)
        if (strchr("_-./", *p))
            *p = ' ';
    return folded ? text_fold(cx->arena, folded) : "";
}

static size_t cells_of(struct ctx *cx, const char *line, size_t n, char separator,
                       const char **cells)
{
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= n && count < COLUMNS_MAX; i++) {
        size_t a = from, b = i;
        if (i < n && line[i] != separator)
            continue;
        while (a < b && strchr(" \"\r", line[a]))
            a++;
        while (b > a && strchr(" \"\r", line[b - 1]))
            b--;
        cells[count++] = arena_dup_n(cx->arena, line + a, b - a);
        from = i + 1;
    }
    return count;
}

/* Where the first of the names of that role stands. */
static size_t place_of(const struct preset *p, enum role role, const char *const *folded, size_t n)
{
    const char *text = "";

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].role == role && !strcmp(names[i].preset, p->key))
            text = names[i].texts;
    while (*text) {
        size_t bytes = strcspn(text, "|");
        for (size_t k = 0; k < n; k++)
            if (strlen(folded[k]) == bytes && !memcmp(folded[k], text, bytes))
                return k;
        text += bytes + (text[bytes] == '|');
    }
    return COLUMNS_MAX;
}

static bool fits(struct ctx *cx, const struct preset *p, bool needs_mark, const char *const *cells,
                 size_t n, struct layout *ret)
{
    const char *folded[COLUMNS_MAX], *inside[COLUMNS_MAX];

    for (size_t i = 0; i < n; i++)
        folded[i] = name_fold(cx, cells[i], &inside[i]);
    for (int r = 0; r < ROLES; r++)
        ret->at[r] = place_of(p, (enum role)r, folded, n);
    if ((needs_mark && ret->at[ROLE_MARK] == COLUMNS_MAX) ||
        ret->at[ROLE_CAMPAIGN] == COLUMNS_MAX || ret->at[ROLE_AMOUNT] == COLUMNS_MAX)
        return false;
    ret->preset = p;
    ret->portuguese = strstr(folded[ret->at[ROLE_CAMPAIGN]], "campanha") != NULL;
    if (inside[ret->at[ROLE_AMOUNT]] && strlen(inside[ret->at[ROLE_AMOUNT]]) == 3)
        ret->currency = inside[ret->at[ROLE_AMOUNT]];
    return true;
}

static bool is_names(struct ctx *cx, const char *line, size_t n, const char *wanted,
                     struct layout *ret)
{
    static const char separators[] = {'\t', ',', ';'};
    const char *cells[COLUMNS_MAX];

    for (size_t s = 0; s < COUNT_OF(separators); s++) {
        size_t count = cells_of(cx, line, n, separators[s], cells);
        for (const struct preset *p = presets; p->key && count > 1; p++) {
            if ((wanted && strcmp(wanted, p->key) != 0) ||
                !fits(cx, p, p->needs_mark && !wanted, cells, count, ret))
                continue;
            ret->shape.separator = separators[s];
            return true;
        }
    }
    return false;
}

/* --- days --------------------------------------------------------------------------------------------- */

struct day_parts {
    int number[3], words; /* numbers in their order; a word of a month stands as its number */
    size_t count, word_at;
    int digits[3];
};

static int whole(const char *digits, size_t n)
{
    int v = 0;

    for (size_t i = 0; i < n; i++)
        v = 10 * v + (digits[i] - '0');
    return v;
}

static int month_word(const char *word)
{
    static const char *const months[] = {"jan", "fev", "feb", "mar", "abr", "apr", "mai",
                                         "may", "jun", "jul", "ago", "aug", "set", "sep",
                                         "out", "oct", "nov", "dez", "dec"};
    static const int numbers[] = {1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8, 8, 9, 9, 10, 10, 11, 12, 12};

    for (size_t i = 0; i < COUNT_OF(months); i++)
        if (!strncmp(word, months[i], 3))
            return numbers[i];
    return 0;
}

static struct day_parts parts_of(const char *folded)
{
    struct day_parts p = {.word_at = 3};
    const char *s = folded;

    while (*s && p.count < 3) {
        size_t digits = strspn(s, "0123456789"), letters = strspn(s, "abcdefghijklmnopqrstuvwxyz");
        if (digits) {
            if (s[digits] == ':')
                break;
            p.digits[p.count] = (int)digits;
            p.number[p.count++] = digits <= 4 ? whole(s, digits) : -1;
            s += digits;
        } else if (letters) {
            int month = letters >= 3 ? month_word(s) : 0;
            if (month && !p.words++) {
                p.word_at = p.count;
                p.digits[p.count] = 0;
                p.number[p.count++] = month;
            }
            s += letters;
        } else {
            s++;
        }
    }
    return p;
}

/* True with day 0 for a whole month. */
static bool parts_read(const struct day_parts *p, bool day_first, int *y, int *m, int *d)
{
    const int *n = p->number;

    *d = 0;
    if (p->count == 2) {
        bool year_first = p->digits[0] == 4;
        *y = n[year_first ? 0 : 1];
        *m = n[year_first ? 1 : 0];
        return p->digits[year_first ? 0 : 1] == 4;
    }
    if (p->count != 3)
        return false;
    if (p->digits[0] == 4) {
        *y = n[0];
        *m = n[1];
        *d = n[2];
        return true;
    }
    *y = n[2] < 100 && p->digits[2] == 2 ? 2000 + n[2] : n[2];
    if (p->word_at < 3 ? p->word_at == 1 : day_first) {
        *d = n[0];
        *m = n[1];
    } else {
        *m = n[0];
        *d = n[1];
    }
    return p->word_at < 2 || p->word_at == 3;
}

static const char *date_of(struct ctx *cx, int y, int m, int d)
{
    const char *text = arena_print(cx->arena, "%04d-%02d-%02d", y, m, d);

    return text && date_ok(text) ? text : NULL;
}

static const char *last_of_month(struct ctx *cx, int y, int m)
{
    const char *text = NULL;

    for (int d = 31; d >= 28 && !text; d--)
        text = date_of(cx, y, m, d);
    return text;
}

/* The days a cell speaks of; false when it speaks of none. */
static bool days_of(struct ctx *cx, const char *cell, bool day_first, const char **ret_from,
                    const char **ret_to)
{
    struct day_parts p = parts_of(text_fold(cx->arena, cell));
    int y = 0, m = 0, d = 0;

    if (!parts_read(&p, day_first, &y, &m, &d))
        return false;
    *ret_from = date_of(cx, y, m, d ? d : 1);
    *ret_to = d ? *ret_from : last_of_month(cx, y, m);
    return *ret_from && *ret_to;
}

/* "1 de outubro de 2026 - 31 de outubro de 2026", "Report Start: …". */
static void preamble_days(struct ctx *cx, const char *line, struct layout *l)
{
    static const char *const between[] = {" - ", " – ", " — ", " até ", " to ", " a "};
    const char *from, *to, *rest;
    const char *folded = text_fold(cx->arena, line);

    if (text_starts(folded, "report start") || text_starts(folded, "inicio do relatorio")) {
        if (strchr(line, ':') && days_of(cx, strchr(line, ':'), l->portuguese, &from, &to))
            l->from = from;
    } else if (text_starts(folded, "report end") || text_starts(folded, "fim do relatorio")) {
        if (strchr(line, ':') && days_of(cx, strchr(line, ':'), l->portuguese, &from, &to))
            l->to = to;
    }
    for (size_t i = 0; i < COUNT_OF(between); i++) {
        const char *at = strstr(line, between[i]), *half;
        if (!at)
            continue;
        half = arena_dup_n(cx->arena, line, (size_t)(at - line));
        if (half && days_of(cx, half, l->portuguese, &from, &rest) &&
            days_of(cx, at + strlen(between[i]), l->portuguese, &rest, &to) &&
            strcmp(from, to) <= 0) {
            l->from = from;
            l->to = to;
            return;
        }
    }
}

/* The row of names within the first lines, and what stands above it. */
static enum err layout_find(struct ctx *cx, const char *path, const char *wanted,
                            struct layout *ret)
{
    char *head = arena_alloc(cx->arena, HEAD_BYTES + 1);
    const char *lines[HEAD_LINES], *end, *at;
    struct reading r;
    size_t n = 0, count = 0;
    enum err e = file_open(cx, path, &r);

    if (!e && !head)
        e = fail_memory(cx);
    if (!e)
        e = source(&r, cx, head, HEAD_BYTES, &n);
    if (!e && n)
        e = csv_guess(cx, head, n, &ret->shape);
    if (e || !n)
        return e;
    if (r.width != NARROW)
        ret->shape.encoding = CSV_UTF8;
    head[n] = 0;
    for (at = head; count < HEAD_LINES && at < head + n && !ret->preset; at = end + 1) {
        const char *text;
        end = memchr(at, '\n', (size_t)(head + n - at));
        if (!end)
            end = head + n;
        text = ret->shape.encoding == CSV_UTF8 ? arena_dup_n(cx->arena, at, (size_t)(end - at))
                                               : text_from_1252(cx->arena, at, (size_t)(end - at));
        if (text && !strncmp(text, "\xef\xbb\xbf", 3))
            text += 3;
        if (!text)
            return fail_memory(cx);
        if (is_names(cx, text, strlen(text), wanted, ret)) {
            ret->offset = (size_t)(at - head);
            ret->line = (int64_t)count + 1;
        }
        lines[count++] = text;
    }
    for (size_t i = 0; ret->preset && i + 1 < count; i++)
        preamble_days(cx, lines[i], ret);
    return OK;
}

/* --- rows --------------------------------------------------------------------------------------------- */

/* A row as the file has it. */
struct entry {
    int64_t line;
    const char *cells[ROLES]; /* NULL: no such column */
    bool broken;              /* no row of a spreadsheet */
};

/* A row as it is written. */
struct line {
    int64_t line;
    const char *key, *from, *to, *campaign, *channel, *currency;
    const char *amount_text; /* that could not be read; NULL: amount_minor */
    int64_t amount_minor;
    bool broken, gone;
};

struct work {
    struct layout layout;
    struct buf entries, lines;
    bool day_first;
    enum lang numbers;
    struct spend_export *out;
};

/* How platforms write that there is nothing; Google with a blank before it. */
static bool is_dash(const char *cell)
{
    cell += strspn(cell, " ");
    return text_starts(cell, "-") ? cell[strspn(cell, "- ")] == '\0' : text_equal(cell, "—");
}

static bool is_blank(const char *cell)
{
    return !cell || !*cell || is_dash(cell);
}

/* The sums that platforms add: they name no campaign, or call themselves a total. */
static bool is_total(struct ctx *cx, const struct csv_row *row, const struct entry *x)
{
    if (is_blank(x->cells[ROLE_CAMPAIGN]))
        return true;
    for (size_t i = 0; i < row->count && i < 3; i++) {
        const char *f = text_fold(cx->arena, row->cells[i]);
        if (text_starts(f, "total:") || text_starts(f, "total -") || text_equal(f, "total") ||
            text_starts(f, "total de campanhas") || text_starts(f, "results from "))
            return true;
    }
    return false;
}

static enum err entries_read(struct ctx *cx, const char *path, struct work *w)
{
    struct csv_reader *csv = NULL;
    struct reading r;
    bool more = true;
    size_t n = 0;
    enum err e = file_open(cx, path, &r);

    r.leave_out = w->layout.offset;
    if (!e)
        e = csv_open(cx, source, &r, &w->layout.shape, &csv);
    while (!e && more) {
        struct csv_row row = {0};
        struct entry x = {0};
        e = csv_next(cx, csv, &row, &more);
        if (e == ERR_INVALID && more) {
            fault_clear(cx);
            e = OK;
            x.broken = true;
        }
        if (e || !more)
            break;
        x.line = row.line + w->layout.line - 1;
        for (int k = 0; k < ROLES && !e && !x.broken; k++)
            if (w->layout.at[k] < row.count)
                e = text_clean(cx, row.cells[w->layout.at[k]], row.lengths[w->layout.at[k]], false,
                               &x.cells[k]);
        if (!x.broken && is_total(cx, &row, &x))
            w->out->totals++;
        else
            buf_add(&w->entries, &x, sizeof(x));
        if (++n > ENTRIES_MAX)
            e = fail(cx, ERR_INVALID, "spend_export.many", NULL);
    }
    return e ? e : buf_ok(&w->entries) ? OK : fail_memory(cx);
}

/* The role of the column that says the days; ROLES: there is none. */
static enum role day_role(const struct layout *l)
{
    static const enum role order[] = {ROLE_DAY, ROLE_WEEK, ROLE_MONTH, ROLE_FROM};

    for (size_t i = 0; i < COUNT_OF(order); i++)
        if (l->at[order[i]] != COLUMNS_MAX)
            return order[i];
    return ROLE_MARK;
}

/* What a whole column says of how it is written: a 13th month, or two digits behind the last sign. */
static void judge(struct ctx *cx, struct work *w)
{
    const struct entry *all = (const struct entry *)(const void *)w->entries.bytes;
    size_t n = w->entries.len / sizeof(*all);
    enum role days = day_role(&w->layout);

    w->day_first = w->layout.portuguese;
    w->numbers = w->layout.portuguese && !w->layout.preset->plain_numbers ? LANG_PT_BR : LANG_EN;
    for (size_t i = 0; i < n; i++) {
        const char *amount = all[i].cells[ROLE_AMOUNT];
        const char *sign = amount ? strpbrk(amount, ".,") : NULL;
        if (days != ROLE_MARK && all[i].cells[days]) {
            struct day_parts p = parts_of(text_fold(cx->arena, all[i].cells[days]));
            if (p.count == 3 && p.digits[0] < 4 && !p.words &&
                (p.number[0] > 12) != (p.number[1] > 12))
                w->day_first = p.number[0] > 12;
        }
        while (sign && strpbrk(sign + 1, ".,"))
            sign = strpbrk(sign + 1, ".,");
        if (sign && strspn(sign + 1, "0123456789") != 3)
            w->numbers = *sign == ',' ? LANG_PT_BR : LANG_EN;
    }
}

static const char *key_of(struct ctx *cx, const struct work *w, enum role days,
                          const struct line *x)
{
    static const char kinds[ROLES] = {[ROLE_DAY] = 'd',
                                      [ROLE_WEEK] = 'w',
                                      [ROLE_MONTH] = 'm',
                                      [ROLE_FROM] = 'd',
                                      [ROLE_MARK] = 'r'};
    const char *folded = text_fold(cx->arena, x->campaign);
    unsigned char digest[SHA256_BYTES];
    char hex[2 * KEY_BYTES + 1];
    char kind = kinds[days];

    if (!folded)
        return NULL;
    if (days == ROLE_FROM && strcmp(x->from, x->to) != 0)
        kind = 'r';
    sha256(folded, strlen(folded), digest);
    hex_text(digest, KEY_BYTES, hex);
    return arena_print(cx->arena, "%s %s%s%s %c %s", w->layout.preset->key, x->from,
                       kind == 'r' ? "/" : "", kind == 'r' ? x->to : "", kind, hex);
}

static const char *days_later(struct ctx *cx, const char *date, int days)
{
    const struct civil c = {
        .year = whole(date, 4), .month = whole(date + 5, 2), .day = whole(date + 8, 2)};
    char text[DATE_TEXT_MAX];

    date_text(NULL, time_from_civil(NULL, &c) + days * INT64_C(86400000), text);
    return arena_dup(cx->arena, text);
}

/* What is not over yet ends today, so that money spent is not spread over days to come. */
static const char *not_later(struct ctx *cx, const char *to, const char *from)
{
    char today[DATE_TEXT_MAX];

    date_text(NULL, ctx_now(cx), today);
    if (strcmp(to, today) > 0 && strcmp(from, today) <= 0)
        return arena_dup(cx->arena, today);
    return to;
}

static bool entry_days(struct ctx *cx, const struct work *w, enum role days, const struct entry *x,
                       struct line *ret)
{
    const char *rest;

    if (days == ROLE_MARK) {
        ret->from = w->layout.from;
        ret->to = w->layout.to;
        return true;
    }
    if (!x->cells[days] || !days_of(cx, x->cells[days], w->day_first, &ret->from, &ret->to)) {
        ret->from = x->cells[days];
        return false;
    }
    if (days == ROLE_WEEK)
        ret->to = days_later(cx, ret->from, 6);
    if (days == ROLE_MONTH)
        ret->to = last_of_month(cx, whole(ret->from, 4), whole(ret->from + 5, 2));
    if (days == ROLE_FROM && !is_blank(x->cells[ROLE_TO]))
        return days_of(cx, x->cells[ROLE_TO], w->day_first, &rest, &ret->to) &&
               strcmp(ret->from, ret->to) <= 0;
    return true;
}

/* 1234.5678 of a platform that writes more digits than a cent has. */
static bool long_fraction(const char *text, int64_t *ret)
{
    size_t whole = strspn(text, "0123456789"), part;
    double v;

    if (!whole || text[whole] != '.')
        return false;
    part = strspn(text + whole + 1, "0123456789");
    if (part < 3 || text[whole + 1 + part] || whole > 12)
        return false;
    v = strtod(text, NULL) * 100;
    *ret = (int64_t)(v + 0.5);
    return true;
}

static const char *channel_of(struct ctx *cx, const struct work *w, const struct entry *x)
{
    const char *type = x->cells[ROLE_TYPE] ? text_fold(cx->arena, x->cells[ROLE_TYPE]) : NULL;

    if (type && (strstr(type, "display") || strstr(type, "demand gen") ||
                 strstr(type, "geracao de demanda")))
        return "display";
    return type && strstr(type, "video") ? "video" : w->layout.preset->channel;
}

static enum err line_make(struct ctx *cx, struct work *w, const struct entry *x)
{
    enum role days = day_role(&w->layout);
    struct line line = {.line = x->line, .broken = x->broken};
    const char *amount = x->cells[ROLE_AMOUNT];
    bool dated;

    if (line.broken) {
        buf_add(&w->lines, &line, sizeof(line));
        return OK;
    }
    dated = entry_days(cx, w, days, x, &line);
    line.campaign = x->cells[ROLE_CAMPAIGN];
    line.channel = channel_of(cx, w, x);
    line.currency =
        is_blank(x->cells[ROLE_CURRENCY]) ? w->layout.currency : x->cells[ROLE_CURRENCY];
    if (is_blank(amount))
        amount = w->layout.preset->plain_numbers || (amount && is_dash(amount)) ? "0" : "";
    if (w->layout.preset->plain_numbers && long_fraction(amount, &line.amount_minor)) {
        line.amount_text = NULL;
    } else if (text_money(cx, amount, w->numbers, &line.amount_minor) != OK) {
        fault_clear(cx);
        line.amount_text = *amount ? amount : "-";
    }
    if (dated) {
        line.key = key_of(cx, w, days, &line);
        line.to = not_later(cx, line.to, line.from);
    }
    if (!dated || line.amount_text || !line.key)
        line.key =
            arena_print(cx->arena, "%s line %lld", w->layout.preset->key, (long long)x->line);
    buf_add(&w->lines, &line, sizeof(line));
    return line.key ? OK : fail_memory(cx);
}

static int by_key(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = x->broken || y->broken ? (int)x->broken - (int)y->broken : strcmp(x->key, y->key);

    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_line(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

/* Rows of the same campaign and days become the first of them. */
static void merge(struct work *w)
{
    struct line *all = (struct line *)(void *)w->lines.bytes;
    size_t n = w->lines.len / sizeof(*all), first = 0;

    if (!n)
        return;
    qsort(all, n, sizeof(*all), by_key);
    for (size_t i = 1; i < n; i++) {
        if (all[i].broken || strcmp(all[i].key, all[first].key) != 0 ||
            !text_equal(all[i].currency, all[first].currency)) {
            first = i;
            continue;
        }
        all[first].amount_minor += all[i].amount_minor;
        all[i].gone = true;
        w->out->merged++;
    }
    qsort(all, n, sizeof(*all), by_line);
}

/* --- writing ------------------------------------------------------------------------------------------ */

/* csv_put() would mark a campaign called "-50 %" as no formula; here it is read back by a program. */
static void put(struct buf *out, const char *text, bool first)
{
    buf_add_text(out, first ? "\"" : ",\"");
    for (; text && *text; text++) {
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static void line_put(struct ctx *cx, const struct line *x, struct buf *out)
{
    if (x->broken) {
        put(out, "?", true);
        buf_add_char(out, '\n');
        return;
    }
    put(out, x->key, true);
    put(out, x->from, false);
    put(out, x->to && text_equal(x->from, x->to) ? NULL : x->to, false);
    put(out, x->channel, false);
    put(out, x->campaign, false);
    put(out, "media", false);
    put(out,
        x->amount_text ? x->amount_text
                       : arena_print(cx->arena, "%lld.%02lld", (long long)(x->amount_minor / 100),
                                     (long long)(llabs(x->amount_minor) % 100)),
        false);
    put(out, x->currency, false);
    buf_add_char(out, '\n');
}

static void span_add(struct spend_export *out, const struct line *x)
{
    if (!x->to || !date_ok(x->from))
        return;
    if (!out->from || strcmp(x->from, out->from) < 0)
        out->from = x->from;
    if (!out->to || strcmp(x->to, out->to) > 0)
        out->to = x->to;
}

static enum err lines_write(struct ctx *cx, const struct work *w, const char *path)
{
    const struct line *all = (const struct line *)(const void *)w->lines.bytes;
    size_t n = w->lines.len / sizeof(*all);
    struct buf out = buf_in(cx->arena);
    int64_t at = 1;
    bool written;
    FILE *f;

    for (; at < w->layout.line; at++)
        buf_add_char(&out, '\n');
    buf_add_text(&out, "external_id,spent_on,until_on,channel,campaign_name,kind,amount_minor,"
                       "currency\n");
    for (size_t i = 0; i < n; i++) {
        if (all[i].gone)
            continue;
        for (at++; at < all[i].line; at++)
            buf_add_char(&out, '\n');
        line_put(cx, &all[i], &out);
        span_add(w->out, &all[i]);
        w->out->lines++;
    }
    if (!buf_ok(&out))
        return fail_memory(cx);
    f = fopen(path, "wb");
    if (!f)
        return fail_detail(cx, ERR_BROKEN, "import.unreadable", strerror(errno));
    written = fwrite(out.bytes, 1, out.len, f) == out.len;
    written = !fclose(f) && written;
    return written ? OK : fail_detail(cx, ERR_BROKEN, "import.unreadable", "write");
}

static enum err check_wanted(struct ctx *cx, const char *wanted)
{
    for (const struct preset *p = presets; wanted && p->key; p++)
        if (!strcmp(p->key, wanted))
            return OK;
    return !wanted ? OK
                   : fail_field(cx, "preset", "field.choice", "choices",
                                "google_ads, meta_ads, linkedin_ads, none", NULL);
}

enum err spend_export_read(struct ctx *cx, const char *from, const char *wanted, const char *to,
                           struct spend_export *ret)
{
    struct work w = {.out = ret};
    enum err e;

    *ret = (struct spend_export){0};
    if (text_equal(wanted, "none"))
        return OK;
    e = check_wanted(cx, wanted);
    if (!e)
        e = layout_find(cx, from, wanted, &w.layout);
    if (e)
        return e;
    if (!w.layout.preset)
        return wanted ? fail(cx, ERR_INVALID, "spend_export.unknown", NULL) : OK;
    if (day_role(&w.layout) == ROLE_MARK && (!w.layout.from || !w.layout.to))
        return fail(cx, ERR_INVALID, "spend_export.no_day", NULL);
    w.entries = buf_in(cx->arena);
    w.lines = buf_in(cx->arena);
    e = entries_read(cx, from, &w);
    if (e)
        return e;
    judge(cx, &w);
    for (size_t i = 0; i < w.entries.len / sizeof(struct entry) && !e; i++)
        e = line_make(cx, &w, (const struct entry *)(const void *)w.entries.bytes + i);
    if (!e && !buf_ok(&w.lines))
        e = fail_memory(cx);
    if (e)
        return e;
    merge(&w);
    e = lines_write(cx, &w, to);
    if (!e)
        ret->preset = w.layout.preset->key;
    return e;
}

static const char map_text[] =
    "{\"kind\":\"spend\",\"separator\":\",\",\"encoding\":\"utf-8\",\"numbers\":\"en\","
    "\"on_duplicate\":\"update\",\"columns\":{\"external_id\":\"external_id\",\"spent_on\":"
    "\"spent_on\",\"until_on\":\"until_on\",\"channel\":\"channel\",\"campaign_name\":"
    "\"campaign_name\",\"kind\":\"kind\",\"amount_minor\":\"amount_minor\",\"currency\":"
    "\"currency\"}}";

enum err spend_export_probe(struct ctx *cx, const char *path, const struct spend_export *x,
                            struct import *ret)
{
    const struct json *map = NULL;
    struct buf out = buf_in(cx->arena);
    struct json_writer w = json_to(&out);
    enum err e = json_parse(cx, map_text, strlen(map_text), &map);

    if (!e)
        e = import_probe(cx, path, "spend", map, ret);
    if (e)
        return e;
    buf_add_text(&out, "{\"export\":");
    json_open_object(&w);
    json_text_member(&w, "preset", x->preset);
    json_int_member(&w, "lines", x->lines);
    json_int_member(&w, "merged", x->merged);
    json_int_member(&w, "totals", x->totals);
    json_text_member(&w, "from", x->from);
    json_text_member(&w, "to", x->to);
    json_close_object(&w);
    buf_add_char(&out, ',');
    buf_add_text(&out, ret->shape + 1);
    ret->shape = buf_text(&out);
    return ret->shape ? OK : fail_memory(cx);
}
