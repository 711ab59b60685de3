/* rule_members.c -- all whom a rule means: records by SQL, behaviour from the event store, joined as sorted ids.
 *
 * The parts of a group that SQL can say are one statement. What a subject did is one question per behaviour, answered by
 * ids alone; where all must hold it is asked first, since it mostly leaves few, and then the statement is about those alone
 * instead of a whole table. "not" turns a set into "all but these"; the list of all is read only when the whole rule ends as one,
 * or when nothing in it vouches that the ids are records that (still) exist, as facts cannot.
 *
 * For a count, only every so many-th subject is looked at: the same rule over the records whose id modulo SAMPLE_OF is
 * small. Facts are not sampled; what they add outside the sample falls away with the records.
 */
#include "rules/rule_priv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* FEW: a page of a table holds about ten records, so beyond this reading the table costs less than looking each up. */
enum { SAMPLE_OF = 1009, FEW = 50000 };

struct asker {
    struct ctx *cx;
    struct db *db;
    const struct rule_world *world;
    const struct rule *rule;
    int sample; /* id % SAMPLE_OF < sample; 0: all */
};

/* --- records ----------------------------------------------------------------------------------- */

/* Parameters: 1 the site, 2 among where it is given, then those of s where it is given. */
static enum err collect(struct asker *k, const char *text, const char *among,
                        const struct rule_sql *s, struct rule_ids *ret)
{
    struct rule_grow g = {0};
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e = text && !arena_full(k->cx->arena) ? db_begin_text(k->cx, k->db, text, &st)
                                                   : fail_memory(k->cx);

    if (e)
        return e;
    db_bind_int_at(st, 1, k->cx->site);
    if (among)
        db_bind_text_at(st, 2, among);
    if (s)
        rule_sql_bind(s, st);
    while (!e && !(e = db_step(k->cx, st, &row)) && row)
        e = rule_grow_add(k->cx, &g, db_int(st, 0));
    db_done(st);
    if (e)
        rule_ids_done(&g.of);
    else
        rule_grow_end(&g, ret);
    return e;
}

static void add_from(struct asker *k, struct buf *b, bool among)
{
    const char *table = k->rule->subject->model->table;
    bool pg = db_engine_of(k->db) == DB_POSTGRES;
    const char *site = pg ? "$1" : "?1";

    if (among && pg)
        buf_print(b,
                  "select t.id from unnest(cast($2 as bigint[])) i (id) join %s t on t.site = $1 "
                  "and t.id = i.id where t.site = $1",
                  table);
    else if (among)
        buf_print(b,
                  "select t.id from json_each(?2) i cross join %s t where t.site = ?1 "
                  "and t.id = i.value",
                  table);
    else if (k->sample)
        buf_print(
            b,
            "select t.id from (select s.id from %s s where s.site = %s and s.id %% %d < %d) x "
            "join %s t on t.site = %s and t.id = x.id where t.site = %s",
            table, site, SAMPLE_OF, k->sample, table, site, site);
    else
        buf_print(b, "select t.id from %s t where t.site = %s", table, site);
    rule_sql_there(b, k->rule->subject, "t");
}

/* Ids, those of the sample alone, as one text that each engine takes apart in its own way. */
static const char *list_of(struct asker *k, const struct rule_ids *ids)
{
    bool pg = db_engine_of(k->db) == DB_POSTGRES, any = false;
    struct buf b = buf_in(k->cx->arena);

    buf_add_char(&b, pg ? '{' : '[');
    for (size_t i = 0; i < ids->n; i++) {
        if (k->sample && ids->ids[i] % SAMPLE_OF >= k->sample)
            continue;
        buf_print(&b, "%s%" PRId64, any ? "," : "", ids->ids[i]);
        any = true;
    }
    buf_add_char(&b, pg ? '}' : ']');
    return buf_text(&b);
}

static enum err all_ids(struct asker *k, struct rule_ids *ret)
{
    struct buf b = buf_in(k->cx->arena);

    add_from(k, &b, false);
    return collect(k, buf_text(&b), NULL, NULL, ret);
}

