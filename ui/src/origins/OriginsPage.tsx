/* From where visits come: the site's own rules in their order, the usual ones to be read, an address tried, and history judged again. */
import { useState } from "react";
import { useAllOf, type Values } from "../api/queries";
import { Trouble, Waiting } from "../shell/Fallbacks";
import { usePreview, type Span } from "./origins";
import { OwnRules } from "./OwnRules";
import { Rejudge } from "./Rejudge";
import { Robots } from "./Robots";
import { TryAddress } from "./TryAddress";
import { Usual } from "./Usual";

export function OriginsPage() {
    const rules = useAllOf("channel_rules", { sort: "position" });
    const [span, setSpan] = useState<Span>({});
    const [draft, copy] = useState<Values | null>(null); /* a rule begun from a usual one */
    const preview = usePreview(span);
    if (rules.isLoadingError) return <Trouble error={rules.error} again={() => void rules.refetch()} />;
    if (!rules.data) return <Waiting />;
    return (
        <div style={{ display: "grid", gap: 18 }}>
            <OwnRules rules={rules.data} preview={preview.data} draft={draft} onDraftEnd={() => { copy(null); }} />
            <TryAddress rules={rules.data} />
            <Rejudge span={span} onSpan={setSpan} preview={preview} />
            <Usual preview={preview.data} onCopy={copy} />
            <Robots />
        </div>
    );
}
