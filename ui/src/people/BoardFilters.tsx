/* Whose deals, opened when, and which gap in the committee. They stand in the address. */
import { Group, Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMembers } from "../api/queries";
import { PeriodPicker } from "../results/period";
import type { ListSearch } from "../router";
import { useDesk } from "../session";
import { useBoard } from "./board";

export const boardKeys = ["owner", "from", "to", "missing"] as const;
const roles = ["champion", "decider", "payer", "user"] as const;

export function BoardFilters({ search, onChange }: { search: ListSearch; onChange: (s: ListSearch) => void }) {
    const { t } = useTranslation();
    const { user } = useDesk();
    const members = useMembers().data;
    const cards = useBoard({}).data;
    const owners = useMemo(() => {
        const m = new Map<string, string>([[user.id, t("board.mine")]]);
        for (const u of members ?? []) if (!m.has(u.id)) m.set(u.id, u.name ?? u.email);
        for (const c of cards?.columns.flatMap((x) => x.cards) ?? []) if (c.owner && !m.has(c.owner.id)) m.set(c.owner.id, c.owner.name ?? "–");
        return [...m].map(([value, label]) => ({ value, label }));
    }, [members, cards, user.id, t]);
    return (
        <Group gap="xs" className="board-filters">
            <Select aria-label={t("board.byOwner")} placeholder={t("board.byOwner")} clearable searchable value={search.owner ?? null} data={[...owners, { value: "none", label: t("board.nobody") }]} onChange={(v) => { onChange({ ...search, owner: v ?? undefined }); }} />
            <Select aria-label={t("board.byGap")} placeholder={t("board.byGap")} clearable value={search.missing ?? null} data={roles.map((x) => ({ value: x, label: t(`board.gap.${x}`) }))} onChange={(v) => { onChange({ ...search, missing: v ?? undefined }); }} />
            <PeriodPicker period={{ from: search.from, to: search.to }} onChange={(p) => { onChange({ ...search, from: p.from, to: p.to }); }} />
        </Group>
    );
}
