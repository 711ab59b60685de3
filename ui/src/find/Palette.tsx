/* The way to everything: what is searched by the server, what was opened last, every screen and what can be begun. Opens with
 * Ctrl+K (⌘K on a Mac) or the box in the menu; on a telephone it fills the screen. A combobox as WAI-ARIA describes it: the
 * focus stays in the box, the arrows choose, Enter opens. */
import { ActionIcon, Modal, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconArrowRight, IconBuilding, IconCoin, IconHistory, IconPlus, IconSearch, IconUpload, IconUser, IconX } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useMemo, useRef, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Search, SearchHit } from "../api/types";
import { fold } from "../format";
import { peopleTables, views, type PeopleTable } from "../parts/tables";
import { useDesk } from "../session";
import { recentOf } from "./recent";

type Icon = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: boolean }>;

export interface Screen {
    to: string;
    label: string;
    within?: string;
}

interface Choice {
    key: string;
    label: string;
    hint?: string;
    icon: Icon;
    go: () => void;
}

interface Group {
    key: string;
    label: string;
    choices: Choice[];
}

const tableOf = { account: "accounts", contact: "contacts", deal: "deals" } as const;
const icons: Record<PeopleTable, Icon> = { accounts: IconBuilding, contacts: IconUser, deals: IconCoin };

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/* Each word that was typed begins a word of the label. */
function fits(label: string, typed: string): boolean {
    const has = fold(label).split(/[^\p{L}\p{N}]+/u);
    return fold(typed).split(/\s+/).filter(Boolean).every((w) => has.some((h) => h.startsWith(w)));
}

function hintOf(hit: SearchHit, fieldLabel: (f: string) => string): string {
    const where = hit.text && hit.field && hit.field !== "name" && hit.text !== hit.detail ? `${fieldLabel(hit.field)} ${hit.text}` : null;
    return [hit.account?.name, hit.detail !== hit.name ? hit.detail : null, where].filter(Boolean).join(" · ");
}

function useFound(q: string) {
    return useQuery({
        queryKey: ["search", q],
        enabled: q !== "",
        placeholderData: q ? keepPreviousData : undefined,
        staleTime: 10_000,
        queryFn: ({ signal }) => api.get<Search>("/search", { q }, signal),
    });
}

function useChoices(q: string, found: Search | undefined, screens: Screen[], close: () => void): Group[] {
    const { t } = useTranslation();
    const { can, site } = useDesk();
    const navigate = useNavigate();
    return useMemo(() => {
        const open = (table: PeopleTable, id: string) => () => { close(); void navigate({ to: "/people/$table/$id", params: { table, id } }); };
        const all = (table: PeopleTable) => () => { close(); void navigate({ to: "/people/$table", params: { table }, search: { q } }); };
        const groups: Group[] = [];
        if (!q) {
            groups.push({
                key: "recent", label: t("find.recent"),
                choices: recentOf(site.id).map((r) => ({ key: `r${r.id}`, label: r.name, hint: t(`find.one.${r.table}`), icon: IconHistory, go: open(r.table, r.id) })),
            });
        }
        for (const g of found?.groups ?? []) {
            const table = tableOf[g.kind];
            const choices: Choice[] = g.items.map((hit) => ({
                key: hit.id, label: hit.name, hint: hintOf(hit, (f) => t(`find.field.${f}`)), icon: icons[table], go: open(table, hit.id),
            }));
            if (g.more) choices.push({ key: `all-${table}`, label: t(`find.all.${table}`, { q }), icon: IconArrowRight, go: all(table) });
            groups.push({ key: table, label: t(`menu.${table}`), choices });
        }
        const begin: Choice[] = peopleTables
            .filter((table) => can(views[table].edit))
            .map((table) => ({
                key: `new-${table}`, label: t(`list.new.${table}`), icon: IconPlus,
                go: () => { close(); void navigate({ to: "/people/$table", params: { table }, search: { new: "1" } }); },
            }));
        if (can("import")) begin.push({ key: "import", label: t("find.import"), icon: IconUpload, go: () => { close(); void navigate({ to: "/import" }); } });
        groups.push({ key: "begin", label: t("find.begin"), choices: begin.filter((c) => fits(c.label, q)) });
        groups.push({
            key: "screens", label: t("find.screens"),
            choices: screens.filter((s) => fits(`${s.label} ${s.within ?? ""}`, q)).map((s) => ({
                key: s.to, label: s.label, hint: s.within, icon: IconArrowRight, go: () => { close(); void navigate({ to: s.to }); },
            })),
        });
        return groups.filter((g) => g.choices.length > 0);
    }, [q, found, screens, close, t, can, site.id, navigate]);
}

