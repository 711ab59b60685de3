/* text_domain.c -- which part of a domain somebody registered, and where people get free mailboxes.
 *
 * The public suffix list has ten thousand rows that change every week; what tells companies apart needs few of them: all
 * categories of registro.br, the usual second levels below other country domains, and hosts that lend names to everybody. A
 * suffix that is not known here is taken to be one label, so at worst two companies below a rare suffix share a domain, and
 * only by a name that neither uses in its addresses.
 *
 * A name below a free one is free as well: "mail.uol.com.br" makes no company either.
 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* All sorted. */
/* clang-format off */
static const char *const below_br[] = {
    "9guacu", "abc", "adm", "adv", "agr", "aju", "am", "anani", "aparecida", "app", "arq", "art",
    "ato", "b", "barueri", "belem", "bet", "bhz", "bib", "bio", "blog", "bmd", "boavista", "bsb",
    "campinagrande", "campinas", "caxias", "cim", "cng", "cnt", "com", "contagem", "coop", "coz",
    "cri", "cuiaba", "curitiba", "def", "des", "det", "dev", "ecn", "eco", "edu", "emp", "enf",
    "eng", "esp", "etc", "eti", "far", "feira", "flog", "floripa", "fm", "fnd", "fortal", "fot",
    "foz", "fst", "g12", "geo", "ggf", "goiania", "gov", "gru", "ia", "imb", "ind", "inf", "jab",
    "jampa", "jdf", "joinville", "jor", "jus", "leg", "leilao", "lel", "log", "londrina",
    "macapa", "maceio", "manaus", "maringa", "mat", "med", "mil", "morena", "mp", "mus", "natal",
    "net", "niteroi", "not", "ntr", "odo", "ong", "org", "osasco", "palmas", "poa", "ppg", "pro",
    "psc", "psi", "pvh", "qsl", "radio", "rec", "recife", "rep", "ribeirao", "rio", "riobranco",
    "riopreto", "salvador", "sampa", "santamaria", "santoandre", "saobernardo", "saogonca", "seg",
    "sjc", "slg", "slz", "social", "sorocaba", "srv", "taxi", "tc", "tec", "teo", "the", "tmp",
    "trd", "tur", "tv", "udi", "vet", "vix", "vlog", "wiki", "xyz", "zlg",
};

static const char *const states_of_brazil[] = {
    "ac", "al", "am", "ap", "ba", "ce", "df", "es", "go", "ma", "mg", "ms", "mt", "pa", "pb",
    "pe", "pi", "pr", "rj", "rn", "ro", "rr", "rs", "sc", "se", "sp", "to",
};

static const char *const below_countries[] = {
    "ac", "asn", "asso", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gouv", "gov",
    "gub", "id", "ind", "info", "ltd", "me", "mil", "ne", "net", "nhs", "nic", "nom", "or", "org",
    "plc", "sch", "web",
};

static const char *const lenders[] = {
    "amazonaws.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "firebaseapp.com",
    "github.io", "gitlab.io", "herokuapp.com", "lojaintegrada.com.br", "lojavirtualnuvem.com.br",
    "myshopify.com", "negocio.site", "netlify.app", "onmicrosoft.com", "pages.dev", "vercel.app",
    "web.app", "webnode.com", "webnode.page", "weebly.com", "wixsite.com", "wordpress.com",
};

/* Under any suffix. */
static const char *const free_names[] = {
    "gmail", "gmx", "googlemail", "hotmail", "icloud", "outlook", "protonmail", "yahoo", "yandex",
    "ymail",
};

