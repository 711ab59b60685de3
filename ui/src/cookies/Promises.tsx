/* Each sentence that the banner says of the program, with what holds it to that; and the visit that shows it. */
import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Page } from "../api/types";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useBanner, type Sentence } from "./cookies";

export function Promises() {
    const { t, i18n } = useTranslation();
    const banner = useBanner().data;
    const [running, run] = useState(false);
    const q = useQuery({ queryKey: ["cookies", "sentences", i18n.language], queryFn: async ({ signal }) => (await api.get<Page<Sentence>>("/cookies/sentences", undefined, signal)).items });
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data || !banner) return <Waiting />;
    const url = `${banner.self_test}?lang=${i18n.language === "en" ? "en" : "pt-BR"}`;
    return (
        <Stack gap="md">
            <section className="card" aria-label={t("cookies.selfTest")}>
                <Text fw={600}>{t("cookies.selfTest")}</Text>
                <Text size="sm" mt={4} mb="sm">{banner.edition ? t("cookies.selfTestText") : t("cookies.selfTestFirst")}</Text>
                {banner.edition > 0 && (
                    <Group gap="xs">
                        <Button onClick={() => { run(true); }} disabled={running}>{t("cookies.selfTestRun")}</Button>
                        <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default" leftSection={<IconExternalLink size={16} aria-hidden />}>{t("cookies.selfTestOpen")}</Button>
                    </Group>
                )}
                {running && <iframe title={t("cookies.selfTest")} src={url} style={{ display: "block", width: "100%", height: 640, marginTop: 12, border: "1px solid var(--line)", borderRadius: 8 }} />}
            </section>
            <ul className="card" style={{ listStyle: "none", margin: 0, paddingBlock: 4 }}>
                {q.data.filter((s) => s.said).map((s, i) => (
                    <li key={s.key} style={{ borderTop: i ? "1px solid var(--line)" : 0, padding: "12px 0" }}>
                        <Group justify="space-between" gap={8} wrap="nowrap" align="flex-start">
                            <Text size="sm" fw={600}>{s.text}</Text>
                            <Badge variant="light" color={s.judge === "browser" ? "leaf" : "gray"} tt="none" style={{ flex: "none" }}>{t(`cookies.judge.${s.judge}`)}</Badge>
                        </Group>
                        <Text size="sm" className="dim" mt={2}>{s.checked}</Text>
                    </li>
                ))}
            </ul>
        </Stack>
    );
}
