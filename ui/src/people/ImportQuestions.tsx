/* What the file does not say by itself, asked plainly: how its deals ended, what tells its rows apart, which way round its
 * dates and its numbers are written, and what becomes of records that are already here. */
import { SegmentedControl, Select, Text } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { without } from "../api/client";
import type { Import, ImportMap, ImportTarget } from "../api/types";
import { shorten } from "../format";
import { useReader } from "../session";
import { fitting, identifies, longDate, readDate, samplesOf, used } from "./importMap";

interface Props {
    it: Import;
    map: ImportMap;
    targets: ImportTarget[];
    wrong: Record<string, string>;
    onChange: (m: ImportMap) => void;
}

const outcomes = ["won", "lost", "open"];

export function Questions({ it, map, targets, wrong, onChange }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const put = (name: string, v: string | null) => {
        const rest = without(map.constants ?? {}, name);
        onChange({ ...map, constants: v === null ? rest : { ...rest, [name]: v } });
    };
    const goes = (to: string) => used(map).some(([, m]) => m.to === to);
    const money = used(map).find(([, m]) => targets.find((x) => x.name === m.to)?.kind === "money");
    const unsure = used(map).filter(([c, m]) => it.shape.ambiguous_dates.includes(c) && targets.find((x) => x.name === m.to)?.formats);
    return (
        <section className="card import-questions" aria-label={t("import.questions")}>
            {it.kind === "deals" && !goes("outcome") && (
                <Question text={t("import.askOutcome")} hint={t("import.askOutcomeHint")} error={wrong["constants.outcome"]}>
                    {(label) => (
                        <SegmentedControl aria-labelledby={label} value={map.constants?.outcome ?? ""} onChange={(v) => put("outcome", v)} data={outcomes.map((v) => ({ value: v, label: t(`import.outcome.${v}`) }))} />
                    )}
                </Question>
            )}
            {unsure.map(([column, m]) => {
                const formats = targets.find((x) => x.name === m.to)?.formats ?? [];
                const cells = samplesOf(it, column);
                const cell = cells.find((c) => new Set(fitting(formats, cells).map((p) => readDate(p, c)?.getTime())).size > 1) ?? cells[0] ?? "";
                const ways = formats.filter((p) => readDate(p, cell) !== null && cells.every((c) => readDate(p, c) !== null)).slice(0, 3);
                return (
                    <Question key={column} text={t("import.askDate", { cell, column })} hint={t("import.askDateHint")}>
                        {(label) => (
                            <SegmentedControl
                                aria-labelledby={label} value={m.pattern ?? ""} onChange={(p) => onChange({ ...map, columns: { ...map.columns, [column]: { ...m, pattern: p } } })}
                                data={ways.map((p) => ({ value: p, label: longDate(r.locale, readDate(p, cell) ?? new Date(0)) }))}
                            />
                        )}
                    </Question>
                );
            })}
            {money && (
                <Question text={t("import.askNumbers", { column: money[0] })} hint={samplesOf(it, money[0]).slice(0, 3).join(" · ")} error={wrong.numbers}>
                    {(label) => (
                        <SegmentedControl
                            aria-labelledby={label} value={map.numbers ?? (r.locale.startsWith("pt") ? "pt-BR" : "en")} onChange={(v) => onChange({ ...map, numbers: v as "pt-BR" | "en" })}
                            data={[{ value: "pt-BR", label: "1.234,56" }, { value: "en", label: "1,234.56" }]}
                        />
                    )}
                </Question>
            )}
            {!identifies(it, map) && (
                <Question text={t(`import.askId.${it.kind}`)} hint={t("import.askIdHint")} error={wrong["constants.external_id"]}>
                    {(label) => (
                        <Select
                            aria-labelledby={label} w="100%" maw={420} value={map.constants?.external_id ?? ""} allowDeselect={false} onChange={(v) => put("external_id", v || null)}
                            data={[{ value: "", label: t("import.noId") }, ...it.header.filter((c) => c).map((c) => ({ value: `{${c}}`, label: t("import.idFrom", { column: c, cell: shorten(samplesOf(it, c)[0] ?? "–") }) }))]}
                        />
                    )}
                </Question>
            )}
            <Question text={t("import.duplicate")} hint={t("import.duplicateHint")} error={wrong.on_duplicate}>
                {(label) => (
                    <SegmentedControl
                        aria-labelledby={label} value={map.on_duplicate ?? "update"} onChange={(v) => onChange({ ...map, on_duplicate: v as "update" | "skip" })}
                        data={[{ value: "update", label: t("import.update") }, { value: "skip", label: t("import.skip") }]}
                    />
                )}
            </Question>
        </section>
    );
}

function Question({ text, hint, error, children }: { text: string; hint?: string; error?: string; children: (labelId: string) => ReactNode }) {
    const id = useId();
    return (
        <div className="question">
            <div>
                <Text size="sm" fw={600} id={id}>{text}</Text>
                {hint && <Text size="xs" className="dim" mt={2}>{hint}</Text>}
                {error && <Text size="xs" className="attention" mt={2} role="alert">{error}</Text>}
            </div>
            <div>{children(id)}</div>
        </div>
    );
}
