/* plan_document_review.c -- step nine of a document: how the goals stood when the snapshot was made, in a line each, then what the
 * figures proposed, what was decided, and how often that came true.
 *
 * What the goals are is said in step four and not again here. The proposals are those that measure/plan_figures.h put beside the goals;
 * an edition from before that has none, and its goals say when they are measured. */
#include "base/message.h"
#include "base/text.h"
#include "measure/metric.h"
#include "measure/other_money.h"
#include "measure/plan_document_priv.h"
#include "measure/proposal.h"
#include "strategy/goal.h"

#include <inttypes.h>

static const struct json *figures_of(const struct doc *d)
{
    return json_get(d->in->snapshot, "figures");
}

static bool is_number(const struct json *v)
{
    return v && (v->kind == JSON_REAL || v->kind == JSON_INT);
}

static const char *percent(struct doc *d, const struct json *share)
{
    struct figure f = figure_real(json_real(share, 0));

    return figure_text(d->cx, NULL, UNIT_RATE, &f);
}

static const char *state_of(struct doc *d, const struct goal *g)
{
    const char *key = arena_print(d->cx->arena, "%" PRId64, g->record.id);
    const struct json *f = json_get(figures_of(d), key ? key : "");
    const struct json *progress = json_get(f, "progress");
    const struct json *chance = json_get(json_get(f, "outlook"), "chance");
    const char *state;

    if (!is_number(progress))
        return doc_sentence(d, "document.state_due", "day",
                            day_shown(d->cx, day_number(g->due_on)));
    if (json_bool(json_get(f, "keeps"), false))
        state = doc_sentence(
            d, json_real(progress, 0) < 1 ? "document.state_lost" : "document.state_kept", NULL,
            NULL);
    else
        state = doc_sentence(d, "document.state_progress", "n", percent(d, progress));
    if (!is_number(chance))
        return state;
    return arena_print(d->cx->arena, "%s; %s", state,
                       doc_sentence(d, "document.state_chance", "n", percent(d, chance)));
}

/* Money in other currencies is in no figure: what there is of it stands behind. */
static void put_others(struct doc *d, const struct goal *g)
{
    const char *key = arena_print(d->cx->arena, "%" PRId64, g->record.id);
    const struct json *list = json_get(json_get(figures_of(d), key ? key : ""), "other_currencies");

    if (!list || list->kind != JSON_LIST)
        return;
    for (const struct json *one = list->first; one; one = one->next) {
        bool deals = text_equal(json_text(json_get(one, "of"), ""), "deals");
        struct other_money m = {.of = deals ? OTHER_DEALS : OTHER_SPEND,
                                .currency = json_text(json_get(one, "currency"), ""),
                                .value_minor = json_int(json_get(one, "value_minor"), 0),
                                .count = json_int(json_get(one, "count"), 0)};
        doc_put(d, ". ");
        doc_text(d, other_money_say(d->cx, &m));
    }
}

static size_t put_states(struct doc *d)
{
    void **all = NULL;
    size_t n = doc_records(d, &goal_model, &all);

    if (n)
        doc_put(d, "<ul class=\"doc-states\">");
    for (size_t i = 0; i < n; i++) {
        const struct goal *g = all[i];
        doc_put(d, "<li><b>");
        doc_text(d, g->name);
        doc_put(d, "</b>: ");
        doc_text(d, state_of(d, g));
        put_others(d, g);
        doc_put(d, "</li>");
    }
    if (n)
        doc_put(d, "</ul>");
    return n;
}

/* --- what was proposed and decided */

static void put_head(struct doc *d, const char *title, const char *const *columns)
{
    doc_put(d, "<h3>");
    doc_say(d, title, NULL, NULL);
    doc_put(d, "</h3>");
    doc_open_table(d, doc_sentence(d, title, NULL, NULL));
    for (size_t i = 0; columns[i]; i++) {
        doc_put(d, "<th scope=\"col\">");
        doc_say(d, columns[i], NULL, NULL);
        doc_put(d, "</th>");
    }
    doc_put(d, "</tr></thead><tbody>");
}

