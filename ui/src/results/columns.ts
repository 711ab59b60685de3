/* The figures of the channel report, in the order they are read. */
import type { TFunction } from "i18next";
import type { ChannelReport, Reason, ReportRow } from "../api/types";
import { byUnit, month, shorten, type Reader } from "../format";
import { channelName } from "../parts/fields";

export const columnOrder = [
    "leads", "won", "lead_to_customer", "still_open", "acquisition_days_p50", "acquisition_days_p25", "acquisition_days_p75", "acquisition_days_p90",
    "won_within_90_days", "revenue_minor", "spend_minor", "cost_per_lead_minor", "media_cac_minor",
];

/* Days in percentiles are read together; only the median stands in the table until more are asked for. */
export const moreColumns = new Set(["acquisition_days_p25", "acquisition_days_p75", "acquisition_days_p90"]);

export function unitOf(report: ChannelReport, column: string): string {
    const given = report.columns[column]?.unit;
    if (column.endsWith("_minor")) return "money";
    if (column === "lead_to_customer") return "rate";
    return given ?? "count";
}

export function valueIn(row: ReportRow, column: string): number | null {
    const v = row[column];
    return typeof v === "number" ? v : null;
}

export function show(report: ChannelReport, column: string, r: Reader, v: number | null): string {
    return byUnit({ ...r, currency: report.currency || r.currency }, unitOf(report, column), v);
}

export function reasonIn(row: ReportRow, column: string): Reason | null {
    return row.reasons?.[column] ?? null;
}

export function keyOf(row: ReportRow): string {
    return String(row.key ?? row.channel ?? row.landing_page ?? row.industry ?? row.month ?? row.campaign ?? "");
}

export function nameIn(report: ChannelReport, row: ReportRow, r: Reader, t: TFunction): string {
    if (typeof row.label === "string" && row.label) return row.label;
    const key = keyOf(row);
    if (report.by === "month") return month(r, key);
    if (key === "" || key === "(none)") return report.by === "channel" ? channelName("(none)", t) : t("channels.none");
    return report.by === "channel" ? channelName(key, t) : shorten(key);
}
