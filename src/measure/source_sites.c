/* source_sites.c -- the sites that send visitors, by what they are. The particular stands before the general. */
#include "measure/source.h"

#include <string.h>
#include <strings.h>

const struct source_site source_sites[] = {
    /* parts of a search engine's site that are something else */
    {"mail.google.com", "gmail", SOURCE_MAIL, NULL},
    {"com.google.android.gm", "gmail", SOURCE_MAIL, NULL},
    {"gemini.google.com", "gemini", SOURCE_ASSISTANT, NULL},
    {"bard.google.com", "gemini", SOURCE_ASSISTANT, NULL},
    {"notebooklm.google.com", "notebooklm", SOURCE_ASSISTANT, NULL},
    {"docs.google.com", "google docs", SOURCE_PORTAL, NULL},
    {"drive.google.com", "google drive", SOURCE_PORTAL, NULL},
    {"meet.google.com", "google meet", SOURCE_PORTAL, NULL},
    {"news.google.com", "google news", SOURCE_PORTAL, NULL},
    {"chat.google.com", "google chat", SOURCE_MESSENGER, NULL},
    {"com.google.android.apps.magazines", "google news", SOURCE_PORTAL, NULL},
    {"mail.yahoo.com", "yahoo mail", SOURCE_MAIL, NULL},
    {"mail.uol.com.br", "uol mail", SOURCE_MAIL, NULL},
    {"mail.terra.com.br", "terra mail", SOURCE_MAIL, NULL},
    {"email.locaweb.com.br", "locaweb mail", SOURCE_MAIL, NULL},
    {"webmail.locaweb.com.br", "locaweb mail", SOURCE_MAIL, NULL},
    {"email.bol.uol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"email.uol.com.br", "uol mail", SOURCE_MAIL, NULL},
    {"webmail.uol.com.br", "uol mail", SOURCE_MAIL, NULL},
    {"webmail.uolhost.com.br", "uol mail", SOURCE_MAIL, NULL},
    {"webmail.terra.com.br", "terra mail", SOURCE_MAIL, NULL},
    {"email.terra.com.br", "terra mail", SOURCE_MAIL, NULL},
    {"mail.ig.com.br", "ig mail", SOURCE_MAIL, NULL},
    {"email.ig.com.br", "ig mail", SOURCE_MAIL, NULL},
    {"webmail.ig.com.br", "ig mail", SOURCE_MAIL, NULL},
    {"mail.bol.uol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"webmail.bol.uol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"email.bol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"mail.bol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"webmail.bol.com.br", "bol mail", SOURCE_MAIL, NULL},
    {"webmail-seguro.com.br", "locaweb mail", SOURCE_MAIL, NULL},
    {"webmail.hostgator.com.br", "hostgator mail", SOURCE_MAIL, NULL},
    {"titan.hostgator.com.br", "titan", SOURCE_MAIL, NULL},
    {"webmail.kinghost.com.br", "kinghost mail", SOURCE_MAIL, NULL},
    {"webmail.kinghost.net", "kinghost mail", SOURCE_MAIL, NULL},
    {"mail.yandex.*", "yandex mail", SOURCE_MAIL, NULL},
    {"busca.uol.com.br", "uol", SOURCE_SEARCH, "uol busca"},
    {"copilot.microsoft.com", "copilot", SOURCE_ASSISTANT, NULL},
    {"copilot.cloud.microsoft", "copilot", SOURCE_ASSISTANT, NULL},
    {"lens.google.com", "google", SOURCE_SEARCH, NULL},
    {"folha.uol.com.br", "folha", SOURCE_PORTAL, "folha"},
    {"bol.uol.com.br", "bol", SOURCE_PORTAL, NULL},
    {"shopping.google.*", "google shopping", SOURCE_SHOP, NULL},

    /* assistants */
    {"chatgpt.com", "chatgpt", SOURCE_ASSISTANT, "openai"},
    {"chat.openai.com", "chatgpt", SOURCE_ASSISTANT, NULL},
    {"perplexity.ai", "perplexity", SOURCE_ASSISTANT, NULL},
    {"claude.ai", "claude", SOURCE_ASSISTANT, NULL},
    {"deepseek.com", "deepseek", SOURCE_ASSISTANT, NULL},
    {"grok.com", "grok", SOURCE_ASSISTANT, NULL},
    {"meta.ai", "meta ai", SOURCE_ASSISTANT, NULL},
    {"mistral.ai", "mistral", SOURCE_ASSISTANT, NULL},
    {"poe.com", "poe", SOURCE_ASSISTANT, NULL},
    {"you.com", "you", SOURCE_ASSISTANT, NULL},
    {"phind.com", "phind", SOURCE_ASSISTANT, NULL},
    {"maritaca.ai", "maritaca", SOURCE_ASSISTANT, NULL},

    /* search */
    {"com.google.android.googlequicksearchbox", "google", SOURCE_SEARCH, NULL},
    {"google.*", "google", SOURCE_SEARCH, "adwords"},
    {"googleadservices.com", "google", SOURCE_SEARCH, "google ads"},
    {"bing.com", "bing", SOURCE_SEARCH, "bing ads"},
    {"msn.com", "msn", SOURCE_PORTAL, NULL},
    {"search.yahoo.com", "yahoo", SOURCE_SEARCH, NULL},
    {"yahoo.*", "yahoo", SOURCE_SEARCH, NULL},
    {"duckduckgo.com", "duckduckgo", SOURCE_SEARCH, "ddg"},
    {"ecosia.org", "ecosia", SOURCE_SEARCH, NULL},
    {"qwant.com", "qwant", SOURCE_SEARCH, NULL},
    {"startpage.com", "startpage", SOURCE_SEARCH, NULL},
    {"search.brave.com", "brave", SOURCE_SEARCH, NULL},
    {"kagi.com", "kagi", SOURCE_SEARCH, NULL},
    {"yandex.*", "yandex", SOURCE_SEARCH, NULL},
    {"ya.ru", "yandex", SOURCE_SEARCH, NULL},
    {"baidu.com", "baidu", SOURCE_SEARCH, NULL},
    {"naver.com", "naver", SOURCE_SEARCH, NULL},
    {"seznam.cz", "seznam", SOURCE_SEARCH, NULL},
    {"sogou.com", "sogou", SOURCE_SEARCH, NULL},
    {"so.com", "360", SOURCE_SEARCH, NULL},
    {"ask.com", "ask", SOURCE_SEARCH, NULL},
    {"search.aol.com", "aol", SOURCE_SEARCH, NULL},
    {"swisscows.com", "swisscows", SOURCE_SEARCH, NULL},
    {"mojeek.com", "mojeek", SOURCE_SEARCH, NULL},
    {"presearch.com", "presearch", SOURCE_SEARCH, NULL},
    {"petalsearch.com", "petal", SOURCE_SEARCH, NULL},
    {"search.avira.com", "avira", SOURCE_SEARCH, NULL},
    {"search.ch", "search.ch", SOURCE_SEARCH, NULL},
    {"lilo.org", "lilo", SOURCE_SEARCH, NULL},
    {"buscador.terra.com.br", "terra", SOURCE_SEARCH, NULL},

    /* social */
    {"facebook.com", "facebook", SOURCE_SOCIAL, "fb"},
    {"com.facebook.katana", "facebook", SOURCE_SOCIAL, "meta"},
    {"fb.com", "facebook", SOURCE_SOCIAL, "facebook ads"},
    {"fb.me", "facebook", SOURCE_SOCIAL, NULL},
    {"instagram.com", "instagram", SOURCE_SOCIAL, "ig"},
    {"com.instagram.android", "instagram", SOURCE_SOCIAL, "insta"},
    {"threads.net", "threads", SOURCE_SOCIAL, NULL},
    {"threads.com", "threads", SOURCE_SOCIAL, NULL},
    {"linkedin.com", "linkedin", SOURCE_SOCIAL, "in"},
    {"com.linkedin.android", "linkedin", SOURCE_SOCIAL, "linkedin ads"},
    {"lnkd.in", "linkedin", SOURCE_SOCIAL, NULL},
    {"twitter.com", "x", SOURCE_SOCIAL, "twitter"},
    {"x.com", "x", SOURCE_SOCIAL, NULL},
    {"t.co", "x", SOURCE_SOCIAL, NULL},
    {"bsky.app", "bluesky", SOURCE_SOCIAL, NULL},
    {"mastodon.social", "mastodon", SOURCE_SOCIAL, NULL},
    {"pinterest.*", "pinterest", SOURCE_SOCIAL, NULL},
    {"reddit.com", "reddit", SOURCE_SOCIAL, NULL},
    {"quora.com", "quora", SOURCE_SOCIAL, NULL},
    {"tiktok.com", "tiktok", SOURCE_SOCIAL, NULL},
    {"kwai.com", "kwai", SOURCE_SOCIAL, NULL},
    {"snapchat.com", "snapchat", SOURCE_SOCIAL, NULL},
    {"tumblr.com", "tumblr", SOURCE_SOCIAL, NULL},
    {"vk.com", "vk", SOURCE_SOCIAL, NULL},
    {"ok.ru", "odnoklassniki", SOURCE_SOCIAL, NULL},
    {"weibo.com", "weibo", SOURCE_SOCIAL, NULL},
    {"xing.com", "xing", SOURCE_SOCIAL, NULL},
    {"medium.com", "medium", SOURCE_SOCIAL, NULL},
    {"substack.com", "substack", SOURCE_SOCIAL, NULL},
    {"news.ycombinator.com", "hacker news", SOURCE_SOCIAL, NULL},
    {"stackoverflow.com", "stack overflow", SOURCE_SOCIAL, NULL},
    {"tabnews.com.br", "tabnews", SOURCE_SOCIAL, NULL},
    {"linktr.ee", "linktree", SOURCE_SOCIAL, NULL},

    /* video and sound */
    {"youtube.com", "youtube", SOURCE_VIDEO, "yt"},
    {"youtu.be", "youtube", SOURCE_VIDEO, NULL},
    {"com.google.android.youtube", "youtube", SOURCE_VIDEO, NULL},
    {"vimeo.com", "vimeo", SOURCE_VIDEO, NULL},
    {"dailymotion.com", "dailymotion", SOURCE_VIDEO, NULL},
    {"twitch.tv", "twitch", SOURCE_VIDEO, NULL},
    {"globoplay.globo.com", "globoplay", SOURCE_VIDEO, NULL},
    {"open.spotify.com", "spotify", SOURCE_VIDEO, "spotify"},

    /* messengers */
    {"web.whatsapp.com", "whatsapp", SOURCE_MESSENGER, "whatsapp"},
    {"whatsapp.com", "whatsapp", SOURCE_MESSENGER, "wpp"},
    {"wa.me", "whatsapp", SOURCE_MESSENGER, "zap"},
    {"com.whatsapp", "whatsapp", SOURCE_MESSENGER, NULL},
    {"telegram.org", "telegram", SOURCE_MESSENGER, "telegram"},
    {"t.me", "telegram", SOURCE_MESSENGER, NULL},
    {"org.telegram.messenger", "telegram", SOURCE_MESSENGER, NULL},
    {"messenger.com", "messenger", SOURCE_MESSENGER, NULL},
    {"com.facebook.orca", "messenger", SOURCE_MESSENGER, NULL},
    {"slack.com", "slack", SOURCE_MESSENGER, NULL},
    {"com.slack", "slack", SOURCE_MESSENGER, NULL},
    {"teams.microsoft.com", "teams", SOURCE_MESSENGER, NULL},
    {"statics.teams.cdn.office.net", "teams", SOURCE_MESSENGER, NULL},
    {"discord.com", "discord", SOURCE_MESSENGER, NULL},

    /* mail */
    {"outlook.live.com", "outlook", SOURCE_MAIL, "outlook"},
    {"outlook.office.com", "outlook", SOURCE_MAIL, NULL},
    {"outlook.office365.com", "outlook", SOURCE_MAIL, NULL},
    {"outlook.cloud.microsoft", "outlook", SOURCE_MAIL, NULL},
    {"com.microsoft.office.outlook", "outlook", SOURCE_MAIL, NULL},
    {"mail.proton.me", "proton", SOURCE_MAIL, NULL},
    {"mail.zoho.com", "zoho", SOURCE_MAIL, NULL},
    {"webmail.umbler.com", "umbler", SOURCE_MAIL, NULL},
    {"titan.email", "titan", SOURCE_MAIL, NULL},
    {"mail.hostinger.com", "hostinger", SOURCE_MAIL, NULL},
    {"mailchi.mp", "mailchimp", SOURCE_MAIL, "mailchimp"},
    {"rdstation.com.br", "rd station", SOURCE_MAIL, "rdstation"},

    /* shops and comparisons */
    {"mercadolivre.com.br", "mercado livre", SOURCE_SHOP, "mercadolivre"},
    {"mercadolibre.*", "mercado livre", SOURCE_SHOP, NULL},
    {"buscape.com.br", "buscapé", SOURCE_SHOP, "buscape"},
    {"zoom.com.br", "zoom", SOURCE_SHOP, NULL},
    {"bondfaro.com.br", "bondfaro", SOURCE_SHOP, NULL},
    {"jacotei.com.br", "jacotei", SOURCE_SHOP, NULL},
    {"amazon.*", "amazon", SOURCE_SHOP, NULL},
    {"americanas.com.br", "americanas", SOURCE_SHOP, NULL},
    {"magazineluiza.com.br", "magalu", SOURCE_SHOP, "magalu"},
    {"casasbahia.com.br", "casas bahia", SOURCE_SHOP, NULL},
    {"shopee.com.br", "shopee", SOURCE_SHOP, NULL},
    {"olx.com.br", "olx", SOURCE_SHOP, NULL},
    {"aliexpress.*", "aliexpress", SOURCE_SHOP, NULL},
    {"ebay.*", "ebay", SOURCE_SHOP, NULL},
    {"alibaba.com", "alibaba", SOURCE_SHOP, NULL},

    /* portals, directories and review sites */
    {"uol.com.br", "uol", SOURCE_PORTAL, "uol"},
    {"terra.com.br", "terra", SOURCE_PORTAL, "terra"},
    {"globo.com", "globo", SOURCE_PORTAL, "globo"},
    {"ig.com.br", "ig", SOURCE_PORTAL, NULL},
    {"r7.com", "r7", SOURCE_PORTAL, "r7"},
    {"estadao.com.br", "estadão", SOURCE_PORTAL, "estadao"},
    {"abril.com.br", "abril", SOURCE_PORTAL, NULL},
    {"exame.com", "exame", SOURCE_PORTAL, NULL},
    {"infomoney.com.br", "infomoney", SOURCE_PORTAL, NULL},
    {"cimm.com.br", "cimm", SOURCE_PORTAL, NULL},
    {"solutudo.com.br", "solutudo", SOURCE_PORTAL, NULL},
    {"guiamais.com.br", "guia mais", SOURCE_PORTAL, NULL},
    {"telelistas.net", "telelistas", SOURCE_PORTAL, NULL},
    {"reclameaqui.com.br", "reclame aqui", SOURCE_PORTAL, "reclameaqui"},
    {"b2bstack.com.br", "b2b stack", SOURCE_PORTAL, NULL},
    {"capterra.*", "capterra", SOURCE_PORTAL, "capterra"},
    {"getapp.*", "getapp", SOURCE_PORTAL, NULL},
    {"g2.com", "g2", SOURCE_PORTAL, "g2"},
    {"wikipedia.org", "wikipedia", SOURCE_PORTAL, NULL},
    {"github.com", "github", SOURCE_PORTAL, NULL},
    {"trello.com", "trello", SOURCE_PORTAL, NULL},
    {"notion.so", "notion", SOURCE_PORTAL, NULL},
    {NULL, NULL, SOURCE_UNKNOWN, NULL},
};

/* Whether host is the domain or below it. */
static bool below(const char *host, const char *domain)
{
    size_t n = strlen(host), length = strlen(domain);

    if (n < length || strcasecmp(host + n - length, domain) != 0)
        return false;
    return n == length || host[n - length - 1] == '.';
}

/* "google.*": google.com, www.google.com.br; not google.example.com, whose owner is another. */
static bool below_any_top(const char *host, const char *name, size_t length)
{
    for (const char *at = host; at; at = strchr(at, '.')) {
        const char *rest;
        size_t labels = 1;
        at += *at == '.';
        if (strncasecmp(at, name, length) != 0 || at[length] != '.')
            continue;
        rest = at + length + 1;
        for (const char *p = rest; *p; p++)
            labels += *p == '.';
        if (*rest && (labels == 1 || (labels == 2 && strcspn(rest, ".") <= 3)))
            return true;
    }
    return false;
}

const struct source_site *source_site_of_host(const char *host)
{
    for (const struct source_site *s = source_sites; s->domain && *host; s++) {
        size_t length = strlen(s->domain);
        bool any = length > 2 && strcmp(s->domain + length - 2, ".*") == 0;
        if (any ? below_any_top(host, s->domain, length - 2) : below(host, s->domain))
            return s;
    }
    return NULL;
}

const struct source_site *source_site_of_name(const char *name)
{
    for (const struct source_site *s = source_sites; s->domain && *name; s++)
        if (strcasecmp(name, s->name) == 0 || (s->alias && strcasecmp(name, s->alias) == 0))
            return s;
    return strchr(name, '.') ? source_site_of_host(name) : NULL;
}
