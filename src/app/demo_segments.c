/* demo_segments.c -- segments of the demonstration: who is meant, in the company's words. Their members are worked out like
 * anybody's, by the server's own jobs. Their sizes of the last half year are those who are in now and were known by then;
 * segments that ask what people did, or of other segments, have none, since nobody counted it at the time. */
#include "app/demo_priv.h"

#include "base/time.h"
#include "people/segment.h"

#include "demo_sql.h"

#include <inttypes.h>
#include <string.h>

enum { WEEKS = 26 };

struct draft {
    const char *name, *subject, *description;
    const char *rule; /* #: the segment before */
};

static const struct draft drafts[] = {
    {"Quem decide", "contact", "Diretoria, donos e quem assina.",
     "{\"any\":[{\"field\":\"seniority\",\"in\":[\"director\",\"executive\",\"owner\"]},"
     "{\"field\":\"buying_role\",\"in\":[\"decider\",\"approver\",\"payer\"]}]}"},
    {"Decide e viu os preços", "contact", "Quem decide e abriu a página de preços no último mês.",
     "{\"all\":[{\"segment\":\"#\"},{\"event\":\"view\",\"path\":\"/"
     "precos\",\"within_days\":30}]}"},
    {"Viram os preços duas vezes", "contact",
     "Ainda não são clientes e voltaram à página de preços.",
     "{\"all\":[{\"event\":\"view\",\"path\":\"/precos\",\"at_least\":2,\"within_days\":60},"
     "{\"field\":\"lifecycle\",\"not_in\":[\"customer\",\"advocate\"]}]}"},
    {"Leads que esfriaram", "contact",
     "Chegaram há mais de três meses e não visitaram mais o site.",
     "{\"all\":[{\"field\":\"lifecycle\",\"in\":[\"lead\",\"mql\"]},"
     "{\"field\":\"first_contact_at\",\"older_than_days\":90},"
     "{\"not\":{\"event\":\"view\",\"within_days\":90}}]}"},
    {"Empresas com negócio aberto", "account", NULL,
     "{\"has\":\"deals\",\"where\":{\"field\":\"outcome\",\"is\":\"open\"}}"},
    {"Empresas pesquisando agora", "account",
     "Cinco visitas ou mais em duas semanas, de quem for da empresa.",
     "{\"event\":\"view\",\"at_least\":5,\"within_days\":14}"},
};

static const char *rule_of(struct ctx *cx, const char *rule, int64_t before)
{
    struct buf b = buf_in(cx->arena);

    for (; *rule; rule++) {
        if (*rule == '#')
            buf_print(&b, "%" PRId64, before);
        else
            buf_add_char(&b, *rule);
    }
    return buf_text(&b);
}

/* Those of the rule who were known so many days ago. */
static enum err size_then(struct ctx *cx, struct db *db, const struct rule_world *w,
                          const struct segment *s, int days, int64_t *ret)
{
    bool account = !strcmp(s->subject, "account");
    const char *known =
        arena_print(cx->arena, "{\"all\":[%s,{\"field\":\"%s\",\"older_than_days\":%d}]}", s->rule,
                    account ? "first_seen_at" : "first_contact_at", days);
    struct rule_counted counted = {0};
    struct rule *r = NULL;
    enum err e =
        known ? rule_parse(cx, db, w, account ? &rule_accounts : &rule_contacts, known, "rule", &r)
              : fail_memory(cx);

    if (!e)
        e = rule_count(cx, db, w, r, &counted);
    *ret = counted.count;
    return e;
}

static enum err put_size(struct ctx *cx, struct db *db, int64_t segment, const char *day,
                         int64_t size)
{
    struct db_stmt *st = NULL;
    enum err e = db_begin(cx, db, &SQL_demo_segment_size, &st);

    if (e)
        goto out;
    db_bind_int(st, "segment", segment);
    db_bind_text(st, "day", day);
    db_bind_int(st, "size", size);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}

/* Weeks before the present, whatever day the records are written on. */
static enum err put_sizes(struct ctx *cx, struct db *db, const struct demo *d,
                          const struct segment *s)
{
    struct clock past = cx->clock;
    struct rule_world w;
    enum err e = people_rules(cx, db, NULL, &w);

    if (strstr(s->rule, "\"event\"") || strstr(s->rule, "\"segment\""))
        return e;
    cx->clock = d->present;
    for (int week = WEEKS; week > 0 && !e; week--) {
        int64_t size = 0;
        e = size_then(cx, db, &w, s, week * 7, &size);
        if (!e)
            e = put_size(cx, db, s->record.id, demo_date(cx, d, ctx_now(cx) - DAYS_MS(week * 7)),
                         size);
    }
    cx->clock = past;
    return e;
}

enum err demo_write_segments(struct ctx *cx, struct db *db, struct demo_batch *b)
{
    int64_t before = 0;
    enum err e = OK;

    for (size_t i = 0; i < COUNT_OF(drafts) && !e; i++) {
        struct segment *s = model_new(cx, &segment_model);
        if (!s)
            return fail_memory(cx);
        s->name = drafts[i].name;
        s->subject = drafts[i].subject;
        s->description = drafts[i].description;
        s->rule = rule_of(cx, drafts[i].rule, before);
        if (!s->rule)
            return fail_memory(cx);
        e = model_add(cx, db, &segment_model, s);
        if (!e)
            e = put_sizes(cx, db, b->demo, s);
        before = s->record.id;
    }
    return e;
}
