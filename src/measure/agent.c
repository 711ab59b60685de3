/* agent.c -- see agent.h. */
#include "measure/agent.h"

#include <ctype.h>
#include <string.h>

/* A mark in the string, what it means, and after which mark the version stands: NULL right behind the mark, "" none. */
struct mark {
    const char *mark, *name, *version;
};

static const struct mark browsers[] = {
    /* applications that show pages inside themselves */
    {"Instagram ", "Instagram", NULL},
    {"FBAV/", "Facebook", NULL},
    {"FBAN/", "Facebook", ""},
    {"FB_IAB/", "Facebook", ""},
    {"LinkedInApp", "LinkedIn", "LinkedInApp/"},
    {"WhatsApp/", "WhatsApp", NULL},
    {"Pinterest/", "Pinterest", NULL},
    {"[Pinterest", "Pinterest", ""},
    {"musical_ly", "TikTok", ""},
    {"BytedanceWebview", "TikTok", ""},
    {"MicroMessenger/", "WeChat", NULL},
    {"Line/", "Line", NULL},
    {"GSA/", "Google", NULL},
    {"Teams/", "Microsoft Teams", NULL},
    {"Electron/", "Electron", NULL},
    /* browsers made of another */
    {"SamsungBrowser/", "Samsung Internet", NULL},
    {"OPR/", "Opera", NULL},
    {"OPX/", "Opera", NULL},
    {"OPT/", "Opera", NULL},
    {"OPiOS/", "Opera", NULL},
    {"Opera Mini/", "Opera", NULL},
    {"Opera/", "Opera", "Version/"},
    {"EdgA/", "Edge", NULL},
    {"EdgiOS/", "Edge", NULL},
    {"Edge/", "Edge", NULL},
    {"Edg/", "Edge", NULL},
    {"YaBrowser/", "Yandex", NULL},
    {"Vivaldi/", "Vivaldi", NULL},
    {"Brave/", "Brave", NULL},
    {"Ddg/", "DuckDuckGo", NULL},
    {"DuckDuckGo/", "DuckDuckGo", NULL},
    {"MiuiBrowser/", "MIUI Browser", NULL},
    {"HuaweiBrowser/", "Huawei Browser", NULL},
    {"HeyTapBrowser/", "HeyTap", NULL},
    {"VivoBrowser/", "Vivo Browser", NULL},
    {"UCBrowser/", "UC Browser", NULL},
    {"Whale/", "Whale", NULL},
    {"QQBrowser/", "QQ Browser", NULL},
    {"Silk/", "Silk", NULL},
    {"Puffin/", "Puffin", NULL},
    {"Focus/", "Firefox Focus", NULL},
    {"Klar/", "Firefox Focus", NULL},
    {"FxiOS/", "Firefox", NULL},
    {"SeaMonkey/", "SeaMonkey", NULL},
    {"PaleMoon/", "Pale Moon", NULL},
    {"Firefox/", "Firefox", NULL},
    {"CriOS/", "Chrome", NULL},
    {"Epiphany/", "GNOME Web", NULL},
    {"Falkon/", "Falkon", NULL},
    {"; wv)", "Android WebView", "Chrome/"},
    {"Chromium/", "Chromium", NULL},
    {"Chrome/", "Chrome", NULL},
    {"Trident/7", "Internet Explorer", "rv:"},
    {"MSIE ", "Internet Explorer", NULL},
    {"Android ", "Android Browser", "Version/"},
    {"Version/", "Safari", NULL},
    {"Safari/", "Safari", ""},
    {"AppleWebKit/", "Safari", ""}, /* a page inside an application on iOS */
    {NULL, "", NULL},
};

