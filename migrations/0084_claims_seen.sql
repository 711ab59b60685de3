-- That the claims of a campaign have their proof is seen by the program; what people ticked there says nothing any more.

delete from checklist_ticks where item = 'claims_proved';
