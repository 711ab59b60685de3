/* Where a deal stands among the stages of the site, on its own page: one click moves it on, wins it or loses it, and asks what
 * the stage asks. */
import { Button, Group, Select, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconTrophy, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf } from "../api/queries";
import type { Row } from "../api/types";
import { day } from "../format";
import { asksOf, MoveDialog } from "../people/MoveDialog";
import { useMove, type Card, type Column, type Stage } from "../people/board";
import { useDesk } from "../session";

const text = (v: unknown) => (typeof v === "string" && v !== "" ? v : null);

/* The deal as the board knows it, as far as a move needs it. */
function cardOf(row: Row): Card {
    return {
        id: row.id, version: row.version, name: nameOf(row), account: null, amount_minor: typeof row.amount_minor === "number" ? row.amount_minor : null,
        currency: text(row.currency), type: text(row.type), outcome: (text(row.outcome) ?? "open") as Stage["kind"], days: null, exact: false, stalled: false,
        next_step: null, next_step_on: null, next_step_late: false, owner: null, missing: [], closed_at: text(row.closed_at), reason: text(row.reason),
    };
}

function columnOf(row: Row): Column {
    const chance = row.probability;
    const stage: Stage = {
        id: row.id, key: String(row.key), name: String(row.name), kind: (text(row.kind) ?? "open") as Stage["kind"],
        probability: typeof chance === "number" ? chance : null, stall_days: null, requires: Array.isArray(row.requires) ? row.requires.map(String) : [],
    };
    return { stage, count: 0, sums: [], cards: [] };
}

export function StageTrack({ row }: { row: Row }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const stages = useAllOf("deal_stages", { sort: "position" }).data;
    const move = useMove({});
    const [asking, setAsking] = useState<Column | null>(null);
    if (!stages || stages.length === 0) return null;
    const columns = stages.map(columnOf);
    const open = columns.filter((c) => c.stage?.kind === "open");
    const ends = columns.filter((c) => c.stage?.kind !== "open");
    const at = open.findIndex((c) => c.stage?.key === row.stage);
    const may = can("edit_deals");
    const ended = row.outcome !== "open";
    const card = cardOf(row);
    const go = (to: Column) => {
        if (asksOf(to).length) setAsking(to);
        else void move(card, to, {}).then((wrong) => { if (wrong) setAsking(to); });
    };
    const back = open[at] ?? open[0];
    return (
        <section className="card stage-track" aria-label={t("track.title")}>
            <ol className="stage-steps">
                {open.map((c, i) => (
                    <li key={c.stage?.id} data-state={ended ? "off" : i < at ? "past" : i === at ? "now" : "next"}>
                        <button type="button" disabled={!may || ended || i === at} aria-current={!ended && i === at ? "step" : undefined} aria-label={i === at ? undefined : t("board.moveTo", { stage: c.stage?.name ?? "" })} onClick={() => { go(c); }}>
                            {!ended && i < at && <IconCheck size={14} aria-hidden />}<span>{c.stage?.name}</span>
                        </button>
                    </li>
                ))}
            </ol>
            {!ended && may && (
                <Select className="stage-select" aria-label={t("board.jump")} placeholder={t("board.noStage")} allowDeselect={false} value={at < 0 ? null : (open[at]?.stage?.key ?? null)}
                    data={open.map((c) => ({ value: c.stage?.key ?? "", label: c.stage?.name ?? "" }))} onChange={(v) => { const to = open.find((c) => c.stage?.key === v); if (to && to !== open[at]) go(to); }} />
            )}
            {ended ? (
                <Group gap={10} wrap="wrap">
                    <Text size="sm">{[t(`track.${row.outcome === "won" ? "won" : "lost"}`, { at: text(row.closed_at) ? day(r, String(row.closed_at)) : "–" }), text(row.reason)].filter(Boolean).join(" · ")}</Text>
                    {may && back && <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => { go(back); }}>{t("track.reopen")}</Button>}
                </Group>
            ) : may && (
                <Group gap={8} wrap="nowrap" className="stage-ends">
                    {ends.map((c) => (
                        <Button key={c.stage?.id} size="xs" variant={c.stage?.kind === "won" ? "light" : "default"} color={c.stage?.kind === "won" ? "leaf" : undefined}
                            leftSection={c.stage?.kind === "won" ? <IconTrophy size={15} aria-hidden /> : <IconX size={15} aria-hidden />} onClick={() => { go(c); }}>
                            {c.stage?.name}
                        </Button>
                    ))}
                </Group>
            )}
            {asking && (
                <MoveDialog card={card} to={asking} asks={asksOf(asking)} onClose={() => { setAsking(null); }}
                    onMove={async (more) => {
                        const wrong = await move(card, asking, more);
                        if (!wrong) setAsking(null);
                        return wrong;
                    }} />
            )}
        </section>
    );
}
