/* What two segments share: one bar of three parts, each with its number, and the same as a table. */
import { Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllOf } from "../api/queries";
import { count, percent } from "../format";
import { useReader } from "../session";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { useOverlap, type Segment } from "./segments";

export function OverlapPanel({ segment }: { segment: Segment }) {
    const { t } = useTranslation();
    const [other, setOther] = useState<string | null>(null);
    const all = useAllOf("segments", { subject: segment.subject, sort: "name" }).data ?? [];
    const others = all.filter((s) => s.id !== segment.id).map((s) => ({ value: s.id, label: String(s.name) }));
    const q = useOverlap(segment.id, other);
    const name = others.find((o) => o.value === other)?.label ?? "";
    return (
        <>
            <Select
                label={t("segments.with")} data={others} value={other} onChange={setOther} searchable maw={420} mb="lg" placeholder={t("common.choose")} nothingFoundMessage={t("common.nothing")}
                disabled={others.length === 0} description={others.length === 0 ? t("segments.noOther") : undefined}
            />
            {q.isLoadingError ? <Trouble error={q.error} again={() => void q.refetch()} /> : other && !q.data ? <Waiting /> : q.data ? <Parts here={segment.name} there={name} a={q.data.this} b={q.data.other} both={q.data.both} /> : null}
        </>
    );
}

function Parts({ here, there, a, b, both }: { here: string; there: string; a: number; b: number; both: number }) {
    const { t } = useTranslation();
    const r = useReader();
    const parts = [
        { key: "here", label: t("segments.onlyIn", { name: here }), n: a - both, color: "var(--mantine-color-azulejo-5)" },
        { key: "both", label: t("segments.inBoth"), n: both, color: "var(--mantine-color-leaf-5)" },
        { key: "there", label: t("segments.onlyIn", { name: there }), n: b - both, color: "var(--mantine-color-ochre-4)" },
    ];
    const whole = a + b - both;
    if (whole === 0) return <Text className="dim">{t("segments.bothEmpty")}</Text>;
    return (
        <>
            <div className="overlap-bar" aria-hidden>
                {parts.map((p) => p.n > 0 && <span key={p.key} style={{ flexGrow: p.n, background: p.color }} title={p.label} />)}
            </div>
            <table className="grid-table" style={{ maxWidth: 640 }}>
                <thead><tr><th scope="col">{t("segments.part")}</th><th scope="col" className="num">{t("segments.size")}</th><th scope="col" className="num">{t("segments.share")}</th></tr></thead>
                <tbody>
                    {parts.map((p) => (
                        <tr key={p.key}>
                            <th scope="row" style={{ fontSize: "0.89rem", color: "var(--ink)", whiteSpace: "normal" }}><span aria-hidden className="overlap-dot" style={{ background: p.color }} />{p.label}</th>
                            <td className="num">{count(r, p.n)}</td>
                            <td className="num">{percent(r, p.n / whole)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {a > 0 && <Text size="sm" mt="md">{t("segments.shared", { share: percent(r, both / a), here, there })}</Text>}
        </>
    );
}
