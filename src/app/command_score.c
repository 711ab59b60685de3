/* command_score.c -- praca score: what somebody's score is made of, the models, and what a model would have said.
 *
 *     praca score contact ID | account ID
 *     praca score model fit | engagement
 *     praca score whatif fit | engagement [--from DAY] [--to DAY]
 *
 * --format json gives what the API gives; otherwise lines for people to read.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/instance.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/period.h"
#include "people/score.h"
#include "people/score_replay.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_DAYS = 365 };

struct asking {
    struct ctx *cx;
    struct db *db;
    struct db_pool *pool;
    const struct args *args;
    struct buf out;
};

static bool as_json(const struct asking *k)
{
    return text_equal(args_option(k->args, "format"), "json");
}

static void put_line(struct asking *k, int64_t points, const char *label, const char *words)
{
    bool both = label && words;

    buf_print(&k->out, "%+5d  %s%s%s\n", (int)points, label ? label : (words ? words : ""),
              both ? " · " : "", both ? words : "");
}

static const char *word(struct asking *k, const char *key)
{
    return message(k->cx->arena, k->cx->lang, key, NULL, 0);
}

/* "Perfil 75 (A)" */
static void put_head(struct asking *k, enum score_kind kind, const struct score_model *m,
                     int64_t value)
{
    const char *name =
        word(k, kind == SCORE_FIT ? "rule.score_score.fit" : "rule.score_score.engagement");

    buf_print(&k->out, "\n%s: %d (%c)\n", name, (int)value,
              (kind == SCORE_FIT ? "ABCD" : "1234")[score_band(m, value)]);
}

/* --- one record -------------------------------------------------------------------------------- */

static void put_score(struct asking *k, const struct score *s, enum score_kind kind)
{
    if (!s->model.id)
        return;
    put_head(k, kind, &s->model, s->value);
    put_line(k, s->model.base, word(k, "cli.score_base"), NULL);
    for (size_t i = 0; i < s->model.row_count; i++)
        if (s->parts[i].got)
            put_line(k, s->parts[i].points, s->parts[i].row->label, s->parts[i].sentence);
    if (s->limit)
        put_line(k, s->limit, word(k, "cli.score_limit"), NULL);
}

static enum err say_contact(struct asking *k, int64_t id)
{
    struct contact_score *s = arena_alloc(k->cx->arena, sizeof(*s));
    struct json_writer w = json_to(&k->out);
    enum err e = s ? score_contact(k->cx, k->db, id, s) : fail_memory(k->cx);

    if (e)
        return e;
    if (as_json(k))
        return score_contact_json(k->cx, s, &w);
    if (s->grade)
        buf_print(&k->out, "%s: %s\n", s->grade, score_grade_words(k->cx, s->grade));
    for (int i = 0; i < SCORE_KINDS; i++)
        put_score(k, &s->kinds[i], (enum score_kind)i);
    return OK;
}

static enum err say_account(struct asking *k, int64_t id)
{
    struct account_score *s = arena_alloc(k->cx->arena, sizeof(*s));
    struct json_writer w = json_to(&k->out);
    enum err e = s ? score_account(k->cx, k->db, id, s) : fail_memory(k->cx);

    if (e)
        return e;
    if (as_json(k))
        return score_account_json(k->cx, s, &w);
    if (s->grade)
        buf_print(&k->out, "%s: %s\n", s->grade, score_grade_words(k->cx, s->grade));
    for (int kind = 0; kind < SCORE_KINDS; kind++) {
        if (!s->known[kind])
            continue;
        put_head(k, (enum score_kind)kind, &s->models[kind], s->value[kind]);
        for (size_t i = 0; i < s->n; i++)
            put_line(k, s->people[i].points[kind], s->people[i].name, s->people[i].role);
        if (s->limit[kind])
            put_line(k, s->limit[kind], word(k, "cli.score_limit"), NULL);
    }
    return OK;
}

/* --- models ------------------------------------------------------------------------------------ */

static enum err model_to_say(struct asking *k, const struct rule_world *w, enum score_kind kind,
                             bool draft_first, struct score_model *ret)
{
    const char *const states[] = {draft_first ? "draft" : "published",
                                  draft_first ? "published" : "draft"};
    enum err e = OK;

    *ret = (struct score_model){0};
    for (size_t i = 0; i < COUNT_OF(states) && !e && !ret->id; i++)
        e = score_model_in(k->cx, k->db, w, kind, states[i], ret);
    return !e && !ret->id ? fail(k->cx, ERR_NOTFOUND, "score.no_model", NULL) : e;
}

static enum err say_model(struct asking *k, enum score_kind kind)
{
    struct json_writer out = json_to(&k->out);
    struct rule_world w;
    struct score_model m;
    enum err e = people_rules(k->cx, k->db, NULL, &w);

