/* Settings, page by page. Only what the role may see is listed. */
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Select } from "@mantine/core";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "../parts/PageHead";
import { useDesk, type Permission } from "../session";
import { MailDrop } from "../care/MailDrop";
import { CookiesPage } from "../cookies/CookiesPage";
import { OriginsPage } from "../origins/OriginsPage";
import { AuditPage } from "./AuditPage";
import { ChatLinks } from "./ChatLinks";
import { ConfigPage } from "./ConfigPage";
import { FieldsPage } from "./FieldsPage";
import { HealthPage } from "./HealthPage";
import { KeysPage } from "./KeysPage";
import { MeasurePage } from "./MeasurePage";
import { OutgoingPage } from "./OutgoingPage";
import { SecurityPage } from "./SecurityPage";
import { SessionsPage } from "./SessionsPage";
import { SitePage } from "./SitePage";
import { StagesPage } from "./StagesPage";
import { UsersPage } from "./UsersPage";
import { WebhooksPage } from "./WebhooksPage";

const pages: { key: string; page: ComponentType; needs?: Permission }[] = [
    { key: "site", page: SitePage },
    { key: "users", page: UsersPage, needs: "admin" },
    { key: "keys", page: KeysPage, needs: "admin" },
    { key: "webhooks", page: WebhooksPage, needs: "admin" },
    { key: "measure", page: MeasurePage, needs: "admin" },
    { key: "origins", page: OriginsPage },
    { key: "security", page: SecurityPage },
    { key: "sessions", page: SessionsPage },
    { key: "mail", page: MailDrop, needs: "edit_people" },
    { key: "outgoing", page: OutgoingPage },
    { key: "cookies", page: CookiesPage },
    { key: "chat", page: ChatLinks, needs: "edit_people" },
    { key: "config", page: ConfigPage, needs: "admin" },
    { key: "stages", page: StagesPage },
    { key: "fields", page: FieldsPage, needs: "admin" },
    { key: "audit", page: AuditPage, needs: "audit" },
    { key: "health", page: HealthPage },
];

export function SettingsPage() {
    const { t } = useTranslation();
    const { can } = useDesk();
    const { page } = useParams({ from: "/shell/settings/$page" });
    const navigate = useNavigate();
    const shown = pages.filter((p) => !p.needs || can(p.needs));
    const at = shown.find((p) => p.key === page) ?? shown[0];
    if (!at) return null;
    const Page = at.page;
    return (
        <div className="settings">
            <nav aria-label={t("menu.settings")} className="settings-nav">
                {shown.map((p) => (
                    <Link key={p.key} to="/settings/$page" params={{ page: p.key }} className="nav-link" data-on={p === at} aria-current={p === at ? "page" : undefined}>
                        {t(`settings.${p.key}.title`)}
                    </Link>
                ))}
            </nav>
            <div className="settings-pick">
                <Select aria-label={t("menu.settings")} allowDeselect={false} mb="md" value={at.key} data={shown.map((p) => ({ value: p.key, label: t(`settings.${p.key}.title`) }))} onChange={(v) => v && void navigate({ to: "/settings/$page", params: { page: v } })} />
            </div>
            <div style={{ minWidth: 0, maxWidth: 900 }}>
                <PageHead title={t(`settings.${at.key}.title`)} lead={t(`settings.${at.key}.lead`)} />
                <Page />
            </div>
        </div>
    );
}
