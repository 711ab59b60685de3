/* figures_json_priv.h -- figures by name as two members of an answer: "figures", with null for what is unknown, and "reasons" for why. */
#ifndef PRACA_MEASURE_FIGURES_JSON_PRIV_H
#define PRACA_MEASURE_FIGURES_JSON_PRIV_H

#include "measure/figure.h"

struct named_figure {
    const char *name;
    enum unit unit;
    struct figure f;
};

void figures_put(struct ctx *cx, struct json_writer *w, const struct named_figure *all, size_t n);

#endif
