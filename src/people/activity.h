/* activity.h -- what somebody here did with a person, a company or a deal: a call, a meeting, a note, a mail, WhatsApp, a
 * task, a problem the customer told of.
 *
 * One with a task's kind, or with a day to come back to it, is open until it has done_at; is_open is kept from that. What is
 * known of the deal or the person fills what was not given: a call with Ana is one with Ana's company.
 *
 * A call, meeting, mail or WhatsApp that reached its person is a touch: it also becomes an event ("call", "meeting", "mail",
 * "whatsapp"; ids only, no text), so that rules and attribution see it. The row says so in the transaction that stores the
 * activity (activity_touches); a job appends the event some seconds later, when the button that takes it back is gone, and
 * says that it did. The event's key is made of the activity's id, so a job that runs twice sends it once. An event stays
 * when its activity is deleted later.
 *
 * Whoever called the number that only one channel shows came by it: the activity then names the channel, its event carries it instead
 * of "sales", and a person without a channel gets it.
 *
 * Ownership: text lives in the ctx's arena.
 * Errors:    fault fields "contact" "activity.of_nobody", "outcome" "activity.outcome", "subject" "field.required",
 *            "at" "field.future".
 * Units:     minutes; _at unix ms UTC.
 */
#ifndef PRACA_PEOPLE_ACTIVITY_H
#define PRACA_PEOPLE_ACTIVITY_H

#include "model/model.h"

struct activity {
    struct record record;
    const char *kind;
    const char *direction; /* out: we spoke first */
    const char *outcome;   /* one that its kind has */
    int64_t at;
    int64_t minutes;
    const char *subject;
    const char *body;
    int64_t contact;
    int64_t account;
    int64_t deal;
    const char
        *channel; /* of a call or message that came to us: by which it did, as in contact.channel */
    int64_t owner; /* user id: who did it, or is to do it */
    int64_t follow_up_at;
    int64_t done_at;
    int64_t is_open;
    const char *source;     /* hand, click, pasted, mail */
    const char *source_key; /* digest of what it was read from, so that it is logged once */
};

extern const struct model activity_model;
extern const char *const activity_kinds[]; /* ended by NULL */

/* How long it can be taken back before it is an event. */
#define ACTIVITY_TOUCH_WAIT_MS ((int64_t)12000)

/* Whether it touched its person. */
bool activity_is_touch(const struct activity *a);

#endif
