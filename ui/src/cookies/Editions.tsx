/* The editions of the text, newest first, each as visitors read it. */
import { Badge, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../format";
import { Empty } from "../parts/Empty";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { langs, useEditions, type Body, type Lang } from "./cookies";

export function Editions() {
    const { t, i18n } = useTranslation();
    const r = useReader();
    const [lang, setLang] = useState<Lang>(i18n.language === "en" ? "en" : "pt-BR");
    const q = useEditions();
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (!q.data) return <Waiting />;
    const shown = q.data.filter((e) => e.lang === lang);
    if (!shown.length) return <div className="card"><Empty title={t("cookies.noEditions")} text={t("cookies.noEditionsText")} /></div>;
    return (
        <Stack gap="md">
            <SegmentedControl aria-label={t("cookies.lang")} value={lang} onChange={(v) => { setLang(v as Lang); }} data={langs.map((l) => ({ value: l, label: t(`cookies.langs.${l}`) }))} style={{ alignSelf: "flex-start" }} />
            {shown.map((e, i) => (
                <details key={e.number} className="card" open={i === 0}>
                    <summary style={{ cursor: "pointer" }}>
                        <Group component="span" display="inline-flex" gap={8}>
                            <Text component="span" fw={600}>{t("cookies.edition", { n: e.number })}</Text>
                            {i === 0 && <Badge color="leaf" variant="light" tt="none">{t("cookies.now")}</Badge>}
                            <Text component="span" size="sm" className="dim">{moment(r, e.published_at)} · {e.published_by ?? t("cookies.byProgram")}</Text>
                        </Group>
                    </summary>
                    <Words body={e.body} lang={e.lang} />
                    <Text size="xs" className="dim" mt="sm" style={{ overflowWrap: "anywhere" }}>{t("cookies.digest")} <code>{e.digest}</code></Text>
                </details>
            ))}
        </Stack>
    );
}

function Words({ body, lang }: { body: Body; lang: string }) {
    const parts = [{ name: body.title, ...body }, { name: body.centre.title, ...body.centre }, ...body.categories];
    return (
        <div lang={lang} style={{ marginTop: 12 }}>
            {parts.map((p) => (
                <div key={p.name} style={{ marginBottom: 10 }}>
                    <Text size="sm" fw={600}>{p.name}</Text>
                    {p.says.map((s) => <Text key={s} size="sm">{s}</Text>)}
                    {p.own && <Text size="sm" style={{ whiteSpace: "pre-line" }}>{p.own}</Text>}
                </div>
            ))}
        </div>
    );
}
