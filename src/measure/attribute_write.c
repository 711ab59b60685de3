/* attribute_write.c -- credits as JSON, as CSV and as a table for people.
 *
 * Money is written from its integer, never through a binary fraction, so the printed rows sum to
 * the printed total.
 */
#include "base/csv.h"
#include "base/json.h"
#include "base/message.h"
#include "base/text.h"
#include "measure/attribute.h"
#include "measure/attribution_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_ROOM = 48 };

struct row {
    int64_t micros; /* conversions, coarse enough that noise does not change the order */
    size_t channel;
};

struct answer {
    const struct paths *paths;
    const struct attribution *credit;
    enum attribution_model model;
    const struct row *rows;
    double conversions; /* totals */
    int64_t value;
};

static int by_credit(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->micros != y->micros)
        return x->micros > y->micros ? -1 : 1;
    return x->channel < y->channel ? -1 : x->channel > y->channel;
}

static const char *money(char *room, int64_t value, int decimals)
{
    int64_t by = 1;

    for (int d = 0; d < decimals; d++)
        by *= 10;
    (void)snprintf(room, NUMBER_ROOM, "%s%lld.%0*lld", value < 0 ? "-" : "", llabs(value / by),
                   decimals, llabs(value % by));
    return room;
}

static const char *real(char *room, double v, int decimals)
{
    (void)snprintf(room, NUMBER_ROOM, "%.*f", decimals, v);
    return room;
}

