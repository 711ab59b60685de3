/* One page: what needs you today, how the plan is doing, where people are, what came in and out. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowRight, IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useState, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Dashboard, ReportRow, Sums } from "../api/types";
import { count, money, percent, today, type Reader } from "../format";
import { Empty } from "../parts/Empty";
import { Change, Figure } from "../parts/Figure";
import { channelName } from "../parts/fields";
import { LeftOut, type Rows } from "../parts/LeftOut";
import { PageHead } from "../parts/PageHead";
import { GoalProgress } from "../plan/GoalProgress";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { channelColor } from "../theme";
import { Funnel } from "./Funnel";
import { ProposalsCard } from "./ProposalsCard";
import { VisitsCard } from "./VisitsCard";

const MoneyChart = lazy(() => import("./MoneyChart").then((m) => ({ default: m.MoneyChart })));

export function Home() {
    const { t } = useTranslation();
    const { user, site, reader: r } = useDesk();
    const q = useQuery({ queryKey: ["dashboard"], queryFn: ({ signal }) => api.get<Dashboard>("/dashboard", { days: 30 }, signal) });
    const first = (user.name ?? "").split(" ")[0];
    const head = <PageHead tab={t("menu.home")} title={first ? t("home.hello", { name: first }) : t("menu.home")} lead={t("home.lead", { site: site.name })} />;
    if (q.isLoadingError) return <>{head}<Trouble error={q.error} again={() => void q.refetch()} /></>;
    if (!q.data) return <>{head}<Waiting /></>;
    const d = q.data;
    const empty = d.funnel.every((f) => f.count === 0);
    return (
        <>
            {head}
            {empty ? (
                <Stack gap={20}>
                    <Begin />
                    {d.tasks.length > 0 && <Tasks tasks={d.tasks} />}
                </Stack>
            ) : (
                <Stack gap={20}>
                    <div className="home-top">
                        <section className="card" aria-labelledby="h-last">
                            <Heading id="h-last" text={t("home.last30")} hint={t("home.last30Hint")} />
                            <Last30 now={d.last30} before={d.before30} />
                            <LeftOut others={d.last30.other_currencies} rows={lastRows(r)} mt="md" />
                            <h3 style={{ margin: "22px 0 2px", fontSize: "0.92rem", fontWeight: 650 }}>{t("home.money")}</h3>
                            <Text size="xs" className="dim" mb="sm">{t("home.moneyHint")}</Text>
                            <Suspense fallback={<div style={{ height: 232 }} />}>
                                <MoneyChart months={d.money} />
                            </Suspense>
                            <LeftOut others={d.other_currencies} rows={yearRows(d)} />
                        </section>
                        <Tasks tasks={d.tasks} />
                    </div>
                    <div className="even-cols">
                        <section className="card" aria-labelledby="h-funnel">
                            <Heading id="h-funnel" text={t("home.funnel")} hint={t("home.funnelHint")} />
                            <Funnel funnel={d.funnel} rates={d.stages} lifecycle={d.lifecycle} />
                        </section>
                        <TopChannels rows={d.channels} />
                    </div>
                    <ProposalsCard />
                    <VisitsCard />
                    <Goals goals={d.goals} />
                </Stack>
            )}
        </>
    );
}

/* What the sums of the last 30 days are made of, and the chart. */
function lastRows(r: Reader): Rows {
    const days = { from: today(r, 29), to: today(r) };
    return { won: days, spend: days };
}

function yearRows(d: Dashboard): Rows {
    const days = d.money[0] ? { from: `${d.money[0].month}-01` } : {};
    return { won: days, spend: days };
}

