/* rule_sql.c -- a rule's part about records as one condition of SQL.
 *
 * Identifiers come from field tables and from the tables of the folders above; every value is bound, a list as one JSON
 * array. Every piece is true or false, never null, so that "not" around it means what it says: a comparison asks first
 * whether there is a value. What is true of a missing value (is_not, not_in, given:false) is written as "not" before its
 * opposite. Words are looked for in a column's fold where there is one, and in text_plain() of the others: a function
 * that db/ gives SQLite, a regular expression that means the same on PostgreSQL.
 */
#include "base/text.h"
#include "rules/rule_priv.h"

#include <string.h>

/* --- writing ----------------------------------------------------------------------------------- */

static void add_number(struct rule_sql *s, int n)
{
    buf_print(&s->text, "%c%d", s->engine == DB_POSTGRES ? '$' : '?', n);
}

/* The number of a new parameter; past the last one the text is spoilt and the rule refused. */
static int new_bind(struct rule_sql *s)
{
    if (s->binds == RULE_BINDS_MAX) {
        s->full = true;
        return s->first;
    }
    return s->first + s->binds++;
}

static int bind_int(struct rule_sql *s, int64_t v)
{
    int n = new_bind(s), i = n - s->first;

    s->values[i].kind = BIND_INT;
    s->values[i].number = v;
    return n;
}

static int bind_text(struct rule_sql *s, const char *v)
{
    int n = new_bind(s), i = n - s->first;

    s->values[i].kind = BIND_TEXT;
    s->values[i].text = v;
    return n;
}

const char *rule_sql_row(const struct rule_sql *s)
{
    return s->row;
}

void rule_sql_add(struct rule_sql *s, const char *sql)
{
    buf_add_text(&s->text, sql);
}

void rule_sql_int(struct rule_sql *s, int64_t v)
{
    add_number(s, bind_int(s, v));
}

void rule_sql_text(struct rule_sql *s, const char *v)
{
    add_number(s, bind_text(s, v));
}

void rule_sql_site(struct rule_sql *s)
{
    add_number(s, 1);
}

/* --- a field ----------------------------------------------------------------------------------- */

/* A value as text of SQL that may be written several times. */
static const char *custom_column(struct rule_sql *s, const struct rule_node *n, const char *row)
{
    struct arena *a = s->cx->arena;
    bool pg = s->engine == DB_POSTGRES, text = model_field_is_text(n->field);
    bool yes_no = n->field->kind == FIELD_KIND_BOOL;
    int p = bind_text(s, pg ? n->custom : arena_print(a, "$.%s", n->custom));

    if (!pg && yes_no)
        return arena_print(a,
                           "case when json_type(%s.custom, ?%d) in ('true', 'false') then "
                           "json_extract(%s.custom, ?%d) end",
                           row, p, row, p);
    if (!pg)
        return arena_print(a,
                           "case when json_type(%s.custom, ?%d) = '%s' then "
                           "nullif(json_extract(%s.custom, ?%d), '') end",
                           row, p, text ? "text" : "integer", row, p);
    if (yes_no)
        return arena_print(a,
                           "case %s.custom::jsonb ->> $%d::text when 'true' then 1::bigint when "
                           "'false' then 0::bigint end",
                           row, p);
    if (text)
        return arena_print(a,
                           "case when jsonb_typeof(%s.custom::jsonb -> $%d::text) = 'string' then "
                           "nullif(%s.custom::jsonb ->> $%d::text, '') end",
                           row, p, row, p);
    return arena_print(a,
                       "case when jsonb_typeof(%s.custom::jsonb -> $%d::text) = 'number' then "
                       "(%s.custom::jsonb ->> $%d::text)::bigint end",
                       row, p, row, p);
}

