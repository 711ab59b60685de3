/* Competitors who are after the same deal. */
import { ActionIcon, Group, Select, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf, useAllOf, useDelete, useSave } from "../api/queries";
import { failed } from "../parts/toast";
import { Box } from "../people/Related";
import { useDesk } from "../session";

export function Rivals({ deal }: { deal: string }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const all = useAllOf("competitors", {}).data ?? [];
    const here = useAllOf("deal_competitors", { deal }).data ?? [];
    const save = useSave("deal_competitors");
    const remove = useDelete("deal_competitors");
    const may = can("edit_deals");
    if (!may && here.length === 0) return null;
    // A competitor stands in each plan that names it: the name says which.
    const free = [...new Map(all.filter((c) => !here.some((h) => h.competitor === c.id)).map((c) => [nameOf(c), c])).values()].filter((c) => !here.some((h) => nameOf(all.find((x) => x.id === h.competitor)) === nameOf(c)));
    return (
        <Box title={t("rivals.title")}>
            {here.map((h) => {
                const name = nameOf(all.find((c) => c.id === h.competitor), "…");
                return (
                    <Group key={h.id} justify="space-between" wrap="nowrap" py={2}>
                        <Text size="sm">{name}{typeof h.notes === "string" && h.notes ? <span className="dim"> · {h.notes}</span> : null}</Text>
                        {may && <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("rivals.drop", { name })} onClick={() => { remove.mutate(h, { onError: failed }); }}><IconX size={14} aria-hidden /></ActionIcon>}
                    </Group>
                );
            })}
            {here.length === 0 && <Text size="sm" className="dim">{t("rivals.none")}</Text>}
            {may && free.length > 0 && (
                <Select mt="xs" size="xs" searchable aria-label={t("rivals.add")} placeholder={t("rivals.add")} value={null} data={free.map((c) => ({ value: c.id, label: nameOf(c) }))}
                    onChange={(v) => { if (v) save.mutate({ values: { deal, competitor: v } }, { onError: failed }); }} />
            )}
        </Box>
    );
}