static void put_row_name(struct doc *d, const struct proposal *p)
{
    doc_put(d, "<tr><th scope=\"row\">");
    doc_say(d, arena_print(d->cx->arena, "document.kind_%s", p->kind), NULL, NULL);
    doc_put(d, ": ");
    doc_text(d, proposal_name(d->cx, p));
    doc_put(d, "</th><td>");
}

static void put_line(struct doc *d, const char *text)
{
    if (!text)
        return;
    doc_put(d, "<br>");
    doc_text(d, text);
}

static void put_open(struct doc *d, const struct proposal *p)
{
    struct evidence was;

    put_row_name(d, p);
    d->e = d->e ? d->e : evidence_read(d->cx, p->evidence, &was);
    if (!d->e) {
        doc_text(d, proposal_why(d->cx, p, &was, d->in->currency));
        put_line(d, proposal_effect(d->cx, p, &was, d->in->currency));
        put_line(d, proposal_todo(d->cx, p, &was));
    }
    doc_put(d, "</td></tr>");
}

/* What came of it: what the review found, or when there will be one. */
static void put_outcome(struct doc *d, const struct proposal *p)
{
    struct evidence found;

    if (p->outcome)
        doc_say(d, arena_print(d->cx->arena, "document.outcome_%s", p->outcome), NULL, NULL);
    else if (text_equal(p->state, "accepted") && p->review_on)
        doc_say(d, "document.review_on", "day", day_shown(d->cx, day_number(p->review_on)));
    else
        doc_put(d, "–");
    if (!p->outcome || !p->findings)
        return;
    d->e = d->e ? d->e : evidence_read(d->cx, p->findings, &found);
    if (d->e)
        return;
    doc_put(d, " ");
    doc_text(d, proposal_found(d->cx, p, &found, d->in->currency));
}

static void put_decided(struct doc *d, const struct proposal *p)
{
    const char *day =
        p->decided_at == NIL ? "–" : day_shown(d->cx, day_of(d->in->zone, p->decided_at));

    put_row_name(d, p);
    doc_say(d, text_equal(p->state, "accepted") ? "document.accepted_on" : "document.dismissed_on",
            "day", day);
    if (!text_empty(p->reason)) {
        doc_put(d, " ");
        doc_text(d, p->reason);
    }
    doc_put(d, "</td><td>");
    put_outcome(d, p);
    doc_put(d, "</td></tr>");
}

static void put_hits(struct doc *d, const struct json *hits)
{
    int64_t hit = json_int(json_get(hits, "came_true"), 0);
    int64_t n = hit + json_int(json_get(hits, "did_not"), 0);
    struct fault_param p[] = {{"hit", arena_print(d->cx->arena, "%" PRId64, hit)},
                              {"n", arena_print(d->cx->arena, "%" PRId64, n)}};

    doc_put(d, "<p>");
    doc_text(d, message(d->cx->arena, d->cx->lang, n ? "document.hits" : "document.no_hits", p,
                        COUNT_OF(p)));
    doc_put(d, "</p>");
}

static void put_proposals(struct doc *d, bool open, void *const *all, size_t n)
{
    static const char *const decided_columns[] = {"document.proposal", "document.decision",
                                                  "document.came_of_it", NULL};
    static const char *const open_columns[] = {"document.proposal", "document.why", NULL};
    size_t shown = 0;

    for (size_t i = 0; i < n && !d->e; i++) {
        const struct proposal *p = all[i];
        if (text_equal(p->state, "open") != open)
            continue;
        if (!shown++)
            put_head(d, open ? "document.proposed" : "document.decided",
                     open ? open_columns : decided_columns);
        if (open)
            put_open(d, p);
        else
            put_decided(d, p);
    }
    if (shown)
        doc_put(d, "</tbody></table></div>");
}

size_t doc_review(struct doc *d)
{
    const struct json *improve = json_get(figures_of(d), "improve");
    void **all = NULL;
    size_t goals = put_states(d);
    size_t n = doc_list(d, &proposal_model, json_get(improve, "proposals"), &all);

    if (n)
        put_hits(d, json_get(improve, "hits"));
    put_proposals(d, false, all, n);
    put_proposals(d, true, all, n);
    return goals + n;
}
