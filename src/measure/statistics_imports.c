/* statistics_imports.c -- what of the past that was imported stands in an answer, and what cannot. */
#include "measure/statistics_priv.h"

enum { TOTALS_BITS = ~HISTORY_VISITS_BIT };

bool statistics_has_days(const struct statistics_site *site)
{
    for (size_t i = 0; i < site->import_count; i++)
        if (site->imports[i].reports & TOTALS_BITS)
            return true;
    return false;
}

static bool touches(const struct history_period *p, int64_t first, int64_t last)
{
    return p->first_day <= last && p->last_day >= first;
}

bool statistics_import_touches(const struct statistics_site *site, int64_t first, int64_t last)
{
    for (size_t i = 0; i < site->import_count; i++)
        if (touches(&site->imports[i], first, last))
            return true;
    return false;
}

static bool of_question(const struct history_period *p, const struct statistics_ask *a)
{
    return touches(p, a->span.days.first, a->span.days.last) ||
           (a->compare && touches(p, a->before.days.first, a->before.days.last));
}

struct statistics_imports statistics_imports_of(const struct statistics_site *site,
                                                const struct statistics_ask *a)
{
    struct statistics_imports s = {0};
    int report = stats_history_report(&a->q);

    for (size_t i = 0; i < site->import_count; i++) {
        const struct history_period *p = &site->imports[i];
        bool visits = p->reports & HISTORY_VISITS_BIT;
        if (!of_question(p, a))
            continue;
        s.any = true;
        if (a->q.no_imports)
            s.left_out = "asked";
        else if (visits || (report && p->reports >> report & 1))
            s.included = true;
        else
            s.left_out = report ? "report" : "question";
    }
    /* Another file of the same time may tell what this one does not. */
    if (s.included && s.left_out && s.left_out[0] == 'r')
        s.left_out = NULL;
    return s;
}

void statistics_put_imports(struct ctx *cx, struct json_writer *w,
                            const struct statistics_site *site, const struct statistics_ask *a)
{
    struct statistics_imports s = statistics_imports_of(site, a);

    if (!s.any)
        return;
    json_name(w, "imports");
    json_open_object(w);
    json_name(w, "periods");
    json_open_list(w);
    for (size_t i = 0; i < site->import_count; i++) {
        if (!of_question(&site->imports[i], a))
            continue;
        json_open_object(w);
        json_text_member(w, "from", day_text(cx, site->imports[i].first_day));
        json_text_member(w, "to", day_text(cx, site->imports[i].last_day));
        json_close_object(w);
    }
    json_close_list(w);
    json_bool_member(w, "included", s.included);
    json_text_member(w, "left_out", s.left_out);
    json_close_object(w);
}
