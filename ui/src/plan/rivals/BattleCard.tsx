/* What a seller needs when this competitor is after the same deal: on one page, to print, or to copy into a message. */
import { ActionIcon, Button, Group, Menu, Modal, Text } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlus, IconPrinter, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useModel } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done, failed } from "../../parts/toast";

const parts = ["strengths", "weaknesses", "how_we_win", "proof"] as const;

export function BattleCard({ row, model, may }: { row: Row; model: Model; may: boolean }) {
    const { t } = useTranslation();
    const objectionModel = useModel("competitor_objections");
    const objections = useAllOf("competitor_objections", { competitor: row.id, sort: "position" }).data ?? [];
    const remove = useDelete("competitor_objections");
    const [editing, setEditing] = useState(false);
    const [form, setForm] = useState<{ row?: Row } | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const text = (k: string) => (typeof row[k] === "string" ? row[k] : "");
    const label = (k: string) => model.fields.find((f) => f.name === k)?.label ?? k;
    const blank = parts.every((k) => !text(k)) && objections.length === 0;
    const copy = () => {
        const lines = [
            t("rival.cardOf", { name: nameOf(row) }),
            ...parts.filter((k) => text(k)).map((k) => `${label(k)}\n${text(k)}`),
            ...(objections.length ? [[t("rival.objections"), ...objections.map((o) => `– ${String(o.objection)}\n  ${typeof o.answer === "string" ? o.answer : t("rival.noAnswer")}`)].join("\n")] : []),
        ];
        void navigator.clipboard.writeText(lines.join("\n\n")).then(() => done(t("common.copied")), failed);
    };
    const edit = may ? <Button leftSection={<IconPencil size={16} aria-hidden />} variant={blank ? "filled" : "default"} onClick={() => setEditing(true)}>{t("rival.writeCard")}</Button> : null;
    const addObjection = may ? <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setForm({})}>{t("rival.addObjection")}</Button> : null;
    return (
        <>
            {blank ? (
                <div className="card"><Empty title={t("rival.noCard")} text={t("rival.noCardText")}>{edit}{addObjection}</Empty></div>
            ) : (
                <>
                    <Group justify="flex-end" gap="xs" mb="sm" className="no-print">
                        {edit}
                        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>{t("rival.copyCard")}</Button>
                        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t("attribution.print")}</Button>
                    </Group>
                    <article aria-label={t("rival.cardOf", { name: nameOf(row) })}>
                        <div className="rival-card">
                            {parts.map((k) => (
                                <section key={k} className="card" data-part={k}>
                                    <h2>{label(k)}</h2>
                                    <p>{text(k) || <span className="dim">{t("rival.unwritten")}</span>}</p>
                                </section>
                            ))}
                        </div>
                        <section className="card" style={{ padding: 18, marginTop: 16 }}>
                            <Group justify="space-between" mb={10}>
                                <h2 style={{ margin: 0, fontSize: "1.02rem" }}>{t("rival.objections")}</h2>
                                <span className="no-print">{addObjection}</span>
                            </Group>
                            {objections.length === 0 ? <Text size="sm" className="dim">{t("rival.noObjections")}</Text> : (
                                <dl className="rival-objections">
                                    {objections.map((o) => (
                                        <div key={o.id}>
                                            <dt>
                                                <span>{String(o.objection)}</span>
                                                {may && (
                                                    <Menu position="bottom-end" withinPortal>
                                                        <Menu.Target><ActionIcon className="no-print" variant="subtle" color="gray" size="sm" aria-label={`${t("common.actions")}: ${String(o.objection)}`}><IconDots size={15} aria-hidden /></ActionIcon></Menu.Target>
                                                        <Menu.Dropdown>
                                                            <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setForm({ row: o })}>{t("common.edit")}</Menu.Item>
                                                            <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} color="var(--attention)" onClick={() => setDropping(o)}>{t("common.delete")}</Menu.Item>
                                                        </Menu.Dropdown>
                                                    </Menu>
                                                )}
                                            </dt>
                                            <dd>{typeof o.answer === "string" && o.answer ? o.answer : <span className="dim">{t("rival.noAnswer")}</span>}</dd>
                                        </div>
                                    ))}
                                </dl>
                            )}
                        </section>
                    </article>
                </>
            )}
            <Modal opened={editing} onClose={() => setEditing(false)} title={t("rival.writeCard")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                <RecordForm model={model} row={row} hidden={model.fields.map((f) => f.name).filter((n) => !(parts as readonly string[]).includes(n))} only={[...parts]} onCancel={() => setEditing(false)} onDone={() => { setEditing(false); done(t("common.saved")); }} />
            </Modal>
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? t("common.edit") : t("rival.addObjection")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && objectionModel && <RecordForm model={objectionModel} row={form.row} hidden={["plan", "competitor", "position"]} initial={{ plan: String(row.plan), competitor: row.id, position: objections.length + 1 }} onCancel={() => setForm(null)} onDone={() => { setForm(null); done(t("common.saved")); }} />}
            </Modal>
            <Confirm opened={dropping !== null} title={t("rival.dropObjection")} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })} />
        </>
    );
}
