/* A value of a record, in words. References become the name of what they point to. */
import { Badge, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useWho, valueOf } from "../api/queries";
import type { Field, Row } from "../api/types";
import { shorten } from "../format";
import { useReader } from "../session";
import { useStageNames } from "../pipeline/stages";
import { tagsOf, textOf } from "./fields";
import { useTableOf } from "./RefPicker";
import { asPeopleTable } from "./tables";

const tones: Record<string, string> = {
    won: "leaf", customer: "leaf", advocate: "leaf", lost: "terracotta", unfit: "terracotta", open: "azulejo", opportunity: "azulejo",
    published: "leaf", running: "leaf", archived: "gray", stopped: "gray",
};

export function Cell({ field, row, names, link = false }: { field: Field; row: Row; names?: Map<string, string>; link?: boolean }) {
    const { t } = useTranslation();
    const r = useReader();
    const v = valueOf(row, field.name);
    if (v == null || v === "" || (Array.isArray(v) && v.length === 0)) return <span className="dim">–</span>;
    if (isUser(field.name)) return <OwnerName id={String(v)} />;
    if (field.kind === "ref") return <RefName field={field} id={String(v)} names={names} link={link} />;
    if (field.kind === "enum") {
        return (
            <Badge variant="light" color={tones[String(v)] ?? "gray"} tt="none" radius="sm" fw={550}>
                {textOf(field, v, r, t, row)}
            </Badge>
        );
    }
    if (field.kind === "tags") {
        return (
            <span style={{ display: "inline-flex", gap: 4, flexWrap: "wrap" }}>
                {tagsOf(v).map((x) => (
                    <Badge key={x} variant="outline" color="gray" tt="none" radius="sm" fw={500}>
                        {x}
                    </Badge>
                ))}
            </span>
        );
    }
    if (field.kind === "text" && field.name === "stage") return <StageName stage={String(v)} />;
    if (field.kind === "url" && link) {
        return (
            <a className="link" href={String(v)} target="_blank" rel="noreferrer">
                {String(v).replace(/^https?:\/\//, "")}
            </a>
        );
    }
    if (field.kind === "prose") {
        return <Text size="sm" style={{ whiteSpace: "pre-wrap" }} lineClamp={link ? undefined : 2}>{String(v)}</Text>;
    }
    const text = textOf(field, v, r, t, row);
    if (field.kind === "email") return <Address text={text} />;
    const short = field.kind === "text" ? shorten(text) : text;
    return short === text ? <>{text}</> : <span title={text} className="code">{short}</span>;
}

/* Where an address is too long for its place it is broken before "@" and ".", not within a word. */
function Address({ text }: { text: string }) {
    return <>{text.split(/(?=[@.])/).map((part, i) => <Fragment key={i}>{i > 0 && <wbr />}{part}</Fragment>)}</>;
}

function StageName({ stage }: { stage: string }) {
    return <>{useStageNames().get(stage) ?? stage}</>;
}

/* References that name no kind of record: those to who works here, and those to a kind that the field's own knows nothing of. */
const toUsers = ["owner", "decided_by", "ticked_by", "reasoned_by", "author", "added_by"];
const toOthers: Record<string, string | undefined> = { segment: "segment", watch: "watch_source" };

export function isUser(name: string): boolean {
    return toUsers.includes(name);
}

export function OwnerName({ id }: { id: string }) {
    return <>{useWho()(id)}</>;
}

export function RefName({ field, id, names, link }: { field: Field; id: string; names?: Map<string, string>; link?: boolean }) {
    const refers = field.refers ?? toOthers[field.name];
    const table = useTableOf(refers);
    const own = useNames(names ? null : table, useMemo(() => [id], [id]));
    const name = (names ?? own).get(id) ?? (refers ? "…" : `#${id.slice(-6)}`);
    const people = table ? asPeopleTable(table) : null;
    if (link && people) {
        return (
            <Link className="link" to="/people/$table/$id" params={{ table: people, id }}>
                {name}
            </Link>
        );
    }
    return <>{name}</>;
}
