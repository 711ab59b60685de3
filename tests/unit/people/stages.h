/* stages.h -- a world whose site has the usual stages of deals. */
#ifndef PRACA_TESTS_PEOPLE_STAGES_H
#define PRACA_TESTS_PEOPLE_STAGES_H

#include "people/deal_stage.h"
#include "unit/world.h"

static inline enum err stages_usual_in(struct ctx *cx, struct db *db, void *arg)
{
    (void)arg;
    return deal_stages_usual(cx, db);
}

static inline void stages_prepare(struct engine_world *w)
{
    world_prepare(w);
    assert_int_equal(db_write(w->cx, w->pool, stages_usual_in, NULL), OK);
}

#endif
