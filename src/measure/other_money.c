/* other_money.c -- see other_money.h. */
#include "measure/other_money.h"

#include "base/message.h"
#include "base/text.h"

#include <string.h>

bool is_foreign(const char *currency, const char *of_site)
{
    return !text_empty(currency) && !text_equal(currency, of_site);
}

static bool grow(struct arena *arena, struct other_monies *list)
{
    size_t room = list->room ? 2 * list->room : 4;
    struct other_money *all = arena_array(arena, room, sizeof(*all));

    if (!all)
        return false;
    if (list->n)
        memcpy(all, list->all, list->n * sizeof(*all));
    list->all = all;
    list->room = room;
    return true;
}

void other_money_add(struct arena *arena, struct other_monies *list, enum other_money_of of,
                     const char *currency, int64_t value_minor, int64_t count)
{
    size_t i = 0;

    while (i < list->n && (list->all[i].of != of || !text_equal(list->all[i].currency, currency)))
        i++;
    if (i == list->n) {
        const char *kept = arena_dup(arena, currency);
        if (!kept || (list->n == list->room && !grow(arena, list)))
            return;
        list->all[list->n++] = (struct other_money){.of = of, .currency = kept};
    }
    list->all[i].value_minor = money_add(list->all[i].value_minor, value_minor);
    list->all[i].count += count;
}

void other_money_pick(struct arena *arena, struct other_monies *list,
                      const struct other_monies *from, int of)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct other_money *m = &from->all[i];
        if ((int)m->of & of)
            other_money_add(arena, list, m->of == OTHER_MEDIA ? OTHER_SPEND : m->of, m->currency,
                            m->value_minor, m->count);
    }
}

int64_t other_money_count(const struct other_monies *list, enum other_money_of of)
{
    int64_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += list->all[i].of == of ? list->all[i].count : 0;
    return n;
}

const char *other_money_amounts(struct ctx *cx, const struct other_monies *list,
                                enum other_money_of of)
{
    const char *text = NULL;

    for (size_t i = 0; i < list->n; i++) {
        const struct other_money *m = &list->all[i];
        if (m->of != of)
            continue;
        text = arena_print(cx->arena, "%s%s%s", text ? text : "", text ? ", " : "",
                           money_said(cx, m->currency, m->value_minor));
    }
    return text;
}

const char *other_money_say(struct ctx *cx, const struct other_money *m)
{
    const char *key = m->of == OTHER_DEALS ? "paper.other_deals" : "paper.other_spend";
    struct fault_param params[] = {{"money", money_said(cx, m->currency, m->value_minor)},
                                   {"count", arena_print(cx->arena, "%lld", (long long)m->count)}};

    if (m->count == 1)
        key = m->of == OTHER_DEALS ? "paper.other_deals_one" : "paper.other_spend_one";
    return message(cx->arena, cx->lang, key, params, COUNT_OF(params));
}

void other_money_lines(struct ctx *cx, const struct other_monies *list, struct buf *out)
{
    struct other_monies all = {0};

    other_money_pick(cx->arena, &all, list, OTHER_DEALS | OTHER_SPEND | OTHER_MEDIA);
    for (size_t i = 0; i < all.n; i++)
        buf_print(out, "%s\n", other_money_say(cx, &all.all[i]));
}

void other_money_json(struct json_writer *w, const struct other_monies *list)
{
    json_name(w, "other_currencies");
    json_open_list(w);
    for (size_t i = 0; i < list->n; i++) {
        const struct other_money *m = &list->all[i];
        json_open_object(w);
        json_text_member(w, "of", m->of == OTHER_DEALS ? "deals" : "spend");
        json_text_member(w, "currency", m->currency);
        json_int_member(w, "value_minor", m->value_minor);
        json_int_member(w, "count", m->count);
        json_close_object(w);
    }
    json_close_list(w);
}
