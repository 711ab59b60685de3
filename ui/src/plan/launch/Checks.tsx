/* What is looked at before a campaign goes live: what the program sees for itself, and what a person ticks. */
import { Button, Checkbox, Progress, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useRefresh } from "../../api/queries";
import type { Launch, LaunchItem, Row } from "../../api/types";
import { moment } from "../../format";
import { failed } from "../../parts/toast";
import { useDesk } from "../../session";

export function Checks({ row, launch, may, onEdit }: { row: Row; launch: Launch; may: boolean; onEdit: () => void }) {
    const { t } = useTranslation();
    const groups = new Map<string, LaunchItem[]>();
    for (const x of launch.items) {
        const key = x.channel_name ?? "";
        groups.set(key, [...(groups.get(key) ?? []), x]);
    }
    const ready = launch.items.length - launch.missing - launch.open;
    return (
        <section className="card" aria-label={t("launch.checks")}>
            <h2 style={{ margin: "0 0 6px", fontSize: "1.05rem" }}>{t("launch.checks")}</h2>
            <Text size="sm" mb={6}>{t("launch.readyOf", { n: ready, of: launch.items.length })}</Text>
            <Progress value={(100 * ready) / Math.max(1, launch.items.length)} color={launch.missing ? "terracotta" : "leaf"} mb="md" aria-label={t("launch.readyOf", { n: ready, of: launch.items.length })} />
            {[...groups].map(([name, items]) => (
                <div key={name} style={{ marginBottom: 14 }}>
                    <h3 style={{ margin: "0 0 2px", fontSize: "0.88rem" }}>{name || t("launch.whole")}</h3>
                    <ul className="gate-list">{items.map((x) => <Item key={x.field} row={row} item={x} may={may} onEdit={onEdit} />)}</ul>
                </div>
            ))}
        </section>
    );
}

/* Where an item is put in order: another screen, another part of this one, or the campaign's own form. */
function Mend({ row, item, onEdit }: { row: Row; item: LaunchItem; onEdit: () => void }) {
    const { t } = useTranslation();
    const step = { budget: "7", traceable: "6", audience_bound: "1", claims_proved: "3" }[item.key];
    const part = { utm: "#utm", assets: "#parts" }[item.key];
    const said = (words: string) => ({ size: "compact-xs" as const, variant: "subtle", "aria-label": `${words}: ${item.words}`, children: words });
    if (step) return <Button component={Link} to={`/plan/${String(row.plan)}/${step}`} {...said(t(`plan.step.${step}.title`))} />;
    if (item.key === "goal" && item.state === "open") return <Button component={Link} to={`/goals/${String(row.goal)}`} {...said(t("launch.seeGoal"))} />;
    if (part) return <Button component="a" href={part} {...said(t("launch.fill"))} />;
    return <Button onClick={onEdit} {...said(t("launch.fill"))} />;
}

function Item({ row, item, may, onEdit }: { row: Row; item: LaunchItem; may: boolean; onEdit: () => void }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const refresh = useRefresh();
    const tick = useMutation({
        mutationFn: async (on: boolean): Promise<void> => {
            if (on) await api.create<Row>("/checklist_ticks", { campaign: row.id, channel: item.channel, item: item.key });
            else if (item.tick) await api.del<undefined>(`/checklist_ticks/${item.tick}`, (await api.get<Row>(`/checklist_ticks/${item.tick}`)).version);
        },
        onSuccess: () => refresh("checklist_ticks"),
        onError: failed,
    });
    const isDone = item.state === "done";
    if (!item.automatic) {
        return (
            <li>
                <Checkbox size="xs" mt={2} checked={tick.isPending ? tick.variables : isDone} disabled={!may} aria-label={item.words} onChange={(e) => tick.mutate(e.currentTarget.checked)} />
                <span>{item.words}{isDone && <Text size="xs" className="dim">{t("launch.tickedBy", { name: item.ticked_by ?? t("record.someone"), at: moment(r, item.ticked_at) })}</Text>}</span>
                <span />
            </li>
        );
    }
    const Icon = isDone ? IconCircleCheck : item.state === "open" ? IconCircleDashed : IconAlertTriangle;
    return (
        <li>
            <Icon size={18} aria-hidden style={{ marginTop: 2, color: isDone ? "var(--good)" : item.state === "open" ? "var(--dim)" : "var(--attention)" }} />
            <span>{item.words}<span className="hidden-visually"> ({t(`launch.is.${item.state}`)})</span>{item.note && <Text size="xs" className={isDone ? "dim" : "attention"}>{item.note}</Text>}{item.state === "missing" && <Text size="xs" className="attention">{t("launch.is.missing")}</Text>}</span>
            {isDone || !may ? <span /> : <Mend row={row} item={item} onEdit={onEdit} />}
        </li>
    );
}
