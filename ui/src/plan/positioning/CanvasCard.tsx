/* The canvas of one audience: what it would choose without us, what only we have, what that is worth, and the sentence. */
import { ActionIcon, Button, Group, Menu, Modal, Select, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconHistory, IconPencil, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { done, failed } from "../../parts/toast";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import type { Dialogs } from "../audience/AudienceCard";
import { canvasFields, useCanvas } from "./claims";
import { StateChip } from "./StateChip";
import { Versions } from "./Versions";

interface Props extends Dialogs {
    row: Row;
    competitors: Row[];
    may: boolean;
}

export function CanvasCard({ row, competitors, may, ask, drop }: Props) {
    const { t } = useTranslation();
    const model = useModel("positionings");
    const q = useCanvas(row.id);
    const [past, { open: openPast, close: closePast }] = useDisclosure(false);
    const [linking, { open: openLink, close: closeLink }] = useDisclosure(false);
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    const c = q.data;
    const label = (name: string) => model.fields.find((f) => f.name === name)?.label ?? name;
    const text = (name: string) => (typeof row[name] === "string" && row[name] ? row[name] : null);
    const box = (name: string, extra?: React.ReactNode) => (
        <section className="canvas-box" key={name} data-box={name}>
            <h4>{label(name)}</h4>
            {text(name) ? <p>{text(name)}</p> : !extra && <p className="attention">{t("canvas.unwritten")}</p>}
            {extra}
        </section>
    );
    const free = competitors.filter((x) => !c.rivals.some((r) => r.competitor === x.id));
    return (
        <article className="card canvas" aria-label={t("canvas.of", { name: c.audience_name })}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb="sm">
                <h3 style={{ margin: 0, fontSize: "1.05rem", overflowWrap: "anywhere" }}>{c.audience_name}</h3>
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target>
                        <ActionIcon className="no-print" variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${c.audience_name}`}><IconDots size={17} aria-hidden /></ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                        {may && <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => { ask({ table: "positionings", title: t("canvas.edit", { name: c.audience_name }), row, only: [...canvasFields] }); }}>{t("common.edit")}</Menu.Item>}
                        <Menu.Item leftSection={<IconHistory size={15} aria-hidden />} onClick={openPast}>{t("canvas.versions")}</Menu.Item>
                        {may && <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={() => { drop("positionings", row, c.audience_name); }}>{t("common.delete")}</Menu.Item>}
                    </Menu.Dropdown>
                </Menu>
            </Group>
            <blockquote className="canvas-sentence">{text("statement") ?? <span className="attention">{t("canvas.noSentence")}</span>}</blockquote>
            <div className="canvas-grid">
                {box("alternatives", (
                    <>
                        <ul className="rival-list" aria-label={t("canvas.rivals")}>
                            {c.rivals.map((r) => (
                                <li key={r.id}>
                                    <span><strong>{r.name}</strong>{r.notes && <span className="dim"> — {r.notes}</span>}</span>
                                    {may && <ActionIcon className="no-print" variant="subtle" color="gray" size={24} aria-label={t("canvas.unlink", { name: r.name })} onClick={() => { drop("positioning_rivals", { id: r.id, version: r.version } as Row, r.name); }}><IconX size={14} aria-hidden /></ActionIcon>}
                                </li>
                            ))}
                        </ul>
                        {may && free.length > 0 && <Button className="no-print" size="compact-xs" variant="light" leftSection={<IconPlus size={12} aria-hidden />} onClick={openLink}>{t("canvas.link")}</Button>}
                        {c.rivals.length === 0 && competitors.length === 0 && <Text size="xs" className="dim no-print">{t("canvas.noRivals")}</Text>}
                    </>
                ))}
                {["attributes", "value", "category", "team"].map((name) => box(name))}
            </div>
            {c.claims.length > 0 && (
                <div style={{ marginTop: 14 }} role="group" aria-label={t("canvas.claims")}>
                    <h4 className="canvas-head">{t("canvas.claims")}</h4>
                    <ul className="canvas-claims">
                        {c.claims.map((x) => (
                            <li key={x.id}>
                                <span>{x.name}</span>
                                <StateChip state={x.state} />
                                {x.proofs.filter((p) => p.state === "stands").map((p) => <span key={p.id} className="dim canvas-proof">{p.name}</span>)}
                            </li>
                        ))}
                    </ul>
                </div>
            )}
            <Modal opened={past} onClose={closePast} title={t("canvas.versionsOf", { name: c.audience_name })} size="xl" closeButtonProps={{ "aria-label": t("common.close") }}>
                {past && <Versions row={row} may={may} onBack={closePast} />}
            </Modal>
            <Modal opened={linking} onClose={closeLink} title={t("canvas.link")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {linking && <RivalForm row={row} free={free} onDone={closeLink} />}
            </Modal>
        </article>
    );
}

function RivalForm({ row, free, onDone }: { row: Row; free: Row[]; onDone: () => void }) {
    const { t } = useTranslation();
    const model = useModel("positioning_rivals");
    const save = useSave("positioning_rivals");
    const [who, setWho] = useState<string | null>(null);
    const [notes, setNotes] = useState("");
    const field = (name: string) => model?.fields.find((f) => f.name === name);
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        if (!who) return;
        save.mutate({ values: { plan: row.plan ?? null, positioning: row.id, competitor: who, notes: notes.trim() || null } }, { onSuccess: () => { onDone(); done(t("common.saved")); }, onError: failed });
    };
    return (
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }} noValidate>
            <Select label={field("competitor")?.label} required searchable data={free.map((x) => ({ value: x.id, label: nameOf(x) }))} value={who} onChange={setWho} placeholder={t("common.choose")} />
            <Textarea label={field("notes")?.label} description={field("notes")?.help} autosize minRows={2} value={notes} onChange={(e) => { setNotes(e.currentTarget.value); }} maxLength={2000} />
            <Group justify="flex-end"><Button type="submit" disabled={!who} loading={save.isPending}>{t("common.save")}</Button></Group>
        </form>
    );
}
