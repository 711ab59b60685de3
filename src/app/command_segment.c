/* command_segment.c -- praca segment: who belongs, worked out again, and held against a full evaluation.
 *
 *     praca segment list
 *     praca segment members SEGMENT
 *     praca segment rebuild [SEGMENT]
 *     praca segment check [SEGMENT]
 *
 * Rules may ask what people did, and events belong to one process: while a server runs, it does what rebuild asks for, and
 * check is refused.
 */
#include "app/command.h"

#include "access/site.h"
#include "app/events.h"
#include "app/instance.h"
#include "app/sheet.h"
#include "app/verb.h"
#include "base/text.h"
#include "base/time.h"
#include "people/counters.h"
#include "people/segment.h"

#include <inttypes.h>

enum { MEMBERS_PAGE = 5000 };

static const char *number(struct ctx *cx, int64_t n)
{
    return n == NIL ? "" : arena_print(cx->arena, "%" PRId64, n);
}

/* --- the four ---------------------------------------------------------------------------------- */

struct asking {
    struct instance *in;
    const struct args *a;
    int64_t segment; /* 0: all */
};

static enum err list_all(struct ctx *cx, struct db *db, struct asking *k)
{
    static const char *const names[] = {"id", "name", "subject", "#members", "state", NULL};
    struct sheet s = sheet_of(cx, names);
    struct model_query q = {.limit = MODEL_PAGE_MAX};
    struct model_page page;
    enum err e = model_list(cx, db, &segment_model, &q, &page);

    for (size_t i = 0; !e && i < page.n; i++) {
        const struct segment *x = page.records[i];
        sheet_row(&s, (const char *[]){number(cx, x->record.id), x->name, x->subject,
                                       number(cx, x->member_count), x->state});
    }
    return e ? e : sheet_print(cx, k->a, &s);
}

static enum err list_members(struct ctx *cx, struct db *db, struct asking *k)
{
    static const char *const contacts[] = {"id", "name", "email", "entered_at", "manual", NULL};
    static const char *const accounts[] = {"id", "name", "domain", "entered_at", "manual", NULL};
    struct segment_page p = {.segment = k->segment, .limit = MEMBERS_PAGE};
    struct sheet s = sheet_of(cx, contacts);
    bool account = false;
    int64_t next = 1;
    enum err e = OK;

    while (!e && next) {
        struct segment_member *rows = NULL;
        size_t n = 0;
        e = segment_members(cx, db, &p, &rows, &n, &next, &account);
        for (size_t i = 0; i < n && !e; i++) {
            char at[TIME_TEXT_MAX];
            time_text(rows[i].entered_at, at);
            sheet_row(&s, (const char *[]){number(cx, rows[i].id), rows[i].name, rows[i].address,
                                           arena_dup(cx->arena, at), rows[i].manual});
        }
        p.after = next;
    }
    s.names = account ? accounts : contacts;
    return e ? e : sheet_print(cx, k->a, &s);
}

static enum err rebuild_in(struct ctx *cx, struct db *db, void *arg)
{
    struct asking *k = arg;

    return segment_rebuild(cx, db, k->segment);
}

/* All that a server's threads and jobs would do. */
static enum err do_all(struct ctx *cx, struct asking *k, struct events *ev)
{
    struct counters *c = counters_new(&(struct counters_options){.journal = ev->journal,
                                                                 .store = ev->store,
                                                                 .store_follower = LOADER_FOLLOWER,
                                                                 .pool = k->in->pool,
                                                                 .clock = cx->clock,
                                                                 .ids = k->in->ids,
                                                                 .log = k->in->log});
    int64_t n = 1;
    bool left = true;
    enum err e = c ? events_load(cx, ev) : fail_memory(cx);

    while (!e && n)
        e = counters_step(cx, c, &n);
    if (!e)
        e = segments_work(cx, k->in->pool, ev->store, &left);
    counters_free(c);
    return e;
}

