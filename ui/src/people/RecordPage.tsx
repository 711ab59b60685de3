/* A company, contact or deal: its facts at the left, what happened in the middle, what belongs to it at the right. */
import { ActionIcon, Badge, Group, Menu, Tabs, Text } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconArrowMerge, IconClipboardText, IconDots, IconDownload, IconTrash, IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, download, isMissing } from "../api/client";
import { nameOf, useDelete, useModel, useRow } from "../api/queries";
import type { Model, Row } from "../api/types";
import { day, money } from "../format";
import { forget, remember } from "../find/recent";
import { Confirm } from "../parts/Confirm";
import { TabRow } from "../parts/TabRow";
import { choiceLabel, currencyOf } from "../parts/fields";
import { PageHead } from "../parts/PageHead";
import { asPeopleTable, views, type PeopleTable } from "../parts/tables";
import { done, failed } from "../parts/toast";
import { StageTrack } from "../pipeline/StageTrack";
import { useDesk } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { Activities } from "../care/Activities";
import { LogBar } from "../care/LogBar";
import { EraseDialog } from "../rights/EraseDialog";
import { NewRequest } from "../rights/NewRequest";
import { ContactCard } from "./ContactCard";
import { Facts } from "./Facts";
import { History } from "./History";
import { Merges } from "./Merges";
import { MergeWith } from "./MergeWith";
import { Related } from "./Related";
import { Timeline } from "./Timeline";

export function RecordPage() {
    const { table, id } = useParams({ from: "/shell/people/$table/$id" });
    const known = asPeopleTable(table);
    if (!known) return <NotFound />;
    return <Record key={id} table={known} id={id} />;
}

function Record({ table, id }: { table: PeopleTable; id: string }) {
    const model = useModel(table);
    const q = useRow(table, id);
    if (isMissing(q.error)) return <NotFound />;
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !model) return <Waiting />;
    // It was merged: the one that answers for it has an address of its own.
    if (q.data.id !== id) return <Navigate to="/people/$table/$id" params={{ table, id: q.data.id }} replace />;
    return <Page table={table} model={model} row={q.data} />;
}