static void compare(struct rule_sql *s, const struct rule_node *n, const char *x, const char *sign)
{
    const struct rule_value *v = &n->values[0];
    bool order = model_field_is_text(n->field) && s->engine == DB_POSTGRES && *sign != '=';

    buf_print(&s->text, "(%s)%s %s ", x, order ? " collate \"C\"" : "", sign);
    if (v->text)
        rule_sql_text(s, v->text);
    else
        rule_sql_int(s, v->number);
}

static void among(struct rule_sql *s, const struct rule_node *n, const char *x)
{
    struct buf list = buf_in(s->cx->arena);
    struct json_writer w = json_to(&list);
    bool text = model_field_is_text(n->field);
    int p;

    json_open_list(&w);
    for (size_t i = 0; i < n->value_count; i++) {
        if (text)
            json_put_text(&w, n->values[i].text);
        else
            json_put_int(&w, n->values[i].number);
    }
    json_close_list(&w);
    p = bind_text(s, buf_text(&list));
    if (s->engine == DB_SQLITE)
        buf_print(&s->text, "(%s) in (select value from json_each(?%d))", x, p);
    else if (text)
        buf_print(&s->text, "(%s) = any (array(select jsonb_array_elements_text($%d::jsonb)))", x,
                  p);
    else
        buf_print(
            &s->text,
            "(%s) = any (array(select e::bigint from jsonb_array_elements_text($%d::jsonb) e))", x,
            p);
}

/* What text_plain() is to the letters of a needle, as a regular expression: translate() takes fifty times as long for a text. */
static const char *plain_pattern(struct ctx *cx, const char *needle, bool starts)
{
    struct buf b = buf_in(cx->arena);

    if (starts)
        buf_add_char(&b, '^');
    for (const char *p = needle; *p; p++) {
        bool letter = *p >= 'a' && *p <= 'z';
        if (letter && strchr(text_plain_to, *p)) {
            buf_print(&b, "[%c", *p);
            for (size_t i = 0; text_plain_to[i]; i++)
                if (text_plain_to[i] == *p)
                    buf_add(&b, text_plain_from + i * 2, 2);
            buf_add_char(&b, ']');
            continue;
        }
        if (*p > ' ' && *p < 0x7f && !letter && !(*p >= '0' && *p <= '9'))
            buf_add_char(&b, '\\');
        buf_add_char(&b, *p);
    }
    return buf_ok(&b) ? buf_text(&b) : NULL;
}

/* Words in a text that has no fold beside it. */
static void add_plain(struct rule_sql *s, const struct rule_node *n, const char *x)
{
    const char *needle = n->values[0].fold;
    bool starts = n->op == OP_STARTS;

    if (s->engine == DB_POSTGRES) {
        buf_print(&s->text, "lower((%s) collate \"C\") ~ ", x);
        rule_sql_text(s, plain_pattern(s->cx, needle, starts));
        return;
    }
    buf_print(&s->text, "instr(text_plain(%s), ", x);
    rule_sql_text(s, needle);
    buf_add_text(&s->text, starts ? ") = 1" : ") > 0");
}

/* Of a column with an index, each different value is asked once: the least, then the least above that, and so on. */
static void add_different(struct rule_sql *s, const struct rule_node *n, const char *x)
{
    const char *table = n->of->model->table, *column = n->field->name;

    buf_print(&s->text,
              "%s in (with recursive d (v) as (select min(z.%s) from %s z where z.site = ", x,
              column, table);
    rule_sql_site(s);
    buf_print(&s->text,
              " union all select (select min(z.%s) from %s z where z.%s > d.v and z.site = ",
              column, table, column);
    rule_sql_site(s);
    buf_add_text(&s->text,
                 ") from d where d.v is not null) select d.v from d where d.v is not null and ");
    add_plain(s, n, "d.v");
    buf_add_char(&s->text, ')');
}