static const struct mark systems[] = {
    {"Windows Phone ", "Windows Phone", NULL},
    {"Windows NT ", "Windows", NULL},
    {"Windows", "Windows", ""},
    {"Xbox", "Xbox", ""},
    {"iPad; ", "iPadOS", "OS "},
    {"iPhone", "iOS", "OS "},
    {"iPod", "iOS", "OS "},
    {"AppleTV", "tvOS", ""},
    {"Mac OS X ", "macOS", NULL},
    {"Macintosh", "macOS", ""},
    {"CrOS ", "ChromeOS", "CrOS x86_64 "},
    {"Tizen", "Tizen", "Tizen "},
    {"Web0S", "webOS", ""},
    {"webOS", "webOS", ""},
    {"KAIOS/", "KaiOS", NULL},
    {"HarmonyOS", "HarmonyOS", "HarmonyOS "},
    {"OpenHarmony ", "HarmonyOS", NULL},
    {"Android ", "Android", NULL},
    {"Android", "Android", ""},
    {"PlayStation", "PlayStation", ""},
    {"Nintendo", "Nintendo", ""},
    {"FreeBSD", "FreeBSD", ""},
    {"OpenBSD", "OpenBSD", ""},
    {"Linux", "Linux", ""},
    {"X11", "Linux", ""},
    {NULL, "", NULL},
};

/* In this order: what says TV says Android too, and a telephone says Linux. */
static const struct mark devices[] = {
    {"SMART-TV", "tv", ""},       {"SmartTV", "tv", ""},        {"Smart TV", "tv", ""},
    {"GoogleTV", "tv", ""},       {"Android TV", "tv", ""},     {"AppleTV", "tv", ""},
    {"HbbTV", "tv", ""},          {"BRAVIA", "tv", ""},         {"CrKey", "tv", ""},
    {"Web0S", "tv", ""},          {"Roku", "tv", ""},           {"AFT", "tv", ""},
    {"PlayStation", "tv", ""},    {"Xbox", "tv", ""},           {"Nintendo", "tv", ""},
    {"iPad", "tablet", ""},       {"Tablet", "tablet", ""},     {"Kindle", "tablet", ""},
    {"KFT", "tablet", ""},        {"PlayBook", "tablet", ""},   {"iPhone", "mobile", ""},
    {"iPod", "mobile", ""},       {"Mobile", "mobile", ""},     {"Mobi", "mobile", ""},
    {"Opera Mini", "mobile", ""}, {"KAIOS", "mobile", ""},      {"Android", "tablet", ""},
    {"Windows", "desktop", ""},   {"Macintosh", "desktop", ""}, {"CrOS", "desktop", ""},
    {"X11", "desktop", ""},       {"Linux", "desktop", ""},     {"BSD", "desktop", ""},
    {NULL, "other", NULL},
};

static const struct mark *first_of(const struct mark *table, const char *text)
{
    while (table->mark && !strstr(text, table->mark))
        table++;
    return table;
}

/* At most two numbers: "121.0" of "121.0.6167.160", "17.4" of "17_4_1". */
static void copy_version(const char *from, char to[16])
{
    size_t n = 0, parts = 0;

    for (; *from && n < 15; from++) {
        if (isdigit((unsigned char)*from)) {
            to[n++] = *from;
        } else if ((*from == '.' || *from == '_') && n && ++parts < 2) {
            to[n++] = '.';
        } else {
            break;
        }
    }
    while (n && to[n - 1] == '.')
        n--;
    to[n] = '\0';
}

static void version_of(const struct mark *m, const char *text, char to[16])
{
    const char *key = m->version ? m->version : m->mark;
    const char *at = m->mark && key[0] ? strstr(text, key) : NULL;

    to[0] = '\0';
    if (at)
        copy_version(at + strlen(key), to);
}

struct agent agent_read(const char *text)
{
    const struct mark *browser = first_of(browsers, text), *os = first_of(systems, text);
    struct agent a = {
        .device = first_of(devices, text)->name, .browser = browser->name, .os = os->name};

    version_of(browser, text, a.browser_version);
    version_of(os, text, a.os_version);
    return a;
}

/* --- programs ---------------------------------------------------------------------------------------- */

