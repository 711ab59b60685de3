/* rule_sentence.c -- a rule as people say it.
 *
 * "Contatos do setor Software que visitaram /precos pelo menos 2 vezes em 14 dias." Every node becomes a clause that can
 * stand after "Contatos" or after "exceto os", and groups join clauses; brackets stand where both words meet. All words
 * are messages under "rule"; a field may have a phrase of its own ("rule.phrase.account.industry.is"), and a noun where its
 * label is none ("Fechado em": "rule.noun.deal.closed_at"). A site's own labels are quoted where they may be anything.
 */
#include "base/message.h"
#include "base/text.h"
#include "rules/rule_priv.h"

#include <stdio.h>
#include <string.h>

struct speaker {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    const struct rule *rule;
};

static const char *word(struct speaker *s, const char *key)
{
    return message(s->cx->arena, s->cx->lang, key, NULL, 0);
}

static const char *word_of(struct speaker *s, const char *area, const char *name)
{
    char *key = arena_print(s->cx->arena, "%s.%s", area, name);

    return key ? word(s, key) : name;
}

static const char *say(struct speaker *s, const char *key, const struct fault_param *p, size_t n)
{
    return message(s->cx->arena, s->cx->lang, key, p, n);
}

static const char *digits(struct speaker *s, int64_t v)
{
    return arena_print(s->cx->arena, "%lld", (long long)v);
}

/* Text of an answer of message(), which is NULL when the arena is full. */
static void add(struct buf *b, const char *text)
{
    buf_add_text(b, text ? text : "");
}

/* --- values ------------------------------------------------------------------------------------ */

static void add_date(struct speaker *s, struct buf *b, const char *date)
{
    buf_add_text(b, message_day(s->cx->arena, s->cx->lang, date));
}

static void add_whole(struct speaker *s, struct buf *b, uint64_t v)
{
    char text[32];
    int n = snprintf(text, sizeof(text), "%llu", (unsigned long long)v);

    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            buf_add_char(b, s->cx->lang == LANG_PT_BR ? '.' : ',');
        buf_add_char(b, text[i]);
    }
}

static void add_number(struct speaker *s, struct buf *b, enum field_kind kind, int64_t v)
{
    uint64_t size = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    if (v < 0)
        buf_add_char(b, '-');
    if (kind == FIELD_KIND_MONEY) {
        add_whole(s, b, size / 100);
        buf_print(b, "%c%02u", s->cx->lang == LANG_PT_BR ? ',' : '.', (unsigned)(size % 100));
    } else if (kind == FIELD_KIND_RATE) {
        char text[32];
        (void)snprintf(text, sizeof(text), "%.6g", (double)size / 1e4);
        for (char *p = text; *p; p++)
            if (*p == '.' && s->cx->lang == LANG_PT_BR)
                *p = ',';
        buf_print(b, "%s%%", text);
    } else {
        add_whole(s, b, size);
    }
}

/* The name of the record, when it has one. */
static enum err add_record(struct speaker *s, struct buf *b, const struct field *f, int64_t id)
{
    const struct field *name = f->refers ? model_field(f->refers, "name") : NULL;
    const char *text = NULL;
    void **records = NULL;
    size_t n = 0;
    enum err e = OK;

    if (name) {
        e = model_related(s->cx, s->db, f->refers, "id", id, 1, &records, &n);
        if (!e && n && model_field_is_text(name))
            text = field_text(name, records[0]);
    } else if (!f->refers && s->world->ref_name) {
        e = s->world->ref_name(s->cx, s->db, f, id, &text);
    }
    if (text_empty(text))
        buf_print(b, "#%lld", (long long)id);
    else
        buf_print(b, "“%s”", text);
    return e;
}

/* A label as it stands inside a sentence: "Etapa" as "etapa", "CNPJ" as it is. */
static const char *inside(struct speaker *s, const char *label)
{
    char *text = label ? arena_dup(s->cx->arena, label) : NULL;
    unsigned char *p = (unsigned char *)text;

    if (!p)
        return label;
    if (p[0] >= 'A' && p[0] <= 'Z' && !(p[1] >= 'A' && p[1] <= 'Z'))
        p[0] = (unsigned char)(p[0] + 32);
    else if (p[0] == 0xC3 && p[1] >= 0x80 && p[1] <= 0x9E && p[1] != 0x97) /* À to Þ */
        p[1] = (unsigned char)(p[1] + 32);
    return text;
}

