/* nps_report.c -- see nps_report.h. */
#include "measure/nps_report.h"

#include "measure/channel_report_priv.h"
#include "measure/period.h"

#include <math.h>

enum { QUARTERS = 8 };

struct figure nps_figure(const struct nps_counts *n)
{
    int64_t all = n->promoters + n->passives + n->detractors;

    if (all < NPS_NEEDED)
        return figure_few("metric.few_answers", all, NPS_NEEDED);
    return figure_whole(llround(100.0 * (double)(n->promoters - n->detractors) / (double)all));
}

static void put_counts(struct ctx *cx, struct json_writer *w, const struct nps_counts *n)
{
    struct figure f = nps_figure(n);

    json_name(w, "score");
    figure_json(w, UNIT_COUNT, &f);
    json_name(w, "reason");
    figure_reason_json(cx, w, &f);
    json_int_member(w, "answered", n->promoters + n->passives + n->detractors);
    json_int_member(w, "promoters", n->promoters);
    json_int_member(w, "passives", n->passives);
    json_int_member(w, "detractors", n->detractors);
    json_int_member(w, "invited", n->invited);
}

static int64_t quarter_start(const struct zone *z, int back, int64_t now)
{
    struct civil c = time_civil(z, now);
    int months = c.year * 12 + (c.month - 1) / 3 * 3 - back * 3;

    c = (struct civil){.year = months / 12, .month = months % 12 + 1, .day = 1};
    return time_from_civil(z, &c);
}

static enum err put_quarters(struct ctx *cx, struct db *db, const struct zone *z,
                             struct json_writer *w)
{
    enum err e = OK;

    json_name(w, "periods");
    json_open_list(w);
    for (int back = QUARTERS - 1; back >= 0 && !e; back--) {
        int64_t from = quarter_start(z, back, ctx_now(cx)),
                until = quarter_start(z, back - 1, ctx_now(cx));
        char period[NPS_PERIOD_MAX];
        struct nps_counts n = {0};
        e = nps_count(cx, db, from, until, &n);
        nps_period_text(nps_period(z, from), period);
        json_open_object(w);
        json_text_member(w, "period", period);
        put_counts(cx, w, &n);
        json_close_object(w);
    }
    json_close_list(w);
    return e;
}

enum err nps_report_json(struct ctx *cx, struct db *db, const char *from, const char *to,
                         struct buf *out)
{
    struct json_writer w = json_to(out);
    const struct zone *zone = NULL;
    const char *currency = NULL;
    struct period p;
    struct nps_counts n = {0};
    enum err e = report_site(cx, db, &zone, &currency);

    if (!e)
        e = period_read(cx, zone, from, to, &p);
    if (!e)
        e = nps_count(cx, db, p.from_at, p.until_at, &n);
    if (e)
        return e;
    json_open_object(&w);
    put_counts(cx, &w, &n);
    e = put_quarters(cx, db, zone, &w);
    json_close_object(&w);
    return e ? e : buf_ok(out) ? OK : fail_memory(cx);
}
