/* A workbook as text: what a cell shows becomes what a CSV says, so that the server reads one format.
 *
 * Numbers go as they were typed, with a point; dates as YYYY-MM-DD, with the time only where a column has times; formulas by the
 * value they showed last. Excel keeps a CNPJ, CPF or CEP that was typed as a number without the zeros in front: under such a
 * heading they come back. */

export const workbookMax = 50 * 1024 * 1024;

/* A number as the file holds it, so that it is told from text. */
export interface Num {
    num: string;
}
export type Cell = string | Num | boolean | Date | null;
export interface Sheet {
    name: string;
    rows: string[][];
}

/* "0.1" for 0.10000000000000001; what JavaScript cannot hold stays as it is. */
function numberText(raw: string): string {
    const n = Number(raw);
    if (!Number.isFinite(n)) return raw;
    if (Number.isInteger(n)) return Number.isSafeInteger(n) ? String(n) : raw;
    const short = String(Number(n.toPrecision(15)));
    return short.includes("e") ? raw : short;
}

function digitsOf(heading: string, digits: string): number {
    const cpf = /\bcpf\b/i.test(heading);
    const cnpj = /\bcnpj\b/i.test(heading);
    if (cnpj && (!cpf || digits.length > 11)) return 14;
    if (cpf) return 11;
    return /\bcep\b/i.test(heading) ? 8 : 0;
}

function day(at: Date, withTime: boolean): string {
    const text = at.toISOString();
    return withTime ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10);
}

function cellText(cell: Cell, heading: string, withTime: boolean): string {
    if (cell === null || cell === undefined) return "";
    if (typeof cell === "boolean") return cell ? "true" : "false";
    if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : day(cell, withTime);
    if (typeof cell === "string") return cell;
    const text = numberText(cell.num);
    return /^\d+$/.test(text) ? text.padStart(digitsOf(heading, text), "0") : text;
}

const blank = (row: Cell[]) => row.every((c) => c === null || c === undefined || c === "");

/* The first row that is not empty is the heading; columns that are empty all the way are left out. */
export function sheetRows(data: Cell[][]): string[][] {
    const rows = data.filter((r) => !blank(r));
    const head = rows[0];
    if (!head) return [];
    const width = Math.max(...rows.map((r) => r.length));
    const used = Array.from({ length: width }, (_, i) => i).filter((i) => rows.some((r) => !blank([r[i] ?? null])));
    const heading = (i: number) => cellText(head[i] ?? null, "", false).trim();
    const timed = used.map((i) => rows.some((r) => r[i] instanceof Date && r[i].getTime() % 86_400_000 !== 0));
    return rows.map((r) => used.map((i, k) => cellText(r[i] ?? null, r === head ? "" : heading(i), timed[k] ?? false)));
}

/* Every cell in quotes: no separator, quote or line break within one is ever taken for its end. */
export function csvText(rows: string[][]): string {
    return rows.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(",")).join("\r\n") + "\r\n";
}

/* Excel's "Unicode Text" is UTF-16, which the server does not read. */
export async function inUtf8(file: File): Promise<File> {
    const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const wide = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : null;
    return wide ? new File([new TextDecoder(wide).decode(await file.arrayBuffer())], file.name, { type: file.type }) : file;
}

export const isWorkbook = (name: string) => /\.(xlsx|xlsm)$/i.test(name);
export const isOldWorkbook = (name: string) => /\.(xls|xlsb|ods|numbers)$/i.test(name);

/* The name an import gets, by which the wizard knows that its numbers have a point. */
export const workbookName = (file: string, sheet: string, alone: boolean) => (alone ? file : file.replace(/(\.\w+)$/, ` (${sheet})$1`));

/* Read behind the scenes, so that a large one does not freeze the page. "broken": it is no workbook that can be read. */
export function readWorkbook(file: File): Promise<Sheet[]> {
    const worker = new Worker(new URL("./workbook.worker.ts", import.meta.url), { type: "module" });
    return new Promise<Sheet[]>((resolve, reject) => {
        worker.onmessage = (e: MessageEvent<Sheet[] | null>) => (e.data ? resolve(e.data) : reject(new Error("broken")));
        worker.onerror = () => reject(new Error("broken"));
        worker.postMessage(file);
    }).finally(() => worker.terminate());
}