/* A channel as people call it; one of the site's own as it is written. */
static const char *channel_of(struct speaker *s, const char *channel)
{
    const char *key = arena_print(s->cx->arena, "paper.channel.%s", channel);
    const char *label = key ? message_find(s->cx->lang, key) : NULL;

    return label ? inside(s, label) : arena_print(s->cx->arena, "“%s”", channel);
}

static enum err add_value(struct speaker *s, struct buf *b, const struct rule_node *n,
                          const struct rule_value *v)
{
    char date[DATE_TEXT_MAX];

    switch (n->field->kind) {
    case FIELD_KIND_DATE:
        add_date(s, b, v->text);
        return OK;
    case FIELD_KIND_TIME:
        date_text(s->world->zone, v->number, date);
        add_date(s, b, v->text ? v->text : date);
        return OK;
    case FIELD_KIND_ENUM:
        add(b, n->custom ? v->text : model_label(s->cx, n->of->model, n->field, v->text));
        return OK;
    case FIELD_KIND_REF:
        return add_record(s, b, n->field, v->number);
    case FIELD_KIND_BOOL:
        add(b, word(s, v->number ? "rule.yes" : "rule.no"));
        return OK;
    case FIELD_KIND_INT:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_RATE:
        add_number(s, b, n->field->kind, v->number);
        return OK;
    default:
        if (!n->custom && text_equal(n->field->name, "channel"))
            add(b, channel_of(s, v->text));
        else
            buf_print(b, "“%s”", v->text);
    }
    return OK;
}

static enum err add_values(struct speaker *s, struct buf *b, const struct rule_node *n)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < n->value_count; i++) {
        if (i)
            add(b, i + 1 < n->value_count ? ", " : word(s, "rule.or"));
        e = add_value(s, b, n, &n->values[i]);
    }
    return e;
}

/* --- leaves ------------------------------------------------------------------------------------ */

static bool is_day(const struct rule_node *n)
{
    return n->field->kind == FIELD_KIND_DATE || n->field->kind == FIELD_KIND_TIME;
}

static const char *label_of(struct speaker *s, const struct rule_node *n)
{
    bool stamp = n->field >= rule_stamps && n->field < rule_stamps + COUNT_OF(rule_stamps);
    char *noun = arena_print(s->cx->arena, "rule.noun.%s.%s", stamp ? "stamp" : n->of->model->name,
                             n->field->name);
    const char *label = n->custom || !noun ? n->label : message_find(s->cx->lang, noun);

    if (n->custom && (is_day(n) || n->field->kind == FIELD_KIND_BOOL))
        label = arena_print(s->cx->arena, "“%s”", label ? label : n->field->name);
    else if (!label)
        label = inside(s, model_label(s->cx, n->of->model, n->field, NULL));
    else if (n->custom)
        label = inside(s, label);
    if (n->one) {
        const struct fault_param p[] = {{"field", label}};
        char *key = arena_print(s->cx->arena, "rule.one.%s", n->one->name);
        label = key ? say(s, key, p, 1) : label;
    }
    return label;
}

/* "is", "date_is", "given", "not_given": what the comparison is called among the messages. */
static const char *saying(const struct rule_node *n)
{
    bool day = is_day(n);

    switch (n->op) {
    case OP_GIVEN:
        return n->yes ? "rule.say.given" : "rule.say.not_given";
    case OP_IS:
    case OP_IN:
        return day                                 ? "rule.say.date_is"
               : n->field->kind == FIELD_KIND_BOOL ? "rule.say.bool_is"
                                                   : "rule.say.is";
    case OP_IS_NOT:
    case OP_NOT_IN:
        return "rule.say.is_not";
    case OP_CONTAINS:
        return "rule.say.contains";
    case OP_STARTS:
        return "rule.say.starts";
    case OP_AT_LEAST:
        return day ? "rule.say.date_at_least" : "rule.say.at_least";
    case OP_AT_MOST:
        return day ? "rule.say.date_at_most" : "rule.say.at_most";
    case OP_MORE:
        return day ? "rule.say.date_more" : "rule.say.more";
    case OP_LESS:
        return day ? "rule.say.date_less" : "rule.say.less";
    case OP_WITHIN_DAYS:
        return n->days == 1 ? "rule.say.today" : "rule.say.within_days";
    case OP_WITHIN_NEXT_DAYS:
        return n->days == 1 ? "rule.say.today" : "rule.say.within_next_days";
    case OP_OLDER_THAN_DAYS:
        return n->days == 1 ? "rule.say.older_than_day" : "rule.say.older_than_days";
    case OP_HAS:
        break;
    }
    return "rule.say.has";
}

