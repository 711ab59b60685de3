/* duplicate_keys.c -- how much of an address, a phone, a name or a domain two records must share. */
#include "people/duplicate.h"

#include "base/text.h"

#include <string.h>

enum { PHONE_DIGITS = 10, NAME_LEAST = 3, WORDS_MAX = 24, LOCAL_MAX = 64 };

/* Read by whoever is there. */
static bool is_shared_mailbox(const char *local)
{
    static const char *const all[] = {
        "contato",     "contact",    "contacto",   "vendas",      "sales",
        "comercial",   "compras",    "financeiro", "cobranca",    "fiscal",
        "nfe",         "nf",         "adm",        "admin",       "info",
        "sac",         "rh",         "hr",         "suporte",     "support",
        "atendimento", "marketing",  "office",     "hello",       "ola",
        "secretaria",  "recepcao",   "diretoria",  "faleconosco", "noreply",
        "email",       "mail",       "geral",      "empresa",     "administrativo",
        "webmaster",   "postmaster", "juridico",   "logistica",   "orcamento",
        "pedidos",     "newsletter"};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!strcmp(all[i], local))
            return true;
    return false;
}

const char *duplicate_mailbox_key(struct arena *a, const char *email)
{
    const char *at = email ? strrchr(email, '@') : NULL;
    char local[LOCAL_MAX + 1];
    size_t n = 0;

    for (const char *p = email; at && p < at && n < LOCAL_MAX && *p != '+'; p++)
        if (!strchr(".-_", *p))
            local[n++] = *p;
    local[n] = 0;
    return n >= NAME_LEAST && !is_shared_mailbox(local) ? arena_dup(a, local) : NULL;
}

/* Gmail ignores dots; what stands after "+" is everywhere the owner's own. */
const char *duplicate_email_key(struct arena *a, const char *email)
{
    const char *at = email ? strrchr(email, '@') : NULL;
    struct buf out = buf_in(a);
    bool gmail;

    if (!at || at == email)
        return NULL;
    gmail = !strcmp(at, "@gmail.com") || !strcmp(at, "@googlemail.com");
    for (const char *p = email; p < at && (*p != '+' || p == email); p++)
        if (!gmail || *p != '.')
            buf_add_char(&out, *p);
    if (!gmail && buf_ok(&out) && is_shared_mailbox(buf_text(&out)))
        return NULL;
    buf_add_text(&out, gmail ? "@gmail.com" : at);
    return buf_text(&out);
}

static bool is_particle(const char *word, size_t n)
{
    static const char *const all[] = {"da", "de", "do", "das", "dos", "e", "di", "von", "van"};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (strlen(all[i]) == n && !memcmp(all[i], word, n))
            return true;
    return false;
}

/* Of the fold; what a name begins with is no particle of it. */
const char *duplicate_name_key(struct arena *a, const char *fold)
{
    struct buf out = buf_in(a);

    for (const char *p = fold ? fold : ""; *p;) {
        size_t n = strcspn(p, " ");
        if (n && (!out.len || !is_particle(p, n)))
            buf_print(&out, "%s%.*s", out.len ? " " : "", (int)n, p);
        p += n + (p[n] == ' ');
    }
    return out.len ? buf_text(&out) : NULL;
}

/* The last ten digits: with or without +55, an area's number of today and of before the ninth digit differ still. */
const char *duplicate_phone_key(struct arena *a, const char *phone)
{
    char digits[64];
    size_t n = 0;

    for (; phone && *phone && n < sizeof(digits) - 1; phone++)
        if (*phone >= '0' && *phone <= '9')
            digits[n++] = *phone;
    digits[n] = 0;
    return n >= PHONE_DIGITS ? arena_dup(a, digits + n - PHONE_DIGITS) : NULL;
}

/* A number of Brazil that does not begin with the 9 of a mobile one; abroad they look alike. */
bool duplicate_is_landline(const char *phone)
{
    char digits[64];
    size_t n = 0;
    const char *own = digits;

    for (; phone && *phone && n < sizeof(digits) - 1; phone++)
        if (*phone >= '0' && *phone <= '9' && (n || *phone != '0'))
            digits[n++] = *phone;
    digits[n] = 0;
    if (n == 12 && !strncmp(own, "55", 2)) {
        own += 2;
        n -= 2;
    }
    return n == PHONE_DIGITS && own[2] >= '2' && own[2] <= '5';
}

static bool is_legal_word(const char *word)
{
    static const char *const all[] = {"ltda", "limitada", "sa",  "me",   "epp", "eireli", "mei",
                                      "cia",  "inc",      "llc", "ltd",  "slu", "gmbh",   "corp",
                                      "co",   "s",        "a",   "sarl", "srl", "lda",    "spa"};

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!strcmp(all[i], word))
            return true;
    return false;
}

/* Words of the fold without signs ("s.a." is one word, "s/a" two), without the legal form at their end. */
const char *duplicate_company_key(struct arena *a, const char *name)
{
    char *fold = text_empty(name) ? NULL : arena_dup(a, text_fold(a, name));
    const char *words[WORDS_MAX];
    struct buf out = buf_in(a);
    size_t n = 0, to = 0;

    if (!fold)
        return NULL;
    for (char *p = fold; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '.' || c == '\'')
            continue;
        fold[to++] = c >= 128 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? *p : ' ';
    }
    fold[to] = 0;
    for (char *p = fold; *p && n < WORDS_MAX;) {
        p += strspn(p, " ");
        if (!*p)
            break;
        words[n++] = p;
        p += strcspn(p, " ");
        if (*p)
            *p++ = 0;
    }
    while (n > 1 && is_legal_word(words[n - 1]))
        n--;
    for (size_t i = 0; i < n; i++)
        buf_print(&out, "%s%s", i ? " " : "", words[i]);
    return buf_ok(&out) && text_chars(buf_text(&out)) >= NAME_LEAST ? buf_text(&out) : NULL;
}

const char *duplicate_brand_key(struct arena *a, const char *domain)
{
    const char *own = text_registrable(domain);
    size_t n = own ? strcspn(own, ".") : 0;

    return n >= NAME_LEAST ? arena_dup_n(a, own, n) : NULL;
}
