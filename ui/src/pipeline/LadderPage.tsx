/* How far people have come, which stage of the funnel that is, and the rules that move them on by themselves. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../api/client";
import { useAllOf, useDelete, useModel, useSave } from "../api/queries";
import type { Row } from "../api/types";
import { count } from "../format";
import { Confirm } from "../parts/Confirm";
import { Empty } from "../parts/Empty";
import { choiceLabel, choicesOf, fieldNamed } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { done, doneWithUndo, failed } from "../parts/toast";
import { RuleBuilder, type RuleState } from "../rules/RuleBuilder";
import { useSentence } from "../rules/schema";
import type { RuleJson } from "../rules/tree";
import { useDesk } from "../session";
import { stagesKey as key } from "../settings/areas";
import { Trouble, Waiting } from "../shell/Fallbacks";

export const ladder = ["subscriber", "lead", "mql", "sal", "sql", "opportunity", "customer", "advocate"] as const;
const stages = ["awareness", "consideration", "decision", "retention"] as const;

export function LadderPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const rules = useAllOf("lifecycle_rules", { sort: "position" });
    const [editing, setEditing] = useState<Row | "new" | null>(null);
    const may = can("edit_plan");
    if (rules.isLoadingError) return <Trouble error={rules.error} again={() => void rules.refetch()} />;
    if (!rules.data) return <Waiting />;
    const button = may && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { setEditing("new"); }}>{t("ladder.newRule")}</Button>;
    return (
        <>
            <PageHead title={t("menu.ladder")} lead={t("ladder.lead")} />
            <Steps />
            <Group justify="space-between" mt={32} mb="sm">
                <h2 style={{ margin: 0, fontSize: "1.125rem" }}>{t("ladder.rules")}</h2>
                {rules.data.length > 0 && button}
            </Group>
            {rules.data.length === 0 ? <div className="card"><Empty title={t("ladder.noRules")} text={t("ladder.noRulesText")}>{button}</Empty></div> : (
                <Stack gap={12}>{rules.data.map((x) => <RuleCard key={x.id} row={x} may={may} onEdit={() => { setEditing(x); }} />)}</Stack>
            )}
            {editing !== null && <RuleDialog row={editing === "new" ? undefined : editing} onClose={() => { setEditing(null); }} />}
        </>
    );
}

/* --- the ladder and its four stages */

function useStages() {
    return useQuery({
        queryKey: ["settings", key], staleTime: 60_000,
        queryFn: async ({ signal }) => {
            const all = (await api.get<{ items: { key: string; value: unknown; initial: unknown }[] }>("/settings", undefined, signal)).items;
            const row = all.find((s) => s.key === key);
            const names = (v: unknown) => (typeof v === "string" ? v.split(",").map((x) => x.trim()) : []);
            const given = names(row?.value);
            return given.length === ladder.length && given.every((x) => (stages as readonly string[]).includes(x)) ? given : names(row?.initial);
        },
    });
}

