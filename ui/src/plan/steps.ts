/* The nine steps and the records each one holds. */
export interface StepTable {
    table: string;
    ask: string[]; /* asked first in the form */
    show: string[]; /* shown on the card */
    as: "cards" | "table";
}

export interface Step {
    n: number;
    tables: StepTable[];
}

export const steps: Step[] = [
    {
        n: 1,
        tables: [
            { table: "audiences", ask: ["name", "description", "fit", "fit_reason", "value", "value_reason", "resources", "resources_reason", "influence", "influence_reason", "reachable_accounts", "margin", "win_rate", "cost_to_win"], show: ["description", "fit", "value", "resources", "influence", "reachable_accounts", "margin", "win_rate", "cost_to_win"], as: "cards" },
            { table: "personas", ask: ["name", "audience", "buying_role", "job_title", "pains", "objections", "looks_at"], show: ["audience", "buying_role", "job_title", "pains", "objections", "looks_at"], as: "cards" },
        ],
    },
    { n: 2, tables: [{ table: "competitors", ask: ["name", "website", "threat", "offers", "sales", "content"], show: ["website", "threat", "offers", "sales", "content"], as: "cards" }] },
    { n: 3, tables: [{ table: "positionings", ask: ["audience", "team", "alternatives", "attributes", "value", "category", "statement"], show: ["audience", "team", "alternatives", "attributes", "value", "category", "statement"], as: "cards" }] },
    { n: 4, tables: [{ table: "goals", ask: ["name", "audience", "metric", "channel", "target_micro", "starts_on", "due_on", "who", "what", "when_text", "where_text", "how", "why"], show: ["audience", "metric", "due_on"], as: "cards" }] },
    { n: 5, tables: [{ table: "selling_channels", ask: ["name", "kind", "margin", "cost_to_serve", "notes"], show: ["kind", "margin", "cost_to_serve", "notes"], as: "cards" }] },
    { n: 6, tables: [{ table: "channels", ask: ["name", "kind", "matches", "why", "cost_model", "expected_cost_per_lead", "offline"], show: ["kind", "matches", "why", "cost_model", "expected_cost_per_lead", "offline"], as: "cards" }] },
    { n: 7, tables: [{ table: "budget_lines", ask: ["channel", "month", "planned", "planned_hours", "note"], show: ["month", "channel", "planned", "planned_hours", "note"], as: "table" }] },
    { n: 8, tables: [{ table: "campaigns", ask: ["name", "audience", "goal", "channel", "metric", "starts_on", "ends_on", "state", "utm_campaign"], show: ["state", "audience", "goal", "channel", "starts_on", "ends_on", "utm_campaign"], as: "cards" }] },
    { n: 9, tables: [] },
];