/* The parts of a group that SQL can say (or a node that it can), as one statement about these records; by NULL, about all. */
static enum err ask_sql(struct asker *k, const struct rule_node *n, const struct rule_ids *among,
                        struct rule_set *ret)
{
    struct rule_sql *s = arena_alloc(k->cx->arena, sizeof(*s));
    const char *list = among ? list_of(k, among) : NULL;
    struct buf b = buf_in(k->cx->arena);
    bool whole = rule_node_is_sql(n), any = false;
    enum err e = s && (list || !among) ? OK : fail_memory(k->cx);

    if (e)
        return e;
    rule_sql_begin(s, k->cx, k->db, k->world, k->rule, "t", among ? 3 : 2);
    s->few = among != NULL;
    if (whole)
        e = rule_sql_node(s, n);
    for (const struct rule_node *c = whole ? NULL : n->first; !e && c; c = c->next) {
        if (!rule_node_is_sql(c))
            continue;
        if (any)
            rule_sql_add(s, n->kind == NODE_ALL ? " and " : " or ");
        e = rule_sql_node(s, c);
        any = true;
    }
    if (e)
        return e;
    add_from(k, &b, among != NULL);
    buf_print(&b, " and (%s)", rule_sql_condition(s));
    *ret = (struct rule_set){.sure = true};
    return collect(k, buf_text(&b), list, s, &ret->of);
}

/* --- behaviour --------------------------------------------------------------------------------- */

static int by_was(const void *a, const void *b)
{
    const struct rule_alias *x = a, *y = b;

    return x->was < y->was ? -1 : x->was > y->was;
}

static int64_t renamed(const struct rule_alias *pairs, size_t n, int64_t id)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs[middle].was < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && pairs[low].was == id ? pairs[low].is : 0;
}

/* Who went into somebody counts for whom that one counts. Takes *pairs over. */
static enum err add_gone(struct asker *k, const struct rule_subject *of, struct rule_alias **pairs,
                         size_t *n)
{
    struct rule_alias *gone = NULL, *more;
    size_t count = 0, all = *n;
    enum err e = of->aliases ? of->aliases(k->cx, k->db, &gone, &count) : OK;

    if (e || !count)
        return e;
    more = realloc(*pairs, (all + count) * sizeof(*more));
    if (!more)
        return fail_memory(k->cx);
    *pairs = more;
    for (size_t i = 0; i < count; i++) {
        int64_t owner = renamed(more, *n, gone[i].is);
        if (owner)
            more[all++] = (struct rule_alias){gone[i].was, owner};
    }
    if (all)
        qsort(more, all, sizeof(*more), by_was);
    *n = all;
    return OK;
}

