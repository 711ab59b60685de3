/* score_ready.c -- models to begin with: what makes sense for most who sell to companies. Drafts, for a person to judge. */
#include "people/score_priv.h"

#include "base/message.h"

#include <string.h>

/* {label} stands for the message "score.ready.LABEL". */
static const char *const ready[SCORE_KINDS] = {
    "{'base': 10, 'rows': ["
    "{'label': '{decides}', 'points': 25,"
    " 'rule': {'field': 'seniority', 'in': ['director', 'executive', 'owner']}},"
    "{'label': '{leads}', 'points': 15, 'rule': {'field': 'seniority', 'is': 'manager'}},"
    "{'label': '{votes}', 'points': 20, 'rule': {'field': 'buying_role',"
    " 'in': ['decider', 'payer', 'champion', 'approver']}},"
    "{'label': '{middle}', 'points': 25, 'rule': {'all': [{'field': 'account.employees', "
    "'at_least': 50},"
    " {'field': 'account.employees', 'at_most': 999}]}},"
    "{'label': '{large}', 'points': 15, 'rule': {'field': 'account.employees', 'at_least': 1000}},"
    "{'label': '{small}', 'points': -10, 'rule': {'field': 'account.employees', 'less': 10}},"
    "{'label': '{company}', 'points': 10, 'rule': {'field': 'account', 'given': true}},"
    "{'label': '{nobody}', 'points': -15, 'rule': {'field': 'account', 'given': false}},"
    "{'label': '{phone}', 'points': 5, 'rule': {'field': 'phone', 'given': true}},"
    "{'label': '{no_mail}', 'points': -10, 'rule': {'field': 'email', 'given': false}}]}",

    "{'base': 0, 'rows': ["
    "{'label': '{prices}', 'points': 10, 'behaviour': {'event': 'view', 'path_starts': '/precos'},"
    " 'half_life_days': 14, 'at_most': 40},"
    "{'label': '{visit}', 'points': 2, 'behaviour': {'event': 'view'}, 'half_life_days': 14, "
    "'at_most': 20},"
    "{'label': '{form}', 'points': 25, 'behaviour': {'event': 'form'}, 'half_life_days': 30, "
    "'at_most': 50},"
    "{'label': '{download}', 'points': 10, 'behaviour': {'event': 'download'}, 'half_life_days': "
    "30,"
    " 'at_most': 30},"
    "{'label': '{mail_click}', 'points': 5, 'behaviour': {'event': 'mail_click'}, "
    "'half_life_days': 14,"
    " 'at_most': 20},"
    "{'label': '{mail_open}', 'points': 1, 'behaviour': {'event': 'mail_open'}, 'half_life_days': "
    "7,"
    " 'at_most': 5},"
    "{'label': '{meeting}', 'points': 30, 'behaviour': {'event': 'meeting'}, 'half_life_days': 30,"
    " 'at_most': 60},"
    "{'label': '{call}', 'points': 20, 'behaviour': {'event': 'call'}, 'half_life_days': 30,"
    " 'at_most': 40}]}",
};

/* The message of a name that stands in braces at p; *p then stands behind it. NULL: no name stands there. */
static const char *label_at(struct ctx *cx, const char **p)
{
    const char *end = **p == '{' ? strchr(*p, '}') : NULL;
    size_t n = end ? (size_t)(end - *p - 1) : 0;
    char *key;

    if (!n || strspn(*p + 1, "abcdefghijklmnopqrstuvwxyz_") != n)
        return NULL;
    key = arena_print(cx->arena, "score.ready.%.*s", (int)n, *p + 1);
    *p = end + 1;
    return key ? message(cx->arena, cx->lang, key, NULL, 0) : "";
}

const char *score_ready(struct ctx *cx, enum score_kind kind)
{
    struct buf out = buf_in(cx->arena);

    for (const char *p = ready[kind]; *p;) {
        const char *label = label_at(cx, &p);
        if (label)
            buf_add_text(&out, label);
        else
            buf_add_char(&out, *p++ == '\'' ? '"' : p[-1]);
    }
    return buf_text(&out);
}
