/* One address, and the page before it: by which channel a visit would come, and which rule says so. */
import { Button, Group, Text, TextInput, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, sentence } from "../api/client";
import type { Row } from "../api/types";
import { channelName } from "../parts/fields";
import { ruleText, type Found } from "./origins";

export function TryAddress({ rules }: { rules: Row[] }) {
    const { t } = useTranslation();
    const [url, setUrl] = useState("");
    const [referrer, setReferrer] = useState("");
    const ask = useMutation({ mutationFn: () => api.post<Found>("/visits/channel", { url: full(url), ...(referrer.trim() ? { referrer: full(referrer) } : {}) }) });
    const wrong = ask.error instanceof Problem ? ask.error.fields : {};
    const submit = (e: SyntheticEvent) => { e.preventDefault(); if (url.trim()) ask.mutate(); };
    return (
        <section className="card" aria-labelledby="origins-try">
            <Title order={2} size="h4" id="origins-try">{t("origins.try")}</Title>
            <Text size="sm" className="dim" mb="sm" lh={1.55}>{t("origins.tryText")}</Text>
            <form onSubmit={submit} noValidate>
                <Group align="flex-end" gap="sm">
                    <TextInput style={{ flex: "2 1 260px" }} label={t("origins.url")} placeholder="acme.com.br/?utm_source=…" value={url} error={wrong.url} inputMode="url" autoComplete="off" onChange={(e) => { setUrl(e.currentTarget.value); ask.reset(); }} />
                    <TextInput style={{ flex: "1 1 200px" }} label={t("origins.referrer")} placeholder="google.com" value={referrer} error={wrong.referrer} inputMode="url" autoComplete="off" onChange={(e) => { setReferrer(e.currentTarget.value); ask.reset(); }} />
                    <Button type="submit" variant="default" disabled={!url.trim()} loading={ask.isPending}>{t("origins.tryIt")}</Button>
                </Group>
            </form>
            <div role="status">
                {ask.data && <Answer found={ask.data} rules={rules} />}
                {ask.isError && !wrong.url && !wrong.referrer && <Text size="sm" mt="sm" c="var(--attention)">{sentence(ask.error)}</Text>}
            </div>
        </section>
    );
}

/* People type an address without its beginning. */
function full(text: string): string {
    const s = text.trim();
    return /^[a-z][a-z0-9+.-]*:/i.test(s) ? s : `https://${s}`;
}

function Answer({ found, rules }: { found: Found; rules: Row[] }) {
    const { t } = useTranslation();
    const rule = rules.find((x) => x.id === found.rule);
    const by = rule ? t("origins.by.rule", { rule: ruleText(rule, t) }) : t(`origins.by.${found.step}`, { source: found.source, medium: found.medium, click: found.click });
    const parts = [found.source && t("origins.is.source", { value: found.source }), found.medium && t("origins.is.medium", { value: found.medium }), found.campaign && t("origins.is.campaign", { value: found.campaign })].filter(Boolean);
    return (
        <div className="origins-answer">
            <IconArrowRight size={18} aria-hidden />
            <div style={{ minWidth: 0 }}>
                <Text fw={650}>{channelName(found.channel, t)}</Text>
                <Text size="sm" style={{ overflowWrap: "anywhere" }}>{by}</Text>
                {parts.length > 0 && <Text size="sm" className="dim" style={{ overflowWrap: "anywhere" }}>{parts.join(" · ")}</Text>}
            </div>
        </div>
    );
}
