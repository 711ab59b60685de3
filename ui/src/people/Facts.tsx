/* The facts of a record, each edited where it stands. A saved change can be taken back from the toast; a refused one
 * stays open with its sentence. */
import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem, sentence } from "../api/client";
import { useSave, useTags, valueOf } from "../api/queries";
import type { Field, Json, Model, Row } from "../api/types";
import { Cell } from "../parts/Cell";
import { FieldInput } from "../parts/FieldInput";
import { currencyOf, fieldNamed } from "../parts/fields";
import { views, type PeopleTable } from "../parts/tables";
import { doneWithUndo, failed } from "../parts/toast";
import { useDesk } from "../session";

export function Facts({ table, model, row }: { table: PeopleTable; model: Model; row: Row }) {
    const { t } = useTranslation();
    const { can } = useDesk();
    const [all, setAll] = useState(false);
    const view = views[table];
    const first = view.facts.map((n) => fieldNamed(model.fields, n)).filter((f): f is Field => f !== undefined);
    const order = [...first, ...model.fields.filter((f) => !first.includes(f))];
    const has = (f: Field) => {
        const v = valueOf(row, f.name);
        return v != null && v !== "" && !(Array.isArray(v) && v.length === 0);
    };
    const shown = all ? order : order.filter((f, i) => i < 8 || has(f));
    return (
        <section className="card" aria-label={t("record.facts")}>
            <dl style={{ margin: 0, display: "grid", gap: 2 }}>
                {shown.map((f) => (
                    <Fact key={f.name} table={table} modelName={model.name} field={f} row={row} editable={can(view.edit) && !f.readonly && !row.erased_at} />
                ))}
            </dl>
            {order.length > shown.length || all ? (
                <Button variant="subtle" size="xs" mt="sm" onClick={() => setAll((a) => !a)} aria-expanded={all}>
                    {all ? t("form.fewer") : t("form.more", { count: order.length - shown.length })}
                </Button>
            ) : null}
        </section>
    );
}

function Fact({ table, modelName, field, row, editable }: { table: PeopleTable; modelName: string; field: Field; row: Row; editable: boolean }) {
    const { t } = useTranslation();
    const { reader: r } = useDesk();
    const save = useSave(table);
    const tags = useTags(field.kind === "tags" ? modelName : undefined).data;
    const [draft, setDraft] = useState<{ v: Json } | null>(null);
    const [error, setError] = useState<string>();
    const before = valueOf(row, field.name) ?? null;

    const keep = async (v: Json) => {
        if (JSON.stringify(v) === JSON.stringify(before)) {
            setDraft(null);
            return;
        }
        try {
            const saved = await save.mutateAsync({ row, values: { [field.name]: v } });
            setDraft(null);
            setError(undefined);
            doneWithUndo(t("record.changed", { field: field.label }), t("common.undo"), () => save.mutate({ row: saved, values: { [field.name]: before } }, { onError: failed }));
        } catch (x) {
            setError(x instanceof Problem ? (x.fields[field.name] ?? x.message) : sentence(x));
        }
    };
    const keys = (e: KeyboardEvent) => {
        if (e.key === "Escape") {
            setDraft(null);
            setError(undefined);
        }
        if (e.key === "Enter" && draft && field.kind !== "prose" && field.kind !== "tags" && field.kind !== "enum" && field.kind !== "ref") void keep(draft.v);
    };
    const plain: Field = { ...field, help: null };
    return (
        <div className={draft || field.kind === "prose" ? "fact-row wide" : "fact-row"}>
            <Text component="dt" size="xs" className="dim" title={field.help ?? undefined}>
                {field.label}
            </Text>
            <dd style={{ margin: 0, fontSize: "0.92rem" }}>
                {draft ? (
                    <Group gap={4} wrap="nowrap" align="flex-start" onKeyDown={keys}>
                        <div style={{ flex: 1, minWidth: 0 }}>
                            <FieldInput field={plain} value={draft.v} onChange={(v) => setDraft({ v })} error={error} bare autoFocus suggestions={field.kind === "tags" ? tags : undefined} currency={currencyOf(row, r)} />
                        </div>
                        <ActionIcon mt={4} aria-label={t("common.save")} loading={save.isPending} onClick={() => void keep(draft.v)}>
                            <IconCheck size={16} aria-hidden />
                        </ActionIcon>
                        <ActionIcon mt={4} variant="default" aria-label={t("common.cancel")} onClick={() => { setDraft(null); setError(undefined); }}>
                            <IconX size={16} aria-hidden />
                        </ActionIcon>
                    </Group>
                ) : editable ? (
                    <div className="fact" role="button" tabIndex={0} title={t("record.edit", { field: field.label })}
                        onClick={(e) => { if (!(e.target as HTMLElement).closest("a")) setDraft({ v: before }); }}
                        onKeyDown={(e) => { if (e.key === "Enter" && e.target === e.currentTarget) { e.preventDefault(); setDraft({ v: before }); } }}>
                        <span className="hidden-visually">{t("record.edit", { field: field.label })}: </span>
                        <Cell field={field} row={row} link={field.kind === "prose"} />
                    </div>
                ) : (
                    <div style={{ padding: "5px 0" }}>
                        <Cell field={field} row={row} link />
                    </div>
                )}
            </dd>
        </div>
    );
}
