-- The people of no company and their addresses: who came before the company that their address belongs to (src/people/match.c).
create index contacts_unlinked on contacts (site, email, id) where account is null;
