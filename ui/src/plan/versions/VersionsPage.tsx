/* The versions of a plan: what was published and when, what changed from one to another or until now, and the way back. */
import { Badge, Button, Group, Select, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isMissing } from "../../api/client";
import { nameOf, useRow } from "../../api/queries";
import type { PlanChange, PlanVersion } from "../../api/types";
import { moment } from "../../format";
import { Confirm } from "../../parts/Confirm";
import { Empty } from "../../parts/Empty";
import { PageHead } from "../../parts/PageHead";
import { done, doneWithUndo, failed } from "../../parts/toast";
import { useDesk } from "../../session";
import { NotFound, Trouble, Waiting } from "../../shell/Fallbacks";
import { Changes } from "./Changes";
import { PublishDialog } from "./PublishDialog";
import { useRestore, useVersionDiff, useVersions } from "./versions";
import "./plan.css";

export function VersionsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const { planId } = useParams({ from: "/shell/plan/$planId/versions" });
    const plan = useRow("plans", planId);
    const versions = useVersions(planId);
    const [publishing, { open, close }] = useDisclosure(false);
    if (isMissing(plan.error)) return <NotFound />;
    if (plan.isLoadingError) return <Trouble error={plan.error} />;
    if (versions.isLoadingError) return <Trouble error={versions.error} />;
    if (!plan.data || !versions.data) return <Waiting />;
    const v = versions.data;
    const last = v.items.find((x) => x.kind === "published");
    const may = can("edit_plan") && plan.data.state !== "archived";
    return (
        <>
            <Link to="/plan" className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {nameOf(plan.data)}
            </Link>
            <PageHead title={t("versions.title")} lead={t("versions.lead")}>
                {may && (!last || (v.changes ?? 0) > 0) && <Button onClick={open}>{t("versions.publishN", { n: (last?.number ?? 0) + 1 })}</Button>}
            </PageHead>
            {v.items.length === 0 ? (
                <div className="card"><Empty title={t("versions.empty")} text={t("versions.emptyText")}>{may && <Button onClick={open}>{t("versions.publishN", { n: 1 })}</Button>}</Empty></div>
            ) : (
                <div className="plan-versions">
                    <VersionList plan={planId} items={v.items} />
                    <Compared plan={planId} items={v.items} may={may} />
                </div>
            )}
            <PublishDialog plan={planId} opened={publishing} onClose={close} />
        </>
    );
}

function useNamed() {
    const { t } = useTranslation();
    return (v: PlanVersion) => (v.kind === "published" ? t("versions.nth", { n: v.number }) : t("versions.keptNth", { n: v.number }));
}

function VersionList({ plan, items }: { plan: string; items: PlanVersion[] }) {
    const { t } = useTranslation();
    const { reader } = useDesk();
    const named = useNamed();
    const go = useNavigate();
    const { from } = useSearch({ from: "/shell/plan/$planId/versions" });
    const chosen = from ?? (items.find((x) => x.kind === "published") ?? items[0])?.name;
    return (
        <section className="card" aria-label={t("versions.list")}>
            <ul className="plan-version-list">
                {items.map((v) => (
                    <li key={v.name}>
                        <UnstyledButton className="plan-version" aria-current={chosen === v.name ? "true" : undefined} onClick={() => void go({ to: "/plan/$planId/versions", params: { planId: plan }, search: { from: v.name } })}>
                            <Group gap={8} mb={2}>
                                <Badge variant="light" tt="none" radius="sm" color={v.kind === "published" ? "leaf" : "gray"}>{named(v)}</Badge>
                                <Text size="xs" className="dim num">{moment(reader, v.made_at)}</Text>
                            </Group>
                            {v.note && <Text size="sm" lh={1.45}>{v.note}</Text>}
                            {v.made_by && <Text size="xs" className="dim">{v.made_by}</Text>}
                            {v.reason && <Text size="xs" className="attention">{t("versions.despite", { missing: v.missing.join("; "), reason: v.reason })}</Text>}
                        </UnstyledButton>
                    </li>
                ))}
            </ul>
        </section>
    );
}

/* What is meant to go back: a record, one field of it, or (nothing named) all of the plan. */
interface Asked {
    change?: PlanChange;
    field?: string;
}

function Compared({ plan, items, may }: { plan: string; items: PlanVersion[]; may: boolean }) {
    const { t } = useTranslation();
    const named = useNamed();
    const go = useNavigate();
    const search = useSearch({ from: "/shell/plan/$planId/versions" });
    const from = search.from ?? (items.find((x) => x.kind === "published") ?? items[0])?.name;
    const to = items.some((x) => x.name === search.to) ? search.to : undefined;
    const diff = useVersionDiff(plan, from, to);
    const restore = useRestore(plan);
    const [asked, setAsked] = useState<Asked | null>(null);
    const current = items.find((x) => x.name === from);
    const choose = (key: "from" | "to", value: string | null) => void go({ to: "/plan/$planId/versions", params: { planId: plan }, search: { ...search, from, [key]: value && value !== "now" ? value : undefined } });
    const versions = items.map((v) => ({ value: v.name, label: named(v) }));
    const send = (a: Asked) => {
        if (!from) return;
        restore.mutate({ version: from, table: a.change?.table, id: a.change?.id, fields: a.field ? [a.field] : undefined }, {
            onSuccess: (r) => {
                setAsked(null);
                const kept = r.kept;
                if (kept) doneWithUndo(t("versions.wentBack"), t("common.undo"), () => restore.mutate({ version: kept }, { onSuccess: () => done(t("versions.wentBack")), onError: failed }));
                else done(t("versions.wentBackOne"));
            },
            onError: (e) => { setAsked(null); failed(e); },
        });
    };
    const changes = diff.data?.changes ?? [];
    return (
        <section aria-label={t("versions.differences")}>
            <Group gap="sm" mb="md" align="flex-end">
                <Select label={t("versions.from")} data={versions} value={from ?? null} onChange={(x) => choose("from", x)} allowDeselect={false} style={{ flex: "1 1 150px" }} />
                <Select label={t("versions.to")} data={[{ value: "now", label: t("versions.now") }, ...versions.filter((x) => x.value !== from)]} value={to ?? "now"} onChange={(x) => choose("to", x)} allowDeselect={false} style={{ flex: "1 1 150px" }} />
                {may && !to && changes.length > 0 && <Button variant="default" onClick={() => setAsked({})}>{t("versions.backAll")}</Button>}
            </Group>
            {diff.isLoadingError ? <Trouble error={diff.error} /> : !diff.data ? <Waiting /> : changes.length === 0 ? (
                <div className="card"><Empty title={t("versions.same")} text={to ? undefined : t("versions.sameText")} /></div>
            ) : (
                <>
                    <Text size="sm" className="dim" mb="sm" role="status">{t("versions.count", { count: changes.length })}</Text>
                    <Changes changes={changes} back={may && !to ? (change, field) => setAsked({ change, field }) : undefined} busy={restore.isPending} />
                </>
            )}
            <Confirm opened={asked !== null} busy={restore.isPending} onClose={() => setAsked(null)} onYes={() => asked && send(asked)}
                title={t("versions.backTitle", { version: current ? named(current) : "" })}
                text={asked?.change ? t(`versions.backText.${asked.change.change}`, { name: asked.change.name }) : t("versions.backTextAll", { count: changes.length })}
                yes={t("versions.backYes")} />
        </section>
    );
}
