/* How a claim stands, in one word. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { stateColors, type ClaimState } from "./claims";

export function StateChip({ state }: { state: ClaimState }) {
    const { t } = useTranslation();
    return <Badge variant="light" color={stateColors[state]} tt="none" radius="sm" data-state={state} style={{ flex: "none" }}>{t(`claims.state.${state}`)}</Badge>;
}
