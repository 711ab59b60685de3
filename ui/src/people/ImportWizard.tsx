/* One import, from what was detected to what came of it. Its state lives on the server, so the page may be left and
 * opened again while it runs. */
import { Alert, Button, FileButton, Group, Menu, Progress, Stepper, Text } from "@mantine/core";
import { IconArrowBackUp, IconChevronDown, IconDownload, IconPlayerPlay, IconTestPipe, IconUpload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, Problem, saveText } from "../api/client";
import { useRefresh } from "../api/queries";
import type { Import, ImportKind, ImportMap, ImportTarget } from "../api/types";
import { bytes, count, percent } from "../format";
import { Confirm } from "../parts/Confirm";
import { PageHead } from "../parts/PageHead";
import { done, failed } from "../parts/toast";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { mapText, openingMap, readMap, used } from "./importMap";
import { Mapping, useTargets } from "./ImportMapping";
import { StateBadge } from "./ImportPage";
import { Questions } from "./ImportQuestions";
import { Result } from "./ImportResult";

const busyStates = ["simulating", "running", "undoing"];

/* What to import next, once a file is in. */
const following: Partial<Record<ImportKind, ImportKind>> = { accounts: "leads", leads: "deals", deals: "spend" };

export function ImportWizard() {
    const { id } = useParams({ from: "/shell/import/$id" });
    const q = useQuery({
        queryKey: ["import", id],
        queryFn: ({ signal }) => api.get<Import>(`/imports/${id}`, undefined, signal),
        refetchInterval: (s) => (s.state.data && busyStates.includes(s.state.data.state) ? 400 : false),
    });
    const targets = useTargets(q.data?.kind ?? "leads");
    if (q.isLoadingError) return <Trouble error={q.error} again={() => void q.refetch()} />;
    if (targets.isLoadingError) return <Trouble error={targets.error} again={() => void targets.refetch()} />;
    if (!q.data || !targets.data) return <Waiting />;
    return <Wizard key={id} it={q.data} targets={targets.data} />;
}

function Wizard({ it, targets }: { it: Import; targets: ImportTarget[] }) {
    const { t } = useTranslation();
    const r = useReader();
    const client = useQueryClient();
    const navigate = useNavigate();
    const refresh = useRefresh();
    const [map, setMap] = useState<ImportMap>(() => openingMap(it));
    const [tried, setTried] = useState<string | null>(null);
    const [wrong, setWrong] = useState<Record<string, string>>({});
    const [asking, setAsking] = useState(false);
    const [sending, setSending] = useState(false);
    const seen = useRef(it.state);

    // What changed behind the lists is read again when the work ends, not when it is asked for.
    useEffect(() => {
        if (seen.current !== it.state && !busyStates.includes(it.state)) refresh("contacts");
        seen.current = it.state;
    }, [it.state, refresh]);

    const busy = busyStates.includes(it.state) || sending;
    const over = ["done", "undone", "undoing", "running", "failed"].includes(it.state);
    const stale = it.state === "simulated" && tried !== null && tried !== JSON.stringify(map);
    const lacks = it.failed ?? 0;
    const change = (m: ImportMap) => {
        setMap(m);
        setWrong({});
    };
    const act = async (what: "simulate" | "run" | "undo") => {
        setSending(true);
        setWrong({});
        try {
            if (what === "simulate") setTried(JSON.stringify(map));
            const now = await api.post<Import>(`/imports/${it.id}/${what}`, what === "undo" ? {} : { map, skip_errors: what === "run" && lacks > 0 });
            client.setQueryData(["import", it.id], now);
            void client.invalidateQueries({ queryKey: ["imports"] });
        } catch (e) {
            if (e instanceof Problem) setWrong(e.fields);
            failed(e);
        }
        setSending(false);
    };
    const load = async (file: File | null) => {
        if (!file) return;
        const m = readMap(await file.text(), it);
        if (typeof m === "string") {
            failed(new Error(t(`import.mapWrong.${m}`)));
            return;
        }
        change(m);
        done(t("import.mapLoaded", { name: file.name }));
    };
    const step = over ? 3 : it.state === "simulated" ? 1 : 0;
    const next = following[it.kind];
    return (
        <>
            <PageHead tab={it.name} title={it.name} lead={<Group gap={8}><StateBadge state={it.state} /> {t(`import.kind.${it.kind}`)} · {bytes(r, it.bytes)}</Group>}>
                <Link to="/import" className="link" style={{ fontSize: "0.9rem" }}>{t("import.all")}</Link>
                <MapMenu onLoad={over ? undefined : (f) => void load(f)} onSave={() => saveText(`${it.name.replace(/\.\w+$/, "")}.map.json`, mapText(it, map))} />
            </PageHead>
            <Stepper active={step} size="sm" mb="lg" allowNextStepsSelect={false} wrap={false} visibleFrom="sm">
                <Stepper.Step label={t("import.step1")} />
                <Stepper.Step label={t("import.step2")} />
                <Stepper.Step label={t("import.step3")} />
            </Stepper>
            {step < 3 && <Text hiddenFrom="sm" size="sm" fw={600} mb="sm">{t("import.stepOf", { n: count(r, step + 1), of: count(r, 3), name: t(`import.step${step + 1}`) })}</Text>}
            {busyStates.includes(it.state) && <Running it={it} />}
            {!over && (
                <>
                    <Shape it={it} map={map} />
                    <Mapping it={it} map={map} targets={targets} wrong={wrong} onChange={change} />
                    <Questions it={it} map={map} targets={targets} wrong={wrong} onChange={change} />
                    {stale && <Alert variant="light" color="ochre" mt="md">{t("import.stale")}</Alert>}
                </>
            )}
            <div aria-live="polite" style={{ marginTop: 16 }}>{["simulated", "done", "undone", "failed"].includes(it.state) && !stale && <Result it={it} />}</div>
            {!over && (
                <Group justify="flex-end" my="md" className="wizard-foot">
                    <Button variant={it.state === "simulated" && !stale ? "default" : "filled"} leftSection={<IconTestPipe size={16} aria-hidden />} loading={busy} onClick={() => void act("simulate")}>{t(it.state === "simulated" ? "import.simulateAgain" : "import.simulate")}</Button>
                    {it.state === "simulated" && (
                        <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={stale || lacks === it.rows} loading={busy} onClick={() => void act("run")}>
                            {lacks > 0 ? t("import.runWithout", { count: lacks, n: count(r, lacks) }) : t("import.run")}
                        </Button>
                    )}
                </Group>
            )}
            {it.state === "done" && (
                <Group mt="lg" gap="lg" fz="0.92rem">
                    {next && <Button component={Link} to="/import" search={{ kind: next } as never}>{t(`import.next.${next}`)}</Button>}
                    {it.kind === "spend" ? <Link to="/results/spend" className="link">{t("import.see.spend")}</Link> : <Link to="/people/$table" params={{ table: it.kind === "leads" ? "contacts" : it.kind }} className="link">{t(`import.see.${it.kind}`)}</Link>}
                    {it.kind !== "accounts" && <Link to="/results/channels" className="link">{t("import.seeChannels")}</Link>}
                    <Button ml="auto" variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => setAsking(true)}>{t("common.undo")}</Button>
                </Group>
            )}
            {it.state === "undone" && (it.kept ?? 0) > 0 && (
                <Group mt="lg" gap="lg">
                    <Text size="sm" className="dim">{t("import.keptWhy")}</Text>
                    <Button ml="auto" variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => setAsking(true)}>{t("import.undoAgain")}</Button>
                </Group>
            )}
            {(it.state === "undone" || it.state === "failed") && <Button mt="md" variant="light" onClick={() => void navigate({ to: "/import", search: { kind: it.kind } })}>{t("import.sendAgain")}</Button>}
            <Confirm opened={asking} title={t("import.undoTitle")} text={t("import.undoText")} yes={t("common.undo")} onClose={() => setAsking(false)} onYes={() => { setAsking(false); void act("undo"); }} />
        </>
    );
}