function Page({ table, model, row }: { table: PeopleTable; model: Model; row: Row }) {
    const { t } = useTranslation();
    const { can, reader: r, site } = useDesk();
    const navigate = useNavigate();
    const remove = useDelete(table);
    const [asking, ask] = useDisclosure(false);
    const [merging, setMerging] = useState(false);
    const [erasing, setErasing] = useState(false);
    const [requesting, setRequesting] = useState(false);
    const person = table === "contacts" && !row.erased_at;
    const mergeable = table === "deals" ? null : table;
    const name = nameOf(row);
    useEffect(() => remember(site.id, { table, id: row.id, name }), [site.id, table, row.id, name]);
    const card = (useMediaQuery("(max-width: 48em)") ?? false) && table === "contacts";
    const amount = typeof row.amount_minor === "number" ? row.amount_minor : null;
    const menu = can(views[table].edit) && (
        <Menu position="bottom-end" withinPortal>
            <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t("common.actions")}>
                    <IconDots size={18} aria-hidden />
                </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                {mergeable && (
                    <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={() => setMerging(true)}>
                        {t("identity.mergeWith")}
                    </Menu.Item>
                )}
                {person && <Menu.Item leftSection={<IconClipboardText size={16} aria-hidden />} onClick={() => setRequesting(true)}>{t("rights.add")}</Menu.Item>}
                {person && can("export") && <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download(`/contacts/${row.id}/export`, `${name}.html`, { format: "html" }).catch(failed)}>{t("rights.downloadHtml")}</Menu.Item>}
                {person && can("export") && <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void download(`/contacts/${row.id}/export`, `${name}.json`).catch(failed)}>{t("rights.downloadJson")}</Menu.Item>}
                {person && can("erase") && <Menu.Item color="var(--attention)" leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => setErasing(true)}>{t("rights.eraseButton")}</Menu.Item>}
                <Menu.Item color="var(--attention)" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask.open}>
                    {t("common.delete")}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
    return (
        <>
            <Link to="/people/$table" params={{ table }} className="link" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t(`menu.${table}`)}
            </Link>
            <PageHead
                tab={name}
                title={card ? "" : name}
                lead={card ? undefined : (
                    <Group gap={8}>
                        {typeof row.erased_at === "string" && <Badge variant="light" tt="none" radius="sm" color="gray">{t("rights.erasedOn", { day: day(r, row.erased_at) })}</Badge>}
                        {typeof row.lifecycle === "string" && <Badge variant="light" tt="none" radius="sm">{choiceLabel("lifecycle", row.lifecycle, t)}</Badge>}
                        {table === "accounts" && <Furthest id={row.id} />}
                        {typeof row.outcome === "string" && <Badge variant="light" tt="none" radius="sm" color={row.outcome === "won" ? "leaf" : row.outcome === "lost" ? "terracotta" : "azulejo"}>{choiceLabel("outcome", row.outcome, t)}</Badge>}
                        {amount !== null && <Text span className="num" fw={600} c="var(--ink)">{money(r, amount, currencyOf(row, r))}</Text>}
                        {typeof row.job_title === "string" && row.job_title && <span>{row.job_title}</span>}
                        {typeof row.industry === "string" && row.industry && <span>{row.industry}</span>}
                    </Group>
                )}
            >
                {!card && menu}
            </PageHead>
            {card && <ContactCard row={row} actions={menu} />}
            {table === "deals" && <StageTrack row={row} />}
            <div className="record">
                {!card && <Facts table={table} model={model} row={row} />}
                <div className="record-middle">
                    <LogBar table={table} row={row} />
                    <Tabs defaultValue="timeline" className="card" keepMounted={false}>
                        <TabRow mb="md">
                            <Tabs.Tab value="timeline">{t("record.timeline")}</Tabs.Tab>
                            <Tabs.Tab value="activities">{t("care.tab")}</Tabs.Tab>
                            <Tabs.Tab value="history">{t("record.history")}</Tabs.Tab>
                        </TabRow>
                        <Tabs.Panel value="timeline"><Timeline table={table} id={row.id} /></Tabs.Panel>
                        <Tabs.Panel value="activities"><Activities table={table} row={row} /></Tabs.Panel>
                        <Tabs.Panel value="history">{mergeable && <Merges table={mergeable} id={row.id} />}<History model={model} id={row.id} currency={typeof row.currency === "string" ? row.currency : undefined} /></Tabs.Panel>
                    </Tabs>
                </div>
                {card && <Facts table={table} model={model} row={row} />}
                <Related table={table} row={row} />
            </div>
            {erasing && <EraseDialog contact={row.id} onClose={() => setErasing(false)} />}
            <NewRequest opened={requesting} contact={row.id} onClose={() => setRequesting(false)} />
            {merging && mergeable && (
                <MergeWith table={mergeable} row={row} onClose={() => setMerging(false)}
                    onDone={(kept) => { setMerging(false); void navigate({ to: "/people/$table/$id", params: { table, id: kept.id } }); }} />
            )}
            <Confirm
                opened={asking} title={t("record.deleteTitle", { name })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={ask.close}
                onYes={() => remove.mutate(row, { onSuccess: () => { forget(site.id, row.id); done(t("list.deleted", { count: 1 })); void navigate({ to: "/people/$table", params: { table } }); }, onError: failed })}
            />
        </>
    );
}

/* A company stands where its furthest member stands. */
function Furthest({ id }: { id: string }) {
    const { t } = useTranslation();
    const q = useQuery({ queryKey: ["rows", "accounts", "lifecycle", id], queryFn: ({ signal }) => api.get<{ lifecycle: string | null; contact: string | null; name: string | null }>(`/accounts/${id}/lifecycle`, undefined, signal) });
    if (!q.data?.lifecycle) return null;
    return <Badge variant="light" tt="none" radius="sm" title={t("record.furthest", { name: q.data.name ?? "" })}>{choiceLabel("lifecycle", q.data.lifecycle, t)}</Badge>;
}
