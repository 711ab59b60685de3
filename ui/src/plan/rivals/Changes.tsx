/* What the watch found, line by line: what it was, what it became. */
import { useTranslation } from "react-i18next";
import { count } from "../../format";
import { useReader } from "../../session";
import type { Change } from "./data";

export function Changes({ changes }: { changes: Change[] }) {
    return (
        <ul style={{ margin: 0, padding: 0, listStyle: "none", display: "grid", gap: 5, fontSize: "0.92rem" }}>
            {changes.map((c, i) => <li key={i} style={{ overflowWrap: "anywhere" }}><Line c={c} /></li>)}
        </ul>
    );
}

function Line({ c }: { c: Change }) {
    const { t } = useTranslation();
    const r = useReader();
    if (c.what === "url") {
        return (
            <>
                {[c.added ? t("rival.urlsAdded", { count: c.added, n: count(r, c.added) }) : "", c.removed ? t("rival.urlsRemoved", { count: c.removed, n: count(r, c.removed) }) : ""].filter(Boolean).join(" · ")}
                {c.examples && c.examples.length > 0 && (
                    <ul className="dim" style={{ margin: "4px 0 0", paddingLeft: 18, fontSize: "0.85rem" }}>
                        {c.examples.map((u) => <li key={u}>{u}</li>)}
                    </ul>
                )}
            </>
        );
    }
    const label = t(`rival.what.${c.what}`);
    const named = (c.what === "price" || c.what === "data") && c.key ? `${label}, ${c.key}` : label;
    return (
        <>
            <span className="dim">{named}: </span>
            {c.before != null && c.after != null && (
                <>
                    <del className="dim">{c.before}</del>
                    <span aria-hidden> → </span>
                </>
            )}
            {c.after != null ? (
                <ins style={{ textDecoration: "none", fontWeight: 600 }}>
                    {c.before == null && c.what !== "news" && <span className="dim" style={{ fontWeight: 400 }}>{t("rival.came")} </span>}
                    {c.url && /^https?:/.test(c.url) ? <a className="link" href={c.url} target="_blank" rel="noreferrer">{c.after}</a> : c.after}
                </ins>
            ) : (
                <><span className="dim">{t("rival.went")} </span><del>{c.before}</del></>
            )}
        </>
    );
}