export function Heading({ id, text, hint, to, more }: { id: string; text: string; hint?: string; to?: string; more?: string }) {
    return (
        <Group justify="space-between" align="baseline" mb="md" wrap="nowrap">
            <div>
                <h2 id={id} style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{text}</h2>
                {hint && <Text size="xs" className="dim" mt={2}>{hint}</Text>}
            </div>
            {to && (
                <Link to={to} className="link" style={{ fontSize: "0.85rem", whiteSpace: "nowrap" }}>
                    {more}
                </Link>
            )}
        </Group>
    );
}

function Begin() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const steps = [
        ...(can("import") ? [{ to: "/import", title: t("home.begin1"), text: t("home.begin1Text") }] : []),
        { to: "/results/channels", title: t("home.begin2"), text: t("home.begin2Text") },
        { to: "/plan", title: t("home.begin3"), text: t("home.begin3Text") },
    ];
    return (
        <section className="card">
            <Empty title={t("home.beginTitle")} text={t("home.beginText")} />
            <div style={{ display: "grid", gap: 14, gridTemplateColumns: "repeat(auto-fit, minmax(min(240px, 100%), 1fr))" }}>
                {steps.map((s, i) => (
                    <Link key={s.to} to={s.to} className="door" style={{ padding: 16 }}>
                        <strong>{i + 1}. {s.title}</strong>
                        <span className="dim" style={{ fontSize: "0.88rem", lineHeight: 1.5 }}>{s.text}</span>
                    </Link>
                ))}
            </div>
        </section>
    );
}

const SHOWN_TASKS = 6;

function Tasks({ tasks }: { tasks: Dashboard["tasks"] }) {
    const { t } = useTranslation();
    const router = useRouter();
    const [all, setAll] = useState(false);
    const shown = all ? tasks : tasks.slice(0, SHOWN_TASKS);
    const go = (e: MouseEvent<HTMLAnchorElement>, url: string) => {
        if (e.metaKey || e.ctrlKey || e.shiftKey) return;
        e.preventDefault();
        router.history.push(url);
    };
    return (
        <section className="card" aria-labelledby="h-tasks">
            <Group gap={8} mb={6}>
                <IconChecklist size={19} aria-hidden color="var(--act)" />
                <h2 id="h-tasks" style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("home.tasks")}</h2>
            </Group>
            {tasks.length === 0 ? (
                <Text className="dim" size="sm" mt={6}>{t("home.noTasks")}</Text>
            ) : (
                <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                    {shown.map((x, i) => (
                        <li key={x.code + x.message} style={{ borderTop: i ? "1px solid var(--line)" : 0 }}>
                            {x.url ? (
                                <a href={x.url} className="plain-link task" onClick={(e) => go(e, x.url ?? "/")}>
                                    <TaskLine text={x.message} />
                                </a>
                            ) : (
                                <TaskLine text={x.message} />
                            )}
                        </li>
                    ))}
                </ul>
            )}
            {tasks.length > SHOWN_TASKS && <Button variant="subtle" size="xs" onClick={() => setAll(!all)} aria-expanded={all}>{all ? t("form.fewer") : t("home.moreTasks", { count: tasks.length - SHOWN_TASKS })}</Button>}
        </section>
    );
}

function TaskLine({ text }: { text: string }) {
    return (
        <span style={{ display: "flex", alignItems: "center", gap: 10, padding: "10px 0", fontSize: "0.92rem" }}>
            <span aria-hidden style={{ width: 8, height: 8, borderRadius: 99, background: "var(--attention)", flex: "none" }} />
            <span style={{ flex: 1 }}>{text}</span>
            <IconArrowRight size={16} aria-hidden />
        </span>
    );
}

