/* The page before the desk: name, wave, one column of form. */
import { SegmentedControl, Title, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asLanguage, setLanguage } from "../i18n";
import { Mark, Wave } from "../parts/Wave";

export function Enter({ title, lead, width = 420, children }: { title: string; lead?: string; width?: number; children: ReactNode }) {
    const { t, i18n } = useTranslation();
    return (
        <div className="enter">
            <header style={{ position: "relative" }}>
                <Wave height={96} opacity={0.14} />
                <div style={{ position: "absolute", inset: 0, display: "flex", alignItems: "center", justifyContent: "space-between", padding: "0 24px", gap: 16 }}>
                    <span style={{ display: "flex", alignItems: "center", gap: 10, background: "var(--paper)", padding: "8px 14px", borderRadius: 12 }}>
                        <Mark size={32} />
                        <span style={{ fontSize: "1.35rem", fontWeight: 700, letterSpacing: "-0.015em" }}>Praça</span>
                    </span>
                    <SegmentedControl
                        size="xs"
                        aria-label={t("user.language")}
                        value={i18n.language}
                        onChange={(v) => void setLanguage(asLanguage(v))}
                        data={[
                            { value: "pt-BR", label: <span lang="pt-BR">PT<VisuallyHidden>: português</VisuallyHidden></span> },
                            { value: "en", label: <span lang="en">EN<VisuallyHidden>: English</VisuallyHidden></span> },
                        ]}
                    />
                </div>
            </header>
            <main className="enter-main" style={{ width: "100%", maxWidth: width + 40, padding: "32px 20px 64px" }}>
                <Title order={1} mb={6}>
                    {title}
                </Title>
                {lead && (
                    <p className="dim" style={{ margin: "0 0 24px", lineHeight: 1.55 }}>
                        {lead}
                    </p>
                )}
                {children}
            </main>
        </div>
    );
}
