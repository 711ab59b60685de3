/* A rule, written by choosing. The builder knows no field: all it offers comes from the schema of the subject. It says what
 * is written in words, counts it while one writes, and shows each mistake at its row. */
import { Button, Collapse } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json, RuleSchema } from "../api/types";
import { doneWithUndo } from "../parts/toast";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { BuilderContext, type Builder } from "./builder";
import { Group } from "./Group";
import { Live } from "./Live";
import { RuleJson } from "./RuleJson";
import { scopeOf, useLive, useRuleSchema, type Subject } from "./schema";
import { append, blank, duplicate, fromRule, group, mistakesByKey, move, placeOf, remove, replace, seat, seatOf, toRule, unfinished, unwrap, wrap, type Draft, type GroupDraft, type RuleJson as Rule } from "./tree";
import { useRowDrag } from "./useRowDrag";

export interface RuleState {
    rule: Rule;
    whole: boolean; /* no row is unfinished */
}

interface Props {
    subject: Subject;
    rule: Json | null; /* what the builder opens with; a new one begins it again */
    asked?: boolean; /* somebody wanted to save: unfinished rows say so */
    onChange: (s: RuleState) => void;
}

export function RuleBuilder(p: Props) {
    const schema = useRuleSchema(p.subject);
    if (schema.isLoadingError) return <Trouble error={schema.error} again={() => void schema.refetch()} />;
    if (!schema.data) return <Waiting />;
    return <Loaded key={`${p.subject} ${JSON.stringify(p.rule)}`} {...p} schema={schema.data} />;
}

/* Nothing yet is an empty row, ready to be chosen. */
function opened(rule: Json | null, schema: RuleSchema): GroupDraft | null {
    const root = rule === null ? group() : fromRule(rule, schema);
    return root && (root.items.length ? root : { ...root, items: [blank()] });
}

function Loaded({ schema, rule, asked = false, subject, onChange }: Props & { schema: RuleSchema }) {
    const { t } = useTranslation();
    // A kept rule that this schema does not know (a condition that is gone) is shown as JSON, and can be written anew.
    const [root, setRoot] = useState<GroupDraft>(() => opened(rule, schema) ?? group("all", [blank()]));
    const [focus, setFocus] = useState<{ key: string } | null>(null);
    const [spoken, setSpoken] = useState("");
    const [json, setJson] = useState(false);
    const scope = useMemo(() => scopeOf(schema), [schema]);
    const written = useMemo(() => toRule(root, schema), [root, schema]);
    const left = useMemo(() => unfinished(root, schema), [root, schema]);
    const live = useLive(subject, written.rule);
    const mistakes = useMemo(() => mistakesByKey(live.mistakes, written.places), [live.mistakes, written.places]);

    const tell = useRef(onChange);
    useEffect(() => {
        tell.current = onChange;
    }, [onChange]);
    // A lone row without a choice is a builder that nobody has touched: everyone is meant.
    const untouched = root.items.length === 1 && root.items[0]?.kind === "blank";
    const whole = left.length === 0 || (untouched && !asked);
    useEffect(() => tell.current({ rule: written.rule, whole }), [written.rule, whole]);

    const carried = useRowDrag(root, schema.limits.depth, (next, key) => {
        const at = placeOf(next, key);
        setRoot(next);
        setSpoken(at ? t("rules.placed", { at: at.at, of: at.of, group: t(`rules.how.${at.how}`) }) : "");
        setFocus({ key });
    });
    const tools = useMemo(() => {
        const change = (next: GroupDraft, said?: string, at?: string) => {
            setRoot(next);
            setSpoken(said ?? "");
            setFocus(at === undefined ? null : { key: at });
        };
        const place = (r: GroupDraft, key: string) => {
            const at = placeOf(r, key);
            return at ? t("rules.placed", { at: at.at, of: at.of, group: t(`rules.how.${at.how}`) }) : "";
        };
        return {
            root, shape: schema, mistakes, asked, focus, change,
            put: (key: string, d: Draft) => change(replace(root, key, () => d)),
            add: (into: string, d: Draft) => change(append(root, into, d), undefined, firstRow(d)),
            drop: (key: string) => {
                const was = seatOf(root, key);
                change(remove(root, key), t("rules.removed"));
                doneWithUndo(t("rules.removed"), t("common.undo"), () => {
                    if (was) setRoot((now) => seat(now, was));
                    setFocus({ key });
                });
            },
            copy: (key: string) => {
                const done = duplicate(root, key);
                change(done.root, place(done.root, done.key), done.key);
            },
            wrap: (key: string) => change(wrap(root, key), t("rules.wrapped"), key),
            unwrap: (key: string) => change(unwrap(root, key), t("rules.unwrapped")),
            move: (key: string, by: -1 | 1) => {
                const next = move(root, key, by);
                change(next ?? root, next ? place(next, key) : t("rules.atEnd"), key);
            },
        };
    }, [root, schema, mistakes, asked, focus, t]);
    const builder: Builder = { ...tools, held: carried.held, dropAt: carried.drop, lift: carried.lift };

    const apply = (v: Json): boolean => {
        const next = opened(v, schema);
        if (next) builder.change(next);
        return next !== null;
    };
    return (
        <BuilderContext.Provider value={builder}>
            <div className="rules">
                <Group group={root} scope={scope} />
                <Live live={live} subject={schema.label} left={untouched ? 0 : left.length} />
                <div>
                    <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconBraces size={15} aria-hidden />} aria-expanded={json} onClick={() => setJson(!json)}>{t(json ? "rules.hideJson" : "rules.showJson")}</Button>
                    <Collapse expanded={json}>{json && <div style={{ paddingTop: 10 }}><RuleJson rule={written.rule} onApply={apply} /></div>}</Collapse>
                </div>
                <div className="hidden-visually" role="status" aria-live="polite">{spoken}</div>
            </div>
        </BuilderContext.Provider>
    );
}

function firstRow(d: Draft): string {
    return d.kind === "group" && d.items[0] ? firstRow(d.items[0]) : d.key;
}