static const char *const free_domains[] = {
    "10minutemail.com", "126.com", "163.com", "aim.com", "ajato.com.br", "aol.com", "att.net",
    "bellsouth.net", "bluewin.ch", "bol.com.br", "brfree.com.br", "brturbo.com", "brturbo.com.br",
    "cellcom.com.br", "click21.com.br", "comcast.net", "correioweb.com.br", "cox.net", "daum.net",
    "duck.com", "facebook.com", "fastmail.com", "fastmail.fm", "folha.com.br", "free.fr",
    "freenet.de", "globo.com", "globomail.com", "guerrillamail.com", "hanmail.net", "hey.com",
    "hushmail.com", "ibest.com.br", "ig.com.br", "inbox.com", "inbox.lv", "itelefonica.com.br",
    "laposte.net", "libero.it", "list.ru", "live.ca", "live.cl", "live.co.uk", "live.com",
    "live.com.ar", "live.com.br", "live.com.mx", "live.com.pt", "live.de", "live.fr", "live.it",
    "live.nl", "mac.com", "mail.com", "mail.ru", "mailbr.com.br", "mailfence.com",
    "mailinator.com", "mailnesia.com", "me.com", "msn.com", "msn.com.br", "naver.com",
    "netscape.net", "oi.com.br", "onda.com.br", "orange.fr", "pm.me", "pop.com.br", "posteo.de",
    "proton.me", "qq.com", "r7.com", "rambler.ru", "rediffmail.com", "rocketmail.com", "sapo.pt",
    "sbcglobal.net", "seznam.cz", "sharklasers.com", "superig.com.br", "t-online.de",
    "task.com.br", "telepac.pt", "tempmail.com", "terra.com.br", "trashmail.com", "tuta.com",
    "tuta.io", "tutamail.com", "tutanota.com", "uai.com.br", "ubbi.com.br", "uol.com.br",
    "veloxmail.com.br", "verizon.net", "virgilio.it", "vivax.com.br", "vodafone.pt", "wanadoo.fr",
    "web.de", "wp.pl", "yopmail.com", "zaz.com.br", "zipmail.com.br", "zoho.com", "zohomail.com",
};
/* clang-format on */

enum { DOMAIN_MAX = 254, LABELS_MAX = 128 };

static int by_text(const void *key, const void *row)
{
    return strcmp(key, *(const char *const *)row);
}

#define HOLDS(table, text)                                                                         \
    (bsearch(text, table, COUNT_OF(table), sizeof(table[0]), by_text) != NULL)

/* A domain cut into its labels; label[i] points into text. */
struct labels {
    char text[DOMAIN_MAX];
    size_t start[LABELS_MAX], n;
};

static bool labels_of(const char *domain, struct labels *ret)
{
    size_t n = domain ? strlen(domain) : 0;

    if (!n || n >= sizeof(ret->text))
        return false;
    ret->n = 0;
    ret->start[ret->n++] = 0;
    for (size_t i = 0; i < n; i++) {
        char c = domain[i];
        ret->text[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        if (c == '.' && ret->n == LABELS_MAX)
            return false;
        if (c == '.')
            ret->start[ret->n++] = i + 1;
    }
    ret->text[n] = 0;
    return true;
}

/* The label back from the end: 0 is the last. "" when there is none. */
static void label_at(const struct labels *l, size_t back, char ret[DOMAIN_MAX])
{
    size_t n = 0;

    if (back < l->n) {
        const char *from = l->text + l->start[l->n - 1 - back];
        n = strcspn(from, ".");
        memcpy(ret, from, n);
    }
    ret[n] = 0;
}

/* The last `count` labels. */
static const char *tail(const struct labels *l, size_t count)
{
    return l->text + l->start[l->n - count];
}

static size_t suffix_of_brazil(const struct labels *l)
{
    char second[DOMAIN_MAX], third[DOMAIN_MAX];

    label_at(l, 1, second);
    label_at(l, 2, third);
    if (!strcmp(second, "nom"))
        return 3;
    if (!strcmp(second, "gov") && HOLDS(states_of_brazil, third))
        return 3;
    return HOLDS(below_br, second) ? 2 : 1;
}

/* How many labels at the end belong to everybody. */
static size_t suffix_of(const struct labels *l)
{
    char top[DOMAIN_MAX], second[DOMAIN_MAX];

    label_at(l, 0, top);
    label_at(l, 1, second);
    if (!strcmp(top, "br"))
        return l->n > 2 && HOLDS(lenders, tail(l, 3)) ? 3 : suffix_of_brazil(l);
    if (l->n > 1 && HOLDS(lenders, tail(l, 2)))
        return 2;
    return strlen(top) == 2 && HOLDS(below_countries, second) ? 2 : 1;
}

const char *text_registrable(const char *domain)
{
    struct labels l;
    size_t suffix;

    if (!labels_of(domain, &l))
        return NULL;
    suffix = suffix_of(&l);
    return l.n > suffix ? domain + l.start[l.n - suffix - 1] : NULL;
}

bool text_is_free_mail(const char *domain)
{
    struct labels l;
    char name[DOMAIN_MAX];
    size_t suffix;

    if (!labels_of(domain, &l))
        return false;
    for (size_t i = 0; i < l.n; i++)
        if (HOLDS(free_domains, l.text + l.start[i]))
            return true;
    suffix = suffix_of(&l);
    label_at(&l, suffix, name);
    return l.n > suffix && HOLDS(free_names, name);
}
