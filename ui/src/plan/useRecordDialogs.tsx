/* The two dialogs around a record of the plan: its form, and the question before it is deleted. A screen keeps one of these and
 * opens it for whatever record was asked for. */
import { Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useDelete, useModel, type Values } from "../api/queries";
import type { Model, Row } from "../api/types";
import { Confirm } from "../parts/Confirm";
import { RecordForm, type RecordFormProps } from "../parts/RecordForm";
import { done, failed } from "../parts/toast";

export interface Asked {
    table: string;
    title: string;
    row?: Row;
    initial?: Values;
    only?: string[];
    hidden?: string[];
    render?: RecordFormProps["render"];
    onDone?: (row: Row) => void;
}

export function useRecordDialogs() {
    const [asked, setAsked] = useState<Asked | null>(null);
    const [dropping, setDropping] = useState<{ table: string; row: Row; name?: string } | null>(null);
    const dialogs: ReactNode = (
        <>
            {asked && <FormDialog key={`${asked.table} ${asked.row?.id ?? ""}`} asked={asked} onClose={() => { setAsked(null); }} />}
            {dropping && <DropDialog {...dropping} onClose={() => { setDropping(null); }} />}
        </>
    );
    return { ask: setAsked, drop: (table: string, row: Row, name?: string) => { setDropping({ table, row, name }); }, dialogs };
}

function FormDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
    const { t } = useTranslation();
    const model = useModel(asked.table);
    const finish = (row: Row) => {
        onClose();
        done(t("common.saved"));
        asked.onDone?.(row);
    };
    return (
        <Modal opened onClose={onClose} title={asked.title} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
            {model && <RecordForm model={visible(model, asked)} row={asked.row} hidden={asked.hidden} only={asked.only} initial={asked.initial} render={asked.render} onCancel={onClose} onDone={finish} />}
        </Modal>
    );
}

/* With a list of fields, only those are asked; what is given beforehand goes with them. */
function visible(model: Model, asked: Asked): Model {
    if (!asked.only) return model;
    const keep = new Set([...asked.only, ...Object.keys(asked.initial ?? {})]);
    return { ...model, fields: model.fields.filter((f) => keep.has(f.name)) };
}

function DropDialog({ table, row, name, onClose }: { table: string; row: Row; name?: string; onClose: () => void }) {
    const { t } = useTranslation();
    const remove = useDelete(table);
    return (
        <Confirm
            opened title={t("record.deleteTitle", { name: name ?? nameOf(row) })} text={t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={onClose}
            onYes={() => { remove.mutate(row, { onSuccess: () => { onClose(); done(t("list.deleted", { count: 1 })); }, onError: failed }); }}
        />
    );
}
