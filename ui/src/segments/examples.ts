/* Rules to begin with. They speak of fields that every site has; one that the server does not accept is not offered. */
import type { RuleJson } from "../rules/tree";
import type { SegmentSubject } from "./segments";

export interface Example {
    key: "pricing" | "deciders" | "quiet" | "payer";
    subject: SegmentSubject;
    rule: RuleJson;
}

export const examples: Example[] = [
    { key: "pricing", subject: "contact", rule: { all: [{ event: "view", path: "/precos", at_least: 2, within_days: 14 }] } },
    {
        key: "deciders", subject: "contact",
        rule: { all: [{ any: [{ field: "buying_role", in: ["decider", "approver"] }, { field: "seniority", is: "director" }] }, { field: "account.employees", more: 50 }] },
    },
    {
        key: "quiet", subject: "contact",
        rule: { all: [{ field: "lifecycle", in: ["customer", "advocate"] }, { not: { any: ["call", "meeting", "whatsapp", "mail_click"].map((event) => ({ event, within_days: 90 })) } }] },
    },
    {
        key: "payer", subject: "account",
        rule: { all: [{ has: "deals", where: { all: [{ field: "outcome", is: "open" }] } }, { has: "contacts", where: { all: [{ field: "buying_role", is: "payer" }] }, at_most: 0 }] },
    },
];
