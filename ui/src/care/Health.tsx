/* A customer's health: the number, and the parts it is made of, each with its weight and what it says. */
import { Badge, Group, Popover, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, Problem } from "../api/client";
import type { components } from "../api/openapi";
import { reasonText } from "../parts/Figure";
import { Box } from "../people/Related";
import { useDesk } from "../session";
import { day } from "../format";
import { ChurnButton } from "./Churn";

export type Customer = components["schemas"]["Customer"];

export function tone(score: number): "terracotta" | "ochre" | "leaf" {
    return score < 50 ? "terracotta" : score < 75 ? "ochre" : "leaf";
}

function word(score: number): "low" | "middle" | "good" {
    return score < 50 ? "low" : score < 75 ? "middle" : "good";
}

export function Parts({ customer }: { customer: Customer }) {
    const { t } = useTranslation();
    return (
        <ul className="plain-list health-parts">
            {customer.parts.map((p) => (
                <li key={p.key}>
                    <Group justify="space-between" wrap="nowrap" gap="xs">
                        <Text size="sm" fw={600}>{t(`after.part.${p.key}`)}</Text>
                        <Text size="sm" className="num">{p.value === null ? t("after.unknown") : t("after.ofHundred", { value: p.value })} · {t("after.weight", { weight: p.weight })}</Text>
                    </Group>
                    <div className="health-bar" aria-hidden><span className={p.value === null ? "" : tone(p.value)} style={{ width: `${p.value ?? 0}%` }} /></div>
                    <Text size="xs" className="dim">{p.sentence}</Text>
                </li>
            ))}
        </ul>
    );
}

export function Score({ customer }: { customer: Customer }) {
    const { t } = useTranslation();
    const known = customer.score !== null;
    return (
        <Popover width={340} position="bottom-start" withArrow shadow="md" withinPortal>
            <Popover.Target>
                <UnstyledButton className="figure-open">
                    {known ? <Badge color={tone(customer.score ?? 0)} variant="light" radius="sm" tt="none"><span className="num">{customer.score}</span> · {t(`after.is.${word(customer.score ?? 0)}`)}</Badge>
                        : <Text span size="sm" className="dim">{customer.churned_on ? t("after.left") : t("after.littleKnown")}</Text>}
                    <VisuallyHidden> {t("after.why", { name: customer.name ?? "" })}</VisuallyHidden>
                </UnstyledButton>
            </Popover.Target>
            <Popover.Dropdown>
                {!known && <Text size="sm" mb="xs">{reasonText(customer.reason)}</Text>}
                <Parts customer={customer} />
            </Popover.Dropdown>
        </Popover>
    );
}

/* On a company's page; nothing where the company is no customer. */
export function HealthCard({ account }: { account: string }) {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const q = useQuery({
        queryKey: ["rows", "customers", "one", account],
        retry: false,
        queryFn: async ({ signal }) => {
            try {
                return await api.get<Customer>(`/accounts/${account}/health`, undefined, signal);
            } catch (e) {
                if (e instanceof Problem && e.status === 404) return null;
                throw e;
            }
        },
    });
    const c = q.data;
    if (!c) return null;
    return (
        <Box title={t("after.health")}>
            <Group gap={8} mb="xs">
                {c.score !== null ? <Badge size="lg" color={tone(c.score)} variant="light" radius="sm" tt="none"><span className="num">{c.score}</span> · {t(`after.is.${word(c.score)}`)}</Badge> : <Text size="sm">{c.churned_on ? t("after.leftOn", { day: day(r, c.churned_on) }) : reasonText(c.reason)}</Text>}
            </Group>
            <Parts customer={c} />
            {can("edit_deals") && !c.churned_on && <ChurnButton account={account} />}
        </Box>
    );
}
