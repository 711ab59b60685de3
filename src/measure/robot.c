/* robot.c -- see robot.h. */
#include "measure/robot.h"

#include "measure/agent.h"

#include <string.h>
#include <strings.h>

static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (; *text; text++)
        if (strncasecmp(text, word, length) == 0)
            return true;
    return false;
}

static bool owner_says(const struct visit *v, const struct robot_limits *limits)
{
    for (const char *const *word = limits->words; word && *word; word++)
        if (has_word(v->agent, *word))
            return true;
    return false;
}

/* On the average of the visit, its first minute counted whole. */
static bool too_fast(const struct visit *v, const struct robot_limits *limits)
{
    int64_t minutes = (v->ended_ms - v->started_ms) / MINUTES_MS(1) + 1;

    return v->views > limits->views_a_minute * minutes;
}

static bool silent(const struct visit *v, const struct robot_limits *limits)
{
    return v->views >= limits->silent_views && v->engaged_ms == 0 && v->events == 0 &&
           !(v->signs & SIGN_INTERACTED);
}

/* A page was looked at, and no form or program told of it: then whoever looked has a user agent. */
static bool by_page(const struct visit *v)
{
    return !(v->signs & SIGN_TOLD) && (v->views > 0 || v->engaged_ms > 0 || v->screen > 0);
}

const char *robot_reason(const struct visit *v, const struct robot_limits *limits)
{
    if (v->agent[0] && (agent_robot(v->agent) || owner_says(v, limits)))
        return "agent";
    if (v->imported)
        return NULL;
    if (!v->agent[0] && by_page(v))
        return "no_agent";
    if (v->signs & SIGN_WEBDRIVER)
        return "webdriver";
    if (v->signs & (SIGN_NO_LANGUAGES | SIGN_NO_WINDOW | SIGN_HEADLESS_AGENT))
        return "headless";
    if (limits->datacentres && strcmp(v->network, "datacentre") == 0)
        return "datacentre";
    if (too_fast(v, limits))
        return "pace";
    return silent(v, limits) ? "silent" : NULL;
}