static enum err rebuild(struct ctx *cx, struct asking *k)
{
    struct events ev = {0};
    enum err e = db_write(cx, k->in->pool, rebuild_in, k);

    if (e)
        return e;
    e = events_open(cx, k->in, &ev);
    if (e == ERR_CONFLICT) { /* a server has them, and will do it */
        fault_clear(cx);
        say(cx, "cli.segment_asked", NULL);
        return OK;
    }
    if (!e)
        e = do_all(cx, k, &ev);
    events_close(&ev);
    if (!e)
        say(cx, "cli.segment_rebuilt", NULL);
    return e;
}

static enum err check_in(struct ctx *cx, struct db *db, struct asking *k, struct events *ev)
{
    static const char *const names[] = {"id", "name", "#members", "#missing", "#surplus", NULL};
    struct sheet s = sheet_of(cx, names);
    struct segment_difference *all = NULL;
    int64_t sum = 0;
    size_t n = 0;
    enum err e = segments_check(cx, db, ev->store, k->segment, &all, &n);

    for (size_t i = 0; i < n && !e; i++) {
        sum += all[i].missing + all[i].surplus;
        sheet_row(&s, (const char *[]){number(cx, all[i].segment), all[i].name,
                                       number(cx, all[i].members), number(cx, all[i].missing),
                                       number(cx, all[i].surplus)});
    }
    if (!e)
        e = sheet_print(cx, k->a, &s);
    if (!e && sum)
        e = fail(cx, ERR_CONFLICT, "segment.differences", "count", number(cx, sum), NULL);
    return e;
}

static enum err check(struct ctx *cx, struct asking *k)
{
    struct events ev = {0};
    struct db *db = NULL;
    enum err e = events_open(cx, k->in, &ev);

    if (!e)
        e = do_all(cx, k, &ev);
    if (!e)
        e = db_read(cx, k->in->pool, &db);
    if (!e)
        e = check_in(cx, db, k, &ev);
    db_return(db);
    events_close(&ev);
    return e;
}

static enum err read_only(struct ctx *cx, struct asking *k,
                          enum err (*fn)(struct ctx *cx, struct db *db, struct asking *k))
{
    struct db *db = NULL;
    enum err e = db_read(cx, k->in->pool, &db);

    if (!e)
        e = fn(cx, db, k);
    db_return(db);
    return e;
}

static bool read_words(const struct args *a, const char **ret_verb, int64_t *ret_segment)
{
    const char *format = args_option(a, "format");

    if (format && !text_equal(format, "table") && !text_equal(format, "json") &&
        !text_equal(format, "csv"))
        return false;
    *ret_verb = a->word_count ? a->words[0] : "";
    if (a->word_count == 2 && !id_read(a->words[1], ret_segment))
        return false;
    if (text_equal(*ret_verb, "list"))
        return a->word_count == 1;
    if (text_equal(*ret_verb, "members"))
        return a->word_count == 2;
    return text_equal(*ret_verb, "rebuild") || text_equal(*ret_verb, "check");
}

enum err command_segment(struct ctx *cx, const struct args *a)
{
    const struct verb *v = verb_find(a);
    struct instance in = {0};
    struct asking k = {&in, a, 0};
    const char *verb = "";
    struct site site;
    enum err e;

    if (v)
        return verb_run(cx, a, v);
    if (args_option(a, "as"))
        return args_alone(cx, a, "as");
    if (!read_words(a, &verb, &k.segment))
        return fail(cx, ERR_INVALID, "cli.segment_usage", NULL);
    e = instance_open(cx, a, 0, &in);
    if (e)
        return e;
    e = instance_site(cx, &in, a, &site);
    if (!e && text_equal(verb, "list"))
        e = read_only(cx, &k, list_all);
    else if (!e && text_equal(verb, "members"))
        e = read_only(cx, &k, list_members);
    else if (!e && text_equal(verb, "rebuild"))
        e = rebuild(cx, &k);
    else if (!e)
        e = check(cx, &k);
    instance_close(cx, &in);
    return e;
}