/* The same map serves the next file of the same kind, here or on the command line. */
function MapMenu({ onLoad, onSave }: { onLoad?: (f: File | null) => void; onSave: () => void }) {
    const { t } = useTranslation();
    const reset = useRef<() => void>(null);
    return (
        <FileButton accept=".json,application/json" resetRef={reset} inputProps={{ "aria-label": t("import.mapLoad"), tabIndex: -1 }} onChange={(f) => { onLoad?.(f); reset.current?.(); }}>
            {(pick) => (
                <Menu position="bottom-end" withinPortal>
                    <Menu.Target>
                        <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>{t("import.map")}</Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                        {onLoad && <Menu.Item leftSection={<IconUpload size={16} aria-hidden />} onClick={pick.onClick}>{t("import.mapLoad")}</Menu.Item>}
                        <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={onSave}>{t("import.mapSave")}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
            )}
        </FileButton>
    );
}

function Running({ it }: { it: Import }) {
    const { t } = useTranslation();
    const r = useReader();
    const part = it.rows_total_bytes ? Math.min(1, it.bytes_done / it.rows_total_bytes) : 0;
    return (
        <div className="card" style={{ marginBottom: 16 }} role="status">
            <Group justify="space-between" mb={8}>
                <Text fw={600}>{t(`import.states.${it.state}`)}</Text>
                <Text className="num dim">{percent(r, part, 0)}</Text>
            </Group>
            <Progress value={part * 100} animated aria-label={t(`import.states.${it.state}`)} />
            <Text size="sm" className="dim" mt={8}>{t("import.leave")}</Text>
        </div>
    );
}

const separators: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

function Shape({ it, map }: { it: Import; map: ImportMap }) {
    const { t } = useTranslation();
    const dates = [...new Set(used(map).map(([, c]) => c.pattern).filter((p): p is string => Boolean(p)))];
    const separator = map.separator ?? it.shape.separator ?? ",";
    const facts = [
        [t("import.separator"), separators[separator] ? t(`import.sep.${separators[separator]}`) : separator],
        [t("import.encoding"), (map.encoding ?? it.shape.encoding ?? "").toUpperCase()],
        ...(dates.length ? [[t("import.dates"), dates.join(", ")]] : []),
        [t("import.columns"), String(it.header.length)],
    ];
    return (
        <section className="card" style={{ padding: "14px 20px", marginBottom: 16 }} aria-label={t("import.detected")}>
            <Text size="xs" className="dim" mb={6}>{t("import.detected")}</Text>
            <dl style={{ display: "flex", flexWrap: "wrap", gap: "8px 36px", margin: 0 }}>
                {facts.map(([k, v]) => (
                    <div key={k}>
                        <dt className="dim" style={{ fontSize: "0.8rem" }}>{k}</dt>
                        <dd style={{ margin: 0, fontWeight: 600, fontSize: "0.92rem" }}>{v}</dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}
