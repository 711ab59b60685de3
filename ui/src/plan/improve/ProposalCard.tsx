/* One proposal: why, in figures that open to their rows, what it would change and what to do; to accept, dismiss or take back. */
import { Badge, Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../../api/client";
import type { Proposal } from "../../api/types";
import { byUnit, count, day } from "../../format";
import { channelName } from "../../parts/fields";
import { useDesk, useReader } from "../../session";
import { useDecide } from "./data";
import { Figures } from "./Figures";

export const kindColor: Record<Proposal["kind"], string> = { scale: "leaf", keep: "azulejo", fix: "ochre", stop: "terracotta", mend: "gray" };
const outcomeColor = { came_true: "leaf", did_not: "terracotta", cannot_tell: "gray" };

export function useProposalName(): (p: Proposal) => string {
    const { t } = useTranslation();
    return (p) => (p.dimension === "channel" ? channelName(p.subject, t) : p.name);
}

export function ProposalCard({ p, onDecide }: { p: Proposal; onDecide: (how: "accept" | "dismiss") => void }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const name = useProposalName()(p);
    const decide = useDecide();
    const may = can("edit_plan");
    return (
        <article className="card" style={{ padding: 18 }} aria-label={`${t(`improve.kind.${p.kind}`)}: ${name}`}>
            <Group gap={8} mb={6}>
                <Badge variant="light" color={kindColor[p.kind]} tt="none" radius="sm">{t(`improve.kind.${p.kind}`)}</Badge>
                <h2 style={{ margin: 0, fontSize: "1rem", overflowWrap: "anywhere" }}>
                    {p.goal ? <Link to="/goals/$id" params={{ id: p.goal }} className="plain-link">{name}</Link> : name}
                </h2>
                <Text size="xs" className="dim">{t(`improve.dimension.${p.dimension}`)}</Text>
                {p.outcome && <Badge variant="light" color={outcomeColor[p.outcome]} tt="none" radius="sm">{t(`improve.outcome.${p.outcome}`)}</Badge>}
            </Group>
            <Figures p={p} />
            <Counsel p={p} />
            <Basis p={p} />
            {p.state === "accepted" && <Accepted p={p} />}
            {p.state === "dismissed" && <Text size="sm" mt={8}>{t("improve.dismissedBy", { who: p.decided_by ?? "–", when: day(r, p.decided_at?.slice(0, 10)), why: p.reason ?? "" })}</Text>}
            {may && (
                <Group gap="xs" mt="md">
                    {p.state === "open" && (
                        <>
                            <Button size="compact-sm" variant="light" onClick={() => onDecide("accept")}>{t("improve.accept")}</Button>
                            <Button size="compact-sm" variant="default" onClick={() => onDecide("dismiss")}>{t("improve.dismiss")}</Button>
                        </>
                    )}
                    {p.state !== "open" && !p.outcome && <Button size="compact-sm" variant="default" loading={decide.undo.isPending} onClick={() => decide.undo.mutate(p.id)}>{t("improve.reopen")}</Button>}
                </Group>
            )}
        </article>
    );
}

/* What it would change, and what to do. */
function Counsel({ p }: { p: Proposal }) {
    const { t } = useTranslation();
    return (
        <dl className="told-counsel">
            {p.effect && <div><dt>{t("improve.effect")}</dt><dd>{p.effect}</dd></div>}
            {p.state === "open" && <div><dt>{t("improve.todo")}</dt><dd>{p.todo}</dd></div>}
        </dl>
    );
}

/* Which leads the figures are of, and what the ranges hold. */
function Basis({ p }: { p: Proposal }) {
    const { t } = useTranslation();
    const r = useReader();
    if (p.dimension === "goal") return null;
    return (
        <Text size="xs" className="dim num" mt={10}>
            {t("improve.cohorts", { from: day(r, p.evidence.from), to: day(r, p.evidence.to) })}
            {p.kind !== "mend" && ` · ${t("improve.ranges")}`}
        </Text>
    );
}

function Accepted({ p }: { p: Proposal }) {
    const { t } = useTranslation();
    const r = useReader();
    return (
        <div style={{ marginTop: 8 }}>
            <Text size="sm">{t("improve.acceptedBy", { who: p.decided_by ?? "–", when: day(r, p.decided_at?.slice(0, 10)), review: day(r, p.review_on) })}</Text>
            {p.shift && <Text size="sm">{t("improve.shifted", { count: p.shift.months, amount: p.shift.hours ? t("improve.hours", { n: count(r, p.shift.amount) }) : byUnit(r, "money", p.shift.amount), from: channelName(p.shift.from, t), to: channelName(p.shift.to, t), months: count(r, p.shift.months) })}</Text>}
            {p.found && <Text size="sm" mt={4} fw={550}>{p.found}</Text>}
        </div>
    );
}

export function DismissModal({ p, onClose }: { p: Proposal; onClose: () => void }) {
    const { t } = useTranslation();
    const name = useProposalName()(p);
    const { dismiss } = useDecide();
    const [reason, setReason] = useState("");
    const wrong = dismiss.error instanceof Problem ? (dismiss.error.fields.reason ?? dismiss.error.message) : dismiss.error ? sentence(dismiss.error) : undefined;
    return (
        <Modal opened onClose={onClose} title={t("improve.dismissTitle", { name })} closeButtonProps={{ "aria-label": t("common.close") }}>
            <form onSubmit={(e) => { e.preventDefault(); dismiss.mutate({ id: p.id, reason }, { onSuccess: onClose }); }}>
                <Textarea label={t("improve.reason")} description={t("improve.reasonHelp")} autosize minRows={2} maxLength={2000} required withAsterisk value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={wrong} data-autofocus />
                <Group justify="flex-end" mt="md">
                    <Button variant="default" onClick={onClose}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={dismiss.isPending}>{t("improve.dismiss")}</Button>
                </Group>
            </form>
        </Modal>
    );
}
