/* Reads a workbook off the page's thread; answers its sheets that hold something, or null. */
import readExcelFile from "read-excel-file/web-worker";
import { sheetRows, type Cell, type Sheet } from "./workbook";

async function read(file: File): Promise<Sheet[] | null> {
    try {
        const all = await readExcelFile(file, { parseNumber: (num) => ({ num }) as unknown as number, trim: false });
        return all.map((s) => ({ name: s.sheet, rows: sheetRows(s.data as unknown as Cell[][]) })).filter((s) => s.rows.length > 0);
    } catch {
        return null;
    }
}

self.onmessage = (e: MessageEvent<File>) => {
    void read(e.data).then((sheets) => self.postMessage(sheets));
};
