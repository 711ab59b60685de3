/* Bring a file in: choose what it holds, drop it, and go on to the wizard. Below, what was imported before. */
import { Badge, Button, Group, Loader, SegmentedControl, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, sentence } from "../api/client";
import type { Import, ImportKind, Page } from "../api/types";
import { bytes, count, moment } from "../format";
import { PageHead } from "../parts/PageHead";
import { useDesk } from "../session";
import { ImportTabs } from "./ImportTabs";
import { SheetPicker } from "./SheetPicker";
import { csvText, inUtf8, isOldWorkbook, isWorkbook, workbookMax, workbookName, type Sheet } from "./workbook";

const kinds: ImportKind[] = ["accounts", "leads", "deals", "spend"];

export function ImportPage() {
    const { t } = useTranslation();
    const { reader: r, can } = useDesk();
    const navigate = useNavigate();
    const search = useSearch({ from: "/shell/import" });
    const [kind, setKind] = useState<ImportKind>(kinds.find((k) => k === search.kind) ?? "leads");
    const [over, setOver] = useState(false);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState<string | null>(null);
    const [book, setBook] = useState<{ name: string; sheets: Sheet[] } | null>(null);
    const pick = useRef<HTMLInputElement>(null);
    const past = useQuery({ queryKey: ["imports"], queryFn: async ({ signal }) => (await api.get<Page<Import>>("/imports", undefined, signal)).items });

    const open = async (file: File) => {
        setBusy(true);
        setError(null);
        try {
            const { readWorkbook } = await import("./workbook");
            const sheets = await readWorkbook(file);
            if (sheets.length) setBook({ name: file.name, sheets });
            else setError(t("import.sheetEmpty"));
        } catch {
            setError(t("import.sheetBroken"));
        } finally {
            setBusy(false);
            if (pick.current) pick.current.value = "";
        }
    };
    const pickSheet = (sheet: Sheet) => {
        if (!book) return;
        const name = workbookName(book.name, sheet.name, book.sheets.length === 1);
        void take(new File([csvText(sheet.rows)], name, { type: "text/csv" })).then(() => setBook(null));
    };
    const take = async (file: File | undefined) => {
        if (!file) return;
        if (isOldWorkbook(file.name)) return setError(t("import.sheetOld"));
        if (isWorkbook(file.name) && file.type !== "text/csv") {
            if (file.size > workbookMax) return setError(t("import.sheetLarge", { max: bytes(r, workbookMax) }));
            return open(file);
        }
        setBusy(true);
        setError(null);
        try {
            const made = await api.upload<Import>("/imports", await inUtf8(file), { kind, name: file.name });
            await navigate({ to: "/import/$id", params: { id: made.id } });
        } catch (e) {
            setError(sentence(e));
        } finally {
            setBusy(false);
            if (pick.current) pick.current.value = "";
        }
    };

    return (
        <>
            <PageHead title={t("import.title")} lead={t("import.lead")} />
            <ImportTabs at="file" />
            {can("import") && (
                <section style={{ maxWidth: 820 }}>
                    <Text fw={600} size="sm" mb={6} id="kind-label">{t("import.what")}</Text>
                    <SegmentedControl aria-labelledby="kind-label" value={kind} onChange={(v) => setKind(v as ImportKind)} mb={6} data={kinds.map((k) => ({ value: k, label: t(`import.kind.${k}`) }))} />
                    <Text size="sm" className="dim" mb="md">{t(`import.kindText.${kind}`)}</Text>
                    <div
                        className="drop" data-over={over}
                        onDragOver={(e) => { e.preventDefault(); setOver(true); }}
                        onDragLeave={() => setOver(false)}
                        onDrop={(e) => { e.preventDefault(); setOver(false); void take(e.dataTransfer.files[0]); }}
                    >
                        {busy ? <Loader type="dots" /> : <IconFileSpreadsheet size={40} stroke={1.3} color="var(--act)" aria-hidden />}
                        <Text fw={600} mt={8}>{busy ? t("import.sending") : t("import.drop")}</Text>
                        <Text size="sm" className="dim" mb="md">{t("import.formats")}</Text>
                        <Button onClick={() => pick.current?.click()} disabled={busy}>{t("import.pick")}</Button>
                        <input ref={pick} type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv" aria-label={t("import.pick")} className="hidden-visually" tabIndex={-1} onChange={(e) => void take(e.currentTarget.files?.[0])} />
                    </div>
                    {error && <Text role="alert" mt="sm" className="attention">{error}</Text>}
                </section>
            )}
            {book && <SheetPicker name={book.name} sheets={book.sheets} busy={busy} onPick={pickSheet} onClose={() => setBook(null)} />}
            {past.data && past.data.length > 0 && (
                <div style={{ marginTop: 32 }}>
                    <h2 id="h-past" style={{ fontSize: "1.02rem", margin: "0 0 10px" }}>{t("import.before")}</h2>
                    <div className="card scroll-x" style={{ padding: 0 }} tabIndex={0} role="region" aria-labelledby="h-past">
                        <table className="grid-table row-cards">
                            <thead>
                                <tr>
                                    <th>{t("import.file")}</th>
                                    <th>{t("import.what")}</th>
                                    <th className="num">{t("import.rows")}</th>
                                    <th>{t("import.state")}</th>
                                    <th>{t("import.when")}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {past.data.map((i) => (
                                    <tr key={i.id}>
                                        <td><Link className="link" to="/import/$id" params={{ id: i.id }}>{i.name}</Link> <Text span size="xs" className="dim">{bytes(r, i.bytes)}</Text></td>
                                        <td data-label={t("import.what")}>{t(`import.kind.${i.kind}`)}</td>
                                        <td className="num" data-label={t("import.rows")}>{count(r, i.rows)}</td>
                                        <td data-label={t("import.state")}><StateBadge state={i.state} /></td>
                                        <td data-label={t("import.when")}>{i.created_at ? moment(r, i.created_at) : "–"}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                </div>
            )}
        </>
    );
}

export function StateBadge({ state }: { state: Import["state"] }) {
    const { t } = useTranslation();
    const color = state === "done" ? "leaf" : state === "failed" ? "terracotta" : state === "undone" ? "gray" : "azulejo";
    return <Group gap={4}><Badge variant="light" color={color} tt="none" radius="sm">{t(`import.states.${state}`)}</Badge></Group>;
}
