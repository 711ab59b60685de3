/* The plan asked for: one question at a time, from an empty plan to a published one. Each answer is saved at once as the record's own
 * field; whoever closes the tab comes back to where they were. */
import { Button, Group, Progress, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "../../api/client";
import { nameOf, useModel, useRow } from "../../api/queries";
import type { Row } from "../../api/types";
import { today } from "../../format";
import { Empty } from "../../parts/Empty";
import { PageHead } from "../../parts/PageHead";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { essentials, useRoad } from "../road/useRoad";
import { usePlanHolds, usePlans } from "../usePlan";
import { Ending } from "./Ending";
import { itemsOf, likely, type Item } from "./items";
import { useSkipped } from "./kept";
import { Question } from "./Question";

/* The first question of all: there is no plan yet. */
export function GuideStart() {
    const { t } = useTranslation();
    const { site, reader: r } = useDesk();
    const { pick } = usePlans();
    const navigate = useNavigate();
    const model = useModel("plans");
    const begin = today(r);
    const end = today(r, -364);
    if (!model) return <Waiting />;
    return (
        <Frame title={t("plan.guide.title")}>
            <Question
                title={t("plan.guide.name")} why={t("plan.guide.nameWhy")} example={t("plan.guide.nameExample")} model={model} fields={["name", "starts_on", "ends_on"]} further={[]} initial={{ starts_on: begin, ends_on: end }} draft={`praca.draft.${site.id}.plan`}
                onDone={(row) => { pick(row.id); void navigate({ to: "/plan/guide/$planId", params: { planId: row.id }, replace: true }); }}
            />
        </Frame>
    );
}

export function GuidePage() {
    const { planId } = useParams({ from: "/shell/plan/guide/$planId" });
    const only = useSearch({ from: "/shell/plan/guide/$planId" });
    return <Guide key={`${planId}:${only.step ?? ""}:${only.q ?? ""}`} planId={planId} step={only.step} q={only.q} />;
}

interface Place {
    item: Item;
    row: string; /* id of the record that was saved */
}

function Guide({ planId, step, q }: { planId: string; step?: string; q?: string }) {
    const { t } = useTranslation();
    const { can, site, reader: r } = useDesk();
    const client = useQueryClient();
    const plan = useRow("plans", planId);
    const road = useRoad(planId);
    const holds = usePlanHolds(planId);
    const { skipped, skip, clear } = useSkipped(planId);
    const [past, setPast] = useState<Place[]>([]);
    const [back, setBack] = useState(0); /* how many answers ago; 0: the next open question */
    const [wish, setWish] = useState(false); /* optional ones too */
    const [extra, setExtra] = useState<Item | null>(null); /* one more record of the same kind */
    const [turn, setTurn] = useState(0);
    const [settling, setSettling] = useState(false);

    if (isMissing(plan.error)) return <NotFound />;
    if (plan.isLoadingError) return <Trouble error={plan.error} />;
    if (road.isLoadingError) return <Trouble error={road.error} again={() => void road.refetch()} />;
    if (!plan.data || !road.data || !holds) return <Waiting />;
    if (road.data.state === "archived" || !can("edit_plan")) {
        return (
            <Frame title={nameOf(plan.data)} plan={plan.data}>
                <div className="card"><Empty title={t("plan.guide.frozen")} text={t("plan.guide.frozenText")}><Button component={Link} to="/plan">{t("plan.guide.see")}</Button></Empty></div>
            </Frame>
        );
    }
    const named = step !== undefined || q !== undefined;
    const open = itemsOf(road.data, holds, { step, q });
    const asked = open.filter((x) => (named || wish || x.q.required) && !skipped.includes(x.id));
    const place = back > 0 ? past[past.length - back] : undefined;
    const item = place?.item ?? extra ?? asked[0];
    const { given, asked: all } = essentials(road.data);

    const answered = async (at: Item, row: Row, another: boolean) => {
        setSettling(true);
        await Promise.all([client.invalidateQueries({ queryKey: ["road", planId] }), client.invalidateQueries({ queryKey: ["rows", at.q.table, "plan", planId] })]);
        if (place) setBack((n) => n - 1);
        else setPast((s) => [...s, { item: at, row: row.id }]);
        clear([at.id]);
        setExtra(another ? { ...at, id: `${at.q.key}:new:${row.id}`, record: undefined, about: undefined } : null);
        setTurn((n) => n + 1);
        setSettling(false);
    };
    const pass = () => {
        if (!item) return;
        if (place) setBack((n) => n - 1);
        else if (extra) setExtra(null);
        else skip(item.id);
        setTurn((n) => n + 1);
    };
    return (
        <Frame title={nameOf(plan.data)} plan={plan.data}>
            <Group justify="space-between" mb={6} gap="xs">
                <Text size="sm" fw={600}>{item ? t("plan.guide.step", { n: item.step, title: t(`plan.step.${item.step}.title`) }) : t("plan.guide.title")}</Text>
                <Text size="sm" className="dim num">{t("plan.guide.progress", { n: given, all })}</Text>
            </Group>
            <Progress value={(100 * given) / Math.max(1, all)} color="leaf" mb="lg" aria-label={t("plan.guide.progress", { n: given, all })} />
            {settling ? <Waiting /> : item ? (
                <Asked
                    key={`${item.id}:${turn}`} item={item} plan={plan.data} holds={holds} rowId={place?.row ?? item.record} draft={`praca.draft.${site.id}.${planId}.${item.id}`} today={today(r)}
                    onDone={(row, another) => void answered(item, row, another)} onBack={past.length > back ? () => { setBack((n) => n + 1); setTurn((n) => n + 1); } : undefined} onSkip={pass}
                />
            ) : (
                <Ending plan={plan.data} road={road.data} optional={open.filter((x) => !x.q.required && !skipped.includes(x.id)).length} left={open.filter((x) => skipped.includes(x.id)).length} onDeepen={named ? undefined : () => setWish(true)} onAgain={() => clear(open.map((x) => x.id))} />
            )}
        </Frame>
    );
}

function Asked({ item, plan, holds, rowId, draft, today: now, ...rest }: { item: Item; plan: Row; holds: Record<string, Row[]>; rowId?: string; draft: string; today: string; onDone: (row: Row, another: boolean) => void; onBack?: () => void; onSkip: () => void }) {
    const model = useModel(item.q.table);
    const row = useRow(item.q.table, rowId ?? "", rowId !== undefined);
    if (row.isLoadingError) return <Trouble error={row.error} />;
    if (!model || (rowId !== undefined && !row.data)) return <Waiting />;
    return (
        <Question
            title={item.q.label} why={item.q.why} example={item.q.example} about={item.about} optional={!item.q.required} model={model} fields={item.q.fields} further={item.q.further} row={rowId === undefined ? undefined : row.data}
            initial={likely(item, plan, holds, now)} draft={draft} another={item.q.kind === "some"} {...rest}
        />
    );
}

function Frame({ title, plan, children }: { title: string; plan?: Row; children: ReactNode }) {
    const { t } = useTranslation();
    return (
        <div className="guide">
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {plan ? t("plan.guide.later") : t("menu.plan")}
            </Link>
            <PageHead tab={t("plan.guide.title")} title={title} />
            {children}
            <Text size="xs" className="dim" mt="md" lh={1.6}>{t("plan.guide.saved")} {t("plan.guide.keys")}</Text>
        </div>
    );
}