/* Where words are looked for. */
static void add_words(struct rule_sql *s, const struct rule_node *n, const char *row, const char *x)
{
    bool pg = s->engine == DB_POSTGRES, starts = n->op == OP_STARTS;
    int p;

    if (!rule_by_fold(n)) {
        if (!n->custom && !s->few && (n->field->flags & FILTER))
            add_different(s, n, x);
        else
            add_plain(s, n, x);
        return;
    }
    p = bind_text(s, n->values[0].fold);
    buf_print(&s->text, "%s(%s.%s_key, ", pg ? "strpos" : "instr", row, n->field->name);
    add_number(s, p);
    buf_add_text(&s->text, starts ? ") = 1" : ") > 0");
    if (starts) {
        buf_print(&s->text, " and %s.%s_key >= ", row, n->field->name);
        add_number(s, p);
    }
}

static void add_tag(struct rule_sql *s, const struct rule_node *n, const char *x)
{
    static const char opens[] = {'[', ','};
    const char *in = s->engine == DB_POSTGRES ? "strpos" : "instr";

    buf_add_char(&s->text, '(');
    for (size_t i = 0; i < COUNT_OF(opens); i++) {
        struct buf needle = buf_in(s->cx->arena);
        struct json_writer w = json_to(&needle);
        buf_add_char(&needle, opens[i]);
        json_put_text(&w, n->values[0].text);
        buf_print(&s->text, "%s%s(%s, ", i ? " or " : "", in, x);
        rule_sql_text(s, buf_text(&needle));
        buf_add_text(&s->text, ") > 0");
    }
    buf_add_char(&s->text, ')');
}

/* from <= x < to, either of which may be open. */
static void add_span(struct rule_sql *s, const char *x, int64_t from, int64_t to)
{
    if (from > INT64_MIN + 1) {
        buf_print(&s->text, "(%s) >= ", x);
        rule_sql_int(s, from);
    }
    if (to < INT64_MAX) {
        buf_print(&s->text, "%s(%s) < ", from > INT64_MIN + 1 ? " and " : "", x);
        rule_sql_int(s, to);
    }
}

static void add_date(struct rule_sql *s, const char *x, const char *sign, int64_t day)
{
    char date[DATE_TEXT_MAX];

    rule_day_date(day, date);
    buf_print(&s->text, "(%s)%s %s ", x, s->engine == DB_POSTGRES ? " collate \"C\"" : "", sign);
    rule_sql_text(s, arena_dup(s->cx->arena, date));
}

static void add_days(struct rule_sql *s, const struct rule_node *n, const char *x)
{
    const struct zone *z = s->world->zone;
    int64_t today = rule_day(z, ctx_now(s->cx)), first = today - n->days + 1, after = today + 1;
    bool open = n->op == OP_OLDER_THAN_DAYS;

    if (n->op == OP_WITHIN_NEXT_DAYS) {
        first = today;
        after = today + n->days;
    } else if (open) {
        after = first;
    }
    if (n->field->kind == FIELD_KIND_TIME) {
        add_span(s, x, open ? INT64_MIN + 1 : rule_day_start(z, first), rule_day_start(z, after));
        return;
    }
    if (!open) {
        add_date(s, x, ">=", first);
        buf_add_text(&s->text, " and ");
    }
    add_date(s, x, "<", after);
}

/* What must hold of a value that is there. */
static void add_value_sql(struct rule_sql *s, const struct rule_node *n, const char *row,
                          const char *x)
{
    bool moment = n->field->kind == FIELD_KIND_TIME;

    switch (n->op) {
    case OP_IN:
    case OP_NOT_IN:
        among(s, n, x);
        break;
    case OP_CONTAINS:
    case OP_STARTS:
        add_words(s, n, row, x);
        break;
    case OP_HAS:
        add_tag(s, n, x);
        break;
    case OP_WITHIN_DAYS:
    case OP_WITHIN_NEXT_DAYS:
    case OP_OLDER_THAN_DAYS:
        add_days(s, n, x);
        break;
    case OP_GIVEN:
        break;
    case OP_IS_NOT:
    case OP_IS:
        if (moment) {
            add_span(s, x, n->from, n->to);
            break;
        }
        if (rule_by_fold(n) && (n->field->flags & SORT)) { /* the fold has the index */
            buf_print(&s->text, "%s.%s_key = ", row, n->field->name);
            rule_sql_text(s, n->values[0].fold);
            buf_add_text(&s->text, " and ");
        }
        compare(s, n, x, "=");
        break;
    default:
        if (moment)
            add_span(s, x, n->from, n->to);
        else
            compare(s, n, x,
                    n->op == OP_AT_LEAST  ? ">="
                    : n->op == OP_AT_MOST ? "<="
                    : n->op == OP_MORE    ? ">"
                                          : "<");
    }
}

