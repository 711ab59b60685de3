/* Two doors, never mixed: a demonstration to look around in, or one's own company. */
import { IconBuildingStore, IconCompass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export type Door = "own" | "demo";

export function Doors({ door, onPick, demo = true }: { door: Door | null; onPick: (d: Door) => void; demo?: boolean }) {
    const { t } = useTranslation();
    return (
        <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(260px, 100%), 1fr))" }}>
            {demo && <button type="button" className="door" aria-pressed={door === "demo"} onClick={() => onPick("demo")}>
                <IconCompass size={30} stroke={1.5} color="var(--attention)" aria-hidden />
                <strong style={{ fontSize: "1.08rem" }}>{t("setup.demo")}</strong>
                <span className="dim" style={{ lineHeight: 1.5, fontSize: "0.92rem" }}>{t("setup.demoText")}</span>
            </button>}
            <button type="button" className="door" aria-pressed={door === "own"} onClick={() => onPick("own")}>
                <IconBuildingStore size={30} stroke={1.5} color="var(--act)" aria-hidden />
                <strong style={{ fontSize: "1.08rem" }}>{t("setup.own")}</strong>
                <span className="dim" style={{ lineHeight: 1.5, fontSize: "0.92rem" }}>{t("setup.ownText")}</span>
            </button>
        </div>
    );
}