/* Words of programs, in small letters, anywhere in the string. */
static const char *const words[] = {
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrap",
    "fetch",
    "scan",
    "monitor",
    "archive",
    "preview",
    "validator",
    "checker",
    "headless",
    "phantomjs",
    "lighthouse",
    "puppeteer",
    "playwright",
    "selenium",
    "cypress",
    "curl",
    "wget",
    "python",
    "perl",
    "ruby",
    "java/",
    "okhttp",
    "httpclient",
    "http-client",
    "http_request",
    "libwww",
    "guzzle",
    "axios",
    "node-fetch",
    "undici",
    "postman",
    "insomnia",
    "aiohttp",
    "httpx",
    "scrapy",
    "facebookexternalhit",
    "meta-external",
    "externalhit",
    "bingpreview",
    "google-inspectiontool",
    "google-read-aloud",
    "googleother",
    "google-extended",
    "google favicon",
    "google web preview",
    "mediapartners",
    "adsbot",
    "apis-google",
    "feedburner",
    "feedly",
    "feeder",
    " rss",
    "rss/",
    "yandex.com/bots",
    "baidu",
    "sogou",
    "mail.ru_bot",
    "embedly",
    "quora link",
    "outbrain",
    "pinterest/0",
    "vkshare",
    "w3c_",
    "nagios",
    "pingdom",
    "uptime",
    "statuscake",
    "site24x7",
    "newrelic",
    "datadog",
    "gtmetrix",
    "pagespeed",
    "webpagetest",
    "ptst/",
    "dareboost",
    "semrush",
    "ahrefs",
    "screaming frog",
    "sitebulb",
    "netcraft",
    "censys",
    "shodan",
    "zgrab",
    "masscan",
    "nmap",
    "nikto",
    "sqlmap",
    "nuclei",
    "expanse",
    "internet-measurement",
    "research",
    "survey",
    "chatgpt-user",
    "oai-search",
    "claude",
    "anthropic",
    "perplexity",
    "cohere",
    "bytespider",
    "ccbot",
    "diffbot",
    "amazon-",
    "ia_archiver",
    "heritrix",
    "nutch",
    "inspector",
    "ips-agent",
    "google-agent",
    "googleagent",
    "-user/",
    "capture",
    "httrack",
    "sitemap",
    "audit",
    "linkcheck",
    "openvas",
    "indy library",
    "datanyze",
    "hotjar",
    "http://",
    "https://",
    "@",
};

/* Telephones whose maker's name has one of the words in it. */
static const char *const innocent[] = {"cubot", "robotphone"};

enum { AGENT_READ_BYTES = 1000 }; /* a fact has no longer one */

/* The text in small letters, and which pairs of letters are in it: nearly every word is ruled out by its first and its last. */
struct sought {
    char text[AGENT_READ_BYTES + 1];
    uint64_t pairs[64];
};

static unsigned pair_of(const char *at)
{
    return ((unsigned)at[0] & 63) << 6 | ((unsigned)at[1] & 63);
}

static void seek_in(const char *text, struct sought *ret)
{
    size_t n = strnlen(text, AGENT_READ_BYTES);

    memset(ret->pairs, 0, sizeof(ret->pairs));
    for (size_t i = 0; i < n; i++)
        ret->text[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    ret->text[n] = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned pair = pair_of(ret->text + i);
        ret->pairs[pair >> 6] |= UINT64_C(1) << (pair & 63);
    }
}

static bool has_pair(const struct sought *in, const char *at)
{
    unsigned pair = pair_of(at);

    return in->pairs[pair >> 6] >> (pair & 63) & 1;
}

static bool has_word(const struct sought *in, const char *word)
{
    size_t length = strlen(word);

    if (length > 1 && !(has_pair(in, word) && has_pair(in, word + length - 2)))
        return false;
    return strstr(in->text, word) != NULL;
}

const char *agent_robot(const char *text)
{
    struct sought in;

    seek_in(text, &in);
    for (size_t i = 0; i < COUNT_OF(innocent); i++)
        if (has_word(&in, innocent[i]))
            return NULL;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (has_word(&in, words[i]))
            return words[i];
    if (has_word(&in, "(compatible;") && !strstr(text, "MSIE ") && !strstr(text, "Konqueror"))
        return "compatible";
    /* Every browser of a person calls itself Mozilla, but for Opera and small telephones of once. */
    if (strncmp(text, "Mozilla/", 8) != 0 && strncmp(text, "Opera/", 6) != 0)
        return "unnamed";
    return NULL;
}

bool agent_declares_robot(const char *text)
{
    const char *word = agent_robot(text);

    if (!word || strcmp(word, "unnamed") == 0 || strcmp(word, "compatible") == 0)
        return false;
    return strncmp(text, "Mozilla/", 8) != 0 || strstr(text, "compatible;");
}
