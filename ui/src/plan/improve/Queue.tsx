/* The queue of proposals by state, the hit rate, what the rates are told by, and the budget simulator. */
import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconArrowsExchange, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Proposal, Proposals } from "../../api/types";
import { count } from "../../format";
import { Empty } from "../../parts/Empty";
import { useDesk, useReader } from "../../session";
import { Trouble, Waiting } from "../../shell/Fallbacks";
import { AcceptModal } from "./AcceptModal";
import { useProposals, useRefresh, type ProposalState } from "./data";
import { EvidenceCard } from "./EvidenceCard";
import { DismissModal, ProposalCard } from "./ProposalCard";
import { ShiftModal } from "./ShiftModal";

const states: ProposalState[] = ["open", "accepted", "dismissed"];

/* Deciding stands beside the list: looking at the data anew may take its proposal away while a reason is being typed. */
export function Queue({ plan }: { plan?: string }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [state, setState] = useState<ProposalState>("open");
    const [trying, setTrying] = useState(false);
    const [deciding, setDeciding] = useState<{ p: Proposal; how: "accept" | "dismiss" } | null>(null);
    const close = () => { setDeciding(null); };
    const q = useProposals(state);
    const refresh = useRefresh();
    const again = can("edit_plan") && (
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} loading={refresh.busy} onClick={refresh.run}>{t("improve.refresh")}</Button>
    );
    return (
        <Stack gap="lg">
            <section aria-label={t("menu.proposals")}>
                <Group justify="space-between" mb="md" gap="sm">
                    <SegmentedControl aria-label={t("improve.which")} value={state} onChange={(v) => setState(v as ProposalState)} data={states.map((s) => ({ value: s, label: t(`improve.state.${s}`) }))} />
                    <Group gap="sm">
                        <Button variant="default" leftSection={<IconArrowsExchange size={16} aria-hidden />} onClick={() => setTrying(true)}>{t("improve.try")}</Button>
                        {again}
                    </Group>
                </Group>
                {q.data && <HitRate hits={q.data.hits} />}
                {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.items.length === 0 ? (
                    <div className="card"><Empty title={t(`improve.none.${state}`)} text={t(`improve.noneText.${state}`)} /></div>
                ) : (
                    <Told items={q.data.items} fold={state === "open"} onDecide={(p, how) => { setDeciding({ p, how }); }} />
                )}
            </section>
            <EvidenceCard plan={plan} />
            {deciding?.how === "accept" && <AcceptModal p={deciding.p} plan={plan} onClose={close} />}
            {deciding?.how === "dismiss" && <DismissModal p={deciding.p} onClose={close} />}
            <ShiftModal opened={trying} onClose={() => setTrying(false)} />
        </Stack>
    );
}

/* fold: what goes on as it is stands folded below what asks for a decision. */
function Told({ items, fold, onDecide }: { items: Proposals["items"]; fold: boolean; onDecide: (p: Proposal, how: "accept" | "dismiss") => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const kept = fold ? items.filter((p) => p.kind === "keep") : [];
    const asked = kept.length === items.length ? items : items.filter((p) => !kept.includes(p));
    const list = (of: Proposals["items"]) => (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
            {of.map((p) => <li key={p.id}><ProposalCard p={p} onDecide={(how) => { onDecide(p, how); }} /></li>)}
        </Stack>
    );
    return (
        <>
            {list(asked)}
            {asked !== items && kept.length > 0 && (
                <details style={{ marginTop: 16 }}>
                    <summary className="link" style={{ width: "fit-content", marginBottom: 12 }}>{t("improve.kept", { count: kept.length, n: count(r, kept.length) })}</summary>
                    {list(kept)}
                </details>
            )}
        </>
    );
}

/* How often what was accepted came true. */
function HitRate({ hits }: { hits: Proposals["hits"] }) {
    const { t } = useTranslation();
    const r = useReader();
    const told = hits.came_true + hits.did_not;
    if (told + hits.cannot_tell + hits.waiting === 0) return null;
    return (
        <Text size="sm" mb="md" role="status">
            {told > 0 ? <strong>{t("improve.hits", { hit: count(r, hits.came_true), n: count(r, told) })}</strong> : t("improve.noHits")}
            {hits.cannot_tell > 0 && ` ${t("improve.cannotTell", { count: hits.cannot_tell, n: count(r, hits.cannot_tell) })}`}
            {hits.waiting > 0 && ` ${t("improve.waiting", { count: hits.waiting, n: count(r, hits.waiting) })}`}
        </Text>
    );
}
