/* Whether a step opens as one question after another or as its tables: chosen once, remembered in this browser. */
import { useLocalStorage } from "@mantine/hooks";
import { useDesk } from "../../session";

export type Mode = "guide" | "tables";

export function useMode() {
    const { site } = useDesk();
    return useLocalStorage<Mode>({ key: `praca.plan.mode.${site.id}`, defaultValue: "tables", getInitialValueInEffect: false });
}
