/* competitor_note.c -- see competitor_note.h. */
#include "strategy/competitor_note.h"

#include "access/may.h"
#include "access/site.h"
#include "base/text.h"
#include "strategy/competitor.h"

#include "competitor_sql.h"

#include <string.h>

const char *const competitor_sections[] = {"offers", "sales", "content", NULL};
static const char *const presence_choices[] = {"online", "offline", NULL};
static const char *const origin_choices[] = {"person", "watch", NULL};

static const struct field competitor_note_fields[] = {
    FIELD_REF(struct competitor_note, competitor, REQUIRED | FILTER, .refers = &competitor_model),
    FIELD_ENUM(struct competitor_note, section, REQUIRED | FILTER, .choices = competitor_sections,
               .initial = "offers"),
    FIELD_DATE(struct competitor_note, noted_on, REQUIRED | SORT),
    FIELD_PROSE(struct competitor_note, body, REQUIRED | SEARCH, .max = 8000),
    FIELD_TEXT(struct competitor_note, source, 0, .max = 300),
    FIELD_URL(struct competitor_note, url, 0, .max = 2000),
    FIELD_ENUM(struct competitor_note, presence, 0, .choices = presence_choices),
    FIELD_ENUM(struct competitor_note, origin, READONLY | FILTER, .choices = origin_choices),
    FIELD_REF(struct competitor_note, author, READONLY),
    FIELD_REF(struct competitor_note, watch, READONLY | FILTER),
    FIELD_JSON(struct competitor_note, changes, READONLY),
    FIELD_BOOL(struct competitor_note, alert, READONLY | FILTER),
    FIELD_TIME(struct competitor_note, seen_at, READONLY),
};

static enum err not_tomorrow(struct ctx *cx, struct db *db, const struct competitor_note *is)
{
    char today[DATE_TEXT_MAX];
    enum err e;

    if (text_empty(is->noted_on) || fault_has_field(cx, "noted_on"))
        return OK;
    e = site_day(cx, db, today);
    if (e)
        return e;
    return strcmp(is->noted_on, today) > 0
               ? fail_field(cx, "noted_on", "competitor_note.future", NULL)
               : OK;
}

static enum err competitor_note_before_save(struct ctx *cx, struct db *db, const void *before,
                                            void *record)
{
    struct competitor_note *is = record;
    enum err e = not_tomorrow(cx, db, is);

    if (!before && text_empty(is->origin)) {
        is->origin = "person";
        is->author = cx->actor ? cx->actor : NIL;
        is->alert = 0;
    }
    if (e && e != ERR_INVALID)
        return e;
    if (text_empty(is->source) && text_empty(is->url) && !fault_has_field(cx, "source") &&
        !fault_has_field(cx, "url"))
        e = fail_field(cx, "source", "competitor_note.source", NULL);
    return e;
}

const struct model competitor_note_model = MODEL(
    competitor_note, "competitor_notes", competitor_note_fields, .may_read = MAY_READ,
    .may_write = MAY_EDIT_PLAN, .before_save = competitor_note_before_save, .sort = "-noted_on");

enum err competitor_note_seen(struct ctx *cx, struct db *db, int64_t competitor, int64_t note)
{
    struct db_stmt *st = NULL;
    void *found = NULL;
    enum err e = note ? model_get(cx, db, &competitor_note_model, note, &found)
                      : model_get(cx, db, &competitor_model, competitor, &found);

    if (!e)
        e = db_begin(cx, db, note ? &SQL_competitor_note_seen : &SQL_competitor_notes_seen, &st);
    if (e)
        goto out;
    db_bind_int(st, note ? "id" : "competitor", note ? note : competitor);
    e = db_run(cx, st);
out:
    db_done(st);
    return e;
}
