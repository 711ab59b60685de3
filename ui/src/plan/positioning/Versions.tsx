/* What a canvas said before: choose a version, see what was different, bring it back. */
import { Button, Group, NavLink, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/queries";
import type { Row } from "../../api/types";
import { moment } from "../../format";
import { done, failed } from "../../parts/toast";
import { useReader } from "../../session";
import { Waiting } from "../../shell/Fallbacks";
import { canvasFields, useRestore, useVersions } from "./claims";

export function Versions({ row, may, onBack }: { row: Row; may: boolean; onBack: () => void }) {
    const { t } = useTranslation();
    const r = useReader();
    const model = useModel("positionings");
    const q = useVersions(row.id);
    const restore = useRestore(row);
    const [picked, setPicked] = useState<number | null>(null);
    if (!q.data || !model) return <Waiting />;
    const at = q.data.find((v) => v.version === picked) ?? q.data.find((v) => v.version !== row.version) ?? q.data[0];
    if (!at) return <Text className="dim">{t("canvas.noVersions")}</Text>;
    const now = at.version === row.version;
    const differs = canvasFields.filter((f) => (at.positioning[f] ?? "") !== (row[f] ?? ""));
    const back = () => {
        restore.mutate(at.version, { onSuccess: () => { onBack(); done(t("canvas.broughtBack", { n: at.version })); }, onError: failed });
    };
    return (
        <div className="versions">
            <nav aria-label={t("canvas.versions")}>
                {q.data.map((v) => (
                    <NavLink
                        key={v.version} component="button" type="button" active={v.version === at.version} onClick={() => { setPicked(v.version); }}
                        label={v.version === row.version ? t("canvas.versionNow", { n: v.version }) : t("canvas.version", { n: v.version })} description={[moment(r, v.saved_at), v.actor_name].filter(Boolean).join(" · ")}
                    />
                ))}
            </nav>
            <div style={{ minWidth: 0 }}>
                {canvasFields.map((f) => {
                    const was = at.positioning[f];
                    return (
                        <section key={f} style={{ marginBottom: 12 }}>
                            <h4 className="canvas-head">{model.fields.find((x) => x.name === f)?.label}{differs.includes(f) && <span className="attention"> · {t("canvas.different")}</span>}</h4>
                            <p style={{ margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{typeof was === "string" && was ? was : <span className="dim">{t("canvas.wasEmpty")}</span>}</p>
                        </section>
                    );
                })}
                {!now && may && <Group justify="flex-end"><Button onClick={back} loading={restore.isPending} disabled={differs.length === 0}>{t("canvas.bringBack")}</Button></Group>}
                {!now && differs.length === 0 && <Text size="sm" className="dim">{t("canvas.sameAsNow")}</Text>}
            </div>
        </div>
    );
}
