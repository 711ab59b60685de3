/* A mail as its reader sees it, in a frame that runs nothing and loads nothing. */
import { Loader, Modal, SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import type { MailPreview } from "./reports";

export function MailView({ from, title, onClose, children }: { from: string | null; title: string; onClose: () => void; children?: React.ReactNode }) {
    const { t, i18n } = useTranslation();
    const [as, setAs] = useState<"html" | "text">("html");
    const q = useQuery({ queryKey: ["mail", from, i18n.language], enabled: from !== null, gcTime: 0, retry: false, queryFn: ({ signal }) => api.get<Pick<MailPreview, "subject"> & { html: string | null; text: string | null; file_name: string | null }>(from ?? "", undefined, signal) });
    const m = q.data;
    return (
        <Modal opened={from !== null} onClose={onClose} title={title} size={760} closeButtonProps={{ "aria-label": t("common.close") }}>
            {q.isLoadingError ? <Text c="var(--attention)" size="sm" role="alert">{sentence(q.error)}</Text> : !m ? <Loader size="sm" aria-label={t("common.loading")} /> : (
                <>
                    <Text size="sm"><span className="dim">{t("reports.subject")}</span> {m.subject}</Text>
                    {m.file_name && <Text size="sm"><span className="dim">{t("reports.file")}</span> {m.file_name}</Text>}
                    <SegmentedControl my="sm" size="xs" aria-label={t("reports.showAs")} value={as} onChange={(v) => setAs(v as "html" | "text")} data={[{ value: "html", label: t("reports.asHtml") }, { value: "text", label: t("reports.asText") }]} />
                    {!m.html && !m.text ? <Text size="sm" className="dim">{t("reports.noBody")}</Text> : as === "html" && m.html ? (
                        <iframe title={m.subject} sandbox="" srcDoc={m.html} className="mail-frame" />
                    ) : (
                        <pre className="mail-text" tabIndex={0}>{m.text}</pre>
                    )}
                    {children}
                </>
            )}
        </Modal>
    );
}
