/* The events a webhook hears of, by kind: all of a kind with one tick, or each alone. */
import { Checkbox, Input, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWebhookEvents } from "../api/queries";
import type { WebhookEvent } from "../api/types";

/* "contact.*" and "*" stand for the events they mean while one chooses; they are written again when all are chosen. */
function expanded(value: string[], all: WebhookEvent[]): string[] {
    return all.map((e) => e.event).filter((e) => value.some((v) => (v.endsWith("*") ? e.startsWith(v.slice(0, -1)) : v === e)));
}

function folded(chosen: string[], all: WebhookEvent[]): string[] {
    const out: string[] = [];
    for (const kind of new Set(all.map((e) => e.event.split(".")[0] ?? ""))) {
        const of = all.filter((e) => e.event.startsWith(`${kind}.`)).map((e) => e.event);
        const has = of.filter((e) => chosen.includes(e));
        if (of.length > 1 && has.length === of.length) out.push(`${kind}.*`);
        else out.push(...has);
    }
    return out;
}

export function WebhookEvents({ value, onChange, error }: { value: string[]; onChange: (v: string[]) => void; error?: string }) {
    const { t } = useTranslation();
    const all = useWebhookEvents().data ?? [];
    const chosen = expanded(value, all);
    const kinds = [...new Set(all.map((e) => e.event.split(".")[0] ?? ""))];
    const set = (event: string, on: boolean) => { onChange(folded(on ? [...chosen, event] : chosen.filter((e) => e !== event), all)); };
    return (
        <Input.Wrapper label={t("settings.webhooks.events")} error={error} required>
            <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(210px, 1fr))", gap: 16, marginTop: 6 }} role="group" aria-label={t("settings.webhooks.events")}>
                {kinds.map((kind) => (
                    <Stack key={kind} gap={6}>
                        <Text size="sm" fw={600}>{t(`settings.webhooks.kind.${kind}`)}</Text>
                        {all.filter((e) => e.event.startsWith(`${kind}.`)).map((e) => <Checkbox key={e.event} label={e.label} checked={chosen.includes(e.event)} onChange={(x) => { set(e.event, x.currentTarget.checked); }} />)}
                    </Stack>
                ))}
            </div>
        </Input.Wrapper>
    );
}