function Steps() {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const client = useQueryClient();
    const of = useStages().data;
    const board = useQuery({ queryKey: ["dashboard", 30], staleTime: 30_000, queryFn: ({ signal }) => api.get<{ lifecycle?: { stage: string; count: number }[] }>("/dashboard", { days: 30 }, signal) }).data;
    const put = async (i: number, v: string) => {
        if (!of) return;
        try {
            await api.patch("/settings", { [key]: of.map((x, k) => (k === i ? v : x)).join(",") });
            done(t("common.saved"));
        } catch (e) {
            failed(e);
        }
        for (const k of ["settings", "dashboard"]) void client.invalidateQueries({ queryKey: [k] });
    };
    return (
        <section className="card scroll-x" style={{ padding: 0 }} aria-label={t("ladder.steps")} tabIndex={0}>
            <table className="grid-table row-cards">
                <thead><tr><th>{t("ladder.step")}</th><th>{t("ladder.means")}</th><th className="num">{t("ladder.people")}</th><th>{t("ladder.stage")}</th></tr></thead>
                <tbody>
                    {ladder.map((s, i) => {
                        const n = board?.lifecycle?.find((x) => x.stage === s)?.count;
                        return (
                            <tr key={s}>
                                <td><strong>{choiceLabel("lifecycle", s, t)}</strong></td>
                                <td style={{ fontSize: "0.88rem", minWidth: 200 }}>{t(`ladder.meaning.${s}`)}</td>
                                <td className="num" data-label={t("ladder.people")}>{n === undefined ? "–" : <Link className="link" to="/people/$table" params={{ table: "contacts" }} search={{ lifecycle: s }}>{count(r, n)}</Link>}</td>
                                <td data-label={t("ladder.stage")}>
                                    {!of ? null : can("admin") ? (
                                        <Select size="xs" w={170} allowDeselect={false} aria-label={t("ladder.stageOf", { step: choiceLabel("lifecycle", s, t) })} value={of[i] ?? null} data={stages.map((x) => ({ value: x, label: t(`stage.${x}`) }))} onChange={(v) => { if (v) void put(i, v); }} />
                                    ) : t(`stage.${of[i] ?? "awareness"}`)}
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </section>
    );
}

/* --- rules */

function ruleOf(row: Row | undefined): RuleJson | null {
    const v = row?.rule;
    return typeof v === "object" && v !== null && !Array.isArray(v) ? (v as unknown as RuleJson) : null;
}

interface Preview {
    count: number;
    items: { id: string; name: string | null; email: string | null; lifecycle: string | null }[];
}

function RuleCard({ row, may, onEdit }: { row: Row; may: boolean; onEdit: () => void }) {
    const { t } = useTranslation();
    const rule = ruleOf(row);
    const sentence = useSentence("contact", rule).data;
    const save = useSave("lifecycle_rules");
    const remove = useDelete("lifecycle_rules");
    const [dropping, setDropping] = useState(false);
    const [applying, setApplying] = useState(false);
    const name = String(row.name);
    const active = row.active === true || row.active === 1;
    return (
        <article className="card" style={{ padding: 16 }} aria-label={name}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
                <div style={{ minWidth: 0 }}>
                    <Group gap={8}><strong>{name}</strong><Badge variant="light" radius="sm" tt="none">→ {choiceLabel("lifecycle", String(row.stage), t)}</Badge></Group>
                    <Text size="sm" className="dim" mt={4}>{sentence ?? "…"}</Text>
                </div>
                {may && (
                    <Group gap={6} wrap="nowrap">
                        <Switch aria-label={t("ladder.active", { name })} checked={active} onChange={(e) => { save.mutate({ row, values: { active: e.currentTarget.checked } }, { onError: failed }); }} />
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`${t("common.actions")}: ${name}`}><IconDots size={17} aria-hidden /></ActionIcon></Menu.Target>
                            <Menu.Dropdown>
                                <Menu.Item onClick={() => { setApplying(true); }}>{t("ladder.applyAll")}</Menu.Item>
                                <Menu.Item onClick={onEdit}>{t("common.edit")}</Menu.Item>
                                <Menu.Item color="var(--attention)" onClick={() => { setDropping(true); }}>{t("common.delete")}</Menu.Item>
                            </Menu.Dropdown>
                        </Menu>
                    </Group>
                )}
            </Group>
            {applying && rule && <ApplyDialog row={row} rule={rule} onClose={() => { setApplying(false); }} />}
            <Confirm opened={dropping} title={t("record.deleteTitle", { name })} text={t("ladder.dropText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => { setDropping(false); }}
                onYes={() => { remove.mutate(row, { onSuccess: () => { setDropping(false); done(t("common.saved")); }, onError: failed }); }} />
        </article>
    );
}

function usePreview(stage: string, rule: RuleJson | null) {
    return useQuery({
        queryKey: ["lifecycle", "preview", stage, rule], enabled: rule !== null && stage !== "", retry: false, staleTime: 10_000,
        queryFn: ({ signal }) => { signal.throwIfAborted(); return api.post<Preview>("/lifecycle_rules/preview", { stage, rule }); },
    });
}

/* Whom it would move, before it moves anybody; and the way back. */
function ApplyDialog({ row, rule, onClose }: { row: Row; rule: RuleJson; onClose: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const client = useQueryClient();
    const [busy, setBusy] = useState(false);
    const q = usePreview(String(row.stage), rule);
    const stage = choiceLabel("lifecycle", String(row.stage), t);
    const again = () => { for (const k of ["rows", "row", "dashboard", "timeline", "lifecycle"]) void client.invalidateQueries({ queryKey: [k] }); };
    const settled = async (job: string) => {
        for (let state = ""; state !== "done" && state !== "failed"; ) {
            await new Promise((f) => setTimeout(f, 400));
            state = (await api.get<{ state: string }>(`/jobs/${job}`)).state;
        }
        again();
    };
    const apply = async () => {
        setBusy(true);
        try {
            const { job } = await api.post<{ job: string }>(`/lifecycle_rules/${row.id}/apply`);
            await settled(job);
            doneWithUndo(t("ladder.applied", { count: q.data?.count ?? 0, n: count(r, q.data?.count ?? 0), stage }), t("common.undo"), () => {
                api.post<{ job: string }>("/lifecycle_rules/undo", { run: job }).then((x) => settled(x.job)).then(() => { done(t("ladder.undone")); }).catch(failed);
            });
            onClose();
        } catch (e) {
            failed(e);
        }
        setBusy(false);
    };
    return (
        <Modal opened onClose={onClose} title={t("ladder.applyTitle", { name: String(row.name) })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Stack>
                {q.isLoadingError ? <Text c="var(--attention)">{q.error.message}</Text> : <Moved preview={q.data} stage={stage} />}
                <Group justify="flex-end">
                    <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button loading={busy} disabled={!q.data?.count} onClick={() => void apply()}>{t("ladder.apply")}</Button>
                </Group>
            </Stack>
        </Modal>
    );
}

function Moved({ preview, stage }: { preview?: Preview; stage: string }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    if (!preview) return <Text className="dim">…</Text>;
    return (
        <div aria-live="polite">
            <Text fw={600}>{t("ladder.wouldMove", { count: preview.count, n: count(r, preview.count), stage })}</Text>
            {preview.items.length > 0 && (
                <ul style={{ margin: "8px 0 0", paddingLeft: 18, maxHeight: 220, overflowY: "auto", fontSize: "0.88rem" }}>
                    {preview.items.map((x) => <li key={x.id}>{x.name ?? x.email ?? `#${x.id.slice(-6)}`} <span className="dim">· {choiceLabel("lifecycle", x.lifecycle ?? "lead", t)}</span></li>)}
                </ul>
            )}
        </div>
    );
}

function RuleDialog({ row, onClose }: { row?: Row; onClose: () => void }) {
    const { t } = useTranslation();
    const model = useModel("lifecycle_rules");
    const save = useSave("lifecycle_rules");
    const [name, setName] = useState(typeof row?.name === "string" ? row.name : "");
    const [stage, setStage] = useState(typeof row?.stage === "string" ? row.stage : "mql");
    const [state, setState] = useState<RuleState | null>(null);
    const [asked, setAsked] = useState(false);
    const [first] = useState(() => ruleOf(row));
    const preview = usePreview(stage, state?.whole ? (state.rule) : null);
    const wrong = save.error instanceof Problem ? save.error.fields : preview.error instanceof Problem ? preview.error.fields : {};
    const field = model && fieldNamed(model.fields, "stage");
    const submit = (e: SyntheticEvent) => {
        e.preventDefault();
        setAsked(true);
        if (!name.trim() || !state?.whole) return;
        save.mutate({ row, values: { name: name.trim(), stage, rule: state.rule } }, { onSuccess: () => { done(t("common.saved")); onClose(); }, onError: (x) => { if (!(x instanceof Problem) || x.status !== 422) failed(x); } });
    };
    return (
        <Modal opened onClose={onClose} size="xl" title={row ? t("common.edit") : t("ladder.newRule")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={submit} noValidate>
                <Stack>
                    <TextInput label={t("ladder.name")} required data-autofocus value={name} maxLength={120} onChange={(e) => { setName(e.currentTarget.value); }} error={wrong.name ?? (asked && !name.trim() ? t("form.required", { field: t("ladder.name") }) : undefined)} />
                    <Select label={t("ladder.to")} allowDeselect={false} value={stage} data={field ? choicesOf(field, t) : []} onChange={(v) => { if (v) setStage(v); }} comboboxProps={{ withinPortal: true }} />
                    <div>
                        <Text size="sm" fw={500} mb={4}>{t("ladder.who")}</Text>
                        <Text size="xs" className="dim" mb={8}>{t("ladder.whoHint")}</Text>
                        <RuleBuilder subject="contact" rule={first} asked={asked} onChange={setState} />
                        {Object.entries(wrong).filter(([k]) => k.startsWith("rule")).map(([k, v]) => <Text key={k} size="sm" className="attention" mt="xs" role="alert">{v}</Text>)}
                    </div>
                    {state?.whole && preview.data && <Moved preview={{ ...preview.data, items: preview.data.items.slice(0, 5) }} stage={choiceLabel("lifecycle", stage, t)} />}
                    <Text size="xs" className="dim">{t("ladder.liveHint")}</Text>
                    <Group justify="flex-end">
                        <Button variant="subtle" onClick={onClose}>{t("common.cancel")}</Button>
                        <Button type="submit" loading={save.isPending}>{t("common.save")}</Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
