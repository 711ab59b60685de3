/* How each list opens: its columns, what a new record is asked first, and which filters stand ready. */
import type { ImportKind } from "../api/types";
import type { Permission } from "../session";

export interface TableView {
    columns: string[];
    ask: string[];
    filters: string[];
    sort: string;
    edit: Permission;
    imports?: ImportKind;
    facts: string[];
}

export const peopleTables = ["accounts", "contacts", "deals"] as const;
export type PeopleTable = (typeof peopleTables)[number];

export const views: Record<PeopleTable, TableView> = {
    accounts: {
        columns: ["name", "industry", "city", "employees", "revenue", "first_seen_at"],
        ask: ["name", "domain", "tax_number", "industry", "city", "state"],
        filters: ["industry", "name", "first_seen_at"],
        sort: "-first_seen_at",
        edit: "edit_people",
        imports: "accounts",
        facts: ["name", "domain", "tax_number", "industry", "employees", "revenue", "currency", "street", "city", "state", "postal_code", "country", "parent", "owner", "tags", "notes", "external_id", "first_seen_at"],
    },
    contacts: {
        columns: ["name", "email", "account", "lifecycle", "channel", "first_contact_at"],
        ask: ["name", "email", "phone", "account", "job_title", "channel"],
        filters: ["lifecycle", "lead_status", "channel", "landing_page", "first_contact_at"],
        sort: "-first_contact_at",
        edit: "edit_people",
        imports: "leads",
        facts: ["name", "email", "phone", "tax_number", "account", "job_title", "department", "seniority", "buying_role", "pains", "lifecycle", "lead_status", "return_reason", "channel", "landing_page", "campaign", "first_contact_at", "heard_of_us", "owner", "locale", "time_zone", "tags", "notes", "external_id"],
    },
    deals: {
        columns: ["name", "account", "amount", "stage", "outcome", "opened_at", "closed_at"],
        ask: ["name", "account", "contact", "amount", "stage"],
        filters: ["outcome", "stage", "closed_at"],
        sort: "-closed_at",
        edit: "edit_deals",
        imports: "deals",
        facts: ["name", "account", "contact", "amount", "currency", "type", "stage", "outcome", "opened_at", "closed_at", "reason", "next_step", "next_step_on", "requirements", "budget_min", "budget_max", "contract_ends_on", "campaign", "partner", "sold_through", "promo_code", "owner", "tags", "notes", "external_id"],
    },
};

export function asPeopleTable(s: string): PeopleTable | null {
    return (peopleTables as readonly string[]).includes(s) ? (s as PeopleTable) : null;
}
