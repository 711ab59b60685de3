/* Where the rows of the settings table stand on their page, by the first word of their keys. A test walks the tables of the
 * program: a new first word is given its area here; until then its rows stand at the end, and are not lost. */
export const areas = ["people", "privacy", "measure", "mail", "plan", "program"] as const;

export const areaOfWord: Record<string, (typeof areas)[number]> = {
    people: "people", funnel: "people", handoff: "people", care: "people",
    consent: "privacy", rights: "privacy", cookies: "privacy",
    measure: "measure", mail: "mail", weekly: "mail", webhook: "mail", road: "plan",
};

export const wordOf = (key: string) => key.split(".")[0] ?? "";
export const areaOf = (key: string) => areaOfWord[wordOf(key)] ?? "program";

/* Set on a screen of its own, from lists: on this page it would be a line of codes. */
export const stagesKey = "funnel.stages";
export const elsewhere: Record<string, { to: "/people/ladder"; key: "menu.ladder" } | undefined> = { [stagesKey]: { to: "/people/ladder", key: "menu.ladder" } };
