/* Which column goes where: each with samples from the file and a choice of the fields it may fill. */
import { Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { ColumnMap, Import, ImportMap, ImportTarget, Page } from "../api/types";
import { Trouble, Waiting } from "../shell/Fallbacks";

export function Mapping({ it, map, onChange }: { it: Import; map: ImportMap; onChange: (m: ImportMap) => void }) {
    const { t, i18n } = useTranslation();
    const q = useQuery({
        queryKey: ["targets", it.kind, i18n.language],
        queryFn: async ({ signal }) => {
            const a = await api.get<Page<ImportTarget> | ImportTarget[] | { targets: ImportTarget[] }>("/imports/targets", { kind: it.kind }, signal);
            return Array.isArray(a) ? a : "targets" in a ? a.targets : a.items;
        },
    });
    if (q.isError) return <Trouble error={q.error} />;
    if (!q.data) return <Waiting />;
    const targets = q.data;
    const options = targets.map((x) => ({ value: x.name, label: x.required ? `${x.label} *` : x.label }));
    const put = (column: string, c: ColumnMap | null) => {
        const columns = { ...map.columns };
        if (c) columns[column] = c;
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        else delete columns[column];
        onChange({ ...map, columns });
    };
    const usedBy = new Map<string, string[]>();
    for (const [c, m] of Object.entries(map.columns)) if (m.to) usedBy.set(m.to, [...(usedBy.get(m.to) ?? []), c]);
    return (
        <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("import.mapping")}>
            <table className="grid-table" style={{ minWidth: 640 }}>
                <thead>
                    <tr>
                        <th>{t("import.columnOfFile")}</th>
                        <th>{t("import.samples")}</th>
                        <th style={{ minWidth: 230 }}>{t("import.goesTo")}</th>
                        <th style={{ minWidth: 160 }}>{t("import.pattern")}</th>
                    </tr>
                </thead>
                <tbody>
                    {it.header.map((column, i) => {
                        const m = map.columns[column];
                        const target = targets.find((x) => x.name === m?.to);
                        const known = !m?.to || target !== undefined;
                        const twice = m?.to && target?.kind !== "tags" && (usedBy.get(m.to)?.length ?? 0) > 1;
                        return (
                            <tr key={`${column}-${i}`}>
                                <td style={{ fontWeight: 600 }}>{column || <span className="dim">{t("import.unnamed", { n: i + 1 })}</span>}</td>
                                <td style={{ maxWidth: 260 }}>
                                    <Text size="xs" className="dim" truncate title={samples(it, i).join(" · ")}>{samples(it, i).slice(0, 3).join(" · ") || "–"}</Text>
                                </td>
                                <td>
                                    <Select
                                        size="xs" aria-label={t("import.targetOf", { column })} data={known ? options : [...options, { value: m.to ?? "", label: m.to ?? "" }]} value={m?.to ?? null}
                                        placeholder={t("import.ignore")} clearable searchable error={twice ? t("import.twice") : undefined}
                                        onChange={(v) => put(column, v ? { ...(m ?? {}), to: v, pattern: defaultPattern(targets, v, m) } : null)}
                                        clearButtonProps={{ "aria-label": t("import.ignoreColumn", { column }) }}
                                    />
                                </td>
                                <td>
                                    {target && (target.kind === "time" || target.kind === "date") && (
                                        <TextInput size="xs" aria-label={t("import.patternOf", { column })} value={m?.pattern ?? ""} list="date-patterns" placeholder="DD-MM-YYYY" onChange={(e) => put(column, { ...m, pattern: e.currentTarget.value || undefined })} />
                                    )}
                                    {target?.kind === "tags" && (
                                        <TextInput size="xs" aria-label={t("import.splitOf", { column })} value={m?.split ?? ""} placeholder={t("import.splitBy")} onChange={(e) => put(column, { ...m, split: e.currentTarget.value || undefined })} />
                                    )}
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
            <datalist id="date-patterns">
                {[...new Set(targets.flatMap((x) => (x.kind === "time" || x.kind === "date" ? (x.formats ?? []) : [])))].map((p) => <option key={p} value={p} />)}
            </datalist>
        </div>
    );
}

function samples(it: Import, column: number): string[] {
    return [...new Set(it.sample.map((row) => row[column] ?? "").filter((v) => v !== ""))];
}

function defaultPattern(targets: ImportTarget[], name: string, m: ColumnMap | undefined): string | undefined {
    const target = targets.find((x) => x.name === name);
    if (!target || (target.kind !== "time" && target.kind !== "date")) return undefined;
    return m?.pattern ?? target.formats?.[0];
}
