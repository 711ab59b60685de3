/* Keys of a list, silent while something is being typed or a dialogue is open. */
import { Modal, Table } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../api/types";

interface Keys {
    rows: Row[];
    open: (row: Row) => void;
    mark: (id: string) => void;
    search: () => void;
    create?: () => void;
    help: () => void;
    off: boolean;
}

export function useListKeys(k: Keys): number {
    const [at, setAt] = useState(-1);
    const now = useRef({ k, at });
    useEffect(() => {
        now.current = { k, at };
    });
    useEffect(() => {
        const press = (e: KeyboardEvent) => {
            const { k: keys, at: here } = now.current;
            const el = e.target as HTMLElement;
            if (keys.off || e.ctrlKey || e.metaKey || e.altKey || el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) return;
            if (document.querySelector("[role=dialog]") && e.key !== "?") return;
            const row = keys.rows[here];
            if (e.key === "/") keys.search();
            else if (e.key === "j") setAt(Math.min(here + 1, keys.rows.length - 1));
            else if (e.key === "k") setAt(Math.max(here - 1, 0));
            else if (e.key === "?") keys.help();
            else if (e.key === "n" && keys.create) keys.create();
            else if (e.key === "x" && row) keys.mark(row.id);
            else if (e.key === "Enter" && row && el.tagName !== "BUTTON" && el.tagName !== "A") keys.open(row);
            else return;
            e.preventDefault();
        };
        document.addEventListener("keydown", press);
        return () => document.removeEventListener("keydown", press);
    }, []);
    return at;
}

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
    const { t } = useTranslation();
    const rows: [string, string][] = [
        ["/", t("keys.search")], ["j", t("keys.down")], ["k", t("keys.up")], ["Enter", t("keys.open")], ["x", t("keys.mark")], ["n", t("keys.new")], ["?", t("keys.help")],
    ];
    return (
        <Modal opened={opened} onClose={onClose} title={t("keys.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
            <Table>
                <Table.Tbody>
                    {rows.map(([key, what]) => (
                        <Table.Tr key={key}>
                            <Table.Td w={80}><kbd>{key}</kbd></Table.Td>
                            <Table.Td>{what}</Table.Td>
                        </Table.Tr>
                    ))}
                </Table.Tbody>
            </Table>
        </Modal>
    );
}
