/* What the attribution screens share: the models in the order they are read, what a row is called, and what the first three say
 * together. */
import type { TFunction } from "i18next";
import type { AttributionReport } from "../api/types";
import { channelName } from "../parts/fields";

export const models = ["first", "last_known", "w", "last", "linear", "position", "u", "full_path", "decay", "markov", "shapley"] as const;
export type AttributionModel = (typeof models)[number];
export const openingModels = ["first", "last_known", "w"] as const;

export const credits = ["won", "opportunity", "lead"] as const;
export const dimensions = ["channel", "source", "campaign", "content"] as const;
export const windows = ["7", "30", "90", "180", "365"] as const;
export const halfLives = ["7", "14", "30", "60", "90", "180"] as const;

/* Names that mean "we do not know". */
const blind = new Set(["(none)", "unknown", "direct", "direct_traffic", "direto", "desconhecido"]);

export function rowName(by: string, key: string, t: TFunction): string {
    if (key === "(others)") return t("attribution.others");
    if (by === "channel") return channelName(key, t);
    if (key === "(none)") return t(`attribution.without.${by}`);
    return by === "source" ? t(`attribution.kind.${key}`, { defaultValue: key }) : key;
}

/* What was answered to "how did you hear of us", as the report has it. */
export function answerName(answer: string, t: TFunction): string {
    return answer === "(others)" ? t("attribution.others") : answer === "(none)" ? t("attribution.heardNothing") : answer;
}

export interface Agreement {
    kind: "none" | "all" | "some";
    groups: { name: string | null; models: (typeof openingModels)[number][] }[]; /* null: no one leads */
    blind: boolean; /* what most of them name is no channel */
}

/* Which row the opening models put first, and whether they agree. */
export function agreement(report: Pick<AttributionReport, "leaders" | "conversions">): Agreement {
    const groups: Agreement["groups"] = [];
    for (const m of openingModels) {
        const name = report.leaders[m];
        const there = groups.find((g) => g.name === name);
        if (there) there.models.push(m);
        else groups.push({ name, models: [m] });
    }
    groups.sort((a, b) => b.models.length - a.models.length);
    const first = groups[0];
    if (report.conversions === 0 || !first || groups.every((g) => g.name === null)) return { kind: "none", groups: [], blind: false };
    return { kind: groups.length === 1 ? "all" : "some", groups, blind: first.name !== null && first.models.length > 1 && blind.has(first.name) };
}

/* One sentence. */
export function agreementText(report: Pick<AttributionReport, "leaders" | "conversions" | "by">, t: TFunction, list: (parts: string[]) => string): string | null {
    const a = agreement(report);
    if (a.kind === "none") return null;
    const nameOf = (name: string | null) => (name === null ? "" : rowName(report.by, name, t));
    if (a.kind === "all") return t("attribution.agree", { name: nameOf(a.groups[0]?.name ?? null) });
    const parts = a.groups.map((g) =>
        t(g.name === null ? "attribution.tiePart" : "attribution.part", { count: g.models.length, models: list(g.models.map((m) => t(`attribution.model.${m}`))), name: nameOf(g.name) }),
    );
    return t("attribution.disagree", { parts: parts.join("; ") });
}