static enum err say_field(struct speaker *s, const struct rule_node *n, struct buf *out)
{
    struct buf value = buf_in(s->cx->arena);
    const char *own = n->op == OP_IN ? "is" : rule_operators[n->op].name;
    char *phrase =
        arena_print(s->cx->arena, "rule.phrase.%s.%s.%s", n->of->name, n->field->name, own);
    enum err e;

    if (n->op == OP_HAS || n->op == OP_CONTAINS || n->op == OP_STARTS)
        buf_print(&value, "“%s”", n->values[0].text);
    else if (n->days)
        buf_add_text(&value, digits(s, n->days) ? digits(s, n->days) : "");
    e = n->op == OP_HAS || n->op == OP_CONTAINS || n->op == OP_STARTS ? OK
                                                                      : add_values(s, &value, n);
    if (e)
        return e;
    const struct fault_param p[] = {{"field", label_of(s, n)}, {"value", buf_text(&value)}};
    add(out, say(s, !n->custom && phrase && message_find(s->cx->lang, phrase) ? phrase : saying(n),
                 p, 2));
    return OK;
}

/* "pelo menos 2 vezes"; "" for once or more, and for never. */
static const char *times(struct speaker *s, const struct rule_node *n)
{
    int64_t a = n->at_least, b = n->at_most;
    const struct fault_param p[] = {{"n", digits(s, a == NIL ? b : a)}, {"m", digits(s, b)}};

    if (a == 1 && b == NIL)
        return "";
    if (b == NIL)
        return say(s, "rule.times.at_least", p, 2);
    if (a == NIL)
        return b == 0 ? "" /* the verb says it */
                      : say(s, b == 1 ? "rule.times.at_most_once" : "rule.times.at_most", p, 2);
    if (a == b)
        return say(s, a == 1 ? "rule.times.exactly_once" : "rule.times.exactly", p, 2);
    return say(s, "rule.times.between", p, 2);
}

static void say_event(struct speaker *s, const struct rule_node *n, struct buf *out)
{
    const struct rule_behaviour *b = &s->rule->behaviours[n->behaviour];
    bool never = n->at_least == NIL && n->at_most == 0;
    const char *did = never ? "rule.did_not" : "rule.did";
    char *own = arena_print(s->cx->arena, "%s.%s", did, b->event);
    bool known = own && message_find(s->cx->lang, own);
    const struct fault_param path[] = {{"path", b->path ? b->path : b->path_starts}};
    const char *where = b->path          ? say(s, "rule.path_is", path, 1)
                        : b->path_starts ? say(s, "rule.path_starts", path, 1)
                        : !strcmp(b->event, "view")
                            ? word(s, never ? "rule.path_none" : "rule.path_any")
                            : "";
    const struct fault_param p[] = {{"event", b->event}, {"path", where}};
    const char *often = times(s, n);
    const struct fault_param more[] = {{"n", digits(s, n->days)},
                                       {"channel", b->channel ? channel_of(s, b->channel) : ""}};

    add(out, say(s, known ? own : never ? "rule.did_not_other" : "rule.did_other", p, 2));
    while (out->len && out->bytes[out->len - 1] == ' ') /* no path */
        out->bytes[--out->len] = 0;
    if (b->channel)
        add(out, say(s, "rule.by_channel", more, 2));
    if (often && *often) {
        buf_add_char(out, ' ');
        add(out, often);
    }
    if (n->days)
        add(out, say(s, n->days == 1 ? "rule.in_day" : "rule.in_days", more, 1));
}

static enum err say_node(struct speaker *s, const struct rule_node *n, bool inner, struct buf *out);

