/* What is asked of an audience, in the order in which one thinks of it. */
export const questions = ["fit", "value", "resources", "influence"] as const;
export const economics = ["reachable_accounts", "win_rate", "margin_minor", "cost_to_win_minor", "team_hours"];
export const askAudience = ["name", "description", "industry", ...questions.flatMap((q) => [q, `${q}_reason`]), ...economics, "owner"];
export const askPersona = ["name", "buying_role", "job_title", "pains", "objections", "looks_at"];
export const askStep = ["name", "buying_role", "needs"];
