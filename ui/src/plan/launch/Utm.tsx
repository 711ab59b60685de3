/* The words in the campaign's links, with the link as it will be, to be copied. */
import { Button, CopyButton, Group, SimpleGrid, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import { useSave } from "../../api/queries";
import type { Model, Row } from "../../api/types";
import { done, failed } from "../../parts/toast";
import { taggedLink } from "./useLaunch";

const tags = ["utm_source", "utm_medium", "utm_campaign", "utm_content"] as const;
const examples = { utm_source: "google", utm_medium: "cpc", utm_campaign: "teste-de-corte", utm_content: "torneamento" };

export function Utm({ model, row, may }: { model: Model; row: Row; may: boolean }) {
    const { t } = useTranslation();
    const save = useSave("campaigns");
    const was = (f: string) => (typeof row[f] === "string" ? (row[f] as string) : "");
    const [typed, setTyped] = useState<Record<string, string>>({});
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const is = (f: string) => typed[f] ?? was(f);
    const link = taggedLink(is("landing_url"), Object.fromEntries(tags.map((f) => [f, is(f)])));
    const changed = ["landing_url", ...tags].some((f) => is(f) !== was(f));
    const put = () => save.mutate({ row, values: Object.fromEntries(["landing_url", ...tags].map((f) => [f, is(f).trim() || null])) }, {
        onSuccess: () => { setTyped({}); setWrong({}); done(t("common.saved")); },
        onError: (e) => {
            if (e instanceof Problem) setWrong(e.fields);
            failed(e);
        },
    });
    const input = (f: string, placeholder: string) => (
        <TextInput key={f} label={model.fields.find((x) => x.name === f)?.label ?? f} placeholder={placeholder} value={is(f)} error={wrong[f]} readOnly={!may} maxLength={f === "landing_url" ? 2000 : 120} onChange={(e) => setTyped((o) => ({ ...o, [f]: e.target.value }))} />
    );
    return (
        <section className="card" id="utm" aria-label={t("launch.utm")}>
            <h2 style={{ margin: "0 0 4px", fontSize: "1.05rem" }}>{t("launch.utm")}</h2>
            <Text size="sm" className="dim" mb="sm">{t("launch.utmHelp")}</Text>
            <form onSubmit={(e) => { e.preventDefault(); put(); }}>
                {input("landing_url", "https://")}
                <SimpleGrid cols={{ base: 1, xs: 2 }} mt="sm" spacing="sm" verticalSpacing="sm">{tags.map((f) => input(f, examples[f]))}</SimpleGrid>
                <Text size="xs" className="dim" mt="md">{t("launch.link")}</Text>
                <Text size="sm" className="num" data-link style={{ overflowWrap: "anywhere", background: "var(--hover)", borderRadius: 6, padding: "6px 8px" }} aria-live="polite">{link ?? t("launch.noLink")}</Text>
                <Group justify="flex-end" mt="sm" gap="xs">
                    {link && (
                        <CopyButton value={link}>
                            {({ copied, copy }) => <Button size="xs" variant="light" leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />} onClick={copy}>{copied ? t("launch.copied") : t("launch.copy")}</Button>}
                        </CopyButton>
                    )}
                    {may && <Button size="xs" type="submit" disabled={!changed} loading={save.isPending}>{t("common.save")}</Button>}
                </Group>
            </form>
        </section>
    );
}
