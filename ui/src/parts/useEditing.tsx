/* Adding, changing and deleting the records of one table from a screen: the two dialogues, and what opens them. */
import { Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, useDelete, useModel, type Values } from "../api/queries";
import type { Model, Row } from "../api/types";
import { Confirm } from "./Confirm";
import { RecordForm, type RecordFormProps } from "./RecordForm";
import { done, failed } from "./toast";

type Asked = Pick<RecordFormProps, "only" | "hidden" | "notes" | "render">;

export interface Editing {
    model: Model | undefined;
    add: (initial?: Values) => void;
    edit: (row: Row) => void;
    drop: (row: Row) => void;
    dialogs: ReactNode;
}

export function useEditing(table: string, o: Asked & { title: string; dropText?: string; onSaved?: (row: Row, fresh: boolean) => void }): Editing {
    const { t } = useTranslation();
    const model = useModel(table);
    const remove = useDelete(table);
    const [open, setOpen] = useState<{ row?: Row; initial?: Values } | null>(null);
    const [dropping, setDropping] = useState<Row | null>(null);
    const close = () => setOpen(null);
    const dialogs = model && (
        <>
            <Modal opened={open !== null} onClose={close} title={open?.row ? t("common.edit") : o.title} size="lg" closeButtonProps={{ "aria-label": t("common.close") }}>
                {open && (
                    <RecordForm
                        model={model} row={open.row} initial={open.initial} only={o.only} hidden={o.hidden} notes={o.notes} render={o.render} onCancel={close}
                        onDone={(row) => { const fresh = !open.row; close(); done(t("common.saved")); o.onSaved?.(row, fresh); }}
                    />
                )}
            </Modal>
            <Confirm
                opened={dropping !== null} title={t("record.deleteTitle", { name: nameOf(dropping ?? undefined) })} text={o.dropText ?? t("list.deleteText")} yes={t("common.delete")} busy={remove.isPending} onClose={() => setDropping(null)}
                onYes={() => dropping && remove.mutate(dropping, { onSuccess: () => { setDropping(null); done(t("list.deleted", { count: 1 })); }, onError: failed })}
            />
        </>
    );
    return { model, add: (initial) => setOpen({ initial }), edit: (row) => setOpen({ row }), drop: setDropping, dialogs };
}