/* Whose a fact's subject is: rising by was. A pair of an id with itself is left out of aliases, not of the others. */
static enum err owners_of(struct asker *k, struct rule_alias **ret, size_t *ret_n)
{
    const struct rule_subject *s = k->rule->subject;
    const struct rule_many *m = s->manys;
    struct rule_alias *pairs = NULL;
    size_t n = 0, cap = 0;
    struct buf b = buf_in(k->cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    while (m && m->name && strcmp(m->name, s->facts_of) != 0)
        m++;
    must(m && m->name);
    buf_print(&b, "select id, %s from %s where site = %s and %s is not null order by id", m->column,
              m->to->model->table, db_engine_of(k->db) == DB_POSTGRES ? "$1" : "?1", m->column);
    if (!buf_ok(&b))
        return fail_memory(k->cx);
    e = db_begin_text(k->cx, k->db, buf_text(&b), &st);
    if (e)
        return e;
    db_bind_int_at(st, 1, k->cx->site);
    while (!e && !(e = db_step(k->cx, st, &row)) && row) {
        if (n == cap) {
            struct rule_alias *more = realloc(pairs, (cap ? cap * 2 : 1024) * sizeof(*pairs));
            if (!more) {
                e = fail_memory(k->cx);
                break;
            }
            pairs = more;
            cap = cap ? cap * 2 : 1024;
        }
        pairs[n++] = (struct rule_alias){db_int(st, 0), db_int(st, 1)};
    }
    db_done(st);
    if (!e)
        e = add_gone(k, m->to, &pairs, &n);
    if (e) {
        free(pairs);
        return e;
    }
    *ret = pairs;
    *ret_n = n;
    return OK;
}

static int by_subject(const void *a, const void *b)
{
    const struct store_tally *x = a, *y = b;

    return x->subject < y->subject ? -1 : x->subject > y->subject;
}

/* Counts under the names that count now. others: what to do with a subject that has no pair: keep, or drop. */
static void rename_all(struct store_tallies *t, const struct rule_alias *pairs, size_t n,
                       bool others)
{
    size_t kept = 0, out = 0;

    for (size_t i = 0; i < t->n; i++) {
        int64_t is = renamed(pairs, n, t->rows[i].subject);
        if (!is && !others)
            continue;
        t->rows[kept] = t->rows[i];
        if (is)
            t->rows[kept].subject = is;
        kept++;
    }
    if (kept)
        qsort(t->rows, kept, sizeof(*t->rows), by_subject);
    for (size_t i = 0; i < kept; i++) {
        if (out && t->rows[out - 1].subject == t->rows[i].subject)
            t->rows[out - 1].count += t->rows[i].count;
        else
            t->rows[out++] = t->rows[i];
    }
    t->n = out;
}

/* Counts of subjects, as they are now, that reach least. */
static enum err tally(struct asker *k, const struct rule_node *n, int64_t least,
                      struct store_tallies *ret)
{
    const struct rule_behaviour *b = &k->rule->behaviours[n->behaviour];
    const struct rule_subject *s = k->rule->subject;
    const char *const kinds[] = {b->event};
    struct store_filter f = {.site = k->cx->site,
                             .kinds = kinds,
                             .kind_count = 1,
                             .channel = b->channel,
                             .path = b->path,
                             .path_starts = b->path_starts};
    struct rule_alias *pairs = NULL;
    size_t count = 0;
    bool own = s->facts == RULE_FACTS_OWN;
    enum err e = OK;

    if (!k->world->facts)
        return fail(k->cx, ERR_BUSY, "facts.store_away", NULL);
    if (n->days)
        f.from_ms =
            rule_day_start(k->world->zone, rule_day(k->world->zone, ctx_now(k->cx)) - n->days + 1);
    if (!own)
        e = owners_of(k, &pairs, &count);
    else if (s->aliases)
        e = s->aliases(k->cx, k->db, &pairs, &count);
    if (!e)
        e = store_tally(k->cx, k->world->facts, &f, own && !count ? least : 1, ret);
    if (!e && (!own || count))
        rename_all(ret, pairs, count, own);
    if (!own)
        free(pairs);
    return e;
}

static enum err ask_event(struct asker *k, const struct rule_node *n, struct rule_set *ret)
{
    struct store_tallies t = {0};
    struct rule_grow g = {0};
    bool but = n->at_least == NIL;
    int64_t least = but ? n->at_most + 1 : n->at_least;
    enum err e = tally(k, n, least, &t);

    for (size_t i = 0; !e && i < t.n; i++)
        if (t.rows[i].count >= least && (but || n->at_most == NIL || t.rows[i].count <= n->at_most))
            e = rule_grow_add(k->cx, &g, t.rows[i].subject);
    store_tallies_done(&t);
    *ret = (struct rule_set){.but = but};
    if (e)
        rule_ids_done(&g.of);
    else
        rule_grow_end(&g, &ret->of);
    return e;
}

/* --- nodes ------------------------------------------------------------------------------------- */

static enum err ask_node(struct asker *k, const struct rule_node *n, struct rule_set *ret);

static bool nobody(const struct rule_set *s)
{
    return !s->but && !s->of.n;
}

static enum err put_together(struct asker *k, const struct rule_node *group, struct rule_set *sum,
                             struct rule_set *one)
{
    return group->kind == NODE_ALL ? rule_set_and(k->cx, sum, one, sum)
                                   : rule_set_or(k->cx, sum, one, sum);
}

static bool any_sql(const struct rule_node *group)
{
    for (const struct rule_node *c = group->first; c; c = c->next)
        if (rule_node_is_sql(c))
            return true;
    return false;
}

static enum err ask_group(struct asker *k, const struct rule_node *n, struct rule_set *ret)
{
    bool all = n->kind == NODE_ALL;
    struct rule_set sum = {.but = all}, one = {0};
    enum err e = OK;

