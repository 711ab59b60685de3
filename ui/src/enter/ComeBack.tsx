/* What who was signed in sees when the session ends under them: the screen behind stays, with what they
 * typed, but nobody who passes by can read it. */
import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client";
import type { Session } from "../api/types";
import { goOn, putSession, useIsOver } from "../session";
import { SignIn } from "./SignIn";

export function ComeBack({ email }: { email: string }) {
    return useIsOver() ? <Asked email={email} /> : null;
}

function Asked({ email }: { email: string }) {
    const { t } = useTranslation();
    const client = useQueryClient();
    const [code, setCode] = useState(false);
    const done = (s: Session) => goOn(client, s);

    /* Who signed in again in another tab is in here too. */
    useEffect(() => {
        const look = () => {
            if (document.visibilityState !== "visible") return;
            api.get<Session>("/session").then((s) => goOn(client, s), () => undefined);
        };
        look();
        document.addEventListener("visibilitychange", look);
        return () => document.removeEventListener("visibilitychange", look);
    }, [client]);

    return (
        <Modal
            opened onClose={() => undefined} title={code ? t("login.codeTitle") : t("login.over")} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false}
            overlayProps={{ blur: 14, backgroundOpacity: 0.6 }} zIndex={1000}
        >
            <p className="dim" style={{ margin: "0 0 16px", lineHeight: 1.55 }}>
                {code ? t("login.codeLead") : t("login.overLead")}
            </p>
            <SignIn as={email} code={code} setCode={setCode} done={done} />
            {!code && (
                <Button variant="subtle" fullWidth mt="sm" onClick={() => putSession(client, null)} data-mantine-stop-propagation="true">
                    {t("login.other")}
                </Button>
            )}
        </Modal>
    );
}
