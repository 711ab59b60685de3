/* One report: its figures to read and to print, its links, and when it goes by mail. */
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconExternalLink, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, download, isMissing } from "../api/client";
import { PageHead } from "../parts/PageHead";
import { failed } from "../parts/toast";
import { useDesk } from "../session";
import { NotFound, Trouble, Waiting } from "../shell/Fallbacks";
import { ShareLinks } from "../parts/ShareLinks";
import { PaperView } from "./PaperView";
import { hasScreen, placeOf, type Paper, type Report } from "./reports";
import { Schedules } from "./Schedules";

export function ReportPage() {
    const { t, i18n } = useTranslation();
    const { can, reader: r } = useDesk();
    const { id } = useParams({ from: "/shell/results/reports/$id" });
    const report = useQuery({ queryKey: ["reports", "one", id], retry: false, queryFn: ({ signal }) => api.get<Report>(`/saved_reports/${id}`, undefined, signal) });
    const paper = useQuery({ queryKey: ["reports", "paper", id, i18n.language], retry: false, queryFn: ({ signal }) => api.get<Paper>(`/saved_reports/${id}/paper`, undefined, signal) });
    if (isMissing(report.error)) return <NotFound />;
    if (report.isLoadingError) return <Trouble error={report.error} again={() => void report.refetch()} />;
    if (!report.data) return <Waiting />;
    const rep = report.data;
    const place = placeOf(rep, r);
    return (
        <>
            <Link to="/results/reports" className="link no-print" style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: "0.86rem", marginBottom: 10 }}>
                <IconArrowLeft size={15} aria-hidden />
                {t("menu.reports")}
            </Link>
            <PageHead title={rep.name} lead={t(`reports.kind.${rep.kind}`)}>
                {hasScreen(rep) && <Button className="no-print" component={Link} {...(place as { to: "/results/visits" })} variant="default" leftSection={<IconExternalLink size={16} aria-hidden />}>{t("reports.openScreen")}</Button>}
                <ActionIcon className="no-print" variant="default" size={36} aria-label={t("reports.print")} title={t("reports.print")} onClick={() => window.print()}><IconPrinter size={18} aria-hidden /></ActionIcon>
                {can("export") && <ActionIcon className="no-print" variant="default" size={36} aria-label={t("channels.csv")} title={t("channels.csv")} onClick={() => void download(`/saved_reports/${id}/paper.csv`, `${rep.name}.csv`).catch(failed)}><IconDownload size={18} aria-hidden /></ActionIcon>}
            </PageHead>
            <div className="report-cols">
                <div style={{ minWidth: 0 }}>{paper.isLoadingError ? <Trouble error={paper.error} again={() => void paper.refetch()} /> : !paper.data ? <Waiting /> : <PaperView paper={paper.data} />}</div>
                {can("edit_plan") && !rep.trashed && (
                    <div className="report-side">
                        <Schedules report={rep} />
                        <ShareLinks kind="report" target={id} />
                    </div>
                )}
            </div>
        </>
    );
}
