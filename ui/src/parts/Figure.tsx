/* A number that says what it is: its definition and sample rule on hover or focus, its rows when opened, and the reason
 * in words where there is no number. */
import { Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowRight, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Reason, ReportColumn } from "../api/types";
import { signed, signedPoints } from "../format";
import { useReader } from "../session";

export function reasonText(reason: Reason | string | null | undefined): string | null {
    if (!reason) return null;
    return typeof reason === "string" ? reason : reason.message;
}

export function Definition({ column, children }: { column: Pick<ReportColumn, "label" | "definition" | "sample_rule">; children: ReactNode }) {
    const { t } = useTranslation();
    return (
        <Tooltip
            label={
                <>
                    <strong>{column.label}</strong>
                    <br />
                    {column.definition}
                    {column.sample_rule && (
                        <>
                            <br />
                            {t("figure.sample", { rule: column.sample_rule })}
                        </>
                    )}
                </>
            }
        >
            {children}
        </Tooltip>
    );
}

interface FigureProps {
    value: string;
    none: boolean;
    reason?: Reason | null;
    column?: ReportColumn;
    what?: string; /* said by screen readers: "Ganhos, Busca orgânica" */
    onOpen?: () => void;
}

export function Figure({ value, none, reason, column, what, onOpen }: FigureProps) {
    const { t } = useTranslation();
    const why = reasonText(reason);
    if (none) {
        // In a table the sample is said in short; the sentence stands in the hint.
        const short = reason?.have != null && reason.need != null ? t("figure.few", { have: reason.have, need: reason.need }) : why;
        return why ? (
            <Tooltip label={why}>
                <span className="lack" tabIndex={0}>
                    {short}
                </span>
            </Tooltip>
        ) : (
            <span className="dim">–</span>
        );
    }
    const body = onOpen ? (
        <button type="button" className="figure-open" style={{ whiteSpace: "nowrap" }} onClick={onOpen} aria-label={what ? t("figure.open", { what, value }) : undefined}>
            {value}
        </button>
    ) : (
        <span className="num" style={{ whiteSpace: "nowrap" }}>{value}</span>
    );
    return column ? <Definition column={column}>{body}</Definition> : body;
}

/* Change against the period before: arrow and sign, never colour alone. A rate changes by points, anything else by its own share. */
export function Change({ now, before, lessIsBetter = false, rate = false }: { now: number | null; before: number | null; lessIsBetter?: boolean; rate?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    if (now == null || before == null || (before === 0 && !rate)) {
        return <span className="dim" style={{ fontSize: "0.82rem" }}>{t("figure.noBefore")}</span>;
    }
    const d = rate ? now - before : (now - before) / Math.abs(before);
    const flat = Math.abs(d) < (rate ? 0.0005 : 0.005);
    const Arrow = flat ? IconArrowRight : d > 0 ? IconArrowUp : IconArrowDown;
    const good = flat ? null : d > 0 !== lessIsBetter;
    return (
        <span className={`num ${good === null ? "dim" : good ? "good" : "attention"}`} style={{ display: "inline-flex", alignItems: "center", gap: 2, fontSize: "0.86rem", fontWeight: 600 }}>
            <Arrow size={15} aria-hidden />
            {rate ? t("figure.points", { n: signedPoints(r, flat ? 0 : d) }) : signed(r, flat ? 0 : d)}
        </span>
    );
}
