import { strToU8, zipSync } from "fflate";
import readExcelFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { csvText, inUtf8, isOldWorkbook, isWorkbook, sheetRows, workbookName, type Cell } from "../src/people/workbook";

/* A workbook made by hand: one sheet, its cells as Excel writes them. Style 1 is a date, 2 a date with its time, 3 fourteen
 * places with zeros. */
function workbook(rows: string[]): Uint8Array {
    const xml = (s: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${s}`);
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    return zipSync({
        "[Content_Types].xml": xml(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`),
        "_rels/.rels": xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
        "xl/workbook.xml": xml(`<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>`),
        "xl/_rels/workbook.xml.rels": xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`),
        "xl/styles.xml": xml(`<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="00000000000000"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`),
        "xl/worksheets/sheet1.xml": xml(`<worksheet xmlns="${main}"><sheetData>${rows.map((r, i) => `<row r="${i + 1}">${r}</row>`).join("")}</sheetData></worksheet>`),
    });
}
const text = (at: string, v: string) => `<c r="${at}" t="inlineStr"><is><t>${v}</t></is></c>`;
const number = (at: string, v: string, style = 0) => `<c r="${at}" s="${style}"><v>${v}</v></c>`;

async function read(rows: string[]): Promise<string[][]> {
    const all = await readExcelFile(Buffer.from(workbook(rows)), { parseNumber: (num: string) => ({ num }) as unknown as number, trim: false });
    return sheetRows(all[0]?.data as unknown as Cell[][]);
}

describe("a workbook", () => {
    it("gives a CNPJ, a CPF and a CEP that were kept as numbers their zeros back", async () => {
        const rows = await read([
            text("A1", "CNPJ") + text("B1", "CPF do sócio") + text("C1", "CEP") + text("D1", "CPF/CNPJ") + text("E1", "código"),
            number("A2", "191", 3) + number("B2", "1234567890") + number("C2", "1310100") + number("D2", "11222333000181") + number("E2", "7"),
            text("A3", "00.000.000/0001-91") + text("B3", "") + text("D3", "x"),
        ]);
        expect(rows[1]).toEqual(["00000000000191", "01234567890", "01310100", "11222333000181", "7"]);
        expect(rows[2]).toEqual(["00.000.000/0001-91", "", "", "x", ""]);
    });
    it("writes dates as days, and with the time where a column has times", async () => {
        const rows = await read([
            text("A1", "dia") + text("B1", "quando"),
            number("A2", "43132", 1) + number("B2", "43132.5", 2),
            number("A3", "43133", 1) + number("B3", "43133", 2),
        ]);
        expect(rows.slice(1)).toEqual([["2018-02-01", "2018-02-01 12:00:00"], ["2018-02-02", "2018-02-02 00:00:00"]]);
    });
    it("writes numbers as they were typed and formulas by what they showed", async () => {
        const rows = await read([
            text("A1", "valor") + text("B1", "soma") + text("C1", "pago") + text("D1", "conta"),
            number("A2", "0.10000000000000001") + `<c r="B2"><f>A2*2</f><v>1234.56</v></c>` + `<c r="C2" t="b"><v>1</v></c>` + number("D2", "12345678901234567890"),
            `<c r="A3" t="str"><f>UPPER("a")</f><v>A</v></c>` + number("B3", "1234567.1000000001"),
        ]);
        expect(rows.slice(1)).toEqual([["0.1", "1234.56", "true", "12345678901234567890"], ["A", "1234567.1", "", ""]]);
    });
    it("leaves out empty rows and columns, and begins with the first that is not", () => {
        expect(sheetRows([[null, null, null], [null, "nome", null], [null, null, null], [null, "Ana", ""]])).toEqual([["nome"], ["Ana"]]);
        expect(sheetRows([[null]])).toEqual([]);
    });
    it("becomes a CSV in which nothing is taken for a separator", () => {
        expect(csvText([["a,b", 'diz "sim"'], ["linha\nnova", "=1+1"]])).toBe('"a,b","diz ""sim"""\r\n"linha\nnova","=1+1"\r\n');
    });
    it("is known by its name", () => {
        expect([isWorkbook("A.XLSX"), isWorkbook("a.csv"), isOldWorkbook("a.xls"), isOldWorkbook("a.xlsx")]).toEqual([true, false, true, false]);
        expect([workbookName("a.xlsx", "Leads", true), workbookName("a.xlsx", "Leads", false)]).toEqual(["a.xlsx", "a (Leads).xlsx"]);
    });
});

describe("text that Excel saved as Unicode", () => {
    it("goes on as UTF-8, and other text as it is", async () => {
        const wide = (text: string, big: boolean) => {
            const view = new DataView(new ArrayBuffer(2 * text.length));
            [...text].forEach((c, i) => view.setUint16(2 * i, c.charCodeAt(0), !big));
            return view.buffer;
        };
        for (const big of [false, true]) {
            const file = await inUtf8(new File([wide("\ufeffNome\tCidade\r\nAna\tSão Paulo\r\n", big)], "leads.txt"));
            expect([file.name, await file.text()]).toEqual(["leads.txt", "Nome\tCidade\r\nAna\tSão Paulo\r\n"]);
        }
        const plain = new File(["Nome\n"], "leads.csv");
        expect(await inUtf8(plain)).toBe(plain);
    });
});
