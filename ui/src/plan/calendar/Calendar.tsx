/* The plan's dates: a month, a quarter or a list; what is pulled to other days is saved at once and can be taken back. */
import { ActionIcon, Button, Group, Modal, SegmentedControl, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useModel, useSave } from "../../api/queries";
import type { Row } from "../../api/types";
import { day, dayRange, today as todayOf } from "../../format";
import { Empty } from "../../parts/Empty";
import { RecordForm } from "../../parts/RecordForm";
import { done, doneWithUndo, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { Waiting } from "../../shell/Fallbacks";
import { Agenda } from "./Agenda";
import { EventForm } from "./EventForm";
import { addDays, monthStart, quarterStart, said, type Span } from "./dates";
import { undated, useItems, type Item, kindColor } from "./items";
import { dayUnder, MonthView } from "./MonthView";
import { dayOnTrack, QuarterView } from "./QuarterView";
import { useDateDrag } from "./useDateDrag";

type View = "month" | "quarter" | "list";

export function Calendar({ plan, holds }: { plan: Row; holds: Record<string, Row[]> }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const navigate = useNavigate();
    const narrow = useMediaQuery("(max-width: 47.99em)", window.matchMedia("(max-width: 47.99em)").matches);
    const today = todayOf(r);
    const start = typeof plan.starts_on === "string" && plan.starts_on > today ? plan.starts_on : today;
    const [picked, setView] = useState<View | null>(null);
    const view = picked ?? (narrow ? "list" : "quarter");
    const [at, setAt] = useState(start);
    const [form, setForm] = useState<{ table: string; row?: Row; only?: string[] } | null>(null);
    const items = useItems(plan, holds);
    const move = useMove();
    const track = useRef<HTMLDivElement>(null);
    const quarter = quarterStart(at);
    const may = can("edit_plan");
    const shown = items?.map((x) => ({ ...x, fixed: x.fixed || !may, ...move.moved(x) }));
    const dayAt = useCallback((x: number, y: number) => (view === "month" ? dayUnder(x, y) : dayOnTrack(track.current, quarter, x)), [view, quarter]);
    const drag = useDateDrag(dayAt, move.drop);
    if (!shown) return <Waiting />;
    const open = (x: Item) => {
        if (x.kind === "campaign") void navigate({ to: "/campaigns/$id", params: { id: x.row.id } });
        else if (x.kind === "goal" || x.kind === "milestone") void navigate({ to: "/goals/$id", params: { id: x.kind === "goal" ? x.row.id : String(x.row.goal) } });
        else if (may) setForm({ table: x.table, row: x.row });
    };
    const dates = (x: Item) => setForm({ table: x.table, row: x.row, only: x.begins ? [x.begins, x.ends] : [x.ends] });
    const step = (n: number) => setAt((d) => (view === "month" ? monthStart(d, n) : quarterStart(d, n)));
    const title = view === "month" ? said(r.locale, monthStart(at), { month: "long", year: "numeric" }) : t("calendar.quarter", { n: Math.floor(Number(quarter.slice(5, 7)) / 3) + 1, year: quarter.slice(0, 4) });
    const loose = undated(holds);
    const [first, last] = view === "month" ? [monthStart(at), addDays(monthStart(at, 1), -1)] : [quarter, addDays(quarterStart(quarter, 1), -1)];
    const later = shown.some((x) => x.from <= last && x.to >= first) ? undefined : shown.find((x) => x.from > last);
    return (
        <section className="card" style={{ marginBottom: 24 }} aria-label={t("calendar.title")}>
            <Group justify="space-between" mb="sm" gap="sm">
                <h2 style={{ margin: 0, fontSize: "1.05rem" }}>{t("calendar.title")}</h2>
                <Group gap="xs">
                    <SegmentedControl size="xs" value={view} onChange={(v) => setView(v as View)} aria-label={t("calendar.view")} data={(["month", "quarter", "list"] as const).map((v) => ({ value: v, label: t(`calendar.as.${v}`) }))} />
                    {may && <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setForm({ table: "plan_events" })}>{t("calendar.add")}</Button>}
                </Group>
            </Group>
            {view !== "list" && (
                <Group gap={6} mb="sm">
                    <ActionIcon variant="default" aria-label={t("calendar.before")} onClick={() => step(-1)}><IconChevronLeft size={16} aria-hidden /></ActionIcon>
                    <ActionIcon variant="default" aria-label={t("calendar.after")} onClick={() => step(1)}><IconChevronRight size={16} aria-hidden /></ActionIcon>
                    <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setAt(today)}>{t("calendar.today")}</Button>
                    <Text fw={600} size="sm" aria-live="polite">{title}</Text>
                </Group>
            )}
            {shown.length === 0 ? (
                <Empty title={t("calendar.none")} text={t("calendar.noneText")} />
            ) : view === "list" ? (
                <Agenda items={shown} from={today} onOpen={open} onEdit={may ? dates : undefined} />
            ) : view === "month" ? (
                <MonthView month={monthStart(at)} today={today} items={shown} drag={drag} onOpen={open} />
            ) : (
                <QuarterView quarter={quarter} today={today} items={shown} drag={drag} onOpen={open} track={track} />
            )}
            {view !== "list" && later && <Text size="sm" mt="sm">{t("calendar.empty")} <button type="button" className="link cal-plain" onClick={() => setAt(later.from)}>{t("calendar.goTo", { name: later.name, day: day(r, later.from) })}</button></Text>}
            {view !== "list" && shown.length > 0 && <Legend may={may} />}
            <VisuallyHidden><span aria-live="assertive">{drag.held?.by === "keys" ? dayRange(r, drag.held.span.from, drag.held.span.to) : ""}</span></VisuallyHidden>
            {loose.length > 0 && (
                <Text size="sm" className="dim" mt="sm">
                    {t("calendar.undated")} {loose.map((x, i) => <span key={x.id}>{i > 0 && ", "}<button type="button" className="link cal-plain" onClick={() => void navigate({ to: "/campaigns/$id", params: { id: x.id } })}>{nameOf(x)}</button></span>)}
                </Text>
            )}
            <Modal opened={form !== null} onClose={() => setForm(null)} title={form?.row ? nameOf(form.row) : t("calendar.add")} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {form && (form.only ? <Dates table={form.table} row={form.row} only={form.only} onDone={() => setForm(null)} /> : <EventForm table={form.table} row={form.row} plan={plan.id} onDone={() => setForm(null)} />)}
            </Modal>
        </section>
    );
}