    if (!e)
        e = model_to_say(k, &w, kind, false, &m);
    if (e)
        return e;
    if (as_json(k))
        return score_model_json(k->cx, k->db, &w, &m, &out);
    put_line(k, m.base, word(k, "cli.score_base"), NULL);
    for (size_t i = 0; i < m.row_count && !e; i++) {
        const char *sentence = NULL;
        if (m.rows[i].rule)
            e = rule_sentence(k->cx, k->db, &w, m.rows[i].rule, k->cx->lang, &sentence);
        put_line(k, m.rows[i].points, m.rows[i].label, sentence);
    }
    return e;
}

/* --- what if ----------------------------------------------------------------------------------- */

static enum err ask_of(struct asking *k, enum score_kind kind, struct score_replay_ask *ret)
{
    const char *from = args_option(k->args, "from"), *to = args_option(k->args, "to");
    struct rule_world w;
    struct score_model m;
    struct period period;
    enum err e = people_rules(k->cx, k->db, NULL, &w);

    if (!e)
        e = model_to_say(k, &w, kind, true, &m);
    if (e)
        return e;
    if (!from)
        from = day_text(k->cx, rule_day(w.zone, ctx_now(k->cx)) - YEAR_DAYS + 1);
    if (!to)
        to = day_text(k->cx, rule_day(w.zone, ctx_now(k->cx)));
    e = period_read(k->cx, w.zone, from, to, &period);
    if (!e)
        *ret = (struct score_replay_ask){kind, m.number, period.from_at, period.until_at};
    return e;
}

static enum err say_replay(struct asking *k, const char *result)
{
    const struct json *v = NULL, *auc, *bins;
    enum err e = json_parse(k->cx, result, strlen(result), &v);

    if (e)
        return e;
    auc = json_get(v, "auc");
    buf_print(&k->out, "v%d: %d / %d\n", (int)json_int(json_get(v, "number"), 0),
              (int)json_int(json_get(v, "won"), 0), (int)json_int(json_get(v, "lost"), 0));
    if (!json_bool(json_get(auc, "known"), false)) {
        buf_print(&k->out, "%s\n", word(k, "cli.score_few"));
        return OK;
    }
    buf_print(&k->out, "AUC %.2f (%.2f-%.2f)\n", json_real(json_get(auc, "value"), 0),
              json_real(json_get(auc, "low"), 0), json_real(json_get(auc, "high"), 0));
    bins = json_get(v, "lift");
    for (const struct json *b = bins ? bins->first : NULL; b; b = b->next)
        buf_print(&k->out, "%3d-%-3d  %4d/%-4d  %3.0f %%  x%.1f\n",
                  (int)json_real(json_get(b, "from"), 0), (int)json_real(json_get(b, "to"), 0),
                  (int)json_int(json_get(b, "won"), 0), (int)json_int(json_get(b, "n"), 0),
                  json_real(json_get(b, "rate"), 0) * 100, json_real(json_get(b, "lift"), 0));
    return OK;
}

static enum err what_if(struct asking *k, enum score_kind kind)
{
    struct score_replay_ask ask;
    const char *result = NULL;
    enum err e = ask_of(k, kind, &ask);

    if (!e)
        e = score_replay_now(k->cx, k->pool, &ask, NULL, NULL, &result);
    if (e)
        return e;
    if (!as_json(k))
        return say_replay(k, result);
    buf_add_text(&k->out, result);
    return OK;
}

/* --- the command ------------------------------------------------------------------------------- */

static enum err answer(struct asking *k)
{
    const char *what = k->args->words[0], *of = k->args->words[1];
    enum score_kind kind = SCORE_FIT;
    int64_t id = 0;

    if (k->args->word_count == 2 && text_equal(what, "contact") && id_read(of, &id))
        return say_contact(k, id);
    if (k->args->word_count == 2 && text_equal(what, "account") && id_read(of, &id))
        return say_account(k, id);
    if (k->args->word_count == 2 && text_equal(what, "model") && score_kind_of(of, &kind))
        return say_model(k, kind);
    if (k->args->word_count == 2 && text_equal(what, "whatif") && score_kind_of(of, &kind))
        return what_if(k, kind);
    return fail(k->cx, ERR_INVALID, "cli.score_usage", NULL);
}

enum err command_score(struct ctx *cx, const struct args *a)
{
    struct instance in = {0};
    struct asking k = {.cx = cx, .args = a, .out = buf_in(cx->arena)};
    struct site site;
    enum err e = instance_open(cx, a, 0, &in);

    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    k.pool = in.pool;
    if (!e)
        e = db_read(cx, in.pool, &k.db);
    if (!e)
        e = answer(&k);
    db_return(k.db);
    if (!e && !buf_text(&k.out))
        e = fail_memory(cx);
    if (!e)
        (void)fputs(buf_text(&k.out), stdout);
    if (!e && as_json(&k))
        (void)fputs("\n", stdout);
    instance_close(cx, &in);
    return e;
}
