/* Claims and proof: what we say, what proves it, where it is said, and what no longer holds. */
import { Alert, Button, Chip, Group, Modal, Select, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../api/queries";
import type { Row } from "../../api/types";
import { Empty } from "../../parts/Empty";
import { useDesk } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import type { Dialogs } from "../audience/AudienceCard";
import { ClaimCard, WithdrawForm } from "./ClaimCard";
import { useLedger, type ClaimState, type Proof } from "./claims";
import { UseForm } from "./UseForm";

const states: ClaimState[] = ["unproved", "withdrawn", "proved"];

interface Props extends Dialogs {
    plan: Row;
    holds: Record<string, Row[]>;
}

export function LedgerCard({ plan, holds, ask, drop }: Props) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const q = useLedger(plan.id);
    const [state, setState] = useState<string>("all");
    const [audience, setAudience] = useState<string | null>(null);
    const [typed, setTyped] = useState("");
    const [using, setUsing] = useState<string | null>(null); /* a claim */
    const [withdrawing, setWithdrawing] = useState<{ proof: Proof; uses: number } | null>(null);
    const closeUse = () => { setUsing(null); }, closeWithdraw = () => { setWithdrawing(null); };
    const may = can("edit_plan");
    const audiences = holds.audiences ?? [];
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const { claims, counts, flagged_uses: flagged } = q.data;
    const words = typed.trim().toLocaleLowerCase();
    const shown = claims.filter((c) => (state === "all" || c.state === state) && (!audience || c.audience === audience) && (!words || [c.name, ...c.proofs.map((p) => p.name)].some((s) => s.toLocaleLowerCase().includes(words))));
    const edit = (row?: Row) => { ask({ table: "claims", title: row ? t("claims.edit") : t("claims.add"), row, initial: { plan: plan.id }, only: ["name", "audience", "owner", "notes"], render: { audience: (v, put, error) => <AudienceOf label={t("claims.whom")} hint={t("claims.whomHint")} rows={audiences} value={typeof v === "string" ? v : null} onChange={put} error={error} /> } }); };
    const add = may ? <Button className="no-print" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => { edit(); }}>{t("claims.add")}</Button> : null;
    return (
        <section style={{ marginTop: 32 }} aria-labelledby="h-claims" className="ledger">
            <Group justify="space-between" mb={4}>
                <h2 id="h-claims" style={{ margin: 0, fontSize: "1.05rem" }}>{t("claims.title")}</h2>
                {claims.length > 0 && add}
            </Group>
            <Text size="sm" className="dim no-print" lh={1.5} mb="md" maw={760}>{t("claims.text")}</Text>
            {claims.length === 0 ? <div className="card"><Empty title={t("claims.none")} text={t("claims.noneText")}>{add}</Empty></div> : (
                <>
                    {flagged > 0 && <Alert color="terracotta" variant="light" mb="md" icon={<IconAlertTriangle size={18} aria-hidden />} data-told="flagged">{t("claims.flagged", { count: flagged })}</Alert>}
                    <Group gap="sm" mb="md" className="no-print">
                        <Chip.Group value={state} onChange={(v) => { setState(String(v)); }}>
                            <Group gap={6} role="group" aria-label={t("claims.byState")}>
                                <Chip value="all" size="xs">{t("claims.all", { n: claims.length })}</Chip>
                                {states.map((s) => <Chip key={s} value={s} size="xs">{t("claims.of", { state: t(`claims.states.${s}`), n: counts[s] })}</Chip>)}
                            </Group>
                        </Chip.Group>
                        {audiences.length > 1 && <Select size="xs" w={220} aria-label={t("claims.byAudience")} placeholder={t("claims.anyAudience")} clearable data={audiences.map((a) => ({ value: a.id, label: nameOf(a) }))} value={audience} onChange={setAudience} />}
                        <TextInput size="xs" w={200} aria-label={t("claims.search")} placeholder={t("claims.search")} leftSection={<IconSearch size={14} aria-hidden />} value={typed} onChange={(e) => { setTyped(e.currentTarget.value); }} />
                    </Group>
                    <div style={{ display: "grid", gap: 12 }}>
                        {shown.map((c) => <ClaimCard key={c.id} claim={c} plan={plan} may={may} ask={ask} drop={drop} onEdit={() => { edit(rowOf(c, plan)); }} onUse={() => { setUsing(c.id); }} onWithdraw={(proof) => { setWithdrawing({ proof, uses: c.uses.length }); }} />)}
                        {shown.length === 0 && <Text className="dim">{t("common.nothing")}</Text>}
                    </div>
                </>
            )}
            <Modal opened={using !== null} onClose={closeUse} title={t("claims.addUse")} closeButtonProps={{ "aria-label": t("common.close") }}>{using && <UseForm claim={using} holds={holds} onDone={closeUse} />}</Modal>
            <Modal opened={withdrawing !== null} onClose={closeWithdraw} title={t("claims.withdraw")} closeButtonProps={{ "aria-label": t("common.close") }}>{withdrawing && <WithdrawForm {...withdrawing} onDone={closeWithdraw} />}</Modal>
        </section>
    );
}

/* The ledger's claim as a record, for its form. */
function rowOf(c: { id: string; version: number; name: string; audience: string | null; owner: string | null; notes: string | null }, plan: Row): Row {
    return { id: c.id, version: c.version, name: c.name, audience: c.audience, owner: c.owner, notes: c.notes, plan: plan.id } as unknown as Row;
}

function AudienceOf({ label, hint, rows, value, onChange, error }: { label: string; hint: string; rows: Row[]; value: string | null; onChange: (v: string | null) => void; error?: string }) {
    const { t } = useTranslation();
    return <Select label={label} description={hint} clearable data={rows.map((a) => ({ value: a.id, label: nameOf(a) }))} value={value} onChange={onChange} error={error} placeholder={t("claims.everybody")} />;
}