static enum err say_has(struct speaker *s, const struct rule_node *n, struct buf *out)
{
    int64_t a = n->at_least, b = n->at_most;
    const char *many =
        word_of(s, b == 1 && (a == NIL || a == 1) ? "rule.many_one" : "rule.many", n->many->name);
    const struct fault_param p[] = {
        {"many", many}, {"n", digits(s, a == NIL ? b : a)}, {"m", digits(s, b)}};
    const char *key = b == NIL   ? a == 1 ? "rule.has.any" : "rule.has.at_least"
                      : a == NIL ? b == 0 ? "rule.has.none" : "rule.has.at_most"
                      : a == b   ? "rule.has.exactly"
                                 : "rule.has.between";
    enum err e = OK;

    add(out, say(s, key, p, 3));
    if (n->first) {
        buf_add_text(out, " (");
        e = say_node(s, n->first, false, out);
        buf_add_char(out, ')');
    }
    return e;
}

/* --- groups ------------------------------------------------------------------------------------ */

/* Between two clauses of a group of n. "Contatos do setor X que visitaram" wants no word between. */
static const char *between(struct speaker *s, const struct rule_node *group, size_t i,
                           const char *clause)
{
    bool all = group->kind == NODE_ALL, last = i + 1 == group->count;

    if (all && text_starts(clause, word(s, "rule.except_starts")))
        return ", ";
    if (!last)
        return ", ";
    if (all && group->count == 2 && text_starts(clause, word(s, "rule.who")))
        return " ";
    return word(s, all ? "rule.and" : "rule.or");
}

static enum err say_group(struct speaker *s, const struct rule_node *n, bool inner, struct buf *out)
{
    bool brackets = inner && n->count > 1;
    size_t i = 0;
    enum err e = OK;

    if (brackets)
        buf_add_char(out, '(');
    for (const struct rule_node *c = n->first; !e && c; c = c->next, i++) {
        struct buf one = buf_in(s->cx->arena);
        e = say_node(s, c, n->count > 1, &one);
        if (!e && !buf_text(&one))
            e = fail_memory(s->cx);
        if (e)
            break;
        if (i)
            add(out, between(s, n, i, buf_text(&one)));
        buf_add_text(out, buf_text(&one));
    }
    if (brackets)
        buf_add_char(out, ')');
    return e;
}

static enum err say_node(struct speaker *s, const struct rule_node *n, bool inner, struct buf *out)
{
    switch (n->kind) {
    case NODE_ALL:
    case NODE_ANY:
        if (!n->first)
            add(out, word(s, "rule.everyone"));
        return say_group(s, n, inner, out);
    case NODE_NOT:
        add(out, word(s, "rule.except"));
        return say_node(s, n->first, true, out);
    case NODE_FIELD:
        return say_field(s, n, out);
    case NODE_HAS:
        return say_has(s, n, out);
    case NODE_EVENT:
        say_event(s, n, out);
        return OK;
    case NODE_USE:
        break;
    }
    return n->use->condition->say(s->cx, s->db, n->use, out);
}

static enum err say_all(struct speaker *s, struct buf *out)
{
    const struct rule_node *root = s->rule->root;
    struct buf rest = buf_in(s->cx->arena);
    enum err e = OK;

    add(out, word_of(s, "rule.of", s->rule->subject->name));
    if (root->kind == NODE_ALL && !root->first)
        return OK;
    e = say_node(s, root, false, &rest);
    if (e)
        return e;
    if (!buf_text(&rest))
        return fail_memory(s->cx);
    buf_add_text(out, text_starts(buf_text(&rest), word(s, "rule.except_starts")) ? ", " : " ");
    buf_add_text(out, buf_text(&rest));
    return OK;
}

enum err rule_sentence(struct ctx *cx, struct db *db, const struct rule_world *w,
                       const struct rule *r, enum lang lang, const char **ret)
{
    struct speaker s = {cx, db, w, r};
    struct buf out = buf_in(cx->arena);
    enum lang before = cx->lang;
    enum err e;

    cx->lang = lang;
    e = say_all(&s, &out);
    cx->lang = before;
    if (e)
        return e;
    if (arena_full(cx->arena) || !buf_ok(&out))
        return fail_memory(cx);
    *ret = buf_text(&out);
    return OK;
}
