/* Taking somebody off the site: what is theirs is counted first, with a way to each list, where it can be given to somebody else. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { howMany } from "../api/howMany";
import { allOf } from "../api/queries";
import type { Member } from "../api/types";
import { count } from "../format";
import { Confirm } from "../parts/Confirm";
import type { PeopleTable } from "../parts/tables";
import type { Handoff } from "../pipeline/handoffs";
import { useReader } from "../session";

const owned: { table: PeopleTable; of: Record<string, string> }[] = [
    { table: "contacts", of: {} },
    { table: "accounts", of: {} },
    { table: "deals", of: { outcome: "open" } },
];

function useTheirs(id: string | undefined) {
    return useQuery({
        queryKey: ["theirs", id],
        enabled: id !== undefined,
        gcTime: 0,
        queryFn: async ({ signal }) => {
            const [waiting, ...lists] = await Promise.all([
                allOf<Handoff>("/handoffs", { state: "waiting", seller: id }, signal),
                ...owned.map(({ table, of }) => howMany(table, { owner: id, ...of }, signal)),
            ]);
            return { lists, waiting: waiting.length };
        },
    });
}

export function Leaving({ member, busy, onYes, onClose }: { member: Member | null; busy: boolean; onYes: () => void; onClose: () => void }) {
    const { t } = useTranslation();
    const theirs = useTheirs(member?.id);
    return (
        <Confirm
            opened={member !== null} title={t("settings.users.removeTitle", { name: member?.name ?? member?.email ?? "" })} text={t("settings.users.removeText")} yes={t("settings.users.remove")} busy={busy || theirs.isLoading} onClose={onClose} onYes={onYes}
        >
            {member && theirs.data && <Theirs id={member.id} of={theirs.data} />}
        </Confirm>
    );
}

function Theirs({ id, of }: { id: string; of: NonNullable<ReturnType<typeof useTheirs>["data"]> }) {
    const { t } = useTranslation();
    const r = useReader();
    const lists = owned.map((o, i) => ({ ...o, n: of.lists[i]?.n ?? 0, capped: of.lists[i]?.capped ?? false })).filter((o) => o.n > 0);
    if (lists.length === 0 && of.waiting === 0) return <Text size="sm" mb="lg">{t("settings.users.nothingTheirs")}</Text>;
    return (
        <>
            <Text size="sm" lh={1.55}>{t("settings.users.theirs")}</Text>
            <ul style={{ margin: "6px 0 10px", paddingLeft: 20, display: "grid", gap: 4, fontSize: "0.875rem" }}>
                {lists.map((o) => (
                    <li key={o.table}>
                        <Link className="link" to="/people/$table" params={{ table: o.table }} search={{ owner: id, ...o.of }}>
                            {t(`settings.users.own.${o.table}`, { count: o.n, n: o.capped ? t("common.moreThan", { n: count(r, o.n) }) : count(r, o.n) })}
                        </Link>
                    </li>
                ))}
                {of.waiting > 0 && <li><Link className="link" to="/people/handoff" search={{ seller: id }}>{t("settings.users.own.waiting", { count: of.waiting, n: count(r, of.waiting) })}</Link></li>}
            </ul>
            {lists.length > 0 && <Text size="sm" className="dim" mb={of.waiting ? 4 : "lg"} lh={1.55}>{t("settings.users.giveAway")}</Text>}
            {of.waiting > 0 && <Text size="sm" className="dim" mb="lg" lh={1.55}>{t("settings.users.passAgain")}</Text>}
        </>
    );
}
