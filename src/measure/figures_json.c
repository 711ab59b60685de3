/* figures_json.c -- see figures_json_priv.h. */
#include "measure/figures_json_priv.h"

void figures_put(struct ctx *cx, struct json_writer *w, const struct named_figure *all, size_t n)
{
    json_name(w, "figures");
    json_open_object(w);
    for (size_t i = 0; i < n; i++) {
        json_name(w, all[i].name);
        figure_json(w, all[i].unit, &all[i].f);
    }
    json_close_object(w);
    json_name(w, "reasons");
    json_open_object(w);
    for (size_t i = 0; i < n; i++) {
        if (all[i].f.known)
            continue;
        json_name(w, all[i].name);
        figure_reason_json(cx, w, &all[i].f);
    }
    json_close_object(w);
}