static bool is_negative(const struct rule_node *n)
{
    return n->op == OP_IS_NOT || n->op == OP_NOT_IN || (n->op == OP_GIVEN && !n->yes);
}

static void add_field(struct rule_sql *s, const struct rule_node *n, const char *row)
{
    char alias[16] = "";
    const char *x;

    buf_add_text(&s->text, is_negative(n) ? "not (" : "(");
    if (n->one) {
        struct buf name = buf_in(s->cx->arena);
        const char *r;
        buf_print(&name, "r%d", ++s->names);
        r = buf_text(&name);
        if (s->few)
            buf_print(&s->text, "exists (select 1 from %s %s where %s.id = %s.%s and %s.site = ",
                      n->of->model->table, r, r, row, n->one->column, r);
        else
            buf_print(&s->text,
                      "%s.%s is not null and %s.%s in (select %s.id from %s %s where %s.site = ",
                      row, n->one->column, row, n->one->column, r, n->of->model->table, r, r);
        rule_sql_site(s);
        buf_add_text(&s->text, " and ");
        if (buf_ok(&name))
            memcpy(alias, buf_text(&name), strnlen(buf_text(&name), sizeof(alias) - 1));
        row = arena_dup(s->cx->arena, alias);
    }
    x = n->custom ? custom_column(s, n, row)
                  : arena_print(s->cx->arena, "%s.%s", row, n->field->name);
    if (x && row) {
        buf_print(&s->text, "(%s) is not null", x);
        if (n->op != OP_GIVEN)
            buf_add_text(&s->text, " and ");
        add_value_sql(s, n, row, x);
    }
    buf_add_text(&s->text, n->one ? "))" : ")");
}

/* --- nodes ------------------------------------------------------------------------------------- */

static enum err add_node(struct rule_sql *s, const struct rule_node *n, const char *row);

/* Ids of those with more than `over` related records. */
static enum err add_related(struct rule_sql *s, const struct rule_node *n, const char *row,
                            bool without, int64_t over)
{
    const char *alias = arena_print(s->cx->arena, "r%d", ++s->names), *column = n->many->column;
    enum err e = alias ? OK : fail_memory(s->cx);

    if (e)
        return e;
    buf_print(&s->text, "%s.id %sin (select %s.%s from %s %s where %s.site = ", row,
              without ? "not " : "", alias, column, n->many->to->model->table, alias, alias);
    rule_sql_site(s);
    buf_print(&s->text, " and %s.%s is not null", alias, column);
    if (n->first) {
        buf_add_text(&s->text, " and ");
        e = add_node(s, n->first, alias);
    }
    if (over > 0) {
        buf_print(&s->text, " group by %s.%s having count(*) > ", alias, column);
        rule_sql_int(s, over);
    }
    buf_add_char(&s->text, ')');
    return e;
}

static enum err add_has(struct rule_sql *s, const struct rule_node *n, const char *row)
{
    enum err e = OK;

    buf_add_char(&s->text, '(');
    if (n->at_least != NIL)
        e = add_related(s, n, row, false, n->at_least - 1);
    if (n->at_least != NIL && n->at_most != NIL)
        buf_add_text(&s->text, " and ");
    if (!e && n->at_most != NIL)
        e = add_related(s, n, row, true, n->at_most);
    buf_add_char(&s->text, ')');
    return e;
}

