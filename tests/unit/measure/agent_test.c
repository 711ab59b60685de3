/* agent_test.c -- user agents as browsers and programs sent them. */
#include "measure/agent.h"

#include "unit/unit.h"

#include <string.h>

static void people_are_told_by_device_browser_and_system(void **state)
{
    static const struct {
        const char *text, *device, *browser, *version, *os, *os_version;
    } cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/121.0.0.0 Safari/537.36",
         "desktop", "Chrome", "121.0", "Windows", "10.0"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
         "desktop", "Edge", "120.0", "Windows", "10.0"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
         "desktop", "Firefox", "121.0", "Windows", "10.0"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.2.1 Safari/605.1.15",
         "desktop", "Safari", "17.2", "macOS", "10.15"},
        {"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
         "desktop", "Firefox", "115.0", "Linux", ""},
        {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/119.0.0.0 Safari/537.36",
         "desktop", "Chrome", "119.0", "ChromeOS", "14541.0"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
         "mobile", "Safari", "17.4", "iOS", "17.4"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1",
         "mobile", "Chrome", "120.0", "iOS", "16.6"},
        {"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/16.6 Mobile/15E148 Safari/604.1",
         "tablet", "Safari", "16.6", "iPadOS", "16.6"},
        {"Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
         "mobile", "Samsung Internet", "23.0", "Android", "13"},
        {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/121.0.0.0 Mobile Safari/537.36",
         "mobile", "Chrome", "121.0", "Android", "10"},
        {"Mozilla/5.0 (Linux; Android 12; SM-T220) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/114.0.0.0 Safari/537.36",
         "tablet", "Chrome", "114.0", "Android", "12"},
        {"Mozilla/5.0 (Linux; Android 14; moto g54 5G Build/U1TD34.39; wv) AppleWebKit/537.36 "
         "(KHTML, like Gecko) Version/4.0 Chrome/121.0.6167.101 Mobile Safari/537.36 Instagram "
         "316.0.0.38.109 Android (34/14; 400dpi; 1080x2170; motorola; moto g54 5G; cancunf; "
         "mt6855; "
         "pt_BR; 555277396)",
         "mobile", "Instagram", "316.0", "Android", "14"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Mobile/21C62 [FBAN/FBIOS;FBAV/445.0.0.34.118;FBBV/548375876;FBDV/iPhone13,2]",
         "mobile", "Facebook", "445.0", "iOS", "17.2"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_2_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Mobile/15E148 [LinkedInApp]/9.29.4461",
         "mobile", "LinkedIn", "", "iOS", "17.2"},
        {"Mozilla/5.0 (Linux; Android 11; M2003J15SC) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/109.0.0.0 Mobile Safari/537.36 OPR/73.2.3844.69816",
         "mobile", "Opera", "73.2", "Android", "11"},
        {"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "desktop",
         "Internet Explorer", "11.0", "Windows", "6.1"},
        {"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) "
         "76.0.3809.146/6.0 TV Safari/537.36",
         "tv", "Safari", "", "Tizen", "6.0"},
        {"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/87.0.4280.88 Safari/537.36 WebAppManager",
         "tv", "Chrome", "87.0", "webOS", ""},
        {"Mozilla/5.0 (Linux; Android 13; CUBOT_P80) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/120.0.0.0 Mobile Safari/537.36",
         "mobile", "Chrome", "120.0", "Android", "13"},
        {"Mozilla/5.0 (Mobile; LYF/F120B/LYF_F120B-001; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
         "mobile", "Firefox", "48.0", "KaiOS", "2.5"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct agent a = agent_read(cases[i].text);
        assert_string_equal(a.device, cases[i].device);
        assert_string_equal(a.browser, cases[i].browser);
        assert_string_equal(a.browser_version, cases[i].version);
        assert_string_equal(a.os, cases[i].os);
        assert_string_equal(a.os_version, cases[i].os_version);
        assert_null(agent_robot(cases[i].text));
    }
}

static void programs_name_themselves(void **state)
{
    static const char *const programs[] = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
         "+https://openai.com/gptbot)"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; "
         "+claudebot@anthropic.com)"),
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "curl/8.5.0",
        "Wget/1.21.4",
        "python-requests/2.31.0",
        "Go-http-client/1.1",
        "okhttp/4.12.0",
        "Java/17.0.9",
        "axios/1.6.7",
        "PostmanRuntime/7.36.1",
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "HeadlessChrome/119.0.0.0 Safari/537.36"),
        ("Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like "
         "Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse"),
        "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Mozilla/5.0 (compatible; upday/1.0; +upday)",
        "Screaming Frog SEO Spider/19.2",
        "",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(programs); i++)
        assert_non_null(agent_robot(programs[i]));
}

static void odd_strings_are_read_without_harm(void **state)
{
    static const char *const odd[] = {"", "Chrome/", "iPhone OS ", "(((((", "Version/..1", "\xff"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        struct agent a = agent_read(odd[i]);
        assert_non_null(a.device);
        assert_true(strlen(a.browser_version) < sizeof(a.browser_version));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_told_by_device_browser_and_system),
        cmocka_unit_test(programs_name_themselves),
        cmocka_unit_test(odd_strings_are_read_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
