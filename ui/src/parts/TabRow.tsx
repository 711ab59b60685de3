/* Tabs in one row, which is pushed aside where they do not fit; what is chosen is never out of sight. */
import { Tabs, type TabsListProps } from "@mantine/core";
import { useEffect, useRef } from "react";

export function showIn(row: HTMLElement | null, chosen: string) {
    const one = row?.querySelector(chosen);
    if (!row || !one) return;
    const [frame, is] = [row.getBoundingClientRect(), one.getBoundingClientRect()];
    if (is.left < frame.left || is.right > frame.right) row.scrollLeft += is.left - frame.left - (frame.width - is.width) / 2;
}

export function TabRow(props: TabsListProps) {
    const row = useRef<HTMLDivElement>(null);
    useEffect(() => showIn(row.current, "[aria-selected=true]"), []);
    return <Tabs.List {...props} ref={row} style={{ flexWrap: "nowrap", overflow: "auto hidden", ...(props.style as object) }} />;
}