static enum err add_group(struct rule_sql *s, const struct rule_node *n, const char *row)
{
    enum err e = OK;

    buf_add_text(&s->text, n->first ? "(" : "(1 = 1");
    for (const struct rule_node *c = n->first; !e && c; c = c->next) {
        e = add_node(s, c, row);
        if (c->next)
            buf_add_text(&s->text, n->kind == NODE_ALL ? " and " : " or ");
    }
    buf_add_char(&s->text, ')');
    return e;
}

static enum err add_node(struct rule_sql *s, const struct rule_node *n, const char *row)
{
    enum err e = OK;

    switch (n->kind) {
    case NODE_ALL:
    case NODE_ANY:
        return add_group(s, n, row);
    case NODE_NOT:
        buf_add_text(&s->text, "not ");
        return add_node(s, n->first, row);
    case NODE_FIELD:
        add_field(s, n, row);
        return OK;
    case NODE_HAS:
        return add_has(s, n, row);
    case NODE_USE:
        buf_add_char(&s->text, '(');
        e = n->use->condition->where(s->cx, s->db, s->world, n->use, s);
        buf_add_char(&s->text, ')');
        return e;
    case NODE_EVENT:
        break;
    }
    must(false);
    return OK;
}

bool rule_node_is_sql(const struct rule_node *n)
{
    if (n->kind == NODE_EVENT || (n->kind == NODE_USE && !n->use->condition->where))
        return false;
    for (const struct rule_node *c = n->first; c; c = c->next)
        if (!rule_node_is_sql(c))
            return false;
    return true;
}

void rule_sql_begin(struct rule_sql *s, struct ctx *cx, struct db *db, const struct rule_world *w,
                    const struct rule *r, const char *row, int first)
{
    *s = (struct rule_sql){.cx = cx, .db = db, .world = w, .rule = r, .row = row, .first = first};
    s->engine = db_engine_of(db);
    s->text = buf_in(cx->arena);
}

enum err rule_sql_node(struct rule_sql *s, const struct rule_node *n)
{
    enum err e = add_node(s, n, s->row);

    if (!e && (!buf_ok(&s->text) || arena_full(s->cx->arena)))
        e = fail_memory(s->cx);
    if (!e && s->full)
        e = fail(s->cx, ERR_LIMIT, "rule.binds", NULL);
    return e;
}

void rule_sql_there(struct buf *out, const struct rule_subject *s, const char *row)
{
    if (s->gone)
        buf_print(out, " and +%s.%s is null", row, s->gone);
}

bool rule_is_sql(const struct rule *r)
{
    return rule_node_is_sql(r->root);
}

enum err rule_sql_of(struct ctx *cx, struct db *db, const struct rule_world *w,
                     const struct rule *r, const char *row, int first, struct rule_sql **ret)
{
    struct rule_sql *s = arena_alloc(cx->arena, sizeof(*s));
    enum err e;

    must(rule_is_sql(r));
    if (!s)
        return fail_memory(cx);
    rule_sql_begin(s, cx, db, w, r, row, first);
    rule_sql_add(s, "(");
    e = rule_sql_node(s, r->root);
    rule_sql_add(s, ")");
    rule_sql_there(&s->text, r->subject, row);
    if (!e && !buf_ok(&s->text))
        e = fail_memory(cx);
    if (!e)
        *ret = s;
    return e;
}

const char *rule_sql_condition(const struct rule_sql *s)
{
    struct buf b = s->text;

    return buf_text(&b);
}

int rule_sql_binds(const struct rule_sql *s)
{
    return s->binds;
}

void rule_sql_bind(const struct rule_sql *s, struct db_stmt *st)
{
    for (int i = 0; i < s->binds; i++) {
        if (s->values[i].kind == BIND_INT)
            db_bind_int_at(st, s->first + i, s->values[i].number);
        else
            db_bind_text_at(st, s->first + i, s->values[i].text);
    }
}
