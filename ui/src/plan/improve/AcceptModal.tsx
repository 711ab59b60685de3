/* Accepting: the day it is looked at again, and, if wanted, budget moved in the coming months of a draft plan, with its effect shown
 * before. */
import { Alert, Button, Checkbox, Group, Modal, Select, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import { allOf, nameOf } from "../../api/queries";
import type { Proposal } from "../../api/types";
import { today } from "../../format";
import { useReader } from "../../session";
import { useDecide } from "./data";
import { useProposalName } from "./ProposalCard";
import { noShift, ShiftForm, type Shift } from "./ShiftForm";

export function AcceptModal({ p, plan, onClose }: { p: Proposal; plan?: string; onClose: () => void }) {
    const { t } = useTranslation();
    const name = useProposalName()(p);
    return (
        <Modal opened onClose={onClose} title={t("improve.acceptTitle", { name })} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            <AcceptForm p={p} plan={plan} onClose={onClose} />
        </Modal>
    );
}

/* What the proposal itself speaks for. */
function suggested(p: Proposal): Shift {
    const metric = p.evidence.metric === "won" || p.evidence.metric === "revenue" ? p.evidence.metric : "leads";
    if (p.dimension === "goal") return { ...noShift, metric, to: p.evidence.channel ?? "" };
    if (p.dimension !== "channel") return noShift;
    return p.kind === "scale" ? { ...noShift, to: p.subject } : p.kind === "stop" || p.kind === "fix" ? { ...noShift, from: p.subject } : noShift;
}

function AcceptForm({ p, plan, onClose }: { p: Proposal; plan?: string; onClose: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const { accept } = useDecide();
    const [review, setReview] = useState(today(r, -60));
    const [moves, setMoves] = useState(false);
    const [shift, setShift] = useState<Shift>(() => suggested(p));
    const plans = useQuery({ queryKey: ["rows", "plans", "all"], queryFn: ({ signal }) => allOf("/plans", {}, signal) });
    const drafts = (plans.data ?? []).filter((x) => x.state !== "archived" && x.scenario_of == null);
    const [chosen, setChosen] = useState<string | null>(null);
    const into = chosen ?? drafts.find((x) => x.id === plan)?.id ?? drafts[0]?.id ?? null;
    const wrong: Record<string, string> = accept.error instanceof Problem ? accept.error.fields : {};
    const submit = () => accept.mutate({ id: p.id, body: { review_on: review, shift: moves && into ? { plan: into, from: shift.from, to: shift.to, amount: shift.amount, months: shift.months, hours: shift.hours, metric: shift.metric } : null } }, { onSuccess: onClose });
    return (
        <form onSubmit={(e) => { e.preventDefault(); submit(); }}>
            <TextInput type="date" label={t("improve.reviewOn")} description={t("improve.reviewHelp")} value={review} onChange={(e) => setReview(e.currentTarget.value)} error={wrong.review_on} required />
            <Checkbox mt="md" label={t("improve.moves")} description={drafts.length === 0 && plans.data ? t("improve.noDraft") : t("improve.movesHelp")} checked={moves} disabled={drafts.length === 0} onChange={(e) => setMoves(e.currentTarget.checked)} />
            {moves && (
                <div style={{ marginTop: 14 }}>
                    {drafts.length > 1 && <Select label={t("improve.intoPlan")} mb="sm" data={drafts.map((x) => ({ value: x.id, label: nameOf(x) }))} value={into} onChange={setChosen} allowDeselect={false} error={wrong.plan} />}
                    {drafts.length === 1 && drafts[0] && <Text size="sm" mb="sm">{t("improve.intoOne", { name: nameOf(drafts[0]) })}</Text>}
                    <ShiftForm value={shift} onChange={setShift} wrong={wrong} />
                </div>
            )}
            {accept.error && Object.keys(wrong).length === 0 && <Alert color="terracotta" mt="md">{sentence(accept.error)}</Alert>}
            <Group justify="flex-end" mt="lg">
                <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                <Button type="submit" loading={accept.isPending}>{t("improve.accept")}</Button>
            </Group>
        </form>
    );
}
