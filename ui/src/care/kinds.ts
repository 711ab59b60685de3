/* What is recorded about people, and how each kind may end: the words are the server's (field table of activities). */
import { IconAlertTriangle, IconBrandWhatsapp, IconCheckbox, IconMail, IconNote, IconPhone, IconUsers } from "@tabler/icons-react";
import type { Row } from "../api/types";
import type { PeopleTable } from "../parts/tables";

export const kindIcons = {
    call: IconPhone, meeting: IconUsers, whatsapp: IconBrandWhatsapp, mail: IconMail, note: IconNote, task: IconCheckbox, issue: IconAlertTriangle,
} as const;
export type Kind = keyof typeof kindIcons;

export const outcomes: Partial<Record<Kind, readonly string[]>> = {
    call: ["reached", "interested", "not_interested", "left_message", "no_answer", "wrong_number"],
    meeting: ["held", "interested", "not_interested", "no_show"],
    mail: ["sent", "received"],
    whatsapp: ["sent", "received"],
};

export function asKind(v: unknown): Kind {
    return typeof v === "string" && v in kindIcons ? (v as Kind) : "note";
}

/* Whom an activity begun on this page is with. */
export function withWhom(table: PeopleTable, row: Row): Record<string, string> {
    if (table === "contacts") return { contact: row.id };
    if (table === "accounts") return { account: row.id };
    return { deal: row.id };
}
