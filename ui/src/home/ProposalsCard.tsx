/* The one or two proposals with the most at stake, when there are any. */
import { Badge, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { count } from "../format";
import { useProposals } from "../plan/improve/data";
import { Figures } from "../plan/improve/Figures";
import { kindColor, useProposalName } from "../plan/improve/ProposalCard";
import { useReader } from "../session";
import { Heading } from "./Home";

export function ProposalsCard() {
    const { t } = useTranslation();
    const r = useReader();
    const name = useProposalName();
    const q = useProposals("open", 2);
    const told = q.data ? q.data.hits.came_true + q.data.hits.did_not : 0;
    if (!q.data?.items.length) return null;
    return (
        <section className="card" aria-labelledby="h-home-proposals">
            <Heading id="h-home-proposals" text={t("menu.proposals")} hint={told > 0 ? t("improve.hits", { hit: count(r, q.data.hits.came_true), n: count(r, told) }) : t("improve.homeHint")} to="/plan/proposals" more={t("improve.homeMore", { n: count(r, q.data.hits.open) })} />
            <Stack gap="md">
                {q.data.items.map((p) => (
                    <div key={p.id}>
                        <Badge variant="light" color={kindColor[p.kind]} tt="none" radius="sm" mr={8}>{t(`improve.kind.${p.kind}`)}</Badge>
                        <Link to="/plan/proposals" className="plain-link" style={{ fontWeight: 600, fontSize: "0.93rem" }}>{name(p)}</Link>
                        <Figures p={p} compact />
                    </div>
                ))}
            </Stack>
        </section>
    );
}
