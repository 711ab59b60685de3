/* The site's assets: a library with filters, and the backlog of what is wanted. */
import { Badge, Button, Chip, Group, Modal, Text, TextInput } from "@mantine/core";
import { IconExternalLink, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useModel, useSave, useWho } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { day, fold, today } from "../../format";
import { Empty } from "../../parts/Empty";
import { fieldNamed, textOf } from "../../parts/fields";
import { doneWithUndo, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { EventForm } from "../calendar/EventForm";

const color: Record<string, string> = { wanted: "ochre", draft: "gray", ready: "leaf", retired: "gray" };
const states = ["ready", "draft", "retired"];

export function Library({ plan }: { plan: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const model = useModel("assets");
    const q = useAllOf("assets", { sort: "-created_at" });
    const [picked, setPicked] = useState<string[]>(["ready", "draft"]);
    const [typed, setTyped] = useState("");
    const [form, setForm] = useState<{ row?: Row; state?: string } | null>(null);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    const may = can("edit_plan");
    const here = q.data.filter((x) => picked.includes(String(x.state)) && fold(`${nameOf(x)} ${typeof x.topic === "string" ? x.topic : ""}`).includes(fold(typed)));
    const wanted = q.data.filter((x) => x.state === "wanted").sort((a, b) => String(a.due_on ?? "9").localeCompare(String(b.due_on ?? "9")));
    const used = q.data.some((x) => x.state !== "wanted");
    return (
        <>
            <section className="card" style={{ marginBottom: 24 }} aria-label={t("launch.library")}>
                <Group justify="space-between" mb="sm">
                    <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("launch.library")}</h2>
                    {may && used && <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setForm({ state: "draft" })}>{t("launch.newAsset")}</Button>}
                </Group>
                {!used ? (
                    <Empty title={t("launch.noAssets")} text={t("launch.noAssetsText")}>{may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setForm({ state: "draft" })}>{t("launch.newAsset")}</Button>}</Empty>
                ) : (
                    <>
                        <Group gap="xs" mb="sm">
                            <TextInput size="xs" leftSection={<IconSearch size={14} aria-hidden />} aria-label={t("launch.find")} placeholder={t("launch.find")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
                            <Chip.Group multiple value={picked} onChange={setPicked}>
                                <Group gap={6} role="group" aria-label={fieldNamed(model.fields, "state")?.label}>{states.map((s) => <Chip key={s} value={s} size="xs">{fieldNamed(model.fields, "state")?.choice_labels[s]}</Chip>)}</Group>
                            </Chip.Group>
                        </Group>
                        {here.length === 0 ? <Text size="sm" className="dim">{t("common.nothing")}</Text> : <Assets model={model} rows={here} onOpen={may ? (row) => setForm({ row }) : undefined} />}
                    </>
                )}
            </section>
            <section className="card" style={{ marginBottom: 24 }} aria-label={t("launch.backlog")}>
                <Group justify="space-between" mb={4}>
                    <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("launch.backlog")}</h2>
                    {may && <Button size="xs" variant="light" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setForm({ state: "wanted" })}>{t("launch.newWish")}</Button>}
                </Group>
                <Text size="sm" className="dim" mb="sm">{t("launch.backlogText")}</Text>
                <Backlog model={model} rows={wanted} onOpen={may ? (row) => setForm({ row }) : undefined} />
            </section>
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? nameOf(form.row) : form?.state === "wanted" ? t("launch.newWish") : t("launch.newAsset")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && <EventForm table="assets" row={form.row} plan={plan.id} initial={form.state ? { state: form.state } : undefined} onDone={() => setForm(null)} />}
            </Modal>
        </>
    );
}

const columns = ["kind", "state", "funnel_stage", "topic", "owner", "due_on"];

export function Assets({ model, rows, show = columns, onOpen, more }: { model: Model; rows: Row[]; show?: string[]; onOpen?: (row: Row) => void; more?: (row: Row) => React.ReactNode }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const who = useWho();
    const label = (name: string) => fieldNamed(model.fields, name)?.label;
    const value = (row: Row, name: string) => {
        const f = fieldNamed(model.fields, name);
        return f ? textOf(f, row[f.name], r, t, row) : "";
    };
    return (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t("launch.library")}>
            <table className="grid-table row-cards">
                <thead><tr>{["name", ...show].map((n) => <th key={n}>{label(n)}</th>)}{more && <th><span className="hidden-visually">{t("common.actions")}</span></th>}</tr></thead>
                <tbody>
                    {rows.map((x) => (
                        <tr key={x.id}>
                            <td style={{ minWidth: 150 }}>
                                <span style={{ display: "inline-flex", alignItems: "baseline", gap: 6 }}>
                                {onOpen ? <button type="button" className="plain-link cal-plain" style={{ color: "inherit", fontWeight: 550 }} onClick={() => onOpen(x)}>{nameOf(x)}</button> : nameOf(x)}
                                {typeof x.url === "string" && <a href={x.url} target="_blank" rel="noreferrer" className="link" aria-label={`${t("launch.look")}: ${nameOf(x)}`} style={{ flex: "none" }}><IconExternalLink size={14} aria-hidden style={{ verticalAlign: -2 }} /></a>}
                                </span>
                            </td>
                            {show.map((n) => (
                                <td key={n} data-label={label(n)} className={n === "due_on" ? "num" : undefined}>
                                    {n === "state" ? <Badge variant="light" tt="none" radius="sm" color={color[String(x.state)] ?? "gray"}>{value(x, n)}</Badge> : n === "owner" ? (typeof x.owner === "string" ? who(x.owner) : "") : n === "due_on" ? <Due row={x} /> : value(x, n)}
                                </td>
                            ))}
                            {more && <td className="row-actions">{more(x)}</td>}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Due({ row }: { row: Row }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    if (typeof row.due_on !== "string") return null;
    const late = row.due_on < today(r) && (row.state === "draft" || row.state === "wanted");
    return <span className={late ? "attention" : undefined}>{day(r, row.due_on)}{late && ` (${t("launch.late")})`}</span>;
}

function Backlog({ model, rows, onOpen }: { model: Model; rows: Row[]; onOpen?: (row: Row) => void }) {
    const { t } = useTranslation();
    const save = useSave("assets");
    if (!rows.length) return <Text size="sm" className="dim">{t("launch.noWishes")}</Text>;
    const begin = (row: Row) => save.mutate({ row, values: { state: "draft" } }, {
        onSuccess: (saved) => doneWithUndo(t("launch.begun", { name: nameOf(row) }), t("common.undo"), () => save.mutate({ row: saved, values: { state: "wanted" } }, { onError: failed })),
        onError: failed,
    });
    return (
        <ul className="cal-agenda">
            {rows.map((x) => (
                <li key={x.id}>
                    <span className="cal-dot" style={{ background: "var(--mantine-color-ochre-6)" }} aria-hidden />
                    <span style={{ minWidth: 0 }}>
                        {onOpen ? <button type="button" className="link cal-plain" onClick={() => onOpen(x)}>{nameOf(x)}</button> : nameOf(x)}
                        <Text size="xs" className="dim">{fieldNamed(model.fields, "kind")?.choice_labels[String(x.kind)]} <Due row={x} />{typeof x.notes === "string" && ` · ${x.notes}`}</Text>
                    </span>
                    {onOpen && <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("launch.begin")}: ${nameOf(x)}`} onClick={() => begin(x)}>{t("launch.begin")}</Button>}
                </li>
            ))}
        </ul>
    );
}
