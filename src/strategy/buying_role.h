/* buying_role.h -- the parts people play in a purchase between companies. One list for personas, contacts
 * and committees; the words on screen are messages "role.<name>". */
#ifndef PRACA_STRATEGY_BUYING_ROLE_H
#define PRACA_STRATEGY_BUYING_ROLE_H

extern const char *const buying_roles[]; /* NULL-terminated */

#endif
