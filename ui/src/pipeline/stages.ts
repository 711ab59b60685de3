/* What the site calls its stages; deals hold their keys. */
import { useMemo } from "react";
import { useAllOf } from "../api/queries";

export function useStageNames(enabled = true): Map<string, string> {
    const rows = useAllOf("deal_stages", { sort: "position" }, enabled).data;
    return useMemo(() => new Map((rows ?? []).map((s) => [String(s.key), String(s.name)])), [rows]);
}