function Results({ groups, at, base, onPick, onOver }: { groups: Group[]; at: number; base: string; onPick: (c: Choice) => void; onOver: (i: number) => void }) {
    const { t } = useTranslation();
    let n = -1;
    return (
        <div role="listbox" id={`${base}-list`} aria-label={t("find.results")} className="palette-list">
            {groups.map((g) => (
                <div key={g.key} role="group" aria-labelledby={`${base}-${g.key}`}>
                    <div id={`${base}-${g.key}`} className="palette-head">{g.label}</div>
                    {g.choices.map((c) => {
                        const i = ++n;
                        return (
                            <div
                                key={c.key} id={`${base}-${i}`} role="option" aria-selected={i === at} className="palette-option"
                                onMouseMove={() => { if (i !== at) onOver(i); }} onMouseDown={(e) => e.preventDefault()} onClick={() => onPick(c)}
                            >
                                <c.icon size={18} stroke={1.7} aria-hidden />
                                <span className="palette-label">{c.label}</span>
                                {c.hint && <span className="palette-hint">{c.hint}</span>}
                            </div>
                        );
                    })}
                </div>
            ))}
        </div>
    );
}

function Box({ screens, close }: { screens: Screen[]; close: () => void }) {
    const { t } = useTranslation();
    const base = useId().replace(/:/g, "");
    const [typed, setTyped] = useState("");
    const [asked] = useDebouncedValue(typed.trim(), 90);
    const [at, setAt] = useState(0);
    const [eager, setEager] = useState(false);
    const list = useRef<HTMLDivElement>(null);
    const found = useFound(asked);
    const q = typed.trim();
    const groups = useChoices(q, q ? found.data : undefined, screens, close);
    const flat = useMemo(() => groups.flatMap((g) => g.choices), [groups]);
    const here = Math.min(at, flat.length - 1);
    const waiting = q !== "" && (q !== asked || found.isFetching);
    useEffect(() => {
        list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }, [here]);
    /* Enter before the answer is there opens its first when it comes. */
    useEffect(() => {
        if (eager && !waiting) flat[here]?.go();
    }, [eager, waiting, flat, here]);
    const press = (e: React.KeyboardEvent) => {
        const step = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0;
        if (step && flat.length) setAt((here + step + flat.length) % flat.length);
        else if (e.key === "Home" && e.ctrlKey) setAt(0);
        else if (e.key === "End" && e.ctrlKey) setAt(flat.length - 1);
        else if (e.key === "Enter" && waiting) setEager(true);
        else if (e.key === "Enter") flat[here]?.go();
        else return;
        e.preventDefault();
    };
    return (
        <>
            <div className="palette-top">
                <TextInput
                    data-autofocus role="combobox" aria-expanded={flat.length > 0} aria-controls={`${base}-list`} aria-autocomplete="list" aria-label={t("find.label")}
                    aria-activedescendant={here >= 0 ? `${base}-${here}` : undefined} autoComplete="off" spellCheck={false} enterKeyHint="go"
                    variant="unstyled" size="md" placeholder={t("find.placeholder")} value={typed} style={{ flex: 1 }}
                    leftSection={<IconSearch size={19} aria-hidden />} maxLength={200}
                    onChange={(e) => { setTyped(e.currentTarget.value); setAt(0); setEager(false); }} onKeyDown={press}
                />
                <ActionIcon variant="subtle" color="gray" size={36} aria-label={t("common.close")} onClick={close}><IconX size={18} aria-hidden /></ActionIcon>
            </div>
            <div ref={list} className="palette-body" tabIndex={-1}>
                {flat.length > 0 && <Results groups={groups} at={here} base={base} onPick={(c) => c.go()} onOver={setAt} />}
                {q !== "" && !waiting && !found.isError && !found.data?.groups.some((g) => g.items.length) && <p className="dim palette-none">{t("find.none", { q })}</p>}
                {found.isError && q !== "" && <p className="attention palette-none">{t("error.away")}</p>}
            </div>
            <p className="hidden-visually" role="status">{q && !waiting ? t("find.count", { count: flat.length }) : ""}</p>
            <div className="palette-foot dim" aria-hidden>
                <span><kbd>↑</kbd> <kbd>↓</kbd> {t("find.choose")}</span>
                <span><kbd>Enter</kbd> {t("keys.open")}</span>
                <span><kbd>Esc</kbd> {t("common.close")}</span>
            </div>
        </>
    );
}

export function Palette({ screens, opened, setOpened }: { screens: Screen[]; opened: boolean; setOpened: (on: boolean) => void }) {
    const { t } = useTranslation();
    const phone = useMediaQuery("(max-width: 48em)") ?? false;
    const close = useMemo(() => () => setOpened(false), [setOpened]);
    useHotkeys([["mod+K", () => setOpened(!opened)]], []);
    return (
        <Modal
            opened={opened} onClose={close} fullScreen={phone} size={640} withCloseButton={false} padding={0} yOffset="12dvh" attributes={{ content: { "aria-label": t("find.title") } }}
            transitionProps={{ duration: 90 }} classNames={{ content: "palette", body: "palette-frame" }}
        >
            <Box screens={screens} close={close} />
        </Modal>
    );
}

/* The box in the menu that opens it. */
export function FindButton({ onClick }: { onClick: () => void }) {
    const { t } = useTranslation();
    return (
        <UnstyledButton className="find-button" onClick={onClick} aria-keyshortcuts="Control+K Meta+K">
            <IconSearch size={17} stroke={1.8} aria-hidden />
            <span style={{ flex: 1 }}>{t("find.title")}</span>
            <kbd aria-hidden>{isMac ? "⌘K" : "Ctrl K"}</kbd>
        </UnstyledButton>
    );
}
