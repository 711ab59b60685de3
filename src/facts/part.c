/* part.c -- see part.h. */
#include "facts/part.h"

void parts_clear(void *record, const struct fact_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (parts[i].kind == PART_NUMBER)
            part_set_number(record, &parts[i], parts[i].nothing);
        else if (parts[i].kind == PART_TEXT)
            part_set_text(record, &parts[i], "");
        else
            part_set_flag(record, &parts[i], false);
    }
}

void parts_keep(void *record, const struct fact_part *parts, size_t n, struct arena *a)
{
    for (size_t i = 0; i < n; i++) {
        const char *text;
        if (parts[i].kind != PART_TEXT)
            continue;
        text = part_text(record, &parts[i]);
        part_set_text(record, &parts[i], text[0] ? arena_dup(a, text) : "");
    }
}