static void write_json(const struct answer *a, struct buf *out)
{
    struct json_writer w = json_to(out);
    char room[NUMBER_ROOM];

    json_open_object(&w);
    json_text_member(&w, "model", attribution_model_name(a->model));
    json_name(&w, "rows");
    json_open_list(&w);
    for (size_t i = 0; i < a->credit->channels; i++) {
        size_t c = a->rows[i].channel;
        json_open_object(&w);
        json_text_member(&w, "channel", a->paths->names[c]);
        json_real_member(&w, "conversions", a->credit->conversions[c]);
        json_name(&w, "value");
        json_put_raw(&w, money(room, a->credit->value[c], a->paths->decimals));
        if (a->credit->removal)
            json_real_member(&w, "removal_effect", a->credit->removal[c]);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_name(&w, "totals");
    json_open_object(&w);
    json_real_member(&w, "conversions", a->conversions);
    json_name(&w, "value");
    json_put_raw(&w, money(room, a->value, a->paths->decimals));
    json_close_object(&w);
    if (a->credit->removal)
        json_real_member(&w, "conversion_probability", a->credit->chance);
    json_close_object(&w);
    buf_add_char(out, '\n');
}

static void write_csv(const struct answer *a, struct buf *out)
{
    char room[NUMBER_ROOM];

    csv_put(out, "channel", true);
    csv_put(out, "conversions", false);
    csv_put(out, "value", false);
    if (a->credit->removal)
        csv_put(out, "removal_effect", false);
    csv_end_row(out);
    for (size_t i = 0; i < a->credit->channels; i++) {
        size_t c = a->rows[i].channel;
        csv_put(out, a->paths->names[c], true);
        csv_put(out, real(room, a->credit->conversions[c], 9), false);
        csv_put(out, money(room, a->credit->value[c], a->paths->decimals), false);
        if (a->credit->removal)
            csv_put(out, real(room, a->credit->removal[c], 9), false);
        csv_end_row(out);
    }
}

static void pad(struct buf *out, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        buf_add_char(out, ' ');
}

/* A number's column: at the right, two spaces before it. */
static void put_right(struct buf *out, const char *text, size_t width)
{
    pad(out, text_chars(text), width + 2);
    buf_add_text(out, text);
}

struct columns {
    const char *name[4];
    size_t width[4];
};

static const char *heading(struct ctx *cx, const char *key)
{
    return message(cx->arena, cx->lang, key, NULL, 0);
}

static void widen(size_t *width, const char *text)
{
    size_t n = text ? text_chars(text) : 0;

    *width = n > *width ? n : *width;
}

static struct columns columns_of(struct ctx *cx, const struct answer *a, const char *total)
{
    struct columns c = {.name = {heading(cx, "attribute.channel"),
                                 heading(cx, "attribute.conversions"),
                                 heading(cx, "attribute.value"), heading(cx, "attribute.removal")}};
    char room[NUMBER_ROOM];

    for (int i = 0; i < 4; i++)
        widen(&c.width[i], c.name[i]);
    widen(&c.width[0], total);
    widen(&c.width[1], real(room, a->conversions, 6));
    widen(&c.width[2], money(room, a->value, a->paths->decimals));
    for (size_t i = 0; i < a->credit->channels; i++)
        widen(&c.width[0], a->paths->names[i]);
    return c;
}

static void put_line(struct buf *out, const struct columns *w, const char *name,
                     const char *conversions, const char *value, const char *removal)
{
    buf_add_text(out, name);
    pad(out, text_chars(name), w->width[0]);
    put_right(out, conversions, w->width[1]);
    put_right(out, value, w->width[2]);
    if (removal)
        put_right(out, removal, w->width[3]);
    buf_add_char(out, '\n');
}

static enum err write_table(struct ctx *cx, const struct answer *a, struct buf *out)
{
    const char *total = heading(cx, "attribute.total");
    struct columns w = columns_of(cx, a, total);
    bool markov = a->credit->removal != NULL;
    char conversions[NUMBER_ROOM], value[NUMBER_ROOM], removal[NUMBER_ROOM];

    if (!total || !w.name[0] || !w.name[1] || !w.name[2] || !w.name[3])
        return fail_memory(cx);
    put_line(out, &w, w.name[0], w.name[1], w.name[2], markov ? w.name[3] : NULL);
    for (size_t i = 0; i < a->credit->channels; i++) {
        size_t c = a->rows[i].channel;
        put_line(out, &w, a->paths->names[c], real(conversions, a->credit->conversions[c], 6),
                 money(value, a->credit->value[c], a->paths->decimals),
                 markov ? real(removal, a->credit->removal[c], 6) : NULL);
    }
    put_line(out, &w, total, real(conversions, a->conversions, 6),
             money(value, a->value, a->paths->decimals), NULL);
    return OK;
}

/* NULL: full arena. */
static const struct row *rows_order(struct arena *arena, const struct attribution *credit)
{
    struct row *rows = arena_array(arena, credit->channels + 1, sizeof(*rows));

    if (!rows)
        return NULL;
    for (size_t c = 0; c < credit->channels; c++) {
        double micros = credit->conversions[c] * 1e6;
        rows[c] = (struct row){.micros = micros < 9e18 ? llround(micros) : INT64_MAX, .channel = c};
    }
    qsort(rows, credit->channels, sizeof(*rows), by_credit);
    return rows;
}

static void add_totals(struct answer *a)
{
    struct sum conversions = {0};

    for (size_t i = 0; i < a->paths->journeys.count; i++) {
        sum_add(&conversions, a->paths->journeys.conversions[i]);
        a->value += a->paths->journeys.value[i];
    }
    a->conversions = sum_of(&conversions);
}

enum err attribute_write(struct ctx *cx, const struct paths *p, const struct attribute_options *o,
                         struct buf *out)
{
    struct attribution_rule rule = {.model = o->model, .half_life_ms = o->half_life_ms};
    struct attribution credit = {0};
    struct answer a = {.paths = p, .credit = &credit, .model = o->model};
    size_t before = out->len;
    enum err e = attribution_run(cx, &p->journeys, &rule, &credit);

    if (e)
        return e;
    a.rows = rows_order(cx->arena, &credit);
    if (!a.rows)
        return fail_memory(cx);
    add_totals(&a);
    if (o->format == ATTRIBUTE_JSON)
        write_json(&a, out);
    else if (o->format == ATTRIBUTE_CSV)
        write_csv(&a, out);
    else
        e = write_table(cx, &a, out);
    if (!e && !buf_ok(out))
        e = fail_memory(cx);
    if (e && out->bytes && out->len > before) {
        out->len = before;
        out->bytes[before] = 0;
    }
    return e;
}
