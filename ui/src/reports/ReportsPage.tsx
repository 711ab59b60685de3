/* All saved reports: each opens the screen it was made on, as it stood, and has a page from which it is shared and sent. */
import { ActionIcon, Badge, Button, Group, Menu, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconSend, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import { allOf } from "../api/queries";
import { ago } from "../format";
import { Empty } from "../parts/Empty";
import { PageHead } from "../parts/PageHead";
import { done, doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { NewFigures } from "./NewFigures";
import { placeOf, type Report } from "./reports";

export function useReports(trashed: boolean) {
    return useQuery({
        queryKey: ["reports", "list", trashed],
        queryFn: ({ signal }) => allOf<Report>("/saved_reports", { trashed }, signal),
    });
}

export function ReportsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [trashed, setTrashed] = useState(false);
    const q = useReports(trashed);
    return (
        <>
            <PageHead title={t("menu.reports")} lead={t("reports.lead")}>
                {!trashed && <NewFigures />}
                {can("edit_plan") && (
                    <SegmentedControl size="sm" aria-label={t("reports.which")} value={trashed ? "trash" : "kept"} onChange={(v) => setTrashed(v === "trash")}
                        data={[{ value: "kept", label: t("reports.kept") }, { value: "trash", label: t("reports.trash") }]} />
                )}
            </PageHead>
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : !q.data ? <Waiting /> : q.data.length === 0 ? (
                <div className="card">
                    {trashed ? <Empty title={t("reports.trashEmpty")} text={t("reports.trashText")} /> : (
                        <Empty title={t("reports.empty")} text={t("reports.emptyText")}>
                            <Group gap="xs" justify="center">
                                <Button component={Link} to="/results/visits">{t("menu.visits")}</Button>
                                <Button component={Link} to="/results/channels" variant="default">{t("menu.channels")}</Button>
                                <Button component={Link} to="/results/attribution" variant="default">{t("menu.attribution")}</Button>
                            </Group>
                        </Empty>
                    )}
                </div>
            ) : (
                <ul className="report-list" aria-label={t("menu.reports")}>
                    {q.data.map((r) => <Line key={r.id} report={r} />)}
                </ul>
            )}
        </>
    );
}

function useChange() {
    const client = useQueryClient();
    const again = () => void client.invalidateQueries({ queryKey: ["reports"] });
    const change = (r: Report, to: Partial<Report>) => api.patch<Report>(`/saved_reports/${r.id}`, to, r.version);
    return { again, change };
}

function Line({ report }: { report: Report }) {
    const { t } = useTranslation();
    const { can, reader: r } = useDesk();
    const { again, change } = useChange();
    const [renaming, setRenaming] = useState(false);
    const place = placeOf(report, r);
    const back = useMutation({ mutationFn: (x: Report) => change(x, { trashed: false }), onSuccess: again, onError: failed });
    const drop = useMutation({
        mutationFn: () => change(report, { trashed: true }),
        onSuccess: (now) => { again(); doneWithUndo(t("reports.dropped", { name: report.name }), t("common.undo"), () => back.mutate(now)); },
        onError: failed,
    });
    const copy = useMutation({ mutationFn: () => api.post<Report>(`/saved_reports/${report.id}/copy`), onSuccess: (x) => { again(); done(t("reports.copied", { name: x.name })); }, onError: failed });
    return (
        <li className="card report-line">
            <div style={{ minWidth: 0, flex: "1 1 240px" }}>
                <Group gap={8} mb={2}>
                    {report.trashed ? <Text fw={620}>{report.name}</Text> : <Link className="link" {...(place as { to: "/results/visits" })} style={{ fontWeight: 620, overflowWrap: "anywhere" }}>{report.name}</Link>}
                    <Badge variant="light" color="gray" tt="none" radius="sm">{t(`reports.kind.${report.kind}`)}</Badge>
                </Group>
                <Text size="sm" className="dim">{t("reports.changed", { ago: ago(r, report.changed_at) })}</Text>
            </div>
            {report.trashed ? (
                can("edit_plan") && <Button size="xs" variant="default" loading={back.isPending} onClick={() => back.mutate(report)}>{t("reports.restore")}</Button>
            ) : (
                <Group gap={6} wrap="nowrap">
                    <Button component={Link} to={`/results/reports/${report.id}`} size="xs" variant="default" leftSection={<IconSend size={15} aria-hidden />} aria-label={t("reports.shareOf", { name: report.name })}>{t("reports.share")}</Button>
                    {can("edit_plan") && (
                        <Menu position="bottom-end" withinPortal>
                            <Menu.Target>
                                <ActionIcon variant="default" size={30} aria-label={t("reports.actionsOf", { name: report.name })}><IconDots size={16} aria-hidden /></ActionIcon>
                            </Menu.Target>
                            <Menu.Dropdown>
                                <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setRenaming(true)}>{t("reports.rename")}</Menu.Item>
                                <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => copy.mutate()}>{t("reports.duplicate")}</Menu.Item>
                                <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} color="terracotta.7" onClick={() => drop.mutate()}>{t("common.delete")}</Menu.Item>
                            </Menu.Dropdown>
                        </Menu>
                    )}
                </Group>
            )}
            <Modal opened={renaming} onClose={() => setRenaming(false)} title={t("reports.rename")} closeButtonProps={{ "aria-label": t("common.close") }}>
                <Rename report={report} onDone={() => { setRenaming(false); again(); }} onCancel={() => setRenaming(false)} />
            </Modal>
        </li>
    );
}

function Rename({ report, onDone, onCancel }: { report: Report; onDone: () => void; onCancel: () => void }) {
    const { t } = useTranslation();
    const { change } = useChange();
    const [name, setName] = useState(report.name);
    const save = useMutation({ mutationFn: () => change(report, { name: name.trim() }), onSuccess: () => { done(t("common.saved")); onDone(); } });
    const wrong = save.error instanceof Problem ? (save.error.fields.name ?? save.error.message) : save.error ? sentence(save.error) : undefined;
    return (
        <form noValidate onSubmit={(e: SyntheticEvent) => { e.preventDefault(); save.mutate(); }}>
            <Stack gap="md">
                <TextInput label={t("reports.name")} value={name} error={wrong} maxLength={120} data-autofocus onChange={(e) => setName(e.currentTarget.value)} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onCancel}>{t("common.cancel")}</Button>
                    <Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t("common.save")}</Button>
                </Group>
            </Stack>
        </form>
    );
}
