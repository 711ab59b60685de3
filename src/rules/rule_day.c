/* rule_day.c -- local days, and which facts a behaviour takes.
 *
 * A day begins where time_from_civil() says its midnight is. Where clocks were put back across midnight the wall clock
 * shows a day twice; by this file a moment has the one day between whose beginning and end it lies.
 */
#include "base/text.h"
#include "rules/rule_priv.h"

#include <stdio.h>
#include <string.h>

static int64_t floor_days(int64_t ms)
{
    return ms / DAYS_MS(1) - (ms % DAYS_MS(1) < 0);
}

static int64_t civil_day(const struct civil *c)
{
    struct civil d = *c;

    d.hour = d.minute = d.second = d.ms = 0;
    return floor_days(time_from_civil(NULL, &d));
}

int64_t rule_day_start(const struct zone *z, int64_t day)
{
    struct civil c = time_civil(NULL, day * DAYS_MS(1));

    return time_from_civil(z, &c);
}

int64_t rule_day(const struct zone *z, int64_t at_ms)
{
    struct civil c = time_civil(z, at_ms);
    int64_t day = civil_day(&c);

    while (rule_day_start(z, day) > at_ms)
        day--;
    while (rule_day_start(z, day + 1) <= at_ms)
        day++;
    return day;
}

int64_t rule_date_day(const char *date)
{
    struct civil c = {0};

    c.year = (date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + date[3] - '0';
    c.month = (date[5] - '0') * 10 + date[6] - '0';
    c.day = (date[8] - '0') * 10 + date[9] - '0';
    return civil_day(&c);
}

void rule_day_date(int64_t day, char ret[DATE_TEXT_MAX])
{
    date_text(NULL, day * DAYS_MS(1), ret);
}

bool rule_behaviour_takes(const struct rule_behaviour *b, const struct fact *f)
{
    if (f->robot || !text_equal(b->event, f->kind))
        return false;
    if (b->path && strcmp(b->path, f->path ? f->path : "") != 0)
        return false;
    if (b->path_starts && !text_starts(f->path ? f->path : "", b->path_starts))
        return false;
    return !b->channel || !strcmp(b->channel, f->channel ? f->channel : "");
}
