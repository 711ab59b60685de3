/* What belongs to a record: the people and deals of a company, the deals of a contact, the committee of a deal. */
import { Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { fieldOf, nameOf, useAllOf } from "../api/queries";
import type { Row } from "../api/types";
import { money } from "../format";
import { choiceLabel, currencyOf } from "../parts/fields";
import { RefName } from "../parts/Cell";
import type { PeopleTable } from "../parts/tables";
import { useReader } from "../session";
import { ConsentCard } from "../consent/ConsentCard";
import { AccountScoreCard, ContactScoreCard } from "../scores/ScoreCard";
import { SegmentsCard } from "../segments/SegmentsCard";
import { OpenOnes } from "../care/Activities";
import { AskNps } from "../care/AskNps";
import { HealthCard } from "../care/Health";
import { Research } from "../care/Research";
import { HandoffBox } from "../pipeline/HandoffBox";
import { Rivals } from "../pipeline/Rivals";
import { Committee } from "./Committee";
import { Family } from "./Family";
import { Identity } from "./Identity";
import { MaybeTwice } from "./MaybeTwice";
import { PastCompanies } from "./PastCompanies";
import { Unlinked } from "./Unlinked";
import { Visitors } from "./Visitors";

export function Related({ table, row }: { table: PeopleTable; row: Row }) {
    const { t } = useTranslation();
    return (
        <Stack gap={20}>
            {table === "accounts" && <Research account={row.id} />}
            {table === "accounts" && <Unlinked account={row.id} />}
            <OpenOnes table={table} row={row} />
            {table === "contacts" && <ContactScoreCard id={row.id} />}
            {table === "accounts" && <AccountScoreCard id={row.id} />}
            {table === "contacts" && !row.erased_at && <HandoffBox contact={row} />}
            {table !== "deals" && <MaybeTwice table={table} row={row} />}
            {table !== "deals" && <Identity table={table} row={row} />}
            {table === "contacts" && <Visitors id={row.id} />}
            {table === "accounts" && <HealthCard account={row.id} />}
            {table === "accounts" && <Family row={row} />}
            {table === "accounts" && <Some table="contacts" query={{ account: row.id }} title={t("menu.contacts")} />}
            {table === "accounts" && <Some table="deals" query={{ account: row.id }} title={t("menu.deals")} />}
            {table !== "accounts" && typeof row.account === "string" && (
                <Box title={t("record.company")}>
                    <RefName id={row.account} link field={fieldOf({ name: "account", label: "", kind: "ref", refers: "account" })} />
                </Box>
            )}
            {table === "contacts" && <PastCompanies contact={row} />}
            {table === "contacts" && <Some table="deals" query={{ contact: row.id }} title={t("menu.deals")} />}
            {table === "contacts" && !row.erased_at && <AskNps contact={row} />}
            {table !== "deals" && <SegmentsCard table={table} id={row.id} />}
            {table === "contacts" && <ConsentCard contact={row} />}
            {table === "deals" && <Committee deal={row.id} open={row.outcome === "open"} account={typeof row.account === "string" ? row.account : undefined} />}
            {table === "deals" && <Rivals deal={row.id} />}
        </Stack>
    );
}

export function Box({ title, children }: { title: string; children: React.ReactNode }) {
    return (
        <section className="card" style={{ padding: 16 }} aria-label={title}>
            <h2 style={{ margin: "0 0 8px", fontSize: "0.95rem", fontWeight: 650 }}>{title}</h2>
            {children}
        </section>
    );
}

function Some({ table, query, title }: { table: "contacts" | "deals"; query: Record<string, string>; title: string }) {
    const { t } = useTranslation();
    const r = useReader();
    const rows = useAllOf(table, { ...query, limit: 20 }).data;
    return (
        <Box title={title}>
            {!rows ? null : rows.length === 0 ? (
                <Text size="sm" className="dim">{t(`record.no.${table}`)}</Text>
            ) : (
                <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 10 }}>
                    {rows.map((x) => (
                        <li key={x.id} style={{ fontSize: "0.9rem" }}>
                            <Link className="link" to="/people/$table/$id" params={{ table, id: x.id }}>{nameOf(x)}</Link>
                            <Text size="xs" className="dim num">
                                {table === "deals"
                                    ? [choiceLabel("outcome", String(x.outcome), t), typeof x.amount_minor === "number" ? money(r, x.amount_minor, currencyOf(x, r)) : ""].filter(Boolean).join(" · ")
                                    : [x.job_title, x.lifecycle ? choiceLabel("lifecycle", String(x.lifecycle), t) : ""].filter(Boolean).join(" · ")}
                            </Text>
                        </li>
                    ))}
                </ul>
            )}
        </Box>
    );
}