    for (const struct rule_node *c = n->first; !e && c && !(all && nobody(&sum)); c = c->next) {
        if (rule_node_is_sql(c))
            continue;
        e = ask_node(k, c, &one);
        if (!e)
            e = put_together(k, n, &sum, &one);
    }
    if (!e && any_sql(n) && !(all && nobody(&sum))) {
        bool few = all && !sum.but && sum.of.n <= FEW;
        e = ask_sql(k, n, few ? &sum.of : NULL, &one);
        if (!e)
            e = put_together(k, n, &sum, &one);
    }
    if (e)
        rule_set_done(&sum);
    else
        *ret = sum;
    return e;
}

static enum err ask_node(struct asker *k, const struct rule_node *n, struct rule_set *ret)
{
    enum err e;

    *ret = (struct rule_set){0};
    if (rule_node_is_sql(n))
        return ask_sql(k, n, NULL, ret);
    switch (n->kind) {
    case NODE_ALL:
    case NODE_ANY:
        return ask_group(k, n, ret);
    case NODE_NOT:
        e = ask_node(k, n->first, ret);
        ret->but = !ret->but;
        ret->sure = false;
        return e;
    case NODE_EVENT:
        return ask_event(k, n, ret);
    case NODE_USE:
        return n->use->condition->ids(k->cx, k->db, k->world, n->use, &ret->of);
    case NODE_FIELD:
    case NODE_HAS:
        break;
    }
    must(false);
    return OK;
}

static enum err members(struct asker *k, struct rule_ids *ret)
{
    struct rule_set found = {0}, all = {.sure = true};
    enum err e = ask_node(k, k->rule->root, &found);

    if (!e && (found.but || (!found.sure && found.of.n))) {
        e = all_ids(k, &all.of);
        if (e)
            rule_set_done(&found);
        else
            e = rule_set_and(k->cx, &all, &found, &found);
    }
    if (!e)
        *ret = found.of;
    return e;
}

enum err rule_members(struct ctx *cx, struct db *db, const struct rule_world *w,
                      const struct rule *r, struct rule_ids *ret)
{
    struct asker k = {cx, db, w, r, 0};

    return members(&k, ret);
}

static enum err count_all(struct asker *k, int64_t *ret)
{
    struct buf b = buf_in(k->cx->arena);
    struct db_stmt *st = NULL;
    bool row = false;
    enum err e;

    buf_print(&b, "select count(*) from %s t where t.site = %s", k->rule->subject->model->table,
              db_engine_of(k->db) == DB_POSTGRES ? "$1" : "?1");
    rule_sql_there(&b, k->rule->subject, "t");
    if (!buf_ok(&b))
        return fail_memory(k->cx);
    e = db_begin_text(k->cx, k->db, buf_text(&b), &st);
    if (e)
        return e;
    db_bind_int_at(st, 1, k->cx->site);
    e = db_step(k->cx, st, &row);
    if (!e)
        *ret = db_int(st, 0);
    db_done(st);
    return e;
}

enum err rule_count(struct ctx *cx, struct db *db, const struct rule_world *w, const struct rule *r,
                    struct rule_counted *ret)
{
    struct asker k = {cx, db, w, r, 0};
    struct rule_ids found = {0};
    int64_t all = 0;
    enum err e = count_all(&k, &all);

    if (e)
        return e;
    if (r->root->kind == NODE_ALL && !r->root->count) { /* everyone needs no estimate */
        *ret = (struct rule_counted){.count = all, .of = all, .exact = true};
        return OK;
    }
    if (all > RULE_COUNT_EXACT) {
        k.sample = (int)((int64_t)SAMPLE_OF * RULE_COUNT_EXACT / all);
        k.sample = k.sample > 0 ? k.sample : 1;
    }
    e = members(&k, &found);
    if (e)
        return e;
    *ret = (struct rule_counted){.count = (int64_t)found.n, .of = all, .exact = !k.sample};
    if (k.sample) {
        ret->count = (int64_t)found.n * SAMPLE_OF / k.sample;
        ret->count = ret->count < all ? ret->count : all;
    }
    rule_ids_done(&found);
    return OK;
}
