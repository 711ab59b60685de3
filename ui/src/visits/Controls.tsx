/* Period, comparison, robots, and the filters as chips that can be taken away. */
import { ActionIcon, Button, Group, Menu, Pill, Select, TextInput } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { periodProblem } from "../results/period";
import { useReader } from "../session";
import { periods, twoDays, type Compare, type Filter, type Operator, type VisitsSearch } from "./ask";
import type { Go } from "./VisitsPage";
import { useVisitImports } from "./imports";
import { dimensionName, valueName } from "./words";

const dimensions = ["page", "entry", "exit", "source", "channel", "medium", "campaign", "referrer", "country", "language", "device", "browser", "os", "event", "host"];
const operators: Operator[] = ["is", "is_not", "contains", "contains_not"];

export function Controls({ search, go, compares = true, error }: { search: VisitsSearch; go: Go; compares?: boolean; error?: unknown }) {
    const { t } = useTranslation();
    const days = twoDays(search.period);
    const imported = (useVisitImports().data ?? []).some((i) => i.first_day !== null && i.format !== "search");
    const [own, setOwn] = useState(days !== null);
    const value = own || days ? "own" : (search.period ?? "30d");
    const known = [...periods] as string[];
    const setDay = (i: 0 | 1, v: string) => {
        const both: [string, string] = days ? [...days] : ["", ""];
        both[i] = v;
        const [from, to] = [both[0] || both[1], both[1] || both[0]];
        if (from && to) go({ period: `${from},${to}` });
    };
    return (
        <Group gap="xs" mb="sm" align="start" className="no-print">
            <Select
                aria-label={t("visits.period.label")} w={200} allowDeselect={false} value={value}
                data={[...(known.includes(value) || value === "own" ? known : [value, ...known]).map((p) => ({ value: p, label: t(`visits.period.${p}`, { defaultValue: p }) })), { value: "own", label: t("visits.period.own") }]}
                onChange={(v) => {
                    setOwn(v === "own");
                    if (v && v !== "own") go({ period: v === "30d" ? undefined : v });
                }}
            />
            {(own || days) && (
                <>
                    <TextInput type="date" aria-label={t("period.from")} value={days?.[0] ?? ""} max={days?.[1]} onChange={(e) => setDay(0, e.currentTarget.value)} />
                    <TextInput type="date" aria-label={t("period.to")} value={days?.[1] ?? ""} min={days?.[0]} error={periodProblem(error)} onChange={(e) => setDay(1, e.currentTarget.value)} />
                </>
            )}
            {compares && search.period !== "all" && (
                <Select
                    aria-label={t("visits.compare.label")} w={230} allowDeselect={false} value={search.compare ?? "previous"}
                    data={(["previous", "year", "none"] as Compare[]).map((c) => ({ value: c, label: t(`visits.compare.${c}`) }))}
                    onChange={(v) => go({ compare: v === "previous" || !v ? undefined : (v as Compare) })}
                />
            )}
            <Select
                aria-label={t("visits.robots.label")} w={170} allowDeselect={false} value={search.robots ?? "without"}
                data={(["without", "with", "only"] as const).map((k) => ({ value: k, label: t(`visits.robots.${k}`) }))}
                onChange={(v) => go({ robots: v === "with" || v === "only" ? v : undefined })}
            />
            {(imported || search.past) && (
                <Select
                    aria-label={t("visits.imported.label")} w={190} allowDeselect={false} value={search.past ?? "with"}
                    data={(["with", "without"] as const).map((k) => ({ value: k, label: t(`visits.imported.${k}`) }))}
                    onChange={(v) => go({ past: v === "without" ? v : undefined })}
                />
            )}
            <AddFilter onAdd={(f) => go({ f: [...(search.f ?? []), f] })} />
        </Group>
    );
}

function AddFilter({ onAdd }: { onAdd: (f: Filter) => void }) {
    const { t } = useTranslation();
    const [open, setOpen] = useState(false);
    const [dimension, setDimension] = useState("page");
    const [op, setOp] = useState<Operator>("contains");
    const [value, setValue] = useState("");
    const add = (e: FormEvent) => {
        e.preventDefault();
        const v = value.trim();
        if (!v) return;
        onAdd([op, dimension, [v]]);
        setValue("");
        setOpen(false);
    };
    return (
        <Menu opened={open} onChange={setOpen} closeOnItemClick={false} trapFocus position="bottom-start" shadow="md">
            <Menu.Target>
                <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{t("visits.filter.add")}</Button>
            </Menu.Target>
            <Menu.Dropdown p="sm" role="group" aria-label={t("visits.filter.add")}>
                <form onSubmit={add} style={{ display: "grid", gap: 8, width: 260 }}>
                    <Select label={t("visits.filter.what")} allowDeselect={false} value={dimension} onChange={(v) => v && setDimension(v)} data={dimensions.map((d) => ({ value: d, label: dimensionName(d, t) }))} comboboxProps={{ withinPortal: false }} />
                    <Select label={t("visits.filter.how")} allowDeselect={false} value={op} onChange={(v) => v && setOp(v as Operator)} data={operators.map((o) => ({ value: o, label: t(`visits.op.${o}`) }))} comboboxProps={{ withinPortal: false }} />
                    <TextInput label={t("visits.filter.value")} value={value} onChange={(e) => setValue(e.currentTarget.value)} maxLength={500} />
                    <Button type="submit" disabled={!value.trim()}>{t("visits.filter.apply")}</Button>
                </form>
            </Menu.Dropdown>
        </Menu>
    );
}

export function Chips({ search, go }: { search: VisitsSearch; go: Go }) {
    const { t } = useTranslation();
    const r = useReader();
    const all = search.f ?? [];
    if (!all.length && !search.goal) return null;
    const goal = search.goal && t("visits.goal.is", { what: valueName("event", search.goal, r, t) });
    return (
        <Group gap={6} mb="sm" component="ul" aria-label={t("visits.filter.list")} style={{ listStyle: "none", padding: 0, margin: "0 0 12px" }}>
            {goal && <li><Chip words={goal} label={t("visits.goal.remove")} onRemove={() => go({ goal: undefined })} /></li>}
            {all.map((f, i) => {
                const words = `${dimensionName(f[1], t)} ${t(`visits.op.${f[0]}`)} ${f[2].map((v) => valueName(f[1], v, r, t)).join(", ")}`;
                return (
                    <li key={JSON.stringify(f)}>
                        <Chip words={words} label={t("visits.filter.remove", { what: words })} onRemove={() => go({ f: all.length > 1 ? all.filter((_, k) => k !== i) : undefined })} />
                    </li>
                );
            })}
            {all.length > 1 && <li><Button variant="subtle" size="compact-sm" onClick={() => go({ f: undefined })}>{t("visits.filter.clear")}</Button></li>}
        </Group>
    );
}

function Chip({ words, label, onRemove }: { words: string; label: string; onRemove: () => void }) {
    return (
        <Pill size="md" styles={{ root: { display: "inline-flex", alignItems: "center", maxWidth: "min(90vw, 420px)", background: "var(--act-soft)", color: "var(--ink)" }, label: { overflow: "hidden", textOverflow: "ellipsis" } }}>
            <span title={words}>{words}</span>
            <ActionIcon variant="transparent" size={22} color="gray" ml={4} aria-label={label} onClick={onRemove}>
                <IconX size={13} aria-hidden />
            </ActionIcon>
        </Pill>
    );
}
