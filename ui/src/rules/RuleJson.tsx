/* The rule as JSON, for those who want it: read, copy, or paste another. */
import { Button, CopyButton, Group, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../api/types";
import type { RuleJson as Rule } from "./tree";

export function RuleJson({ rule, onApply }: { rule: Rule; onApply: (rule: Json) => boolean }) {
    const { t } = useTranslation();
    const text = JSON.stringify(rule, null, 2);
    const [typed, setTyped] = useState<string | null>(null);
    const [wrong, setWrong] = useState<string | null>(null);
    const apply = () => {
        let v: Json;
        try {
            v = JSON.parse(typed ?? text) as Json;
        } catch {
            setWrong(t("rules.notJson"));
            return;
        }
        if (onApply(v)) {
            setTyped(null);
            setWrong(null);
        } else setWrong(t("rules.notRule"));
    };
    return (
        <div>
            <Textarea
                aria-label={t("rules.json")} description={t("rules.jsonHint")} value={typed ?? text} onChange={(e) => { setTyped(e.currentTarget.value); setWrong(null); }} autosize minRows={4} maxRows={18}
                spellCheck={false} error={wrong} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8rem" } }}
            />
            <Group gap="xs" mt="xs">
                <Button size="xs" onClick={apply} disabled={typed === null || typed === text}>{t("rules.applyJson")}</Button>
                {typed !== null && typed !== text && <Button size="xs" variant="subtle" onClick={() => { setTyped(null); setWrong(null); }}>{t("common.cancel")}</Button>}
                <CopyButton value={text}>{({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{copied ? t("common.copied") : t("common.copy")}</Button>}</CopyButton>
            </Group>
        </div>
    );
}
