/* The one place that speaks to the server. It carries the CSRF token of the session and the id of the site that this
 * tab looks at, and turns problem+json into a Problem whose fields can be shown beside the inputs. */
import i18n from "i18next";
import type { Json, WrongField } from "./types";

const BASE = "/api/v1";

let csrf = "";
let site: string | null = null;

export function setCsrf(token: string): void {
    csrf = token;
}

/* A tab keeps its own site, so that two tabs on two sites are never mixed; a new tab begins where the last one was. */
export function currentSite(): string | null {
    site ??= sessionStorage.getItem("praca.site") ?? localStorage.getItem("praca.site");
    return site;
}

export function setCurrentSite(id: string): void {
    site = id;
    sessionStorage.setItem("praca.site", id);
    localStorage.setItem("praca.site", id);
    for (const f of siteWatchers) f();
}

const siteWatchers = new Set<() => void>();

export function watchSite(f: () => void): () => void {
    siteWatchers.add(f);
    return () => siteWatchers.delete(f);
}

export class Problem extends Error {
    readonly status: number;
    readonly code: string;
    readonly requestId: string | null;
    readonly fields: Record<string, string>;
    readonly holder: string | null; /* the record that has a value that was typed */

    constructor(status: number, code: string, message: string, requestId: string | null, wrong: WrongField[]) {
        super(message);
        this.name = "Problem";
        this.status = status;
        this.code = code;
        this.requestId = requestId;
        this.fields = Object.fromEntries(wrong.map((w) => [w.field, w.message]));
        this.holder = wrong.find((w) => w.holder)?.holder ?? null;
    }
}

export function isMissing(e: unknown): boolean {
    return e instanceof Problem && e.status === 404;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export function withQuery(path: string, query?: Query): string {
    const q = new URLSearchParams();
    for (const [k, v] of Object.entries(query ?? {})) {
        if (v !== undefined && v !== null && v !== "") q.set(k, String(v));
    }
    const s = q.toString();
    return s ? `${path}${path.includes("?") ? "&" : "?"}${s}` : path;
}

/* An object without one of its members. */
export function without<T>(o: Record<string, T>, key: string): Record<string, T> {
    return Object.fromEntries(Object.entries(o).filter(([k]) => k !== key));
}

export interface CallOptions {
    query?: Query;
    body?: unknown;
    raw?: Blob;
    version?: number;
    signal?: AbortSignal;
    idempotent?: string;
}

function isObject(v: unknown): v is Record<string, unknown> {
    return typeof v === "object" && v !== null;
}

async function problemOf(res: Response): Promise<Problem> {
    let code = `http.${res.status}`;
    let message = i18n.t(res.status >= 500 ? "error.server" : "error.request", { status: res.status });
    let requestId: string | null = null;
    let wrong: WrongField[] = [];
    try {
        const p: unknown = await res.json();
        if (isObject(p)) {
            if (typeof p.code === "string") code = p.code;
            if (typeof p.detail === "string" && p.detail) message = p.detail;
            else if (typeof p.title === "string" && p.title) message = p.title;
            if (typeof p.request_id === "string") requestId = p.request_id;
            if (Array.isArray(p.errors)) wrong = p.errors as WrongField[];
        }
    } catch {
        /* not JSON: the sentence above stands */
    }
    return new Problem(res.status, code, message, requestId, wrong);
}

let onSignedOut: (() => Promise<boolean>) | null = null;

/* f is asked when the server knows nobody any more; whether the same person is back, so that what was refused can go again. */
export function whenSignedOut(f: () => Promise<boolean>): void {
    onSignedOut = f;
}

async function send(method: string, path: string, o: CallOptions = {}): Promise<Response> {
    const res = await sendOnce(method, path, o);
    if (res.ok) return res;
    const p = await problemOf(res);
    if (res.status !== 401 || path.startsWith("/session") || !onSignedOut || !(await onSignedOut())) throw p;
    o.signal?.throwIfAborted();
    return send(method, path, o);
}

async function sendOnce(method: string, path: string, o: CallOptions): Promise<Response> {
    const headers: Record<string, string> = {
        Accept: "application/json, application/problem+json",
        "Accept-Language": i18n.language || "pt-BR",
    };
    const at = currentSite();
    if (at) headers["Praca-Site"] = at;
    if (method !== "GET") headers["X-CSRF-Token"] = csrf;
    if (o.version !== undefined) headers["If-Match"] = `"${o.version}"`;
    if (o.idempotent) headers["Idempotency-Key"] = o.idempotent;
    let body: BodyInit | undefined;
    if (o.raw) {
        body = o.raw;
        headers["Content-Type"] = "application/octet-stream";
    } else if (o.body !== undefined) {
        body = JSON.stringify(o.body);
        headers["Content-Type"] = "application/json";
    }
    try {
        return await fetch(withQuery(BASE + path, o.query), { method, headers, body, signal: o.signal, credentials: "same-origin" });
    } catch (e) {
        if (e instanceof DOMException && e.name === "AbortError") throw e;
        throw new Problem(0, "net.away", i18n.t("error.away"), null, []);
    }
}

async function call<T>(method: string, path: string, o?: CallOptions): Promise<T> {
    const res = await send(method, path, o);
    if (res.status === 204) return undefined as T;
    const text = await res.text();
    return (text ? JSON.parse(text) : undefined) as T;
}

export const api = {
    get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>("GET", path, { query, signal }),
    post: <T>(path: string, body?: unknown, o?: CallOptions) =>
        call<T>("POST", path, { ...o, body: body ?? {}, idempotent: o?.idempotent }),
    create: <T>(path: string, body: Record<string, Json | undefined>) =>
        call<T>("POST", path, { body, idempotent: crypto.randomUUID() }),
    patch: <T>(path: string, body: unknown, version?: number) => call<T>("PATCH", path, { body, version }),
    del: <T>(path: string, version?: number, body?: unknown) => call<T>("DELETE", path, { version, body }),
    upload: <T>(path: string, file: Blob, query?: Query) => call<T>("POST", path, { raw: file, query }),
};

export function saveFile(blob: Blob, name: string): void {
    const url = URL.createObjectURL(blob);
    const a = document.createElement("a");
    a.href = url;
    a.download = name;
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/* Downloads go through fetch, because the site travels in a header that a plain link cannot carry. */
export async function download(path: string, name: string, query?: Query): Promise<void> {
    saveFile(await (await send("GET", path, { query })).blob(), name);
}

export async function fetchText(path: string, query?: Query): Promise<string> {
    return (await send("GET", path, { query })).text();
}

export function saveText(name: string, text: string): void {
    saveFile(new Blob([text], { type: "application/json" }), name);
}

/* The sentence of any failure, for toasts and empty places. */
export function sentence(e: unknown): string {
    return e instanceof Error ? e.message : String(e);
}