function Last30({ now, before }: { now: Sums; before: Sums }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const cells: { key: Exclude<keyof Sums, "other_currencies">; show: (v: number | null) => string; less?: boolean }[] = [
        { key: "leads", show: (v) => count(r, v) },
        { key: "won", show: (v) => count(r, v) },
        { key: "revenue_minor", show: (v) => money(r, v, undefined, (v ?? 0) >= 1e8) },
        { key: "spend_minor", show: (v) => money(r, v, undefined, (v ?? 0) >= 1e8), less: true },
    ];
    return (
        <div className="sums">
            {cells.map((c) => (
                <div key={c.key}>
                    <Text size="sm" className="dim">{t(`home.sum.${c.key}`)}</Text>
                    <Text className="num" fw={680} fz={{ base: "1.2rem", sm: "1.45rem" }} lh={1.3} mt={2}>
                        {now[c.key] == null ? <span className="dim" style={{ fontSize: "0.95rem", fontWeight: 500 }}>{t("figure.notGiven")}</span> : c.show(now[c.key])}
                    </Text>
                    <Group gap={6} mt={2}>
                        <Change now={now[c.key]} before={before[c.key]} lessIsBetter={c.less} />
                        {before[c.key] != null && <Text size="xs" className="dim num">{t("home.before", { v: c.show(before[c.key]) })}</Text>}
                    </Group>
                </div>
            ))}
        </div>
    );
}

function Goals({ goals }: { goals: Dashboard["goals"] }) {
    const { t } = useTranslation();
    return (
        <section className="card" aria-labelledby="h-goals">
            <Heading id="h-goals" text={t("home.goals")} to="/plan" more={t("home.seePlan")} />
            {goals.length === 0 ? (
                <Text className="dim" size="sm">{t("home.noGoals")}</Text>
            ) : (
                <div className="goal-grid">
                    {[...goals].sort((a, b) => Number(waits(a)) - Number(waits(b))).map((g) => (
                        <div key={g.id}>
                            <Link to="/goals/$id" params={{ id: g.id }} className="plain-link" style={{ fontWeight: 600, fontSize: "0.93rem" }}>
                                {g.name}
                            </Link>
                            <GoalProgress p={g} />
                        </div>
                    ))}
                </div>
            )}
        </section>
    );
}

/* A goal that has not begun stands after those that run. */
function waits(g: Dashboard["goals"][number]): boolean {
    return g.current === null;
}

function TopChannels({ rows }: { rows: ReportRow[] }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const navigate = useNavigate();
    const rowsOf = (key: string, column: string) => void navigate({ to: "/results/channels/rows", search: { by: "channel", key, column } });
    return (
        <section className="card" aria-labelledby="h-channels">
            <Heading id="h-channels" text={t("home.channels")} to="/results/channels" more={t("home.seeAll")} />
            {rows.length === 0 ? (
                <Text className="dim" size="sm">{t("channels.emptyText")}</Text>
            ) : (
                <div className="scroll-x">
                    <table className="grid-table">
                        <thead>
                            <tr>
                                <th>{t("channels.by.channel")}</th>
                                <th className="num">{t("home.sum.leads")}</th>
                                <th className="num">{t("home.sum.won")}</th>
                                <th className="num">{t("home.rate")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows.map((row) => {
                                const key = String(row.channel ?? row.key ?? "");
                                const leads = num(row.leads);
                                const won = num(row.won);
                                const rate = num(row.lead_to_customer);
                                return (
                                    <tr key={key}>
                                        <td>
                                            <span aria-hidden style={{ display: "inline-block", width: 10, height: 10, borderRadius: 3, background: channelColor(key), marginRight: 8 }} />
                                            {channelName(key, t)}
                                        </td>
                                        <td className="num"><Figure value={count(r, leads)} none={leads === null} onOpen={() => rowsOf(key, "leads")} what={`${t("home.sum.leads")}, ${channelName(key, t)}`} /></td>
                                        <td className="num"><Figure value={count(r, won)} none={won === null} onOpen={() => rowsOf(key, "won")} what={`${t("home.sum.won")}, ${channelName(key, t)}`} /></td>
                                        <td className="num"><Figure value={percent(r, rate)} none={rate === null} reason={row.reasons?.lead_to_customer} /></td>
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}

function num(v: unknown): number | null {
    return typeof v === "number" ? v : null;
}
