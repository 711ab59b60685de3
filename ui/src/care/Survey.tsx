/* Whether people would recommend us: the figure with its sample rule, what they said, and links to ask more. */
import { Alert, Badge, Button, Group, Modal, Radio, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLink } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, saveText, sentence } from "../api/client";
import { nameOf, useAllOf } from "../api/queries";
import type { components } from "../api/openapi";
import type { Page } from "../api/types";
import { fullLink } from "../consent/words";
import { count, day, percent } from "../format";
import { Empty } from "../parts/Empty";
import { reasonText } from "../parts/Figure";
import { done } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";

type Nps = components["schemas"]["Nps"];
type Answer = components["schemas"]["NpsAnswer"];
type Links = components["schemas"]["NpsLinks"];
const groups = ["promoters", "passives", "detractors"] as const;
const colors = { promoters: "leaf", passives: "ochre", detractors: "terracotta" } as const;

function groupOf(score: number): (typeof groups)[number] {
    return score >= 9 ? "promoters" : score >= 7 ? "passives" : "detractors";
}

export function Survey() {
    const { t, i18n } = useTranslation();
    const { can, reader: r } = useDesk();
    const [linking, link] = useDisclosure(false);
    const q = useQuery({ queryKey: ["rows", "nps", i18n.language], queryFn: ({ signal }) => api.get<Nps>("/nps", undefined, signal) });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const n = q.data;
    const asked = n.periods.filter((p) => p.answered > 0 || p.invited > 0);
    return (
        <>
            <section className="card" style={{ marginBottom: 16 }} aria-label={t("after.tab.survey")}>
                <Group justify="space-between" align="flex-start">
                    <div>
                        <Text size="sm" className="dim">{t("after.nps")}</Text>
                        <Text className="num" fw={650} style={{ fontSize: "2rem", lineHeight: 1.2 }}>{n.score === null ? "–" : signedScore(n.score)}</Text>
                        <Text size="sm" className="dim">{n.score === null ? reasonText(n.reason) : t("after.answers", { count: n.answered })}{n.invited > 0 && n.answered > 0 && <> · {t("after.rate", { rate: percent(r, Math.min(1, n.answered / n.invited)) })}</>}</Text>
                    </div>
                    {can("edit_people") && <Button leftSection={<IconLink size={17} aria-hidden />} onClick={link.open}>{t("after.makeLinks")}</Button>}
                </Group>
                {n.answered > 0 && <Split counts={n} />}
                {asked.length > 0 && (
                    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("after.byQuarter")} style={{ marginTop: 18 }}>
                        <table className="grid-table">
                            <thead><tr><th scope="col">{t("after.quarter")}</th><th scope="col" className="num">NPS</th>{groups.map((g) => <th key={g} scope="col" className="num">{t(`after.${g}`)}</th>)}<th scope="col" className="num">{t("after.invited")}</th></tr></thead>
                            <tbody>
                                {asked.map((p) => (
                                    <tr key={p.period}>
                                        <td>{quarter(p.period, t)}</td>
                                        <td className="num" title={reasonText(p.reason) ?? undefined}>{p.score === null ? <span className="lack">{t("figure.few", { have: p.reason?.have ?? 0, need: p.reason?.need ?? 0 })}</span> : signedScore(p.score)}</td>
                                        {groups.map((g) => <td key={g} className="num">{count(r, p[g])}</td>)}
                                        <td className="num">{count(r, p.invited)}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                )}
            </section>
            <Answers />
            <Modal opened={linking} onClose={link.close} title={t("after.makeLinks")} closeButtonProps={{ "aria-label": t("common.close") }}>
                {linking && <MakeLinks onDone={link.close} />}
            </Modal>
        </>
    );
}

function signedScore(n: number): string {
    return n > 0 ? `+${n}` : String(n).replace("-", "−");
}

export function quarter(period: string, t: (k: string, o?: Record<string, unknown>) => string): string {
    const [year, q] = period.split("-Q");
    return t("after.quarterOf", { q, year });
}

function Split({ counts }: { counts: Pick<Nps, "answered" | (typeof groups)[number]> }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    return (
        <>
            <div className="split-bar" aria-hidden>
                {groups.map((g) => <span key={g} className={colors[g]} style={{ width: `${(100 * counts[g]) / counts.answered}%` }} />)}
            </div>
            <Group gap={16} mt={6}>
                {groups.map((g) => <Text key={g} size="sm"><span className={`dot ${colors[g]}`} aria-hidden /> {t(`after.${g}`)}: <strong className="num">{count(r, counts[g])}</strong></Text>)}
            </Group>
        </>
    );
}

function Answers() {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const [group, setGroup] = useState("all");
    const q = useInfiniteQuery({
        queryKey: ["rows", "nps", "answers", group],
        initialPageParam: "",
        queryFn: ({ pageParam, signal }) => api.get<Page<Answer>>("/nps/answers", { group: group === "all" ? undefined : group, after: pageParam }, signal),
        getNextPageParam: (p) => p.next ?? undefined,
    });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    const rows = q.data?.pages.flatMap((p) => p.items);
    return (
        <section className="card" aria-label={t("after.said")}>
            <Group justify="space-between" mb="xs">
                <h2 style={{ margin: 0, fontSize: "1.02rem", fontWeight: 650 }}>{t("after.said")}</h2>
                <SegmentedControl size="xs" value={group} onChange={setGroup} aria-label={t("after.group")} data={["all", ...groups].map((g) => ({ value: g, label: t(g === "all" ? "after.everybody" : `after.${g}`) }))} />
            </Group>
            {!rows ? <Waiting /> : rows.length === 0 ? <Empty title={t("after.noAnswers")} text={t("after.noAnswersText")} /> : (
                <ul className="plain-list">
                    {rows.map((a) => (
                        <li key={a.id} className="activity">
                            <Badge color={colors[groupOf(a.score)]} variant="light" radius="sm" style={{ minWidth: 34 }}><span className="num">{a.score}</span></Badge>
                            <div style={{ minWidth: 0, flex: 1 }}>
                                <Text size="sm"><Link className="link" to="/people/$table/$id" params={{ table: "contacts", id: a.contact }}>{a.contact_name ?? "–"}</Link>{a.account && <> · <Link className="plain-link" to="/people/$table/$id" params={{ table: "accounts", id: a.account }}>{a.account_name}</Link></>}</Text>
                                {a.comment && <Text size="sm" className="activity-body">{a.comment}</Text>}
                                {a.testimonial && <blockquote className="quote"><Text size="sm">{a.testimonial}</Text><Text size="xs" className="dim">{t("after.mayShow")}</Text></blockquote>}
                                <Text size="xs" className="dim">{day(r, a.answered_at)}</Text>
                            </div>
                        </li>
                    ))}
                </ul>
            )}
            {q.hasNextPage && <Button mt="md" variant="default" size="xs" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t("list.more")}</Button>}
        </section>
    );
}

function csvCell(s: string | null): string {
    const text = /^[=+\-@\t]/.test(s ?? "") ? `'${s ?? ""}` : (s ?? "");
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function MakeLinks({ onDone }: { onDone: () => void }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const lists = useAllOf("lists", {}).data ?? [];
    const segments = useAllOf("segments", {}).data ?? [];
    const [whom, setWhom] = useState("customers");
    const [list, setList] = useState<string | null>(null);
    const make = useMutation({
        mutationFn: async () => {
            const lines = ["name,email,link"];
            let after: string | null = null;
            do {
                const page: Links = await api.post<Links>("/nps/links", { ...(whom === "customers" ? { customers: true } : { [whom]: list }), ...(after ? { after } : {}) });
                for (const x of page.items) lines.push([csvCell(x.name), csvCell(x.email), fullLink(x.path)].join(","));
                after = page.next;
            } while (after);
            return lines;
        },
        onSuccess: (lines) => {
            saveText("nps.csv", `${lines.join("\r\n")}\r\n`);
            void client.invalidateQueries({ queryKey: ["rows", "nps"] });
            done(t("after.linksMade", { count: lines.length - 1 }));
            onDone();
        },
    });
    return (
        <Stack>
            <Text size="sm" lh={1.55}>{t("after.linksHow")}</Text>
            <Radio.Group value={whom} onChange={(v) => { setWhom(v); setList(null); }} label={t("after.whom")}>
                <Stack gap={8} mt={6}>
                    <Radio value="customers" label={t("after.allCustomers")} />
                    <Radio value="list" label={t("after.aList")} disabled={lists.length === 0} />
                    <Radio value="segment" label={t("after.aSegment")} disabled={segments.length === 0} />
                </Stack>
            </Radio.Group>
            {whom !== "customers" && <Select label={t(`after.${whom}`)} value={list} onChange={setList} data={(whom === "list" ? lists : segments).map((l) => ({ value: l.id, label: nameOf(l) }))} />}
            {make.isError && <Alert color="terracotta" variant="light" role="alert">{sentence(make.error)}</Alert>}
            <Group justify="flex-end"><Button loading={make.isPending} disabled={whom !== "customers" && !list} onClick={() => { make.mutate(); }}>{t("after.downloadLinks")}</Button></Group>
        </Stack>
    );
}
