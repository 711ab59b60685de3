/* The registry of channels: what each is good for and what it needs, to pick one from. */
import { Badge, Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Waiting } from "../../shell/Fallbacks";
import { useChannelKinds, type ChannelKind } from "./outcomes";

const groups = ["search", "ads", "own", "social", "events", "print", "people"];

export function KindPicker({ onPick }: { onPick: (k: ChannelKind) => void }) {
    const { t } = useTranslation();
    const kinds = useChannelKinds().data;
    const [where, setWhere] = useState("all");
    if (!kinds) return <Waiting />;
    const shown = kinds.filter((k) => where === "all" || k.offline === (where === "offline"));
    return (
        <>
            <Text size="sm" className="dim" mb="sm">{t("promote.pickText")}</Text>
            <SegmentedControl
                mb="md" value={where} onChange={setWhere} aria-label={t("promote.where")}
                data={["all", "online", "offline"].map((v) => ({ value: v, label: t(`promote.whereIs.${v}`) }))}
            />
            {groups.filter((g) => shown.some((k) => k.group === g)).map((g) => (
                <section key={g} aria-label={t(`promote.group.${g}`)} style={{ marginBottom: 20 }}>
                    <h3 style={{ fontSize: "0.95rem", margin: "0 0 8px" }}>{t(`promote.group.${g}`)}</h3>
                    <div style={{ display: "grid", gap: 10, gridTemplateColumns: "repeat(auto-fill, minmax(min(280px, 100%), 1fr))" }}>
                        {shown.filter((k) => k.group === g).map((k) => <KindCard key={k.key} kind={k} onPick={() => onPick(k)} />)}
                    </div>
                </section>
            ))}
        </>
    );
}

function KindCard({ kind, onPick }: { kind: ChannelKind; onPick: () => void }) {
    const { t } = useTranslation();
    return (
        <button type="button" className="card kind-card" onClick={onPick}>
            <Group gap={6} mb={4}>
                <Text component="span" fw={600}>{kind.name}</Text>
                {kind.offline && <Badge variant="light" color="gray" tt="none" radius="sm">{t("promote.whereIs.offline")}</Badge>}
            </Group>
            <Text component="span" size="sm" display="block">{kind.what}</Text>
            <Text component="span" size="xs" className="dim" display="block" mt={6}>{t("promote.prepare", { text: kind.prepare })}</Text>
            <Text component="span" size="xs" className="dim" display="block" mt={4}>
                {t("promote.helpsAt", { stages: kind.stages.map((s) => t(`promote.stage.${s}`)).join(", "), tickets: kind.tickets.map((s) => t(`promote.ticket.${s}`)).join(", ") })}
            </Text>
        </button>
    );
}