function Legend({ may }: { may: boolean }) {
    const { t } = useTranslation();
    return (
        <Group gap="md" mt="sm">
            {(["campaign", "event", "goal", "milestone", "asset"] as const).map((k) => (
                <Group key={k} gap={6}>
                    <span className="cal-dot" style={{ background: `var(--mantine-color-${kindColor[k]}-6)`, marginTop: 0 }} aria-hidden />
                    <Text size="xs" className="dim">{t(`calendar.kind.${k}`)}</Text>
                </Group>
            ))}
            {may && <Text size="xs" className="dim" id="cal-keys">{t("calendar.how")}</Text>}
        </Group>
    );
}

function Dates({ table, row, only, onDone }: { table: string; row?: Row; only: string[]; onDone: () => void }) {
    const { t } = useTranslation();
    const model = useModel(table);
    if (!model) return <Waiting />;
    return <RecordForm model={model} row={row} only={only} hidden={model.fields.map((f) => f.name).filter((n) => !only.includes(n))} onCancel={onDone} onDone={() => { onDone(); done(t("common.saved")); }} />;
}

/* New days stand at once, and until the list that is read again has them. */
function useMove() {
    const { t } = useTranslation();
    const r = useDesk().reader;
    const client = useQueryClient();
    const [ahead, setAhead] = useState<Record<string, Span & { version: number }>>({});
    const tables = { campaigns: useSave("campaigns"), plan_events: useSave("plan_events"), goals: useSave("goals"), milestones: useSave("milestones"), assets: useSave("assets") };
    /* The list may not have been read again since the last change. */
    const newest = (item: Item): Row => {
        const kept = client.getQueryData<Row>(["row", item.table, item.row.id]);
        return kept && kept.version > item.row.version ? kept : item.row;
    };
    const save = (item: Item, row: Row, span: Span, then: (row: Row) => void) => {
        const values = item.begins ? { [item.begins]: span.from, [item.ends]: span.to } : { [item.ends]: span.to };
        setAhead((o) => ({ ...o, [item.key]: { ...span, version: row.version } }));
        tables[item.table as keyof typeof tables].mutate({ row, values }, {
            onSuccess: then,
            onError: (e) => {
                setAhead((o) => Object.fromEntries(Object.entries(o).filter(([k]) => k !== item.key)));
                failed(e);
            },
        });
    };
    const drop = (item: Item, span: Span) => {
        const before = { from: item.from, to: item.to };
        save(item, newest(item), span, (row) => doneWithUndo(
            t("calendar.moved", { name: item.name, days: dayRange(r, span.from, span.to) }), t("common.undo"),
            () => save(item, row, before, () => done(t("calendar.back"))),
        ));
    };
    const moved = (item: Item): Partial<Span> => {
        const a = ahead[item.key];
        return a && a.version >= item.row.version ? { from: a.from, to: a.to } : {};
    };
    return { drop, moved };
}
