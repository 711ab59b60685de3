/* Which column goes where: each with samples from the file and a choice of the fields it may fill. */
import { Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { ColumnMap, Import, ImportMap, ImportTarget, Page } from "../api/types";
import { count, shorten } from "../format";
import { useReader } from "../session";
import { fitting, longDate, readDate, samplesOf, used } from "./importMap";

export function useTargets(kind: string) {
    const { i18n } = useTranslation();
    return useQuery({
        queryKey: ["targets", kind, i18n.language],
        queryFn: async ({ signal }) => (await api.get<Page<ImportTarget>>("/imports/targets", { kind }, signal)).items,
    });
}

interface Props {
    it: Import;
    map: ImportMap;
    targets: ImportTarget[];
    wrong: Record<string, string>;
    onChange: (m: ImportMap) => void;
}

export function Mapping({ it, map, targets, wrong, onChange }: Props) {
    const { t } = useTranslation();
    const r = useReader();
    const put = (column: string, c: ColumnMap | null) => onChange({ ...map, columns: { ...map.columns, [column]: c } });
    const twice = (to: string) => used(map).filter(([, m]) => m.to === to).length > 1;
    const left = it.header.filter((column) => !map.columns[column]?.to);
    return (
        <>
            <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-label={t("import.mapping")}>
                <table className="grid-table map-table">
                    <thead>
                        <tr>
                            <th>{t("import.columnOfFile")}</th>
                            <th>{t("import.samples")}</th>
                            <th style={{ minWidth: 240 }}>{t("import.goesTo")}</th>
                            <th style={{ minWidth: 190 }}>{t("import.pattern")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {it.header.map((column, i) => {
                            const m = map.columns[column] ?? undefined;
                            const target = targets.find((x) => x.name === m?.to);
                            const cells = samplesOf(it, column);
                            return (
                                <tr key={`${column}-${i}`} data-idle={!m?.to}>
                                    <td style={{ fontWeight: 600 }}>{column || <span className="dim">{t("import.unnamed", { n: i + 1 })}</span>}</td>
                                    <td style={{ maxWidth: 260 }}>
                                        <Text size="xs" className="dim" truncate title={cells.join(" · ")}>{cells.slice(0, 3).map(shorten).join(" · ") || "–"}</Text>
                                    </td>
                                    <td>
                                        <TargetPicker column={column} targets={targets} value={m?.to ?? null}
                                            error={wrong[`columns.${column}`] ?? (m?.to && target?.kind !== "tags" && twice(m.to) ? t("import.twice") : undefined)}
                                            onChange={(v) => put(column, v ? { ...m, to: v, pattern: patternFor(targets, v, m, cells) } : null)} />
                                    </td>
                                    <td>
                                        {target?.formats && m && <PatternPicker column={column} formats={target.formats} cells={cells} value={m.pattern} onChange={(pattern) => put(column, { ...m, pattern })} />}
                                        {target?.kind === "tags" && (
                                            <TextInput size="xs" aria-label={t("import.splitOf", { column })} value={m?.split ?? ""} maxLength={1} placeholder={t("import.splitBy")} onChange={(e) => put(column, { ...m, split: e.currentTarget.value || undefined })} />
                                        )}
                                    </td>
                                </tr>
                            );
                        })}
                    </tbody>
                </table>
            </div>
            {left.length > 0 && <Text size="sm" className="dim" mt={8}>{t("import.left", { count: left.length, n: count(r, left.length) })}</Text>}
        </>
    );
}

/* The record's own fields first; those of what it mentions under that record's name. */
function TargetPicker({ column, targets, value, error, onChange }: { column: string; targets: ImportTarget[]; value: string | null; error?: string; onChange: (v: string | null) => void }) {
    const { t } = useTranslation();
    const own = targets[0]?.record;
    const records = [...new Set(targets.map((x) => x.record))];
    const groups = records.map((record) => ({
        group: t(`model.${record}`, { defaultValue: record }),
        items: targets.filter((x) => x.record === record).map((x) => ({
            value: x.name,
            label: [record === own ? null : t(`model.${record}`, { defaultValue: record }), x.required ? `${x.label} *` : x.label].filter(Boolean).join(": "),
        })),
    }));
    const known = value === null || targets.some((x) => x.name === value);
    const data = known ? groups : [...groups, { group: t("import.unknownField"), items: [{ value, label: value }] }];
    return (
        <Select
            size="xs" aria-label={t("import.targetOf", { column })} data={data} value={value} placeholder={t("import.ignore")} clearable searchable error={error} onChange={onChange} maxDropdownHeight={320}
            clearButtonProps={{ "aria-label": t("import.ignoreColumn", { column }) }}
        />
    );
}

function PatternPicker({ column, formats, cells, value, onChange }: { column: string; formats: string[]; cells: string[]; value?: string; onChange: (p: string | undefined) => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const list = [...fitting(formats, cells), ...(value && !formats.includes(value) ? [value] : [])];
    const first = cells[0];
    const at = value && first ? readDate(value, first) : null;
    return (
        <>
            <Select
                size="xs" aria-label={t("import.patternOf", { column })} value={value ?? null} placeholder={t("common.choose")} allowDeselect={false} data={list.map((p) => ({ value: p, label: p }))}
                onChange={(v) => onChange(v ?? undefined)} error={value && first && !at ? t("import.patternWrong", { cell: first }) : undefined}
            />
            {at && <Text size="xs" className="dim" mt={2}>{first} = {longDate(r.locale, at)}</Text>}
        </>
    );
}

function patternFor(targets: ImportTarget[], name: string, m: ColumnMap | undefined, cells: string[]): string | undefined {
    const formats = targets.find((x) => x.name === name)?.formats;
    return formats ? (m?.pattern ?? fitting(formats, cells)[0]) : undefined;
}
