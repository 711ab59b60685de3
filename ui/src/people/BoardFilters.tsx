/* Whose deals, opened when, and which gap in the committee. They stand in the address. On a telephone they are folded behind a button
 * that says how many are in force. */
import { Button, Group, Select } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMembers } from "../api/queries";
import { count } from "../format";
import { PeriodPicker } from "../results/period";
import type { ListSearch } from "../router";
import { useDesk } from "../session";
import { useBoard } from "./board";

export const boardKeys = ["owner", "from", "to", "missing"] as const;
const roles = ["champion", "decider", "payer", "user"] as const;

export function BoardFilters({ search, onChange }: { search: ListSearch; onChange: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const { reader, user } = useDesk();
    const small = useMediaQuery("(max-width: 48em)") ?? false;
    const [opened, fold] = useDisclosure(false);
    const inForce = Number(Boolean(search.owner)) + Number(Boolean(search.missing)) + Number(Boolean(search.from ?? search.to));
    const members = useMembers().data;
    const cards = useBoard({}).data;
    const owners = useMemo(() => {
        const m = new Map<string, string>([[user.id, t("board.mine")]]);
        for (const u of members ?? []) if (!m.has(u.id)) m.set(u.id, u.name ?? u.email);
        for (const c of cards?.columns.flatMap((x) => x.cards) ?? []) if (c.owner && !m.has(c.owner.id)) m.set(c.owner.id, c.owner.name ?? "–");
        return [...m].map(([value, label]) => ({ value, label }));
    }, [members, cards, user.id, t]);
    const filters = (
        <Group gap="xs" className="board-filters" id="board-filters">
            <Select aria-label={t("board.byOwner")} placeholder={t("board.byOwner")} clearable searchable value={search.owner ?? null} data={[...owners, { value: "none", label: t("board.nobody") }]} onChange={(v) => { onChange({ ...search, owner: v ?? undefined }); }} />
            <Select aria-label={t("board.byGap")} placeholder={t("board.byGap")} clearable value={search.missing ?? null} data={roles.map((x) => ({ value: x, label: t(`board.gap.${x}`) }))} onChange={(v) => { onChange({ ...search, missing: v ?? undefined }); }} />
            <PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => { onChange({ ...search, from: p.from, to: p.to }); }} />
        </Group>
    );
    if (!small) return filters;
    return (
        <>
            <Button variant={inForce ? "light" : "default"} leftSection={<IconFilter size={16} aria-hidden />} aria-expanded={opened} aria-controls={opened ? "board-filters" : undefined} onClick={fold.toggle}>
                {inForce ? t("board.filters", { count: inForce, n: count(reader, inForce) }) : t("list.filter")}
            </Button>
            {opened && filters}
        </>
    );
}
