/* The site's pipeline: its stages in order, what each asks, and the reasons that people choose from when a deal ends. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, MultiSelect, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import { howMany } from "../api/howMany";
import { useAllOf, useDelete, useModel, useRefresh } from "../api/queries";
import type { Json, Model, Row } from "../api/types";
import { count, percent } from "../format";
import { Confirm } from "../parts/Confirm";
import { choiceLabel, fieldNamed, tagsOf } from "../parts/fields";
import { RecordForm } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

const askable = ["amount_minor", "account", "contact", "owner", "next_step", "next_step_on", "requirements", "budget_max_minor", "contract_ends_on", "reason", "campaign"];
const kinds = ["open", "won", "lost"] as const;

type Table = "deal_stages" | "deal_reasons";
interface Form { table: Table; row?: Row; initial?: Record<string, Json> }

export function StagesPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const stages = useAllOf("deal_stages", { sort: "position" });
    const reasons = useAllOf("deal_reasons", { sort: "position" });
    const models = { deal_stages: useModel("deal_stages"), deal_reasons: useModel("deal_reasons"), deals: useModel("deals") };
    const [form, setForm] = useState<Form | null>(null);
    const [dropping, setDropping] = useState<{ table: Table; row: Row } | null>(null);
    const may = can("edit_plan");
    const refresh = useRefresh();
    if (stages.isLoadingError) return <Trouble error={stages.error} again={() => void stages.refetch()} />;
    if (!stages.data || !reasons.data) return <Waiting />;
    const order = kinds.flatMap((k) => stages.data.filter((s) => s.kind === k));
    const model = form ? models[form.table] : undefined;
    const swap = async (a: Row, b: Row) => {
        try {
            await api.post("/deal_stages/order", { ids: order.map((s) => (s === a ? b : s === b ? a : s).id) });
        } catch (e) {
            failed(e);
        }
        refresh("deal_stages");
    };
    const labelOf = (name: string) => (models.deals && fieldNamed(models.deals.fields, name)?.label) ?? name;
    return (
        <>
            <section className="card scroll-x" style={{ padding: 0 }} tabIndex={0} aria-label={t("settings.stages.stages")}>
                <table className="grid-table row-cards">
                    <thead><tr><th>{t("settings.stages.stage")}</th><th className="num">{t("settings.stages.chance")}</th><th className="num">{t("settings.stages.stall")}</th><th>{t("settings.stages.asks")}</th>{may && <th><span className="hidden-visually">{t("common.actions")}</span></th>}</tr></thead>
                    <tbody>
                        {order.map((s) => {
                            const same = order.filter((x) => x.kind === s.kind);
                            return <StageLine key={s.id} row={s} may={may} labelOf={labelOf} before={same[same.indexOf(s) - 1]} after={same[same.indexOf(s) + 1]} onSwap={(a, b) => void swap(a, b)} onEdit={() => { setForm({ table: "deal_stages", row: s }); }} onDrop={() => { setDropping({ table: "deal_stages", row: s }); }} />;
                        })}
                    </tbody>
                </table>
            </section>
            {may && <Button mt="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setForm({ table: "deal_stages", initial: { kind: "open" } }); }}>{t("settings.stages.newStage")}</Button>}
            <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(280px, 1fr))", gap: 16, marginTop: 28 }}>
                {(["won", "lost"] as const).map((outcome) => (
                    <section key={outcome} className="card" aria-label={t(`settings.stages.${outcome}`)}>
                        <h2 style={{ margin: "0 0 8px", fontSize: "0.95rem", fontWeight: 650 }}>{t(`settings.stages.${outcome}`)}</h2>
                        {reasons.data.filter((x) => x.outcome === outcome).map((x) => (
                            <Group key={x.id} justify="space-between" wrap="nowrap" py={3}>
                                <Text size="sm">{String(x.name)}</Text>
                                {may && <LineMenu name={String(x.name)} onEdit={() => { setForm({ table: "deal_reasons", row: x }); }} onDrop={() => { setDropping({ table: "deal_reasons", row: x }); }} />}
                            </Group>
                        ))}
                        {may && <Button mt="xs" size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => { setForm({ table: "deal_reasons", initial: { outcome } }); }}>{t("settings.stages.newReason")}</Button>}
                    </section>
                ))}
            </div>
            <Modal opened={form !== null} onClose={() => { setForm(null); }} title={t(form?.row ? "common.edit" : form?.table === "deal_reasons" ? "settings.stages.newReason" : "settings.stages.newStage")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && model && (
                    <RecordForm
                        model={model} row={form.row} initial={form.initial} hidden={form.table === "deal_reasons" ? ["position", "outcome"] : ["position"]}
                        render={{ requires: (v, put) => <Asks model={models.deals} label={fieldNamed(model.fields, "requires")?.label ?? ""} help={fieldNamed(model.fields, "requires")?.help ?? undefined} value={tagsOf(v)} onChange={put} /> }}
                        onCancel={() => { setForm(null); }} onDone={() => { setForm(null); done(t("common.saved")); }}
                    />
                )}
            </Modal>
            <Drop at={dropping} onClose={() => { setDropping(null); }} />
        </>
    );
}

function StageLine({ row: s, may, labelOf, before, after, onSwap, onEdit, onDrop }: { row: Row; may: boolean; labelOf: (f: string) => string; before?: Row; after?: Row; onSwap: (a: Row, b: Row) => void; onEdit: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const name = String(s.name);
    return (
        <tr>
            <td>
                <strong>{name}</strong>
                {s.kind !== "open" && <Badge ml={8} size="sm" variant="light" tt="none" radius="sm" color={s.kind === "won" ? "leaf" : "terracotta"}>{choiceLabel("outcome", String(s.kind), t)}</Badge>}
            </td>
            <td className="num" data-label={t("settings.stages.chance")}>{s.kind === "open" ? percent(r, typeof s.probability === "number" ? s.probability : null, 0) : "–"}</td>
            <td className="num" data-label={t("settings.stages.stall")}>{typeof s.stall_days === "number" ? t("settings.stages.days", { count: s.stall_days }) : "–"}</td>
            <td style={{ fontSize: "0.86rem" }} data-label={t("settings.stages.asks")}>{tagsOf(s.requires).map(labelOf).join(", ") || <span className="dim">–</span>}</td>
            {may && (
                <td>
                    <Group gap={2} wrap="nowrap" justify="flex-end">
                        <ActionIcon variant="subtle" color="gray" style={before ? undefined : { visibility: "hidden" }} aria-label={t("settings.stages.up", { name })} onClick={() => { if (before) onSwap(s, before); }}><IconArrowUp size={16} aria-hidden /></ActionIcon>
                        <ActionIcon variant="subtle" color="gray" style={after ? undefined : { visibility: "hidden" }} aria-label={t("settings.stages.down", { name })} onClick={() => { if (after) onSwap(s, after); }}><IconArrowDown size={16} aria-hidden /></ActionIcon>
                        <LineMenu name={name} onEdit={onEdit} onDrop={onDrop} />
                    </Group>
                </td>
            )}
        </tr>
    );
}

function LineMenu({ name, onEdit, onDrop }: { name: string; onEdit: () => void; onDrop: () => void }) {
    const { t } = useTranslation();
    return (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
                <Menu.Item onClick={onEdit}>{t("common.edit")}</Menu.Item>
                <Menu.Item color="var(--attention)" onClick={onDrop}>{t("common.delete")}</Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}

function Asks({ model, label, help, value, onChange }: { model?: Model; label: string; help?: string; value: string[]; onChange: (v: string[]) => void }) {
    const data = askable.map((n) => model && fieldNamed(model.fields, n)).filter((f) => f != null).map((f) => ({ value: f.name, label: f.label }));
    return <MultiSelect label={label} description={help} data={data} value={value} onChange={onChange} clearable />;
}

/* A stage with open deals in it cannot go: they are told of before anybody is asked. */
function Drop({ at, onClose }: { at: { table: Table; row: Row } | null; onClose: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const remove = useDelete(at?.table ?? "deal_stages");
    const stage = at?.table === "deal_stages" && at.row.kind === "open" ? String(at.row.key) : null;
    const open = useQuery({ queryKey: ["open-in", stage], enabled: stage !== null, gcTime: 0, queryFn: ({ signal }) => howMany("deals", { stage, outcome: "open" }, signal) });
    const held = stage === null ? 0 : (open.data?.n ?? 0);
    const n = open.data?.capped ? t("common.moreThan", { n: count(r, held) }) : count(r, held);
    return (
        <Confirm
            opened={at !== null} title={t("record.deleteTitle", { name: String(at?.row.name ?? "") })} text={held > 0 ? t("settings.stages.held", { count: held, n }) : t("settings.stages.dropText")} yes={held > 0 ? undefined : t("common.delete")} busy={remove.isPending || open.isLoading} onClose={onClose}
            onYes={() => { if (at) remove.mutate(at.row, { onSuccess: () => { onClose(); done(t("common.saved")); }, onError: (e) => { onClose(); failed(e); } }); }}
        >
            {stage !== null && held > 0 && <Text size="sm" mb="lg"><Link className="link" to="/people/$table" params={{ table: "deals" }} search={{ stage, outcome: "open" }}>{t("settings.stages.seeHeld", { count: held, n })}</Link></Text>}
        </Confirm>
    );
}
